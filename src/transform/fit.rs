//! Would PostgreSQL take this text for a value of that type?
//!
//! Literals in rules are held against the column at bind, so that a wrong one is exit 4 before the
//! first row instead of an error of the load. Dates and times are taken in ISO 8601 order only:
//! other spellings depend on `DateStyle`. Where the type's own syntax is large (tsvector, hstore,
//! ranges, extensions') the text is accepted as it is.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Failure, Misfit};
use crate::dump::types::PgType;

mod array;
mod network;
mod number;
mod time;

/// Checks that PostgreSQL would accept `text` as input of type `ty`. The message names the type
/// and what it takes, never the text.
pub fn check_literal(ty: &PgType, text: &str) -> Result<(), Misfit> {
    if text.contains('\0') {
        return Err(Misfit::new(
            "PostgreSQL's types can't hold the character NUL",
        ));
    }
    match wanted(ty, text) {
        Ok(()) => Ok(()),
        Err(wants) => Err(Misfit::new(format!("{} takes {wants}", ty.short_name()))),
    }
}

/// [`check_literal`] for a result that is made from a row.
pub(crate) fn check_result(ty: &PgType, result: &[u8]) -> Result<(), Failure> {
    if ty.is_text() || matches!(ty, PgType::Unknown | PgType::Other(_)) {
        return Ok(());
    }
    let misfit = match std::str::from_utf8(result) {
        Ok(text) => check_literal(ty, text).err(),
        Err(_) => Some(Misfit::new("it is not UTF-8")),
    };
    match misfit {
        None => Ok(()),
        Some(misfit) => Err(Failure::new(format!(
            "the result does not fit the column: {}",
            misfit.message
        ))),
    }
}

/// What the type takes, where `text` is not that.
fn wanted(ty: &PgType, text: &str) -> Result<(), String> {
    let trimmed = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let fits = |fits: bool, wants: &str| if fits { Ok(()) } else { Err(wants.to_owned()) };
    match ty {
        PgType::Bool => fits(is_bool(trimmed), "true or false"),
        PgType::Int2 => number::integer(trimmed, i64::from(i16::MIN), i64::from(i16::MAX)),
        PgType::Int4 => number::integer(trimmed, i64::from(i32::MIN), i64::from(i32::MAX)),
        PgType::Int8 => number::integer(trimmed, i64::MIN, i64::MAX),
        PgType::Oid => number::integer(trimmed, 0, i64::from(u32::MAX)),
        PgType::Numeric(limits) => number::numeric(trimmed, *limits),
        PgType::Float4 => fits(number::is_float4(trimmed), "a number within its range"),
        PgType::Float8 => fits(number::is_float8(trimmed), "a number within its range"),
        PgType::Money => fits(number::is_money(trimmed), "an amount of money"),
        PgType::Varchar(Some(limit)) | PgType::Char(limit) => {
            let chars = text.chars().count();
            match usize::try_from(*limit) {
                Ok(limit) if chars > limit => Err(format!("{limit} characters, not {chars}")),
                _ => Ok(()),
            }
        }
        PgType::Name => fits(text.len() < 64, "at most 63 bytes"),
        PgType::Bytea => fits(
            is_bytea(text),
            "bytes as `\\x` and pairs of hexadecimal digits",
        ),
        PgType::Date => fits(time::is_date(trimmed), "a date as YYYY-MM-DD"),
        PgType::Time => fits(time::is_time(trimmed), "a time as HH:MM:SS"),
        PgType::TimeTz => fits(time::is_time(trimmed), "a time as HH:MM:SS+HH:MM"),
        PgType::Timestamp | PgType::TimestampTz => fits(
            time::is_timestamp(trimmed),
            "a timestamp as YYYY-MM-DD HH:MM:SS",
        ),
        PgType::Interval => fits(time::is_interval(trimmed), "an interval such as `3 days`"),
        PgType::Uuid => fits(is_uuid(trimmed), "a UUID"),
        PgType::Json => fits(is_json(trimmed), "JSON"),
        PgType::Jsonb => fits(
            is_json(trimmed) && !has_null_escape(trimmed),
            "JSON without \\u0000",
        ),
        PgType::Inet => fits(network::is_inet(trimmed), "an IP address"),
        PgType::Cidr => fits(network::is_cidr(trimmed), "a network such as 192.0.2.0/24"),
        PgType::MacAddr => fits(network::is_mac(trimmed, 12), "a MAC address of 6 bytes"),
        PgType::MacAddr8 => fits(
            network::is_mac(trimmed, 12) || network::is_mac(trimmed, 16),
            "a MAC address of 6 or 8 bytes",
        ),
        PgType::Bit(length) => {
            if is_bits(text) && u32::try_from(text.len()) == Ok(*length) {
                Ok(())
            } else {
                Err(format!("exactly {length} digits 0 or 1"))
            }
        }
        PgType::VarBit(limit) => {
            let short =
                limit.is_none_or(|limit| u32::try_from(text.len()).is_ok_and(|n| n <= limit));
            fits(is_bits(text) && short, "digits 0 or 1 up to its length")
        }
        PgType::Enum(of) => {
            if of.labels.iter().any(|label| label == text) {
                Ok(())
            } else {
                Err(format!("one of: {}", of.labels.join(", ")))
            }
        }
        PgType::Composite(_) => fits(
            trimmed.starts_with('(') && trimmed.ends_with(')'),
            "fields in parentheses",
        ),
        PgType::Array(element) => array::check(element, trimmed),
        PgType::Text
        | PgType::Varchar(None)
        | PgType::Citext
        | PgType::Xml
        | PgType::TsVector
        | PgType::TsQuery
        | PgType::Hstore
        | PgType::Other(_)
        | PgType::Unknown => Ok(()),
    }
}

