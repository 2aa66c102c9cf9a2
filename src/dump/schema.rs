//! Tables, types, keys and partitions as learnt from the dump's DDL.
//!
//! Names are resolved when a statement is learnt, types when they are asked for: a type may be
//! declared after the table that uses it.

mod alter;
mod children;
mod key;
mod learn;
mod resolve;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::children::Children;
use super::name::{TableName, split_name};
use super::statement::change::{QualifiedName, TypeName};
use super::types::{ColumnType, EnumType, PgType};
use crate::error::{Error, Result};

pub use super::statement::change::{Expression, KeyPart};

/// More columns than this a table can't have (`MaxHeapAttributeNumber`).
const MAX_COLUMNS: usize = 1600;

/// More tables than this none inherits from, at any depth.
const MAX_ANCESTORS: usize = 250;

/// Refuses more columns than a table can have.
///
/// # Errors
/// Exit 5.
pub fn check_columns(columns: usize) -> Result<()> {
    if columns <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::input(format!(
        "more than {MAX_COLUMNS} columns, which no server takes"
    )))
}

/// Everything learnt so far about one database. Empty for a data-only dump.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Tables (ordinary, partitioned, foreign) by name.
    pub tables: HashMap<TableName, Table>,
    /// Relations and large objects created so far: each holds a lock until the load's transaction
    /// ends (tables count with their TOAST table and its index).
    pub relations: u64,
    types: HashMap<TableName, UserType>,
    children: HashMap<TableName, Children>,
    nondeterministic: HashSet<TableName>,
}

/// A type of the dump's own.
#[derive(Clone, Debug)]
enum UserType {
    Enum(Arc<EnumType>),
    Composite(Vec<(String, TypeName)>),
    Domain(Domain),
    /// A range, base type or shell: nothing is known of its values.
    Opaque,
}

#[derive(Clone, Debug)]
struct Domain {
    base: TypeName,
    not_null: bool,
    checks: Vec<(Option<String>, String)>,
    collation: Option<QualifiedName>,
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
    /// As a partition: its bound as written (`FOR VALUES …`, `DEFAULT`).
    pub bound: Option<String>,
    /// Its own partition key.
    pub partition_key: Vec<KeyPart>,
    /// `list`, `range` or `hash`, where it is partitioned.
    pub partition_strategy: Option<String>,
    /// CHECK constraints.
    pub checks: Vec<Check>,
    /// Primary keys, unique constraints and unique indexes.
    pub unique: Vec<UniqueKey>,
    /// Indexes that are not unique.
    pub indexes: Vec<UniqueKey>,
    /// EXCLUDE constraints.
    pub exclusions: Vec<Check>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// `CREATE FOREIGN TABLE`.
    pub is_foreign: bool,
    /// It may have columns that are not listed: made from a table or type the dump does not declare.
    pub incomplete: bool,
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Unquoted name.
    pub name: String,
    /// Its type as written; [`Schema::column_type`] resolves it.
    pub written: TypeName,
    /// Declared NOT NULL (the domain's own is in the resolved type).
    pub not_null: bool,
    /// `GENERATED ALWAYS AS (…) STORED|VIRTUAL`: not in COPY data.
    pub generated: bool,
    /// The columns its generation expression names.
    pub generated_from: Vec<String>,
    /// `COLLATE`, where it is not the default.
    pub collation: Option<TableName>,
    /// Has a DEFAULT of its own, or is an identity column.
    pub has_default: bool,
    /// `GENERATED ALWAYS AS IDENTITY` (true) or `BY DEFAULT` (false).
    pub identity: Option<bool>,
    /// The sequence that numbers it (identity, `DEFAULT nextval(…)`, `OWNED BY`).
    pub sequence: Option<TableName>,
}

/// A CHECK or EXCLUDE constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name, where given.
    pub name: Option<String>,
    /// The expression's text (schema text, not data).
    pub text: String,
    /// The table's columns it names.
    pub columns: Vec<String>,
    /// Not `NOT VALID`.
    pub validated: bool,
}

