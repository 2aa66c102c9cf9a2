//! Archives in and out: the table of contents is decided as a whole, then each entry's data goes
//! through the scrubber's one row path.
//!
//! A [`Source`] is what holds an archive, a [`Target`] what one is written to; compression is dealt
//! with here, in one place. Data that no rule changes is decoded all the same, so that it is known to
//! be whole and nothing hides in it, but copied as it stands where its compression stays.

mod custom;
mod directory;
mod ending;
mod growing;
mod large_objects;
mod script;
mod spooled;
mod tar;

use std::fs::File;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

pub use self::custom::{CustomSource, CustomTarget};
pub use self::directory::{DirectorySource, DirectoryTarget};
use self::ending::Endings;
use self::growing::Growing;
pub use self::script::{as_script, random_restrict_key, restrict_key, to_plain};
use self::spooled::Spooled;
pub use self::tar::{TarSource, TarTarget};
use super::codec::{Decoder, Wrapper};
use super::encode::Encoder;
use super::progress::Progress;
use super::workers::Workers;
use crate::dump::archive::custom::Block;
use crate::dump::archive::toc::{Algorithm, Compression, Entry, Toc};
use crate::error::Result;
use crate::scrub::Sink;
use crate::scrub::hold::Store;
use crate::scrub::scrubber::{BlockFate, Contents, Scrubber};

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
    /// Header and entries; given once, before any data. Where it [takes
    /// amends](Self::takes_amends) they may be given once more after the data of all tables: the same
    /// entries with other texts.
    fn contents(&mut self, toc: &Toc) -> Result<()>;

    /// The contents may still change when data is written.
    fn takes_amends(&self) -> bool {
        false
    }

    /// The data of an entry begins.
    fn open(&mut self, block: Block) -> Result<()>;

    /// Within the data of an entry of large objects: the next one begins.
    fn large_object(&mut self, oid: u32) -> Result<()>;

    /// Bytes of the stream, as they are to be stored.
    fn data(&mut self, bytes: &[u8]) -> Result<()>;

    /// The stream has ended.
    fn end_stream(&mut self) -> Result<()>;

    /// The file of the stream that is open, where it has one of its own: what comes of it need not
    /// wait for what comes of those before. The stream has then ended here.
    fn apart(&mut self) -> Option<File> {
        None
    }

    /// The data of the entry has ended, after its streams.
    fn close(&mut self) -> Result<()>;

    /// The archive is whole. How many bytes it has, beside those written to files that went apart.
    fn finish(self: Box<Self>) -> Result<u64>;

    /// The run has failed: what there is of the archive must not pass for a whole one.
    fn abandon(self: Box<Self>);

    /// What streams of gzip are wrapped in.
    fn wrapper(&self) -> Wrapper;
}

/// What an archive is written with.
pub struct Means<'a> {
    /// How its data is compressed; `None`: as it was.
    pub compression: Option<Compression>,
    /// Who compresses it.
    pub workers: &'a Arc<Workers>,
    /// Makes what data waits in.
    pub store: &'a dyn Fn() -> Result<Store>,
}

/// Cleans an archive into another; how many bytes that has. Where the run fails, the target is
/// abandoned.
///
/// # Errors
/// Exit 3 to 6, or 128 + N.
pub fn to_archive(
    source: &mut dyn Source,
    toc: &Toc,
    means: &Means<'_>,
    scrubber: &mut Scrubber,
    target: Box<dyn Target>,
    progress: &mut Progress,
) -> Result<u64> {
    let prepared = prepare(toc, means, scrubber, target.as_ref());
    let (mut contents, growing, spool) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            target.abandon();
            return Err(error);
        }
    };
    let mut target: Box<dyn Target> = match spool {
        Some(spool) => Box::new(Spooled::new(target, spool)),
        None => target,
    };
    let mut blocks = Blocks {
        compression: contents.toc.header.compression,
        encoder: None,
        encoded: BytesMut::new(),
        discards: false,
        growing,
        tail: Vec::new(),
        target: target.as_mut(),
        workers: means.workers,
        endings: Endings::new(means.workers),
    };
    let written = pass(source, toc, &mut contents, scrubber, &mut blocks, progress)
        .map_err(|error| scrubber.cut_off(error, &mut blocks))
        .and_then(|()| blocks.endings.settle());
    match written {
        Ok(apart) => Ok(apart + target.finish()?),
        Err(error) => {
            target.abandon();
            Err(error)
        }
    }
}

