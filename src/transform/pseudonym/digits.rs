//! `id.digits`: strings of digits, permuted among those of the same length.

use std::sync::{Arc, OnceLock};

use super::characters::{characters, is_separator};
use super::kept;
use super::not_seeded;
use super::permutation::{Cipher, MAX_DIGITS, MIN_DIGITS, PermutationKey};
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Namespace};
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

#[derive(Debug)]
struct DigitsSpec;

pub(super) fn load(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(DigitsSpec))
}

impl Spec for DigitsSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            let misfit = binder.wrong_type("id.digits", "text of digits");
            return Err(if binder.target.ty.is_number() {
                misfit.hint("use `id.integer`")
            } else {
                misfit
            });
        }
        Ok(Box::new(Digits {
            digits: DigitPermutation::new(PermutationKey::of(&binder.namespace.key)),
            namespace: Arc::clone(&binder.namespace),
        }))
    }
}

struct Digits {
    digits: DigitPermutation,
    namespace: Arc<Namespace>,
}

impl Transform for Digits {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let separators_only = characters(value)
            .all(|(c, _)| c.is_some_and(|c| c.is_ascii_digit() || is_separator(c)));
        if !separators_only {
            return Err(Failure::new(format!(
                "expected digits and separators, got {} bytes with other characters; use `shape`",
                value.len()
            )));
        }
        let start = out.len();
        let mut buffer = [0u8; MAX_DIGITS];
        let count = value.iter().filter(|byte| byte.is_ascii_digit()).count();
        let mut long = Vec::new();
        let digits = match buffer.get_mut(..count) {
            Some(digits) => digits,
            None => {
                long.resize(count, 0);
                long.as_mut_slice()
            }
        };
        let found = value.iter().filter(|byte| byte.is_ascii_digit());
        for (digit, byte) in digits.iter_mut().zip(found) {
            *digit = byte - b'0';
        }
        for _ in 0..kept::MAX_STEPS {
            self.digits.apply(digits);
            out.truncate(start);
            let mut images = digits.iter();
            out.extend(value.iter().map(|byte| {
                if byte.is_ascii_digit() {
                    images.next().map_or(*byte, |digit| b'0' + digit)
                } else {
                    *byte
                }
            }));
            if count == 0 || !kept::keeps(&self.namespace, &out[start..]) {
                return Ok(Outcome::Value);
            }
        }
        out.truncate(start);
        Err(kept::too_many())
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("id.digits"))
    }
}

/// Permutes the digit strings of every length within that length.
struct DigitPermutation {
    key: PermutationKey,
    cipher: Cipher,
    /// For 1 to 5 digits, which are too few for FF1; made when first needed.
    tables: [OnceLock<Vec<u32>>; MIN_DIGITS - 1],
}

const TWEAK: &[u8] = b"id.digits";

impl DigitPermutation {
    fn new(key: PermutationKey) -> Self {
        Self {
            key,
            cipher: key.decimal(),
            tables: std::array::from_fn(|_| OnceLock::new()),
        }
    }

    /// Permutes digits (numbers 0 to 9) in place.
    fn apply(&self, digits: &mut [u8]) {
        match digits.len() {
            0 => {}
            1..MIN_DIGITS => self.look_up(digits),
            MIN_DIGITS..=MAX_DIGITS => self.encrypt(TWEAK, digits),
            _ => self.encrypt_chunks(digits),
        }
    }

    fn look_up(&self, digits: &mut [u8]) {
        let Some(table) = self.tables.get(digits.len() - 1) else {
            return;
        };
        // At most 5 digits.
        let size = 10u32.pow(digits.len() as u32);
        let table = table.get_or_init(|| self.key.table(TWEAK, size));
        let number = digits
            .iter()
            .fold(0, |number, digit| number * 10 + usize::from(*digit));
        let mut image = table.get(number).copied().unwrap_or(0);
        for digit in digits.iter_mut().rev() {
            *digit = (image % 10) as u8;
            image /= 10;
        }
    }

    fn encrypt(&self, tweak: &[u8], digits: &mut [u8]) {
        // `None` only for lengths that `apply` and `encrypt_chunks` never pass.
        let done = self.cipher.encrypt_digits(tweak, digits);
        debug_assert!(done.is_some(), "{} digits", digits.len());
    }

