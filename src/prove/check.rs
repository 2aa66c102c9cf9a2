//! `check`: rules held against a dump, and every problem named at once.
//!
//! What would stop the filter is found by the filter's own code ([`Scrubber::foresee_schema`] and its
//! like); beside that stands what the filter can't know while rows pass, or what only people can
//! judge.

mod constraints;
mod personal;
mod rules;
mod sides;

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::init::Sample;
use super::reading::{self, Block, Flow, Seen, SeenRow, Visitor};
use crate::dump::archive::toc::Toc;
use crate::dump::encoding::Dialect;
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::dump::statement::change::{Change, ConstraintKind, TableAction};
use crate::dump::statement::{Class, Statement};
use crate::error::{Error, Result};
use crate::pipe::input::Kind;
use crate::rules::decide::{self, Decision, decide_partly, kept_by_classes};
use crate::rules::lock::Lock;
use crate::rules::model::RuleSet;
use crate::rules::yaml;
use crate::scrub::block::DataBlock;
use crate::scrub::plan::TablePlan;
use crate::scrub::scrubber::{Options, Scrubber, Told};
use crate::transform::bind::Run;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The filter would stop, or what it writes would not load.
    Error,
    /// People should look at it; counts with `--strict`.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One problem. Its place, in the dump and in the rules, and its hints are the error's.
#[derive(Debug)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is, in a word that stays the same.
    pub code: &'static str,
    /// What it is.
    pub error: Error,
}

/// What `check` has found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Errors first, each kind in the order of the dump.
    pub findings: Vec<Finding>,
    /// All tables of the dump.
    pub tables: BTreeSet<String>,
    /// What was said already: a parent's rule brings one problem to many tables.
    said: HashSet<String>,
}

impl Checked {
    /// Looks at a rule file's own text, which is as good as public.
    pub fn look_at_file(&mut self, file: &Arc<str>, text: &str, email_domain: &str) {
        // It was read before: what is wrong about it has been said.
        if let Ok(document) = yaml::parse(file, text.as_bytes()) {
            let found = rules::addresses(&document, email_domain);
            self.add(Severity::Warning, "address", found);
            self.findings.sort_by_key(|finding| finding.severity);
        }
    }

    fn add(&mut self, severity: Severity, code: &'static str, errors: Vec<Error>) {
        for error in errors.into_iter().flat_map(Error::into_findings) {
            let place = error.location();
            let rule = place.rule.as_ref().map(ToString::to_string);
            let (table, column) = (place.table.as_deref(), place.column.as_deref());
            let said = format!("{rule:?} {table:?} {column:?} {}", error.message());
            if self.said.insert(said) {
                self.findings.push(Finding {
                    severity,
                    code,
                    error,
                });
            }
        }
    }
}

/// Checks rules against a dump: a file, a directory archive, or stdin for `None`.
///
/// # Errors
/// As [`reading::read`]: what the rules lack is no error here.
pub fn check(
    rules: &Arc<RuleSet>,
    run: &Arc<Run>,
    path: Option<&Path>,
    from: Option<Kind>,
) -> Result<Checked> {
    let mut checker = Checker::new(rules, run);
    reading::read(path, from, &mut checker)?;
    Ok(checker.finish())
}

/// What the checks of this module look at.
struct Subject<'c> {
    run: &'c Run,
    schema: &'c Schema,
    /// Every table that is decided.
    decisions: &'c [(TableName, Decision<'c>)],
    /// Every table that is bound.
    plans: &'c [&'c TablePlan],
}

impl Subject<'_> {
    fn decision(&self, table: &TableName) -> Option<&Decision<'_>> {
        let at = self.decisions.binary_search_by(|(name, _)| name.cmp(table));
        at.ok().map(|at| &self.decisions[at].1)
    }
}

/// In which reading of the dump.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The only one.
    Plain,
    /// An archive's table of contents: all statements, and no data.
    Contents,
    /// An archive's data.
    Data,
}

struct Checker {
    rules: Arc<RuleSet>,
    run: Arc<Run>,
    scrubber: Scrubber,
    phase: Phase,
    /// The schema before the data has been held to the rules.
    bound: bool,
    /// There is table data.
    data: bool,
    /// An archive's data is INSERTs.
    inserts: bool,
    dialect: Dialect,
    /// What a part of the rows shows.
    sample: Sample,
    checked: Checked,
}

