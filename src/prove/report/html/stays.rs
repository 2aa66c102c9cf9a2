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
pub(super) struct ByClass<'r> {
    name: &'r str,
    place: &'r str,
    reason: Option<&'r str>,
    class: Option<&'r str>,
    count: String,
    tables: Vec<InTable<'r>>,
}

/// Columns of one table.
#[derive(Serialize)]
pub(super) struct InTable<'r> {
    name: String,
    columns: Vec<&'r str>,
}

/// Columns that classes keep, by class and table.
pub(super) fn kept_by_class(report: &Report) -> Vec<ByClass<'_>> {
    let mut classes: BTreeMap<(&str, &str), Vec<(&Table, &Column)>> = BTreeMap::new();
    for (table, column) in columns(report) {
        if let (Some(class), Treatment::Kept) = (&column.by_class, column.treatment) {
            let place = column.place.as_deref().unwrap_or_default();
            let class = classes.entry((class, place)).or_default();
            class.push((table, column));
        }
    }
    classes
        .into_iter()
        .map(|((name, place), kept)| ByClass::of(name, place, kept))
        .collect()
}

impl<'r> ByClass<'r> {
    fn of(name: &'r str, place: &'r str, kept: Vec<(&'r Table, &'r Column)>) -> Self {
        // All have it from the class.
        let first = kept.first().map(|(_, column)| *column);
        let count = kept.len() as u64;
        let mut tables: Vec<InTable<'_>> = Vec::new();
        for (table, column) in kept {
            let name = full_name(table);
            match tables.last_mut() {
                Some(last) if last.name == name => last.columns.push(&column.column),
                _ => tables.push(InTable {
                    name,
                    columns: vec![&column.column],
                }),
            }
        }
        Self {
            name,
            place,
            reason: first.and_then(|column| column.reason.as_deref()),
            class: first.and_then(|column| column.class.as_deref()),
            count: match count {
                1 => "1 column".to_owned(),
                count => format!("{} columns", number(count)),
            },
            tables,
        }
    }
}

fn columns(report: &Report) -> impl Iterator<Item = (&Table, &Column)> {
    let tables = report.tables.iter();
    tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)))
}