    /// Longer strings: the first chunk under a tweak of all that follows, then each chunk under a
    /// tweak of the encrypted ones before it. From the encrypted string the chunks after the first
    /// can be undone one by one, then the first; so it is a permutation, and all digits decide all.
    fn encrypt_chunks(&self, digits: &mut [u8]) {
        let mut sizes = chunk_sizes(digits.len());
        let (first, mut rest) = digits.split_at_mut(sizes.next().unwrap_or(0));
        let mut tweak = blake3::Hasher::new_keyed(blake3::hash(TWEAK).as_bytes());
        tweak.update(rest);
        self.encrypt(tweak.finalize().as_bytes(), first);
        let mut tweak = blake3::Hasher::new_keyed(blake3::hash(b"id.digits chain").as_bytes());
        tweak.update(first);
        for size in sizes {
            let (chunk, after) = rest.split_at_mut(size);
            self.encrypt(tweak.finalize().as_bytes(), chunk);
            tweak.update(chunk);
            rest = after;
        }
    }
}

/// More than [`MAX_DIGITS`] digits in chunks that differ by one digit at most, so that none is
/// shorter than half of it.
fn chunk_sizes(length: usize) -> impl Iterator<Item = usize> {
    let chunks = length.div_ceil(MAX_DIGITS).max(1);
    (0..chunks).map(move |chunk| length / chunks + usize::from(chunk < length % chunks))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::pseudonym::fixture::{Fixture, map};

    fn permutation() -> DigitPermutation {
        let fixture = Fixture::new();
        DigitPermutation::new(PermutationKey::of(&fixture.run.key.derive("id.digits")))
    }

    #[test]
    fn separators_stay_and_digits_agree_with_or_without_them() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.digits", map(&[])).unique();
        let bound = fixture.bind(&rule, PgType::Text);
        let plain = fixture.value(&bound, "02079460958");
        let spaced = fixture.value(&bound, "(020) 7946-0958");
        assert_ne!(plain, "02079460958");
        assert_eq!(plain.len(), 11);
        assert_eq!(spaced.replace(|c: char| !c.is_ascii_digit(), ""), plain);
        assert_eq!(&spaced[..1], "(");
        assert_eq!(fixture.value(&bound, ""), "");
        assert_eq!(fixture.value(&bound, "–"), "–");
        assert_ne!(fixture.value(&bound, "7"), "7");
    }

    #[test]
    fn short_strings_are_permuted_exhaustively() {
        let permutation = permutation();
        for length in 1..MIN_DIGITS {
            let size = 10usize.pow(length as u32);
            let images: HashSet<Vec<u8>> = (0..size)
                .map(|n| {
                    let mut digits: Vec<u8> = format!("{n:0length$}")
                        .bytes()
                        .map(|byte| byte - b'0')
                        .collect();
                    let before = digits.clone();
                    permutation.apply(&mut digits);
                    assert_ne!(digits, before);
                    assert!(digits.iter().all(|digit| *digit < 10));
                    digits
                })
                .collect();
            assert_eq!(images.len(), size);
        }
    }

    #[test]
    fn long_strings_are_injective_on_a_sample_and_every_chunk_changes() {
        let permutation = permutation();
        for length in [6, 38, 39, 77, 500] {
            let images: HashSet<Vec<u8>> = (0..500u32)
                .map(|n| {
                    let mut digits: Vec<u8> = format!("{n:0length$}")
                        .bytes()
                        .map(|byte| byte - b'0')
                        .collect();
                    permutation.apply(&mut digits);
                    digits
                })
                .collect();
            assert_eq!(images.len(), 500);
        }
        let mut a = vec![1u8; 100];
        let mut b = a.clone();
        b[99] = 2;
        permutation.apply(&mut a);
        permutation.apply(&mut b);
        assert_ne!(a[..34], b[..34]);
        assert_ne!(a[66..], b[66..]);
    }

    #[test]
    fn no_chunk_is_too_short() {
        for length in MAX_DIGITS + 1..5000 {
            let mut sum = 0;
            for size in chunk_sizes(length) {
                assert!((MIN_DIGITS..=MAX_DIGITS).contains(&size), "{length}");
                sum += size;
            }
            assert_eq!(sum, length);
        }
    }

    #[test]
    fn letters_fail_without_being_shown() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.digits", map(&[]));
        let bound = fixture.bind(&rule, PgType::Text);
        for bad in ["Jane 123", "12é", "٣", "😀"] {
            let failure = fixture.apply(&bound, bad).expect_err(bad);
            assert!(!failure.0.contains("Jane"));
        }
        assert!(fixture.apply_bytes(&bound, Some(b"12\xff")).is_err());
        assert!(fixture.try_bind(&rule, PgType::Int4).is_err());
    }
}
