//! SQL text → [`Ast`]: sqlparser reads it, this keeps the documented subset and refuses the rest.
//!
//! sqlparser is more lenient than PostgreSQL and gives some operators another precedence (`~`).
//! Where that could change a meaning, the expression is refused and parentheses are asked for: each
//! operand must bind tighter than its operator by PostgreSQL's own table (`gram.y`), or stand in
//! parentheses. A tree that passes is the only one PostgreSQL's grammar has for the same tokens.

use sqlparser::ast::{
    self as sql, BinaryOperator, CastKind, DateTimeField, Expr as Sql, FunctionArg,
    FunctionArgExpr, FunctionArguments, InTarget, Spanned, UnaryOperator, Value,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::ast::{Ast, At, Comparison, Escape, Field, Function, Kind, Operator, Step};
use super::type_names::type_name;
use super::types::TypeName;
use super::{json, like, pattern};

/// Words, operators and names an expression may hold; literals and commas are free.
///
/// sqlparser's tree nests once an operator, and dropping it recurses.
const MAX_TOKENS: usize = 6_000;

/// Parentheses and operators inside each other, chains of AND and OR not counted.
const MAX_DEPTH: u32 = 60;

/// What is not supported or not SQL, and where in the source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) at: At,
    pub(super) message: String,
    pub(super) hint: Option<&'static str>,
}

type Result<T> = std::result::Result<T, Refusal>;

/// Parses a whole expression.
pub(super) fn parse(source: &str) -> Result<Ast> {
    let dialect = PostgreSqlDialect {};
    let tokens = Tokenizer::new(&dialect, source)
        .tokenize_with_location()
        .map_err(|error| Refusal {
            at: error.location.into(),
            message: format!("can't read the expression: {}", error.message),
            hint: None,
        })?;
    check_tokens(&tokens)?;
    let end = end_of(source);
    let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens);
    let parsed = parser
        .parse_expr()
        .map_err(|error| unreadable(error, end))?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(Refusal {
            at: next.span.start.into(),
            message: format!("expected the end of the expression, found `{}`", next.token),
            hint: None,
        });
    }
    lower(&parsed, 0)
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

/// Refuses what sqlparser would take for something else than PostgreSQL does, and what is too much.
fn check_tokens(tokens: &[TokenWithSpan]) -> Result<()> {
    let mut seen = 0;
    let mut before: [Option<&Token>; 2] = [None, None];
    for TokenWithSpan { token, span } in tokens {
        let refuse = |message: String, hint| {
            Err(Refusal {
                at: span.start.into(),
                message,
                hint,
            })
        };
        match token {
            Token::Whitespace(_) => continue,
            Token::Comma | Token::Number(..) | Token::SingleQuotedString(_) => {}
            Token::DoubleEq => return refuse("`==` is not SQL".to_owned(), Some("write `=`")),
            Token::Placeholder(_) | Token::Question | Token::SemiColon => {
                return refuse(format!("`{token}` is not supported"), None);
            }
            Token::Word(word) if word.keyword == Keyword::NULL && word.quote_style.is_none() => {
                let is_word = |token: Option<&Token>, keyword| matches!(token, Some(Token::Word(w)) if w.keyword == keyword);
                if is_word(before[1], Keyword::NOT) && !is_word(before[0], Keyword::IS) {
                    return refuse(
                        "`NOT NULL` is not an operator".to_owned(),
                        Some("write `IS NOT NULL`"),
                    );
                }
                seen += 1;
            }
            _ => seen += 1,
        }
        if seen > MAX_TOKENS {
            return refuse(
                format!("the expression has more than {MAX_TOKENS} operators and names"),
                Some("write long lists of values as `column IN (…)`"),
            );
        }
        before = [before[1], Some(token)];
    }
    Ok(())
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

/// How tightly operators bind, loosest first: the `%left`, `%right` and `%nonassoc` lines of
/// PostgreSQL's `gram.y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Is,
    Comparison,
    Like,
    Other,
    Sum,
    Product,
    Collate,
    Sign,
    Cast,
    Primary,
}

