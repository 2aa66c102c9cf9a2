//! What rules do to a few rows of each table: values before and after, through the filter's own row
//! path, with the output thrown away.
//!
//! Invariant: of an original nothing but its shape gets out, and of a result that may hold a part of
//! an original neither, unless the caller asks for originals.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::report::coverage;
use super::report::model::Table;
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::pipe::input::Kind;
use crate::pipe::meter;
use crate::pipe::progress::Progress;
use crate::pipe::run::{Job, Summary, Watcher, filter};
use crate::pipe::workers::Workers;
use crate::rules::decide;
use crate::rules::model::{ColumnRule, RuleSet};
use crate::scrub::plan::TablePlan;
use crate::scrub::scrubber::Options;
use crate::scrub::watch::{Watch, Watched};
use crate::transform::bind::Run;
use crate::transform::row::Row;
use crate::transform::{Outcome, Role};

/// A shape or value longer than this is cut.
const MAX_CHARS: usize = 44;

/// What is asked for.
pub struct Request<'a> {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// Key and time.
    pub run: Arc<Run>,
    /// The dump; `None` is stdin.
    pub input: Option<&'a Path>,
    /// What it must be.
    pub from: Option<Kind>,
    /// One table; `None`: all of them.
    pub table: Option<TableName>,
    /// Rows of each table that are shown.
    pub rows: usize,
    /// Originals are shown as they are.
    pub originals: bool,
}

/// A table, and what became of a few of its rows.
#[derive(Debug)]
pub struct Previewed {
    /// What decides its columns.
    pub table: Table,
    /// Rows that stay, each with a pair for each column; at most as many as asked for.
    pub rows: Vec<Vec<Pair>>,
    /// Rows that were seen to leave, until there were enough.
    pub left: u64,
    /// Its values can't be told apart, so nothing is shown.
    pub unseen: bool,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The original, or its shape; `None` is NULL.
    pub before: Option<String>,
    /// What became of it.
    pub after: After,
}

/// What became of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// It stays.
    Same,
    /// It becomes NULL.
    Null,
    /// It becomes the column's default.
    Default,
    /// It becomes this.
    Value(String),
    /// It becomes something of this shape, in which a part of the original may stay.
    Shape(String),
}

/// Reads a dump through the rules.
///
/// # Errors
/// As the filter; exit 4 where the dump has no such table.
pub fn preview(request: Request<'_>) -> Result<Vec<Previewed>> {
    let found = Arc::new(Mutex::new(Found {
        tables: Vec::new(),
        enough: false,
    }));
    let watcher: Watcher = {
        let found = Arc::clone(&found);
        let (wanted, rows, originals) = (request.table.clone(), request.rows, request.originals);
        Arc::new(move || {
            Box::new(Onlooker {
                found: Arc::clone(&found),
                wanted: wanted.clone(),
                rows,
                originals,
                tables: Vec::new(),
            })
        })
    };
    let job = Job {
        rules: request.rules,
        run: request.run,
        options: Options::default(),
        input: request.input,
        from: request.from,
        output: Some(Path::new("/dev/null")),
        to_plain: true,
        clean: false,
        create: false,
        compress: None,
        workers: Workers::start(1)?,
        digests: None,
        watcher: Some(watcher),
    };
    let result = filter(
        &job,
        Progress::new(meter::Shown::No),
        &mut Summary::default(),
    );
    let mut found = lock(&found);
    match result {
        // The rest of the dump need not be read.
        Err(_) if found.enough => {}
        result => result?,
    }
    let tables = std::mem::take(&mut found.tables);
    match request.table {
        Some(table) if tables.is_empty() => {
            Err(Error::undecided(format!("the dump has no data of {table}"))
                .hint("names are SQL-style: `users` is public.users"))
        }
        _ => Ok(tables),
    }
}

/// What has been found so far.
struct Found {
    tables: Vec<Previewed>,
    /// All that was asked for.
    enough: bool,
}

fn lock(found: &Mutex<Found>) -> MutexGuard<'_, Found> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks on, and takes note of what is asked for.
struct Onlooker {
    found: Arc<Mutex<Found>>,
    wanted: Option<TableName>,
    rows: usize,
    originals: bool,
    tables: Vec<Looked>,
}

/// How the columns of one block are shown.
struct Looked {
    /// Its place in [`Found::tables`].
    at: usize,
    columns: Vec<Shown>,
}

#[derive(Clone, Copy)]
struct Shown {
    /// A result holds nothing of an original.
    clean: bool,
    /// Its rule among those of the plan.
    rule: Option<usize>,
}

impl Onlooker {
    fn wants(&self, table: &TableName) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted == table)
    }

    fn found(&self, plan: &TablePlan, table: Table, unseen: bool) -> usize {
        let mut found = lock(&self.found);
        let name = plan.table.to_string();
        // Several blocks may belong to one table.
        let known = found.tables.iter().position(|it| it.table.table == name);
        known.unwrap_or_else(|| {
            found.tables.push(Previewed {
                table,
                rows: Vec::new(),
                left: 0,
                unseen,
            });
            found.tables.len() - 1
        })
    }

    fn before(&self, value: &[u8]) -> String {
        match self.originals {
            true => cut(&String::from_utf8_lossy(value)),
            false => shape(value),
        }
    }

    fn pair(&self, shown: Shown, original: Option<&[u8]>, became: Became<'_>) -> Pair {
        let after = match became {
            Became::Outcome(Outcome::Keep) => After::Same,
            Became::Outcome(Outcome::Null) => After::Null,
            Became::Outcome(Outcome::Default | Outcome::Value) => After::Default,
            Became::Value(value) if self.originals || (shown.clean && original != Some(value)) => {
                After::Value(cut(&String::from_utf8_lossy(value)))
            }
            Became::Value(value) => After::Shape(shape(value)),
        };
        Pair {
            before: original.map(|value| self.before(value)),
            after,
        }
    }
}

