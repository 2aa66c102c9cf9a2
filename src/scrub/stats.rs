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

    /// Counts begin anew.
    pub fn clear(&mut self) {
        self.rows_in = 0;
        self.rows_out = 0;
        self.generated = 0;
        self.taken = 0;
        for column in &mut self.columns {
            column.clear();
        }
    }

    /// Adds counts of rows of the same block that come after those counted here.
    pub fn add(&mut self, later: &Self) {
        self.rows_in += later.rows_in;
        self.rows_out += later.rows_out;
        self.generated += later.generated;
        self.taken += later.taken;
        for (column, later) in self.columns.iter_mut().zip(&later.columns) {
            column.add(later);
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

/// Values of a column that are listed at most.
const MAX_CAPTURED: usize = 100;

impl ColumnStats {
    /// Lists a value, once.
    pub fn capture(&mut self, value: &str) {
        if self.captured.len() < MAX_CAPTURED && !self.captured.iter().any(|known| known == value) {
            self.captured.push(value.to_owned());
        }
    }

    fn clear(&mut self) {
        self.replaced = 0;
        self.nulls = 0;
        self.kept = 0;
        self.captured.clear();
    }

    fn add(&mut self, later: &Self) {
        self.replaced += later.replaced;
        self.nulls += later.nulls;
        self.kept += later.kept;
        for value in &later.captured {
            self.capture(value);
        }
    }
}
