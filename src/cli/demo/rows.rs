//! The rows of one table of a dump.

use bytes::Bytes;

use crate::dump::copy_text;
use crate::dump::lexer::{DataMode, Lexer, PieceKind};
use crate::dump::statement::{self, Class};
use crate::error::Result;
use crate::scrub::transaction::ON_ERROR_STOP;

/// Columns and rows, as text; `None` is NULL.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Option<String>>>,
}

impl Rows {
    /// Of the COPY block of a table in schema `public`.
    pub(super) fn of(dump: &[u8], table: &str) -> Result<Self> {
        let mut found = Self::default();
        let mut inside = false;
        let mut lexer = Lexer::new();
        // The line for psql that the cleaned dump begins with is no part of a dump.
        let dump = dump.strip_prefix(ON_ERROR_STOP).unwrap_or(dump);
        lexer.push(Bytes::copy_from_slice(dump));
        lexer.end();
        while let Some(piece) = lexer.next()? {
            match piece.kind {
                PieceKind::CopyStart => {
                    lexer.take_data(DataMode::Rows);
                    let statement = statement::parse(&piece.bytes, lexer.dialect());
                    inside = false;
                    if let Class::Copy(header) = statement.class {
                        inside = header.table.name == table;
                        if inside {
                            found.columns = header.columns.unwrap_or_default();
                        }
                    }
                }
                PieceKind::Rows if inside => found.take(&piece.bytes),
                _ => {}
            }
        }
        Ok(found)
    }

    fn take(&mut self, block: &[u8]) {
        let mut fields = Vec::new();
        let mut rows = copy_text::Rows::new(block);
        while rows.next(self.columns.len(), &mut fields).is_some() {
            let values = fields.drain(..).map(|field| {
                let field = &block[field.range()];
                (!copy_text::is_null(field))
                    .then(|| String::from_utf8_lossy(&copy_text::decode(field)).into_owned())
            });
            self.rows.push(values.collect());
        }
    }

    /// The row whose first column has this value.
    pub(super) fn row(&self, key: &Option<String>) -> Option<&[Option<String>]> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.first() == Some(key)).map(Vec::as_slice)
    }
}
