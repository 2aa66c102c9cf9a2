//! fetch | decrypt | decompress | scrub → spool and database at once.
//!
//! ```text
//! reader → gpg → decompress ⇒ queue ⇒ scrubber ⇒ queue ⇒ gzip → spool
//!                                              ⇒ queue ⇒ psql
//! ```
//!
//! Of an archive it is the script that goes through the scrubber.
//!
//! Plaintext of production stays in memory and pipes. The end of the input reaches the scrubber
//! only once the reader has checked its sums and gpg has ended well, so no COMMIT is written before.
//! What is written from then on, the COMMIT above all, goes to the database only when the spool is
//! whole and on disk.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncWriteExt};
use tokio::sync::mpsc;

use super::archive::Queue;
use super::failed;
use super::gpg::Decryption;
use super::spool::SpoolWriter;
use crate::dump::archive::reader::Chunks;
use crate::dump::archive::script::ScriptOptions;
use crate::error::{Error, Result};
use crate::pipe::archive::{as_script, restrict_key};
use crate::pipe::input::{Content, Counted, Event, Kind, read_into};
use crate::pipe::run::Summary;
use crate::pipe::spill::SpillFile;
use crate::pipe::workers::{RowCrew, Workers};
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::transform::bind::Run;

/// Chunks that may wait in a queue.
const QUEUE: usize = 8;
/// Smaller pieces are gathered up to this size before they are handed on.
const GATHERED: usize = 256 << 10;

/// The backup's bytes. A reader that finds its sums wrong fails in place of its end.
pub type Reader = Box<dyn AsyncRead + Send + Unpin>;

/// The scrubber's part.
pub struct Cleaner {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// Key and time.
    pub run: Arc<Run>,
    /// What is asked of the output.
    pub options: Options,
    /// Takes what the run came to, also where it fails.
    pub summary: Arc<Mutex<Summary>>,
}

impl Cleaner {
    fn scrubber(&self, workers: &Arc<Workers>) -> Result<Scrubber> {
        let (rules, run) = (Arc::clone(&self.rules), Arc::clone(&self.run));
        Scrubber::new(rules, run, self.options).with_spills(|| SpillFile::beside(workers))
    }
}

/// What came of it.
pub struct Cleaned {
    /// The dump in the spool.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Its BLAKE3 digest, hex.
    pub blake3: String,
}

/// Streams a backup through gpg, decompression and the scrubber into the spool and, where `load` is
/// given, to the database. `read` counts bytes of the backup.
///
/// # Errors
/// 3 to 6 from the scrubber, 7 from gpg and the reader. The spool then holds nothing new, and what
/// the database was sent has no COMMIT.
pub async fn clean(
    reader: Reader,
    decryption: Option<Decryption>,
    cleaner: Cleaner,
    spool: SpoolWriter,
    load: Option<mpsc::Sender<Bytes>>,
    read: Arc<AtomicU64>,
    workers: Arc<Workers>,
) -> Result<Cleaned> {
    let work = move |queue| scrub(queue, cleaner, spool, load, &workers);
    through(reader, decryption, read, work).await
}

/// Streams a backup through gpg and decompression to `work`, which has a thread of its own.
///
/// # Errors
/// Those of `work`, which meets those of gpg and the reader (7) in its queue.
pub async fn through<T, W>(
    reader: Reader,
    decryption: Option<Decryption>,
    read: Arc<AtomicU64>,
    work: W,
) -> Result<T>
where
    T: Send + 'static,
    W: FnOnce(mpsc::Receiver<Event>) -> Result<T> + Send + 'static,
{
    let (events, queue) = mpsc::channel(QUEUE);
    let work = tokio::task::spawn_blocking(move || work(queue));
    let fed = feed(reader, read, decryption, Content::Dump, &events).await;
    let last = match fed {
        Ok(()) => Event::End,
        Err(error) => Event::Failed(error),
    };
    // A closed queue means that the work has failed already; it says why.
    let _ = events.send(last).await;
    drop(events);
    work.await
        .map_err(|_| Error::unexpected("the work on the dump stopped without a word"))?
}

/// Everything up to the queue: reads, decrypts, decompresses. `read` counts bytes of the backup.
///
/// Whoever closes the pipe first is seldom to blame: gpg's verdict counts before the reader's end,
/// and the reader's before the decompressor's.
///
/// # Errors
/// 5 from the decompressor, 7 from gpg and the reader.
pub async fn feed(
    reader: Reader,
    read: Arc<AtomicU64>,
    decryption: Option<Decryption>,
    content: Content,
    events: &mpsc::Sender<Event>,
) -> Result<()> {
    let mut reader = Counted {
        inner: reader,
        read,
    };
    let Some(decryption) = decryption else {
        return read_into(reader, content, events).await;
    };
    let (mut input, mut output, ending) = decryption.split();
    let pump = async move {
        let copied = tokio::io::copy(&mut reader, &mut input).await;
        let _ = input.shutdown().await;
        drop(input);
        copied
    };
    let decode = async move {
        let decoded = read_into(&mut output, content, events).await;
        if decoded.is_err() && !events.is_closed() {
            // gpg goes on to its verdict: what can't be decompressed may have been altered before.
            let _ = tokio::io::copy(&mut output, &mut tokio::io::sink()).await;
        }
        decoded
    };
    let (pumped, decoded, ended) = tokio::join!(pump, decode, ending.finish());
    match pumped {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            return Err(source_failed(error));
        }
        _ => {}
    }
    // A queue that closed under the decoder ends gpg too, with no fault of its own.
    if events.is_closed() {
        return decoded;
    }
    ended.and(decoded)
}

