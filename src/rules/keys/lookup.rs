//! What is asked of key sets: membership with SQL's NULL, and whether a row's parent is gone.

use super::{Key, KeySecret, KeySet, Keyed};

/// The right side of `x IN (SELECT column FROM …)`.
#[derive(Debug)]
pub struct Lookup {
    keys: KeySet,
    rows: u64,
    has_null: bool,
}

impl Lookup {
    /// Over no rows yet.
    pub fn new(secret: &KeySecret) -> Self {
        Self {
            keys: KeySet::new(secret),
            rows: 0,
            has_null: false,
        }
    }

    /// Adds a row's value.
    pub fn insert(&mut self, value: Keyed) {
        self.rows = self.rows.saturating_add(1);
        match value {
            Keyed::Key(key) => {
                self.keys.insert(key);
            }
            Keyed::Null => self.has_null = true,
            Keyed::Nowhere => {}
        }
    }

    /// `x IN (…)` with three values, `None` being NULL. `NOT IN` is its negation.
    pub fn contains(&self, value: Keyed) -> Option<bool> {
        match value {
            _ if self.rows == 0 => Some(false),
            Keyed::Null => None,
            Keyed::Key(key) if self.keys.contains(key) => Some(true),
            Keyed::Key(_) | Keyed::Nowhere => (!self.has_null).then_some(false),
        }
    }

    /// How many rows it was made from.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.keys.memory()
    }
}

/// Which keys of a table that is referred to are gone: a row that carried them left, and none that
/// stays carries them.
#[derive(Debug)]
pub struct ParentKeys {
    left: KeySet,
    /// Only where the key may stand in several rows.
    stayed: Option<KeySet>,
}

impl ParentKeys {
    /// `unique` is whether the dump declares the columns unique, so that keys of rows that stay need
    /// no memory.
    pub fn new(secret: &KeySecret, unique: bool) -> Self {
        Self {
            left: KeySet::new(secret),
            stayed: (!unique).then(|| KeySet::new(secret)),
        }
    }

    /// Notes a row's key and whether the row stays.
    pub fn insert(&mut self, key: Key, stays: bool) {
        if !stays {
            self.left.insert(key);
        } else if let Some(stayed) = &mut self.stayed {
            stayed.insert(key);
        }
    }

    /// Whether a reference to this key leads to a row that left. One that led nowhere before is not
    /// gone.
    pub fn is_gone(&self, key: Key) -> bool {
        let stayed = self.stayed.as_ref();
        self.left.contains(key) && !stayed.is_some_and(|stayed| stayed.contains(key))
    }

    /// Whether no row left.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.left.memory() + self.stayed.as_ref().map_or(0, KeySet::memory)
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::tests::secret;
    use super::*;

    #[test]
    fn membership_has_three_values() {
        let one = Keyed::Key(Key::Int(1));
        let two = Keyed::Key(Key::Int(2));
        let mut lookup = Lookup::new(&secret());
        // Over nothing even NULL is known.
        assert_eq!(lookup.contains(Keyed::Null), Some(false));
        assert_eq!(lookup.contains(one), Some(false));
        lookup.insert(one);
        assert_eq!(lookup.contains(one), Some(true));
        assert_eq!(lookup.contains(two), Some(false));
        assert_eq!(lookup.contains(Keyed::Nowhere), Some(false));
        assert_eq!(lookup.contains(Keyed::Null), None);
        lookup.insert(Keyed::Null);
        assert_eq!(lookup.contains(one), Some(true));
        assert_eq!(lookup.contains(two), None);
        assert_eq!(lookup.contains(Keyed::Nowhere), None);
        assert_eq!(lookup.rows(), 2);
    }

    #[test]
    fn a_parent_is_gone_when_all_its_carriers_are() {
        let (one, two, three) = (Key::Int(1), Key::Int(2), Key::Int(3));
        let mut parents = ParentKeys::new(&secret(), false);
        parents.insert(one, false);
        parents.insert(two, false);
        parents.insert(two, true);
        assert!(parents.is_gone(one));
        assert!(!parents.is_gone(two));
        assert!(!parents.is_gone(three));
        let mut unique = ParentKeys::new(&secret(), true);
        unique.insert(one, true);
        assert!(unique.is_empty() && unique.memory() == 0);
    }
}
