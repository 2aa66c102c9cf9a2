//! What decides each table and column of a dump: the tables' rules, those of their parents,
//! classes, defaults.
//!
//! Nothing is decided by accident: a column that no rule reaches is an error (exit 4) unless the
//! rules say `unlisted_columns`, and a table likewise.

use std::collections::HashSet;

use super::load::{circle, circle_error};
use super::model::{
    ColumnRule, Generator, Notes, Reference, RowRules, RuleSet, UnlistedColumns, UnlistedTables,
};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::dump::types::PgType;
use crate::error::{Error, Position};
use crate::transform::Role;
use crate::transform::bound::glob_matches;

mod follow;
mod hint;
pub mod key;
mod layers;
mod locked;
mod overlay;
mod stale;

#[cfg(test)]
mod tests;

pub use hint::{column_key, table_key};
pub(crate) use layers::Lookup;
use layers::{Layers, Resolver, Staying};
pub use locked::{kept_by_classes, unlocked};
pub use stale::stale;

/// What the rules say about one table.
#[derive(Debug)]
pub struct Decision<'r> {
    /// The most specific rule's place; `None` where the table is not listed.
    pub position: Option<&'r Position>,
    /// That rule's reason, owner, class.
    pub notes: Option<&'r Notes>,
    /// Which rows stay, merged from the table's own rule and those of its parents.
    pub rows: RowRules,
    /// What unqualified table names in `rows.purge` and `rows.keep_where` mean.
    pub default_schema: String,
    /// The table whose rule has `rows.limit`: a parent's counts the rows of all its children together.
    pub limited_by: Option<TableName>,
    /// Every row leaves: `purge: all`, or `unlisted_tables: purge`.
    pub purge_all: bool,
    /// Nothing is changed: `unlisted_tables: keep`.
    pub keep_all: bool,
    /// One for each column asked for, in their order; empty where every row leaves.
    pub columns: Vec<ColumnDecision<'r>>,
    /// The table's references and those of its parents.
    pub references: Vec<DecidedReference<'r>>,
    /// The rows that the table itself gets; its parents' are not its own.
    pub generate: &'r [Generator],
    /// What unqualified table names in `generate` mean.
    pub generate_schema: String,
}

/// What the rules say about one column.
#[derive(Debug)]
pub struct ColumnDecision<'r> {
    /// The column.
    pub name: String,
    /// What becomes of its values.
    pub rule: Decided<'r>,
    /// Where that is said.
    pub place: Place<'r>,
    /// With `follow`: the column whose rule it is.
    pub follows: Option<(TableName, String)>,
}

/// What becomes of a column's values.
#[derive(Clone, Copy, Debug)]
pub enum Decided<'r> {
    /// A rule of the rule files.
    Rule(&'r ColumnRule),
    /// They become NULL (`unlisted_columns: null`).
    Null,
    /// They stay.
    Keep,
}

/// Where a decision is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'r> {
    /// In a table's `columns:`.
    Table(&'r Position),
    /// In `classes:`, by index.
    Class(usize, &'r Position),
    /// `defaults.unlisted_columns`
    UnlistedColumns,
    /// `defaults.unlisted_tables`
    UnlistedTables,
    /// The column is generated and needs no rule.
    Generated,
    /// Nowhere: the column is not decided ([`decide_partly`] only).
    Nowhere,
}

/// A reference with the table it means.
#[derive(Clone, Debug)]
pub struct DecidedReference<'r> {
    /// The table referred to.
    pub table: TableName,
    /// What the rules say.
    pub reference: &'r Reference,
}

impl<'r> Decided<'r> {
    /// The rule, where there is one.
    pub fn rule(self) -> Option<&'r ColumnRule> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Null | Self::Keep => None,
        }
    }

    /// Values change.
    pub fn replaces(self) -> bool {
        match self {
            Self::Rule(rule) => replaces(rule),
            Self::Null => true,
            Self::Keep => false,
        }
    }
}

/// The rule changes values: it is not `keep` or `fail`, nor cases of these only.
pub fn replaces(rule: &ColumnRule) -> bool {
    let mut rules = vec![rule];
    while let Some(rule) = rules.pop() {
        match rule.kind.name {
            "cases" => rules.extend(rule.spec.nested().into_iter().map(|(_, inner)| inner)),
            "fail" => {}
            _ if rule.kind.role == Role::Keep => {}
            _ => return true,
        }
    }
    false
}

