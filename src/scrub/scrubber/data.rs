//! Table data as it arrives: heads, rows, ends.

use std::sync::Arc;

use bytes::Bytes;

use super::{Data, Scrubber, after_trailer};
use crate::dump::encoding::Dialect;
use crate::dump::lexer::{DataMode, Lexer, Piece, PieceKind};
use crate::dump::statement::{self, Class};
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::plan::{Action, Planned, TablePlan};
use crate::scrub::policy::{Context, Fate};
use crate::scrub::reading::Reading;
use crate::scrub::relations::Relations;
use crate::scrub::rows::Origin;
use crate::scrub::transaction::OpenOutput;

impl Scrubber {
    /// The head of a COPY or INSERT: decides how the data is taken.
    pub(super) fn data_start(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        self.check_schema(&piece)?;
        let planned = match &self.database.last {
            Some(last) if last.head == piece.bytes => Arc::clone(last),
            _ => self.plan(&piece)?,
        };
        self.database.last = Some(Arc::clone(&planned));
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        self.check_late(&planned).map_err(place)?;
        self.pass_empty(piece.kind == PieceKind::InsertStart)
            .map_err(place)?;
        let waits = self.enter(&planned.plan.table).map_err(place)?;
        let action = planned.plan.action;
        self.lexer.take_data(match action {
            Action::Rows => DataMode::Rows,
            // A statement that waits is kept as one part, which its head belongs to.
            _ if waits && piece.kind == PieceKind::InsertStart => DataMode::Rows,
            Action::Pass | Action::Empty => DataMode::Untouched,
        });
        if piece.kind == PieceKind::CopyStart {
            self.check_rest_of_line(&piece)?;
        }
        if waits {
            self.wait_for_data(&planned, &piece)?;
            self.data = Data::Waits(planned);
            return Ok(());
        }
        if piece.kind == PieceKind::CopyStart {
            self.release(sink)?;
            self.begin(sink)?;
            self.database.substance = true;
            sink.head(piece.bytes)?;
            self.open = OpenOutput::Copy {
                columns: planned.plan.columns.len(),
            };
            self.data = Data::Copy(planned);
            return Ok(());
        }
        match action {
            Action::Pass => self.insert_head(&piece.bytes, sink)?,
            Action::Empty => self.drop_insert(sink)?,
            Action::Rows => {}
        }
        self.data = Data::Insert {
            planned,
            head: piece.bytes,
        };
        Ok(())
    }

    /// SQL on the line of a COPY runs after it, but is written before its data: it must be whole
    /// there, and such as passes unchanged.
    fn check_rest_of_line(&mut self, piece: &Piece) -> Result<()> {
        let rest = piece.bytes.slice(self.lexer.copy_statement_len()..);
        if rest.trim_ascii().is_empty() {
            return Ok(());
        }
        let dialect = self.lexer.dialect();
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let unclear = || place(Error::input("text after a COPY statement on the same line"));
        if dialect != Dialect::default() {
            return Err(unclear());
        }
        let mut lexer = Lexer::new();
        lexer.push(rest);
        lexer.end();
        while let Some(inner) = lexer.next().map_err(|_| unclear())? {
            let passes = match inner.kind {
                PieceKind::Blank | PieceKind::LineComment | PieceKind::BlockComment => true,
                PieceKind::Statement => {
                    let statement = statement::parse(&inner.bytes, dialect);
                    let context = Context {
                        drop_part: false,
                        cleaned: false,
                        drop_entry: false,
                        dialect,
                    };
                    let fate = self
                        .policies
                        .statement(&statement, &inner.bytes, &context)
                        .map_err(place)?;
                    fate == Fate::Pass && statement.class == Class::Query
                }
                _ => false,
            };
            if !passes {
                return Err(unclear());
            }
        }
        Ok(())
    }

    fn insert_head(&mut self, head: &Bytes, sink: &mut dyn Sink) -> Result<()> {
        self.release(sink)?;
        self.begin(sink)?;
        self.database.substance = true;
        sink.pass(head.clone())?;
        self.open = OpenOutput::Insert;
        Ok(())
    }

