//! sqlparser's tree → [`Ast`], operators.
//!
//! sqlparser gives some operators another precedence than PostgreSQL (`~`). Where that could change
//! a meaning, the expression is refused and parentheses are asked for: each operand must bind
//! tighter than its operator by PostgreSQL's own table (`gram.y`), or stand in parentheses. A tree
//! that passes is the only one PostgreSQL's grammar has for the same tokens.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, Expr as Sql, FunctionArguments, InTarget, SetExpr,
    Spanned, UnaryOperator,
};
use sqlparser::tokenizer::Span;

use super::ast::{Ast, At, Comparison, Escape, Kind, Operator};
use super::leaves::{
    call, column, extract_field, interval_literal, json_path, json_step, literal, qualified_column,
    text_literal,
};
use super::parse::{Refusal, Result};
use super::subquery::read;
use super::type_names::type_name;
use super::{like, pattern};
use crate::error::Position;

/// Parentheses and operators inside each other, chains of AND and OR not counted.
pub(super) const MAX_DEPTH: u32 = 60;

/// The expression around a node, and how deep in it the node stands.
#[derive(Clone, Copy)]
pub(super) struct Within<'s> {
    depth: u32,
    pub(super) source: &'s str,
    pub(super) position: &'s Position,
}

impl<'s> Within<'s> {
    /// At the top of an expression.
    pub(super) fn top(source: &'s str, position: &'s Position) -> Self {
        Self {
            depth: 0,
            source,
            position,
        }
    }

    /// One operator or pair of parentheses further in.
    pub(super) fn deeper(self) -> Self {
        self.at_depth(self.depth + 1)
    }

    /// Where nothing but a literal is expected.
    pub(super) fn at_leaf(self) -> Self {
        self.at_depth(MAX_DEPTH - 1)
    }

