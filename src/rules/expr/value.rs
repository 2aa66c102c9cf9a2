//! Values while an expression runs, and how they are read from text.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::decimal::{Decimal, Fault};
use super::interval::Interval;
use super::moment::{self, Days, Micros};
use super::zone::Zone;
use crate::transform::Failure;

/// A value. It borrows from the row or the expression wherever it can.
#[derive(Clone)]
pub(super) enum Val<'v> {
    Null,
    Bool(bool),
    /// smallint, integer, bigint, oid.
    Int(i64),
    Num(Decimal),
    /// real (widened) and double precision.
    Float(f64),
    /// All text types, and bytea in its text form.
    Text(Cow<'v, [u8]>),
    Json(Cow<'v, [u8]>),
    /// `->>` of an object or array: not NULL, but its text is PostgreSQL's to print.
    Nested,
    Date(Days),
    /// timestamp (local) and timestamptz (UTC).
    Micros(Micros),
    /// Microseconds since midnight.
    Time(i64),
    Interval(Interval),
    Uuid(u128),
    Mac(u64),
    Inet(Inet),
    /// The label's place.
    Enum(u32),
}

/// Prints nothing of the value: it may be row data.
impl std::fmt::Debug for Val<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_null() { "Null" } else { "Val" })
    }
}

impl<'v> Val<'v> {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// SQL's truth value.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Text, where it is text that is known here.
    pub(super) fn text(self) -> Result<Cow<'v, [u8]>, Failure> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Nested => Err(nested()),
            _ => Err(misbound()),
        }
    }

    /// The same, on its own.
    pub(super) fn into_owned(self) -> Val<'static> {
        let own = |text: Cow<'_, [u8]>| Cow::Owned(text.into_owned());
        match self {
            Self::Text(text) => Val::Text(own(text)),
            Self::Json(text) => Val::Json(own(text)),
            Self::Null => Val::Null,
            Self::Nested => Val::Nested,
            Self::Bool(v) => Val::Bool(v),
            Self::Int(v) => Val::Int(v),
            Self::Num(v) => Val::Num(v),
            Self::Float(v) => Val::Float(v),
            Self::Date(v) => Val::Date(v),
            Self::Micros(v) => Val::Micros(v),
            Self::Time(v) => Val::Time(v),
            Self::Interval(v) => Val::Interval(v),
            Self::Uuid(v) => Val::Uuid(v),
            Self::Mac(v) => Val::Mac(v),
            Self::Inet(v) => Val::Inet(v),
            Self::Enum(v) => Val::Enum(v),
        }
    }

    /// The same, borrowed.
    pub(super) fn borrow(&self) -> Val<'_> {
        match self {
            Self::Text(text) => Val::Text(Cow::Borrowed(text)),
            Self::Json(text) => Val::Json(Cow::Borrowed(text)),
            other => other.clone(),
        }
    }
}

/// Two parts of an expression disagree about a type: a defect of the binder, reported as a failure
/// of the row rather than a panic.
pub(super) fn misbound() -> Failure {
    Failure::new(
        "the expression was bound to another type than the value has (a defect of dmscrub)",
    )
}

/// The text of an object or array is asked for.
pub(super) fn nested() -> Failure {
    Failure::new("`->>` found an object or array where a single value is compared")
}

/// An address with its prefix length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Inet {
    address: IpAddr,
    bits: u8,
}

/// What a text is to be read as.
#[derive(Clone, Debug)]
pub(super) enum Input {
    Bool,
    Int2,
    Int4,
    Int8,
    Oid,
    Numeric,
    Float4,
    Float8,
    /// As it is.
    Text,
    Json,
    Date,
    Timestamp,
    TimestampTz,
    Time,
    Interval,
    Uuid,
    Mac,
    Mac8,
    Inet,
    Bytea,
    Enum(std::sync::Arc<crate::dump::types::EnumType>),
}

