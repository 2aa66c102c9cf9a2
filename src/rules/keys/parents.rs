//! What references ask of key sets: whether a row's parent is gone.

use super::{Key, KeySecret, KeySet};

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
