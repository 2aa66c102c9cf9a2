//! Literals to values and back.

use memchr::{memchr, memchr2};

use super::{ValueKind, ValueSpan};
use crate::dump::encoding::{Dialect, Encoding};
use crate::error::{Error, Result};

/// What a literal stands for, in the dump's encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// `NULL`
    Null,
    /// `DEFAULT`
    Default,
    /// The value as COPY would have it: `t` and `f` for truth values, 0 and 1 for bits.
    Value(&'a [u8]),
}

impl std::fmt::Debug for Decoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Default => f.write_str("Default"),
            Self::Value(bytes) => write!(f, "<{} bytes>", bytes.len()),
        }
    }
}

/// What is to be written.
#[derive(Clone, Copy)]
pub enum New<'a> {
    /// `NULL`
    Null,
    /// `DEFAULT`
    Default,
    /// A value in the dump's encoding, as COPY would have it.
    Value(&'a [u8]),
}

/// The value of a literal in `text` (the bytes given to [`Rows::new`](super::Rows::new)); borrowed
/// from it where it needs no decoding, else from `buffer`. What is no plain literal, and escapes that
/// have no one meaning, are exit 5.
pub fn decode<'a>(
    text: &'a [u8],
    value: ValueSpan,
    dialect: Dialect,
    buffer: &'a mut Vec<u8>,
) -> Result<Decoded<'a>> {
    let token = text.get(value.start..value.end).unwrap_or_default();
    let body = |prefix: usize| {
        let end = token.len().saturating_sub(1);
        token.get(prefix + 1..end).unwrap_or_default()
    };
    buffer.clear();
    Ok(Decoded::Value(match value.kind {
        ValueKind::Null => return Ok(Decoded::Null),
        ValueKind::Default => return Ok(Decoded::Default),
        ValueKind::Number => token,
        ValueKind::Bool if token.first().is_some_and(|byte| byte | 0x20 == b't') => b"t",
        ValueKind::Bool => b"f",
        ValueKind::String if dialect.standard_conforming_strings => quotes(body(0), buffer),
        ValueKind::String => escapes(body(0), dialect.encoding, buffer)?,
        ValueKind::Escape => escapes(body(1), dialect.encoding, buffer)?,
        ValueKind::Bits => quotes(body(1), buffer),
        ValueKind::HexBits => {
            for byte in body(1) {
                let Some(digit) = char::from(*byte).to_digit(16) else {
                    return Err(Error::input("an X'…' literal holds more than hex digits"));
                };
                for bit in (0..4).rev() {
                    buffer.push(if digit >> bit & 1 == 1 { b'1' } else { b'0' });
                }
            }
            buffer
        }
        ValueKind::Other => {
            return Err(Error::input(
                "an INSERT value is more than one plain literal, so no rule can be applied to it",
            )
            .hint("dump again with pg_dump, without --inserts if you can"));
        }
    }))
}

/// Appends a literal for `new` in the place of one of kind `original`: without quotes where that had
/// none and the value is a plain number or truth value, as `B'…'` where that was one of bits.
pub fn encode(new: New<'_>, original: ValueKind, dialect: Dialect, out: &mut Vec<u8>) {
    let value = match new {
        New::Null => return out.extend_from_slice(b"NULL"),
        New::Default => return out.extend_from_slice(b"DEFAULT"),
        New::Value(value) => value,
    };
    match (original, value) {
        (ValueKind::Number, _) if is_number(value) => out.extend_from_slice(value),
        (ValueKind::Bool, b"t" | b"true") => out.extend_from_slice(b"true"),
        (ValueKind::Bool, b"f" | b"false") => out.extend_from_slice(b"false"),
        (ValueKind::Bits | ValueKind::HexBits, _)
            if value.iter().all(|byte| matches!(byte, b'0' | b'1')) =>
        {
            out.extend_from_slice(b"B'");
            out.extend_from_slice(value);
            out.push(b'\'');
        }
        _ => quote(value, dialect, out),
    }
}

