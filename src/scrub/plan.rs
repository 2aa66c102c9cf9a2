//! What happens to each column of one data block: rules, header and schema brought together once,
//! before the block's first row.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use crate::dump::encoding::{Dialect, Encoding};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::{Error, Position, Result};
use crate::exit::ExitCode;
use crate::rules::decide::{Decided, Decision, decide_via_root};
use crate::rules::expr::Predicate;
use crate::rules::model::{ColumnRule, RuleSet, Sample};
use crate::transform::bind::{Binder, Needs, Run};
use crate::transform::bound::BoundRule;
use crate::transform::row::Row;
use crate::transform::seed::DerivedKey;
use crate::transform::{Misfit, Role, Target};

pub use super::block::DataBlock;
use super::relations::{Links, Relations};
use super::stats::{ColumnStats, EMPTIED, TableStats};

/// What to do with the rows of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing changes: the bytes pass without being looked at.
    Pass,
    /// No row stays.
    Empty,
    /// Row by row.
    Rows,
}

/// Who may work on the rows of a block that is changed row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hands {
    /// Anybody: a row has to do with nothing but itself.
    Any,
    /// Anybody, once it is decided in the order of the dump whether a row stays.
    OnceDecided,
    /// One row after the other: what becomes of a value has to do with the rows before it.
    InTurn,
}

/// A block's plan.
pub struct TablePlan {
    /// The table that the rows are written to.
    pub table: TableName,
    /// Columns in the order of the data.
    pub columns: Vec<String>,
    /// Rows are written as INSERT statements.
    pub insert: bool,
    /// What to do.
    pub action: Action,
    /// Columns that change, in the order of the data.
    pub rules: Vec<PlannedColumn>,
    /// Indexes into `rules`, so that what a template reads is computed before it.
    pub order: Vec<usize>,
    /// Indexes of the columns whose values are decoded.
    pub decode: Vec<usize>,
    /// Indexes of the columns that say whether a row stays, and what others learn of it.
    pub asked: Vec<usize>,
    /// Who may work on the rows.
    pub hands: Hands,
    /// Untouched columns that templates read.
    pub copied: Vec<usize>,
    /// Rules read what others make of the row.
    pub reads_replaced: bool,
    /// How many fields of a COPY row must be told apart.
    pub wanted: usize,
    /// Every row leaves, but others ask about them.
    pub purge_all: bool,
    /// What rows ask of other tables, and tell them.
    pub links: Links,
    /// Rows for which it is true leave.
    pub purge: Option<Predicate>,
    /// Rows for which it is not true leave.
    pub keep_where: Option<Predicate>,
    /// A share of the rows stays.
    pub sample: Option<SamplePlan>,
    /// At most so many rows stay.
    pub limit: Option<Limit>,
    /// How the text is to be read.
    pub dialect: Dialect,
    /// The client encoding.
    pub encoding: Encoding,
    /// Somebody looks on: what they call the table.
    pub watched: Option<usize>,
}

/// A plan with the place of its counts.
pub struct Planned {
    /// The head as it is written.
    pub head: Bytes,
    /// The plan.
    pub plan: TablePlan,
    /// Where its counts are.
    pub stats: usize,
    /// `INSERT … DEFAULT VALUES`
    pub default_values: bool,
}

/// A column that changes.
pub struct PlannedColumn {
    /// Its index in the data.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// The transformer's name.
    pub kind: &'static str,
    /// What happens to it.
    pub rule: BoundRule,
    /// Another column's rule reads its result.
    pub read_by_others: bool,
    /// Its values are listed in the report.
    pub capture: bool,
    /// Different originals have different results.
    pub injective: bool,
}

/// `sample:` bound to a table.
pub struct SamplePlan {
    key: DerivedKey,
    limit: u64,
    by: Option<usize>,
    columns: usize,
}

