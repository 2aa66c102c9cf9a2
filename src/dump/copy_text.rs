//! COPY's text format: splitting rows into fields, and the escapes of one field.
//!
//! Follows `CopyReadLineText`, `CopyReadAttributesText` and `CopyAttributeOutText` of PostgreSQL.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::swar::{self, Eight};

/// One row of COPY data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The fields' bytes, without the line end.
    pub content: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
}

/// The row that begins at `start`: up to the next newline that no backslash escapes. `None` where
/// `data` holds no whole row from there.
pub fn line(data: &[u8], start: usize) -> Option<Line> {
    let mut search = start;
    loop {
        let at = search + memchr(b'\n', &data[search..])?;
        let mut end = at;
        if end > start && data[end - 1] == b'\r' {
            end -= 1;
        }
        if !escaped(data, start, end) {
            return Some(Line {
                content: start..end,
                next: at + 1,
            });
        }
        if end < at {
            // A backslash before CR LF: the carriage return is data, the newline ends the row.
            return Some(Line {
                content: start..at,
                next: at + 1,
            });
        }
        search = at + 1;
    }
}

/// A carriage return that ends a line by itself, or stands in a value unescaped: the server takes it
/// for a line's end where it took the first one so, and refuses it elsewhere.
pub fn bare_return(data: &[u8]) -> Option<usize> {
    memchr_iter(b'\r', data).find(|&at| {
        let before = data[..at].iter().rev();
        let escaped = before.take_while(|byte| **byte == b'\\').count() % 2 == 1;
        !escaped && data.get(at + 1) != Some(&b'\n')
    })
}

/// Splits a row (without its line end) at tabs into at most `wanted` field ranges, appended to
/// `fields`; returns how many fields the row has in all. A backslash before a tab escapes it.
pub fn split(row: &[u8], wanted: usize, fields: &mut Vec<Range<usize>>) -> usize {
    fields.clear();
    let mut start = 0;
    while fields.len() < wanted {
        let Some(end) = field_end(row, start) else {
            fields.push(start..row.len());
            return fields.len();
        };
        fields.push(start..end);
        start = end + 1;
    }
    fields.len() + count(&row[start..])
}

/// The next tab at or after `start` that no backslash escapes.
fn field_end(row: &[u8], start: usize) -> Option<usize> {
    let mut search = start;
    loop {
        let at = tab(row, search)?;
        if !escaped(row, start, at) {
            return Some(at);
        }
        search = at + 1;
    }
}

/// The next tab at or after `from`. Most fields are short: eight bytes at a time for the first few took
/// little more than half the time of a call of memchr. A document is left to memchr.
fn tab(row: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at < from + 32
        && let Some(eight) = Eight::at(row, at)
    {
        let tabs = eight.equal(b'\t');
        if tabs != 0 {
            return Some(at + swar::first(tabs));
        }
        at += 8;
    }
    memchr(b'\t', row.get(at..)?).map(|found| at + found)
}

/// How many fields there are.
fn count(rest: &[u8]) -> usize {
    let mut tabs = memchr_iter(b'\t', rest).count();
    // Only an escaped one is no end of a field; most backslashes are of `\N`.
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| memchr(b'\\', rest)) {
        from += found + 2;
        if rest.get(from - 1) == Some(&b'\t') {
            tabs -= 1;
        }
    }
    tabs + 1
}

/// The byte at `at` of a field that begins at `start` has an odd number of backslashes before it.
fn escaped(row: &[u8], start: usize, at: usize) -> bool {
    if at == start || row[at - 1] != b'\\' {
        return false;
    }
    let backslashes = row[start..at].iter().rev();
    backslashes.take_while(|byte| **byte == b'\\').count() % 2 == 1
}

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

/// Appends a value as a field, escaped as the server does.
pub fn encode_into(value: &[u8], out: &mut Vec<u8>) {
    let mut rest = value;
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

    fn fields(row: &[u8], wanted: usize) -> (Vec<&[u8]>, usize) {
        let mut ranges = Vec::new();
        let count = split(row, wanted, &mut ranges);
        (ranges.into_iter().map(|range| &row[range]).collect(), count)
    }

    #[test]
    fn splits_as_far_as_wanted_and_counts_all() {
        assert_eq!(fields(b"a\tb\tc", 3), (vec![&b"a"[..], b"b", b"c"], 3));
        assert_eq!(fields(b"a\tb\tc", 1), (vec![&b"a"[..]], 3));
        assert_eq!(fields(b"a\tb\\\\\tc\\\td", 1), (vec![&b"a"[..]], 3));
        assert_eq!(fields(b"", 1), (vec![&b""[..]], 1));
        assert_eq!(fields(b"a", 3), (vec![&b"a"[..]], 1));
        assert_eq!(fields(b"a\t", 2), (vec![&b"a"[..], b""], 2));
        assert_eq!(fields(b"a\t", 1), (vec![&b"a"[..]], 2));
        assert_eq!(fields(b"a\tb", 2), (vec![&b"a"[..], b"b"], 2));
        assert_eq!(
            fields(b"a\\\tb\t\\\\\tc", 9),
            (vec![&b"a\\\tb"[..], b"\\\\", b"c"], 3)
        );
        assert_eq!(fields(b"12345678\t\t90", 1), (vec![&b"12345678"[..]], 3));
        assert_eq!(fields(b"\\N\t\\N", 1), (vec![&b"\\N"[..]], 2));
    }

    #[test]
    fn rows_end_at_unescaped_newlines() {
        let data = b"a\\\nb\r\nc\\\\\nd";
        let first = line(data, 0).expect("a row");
        assert_eq!(&data[first.content.clone()], b"a\\\nb");
        let second = line(data, first.next).expect("a row");
        assert_eq!(&data[second.content.clone()], b"c\\\\");
        assert_eq!(line(data, second.next), None);
    }

    #[test]
    fn carriage_returns_that_end_no_line() {
        for (data, at) in [
            (&b"a\r\nb\\\rc\r\n"[..], None),
            (b"a\rb\n", Some(1)),
            (b"a\\\\\rb\n", Some(3)),
            (b"a\r", Some(1)),
        ] {
            assert_eq!(bare_return(data), at, "{data:?}");
        }
    }

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

    /// As `CopyReadAttributesText` does it: from the left, a byte at a time.
    fn slowly(row: &[u8]) -> Vec<&[u8]> {
        let (mut fields, mut start, mut at) = (Vec::new(), 0, 0);
        while at < row.len() {
            match row[at] {
                b'\\' => at += 1,
                b'\t' => {
                    fields.push(&row[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        fields.push(&row[start..]);
        fields
    }

    proptest::proptest! {
        #[test]
        fn splits_as_the_server_does(row in r"[a\\\t]{0,40}", wanted in 1..6_usize) {
            let expected = slowly(row.as_bytes());
            let (got, count) = fields(row.as_bytes(), wanted);
            proptest::prop_assert_eq!(count, expected.len());
            proptest::prop_assert_eq!(&got[..], &expected[..wanted.min(count)]);
        }

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
        fn what_is_encoded_decodes_to_itself(value: Vec<u8>) {
            let mut field = Vec::new();
            encode_into(&value, &mut field);
            proptest::prop_assert_eq!(decode(&field), Cow::from(&value));
            proptest::prop_assert!(!field.contains(&b'\n') && !field.contains(&b'\t'));
        }
    }
}
