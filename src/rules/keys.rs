//! Sets of keys: what subqueries look up, and what rows refer to.
//!
//! A key is one or several columns of a row, compared as PostgreSQL compares the columns' types. Sets
//! are built for tens of millions of keys:
//!
//! - A single column of integers is exact: 64 neighbouring numbers share an entry of 16 bytes, so
//!   that dense ids cost 2.5 to 3.8 bits each, and scattered ones 20 to 30 bytes.
//! - All else is held as 128 bits of a keyed BLAKE3, 20 to 30 bytes a key. Two different keys are
//!   taken for one another with a probability below n²/2¹²⁹ over a set of n keys (for a thousand
//!   million keys: 2⁻⁶⁹), and the hash is keyed at random, so that no dump can be made to collide.

mod canonical;
mod key;
mod parents;
mod part;
mod table;

pub use key::{Key, KeyBuilder, KeySecret, Keyed};
pub use parents::ParentKeys;
pub use part::{KeyKind, KeyPart, KeyShape};

pub(crate) use table::Table;

/// A set of keys.
pub struct KeySet {
    /// 64 integers an entry: the number of the stretch plus one, and a bit for each.
    ints: Table<u64, u64>,
    hashes: Table<u128, ()>,
    len: u64,
}

impl KeySet {
    /// The empty set; keys of other secrets do not belong in it.
    pub fn new(secret: &KeySecret) -> Self {
        Self {
            ints: Table::new(secret.salt()),
            hashes: Table::new(secret.salt()),
            len: 0,
        }
    }

    /// Adds a key; whether it is new.
    pub fn insert(&mut self, key: Key) -> bool {
        let is_new = match key {
            Key::Int(int) => {
                let (stretch, bit) = place(int);
                let (bits, _) = self.ints.entry(stretch);
                let is_new = *bits & bit == 0;
                *bits |= bit;
                is_new
            }
            Key::Hash(hash) => self.hashes.entry(hash).1,
        };
        self.len += u64::from(is_new);
        is_new
    }

    /// Whether it holds the key.
    pub fn contains(&self, key: Key) -> bool {
        match key {
            Key::Int(int) => {
                let (stretch, bit) = place(int);
                self.ints.get(stretch).is_some_and(|bits| bits & bit != 0)
            }
            Key::Hash(hash) => self.hashes.get(hash).is_some(),
        }
    }

    /// How many keys it holds.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.ints.memory() + self.hashes.memory()
    }
}

/// Shows how many keys there are and nothing of them.
impl std::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeySet({} keys)", self.len)
    }
}

/// The stretch of 64 integers (numbered from 1) and the bit within it.
fn place(int: i64) -> (u64, u64) {
    let number = int as u64;
    ((number >> 6) + 1, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::key::tests::secret;
    use super::*;

    const MANY: usize = 200_000;

    fn filled(keys: impl Iterator<Item = Key>) -> KeySet {
        let mut set = KeySet::new(&secret());
        keys.for_each(|key| assert!(set.insert(key)));
        set
    }

    /// A full-period sequence of scattered numbers.
    fn scattered() -> impl Iterator<Item = i64> {
        (1..=MANY as u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) as i64)
    }

    #[test]
    fn dense_integers_cost_bits() {
        let set = filled((1..=MANY as i64).map(Key::Int));
        assert_eq!(set.len(), MANY as u64);
        // Half a byte a key, and the shards themselves.
        assert!(set.memory() < MANY / 2 + 8192, "{}", set.memory());
        assert!((1..=MANY as i64).all(|int| set.contains(Key::Int(int))));
        assert!(!set.contains(Key::Int(0)) && !set.contains(Key::Int(MANY as i64 + 1)));
    }

    #[test]
    fn scattered_integers_and_hashes_cost_their_slots() {
        for set in [
            filled(scattered().map(Key::Int)),
            filled(scattered().map(|n| Key::Hash(u128::from(n as u64) << 32 | 1))),
        ] {
            assert_eq!(set.len(), MANY as u64);
            assert!(set.memory() <= MANY * 31, "{}", set.memory());
            assert!(set.memory() >= MANY * 19, "{}", set.memory());
        }
    }

    proptest! {
        #[test]
        fn it_is_a_set(
            ints in prop::collection::vec(prop_oneof![-200_i64..200, any::<i64>()], 0..300),
            hashes in prop::collection::vec(1_u128..300, 0..300),
        ) {
            let keys = ints.into_iter().map(Key::Int).chain(hashes.into_iter().map(Key::Hash));
            let mut set = KeySet::new(&secret());
            let mut model = HashSet::new();
            for key in keys {
                prop_assert_eq!(set.insert(key), model.insert(key));
            }
            prop_assert_eq!(set.len(), model.len() as u64);
            for key in (-200..200).map(Key::Int).chain((1..300).map(Key::Hash)) {
                prop_assert_eq!(set.contains(key), model.contains(&key));
            }
            for key in [i64::MIN, i64::MAX, -1, 0].map(Key::Int) {
                prop_assert_eq!(set.contains(key), model.contains(&key));
            }
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let set = filled([Key::Int(4711)].into_iter());
        assert_eq!(format!("{set:?}"), "KeySet(1 keys)");
    }
}
