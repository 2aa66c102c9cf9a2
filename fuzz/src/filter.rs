//! The whole filter over a plain dump.

use std::sync::LazyLock;

use bytes::Bytes;
use dmscrub::dump::lexer::{Lexer, PieceKind};
use dmscrub::scrub::transaction::is_poison;

use super::support::{KEEP_ALL, Setup, choice, told};

static KEEPS: LazyLock<Setup> = LazyLock::new(|| Setup::new(KEEP_ALL));

static CHANGES: LazyLock<Setup> = LazyLock::new(|| {
    Setup::new(
        "
defaults: {unlisted_tables: purge, unlisted_columns: null, large_objects: empty, comments: drop}
tables:
  t:
    purge: a = '2'
    columns: {a: keep, b: internet.email, c: {json: {x: hash}, others: redact, invalid: \"null\"}}
    references: [{columns: a, table: u, to: a}]
  u: {limit: 2, columns: {a: keep, b: {template: \"{{ a }}\"}}}
  v: {where: \"a IN (SELECT a FROM t)\", columns: {a: id.integer, b: text.redact}}
",
    )
});

pub fn run(data: &[u8]) {
    let (choice, dump) = choice(data);
    let part = choice / 4 + 1;
    let transaction = choice & 1 == 0;
    let setup = match choice & 2 {
        0 => &KEEPS,
        _ => &CHANGES,
    };
    let (out, result) = setup.clean(dump, dump.len(), transaction);
    let (in_parts, result_in_parts) = setup.clean(dump, part, transaction);
    match (&result, &result_in_parts) {
        (Ok(()), Ok(())) => assert_eq!(out, in_parts, "the parts' sizes matter"),
        (Err(error), Err(other)) => assert_eq!(told(error), told(other)),
        _ => panic!("the parts' sizes decide whether it is a dump"),
    }
    match result {
        Ok(()) if choice & 3 == 1 => assert_eq!(out, dump, "what is kept changed"),
        Ok(()) => {}
        Err(_) => {
            assert_unloadable(&out);
            assert_unloadable(&in_parts);
        }
    }
}

/// The output of a failed run ends in the statement that fails, as psql would read it: nothing that
/// was open swallows it.
fn assert_unloadable(out: &[u8]) {
    let mut lexer = Lexer::new();
    // It begins with a command that the lexer takes for none of pg_dump's.
    let out = out.strip_prefix(b"\\set ON_ERROR_STOP on\n").unwrap_or(out);
    lexer.push(Bytes::copy_from_slice(out));
    lexer.end();
    let mut raises = false;
    loop {
        match lexer.next() {
            Ok(Some(piece)) => match piece.kind {
                PieceKind::Blank => {}
                PieceKind::Statement => raises = is_poison(&piece.bytes),
                _ => raises = false,
            },
            Ok(None) => break,
            Err(error) => panic!("what was written can't be read: {error}"),
        }
    }
    assert!(raises, "a failed run's output does not end in its failure");
}
