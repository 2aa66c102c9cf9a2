//! Keyed permutations: every value of a domain goes to one value of the same domain, no two to the
//! same.
//!
//! Large domains use FF1 (NIST SP 800-38G) with AES-256 over two halves of at most 64 bits, which
//! needs a domain of at least 10^6; smaller ones a table shuffled into one cycle (Sattolo), so that
//! no value stays. A range that is no power of two is walked: what falls outside is encrypted
//! again, which stays a permutation.

use super::draw::below;
use crate::transform::ff1::{Ff1, Strings};
use crate::transform::seed::{DerivedKey, Seed};

/// FF1's least domain.
const MIN_DOMAIN: u128 = 1_000_000;

/// The most decimal digits of one FF1 string: two halves that fit 64 bits.
pub(super) const MAX_DIGITS: usize = 38;
/// The fewest: 10^6 is FF1's least domain.
pub(super) const MIN_DIGITS: usize = 6;

/// The key of a namespace's permutations, apart from the key of its seeds.
#[derive(Clone, Copy)]
pub(super) struct PermutationKey([u8; 32]);

impl PermutationKey {
    pub(super) fn of(namespace: &DerivedKey) -> Self {
        Self(blake3::derive_key(
            "dmscrub 2026 permutation",
            namespace.bytes(),
        ))
    }

    /// FF1 over binary numerals.
    pub(super) fn binary(&self) -> Cipher {
        Cipher::new(self, 2)
    }

    /// FF1 over decimal digits.
    pub(super) fn decimal(&self) -> Cipher {
        Cipher::new(self, 10)
    }

    /// A permutation of `0..size` in one cycle, so that nothing stays (for `size` ≥ 2).
    pub(super) fn table(&self, label: &[u8], size: u32) -> Vec<u32> {
        let mut rng = Seed(self.0).part(label).part(&size.to_le_bytes()).rng();
        let mut table: Vec<u32> = (0..size).collect();
        for last in (1..table.len()).rev() {
            let other = below(&mut rng, last as u64);
            table.swap(last, usize::try_from(other).unwrap_or(0));
        }
        table
    }
}

/// A permutation of the numbers `0..size`.
pub(super) enum Permutation {
    /// Small: looked up.
    Table(Vec<u32>),
    /// Large: encrypted, and again while outside.
    Walk {
        /// FF1 over binary numerals.
        cipher: Box<Cipher>,
        /// The numbers of as many bits as the largest has; permutations under one key are kept
        /// apart by a tweak.
        strings: Strings,
        /// Binary digits of the largest number.
        bits: u32,
        /// How many numbers there are.
        size: u128,
    },
}

impl Permutation {
    /// Of `0..size`, at most 2^64 numbers; `label` separates permutations under one key.
    pub(super) fn new(key: &PermutationKey, label: &[u8], size: u128) -> Self {
        match u32::try_from(size) {
            Ok(small) if size < MIN_DOMAIN => Self::Table(key.table(label, small)),
            _ => {
                let cipher = Box::new(key.binary());
                let bits = u128::BITS - size.saturating_sub(1).leading_zeros();
                Self::Walk {
                    // A million numbers or more, in halves of at most 32 bits.
                    strings: cipher
                        .strings(bits, label)
                        .expect("FF1 takes 20 to 64 bits"),
                    cipher,
                    bits,
                    size,
                }
            }
        }
    }

    /// Where `number` goes; `None` where it is outside the domain.
    pub(super) fn apply(&self, number: u64) -> Option<u64> {
        match self {
            Self::Table(table) => {
                let at = usize::try_from(number).ok()?;
                table.get(at).copied().map(u64::from)
            }
            Self::Walk {
                cipher,
                strings,
                bits,
                size,
            } => {
                if u128::from(number) >= *size {
                    return None;
                }
                // The walk ends: the cycle of `number` comes back to `number`, which is inside.
                let mut next = u128::from(number);
                loop {
                    next = cipher.encrypt_bits(strings, next, *bits);
                    if next < *size {
                        return u64::try_from(next).ok();
                    }
                }
            }
        }
    }
}

/// FF1 with AES-256 over numerals of one radix.
pub(super) struct Cipher {
    ff1: Ff1,
}

impl Cipher {
    fn new(key: &PermutationKey, radix: u32) -> Self {
        Self {
            ff1: Ff1::new(&key.0, radix),
        }
    }

    /// The strings of so many numerals under a tweak: 20 to 128 bits, or [`MIN_DIGITS`] to
    /// [`MAX_DIGITS`] digits.
    pub(super) fn strings(&self, length: u32, tweak: &[u8]) -> Option<Strings> {
        self.ff1.strings(length, tweak)
    }

