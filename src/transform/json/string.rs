//! The inside of JSON strings: escapes read and written.

use memchr::memchr;

/// What a string stands for; `body` is what is between its quotes, in a checked text. Borrowed
/// where it holds no escape, else written to `buffer`.
pub(super) fn decode<'a>(body: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    let Some(first) = memchr(b'\\', body) else {
        return body;
    };
    buffer.clear();
    decode_from(body, first, buffer);
    buffer
}

/// Appends what a string stands for to `out`. Lone surrogates and `\u0000`, which no PostgreSQL
/// text can hold, become U+FFFD.
pub(super) fn decode_into(body: &[u8], out: &mut Vec<u8>) {
    decode_from(body, memchr(b'\\', body).unwrap_or(body.len()), out);
}

fn decode_from(body: &[u8], first: usize, out: &mut Vec<u8>) {
    let (plain, mut rest) = body.split_at(first);
    out.extend_from_slice(plain);
    while let [b'\\', escape, tail @ ..] = rest {
        rest = tail;
        match escape {
            b'b' => out.push(0x08),
            b'f' => out.push(0x0C),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => {
                let (character, used) = unicode(rest);
                let mut utf8 = [0; 4];
                out.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
                rest = rest.get(used..).unwrap_or_default();
            }
            other => out.push(*other),
        }
        let plain = memchr(b'\\', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        rest = &rest[plain..];
    }
}

/// The character after `\u`, and how many bytes it takes; a surrogate pair is one character.
fn unicode(rest: &[u8]) -> (char, usize) {
    let Some(high) = hex4(rest) else {
        return (char::REPLACEMENT_CHARACTER, 0);
    };
    if (0xD800..0xDC00).contains(&high)
        && rest.get(4..6) == Some(b"\\u")
        && let Some(low @ 0xDC00..0xE000) = rest.get(6..).and_then(hex4)
    {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return (
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            10,
        );
    }
    match char::from_u32(high) {
        None | Some('\0') => (char::REPLACEMENT_CHARACTER, 4),
        Some(character) => (character, 4),
    }
}

fn hex4(bytes: &[u8]) -> Option<u32> {
    bytes.get(..4)?.iter().try_fold(0, |code, byte| {
        Some(code << 4 | char::from(*byte).to_digit(16)?)
    })
}

/// `text` can't stand between quotes as it is.
pub(super) fn needs_escapes(text: &[u8]) -> bool {
    super::scan::plain(text) < text.len()
}

/// Appends `text` as a JSON string, quotes included, with as few escapes as can be. A NUL, which
/// `jsonb` refuses even as an escape, becomes U+FFFD.
pub(in crate::transform) fn encode(text: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text;
    loop {
        let (plain, escaped) = rest.split_at(super::scan::plain(rest));
        out.extend_from_slice(plain);
        let Some((&byte, after)) = escaped.split_first() else {
            break;
        };
        rest = after;
        let short = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0C => b'f',
            0 => {
                out.extend_from_slice("\u{FFFD}".as_bytes());
                continue;
            }
            1..0x20 => {
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
                continue;
            }
            other => other,
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(body: &str) -> String {
        let mut buffer = Vec::new();
        String::from_utf8(decode(body.as_bytes(), &mut buffer).to_vec()).unwrap()
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(
            decoded(r#"a\u0065\"\\\/\n\t\r\b\f"#),
            "ae\"\\/\n\t\r\u{8}\u{c}"
        );
        assert_eq!(decoded(r"\uD83D\uDE00!"), "😀!");
        assert_eq!(decoded(r"\ud83d"), "\u{FFFD}");
        assert_eq!(decoded(r"\ud83dx"), "\u{FFFD}x");
        assert_eq!(decoded(r"\ud83d\u0041"), "\u{FFFD}A");
        assert_eq!(decoded(r"\ude00"), "\u{FFFD}");
        assert_eq!(decoded(r"\u0000"), "\u{FFFD}");
    }

    #[test]
    fn escapes_are_written_sparingly() {
        let mut out = Vec::new();
        encode("é/\u{7f}\n\"\\\u{1}".as_bytes(), &mut out);
        assert_eq!(
            std::str::from_utf8(&out).unwrap(),
            "\"é/\u{7f}\\n\\\"\\\\\\u0001\""
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[^\0]*") {
            let mut out = Vec::new();
            encode(text.as_bytes(), &mut out);
            prop_assert_eq!(needs_escapes(text.as_bytes()), out.len() != text.len() + 2);
            let theirs: String = serde_json::from_slice(&out).unwrap();
            prop_assert_eq!(&theirs, &text);
            let mut back = Vec::new();
            decode_into(&out[1..out.len() - 1], &mut back);
            prop_assert_eq!(back, text.as_bytes());
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes: Vec<u8>) {
            let mut out = Vec::new();
            decode_into(&bytes, &mut out);
        }
    }
}
