//! Rows of COPY data, some at a time: each is split, decoded and judged, then the seeds of all that
//! stay are made at once, then each is written. A row's result depends on nothing but the row, and a
//! failure comes when its row's turn does, after the rows before it are written: so where a group ends
//! changes nothing but time.

use super::seeds::GROUP;
use super::{Origin, RowPath, encoded, place, set_decoded};
use crate::dump::copy_text::{self, Field, Row, Rows};
use crate::dump::encoding::Encoding;
use crate::error::{Error, Result};
use crate::scrub::plan::{Hands, TablePlan};
use crate::scrub::reading::Reading;
use crate::scrub::stats::{Own, TableStats};
use crate::transform::Outcome;
use crate::transform::row::RowBuf;

/// Bytes of rows after which a group takes no more: of long rows few should wait in a core's cache.
const ENOUGH: usize = 32 << 10;

/// Rows that were read together.
#[derive(Default)]
pub(super) struct Group {
    /// Kept from group to group, for their buffers.
    rows: Vec<Held>,
    /// So many of them are of this group.
    count: usize,
    /// The fields of all.
    fields: Vec<Field>,
}

/// A row that was read and judged.
#[derive(Default)]
pub(super) struct Held {
    /// Where it begins, and where the next one does.
    start: usize,
    next: usize,
    /// Where its fields begin among those of the group.
    fields: usize,
    pub(super) originals: RowBuf,
    pub(super) stays: bool,
    /// Columns that become NULL with the row they refer to.
    nulls: Vec<usize>,
    /// What the rules had said of rows when it had been judged.
    own: Own,
}

/// A pass over a portion of data.
struct Pass<'p, 'r> {
    plan: &'p TablePlan,
    data: &'p [u8],
    stats: &'p mut TableStats,
    reading: &'p mut Reading<'r>,
}

/// What lies between the rows' changes and the output.
struct Written<'o> {
    out: &'o mut Vec<u8>,
    /// What lies between here and the next change is appended in one piece.
    from: usize,
}

impl Written<'_> {
    /// Appends the data up to here, unchanged.
    fn up_to(&mut self, data: &[u8], end: usize) {
        self.out.extend_from_slice(&data[self.from..end]);
        self.from = end;
    }
}

impl RowPath {
    /// Whole rows of COPY data → the rows that stay, appended to `out`.
    pub fn copy_rows(
        &mut self,
        plan: &TablePlan,
        data: &[u8],
        origin: Origin,
        stats: &mut TableStats,
        reading: &mut Reading<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let mut rows = Rows::new(data);
        let mut written = Written { out, from: 0 };
        let mut pass = Pass {
            plan,
            data,
            stats,
            reading,
        };
        // What one row leaves behind may change the next one.
        let most = match plan.hands {
            Hands::InTurn => 1,
            Hands::Any | Hands::OnceDecided => GROUP,
        };
        let mut group = std::mem::take(&mut self.group);
        while !rows.is_done() {
            let read = self.read_group(&mut pass, &mut rows, most, &mut group);
            let held = &group.rows[..group.count];
            self.seeds.make(plan, data, held);
            for (number, row) in held.iter().enumerate() {
                pass.stats.rows_in += 1;
                let fields = &group.fields[row.fields..];
                let (length, from) = (written.out.len(), written.from);
                let result = self.write_row(&mut pass, row, number, fields, &mut written);
                if let Err(error) = result {
                    written.out.truncate(length);
                    written.from = from;
                    pass.stats.own = row.own;
                    return Err(pass.failed(error, row.start, origin, &mut written));
                }
            }
            if let Err((start, error)) = read {
                pass.stats.rows_in += 1;
                return Err(pass.failed(error, start, origin, &mut written));
            }
        }
        written.up_to(data, data.len());
        self.group = group;
        Ok(())
    }

    /// Reads and judges the next rows, at most so many. An error is that of the row that begins there,
    /// after those of the group.
    fn read_group(
        &mut self,
        pass: &mut Pass<'_, '_>,
        rows: &mut Rows<'_>,
        most: usize,
        group: &mut Group,
    ) -> Result<(), (usize, Error)> {
        group.count = 0;
        group.fields.clear();
        let begin = rows.position();
        while group.count < most && !rows.is_done() && rows.position() - begin < ENOUGH {
            if group.count == group.rows.len() {
                group.rows.push(Held::default());
            }
            let row = &mut group.rows[group.count];
            row.start = rows.position();
            row.fields = group.fields.len();
            self.read_row(pass, rows, row, &mut group.fields)
                .map_err(|error| (row.start, error))?;
            group.count += 1;
        }
        Ok(())
    }

