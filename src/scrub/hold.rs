//! Bytes that wait: data of tables that cannot be written until others have passed.
//!
//! Segments are gathered into blocks. Blocks stay in memory up to a limit that all tables share; past
//! it they go to a [`Spill`], which keeps them where nobody can read them. What waits is read back in
//! the order it was added, as often as need be. Beyond the limit there is one block for each entry
//! that is being filled (a dump has one at a time) and one that is being read.

use std::sync::Arc;

use bytes::{Buf, Bytes};

use super::again::Again;
use crate::error::{Error, Result};

/// How many bytes wait in memory before blocks are spilled.
pub const DEFAULT_MEMORY: usize = 64 << 20;

/// Segments are gathered up to this size, so that compression has something to work on.
const BLOCK: usize = 256 << 10;

/// Before each segment in a block: its length.
const HEAD: usize = size_of::<u32>();

/// Where blocks go that memory has no room for: compressed, and encrypted with a key that is nowhere
/// but in memory.
pub trait Spill: Send {
    /// Keeps a block and empties it.
    ///
    /// # Errors
    /// Exit 6 where there is no room. It may come with a later block.
    fn store(&mut self, block: &mut Vec<u8>) -> Result<Ticket>;

    /// How many blocks it is of use to [`expect`](Self::expect).
    fn ahead(&self) -> usize {
        0
    }

    /// A kept block will be asked for soon, after those expected before it.
    fn expect(&mut self, _ticket: Ticket) {}

    /// A kept block.
    ///
    /// # Errors
    /// Exit 1 where it is not what was kept, and exit 6 where it can't be read.
    fn load(&mut self, ticket: Ticket) -> Result<Vec<u8>>;

    /// Forgets all blocks; their tickets are void.
    fn clear(&mut self) -> Result<()>;
}

/// A block in a [`Spill`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(pub u64);

/// The memory and the spill that all waiting data shares.
pub struct Store {
    limit: usize,
    used: usize,
    spill: Box<dyn Spill>,
    spilled_bytes: u64,
    /// Blocks in the spill that something waiting owns.
    spilled_blocks: u64,
    /// The input, where it can be read again.
    again: Option<Arc<dyn Again>>,
}

impl Store {
    /// `limit` is in bytes.
    pub fn new(limit: usize, spill: Box<dyn Spill>) -> Self {
        Self {
            limit,
            used: 0,
            spill,
            spilled_bytes: 0,
            spilled_blocks: 0,
            again: None,
        }
    }

    /// What is in this input needs no other place.
    pub fn set_again(&mut self, input: Arc<dyn Again>) {
        self.again = Some(input);
    }

    /// The input, where it can be read again.
    pub fn again(&self) -> Option<&Arc<dyn Again>> {
        self.again.as_ref()
    }

    /// Bytes that wait in memory, in full blocks.
    pub fn memory(&self) -> usize {
        self.used
    }

    /// Bytes that were spilled so far, before compression.
    pub fn spilled(&self) -> u64 {
        self.spilled_bytes
    }

    /// Keeps a block and empties it.
    fn keep(&mut self, block: &mut Vec<u8>) -> Result<Block> {
        let fits = self
            .used
            .checked_add(block.len())
            .is_some_and(|used| used <= self.limit);
        if fits {
            self.used += block.len();
            let mut block = std::mem::take(block);
            block.shrink_to_fit();
            return Ok(Block::Memory(block.into()));
        }
        self.spilled_bytes += block.len() as u64;
        let ticket = self.spill.store(block)?;
        self.spilled_blocks += 1;
        Ok(Block::Spilled(ticket))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({} bytes in memory)", self.used)
    }
}

/// Segments that wait together: one entry of the dump. It belongs to one [`Store`] and is given back
/// to it with [`release`](Self::release).
#[derive(Default)]
pub struct Held {
    blocks: Vec<Block>,
    /// The block that is being filled.
    open: Vec<u8>,
    segments: u64,
    bytes: u64,
}

enum Block {
    Memory(Bytes),
    Spilled(Ticket),
}

