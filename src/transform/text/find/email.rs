//! E-mail addresses: plain, percent-encoded, as HTML entities, and written out (`jane [at]
//! example [dot] com`).

use super::signs::Signs;
use super::{Find, What, alnum_at, alnum_before, alnum_len_at, alnum_len_before};

/// How an address is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Spelling {
    Plain,
    /// `jane%40example.com`
    Percent,
    /// With an entity or words for the at sign and dots.
    Other,
}

/// Spellings of the at sign without blanks around it.
const AT_SIGNS: [(&[u8], Spelling); 6] = [
    (b"@", Spelling::Plain),
    (b"%40", Spelling::Percent),
    (b"&#64;", Spelling::Other),
    (b"&#x40;", Spelling::Other),
    (b"&commat;", Spelling::Other),
    ("＠".as_bytes(), Spelling::Other),
];

pub(super) fn find(text: &[u8], signs: Signs, finds: &mut Vec<Find>) {
    if signs.at_sign {
        for at in memchr::memchr3_iter(b'@', b'%', b'&', text) {
            finds.extend(sign(text, at));
        }
        for at in memchr::memchr_iter(0xEF, text) {
            finds.extend(sign(text, at));
        }
    }
    if signs.at_word {
        for at in memchr::memchr2_iter(b'a', b'A', text) {
            finds.extend(word(text, at));
        }
    }
}

/// The address as plain text: what its pseudonym is keyed by.
pub(in super::super) fn plain(spelled: &[u8], spelling: Spelling, out: &mut Vec<u8>) {
    let mut rest = spelled;
    while let Some(&byte) = rest.first() {
        if let (Spelling::Percent, Some(decoded)) = (spelling, percent(rest)) {
            out.push(decoded);
            rest = &rest[3..];
            continue;
        }
        if spelling == Spelling::Other {
            let sign = AT_SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
            if let Some((sign, _)) = sign {
                out.push(b'@');
                rest = &rest[sign.len()..];
                continue;
            }
            let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
            let after = &rest[blanks..];
            let said = |word, sign| {
                let bare = blanks > 0 && after.get(2 + usize::from(sign == b'.')) == Some(&b' ');
                said_len(after, word, bare).map(|length| (length, sign))
            };
            if let Some((length, sign)) = said(b"at", b'@').or_else(|| said(b"dot", b'.')) {
                out.push(sign);
                rest = after[length..].trim_ascii_start();
                continue;
            }
        }
        out.push(byte);
        rest = &rest[1..];
    }
}

/// Writes a plain address percent-encoded.
pub(in super::super) fn encode_percent(plain: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in plain {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'%');
            out.push(DIGITS[usize::from(byte >> 4)]);
            out.push(DIGITS[usize::from(byte & 15)]);
        }
    }
}

/// An address around an at sign.
fn sign(text: &[u8], at: usize) -> Option<Find> {
    let (sign, spelling) = AT_SIGNS
        .iter()
        .find(|(sign, _)| text[at..].starts_with(sign))?;
    let start = local_start(text, at, *spelling)?;
    let end = domain_end(text, at + sign.len())?;
    Some(Find {
        start,
        end,
        what: What::Email,
        spelling: *spelling,
    })
}

/// Punctuation of local parts. Signs that rather stand around addresses (`=`, `/`, `?`, `&`, `|`)
/// are not among them.
fn is_local_sign(byte: u8) -> bool {
    b"._-+'!#$~^*".contains(&byte)
}

/// Where the local part that ends at `end` begins; `None` where there is none.
fn local_start(text: &[u8], end: usize, spelling: Spelling) -> Option<usize> {
    if end > 1 && text[end - 1] == b'"' {
        // A quoted local part, on one line.
        let from = end.saturating_sub(66);
        let inside = &text[from..end - 1];
        let quote = inside
            .iter()
            .rposition(|byte| matches!(byte, b'"' | b'\n'))
            .filter(|at| inside[*at] == b'"')?;
        return Some(from + quote);
    }
    let mut start = end;
    while start > 0 {
        if let Some(decoded) = start
            .checked_sub(3)
            .and_then(|at| percent(&text[at..start]))
        {
            let belongs = decoded.is_ascii_alphanumeric() || is_local_sign(decoded);
            let non_ascii = !decoded.is_ascii() && spelling == Spelling::Percent;
            if (belongs && spelling == Spelling::Percent) || non_ascii {
                start -= 3;
                continue;
            }
            // A sign in front of the address, such as %3D; `50%ab` is none.
            if decoded.is_ascii() && !decoded.is_ascii_alphanumeric() {
                break;
            }
        }
        let byte = text[start - 1];
        if byte.is_ascii_alphanumeric() || is_local_sign(byte) {
            start -= 1;
        } else if let Some(length) = alnum_len_before(text, start).filter(|_| !byte.is_ascii()) {
            start -= length;
        } else {
            break;
        }
    }
    // Punctuation in front is no part of it.
    let signs = text[start..end]
        .iter()
        .take_while(|byte| is_local_sign(**byte) && **byte != b'_' && **byte != b'+')
        .count();
    (start + signs < end).then_some(start + signs)
}

