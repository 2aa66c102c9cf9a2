//! A report as text.

use super::super::page;
use crate::prove::report::compare::{self, Change, full_name, short};
use crate::prove::report::html::{Signed, counts, duration, found, kept_inside, look_at};
use crate::prove::report::model::{Outcome, Report, Stream, Treatment};

/// More undecided columns and failures than this are counted only.
const MAX_LISTED: usize = 50;

/// The whole text.
pub(super) fn text(report: &Report, signed: Signed, against: Option<(&str, &[Change])>) -> String {
    let mut text = String::new();
    head(report, signed, &mut text);
    failures(report, &mut text);
    first(report, &mut text);
    if let Some((name, changes)) = against {
        changed(name, changes, &mut text);
    }
    tables(report, &mut text);
    rest(report, &mut text);
    job(report, &mut text);
    text
}

fn title(text: &mut String, title: &str) {
    text.push('\n');
    page::item(text, "", title);
}

fn head(report: &Report, signed: Signed, text: &mut String) {
    let verdict = match (report.outcome, report.failed_in()) {
        (Outcome::Whole, _) => "whole and clean".to_owned(),
        (Outcome::Failed, Some(step)) => {
            format!("FAILED in step {step}, exit code {}", report.exit)
        }
        (Outcome::Failed, None) => format!("FAILED, exit code {}", report.exit),
    };
    let took = duration(report.milliseconds);
    page::item(
        text,
        "",
        &format!(
            "{verdict}: dmscrub {}, {}, {took}",
            report.version, report.finished
        ),
    );
    let totals = &report.totals;
    let rows = &totals.rows;
    let mut lines = vec![];
    if let Some(rules) = &report.rules {
        lines.push(
            [
                "rules",
                &format!("{} files, {}", rules.files.len(), short(&rules.digest)),
            ]
            .map(str::to_owned),
        );
    }
    if let Some(key) = &report.key {
        let random = if key.random {
            ", for this run alone"
        } else {
            ""
        };
        lines.push([
            "key".to_owned(),
            format!("fingerprint {}{random}", key.fingerprint),
        ]);
    }
    lines.push(["input".to_owned(), stream(&report.input)]);
    lines.push(["output".to_owned(), stream(&report.output)]);
    lines.push([
        "columns".to_owned(),
        format!(
            "{} in {} tables: {} replaced, {} mixed, {} in part, {} kept, {} emptied, {} undecided",
            totals.columns,
            totals.tables,
            totals.replaced,
            totals.mixed,
            totals.partial,
            totals.kept,
            totals.emptied,
            totals.undecided
        ),
    ]);
    lines.push([
        "rows".to_owned(),
        format!(
            "{} in, {} out; {} purged, {} cascaded, {} sampled out, {} past a limit, {} generated",
            rows.r#in,
            rows.out,
            rows.purged,
            rows.cascaded,
            rows.sampled_out,
            rows.limited,
            rows.generated
        ),
    ]);
    lines.push([
        "values".to_owned(),
        format!("{} replaced", totals.values_replaced),
    ]);
    let audit = match &report.audit {
        None => "none".to_owned(),
        Some(audit) if audit.clean => format!("clean, {} values looked for", audit.checked),
        Some(audit) => format!("SURVIVORS in {} places", audit.survivors),
    };
    lines.push(["audit".to_owned(), audit]);
    let signature = match signed {
        Signed::No => "none",
        Signed::Unverified => "there, not verified (--verify KEY)",
        Signed::Verified => "verified",
    };
    lines.push(["signature".to_owned(), signature.to_owned()]);
    page::table(text, "  ", &lines);
}

/// The steps of a refresh.
fn job(report: &Report, text: &mut String) {
    let Some(job) = &report.job else {
        return;
    };
    title(text, &format!("steps of the refresh of {}", job.target));
    let rows: Vec<[String; 4]> = job
        .steps
        .iter()
        .map(|step| {
            let took = match step.milliseconds {
                0 => String::new(),
                milliseconds => duration(milliseconds),
            };
            let outcome = step.outcome.words().to_owned();
            [step.step.clone(), outcome, took, step.says.clone()]
        })
        .collect();
    page::table(text, "  ", &rows);
}

fn stream(stream: &Stream) -> String {
    let digest = stream.blake3.as_deref().map(short);
    format!(
        "{}, {}, {} bytes, BLAKE3 {}",
        stream.name,
        stream.format.as_deref().unwrap_or("unknown format"),
        stream.bytes,
        digest.as_deref().unwrap_or("not known")
    )
}

