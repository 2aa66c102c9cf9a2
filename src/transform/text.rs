//! Transformers: text.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];

pub(super) fn redact_rule(
    _: &crate::error::Position,
) -> crate::error::Result<crate::rules::model::ColumnRule> {
    unimplemented!()
}
