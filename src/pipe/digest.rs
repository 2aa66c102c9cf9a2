//! BLAKE3 digests of what a run reads and writes, taken on other threads than the scrubber's: the
//! input's where it is read, the output's beside the writes.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf};

use crate::error::{Error, Result};

/// Writes that may wait to be digested.
const QUEUE: usize = 8;

/// The digests of one run, where they are asked for.
#[derive(Clone, Debug, Default)]
pub struct Digests {
    /// Of the input as it is stored.
    pub input: Digest,
    /// Of the output as it is stored.
    pub output: Digest,
}

/// One digest, in hex: known once the stream has come to its end.
#[derive(Clone, Debug, Default)]
pub struct Digest(Arc<OnceLock<String>>);

impl Digest {
    /// The digest; `None` where the stream did not come to its end.
    pub fn get(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    /// A digest that is known, in hex.
    pub fn of(hex: &str) -> Self {
        Self(Arc::new(OnceLock::from(hex.to_owned())))
    }

    fn set(&self, hash: &blake3::Hash) {
        // A stream has one end.
        let _ = self.0.set(hash.to_hex().to_string());
    }
}

/// Digests what is read, on the thread that reads it.
pub struct Reading {
    hasher: blake3::Hasher,
    digest: Digest,
}

impl Reading {
    /// From the first byte on.
    pub fn new(digest: Digest) -> Self {
        Self {
            hasher: blake3::Hasher::new(),
            digest,
        }
    }

    /// The next bytes; none at the end.
    pub fn update(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.digest.set(&self.hasher.finalize());
        } else {
            self.hasher.update(bytes);
        }
    }
}

/// A reader whose bytes are digested.
pub struct Digested<R> {
    /// What is read.
    pub inner: R,
    /// `None`: nobody asks.
    pub reading: Option<Reading>,
}

impl<R: AsyncRead + Unpin> AsyncRead for Digested<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let asked = buf.remaining() > 0;
        let poll = Pin::new(&mut self.inner).poll_read(cx, buf);
        if let (Some(reading), Poll::Ready(Ok(()))) = (&mut self.reading, &poll)
            && asked
        {
            reading.update(&buf.filled()[before..]);
        }
        poll
    }
}

/// Digests what is written, on a thread of its own.
pub struct Writing {
    sender: SyncSender<Vec<Bytes>>,
    thread: JoinHandle<blake3::Hash>,
    digest: Digest,
}

impl Writing {
    /// From the first byte on.
    ///
    /// # Errors
    /// Exit 1 where no thread can be started.
    pub fn start(digest: Digest) -> Result<Self> {
        let (sender, queue) = sync_channel::<Vec<Bytes>>(QUEUE);
        let thread = std::thread::Builder::new()
            .name("dmscrub-digest".to_owned())
            .spawn(move || {
                let mut hasher = blake3::Hasher::new();
                for bytes in queue.iter().flatten() {
                    hasher.update(&bytes);
                }
                hasher.finalize()
            })
            .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))?;
        Ok(Self {
            sender,
            thread,
            digest,
        })
    }

    /// The next bytes, in the order of the output.
    pub fn update(&self, bytes: &[Bytes]) {
        // The thread ends only when this does.
        let _ = self.sender.send(bytes.to_vec());
    }

    /// The output is whole.
    pub fn finish(self) {
        drop(self.sender);
        if let Ok(hash) = self.thread.join() {
            self.digest.set(&hash);
        }
    }
}

/// Digests a folder of files on a thread of its own, beside whoever reads them.
pub struct Folder(JoinHandle<Option<blake3::Hash>>, Digest);

impl Folder {
    /// Begins.
    ///
    /// # Errors
    /// Exit 1 where no thread can be started.
    pub fn start(folder: &Path, digest: Digest) -> Result<Self> {
        let folder = folder.to_owned();
        std::thread::Builder::new()
            .name("dmscrub-digest".to_owned())
            .spawn(move || of_folder(&folder).ok())
            .map(|thread| Self(thread, digest))
            .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))
    }

    /// Waits for it. Where a file can't be read there is no digest.
    pub fn finish(self) {
        if let Ok(Some(hash)) = self.0.join() {
            self.1.set(&hash);
        }
    }
}

/// The digest of the lines that `b3sum *` prints in a folder: the digest of each file, two blanks and
/// its name, in the order of the names' bytes.
fn of_folder(folder: &Path) -> io::Result<blake3::Hash> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_encoded_bytes();
        if entry.path().is_file() && !name.starts_with(b".") {
            names.push((name, entry.path()));
        }
    }
    names.sort();
    let mut lines = blake3::Hasher::new();
    for (name, path) in names {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(std::fs::File::open(path)?)?;
        lines.update(hasher.finalize().to_hex().as_bytes());
        lines.update(b"  ");
        lines.update(&name);
        lines.update(b"\n");
    }
    Ok(lines.finalize())
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[test]
    fn a_folder_has_the_digest_of_its_list() {
        let folder = tempfile::tempdir().unwrap();
        let mut lines = String::new();
        for name in ["1.dat", "10.dat", "toc.dat"] {
            std::fs::write(folder.path().join(name), name).unwrap();
            let hash = blake3::hash(name.as_bytes()).to_hex();
            lines += &format!("{hash}  {name}\n");
        }
        std::fs::write(folder.path().join(".hidden"), "x").unwrap();
        let digest = Digest::default();
        Folder::start(folder.path(), digest.clone())
            .unwrap()
            .finish();
        let expected = blake3::hash(lines.as_bytes()).to_hex().to_string();
        assert_eq!(digest.get(), Some(expected.as_str()));
        let missing = Digest::default();
        Folder::start(&folder.path().join("missing"), missing.clone())
            .unwrap()
            .finish();
        assert_eq!(missing.get(), None);
    }

    #[test]
    fn both_ways_give_the_digest_of_the_whole() {
        let bytes: Vec<u8> = (0..1_000_000u32).map(|n| (n % 251) as u8).collect();
        let expected = blake3::hash(&bytes).to_hex().to_string();
        let digests = Digests::default();
        let writing = Writing::start(digests.output.clone()).unwrap();
        for part in bytes.chunks(70_000) {
            writing.update(&[
                Bytes::copy_from_slice(&part[..1]),
                Bytes::copy_from_slice(&part[1..]),
            ]);
        }
        assert_eq!(digests.output.get(), None);
        writing.finish();
        assert_eq!(digests.output.get(), Some(expected.as_str()));
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let read = runtime.unwrap().block_on(async {
            let mut reader = Digested {
                inner: &bytes[..],
                reading: Some(Reading::new(digests.input.clone())),
            };
            let mut read = Vec::new();
            reader.read_to_end(&mut read).await.map(|_| read)
        });
        assert_eq!(read.unwrap(), bytes);
        assert_eq!(digests.input.get(), Some(expected.as_str()));
    }
}
