//! Rule files and what they name, read from disk and environment.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::pipe::command::Processes;
use crate::rules::load::{self, Outside};
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
        Arc::new(Processes)
    }
}

/// Finds and loads rule files, and those of each overlay; folders are read recursively, in the order
/// of their names.
///
/// # Errors
/// Exit 2 where a path can't be read or holds no rules; exit 3 where the rules are invalid.
pub fn load_rules(paths: &[PathBuf], overlays: &[PathBuf]) -> Result<RuleSet> {
    let files = read_all(paths)?;
    let overlays = overlays
        .iter()
        .map(|path| read_all(std::slice::from_ref(path)))
        .collect::<Result<Vec<_>>>()?;
    load::load_with_overlays(&files, &overlays, &System)
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
            collect(path, &mut files)?;
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

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
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
            collect(&path, files)?;
        } else if name.is_some_and(|name| load::is_rule_file(&name)) {
            files.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("`{}`: {}", path.display(), error.kind()))
}
