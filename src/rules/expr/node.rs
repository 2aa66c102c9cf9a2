//! Bound expressions and how they run: three-valued, from the left, without allocation where a
//! value can be borrowed.

use std::borrow::Cow;
use std::collections::HashSet;

use regex::bytes::Regex;

use super::arithmetic::{self, Domain};
use super::ast::{Comparison, Field, Operator, Step};
use super::cast::Cast;
use super::compare::{self, By, Moment};
use super::decimal::Decimal;
use super::fold::Letters;
use super::json::{self, Malformed, Shape};
use super::like;
use super::moment;
use super::subquery::{LookupHandle, MAX_COLUMNS};
use super::value::{Input, Val, bytea, fault, misbound};
use super::zone::Zone;
use crate::transform::Failure;
use crate::transform::row::Row;

/// What a node reads.
#[derive(Clone, Copy)]
pub(super) struct Env<'e> {
    pub(super) row: Row<'e>,
    /// The enclosing JSON object's text.
    pub(super) this: Option<&'e [u8]>,
    pub(super) zone: &'e Zone,
}

/// A bound expression. Types have been made to agree: each node gets what it takes.
#[derive(Debug)]
pub(super) enum Node {
    Const(Val<'static>),
    Column {
        index: usize,
        name: Box<str>,
        input: Input,
    },
    /// The enclosing JSON object.
    This,
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Not(Box<Node>),
    IsNull {
        operand: Box<Node>,
        negated: bool,
    },
    /// A row is NULL where all its fields are, and NOT NULL where none is.
    RowIsNull {
        operand: Box<Node>,
        fields: usize,
        negated: bool,
    },
    IsTruth {
        operand: Box<Node>,
        truth: Option<bool>,
        negated: bool,
    },
    Compare {
        op: Comparison,
        by: By,
        left: Box<Node>,
        right: Box<Node>,
    },
    IsDistinct {
        by: By,
        left: Box<Node>,
        right: Box<Node>,
        negated: bool,
    },
    In {
        operand: Box<Node>,
        by: By,
        list: Box<[Node]>,
    },
    /// A list of constants that compare byte by byte.
    InTexts {
        operand: Box<Node>,
        texts: HashSet<Box<[u8]>>,
        has_null: bool,
    },
    /// What another table's rows are asked. There are [`MAX_COLUMNS`] operands at most.
    Subquery {
        operands: Box<[Node]>,
        lookup: LookupHandle,
    },
    Like {
        operand: Box<Node>,
        pattern: like::Pattern,
    },
    Regex {
        operand: Box<Node>,
        regex: Regex,
    },
    Json {
        operand: Box<Node>,
        path: Box<[Step]>,
        as_text: bool,
        document: Document,
    },
    Coalesce(Box<[Node]>),
    NullIf {
        by: By,
        left: Box<Node>,
        right: Box<Node>,
    },
    Case {
        operand: Box<Node>,
        letters: Letters,
        upper: bool,
    },
    /// Characters, or bytes of a bytea.
    Length {
        operand: Box<Node>,
        bytea: bool,
    },
    Arithmetic {
        op: Operator,
        domain: Domain,
        left: Box<Node>,
        right: Box<Node>,
    },
    Negate {
        domain: Domain,
        operand: Box<Node>,
    },
    Concat {
        left: Box<Node>,
        right: Box<Node>,
    },
    Cast {
        cast: Cast,
        operand: Box<Node>,
    },
    Extract {
        field: Field,
        from: Moment,
        operand: Box<Node>,
    },
}

/// What is known of a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// json: text as it was written.
    Json,
    /// jsonb as the server printed it: keys are unique, numbers are plain.
    StoredJsonb,
    /// Text that jsonb would make its own form of.
    OtherJsonb,
}

