//! One generated row: its values from its seed, the row it is for, and what was collected. Only its
//! numbers, and what must be unlike all other rows, depend on the rows before it.

use super::bind::{BoundGenerator, Cell};
use super::collect::{Sample, draw};
use super::unique::UniqueSet;
use super::{Collect, Into, Next};
use crate::dump::name::TableName;
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::keys::KeySecret;
use crate::transform::fit::check_result;
use crate::transform::made::token;
use crate::transform::row::RowBuf;
use crate::transform::seed::{DerivedKey, Seed};
use crate::transform::{Cx, Failure, Outcome};

/// How often a row is made anew where one like it is there already, or a value where it is NULL.
const ATTEMPTS: u32 = 1000;

/// Makes rows; its buffers are reused from row to row.
#[derive(Default)]
pub struct Maker {
    row: RowBuf,
    results: Vec<Outcome>,
    value: Vec<u8>,
}

/// What all rows of a table are made from.
#[derive(Clone, Copy)]
pub struct Ground<'g> {
    pub table: &'g TableName,
    pub columns: &'g [(String, PgType)],
    pub generators: &'g [BoundGenerator],
    pub collects: &'g [Collect],
}

/// What rows of a table must differ in.
pub struct Uniques<'g> {
    pub sets: &'g mut [UniqueSet],
    /// By set: its columns.
    pub columns: &'g [Vec<usize>],
    pub secret: &'g KeySecret,
}

/// A row that is wanted.
pub struct Wanted<'w> {
    pub generator: &'w BoundGenerator,
    pub seed: &'w Seed,
    /// The row that it is for.
    pub driver: Option<&'w [u8]>,
    /// By column: what `next` hands out for it.
    pub numbers: &'w [Option<i64>],
}

/// One value of a made row.
#[derive(Clone, Copy)]
pub enum Made<'m> {
    Null,
    Default,
    Value(&'m [u8]),
}

impl Maker {
    /// Makes a row, in this attempt or a later one: in which.
    pub fn make(&mut self, ground: &Ground<'_>, wanted: &Wanted<'_>, first: u32) -> Result<u32> {
        for attempt in first..ATTEMPTS {
            let seed = match attempt {
                0 => *wanted.seed,
                _ => wanted.seed.part(format!("attempt {attempt}").as_bytes()),
            };
            if self.fill(ground, wanted, &seed)? {
                return Ok(attempt);
            }
        }
        Err(Error::undecided(format!(
            "no row could be generated that is unlike all others in its `unique` columns, in \
             {ATTEMPTS} attempts"
        ))
        .at_table(ground.table)
        .at_rule(&wanted.generator.position)
        .hint("generate fewer rows, or let the columns have more different values"))
    }

    /// Takes over a row that another one made.
    pub fn set<'v>(&mut self, count: usize, values: impl Iterator<Item = (Outcome, &'v [u8])>) {
        self.row.reset(count);
        self.results.clear();
        for (column, (outcome, value)) in values.enumerate() {
            self.results.push(outcome);
            if outcome == Outcome::Value {
                self.row
                    .set_with(column, |out| out.extend_from_slice(value));
            }
        }
    }

    /// What became of a column of the row made last, and its value where it has one.
    pub fn cell(&self, column: usize) -> (Outcome, &[u8]) {
        let outcome = self.results.get(column).copied();
        let value = self.row.row(&[]).get(column).unwrap_or_default();
        match outcome.unwrap_or(Outcome::Null) {
            Outcome::Value => (Outcome::Value, value),
            outcome => (outcome, &[]),
        }
    }

    /// The values of the row made last, in the order of the columns.
    pub fn value(&self, column: usize) -> Made<'_> {
        match self.cell(column) {
            (Outcome::Value, value) => Made::Value(value),
            (Outcome::Default, _) => Made::Default,
            _ => Made::Null,
        }
    }

    /// One attempt; false where a namespace keeps what would be a value's token.
    fn fill(&mut self, ground: &Ground<'_>, wanted: &Wanted<'_>, seed: &Seed) -> Result<bool> {
        let generator = wanted.generator;
        let count = generator.cells.len();
        self.row.reset(count + 2);
        self.results.clear();
        self.results
            .extend(generator.cells.iter().map(|cell| match cell {
                Cell::Default => Outcome::Default,
                _ => Outcome::Null,
            }));
        if let (Some(index), Some(driver)) = (generator.driver, wanted.driver) {
            self.row
                .set_with(index, |out| out.extend_from_slice(driver));
        }
        for &column in &generator.order {
            let (name, ty) = &ground.columns[column];
            let failed = |failure: Failure| {
                Error::undecided(failure.0)
                    .at_table(ground.table)
                    .at_column(name)
                    .at_rule(&generator.position)
            };
            let seed = seed.part(name.as_bytes());
            self.value.clear();
            let outcome = match &generator.cells[column] {
                Cell::Null => Outcome::Null,
                Cell::Default => Outcome::Default,
                Cell::Next(..) => {
                    let number = wanted.numbers.get(column).copied().flatten();
                    let number = number.unwrap_or_default();
                    self.value.extend_from_slice(number.to_string().as_bytes());
                    Outcome::Value
                }
                Cell::Pick(collect, not_null) => {
                    let collect = &ground.collects[*collect];
                    let picked = pick(collect, &seed, *not_null).map_err(failed)?;
                    match picked {
                        Some(value) => {
                            fits(ty, value).map_err(failed)?;
                            self.value.extend_from_slice(value);
                            Outcome::Value
                        }
                        None if *not_null => {
                            return Err(failed(Failure::new(
                                "`pick` found no value, and the column is NOT NULL",
                            ))
                            .hint("see that rows stay for which its condition holds"));
                        }
                        None => Outcome::Null,
                    }
                }
                Cell::Rule(rule) => {
                    let token = token(&seed);
                    self.row.set_with(generator.token, |out| {
                        out.extend_from_slice(token.as_bytes())
                    });
                    let row = self.row.row(&[]);
                    let cx = Cx {
                        row,
                        replaced: row,
                        this: None,
                        seed,
                    };
                    let made = rule.apply(&cx, Some(token.as_bytes()), &mut self.value);
                    match made.map_err(failed)? {
                        Outcome::Keep => return Ok(false),
                        outcome => outcome,
                    }
                }
            };
            self.results[column] = outcome;
            if outcome == Outcome::Value {
                let value = &self.value;
                self.row
                    .set_with(column, |out| out.extend_from_slice(value));
            }
        }
        Ok(true)
    }

    /// No row has the same values in columns that must be unique; from now on this one has.
    pub fn claim(&self, uniques: &mut Uniques<'_>) -> Result<bool, Failure> {
        let row = self.row.row(&[]);
        let values = |columns: &'_ Vec<usize>| {
            let values: Vec<Option<&[u8]>> = columns.iter().map(|at| row.get(*at)).collect();
            values.into_iter()
        };
        for (set, columns) in uniques.sets.iter_mut().zip(uniques.columns) {
            if !set.is_free(values(columns), uniques.secret)? {
                return Ok(false);
            }
        }
        for (set, columns) in uniques.sets.iter_mut().zip(uniques.columns) {
            set.insert(values(columns), uniques.secret)?;
        }
        Ok(true)
    }
}

