//! Batches of rows on their way through other hands, and back in the order of the dump.
//!
//! What rows of a table ask of others, and tell them, is decided in their order by the scrubber
//! itself; the rest of the work on a row depends on nothing but the row and its plan, so whoever does
//! it, and when, changes nothing but time. A batch keeps its own counts, and counts rows from its own
//! beginning: they are added up, and a failing row numbered, when it comes back.

use std::sync::Arc;

use super::again::RowBytes;
use super::generate::Told;
use super::plan::Planned;
use super::reading::{Given, Reading, Stays};
use super::rows::{Origin, RowPath};
use super::stats::TableStats;
use crate::error::Result;

/// Bytes of rows that make a batch: enough to be worth handing over, and little enough for a core's
/// own cache to hold what goes in and what comes out.
pub const BATCH: usize = 192 << 10;

/// Works on batches beside the scrubber.
pub trait Crew: Send {
    /// How many work.
    fn hands(&self) -> usize;

    /// Takes a batch to work on.
    fn give(&mut self, batch: Batch);

    /// The oldest batch that was given, done; `None` where all are back, or where it is not done yet
    /// and `wait` is not wanted.
    ///
    /// # Errors
    /// Exit 1 where whoever worked on it is gone.
    fn take(&mut self, wait: bool) -> Result<Option<Batch>>;

    /// So many batches are out that the oldest must come back first.
    fn is_full(&self) -> bool;

    /// Forgets all batches that are out.
    fn forget(&mut self);
}

/// Rows of one block of COPY data.
pub struct Batch {
    pub(super) planned: Arc<Planned>,
    parts: Vec<(RowBytes, Origin)>,
    bytes: usize,
    /// Which rows stay, where that is not for whoever works on them to decide.
    stays: Option<Stays>,
    /// What rows that stay tell.
    pub(super) told: Told,
    /// The rows that stay, as they are written.
    pub(super) out: Vec<u8>,
    /// Counts of these rows alone.
    pub(super) stats: TableStats,
    /// A row that failed: those before it are in `out`.
    pub(super) result: Result<()>,
}

impl Batch {
    pub(super) fn new(planned: &Arc<Planned>, stats: TableStats) -> Self {
        Self {
            planned: Arc::clone(planned),
            parts: Vec::new(),
            bytes: 0,
            stays: None,
            told: Told::default(),
            out: Vec::new(),
            stats,
            result: Ok(()),
        }
    }

    /// Makes an old batch an empty one of this block; its buffers stay.
    pub(super) fn reuse(&mut self, planned: &Arc<Planned>, stats: TableStats) {
        self.planned = Arc::clone(planned);
        self.stats = stats;
        self.parts.clear();
        self.bytes = 0;
        self.stays = None;
        self.told.clear();
        self.out.clear();
        self.result = Ok(());
    }

    /// Adds whole rows.
    pub(super) fn push(&mut self, rows: RowBytes, origin: Origin) {
        self.bytes += rows.length();
        self.parts.push((rows, origin));
    }

    /// Where fates of rows go that are decided before the batch is given away.
    pub(super) fn stays(&mut self) -> &mut Stays {
        self.stays.get_or_insert_with(Stays::default)
    }

    /// No more rows are needed.
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= BATCH
    }

    /// Does the work.
    pub fn run(&mut self, rows: &mut RowPath) {
        let plan = &self.planned.plan;
        let mut reading = match &self.stays {
            Some(stays) => Reading::Given(Given::new(stays, &mut self.told)),
            None => Reading::Alone,
        };
        self.out.reserve(self.bytes + self.bytes / 8);
        // The buffers of the input go back as soon as they have been read.
        for (bytes, origin) in self.parts.drain(..) {
            self.result = bytes.read().and_then(|bytes| {
                rows.copy_rows(
                    plan,
                    &bytes,
                    origin,
                    &mut self.stats,
                    &mut reading,
                    &mut self.out,
                )
            });
            if self.result.is_err() {
                break;
            }
        }
    }
}