impl Node {
    /// Runs the expression.
    pub(super) fn eval<'e>(&'e self, env: &Env<'e>) -> Result<Val<'e>, Failure> {
        let truth = |value: Option<bool>| value.map_or(Val::Null, Val::Bool);
        Ok(match self {
            Self::Const(value) => value.borrow(),
            Self::Column { index, name, input } => match env.row.get(*index) {
                None => Val::Null,
                Some(text)
                    if matches!(input, Input::Json)
                        && let Some(known) = env.row.document(*index) =>
                {
                    Val::Json(Cow::Borrowed(known.value(text)))
                }
                Some(bytes) => input
                    .read(bytes, env.zone)
                    .ok_or_else(|| unreadable(input, bytes.len(), name))?,
            },
            Self::This => match env.this {
                None => Val::Null,
                Some(text) => Val::Json(Cow::Borrowed(text)),
            },
            Self::And(terms) => truth(all(terms, env, false)?),
            Self::Or(terms) => truth(all(terms, env, true)?),
            Self::Not(operand) => truth(operand.eval(env)?.truth().map(|value| !value)),
            Self::IsNull { operand, negated } => Val::Bool(operand.is_null(env)? != *negated),
            Self::RowIsNull {
                operand,
                fields,
                negated,
            } => match operand.eval(env)? {
                Val::Null => Val::Bool(!negated),
                value => Val::Bool(row_is_null(&value.text()?, *fields, *negated)),
            },
            Self::IsTruth {
                operand,
                truth,
                negated,
            } => Val::Bool((operand.eval(env)?.truth() == *truth) != *negated),
            Self::Compare {
                op,
                by,
                left,
                right,
            } => {
                let ordering = compare_nodes(*by, &left.eval(env)?, right, env)?;
                truth(ordering.map(|ordering| op.holds(ordering)))
            }
            Self::IsDistinct {
                by,
                left,
                right,
                negated,
            } => {
                let (left, right) = (left.eval(env)?, right.eval(env)?);
                let distinct = match compare::compare(*by, &left, &right, env.zone)? {
                    Some(ordering) => ordering.is_ne(),
                    None => left.is_null() != right.is_null(),
                };
                Val::Bool(distinct != *negated)
            }
            Self::In { operand, by, list } => truth(is_in(operand, *by, list, env)?),
            Self::InTexts {
                operand,
                texts,
                has_null,
            } => match operand.eval(env)? {
                Val::Null => Val::Null,
                value => {
                    let found = texts.contains(value.text()?.as_ref());
                    truth(if !found && *has_null {
                        None
                    } else {
                        Some(found)
                    })
                }
            },
            Self::Subquery { operands, lookup } => {
                let mut values = [const { None }; MAX_COLUMNS];
                for (value, operand) in values.iter_mut().zip(operands) {
                    *value = operand.key_text(env)?;
                }
                let values = values.get(..operands.len()).ok_or_else(misbound)?;
                truth(lookup.contains(values)?)
            }
            Self::Like { operand, pattern } => match operand.eval(env)? {
                Val::Null => Val::Null,
                value => Val::Bool(pattern.matches(&value.text()?).map_err(compare::not_utf8)?),
            },
            Self::Regex { operand, regex } => match operand.eval(env)? {
                Val::Null => Val::Null,
                value => Val::Bool(regex.is_match(&value.text()?)),
            },
            Self::Json {
                operand,
                path,
                as_text,
                document,
            } => match (&**operand, path.split_first()) {
                // A column is checked in the same pass, or was checked before.
                (
                    Self::Column {
                        index,
                        name,
                        input: Input::Json,
                    },
                    Some((step, path)),
                ) if !matches!(step, Step::Index(_)) => match env.row.get(*index) {
                    None => Val::Null,
                    Some(text) => {
                        let unique = *document == Document::StoredJsonb;
                        let unreadable = |Malformed| unreadable(&Input::Json, text.len(), name);
                        let known = env.row.document(*index);
                        let found =
                            known.and_then(|known| json::known_step(text, &known, step, unique));
                        let found = match found {
                            Some(found) => found,
                            None => json::checked_step(text, step, unique).map_err(unreadable)?,
                        };
                        match found {
                            Some(value) => json_lookup(value, path, *as_text, *document)?,
                            None => Val::Null,
                        }
                    }
                },
                _ => json_path(operand.eval(env)?, path, *as_text, *document)?,
            },
            Self::Coalesce(nodes) => {
                for node in nodes {
                    let value = node.eval(env)?;
                    if !value.is_null() {
                        return Ok(value);
                    }
                }
                Val::Null
            }
            Self::NullIf { by, left, right } => {
                let left = left.eval(env)?;
                let ordering = compare::compare(*by, &left, &right.eval(env)?, env.zone)?;
                if ordering.is_some_and(std::cmp::Ordering::is_eq) {
                    Val::Null
                } else {
                    left
                }
            }
            Self::Case {
                operand,
                letters,
                upper,
            } => match operand.eval(env)? {
                Val::Null => Val::Null,
                value => change_case(value.text()?, *letters, *upper)?,
            },
            Self::Length { operand, bytea } => match operand.eval(env)? {
                Val::Null => Val::Null,
                value => length(&value.text()?, *bytea),
            },
            Self::Arithmetic {
                op,
                domain,
                left,
                right,
            } => arithmetic::calculate(*op, *domain, left.eval(env)?, right.eval(env)?, env.zone)?,
            Self::Negate { domain, operand } => arithmetic::negate(*domain, operand.eval(env)?)?,
            Self::Concat { left, right } => match (left.eval(env)?, right.eval(env)?) {
                (Val::Null, _) | (_, Val::Null) => Val::Null,
                (left, right) => {
                    let mut text = left.text()?.into_owned();
                    text.extend_from_slice(&right.text()?);
                    Val::Text(Cow::Owned(text))
                }
            },
            Self::Cast { cast, operand } => cast.apply(operand.eval(env)?, env.zone)?,
            Self::Extract {
                field,
                from,
                operand,
            } => extract(*field, *from, operand.eval(env)?, env.zone)?,
        })
    }

