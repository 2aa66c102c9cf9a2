//! The rows of a subquery, as far as they decide `IN` and `EXISTS` with their three values.
//!
//! `(x₁, x₂) IN (SELECT s₁, s₂ … WHERE k = y)` is true where a row with k = y has equal columns, and
//! else NULL where a row with k = y has equal columns but for those where either side is NULL. `EXISTS`
//! is the same without columns to compare.

use crate::rules::keys::{KeyBuilder, KeyPart, KeySecret, KeySet, Keyed};
use crate::transform::Failure;

/// The most columns that `IN` compares: a row is noted once for each set of them that may be NULL on
/// the other side.
pub(super) const MAX_SELECTED: usize = 4;

/// A set of selected columns.
type Mask = u32;

#[derive(Debug)]
pub(super) struct Answers {
    selected: usize,
    /// Selected columns and correlated ones, of rows without NULL.
    whole: KeySet,
    /// Which of the selected columns are NULL in the row, which are left out, and the others with the
    /// correlated ones.
    partial: KeySet,
    /// A bit for each set of selected columns that were NULL in some row.
    null_sets: u32,
    rows: u64,
}

impl Answers {
    pub(super) fn new(selected: usize, secret: &KeySecret) -> Self {
        Self {
            selected: selected.min(MAX_SELECTED),
            whole: KeySet::new(secret),
            partial: KeySet::new(secret),
            null_sets: 0,
            rows: 0,
        }
    }

    /// Adds a row: its selected columns, then its correlated ones.
    pub(super) fn insert(
        &mut self,
        parts: &[KeyPart],
        values: &[Option<&[u8]>],
        builder: &mut KeyBuilder,
        secret: &KeySecret,
    ) -> Result<(), Failure> {
        self.rows = self.rows.saturating_add(1);
        let Some(nulls) = self.nulls(values) else {
            return Ok(());
        };
        self.null_sets |= 1 << nulls;
        for left_out in nulls..=self.all() {
            if left_out & nulls != nulls || self.is_any_row(left_out, values) {
                continue;
            }
            let keyed = key((nulls, left_out), parts, values, builder, secret)?;
            // Text that the other side's type has not is equal to nothing.
            let Keyed::Key(key) = keyed else { continue };
            if left_out == 0 {
                self.whole.insert(key);
            } else {
                self.partial.insert(key);
            }
        }
        Ok(())
    }

    /// SQL's truth value; `None` is NULL. `values` as those of rows.
    pub(super) fn contains<V: AsRef<[u8]>>(
        &self,
        parts: &[KeyPart],
        values: &[Option<V>],
        builder: &mut KeyBuilder,
        secret: &KeySecret,
    ) -> Result<Option<bool>, Failure> {
        let Some(own_nulls) = self.nulls(values) else {
            return Ok(Some(false));
        };
        let mut result = Some(false);
        for nulls in 0..=self.all() {
            if self.null_sets & 1 << nulls == 0 {
                continue;
            }
            let left_out = nulls | own_nulls;
            let found = self.is_any_row(left_out, values)
                || match key((nulls, left_out), parts, values, builder, secret)? {
                    Keyed::Key(key) if left_out == 0 => self.whole.contains(key),
                    Keyed::Key(key) => self.partial.contains(key),
                    Keyed::Null | Keyed::Nowhere => false,
                };
            match found {
                true if left_out == 0 => return Ok(Some(true)),
                true => result = None,
                false => {}
            }
        }
        Ok(result)
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn memory(&self) -> usize {
        self.whole.memory() + self.partial.memory()
    }

    /// All selected columns.
    fn all(&self) -> Mask {
        (1 << self.selected) - 1
    }

    /// With these columns left out there is nothing to compare: each row is a match.
    fn is_any_row<V>(&self, left_out: Mask, values: &[Option<V>]) -> bool {
        left_out == self.all() && values.len() == self.selected
    }

    /// The selected columns that are NULL; `None` where a correlated one is, so that it equals
    /// nothing.
    fn nulls<V>(&self, values: &[Option<V>]) -> Option<Mask> {
        let (selected, correlated) = values.split_at_checked(self.selected)?;
        if correlated.iter().any(Option::is_none) {
            return None;
        }
        let bits = selected.iter().enumerate();
        Some(bits.fold(0, |mask, (bit, value)| {
            mask | Mask::from(value.is_none()) << bit
        }))
    }
}

/// The key of a row's columns but those that are left out; marked, where any are, with these and the
/// row's NULLs.
fn key<V: AsRef<[u8]>>(
    (nulls, left_out): (Mask, Mask),
    parts: &[KeyPart],
    values: &[Option<V>],
    builder: &mut KeyBuilder,
    secret: &KeySecret,
) -> Result<Keyed, Failure> {
    builder.start();
    if left_out != 0 {
        builder.int((nulls << MAX_SELECTED | left_out).into());
    }
    for (at, (part, value)) in parts.iter().zip(values).enumerate() {
        if at >= MAX_SELECTED || left_out & 1 << at == 0 {
            part.add(value.as_ref().map(AsRef::as_ref), builder)?;
        }
    }
    Ok(builder.finish(secret))
}
