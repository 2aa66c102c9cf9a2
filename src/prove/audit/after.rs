//! The dump after: every text of it, cut into runs, and each stretch of runs held against the filter.
//! What the filter lets through is noted with its place, and held against the exact set at the end.

use std::collections::HashMap;

use super::columns::{ColumnId, Columns};
use super::index::Index;
use super::leaves::{self, Form};
use super::normal::{self, MAX_RUNS, PREFIX_RUNS, Run, Sequence};
use super::numbers;
use super::runs::{Bytes, Gathered, Record};
use super::value::Values;
use super::veiled::{self, Veil};
use crate::dump::archive::toc::Toc;
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::dump::statement::Class;
use crate::error::Result;
use crate::prove::reading::{Block, Flow, Place, Seen, SeenRow, Visitor};

/// Forms within forms are seen through so far.
const MAX_VEILS: u32 = 2;

/// Of a large object's part so much is looked at again with the next.
const OVERLAP: usize = 1 << 10;

/// Rows that are named of each place.
pub(super) const NAMED_ROWS: usize = 3;

/// How a value stands where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum How {
    /// As the whole value.
    Value,
    /// As a leaf of JSON, an element or a field.
    Leaf,
    /// As a key of JSON.
    Key,
    /// Within text.
    Text,
    /// In another form.
    Veiled(Veil),
    /// A phone number in another spelling.
    Phone,
}

/// Where something is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Where {
    /// In a column.
    Column(TableName, String),
    /// In a statement.
    Statement {
        what: &'static str,
        kind: Kind,
        line: Option<u64>,
        number: u64,
    },
    /// In what stands between statements.
    Comment { line: Option<u64>, number: u64 },
    /// In a large object.
    LargeObject(Option<u32>),
}

/// What a statement is to an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Schema text.
    Definition,
    /// Planner statistics.
    Statistics,
}

/// What may be a value, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) hash: u128,
    pub(super) place: u32,
    pub(super) how: How,
    /// It is a value of its own, not a part of one.
    pub(super) whole: bool,
    /// The column's rule may have made it by chance.
    pub(super) chance: bool,
    pub(super) count: u32,
    /// The first of its rows; 0: none.
    pub(super) rows: [u64; NAMED_ROWS],
}

impl How {
    fn number(self) -> u8 {
        match self {
            Self::Value => 0,
            Self::Leaf => 1,
            Self::Key => 2,
            Self::Text => 3,
            Self::Phone => 4,
            Self::Veiled(veil) => 5 + veil as u8,
        }
    }

    fn of(number: u8) -> Self {
        match number {
            0 => Self::Value,
            1 => Self::Leaf,
            2 => Self::Key,
            3 => Self::Text,
            4 => Self::Phone,
            5 => Self::Veiled(Veil::Url),
            6 => Self::Veiled(Veil::Base64),
            7 => Self::Veiled(Veil::Hex),
            _ => Self::Veiled(Veil::Escaped),
        }
    }
}

impl Record for Candidate {
    type Key = (u128, u32, How, bool, bool);
    const SIZE: usize = 16 + 4 + 3 + 4 + 8 * NAMED_ROWS;

    fn key(&self) -> Self::Key {
        (self.hash, self.place, self.how, self.whole, self.chance)
    }

    fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        for row in other.rows {
            add_row(&mut self.rows, row);
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.hash.to_le_bytes());
        out.extend_from_slice(&self.place.to_le_bytes());
        out.extend_from_slice(&[
            self.how.number(),
            u8::from(self.whole),
            u8::from(self.chance),
        ]);
        out.extend_from_slice(&self.count.to_le_bytes());
        for row in self.rows {
            out.extend_from_slice(&row.to_le_bytes());
        }
    }

    fn read(bytes: &mut Bytes<'_>) -> Self {
        let hash = u128::from_le_bytes(bytes.take());
        let place = u32::from_le_bytes(bytes.take());
        let [how, whole, chance] = bytes.take();
        let count = u32::from_le_bytes(bytes.take());
        let mut rows = [0; NAMED_ROWS];
        for row in &mut rows {
            *row = u64::from_le_bytes(bytes.take());
        }
        Self {
            hash,
            place,
            how: How::of(how),
            whole: whole == 1,
            chance: chance == 1,
            count,
            rows,
        }
    }
}

