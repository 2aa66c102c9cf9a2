//! The index of 80 bits that makes an invented value unique; the bound stands at the
//! [module above](super).

use crate::transform::seed::Seed;

/// Characters of a whole index: 16 × 5 bits = 80 bits.
pub(in crate::transform) const CHARS: usize = 16;

/// Lower-case base32 of RFC 4648.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Appends the first `chars` (at most [`CHARS`]) characters of the seed's index.
pub(in crate::transform) fn push(seed: &Seed, chars: usize, out: &mut Vec<u8>) {
    let half = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    };
    let mut text = [0; CHARS];
    for (part, bits) in [half(&seed.0[..5]), half(&seed.0[5..10])]
        .into_iter()
        .enumerate()
    {
        for at in 0..8 {
            text[8 * part + at] = ALPHABET[(bits >> (35 - 5 * at)) as usize & 31];
        }
    }
    out.extend_from_slice(&text[..chars.min(CHARS)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_of_the_first_ten_bytes_counts() {
        let text = |seed: &Seed| {
            let mut out = Vec::new();
            push(seed, CHARS, &mut out);
            out
        };
        let zero = Seed([0; 32]);
        assert_eq!(text(&zero), b"aaaaaaaaaaaaaaaa");
        for bit in 0..80 {
            let mut seed = zero;
            seed.0[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(text(&seed), text(&zero));
        }
        let mut out = Vec::new();
        push(&Seed([255; 32]), 3, &mut out);
        assert_eq!(out, b"777");
    }
}