/// What becomes of the contents, and what data waits in: that of entries that get rows, and all of it
/// where the target can't wait for what those change in the contents.
fn prepare(
    toc: &Toc,
    means: &Means<'_>,
    scrubber: &mut Scrubber,
    target: &dyn Target,
) -> Result<(Contents, Growing, Option<Store>)> {
    let mut contents = scrubber.contents(toc)?;
    if let Some(compression) = means.compression {
        contents.toc.header.compress_with(compression)?;
    }
    let entries = contents.toc.entries.iter();
    let growing = entries.filter(|entry| contents.growing.contains(&entry.id));
    let growing = Growing::new(growing, (means.store)()?);
    let spools = !contents.growing.is_empty() && !target.takes_amends();
    let spool = spools.then(means.store).transpose()?;
    Ok((contents, growing, spool))
}

/// Passes the data of all entries on.
fn pass(
    source: &mut dyn Source,
    toc: &Toc,
    contents: &mut Contents,
    scrubber: &mut Scrubber,
    blocks: &mut Blocks<'_>,
    progress: &mut Progress,
) -> Result<()> {
    let after = blocks.compression;
    blocks.target.contents(&contents.toc)?;
    let same = |source: &dyn Source, target: &dyn Target| {
        source.algorithm() == after.algorithm && source.wrapper() == target.wrapper()
    };
    let mut named = large_objects::Named::new(toc)?;
    let mut tables_over = false;
    for entry in toc.entries.iter().filter(|entry| entry.holds_data()) {
        source.open(entry)?;
        if entry.desc() == b"BLOBS" {
            if !std::mem::replace(&mut tables_over, true) {
                blocks.end_of_tables(scrubber, contents)?;
            }
            blocks.target.open(Block::LargeObjects(entry.id))?;
            while let Some(oid) = source.large_object()? {
                named.comes(oid)?;
                blocks.target.large_object(oid)?;
                let action = if contents.empty_large_objects {
                    large_objects::Action::Empty
                } else if same(source, blocks.target) {
                    large_objects::Action::Copy
                } else {
                    large_objects::Action::Recode
                };
                large_objects::pass(source, action, blocks)?;
                blocks.target.end_stream()?;
            }
            blocks.target.close()?;
            continue;
        }
        blocks.discards = true;
        let fate = scrubber.begin_block(entry, blocks)?;
        let copies = fate == BlockFate::Unchanged
            && same(source, blocks.target)
            && !contents.growing.contains(&entry.id);
        if copies {
            blocks.target.open(Block::Data(entry.id))?;
        } else if fate != BlockFate::Waits {
            blocks.entry(entry.id)?;
        }
        let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
        while let Some(raw) = source.data()? {
            decoder.decode(raw.clone(), &mut |data| scrubber.block_data(data, blocks))?;
            if copies {
                blocks.target.data(&raw)?;
            }
            progress.update(source.bytes_read(), scrubber);
        }
        decoder.finish()?;
        scrubber.end_block(blocks)?;
        if copies {
            if let Some(file) = blocks.target.apart() {
                blocks.endings.sync(file)?;
            }
            blocks.target.end_stream()?;
            blocks.target.close()?;
        } else {
            blocks.close()?;
        }
    }
    if !tables_over {
        blocks.end_of_tables(scrubber, contents)?;
    }
    named.all_came()?;
    scrubber.warn(source.finish()?);
    scrubber.finish_archive()
}

