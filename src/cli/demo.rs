//! `dmscrub demo`: the main job on an embedded sample dump with embedded rules.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::args::DemoArgs;
use super::diagnostic::Printer;
use super::outside::System;
use super::page;
use crate::error::{Error, Result};
use crate::rules::load;
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::scrub::stats::TableStats;
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

mod rows;
mod show;

const SAMPLE: &str = include_str!("../../demo/sample.sql");

/// The rules of the repository, by name.
const RULES: &[(&str, &str)] = &[
    (
        "rules/applications.yaml",
        include_str!("../../rules/applications.yaml"),
    ),
    ("rules/audit.yaml", include_str!("../../rules/audit.yaml")),
    ("rules/briefs.yaml", include_str!("../../rules/briefs.yaml")),
    (
        "rules/defaults.yaml",
        include_str!("../../rules/defaults.yaml"),
    ),
    (
        "rules/direct-award.yaml",
        include_str!("../../rules/direct-award.yaml"),
    ),
    (
        "rules/frameworks.yaml",
        include_str!("../../rules/frameworks.yaml"),
    ),
    (
        "rules/reference.yaml",
        include_str!("../../rules/reference.yaml"),
    ),
    (
        "rules/services.yaml",
        include_str!("../../rules/services.yaml"),
    ),
    (
        "rules/suppliers.yaml",
        include_str!("../../rules/suppliers.yaml"),
    ),
    ("rules/users.yaml", include_str!("../../rules/users.yaml")),
];

/// A demonstration key: the sample is fiction, and the same output every time helps to compare.
const KEY: &[u8] = b"dmscrub demo: not a secret";

/// Runs the demo.
pub fn run(args: &DemoArgs, printer: &Printer) -> Result<()> {
    let (cleaned, tables) = clean()?;
    let mut text = String::new();
    page::item(
        &mut text,
        "",
        &format!(
            "The sample: the database of a marketplace, {} tables as pg_dump wrote them, people and \
             companies made up. The rules: rules/, every column decided. Here is what became of it.",
            tables.len()
        ),
    );
    show::examples(SAMPLE.as_bytes(), &cleaned, &mut text)?;
    show::counts(&tables, &mut text);
    show::next(&program(), &mut text);
    if let Some(folder) = &args.output {
        write_files(folder, &cleaned)?;
    }
    page::print(text.as_bytes())?;
    if let Some(folder) = &args.output {
        printer.note(&format!(
            "wrote sample.sql, clean.sql and rules/ to `{}`",
            folder.display()
        ));
    }
    Ok(())
}

/// How the user called this program.
fn program() -> String {
    let called = std::env::args_os().next();
    called.map_or_else(
        || "dmscrub".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn clean() -> Result<(Vec<u8>, Vec<TableStats>)> {
    let files: Vec<(Arc<str>, Vec<u8>)> = RULES
        .iter()
        .map(|(name, text)| (Arc::from(*name), text.as_bytes().to_vec()))
        .collect();
    let rules: Arc<RuleSet> = Arc::new(load::load(&files, &System)?);
    let key = SecretKey::new(KEY).ok_or_else(|| Error::unexpected("the demo key is too short"))?;
    let run = Arc::new(Run::new(&rules, key, jiff::Timestamp::now())?);
    let mut scrubber = Scrubber::new(rules, run, Options::default());
    let mut cleaned = Memory(Vec::new());
    scrubber.push(Bytes::from_static(SAMPLE.as_bytes()), &mut cleaned)?;
    scrubber.finish(&mut cleaned)?;
    Ok((cleaned.0, scrubber.into_account().tables))
}

/// The cleaned dump in memory: the sample is small.
struct Memory(Vec<u8>);

impl Sink for Memory {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

fn write_files(folder: &Path, cleaned: &[u8]) -> Result<()> {
    let failed =
        |error: std::io::Error| Error::output(format!("`{}`: {}", folder.display(), error.kind()));
    std::fs::create_dir(folder)
        .map_err(|error| failed(error).hint("give a folder that is not there yet"))?;
    std::fs::create_dir(folder.join("rules")).map_err(failed)?;
    std::fs::write(folder.join("sample.sql"), SAMPLE).map_err(failed)?;
    std::fs::write(folder.join("clean.sql"), cleaned).map_err(failed)?;
    for (name, text) in RULES {
        std::fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_are_those_of_the_repository() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| load::is_rule_file(name))
            .map(|name| format!("rules/{name}"))
            .collect();
        names.sort();
        let embedded: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, embedded);
    }

    #[test]
    fn the_page_fits_and_shows_what_it_should() {
        let (cleaned, tables) = clean().unwrap();
        let mut text = String::new();
        show::examples(SAMPLE.as_bytes(), &cleaned, &mut text).unwrap();
        show::counts(&tables, &mut text);
        show::next("target/debug/dmscrub", &mut text);
        for line in text.lines() {
            assert!(line.chars().count() <= page::WIDTH, "{line}");
        }
        for told in [
            "email_address",
            "declaration",
            "primaryContact",
            "audit_events",
            "rows out",
        ] {
            assert!(text.contains(told), "{told} is not in\n{text}");
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new");
        write_files(&new, b"clean").unwrap();
        assert!(new.join("rules/users.yaml").is_file());
        assert_eq!(std::fs::read(new.join("clean.sql")).unwrap(), b"clean");
        assert!(write_files(&new, b"clean").is_err());
    }
}
