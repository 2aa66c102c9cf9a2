//! The binary under test, in a directory of its own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::canary::assert_no_canary;
use super::process::{self, Output};

/// The key of every run that has to be repeatable.
pub(crate) const KEY: &str = "a fixed key of the tests, known to all";

/// Rules that keep everything.
pub(crate) const KEEP_ALL: &str = "
defaults:
  unlisted_tables: keep
  unlisted_columns: keep
  statistics: keep
  large_objects: keep
  comments: keep
  secrets: keep
  subscriptions: keep
  security_labels: keep
";

/// One run to be. Its directory is its working directory and its TMPDIR.
pub(crate) struct Dmscrub {
    dir: TempDir,
    args: Vec<OsString>,
    env: Vec<(&'static str, String)>,
    given: Vec<PathBuf>,
}

impl Dmscrub {
    /// With [`KEY`] and no rules yet.
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().expect("a temporary directory can be made"),
            args: Vec::new(),
            env: vec![("DMSCRUB_KEY", KEY.to_owned())],
            given: Vec::new(),
        }
    }

    /// With rules given as text.
    pub(crate) fn with_rules(rules: &str) -> Self {
        let mut run = Self::new();
        let path = run.file("rules.yaml", rules.as_bytes());
        run.args.extend(["--rules".into(), path.into()]);
        run
    }

    /// With the Digital Marketplace's rules.
    pub(crate) fn with_marketplace_rules() -> Self {
        let mut run = Self::new();
        run.args
            .extend(["--rules".into(), marketplace_rules().into()]);
        run
    }

    /// More arguments.
    pub(crate) fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// An environment variable.
    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    /// A file in the run's directory; its path.
    pub(crate) fn file(&mut self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).expect("the directory is writable");
        self.given.push(path.clone());
        path
    }

    /// The run's directory.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The command, for tests that start it themselves.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dmscrub"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DMSCRUB_") {
                command.env_remove(name);
            }
        }
        command
            .args(&self.args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .env("TMPDIR", self.dir.path())
            .env("NO_COLOR", "1")
            .env_remove("RUST_BACKTRACE")
            .current_dir(self.dir.path());
        command
    }

    /// Runs it over `input`. If it fails, no canary may stand in its messages or in any file that
    /// it left.
    #[track_caller]
    pub(crate) fn run(&self, input: &[u8]) -> Output {
        let output = process::run(&mut self.command(), input);
        if output.code != 0 {
            self.assert_nothing_leaked(&output.stderr);
        }
        output
    }

    /// [`Dmscrub::run`] that has to succeed; its stdout.
    #[track_caller]
    pub(crate) fn clean(&self, input: &[u8]) -> Vec<u8> {
        let output = self.run(input);
        output.assert_exit(0);
        output.stdout
    }

    /// Searches messages, and every file in the run's directory that was not given to it.
    #[track_caller]
    pub(crate) fn assert_nothing_leaked(&self, stderr: &[u8]) {
        assert_no_canary("stderr", stderr);
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a readable folder") {
                let path = entry.expect("a readable folder").path();
                if path.is_dir() {
                    folders.push(path);
                } else if !self.given.contains(&path) {
                    let content = std::fs::read(&path).expect("a readable file");
                    assert_no_canary(&path.display().to_string(), &content);
                }
            }
        }
    }
}

/// The folder of the Digital Marketplace's rules.
pub(crate) fn marketplace_rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}
