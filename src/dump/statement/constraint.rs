//! Constraints of tables and columns (`gram.y`, `ColConstraint` and `TableConstraint`).

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{
    ColumnDefinition, ConstraintKind, Expression, Identity, KeyPart, PartitionBy, QualifiedName,
    TableConstraint, TypeName,
};
use super::grammar::{Input, Parsed, any_kw, group, ident, kw, kws, literal_text, qualified, skip};
use super::type_name::type_name;
use crate::dump::name::split_name;
use crate::dump::token::{Token, TokenKind, mismatch};

/// Words that begin a column's constraint, and so end a DEFAULT expression before it.
const COLUMN_WORDS: &[&str] = &[
    "constraint",
    "not",
    "null",
    "default",
    "check",
    "unique",
    "primary",
    "references",
    "generated",
    "collate",
    "deferrable",
    "initially",
    "storage",
    "compression",
];

/// A table constraint, with or without a name. `None` in the second place: one of a kind that does
/// not matter here.
pub(super) fn table_constraint(input: Input<'_>) -> Parsed<'_, Option<TableConstraint>> {
    let (input, name) = opt(preceded(kw("constraint"), ident)).parse(input)?;
    let (rest, kind) = constraint_kind(input)?;
    let (rest, validated) = attributes(rest);
    Ok((
        rest,
        kind.map(|kind| TableConstraint {
            name,
            kind,
            validated,
        }),
    ))
}

/// The input begins a table constraint rather than a column.
pub(super) fn begins_constraint(input: Input<'_>) -> bool {
    match input.word().as_deref() {
        Some("constraint" | "check" | "unique" | "primary" | "foreign") => true,
        Some("not") => input.word_at(1, "null"),
        Some("exclude") => {
            input.word_at(1, "using")
                || matches!(input.rest().first(), Some(token) if token.kind == TokenKind::Symbol(b'('))
        }
        _ => false,
    }
}

fn constraint_kind(input: Input<'_>) -> Parsed<'_, Option<ConstraintKind>> {
    let (rest, word) =
        any_kw(&["check", "unique", "primary", "foreign", "exclude", "not"]).parse(input)?;
    match word {
        "check" => {
            let (rest, content) = group(rest)?;
            Ok((rest, Some(ConstraintKind::Check(content.expression()))))
        }
        "unique" | "primary" => {
            let primary = word == "primary";
            let (rest, _) = if primary {
                kw("key").map(drop).map(Some).parse(rest)?
            } else {
                opt(nulls_distinct).parse(rest)?
            };
            if let Ok((rest, index)) = preceded(kws(&["using", "index"]), ident).parse(rest) {
                let kind = ConstraintKind::Unique {
                    primary,
                    columns: Vec::new(),
                    using_index: Some(index),
                };
                return Ok((rest, Some(kind)));
            }
            let (rest, content) = group(rest)?;
            let kind = ConstraintKind::Unique {
                primary,
                columns: key_columns(content),
                using_index: None,
            };
            Ok((rest, Some(kind)))
        }
        "foreign" => {
            let (rest, _) = kw("key").parse(rest)?;
            let (rest, content) = group(rest)?;
            let columns = key_columns(content);
            let (rest, _) = kw("references").parse(rest)?;
            let (rest, (table, to)) = referred(rest)?;
            Ok((
                rest,
                Some(ConstraintKind::ForeignKey { columns, table, to }),
            ))
        }
        "exclude" => {
            let all = rest;
            let (rest, _) = opt(preceded(kw("using"), ident)).parse(rest)?;
            let (rest, _) = group(rest)?;
            let (rest, _) = opt(preceded(kw("where"), group)).parse(rest)?;
            let expression = all.until(rest).expression();
            Ok((rest, Some(ConstraintKind::Exclude { expression })))
        }
        _ => {
            let (rest, _) = kw("null").parse(rest)?;
            let (rest, column) = ident(rest)?;
            Ok((rest, Some(ConstraintKind::NotNull(column))))
        }
    }
}

fn nulls_distinct(input: Input<'_>) -> Parsed<'_, ()> {
    let (rest, _) = kw("nulls").parse(input)?;
    let (rest, _) = opt(kw("not")).parse(rest)?;
    kw("distinct").map(drop).parse(rest)
}

/// Columns of a key; `PERIOD x` and `x WITHOUT OVERLAPS` (PostgreSQL 18) count as columns.
fn key_columns(content: Input<'_>) -> Vec<String> {
    content
        .split_commas()
        .into_iter()
        .filter_map(|part| {
            let part = match part.tokens {
                [_, _] if part.word_at(0, "period") => part.rest(),
                _ => part,
            };
            ident(part).ok().map(|(_, column)| column)
        })
        .collect()
}

fn referred(input: Input<'_>) -> Parsed<'_, (QualifiedName, Vec<String>)> {
    let (rest, table) = qualified(input)?;
    let (rest, content) = opt(group).parse(rest)?;
    Ok((rest, (table, content.map(key_columns).unwrap_or_default())))
}

/// What may follow a constraint, up to the next one; whether rows are held to it.
fn attributes(mut input: Input<'_>) -> (Input<'_>, bool) {
    let mut validated = true;
    while let Some(word) = input.word() {
        if input.word_at(0, "not") {
            match input.tokens.get(1) {
                Some(next) if input.is_word(next, "valid") || input.is_word(next, "enforced") => {
                    validated = false;
                }
                Some(next) if input.is_word(next, "deferrable") => {}
                _ => break,
            }
        } else if COLUMN_WORDS.contains(&word.as_ref())
            && !matches!(word.as_ref(), "deferrable" | "initially")
        {
            break;
        }
        let words = match word.as_ref() {
            // `ON DELETE SET NULL (a)`, `ON UPDATE SET DEFAULT`
            "on" => 2,
            "set" | "not" | "initially" => 2,
            _ => 1,
        };
        input = input.with(input.tokens.get(words..).unwrap_or_default());
        while let Ok((rest, _)) = group(input) {
            input = rest;
        }
    }
    (input, validated)
}

/// A column of `CREATE TABLE` or `ADD COLUMN`, with the constraints that stand in it. `typed`: the
/// type comes from elsewhere.
pub(super) fn column(
    input: Input<'_>,
    typed: bool,
) -> Option<(ColumnDefinition, Vec<TableConstraint>)> {
    let (rest, name) = ident(input).ok()?;
    let mut column = ColumnDefinition {
        name,
        ..ColumnDefinition::default()
    };
    let mut rest = if typed {
        opt(kws(&["with", "options"])).parse(rest).ok()?.0
    } else {
        let (rest, ty) = type_name(rest).ok()?;
        set_type(&mut column, ty);
        rest
    };
    let mut constraints = Vec::new();
    let mut name = None;
    while !rest.is_empty() {
        rest = match column_constraint(rest, &mut column, &mut name, &mut constraints) {
            Ok((rest, ())) => rest,
            Err(_) => skip(rest).map_or_else(|_| rest.rest(), |(rest, ())| rest),
        };
    }
    Some((column, constraints))
}

/// Sets a column's type; a serial type is an integer with a default.
fn set_type(column: &mut ColumnDefinition, mut ty: TypeName) {
    let integer = match (ty.name.schema.as_deref(), ty.name.name.as_str()) {
        (None | Some("pg_catalog"), "serial" | "serial4") => "int4",
        (None | Some("pg_catalog"), "bigserial" | "serial8") => "int8",
        (None | Some("pg_catalog"), "smallserial" | "serial2") => "int2",
        _ => {
            column.ty = Some(ty);
            return;
        }
    };
    ty.name = QualifiedName {
        schema: Some("pg_catalog".to_owned()),
        name: integer.to_owned(),
    };
    column.ty = Some(ty);
    column.not_null = true;
    column.has_default = true;
}

fn column_constraint<'t>(
    input: Input<'t>,
    column: &mut ColumnDefinition,
    name: &mut Option<String>,
    constraints: &mut Vec<TableConstraint>,
) -> Parsed<'t, ()> {
    let Some(word) = input.word() else {
        return mismatch();
    };
    let rest = input.rest();
    let (rest, kind) = match word.as_ref() {
        "constraint" => {
            let (rest, constraint) = ident(rest)?;
            *name = Some(constraint);
            return Ok((rest, ()));
        }
        "collate" => {
            let (rest, collation) = qualified(rest)?;
            column.collation = Some(collation);
            return Ok((rest, ()));
        }
        "not" => {
            let (rest, _) = kw("null").parse(rest)?;
            column.not_null = true;
            (rest, None)
        }
        "null" => (rest, None),
        "default" => {
            let (rest, value) = default_value(rest)?;
            column.has_default = true;
            column.sequence = next_value(value);
            (rest, None)
        }
        "generated" => generated(rest, column)?,
        "check" => constraint_kind(input)?,
        "unique" | "primary" => {
            let primary = word == "primary";
            let (rest, _) = if primary {
                kw("key").map(drop).map(Some).parse(rest)?
            } else {
                opt(nulls_distinct).parse(rest)?
            };
            let kind = ConstraintKind::Unique {
                primary,
                columns: vec![column.name.clone()],
                using_index: None,
            };
            (rest, Some(kind))
        }
        "references" => {
            let (rest, (table, to)) = referred(rest)?;
            let kind = ConstraintKind::ForeignKey {
                columns: vec![column.name.clone()],
                table,
                to,
            };
            (rest, Some(kind))
        }
        _ => return mismatch(),
    };
    let (rest, validated) = attributes(rest);
    let name = name.take();
    constraints.extend(kind.map(|kind| TableConstraint {
        name,
        kind,
        validated,
    }));
    Ok((rest, ()))
}

/// `ALWAYS AS (…) STORED`, `ALWAYS AS IDENTITY`, `BY DEFAULT AS IDENTITY`, after `GENERATED`.
fn generated<'t>(
    input: Input<'t>,
    column: &mut ColumnDefinition,
) -> Parsed<'t, Option<ConstraintKind>> {
    if let Ok((rest, identity)) = identity(input) {
        column.identity = Some(identity);
        column.has_default = true;
        return Ok((rest, None));
    }
    let (rest, ()) = kws(&["always", "as"]).parse(input)?;
    let (rest, content) = group(rest)?;
    column.generated = Some(content.expression());
    Ok((rest, None))
}

