//! What follows VALUES: rows, literals, and literals written anew.

use dmscrub::dump::encoding::Dialect;
use dmscrub::dump::insert::{Decoded, New, Rows, ValueKind, decode, encode};
use dmscrub::dump::sql_state::{SqlState, Stop};

use super::support::choice;

pub fn run(data: &[u8]) {
    let (choice, text) = choice(data);
    let dialect = Dialect {
        standard_conforming_strings: choice & 1 == 0,
        ..Dialect::default()
    };
    let columns = choice / 2 % 8;
    let mut rows = Rows::new(text, dialect, columns);
    let (mut values, mut buffer) = (Vec::new(), Vec::new());
    let mut before = 0;
    while let Ok(Some(row)) = rows.next_row(&mut values) {
        assert_eq!(values.len(), columns);
        assert_eq!(
            row.lead.start, before,
            "something between two rows was left out"
        );
        assert_eq!(row.lead.end, row.row.start);
        before = row.row.end;
        for value in &values {
            assert!(row.row.start < value.start && value.end < row.row.end);
            let Ok(Decoded::Value(original)) = decode(text, *value, dialect, &mut buffer) else {
                continue;
            };
            if !original.contains(&0) {
                write_anew(original, value.kind, dialect);
            }
        }
    }
}

/// A value that is written comes back, and nothing of it gets out of its literal.
fn write_anew(value: &[u8], kind: ValueKind, dialect: Dialect) {
    let mut statement = b"SELECT (".to_vec();
    encode(New::Value(value), kind, dialect, &mut statement);
    statement.extend_from_slice(b");");
    let end = SqlState::new(dialect).advance(&statement);
    assert_eq!(
        end,
        (statement.len(), Stop::End),
        "a value got out of its literal"
    );
    let (mut values, mut buffer) = (Vec::new(), Vec::new());
    let text = &statement[b"SELECT ".len()..];
    let row = Rows::new(text, dialect, 1).next_row(&mut values);
    assert!(matches!(row, Ok(Some(_))), "a literal that can't be read");
    match decode(text, values[0], dialect, &mut buffer) {
        Ok(Decoded::Value(again)) => assert_eq!(again, value),
        _ => panic!("a literal that can't be decoded"),
    }
}
