//! The lexer against psql: of scripts made of what is hard to read, both find the same statements
//! and the same data, byte for byte.

use bytes::Bytes;
use dmscrub::dump::lexer::{DataMode, Lexer, PieceKind};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::recorder::{Sent, what_psql_sends};
use crate::env::process::on_all_cores;

/// Scripts that are tried.
const CASES: usize = 600;

/// What is whole by itself, most of it as pg_dump writes it.
const WHOLE: &[&str] = &[
    "''",
    "'it''s; '",
    "\"a;\"\"b\"",
    "E'\\';'",
    "e'\\\\'",
    "U&'\\0041'",
    "U&\"\\0041;\"",
    "B'01'",
    "x'fF'",
    "N'a'",
    "$$;$$",
    "$a$ $$ ; $b$ $a$",
    "$é$;$é$",
    "$_$'$_$",
    "$1",
    "a$b$c",
    "1",
    "x",
    "é",
    "::int",
    "(1;2)",
    "[1]",
    "/* ; */",
    "/* /* */ ; */",
    "-- ;\n",
    "--\n",
    "--;\r\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\u{b}",
    "\u{c}",
    "values ",
    "select 1;",
    "SELECT 'a;' ;\n",
    "case",
    "@-",
    "'a'\n'b'",
    "E'a'\n'b;'",
    "'a' -- c\n'b'",
    "E'a' 'b\\'",
    "INSERT INTO t VALUES (1, 'a;');\n",
    "insert into t (a) values ('a'), ($$;$$);\n",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;\n",
    "create or replace procedure p() begin atomic select 1; end;\n",
    "CREATE TABLE t (a int);\n",
    ";",
    "COPY t (a) FROM stdin;\n1\n2\\\n\\.\n",
    "copy t\nfrom stdin;\nx\n\\.\n",
    "COPY u FROM stdin;\r\n\\.\r\n",
    "COPY t (a) FROM stdin; select 2;\nx\\\\.\n\\.\n",
    "SET standard_conforming_strings = off;\n",
    "SET standard_conforming_strings = on;\n",
    "SET standard_conforming_strings = off; ",
    "SET client_encoding = 'SJIS';\n",
    "SET client_encoding = 'GB18030';\n",
    "SET client_encoding = 'BIG5'; ",
    "SET client_encoding = 'UTF8';\n",
    "-- Name: x; Type: ;\n",
    "\n\\connect other\n",
    "\n\\restrict key\n",
    "\n\\unrestrict key\n",
];

/// What begins something, or ends it, or looks as if.
const PARTS: &[&str] = &[
    "'",
    "\"",
    "$$",
    "$a$",
    "$",
    "E'",
    "e'\\'",
    "U&'",
    "U&'\\'",
    "B'",
    "\\'",
    "'\\",
    "\\\\",
    "/*",
    "*/",
    "/",
    "*",
    "-",
    "--",
    "(",
    ")",
    "begin",
    "end",
    "BEGIN ATOMIC ",
    "END",
    "CREATE FUNCTION f() ",
    "create or replace procedure p() ",
    "INSERT INTO t VALUES (",
    "'a'\n'\\'",
    "E'a'\n'\\'b'",
    "E'a' -- c\n'\\'",
    "COPY t (a) FROM stdin;\n",
    "\\.\n",
    "\n\\.\n",
    "\n\\.\r\n",
    "\u{30bd}",
    "\\connect other\n",
    "\u{0}",
    "\u{1a}",
    "\u{feff}",
    "+/*",
    "-/*",
    "a'b'",
    "_'\\'",
    "É'",
    "1$",
    "1e",
    "$1$",
];

/// What depends on the encoding: in some the second byte of a character may be that of a backslash,
/// and a first byte hides from psql whatever stands after it.
const BYTES: &[&[u8]] = &[
    b"\x83\x5c",
    b"\x810\x810",
    b"\x83",
    b"\x83'",
    b"\x83\"",
    b"\x83$",
    b"\x83*/",
    b"\x83\r",
    b"\x810'",
    b"\x83@e'\\'",
    b"\xb1",
];

/// Where the two have differed once.
const KNOWN: &[&[u8]] = &[
    b"SELECT $E'\\';';\n",
    b"SET client_encoding = 'SJIS';\n\xc3\x89'\xef\xbb\xbf\xc3\xa9\rcopy t\nfrom stdin;\nx\n\\.\n';\n",
    b"SET client_encoding = 'SJIS';\n-- \x83\rSET standard_conforming_strings = off;\n",
    b"SET client_encoding = 'SJIS';\nSELECT \x83@e'\\';';\n",
    b"SET client_encoding = 'GBK';\nSELECT $\x83a$;$\x83b$;\n",
    b"SET client_encoding = 'GB18030';\n/* \x810*/ SELECT 1; /* */\n",
    b"SET client_encoding = 'SJIS';\n\\connect \"\x83\"\"; SELECT 1;\"\n",
    b"SET standard_conforming_strings = off; SELECT '\\';';\n",
    b"SET client_encoding = 'SJIS'; SELECT '\x83';';\n",
];