impl SamplePlan {
    /// The row is in the sample.
    pub fn stays(&self, row: Row<'_>) -> bool {
        let seed = match self.by {
            Some(index) => self.key.seed_parts(std::iter::once(row.get(index))),
            None => self
                .key
                .seed_parts((0..self.columns).map(|index| row.get(index))),
        };
        let mut number = [0; 8];
        number.copy_from_slice(&seed.0[..8]);
        u64::from_le_bytes(number) < self.limit
    }
}

/// `limit:`, whose rows are counted over all tables that have it from the same rule.
#[derive(Clone)]
pub struct Limit {
    rows: u64,
    /// The table whose rule it is.
    pub by: TableName,
    /// Rows that were let stay. They are decided one after the other, whoever else works on them.
    pub taken: Arc<AtomicU64>,
}

impl Limit {
    /// Counts the next row that nothing else takes: it is among the first.
    pub fn takes(&self) -> bool {
        let taken = self.taken.load(Ordering::Relaxed);
        let takes = taken < self.rows;
        self.taken
            .store(taken + u64::from(takes), Ordering::Relaxed);
        takes
    }
}

impl TablePlan {
    /// Brings rules, block and schema together.
    ///
    /// # Errors
    /// All that is undecided or does not fit, at once (exit 4; exit 3 where the rules are wrong
    /// whatever the dump).
    pub fn bind(
        rules: &RuleSet,
        run: &Run,
        schema: &Schema,
        block: &DataBlock,
        relations: &mut Relations,
    ) -> Result<Self, Vec<Error>> {
        let Some(columns) = &block.columns else {
            return Self::without_columns(rules, schema, block);
        };
        // The leaf's own rule, and the root's where rows are loaded through it.
        let (table, root) = match &block.leaf {
            Some(leaf) => (leaf, Some(&block.table)),
            None => (&block.table, None),
        };
        let decision = decide_via_root(rules, table, root, columns, schema)?;
        let (plan, errors) = Self::fit(run, schema, block, columns, &decision, relations);
        if errors.is_empty() {
            Ok(plan)
        } else {
            Err(errors)
        }
    }

    /// A table's decision fitted to a block of these columns, and all that does not fit: such rules
    /// are left out of the plan.
    pub fn fit(
        run: &Run,
        schema: &Schema,
        block: &DataBlock,
        columns: &[String],
        decision: &Decision<'_>,
        relations: &mut Relations,
    ) -> (Self, Vec<Error>) {
        let mut plan = Self::new(block, columns.to_vec(), Action::Pass);
        plan.purge_all = decision.purge_all;
        let mut errors = plan.bind_columns(run, schema, block, decision, relations);
        if plan.purge_all && plan.links.is_empty() {
            plan.action = Action::Empty;
            return (plan, errors);
        }
        let changes = !plan.links.is_empty()
            || !plan.rules.is_empty()
            || plan.purge.is_some()
            || plan.keep_where.is_some()
            || plan.sample.is_some()
            || plan.limit.is_some();
        if changes {
            plan.action = Action::Rows;
            if plan.encoding.has_ascii_trail_bytes() {
                errors.push(
                    Error::undecided(format!(
                        "a rule changes this table, but text in the dump's client encoding {} \
                         can't be edited safely",
                        plan.encoding.name()
                    ))
                    .at_table(&block.table)
                    .hint("dump again with `pg_dump --encoding=UTF8`"),
                );
            }
        }
        (plan, errors)
    }

    /// A block whose columns nothing names: it can be emptied or kept whole, no more.
    fn without_columns(
        rules: &RuleSet,
        schema: &Schema,
        block: &DataBlock,
    ) -> Result<Self, Vec<Error>> {
        let decision = decide_via_root(rules, &block.table, None, &[], schema)?;
        let action = if decision.purge_all {
            Action::Empty
        } else if decision.keep_all {
            Action::Pass
        } else {
            return Err(vec![block.without_columns()]);
        };
        Ok(Self::new(block, Vec::new(), action))
    }

