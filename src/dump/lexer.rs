//! A plain dump as a stream of pieces: statements, comments, psql commands and table data.
//!
//! Sans-I/O: the caller pushes chunks of any size and takes pieces until there is none; a piece
//! never depends on where a chunk ended. Pieces are slices of the pushed chunk wherever they lie
//! within one; only what straddles two chunks is copied. Together the pieces are the input, byte
//! for byte.
//!
//! What ends where follows psql (`psqlscan.l`, `handleCopyIn`): a statement ends at `;` outside
//! quotes, comments, parentheses and SQL-standard bodies; COPY data begins on the line after its
//! statement and ends at a line that is exactly `\.`.

use bytes::{Buf, Bytes, BytesMut};
use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::encoding::{Character, Dialect, Encoding};
use super::sql_state::{Open, SqlState, Stop};
use super::statement::{self, Class, Placement};
use crate::error::{Error, Result};

/// A statement longer than this that is not table data is refused: pg_dump writes none, and memory
/// stays bounded.
const MAX_STATEMENT: usize = 256 << 20;

/// White space and comments between statements are handed on in parts of about this size.
const MAX_BLANK: usize = 64 << 10;

/// One piece of a dump.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes.
    pub bytes: Bytes,
    /// Byte offset of its first byte in the (decompressed) dump.
    pub offset: u64,
    /// 1-based line of its first byte.
    pub line: u64,
    /// Newlines in it.
    pub newlines: u64,
}

/// Texts that are pieces of their own where this program wrote the input: the first one only as the
/// very first bytes, the others only in an input that begins with it.
#[derive(Debug)]
pub struct Marks {
    /// The first line.
    pub first: &'static [u8],
    /// What opens a transaction.
    pub begin: &'static [u8],
    /// What ends it.
    pub commit: &'static [u8],
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// [`Marks::first`]
    OwnFirst,
    /// [`Marks::begin`]
    OwnBegin,
    /// [`Marks::commit`]
    OwnCommit,
    /// A byte order mark, at the very beginning.
    ByteOrderMark,
    /// White space between statements.
    Blank,
    /// `-- …` with its line end (LF, CR or both), between statements.
    LineComment,
    /// `/* … */` between statements.
    BlockComment,
    /// A psql command with its newline: `\restrict`, `\unrestrict`, `\connect`.
    Command,
    /// A whole statement, from its first word to its `;`.
    Statement,
    /// `COPY … FROM stdin;` with its newline. The caller now says how to take the data
    /// ([`Lexer::take_data`]).
    CopyStart,
    /// `INSERT INTO … VALUES`. The caller now says how to take the rest.
    InsertStart,
    /// Table data in any portions ([`DataMode::Untouched`]).
    Data,
    /// Whole rows of COPY data ([`DataMode::Rows`]).
    Rows,
    /// What follows VALUES, to the `;` ([`DataMode::Rows`]), or its last portion.
    InsertEnd,
    /// The line `\.`.
    CopyEnd,
}

/// How the data of a table is to be handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataMode {
    /// In any portions: nobody looks into it.
    Untouched,
    /// In whole rows.
    Rows,
}

#[derive(Clone, Debug)]
enum State {
    /// Between statements.
    Between,
    /// In a comment between statements.
    Comment(SqlState),
    /// In a statement.
    Statement(SqlState),
    /// After a COPY statement, on its line.
    CopyLine,
    /// In COPY data; the last byte handed out ended a line, was one of an odd number of
    /// backslashes, or of a character beyond ASCII.
    Copy {
        mode: DataMode,
        line_start: bool,
        odd_backslashes: bool,
        after_high: bool,
    },
    /// After the VALUES of an INSERT.
    Insert { mode: DataMode, sql: SqlState },
}

/// The lexer. See the module's documentation.
#[derive(Debug)]
pub struct Lexer {
    /// The part of the input that is still to be read from the chunk pushed last.
    chunk: Bytes,
    /// The beginning of a piece, from earlier chunks.
    carry: BytesMut,
    ended: bool,
    /// After what was pushed comes a NUL byte.
    nul: bool,
    offset: u64,
    line: u64,
    state: State,
    /// Bytes of the piece at the front that `state` has already taken in.
    seen: usize,
    /// `\encoding` was seen: nothing but `\connect` may follow.
    connect_next: bool,
    /// How text is read has changed: psql reads the rest of the line as before.
    reads_as_before: bool,
    /// What the next byte of an INSERT is refused for.
    refused: Option<Stop>,
    /// How many bytes of the last COPY head are the statement itself.
    head: usize,
    dialect: Dialect,
    /// Looks for the end of COPY data; made once, as dumps of many small tables have many such ends.
    end_mark: memmem::Finder<'static>,
    marks: Option<&'static Marks>,
    /// Nothing but a byte order mark has been handed out.
    at_start: bool,
    /// The input begins with the first mark.
    marked: bool,
}

