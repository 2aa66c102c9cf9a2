//! What identifiers and string constants stand for.

use std::borrow::Cow;

use super::{LiteralKind, Token, TokenKind, character_len, next_piece};
use crate::dump::encoding::{Dialect, Encoding};

/// The name an identifier token stands for: folded to lower case (ASCII) unless quoted. `None` for
/// other tokens, and for `U&"…"` that is malformed.
pub fn identifier(token: &Token, statement: &[u8], dialect: Dialect) -> Option<String> {
    let text = token.text(statement);
    match token.kind {
        TokenKind::Word => {
            let mut name = dialect.encoding.identifier(text);
            name.make_ascii_lowercase();
            Some(name)
        }
        TokenKind::Quoted => {
            let inner = text.get(1..text.len().checked_sub(1)?)?;
            Some(dialect.encoding.identifier(&undouble(inner, b'"')))
        }
        TokenKind::UnicodeQuoted => {
            let inner = text.get(3..text.len().checked_sub(1)?)?;
            let bytes = unicode_escapes(&undouble(inner, b'"'), dialect.encoding)?;
            Some(dialect.encoding.identifier(&bytes))
        }
        _ => None,
    }
}

/// The bytes a string constant stands for. `None` for other tokens, bit strings included, and for
/// malformed escapes.
pub fn literal<'a>(token: &Token, statement: &'a [u8], dialect: Dialect) -> Option<Cow<'a, [u8]>> {
    let TokenKind::Literal(kind) = token.kind else {
        return None;
    };
    let text = token.text(statement);
    match kind {
        LiteralKind::Bit | LiteralKind::Hex => None,
        LiteralKind::Dollar => {
            let tag = memchr::memchr(b'$', text.get(1..)?)? + 2;
            Some(Cow::Borrowed(text.get(tag..text.len().checked_sub(tag)?)?))
        }
        LiteralKind::Plain => Some(pieces(text, false, dialect)),
        LiteralKind::Unicode => {
            unicode_escapes(&pieces(text, false, dialect), dialect.encoding).map(Cow::Owned)
        }
        LiteralKind::Escape => {
            let inner = pieces(text, true, dialect);
            if inner.contains(&b'\\') {
                escapes(&inner, dialect).map(Cow::Owned)
            } else {
                Some(inner)
            }
        }
    }
}

/// The bytes between the quotes of all pieces of a literal, `''` undoubled; backslash escapes stay.
fn pieces(text: &[u8], escapes: bool, dialect: Dialect) -> Cow<'_, [u8]> {
    let mut at = memchr::memchr(b'\'', text).unwrap_or(text.len());
    let mut whole: Option<Vec<u8>> = None;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(len) = super::piece_len(rest, escapes, dialect) else {
            return whole.map_or(Cow::Borrowed(&[]), Cow::Owned);
        };
        let inner = undouble_literal(&rest[1..len - 1], escapes);
        at += len;
        let gap = next_piece(text.get(at..).unwrap_or_default());
        match (&mut whole, gap) {
            (None, None) => return inner,
            (None, Some(_)) => whole = Some(inner.into_owned()),
            (Some(whole), _) => whole.extend_from_slice(&inner),
        }
        match gap {
            Some(gap) => at += gap,
            None => return whole.map_or(Cow::Borrowed(&[]), Cow::Owned),
        }
    }
}

fn undouble(inner: &[u8], quote: u8) -> Cow<'_, [u8]> {
    if memchr::memchr(quote, inner).is_none() {
        return Cow::Borrowed(inner);
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied();
    while let Some(byte) = bytes.next() {
        out.push(byte);
        if byte == quote {
            bytes.next();
        }
    }
    Cow::Owned(out)
}

/// As [`undouble`], but a quote that a backslash escapes is single.
fn undouble_literal(inner: &[u8], escapes: bool) -> Cow<'_, [u8]> {
    if !escapes {
        return undouble(inner, b'\'');
    }
    if memchr::memchr(b'\'', inner).is_none() {
        return Cow::Borrowed(inner);
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied();
    while let Some(byte) = bytes.next() {
        out.push(byte);
        match byte {
            b'\\' => out.extend(bytes.next()),
            b'\'' => {
                bytes.next();
            }
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Backslash escapes of `E'…'` (`scan.l`, `unescape_single_char`).
fn escapes(inner: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(inner.len());
    let mut at = 0;
    let mut surrogate = None;
    while let Some(&byte) = inner.get(at) {
        if byte >= 0x80 {
            let end = (at + character_len(&inner[at..], dialect)).min(inner.len());
            out.extend_from_slice(&inner[at..end]);
            at = end;
            continue;
        }
        if byte != b'\\' {
            out.push(byte);
            at += 1;
            continue;
        }
        let escape = *inner.get(at + 1)?;
        at += 2;
        let rest = &inner[at..];
        match escape {
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let more = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'0'..=b'7'))
                    .count();
                let mut value = u32::from(escape - b'0');
                for digit in &rest[..more] {
                    value = value * 8 + u32::from(digit - b'0');
                }
                out.push(value.to_le_bytes()[0]);
                at += more;
            }
            b'x' if rest.first().is_some_and(u8::is_ascii_hexdigit) => {
                let count = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| byte.is_ascii_hexdigit())
                    .count();
                out.push(hex(&rest[..count])?.to_le_bytes()[0]);
                at += count;
            }
            b'u' | b'U' => {
                let count = if escape == b'u' { 4 } else { 8 };
                push_unicode(
                    hex(rest.get(..count)?)?,
                    &mut surrogate,
                    dialect.encoding,
                    &mut out,
                )?;
                at += count;
            }
            other => out.push(other),
        }
    }
    surrogate.is_none().then_some(out)
}

