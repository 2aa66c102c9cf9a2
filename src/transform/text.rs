//! Text and binary data.

use super::Kind;

mod bytes;
mod file;
pub(crate) mod find;
mod lorem;
mod redact;

pub(super) use find::{FINDS, What};
pub(super) use lorem::words;
pub(super) use redact::redact_rule;

pub(super) const KINDS: &[Kind] = &[
    lorem::WORDS,
    lorem::SENTENCE,
    lorem::PARAGRAPH,
    redact::KIND,
    bytes::EMPTY,
    bytes::RANDOM,
    file::KIND,
];
