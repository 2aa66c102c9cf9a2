//! Transformers: plain.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
