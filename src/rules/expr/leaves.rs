//! sqlparser's tree → [`Ast`]: names, literals, JSON paths, function calls.

use sqlparser::ast::{
    self as sql, DateTimeField, Expr as Sql, FunctionArg, FunctionArgExpr, FunctionArguments, Value,
};

use super::ast::{Ast, Field, Function, Kind, Step};
use super::decimal::Decimal;
use super::json;
use super::lower::{Within, hinted, lower, place, subquery, unsupported};
use super::parse::Result;
use super::types::TypeName;

/// PostgreSQL's reserved words: without quotes they are no column, whatever sqlparser falls back to.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "in",
    "initially",
    "intersect",
    "into",
    "lateral",
    "leading",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "placing",
    "primary",
    "references",
    "returning",
    "select",
    "some",
    "symmetric",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "using",
    "variadic",
    "when",
    "where",
    "window",
    "with",
];

/// A name as PostgreSQL folds it: its ASCII letters, no others (`downcase_identifier`).
pub(super) fn folded(ident: &sql::Ident) -> String {
    if ident.quote_style.is_some() {
        ident.value.clone()
    } else {
        ident.value.to_ascii_lowercase()
    }
}

/// `table.column`
pub(super) fn qualified_column(expr: &Sql, parts: &[sql::Ident]) -> Result<Kind> {
    let [table, name] = parts else {
        return hinted(
            expr,
            "a name with two dots",
            Some("write `table.column`, and give one of two tables of the same name an alias"),
        );
    };
    Ok(Kind::Column {
        table: Some(folded(table)),
        name: folded(name),
        quoted: true,
    })
}

pub(super) fn column(expr: &Sql, ident: &sql::Ident) -> Result<Kind> {
    let quoted = ident.quote_style.is_some();
    let name = folded(ident);
    if !quoted && RESERVED.contains(&name.as_str()) {
        return hinted(
            expr,
            &format!("the word `{}` in this place", ident.value),
            Some("put double quotes around a column of this name"),
        );
    }
    Ok(Kind::Column {
        table: None,
        name,
        quoted,
    })
}

pub(super) fn text_literal(value: &Value) -> Option<String> {
    match value {
        Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) => Some(text.clone()),
        Value::DollarQuotedString(text) => Some(text.value.clone()),
        _ => None,
    }
}

pub(super) fn literal(expr: &Sql, value: &Value) -> Result<Kind> {
    if let Some(text) = text_literal(value) {
        return Ok(Kind::Text(text));
    }
    match value {
        Value::Null => Ok(Kind::Null),
        Value::Boolean(value) => Ok(Kind::Bool(*value)),
        Value::Number(number, false) if is_number(number) => Ok(Kind::Number(number.clone())),
        _ => unsupported(expr, "this kind of literal"),
    }
}

/// Digits, a point, an exponent, as PostgreSQL 15 reads them.
fn is_number(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && Decimal::parse(text.as_bytes()).is_ok()
}

pub(super) fn interval_literal(expr: &Sql, interval: &sql::Interval) -> Result<Kind> {
    let Sql::Value(value) = interval.value.as_ref() else {
        return unsupported(expr, "INTERVAL without a literal");
    };
    let Some(mut text) = text_literal(&value.value) else {
        return hinted(
            expr,
            "INTERVAL without quotes",
            Some("write interval '15 days'"),
        );
    };
    if interval.leading_precision.is_some()
        || interval.last_field.is_some()
        || interval.fractional_seconds_precision.is_some()
    {
        return hinted(
            expr,
            "an interval with a range of fields",
            Some("write interval '15 days'"),
        );
    }
    if let Some(field) = &interval.leading_field {
        // `interval '15' day`: the unit of a bare number. PostgreSQL cuts off all below the unit.
        if text.trim().parse::<i32>().is_err() {
            return hinted(
                expr,
                "an interval's unit after other than a whole number",
                Some("write interval '15 days'"),
            );
        }
        text = format!("{} {}", text.trim(), field.to_string().to_lowercase());
    }
    Ok(Kind::Cast {
        operand: Box::new(Ast {
            at: place(expr),
            kind: Kind::Text(text),
        }),
        to: TypeName::Interval,
    })
}

