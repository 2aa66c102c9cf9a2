//! The rows of one INSERT statement: split, decode, encode.
//!
//! [`Rows`] goes over what stands between `VALUES` and the end of the statement, row by row, and
//! tells what each value is without a copy; [`decode`] and [`encode`] turn literals to values and
//! back. Nothing is assumed of a value that is more than one plain literal: it may pass as it is,
//! but a rule can't apply to it. pg_dump's forms are those of `dumpTableData_insert`
//! (`src/bin/pg_dump/pg_dump.c`), literals those of `src/backend/parser/scan.l`.

use std::fmt;
use std::ops::Range;

use super::encoding::Dialect;
use crate::error::{Error, Result};

mod literal;
mod scan;

pub use literal::{Decoded, New, decode, encode};

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueSpan {
    /// What stands there.
    pub kind: ValueKind,
    /// Where its text begins, in the bytes given to [`Rows::new`].
    pub start: usize,
    /// Where its text ends.
    pub end: usize,
}

/// What stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `NULL`
    Null,
    /// `DEFAULT`
    Default,
    /// A number without quotes, perhaps with a sign.
    Number,
    /// `true` or `false`
    Bool,
    /// `'…'`
    String,
    /// `E'…'`
    Escape,
    /// `B'…'`
    Bits,
    /// `X'…'`
    HexBits,
    /// Anything else: casts, calls, arrays, two literals in a row. It passes, or is an error where a
    /// rule applies.
    Other,
}

/// One row of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSpan {
    /// What stands before it: blanks and comments, from the second row on with the comma.
    pub lead: Range<usize>,
    /// From `(` to `)`, both included.
    pub row: Range<usize>,
}

/// Goes over the rows of one statement.
///
/// To leave rows out: write each row that stays behind its own `lead`, but the first that stays
/// behind [`Rows::first_lead`]; then [`Rows::tail`]. If none stays, leave out the statement.
pub struct Rows<'a> {
    text: &'a [u8],
    dialect: Dialect,
    columns: usize,
    pos: usize,
    first_lead: Range<usize>,
    begun: bool,
    tail: Option<Range<usize>>,
}

impl<'a> Rows<'a> {
    /// Over `text`, which is what follows `VALUES` up to and including the statement's `;`; each
    /// row must have `columns` values.
    pub fn new(text: &'a [u8], dialect: Dialect, columns: usize) -> Self {
        Self {
            text,
            dialect,
            columns,
            pos: 0,
            first_lead: 0..0,
            begun: false,
            tail: None,
        }
    }

    /// The next row, its values in `values` (emptied first); `None` after the last one. What is no
    /// row, a wrong number of values, and an unknown tail are exit 5; [`Rows::position`] says where.
    pub fn next_row(&mut self, values: &mut Vec<ValueSpan>) -> Result<Option<RowSpan>> {
        values.clear();
        if self.tail.is_some() {
            return Ok(None);
        }
        let lead_start = self.pos;
        self.pos = scan::skip_blanks(self.text, self.pos)?;
        if self.begun {
            if self.byte() != Some(b',') {
                return self.read_tail(lead_start);
            }
            self.pos = scan::skip_blanks(self.text, self.pos + 1)?;
        }
        let lead = lead_start..self.pos;
        if !self.begun {
            self.begun = true;
            self.first_lead = lead.clone();
        }
        if self.byte() != Some(b'(') {
            return Err(Error::input("expected `(` at the start of an INSERT row"));
        }
        let row_start = self.pos;
        self.pos += 1;
        loop {
            let value = self.value()?;
            if values.len() == self.columns {
                return Err(self.wrong_count("more than"));
            }
            values.push(value);
            let separator = self.byte();
            self.pos += 1;
            if separator == Some(b')') {
                break;
            }
        }
        if values.len() != self.columns {
            let count = values.len();
            return Err(self.wrong_count(&format!("{count} instead of")));
        }
        Ok(Some(RowSpan {
            lead,
            row: row_start..self.pos,
        }))
    }

    /// What stands before the first row, for the first row that stays.
    pub fn first_lead(&self) -> Range<usize> {
        self.first_lead.clone()
    }

