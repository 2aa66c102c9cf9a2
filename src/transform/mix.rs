//! Random numbers where no secret hangs on them.

use super::seed::Seed;

/// SplitMix64, started from all bits of a seed and a purpose.
///
/// A pseudonym is not to tell the original, and no part of it can: the seed is a keyed hash of that,
/// whatever is drawn from it. So draws need to be evenly spread, and apart from those of other
/// purposes, but they need not hide the seed. A ChaCha stream, which would, makes four blocks at
/// once: for an address or a company's name that took longer than all else.
pub(super) struct Mix {
    state: u64,
    step: u64,
}

impl Mix {
    pub(super) fn new(seed: &Seed, purpose: u64) -> Self {
        let words = seed.0.as_chunks::<8>().0;
        let [a, b, c, d] = [0, 1, 2, 3].map(|word| u64::from_le_bytes(words[word]));
        let purpose = (purpose + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self {
            state: fold(a ^ purpose, c ^ 0xA076_1D64_78BD_642F),
            step: fold(b ^ purpose, d ^ 0xE703_7ED1_A0B4_28DB) | 1,
        }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(self.step);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// Both halves of the product.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_differ_by_seed_and_purpose() {
        let mut seen = std::collections::HashSet::new();
        let mut ones = [0; 64];
        for byte in 0..=255 {
            let mut seed = Seed([7; 32]);
            seed.0[usize::from(byte) % 32] = byte;
            for purpose in 0..8 {
                let mut mix = Mix::new(&seed, purpose);
                let drawn = mix.next();
                seen.insert((seed.0, drawn));
                assert_ne!(drawn, mix.next());
                for (bit, ones) in ones.iter_mut().enumerate() {
                    *ones += drawn >> bit & 1;
                }
            }
        }
        // The seed that is all sevens comes up once more, and again for the byte at 7.
        assert!(seen.len() >= 255 * 8);
        assert!(
            ones.iter().all(|ones| (900..1150).contains(ones)),
            "{ones:?}"
        );
    }
}
