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
use memchr::{memchr, memchr_iter, memmem};

use super::encoding::Dialect;
use super::sql_state::{Open, SqlState, Stop};
use crate::error::{Error, Result};

mod between;
mod command;
mod data;
mod settings;
mod statement;
#[cfg(test)]
mod tests;

/// A statement longer than this that is not table data is refused: pg_dump writes none, and memory
/// stays bounded.
const MAX_STATEMENT: usize = 256 << 20;

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
    /// Where it is table data, how many rows end in it: in COPY data lines; those of an INSERT all end
    /// with it.
    pub rows: u64,
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
    /// Of the last INSERT that ended.
    insert_rows: u64,
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
            insert_rows: 0,
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
        let rows = match (kind, &self.state) {
            (PieceKind::InsertEnd, _) => self.insert_rows,
            (_, State::Insert { .. }) => 0,
            _ => newlines,
        };
        let piece = Piece {
            kind,
            bytes,
            offset: self.offset,
            line: self.line,
            newlines,
            rows,
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

    fn wait(&mut self, input: &[u8], what: &str) -> Result<Look> {
        if input.len() > MAX_STATEMENT {
            return Err(self.error(&[], format!("{what} of more than 256 MiB: this is no dump")));
        }
        self.seen = input.len();
        Ok(Look::More)
    }
}
