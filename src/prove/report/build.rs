//! A report from what a run left, whether it went well or not.

use std::collections::BTreeMap;

use super::coverage;
use super::model::{
    ColumnName, Distinct, Dropped, FORMAT, Failure, Key, Outcome, Report, Rows, Rules, Step,
    Stream, Table, Totals, Treatment, Values,
};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::pipe::digest::Digests;
use crate::pipe::input::Kind;
use crate::pipe::run::Summary;
use crate::rules::model::RuleSet;
use crate::scrub::scrubber::Account;
use crate::scrub::stats::{ColumnStats, TableStats};
use crate::transform::bind::Run;
use crate::transform::tally::Tally;

/// What is known of a run while it goes on. What a failure kept from being known is not there.
pub struct Facts<'a> {
    /// When it began.
    pub started: jiff::Timestamp,
    /// The rules, once they are read.
    pub rules: Option<&'a RuleSet>,
    /// Key and time, once they are read.
    pub run: Option<&'a Run>,
    /// The key was made for this run alone.
    pub random_key: bool,
    /// The input as it was named.
    pub input: String,
    /// The output as it was named.
    pub output: String,
    /// The output is plain whatever the input.
    pub to_plain: bool,
    /// The digests of both.
    pub digests: &'a Digests,
    /// What the filter came to.
    pub summary: &'a Summary,
}

impl Facts<'_> {
    /// The report of the run that ends now.
    pub fn report(&self, result: &Result<()>) -> Report {
        let error = result.as_ref().err();
        let account = &self.summary.account;
        let tables = self.rules.map(|rules| tables(rules, account));
        let tables = tables.unwrap_or_default();
        let kind = self.summary.kind;
        let mut report = Report {
            report: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            outcome: Outcome::Whole,
            step: error.map(|error| self.step(error)),
            exit: 0,
            errors: Vec::new(),
            undecided: undecided(&tables),
            started: String::new(),
            finished: String::new(),
            milliseconds: 0,
            now: self.run.map(|run| run.now.to_string()),
            rules: self.rules.map(|rules| Rules {
                digest: rules.digest.clone(),
                files: rules.files.iter().map(ToString::to_string).collect(),
            }),
            key: self.run.map(|run| Key {
                fingerprint: run.key.fingerprint(),
                random: self.random_key,
            }),
            input: Stream {
                name: self.input.clone(),
                format: kind.map(|kind| kind.name().to_owned()),
                bytes: self.summary.stored,
                blake3: self.digests.input.get().map(str::to_owned),
            },
            output: Stream {
                name: self.output.clone(),
                format: kind.map(|kind| {
                    let kind = if self.to_plain { Kind::Plain } else { kind };
                    kind.name().to_owned()
                }),
                bytes: self.summary.bytes_out,
                blake3: match error {
                    None => self.digests.output.get().map(str::to_owned),
                    Some(_) => None,
                },
            },
            totals: totals(&tables),
            free_text: free_text(&tables),
            captured: captured(&account.tables),
            tables,
            dropped: account
                .dropped
                .iter()
                .map(|dropped| Dropped {
                    what: dropped.what.clone(),
                    by: dropped.by.to_owned(),
                    count: dropped.count,
                })
                .collect(),
            warnings: account.warnings.clone(),
            audit: None,
            job: None,
            signature: None,
        };
        report.end(self.started, result);
        let name = |table: &Table| (table.database.clone(), table.table.clone());
        report.tables.sort_by_cached_key(name);
        report
    }

    /// The part of the run in which it failed.
    fn step(&self, error: &Error) -> Step {
        let account = &self.summary.account;
        if error.exit() == ExitCode::Output {
            Step::Output
        } else if self.rules.is_none() || self.run.is_none() {
            Step::Rules
        } else if account.tables.iter().all(|table| table.rows_in == 0) {
            Step::Schema
        } else {
            Step::Data
        }
    }
}

impl Report {
    /// The run that began then ends now, and came to this.
    pub fn end(&mut self, started: jiff::Timestamp, result: &Result<()>) {
        let finished = jiff::Timestamp::now();
        let elapsed = finished.duration_since(started).as_millis();
        let error = result.as_ref().err();
        self.outcome = match error {
            None => Outcome::Whole,
            Some(_) => Outcome::Failed,
        };
        self.exit = error.map_or(0, |error| error.exit().code());
        self.errors = error.map(failures).unwrap_or_default();
        self.started = second(started);
        self.finished = second(finished);
        self.milliseconds = u64::try_from(elapsed).unwrap_or(0);
    }
}

/// A time to the second.
fn second(time: jiff::Timestamp) -> String {
    let round = time.round(jiff::Unit::Second);
    round.unwrap_or(time).to_string()
}

/// All findings, each once.
fn failures(error: &Error) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    let mut said = std::collections::HashSet::new();
    for finding in error.findings() {
        if !said.insert(finding.to_string()) {
            continue;
        }
        let place = finding.location();
        failures.push(Failure {
            message: finding.message().to_owned(),
            exit: finding.exit().code(),
            rule: place.rule.as_ref().map(ToString::to_string),
            table: place.table.clone(),
            row: place.row,
            column: place.column.clone(),
            line: place.line,
            byte: place.byte,
            hints: finding.hints().to_vec(),
        });
    }
    failures
}