    /// Whether the value is NULL, without reading what need not be read.
    fn is_null<'e>(&'e self, env: &Env<'e>) -> Result<bool, Failure> {
        match self {
            Self::Column { index, .. } => Ok(env.row.get(*index).is_none()),
            _ => Ok(self.eval(env)?.is_null()),
        }
    }

    /// The value as the dump would write it.
    fn key_text<'e>(&'e self, env: &Env<'e>) -> Result<Option<Cow<'e, [u8]>>, Failure> {
        match self {
            Self::Column { index, .. } => Ok(env.row.get(*index).map(Cow::Borrowed)),
            _ => match self.eval(env)? {
                Val::Null => Ok(None),
                value => value.text().map(Some),
            },
        }
    }

    /// All it reads is constant.
    pub(super) fn is_constant(&self) -> bool {
        let both = |a: &Self, b: &Self| a.is_constant() && b.is_constant();
        match self {
            Self::Const(_) => true,
            Self::Column { .. } | Self::This | Self::Subquery { .. } => false,
            Self::And(nodes) | Self::Or(nodes) | Self::Coalesce(nodes) => {
                nodes.iter().all(Self::is_constant)
            }
            Self::Not(operand)
            | Self::IsNull { operand, .. }
            | Self::RowIsNull { operand, .. }
            | Self::IsTruth { operand, .. }
            | Self::InTexts { operand, .. }
            | Self::Like { operand, .. }
            | Self::Regex { operand, .. }
            | Self::Json { operand, .. }
            | Self::Case { operand, .. }
            | Self::Length { operand, .. }
            | Self::Negate { operand, .. }
            | Self::Cast { operand, .. }
            | Self::Extract { operand, .. } => operand.is_constant(),
            Self::Compare { left, right, .. }
            | Self::IsDistinct { left, right, .. }
            | Self::NullIf { left, right, .. }
            | Self::Arithmetic { left, right, .. }
            | Self::Concat { left, right } => both(left, right),
            Self::In { operand, list, .. } => {
                operand.is_constant() && list.iter().all(Self::is_constant)
            }
        }
    }
}

fn unreadable(input: &Input, length: usize, column: &str) -> Failure {
    Failure::new(format!(
        "expected {}, got {length} bytes in column \"{column}\"",
        input.expects()
    ))
}

