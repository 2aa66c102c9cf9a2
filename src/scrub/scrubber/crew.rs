//! Rows that others work on beside the scrubber.
//!
//! Batches come back, and are written, in the order of the dump. A block's batches are all back before
//! anything after its data is done, and before any failure is reported: so what a run writes, counts
//! and fails with is the same whoever works, and however many they are.

use std::sync::Arc;

use bytes::Bytes;

use super::Scrubber;
use super::data::reading;
use crate::dump::lexer::Piece;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::scrub::Sink;
use crate::scrub::again::RowBytes;
use crate::scrub::batch::{Batch, Crew};
use crate::scrub::plan::{Hands, Planned};
use crate::scrub::reading::{Reading, Stays};
use crate::scrub::relations::Relations;
use crate::scrub::rows::{Origin, RowPath};
use crate::scrub::stats::TableStats;

/// Where batches go that came back.
pub(super) struct Back<'a> {
    /// Takes their counts.
    pub tables: &'a mut [TableStats],
    /// Takes what their rows tell.
    pub relations: Option<&'a mut Relations>,
    /// Takes the rows.
    pub sink: &'a mut dyn Sink,
}

/// Fates of rows that were decided before.
pub(super) struct Known<'a> {
    /// Those of all rows of the table.
    pub stays: &'a Stays,
    /// The first of these rows.
    pub next: &'a mut usize,
    /// How many there are.
    pub rows: u64,
}

/// Who works beside the scrubber, and what is on its way.
#[derive(Default)]
pub(super) struct Beside {
    crew: Option<Box<dyn Crew>>,
    /// Gathers rows until they are worth giving away.
    open: Option<Batch>,
    /// Batches that came back, for their buffers.
    spare: Vec<Batch>,
}

impl Beside {
    /// How many work, if only who asks.
    pub(super) fn hands(&self) -> usize {
        self.crew.as_ref().map_or(1, |crew| crew.hands())
    }

    /// Others may work on rows of this block.
    pub(super) fn takes(&self, planned: &Planned) -> bool {
        self.crew.is_some() && planned.plan.hands != Hands::InTurn
    }

    /// Rows whose fates nobody has to decide ahead.
    pub(super) fn push(
        &mut self,
        planned: &Arc<Planned>,
        rows: Bytes,
        origin: Origin,
        back: &mut Back<'_>,
    ) -> Result<()> {
        self.batch(planned, &back.tables[planned.stats])
            .push(RowBytes::Here(rows), origin);
        self.give_when_full(back)
    }

    /// So many rows whose fates are known, and of which nothing else is asked here.
    pub(super) fn push_known(
        &mut self,
        planned: &Arc<Planned>,
        rows: RowBytes,
        origin: Origin,
        fates: Known<'_>,
        back: &mut Back<'_>,
    ) -> Result<()> {
        let batch = self.batch(planned, &back.tables[planned.stats]);
        for _ in 0..fates.rows {
            batch.stays().push_fate(fates.stays.next(fates.next)?);
        }
        batch.push(rows, origin);
        self.give_when_full(back)
    }