pub(super) fn json_step(expr: &Sql, within: Within<'_>) -> Result<Step> {
    let ast = match expr {
        Sql::Nested(inner) => return json_step(inner, within),
        Sql::Value(_) | Sql::UnaryOp { .. } => lower(expr, within.at_leaf())?,
        _ => return unsupported(expr, "a JSON key other than a literal"),
    };
    match ast.kind {
        Kind::Text(key) => Ok(Step::Key(key)),
        Kind::Number(number) => match number.parse() {
            Ok(index) => Ok(Step::Index(index)),
            Err(_) => unsupported(expr, "this array index"),
        },
        _ => unsupported(expr, "a JSON key other than a literal"),
    }
}

/// `'{a,0,"b c"}'`, the text form of an array.
pub(super) fn json_path(expr: &Sql) -> Result<Vec<Step>> {
    let text = match expr {
        Sql::Nested(inner) => return json_path(inner),
        Sql::Value(value) => text_literal(&value.value),
        _ => None,
    };
    let Some(steps) = text.as_deref().and_then(json::path_literal) else {
        return hinted(
            expr,
            "a JSON path other than a literal",
            Some("write it as '{key,0,other}', or with `->` one by one"),
        );
    };
    Ok(steps)
}

pub(super) fn call(expr: &Sql, function: &sql::Function, within: Within<'_>) -> Result<Kind> {
    let parts: Vec<_> = function
        .name
        .0
        .iter()
        .filter_map(|part| part.as_ident())
        .collect();
    let name = match parts.as_slice() {
        [name] => name,
        [schema, name] if schema.value.eq_ignore_ascii_case("pg_catalog") => name,
        _ => return unsupported(expr, &format!("the function `{}`", function.name)),
    };
    let (bare, args) = match &function.args {
        FunctionArguments::None => (true, Vec::new()),
        FunctionArguments::Subquery(_) => return subquery(expr),
        FunctionArguments::List(list) => {
            if list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
                return unsupported(expr, &format!("this form of `{}`", name.value));
            }
            let args = list
                .args
                .iter()
                .map(|arg| match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)) => lower(arg, within.deeper()),
                    _ => unsupported(expr, &format!("this form of `{}`", name.value)),
                })
                .collect::<Result<Vec<_>>>()?;
            (false, args)
        }
    };
    if function.over.is_some()
        || function.filter.is_some()
        || function.null_treatment.is_some()
        || !function.within_group.is_empty()
        || function.uses_odbc_syntax
        || !matches!(function.parameters, FunctionArguments::None)
    {
        return unsupported(expr, &format!("this form of `{}`", name.value));
    }
    let lower_name = name.value.to_ascii_lowercase();
    let (function, arity) = match (lower_name.as_str(), bare) {
        ("lower", false) => (Function::Lower, 1..=1),
        ("upper", false) => (Function::Upper, 1..=1),
        ("length" | "char_length" | "character_length", false) => (Function::Length, 1..=1),
        ("coalesce", false) => (Function::Coalesce, 1..=100),
        ("nullif", false) => (Function::NullIf, 2..=2),
        ("now" | "transaction_timestamp", false) | ("current_timestamp", true) => {
            (Function::Now, 0..=0)
        }
        ("current_date", true) => (Function::CurrentDate, 0..=0),
        ("localtimestamp", true) => (Function::LocalTimestamp, 0..=0),
        _ => {
            return hinted(
                expr,
                &format!("`{}`", name.value),
                Some(
                    "expressions know lower, upper, length, coalesce, nullif, now, current_date; \
                     quote a column of this name",
                ),
            );
        }
    };
    if !arity.contains(&args.len()) {
        return unsupported(
            expr,
            &format!("`{}` with {} arguments", name.value, args.len()),
        );
    }
    Ok(Kind::Call { function, args })
}

pub(super) fn extract_field(expr: &Sql, field: &DateTimeField) -> Result<Field> {
    Ok(match field {
        DateTimeField::Year => Field::Year,
        DateTimeField::Quarter => Field::Quarter,
        DateTimeField::Month => Field::Month,
        DateTimeField::Day => Field::Day,
        DateTimeField::Hour => Field::Hour,
        DateTimeField::Minute => Field::Minute,
        DateTimeField::Dow => Field::DayOfWeek,
        DateTimeField::Isodow => Field::IsoDayOfWeek,
        DateTimeField::Doy => Field::DayOfYear,
        _ => {
            return hinted(
                expr,
                &format!("EXTRACT({field} …)"),
                Some("it takes year, quarter, month, day, hour, minute, dow, isodow, doy"),
            );
        }
    })
}
