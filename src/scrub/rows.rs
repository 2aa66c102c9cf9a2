//! The row path: split, purge, replace, put together again. One set of buffers serves all rows.
//!
//! Results go from the transformer to one buffer, and from there, escaped, to the output; only what
//! other rules or tables read is copied for them.
//!
//! Measured with three of eleven columns replaced, in user time: 0.82 µs a row before rows were taken
//! some at a time, 0.45 µs since. Most of that is that seeds are hashed sixteen at a time (`seeds`);
//! next comes that one pass tells rows and fields apart ([`copy_text::Rows`]), where there were six
//! searches a row; then that all new values of a row are looked at once for what must be escaped, and
//! that nothing is kept for other rules where none reads it. Lost: real instructions for the pass over
//! rows (a mask of 64 bytes takes 86 of what the compiler makes of plain code, and 35 of those meant for
//! it: some 3 % of the time), as they can be called from `unsafe` code only. What is left is spread: the
//! hash 7 %, copying 7 %.
//!
//! [`copy_text::Rows`]: crate::dump::copy_text::Rows

mod ahead;
mod copy;
mod projected;
mod seeds;

use std::ops::Range;

pub use self::ahead::{Ahead, Decided, place_row};
use self::copy::Group;
use self::seeds::Seeds;
use super::generate::{Final, Told};
use super::plan::{PlannedColumn, TablePlan};
use super::reading::Reading;
use super::stats::{Own, TableStats};
use super::watch::{Became, Watch, Watched};
use crate::dump::copy_text::Field;
use crate::dump::encoding::Encoding;
use crate::dump::insert::{self, Decoded, New, ValueSpan};
use crate::error::{Error, Result};
use crate::transform::row::{Row, RowBuf};
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, JsonKind, Outcome};

/// Buffers of the row path, reused from row to row.
#[derive(Default)]
pub struct RowPath {
    /// COPY rows at hand, and what was made for them ahead.
    group: Group,
    seeds: Seeds,
    /// Fields and values of a row that is taken by itself.
    fields: Vec<Field>,
    originals: RowBuf,
    replaced: RowBuf,
    results: Vec<Outcome>,
    /// The row's new values, and where each rule's stands in it.
    made: Vec<u8>,
    made_at: Vec<Range<usize>>,
    text: Vec<u8>,
    values: Vec<ValueSpan>,
    /// Columns of the row that a reference sets to NULL.
    nulls: Vec<usize>,
    told: Told,
    /// The most rows that an INSERT had.
    widest: u64,
    /// Looks on.
    pub(super) watch: Option<Box<dyn Watch>>,
}

/// Where the rows at hand begin in the input.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// 1-based line.
    pub line: u64,
    /// Byte offset.
    pub byte: u64,
}

impl RowPath {
    /// The most rows that an INSERT had so far; at least one.
    pub fn rows_per_insert(&self) -> u64 {
        self.widest.max(1)
    }

