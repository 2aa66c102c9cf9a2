//! Archives in and out: the table of contents is decided as a whole, then each entry's data goes
//! through the scrubber's one row path.
//!
//! A [`Source`] is what holds an archive, a [`Target`] what one is written to; compression is dealt
//! with here, in one place. Data that no rule changes is decoded all the same, so that it is known to
//! be whole and nothing hides in it, but copied as it stands where its compression stays.

mod custom;
mod directory;
mod large_objects;
mod script;
mod tar;

use bytes::{Bytes, BytesMut};

pub use self::custom::{CustomSource, CustomTarget};
pub use self::directory::{DirectorySource, DirectoryTarget};
pub use self::script::{as_script, to_plain};
pub use self::tar::{TarSource, TarTarget};
use super::codec::{Decoder, Encoder, Wrapper};
use super::progress::Progress;
use crate::dump::archive::custom::Block;
use crate::dump::archive::toc::{Algorithm, Compression, Entry, Toc};
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::scrubber::{BlockFate, Scrubber};

/// What holds an archive.
pub trait Source {
    /// Its header and entries; asked for once, before anything else.
    fn contents(&mut self) -> Result<Toc>;

    /// The data of an entry, which are asked for in the order of the contents.
    fn open(&mut self, entry: &Entry) -> Result<()>;

    /// Within the data of an entry of large objects: the next one.
    fn large_object(&mut self) -> Result<Option<u32>>;

    /// The next bytes of the stream, as they are stored; `None` at its end.
    fn data(&mut self) -> Result<Option<Bytes>>;

    /// All entries have been read. What else is there is no part of the archive; what the user should
    /// know of it.
    ///
    /// # Errors
    /// Exit 5 where it can't be anything that pg_dump wrote.
    fn finish(&mut self) -> Result<Option<String>>;

    /// How the stream that is open is compressed.
    fn algorithm(&self) -> Algorithm;

    /// What streams of gzip are wrapped in.
    fn wrapper(&self) -> Wrapper;

    /// Bytes read so far, of the archive before decompression.
    fn bytes_read(&self) -> u64;
}

/// What an archive is written to.
pub trait Target {
    /// Header and entries; given once, before any data.
    fn contents(&mut self, toc: &Toc) -> Result<()>;

    /// The data of an entry begins.
    fn open(&mut self, block: Block) -> Result<()>;

    /// Within the data of an entry of large objects: the next one begins.
    fn large_object(&mut self, oid: u32) -> Result<()>;

    /// Bytes of the stream, as they are to be stored.
    fn data(&mut self, bytes: &[u8]) -> Result<()>;

    /// The stream has ended.
    fn end_stream(&mut self) -> Result<()>;

    /// The data of the entry has ended, after its streams.
    fn close(&mut self) -> Result<()>;

    /// The archive is whole. How many bytes it has.
    fn finish(self: Box<Self>) -> Result<u64>;

    /// The run has failed: what there is of the archive must not pass for a whole one.
    fn abandon(self: Box<Self>);

    /// What streams of gzip are wrapped in.
    fn wrapper(&self) -> Wrapper;
}

/// Cleans an archive into another.
///
/// # Errors
/// Exit 3 to 6, or 128 + N; the target is then to be abandoned.
pub fn to_archive(
    source: &mut dyn Source,
    toc: &Toc,
    compression: Option<Compression>,
    scrubber: &mut Scrubber,
    target: &mut dyn Target,
    progress: &mut Progress,
) -> Result<()> {
    let mut contents = scrubber.contents(toc)?;
    if contents.generates {
        return Err(Error::undecided(
            "`generate` adds rows, which an archive can't take up on its way",
        )
        .hint("--to plain"));
    }
    if let Some(compression) = compression {
        contents.toc.header.compress_with(compression)?;
    }
    let after = contents.toc.header.compression;
    target.contents(&contents.toc)?;
    let same = |source: &dyn Source, target: &dyn Target| {
        source.algorithm() == after.algorithm && source.wrapper() == target.wrapper()
    };
    let mut blocks = Blocks {
        compression: after,
        encoder: None,
        encoded: BytesMut::new(),
        discards: false,
        target,
    };
    let mut tables_over = false;
    for entry in toc.entries.iter().filter(|entry| entry.holds_data()) {
        source.open(entry)?;
        if entry.desc() == b"BLOBS" {
            if !std::mem::replace(&mut tables_over, true) {
                scrubber.end_of_tables(&mut blocks)?;
                blocks.close()?;
            }
            blocks.target.open(Block::LargeObjects(entry.id))?;
            while let Some(oid) = source.large_object()? {
                blocks.target.large_object(oid)?;
                let action = if contents.empty_large_objects {
                    large_objects::Action::Empty
                } else if same(source, blocks.target) {
                    large_objects::Action::Copy
                } else {
                    large_objects::Action::Recode
                };
                large_objects::pass(source, action, &mut blocks)?;
                blocks.target.end_stream()?;
            }
            blocks.target.close()?;
            continue;
        }
        blocks.discards = true;
        let fate = scrubber.begin_block(entry, &mut blocks)?;
        let copies = fate == BlockFate::Unchanged && same(source, blocks.target);
        if copies {
            blocks.target.open(Block::Data(entry.id))?;
        } else if fate != BlockFate::Waits {
            blocks.entry(entry.id)?;
        }
        let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
        while let Some(raw) = source.data()? {
            decoder.decode(&raw, &mut |data| scrubber.block_data(data, &mut blocks))?;
            if copies {
                blocks.target.data(&raw)?;
            }
            progress.update(source.bytes_read(), scrubber);
        }
        decoder.finish()?;
        scrubber.end_block(&mut blocks)?;
        if copies {
            blocks.target.end_stream()?;
            blocks.target.close()?;
        } else {
            blocks.close()?;
        }
    }
    if !tables_over {
        scrubber.end_of_tables(&mut blocks)?;
        blocks.close()?;
    }
    scrubber.warn(source.finish()?);
    scrubber.finish_archive()
}

/// The data of tables as the scrubber writes it: encoded, and into the target.
struct Blocks<'t> {
    target: &'t mut dyn Target,
    compression: Compression,
    encoder: Option<Encoder>,
    encoded: BytesMut,
    /// What comes is copied elsewhere, or does not belong to an entry.
    discards: bool,
}

impl Blocks<'_> {
    fn encode(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(encoder) = &mut self.encoder
            && !self.discards
        {
            encoder.encode(bytes, &mut self.encoded)?;
            self.drain()?;
        }
        Ok(())
    }

    fn drain(&mut self) -> Result<()> {
        let result = self.target.data(&self.encoded);
        self.encoded.clear();
        result
    }

    /// A stream begins.
    fn begin(&mut self) {
        self.discards = false;
        self.encoder = Some(Encoder::new(self.compression, self.target.wrapper()));
    }

    /// The stream ends.
    fn end(&mut self) -> Result<()> {
        if let Some(encoder) = self.encoder.take() {
            encoder.finish(&mut self.encoded)?;
            self.drain()?;
        }
        self.discards = true;
        Ok(())
    }

    /// The entry that is open, if any, has ended.
    fn close(&mut self) -> Result<()> {
        if self.encoder.is_some() {
            self.end()?;
            self.target.end_stream()?;
            self.target.close()?;
        }
        Ok(())
    }
}

impl Sink for Blocks<'_> {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.encode(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.encode(bytes)
    }

    fn head(&mut self, _: Bytes) -> Result<()> {
        Ok(())
    }

    fn between(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn entry(&mut self, id: i64) -> Result<()> {
        self.close()?;
        self.target.open(Block::Data(id))?;
        self.begin();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