    /// What follows the last row, `;` included; empty until [`Rows::next_row`] gave `None`.
    pub fn tail(&self) -> Range<usize> {
        self.tail.clone().unwrap_or_default()
    }

    /// How far it has read: after an error, about where that is.
    pub fn position(&self) -> usize {
        self.pos
    }

    fn byte(&self) -> Option<u8> {
        self.text.get(self.pos).copied()
    }

    fn wrong_count(&self, have: &str) -> Error {
        let columns = self.columns;
        Error::input(format!("an INSERT row has {have} {columns} values"))
    }

    /// One value; ends at its `,` or `)`.
    fn value(&mut self) -> Result<ValueSpan> {
        self.pos = scan::skip_blanks(self.text, self.pos)?;
        let start = self.pos;
        let (kind, mut end) = scan::token(self.text, start, self.dialect)?;
        self.pos = scan::skip_blanks(self.text, end)?;
        if let (scan::Token::Value(kind), Some(b',' | b')')) = (kind, self.byte()) {
            return Ok(ValueSpan { kind, start, end });
        }
        // Not one plain literal: on to the comma or parenthesis that ends it.
        let mut depth = 0_usize;
        self.pos = start;
        loop {
            match self.byte() {
                None | Some(b';') => {
                    return Err(Error::input("an INSERT row is not closed"));
                }
                Some(b',') if depth == 0 => break,
                Some(b')') if depth == 0 => break,
                Some(b'(' | b'[') => {
                    depth += 1;
                    self.pos += 1;
                }
                Some(b')' | b']') => {
                    depth = depth.saturating_sub(1);
                    self.pos += 1;
                }
                Some(_) => self.pos = scan::token(self.text, self.pos, self.dialect)?.1,
            }
            end = self.pos;
            self.pos = scan::skip_blanks(self.text, self.pos)?;
        }
        if self.pos == start {
            return Err(Error::input("a value is missing in an INSERT row"));
        }
        Ok(ValueSpan {
            kind: ValueKind::Other,
            start,
            end,
        })
    }

    /// `;`, or `ON CONFLICT DO NOTHING;`. Any other tail might hold values.
    fn read_tail(&mut self, start: usize) -> Result<Option<RowSpan>> {
        let mut words: &[&[u8]] = &[b"on", b"conflict", b"do", b"nothing"];
        while self.byte() != Some(b';') {
            let Some((word, rest)) = words.split_first() else {
                return Err(unknown_tail());
            };
            let end = scan::word_end(self.text, self.pos);
            let found = self.text.get(self.pos..end).unwrap_or_default();
            if !found.eq_ignore_ascii_case(word) {
                return Err(unknown_tail());
            }
            words = rest;
            self.pos = scan::skip_blanks(self.text, end)?;
        }
        let whole = matches!(words.len(), 0 | 4);
        if !whole
            || !self.text[self.pos + 1..]
                .iter()
                .all(u8::is_ascii_whitespace)
        {
            return Err(unknown_tail());
        }
        self.pos = self.text.len();
        self.tail = Some(start..self.pos);
        Ok(None)
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows at {} of {}", self.pos, self.text.len())
    }
}

