//! Rules held against the dump: the plan of each data block, all of the schema before any data, and
//! the keys that come after it.

use std::sync::Arc;

use super::Scrubber;
use crate::dump::encoding::Dialect;
use crate::dump::lexer::{Piece, PieceKind};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::{Learnt, Schema, UniqueKey};
use crate::dump::statement::{self, Class, Statement};
use crate::error::{Error, Result};
use crate::rules::decide;
use crate::scrub::distinct::DistinctKey;
use crate::scrub::plan::{Action, DataBlock, Planned, PlannedColumn, TablePlan};
use crate::scrub::relations::Relations;
use crate::scrub::stats::TableStats;

impl Scrubber {
    /// Makes or finds the plan of a data block.
    pub(super) fn plan(&mut self, piece: &Piece) -> Result<Arc<Planned>> {
        let head = match piece.kind {
            PieceKind::CopyStart => &piece.bytes[..self.lexer.copy_statement_len()],
            _ => &piece.bytes[..],
        };
        self.plan_of(piece, head)
    }

    /// The same, where the statement is the part `head` of the piece.
    pub(super) fn plan_of(&mut self, piece: &Piece, head: &[u8]) -> Result<Arc<Planned>> {
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let dialect = self.lexer.dialect();
        let statement = statement::parse(head, dialect);
        let block = self.block(&statement).map_err(place)?;
        let key = (piece.bytes.clone(), block.table.clone(), block.leaf.clone());
        if let Some(planned) = self.database.plans.get(&key) {
            return Ok(Arc::clone(planned));
        }
        let default_values =
            matches!(&statement.class, Class::Insert(header) if header.default_values);
        let mut plan = self.bind(&block).map_err(place)?;
        if let Some(limit) = &mut plan.limit {
            let taken = self.database.limits.entry(limit.by.clone());
            limit.taken = Arc::clone(taken.or_default());
        }
        if let Some(watch) = &mut self.rows.watch {
            if !plan.can_be_watched() {
                watch.unseen(&plan);
            } else if let Some(table) = watch.table(&plan, &self.database.schema, &self.rules) {
                plan.watch(table);
            }
        }
        self.saw(piece, &statement, &block).map_err(place)?;
        let planned = Arc::new(Planned {
            head: piece.bytes.clone(),
            stats: self.tables.len(),
            default_values,
            plan,
        });
        let mut stats = planned.plan.stats();
        stats.database.clone_from(&self.database.name);
        if self.options.report {
            stats.observe(&DistinctKey::new(&self.run.key.derive("distinct values")));
        }
        self.tables.push(stats);
        self.database.plans.insert(key, Arc::clone(&planned));
        Ok(planned)
    }

    /// What the rules make of a block.
    pub(super) fn bind(&mut self, block: &DataBlock) -> Result<TablePlan> {
        let mut unrelated = Relations::none();
        let relations = self.database.relations.as_mut().unwrap_or(&mut unrelated);
        let plan = TablePlan::bind(
            &self.rules,
            &self.run,
            &self.database.schema,
            block,
            relations,
        );
        plan.map_err(|errors| {
            // Where there is no DDL, nothing else tells the report which columns were not decided.
            if let Some(columns) = &block.columns {
                self.tables.push(TableStats {
                    database: self.database.name.clone(),
                    data_columns: columns.clone(),
                    ..TableStats::generated(block.table.clone())
                });
            }
            Error::all(errors).unwrap_or_else(|| Error::unexpected("no plan"))
        })
    }

    /// The block that a COPY or INSERT head begins.
    fn block(&self, statement: &Statement) -> Result<DataBlock> {
        DataBlock::of(
            statement,
            &self.database.schema,
            &self.database.search_path,
            self.database.entry.as_ref(),
            self.database.via_root,
            self.lexer.dialect(),
        )
    }

    /// A unique key that covers a replaced column would fail at the load, or worse, hold by chance.
    pub(super) fn check_unique_keys(&mut self, learnt: &[Learnt], piece: &Piece) {
        for learnt in learnt {
            let Learnt::UniqueKey(table, key) = learnt else {
                continue;
            };
            let schema = &self.database.schema;
            let mut tables = schema.descendants(table);
            tables.push(table.clone());
            let covered = |rule: &&PlannedColumn| key.mentions.contains(&rule.name);
            let of = |table| self.database.plans.of(table).map(move |plan| (table, plan));
            let plans = tables
                .iter()
                .flat_map(of)
                .filter(|(table, (written, _, planned))| {
                    let plan = &planned.plan;
                    table == written
                        && self.keeps_rows(planned, 2)
                        && !plan.rules.iter().filter(covered).any(|rule| rule.injective)
                        && !has_kept_key(schema, table, key, plan)
                });
            // One rule a key, and always the same.
            let rule = plans
                .map(|(_, (_, _, planned))| planned)
                .min_by_key(|planned| planned.stats)
                .and_then(|planned| planned.plan.rules.iter().find(covered));
            if let Some(rule) = rule {
                self.database.findings.push(
                    Error::undecided(format!(
                        "unique key {} covers this column, whose rule may give two rows one value",
                        Quoted(&key.name)
                    ))
                    .at_table(table)
                    .at_column(&rule.name)
                    .at_input(piece.line, piece.offset)
                    .hint("add `unique: true` to its rule"),
                );
            }
        }
    }

