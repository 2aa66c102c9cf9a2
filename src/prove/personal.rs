//! What makes a column or JSON key look personal: its name, its type, its values.
//!
//! Names say more than values where both speak, but for the few kinds of value that prove
//! themselves (an e-mail address, an IBAN). No value is kept: [`Evidence`] holds counts, and keyed
//! hashes to tell how many values differ.

mod dictionary;
mod json;
mod names;
mod suggest;
mod values;
mod words;

pub use json::{Documents, Leaf, is_safe_key};
pub use suggest::{Entries, Rule, candidates, yaml};
pub use values::Evidence;
pub use words::words;

use crate::dump::types::PgType;

/// A kind of personal or confidential data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Email,
    Username,
    FullName,
    FirstName,
    LastName,
    PersonTitle,
    JobTitle,
    BirthDate,
    Age,
    /// Gender, religion, health and the like.
    Sensitive,
    Phone,
    Address,
    Street,
    Building,
    Secondary,
    City,
    County,
    Postcode,
    Country,
    Latitude,
    Longitude,
    Location,
    Ip,
    Mac,
    UserAgent,
    Url,
    Company,
    CompanyNumber,
    Duns,
    Vat,
    Nino,
    Ssn,
    /// A passport, licence, tax or register number, of any form.
    OfficialNumber,
    Card,
    Iban,
    Bic,
    Account,
    SortCode,
    /// Salaries, prices, budgets: confidential rather than personal.
    Money,
    Password,
    /// A token, a key, a session.
    Secret,
    /// A path or address that leads to a private document.
    Document,
    FreeText,
    /// Text with ways to reach somebody in it.
    Mixed,
    /// Text of which nothing is known but that its values differ.
    Opaque,
    Binary,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// Why a place looks personal. Holds no value of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it seems to hold.
    pub kind: Kind,
    /// How sure that is.
    pub confidence: Confidence,
    /// In words, for people: from the name, or what was seen in how many values.
    pub reason: String,
    /// Its values show it, whatever its name.
    pub by_values: bool,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table, without its schema.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// Inside JSON, hstore or a composite: the keys that lead to it, the last one its own. Elements
    /// of lists have no key.
    pub keys: &'a [String],
}

/// What a column of this type seems to hold. `None`: nothing personal.
pub fn column(place: Place<'_>, ty: &PgType, evidence: Option<&Evidence>) -> Option<Finding> {
    let shape = Shape::of(ty);
    match ty {
        PgType::Inet | PgType::Cidr => return Some(by_type(Kind::Ip, "of network addresses")),
        PgType::MacAddr | PgType::MacAddr8 => {
            return Some(by_type(Kind::Mac, "of hardware addresses"));
        }
        PgType::Bytea => {
            return Some(by_type(
                Kind::Binary,
                "of binary data, which nobody looks into",
            ));
        }
        PgType::Xml => return Some(by_type(Kind::FreeText, "of documents")),
        PgType::TsVector => {
            return Some(by_type(Kind::FreeText, "that holds the words of a text"));
        }
        _ => {}
    }
    weigh(names::of(place, shape), evidence, shape)
}

/// What the values under a key inside JSON seem to be.
pub fn key(place: Place<'_>, evidence: &Evidence) -> Option<Finding> {
    let shape = evidence.shape();
    weigh(names::of(place, shape), Some(evidence), shape)
}

fn by_type(kind: Kind, what: &str) -> Finding {
    Finding {
        kind,
        confidence: Confidence::Medium,
        reason: format!("a type {what}"),
        by_values: false,
    }
}

/// A name that says something, and values that do.
fn weigh(
    by_name: Option<(Kind, Confidence, String)>,
    evidence: Option<&Evidence>,
    shape: Shape,
) -> Option<Finding> {
    let by_values = evidence.and_then(|evidence| evidence.finding(shape));
    let by_name = by_name.map(|(kind, confidence, reason)| Finding {
        kind,
        confidence,
        reason,
        by_values: false,
    });
    match (by_name, by_values) {
        (Some(name), Some(values)) => {
            // E-mail addresses in a column called `user`, names in one called `title`.
            let specific = values.confidence == Confidence::High
                && (name.confidence < Confidence::High || vague(name.kind));
            let kind = if specific { values.kind } else { name.kind };
            Some(Finding {
                kind,
                confidence: name.confidence.max(values.confidence),
                reason: format!("{}, and {}", name.reason, values.reason),
                by_values: true,
            })
        }
        (one, other) => one.or(other),
    }
}

/// Its transformer would not make what the values are.
fn vague(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Username | Kind::FreeText | Kind::Opaque | Kind::OfficialNumber | Kind::Secret
    )
}

/// What a type can hold, as far as names need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text of any kind, JSON strings.
    Text,
    /// Numbers.
    Number,
    /// Dates and times with a date.
    Date,
    /// True and false.
    Flag,
    /// One of a few labels.
    Labels,
    /// Points, geometries.
    Geometry,
    /// Anything else.
    Other,
}

impl Shape {
    /// That of a type.
    pub fn of(ty: &PgType) -> Self {
        match ty {
            PgType::Array(element) => Self::of(element),
            PgType::Unknown => Self::Text,
            ty if ty.is_text() => Self::Text,
            ty if ty.is_number() => Self::Number,
            PgType::Money => Self::Number,
            PgType::Date | PgType::Timestamp | PgType::TimestampTz => Self::Date,
            PgType::Bool => Self::Flag,
            PgType::Enum(_) => Self::Labels,
            PgType::Other(name) => {
                let name = name.rsplit('.').next().unwrap_or(name);
                match name.split('(').next().unwrap_or(name) {
                    "point" | "polygon" | "path" | "box" | "circle" | "geometry" | "geography" => {
                        Self::Geometry
                    }
                    _ => Self::Other,
                }
            }
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests;