impl Next {
    /// The number after the largest.
    pub fn take(&mut self, limit: i64) -> Result<i64> {
        let last = self.handed.max(self.largest).unwrap_or(0).max(0);
        match last.checked_add(1).filter(|next| *next <= limit) {
            Some(next) => {
                self.handed = Some(next);
                Ok(next)
            }
            None => Err(Error::undecided(
                "`next` has reached the largest number of the column's type",
            )
            .at_column(&self.column.text)),
        }
    }
}

/// Repeatable, and apart from every other row's.
pub fn row_seed(key: &DerivedKey, table: &str, generator: usize, driver: u64, row: u64) -> Seed {
    let numbers = [generator as u64, driver, row].map(u64::to_le_bytes);
    let parts = std::iter::once(table.as_bytes()).chain(numbers.iter().map(|n| n.as_slice()));
    key.seed_parts(parts.map(Some))
}

/// A number of rows from `min` to `max`.
pub fn draw_count(seed: &Seed, min: u64, max: u64) -> u64 {
    match (max - min).checked_add(1) {
        Some(span) => min + draw(seed, span),
        None => min,
    }
}

/// What a seed picks; where NULL is not allowed, it is drawn anew while it draws NULL.
fn pick<'c>(
    collect: &'c Collect,
    seed: &Seed,
    not_null: bool,
) -> Result<Option<&'c [u8]>, Failure> {
    let Into::Sample(sample) = &collect.into else {
        return Err(Failure::new(
            "a `pick` that was collected as `for_each` (a defect)",
        ));
    };
    let mut seed = *seed;
    for _ in 0..ATTEMPTS {
        let picked = Sample::draw(sample, &seed);
        if picked.is_some() || !not_null || sample.is_empty() {
            return Ok(picked);
        }
        seed = seed.part(b"not NULL");
    }
    Ok(None)
}

/// A picked value was one of another column's type.
fn fits(ty: &PgType, value: &[u8]) -> Result<(), Failure> {
    check_result(ty, value)?;
    let chars = value.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
    match ty.max_chars() {
        Some(limit) if chars > limit as usize => Err(Failure::new(format!(
            "the picked value has {chars} characters, the column takes {limit}"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Position;
    use crate::rules::pattern::ColumnName;
    use crate::transform::seed::SecretKey;

    fn next(largest: Option<i64>) -> Next {
        Next {
            column: ColumnName::parse("id").unwrap(),
            position: Position {
                file: "r.yaml".into(),
                line: 1,
                column: 1,
            },
            largest,
            handed: None,
            moved: false,
        }
    }

    #[test]
    fn numbers_go_on_after_the_largest() {
        let mut ids = next(None);
        assert_eq!(ids.take(9).unwrap(), 1);
        ids.note(7);
        ids.note(-3);
        assert_eq!((ids.take(9).unwrap(), ids.take(9).unwrap()), (8, 9));
        assert!(ids.take(9).is_err());
        assert_eq!(next(Some(-5)).take(9).unwrap(), 1);
        assert!(next(Some(i64::MAX)).take(i64::MAX).is_err());
    }

    #[test]
    fn every_row_has_a_seed_of_its_own() {
        let key = SecretKey::new(b"0123456789abcdef")
            .unwrap()
            .derive("generate");
        let mut seeds = std::collections::HashSet::new();
        for table in ["public.a", "public.b"] {
            for n in 0..8 {
                let (generator, driver, row) = (n & 1, n as u64 >> 1 & 1, n as u64 >> 2);
                let seed = row_seed(&key, table, generator, driver, row);
                assert!(seeds.insert(seed.0));
                assert_eq!(seed, row_seed(&key, table, generator, driver, row));
            }
        }
    }

    #[test]
    fn counts_are_drawn_from_all_of_the_range() {
        let counts: std::collections::HashSet<u64> = (0..100_u8)
            .map(|n| draw_count(&Seed([n.wrapping_mul(41); 32]), 2, 4))
            .collect();
        assert_eq!(counts, [2, 3, 4].into());
        assert_eq!(draw_count(&Seed([9; 32]), 0, u64::MAX), 0);
    }
}
