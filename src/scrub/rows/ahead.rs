//! Rows decided ahead of the work on them: which stay, and which of their columns become NULL with
//! the row they referred to. That must be done in the order of the dump; the rest need not be.

use super::{Origin, RowPath, place};
use crate::dump::copy_text;
use crate::error::{Error, Result};
use crate::scrub::plan::TablePlan;
use crate::scrub::reading::Reading;
use crate::scrub::stats::TableStats;
use crate::transform::Cx;
use crate::transform::seed::Seed;

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
        let (mut start, mut rows) = (0, 0);
        let result = loop {
            if start == data.len() {
                break Ok(());
            }
            let next = match copy_text::line(data, start) {
                Some(line) => self
                    .decide_row_ahead(plan, &data[line.content], stats, reading, each)
                    .map(|()| line.next)
                    .map_err(|error| error.at_row(rows + 1)),
                None => Err(Error::input("a row without an end")),
            };
            match next {
                Ok(next) => start = next,
                Err(error) => break Err(place(error, plan, data, start, origin)),
            }
            rows += 1;
        };
        Ahead {
            rows,
            bytes: start,
            result,
        }
    }

    fn decide_row_ahead(
        &mut self,
        plan: &TablePlan,
        row: &[u8],
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        each: &mut dyn FnMut(Decided<'_>),
    ) -> Result<()> {
        let asked = reading.asked(plan);
        if !asked.is_empty() || reading.asks_the_rules() {
            let wanted = asked.last().map_or(0, |last| last + 1);
            self.split_copy(plan, wanted, row)?;
        }
        self.decode_copy(plan, asked, row)?;
        self.replaced.reset(plan.columns.len());
        self.nulls.clear();
        let cx = Cx {
            row: self.originals.row(row),
            replaced: self.replaced.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        let own = self.stays_alone(plan, &cx, stats, reading)?;
        let stays = reading.judge(&plan.links, &cx, own, &mut self.nulls)?;
        each(Decided {
            stays,
            nulls: if stays { &self.nulls } else { &[] },
        });
        Ok(())
    }
}
