//! Output of this program as its input: the transaction that it wrote around the dump is taken out,
//! and written anew in the same places, so that cleaning twice changes nothing by itself.

use super::{Scrubber, after_trailer};
use crate::dump::lexer::Piece;
use crate::error::{Error, Result};
use crate::scrub::Sink;

/// Where the input stands in a transaction that this program wrote before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Own {
    /// In none.
    #[default]
    None,
    /// After its beginning.
    Begun,
    /// After its COMMIT: nothing but the trailer, or what stands outside of transactions, follows.
    Committed,
}

impl Scrubber {
    /// The first line; [`Scrubber::piece`] has written it already, where it is wanted.
    pub(super) fn own_first(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        self.cleaned = true;
        if self.options.transaction {
            return Ok(());
        }
        sink.pass(piece.bytes)
    }

    /// The transaction begins here, as it did before.
    pub(super) fn own_begin(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        if self.database.own != Own::None || self.database.begun || self.database.globals {
            return Err(misplaced("BEGIN", &piece));
        }
        self.release(sink)?;
        if self.options.transaction {
            self.begin(sink)?;
        } else {
            sink.pass(piece.bytes)?;
        }
        self.database.own = Own::Begun;
        Ok(())
    }

    /// Whether the input was whole is known only later, and so COMMIT is written later.
    pub(super) fn own_commit(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        let begun = self.database.begun || !self.options.transaction;
        if self.database.own != Own::Begun || !begun {
            return Err(misplaced("COMMIT", &piece));
        }
        if !self.options.transaction {
            self.data_is_over(sink)?;
            self.release(sink)?;
            sink.pass(piece.bytes)?;
        }
        self.database.own = Own::Committed;
        Ok(())
    }

    /// What belongs into a transaction stands before its COMMIT.
    pub(super) fn not_committed(&self) -> Result<()> {
        if self.database.own == Own::Committed {
            return Err(
                Error::input("a statement after the COMMIT of a cleaned dump")
                    .at_input(self.lexer.line(), self.lexer.offset())
                    .hint("remove what was added to the dump"),
            );
        }
        Ok(())
    }

    /// The dump is complete, and so must be the transaction around it.
    pub(super) fn own_is_whole(&self, piece: &Piece) -> Result<()> {
        if self.database.own == Own::Begun {
            return Err(Error::input("a cleaned dump without its COMMIT")
                .at_input(piece.line, piece.offset)
                .hint("take the file as dmscrub wrote it"));
        }
        Ok(())
    }
}

fn misplaced(what: &str, piece: &Piece) -> Error {
    Error::input(format!("{what} of a cleaned dump where none belongs"))
        .at_input(piece.line, piece.offset)
        .hint("take the file as dmscrub wrote it")
}
