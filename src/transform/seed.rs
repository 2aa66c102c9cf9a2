//! key → namespace key → value → 32-byte seed → ChaCha stream.
//!
//! Every pseudonym is a function of the secret key, the namespace and the original value alone.
//! BLAKE3 `derive_key` separates the namespaces (one's key tells nothing of another's), BLAKE3
//! `keyed_hash` is the keyed pseudorandom function over the value, and `ChaCha8Rng` stretches its
//! 32 bytes into as many random numbers as a transformer wants; kinds that want few take bytes of the
//! seed itself (`invent::Draw`).
//!
//! A value of less than 64 bytes is hashed as one [`Block`], padded, with its length at the end; a
//! longer one as a message of more than 64 bytes. So no two values are one message, and of many short
//! ones [`many`] hashes as many at a time as the processor has lanes for. Measured (AVX-512): 12 ns a
//! value instead of 65 to 80, which were a quarter of all time with three columns of a narrow table
//! replaced. SipHash would be as fast, and was refused: this hash is all that stands between a
//! pseudonym and a guess at the original, and SipHash is not made for that.

mod many;

use std::fmt;

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

/// The run's secret key. `Debug` prints its fingerprint only.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

/// Fewer bytes than this are refused: they could be guessed.
pub const MIN_KEY_BYTES: usize = 16;

impl SecretKey {
    /// From key material of at least [`MIN_KEY_BYTES`]; `None` where it is shorter.
    pub fn new(material: &[u8]) -> Option<Self> {
        (material.len() >= MIN_KEY_BYTES)
            .then(|| Self(blake3::derive_key("dmscrub 2026 secret key", material)))
    }

    /// A short public name of the key, for reports: the same key has the same fingerprint, and the
    /// key cannot be had from it.
    pub fn fingerprint(&self) -> String {
        let hash = blake3::derive_key("dmscrub 2026 key fingerprint", &self.0);
        hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key of one namespace (or of one named purpose).
    pub fn derive(&self, purpose: &str) -> DerivedKey {
        let mut hasher = blake3::Hasher::new_derive_key("dmscrub 2026 namespace");
        hasher.update(&self.0);
        hasher.update(purpose.as_bytes());
        DerivedKey(*hasher.finalize().as_bytes())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.fingerprint())
    }
}

/// The key of one namespace. `Debug` prints nothing of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DerivedKey([u8; 32]);

impl DerivedKey {
    /// The seed of a value.
    pub fn seed(&self, value: &[u8]) -> Seed {
        self.seed_of(value, Spelling::Canonical)
    }

    /// The seed of a spelling of a value.
    pub fn seed_of(&self, value: &[u8], spelling: Spelling) -> Seed {
        let mut block = [0; BLOCK];
        if fill(&mut block, value, spelling) {
            return self.seed_of_block(&block);
        }
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        // At least 64 bytes, and one more: never as long as a block.
        hasher.update(value).update(&[spelling as u8]);
        Seed(*hasher.finalize().as_bytes())
    }

    /// The seed of a value that is in a block.
    pub fn seed_of_block(&self, block: &Block) -> Seed {
        Seed(*blake3::keyed_hash(&self.0, block).as_bytes())
    }

    /// Appends the seeds of values that are in blocks.
    pub fn seeds_of_blocks(&self, blocks: &[Block], seeds: &mut Vec<[u8; 32]>) {
        many::keyed_hashes(&self.0, blocks, seeds);
    }

    /// The seed of several parts, each taken with its length so that `("a","b")` and `("ab","")`
    /// differ; `None` is NULL.
    pub fn seed_parts<P: AsRef<[u8]>>(
        &self,
        parts: impl Iterator<Item = Option<P>> + Clone,
    ) -> Seed {
        fn told<P: AsRef<[u8]>>(part: Option<&P>) -> ([u8; 8], &[u8]) {
            let bytes = part.map(AsRef::as_ref);
            let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
            (length.to_le_bytes(), bytes.unwrap_or_default())
        }
        // Most are short; hashed in one piece they take two thirds of the time.
        let mut message = [0; 2 * BLOCK];
        let mut room = &mut message[..];
        for part in parts.clone() {
            let (length, part) = told(part.as_ref());
            let Some((to, rest)) = room.split_at_mut_checked(8 + part.len()) else {
                let mut hasher = blake3::Hasher::new_keyed(&self.0);
                for part in parts {
                    let (length, part) = told(part.as_ref());
                    hasher.update(&length).update(part);
                }
                return Seed(*hasher.finalize().as_bytes());
            };
            to[..8].copy_from_slice(&length);
            to[8..].copy_from_slice(part);
            room = rest;
        }
        let length = 2 * BLOCK - room.len();
        Seed(*blake3::keyed_hash(&self.0, &message[..length]).as_bytes())
    }