/// `parse_bool` (utils/adt/bool.c): unique prefixes of the words, in any case.
fn is_bool(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let prefix = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    matches!(text.as_str(), "0" | "1")
        || prefix("true", 1)
        || prefix("false", 1)
        || prefix("yes", 1)
        || prefix("no", 1)
        || prefix("on", 2)
        || prefix("off", 2)
}

/// `byteain` (utils/adt/varlena.c): the hex form, or the escape form.
fn is_bytea(text: &str) -> bool {
    if let Some(hex) = text.strip_prefix("\\x") {
        let mut rest = hex.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let digits = rest.clone().count();
        return digits % 2 == 0 && rest.all(|byte| byte.is_ascii_hexdigit());
    }
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'\\', rest) {
        rest = match &rest[at + 1..] {
            [b'\\', rest @ ..] => rest,
            [b'0'..=b'3', b'0'..=b'7', b'0'..=b'7', rest @ ..] => rest,
            _ => return false,
        };
    }
    true
}

/// `string_to_uuid` (utils/adt/uuid.c): 32 hexadecimal digits, a hyphen allowed after every four,
/// braces around.
fn is_uuid(text: &str) -> bool {
    let inner = match text.strip_prefix('{') {
        Some(rest) => match rest.strip_suffix('}') {
            Some(inner) => inner,
            None => return false,
        },
        None => text,
    };
    let mut digits = 0;
    let mut hyphen = true;
    for byte in inner.bytes() {
        if byte.is_ascii_hexdigit() {
            digits += 1;
            hyphen = false;
        } else if byte == b'-' && !hyphen && digits % 4 == 0 {
            hyphen = true;
        } else {
            return false;
        }
    }
    digits == 32 && !hyphen
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Checked>(text).is_ok()
}

/// A JSON value as [`serde_json::Value`] takes it, of which nothing is kept.
struct Checked;

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Check)
    }
}

struct Check;

impl<'de> Visitor<'de> for Check {
    type Value = Checked;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_str<E>(self, _: &str) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_unit<E>(self) -> Result<Checked, E> {
        Ok(Checked)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Checked, A::Error> {
        while list.next_element::<Checked>()?.is_some() {}
        Ok(Checked)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Checked, A::Error> {
        while object.next_entry::<Checked, Checked>()?.is_some() {}
        Ok(Checked)
    }
}

/// JSON text has the escape `\u0000`, which jsonb refuses.
fn has_null_escape(json: &str) -> bool {
    let mut rest = json.as_bytes();
    while let Some(at) = memchr::memchr(b'\\', rest) {
        if rest[at + 1..].starts_with(b"u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

fn is_bits(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0' | b'1'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dump::name::TableName;
    use crate::dump::types::EnumType;

    fn check(ty: &PgType, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(check_literal(ty, text).is_ok(), "{ty:?} takes {text:?}");
        }
        for text in bad {
            let misfit = check_literal(ty, text).expect_err(text);
            assert!(!misfit.message.is_empty());
        }
    }

    #[test]
    fn booleans() {
        check(
            &PgType::Bool,
            &["t", "TRUE", " f ", "yes", "n", "on", "off", "of", "1", "0"],
            &["", "o", "2", "truex", "null"],
        );
    }

    #[test]
    fn text_and_its_limits() {
        check(&PgType::Text, &["", "é", "\\"], &["a\0b"]);
        check(&PgType::Varchar(Some(3)), &["", "éée"], &["abcd"]);
        check(&PgType::Char(2), &["ab", ""], &["abc"]);
        check(&PgType::Varchar(None), &["abcdef"], &[]);
        check(&PgType::Name, &["users"], &[&"x".repeat(64)]);
    }

    #[test]
    fn bytes_and_uuids() {
        check(
            &PgType::Bytea,
            &["", "\\x", "\\xDEad", "\\x de ad", "abc", "a\\\\b", "\\001"],
            &["\\xabc", "\\xzz", "\\8", "\\", "\\400", "\\01"],
        );
        check(
            &PgType::Uuid,
            &[
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}",
                "a0eebc999c0b4ef8bb6d6bb9bd380a11",
            ],
            &[
                "",
                "a0eebc99",
                "{a0eebc999c0b4ef8bb6d6bb9bd380a11",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1é",
            ],
        );
    }

    #[test]
    fn json() {
        check(
            &PgType::Json,
            &["{}", "[1, \"\\u0000\"]", "null", " 1 "],
            &["", "{", "nul", "'x'"],
        );
        check(
            &PgType::Jsonb,
            &["\"\\\\u0000\""],
            &["\"\\u0000\"", "\"\\\\\\u0000\""],
        );
    }

    #[test]
    fn enums_name_their_labels() {
        let ty = PgType::Enum(Arc::new(EnumType {
            name: TableName::new("public", "mood"),
            labels: vec!["sad".into(), "very happy".into()],
        }));
        check(&ty, &["sad", "very happy"], &["Sad", ""]);
        let misfit = check_literal(&ty, "x").expect_err("no label");
        assert_eq!(misfit.message, "enum takes one of: sad, very happy");
    }

    #[test]
    fn bits() {
        check(&PgType::Bit(3), &["101"], &["10", "1012", ""]);
        check(&PgType::VarBit(Some(3)), &["", "10"], &["1010", "x"]);
    }

    #[test]
    fn results_do_not_reach_the_message() {
        let failure = check_result(&PgType::Int4, b"Jane Smith").expect_err("no number");
        assert!(!failure.0.contains("Jane"));
        assert!(check_result(&PgType::Int4, b"\xff").is_err());
        assert!(check_result(&PgType::Text, b"\xff").is_ok());
    }
}