/// What one look at the front of the input gave.
enum Look {
    /// The first bytes are a piece.
    Piece(PieceKind, usize),
    /// More input is needed.
    More,
}

impl Default for Lexer {
    fn default() -> Self {
        Self::new()
    }
}

impl Lexer {
    /// At the first byte of a dump.
    pub fn new() -> Self {
        Self {
            chunk: Bytes::new(),
            carry: BytesMut::new(),
            ended: false,
            nul: false,
            offset: 0,
            line: 1,
            state: State::Between,
            seen: 0,
            head: 0,
            connect_next: false,
            reads_as_before: false,
            refused: None,
            dialect: Dialect::default(),
            end_mark: memmem::Finder::new(b"\\."),
            marks: None,
            at_start: true,
            marked: false,
        }
    }

    /// At the first byte of a text that is read like this.
    pub fn reading(dialect: Dialect) -> Self {
        Self {
            dialect,
            ..Self::new()
        }
    }

    /// The text has ended, and another follows: what was pushed up to here stands alone.
    /// Take all pieces first, after [`Lexer::end`].
    pub fn next_text(&mut self) {
        self.ended = false;
        self.reads_as_before = false;
    }

    /// Knows the texts that this program writes around a dump.
    #[must_use]
    pub fn with_marks(mut self, marks: &'static Marks) -> Self {
        self.marks = Some(marks);
        self
    }

    /// The next bytes of the input. Take all pieces first: [`Lexer::next`] must have returned
    /// `None` since the last push.
    pub fn push(&mut self, mut chunk: Bytes) {
        debug_assert!(self.chunk.is_empty());
        if let Some(at) = memchr(0, &chunk) {
            chunk.truncate(at);
            self.nul = true;
        }
        self.chunk = chunk;
    }

    /// There is no more input.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Bytes handed out so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The 1-based line of the next piece.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How SQL text is read at this point.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How the data after [`PieceKind::CopyStart`] or [`PieceKind::InsertStart`] is handed out;
    /// untouched, unless told otherwise before the next call of [`Lexer::next`].
    pub fn take_data(&mut self, wanted: DataMode) {
        if let State::Copy { mode, .. } | State::Insert { mode, .. } = &mut self.state {
            *mode = wanted;
        }
    }

    /// How many bytes of the last [`PieceKind::CopyStart`] are the COPY statement; what follows on
    /// its line runs after the copy.
    pub fn copy_statement_len(&self) -> usize {
        self.head
    }

    /// What is open after the pieces handed out so far, where that is an INSERT.
    pub fn open_insert(&self) -> Option<Open> {
        match &self.state {
            State::Insert { sql, .. } => Some(sql.open()),
            _ => None,
        }
    }

