//! `dmscrub test`: runs the rules' own tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annotate_snippets::Level;

use super::args::TestArgs;
use super::check::colour;
use super::check::snippet::{Sources, render};
use super::diagnostic::{Printer, safe};
use super::outside::{System, files_below, load_rules_in};
use super::page;
use crate::error::{Error, Result};
use crate::prove::rule_tests::{self, SchemaSource, TestFile, is_test_file};
use crate::rules::load::Outside;
use crate::transform::service::Commands;

/// The system, with the variables that a test file sets.
struct WithEnv<'t>(&'t [(String, String)]);

impl Outside for WithEnv<'_> {
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>> {
        System.read(from, path)
    }

    fn env(&self, name: &str) -> Option<String> {
        let mut own = self.0.iter();
        match own.find(|(known, _)| known == name) {
            Some((_, value)) => Some(value.clone()),
            None => System.env(name),
        }
    }

    fn commands(&self) -> Arc<dyn Commands> {
        System.commands()
    }
}

/// Runs `test`.
pub fn run(args: &TestArgs, printer: &Printer) -> Result<()> {
    let files = test_files(&args.rules)?;
    let mut sources = Sources::default();
    let (mut all, mut failed) = (0, 0);
    for path in &files {
        let content = read(path)?;
        let name: Arc<str> = Arc::from(path.to_string_lossy().as_ref());
        let file = TestFile::parse(&name, &content)?;
        let schema = match &file.schema {
            SchemaSource::Text(text) => text.clone().into_bytes(),
            SchemaSource::File(schema) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                read(&folder.join(schema)).map_err(|error| error.at_rule(&file.schema_position))?
            }
        };
        let outside = WithEnv(&file.env);
        let rules = Arc::new(load_rules_in(&args.rules, &args.overlays, &outside)?);
        let mut out = String::new();
        for outcome in rule_tests::run(&file, &schema, &rules)? {
            all += 1;
            let title = format!("{}: {}\n", path.display(), outcome.name);
            if outcome.failures.is_empty() {
                out.push_str(&format!("ok      {}", safe_line(&title)));
                continue;
            }
            failed += 1;
            out.push_str(&format!("FAILED  {}", safe_line(&title)));
            for failure in &outcome.failures {
                out.push_str(&render(
                    failure,
                    Level::ERROR,
                    "test",
                    &mut sources,
                    colour(),
                ));
                out.push_str("\n\n");
            }
        }
        page::print(out.as_bytes())?;
    }
    if failed > 0 {
        return Err(Error::undecided(format!(
            "{failed} of {all} rule tests failed"
        )));
    }
    printer.note(&format!("{all} rule tests passed"));
    Ok(())
}

fn safe_line(title: &str) -> String {
    format!("{}\n", safe(title.trim_end()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path)
        .map_err(|error| Error::usage(format!("`{}`: {}", path.display(), error.kind())))
}

/// The test files of the rules, in the order of their names.
fn test_files(rules: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in rules {
        // The tests of a single file stand beside it.
        let folder = if path.is_dir() {
            path.as_path()
        } else {
            path.parent()
                .filter(|parent| !parent.as_os_str().is_empty())
                .unwrap_or(Path::new("."))
        };
        files_below(folder, &is_test_file, &mut files)?;
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        return Err(Error::usage(
            "there are no rule tests (*.test.yaml) beside these rules",
        ));
    }
    Ok(files)
}
