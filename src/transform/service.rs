//! Programs that rules start (`command`), brought in by the layers above: nothing here does I/O.

use std::fmt;
use std::io;
use std::time::Duration;

/// Starts programs.
pub trait Commands: fmt::Debug + Send + Sync {
    /// Starts the program `argv[0]`, which stays until its [`LineService`] is dropped.
    fn start(&self, argv: &[String]) -> io::Result<Box<dyn LineService>>;
}

/// A running program that answers each line with one line.
pub trait LineService: Send {
    /// Sends a line and appends the answer to `answer`, both without their line end. After an error
    /// the service is of no more use.
    fn exchange(
        &mut self,
        line: &[u8],
        time_limit: Duration,
        answer: &mut Vec<u8>,
    ) -> Result<(), ServiceError>;
}

/// Why a program gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// It ended, or closed its output.
    Ended,
    /// It took longer than it may.
    TimedOut,
    /// It wrote a line that nobody asked for, or one too long.
    OutOfStep,
}

/// Starts nothing: where programs have no place (checks, tests).
#[derive(Clone, Copy, Debug)]
pub struct NoCommands;

impl Commands for NoCommands {
    fn start(&self, _argv: &[String]) -> io::Result<Box<dyn LineService>> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
}
