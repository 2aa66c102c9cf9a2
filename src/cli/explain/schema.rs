//! The schema of a dump: all of it, what comes after the data included.

use std::path::Path;

use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::Result;
use crate::prove::reading::{self, Flow, Visitor};

/// Reads a dump (a file, a directory archive, or stdin for `None`); in one of several databases up
/// to the end of the one that has `table`.
///
/// # Errors
/// Exit 2 where the file can't be opened, exit 5 where it is no whole dump.
pub fn read(path: Option<&Path>, table: &TableName) -> Result<Schema> {
    Ok(reading::read(path, None, &mut Wanted { table })?.schema)
}

/// Has seen enough once a database with this table is over.
pub(super) struct Wanted<'t> {
    pub(super) table: &'t TableName,
}

impl Visitor for Wanted<'_> {
    fn reads_data(&self) -> bool {
        false
    }

    fn database(&mut self, _: Option<&str>, schema: &Schema) -> Result<Flow> {
        Ok(if schema.tables.contains_key(self.table) {
            Flow::Stop
        } else {
            Flow::On
        })
    }
}
