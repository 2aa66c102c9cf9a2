//! Values that a namespace keeps, seen from a permutation.
//!
//! A kept value must be nobody's pseudonym, or two rows of a unique column would hold it. So a
//! permutation goes on from a kept image to that image's own, until one is not kept: what is not
//! kept is then permuted within itself. The walk ends, as the cycle leads back to the original,
//! which is not kept.

use crate::transform::Failure;
use crate::transform::bind::Namespace;

/// More steps than any sensible list of kept values needs.
pub(super) const MAX_STEPS: usize = 10_000;

/// The namespace keeps this text.
pub(super) fn keeps(namespace: &Namespace, text: &[u8]) -> bool {
    (!namespace.keep.is_empty() || !namespace.keep_values.is_empty())
        && namespace.keeps(text, &namespace.normalise.apply(text))
}

/// [`MAX_STEPS`] were not enough.
pub(super) fn too_many() -> Failure {
    Failure::new("the namespace keeps almost every value, so there is none left to replace it with")
}
