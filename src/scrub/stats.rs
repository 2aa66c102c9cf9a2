//! What happened to each table, for the summary at the end.

use crate::dump::name::TableName;

/// Counts of one table.
#[derive(Clone, Debug)]
pub struct TableStats {
    /// The table that the rows are written to.
    pub table: TableName,
    /// What was done with its rows.
    pub action: &'static str,
    /// Rows read. Rows of an untouched table in COPY format are its lines.
    pub rows_in: u64,
    /// Rows of the dump that are written.
    pub rows_out: u64,
    /// Rows that were generated, written besides those.
    pub generated: u64,
    /// Rows that their own rule let stay: what `limit` counts.
    pub taken: u64,
    /// Values replaced, by column in the order of the rules.
    pub columns: Vec<ColumnStats>,
}

impl TableStats {
    /// Of a table that has no rows in the dump and gets some.
    pub fn generated(table: TableName) -> Self {
        Self {
            table,
            action: "generated",
            rows_in: 0,
            rows_out: 0,
            generated: 0,
            taken: 0,
            columns: Vec::new(),
        }
    }
}

/// Counts of one replaced column.
#[derive(Clone, Debug)]
pub struct ColumnStats {
    /// The column.
    pub column: String,
    /// The transformer.
    pub kind: &'static str,
    /// Values replaced by another value or NULL.
    pub replaced: u64,
    /// NULLs that stayed.
    pub nulls: u64,
    /// Values that a rule or namespace kept.
    pub kept: u64,
    /// Values of a column with `capture: true` (schema versions and the like).
    pub captured: Vec<String>,
}
