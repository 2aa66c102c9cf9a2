//! Entries that wait until what their rows need has passed: whole, in their original order.
//!
//! Rows are read once to be written, and before that as often as it takes to decide them: for those
//! readings the few columns that decide them wait by themselves too. Measured with the Digital
//! Marketplace's rules: rows were read five and a half times on the average, which was a fifth of all
//! the run computed. Where the input can be read [again](super::again), the rows themselves wait in it.

use std::sync::Arc;

use bytes::{Buf, BufMut, Bytes};

use super::again::{Again, RowBytes};
use super::hold::{Held, Store};
use super::plan::Planned;
use super::rows::Origin;
use crate::dump::lexer::Piece;
use crate::error::{Error, Result};

/// All that waits.
pub struct Waiting {
    store: Store,
    entries: Vec<Entry>,
    /// The last entry is still being read.
    open: bool,
}

/// One entry of the dump: header, triggers, data.
pub struct Entry {
    /// The table, as [`Relations`](super::relations::Relations) numbers it.
    pub node: usize,
    /// Its number in an archive.
    pub id: i64,
    /// `SET SESSION AUTHORIZATION` in force when it came.
    pub authorization: Option<Bytes>,
    plans: Vec<Arc<Planned>>,
    held: Held,
    /// The columns that decide rows, of all rows that are decided; `None` where they were not told
    /// apart from the others.
    deciding: Option<Held>,
}