/// Adds a row to the first ones; 0 is none.
pub(super) fn add_row(rows: &mut [u64; NAMED_ROWS], row: u64) {
    if row == 0 || rows.contains(&row) {
        return;
    }
    let last = NAMED_ROWS - 1;
    if rows[last] == 0 || row < rows[last] {
        rows[last] = row;
        // Zeros stand at the end.
        rows.sort_unstable_by_key(|row| row.wrapping_sub(1));
    }
}

/// Reads the dump after.
pub(super) struct After<'b> {
    values: &'b mut Values,
    columns: &'b Columns,
    index: &'b Index,
    pub(super) candidates: Gathered<Candidate>,
    /// Where candidates were found.
    pub(super) places: Vec<Where>,
    by_place: HashMap<Where, u32>,
    /// The columns of the block at hand.
    block: Vec<BlockColumn>,
    statements: u64,
    large_object: Option<Option<u32>>,
    carried: Vec<u8>,
    /// Rows looked at.
    pub(super) rows: u64,
}

struct BlockColumn {
    place: Where,
    id: Option<ColumnId>,
    form: Form,
}

/// What is being looked at.
#[derive(Clone, Copy)]
struct At<'a> {
    place: &'a Where,
    column: Option<ColumnId>,
    row: u64,
}

impl<'b> After<'b> {
    pub(super) fn new(
        values: &'b mut Values,
        columns: &'b Columns,
        index: &'b Index,
        candidates: Gathered<Candidate>,
    ) -> Self {
        Self {
            values,
            columns,
            index,
            candidates,
            places: Vec::new(),
            by_place: HashMap::new(),
            block: Vec::new(),
            statements: 0,
            large_object: None,
            carried: Vec::new(),
            rows: 0,
        }
    }

    fn field(&mut self, at: At<'_>, text: &[u8], form: Form) -> Result<()> {
        let mut result = Ok(());
        let mut parts = false;
        leaves::each(text, form, &mut |leaf| {
            parts = true;
            if result.is_ok() {
                let how = if leaf.key { How::Key } else { How::Leaf };
                result = self.text(at, leaf.text, how, 0);
            }
        });
        result?;
        if parts {
            return Ok(());
        }
        self.text(at, text, How::Value, 0)
    }

    /// Looks at a text, and at what it says in other forms. `how` it stands where it is the whole.
    fn text(&mut self, at: At<'_>, text: &[u8], how: How, veils: u32) -> Result<()> {
        let mut runs = std::mem::take(&mut self.values.runs);
        let mut begun = 0;
        let result = normal::pieces(text).try_for_each(|piece| {
            self.values.keyed.runs(piece, &mut runs);
            begun += 1;
            self.stretches(at, piece, &runs, how, begun == 1)
        });
        self.values.runs = runs;
        result?;
        if veils == MAX_VEILS {
            return Ok(());
        }
        let mut result = Ok(());
        veiled::each(text, &mut |veil, plain| {
            if result.is_ok() {
                result = self.text(at, plain, How::Veiled(veil), veils + 1);
            }
        });
        result
    }

    fn stretches(
        &mut self,
        at: At<'_>,
        text: &[u8],
        runs: &[Run],
        how: How,
        begins: bool,
    ) -> Result<()> {
        for first in 0..runs.len() {
            let mut sequence = Sequence::EMPTY;
            let most = (runs.len() - first).min(MAX_RUNS);
            for length in 1..=most {
                sequence = sequence.push(&runs[first + length - 1]);
                // The whole of a text of more runs is its beginning.
                let whole = begins && first == 0 && (length == runs.len() || length == MAX_RUNS);
                if self.index.has_length(length)
                    && self.index.may_hold(sequence.number(), length as u8)
                {
                    let stretch = &runs[first..first + length];
                    let how = match how {
                        How::Value | How::Leaf | How::Key if !whole => How::Text,
                        how => how,
                    };
                    self.note(at, text, stretch, sequence.number(), how, whole)?;
                }
                if length == PREFIX_RUNS
                    && !(self.index.has_long() && self.index.may_begin(sequence.short()))
                {
                    break;
                }
            }
        }
        if self.index.has_length(0) {
            self.phones(at, text, runs)?;
        }
        Ok(())
    }

