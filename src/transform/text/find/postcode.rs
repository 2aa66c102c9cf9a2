//! Postcodes: British ones, those of other countries that are told by their form, and what a word
//! such as `postcode` stands before.

use super::digits::Group;
use super::signs::Signs;
use super::{Find, What, alnum_at, alnum_before, blank_len};

pub(super) fn find(text: &[u8], groups: &[Group], signs: Signs, finds: &mut Vec<Find>) {
    for group in groups {
        // The first that fits: no two of them begin with one digit.
        let span = british(text, group.end - 1).or_else(|| match group.len() {
            1 => canadian(text, group.start),
            4 => dutch(text, group.start),
            5 => american(text, group.start),
            _ => None,
        });
        if let Some((start, end)) = span {
            finds.push(Find::new(What::Postcode, start, end));
        }
    }
    if signs.postcode {
        let mut done = 0;
        for (at, byte) in text.iter().enumerate() {
            if matches!(byte, b'p' | b'P' | b'z' | b'Z')
                && at >= done
                && let Some((start, end)) = labelled(text, at)
            {
                finds.push(Find::new(What::Postcode, start, end));
                done = end;
            }
        }
    }
}

/// Blanks between the halves of a code: none, one or two, or as a URL holds one.
fn gap_before(text: &[u8], at: usize) -> usize {
    let before = &text[..at];
    let mut gap = 0;
    for _ in 0..2 {
        let rest = &before[..before.len() - gap];
        gap += match rest {
            [.., b' ' | b'\t' | b'+'] => 1,
            [.., b'%', b'2', b'0'] => 3,
            [.., 0xC2, 0xA0] => 2,
            _ => break,
        };
    }
    gap
}

/// By the digit that the second half of a British postcode begins with.
fn british(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let inward = text.get(at + 1..at + 3)?;
    let is_inward = inward
        .iter()
        .all(|byte| byte.is_ascii_alphabetic() && !b"CIKMOVcikmov".contains(byte));
    if !is_inward || alnum_at(text, at + 3) {
        return None;
    }
    let end = at - gap_before(text, at);
    let outward = |length: usize| {
        let start = end.checked_sub(length)?;
        let half = &text[start..end];
        let letters = half
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let is_half = match (letters, &half[letters..]) {
            (1 | 2, [district]) => district.is_ascii_digit(),
            (1 | 2, [district, last]) => district.is_ascii_digit() && last.is_ascii_alphanumeric(),
            (3, []) => half.eq_ignore_ascii_case(b"gir"),
            _ => false,
        };
        (is_half && !alnum_before(text, start)).then_some(start)
    };
    let start = (2..=4).rev().find_map(outward)?;
    Some((start, at + 3))
}

/// `K1A 0B1`, by its first digit.
fn canadian(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let start = at.checked_sub(1)?;
    let first = text.get(start..start + 3)?;
    let gap = text
        .get(start + 3)
        .map_or(0, |byte| usize::from(matches!(byte, b' ' | b'-')));
    let second = text.get(start + 3 + gap..start + 6 + gap)?;
    let is_code = first[0].is_ascii_alphabetic()
        && first[2].is_ascii_alphabetic()
        && second[0].is_ascii_digit()
        && second[1].is_ascii_alphabetic()
        && second[2].is_ascii_digit();
    let end = start + 6 + gap;
    (is_code && !alnum_before(text, start) && !alnum_at(text, end)).then_some((start, end))
}

/// `1234 AB`, by its first digit; not an amount of something.
fn dutch(text: &[u8], at: usize) -> Option<(usize, usize)> {
    const UNITS: [&[u8]; 14] = [
        b"KB", b"MB", b"GB", b"TB", b"PB", b"AD", b"BC", b"CE", b"AM", b"PM", b"KM", b"KG", b"HZ",
        b"VA",
    ];
    let code = text.get(at..at + 7)?;
    let is_code = code[..4].iter().all(u8::is_ascii_digit)
        && code[0] != b'0'
        && code[4] == b' '
        && code[5..].iter().all(u8::is_ascii_uppercase)
        && !UNITS.contains(&&code[5..]);
    (is_code && !alnum_before(text, at) && !alnum_at(text, at + 7)).then_some((at, at + 7))
}

