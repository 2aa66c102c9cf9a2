//! Letter case: Unicode's simple mapping, one character to one, as `lower()` and `upper()` do it in
//! a UTF-8 database; ASCII alone under `COLLATE "C"`.

use std::borrow::Cow;
use std::cmp::Ordering;

/// Which letters have a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// All of Unicode.
    Unicode,
    /// A to Z (collation "C").
    Ascii,
}

/// The text is not UTF-8, so that letters outside ASCII can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotUtf8;

impl Letters {
    pub(super) fn lower_char(self, c: char) -> char {
        if c.is_ascii() || self == Self::Ascii {
            return c.to_ascii_lowercase();
        }
        let mut mapped = c.to_lowercase();
        match (mapped.next(), mapped.next()) {
            (Some(single), None) => single,
            // U+0130 is the one letter whose full mapping is longer: its simple one is `i`.
            (Some(first), Some(_)) => first,
            (None, _) => c,
        }
    }

    pub(super) fn upper_char(self, c: char) -> char {
        if c.is_ascii() || self == Self::Ascii {
            return c.to_ascii_uppercase();
        }
        let mut mapped = c.to_uppercase();
        match (mapped.next(), mapped.next()) {
            (Some(single), None) => single,
            _ => upper_of_many(c),
        }
    }

    /// `lower(text)`; borrowed where nothing changes and that is seen without decoding.
    pub(super) fn lower(self, text: &[u8]) -> Result<Cow<'_, [u8]>, NotUtf8> {
        self.map(text, u8::is_ascii_uppercase, Self::lower_char)
    }

    /// `upper(text)`.
    pub(super) fn upper(self, text: &[u8]) -> Result<Cow<'_, [u8]>, NotUtf8> {
        self.map(text, u8::is_ascii_lowercase, Self::upper_char)
    }

    fn map(
        self,
        text: &[u8],
        changes: impl Fn(&u8) -> bool,
        map: impl Fn(Self, char) -> char,
    ) -> Result<Cow<'_, [u8]>, NotUtf8> {
        let all_ascii = text.is_ascii();
        if (all_ascii || self == Self::Ascii) && !text.iter().any(changes) {
            return Ok(Cow::Borrowed(text));
        }
        if all_ascii || self == Self::Ascii {
            let mapped = text.iter().map(|b| {
                let mapped = map(Self::Ascii, char::from(*b));
                if b.is_ascii() { mapped as u8 } else { *b }
            });
            return Ok(Cow::Owned(mapped.collect()));
        }
        let text = std::str::from_utf8(text).map_err(|_| NotUtf8)?;
        let mut out = String::with_capacity(text.len());
        out.extend(text.chars().map(|c| map(self, c)));
        Ok(Cow::Owned(out.into_bytes()))
    }
}

/// Compares two texts as if both were lowered, without making either.
pub(super) fn compare_folded(a: &[u8], b: &[u8]) -> Result<Ordering, NotUtf8> {
    if a.is_ascii() && b.is_ascii() {
        let lower = |text: &[u8]| text.iter().map(u8::to_ascii_lowercase).collect::<Vec<_>>();
        return Ok(if a.eq_ignore_ascii_case(b) {
            Ordering::Equal
        } else {
            lower(a).cmp(&lower(b))
        });
    }
    let a = std::str::from_utf8(a).map_err(|_| NotUtf8)?;
    let b = std::str::from_utf8(b).map_err(|_| NotUtf8)?;
    let lower = |c| Letters::Unicode.lower_char(c);
    Ok(a.chars().map(lower).cmp(b.chars().map(lower)))
}

/// The simple mapping of letters whose full upper case is several: Greek vowels with an iota
/// subscript have one, all others (`ß`, ligatures) stay.
fn upper_of_many(c: char) -> char {
    let code = u32::from(c);
    let upper = match code {
        0x1F80..=0x1F87 | 0x1F90..=0x1F97 | 0x1FA0..=0x1FA7 => code + 8,
        0x1FB3 | 0x1FC3 | 0x1FF3 => code + 9,
        _ => return c,
    };
    char::from_u32(upper).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(text: &str) -> String {
        let lowered = Letters::Unicode.lower(text.as_bytes()).unwrap();
        String::from_utf8(lowered.into_owned()).unwrap()
    }

    fn upper(text: &str) -> String {
        let raised = Letters::Unicode.upper(text.as_bytes()).unwrap();
        String::from_utf8(raised.into_owned()).unwrap()
    }

    #[test]
    fn one_character_to_one() {
        assert_eq!(lower("ÀÉx"), "àéx");
        assert_eq!(lower("İΣ"), "iσ");
        assert_eq!(upper("ßﬁᾀà"), "ßﬁᾈÀ");
        assert_eq!(
            Letters::Ascii.lower("ÀB".as_bytes()).unwrap().as_ref(),
            "Àb".as_bytes()
        );
        assert_eq!(Letters::Unicode.lower(b"\xff"), Err(NotUtf8));
        assert!(matches!(
            Letters::Unicode.lower(b"abc"),
            Ok(Cow::Borrowed(_))
        ));
    }

    #[test]
    fn folded_comparison() {
        assert_eq!(
            compare_folded("ÀB".as_bytes(), "àb".as_bytes()),
            Ok(Ordering::Equal)
        );
        assert_eq!(compare_folded(b"A", b"b"), Ok(Ordering::Less));
        assert_eq!(compare_folded(b"a", b"AB"), Ok(Ordering::Less));
    }
}
