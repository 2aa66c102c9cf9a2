//! Rules for what the dump does not have.

use super::super::model::{RuleSet, TableRule};
use super::super::nearest::nearest;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::Error;

/// Rules for tables and columns that a schema lacks, each with its place (exit 4; the caller may
/// only warn). Nothing is stale in a dump without DDL.
pub fn stale(rules: &RuleSet, schema: &Schema) -> Vec<Error> {
    if schema.tables.is_empty() {
        return Vec::new();
    }
    rules
        .tables
        .iter()
        .chain(rules.overlays.iter().flatten())
        .flat_map(|rule| of_rule(rule, schema))
        .collect()
}

fn of_rule(rule: &TableRule, schema: &Schema) -> Vec<Error> {
    let tables: Vec<&TableName> = match rule.pattern.exact() {
        Some(name) => schema
            .tables
            .get_key_value(&name)
            .map(|(name, _)| name)
            .into_iter()
            .collect(),
        None => {
            let names = schema.tables.keys();
            names.filter(|name| rule.pattern.matches(name)).collect()
        }
    };
    if tables.is_empty() {
        let (says, what) = if rule.pattern.is_glob() {
            ("the dump has no table that matches", "the glob")
        } else {
            ("the dump has no table", "the name")
        };
        let error = Error::undecided(format!("{says} {}", rule.pattern))
            .about(&rule.pattern, None)
            .at_rule(&rule.position);
        let names: Vec<String> = schema.tables.keys().map(TableName::to_string).collect();
        return vec![
            match nearest(&rule.pattern.to_string(), names.iter().map(String::as_str)) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint(format!("remove the rule, or correct {what}")),
            },
        ];
    }
    // A parent's rule may name what only its children have.
    let below: Vec<TableName> = tables
        .iter()
        .flat_map(|name| schema.descendants(name))
        .collect();
    let reached: Vec<&TableName> = tables.iter().copied().chain(&below).collect();
    let columns = || {
        reached
            .iter()
            .filter_map(|name| schema.tables.get(*name))
            .flat_map(|table| &table.columns)
            .map(|column| column.name.as_str())
    };
    let mut errors: Vec<Error> = (rule.columns)
        .iter()
        .filter(|entry| {
            !columns().any(|column| entry.name.is(column) || entry.name.folds_to(column))
        })
        .map(|entry| {
            let error = Error::undecided(format!(
                "the dump has no column {}.{}",
                rule.pattern,
                Quoted(&entry.name.text)
            ))
            .about(&rule.pattern, Some(&entry.name.text))
            .at_rule(&entry.position);
            match nearest(&entry.name.text, columns()) {
                Some(near) => error.hint(format!("did you mean {}?", Quoted(near))),
                None => error.hint("remove the rule, or correct the name"),
            }
        })
        .collect();
    for reference in &rule.references {
        let wrong = |says: String, name: &str, known: &mut dyn Iterator<Item = &str>| {
            let error = Error::undecided(format!("a reference names {says}, which the dump lacks"))
                .about(&rule.pattern, None)
                .at_rule(&reference.position);
            match nearest(name, known) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("remove the reference, or correct the name"),
            }
        };
        let own = (reference.columns.iter()).filter(|name| !columns().any(|own| own == *name));
        errors.extend(own.map(|name| {
            let says = format!("the column {}.{}", rule.pattern, Quoted(name));
            wrong(says, name, &mut columns())
        }));
        // Names in a glob's rule mean each table's own schema, and not all need to have it.
        let targets = tables
            .iter()
            .map(|table| reference.table.within(&table.schema));
        let targets: Vec<TableName> = targets.collect();
        let known: Vec<_> = (targets.iter())
            .filter_map(|target| schema.tables.get(target))
            .collect();
        if known.is_empty() {
            let names: Vec<String> = schema.tables.keys().map(TableName::to_string).collect();
            errors.extend(targets.first().map(|target| {
                let target = target.to_string();
                wrong(
                    format!("the table {target}"),
                    &target,
                    &mut names.iter().map(String::as_str),
                )
            }));
            continue;
        }
        let others = || {
            let columns = known.iter().flat_map(|table| &table.columns);
            columns.map(|column| column.name.as_str())
        };
        let to = (reference.to.iter()).filter(|name| !others().any(|other| other == *name));
        errors.extend(to.map(|name| {
            let says = format!("the column {}.{}", reference.table.name, Quoted(name));
            wrong(says, name, &mut others())
        }));
    }
    errors
}
