//! The schema of a dump, from the statements before its first row.

use std::path::Path;

use bytes::Bytes;

use crate::dump::lexer::{Lexer, PieceKind};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::dump::statement::{self, Class};
use crate::error::Result;
use crate::pipe::input::{Event, Input};

/// Reads a dump (a file, or stdin for `None`) up to its first row, or in a dump of several
/// databases up to the first row of the one that has `table`.
///
/// # Errors
/// Exit 2 where the file can't be opened, exit 5 where it is no dump.
pub fn read(path: Option<&Path>, table: &TableName) -> Result<Schema> {
    let mut input = Input::open(path)?;
    let mut reader = Reader::new(table);
    loop {
        match input.wait() {
            Event::Chunk(chunk) => {
                if reader.push(chunk)? {
                    break;
                }
            }
            Event::End => {
                reader.end()?;
                break;
            }
            Event::Failed(error) => return Err(error),
            Event::Signal(number) => {
                return Err(crate::error::Error::new(
                    crate::exit::ExitCode::Signal(number),
                    "stopped by a signal",
                ));
            }
        }
    }
    Ok(reader.schema)
}

/// Learns from statements as they come.
pub(super) struct Reader<'t> {
    table: &'t TableName,
    lexer: Lexer,
    pub(super) schema: Schema,
    search_path: String,
    /// The dump has changed the database, so another may hold the table.
    several: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(table: &'t TableName) -> Self {
        Self {
            table,
            lexer: Lexer::new(),
            schema: Schema::default(),
            search_path: "public".to_owned(),
            several: false,
        }
    }

    /// Takes the next bytes; true once enough is known.
    pub(super) fn push(&mut self, chunk: Bytes) -> Result<bool> {
        self.lexer.push(chunk);
        self.drain()
    }

    /// There is no more input.
    pub(super) fn end(&mut self) -> Result<bool> {
        self.lexer.end();
        self.drain()
    }

    fn drain(&mut self) -> Result<bool> {
        while let Some(piece) = self.lexer.next()? {
            let found = self.schema.tables.contains_key(self.table);
            match piece.kind {
                PieceKind::CopyStart | PieceKind::InsertStart if found || !self.several => {
                    return Ok(true);
                }
                PieceKind::Command if piece.bytes.starts_with(b"\\connect") => {
                    if found {
                        return Ok(true);
                    }
                    self.several = true;
                    self.schema = Schema::default();
                    "public".clone_into(&mut self.search_path);
                }
                PieceKind::Statement => {
                    let statement = statement::parse(&piece.bytes, self.lexer.dialect());
                    if let Class::Set(setting) = &statement.class
                        && setting.name == "search_path"
                    {
                        setting.value.clone_into(&mut self.search_path);
                    }
                    self.schema.learn(&statement, &self.search_path);
                }
                _ => {}
            }
        }
        Ok(false)
    }
}
