//! Finds personal data in free text.
//!
//! Each kind has its own scanner over the bytes: no backtracking, and windows of bounded size, so
//! that time is linear in the text. Spans begin and end at character boundaries. Scanners rather
//! find too much than too little.
//!
//! A scanner runs only where its [signs](Signs) stand in the text, and those of numbers and codes go
//! from one run of digits to the next: of sentences of which one in three holds something, half the
//! time went into loops over texts that hold nothing, and comparing each word with the beginnings of
//! known tokens.

mod codes;
pub(crate) mod dictionary;
mod digits;
pub(super) mod email;
mod ip;
mod postcode;
mod signs;
mod token;
mod url;

use std::cell::Cell;

use dictionary::Dictionary;
use digits::Group;
use signs::Signs;

/// How many kinds there are.
pub(in crate::transform) const FINDS: usize = 10;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    // The order decides between kinds that find the same span.
    Email,
    Url,
    Iban,
    Card,
    Nino,
    Ip,
    Phone,
    Postcode,
    Token,
    Dictionary,
}

impl What {
    /// All kinds, with their names in rules.
    pub(crate) const ALL: [(&'static str, Self); FINDS] = [
        ("email", Self::Email),
        ("phone", Self::Phone),
        ("postcode", Self::Postcode),
        ("url", Self::Url),
        ("ip", Self::Ip),
        ("card", Self::Card),
        ("iban", Self::Iban),
        ("nino", Self::Nino),
        ("token", Self::Token),
        ("dictionary", Self::Dictionary),
    ];

    /// Its name in rules.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, what)| *what == self)
            .map_or("", |(name, _)| name)
    }
}

/// A span of text that holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Find {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) what: What,
    /// An e-mail address in another spelling than the plain one.
    pub(super) spelling: email::Spelling,
}

impl Find {
    fn new(what: What, start: usize, end: usize) -> Self {
        Self {
            start,
            end,
            what,
            spelling: email::Spelling::Plain,
        }
    }
}

/// What to look for.
#[derive(Debug)]
pub(crate) struct Finder {
    wanted: u16,
    dictionary: Option<std::sync::Arc<Dictionary>>,
}

impl Finder {
    pub(crate) fn new(
        kinds: impl IntoIterator<Item = What>,
        dictionary: Option<std::sync::Arc<Dictionary>>,
    ) -> Self {
        Self {
            wanted: kinds
                .into_iter()
                .fold(0, |set, what| set | 1 << what as u16),
            dictionary,
        }
    }

    /// Replaces `finds` by what the text holds: in order, apart from each other.
    pub(crate) fn find(&self, text: &[u8], finds: &mut Vec<Find>) {
        finds.clear();
        let wants = |what: What| self.wanted & 1 << what as u16 != 0;
        let signs = Signs::of(text);
        if wants(What::Email) {
            email::find(text, signs, finds);
        }
        if wants(What::Url) {
            url::find(text, signs, finds);
        }
        if wants(What::Ip) && signs.colon {
            ip::v6(text, finds);
        }
        if wants(What::Token) {
            token::find(text, signs, finds);
        }
        if signs.digit {
            let mut groups = GROUPS.take();
            digits::groups(text, &mut groups);
            if wants(What::Ip) {
                ip::v4(text, &groups, finds);
            }
            if wants(What::Card) || wants(What::Phone) {
                let (cards, phones) = (wants(What::Card), wants(What::Phone));
                digits::find(text, &groups, cards, phones, finds);
            }
            if wants(What::Iban) || wants(What::Nino) {
                let (ibans, ninos) = (wants(What::Iban), wants(What::Nino));
                codes::find(text, &groups, ibans, ninos, finds);
            }
            if wants(What::Postcode) {
                postcode::find(text, &groups, signs, finds);
            }
            GROUPS.set(groups);
        }
        if let Some(dictionary) = &self.dictionary {
            dictionary.find(text, finds);
        }
        if finds.len() > 1 {
            settle(finds);
        }
    }
}

thread_local! {
    /// The runs of digits of a text, reused from text to text.
    static GROUPS: Cell<Vec<Group>> = const { Cell::new(Vec::new()) };
}

/// Leftmost, then longest. What overlaps the end of a find is joined to it, so that no part of
/// either stays.
fn settle(finds: &mut Vec<Find>) {
    finds.sort_unstable_by(|a, b| {
        (a.start, std::cmp::Reverse(a.end), a.what).cmp(&(
            b.start,
            std::cmp::Reverse(b.end),
            b.what,
        ))
    });
    let mut kept = 0;
    for at in 0..finds.len() {
        let find = finds[at];
        if kept > 0 && find.start < finds[kept - 1].end {
            let last = &mut finds[kept - 1];
            last.end = last.end.max(find.end);
        } else {
            finds[kept] = find;
            kept += 1;
        }
    }
    finds.truncate(kept);
}

/// A letter or digit of any script ends before `at`.
fn alnum_before(text: &[u8], at: usize) -> bool {
    match text[..at].last() {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => alnum_len_before(text, at).is_some(),
    }
}

/// The length of the letter or digit of any script that ends before `at`.
fn alnum_len_before(text: &[u8], at: usize) -> Option<usize> {
    let from = at.saturating_sub(4);
    let length = text[from..at]
        .iter()
        .rev()
        .position(|byte| (byte & 0xC0) != 0x80)?
        + 1;
    let letter = std::str::from_utf8(&text[at - length..at]).ok()?;
    letter.chars().all(char::is_alphanumeric).then_some(length)
}

