//! An open-addressing hash table for many small keys.
//!
//! Linear probing over parallel arrays of keys and values, so that a set pays for its keys alone.
//! The table is cut into shards by the first bits of the hash; each grows by half when it is four
//! fifths full, so that no moment needs more than one shard's memory twice, and a key costs 1.25 to
//! 1.9 times its own size. The hash is salted at random: keys from a hostile dump cannot be
//! chosen to collide.

/// Most of a shard that may be in use, as a fraction.
const FULL: (usize, usize) = (4, 5);
const SHARD_BITS: u32 = 6;
const LEAST_SLOTS: usize = 8;

/// Two random numbers that decide where keys lie.
#[derive(Clone, Copy)]
pub(crate) struct Salt([u64; 2]);

impl Salt {
    pub(crate) fn new(random: [u64; 2]) -> Self {
        // A factor of zero would send all keys to one place.
        Self(random.map(|number| number | 1))
    }

    /// A hash: all bits of the result depend on all bits of `number` and of the salt.
    fn mix(self, number: u64) -> u64 {
        fold(fold(number ^ self.0[0], self.0[1]), self.0[0])
    }
}

/// The product's halves, one over the other.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// What a table can be keyed by. The default (zero) marks an empty slot and is no key.
pub(crate) trait Cell: Copy + Default + Eq {
    /// Where the key belongs, as a fraction of the table in units of 2⁻⁶⁴.
    fn place(self, salt: Salt) -> u64;
}

impl Cell for u64 {
    fn place(self, salt: Salt) -> u64 {
        salt.mix(self)
    }
}

impl Cell for u128 {
    fn place(self, salt: Salt) -> u64 {
        salt.mix((self as u64) ^ salt.mix((self >> 64) as u64))
    }
}

/// A map from nonzero keys to values.
pub(crate) struct Table<K, V> {
    /// None, or one for each value of the hash's first bits.
    shards: Vec<Shard<K, V>>,
    salt: Salt,
}

#[derive(Default)]
struct Shard<K, V> {
    keys: Vec<K>,
    values: Vec<V>,
    used: usize,
}

impl<K: Cell, V: Clone + Default> Table<K, V> {
    pub(crate) fn new(salt: Salt) -> Self {
        Self {
            shards: Vec::new(),
            salt,
        }
    }

    /// Allocated bytes.
    pub(crate) fn memory(&self) -> usize {
        let slots: usize = self.shards.iter().map(|shard| shard.keys.capacity()).sum();
        slots * (size_of::<K>() + size_of::<V>())
            + self.shards.capacity() * size_of::<Shard<K, V>>()
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: K) -> Option<&V> {
        let place = key.place(self.salt);
        let shard = self.shards.get(shard_of(place))?;
        let (slot, found) = shard.find(key, place)?;
        found.then(|| &shard.values[slot])
    }

    /// The value of a key, the default one where it is new; and whether it is.
    pub(crate) fn entry(&mut self, key: K) -> (&mut V, bool) {
        debug_assert!(key != K::default(), "zero is no key");
        if self.shards.is_empty() {
            self.shards.resize_with(1 << SHARD_BITS, || Shard {
                keys: Vec::new(),
                values: Vec::new(),
                used: 0,
            });
        }
        let place = key.place(self.salt);
        let shard = &mut self.shards[shard_of(place)];
        let found = match shard.find(key, place) {
            Some((slot, true)) => Some(slot),
            _ => None,
        };
        let is_new = found.is_none();
        let slot = match found {
            Some(slot) => slot,
            None => shard.add(key, place, self.salt),
        };
        (&mut shard.values[slot], is_new)
    }
}

impl<K: Cell, V: Clone + Default> Shard<K, V> {
    /// The key's slot and `true`, or the empty slot it would take and `false`; `None` where there
    /// are no slots at all.
    fn find(&self, key: K, place: u64) -> Option<(usize, bool)> {
        if self.keys.is_empty() {
            return None;
        }
        let mut slot = slot_of(place, self.keys.len());
        // Ends: a fifth of the slots is always empty.
        loop {
            let there = self.keys[slot];
            if there == key {
                return Some((slot, true));
            }
            if there == K::default() {
                return Some((slot, false));
            }
            slot += 1;
            if slot == self.keys.len() {
                slot = 0;
            }
        }
    }

    /// Takes a slot for a key that is not there yet.
    fn add(&mut self, key: K, place: u64, salt: Salt) -> usize {
        if (self.used + 1) * FULL.1 > self.keys.len() * FULL.0 {
            self.grow(salt);
        }
        self.used += 1;
        self.put(key, place)
    }

    fn put(&mut self, key: K, place: u64) -> usize {
        // `grow` came before: there are slots.
        let (slot, _) = self.find(key, place).unwrap_or_default();
        self.keys[slot] = key;
        slot
    }

    fn grow(&mut self, salt: Salt) {
        let slots = self.keys.len();
        let slots = if slots < 64 {
            (slots * 2).max(LEAST_SLOTS)
        } else {
            slots + slots / 2
        };
        let keys = std::mem::replace(&mut self.keys, vec![K::default(); slots]);
        let values = std::mem::replace(&mut self.values, vec![V::default(); slots]);
        for (key, value) in keys.into_iter().zip(values) {
            if key != K::default() {
                let slot = self.put(key, key.place(salt));
                self.values[slot] = value;
            }
        }
    }
}

fn shard_of(place: u64) -> usize {
    (place >> (64 - SHARD_BITS)) as usize
}

/// Slots in the order of the places, so that growing moves keys forwards in one sweep.
fn slot_of(place: u64, slots: usize) -> usize {
    let within = u128::from(place << SHARD_BITS);
    ((within * slots as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn salt() -> Salt {
        Salt::new([0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03])
    }

    proptest! {
        #[test]
        fn a_table_is_a_map(pairs in prop::collection::vec((1_u64..500, any::<u32>()), 0..2000)) {
            let mut table = Table::<u64, u32>::new(salt());
            let mut map = HashMap::new();
            for (key, value) in pairs {
                let (slot, is_new) = table.entry(key);
                prop_assert_eq!(is_new, !map.contains_key(&key));
                *slot = value;
                map.insert(key, value);
            }
            let used: usize = table.shards.iter().map(|shard| shard.used).sum();
            prop_assert_eq!(used, map.len());
            for key in 1..500 {
                prop_assert_eq!(table.get(key), map.get(&key));
            }
        }
    }

    #[test]
    fn keys_that_differ_in_few_bits_spread() {
        for step in [1_u128, 1 << 20, 1 << 64, 1 << 100, 3 << 63] {
            let mut table = Table::<u128, ()>::new(salt());
            for number in 1..=20_000_u128 {
                table.entry(number.wrapping_mul(step));
            }
            let longest = table.shards.iter().map(|shard| shard.used).max();
            // 312 on average; 500 is ten standard deviations away.
            assert!(longest.is_some_and(|used| used < 500), "step {step}");
        }
    }

    #[test]
    fn an_empty_table_holds_nothing_and_takes_nothing() {
        let table = Table::<u64, ()>::new(salt());
        assert_eq!(table.get(7), None);
        assert_eq!(table.memory(), 0);
    }
}
