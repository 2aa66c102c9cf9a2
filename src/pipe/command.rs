//! The programs of `command` rules as child processes.
//!
//! Two threads serve a child's pipes, so that neither a child that reads nothing nor one that
//! writes nothing can hold the run past the time limit. Its standard error is discarded, as it
//! could print values; the key, and other secrets that are none of its business, are taken out of its
//! environment.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::transform::service::{Commands, LineService, ServiceError};

/// The environment variable that may hold the key.
const KEY_VARIABLE: &str = "DMSCRUB_KEY";
/// A longer answer is none (PostgreSQL's fields end at 1 GiB; so long ones come from no program).
const MAX_ANSWER: u64 = 256 * 1024 * 1024;
/// How often and how long a child is waited for after its input has ended.
const GRACE: (u32, Duration) = (20, Duration::from_millis(10));

/// Starts real programs.
#[derive(Clone, Debug, Default)]
pub struct Processes {
    /// Environment variables that they do not get, beside the key's.
    pub hidden: Vec<String>,
}

impl Commands for Processes {
    fn start(&self, argv: &[String]) -> io::Result<Box<dyn LineService>> {
        let (program, arguments) = argv
            .split_first()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut command = Command::new(program);
        for variable in &self.hidden {
            command.env_remove(variable);
        }
        let child = command
            .args(arguments)
            .env_remove(KEY_VARIABLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Box::new(Process::serve(child)?))
    }
}

struct Process {
    child: Child,
    /// `None` once its input is closed.
    questions: Option<SyncSender<Vec<u8>>>,
    answers: Receiver<Result<Vec<u8>, ServiceError>>,
}

impl Process {
    fn serve(mut child: Child) -> io::Result<Self> {
        let (questions, to_write) = sync_channel(1);
        let (answered, answers) = sync_channel(1);
        let pipes = child.stdin.take().zip(child.stdout.take());
        let mut process = Self {
            child,
            questions: Some(questions),
            answers,
        };
        let started = pipes
            .ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))
            .and_then(|(input, output)| {
                let builder = || thread::Builder::new().name("command".to_owned());
                builder().spawn(move || write_questions(input, &to_write))?;
                builder().spawn(move || read_answers(output, &answered))?;
                Ok(())
            });
        match started {
            Ok(()) => Ok(process),
            Err(error) => {
                process.questions = None;
                Err(error)
            }
        }
    }
}

fn write_questions(mut input: ChildStdin, questions: &Receiver<Vec<u8>>) {
    while let Ok(question) = questions.recv() {
        // A child that is gone is seen at its output.
        if input
            .write_all(&question)
            .and_then(|()| input.flush())
            .is_err()
        {
            return;
        }
    }
}

fn read_answers(output: ChildStdout, answers: &SyncSender<Result<Vec<u8>, ServiceError>>) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        let read = (&mut output).take(MAX_ANSWER).read_until(b'\n', &mut line);
        let answer = match read {
            Ok(_) if line.pop() == Some(b'\n') => Ok(line),
            Ok(read) if read as u64 == MAX_ANSWER => Err(ServiceError::OutOfStep),
            _ => Err(ServiceError::Ended),
        };
        let last = answer.is_err();
        if answers.send(answer).is_err() || last {
            return;
        }
    }
}

impl LineService for Process {
    fn exchange(
        &mut self,
        line: &[u8],
        time_limit: Duration,
        answer: &mut Vec<u8>,
    ) -> Result<(), ServiceError> {
        match self.answers.try_recv() {
            Ok(Ok(_)) => return Err(ServiceError::OutOfStep),
            Ok(Err(error)) => return Err(error),
            Err(TryRecvError::Disconnected) => return Err(ServiceError::Ended),
            Err(TryRecvError::Empty) => {}
        }
        let mut question = Vec::with_capacity(line.len() + 1);
        question.extend_from_slice(line);
        question.push(b'\n');
        let questions = self.questions.as_ref().ok_or(ServiceError::Ended)?;
        // Never waits: the question before has been answered, so the channel is empty.
        questions.send(question).map_err(|_| ServiceError::Ended)?;
        match self.answers.recv_timeout(time_limit) {
            Ok(Ok(line)) => {
                answer.extend_from_slice(&line);
                Ok(())
            }
            Ok(Err(error)) => Err(error),
            Err(RecvTimeoutError::Timeout) => Err(ServiceError::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(ServiceError::Ended),
        }
    }
}

/// Ends the child: its input is closed, it gets a moment to go by itself, then it is killed.
impl Drop for Process {
    fn drop(&mut self) {
        self.questions = None;
        for _ in 0..GRACE.0 {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(GRACE.1),
                _ => return,
            }
        }
        // Both fail only where the child is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Instant;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(300);

