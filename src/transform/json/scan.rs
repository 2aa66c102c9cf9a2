//! JSON's tokens: one strict pass that checks a text and notes where its containers and strings end.
//!
//! The grammar is RFC 8259's, which is what PostgreSQL's `json` takes (`src/common/jsonapi.c`): no
//! comments, no trailing commas, no leading zeros, no raw control characters in strings. Bytes from
//! 0x80 on are not looked at. Nothing here recurses, so depth costs memory only.

use memchr::memchr2;

use crate::dump::swar::{self, Eight};

/// A container, in the order of their opening brackets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The offset after its closing bracket.
    pub(super) end: u32,
    /// The number of the first container that opens after this one has closed.
    pub(super) next: u32,
    /// The number of the first string after it.
    pub(super) strings: u32,
}

/// A string, key or value, in the order of their beginnings: the offset after its closing quote, so
/// that nobody looks for it again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended(u32);

impl Ended {
    /// Texts have less than 2^31 bytes.
    fn new(end: usize, escaped: bool) -> Self {
        Self((end as u32) << 1 | u32::from(escaped))
    }

    pub(super) fn end(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// The string holds an escape.
    pub(super) fn is_escaped(self) -> bool {
        self.0 & 1 == 1
    }
}

/// What one pass notes of a text.
#[derive(Default)]
pub(super) struct Index {
    /// The containers.
    pub(super) spans: Vec<Span>,
    /// The strings.
    pub(super) strings: Vec<Ended>,
    /// Those that are open while the text is checked.
    open: Vec<u32>,
    deepest: usize,
}

impl Index {
    /// The most containers that are open at once.
    pub(super) fn deepest(&self) -> usize {
        self.deepest
    }

    /// How much memory it holds.
    pub(super) fn bytes(&self) -> usize {
        self.spans.capacity() * size_of::<Span>()
            + (self.strings.capacity() + self.open.capacity()) * size_of::<u32>()
    }
}

/// The offset of the first byte that is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) usize);

/// Checks that `text` is one JSON value and notes its containers and strings. Texts of 2 GiB and
/// more (PostgreSQL's limit is 1 GB) are refused at their length.
pub(super) fn index(text: &[u8], index: &mut Index) -> Result<(), Malformed> {
    let Index {
        spans,
        strings,
        open,
        deepest,
    } = index;
    *deepest = 0;
    spans.clear();
    strings.clear();
    open.clear();
    if text.len() >= i32::MAX as usize {
        return Err(Malformed(text.len()));
    }
    let mut pos = 0;
    'value: loop {
        pos = skip_blanks(text, pos);
        match text.get(pos) {
            Some(b'{') => {
                open.push(begin(spans) << 1 | 1);
                *deepest = open.len().max(*deepest);
                pos = skip_blanks(text, pos + 1);
                if text.get(pos) != Some(&b'}') {
                    pos = key(text, pos, strings)?;
                    continue 'value;
                }
            }
            Some(b'[') => {
                open.push(begin(spans) << 1);
                *deepest = open.len().max(*deepest);
                pos = skip_blanks(text, pos + 1);
                if text.get(pos) != Some(&b']') {
                    continue 'value;
                }
            }
            Some(b'"') => pos = string(text, pos, strings)?,
            Some(b't') => pos = word(text, pos, b"true")?,
            Some(b'f') => pos = word(text, pos, b"false")?,
            Some(b'n') => pos = word(text, pos, b"null")?,
            _ => pos = number(text, pos)?,
        }
        loop {
            pos = skip_blanks(text, pos);
            let Some(&top) = open.last() else {
                return if pos == text.len() {
                    Ok(())
                } else {
                    Err(Malformed(pos))
                };
            };
            let in_object = top & 1 == 1;
            match text.get(pos) {
                Some(b',') => {
                    pos += 1;
                    if in_object {
                        pos = key(text, skip_blanks(text, pos), strings)?;
                    }
                    continue 'value;
                }
                Some(b'}') if in_object => {}
                Some(b']') if !in_object => {}
                _ => return Err(Malformed(pos)),
            }
            pos += 1;
            open.pop();
            let next = spans.len() as u32;
            if let Some(span) = spans.get_mut((top >> 1) as usize) {
                *span = Span {
                    end: pos as u32,
                    next,
                    strings: strings.len() as u32,
                };
            }
        }
    }
}

/// `text` is one JSON value. Allocates; for results that claim to be JSON.
pub(super) fn is_json(text: &[u8]) -> bool {
    index(text, &mut Index::default()).is_ok()
}

/// `text` is a JSON number and nothing else.
pub(super) fn is_number(text: &[u8]) -> bool {
    number(text, 0) == Ok(text.len())
}

