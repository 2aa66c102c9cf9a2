//! Statements, to their end or to the data that follows.

use memchr::memchr;

use super::{DataMode, Lexer, Look, PieceKind, State};
use crate::dump::sql_state::Stop;
use crate::dump::statement::{self, Class};
use crate::error::{Error, Result};

impl Lexer {
    pub(super) fn statement(&mut self, input: &[u8]) -> Result<Look> {
        let State::Statement(sql) = &mut self.state else {
            return Ok(Look::More);
        };
        let (taken, stop) = sql.advance(&input[self.seen..]);
        let end = self.seen + taken;
        match stop {
            Stop::More => self.wait(input, "a statement"),
            Stop::Backslash => Err(self
                .error(&input[..end - 1], "a backslash command inside a statement")
                .hint("pg_dump writes none; dmscrub passes \\restrict, \\unrestrict and \\connect only")),
            Stop::Unclear => Err(self.unclear(&input[..end])),
            Stop::Values => {
                sql.after_values();
                self.state = State::Insert { mode: DataMode::Untouched, sql: sql.clone() };
                Ok(Look::Piece(PieceKind::InsertStart, end))
            }
            Stop::End if input[..4.min(end)].eq_ignore_ascii_case(b"copy") => {
                self.copy_statement(input, end)
            }
            Stop::End => {
                self.state = State::Between;
                Ok(Look::Piece(PieceKind::Statement, end))
            }
        }
    }

    /// Where statements end there depends on who reads them.
    pub(super) fn unclear(&self, before: &[u8]) -> Error {
        let before = before.split_last().map_or(before, |(_, before)| before);
        self.error(
            before,
            "text that psql and the server do not read alike: a backslash in a string that goes on \
             on another line, a `$` after a number, or a character that is cut off",
        )
        .hint(
            "pg_dump writes none: put the string on one line, or a blank before the `$`; is \
             client_encoding what the text is in?",
        )
    }

    /// A COPY statement has ended at `end`; its line must end there too before data begins.
    fn copy_statement(&mut self, input: &[u8], end: usize) -> Result<Look> {
        match statement::parse(&input[..end], self.dialect).class {
            Class::Copy(_) => {}
            Class::UnsupportedCopy => {
                return Err(self
                    .error(
                        &[],
                        "a COPY statement in a form that pg_dump does not write",
                    )
                    .hint("only `COPY table (columns) FROM stdin;` is understood"));
            }
            _ => {
                self.state = State::Between;
                return Ok(Look::Piece(PieceKind::Statement, end));
            }
        }
        self.head = end;
        self.seen = end;
        self.state = State::CopyLine;
        self.copy_line(input)
    }

    /// What follows on the line of a COPY runs after the copy; it belongs to the head all the same.
    pub(super) fn copy_line(&mut self, input: &[u8]) -> Result<Look> {
        let Some(newline) = memchr(b'\n', &input[self.seen..]) else {
            return self.wait(input, "a statement");
        };
        let length = self.seen + newline + 1;
        self.state = State::Copy {
            mode: DataMode::Untouched,
            line_start: true,
            odd_backslashes: false,
            after_high: false,
        };
        Ok(Look::Piece(PieceKind::CopyStart, length))
    }

    pub(super) fn insert_rest(&mut self, input: &[u8]) -> Result<Look> {
        let State::Insert { mode, sql } = &mut self.state else {
            return Ok(Look::More);
        };
        let mode = *mode;
        let (taken, stop) = match self.refused {
            Some(stop) => (1, stop),
            None => sql.advance(&input[self.seen..]),
        };
        let end = self.seen + taken;
        match stop {
            Stop::End => {
                // DEFAULT VALUES are a row without parentheses.
                self.insert_rows = sql.opened().max(1);
                self.state = State::Between;
                Ok(Look::Piece(PieceKind::InsertEnd, end))
            }
            Stop::More if mode == DataMode::Untouched && end > 0 => {
                Ok(Look::Piece(PieceKind::Data, end))
            }
            Stop::More => {
                // As much as the server itself could take in one statement.
                if input.len() > 1 << 30 {
                    return Err(self.error(&[], "an INSERT statement of more than 1 GiB"));
                }
                self.seen = input.len();
                Ok(Look::More)
            }
            // What is handed out is what `open_insert` tells of.
            _ if mode == DataMode::Untouched && end > 1 => {
                self.refused = Some(stop);
                Ok(Look::Piece(PieceKind::Data, end - 1))
            }
            Stop::Unclear => Err(self.unclear(&input[..end])),
            Stop::Backslash | Stop::Values => Err(self.error(
                &input[..end.saturating_sub(1)],
                "a backslash command inside a statement",
            )),
        }
    }
}
