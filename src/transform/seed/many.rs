//! BLAKE3 of many blocks under one key, in the lanes of the processor's widest registers.
//!
//! The crate's own functions put the parts of *one* message into the lanes. What they are made of
//! takes any messages of one length; it is public, but undocumented and free to change, so Cargo.toml
//! names the version exactly, and nothing outside of this file knows of it. Sixteen blocks take some
//! 200 ns with AVX-512; one alone takes 65, by this way or `blake3::keyed_hash`.

use blake3::IncrementCounter;
use blake3::platform::{Platform, words_from_le_bytes_32};

use super::{BLOCK, Block};

/// As many blocks as any processor hashes at a time.
const LANES: usize = 16;

// The specification's flags (table 3): a block that is all of a keyed message begins and ends a chunk,
// which is the root.
const CHUNK_START: u8 = 1 << 0;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;
const KEYED_HASH: u8 = 1 << 4;

/// Appends to `hashes` what `blake3::keyed_hash` makes of each block.
pub(super) fn keyed_hashes(key: &[u8; 32], blocks: &[Block], hashes: &mut Vec<[u8; 32]>) {
    let platform = Platform::detect();
    let key = words_from_le_bytes_32(key);
    for blocks in blocks.chunks(LANES) {
        let mut inputs = [&[0; BLOCK]; LANES];
        for (input, block) in inputs.iter_mut().zip(blocks) {
            *input = block;
        }
        let mut made = [[0; 32]; LANES];
        let inputs = &inputs[..filled(blocks.len(), platform.simd_degree())];
        platform.hash_many(
            inputs,
            &key,
            0,
            IncrementCounter::No,
            KEYED_HASH,
            CHUNK_START,
            CHUNK_END | ROOT,
            made[..inputs.len()].as_flattened_mut(),
        );
        hashes.extend_from_slice(&made[..blocks.len()]);
    }
}

/// How many blocks are hashed where so many are wanted. What does not fill the lanes goes through half
/// of them, then a quarter, and so on: 15 blocks take four turns, longer than 16 take.
fn filled(wanted: usize, lanes: usize) -> usize {
    let rest = wanted % lanes;
    if rest == 0 {
        return wanted;
    }
    wanted - rest + rest.next_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn each_is_the_keyed_hash(
            key: [u8; 32],
            blocks in proptest::collection::vec(proptest::array::uniform(0..=255_u8), 0..50),
        ) {
            let mut hashes = vec![[9; 32]];
            keyed_hashes(&key, &blocks, &mut hashes);
            proptest::prop_assert_eq!(hashes.len(), 1 + blocks.len());
            for (block, hash) in blocks.iter().zip(&hashes[1..]) {
                let alone = blake3::keyed_hash(&key, block);
                proptest::prop_assert_eq!(hash, alone.as_bytes());
            }
        }
    }

    #[test]
    fn lanes_are_filled_but_never_more_than_there_are() {
        for lanes in [1, 4, 8, 16] {
            for wanted in 0..=LANES {
                let filled = filled(wanted, lanes);
                assert!(filled >= wanted && filled <= LANES && filled < wanted + lanes);
            }
        }
    }
}