/// An identity clause, after `GENERATED`.
pub(super) fn identity(input: Input<'_>) -> Parsed<'_, Identity> {
    let (rest, always) = any_kw(&["always", "by"]).parse(input)?;
    let (rest, _) = if always == "by" {
        kw("default").map(Some).parse(rest)?
    } else {
        (rest, None)
    };
    let (rest, ()) = kws(&["as", "identity"]).parse(rest)?;
    let (rest, options) = opt(group).parse(rest)?;
    let sequence = options.and_then(|options| {
        preceded(kws(&["sequence", "name"]), qualified)
            .parse(options)
            .ok()
            .map(|(_, name)| name)
    });
    Ok((
        rest,
        Identity {
            always: always == "always",
            sequence,
        },
    ))
}

/// A DEFAULT expression: up to the next word that begins a constraint.
fn default_value(input: Input<'_>) -> Parsed<'_, Input<'_>> {
    let Ok((mut rest, ())) = skip(input) else {
        return mismatch();
    };
    let ends = |input: Input<'_>, token: &Token| {
        COLUMN_WORDS.iter().any(|word| input.is_word(token, word))
    };
    // A word just after `::` or `.` is a name.
    let mut open = false;
    while let Some(token) = rest.first() {
        if !open && ends(rest, &token) {
            break;
        }
        open = matches!(token.text(rest.text), b"::" | b".");
        (rest, ()) = skip(rest)?;
    }
    Ok((rest, input.until(rest)))
}

