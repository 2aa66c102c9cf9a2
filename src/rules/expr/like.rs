//! `LIKE` and `ILIKE`.

use memchr::memmem;

use super::ast::Escape;
use super::fold::{Letters, NotUtf8};

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Form);

#[derive(Clone, Debug)]
enum Form {
    /// No wildcard.
    Exact(Vec<u8>),
    /// `abc%`
    Prefix(Vec<u8>),
    /// `%abc`
    Suffix(Vec<u8>),
    /// `%abc%`
    Contains(Box<memmem::Finder<'static>>),
    /// All else, and all without case.
    Items {
        items: Vec<Item>,
        /// Letters to fold before comparing; the items are folded already.
        fold: Option<Letters>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Char(char),
    /// `_`
    AnyChar,
    /// `%`
    Any,
}

impl Pattern {
    /// An error where PostgreSQL has one.
    pub(super) fn check(pattern: &str, escape: Escape) -> Result<(), String> {
        items(pattern, escape).map(drop)
    }

    /// Compiles; `fold` for ILIKE.
    pub(super) fn compile(
        pattern: &str,
        escape: Escape,
        fold: Option<Letters>,
    ) -> Result<Self, String> {
        let mut items = items(pattern, escape)?;
        if let Some(letters) = fold {
            for item in &mut items {
                if let Item::Char(c) = item {
                    *c = letters.lower_char(*c);
                }
            }
            return Ok(Self(Form::Items { items, fold }));
        }
        let literal = |items: &[Item]| {
            let mut text = String::new();
            for item in items {
                match item {
                    Item::Char(c) => text.push(*c),
                    Item::AnyChar | Item::Any => return None,
                }
            }
            Some(text.into_bytes())
        };
        let form = match items.as_slice() {
            plain if literal(plain).is_some() => literal(plain).map(Form::Exact),
            [Item::Any, middle @ .., Item::Any] => literal(middle)
                .map(|text| Form::Contains(Box::new(memmem::Finder::new(&text).into_owned()))),
            [start @ .., Item::Any] => literal(start).map(Form::Prefix),
            [Item::Any, end @ ..] => literal(end).map(Form::Suffix),
            _ => None,
        };
        Ok(Self(form.unwrap_or(Form::Items { items, fold: None })))
    }

    /// The whole text matches.
    pub(super) fn matches(&self, text: &[u8]) -> Result<bool, NotUtf8> {
        Ok(match &self.0 {
            Form::Exact(exact) => text == exact.as_slice(),
            Form::Prefix(start) => text.starts_with(start),
            Form::Suffix(end) => text.ends_with(end),
            Form::Contains(finder) => finder.find(text).is_some(),
            Form::Items { items, fold } => {
                let text = std::str::from_utf8(text).map_err(|_| NotUtf8)?;
                wildcard(items, text, |c| fold.map_or(c, |fold| fold.lower_char(c)))
            }
        })
    }
}

fn items(pattern: &str, escape: Escape) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        items.push(if escape == Escape::Char(c) {
            let escaped = chars
                .next()
                .ok_or("a LIKE pattern must not end with its escape character")?;
            Item::Char(escaped)
        } else {
            match c {
                '%' => Item::Any,
                '_' => Item::AnyChar,
                c => Item::Char(c),
            }
        });
    }
    items.dedup_by(|a, b| *a == Item::Any && *b == Item::Any);
    Ok(items)
}

/// Matches with one place to go back to: after a later `%` no earlier one need give way.
fn wildcard(items: &[Item], text: &str, fold: impl Fn(char) -> char) -> bool {
    let mut chars = text.chars();
    let mut at = 0;
    let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        if items.get(at) == Some(&Item::Any) {
            at += 1;
            if at == items.len() {
                return true;
            }
            retry = Some((at, chars.clone()));
            continue;
        }
        let matched = match (items.get(at), chars.next()) {
            (None, None) => return true,
            (Some(Item::AnyChar), Some(_)) => true,
            (Some(Item::Char(wanted)), Some(c)) => *wanted == fold(c),
            (Some(_), None) => return false,
            _ => false,
        };
        if matched {
            at += 1;
            continue;
        }
        let Some((item, from)) = &mut retry else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        at = *item;
        chars = from.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(text: &str, pattern: &str) -> bool {
        Pattern::compile(pattern, Escape::Char('\\'), None)
            .unwrap()
            .matches(text.as_bytes())
            .unwrap()
    }

    fn ilike(text: &str, pattern: &str) -> bool {
        Pattern::compile(pattern, Escape::Char('\\'), Some(Letters::Unicode))
            .unwrap()
            .matches(text.as_bytes())
            .unwrap()
    }

    #[test]
    fn wildcards() {
        for (text, pattern) in [
            ("", ""),
            ("", "%"),
            ("abc", "abc"),
            ("abc", "a%"),
            ("abc", "%c"),
            ("abc", "%b%"),
            ("abc", "a_c"),
            ("aéc", "a_c"),
            ("abcbc", "a%bc"),
            ("a%c", r"a\%c"),
            ("a", "%_"),
            ("abab", "%a_"),
            ("xayaz", "%a%a%"),
            ("mississippi", "m%iss%ip%i"),
            (r"a\b", r"a\\b"),
        ] {
            assert!(like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [
            ("", "_"),
            ("abc", "ab"),
            ("abc", "b%"),
            ("abc", "%b"),
            ("abc", r"a\%c"),
            ("é", "__"),
            ("abc", "a%d%"),
            ("aab", "a_a%"),
            ("Abc", "abc"),
            ("abc", ""),
        ] {
            assert!(!like(text, pattern), "{text} {pattern}");
        }
    }

    #[test]
    fn without_case() {
        assert!(ilike("ÀBC", "à%c"));
        assert!(ilike("Jo@Example.COM", "%@example.com"));
        assert!(!ilike("abd", "AB_C"));
    }

    #[test]
    fn escapes() {
        assert!(Pattern::check(r"abc\", Escape::Char('\\')).is_err());
        assert!(Pattern::check(r"abc\", Escape::Off).is_ok());
        let pattern = Pattern::compile("100!%", Escape::Char('!'), None).unwrap();
        assert_eq!(pattern.matches(b"100%"), Ok(true));
        assert_eq!(pattern.matches(b"1000"), Ok(false));
        let pattern = Pattern::compile(r"\_", Escape::Off, None).unwrap();
        assert_eq!(pattern.matches(br"\x"), Ok(true));
    }
}
