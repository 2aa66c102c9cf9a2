//! Keys: whose columns belong together, and which must stay different.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::tables::ReferenceDraft;
use crate::dump::name::TableName;
use crate::dump::schema::{ForeignKey, Schema, Table};
use crate::rules::decide::{column_key, table_key};

/// A column by the table whose rule decides it.
pub(super) type Column = (TableName, String);

/// The tables of a family: partitions and inheritance children share what their parents' rules say.
pub(super) struct Families<'s> {
    schema: &'s Schema,
}

impl<'s> Families<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self { schema }
    }

    /// The ancestors that the dump declares.
    fn ancestors(&self, table: &TableName) -> Vec<TableName> {
        let mut ancestors = self.schema.ancestors(table);
        ancestors.retain(|name| self.schema.tables.contains_key(name));
        ancestors
    }

    /// The columns that need a rule at this table, rather than at a parent's.
    pub(super) fn own_columns(&self, name: &TableName, table: &'s Table) -> Vec<&'s str> {
        let ancestors = self.ancestors(name);
        // Two parents may decide one column differently.
        let several = table.parents.len() > 1;
        table
            .data_columns()
            .map(|column| column.name.as_str())
            .filter(|column| {
                several
                    || !ancestors
                        .iter()
                        .filter_map(|parent| self.schema.tables.get(parent))
                        .any(|parent| parent.column(column).is_some())
            })
            .collect()
    }

    /// The table whose rule decides a column.
    pub(super) fn owner(&self, table: &TableName, column: &str) -> Column {
        let known = self.schema.tables.get(table);
        let own = known.is_some_and(|known| self.own_columns(table, known).contains(&column));
        let mut ancestors = self.ancestors(table).into_iter().rev();
        let owner = if own {
            None
        } else {
            ancestors.find(|parent| {
                let parent = self.schema.tables.get(parent);
                parent.is_some_and(|parent| parent.column(column).is_some())
            })
        };
        (owner.unwrap_or_else(|| table.clone()), column.to_owned())
    }

    /// The table and all whose rows its rule decides.
    pub(super) fn members(&self, table: &TableName) -> Vec<TableName> {
        let mut members = vec![table.clone()];
        members.extend(self.schema.descendants(table));
        members
    }

    /// The table with those above and below it.
    pub(super) fn all(&self, table: &TableName) -> Vec<TableName> {
        let mut all = self.members(table);
        all.extend(self.ancestors(table));
        all
    }
}

/// The columns that a foreign key refers to.
pub(super) fn referred(schema: &Schema, key: &ForeignKey) -> Vec<String> {
    if !key.to.is_empty() {
        return key.to.clone();
    }
    let primary = schema.tables.get(&key.table).and_then(Table::primary_key);
    let columns = primary
        .and_then(|key| key.plain_columns())
        .unwrap_or_default();
    columns.into_iter().map(str::to_owned).collect()
}

