//! Dates and times.
//!
//! Values keep their form: PostgreSQL's own in date and time columns, the original's in text and
//! JSON. `infinity` and `-infinity` stay, as they say nothing of a person; so does empty text.

use super::bind::Binder;
use super::{Failure, Kind, Misfit};
use crate::dump::types::PgType;
use calendar::{FIRST, LAST_DATE, LAST_TIMESTAMP, days_of};
use stamp::{Parsed, Stamp};

mod between;
mod calendar;
mod moved;
mod stamp;
mod truncate;

pub(super) const KINDS: &[Kind] = &[between::KIND, moved::SHIFT, moved::NOISE, truncate::KIND];

/// What the target holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Date,
    Time,
    Timestamp,
    TimestampTz,
    /// Text in any of these forms.
    Text,
    /// Text within JSON.
    Json,
}

const TYPES: &str = "date, timestamp, timestamptz, ISO dates in text and JSON";
const TYPES_AND_TIMES: &str = "date, time, timestamp, timestamptz, ISO dates in text and JSON";

impl Shape {
    fn of(binder: &Binder<'_>, kind: &str) -> Result<Self, Misfit> {
        Ok(match binder.target.ty {
            _ if binder.target.in_json => Self::Json,
            PgType::Date => Self::Date,
            PgType::Time | PgType::TimeTz => Self::Time,
            PgType::Timestamp => Self::Timestamp,
            PgType::TimestampTz => Self::TimestampTz,
            _ if binder.takes_text() => Self::Text,
            _ => return Err(binder.wrong_type(kind, "dates")),
        })
    }

    /// Times of day don't fit the transformer.
    fn dated(self, kind: &str) -> Result<Self, Misfit> {
        if self == Self::Time {
            return Err(Misfit::new(format!(
                "`{kind}` changes dates, but the column holds times of day"
            ))
            .hint("use `date.between` or `date.noise`"));
        }
        Ok(self)
    }

    /// Zeros at the end of a fraction are left out, as PostgreSQL does.
    fn trims(self) -> bool {
        !matches!(self, Self::Text | Self::Json)
    }

    /// The first and last day that fit. ISO text keeps years of four digits.
    fn limits(self, days: i64) -> (i64, i64) {
        const ISO: (i64, i64) = (days_of(1, 1, 1), days_of(9999, 12, 31));
        match self {
            Self::Date => (FIRST, LAST_DATE),
            Self::Text | Self::Json if (ISO.0..=ISO.1).contains(&days) => ISO,
            _ => (FIRST, LAST_TIMESTAMP),
        }
    }
}

/// The value's date or time; `None` where it stays: infinite or empty.
fn parse(value: &[u8]) -> Result<Option<Stamp<'_>>, Failure> {
    if value.trim_ascii().is_empty() {
        return Ok(None);
    }
    match Parsed::parse(value) {
        Some(Parsed::Stamp(stamp)) => Ok(Some(stamp)),
        Some(Parsed::Infinite) => Ok(None),
        None => Err(no_date(value)),
    }
}

fn no_date(value: &[u8]) -> Failure {
    Failure::new(format!("expected a date, got {} bytes", value.len()))
}
