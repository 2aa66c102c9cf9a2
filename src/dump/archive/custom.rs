//! The data of a custom archive: blocks of streams of chunks, after the table of contents.
//!
//! Where a chunk ends means nothing: those of one stream together are one compressed stream.

use bytes::Bytes;

use super::reader::{Chunks, Reader, put_int};
use crate::error::Result;

const DATA: u8 = 1;
const LARGE_OBJECTS: u8 = 3;

/// The end of a stream, and of a block of large objects.
pub const END: [u8; 5] = [0; 5];

/// Larger chunks are read in parts of this size.
const PART: usize = 1 << 20;

/// A block begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// One stream: the data of the table of this entry.
    Data(i64),
    /// A stream for each large object.
    LargeObjects(i64),
}

/// The next block; `None` where the archive ends.
pub fn next_block<C: Chunks>(reader: &mut Reader<C>) -> Result<Option<Block>> {
    if reader.at_end()? {
        return Ok(None);
    }
    let what = "the data";
    let kind = reader.byte(what)?;
    match kind {
        DATA => Ok(Some(Block::Data(reader.int(what)?))),
        LARGE_OBJECTS => Ok(Some(Block::LargeObjects(reader.int(what)?))),
        _ => Err(reader.error("the data has a block of a kind that is not known")),
    }
}

/// The next large object of a block of them; `None` after the last.
pub fn next_large_object<C: Chunks>(reader: &mut Reader<C>) -> Result<Option<u32>> {
    match reader.int("the large objects")? {
        0 => Ok(None),
        // OIDs past 2^31 are written as negative numbers.
        oid => u32::try_from(oid.rem_euclid(1 << 32))
            .ok()
            .filter(|_| i32::try_from(oid).is_ok())
            .map(Some)
            .ok_or_else(|| reader.error("a large object with a number that is impossible")),
    }
}

/// Reads one stream.
#[derive(Debug, Default)]
pub struct Stream {
    /// Bytes left of the chunk.
    left: usize,
}

impl Stream {
    /// The next bytes; `None` at the end of the stream, after which there is nothing to read.
    pub fn next<C: Chunks>(&mut self, reader: &mut Reader<C>) -> Result<Option<Bytes>> {
        let what = "the data of an entry";
        if self.left == 0 {
            let length = reader.int(what)?;
            self.left = usize::try_from(length)
                .ok()
                .filter(|_| i32::try_from(length).is_ok())
                .ok_or_else(|| reader.error("a chunk of data whose length is impossible"))?;
            if self.left == 0 {
                return Ok(None);
            }
        }
        let part = reader.some(self.left.min(PART), what)?;
        self.left -= part.len();
        Ok(Some(part))
    }
}

/// What a block begins with.
pub fn block_start(block: Block) -> Vec<u8> {
    let (kind, id) = match block {
        Block::Data(id) => (DATA, id),
        Block::LargeObjects(id) => (LARGE_OBJECTS, id),
    };
    let mut out = vec![kind];
    put_int(&mut out, id);
    out
}

/// What a large object in a block begins with.
pub fn large_object_start(oid: u32) -> Vec<u8> {
    let mut out = Vec::new();
    put_int(&mut out, i64::from(oid.cast_signed()));
    out
}

/// What a chunk begins with.
pub fn chunk_start(length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    put_int(&mut out, length as i64);
    out
}
