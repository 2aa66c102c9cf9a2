//! COPY's text format: splitting rows into fields, and the escapes of one field.
//!
//! Follows `CopyReadLineText`, `CopyReadAttributesText` and `CopyAttributeOutText` of PostgreSQL.

mod rows;

use std::borrow::Cow;

use memchr::memchr;

pub use self::rows::{Field, Row, Rows};
use super::swar::{self, Eight};

/// The field is NULL.
pub fn is_null(field: &[u8]) -> bool {
    field == b"\\N"
}

/// A field's value: borrowed unless it holds a backslash.
pub fn decode(field: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', field).is_none() {
        return Cow::Borrowed(field);
    }
    let mut value = Vec::with_capacity(field.len());
    decode_into(field, &mut value);
    Cow::Owned(value)
}

/// Appends a field's value to `out`.
pub fn decode_into(field: &[u8], out: &mut Vec<u8>) {
    let mut rest = field;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let Some((&byte, after)) = rest.split_first() else {
            // A lone backslash at the very end stands for itself.
            out.push(b'\\');
            return;
        };
        rest = after;
        match byte {
            b'b' => out.push(0x08),
            b'f' => out.push(0x0C),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(0x0B),
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some((digit @ b'0'..=b'7', after)) = rest.split_first() else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    rest = after;
                }
                out.push((value & 0xFF) as u8);
            }
            b'x' => {
                let mut value = None;
                for _ in 0..2 {
                    let Some((digit, after)) = rest.split_first() else {
                        break;
                    };
                    let Some(digit) = (*digit as char).to_digit(16) else {
                        break;
                    };
                    value = Some(value.unwrap_or(0) * 16 + digit);
                    rest = after;
                }
                out.push(value.map_or(b'x', |value| value as u8));
            }
            other => out.push(other),
        }
    }
    out.extend_from_slice(rest);
}

/// The first byte that can't stand in a field as it is.
fn first_to_escape(value: &[u8]) -> Option<usize> {
    let escaped = |byte: &u8| byte.wrapping_sub(0x08) < 6 || *byte == b'\\';
    let mut at = 0;
    // Without a branch for each byte the compiler makes vector code of it: documents have few such
    // bytes, and took a tenth of their time here.
    while let Some(block) = value[at..].first_chunk::<32>() {
        if block.iter().fold(false, |any, byte| any | escaped(byte)) {
            break;
        }
        at += block.len();
    }
    while at < value.len() {
        let eight = Eight::at(value, at).unwrap_or_else(|| Eight::tail(value, at, b' '));
        let found = (eight.below(0x0E) & !eight.below(0x08)) | eight.equal(b'\\');
        if found != 0 {
            return Some(at + swar::first(found));
        }
        at += 8;
    }
    None
}

/// The value is printable ASCII that stands in a field as it is. Of results this is nearly always so,
/// and quickly seen.
pub fn is_plain(value: &[u8]) -> bool {
    // Of bytes with their top bit set this is true, as of control characters.
    let odd = |byte: &u8| (*byte as i8) < 0x20 || *byte == b'\\';
    let plain = |bytes: &[u8; 16]| !bytes.iter().fold(false, |any, byte| any | odd(byte));
    match value.last_chunk() {
        Some(last) => value.as_chunks().0.iter().all(plain) && plain(last),
        None => {
            let mut bytes = [b' '; 16];
            bytes[..value.len()].copy_from_slice(value);
            plain(&bytes)
        }
    }
}

/// Appends a value as a field, escaped as the server does.
pub fn encode_into(value: &[u8], out: &mut Vec<u8>) {
    let mut rest = value;
    // In a document only the backslashes of its own escapes are, as a rule: to see that and then to
    // search for those takes a third of a search for all.
    let control = |any, byte: &u8| any | (byte.wrapping_sub(0x08) < 6);
    if value.len() >= 64 && !value.iter().fold(false, control) {
        while let Some(at) = memchr(b'\\', rest) {
            out.extend_from_slice(&rest[..at]);
            out.extend_from_slice(b"\\\\");
            rest = &rest[at + 1..];
        }
        out.extend_from_slice(rest);
        return;
    }
    while let Some(at) = first_to_escape(rest) {
        out.extend_from_slice(&rest[..at]);
        out.push(b'\\');
        out.push(match rest[at] {
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0B => b'v',
            0x0C => b'f',
            b'\r' => b'r',
            other => other,
        });
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_the_table_in_the_manual() {
        for (field, value) in [
            (
                &b"a\\tb\\n\\\\\\b\\f\\r\\v"[..],
                &b"a\tb\n\\\x08\x0C\r\x0B"[..],
            ),
            (b"\\101\\8\\18\\x41\\xg\\x4", b"A8\x018Axg\x04"),
            (b"\\Nx", b"Nx"),
            (b"\\\n", b"\n"),
            (b"\\", b"\\"),
        ] {
            assert_eq!(decode(field), Cow::from(value));
        }
        assert!(is_null(b"\\N") && !is_null(b"\\\\N"));
        let mut out = Vec::new();
        encode_into(b"a\tb\n\\\x08\x0C\r\x0B\x01", &mut out);
        assert_eq!(out, b"a\\tb\\n\\\\\\b\\f\\r\\v\x01");
    }

    proptest::proptest! {
        #[test]
        fn escapes_are_found_wherever_they_stand(
            before in 0..50_usize, byte: u8, after in 0..50_usize,
        ) {
            let mut value = vec![b'x'; before];
            value.push(byte);
            value.resize(before + 1 + after, 0xC3);
            let expected = matches!(byte, 0x08..=0x0D | b'\\').then_some(before);
            proptest::prop_assert_eq!(first_to_escape(&value), expected);
        }

        #[test]
        fn plain_text_is_its_own_field(value in r"[ -~]{0,40}", at in 0..40_usize, byte: u8) {
            let mut value = value.into_bytes();
            let known = value.iter().all(|byte| *byte != b'\\');
            proptest::prop_assert_eq!(is_plain(&value), known);
            if known && at < value.len() {
                value[at] = byte;
                let plain = matches!(byte, b' '..=0x7F) && byte != b'\\';
                proptest::prop_assert_eq!(is_plain(&value), plain);
            }
        }

        #[test]
        fn documents_are_encoded_as_all_else(value in r#"[a-z{}",\\\n]{60,90}"#) {
            let mut out = Vec::new();
            encode_into(value.as_bytes(), &mut out);
            proptest::prop_assert_eq!(out, value.replace('\\', r"\\").replace('\n', r"\n").into_bytes());
            let value = value.replace('\n', "\\");
            let mut out = Vec::new();
            encode_into(value.as_bytes(), &mut out);
            proptest::prop_assert_eq!(out, value.replace('\\', r"\\").into_bytes());
        }

        #[test]
        fn what_is_encoded_decodes_to_itself(value: Vec<u8>) {
            let mut field = Vec::new();
            encode_into(&value, &mut field);
            proptest::prop_assert_eq!(decode(&field), Cow::from(&value));
            proptest::prop_assert!(!field.contains(&b'\n') && !field.contains(&b'\t'));
        }
    }
}