/// Digits with at most a sign, a point and an exponent, as SQL writes numbers without quotes.
pub(super) fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unsigned = |text: &'_ [u8]| usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let mut rest = &text[unsigned(text)..];
    let whole = digits(rest);
    rest = &rest[whole..];
    let mut fraction = None;
    if let [b'.', tail @ ..] = rest {
        let length = digits(tail);
        fraction = Some(length);
        rest = &tail[length..];
    }
    if whole + fraction.unwrap_or(0) == 0 {
        return false;
    }
    // An exponent directly after the point may be a word of its own, to some.
    if let [b'e' | b'E', tail @ ..] = rest
        && fraction != Some(0)
    {
        let tail = &tail[unsigned(tail)..];
        let exponent = digits(tail);
        return exponent > 0 && exponent == tail.len();
    }
    rest.is_empty()
}

fn quote(value: &[u8], dialect: Dialect, out: &mut Vec<u8>) {
    let double = !dialect.standard_conforming_strings;
    out.push(b'\'');
    if !(double && dialect.encoding.has_ascii_trail_bytes()) {
        let next = |rest| {
            if double {
                memchr2(b'\'', b'\\', rest)
            } else {
                memchr(b'\'', rest)
            }
        };
        let mut rest = value;
        while let Some(at) = next(rest) {
            out.extend_from_slice(&rest[..=at]);
            out.push(rest[at]);
            rest = &rest[at + 1..];
        }
        out.extend_from_slice(rest);
    } else {
        let mut rest = value;
        while let [first, ..] = rest {
            let (character, tail) = rest.split_at(dialect.encoding.char_len(rest));
            out.extend_from_slice(character);
            if matches!(first, b'\'' | b'\\') {
                out.push(*first);
            }
            rest = tail;
        }
    }
    out.push(b'\'');
}

/// A string in which only quotes are doubled.
fn quotes<'a>(body: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    let Some(mut quote) = memchr(b'\'', body) else {
        return body;
    };
    let mut rest = body;
    loop {
        buffer.extend_from_slice(&rest[..=quote.min(rest.len() - 1)]);
        rest = rest.get(quote + 2..).unwrap_or_default();
        match memchr(b'\'', rest) {
            Some(next) => quote = next,
            None => break,
        }
    }
    buffer.extend_from_slice(rest);
    buffer
}

/// A string with backslash escapes.
fn escapes<'a>(body: &'a [u8], encoding: Encoding, buffer: &'a mut Vec<u8>) -> Result<&'a [u8]> {
    if !body.iter().any(|byte| matches!(byte, b'\'' | b'\\')) {
        return Ok(body);
    }
    let mut rest = body;
    while let [first, ..] = rest {
        match (first, rest) {
            (b'\'', _) => {
                buffer.push(b'\'');
                rest = rest.get(2..).unwrap_or_default();
            }
            (b'\\', [_, tail @ ..]) => rest = escape(tail, encoding, buffer)?,
            _ => {
                let (character, tail) = rest.split_at(encoding.char_len(rest));
                buffer.extend_from_slice(character);
                rest = tail;
            }
        }
    }
    Ok(buffer)
}

/// What follows a backslash; returns what follows the escape.
fn escape<'a>(tail: &'a [u8], encoding: Encoding, out: &mut Vec<u8>) -> Result<&'a [u8]> {
    let [kind, rest @ ..] = tail else {
        return Ok(tail);
    };
    let plain = match kind {
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0'..=b'7' => {
            let (code, length) = digits(tail, 8, 3);
            push_byte(code, encoding, out)?;
            return Ok(&tail[length..]);
        }
        b'x' if rest.first().is_some_and(u8::is_ascii_hexdigit) => {
            let (code, length) = digits(rest, 16, 2);
            push_byte(code, encoding, out)?;
            return Ok(&rest[length..]);
        }
        b'u' => return unicode(rest, 4, encoding, out),
        b'U' => return unicode(rest, 8, encoding, out),
        _ => {
            let (character, rest) = tail.split_at(encoding.char_len(tail));
            out.extend_from_slice(character);
            return Ok(rest);
        }
    };
    out.push(plain);
    Ok(rest)
}