impl Input {
    /// What is expected, for messages.
    pub(super) fn expects(&self) -> &'static str {
        match self {
            Self::Bool => "a boolean",
            Self::Int2 => "a smallint",
            Self::Int4 => "an integer",
            Self::Int8 => "a bigint",
            Self::Oid => "an oid",
            Self::Numeric => "a number",
            Self::Float4 => "a real number",
            Self::Float8 => "a double precision number",
            Self::Text => "text",
            Self::Json => "JSON",
            Self::Date => "a date (YYYY-MM-DD)",
            Self::Timestamp | Self::TimestampTz => "a timestamp (YYYY-MM-DD HH:MM:SS)",
            Self::Time => "a time (HH:MM:SS)",
            Self::Interval => "an interval (such as 15 days)",
            Self::Uuid => "a UUID",
            Self::Mac | Self::Mac8 => "a MAC address",
            Self::Inet => "an IP address",
            Self::Bytea => "a bytea value",
            Self::Enum(_) => "a label of the enum",
        }
    }

    /// Reads a text as the type's input function does; `None` where it is none of the type.
    pub(super) fn read<'v>(&self, text: &'v [u8], zone: &Zone) -> Option<Val<'v>> {
        Some(match self {
            Self::Text => Val::Text(Cow::Borrowed(text)),
            Self::Bool => Val::Bool(parse_bool(text)?),
            Self::Int2 => Val::Int(i16::try_from(parse_int(text)?).ok()?.into()),
            Self::Int4 => Val::Int(i32::try_from(parse_int(text)?).ok()?.into()),
            Self::Int8 => Val::Int(parse_int(text)?),
            Self::Oid => Val::Int(u32::try_from(parse_int(text)?).ok()?.into()),
            Self::Numeric => Val::Num(Decimal::parse(text).ok()?),
            Self::Float8 => Val::Float(parse_float(text)?),
            Self::Float4 => Val::Float(parse_real(text)?),
            Self::Json => Val::Json(Cow::Borrowed(super::json::validate(text).ok()?)),
            Self::Date => Val::Date(moment::parse(text)?.date()?),
            Self::Timestamp => Val::Micros(moment::parse(text)?.timestamp()?),
            Self::TimestampTz => Val::Micros(zone.read(moment::parse(text)?)?),
            Self::Time => Val::Time(moment::parse_time(text)?),
            Self::Interval => Val::Interval(Interval::parse(text)?),
            Self::Uuid => Val::Uuid(parse_uuid(text)?),
            Self::Mac => Val::Mac(parse_mac(text, 12)?),
            Self::Mac8 => Val::Mac(parse_mac(text, 16)?),
            Self::Inet => Val::Inet(parse_inet(text)?),
            Self::Bytea => {
                bytea(text).try_for_each(|byte| byte.map(drop))?;
                Val::Text(Cow::Borrowed(text))
            }
            Self::Enum(ty) => {
                let place = ty
                    .labels
                    .iter()
                    .position(|label| label.as_bytes() == text)?;
                Val::Enum(u32::try_from(place).ok()?)
            }
        })
    }
}