impl Checker {
    fn new(rules: &Arc<RuleSet>, run: &Arc<Run>) -> Self {
        Self {
            scrubber: Scrubber::new(Arc::clone(rules), Arc::clone(run), Options::default()),
            rules: Arc::clone(rules),
            run: Arc::clone(run),
            phase: Phase::Plain,
            bound: false,
            data: false,
            inserts: true,
            dialect: Dialect::default(),
            sample: Sample::default(),
            checked: Checked::default(),
        }
    }

    /// Holds what comes before the data to the rules, once.
    fn bind(&mut self, insert: bool) {
        if !std::mem::replace(&mut self.bound, true) {
            let (errors, keys) = self.scrubber.foresee_schema(insert, self.dialect);
            self.checked.add(Severity::Error, "decision", errors);
            self.checked.add(Severity::Error, "key", keys);
        }
    }

    /// A database's dump is over.
    fn end_database(&mut self) {
        self.bind(true);
        let errors = self.scrubber.foresee_end(self.data);
        self.checked.add(Severity::Error, "key", errors);
        let schema = self.scrubber.schema();
        let mut names: Vec<&TableName> = schema.tables.keys().collect();
        names.sort();
        self.checked
            .tables
            .extend(names.iter().map(|name| name.to_string()));
        // What is wrong with a reference has been said where rows leave by it.
        let said = |error: &Error| {
            let findings = self.checked.findings.iter();
            let mut places = findings.filter_map(|finding| finding.error.location().rule.as_ref());
            places.any(|place| Some(place) == error.location().rule.as_ref())
        };
        let mut stale = decide::stale(&self.rules, schema);
        stale.retain(|error| !said(error));
        let decisions: Vec<(TableName, Decision<'_>)> = names
            .into_iter()
            .filter_map(|name| {
                let columns = schema.tables[name].data_columns();
                let columns: Vec<String> = columns.map(|column| column.name.clone()).collect();
                let decision = decide_partly(&self.rules, name, &columns, schema)?;
                Some((name.clone(), decision))
            })
            .collect();
        let plans = self.scrubber.plans();
        let subject = Subject {
            run: &self.run,
            schema,
            decisions: &decisions,
            plans: &plans,
        };
        let (broken, doubtful) = constraints::check(&subject);
        let personal = personal::kept(&subject, &self.sample);
        let found = [
            (Severity::Error, "stale", stale),
            (Severity::Error, "foreign-key-sides", sides::check(&subject)),
            (Severity::Error, "check", broken),
            (Severity::Warning, "constraint", doubtful),
            (Severity::Warning, "namespace", rules::namespaces(&subject)),
            (Severity::Warning, "seed", rules::seeds(&subject)),
            (Severity::Warning, "not-in", rules::not_in(&subject)),
            (Severity::Warning, "personal", personal),
            (Severity::Warning, "lock", unlocked(&self.rules, schema)),
        ];
        for (severity, code, errors) in found {
            self.checked.add(severity, code, errors);
        }
        self.scrubber.foresee_database();
        self.sample = Sample::default();
        (self.bound, self.data) = (false, false);
    }

    fn finish(mut self) -> Checked {
        let required = self.scrubber.foresee_required();
        let errors = required.map_or_else(Error::into_findings, |()| Vec::new());
        self.checked.add(Severity::Error, "statement", errors);
        let unused = self.scrubber.unused_drops().into_iter().map(|glob| {
            Error::undecided(format!(
                "statements.drop `{glob}` matched nothing in this dump"
            ))
        });
        self.checked
            .add(Severity::Note, "statement", unused.collect());
        self.checked
            .findings
            .sort_by_key(|finding| finding.severity);
        self.checked
    }
}

impl Visitor for Checker {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        let tables = || {
            let entries = toc.entries.iter().filter(|entry| entry.holds_data());
            entries.filter(|entry| entry.desc() == b"TABLE DATA")
        };
        self.inserts = tables().all(|entry| entry.copy.is_none());
        self.phase = Phase::Contents;
        reading::read_contents(toc, self)?;
        self.phase = Phase::Data;
        Ok(())
    }

