//! The values that nothing of may survive: which of those that rules take away can be looked for, as
//! an exact set in an encrypted file, and a filter in memory that says of nearly all else that it is
//! none of them.

use super::Limits;
use super::bloom::Bloom;
use super::columns::{ColumnId, Columns};
use super::normal::PREFIX_RUNS;
use super::runs::{Gathered, Reader, Sorted, Writer};
use super::value::{Entry, Value, flag};
use crate::error::Result;
use crate::scrub::hold::Spill;

/// A value occurs so often before it can be common.
const COMMON_COUNT: u32 = 10;

/// The values to look for.
pub(super) struct Index {
    exact: Sorted,
    spill: Box<dyn Spill>,
    bloom: Bloom,
    /// Of how many runs there are values; bit 0: phone numbers.
    lengths: u128,
    /// How many.
    pub(super) values: u64,
    /// By column, in the order of the columns.
    pub(super) counts: Vec<Counts>,
}

/// What became of the distinct values that rules take away from a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// They are looked for.
    pub(super) checked: u64,
    /// A rule keeps them somewhere.
    pub(super) kept: u64,
    /// They are short, and not rare enough.
    pub(super) short: u64,
    /// So many others have the same that it tells nobody apart.
    pub(super) common: u64,
}

/// What stands for a common value among the flags of the exact set.
pub(super) const COMMON: u8 = flag::KEPT;

impl Index {
    /// Of what was gathered of the dump before.
    pub(super) fn build(
        gathered: Gathered<Entry>,
        columns: &Columns,
        limits: &Limits,
        mut spill: Box<dyn Spill>,
    ) -> Result<Self> {
        let mut counts = vec![Counts::default(); columns.list.len()];
        let mut writer = Writer::default();
        let mut values = 0;
        let mut lengths = 0;
        let mut group: Vec<Entry> = Vec::new();
        let mut close = |group: &mut Vec<Entry>| -> Result<()> {
            if let Some(entry) = judge(group, columns, limits, &mut counts) {
                writer.push(&entry, spill.as_mut())?;
                values += 1;
                lengths |= 1 << entry.value.runs;
            }
            group.clear();
            Ok(())
        };
        gathered.merged(|entry| {
            if group
                .first()
                .is_some_and(|it| it.value.hash != entry.value.hash)
            {
                close(&mut group)?;
            }
            group.push(entry);
            Ok(())
        })?;
        close(&mut group)?;
        let exact = writer.finish(spill.as_mut())?;
        // Each value and its beginning.
        let mut bloom = Bloom::new(values * 2, limits.filter_bytes);
        let mut reader = Reader::<Entry>::new(&exact);
        while let Some(entry) = reader.next(spill.as_mut())? {
            let value = entry.value;
            bloom.add(whole(value.hash, value.runs));
            if usize::from(value.runs) > PREFIX_RUNS {
                bloom.add(beginning(value.prefix));
            }
        }
        Ok(Self {
            exact,
            spill,
            bloom,
            lengths,
            values,
            counts,
        })
    }

    /// There are values of so many runs (0: phone numbers).
    pub(super) fn has_length(&self, runs: usize) -> bool {
        runs < 128 && self.lengths >> runs & 1 == 1
    }

    /// There are values of more than [`PREFIX_RUNS`] runs.
    pub(super) fn has_long(&self) -> bool {
        self.lengths >> (PREFIX_RUNS + 1) != 0
    }

    /// It may be one of the values.
    pub(super) fn may_hold(&self, hash: u128, runs: u8) -> bool {
        self.bloom.may_hold(whole(hash, runs))
    }

    /// One of the values may begin so.
    pub(super) fn may_begin(&self, prefix: u64) -> bool {
        self.bloom.may_hold(beginning(prefix))
    }

    /// Goes through the exact set beside what is asked in the order of the hashes.
    pub(super) fn join(&mut self) -> Join<'_> {
        Join {
            reader: Reader::new(&self.exact),
            spill: self.spill.as_mut(),
            known: None,
            ended: false,
        }
    }
}

/// Looks values up in the exact set; hashes must be asked in their order.
pub(super) struct Join<'i> {
    reader: Reader<'i, Entry>,
    spill: &'i mut dyn Spill,
    known: Option<Entry>,
    ended: bool,
}

impl Join<'_> {
    /// The value of this hash, where it is one of them.
    pub(super) fn find(&mut self, hash: u128) -> Result<Option<Entry>> {
        while !self.ended && self.known.is_none_or(|entry| entry.value.hash < hash) {
            self.known = self.reader.next(self.spill)?;
            self.ended = self.known.is_none();
        }
        Ok(self.known.filter(|entry| entry.value.hash == hash))
    }
}

fn whole(hash: u128, runs: u8) -> u64 {
    (hash as u64) ^ (hash >> 64) as u64 ^ u64::from(runs).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn beginning(prefix: u64) -> u64 {
    prefix.wrapping_mul(0xC2B2_AE3D_27D4_EB4F) ^ 0x5851_F42D_4C95_7F2D
}

/// What is to be done about a value: all of its entries, of each column and where it is kept. `None`:
/// it is not looked for.
fn judge(
    group: &[Entry],
    columns: &Columns,
    limits: &Limits,
    counts: &mut [Counts],
) -> Option<Entry> {
    let mut flags = 0;
    let mut bits: f64 = 0.0;
    let mut common = limits.common_bits > 0.0;
    let mut chars = 0;
    let mut first: Option<Entry> = None;
    for entry in group {
        flags |= entry.value.flags;
        let Some(column) = columns.get(entry.column) else {
            continue;
        };
        let rare = (column.values.max(1) as f64 / f64::from(entry.count.max(1))).log2();
        bits = bits.max(rare);
        common &= entry.count >= COMMON_COUNT && rare < limits.common_bits;
        chars = chars.max(entry.value.chars);
        // The column where a rule replaced it says most of it.
        let replaced = |entry: &Entry| entry.value.flags & flag::REPLACED != 0;
        if first
            .as_ref()
            .is_none_or(|it| !replaced(it) && replaced(entry))
        {
            first = Some(*entry);
        }
    }
    let first = first?;
    let reaches = flags & flag::REACHES != 0;
    // What reaches somebody is not kept by a rule that never looked at it.
    let kept = flags & flag::KEPT != 0 || flags & flag::KEPT_INSIDE != 0 && !reaches;
    let long = u32::from(chars) >= limits.min_chars;
    let looked_for = !kept && (long || bits >= limits.min_bits);
    common &= !reaches;
    let mut seen: Option<ColumnId> = None;
    for entry in group {
        let Some(counts) = counts.get_mut(entry.column.0 as usize) else {
            continue;
        };
        if seen.replace(entry.column) == Some(entry.column) {
            continue;
        }
        match (kept, looked_for, common) {
            (true, ..) => counts.kept += 1,
            (false, false, _) => counts.short += 1,
            (false, true, true) => counts.common += 1,
            (false, true, false) => counts.checked += 1,
        }
    }
    let mut told = flags & !(flag::KEPT | flag::KEPT_INSIDE);
    if common {
        told |= COMMON;
    }
    if !long {
        told &= !flag::TELLS;
    }
    looked_for.then_some(Entry {
        value: Value {
            flags: told,
            chars,
            ..first.value
        },
        ..first
    })
}
