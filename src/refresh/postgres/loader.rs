//! Loads a cleaned dump with psql, whole or not at all.
//!
//! ```text
//! bytes ⇒ queue ⇒ scrubber (keeps everything, adds the reset) → psql → [tunnel] → server
//! ```
//!
//! The second scrubber takes the transaction of a cleaned dump out and writes its own, with what
//! empties the target in it; a dump that had none gets one. It writes COMMIT only after the whole
//! dump has passed, so a queue that ends early ends in a rollback.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::AsyncReadExt;
use tokio::process::ChildStderr;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::failure::Said;
use super::{Address, psql};
use crate::dump::archive::reader::Chunks;
use crate::dump::archive::script::ScriptOptions;
use crate::error::{Error, Result};
use crate::pipe::archive::{as_script, random_restrict_key};
use crate::pipe::input::{Content, Event};
use crate::refresh::archive::Queue;
use crate::refresh::child::{Hidden, Running};
use crate::refresh::config::Reset;
use crate::refresh::guardian::Guardian;
use crate::refresh::stream::{self, Reader};
use crate::refresh::tunnel::Tunnel;
use crate::refresh::voice::Voice;
use crate::refresh::{failed, reset};
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::scrub::transaction;
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

/// Chunks that may wait for psql.
const QUEUE: usize = 8;
/// Small pieces are gathered up to this size before they go into the pipe.
const GATHERED: usize = 256 << 10;
/// Bytes of psql's messages that are looked at; the first error stands early.
const SAID: u64 = 1 << 20;
/// How long a tunnel has to show that it, and not the server, broke the connection.
const GRACE: Duration = Duration::from_secs(3);

/// The hint where COMMIT may have been done or not.
pub const UNSURE: &str = "the connection broke at the very end: look whether the load is there";

/// What is to be loaded, and how.
pub struct Load {
    /// Into which database.
    pub address: Address,
    /// By way of this.
    pub tunnel: Option<Tunnel>,
    /// What empties the target.
    pub reset: Reset,
    /// Leave out who owns what.
    pub no_owner: bool,
    /// Leave out grants.
    pub no_acl: bool,
}

/// A load under way. Dropping it kills psql, and the server rolls back.
pub struct Loader {
    task: JoinHandle<Result<()>>,
}

impl Loader {
    /// Starts psql. What is sent is loaded; the end of the queue is the end of the dump. Where a
    /// `voice` is given, it says of a failure at once; [`Loader::finish`] says it in any case.
    ///
    /// # Errors
    /// Exit 7 where psql can't be started.
    pub fn start(
        load: Load,
        guardian: &Guardian,
        hidden: &Hidden,
        voice: Option<Arc<dyn Voice>>,
    ) -> Result<(Self, mpsc::Sender<Bytes>)> {
        let options = Options {
            no_owner: load.no_owner,
            no_acl: load.no_acl,
            reset: reset::sql(load.reset),
            one_database: true,
            ..Options::default()
        };
        let rules = RuleSet::keep_all();
        // No value is replaced, so the key is not used.
        let key = SecretKey::new(&[0; 32]).ok_or_else(|| Error::unexpected("no key"))?;
        let run = Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH)?;
        let scrubber = Scrubber::new(Arc::new(rules), Arc::new(run), options);

