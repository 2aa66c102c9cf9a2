//! FF1 (NIST SP 800-38G) with AES-256 over numeral strings whose halves fit machine integers.
//!
//! The same permutation as the `fpe` crate's, which the tests hold it against. That crate starts
//! afresh for every string: it copies the key schedule for each of the ten rounds, encrypts the
//! blocks that all strings of one length and tweak have in common, and adds byte by byte. Here
//! those blocks are encrypted once ([`Strings`]) and a round is one block and one division: a
//! sixth of the time.

use aes::cipher::consts::U16;
use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit,
};
use aes::{Aes256Enc, Block};

/// FF1 with one key and radix.
pub(in crate::transform) struct Ff1 {
    cipher: Aes256Enc,
    radix: u32,
}

/// What strings of one length and tweak have in common.
#[derive(Clone, Copy)]
pub(in crate::transform) struct Strings {
    /// Of the rounds' last block: what was encrypted before it, and its bytes but for the round's
    /// number and the half.
    before: u128,
    /// Bytes of a half: the round's number stands before them.
    half_bytes: u32,
    /// How many bytes of the last block's encryption are added to a half.
    sum_bytes: u32,
    /// radix^u and radix^v: how many values the two halves have.
    sizes: [u128; 2],
}

impl Ff1 {
    /// Of a key and a radix from 2 to 2^16.
    pub(in crate::transform) fn new(key: &[u8; 32], radix: u32) -> Self {
        Self {
            cipher: Aes256Enc::new(key.into()),
            radix,
        }
    }

    /// Strings of `length` numerals under a tweak; `None` where there are fewer than a million of
    /// them (FF1's least domain) or their halves do not fit 64 bits.
    pub(in crate::transform) fn strings(&self, length: u32, tweak: &[u8]) -> Option<Strings> {
        let radix = u128::from(self.radix);
        let (u, v) = (length / 2, length - length / 2);
        let sizes = [radix.checked_pow(u)?, radix.checked_pow(v)?];
        if sizes[1] > 1 << 64
            || sizes[0]
                .checked_mul(sizes[1])
                .is_some_and(|n| n < 1_000_000)
        {
            return None;
        }
        let half_bits = u128::BITS - (sizes[1] - 1).leading_zeros();
        let half_bytes = half_bits.div_ceil(8);
        let mut p = [1, 2, 1, 0, 0, 0, 10, u as u8, 0, 0, 0, 0, 0, 0, 0, 0];
        p[3..6].copy_from_slice(&self.radix.to_be_bytes()[1..]);
        p[8..12].copy_from_slice(&length.to_be_bytes());
        p[12..].copy_from_slice(&u32::try_from(tweak.len()).ok()?.to_be_bytes());
        let mut chain = self.block(u128::from_be_bytes(p));
        // The tweak, then zeros up to the round's number and the half, which end the last block.
        let (blocks, rest) = tweak.as_chunks::<16>();
        for block in blocks {
            chain = self.block(chain ^ u128::from_be_bytes(*block));
        }
        let mut last = [0; 16];
        last[..rest.len()].copy_from_slice(rest);
        if rest.len() + 1 + half_bytes as usize > last.len() {
            chain = self.block(chain ^ u128::from_be_bytes(last));
            last = [0; 16];
        }
        Some(Strings {
            before: chain ^ u128::from_be_bytes(last),
            half_bytes,
            sum_bytes: 4 * half_bytes.div_ceil(4) + 4,
            sizes,
        })
    }

    /// Permutes the strings: of one, the values of its two halves, the shorter one first.
    pub(in crate::transform) fn encrypt(&self, strings: &Strings, halves: [u64; 2]) -> [u64; 2] {
        let mut encrypted = halves;
        self.cipher.encrypt_with_backend(Rounds {
            strings,
            halves: &mut encrypted,
        });
        encrypted
    }

    fn block(&self, block: u128) -> u128 {
        let mut block: Block = block.to_be_bytes().into();
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.into())
    }
}

/// The ten rounds on one string.
struct Rounds<'a> {
    strings: &'a Strings,
    halves: &'a mut [u64; 2],
}

impl BlockSizeUser for Rounds<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Rounds<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let Strings {
            before,
            half_bytes,
            sum_bytes,
            sizes,
        } = *self.strings;
        let [mut a, mut b] = *self.halves;
        for round in 0..10_u8 {
            let block = before ^ u128::from(round) << (8 * half_bytes) ^ u128::from(b);
            let mut block: Block = block.to_be_bytes().into();
            backend.encrypt_block((&mut block).into());
            let sum = u128::from_be_bytes(block.into()) >> (128 - 8 * sum_bytes);
            let next = add(a, sum, sizes[usize::from(round % 2)]);
            (a, b) = (b, next);
        }
        *self.halves = [a, b];
    }
}

