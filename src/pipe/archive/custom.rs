//! The custom format, from a stream and to a stream.

use bytes::{Bytes, BytesMut};

use super::{Source, Target};
use crate::dump::archive::custom::{self, Block, END, Stream};
use crate::dump::archive::reader::{Chunks, Reader};
use crate::dump::archive::toc::{Algorithm, Entry, Format, Toc};
use crate::error::{Error, Result};
use crate::pipe::codec::Wrapper;
use crate::pipe::output::Output;
use crate::scrub::Sink;

/// Chunks are handed out together up to this size: without compression each row has its own.
const GATHERED: usize = 128 << 10;

/// A custom archive that is read once from front to back.
pub struct CustomSource<C> {
    reader: Reader<C>,
    toc: Option<Toc>,
    stream: Stream,
    /// The stream has ended, and its last bytes were handed out.
    ended: bool,
}

impl<C: Chunks> CustomSource<C> {
    /// At its first byte.
    pub fn new(chunks: C) -> Self {
        Self {
            reader: Reader::new(chunks),
            toc: None,
            stream: Stream::default(),
            ended: false,
        }
    }
}

impl<C: Chunks> Source for CustomSource<C> {
    fn contents(&mut self) -> Result<Toc> {
        let toc = Toc::read(&mut self.reader)?;
        match toc.header.format {
            Format::Custom => {
                self.toc = Some(toc.clone());
                Ok(toc)
            }
            Format::Files => Err(Error::input(
                "this is the table of contents of a directory archive, without its data",
            )
            .hint("name the directory itself: `dmscrub … DIRECTORY -o NEW_DIRECTORY`")),
        }
    }

    fn open(&mut self, entry: &Entry) -> Result<()> {
        let wanted = match entry.desc() {
            b"BLOBS" => Block::LargeObjects(entry.id),
            _ => Block::Data(entry.id),
        };
        match custom::next_block(&mut self.reader)? {
            Some(block) if block == wanted => Ok(()),
            Some(_) => Err(self
                .reader
                .error("the data of the entries is in another order than the table of contents")
                .hint("pg_dump writes none like that; make it plain: `pg_restore -f - FILE | dmscrub …`")),
            None => Err(self
                .reader
                .error("the archive is cut off: the data of an entry is missing")
                .hint("make the dump again, or copy it again, and compare sizes")),
        }
    }

    fn large_object(&mut self) -> Result<Option<u32>> {
        custom::next_large_object(&mut self.reader)
    }

    fn data(&mut self) -> Result<Option<Bytes>> {
        if std::mem::take(&mut self.ended) {
            return Ok(None);
        }
        let first = match self.stream.next(&mut self.reader)? {
            Some(first) if first.len() < GATHERED => first,
            other => return Ok(other),
        };
        let mut gathered = BytesMut::with_capacity(2 * GATHERED);
        gathered.extend_from_slice(&first);
        while gathered.len() < GATHERED {
            match self.stream.next(&mut self.reader)? {
                Some(part) => gathered.extend_from_slice(&part),
                None => {
                    self.ended = true;
                    break;
                }
            }
        }
        Ok(Some(gathered.freeze()))
    }

    fn finish(&mut self) -> Result<Option<String>> {
        if self.reader.at_end()? {
            return Ok(None);
        }
        // pg_dump writes the table of contents again when it is done, with offsets: over the first
        // one, but after the data where its output is a file that is appended to.
        let (end, toc) = (self.reader.offset(), self.toc.take());
        let again = toc.map(|toc| {
            let again = Toc::read_entries(&mut self.reader, &toc.header).ok()?;
            let ids = |entries: &[Entry]| entries.iter().map(|entry| entry.id).collect::<Vec<_>>();
            (ids(&again) == ids(&toc.entries) && self.reader.at_end().ok()?).then_some(())
        });
        match again.flatten() {
            Some(()) => Ok(Some(format!(
                "a second table of contents after the data, {} bytes, is left out: nothing reads it",
                self.reader.offset() - end
            ))),
            None => Err(Error::input("something follows the data of the last entry")
                .at_byte(end)
                .hint("make the dump again; remove what was appended to it")),
        }
    }

    fn algorithm(&self) -> Algorithm {
        let toc = self.toc.as_ref();
        toc.map_or(Algorithm::None, |toc| toc.header.compression.algorithm)
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Zlib
    }

    fn bytes_read(&self) -> u64 {
        self.reader.offset()
    }
}

/// Chunks of this size are written, so that the output does not depend on how the input came.
const CHUNK: usize = 64 << 10;

/// A custom archive that is written once from front to back, without offsets: `pg_restore` finds its
/// way by reading.
///
/// The end of the last entry's data is written only when the run is known to be good, so what was
/// written of a run that fails lacks at least that, and `pg_restore` refuses it.
pub struct CustomTarget {
    output: Output,
    chunk: BytesMut,
    withheld: Vec<u8>,
    /// The open block is one of large objects, which has an end of its own.
    large_objects: bool,
}

impl CustomTarget {
    /// Into an output.
    pub fn new(output: Output) -> Self {
        Self {
            output,
            chunk: BytesMut::new(),
            withheld: Vec::new(),
            large_objects: false,
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.output.write(&self.withheld)?;
        self.withheld.clear();
        self.output.write(bytes)
    }

    fn put_chunk(&mut self, chunk: Bytes) -> Result<()> {
        self.put(&custom::chunk_start(chunk.len()))?;
        self.output.pass(chunk)
    }
}

impl Target for CustomTarget {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        let mut bytes = toc.write();
        self.withheld.extend(bytes.pop());
        self.output.write(&bytes)
    }

    fn open(&mut self, block: Block) -> Result<()> {
        self.large_objects = matches!(block, Block::LargeObjects(_));
        self.put(&custom::block_start(block))
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        self.put(&custom::large_object_start(oid))
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        self.chunk.extend_from_slice(bytes);
        while self.chunk.len() >= CHUNK {
            let chunk = self.chunk.split_to(CHUNK).freeze();
            self.put_chunk(chunk)?;
        }
        Ok(())
    }

    fn end_stream(&mut self) -> Result<()> {
        if !self.chunk.is_empty() {
            let chunk = self.chunk.split().freeze();
            self.put_chunk(chunk)?;
        }
        self.put(&[])?;
        self.withheld.extend_from_slice(&END);
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        if self.large_objects {
            self.withheld.extend_from_slice(&END);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<u64> {
        self.put(&[])?;
        self.output.finish()
    }

    fn abandon(self: Box<Self>) {
        self.output.abandon(&[]);
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Zlib
    }
}
