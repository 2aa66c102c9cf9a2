//! Statements: what they say, what the schema learns, and how they are rewritten.

use bytes::Bytes;
use dmscrub::dump::encoding::Dialect;
use dmscrub::dump::lexer::{Lexer, PieceKind};
use dmscrub::dump::rewrite::{
    entry_header, header_without_owner, if_exists, is_guarded_view, tablespace_without_owner,
    without_options, without_password,
};
use dmscrub::dump::schema::Schema;
use dmscrub::dump::statement;

use super::support::choice;

pub fn run(data: &[u8]) {
    let (choice, text) = choice(data);
    let dialect = Dialect {
        standard_conforming_strings: choice & 1 == 0,
        ..Dialect::default()
    };
    // In an archive a text comes without a lexer having found its end.
    statement::parse(text, dialect);
    let mut lexer = Lexer::reading(dialect);
    lexer.push(Bytes::copy_from_slice(text));
    lexer.end();
    let mut schema = Schema::default();
    while let Ok(Some(piece)) = lexer.next() {
        let dialect = lexer.dialect();
        match piece.kind {
            PieceKind::LineComment => {
                entry_header(&piece.bytes);
                header_without_owner(&piece.bytes);
            }
            PieceKind::Statement => {
                let parsed = statement::parse(&piece.bytes, dialect);
                for learnt in schema.learn(&parsed, "public") {
                    drop(learnt);
                }
                is_guarded_view(&piece.bytes, dialect);
                for rewrite in [
                    if_exists,
                    without_password,
                    without_options,
                    tablespace_without_owner,
                ] {
                    if let Some(text) = rewrite(&piece.bytes, dialect) {
                        assert_whole(&text, dialect);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a rewrite makes ends where it ends, in no open quote.
fn assert_whole(text: &[u8], dialect: Dialect) {
    let mut lexer = Lexer::reading(dialect);
    lexer.push(Bytes::copy_from_slice(text));
    lexer.end();
    loop {
        match lexer.next() {
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(error) => panic!("a rewritten statement can't be read: {error}"),
        }
    }
}