    /// An INSERT goes; the entry's header, held before its first one, stays.
    fn drop_insert(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self
            .held
            .iter()
            .any(|held| held.kind == PieceKind::LineComment)
        {
            self.release(sink)
        } else {
            self.discard();
            Ok(())
        }
    }

    pub(super) fn data(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        let ended = matches!(piece.kind, PieceKind::CopyEnd | PieceKind::InsertEnd);
        match std::mem::replace(&mut self.data, Data::None) {
            Data::None => return Err(Error::unexpected("data outside a table")),
            Data::Copy(planned) => {
                self.copy_data(&planned, &piece, sink)?;
                if !ended {
                    self.data = Data::Copy(planned);
                }
            }
            Data::Waits(planned) => {
                self.keep_waiting(&planned, &piece)?;
                if !ended {
                    self.data = Data::Waits(planned);
                }
            }
            Data::Insert { planned, head } => {
                self.insert_data(&planned, &head, &piece, sink)?;
                if !ended {
                    self.data = Data::Insert { planned, head };
                }
            }
        }
        if ended {
            self.open = OpenOutput::Nothing;
        }
        Ok(())
    }

    fn copy_data(
        &mut self,
        planned: &Arc<Planned>,
        piece: &Piece,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        if piece.kind == PieceKind::CopyEnd {
            self.settle(sink)?;
            return sink.end(&piece.bytes);
        }
        if planned.plan.action == Action::Rows && self.beside.takes(planned) {
            return self.hand_over(planned, piece, sink);
        }
        let stats = &mut self.tables[planned.stats];
        match planned.plan.action {
            Action::Pass => {
                stats.rows_in += piece.rows;
                stats.rows_out += piece.rows;
                sink.pass(piece.bytes.clone())
            }
            Action::Empty => {
                stats.rows_in += piece.rows;
                Ok(())
            }
            Action::Rows => {
                self.out.clear();
                let result = self.rows.copy_rows(
                    &planned.plan,
                    &piece.bytes,
                    Origin {
                        line: piece.line,
                        byte: piece.offset,
                    },
                    stats,
                    &mut reading(&planned.plan, &mut self.database.relations),
                    &mut self.out,
                );
                // What was done before a row failed is written: it is clean, and the poison
                // follows it.
                sink.write(&self.out)?;
                result
            }
        }
    }

    fn insert_data(
        &mut self,
        planned: &Planned,
        head: &Bytes,
        piece: &Piece,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let stats = &mut self.tables[planned.stats];
        match planned.plan.action {
            Action::Pass => {
                stats.rows_in += piece.rows;
                stats.rows_out += piece.rows;
                sink.pass(piece.bytes.clone())
            }
            Action::Empty => {
                stats.rows_in += piece.rows;
                Ok(())
            }
            Action::Rows => {
                self.out.clear();
                let origin = Origin {
                    line: piece.line,
                    byte: piece.offset,
                };
                let stays = if planned.default_values {
                    // No value of the data is in it.
                    stats.rows_in += 1;
                    stats.rows_out += 1;
                    self.out.extend_from_slice(&piece.bytes);
                    true
                } else {
                    self.rows.insert_rows(
                        &planned.plan,
                        &piece.bytes,
                        origin,
                        stats,
                        &mut reading(&planned.plan, &mut self.database.relations),
                        &mut self.out,
                    )?
                };
                if !stays {
                    return self.drop_insert(sink);
                }
                self.insert_head(head, sink)?;
                sink.write(&self.out)?;
                self.open = OpenOutput::Nothing;
                Ok(())
            }
        }
    }
}

/// Rows that other tables have to do with are decided with them.
pub(super) fn reading<'r>(plan: &TablePlan, relations: &'r mut Option<Relations>) -> Reading<'r> {
    match relations {
        Some(relations) if !plan.links.is_empty() => Reading::Stream(relations),
        _ => Reading::Alone,
    }
}
