//! A keyed permutation of the numbers of a fixed count of decimal digits: FF1 with AES-256 (NIST SP
//! 800-38G), on machine integers, so that nothing is allocated per value.

use crate::transform::ff1::{Ff1, Strings};
use crate::transform::seed::DerivedKey;

/// A permutation of 0..10^digits.
pub(in crate::transform) struct Permutation {
    cipher: Ff1,
    strings: Strings,
    /// 10 to the power of the digits, and of those of the longer half.
    end: u64,
    unit: u64,
}

impl Permutation {
    /// The permutation of a key and purpose. `digits` is 6 to 18: FF1 wants a domain of at least a
    /// million, and the numbers must fit machine integers. `None` outside of that.
    pub(in crate::transform) fn new(
        key: &DerivedKey,
        digits: u32,
        purpose: &'static str,
    ) -> Option<Self> {
        if !(6..=18).contains(&digits) {
            return None;
        }
        // The namespace's key is also a BLAKE3 key: the cipher gets one of its own.
        let own = key.seed(b"").part(b"decimal permutation");
        let cipher = Ff1::new(&own.0, 10);
        Some(Self {
            strings: cipher.strings(digits, purpose.as_bytes())?,
            cipher,
            end: 10u64.pow(digits),
            unit: 10u64.pow(digits.div_ceil(2)),
        })
    }

    /// Where `number` goes; `None` where it has too many digits.
    pub(in crate::transform) fn apply(&self, number: u64) -> Option<u64> {
        if number >= self.end {
            return None;
        }
        let halves = [number / self.unit, number % self.unit];
        let [high, low] = self.cipher.encrypt(&self.strings, halves);
        Some(high * self.unit + low)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::seed::SecretKey;

    fn key() -> DerivedKey {
        SecretKey::new(b"0123456789abcdef")
            .expect("16 bytes")
            .derive("x")
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