fn source_failed(error: std::io::Error) -> Error {
    let kind = error.kind();
    match error.into_inner().map(|inner| inner.downcast::<Error>()) {
        Some(Ok(error)) => *error,
        _ => failed(format!("the backup can't be read: {kind}")),
    }
}

/// Runs on a thread of its own.
fn scrub(
    queue: mpsc::Receiver<Event>,
    cleaner: Cleaner,
    spool: SpoolWriter,
    load: Option<mpsc::Sender<Bytes>>,
    workers: &Arc<Workers>,
) -> Result<Cleaned> {
    let mut tee = Tee {
        spool,
        load,
        gathered: BytesMut::new(),
        held: None,
    };
    let mut scrubber = cleaner.scrubber(workers)?.with_crew(RowCrew::of(workers));
    let mut kind = None;
    let result = pump(queue, &cleaner, workers, &mut scrubber, &mut tee, &mut kind)
        .map_err(|error| scrubber.cut_off(error, &mut tee));
    let ended = match result {
        Ok(()) => tee.finish(),
        Err(error) => {
            // The poison makes psql fail at once instead of at the end of its input.
            tee.poison(&scrubber.poison());
            Err(error)
        }
    };
    let mut summary = cleaner
        .summary
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    summary.kind = kind;
    summary.account = scrubber.into_account();
    let (file, size, blake3) = ended?;
    Ok(Cleaned { file, size, blake3 })
}

fn pump(
    events: mpsc::Receiver<Event>,
    cleaner: &Cleaner,
    workers: &Arc<Workers>,
    scrubber: &mut Scrubber,
    tee: &mut Tee,
    kind: &mut Option<Kind>,
) -> Result<()> {
    let queue = Queue::new(events)?;
    *kind = Some(queue.kind());
    match queue.archive() {
        Err(mut plain) => {
            while let Some(chunk) = plain.next_chunk()? {
                scrubber.push(chunk, tee)?;
            }
        }
        Ok(mut archive) => {
            let toc = archive.contents()?;
            // What the contents tell is decided before anything is written.
            cleaner.scrubber(workers)?.contents(&toc)?;
            let options = ScriptOptions {
                no_owner: cleaner.options.no_owner,
                no_acl: cleaner.options.no_acl,
                restrict_key: restrict_key(&cleaner.run),
                ..ScriptOptions::default()
            };
            let warning = as_script(archive.as_mut(), &toc, options, &mut |part, _| {
                scrubber.push(part, tee)
            })?;
            scrubber.warn(warning);
        }
    }
    // The input was whole.
    tee.hold()?;
    scrubber.finish(tee)
}

/// The scrubber's output to two places.
struct Tee {
    spool: SpoolWriter,
    /// `None` once the database takes no more; whoever loads knows why.
    load: Option<mpsc::Sender<Bytes>>,
    gathered: BytesMut,
    /// What the database gets only after the spool is whole.
    held: Option<Vec<Bytes>>,
}

impl Tee {
    fn flush(&mut self) -> Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let bytes = self.gathered.split().freeze();
        self.hand_on(bytes)
    }

    fn hand_on(&mut self, bytes: Bytes) -> Result<()> {
        self.spool.write(&bytes)?;
        match &mut self.held {
            Some(held) => held.push(bytes),
            None => self.load(bytes),
        }
        Ok(())
    }

    fn load(&mut self, bytes: Bytes) {
        let closed = self
            .load
            .as_ref()
            .is_some_and(|load| load.blocking_send(bytes).is_err());
        if closed {
            self.load = None;
        }
    }

    fn hold(&mut self) -> Result<()> {
        self.flush()?;
        self.held = Some(Vec::new());
        Ok(())
    }

    fn finish(mut self) -> Result<(PathBuf, u64, String)> {
        self.flush()?;
        let held = self.held.take().unwrap_or_default();
        let load = self.load.take();
        let written = self.spool.finish()?;
        for bytes in held {
            if load
                .as_ref()
                .is_some_and(|load| load.blocking_send(bytes).is_err())
            {
                break;
            }
        }
        Ok(written)
    }

    fn poison(mut self, tail: &[u8]) {
        // The spool's file goes with its writer.
        self.load(self.gathered.clone().freeze());
        self.load(Bytes::copy_from_slice(tail));
    }
}

impl Sink for Tee {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        if bytes.len() < GATHERED {
            return self.write(&bytes);
        }
        self.flush()?;
        self.hand_on(bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.flush()?;
        }
        Ok(())
    }
}
