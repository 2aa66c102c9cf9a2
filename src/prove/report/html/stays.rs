//! What stays, as a whole or in part: what a reader must look at.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::compare::{self, full_name};
use super::super::model::{Column, Inside, Report, Table, Treatment};
use super::words::{counts, found, number};

#[derive(Serialize)]
pub(super) struct First<'r> {
    full: String,
    r#type: Option<&'r str>,
    treatment: &'static str,
    free_text: bool,
    rule: Option<&'r str>,
    reason: Option<&'r str>,
    /// Rules inside that may leave a part of a value.
    partial: Vec<&'r Inside>,
    /// How many places inside are kept.
    kept_count: String,
    /// Where those are.
    pub(super) kept: String,
    /// The anchor of that list.
    kept_id: String,
    counts: String,
    found: String,
}

pub(super) fn first(report: &Report) -> Vec<First<'_>> {
    look_at(report)
        .into_iter()
        .enumerate()
        .map(|(index, (table, column))| First {
            kept_id: format!("k{index}"),
            full: format!("{}.{}", full_name(table), column.column),
            r#type: column.r#type.as_deref(),
            treatment: compare::treatment(column.treatment),
            free_text: column.free_text,
            rule: column.rule.as_deref(),
            reason: column.reason.as_deref(),
            partial: column.inside.iter().filter(|it| it.partial).collect(),
            kept_count: match kept_inside(column).count() {
                0 => String::new(),
                1 => "one place inside is kept".to_owned(),
                count => format!("{} places inside are kept", number(count as u64)),
            },
            kept: kept_inside(column).collect::<Vec<_>>().join(", "),
            counts: counts(column),
            found: column.values.as_ref().map(found).unwrap_or_default(),
        })
        .collect()
}

/// Places inside a column's values that are kept.
pub fn kept_inside(column: &Column) -> impl Iterator<Item = &str> {
    let inside = column.inside.iter();
    inside.filter(|it| it.kept).map(|it| it.path.as_str())
}

/// Columns of which a part may stay: first those where nobody can say which, then those that keep
/// what their rules name.
pub fn look_at(report: &Report) -> Vec<(&Table, &Column)> {
    let look = |column: &Column| {
        matches!(column.treatment, Treatment::Partial | Treatment::Mixed) || column.free_text
    };
    let mut found: Vec<_> = columns(report).filter(|(_, column)| look(column)).collect();
    found.sort_by_key(|(_, column)| (!column.free_text, !column.partial));
    found
}

#[derive(Serialize)]
pub(super) struct Stayed {
    full: String,
    seen: String,
    by_namespace: String,
    unchanged: String,
}

pub(super) fn stayed(report: &Report) -> Vec<Stayed> {
    columns(report)
        .filter_map(|(table, column)| {
            let values = column.values.as_ref()?;
            (values.kept_by_namespace + values.unchanged > 0).then(|| Stayed {
                full: format!("{}.{}", full_name(table), column.column),
                seen: number(values.seen),
                by_namespace: number(values.kept_by_namespace),
                unchanged: number(values.unchanged),
            })
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct ByClass {
    class: String,
    columns: String,
}

/// Columns that classes keep, by class.
pub(super) fn kept_by_class(report: &Report) -> Vec<ByClass> {
    let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns(report) {
        if let (Some(class), Treatment::Kept) = (&column.by_class, column.treatment) {
            let place = column.place.as_deref().unwrap_or_default();
            let class = format!("{class} ({place})");
            let name = format!("{}.{}", full_name(table), column.column);
            classes.entry(class).or_default().push(name);
        }
    }
    let classes = classes.into_iter();
    classes
        .map(|(class, columns)| ByClass {
            class,
            columns: columns.join(", "),
        })
        .collect()
}

fn columns(report: &Report) -> impl Iterator<Item = (&Table, &Column)> {
    let tables = report.tables.iter();
    tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)))
}
