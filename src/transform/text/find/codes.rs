//! IBANs and National Insurance numbers.

use super::digits::Group;
use super::{Find, What, alnum_at, alnum_before, blank_len, dash_len};

/// Both begin with two letters and then digits, for which a National Insurance number may have a gap.
pub(super) fn find(text: &[u8], groups: &[Group], ibans: bool, ninos: bool, finds: &mut Vec<Find>) {
    for group in groups {
        // Both have two digits at least behind the letters.
        if group.len() < 2 {
            continue;
        }
        if let Some(at) = pair_before(text, group.start) {
            if let Some(end) = ibans.then(|| iban(text, at)).flatten() {
                finds.push(Find::new(What::Iban, at, end));
            }
            if let Some(end) = ninos.then(|| nino(text, at)).flatten() {
                finds.push(Find::new(What::Nino, at, end));
            }
        } else if ninos
            && let Some(at) = pair_before(text, gap_begin(text, group.start))
            && let Some(end) = nino(text, at)
        {
            finds.push(Find::new(What::Nino, at, end));
        }
    }
}

/// Where the two letters begin that stand before `end` as a word.
fn pair_before(text: &[u8], end: usize) -> Option<usize> {
    let at = end.checked_sub(2)?;
    let letters = text[at].is_ascii_alphabetic() && text[at + 1].is_ascii_alphabetic();
    (letters && !alnum_before(text, at)).then_some(at)
}

/// Where the blank or dash begins that ends before `end`; `end` where there is none.
fn gap_begin(text: &[u8], end: usize) -> usize {
    let gap = |length: &usize| {
        let at = end.checked_sub(*length);
        at.is_some_and(|at| gap_len(text, at) == *length)
    };
    end - [1, 2, 3].into_iter().find(gap).unwrap_or(0)
}

/// Where the IBAN ends: two letters, two digits, then letters and digits in groups, 15 to 34 in
/// all, with a remainder of 1 by 97. The longest that fits.
fn iban(text: &[u8], start: usize) -> Option<usize> {
    let mut code = [0_u8; 34];
    let mut length = 0;
    let mut at = start;
    let mut found = None;
    while let Some(&byte) = text.get(at) {
        if byte.is_ascii_alphanumeric() {
            if length == code.len() || (matches!(length, 2 | 3) && !byte.is_ascii_digit()) {
                break;
            }
            code[length] = byte;
            length += 1;
            at += 1;
            if length >= 15 && !alnum_at(text, at) && remainder(&code[..length]) == 1 {
                found = Some(at);
            }
        } else {
            let gap = blank_len(text, at) + dash_len(text, at);
            if gap == 0 || length < 4 {
                break;
            }
            at += gap;
        }
    }
    found
}

/// ISO 13616: the first four go to the end, letters are 10 to 35.
fn remainder(code: &[u8]) -> u32 {
    let (head, tail) = code.split_at(4);
    tail.iter().chain(head).fold(0, |rest, byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or(0);
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    })
}

/// Where the number ends: two letters, six digits, a letter A to D. Without that letter only as
/// spaced pairs, or after a word for it, since company numbers look the same.
fn nino(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 2;
    let mut gaps = 0;
    for _ in 0..3 {
        let gap = gap_len(text, at);
        gaps += usize::from(gap > 0);
        at += gap;
        let pair = text.get(at..at + 2)?;
        if !pair.iter().all(u8::is_ascii_digit) {
            return None;
        }
        at += 2;
    }
    let gap = gap_len(text, at);
    let suffixed = matches!(text.get(at + gap), Some(b'A'..=b'D' | b'a'..=b'd'))
        && !alnum_at(text, at + gap + 1);
    if suffixed {
        return Some(at + gap + 1);
    }
    let prefix = text[start..start + 2].to_ascii_uppercase();
    let is_prefix = !b"DFIQUV".contains(&prefix[0])
        && !b"DFIOQUV".contains(&prefix[1])
        && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&[prefix[0], prefix[1]]);
    let known = gaps == 3 || is_labelled(text, start);
    (is_prefix && known && !alnum_at(text, at)).then_some(at)
}

fn gap_len(text: &[u8], at: usize) -> usize {
    let blank = blank_len(text, at);
    if blank > 0 { blank } else { dash_len(text, at) }
}

fn is_labelled(text: &[u8], start: usize) -> bool {
    let window = &text[start.saturating_sub(24)..start];
    let window = window.to_ascii_lowercase();
    [
        &b"nino"[..],
        b"national insurance",
        b"ni no",
        b"ni number",
        b"ni:",
        b"nin:",
    ]
    .iter()
    .any(|label| memchr::memmem::find(&window, label).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        found(&Finder::new([What::Iban, What::Nino], None), text)
    }

    #[test]
    fn ibans_have_a_right_remainder() {
        for (text, expected) in [
            ("IBAN GB29NWBK60161331926819.", "GB29NWBK60161331926819"),
            (
                "GB29 NWBK 6016 1331 9268 19 and",
                "GB29 NWBK 6016 1331 9268 19",
            ),
            ("gb29-nwbk-6016-1331-9268-19", "gb29-nwbk-6016-1331-9268-19"),
            (
                "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
                "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
            ),
            ("NO9386011117947", "NO9386011117947"),
        ] {
            assert_eq!(codes(text), [expected], "{text}");
        }
        for text in [
            "GB30NWBK60161331926819",
            "xGB29NWBK60161331926819",
            "GB29",
            "GB2",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn national_insurance_numbers() {
        for (text, expected) in [
            ("no QQ123456C.", "QQ123456C"),
            ("ab 12 34 56 c", "ab 12 34 56 c"),
            ("AB-12-34-56-D", "AB-12-34-56-D"),
            ("AB 12 34 56 x", "AB 12 34 56"),
            ("National Insurance: AB123456", "AB123456"),
        ] {
            assert_eq!(codes(text), [expected], "{text}");
        }
        for text in [
            "SC123456",
            "AB123456E",
            "ABC123456",
            "AB12345",
            "QQ 12 34 56",
            "AB1234567",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
