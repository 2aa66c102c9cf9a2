//! The answer as a page.

use super::super::page;
use super::decided;
use super::named::Named;
use super::parameters::Sources;
use super::uses::{Sharer, sharers};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::Position;
use crate::rules::decide::{ColumnDecision, Decided, Decision, Place};
use crate::rules::model::{ColumnRule, Drive, Notes, OnPurge, RuleSet, Source, TableRule};
use crate::rules::uses::uses;
use crate::transform::Role;
use crate::transform::bind::Normalise;
use crate::transform::bound::SHARED_NAMESPACE;

/// A decided column and what is known around it.
pub(super) struct Subject<'s> {
    pub(super) rules: &'s RuleSet,
    pub(super) schema: &'s Schema,
    pub(super) sources: &'s Sources,
    pub(super) named: &'s Named<'s>,
    pub(super) table: &'s TableName,
    pub(super) column: &'s str,
    pub(super) decision: &'s Decision<'s>,
}

/// The whole page.
pub(super) fn page(subject: &Subject<'_>) -> String {
    let mut page = Page(String::new());
    page::item(
        &mut page.0,
        "",
        &format!("{}.{}", subject.table, Quoted(subject.column)),
    );
    match decided(subject.decision) {
        None => {
            page.line("becomes", "nothing: every row of the table leaves");
            page.line("decided", &subject.table_place());
        }
        Some(column) => subject.column(column, &mut page),
    }
    subject.type_of(&mut page);
    subject.rows(&mut page);
    page.0
}

struct Page(String);

impl Page {
    /// A line with a label; an empty one goes on with what stood above.
    fn line(&mut self, label: &str, text: &str) {
        page::item(&mut self.0, &format!("  {label:10} "), text);
    }

    /// Rows beside one label.
    fn table<const N: usize>(&mut self, label: &str, rows: &[[String; N]]) {
        let mut text = String::new();
        let indent = format!("  {:10} ", "");
        page::table(&mut text, &indent, rows);
        // The label takes the room of the first line's indent.
        if let Some(rest) = text.strip_prefix(&indent) {
            self.0.push_str(&format!("  {label:10} {rest}"));
        }
    }

    fn lines<'t>(&mut self, label: &str, texts: impl IntoIterator<Item = &'t str>) {
        let mut label = label;
        for text in texts {
            self.line(label, text);
            label = "";
        }
    }
}