/// AND (`stop` is false) or OR (`stop` is true): from the left, to the first term that decides.
fn all<'e>(terms: &'e [Node], env: &Env<'e>, stop: bool) -> Result<Option<bool>, Failure> {
    let mut result = Some(!stop);
    for term in terms {
        match term.eval(env)?.truth() {
            Some(value) if value == stop => return Ok(Some(stop)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

/// Compares with a node's value; a constant's is not copied for it.
fn compare_nodes<'e>(
    by: By,
    left: &Val<'e>,
    right: &'e Node,
    env: &Env<'e>,
) -> Result<Option<std::cmp::Ordering>, Failure> {
    match right {
        Node::Const(right) => compare::compare(by, left, right, env.zone),
        right => compare::compare(by, left, &right.eval(env)?, env.zone),
    }
}

fn is_in<'e>(
    operand: &'e Node,
    by: By,
    list: &'e [Node],
    env: &Env<'e>,
) -> Result<Option<bool>, Failure> {
    let operand = operand.eval(env)?;
    if operand.is_null() {
        return Ok(None);
    }
    let mut result = Some(false);
    for item in list {
        match compare_nodes(by, &operand, item, env)? {
            Some(ordering) if ordering.is_eq() => return Ok(Some(true)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

/// Of a row's text form `(a,"b c",)`, whose empty unquoted fields are NULL: all are (or, negated,
/// none is).
fn row_is_null(text: &[u8], fields: usize, negated: bool) -> bool {
    if fields == 0 {
        return true;
    }
    let inner = text
        .strip_prefix(b"(")
        .and_then(|text| text.strip_suffix(b")"))
        .unwrap_or(text);
    let (mut quoted, mut empty, mut escaped) = (false, true, false);
    let (mut nulls, mut others) = (0, 0);
    for &byte in inner {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => (escaped, empty) = (true, false),
            b'"' => (quoted, empty) = (!quoted, false),
            b',' if !quoted => {
                if empty {
                    nulls += 1
                } else {
                    others += 1
                }
                empty = true;
            }
            _ => empty = false,
        }
    }
    if empty {
        nulls += 1
    } else {
        others += 1
    }
    if negated { nulls == 0 } else { others == 0 }
}

fn json_path<'v>(
    value: Val<'v>,
    path: &[Step],
    as_text: bool,
    document: Document,
) -> Result<Val<'v>, Failure> {
    let text = match value {
        Val::Null => return Ok(Val::Null),
        Val::Json(text) => text,
        _ => return Err(misbound()),
    };
    match text {
        Cow::Borrowed(text) => json_lookup(text, path, as_text, document),
        Cow::Owned(text) => json_lookup(&text, path, as_text, document).map(Val::into_owned),
    }
}

fn json_lookup<'j>(
    text: &'j [u8],
    path: &[Step],
    as_text: bool,
    document: Document,
) -> Result<Val<'j>, Failure> {
    let malformed = |Malformed| compare::not_json(text);
    let mut value = text.trim_ascii();
    for step in path {
        let scalar = |value| {
            json::shape(value)
                .map(|shape| !matches!(shape, Shape::Object | Shape::Array))
                .map_err(malformed)
        };
        value = match step {
            // jsonb keeps a scalar as an array of one, and `->` shows it.
            Step::Index(index) if document != Document::Json && scalar(value)? => match index {
                0 | -1 => value,
                _ => return Ok(Val::Null),
            },
            step => {
                let unique = document == Document::StoredJsonb;
                match json::step(value, step, unique).map_err(malformed)? {
                    Some(value) => value,
                    None => return Ok(Val::Null),
                }
            }
        };
    }
    if !as_text {
        return Ok(Val::Json(Cow::Borrowed(value)));
    }
    Ok(match json::shape(value).map_err(malformed)? {
        Shape::Null => Val::Null,
        Shape::Object | Shape::Array => Val::Nested,
        Shape::String => Val::Text(json::unescape(value).map_err(malformed)?),
        Shape::Bool => Val::Text(Cow::Borrowed(value)),
        Shape::Number if document == Document::OtherJsonb => {
            let number = Decimal::parse(value).map_err(|f| fault(f, "numeric"))?;
            Val::Text(Cow::Owned(number.to_string().into_bytes()))
        }
        Shape::Number => Val::Text(Cow::Borrowed(value)),
    })
}