    fn read_row(
        &mut self,
        pass: &mut Pass<'_, '_>,
        rows: &mut Rows<'_>,
        held: &mut Held,
        fields: &mut Vec<Field>,
    ) -> Result<()> {
        let Pass { plan, data, .. } = *pass;
        let row = rows.next(plan.wanted, fields).ok_or_else(without_end)?;
        if row.bare_return {
            return Err(
                Error::input("a carriage return that is not part of a line's end").hint(
                    "the server would end a row there, or refuse it; dump again with pg_dump",
                ),
            );
        }
        check_count(plan, &row)?;
        held.next = row.next;
        let fields = &fields[held.fields..];
        let decoded = plan.decode.iter().map(|&index| (index, fields[index]));
        decode(plan, data, decoded, &mut held.originals, &mut self.text)?;
        let originals = held.originals.row(data);
        held.stays = self.judge(plan, originals, &mut held.nulls, pass.stats, pass.reading)?;
        held.own = pass.stats.own;
        Ok(())
    }

    /// Replaces the values of a row that stays, and writes what is new of it.
    fn write_row(
        &mut self,
        pass: &mut Pass<'_, '_>,
        row: &Held,
        number: usize,
        fields: &[Field],
        written: &mut Written<'_>,
    ) -> Result<()> {
        let Pass { plan, data, .. } = *pass;
        if !row.stays {
            written.up_to(data, row.start);
            written.from = row.next;
            return Ok(());
        }
        let originals = row.originals.row(data);
        let (stats, reading) = (&mut *pass.stats, &mut *pass.reading);
        self.replace(plan, originals, &row.nulls, Some(number), stats, reading)?;
        // Of nearly all rows everything new is.
        let plain = plan.encoding == Encoding::Utf8 && copy_text::is_plain(&self.made);
        for (position, column) in plan.rules.iter().enumerate() {
            let result = self.results[position];
            if result == Outcome::Keep {
                continue;
            }
            let field = &fields[column.index];
            written.up_to(data, field.start);
            written.from = field.end;
            match result {
                Outcome::Value => {
                    let value = &self.made[self.made_at[position].clone()];
                    if plain {
                        written.out.extend_from_slice(value);
                    } else {
                        let value = encoded(plan, column, value, &mut self.text)?;
                        copy_text::encode_into(value, written.out);
                    }
                }
                Outcome::Null => written.out.extend_from_slice(b"\\N"),
                // Bind allows `default` in INSERT dumps only.
                Outcome::Default | Outcome::Keep => {}
            }
        }
        stats.rows_out += 1;
        Ok(())
    }
}

impl Pass<'_, '_> {
    /// The failure of the row that begins at `start`. The rows before it are written: they are whole,
    /// wherever the data was cut.
    fn failed(
        &self,
        error: Error,
        start: usize,
        origin: Origin,
        written: &mut Written<'_>,
    ) -> Error {
        written.up_to(self.data, start);
        let error = error.at_row(self.stats.rows_in);
        place(error, self.plan, self.data, start, origin)
    }
}

/// What is left is no whole row.
pub(super) fn without_end() -> Error {
    Error::input("a row without an end")
}

/// The row has a field for each column.
pub(super) fn check_count(plan: &TablePlan, row: &Row) -> Result<()> {
    let count = row.count(plan.columns.len());
    if count == plan.columns.len() {
        return Ok(());
    }
    Err(Error::input(format!(
        "the row has {count} fields, the COPY statement names {} columns",
        plan.columns.len()
    )))
}

/// Decodes fields of a row, each of the column of that index.
pub(super) fn decode(
    plan: &TablePlan,
    data: &[u8],
    fields: impl Iterator<Item = (usize, Field)>,
    originals: &mut RowBuf,
    text: &mut Vec<u8>,
) -> Result<()> {
    originals.reset(plan.columns.len());
    for (index, field) in fields {
        let bytes = &data[field.range()];
        if field.escapes && copy_text::is_null(bytes) {
            originals.set_null(index);
        } else if plan.encoding != Encoding::Utf8 {
            text.clear();
            copy_text::decode_into(bytes, text);
            set_decoded(originals, plan, index, text)?;
        } else if field.escapes {
            originals.set_with(index, |out| copy_text::decode_into(bytes, out));
        } else {
            originals.set_raw(index, field.range());
        }
    }
    Ok(())
}
