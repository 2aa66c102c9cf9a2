//! SQL text → [`Ast`]: sqlparser reads it, [`lower`] keeps the documented subset and
//! refuses the rest.

use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token};

use super::ast::{Ast, At};
use super::lower::{Within, lower};
use super::query::RowQuery;
use super::subquery::read;
use super::tokens;
use crate::error::Position;

/// What is not supported or not SQL, and where in the source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) at: At,
    pub(super) message: String,
    pub(super) hint: Option<&'static str>,
}

pub(super) type Result<T> = std::result::Result<T, Refusal>;

/// Parses a whole expression.
pub(super) fn parse(source: &str, position: &Position) -> Result<Ast> {
    let parsed = whole(source, |parser| parser.parse_expr())?;
    lower(&parsed, Within::top(source, position))
}

/// Parses a whole query: `SELECT columns FROM table [WHERE condition]`.
pub(super) fn parse_query(source: &str, position: &Position) -> Result<RowQuery> {
    let parsed = whole(source, |parser| parser.parse_query())?;
    read::rows(&parsed, Within::top(source, position))
}

/// Lets `parse` read all of the source.
fn whole<T>(
    source: &str,
    parse: impl FnOnce(&mut Parser<'_>) -> std::result::Result<T, ParserError>,
) -> Result<T> {
    let dialect = PostgreSqlDialect {};
    let tokens = tokens::tokens(&dialect, source)?;
    let end = end_of(source);
    let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens);
    let parsed = parse(&mut parser).map_err(|error| unreadable(error, end))?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(Refusal {
            at: next.span.start.into(),
            message: format!("expected the end of the expression, found `{}`", next.token),
            hint: None,
        });
    }
    Ok(parsed)
}

impl From<Location> for At {
    fn from(location: Location) -> Self {
        Self {
            line: u32::try_from(location.line).unwrap_or(u32::MAX),
            column: u32::try_from(location.column).unwrap_or(u32::MAX),
        }
    }
}

/// The place just after the last character.
fn end_of(source: &str) -> At {
    let trimmed = source.trim_end();
    let line = trimmed.matches('\n').count() + 1;
    let column = trimmed.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    Location::new(line as u64, column as u64).into()
}

/// sqlparser's error with its place taken out of the text.
fn unreadable(error: ParserError, end: At) -> Refusal {
    let text = match error {
        ParserError::ParserError(text) | ParserError::TokenizerError(text) => text,
        ParserError::RecursionLimitExceeded => {
            return Refusal {
                at: At { line: 1, column: 1 },
                message: "the expression is nested too deeply".to_owned(),
                hint: None,
            };
        }
    };
    let mut at = end;
    let mut message = text.as_str();
    if let Some((head, place)) = text.rsplit_once(" at Line: ") {
        message = head;
        if let Some((line, column)) = place.split_once(", Column: ")
            && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
            && line > 0
        {
            at = At { line, column };
        }
    }
    let message = match message.strip_prefix("Expected: ") {
        Some(rest) => format!("expected {}", rest.replace("found: EOF", "found the end")),
        None => message.to_owned(),
    };
    Refusal {
        at,
        message: format!("can't read the expression: {message}"),
        hint: None,
    }
}