fn binding(expr: &Sql) -> Binding {
    use BinaryOperator as B;
    match expr {
        Sql::BinaryOp { op, .. } => match op {
            B::Or => Binding::Or,
            B::And => Binding::And,
            B::Eq | B::NotEq | B::Lt | B::LtEq | B::Gt | B::GtEq => Binding::Comparison,
            B::Plus | B::Minus => Binding::Sum,
            B::Multiply | B::Divide | B::Modulo => Binding::Product,
            _ => Binding::Other,
        },
        Sql::UnaryOp {
            op: UnaryOperator::Not,
            ..
        } => Binding::Not,
        Sql::UnaryOp { .. } => Binding::Sign,
        Sql::IsNull(_)
        | Sql::IsNotNull(_)
        | Sql::IsTrue(_)
        | Sql::IsNotTrue(_)
        | Sql::IsFalse(_)
        | Sql::IsNotFalse(_)
        | Sql::IsUnknown(_)
        | Sql::IsNotUnknown(_)
        | Sql::IsDistinctFrom(..)
        | Sql::IsNotDistinctFrom(..) => Binding::Is,
        Sql::Like { .. } | Sql::ILike { .. } | Sql::In { .. } | Sql::Between { .. } => {
            Binding::Like
        }
        Sql::Collate { .. } => Binding::Collate,
        Sql::Cast {
            kind: CastKind::DoubleColon,
            ..
        } => Binding::Cast,
        _ => Binding::Primary,
    }
}

/// Which side of its operator an operand stands on, for operators that associate to the left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// An operator of the same binding may stand here without parentheses.
    Associative,
    Strict,
}

/// Lowers an operand, having checked that PostgreSQL would see the same one.
fn operand(expr: &Sql, of: Binding, side: Side, depth: u32) -> Result<Box<Ast>> {
    let own = binding(expr);
    if own > of || (own == of && side == Side::Associative) {
        return lower(expr, depth + 1).map(Box::new);
    }
    Err(Refusal {
        at: place(expr),
        message: "it is not clear which operator comes first here".to_owned(),
        hint: Some("put parentheses around the operand"),
    })
}

fn place(expr: &Sql) -> At {
    let start = expr.span().start;
    if start.line == 0 {
        At { line: 1, column: 1 }
    } else {
        start.into()
    }
}

fn unsupported<T>(expr: &Sql, what: &str) -> Result<T> {
    hinted(expr, what, None)
}

fn hinted<T>(expr: &Sql, what: &str, hint: Option<&'static str>) -> Result<T> {
    Err(Refusal {
        at: place(expr),
        message: format!("{what} is not supported"),
        hint,
    })
}

fn subquery<T>(expr: &Sql) -> Result<T> {
    Err(Refusal {
        at: place(expr),
        message: "subqueries are not supported yet".to_owned(),
        hint: None,
    })
}

