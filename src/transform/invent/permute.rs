//! A keyed permutation of the numbers of a fixed count of decimal digits: FF1 with AES-256 (NIST SP
//! 800-38G), on machine integers, so that nothing is allocated per value.

use aes::Aes256;
use fpe::ff1::{FF1, NumeralString, Operations};

use crate::transform::seed::DerivedKey;

/// A permutation of 0..10^digits.
pub(in crate::transform) struct Permutation {
    cipher: FF1<Aes256>,
    digits: u32,
    purpose: &'static [u8],
}

impl Permutation {
    /// The permutation of a key and purpose. `digits` is 6 to 18: FF1 wants a domain of at least a
    /// million, and the halves must fit machine integers. `None` outside of that.
    pub(in crate::transform) fn new(
        key: &DerivedKey,
        digits: u32,
        purpose: &'static str,
    ) -> Option<Self> {
        // The namespace's key is also a BLAKE3 key: the cipher gets one of its own.
        let own = key.seed(b"").part(b"decimal permutation");
        let cipher = FF1::<Aes256>::new(&own.0, 10).ok()?;
        (6..=18).contains(&digits).then_some(Self {
            cipher,
            digits,
            purpose: purpose.as_bytes(),
        })
    }

    /// Where `number` goes; `None` where it has too many digits.
    pub(in crate::transform) fn apply(&self, number: u64) -> Option<u64> {
        let number = Decimal {
            value: number,
            digits: self.digits,
        };
        let result = self.cipher.encrypt(self.purpose, &number).ok()?;
        Some(result.value)
    }

    /// Where `number` goes in the permutation of 0..`below` (cycle walking: applied until the result
    /// lies there again); `None` where it does not lie there itself.
    pub(in crate::transform) fn apply_below(&self, number: u64, below: u64) -> Option<u64> {
        if number >= below {
            return None;
        }
        let mut result = self.apply(number)?;
        // A permutation leads back below the bound: at the latest, to `number` itself.
        while result >= below {
            result = self.apply(result)?;
        }
        Some(result)
    }
}

/// A number written with a fixed count of digits, leading zeros included.
struct Decimal {
    value: u64,
    digits: u32,
}

impl NumeralString for Decimal {
    type Ops = Self;

    fn is_valid(&self, radix: u32) -> bool {
        radix == 10
            && 10u64
                .checked_pow(self.digits)
                .is_some_and(|end| self.value < end)
    }

    fn numeral_count(&self) -> usize {
        self.digits as usize
    }

    fn split(&self) -> (Self, Self) {
        let digits = self.digits / 2;
        let rest = self.digits - digits;
        let unit = 10u64.pow(rest);
        (
            Self {
                value: self.value / unit,
                digits,
            },
            Self {
                value: self.value % unit,
                digits: rest,
            },
        )
    }

    fn concat(a: Self, b: Self) -> Self {
        Self {
            value: a.value * 10u64.pow(b.digits) + b.value,
            digits: a.digits + b.digits,
        }
    }
}

impl Operations for Decimal {
    type Bytes = BigEndian;

    fn numeral_count(&self) -> usize {
        self.digits as usize
    }

    fn to_be_bytes(&self, _radix: u32, b: usize) -> BigEndian {
        BigEndian {
            bytes: self.value.to_be_bytes(),
            length: b.min(8),
        }
    }

    fn add_mod_exp(self, other: impl Iterator<Item = u8>, _radix: u32, m: usize) -> Self {
        let (other, modulus) = reduced(other, m);
        Self {
            value: (self.value + other) % modulus,
            digits: m as u32,
        }
    }

    fn sub_mod_exp(self, other: impl Iterator<Item = u8>, _radix: u32, m: usize) -> Self {
        let (other, modulus) = reduced(other, m);
        Self {
            value: (self.value + modulus - other) % modulus,
            digits: m as u32,
        }
    }
}

/// A big-endian number modulo 10^m, and 10^m. m is at most 9 here: half of 18 digits.
fn reduced(mut bytes: impl Iterator<Item = u8>, m: usize) -> (u64, u64) {
    let modulus = 10u64.pow(m as u32);
    let mut number = 0;
    while let Some(first) = bytes.next() {
        // Three more fit beside a remainder, which has less than 30 bits: of divisions there is one
        // for four bytes.
        let four = bytes.by_ref().take(3);
        let shifted = |number, byte| number << 8 | u64::from(byte);
        number = four.fold(shifted(number, first), shifted) % modulus;
    }
    (number, modulus)
}

/// The last `length` bytes of a big-endian number.
struct BigEndian {
    bytes: [u8; 8],
    length: usize,
}

impl AsRef<[u8]> for BigEndian {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[8 - self.length..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::seed::SecretKey;

    fn key() -> DerivedKey {
        SecretKey::new(b"0123456789abcdef")
            .expect("16 bytes")
            .derive("x")
    }

    /// The known answers of NIST's FF1 samples are for AES with string numerals: hold the integer
    /// numerals against the crate's own.
    #[test]
    fn agrees_with_the_crates_numerals() {
        use fpe::ff1::FlexibleNumeralString;
        let cipher = FF1::<Aes256>::new(&[9; 32], 10).expect("radix 10");
        for digits in 6..=18u32 {
            let value = 123_456_789_012_345_678 % 10u64.pow(digits);
            let text: Vec<u16> = format!("{value:0width$}", width = digits as usize)
                .bytes()
                .map(|digit| u16::from(digit - b'0'))
                .collect();
            let theirs: Vec<u16> = cipher
                .encrypt(b"tweak", &FlexibleNumeralString::from(text))
                .expect("valid")
                .into();
            let theirs = theirs
                .iter()
                .fold(0u64, |sum, digit| sum * 10 + u64::from(*digit));
            let ours = cipher
                .encrypt(b"tweak", &Decimal { value, digits })
                .expect("valid");
            assert_eq!(ours.value, theirs, "{digits} digits");
            assert_eq!(cipher.decrypt(b"tweak", &ours).expect("valid").value, value);
        }
    }

    #[test]
    fn walks_within_a_bound() {
        let permutation = Permutation::new(&key(), 6, "test").expect("6 digits");
        let mut seen = std::collections::HashSet::new();
        for number in 0..5000 {
            let result = permutation.apply_below(number, 400_000).expect("below");
            assert!(result < 400_000 && seen.insert(result));
        }
        assert!(permutation.apply_below(400_000, 400_000).is_none());
        assert!(permutation.apply(1_000_000).is_none());
        assert!(Permutation::new(&key(), 5, "test").is_none());
    }
}
