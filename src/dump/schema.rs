//! Tables, types, keys and partitions as learnt from the dump's DDL.

use std::collections::HashMap;

use super::name::TableName;
use super::types::ColumnType;

/// Everything learnt so far. Empty for a data-only dump.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Tables (ordinary, partitioned, foreign) by name.
    pub tables: HashMap<TableName, Table>,
}

/// One table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Columns in the table's order, inherited ones first.
    pub columns: Vec<Column>,
    /// Tables it inherits from (`INHERITS`) or is a partition of.
    pub parents: Vec<TableName>,
    /// Attached as a partition rather than by inheritance.
    pub is_partition: bool,
    /// Column names of its own partition key; expressions stand as their text.
    pub partition_key: Vec<String>,
    /// Texts of its CHECK constraints with the columns they name.
    pub checks: Vec<Check>,
    /// Column lists of primary keys, unique constraints and unique indexes.
    pub unique: Vec<UniqueKey>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// `CREATE FOREIGN TABLE`.
    pub is_foreign: bool,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Unquoted name.
    pub name: String,
    /// Its type.
    pub ty: ColumnType,
    /// Declared NOT NULL (the domain's own is in `ty`).
    pub not_null: bool,
    /// `GENERATED ALWAYS AS (…) STORED|VIRTUAL`: not in COPY data.
    pub generated: bool,
    /// `COLLATE`, where it is not the default, as written.
    pub collation: Option<String>,
    /// Has a DEFAULT or is an identity column.
    pub has_default: bool,
}

/// A CHECK constraint.
#[derive(Clone, Debug)]
pub struct Check {
    /// The constraint's name, where given.
    pub name: Option<String>,
    /// The expression's text (schema text, not data).
    pub text: String,
    /// The table's columns it names.
    pub columns: Vec<String>,
}

/// A uniqueness condition.
#[derive(Clone, Debug)]
pub struct UniqueKey {
    /// Constraint or index name.
    pub name: String,
    /// Plain columns in it; an expression stands as its text.
    pub columns: Vec<String>,
    /// Columns named anywhere in it, expressions and predicate included.
    pub mentions: Vec<String>,
    /// Is the primary key.
    pub primary: bool,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: TableName,
    /// Its columns; empty where the primary key is meant.
    pub to: Vec<String>,
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