/// Decides a table whose data block has these columns. All findings are returned: exit 4 for what
/// is not decided, exit 3 for rules that contradict each other or the schema.
pub fn decide<'r>(
    rules: &'r RuleSet,
    table: &TableName,
    columns: &[String],
    schema: &Schema,
) -> Result<Decision<'r>, Vec<Error>> {
    decide_via_root(rules, table, None, columns, schema)
}

/// [`decide`] for a partition whose rows the dump writes to `root` (load via partition root): the
/// rules of both apply, also where the dump has no DDL that says how they are related.
pub fn decide_via_root<'r>(
    rules: &'r RuleSet,
    table: &TableName,
    root: Option<&TableName>,
    columns: &[String],
    schema: &Schema,
) -> Result<Decision<'r>, Vec<Error>> {
    let resolver = Resolver::new(rules, schema);
    let layers = resolver.layers(table, root).map_err(|error| vec![error])?;
    Decider {
        resolver: &resolver,
        table,
        root,
        layers: &layers,
        columns,
    }
    .decide()
    .map_err(|findings| findings.into_iter().map(|finding| finding.error).collect())
}

/// [`decide`] as far as that goes: columns that are not decided stay, so that all else can be looked
/// at. `None` where the table as a whole is not decided.
pub fn decide_partly<'r>(
    rules: &'r RuleSet,
    table: &TableName,
    columns: &[String],
    schema: &Schema,
) -> Option<Decision<'r>> {
    let resolver = Resolver::new(rules, schema);
    let layers = resolver.layers(table, None).ok()?;
    let decider = Decider {
        resolver: &resolver,
        table,
        root: None,
        layers: &layers,
        columns,
    };
    if layers.is_empty() {
        return decider.unlisted().ok();
    }
    decider.listed().map(|(decision, _)| decision)
}

/// All findings for all tables of a schema at once, in the order of their names.
pub fn undecided(rules: &RuleSet, schema: &Schema) -> Vec<Error> {
    if let Err(error) = schema.check_bounds() {
        return vec![error];
    }
    let resolver = Resolver::new(rules, schema);
    let mut names: Vec<&TableName> = schema.tables.keys().collect();
    names.sort();
    let mut findings = Vec::new();
    for name in names {
        let Some(table) = schema.tables.get(name) else {
            continue;
        };
        let layers = match resolver.layers(name, None) {
            Ok(layers) => layers,
            Err(error) => {
                findings.push(Finding::other(error));
                continue;
            }
        };
        // These have no rows of their own in a dump.
        let rowless = table.is_foreign || !table.partition_key.is_empty();
        if layers.is_empty() && rowless {
            continue;
        }
        let columns: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        let decider = Decider {
            resolver: &resolver,
            table: name,
            root: None,
            layers: &layers,
            columns: &columns,
        };
        findings.extend(decider.decide().err().into_iter().flatten());
    }
    // What a parent's rule leaves undecided is said once, at the parent.
    let open: HashSet<(TableName, String)> = findings
        .iter()
        .filter_map(|finding| finding.undecided.clone())
        .collect();
    let mut said = HashSet::new();
    findings
        .into_iter()
        .filter(|finding| match &finding.undecided {
            Some((table, column)) => !resolver
                .schema
                .ancestors(table)
                .into_iter()
                .any(|parent| open.contains(&(parent, column.clone()))),
            None => true,
        })
        .map(|finding| finding.error)
        .filter(|error| said.insert(error.to_string()))
        .collect()
}

/// An error, and the column it is about where that one is not decided.
struct Finding {
    error: Error,
    undecided: Option<(TableName, String)>,
}

impl Finding {
    fn other(error: Error) -> Self {
        Self {
            error,
            undecided: None,
        }
    }
}

/// Stands for a column that is not decided.
fn nowhere<'r>(name: &str) -> ColumnDecision<'r> {
    ColumnDecision {
        name: name.to_owned(),
        rule: Decided::Keep,
        place: Place::Nowhere,
        follows: None,
    }
}

/// Decides one table.
struct Decider<'d, 'r, 's> {
    resolver: &'d Resolver<'r, 's>,
    table: &'d TableName,
    root: Option<&'d TableName>,
    layers: &'d Layers<'r>,
    columns: &'d [String],
}

