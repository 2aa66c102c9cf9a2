//! The weekly job around the filter: newest backup → cleaned → into the target → published.
//!
//! ```text
//! config      refresh.yaml, read and checked            state     what is done, for --resume; the lock
//! job         order, clean-up, notifications            voice     how the job speaks
//! report      what was done to the dump, and the steps
//! step/       one file a step, all of one shape; `step::STEPS` is their order
//! s3          buckets: list, ranged download, multipart upload
//! backups     which of a bucket's objects is the newest backup
//! gpg         decryption
//! postgres    psql, and what it may be told             tunnel    ssh and Cloud Foundry
//! reset       SQL that empties a database               import    a developer's load
//! jenkins     crumb, build, queue item, result          http      the one client
//! notify      who is told
//! child       the one place where a process starts      guardian  clean-up that outlives a SIGKILL
//! spool       the cleaned dump, compressed on the way to disk
//! stream      fetch | decrypt | decompress | scrub → spool and database at once
//! ```
//!
//! Secrets come from the environment or files only ([`secret::Secret`]) and go to children through
//! their environment or a pipe, never in an argument. Nothing here prints: see [`voice::Voice`].

pub mod archive;
pub mod backups;
pub mod child;
pub mod config;
pub mod gpg;
pub mod guardian;
pub mod http;
pub mod import;
pub mod jenkins;
pub mod job;
pub mod json_schema;
pub mod notify;
pub mod postgres;
pub mod report;
pub mod reset;
pub mod s3;
pub mod secret;
pub mod spool;
pub mod state;
pub mod step;
pub mod stream;
pub mod template;
pub mod tunnel;
pub mod voice;

use crate::error::Error;
use crate::exit::ExitCode;

/// Exit 7: a step failed for a reason of its own (the filter's failures keep their codes).
pub fn failed(message: impl Into<String>) -> Error {
    Error::new(ExitCode::Refresh, message)
}