fn failures(report: &Report, text: &mut String) {
    if !report.errors.is_empty() {
        title(text, "why it failed");
        for failure in report.errors.iter().take(MAX_LISTED) {
            let place = [&failure.rule, &failure.table, &failure.column];
            let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
            let lead = match place.is_empty() {
                true => String::new(),
                false => format!("{}: ", place.join(" ")),
            };
            page::item(text, "  ", &format!("{lead}{}", failure.message));
        }
        more(report.errors.len(), text);
    }
    if !report.undecided.is_empty() {
        title(text, "nobody has decided");
        for name in report.undecided.iter().take(MAX_LISTED) {
            page::item(text, "  ", &format!("{}.{}", name.table, name.column));
        }
        more(report.undecided.len(), text);
    }
}

fn more(count: usize, text: &mut String) {
    if count > MAX_LISTED {
        page::item(text, "  ", &format!("… and {} more", count - MAX_LISTED));
    }
}

/// Partial and free-text columns, before all others.
fn first(report: &Report, text: &mut String) {
    let found_first = look_at(report);
    if found_first.is_empty() {
        return;
    }
    title(
        text,
        "look at these first: free text, and columns of which a part may stay",
    );
    for (table, column) in found_first {
        let treatment = compare::treatment(column.treatment);
        let name = format!("{}.{}: {treatment}", full_name(table), column.column);
        page::item(text, "  ", &name);
        let mut what = vec![column.rule.clone().unwrap_or_default()];
        let partial = column.inside.iter().filter(|it| it.partial);
        what.extend(partial.map(|it| format!("{}: {}", it.path, it.rule)));
        match kept_inside(column).count() {
            0 => {}
            few @ 1..=6 => {
                let names: Vec<&str> = kept_inside(column).collect();
                let places = if few == 1 { "place" } else { "places" };
                what.push(format!(
                    "keeps {few} {places} inside ({})",
                    names.join(", ")
                ));
            }
            many => what.push(format!("keeps {many} places inside")),
        }
        what.push(counts(column));
        let found = column.values.as_ref().map(found).unwrap_or_default();
        if !found.is_empty() {
            what.push(format!("found {found}"));
        }
        what.retain(|part| !part.is_empty());
        page::item(text, "      ", &what.join("; "));
    }
}

fn changed(name: &str, changes: &[Change], text: &mut String) {
    title(text, &format!("what changed since {name}"));
    if changes.is_empty() {
        page::item(
            text,
            "  ",
            "nothing: the same tables and columns, decided in the same way",
        );
        return;
    }
    let rows: Vec<[String; 3]> = changes
        .iter()
        .map(|it| [it.weight.word().to_owned(), it.what.clone(), it.how.clone()])
        .collect();
    page::table(text, "  ", &rows);
}

fn tables(report: &Report, text: &mut String) {
    if report.tables.is_empty() {
        return;
    }
    title(text, "tables: rows, and columns by what becomes of them");
    let head = [
        "table", "rows in", "out", "purged", "cascaded", "replaced", "in part", "kept",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for table in &report.tables {
        let treated = |wanted: &[Treatment]| {
            let columns = table.columns.iter();
            let count = columns.filter(|it| wanted.contains(&it.treatment)).count();
            count.to_string()
        };
        rows.push([
            full_name(table),
            table.rows.r#in.to_string(),
            table.rows.out.to_string(),
            table.rows.purged.to_string(),
            table.rows.cascaded.to_string(),
            treated(&[Treatment::Replaced]),
            treated(&[Treatment::Partial, Treatment::Mixed]),
            treated(&[Treatment::Kept, Treatment::Generated]),
        ]);
    }
    page::table(text, "  ", &rows);
}

fn rest(report: &Report, text: &mut String) {
    if !report.dropped.is_empty() {
        title(text, "statements left out");
        let rows: Vec<[String; 3]> = report
            .dropped
            .iter()
            .map(|it| [it.count.to_string(), it.what.clone(), it.by.clone()])
            .collect();
        page::table(text, "  ", &rows);
    }
    if !report.captured.is_empty() {
        title(text, "values shown on purpose");
        let captured = report.captured.iter();
        let rows: Vec<[String; 2]> = captured
            .map(|(name, values)| [name.clone(), values.join(", ")])
            .collect();
        page::table(text, "  ", &rows);
    }
    if !report.warnings.is_empty() {
        title(text, "warnings");
        for warning in &report.warnings {
            page::item(text, "  ", warning);
        }
    }
}
