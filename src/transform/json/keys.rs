//! The keys that lead on from a place in the paths.

use super::tree::NodeId;

/// Keys and where they lead: a table that is looked into at a place told by a key's length and ends.
///
/// Rules name hundreds of keys, and a document looks up each of its own. A binary search took eight
/// steps and, as many keys are of one length, half as many comparisons of text; here a key that is
/// named takes one, and one that is not mostly none.
#[derive(Default)]
pub(super) struct Keys {
    list: Vec<Entry>,
    /// A power of two, at least twice as many as keys.
    places: Vec<Place>,
    /// The keys, one after the other.
    text: Vec<u8>,
}

struct Entry {
    start: usize,
    end: usize,
    node: NodeId,
}

/// Where a key may be found.
#[derive(Clone, Copy, Default)]
struct Place {
    hash: u32,
    /// The number of the entry plus one; 0 for none.
    number: u32,
}

impl Keys {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<NodeId> {
        let mask = self.places.len().checked_sub(1)?;
        let hash = hash(key);
        let mut at = hash as usize & mask;
        loop {
            // Half of the places at least are empty, so the search ends.
            let place = self.places.get(at)?;
            let number = place.number.checked_sub(1)?;
            if place.hash == hash {
                let entry = self.list.get(number as usize)?;
                if self.text.get(entry.start..entry.end)? == key {
                    return Some(entry.node);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a key that is not there yet.
    pub(super) fn insert(&mut self, key: &[u8], node: NodeId) {
        let start = self.text.len();
        self.text.extend_from_slice(key);
        self.list.push(Entry {
            start,
            end: self.text.len(),
            node,
        });
        let size = (self.list.len() * 2).next_power_of_two().max(8);
        if size == self.places.len() {
            self.place(self.list.len() - 1);
            return;
        }
        self.places.clear();
        self.places.resize(size, Place::default());
        for number in 0..self.list.len() {
            self.place(number);
        }
    }

    fn place(&mut self, number: usize) {
        let Entry { start, end, .. } = self.list[number];
        let hash = hash(&self.text[start..end]);
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        while self.places[at].number != 0 {
            at = (at + 1) & mask;
        }
        self.places[at] = Place {
            hash,
            number: number as u32 + 1,
        };
    }
}

/// Of a key's length and its first and last bytes: keys that differ in the middle only are told
/// apart when they are compared.
fn hash(key: &[u8]) -> u32 {
    let word = |bytes: Option<&[u8; 8]>| bytes.map(|bytes| u64::from_le_bytes(*bytes));
    let half = |bytes: Option<&[u8; 4]>| bytes.map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
    let (first, last) = match (word(key.first_chunk()), word(key.last_chunk())) {
        (Some(first), Some(last)) => (first, last),
        _ => match (half(key.first_chunk()), half(key.last_chunk())) {
            (Some(first), Some(last)) => (first, last),
            _ => {
                let byte = |at: usize| key.get(at).copied().map_or(0, u64::from);
                (byte(0) << 8 | byte(1), byte(2))
            }
        },
    };
    let mixed = (first ^ last.rotate_left(29)).wrapping_add((key.len() as u64) << 56);
    let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_other() {
        let keys = |count: u32| {
            let words = (0..count).map(|n| format!("key{}", n * n));
            // Of one length, with the same ends, empty and short.
            let ends = (0..count).map(|n| format!("the same begin{n:09}the same end"));
            words
                .chain(ends)
                .chain((0..8).map(|n| "k".repeat(n as usize)))
        };
        let mut table = Keys::default();
        assert_eq!(table.get(b"key0"), None);
        for (number, key) in keys(200).enumerate() {
            assert_eq!(table.get(key.as_bytes()), None, "{key}");
            table.insert(key.as_bytes(), number as NodeId);
        }
        for (number, key) in keys(200).enumerate() {
            assert_eq!(table.get(key.as_bytes()), Some(number as NodeId), "{key}");
        }
        for other in [
            "key2",
            "Key4",
            "the same begin000000200the same end",
            "kkkkkkkkk",
        ] {
            assert_eq!(table.get(other.as_bytes()), None, "{other}");
        }
    }
}
