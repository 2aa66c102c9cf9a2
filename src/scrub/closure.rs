//! Which rows of tables that refer to each other leave: the least closure of cascades.
//!
//! A row leaves if one of its cascading references, all columns non-NULL, names a row that left and
//! no row that stays. Rows are read twice (they are held back, and a second reading is cheaper than
//! remembering every key): the first pass notes the keys that rows refer to, the second which rows
//! carry *those* keys. So memory goes by references, not by rows:
//!
//! - 2 bits a row,
//! - 8 bytes a reference of a row that does not leave by itself,
//! - 30 to 43 bytes a distinct key referred to,
//! - 8 bytes for each such key on a row that refers to others itself.
//!
//! Time is that of sorting the references.

mod bits;

use bits::Bits;

use crate::error::{Error, Result};
use crate::rules::keys::{Key, KeySecret, Table};

/// The carriers of a key cannot all leave: one of them refers to nothing and stays.
const PINNED: u32 = u32::MAX;

/// The first pass: every row of every table of the group, with what it refers to.
pub struct Referring {
    spaces: Vec<Table<u128, u32>>,
    keys: u32,
    rows: Rows,
    /// Rows that leave by themselves.
    own: Bits,
    /// Rows that stay by themselves and refer to something.
    movable: Bits,
    /// Key in the upper half, referring row in the lower.
    references: Vec<u64>,
}

/// The second pass: the same tables and rows in the same order, with the keys they carry.
pub struct Carrying {
    first: Referring,
    rows: Rows,
    /// For each key how many of its carriers stay so far, or [`PINNED`].
    staying: Vec<u32>,
    /// Keys that some row carries.
    carried: Bits,
    /// Row in the upper half, key in the lower, of movable rows; sorted, as rows come in order.
    carriers: Vec<u64>,
}

/// What becomes of each row.
pub struct Fates {
    spaces: Vec<Table<u128, u32>>,
    gone: Bits,
    starts: Vec<u32>,
    rows: u32,
    own: Bits,
    left: Bits,
}

/// What becomes of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Stays,
    /// It leaves by itself.
    Leaves,
    /// It leaves because a row of the group that it refers to does.
    Cascades,
}

/// Rows are numbered through all tables of a group.
#[derive(Default)]
struct Rows {
    /// The first row of each table begun.
    starts: Vec<u32>,
    count: u32,
}

impl Rows {
    fn add(&mut self) -> Result<u32> {
        let row = self.count;
        self.count = row.checked_add(1).ok_or_else(|| {
            Error::unexpected(format!(
                "tables that refer to each other hold more than {} rows together",
                u32::MAX
            ))
            .hint(
                "give one of the references `on_purge: keep`, so that they can be taken one by one",
            )
        })?;
        Ok(row)
    }
}

impl Referring {
    /// `spaces` is how many lists of columns rows of the group refer to; callers number them.
    pub fn new(spaces: usize, secret: &KeySecret) -> Self {
        Self {
            spaces: (0..spaces).map(|_| Table::new(secret.salt())).collect(),
            keys: 0,
            rows: Rows::default(),
            own: Bits::default(),
            movable: Bits::default(),
            references: Vec::new(),
        }
    }

    /// The next table begins.
    pub fn table(&mut self) {
        self.rows.starts.push(self.rows.count);
    }

    /// The next row; whether it leaves by itself: by its expression, sample, limit, or a cascade from
    /// outside the group.
    pub fn row(&mut self, leaves: bool) -> Result<()> {
        let row = self.rows.add()?;
        self.own.set_to(row, leaves);
        Ok(())
    }

    /// The row refers to a key with `on_purge: cascade`.
    pub fn cascades(&mut self, space: usize, key: Key) -> Result<()> {
        let Some(row) = self.rows.count.checked_sub(1) else {
            return Err(out_of_step());
        };
        if self.own.get(row) {
            return Ok(());
        }
        let key = self.number(space, key)?;
        self.movable.set(row);
        self.references.push(pair(key, row));
        Ok(())
    }

    /// The row refers to a key in another way: [`Fates::is_gone`] will know it.
    pub fn watches(&mut self, space: usize, key: Key) -> Result<()> {
        self.number(space, key).map(drop)
    }

    /// All rows were seen.
    pub fn carrying(self) -> Carrying {
        Carrying {
            staying: vec![0; self.keys as usize],
            carried: Bits::default(),
            carriers: Vec::new(),
            rows: Rows::default(),
            first: self,
        }
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.spaces.iter().map(Table::memory).sum::<usize>()
            + self.own.memory()
            + self.movable.memory()
            + self.references.capacity() * size_of::<u64>()
    }