fn lower(expr: &Sql, depth: u32) -> Result<Ast> {
    let at = match expr {
        Sql::BinaryOp {
            op: BinaryOperator::And | BinaryOperator::Or,
            ..
        } => At::default(), // set below: asking a long chain for its span would recurse
        _ => place(expr),
    };
    if depth > MAX_DEPTH {
        return Err(Refusal {
            at,
            message: "the expression is nested too deeply".to_owned(),
            hint: None,
        });
    }
    let done = |kind| Ok(Ast { at, kind });
    let is = |inner: &Sql| operand(inner, Binding::Is, Side::Strict, depth);
    match expr {
        Sql::Nested(inner) => lower(inner, depth + 1),
        Sql::Identifier(ident) => done(column(ident)),
        Sql::Value(value) => done(literal(expr, &value.value)?),
        Sql::TypedString(typed) => {
            let text = text_literal(&typed.value.value)
                .map_or_else(|| unsupported(expr, "this kind of literal"), Ok)?;
            done(Kind::Cast {
                operand: Box::new(Ast {
                    at,
                    kind: Kind::Text(text),
                }),
                to: type_name(&typed.data_type, at)?,
            })
        }
        Sql::Interval(interval) => done(interval_literal(expr, interval)?),
        Sql::Cast {
            kind,
            expr: inner,
            data_type,
            format: None,
        } => {
            let inner = match kind {
                CastKind::DoubleColon => operand(inner, Binding::Cast, Side::Associative, depth)?,
                CastKind::Cast => Box::new(lower(inner, depth + 1)?),
                CastKind::TryCast | CastKind::SafeCast => return unsupported(expr, "TRY_CAST"),
            };
            done(Kind::Cast {
                operand: inner,
                to: type_name(data_type, at)?,
            })
        }
        Sql::UnaryOp { op, expr: inner } => done(unary(expr, *op, inner, depth)?),
        Sql::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => chain(expr, &BinaryOperator::And, depth),
            BinaryOperator::Or => chain(expr, &BinaryOperator::Or, depth),
            _ => done(binary(expr, left, op, right, depth)?),
        },
        Sql::IsNull(inner) | Sql::IsNotNull(inner) => done(Kind::IsNull {
            operand: is(inner)?,
            negated: matches!(expr, Sql::IsNotNull(_)),
        }),
        Sql::IsTrue(inner)
        | Sql::IsNotTrue(inner)
        | Sql::IsFalse(inner)
        | Sql::IsNotFalse(inner)
        | Sql::IsUnknown(inner)
        | Sql::IsNotUnknown(inner) => done(Kind::IsTruth {
            operand: is(inner)?,
            truth: match expr {
                Sql::IsTrue(_) | Sql::IsNotTrue(_) => Some(true),
                Sql::IsFalse(_) | Sql::IsNotFalse(_) => Some(false),
                _ => None,
            },
            negated: matches!(
                expr,
                Sql::IsNotTrue(_) | Sql::IsNotFalse(_) | Sql::IsNotUnknown(_)
            ),
        }),
        Sql::IsDistinctFrom(left, right) | Sql::IsNotDistinctFrom(left, right) => {
            done(Kind::IsDistinct {
                left: is(left)?,
                right: is(right)?,
                negated: matches!(expr, Sql::IsNotDistinctFrom(..)),
            })
        }
        Sql::In {
            expr: inner,
            target,
            negated,
            global: false,
        } => match target {
            InTarget::List(items) => done(Kind::In {
                operand: operand(inner, Binding::Like, Side::Strict, depth)?,
                list: items
                    .iter()
                    .map(|item| lower(item, depth + 1))
                    .collect::<Result<_>>()?,
                negated: *negated,
            }),
            InTarget::Subquery(_) => subquery(expr),
            InTarget::Unnest(_) | InTarget::Table { .. } => unsupported(expr, "this form of IN"),
        },
        Sql::Between {
            expr: inner,
            negated,
            low,
            high,
        } => done(Kind::Between {
            operand: operand(inner, Binding::Like, Side::Strict, depth)?,
            low: operand(low, Binding::Like, Side::Strict, depth)?,
            high: operand(high, Binding::Like, Side::Strict, depth)?,
            negated: *negated,
        }),
        Sql::Like {
            negated,
            any: false,
            expr: inner,
            pattern,
            escape_char,
        } => done(like_kind(
            inner,
            pattern,
            escape_char.as_deref(),
            false,
            *negated,
            depth,
        )?),
        Sql::ILike {
            negated,
            any: false,
            expr: inner,
            pattern,
            escape_char,
        } => done(like_kind(
            inner,
            pattern,
            escape_char.as_deref(),
            true,
            *negated,
            depth,
        )?),
        Sql::Collate {
            expr: inner,
            collation,
        } => {
            let name = collation.0.last().map(ToString::to_string);
            if !matches!(name.as_deref(), Some("\"C\"" | "\"POSIX\"")) {
                return hinted(
                    expr,
                    "a collation other than \"C\"",
                    Some("no other order is the same on every machine; write COLLATE \"C\""),
                );
            }
            done(Kind::CollateC(operand(
                inner,
                Binding::Collate,
                Side::Associative,
                depth,
            )?))
        }
        Sql::Function(function) => done(call(expr, function, depth)?),
        Sql::Extract {
            field, expr: inner, ..
        } => done(Kind::Extract {
            field: extract_field(expr, field)?,
            operand: Box::new(lower(inner, depth + 1)?),
        }),
        Sql::Exists { .. } | Sql::Subquery(_) => subquery(expr),
        Sql::CompoundIdentifier(_) | Sql::CompoundFieldAccess { .. } => hinted(
            expr,
            "a name with a dot, or a subscript,",
            Some("write the column's name alone; into JSON go with `->` and `->>`"),
        ),
        Sql::AnyOp { .. } | Sql::AllOp { .. } => hinted(expr, "ANY or ALL", Some("write `IN (…)`")),
        Sql::Case { .. } => hinted(expr, "CASE", Some("write it with AND and OR")),
        Sql::SimilarTo { .. } => hinted(expr, "SIMILAR TO", Some("use `~` or LIKE")),
        Sql::Tuple(_) => hinted(
            expr,
            "a row of values",
            Some("compare column by column, with AND"),
        ),
        Sql::AtTimeZone { .. } => hinted(
            expr,
            "AT TIME ZONE",
            Some("set `defaults.time_zone` in the rules"),
        ),
        Sql::Array(_) => unsupported(expr, "an array"),
        _ => unsupported(expr, &format!("`{}`", first_word(expr))),
    }
}

