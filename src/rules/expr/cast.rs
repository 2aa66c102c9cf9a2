//! Casts, explicit and implicit, while an expression runs.

use std::borrow::Cow;
use std::sync::Arc;

use super::compare::{not_json, unpadded};
use super::decimal::Decimal;
use super::json::{self, Malformed, Shape};
use super::moment;
use super::value::{Input, Val, fault, misbound, uuid_text};
use super::zone::{self, Zone};
use crate::dump::types::EnumType;
use crate::transform::Failure;

/// One step of conversion.
#[derive(Clone, Debug)]
pub(super) enum Cast {
    /// From text, by the type's input function.
    Read(Input),
    /// Between whole numbers: the range is checked.
    Int(Width),
    /// An oid is an unsigned integer of the same bits.
    IntToOid,
    IntToNum,
    IntToFloat,
    IntToReal,
    IntToText,
    IntToBool,
    NumToInt(Width),
    NumToFloat,
    NumToReal,
    NumToText,
    /// `numeric(precision, scale)`
    Fit(u32, i32),
    FloatToInt(Width),
    /// The digits that are significant: 15, or 6 for a real.
    FloatToNum(usize),
    FloatToReal,
    BoolToInt,
    BoolToText,
    DateToTimestamp,
    DateToTimestampTz,
    TimestampToDate,
    TimestampToTime,
    /// Local → instant.
    TimestampToTimestampTz,
    /// Instant → local.
    TimestampTzToTimestamp,
    /// As dumps write it; there is no cast that is certain to.
    DateToIso,
    TimestampToIso,
    UuidToText,
    EnumToText(Arc<EnumType>),
    JsonToText,
    /// A JSON number as numeric.
    JsonToNum,
    JsonToBool,
    /// char(n) → text
    Unpad,
    /// To char(n): cut or padded to n characters.
    Pad(u32),
    /// To varchar(n): cut to n characters.
    Cut(u32),
}

/// The size of a whole number's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Width {
    Two,
    Four,
    Eight,
    Oid,
}

impl Width {
    /// The value, where it is in range.
    pub(super) fn check(self, value: i64) -> Option<i64> {
        match self {
            Self::Two => i16::try_from(value).is_ok(),
            Self::Four => i32::try_from(value).is_ok(),
            Self::Eight => true,
            Self::Oid => u32::try_from(value).is_ok(),
        }
        .then_some(value)
    }

    pub(super) fn out_of_range(self) -> Failure {
        Failure::new(match self {
            Self::Two => "smallint out of range",
            Self::Four => "integer out of range",
            Self::Eight => "bigint out of range",
            Self::Oid => "oid out of range",
        })
    }
}

