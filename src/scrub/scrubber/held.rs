//! What stands between statements: white space and comments wait until it is known what becomes of
//! the statement below them; entry headers and trailers are read on the way.

use super::{MAX_HELD, Scrubber, after_trailer, check_after_trailer};
use crate::dump::lexer::{Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::rewrite::{self, Comment};
use crate::error::Result;
use crate::scrub::Sink;

impl Scrubber {
    /// White space and comments wait for what follows them.
    pub(super) fn hold(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if piece.kind == PieceKind::LineComment {
            self.comment_line(&piece, sink)?;
        } else if self.database.trailer && piece.kind == PieceKind::BlockComment {
            return Err(after_trailer(&piece));
        }
        self.held_bytes += piece.bytes.len();
        self.held.push(piece);
        if self.held_bytes > MAX_HELD && !self.database.trailer {
            self.release(sink)?;
        }
        Ok(())
    }

    fn comment_line(&mut self, piece: &Piece, sink: &mut dyn Sink) -> Result<()> {
        match Comment::of(&piece.bytes) {
            Comment::DumpComplete => {
                self.own_is_whole(piece)?;
                self.check_schema(piece)?;
                self.data_is_over(sink)?;
                self.check_findings()?;
                if let Some(relations) = &self.database.relations {
                    self.warnings.extend(relations.warnings());
                }
                // The line `--` above belongs to the trailer; what stands before it does not.
                let frame = self
                    .held
                    .pop_if(|held| held.bytes.trim_ascii_end() == b"--");
                self.release(sink)?;
                self.held.extend(frame);
                self.database.trailer = true;
            }
            Comment::ClusterComplete => {
                self.cluster_open = false;
                if self.database.globals {
                    self.database.trailer = true;
                }
            }
            Comment::Cluster => {
                if self.database.trailer {
                    self.next_dump(sink)?;
                }
                self.cluster_open = true;
                self.database.globals = true;
            }
            Comment::Dump => {
                if self.database.trailer {
                    self.next_dump(sink)?;
                }
                self.database.globals = false;
            }
            _ if self.database.trailer => {
                check_after_trailer(piece)?;
            }
            Comment::ViaRoot => self.database.via_root = true,
            Comment::Entry(header) => {
                self.waiting.close()?;
                self.database.entries = true;
                self.database.drop_entry = self.policies.drops_entry(&header);
                if let Some(schema) = &header.schema
                    && header.data
                    && header.type_name == "TABLE DATA"
                {
                    let table = TableName::new(schema.clone(), header.name.clone());
                    self.database.data_entries.insert(table.clone());
                    self.database.announced.push(table);
                    self.database.data = true;
                }
                self.database.entry = Some(header);
                self.database.last = None;
                self.database.via_root = false;
            }
            Comment::Other => {}
        }
        Ok(())
    }

    /// Writes what is held.
    pub(super) fn release(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.held_bytes = 0;
        for piece in self.held.drain(..) {
            let owner = self.options.no_owner && piece.kind == PieceKind::LineComment;
            match owner
                .then(|| rewrite::header_without_owner(&piece.bytes))
                .flatten()
            {
                Some(line) => sink.write(&line)?,
                None => sink.pass(piece.bytes)?,
            }
        }
        Ok(())
    }

    /// What is held belongs to a statement that goes.
    pub(super) fn discard(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
    }
}
