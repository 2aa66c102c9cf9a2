//! What a draft decides: every table and column of one database.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::fit::{Fitter, Verdict};
use super::inside;
use super::keys::{self, Column, Families};
use super::sample::{Sample, Values};
use crate::dump::name::TableName;
use crate::dump::schema::{ForeignKey, Schema, Table};
use crate::dump::types::PgType;
use crate::error::Result;
use crate::prove::personal::{self, Confidence, Finding, Kind, Place, Rule, candidates, yaml};

/// A table's rule, drafted.
#[derive(Clone, Debug)]
pub struct TableDraft {
    /// The table.
    pub table: TableName,
    /// Entries of `references:`.
    pub references: Vec<ReferenceDraft>,
    /// All rows have to leave, and why.
    pub purge: Option<String>,
    /// In the table's order.
    pub columns: Vec<ColumnDraft>,
    /// It inherits from tables that have rules.
    pub inherits: bool,
}

/// A reference, drafted.
#[derive(Clone, Debug)]
pub struct ReferenceDraft {
    /// As YAML.
    pub line: String,
    /// What it is drafted for.
    pub key: ForeignKey,
}

/// A column's rule, drafted.
#[derive(Clone, Debug)]
pub struct ColumnDraft {
    /// The column.
    pub name: String,
    /// What becomes of it.
    pub rule: Rule,
    /// Why.
    pub reason: String,
}

/// Tables of frameworks that say which migrations have run: they must stay as they are.
const MIGRATIONS: &[&str] = &[
    "alembic_version",
    "schema_migrations",
    "ar_internal_metadata",
    "django_migrations",
    "flyway_schema_history",
    "schema_version",
    "databasechangelog",
    "databasechangeloglock",
    "knex_migrations",
    "knex_migrations_lock",
    "goose_db_version",
    "_prisma_migrations",
    "migrations",
    "__efmigrationshistory",
    "__diesel_schema_migrations",
];

/// Drafts the tables of a database, in the order of their names.
///
/// # Errors
/// Exit 1 only: whatever the dump, there is a draft.
pub(super) fn draft(schema: &Schema, sample: &Sample) -> Result<Vec<TableDraft>> {
    Drafter::new(schema, sample)?.draft()
}

struct Drafter<'s> {
    schema: &'s Schema,
    sample: &'s Sample,
    fitter: Fitter<'s>,
    families: Families<'s>,
    /// What looks personal, by the column whose rule decides it.
    found: HashMap<Column, Finding>,
    /// Columns that will be replaced, as far as is known.
    changes: HashSet<Column>,
    groups: Vec<BTreeSet<Column>>,
    /// What is decided for columns of foreign keys.
    joined: HashMap<Column, (Rule, String)>,
    /// Tables that can't be kept otherwise.
    purged: HashMap<TableName, String>,
}

impl<'s> Drafter<'s> {
    fn new(schema: &'s Schema, sample: &'s Sample) -> Result<Self> {
        let families = Families::new(schema);
        Ok(Self {
            schema,
            sample,
            fitter: Fitter::new(schema)?,
            groups: keys::groups(schema, &families),
            families,
            found: HashMap::new(),
            changes: HashSet::new(),
            joined: HashMap::new(),
            purged: HashMap::new(),
        })
    }

    /// Tables that need a rule, by name.
    fn tables(&self) -> Vec<(&'s TableName, &'s Table)> {
        let mut tables: Vec<_> = self.schema.tables.iter().collect();
        tables.retain(|(_, table)| !table.is_foreign);
        tables.sort_by_key(|(name, _)| *name);
        tables
    }

    fn draft(mut self) -> Result<Vec<TableDraft>> {
        for (name, table) in self.tables() {
            for column in self.families.own_columns(name, table) {
                if let Some(finding) = self.look(name, table, column) {
                    let place = (name.clone(), column.to_owned());
                    if !matches!(finding.kind, Kind::Mixed) || finding.by_values {
                        self.changes.insert(place.clone());
                    }
                    self.found.insert(place, finding);
                }
            }
        }
        self.join();
        let mut drafts = Vec::new();
        for (name, table) in self.tables() {
            drafts.extend(self.table(name, table));
        }
        for draft in &mut drafts {
            if let Some(reason) = self.purged.remove(&draft.table) {
                draft.purge = Some(reason);
            }
        }
        Ok(drafts)
    }

