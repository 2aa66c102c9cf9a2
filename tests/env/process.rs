//! Child processes: fed from memory, read to the end, nothing left running.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a test waits for what comes in a moment on any machine that has a moment to spare.
pub(crate) const PATIENCE: Duration = Duration::from_secs(600);

/// Waits until `ready`.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut ready: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !ready() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a finished process left.
#[derive(Clone)]
pub(crate) struct Output {
    /// The exit code; 128 + N where signal N ended it.
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

impl Output {
    /// stderr as text, for messages of assertions.
    pub(crate) fn stderr_text(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Fails the test unless the process ended with `code`.
    #[track_caller]
    pub(crate) fn assert_exit(&self, code: i32) -> &Self {
        assert_eq!(
            self.code,
            code,
            "wrong exit code; stderr:\n{}",
            self.stderr_text()
        );
        self
    }
}

/// Runs `command` with `input` on its stdin. A reader that goes away early is no error here: its
/// exit code tells.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("can't start {:?}: {error}", command.get_program()));
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().expect("a child can be waited for")
    });
    Output {
        code: exit_code(output.status),
        stdout: output.stdout,
        stderr: output.stderr,
    }
}

/// The exit code; 128 + N where signal N ended the process.
pub(crate) fn exit_code(status: ExitStatus) -> i32 {
    status
        .code()
        .unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}

/// Threads of one test: where there are many cores, other tests run beside it, and each thread may have
/// a session of PostgreSQL.
const MOST_THREADS: usize = 8;

/// Calls `work` for every item on as many threads as there are cores, within reason; results in the
/// items' order.
pub(crate) fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cores = cores.min(MOST_THREADS);
    let share = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(share)
            .map(|chunk| scope.spawn(|| chunk.iter().map(&work).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(results) => results,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}
