//! What the groups person, contact, organisation and money share: random draws, fitting text to a
//! column, the index that makes a value unique, locales, and the two records (a person's names, an
//! address) that all kinds draw in the same way.
//!
//! **Agreement.** A person's first and last name, and an address, are functions of the seed and the
//! locale alone, whichever kind asks: `person.name` and `internet.email` with one seed (the same
//! `seed_from`, or one `namespace` and one value) name one person, `address.city` and
//! `address.postcode` one place. Records read streams of their own ([`Stream`]), so a name tells
//! nothing of the address beside it.
//!
//! **Uniqueness.** `unique: true` appends an [index](index::push) of 80 bits of the value's seed. The
//! seed is a keyed pseudorandom function of the value, so by the birthday bound any two of *n*
//! distinct values share an index with a probability below n²/2^81: under 10⁻⁸ for a hundred million
//! values. The index is written in lower-case letters and digits, so it stays distinct after
//! `lower()` and in `citext`.

pub(super) mod address;
pub(super) mod ascii;
pub(super) mod fit;
pub(super) mod index;
pub(super) mod locale;
pub(super) mod number;
pub(super) mod permute;
pub(super) mod person;
pub(super) mod phones;
mod places;
pub(super) mod text;

use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

use super::mix::Mix;
use super::seed::Seed;

/// What a stream of draws is for: one each, so that one replacement tells nothing of another that
/// was made from the same seed. The numbers are part of every pseudonym: never renumber.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    /// First name, then last name: two draws, out of the seed's own bits.
    Person = 0,
    /// The address record.
    Address = 1,
    Title = 2,
    Job = 3,
    Birth = 4,
    Country = 5,
    Company = 6,
    Phrase = 7,
    Industry = 8,
    /// A pattern and its few digits, out of the seed's own bits.
    Phone = 9,
    Ip = 10,
    Mac = 11,
    Browser = 12,
    Password = 13,
    Card = 14,
    Iban = 15,
    Bic = 16,
    Account = 17,
    SortCode = 18,
    Currency = 19,
    Amount = 20,
    Register = 21,
    Vat = 22,
    Nino = 23,
    Ssn = 24,
}

/// Random draws that belong to one seed.
///
/// The seed is 32 bytes of a keyed hash, and the commonest kinds need few of them: names take the
/// bytes from 16 on, phone numbers the six before, the [index] the first ten: none of these has a byte
/// in common with another, so one tells nothing of another. Passwords draw from a ChaCha stream keyed
/// by the seed, as nothing that stands beside them may tell them; all else from a [Mix] for its
/// purpose. Measured with three columns replaced (a name, an address, a phone number): the four
/// ChaCha blocks that the generator makes at once took 17 % of the time, as much as the hash.
pub(super) struct Draw(Source);

#[expect(
    clippy::large_enum_variant,
    reason = "it lives on the stack for one value; a box would be an allocation for each"
)]
enum Source {
    /// A fraction of 2^128; each draw takes its share of the bits off the top.
    Bits(u128),
    Mix(Mix),
    Stream(ChaCha8Rng),
}

impl Source {
    fn next(&mut self) -> u64 {
        match self {
            Self::Bits(bits) => {
                let top = (*bits >> 64) as u64;
                *bits <<= 64;
                top
            }
            Self::Mix(mix) => mix.next(),
            Self::Stream(rng) => rng.next_u64(),
        }
    }
}

impl Draw {
    /// The draws of a seed for a purpose.
    pub(super) fn new(seed: &Seed, stream: Stream) -> Self {
        let halves = seed.0.as_chunks::<16>().0;
        Self(match stream {
            Stream::Person => Source::Bits(u128::from_be_bytes(halves[1])),
            Stream::Phone => Source::Bits(u128::from_be_bytes(halves[0]) << 80),
            Stream::Password => {
                let mut rng = seed.rng();
                rng.set_stream(stream as u64);
                Source::Stream(rng)
            }
            _ => Source::Mix(Mix::new(seed, stream as u64)),
        })
    }

    /// A number below `n`; 0 where `n` is 0. Multiply-shift: the bias is below n/2^64, or, out of a
    /// seed's own bits, below the product of all draws so far over their number.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        match &mut self.0 {
            Source::Bits(bits) => {
                let low = u128::from(*bits as u64) * u128::from(n);
                let high = (*bits >> 64) * u128::from(n) + (low >> 64);
                *bits = high << 64 | u128::from(low as u64);
                (high >> 64) as u64
            }
            source => {
                let product = u128::from(source.next()) * u128::from(n);
                (product >> 64) as u64
            }
        }
    }

    /// A number from `low` to `high`, both included; `low` where they are the wrong way round.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = i128::from(high) - i128::from(low) + 1;
        let Ok(span) = u64::try_from(span) else {
            // The whole range of i64 (2^64 values), or none.
            return if span > 0 { self.0.next() as i64 } else { low };
        };
        low.wrapping_add(self.below(span) as i64)
    }

    /// One of the items; the default (empty text) where there are none.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len() as u64) as usize;
        items.get(at).copied().unwrap_or_default()
    }

    /// One of the words, without the blanks that some lists have at their ends.
    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        let word = self.pick(words);
        match word.as_bytes() {
            // Nearly all: no need to look for blanks of other scripts.
            [b'!'..=b'~', .., b'!'..=b'~'] => word,
            _ => word.trim(),
        }
    }

    /// An ASCII digit.
    pub(super) fn digit(&mut self) -> u8 {
        b'0' + self.below(10) as u8
    }

    /// Random bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.next()
    }

    /// Appends a pattern: each `#` a digit, all else itself.
    pub(super) fn pattern(&mut self, pattern: &str, out: &mut Vec<u8>) {
        for byte in pattern.bytes() {
            out.push(if byte == b'#' { self.digit() } else { byte });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_in_range_and_differ_by_stream() {
        let seed = Seed([7; 32]);
        let mut draw = Draw::new(&seed, Stream::Person);
        for _ in 0..1000 {
            assert!(draw.below(3) < 3);
            assert!((-2..=2).contains(&draw.between(-2, 2)));
        }
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.between(5, 4), 5);
        assert_eq!(draw.between(9, 9), 9);
        draw.between(i64::MIN, i64::MAX);
        assert_eq!(draw.pick::<&str>(&[]), "");
        assert_ne!(
            Draw::new(&seed, Stream::Person).bits(),
            Draw::new(&seed, Stream::Address).bits()
        );
    }

    #[test]
    fn patterns() {
        let mut out = Vec::new();
        Draw::new(&Seed([1; 32]), Stream::Address).pattern("a-##", &mut out);
        assert_eq!(out.len(), 4);
        assert!(out.starts_with(b"a-"));
        assert!(out[2..].iter().all(u8::is_ascii_digit));
    }
}