/// A primary key, unique constraint or index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UniqueKey {
    /// Constraint or index name; empty where the dump leaves it to the server.
    pub name: String,
    /// Columns and expressions of the key.
    pub keys: Vec<KeyPart>,
    /// The predicate of a partial index.
    pub predicate: Option<String>,
    /// Columns of the table named anywhere in it, expressions and predicate included.
    pub mentions: Vec<String>,
    /// Is the primary key.
    pub primary: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name; empty where the dump leaves it to the server.
    pub name: String,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: TableName,
    /// Its columns; empty where the primary key is meant.
    pub to: Vec<String>,
    /// Rows are held to it when it is added (not `NOT VALID`, not `NOT ENFORCED`).
    pub validated: bool,
}

/// What one statement added, constraints within `CREATE TABLE` included; see [`Schema::learn`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learnt {
    /// A table was created.
    Table(TableName),
    /// A table got a column (after it was created).
    Column(TableName, String),
    /// Rows of the table are held to a unique key from here on.
    UniqueKey(TableName, UniqueKey),
    /// Rows of the table are held to a foreign key from here on.
    ForeignKey(TableName, ForeignKey),
    /// Rows of the table are held to a CHECK from here on.
    Check(TableName, Check),
    /// Rows of the table are held to an EXCLUDE constraint from here on.
    Exclusion(TableName, Check),
    /// Rows of the table go through the expressions of an index.
    Index(TableName, UniqueKey),
    /// A column may no longer be NULL.
    NotNull(TableName, String),
    /// The first table became a child or partition of the second.
    Child(TableName, TableName),
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// The columns that stand in its data: all but the generated ones.
    pub fn data_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.generated)
    }

    /// Columns named in the partition key of this table, which is called `name`; expressions
    /// included.
    pub fn partition_columns(&self, name: &TableName) -> Vec<String> {
        self.named(name, &key::all_names(&self.partition_key, None))
    }

    /// The primary key, once the dump has added it.
    pub fn primary_key(&self) -> Option<&UniqueKey> {
        self.unique.iter().find(|key| key.primary)
    }
}

impl UniqueKey {
    /// The columns of the key, where it is made of plain columns only and is not partial.
    pub fn plain_columns(&self) -> Option<Vec<&str>> {
        if self.predicate.is_some() {
            return None;
        }
        self.keys
            .iter()
            .map(|key| match key {
                KeyPart::Column(column) => Some(column.as_str()),
                KeyPart::Expression(_) => None,
            })
            .collect()
    }
}

impl Schema {
    /// The table a name means: with a schema as it is, without one by `search_path` (the setting's
    /// value, as in `SET search_path`): the first schema on it that has such a table, else the first
    /// on it, else `public`.
    pub fn table_name(&self, name: &QualifiedName, search_path: &str) -> TableName {
        if let Some(schema) = &name.schema {
            return TableName::new(schema.clone(), name.name.clone());
        }
        let path = path_schemas(search_path);
        path.iter()
            .map(|schema| TableName::new(schema.clone(), name.name.clone()))
            .find(|table| self.tables.contains_key(table))
            .unwrap_or_else(|| created_name(name, &path))
    }

    /// The direct children of a table: partitions and inheritance children.
    pub fn children(&self, table: &TableName) -> &[TableName] {
        self.children.get(table).map_or(&[], Children::list)
    }

    /// All children of a table, at any depth, nearest first; not the table itself.
    pub fn descendants(&self, table: &TableName) -> Vec<TableName> {
        closure(table, |table| self.children(table))
    }

    /// All parents of a table, at any depth, nearest first; not the table itself.
    pub fn ancestors(&self, table: &TableName) -> Vec<TableName> {
        closure(table, |table| self.parents(table))
    }

