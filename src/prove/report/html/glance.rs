//! What the page says first: how the run ended, and the sums.

use serde::Serialize;

use super::super::model::{Outcome, Report, Step};
use super::words::number;

#[derive(Serialize)]
pub(super) struct Verdict {
    good: bool,
    title: &'static str,
    text: String,
}

impl Verdict {
    pub(super) fn of(report: &Report) -> Self {
        let totals = &report.totals;
        match (report.outcome, &report.audit) {
            (_, Some(audit)) if !audit.clean => Self {
                good: false,
                title: "Survivors found",
                text: "The run was whole, but values that it replaced or purged were found in its output."
                    .to_owned(),
            },
            (Outcome::Whole, _) => Self {
                good: true,
                title: "Whole and clean",
                text: format!(
                    "The dump was whole, every table and column of it was decided, and every rule held. \
                     Of {} columns {} are replaced or emptied as a whole, {} but for what the rules \
                     keep by name, {} in part; {} stay.",
                    number(totals.columns),
                    number(totals.replaced + totals.emptied),
                    number(totals.mixed),
                    number(totals.partial),
                    number(totals.kept)
                ),
            },
            (Outcome::Failed, _) if report.step == Some(Step::Job) => Self {
                good: false,
                title: "Failed",
                text: format!(
                    "The refresh stopped in step “{}”. {}",
                    report.failed_in().unwrap_or_default(),
                    match report.output.blake3 {
                        Some(_) => "The dump had been cleaned as a whole before.",
                        None => "The dump was not cleaned as a whole.",
                    }
                ),
            },
            (Outcome::Failed, _) => Self {
                good: false,
                title: "Failed",
                text: match report.undecided.len() {
                    0 => "The run stopped. What it had written can’t be taken for a whole dump.".to_owned(),
                    count => format!(
                        "The run stopped, as nobody has decided {} columns. Nothing of them got out.",
                        number(count as u64)
                    ),
                },
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct Part {
    name: &'static str,
    count: String,
    share: u64,
    text: &'static str,
}

pub(super) fn parts(report: &Report) -> Vec<Part> {
    let totals = &report.totals;
    [
        ("undecided", totals.undecided, "columns undecided"),
        ("partial", totals.partial, "columns replaced in part"),
        (
            "mixed",
            totals.mixed,
            "columns replaced but for what rules keep by name",
        ),
        ("replaced", totals.replaced, "columns replaced"),
        ("emptied", totals.emptied, "columns emptied"),
        ("kept", totals.kept, "columns kept"),
    ]
    .into_iter()
    .filter(|(_, count, _)| *count > 0)
    .map(|(name, count, text)| Part {
        name,
        count: number(count),
        share: count,
        text,
    })
    .collect()
}

pub(super) fn rows_text(report: &Report) -> String {
    let rows = &report.totals.rows;
    let left: Vec<String> = [
        (rows.purged, "purged"),
        (rows.cascaded, "left with rows they refer to"),
        (rows.sampled_out, "sampled out"),
        (rows.limited, "past a limit"),
        (rows.generated, "generated"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", number(count)))
    .collect();
    match left.is_empty() {
        true => "No row was purged, sampled out or generated.".to_owned(),
        false => format!("Of the rows: {}.", left.join(", ")),
    }
}