    fn new(block: &DataBlock, columns: Vec<String>, action: Action) -> Self {
        Self {
            table: block.table.clone(),
            columns,
            insert: block.insert,
            action,
            rules: Vec::new(),
            order: Vec::new(),
            decode: Vec::new(),
            asked: Vec::new(),
            hands: Hands::InTurn,
            copied: Vec::new(),
            reads_replaced: false,
            wanted: 0,
            purge_all: false,
            links: Links::default(),
            purge: None,
            keep_where: None,
            sample: None,
            limit: None,
            dialect: block.dialect,
            encoding: block.dialect.encoding,
            watched: None,
        }
    }

    /// Values can be told apart, whatever the rules say of them.
    pub fn can_be_watched(&self) -> bool {
        self.action == Action::Rows
            || (!self.columns.is_empty() && !self.encoding.has_ascii_trail_bytes())
    }

    /// Every row is looked at, with all of its values.
    pub fn watch(&mut self, table: usize) {
        self.watched = Some(table);
        self.purge_all |= self.action == Action::Empty;
        self.action = Action::Rows;
        self.hands = Hands::InTurn;
        self.wanted = self.columns.len();
        self.decode = (0..self.wanted).collect();
        self.asked.clone_from(&self.decode);
    }

    fn bind_columns(
        &mut self,
        run: &Run,
        schema: &Schema,
        block: &DataBlock,
        decision: &Decision<'_>,
        relations: &mut Relations,
    ) -> Vec<Error> {
        let columns = block.column_types(schema, &self.columns);
        let needs = RefCell::new(Needs::default());
        let null = null_rule();
        let mut errors = Vec::new();
        let mut reads: Vec<BTreeSet<usize>> = Vec::new();
        let binder = |target: Target| Binder {
            run,
            target,
            columns: &columns,
            needs: &needs,
            unique: false,
            locale: &run.locale,
            namespace: run.namespace(""),
        };
        for (index, decided) in decision.columns.iter().enumerate() {
            let name = &decided.name;
            let target = block.target(schema, &columns, index);
            let not_null = target.not_null;
            let rule = match decided.rule {
                Decided::Keep => continue,
                Decided::Null if not_null => {
                    errors.push(
                        Error::undecided(
                            "`unlisted_columns: null` makes it NULL, but it is NOT NULL",
                        )
                        .at_table(&block.table)
                        .at_column(name),
                    );
                    continue;
                }
                Decided::Null => match &null {
                    Ok(null) => null,
                    Err(error) => {
                        errors.push(Error::unexpected(error.message()));
                        continue;
                    }
                },
                Decided::Rule(rule) => rule,
            };
            let capture = rule.options.capture;
            needs.borrow_mut().replaced.clear();
            match BoundRule::bind(rule, &binder(target)) {
                Ok(bound) if bound.is_keep() && !capture => {}
                Ok(bound) => {
                    if rule.kind.name == "default" && !block.insert {
                        errors.push(misfit_error(
                            Misfit::new("`default` can't be written in COPY data")
                                .hint("use `set` with the default's value, or dump with --inserts"),
                            &rule.position,
                            block,
                            Some(name),
                        ));
                        continue;
                    }
                    needs.borrow_mut().originals.insert(index);
                    reads.push(std::mem::take(&mut needs.borrow_mut().replaced));
                    self.rules.push(PlannedColumn {
                        index,
                        name: name.clone(),
                        kind: rule.kind.name,
                        rule: bound,
                        read_by_others: false,
                        capture,
                        injective: injective(rule),
                    });
                }
                Err(misfit) => errors.push(misfit_error(misfit, &rule.position, block, Some(name))),
            }
        }
        let by_columns = std::mem::take(&mut needs.borrow_mut().originals);
        let row_binder = binder(Target {
            ty: crate::dump::types::PgType::Bool,
            not_null: false,
            in_json: false,
        });
        {
            let rows = &decision.rows;
            for (expr, slot) in [
                (&rows.purge, &mut self.purge),
                (&rows.keep_where, &mut self.keep_where),
            ] {
                let Some(expr) = expr else { continue };
                match expr.bind(&row_binder) {
                    Ok(predicate) => *slot = Some(predicate),
                    Err(misfit) => errors.push(misfit_error(misfit, &expr.position, block, None)),
                }
            }
            self.limit = rows.limit.map(|rows| Limit {
                rows,
                by: decision.limited_by.clone().unwrap_or(block.table.clone()),
                taken: Arc::default(),
            });
            if let Some(sample) = &rows.sample {
                match sample_plan(sample, run, block, &row_binder) {
                    Ok(plan) => self.sample = Some(plan),
                    Err(misfit) => errors.push(misfit_error(misfit, &sample.position, block, None)),
                }
            }
        }
        let rule_table = block.leaf.as_ref().unwrap_or(&block.table);
        match relations.link(rule_table, decision, schema, &row_binder) {
            Ok(links) => self.links = links,
            Err((misfit, position)) => {
                let position = position.or_else(|| decision.position.cloned());
                let position = position.unwrap_or_else(|| Position {
                    file: "rules".into(),
                    line: 1,
                    column: 1,
                });
                errors.push(misfit_error(misfit, &position, block, None));
            }
        }
        let mut asked = needs.borrow().originals.clone();
        self.keep_for_nulls(&mut reads, &row_binder, &mut errors, schema, block);
        let needs = needs.into_inner();
        relations.ask(rule_table, schema, needs.lookups);
        self.hands = self.hands(needs.in_turn);
        let mut originals = needs.originals;
        originals.extend(by_columns);
        if let Err(message) = self.finish(&reads, &mut originals) {
            errors.push(Error::undecided(message).at_table(&block.table));
        }
        if self
            .sample
            .as_ref()
            .is_some_and(|sample| sample.by.is_none())
        {
            originals.extend(0..self.columns.len());
            asked.extend(0..self.columns.len());
        }
        self.asked = asked.into_iter().collect();
        self.wanted = originals.last().map_or(0, |last| last + 1);
        self.decode = originals.into_iter().collect();
        errors
    }

