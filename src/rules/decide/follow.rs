//! `follow: true` — the rule of the column that a foreign key refers to.

use super::super::model::ColumnRule;
use super::layers::{Layers, Resolver};
use super::{ColumnDecision, Decided, Place};
use crate::dump::name::{Quoted, TableName};
use crate::error::{Error, Position, Result};

impl<'r> Resolver<'r, '_> {
    /// Decides a column whose rule is `follow`; `trail` holds the columns that led here.
    pub(super) fn follow(
        &self,
        layers: &Layers<'r>,
        table: &TableName,
        name: &str,
        rule: &'r ColumnRule,
        place: Place<'r>,
        trail: &mut Vec<(TableName, String)>,
    ) -> Result<ColumnDecision<'r>> {
        let here = (table.clone(), name.to_owned());
        if trail.contains(&here) {
            let names: Vec<_> = trail.iter().chain([&here]).map(display).collect();
            return Err(Error::rules(
                &rule.position,
                format!("`follow` goes in a circle: {}", names.join(" → ")),
            ));
        }
        trail.push(here);
        let mut targets = self.targets(layers, table, name);
        let Some(first) = targets.pop() else {
            return Err(Error::undecided(format!(
                "{table}.{} follows nothing: no foreign key or reference names it",
                Quoted(name)
            ))
            .at_rule(&rule.position)
            .hint(format!(
                "add to the table's rule: references: [{{columns: {name}, table: …, to: …}}]"
            )));
        };
        let decided = self.target(&first, &rule.position, trail)?;
        for other in targets {
            let also = self.target(&other, &rule.position, trail)?;
            if !same(decided, also) {
                return Err(Error::undecided(format!(
                    "{table}.{} refers to {} and {}, which have different rules",
                    Quoted(name),
                    display(&first),
                    display(&other)
                ))
                .at_rule(&rule.position)
                .hint("name a rule instead of `follow`"));
            }
        }
        trail.pop();
        if let Some(needs) = decided.rule().and_then(needs_its_row) {
            return Err(Error::undecided(format!(
                "{table}.{} can't follow {}, whose rule depends on {needs}",
                Quoted(name),
                display(&first)
            ))
            .at_rule(&rule.position)
            .hint("only a rule that depends on the value alone gives both sides the same result"));
        }
        Ok(ColumnDecision {
            name: name.to_owned(),
            rule: decided,
            place,
            follows: Some(first),
        })
    }

    /// The columns that a column refers to, by `references` or else by foreign keys.
    fn targets(
        &self,
        layers: &Layers<'r>,
        table: &TableName,
        name: &str,
    ) -> Vec<(TableName, String)> {
        let mut targets = Vec::new();
        for decided in layers.references() {
            let reference = decided.reference;
            let pairs = reference.columns.iter().zip(&reference.to);
            for (_, to) in pairs.filter(|(column, _)| *column == name) {
                targets.push((decided.table.clone(), to.clone()));
            }
        }
        if targets.is_empty() {
            let mut tables = vec![table.clone()];
            tables.extend(self.schema.ancestors(table));
            for key in tables
                .iter()
                .filter_map(|table| self.schema.tables.get(table))
                .flat_map(|table| &table.foreign_keys)
            {
                let mut to: Vec<&str> = key.to.iter().map(String::as_str).collect();
                if to.is_empty() {
                    let table = self.schema.tables.get(&key.table);
                    let primary = table.and_then(|table| table.primary_key()?.plain_columns());
                    to = primary.unwrap_or_default();
                }
                let pairs = key.columns.iter().zip(to);
                for (_, to) in pairs.filter(|(column, _)| *column == name) {
                    targets.push((key.table.clone(), to.to_owned()));
                }
            }
        }
        targets.sort();
        targets.dedup();
        targets.reverse();
        targets
    }

    /// What decides the column followed.
    fn target(
        &self,
        target: &(TableName, String),
        position: &Position,
        trail: &mut Vec<(TableName, String)>,
    ) -> Result<Decided<'r>> {
        let (table, column) = target;
        let layers = self.layers(table, None)?;
        let others: Vec<String> = self
            .schema
            .tables
            .get(table)
            .map(|table| table.columns.iter().map(|c| c.name.clone()).collect())
            .unwrap_or_default();
        let unlisted = self.rules.defaults.unlisted_tables;
        if layers.is_empty() && unlisted == super::UnlistedTables::Keep {
            return Ok(Decided::Keep);
        }
        let decided = if layers.is_empty() {
            None
        } else {
            self.column_on(&layers, table, column, &others, trail)?
        };
        decided.map(|column| column.rule).ok_or_else(|| {
            Error::undecided(format!(
                "the column to follow, {}, is not decided",
                display(target)
            ))
            .at_rule(position)
        })
    }
}

fn display((table, column): &(TableName, String)) -> String {
    format!("{table}.{}", Quoted(column))
}

/// Both give the same result for the same value.
fn same(a: Decided<'_>, b: Decided<'_>) -> bool {
    match (a, b) {
        (Decided::Rule(a), Decided::Rule(b)) => a.position == b.position,
        (Decided::Null, Decided::Null) | (Decided::Keep, Decided::Keep) => true,
        _ => false,
    }
}

/// What a rule reads besides the value, where it does.
fn needs_its_row(rule: &ColumnRule) -> Option<&'static str> {
    let mut rules = vec![rule];
    while let Some(rule) = rules.pop() {
        if !rule.options.seed_from.is_empty() {
            return Some("other columns of its row (`seed_from`)");
        }
        if rule.kind.name == "cases" {
            return Some("other columns of its row (`when`)");
        }
        if !rule.spec.reads_replaced().is_empty() {
            return Some("other columns of its row");
        }
        rules.extend(rule.spec.nested().into_iter().map(|(_, inner)| inner));
    }
    None
}
