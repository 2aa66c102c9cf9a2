//! The input as a stream of chunks: read and decompressed beside the scrubber, with signals in the
//! same queue so that a wait for input does not keep a signal waiting.

use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use tokio::sync::{Notify, mpsc};

use super::again::Stored;
use super::buffers::{Buffer, widen};
use super::codec::Decoder;
use super::digest::{Digest, Digested, Reading};
use super::stop::{self, Signals};
use crate::dump::archive::reader::Chunks;
use crate::dump::archive::toc::{Algorithm, MAGIC};
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::scrub::again::Again;

/// Bytes that tell the formats apart.
pub(super) const HEAD: usize = 16;

/// Chunks that may wait for the scrubber.
const QUEUE: usize = 4;

/// What comes out of the queue.
#[derive(Debug)]
pub enum Event {
    /// The next bytes, decompressed.
    Chunk(Bytes),
    /// The input has ended.
    End,
    /// The input failed.
    Failed(Error),
    /// A signal came that ends the run.
    Signal(i32),
}

impl Event {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The input's own, or 128 + N where a signal came.
    pub fn into_bytes(self) -> Result<Option<Bytes>> {
        match self {
            Self::Chunk(chunk) => Ok(Some(chunk)),
            Self::End => Ok(None),
            Self::Failed(error) => Err(error),
            Self::Signal(number) => Err(stop::stopped(number, "")),
        }
    }
}

/// The receiving end of the queue.
pub struct Input {
    events: mpsc::Receiver<Event>,
    /// What was looked at before its time.
    peeked: Option<Event>,
    /// Compressed bytes read so far, for progress.
    pub read: Arc<AtomicU64>,
    /// The input's size in (compressed) bytes, where it is a regular file.
    pub size: Option<u64>,
    /// Where it is a file.
    again: Option<Stored>,
    /// `None` only while it is dropped.
    runtime: Option<tokio::runtime::Runtime>,
}

