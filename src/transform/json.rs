//! JSON: edits that keep every byte outside the replaced spans.

use super::{Kind, Misfit};

pub(super) const KINDS: &[Kind] = &[];

/// A path from the enclosing object to a sibling value, for `seed_from`.
#[derive(Clone, Debug)]
pub struct Sibling {}

impl Sibling {
    /// Parses a path of keys.
    pub fn parse(path: &str) -> Result<Self, Misfit> {
        let _ = path;
        unimplemented!()
    }

    /// The sibling's JSON text within the object's text.
    pub fn find<'a>(&self, this: &'a [u8]) -> Option<&'a [u8]> {
        let _ = this;
        unimplemented!()
    }
}