/// Digits with a sign, blanks around.
fn parse_int(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let (negative, digits) = match text.split_first()? {
        (b'-', digits) => (true, digits),
        (b'+', digits) => (false, digits),
        _ => (false, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value: i64 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        // Downwards, as the least number has no positive counterpart.
        value = value
            .checked_mul(10)?
            .checked_sub(i64::from(digit - b'0'))?;
    }
    if negative {
        Some(value)
    } else {
        value.checked_neg()
    }
}

/// `parse_bool_with_len`: any unique beginning of a word, in any case.
fn parse_bool(text: &[u8]) -> Option<bool> {
    let text = text.trim_ascii();
    let begins = |word: &[u8]| {
        word.get(..text.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    match text {
        [] => None,
        b"1" => Some(true),
        b"0" => Some(false),
        _ if begins(b"true") || begins(b"yes") || text.eq_ignore_ascii_case(b"on") => Some(true),
        _ if begins(b"false") || begins(b"no") => Some(false),
        _ if text.len() > 1 && begins(b"off") => Some(false),
        _ => None,
    }
}

fn is_float_text(text: &[u8]) -> bool {
    text.iter()
        .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
}

fn special_float(text: &[u8]) -> Option<f64> {
    let text = text.to_ascii_lowercase();
    match text.as_slice() {
        b"nan" => Some(f64::NAN),
        b"infinity" | b"inf" | b"+infinity" | b"+inf" => Some(f64::INFINITY),
        b"-infinity" | b"-inf" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// `None` also where the number is too large, or too small to be told from zero.
fn parse_float(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    if !is_float_text(text) {
        return special_float(text);
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let in_range = value.is_finite() && (value != 0.0 || all_zero(text));
    in_range.then_some(value)
}

fn parse_real(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    if !is_float_text(text) {
        return special_float(text);
    }
    let value: f32 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let in_range = value.is_finite() && (value != 0.0 || all_zero(text));
    in_range.then_some(value.into())
}

fn all_zero(text: &[u8]) -> bool {
    text.iter()
        .take_while(|b| !matches!(b, b'e' | b'E'))
        .all(|b| !matches!(b, b'1'..=b'9'))
}

/// 32 hex digits, a hyphen after any four, braces around (`uuid_in`).
fn parse_uuid(text: &[u8]) -> Option<u128> {
    let text = match text.strip_prefix(b"{") {
        Some(inner) => inner.strip_suffix(b"}")?,
        None => text,
    };
    let mut value: u128 = 0;
    let mut digits = 0;
    let mut hyphen_before = true; // none may stand at the start
    for &byte in text {
        if byte == b'-' {
            if hyphen_before || digits % 4 != 0 || digits == 32 {
                return None;
            }
            hyphen_before = true;
            continue;
        }
        let digit = char::from(byte).to_digit(16)?;
        if digits == 32 {
            return None;
        }
        value = value << 4 | u128::from(digit);
        digits += 1;
        hyphen_before = false;
    }
    (digits == 32).then_some(value)
}

/// As `uuid_out` writes it.
pub(super) fn uuid_text(value: u128) -> Vec<u8> {
    let hex = format!("{value:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
    .into_bytes()
}

/// So many hex digits, two by two with `:` or `-` between, or without.
fn parse_mac(text: &[u8], wanted: usize) -> Option<u64> {
    let text = text.trim_ascii();
    let separator = text.get(2).copied().filter(|b| matches!(b, b':' | b'-'));
    let mut value: u64 = 0;
    let mut digits = 0;
    for chunk in text.chunks(if separator.is_some() { 3 } else { 2 }) {
        if chunk.len() < 2 || (chunk.len() == 3 && chunk.get(2) != separator.as_ref()) {
            return None;
        }
        for byte in &chunk[..2] {
            value = value << 4 | u64::from(char::from(*byte).to_digit(16)?);
            digits += 1;
        }
        if digits > wanted {
            return None;
        }
    }
    let ends_well = separator.is_none() || !matches!(text.last(), Some(b':' | b'-'));
    (digits == wanted && ends_well).then_some(value)
}

/// `192.0.2.1`, `192.0.2.0/24`, `2001:db8::1/64`.
fn parse_inet(text: &[u8]) -> Option<Inet> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let (address, most) = if address.contains(':') {
        (IpAddr::V6(address.parse::<Ipv6Addr>().ok()?), 128)
    } else {
        (IpAddr::V4(address.parse::<Ipv4Addr>().ok()?), 32)
    };
    let bits = match bits {
        None => most,
        Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => {
            bits.parse().ok().filter(|bits| *bits <= most)?
        }
        Some(_) => return None,
    };
    Some(Inet { address, bits })
}

/// The bytes of a bytea in its hex (`\x…`) or escape form; an item is `None` where it is neither.
pub(super) fn bytea(text: &[u8]) -> impl Iterator<Item = Option<u8>> {
    let (hex, mut rest) = match text.strip_prefix(b"\\x") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    std::iter::from_fn(move || {
        if hex {
            while let Some((b' ' | b'\n' | b'\t' | b'\r', after)) = rest.split_first() {
                rest = after;
            }
            let (&high, after) = rest.split_first()?;
            let digit = |byte: u8| char::from(byte).to_digit(16).map(|d| d as u8);
            rest = after.get(1..).unwrap_or_default();
            let low = after.first().copied().and_then(digit);
            return Some(digit(high).zip(low).map(|(high, low)| high << 4 | low));
        }
        let (&first, after) = rest.split_first()?;
        rest = after;
        if first != b'\\' {
            return Some(Some(first));
        }
        if let Some(after) = rest.strip_prefix(b"\\") {
            rest = after;
            return Some(Some(b'\\'));
        }
        let Some((octal, after)) = rest.split_first_chunk::<3>() else {
            rest = &[];
            return Some(None);
        };
        rest = after;
        let [high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7'] = octal else {
            return Some(None);
        };
        Some(Some(
            (high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0'),
        ))
    })
}

/// A fault as a failure of the row.
pub(super) fn fault(fault: Fault, what: &'static str) -> Failure {
    match fault {
        Fault::Malformed => Failure::new(format!("expected {what}")),
        Fault::OutOfRange => Failure::new(format!("{what} out of range")),
        Fault::DivisionByZero => Failure::new("division by zero"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_by_their_beginnings() {
        for text in ["t", "TRUE", "tr", "y", "yes", "on", "1", " true "] {
            assert_eq!(parse_bool(text.as_bytes()), Some(true), "{text}");
        }
        for text in ["f", "false", "n", "no", "of", "off", "0"] {
            assert_eq!(parse_bool(text.as_bytes()), Some(false), "{text}");
        }
        for text in ["", "o", "truex", "2", "yess"] {
            assert_eq!(parse_bool(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn integers() {
        assert_eq!(parse_int(b" -9223372036854775808 "), Some(i64::MIN));
        assert_eq!(parse_int(b"9223372036854775808"), None);
        assert_eq!(parse_int(b"+7"), Some(7));
        for text in ["", "-", "1.0", "0x1", "1 2"] {
            assert_eq!(parse_int(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn floats() {
        assert_eq!(parse_float(b" 1e3 "), Some(1000.0));
        assert_eq!(parse_float(b"-Infinity"), Some(f64::NEG_INFINITY));
        assert_eq!(parse_float(b"1e400"), None);
        assert_eq!(parse_float(b"1e-400"), None);
        assert_eq!(parse_float(b"0e-400"), Some(0.0));
        assert_eq!(parse_real(b"0.1"), Some(f64::from(0.1_f32)));
        assert_eq!(parse_float(b""), None);
        assert_eq!(parse_float(b"0x1"), None);
    }

    #[test]
    fn uuids_in_all_their_forms() {
        let value = parse_uuid(b"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11").unwrap();
        for text in [
            "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}",
            "a0eebc999c0b4ef8bb6d6bb9bd380a11",
        ] {
            assert_eq!(parse_uuid(text.as_bytes()), Some(value), "{text}");
        }
        assert_eq!(uuid_text(value), b"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        for text in [
            "",
            "a0eebc99",
            "a0-eebc999c0b4ef8bb6d6bb9bd380a11",
            "a0eebc999c0b4ef8bb6d6bb9bd380a1g",
        ] {
            assert_eq!(parse_uuid(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn addresses() {
        assert!(parse_inet(b"192.0.2.1") == parse_inet(b"192.0.2.1/32"));
        assert!(parse_inet(b"192.0.2.1") != parse_inet(b"192.0.2.1/24"));
        assert!(parse_inet(b"2001:DB8::1") == parse_inet(b"2001:db8:0::1"));
        assert!(parse_inet(b"192.0.2").is_none());
        assert!(parse_inet(b"192.0.2.1/33").is_none());
        assert_eq!(parse_mac(b"08:00:2b:01:02:03", 12), Some(0x0800_2b01_0203));
        assert_eq!(parse_mac(b"08-00-2B-01-02-03", 12), Some(0x0800_2b01_0203));
        assert_eq!(parse_mac(b"08002b010203", 12), Some(0x0800_2b01_0203));
        assert_eq!(parse_mac(b"08:00:2b:01:02", 12), None);
        assert_eq!(parse_mac(b"08:00:2b:01:02:03:", 12), None);
    }

    #[test]
    fn bytea_in_both_forms() {
        let decode = |text: &[u8]| bytea(text).collect::<Option<Vec<u8>>>();
        assert_eq!(decode(b"\\x6100ff"), Some(vec![0x61, 0, 0xff]));
        assert_eq!(decode(b"a\\000\\377"), Some(vec![0x61, 0, 0xff]));
        assert_eq!(decode(b"\\\\x"), Some(b"\\x".to_vec()));
        assert_eq!(decode(b""), Some(Vec::new()));
        for bad in [&b"\\x6"[..], b"\\xzz", b"\\", b"\\400", b"\\00"] {
            assert_eq!(decode(bad), None);
        }
    }
}