/// A part of an entry.
pub enum Segment<'a> {
    /// Comments, white space, statements: as they are.
    Text(&'a [u8]),
    /// A COPY begins.
    Head(&'a Arc<Planned>),
    /// Whole rows of COPY data, or what follows VALUES in an INSERT.
    Rows(&'a Arc<Planned>, RowsHeld),
    /// The line that ends COPY data.
    End(&'a [u8]),
}

/// Rows, or what decides them.
pub struct RowsHeld {
    /// Where they stood.
    pub origin: Origin,
    /// How many there are.
    pub count: u64,
    /// The rows.
    pub bytes: RowBytes,
}

/// Fewer bytes are copied: to read them again by themselves would take longer.
const WORTH_READING_AGAIN: usize = 16 << 10;

const TEXT: u8 = b'T';
const HEAD: u8 = b'H';
const ROWS: u8 = b'R';
/// Rows in the input: their length stands for them.
const ROWS_AGAIN: u8 = b'A';
const END: u8 = b'E';
/// Tag, plan, line, byte and count of rows.
const HEAD_LEN: usize = 1 + 4 + 8 + 8 + 8;

impl Waiting {
    /// Nothing waits.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            entries: Vec::new(),
            open: false,
        }
    }

    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry being read is of this table.
    pub fn is_open_for(&self, node: usize) -> bool {
        self.open && self.entries.last().is_some_and(|entry| entry.node == node)
    }

    /// An entry begins.
    pub fn begin(&mut self, node: usize, id: i64, authorization: Option<Bytes>) -> Result<()> {
        self.close()?;
        self.entries.push(Entry {
            node,
            id,
            authorization,
            plans: Vec::new(),
            held: Held::new(),
            deciding: Some(Held::new()),
        });
        self.open = true;
        Ok(())
    }

    /// The entry being read has ended.
    pub fn close(&mut self) -> Result<()> {
        if std::mem::take(&mut self.open)
            && let Some(entry) = self.entries.last_mut()
        {
            entry.held.seal(&mut self.store)?;
            if let Some(deciding) = &mut entry.deciding {
                deciding.seal(&mut self.store)?;
            }
        }
        Ok(())
    }

    /// Adds text to the entry being read.
    pub fn text(&mut self, text: &[u8]) -> Result<()> {
        self.push(TEXT, None, None, 0, text)
    }

    /// A COPY of the entry being read begins.
    pub fn head(&mut self, planned: &Arc<Planned>) -> Result<()> {
        self.push(HEAD, Some(planned), None, 0, &[])
    }

    /// Of the entry being read, the columns that decide rows are to be told apart from the others.
    pub fn is_projected(&self) -> bool {
        self.entries.last().is_some_and(Entry::is_projected)
    }

    /// Rows of the entry being read. `deciding` are the columns that decide them; none where they were
    /// not told apart from the others.
    pub fn rows(
        &mut self,
        planned: &Arc<Planned>,
        piece: &Piece,
        deciding: Option<&[u8]>,
    ) -> Result<()> {
        let origin = Some(Origin {
            line: piece.line,
            byte: piece.offset,
        });
        let store = &mut self.store;
        // To read rows again from the input takes less than to keep a copy of most of them.
        let deciding = deciding
            .filter(|bytes| store.again().is_none() || bytes.len() <= piece.bytes.len() / 2);
        if let Some(entry) = self.entries.last_mut() {
            let plan = entry.plan(planned);
            match (&mut entry.deciding, deciding) {
                (Some(held), Some(bytes)) => {
                    let head = head(ROWS, plan, origin, piece.rows);
                    held.push(&[&head, bytes], store)?;
                }
                // Now they all are read whole.
                (_, None) => {
                    if let Some(held) = entry.deciding.take() {
                        held.release(store)?;
                    }
                }
                (None, _) => {}
            }
        }
        let (rows, count) = (&piece.bytes[..], piece.rows);
        if self.store.again().is_some() && rows.len() >= WORTH_READING_AGAIN {
            let length = (rows.len() as u64).to_le_bytes();
            return self.push(ROWS_AGAIN, Some(planned), origin, count, &length);
        }
        self.push(ROWS, Some(planned), origin, count, rows)
    }

    /// COPY data of the entry being read ends.
    pub fn end(&mut self, line: &[u8]) -> Result<()> {
        self.push(END, None, None, 0, line)
    }

    /// What waits has its place in this input.
    pub fn set_again(&mut self, input: Arc<dyn Again>) {
        self.store.set_again(input);
    }

    /// The entries, with what reads them.
    pub fn entries(&mut self) -> (&[Entry], &mut Store) {
        (&self.entries, &mut self.store)
    }

    /// All is written: memory and file are given back.
    pub fn clear(&mut self) -> Result<()> {
        self.open = false;
        for entry in self.entries.drain(..) {
            entry.held.release(&mut self.store)?;
            if let Some(deciding) = entry.deciding {
                deciding.release(&mut self.store)?;
            }
        }
        Ok(())
    }

    fn push(
        &mut self,
        tag: u8,
        planned: Option<&Arc<Planned>>,
        origin: Option<Origin>,
        count: u64,
        bytes: &[u8],
    ) -> Result<()> {
        let Some(entry) = self.entries.last_mut() else {
            return Err(Error::unexpected(
                "nothing waits that this could be part of",
            ));
        };
        let plan = planned.map_or(0, |planned| entry.plan(planned));
        entry
            .held
            .push(&[&head(tag, plan, origin, count), bytes], &mut self.store)
    }
}

/// What stands before a part.
fn head(tag: u8, plan: u32, origin: Option<Origin>, count: u64) -> [u8; HEAD_LEN] {
    let mut head = [0; HEAD_LEN];
    let mut into = &mut head[..];
    into.put_u8(tag);
    into.put_u32_le(plan);
    into.put_u64_le(origin.map_or(0, |origin| origin.line));
    into.put_u64_le(origin.map_or(0, |origin| origin.byte));
    into.put_u64_le(count);
    head
}

impl Entry {
    fn plan(&mut self, planned: &Arc<Planned>) -> u32 {
        let known = self
            .plans
            .iter()
            .rposition(|known| Arc::ptr_eq(known, planned));
        let at = known.unwrap_or_else(|| {
            self.plans.push(Arc::clone(planned));
            self.plans.len() - 1
        });
        at as u32
    }

    /// Reads the entry's parts in order.
    pub fn replay(
        &self,
        store: &mut Store,
        each: impl FnMut(Segment<'_>) -> Result<()>,
    ) -> Result<()> {
        self.parts(&self.held, store, each)
    }

    /// The columns that decide rows were told apart from the others.
    pub fn is_projected(&self) -> bool {
        self.deciding.is_some()
    }

    /// Reads rows as far as it takes to decide them: where they are projected, these columns.
    pub fn replay_deciding(
        &self,
        store: &mut Store,
        each: impl FnMut(Segment<'_>) -> Result<()>,
    ) -> Result<()> {
        let held = self.deciding.as_ref().unwrap_or(&self.held);
        self.parts(held, store, each)
    }

    fn parts(
        &self,
        held: &Held,
        store: &mut Store,
        mut each: impl FnMut(Segment<'_>) -> Result<()>,
    ) -> Result<()> {
        let damaged = || Error::unexpected("a part of a held table is damaged");
        let input = store.again().cloned();
        for segment in held.read(store) {
            let segment = segment?;
            let mut rest = &segment[..];
            if rest.len() < HEAD_LEN {
                return Err(damaged());
            }
            let tag = rest.get_u8();
            let plan = rest.get_u32_le() as usize;
            let origin = Origin {
                line: rest.get_u64_le(),
                byte: rest.get_u64_le(),
            };
            let count = rest.get_u64_le();
            let planned = self.plans.get(plan);
            let rows = |bytes| RowsHeld {
                origin,
                count,
                bytes,
            };
            each(match (tag, planned) {
                (TEXT, _) => Segment::Text(rest),
                (END, _) => Segment::End(rest),
                (HEAD, Some(planned)) => Segment::Head(planned),
                (ROWS, Some(planned)) => {
                    Segment::Rows(planned, rows(RowBytes::Here(segment.slice_ref(rest))))
                }
                (ROWS_AGAIN, Some(planned)) => {
                    let input = input.as_ref().ok_or_else(damaged)?;
                    let length = rest.try_get_u64_le().map_err(|_| damaged())?;
                    let again = RowBytes::Again {
                        input: Arc::clone(input),
                        byte: origin.byte,
                        length: usize::try_from(length).map_err(|_| damaged())?,
                    };
                    Segment::Rows(planned, rows(again))
                }
                _ => return Err(damaged()),
            })?;
        }
        Ok(())
    }
}
