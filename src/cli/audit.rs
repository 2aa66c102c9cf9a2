//! `dmscrub audit`: the verdict on a cleaned dump, printed.

use std::fmt::Write;
use std::sync::Arc;

use super::args::{AuditArgs, VerdictFormat};
use super::diagnostic::Printer;
use super::outside::load_rules;
use super::{filter, page};
use crate::dump::name::Quoted;
use crate::error::{Error, Result};
use crate::prove::audit::{Columned, Dump, Job, Limits, Verdict, audit};

/// Runs `audit`.
pub fn run(args: &AuditArgs, printer: &Printer) -> Result<()> {
    let job = Job {
        before: Dump::File(&args.before),
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
    let verdict = audit(job)?;
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
    Err(verdict.error())
}

/// The verdict for people.
fn text(verdict: &Verdict) -> String {
    let mut out = String::new();
    for survivor in &verdict.survivors {
        page::item(&mut out, "survivor: ", &survivor.to_string());
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
            page::item(&mut out, lead, &found.to_string());
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

fn count(number: u64, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
