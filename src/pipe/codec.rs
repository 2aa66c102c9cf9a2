//! Compression and decompression, piece by piece.
//!
//! What comes out does not depend on how the input was cut: encoders are fed slices of one size.

use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use bytes::{Buf, Bytes, BytesMut};
use compression_codecs::core::Level;
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};
use compression_codecs::flate::params::FlateEncoderParams;
use compression_codecs::lz4::params::EncoderParams;
use compression_codecs::zstd::params::CParameter;
use compression_codecs::{
    DecodeV2, EncodeV2, GzipDecoder, GzipEncoder, Lz4Decoder, Lz4Encoder, ZlibDecoder, ZlibEncoder,
    ZstdDecoder, ZstdEncoder,
};

use super::buffers::Buffer;
use crate::dump::archive::toc::{Algorithm, Compression};
use crate::error::{Error, Result};

/// Bytes encoded at once.
const SLICE: usize = 256 << 10;

/// Room for encoded bytes.
const ENCODED: usize = 64 << 10;

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
    pub fn next(&mut self) -> Result<Option<Bytes>> {
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
    /// As [`Decoder::next`].
    pub fn decode(
        &mut self,
        input: Bytes,
        each: &mut dyn FnMut(Bytes) -> Result<()>,
    ) -> Result<()> {
        self.push(input);
        while let Some(decoded) = self.next()? {
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

/// Encodes one stream: its first slice and more on a thread beside, so that what makes the bytes need
/// not wait.
pub struct Encoder {
    codec: Codec,
    /// Waits until there is a slice of it.
    pending: BytesMut,
}

enum Codec {
    None,
    Here(Box<dyn EncodeV2 + Send>),
    Beside(Beside),
}

/// The thread that encodes.
struct Beside {
    slices: SyncSender<Bytes>,
    encoded: Receiver<Result<BytesMut>>,
    /// Slices whose results have not come.
    owed: usize,
}

/// Slices that may wait for the thread.
const QUEUE: usize = 4;

impl Encoder {
    /// At the beginning of a stream.
    pub fn new(compression: Compression, wrapper: Wrapper) -> Self {
        let level = match compression.level {
            Some(level) if level >= 0 => Level::Precise(level),
            _ => Level::Default,
        };
        let codec: Option<Box<dyn EncodeV2 + Send>> = match (compression.algorithm, wrapper) {
            (Algorithm::None, _) => None,
            (Algorithm::Gzip, Wrapper::Zlib) => {
                Some(Box::new(ZlibEncoder::new(FlateEncoderParams::from(level))))
            }
            (Algorithm::Gzip, Wrapper::Gzip) => {
                Some(Box::new(GzipEncoder::new(FlateEncoderParams::from(level))))
            }
            (Algorithm::Lz4, _) => Some(Box::new(Lz4Encoder::new(
                EncoderParams::default().level(level),
            ))),
            (Algorithm::Zstd, _) => Some(Box::new(ZstdEncoder::new(CParameter::quality(level)))),
        };
        Self {
            codec: codec.map_or(Codec::None, Codec::Here),
            pending: BytesMut::new(),
        }
    }

    /// Encodes `input`; what is ready is appended to `out`.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn encode(&mut self, mut input: &[u8], out: &mut BytesMut) -> Result<()> {
        if matches!(self.codec, Codec::None) {
            out.extend_from_slice(input);
            return Ok(());
        }
        while !input.is_empty() {
            let take = input.len().min(SLICE - self.pending.len());
            self.pending.extend_from_slice(&input[..take]);
            input = &input[take..];
            if self.pending.len() == SLICE {
                let slice = self.pending.split().freeze();
                self.encode_slice(slice, out)?;
            }
        }
        Ok(())
    }

    fn encode_slice(&mut self, slice: Bytes, out: &mut BytesMut) -> Result<()> {
        let mut beside = match std::mem::replace(&mut self.codec, Codec::None) {
            Codec::Here(codec) => Beside::start(codec)?,
            Codec::Beside(beside) => beside,
            Codec::None => return Ok(()),
        };
        // A thread that has failed says so in the other queue.
        let _ = beside.slices.send(slice);
        beside.owed += 1;
        for encoded in beside.encoded.try_iter() {
            out.unsplit(encoded?);
            beside.owed -= 1;
        }
        self.codec = Codec::Beside(beside);
        Ok(())
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn finish(self, out: &mut BytesMut) -> Result<()> {
        match self.codec {
            Codec::None => Ok(()),
            Codec::Here(mut codec) => {
                encode_all(codec.as_mut(), &self.pending, out)?;
                finish_all(codec.as_mut(), out)
            }
            Codec::Beside(Beside {
                slices,
                encoded,
                owed,
            }) => {
                let _ = slices.send(self.pending.freeze());
                drop(slices);
                // The last slice, and the end of the stream.
                let mut owed = owed + 2;
                for encoded in encoded {
                    out.unsplit(encoded?);
                    owed -= 1;
                }
                match owed {
                    0 => Ok(()),
                    _ => Err(Error::unexpected("compression stopped without a word")),
                }
            }
        }
    }
}

impl Beside {
    fn start(mut codec: Box<dyn EncodeV2 + Send>) -> Result<Self> {
        let (slices, waiting) = sync_channel::<Bytes>(QUEUE);
        // What comes out is taken whenever something goes in.
        let (done, encoded) = channel();
        let work = move || {
            for slice in waiting {
                let mut out = BytesMut::new();
                let result = encode_all(codec.as_mut(), &slice, &mut out).map(|()| out);
                let failed = result.is_err();
                if done.send(result).is_err() || failed {
                    return;
                }
            }
            let mut out = BytesMut::new();
            // Where nobody waits for it the run has failed.
            let _ = done.send(finish_all(codec.as_mut(), &mut out).map(|()| out));
        };
        std::thread::Builder::new()
            .name("dmscrub-encoder".to_owned())
            .spawn(work)
            .map_err(failed)?;
        Ok(Self {
            slices,
            encoded,
            owed: 0,
        })
    }
}

fn encode_all(codec: &mut dyn EncodeV2, input: &[u8], out: &mut BytesMut) -> Result<()> {
    let mut buffer = vec![0; ENCODED];
    let mut input = PartialBuffer::new(input);
    while !input.unwritten().is_empty() {
        let mut output = WriteBuffer::new_initialized(&mut buffer);
        codec.encode(&mut input, &mut output).map_err(failed)?;
        out.extend_from_slice(output.written());
    }
    Ok(())
}

fn finish_all(codec: &mut dyn EncodeV2, out: &mut BytesMut) -> Result<()> {
    let mut buffer = vec![0; ENCODED];
    loop {
        let mut output = WriteBuffer::new_initialized(&mut buffer);
        let done = codec.finish(&mut output).map_err(failed)?;
        out.extend_from_slice(output.written());
        if done {
            return Ok(());
        }
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::unexpected(format!("compression failed: {}", error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALGORITHMS: [Algorithm; 4] = [
        Algorithm::None,
        Algorithm::Gzip,
        Algorithm::Lz4,
        Algorithm::Zstd,
    ];

    fn encoded(algorithm: Algorithm, input: &[u8], part: usize) -> BytesMut {
        let compression = Compression {
            algorithm,
            level: None,
        };
        let mut encoder = Encoder::new(compression, Wrapper::Zlib);
        let mut out = BytesMut::new();
        for part in input.chunks(part) {
            encoder.encode(part, &mut out).unwrap();
        }
        encoder.finish(&mut out).unwrap();
        out
    }

    fn decoded(algorithm: Algorithm, input: &[u8], part: usize) -> Result<Vec<u8>> {
        let mut decoder = Decoder::new(algorithm, Wrapper::Zlib);
        let mut out = Vec::new();
        for part in input.chunks(part) {
            decoder.decode(Bytes::copy_from_slice(part), &mut |bytes| {
                out.extend_from_slice(&bytes);
                Ok(())
            })?;
        }
        decoder.finish()?;
        Ok(out)
    }

    #[test]
    fn streams_come_back_whatever_the_parts() {
        let input: Vec<u8> = (0..700_000_u32)
            .map(|at| (at.wrapping_mul(at) >> 7) as u8)
            .collect();
        for algorithm in ALGORITHMS {
            for input in [&b""[..], b"a", &input] {
                let whole = encoded(algorithm, input, 1 << 20);
                assert_eq!(encoded(algorithm, input, 977), whole, "{algorithm:?}");
                for part in [7, 4096, 1 << 20] {
                    assert!(decoded(algorithm, &whole, part).unwrap() == input);
                }
            }
        }
    }

    #[test]
    fn damage_and_what_follows_are_refused() {
        for algorithm in &ALGORITHMS[1..] {
            let whole = encoded(*algorithm, b"some text, some text", 100);
            for end in 0..whole.len() {
                assert!(decoded(*algorithm, &whole[..end], 5).is_err(), "{end}");
            }
            let more = [&whole[..], b"x"].concat();
            assert!(decoded(*algorithm, &more, 100).is_err());
        }
    }
}
