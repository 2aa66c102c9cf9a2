//! Large objects: no rule looks into them, they are kept, emptied or refused as a whole.

use super::{Blocks, Source};
use crate::error::Result;
use crate::pipe::codec::Decoder;

/// What becomes of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Copied as it is stored.
    Copy,
    /// Compressed anew.
    Recode,
    /// It loses its content.
    Empty,
}

/// Passes one on.
pub(super) fn pass(source: &mut dyn Source, action: Action, blocks: &mut Blocks<'_>) -> Result<()> {
    if action != Action::Copy {
        blocks.begin();
    }
    let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
    while let Some(raw) = source.data()? {
        decoder.decode(raw.clone(), &mut |data| match action {
            Action::Recode => blocks.encode(&data),
            Action::Copy | Action::Empty => Ok(()),
        })?;
        if action == Action::Copy {
            blocks.target.data(&raw)?;
        }
    }
    // Without compression nothing is there to be whole.
    decoder.finish()?;
    blocks.end_stream()
}