/// `CA 90210` and `90210-1234`, by the first digit.
fn american(text: &[u8], at: usize) -> Option<(usize, usize)> {
    const STATES: &[u8] = b"ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNC\
        NDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYPR";
    let digits = |from: usize, count: usize| {
        text.get(from..from + count)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    if alnum_before(text, at) || !digits(at, 5) {
        return None;
    }
    let long = text.get(at + 5) == Some(&b'-') && digits(at + 6, 4) && !alnum_at(text, at + 10);
    let end = if long { at + 10 } else { at + 5 };
    if alnum_at(text, end) {
        return None;
    }
    let state = at
        .checked_sub(3)
        .filter(|start| text[at - 1] == b' ' && !alnum_before(text, *start))
        .is_some_and(|start| {
            STATES
                .chunks(2)
                .any(|state| state == &text[start..start + 2])
        });
    (long || state).then_some((at, end))
}

/// What stands after `postcode`, `ZIP code` and the like.
fn labelled(text: &[u8], at: usize) -> Option<(usize, usize)> {
    const LABELS: [&[u8]; 6] = [
        b"postcode",
        b"post code",
        b"postal code",
        b"postleitzahl",
        b"plz",
        b"zip",
    ];
    if alnum_before(text, at) {
        return None;
    }
    let starts = |at: usize, word: &[u8]| {
        text.get(at..at + word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    let label = LABELS.iter().find(|label| starts(at, label))?;
    let mut at = at + label.len();
    if starts(at, b" code") {
        at += 5;
    }
    if alnum_at(text, at) {
        return None;
    }
    let mut skip = |signs: &[u8]| {
        for _ in 0..4 {
            if text.get(at).is_some_and(|byte| signs.contains(byte)) {
                at += 1;
            }
        }
        at
    };
    let mut start = skip(b" :=\"'\t");
    if starts(start, b"is ") {
        start += 3;
    }
    let first = word_end(text, start)?;
    let second = match blank_len(text, first) {
        0 => None,
        blank => word_end(text, first + blank),
    };
    let has_digit = |from: usize, to: usize| text[from..to].iter().any(u8::is_ascii_digit);
    match second {
        // Two halves.
        Some(end) if end - start <= 10 && has_digit(first, end) => Some((start, end)),
        _ if (3..=10).contains(&(first - start)) && has_digit(start, first) => Some((start, first)),
        _ => None,
    }
}

/// Where a word of letters, digits and dashes ends; `None` where there is none or it is long.
fn word_end(text: &[u8], start: usize) -> Option<usize> {
    let length = text
        .get(start..)?
        .iter()
        .take(12)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    (1..12).contains(&length).then_some(start + length)
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn postcodes(text: &str) -> Vec<String> {
        found(&Finder::new([What::Postcode], None), text)
    }

    #[test]
    fn british_postcodes() {
        for code in [
            "SW1A 1AA",
            "sw1a 1aa",
            "SW1A1AA",
            "M1 1AE",
            "B33 8TH",
            "CR2 6XH",
            "DN55 1PT",
            "W1A 0AX",
            "EC1A\u{a0}1BB",
            "GIR 0AA",
            "M11AE",
            "SW1A%201AA",
            "SW1A+1AA",
            "SW1A  1AA",
        ] {
            assert_eq!(postcodes(&format!("at {code}, UK")), [code], "{code}");
            assert_eq!(postcodes(code), [code], "{code}");
        }
        assert_eq!(postcodes("?p=SW1A+1AA&x"), ["SW1A+1AA"]);
    }

    #[test]
    fn other_postcodes() {
        for (text, expected) in [
            ("Ottawa K1A 0B1", "K1A 0B1"),
            ("1012 AB Amsterdam", "1012 AB"),
            ("Beverly Hills, CA 90210", "90210"),
            ("90210-1234", "90210-1234"),
            ("Postcode: 75001", "75001"),
            ("postal code is D-10115 in", "D-10115"),
            ("zip=02134", "02134"),
            ("PLZ 10115 Berlin", "10115"),
            ("post code: 110 00 Praha", "110 00"),
        ] {
            assert_eq!(postcodes(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_postcode() {
        for text in [
            "10 Downing Street",
            "90210",
            "2000 MB",
            "1st",
            "A1",
            "3rd",
            "ab1cd",
            "zip file",
            "postcode lottery",
            "1234ab",
            "G-Cloud 12",
            "x1y2z3q",
            "zipper 12345",
        ] {
            assert_eq!(postcodes(text), [""; 0], "{text}");
        }
    }
}
