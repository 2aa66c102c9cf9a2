//! One run of `dmscrub refresh`, in a folder of its own, watched for what it must not do: show a
//! secret or a value in an argument, a message or a file; leave a process or a file behind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::KEY;
use crate::env::process::{Output, PATIENCE, exit_code, wait_until};

/// Marks the processes of a run in their environment, which children inherit.
const MARK: &str = "DMSCRUB_TEST_RUN";

/// A configuration with what belongs to it.
pub(crate) struct Refresh {
    dir: TempDir,
    env: Vec<(String, String)>,
    secrets: Vec<String>,
}

impl Refresh {
    /// With this `refresh.yaml`. Its spool should be `spool` (a relative path).
    pub(crate) fn new(config: &str) -> Self {
        let dir = tempfile::Builder::new()
            .prefix("dmr-")
            .tempdir_in("/tmp")
            .expect("a temporary directory can be made");
        std::fs::create_dir(dir.path().join("tmp")).expect("a new folder");
        let mut refresh = Self {
            dir,
            env: Vec::new(),
            secrets: Vec::new(),
        };
        refresh.file("refresh.yaml", config.as_bytes());
        refresh.secret("DMSCRUB_KEY", KEY);
        refresh
    }

    /// A file in the run's folder; its path.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).expect("the folder is writable");
        path
    }

    /// An environment variable.
    pub(crate) fn env(&mut self, name: &str, value: &str) {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
    }

    /// An environment variable that nothing may show.
    pub(crate) fn secret(&mut self, name: &str, value: &str) {
        self.env(name, value);
        self.hide(value);
    }

    /// A text that nothing may show.
    pub(crate) fn hide(&mut self, text: &str) {
        self.secrets.push(text.to_owned());
    }

    /// The run's folder.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The spool.
    pub(crate) fn spool(&self) -> PathBuf {
        self.dir.path().join("spool")
    }

    /// `dmscrub ARGS`, ready to start.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dmscrub"));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            let known = ["DMSCRUB_", "AWS_", "PG", "GNUPG", "CF_", "SSH_"];
            if known.iter().any(|prefix| name.starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        command
            .args(args)
            .env("HOME", self.dir.path())
            .env("TMPDIR", self.dir.path().join("tmp"))
            .env("NO_COLOR", "1")
            .env_remove("RUST_BACKTRACE")
            .env(MARK, self.dir.path())
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .current_dir(self.dir.path());
        command
    }

    /// Starts `dmscrub ARGS`.
    pub(crate) fn start(&self, args: &[&str]) -> Started<'_> {
        let stderr = self.dir.path().join("stderr");
        let stdout = self.dir.path().join("stdout");
        let file = |path: &Path| std::fs::File::create(path).expect("the folder is writable");
        let child = self
            .command(args)
            .stdin(Stdio::null())
            .stdout(file(&stdout))
            .stderr(file(&stderr))
            .spawn()
            .expect("dmscrub can be started");
        Started {
            refresh: self,
            child,
            watch: Some(Watch::start(self.dir.path())),
        }
    }

    /// Runs `dmscrub ARGS` to its end.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.start(args).end()
    }

    /// Nothing but the spool and what the test put there is left, and none of it tells anything.
    #[track_caller]
    fn assert_nothing_left(&self, output: &Output) {
        wait_until("no process is left", || {
            processes_of(self.dir.path()).is_empty()
        });
        let tmp = files_under(&self.dir.path().join("tmp"));
        assert!(tmp.is_empty(), "temporary files left: {tmp:?}");
        self.assert_tells_nothing("stderr", &output.stderr);
        self.assert_tells_nothing("stdout", &output.stdout);
        for path in files_under(&self.spool()) {
            let mut content = std::fs::read(&path).expect("a readable file");
            self.assert_tells_nothing(&path.display().to_string(), &content);
            if content.starts_with(&[0x1f, 0x8b]) {
                content = gunzip(&content);
                self.assert_tells_nothing(&format!("{} unpacked", path.display()), &content);
            }
        }
    }

    /// No canary, no secret.
    #[track_caller]
    pub(crate) fn assert_tells_nothing(&self, what: &str, bytes: &[u8]) {
        assert_no_canary(what, bytes);
        for secret in &self.secrets {
            assert!(
                memchr::memmem::find(bytes, secret.as_bytes()).is_none(),
                "a secret got into {what}"
            );
        }
    }
}

/// A run under way.
pub(crate) struct Started<'a> {
    refresh: &'a Refresh,
    /// The process.
    pub(crate) child: Child,
    watch: Option<Watch>,
}

impl Started<'_> {
    /// What it has said so far.
    pub(crate) fn said(&self) -> String {
        let said = std::fs::read(self.refresh.dir.path().join("stderr"));
        String::from_utf8_lossy(&said.unwrap_or_default()).into_owned()
    }

    /// Waits until it has said this, or `ready` says so.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, what: &str, mut ready: impl FnMut(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // What it said before it ended may be what is waited for.
            let ended = self.child.try_wait().expect("a child can be waited for");
            let said = self.said();
            if ready(&said) {
                return;
            }
            assert!(ended.is_none(), "it ended before {what}:\n{said}");
            assert!(Instant::now() < deadline, "waited in vain: {what}:\n{said}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends it a signal (`TERM`, `KILL`, `INT`).
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill can be started").success());
    }

    /// Waits for its end, and for that of all it has started.
    #[track_caller]
    pub(crate) fn end(mut self) -> Output {
        let status = self.child.wait().expect("a child can be waited for");
        let read = |name: &str| {
            std::fs::read(self.refresh.dir.path().join(name)).expect("a readable file")
        };
        let output = Output {
            code: exit_code(status),
            stdout: read("stdout"),
            stderr: read("stderr"),
        };
        self.refresh.assert_nothing_left(&output);
        let seen = self.watch.take().map(Watch::end).unwrap_or_default();
        for arguments in seen {
            self.refresh
                .assert_tells_nothing("an argument, as ps shows it", &arguments);
        }
        output
    }
}

/// Notes the arguments of all processes of a run while it lasts.
struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<BTreeSet<Vec<u8>>>,
}

impl Watch {
    fn start(mark: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, mark) = (Arc::clone(&stop), mark.to_owned());
        let thread = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                for id in processes_of(&mark) {
                    if let Ok(arguments) = std::fs::read(format!("/proc/{id}/cmdline")) {
                        seen.insert(arguments);
                    }
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            seen
        });
        Self { stop, thread }
    }

    fn end(self) -> BTreeSet<Vec<u8>> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("the watch does not fail")
    }
}

/// Processes that carry the mark.
fn processes_of(mark: &Path) -> Vec<u32> {
    let wanted = format!("{MARK}={}", mark.display()).into_bytes();
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id: &u32| {
            let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            environment
                .split(|byte| *byte == 0)
                .any(|pair| pair == wanted)
        })
        .collect()
}

/// All files under a folder.
fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

/// What a gzip file holds, as far as it goes.
pub(crate) fn gunzip(packed: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut text = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(packed);
    // A partial file ends early.
    let _ = decoder.read_to_end(&mut text);
    text
}
