//! The rules that reach a table: its own, the one it is `like`, and those of its parents, merged
//! with the nearest first.

use std::collections::{HashMap, HashSet};

use super::super::model::{Generator, NamedColumn, RowRules, RuleSet, TableRule};
use super::DecidedReference;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::{Error, Result};

/// Looks tables up in rules and schema.
pub(super) struct Resolver<'r, 's> {
    pub(super) rules: &'r RuleSet,
    pub(super) schema: &'s Schema,
    /// The tables of each overlay, the last one first, then those of the rules, with what finds
    /// them.
    lookups: Vec<(&'r [TableRule], &'r Lookup)>,
}

/// Finds the rules of one set of files by the tables they name.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    exact: HashMap<TableName, usize>,
    globs: Vec<usize>,
}

impl Lookup {
    fn new(tables: &[TableRule]) -> Self {
        let mut lookup = Self::default();
        for (index, rule) in tables.iter().enumerate() {
            match rule.pattern.exact() {
                Some(name) => {
                    lookup.exact.insert(name, index);
                }
                None => lookup.globs.push(index),
            }
        }
        lookup
    }

    /// The rule that names a table, or the one glob that matches it.
    fn rule<'r>(
        &self,
        tables: &'r [TableRule],
        table: &TableName,
    ) -> Result<Option<&'r TableRule>> {
        if let Some(index) = self.exact.get(table) {
            return Ok(tables.get(*index));
        }
        let mut globs = self
            .globs
            .iter()
            .filter_map(|index| tables.get(*index))
            .filter(|rule| rule.pattern.matches(table));
        let first = globs.next();
        match (first, globs.next()) {
            (Some(first), Some(second)) => Err(Error::rules(
                &second.position,
                format!(
                    "two globs match {table}: {} at {} and {} here",
                    first.pattern, first.position, second.pattern
                ),
            )
            .hint("make one of them narrower, or give the table a rule by its name")),
            _ => Ok(first),
        }
    }
}

/// One rule as it applies to a table.
struct Layer<'r> {
    rule: &'r TableRule,
    /// The table whose rule it is, by its name, a glob or `like`.
    table: TableName,
    /// What unqualified table names in it mean.
    schema: String,
}

/// Which rows of a table stay, merged from its rules.
#[derive(Default)]
pub(super) struct Staying {
    pub(super) rows: RowRules,
    /// What unqualified names in the expression mean.
    pub(super) default_schema: String,
    /// The table whose rule has the limit.
    pub(super) limited_by: Option<TableName>,
}

/// All rules of one table, the most specific first.
#[derive(Default)]
pub(super) struct Layers<'r> {
    /// The table itself, then its parents, then theirs; within a level one list a table: its rules
    /// and those they are `like`. No list is empty, nor is a level.
    levels: Vec<Vec<Vec<Layer<'r>>>>,
}

impl<'r, 's> Resolver<'r, 's> {
    pub(super) fn new(rules: &'r RuleSet, schema: &'s Schema) -> Self {
        let sets = || {
            let overlays = rules.overlays.iter().rev();
            overlays.chain([&rules.tables]).map(Vec::as_slice)
        };
        let lookups = rules
            .lookups
            .get_or_init(|| sets().map(Lookup::new).collect());
        Self {
            rules,
            schema,
            lookups: sets().zip(lookups).collect(),
        }
    }