impl<'r> Decider<'_, 'r, '_> {
    fn decide(&self) -> Result<Decision<'r>, Vec<Finding>> {
        if self.layers.is_empty() {
            return self.unlisted().map_err(|error| vec![Finding::other(error)]);
        }
        match self.listed() {
            Some((decision, findings)) if findings.is_empty() => Ok(decision),
            Some((_, findings)) => Err(findings),
            None => Err(Vec::new()),
        }
    }

    /// What the rules say about a listed table, and all that is wrong about it.
    fn listed(&self) -> Option<(Decision<'r>, Vec<Finding>)> {
        let first = self.layers.first()?;
        let mut findings = Vec::new();
        let Staying {
            rows,
            default_schema,
            limited_by,
        } = self.layers.rows(self.table).unwrap_or_else(|errors| {
            findings.extend(errors.into_iter().map(Finding::other));
            Staying::default()
        });
        let columns = if rows.purge_all {
            Vec::new()
        } else {
            self.all_columns(&mut findings)
        };
        if findings.is_empty() {
            findings.extend(self.circle(&columns).map(Finding::other));
            let weakened = self.weakened(&rows, &columns);
            findings.extend(weakened.into_iter().map(Finding::other));
        }
        let (generate, generate_schema) =
            self.resolver.generate(self.table).unwrap_or_else(|error| {
                findings.push(Finding::other(error));
                (&[], "public".to_owned())
            });
        let decision = Decision {
            position: Some(&first.position),
            notes: Some(&first.notes),
            purge_all: rows.purge_all,
            rows,
            default_schema,
            limited_by,
            keep_all: false,
            columns,
            references: self.layers.references(),
            generate,
            generate_schema,
        };
        Some((decision, findings))
    }

    /// What `unlisted_tables` says.
    fn unlisted(&self) -> Result<Decision<'r>, Error> {
        let unlisted = self.resolver.rules.defaults.unlisted_tables;
        if unlisted == UnlistedTables::Fail {
            return Err(hint::table(self.resolver, self.table, self.columns));
        }
        let keep_all = unlisted == UnlistedTables::Keep;
        let columns = self.columns.iter().filter(|_| keep_all);
        Ok(Decision {
            position: None,
            notes: None,
            rows: RowRules {
                purge_all: !keep_all,
                ..RowRules::default()
            },
            default_schema: "public".to_owned(),
            limited_by: None,
            purge_all: !keep_all,
            keep_all,
            columns: columns
                .map(|name| ColumnDecision {
                    name: name.clone(),
                    rule: Decided::Keep,
                    place: Place::UnlistedTables,
                    follows: None,
                })
                .collect(),
            references: Vec::new(),
            generate: &[],
            generate_schema: "public".to_owned(),
        })
    }

    fn all_columns(&self, findings: &mut Vec<Finding>) -> Vec<ColumnDecision<'r>> {
        let mut columns = Vec::with_capacity(self.columns.len());
        for name in self.columns {
            let decided = self
                .resolver
                .column(self.layers, self.table, name, self.columns);
            match decided {
                Ok(Some(column)) => {
                    findings.extend(self.partition_key(&column).map(Finding::other));
                    columns.push(column);
                }
                Ok(None) => {
                    findings.push(Finding {
                        error: hint::column(self.resolver, self.layers, self.table, name),
                        undecided: Some((self.table.clone(), name.clone())),
                    });
                    columns.push(nowhere(name));
                }
                Err(error) => {
                    findings.push(Finding::other(error));
                    columns.push(nowhere(name));
                }
            }
        }
        columns
    }

    /// A replaced partition key may send rows to partitions that do not exist.
    fn partition_key(&self, column: &ColumnDecision<'r>) -> Option<Error> {
        if !column.rule.replaces()
            || column
                .rule
                .rule()
                .is_some_and(|rule| rule.options.allow_partition_key)
        {
            return None;
        }
        let mut tables = vec![self.table.clone()];
        tables.extend(self.resolver.schema.ancestors(self.table));
        let owner = tables.into_iter().find(|name| {
            let table = self.resolver.schema.tables.get(name);
            table.is_some_and(|table| table.partition_columns(name).contains(&column.name))
        })?;
        let error = Error::undecided(format!(
            "{owner}.{} is part of a partition key and would be replaced",
            Quoted(&column.name)
        ))
        .about(&owner, Some(&column.name))
        .hint(
            "keep it, or say `allow_partition_key: true` in its rule if every value it can get has a \
             partition",
        );
        Some(match column.place {
            Place::Table(position) | Place::Class(_, position) => error.at_rule(position),
            _ => error,
        })
    }

    /// Circles that go through several rules: the table's own, its parents', classes.
    fn circle(&self, columns: &[ColumnDecision<'r>]) -> Option<Error> {
        let rules: Vec<(&str, &ColumnRule)> = columns
            .iter()
            .filter_map(|column| Some((column.name.as_str(), column.rule.rule()?)))
            .collect();
        let find = |name: &str| rules.iter().position(|(column, _)| *column == name);
        let names = circle(&rules, find)?;
        let first = names.first().copied().and_then(find)?;
        rules
            .get(first)
            .map(|(_, rule)| circle_error(&rule.position, &names))
    }
}