impl Subject<'_> {
    fn column(&self, column: &ColumnDecision<'_>, page: &mut Page) {
        match column.rule {
            Decided::Keep => page.line("becomes", "keep: the original, byte for byte"),
            Decided::Null => page.line("becomes", "null: NULL"),
            Decided::Rule(rule) => {
                let about = format!("{}: {}", rule.kind.name, rule.kind.about);
                page.line("becomes", &about);
                self.parameters(rule, page);
            }
        }
        self.place(column, page);
        if let Decided::Rule(rule) = column.rule {
            self.properties(rule, page);
            notes(&rule.notes, "", page);
        }
        if let Some(table) = self.decision.notes {
            notes(table, " (of the table)", page);
        }
        if let Decided::Rule(rule) = column.rule {
            inside(self.sources, rule, page);
            self.namespaces(rule, page);
        }
    }

    fn parameters(&self, rule: &ColumnRule, page: &mut Page) {
        let rows: Vec<[String; 2]> = self
            .sources
            .parameters(rule)
            .into_iter()
            .map(|parameter| {
                let given = format!("{}: {}", parameter.name, parameter.value);
                let about = parameter.about.map(|about| format!("# {about}"));
                [given, about.unwrap_or_default()]
            })
            .collect();
        // A long value leaves no room beside it.
        if rows.iter().any(|[given, _]| given.chars().count() > 40) {
            page.lines("with", rows.iter().flatten().map(String::as_str));
        } else {
            page.table("with", &rows);
        }
    }

    /// Where the decision stands, and how it reaches the column.
    fn place(&self, column: &ColumnDecision<'_>, page: &mut Page) {
        match column.place {
            Place::Table(position) => {
                let via = match self.named.owner(position) {
                    Some(rule) => self.via(rule),
                    None => "in the rule of the table".to_owned(),
                };
                page.line("decided", &format!("at {position}, {via}"));
            }
            Place::Class(index, position) => {
                page.line("decided", &format!("at {position}, by classes[{index}]"));
            }
            Place::UnlistedColumns => page.line(
                "decided",
                "by defaults.unlisted_columns: no rule and no class names the column",
            ),
            Place::UnlistedTables => page.line(
                "decided",
                "by defaults.unlisted_tables: no rule names the table",
            ),
            Place::Generated => page.line(
                "decided",
                "by itself: a generated column, which PostgreSQL computes",
            ),
            Place::Nowhere => page.line("decided", "nowhere"),
        }
        if let Some((table, other)) = &column.follows {
            let rule = match column.rule {
                Decided::Rule(rule) => format!(", whose rule stands at {}", rule.position),
                Decided::Null | Decided::Keep => String::new(),
            };
            page.line("follows", &format!("{table}.{}{rule}", Quoted(other)));
        }
        if let Decided::Rule(rule) = column.rule
            && let Some((name, position)) = self.sources.alias(&rule.position)
        {
            page.line("alias", &format!("{name}, at {position}"));
        }
    }

    /// How a table's rule reaches this table.
    fn via(&self, rule: &TableRule) -> String {
        let at = format!("{} ({})", rule.pattern, rule.position);
        if self.named.is_overlay(rule) {
            return format!("in the overlay's rule of {at}");
        }
        let chain = self.named.chain(self.table);
        match chain.iter().position(|own| own.position == rule.position) {
            Some(0) if rule.pattern.is_glob() => format!("in the rule of the glob {at}"),
            Some(0) => format!("in the rule of {at}"),
            Some(_) => format!("in the rule of {at}, which this table is `like`"),
            None => format!("in the rule of its parent {at}"),
        }
    }

    fn table_place(&self) -> String {
        match self.decision.position {
            Some(position) => format!("`purge: all` in the table's rule at {position}"),
            None => "by defaults.unlisted_tables: no rule names the table".to_owned(),
        }
    }

    fn properties(&self, rule: &ColumnRule, page: &mut Page) {
        let options = &rule.options;
        let partial = rule.kind.partial || rule.spec.partial();
        if rule.kind.role != Role::Keep {
            page.line(
                "partial",
                if partial {
                    "yes: a part of the original may stay"
                } else {
                    "no"
                },
            );
        }
        if matches!(rule.kind.role, Role::Keyed | Role::Value) {
            page.line(
                "unique",
                if options.unique {
                    "yes: different values become different values"
                } else {
                    "no: different values may become the same"
                },
            );
        }
        if options.replace_nulls {
            page.line("NULL", "is replaced like any other value");
        } else if matches!(rule.kind.role, Role::Keyed | Role::Value | Role::Constant) {
            page.line("NULL", "stays NULL");
        }
        let mut also = Vec::new();
        if let Some(locale) = &options.locale {
            also.push(format!("locale: {locale}"));
        }
        if options.capture {
            also.push("capture: true   # its values go to the report".to_owned());
        }
        if options.allow_partition_key {
            also.push("allow_partition_key: true".to_owned());
        }
        page.lines("options", also.iter().map(String::as_str));
    }

    fn namespaces(&self, rule: &ColumnRule, page: &mut Page) {
        let used = uses(rule);
        if used.is_empty() {
            return;
        }
        let shared = sharers(self.rules, self.schema, self.named, self.table, self.column);
        let mut said: Vec<&str> = Vec::new();
        let mut alone: Vec<String> = Vec::new();
        for one in &used {
            if said.contains(&one.namespace.as_str()) {
                continue;
            }
            said.push(&one.namespace);
            let about = self.namespace(&one.namespace, &used);
            match shared.get(&one.namespace) {
                Some(sharers) => {
                    page.line("namespace", &about);
                    let rows: Vec<[String; 2]> = sharers.iter().map(Sharer::row).collect();
                    page.table("shared by", &rows);
                }
                None => alone.push(about),
            }
        }
        for (index, about) in alone.iter().enumerate() {
            page.line(if index == 0 { "namespace" } else { "" }, about);
        }
        if !alone.is_empty() {
            page.line("shared by", "no other column");
        }
    }

    /// What is special about a namespace.
    fn namespace(&self, name: &str, used: &[crate::rules::uses::Use]) -> String {
        let settings = self.rules.namespaces.get(name);
        let mut text = name.to_owned();
        let mut seeds: Vec<&str> = Vec::new();
        for one in used.iter().filter(|one| one.namespace == name) {
            for seed in &one.seed_from {
                if !seeds.contains(&seed.as_str()) {
                    seeds.push(seed);
                }
            }
        }
        if name == SHARED_NAMESPACE {
            text.push_str(" (the one of all rules with seed_from and no namespace)");
        }
        if !seeds.is_empty() {
            text.push_str(&format!("; depends on {}", seeds.join(", ")));
        }
        let normalise = settings
            .and_then(|rule| rule.normalise)
            .unwrap_or_else(|| Normalise::default_of(name));
        text.push_str(match normalise {
            Normalise::None => "",
            Normalise::Lower => "; compared without case",
            Normalise::Trim => "; compared without blanks around",
            Normalise::Digits => "; compared by digits",
        });
        if let Some(rule) = settings {
            if !rule.keep.is_empty() {
                text.push_str(&format!("; keeps {}", rule.keep.join(", ")));
            }
            if !rule.keep_values.is_empty() {
                text.push_str(&format!(
                    "; keeps the {} values of its keep_file",
                    rule.keep_values.len()
                ));
            }
            text.push_str(&format!(" ({})", rule.position));
        }
        text
    }

    fn type_of(&self, page: &mut Page) {
        let Some(column) = self
            .schema
            .tables
            .get(self.table)
            .and_then(|table| table.column(self.column))
        else {
            return;
        };
        let resolved = self.schema.resolve(&column.written);
        let mut text = column.written.text.clone();
        if let Some(domain) = &resolved.domain {
            text = format!("{domain}, a domain over {}", resolved.base.short_name());
        }
        if column.not_null || resolved.domain_not_null {
            text.push_str(", NOT NULL");
        }
        if column.generated {
            text.push_str(", generated");
        }
        if column.identity.is_some() {
            text.push_str(", an identity column");
        }
        page.line("type", &text);
        let Some(table) = self.schema.tables.get(self.table) else {
            return;
        };
        for key in &table.unique {
            if key.mentions.iter().any(|name| name == self.column) {
                let what = if key.primary { "primary key" } else { "unique" };
                page.line("key", &format!("{what} {}", Quoted(&key.name)));
            }
        }
        for key in &table.foreign_keys {
            if key.columns.iter().any(|name| name == self.column) {
                page.line("refers to", &key.table.to_string());
            }
        }
    }

    /// Which rows stay.
    fn rows(&self, page: &mut Page) {
        let rows = &self.decision.rows;
        let mut lines = Vec::new();
        if let Some(purge) = &rows.purge {
            lines.push(format!("purge: \"{}\" ({})", purge.source, purge.position));
        }
        if let Some(keep) = &rows.keep_where {
            lines.push(format!("where: \"{}\" ({})", keep.source, keep.position));
        }
        if let Some(sample) = &rows.sample {
            let by = match &sample.by {
                Some(column) => format!(" by {column}"),
                None => String::new(),
            };
            let share = sample.share * 100.0;
            lines.push(format!("sample: {share}%{by} ({})", sample.position));
        }
        if let Some(limit) = rows.limit {
            lines.push(format!("limit: {limit}"));
        }
        for decided in &self.decision.references {
            let reference = decided.reference;
            let on_purge = match &reference.on_purge {
                OnPurge::Cascade => "leaves with".to_owned(),
                OnPurge::SetNull(columns) => {
                    format!("{} NULL without", columns.join(", "))
                }
                OnPurge::Keep => "stays without".to_owned(),
            };
            lines.push(format!(
                "{on_purge} its row of {} ({}; {})",
                decided.table,
                reference.columns.join(", "),
                reference.position
            ));
        }
        if lines.is_empty() && !self.decision.purge_all {
            lines.push("all stay".to_owned());
        }
        page.lines("rows", lines.iter().map(String::as_str));
        self.generated(page);
    }

    /// What fills the column in rows that the table gets.
    fn generated(&self, page: &mut Page) {
        let mut lines = Vec::new();
        for generator in self.decision.generate {
            let rows = match &generator.drive {
                Drive::Rows(rows) => format!("{rows} rows"),
                Drive::Each {
                    query, min, max, ..
                } => {
                    let count = if min == max {
                        min.to_string()
                    } else {
                        format!("{min} to {max}")
                    };
                    format!("{count} for each of \"{}\"", query.source)
                }
            };
            let said = generator
                .columns
                .iter()
                .find(|column| column.name.is(self.column) || column.name.folds_to(self.column));
            let value = match said.map(|column| &column.source) {
                None => "NULL".to_owned(),
                Some(Source::Next) => "next: the number after the largest".to_owned(),
                Some(Source::Pick(query)) => format!("pick: \"{}\"", query.source),
                Some(Source::Rule(rule)) => summary(self.sources, rule),
            };
            lines.push(format!("{rows} ({})", generator.position));
            lines.push(format!("with {value}"));
        }
        page.lines("generated", lines.iter().map(String::as_str));
    }
}