        let mut psql = psql(&load.address, hidden)
            .args(["-f", "-"])
            .pipes(Stdio::piped(), Stdio::null())
            .start(guardian)?;
        let no_pipe = || Error::unexpected("psql has no pipes");
        let stdin = psql.child.stdin.take().ok_or_else(no_pipe)?;
        let stderr = psql.child.stderr.take().ok_or_else(no_pipe)?;
        let stdin = stdin
            .into_owned_fd()
            .map_err(|error| failed(format!("psql has no pipe: {}", error.kind())))?;
        let (sender, queue) = mpsc::channel(QUEUE);
        let pipe = Pipe {
            to: BufWriter::with_capacity(GATHERED, File::from(stdin)),
            broken: false,
        };
        let writer = tokio::task::spawn_blocking(move || write(queue, scrubber, pipe));
        let Load {
            address, tunnel, ..
        } = load;
        let process = Process {
            psql,
            stderr,
            writer,
            tunnel,
            address,
        };
        let task = tokio::spawn(process.supervise(voice));
        Ok((Self { task }, sender))
    }

    /// Waits for psql's end, the queue having been closed.
    ///
    /// Whole means: everything was written, COMMIT last, and psql exited 0. With ON_ERROR_STOP psql
    /// exits 0 only if no statement failed, COMMIT among them, and it has read to the end; and COMMIT
    /// fails unless the guard's repair, the line before it, was done. So nothing is left to ask the
    /// server for.
    ///
    /// # Errors
    /// Exit 7 where the load failed, 5 where the dump can't be loaded; the server has rolled back.
    pub async fn finish(mut self) -> Result<()> {
        let stopped = |_| Error::unexpected("the loader stopped without a word");
        (&mut self.task).await.map_err(stopped)?
    }

    /// Kills psql: the server rolls back.
    pub async fn abandon(mut self) {
        self.task.abort();
        // It was told to stop; how it did is of no interest.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads a dump, decompressing it, into a loader, and closes the queue; of an archive, its script.
/// Where reading fails, what was sent is made unloadable first. `read` counts bytes.
///
/// # Errors
/// The reader's own; exit 5 where it is damaged, cut off or no dump.
pub async fn feed(reader: Reader, read: Arc<AtomicU64>, to: mpsc::Sender<Bytes>) -> Result<()> {
    let (events, queue) = mpsc::channel(QUEUE);
    let pull = async {
        let result = stream::feed(reader, read, None, Content::Dump, &events).await;
        // Where the queue is closed, who passes on has failed before: it says why.
        match result {
            Ok(()) => events.send(Event::End).await,
            Err(error) => events.send(Event::Failed(error)).await,
        }
    };
    let passed_to = to.clone();
    let pass = tokio::task::spawn_blocking(move || pass(queue, &passed_to));
    let (_, passed) = tokio::join!(pull, pass);
    let stopped = |_| Error::unexpected("the reader of the dump stopped without a word");
    let result = passed.map_err(stopped)?;
    if result.is_err() {
        let poison = [b"\n", transaction::raise()].concat();
        // Where psql has gone there is nothing left to spoil.
        let _ = to.send(Bytes::from(poison)).await;
    }
    result
}

/// Runs on a thread of its own.
fn pass(events: mpsc::Receiver<Event>, to: &mpsc::Sender<Bytes>) -> Result<()> {
    let mut closed = false;
    let mut hand_on = |part: Bytes| {
        to.blocking_send(part).map_err(|_| {
            closed = true;
            Error::output("psql takes no more")
        })
    };
    let result = hand_on_all(events, &mut hand_on);
    // psql takes no more: the loader knows why.
    if closed { Ok(()) } else { result }
}

fn hand_on_all(
    events: mpsc::Receiver<Event>,
    hand_on: &mut dyn FnMut(Bytes) -> Result<()>,
) -> Result<()> {
    match Queue::new(events)?.archive() {
        Err(mut plain) => {
            while let Some(chunk) = plain.next_chunk()? {
                hand_on(chunk)?;
            }
            Ok(())
        }
        Ok(mut archive) => {
            let toc = archive.contents()?;
            let options = ScriptOptions {
                restrict_key: random_restrict_key()?,
                ..ScriptOptions::default()
            };
            let mut push = |part, _| hand_on(part);
            as_script(archive.as_mut(), &toc, options, &mut push).map(drop)
        }
    }
}

/// How the writing ended.
#[derive(Debug, PartialEq, Eq)]
enum Wrote {
    /// The whole dump, COMMIT last.
    All,
    /// psql took no more.
    Stopped,
}

/// Runs on a thread of its own.
fn write(
    mut queue: mpsc::Receiver<Bytes>,
    mut scrubber: Scrubber,
    mut pipe: Pipe,
) -> Result<Wrote> {
    let mut pump = || {
        while let Some(bytes) = queue.blocking_recv() {
            scrubber.push(bytes, &mut pipe)?;
        }
        scrubber.finish(&mut pipe)?;
        pipe.flush()
    };
    let result = pump();
    if pipe.broken {
        return Ok(Wrote::Stopped);
    }
    if let Err(error) = result {
        // So psql fails at once instead of at the end of its input. Where it is gone, it has failed.
        let _ = pipe.write(&scrubber.poison()).and_then(|()| pipe.flush());
        return Err(error);
    }
    Ok(Wrote::All)
}

struct Process {
    psql: Running,
    stderr: ChildStderr,
    writer: JoinHandle<Result<Wrote>>,
    tunnel: Option<Tunnel>,
    address: Address,
}

impl Process {
    async fn supervise(self, voice: Option<Arc<dyn Voice>>) -> Result<()> {
        let Self {
            mut psql,
            stderr,
            writer,
            mut tunnel,
            address,
        } = self;
        let said = async {
            let mut said = Vec::new();
            let mut stderr = stderr;
            // What can't be read is missing in the message.
            let _ = (&mut stderr).take(SAID).read_to_end(&mut said).await;
            // More is thrown away, lest psql wait for somebody to take it.
            let _ = tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await;
            Said::read(&said)
        };
        let ended = async { tokio::join!(psql.wait(), said) };
        let (status, said) = tokio::select! {
            ended = ended => ended,
            error = died(&mut tunnel) => {
                psql.kill().await;
                warn(voice.as_ref(), &error);
                return Err(error);
            }
        };
        let stopped = |_| Error::unexpected("the loader stopped without a word");
        // The dump itself can't be loaded: psql failed because it was made to.
        let wrote = writer.await.map_err(stopped)??;
        let result = match (status?.success(), wrote) {
            (true, Wrote::All) => Ok(()),
            (true, Wrote::Stopped) => Err(failed(format!(
                "{address}: psql ended before the end of the dump"
            ))),
            (false, wrote) => {
                let by_tunnel = match said.lost {
                    true => tokio::time::timeout(GRACE, died(&mut tunnel)).await.ok(),
                    false => None,
                };
                let error = by_tunnel.unwrap_or_else(|| said.error("the load failed", &address));
                Err(if said.lost && wrote == Wrote::All {
                    error.hint(UNSURE)
                } else {
                    error
                })
            }
        };
        if let Some(tunnel) = tunnel {
            tunnel.close().await;
        }
        if let Err(error) = &result {
            warn(voice.as_ref(), error);
        }
        result
    }
}

fn warn(voice: Option<&Arc<dyn Voice>>, error: &Error) {
    if let Some(voice) = voice {
        voice.warning(&error.to_string());
    }
}

/// The tunnel's end; never where there is none.
async fn died(tunnel: &mut Option<Tunnel>) -> Error {
    match tunnel {
        Some(tunnel) => tunnel.died().await,
        None => std::future::pending().await,
    }
}

/// psql's standard input.
struct Pipe {
    to: BufWriter<File>,
    /// psql takes no more.
    broken: bool,
}

impl Pipe {
    fn flush(&mut self) -> Result<()> {
        let result = self.to.flush();
        self.checked(result)
    }

    fn checked(&mut self, result: std::io::Result<()>) -> Result<()> {
        result.map_err(|_| {
            self.broken = true;
            Error::output("psql takes no more")
        })
    }
}

impl Sink for Pipe {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let result = self.to.write_all(bytes);
        self.checked(result)
    }
}
