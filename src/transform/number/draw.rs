//! Random numbers from a value's seed.

use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

/// A whole number below `bound` (which is at least 1), each equally likely.
pub(in crate::transform) fn below(rng: &mut ChaCha8Rng, bound: u128) -> u128 {
    if bound <= 1 {
        return 0;
    }
    // As many low bits as the bound needs, drawn again until they are below it: at most half of
    // the draws are thrown away.
    let mask = u128::MAX >> (bound - 1).leading_zeros();
    loop {
        let drawn = if mask <= u128::from(u64::MAX) {
            u128::from(rng.next_u64())
        } else {
            u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())
        };
        if drawn & mask < bound {
            return drawn & mask;
        }
    }
}

/// An index into something of `len` items (at least one).
pub(in crate::transform) fn index(rng: &mut ChaCha8Rng, len: usize) -> usize {
    // Below `len`, so it fits.
    below(rng, len as u128) as usize
}

/// A whole number from `min` to `max` inclusive; `min` where they are the wrong way round.
pub(in crate::transform) fn between(rng: &mut ChaCha8Rng, min: i128, max: i128) -> i128 {
    if min >= max {
        return min;
    }
    match max.abs_diff(min).checked_add(1) {
        // Below the span, so the sum is at most `max`: it wraps only over the sign.
        Some(span) => min.wrapping_add(below(rng, span) as i128),
        None => (u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())) as i128,
    }
}

/// A whole number from `-max` to `max` other than 0; 0 where `max` is.
pub(in crate::transform) fn nonzero(rng: &mut ChaCha8Rng, max: u128) -> i128 {
    let Ok(max @ 1..) = i128::try_from(max) else {
        return 0;
    };
    let drawn = between(rng, -max, max - 1);
    if drawn < 0 { drawn } else { drawn + 1 }
}

/// A number from 0 (inclusive) to 1 (exclusive), in steps of 2⁻⁵³.
pub(in crate::transform) fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::seed::Seed;

    #[test]
    fn draws_stay_in_range_and_reach_the_ends() {
        let mut rng = Seed([7; 32]).rng();
        let mut seen = [false; 5];
        for _ in 0..200 {
            let drawn = between(&mut rng, -2, 2);
            seen[usize::try_from(drawn + 2).expect("in range")] = true;
            let drawn = nonzero(&mut rng, 2);
            assert!(drawn != 0 && (-2..=2).contains(&drawn));
            assert!((0.0..1.0).contains(&unit(&mut rng)));
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(between(&mut rng, 3, 3), 3);
        assert_eq!(between(&mut rng, 4, 3), 4);
        assert_eq!(nonzero(&mut rng, 0), 0);
        assert_eq!(below(&mut rng, 0), 0);
        between(&mut rng, i128::MIN, i128::MAX);
        between(&mut rng, i128::MIN, i128::MAX - 1);
    }
}
