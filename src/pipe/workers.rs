//! Threads that work beside the run: on batches of rows, and on blocks that are compressed.
//!
//! There are as many as `--jobs` says, for all of a run's work together. A piece of work waits for
//! nothing, so that any number of threads gets all of it done; whoever gives it bounds how much is on
//! its way. Where one panics, so does who asked for the result: the run ends as it would without
//! threads.
//!
//! Measured on a dump of 1.3 GB and two cores: of what a run with masks or edits in JSON computes, the
//! thread that takes the input apart, puts batches in order and writes has 6 to 15 %, so more cores than
//! two are of use. With the Digital Marketplace's rules, where most rows wait for others, it was three
//! quarters while it packed and unpacked what waits, told apart what decides rows, and made generated
//! ones by itself; now it is a sixth.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use tokio::sync::Notify;

use crate::error::{Error, Result};
use crate::scrub::batch::{Batch, Crew, Errand};
use crate::scrub::rows::RowPath;

/// More threads than any machine has cores for only take memory, until the system gives none.
const MOST: usize = 512;

/// Work, with the buffers of the thread that does it.
type Task = Box<dyn FnOnce(&mut RowPath) + Send>;

/// What a piece of work came to, or how it panicked.
type Done<T> = Result<T, Box<dyn Any + Send>>;

/// The threads. They end when the last owner is gone and all work is done.
pub struct Workers {
    tasks: Sender<Task>,
    count: usize,
    done: Arc<Notify>,
    /// Pieces of work that were given and are not done.
    backlog: Arc<AtomicUsize>,
}

impl Workers {
    /// Starts so many threads, one at least, and no more than 512.
    ///
    /// # Errors
    /// Exit 1 where the system gives no thread.
    pub fn start(count: usize) -> Result<Arc<Self>> {
        let count = count.clamp(1, MOST);
        let (tasks, waiting) = channel::<Task>();
        let waiting = Arc::new(Mutex::new(waiting));
        let done: Arc<Notify> = Arc::default();
        let backlog: Arc<AtomicUsize> = Arc::default();
        for number in 0..count {
            let (waiting, done) = (Arc::clone(&waiting), Arc::clone(&done));
            let backlog = Arc::clone(&backlog);
            thread::Builder::new()
                .name(format!("dmscrub-{number}"))
                .spawn(move || work(&waiting, &done, &backlog))
                .map_err(|error| Error::unexpected(format!("no thread: {}", error.kind())))?;
        }
        Ok(Arc::new(Self {
            tasks,
            count,
            done,
            backlog,
        }))
    }

    /// As many threads as the machine has cores for this process.
    pub fn cores() -> usize {
        thread::available_parallelism().map_or(1, usize::from)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// So many pieces of work that each thread has one to do and one that waits.
    pub fn plenty(&self) -> usize {
        2 * self.count + 1
    }

    /// The threads have plenty to do.
    pub fn has_plenty(&self) -> bool {
        self.backlog.load(Ordering::Relaxed) > self.plenty()
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
        self.backlog.fetch_add(1, Ordering::Relaxed);
        // Where all threads are gone, the result says so.
        let _ = self.tasks.send(task);
        Pending(pending)
    }
}

fn work(waiting: &Mutex<Receiver<Task>>, done: &Notify, backlog: &AtomicUsize) {
    let mut rows = RowPath::default();
    loop {
        let task = match waiting.lock() {
            Ok(waiting) => waiting.recv(),
            Err(_) => return,
        };
        let Ok(task) = task else { return };
        task(&mut rows);
        backlog.fetch_sub(1, Ordering::Relaxed);
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
    untouched: bool,
}

impl<T: Send + 'static> InOrder<T> {
    /// Room for [`Workers::plenty`].
    pub fn new(workers: &Workers) -> Self {
        Self {
            pending: VecDeque::new(),
            most: workers.plenty(),
            untouched: true,
        }
    }

    /// Adds what comes after the others.
    pub fn push(&mut self, pending: Pending<T>) {
        self.pending.push_back(pending);
        self.untouched = false;
    }

    /// None was ever added.
    pub fn is_untouched(&self) -> bool {
        self.untouched
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
    out: InOrder<Batch>,
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
    fn hands(&self) -> usize {
        self.workers.count()
    }

    fn start(&self, errand: Errand) {
        // What comes of it comes back another way.
        drop(self.workers.start_work(errand));
    }

    fn give(&mut self, mut batch: Batch) {
        self.out.push(self.workers.start_work(move |rows| {
            batch.run(rows);
            batch
        }));
    }

    fn take(&mut self, wait: bool) -> Result<Option<Batch>> {
        self.out.take(wait)
    }

    fn is_full(&self) -> bool {
        self.out.is_full()
    }

    fn forget(&mut self) {
        self.out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_in_which_their_work_was_given() {
        for count in [1, 2, 5] {
            let workers = Workers::start(count).unwrap();
            let mut results = InOrder::new(&workers);
            let mut taken = Vec::new();
            for number in 0..500_u64 {
                while results.is_full() {
                    taken.extend(results.take(true).unwrap());
                }
                results.push(workers.start_work(move |_| {
                    // Some take longer than those after them.
                    let turns = number % 7 * 1000;
                    std::hint::black_box((0..turns).fold(0, u64::wrapping_add));
                    number
                }));
            }
            while let Some(number) = results.take(true).unwrap() {
                taken.push(number);
            }
            assert!(taken.into_iter().eq(0..500));
        }
    }

    #[test]
    fn who_asked_panics_where_the_work_does_and_the_threads_go_on() {
        let workers = Workers::start(1).unwrap();
        let panicking = workers.start_work(|_| -> u8 { panic!("a defect") });
        let after = workers.start_work(|_| 7);
        let caught = catch_unwind(AssertUnwindSafe(|| panicking.wait()));
        assert!(caught.is_err());
        assert_eq!(after.wait().unwrap(), 7);
    }
}