    /// What a column seems to hold, where that is sure enough to act on.
    fn look(&self, name: &TableName, table: &Table, column: &str) -> Option<Finding> {
        let ty = self.schema.column_type(table, column).base;
        if is_container(&ty) {
            return None;
        }
        let values = self.values(name, column);
        let place = Place {
            table: &name.name,
            column,
            keys: &[],
        };
        let finding = personal::column(place, &ty, Some(&values.evidence))?;
        let migration = MIGRATIONS.contains(&name.name.to_lowercase().as_str());
        let sure = if migration {
            finding.confidence == Confidence::High && finding.by_values
        } else {
            finding.confidence > Confidence::Low
        };
        sure.then_some(finding)
    }

    fn values(&self, table: &TableName, column: &str) -> Values {
        let members = self.families.members(table);
        self.sample.values(&members, column)
    }

    /// Columns that foreign keys join become the same, or all stay.
    fn join(&mut self) {
        for group in self.groups.clone() {
            let finding = group
                .iter()
                .filter_map(|column| Some((column, self.found.get(column)?)))
                .max_by(|(a, x), (b, y)| x.confidence.cmp(&y.confidence).then(b.cmp(a)));
            let Some((source, finding)) =
                finding.map(|(column, finding)| (column.clone(), finding.clone()))
            else {
                for column in group {
                    let reason = self.key_reason(&column).to_owned();
                    self.joined.insert(column, (Rule::keep(), reason));
                }
                continue;
            };
            let ty = self.schema.type_of(&source.0, &source.1).base;
            let rule = candidates(finding.kind, &ty)
                .iter()
                .filter_map(unique)
                .filter(|rule| rule.name() != "null")
                .find(|rule| {
                    group.iter().all(|(table, column)| {
                        self.fitter.fits(table, column, rule)
                            && !self.is_partition_key(table, column)
                            && self.verdict(table, column, rule) != Verdict::Breaks
                    })
                });
            match rule {
                Some(rule) => {
                    for column in group {
                        let reason = if column == source {
                            finding.reason.clone()
                        } else {
                            format!(
                                "as {}.{}, which it refers to or is referred to by",
                                source.0, source.1
                            )
                        };
                        self.changes.insert(column.clone());
                        self.joined.insert(column, (rule.clone(), reason));
                    }
                }
                None => {
                    for column in group {
                        self.purge(&column.0, &column.1, &finding);
                        self.changes.remove(&column);
                        let reason = format!(
                            "review: {}; a foreign key needs it as it is",
                            finding.reason
                        );
                        self.joined.insert(column, (Rule::keep(), reason));
                    }
                }
            }
        }
    }

