//! How rows that wait are decided, once all that they need has passed.
//!
//! Rows are decided here, in their order. What that takes of them, where they are read again from the
//! input, others read and tell apart ahead.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use bytes::Bytes;

use super::Scrubber;
use super::release::passed;
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::again::RowBytes;
use crate::scrub::batch::Crew;
use crate::scrub::closure::Referring;
use crate::scrub::hold::Store;
use crate::scrub::plan::{Action, Planned};
use crate::scrub::reading::{Reading, Stays};
use crate::scrub::relations::Relations;
use crate::scrub::rows::{Ahead, Origin, RowPath, place_row};
use crate::scrub::stats::TableStats;
use crate::scrub::waiting::{Entry, RowsHeld, Segment};

impl Scrubber {
    pub(super) fn finish_data(
        &mut self,
        relations: &mut Relations,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        relations.check_absent()?;
        for node in 0..relations.nodes() {
            passed(relations, node)?;
        }
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut fates: HashMap<usize, Stays> = HashMap::new();
        let mut all_held = Vec::new();
        for group in relations.groups()? {
            let held: Vec<usize> = group
                .tables
                .iter()
                .copied()
                .filter(|node| relations.holding().is_held(*node))
                .collect();
            self.answer(relations, &held, &fates)?;
            all_held.extend(&held);
            if group.circular {
                self.decide_circle(relations, &held, &mut fates)?;
            } else {
                for node in held {
                    relations.tell(node);
                    let mut stays = Stays::default();
                    self.read(
                        node,
                        &mut Reading::Decide {
                            relations,
                            stays: &mut stays,
                        },
                    )?;
                    relations.told(node)?;
                    fates.insert(node, stays);
                }
            }
        }
        // Conditions of columns may ask rows that were decided after their own.
        self.answer(relations, &all_held, &fates)?;
        self.write_waiting(relations, &fates, sink)?;
        self.waiting.clear()
    }

    /// Answers the subqueries of some held tables that can be by now.
    fn answer(
        &mut self,
        relations: &mut Relations,
        readers: &[usize],
        fates: &HashMap<usize, Stays>,
    ) -> Result<()> {
        while let Some(node) = relations.wanted(readers, |node| fates.contains_key(&node)) {
            self.read(
                node,
                &mut Reading::Tell {
                    relations,
                    stays: fates.get(&node),
                    next: 0,
                },
            )?;
            relations.told(node)?;
        }
        Ok(())
    }

    /// Tables that depend on each other: rows leave by least closure.
    fn decide_circle(
        &mut self,
        relations: &mut Relations,
        group: &[usize],
        fates: &mut HashMap<usize, Stays>,
    ) -> Result<()> {
        let mut referring = Referring::new(relations.sets(), relations.secret());
        for &node in group {
            referring.table();
            self.read(
                node,
                &mut Reading::Refer {
                    relations,
                    group,
                    referring: &mut referring,
                },
            )?;
        }
        let mut carrying = referring.carrying();
        for &node in group {
            carrying.table();
            self.read(
                node,
                &mut Reading::Carry {
                    relations,
                    carrying: &mut carrying,
                },
            )?;
        }
        let closed = carrying.close()?;
        for (table, &node) in group.iter().enumerate() {
            let mut stays = Stays::default();
            relations.tell(node);
            self.read(
                node,
                &mut Reading::Settle {
                    relations,
                    fates: &closed,
                    table,
                    stays: &mut stays,
                },
            )?;
            fates.insert(node, stays);
        }
        for &node in group {
            relations.told(node)?;
        }
        Ok(())
    }

    /// Reads the rows of one table that waits; nothing is written.
    fn read(&mut self, node: usize, reading: &mut Reading<'_>) -> Result<()> {
        let mut deciding = Deciding {
            rows: &mut self.rows,
            out: &mut self.out,
            counts: HashMap::new(),
            reading,
            crew: self.beside.crew(),
            ahead: VecDeque::new(),
            spare: Vec::new(),
        };
        let (entries, store) = self.waiting.entries();
        for entry in entries.iter().filter(|entry| entry.node == node) {
            // A row of a projection that can't be decided, to be found in the input.
            let mut failed = None;
            let projected = entry.is_projected();
            let result = entry.replay_deciding(store, |segment| match segment {
                Segment::Rows(planned, held)
                    if planned.plan.action == Action::Rows && !planned.default_values =>
                {
                    deciding.take(planned, held, projected, &mut failed)
                }
                _ => Ok(()),
            });
            match (result, failed) {
                (Err(error), Some((byte, row))) => {
                    return Err(placed(entry, store, error, byte, row));
                }
                (result, _) => result?,
            }
            deciding.settle(0)?;
        }
        for (stats, counted) in deciding.counts {
            self.tables[stats].own.add(&counted.own);
        }
        Ok(())
    }
}

/// Parts for each of the others: to work on, and to wait for.
const EACH: usize = 4;

/// What others have read, the columns that decide rows, and whether they could be told apart.
type Told = Result<(Bytes, Vec<u8>, bool)>;

/// Rows on their way.
enum Part {
    /// They are here.
    Here(Bytes),
    /// Others read them.
    Read(Receiver<Told>),
}

