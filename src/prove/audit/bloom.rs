//! A Bloom filter: says of a number that it was never added, or that it may have been.

/// Bits for each number: with four probes one of 400 others is taken for one of them.
const BITS: u64 = 12;

const PROBES: u64 = 4;

/// A power of two of bits.
pub(super) struct Bloom {
    words: Vec<u64>,
    mask: u64,
}

impl Bloom {
    /// For so many numbers, in at most `bytes` bytes of memory (and at least 8 KiB). Where that is
    /// too little it answers "maybe" more often.
    pub(super) fn new(numbers: u64, bytes: u64) -> Self {
        let most = (bytes.max(8 << 10) * 8).next_power_of_two();
        let bits = numbers
            .saturating_mul(BITS)
            .checked_next_power_of_two()
            .unwrap_or(most)
            .clamp(1 << 16, most);
        Self {
            words: vec![0; (bits / 64) as usize],
            mask: bits - 1,
        }
    }

    fn probes(&self, number: u64) -> impl Iterator<Item = (usize, u64)> + use<> {
        // The numbers are hashes already; the second half steps through the filter.
        let step = number.rotate_left(32) | 1;
        let mask = self.mask;
        (0..PROBES).map(move |probe| {
            let bit = number.wrapping_add(step.wrapping_mul(probe)) & mask;
            ((bit / 64) as usize, 1 << (bit % 64))
        })
    }

    pub(super) fn add(&mut self, number: u64) {
        for (word, bit) in self.probes(number) {
            self.words[word] |= bit;
        }
    }

    /// It may have been added; false: it was not.
    pub(super) fn may_hold(&self, number: u64) -> bool {
        self.probes(number)
            .all(|(word, bit)| self.words[word] & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(at: u64) -> u64 {
        let hash = blake3::hash(&at.to_le_bytes());
        u64::from_le_bytes(*hash.as_bytes().first_chunk().unwrap())
    }

    #[test]
    fn what_was_added_is_found_and_little_else() {
        let mut bloom = Bloom::new(20_000, 1 << 20);
        (0..20_000).for_each(|at| bloom.add(number(at)));
        assert!((0..20_000).all(|at| bloom.may_hold(number(at))));
        let others = (20_000..40_000)
            .filter(|at| bloom.may_hold(number(*at)))
            .count();
        assert!(others < 200, "{others}");
    }

    #[test]
    fn it_stays_within_its_memory() {
        assert_eq!(Bloom::new(u64::MAX, 1 << 20).words.len(), (1 << 20) / 8);
        assert_eq!(Bloom::new(0, 0).words.len(), (8 << 10) / 8);
    }
}