fn unknown_tail() -> Error {
    Error::input("an INSERT ends in more than `ON CONFLICT DO NOTHING`, which may hold values")
        .hint("dump again with pg_dump, without --inserts if you can")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::encoding::Encoding;
    use proptest::prelude::*;

    type Split = (Vec<Vec<(ValueKind, String)>>, String);

    fn split(text: &str, dialect: Dialect, columns: usize) -> Result<Split> {
        let mut rows = Rows::new(text.as_bytes(), dialect, columns);
        let mut values = Vec::new();
        let mut all = Vec::new();
        while rows.next_row(&mut values)?.is_some() {
            let row = values.iter().map(|value| {
                assert!(value.start < value.end);
                (value.kind, text[value.start..value.end].to_owned())
            });
            all.push(row.collect());
        }
        Ok((all, text[rows.tail()].to_owned()))
    }

    fn kinds(text: &str) -> Vec<ValueKind> {
        let count = split(text, Dialect::default(), 1).map(|_| 1);
        let columns = count.unwrap_or_else(|_| {
            (1..20)
                .find(|columns| split(text, Dialect::default(), *columns).is_ok())
                .unwrap()
        });
        let (rows, _) = split(text, Dialect::default(), columns).unwrap();
        rows.concat().into_iter().map(|(kind, _)| kind).collect()
    }

    const SCS_OFF: Dialect = Dialect {
        standard_conforming_strings: false,
        encoding: Encoding::Utf8,
    };

    #[test]
    fn values_of_every_kind() {
        use ValueKind::{Bits, Bool, Default, Escape, HexBits, Null, Number, Other, String};
        assert_eq!(
            kinds(
                " (NULL, default, 1, -2.5e-7, true, FALSE, 'a''b,(', E'a\\'b', B'01', x'fF', '{\"a\"}');"
            ),
            [
                Null, Default, Number, Number, Bool, Bool, String, Escape, Bits, HexBits, String
            ]
        );
        for other in [
            "'x'::text",
            "now()",
            "f('a,b', (1), $$ ) , $$)",
            "ROW(1,'a')",
            "ARRAY[1,2]",
            "'a'\n'b'",
            "N'x'",
            "U&'x'",
            "1 + 2",
            "- 5",
            "5::int8",
            "nullif(1,2)",
            "\"col,umn\"",
            "$a$ ', $a$",
            "1.5.2",
            "a$b$c",
            "NULL::text",
            "('x')",
            "x.y",
        ] {
            let text = format!("({other} /* , ) */ , 'z');");
            let (rows, _) = split(&text, Dialect::default(), 2).unwrap();
            assert_eq!(rows[0][0], (Other, other.to_owned()));
            assert_eq!(rows[0][1].0, String);
        }
    }

    #[test]
    fn many_rows_and_tails() {
        let text = "\n\t(1, 'a\n\\.\n'),\n\t(2, ';--')\n, -- note, (\n (3, /* ( /* nested */ ' */ NULL)  ON CONFLICT DO NOTHING;\n";
        let (rows, tail) = split(text, Dialect::default(), 2).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0][1].1, "'a\n\\.\n'");
        assert_eq!(tail, "  ON CONFLICT DO NOTHING;\n");
        assert_eq!(split("(1);", Dialect::default(), 1).unwrap().1, ";");
    }

    #[test]
    fn rows_can_be_left_out() {
        let text = " (1),\n(2) ,(3) ;";
        let without = |dropped: &[usize]| {
            let mut rows = Rows::new(text.as_bytes(), Dialect::default(), 1);
            let (mut values, mut out, mut number) = (Vec::new(), String::new(), 0);
            while let Some(row) = rows.next_row(&mut values).unwrap() {
                number += 1;
                if !dropped.contains(&number) {
                    let first = out.is_empty();
                    out += &text[if first { rows.first_lead() } else { row.lead }];
                    out += &text[row.row];
                }
            }
            out + &text[rows.tail()]
        };
        assert_eq!(without(&[]), text);
        assert_eq!(without(&[1]), " (2) ,(3) ;");
        assert_eq!(without(&[2]), " (1) ,(3) ;");
        assert_eq!(without(&[3]), " (1),\n(2) ;");
        assert_eq!(without(&[1, 3]), " (2) ;");
    }

    #[test]
    fn backslashes_follow_the_dialect() {
        let text = r"('a\', 'b\');";
        assert_eq!(
            split(text, Dialect::default(), 2).unwrap().0[0][0].1,
            r"'a\'"
        );
        assert!(split(text, SCS_OFF, 2).is_err());
        let text = r"('a\', ''b\\', 1);";
        assert_eq!(split(text, SCS_OFF, 2).unwrap().0[0][0].1, r"'a\', ''b\\'");
        // In Shift JIS the second byte of 95 5C is no backslash.
        let sjis = Dialect {
            encoding: Encoding::Sjis,
            ..SCS_OFF
        };
        let mut values = Vec::new();
        let mut rows = Rows::new(b"('\x95\x5c', 1);", sjis, 2);
        assert!(rows.next_row(&mut values).unwrap().is_some());
        assert_eq!((values[0].start, values[0].end), (1, 5));
    }

    #[test]
    fn what_is_no_row_is_refused_without_its_text() {
        for text in [
            "",
            ";",
            "(1)",
            "(1",
            "(1,2);",
            "();",
            "(,);",
            "(1),;",
            "(1) (2);",
            "1;",
            "('CANARY",
            "('CANARY);",
            "(\"CANARY);",
            "($CANARY$);",
            "(1) /* CANARY",
            "(1) ON CONFLICT (id) DO UPDATE SET a = 'CANARY';",
            "(1) ON CONFLICT DO;",
            "(1) RETURNING 'CANARY';",
            "(1); DELETE FROM t;",
            "(f(1);",
            "(1]);",
        ] {
            let result = split(text, Dialect::default(), 1);
            let Err(error) = result else {
                // A stray `]` is the server's to refuse.
                assert_eq!(text, "(1]);");
                continue;
            };
            assert_eq!(error.exit(), crate::exit::ExitCode::Input, "{text}");
            assert!(!error.to_string().contains("CANARY"));
        }
        let error = split("('a', 'b');", Dialect::default(), 3).unwrap_err();
        assert_eq!(error.message(), "an INSERT row has 2 instead of 3 values");
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = format!("({}1{});", "(".repeat(200_000), ")".repeat(200_000));
        assert_eq!(
            split(&deep, Dialect::default(), 1).unwrap().0[0][0].0,
            ValueKind::Other
        );
        let deep = format!("({}1);", "/* ".repeat(200_000));
        assert!(split(&deep, Dialect::default(), 1).is_err());
    }

    proptest! {
        #[test]
        fn rows_come_back_value_by_value(
            rows in prop::collection::vec(prop::collection::vec(prop::option::of("[^\0]{0,12}"), 3), 1..5),
            scs: bool,
        ) {
            let dialect = if scs { Dialect::default() } else { SCS_OFF };
            let mut text = Vec::new();
            for (number, row) in rows.iter().enumerate() {
                text.extend_from_slice(if number == 0 { b"\n\t" } else { b",\n\t" });
                for (number, value) in row.iter().enumerate() {
                    text.extend_from_slice(if number == 0 { b"(" } else { b", " });
                    let new = value.as_ref().map_or(New::Null, |value| New::Value(value.as_bytes()));
                    encode(new, ValueKind::String, dialect, &mut text);
                }
                text.push(b')');
            }
            text.push(b';');
            let mut reader = Rows::new(&text, dialect, 3);
            let (mut spans, mut buffer) = (Vec::new(), Vec::new());
            let mut back = Vec::new();
            let mut copy = Vec::new();
            while let Some(row) = reader.next_row(&mut spans).unwrap() {
                copy.extend_from_slice(&text[row.lead]);
                copy.extend_from_slice(&text[row.row]);
                let mut values = Vec::new();
                for span in &spans {
                    values.push(match decode(&text, *span, dialect, &mut buffer).unwrap() {
                        Decoded::Value(value) => Some(String::from_utf8(value.to_vec()).unwrap()),
                        _ => None,
                    });
                }
                back.push(values);
            }
            copy.extend_from_slice(&text[reader.tail()]);
            prop_assert_eq!(back, rows);
            prop_assert_eq!(copy, text);
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(
            bytes: Vec<u8>,
            text in r#"[(),;'"\\$a/*\-1 EBn\n\[\]]{0,40}"#,
            scs: bool,
        ) {
            let dialect = Dialect { standard_conforming_strings: scs, encoding: Encoding::Gb18030 };
            for text in [&bytes[..], text.as_bytes(), &[b"(", &bytes[..], b");"].concat()] {
                let mut rows = Rows::new(text, dialect, 2);
                let (mut values, mut buffer) = (Vec::new(), Vec::new());
                while let Ok(Some(row)) = rows.next_row(&mut values) {
                    prop_assert!(row.row.end <= text.len());
                    for value in &values {
                        let _ = decode(text, *value, dialect, &mut buffer);
                    }
                }
                prop_assert!(rows.position() <= text.len() + 1);
            }
        }
    }
}
