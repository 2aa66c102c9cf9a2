//! A block of table data: which table, which columns, how it is written.

use crate::dump::encoding::Dialect;
use crate::dump::name::TableName;
use crate::dump::rewrite::EntryHeader;
use crate::dump::schema::{Schema, check_columns};
use crate::dump::statement::{Class, Statement};
use crate::error::{Error, Result};
use crate::transform::Target;
use crate::transform::bind::Columns;

/// A data block as its COPY or INSERT statement names it.
#[derive(Clone, Debug)]
pub struct DataBlock {
    /// The table that the rows are written to.
    pub table: TableName,
    /// The table of the entry's header, where it differs (load via partition root).
    pub leaf: Option<TableName>,
    /// Columns in the order of the data; `None` where nothing in the dump says (an INSERT without a
    /// list, and no CREATE TABLE).
    pub columns: Option<Vec<String>>,
    /// Rows are written as INSERT statements.
    pub insert: bool,
    /// How the text is to be read.
    pub dialect: Dialect,
}

impl DataBlock {
    /// The block that a COPY or INSERT head begins. `entry` is the header above it, `via_root` what
    /// that says of partitions.
    ///
    /// # Errors
    /// Exit 5 where the statement is neither.
    pub fn of(
        statement: &Statement,
        schema: &Schema,
        search_path: &str,
        entry: Option<&EntryHeader>,
        via_root: bool,
        dialect: Dialect,
    ) -> Result<Self> {
        let resolve = |name| schema.table_name(name, search_path);
        let default_values =
            matches!(&statement.class, Class::Insert(header) if header.default_values);
        let (table, columns, insert) = match &statement.class {
            Class::Copy(header) => (resolve(&header.table), header.columns.clone(), false),
            Class::Insert(header) => (resolve(&header.table), header.columns.clone(), true),
            _ => {
                return Err(
                    Error::input("table data in a form that pg_dump does not write")
                        .hint("dump with COPY, or with --column-inserts"),
                );
            }
        };
        let columns = match columns {
            Some(columns) => Some(columns),
            // COPY without a list: a table without columns.
            None if !insert => Some(Vec::new()),
            None => match schema.tables.get(&table) {
                Some(known) => {
                    let names = known.columns.iter().map(|column| column.name.clone());
                    Some(names.collect())
                }
                // It is all that pg_dump writes for a row without columns.
                None if default_values => Some(Vec::new()),
                None => None,
            },
        };
        check_columns(columns.as_ref().map_or(0, Vec::len))
            .map_err(|error| error.at_table(&table))?;
        let leaf = entry.filter(|entry| entry.data).and_then(|entry| {
            let leaf = TableName::new(entry.schema.clone()?, entry.name.clone());
            let below =
                schema.ancestors(&leaf).contains(&table) || (schema.tables.is_empty() && via_root);
            below.then_some(leaf)
        });
        Ok(Self {
            table,
            leaf,
            columns,
            insert,
            dialect,
        })
    }

    /// Nothing in the dump names the block's columns.
    pub fn without_columns(&self) -> Error {
        Error::input("an INSERT without a column list, and no CREATE TABLE in the dump")
            .at_table(&self.table)
            .hint("dump again with `pg_dump --column-inserts`, or with the schema")
    }

    /// The types of the block's columns, and their collations.
    pub fn column_types(&self, schema: &Schema, names: &[String]) -> Columns {
        let mut columns = Columns::default();
        let table = schema.tables.get(&self.table);
        for name in names {
            let column = table.and_then(|table| table.column(name));
            if let Some(collation) = column.and_then(|column| schema.collation(column)) {
                columns
                    .collations
                    .insert(name.clone(), collation.to_string());
            }
            columns
                .list
                .push((name.clone(), schema.type_of(&self.table, name)));
        }
        columns
    }

    pub(super) fn target(&self, schema: &Schema, columns: &Columns, index: usize) -> Target {
        let (name, ty) = &columns.list[index];
        let not_null = schema
            .tables
            .get(&self.table)
            .and_then(|table| table.column(name))
            .is_some_and(|column| column.not_null);
        Target {
            ty: ty.base.clone(),
            not_null: not_null || ty.domain_not_null,
            in_json: false,
        }
    }
}