/// Where the domain that begins at `start` ends; `None` where there is none.
fn domain_end(text: &[u8], start: usize) -> Option<usize> {
    if text.get(start) == Some(&b'[') {
        let inside = text[start..].iter().take(48);
        let close = inside.clone().position(|byte| *byte == b']')?;
        let known = |byte: &u8| byte.is_ascii_alphanumeric() || b"[:.".contains(byte);
        return text[start..start + close]
            .iter()
            .all(known)
            .then_some(start + close + 1);
    }
    let mut end = start;
    let mut letters = 0;
    let mut dots = 0;
    // Past the last letter or digit.
    let mut last = start;
    while let Some(&byte) = text.get(end) {
        match byte {
            b'.' => {
                dots += 1;
                end += 1;
                // Two dots in a row end a sentence, not a label.
                if text.get(end) == Some(&b'.') {
                    break;
                }
            }
            b'-' | b'_' => end += 1,
            _ => match alnum_len_at(text, end) {
                Some(length) => {
                    letters += usize::from(!byte.is_ascii_digit());
                    end += length;
                    last = end;
                }
                None => break,
            },
        }
    }
    let is_ipv4 = dots >= 3 && letters == 0;
    (last > start && (letters > 0 || is_ipv4)).then_some(last)
}

/// `jane at example dot com`, the words in brackets or (both) bare.
fn word(text: &[u8], at: usize) -> Option<Find> {
    let before = text[..at].last()?;
    if !matches!(before, b' ' | b'[' | b'(' | b'{' | b'<') {
        return None;
    }
    let blanks = text[..at]
        .iter()
        .rev()
        .take(3)
        .take_while(|byte| **byte == b' ')
        .count();
    let bracketed = text[..at - blanks]
        .last()
        .is_some_and(|byte| b"[({<".contains(byte));
    let from = if bracketed { at - blanks - 1 } else { at };
    let bare = *before == b' ' && text.get(at + 2) == Some(&b' ');
    let length = said_len(&text[from..], b"at", bare)?;
    let local_end = skip_blanks_back(text, from);
    let start = local_start(text, local_end, Spelling::Other)?;
    let mut end = skip_blanks(text, from + length);
    let mut dots = 0;
    loop {
        let label = label_end(text, end);
        if label == end {
            return None;
        }
        end = label;
        let next = skip_blanks(text, end);
        let bare = next > end;
        if text.get(next) == Some(&b'.') && alnum_at(text, next + 1) {
            end = next + 1;
            // A plain dot after a bare `at` may be any web page.
            dots += usize::from(bracketed);
        } else if let Some(length) = said_len(&text[next..], b"dot", bare) {
            let after = skip_blanks(text, next + length);
            if !alnum_at(text, after) {
                break;
            }
            end = after;
            dots += 1;
        } else {
            break;
        }
    }
    (dots > 0).then_some(Find {
        start,
        end,
        what: What::Email,
        spelling: Spelling::Other,
    })
}

/// The length of `[word]`, `(word)`, `{word}`, `<word>`, or where `bare` of `word` before a blank.
fn said_len(text: &[u8], word: &[u8], bare: bool) -> Option<usize> {
    let is_word = |text: &[u8]| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if bare && is_word(text) && text.get(word.len()) == Some(&b' ') {
        return Some(word.len());
    }
    let open = *text.first()?;
    let close = match open {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        _ => return None,
    };
    let inside = text[1..].len() - text[1..].trim_ascii_start().len();
    let inside = if inside <= 2 { 1 + inside } else { return None };
    if !is_word(&text[inside..]) {
        return None;
    }
    let mut end = inside + word.len();
    while text.get(end) == Some(&b' ') && end < inside + word.len() + 2 {
        end += 1;
    }
    (text.get(end) == Some(&close)).then_some(end + 1)
}

