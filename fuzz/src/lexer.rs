//! The pieces of a plain dump: together they are the input, wherever it is cut into parts.

use bytes::Bytes;
use dmscrub::dump::lexer::{DataMode, Lexer, PieceKind};
use dmscrub::error::Error;

use super::support::choice;
use PieceKind::{Blank, Data, InsertEnd, Rows};

type Pieces = Vec<(PieceKind, Vec<u8>)>;

pub fn run(data: &[u8]) {
    let (choice, text) = choice(data);
    let mode = match choice & 1 {
        0 => DataMode::Rows,
        _ => DataMode::Untouched,
    };
    let (whole, ended) = pieces(text, text.len().max(1), mode);
    let joined: Vec<u8> = whole.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    assert!(text.starts_with(&joined), "the pieces are not the input");
    assert!(ended.is_some() || joined == text, "something was left out");
    let (parts, ended_in_parts) = pieces(text, choice / 2 + 1, mode);
    match (&ended, &ended_in_parts) {
        (None, None) => assert_eq!(whole, parts, "the parts' sizes matter"),
        (Some(error), Some(other)) => {
            assert_eq!(error.message(), other.message(), "the parts' sizes matter");
            assert_eq!(error.location().byte, other.location().byte);
            assert_eq!(error.location().line, other.location().line);
        }
        _ => panic!("the parts' sizes decide whether it is a dump"),
    }
}

/// The pieces, and the error that ended them. Those that may end anywhere are put together.
fn pieces(input: &[u8], size: usize, mode: DataMode) -> (Pieces, Option<Error>) {
    let mut lexer = Lexer::new();
    let mut pieces = Pieces::new();
    let mut chunks = input.chunks(size);
    let mut ended = false;
    loop {
        loop {
            match lexer.next() {
                Ok(Some(piece)) => {
                    lexer.take_data(mode);
                    match pieces.last_mut() {
                        Some((kind, bytes)) if goes_on(*kind, piece.kind) => {
                            *kind = piece.kind;
                            bytes.extend_from_slice(&piece.bytes);
                        }
                        _ => pieces.push((piece.kind, piece.bytes.to_vec())),
                    }
                }
                Ok(None) => break,
                Err(error) => return (pieces, Some(error)),
            }
        }
        match chunks.next() {
            Some(chunk) => lexer.push(Bytes::copy_from_slice(chunk)),
            None if ended => return (pieces, None),
            None => {
                lexer.end();
                ended = true;
            }
        }
    }
}

fn goes_on(before: PieceKind, after: PieceKind) -> bool {
    matches!(
        (before, after),
        (Data, Data | InsertEnd) | (Rows, Rows) | (Blank, Blank)
    )
}
