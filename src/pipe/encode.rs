//! Compression: of the filter's output, of what is in archives, of the spool.
//!
//! Compression is the slowest part of a run that has any, so the threads share it where the format
//! lets them:
//!
//! - deflate (gzip's and zlib's) is cut into blocks that end on a byte, which are compressed side by
//!   side and make one stream together (as pigz does). Each begins with what the one before it ended
//!   with as its dictionary: a cleaned dump of 693 MB became 98.9 MB, where `gzip -6` makes 100.0;
//! - zstd files become frames that follow each other, which every reader of zstd takes for one text
//!   (the same dump: 89.2 MB; `zstd -3`, in one frame, 89.4). In an archive they would not do:
//!   pg_restore stops after the first;
//! - lz4, and zstd in archives, is one stream, compressed beside whoever makes the bytes.
//!
//! What comes out depends on the text alone: it is cut at fixed places, whoever works on it.

mod deflate;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use compression_codecs::core::Level;
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};
use compression_codecs::lz4::params::EncoderParams;
use compression_codecs::zstd::params::CParameter;
use compression_codecs::{EncodeV2, Lz4Encoder, ZstdEncoder};

use self::deflate::Deflate;
use super::codec::Wrapper;
use super::workers::{InOrder, Pending, Workers};
use crate::dump::archive::toc::{Algorithm, Compression};
use crate::error::{Error, Result};

/// Bytes of one block of deflate, and of what one long stream is fed at once.
const BLOCK: usize = 256 << 10;

/// Bytes of one frame of zstd: a frame knows nothing of those before it, so short ones compress badly.
const FRAME: usize = 2 << 20;

/// Room for encoded bytes.
const ENCODED: usize = 64 << 10;

/// Encodes one stream.
pub struct Encoder {
    method: Method,
    /// Gathers bytes until there are enough of them.
    pending: BytesMut,
    workers: Arc<Workers>,
}

enum Method {
    None,
    Deflate(Deflate, InOrder<Result<deflate::Block>>),
    Frames(i32, InOrder<Result<Vec<u8>>>),
    Stream(Stream),
}

impl Encoder {
    /// At the beginning of a stream in an archive.
    pub fn new(compression: Compression, wrapper: Wrapper, workers: &Arc<Workers>) -> Self {
        let level = match compression.level {
            Some(level) if level >= 0 => Level::Precise(level),
            _ => Level::Default,
        };
        let method = match compression.algorithm {
            Algorithm::None => Method::None,
            Algorithm::Gzip => Method::Deflate(Deflate::new(level, wrapper), InOrder::new(workers)),
            Algorithm::Lz4 => {
                let params = EncoderParams::default().level(level);
                Method::Stream(Stream::new(Box::new(Lz4Encoder::new(params))))
            }
            Algorithm::Zstd => {
                let level = CParameter::quality(level);
                Method::Stream(Stream::new(Box::new(ZstdEncoder::new(level))))
            }
        };
        Self::with(method, workers)
    }

    /// At the beginning of a file, where streams may follow each other.
    pub fn of_file(compression: Compression, workers: &Arc<Workers>) -> Self {
        match compression.algorithm {
            Algorithm::Zstd => {
                let level = compression.level.filter(|level| *level >= 0);
                let level = level.unwrap_or(zstd::DEFAULT_COMPRESSION_LEVEL);
                Self::with(Method::Frames(level, InOrder::new(workers)), workers)
            }
            _ => Self::new(compression, Wrapper::Gzip, workers),
        }
    }

    fn with(method: Method, workers: &Arc<Workers>) -> Self {
        Self {
            method,
            pending: BytesMut::new(),
            workers: Arc::clone(workers),
        }
    }

