//! What a job has done, for `--resume`, and the lock that lets one job at a target.
//!
//! The state stands in the spool beside the cleaned dump. It holds names, sizes, digests and the
//! columns that rules capture on purpose; no secret.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failed;
use super::jenkins::follow::Progress;
use crate::error::{Error, Result};
use crate::prove::report::model::{Audit, Report};

/// The folder for what is cleaned and compressed, for states and locks.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    target: String,
    /// Held as long as the job runs; the system lets go of it however the job ends.
    _lock: File,
}

impl Spool {
    /// Makes the folder where it is missing (for its owner alone), and takes the target's lock.
    ///
    /// # Errors
    /// Exit 7 where another job is at this target, or the folder can't be used.
    pub fn open(folder: &Path, target: &str) -> Result<Self> {
        let unusable = |error: &std::io::Error| {
            failed(format!("spool `{}`: {}", folder.display(), error.kind()))
                .hint("name another folder: `spool:` in refresh.yaml")
        };
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| unusable(&error))?;
        let lock = File::create(folder.join(format!("{target}.lock")))
            .map_err(|error| unusable(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                folder: folder.to_owned(),
                target: target.to_owned(),
                _lock: lock,
            }),
            Err(std::fs::TryLockError::WouldBlock) => {
                Err(failed(format!("another refresh of `{target}` is running"))
                    .hint("wait for its end; two at a time would mix their loads"))
            }
            Err(std::fs::TryLockError::Error(error)) => Err(unusable(&error)),
        }
    }

    /// Where the cleaned dump of this target goes.
    pub fn dump(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.sql.{extension}", self.target))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The state of a job that did not finish.
    ///
    /// # Errors
    /// Exit 7 where there is one that can't be read.
    pub fn load(&self) -> Result<Option<State>> {
        let path = self.state();
        let content = match std::fs::read(&path) {
            Ok(content) => content,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(format!("`{}`: {}", path.display(), error.kind()))),
        };
        match serde_json::from_slice::<State>(&content) {
            Ok(state) if state.format == FORMAT => Ok(Some(state)),
            _ => Err(
                failed(format!("`{}` is no state of this version", path.display()))
                    .hint("begin anew: leave --resume out"),
            ),
        }
    }

    /// Writes the state: whole or not at all.
    ///
    /// # Errors
    /// Exit 6 where it can't be written.
    pub fn save(&self, state: &State) -> Result<()> {
        let path = self.state();
        let write = || -> std::io::Result<()> {
            let mut file = tempfile::Builder::new()
                .prefix(&format!(".{}.state.", self.target))
                .tempfile_in(&self.folder)?;
            file.write_all(&serde_json::to_vec_pretty(state)?)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|error| {
            Error::output(format!("`{}`: {}", path.display(), error.kind()))
                .hint("without it --resume can't go on; make room in the spool")
        })
    }

    /// Removes state, cleaned dump and what a killed job left of them.
    ///
    /// # Errors
    /// Exit 7 where something can't be removed.
    pub fn clear(&self) -> Result<()> {
        let unusable = |error: std::io::Error| {
            failed(format!(
                "spool `{}`: {}",
                self.folder.display(),
                error.kind()
            ))
        };
        for entry in std::fs::read_dir(&self.folder).map_err(unusable)? {
            let entry = entry.map_err(unusable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let plain = name.strip_prefix('.').unwrap_or(&name);
            let ours = ["sql.", "state."].iter().any(|kind| {
                plain.strip_prefix(&self.target).is_some_and(|rest| {
                    rest.strip_prefix('.')
                        .is_some_and(|rest| rest.starts_with(kind))
                })
            });
            if ours {
                std::fs::remove_file(entry.path()).map_err(unusable)?;
            }
        }
        Ok(())
    }

    /// A file for the cleaned dump that appears under its name only when it is whole.
    ///
    /// # Errors
    /// Exit 6 where it can't be made.
    pub fn partial(&self) -> Result<tempfile::NamedTempFile> {
        tempfile::Builder::new()
            .prefix(&format!(".{}.sql.", self.target))
            .suffix(".partial")
            .permissions(std::fs::Permissions::from_mode(0o600))
            .tempfile_in(&self.folder)
            .map_err(|error| {
                Error::output(format!(
                    "spool `{}`: {}",
                    self.folder.display(),
                    error.kind()
                ))
            })
    }

    fn state(&self) -> PathBuf {
        self.folder.join(format!("{}.state.json", self.target))
    }
}

