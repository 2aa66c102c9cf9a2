//! The tokens between an INSERT's parentheses, as far as they must be told apart.

use memchr::{memchr, memchr2};

use super::ValueKind;
use crate::dump::encoding::Dialect;
use crate::error::{Error, Result};

/// What a token can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A value, if it stands alone.
    Value(ValueKind),
    /// Part of something else.
    Other,
}

/// The token at `pos` and its end, which is behind `pos` wherever the text goes on; brackets, commas
/// and semicolons are tokens of one byte.
pub(super) fn token(text: &[u8], pos: usize, dialect: Dialect) -> Result<(Token, usize)> {
    let plain = Strings {
        backslashes: !dialect.standard_conforming_strings,
        dialect,
    };
    let escapes = Strings {
        backslashes: true,
        dialect,
    };
    let literal = Strings {
        backslashes: false,
        dialect,
    };
    let rest = text.get(pos..).unwrap_or_default();
    Ok(match rest {
        [b'\'', ..] => (Token::Value(ValueKind::String), plain.end(text, pos)?),
        [b'E' | b'e', b'\'', ..] => (Token::Value(ValueKind::Escape), escapes.end(text, pos + 1)?),
        [b'B' | b'b', b'\'', ..] => (Token::Value(ValueKind::Bits), literal.end(text, pos + 1)?),
        [b'X' | b'x', b'\'', ..] => (
            Token::Value(ValueKind::HexBits),
            literal.end(text, pos + 1)?,
        ),
        [b'N' | b'n', b'\'', ..] => (Token::Other, plain.end(text, pos + 1)?),
        [b'U' | b'u', b'&', b'\'', ..] => (Token::Other, literal.end(text, pos + 2)?),
        [b'"', ..] => (Token::Other, quoted_end(text, pos)?),
        [b'$', ..] => (Token::Other, dollar_end(text, pos)?),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => number(text, pos),
        [first, ..] if is_word(*first) => {
            let end = word_end(text, pos);
            let word = text.get(pos..end).unwrap_or_default();
            let kind = WORDS
                .iter()
                .find(|(name, _)| word.eq_ignore_ascii_case(name))
                .map(|(_, kind)| *kind);
            (kind.map_or(Token::Other, Token::Value), end)
        }
        _ => (Token::Other, (pos + 1).min(text.len())),
    })
}

const WORDS: &[(&[u8], ValueKind)] = &[
    (b"null", ValueKind::Null),
    (b"default", ValueKind::Default),
    (b"true", ValueKind::Bool),
    (b"false", ValueKind::Bool),
];

/// The offset after blanks and comments.
pub(super) fn skip_blanks(text: &[u8], mut pos: usize) -> Result<usize> {
    loop {
        let rest = text.get(pos..).unwrap_or_default();
        match rest {
            [b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C, ..] => pos += 1,
            [b'-', b'-', ..] => {
                pos += memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            }
            [b'/', b'*', ..] => pos = comment_end(text, pos)?,
            _ => return Ok(pos),
        }
    }
}

/// The offset after the word at `pos`.
pub(super) fn word_end(text: &[u8], pos: usize) -> usize {
    let rest = text.get(pos..).unwrap_or_default();
    pos + rest.iter().take_while(|byte| is_word(**byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}

/// A number with a sign at most; anything that goes on as a word or another number is none.
fn number(text: &[u8], pos: usize) -> (Token, usize) {
    let rest = text.get(pos..).unwrap_or_default();
    let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
    let mut length = sign;
    while let Some(byte) = rest.get(length) {
        let exponent_sign =
            matches!(byte, b'+' | b'-') && length > sign && matches!(rest[length - 1], b'e' | b'E');
        if !(is_word(*byte) || *byte == b'.' || exponent_sign) {
            break;
        }
        length += 1;
    }
    let kind = if super::literal::is_number(&rest[..length]) {
        Token::Value(ValueKind::Number)
    } else {
        Token::Other
    };
    (kind, pos + length.max(1))
}

/// How quotes end.
#[derive(Clone, Copy)]
struct Strings {
    backslashes: bool,
    dialect: Dialect,
}

impl Strings {
    /// The offset after the closing quote of the string whose opening quote stands at `pos`.
    fn end(self, text: &[u8], pos: usize) -> Result<usize> {
        let mut pos = pos + 1;
        loop {
            let rest = text.get(pos..).unwrap_or_default();
            let found = if !self.backslashes {
                memchr(b'\'', rest)
            } else if self.dialect.encoding.has_ascii_trail_bytes() {
                self.by_characters(rest)
            } else {
                memchr2(b'\'', b'\\', rest)
            };
            let Some(found) = found else {
                return Err(Error::input("a string in an INSERT row is not closed"));
            };
            pos += found + 1;
            if rest[found] == b'\\' {
                pos += self
                    .dialect
                    .encoding
                    .char_len(text.get(pos..).unwrap_or_default());
            } else if text.get(pos) == Some(&b'\'') {
                pos += 1;
            } else {
                return Ok(pos);
            }
        }
    }

    fn by_characters(self, rest: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            if matches!(byte, b'\'' | b'\\') {
                return Some(at);
            }
            at += self.dialect.encoding.char_len(&rest[at..]);
        }
        None
    }
}

fn quoted_end(text: &[u8], pos: usize) -> Result<usize> {
    let rest = text.get(pos + 1..).unwrap_or_default();
    // A doubled quote is the end of one token and the start of the next: no matter here.
    match memchr(b'"', rest) {
        Some(found) => Ok(pos + 1 + found + 1),
        None => Err(Error::input("a quoted name in an INSERT row is not closed")),
    }
}

/// After `$tag$ … $tag$`; a `$` that opens nothing is a token of its own.
fn dollar_end(text: &[u8], pos: usize) -> Result<usize> {
    let rest = text.get(pos..).unwrap_or_default();
    let tag = rest[1..]
        .iter()
        .take_while(|byte| is_word(**byte) && **byte != b'$')
        .count();
    let quote = match rest.get(..tag + 2) {
        Some(quote) if quote[tag + 1] == b'$' && !quote[1].is_ascii_digit() => quote,
        _ => return Ok(pos + 1),
    };
    let body = &rest[quote.len()..];
    match memchr::memmem::find(body, quote) {
        Some(found) => Ok(pos + quote.len() + found + quote.len()),
        None => Err(Error::input("a `$` quote in an INSERT row is not closed")),
    }
}

fn comment_end(text: &[u8], pos: usize) -> Result<usize> {
    let mut depth = 0_usize;
    let mut pos = pos;
    while let Some(found) = text.get(pos..).and_then(|rest| memchr2(b'*', b'/', rest)) {
        pos += found;
        match text.get(pos..pos + 2) {
            Some(b"/*") => {
                depth += 1;
                pos += 2;
            }
            Some(b"*/") => {
                depth = depth.saturating_sub(1);
                pos += 2;
                if depth == 0 {
                    return Ok(pos);
                }
            }
            _ => pos += 1,
        }
    }
    Err(Error::input("a comment in an INSERT row is not closed"))
}