    /// Waits until a line stands in the file.
    fn written(path: &Path) -> String {
        let deadline = Instant::now() + LIMIT;
        loop {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            if text.ends_with('\n') {
                return text;
            }
            assert!(Instant::now() < deadline, "it never ran");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn shell(script: &str) -> Box<dyn LineService> {
        let argv = ["sh", "-c", script].map(str::to_owned);
        Processes::default().start(&argv).expect("a shell")
    }

    fn ask(
        service: &mut dyn LineService,
        line: &[u8],
        limit: Duration,
    ) -> Result<Vec<u8>, ServiceError> {
        let mut answer = Vec::new();
        service.exchange(line, limit, &mut answer).map(|()| answer)
    }

    #[test]
    fn lines_go_both_ways_in_order() {
        let mut cat = shell("cat");
        for n in 0..100 {
            let line = format!("{{\"value\":\"é {n}\"}}");
            assert_eq!(
                ask(&mut *cat, line.as_bytes(), LIMIT),
                Ok(line.clone().into_bytes())
            );
        }
        // More than a pipe holds.
        let long = vec![b'x'; 1 << 20];
        assert_eq!(ask(&mut *cat, &long, LIMIT), Ok(long));
    }

    #[test]
    fn a_child_that_ends_or_hangs_or_talks_too_much_fails() {
        assert_eq!(
            ask(&mut *shell("exit 0"), b"x", LIMIT),
            Err(ServiceError::Ended)
        );
        assert_eq!(
            ask(&mut *shell("read x; printf half"), b"x", LIMIT),
            Err(ServiceError::Ended)
        );
        let short = Duration::from_millis(50);
        assert_eq!(
            ask(&mut *shell("exec sleep 6000"), b"x", short),
            Err(ServiceError::TimedOut)
        );
        let long = vec![b'x'; 1 << 20];
        assert_eq!(
            ask(&mut *shell("exec sleep 6000"), &long, short),
            Err(ServiceError::TimedOut)
        );
        // Once what it said has come; when that is nobody knows.
        let folder = tempfile::tempdir().expect("a directory");
        let found = (0..100).any(|number: u32| {
            let said = folder.path().join(number.to_string());
            let script = format!("echo hello; echo >'{}'; exec cat", said.display());
            let mut chatty = shell(&script);
            written(&said);
            thread::sleep(Duration::from_millis(20));
            ask(&mut *chatty, b"x", LIMIT) == Err(ServiceError::OutOfStep)
        });
        assert!(found, "what was said unasked is taken for an answer");
        let missing = ["dmscrub-no-such-program".to_owned()];
        assert!(Processes::default().start(&missing).is_err());
        assert!(Processes::default().start(&[]).is_err());
    }

    #[test]
    fn a_child_goes_with_its_service() {
        let dir = tempfile::tempdir().expect("a directory");
        let pid_file = dir.path().join("pid");
        let script = format!(
            "trap '' TERM; echo $$ > '{}'; exec sleep 6000",
            pid_file.display()
        );
        let mut service = shell(&script);
        let pid = written(&pid_file);
        let _ = ask(&mut *service, b"x", Duration::from_millis(500));
        drop(service);
        let alive = Command::new("kill")
            .args(["-0", pid.trim()])
            .stderr(Stdio::null())
            .status()
            .expect("kill");
        assert!(!alive.success());
    }
}