    fn number(&mut self, space: usize, key: Key) -> Result<u32> {
        let Some(space) = self.spaces.get_mut(space) else {
            return Err(out_of_step());
        };
        let (number, is_new) = space.entry(key.number());
        if is_new {
            *number = self.keys;
            // At most as many keys as u32 can count: the last is never handed out.
            self.keys = self.keys.checked_add(1).ok_or_else(|| {
                Error::unexpected(format!(
                    "tables that refer to each other refer to more than {} keys",
                    u32::MAX
                ))
            })?;
        }
        Ok(*number)
    }
}

impl Carrying {
    /// The next table begins.
    pub fn table(&mut self) {
        self.rows.starts.push(self.rows.count);
    }

    /// The next row.
    pub fn row(&mut self) -> Result<()> {
        self.rows.add().map(drop)
    }

    /// The row has this key in the columns that others refer to.
    pub fn carries(&mut self, space: usize, key: Key) -> Result<()> {
        let (Some(space), Some(row)) =
            (self.first.spaces.get(space), self.rows.count.checked_sub(1))
        else {
            return Err(out_of_step());
        };
        let Some(&key) = space.get(key.number()) else {
            return Ok(());
        };
        self.carried.set(key);
        let Some(staying) = self.staying.get_mut(key as usize) else {
            return Err(out_of_step());
        };
        if self.first.movable.get(row) {
            // Fewer rows than PINNED can be counted.
            *staying = staying.saturating_add(1);
            self.carriers.push(pair(row, key));
        } else if !self.first.own.get(row) {
            *staying = PINNED;
        }
        Ok(())
    }

    /// All rows were seen: who leaves.
    pub fn close(self) -> Result<Fates> {
        let Self {
            mut first,
            rows,
            mut staying,
            carried,
            carriers,
        } = self;
        if rows.starts != first.rows.starts || rows.count != first.rows.count {
            return Err(out_of_step());
        }
        first.references.sort_unstable();
        first.references.dedup();
        let mut left = first.own.clone();
        let mut gone = Bits::default();
        let mut waiting: Vec<u32> = Vec::new();
        for (key, staying) in (0..first.keys).zip(&staying) {
            if *staying == 0 && carried.get(key) {
                gone.set(key);
                waiting.push(key);
            }
        }
        while let Some(key) = waiting.pop() {
            for reference in run(&first.references, key) {
                let row = lower(*reference);
                if left.get(row) {
                    continue;
                }
                left.set(row);
                for carrier in run(&carriers, row) {
                    let key = lower(*carrier);
                    let Some(staying) = staying.get_mut(key as usize) else {
                        continue;
                    };
                    if *staying == PINNED {
                        continue;
                    }
                    *staying = staying.saturating_sub(1);
                    if *staying == 0 && !gone.get(key) {
                        gone.set(key);
                        waiting.push(key);
                    }
                }
            }
        }
        Ok(Fates {
            spaces: first.spaces,
            gone,
            starts: first.rows.starts,
            rows: first.rows.count,
            own: first.own,
            left,
        })
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.first.memory()
            + self.staying.capacity() * size_of::<u32>()
            + self.carried.memory()
            + self.carriers.capacity() * size_of::<u64>()
    }
}

impl Fates {
    /// What becomes of a row (0-based) of a table (by the 0-based place in which it was read).
    pub fn of(&self, table: usize, row: u64) -> Result<Fate> {
        let row = self.row(table, row).ok_or_else(out_of_step)?;
        Ok(match (self.left.get(row), self.own.get(row)) {
            (false, _) => Fate::Stays,
            (true, true) => Fate::Leaves,
            (true, false) => Fate::Cascades,
        })
    }

    /// Whether a key that a row of the group refers to leads to a row that left, and to none that
    /// stays.
    pub fn is_gone(&self, space: usize, key: Key) -> bool {
        let number = self
            .spaces
            .get(space)
            .and_then(|keys| keys.get(key.number()));
        number.is_some_and(|number| self.gone.get(*number))
    }

    fn row(&self, table: usize, row: u64) -> Option<u32> {
        let start = *self.starts.get(table)?;
        let end = self.starts.get(table + 1).copied().unwrap_or(self.rows);
        let row = start.checked_add(u32::try_from(row).ok()?)?;
        (row < end).then_some(row)
    }
}

fn pair(upper: u32, lower: u32) -> u64 {
    u64::from(upper) << 32 | u64::from(lower)
}

fn lower(pair: u64) -> u32 {
    pair as u32
}

/// The pairs with this upper half, of sorted ones.
fn run(pairs: &[u64], upper: u32) -> &[u64] {
    let start = pairs.partition_point(|at| (*at >> 32) < u64::from(upper));
    let rest = pairs.get(start..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|at| (*at >> 32) != u64::from(upper))
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The two passes saw different rows: whatever came out would be wrong.
fn out_of_step() -> Error {
    Error::unexpected("rows that were held back were not the same when read again (a defect)")
}

#[cfg(test)]
mod tests;