impl Held {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a segment: whole rows, or whatever is to come back as one piece; `parts` are what it is
    /// put together of. It is copied, so that the buffer it is part of can go.
    pub fn push(&mut self, parts: &[&[u8]], store: &mut Store) -> Result<()> {
        let size = parts.iter().map(|part| part.len()).sum::<usize>();
        let length = u32::try_from(size).map_err(|_| {
            Error::unexpected("a piece of a table that has to wait is longer than 4 GiB")
        })?;
        let needed = HEAD.saturating_add(size);
        if self.open.len().saturating_add(needed) > BLOCK {
            self.seal(store)?;
        }
        self.open
            .reserve(needed.max(BLOCK.saturating_sub(self.open.len())));
        self.open.extend_from_slice(&length.to_le_bytes());
        for part in parts {
            self.open.extend_from_slice(part);
        }
        self.segments += 1;
        self.bytes += size as u64;
        if self.open.len() >= BLOCK {
            self.seal(store)?;
        }
        Ok(())
    }

    /// The entry has ended: its last block counts towards the limit. More may still be added.
    pub fn seal(&mut self, store: &mut Store) -> Result<()> {
        if !self.open.is_empty() {
            self.blocks.push(store.keep(&mut self.open)?);
        }
        Ok(())
    }

    /// How many segments wait.
    pub fn segments(&self) -> u64 {
        self.segments
    }

    /// How many bytes they have together.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The segments as they were added. After an error there are no more.
    pub fn read<'h>(&'h self, store: &'h mut Store) -> Segments<'h> {
        Segments {
            blocks: self.blocks.iter(),
            open: &self.open,
            block: Bytes::new(),
            spill: store.spill.as_mut(),
        }
    }

    /// Gives back what it takes up.
    pub fn release(self, store: &mut Store) -> Result<()> {
        let mut spilled = 0;
        for block in &self.blocks {
            match block {
                Block::Memory(bytes) => store.used = store.used.saturating_sub(bytes.len()),
                Block::Spilled(_) => spilled += 1,
            }
        }
        if spilled > 0 {
            store.spilled_blocks = store.spilled_blocks.saturating_sub(spilled);
            if store.spilled_blocks == 0 {
                store.spill.clear()?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held({} segments, {} bytes)", self.segments, self.bytes)
    }
}

/// Reads what waits; see [`Held::read`].
pub struct Segments<'h> {
    blocks: std::slice::Iter<'h, Block>,
    open: &'h [u8],
    /// What is left of the block being read.
    block: Bytes,
    spill: &'h mut dyn Spill,
}

impl Segments<'_> {
    /// The next block that is not empty; empty where there is none.
    fn next_block(&mut self) -> Result<Bytes> {
        match self.blocks.next() {
            Some(Block::Memory(bytes)) => Ok(bytes.clone()),
            Some(Block::Spilled(ticket)) => {
                let ahead = self.spill.ahead();
                for block in self.blocks.as_slice().iter().take(ahead) {
                    if let Block::Spilled(next) = block {
                        self.spill.expect(*next);
                    }
                }
                Ok(self.spill.load(*ticket)?.into())
            }
            None => Ok(Bytes::copy_from_slice(std::mem::take(&mut self.open))),
        }
    }

    fn next_segment(&mut self) -> Result<Option<Bytes>> {
        if self.block.is_empty() {
            self.block = self.next_block()?;
        }
        if self.block.is_empty() {
            return Ok(None);
        }
        let broken = || Error::unexpected("data that was held back has lost its form (a defect)");
        let length = self.block.try_get_u32_le().map_err(|_| broken())? as usize;
        if length > self.block.len() {
            return Err(broken());
        }
        Ok(Some(self.block.split_to(length)))
    }
}

