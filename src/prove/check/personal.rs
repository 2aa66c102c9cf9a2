//! Columns and JSON keys that rules keep, and that look personal: by their names, or by what a part of
//! the dump's rows show.
//!
//! Who gave a reason has looked: only values that prove themselves are held against it.

use super::Subject;
use crate::dump::name::TableName;
use crate::error::Error;
use crate::prove::init::Sample;
use crate::prove::personal::{self, Confidence, Finding, Leaf, Place};
use crate::rules::decide::{self, ColumnDecision, Decided, Decision};
use crate::rules::model::ColumnRule;

/// What is kept and looks personal.
pub(super) fn kept(subject: &Subject<'_>, sample: &Sample) -> Vec<Error> {
    let mut errors = Vec::new();
    for (table, decision) in subject.decisions {
        for column in &decision.columns {
            let keeps = match column.rule {
                Decided::Keep => !matches!(
                    column.place,
                    decide::Place::Generated | decide::Place::Nowhere
                ),
                Decided::Rule(rule) => rule.kind.name == "keep",
                Decided::Null => false,
            };
            if keeps {
                errors.extend(whole(subject, sample, table, decision, column));
            } else if let Some(rule) = column.rule.rule() {
                errors.extend(inside(sample, table, column, rule));
            }
        }
    }
    errors
}

/// Somebody has said why it is kept.
fn has_reason(decision: &Decision<'_>, column: &ColumnDecision<'_>) -> bool {
    let own = column
        .rule
        .rule()
        .and_then(|rule| rule.notes.reason.as_ref());
    let table = decision.notes.and_then(|notes| notes.reason.as_ref());
    let told = own.or(table);
    // A draft's keeps say `review` until somebody has.
    told.is_some_and(|reason| !reason.trim_start().starts_with("review"))
        // A line of the lock file was reviewed.
        || matches!(column.place, decide::Place::Class(..))
}

fn counts(finding: &Finding, reasoned: bool) -> bool {
    if reasoned {
        finding.by_values && finding.confidence == Confidence::High
    } else {
        finding.confidence > Confidence::Low
    }
}

/// A column that is kept as a whole.
fn whole(
    subject: &Subject<'_>,
    sample: &Sample,
    table: &TableName,
    decision: &Decision<'_>,
    column: &ColumnDecision<'_>,
) -> Option<Error> {
    let ty = subject.schema.type_of(table, &column.name).base;
    let values = sample.values([table], &column.name);
    let place = Place {
        table: &table.name,
        column: &column.name,
        keys: &[],
    };
    let reasoned = has_reason(decision, column);
    let found = personal::column(place, &ty, Some(&values.evidence))
        .filter(|finding| counts(finding, reasoned))
        .map(|finding| finding.reason);
    let found = found.or_else(|| {
        let keys = values.documents.leaves();
        // A number or a word is a document too, and says no more than the column does.
        let inside = |leaf: &Leaf| leaf.path != "$" || ty.is_json();
        let personal =
            |leaf: &Leaf| key(table, column, leaf).is_some_and(|it| counts(&it, reasoned));
        let looks = |leaf: &&Leaf| inside(leaf) && personal(leaf);
        match keys.iter().filter(looks).count() {
            0 => None,
            1 => Some("a key inside it that does".to_owned()),
            many => Some(format!("{many} keys inside it that do")),
        }
    })?;
    let error = Error::undecided(format!("it is kept, and looks personal: {found}"))
        .at_table(table)
        .at_column(&column.name)
        .hint("replace it; or say why it may stay: `{use: keep, reason: …}`");
    Some(match column.rule.rule() {
        Some(rule) => error.at_rule(&rule.position),
        None => error,
    })
}

fn key(table: &TableName, column: &ColumnDecision<'_>, leaf: &Leaf) -> Option<Finding> {
    let place = Place {
        table: &table.name,
        column: &column.name,
        keys: &leaf.keys,
    };
    personal::key(place, &leaf.evidence)
}

/// Keys that a JSON rule keeps by name.
fn inside(
    sample: &Sample,
    table: &TableName,
    column: &ColumnDecision<'_>,
    rule: &ColumnRule,
) -> Vec<Error> {
    let kept: Vec<(String, &ColumnRule)> = rule
        .spec
        .nested()
        .into_iter()
        .filter(|(_, inner)| inner.kind.name == "keep")
        .collect();
    if rule.kind.name != "json" || kept.is_empty() {
        return Vec::new();
    }
    let leaves = sample.values([table], &column.name).documents.leaves();
    let mut errors = Vec::new();
    for leaf in &leaves {
        let Some((path, inner)) = kept.iter().find(|(path, _)| *path == leaf.path) else {
            continue;
        };
        let finding = key(table, column, leaf);
        let proves = |it: &Finding| it.by_values && it.confidence == Confidence::High;
        if let Some(finding) = finding.filter(proves) {
            errors.push(
                Error::undecided(format!(
                    "`{path}` in it is kept, and looks personal: {}",
                    finding.reason
                ))
                .at_rule(&inner.position)
                .at_table(table)
                .at_column(&column.name)
                .hint("give the key a rule of its own"),
            );
        }
    }
    errors
}
