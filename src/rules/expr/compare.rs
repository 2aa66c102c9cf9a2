//! Comparing two values of types the binder has brought together.

use std::cmp::Ordering;

use super::fold::{self, NotUtf8};
use super::moment::{self, DATE_INFINITY, DATE_NEG_INFINITY, DAY};
use super::value::{Val, bytea, misbound, nested};
use super::zone::Zone;
use super::{json, jsonb};
use crate::transform::Failure;

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Bool,
    Int,
    Num,
    Float,
    /// Byte by byte.
    Bytes,
    /// Without trailing blanks (char).
    Padded,
    /// Without case (citext).
    Folded,
    /// Decoded from either form.
    Bytea,
    /// Days, microseconds, places of labels: by number.
    Plain,
    /// Dates and timestamps of different types.
    Moments(Moment, Moment),
    Interval,
    /// Equality only.
    Jsonb,
}

/// Which type a moment has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    Date,
    Timestamp,
    TimestampTz,
}

/// `None` where either is NULL.
pub(super) fn compare(
    by: By,
    left: &Val<'_>,
    right: &Val<'_>,
    zone: &Zone,
) -> Result<Option<Ordering>, Failure> {
    if left.is_null() || right.is_null() {
        return Ok(None);
    }
    let ordering = match (by, left, right) {
        (By::Bool, Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (By::Int, Val::Int(a), Val::Int(b)) => a.cmp(b),
        (By::Num, Val::Num(a), Val::Num(b)) => a.cmp(b),
        (By::Float, Val::Float(a), Val::Float(b)) => compare_floats(*a, *b),
        (By::Bytes, Val::Text(a), Val::Text(b)) => a.cmp(b),
        (By::Padded, Val::Text(a), Val::Text(b)) => unpadded(a).cmp(unpadded(b)),
        (By::Folded, Val::Text(a), Val::Text(b)) => fold::compare_folded(a, b).map_err(not_utf8)?,
        (By::Bytea, Val::Text(a), Val::Text(b)) => bytea(a).cmp(bytea(b)),
        (By::Plain, Val::Date(a), Val::Date(b)) => a.cmp(b),
        (By::Plain, Val::Micros(a), Val::Micros(b)) | (By::Plain, Val::Time(a), Val::Time(b)) => {
            a.cmp(b)
        }
        (By::Plain, Val::Enum(a), Val::Enum(b)) => a.cmp(b),
        (By::Plain, Val::Uuid(a), Val::Uuid(b)) => a.cmp(b),
        (By::Plain, Val::Mac(a), Val::Mac(b)) => a.cmp(b),
        // Only equality is asked of addresses.
        (By::Plain, Val::Inet(a), Val::Inet(b)) if a == b => Ordering::Equal,
        (By::Plain, Val::Inet(_), Val::Inet(_)) => Ordering::Less,
        (By::Moments(a, b), left, right) => {
            let utc = a == Moment::TimestampTz || b == Moment::TimestampTz;
            on_one_line(left, a, utc, zone)?.cmp(&on_one_line(right, b, utc, zone)?)
        }
        (By::Interval, Val::Interval(a), Val::Interval(b)) => a.compare(*b),
        (By::Jsonb, Val::Json(a), Val::Json(b)) => {
            let canonical = |text| jsonb::canonical(text).map_err(|json::Malformed| not_json(text));
            canonical(a)?.cmp(&canonical(b)?)
        }
        (_, Val::Nested, _) | (_, _, Val::Nested) => return Err(nested()),
        _ => return Err(misbound()),
    };
    Ok(Some(ordering))
}

/// NaN equals itself and is greater than all else.
fn compare_floats(a: f64, b: f64) -> Ordering {
    match (a.is_nan(), b.is_nan()) {
        (false, false) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        (a, b) => a.cmp(&b),
    }
}

/// The text of a char(n) as all but LIKE and `~` see it.
pub(super) fn unpadded(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|b| *b != b' ').map_or(0, |at| at + 1);
    &text[..end]
}

/// Microseconds on a scale that holds dates past the last timestamp too.
fn on_one_line(value: &Val<'_>, ty: Moment, utc: bool, zone: &Zone) -> Result<i128, Failure> {
    let micros = match (value, ty) {
        (Val::Date(DATE_INFINITY), Moment::Date) => moment::INFINITY,
        (Val::Date(DATE_NEG_INFINITY), Moment::Date) => moment::NEG_INFINITY,
        (Val::Date(date), Moment::Date) => {
            let midnight = if utc { zone.midnight(*date) } else { None };
            match midnight {
                Some(instant) => instant,
                // Past the zone's reach an offset of hours decides nothing.
                None => return Ok(i128::from(*date) * i128::from(DAY)),
            }
        }
        (Val::Micros(local), Moment::Timestamp) if utc => zone.instant(*local).unwrap_or(*local),
        (Val::Micros(micros), Moment::Timestamp | Moment::TimestampTz) => *micros,
        _ => return Err(misbound()),
    };
    Ok(match micros {
        moment::INFINITY => i128::MAX,
        moment::NEG_INFINITY => i128::MIN,
        micros => micros.into(),
    })
}

pub(super) fn not_utf8(_: NotUtf8) -> Failure {
    Failure::new("the text is not valid UTF-8, so letters can't be told")
}

pub(super) fn not_json(text: &[u8]) -> Failure {
    Failure::new(format!("expected JSON, got {} bytes", text.len()))
}