    fn hands(&self, in_turn: bool) -> Hands {
        // Of rows that nothing changes all is done once they are decided.
        let decided = self.rules.is_empty() && !self.links.gathers();
        if in_turn {
            Hands::InTurn
        } else if self.links.is_empty() && self.limit.is_none() {
            Hands::Any
        } else if decided {
            Hands::InTurn
        } else {
            Hands::OnceDecided
        }
    }

    /// Columns that a reference may set to NULL have a place among the rules, if only to keep.
    fn keep_for_nulls(
        &mut self,
        reads: &mut Vec<BTreeSet<usize>>,
        binder: &Binder<'_>,
        errors: &mut Vec<Error>,
        schema: &Schema,
        block: &DataBlock,
    ) {
        let nulled: BTreeSet<usize> = self.links.nulled().collect();
        for index in nulled {
            let target = block.target(schema, binder.columns, index);
            let name = &binder.columns.list[index].0;
            if target.not_null {
                errors.push(
                    Error::undecided("`on_purge: set_null` makes it NULL, but it is NOT NULL")
                        .at_table(&block.table)
                        .at_column(name),
                );
            }
            if self.rules.iter().any(|rule| rule.index == index) {
                continue;
            }
            let keep = crate::transform::kind("keep")
                .ok_or_else(|| Error::unexpected("no transformer `keep`"))
                .and_then(|kind| kind.bare())
                .and_then(|rule| {
                    BoundRule::bind(&rule, binder)
                        .map_err(|misfit| Error::unexpected(misfit.message))
                });
            match keep {
                Ok(rule) => {
                    let at = self.rules.partition_point(|rule| rule.index < index);
                    reads.insert(at, BTreeSet::new());
                    self.rules.insert(
                        at,
                        PlannedColumn {
                            index,
                            name: name.clone(),
                            kind: "keep",
                            rule,
                            read_by_others: false,
                            capture: false,
                            injective: true,
                        },
                    );
                }
                Err(error) => errors.push(error),
            }
        }
    }