/// The data of tables as the scrubber writes it: encoded, and into the target.
struct Blocks<'t> {
    target: &'t mut dyn Target,
    compression: Compression,
    encoder: Option<Encoder>,
    workers: &'t Arc<Workers>,
    endings: Endings,
    encoded: BytesMut,
    /// What comes is copied elsewhere, or does not belong to an entry.
    discards: bool,
    growing: Growing,
    /// What ends the data of the open entry, where that is known before its last row.
    tail: Vec<u8>,
}

impl Blocks<'_> {
    /// All tables have passed: what waits is written, tables get their rows, and the contents what
    /// those change in it.
    fn end_of_tables(&mut self, scrubber: &mut Scrubber, contents: &mut Contents) -> Result<()> {
        scrubber.end_of_tables(self)?;
        while let Some(id) = self.growing.next() {
            // It gets none after all.
            self.more(id)?;
        }
        self.close()?;
        if contents.growing.is_empty() {
            return Ok(());
        }
        scrubber.amend(&mut contents.toc)?;
        self.target.contents(&contents.toc)
    }

    fn encode(&mut self, bytes: &[u8]) -> Result<()> {
        if self.discards || self.growing.push(bytes)? {
            return Ok(());
        }
        encode(&mut self.encoder, &mut self.encoded, self.target, bytes)
    }

    /// A stream begins.
    fn begin(&mut self) {
        self.discards = false;
        self.encoder = Some(Encoder::new(
            self.compression,
            self.target.wrapper(),
            self.workers,
        ));
    }

    /// The stream ends.
    fn end_stream(&mut self) -> Result<()> {
        if let Some(mut encoder) = self.encoder.take() {
            encoder.end(&mut self.encoded)?;
            drain(&mut self.encoded, self.target)?;
            match self.target.apart() {
                Some(file) => self.endings.push(encoder, file)?,
                None => {
                    encoder.ended(true, &mut self.encoded)?;
                    drain(&mut self.encoded, self.target)?;
                }
            }
        }
        self.discards = true;
        Ok(())
    }

    /// The entry that is open, if any, has ended.
    fn close(&mut self) -> Result<()> {
        self.growing.close()?;
        if self.encoder.is_some() {
            let tail = std::mem::take(&mut self.tail);
            self.encode(&tail)?;
            self.end_stream()?;
            self.target.end_stream()?;
            self.target.close()?;
        }
        Ok(())
    }
}

/// Encodes bytes of the open stream, if any, into the target.
fn encode(
    encoder: &mut Option<Encoder>,
    encoded: &mut BytesMut,
    target: &mut dyn Target,
    bytes: &[u8],
) -> Result<()> {
    match encoder {
        Some(encoder) => {
            encoder.encode(bytes, encoded)?;
            drain(encoded, target)
        }
        None => Ok(()),
    }
}

fn drain(encoded: &mut BytesMut, target: &mut dyn Target) -> Result<()> {
    let result = target.data(encoded);
    encoded.clear();
    result
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

    fn end(&mut self, line: &[u8]) -> Result<()> {
        if self.discards || self.growing.end(line)? {
            return Ok(());
        }
        self.encode(line)
    }

    fn entry(&mut self, id: i64) -> Result<()> {
        self.close()?;
        if self.growing.open(id) {
            self.discards = false;
            return Ok(());
        }
        self.target.open(Block::Data(id))?;
        self.begin();
        Ok(())
    }

    fn more(&mut self, id: i64) -> Result<()> {
        self.close()?;
        self.target.open(Block::Data(id))?;
        self.begin();
        let Self {
            target,
            encoder,
            encoded,
            growing,
            ..
        } = self;
        self.tail = growing.take(id, &mut |bytes| encode(encoder, encoded, *target, bytes))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