fn unicode<'a>(
    rest: &'a [u8],
    length: usize,
    encoding: Encoding,
    out: &mut Vec<u8>,
) -> Result<&'a [u8]> {
    let wrong = || Error::input("an INSERT value holds a Unicode escape that is none");
    let code = |rest: &[u8], length| match digits(rest, 16, length) {
        (code, used) if used == length => Ok(code),
        _ => Err(wrong()),
    };
    let mut character = code(rest, length)?;
    let mut rest = &rest[length..];
    if let (0xD800..0xDC00, [b'\\', kind @ (b'u' | b'U'), tail @ ..]) = (character, rest) {
        let length = if *kind == b'u' { 4 } else { 8 };
        let low = code(tail, length)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(wrong());
        }
        character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        rest = &tail[length..];
    }
    let character = char::from_u32(character)
        .filter(|c| *c != '\0')
        .ok_or_else(wrong)?;
    let mut utf8 = [0; 4];
    let text = &*character.encode_utf8(&mut utf8);
    encoding.encode(text, out).map_err(|_| {
        Error::input("an INSERT value holds a Unicode escape that its encoding lacks")
    })?;
    Ok(rest)
}

/// Bytes by number are in the server's encoding, which is known to be the dump's only where that is
/// UTF-8 or none at all.
fn push_byte(code: u32, encoding: Encoding, out: &mut Vec<u8>) -> Result<()> {
    let byte = (code & 0xFF) as u8;
    let known = byte.is_ascii() || matches!(encoding, Encoding::Utf8 | Encoding::SqlAscii);
    if byte == 0 || !known {
        return Err(Error::input(
            "an INSERT value holds a byte escape that can't be read",
        ));
    }
    out.push(byte);
    Ok(())
}

