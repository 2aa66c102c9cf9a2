//! Secrets: keys and tokens by their known beginnings, values of `password=` and the like, and
//! strings too random to be words.

use super::signs::Signs;
use super::{Find, What};

pub(super) fn find(text: &[u8], signs: Signs, finds: &mut Vec<Find>) {
    runs(text, finds);
    if signs.assigns {
        assignments(text, finds);
    }
    if signs.dashes {
        private_keys(text, finds);
    }
}

/// Signs within tokens.
fn is_token_byte(byte: u8) -> bool {
    const KNOWN: [bool; 256] = {
        let mut known = [false; 256];
        let mut byte = 0;
        while byte < known.len() {
            known[byte] = (byte as u8).is_ascii_alphanumeric()
                || matches!(byte as u8, b'-' | b'_' | b'+' | b'/' | b'=' | b'.' | b'$');
            byte += 1;
        }
        known
    };
    KNOWN[usize::from(byte)]
}

/// The fewest signs of what is told by the word before it, and by itself.
const LEAST_NAMED: usize = 8;
const LEAST: usize = 15;

/// Runs of signs that are long enough. One of at least [`LEAST_NAMED`] has a sign at one of the
/// places that are so far apart: only there is looked for one, and from there to both sides.
fn runs(text: &[u8], finds: &mut Vec<Find>) {
    // Before it all is done.
    let mut done = 0;
    let mut at = LEAST_NAMED - 1;
    while let Some(&byte) = text.get(at) {
        if !is_token_byte(byte) {
            at += LEAST_NAMED;
            continue;
        }
        let is_sign = |byte: &&u8| is_token_byte(**byte);
        let start = at - text[done..at].iter().rev().take_while(is_sign).count();
        let end = at + text[at..].iter().take_while(is_sign).count();
        done = end;
        at = end + LEAST_NAMED;
        let run = &text[start..end];
        if run.len() >= LEAST_NAMED && is_named(text, start) {
            push(start, end, finds);
        } else if run.len() < LEAST {
            continue;
        } else if is_known(run) || is_crypt_hash(run) || is_jwt(run) {
            push(start, start + trimmed(run), finds);
        } else {
            pieces(text, start, end, finds);
        }
    }
}

/// `Bearer` and the like stand before, apart by blanks.
fn is_named(text: &[u8], start: usize) -> bool {
    let before = &text[..start];
    let blanks = before.iter().rev().take_while(|byte| **byte == b' ');
    let end = start - blanks.count();
    let name = |name: &&[u8]| {
        let word = end.checked_sub(name.len()).map(|from| &text[from..end]);
        word.is_some_and(|word| word.eq_ignore_ascii_case(name))
            && !text[..end - name.len()]
                .last()
                .is_some_and(|byte| is_token_byte(*byte))
    };
    // Their last letters, of which most words have none.
    end < start
        && matches!(
            text[..end].last(),
            Some(b'r' | b'R' | b'c' | b'C' | b't' | b'T')
        )
        && [&b"bearer"[..], b"basic", b"digest"].iter().any(name)
}

fn push(start: usize, end: usize, finds: &mut Vec<Find>) {
    finds.push(Find::new(What::Token, start, end));
}

/// Its length without the end of a sentence.
fn trimmed(run: &[u8]) -> usize {
    run.iter()
        .rposition(|byte| *byte != b'.')
        .map_or(0, |last| last + 1)
}

/// Begins as the keys of well-known services do.
fn is_known(run: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 24] = [
        b"sk_live_",
        b"sk_test_",
        b"pk_live_",
        b"pk_test_",
        b"rk_live_",
        b"whsec_",
        b"sk-",
        b"ghp_",
        b"gho_",
        b"ghu_",
        b"ghs_",
        b"ghr_",
        b"github_pat_",
        b"glpat-",
        b"xoxa-",
        b"xoxb-",
        b"xoxp-",
        b"xoxr-",
        b"xoxs-",
        b"AIza",
        b"ya29.",
        b"npm_",
        b"hf_",
        b"SG.",
    ];
    let known = |beginning: &&[u8]| {
        run.starts_with(beginning)
            && run.len() >= beginning.len() + 12
            && run.iter().any(u8::is_ascii_digit)
    };
    let aws = (run.starts_with(b"AKIA") || run.starts_with(b"ASIA"))
        && run.len() >= 20
        && run[..20]
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    // Their first letters, which most words do not have.
    let may_be = matches!(
        run.first(),
        Some(b's' | b'p' | b'r' | b'w' | b'g' | b'x' | b'A' | b'y' | b'n' | b'h' | b'S')
    );
    aws || (may_be && BEGINNINGS.iter().any(known))
}

