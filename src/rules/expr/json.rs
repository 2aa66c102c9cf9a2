//! Reading JSON text in place: lookups without a tree, without recursion, in one pass.

use std::borrow::Cow;

use memchr::memchr2;

use super::ast::Step;
use crate::dump::swar::{self, Eight};
use crate::transform::row::Known;

/// The text is not JSON, nests too deeply, or holds an escape that has no text (`\u0000`, half a
/// surrogate pair).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

pub(super) type Result<T> = std::result::Result<T, Malformed>;

/// Deeper nesting than PostgreSQL's default stack allows it.
const MAX_DEPTH: usize = 10_000;

/// What a value is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
}

/// What a (trimmed) value is.
pub(super) fn shape(value: &[u8]) -> Result<Shape> {
    match value.first() {
        Some(b'{') => Ok(Shape::Object),
        Some(b'[') => Ok(Shape::Array),
        Some(b'"') => Ok(Shape::String),
        Some(b'-' | b'0'..=b'9') => Ok(Shape::Number),
        Some(b't' | b'f') => Ok(Shape::Bool),
        Some(b'n') => Ok(Shape::Null),
        _ => Err(Malformed),
    }
}

/// The text is one JSON value; the value without the blanks around it.
pub(super) fn validate(text: &[u8]) -> Result<&[u8]> {
    let start = skip_blanks(text, 0);
    let end = skip_value(text, start)?;
    if skip_blanks(text, end) != text.len() {
        return Err(Malformed);
    }
    Ok(&text[start..end])
}

/// The value one step down; `None` where there is none (SQL NULL).
pub(super) fn step<'j>(
    value: &'j [u8],
    step: &Step,
    unique_keys: bool,
) -> Result<Option<&'j [u8]>> {
    let start = skip_blanks(value, 0);
    let value = &value[start..];
    match (step, shape(value)?) {
        (Step::Key(key) | Step::Either(key, _), Shape::Object) => {
            member(value, key.as_bytes(), unique_keys)
        }
        (Step::Index(index) | Step::Either(_, Some(index)), Shape::Array) => element(value, *index),
        _ => Ok(None),
    }
}

/// The same, of a text that is checked to be one JSON value on the way: one pass instead of two
/// where the step is to a member.
pub(super) fn checked_step<'j>(
    text: &'j [u8],
    step: &Step,
    unique_keys: bool,
) -> Result<Option<&'j [u8]>> {
    let start = skip_blanks(text, 0);
    if let (Step::Key(key) | Step::Either(key, _), Some(b'{')) = (step, text.get(start)) {
        let (found, end) = members(&text[start..], key.as_bytes(), unique_keys, false)?;
        if skip_blanks(text, start + end) != text.len() {
            return Err(Malformed);
        }
        return Ok(found);
    }
    self::step(validate(text)?, step, unique_keys)
}

/// The same, of an object that was gone through before; `None` where that tells nothing.
pub(super) fn known_step<'j>(
    text: &'j [u8],
    known: &Known<'_>,
    step: &Step,
    unique_keys: bool,
) -> Option<Option<&'j [u8]>> {
    match step {
        Step::Key(key) | Step::Either(key, _) => known.member(text, key.as_bytes(), unique_keys),
        Step::Index(_) => None,
    }
}

/// The last member of this key; the first, where keys are known to be unique.
fn member<'j>(object: &'j [u8], key: &[u8], unique_keys: bool) -> Result<Option<&'j [u8]>> {
    Ok(members(object, key, unique_keys, unique_keys)?.0)
}

/// The member of this key, and how far the object was read: with `first` the first member of that
/// key, with `stop` no further than there.
fn members<'j>(
    object: &'j [u8],
    key: &[u8],
    first: bool,
    stop: bool,
) -> Result<(Option<&'j [u8]>, usize)> {
    let mut found = None;
    let mut at = skip_blanks(object, 1);
    if object.get(at) == Some(&b'}') {
        return Ok((None, at + 1));
    }
    loop {
        let (end, escaped) = string(object, at)?;
        let open = !(first && found.is_some());
        let matches = if open && escaped {
            *unescape(&object[at..end])? == *key
        } else {
            open && object[at + 1..end - 1] == *key
        };
        at = expect(object, end, b':')?;
        let end = skip_value(object, at)?;
        if matches {
            found = Some(&object[at..end]);
            if stop {
                return Ok((found, end));
            }
        }
        at = skip_blanks(object, end);
        match object.get(at) {
            Some(b',') => at = skip_blanks(object, at + 1),
            Some(b'}') => return Ok((found, at + 1)),
            _ => return Err(Malformed),
        }
    }
}