impl Iterator for Segments<'_> {
    type Item = Result<Bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        let segment = self.next_segment();
        if segment.is_err() {
            self.blocks = [].iter();
            self.open = &[];
            self.block = Bytes::new();
        }
        segment.transpose()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Keeps blocks in memory, and refuses where there is no more room.
    #[derive(Default)]
    struct Shelf {
        blocks: Vec<Vec<u8>>,
        room: Option<usize>,
        fail_loads: bool,
    }

    impl Spill for Shelf {
        fn store(&mut self, block: &mut Vec<u8>) -> Result<Ticket> {
            if self.room.is_some_and(|room| self.blocks.len() >= room) {
                return Err(Error::output("no space left on device"));
            }
            self.blocks.push(std::mem::take(block));
            Ok(Ticket(self.blocks.len() as u64 - 1))
        }

        fn load(&mut self, ticket: Ticket) -> Result<Vec<u8>> {
            if self.fail_loads {
                return Err(Error::unexpected("damaged"));
            }
            Ok(self.blocks[ticket.0 as usize].clone())
        }

        fn clear(&mut self) -> Result<()> {
            self.blocks.clear();
            Ok(())
        }
    }

    fn read(held: &Held, store: &mut Store) -> Vec<Vec<u8>> {
        let segments = held.read(store);
        segments.map(|segment| segment.unwrap().to_vec()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn segments_come_back_as_they_were(
            limit in prop_oneof![Just(0), 0_usize..2_000_000],
            segments in prop::collection::vec(
                (0_usize..3, prop_oneof![0_usize..50, 0_usize..600_000]), 0..20,
            ),
        ) {
            let mut store = Store::new(limit, Box::new(Shelf::default()));
            let mut held: Vec<Held> = (0..3).map(|_| Held::new()).collect();
            let mut model = vec![Vec::new(); 3];
            for (number, (entry, length)) in (0_u8..).zip(segments) {
                let segment = vec![number; length];
                held[entry].push(&[&segment], &mut store).unwrap();
                model[entry].push(segment);
                prop_assert!(store.memory() <= limit, "{} of {limit}", store.memory());
                prop_assert!(held.iter().all(|held| held.open.len() < BLOCK));
            }
            held[0].seal(&mut store).unwrap();
            for _ in 0..2 {
                for (held, model) in held.iter().zip(&model) {
                    prop_assert_eq!(&read(held, &mut store), model);
                    prop_assert_eq!(held.segments(), model.len() as u64);
                }
            }
            for held in held {
                held.release(&mut store).unwrap();
            }
            prop_assert_eq!((store.memory(), store.spilled_blocks), (0, 0));
        }
    }

    #[test]
    fn little_stays_in_memory() {
        let mut store = Store::new(DEFAULT_MEMORY, Box::new(Shelf::default()));
        let mut held = Held::new();
        for _ in 0..100_000 {
            held.push(&[b"1\t", b"jane\n"], &mut store).unwrap();
        }
        held.seal(&mut store).unwrap();
        assert_eq!(store.spilled(), 0);
        assert_eq!(store.memory(), 100_000 * (7 + HEAD));
    }

    #[test]
    fn a_spill_that_is_full_fails_the_run() {
        let shelf = Shelf {
            room: Some(1),
            ..Shelf::default()
        };
        let mut store = Store::new(0, Box::new(shelf));
        let mut held = Held::new();
        held.push(&[b"a"], &mut store).unwrap();
        held.seal(&mut store).unwrap();
        held.push(&[b"b"], &mut store).unwrap();
        let error = held.seal(&mut store).unwrap_err();
        assert_eq!(error.exit(), crate::exit::ExitCode::Output);
    }

    #[test]
    fn nothing_follows_an_error() {
        let shelf = Shelf {
            fail_loads: true,
            ..Shelf::default()
        };
        let mut store = Store::new(0, Box::new(shelf));
        let mut held = Held::new();
        for segment in [b"a", b"b"] {
            held.push(&[segment], &mut store).unwrap();
            held.seal(&mut store).unwrap();
        }
        let mut segments = held.read(&mut store);
        assert!(segments.next().is_some_and(|first| first.is_err()));
        assert!(segments.next().is_none());
    }

    #[test]
    fn debug_shows_sizes_only() {
        let mut store = Store::new(100, Box::new(Shelf::default()));
        let mut held = Held::new();
        held.push(&[b"jane"], &mut store).unwrap();
        held.seal(&mut store).unwrap();
        assert_eq!(
            format!("{held:?} {store:?}"),
            "Held(1 segments, 4 bytes) Store(8 bytes in memory)"
        );
    }
}
