//! What stands between statements: white space, comments, psql commands, and what begins there.

use memchr::{memchr, memchr2};

use super::{Lexer, Look, PieceKind, State};
use crate::dump::encoding::Character;
use crate::dump::sql_state::{SqlState, Stop};
use crate::error::Result;

/// White space and comments between statements are handed on in parts of about this size.
const MAX_BLANK: usize = 64 << 10;

impl Lexer {
    pub(super) fn between(&mut self, input: &[u8], last: bool) -> Result<Look> {
        let Some(&first) = input.first() else {
            return Ok(Look::More);
        };
        if self.connect_next && first != b'\\' {
            return Err(self.error(&[], "\\encoding without a \\connect after it"));
        }
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        if self.offset == 0 && first == MARK[0] {
            if input.starts_with(MARK) {
                return Ok(Look::Piece(PieceKind::ByteOrderMark, MARK.len()));
            }
            if MARK.starts_with(input) && !last {
                return Ok(Look::More);
            }
        }
        if let Some(look) = self.mark(input, last) {
            return Ok(look);
        }
        if self.reads_as_before
            && !is_blank(first)
            && !input.starts_with(b"--")
            && (input != b"-" || last)
        {
            return Err(self
                .error(
                    &[],
                    "text on the line of a SET that says how text is to be read",
                )
                .hint("put it on a line of its own, as pg_dump does"));
        }
        match first {
            _ if self.offset == 0 && archive(input).is_some() => Err(self
                .error(
                    &[],
                    format!(
                        "this is a {} archive, where a plain dump is needed",
                        archive(input).unwrap_or_default()
                    ),
                )
                .hint("make it one: `pg_restore -f - FILE`")),
            _ if is_blank(first) => {
                let part = &input[..input.len().min(MAX_BLANK)];
                let end = part[self.seen..].iter().position(|byte| !is_blank(*byte));
                match end.map(|end| self.seen + end) {
                    Some(length) => Ok(Look::Piece(PieceKind::Blank, length)),
                    None if last || input.len() >= MAX_BLANK => {
                        Ok(Look::Piece(PieceKind::Blank, part.len()))
                    }
                    None => self.wait(input, "white space"),
                }
            }
            b'-' if input.len() == 1 && !last => Ok(Look::More),
            b'-' if input.starts_with(b"--") => {
                // psql ends a comment at a carriage return as well: what follows one is a statement.
                match memchr2(b'\n', b'\r', &input[self.seen..]).map(|at| self.seen + at) {
                    Some(at) if input[at] == b'\n' => {
                        Ok(Look::Piece(PieceKind::LineComment, at + 1))
                    }
                    Some(at) => match input.get(at + 1) {
                        Some(b'\n') => Ok(Look::Piece(PieceKind::LineComment, at + 2)),
                        None if !last => {
                            self.seen = at;
                            Ok(Look::More)
                        }
                        // psql does not see it, and reads on in the comment.
                        _ if self.in_character(&input[..at]) => Err(self.unclear(&input[..at + 1])),
                        _ => Ok(Look::Piece(PieceKind::LineComment, at + 1)),
                    },
                    None if last => Ok(Look::Piece(PieceKind::LineComment, input.len())),
                    None => self.wait(input, "a comment"),
                }
            }
            b'/' if input.len() == 1 && !last => Ok(Look::More),
            b'/' if input.starts_with(b"/*") => {
                self.state = State::Comment(SqlState::new(self.dialect));
                self.comment(input)
            }
            b'\\' => match memchr(b'\n', &input[self.seen..]).map(|at| self.seen + at + 1) {
                Some(length) => {
                    self.check_command(&input[..length])?;
                    Ok(Look::Piece(PieceKind::Command, length))
                }
                None if last => {
                    self.check_command(input)?;
                    Ok(Look::Piece(PieceKind::Command, input.len()))
                }
                None => self.wait(input, "a psql command"),
            },
            _ => {
                self.state = State::Statement(SqlState::new(self.dialect));
                self.seen = 0;
                self.statement(input)
            }
        }
    }

    /// The text ends within a character whose bytes may be ASCII.
    fn in_character(&self, text: &[u8]) -> bool {
        let encoding = self.dialect.encoding;
        let mut character = Character::default();
        if encoding.has_ascii_trail_bytes() {
            for byte in text {
                character.take(encoding, *byte);
            }
        }
        character.is_open()
    }

    /// A mark at the front, or what may become one.
    fn mark(&self, input: &[u8], last: bool) -> Option<Look> {
        let marks = self.marks?;
        let first = [(PieceKind::OwnFirst, marks.first)];
        let rest = [
            (PieceKind::OwnBegin, marks.begin),
            (PieceKind::OwnCommit, marks.commit),
        ];
        let known: &[_] = match (self.at_start, self.marked) {
            (true, _) => &first,
            (false, true) => &rest,
            (false, false) => return None,
        };
        if let Some((kind, text)) = known.iter().find(|(_, text)| input.starts_with(text)) {
            return Some(Look::Piece(*kind, text.len()));
        }
        let unclear = !last && known.iter().any(|(_, text)| text.starts_with(input));
        unclear.then_some(Look::More)
    }

    pub(super) fn comment(&mut self, input: &[u8]) -> Result<Look> {
        let State::Comment(sql) = &mut self.state else {
            return Ok(Look::More);
        };
        // The machine says nothing at the end of a comment, so it is fed up to each `/`.
        while self.seen < input.len() {
            let rest = &input[self.seen..];
            let end = memchr(b'/', rest).map_or(rest.len(), |at| at + 1);
            let (taken, stop) = sql.advance(&rest[..end]);
            self.seen += taken;
            if stop == Stop::Unclear {
                return Err(self.unclear(&input[..self.seen]));
            }
            if self.seen > 2 && !sql.in_comment() {
                self.state = State::Between;
                return Ok(Look::Piece(PieceKind::BlockComment, self.seen));
            }
        }
        self.wait(input, "a comment")
    }
}

/// White space to psql.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0B | 0x0C)
}

/// The format of an archive that passes for text otherwise.
fn archive(input: &[u8]) -> Option<&'static str> {
    if input.starts_with(b"PGDMP") {
        Some("custom-format")
    } else if input.starts_with(b"toc.dat\0") {
        Some("tar")
    } else {
        None
    }
}