impl Drop for Input {
    /// A read that waits for a quiet input must not keep the process: the run is over.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Input {
    /// Opens a file, or stdin for `None`, and begins to read.
    ///
    /// # Errors
    /// Exit 2 where the file can't be opened; exit 1 where the runtime can't start.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        Self::open_digested(path, None)
    }

    /// The same; the bytes as they are stored are digested too.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_digested(path: Option<&Path>, digest: Option<Digest>) -> Result<Self> {
        let file = open_file(path)?;
        widen(&file);
        let size = file
            .metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)
            .map(|meta| meta.len());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("dmscrub-input")
            .enable_all()
            .build()
            .map_err(|error| Error::unexpected(format!("no runtime: {}", error.kind())))?;
        let read = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&read);
        let again = Stored::of(&file);
        let mut input = Self::on(runtime, size, read, |sender| async move {
            let reader = Digested {
                inner: Counted {
                    inner: Blocking(file),
                    read: counted,
                },
                reading: digest.map(Reading::new),
            };
            // On a thread of its own, which may wait for the input.
            let read = tokio::task::spawn_blocking(move || {
                let here = tokio::runtime::Handle::current();
                here.block_on(read_into(reader, Content::Dump, &sender))
            });
            read.await
                .map_err(|_| Error::unexpected("the reader of the input stopped"))?
        })?;
        input.again = again;
        Ok(input)
    }

    /// Has `work` fill the queue, on a runtime of its own. `size` and `read` are for progress.
    ///
    /// # Errors
    /// Exit 1 where signals can't be handled.
    pub fn on<F>(
        runtime: tokio::runtime::Runtime,
        size: Option<u64>,
        read: Arc<AtomicU64>,
        work: impl FnOnce(mpsc::Sender<Event>) -> F,
    ) -> Result<Self>
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let (sender, events) = mpsc::channel(QUEUE);
        {
            let _guard = runtime.enter();
            watch(Signals::listen()?.noted()?, sender.clone());
        }
        let work = work(sender.clone());
        runtime.spawn(async move {
            let last = match work.await {
                Ok(()) => Event::End,
                Err(error) => Event::Failed(error),
            };
            // A closed queue means that the run is over already.
            let _ = sender.send(last).await;
        });
        Ok(Self {
            events,
            peeked: None,
            read,
            size,
            again: None,
            runtime: Some(runtime),
        })
    }

    /// The next event; a signal that has come goes before waiting chunks.
    pub fn wait(&mut self) -> Event {
        if let Some(number) = stop::pending() {
            return Event::Signal(number);
        }
        let event = self.peeked.take().unwrap_or_else(|| self.receive());
        stop::pending().map_or(event, Event::Signal)
    }

    /// As [`Input::wait`], but `None` where `done` is notified before anything comes.
    pub fn wait_or(&mut self, done: &Notify) -> Option<Event> {
        if stop::pending().is_some() || self.peeked.is_some() || !self.events.is_empty() {
            return Some(self.wait());
        }
        let runtime = self.runtime.as_ref()?;
        let event = runtime.block_on(next_or(&mut self.events, done))?;
        self.peeked = event;
        Some(self.wait())
    }

    /// Something has come already.
    pub fn has_come(&self) -> bool {
        self.peeked.is_some() || !self.events.is_empty()
    }

    fn receive(&mut self) -> Event {
        self.events.blocking_recv().unwrap_or_else(|| {
            Event::Failed(Error::unexpected(
                "the reader of the input stopped without a word",
            ))
        })
    }

    /// What the (decompressed) input is, by its first bytes.
    pub fn kind(&mut self) -> Kind {
        let event = self.receive();
        let kind = match &event {
            Event::Chunk(chunk) => Kind::of(chunk),
            _ => Kind::Plain,
        };
        self.peeked = Some(event);
        kind
    }

    /// The input to be read again, where it is a file of what comes out of the queue.
    pub fn again(&self) -> Option<Arc<dyn Again>> {
        let stored = self.again.as_ref()?;
        let same = stored.head().and_then(|head| sniff(&head).ok()) == Some(Algorithm::None);
        same.then(|| Arc::new(stored.clone()) as Arc<dyn Again>)
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The input's own, or 128 + N where a signal came.
    pub fn next_bytes(&mut self) -> Result<Option<Bytes>> {
        self.wait().into_bytes()
    }
}

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SQL.
    Plain,
    /// A custom archive.
    Custom,
    /// A directory archive.
    Directory,
    /// A tar archive.
    Tar,
}

impl Kind {
    /// What begins so, once it is decompressed.
    pub fn of(head: &[u8]) -> Self {
        if head.starts_with(MAGIC) {
            Self::Custom
        } else if head.starts_with(b"toc.dat\0") {
            Self::Tar
        } else {
            Self::Plain
        }
    }

    /// `--from` says what the input must be.
    ///
    /// # Errors
    /// Exit 5 where it is something else.
    pub fn require(self, wanted: Option<Self>) -> Result<()> {
        match wanted {
            Some(wanted) if wanted != self => Err(Error::input(format!(
                "the input is {}, not {}",
                self.article(),
                wanted.article()
            ))
            .hint("leave out --from: what the input is, its first bytes tell")),
            _ => Ok(()),
        }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Custom => "custom",
            Self::Directory => "directory",
            Self::Tar => "tar",
        }
    }

    fn article(self) -> &'static str {
        match self {
            Self::Plain => "a plain dump",
            Self::Custom => "a custom archive",
            Self::Directory => "a directory archive",
            Self::Tar => "a tar archive",
        }
    }
}

impl Chunks for Input {
    fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        self.next_bytes()
    }
}

fn open_file(path: Option<&Path>) -> Result<std::fs::File> {
    let Some(path) = path else {
        use std::os::fd::AsFd;
        return io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .map(std::fs::File::from)
            .map_err(|error| Error::input(format!("stdin can't be read: {}", error.kind())));
    };
    let file = std::fs::File::open(path)
        .map_err(|error| Error::usage(format!("`{}`: {}", path.display(), error.kind())))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(Error::usage(format!("`{}` is a directory", path.display()))
            .hint("where a plain dump is needed: `pg_restore -f - DIRECTORY | dmscrub …`"));
    }
    Ok(file)
}

