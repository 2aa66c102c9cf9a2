//! Every table, and every column of it.

use serde::Serialize;

use super::super::compare::{self, full_name};
use super::super::model::{Column, DecidedBy, Table};
use super::words::{counts, number};

#[derive(Serialize)]
pub(super) struct TableView<'r> {
    id: String,
    name: String,
    decision: &'static str,
    about: String,
    rows: Vec<Cell>,
    columns: Vec<ColumnView<'r>>,
}

#[derive(Serialize)]
struct Cell {
    label: &'static str,
    count: String,
}

impl<'r> TableView<'r> {
    pub(super) fn of((index, table): (usize, &'r Table)) -> Self {
        let rows = &table.rows;
        let cells = [
            ("in", rows.r#in),
            ("out", rows.out),
            ("purged", rows.purged),
            ("cascaded", rows.cascaded),
            ("sampled out", rows.sampled_out),
            ("past limit", rows.limited),
            ("generated", rows.generated),
        ];
        Self {
            id: format!("t{index}"),
            name: full_name(table),
            decision: compare::decided(table),
            about: about(table),
            rows: cells
                .into_iter()
                .map(|(label, count)| Cell {
                    label,
                    count: match (label, count) {
                        ("in" | "out", _) => number(count),
                        (_, 0) => String::new(),
                        _ => number(count),
                    },
                })
                .collect(),
            columns: table.columns.iter().map(ColumnView::of).collect(),
        }
    }
}

/// A table's decision, and what the rules say of it.
fn about(table: &Table) -> String {
    let parts = [
        Some(compare::decided(table).to_owned()),
        table.place.as_ref().map(|it| format!("at {it}")),
        table.reason.clone(),
        table.class.as_ref().map(|it| format!("class: {it}")),
        table.owner.as_ref().map(|it| format!("owner: {it}")),
        Some(format!(
            "{} rows in, {} out",
            number(table.rows.r#in),
            number(table.rows.out)
        )),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[derive(Serialize)]
struct ColumnView<'r> {
    name: &'r str,
    r#type: Option<&'r str>,
    treatment: &'static str,
    rule: Option<&'r str>,
    reason: Option<&'r str>,
    r#where: String,
    counts: String,
}

impl<'r> ColumnView<'r> {
    fn of(column: &'r Column) -> Self {
        let by = match column.decided_by {
            Some(DecidedBy::UnlistedColumns) => Some("by defaults.unlisted_columns".to_owned()),
            Some(DecidedBy::UnlistedTables) => Some("by defaults.unlisted_tables".to_owned()),
            Some(DecidedBy::Generated) => Some("computed by PostgreSQL".to_owned()),
            Some(DecidedBy::Rule | DecidedBy::Class) | None => column.by_class.clone(),
        };
        let parts = [
            by,
            column.place.clone(),
            column.class.as_ref().map(|it| format!("class: {it}")),
            column.owner.as_ref().map(|it| format!("owner: {it}")),
            column.unique.then(|| "unique".to_owned()),
        ];
        Self {
            name: &column.column,
            r#type: column.r#type.as_deref(),
            treatment: compare::treatment(column.treatment),
            rule: column.rule.as_deref(),
            reason: column.reason.as_deref(),
            r#where: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            counts: counts(column),
        }
    }
}
