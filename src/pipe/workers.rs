//! Threads that work beside the run: on batches of rows, and on blocks that are compressed.
//!
//! There are as many as `--jobs` says, for all of a run's work together. A piece of work waits for
//! nothing, so that any number of threads gets all of it done; whoever gives it bounds how much is on
//! its way. Where one panics, so does who asked for the result: the run ends as it would without
//! threads.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use tokio::sync::Notify;

use crate::error::{Error, Result};
use crate::scrub::batch::{Batch, Crew};
use crate::scrub::rows::RowPath;

/// Work, with the buffers of the thread that does it.
type Task = Box<dyn FnOnce(&mut RowPath) + Send>;

/// What a piece of work came to, or how it panicked.
type Done<T> = Result<T, Box<dyn Any + Send>>;

/// The threads. They end when the last owner is gone and all work is done.
pub struct Workers {
    tasks: Sender<Task>,
    count: usize,
    done: Arc<Notify>,
}

impl Workers {
    /// Starts so many threads, and one at least.
    ///
    /// # Errors
    /// Exit 1 where the system gives no thread.
    pub fn start(count: usize) -> Result<Arc<Self>> {
        let count = count.max(1);
        let (tasks, waiting) = channel::<Task>();
        let waiting = Arc::new(Mutex::new(waiting));
        let done: Arc<Notify> = Arc::default();
        for number in 0..count {
            let (waiting, done) = (Arc::clone(&waiting), Arc::clone(&done));
            thread::Builder::new()
                .name(format!("dmscrub-{number}"))
                .spawn(move || work(&waiting, &done))
                .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))?;
        }
        Ok(Arc::new(Self { tasks, count, done }))
    }

    /// As many threads as the machine has cores for this process.
    pub fn cores() -> usize {
        thread::available_parallelism().map_or(1, usize::from)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Notified whenever a piece of work is done.
    pub fn done(&self) -> &Notify {
        &self.done
    }

    /// Has a piece of work done.
    pub fn start_work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut RowPath) -> T + Send + 'static,
    ) -> Pending<T> {
        let (done, pending) = sync_channel(1);
        let task = Box::new(move |rows: &mut RowPath| {
            let result = catch_unwind(AssertUnwindSafe(|| work(rows)));
            if result.is_err() {
                *rows = RowPath::default();
            }
            // Where nobody waits for it the run is over.
            let _ = done.send(result);
        });
        // Where all threads are gone, the result says so.
        let _ = self.tasks.send(task);
        Pending(pending)
    }
}

fn work(waiting: &Mutex<Receiver<Task>>, done: &Notify) {
    let mut rows = RowPath::default();
    loop {
        let task = match waiting.lock() {
            Ok(waiting) => waiting.recv(),
            Err(_) => return,
        };
        let Ok(task) = task else { return };
        task(&mut rows);
        done.notify_one();
    }
}

/// A result to come.
pub struct Pending<T>(Receiver<Done<T>>);

impl<T> Pending<T> {
    /// Waits for it.
    ///
    /// # Errors
    /// Exit 1 where the thread is gone.
    pub fn wait(&self) -> Result<T> {
        match self.0.recv() {
            Ok(done) => Ok(done.unwrap_or_else(|panic| resume_unwind(panic))),
            Err(_) => Err(gone()),
        }
    }

    /// It, if it is there.
    ///
    /// # Errors
    /// Exit 1 where the thread is gone.
    pub fn ready(&self) -> Result<Option<T>> {
        match self.0.try_recv() {
            Ok(done) => Ok(Some(done.unwrap_or_else(|panic| resume_unwind(panic)))),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(gone()),
        }
    }
}

fn gone() -> Error {
    Error::unexpected("a thread stopped without a word")
}

/// Results in the order in which their work was given.
pub struct InOrder<T> {
    pending: VecDeque<Pending<T>>,
    most: usize,
}

impl<T: Send + 'static> InOrder<T> {
    /// Room for so many that each thread has one to work on and one that waits.
    pub fn new(workers: &Workers) -> Self {
        Self {
            pending: VecDeque::new(),
            most: 2 * workers.count() + 1,
        }
    }

    /// Adds what comes after the others.
    pub fn push(&mut self, pending: Pending<T>) {
        self.pending.push_back(pending);
    }

    /// All have been taken.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// No more are to be added before the oldest is taken.
    pub fn is_full(&self) -> bool {
        self.pending.len() >= self.most
    }

    /// The oldest; `None` where there is none, or where it is not there yet and is not waited for.
    ///
    /// # Errors
    /// Exit 1 where a thread is gone.
    pub fn take(&mut self, wait: bool) -> Result<Option<T>> {
        let Some(oldest) = self.pending.front() else {
            return Ok(None);
        };
        let taken = if wait {
            Some(oldest.wait()?)
        } else {
            oldest.ready()?
        };
        if taken.is_some() {
            self.pending.pop_front();
        }
        Ok(taken)
    }

    /// Nobody wants them any more.
    pub fn clear(&mut self) {
        self.pending.clear();
    }
}

/// The threads as the scrubber's crew.
pub struct RowCrew {
    workers: Arc<Workers>,
    out: InOrder<Box<Batch>>,
}

impl RowCrew {
    /// `None` for a single thread: the scrubber is as fast alone.
    pub fn of(workers: &Arc<Workers>) -> Option<Box<dyn Crew>> {
        (workers.count() > 1).then(|| {
            let crew = Self {
                workers: Arc::clone(workers),
                out: InOrder::new(workers),
            };
            Box::new(crew) as Box<dyn Crew>
        })
    }
}

impl Crew for RowCrew {
    fn give(&mut self, mut batch: Box<Batch>) {
        self.out.push(self.workers.start_work(move |rows| {
            batch.run(rows);
            batch
        }));
    }

    fn take(&mut self, wait: bool) -> Result<Option<Box<Batch>>> {
        self.out.take(wait)
    }

    fn is_full(&self) -> bool {
        self.out.is_full()
    }

    fn forget(&mut self) {
        self.out.clear();
    }
}
