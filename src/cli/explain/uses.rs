//! Which namespaces a rule uses, and which other columns use them.

use std::collections::BTreeMap;

use super::named::Named;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::Position;
use crate::rules::decide::{ColumnDecision, decide};
use crate::rules::model::{ColumnRule, RuleSet};
use crate::rules::uses::uses;

/// Another column that uses a namespace.
#[derive(Debug)]
pub(super) struct Sharer {
    /// `schema.table.column`.
    pub(super) column: String,
    /// Where inside the value; empty for the value itself.
    pub(super) paths: Vec<String>,
    /// Where its rule stands.
    pub(super) position: Position,
}

/// By namespace, who uses it besides `column` of `table`.
pub(super) fn sharers(
    rules: &RuleSet,
    schema: &Schema,
    named: &Named<'_>,
    table: &TableName,
    column: &str,
) -> BTreeMap<String, Vec<Sharer>> {
    let mut sharers = Sharers(BTreeMap::new());
    for other in named.all_tables() {
        let columns = named.columns(&other);
        for decided in decided(rules, schema, &other, &columns) {
            if other == *table && decided.name == column {
                continue;
            }
            if let Some(rule) = decided.rule.rule() {
                let place = format!("{other}.{}", Quoted(&decided.name));
                sharers.add(&place, rule);
            }
        }
    }
    if schema.tables.is_empty() {
        // Nothing says which tables and columns these decide.
        for rule in rules.tables.iter().filter(|rule| rule.pattern.is_glob()) {
            for named in &rule.columns {
                let place = format!("{}.{}", rule.pattern, Quoted(&named.name.text));
                sharers.add(&place, &named.rule);
            }
        }
        for (index, class) in rules.classes.iter().enumerate() {
            sharers.add(&format!("columns of classes[{index}]"), &class.rule);
        }
    }
    sharers.0
}

/// All columns of a table that are decided, whatever becomes of the others.
fn decided<'r>(
    rules: &'r RuleSet,
    schema: &Schema,
    table: &TableName,
    columns: &[String],
) -> Vec<ColumnDecision<'r>> {
    if let Ok(decision) = decide(rules, table, columns, schema) {
        return decision.columns;
    }
    let one = |column: &String| decide(rules, table, std::slice::from_ref(column), schema).ok();
    let decisions = columns.iter().filter_map(one);
    decisions.flat_map(|decision| decision.columns).collect()
}

struct Sharers(BTreeMap<String, Vec<Sharer>>);

impl Sharers {
    fn add(&mut self, column: &str, rule: &ColumnRule) {
        for used in uses(rule) {
            let list = self.0.entry(used.namespace).or_default();
            if list.last().is_none_or(|last| last.column != column) {
                list.push(Sharer {
                    column: column.to_owned(),
                    paths: Vec::new(),
                    position: rule.position.clone(),
                });
            }
            if let Some(last) = list.last_mut()
                && !used.path.is_empty()
            {
                last.paths.push(used.path);
            }
        }
    }
}
