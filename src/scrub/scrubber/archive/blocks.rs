//! The data of an archive, block by block.

use bytes::Bytes;

use crate::dump::archive::toc::Entry;
use crate::dump::lexer::{Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::statement::{self, Class};
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::plan::Action;
use crate::scrub::scrubber::release::passed;
use crate::scrub::scrubber::{Data, Scrubber};

/// What becomes of a block's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockFate {
    /// It stays as it is.
    Unchanged,
    /// It is written anew.
    Rewritten,
    /// It comes after that of the other tables.
    Waits,
}

/// The block that is being read.
pub(in crate::scrub::scrubber) struct Block {
    pub(in crate::scrub::scrubber) id: i64,
    node: Option<usize>,
    /// COPY, not INSERT.
    copy: bool,
    /// A COPY has begun.
    begun: bool,
}

impl Scrubber {
    /// The data of an entry begins.
    ///
    /// # Errors
    /// As [`Scrubber::push`].
    pub fn begin_block(&mut self, entry: &Entry, sink: &mut dyn Sink) -> Result<BlockFate> {
        self.waiting.close()?;
        self.enter_entry(entry);
        self.database.data = true;
        let table = self.block_tables.get(&entry.id).cloned();
        self.block = Some(Block {
            id: entry.id,
            node: table.as_ref().map(|(node, _)| *node),
            copy: entry.copy.is_some(),
            begun: false,
        });
        let Some(copy) = &entry.copy else {
            // Of an empty table no statement comes.
            let waits = match table {
                Some((node, table)) => match self.admission(node) {
                    Some(admission) => self.admit(node, admission, &table)?,
                    None => false,
                },
                None => false,
            };
            return Ok(if waits {
                BlockFate::Waits
            } else {
                BlockFate::Rewritten
            });
        };
        self.block_data(copy.clone(), sink)?;
        match &self.data {
            Data::Copy(planned) if planned.plan.action == Action::Pass => Ok(BlockFate::Unchanged),
            Data::Copy(_) => Ok(BlockFate::Rewritten),
            Data::Waits(_) => Ok(BlockFate::Waits),
            Data::None | Data::Insert { .. } => Err(Error::unexpected("a COPY that did not begin")),
        }
    }

    /// The next bytes of the block's data.
    ///
    /// # Errors
    /// As [`Scrubber::push`].
    pub fn block_data(&mut self, data: Bytes, sink: &mut dyn Sink) -> Result<()> {
        self.push(data, sink).map_err(Error::without_input_place)
    }

    /// The block's data has ended.
    ///
    /// # Errors
    /// Exit 5 where it was not whole.
    pub fn end_block(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.lexer.end();
        self.drain(sink).map_err(Error::without_input_place)?;
        self.lexer.next_text();
        let Some(block) = self.block.take() else {
            return Err(Error::unexpected("the end of no block"));
        };
        if let Some(node) = block.node
            && self.waiting.is_open_for(node)
        {
            self.hold_text()?;
            self.waiting.close()?;
        } else {
            self.release(sink)?;
        }
        self.block_is_over(block.node)
    }

    /// After its last block a table is complete.
    fn block_is_over(&mut self, node: Option<usize>) -> Result<()> {
        let (Some(node), Some(relations)) = (node, self.database.relations.as_mut()) else {
            return Ok(());
        };
        let Some(left) = self.blocks_left.get_mut(&node) else {
            return Ok(());
        };
        *left = left.saturating_sub(1);
        match left {
            0 => passed(relations, node),
            _ => Ok(()),
        }
    }

    /// All tables have passed: what waited is written.
    ///
    /// # Errors
    /// As [`Scrubber::push`].
    pub fn end_of_tables(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.data_is_over(sink).map_err(Error::without_input_place)
    }

    /// The archive was whole.
    ///
    /// # Errors
    /// Exit 4 where a rule did not hold.
    pub fn finish_archive(&mut self) -> Result<()> {
        self.check_findings().map_err(Error::without_input_place)?;
        self.note_unused_drops();
        Ok(())
    }

    /// The number of the block that is being read.
    pub(in crate::scrub::scrubber) fn block_id(&self) -> i64 {
        self.block.as_ref().map_or(0, |block| block.id)
    }

    /// A block holds data of its own table.
    pub(in crate::scrub::scrubber) fn check_block_table(
        &self,
        node: usize,
        table: &TableName,
    ) -> Result<()> {
        if self.block.as_ref().and_then(|block| block.node) == Some(node) {
            Ok(())
        } else {
            Err(Error::input("an entry holds data of another table").at_table(table))
        }
    }

    /// A block holds nothing but its table's data.
    pub(in crate::scrub::scrubber) fn check_block(&mut self, piece: &Piece) -> Result<()> {
        let Some(block) = &mut self.block else {
            return Ok(());
        };
        let fits = match piece.kind {
            PieceKind::Blank
            | PieceKind::Data
            | PieceKind::Rows
            | PieceKind::CopyEnd
            | PieceKind::InsertEnd => true,
            PieceKind::CopyStart => block.copy && !std::mem::replace(&mut block.begun, true),
            PieceKind::InsertStart => !block.copy,
            PieceKind::Statement => {
                // INSERT … DEFAULT VALUES has no rows to read.
                !block.copy
                    && matches!(
                        statement::parse(&piece.bytes, self.lexer.dialect()).class,
                        Class::Insert(_)
                    )
            }
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(Error::input("the data of an entry holds more than data")
                .at_input(piece.line, piece.offset))
        }
    }
}