/// A letter or digit of any script begins at `at`.
fn alnum_at(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => alnum_len_at(text, at).is_some(),
    }
}

/// The length of the letter or digit of any script that begins at `at`.
fn alnum_len_at(text: &[u8], at: usize) -> Option<usize> {
    let byte = text.get(at)?;
    if byte.is_ascii() {
        return byte.is_ascii_alphanumeric().then_some(1);
    }
    let letter = char_at(text, at)?;
    letter.is_alphanumeric().then(|| letter.len_utf8())
}

/// The character that begins at `at`, where the text is UTF-8 there.
fn char_at(text: &[u8], at: usize) -> Option<char> {
    let rest = text.get(at..)?;
    let length = match rest.first()? {
        0..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    std::str::from_utf8(rest.get(..length)?)
        .ok()?
        .chars()
        .next()
}

/// The length of a blank within a number or code: space, tab, no-break and thin spaces.
fn blank_len(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b' ' | b'\t', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x80..=0x8B | 0xAF, ..] => 3,
        _ => 0,
    }
}

/// The length of a dash within a number or code, in ASCII or typography.
fn dash_len(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b'-', ..] => 1,
        // Hyphens, dashes, minus.
        [0xE2, 0x80, 0x90..=0x95, ..] | [0xE2, 0x88, 0x92, ..] => 3,
        _ => 0,
    }
}

/// What a finder finds, as text (tests).
#[cfg(test)]
fn found(finder: &Finder, text: &str) -> Vec<String> {
    let mut finds = Vec::new();
    finder.find(text.as_bytes(), &mut finds);
    finds
        .iter()
        .map(|find| text[find.start..find.end].to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all() -> Finder {
        Finder::new(What::ALL.map(|(_, what)| what), None)
    }

    #[test]
    fn overlaps_are_leftmost_then_longest_and_leave_nothing() {
        let find = |what, start, end| Find::new(what, start, end);
        let mut finds = vec![
            find(What::Token, 3, 9),
            find(What::Email, 0, 5),
            find(What::Url, 20, 25),
            find(What::Token, 20, 30),
            find(What::Phone, 9, 12),
        ];
        settle(&mut finds);
        let spans: Vec<_> = finds.iter().map(|f| (f.start, f.end, f.what)).collect();
        assert_eq!(
            spans,
            [
                (0, 9, What::Email),
                (9, 12, What::Phone),
                (20, 30, What::Token)
            ]
        );
    }

    #[test]
    fn boundaries_know_letters_of_any_script() {
        let text = "é“a”".as_bytes();
        assert!(alnum_before(text, 2) && alnum_at(text, 0));
        assert!(!alnum_before(text, 5) && !alnum_at(text, 6));
        assert!(!alnum_before(text, 0) && !alnum_at(text, text.len()));
        assert!(!alnum_before(b"\xFF", 1) && !alnum_at(b"\xFF", 0));
    }

    #[test]
    fn plain_prose_holds_nothing() {
        let prose = "On 12 March 2024 (or 2024-03-12 10:30:45.123456) we met 15 people at 3 pm; \
            item 7.1 of section 4.2.1, £1,250.00, 20%, 50.5 km, G-Cloud 12, ISO 27001, 1st, \
            COVID-19, and/or, e.g. this: it cost 3-4 days. 2019/20 was better than 2020/21.";
        let mut finds = Vec::new();
        all().find(prose.as_bytes(), &mut finds);
        let found: Vec<_> = finds.iter().map(|f| &prose[f.start..f.end]).collect();
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn time_is_linear_in_hostile_text() {
        // Quadratic scanning of one part alone would take hours: this test would not end.
        let dictionary = Dictionary::new(["aa", "aaaa", "a a"]).map(std::sync::Arc::new);
        let finder = Finder::new(What::ALL.map(|(_, what)| what), dictionary);
        for part in [
            "a",
            "1",
            "A1",
            " ",
            "1 ",
            "@",
            "a@",
            "a.",
            ".",
            "%40",
            "%3D",
            "&#64;",
            "[at]",
            " at ",
            " at a dot ",
            "(0)",
            "0 ",
            "+1",
            "01/02/2024 ",
            "www.",
            "://",
            "a://",
            ":",
            "1:",
            "::",
            "((",
            "AB12 ",
            "password=",
            "password:a ",
            "-----BEGIN PRIVATE KEY",
            "eyJ.",
            "$",
            "\"",
            "tel 1",
            "zip 1 ",
            "é",
            "é@",
            "\u{a0}1",
            "1.",
            "bearer ",
            "/aA1",
        ] {
            finder.find(
                part.repeat(1_000_000 / part.len()).as_bytes(),
                &mut Vec::new(),
            );
        }
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_on_character_boundaries(
            text in r#"([a-cé0-9@.%&+:/()\-_ =\[\]#'"]|at|dot|www|://|%40|tel|SW1A|“|\u{a0}){0,40}"#
        ) {
            let mut finds = Vec::new();
            all().find(text.as_bytes(), &mut finds);
            let mut last = 0;
            for find in finds {
                prop_assert!(last <= find.start && find.start < find.end);
                prop_assert!(text.is_char_boundary(find.start) && text.is_char_boundary(find.end));
                last = find.end;
            }
        }

        #[test]
        fn any_bytes_can_be_searched(text in prop::collection::vec(any::<u8>(), 0..60)) {
            all().find(&text, &mut Vec::new());
        }
    }
}