    fn parents(&self, table: &TableName) -> &[TableName] {
        let known = self.tables.get(table);
        known.map_or(&[], |table| table.parents.as_slice())
    }

    /// A table that no server could have, or nobody would: without these bounds a dump made for it
    /// could keep a run busy for hours.
    ///
    /// # Errors
    /// Exit 5.
    pub fn check_bounds(&self) -> Result<()> {
        let mut tables: Vec<_> = self.tables.iter().collect();
        tables.sort_unstable_by_key(|(name, _)| *name);
        for (name, table) in tables {
            check_columns(table.columns.len()).map_err(|error| error.at_table(name))?;
            let above = closure_of(name, MAX_ANCESTORS + 1, |table| self.parents(table));
            if above.len() > MAX_ANCESTORS {
                return Err(Error::input(format!(
                    "the table inherits from more than {MAX_ANCESTORS} others"
                ))
                .at_table(name));
            }
        }
        Ok(())
    }

    /// The type of a table's column; unknown where the dump does not declare the column.
    pub fn column_type(&self, table: &Table, column: &str) -> ColumnType {
        match table.column(column) {
            Some(column) => self.resolve(&column.written),
            None => PgType::Unknown.into(),
        }
    }

    /// The type of a column of a table by name; unknown where the dump does not declare it.
    pub fn type_of(&self, table: &TableName, column: &str) -> ColumnType {
        match self.tables.get(table) {
            Some(table) => self.column_type(table, column),
            None => PgType::Unknown.into(),
        }
    }

    /// A column's collation, its own or its domain's; `None` where it is the default.
    pub fn collation(&self, column: &Column) -> Option<TableName> {
        column
            .collation
            .clone()
            .or_else(|| self.domain_collation(&column.written))
    }

    /// Strings of different bytes can be equal under this collation. Those that the dump does not
    /// declare are the server's own, which are deterministic.
    pub fn is_nondeterministic(&self, collation: &TableName) -> bool {
        self.nondeterministic.contains(collation)
    }
}

/// What can be reached from `start` by `next`, breadth first, each once.
fn closure<'a>(start: &TableName, next: impl Fn(&TableName) -> &'a [TableName]) -> Vec<TableName> {
    closure_of(start, usize::MAX, next)
}

/// The same, as far as the first `most`.
fn closure_of<'a>(
    start: &TableName,
    most: usize,
    next: impl Fn(&TableName) -> &'a [TableName],
) -> Vec<TableName> {
    let mut found: Vec<TableName> = Vec::new();
    let mut seen: HashSet<&TableName> = HashSet::new();
    let mut queue: Vec<&'a TableName> = next(start).iter().collect();
    let mut at = 0;
    while let Some(&table) = queue.get(at).filter(|_| found.len() < most) {
        at += 1;
        if table != start && seen.insert(table) {
            found.push(table.clone());
            queue.extend(next(table));
        }
    }
    found
}

/// The schemas of a `search_path`, without those that hold no tables of the dump.
fn path_schemas(search_path: &str) -> Vec<String> {
    let mut schemas = Vec::new();
    let mut rest = search_path;
    loop {
        let end = unquoted_comma(rest).unwrap_or(rest.len());
        let part = rest.get(..end).unwrap_or_default();
        if let Some([schema]) = split_name(part).as_deref()
            && schema != "$user"
            && schema != "pg_catalog"
        {
            schemas.push(schema.clone());
        }
        match rest.get(end + 1..) {
            Some(after) => rest = after,
            None => return schemas,
        }
    }
}

fn unquoted_comma(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    })
}

/// The name a new object gets.
fn created_name(name: &QualifiedName, path: &[String]) -> TableName {
    let schema = name
        .schema
        .clone()
        .or_else(|| path.first().cloned())
        .unwrap_or_else(|| "public".to_owned());
    TableName::new(schema, name.name.clone())
}

#[cfg(test)]
mod tests;
