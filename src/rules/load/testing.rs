//! Loading rules from texts, for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Outside, load, load_with_overlays};
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::rules::model::RuleSet;

/// Files beside the rules, and the environment.
#[derive(Default)]
pub(crate) struct Beside(pub(crate) BTreeMap<&'static str, &'static str>);

impl Outside for Beside {
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>> {
        assert!(from.ends_with(".yaml"), "paths are relative to rule files");
        let content = self.0.get(path);
        content
            .map(|text| text.as_bytes().to_vec())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|value| (*value).to_owned())
    }
}

/// Loads files given as name and text.
pub(crate) fn load_files(files: &[(&str, &str)]) -> Result<RuleSet> {
    let files: Vec<(Arc<str>, Vec<u8>)> = files
        .iter()
        .map(|(name, text)| (Arc::from(*name), text.as_bytes().to_vec()))
        .collect();
    load(&files, &Beside::default())
}

/// Loads `r.yaml` with an overlay, `o.yaml`.
pub(crate) fn load_overlay(text: &str, overlay: &str) -> Result<RuleSet> {
    let file = |name: &str, text: &str| (Arc::from(name), text.as_bytes().to_vec());
    load_with_overlays(
        &[file("r.yaml", text)],
        &[vec![file("o.yaml", overlay)]],
        &Beside::default(),
    )
}

/// Loads one file, `r.yaml`.
pub(crate) fn load_text(text: &str) -> Result<RuleSet> {
    load_files(&[("r.yaml", text)])
}

/// Loads rules that must be right.
pub(crate) fn rules(text: &str) -> RuleSet {
    load_text(text).unwrap_or_else(|error| panic!("{}", show(error.findings())))
}

/// Findings with their hints, a line each.
pub(crate) fn show<'e>(findings: impl IntoIterator<Item = &'e Error>) -> String {
    let line = |finding: &Error| {
        let mut line = finding.to_string();
        for hint in finding.hints() {
            line = format!("{line} ({hint})");
        }
        line
    };
    findings
        .into_iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The findings of files that must be wrong, all exit 3.
pub(crate) fn fails(files: &[(&str, &str)]) -> String {
    match load_files(files) {
        Ok(_) => panic!("no error"),
        Err(error) => {
            for finding in error.findings() {
                assert_eq!(finding.exit(), ExitCode::Rules, "{finding}");
                assert!(finding.location().rule.is_some(), "{finding}");
            }
            show(error.findings())
        }
    }
}

/// The findings of one wrong file.
pub(crate) fn fail(text: &str) -> String {
    fails(&[("r.yaml", text)])
}
