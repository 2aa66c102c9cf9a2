//! How the job speaks: the command line decides what becomes of it.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often it is said where a long step stands.
const PACE: Duration = Duration::from_millis(250);

/// Takes the job's messages. No secret and no value of a row is ever handed to it.
pub trait Voice: Send + Sync {
    /// What went well.
    fn note(&self, message: &str);
    /// What the user should know though the job goes on.
    fn warning(&self, message: &str);
    /// Where a long step stands: `done` of `total` (bytes), where the total is known.
    fn progress(&self, what: &str, done: u64, total: Option<u64>);
    /// The long step is over.
    fn progress_done(&self);
}

/// Does `work`, and says meanwhile where it stands, by the bytes that are counted in `read`.
pub async fn watched<T>(
    voice: &dyn Voice,
    what: &str,
    total: Option<u64>,
    read: &AtomicU64,
    work: impl Future<Output = T>,
) -> T {
    let result = tokio::select! {
        result = work => result,
        never = watch(voice, what, total, read) => match never {},
    };
    voice.progress_done();
    result
}

/// Never ends by itself.
async fn watch(voice: &dyn Voice, what: &str, total: Option<u64>, read: &AtomicU64) -> Infallible {
    loop {
        tokio::time::sleep(PACE).await;
        voice.progress(what, read.load(Ordering::Relaxed), total);
    }
}
