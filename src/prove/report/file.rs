//! A report as a file, which is whole or not there.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::model::{Audit, FORMAT, Report};
use crate::error::{Error, Result};
use crate::pipe::target::Target;

/// Longer files are no reports.
const MAX_BYTES: u64 = 1 << 30;

/// Where a report will be.
#[derive(Debug)]
pub struct ReportFile {
    target: Target,
    path: PathBuf,
}

impl ReportFile {
    /// Makes sure, before anything else is done, that a report can be written.
    ///
    /// # Errors
    /// Exit 2 where no file can have that name, exit 6 where it can't be written.
    pub fn create(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Err(Error::usage("a report is not written to stdout").hint("name a file"));
        }
        let target =
            Target::of_path(path).map_err(|error| error.hint("this is about the report"))?;
        Ok(Self {
            target,
            path: path.to_owned(),
        })
    }

    /// Writes all of it, and gives it its name.
    ///
    /// # Errors
    /// Exit 6.
    pub fn write(mut self, text: &[u8]) -> Result<()> {
        let written = self.target.file().write_all(text);
        written
            .and_then(|()| self.target.finish())
            .map_err(|error| {
                let path = self.path.display();
                Error::output(format!("report `{path}`: {}", error.kind()))
            })
    }
}

/// The bytes of a report as they are written, without a signature or with the one it has.
pub fn text(report: &Report) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(report)
        .map_err(|_| Error::unexpected("the report can't be put into JSON"))?;
    text.push(b'\n');
    Ok(text)
}

/// Reads a file that holds a report.
///
/// # Errors
/// Exit 2 where there is none; exit 5 where it is no report.
pub fn read(path: &Path) -> Result<(Report, Vec<u8>)> {
    let named = |kind: std::io::ErrorKind| Error::usage(format!("`{}`: {kind}", path.display()));
    let known = std::fs::metadata(path).map_err(|error| named(error.kind()))?;
    if known.len() > MAX_BYTES {
        return Err(Error::input(format!("`{}` is too long", path.display())));
    }
    let bytes = std::fs::read(path).map_err(|error| named(error.kind()))?;
    let report = parse(&bytes).map_err(|what| {
        Error::input(format!("`{}` {what}", path.display()))
            .hint("a report is what `dmscrub … --report FILE` writes")
    })?;
    Ok((report, bytes))
}

/// Reads the text of a report. Says what is wrong without a word of the text.
pub fn parse(bytes: &[u8]) -> Result<Report, String> {
    let format: Option<u32> = serde_json::from_slice::<serde_json::Value>(bytes)
        .ok()
        .and_then(|value| value.get("report")?.as_u64()?.try_into().ok());
    match format {
        Some(FORMAT) => {}
        Some(other) => {
            return Err(format!(
                "is a report of format {other}; this version reads format {FORMAT}"
            ));
        }
        None => return Err("is no report of dmscrub".to_owned()),
    }
    serde_json::from_slice(bytes).map_err(|error| {
        format!(
            "is no report of format {FORMAT} (line {}, column {})",
            error.line(),
            error.column()
        )
    })
}

/// Survivors that are named; the rest is counted.
const MAX_PLACES: usize = 100;

/// Reads the verdict that `dmscrub audit --format json` printed.
///
/// # Errors
/// Exit 2 where there is none; exit 5 where it is none.
pub fn read_audit(path: &Path) -> Result<Audit> {
    let bytes = std::fs::read(path)
        .map_err(|error| Error::usage(format!("`{}`: {}", path.display(), error.kind())))?;
    let verdict = serde_json::from_slice(&bytes).ok();
    verdict.as_ref().and_then(audit).ok_or_else(|| {
        Error::input(format!("`{}` is no verdict of an audit", path.display()))
            .hint("make one: dmscrub audit … --format json > audit.json")
    })
}

/// What a report tells of an audit's verdict, as JSON; `None` where it is none.
pub fn audit(verdict: &serde_json::Value) -> Option<Audit> {
    let number = |value: &serde_json::Value, key: &str| value.get(key)?.as_u64();
    let survivors = verdict.get("survivors")?.as_array()?;
    let unchecked = verdict.get("not_checkable")?.as_array()?;
    let unchecked = unchecked.iter().map(|column| {
        let counts = ["kept", "short", "common"].map(|key| number(column, key));
        counts.into_iter().sum::<Option<u64>>()
    });
    let place = |survivor: &serde_json::Value| {
        let text = |key: &str| survivor.get(key)?.as_str().map(str::to_owned);
        let place = match (text("table"), text("column")) {
            (Some(table), Some(column)) => format!("{table}.{column}"),
            _ => text("kind")?,
        };
        Some(format!("{place}: {} of {}", text("form")?, text("of")?))
    };
    Some(Audit {
        clean: verdict.get("clean")?.as_bool()?,
        checked: number(verdict, "checked")?,
        survivors: survivors.len() as u64 + number(verdict, "survivors_not_listed")?,
        not_checkable: unchecked.sum::<Option<u64>>()?,
        places: survivors
            .iter()
            .take(MAX_PLACES)
            .filter_map(place)
            .collect(),
    })
}