/// The offset of the first byte from `pos` on that is not a blank of JSON's.
pub(super) fn skip_blanks(text: &[u8], mut pos: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = text.get(pos) {
        pos += 1;
    }
    pos
}

/// The offset after the string whose opening quote stands at `pos`, in a checked text.
pub(super) fn string_end(text: &[u8], pos: usize) -> usize {
    let mut pos = pos + 1;
    loop {
        pos = plain_end(text, pos);
        match text.get(pos) {
            Some(b'"') => return pos + 1,
            Some(b'\\') => pos += 2,
            Some(_) => pos += 1,
            None => return text.len(),
        }
    }
}

/// How many bytes stand before the first `"`, backslash or control character.
///
/// Eight bytes at a time for the first few, as [`plain_end`] does it, but for a text by itself: nearly
/// all are plain to their end.
pub(super) fn plain(text: &[u8]) -> usize {
    /// The first steps.
    const STEPS: usize = 8;
    let (eights, rest) = text.as_chunks::<8>();
    for (number, eight) in eights.iter().take(STEPS).enumerate() {
        let found = Eight::of(*eight).first_escaped();
        if found != 0 {
            return number * 8 + swar::first(found);
        }
    }
    if eights.len() <= STEPS {
        let escaped = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
        return match text.last_chunk() {
            Some(_) if rest.is_empty() => text.len(),
            // Eight bytes again, of which the first are known to be plain.
            Some(last) => match Eight::of(*last).first_escaped() {
                0 => text.len(),
                found => text.len() - last.len() + swar::first(found),
            },
            None => text.iter().position(escaped).unwrap_or(text.len()),
        };
    }
    long_plain_end(text, STEPS * 8)
}

/// The offset of the first `"`, backslash or control character from `at` on, or the text's end.
///
/// Most strings are short: eight bytes at a time for the first few, in plain registers, took little
/// more than half the time of a call of memchr and a look at each byte for control characters. What
/// is long goes to memchr, which a string of fifty bytes does not pay for yet.
#[inline(always)]
fn plain_end(text: &[u8], at: usize) -> usize {
    match swar::near(text, at, Eight::first_escaped) {
        Ok(found) => found,
        Err(at) if Eight::at(text, at).is_none() => short_plain_end(text, at),
        Err(at) => long_plain_end(text, at),
    }
}

/// The same, where fewer than eight bytes are left.
#[cold]
fn short_plain_end(text: &[u8], at: usize) -> usize {
    let escaped = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    let found = text
        .get(at..)
        .and_then(|rest| rest.iter().position(escaped));
    found.map_or(text.len(), |found| at + found)
}

/// The same, where many may be.
#[inline(never)]
fn long_plain_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
    let controls = rest[..end]
        .iter()
        .fold(false, |any, byte| any | (*byte < 0x20));
    if controls {
        let first = rest.iter().position(|byte| *byte < 0x20);
        return at + first.unwrap_or(end);
    }
    at + end
}

/// The offset after the number or word that begins at `pos`, in a checked text.
pub(super) fn word_end(text: &[u8], mut pos: usize) -> usize {
    while let Some(byte) = text.get(pos) {
        if matches!(
            byte,
            b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r' | b':'
        ) {
            break;
        }
        pos += 1;
    }
    pos
}

/// The offset after the value that begins at `pos`, in a checked text; for texts without an index.
pub(super) fn value_end(text: &[u8], mut pos: usize) -> usize {
    let mut depth = 0_usize;
    loop {
        match text.get(pos) {
            None => return text.len(),
            Some(b'{' | b'[') => {
                depth += 1;
                pos += 1;
            }
            Some(b'}' | b']') => {
                depth = depth.saturating_sub(1);
                pos += 1;
            }
            Some(b'"') => pos = string_end(text, pos),
            Some(b',' | b':' | b' ' | b'\n' | b'\t' | b'\r') => {
                pos += 1;
                continue;
            }
            Some(_) => pos = word_end(text, pos),
        }
        if depth == 0 {
            return pos;
        }
    }
}

fn begin(spans: &mut Vec<Span>) -> u32 {
    spans.push(Span {
        end: 0,
        next: 0,
        strings: 0,
    });
    spans.len() as u32 - 1
}

/// A key and its colon.
fn key(text: &[u8], pos: usize, strings: &mut Vec<Ended>) -> Result<usize, Malformed> {
    if text.get(pos) != Some(&b'"') {
        return Err(Malformed(pos));
    }
    let pos = skip_blanks(text, string(text, pos, strings)?);
    match text.get(pos) {
        Some(b':') => Ok(pos + 1),
        _ => Err(Malformed(pos)),
    }
}