    /// So many rows of a block were written, or may be.
    pub(super) fn keeps_rows(&self, planned: &Planned, count: u64) -> bool {
        if self.foresees {
            planned.plan.action != Action::Empty && !planned.plan.purge_all
        } else {
            self.tables[planned.stats].rows_out >= count
        }
    }

    /// Rows of a block left, or may leave.
    pub(super) fn loses_rows(&self, planned: &Planned) -> bool {
        if self.foresees {
            let relations = self.database.relations.as_ref();
            let cascades = relations.is_some_and(|relations| relations.loses(&planned.plan.table));
            planned.plan.removes_rows() || cascades
        } else {
            let stats = &self.tables[planned.stats];
            stats.rows_in > stats.rows_out
        }
    }

    /// Holds the rules against all that the DDL has told, once, before any data.
    pub(super) fn check_schema(&mut self, piece: &Piece) -> Result<()> {
        if std::mem::replace(&mut self.database.checked, true) {
            return Ok(());
        }
        self.database.schema.check_bounds()?;
        let mut relations = self.relate()?;
        let schema = &self.database.schema;
        if schema.tables.is_empty() {
            self.database.relations = relations.into_needed();
            return Ok(());
        }
        let (_, mut errors) = self.bind_schema(&mut relations, true, self.lexer.dialect());
        relations.all_asked();
        self.database.relations = relations.into_needed();
        let stale = decide::stale(&self.rules, schema);
        if self.options.strict {
            errors.extend(stale);
        } else {
            self.warnings.extend(stale.iter().map(ToString::to_string));
        }
        Error::all(errors).map_or(
            Ok(()),
            |error| Err(error.at_input(piece.line, piece.offset)),
        )
    }

    /// Holds the rules against all tables of the schema, whose rows are written as INSERTs or by
    /// COPY: the plans of those that fit, and all findings.
    pub(super) fn bind_schema(
        &self,
        relations: &mut Relations,
        insert: bool,
        dialect: Dialect,
    ) -> (Vec<TablePlan>, Vec<Error>) {
        let schema = &self.database.schema;
        let mut plans = Vec::new();
        let mut errors = decide::undecided(&self.rules, schema);
        let all_decided = errors.is_empty();
        let mut names: Vec<&TableName> = schema.tables.keys().collect();
        names.sort();
        for name in names {
            let table = &schema.tables[name];
            if table.is_foreign {
                // Its data is elsewhere; where a dump holds it all the same, its header is checked.
                continue;
            }
            let columns: Vec<String> = table
                .data_columns()
                .map(|column| column.name.clone())
                .collect();
            // What is undecided was said above, and a partitioned table without a rule has no rows but
            // those of its partitions.
            let Some(decision) = decide::decide_partly(&self.rules, name, &columns, schema) else {
                continue;
            };
            let block = DataBlock {
                table: name.clone(),
                leaf: None,
                columns: Some(columns.clone()),
                insert,
                dialect,
            };
            let (plan, found) =
                TablePlan::fit(&self.run, schema, &block, &columns, &decision, relations);
            plans.push(plan);
            errors.extend(found);
        }
        if all_decided {
            errors.extend(relations.generating().bind(schema, &self.run, dialect));
        }
        (plans, errors)
    }
}

/// An untouched column of the key is unique by itself, so the others can't break it.
fn has_kept_key(schema: &Schema, table: &TableName, key: &UniqueKey, plan: &TablePlan) -> bool {
    let kept = |column: &str| !plan.rules.iter().any(|rule| rule.name == column);
    let Some(columns) = key.plain_columns() else {
        return false;
    };
    let known = schema
        .tables
        .get(table)
        .map_or(&[][..], |table| table.unique.as_slice());
    columns.iter().filter(|column| kept(column)).any(|column| {
        known
            .iter()
            .any(|other| other.plain_columns().is_some_and(|only| only == [*column]))
    })
}
