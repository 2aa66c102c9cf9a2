//! Large objects: no rule looks into them, they are kept, emptied or refused as a whole.

use std::collections::HashSet;

use super::{Blocks, Source};
use crate::dump::archive::script::large_objects;
use crate::dump::archive::toc::Toc;
use crate::error::{Error, Result};
use crate::pipe::codec::Decoder;

/// Those that entries name, of which no data has come: a list that was cut off is found by them.
pub(super) struct Named {
    missing: HashSet<u32>,
    /// Data of some has come, or is to come.
    any: bool,
}

impl Named {
    /// What the contents name.
    ///
    /// # Errors
    /// Exit 5 where one is named twice, or by what is no number.
    pub(super) fn new(toc: &Toc) -> Result<Self> {
        let unclear =
            || Error::input("the archive does not say clearly which large objects it has");
        let mut named = Self {
            missing: HashSet::new(),
            any: false,
        };
        for entry in &toc.entries {
            let one = (entry.desc() == b"BLOB").then(|| entry.tag());
            let group = (entry.desc() == b"BLOB METADATA").then(|| large_objects(entry));
            for oid in one.into_iter().chain(group.into_iter().flatten()) {
                let oid = std::str::from_utf8(oid)
                    .ok()
                    .and_then(|oid| oid.parse().ok());
                if !named.missing.insert(oid.ok_or_else(unclear)?) {
                    return Err(unclear());
                }
            }
            named.any |= entry.desc() == b"BLOBS" && entry.holds_data();
        }
        Ok(named)
    }

    /// Data of one comes.
    ///
    /// # Errors
    /// Exit 5 where no entry names it, or it has come before.
    pub(super) fn comes(&mut self, oid: u32) -> Result<()> {
        match self.missing.remove(&oid) {
            true => Ok(()),
            false => Err(Error::input("data of a large object that no entry names")),
        }
    }

    /// All data has come.
    ///
    /// # Errors
    /// Exit 5 where some is missing.
    pub(super) fn all_came(&self) -> Result<()> {
        match self.any && !self.missing.is_empty() {
            true => Err(Error::input(format!(
                "the archive is cut off: {} of its large objects have no data",
                self.missing.len()
            ))
            .hint("make the dump again, or copy it again, and compare sizes")),
            false => Ok(()),
        }
    }
}

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