fn string(text: &[u8], pos: usize, strings: &mut Vec<Ended>) -> Result<usize, Malformed> {
    let mut pos = pos + 1;
    let mut escaped = false;
    loop {
        pos = plain_end(text, pos);
        if text.get(pos) == Some(&b'"') {
            strings.push(Ended::new(pos + 1, escaped));
            return Ok(pos + 1);
        }
        match (text.get(pos), text.get(pos + 1)) {
            (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => pos += 2,
            (Some(b'\\'), Some(b'u')) => {
                let hex = text.get(pos + 2..pos + 6).unwrap_or_default();
                if hex.len() != 4 || !hex.iter().all(u8::is_ascii_hexdigit) {
                    return Err(Malformed(pos));
                }
                pos += 6;
            }
            _ => return Err(Malformed(pos)),
        }
        escaped = true;
    }
}

fn word(text: &[u8], pos: usize, word: &[u8]) -> Result<usize, Malformed> {
    let end = pos + word.len();
    if text.get(pos..end) == Some(word) {
        Ok(end)
    } else {
        Err(Malformed(pos))
    }
}

fn number(text: &[u8], pos: usize) -> Result<usize, Malformed> {
    let digits = |from: usize| {
        let end = from
            + text
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
        if end == from {
            Err(Malformed(from))
        } else {
            Ok(end)
        }
    };
    let start = pos + usize::from(text.get(pos) == Some(&b'-'));
    let mut pos = match text.get(start) {
        Some(b'0') => start + 1,
        _ => digits(start)?,
    };
    if text.get(pos) == Some(&b'.') {
        pos = digits(pos + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(pos) {
        let signed = matches!(text.get(pos + 1), Some(b'+' | b'-'));
        pos = digits(pos + 1 + usize::from(signed))?;
    }
    Ok(pos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_what_rfc_8259_takes() {
        for good in [
            "0",
            "-0.5e+10",
            " [1 , 2]\n",
            "\"\\u00e9\\n\"",
            "{\"a\":{\"a\":[]},\"a\":null}",
            "true",
            "\"\u{7f}é\"",
        ] {
            assert!(is_json(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "NaN",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"a",
            "[1] 2",
            "[}",
            "{]",
            "tru",
            "nullx",
            "\u{feff}1",
            "'a'",
        ] {
            assert!(!is_json(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn containers_know_their_end_and_successor() {
        let mut noted = Index::default();
        index(b"[{}, [[]], {\"a\":[]}]", &mut noted).unwrap();
        let got: Vec<_> = noted
            .spans
            .iter()
            .map(|span| (span.end, span.next))
            .collect();
        assert_eq!(got, [(20, 6), (3, 2), (9, 4), (8, 4), (19, 6), (18, 6)]);
    }

    #[test]
    fn strings_know_their_end_and_escapes() {
        let mut noted = Index::default();
        index(br#"{"a": ["b\"", 1], "\n": ""}"#, &mut noted).unwrap();
        let got: Vec<_> = (noted.strings.iter())
            .map(|string| (string.end(), string.is_escaped()))
            .collect();
        assert_eq!(got, [(4, false), (12, true), (22, true), (26, false)]);
        assert_eq!(noted.spans[1].strings, 2);
    }

    #[test]
    fn plain_text_ends_at_the_first_escaped_byte() {
        for length in 0..90 {
            let mut text = vec![b'x'; length];
            assert_eq!(plain(&text), length);
            for sign in *b"\"\\\n\x1F\0" {
                for at in 0..length {
                    text[at] = sign;
                    assert_eq!(plain(&text), at, "{length}");
                    text[at..].fill(b'"');
                    assert_eq!(plain(&text), at, "{length}");
                    text[at..].fill(b' ');
                    text[..at].fill(0xC3);
                }
            }
        }
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = [vec![b'['; 200_000], vec![b']'; 200_000]].concat();
        assert!(is_json(&deep));
        assert_eq!(value_end(&deep, 0), deep.len());
        assert!(!is_json(&deep[..300_000]));
    }

    proptest! {
        #[test]
        fn agrees_with_another_parser(text in r#"[\[\]{}",:0-9eE.\-+tfn \\ua-f]{0,24}"#) {
            let other: Result<serde_json::Value, _> = serde_json::from_str(&text);
            // Numbers past f64's range and lone surrogates are JSON here and in PostgreSQL.
            if other.is_ok() {
                prop_assert!(is_json(text.as_bytes()));
            } else if is_json(text.as_bytes()) {
                prop_assert!(text.contains('e') || text.contains('E') || text.contains("\\u"));
            }
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes: Vec<u8>) {
            let _ = is_json(&bytes);
            let _ = value_end(&bytes, 0);
            let _ = string_end(&bytes, bytes.len() / 2);
        }
    }
}
