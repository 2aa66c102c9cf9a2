//! Canaries: values planted in every personal place, recognisable wherever they turn up.
//!
//! Words carry `CANARY` and a number, in any case. Numbers begin with `7313`, or, so that they are
//! company numbers in proper form, with `1731`; where nine digits or fewer leave no room for a
//! marker that random replacements would not hit by chance, the exact values that were planted are
//! known.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// The planted numbers that are too short to be told by their form.
#[derive(Default)]
pub(crate) struct Canaries {
    numbers: BTreeSet<Vec<u8>>,
    planted: u32,
}

/// Words in any case (URL-encoded too, as letters stay), and phone numbers of the planted range.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)canary|7313 ?[0-9]{6}").expect("a valid pattern"));

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new("[0-9]+").expect("a valid pattern"));

static UNICODE_ESCAPE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\\+u00([0-7][0-9a-fA-F])").expect("a valid pattern"));

impl Canaries {
    /// The next number, for any form.
    fn next(&mut self) -> u32 {
        self.planted += 1;
        self.planted
    }

    /// A word, such as a part of a name or of a text.
    pub(crate) fn word(&mut self) -> String {
        format!("CANARY{:06}", self.next())
    }

    /// An e-mail address that is nobody's.
    pub(crate) fn email(&mut self) -> String {
        format!("canary{:06}@real-company.example", self.next())
    }

    /// A British phone number outside the ranges that replacements come from.
    pub(crate) fn phone(&mut self) -> String {
        let number = self.next();
        if number.is_multiple_of(2) {
            format!("07313{number:06}")
        } else {
            format!("+44 7313 {number:06}")
        }
    }

    /// A number of `digits` digits (eight or nine), as registers of companies give them.
    pub(crate) fn number(&mut self, digits: usize) -> String {
        let width = digits - 4;
        let prefix = if digits == 8 { "1731" } else { "7313" };
        let number = format!("{prefix}{:0width$}", self.numbers.len() + 1);
        assert_eq!(
            number.len(),
            digits,
            "too many canaries for {digits} digits"
        );
        self.numbers.insert(number.clone().into_bytes());
        number
    }

    /// Fails the test if a canary stands in `bytes`, as it is or with its letters escaped as JSON
    /// may. Says where and which, as canaries are nobody's data.
    #[track_caller]
    pub(crate) fn assert_none(&self, what: &str, bytes: &[u8]) {
        assert_no_canary(what, bytes);
        for found in NUMBER.find_iter(bytes) {
            if self.numbers.contains(found.as_bytes()) {
                fail(what, bytes, found.start(), found.end());
            }
        }
    }
}

/// [`Canaries::assert_none`] for what is not known to hold numbers.
#[track_caller]
pub(crate) fn assert_no_canary(what: &str, bytes: &[u8]) {
    if let Some(found) = MARK.find(bytes) {
        fail(what, bytes, found.start(), found.end());
    }
    let unescaped = UNICODE_ESCAPE.replace_all(bytes, |captures: &regex::bytes::Captures<'_>| {
        let digits = std::str::from_utf8(&captures[1]).expect("hex digits are ASCII");
        vec![u8::from_str_radix(digits, 16).expect("two hex digits")]
    });
    if let Some(found) = MARK.find(&unescaped) {
        fail(what, &unescaped, found.start(), found.end());
    }
}

#[track_caller]
fn fail(what: &str, bytes: &[u8], start: usize, end: usize) -> ! {
    let from = start.saturating_sub(100);
    let to = bytes.len().min(end + 40);
    panic!(
        "a canary got into {what} at byte {start}: …{}…",
        String::from_utf8_lossy(&bytes[from..to])
    )
}
