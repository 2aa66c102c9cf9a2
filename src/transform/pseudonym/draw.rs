//! Drawing from a seeded random stream without bias.

use rand_core::Rng;

/// A number below `n` (0 where `n` is 0), every one equally likely: Lemire's multiplication with
/// rejection of the short interval.
pub(in crate::transform) fn below(rng: &mut impl Rng, n: u64) -> u64 {
    let mut product = u128::from(rng.next_u64()) * u128::from(n);
    if n > 0 && low(product) < n {
        let threshold = n.wrapping_neg() % n;
        while low(product) < threshold {
            product = u128::from(rng.next_u64()) * u128::from(n);
        }
    }
    u64::try_from(product >> 64).unwrap_or(0)
}

/// One of the bytes; 0 where there is none.
pub(in crate::transform) fn byte_of(rng: &mut impl Rng, bytes: &[u8]) -> u8 {
    let at = usize::try_from(below(rng, bytes.len() as u64)).unwrap_or(0);
    bytes.get(at).copied().unwrap_or(0)
}

/// The lower 64 bits.
fn low(product: u128) -> u64 {
    (product & u128::from(u64::MAX)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::seed::Seed;

    #[test]
    fn draws_stay_below_and_reach_everything() {
        let mut rng = Seed([7; 32]).rng();
        let mut seen = [0u32; 10];
        for _ in 0..10_000 {
            seen[below(&mut rng, 10) as usize] += 1;
        }
        assert!(
            seen.iter().all(|count| (850..1150).contains(count)),
            "{seen:?}"
        );
        assert_eq!(below(&mut rng, 0), 0);
        assert_eq!(below(&mut rng, 1), 0);
        assert!(below(&mut rng, u64::MAX) < u64::MAX);
    }
}
