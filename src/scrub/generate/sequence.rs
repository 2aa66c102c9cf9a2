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
        moved(set, last?, text)
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

/// The statement with this number as the last one that is taken; `None` where it is that far.
fn moved(set: &SetVal, last: i64, text: &[u8]) -> Option<Vec<u8>> {
    if set.value > last || (set.value == last && set.is_called) {
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

/// Where `false` stands.
fn find_false(text: &[u8]) -> Option<usize> {
    text.windows(5)
        .position(|word| word.eq_ignore_ascii_case(b"false"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::encoding::Dialect;
    use crate::dump::statement::{Class, parse};

    fn move_to(last: i64, statement: &str) -> Option<String> {
        let Class::SetVal(set) = parse(statement.as_bytes(), Dialect::default()).class else {
            panic!("{statement}");
        };
        moved(&set, last, statement.as_bytes()).map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_sequence_moves_on_and_never_back() {
        let setval = "SELECT pg_catalog.setval('public.t_id_seq', 7, true);";
        assert_eq!(move_to(7, setval), None);
        assert_eq!(move_to(3, setval), None);
        assert_eq!(
            move_to(12, setval).as_deref(),
            Some("SELECT pg_catalog.setval('public.t_id_seq', 12, true);")
        );
        let fresh = "SELECT pg_catalog.setval('public.false_id_seq', 1, false);";
        assert_eq!(
            move_to(1, fresh).as_deref(),
            Some("SELECT pg_catalog.setval('public.false_id_seq', 1, true);")
        );
        assert_eq!(
            move_to(5, "SELECT setval('t_id_seq', 1);").as_deref(),
            Some("SELECT setval('t_id_seq', 5);")
        );
    }
}