/// Rows of a table as they are decided.
struct Deciding<'d, 'r> {
    rows: &'d mut RowPath,
    out: &'d mut Vec<u8>,
    /// By table of the report.
    counts: HashMap<usize, TableStats>,
    reading: &'d mut Reading<'r>,
    crew: Option<&'d dyn Crew>,
    /// What others read, in the order of the dump.
    ahead: VecDeque<(Arc<Planned>, Origin, Part)>,
    /// Buffers for the columns that decide rows: new ones each time cost more than filling them.
    spare: Vec<Vec<u8>>,
}

impl Deciding<'_, '_> {
    /// Rows that come next. `failed` takes the place of one that can't be decided by its projection.
    fn take(
        &mut self,
        planned: &Arc<Planned>,
        held: RowsHeld,
        projected: bool,
        failed: &mut Option<(u64, u64)>,
    ) -> Result<()> {
        let origin = held.origin;
        let in_input = matches!(held.bytes, RowBytes::Again { .. });
        if let Some(crew) = self.crew.filter(|_| in_input && !planned.plan.insert) {
            let (back, waits) = sync_channel(1);
            let of = Arc::clone(planned);
            let buffer = self.spare.pop().unwrap_or_default();
            crew.start(Box::new(move |rows| {
                // Nobody waits for it where another row failed.
                let _ = back.send(told(rows, &of, held.bytes, buffer));
            }));
            let part = (Arc::clone(planned), origin, Part::Read(waits));
            self.ahead.push_back(part);
            return self.settle(crew.hands() * EACH);
        }
        let bytes = held.bytes.read()?;
        if !self.ahead.is_empty() {
            // A row that stood across two reads of the input is a part of its own.
            let part = (Arc::clone(planned), origin, Part::Here(bytes));
            self.ahead.push_back(part);
            return Ok(());
        }
        if projected {
            let (ahead, result) = self.decide(planned, |rows, stats, reading| {
                rows.decide_projected(&planned.plan, &bytes, stats, reading)
            });
            *failed = result.is_err().then_some((origin.byte, ahead));
            return result;
        }
        self.whole(planned, &bytes, origin)
    }

    /// Decides what others have read, until no more than so many parts are out.
    fn settle(&mut self, most: usize) -> Result<()> {
        while self.ahead.len() > most
            && let Some((planned, origin, part)) = self.ahead.pop_front()
        {
            let gone = |_| Error::unexpected("a thread that reads rows is gone");
            let (bytes, mut projected, is_projected) = match part {
                Part::Here(bytes) => (bytes, Vec::new(), false),
                Part::Read(waits) => waits.recv().map_err(gone)??,
            };
            if !is_projected {
                self.whole(&planned, &bytes, origin)?;
                continue;
            }
            let (row, result) = self.decide(&planned, |rows, stats, reading| {
                rows.decide_projected(&planned.plan, &projected, stats, reading)
            });
            result.map_err(|error| place_row(error, &planned.plan, &bytes, row, origin))?;
            projected.clear();
            self.spare.push(projected);
        }
        Ok(())
    }

    /// Decides whole rows.
    fn whole(&mut self, planned: &Arc<Planned>, bytes: &Bytes, origin: Origin) -> Result<()> {
        let plan = &planned.plan;
        if !plan.insert {
            let (_, result) = self.decide(planned, |rows, stats, reading| {
                rows.decide_ahead(plan, bytes, origin, stats, reading, &mut |_| ())
            });
            return result;
        }
        let stats = self.counts.entry(planned.stats);
        let stats = stats.or_insert_with(|| plan.stats());
        self.out.clear();
        self.rows
            .insert_rows(plan, bytes, origin, stats, self.reading, self.out)
            .map(drop)
    }

    /// How many rows were decided, and why the next one could not be.
    fn decide(
        &mut self,
        planned: &Arc<Planned>,
        by: impl FnOnce(&mut RowPath, &mut TableStats, &mut Reading<'_>) -> Ahead,
    ) -> (u64, Result<()>) {
        let stats = self.counts.entry(planned.stats);
        let stats = stats.or_insert_with(|| planned.plan.stats());
        let before = stats.rows_in;
        let ahead = by(self.rows, stats, self.reading);
        stats.rows_in += ahead.rows;
        let result = ahead.result.map_err(|error| error.after_rows(before));
        (ahead.rows, result)
    }
}

/// Reads rows from the input, and takes of them what decides them.
fn told(rows: &mut RowPath, planned: &Planned, bytes: RowBytes, mut projected: Vec<u8>) -> Told {
    let bytes = bytes.read()?;
    let is_projected = rows.project(&planned.plan, &bytes, &mut projected);
    Ok((bytes, projected, is_projected))
}

/// An error with the place in the input of its row, which is so many rows after the one that begins at
/// `byte`.
fn placed(entry: &Entry, store: &mut Store, error: Error, byte: u64, row: u64) -> Error {
    let mut found = None;
    let result = entry.replay(store, |segment| {
        if let Segment::Rows(planned, held) = segment
            && held.origin.byte == byte
        {
            found = Some((Arc::clone(planned), held.origin, held.bytes.read()?));
        }
        Ok(())
    });
    match (result, found) {
        (Err(error), _) => error,
        (Ok(()), Some((planned, origin, bytes))) => {
            place_row(error, &planned.plan, &bytes, row, origin)
        }
        (Ok(()), None) => error,
    }
}