    fn at_depth(self, depth: u32) -> Self {
        Self { depth, ..self }
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
        }
        | Sql::Exists { negated: true, .. } => Binding::Not,
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
fn operand(expr: &Sql, of: Binding, side: Side, within: Within<'_>) -> Result<Box<Ast>> {
    let own = binding(expr);
    if own > of || (own == of && side == Side::Associative) {
        return lower(expr, within.deeper()).map(Box::new);
    }
    Err(Refusal {
        at: place(expr),
        message: "it is not clear which operator comes first here".to_owned(),
        hint: Some("put parentheses around the operand"),
    })
}

/// Where an expression begins: the first operand of its first operand, and so on. sqlparser's own
/// spans are not asked of operators, as that recurses as deep as a chain is long.
pub(super) fn place(expr: &Sql) -> At {
    let mut first = expr;
    let start = loop {
        first = match first {
            Sql::BinaryOp { left: inner, .. }
            | Sql::AnyOp { left: inner, .. }
            | Sql::AllOp { left: inner, .. }
            | Sql::UnaryOp { expr: inner, .. }
            | Sql::Cast { expr: inner, .. }
            | Sql::Collate { expr: inner, .. }
            | Sql::Extract { expr: inner, .. }
            | Sql::AtTimeZone {
                timestamp: inner, ..
            }
            | Sql::In { expr: inner, .. }
            | Sql::Between { expr: inner, .. }
            | Sql::Like { expr: inner, .. }
            | Sql::ILike { expr: inner, .. }
            | Sql::SimilarTo { expr: inner, .. }
            | Sql::IsDistinctFrom(inner, _)
            | Sql::IsNotDistinctFrom(inner, _)
            | Sql::Nested(inner)
            | Sql::IsNull(inner)
            | Sql::IsNotNull(inner)
            | Sql::IsTrue(inner)
            | Sql::IsNotTrue(inner)
            | Sql::IsFalse(inner)
            | Sql::IsNotFalse(inner)
            | Sql::IsUnknown(inner)
            | Sql::IsNotUnknown(inner) => inner,
            Sql::Interval(interval) => &interval.value,
            Sql::Tuple(items) => match items.first() {
                Some(item) => item,
                None => break Span::empty().start,
            },
            Sql::Case { case_token, .. } => break case_token.0.span.start,
            Sql::Function(function) => break function.name.span().start,
            Sql::Exists { subquery, .. } | Sql::Subquery(subquery) => {
                break match subquery.body.as_ref() {
                    SetExpr::Select(select) => select.select_token.0.span.start,
                    _ => Span::empty().start,
                };
            }
            Sql::Identifier(_)
            | Sql::CompoundIdentifier(_)
            | Sql::Value(_)
            | Sql::TypedString(_) => break first.span().start,
            _ => break Span::empty().start,
        };
    };
    if start.line == 0 {
        At { line: 1, column: 1 }
    } else {
        start.into()
    }
}

pub(super) fn unsupported<T>(expr: &Sql, what: &str) -> Result<T> {
    hinted(expr, what, None)
}

pub(super) fn hinted<T>(expr: &Sql, what: &str, hint: Option<&'static str>) -> Result<T> {
    Err(Refusal {
        at: place(expr),
        message: format!("{what} is not supported"),
        hint,
    })
}

pub(super) fn subquery<T>(expr: &Sql) -> Result<T> {
    hinted(
        expr,
        "a subquery in this place",
        Some("write `column IN (SELECT …)` or `EXISTS (SELECT …)`"),
    )
}

pub(super) fn lower(expr: &Sql, within: Within<'_>) -> Result<Ast> {
    let at = place(expr);
    if within.depth > MAX_DEPTH {
        return Err(Refusal {
            at,
            message: "the expression is nested too deeply".to_owned(),
            hint: None,
        });
    }
    let done = |kind| Ok(Ast { at, kind });
    let is = |inner: &Sql| operand(inner, Binding::Is, Side::Strict, within);
    match expr {
        Sql::Nested(inner) => lower(inner, within.deeper()),
        Sql::Identifier(ident) => done(column(expr, ident)?),
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
                CastKind::DoubleColon => operand(inner, Binding::Cast, Side::Associative, within)?,
                CastKind::Cast => Box::new(lower(inner, within.deeper())?),
                CastKind::TryCast | CastKind::SafeCast => return unsupported(expr, "TRY_CAST"),
            };
            done(Kind::Cast {
                operand: inner,
                to: type_name(data_type, at)?,
            })
        }
        Sql::UnaryOp { op, expr: inner } => done(unary(expr, *op, inner, within)?),
        Sql::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => chain(expr, &BinaryOperator::And, within),
            BinaryOperator::Or => chain(expr, &BinaryOperator::Or, within),
            _ => done(binary(expr, left, op, right, within)?),
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
                operand: operand(inner, Binding::Like, Side::Strict, within)?,
                list: items
                    .iter()
                    .map(|item| lower(item, within.deeper()))
                    .collect::<Result<_>>()?,
                negated: *negated,
            }),
            InTarget::Subquery(query) => {
                let operands = match inner.as_ref() {
                    Sql::Tuple(items) => items
                        .iter()
                        .map(|item| lower(item, within.deeper()))
                        .collect::<Result<_>>()?,
                    inner => vec![*operand(inner, Binding::Like, Side::Strict, within)?],
                };
                done(read::is_in(expr, operands, query, *negated, within)?)
            }
            InTarget::Unnest(_) | InTarget::Table { .. } => unsupported(expr, "this form of IN"),
        },
        Sql::Between {
            expr: inner,
            negated,
            low,
            high,
        } => done(Kind::Between {
            operand: operand(inner, Binding::Like, Side::Strict, within)?,
            low: operand(low, Binding::Like, Side::Strict, within)?,
            high: operand(high, Binding::Like, Side::Strict, within)?,
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
            within,
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
            within,
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
                within,
            )?))
        }
        Sql::Function(function) => done(call(expr, function, within)?),
        Sql::Extract {
            field, expr: inner, ..
        } => done(Kind::Extract {
            field: extract_field(expr, field)?,
            operand: Box::new(lower(inner, within.deeper())?),
        }),
        Sql::Exists {
            subquery: query,
            negated,
        } => done(read::exists(expr, query, *negated, within)?),
        Sql::Subquery(_) => subquery(expr),
        Sql::CompoundIdentifier(parts) => done(qualified_column(expr, parts)?),
        // A word that is a function without parentheses, before a dot.
        Sql::CompoundFieldAccess { root, access_chain }
            if matches!(root.as_ref(), Sql::Function(call) if call.args == FunctionArguments::None)
                && matches!(access_chain.as_slice(), [AccessExpr::Dot(_)]) =>
        {
            hinted(
                expr,
                "a reserved word before a dot",
                Some("put double quotes around a table of this name: `\"user\".id`"),
            )
        }
        Sql::CompoundFieldAccess { .. } => hinted(
            expr,
            "a subscript",
            Some("into JSON go with `->` and `->>`"),
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

fn unary(expr: &Sql, op: UnaryOperator, inner: &Sql, within: Within<'_>) -> Result<Kind> {
    match op {
        UnaryOperator::Not => Ok(Kind::Not(operand(
            inner,
            Binding::Not,
            Side::Associative,
            within,
        )?)),
        UnaryOperator::Plus => Ok(operand(inner, Binding::Sign, Side::Associative, within)?.kind),
        UnaryOperator::Minus => {
            let inner = operand(inner, Binding::Sign, Side::Associative, within)?;
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
fn chain(expr: &Sql, op: &BinaryOperator, within: Within<'_>) -> Result<Ast> {
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
        terms.push(*operand(right, of, Side::Strict, within)?);
        rest = left;
    }
    terms.push(*operand(rest, of, Side::Strict, within)?);
    terms.reverse();
    Ok(Ast {
        at: place(expr),
        kind: if of == Binding::And {
            Kind::And(terms)
        } else {
            Kind::Or(terms)
        },
    })
}

fn binary(
    expr: &Sql,
    left: &Sql,
    op: &BinaryOperator,
    right: &Sql,
    within: Within<'_>,
) -> Result<Kind> {
    use BinaryOperator as B;
    let comparison = |op| {
        Ok(Kind::Compare {
            op,
            left: operand(left, Binding::Comparison, Side::Strict, within)?,
            right: operand(right, Binding::Comparison, Side::Strict, within)?,
        })
    };
    let arithmetic = |op, of| {
        Ok(Kind::Arithmetic {
            op,
            left: operand(left, of, Side::Associative, within)?,
            right: operand(right, of, Side::Strict, within)?,
        })
    };
    let other = || {
        Ok((
            operand(left, Binding::Other, Side::Associative, within)?,
            operand(right, Binding::Other, Side::Strict, within)?,
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
            check_pattern(&right, |text| pattern::compile(text, ignore_case).map(drop))?;
            Ok(Kind::Regex {
                operand: left,
                pattern: right,
                ignore_case,
                negated: matches!(op, B::PGRegexNotMatch | B::PGRegexNotIMatch),
            })
        }
        B::Arrow | B::LongArrow => {
            let operand = operand(left, Binding::Other, Side::Associative, within)?;
            Ok(Kind::Json {
                operand,
                path: vec![json_step(right, within)?],
                as_text: *op == B::LongArrow,
            })
        }
        B::HashArrow | B::HashLongArrow => {
            let operand = operand(left, Binding::Other, Side::Associative, within)?;
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

/// Refuses a pattern that is wrong, or that changes from row to row.
fn check_pattern(
    pattern: &Ast,
    check: impl FnOnce(&str) -> std::result::Result<(), String>,
) -> Result<()> {
    let outcome = match &pattern.kind {
        _ if !pattern.is_constant() => {
            Err("a pattern other than a literal is not supported".to_owned())
        }
        Kind::Text(text) => check(text),
        _ => Ok(()), // looked at when it is bound
    };
    outcome.map_err(|message| Refusal {
        at: pattern.at,
        message,
        hint: None,
    })
}

fn like_kind(
    inner: &Sql,
    pattern: &Sql,
    escape: Option<&Sql>,
    ignore_case: bool,
    negated: bool,
    within: Within<'_>,
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
    let operand_ast = operand(inner, Binding::Like, Side::Strict, within)?;
    let pattern = operand(pattern, Binding::Like, Side::Strict, within)?;
    check_pattern(&pattern, |text| like::Pattern::check(text, escape))?;
    Ok(Kind::Like {
        operand: operand_ast,
        pattern,
        escape,
        ignore_case,
        negated,
    })
}