impl<'r> Resolver<'r, '_> {
    /// What decides a column of a listed table; `None` where nothing does.
    fn column(
        &self,
        layers: &Layers<'r>,
        table: &TableName,
        name: &str,
        others: &[String],
    ) -> Result<Option<ColumnDecision<'r>>, Error> {
        self.column_on(layers, table, name, others, &mut Vec::new())
    }

    /// [`Resolver::column`] at the end of a trail of `follow`s.
    fn column_on(
        &self,
        layers: &Layers<'r>,
        table: &TableName,
        name: &str,
        others: &[String],
        trail: &mut Vec<(TableName, String)>,
    ) -> Result<Option<ColumnDecision<'r>>, Error> {
        let column = self.schema.tables.get(table).and_then(|t| t.column(name));
        let decision = |rule, place| {
            Some(ColumnDecision {
                name: name.to_owned(),
                rule,
                place,
                follows: None,
            })
        };
        let generated = column.is_some_and(|column| column.generated);
        let named = layers.column(table, name, others)?;
        if let Some(entry) = named {
            if generated && entry.rule.kind.role != Role::Keep {
                return Err(Error::rules(
                    &entry.position,
                    format!("{table}.{} is a generated column", Quoted(name)),
                )
                .hint("PostgreSQL computes it: remove the rule, or write `keep`"));
            }
            if entry.rule.kind.name == "follow" {
                let place = Place::Table(&entry.position);
                return self
                    .follow(layers, table, name, &entry.rule, place, trail)
                    .map(Some);
            }
            return Ok(decision(
                Decided::Rule(&entry.rule),
                Place::Table(&entry.position),
            ));
        }
        if generated {
            return Ok(decision(Decided::Keep, Place::Generated));
        }
        if let Some((index, class)) = self.class(table, name) {
            let place = Place::Class(index, &class.position);
            if class.rule.kind.name == "follow" {
                return self
                    .follow(layers, table, name, &class.rule, place, trail)
                    .map(Some);
            }
            self.may_keep(table, name, index, class)?;
            return Ok(decision(Decided::Rule(&class.rule), place));
        }
        Ok(match self.rules.defaults.unlisted_columns {
            UnlistedColumns::Fail => None,
            UnlistedColumns::Null => decision(Decided::Null, Place::UnlistedColumns),
            UnlistedColumns::Keep => decision(Decided::Keep, Place::UnlistedColumns),
        })
    }

    /// The first class that a column belongs to.
    fn class(&self, table: &TableName, name: &str) -> Option<(usize, &'r super::model::Class)> {
        let lower = name.to_lowercase();
        let ty = self.schema.type_of(table, name);
        let own = match &ty.base {
            PgType::Enum(labels) => Some(&labels.name),
            PgType::Composite(fields) => Some(&fields.name),
            _ => None,
        };
        let is_of = |written: &String| {
            let mut names = own.into_iter().chain(&ty.domain);
            written == ty.base.short_name() || names.any(|name| name.to_string() == *written)
        };
        self.rules.classes.iter().enumerate().find(|(_, class)| {
            let of_name = class.columns.is_empty()
                || class.columns.iter().any(|glob| {
                    glob_matches(glob.as_bytes(), name.as_bytes())
                        || glob_matches(glob.as_bytes(), lower.as_bytes())
                });
            let of_type = class.types.is_empty() || class.types.iter().any(is_of);
            of_name && of_type
        })
    }
}
