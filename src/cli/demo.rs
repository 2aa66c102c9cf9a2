//! `dmscrub demo`: the main job on an embedded sample dump with embedded rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::args::DemoArgs;
use super::diagnostic::Printer;
use super::outside::System;
use crate::dump::copy_text;
use crate::dump::lexer::{DataMode, Lexer, PieceKind};
use crate::dump::statement::{self, Class};
use crate::error::{Error, Result};
use crate::rules::load;
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::scrub::stats::TableStats;
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

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

/// Tables of which rows are shown, and how many columns at most.
const SHOWN: &[&str] = &[
    "users",
    "contact_information",
    "suppliers",
    "supplier_frameworks",
];

/// Rows shown of each.
const ROWS: usize = 2;

/// A demonstration key: the sample is fiction, and the same output every time helps to compare.
const KEY: &[u8] = b"dmscrub demo: not a secret";

/// Runs the demo.
pub fn run(args: &DemoArgs, printer: &Printer) -> Result<()> {
    let (cleaned, tables) = clean()?;
    let mut text = String::new();
    for table in SHOWN {
        show(
            table,
            &mut text,
            &rows_of(SAMPLE.as_bytes(), table)?,
            &rows_of(&cleaned, table)?,
        );
    }
    counts(&tables, &mut text);
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .map_err(|error| Error::output(format!("stdout: {}", error.kind())))?;
    if let Some(folder) = &args.output {
        write_files(folder, &cleaned)?;
        printer.note(&format!(
            "wrote sample.sql, clean.sql and rules/ to `{}`",
            folder.display()
        ));
    }
    stdout
        .write_all(NEXT.as_bytes())
        .map_err(|error| Error::output(format!("stdout: {}", error.kind())))
}

const NEXT: &str = "
Try next:
  dmscrub demo -o demo-files                                      # the sample, its rules and the result
  dmscrub explain users.email_address --rules rules/              # which rule decides a column
  pg_dump YOUR_DATABASE | dmscrub --rules rules/ > /dev/null      # names what your rules must decide
";

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
    Ok((cleaned.0, scrubber.into_summary().0))
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

/// The columns and the rows (by their first field) of one table of a dump.
struct Rows {
    columns: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
    order: Vec<String>,
}

fn rows_of(dump: &[u8], table: &str) -> Result<Rows> {
    let mut found = Rows {
        columns: Vec::new(),
        rows: BTreeMap::new(),
        order: Vec::new(),
    };
    let mut inside = false;
    let mut lexer = Lexer::new();
    // The line for psql that the cleaned dump begins with is no part of a dump.
    let dump = dump
        .strip_prefix(crate::scrub::transaction::ON_ERROR_STOP)
        .unwrap_or(dump);
    lexer.push(Bytes::copy_from_slice(dump));
    lexer.end();
    while let Some(piece) = lexer.next()? {
        lexer.take_data(DataMode::Rows);
        match piece.kind {
            PieceKind::CopyStart => {
                let statement = statement::parse(&piece.bytes, lexer.dialect());
                let Class::Copy(header) = statement.class else {
                    continue;
                };
                inside = header.table.name == table;
                if inside {
                    found.columns = header.columns.unwrap_or_default();
                }
            }
            PieceKind::Rows if inside => {
                let mut fields = Vec::new();
                let mut start = 0;
                while let Some(line) = copy_text::line(&piece.bytes, start) {
                    start = line.next;
                    let row = &piece.bytes[line.content];
                    copy_text::split(row, found.columns.len(), &mut fields);
                    let values: Vec<String> = fields
                        .iter()
                        .map(|field| String::from_utf8_lossy(&row[field.clone()]).into_owned())
                        .collect();
                    let Some(first) = values.first().cloned() else {
                        continue;
                    };
                    found.order.push(first.clone());
                    found.rows.insert(first, values);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

fn show(table: &str, text: &mut String, before: &Rows, after: &Rows) {
    const WIDTH: usize = 44;
    let _ = writeln!(text, "\n{table}\n  {:22} {:WIDTH$}   after", "", "before");
    for first in after.order.iter().take(ROWS) {
        let (Some(old), Some(new)) = (before.rows.get(first), after.rows.get(first)) else {
            continue;
        };
        for ((column, old), new) in before.columns.iter().zip(old).zip(new) {
            if old == new && column != "id" {
                continue;
            }
            let mark = if old == new { " " } else { "→" };
            let _ = writeln!(
                text,
                "  {column:22} {:WIDTH$} {mark} {}",
                cut(old, WIDTH),
                cut(new, 60)
            );
        }
        text.push('\n');
    }
}

fn cut(value: &str, width: usize) -> String {
    if value.chars().count() <= width {
        return value.to_owned();
    }
    value.chars().take(width - 1).chain(['…']).collect()
}

fn counts(tables: &[TableStats], text: &mut String) {
    let _ = writeln!(
        text,
        "{:36} {:>8} {:>8} {:>9}",
        "table", "rows in", "rows out", "replaced"
    );
    for table in tables {
        let replaced: u64 = table.columns.iter().map(|column| column.replaced).sum();
        let _ = writeln!(
            text,
            "{:36} {:>8} {:>8} {:>9}",
            table.table.to_string(),
            table.rows_in,
            table.rows_out,
            replaced
        );
    }
}

fn write_files(folder: &Path, cleaned: &[u8]) -> Result<()> {
    let failed =
        |error: std::io::Error| Error::output(format!("`{}`: {}", folder.display(), error.kind()));
    std::fs::create_dir(folder).map_err(failed)?;
    std::fs::create_dir(folder.join("rules")).map_err(failed)?;
    std::fs::write(folder.join("sample.sql"), SAMPLE).map_err(failed)?;
    std::fs::write(folder.join("clean.sql"), cleaned).map_err(failed)?;
    for (name, text) in RULES {
        std::fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(())
}