/// The element of this index, counted from the end where negative.
fn element(array: &[u8], index: i32) -> Result<Option<&[u8]>> {
    let index = if index >= 0 {
        index as usize
    } else {
        let back = index.unsigned_abs() as usize;
        match elements(array, usize::MAX)?.0.checked_sub(back) {
            Some(index) => index,
            None => return Ok(None),
        }
    };
    Ok(elements(array, index)?.1)
}

/// How many elements there are (up to the wanted one), and the wanted one.
fn elements(array: &[u8], wanted: usize) -> Result<(usize, Option<&[u8]>)> {
    let mut at = skip_blanks(array, 1);
    if array.get(at) == Some(&b']') {
        return Ok((0, None));
    }
    let mut count = 0;
    loop {
        let end = skip_value(array, at)?;
        if count == wanted {
            return Ok((count, Some(&array[at..end])));
        }
        count += 1;
        at = skip_blanks(array, end);
        match array.get(at) {
            Some(b',') => at = skip_blanks(array, at + 1),
            Some(b']') => return Ok((count, None)),
            _ => return Err(Malformed),
        }
    }
}

/// The text of a string value, quotes and escapes removed.
pub(super) fn unescape(string: &[u8]) -> Result<Cow<'_, [u8]>> {
    let inner = string
        .strip_prefix(b"\"")
        .and_then(|s| s.strip_suffix(b"\""))
        .ok_or(Malformed)?;
    let Some(first) = memchr::memchr(b'\\', inner) else {
        return Ok(Cow::Borrowed(inner));
    };
    let mut out = Vec::with_capacity(inner.len());
    out.extend_from_slice(&inner[..first]);
    let mut rest = &inner[first..];
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let (&escape, after) = rest.split_first().ok_or(Malformed)?;
        rest = after;
        match escape {
            b'"' | b'\\' | b'/' => out.push(escape),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => {
                let (unit, after) = hex4(rest)?;
                rest = after;
                let code = match unit {
                    0xD800..=0xDBFF => {
                        let low = rest.strip_prefix(b"\\u").ok_or(Malformed)?;
                        let (low, after) = hex4(low)?;
                        if !(0xDC00..=0xDFFF).contains(&low) {
                            return Err(Malformed);
                        }
                        rest = after;
                        0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    0 => return Err(Malformed),
                    _ => unit,
                };
                let c = char::from_u32(code).ok_or(Malformed)?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => return Err(Malformed),
        }
    }
    Ok(Cow::Owned(out))
}

fn hex4(text: &[u8]) -> Result<(u32, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<4>().ok_or(Malformed)?;
    let mut value = 0;
    for digit in digits {
        value = value * 16 + char::from(*digit).to_digit(16).ok_or(Malformed)?;
    }
    Ok((value, rest))
}

pub(super) fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while matches!(text.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Past one byte, with the blanks before and after it.
pub(super) fn expect(text: &[u8], at: usize, byte: u8) -> Result<usize> {
    let at = skip_blanks(text, at);
    if text.get(at) == Some(&byte) {
        Ok(skip_blanks(text, at + 1))
    } else {
        Err(Malformed)
    }
}

/// The end of the string that begins at `at`.
pub(super) fn skip_string(text: &[u8], at: usize) -> Result<usize> {
    Ok(string(text, at)?.0)
}

/// The end of the string that begins at `at`, and whether it holds an escape.
#[inline]
fn string(text: &[u8], at: usize) -> Result<(usize, bool)> {
    if text.get(at) != Some(&b'"') {
        return Err(Malformed);
    }
    let mut at = at + 1;
    let mut escaped = false;
    loop {
        at = plain_end(text, at);
        match text.get(at) {
            Some(b'"') => return Ok((at + 1, escaped)),
            Some(_) => {}
            None => return Err(Malformed),
        }
        escaped = true;
        at = match text.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at + 2,
            Some(b'u') => {
                hex4(&text[at + 2..])?;
                at + 6
            }
            _ => return Err(Malformed),
        };
    }
}

/// The offset of the first quote or backslash from `at` on, or the text's end. Most strings are short: a
/// few steps of eight bytes, which took half the time of a call of memchr; what is long goes there.
#[inline(always)]
fn plain_end(text: &[u8], at: usize) -> usize {
    let mask = |eight: Eight| eight.first_equal(b'"') | eight.first_equal(b'\\');
    match swar::near(text, at, mask) {
        Ok(found) => found,
        Err(at) => {
            let rest = text.get(at..).unwrap_or_default();
            memchr2(b'"', b'\\', rest).map_or(text.len(), |found| at + found)
        }
    }
}

