//! COPY decoding against the server: of data that both take, they see the same rows and values, byte
//! for byte.

use bytes::Bytes;
use dmscrub::dump::copy_text::{Field, Rows, decode, is_null};
use dmscrub::dump::lexer::{DataMode, Lexer, PieceKind};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::env::postgres::Postgres;

/// Blocks of data that are tried.
const CASES: usize = 1500;

/// Every escape of the manual, and what is nearly one.
const PIECES: &[&[u8]] = &[
    b"a",
    b"NULL",
    b"\\N",
    b"\\n",
    b"\\t",
    b"\\r",
    b"\\b",
    b"\\f",
    b"\\v",
    b"\\\\",
    b"\\0",
    b"\\1",
    b"\\12",
    b"\\101",
    b"\\377",
    b"\\400",
    b"\\777",
    b"\\8",
    b"\\18",
    b"\\x",
    b"\\x4",
    b"\\x41",
    b"\\xg",
    b"\\xFFF",
    b"\\x414",
    b"\\.",
    b"\\\\.",
    b"\\a",
    b"\\'",
    b"\\\t",
    b"\\\n",
    b"\\\r",
    b"\\\r\n",
    b"\r",
    b"\x01",
    b"\x08",
    b"\x0b",
    b"\x0c",
    b"\x7f",
    b"\x80",
    b"\xff",
    b"\xc3\xa9",
    b".",
    b"N",
    b"\\\\N",
    b"\\N\\N",
    b"x\\N",
    b" ",
    b"\\\xff",
    b"\\u0041",
    b"0",
    b"7",
    b"f",
];

type Row = Vec<Option<Vec<u8>>>;

/// Rows of mostly two fields, with mostly one kind of line end.
fn block() -> impl Strategy<Value = Vec<u8>> {
    let field = proptest::collection::vec(proptest::sample::select(PIECES), 0..4);
    let field = field.prop_map(|pieces| pieces.concat());
    let fields = prop_oneof![
        12 => proptest::collection::vec(field.clone(), 2),
        1 => proptest::collection::vec(field, 1..4),
    ];
    let end = prop_oneof![12 => Just(&b"\n"[..]), 1 => Just(&b"\r\n"[..]), 1 => Just(&b"\r"[..])];
    let row = (fields, end).prop_map(|(fields, end)| [&fields.join(&b'\t')[..], end].concat());
    (proptest::collection::vec(row, 1..4), any::<bool>(), 0..8_u8).prop_map(|(rows, crlf, one)| {
        let data = rows.concat();
        match (crlf, one) {
            (true, 0) => replace(&data, b"\n", b"\r\n"),
            _ => data,
        }
    })
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let parts: Vec<&[u8]> = text.split(|byte| [*byte] == from).collect();
    parts.join(to)
}

#[test]
fn copy_data_decodes_as_on_the_server() {
    let server = Postgres::shared();
    server.create_db("copied", "SQL_ASCII");
    server.psql("copied", "CREATE TABLE t (n serial, a text, b text)");
    let mut runner = TestRunner::default();
    let mut script = b"SET client_encoding = 'SQL_ASCII';\n".to_vec();
    let mut cases = Vec::new();
    while cases.len() < CASES {
        let drawn = block().new_tree(&mut runner).expect("nothing is rejected");
        let copy = [
            b"COPY t (a, b) FROM stdin;\n",
            &drawn.current()[..],
            b"\\.\n",
        ]
        .concat();
        // Where the lexer refuses, nothing comes to be decoded.
        let Some(ours) = our_rows(&copy) else {
            continue;
        };
        script.extend_from_slice(&copy);
        script.extend_from_slice(
            b"SELECT 'row ' || coalesce(encode(convert_to(a, 'SQL_ASCII'), 'hex'), 'null') || ' ' \
              || coalesce(encode(convert_to(b, 'SQL_ASCII'), 'hex'), 'null') FROM t ORDER BY n;\n\
              SELECT 'end'; TRUNCATE t;\n",
        );
        cases.push((copy, ours));
    }
    let output = server.psql_stdin("copied", &script, &["-At"]);
    let text = String::from_utf8(output.stdout).expect("hex digits");
    let blocks: Vec<&str> = text.split_terminator("end\n").collect();
    assert_eq!(
        blocks.len(),
        CASES,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut taken = 0;
    for ((copy, ours), theirs) in cases.iter().zip(blocks) {
        let theirs: Vec<Row> = theirs.lines().map(row_of).collect();
        if theirs.is_empty() {
            // The server refused.
            continue;
        }
        taken += 1;
        assert_eq!(ours, &theirs, "{:?}", String::from_utf8_lossy(copy));
    }
    assert!(taken > CASES / 3, "the server took {taken} of {CASES}");
}

/// The rows of a COPY as the row path reads them; `None` where it refuses.
fn our_rows(copy: &[u8]) -> Option<Vec<Row>> {
    let mut lexer = Lexer::new();
    lexer.push(Bytes::copy_from_slice(copy));
    lexer.end();
    let mut rows = Vec::new();
    let mut fields = Vec::new();
    while let Some(piece) = lexer.next().ok()? {
        lexer.take_data(DataMode::Rows);
        let data = &piece.bytes;
        if piece.kind != PieceKind::Rows {
            continue;
        }
        let mut found = Rows::new(data);
        while !found.is_done() {
            fields.clear();
            let row = found.next(2, &mut fields)?;
            if row.bare_return || row.count(2) != 2 {
                return None;
            }
            let field = |field: &Field| {
                let field = &data[field.range()];
                (!is_null(field)).then(|| decode(field).into_owned())
            };
            rows.push(fields.iter().map(field).collect());
        }
    }
    Some(rows)
}

/// `row HEX HEX`
fn row_of(text: &str) -> Row {
    let fields = text.split(' ').skip(1);
    fields
        .map(|field| (field != "null").then(|| unhex(field)))
        .collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: &u8| (*byte as char).to_digit(16).expect("a hex digit") as u8;
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| digit(&pair[0]) << 4 | digit(&pair[1]))
        .collect()
}
