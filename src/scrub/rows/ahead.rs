//! Rows decided ahead of the work on them: which stay, and which of their columns become NULL with
//! the row they referred to. That must be done in the order of the dump; the rest need not be.

use super::copy::{check_count, decode, without_end};
use super::{Origin, RowPath, place};
use crate::dump::copy_text::{Field, Rows};
use crate::error::{Error, Result};
use crate::scrub::plan::TablePlan;
use crate::scrub::reading::Reading;
use crate::scrub::stats::TableStats;

/// What was decided of a row.
pub struct Decided<'n> {
    /// It stays.
    pub stays: bool,
    /// Columns that become NULL with the row they refer to.
    pub nulls: &'n [usize],
}

/// Rows decided, and the one that could not be.
pub struct Ahead {
    /// How many rows were.
    pub rows: u64,
    /// How many bytes they have.
    pub bytes: usize,
    /// Why the next one could not be; its number counts from the first of these rows.
    pub result: Result<()>,
}

impl RowPath {
    /// Decides whole rows of COPY data, each into `each`. Of `stats`, only what tells why
    /// rows stay or leave by their own rule counts them, over the whole table.
    pub fn decide_ahead(
        &mut self,
        plan: &TablePlan,
        data: &[u8],
        origin: Origin,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        each: &mut dyn FnMut(Decided<'_>),
    ) -> Ahead {
        let mut left = Rows::new(data);
        let (mut bytes, mut rows) = (0, 0);
        let result = loop {
            if left.is_done() {
                break Ok(());
            }
            let decided = self.decide_row_ahead(plan, data, &mut left, stats, reading, each);
            if let Err(error) = decided {
                let error = error.at_row(rows + 1);
                break Err(place(error, plan, data, bytes, origin));
            }
            bytes = left.position();
            rows += 1;
        };
        Ahead {
            rows,
            bytes,
            result,
        }
    }

    fn decide_row_ahead(
        &mut self,
        plan: &TablePlan,
        data: &[u8],
        rows: &mut Rows<'_>,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        each: &mut dyn FnMut(Decided<'_>),
    ) -> Result<()> {
        let asked = reading.asked(plan);
        let wanted = asked.last().map_or(0, |last| last + 1);
        self.fields.clear();
        let row = rows
            .next(wanted, &mut self.fields)
            .ok_or_else(without_end)?;
        if !asked.is_empty() || reading.asks_the_rules() {
            check_count(plan, &row)?;
        }
        let fields = std::mem::take(&mut self.fields);
        let asked = asked.iter().map(|&index| (index, fields[index]));
        let result = self.decide_fields(plan, data, asked, stats, reading, each);
        self.fields = fields;
        result
    }

    /// Decides the row of which these are the fields that are asked, each of the column of that index.
    pub(super) fn decide_fields(
        &mut self,
        plan: &TablePlan,
        data: &[u8],
        asked: impl Iterator<Item = (usize, Field)>,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        each: &mut dyn FnMut(Decided<'_>),
    ) -> Result<()> {
        let mut originals = std::mem::take(&mut self.originals);
        let mut nulls = std::mem::take(&mut self.nulls);
        decode(plan, data, asked, &mut originals, &mut self.text)?;
        originals.asked_once();
        let stays = self.judge(plan, originals.row(data), &mut nulls, stats, reading)?;
        each(Decided {
            stays,
            nulls: if stays { &nulls } else { &[] },
        });
        (self.originals, self.nulls) = (originals, nulls);
        Ok(())
    }
}

/// Adds the place in the input of a row's error: the row `number`, counted from 0, of `data`.
pub fn place_row(
    error: Error,
    plan: &TablePlan,
    data: &[u8],
    number: u64,
    origin: Origin,
) -> Error {
    let mut rows = Rows::new(data);
    for _ in 0..number {
        if rows.next(0, &mut Vec::new()).is_none() {
            break;
        }
    }
    place(error, plan, data, rows.position(), origin)
}