    /// Encodes `input`; what is ready is appended to `out`.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn encode(&mut self, mut input: &[u8], out: &mut BytesMut) -> Result<()> {
        let size = match self.method {
            Method::None => {
                out.extend_from_slice(input);
                return Ok(());
            }
            Method::Deflate(..) | Method::Stream(_) => BLOCK,
            Method::Frames(..) => FRAME,
        };
        while !input.is_empty() {
            let take = input.len().min(size - self.pending.len());
            self.pending.extend_from_slice(&input[..take]);
            input = &input[take..];
            if self.pending.len() == size {
                let block = self.pending.split().freeze();
                self.give(block, out)?;
            }
        }
        Ok(())
    }

    /// Has a block encoded.
    fn give(&mut self, block: Bytes, out: &mut BytesMut) -> Result<()> {
        match &mut self.method {
            Method::None => out.extend_from_slice(&block),
            Method::Deflate(deflate, blocks) => {
                while blocks.is_full() {
                    take_block(deflate, blocks, true, out)?;
                }
                let work = deflate.block(block);
                blocks.push(self.workers.start_work(move |_| work.run()));
                while take_block(deflate, blocks, false, out)? {}
            }
            Method::Frames(level, frames) => {
                while frames.is_full() {
                    take_frame(frames, true, out)?;
                }
                let level = *level;
                frames.push(self.workers.start_work(move |_| frame(&block, level)));
                while take_frame(frames, false, out)? {}
            }
            Method::Stream(stream) => stream.give(block, false, &self.workers, out)?,
        }
        Ok(())
    }

    /// Ends the stream; nothing may follow. It is whole once [`Encoder::ended`] says so.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn end(&mut self, out: &mut BytesMut) -> Result<()> {
        let rest = self.pending.split().freeze();
        match &mut self.method {
            Method::Stream(stream) => stream.give(rest, true, &self.workers, out),
            // A text of nothing is a frame too.
            Method::Frames(_, frames) if rest.is_empty() && !frames.is_untouched() => Ok(()),
            Method::None | Method::Deflate(..) if rest.is_empty() => Ok(()),
            _ => self.give(rest, out),
        }
    }

    /// Appends what is ready of a stream that has ended; true where that is all of it.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn ended(&mut self, wait: bool, out: &mut BytesMut) -> Result<bool> {
        match &mut self.method {
            Method::None => Ok(true),
            Method::Deflate(deflate, blocks) => {
                while take_block(deflate, blocks, wait, out)? {}
                let ended = blocks.is_empty();
                if ended {
                    deflate.end(out);
                }
                Ok(ended)
            }
            Method::Frames(_, frames) => {
                while take_frame(frames, wait, out)? {}
                Ok(frames.is_empty())
            }
            Method::Stream(stream) => stream.take(wait, out),
        }
    }

    /// Ends the stream, and waits for it; nothing may follow.
    ///
    /// # Errors
    /// Exit 1 where the library fails.
    pub fn finish(&mut self, out: &mut BytesMut) -> Result<()> {
        self.end(out)?;
        self.ended(true, out).map(drop)
    }
}

/// Appends the oldest block; false where there is none, or where it is not done and not waited for.
fn take_block(
    deflate: &mut Deflate,
    blocks: &mut InOrder<Result<deflate::Block>>,
    wait: bool,
    out: &mut BytesMut,
) -> Result<bool> {
    let Some(block) = blocks.take(wait)? else {
        return Ok(false);
    };
    deflate.put(&block?, out);
    Ok(true)
}

/// One frame of zstd.
fn frame(text: &[u8], level: i32) -> Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(level).map_err(failed)?;
    compressor.include_checksum(true).map_err(failed)?;
    compressor.compress(text).map_err(failed)
}

/// Appends the oldest frame; false where there is none, or where it is not done and not waited for.
fn take_frame(
    frames: &mut InOrder<Result<Vec<u8>>>,
    wait: bool,
    out: &mut BytesMut,
) -> Result<bool> {
    let Some(frame) = frames.take(wait)? else {
        return Ok(false);
    };
    out.extend_from_slice(&frame?);
    Ok(true)
}

type Codec = Box<dyn EncodeV2 + Send>;

/// A stream whose parts need what was before them: one part is encoded while the next is made.
struct Stream {
    /// `None` while it is at work.
    codec: Option<Codec>,
    work: Option<Pending<(Codec, Result<Vec<u8>>)>>,
}

impl Stream {
    fn new(codec: Codec) -> Self {
        Self {
            codec: Some(codec),
            work: None,
        }
    }

    /// Has the next part encoded, which may be the last.
    fn give(
        &mut self,
        part: Bytes,
        last: bool,
        workers: &Workers,
        out: &mut BytesMut,
    ) -> Result<()> {
        self.take(true, out)?;
        if let Some(mut codec) = self.codec.take() {
            self.work = Some(workers.start_work(move |_| {
                let mut out = Vec::new();
                let mut result = encode_all(codec.as_mut(), &part, &mut out);
                if last && result.is_ok() {
                    result = finish_all(codec.as_mut(), &mut out);
                }
                (codec, result.map(|()| out))
            }));
        }
        Ok(())
    }

    /// Appends what comes of the part at work; false where it is not done and not waited for.
    fn take(&mut self, wait: bool, out: &mut BytesMut) -> Result<bool> {
        let Some(work) = &self.work else {
            return Ok(true);
        };
        let done = match wait {
            true => Some(work.wait()?),
            false => work.ready()?,
        };
        let Some((codec, encoded)) = done else {
            return Ok(false);
        };
        self.work = None;
        self.codec = Some(codec);
        out.extend_from_slice(&encoded?);
        Ok(true)
    }
}

