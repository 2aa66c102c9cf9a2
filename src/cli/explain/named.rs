//! Which tables and columns there are: by the dump where there is one, else by the rules.

use std::collections::BTreeSet;

use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::rules::model::{RuleSet, TableRule};

/// Looks tables and columns up.
pub(super) struct Named<'a> {
    rules: &'a RuleSet,
    schema: &'a Schema,
}

impl<'a> Named<'a> {
    pub(super) fn new(rules: &'a RuleSet, schema: &'a Schema) -> Self {
        Self { rules, schema }
    }

    /// The rule for a table: by its name, else by a glob.
    pub(super) fn rule(&self, table: &TableName) -> Option<&'a TableRule> {
        let tables = || self.rules.tables.iter();
        tables()
            .find(|rule| rule.pattern.exact().as_ref() == Some(table))
            .or_else(|| tables().find(|rule| rule.pattern.matches(table)))
    }

    /// The table's rule and those that it is `like`, in that order.
    pub(super) fn chain(&self, table: &TableName) -> Vec<&'a TableRule> {
        let mut chain: Vec<&TableRule> = Vec::new();
        let mut table = table.clone();
        while let Some(rule) = self.rule(&table) {
            if chain.iter().any(|seen| seen.position == rule.position) {
                break;
            }
            chain.push(rule);
            let Some((like, _)) = &rule.like else { break };
            table = like.within(rule.pattern.default_schema(&table));
        }
        chain
    }

    /// The names of all tables that are no globs, as messages show them.
    pub(super) fn tables(&self) -> Vec<String> {
        self.all_tables().iter().map(TableName::to_string).collect()
    }

    /// All tables whose names are known, in the order of their names.
    pub(super) fn all_tables(&self) -> BTreeSet<TableName> {
        if self.schema.tables.is_empty() {
            let rules = self.rules.tables.iter();
            rules.filter_map(|rule| rule.pattern.exact()).collect()
        } else {
            self.schema.tables.keys().cloned().collect()
        }
    }

    /// The columns of a table, in their order.
    pub(super) fn columns(&self, table: &TableName) -> Vec<String> {
        if let Some(table) = self.schema.tables.get(table) {
            return table.columns.iter().map(|c| c.name.clone()).collect();
        }
        let overlays = self.rules.overlays.iter().flatten();
        let overlays = overlays.filter(|rule| rule.pattern.matches(table));
        let mut columns: Vec<String> = Vec::new();
        for named in self
            .chain(table)
            .into_iter()
            .chain(overlays)
            .flat_map(|rule| &rule.columns)
        {
            if !columns.contains(&named.name.text) {
                columns.push(named.name.text.clone());
            }
        }
        columns
    }

    /// The rule whose `columns:` hold this place.
    pub(super) fn owner(&self, place: &crate::error::Position) -> Option<&'a TableRule> {
        let overlays = self.rules.overlays.iter().flatten();
        self.rules.tables.iter().chain(overlays).find(|rule| {
            let mut columns = rule.columns.iter();
            columns.any(|column| column.position == *place)
        })
    }

    /// The rule stands in an overlay.
    pub(super) fn is_overlay(&self, rule: &TableRule) -> bool {
        let mut overlays = self.rules.overlays.iter().flatten();
        overlays.any(|overlay| overlay.position == rule.position)
    }
}