/// `$2b$10$…`, `$argon2id$…` and other forms of crypt(3).
fn is_crypt_hash(run: &[u8]) -> bool {
    let Some(rest) = run.strip_prefix(b"$") else {
        return false;
    };
    let method = rest.iter().position(|byte| *byte == b'$');
    run.len() >= 20 && method.is_some_and(|length| (1..=10).contains(&length))
}

/// Three parts in base64url, the first of which is a JSON object.
fn is_jwt(run: &[u8]) -> bool {
    run.starts_with(b"eyJ") && run.len() >= 20 && run.contains(&b'.')
}

/// What is random within a run, dots and dollars apart.
fn pieces(text: &[u8], start: usize, end: usize, finds: &mut Vec<Find>) {
    let mut at = start;
    for piece in text[start..end].split(|byte| matches!(byte, b'.' | b'$')) {
        if is_random(piece) {
            // A sign in front is no part of it, `=` at the end may be padding.
            let signs = piece
                .iter()
                .take_while(|byte| !byte.is_ascii_alphanumeric())
                .count();
            push(at + signs, at + piece.len(), finds);
        }
        at += piece.len() + 1;
    }
}

/// Letters and digits are mixed as no word mixes them.
fn is_random(piece: &[u8]) -> bool {
    if piece.len() < 16 {
        return false;
    }
    if is_uuid(piece) {
        return true;
    }
    let whole = Mix::of(piece);
    let mixed = piece.len() >= 24 && whole.classes() == 3 && whole.changes * 10 >= piece.len() * 3;
    mixed
        || piece
            .split(|byte| !byte.is_ascii_alphanumeric())
            .any(is_random_word)
}

/// A random string without signs in it.
fn is_random_word(word: &[u8]) -> bool {
    let mix = Mix::of(word);
    let letters = word.len() - mix.digits;
    let hex = word.len() >= 16 && word.iter().all(u8::is_ascii_hexdigit);
    if hex && mix.digits >= 3 && letters >= 3 {
        return true;
    }
    match word.len() {
        0..16 => false,
        16..20 => mix.classes() == 3 && mix.changes * 10 >= word.len() * 4,
        _ => letters >= 2 && (mix.digits >= 2 || mix.changes * 10 >= word.len() * 3),
    }
}

fn is_uuid(piece: &[u8]) -> bool {
    piece.len() == 36
        && piece.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// How letters and digits are mixed.
#[derive(Default)]
struct Mix {
    lower: usize,
    upper: usize,
    digits: usize,
    /// Neighbours of different classes, signs not counted.
    changes: usize,
}

impl Mix {
    fn of(piece: &[u8]) -> Self {
        let mut mix = Self::default();
        let mut last = 0;
        for byte in piece {
            let class = match byte {
                b'a'..=b'z' => 1,
                b'A'..=b'Z' => 2,
                b'0'..=b'9' => 3,
                _ => 0,
            };
            mix.lower += usize::from(class == 1);
            mix.upper += usize::from(class == 2);
            mix.digits += usize::from(class == 3);
            mix.changes += usize::from(class != last && class != 0 && last != 0);
            last = class;
        }
        mix
    }

    fn classes(&self) -> usize {
        [self.lower, self.upper, self.digits]
            .iter()
            .filter(|count| **count > 0)
            .count()
    }
}

/// Values after a word for a secret and `=` or `:`.
fn assignments(text: &[u8], finds: &mut Vec<Find>) {
    const WORDS: [&[u8]; 17] = [
        b"password",
        b"passwd",
        b"pwd",
        b"passphrase",
        b"passcode",
        b"secret",
        b"token",
        b"apikey",
        b"api_key",
        b"api-key",
        b"api key",
        b"access_key",
        b"access-key",
        b"private_key",
        b"signature",
        b"credential",
        b"sessionid",
    ];
    let mut done = 0;
    for at in memchr::memchr2_iter(b'=', b':', text) {
        if at < done {
            continue;
        }
        // `"password" : "…"`
        let mut end = at;
        while end > 0 && at - end < 3 && b"\"' ".contains(&text[end - 1]) {
            end -= 1;
        }
        let name = &text[end.saturating_sub(12)..end];
        let is_secret = WORDS.iter().any(|word| {
            name.len() >= word.len() && name[name.len() - word.len()..].eq_ignore_ascii_case(word)
        });
        if !is_secret {
            continue;
        }
        let mut start = at + 1;
        while start - at < 6 && text.get(start).is_some_and(|byte| b"\"' =>".contains(byte)) {
            start += 1;
        }
        let value = text[start..]
            .iter()
            .take_while(|byte| !byte.is_ascii_whitespace() && !b"\"'<>,;&)}]".contains(byte))
            .count();
        let value = &text[start..start + value];
        // `password: required` is prose, `password: {env: NAME}` a map.
        let is_word = text[at] == b':'
            && value
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || *byte == b'.');
        let is_prose = is_word || value.first().is_some_and(|byte| b"{[(".contains(byte));
        if value.len() >= 4 && !is_prose {
            done = start + value.len();
            push(start, done, finds);
        }
    }
}

