//! Which rows the dump after has. Asked where a table's own rule can't be applied: `sample` without
//! the key of the run that cleaned the dump, `now()` without its time.
//!
//! A row that the dump after has is taken to have stayed. Rows are told by the values of the columns
//! that rules keep, which is all that their fate decides about: what is replaced goes in either case.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::Arc;

use super::before::kept_columns;
use crate::dump::schema::Schema;
use crate::error::Result;
use crate::prove::reading::{Block, Flow, SeenRow, Visitor};
use crate::rules::decide::{Decision, decide};
use crate::rules::model::{RowRules, RuleSet};
use crate::transform::row::Row;

/// What is known of the dump after's rows.
pub(super) struct Presence {
    /// The key of the run is known.
    pub(super) key: bool,
    /// Its time is known.
    pub(super) now: bool,
    state: RandomState,
    rows: HashMap<String, HashSet<u64>>,
}

impl Presence {
    pub(super) fn new(key: bool, now: bool) -> Self {
        Self {
            key,
            now,
            state: RandomState::new(),
            rows: HashMap::new(),
        }
    }

    /// A rule of some table asks for it.
    pub(super) fn is_needed(&self, rules: &RuleSet) -> bool {
        let overlaid = rules.overlays.iter().flatten();
        (rules.tables.iter().chain(overlaid)).any(|table| self.is_open(&table.rows))
    }

    /// The fate of the table's rows is told by it.
    pub(super) fn decides(&self, decision: &Decision<'_>) -> bool {
        !decision.purge_all && self.is_open(&decision.rows)
    }

    fn is_open(&self, rows: &RowRules) -> bool {
        let of_time = |text: &str| {
            let text = text.to_ascii_lowercase();
            ["now", "current_"].iter().any(|word| text.contains(word))
        };
        let expressions = rows.purge.iter().chain(&rows.keep_where);
        (!self.key && rows.sample.is_some())
            || (!self.now && expressions.into_iter().any(|expr| of_time(&expr.source)))
    }

    /// The tables that it has told the rows of.
    pub(super) fn tables(&self) -> Vec<String> {
        let mut tables: Vec<String> = self.rows.keys().cloned().collect();
        tables.sort();
        tables
    }

    /// The dump after has such a row.
    pub(super) fn has(&self, table: &str, kept: &[usize], row: Row<'_>) -> bool {
        (self.rows.get(table)).is_some_and(|rows| rows.contains(&self.hash(kept, row)))
    }

    fn hash(&self, kept: &[usize], row: Row<'_>) -> u64 {
        let mut hasher = self.state.build_hasher();
        for index in kept {
            row.get(*index).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// Reads them.
pub(super) struct PresenceReader<'p> {
    pub(super) presence: &'p mut Presence,
    pub(super) rules: Arc<RuleSet>,
    kept: Vec<usize>,
}

impl<'p> PresenceReader<'p> {
    pub(super) fn new(presence: &'p mut Presence, rules: Arc<RuleSet>) -> Self {
        Self {
            presence,
            rules,
            kept: Vec::new(),
        }
    }
}

impl Visitor for PresenceReader<'_> {
    fn table(&mut self, block: &Block, schema: &Schema) -> Result<Flow> {
        let names: Vec<String> = block
            .columns
            .list
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        let Ok(decision) = decide(&self.rules, &block.table, &names, schema) else {
            return Ok(Flow::Skip);
        };
        if !self.presence.decides(&decision) {
            return Ok(Flow::Skip);
        }
        self.kept = kept_columns(&decision);
        self.presence
            .rows
            .entry(block.table.to_string())
            .or_default();
        Ok(Flow::On)
    }

    fn row(&mut self, block: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        let hash = self.presence.hash(&self.kept, row.values);
        let rows = self
            .presence
            .rows
            .entry(block.table.to_string())
            .or_default();
        rows.insert(hash);
        Ok(Flow::On)
    }
}