/// The first word of an expression's text, for messages.
fn first_word(expr: &Sql) -> String {
    let text = expr.to_string();
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|end| *end > 0)
        .unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8));
    text.get(..end).unwrap_or_default().to_owned()
}

fn column(ident: &sql::Ident) -> Kind {
    let quoted = ident.quote_style.is_some();
    Kind::Column {
        // PostgreSQL folds the ASCII letters of a name, no others (downcase_identifier).
        name: if quoted {
            ident.value.clone()
        } else {
            ident.value.to_ascii_lowercase()
        },
        quoted,
    }
}

fn text_literal(value: &Value) -> Option<String> {
    match value {
        Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) => Some(text.clone()),
        Value::DollarQuotedString(text) => Some(text.value.clone()),
        _ => None,
    }
}

fn literal(expr: &Sql, value: &Value) -> Result<Kind> {
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
        && super::decimal::Decimal::parse(text.as_bytes()).is_ok()
}

fn interval_literal(expr: &Sql, interval: &sql::Interval) -> Result<Kind> {
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

fn unary(expr: &Sql, op: UnaryOperator, inner: &Sql, depth: u32) -> Result<Kind> {
    match op {
        UnaryOperator::Not => Ok(Kind::Not(operand(
            inner,
            Binding::Not,
            Side::Associative,
            depth,
        )?)),
        UnaryOperator::Plus => Ok(operand(inner, Binding::Sign, Side::Associative, depth)?.kind),
        UnaryOperator::Minus => {
            let inner = operand(inner, Binding::Sign, Side::Associative, depth)?;
            // As PostgreSQL's grammar does (doNegate): -9223372036854775808 is a bigint.
            Ok(match inner.kind {
                Kind::Number(number) => match number.strip_prefix('-') {
                    Some(positive) => Kind::Number(positive.to_owned()),
                    None => Kind::Number(format!("-{number}")),
                },
                _ => Kind::Negate(inner),
            })
        }
        _ => unsupported(expr, &format!("the operator `{op}`")),
    }
}

/// `a AND b AND …` of any length as one node, without recursion.
fn chain(expr: &Sql, op: &BinaryOperator, depth: u32) -> Result<Ast> {
    let of = if *op == BinaryOperator::And {
        Binding::And
    } else {
        Binding::Or
    };
    let mut terms = Vec::new();
    let mut rest = expr;
    while let Sql::BinaryOp {
        left,
        op: other,
        right,
    } = rest
        && other == op
    {
        terms.push(*operand(right, of, Side::Strict, depth)?);
        rest = left;
    }
    terms.push(*operand(rest, of, Side::Strict, depth)?);
    terms.reverse();
    Ok(Ast {
        at: terms.first().map_or_else(At::default, |first| first.at),
        kind: if of == Binding::And {
            Kind::And(terms)
        } else {
            Kind::Or(terms)
        },
    })
}

fn binary(expr: &Sql, left: &Sql, op: &BinaryOperator, right: &Sql, depth: u32) -> Result<Kind> {
    use BinaryOperator as B;
    let comparison = |op| {
        Ok(Kind::Compare {
            op,
            left: operand(left, Binding::Comparison, Side::Strict, depth)?,
            right: operand(right, Binding::Comparison, Side::Strict, depth)?,
        })
    };
    let arithmetic = |op, of| {
        Ok(Kind::Arithmetic {
            op,
            left: operand(left, of, Side::Associative, depth)?,
            right: operand(right, of, Side::Strict, depth)?,
        })
    };
    let other = || {
        Ok((
            operand(left, Binding::Other, Side::Associative, depth)?,
            operand(right, Binding::Other, Side::Strict, depth)?,
        ))
    };
    match op {
        B::Eq => comparison(Comparison::Eq),
        B::NotEq => comparison(Comparison::Ne),
        B::Lt => comparison(Comparison::Lt),
        B::LtEq => comparison(Comparison::Le),
        B::Gt => comparison(Comparison::Gt),
        B::GtEq => comparison(Comparison::Ge),
        B::Plus => arithmetic(Operator::Add, Binding::Sum),
        B::Minus => arithmetic(Operator::Sub, Binding::Sum),
        B::Multiply => arithmetic(Operator::Mul, Binding::Product),
        B::Divide => arithmetic(Operator::Div, Binding::Product),
        B::Modulo => arithmetic(Operator::Rem, Binding::Product),
        B::StringConcat => {
            let (left, right) = other()?;
            Ok(Kind::Concat { left, right })
        }
        B::PGRegexMatch | B::PGRegexIMatch | B::PGRegexNotMatch | B::PGRegexNotIMatch => {
            let (left, right) = other()?;
            let ignore_case = matches!(op, B::PGRegexIMatch | B::PGRegexNotIMatch);
            if let Kind::Text(text) = &right.kind {
                check(right.at, pattern::compile(text, ignore_case).map(drop))?;
            }
            Ok(Kind::Regex {
                operand: left,
                pattern: right,
                ignore_case,
                negated: matches!(op, B::PGRegexNotMatch | B::PGRegexNotIMatch),
            })
        }
        B::Arrow | B::LongArrow => {
            let operand = operand(left, Binding::Other, Side::Associative, depth)?;
            Ok(Kind::Json {
                operand,
                path: vec![json_step(right)?],
                as_text: *op == B::LongArrow,
            })
        }
        B::HashArrow | B::HashLongArrow => {
            let operand = operand(left, Binding::Other, Side::Associative, depth)?;
            Ok(Kind::Json {
                operand,
                path: json_path(right)?,
                as_text: *op == B::HashLongArrow,
            })
        }
        B::PGLikeMatch | B::PGNotLikeMatch | B::PGILikeMatch | B::PGNotILikeMatch => {
            hinted(expr, "`~~`", Some("write LIKE or ILIKE"))
        }
        _ => unsupported(expr, &format!("the operator `{op}`")),
    }
}

fn check(at: At, outcome: std::result::Result<(), String>) -> Result<()> {
    outcome.map_err(|message| Refusal {
        at,
        message,
        hint: None,
    })
}

fn json_step(expr: &Sql) -> Result<Step> {
    let ast = match expr {
        Sql::Nested(inner) => return json_step(inner),
        Sql::Value(_) | Sql::UnaryOp { .. } => lower(expr, MAX_DEPTH - 1)?,
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
fn json_path(expr: &Sql) -> Result<Vec<Step>> {
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

fn like_kind(
    inner: &Sql,
    pattern: &Sql,
    escape: Option<&Sql>,
    ignore_case: bool,
    negated: bool,
    depth: u32,
) -> Result<Kind> {
    let escape = match escape {
        None => Escape::Char('\\'),
        Some(expr) => {
            let text = match expr {
                Sql::Value(value) => text_literal(&value.value),
                _ => None,
            };
            let mut chars = text.as_deref().map(str::chars);
            match chars.as_mut().map(|chars| (chars.next(), chars.next())) {
                Some((None, _)) => Escape::Off,
                Some((Some(c), None)) => Escape::Char(c),
                _ => return unsupported(expr, "an ESCAPE of other than one character"),
            }
        }
    };
    let operand_ast = operand(inner, Binding::Like, Side::Strict, depth)?;
    let pattern = operand(pattern, Binding::Like, Side::Strict, depth)?;
    if let Kind::Text(text) = &pattern.kind {
        check(pattern.at, like::Pattern::check(text, escape))?;
    }
    Ok(Kind::Like {
        operand: operand_ast,
        pattern,
        escape,
        ignore_case,
        negated,
    })
}

fn call(expr: &Sql, function: &sql::Function, depth: u32) -> Result<Kind> {
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
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)) => lower(arg, depth + 1),
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

fn extract_field(expr: &Sql, field: &DateTimeField) -> Result<Field> {
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