/// What became of a value.
enum Became<'v> {
    Value(&'v [u8]),
    Outcome(Outcome),
}

impl Watch for Onlooker {
    fn table(&mut self, plan: &TablePlan, schema: &Schema, rules: &RuleSet) -> Option<usize> {
        if !self.wants(&plan.table) {
            return None;
        }
        let table = coverage::table(rules, schema, None, &plan.table, &plan.columns);
        let clean = clean_columns(rules, schema, plan);
        let at = self.found(plan, table, false);
        self.tables.push(Looked {
            at,
            columns: (clean.into_iter().enumerate())
                .map(|(column, clean)| Shown {
                    clean,
                    rule: plan.rules.iter().position(|rule| rule.index == column),
                })
                .collect(),
        });
        Some(self.tables.len() - 1)
    }

    fn unseen(&mut self, plan: &TablePlan) {
        if self.wants(&plan.table) {
            let nothing = Schema::default();
            let rules = RuleSet::keep_all();
            let table = coverage::table(&rules, &nothing, None, &plan.table, &plan.columns);
            self.found(plan, table, true);
        }
    }

    fn fate(&self, _: usize, _: Row<'_>) -> Option<bool> {
        None
    }

    fn row(&mut self, row: &Watched<'_>) -> Result<()> {
        let Some(looked) = self.tables.get(row.table) else {
            return Ok(());
        };
        let mut found = lock(&self.found);
        let Some(table) = found.tables.get_mut(looked.at) else {
            return Ok(());
        };
        if table.rows.len() >= self.rows {
            if self.wanted.is_none() {
                return Ok(());
            }
            found.enough = true;
            // Ends the run; whoever called knows that nothing failed.
            return Err(Error::unexpected("enough rows have been seen"));
        }
        let Some(became) = &row.stays else {
            table.left += 1;
            return Ok(());
        };
        let pairs = looked.columns.iter().enumerate().map(|(index, shown)| {
            let original = row.originals.get(index);
            let after = match shown.rule {
                None => Became::Outcome(Outcome::Keep),
                Some(rule) => match became.new_value(rule) {
                    Some(value) => Became::Value(value),
                    None => Became::Outcome(became.outcome(rule)),
                },
            };
            self.pair(*shown, original, after)
        });
        table.rows.push(pairs.collect());
        Ok(())
    }
}

/// For each column of a block whether its results hold nothing of any original.
fn clean_columns(rules: &RuleSet, schema: &Schema, plan: &TablePlan) -> Vec<bool> {
    let decision = decide::decide(rules, &plan.table, &plan.columns, schema);
    let columns = decision
        .map(|decision| decision.columns)
        .unwrap_or_default();
    let rule = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        column.and_then(|column| column.rule.rule())
    };
    plan.columns
        .iter()
        .map(|name| rule(name).is_some_and(|it| is_clean(it, &rule, 0)))
        .collect()
}

/// Columns may read each other's results; a longer chain than this is taken for unclean.
const MAX_CHAIN: usize = 16;

/// A result under this rule holds nothing of an original, neither of its column nor of others.
fn is_clean<'r>(
    rule: &'r ColumnRule,
    others: &dyn Fn(&str) -> Option<&'r ColumnRule>,
    chain: usize,
) -> bool {
    let own = rule.kind.role != Role::Keep
        && rule.kind.name != "command"
        && !rule.kind.partial
        && !rule.spec.partial()
        && !rule.spec.keeps_others();
    // What a case keeps is told by the outcome; within a value nothing tells.
    let nested = rule.spec.nested();
    let mut inside = nested.iter().map(|(_, inner)| *inner);
    let cases = rule.kind.name == "cases";
    own && chain < MAX_CHAIN
        && inside.all(|inner| {
            (cases && inner.kind.role == Role::Keep) || is_clean(inner, others, chain + 1)
        })
        && rule
            .spec
            .reads_replaced()
            .iter()
            .all(|column| others(column).is_some_and(|other| is_clean(other, others, chain + 1)))
}

/// Letters become `x` or `X`, digits `9`; blanks and ASCII punctuation stay.
fn shape(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let mask = |c: char| match c {
        _ if c.is_ascii_digit() || c.is_numeric() => '9',
        _ if c.is_uppercase() => 'X',
        _ if c.is_alphabetic() => 'x',
        _ if c.is_ascii_punctuation() => c,
        _ if c.is_whitespace() => ' ',
        _ => '·',
    };
    cut(&text
        .chars()
        .take(MAX_CHARS + 1)
        .map(mask)
        .collect::<String>())
}

fn cut(text: &str) -> String {
    if text.chars().nth(MAX_CHARS).is_none() {
        return text.to_owned();
    }
    let kept = text.chars().take(MAX_CHARS - 1);
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_original_nothing_but_its_shape_is_left() {
        assert_eq!(
            shape("Zoë O'Neill <z@x.uk>, 07700 900123".as_bytes()),
            "Xxx X'Xxxxx <x@x.xx>, 99999 999999"
        );
        assert_eq!(shape(b"\xff\xfe"), "··");
        assert_eq!(shape("日本\t東京".as_bytes()), "xx xx");
        assert_eq!(shape(&[b'a'; 500]).chars().count(), MAX_CHARS);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut(&"é".repeat(MAX_CHARS)), "é".repeat(MAX_CHARS));
        let long = cut(&"é".repeat(MAX_CHARS + 1));
        assert!(long.ends_with('…') && long.chars().count() == MAX_CHARS);
    }
}