    /// The next piece; `None` when more input is needed, or when all has been handed out.
    ///
    /// # Errors
    /// Exit 5 where the input is malformed, or ends inside a construct.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Piece>> {
        loop {
            if self.carry.is_empty() {
                let chunk = std::mem::take(&mut self.chunk);
                let look = self.look(&chunk, self.ended)?;
                self.chunk = chunk;
                match look {
                    Look::Piece(kind, length) => {
                        let bytes = self.chunk.split_to(length);
                        return self.hand_out(kind, bytes).map(Some);
                    }
                    Look::More => {
                        self.carry.extend_from_slice(&self.chunk);
                        self.chunk.clear();
                        return self.need_more();
                    }
                }
            }
            let before = self.carry.len();
            // Doubling keeps the copied bytes, and the bytes looked at twice, in proportion.
            let take = self.chunk.len().min(before.max(256));
            self.carry.extend_from_slice(&self.chunk[..take]);
            let carry = std::mem::take(&mut self.carry);
            let look = self.look(&carry, self.ended && take == self.chunk.len())?;
            self.carry = carry;
            match look {
                Look::Piece(kind, length) => {
                    let bytes = self.carry.split_to(length).freeze();
                    if length >= before {
                        self.chunk.advance(length - before);
                        self.carry.clear();
                    } else {
                        self.carry.truncate(before - length);
                    }
                    return self.hand_out(kind, bytes).map(Some);
                }
                Look::More => {
                    self.chunk.advance(take);
                    if self.chunk.is_empty() {
                        return self.need_more();
                    }
                }
            }
        }
    }

    fn need_more(&self) -> Result<Option<Piece>> {
        if self.nul {
            // psql leaves out what follows one on its line, and reads on as if nothing were there.
            return Err(self.error(&self.carry, "a NUL byte: this is no plain dump"));
        }
        if !self.ended {
            return Ok(None);
        }
        let inside = match &self.state {
            State::Between if self.carry.is_empty() => return Ok(None),
            State::Between | State::CopyLine => "a statement",
            State::Comment(_) => "a comment",
            State::Statement(sql) | State::Insert { sql, .. } => sql.open().what,
            State::Copy { .. } => "the data of a table",
        };
        Err(self
            .error(&[], format!("the dump is cut off: it ends inside {inside}"))
            .hint("make the dump again, or copy it again, and compare sizes"))
    }

    /// Counts a piece's bytes and lines and takes note of settings.
    fn hand_out(&mut self, kind: PieceKind, bytes: Bytes) -> Result<Piece> {
        let newlines = memchr_iter(b'\n', &bytes).count() as u64;
        let piece = Piece {
            kind,
            bytes,
            offset: self.offset,
            line: self.line,
            newlines,
        };
        self.offset += piece.bytes.len() as u64;
        self.line += newlines;
        self.seen = 0;
        self.at_start &= kind == PieceKind::ByteOrderMark;
        self.reads_as_before &= newlines == 0;
        match kind {
            PieceKind::OwnFirst => self.marked = true,
            PieceKind::Statement => self.note_setting(&piece)?,
            PieceKind::Command if piece.bytes.starts_with(b"\\connect") => {
                self.dialect = Dialect::default();
                self.connect_next = false;
            }
            PieceKind::Command if piece.bytes.starts_with(b"\\encoding") => {
                self.connect_next = true;
            }
            _ => {}
        }
        Ok(piece)
    }

    /// Takes note of a statement after which text is read otherwise.
    fn note_setting(&mut self, piece: &Piece) -> Result<()> {
        let first = piece.bytes.first().map(u8::to_ascii_lowercase);
        if !matches!(first, Some(b's' | b'r' | b'd')) {
            return Ok(());
        }
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let refused = |message| place(Error::input(message));
        let before = self.dialect;
        let statement = statement::parse(&piece.bytes, before);
        match statement.class {
            Class::Set(setting) => match setting.name.as_str() {
                "client_encoding" | "standard_conforming_strings" if setting.local => {
                    return Err(refused(
                        "a SET LOCAL of a setting that says how text is to be read",
                    ));
                }
                "client_encoding" => {
                    self.dialect.encoding =
                        Encoding::parse(setting.value.as_bytes()).map_err(place)?;
                }
                "standard_conforming_strings" => {
                    self.dialect.standard_conforming_strings =
                        switch(&setting.value).ok_or_else(|| {
                            refused("standard_conforming_strings is neither on nor off")
                        })?;
                }
                _ => {}
            },
            Class::Reset(None) => {
                return Err(refused(
                    "RESET ALL: how text is to be read is not known then",
                ));
            }
            _ if statement.placement == Placement::Refused("DISCARD ALL") => {
                return Err(refused(
                    "DISCARD ALL: how text is to be read is not known then",
                ));
            }
            Class::Reset(Some(name))
                if matches!(
                    name.as_str(),
                    "client_encoding" | "standard_conforming_strings"
                ) =>
            {
                return Err(refused(
                    "a RESET of a setting that says how text is to be read",
                ));
            }
            _ => {}
        }
        self.reads_as_before = self.dialect != before;
        Ok(())
    }

    /// An error after the bytes `before` of the piece at the front.
    fn error(&self, before: &[u8], message: impl Into<String>) -> Error {
        let lines = memchr_iter(b'\n', before).count() as u64;
        Error::input(message).at_input(self.line + lines, self.offset + before.len() as u64)
    }

    /// Looks at the front of the input. `last`: nothing follows `input`.
    fn look(&mut self, input: &[u8], last: bool) -> Result<Look> {
        match self.state {
            State::Between => self.between(input, last),
            State::Comment(_) => self.comment(input),
            State::Statement(_) => self.statement(input),
            State::CopyLine => self.copy_line(input),
            State::Copy { .. } => self.copy_data(input, last),
            State::Insert { .. } => self.insert_rest(input),
        }
    }

    fn between(&mut self, input: &[u8], last: bool) -> Result<Look> {
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

    fn wait(&mut self, input: &[u8], what: &str) -> Result<Look> {
        if input.len() > MAX_STATEMENT {
            return Err(self.error(&[], format!("{what} of more than 256 MiB: this is no dump")));
        }
        self.seen = input.len();
        Ok(Look::More)
    }

    fn comment(&mut self, input: &[u8]) -> Result<Look> {
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

    fn statement(&mut self, input: &[u8]) -> Result<Look> {
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
    fn unclear(&self, before: &[u8]) -> Error {
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
    fn copy_line(&mut self, input: &[u8]) -> Result<Look> {
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

    /// COPY data: everything up to the end mark, or as much as can be handed out.
    fn copy_data(&mut self, input: &[u8], last: bool) -> Result<Look> {
        let State::Copy {
            mode,
            line_start,
            odd_backslashes,
            after_high,
        } = self.state
        else {
            return Ok(Look::More);
        };
        let mut search = self.seen;
        let end = loop {
            let Some(at) = self.end_mark.find(&input[search..]).map(|at| search + at) else {
                break None;
            };
            let at_start = if at == 0 {
                line_start
            } else {
                input[at - 1] == b'\n'
            };
            let (length, complete) = match &input[at + 2..] {
                [b'\n', ..] => (3, true),
                [b'\r', b'\n', ..] => (4, true),
                [] | [b'\r'] => (0, false),
                _ if at_start => {
                    let error = "an end-of-data mark that is not alone on its line";
                    return self
                        .rows_before(input, at, mode)
                        .ok_or_else(|| self.error(&input[..at], error));
                }
                // Servers before 18 may take it for the end too.
                [b'\r', ..] => (0, true),
                _ => {
                    search = at + 2;
                    continue;
                }
            };
            let escaped = || {
                let backslashes = input[..at]
                    .iter()
                    .rev()
                    .take_while(|b| **b == b'\\')
                    .count();
                (backslashes % 2 == 1) ^ (backslashes == at && odd_backslashes)
            };
            // A trail byte of such an encoding may look like the backslash.
            let high = match at {
                0 => after_high,
                _ => input[at - 1] >= 0x80,
            };
            let trail = high && self.dialect.encoding.has_ascii_trail_bytes();
            if at_start {
                break Some((at, complete.then_some(length)));
            }
            if !complete && !last {
                break Some((at, None));
            }
            if complete && !escaped() && !trail {
                return self.rows_before(input, at, mode).ok_or_else(|| {
                    self.error(&input[..at], "a data line that ends in an unescaped \\.")
                        .hint("servers before 18 would take it for the end of the data")
                });
            }
            search = at + 2;
        };
        match end {
            Some((0, Some(length))) => {
                self.state = State::Between;
                Ok(Look::Piece(PieceKind::CopyEnd, length))
            }
            // psql ends the data here even where the line before ends in a backslash.
            Some((at, Some(_))) => Ok(self.portion(input, at, mode)),
            Some((at, None)) => Ok(self.data_portion(input, at, mode)),
            None => {
                // A lone backslash at the end may be the first half of the mark.
                let hold = usize::from(input.last() == Some(&b'\\'));
                Ok(self.data_portion(input, input.len() - hold, mode))
            }
        }
    }

    /// Hands out data from the front, up to `limit`: all of it, or the whole rows in it.
    fn data_portion(&mut self, input: &[u8], limit: usize, mode: DataMode) -> Look {
        let length = match mode {
            DataMode::Untouched => limit,
            DataMode::Rows => last_row_end(&input[..limit], self.seen.min(limit)),
        };
        if length == 0 {
            // Two bytes back: the mark may straddle the end of what was searched.
            self.seen = limit.saturating_sub(2);
            return Look::More;
        }
        self.portion(input, length, mode)
    }

    /// Whole rows before what is wrong at `at`: they come first, wherever the input was cut.
    fn rows_before(&mut self, input: &[u8], at: usize, mode: DataMode) -> Option<Look> {
        let length = last_row_end(&input[..at], 0);
        (length > 0).then(|| self.portion(input, length, mode))
    }

    fn portion(&mut self, input: &[u8], length: usize, mode: DataMode) -> Look {
        let portion = &input[..length];
        let backslashes = portion
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count();
        if let State::Copy {
            line_start,
            odd_backslashes,
            after_high,
            ..
        } = &mut self.state
        {
            *after_high = portion.last().is_some_and(|byte| *byte >= 0x80);
            *odd_backslashes = (backslashes % 2 == 1) ^ (backslashes == length && *odd_backslashes);
            *line_start = portion.last() == Some(&b'\n');
        }
        let kind = match mode {
            DataMode::Untouched => PieceKind::Data,
            DataMode::Rows => PieceKind::Rows,
        };
        Look::Piece(kind, length)
    }

    fn insert_rest(&mut self, input: &[u8]) -> Result<Look> {
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

    /// Only the psql commands that pg_dump writes may pass, with arguments that are no expansion.
    fn check_command(&self, line: &[u8]) -> Result<()> {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let word_end = text
            .iter()
            .position(|b| b.is_ascii_whitespace())
            .unwrap_or(text.len());
        let (word, argument) = (&text[..word_end], text[word_end..].trim_ascii());
        let key = || !argument.is_empty() && argument.iter().all(u8::is_ascii_alphanumeric);
        match word {
            b"\\restrict" | b"\\unrestrict" if key() => Ok(()),
            b"\\restrict" | b"\\unrestrict" => {
                Err(self.error(&[], "a \\restrict or \\unrestrict without a plain key"))
            }
            // Before \encoding a character may hide what ends the name.
            b"\\connect"
                if !self.connect_next
                    && self.dialect.encoding.has_ascii_trail_bytes()
                    && !argument.is_ascii() =>
            {
                Err(self.error(&[], "a \\connect in a form that pg_dump does not write"))
            }
            b"\\connect" if connect_argument(argument) => Ok(()),
            _ if self.connect_next => {
                Err(self.error(&[], "\\encoding without a \\connect after it"))
            }
            // pg_dump's own, before a `\connect` whose name is no plain word
            // (`appendPsqlMetaConnect`): the name's bytes are to be taken as they are.
            b"\\encoding" if argument == b"SQL_ASCII" => Ok(()),
            b"\\connect" => {
                Err(self.error(&[], "a \\connect in a form that pg_dump does not write"))
            }
            _ => Err(self
                .error(&[], "a psql command that pg_dump does not write")
                .hint("dmscrub passes \\restrict, \\unrestrict and \\connect only")),
        }
    }
}

/// White space to psql.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0B | 0x0C)
}

/// What a setting that is on or off says.
fn switch(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Some(true),
        "off" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
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

/// `name`, or `-reuse-previous=on "dbname='…'"`, as pg_dump writes them (`appendPsqlMetaConnect`).
fn connect_argument(argument: &[u8]) -> bool {
    let plain = |text: &[u8]| {
        !text.is_empty()
            && text
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-') || *b >= 0x80)
            && text[0] != b'-'
    };
    // psql doubles `"` inside, and the text itself may hold no command substitution outside quotes.
    let quoted = |text: &[u8]| {
        let Some(inner) = text
            .strip_prefix(b"\"")
            .and_then(|text| text.strip_suffix(b"\""))
        else {
            return false;
        };
        let mut rest = inner;
        while let Some(at) = memchr(b'"', rest) {
            if rest.get(at + 1) != Some(&b'"') {
                return false;
            }
            rest = &rest[at + 2..];
        }
        !inner.is_empty()
    };
    match argument.strip_prefix(b"-reuse-previous=on ") {
        Some(rest) => quoted(rest) && rest.starts_with(b"\"dbname='"),
        None => plain(argument) || quoted(argument),
    }
}

/// The end of the last whole row: just after the last newline that no backslash escapes. 0: none.
/// Before `from` there is none.
fn last_row_end(data: &[u8], from: usize) -> usize {
    memchr::memrchr_iter(b'\n', &data[from..])
        .map(|at| from + at)
        .find(|&at| {
            let line = &data[..at];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
        })
        .map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc1\n\n\
        SET client_encoding = 'UTF8';\n/* a /* b */ ; */\n\
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT 'COPY t (a) FROM stdin;\n1\n\\.\n' $_$;\n\n\
        COPY public.t (a, b) FROM stdin;\n1\tx\\\\.\n2\t\\N\n\\.\n\n\n\
        INSERT INTO public.u VALUES (1, 'a;''\n\\.\n');\nINSERT INTO v DEFAULT VALUES;\n\
        COPY public.empty (a) FROM stdin;\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc1\n\n";

    fn pieces(input: &[u8], size: usize, mode: DataMode) -> Result<Vec<(PieceKind, Vec<u8>)>> {
        let mut lexer = Lexer::new();
        let mut pieces: Vec<(PieceKind, Vec<u8>)> = Vec::new();
        let mut chunks = input.chunks(size);
        loop {
            while let Some(piece) = lexer.next()? {
                lexer.take_data(mode);
                // Portions of data, rows and white space are as long as chunks allow.
                match pieces.last_mut() {
                    Some((kind, bytes))
                        if *kind == piece.kind
                            && matches!(
                                kind,
                                PieceKind::Data | PieceKind::Rows | PieceKind::Blank
                            ) =>
                    {
                        bytes.extend_from_slice(&piece.bytes);
                    }
                    _ => pieces.push((piece.kind, piece.bytes.to_vec())),
                }
            }
            match chunks.next() {
                Some(chunk) => lexer.push(Bytes::copy_from_slice(chunk)),
                None if lexer.ended => return Ok(pieces),
                None => lexer.end(),
            }
        }
    }

    #[test]
    fn pieces_are_the_input_whatever_the_chunks() {
        for mode in [DataMode::Rows, DataMode::Untouched] {
            let whole = pieces(DUMP.as_bytes(), DUMP.len(), mode).expect("a dump");
            let joined: Vec<u8> = whole.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
            assert_eq!(joined, DUMP.as_bytes());
            let kinds: Vec<PieceKind> = whole.iter().map(|(kind, _)| *kind).collect();
            for kind in [
                PieceKind::Command,
                PieceKind::BlockComment,
                PieceKind::CopyStart,
                PieceKind::InsertStart,
                PieceKind::CopyEnd,
            ] {
                assert!(kinds.contains(&kind), "{kind:?}");
            }
            for size in 1..40 {
                let chunked = pieces(DUMP.as_bytes(), size, mode).expect("a dump");
                let plain: Vec<u8> = chunked
                    .iter()
                    .flat_map(|(_, bytes)| bytes.clone())
                    .collect();
                assert_eq!(plain, DUMP.as_bytes());
                if mode == DataMode::Rows {
                    assert_eq!(chunked, whole, "chunks of {size}");
                }
            }
        }
    }

    /// psql runs what stands after a carriage return: as a comment it would pass unseen.
    #[test]
    fn a_carriage_return_ends_a_comment() {
        let input = b"-- a\r\n-- b\r\rSELECT 1;-- c\n-- d\r";
        let comments = |size| -> Vec<Vec<u8>> {
            let all = pieces(input, size, DataMode::Rows).expect("a dump");
            all.into_iter()
                .filter(|(kind, _)| *kind == PieceKind::LineComment)
                .map(|(_, bytes)| bytes)
                .collect()
        };
        for size in 1..=input.len() {
            let found = comments(size);
            assert_eq!(
                found,
                [&b"-- a\r\n"[..], b"-- b\r", b"-- c\n", b"-- d\r"],
                "{size}"
            );
        }
    }

    #[test]
    fn errors_name_the_line_they_are_in() {
        let input = b"COPY t (a) FROM stdin;\n1\n2\n\\.x\n\\.\n";
        for mode in [DataMode::Rows, DataMode::Untouched] {
            for size in 1..=input.len() {
                let error = pieces(input, size, mode).expect_err("not alone on its line");
                assert_eq!(error.location().line, Some(4), "{mode:?} {size}");
                assert_eq!(error.location().byte, Some(27), "{mode:?} {size}");
            }
        }
    }

    #[test]
    fn a_cut_inside_a_construct_is_an_error() {
        for end in 1..DUMP.len() {
            let Err(error) = pieces(&DUMP.as_bytes()[..end], 7, DataMode::Rows) else {
                continue;
            };
            assert_eq!(error.exit(), crate::exit::ExitCode::Input);
        }
        assert!(pieces(b"COPY t (a) FROM stdin;\n1\n", 5, DataMode::Rows).is_err());
        assert!(pieces(b"SELECT 'x", 5, DataMode::Rows).is_err());
    }

    /// psql reads the line of a SET to its end as before it.
    #[test]
    fn how_text_is_read_changes_with_the_line() {
        for rest in ["", "\n", " \r\n", " -- ;\n", "\t--;\r", " -- a\r -- b\n"] {
            let script = format!("SET standard_conforming_strings = off;{rest}");
            assert!(
                pieces(script.as_bytes(), 1, DataMode::Rows).is_ok(),
                "{rest:?}"
            );
            let script = format!("SET client_encoding = 'SJIS';{rest}\nSELECT 1;");
            assert!(
                pieces(script.as_bytes(), 1, DataMode::Rows).is_ok(),
                "{rest:?}"
            );
        }
        for rest in ["SELECT 1;", " /* */\n", " -- a\r;", "- -", "\\connect x\n"] {
            let script = format!("SET standard_conforming_strings = off;{rest}");
            for size in 1..script.len() {
                assert!(
                    pieces(script.as_bytes(), size, DataMode::Rows).is_err(),
                    "{rest:?}"
                );
            }
        }
        let same =
            b"SET standard_conforming_strings = TRUE; SET client_encoding TO utf8; SELECT 1;";
        assert!(pieces(same, 9, DataMode::Rows).is_ok());
    }

    /// What psql takes for a part of a character is none of what it looks like.
    #[test]
    fn a_character_hides_what_it_takes_with_it() {
        let set = b"SET client_encoding = 'SJIS';\n";
        for (text, passes) in [
            (&b"SELECT '\x83\x5c', E'\x83\x5c';"[..], true),
            (b"-- \x83\x5c\r-- \xb1\r-- \x83\x83\r-- \x83\n", true),
            (b"-- \x83\r\n/* \x83\x5c \x83; \x83\n */", true),
            (b"-- \x83\r-- ;\n", false),
            (b"/* \x83*/ */", false),
            (b"/* \x83/* */ */", false),
            (b"SELECT '\x83';';", false),
            (b"INSERT INTO t VALUES ('\x83');');", false),
            (b"SELECT 1;\n\\connect \"\x83\"\"`id`\"\n", false),
            (
                b"SELECT 1;\n\\encoding SQL_ASCII\n\\connect \"\x83\"\n",
                true,
            ),
        ] {
            let script = [&set[..], text].concat();
            for size in 1..=script.len() {
                for mode in [DataMode::Rows, DataMode::Untouched] {
                    let found = pieces(&script, size, mode);
                    let text = String::from_utf8_lossy(text);
                    assert_eq!(found.is_ok(), passes, "{text} {size} {mode:?}");
                    if let Ok(found) = found {
                        let joined: Vec<u8> = found.into_iter().flat_map(|(_, b)| b).collect();
                        assert_eq!(joined, script);
                    }
                }
            }
        }
    }

    #[test]
    fn what_pg_dump_does_not_write_is_refused() {
        for input in [
            "\\! id\n",
            "\\i file\n",
            "\\set x y\n",
            "\\restrict a`b`\n",
            "\\encoding\n",
            "\\encoding SJIS\n",
            "\\connect `id`\n",
            "\\encoding SQL_ASCII\nSELECT 1;\n",
            "\\encoding UTF8\n",
            "\\connect -reuse-previous=on \"dbname='x'\" y\n",
            "\\.\n",
            "SELECT 1 \\g x\n",
            "COPY t (a) FROM stdin;\nx\\.\n1\n\\.\n",
            "COPY t (a) FROM stdin;\nx\\.\r1\n\\.\n",
            "COPY t (a) FROM stdin;\n\\.\r1\n\\.\n",
            "COPY t (a) FROM stdin;\n1\0\n\\.\n",
            "SELECT '\0';\n",
            "COPY t (a) FROM stdin;\n\\.x\n",
            "COPY t (a) FROM stdin WITH (FORMAT csv);\n\\.\n",
            "COPY t (a) FROM '/etc/passwd';\n",
            "SET LOCAL client_encoding = 'SJIS';\n",
            "SET client_encoding TO DEFAULT;\n",
            "RESET standard_conforming_strings;\n",
            "SET standard_conforming_strings = maybe;\n",
            "reset all;\n",
            "DISCARD ALL;\n",
        ] {
            let result = pieces(input.as_bytes(), 3, DataMode::Untouched);
            assert!(result.is_err(), "{input}");
        }
        assert!(
            pieces(
                b"\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='a b'\"\n",
                3,
                DataMode::Rows
            )
            .is_ok()
        );
    }
}