/// Pieces one after another.
fn script() -> impl Strategy<Value = Vec<u8>> {
    let text =
        |pieces| proptest::sample::select(pieces).prop_map(|text: &str| text.as_bytes().to_vec());
    let piece = prop_oneof![
        16 => text(WHOLE),
        3 => text(PARTS),
        1 => proptest::sample::select(BYTES).prop_map(<[u8]>::to_vec),
    ];
    proptest::collection::vec(piece, 1..14)
        .prop_map(|pieces| [&pieces.concat()[..], b"\n;\n"].concat())
}

#[test]
fn the_lexer_and_psql_find_the_same_statements() {
    let mut runner = TestRunner::default();
    let scripts: Vec<Vec<u8>> = (0..CASES)
        .map(|_| {
            let drawn = script().new_tree(&mut runner).expect("nothing is rejected");
            drawn.current()
        })
        .collect();
    let compared = on_all_cores(&scripts, |script| compare(script));
    let (mut whole, mut statements) = (0, 0);
    for (is_whole, count) in compared {
        whole += usize::from(is_whole);
        statements += count;
    }
    // Not vacuous: many scripts are read to their end, and hold more than one statement.
    assert!(whole > CASES / 10, "{whole} scripts were read whole");
    assert!(statements > CASES, "{statements} statements were compared");
}

#[test]
fn what_was_read_otherwise_once() {
    on_all_cores(KNOWN, |script| compare(script));
}

/// Fails where the two differ; says whether the lexer took all of it, and how much there was.
fn compare(script: &[u8]) -> (bool, usize) {
    let mut theirs = what_psql_sends(script);
    let (mut ours, refused) = what_we_find(script);
    for sent in theirs.iter_mut().chain(&mut ours) {
        without_empty_lines(sent);
    }
    let same = match &refused {
        // psql may have gone on where the lexer refused.
        Some(_) => theirs.starts_with(&ours),
        None => theirs == ours,
    };
    assert!(
        same,
        "psql and the lexer differ over {:?}\npsql:  {theirs:?}\nlexer: {ours:?}\n{refused:?}",
        String::from_utf8_lossy(script)
    );
    (refused.is_none(), ours.len())
}

/// psql leaves empty lines out of statements.
fn without_empty_lines(sent: &mut Sent) {
    if let Sent::Query(query) = sent {
        query.dedup_by(|a, b| (*a, *b) == (b'\n', b'\n'));
    }
}

/// What the lexer finds, as far as it goes, and where it stopped.
fn what_we_find(script: &[u8]) -> (Vec<Sent>, Option<String>) {
    let mut lexer = Lexer::new();
    lexer.push(Bytes::copy_from_slice(script));
    lexer.end();
    let mut sent = Vec::new();
    let mut insert = Vec::new();
    let mut data = Vec::new();
    let mut after_copy = Vec::new();
    loop {
        let piece = match lexer.next() {
            Ok(Some(piece)) => piece,
            Ok(None) => return (sent, None),
            Err(error) => return (sent, Some(error.to_string())),
        };
        lexer.take_data(DataMode::Rows);
        match piece.kind {
            PieceKind::Statement => sent.push(Sent::Query(piece.bytes.to_vec())),
            PieceKind::InsertStart => insert = piece.bytes.to_vec(),
            PieceKind::InsertEnd => {
                insert.extend_from_slice(&piece.bytes);
                sent.push(Sent::Query(std::mem::take(&mut insert)));
            }
            PieceKind::CopyStart => {
                let (copy, rest) = piece.bytes.split_at(lexer.copy_statement_len());
                sent.push(Sent::Query(copy.to_vec()));
                after_copy = rest.to_vec();
            }
            PieceKind::Rows | PieceKind::Data => data.extend_from_slice(&piece.bytes),
            PieceKind::CopyEnd => {
                sent.push(Sent::Data(std::mem::take(&mut data)));
                // What stands on the line of the COPY runs after it.
                let (rest, refused) = what_we_find(&std::mem::take(&mut after_copy));
                sent.extend(rest);
                if let Some(refused) = refused {
                    return (sent, Some(refused));
                }
            }
            _ => {}
        }
    }
}
