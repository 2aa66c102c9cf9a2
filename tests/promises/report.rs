//! The report: what it counts is what happened, nothing personal stands in it, and nobody can change
//! a signed one.

pub(crate) mod counts;
mod signed;

use std::path::Path;

use serde_json::Value;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::{Dmscrub, KEY};
use crate::env::process::Output;
use crate::env::schema::assert_valid;

/// Runs with `--report` and reads it. It fits its schema, and holds neither key nor personal data.
#[track_caller]
fn reported(run: Dmscrub, input: &[u8]) -> (Output, Value, Dmscrub) {
    let path = run.dir().join("report.json");
    let run = run.args(["--report".as_ref(), path.as_os_str()]);
    let output = run.run(input);
    let report = read(&path);
    (output, report, run)
}

#[track_caller]
fn read(path: &Path) -> Value {
    let bytes = std::fs::read(path).expect("the report is there");
    assert_no_canary("the report", &bytes);
    let text = String::from_utf8(bytes).expect("JSON is UTF-8");
    assert!(!text.contains(KEY), "the key is in the report");
    let report = serde_json::from_str(&text).expect("it is JSON");
    assert_valid(schema(), &report);
    report
}

fn schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = Dmscrub::new().args(["schema", "report"]).clean(b"");
        serde_json::from_slice(&text).expect("it is JSON")
    })
}

fn blake3(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[track_caller]
fn table<'r>(report: &'r Value, name: &str) -> &'r Value {
    let tables = report["tables"].as_array().expect("tables");
    let found = tables.iter().find(|table| table["table"] == name);
    found.unwrap_or_else(|| panic!("no table {name}"))
}

#[track_caller]
fn column<'r>(report: &'r Value, of: &str, name: &str) -> &'r Value {
    let columns = table(report, of)["columns"].as_array().expect("columns");
    let found = columns.iter().find(|column| column["column"] == name);
    found.unwrap_or_else(|| panic!("no column {of}.{name}"))
}