    /// The raw key, for ciphers (keyed permutations).
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DerivedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DerivedKey")
    }
}

/// Bytes of a [`Block`]; a value in it has fewer.
pub const BLOCK: usize = 64;

/// A short value as it is hashed: its bytes, zeros, and at the end its length and [`Spelling`].
pub type Block = [u8; BLOCK];

/// Which of the spellings that a namespace takes for one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// The one that stands for all.
    Canonical = 0,
    /// Another, where each must have a pseudonym of its own.
    Another = 0x80,
}

/// Puts a value into a block; false, and nothing is said of the block, where it is too long.
pub fn fill(block: &mut Block, value: &[u8], spelling: Spelling) -> bool {
    *block = [0; BLOCK];
    let Some(to) = block[..BLOCK - 1].get_mut(..value.len()) else {
        return false;
    };
    to.copy_from_slice(value);
    finish(block, value.len(), spelling);
    true
}

/// Ends a block that holds a value of `length` bytes, less than [`BLOCK`], and zeros.
pub fn finish(block: &mut Block, length: usize, spelling: Spelling) {
    block[BLOCK - 1] = length as u8 | spelling as u8;
}

/// 32 pseudorandom bytes that belong to one value in one namespace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// A random stream that begins with this seed.
    pub fn rng(&self) -> ChaCha8Rng {
        ChaCha8Rng::from_seed(self.0)
    }

    /// A seed for a part of the same value (an element, a nested call).
    #[must_use]
    pub fn part(&self, label: &[u8]) -> Seed {
        Seed(*blake3::keyed_hash(&self.0, label).as_bytes())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_and_parts_are_apart() {
        let key = SecretKey::new(b"0123456789abcdef").expect("16 bytes");
        let (a, b) = (key.derive("a"), key.derive("b"));
        assert_ne!(a.seed(b"x"), b.seed(b"x"));
        assert_eq!(a.seed(b"x"), a.seed(b"x"));
        let parts =
            |x: &'static [u8], y: &'static [u8]| a.seed_parts([Some(x), Some(y)].into_iter());
        assert_ne!(parts(b"a", b"b"), parts(b"ab", b""));
        // In one piece or several.
        for length in [0, 55, 56, 111, 112, 113, 300] {
            let text = vec![b'x'; length];
            let mut hasher = blake3::Hasher::new_keyed(a.bytes());
            hasher.update(&(length as u64).to_le_bytes()).update(&text);
            hasher.update(&u64::MAX.to_le_bytes());
            let seed = a.seed_parts([Some(&text[..]), None].into_iter());
            assert_eq!(seed.0, *hasher.finalize().as_bytes(), "{length}");
        }
        assert!(SecretKey::new(b"short").is_none());
    }

    #[test]
    fn no_two_values_are_one_message() {
        let key = SecretKey::new(b"0123456789abcdef").expect("16 bytes");
        let key = key.derive("a");
        let mut seen = std::collections::HashSet::new();
        // Values that look like the blocks of others among them.
        let mut values: Vec<Vec<u8>> = (0..=130).map(|length| vec![0; length]).collect();
        values.extend((1..=130).map(|length| vec![b'?'; length]));
        values.push([&[b'?'; 63][..], &[0x3F | 0x80]].concat());
        values.push([&b"x"[..], &[0; 62], &[1]].concat());
        values.push(b"x".to_vec());
        for value in &values {
            for spelling in [Spelling::Canonical, Spelling::Another] {
                let seed = key.seed_of(value, spelling);
                assert!(seen.insert(seed.0), "{spelling:?} {value:?}");
            }
        }
    }
}
