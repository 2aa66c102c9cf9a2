//! Rows told apart and decoded, whatever is asked of them.

use super::{Block, Flow, Place, SeenRow, Visitor};
use crate::dump::copy_text::{self, Field};
use crate::dump::encoding::{Dialect, Encoding};
use crate::dump::insert::{self, Decoded, ValueKind, ValueSpan};
use crate::error::{Error, Result};
use crate::transform::row::RowBuf;

/// Buffers, reused from row to row.
#[derive(Default)]
pub(super) struct Rows {
    fields: Vec<Field>,
    values: Vec<ValueSpan>,
    row: RowBuf,
    text: Vec<u8>,
}

/// A portion of a block's data.
pub(super) struct Portion<'a> {
    pub block: &'a Block,
    pub data: &'a [u8],
    /// Where it begins.
    pub place: Place,
    /// Places are the user's too.
    pub placed: bool,
}

impl Portion<'_> {
    fn place(&self, start: usize) -> Place {
        let lines = memchr::memchr_iter(b'\n', &self.data[..start]).count() as u64;
        Place {
            line: self.place.line + lines,
            byte: self.place.byte + start as u64,
        }
    }

    fn failed(&self, error: Error, row: u64, start: usize) -> Error {
        let place = self.place(start.min(self.data.len()));
        error
            .at_table(&self.block.table)
            .at_row(row)
            .at_input(place.line, place.byte)
    }
}

impl Rows {
    /// Whole rows of COPY data.
    pub(super) fn copy(
        &mut self,
        portion: &Portion<'_>,
        count: &mut u64,
        visitor: &mut dyn Visitor,
    ) -> Result<Flow> {
        let (data, columns) = (portion.data, portion.block.columns.list.len());
        let mut place = portion.place;
        let mut rows = copy_text::Rows::new(data);
        while !rows.is_done() {
            let start = rows.position();
            *count += 1;
            self.fields.clear();
            let Some(found) = rows.next(columns, &mut self.fields) else {
                return Err(portion.failed(Error::input("a row without an end"), *count, start));
            };
            let fields = found.count(columns);
            if fields != columns {
                let error = Error::input(format!(
                    "the row has {fields} fields, the COPY statement names {columns} columns"
                ));
                return Err(portion.failed(error, *count, start));
            }
            self.row.reset(columns);
            for (index, found) in self.fields.iter().enumerate() {
                let field = &data[found.range()];
                if copy_text::is_null(field) {
                    self.row.set_null(index);
                } else if portion.block.dialect.encoding == Encoding::Utf8 && !found.escapes {
                    self.row.set_raw(index, found.range());
                } else {
                    self.text.clear();
                    copy_text::decode_into(field, &mut self.text);
                    set(&mut self.row, portion.block.dialect, index, &self.text);
                }
            }
            let row = SeenRow {
                values: self.row.row(data),
                number: *count,
                raw: &data[found.content],
                place: portion.placed.then_some(place),
            };
            match visitor.row(portion.block, &row)? {
                Flow::On => {}
                other => return Ok(other),
            }
            place.byte += (found.next - start) as u64;
            place.line += memchr::memchr_iter(b'\n', &data[start..found.next]).count() as u64;
        }
        Ok(Flow::On)
    }

    /// What follows VALUES in one INSERT.
    pub(super) fn insert(
        &mut self,
        portion: &Portion<'_>,
        count: &mut u64,
        visitor: &mut dyn Visitor,
    ) -> Result<Flow> {
        let (text, dialect) = (portion.data, portion.block.dialect);
        let columns = portion.block.columns.list.len();
        let mut rows = insert::Rows::new(text, dialect, columns);
        loop {
            let next = rows.next_row(&mut self.values);
            let at = rows.position();
            let row = match next {
                Ok(Some(row)) => row.row,
                Ok(None) => return Ok(Flow::On),
                Err(error) => return Err(portion.failed(error, *count + 1, at)),
            };
            *count += 1;
            self.row.reset(columns);
            for (index, value) in self.values.iter().enumerate() {
                let written = &text[value.start..value.end];
                if matches!(value.kind, ValueKind::Other | ValueKind::Default) {
                    set(&mut self.row, dialect, index, written);
                    continue;
                }
                match insert::decode(text, *value, dialect, &mut self.text) {
                    Ok(Decoded::Null | Decoded::Default) => self.row.set_null(index),
                    Ok(Decoded::Value(value)) => set(&mut self.row, dialect, index, value),
                    Err(error) => {
                        let error = error.at_column(&portion.block.columns.list[index].0);
                        return Err(portion.failed(error, *count, row.start));
                    }
                }
            }
            let seen = SeenRow {
                values: self.row.row(text),
                number: *count,
                raw: &text[row.clone()],
                place: portion.placed.then(|| portion.place(row.start)),
            };
            match visitor.row(portion.block, &seen)? {
                Flow::On => {}
                other => return Ok(other),
            }
        }
    }
}

/// Sets a column to its value in UTF-8, or as it is where that can't be had.
fn set(row: &mut RowBuf, dialect: Dialect, index: usize, value: &[u8]) {
    let text = match dialect.encoding {
        Encoding::Utf8 | Encoding::SqlAscii => None,
        other => other.decode_value(value),
    };
    row.set_with(index, |out| {
        out.extend_from_slice(text.as_deref().unwrap_or(value));
    });
}