/// `\XXXX` and `\+XXXXXX` of `U&'…'` and `U&"…"` with the default escape character.
fn unicode_escapes(inner: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(inner.len());
    let mut at = 0;
    let mut surrogate = None;
    while let Some(&byte) = inner.get(at) {
        match (byte, inner.get(at + 1)) {
            (b'\\', Some(b'\\')) => {
                out.push(b'\\');
                at += 2;
            }
            (b'\\', Some(b'+')) => {
                let code = hex(inner.get(at + 2..at + 8)?)?;
                push_unicode(code, &mut surrogate, encoding, &mut out)?;
                at += 8;
            }
            (b'\\', _) => {
                let code = hex(inner.get(at + 1..at + 5)?)?;
                push_unicode(code, &mut surrogate, encoding, &mut out)?;
                at += 5;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    surrogate.is_none().then_some(out)
}

/// Appends a code point; two halves of a UTF-16 pair make one.
fn push_unicode(
    code: u32,
    surrogate: &mut Option<u32>,
    encoding: Encoding,
    out: &mut Vec<u8>,
) -> Option<()> {
    let code = match (surrogate.take(), code) {
        (None, 0xD800..=0xDBFF) => {
            *surrogate = Some(code);
            return Some(());
        }
        (Some(high), 0xDC00..=0xDFFF) => 0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00),
        (None, _) => code,
        (Some(_), _) => return None,
    };
    let character = char::from_u32(code).filter(|c| *c != '\0')?;
    if !character.is_ascii() && encoding != Encoding::Utf8 {
        return None;
    }
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

/// At most eight hexadecimal digits.
fn hex(digits: &[u8]) -> Option<u32> {
    let mut value = 0_u32;
    for digit in digits {
        value = value.checked_mul(16)? + char::from(*digit).to_digit(16)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;
    use proptest::prelude::*;

    const OFF: Dialect = Dialect {
        standard_conforming_strings: false,
        encoding: Encoding::Utf8,
    };

    fn value(text: &str, dialect: Dialect) -> Option<String> {
        let token = tokens(text.as_bytes(), dialect).next()?;
        let bytes = literal(&token, text.as_bytes(), dialect)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn name(text: &str) -> Option<String> {
        let token = tokens(text.as_bytes(), Dialect::default()).next()?;
        identifier(&token, text.as_bytes(), Dialect::default())
    }

    #[test]
    fn literals_stand_for_their_values() {
        let on = Dialect::default();
        let cases = [
            ("'it''s'", on, "it's"),
            (r"'a\b'", on, r"a\b"),
            (r"'a\\b\''", OFF, r"a\b'"),
            (r"E'um-s3cr\\et''q'", on, r"um-s3cr\et'q"),
            (r"E'\b\f\n\r\t\v\q'", on, "\x08\x0C\n\r\t\x0Bq"),
            (
                r"E'\101\x42\u00e9\U0001F600\uD83D\uDE00\xg'",
                on,
                "ABé😀😀xg",
            ),
            (r"U&'d\0061t\+000061\\'", on, "data\\"),
            ("$a$x$$y$a$", on, "x$$y"),
            ("$$$$", on, ""),
            ("N'x'", on, "x"),
            ("''", on, ""),
            ("'a'\n'b' -- c\n 'c'", on, "abc"),
            ("E'a\\\\'\n'\\t'", on, "a\\\t"),
        ];
        for (text, dialect, expected) in cases {
            assert_eq!(value(text, dialect).as_deref(), Some(expected), "{text}");
        }
        for malformed in [r"E'\u12'", r"E'\uD83D'", r"U&'\00'", "X'41'", "B'1'", "x"] {
            assert_eq!(value(malformed, on), None, "{malformed}");
        }
    }

    #[test]
    fn identifiers_fold_unless_quoted() {
        assert_eq!(name("Users").as_deref(), Some("users"));
        assert_eq!(name("ÉTÉ").as_deref(), Some("ÉtÉ"));
        assert_eq!(name("\"a\"\"B\"").as_deref(), Some("a\"B"));
        assert_eq!(name(r#"U&"d\0061ta""#).as_deref(), Some("data"));
        assert_eq!(name("'x'"), None);
        assert_eq!(name("\"x"), None);
    }

    proptest! {
        #[test]
        fn decoding_never_panics(text in "[uUeE]?&?['\"$a\\\\\n+0-9xU ]{0,40}") {
            for dialect in [Dialect::default(), OFF] {
                for token in tokens(text.as_bytes(), dialect) {
                    let _ = identifier(&token, text.as_bytes(), dialect);
                    let _ = literal(&token, text.as_bytes(), dialect);
                }
            }
        }

        #[test]
        fn plain_literals_round_trip(value_in in "[a-z'\\\\\n é]{0,30}") {
            let text = format!("'{}'", value_in.replace('\'', "''"));
            prop_assert_eq!(value(&text, Dialect::default()), Some(value_in));
        }
    }
}
