//! SIGINT and SIGTERM: they come to the process, so that one has come is known everywhere in it.

use std::sync::atomic::{AtomicI32, Ordering};

use crate::error::{Error, Result};
use crate::exit::ExitCode;

static PENDING: AtomicI32 = AtomicI32::new(0);

/// A signal has come: true where it is not the first.
pub(super) fn note(number: i32) -> bool {
    PENDING.swap(number, Ordering::Relaxed) != 0
}

/// The signal that has come, if any.
pub(super) fn pending() -> Option<i32> {
    Some(PENDING.load(Ordering::Relaxed)).filter(|number| *number != 0)
}

/// Long work that waits for no input asks this now and then.
///
/// # Errors
/// 128 + N where a signal came.
pub(super) fn check() -> Result<()> {
    pending().map_or(Ok(()), |number| Err(stopped(number)))
}

/// The run ends by a signal.
pub(super) fn stopped(number: i32) -> Error {
    let name = if number == 2 { "SIGINT" } else { "SIGTERM" };
    Error::new(ExitCode::Signal(number), format!("stopped by {name}"))
        .hint("the output is marked as incomplete and can't be loaded")
}
