//! Rows made several at once. What a row is made of depends on nothing but its seed, the row it is for
//! and what was collected; so others make rows, lot by lot, and what depends on the rows before (their
//! numbers, and what must be unlike all others) is done here, in their order. Whoever works, and however
//! many they are, the rows are the same, and so is the failure.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use bytes::Bytes;

use super::Next;
use super::bind::Cell;
use super::make::{Ground, Maker, Uniques, Wanted};
use crate::error::{Error, Result};
use crate::transform::Outcome;
use crate::transform::seed::Seed;

/// Rows of a lot: enough to be worth handing over.
const ROWS: usize = 64;

/// Lots for each thread: one that it works on and one that waits.
const EACH: usize = 2;

/// Rows of one generator.
#[derive(Default)]
struct Lot {
    generator: usize,
    wanted: Vec<(Seed, Option<Bytes>)>,
    /// By row and column.
    numbers: Vec<Option<i64>>,
    /// By row that was made: in which attempt.
    attempts: Vec<u32>,
    /// By row and column: what became of it, and where its value ends.
    cells: Vec<(Outcome, usize)>,
    values: Vec<u8>,
    /// Why the next row could not be made.
    failed: Option<Error>,
}

impl Lot {
    fn clear(&mut self) {
        self.wanted.clear();
        self.numbers.clear();
        self.attempts.clear();
        self.cells.clear();
        self.values.clear();
        self.failed = None;
    }

    fn wanted<'w>(&'w self, row: usize, ground: &'w Ground<'_>) -> Wanted<'w> {
        let generator = &ground.generators[self.generator];
        let columns = generator.cells.len();
        let (seed, driver) = &self.wanted[row];
        Wanted {
            generator,
            seed,
            driver: driver.as_deref(),
            numbers: &self.numbers[row * columns..(row + 1) * columns],
        }
    }

    /// Makes its rows, up to the first that can't be.
    fn make(&mut self, ground: &Ground<'_>, maker: &mut Maker) {
        let columns = ground.generators[self.generator].cells.len();
        for row in 0..self.wanted.len() {
            match maker.make(ground, &self.wanted(row, ground), 0) {
                Ok(attempt) => self.attempts.push(attempt),
                Err(error) => {
                    self.failed = Some(error);
                    return;
                }
            }
            for column in 0..columns {
                let (outcome, value) = maker.cell(column);
                self.values.extend_from_slice(value);
                self.cells.push((outcome, self.values.len()));
            }
        }
    }

    /// The values of one row that was made.
    fn row(&self, row: usize, columns: usize) -> impl Iterator<Item = (Outcome, &[u8])> {
        let first = row * columns;
        let begin = match first {
            0 => 0,
            _ => self.cells[first - 1].1,
        };
        let cells = &self.cells[first..first + columns];
        cells.iter().scan(begin, |begin, &(outcome, end)| {
            let value = &self.values[*begin..end];
            *begin = end;
            Some((outcome, value))
        })
    }
}

/// A lot on its way to a thread, and back.
type Errand = (Lot, SyncSender<Lot>);

/// The rows of a table, on their way.
pub struct Lots<'l> {
    ground: Ground<'l>,
    uniques: Uniques<'l>,
    next: &'l mut [Next],
    each: &'l mut dyn FnMut(&Maker) -> Result<()>,
    /// Who makes them, where others do.
    others: Option<Sender<Errand>>,
    most: usize,
    open: Lot,
    out: VecDeque<Receiver<Lot>>,
    spare: Vec<Lot>,
    maker: Maker,
}

