//! Somebody who looks on while rows are decided: told of each row what it held, whether it stays, and
//! what became of its values.

use super::plan::{PlannedColumn, TablePlan};
use crate::dump::schema::Schema;
use crate::error::Result;
use crate::rules::model::RuleSet;
use crate::transform::Outcome;
use crate::transform::row::Row;

/// Looks on.
pub trait Watch: Send {
    /// A table's data begins; the number is handed back with its rows. `None`: none is wanted.
    fn table(&mut self, plan: &TablePlan, schema: &Schema, rules: &RuleSet) -> Option<usize>;

    /// A table's data cannot be looked at, as its values cannot be told apart.
    fn unseen(&mut self, plan: &TablePlan);

    /// What the row's own rule says, where the watcher knows better: true where it stays.
    fn fate(&self, table: usize, row: Row<'_>) -> Option<bool>;

    /// A row.
    fn row(&mut self, row: &Watched<'_>) -> Result<()>;
}

/// A row, and what became of it.
pub struct Watched<'a> {
    /// What [`Watch::table`] said.
    pub table: usize,
    /// Its values.
    pub originals: Row<'a>,
    /// What became of it; `None`: it left.
    pub stays: Option<Became<'a>>,
}

/// What became of a row that stays.
pub struct Became<'a> {
    /// New values, by column.
    pub replaced: Row<'a>,
    /// The columns that rules decide. Others stay as they are.
    pub rules: &'a [PlannedColumn],
    /// What became of each of those.
    pub results: &'a [Outcome],
}
