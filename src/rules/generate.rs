//! `generate:` — rows that a table gets in place of those it loses, as the rules say it.

use std::sync::Arc;

use super::expr::RowQuery;
use super::model::{ColumnName, ColumnRule};
use crate::error::Position;

/// One entry of `generate:`.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Where it stands.
    pub position: Position,
    /// How many rows, and for which.
    pub drive: Drive,
    /// What its rows hold; columns that are not named are NULL.
    pub columns: Vec<GeneratedColumn>,
    /// `unique`: columns of which no two rows may have the same values.
    pub unique: Vec<ColumnName>,
}

/// How many rows, and for which.
#[derive(Clone, Debug)]
pub enum Drive {
    /// `rows: N`
    Rows(u64),
    /// `for_each`
    Each {
        /// The rows it goes by.
        query: Arc<RowQuery>,
        /// `as`: what templates call the row.
        name: Option<String>,
        /// The least number of rows for each.
        min: u64,
        /// The greatest.
        max: u64,
    },
}

/// One entry of a generator's `columns:`.
#[derive(Clone, Debug)]
pub struct GeneratedColumn {
    /// Where its key stands.
    pub position: Position,
    /// The column.
    pub name: ColumnName,
    /// Where its values come from.
    pub source: Source,
    /// No two rows of the table may have the same value in it.
    pub unique: bool,
}

/// Where a generated value comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// `next`: the number after the largest.
    Next,
    /// `pick`: a value of the rows of a query, drawn anew for each row.
    Pick(Arc<RowQuery>),
    /// A transformer that invents.
    Rule(ColumnRule),
}

impl Generator {
    /// The query of `for_each`.
    pub fn driver(&self) -> Option<&Arc<RowQuery>> {
        match &self.drive {
            Drive::Each { query, .. } => Some(query),
            Drive::Rows(_) => None,
        }
    }

    /// All its queries: `for_each`, then each `pick`.
    pub fn queries(&self) -> impl Iterator<Item = &Arc<RowQuery>> {
        let picks = self
            .columns
            .iter()
            .filter_map(|column| match &column.source {
                Source::Pick(query) => Some(query),
                Source::Next | Source::Rule(_) => None,
            });
        self.driver().into_iter().chain(picks)
    }
}