/// Groups of columns that foreign keys join: what one becomes, all must become.
pub(super) fn groups(schema: &Schema, families: &Families<'_>) -> Vec<BTreeSet<Column>> {
    let mut group_of: HashMap<Column, usize> = HashMap::new();
    let mut groups: Vec<BTreeSet<Column>> = Vec::new();
    let sorted: BTreeMap<&TableName, &Table> = schema.tables.iter().collect();
    for (name, table) in sorted {
        for key in &table.foreign_keys {
            for (column, to) in key.columns.iter().zip(referred(schema, key)) {
                let pair = [
                    families.owner(name, column),
                    families.owner(&key.table, &to),
                ];
                let known: Vec<usize> = pair
                    .iter()
                    .filter_map(|side| group_of.get(side).copied())
                    .collect();
                let at = match known.as_slice() {
                    [] => {
                        groups.push(BTreeSet::new());
                        groups.len() - 1
                    }
                    [first, ..] => *first,
                };
                for other in known.into_iter().filter(|other| *other != at) {
                    let moved = groups
                        .get_mut(other)
                        .map(std::mem::take)
                        .unwrap_or_default();
                    for column in &moved {
                        group_of.insert(column.clone(), at);
                    }
                    if let Some(group) = groups.get_mut(at) {
                        group.extend(moved);
                    }
                }
                for side in pair {
                    group_of.insert(side.clone(), at);
                    if let Some(group) = groups.get_mut(at) {
                        group.insert(side);
                    }
                }
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// A unique key or exclusion holds rows apart by this column, and no other column of it does so by
/// itself. `changes` are the columns that will be replaced.
pub(super) fn must_differ(
    schema: &Schema,
    families: &Families<'_>,
    table: &TableName,
    column: &str,
    changes: &HashSet<Column>,
) -> bool {
    let all = families.all(table);
    let tables = || {
        all.iter()
            .filter_map(|name| Some((name, schema.tables.get(name)?)))
    };
    let excluded = tables()
        .flat_map(|(_, table)| &table.exclusions)
        .any(|check| check.columns.iter().any(|name| name == column));
    excluded
        || tables().any(|(name, known)| {
            let alone = |other: &str| {
                other != column
                    && !changes.contains(&families.owner(name, other))
                    && known
                        .unique
                        .iter()
                        .any(|key| key.plain_columns().is_some_and(|only| only == [other]))
            };
            known.unique.iter().any(|key| {
                let covers = key.mentions.iter().any(|name| name == column);
                let plain = key.plain_columns().unwrap_or_default();
                covers && !plain.into_iter().any(alone)
            })
        })
}

/// Every key that holds rows apart by this column does so by another replaced text too, which will
/// differ: only rows that are alike in that one would have to differ here.
pub(super) fn may_share(
    schema: &Schema,
    families: &Families<'_>,
    table: &TableName,
    column: &str,
    changes: &HashSet<Column>,
) -> bool {
    families.all(table).iter().all(|name| {
        let Some(known) = schema.tables.get(name) else {
            return true;
        };
        let excluded = known
            .exclusions
            .iter()
            .any(|check| check.columns.iter().any(|name| name == column));
        let covering = known
            .unique
            .iter()
            .filter(|key| key.mentions.iter().any(|name| name == column));
        !excluded
            && covering.into_iter().all(|key| {
                key.mentions.iter().any(|other| {
                    other != column
                        && changes.contains(&families.owner(name, other))
                        && schema.column_type(known, other).base.is_text()
                })
            })
    })
}

/// `references:` for the foreign keys of a table. Those towards tables whose data the dump
/// lacks have nothing to hold rows to.
pub(super) fn references(
    schema: &Schema,
    name: &TableName,
    table: &Table,
    has_data: impl Fn(&TableName) -> bool,
) -> Vec<ReferenceDraft> {
    let list = |columns: &[String]| match columns {
        [one] => column_key(one),
        many => {
            let keys: Vec<String> = many.iter().map(|column| column_key(column)).collect();
            format!("[{}]", keys.join(", "))
        }
    };
    let mut references: Vec<ReferenceDraft> = Vec::new();
    // A parent's key is its partitions' too.
    let above: Vec<&ForeignKey> = schema
        .ancestors(name)
        .iter()
        .filter_map(|parent| schema.tables.get(parent))
        .flat_map(|parent| &parent.foreign_keys)
        .collect();
    for key in &table.foreign_keys {
        let to = referred(schema, key);
        let said = above.iter().any(|other| {
            other.columns == key.columns
                && other.table == key.table
                && referred(schema, other) == to
        });
        if said || to.len() != key.columns.len() || !has_data(&key.table) {
            continue;
        }
        let line = format!(
            "{{columns: {}, table: {}, to: {}}}",
            list(&key.columns),
            table_key(&key.table),
            list(&to)
        );
        if !references.iter().any(|known| known.line == line) {
            let key = key.clone();
            references.push(ReferenceDraft { line, key });
        }
    }
    references
}
