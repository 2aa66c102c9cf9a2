//! sqlparser's data types → [`TypeName`].

use sqlparser::ast::{
    CharacterLength, DataType, ExactNumberInfo, ObjectName, TimezoneInfo, TypeModifier,
};

use super::ast::At;
use super::parse::Refusal;
use super::types::TypeName;

/// The type a cast or a typed literal names.
pub(super) fn type_name(ty: &DataType, at: At) -> Result<TypeName, Refusal> {
    known(ty).ok_or_else(|| Refusal {
        at,
        message: format!("the type `{ty}` is not supported here"),
        hint: None,
    })
}

fn known(ty: &DataType) -> Option<TypeName> {
    Some(match ty {
        DataType::Bool | DataType::Boolean => TypeName::Bool,
        DataType::Int2(None) | DataType::SmallInt(None) => TypeName::Int2,
        DataType::Int(None) | DataType::Int4(None) | DataType::Integer(None) => TypeName::Int4,
        DataType::Int8(None) | DataType::BigInt(None) => TypeName::Int8,
        DataType::Numeric(info) | DataType::Decimal(info) | DataType::Dec(info) => {
            TypeName::Numeric(precision(info)?)
        }
        DataType::Real | DataType::Float4 => TypeName::Float4,
        DataType::Float8 | DataType::DoublePrecision => TypeName::Float8,
        // float(p): bits of precision.
        DataType::Float(ExactNumberInfo::None) => TypeName::Float8,
        DataType::Float(ExactNumberInfo::Precision(1..=24)) => TypeName::Float4,
        DataType::Float(ExactNumberInfo::Precision(25..=53)) => TypeName::Float8,
        DataType::Text => TypeName::Text,
        DataType::Varchar(length)
        | DataType::CharacterVarying(length)
        | DataType::CharVarying(length) => match length {
            None => TypeName::Varchar(None),
            Some(length) => TypeName::Varchar(Some(characters(length)?)),
        },
        // `char` alone is one character.
        DataType::Char(length) | DataType::Character(length) => match length {
            None => TypeName::Char(Some(1)),
            Some(length) => TypeName::Char(Some(characters(length)?)),
        },
        DataType::Bytea => TypeName::Bytea,
        DataType::Date => TypeName::Date,
        DataType::Time(None, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => TypeName::Time,
        DataType::Timestamp(None, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => {
            TypeName::Timestamp
        }
        DataType::Timestamp(None, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz) => {
            TypeName::TimestampTz
        }
        DataType::Interval {
            fields: None,
            precision: None,
        } => TypeName::Interval,
        DataType::Uuid => TypeName::Uuid,
        DataType::JSON => TypeName::Json,
        DataType::JSONB => TypeName::Jsonb,
        DataType::Custom(name, modifiers) => custom(name, modifiers)?,
        _ => return None,
    })
}

fn precision(info: &ExactNumberInfo) -> Option<Option<(u32, i32)>> {
    let (precision, scale) = match *info {
        ExactNumberInfo::None => return Some(None),
        ExactNumberInfo::Precision(precision) => (precision, 0),
        ExactNumberInfo::PrecisionAndScale(precision, scale) => (precision, scale),
    };
    // The bounds of PostgreSQL 15 (numerictypmodin).
    let precision = u32::try_from(precision)
        .ok()
        .filter(|p| (1..=1000).contains(p))?;
    let scale = i32::try_from(scale)
        .ok()
        .filter(|s| (-1000..=1000).contains(s))?;
    Some(Some((precision, scale)))
}

fn characters(length: &CharacterLength) -> Option<u32> {
    match length {
        CharacterLength::IntegerLength { length, unit: None } => {
            // The most PostgreSQL takes (MaxAttrSize).
            u32::try_from(*length)
                .ok()
                .filter(|n| (1..=10_485_760).contains(n))
        }
        _ => None,
    }
}

/// Types sqlparser has no word for. A built-in name may stand after `pg_catalog`.
fn custom(name: &ObjectName, modifiers: &[TypeModifier]) -> Option<TypeName> {
    if !modifiers.is_empty() {
        return None;
    }
    let parts = name
        .0
        .iter()
        .map(|part| part.as_ident())
        .collect::<Option<Vec<_>>>()?;
    let last = parts.last()?;
    let text = if last.quote_style.is_some() {
        last.value.clone()
    } else {
        last.value.to_ascii_lowercase()
    };
    let builtin = match parts.as_slice() {
        [_] => true,
        [schema, _] => schema.value == "pg_catalog" || text == "citext",
        _ => return None,
    };
    if builtin && let Some(known) = TypeName::builtin(&text) {
        return Some(known);
    }
    Some(TypeName::Named(text))
}
