//! The columns that decide rows, by themselves: so rows that are read more than once before they are
//! written are read whole only then.
//!
//! Of each row there are the fields that are asked, in the order of their columns: the length and whether
//! there are escapes in it, seven bits a byte, then the field. As rows of COPY data they were told apart
//! anew at each reading, and documents in them freed of their escapes: with the Digital Marketplace's
//! rules that took a third of the time in which rows were decided.

use super::copy::check_count;
use super::{Ahead, RowPath};
use crate::dump::copy_text::{self, Field, Rows};
use crate::dump::encoding::Encoding;
use crate::error::{Error, Result};
use crate::scrub::plan::TablePlan;
use crate::scrub::reading::Reading;
use crate::scrub::stats::TableStats;

impl RowPath {
    /// Of whole rows of COPY data the columns that decide them, appended to `out`. False where they
    /// are no rows of the table, or where it would not be worth it.
    pub fn project(&mut self, plan: &TablePlan, data: &[u8], out: &mut Vec<u8>) -> bool {
        if plan.insert || plan.watched.is_some() || plan.asked.len() == plan.columns.len() {
            return false;
        }
        let wanted = plan.asked.last().map_or(0, |last| last + 1);
        let mut rows = Rows::new(data);
        while !rows.is_done() {
            self.fields.clear();
            match rows.next(wanted, &mut self.fields) {
                Some(row) if check_count(plan, &row).is_ok() => {}
                _ => return false,
            }
            for &index in &plan.asked {
                let field = &self.fields[index];
                let bytes = &data[field.range()];
                if field.escapes && plan.encoding == Encoding::Utf8 && !copy_text::is_null(bytes) {
                    self.text.clear();
                    copy_text::decode_into(bytes, &mut self.text);
                    push(&self.text, false, out);
                } else {
                    push(bytes, field.escapes, out);
                }
            }
            // So that a row has a byte, though nothing of it is asked.
            out.push(0);
        }
        true
    }

    /// Decides rows by what [`project`](Self::project) took of them. An error has no place in the
    /// input yet: it is that of the row after those that were decided.
    pub fn decide_projected(
        &mut self,
        plan: &TablePlan,
        projected: &[u8],
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Ahead {
        let (mut bytes, mut rows) = (0, 0);
        let result = loop {
            if bytes == projected.len() {
                break Ok(());
            }
            match self.decide_projected_row(plan, projected, bytes, stats, reading) {
                Ok(next) => bytes = next,
                Err(error) => break Err(error.at_row(rows + 1)),
            }
            rows += 1;
        };
        Ahead {
            rows,
            bytes,
            result,
        }
    }

    /// Decides the row that begins at `at`; where the next one does.
    fn decide_projected_row(
        &mut self,
        plan: &TablePlan,
        projected: &[u8],
        mut at: usize,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
    ) -> Result<usize> {
        self.fields.clear();
        for _ in &plan.asked {
            let field = field(projected, at).ok_or_else(damaged)?;
            at = field.end;
            self.fields.push(field);
        }
        let fields = std::mem::take(&mut self.fields);
        let asked = plan.asked.iter().copied().zip(fields.iter().copied());
        let result = self.decide_fields(plan, projected, asked, stats, reading, &mut |_| ());
        self.fields = fields;
        result.map(|()| at + 1)
    }
}

fn damaged() -> Error {
    Error::unexpected("a row that waits is damaged")
}

/// Appends a field.
fn push(bytes: &[u8], escapes: bool, out: &mut Vec<u8>) {
    let mut head = bytes.len() << 1 | usize::from(escapes);
    while head > 0x7F {
        out.push(head as u8 | 0x80);
        head >>= 7;
    }
    out.push(head as u8);
    out.extend_from_slice(bytes);
}

/// The field whose head stands at `at`; `None` where there is no whole one.
fn field(data: &[u8], mut at: usize) -> Option<Field> {
    let (mut head, mut shift) = (0, 0);
    loop {
        let byte = *data.get(at)?;
        at += 1;
        head |= usize::from(byte & 0x7F).checked_shl(shift)?;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    let end = at.checked_add(head >> 1)?;
    (end <= data.len()).then_some(Field {
        start: at,
        end,
        escapes: head & 1 == 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_were_put() {
        let long = vec![b'x'; 70_000];
        let fields: [(&[u8], bool); 5] = [
            (b"", false),
            (b"\\N", true),
            (&long[..63], false),
            (&long[..64], true),
            (&long, true),
        ];
        let mut data = Vec::new();
        for (bytes, escapes) in fields {
            push(bytes, escapes, &mut data);
        }
        let mut at = 0;
        for (bytes, escapes) in fields {
            let field = field(&data, at).unwrap();
            assert_eq!((&data[field.range()], field.escapes), (bytes, escapes));
            at = field.end;
        }
        assert_eq!(at, data.len());
        assert_eq!(field(&data, at), None);
        assert_eq!(field(&data[..at - 1], at - long.len() - 3), None);
        assert_eq!(field(&[0xFF; 20], 0), None);
    }
}
