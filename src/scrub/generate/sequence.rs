//! Sequences of columns that `next` fills: they move along, so that the next row of the application
//! finds its number free.

use super::{Generating, Grower, Next};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::dump::statement::SetVal;

impl Generating {
    /// The statement with another value, where numbers beyond it were handed out.
    pub fn move_sequence(
        &mut self,
        schema: &Schema,
        sequence: &TableName,
        set: &SetVal,
        text: &[u8],
    ) -> Option<Vec<u8>> {
        let mut last = None;
        for grower in &mut self.growers {
            let table = grower.table.clone();
            for next in &mut grower.next {
                if let Some(handed) = next.handed
                    && next.is_numbered_by(&table, schema, sequence)
                {
                    next.moved = true;
                    last = last.max(Some(handed));
                }
            }
        }
        let last = last?;
        let enough = set.value > last || (set.value == last && set.is_called);
        if enough {
            return None;
        }
        let mut moved = text.get(..set.value_at.start)?.to_vec();
        moved.extend_from_slice(last.to_string().as_bytes());
        let rest = text.get(set.value_at.end..)?;
        match find_false(rest).filter(|_| !set.is_called) {
            Some(at) => {
                moved.extend_from_slice(&rest[..at]);
                moved.extend_from_slice(b"true");
                moved.extend_from_slice(&rest[at + b"false".len()..]);
            }
            None => moved.extend_from_slice(rest),
        }
        Some(moved)
    }

    /// Columns whose numbers were handed out though nothing moved their sequence.
    pub fn unmoved(&self, schema: &Schema) -> Vec<String> {
        let mut warnings = Vec::new();
        for Grower { table, next, .. } in &self.growers {
            for next in next
                .iter()
                .filter(|next| next.handed.is_some() && !next.moved)
            {
                let known = schema.tables.get(table);
                let column = known.and_then(|known| known.column(&next.column.text));
                // Where the schema is known and tells of no sequence, there is none to move.
                if known.is_some() && column.is_none_or(|column| column.sequence.is_none()) {
                    continue;
                }
                warnings.push(format!(
                    "{table}.{}: `next` handed out numbers, but the dump sets no sequence that could \
                     be moved along; set it after the load",
                    next.column.text
                ));
            }
        }
        warnings
    }
}

impl Next {
    /// The sequence is the column's: as the schema tells, else by the name that the server gives it.
    fn is_numbered_by(&self, table: &TableName, schema: &Schema, sequence: &TableName) -> bool {
        let column = &self.column.text;
        let known = schema
            .tables
            .get(table)
            .and_then(|table| table.column(column));
        match known.and_then(|column| column.sequence.as_ref()) {
            Some(own) => own == sequence,
            None => {
                sequence.schema == table.schema
                    && sequence.name == format!("{}_{column}_seq", table.name)
            }
        }
    }
}

/// Where `false` stands.
fn find_false(text: &[u8]) -> Option<usize> {
    text.windows(5)
        .position(|word| word.eq_ignore_ascii_case(b"false"))
}
