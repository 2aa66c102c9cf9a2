use bytes::Bytes;

use super::*;
use crate::exit::ExitCode;

/// Writes down what it is told.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
    /// Rows of a table that are wanted.
    most: usize,
}

impl Visitor for Log {
    fn statement(&mut self, seen: &Seen<'_>, schema: &Schema) -> Result<()> {
        let line = seen.place.map_or(0, |place| place.line);
        let tables = schema.tables.len();
        let first = seen.text.split(|byte| *byte == b' ').next();
        let first = String::from_utf8_lossy(first.unwrap_or_default()).into_owned();
        self.lines.push(format!("{line} {first}, {tables} tables"));
        Ok(())
    }

    fn table(&mut self, block: &Block, _: &Schema) -> Result<Flow> {
        let columns: Vec<&str> = block
            .columns
            .list
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        self.lines
            .push(format!("{} {}", block.table, columns.join(" ")));
        Ok(if self.most == 0 { Flow::Skip } else { Flow::On })
    }

    fn row(&mut self, block: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        let values: Vec<String> = (0..block.columns.list.len())
            .map(|index| match row.values.get(index) {
                None => "NULL".to_owned(),
                Some(value) => format!("{:?}", String::from_utf8_lossy(value)),
            })
            .collect();
        let line = row.place.map_or(0, |place| place.line);
        self.lines
            .push(format!("{line} row {}: {}", row.number, values.join(" ")));
        Ok(if row.number as usize >= self.most {
            Flow::Skip
        } else {
            Flow::On
        })
    }

    fn large_object(&mut self, oid: Option<u32>, part: &[u8]) -> Result<()> {
        self.lines
            .push(format!("{oid:?} {}", String::from_utf8_lossy(part)));
        Ok(())
    }

    fn database(&mut self, name: Option<&str>, schema: &Schema) -> Result<Flow> {
        self.lines
            .push(format!("whole {name:?}, {} tables", schema.tables.len()));
        Ok(Flow::On)
    }
}

const DUMP: &str = "\
--\n-- PostgreSQL database dump\n--\n
CREATE TABLE public.users (id integer NOT NULL, name text);
COPY public.users (id, name) FROM stdin;
1\tJane\\tDoe
2\t\\N
3\tM\u{fc}ller
\\.
INSERT INTO public.users VALUES (4, 'O''Brien'), (5, now());
SELECT pg_catalog.lo_open('17', 131072);
SELECT pg_catalog.lowrite(0, '\\x6869');
--\n-- PostgreSQL database dump complete\n--\n
";

fn log(dump: &str, most: usize) -> Result<Vec<String>> {
    let mut log = Log {
        most,
        ..Log::default()
    };
    let dump = dump.to_owned();
    // What is told never depends on where a chunk ends.
    let mut whole = std::iter::once(Ok(Bytes::copy_from_slice(dump.as_bytes())));
    let result = read_chunks(&mut whole, &mut log);
    let mut bytewise = Log {
        most,
        ..Log::default()
    };
    let mut chunks = dump.bytes().map(|byte| Ok(Bytes::copy_from_slice(&[byte])));
    let again = read_chunks(&mut chunks, &mut bytewise);
    assert_eq!(log.lines, bytewise.lines);
    assert_eq!(result.is_ok(), again.is_ok());
    result.map(|_| log.lines)
}

#[test]
fn everything_in_a_dump_is_told_in_its_order() {
    assert_eq!(
        log(DUMP, 9).unwrap(),
        [
            "5 CREATE, 1 tables",
            "public.users id name",
            "7 row 1: \"1\" \"Jane\\tDoe\"",
            "8 row 2: \"2\" NULL",
            "9 row 3: \"3\" \"M\u{fc}ller\"",
            "public.users id name",
            "11 row 4: \"4\" \"O'Brien\"",
            "11 row 5: \"5\" \"now()\"",
            "12 SELECT, 1 tables",
            "Some(17) hi",
            "13 SELECT, 1 tables",
            "whole None, 1 tables",
        ]
    );
}

#[test]
fn no_more_rows_come_than_are_wanted() {
    let rows = |most| {
        let lines = log(DUMP, most).unwrap();
        lines.iter().filter(|line| line.contains("row")).count()
    };
    // INSERTs are a block of their own.
    assert_eq!((rows(0), rows(1), rows(3)), (0, 2, 4));
}

#[test]
fn what_the_filter_refuses_is_refused() {
    for dump in [
        "",
        &DUMP[..DUMP.len() - 40],
        &DUMP.replace("2\t\\N", "2"),
        &DUMP.replace("lowrite(0, '\\x6869');", "lowrite(0, 'x;"),
        &DUMP.replace("SELECT pg_catalog.lo_open('17', 131072);", "DO $$ $$;"),
        &DUMP.replace("SELECT pg_catalog.lo_open('17', 131072);", "\\! ls"),
        &format!("{DUMP}SELECT 1;\n"),
    ] {
        let error = log(dump, 9).expect_err(dump);
        assert_eq!(error.exit(), ExitCode::Input, "{error}");
        assert!(!error.to_string().contains("Jane"));
    }
}