/// `-----BEGIN … PRIVATE KEY-----` up to its end, or to the end of the text.
fn private_keys(text: &[u8], finds: &mut Vec<Find>) {
    let mut done = 0;
    for start in memchr::memmem::find_iter(text, b"-----BEGIN ") {
        let head = &text[start..text.len().min(start + 64)];
        if start < done || memchr::memmem::find(head, b"PRIVATE KEY").is_none() {
            continue;
        }
        let tail = memchr::memmem::find(&text[start..], b"-----END ").map(|at| start + at + 9);
        done = tail
            .and_then(|tail| memchr::memmem::find(&text[tail..], b"-----").map(|at| tail + at + 5))
            .unwrap_or(text.len());
        push(start, done, finds);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        found(&Finder::new([What::Token], None), text)
    }

    #[test]
    fn tokens_by_their_beginnings() {
        for token in [
            "sk_live_51H8xYzAbCdEfGh",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "github_pat_11ABCDEFG0123456789",
            "AKIAIOSFODNN7EXAMPLE",
            "AIzaSyA1234567890abcdefghijklmnopqrstu",
            "xoxb-1234567890-abcdefghij",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
            "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            "$argon2id$v=19$m=65536$c2FsdA$aGFzaA",
        ] {
            assert_eq!(tokens(&format!("x {token}, y")), [token], "{token}");
            assert_eq!(tokens(&format!("({token}).")), [token], "{token}");
        }
        assert_eq!(tokens("Authorization: Bearer abc-def_gh."), ["abc-def_gh."]);
        assert_eq!(tokens("Basic dXNlcjpwYXNz"), ["dXNlcjpwYXNz"]);
    }

    #[test]
    fn random_strings() {
        for token in [
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "d41d8cd98f00b204e9800998ecf8427e",
            "550e8400-e29b-41d4-a716-446655440000",
            "a3f5c6d7e8b90123",
            "Zx8Kq2Lm9Rt4Vw7Yb3Nc",
            "dGhpcyBpcyBhIHNlY3JldCBrZXk0Nw==",
            "kJ8_hG-5tR2_qW9xZ-3vB7nM",
        ] {
            assert_eq!(tokens(&format!("x {token}, y")), [token], "{token}");
        }
    }

    #[test]
    fn values_of_secrets() {
        for (text, expected) in [
            ("password=hunter2", "hunter2"),
            ("{\"password\": \"hunter2!\"}", "hunter2!"),
            ("DB_PASSWORD = s3cr3t; x", "s3cr3t"),
            ("api_key: Ab12", "Ab12"),
            ("'token' => 'abcD'", "abcD"),
            ("?access_token=abcd&x=1", "abcd"),
        ] {
            assert_eq!(tokens(text), [expected], "{text}");
        }
        let key = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";
        assert_eq!(tokens(&format!("a {key} b")), [key]);
        assert_eq!(tokens(&format!("a {}", &key[..40])), [&key[..40]]);
    }

    #[test]
    fn what_is_no_secret() {
        for text in [
            "internationalisation",
            "password: required",
            "secret: {file: x}",
            "a token: see below",
            "1234567890123456789",
            "g-cloud-12-supplier-agreement-2020",
            "src/components/MyFile2/Index.js",
            "AccessControlList",
            "/usr/local/lib/python3.11/site-packages",
            "PascalCaseIdentifierName",
            "password=",
            "sk-1",
            "https",
            "2024-01-01T10:00:00",
            "$100.00",
            "pneumonoultramicroscopicsilicovolcanoconiosis",
            "-----BEGIN CERTIFICATE-----",
            "SUPERCALIFRAGILISTIC",
            "eyJ",
            "bearer of news",
        ] {
            assert_eq!(tokens(text), [""; 0], "{text}");
        }
    }
}
