//! Keyed permutations: every value of a domain goes to one value of the same domain, no two to the
//! same.
//!
//! Large domains use FF1 (NIST SP 800-38G) with AES-256 over two halves of at most 64 bits, which
//! needs a domain of at least 10^6; smaller ones a table shuffled into one cycle (Sattolo), so that
//! no value stays. A range that is no power of two is walked: what falls outside is encrypted
//! again, which stays a permutation.

use aes::Aes256;
use fpe::ff1::{FF1, NumeralString, Operations};

use super::draw::below;
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
        /// Binary digits of the largest number.
        bits: u32,
        /// How many numbers there are.
        size: u128,
        /// Separates permutations under one key.
        tweak: Vec<u8>,
    },
}

impl Permutation {
    /// Of `0..size`, at most 2^64 numbers; `label` separates permutations under one key.
    pub(super) fn new(key: &PermutationKey, label: &[u8], size: u128) -> Self {
        match u32::try_from(size) {
            Ok(small) if size < MIN_DOMAIN => Self::Table(key.table(label, small)),
            _ => Self::Walk {
                cipher: Box::new(key.binary()),
                bits: u128::BITS - size.saturating_sub(1).leading_zeros(),
                size,
                tweak: label.to_vec(),
            },
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
                bits,
                size,
                tweak,
            } => {
                if u128::from(number) >= *size {
                    return None;
                }
                // The walk ends: the cycle of `number` comes back to `number`, which is inside.
                let mut next = u128::from(number);
                loop {
                    next = cipher.encrypt_bits(tweak, next, *bits)?;
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
    ff1: FF1<Aes256>,
}

impl Cipher {
    fn new(key: &PermutationKey, radix: u32) -> Self {
        // AES-256 takes exactly these 32 bytes and FF1 every radix from 2 to 2^16; only 2 and 10
        // are asked for above.
        let ff1 = FF1::new(&key.0, radix).expect("FF1 takes the radixes 2 and 10");
        Self { ff1 }
    }

    /// Permutes the numbers of `bits` bits (20 to 128).
    pub(super) fn encrypt_bits(&self, tweak: &[u8], number: u128, bits: u32) -> Option<u128> {
        let low_bits = bits.div_ceil(2);
        let mask = (1u128 << low_bits) - 1;
        let input = Halves {
            high: Half {
                value: u64::try_from(number >> low_bits).ok()?,
                count: (bits - low_bits) as usize,
            },
            low: Half {
                value: u64::try_from(number & mask).ok()?,
                count: low_bits as usize,
            },
        };
        let output = self.ff1.encrypt(tweak, &input).ok()?;
        Some((u128::from(output.high.value) << low_bits) | u128::from(output.low.value))
    }

    /// Permutes the strings of as many decimal digits (as numbers 0 to 9), [`MIN_DIGITS`] to
    /// [`MAX_DIGITS`] of them, in place.
    pub(super) fn encrypt_digits(&self, tweak: &[u8], digits: &mut [u8]) -> Option<()> {
        if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
            return None;
        }
        let (high, low) = digits.split_at(digits.len() / 2);
        let half = |digits: &[u8]| Half {
            value: digits
                .iter()
                .fold(0, |value, digit| value * 10 + u64::from(*digit)),
            count: digits.len(),
        };
        let input = Halves {
            high: half(high),
            low: half(low),
        };
        let output = self.ff1.encrypt(tweak, &input).ok()?;
        let (high, low) = digits.split_at_mut(output.high.count);
        for (digits, half) in [(high, output.high), (low, output.low)] {
            let mut value = half.value;
            for digit in digits.iter_mut().rev() {
                *digit = u8::try_from(value % 10).unwrap_or(0);
                value /= 10;
            }
        }
        Some(())
    }
}

/// A numeral string as two numbers, as FF1 works on it.
struct Halves {
    high: Half,
    low: Half,
}

/// Half a numeral string: `count` numerals with the value of fewer than 64 bits.
#[derive(Clone, Copy)]
struct Half {
    value: u64,
    count: usize,
}

/// radix^count. Fits: `count` numerals fit 64 bits.
fn power(radix: u32, count: usize) -> u128 {
    u128::from(radix).pow(count as u32)
}

impl NumeralString for Halves {
    type Ops = Half;

    fn is_valid(&self, radix: u32) -> bool {
        [self.high, self.low]
            .iter()
            .all(|half| u128::from(half.value) < power(radix, half.count))
    }

    fn numeral_count(&self) -> usize {
        self.high.count + self.low.count
    }

    fn split(&self) -> (Half, Half) {
        (self.high, self.low)
    }

    fn concat(high: Half, low: Half) -> Self {
        Self { high, low }
    }
}

/// The last `len` bytes of a big-endian number.
struct BigEndian {
    bytes: [u8; 16],
    len: usize,
}

impl AsRef<[u8]> for BigEndian {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.bytes.len() - self.len..]
    }
}

impl Operations for Half {
    type Bytes = BigEndian;

    fn numeral_count(&self) -> usize {
        self.count
    }

    fn to_be_bytes(&self, _radix: u32, b: usize) -> BigEndian {
        BigEndian {
            bytes: u128::from(self.value).to_be_bytes(),
            len: b.min(16),
        }
    }

    fn add_mod_exp(self, other: impl Iterator<Item = u8>, radix: u32, m: usize) -> Self {
        let modulus = power(radix, m);
        let sum = modulo(u128::from(self.value) + remainder(other, modulus), modulus);
        Self {
            // Below the modulus, which is at most 2^64.
            value: u64::try_from(sum).unwrap_or(0),
            count: m,
        }
    }

    fn sub_mod_exp(self, other: impl Iterator<Item = u8>, radix: u32, m: usize) -> Self {
        let modulus = power(radix, m);
        let difference = u128::from(self.value) + modulus - remainder(other, modulus);
        let difference = modulo(difference, modulus);
        Self {
            value: u64::try_from(difference).unwrap_or(0),
            count: m,
        }
    }
}

/// A big-endian number modulo `modulus` (at most 2^64).
fn remainder(bytes: impl Iterator<Item = u8>, modulus: u128) -> u128 {
    let mut number = 0u128;
    for byte in bytes {
        if number >> 112 != 0 {
            number = modulo(number, modulus);
        }
        number = (number << 8) | u128::from(byte);
    }
    modulo(number, modulus)
}

/// The remainder. A division of 128 bits takes longer than a round's cipher; of bits, and of what is
/// small, there need be none.
fn modulo(number: u128, modulus: u128) -> u128 {
    if modulus.is_power_of_two() {
        return number & (modulus - 1);
    }
    match (u64::try_from(number), u64::try_from(modulus)) {
        (Ok(number), Ok(modulus)) => u128::from(number % modulus),
        _ => number % modulus,
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
