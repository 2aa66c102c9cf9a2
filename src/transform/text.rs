//! Transformers: text.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
