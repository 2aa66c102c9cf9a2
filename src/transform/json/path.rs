//! Paths into a document: their syntax, and which of two is the more specific.

use std::cmp::Ordering;

use super::{scan, string};

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A key, unescaped.
    Key(Vec<u8>),
    /// `*`: any key.
    AnyKey,
    /// `[3]`: one element, counted from 0.
    Index(u32),
    /// `[*]`: any element.
    AnyElement,
    /// `**`: any number of levels, none included.
    AnyLevels,
}

/// A parsed path; without segments it is the root (`$`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// Its steps. `**` never follows `**`.
    pub(super) segments: Vec<Segment>,
}

impl Path {
    /// Parses a path; the error says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let mut segments = Vec::new();
        if let Some(after) = text.strip_prefix('$')
            && (after.is_empty() || after.starts_with(['.', '[']))
        {
            if after.is_empty() {
                return Ok(Self { segments });
            }
            rest = after.strip_prefix('.').unwrap_or(after);
        }
        loop {
            let segment;
            (segment, rest) = one_segment(rest)?;
            if segment != Segment::AnyLevels || segments.last() != Some(&Segment::AnyLevels) {
                segments.push(segment);
            }
            if rest.is_empty() {
                return Ok(Self { segments });
            }
            if let Some(after) = rest.strip_prefix('.') {
                rest = after;
            } else if !rest.starts_with('[') {
                return Err(format!(
                    "expected `.` or `[` before `{rest}` (a key with other characters than letters, \
                     digits, `_`, `-` and `$` is quoted: '\"odd key\"')"
                ));
            }
        }
    }

    /// Its single key, where it is one.
    pub(super) fn single_key(&self) -> Option<&[u8]> {
        match self.segments.as_slice() {
            [Segment::Key(key)] => Some(key),
            _ => None,
        }
    }

    /// Keys and elements by number only.
    pub(super) fn is_literal(&self) -> bool {
        self.segments
            .iter()
            .all(|segment| matches!(segment, Segment::Key(_) | Segment::Index(_)))
    }

    /// What it names is the value of a key that it spells out, or an element of such a list.
    pub(super) fn ends_in_key(&self) -> bool {
        let elements =
            |segment: &&Segment| !matches!(segment, Segment::AnyElement | Segment::Index(_));
        matches!(self.segments.iter().rfind(elements), Some(Segment::Key(_)))
    }

    /// Which of two that match one value wins (`Greater` wins): segment by segment a literal over
    /// `*` over `**`, then the longer.
    pub(super) fn specificity(&self, other: &Self) -> Ordering {
        let ranks = self.segments.iter().map(Segment::rank);
        ranks.cmp(other.segments.iter().map(Segment::rank))
    }

    /// Some value is matched by both. `fold` compares keys without case.
    pub(super) fn overlaps(&self, other: &Self, fold: bool) -> bool {
        let (a, b) = (&self.segments, &other.segments);
        // Before a `**` they go step by step together; nearly all pairs part at the first step.
        let levels = |segment: &Segment| *segment == Segment::AnyLevels;
        let steps = a.iter().zip(b);
        let mut together = steps.take_while(|(x, y)| !levels(x) && !levels(y));
        if together.any(|(x, y)| !x.meets(y, fold)) {
            return false;
        }
        // `row[j]`: a[i..] and b[j..] have a common match; from the ends towards the start.
        let mut below = vec![false; b.len() + 1];
        for i in (0..=a.len()).rev() {
            let mut row = vec![false; b.len() + 1];
            for j in (0..=b.len()).rev() {
                row[j] = match (a.get(i), b.get(j)) {
                    (None, None) => true,
                    (Some(Segment::AnyLevels), _) => below[j] || (j < b.len() && row[j + 1]),
                    (Some(_), Some(Segment::AnyLevels)) => row[j + 1] || below[j],
                    (None, Some(Segment::AnyLevels)) => row[j + 1],
                    (None, Some(_)) | (Some(_), None) => false,
                    (Some(x), Some(y)) => x.meets(y, fold) && below[j + 1],
                };
            }
            below = row;
        }
        below[0]
    }

    /// `other` begins with this path and goes on.
    pub(super) fn is_parent_of(&self, other: &Self) -> bool {
        self.segments.len() < other.segments.len() && other.segments.starts_with(&self.segments)
    }
}

impl Segment {
    fn rank(&self) -> u8 {
        match self {
            Self::Key(_) | Self::Index(_) => 3,
            Self::AnyKey | Self::AnyElement => 2,
            Self::AnyLevels => 1,
        }
    }

    fn meets(&self, other: &Self, fold: bool) -> bool {
        match (self, other) {
            (Self::Key(a), Self::Key(b)) if fold => folded(a) == folded(b),
            (Self::Key(a), Self::Key(b)) => a == b,
            (Self::Index(a), Self::Index(b)) => a == b,
            (Self::Key(_) | Self::AnyKey, Self::Key(_) | Self::AnyKey)
            | (Self::Index(_) | Self::AnyElement, Self::Index(_) | Self::AnyElement) => true,
            _ => false,
        }
    }
}

/// A key as `ignore_case` compares it.
pub(super) fn folded(key: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(key.len());
    fold_into(key, &mut out);
    out
}

/// Appends a key as `ignore_case` compares it.
pub(super) fn fold_into(key: &[u8], out: &mut Vec<u8>) {
    match std::str::from_utf8(key) {
        Ok(text) if !text.is_ascii() => {
            let mut utf8 = [0; 4];
            for c in text.chars().flat_map(char::to_lowercase) {
                out.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
            }
        }
        _ => out.extend(key.iter().map(u8::to_ascii_lowercase)),
    }
}