fn notes(notes: &Notes, of: &str, page: &mut Page) {
    for (label, note) in [
        ("class", &notes.class),
        ("reason", &notes.reason),
        ("owner", &notes.owner),
    ] {
        if let Some(note) = note {
            page.line(label, &format!("{note}{of}"));
        }
    }
}

/// The rules inside the rule, each with its place.
fn inside(sources: &Sources, rule: &ColumnRule, page: &mut Page) {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut waiting: Vec<(usize, String, &ColumnRule)> = vec![(0, String::new(), rule)];
    while let Some((depth, name, inner)) = waiting.pop() {
        if depth > 0 {
            rows.push([
                format!("{}{name}", "  ".repeat(depth - 1)),
                place(&inner.position),
                summary(sources, inner),
            ]);
        }
        let nested = inner.spec.nested().into_iter().rev();
        waiting.extend(nested.map(|(name, deeper)| (depth + 1, name, deeper)));
    }
    page.table("inside", &rows);
}

/// A rule inside a rule, in one line.
fn summary(sources: &Sources, rule: &ColumnRule) -> String {
    let options = &rule.options;
    let mut text = rule.kind.name.to_owned();
    for parameter in sources.parameters(rule) {
        text.push_str(&format!(", {}: {}", parameter.name, parameter.value));
    }
    if let Some(namespace) = &options.namespace {
        text.push_str(&format!(", namespace: {namespace}"));
    }
    if !options.seed_from.is_empty() {
        text.push_str(&format!(", seed_from: {}", options.seed_from.join(", ")));
    }
    if options.unique {
        text.push_str(", unique");
    }
    if rule.kind.partial || rule.spec.partial() {
        text.push_str(" [partial]");
    }
    text
}

/// Line and column alone: the file is the rule's own.
fn place(position: &Position) -> String {
    format!("{}:{}", position.line, position.column)
}

/// Places inside one column that are named before the rest is only counted.
const MAX_PATHS: usize = 6;

impl Sharer {
    fn row(&self) -> [String; 2] {
        let (named, rest) = self.paths.split_at(self.paths.len().min(MAX_PATHS));
        let inside = match (named, rest.len()) {
            ([], _) => String::new(),
            (named, 0) => format!(" ({})", named.join(", ")),
            (named, more) => format!(" ({} and {more} more)", named.join(", ")),
        };
        [
            self.position.to_string(),
            format!("{}{inside}", self.column),
        ]
    }
}
