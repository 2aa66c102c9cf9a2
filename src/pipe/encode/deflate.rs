//! Deflate in blocks that are compressed side by side.
//!
//! A block ends with a sync flush, so on a byte (RFC 1951, 3.2.4: an empty stored block); blocks put
//! one after the other, and an empty last one, are a stream that any reader takes. The check sum over
//! the whole is combined from those of the blocks.

use bytes::{Bytes, BytesMut};
use compression_codecs::core::Level;
use flate2::{Compress, Compression, FlushCompress};
use zlib_rs::adler32::{adler32, adler32_combine};
use zlib_rs::crc32::{crc32, crc32_combine};

use super::super::codec::Wrapper;
use crate::error::{Error, Result};

/// How far back deflate looks.
const WINDOW: usize = 32 << 10;

/// RFC 1952, 2.3: deflate, no name, no time, no known system.
const GZIP_HEAD: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

/// RFC 1950, 2.2: deflate with a window of 32 KiB.
const ZLIB_HEAD: [u8; 2] = [0x78, 0x9C];

/// The last block, with nothing in it.
const LAST: [u8; 2] = [3, 0];

/// One stream.
pub(super) struct Deflate {
    level: Compression,
    wrapper: Wrapper,
    begun: bool,
    /// The check sum of the text so far, and its length.
    sum: u32,
    length: u64,
    /// The end of the block before.
    before: Bytes,
}

impl Deflate {
    pub(super) fn new(level: Level, wrapper: Wrapper) -> Self {
        let level = match level {
            Level::Precise(level) => Compression::new(level.clamp(0, 9).unsigned_abs()),
            _ => Compression::default(),
        };
        Self {
            level,
            wrapper,
            begun: false,
            sum: wrapper.sum(&[]),
            length: 0,
            before: Bytes::new(),
        }
    }

    /// The next block, to be compressed anywhere.
    pub(super) fn block(&mut self, text: Bytes) -> Work {
        let end = text.slice(text.len().saturating_sub(WINDOW)..);
        Work {
            level: self.level,
            wrapper: self.wrapper,
            dictionary: std::mem::replace(&mut self.before, end),
            text,
        }
    }

    /// Appends a block that is compressed.
    pub(super) fn put(&mut self, block: &Block, out: &mut BytesMut) {
        self.begin(out);
        out.extend_from_slice(&block.bytes);
        self.sum = match self.wrapper {
            Wrapper::Gzip => crc32_combine(self.sum, block.sum, block.length),
            Wrapper::Zlib => adler32_combine(self.sum, block.sum, block.length),
        };
        self.length += block.length;
    }

    /// Appends the end of the stream.
    pub(super) fn end(&mut self, out: &mut BytesMut) {
        self.begin(out);
        out.extend_from_slice(&LAST);
        match self.wrapper {
            Wrapper::Gzip => {
                out.extend_from_slice(&self.sum.to_le_bytes());
                // Its lower 32 bits, as the format has it.
                out.extend_from_slice(&self.length.to_le_bytes()[..4]);
            }
            Wrapper::Zlib => out.extend_from_slice(&self.sum.to_be_bytes()),
        }
    }

    fn begin(&mut self, out: &mut BytesMut) {
        if !std::mem::replace(&mut self.begun, true) {
            out.extend_from_slice(match self.wrapper {
                Wrapper::Gzip => &GZIP_HEAD,
                Wrapper::Zlib => &ZLIB_HEAD,
            });
        }
    }
}

impl Wrapper {
    /// The check sum of a text.
    fn sum(self, text: &[u8]) -> u32 {
        match self {
            Self::Gzip => crc32(0, text),
            Self::Zlib => adler32(1, text),
        }
    }
}

/// A block to compress.
pub(super) struct Work {
    level: Compression,
    wrapper: Wrapper,
    dictionary: Bytes,
    text: Bytes,
}

/// A block that is compressed.
pub(super) struct Block {
    bytes: Vec<u8>,
    sum: u32,
    length: u64,
}

impl Work {
    /// Compresses the block.
    pub(super) fn run(self) -> Result<Block> {
        let failed = || Error::unexpected("compression failed");
        let text = &self.text[..];
        let mut deflate = Compress::new(self.level, false);
        if !self.dictionary.is_empty() {
            deflate
                .set_dictionary(&self.dictionary)
                .map_err(|_| failed())?;
        }
        // Stored blocks of what does not compress are a little longer than it is.
        let mut bytes = Vec::with_capacity(text.len() / 2 + 1024);
        loop {
            // As much as was given in is out where there is room left.
            let taken = usize::try_from(deflate.total_in()).map_err(|_| failed())?;
            deflate
                .compress_vec(&text[taken..], &mut bytes, FlushCompress::Sync)
                .map_err(|_| failed())?;
            if deflate.total_in() == text.len() as u64 && bytes.len() < bytes.capacity() {
                break;
            }
            bytes.reserve(text.len() / 2 + 1024);
        }
        Ok(Block {
            bytes,
            sum: self.wrapper.sum(text),
            length: text.len() as u64,
        })
    }
}
