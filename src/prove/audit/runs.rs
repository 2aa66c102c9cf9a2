//! Records of fixed size that are gathered by their keys, more of them than fit in memory.
//!
//! They are gathered in a map; when it is full they are written, sorted, to an encrypted temporary
//! file that has no name. At the end all that was written is merged, in the order of the keys. What
//! is written are keyed hashes and counts, never a value.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;

use crate::error::{Error, Result};
use crate::scrub::hold::{Spill, Ticket};

/// Bytes of a block in the file.
const BLOCK: usize = 64 << 10;

/// What is gathered.
pub(super) trait Record: Copy {
    /// What it is gathered by.
    type Key: Copy + Eq + Ord + Hash;
    /// Bytes.
    const SIZE: usize;

    fn key(&self) -> Self::Key;
    /// Adds one with the same key.
    fn merge(&mut self, other: &Self);
    /// Appends [`Record::SIZE`] bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads what [`Record::write`] has written.
    fn read(bytes: &mut Bytes<'_>) -> Self;
}

/// Reads numbers off the front. What is missing reads as zero: the file is authenticated, so that
/// nothing can be.
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// Over what was written.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        if let Some((head, rest)) = self.0.split_at_checked(N) {
            bytes.copy_from_slice(head);
            self.0 = rest;
        }
        bytes
    }
}

/// Records so far.
pub(super) struct Gathered<R: Record> {
    map: HashMap<R::Key, R>,
    limit: usize,
    spill: Box<dyn Spill>,
    sorted: Vec<Sorted>,
}

impl<R: Record> Gathered<R> {
    /// At most `limit` records are in memory.
    pub(super) fn new(limit: usize, spill: Box<dyn Spill>) -> Self {
        Self {
            map: HashMap::new(),
            limit: limit.max(1),
            spill,
            sorted: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, record: &R) -> Result<()> {
        match self.map.get_mut(&record.key()) {
            Some(known) => known.merge(record),
            None => {
                if self.map.len() >= self.limit {
                    self.flush()?;
                }
                self.map.insert(record.key(), *record);
            }
        }
        Ok(())
    }

    fn sort(&mut self) -> Vec<R> {
        let mut records: Vec<R> = self.map.drain().map(|(_, record)| record).collect();
        records.sort_unstable_by_key(Record::key);
        records
    }

    fn flush(&mut self) -> Result<()> {
        let records = self.sort();
        let mut writer = Writer::default();
        for record in &records {
            writer.push(record, self.spill.as_mut())?;
        }
        self.sorted.push(writer.finish(self.spill.as_mut())?);
        Ok(())
    }

    /// All of them, each key once, in the order of the keys.
    pub(super) fn merged(mut self, mut take: impl FnMut(R) -> Result<()>) -> Result<()> {
        if self.sorted.is_empty() {
            return self.sort().into_iter().try_for_each(take);
        }
        self.flush()?;
        self.map = HashMap::new();
        let spill = self.spill.as_mut();
        let mut readers: Vec<Reader<R>> = self.sorted.iter().map(Reader::new).collect();
        let mut heads = BinaryHeap::new();
        let mut waiting: Vec<Option<R>> = Vec::new();
        for (at, reader) in readers.iter_mut().enumerate() {
            let record = reader.next(spill)?;
            heads.extend(record.map(|record| Reverse((record.key(), at))));
            waiting.push(record);
        }
        let mut open: Option<R> = None;
        while let Some(Reverse((key, at))) = heads.pop() {
            let Some(record) = waiting[at].take() else {
                return Err(Error::unexpected("a record that was never gathered"));
            };
            match &mut open {
                Some(known) if known.key() == key => known.merge(&record),
                _ => {
                    if let Some(whole) = open.replace(record) {
                        take(whole)?;
                    }
                }
            }
            waiting[at] = readers[at].next(spill)?;
            heads.extend(waiting[at].map(|record| Reverse((record.key(), at))));
        }
        open.map_or(Ok(()), take)
    }
}

/// Records in a file, in the order in which they were written.
#[derive(Default)]
pub(super) struct Sorted {
    blocks: Vec<Ticket>,
}

/// Writes records.
#[derive(Default)]
pub(super) struct Writer {
    block: Vec<u8>,
    written: Sorted,
}

impl Writer {
    pub(super) fn push<R: Record>(&mut self, record: &R, spill: &mut dyn Spill) -> Result<()> {
        record.write(&mut self.block);
        if self.block.len() + R::SIZE > BLOCK {
            self.store(spill)?;
        }
        Ok(())
    }

    fn store(&mut self, spill: &mut dyn Spill) -> Result<()> {
        self.written.blocks.push(spill.store(&mut self.block)?);
        Ok(())
    }

    pub(super) fn finish(mut self, spill: &mut dyn Spill) -> Result<Sorted> {
        if !self.block.is_empty() {
            self.store(spill)?;
        }
        Ok(self.written)
    }
}

/// Reads records.
pub(super) struct Reader<'s, R> {
    blocks: std::slice::Iter<'s, Ticket>,
    block: Vec<u8>,
    at: usize,
    record: std::marker::PhantomData<R>,
}

impl<'s, R: Record> Reader<'s, R> {
    pub(super) fn new(sorted: &'s Sorted) -> Self {
        Self {
            blocks: sorted.blocks.iter(),
            block: Vec::new(),
            at: 0,
            record: std::marker::PhantomData,
        }
    }

    pub(super) fn next(&mut self, spill: &mut dyn Spill) -> Result<Option<R>> {
        if self.at >= self.block.len() {
            let Some(ticket) = self.blocks.next() else {
                return Ok(None);
            };
            self.at = 0;
            self.block = spill.load(*ticket)?;
        }
        let end = (self.at + R::SIZE).min(self.block.len());
        let record = R::read(&mut Bytes::of(&self.block[self.at..end]));
        self.at = end;
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::pipe::spill::SpillFile;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Count(u64, u32);

    impl Record for Count {
        type Key = u64;
        const SIZE: usize = 12;

        fn key(&self) -> u64 {
            self.0
        }

        fn merge(&mut self, other: &Self) {
            self.1 += other.1;
        }

        fn write(&self, out: &mut Vec<u8>) {
            out.extend_from_slice(&self.0.to_le_bytes());
            out.extend_from_slice(&self.1.to_le_bytes());
        }

        fn read(bytes: &mut Bytes<'_>) -> Self {
            Self(
                u64::from_le_bytes(bytes.take()),
                u32::from_le_bytes(bytes.take()),
            )
        }
    }

    #[test]
    fn what_is_gathered_in_memory_and_in_a_file_is_the_same() {
        let keys = || (0..60_000_u64).map(|at| at * at % 20_011);
        let mut expected = BTreeMap::new();
        for key in keys() {
            *expected.entry(key).or_insert(0) += 1;
        }
        for limit in [1 << 20, 1000, 7919] {
            let mut gathered = Gathered::new(limit, SpillFile::temporary().unwrap());
            for key in keys() {
                gathered.add(&Count(key, 1)).unwrap();
            }
            let mut found = Vec::new();
            gathered
                .merged(|record: Count| {
                    found.push((record.0, record.1));
                    Ok(())
                })
                .unwrap();
            assert!(
                found == expected.clone().into_iter().collect::<Vec<_>>(),
                "{limit}"
            );
        }
    }
}
