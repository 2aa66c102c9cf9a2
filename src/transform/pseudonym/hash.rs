//! `hash`: a keyed hash of the value.

use std::sync::Arc;

use super::draw::below;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// How a hash is written.
#[derive(Clone, Copy, Debug)]
enum Format {
    Hex,
    Base32,
    Digits,
}

const FORMATS: [Format; 3] = [Format::Hex, Format::Base32, Format::Digits];

impl Format {
    /// Characters by default (about 128 bits), for 80 bits (the least for unique columns), at most
    /// (256 bits).
    fn lengths(self) -> (usize, usize, usize) {
        match self {
            Self::Hex => (32, 20, 64),
            Self::Base32 => (26, 16, 51),
            Self::Digits => (38, 25, 77),
        }
    }
}

#[derive(Debug)]
struct HashSpec {
    format: Format,
    length: Option<usize>,
}

pub(super) fn load(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let format = params
        .one_of("format", &["hex", "base32", "digits"])?
        .and_then(|index| FORMATS.get(index).copied())
        .unwrap_or(Format::Hex);
    let (.., most) = format.lengths();
    let length = match (params.integer("length")?, params.node("length")?) {
        (Some(length), Some(node)) => {
            let fits = usize::try_from(length)
                .ok()
                .filter(|n| (1..=most).contains(n));
            let length = fits.ok_or_else(|| {
                Error::rules(&node.position, format!("`length` must be from 1 to {most}"))
            })?;
            Some(length)
        }
        _ => None,
    };
    Ok(Arc::new(HashSpec { format, length }))
}

impl Spec for HashSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            return Err(binder.wrong_type("hash", "text").hint(
                "use `id.integer` for numbers, `id.uuid` for UUIDs, `bytes.random` for bytes",
            ));
        }
        let (default, unique, _) = self.format.lengths();
        let room = binder
            .target
            .ty
            .max_chars()
            .map_or(usize::MAX, |chars| chars as usize);
        let length = match self.length {
            Some(length) if length > room => {
                return Err(Misfit::new(format!(
                    "`hash` makes {length} characters, but the column takes {room}"
                ))
                .hint(format!("write `length: {room}`, or leave it out")));
            }
            Some(length) => length,
            None => default.min(room),
        };
        if binder.unique && length < unique {
            return Err(Misfit::new(format!(
                "unique hashes need 80 bits, which are {unique} characters; here there are {length}"
            ))
            .hint("`format: base32` is the shortest (16 characters)"));
        }
        Ok(Box::new(Hash {
            format: self.format,
            length,
        }))
    }
}

struct Hash {
    format: Format,
    length: usize,
}

impl Transform for Hash {
    fn apply(&self, cx: &Cx<'_>, _value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        match self.format {
            Format::Hex => hex(&cx.seed, self.length, out),
            Format::Base32 => base32(&cx.seed, self.length, out),
            Format::Digits => {
                let mut rng = cx.seed.rng();
                out.extend((0..self.length).map(|_| b'0' + (below(&mut rng, 10) as u8)));
            }
        }
        Ok(Outcome::Value)
    }
}

/// The first `length` hexadecimal digits of a seed (64 at most), as `hash` and templates' `hash()`
/// write them.
pub(in crate::transform) fn hex(seed: &Seed, length: usize, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = seed.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    out.extend(
        nibbles
            .take(length)
            .map(|nibble| DIGITS[usize::from(nibble)]),
    );
}

/// RFC 4648's alphabet in lower case, so that `lower()` changes nothing.
fn base32(seed: &Seed, length: usize, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let (mut buffer, mut bits) = (0u32, 0u32);
    let mut written = 0;
    for byte in seed.0 {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 && written < length {
            bits -= 5;
            out.push(DIGITS[((buffer >> bits) & 31) as usize]);
            written += 1;
        }
        buffer &= 0xff;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::pseudonym::fixture::{Fixture, map, text};

    #[test]
    fn formats_have_their_alphabet_and_length() {
        let fixture = Fixture::new();
        for (format, length, alphabet) in [
            ("hex", 32, "0123456789abcdef"),
            ("base32", 26, "abcdefghijklmnopqrstuvwxyz234567"),
            ("digits", 38, "0123456789"),
        ] {
            let bound = fixture.bind(
                &fixture.rule("hash", map(&[("format", text(format))])),
                PgType::Text,
            );
            for value in ["", "Jane", "é\\\n", &"x".repeat(100_000)] {
                let hash = fixture.value(&bound, value);
                assert_eq!(hash.len(), length);
                assert!(hash.chars().all(|c| alphabet.contains(c)));
            }
            assert_ne!(fixture.value(&bound, "a"), fixture.value(&bound, "b"));
        }
        for (format, most) in [("hex", "64"), ("base32", "51"), ("digits", "77")] {
            let rule = fixture.rule(
                "hash",
                map(&[("format", text(format)), ("length", text(most))]),
            );
            let hash = fixture.value(&fixture.bind(&rule, PgType::Text), "a");
            assert_eq!(hash.len().to_string(), most);
        }
    }

    #[test]
    fn base32_is_the_published_encoding() {
        let mut seed = Seed([0; 32]);
        seed.0[..6].copy_from_slice(b"foobar");
        let mut out = Vec::new();
        base32(&seed, 9, &mut out);
        assert_eq!(out, b"mzxw6ytbo");
    }

    #[test]
    fn it_fits_the_column_and_unique_wants_80_bits() {
        let fixture = Fixture::new();
        let rule = fixture.rule("hash", map(&[]));
        assert_eq!(
            fixture
                .value(&fixture.bind(&rule, PgType::Varchar(Some(8))), "a")
                .len(),
            8
        );
        let fixed = fixture.rule("hash", map(&[("length", text("9"))]));
        assert!(fixture.try_bind(&fixed, PgType::Varchar(Some(8))).is_err());
        assert!(fixture.try_bind(&rule, PgType::Int4).is_err());
        let unique = fixture.rule("hash", map(&[])).unique();
        assert!(fixture.try_bind(&unique, PgType::Varchar(Some(20))).is_ok());
        assert!(
            fixture
                .try_bind(&unique, PgType::Varchar(Some(19)))
                .is_err()
        );
        for bad in ["0", "65", "-1", "x", "9999999999999999999999"] {
            assert!(
                fixture
                    .load("hash", &map(&[("length", text(bad))]))
                    .is_err()
            );
        }
    }

    #[test]
    fn the_namespace_decides() {
        let fixture = Fixture::new();
        let a = fixture.bind(
            &fixture.rule("hash", map(&[])).in_namespace("a"),
            PgType::Text,
        );
        let b = fixture.bind(
            &fixture.rule("hash", map(&[])).in_namespace("b"),
            PgType::Text,
        );
        assert_ne!(fixture.value(&a, "x"), fixture.value(&b, "x"));
        assert!(matches!(
            fixture.apply_bytes(&a, None),
            Ok((Outcome::Keep, _))
        ));
    }

    #[test]
    fn it_holds_what_all_kinds_promise() {
        use crate::transform::testing::{check_text_kind, check_unique, rule};
        for format in ["hex", "base32", "digits"] {
            check_text_kind(|| rule("hash").with("format", format));
        }
        let values = (0..2000).map(|n| n.to_string());
        check_unique(rule("hash"), PgType::Varchar(Some(20)), values);
    }
}
