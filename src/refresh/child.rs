//! The one place where a process starts.
//!
//! A child gets no secret in its arguments, none of the job's and the rules' secrets in its
//! environment but those it is given, a process group of its own (so that Ctrl-C at the terminal reaches the job, which
//! then ends its children in order), and a place on the guardian's list, so that it ends with the
//! job even where that is killed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::fd::AsFd;
use std::process::{ExitStatus, Stdio};

use tokio::process::{Child, Command};

use super::failed;
use super::guardian::{Guardian, Ticket};
use super::secret::{From, Secret};
use crate::error::{Error, Result};

/// Environment variables that hold secrets and that no child gets by itself.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    names: Vec<String>,
}

/// Variables that programs need, whoever names them.
const NEEDED: &[&str] = &[
    "GPG_TTY", "HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ",
    "USER",
];
const NEEDED_BEGIN: &[&str] = &["CF_", "GNUPG", "LC_", "PG", "SSH_", "XDG_"];

impl Hidden {
    /// The variables of `secrets`, and those of the key.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let named = secrets.into_iter().filter_map(|secret| match &secret.from {
            From::Env(name) => Some(name.clone()),
            From::File(_) => None,
        });
        let key = "DMSCRUB_KEY".to_owned();
        Self {
            names: named.chain([key]).collect(),
        }
    }

    /// With those that rules take values from: hashes of passwords, above all.
    #[must_use]
    pub fn and_of_rules(mut self, variables: &BTreeSet<String>) -> Self {
        let needed = |name: &str| {
            let begins = |start: &&str| name.starts_with(*start);
            NEEDED.contains(&name) || NEEDED_BEGIN.iter().any(begins)
        };
        let names = variables.iter().filter(|name| !needed(name)).cloned();
        self.names.extend(names);
        self
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// A program about to be started; add arguments and what the environment must hold.
pub struct Program {
    name: String,
    command: Command,
}

impl Program {
    /// `name` is looked for on `PATH`. Standard input is empty, standard output discarded, standard
    /// error piped.
    pub fn new(name: &str, hidden: &Hidden) -> Self {
        let mut command = Command::new(name);
        for variable in &hidden.names {
            command.env_remove(variable);
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        Self {
            name: name.to_owned(),
            command,
        }
    }

    /// Adds arguments. They can be seen by everybody on the machine: no secret goes there.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes an environment variable away.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Sets where standard input and output go.
    #[must_use]
    pub fn pipes(mut self, stdin: Stdio, stdout: Stdio) -> Self {
        self.command.stdin(stdin).stdout(stdout);
        self
    }

    /// Discards standard error.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.command.stderr(Stdio::null());
        self
    }

    /// Lets it print: standard output and standard error both go to this program's standard error.
    ///
    /// # Errors
    /// Exit 7 where standard error is closed.
    pub fn loud(mut self) -> Result<Self> {
        let stderr = std::io::stderr().as_fd().try_clone_to_owned();
        let stderr = stderr.map_err(|error| failed(format!("standard error: {}", error.kind())))?;
        self.command.stdout(stderr).stderr(Stdio::inherit());
        Ok(self)
    }

    /// Runs in this folder.
    #[must_use]
    pub fn folder(mut self, folder: &std::path::Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// Exit 7 where the program is not there or can't be started.
    pub fn start(mut self, guardian: &Guardian) -> Result<Running> {
        let child = self
            .command
            .spawn()
            .map_err(|error| not_started(&self.name, &error))?;
        let ticket = child.id().map(|id| guardian.kill(id)).transpose()?;
        Ok(Running {
            name: self.name,
            child,
            _ticket: ticket,
        })
    }

    /// Runs it to its end; what it printed on standard output, and its end.
    ///
    /// # Errors
    /// Exit 7 where it can't be started or read.
    pub async fn output(self, guardian: &Guardian) -> Result<Ended> {
        let mut running = self.pipes_out().start(guardian)?;
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let stdout = running.child.stdout.take();
        let stderr = running.child.stderr.take();
        let (read_out, read_err) =
            tokio::join!(read_all(stdout, &mut out), read_all(stderr, &mut err));
        read_out
            .and(read_err)
            .map_err(|error| failed(format!("{} can't be read: {}", running.name, error.kind())))?;
        let status = running.wait().await?;
        Ok(Ended {
            status,
            stdout: out,
            stderr: err,
        })
    }

    fn pipes_out(mut self) -> Self {
        self.command.stdout(Stdio::piped());
        self
    }
}

/// A process that runs. Dropping it kills it.
pub struct Running {
    /// Its name, for messages.
    pub name: String,
    /// The process.
    pub child: Child,
    _ticket: Option<Ticket>,
}

impl Running {
    /// Waits for its end.
    ///
    /// # Errors
    /// Exit 7 where the system does not say.
    pub async fn wait(&mut self) -> Result<ExitStatus> {
        let status = self.child.wait().await;
        status.map_err(|error| failed(format!("{}: {}", self.name, error.kind())))
    }

    /// Ends it at once.
    pub async fn kill(mut self) {
        // It may have ended already; either way nothing is left of it.
        let _ = self.child.kill().await;
    }
}

/// How a process ended, and what it printed.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status.
    pub status: ExitStatus,
    /// What it printed on standard output. May hold secrets: not for messages.
    pub stdout: Vec<u8>,
    /// What it printed on standard error. May hold secrets: not for messages.
    pub stderr: Vec<u8>,
}

async fn read_all(
    from: Option<impl tokio::io::AsyncRead + Unpin>,
    into: &mut Vec<u8>,
) -> std::io::Result<usize> {
    use tokio::io::AsyncReadExt;
    match from {
        // What a helper program says is short; a runaway one must not fill the memory.
        Some(from) => from.take(16 << 20).read_to_end(into).await,
        None => Ok(0),
    }
}

fn not_started(name: &str, error: &std::io::Error) -> Error {
    let says = failed(format!("`{name}` can't be started: {}", error.kind()));
    match error.kind() {
        std::io::ErrorKind::NotFound => says.hint(format!("install {name}, or put it on PATH")),
        _ => says,
    }
}
