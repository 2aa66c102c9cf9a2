//! Signals that end a run: they come to the process, so that one has come is known everywhere in it.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::Poll;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::{Error, Result};
use crate::exit::ExitCode;

/// SIGQUIT would leave a core dump, with data of the run in it.
const ALL: [(SignalKind, &str); 4] = [
    (SignalKind::hangup(), "SIGHUP"),
    (SignalKind::interrupt(), "SIGINT"),
    (SignalKind::quit(), "SIGQUIT"),
    (SignalKind::terminate(), "SIGTERM"),
];

static PENDING: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

static SEEN: AtomicBool = AtomicBool::new(false);

/// What comes of the signals that end a run.
pub struct Signals(Vec<(i32, Signal)>);

impl Signals {
    /// From here on they don't end the process by themselves.
    ///
    /// # Errors
    /// Exit 1 where they can't be handled.
    pub fn listen() -> Result<Self> {
        let kinds = ALL.iter().map(|(kind, _)| *kind);
        // Who starts a run by `nohup` wants it to outlive the terminal.
        let kinds = kinds.filter(|kind| *kind != SignalKind::hangup() || !hangup_is_ignored());
        let streams = kinds.map(|kind| Ok((kind.as_raw_value(), signal(kind)?)));
        streams
            .collect::<std::io::Result<_>>()
            .map(Self)
            .map_err(|error| unhandled(&error))
    }

    /// From here on, that one has come is known at once: where it ended what the input comes from as
    /// well (Ctrl-C), before the input's end is.
    ///
    /// # Errors
    /// Exit 1 where they can't be handled.
    pub(super) fn noted(self) -> Result<Self> {
        for (number, _) in &self.0 {
            let value = usize::try_from(*number).unwrap_or_default();
            signal_hook::flag::register_usize(*number, Arc::clone(&PENDING), value)
                .map_err(|error| unhandled(&error))?;
        }
        Ok(self)
    }

    /// Waits for the next one; its number.
    pub async fn next(&mut self) -> i32 {
        poll_fn(|cx| {
            let come = |(number, stream): &mut (i32, Signal)| {
                stream.poll_recv(cx).is_ready().then_some(*number)
            };
            match self.0.iter_mut().find_map(come) {
                Some(number) => Poll::Ready(number),
                None => Poll::Pending,
            }
        })
        .await
    }
}

fn unhandled(error: &std::io::Error) -> Error {
    Error::unexpected(format!("no signal handler: {}", error.kind()))
}

/// Whoever started this process said that it outlives its terminal. Where the system does not tell,
/// so it does.
fn hangup_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_none_or(|mask| mask & 1 != 0)
}

/// A signal has come: true where it is not the first.
pub(super) fn again() -> bool {
    SEEN.swap(true, Ordering::Relaxed)
}

/// The signal that has come, if any.
pub(super) fn pending() -> Option<i32> {
    let number = i32::try_from(PENDING.load(Ordering::Relaxed)).ok();
    number.filter(|number| *number != 0)
}

/// Long work that waits for no input asks this now and then.
///
/// # Errors
/// 128 + N where a signal came.
pub(super) fn check() -> Result<()> {
    pending().map_or(Ok(()), |number| Err(stopped(number, "")))
}

/// The run ends by a signal; `place` follows in the message.
pub fn stopped(number: i32, place: &str) -> Error {
    let known = ALL.iter().find(|(kind, _)| kind.as_raw_value() == number);
    let name = known.map_or("a signal", |(_, name)| *name);
    Error::new(
        ExitCode::Signal(number),
        format!("stopped by {name}{place}"),
    )
}