/// `half` + `sum` modulo `size`, for a half below it and a sum of at most 96 bits.
#[inline(always)]
fn add(half: u64, sum: u128, size: u128) -> u64 {
    let sum = match u32::try_from(size) {
        // Two divisions of 64 bits instead of one of 128.
        Ok(size) => {
            let size = u64::from(size);
            let high = (sum >> 32) as u64 % size;
            ((high << 32 | u64::from(sum as u32)) % size).into()
        }
        Err(_) => sum % size,
    };
    let sum = u128::from(half) + sum;
    // Below the size, which is at most 2^64.
    (if sum >= size { sum - size } else { sum }) as u64
}

#[cfg(test)]
mod tests {
    use aes::Aes256;
    use fpe::ff1::{BinaryNumeralString, FF1, FlexibleNumeralString};

    use super::*;

    fn value(digits: &[u16]) -> u64 {
        digits
            .iter()
            .fold(0, |value, digit| value * 10 + u64::from(*digit))
    }

    /// NIST's samples for FF1-AES256 (csrc.nist.gov, FF1samples.pdf, numbers 7 and 8).
    #[test]
    fn gives_the_published_ciphertexts() {
        let key = [
            0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF,
            0x4F, 0x3C, 0xEF, 0x43, 0x59, 0xD8, 0xD5, 0x80, 0xAA, 0x4F, 0x7F, 0x03, 0x6D, 0x6F,
            0x04, 0xFC, 0x6A, 0x94,
        ];
        let ff1 = Ff1::new(&key, 10);
        let encrypt = |tweak| {
            let strings = ff1.strings(10, tweak).expect("10 digits");
            ff1.encrypt(&strings, [1234, 56789])
        };
        assert_eq!(encrypt(b""), [66576, 67009]);
        assert_eq!(encrypt(b"9876543210"), [10016, 23463]);
    }

    #[test]
    fn agrees_with_the_crate_on_digits() {
        let ours = Ff1::new(&[9; 32], 10);
        let theirs = FF1::<Aes256>::new(&[9; 32], 10).expect("radix 10");
        let tweak = b"a tweak of more than two blocks, in bytes";
        for length in 6..=38_u32 {
            for tweak in [&tweak[..], &tweak[..7], &tweak[..13], &tweak[..16], b""] {
                let digits: Vec<u16> = (0..length as u16).map(|at| (at * 7 + 3) % 10).collect();
                let (high, low) = digits.split_at(length as usize / 2);
                let strings = ours.strings(length, tweak).expect("fits");
                let halves = ours.encrypt(&strings, [value(high), value(low)]);
                let encrypted: Vec<u16> = theirs
                    .encrypt(tweak, &FlexibleNumeralString::from(digits.clone()))
                    .expect("valid")
                    .into();
                let (high, low) = encrypted.split_at(length as usize / 2);
                assert_eq!(halves, [value(high), value(low)], "{length} digits");
            }
        }
        assert!(ours.strings(5, b"").is_none());
        assert!(ours.strings(39, b"").is_none());
    }

    #[test]
    fn agrees_with_the_crate_on_bits() {
        let ours = Ff1::new(&[7; 32], 2);
        let theirs = FF1::<Aes256>::new(&[7; 32], 2).expect("radix 2");
        for bytes in 3..=16 {
            let plain: Vec<u8> = (0..bytes).map(|at| (at * 59 + 17) as u8).collect();
            let halves = |bytes: &[u8]| {
                // The crate's first bit is the lowest of the first byte.
                let bit = |at: usize| u64::from(bytes[at / 8] >> (at % 8) & 1);
                let half = bytes.len() * 4;
                let value = |from: usize| (from..from + half).fold(0, |v, at| v << 1 | bit(at));
                [value(0), value(half)]
            };
            let strings = ours.strings(bytes * 8, b"tweak").expect("fits");
            let encrypted = theirs
                .encrypt(b"tweak", &BinaryNumeralString::from_bytes_le(&plain))
                .expect("valid")
                .to_bytes_le();
            assert_eq!(
                ours.encrypt(&strings, halves(&plain)),
                halves(&encrypted),
                "{bytes} bytes"
            );
        }
        assert!(ours.strings(19, b"").is_none());
        assert!(ours.strings(129, b"").is_none());
    }
}