fn one_segment(text: &str) -> Result<(Segment, &str), String> {
    if text.starts_with('"') {
        let end = scan::string_end(text.as_bytes(), 0);
        let quoted = text.get(..end).unwrap_or(text);
        if !scan::is_json(quoted.as_bytes()) {
            return Err(format!("{quoted} is no quoted key (JSON's escapes)"));
        }
        let mut key = Vec::new();
        let body = quoted.as_bytes().get(1..end - 1).unwrap_or_default();
        string::decode_into(body, &mut key);
        return Ok((Segment::Key(key), &text[end..]));
    }
    if let Some(inner) = text.strip_prefix('[') {
        let Some((index, rest)) = inner.split_once(']') else {
            return Err("`[` without `]`".to_owned());
        };
        if index == "*" {
            return Ok((Segment::AnyElement, rest));
        }
        return match index.parse() {
            Ok(number) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok((Segment::Index(number), rest))
            }
            _ => Err(format!(
                "`[{index}]` should be `[*]` or a number counted from 0"
            )),
        };
    }
    for (word, segment) in [("**", Segment::AnyLevels), ("*", Segment::AnyKey)] {
        if let Some(rest) = text.strip_prefix(word) {
            if rest.is_empty() || rest.starts_with(['.', '[']) {
                return Ok((segment, rest));
            }
            return Err(format!(
                "`{word}` stands alone between dots (a key that begins so is quoted: '\"{text}\"')"
            ));
        }
    }
    let end = text
        .find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '$'))
        .unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    if key.is_empty() {
        return Err(match rest.chars().next() {
            None => "a key is missing at its end".to_owned(),
            Some('.') => "a key is missing before `.`".to_owned(),
            Some(c) => {
                format!("`{c}` can't begin a key (quote it: '\"odd key\"')")
            }
        });
    }
    Ok((Segment::Key(key.as_bytes().to_vec()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(text: &str) -> Path {
        Path::parse(text).unwrap()
    }

    fn key(text: &str) -> Segment {
        Segment::Key(text.as_bytes().to_vec())
    }

    #[test]
    fn syntax() {
        use Segment::{AnyElement, AnyKey, AnyLevels, Index};
        assert_eq!(path("$").segments, []);
        assert_eq!(path("user").segments, [key("user")]);
        assert_eq!(
            path("update.e-mail_$1.é").segments,
            [key("update"), key("e-mail_$1"), key("é")]
        );
        assert_eq!(
            path("requirements[*].evidence").segments,
            [key("requirements"), AnyElement, key("evidence")]
        );
        assert_eq!(path("[*][0].a").segments, [AnyElement, Index(0), key("a")]);
        assert_eq!(path("a.[*]"), path("a[*]"));
        assert_eq!(path("$.a"), path("a"));
        assert_eq!(path("$[*]"), path("[*]"));
        assert_eq!(path("$x").segments, [key("$x")]);
        assert_eq!(path("\"$\"").segments, [key("$")]);
        assert_eq!(path("**.phone").segments, [AnyLevels, key("phone")]);
        assert_eq!(path("**.**.phone"), path("**.phone"));
        assert_eq!(path("*.*").segments, [AnyKey, AnyKey]);
        assert_eq!(
            path(r#""odd \"k\u0065y\".*".b"#).segments,
            [key("odd \"key\".*"), key("b")]
        );
    }

    #[test]
    fn syntax_errors() {
        for bad in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "a b",
            "a[",
            "a[]",
            "a[x]",
            "a[-1]",
            "a[+1]",
            "a*",
            "*a",
            "***",
            "\"a",
            "\"a\"b",
            "\"\\x\"",
            "a]",
            "$.",
            "[99999999999]",
            "a/b",
            "(a)",
        ] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_more_specific_wins() {
        for (more, less) in [
            ("a.b", "*.b"),
            ("*.b", "**.b"),
            ("a.*", "*.b"),
            ("**.a.b", "**.b"),
            ("a[0]", "a[*]"),
            ("a.**.b", "a.**"),
            ("a", "$"),
        ] {
            assert_eq!(path(more).specificity(&path(less)), Ordering::Greater);
            assert_eq!(path(less).specificity(&path(more)), Ordering::Less);
        }
        assert_eq!(path("a").specificity(&path("b")), Ordering::Equal);
    }

    #[test]
    fn overlaps() {
        for (a, b, meet) in [
            ("a", "\"a\"", true),
            ("a", "b", false),
            ("a", "A", false),
            ("a.*", "*.b", true),
            ("**.a.**", "**.b.**", true),
            ("**.a.b", "**.b", true),
            ("**.a", "**.b", false),
            ("a[0]", "a.*", false),
            ("a[0]", "a[*]", true),
            ("$", "**", true),
            ("**.a", "$", false),
        ] {
            assert_eq!(path(a).overlaps(&path(b), false), meet, "{a} {b}");
            assert_eq!(path(b).overlaps(&path(a), false), meet, "{b} {a}");
        }
        assert!(path("a").overlaps(&path("A"), true));
        assert!(path("É").overlaps(&path("é"), true));
    }

    proptest! {
        #[test]
        fn arbitrary_text_does_no_harm(text in r#"[a.*\[\]0"\\é$ -]{0,12}"#) {
            if let Ok(path) = Path::parse(&text) {
                prop_assert!(path.overlaps(&path, false));
            }
        }
    }
}
