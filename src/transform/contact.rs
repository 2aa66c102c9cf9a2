//! Transformers: contact.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