fn encode_all(codec: &mut dyn EncodeV2, input: &[u8], out: &mut Vec<u8>) -> Result<()> {
    let mut buffer = vec![0; ENCODED];
    let mut input = PartialBuffer::new(input);
    while !input.unwritten().is_empty() {
        let mut output = WriteBuffer::new_initialized(&mut buffer);
        codec.encode(&mut input, &mut output).map_err(failed)?;
        out.extend_from_slice(output.written());
    }
    Ok(())
}

fn finish_all(codec: &mut dyn EncodeV2, out: &mut Vec<u8>) -> Result<()> {
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
    use std::io::Read;

    use super::*;
    use crate::pipe::codec::Decoder;

    const ALGORITHMS: [Algorithm; 4] = [
        Algorithm::None,
        Algorithm::Gzip,
        Algorithm::Lz4,
        Algorithm::Zstd,
    ];

    /// Some that compresses and some that does not.
    fn text(length: usize) -> Vec<u8> {
        let random =
            (0_u32..).flat_map(|at| blake3::hash(&at.to_le_bytes()).as_bytes()[..8].to_vec());
        let rows = (0_u32..).flat_map(|at| format!("{at}\tjane{at}@example.org\n").into_bytes());
        let mixed = rows.take(length / 2).chain(random);
        mixed.take(length).collect()
    }

    fn encoded(mut encoder: Encoder, input: &[u8], part: usize) -> BytesMut {
        let mut out = BytesMut::new();
        for part in input.chunks(part) {
            encoder.encode(part, &mut out).unwrap();
        }
        encoder.finish(&mut out).unwrap();
        out
    }

    fn decoded(mut decoder: Decoder, input: &[u8], part: usize) -> Result<Vec<u8>> {
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
    fn texts_come_back_whatever_the_parts_and_the_threads() {
        let several: Vec<_> = [1, 2, 7].map(|count| Workers::start(count).unwrap()).into();
        for algorithm in ALGORITHMS {
            let compression = Compression {
                algorithm,
                level: None,
            };
            for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * FRAME + 700_001] {
                let input = text(length);
                let encode = |part, workers| {
                    let zlib = Encoder::new(compression, Wrapper::Zlib, workers);
                    let gzip = Encoder::of_file(compression, workers);
                    [zlib, gzip].map(|encoder| encoded(encoder, &input, part))
                };
                let whole = encode(usize::MAX, &several[0]);
                for workers in &several {
                    for part in [977, 300_000] {
                        assert!(encode(part, workers) == whole, "{algorithm:?} {length}");
                    }
                }
                let [zlib, gzip] = &whole;
                for part in [4097, usize::MAX] {
                    let decoder = Decoder::new(algorithm, Wrapper::Zlib);
                    assert!(decoded(decoder, zlib, part).unwrap() == input);
                    let decoder = Decoder::of_file(algorithm);
                    assert!(decoded(decoder, gzip, part).unwrap() == input);
                }
            }
        }
    }

    #[test]
    fn gzip_and_zlib_are_one_stream_each() {
        let workers = Workers::start(3).unwrap();
        let input = text(3 * BLOCK + 17);
        for level in [None, Some(1), Some(9)] {
            let compression = Compression {
                algorithm: Algorithm::Gzip,
                level,
            };
            let gzip = encoded(Encoder::of_file(compression, &workers), &input, 4096);
            let mut back = Vec::new();
            let mut reader = flate2::read::GzDecoder::new(&gzip[..]);
            reader.read_to_end(&mut back).unwrap();
            assert!(back == input);
            let zlib = Encoder::new(compression, Wrapper::Zlib, &workers);
            let zlib = encoded(zlib, &input, 4096);
            let mut back = Vec::new();
            let mut reader = flate2::read::ZlibDecoder::new(&zlib[..]);
            reader.read_to_end(&mut back).unwrap();
            assert!(back == input);
        }
    }

    #[test]
    fn damage_and_what_follows_are_refused() {
        let workers = Workers::start(1).unwrap();
        for algorithm in &ALGORITHMS[1..] {
            let compression = Compression {
                algorithm: *algorithm,
                level: None,
            };
            let encoder = Encoder::new(compression, Wrapper::Zlib, &workers);
            let whole = encoded(encoder, b"some text, some text", 100);
            let decode =
                |input: &[u8], part| decoded(Decoder::new(*algorithm, Wrapper::Zlib), input, part);
            for end in 0..whole.len() {
                assert!(decode(&whole[..end], 5).is_err(), "{end}");
            }
            let more = [&whole[..], b"x"].concat();
            assert!(decode(&more, 100).is_err());
        }
    }
}
