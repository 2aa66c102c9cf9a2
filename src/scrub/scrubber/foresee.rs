//! The rules held against all that a dump tells, with nothing written: what a run would be stopped
//! by, all of it at once.
//!
//! The caller reads the dump and tells each thing in its order; what is found comes back instead of
//! ending anything.

use std::sync::Arc;

use bytes::Bytes;

use super::archive::nowhere;
use super::{Database, Scrubber};
use crate::dump::encoding::Dialect;
use crate::dump::lexer::Piece;
use crate::dump::rewrite::EntryHeader;
use crate::dump::schema::{Learnt, Schema};
use crate::dump::statement::{Class, Statement};
use crate::error::{Error, Result};
use crate::scrub::plan::{DataBlock, Planned, TablePlan};
use crate::scrub::policy::{Context, Fate};

/// A statement as it stands in the dump.
pub struct Told<'a> {
    /// What it is.
    pub statement: &'a Statement,
    /// As it is written.
    pub text: &'a [u8],
    /// The header comment above it.
    pub entry: Option<&'a EntryHeader>,
    /// How it is read.
    pub dialect: Dialect,
    /// 1-based line and 0-based byte, where there are any.
    pub place: Option<(u64, u64)>,
}

impl Scrubber {
    /// Another database begins.
    pub fn foresee_database(&mut self) {
        self.database = Database::new(None);
        self.foresees = false;
        self.early.clear();
    }

    /// A statement. Before [`Scrubber::foresee_schema`] it is learnt from; after it, rows are held to
    /// what it demands. What is wrong about the statement itself, and what breaks its keys.
    pub fn foresee_statement(&mut self, told: &Told<'_>) -> (Vec<Error>, Vec<Error>) {
        let (line, byte) = told.place.unwrap_or((0, 0));
        let placed = |error: Error| match told.place {
            Some((line, byte)) => error.at_input(line, byte),
            None => error.without_input_place(),
        };
        self.database.entries |= told.entry.is_some();
        let context = Context {
            drop_part: !self.database.entries,
            cleaned: false,
            drop_entry: told
                .entry
                .is_some_and(|entry| self.policies.drops_entry(entry) && !entry.data),
            dialect: told.dialect,
        };
        let mut errors = Vec::new();
        let fate = self.policies.statement(told.statement, told.text, &context);
        let fate = fate.unwrap_or_else(|error| {
            errors.push(placed(error));
            Fate::Pass
        });
        if let Class::Set(setting) = &told.statement.class
            && setting.name == "search_path"
        {
            self.database.search_path.clone_from(&setting.value);
        }
        let search_path = &self.database.search_path;
        let learnt = self.database.schema.learn(told.statement, search_path);
        if fate != Fate::Drop {
            let piece = Piece {
                line,
                offset: byte,
                ..nowhere(Bytes::new())
            };
            if self.foresees {
                self.check_unique_keys(&learnt, &piece);
                self.check_generated(&learnt, &piece);
            } else {
                let unique = |learnt: &Learnt| matches!(learnt, Learnt::UniqueKey(..));
                self.early
                    .extend(learnt.iter().filter(|l| unique(l)).cloned());
            }
            self.declare_keys(&learnt, &piece);
        }
        let keys = std::mem::take(&mut self.database.findings);
        (errors, keys.into_iter().map(placed).collect())
    }

    /// All that comes before the data has been told: every table is decided and bound, for rows that
    /// are written as INSERTs or by COPY. What does not fit, and what breaks keys told so far.
    pub fn foresee_schema(&mut self, insert: bool, dialect: Dialect) -> (Vec<Error>, Vec<Error>) {
        self.database.checked = true;
        self.foresees = true;
        let mut relations = match self.relate() {
            Ok(relations) => relations,
            // Without an order of the tables nothing can be bound.
            Err(error) => {
                let mut errors = error.into_findings();
                let schema = &self.database.schema;
                errors.extend(crate::rules::decide::undecided(&self.rules, schema));
                return (errors, Vec::new());
            }
        };
        let (plans, errors) = if self.database.schema.tables.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            self.bind_schema(&mut relations, insert, dialect)
        };
        relations.all_asked();
        self.database.relations = relations.into_needed();
        for (stats, plan) in plans.into_iter().enumerate() {
            let planned = Planned {
                head: Bytes::new(),
                stats,
                default_values: false,
                plan,
            };
            let key = (Bytes::new(), planned.plan.table.clone(), None);
            self.database.plans.insert(key, Arc::new(planned));
        }
        let early = std::mem::take(&mut self.early);
        self.check_unique_keys(&early, &nowhere(Bytes::new()));
        self.check_generated(&early, &nowhere(Bytes::new()));
        let keys = std::mem::take(&mut self.database.findings);
        let keys = keys.into_iter().map(Error::without_input_place);
        (errors, keys.collect())
    }

    /// A block of data begins.
    pub fn foresee_block(&mut self, block: &DataBlock) -> Vec<Error> {
        if let Some(relations) = self.database.relations.as_mut() {
            let node = relations.node(&block.table, &self.database.schema);
            // How its rows are to be taken makes no difference here.
            let _ = relations.holding().start(node);
        }
        match self.bind(block) {
            Ok(_) => Vec::new(),
            Err(error) => error.into_findings(),
        }
    }

    /// The database's dump is over; with `data` it has some, though perhaps not of every table.
    pub fn foresee_end(&mut self, data: bool) -> Vec<Error> {
        let mut errors = self
            .check_findings()
            .map_or_else(Error::into_findings, |()| Vec::new());
        if let (true, Some(relations)) = (data, &self.database.relations) {
            let absent = relations.check_absent();
            errors.extend(absent.map_or_else(Error::into_findings, |()| Vec::new()));
        }
        errors
    }

    /// All dumps are over.
    ///
    /// # Errors
    /// Exit 4 for statements that the rules require and that were not there.
    pub fn foresee_required(&self) -> Result<()> {
        self.policies.require_met()
    }

    /// Globs of `statements.drop` that matched nothing.
    pub fn unused_drops(&self) -> Vec<String> {
        self.policies.unused_drops()
    }

    /// What the dump has told.
    pub fn schema(&self) -> &Schema {
        &self.database.schema
    }

    /// The plans of the tables that could be bound, in the order of their names.
    pub fn plans(&self) -> Vec<&TablePlan> {
        let mut plans: Vec<&TablePlan> = self
            .database
            .plans
            .all()
            .map(|planned| &planned.plan)
            .collect();
        plans.sort_by(|a, b| a.table.cmp(&b.table));
        plans
    }
}
