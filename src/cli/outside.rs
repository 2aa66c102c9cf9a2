//! Rule files and what they name, read from disk and environment.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::pipe::command::Processes;
use crate::rules::load::{self, Outside};
use crate::rules::lock;
use crate::rules::model::RuleSet;
use crate::transform::service::Commands;

/// The real files and environment.
pub struct System;

impl Outside for System {
    fn read(&self, from: &str, path: &str) -> io::Result<Vec<u8>> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        std::fs::read(folder.join(path))
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn commands(&self) -> Arc<dyn Commands> {
        Arc::new(Processes::default())
    }
}

/// Finds and loads rule files, and those of each overlay; folders are read recursively, in the order
/// of their names.
///
/// # Errors
/// Exit 2 where a path can't be read or holds no rules; exit 3 where the rules are invalid.
pub fn load_rules(paths: &[PathBuf], overlays: &[PathBuf]) -> Result<RuleSet> {
    load_rules_in(paths, overlays, &System)
}

/// [`load_rules`] with other files and variables than the system's.
///
/// # Errors
/// As [`load_rules`].
pub fn load_rules_in(
    paths: &[PathBuf],
    overlays: &[PathBuf],
    outside: &dyn Outside,
) -> Result<RuleSet> {
    let files = read_all(paths)?;
    let overlays = overlays
        .iter()
        .map(|path| read_all(std::slice::from_ref(path)))
        .collect::<Result<Vec<_>>>()?;
    load::load_with_overlays(&files, &overlays, outside)?.with_lock(&locks(paths)?)
}

/// Where the lock of the rules at a path stands.
pub fn lock_path(rules: &Path) -> PathBuf {
    if rules.is_dir() {
        rules.join(lock::FILE)
    } else {
        rules.with_file_name(lock::FILE)
    }
}

/// The lock files beside rules, those that are there.
fn locks(paths: &[PathBuf]) -> Result<Vec<load::File>> {
    let mut files: Vec<load::File> = Vec::new();
    for path in paths.iter().map(|path| lock_path(path)) {
        let name: Arc<str> = Arc::from(path.to_string_lossy().as_ref());
        if files.iter().any(|(known, _)| *known == name) {
            continue;
        }
        match std::fs::read(&path) {
            Ok(content) => files.push((name, content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(&path, &error)),
        }
    }
    Ok(files)
}

/// The rule files under these paths, by name.
///
/// # Errors
/// Exit 2 where a path can't be read or holds no rules.
pub fn read_all(paths: &[PathBuf]) -> Result<Vec<(Arc<str>, Vec<u8>)>> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        if path.is_dir() {
            files_below(path, &load::is_rule_file, &mut files)?;
        } else {
            files.push(path.clone());
        }
        if files.len() == before {
            return Err(Error::usage(format!(
                "`{}` holds no rule files (*.yaml)",
                path.display()
            )));
        }
    }
    files
        .into_iter()
        .map(|path| {
            let content = std::fs::read(&path).map_err(|error| unreadable(&path, &error))?;
            Ok((Arc::from(path.to_string_lossy().as_ref()), content))
        })
        .collect()
}

/// The files in a folder and those below whose names are `wanted`, in the order of their names.
///
/// # Errors
/// Exit 2 where a folder can't be read.
pub fn files_below(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
    files: &mut Vec<PathBuf>,
) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        if path.is_dir() {
            files_below(&path, wanted, files)?;
        } else if name.is_some_and(|name| wanted(&name)) {
            files.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("`{}`: {}", path.display(), error.kind()))
}