const FORMAT: u32 = 1;

/// What is known and done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    format: u32,
    /// When the job began; also what `now` means in rules.
    pub started: jiff::Timestamp,
    /// Steps that have finished, with what they came to.
    pub finished: BTreeMap<String, String>,
    /// From the target's status page.
    pub status: Option<StatusFacts>,
    /// The backup.
    pub source: Option<SourceFacts>,
    /// The cleaned dump.
    pub scrubbed: Option<Scrubbed>,
    /// The versions of dump and target differ.
    pub differs: Option<bool>,
    /// Jobs of Jenkins, by step and number, and how far their builds have come.
    pub builds: BTreeMap<String, Progress>,
    /// The key under which the cleaned dump was published.
    pub published: Option<String>,
    /// What was done to the dump, where a report is asked for.
    pub report: Option<Report>,
    /// What the audit came to.
    pub audit: Option<Audit>,
}

/// What the status page said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusFacts {
    /// The version of the database's schema, as text.
    pub version: String,
    /// The release that runs.
    pub release: Option<String>,
}

/// The backup that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// A key in the source's bucket, or a local file's path.
    pub name: String,
    /// A local file (`--dump`).
    pub local: bool,
    /// Size in bytes.
    pub size: u64,
    /// The object's entity tag, so that all its ranges come from the same version.
    pub etag: Option<String>,
    /// What orders backups, such as `202601310300`.
    pub stamp: String,
}

/// The cleaned, compressed dump in the spool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scrubbed {
    /// Its path.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Its BLAKE3 digest, hex.
    pub blake3: String,
    /// The digest of the rules by which it was cleaned.
    pub rules: String,
    /// Columns with `capture: true`, as `schema.table.column`, and their values.
    pub captured: BTreeMap<String, Vec<String>>,
    /// Counts over all tables: rows in, rows out.
    pub rows: (u64, u64),
}

impl State {
    /// A job that begins now.
    pub fn new() -> Self {
        Self {
            format: FORMAT,
            started: jiff::Timestamp::now(),
            finished: BTreeMap::new(),
            status: None,
            source: None,
            scrubbed: None,
            differs: None,
            builds: BTreeMap::new(),
            published: None,
            report: None,
            audit: None,
        }
    }

    /// The value of a placeholder, where it is known by now.
    pub fn placeholder(&self, name: &str) -> Option<String> {
        match name {
            "stamp" => self.source.as_ref().map(|source| source.stamp.clone()),
            "date" => Some(
                jiff::tz::TimeZone::UTC
                    .to_datetime(self.started)
                    .date()
                    .to_string(),
            ),
            "release" => self.status.as_ref()?.release.clone(),
            "version" => Some(self.status.as_ref()?.version.clone()),
            _ => None,
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_job_at_a_target() {
        let folder = tempfile::tempdir().unwrap();
        let first = Spool::open(folder.path(), "staging").unwrap();
        let error = Spool::open(folder.path(), "staging").unwrap_err();
        assert_eq!(error.exit().code(), 7);
        Spool::open(folder.path(), "preview").unwrap();
        drop(first);
        Spool::open(folder.path(), "staging").unwrap();
    }

    #[test]
    fn a_state_comes_back_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(&folder.path().join("a/b"), "staging").unwrap();
        assert!(spool.load().unwrap().is_none());
        let mut state = State::new();
        state
            .finished
            .insert("status".to_owned(), "version 1460".to_owned());
        spool.save(&state).unwrap();
        let back = spool.load().unwrap().unwrap();
        assert_eq!(back.finished, state.finished);
        std::fs::write(spool.dump("gz"), b"x").unwrap();
        let other = Spool::open(&folder.path().join("a/b"), "staging2").unwrap();
        std::fs::write(other.dump("gz"), b"x").unwrap();
        spool.clear().unwrap();
        assert!(spool.load().unwrap().is_none());
        assert!(!spool.dump("gz").exists() && other.dump("gz").exists());
    }
}
