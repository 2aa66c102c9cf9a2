//! dmscrub cleans a pg_dump in one pass.
//!
//! ```text
//! L5  cli                  arguments, exit codes, printing: the only code that prints
//! L4  refresh              the weekly job around the filter (feature `refresh`)
//!     prove                what shows that rules and dumps are as they should be
//! L3  pipe                 bytes in, bytes out: read, decompress, write, progress, signals
//! L2  scrub                the row path: plan, purge, transaction, statements
//! L1  rules, transform     what to change and how
//! L0  dump, value, error   pg_dump's syntax and vocabulary
//! ```
//!
//! A file uses only its own layer and those below. L0 to L2 never see sockets, clocks, files or the
//! environment.

#![warn(missing_docs)]

pub mod cli;
pub mod dump;
pub mod error;
pub mod exit;
pub mod pipe;
pub mod prove;
#[cfg(feature = "refresh")]
pub mod refresh;
pub mod rules;
pub mod scrub;
pub mod transform;
pub mod value;