    fn phones(&mut self, at: At<'_>, text: &[u8], runs: &[Run]) -> Result<()> {
        let mut found = Vec::new();
        numbers::phones(text, runs, &mut |number| {
            let hash = number
                .phone
                .map(|phone| self.values.phone_value(&phone).hash);
            if let Some(hash) = hash.filter(|hash| self.index.may_hold(*hash, 0)) {
                found.push((number.first, number.end, hash));
            }
        });
        for (first, end, hash) in found {
            self.note(at, text, &runs[first..end], hash, How::Phone, false)?;
        }
        Ok(())
    }

    fn note(
        &mut self,
        at: At<'_>,
        text: &[u8],
        runs: &[Run],
        hash: u128,
        how: How,
        whole: bool,
    ) -> Result<()> {
        let chance = at
            .column
            .is_some_and(|column| self.columns.may_be_made(column, text, runs, whole));
        let place = match self.by_place.get(at.place) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
                self.places.push(at.place.clone());
                self.by_place.insert(at.place.clone(), place);
                place
            }
        };
        self.candidates.add(&Candidate {
            hash,
            place,
            how,
            whole: whole && how != How::Phone,
            chance,
            count: 1,
            rows: [at.row, 0, 0],
        })
    }

    fn schema_text(&mut self, place: &Where, text: &[u8]) -> Result<()> {
        let at = At {
            place,
            column: None,
            row: 0,
        };
        self.text(at, text, How::Text, 0)
    }
}

impl Visitor for After<'_> {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        // The script that is made of an archive shows all of it but these.
        for drop in toc.entries.iter().filter_map(|entry| entry.drop.as_ref()) {
            self.statements += 1;
            let place = Where::Statement {
                what: "DROP",
                kind: Kind::Definition,
                line: None,
                number: self.statements,
            };
            self.schema_text(&place, drop)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8], place: Option<Place>) -> Result<()> {
        self.statements += 1;
        let place = Where::Comment {
            line: place.map(|place| place.line),
            number: self.statements,
        };
        self.schema_text(&place, text)
    }

    fn statement(&mut self, seen: &Seen<'_>, _: &Schema) -> Result<()> {
        self.statements += 1;
        if let Class::LargeObject(_) = &seen.statement.class {
            // Its content comes on its own.
            return Ok(());
        }
        let statistics = matches!(seen.statement.class, Class::Statistics);
        let object = seen.statement.object.as_ref();
        let place = Where::Statement {
            what: object.map_or("statement", |object| object.type_name),
            kind: if statistics {
                Kind::Statistics
            } else {
                Kind::Definition
            },
            line: seen.place.map(|place| place.line),
            number: self.statements,
        };
        self.schema_text(&place, seen.text)
    }

    fn table(&mut self, block: &Block, _: &Schema) -> Result<Flow> {
        self.block = (block.columns.list.iter())
            .map(|(name, ty)| BlockColumn {
                place: Where::Column(block.table.clone(), name.clone()),
                id: self.columns.find(&block.table, name),
                form: Form::of(&ty.base),
            })
            .collect();
        Ok(Flow::On)
    }

    fn row(&mut self, _: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        self.rows += 1;
        let columns = std::mem::take(&mut self.block);
        let result = columns.iter().enumerate().try_for_each(|(index, column)| {
            let at = At {
                place: &column.place,
                column: column.id,
                row: row.number,
            };
            match row.values.get(index) {
                Some(text) => self.field(at, text, column.form),
                None => Ok(()),
            }
        });
        self.block = columns;
        result.map(|()| Flow::On)
    }

    fn large_object(&mut self, oid: Option<u32>, part: &[u8]) -> Result<()> {
        if self.large_object != Some(oid) {
            self.carried.clear();
            self.large_object = Some(oid);
        }
        // A value may stand across two parts.
        let mut carried = std::mem::take(&mut self.carried);
        carried.extend_from_slice(part);
        let place = Where::LargeObject(oid);
        let result = self.schema_text(&place, &carried);
        let surplus = carried.len().saturating_sub(OVERLAP);
        carried.drain(..surplus);
        self.carried = carried;
        result
    }
}