    /// What a kept column of a foreign key is.
    fn key_reason(&self, (table, column): &Column) -> &'static str {
        let Some(known) = self.schema.tables.get(table) else {
            return "foreign key";
        };
        let refers = known
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(column));
        let ty = self.schema.column_type(known, column).base;
        match refers {
            true => "foreign key",
            false if ty.is_integer() || ty == PgType::Uuid => "surrogate key",
            false => "others refer to it",
        }
    }

    fn table(&mut self, name: &TableName, table: &'s Table) -> Option<TableDraft> {
        let inherits = table.parents.iter().any(|parent| {
            self.schema
                .tables
                .get(parent)
                .is_some_and(|parent| !parent.is_foreign)
        });
        let columns: Vec<ColumnDraft> = self
            .families
            .own_columns(name, table)
            .into_iter()
            .map(|column| self.column(name, table, column))
            .collect();
        let with_data = &self.sample.with_data;
        let references = keys::references(self.schema, name, table, |other| {
            with_data.is_empty()
                || self
                    .families
                    .members(other)
                    .iter()
                    .any(|member| with_data.contains(member))
        });
        if inherits && columns.is_empty() && references.is_empty() {
            return None;
        }
        Some(TableDraft {
            table: name.clone(),
            references,
            purge: None,
            columns,
            inherits,
        })
    }

    fn column(&mut self, name: &TableName, table: &Table, column: &str) -> ColumnDraft {
        let (rule, reason) = self.decide(name, table, column);
        ColumnDraft {
            name: column.to_owned(),
            rule,
            reason,
        }
    }

    fn decide(&mut self, name: &TableName, table: &Table, column: &str) -> (Rule, String) {
        let place = (name.clone(), column.to_owned());
        if let Some(joined) = self.joined.get(&place) {
            return joined.clone();
        }
        let ty = self.schema.column_type(table, column).base;
        let values = self.values(name, column);
        if is_container(&ty) {
            return self.container(name, column, &ty, &values);
        }
        let Some(finding) = self.found.get(&place).cloned() else {
            if values.evidence.is_json()
                && let Some(rule) = self.json_in_text(name, column, &values)
            {
                return (rule, "text that holds JSON, by the keys seen".to_owned());
            }
            if MIGRATIONS.contains(&name.name.to_lowercase().as_str()) {
                return (Rule::keep(), "migrations read it".to_owned());
            }
            let key = table
                .primary_key()
                .and_then(|key| key.plain_columns())
                .unwrap_or_default();
            let reason = if key.contains(&column) && (ty.is_integer() || ty == PgType::Uuid) {
                "surrogate key"
            } else {
                "review"
            };
            return (Rule::keep(), reason.to_owned());
        };
        if !self.is_partition_key(name, column)
            && let Some(rule) = self.rule(name, column, &ty, &finding, &values)
        {
            return (rule, finding.reason);
        }
        self.changes.remove(&place);
        self.purge(name, column, &finding);
        (
            Rule::keep(),
            format!("review: {}; nothing fits the column", finding.reason),
        )
    }

    /// The first rule that fits a column, and that its keys and checks allow.
    fn rule(
        &self,
        name: &TableName,
        column: &str,
        ty: &PgType,
        finding: &Finding,
        values: &Values,
    ) -> Option<Rule> {
        let differs = keys::must_differ(self.schema, &self.families, name, column, &self.changes);
        let rule = self.rule_that(name, column, ty, finding, values, differs);
        if rule.is_none()
            && differs
            && !ty.is_text()
            && keys::may_share(self.schema, &self.families, name, column, &self.changes)
        {
            return self.rule_that(name, column, ty, finding, values, false);
        }
        rule
    }

    fn rule_that(
        &self,
        name: &TableName,
        column: &str,
        ty: &PgType,
        finding: &Finding,
        values: &Values,
        differs: bool,
    ) -> Option<Rule> {
        let mut rules = candidates(finding.kind, ty);
        if ty.is_text() && values.evidence.is_digits() {
            rules.push(Rule::of("id.digits"));
        }
        let labels = self.fitter.labels(name, column);
        if labels.len() > 1 && !differs {
            let list: Vec<String> = labels.iter().map(|label| yaml(label)).collect();
            rules.push(Rule::Plain(vec![(
                "choice".to_owned(),
                format!("[{}]", list.join(", ")),
            )]));
        }
        if ty.is_text() && values.evidence.is_serialised() {
            rules.retain(|rule| rule.name() != "text.redact");
        }
        let mut unsure = None;
        for rule in rules {
            let rule = if differs { unique(&rule) } else { Some(rule) };
            let Some(rule) = rule.filter(|rule| self.fitter.fits(name, column, rule)) else {
                continue;
            };
            match self.verdict(name, column, &rule) {
                Verdict::Holds => return Some(rule),
                Verdict::Unknown => unsure = unsure.or(Some(rule)),
                Verdict::Breaks => {}
            }
        }
        unsure
    }

    /// What the CHECKs of the column say to what a rule makes.
    fn verdict(&self, table: &TableName, column: &str, rule: &Rule) -> Verdict {
        self.fitter.verdict(table, column, rule)
    }

    fn container(
        &mut self,
        name: &TableName,
        column: &str,
        ty: &PgType,
        values: &Values,
    ) -> (Rule, String) {
        let (rules, reason) = match ty {
            PgType::Json | PgType::Jsonb if values.documents.read > 0 => (
                vec![
                    inside::json(&name.name, column, values),
                    inside::unseen_json(),
                ],
                "by the keys seen; what comes later goes",
            ),
            PgType::Json | PgType::Jsonb => (
                vec![inside::unseen_json()],
                "no document was seen: all goes, until init sees data",
            ),
            PgType::Hstore => (
                vec![
                    inside::hstore(&name.name, column, values),
                    Rule::Keys(Vec::new()),
                ],
                "by the keys seen; what comes later goes",
            ),
            PgType::Composite(_) => (
                vec![inside::composite(&name.name, column, ty)],
                "by the names and types of its fields",
            ),
            PgType::Array(element) => {
                let inner = match &**element {
                    PgType::Json | PgType::Jsonb => inside::json(&name.name, column, values),
                    PgType::Hstore => inside::hstore(&name.name, column, values),
                    element => inside::composite(&name.name, column, element),
                };
                (
                    vec![Rule::Elements(Box::new(inner))],
                    "each element by what it holds",
                )
            }
            _ => (Vec::new(), "review"),
        };
        let fallback = [Rule::of("null"), Rule::of("empty")];
        let fits = rules
            .into_iter()
            .chain(fallback)
            .find(|rule| self.fitter.fits(name, column, rule));
        match fits {
            Some(rule) if !self.is_partition_key(name, column) => (rule, reason.to_owned()),
            _ => (Rule::keep(), "review: nobody looked into it".to_owned()),
        }
    }

    /// Text that has been JSON so far. What is none becomes NULL, so the column must take that.
    fn json_in_text(&self, name: &TableName, column: &str, values: &Values) -> Option<Rule> {
        if values.documents.read == 0 {
            return None;
        }
        let rule = inside::json(&name.name, column, values).and("invalid", "null");
        self.fitter.fits(name, column, &rule).then_some(rule)
    }

    fn is_partition_key(&self, table: &TableName, column: &str) -> bool {
        self.families.all(table).iter().any(|name| {
            let known = self.schema.tables.get(name);
            known.is_some_and(|table| {
                table
                    .partition_columns(name)
                    .iter()
                    .any(|key| key == column)
            })
        })
    }

    /// Its rows have to leave where a column must not be kept, and nothing can take its place.
    fn purge(&mut self, table: &TableName, column: &str, finding: &Finding) {
        if finding.confidence < Confidence::High || !(finding.by_values || identifies(finding.kind))
        {
            return;
        }
        let reason = format!(
            "review: {column} must not stay ({}), and nothing fits in its place",
            finding.reason
        );
        self.purged.entry(table.clone()).or_insert(reason);
    }
}

/// Somebody is known by it alone.
fn identifies(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Email
            | Kind::Phone
            | Kind::FullName
            | Kind::LastName
            | Kind::Nino
            | Kind::Ssn
            | Kind::Card
            | Kind::Iban
            | Kind::Password
            | Kind::Secret
            | Kind::Username
    )
}

/// Rules inside decide it.
fn is_container(ty: &PgType) -> bool {
    match ty {
        PgType::Json | PgType::Jsonb | PgType::Hstore | PgType::Composite(_) => true,
        PgType::Array(element) => is_container(element),
        _ => false,
    }
}

/// The rule with `unique: true`, where its kind can be.
fn unique(rule: &Rule) -> Option<Rule> {
    if rule.name() == "null" {
        return Some(rule.clone());
    }
    let can = crate::transform::kind(rule.name()).is_some_and(|kind| kind.unique);
    match rule {
        Rule::Plain(_) if can => Some(rule.clone().and("unique", "true")),
        _ => None,
    }
}
