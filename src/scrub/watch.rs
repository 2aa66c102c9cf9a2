//! Somebody who looks on while rows are decided: told of each row what it held, whether it stays, and
//! what became of its values.

use std::ops::Range;

use super::plan::TablePlan;
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

/// What became of a row that stays: of each of its plan's rules, in their order. Columns without a
/// rule stay as they are.
pub struct Became<'a> {
    pub(super) results: &'a [Outcome],
    pub(super) made: &'a [u8],
    pub(super) made_at: &'a [Range<usize>],
}

impl<'a> Became<'a> {
    /// What became of the value that the rule is for.
    pub fn outcome(&self, rule: usize) -> Outcome {
        self.results.get(rule).copied().unwrap_or(Outcome::Keep)
    }

    /// The new value, where there is one.
    pub fn new_value(&self, rule: usize) -> Option<&'a [u8]> {
        if self.outcome(rule) != Outcome::Value {
            return None;
        }
        self.made.get(self.made_at.get(rule)?.clone())
    }
}