/// Every table of the dump, with its counts where it had data.
fn tables(rules: &RuleSet, account: &Account) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut places: BTreeMap<(Option<&str>, &TableName), usize> = BTreeMap::new();
    for (database, schema) in &account.schemas {
        let database = database.as_deref();
        for (name, known) in &schema.tables {
            let columns: Vec<String> = known.columns.iter().map(|it| it.name.clone()).collect();
            places.insert((database, name), tables.len());
            tables.push(coverage::table(rules, schema, database, name, &columns));
        }
    }
    let nothing = Schema::default();
    for stats in &account.tables {
        let database = stats.database.as_deref();
        let place = *places.entry((database, &stats.table)).or_insert_with(|| {
            // Nothing but its data tells of it.
            let columns = &stats.data_columns;
            tables.push(coverage::table(
                rules,
                &nothing,
                database,
                &stats.table,
                columns,
            ));
            tables.len() - 1
        });
        count(&mut tables[place], stats);
    }
    tables
}

/// Adds what was counted in one block of a table.
fn count(table: &mut Table, stats: &TableStats) {
    let rows = &mut table.rows;
    rows.r#in += stats.rows_in;
    rows.out += stats.rows_out;
    rows.purged += stats.purged();
    rows.cascaded += stats.cascaded();
    rows.sampled_out += stats.own.sampled_out;
    rows.limited += stats.own.limited;
    rows.generated += stats.generated;
    for counted in &stats.columns {
        let mut columns = table.columns.iter_mut();
        let column = columns.find(|column| column.column == counted.column);
        if let Some(column) = column
            && let Some(values) = values(counted)
        {
            column.values = Some(match column.values.take() {
                None => values,
                Some(before) => sum(before, &values),
            });
        }
    }
}

fn values(counted: &ColumnStats) -> Option<Values> {
    let seen = counted.seen.as_ref()?;
    let distinct = |distinct: &crate::scrub::distinct::Distinct| {
        let (count, exact) = distinct.count();
        Distinct { count, exact }
    };
    Some(Values {
        seen: seen.values,
        nulls: seen.nulls,
        replaced: counted.replaced,
        kept: counted.kept,
        kept_by_namespace: seen.tally.kept,
        unchanged: seen.unchanged,
        distinct_in: distinct(&seen.distinct_in),
        distinct_out: distinct(&seen.distinct_out),
        found: Tally::names()
            .zip(seen.tally.found)
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| (kind.to_owned(), count))
            .collect(),
    })
}

/// Of two blocks of one table.
fn sum(mut values: Values, other: &Values) -> Values {
    values.seen += other.seen;
    values.nulls += other.nulls;
    values.replaced += other.replaced;
    values.kept += other.kept;
    values.kept_by_namespace += other.kept_by_namespace;
    values.unchanged += other.unchanged;
    // The blocks may share values: no fewer than one of them has.
    for (distinct, other) in [
        (&mut values.distinct_in, other.distinct_in),
        (&mut values.distinct_out, other.distinct_out),
    ] {
        distinct.exact &= other.exact && (distinct.count == 0 || other.count == 0);
        distinct.count = distinct.count.max(other.count);
    }
    for (kind, count) in &other.found {
        *values.found.entry(kind.clone()).or_default() += count;
    }
    values
}

fn undecided(tables: &[Table]) -> Vec<ColumnName> {
    let mut names: Vec<ColumnName> = tables
        .iter()
        .flat_map(|table| {
            let columns = table.columns.iter();
            columns
                .filter(|column| column.treatment == Treatment::Undecided)
                .map(|column| ColumnName {
                    database: table.database.clone(),
                    table: table.table.clone(),
                    column: column.column.clone(),
                })
        })
        .collect();
    names.sort();
    names
}

fn totals(tables: &[Table]) -> Totals {
    let mut totals = Totals {
        tables: tables.len() as u64,
        ..Totals::default()
    };
    for table in tables {
        let (sum, rows) = (&mut totals.rows, &table.rows);
        *sum = Rows {
            r#in: sum.r#in + rows.r#in,
            out: sum.out + rows.out,
            purged: sum.purged + rows.purged,
            cascaded: sum.cascaded + rows.cascaded,
            sampled_out: sum.sampled_out + rows.sampled_out,
            limited: sum.limited + rows.limited,
            generated: sum.generated + rows.generated,
        };
        for column in &table.columns {
            totals.columns += 1;
            *match column.treatment {
                Treatment::Undecided => &mut totals.undecided,
                Treatment::Partial => &mut totals.partial,
                Treatment::Mixed => &mut totals.mixed,
                Treatment::Replaced => &mut totals.replaced,
                Treatment::Kept | Treatment::Generated => &mut totals.kept,
                Treatment::Emptied => &mut totals.emptied,
            } += 1;
            totals.values_replaced += column.values.as_ref().map_or(0, |it| it.replaced);
        }
    }
    totals
}

fn free_text(tables: &[Table]) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    let columns = tables.iter().flat_map(|table| &table.columns);
    for values in columns.filter_map(|column| column.values.as_ref()) {
        for (kind, count) in &values.found {
            *found.entry(kind.clone()).or_default() += count;
        }
    }
    found
}

/// `public.alembic_version.version_num` and the like.
pub fn captured(tables: &[TableStats]) -> BTreeMap<String, Vec<String>> {
    let mut captured: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in tables {
        for column in table.columns.iter().filter(|it| !it.captured.is_empty()) {
            let name = format!("{}.{}", table.table, column.column);
            let values = captured.entry(name).or_default();
            values.extend(column.captured.iter().cloned());
        }
    }
    captured
}
