//! Why a run failed, and what nobody has decided.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::model::{Failure, Report};

#[derive(Serialize)]
pub(super) struct ErrorView<'r> {
    place: String,
    message: &'r str,
    hints: &'r [String],
}

impl<'r> ErrorView<'r> {
    pub(super) fn of(failure: &'r Failure) -> Self {
        let parts = [
            failure.rule.clone(),
            failure.table.clone(),
            failure.column.as_ref().map(|it| format!("column {it}")),
            failure.row.map(|it| format!("row {it}")),
            failure.line.map(|it| format!("line {it}")),
        ];
        Self {
            place: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
            message: &failure.message,
            hints: &failure.hints,
        }
    }
}

#[derive(Serialize)]
pub(super) struct UndecidedTable {
    name: String,
    columns: Vec<String>,
}

pub(super) fn undecided(report: &Report) -> Vec<UndecidedTable> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in &report.undecided {
        let table = match &name.database {
            Some(database) => format!("{database}: {}", name.table),
            None => name.table.clone(),
        };
        tables.entry(table).or_default().push(name.column.clone());
    }
    let tables = tables.into_iter();
    tables
        .map(|(name, columns)| UndecidedTable { name, columns })
        .collect()
}