impl<'l> Lots<'l> {
    /// Calls `feed`, which [wants](Self::want) rows, and `each` with every row, in their order. `hands`
    /// threads make them; of one, this one does.
    ///
    /// # Errors
    /// Exit 4 where a row can't be made, exit 1 where the system gives no thread, and those of `each`
    /// and `feed`.
    pub fn run(
        ground: Ground<'l>,
        uniques: Uniques<'l>,
        next: &'l mut [Next],
        hands: usize,
        each: &'l mut dyn FnMut(&Maker) -> Result<()>,
        feed: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let (give, errands) = channel::<Errand>();
        let errands = Mutex::new(errands);
        let others = (hands > 1).then_some(give);
        thread::scope(|scope| {
            for _ in 0..others.as_ref().map_or(0, |_| hands) {
                thread::Builder::new()
                    .spawn_scoped(scope, || work(&errands, &ground))
                    .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))?;
            }
            // They end when it is gone.
            let mut lots = Self {
                ground,
                uniques,
                next,
                each,
                others,
                most: hands * EACH,
                open: Lot::default(),
                out: VecDeque::new(),
                spare: Vec::new(),
                maker: Maker::default(),
            };
            feed(&mut lots)?;
            lots.settle()
        })
    }

    /// One row more.
    pub fn want(&mut self, generator: usize, seed: Seed, driver: Option<&Bytes>) -> Result<()> {
        if self.open.generator != generator || self.open.wanted.len() >= ROWS {
            self.give()?;
            self.open.generator = generator;
        }
        let bound = &self.ground.generators[generator];
        for cell in &bound.cells {
            let number = match cell {
                Cell::Next(next, limit) => match self.next[*next].take(*limit) {
                    Ok(number) => Some(number),
                    Err(error) => {
                        // The rows before it come first, and may fail themselves.
                        self.settle()?;
                        return Err(error.at_table(self.ground.table).at_rule(&bound.position));
                    }
                },
                _ => None,
            };
            self.open.numbers.push(number);
        }
        self.open.wanted.push((seed, driver.cloned()));
        Ok(())
    }

    /// Gives the open lot away, and takes back what is done where too many are out.
    fn give(&mut self) -> Result<()> {
        let lot = self.spare.pop().unwrap_or_default();
        let mut lot = std::mem::replace(&mut self.open, lot);
        let Some(others) = &self.others else {
            lot.make(&self.ground, &mut self.maker);
            return self.take(lot);
        };
        let (back, waits) = sync_channel(1);
        others.send((lot, back)).map_err(|_| gone())?;
        self.out.push_back(waits);
        while self.out.len() > self.most {
            self.take_oldest()?;
        }
        Ok(())
    }

    /// All rows that are wanted so far are made and handed on.
    fn settle(&mut self) -> Result<()> {
        self.give()?;
        while !self.out.is_empty() {
            self.take_oldest()?;
        }
        Ok(())
    }

    fn take_oldest(&mut self) -> Result<()> {
        match self.out.pop_front() {
            Some(waits) => self.take(waits.recv().map_err(|_| gone())?),
            None => Ok(()),
        }
    }

    /// Hands on the rows of a lot that is made.
    fn take(&mut self, mut lot: Lot) -> Result<()> {
        let columns = self.ground.generators[lot.generator].cells.len();
        for (row, &attempt) in lot.attempts.iter().enumerate() {
            self.maker.set(columns, lot.row(row, columns));
            let mut attempt = attempt;
            let wanted = lot.wanted(row, &self.ground);
            let failed = |error: Error| {
                (error.at_table(self.ground.table)).at_rule(&wanted.generator.position)
            };
            while !(self.maker.claim(&mut self.uniques))
                .map_err(|failure| failed(Error::undecided(failure.0)))?
            {
                attempt = self.maker.make(&self.ground, &wanted, attempt + 1)?;
            }
            (self.each)(&self.maker)?;
        }
        if let Some(error) = lot.failed.take() {
            return Err(error);
        }
        lot.clear();
        self.spare.push(lot);
        Ok(())
    }
}

fn work(errands: &Mutex<Receiver<Errand>>, ground: &Ground<'_>) {
    let mut maker = Maker::default();
    loop {
        let errand = errands
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok((mut lot, back)) = errand else {
            return;
        };
        lot.make(ground, &mut maker);
        // Nobody waits for it where another row failed.
        let _ = back.send(lot);
    }
}

fn gone() -> Error {
    Error::unexpected("a thread that makes rows is gone")
}