/// The sequence of `nextval('…'::regclass)`.
pub(super) fn next_value(value: Input<'_>) -> Option<QualifiedName> {
    let (rest, function) = qualified(value).ok()?;
    if function.name != "nextval" {
        return None;
    }
    let (_, arguments) = group(rest).ok()?;
    let (_, text) = literal_text(arguments).ok()?;
    regclass(&text)
}

/// A relation's name out of a `regclass` literal.
pub(super) fn regclass(text: &str) -> Option<QualifiedName> {
    let mut parts = split_name(text)?;
    let name = parts.pop()?;
    Some(QualifiedName {
        schema: parts.pop(),
        name,
    })
}

/// `PARTITION BY strategy (keys)`, after `PARTITION BY`.
pub(super) fn partition_by(input: Input<'_>) -> Parsed<'_, PartitionBy> {
    let (rest, strategy) = ident(input)?;
    let (rest, content) = group(rest)?;
    Ok((
        rest,
        PartitionBy {
            strategy: strategy.to_ascii_lowercase(),
            keys: key_parts(content),
        },
    ))
}

/// The elements of an index or partition key.
pub(super) fn key_parts(content: Input<'_>) -> Vec<KeyPart> {
    content
        .split_commas()
        .into_iter()
        .map(|part| match ident(part) {
            // A name with a call or a qualification after it is an expression; with an operator
            // class, collation or order after it, it is a column.
            Ok((rest, column))
                if !matches!(
                    rest.first().map(|token| token.kind),
                    Some(TokenKind::Symbol(b'(' | b'.'))
                ) =>
            {
                KeyPart::Column(column)
            }
            _ => KeyPart::Expression(part_expression(part)),
        })
        .collect()
}

fn part_expression(part: Input<'_>) -> Expression {
    match group(part) {
        Ok((_, inner)) => inner.expression(),
        Err(_) => part.expression(),
    }
}
