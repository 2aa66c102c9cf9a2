//! Statements written anew: what `--if-exists`, `--no-owner` and the removal of secrets change.
//!
//! Each function takes a whole statement (or header comment) and returns what stands in its place,
//! `None` where nothing changes. Everything it does not have to touch stays byte for byte, comments
//! and white space included. A statement that goes altogether leaves what stood before its first
//! word.

mod header;
mod if_exists;
mod secret;

pub use header::{Comment, EntryHeader, entry_header, header_without_owner};
pub use if_exists::{if_exists, is_guarded_view};
pub use secret::{without_options, without_password};

use std::ops::Range;

use super::encoding::Dialect;
use super::statement::grammar::Input;
use super::token::{Token, TokenKind, tokens};

/// Removes `OWNER role` from `CREATE TABLESPACE name OWNER role LOCATION '…'` (`--no-owner`).
pub fn tablespace_without_owner(text: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    with_tokens(text, dialect, |input| {
        let is = |index, word| input.word_at(index, word);
        let owned = is(0, "create") && is(1, "tablespace") && is(3, "owner");
        let (before, role) = (input.tokens.get(2)?, input.tokens.get(4)?);
        owned.then(|| edited(text, &[(before.end as usize..role.end as usize, b"")]))
    })
}

/// Runs `edit` on the tokens of a statement, its `;` left out. What never ends is left alone.
fn with_tokens<T>(
    text: &[u8],
    dialect: Dialect,
    edit: impl FnOnce(Input<'_>) -> Option<T>,
) -> Option<T> {
    let mut all: Vec<Token> = tokens(text, dialect).collect();
    if all.iter().any(|token| token.kind == TokenKind::Broken) {
        return None;
    }
    if all.last().map(|token| token.kind) == Some(TokenKind::Symbol(b';')) {
        all.pop();
    }
    edit(Input {
        tokens: &all,
        text,
        dialect,
    })
}

/// `text` with ranges, in order, replaced.
fn edited(text: &[u8], edits: &[(Range<usize>, &[u8])]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 64);
    let mut at = 0;
    for (range, new) in edits {
        out.extend_from_slice(text.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(new);
        at = range.end;
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    out
}

/// What stands before a statement's first word: all that is left of it when it goes.
fn dropped(input: Input<'_>) -> Vec<u8> {
    let start = input.first().map_or(0, |token| token.start as usize);
    input.text.get(..start).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tablespace_loses_its_owner() {
        let dialect = Dialect::default();
        let text = br"CREATE TABLESPACE ts OWNER alice LOCATION '/x';";
        assert_eq!(
            tablespace_without_owner(text, dialect).as_deref(),
            Some(&br"CREATE TABLESPACE ts LOCATION '/x';"[..])
        );
        let without = br"CREATE TABLESPACE ts LOCATION '/x';";
        assert_eq!(tablespace_without_owner(without, dialect), None);
    }
}
