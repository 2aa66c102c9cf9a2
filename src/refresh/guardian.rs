//! Clean-up that outlives the job.
//!
//! A second process of this program holds the list of what must not stay behind: children to kill,
//! programs to call (`gpgconf --kill`, `cf logout`), folders to remove. It works the list off, last
//! entry first, when its standard input ends: because the job has finished and closed it, or because
//! the job was killed and the system closed it. So there is one way of cleaning up, whatever
//! happens to the job.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::failed;
use crate::error::Result;

/// The subcommand (hidden) under which this program is its own guardian.
pub const SUBCOMMAND: &str = "refresh-guardian";

/// One thing to do at the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Action {
    Kill {
        id: u32,
    },
    Remove {
        folder: PathBuf,
    },
    Call {
        argv: Vec<String>,
        env: BTreeMap<String, String>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
enum Order {
    Add { ticket: u64, action: Action },
    Done { ticket: u64 },
}

/// The job's side.
#[derive(Clone)]
pub struct Guardian {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    process: Option<Child>,
    orders: Option<ChildStdin>,
    next: u64,
}

/// An entry of the list. Dropping it takes the entry off; [`Ticket::keep`] leaves it on.
pub struct Ticket {
    guardian: Guardian,
    number: u64,
    kept: bool,
}

impl Guardian {
    /// Starts the guardian: this program once more.
    ///
    /// # Errors
    /// Exit 1 where it can't be started.
    pub fn start() -> Result<Self> {
        let program = std::env::current_exe()
            .map_err(|error| failed(format!("this program is not found: {}", error.kind())))?;
        let mut process = Command::new(program)
            .arg(SUBCOMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // What stops the job at the terminal must not stop its clean-up.
            .process_group(0)
            .spawn()
            .map_err(|error| failed(format!("no guardian for clean-up: {}", error.kind())))?;
        Ok(Self {
            inner: Arc::new(Mutex::new(Inner {
                orders: process.stdin.take(),
                process: Some(process),
                next: 0,
            })),
        })
    }

    /// Kill the child with this process id, unless it has ended before.
    ///
    /// # Errors
    /// Exit 7 where the guardian is gone.
    pub fn kill(&self, id: u32) -> Result<Ticket> {
        self.add(Action::Kill { id })
    }

    /// Remove this folder and all that is in it.
    ///
    /// # Errors
    /// Exit 7 where the guardian is gone.
    pub fn remove(&self, folder: &Path) -> Result<Ticket> {
        self.add(Action::Remove {
            folder: folder.to_owned(),
        })
    }

    /// Call a program. Arguments can be seen by everybody on the machine: no secret goes there.
    ///
    /// # Errors
    /// Exit 7 where the guardian is gone.
    pub fn call(&self, argv: &[&str], env: &[(&str, &Path)]) -> Result<Ticket> {
        self.add(Action::Call {
            argv: argv.iter().map(|&word| word.to_owned()).collect(),
            env: env
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.to_string_lossy().into_owned()))
                .collect(),
        })
    }

    /// Has everything on the list done now, and waits for it.
    pub fn finish(&self) {
        let (orders, process) = {
            let mut inner = self.lock();
            (inner.orders.take(), inner.process.take())
        };
        drop(orders);
        if let Some(mut process) = process {
            // It has no way to fail but to be killed; then there is nobody left to ask.
            let _ = process.wait();
        }
    }

    fn add(&self, action: Action) -> Result<Ticket> {
        let number = {
            let mut inner = self.lock();
            inner.next += 1;
            inner.next
        };
        self.send(&Order::Add {
            ticket: number,
            action,
        })?;
        Ok(Ticket {
            guardian: self.clone(),
            number,
            kept: false,
        })
    }

    fn send(&self, order: &Order) -> Result<()> {
        let gone = || failed("the guardian for clean-up is gone");
        let mut line = serde_json::to_vec(order).map_err(|_| gone())?;
        line.push(b'\n');
        let mut inner = self.lock();
        let orders = inner.orders.as_mut().ok_or_else(gone)?;
        orders.write_all(&line).map_err(|_| gone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Leaves the entry on the list until the job's end.
    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.kept {
            // After the end of the list there is nothing to take off.
            let _ = self.guardian.send(&Order::Done {
                ticket: self.number,
            });
        }
    }
}

/// The guardian's side: reads orders until they end, then works the list off.
pub fn serve(orders: impl BufRead) {
    let mut list = BTreeMap::new();
    for line in orders.lines().map_while(std::result::Result::ok) {
        match serde_json::from_str(&line) {
            Ok(Order::Add { ticket, action }) => drop(list.insert(ticket, action)),
            Ok(Order::Done { ticket }) => drop(list.remove(&ticket)),
            // A line cut off in the middle: the job was killed while it wrote it.
            Err(_) => {}
        }
    }
    for action in list.into_values().rev() {
        work_off(action);
    }
}

/// Nothing here can be reported to anybody; the next entry must be tried whatever happens.
fn work_off(action: Action) {
    match action {
        Action::Kill { id } => {
            let pid = i32::try_from(id)
                .ok()
                .and_then(rustix::process::Pid::from_raw);
            if let Some(pid) = pid {
                // Children lead groups of their own.
                let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
            }
        }
        Action::Remove { folder } => {
            let _ = std::fs::remove_dir_all(folder);
        }
        Action::Call { argv, env } => {
            if let Some((program, arguments)) = argv.split_first() {
                let _ = Command::new(program)
                    .args(arguments)
                    .envs(env)
                    .stdin(Stdio::null())
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: &Order) -> String {
        serde_json::to_string(order).unwrap() + "\n"
    }

    #[test]
    fn what_is_still_on_the_list_is_done_when_orders_end() {
        let folder = tempfile::tempdir().unwrap();
        let (stays, goes) = (folder.path().join("stays"), folder.path().join("goes"));
        std::fs::create_dir(&stays).unwrap();
        std::fs::create_dir(&goes).unwrap();
        let remove = |ticket, folder: &PathBuf| {
            line(&Order::Add {
                ticket,
                action: Action::Remove {
                    folder: folder.clone(),
                },
            })
        };
        let orders =
            remove(1, &goes) + &remove(2, &stays) + &line(&Order::Done { ticket: 2 }) + "{\"Ad";
        serve(orders.as_bytes());
        assert!(stays.exists() && !goes.exists());
    }

    #[test]
    fn a_child_is_killed_with_its_group() {
        let mut child = Command::new("sh")
            .args(["-c", "sleep 600 & wait"])
            .process_group(0)
            .spawn()
            .unwrap();
        let orders = line(&Order::Add {
            ticket: 1,
            action: Action::Kill { id: child.id() },
        });
        serve(orders.as_bytes());
        assert!(!child.wait().unwrap().success());
    }
}
