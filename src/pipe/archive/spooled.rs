//! A target whose contents are known only after the data: that of tables waits, as it is to be stored,
//! in memory and past a limit in an encrypted temporary file.

use std::collections::HashMap;

use super::Target;
use crate::dump::archive::custom::Block;
use crate::dump::archive::toc::Toc;
use crate::error::{Error, Result};
use crate::pipe::codec::Wrapper;
use crate::scrub::hold::{Held, Store};

/// Passes on what waits when the contents are given for the second time; what comes then goes straight
/// through.
pub(super) struct Spooled {
    target: Box<dyn Target>,
    store: Store,
    blocks: HashMap<i64, Held>,
    open: Option<(i64, Held)>,
    given: Given,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Nothing,
    First,
    Last,
}

impl Spooled {
    /// Before `target`; data waits in `store`.
    pub(super) fn new(target: Box<dyn Target>, store: Store) -> Self {
        Self {
            target,
            store,
            blocks: HashMap::new(),
            open: None,
            given: Given::Nothing,
        }
    }

    fn pass_on(&mut self, toc: &Toc) -> Result<()> {
        self.target.contents(toc)?;
        for entry in &toc.entries {
            let Some(held) = self.blocks.remove(&entry.id) else {
                continue;
            };
            self.target.open(Block::Data(entry.id))?;
            for segment in held.read(&mut self.store) {
                self.target.data(&segment?)?;
            }
            held.release(&mut self.store)?;
            self.target.end_stream()?;
            self.target.close()?;
        }
        match self.blocks.is_empty() {
            true => Ok(()),
            false => Err(Error::unexpected("data of no entry")),
        }
    }
}

impl Target for Spooled {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        match self.given {
            Given::Nothing => {
                self.given = Given::First;
                Ok(())
            }
            Given::First => {
                self.given = Given::Last;
                self.pass_on(toc)
            }
            Given::Last => Err(Error::unexpected("the contents change once more")),
        }
    }

    fn takes_amends(&self) -> bool {
        true
    }

    fn open(&mut self, block: Block) -> Result<()> {
        match block {
            Block::Data(id) if self.given != Given::Last => {
                self.open = Some((id, Held::new()));
                Ok(())
            }
            Block::LargeObjects(_) if self.given != Given::Last => {
                Err(Error::unexpected("large objects before all tables"))
            }
            _ => self.target.open(block),
        }
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        self.target.large_object(oid)
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.open {
            Some((_, held)) if !bytes.is_empty() => held.push(&[bytes], &mut self.store),
            Some(_) => Ok(()),
            None => self.target.data(bytes),
        }
    }

    fn end_stream(&mut self) -> Result<()> {
        match self.open.take() {
            Some((id, mut held)) => {
                held.seal(&mut self.store)?;
                self.blocks.insert(id, held);
                Ok(())
            }
            None if self.given == Given::Last => self.target.end_stream(),
            None => Err(Error::unexpected("the end of no stream")),
        }
    }

    fn close(&mut self) -> Result<()> {
        match self.given {
            Given::Last => self.target.close(),
            Given::Nothing | Given::First => Ok(()),
        }
    }

    fn finish(self: Box<Self>) -> Result<u64> {
        match self.given {
            Given::Last => self.target.finish(),
            Given::Nothing | Given::First => Err(Error::unexpected("the data waits still")),
        }
    }

    fn abandon(self: Box<Self>) {
        self.target.abandon();
    }

    fn wrapper(&self) -> Wrapper {
        self.target.wrapper()
    }
}
