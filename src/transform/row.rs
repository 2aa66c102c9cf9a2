//! One row as rules see it: decoded values by column index.

use std::cell::Cell;

use super::json::known::Documents;
pub use super::json::known::Known;
use super::seed::{DerivedKey, Seed};

/// The values of one row, in buffers that are reused from row to row.
#[derive(Default)]
pub struct RowBuf {
    arena: Vec<u8>,
    slots: Vec<Slot>,
    documents: Documents,
    /// The seed that was made last, by its key and column: one address has a street, a town and a
    /// postcode by the same.
    seed: Cell<Option<(DerivedKey, usize, Seed)>>,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    /// Not decoded, as no rule asked for it.
    Absent,
    Null,
    /// In the row's raw bytes.
    Raw {
        start: usize,
        len: usize,
    },
    /// In the arena.
    Own {
        start: usize,
        len: usize,
    },
}

impl RowBuf {
    /// Empties it for a row of `columns` columns.
    pub fn reset(&mut self, columns: usize) {
        self.arena.clear();
        self.slots.clear();
        self.slots.resize(columns, Slot::Absent);
        self.forget();
    }

    /// Sets a column to NULL.
    pub fn set_null(&mut self, column: usize) {
        self.set(column, Slot::Null);
    }

    /// Sets a column to a range of the raw row.
    pub fn set_raw(&mut self, column: usize, range: std::ops::Range<usize>) {
        let slot = Slot::Raw {
            start: range.start,
            len: range.len(),
        };
        self.set(column, slot);
    }

    /// Sets a column to what `write` appends to the arena.
    pub fn set_with<T>(&mut self, column: usize, write: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let start = self.arena.len();
        let result = write(&mut self.arena);
        let len = self.arena.len() - start;
        self.set(column, Slot::Own { start, len });
        result
    }

    fn set(&mut self, column: usize, slot: Slot) {
        let before = std::mem::replace(&mut self.slots[column], slot);
        if !matches!(before, Slot::Absent) {
            self.forget();
        }
    }

    /// Each document of the row is asked for one thing, if at all: then a pass that only looks for it
    /// is quicker.
    pub fn asked_once(&mut self) {
        self.documents.asked_once();
    }

    fn forget(&mut self) {
        self.documents.clear();
        self.seed.set(None);
    }

    /// The values, for reading; `raw` are the bytes that [`RowBuf::set_raw`] ranges refer to.
    pub fn row<'a>(&'a self, raw: &'a [u8]) -> Row<'a> {
        Row { raw, buf: self }
    }

    /// A row of the given values (tests, checks).
    pub fn of(values: &[Option<&[u8]>]) -> Self {
        let mut buf = Self::default();
        buf.reset(values.len());
        for (column, value) in values.iter().enumerate() {
            match value {
                None => buf.set_null(column),
                Some(bytes) => buf.set_with(column, |out| out.extend_from_slice(bytes)),
            }
        }
        buf
    }
}

/// A view of one row's values by column index.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    raw: &'a [u8],
    buf: &'a RowBuf,
}

impl<'a> Row<'a> {
    /// The column's decoded value; `None` is NULL. Only columns that were asked for at bind are
    /// there; another is a defect and reads as NULL.
    pub fn get(&self, column: usize) -> Option<&'a [u8]> {
        match *self.buf.slots.get(column)? {
            Slot::Absent | Slot::Null => None,
            Slot::Raw { start, len } => Some(&self.raw[start..start + len]),
            Slot::Own { start, len } => Some(&self.buf.arena[start..start + len]),
        }
    }

    /// What is known of a column's value that is JSON; it is found out once for a row. `None` where it
    /// is none, or not to be known this way.
    pub fn document(&self, column: usize) -> Option<Known<'a>> {
        self.buf.documents.of(column, self.get(column)?)
    }

    /// The seed that a column's value makes under a key, as one part.
    pub fn seed(&self, column: usize, key: &DerivedKey) -> Seed {
        if let Some((known, of, seed)) = self.buf.seed.get()
            && (known, of) == (*key, column)
        {
            return seed;
        }
        let value = self.get(column);
        let seed = key.seed_parts(std::iter::once(value));
        if value.is_some() {
            self.buf.seed.set(Some((*key, column, seed)));
        }
        seed
    }

    /// The documents that are known.
    pub(super) fn documents(&self) -> &'a Documents {
        &self.buf.documents
    }
}