    /// Permutes the numbers of as many bits as the strings have.
    pub(super) fn encrypt_bits(&self, strings: &Strings, number: u128, bits: u32) -> u128 {
        let low_bits = bits.div_ceil(2);
        let mask = (1u128 << low_bits) - 1;
        // Halves have at most 64 bits.
        let halves = [(number >> low_bits) as u64, (number & mask) as u64];
        let [high, low] = self.ff1.encrypt(strings, halves);
        u128::from(high) << low_bits | u128::from(low)
    }

    /// Permutes the strings of as many decimal digits (as numbers 0 to 9), [`MIN_DIGITS`] to
    /// [`MAX_DIGITS`] of them, in place.
    pub(super) fn encrypt_digits(&self, tweak: &[u8], digits: &mut [u8]) -> Option<()> {
        if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
            return None;
        }
        let strings = self.strings(digits.len() as u32, tweak)?;
        let (high, low) = digits.split_at_mut(digits.len() / 2);
        let value = |digits: &[u8]| {
            digits
                .iter()
                .fold(0, |value, digit| value * 10 + u64::from(*digit))
        };
        let halves = self.ff1.encrypt(&strings, [value(high), value(low)]);
        for (digits, mut value) in [high, low].into_iter().zip(halves) {
            for digit in digits.iter_mut().rev() {
                *digit = (value % 10) as u8;
                value /= 10;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::transform::seed::SecretKey;

    fn key(purpose: &str) -> PermutationKey {
        let key = SecretKey::new(b"0123456789abcdef").expect("16 bytes");
        PermutationKey::of(&key.derive(purpose))
    }

    /// NIST's samples for FF1-AES256 (csrc.nist.gov, FF1samples.pdf, numbers 7 and 8).
    #[test]
    fn ff1_gives_the_published_ciphertexts() {
        let key = [
            0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF,
            0x4F, 0x3C, 0xEF, 0x43, 0x59, 0xD8, 0xD5, 0x80, 0xAA, 0x4F, 0x7F, 0x03, 0x6D, 0x6F,
            0x04, 0xFC, 0x6A, 0x94,
        ];
        let cipher = Cipher::new(&PermutationKey(key), 10);
        let mut digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        cipher.encrypt_digits(&[], &mut digits).expect("10 digits");
        assert_eq!(digits, [6, 6, 5, 7, 6, 6, 7, 0, 0, 9]);
        let mut digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        let tweak = [0x39, 0x38, 0x37, 0x36, 0x35, 0x34, 0x33, 0x32, 0x31, 0x30];
        cipher
            .encrypt_digits(&tweak, &mut digits)
            .expect("10 digits");
        assert_eq!(digits, [1, 0, 0, 1, 6, 2, 3, 4, 6, 3]);
    }

    #[test]
    fn small_ranges_are_permuted_exhaustively_and_nothing_stays() {
        for size in [2u64, 3, 10, 1000, 40_000] {
            let permutation = Permutation::new(&key("a"), b"x", u128::from(size));
            let images: HashSet<u64> = (0..size).filter_map(|n| permutation.apply(n)).collect();
            assert_eq!(images.len() as u64, size);
            assert!(images.iter().all(|n| *n < size));
            assert!((0..size).all(|n| permutation.apply(n) != Some(n)));
            assert_eq!(permutation.apply(size), None);
        }
    }

    #[test]
    fn the_smallest_walked_range_is_injective_on_a_sample() {
        let size = 1_000_003u64;
        let permutation = Permutation::new(&key("a"), b"x", u128::from(size));
        assert!(matches!(permutation, Permutation::Walk { bits: 20, .. }));
        let mut seen = vec![false; size as usize];
        // All of it takes a debug build half a minute; a sample would show equal images as well.
        for n in (0..size).step_by(51) {
            let image = permutation.apply(n).expect("inside") as usize;
            assert!(!std::mem::replace(&mut seen[image], true));
        }
        assert_eq!(permutation.apply(size), None);
    }

    #[test]
    fn wide_ranges_are_injective_on_a_sample() {
        for (size, count) in [
            (1u128 << 31, 200_000),
            ((1 << 63) - (1 << 31), 10_000),
            (1 << 64, 10_000),
        ] {
            let permutation = Permutation::new(&key("a"), b"x", size);
            let images: HashSet<u64> = (0..count)
                .map(|n| permutation.apply(n).expect("inside"))
                .collect();
            assert_eq!(images.len() as u64, count);
            assert!(images.iter().all(|n| u128::from(*n) < size));
            let largest = u64::try_from(size - 1).expect("64 bits");
            assert!(permutation.apply(largest).is_some());
        }
    }

    #[test]
    fn keys_and_labels_give_other_permutations() {
        let size = 1u128 << 31;
        let of = |purpose, label: &[u8]| Permutation::new(&key(purpose), label, size).apply(1);
        assert_ne!(of("a", b"x"), of("b", b"x"));
        assert_ne!(of("a", b"x"), of("a", b"y"));
        assert_eq!(of("a", b"x"), of("a", b"x"));
        assert_ne!(key("a").table(b"x", 1000), key("a").table(b"y", 1000));
    }
}
