//! Writes the cleaned dump into the spool, compressed, on threads of its own.
//!
//! Compression is the slowest part of the job, so blocks are compressed side by side, each into a
//! gzip member of its own (RFC 1952, 2.2: members follow each other; gunzip and zcat read them as
//! one), and written in order.

use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use bytes::{Bytes, BytesMut};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Plaintext bytes of one member.
const BLOCK: usize = 1 << 20;

/// A block to compress, and where the result goes.
type Task = (Bytes, SyncSender<std::io::Result<Vec<u8>>>);
/// Results in the order of the blocks.
type InOrder = Receiver<Receiver<std::io::Result<Vec<u8>>>>;

/// Takes plaintext, writes gzip. Dropped before [`SpoolWriter::finish`], its file is removed.
pub struct SpoolWriter {
    gathered: BytesMut,
    tasks: Option<SyncSender<Task>>,
    order: Option<SyncSender<Receiver<std::io::Result<Vec<u8>>>>>,
    workers: Vec<JoinHandle<()>>,
    writer: Option<JoinHandle<Result<(NamedTempFile, u64, String)>>>,
    path: PathBuf,
}

impl SpoolWriter {
    /// Writes into `file`, which becomes `path` when it is whole.
    ///
    /// # Errors
    /// Exit 1 where threads can't be started.
    pub fn start(file: NamedTempFile, path: PathBuf) -> Result<Self> {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let (tasks, to_do) = sync_channel::<Task>(count);
        let to_do = std::sync::Arc::new(std::sync::Mutex::new(to_do));
        let (order, in_order) = sync_channel(2 * count);
        let spawn = |run: Box<dyn FnOnce() + Send>| {
            thread::Builder::new()
                .name("dmscrub-spool".to_owned())
                .spawn(run)
                .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))
        };
        let workers = (0..count)
            .map(|_| {
                let to_do = std::sync::Arc::clone(&to_do);
                spawn(Box::new(move || {
                    loop {
                        let task = match to_do.lock() {
                            Ok(queue) => queue.recv(),
                            Err(_) => return,
                        };
                        let Ok((block, result)) = task else { return };
                        // Nobody waits for it where the writer has failed.
                        let _ = result.send(compress(&block));
                    }
                }))
            })
            .collect::<Result<Vec<_>>>()?;
        let writer = thread::Builder::new()
            .name("dmscrub-spool".to_owned())
            .spawn(move || write_out(file, &in_order))
            .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))?;
        Ok(Self {
            gathered: BytesMut::new(),
            tasks: Some(tasks),
            order: Some(order),
            workers,
            writer: Some(writer),
            path,
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// Exit 6 where the spool can't be written.
    pub fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.gathered.extend_from_slice(&bytes);
        while self.gathered.len() >= BLOCK {
            let block = self.gathered.split_to(BLOCK).freeze();
            self.give(block)?;
        }
        Ok(())
    }

    /// Ends the file and puts it in its place; its path, size and BLAKE3 digest.
    ///
    /// # Errors
    /// Exit 6 where the spool can't be written.
    pub fn finish(mut self) -> Result<(PathBuf, u64, String)> {
        let rest = self.gathered.split().freeze();
        self.give(rest)?;
        let (file, size, digest) = self.joined()?;
        file.as_file()
            .sync_all()
            .map_err(|error| write_error(&error))?;
        file.persist(&self.path)
            .map_err(|error| write_error(&error.error))?;
        Ok((self.path.clone(), size, digest))
    }

    fn give(&mut self, block: Bytes) -> Result<()> {
        let (result, receive) = sync_channel(1);
        let ordered = self
            .order
            .as_ref()
            .is_some_and(|order| order.send(receive).is_ok());
        let given = ordered
            && self
                .tasks
                .as_ref()
                .is_some_and(|tasks| tasks.send((block, result)).is_ok());
        if given {
            return Ok(());
        }
        // The writer has failed: it says why.
        self.joined().map(|_| ())?;
        Err(Error::unexpected(
            "the spool's writer stopped without a word",
        ))
    }

    fn joined(&mut self) -> Result<(NamedTempFile, u64, String)> {
        self.tasks = None;
        self.order = None;
        let stopped = || Error::unexpected("the spool's writer stopped without a word");
        let result = self.writer.take().ok_or_else(stopped)?.join();
        for worker in self.workers.drain(..) {
            worker.join().map_err(|_| stopped())?;
        }
        result.map_err(|_| stopped())?
    }
}

fn compress(block: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(block.len() / 3), Compression::default());
    encoder.write_all(block)?;
    encoder.finish()
}

fn write_out(mut file: NamedTempFile, in_order: &InOrder) -> Result<(NamedTempFile, u64, String)> {
    let mut digest = blake3::Hasher::new();
    let mut size = 0;
    for result in in_order {
        let stopped = |_| Error::unexpected("a compressor stopped without a word");
        let member = result
            .recv()
            .map_err(stopped)?
            .map_err(|error| write_error(&error))?;
        file.write_all(&member)
            .map_err(|error| write_error(&error))?;
        digest.update(&member);
        size += member.len() as u64;
    }
    Ok((file, size, digest.finalize().to_hex().to_string()))
}

fn write_error(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::output("no space left in the spool"),
        kind => Error::output(format!("the spool can't be written: {kind}")),
    }
    .hint("make room, or name another folder: `spool:` in refresh.yaml")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn many_blocks_come_back_as_one_text_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sql.gz");
        let file = NamedTempFile::new_in(folder.path()).unwrap();
        let mut writer = SpoolWriter::start(file, path.clone()).unwrap();
        let mut text = Vec::new();
        for number in 0..500_000 {
            let line = format!("{number}\trow\n");
            text.extend_from_slice(line.as_bytes());
            writer.write(Bytes::from(line)).unwrap();
        }
        assert!(!path.exists());
        let (_, size, digest) = writer.finish().unwrap();
        let packed = std::fs::read(&path).unwrap();
        assert_eq!(size, packed.len() as u64);
        assert_eq!(digest, blake3::hash(&packed).to_hex().as_str());
        let mut back = Vec::new();
        flate2::read::MultiGzDecoder::new(&packed[..])
            .read_to_end(&mut back)
            .unwrap();
        assert!(back == text);
    }

    #[test]
    fn an_unfinished_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = NamedTempFile::new_in(folder.path()).unwrap();
        let path = folder.path().join("x.sql.gz");
        let mut writer = SpoolWriter::start(file, path).unwrap();
        writer.write(Bytes::from(vec![b'x'; 3 * BLOCK])).unwrap();
        drop(writer.joined());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
