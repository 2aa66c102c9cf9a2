//! Data of entries that get more rows than they have: it waits, decoded, until those are made.

use std::collections::BTreeMap;

use crate::dump::archive::toc::Entry;
use crate::error::{Error, Result};
use crate::scrub::hold::{Held, Store};

/// pg_dump ends an entry's data with three line breaks at most.
const MAX_TAIL: usize = 64 << 10;

/// All that waits so.
pub(super) struct Growing {
    store: Store,
    entries: BTreeMap<i64, Waits>,
    open: Option<i64>,
}

/// The data of one entry.
struct Waits {
    held: Held,
    /// COPY, not INSERT.
    copy: bool,
    /// What stands behind its rows: the line that ends them, and blank lines.
    tail: Vec<u8>,
    ended: bool,
}

impl Growing {
    /// Of these entries, which may have no data; what they have waits in `store`.
    pub(super) fn new<'e>(entries: impl Iterator<Item = &'e Entry>, store: Store) -> Self {
        let waits = |entry: &Entry| {
            let copy = entry.copy.is_some();
            let tail: &[u8] = if copy { b"\\.\n\n\n" } else { b"\n\n" };
            let waits = Waits {
                held: Held::new(),
                copy,
                tail: tail.to_vec(),
                ended: false,
            };
            (entry.id, waits)
        };
        Self {
            store,
            entries: entries.map(waits).collect(),
            open: None,
        }
    }

    /// The data of an entry begins: true where it waits.
    pub(super) fn open(&mut self, id: i64) -> bool {
        self.open = self.entries.get_mut(&id).map(|waits| {
            waits.tail.clear();
            id
        });
        self.open.is_some()
    }

    /// It has ended.
    pub(super) fn close(&mut self) -> Result<()> {
        match self.open.take().and_then(|id| self.entries.get_mut(&id)) {
            Some(waits) => waits.held.seal(&mut self.store),
            None => Ok(()),
        }
    }

    /// The next bytes: true where they wait.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<bool> {
        let Some(waits) = self.open.and_then(|id| self.entries.get_mut(&id)) else {
            return Ok(false);
        };
        // In COPY data blank lines are rows.
        let blank = || bytes.iter().all(u8::is_ascii_whitespace);
        if waits.ended || !waits.copy && blank() {
            waits.tail.extend_from_slice(bytes);
            if waits.tail.len() > MAX_TAIL {
                return Err(Error::input(
                    "the data of an entry ends in more than pg_dump writes there",
                ));
            }
            return Ok(true);
        }
        for bytes in [&std::mem::take(&mut waits.tail)[..], bytes] {
            if !bytes.is_empty() {
                waits.held.push(&[bytes], &mut self.store)?;
            }
        }
        Ok(true)
    }

    /// The next bytes are the line that ends the rows: true where they wait.
    pub(super) fn end(&mut self, line: &[u8]) -> Result<bool> {
        if let Some(waits) = self.open.and_then(|id| self.entries.get_mut(&id)) {
            waits.ended = true;
        }
        self.push(line)
    }

    /// An entry whose data waits still.
    pub(super) fn next(&self) -> Option<i64> {
        self.entries.keys().next().copied()
    }

    /// The data of an entry, into `each`, up to its last row; what stands behind is returned.
    pub(super) fn take(
        &mut self,
        id: i64,
        each: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<Vec<u8>> {
        let Some(mut waits) = self.entries.remove(&id) else {
            return Err(Error::unexpected("rows for an entry that is written"));
        };
        let mut any = false;
        for segment in waits.held.read(&mut self.store) {
            any = true;
            each(&segment?)?;
        }
        waits.held.release(&mut self.store)?;
        // The line break after the last INSERT is its own.
        if any && !waits.copy && waits.tail.first() == Some(&b'\n') {
            waits.tail.remove(0);
            each(b"\n")?;
        }
        Ok(waits.tail)
    }
}