fn change_case(text: Cow<'_, [u8]>, letters: Letters, upper: bool) -> Result<Val<'_>, Failure> {
    let change = if upper {
        Letters::upper
    } else {
        Letters::lower
    };
    Ok(Val::Text(match text {
        Cow::Borrowed(text) => change(letters, text).map_err(compare::not_utf8)?,
        Cow::Owned(text) => {
            let changed = change(letters, &text).map_err(compare::not_utf8)?;
            Cow::Owned(changed.into_owned())
        }
    }))
}

fn length(text: &[u8], is_bytea: bool) -> Val<'static> {
    let length = if is_bytea {
        bytea(text).count()
    } else {
        text.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
    };
    Val::Int(length as i64)
}

/// `EXTRACT`. Of an infinity the year is infinite, what goes round is NULL.
fn extract<'v>(
    field: Field,
    from: Moment,
    value: Val<'v>,
    zone: &Zone,
) -> Result<Val<'v>, Failure> {
    let local = match (from, value) {
        (_, Val::Null) => return Ok(Val::Null),
        (Moment::Date, Val::Date(moment::DATE_INFINITY)) => moment::INFINITY,
        (Moment::Date, Val::Date(moment::DATE_NEG_INFINITY)) => moment::NEG_INFINITY,
        (Moment::Date, Val::Date(date)) => {
            return Ok(Val::Num(calendar_field(field, date.into(), 0).into()));
        }
        (Moment::Timestamp, Val::Micros(micros)) => micros,
        (Moment::TimestampTz, Val::Micros(micros)) => zone
            .local(micros)
            .ok_or_else(|| Failure::new("timestamp out of range"))?,
        _ => return Err(misbound()),
    };
    Ok(match (local, field) {
        (moment::INFINITY, Field::Year) => Val::Num(Decimal::Infinity),
        (moment::NEG_INFINITY, Field::Year) => Val::Num(Decimal::NegInfinity),
        (moment::INFINITY | moment::NEG_INFINITY, _) => Val::Null,
        (local, field) => {
            let (days, micros) = moment::split(local);
            Val::Num(calendar_field(field, days, micros).into())
        }
    })
}

fn calendar_field(field: Field, days: i64, micros: i64) -> i64 {
    let (year, month, day) = moment::civil_from_days(days);
    let minutes = micros / (60 * moment::SECOND);
    // 2000-01-01 was a Saturday; Sunday is 0.
    let weekday = (days + 6).rem_euclid(7);
    match field {
        // There is no year 0: 1 BC is -1.
        Field::Year if year <= 0 => year - 1,
        Field::Year => year,
        Field::Quarter => (month - 1) / 3 + 1,
        Field::Month => month,
        Field::Day => day,
        Field::Hour => minutes / 60,
        Field::Minute => minutes % 60,
        Field::DayOfWeek => weekday,
        Field::IsoDayOfWeek if weekday == 0 => 7,
        Field::IsoDayOfWeek => weekday,
        Field::DayOfYear => days - moment::days_from_civil(year, 1, 1) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_null_by_their_fields() {
        assert!(row_is_null(b"(,)", 2, false));
        assert!(!row_is_null(b"(,)", 2, true));
        assert!(!row_is_null(b"(1,)", 2, false));
        assert!(!row_is_null(b"(1,)", 2, true));
        assert!(row_is_null(b"(\"\",\",\")", 2, true));
        assert!(row_is_null(b"()", 1, false));
    }

    #[test]
    fn fields_of_dates() {
        let days = moment::days_from_civil(2020, 7, 5); // a Sunday
        assert_eq!(calendar_field(Field::DayOfWeek, days, 0), 0);
        assert_eq!(calendar_field(Field::IsoDayOfWeek, days, 0), 7);
        assert_eq!(calendar_field(Field::DayOfYear, days, 0), 187);
        assert_eq!(calendar_field(Field::Quarter, days, 0), 3);
        assert_eq!(calendar_field(Field::Hour, days, 3_600_000_000 * 13), 13);
        assert_eq!(
            calendar_field(Field::Year, moment::days_from_civil(0, 1, 1), 0),
            -1
        );
    }
}