    /// What follows VALUES in one INSERT → the rows that stay, appended to `out` with the
    /// statement's tail; false where no row stays and the statement must go.
    pub fn insert_rows(
        &mut self,
        plan: &TablePlan,
        rest: &[u8],
        origin: Origin,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        out: &mut Vec<u8>,
    ) -> Result<bool> {
        let mut rows = insert::Rows::new(rest, plan.dialect, plan.columns.len());
        let mut written = 0;
        let before = stats.rows_in;
        loop {
            let mut values = std::mem::take(&mut self.values);
            let next = rows.next_row(&mut values);
            self.values = values;
            let at = rows.position();
            let row = match next {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) => {
                    let error = error.at_row(stats.rows_in + 1);
                    return Err(place(error, plan, rest, at.min(rest.len()), origin));
                }
            };
            stats.rows_in += 1;
            let number = stats.rows_in;
            let fail =
                |error: Error| place(error.at_row(number), plan, rest, row.row.start, origin);
            if !self.insert_row(plan, rest, stats, reading).map_err(fail)? {
                continue;
            }
            stats.rows_out += 1;
            let lead = if written == 0 {
                rows.first_lead()
            } else {
                row.lead.clone()
            };
            written += 1;
            out.extend_from_slice(&rest[lead]);
            let mut from = row.row.start;
            for (position, column) in plan.rules.iter().enumerate() {
                let result = self.results[position];
                if result == Outcome::Keep {
                    continue;
                }
                let literal = self.values[column.index];
                out.extend_from_slice(&rest[from..literal.start]);
                from = literal.end;
                let new = match result {
                    Outcome::Value => {
                        let value = &self.made[self.made_at[position].clone()];
                        New::Value(encoded(plan, column, value, &mut self.text).map_err(fail)?)
                    }
                    Outcome::Default => New::Default,
                    Outcome::Null | Outcome::Keep => New::Null,
                };
                insert::encode(new, literal.kind, plan.dialect, out);
            }
            out.extend_from_slice(&rest[from..row.row.end]);
        }
        self.widest = self.widest.max(stats.rows_in - before);
        if written > 0 {
            out.extend_from_slice(&rest[rows.tail()]);
        }
        Ok(written > 0)
    }

    /// Decodes and decides one row of an INSERT; false where it leaves.
    fn insert_row(
        &mut self,
        plan: &TablePlan,
        rest: &[u8],
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Result<bool> {
        self.originals.reset(plan.columns.len());
        for &index in &plan.decode {
            let column = |error: Error| error.at_column(&plan.columns[index]);
            let decoded = insert::decode(rest, self.values[index], plan.dialect, &mut self.text)
                .map_err(column)?;
            match decoded {
                // What DEFAULT stands for is in the DDL, not in the data.
                Decoded::Null | Decoded::Default => self.originals.set_null(index),
                Decoded::Value(value) => set_decoded(&mut self.originals, plan, index, value)?,
            }
        }
        let mut nulls = std::mem::take(&mut self.nulls);
        let originals = std::mem::take(&mut self.originals);
        let row = originals.row(rest);
        let result = match self.judge(plan, row, &mut nulls, stats, reading) {
            Ok(true) => self
                .replace(plan, row, &nulls, None, stats, reading)
                .map(|()| true),
            other => other,
        };
        (self.nulls, self.originals) = (nulls, originals);
        result
    }

    /// The row stays, as far as its table's own rule goes, where that is asked for.
    fn stays_alone(
        &self,
        plan: &TablePlan,
        cx: &Cx<'_>,
        stats: &mut TableStats,
        reading: &Reading<'_>,
    ) -> Result<bool> {
        let watch = plan.watched.zip(self.watch.as_ref());
        match watch.and_then(|(table, watch)| watch.fate(table, cx.row)) {
            Some(stays) => Ok(stays),
            None => Ok(!reading.asks_the_rules() || stays_by_itself(plan, cx, &mut stats.own)?),
        }
    }

    /// Whether the row is to be written; columns that become NULL with the row they refer to are put
    /// into `nulls`.
    fn judge(
        &mut self,
        plan: &TablePlan,
        row: Row<'_>,
        nulls: &mut Vec<usize>,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Result<bool> {
        nulls.clear();
        let nothing = RowBuf::default();
        let cx = Cx {
            row,
            replaced: nothing.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        let own = self.stays_alone(plan, &cx, stats, reading)?;
        let stays = reading.judge(&plan.links, &cx, own, nulls)?;
        if !stays
            && reading.is_last()
            && let Some((table, watch)) = plan.watched.zip(self.watch.as_mut())
        {
            watch.row(&Watched {
                table,
                originals: row,
                stays: None,
            })?;
        }
        Ok(stays)
    }

    /// Makes the new values of a row that stays. `seeds`: its place among the rows that seeds were
    /// made ahead for.
    fn replace(
        &mut self,
        plan: &TablePlan,
        row: Row<'_>,
        nulls: &[usize],
        seeds: Option<usize>,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        let watched = plan.watched.filter(|_| reading.is_last());
        let gathers = plan.links.gathers() || watched.is_some();
        // Of most tables nothing reads it.
        let read = gathers || plan.reads_replaced;
        self.replaced
            .reset(if read { plan.columns.len() } else { 0 });
        self.results.clear();
        self.results.resize(plan.rules.len(), Outcome::Keep);
        self.made.clear();
        self.made_at.resize(plan.rules.len(), 0..0);
        for &copied in &plan.copied {
            if let Some(value) = row.get(copied) {
                self.replaced
                    .set_with(copied, |out| out.extend_from_slice(value));
            }
        }
        for &position in &plan.order {
            let column = &plan.rules[position];
            if nulls.contains(&column.index) {
                // The row it referred to has left.
                self.results[position] = Outcome::Null;
                stats.columns[position].replaced += 1;
                if let Some(seen) = &mut stats.columns[position].seen {
                    seen.note(row.get(column.index), Outcome::Null, &[]);
                }
                if read {
                    self.replaced.set_null(column.index);
                }
                continue;
            }
            let value = row.get(column.index);
            let seed = seeds.and_then(|row| self.seeds.of(position, row));
            let cx = Cx {
                row,
                replaced: self.replaced.row(&[]),
                this: None,
                seed: seed.unwrap_or(Seed([0; 32])),
            };
            let begin = self.made.len();
            let outcome = column
                .rule
                .apply_seeded(&cx, value, seed.is_some(), &mut self.made)
                .map_err(|failure| Error::undecided(failure.0).at_column(&column.name))?;
            self.results[position] = outcome;
            let counts = &mut stats.columns[position];
            match outcome {
                Outcome::Value => {
                    counts.replaced += 1;
                    self.made_at[position] = begin..self.made.len();
                    if column.read_by_others || gathers {
                        let value = &self.made[begin..];
                        self.replaced
                            .set_with(column.index, |out| out.extend_from_slice(value));
                    }
                }
                Outcome::Null | Outcome::Default => {
                    counts.replaced += 1;
                    if read {
                        self.replaced.set_null(column.index);
                    }
                }
                Outcome::Keep => {
                    match value {
                        None => counts.nulls += 1,
                        Some(_) => counts.kept += 1,
                    }
                    if column.read_by_others
                        && let Some(value) = value
                    {
                        self.replaced
                            .set_with(column.index, |out| out.extend_from_slice(value));
                    }
                }
            }
            if let Some(seen) = &mut counts.seen {
                seen.note(value, outcome, &self.made[begin..]);
            }
            if column.capture
                && let Some(value) = value
            {
                counts.capture(&String::from_utf8_lossy(value));
            }
        }
        if let Some((table, watch)) = watched.zip(self.watch.as_mut()) {
            watch.row(&Watched {
                table,
                originals: row,
                stays: Some(Became {
                    results: &self.results,
                    made: &self.made,
                    made_at: &self.made_at,
                }),
            })?;
        }
        if gathers {
            let row = Final {
                originals: row,
                replaced: self.replaced.row(&[]),
                rules: &plan.rules,
                results: &self.results,
            };
            reading.gather(&plan.links, &row, &mut self.told)?;
        }
        Ok(())
    }
}

/// The row's own expression, sample and limit let it stay.
fn stays_by_itself(plan: &TablePlan, cx: &Cx<'_>, own: &mut Own) -> Result<bool> {
    let failed = |failure: Failure| {
        Error::undecided(failure.0).hint("the expression of the rule could not be computed")
    };
    if plan.purge_all {
        own.purged += 1;
        return Ok(false);
    }
    if let Some(purge) = &plan.purge
        && purge.eval(cx).map_err(failed)? == Some(true)
    {
        own.purged += 1;
        return Ok(false);
    }
    if let Some(keep) = &plan.keep_where
        && keep.eval(cx).map_err(failed)? != Some(true)
    {
        own.purged += 1;
        return Ok(false);
    }
    if let Some(sample) = &plan.sample
        && !sample.stays(cx.row)
    {
        own.sampled_out += 1;
        return Ok(false);
    }
    if plan.limit.as_ref().is_some_and(|limit| !limit.takes()) {
        own.limited += 1;
        return Ok(false);
    }
    Ok(true)
}

/// Sets a column to its value as rules see it.
fn set_decoded(row: &mut RowBuf, plan: &TablePlan, index: usize, value: &[u8]) -> Result<()> {
    if matches!(plan.encoding, Encoding::Utf8 | Encoding::SqlAscii) {
        row.set_with(index, |out| out.extend_from_slice(value));
        return Ok(());
    }
    match plan.encoding.decode_value(value) {
        Some(text) => {
            row.set_with(index, |out| out.extend_from_slice(&text));
            Ok(())
        }
        None => Err(Error::input(format!(
            "the value can't be read in the dump's client encoding {}",
            plan.encoding.name()
        ))
        .at_column(&plan.columns[index])
        .hint("dump again with `pg_dump --encoding=UTF8`")),
    }
}

/// A result in the dump's encoding: as it is, or in `text`.
fn encoded<'v>(
    plan: &TablePlan,
    column: &PlannedColumn,
    value: &'v [u8],
    text: &'v mut Vec<u8>,
) -> Result<&'v [u8]> {
    // Of a document only the values that rules made are new; `json` sees to those.
    let checked = || value.is_ascii() || column.rule.json_kind() == JsonKind::Json;
    if plan.encoding == Encoding::Utf8 && (checked() || std::str::from_utf8(value).is_ok()) {
        return Ok(value);
    }
    text.clear();
    match plan.encoding.encode_value(value, text) {
        Ok(()) => Ok(text),
        Err(_) => Err(Error::undecided(format!(
            "the replacement has characters that the dump's client encoding {} lacks",
            plan.encoding.name()
        ))
        .at_column(&column.name)
        .hint("dump again with `pg_dump --encoding=UTF8`, or choose another `locale`")),
    }
}

/// Adds table, line and byte of the row that begins at `start` of `data`.
fn place(error: Error, plan: &TablePlan, data: &[u8], start: usize, origin: Origin) -> Error {
    let lines = memchr::memchr_iter(b'\n', &data[..start]).count() as u64;
    error
        .at_table(&plan.table)
        .at_input(origin.line + lines, origin.byte + start as u64)
}
