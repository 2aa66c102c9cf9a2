//! Text in another form: URL-encoded, base64, hexadecimal digits, escapes of JSON and SQL, entities of
//! XML.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose};

use super::leaves;

/// The shortest run of base64 or hexadecimal digits that is looked into.
const SHORTEST: usize = 12;

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Veil {
    /// `%40`
    Url = 0,
    /// Base64, either alphabet.
    Base64 = 1,
    /// Hexadecimal digits.
    Hex = 2,
    /// `\u0040`, `&#64;`
    Escaped = 3,
}

/// Hands out what the text says in other forms.
pub(super) fn each(text: &[u8], take: &mut dyn FnMut(Veil, &[u8])) {
    if let Some(plain) = percent(text) {
        take(Veil::Url, &plain);
    }
    if let Some(at) = memchr::memchr(b'\\', text)
        && at + 1 < text.len()
    {
        let mut plain = Vec::with_capacity(text.len());
        leaves::unescape(text, &mut plain);
        take(Veil::Escaped, &plain);
    }
    if let Some(plain) = entities(text) {
        take(Veil::Escaped, &plain);
    }
    runs(text, take);
}

fn percent(text: &[u8]) -> Option<Vec<u8>> {
    let mut plain: Option<Vec<u8>> = None;
    let mut copied = 0;
    for at in memchr::memchr_iter(b'%', text) {
        let byte = text.get(at + 1..at + 3).and_then(hex_byte);
        let Some(byte) = byte.filter(|_| at >= copied) else {
            continue;
        };
        let plain = plain.get_or_insert_default();
        plain.extend_from_slice(&text[copied..at]);
        plain.push(byte);
        copied = at + 3;
    }
    let mut plain = plain?;
    plain.extend_from_slice(&text[copied..]);
    Some(plain)
}

fn entities(text: &[u8]) -> Option<Vec<u8>> {
    let mut plain: Option<Vec<u8>> = None;
    let mut copied = 0;
    for at in memchr::memchr_iter(b'&', text) {
        let rest = &text[at + 1..];
        let Some(end) = rest.iter().take(10).position(|byte| *byte == b';') else {
            continue;
        };
        let Some(c) = entity(&rest[..end]) else {
            continue;
        };
        let plain = plain.get_or_insert_default();
        plain.extend_from_slice(&text[copied..at]);
        plain.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        copied = at + end + 2;
    }
    let mut plain = plain?;
    plain.extend_from_slice(&text[copied..]);
    Some(plain)
}

fn entity(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        "commat" => return Some('@'),
        "nbsp" => return Some(' '),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => code.parse(),
    };
    char::from_u32(code.ok()?)
}

/// Runs of base64 and of hexadecimal digits that hold text.
fn runs(text: &[u8], take: &mut dyn FnMut(Veil, &[u8])) {
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].iter().take_while(|byte| in_base64(byte)).count();
        if length >= SHORTEST {
            look_into(&text[at..at + length], take);
        }
        at += length.max(1);
    }
}

fn look_into(run: &[u8], take: &mut dyn FnMut(Veil, &[u8])) {
    let hex = run.strip_prefix(b"x").unwrap_or(run);
    if hex.len().is_multiple_of(2) && hex.iter().all(u8::is_ascii_hexdigit) {
        let plain: Option<Vec<u8>> = hex.chunks_exact(2).map(hex_byte).collect();
        if let Some(plain) = plain.filter(|plain| is_text(plain)) {
            take(Veil::Hex, &plain);
        }
    }
    let url = run.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let engine = if url { &URL_SAFE } else { &STANDARD };
    // The beginning tells most words from base64 of text.
    let beginning = engine.decode(&run[..SHORTEST]).is_ok_and(|it| is_text(&it));
    if beginning
        && let Ok(plain) = engine.decode(run)
        && is_text(&plain)
    {
        take(Veil::Base64, &plain);
    }
}

const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose =
    general_purpose::GeneralPurpose::new(&base64::alphabet::URL_SAFE, CONFIG);

fn in_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? << 4 | digit(1)?).ok()
}

/// It reads as text: bytes are not taken for it by chance for long.
fn is_text(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // A character may be cut off at the end of a beginning.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty()
        && valid
            .chars()
            .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "jane.canary@corp.example";

    fn unveiled(text: &str) -> Vec<(Veil, String)> {
        let mut found = Vec::new();
        each(text.as_bytes(), &mut |veil, plain| {
            found.push((veil, String::from_utf8_lossy(plain).into_owned()));
        });
        found
    }

    #[test]
    fn each_form_is_seen_through() {
        let hex: String = PLAIN.bytes().map(|byte| format!("{byte:02x}")).collect();
        let base64 = general_purpose::STANDARD.encode(PLAIN);
        let bare = general_purpose::URL_SAFE_NO_PAD.encode(PLAIN);
        for (veil, text) in [
            (Veil::Url, "to=jane.canary%40corp.example".to_owned()),
            (Veil::Hex, format!("\\x{hex}")),
            (Veil::Hex, format!("dump {hex}.")),
            (Veil::Base64, format!("Basic {base64}")),
            (Veil::Base64, format!("id:{bare};")),
            (Veil::Escaped, "jane.canary\\u0040corp.example".to_owned()),
            (Veil::Escaped, "jane.canary&#64;corp.example".to_owned()),
            (Veil::Escaped, "jane.canary&#x40;corp.example".to_owned()),
        ] {
            let found = unveiled(&text);
            assert!(
                found
                    .iter()
                    .any(|(by, plain)| *by == veil && plain.contains(PLAIN)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn ordinary_text_has_no_other_form() {
        for text in [
            "an extraordinarily incomprehensible sentence",
            "100% of all; this & that",
            "2020-01-31T10:00:00Z/abcdefghijkl",
        ] {
            assert!(unveiled(text).is_empty(), "{text}: {:?}", unveiled(text));
        }
    }
}
