//! How the job speaks: the command line decides what becomes of it.

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