/// The end of the number that begins at `at`.
fn skip_number(text: &[u8], at: usize) -> Result<usize> {
    let digits = |from: usize| {
        let count = text[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if count == 0 {
            Err(Malformed)
        } else {
            Ok(from + count)
        }
    };
    let mut at = if text.get(at) == Some(&b'-') {
        at + 1
    } else {
        at
    };
    at = match text.get(at) {
        Some(b'0') => at + 1,
        _ => digits(at)?,
    };
    if text.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(text.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        at = digits(at)?;
    }
    Ok(at)
}

/// Which containers are open: a bit each, `true` for an object.
struct Open {
    bits: u128,
    more: Vec<u128>,
    depth: usize,
}

impl Open {
    fn push(&mut self, object: bool) -> Result<()> {
        if self.depth == MAX_DEPTH {
            return Err(Malformed);
        }
        if self.depth > 0 && self.depth.is_multiple_of(128) {
            self.more.push(self.bits);
        }
        self.bits = self.bits << 1 | u128::from(object);
        self.depth += 1;
        Ok(())
    }

    fn pop(&mut self) {
        self.depth -= 1;
        self.bits = if self.depth > 0 && self.depth.is_multiple_of(128) {
            self.more.pop().unwrap_or_default()
        } else {
            self.bits >> 1
        };
    }

    fn in_object(&self) -> bool {
        self.bits & 1 == 1
    }
}

/// The end of the value that begins at `at`, which is checked to be JSON.
pub(super) fn skip_value(text: &[u8], mut at: usize) -> Result<usize> {
    let mut open = Open {
        bits: 0,
        more: Vec::new(),
        depth: 0,
    };
    'value: loop {
        match text.get(at) {
            Some(b'"') => at = skip_string(text, at)?,
            Some(b'{') => {
                let next = skip_blanks(text, at + 1);
                if text.get(next) == Some(&b'}') {
                    at = next + 1;
                } else {
                    open.push(true)?;
                    at = expect(text, skip_string(text, next)?, b':')?;
                    continue 'value;
                }
            }
            Some(b'[') => {
                let next = skip_blanks(text, at + 1);
                if text.get(next) == Some(&b']') {
                    at = next + 1;
                } else {
                    open.push(false)?;
                    at = next;
                    continue 'value;
                }
            }
            Some(b't') => at = skip_word(text, at, b"true")?,
            Some(b'f') => at = skip_word(text, at, b"false")?,
            Some(b'n') => at = skip_word(text, at, b"null")?,
            Some(b'-' | b'0'..=b'9') => at = skip_number(text, at)?,
            _ => return Err(Malformed),
        }
        while open.depth > 0 {
            let next = skip_blanks(text, at);
            match (text.get(next), open.in_object()) {
                (Some(b','), true) => {
                    let key = skip_blanks(text, next + 1);
                    at = expect(text, skip_string(text, key)?, b':')?;
                    continue 'value;
                }
                (Some(b','), false) => {
                    at = skip_blanks(text, next + 1);
                    continue 'value;
                }
                (Some(b'}'), true) | (Some(b']'), false) => {
                    open.pop();
                    at = next + 1;
                }
                _ => return Err(Malformed),
            }
        }
        return Ok(at);
    }
}

fn skip_word(text: &[u8], at: usize, word: &[u8]) -> Result<usize> {
    if text[at..].starts_with(word) {
        Ok(at + word.len())
    } else {
        Err(Malformed)
    }
}