fn watch(mut signals: Signals, sender: mpsc::Sender<Event>) {
    tokio::spawn(async move {
        loop {
            let number = signals.next().await;
            if stop::again() {
                // The second time nothing is waited for: there is no COMMIT in the output, so what
                // was written can't be taken for whole.
                std::process::exit(ExitCode::Signal(number).code());
            }
            let sender = sender.clone();
            tokio::spawn(async move { sender.send(Event::Signal(number)).await });
        }
    });
}

/// Counts the bytes that are read.
pub struct Counted<R> {
    /// What is read.
    pub inner: R,
    /// Where they are counted.
    pub read: Arc<AtomicU64>,
}

impl<R: AsyncRead + Unpin> AsyncRead for Counted<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        let before = buf.filled().len();
        let poll = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.read
            .fetch_add((buf.filled().len() - before) as u64, Ordering::Relaxed);
        poll
    }
}

/// What comes next, `Some(None)` where nothing will; `None` where `done` is notified first.
async fn next_or(events: &mut mpsc::Receiver<Event>, done: &Notify) -> Option<Option<Event>> {
    tokio::select! {
        biased;
        event = events.recv() => Some(event),
        () = done.notified() => None,
    }
}

/// A file whose thread may wait for it: what is read goes from the system into the reader's buffer.
struct Blocking(std::fs::File);

impl AsyncRead for Blocking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        loop {
            match self.0.read(buf.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return std::task::Poll::Ready(Err(error)),
                Ok(count) => {
                    buf.advance(count);
                    return std::task::Poll::Ready(Ok(()));
                }
            }
        }
    }
}

/// What an asynchronous input is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A plain dump, compressed or not.
    Dump,
    /// Anything, to be decompressed where it is compressed.
    Compressed,
    /// Anything, as it is.
    Bytes,
}

/// Reads an asynchronous input to its end into the queue. A failure of the reader's own (an
/// [`Error`] inside) is handed on as it is.
///
/// # Errors
/// Exit 5 where it is not what it must be, damaged or cut off.
pub async fn read_into(
    mut reader: impl AsyncRead + Unpin,
    content: Content,
    sender: &mpsc::Sender<Event>,
) -> Result<()> {
    let mut decoded = Decoded::new(content);
    let mut full = true;
    while full {
        let mut buffer = Buffer::take();
        let mut count = 0;
        // A pipe gives little at a time: enough to tell the formats apart is waited for, no more.
        full = loop {
            let more = reader.read(&mut buffer.room()[count..]).await;
            match more.map_err(read_error)? {
                0 => break false,
                more => count += more,
            }
            if count >= HEAD {
                break true;
            }
        };
        decoded.push(buffer.hand_on(count))?;
        while let Some(chunk) = decoded.next()? {
            if sender.send(Event::Chunk(chunk)).await.is_err() {
                return Ok(());
            }
        }
    }
    if let Some(chunk) = decoded.finish()? {
        // A closed queue means that the run is over already.
        let _ = sender.send(Event::Chunk(chunk)).await;
    }
    Ok(())
}

/// An input as it comes out of its compression.
struct Decoded {
    content: Content,
    /// `None` until something has come.
    decoder: Option<Decoder>,
    /// Fewer bytes than tell the formats apart, before anything is handed on.
    head: Vec<u8>,
    begun: bool,
}

impl Decoded {
    fn new(content: Content) -> Self {
        Self {
            content,
            decoder: None,
            head: Vec::new(),
            begun: false,
        }
    }

