//! What transformers come across within values: counted for the report.
//!
//! Values have no state between them, and a rule's own parts (paths in JSON, elements, cases) report
//! to nobody. So each thread counts for itself, and whoever has applied a rule takes what it came
//! to: rows of different tables, columns and threads never mix. Counting costs only where something
//! is found.

use std::cell::Cell;

use super::text::{FINDS, What};

/// What was come across since it was last asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Values that their namespace keeps, within JSON, lists and text too.
    pub kept: u64,
    /// Finds in free text, by kind in the order of [`Tally::names`].
    pub found: [u64; FINDS],
}

thread_local! {
    static TOUCHED: Cell<bool> = const { Cell::new(false) };
    static TALLY: Cell<Tally> = const { Cell::new(Tally { kept: 0, found: [0; FINDS] }) };
}

impl Tally {
    /// What this thread has come across since it was last asked.
    pub fn take() -> Option<Self> {
        TOUCHED.replace(false).then(|| TALLY.take())
    }

    /// The kinds of finds, as rules name them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        What::ALL.iter().map(|(name, _)| *name)
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.kept += other.kept;
        for (count, other) in self.found.iter_mut().zip(other.found) {
            *count += other;
        }
    }

    fn count(change: impl FnOnce(&mut Self)) {
        let mut tally = TALLY.get();
        change(&mut tally);
        TALLY.set(tally);
        TOUCHED.set(true);
    }
}

/// A value is kept by its namespace.
pub(super) fn kept() {
    Tally::count(|tally| tally.kept += 1);
}

/// Something was found in a text.
pub(super) fn found(what: What) {
    Tally::count(|tally| {
        let kind = What::ALL.iter().position(|(_, known)| *known == what);
        if let Some(count) = kind.and_then(|kind| tally.found.get_mut(kind)) {
            *count += 1;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_not_taken_again() {
        assert_eq!(Tally::take(), None);
        kept();
        found(What::Phone);
        found(What::Phone);
        let tally = Tally::take().unwrap();
        let found: Vec<_> = Tally::names()
            .zip(tally.found)
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!((tally.kept, found), (1, vec![("phone", 2)]));
        assert_eq!(Tally::take(), None);
    }
}