/// The steps of a `'{a,0,"b c"}'` path; `None` where it is no one-dimensional array without NULL.
pub(super) fn path_literal(text: &str) -> Option<Vec<Step>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let mut steps = Vec::new();
    let mut chars = inner.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
        let mut item = String::new();
        if chars.next_if_eq(&'"').is_some() {
            loop {
                match chars.next()? {
                    '"' => break,
                    '\\' => item.push(chars.next()?),
                    c => item.push(c),
                }
            }
            while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
        } else {
            while let Some(c) = chars.next_if(|c| *c != ',') {
                match c {
                    '{' | '}' | '"' => return None,
                    '\\' => item.push(chars.next()?),
                    c => item.push(c),
                }
            }
            item.truncate(item.trim_end().len());
            if item.is_empty() || item.eq_ignore_ascii_case("null") {
                return None;
            }
        }
        let index = item.parse().ok();
        steps.push(Step::Either(item, index));
        match chars.next() {
            None => return Some(steps),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'j>(json: &'j str, key: &str) -> Option<&'j str> {
        step(json.as_bytes(), &Step::Key(key.to_owned()), false)
            .unwrap()
            .map(|found| std::str::from_utf8(found).unwrap())
    }

    #[test]
    fn members() {
        let json = r#" { "a" : 1 , "b":{"a":[1,{"c":"}"}]}, "\u0063":"x", "a":2 } "#;
        assert_eq!(key(json, "a"), Some("2"));
        assert_eq!(key(json, "b"), Some(r#"{"a":[1,{"c":"}"}]}"#));
        assert_eq!(key(json, "c"), Some("\"x\""));
        assert_eq!(key(json, "d"), None);
        assert_eq!(key("[1]", "a"), None);
        assert_eq!(key("{}", "a"), None);
        assert_eq!(
            step(json.as_bytes(), &Step::Key("a".to_owned()), true),
            Ok(Some(&b"1"[..]))
        );
    }

    #[test]
    fn a_checked_step_is_the_same_step() {
        let json = r#" { "a" : 1 , "b":{"a":[1,{"c":"}"}]}, "\u0063":"x", "a":2 } "#;
        for unique in [false, true] {
            for key in ["a", "b", "c", "d"] {
                let step = Step::Key(key.to_owned());
                assert_eq!(
                    checked_step(json.as_bytes(), &step, unique),
                    super::step(json.as_bytes(), &step, unique),
                    "{key}"
                );
            }
        }
        let a = Step::Key("a".to_owned());
        for (text, found) in [("{}", None), (" {} ", None), ("[1]", None), ("1", None)] {
            assert_eq!(checked_step(text.as_bytes(), &a, true), Ok(found), "{text}");
        }
        assert_eq!(
            checked_step(b"[1, 2]", &Step::Index(1), true),
            Ok(Some(&b"2"[..]))
        );
        for bad in [
            r#"{"a":1"#,
            r#"{"a":1} x"#,
            r#"{"a":1,"b":01x}"#,
            r#"{"a":1,}"#,
            "[1",
            "",
        ] {
            assert_eq!(
                checked_step(bad.as_bytes(), &a, true),
                Err(Malformed),
                "{bad}"
            );
        }
    }

    #[test]
    fn elements_from_both_ends() {
        let at = |index| step(b"[1, [2], \"3\"]", &Step::Index(index), false).unwrap();
        assert_eq!(at(0), Some(&b"1"[..]));
        assert_eq!(at(1), Some(&b"[2]"[..]));
        assert_eq!(at(-1), Some(&b"\"3\""[..]));
        assert_eq!(at(-3), Some(&b"1"[..]));
        assert_eq!(at(3), None);
        assert_eq!(at(-4), None);
        assert_eq!(at(i32::MIN), None);
        assert_eq!(step(b"[]", &Step::Index(0), false), Ok(None));
        assert_eq!(step(b"{\"0\":1}", &Step::Index(0), false), Ok(None));
    }

    #[test]
    fn strings() {
        assert_eq!(
            unescape(br#""a\n\"\u00e9\ud83d\ude00""#).unwrap().as_ref(),
            "a\n\"é😀".as_bytes()
        );
        for bad in [r#""\u0000""#, r#""\ud83d""#, r#""\ud83dx""#, r#""\ude00""#] {
            assert_eq!(unescape(bad.as_bytes()), Err(Malformed), "{bad}");
        }
    }

    #[test]
    fn what_is_not_json() {
        for bad in [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "01x",
            "1.",
            "1e",
            "tru",
            "\"a",
            "[1}",
            "{\"a\":1,}",
            "\"\\x\"",
            "1 2",
            "-",
            "[1 2]",
        ] {
            assert_eq!(validate(bad.as_bytes()), Err(Malformed), "{bad}");
        }
        let deep = "[".repeat(9_000) + &"]".repeat(9_000);
        assert!(validate(deep.as_bytes()).is_ok());
        let mixed = "[{\"a\":".repeat(300) + "1" + &"}]".repeat(300);
        assert!(validate(mixed.as_bytes()).is_ok());
        assert_eq!(validate("[".repeat(1_000_000).as_bytes()), Err(Malformed));
    }

    #[test]
    fn path_literals() {
        assert_eq!(
            path_literal(r#"{a, 0,"b c"}"#),
            Some(vec![
                Step::Either("a".to_owned(), None),
                Step::Either("0".to_owned(), Some(0)),
                Step::Either("b c".to_owned(), None),
            ])
        );
        assert_eq!(path_literal("{}"), Some(Vec::new()));
        for bad in ["a", "{a", "{a,}", "{{a}}", "{null}"] {
            assert_eq!(path_literal(bad), None, "{bad}");
        }
    }
}
