//! `shape`: other text of the same length and character classes.

use std::sync::Arc;

use rand_core::Rng;

use super::characters::{characters, is_separator};
use super::draw::byte_of;
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// A check digit to make right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checksum {
    None,
    /// The last digit, as on payment cards.
    Luhn,
    /// The third and fourth character, as in IBANs (ISO 7064).
    Mod97,
}

#[derive(Clone, Debug)]
struct Shape {
    checksum: Checksum,
}

pub(super) fn load(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let checksum = match params.one_of("checksum", &["none", "luhn", "mod97"])? {
        Some(1) => Checksum::Luhn,
        Some(2) => Checksum::Mod97,
        _ => Checksum::None,
    };
    Ok(Arc::new(Shape { checksum }))
}

impl Spec for Shape {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            return Err(binder
                .wrong_type("shape", "text")
                .hint("use `id.integer` for numbers, `id.uuid` for UUIDs"));
        }
        Ok(Box::new(self.clone()))
    }
}

/// Draws before the text is given up as one that its checksum leaves no choice in.
const ATTEMPTS: usize = 16;

impl Transform for Shape {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut rng = cx.seed.rng();
        let start = out.len();
        for _ in 0..ATTEMPTS {
            out.truncate(start);
            let drawn = draw(&mut rng, value, out);
            match self.checksum {
                Checksum::None => {}
                Checksum::Luhn => set_luhn(&mut out[start..]),
                Checksum::Mod97 => set_mod97(&mut out[start..]),
            }
            if !drawn || &out[start..] != value {
                return Ok(Outcome::Value);
            }
        }
        out.truncate(start);
        Err(Failure::new(
            "the checksum leaves no other text of this shape",
        ))
    }
}

/// Writes other text of the same shape; false where there was nothing to replace.
fn draw(rng: &mut impl Rng, value: &[u8], out: &mut Vec<u8>) -> bool {
    const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut drawn = false;
    for (c, bytes) in characters(value) {
        let class: &[u8] = match c {
            Some(c) if is_separator(c) => {
                out.extend_from_slice(bytes);
                continue;
            }
            Some(c) if c.is_numeric() => b"0123456789",
            Some(c) if c.is_uppercase() => UPPER,
            _ => LOWER,
        };
        out.push(byte_of(rng, class));
        drawn = true;
    }
    drawn
}

/// Sets the last of two digits or more so that Luhn's sum is a multiple of 10.
fn set_luhn(text: &mut [u8]) {
    let digits = || {
        (0..text.len())
            .rev()
            .filter(|at| text[*at].is_ascii_digit())
    };
    let Some(last) = digits().next() else {
        return;
    };
    let sum: u32 = digits()
        .skip(1)
        .enumerate()
        .map(|(place, at)| {
            let digit = u32::from(text[at] - b'0');
            match place % 2 {
                0 if digit > 4 => digit * 2 - 9,
                0 => digit * 2,
                _ => digit,
            }
        })
        .fold(0, |sum, digit| (sum + digit) % 10);
    if digits().nth(1).is_some() {
        text[last] = b'0' + ((10 - sum) % 10) as u8;
    }
}

/// Sets the third and fourth letter or digit of a text that begins like an IBAN (two letters, two
/// digits) so that the whole is 1 modulo 97.
fn set_mod97(text: &mut [u8]) {
    let mut places = (0..text.len()).filter(|at| text[*at].is_ascii_alphanumeric());
    let (Some(a), Some(b), Some(c), Some(d)) =
        (places.next(), places.next(), places.next(), places.next())
    else {
        return;
    };
    let like_iban = text[a].is_ascii_alphabetic()
        && text[b].is_ascii_alphabetic()
        && text[c].is_ascii_digit()
        && text[d].is_ascii_digit();
    if !like_iban {
        return;
    }
    let body = places.map(|at| text[at]);
    let sum =
        body.chain([text[a], text[b], b'0', b'0'])
            .fold(0, |sum: u32, byte| match char::from(byte).to_digit(36) {
                Some(digit @ 10..) => (sum * 100 + digit) % 97,
                Some(digit) => (sum * 10 + digit) % 97,
                None => sum,
            });
    let check = 98 - sum;
    text[c] = b'0' + (check / 10) as u8;
    text[d] = b'0' + (check % 10) as u8;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::pseudonym::fixture::{Fixture, map, text};

    #[test]
    fn classes_stay_and_content_does_not() {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule("shape", map(&[])), PgType::Varchar(Some(60)));
        for value in ["Jane O'Neil-1984", "É漢😀٣ß", "AB 12 34 56 C", "x", "0"] {
            let image = fixture.value(&bound, value);
            assert_ne!(image, value);
            assert_eq!(image.chars().count(), value.chars().count());
            for (a, b) in value.chars().zip(image.chars()) {
                assert_eq!(a.is_numeric(), b.is_numeric());
                assert_eq!(a.is_uppercase(), b.is_uppercase());
                assert_eq!(is_separator(a), is_separator(b));
                assert!(!is_separator(a) || a == b);
                assert!(b.is_ascii());
            }
        }
        assert_eq!(fixture.value(&bound, ""), "");
        assert_eq!(fixture.value(&bound, " - "), " - ");
        let (_, bytes) = fixture.apply_bytes(&bound, Some(b"a\xff1")).expect("bytes");
        assert!(bytes[1].is_ascii_lowercase() && bytes[2].is_ascii_digit());
    }

    #[test]
    fn a_single_character_never_stays() {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule("shape", map(&[])), PgType::Text);
        for c in ('a'..='z').chain('A'..='Z').chain('0'..='9') {
            let value = c.to_string();
            assert_ne!(fixture.value(&bound, &value), value);
        }
    }

    #[test]
    fn luhn_sums_are_right() {
        let mut known = *b"4111 1111 1111 1110";
        set_luhn(&mut known);
        assert_eq!(&known, b"4111 1111 1111 1111");
        let fixture = Fixture::new();
        let rule = fixture.rule("shape", map(&[("checksum", text("luhn"))]));
        let bound = fixture.bind(&rule, PgType::Text);
        for value in ["4111 1111 1111 1111", "79927398713", "18"] {
            let image = fixture.value(&bound, value);
            assert_ne!(image, value);
            let mut again = image.clone().into_bytes();
            set_luhn(&mut again);
            assert_eq!(again, image.as_bytes());
        }
        assert_ne!(fixture.value(&bound, "5"), "5");
    }

    #[test]
    fn mod97_is_right() {
        let mut known = *b"GB00 WEST 1234 5698 7654 32";
        set_mod97(&mut known);
        assert_eq!(&known, b"GB82 WEST 1234 5698 7654 32");
        let fixture = Fixture::new();
        let rule = fixture.rule("shape", map(&[("checksum", text("mod97"))]));
        let bound = fixture.bind(&rule, PgType::Text);
        let image = fixture.value(&bound, "GB82WEST12345698765432");
        let mut again = image.clone().into_bytes();
        set_mod97(&mut again);
        assert_eq!(again, image.as_bytes());
        assert_ne!(fixture.value(&bound, "AB"), "AB");
        assert_ne!(fixture.value(&bound, "1234"), "1234");
        assert!(
            fixture
                .load("shape", &map(&[("checksum", text("lunh"))]))
                .is_err()
        );
        assert!(fixture.try_bind(&rule, PgType::Int4).is_err());
    }
}
