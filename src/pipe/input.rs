//! The input as a stream of chunks: read and decompressed beside the scrubber, with signals in the
//! same queue so that a wait for input does not keep a signal waiting.

use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use async_compression::tokio::bufread::{GzipDecoder, Lz4Decoder, ZstdDecoder};
use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, BufReader};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use super::digest::{Digest, Digested, Reading};
use crate::dump::archive::reader::Chunks;
use crate::dump::archive::toc::MAGIC;
use crate::error::{Error, Result};
use crate::exit::ExitCode;

/// Bytes read at once.
const CHUNK: usize = 1 << 20;

/// Bytes that tell the formats apart.
const HEAD: usize = 16;

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
    /// SIGINT or SIGTERM came.
    Signal(i32),
}

/// The receiving end of the queue.
pub struct Input {
    events: mpsc::Receiver<Event>,
    pending_signal: Arc<AtomicI32>,
    /// What was looked at before its time.
    peeked: Option<Event>,
    /// Compressed bytes read so far, for progress.
    pub read: Arc<AtomicU64>,
    /// The input's size in (compressed) bytes, where it is a regular file.
    pub size: Option<u64>,
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
        Self::on(runtime, size, read, |sender| async move {
            pump(file, counted, digest.map(Reading::new), &sender).await
        })
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
        let pending_signal = Arc::new(AtomicI32::new(0));
        {
            let _guard = runtime.enter();
            for (kind, number) in [(SignalKind::interrupt(), 2), (SignalKind::terminate(), 15)] {
                watch_signal(kind, number, sender.clone(), Arc::clone(&pending_signal))?;
            }
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
            pending_signal,
            peeked: None,
            read,
            size,
            runtime: Some(runtime),
        })
    }

    /// The next event; a signal that has come goes before waiting chunks.
    pub fn wait(&mut self) -> Event {
        if let Some(event) = self.signal() {
            return event;
        }
        let event = self.peeked.take().unwrap_or_else(|| self.receive());
        self.signal().unwrap_or(event)
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
            Event::Chunk(chunk) if chunk.starts_with(MAGIC) => Kind::Custom,
            Event::Chunk(chunk) if chunk.starts_with(b"toc.dat\0") => Kind::Tar,
            _ => Kind::Plain,
        };
        self.peeked = Some(event);
        kind
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The input's own, or 128 + N where a signal came.
    pub fn next_bytes(&mut self) -> Result<Option<Bytes>> {
        match self.wait() {
            Event::Chunk(chunk) => Ok(Some(chunk)),
            Event::End => Ok(None),
            Event::Failed(error) => Err(error),
            Event::Signal(number) => Err(stopped(number)),
        }
    }

    /// # Errors
    /// 128 + N where a signal came.
    pub fn check_signal(&self) -> Result<()> {
        match self.pending_signal.load(Ordering::Relaxed) {
            0 => Ok(()),
            number => Err(stopped(number)),
        }
    }

    fn signal(&self) -> Option<Event> {
        match self.pending_signal.load(Ordering::Relaxed) {
            0 => None,
            number => Some(Event::Signal(number)),
        }
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

fn stopped(number: i32) -> Error {
    let name = if number == 2 { "SIGINT" } else { "SIGTERM" };
    Error::new(ExitCode::Signal(number), format!("stopped by {name}"))
        .hint("the output is marked as incomplete and can't be loaded")
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

fn watch_signal(
    kind: SignalKind,
    number: i32,
    sender: mpsc::Sender<Event>,
    pending: Arc<AtomicI32>,
) -> Result<()> {
    let mut stream = signal(kind)
        .map_err(|error| Error::unexpected(format!("no signal handler: {}", error.kind())))?;
    tokio::spawn(async move {
        while stream.recv().await.is_some() {
            if pending.swap(number, Ordering::Relaxed) != 0 {
                // The second time nothing is waited for: there is no COMMIT in the output, so what
                // was written can't be taken for whole.
                std::process::exit(ExitCode::Signal(number).code());
            }
            let sender = sender.clone();
            tokio::spawn(async move { sender.send(Event::Signal(number)).await });
        }
    });
    Ok(())
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

/// Reads to the end, decompressing what is compressed.
async fn pump(
    mut file: std::fs::File,
    read: Arc<AtomicU64>,
    mut digest: Option<Reading>,
    sender: &mpsc::Sender<Event>,
) -> Result<()> {
    let queue = sender.clone();
    let sniffed = tokio::task::spawn_blocking(move || {
        let head = read_head(&mut file).map_err(read_error)?;
        match sniff(&head)? {
            Format::Plain => read_plain(file, head, &read, digest.as_mut(), &queue).map(|()| None),
            format => Ok(Some((format, head, file, read, digest))),
        }
    })
    .await
    .map_err(|_| Error::unexpected("the reader of the input stopped"))??;
    let Some((format, head, file, read, reading)) = sniffed else {
        return Ok(());
    };
    let mut file = File::from_std(file);
    file.set_max_buf_size(CHUNK);
    let whole = AsyncReadExt::chain(io::Cursor::new(head), file);
    pump_format(
        format,
        Content::Dump,
        Digested {
            inner: Counted { inner: whole, read },
            reading,
        },
        sender,
    )
    .await
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
    let mut head = Vec::new();
    let mut first = (&mut reader).take(HEAD as u64);
    first.read_to_end(&mut head).await.map_err(read_error)?;
    let format = match content {
        Content::Dump => sniff(&head)?,
        Content::Compressed => Format::of(&head),
        Content::Bytes => Format::Plain,
    };
    let whole = AsyncReadExt::chain(io::Cursor::new(head), reader);
    pump_format(format, content, whole, sender).await
}

async fn pump_format(
    format: Format,
    content: Content,
    reader: impl AsyncRead + Unpin,
    sender: &mpsc::Sender<Event>,
) -> Result<()> {
    let reader = BufReader::with_capacity(CHUNK, reader);
    match format {
        Format::Plain => pump_decoded(reader, content, sender).await,
        Format::Gzip => {
            let mut decoder = GzipDecoder::new(reader);
            decoder.multiple_members(true);
            pump_decoded(decoder, content, sender).await
        }
        Format::Zstd => {
            let mut decoder = ZstdDecoder::new(reader);
            decoder.multiple_members(true);
            pump_decoded(decoder, content, sender).await
        }
        Format::Lz4 => {
            let mut decoder = Lz4Decoder::new(reader);
            decoder.multiple_members(true);
            pump_decoded(decoder, content, sender).await
        }
    }
}

/// The first bytes, enough to tell the formats apart; fewer only where the input ends.
fn read_head(file: &mut std::fs::File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Plain input goes from the system into the scrubber's chunks with no copy in between.
fn read_plain(
    mut file: std::fs::File,
    head: Vec<u8>,
    read: &AtomicU64,
    mut digest: Option<&mut Reading>,
    queue: &mpsc::Sender<Event>,
) -> Result<()> {
    let mut chunk = Bytes::from(head);
    loop {
        read.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        if let Some(digest) = &mut digest
            && !chunk.is_empty()
        {
            digest.update(&chunk);
        }
        if !chunk.is_empty() && queue.blocking_send(Event::Chunk(chunk)).is_err() {
            return Ok(());
        }
        let mut buffer = BytesMut::zeroed(CHUNK);
        let count = loop {
            match file.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result.map_err(read_error)?,
            }
        };
        if count == 0 {
            if let Some(digest) = digest {
                digest.update(&[]);
            }
            return Ok(());
        }
        buffer.truncate(count);
        chunk = buffer.freeze();
    }
}

#[derive(Clone, Copy)]
enum Format {
    Plain,
    Gzip,
    Zstd,
    Lz4,
}

impl Format {
    /// How the content that begins so is compressed.
    fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            [0x04, 0x22, 0x4D, 0x18, ..] => Self::Lz4,
            _ => Self::Plain,
        }
    }
}

/// Tells the formats apart by their first bytes, and refuses what is no plain dump.
fn sniff(head: &[u8]) -> Result<Format> {
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
    Ok(Format::of(head))
}

async fn pump_decoded(
    mut reader: impl AsyncRead + Unpin,
    content: Content,
    sender: &mpsc::Sender<Event>,
) -> Result<()> {
    let mut chunk = BytesMut::with_capacity(CHUNK);
    while chunk.len() < HEAD {
        let read = reader.read_buf(&mut chunk).await;
        if read.map_err(decode_error)? == 0 {
            break;
        }
    }
    if content == Content::Dump && !matches!(sniff(&chunk)?, Format::Plain) {
        return Err(Error::input("the input is compressed twice")
            .hint("decompress it on the way: `gunzip -c FILE | dmscrub …`"));
    }
    loop {
        if !chunk.is_empty() && sender.send(Event::Chunk(chunk.freeze())).await.is_err() {
            return Ok(());
        }
        chunk = BytesMut::with_capacity(CHUNK);
        // A pipe gives little at a time: a chunk is sent when it is full or nothing waits.
        let count = reader.read_buf(&mut chunk).await.map_err(decode_error)?;
        if count == 0 {
            return Ok(());
        }
    }
}

/// The input's own failure, where it brings one.
fn read_error(error: io::Error) -> Error {
    let kind = error.kind();
    if let Some(Ok(error)) = error.into_inner().map(|inner| inner.downcast::<Error>()) {
        return *error;
    }
    match kind {
        io::ErrorKind::UnexpectedEof => Error::input("the compressed input is cut off"),
        kind => Error::input(format!("the input can't be read: {kind}")),
    }
    .hint("check what produces it, and that the copy is whole")
}

fn decode_error(error: io::Error) -> Error {
    let own = error.get_ref().is_some_and(|inner| inner.is::<Error>());
    match error.kind() {
        // What the decoders give where the data is wrong.
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other if !own => {
            Error::input("the compressed input is damaged, or something else follows it")
                .hint("check what produces it, and that the copy is whole")
        }
        _ => read_error(error),
    }
}