    /// Rows that are decided here, in their order, before the rest of the work is given away.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn push_decided(
        &mut self,
        planned: &Arc<Planned>,
        mut rows: Bytes,
        origin: Origin,
        path: &mut RowPath,
        reading: &mut Reading<'_>,
        tables: &mut [TableStats],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let stats = &mut tables[planned.stats];
        let batch = self.batch(planned, stats);
        let stays = batch.stays();
        let ahead = path.decide_ahead(&planned.plan, &rows, origin, stats, reading, &mut |row| {
            stays.push(row)
        });
        rows.truncate(ahead.bytes);
        batch.push(RowBytes::Here(rows), origin);
        let back = &mut Back {
            tables,
            relations: reading.relations(),
            sink,
        };
        let Err(error) = ahead.result else {
            return self.give_when_full(back);
        };
        // The rows before it come first.
        self.settle(back)?;
        let counted = back.tables[planned.stats].rows_in;
        Err(error.after_rows(counted.saturating_sub(ahead.rows)))
    }

    /// The batch that gathers rows of this block.
    fn batch(&mut self, planned: &Arc<Planned>, stats: &TableStats) -> &mut Batch {
        let spare = &mut self.spare;
        self.open.get_or_insert_with(|| match spare.pop() {
            Some(mut batch) => {
                batch.reuse(planned, stats.fresh());
                batch
            }
            None => Batch::new(planned, stats.fresh()),
        })
    }

    fn give_when_full(&mut self, back: &mut Back<'_>) -> Result<()> {
        match &self.open {
            Some(batch) if batch.is_full() => self.give(back),
            _ => Ok(()),
        }
    }

    /// Gives away what is gathered, and writes what is done.
    fn give(&mut self, back: &mut Back<'_>) -> Result<()> {
        let Some(batch) = self.open.take() else {
            return Ok(());
        };
        while self.crew.as_ref().is_some_and(|crew| crew.is_full()) {
            self.take(true, back)?;
        }
        if let Some(crew) = &mut self.crew {
            crew.give(batch);
        }
        self.collect(false, back)
    }

    /// Writes what is done, or, where that is waited for, all that was given away.
    fn collect(&mut self, wait: bool, back: &mut Back<'_>) -> Result<()> {
        while self.take(wait, back)? {}
        Ok(())
    }

    /// All that was given away is back and written.
    pub(super) fn settle(&mut self, back: &mut Back<'_>) -> Result<()> {
        self.give(back)?;
        self.collect(true, back)
    }

    /// Takes the oldest batch back and writes it; false where there is none. After a failure there
    /// are no more.
    fn take(&mut self, wait: bool, back: &mut Back<'_>) -> Result<bool> {
        let Some(crew) = &mut self.crew else {
            return Ok(false);
        };
        let result = crew.take(wait).and_then(|batch| match batch {
            Some(batch) => self.put(batch, back).map(|()| true),
            None => Ok(false),
        });
        if result.is_err() {
            self.forget();
        }
        result
    }

    fn put(&mut self, mut batch: Batch, back: &mut Back<'_>) -> Result<()> {
        let stats = &mut back.tables[batch.planned.stats];
        let before = stats.rows_in;
        stats.merge(&batch.stats);
        // What was done before a row failed is written: it is clean, and the poison follows it.
        back.sink.write(&batch.out)?;
        if let Some(relations) = &mut back.relations {
            relations.hear(&batch.told)?;
        }
        let result = std::mem::replace(&mut batch.result, Ok(()));
        self.spare.push(batch);
        result.map_err(|error| error.after_rows(before))
    }

    fn forget(&mut self) {
        self.open = None;
        if let Some(crew) = &mut self.crew {
            crew.forget();
        }
    }
}

impl Scrubber {
    /// Has others work on rows.
    #[must_use]
    pub fn with_crew(mut self, crew: Option<Box<dyn Crew>>) -> Self {
        self.beside.crew = crew;
        self
    }

    /// Nothing more comes for now: all that can be worked on is given away, and what is done is
    /// written.
    ///
    /// # Errors
    /// As [`Scrubber::push`].
    pub fn idle(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let back = &mut Back {
            tables: &mut self.tables,
            relations: self.database.relations.as_mut(),
            sink,
        };
        self.beside.give(back)?;
        self.beside.collect(false, back)
    }

    /// The run ends with this error of whoever brings the input: rows that came before it come first,
    /// and may fail themselves. After a signal nothing is waited for.
    #[must_use]
    pub fn cut_off(&mut self, error: Error, sink: &mut dyn Sink) -> Error {
        if matches!(error.exit(), ExitCode::Signal(_)) {
            self.beside.forget();
            return error;
        }
        match self.settle(sink) {
            Err(error) if self.block.is_some() => error.without_input_place(),
            Err(error) => error,
            Ok(()) => error,
        }
    }

    /// All rows that others work on are back and written.
    pub(super) fn settle(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.beside.settle(&mut Back {
            tables: &mut self.tables,
            relations: self.database.relations.as_mut(),
            sink,
        })
    }

    /// Rows of the block at hand for others to work on.
    pub(super) fn hand_over(
        &mut self,
        planned: &Arc<Planned>,
        piece: &Piece,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let rows = piece.bytes.clone();
        let origin = Origin {
            line: piece.line,
            byte: piece.offset,
        };
        let (beside, tables) = (&mut self.beside, &mut self.tables);
        if planned.plan.hands == Hands::Any {
            let relations = self.database.relations.as_mut();
            let back = &mut Back {
                tables,
                relations,
                sink,
            };
            return beside.push(planned, rows, origin, back);
        }
        let reading = &mut reading(&planned.plan, &mut self.database.relations);
        beside.push_decided(planned, rows, origin, &mut self.rows, reading, tables, sink)
    }
}
