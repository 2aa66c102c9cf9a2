//! Constraints and indexes, and the columns that expressions name.

use super::learn::Cx;
use super::{Check, ForeignKey, Learnt, Schema, Table, UniqueKey};
use crate::dump::name::TableName;
use crate::dump::statement::change::{
    ConstraintKind, Expression, IndexDefinition, KeyPart, TableConstraint,
};

impl Schema {
    pub(super) fn add_constraint(
        &mut self,
        name: &TableName,
        constraint: &TableConstraint,
        search_path: &str,
        cx: &mut Cx,
    ) {
        let constraint_name = constraint.name.clone().unwrap_or_default();
        match &constraint.kind {
            ConstraintKind::NotNull(column) => self.set_not_null(name, column, cx),
            ConstraintKind::Check(expression) | ConstraintKind::Exclude { expression } => {
                let columns = self.mentions(name, expression);
                let check = Check {
                    name: constraint.name.clone(),
                    text: expression.text.clone(),
                    columns,
                    validated: constraint.validated,
                };
                let excludes = matches!(constraint.kind, ConstraintKind::Exclude { .. });
                self.relations += u64::from(excludes);
                if let Some(table) = self.tables.get_mut(name) {
                    if excludes {
                        table.exclusions.push(check.clone());
                    } else {
                        table.checks.push(check.clone());
                    }
                }
                cx.learnt.push(if excludes {
                    Learnt::Exclusion(name.clone(), check)
                } else {
                    Learnt::Check(name.clone(), check)
                });
            }
            ConstraintKind::Unique {
                primary,
                columns,
                using_index,
            } => {
                let key = match using_index {
                    Some(index) => self.claim_index(name, index, *primary),
                    None => {
                        self.relations += 1;
                        let key = UniqueKey {
                            name: constraint_name,
                            keys: columns.iter().cloned().map(KeyPart::Column).collect(),
                            predicate: None,
                            mentions: columns.clone(),
                            primary: *primary,
                        };
                        if let Some(table) = self.tables.get_mut(name) {
                            table.unique.push(key.clone());
                        }
                        Some(key)
                    }
                };
                let Some(key) = key else { return };
                if *primary {
                    for column in &key.mentions {
                        self.with_column(name, column, |column| column.not_null = true);
                    }
                }
                cx.learnt.push(Learnt::UniqueKey(name.clone(), key));
            }
            ConstraintKind::ForeignKey { columns, table, to } => {
                let key = ForeignKey {
                    name: constraint_name,
                    columns: columns.clone(),
                    table: self.table_name(table, search_path),
                    to: to.clone(),
                    validated: constraint.validated,
                };
                if let Some(table) = self.tables.get_mut(name) {
                    table.foreign_keys.push(key.clone());
                }
                cx.learnt.push(Learnt::ForeignKey(name.clone(), key));
            }
        }
    }

    /// `ADD PRIMARY KEY USING INDEX`: the index is known already.
    fn claim_index(&mut self, table: &TableName, index: &str, primary: bool) -> Option<UniqueKey> {
        let table = self.tables.get_mut(table)?;
        let key = table.unique.iter_mut().find(|key| key.name == index)?;
        key.primary |= primary;
        Some(key.clone())
    }

    pub(super) fn create_index(&mut self, name: TableName, index: &IndexDefinition, cx: &mut Cx) {
        self.relations += 1;
        let names = all_names(&index.keys, index.predicate.as_ref());
        let mentions = match self.tables.get(&name) {
            Some(table) => table.named(&name, &names),
            None => names,
        };
        let key = UniqueKey {
            name: index.name.clone().unwrap_or_default(),
            keys: index.keys.clone(),
            predicate: index.predicate.as_ref().map(|p| p.text.clone()),
            mentions,
            primary: false,
        };
        if let Some(table) = self.tables.get_mut(&name) {
            if index.unique {
                table.unique.push(key.clone());
            } else {
                table.indexes.push(key.clone());
            }
        }
        cx.learnt.push(if index.unique {
            Learnt::UniqueKey(name, key)
        } else {
            Learnt::Index(name, key)
        });
    }

    /// The columns of a table that an expression names.
    fn mentions(&self, name: &TableName, expression: &Expression) -> Vec<String> {
        match self.tables.get(name) {
            Some(table) => table.named(name, &expression.names),
            None => expression.names.clone(),
        }
    }
}

impl Table {
    /// Those of `names`, which are sorted, that are columns. The table's own name stands for all of
    /// them (`f(t.*)`); where not all columns are known, any name may be one.
    pub(super) fn named(&self, own: &TableName, names: &[String]) -> Vec<String> {
        let has = |name: &String| names.binary_search(name).is_ok();
        if self.incomplete {
            return names.to_vec();
        }
        let all = has(&own.name) && self.column(&own.name).is_none();
        self.columns
            .iter()
            .filter(|column| all || has(&column.name))
            .map(|column| column.name.clone())
            .collect()
    }

    /// Cuts the names in generation expressions down to columns, now that all columns are known.
    pub(super) fn settle_generated(&mut self, own: &TableName) {
        let known: Vec<(usize, Vec<String>)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.generated_from.is_empty())
            .map(|(index, column)| {
                let mut names = column.generated_from.clone();
                names.sort_unstable();
                (index, self.named(own, &names))
            })
            .collect();
        for (index, columns) in known {
            self.columns[index].generated_from = columns;
        }
    }
}

/// All names in key parts and a predicate, sorted.
pub(super) fn all_names(keys: &[KeyPart], predicate: Option<&Expression>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        match key {
            KeyPart::Column(column) => names.push(column.clone()),
            KeyPart::Expression(expression) => names.extend(expression.names.iter().cloned()),
        }
    }
    names.extend(predicate.into_iter().flat_map(|p| p.names.iter().cloned()));
    names.sort_unstable();
    names.dedup();
    names
}