impl Cast {
    /// Converts; NULL stays NULL.
    pub(super) fn apply<'v>(&self, value: Val<'v>, zone: &Zone) -> Result<Val<'v>, Failure> {
        if value.is_null() {
            return Ok(Val::Null);
        }
        Ok(match (self, value) {
            (Self::Read(input), value) => read(input, value.text()?, zone)?,
            (Self::Int(width), Val::Int(v)) => Val::Int(checked(*width, v)?),
            (Self::IntToOid, Val::Int(v)) => Val::Int((v as i32 as u32).into()),
            (Self::IntToNum, Val::Int(v)) => Val::Num(v.into()),
            (Self::IntToFloat, Val::Int(v)) => Val::Float(v as f64),
            (Self::IntToReal, Val::Int(v)) => Val::Float((v as f32).into()),
            (Self::IntToText, Val::Int(v)) => owned(v.to_string()),
            (Self::IntToBool, Val::Int(v)) => Val::Bool(v != 0),
            (Self::NumToInt(width), Val::Num(v)) => {
                let whole = v.to_i64().map_err(|_| width.out_of_range())?;
                Val::Int(checked(*width, whole)?)
            }
            (Self::NumToFloat, Val::Num(v)) => {
                Val::Float(v.to_f64().map_err(|f| fault(f, "double precision"))?)
            }
            // Through its digits: by way of a double it could round twice.
            (Self::NumToReal, Val::Num(v)) => Input::Float4
                .read(v.to_string().as_bytes(), zone)
                .map(Val::into_owned)
                .ok_or_else(|| Failure::new("real out of range"))?,
            (Self::NumToText, Val::Num(v)) => owned(v.to_string()),
            (Self::Fit(precision, scale), Val::Num(v)) => Val::Num(
                v.fit(*precision, *scale)
                    .map_err(|f| fault(f, "numeric field"))?,
            ),
            (Self::FloatToInt(width), Val::Float(v)) => {
                let rounded = v.round_ties_even();
                // -2^63 is a double, 2^63 is the first that does not fit.
                if !(rounded >= i64::MIN as f64 && rounded < -(i64::MIN as f64)) {
                    return Err(width.out_of_range());
                }
                Val::Int(checked(*width, rounded as i64)?)
            }
            (Self::FloatToNum(digits), Val::Float(v)) => {
                Val::Num(Decimal::from_float(v, *digits).map_err(|f| fault(f, "numeric"))?)
            }
            (Self::FloatToReal, Val::Float(v)) => {
                let real = v as f32;
                if (real.is_infinite() && !v.is_infinite()) || (real == 0.0 && v != 0.0) {
                    return Err(Failure::new("real out of range"));
                }
                Val::Float(real.into())
            }
            (Self::BoolToInt, Val::Bool(v)) => Val::Int(v.into()),
            (Self::BoolToText, Val::Bool(v)) => {
                Val::Text(Cow::Borrowed(if v { b"true" } else { b"false" }))
            }
            (Self::DateToTimestamp, Val::Date(v)) => micros(zone::date_timestamp(v))?,
            (Self::DateToTimestampTz, Val::Date(v)) => micros(zone.midnight(v))?,
            (Self::TimestampToDate, Val::Micros(v)) => match v {
                moment::INFINITY => Val::Date(moment::DATE_INFINITY),
                moment::NEG_INFINITY => Val::Date(moment::DATE_NEG_INFINITY),
                v => moment::checked_days(moment::split(v).0)
                    .map(Val::Date)
                    .ok_or_else(|| Failure::new("date out of range"))?,
            },
            (Self::TimestampToTime, Val::Micros(v)) => match v {
                moment::INFINITY | moment::NEG_INFINITY => Val::Null,
                v => Val::Time(moment::split(v).1),
            },
            (Self::TimestampToTimestampTz, Val::Micros(v)) => micros(zone.instant(v))?,
            (Self::TimestampTzToTimestamp, Val::Micros(v)) => micros(zone.local(v))?,
            (Self::DateToIso, Val::Date(v)) => owned(moment::date_text(v)),
            (Self::TimestampToIso, Val::Micros(v)) => owned(moment::timestamp_text(v)),
            (Self::UuidToText, Val::Uuid(v)) => Val::Text(Cow::Owned(uuid_text(v))),
            (Self::EnumToText(ty), Val::Enum(place)) => match ty.labels.get(place as usize) {
                Some(label) => owned(label.clone()),
                None => return Err(misbound()),
            },
            (Self::JsonToText, Val::Json(text)) => Val::Text(text),
            (Self::JsonToNum, Val::Json(text)) => match json::shape(&text) {
                Ok(Shape::Number) => {
                    Val::Num(Decimal::parse(&text).map_err(|f| fault(f, "numeric"))?)
                }
                Ok(_) => return Err(Failure::new("expected a JSON number")),
                Err(Malformed) => return Err(not_json(&text)),
            },
            (Self::JsonToBool, Val::Json(text)) => match json::shape(&text) {
                Ok(Shape::Bool) => Val::Bool(text.starts_with(b"t")),
                Ok(_) => return Err(Failure::new("expected a JSON boolean")),
                Err(Malformed) => return Err(not_json(&text)),
            },
            (Self::Unpad, value) => map_text(value.text()?, |text| unpadded(text).len()),
            (Self::Cut(limit), value) => map_text(value.text()?, |text| cut(text, *limit)),
            (Self::Pad(limit), value) => pad(value.text()?, *limit),
            _ => return Err(misbound()),
        })
    }
}

