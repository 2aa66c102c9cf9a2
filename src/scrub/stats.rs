//! What happened to each table: for the summary at the end, and for the report.

use super::distinct::{Distinct, DistinctKey};
use crate::dump::name::TableName;
use crate::transform::Outcome;
use crate::transform::tally::Tally;

/// Counts of one table.
#[derive(Clone, Debug)]
pub struct TableStats {
    /// The database, where the dump names one.
    pub database: Option<String>,
    /// The table that the rows are written to.
    pub table: TableName,
    /// What was done with its rows.
    pub action: &'static str,
    /// Its columns, in the order of the data.
    pub data_columns: Vec<String>,
    /// Rows read. Rows of an untouched table in COPY format are its lines, of one in INSERTs its
    /// parentheses.
    pub rows_in: u64,
    /// Rows of the dump that are written.
    pub rows_out: u64,
    /// Rows that were generated, written besides those.
    pub generated: u64,
    /// What their own rules said of rows.
    pub own: Own,
    /// Values replaced, by column in the order of the rules.
    pub columns: Vec<ColumnStats>,
}

/// What is done with the rows of a table that is emptied.
pub const EMPTIED: &str = "emptied";

impl TableStats {
    /// Of a table that has no rows in the dump and gets some.
    pub fn generated(table: TableName) -> Self {
        Self {
            database: None,
            table,
            action: "generated",
            data_columns: Vec::new(),
            rows_in: 0,
            rows_out: 0,
            generated: 0,
            own: Own::default(),
            columns: Vec::new(),
        }
    }

    /// Rows that left by their own rule.
    pub fn purged(&self) -> u64 {
        match self.action {
            EMPTIED => self.rows_in - self.rows_out,
            _ => self.own.purged,
        }
    }

    /// Rows that left with rows they refer to: all that no rule of their own took.
    pub fn cascaded(&self) -> u64 {
        let own = self.purged() + self.own.sampled_out + self.own.limited;
        (self.rows_in - self.rows_out).saturating_sub(own)
    }

    /// Looks at values more closely, for a report.
    pub fn observe(&mut self, key: &DistinctKey) {
        for column in &mut self.columns {
            column.seen = Some(Box::new(Seen::new(key)));
        }
    }

    /// The same table's empty counts, for [`TableStats::merge`].
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            database: self.database.clone(),
            action: self.action,
            data_columns: self.data_columns.clone(),
            columns: self.columns.iter().map(ColumnStats::fresh).collect(),
            ..Self::generated(self.table.clone())
        }
    }

    /// Adds counts of rows of the same block that come after those counted here.
    pub fn merge(&mut self, later: &Self) {
        self.rows_in += later.rows_in;
        self.rows_out += later.rows_out;
        self.generated += later.generated;
        self.own.add(&later.own);
        for (column, later) in self.columns.iter_mut().zip(&later.columns) {
            column.merge(later);
        }
    }
}

/// What their own rules said of rows, whatever those of other tables did to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Rows that left by `purge` or `where`.
    pub purged: u64,
    /// Rows that `sample` left out.
    pub sampled_out: u64,
    /// Rows past `limit`.
    pub limited: u64,
}

impl Own {
    /// Adds what was said of other rows.
    pub fn add(&mut self, other: &Self) {
        self.purged += other.purged;
        self.sampled_out += other.sampled_out;
        self.limited += other.limited;
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
    /// What only a report tells; `None` where there is none.
    pub seen: Option<Box<Seen>>,
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

    fn fresh(&self) -> Self {
        Self {
            column: self.column.clone(),
            kind: self.kind,
            replaced: 0,
            nulls: 0,
            kept: 0,
            captured: Vec::new(),
            seen: self
                .seen
                .as_ref()
                .map(|seen| Box::new(Seen::new(&seen.key))),
        }
    }

    fn merge(&mut self, later: &Self) {
        self.replaced += later.replaced;
        self.nulls += later.nulls;
        self.kept += later.kept;
        for value in &later.captured {
            self.capture(value);
        }
        if let (Some(seen), Some(later)) = (&mut self.seen, &later.seen) {
            seen.merge(later);
        }
    }
}

/// What a report tells of the values of a column.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Originals that are not NULL.
    pub values: u64,
    /// Originals that are NULL.
    pub nulls: u64,
    /// Replaced by themselves, by chance.
    pub unchanged: u64,
    /// Namespaces that keep a value, finds in free text.
    pub tally: Tally,
    /// Different originals.
    pub distinct_in: Distinct,
    /// Different results; kept values are among them.
    pub distinct_out: Distinct,
    key: DistinctKey,
}

impl Seen {
    fn new(key: &DistinctKey) -> Self {
        Self {
            values: 0,
            nulls: 0,
            unchanged: 0,
            tally: Tally::default(),
            distinct_in: Distinct::default(),
            distinct_out: Distinct::default(),
            key: key.clone(),
        }
    }

    /// Takes note of one value and what became of it.
    pub fn note(&mut self, original: Option<&[u8]>, outcome: Outcome, result: &[u8]) {
        if let Some(tally) = Tally::take() {
            self.tally.add(&tally);
        }
        let hash = original.map(|value| self.key.hash(value));
        match hash {
            Some(hash) => {
                self.values += 1;
                self.distinct_in.add(hash);
            }
            None => self.nulls += 1,
        }
        match outcome {
            Outcome::Value if original == Some(result) => {
                self.unchanged += 1;
                self.distinct_out.extend(hash);
            }
            Outcome::Value => self.distinct_out.add(self.key.hash(result)),
            Outcome::Keep => self.distinct_out.extend(hash),
            Outcome::Null | Outcome::Default => {}
        }
    }

    fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.nulls += other.nulls;
        self.unchanged += other.unchanged;
        self.tally.add(&other.tally);
        self.distinct_in.merge(&other.distinct_in);
        self.distinct_out.merge(&other.distinct_out);
    }
}
