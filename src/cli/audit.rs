//! `dmscrub audit`: the verdict on a cleaned dump, printed.

use std::fmt::Write;
use std::sync::Arc;

use super::args::{AuditArgs, VerdictFormat};
use super::diagnostic::Printer;
use super::outside::load_rules;
use super::{filter, page};
use crate::dump::name::Quoted;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::prove::audit::{Columned, Found, Job, Limits, Survivor, Verdict, audit};

/// Runs `audit`.
pub fn run(args: &AuditArgs, printer: &Printer) -> Result<()> {
    let job = Job {
        before: &args.before,
        after: &args.after,
        rules: Arc::new(load_rules(&args.rules, &args.overlays)?),
        key: filter::key(&args.run)?,
        now: filter::now(&args.run)?,
        limits: Limits {
            min_chars: args.min_length,
            min_bits: args.min_bits,
            common_bits: args.common_bits,
            filter_bytes: args.memory as u64,
            ..Limits::default()
        },
    };
    let verdict = audit(&job)?;
    match args.format {
        VerdictFormat::Text => page::print(text(&verdict).as_bytes())?,
        VerdictFormat::Json => {
            let json = serde_json::to_string_pretty(&verdict)
                .map_err(|_| Error::unexpected("the verdict can't be written as JSON"))?;
            page::print(format!("{json}\n").as_bytes())?;
        }
    }
    for note in &verdict.notes {
        printer.warning(note);
    }
    if verdict.clean {
        return Ok(());
    }
    let places = verdict.survivors.len() as u64 + verdict.survivors_not_listed;
    Err(Error::new(
        ExitCode::Survivor,
        format!("values that the rules take away survive, in {places} places"),
    )
    .hint("give the columns and keys that hold them a rule (text: `text.redact`, or replace all of it)")
    .hint("what may stay: `keep` it in its column, or in its namespace"))
}

/// The verdict for people.
fn text(verdict: &Verdict) -> String {
    let mut out = String::new();
    for survivor in &verdict.survivors {
        let Survivor {
            found,
            rows,
            form,
            of,
            why,
        } = survivor;
        let line = format!(
            "{}{}: {} of {of} ({why}), {}{}",
            place(found),
            numbered(rows),
            count(found.values, "value"),
            in_form(form),
            times(found)
        );
        page::item(&mut out, "survivor: ", &line);
    }
    if verdict.survivors_not_listed > 0 {
        let line = count(verdict.survivors_not_listed, "more place");
        page::item(&mut out, "survivors: ", &line);
    }
    for (lead, list) in [
        ("by chance: ", &verdict.by_chance),
        ("common: ", &verdict.common),
    ] {
        for found in list {
            let line = format!(
                "{}: {}{}",
                place(found),
                count(found.values, "value"),
                times(found)
            );
            page::item(&mut out, lead, &line);
        }
    }
    if !verdict.not_checkable.is_empty() {
        out.push_str("not checkable, distinct values:\n");
        let rows: Vec<[String; 2]> = verdict.not_checkable.iter().map(not_checkable).collect();
        page::table(&mut out, "  ", &rows);
    }
    let _ = writeln!(
        out,
        "{}: {} looked for, of {} before, in {} after",
        if verdict.clean { "clean" } else { "not clean" },
        count(verdict.checked, "value"),
        count(verdict.rows_before, "row"),
        count(verdict.rows_after, "row"),
    );
    out
}

fn not_checkable(column: &Columned) -> [String; 2] {
    let counts = [
        (column.kept, "kept by a rule"),
        (column.short, "too short"),
        (column.common, "common"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, why)| format!("{number} {why}"))
        .collect();
    let name = format!("{}.{}", column.table, Quoted(&column.column));
    [name, said.join(", ")]
}

fn place(found: &Found) -> String {
    let mut out = String::new();
    match (&found.table, &found.column) {
        (Some(table), Some(column)) => {
            let _ = write!(out, "{table} column \"{column}\"");
        }
        _ => {
            out.push_str(found.kind);
            if let Some(object) = &found.object {
                let _ = write!(out, " ({object})");
            }
        }
    }
    if let Some(line) = found.line {
        let _ = write!(out, " (line {line})");
    }
    out
}

fn numbered(rows: &[u64]) -> String {
    let numbers: Vec<String> = rows.iter().map(ToString::to_string).collect();
    match rows.len() {
        0 => String::new(),
        1 => format!(" row {}", numbers[0]),
        _ => format!(" rows {}", numbers.join(", ")),
    }
}

fn in_form(form: &str) -> &str {
    match form {
        "value" => "as the whole value",
        "json" => "as a leaf of JSON or an element",
        "key" => "as a key of JSON",
        "text" => "within text",
        "phone" => "as a phone number, however spelled",
        other => other,
    }
}

fn times(found: &Found) -> String {
    match found.times > found.values {
        true => format!(", {} times", found.times),
        false => String::new(),
    }
}

fn count(number: u64, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