    /// A table's rules: those of the overlays (where they count) before the others.
    fn chain(&self, table: &TableName, overlays: bool) -> Result<Vec<Layer<'r>>> {
        let skip = if overlays {
            0
        } else {
            self.rules.overlays.len()
        };
        let mut chain = Vec::new();
        for (tables, lookup) in self.lookups.iter().skip(skip) {
            if let Some(rule) = lookup.rule(tables, table)? {
                self.with_like(table, rule, &mut chain)?;
            }
        }
        Ok(chain)
    }

    /// The rows that a table gets, and what unqualified names in that rule mean.
    pub(super) fn generate(&self, table: &TableName) -> Result<(&'r [Generator], String)> {
        let chain = self.chain(table, true)?;
        let said = chain.into_iter().find_map(|layer| {
            let generators = layer.rule.generate.as_deref()?;
            Some((generators, layer.schema))
        });
        Ok(said.unwrap_or_else(|| (&[], "public".to_owned())))
    }

    /// A table's rule without the overlays.
    fn base_rule(&self, table: &TableName) -> Result<Option<&'r TableRule>> {
        match self.lookups.last() {
            Some((tables, lookup)) => lookup.rule(tables, table),
            None => Ok(None),
        }
    }

    /// Adds a rule and those it is `like`.
    fn with_like(
        &self,
        table: &TableName,
        rule: &'r TableRule,
        chain: &mut Vec<Layer<'r>>,
    ) -> Result<()> {
        let mut seen = vec![table.clone()];
        let mut next = Some(rule);
        let mut matched = table.clone();
        while let Some(rule) = next {
            let schema = rule.pattern.default_schema(&matched).to_owned();
            next = None;
            if let Some((like, position)) = &rule.like {
                let name = like.within(&schema);
                if seen.contains(&name) {
                    let error = Error::rules(
                        position,
                        format!("`like` leads from {table} back to {name}"),
                    );
                    return Err(if like.qualified || !rule.pattern.is_glob() {
                        error
                    } else {
                        error.hint(format!(
                            "inside a glob a name without a schema means the matched table's own \
                             schema; write `like: public.{}`",
                            Quoted(&name.name)
                        ))
                    });
                }
                next = self.base_rule(&name)?;
                if next.is_none() {
                    return Err(Error::rules(
                        position,
                        format!("`like` names {name}, which has no rule"),
                    ));
                }
                seen.push(name.clone());
                matched = name;
            }
            chain.push(Layer {
                rule,
                table: table.clone(),
                schema,
            });
        }
        Ok(())
    }

    /// All rules that reach a table; `root` is a further ancestor that the caller knows of.
    pub(super) fn layers(&self, table: &TableName, root: Option<&TableName>) -> Result<Layers<'r>> {
        self.collect(table, root, true)
    }

    /// [`Resolver::layers`] as they would be without `--overlay`.
    pub(super) fn layers_below(
        &self,
        table: &TableName,
        root: Option<&TableName>,
    ) -> Result<Layers<'r>> {
        self.collect(table, root, false)
    }

    fn collect(
        &self,
        table: &TableName,
        root: Option<&TableName>,
        overlays: bool,
    ) -> Result<Layers<'r>> {
        let mut levels = Vec::new();
        let mut seen = HashSet::new();
        let mut level = vec![table.clone()];
        let mut root = root;
        while !level.is_empty() {
            let mut lists = Vec::new();
            let mut parents = Vec::new();
            for name in level {
                if !seen.insert(name.clone()) {
                    continue;
                }
                let chain = self.chain(&name, overlays)?;
                if !chain.is_empty() {
                    lists.push(chain);
                }
                if let Some(table) = self.schema.tables.get(&name) {
                    parents.extend_from_slice(&table.parents);
                }
            }
            if !lists.is_empty() {
                levels.push(lists);
            }
            if parents.is_empty()
                && let Some(root) = root.take()
            {
                parents.push(root.clone());
            }
            level = parents;
        }
        Ok(Layers { levels })
    }
}

