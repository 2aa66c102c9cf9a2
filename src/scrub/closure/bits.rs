//! A list of bits that grows.

/// Bits past the end are clear.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn get(&self, at: u32) -> bool {
        let (word, bit) = place(at);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    pub(super) fn set(&mut self, at: u32) {
        let (word, bit) = place(at);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    /// Sets it or leaves it clear.
    pub(super) fn set_to(&mut self, at: u32, value: bool) {
        if value {
            self.set(at);
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}

fn place(at: u32) -> (usize, u64) {
    ((at >> 6) as usize, 1 << (at & 63))
}
