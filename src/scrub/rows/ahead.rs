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
        let mut ahead = each_row(data, |rows| {
            self.decide_row_ahead(plan, data, rows, stats, reading, each)
        });
        let place = |error| place(error, plan, data, ahead.bytes, origin);
        ahead.result = ahead.result.map_err(place);
        ahead
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

    fn decide_fields(
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
        let stays = self.judge(plan, originals.row(data), &mut nulls, stats, reading)?;
        each(Decided {
            stays,
            nulls: if stays { &nulls } else { &[] },
        });
        (self.originals, self.nulls) = (originals, nulls);
        Ok(())
    }

    /// Of whole rows of COPY data the columns that decide them, appended to `out` as rows of their
    /// own: so rows that are read more than once before they are written are read whole only then.
    /// False where they are no rows of the table, or where it would not be worth it.
    pub fn project(&mut self, plan: &TablePlan, data: &[u8], out: &mut Vec<u8>) -> bool {
        if plan.insert || plan.watched.is_some() || plan.asked.len() == plan.columns.len() {
            return false;
        }
        let wanted = plan.asked.last().map_or(0, |last| last + 1);
        let mut rows = Rows::new(data);
        while !rows.is_done() {
            self.fields.clear();
            match rows.next(wanted, &mut self.fields) {
                Some(row) if check_count(plan, &row).is_ok() => {}
                _ => return false,
            }
            for (position, &index) in plan.asked.iter().enumerate() {
                if position > 0 {
                    out.push(b'\t');
                }
                out.extend_from_slice(&data[self.fields[index].range()]);
            }
            out.push(b'\n');
        }
        true
    }

    /// Decides rows by what [`project`](Self::project) took of them. An error has no place in the
    /// input yet: it is that of the row after those that were decided.
    pub fn decide_projected(
        &mut self,
        plan: &TablePlan,
        projected: &[u8],
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Ahead {
        each_row(projected, |rows| {
            self.fields.clear();
            rows.next(plan.asked.len(), &mut self.fields)
                .ok_or_else(without_end)?;
            let fields = std::mem::take(&mut self.fields);
            let asked = plan.asked.iter().copied().zip(fields.iter().copied());
            let result = self.decide_fields(plan, projected, asked, stats, reading, &mut |_| ());
            self.fields = fields;
            result
        })
    }
}

/// Decides one row after the other, up to the first that can't be.
fn each_row(data: &[u8], mut decide: impl FnMut(&mut Rows<'_>) -> Result<()>) -> Ahead {
    let mut data_rows = Rows::new(data);
    let (mut bytes, mut rows) = (0, 0);
    let result = loop {
        if data_rows.is_done() {
            break Ok(());
        }
        if let Err(error) = decide(&mut data_rows) {
            break Err(error.at_row(rows + 1));
        }
        bytes = data_rows.position();
        rows += 1;
    };
    Ahead {
        rows,
        bytes,
        result,
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
