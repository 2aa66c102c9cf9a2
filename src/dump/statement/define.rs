//! `CREATE TYPE`, `CREATE DOMAIN`, `CREATE INDEX`, `CREATE COLLATION` and what alters them.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{Change, DomainConditions, IndexDefinition, QualifiedName};
use super::constraint::key_parts;
use super::grammar::{
    Input, Parsed, any_kw, group, ident, if_exists, kw, kws, literal_text, op, qualified, skip,
};
use super::type_name::type_name;
use crate::dump::token::mismatch;

/// After `CREATE TYPE`.
pub(super) fn create_type(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, name) = qualified(input)?;
    if let Ok((rest, content)) = preceded(kws(&["as", "enum"]), group).parse(rest) {
        let mut labels = Vec::new();
        for part in content.split_commas() {
            labels.push(literal_text(part)?.1);
        }
        return Ok((rest, Change::CreateEnum { name, labels }));
    }
    if let Ok((rest, content)) = preceded(kw("as"), group).parse(rest) {
        let mut fields = Vec::new();
        for part in content.split_commas() {
            let (part, field) = ident(part)?;
            fields.push((field, type_name(part)?.1));
        }
        return Ok((rest, Change::CreateComposite { name, fields }));
    }
    Ok((rest.with(&[]), Change::CreateOpaqueType { name }))
}

/// After `ALTER TYPE`; only what adds or renames enum labels.
pub(super) fn alter_type(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, name) = qualified(input)?;
    let (rest, ()) = kws(&["add", "value"]).parse(rest)?;
    let (rest, _) = if_exists(rest)?;
    let (rest, label) = literal_text(rest)?;
    let (rest, place) = opt((any_kw(&["before", "after"]), literal_text)).parse(rest)?;
    Ok((
        rest,
        Change::AddLabel {
            name,
            label,
            place: place.map(|(word, at)| (word == "before", at)),
        },
    ))
}

/// After `CREATE DOMAIN`.
pub(super) fn create_domain(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, name) = qualified(input)?;
    let (rest, _) = opt(kw("as")).parse(rest)?;
    let (rest, base) = type_name(rest)?;
    let conditions = domain_conditions(rest);
    Ok((
        rest.with(&[]),
        Change::CreateDomain {
            name,
            base,
            conditions,
        },
    ))
}

/// After `ALTER DOMAIN`; only what adds conditions.
pub(super) fn alter_domain(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, name) = qualified(input)?;
    let (rest, _) = any_kw(&["add", "set"]).parse(rest)?;
    if !rest.word_at(0, "not") && !rest.word_at(0, "constraint") && !rest.word_at(0, "check") {
        return mismatch();
    }
    let conditions = domain_conditions(rest);
    Ok((rest.with(&[]), Change::AlterDomain { name, conditions }))
}

fn domain_conditions(mut input: Input<'_>) -> DomainConditions {
    let mut conditions = DomainConditions::default();
    let mut name = None;
    while !input.is_empty() {
        if let Ok((rest, collation)) = preceded(kw("collate"), qualified).parse(input) {
            conditions.collation = Some(collation);
            input = rest;
        } else if let Ok((rest, ())) = kws(&["not", "null"]).parse(input) {
            conditions.not_null = true;
            input = rest;
        } else if let Ok((rest, constraint)) = preceded(kw("constraint"), ident).parse(input) {
            name = Some(constraint);
            input = rest;
        } else if let Ok((rest, content)) = preceded(kw("check"), group).parse(input) {
            conditions.checks.push((name.take(), content.span_text()));
            input = rest;
        } else {
            // A default's expression, `NULL`, `NOT VALID`.
            input = skip(input).map_or_else(|_| input.rest(), |(rest, ())| rest);
        }
    }
    conditions
}

/// `UNIQUE INDEX name ON table (keys) …`, after `CREATE`.
pub(super) fn create_index(input: Input<'_>) -> Parsed<'_, (QualifiedName, IndexDefinition)> {
    let (rest, unique) = opt(kw("unique")).parse(input)?;
    let (rest, _) = kw("index").parse(rest)?;
    let (rest, _) = opt(kw("concurrently")).parse(rest)?;
    let (rest, _) = if_exists(rest)?;
    let (rest, name) = if rest.word_at(0, "on") {
        (rest, None)
    } else {
        ident.map(Some).parse(rest)?
    };
    let (rest, _) = kw("on").parse(rest)?;
    let (rest, _) = opt(kw("only")).parse(rest)?;
    let (rest, table) = qualified(rest)?;
    let (rest, _) = opt(preceded(kw("using"), ident)).parse(rest)?;
    let (rest, content) = group(rest)?;
    let predicate = rest
        .find_word(&["where"])
        .map(|at| rest.around(at).1)
        .map(|predicate| match group(predicate) {
            Ok((left, inner)) if left.is_empty() => inner.expression(),
            _ => predicate.expression(),
        });
    Ok((
        rest.with(&[]),
        (
            table,
            IndexDefinition {
                name,
                unique: unique.is_some(),
                keys: key_parts(content),
                predicate,
            },
        ),
    ))
}

/// After `CREATE COLLATION`.
pub(super) fn create_collation(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, _) = if_exists(input)?;
    let (rest, name) = qualified(rest)?;
    let mut nondeterministic = false;
    if let Ok((_, options)) = group(rest) {
        for part in options.split_commas() {
            if let Ok((value, _)) = (kw("deterministic"), op("=")).parse(part) {
                nondeterministic = matches!(
                    value.span().to_ascii_lowercase().as_slice(),
                    b"false" | b"'false'" | b"off" | b"'off'" | b"0" | b"no" | b"'no'" | b"'f'"
                );
            }
        }
    }
    Ok((
        rest.with(&[]),
        Change::CreateCollation {
            name,
            nondeterministic,
        },
    ))
}

/// After `ALTER SEQUENCE`; only `OWNED BY table.column`.
pub(super) fn own_sequence(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, _) = if_exists(input)?;
    let (rest, sequence) = qualified(rest)?;
    let (rest, ()) = kws(&["owned", "by"]).parse(rest)?;
    let mut parts = Vec::new();
    let mut rest = rest;
    while let Ok((after, part)) = ident(rest) {
        parts.push(part);
        rest = match super::grammar::sym(b'.').parse(after) {
            Ok((after, _)) => after,
            Err(_) => break,
        };
    }
    let (Some(column), Some(name)) = (parts.pop(), parts.pop()) else {
        return mismatch();
    };
    Ok((
        rest.with(&[]),
        Change::OwnSequence {
            sequence,
            table: QualifiedName {
                schema: parts.pop(),
                name,
            },
            column,
        },
    ))
}