/// The number that begins here, of at most `most` digits, and how many it has.
fn digits(text: &[u8], radix: u32, most: usize) -> (u32, usize) {
    let digits = text
        .iter()
        .take(most)
        .map_while(|byte| char::from(*byte).to_digit(radix));
    digits.fold((0, 0), |(code, length), digit| {
        (code.wrapping_mul(radix).wrapping_add(digit), length + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(kind: ValueKind, token: &str, dialect: Dialect) -> Result<Option<String>> {
        let span = ValueSpan {
            kind,
            start: 0,
            end: token.len(),
        };
        let mut buffer = b"old".to_vec();
        Ok(
            match decode(token.as_bytes(), span, dialect, &mut buffer)? {
                Decoded::Value(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
                Decoded::Null | Decoded::Default => None,
            },
        )
    }

    fn dialect(scs: bool, encoding: Encoding) -> Dialect {
        Dialect {
            standard_conforming_strings: scs,
            encoding,
        }
    }

    #[test]
    fn literals_are_decoded() {
        let on = Dialect::default();
        let off = dialect(false, Encoding::Utf8);
        for (kind, token, dialect, expected) in [
            (ValueKind::String, "'a''b\\n'", on, Some("a'b\\n")),
            (ValueKind::String, "''''", on, Some("'")),
            (ValueKind::String, "''", on, Some("")),
            (ValueKind::String, "'a''b\\n\\\\'", off, Some("a'b\n\\")),
            (
                ValueKind::Escape,
                "E'\\'\\b\\f\\n\\r\\t\\q\\101\\x41\\x4x\\u0041\\U0001F600\\ud83d\\ude00'''",
                on,
                Some("'\u{8}\u{c}\n\r\tqAA\u{4}xA😀😀'"),
            ),
            (ValueKind::Escape, "e'\\303\\251\\xz'", on, Some("éxz")),
            (ValueKind::Number, "-1.5", on, Some("-1.5")),
            (ValueKind::Bool, "TRUE", on, Some("t")),
            (ValueKind::Bool, "false", on, Some("f")),
            (ValueKind::Bits, "B'0101'", on, Some("0101")),
            (ValueKind::HexBits, "X'1f'", on, Some("00011111")),
            (ValueKind::Null, "NULL", on, None),
            (ValueKind::Default, "DEFAULT", on, None),
        ] {
            let decoded = value(kind, token, dialect).unwrap();
            assert_eq!(decoded.as_deref(), expected, "{token}");
        }
    }

    #[test]
    fn what_has_no_one_meaning_is_refused() {
        let latin1 = dialect(true, Encoding::Latin1);
        for (kind, token, dialect) in [
            (ValueKind::Other, "CANARY::text", Dialect::default()),
            (ValueKind::Escape, "E'CANARY\\u12'", Dialect::default()),
            (ValueKind::Escape, "E'CANARY\\ud83d'", Dialect::default()),
            (ValueKind::Escape, "E'CANARY\\000'", Dialect::default()),
            (ValueKind::Escape, "E'CANARY\\351'", latin1),
            (ValueKind::Escape, "E'CANARY\\u20ac'", latin1),
            (ValueKind::HexBits, "X'CANARY'", Dialect::default()),
        ] {
            let error = value(kind, token, dialect).unwrap_err();
            assert_eq!(error.exit(), crate::exit::ExitCode::Input);
            assert!(!error.to_string().contains("CANARY"));
        }
    }

    #[test]
    fn values_are_written_like_the_original() {
        let write = |new, original, dialect| {
            let mut out = Vec::new();
            encode(new, original, dialect, &mut out);
            String::from_utf8(out).unwrap()
        };
        let on = Dialect::default();
        let off = dialect(false, Encoding::Utf8);
        for (new, original, dialect, expected) in [
            (&b"a'b\\"[..], ValueKind::String, on, "'a''b\\'"),
            (b"a'b\\", ValueKind::String, off, "'a''b\\\\'"),
            (b"a'b\\", ValueKind::Escape, on, "'a''b\\'"),
            (b"-12", ValueKind::Number, on, "-12"),
            (b"NaN", ValueKind::Number, on, "'NaN'"),
            (b"12", ValueKind::String, on, "'12'"),
            (b"12", ValueKind::Null, on, "'12'"),
            (b"t", ValueKind::Bool, on, "true"),
            (b"f", ValueKind::Bool, on, "false"),
            (b"x", ValueKind::Bool, on, "'x'"),
            (b"01", ValueKind::Bits, on, "B'01'"),
            (b"01", ValueKind::HexBits, on, "B'01'"),
            (b"01x", ValueKind::Bits, on, "'01x'"),
        ] {
            assert_eq!(write(New::Value(new), original, dialect), expected);
        }
        assert_eq!(write(New::Null, ValueKind::String, on), "NULL");
        assert_eq!(write(New::Default, ValueKind::String, on), "DEFAULT");
    }

    #[test]
    fn trail_bytes_are_no_backslashes() {
        let sjis = dialect(false, Encoding::Sjis);
        let mut out = Vec::new();
        encode(
            New::Value(b"\x95\x5c\\'"),
            ValueKind::String,
            sjis,
            &mut out,
        );
        assert_eq!(out, b"'\x95\x5c\\\\'''");
        let span = ValueSpan {
            kind: ValueKind::String,
            start: 0,
            end: out.len(),
        };
        let mut buffer = Vec::new();
        let back = decode(&out, span, sjis, &mut buffer).unwrap();
        assert!(back == Decoded::Value(b"\x95\x5c\\'"));
    }

    #[test]
    fn numbers_are_told() {
        for good in ["0", "-1", "+1.5", ".5", "5.", "1e5", "1.5E-10", "007"] {
            assert!(is_number(good.as_bytes()), "{good}");
        }
        for bad in [
            "", "-", ".", "1e", "1e+", "1.2.3", "0x1f", "1_0", "NaN", "1 ", "--1", "1a", "5.e3",
        ] {
            assert!(!is_number(bad.as_bytes()), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn values_come_back(bytes in prop::collection::vec(1..=255_u8, 0..40), scs: bool, pick in 0..4_usize) {
            let encoding = [Encoding::Utf8, Encoding::SqlAscii, Encoding::Gb18030, Encoding::EucTw][pick];
            // A character cut short may only stand at the end of a value; real values have none.
            let whole = !encoding.has_ascii_trail_bytes() || encoding.decode(&bytes).is_some();
            prop_assume!(whole);
            let dialect = dialect(scs, encoding);
            for original in [ValueKind::String, ValueKind::Escape, ValueKind::Null] {
                let mut out = Vec::new();
                encode(New::Value(&bytes), original, dialect, &mut out);
                let span = ValueSpan { kind: ValueKind::String, start: 0, end: out.len() };
                let mut buffer = Vec::new();
                let back = decode(&out, span, dialect, &mut buffer).unwrap();
                prop_assert!(back == Decoded::Value(&bytes));
            }
        }
    }
}