impl<'r> Layers<'r> {
    /// No rule reaches the table.
    pub(super) fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The most specific rule.
    pub(super) fn first(&self) -> Option<&'r TableRule> {
        self.rules().next()
    }

    /// All rules, the most specific first.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'r TableRule> {
        self.all().map(|layer| layer.rule)
    }

    fn all(&self) -> impl Iterator<Item = &Layer<'r>> {
        self.levels.iter().flatten().flatten()
    }

    /// What the nearest rules that say something say; two parents that say different things are an
    /// error.
    fn pick<T>(
        &self,
        what: impl FnOnce() -> String,
        say: impl Fn(&Layer<'r>) -> Option<T>,
    ) -> Result<Option<T>> {
        for level in &self.levels {
            let mut said = level.iter().filter_map(|list| {
                list.iter()
                    .find_map(|layer| Some((say(layer)?, layer.rule)))
            });
            let Some((first, rule)) = said.next() else {
                continue;
            };
            if let Some((_, other)) = said.find(|(_, other)| other.position != rule.position) {
                return Err(Error::rules(
                    &other.position,
                    format!(
                        "{} is decided by the rules of two parents, here and at {}",
                        what(),
                        rule.position
                    ),
                )
                .hint("decide it in the rule of the table itself"));
            }
            return Ok(Some(first));
        }
        Ok(None)
    }

    /// What names a column. `others` are the columns beside it.
    pub(super) fn column(
        &self,
        table: &TableName,
        name: &str,
        others: &[String],
    ) -> Result<Option<&'r NamedColumn>> {
        let folded = |column: &&NamedColumn| {
            column.name.folds_to(name) && !others.iter().any(|other| column.name.is(other))
        };
        for layer in self.all() {
            let mut named = layer
                .rule
                .columns
                .iter()
                .filter(|column| column.name.is(name) || folded(column));
            if let (Some(first), Some(second)) = (named.next(), named.next()) {
                return Err(Error::rules(
                    &second.position,
                    format!(
                        "the column {table}.{} is given twice, first at {}",
                        Quoted(name),
                        first.position
                    ),
                )
                .hint("upper case only counts in double quotes: remove one of the two"));
            }
        }
        let named = |layer: &Layer<'r>| {
            let columns = &layer.rule.columns;
            columns
                .iter()
                .find(|column| column.name.is(name) || folded(column))
        };
        self.pick(|| format!("{table}.{}", Quoted(name)), named)
    }

    /// Which rows stay.
    pub(super) fn rows(&self, table: &TableName) -> Result<Staying, Vec<Error>> {
        let mut errors = Vec::new();
        let mut note = |error| errors.push(error);
        let expression = self
            .pick(
                || format!("which rows of {table} stay"),
                |layer| {
                    let rows = &layer.rule.rows;
                    let given = rows.purge_all || rows.purge.is_some() || rows.keep_where.is_some();
                    given.then(|| (rows, layer.schema.clone()))
                },
            )
            .unwrap_or_else(|error| {
                note(error);
                None
            });
        let sample = self
            .pick(
                || format!("the sample of {table}"),
                |layer| layer.rule.rows.sample.clone(),
            )
            .unwrap_or_else(|error| {
                note(error);
                None
            });
        let limit = self
            .pick(
                || format!("the limit of {table}"),
                |layer| Some((layer.rule.rows.limit?, layer.table.clone())),
            )
            .unwrap_or_else(|error| {
                note(error);
                None
            });
        if !errors.is_empty() {
            return Err(errors);
        }
        let (limit, limited_by) = limit.unzip();
        let mut merged = RowRules {
            sample,
            limit,
            ..RowRules::default()
        };
        let default_schema = match expression {
            Some((rows, schema)) => {
                merged.purge_all = rows.purge_all;
                merged.purge = rows.purge.clone();
                merged.keep_where = rows.keep_where.clone();
                schema
            }
            None => "public".to_owned(),
        };
        Ok(Staying {
            rows: merged,
            default_schema,
            limited_by,
        })
    }

    /// All references; one over the same columns in a nearer rule replaces those farther away.
    pub(super) fn references(&self) -> Vec<DecidedReference<'r>> {
        let mut references: Vec<DecidedReference<'r>> = Vec::new();
        for layer in self.all() {
            let nearer = references.len();
            for reference in &layer.rule.references {
                let replaced = references
                    .iter()
                    .take(nearer)
                    .any(|near| near.reference.columns == reference.columns);
                if !replaced {
                    references.push(DecidedReference {
                        table: reference.table.within(&layer.schema),
                        reference,
                    });
                }
            }
        }
        references
    }
}