fn read<'v>(input: &Input, text: Cow<'v, [u8]>, zone: &Zone) -> Result<Val<'v>, Failure> {
    let failure =
        |length| Failure::new(format!("expected {}, got {length} bytes", input.expects()));
    match text {
        Cow::Borrowed(text) => input.read(text, zone).ok_or_else(|| failure(text.len())),
        Cow::Owned(text) => match input.read(&text, zone) {
            Some(value) => Ok(value.into_owned()),
            None => Err(failure(text.len())),
        },
    }
}

fn checked(width: Width, value: i64) -> Result<i64, Failure> {
    width.check(value).ok_or_else(|| width.out_of_range())
}

fn owned(text: String) -> Val<'static> {
    Val::Text(Cow::Owned(text.into_bytes()))
}

fn micros(value: Option<moment::Micros>) -> Result<Val<'static>, Failure> {
    value
        .map(Val::Micros)
        .ok_or_else(|| Failure::new("timestamp out of range"))
}

/// The text's first so many bytes.
fn map_text(text: Cow<'_, [u8]>, length: impl Fn(&[u8]) -> usize) -> Val<'_> {
    Val::Text(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..length(text)]),
        Cow::Owned(mut text) => {
            text.truncate(length(&text));
            Cow::Owned(text)
        }
    })
}

/// The bytes of the first `limit` characters.
fn cut(text: &[u8], limit: u32) -> usize {
    text.iter()
        .enumerate()
        .filter(|(_, byte)| (**byte & 0xC0) != 0x80)
        .nth(limit as usize)
        .map_or(text.len(), |(at, _)| at)
}

fn pad(text: Cow<'_, [u8]>, limit: u32) -> Val<'_> {
    let end = cut(&text, limit);
    let chars = text[..end]
        .iter()
        .filter(|byte| (**byte & 0xC0) != 0x80)
        .count();
    let missing = (limit as usize).saturating_sub(chars);
    if missing == 0 {
        return map_text(text, |_| end);
    }
    let mut text = text.into_owned();
    text.resize(text.len() + missing, b' ');
    Val::Text(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(cast: Cast, value: Val<'static>) -> Result<Val<'static>, String> {
        cast.apply(value, &Zone::Fixed(0))
            .map_err(|failure| failure.0.into_owned())
    }

    fn text(value: &'static str) -> Val<'static> {
        Val::Text(Cow::Borrowed(value.as_bytes()))
    }

    fn out(value: Result<Val<'static>, String>) -> String {
        String::from_utf8(value.unwrap().text().unwrap().into_owned()).unwrap()
    }

    #[test]
    fn char_and_varchar() {
        assert_eq!(out(apply(Cast::Pad(3), text("é"))), "é  ");
        assert_eq!(out(apply(Cast::Pad(1), text("éa"))), "é");
        assert_eq!(out(apply(Cast::Cut(2), text("éab"))), "éa");
        assert_eq!(out(apply(Cast::Unpad, text("a  "))), "a");
    }

    #[test]
    fn numbers_round_as_their_type_does() {
        let int = |cast, value| match apply(cast, value) {
            Ok(Val::Int(v)) => Ok(v),
            Ok(_) => panic!("no integer"),
            Err(message) => Err(message),
        };
        assert_eq!(int(Cast::FloatToInt(Width::Four), Val::Float(2.5)), Ok(2));
        assert_eq!(
            int(
                Cast::NumToInt(Width::Four),
                Val::Num(Decimal::parse(b"2.5").unwrap())
            ),
            Ok(3)
        );
        assert_eq!(
            int(Cast::FloatToInt(Width::Two), Val::Float(40_000.0)),
            Err("smallint out of range".to_owned())
        );
        assert_eq!(
            int(Cast::FloatToInt(Width::Eight), Val::Float(f64::NAN)),
            Err("bigint out of range".to_owned())
        );
    }

    #[test]
    fn a_failure_tells_the_length_only() {
        assert_eq!(
            apply(Cast::Read(Input::Date), text("secret")).err(),
            Some("expected a date (YYYY-MM-DD), got 6 bytes".to_owned())
        );
    }
}