    fn push(&mut self, bytes: Bytes) -> Result<()> {
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            None => {
                let algorithm = match self.content {
                    Content::Dump => sniff(&bytes)?,
                    Content::Compressed => compressed_with(&bytes),
                    Content::Bytes => Algorithm::None,
                };
                self.decoder.insert(Decoder::of_file(algorithm))
            }
        };
        decoder.push(bytes);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Bytes>> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(None);
        };
        while let Some(chunk) = decoder.pull().map_err(|_| damaged())? {
            if self.begun {
                return Ok(Some(chunk));
            }
            if self.head.is_empty() && chunk.len() >= HEAD {
                return self.begin(chunk).map(Some);
            }
            self.head.extend_from_slice(&chunk);
            if self.head.len() >= HEAD {
                let head = std::mem::take(&mut self.head);
                return self.begin(head.into()).map(Some);
            }
        }
        Ok(None)
    }

    fn begin(&mut self, chunk: Bytes) -> Result<Bytes> {
        self.begun = true;
        if self.content == Content::Dump && sniff(&chunk)? != Algorithm::None {
            return Err(Error::input("the input is compressed twice")
                .hint("decompress it on the way: `gunzip -c FILE | dmscrub …`"));
        }
        Ok(chunk)
    }

    /// The input has ended: what there is of one too short to be anything.
    fn finish(&mut self) -> Result<Option<Bytes>> {
        let Some(decoder) = &self.decoder else {
            return Ok(None);
        };
        decoder.finish().map_err(|_| cut_off())?;
        let head = std::mem::take(&mut self.head);
        (!head.is_empty())
            .then(|| self.begin(head.into()))
            .transpose()
    }
}

/// How the content that begins so is compressed.
fn compressed_with(head: &[u8]) -> Algorithm {
    match head {
        [0x1F, 0x8B, ..] => Algorithm::Gzip,
        // Or a frame to be skipped, which pzstd begins with.
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Algorithm::Zstd,
        [0x04, 0x22, 0x4D, 0x18, ..] => Algorithm::Lz4,
        _ => Algorithm::None,
    }
}

/// Tells the formats apart by their first bytes, and refuses what is no plain dump.
fn sniff(head: &[u8]) -> Result<Algorithm> {
    // OpenPGP (RFC 9580): public-key or symmetric session key packets, old and new form; armour.
    let packet = head
        .first()
        .is_some_and(|byte| matches!(byte, 0x84..=0x86 | 0x8C | 0xC1 | 0xC3));
    if packet || head.starts_with(b"-----BEGIN PGP") {
        return Err(Error::input("this is encrypted with OpenPGP")
            .hint("decrypt it on the way: `gpg -d FILE | dmscrub …`"));
    }
    let other = match head {
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(("compressed with bzip2", "bunzip2 -c")),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(("compressed with xz", "xz -dc")),
        [0x02, 0x21, 0x4C, 0x18, ..] => Some(("compressed in lz4's legacy format", "lz4 -dc")),
        [b'P', b'K', 3, 4, ..] => Some(("a zip archive", "unzip -p")),
        [0xFF, 0xFE, ..] => Some(("UTF-16 text", "iconv -f UTF-16 -t UTF-8")),
        [0xFE, 0xFF, ..] => Some(("UTF-16 text", "iconv -f UTF-16 -t UTF-8")),
        _ => None,
    };
    if let Some((what, program)) = other {
        return Err(
            Error::input(format!("this is {what}, not a plain dump")).hint(format!(
                "convert it on the way: `{program} FILE | dmscrub …`"
            )),
        );
    }
    Ok(compressed_with(head))
}

/// The input's own failure, where it brings one.
fn read_error(error: io::Error) -> Error {
    let kind = error.kind();
    if let Some(Ok(error)) = error.into_inner().map(|inner| inner.downcast::<Error>()) {
        return *error;
    }
    Error::input(format!("the input can't be read: {kind}")).hint(CHECK)
}

fn damaged() -> Error {
    Error::input("the compressed input is damaged, or something else follows it").hint(CHECK)
}

fn cut_off() -> Error {
    Error::input("the compressed input is cut off").hint(CHECK)
}

const CHECK: &str = "check what produces it, and that the copy is whole";