    fn statement(&mut self, seen: &Seen<'_>, _: &Schema) -> Result<()> {
        self.dialect = seen.dialect;
        match self.phase {
            Phase::Data => return Ok(()),
            // In an archive all is known before the first row.
            Phase::Plain if comes_after_data(seen.statement) => self.bind(true),
            Phase::Plain | Phase::Contents => {}
        }
        let (errors, keys) = self.scrubber.foresee_statement(&Told {
            statement: seen.statement,
            text: seen.text,
            entry: seen.entry,
            dialect: seen.dialect,
            place: seen.place.map(|place| (place.line, place.byte)),
        });
        self.checked.add(Severity::Error, "statement", errors);
        self.checked.add(Severity::Error, "key", keys);
        Ok(())
    }

    fn table(&mut self, block: &Block, schema: &Schema) -> Result<Flow> {
        self.data = true;
        self.dialect = block.dialect;
        self.bind(block.insert);
        let columns = block.columns.list.iter().map(|(name, _)| name.clone());
        let mut errors = self.scrubber.foresee_block(&DataBlock {
            table: block.table.clone(),
            leaf: block.leaf.clone(),
            columns: Some(columns.collect()),
            insert: block.insert,
            dialect: block.dialect,
        });
        if let Some(place) = block.place {
            errors = errors
                .into_iter()
                .map(|error| error.at_input(place.line, place.byte))
                .collect();
        }
        self.checked.add(Severity::Error, "decision", errors);
        self.sample.table(block, schema)
    }

    fn row(&mut self, block: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        self.sample.row(block, row)
    }

    fn database(&mut self, _: Option<&str>, _: &Schema) -> Result<Flow> {
        match self.phase {
            Phase::Contents => self.bind(self.inserts),
            Phase::Plain | Phase::Data => self.end_database(),
        }
        Ok(Flow::On)
    }
}

/// Lines of the lock file that have no column.
fn unlocked(rules: &RuleSet, schema: &Schema) -> Vec<Error> {
    if schema.tables.is_empty() || rules.lock.lines().next().is_none() {
        return Vec::new();
    }
    let (kept, _) = kept_by_classes(rules, schema);
    decide::unlocked(rules, &kept)
}

/// A plain dump has it after all data.
pub(super) fn comes_after_data(statement: &Statement) -> bool {
    let Class::TableChange(change) = &statement.class else {
        return false;
    };
    match &**change {
        Change::CreateIndex { .. } => true,
        Change::AlterTable { actions, .. } => actions.iter().any(|action| {
            matches!(action, TableAction::AddConstraint(constraint) if !matches!(
                constraint.kind,
                ConstraintKind::Check(_) | ConstraintKind::NotNull(_)
            ))
        }),
        _ => false,
    }
}

/// The columns that classes keep in a dump, for the lock file.
///
/// # Errors
/// As [`reading::read`]; exit 4 for columns that no class may keep.
pub fn lock(
    rules: &mut RuleSet,
    path: Option<&Path>,
    from: Option<Kind>,
) -> Result<BTreeSet<crate::rules::lock::KeptColumn>> {
    rules.lock = Lock::open();
    let mut locker = Locker {
        rules,
        kept: BTreeSet::new(),
        errors: Vec::new(),
    };
    reading::read(path, from, &mut locker)?;
    let Locker { kept, errors, .. } = locker;
    Error::all(errors).map_or(Ok(kept), Err)
}

struct Locker<'r> {
    rules: &'r RuleSet,
    kept: BTreeSet<crate::rules::lock::KeptColumn>,
    errors: Vec<Error>,
}

impl Visitor for Locker<'_> {
    fn reads_data(&self) -> bool {
        false
    }

    fn database(&mut self, _: Option<&str>, schema: &Schema) -> Result<Flow> {
        if schema.tables.is_empty() {
            return Err(
                Error::undecided("the dump has no tables: it says nothing of types")
                    .hint("use one with the schema; `pg_dump --schema-only` will do"),
            );
        }
        let (kept, errors) = kept_by_classes(self.rules, schema);
        self.kept.extend(kept);
        self.errors.extend(errors);
        Ok(Flow::On)
    }
}

#[cfg(test)]
mod tests;
