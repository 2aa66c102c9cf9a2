//! `bytes.empty` and `bytes.random`: binary data that says nothing.

use std::sync::Arc;

use rand_core::Rng;

use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const EMPTY: Kind = Kind {
    name: "bytes.empty",
    about: "no bytes at all",
    params: &[],
    types: "bytea, text types, JSON",
    example: "bytes.empty",
    role: Role::Constant,
    partial: false,
    unique: false,
    load: load_empty,
};

pub(super) const RANDOM: Kind = Kind {
    name: "bytes.random",
    about: "keyed random bytes",
    params: &[("length", "how many bytes (as many as the original has)")],
    types: "bytea",
    example: "{use: bytes.random, length: 16}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: load_random,
};

#[derive(Clone, Copy, Debug)]
enum Empty {
    /// `\x`
    Bytea,
    Text,
    /// As the original looks.
    Unknown,
}

fn load_empty(_: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Empty::Unknown))
}

impl Spec for Empty {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Ok(Box::new(match &binder.target.ty {
            _ if binder.target.in_json => Self::Text,
            PgType::Bytea => Self::Bytea,
            PgType::Unknown => Self::Unknown,
            ty if ty.is_text() => Self::Text,
            _ => return Err(binder.wrong_type(EMPTY.name, "no bytes")),
        }))
    }
}

impl Transform for Empty {
    fn apply(&self, _: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let hex = match self {
            Self::Bytea => true,
            Self::Text => false,
            Self::Unknown => value.starts_with(br"\x"),
        };
        if hex {
            out.extend_from_slice(br"\x");
        }
        Ok(Outcome::Value)
    }
}

#[derive(Clone, Copy, Debug)]
struct Random {
    length: Option<usize>,
}

/// A field has at most a gigabyte, and hex doubles it.
const MOST: i64 = 1 << 28;

fn load_random(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let length = params.integer("length")?;
    if length.is_some_and(|length| !(0..=MOST).contains(&length)) {
        return Err(Error::rules(
            params.position(),
            format!("`length` must be from 0 to {MOST} bytes"),
        ));
    }
    let length = length.and_then(|length| usize::try_from(length).ok());
    Ok(Arc::new(Random { length }))
}

impl Spec for Random {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        match binder.target.ty {
            PgType::Bytea | PgType::Unknown if !binder.target.in_json => Ok(Box::new(*self)),
            _ => Err(binder
                .wrong_type(RANDOM.name, "bytes")
                .hint("use `hash` or `lorem.words` for text")),
        }
    }
}

impl Transform for Random {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let length = match self.length {
            Some(length) => length,
            None => decoded_length(value).ok_or_else(|| {
                Failure::new(format!("expected a bytea, got {} bytes", value.len()))
            })?,
        };
        let start = out.len();
        write_hex(cx.seed, length, out);
        // One byte comes out as the original once in 256 times.
        let mut seed = cx.seed;
        while length > 0 && out[start..].eq_ignore_ascii_case(value) {
            out.truncate(start);
            seed = seed.part(b"again");
            write_hex(seed, length, out);
        }
        Ok(Outcome::Value)
    }
}

fn write_hex(seed: Seed, length: usize, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(br"\x");
    out.reserve(length.saturating_mul(2));
    let mut rng = seed.rng();
    let mut left = length;
    let mut chunk = [0_u8; 256];
    while left > 0 {
        let chunk = &mut chunk[..left.min(256)];
        rng.fill_bytes(chunk);
        for byte in chunk.iter() {
            out.push(DIGITS[usize::from(byte >> 4)]);
            out.push(DIGITS[usize::from(byte & 15)]);
        }
        left -= chunk.len();
    }
}

/// The number of bytes that bytea text stands for, in hex or escape format (`byteain`).
fn decoded_length(value: &[u8]) -> Option<usize> {
    if let Some(hex) = value.strip_prefix(br"\x") {
        return (hex.len() % 2 == 0).then_some(hex.len() / 2);
    }
    let mut length = 0;
    let mut rest = value;
    while let Some(first) = rest.first() {
        let taken = match (first, rest.get(1)) {
            (b'\\', Some(b'\\')) => 2,
            (b'\\', _) => 4,
            _ => 1,
        };
        rest = rest.get(taken..)?;
        length += 1;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::container::fixture::{self, apply, bind, rule, text};

    fn run(kind: &'static Kind, params: &[(&str, &str)], ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(kind, params), ty).expect("a fit");
        text(apply(&bound, value).expect("bytes"))
    }

    #[test]
    fn empty_is_empty_in_the_types_form() {
        assert_eq!(run(&EMPTY, &[], &PgType::Bytea, r"\x00ff"), r"\x");
        assert_eq!(run(&EMPTY, &[], &PgType::Text, "é"), "");
        assert_eq!(run(&EMPTY, &[], &PgType::Unknown, r"\x00ff"), r"\x");
        assert_eq!(run(&EMPTY, &[], &PgType::Unknown, "text"), "");
        assert!(bind(&rule(&EMPTY, &[]), &PgType::Int4).is_err());
    }

    #[test]
    fn random_bytes_have_the_length_of_the_original() {
        let bytea = PgType::Bytea;
        for length in [0, 1, 2, 255, 256, 257, 5000] {
            let value = format!(r"\x{}", "ab".repeat(length));
            let drawn = run(&RANDOM, &[], &bytea, &value);
            assert_eq!(drawn.len(), value.len());
            assert_eq!(drawn, run(&RANDOM, &[], &bytea, &value));
            assert!(length == 0 || drawn != value);
        }
        assert_eq!(run(&RANDOM, &[], &bytea, r"a\\\001é").len(), 2 + 2 * 5);
        assert_eq!(run(&RANDOM, &[("length", "4")], &bytea, "").len(), 10);
    }

    #[test]
    fn every_byte_changes_at_random() {
        for byte in 0..=255_u8 {
            let value = format!(r"\x{byte:02X}");
            assert!(!run(&RANDOM, &[], &PgType::Bytea, &value).eq_ignore_ascii_case(&value));
        }
    }

    #[test]
    fn what_is_no_bytea_fails() {
        let bound = bind(&rule(&RANDOM, &[]), &PgType::Bytea).expect("a fit");
        for value in [r"\xabc", r"canary\", r"\01"] {
            assert!(
                apply(&bound, value)
                    .unwrap_err()
                    .starts_with("expected a bytea")
            );
        }
        assert!(bind(&rule(&RANDOM, &[]), &PgType::Text).is_err());
        let params = [("length", fixture::scalar("-1"))];
        assert!(fixture::load(&RANDOM, &params).is_err());
    }
}
