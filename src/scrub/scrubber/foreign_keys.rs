//! Foreign keys of the dump towards tables that lost rows.
//!
//! In a plain dump they come after the data. What is found goes into [`Database::findings`]: from the
//! first one on nothing more is written, so that a reader fails by what this run says and not by the
//! constraint, and the run ends at the trailer, where all are known.

use super::{Database, Scrubber};
use crate::dump::lexer::Piece;
use crate::dump::name::TableName;
use crate::dump::schema::{ForeignKey, Learnt, Schema};
use crate::error::{Error, Result};
use crate::rules::decide::{self, key};
use crate::scrub::plan::Planned;

/// A foreign key that is part of the output.
pub(super) struct DeclaredKey {
    table: TableName,
    key: ForeignKey,
    line: u64,
    offset: u64,
    /// Findings name it.
    found: bool,
}

impl Scrubber {
    /// Takes note of the foreign keys that a statement adds, and holds rows written so far to them.
    pub(super) fn declare_keys(&mut self, learnt: &[Learnt], piece: &Piece) {
        for learnt in learnt {
            let Learnt::ForeignKey(table, key) = learnt else {
                continue;
            };
            let mut declared = DeclaredKey {
                table: table.clone(),
                key: key.clone(),
                line: piece.line,
                offset: piece.offset,
                found: false,
            };
            if let Some(error) = self.broken_key(&declared) {
                declared.found = true;
                self.database.findings.push(error);
            }
            self.database.foreign_keys.push(declared);
        }
    }

    /// At the end of the database's dump: all that was found since its data. Keys that were declared
    /// before the data are held to it here.
    pub(super) fn check_findings(&mut self) -> Result<()> {
        let missed: Vec<Error> = self
            .database
            .foreign_keys
            .iter()
            .filter(|declared| !declared.found)
            .filter_map(|declared| self.broken_key(declared))
            .collect();
        let mut findings = std::mem::take(&mut self.database.findings);
        findings.extend(missed);
        Error::all(findings).map_or(Ok(()), Err)
    }

    /// The finding, where rows were written that may refer to a row that left.
    ///
    /// Only rows that are there can dangle, and only towards a table that did lose rows.
    fn broken_key(&self, declared: &DeclaredKey) -> Option<Error> {
        let DeclaredKey { table, key, .. } = declared;
        let schema = &self.database.schema;
        let parent = Tree::new(&key.table, schema);
        let mut parents = self.database.blocks(&parent);
        if !parents.any(|(_, _, planned)| self.loses_rows(planned)) {
            return None;
        }
        let child = Tree::new(table, schema);
        let (rows_of, root) = self
            .database
            .blocks(&child)
            .filter(|(_, _, planned)| self.keeps_rows(planned, 1))
            .filter(|(_, _, planned)| !makes_null(planned, key))
            .map(|(rows_of, root, _)| (rows_of, root))
            .filter(|(rows_of, root)| self.uncovered(rows_of, *root, declared).is_some())
            .min()?;
        // The rule to add to is that of the table that has the key, where it lacks the reference.
        self.uncovered(table, None, declared)
            .or_else(|| self.uncovered(rows_of, root, declared))
            .map(|error| error.at_input(declared.line, declared.offset))
    }

    fn uncovered(
        &self,
        rows_of: &TableName,
        root: Option<&TableName>,
        declared: &DeclaredKey,
    ) -> Option<Error> {
        let schema = &self.database.schema;
        let decision = decide::decide_via_root(&self.rules, rows_of, root, &[], schema).ok()?;
        key::uncovered(&declared.table, &declared.key, &decision, schema)
    }
}

/// A table with its partitions, which share its keys, and those it is a partition of, which may hold
/// its rows in the dump. Inheritance children have keys of their own.
struct Tree<'t> {
    table: &'t TableName,
    below: Vec<TableName>,
    above: Vec<TableName>,
}

impl<'t> Tree<'t> {
    fn new(table: &'t TableName, schema: &Schema) -> Self {
        let is_partition =
            |name: &TableName| schema.tables.get(name).is_some_and(|t| t.is_partition);
        let mut below = schema.descendants(table);
        below.retain(is_partition);
        let above = if is_partition(table) {
            schema.ancestors(table)
        } else {
            Vec::new()
        };
        Self {
            table,
            below,
            above,
        }
    }

    /// The tables in which its rows may stand, and whether all of theirs are its own.
    fn tables(&self) -> impl Iterator<Item = (&TableName, bool)> {
        let own = std::iter::once(self.table).chain(&self.below);
        let above = self.above.iter().map(|table| (table, false));
        own.map(|table| (table, true)).chain(above)
    }
}

impl Database {
    /// The blocks that a table's rows stand in: whose rows they are, the root they are written to
    /// where it is another table, and the plan.
    fn blocks<'d>(
        &'d self,
        tree: &'d Tree<'_>,
    ) -> impl Iterator<Item = (&'d TableName, Option<&'d TableName>, &'d Planned)> {
        tree.tables().flat_map(|(table, own)| {
            let blocks = self.plans.of(table);
            // A block that names a partition has rows of no other.
            blocks.filter_map(move |(written, leaf, planned)| match leaf {
                Some(leaf) => (own && leaf == table).then_some((leaf, Some(written), planned)),
                None => Some((written, None, planned)),
            })
        })
    }
}

/// A rule makes a column of the key NULL in all rows: none refers to anything.
fn makes_null(planned: &Planned, key: &ForeignKey) -> bool {
    let rules = &planned.plan.rules;
    rules
        .iter()
        .any(|rule| rule.kind == "null" && key.columns.contains(&rule.name))
}
