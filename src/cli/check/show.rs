//! Findings for people, for programs, for GitHub and for what reads JUnit.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::Level;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::{Value, json};

use super::snippet::{Sources, render};
use crate::error::{Error, Result};
use crate::prove::check::{Checked, Finding, Severity};

/// For people.
pub(super) fn text(checked: &Checked, sources: &mut Sources, colour: bool) -> String {
    let mut out = String::new();
    for finding in &checked.findings {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        out.push_str(&render(
            &finding.error,
            level,
            finding.code,
            sources,
            colour,
        ));
        out.push_str("\n\n");
    }
    out
}

/// For programs: one object.
pub(super) fn json(checked: &Checked) -> String {
    let findings: Vec<Value> = checked.findings.iter().map(object).collect();
    let count = |severity| {
        let findings = checked.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let whole = json!({
        "tables": checked.tables.len(),
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "findings": findings,
    });
    format!("{whole:#}\n")
}

fn object(finding: &Finding) -> Value {
    let place = finding.error.location();
    let (table, column) = finding.error.subject();
    let rule = place.rule.as_ref().map(|position| {
        json!({
            "file": &*position.file,
            "line": position.line,
            "column": position.column,
        })
    });
    json!({
        "severity": finding.severity.name(),
        "code": finding.code,
        "message": finding.error.message(),
        "table": table,
        "column": column,
        "rule": rule,
        "line": place.line,
        "byte": place.byte,
        "hints": finding.error.hints(),
    })
}

/// The message with its place in the dump, without that in the rules.
fn message(error: &Error) -> String {
    let place = error.location();
    let mut text = String::new();
    if let Some(table) = &place.table {
        text.push_str(table);
    }
    if let Some(column) = &place.column {
        // Writing to a String does not fail.
        let _ = write!(text, " column \"{column}\"");
    }
    if !text.is_empty() {
        text.push_str(": ");
    }
    text + error.message()
}

/// Workflow commands, which GitHub shows at the line of the rule.
pub(super) fn github(checked: &Checked) -> String {
    let mut out = String::new();
    for finding in &checked.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(rule) = &finding.error.location().rule {
            properties.push(format!("file={}", property(&rule.file)));
            properties.push(format!("line={}", rule.line));
            properties.push(format!("col={}", rule.column));
        }
        properties.push(format!("title=dmscrub {}", property(finding.code)));
        let mut text = message(&finding.error);
        for hint in finding.error.hints() {
            text.push_str("\nhint: ");
            text.push_str(hint);
        }
        let text = escaped(&text);
        let _ = writeln!(out, "::{command} {}::{text}", properties.join(","));
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// A test case for each table, and one for what is about none.
pub(super) fn junit(checked: &Checked, strict: bool) -> Result<String> {
    const GENERAL: &str = "rules and dump";
    let mut cases: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    cases.insert(GENERAL, Vec::new());
    for table in &checked.tables {
        cases.insert(table, Vec::new());
    }
    for finding in &checked.findings {
        let (case, _) = finding.error.subject();
        cases
            .entry(case.unwrap_or(GENERAL))
            .or_default()
            .push(finding);
    }
    let mut suite = TestSuite::new("dmscrub check");
    for (name, findings) in cases {
        let line = |finding: &&Finding| {
            let mut text = format!("{}: {}", finding.severity.name(), finding.error);
            for hint in finding.error.hints() {
                text.push_str("\n  hint: ");
                text.push_str(hint);
            }
            text
        };
        let counts = |finding: &&&Finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => strict,
            Severity::Note => false,
        };
        let failed: Vec<String> = findings.iter().filter(counts).map(line).collect();
        let others: Vec<String> = findings
            .iter()
            .filter(|finding| !counts(finding))
            .map(line)
            .collect();
        let status = if failed.is_empty() {
            TestCaseStatus::success()
        } else {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let first = findings.iter().find(counts);
            status.set_message(first.map_or("", |finding| finding.error.message()));
            status.set_description(failed.join("\n"));
            status
        };
        let mut case = TestCase::new(name, status);
        case.set_classname("dmscrub.check");
        if !others.is_empty() {
            case.set_system_out(others.join("\n"));
        }
        suite.add_test_case(case);
    }
    let mut report = Report::new("dmscrub check");
    report.add_test_suite(suite);
    report
        .to_string()
        .map_err(|_| Error::unexpected("the JUnit report can't be written"))
}