    /// Orders the rules so that what one reads is computed before it.
    fn finish(
        &mut self,
        reads: &[BTreeSet<usize>],
        originals: &mut BTreeSet<usize>,
    ) -> Result<(), String> {
        let position_of = |index: usize| self.rules.iter().position(|rule| rule.index == index);
        let mut copied = BTreeSet::new();
        let mut read = BTreeSet::new();
        let mut waits: Vec<BTreeSet<usize>> = Vec::new();
        for columns in reads {
            let mut wait = BTreeSet::new();
            for &index in columns {
                match position_of(index) {
                    Some(position) => {
                        wait.insert(position);
                        read.insert(position);
                    }
                    None => {
                        copied.insert(index);
                        originals.insert(index);
                    }
                }
            }
            waits.push(wait);
        }
        let mut done = BTreeSet::new();
        while self.order.len() < self.rules.len() {
            let ready = (0..self.rules.len())
                .find(|position| !done.contains(position) && waits[*position].is_subset(&done));
            let Some(position) = ready else {
                return Err("the rules of some columns read each other in a circle".to_owned());
            };
            done.insert(position);
            self.order.push(position);
        }
        self.reads_replaced = !(read.is_empty() && copied.is_empty());
        for position in read {
            self.rules[position].read_by_others = true;
        }
        self.copied = copied.into_iter().collect();
        Ok(())
    }

    /// Its own rule may let rows leave.
    pub fn removes_rows(&self) -> bool {
        self.action == Action::Empty
            || self.purge_all
            || self.purge.is_some()
            || self.keep_where.is_some()
            || self.sample.is_some()
            || self.limit.is_some()
    }

    /// Fresh counts for the block's table.
    pub fn stats(&self) -> TableStats {
        TableStats {
            action: match self.action {
                Action::Pass => "kept",
                Action::Empty => EMPTIED,
                Action::Rows => "changed",
            },
            data_columns: self.columns.clone(),
            columns: self
                .rules
                .iter()
                .map(|rule| ColumnStats {
                    column: rule.name.clone(),
                    kind: rule.kind,
                    replaced: 0,
                    nulls: 0,
                    kept: 0,
                    captured: Vec::new(),
                    seen: None,
                })
                .collect(),
            ..TableStats::generated(self.table.clone())
        }
    }
}

/// The rule of columns that `unlisted_columns: null` decides.
fn null_rule() -> Result<ColumnRule> {
    let kind =
        crate::transform::kind("null").ok_or_else(|| Error::unexpected("no transformer `null`"))?;
    kind.bare()
}

/// Different originals have different results: `unique`, or cases that all are, or keep.
fn injective(rule: &ColumnRule) -> bool {
    rule.options.unique
        || rule.kind.role == Role::Keep
        || rule.kind.name == "null"
        || (rule.kind.name == "cases"
            && rule.spec.nested().iter().all(|(_, inner)| {
                inner.options.unique || matches!(inner.kind.name, "keep" | "null" | "fail")
            }))
}

fn sample_plan(
    sample: &Sample,
    run: &Run,
    block: &DataBlock,
    binder: &Binder<'_>,
) -> Result<SamplePlan, Misfit> {
    let (by, purpose) = match &sample.by {
        // The same values leave and stay in every table that samples by them.
        Some(column) => (Some(binder.original(column)?), "sample".to_owned()),
        None => (None, format!("sample {}", block.table)),
    };
    Ok(SamplePlan {
        key: run.key.derive(&purpose),
        // A share of 1 keeps all but one in 2^64.
        limit: (sample.share * 2f64.powi(64)) as u64,
        by,
        columns: binder.columns.list.len(),
    })
}

/// A misfit as an error at the rule, the table and the column.
pub(super) fn misfit_error(
    misfit: Misfit,
    position: &Position,
    block: &DataBlock,
    column: Option<&str>,
) -> Error {
    let exit = if misfit.wrong_rule {
        ExitCode::Rules
    } else {
        ExitCode::Undecided
    };
    let position = misfit.position.as_ref().unwrap_or(position);
    let mut error = Error::new(exit, misfit.message)
        .at_rule(position)
        .at_table(&block.table);
    if let Some(column) = column {
        error = error.at_column(column);
    }
    match misfit.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