fn label_end(text: &[u8], start: usize) -> usize {
    let mut end = start;
    while let Some(byte) = text.get(end) {
        match alnum_len_at(text, end) {
            Some(length) => end += length,
            None if *byte == b'-' && end > start && alnum_at(text, end + 1) => end += 1,
            None => break,
        }
    }
    end
}

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    for _ in 0..3 {
        if text.get(at) == Some(&b' ') {
            at += 1;
        }
    }
    at
}

fn skip_blanks_back(text: &[u8], mut at: usize) -> usize {
    for _ in 0..3 {
        if at > 0 && text[at - 1] == b' ' {
            at -= 1;
        }
    }
    // An address that ends in a letter before the word.
    if alnum_before(text, at) { at } else { 0 }
}

/// The byte of a `%XX` that the text begins with.
fn percent(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match *text {
        [b'%', high, low, ..] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn emails(text: &str) -> Vec<String> {
        found(&Finder::new([What::Email], None), text)
    }

    #[test]
    fn plain_addresses() {
        for (text, expected) in [
            ("mail jane.doe+x@example.co.uk.", "jane.doe+x@example.co.uk"),
            ("<Jane@Example.COM>", "Jane@Example.COM"),
            ("mailto:o'brien@example.ie?subject=x", "o'brien@example.ie"),
            ("'jane@example.com'", "jane@example.com"),
            ("**jane@example.com**", "jane@example.com"),
            ("u=jane_@example.com&x", "jane_@example.com"),
            ("zoë@exämple.de,", "zoë@exämple.de"),
            ("„jane@例え.jp“", "jane@例え.jp"),
            ("jane@localhost", "jane@localhost"),
            ("jane@[192.168.0.1] x", "jane@[192.168.0.1]"),
            ("jane@192.168.0.1", "jane@192.168.0.1"),
            ("\"jane doe\"@example.com", "\"jane doe\"@example.com"),
            ("see jane@example.com...", "jane@example.com"),
            ("jane@example.com's", "jane@example.com"),
            ("a=1&email=jane@example.com", "jane@example.com"),
            ("?e%3Djane@example.com", "jane@example.com"),
            ("jane@example.com-", "jane@example.com"),
        ] {
            assert_eq!(emails(text), [expected], "{text}");
        }
        assert_eq!(
            emails("a@b.example,c@d.example"),
            ["a@b.example", "c@d.example"]
        );
    }

    #[test]
    fn encoded_addresses() {
        for (text, span, address) in [
            (
                "?to=jane%2Bx%40example.com&",
                "jane%2Bx%40example.com",
                "jane+x@example.com",
            ),
            (
                "%3Djane%40example.com",
                "jane%40example.com",
                "jane@example.com",
            ),
            (
                "zo%C3%AB%40example.com",
                "zo%C3%AB%40example.com",
                "zoë@example.com",
            ),
            (
                "jane&#64;example.com",
                "jane&#64;example.com",
                "jane@example.com",
            ),
            ("jane＠example.com", "jane＠example.com", "jane@example.com"),
            (
                "to jane.doe [at] example [dot] com now",
                "jane.doe [at] example [dot] com",
                "jane.doe@example.com",
            ),
            (
                "jane(at)example.com",
                "jane(at)example.com",
                "jane@example.com",
            ),
            (
                "Jane at example dot co dot uk.",
                "Jane at example dot co dot uk",
                "Jane@example.co.uk",
            ),
            (
                "jane { AT } mail-host (dot) example.com",
                "jane { AT } mail-host (dot) example.com",
                "jane@mail-host.example.com",
            ),
        ] {
            let mut finds = Vec::new();
            find(text.as_bytes(), Signs::of(text.as_bytes()), &mut finds);
            assert_eq!(finds.len(), 1, "{text}");
            let spelled = &text[finds[0].start..finds[0].end];
            assert_eq!(spelled, span);
            let mut out = Vec::new();
            plain(spelled.as_bytes(), finds[0].spelling, &mut out);
            assert_eq!(String::from_utf8(out).as_deref(), Ok(address));
        }
        let mut out = Vec::new();
        encode_percent("zoë+x@example.com".as_bytes(), &mut out);
        assert_eq!(out, b"zo%C3%AB%2Bx%40example.com");
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "@jane",
            "jane@",
            "10 @ 5",
            "lodash@4.17",
            "a @ b",
            "look at example.com",
            "at dot",
            "meet at noon",
            "[at]",
            "100%4",
            "@",
            "%40",
            "...@x",
            "a at",
            "x [at] [dot]",
        ] {
            assert_eq!(emails(text), [""; 0], "{text}");
        }
    }
}
