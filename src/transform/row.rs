//! One row as rules see it: decoded values by column index.

/// The values of one row, in buffers that are reused from row to row.
#[derive(Default)]
pub struct RowBuf {
    arena: Vec<u8>,
    slots: Vec<Slot>,
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
    }

    /// Sets a column to NULL.
    pub fn set_null(&mut self, column: usize) {
        self.slots[column] = Slot::Null;
    }

    /// Sets a column to a range of the raw row.
    pub fn set_raw(&mut self, column: usize, range: std::ops::Range<usize>) {
        self.slots[column] = Slot::Raw {
            start: range.start,
            len: range.len(),
        };
    }

    /// Sets a column to what `write` appends to the arena.
    pub fn set_with<T>(&mut self, column: usize, write: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let start = self.arena.len();
        let result = write(&mut self.arena);
        self.slots[column] = Slot::Own {
            start,
            len: self.arena.len() - start,
        };
        result
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
}
