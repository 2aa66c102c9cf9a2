//! Decompression, piece by piece.

use bytes::{Buf, Bytes};
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};
use compression_codecs::{DecodeV2, GzipDecoder, Lz4Decoder, ZlibDecoder, ZstdDecoder};

use super::buffers::Buffer;
use crate::dump::archive::toc::Algorithm;
use crate::error::{Error, Result};

/// What a gzip-like stream is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// RFC 1950, within custom archives.
    Zlib,
    /// RFC 1952, in files.
    Gzip,
}

/// Decodes a stream: pushed bytes of it, and what they decode to.
pub struct Decoder {
    codec: Option<Box<dyn DecodeV2 + Send>>,
    /// More streams may follow the first.
    several: bool,
    /// A stream has ended, and no other has begun.
    ended: bool,
    input: Bytes,
    /// There may be more to decode though all input was taken in.
    full: bool,
}

impl Decoder {
    /// At the beginning of a stream.
    pub fn new(algorithm: Algorithm, wrapper: Wrapper) -> Self {
        let codec: Option<Box<dyn DecodeV2 + Send>> = match (algorithm, wrapper) {
            (Algorithm::None, _) => None,
            (Algorithm::Gzip, Wrapper::Zlib) => Some(Box::new(ZlibDecoder::new())),
            (Algorithm::Gzip, Wrapper::Gzip) => Some(Box::new(GzipDecoder::new())),
            (Algorithm::Lz4, _) => Some(Box::new(Lz4Decoder::new())),
            (Algorithm::Zstd, _) => Some(Box::new(ZstdDecoder::new())),
        };
        Self {
            codec,
            several: false,
            ended: false,
            input: Bytes::new(),
            full: false,
        }
    }

    /// At the beginning of a file, where streams may follow each other (members of gzip, frames).
    pub fn of_file(algorithm: Algorithm) -> Self {
        Self {
            several: true,
            ..Self::new(algorithm, Wrapper::Gzip)
        }
    }

    /// Takes the next bytes of the stream. All that came of those before must have been taken.
    pub fn push(&mut self, input: Bytes) {
        debug_assert!(self.input.is_empty());
        self.input = input;
    }

    /// The next decoded bytes; `None` where more must be pushed first.
    ///
    /// # Errors
    /// Exit 5 where they are damaged, or follow the end of the stream.
    pub fn pull(&mut self) -> Result<Option<Bytes>> {
        let Some(codec) = &mut self.codec else {
            let input = std::mem::take(&mut self.input);
            return Ok(Some(input).filter(|input| !input.is_empty()));
        };
        loop {
            if self.input.is_empty() && !std::mem::take(&mut self.full) {
                return Ok(None);
            }
            if self.ended {
                if !self.several {
                    return Err(damaged());
                }
                codec.reinit().map_err(|_| damaged())?;
                self.ended = false;
            }
            let mut buffer = Buffer::take();
            let mut input = PartialBuffer::new(&self.input[..]);
            let mut output = WriteBuffer::new_initialized(buffer.room());
            self.ended = codec
                .decode(&mut input, &mut output)
                .map_err(|_| damaged())?;
            let (taken, written) = (input.written_len(), output.written_len());
            // What did not fit comes next.
            self.full = output.has_no_spare_space() && !self.ended;
            self.input.advance(taken);
            if written > 0 {
                return Ok(Some(buffer.hand_on(written)));
            }
        }
    }

    /// Decodes the next bytes of the stream into `each`.
    ///
    /// # Errors
    /// As [`Decoder::pull`].
    pub fn decode(
        &mut self,
        input: Bytes,
        each: &mut dyn FnMut(Bytes) -> Result<()>,
    ) -> Result<()> {
        self.push(input);
        while let Some(decoded) = self.pull()? {
            each(decoded)?;
        }
        Ok(())
    }

    /// The stream has ended.
    ///
    /// # Errors
    /// Exit 5 where it is cut off.
    pub fn finish(&self) -> Result<()> {
        if self.codec.is_none() || self.ended {
            Ok(())
        } else {
            Err(Error::input("compressed data is cut off")
                .hint("make the dump again, or copy it again, and compare sizes"))
        }
    }
}

fn damaged() -> Error {
    Error::input("compressed data is damaged, or something else follows it")
        .hint("make the dump again, or copy it again, and compare sizes")
}
