//! Types as they are written in DDL (`gram.y`, `Typename`).

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{QualifiedName, TypeName};
use super::grammar::{Input, Parsed, any_kw, group, integer, kw, kws, qualified, skip, sym};
use crate::dump::token::TokenKind;

/// A type.
pub(super) fn type_name(input: Input<'_>) -> Parsed<'_, TypeName> {
    let (rest, _) = opt(kw("setof")).parse(input)?;
    let (rest, (name, modifiers)) = match spelled(rest) {
        Ok(found) => found,
        Err(_) => {
            let (rest, name) = qualified(rest)?;
            let (rest, modifiers) = modifiers(rest);
            (rest, (name, modifiers))
        }
    };
    let (rest, array) = array(rest);
    Ok((
        rest,
        TypeName {
            name,
            modifiers,
            array,
            text: input.until(rest).span_text(),
        },
    ))
}

type Spelled<'t> = Parsed<'t, (QualifiedName, Vec<i32>)>;

/// Types that SQL gives a spelling of their own. A quoted word is never one of them: `"char"` is a
/// type of its own.
fn spelled(input: Input<'_>) -> Spelled<'_> {
    let Some(word) = input.word() else {
        return crate::dump::token::mismatch();
    };
    let rest = input.rest();
    match word.as_ref() {
        "int" | "integer" => builtin(rest, "int4", Vec::new()),
        "smallint" => builtin(rest, "int2", Vec::new()),
        "bigint" => builtin(rest, "int8", Vec::new()),
        "real" => builtin(rest, "float4", Vec::new()),
        "boolean" => builtin(rest, "bool", Vec::new()),
        "double" => {
            let (rest, _) = kw("precision").parse(rest)?;
            builtin(rest, "float8", Vec::new())
        }
        "float" => {
            let (rest, bits) = modifiers(rest);
            let single = bits.first().is_some_and(|bits| *bits <= 24);
            builtin(rest, if single { "float4" } else { "float8" }, Vec::new())
        }
        "dec" | "decimal" | "numeric" => {
            let (rest, mods) = modifiers(rest);
            builtin(rest, "numeric", mods)
        }
        "character" | "char" | "nchar" => characters(rest),
        "national" => {
            let (rest, _) = any_kw(&["character", "char"]).parse(rest)?;
            characters(rest)
        }
        "varchar" => {
            let (rest, mods) = modifiers(rest);
            builtin(rest, "varchar", mods)
        }
        "bit" => {
            let (rest, varying) = opt(kw("varying")).parse(rest)?;
            let (rest, mods) = modifiers(rest);
            match varying {
                Some(_) => builtin(rest, "varbit", mods),
                None => builtin(rest, "bit", or_one(mods)),
            }
        }
        "timestamp" => zoned(rest, "timestamp", "timestamptz"),
        "time" => zoned(rest, "time", "timetz"),
        "interval" => interval(rest),
        _ => crate::dump::token::mismatch(),
    }
}

fn builtin<'t>(rest: Input<'t>, name: &str, modifiers: Vec<i32>) -> Spelled<'t> {
    Ok((
        rest,
        (
            QualifiedName {
                schema: Some("pg_catalog".to_owned()),
                name: name.to_owned(),
            },
            modifiers,
        ),
    ))
}

fn characters(input: Input<'_>) -> Spelled<'_> {
    let (rest, varying) = opt(kw("varying")).parse(input)?;
    let (rest, mods) = modifiers(rest);
    match varying {
        Some(_) => builtin(rest, "varchar", mods),
        None => builtin(rest, "bpchar", or_one(mods)),
    }
}

fn or_one(modifiers: Vec<i32>) -> Vec<i32> {
    if modifiers.is_empty() {
        vec![1]
    } else {
        modifiers
    }
}

fn zoned<'t>(input: Input<'t>, without: &str, with: &str) -> Spelled<'t> {
    let (rest, mods) = modifiers(input);
    if let Ok((rest, ())) = kws(&["with", "time", "zone"]).parse(rest) {
        return builtin(rest, with, mods);
    }
    let (rest, _) = opt(kws(&["without", "time", "zone"])).parse(rest)?;
    builtin(rest, without, mods)
}

fn interval(input: Input<'_>) -> Spelled<'_> {
    const FIELDS: &[&str] = &["year", "month", "day", "hour", "minute", "second"];
    let (rest, from) = opt(any_kw(FIELDS)).parse(input)?;
    let (rest, _) = opt(preceded(kw("to"), any_kw(FIELDS))).parse(rest)?;
    let (rest, mods) = modifiers(rest);
    builtin(
        rest,
        "interval",
        if from.is_some() { Vec::new() } else { mods },
    )
}

/// `(n, m)`; none where there are no parentheses, or what they hold is no whole number.
fn modifiers(input: Input<'_>) -> (Input<'_>, Vec<i32>) {
    let Ok((rest, content)) = group(input) else {
        return (input, Vec::new());
    };
    let numbers: Option<Vec<i32>> = content
        .split_commas()
        .into_iter()
        .map(|part| match integer(part) {
            Ok((left, value)) if left.is_empty() => i32::try_from(value).ok(),
            _ => None,
        })
        .collect();
    (rest, numbers.unwrap_or_default())
}

/// `[]`, `[3][]`, `ARRAY`, `ARRAY[3]`.
fn array(input: Input<'_>) -> (Input<'_>, bool) {
    let mut rest = input;
    if let Ok((after, _)) = kw("array").parse(rest) {
        rest = after;
    }
    while let Ok((after, _)) = sym(b'[').parse(rest) {
        let after = match after.first() {
            Some(token) if token.kind == TokenKind::Number => after.rest(),
            _ => after,
        };
        match sym(b']').parse(after) {
            Ok((after, _)) => rest = after,
            Err(_) => break,
        }
    }
    (rest, rest.tokens.len() < input.tokens.len())
}

/// The types between commas, such as a function's arguments: each as its text, without modes, names
/// and defaults.
pub(super) fn argument_types(content: Input<'_>) -> Option<Vec<String>> {
    let mut types = Vec::new();
    for part in content.split_commas() {
        let end = part
            .find(|token| {
                part.is_word(token, "default")
                    || (token.kind == TokenKind::Operator && token.text(part.text) == b"=")
            })
            .unwrap_or(part.tokens.len());
        let (part, _) = part.around(end);
        let (part, mode) = opt(any_kw(&["in", "out", "inout", "variadic"]))
            .parse(part)
            .ok()?;
        if mode == Some("out") {
            continue;
        }
        // With a name first, what follows it is a type and nothing else.
        let typed = match type_name(part.rest()) {
            Ok((left, named)) if left.is_empty() && !is_two_words(part) => named,
            _ => match type_name(part) {
                Ok((left, plain)) if left.is_empty() => plain,
                _ => return None,
            },
        };
        types.push(typed.text);
    }
    Some(types)
}

/// Begins with a type of several words, so that the second alone is a type too
/// (`double precision`, `character varying`).
fn is_two_words(input: Input<'_>) -> bool {
    matches!(spelled(input), Ok((rest, _)) if rest.is_empty())
        || matches!(skip(input), Ok((rest, ())) if rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_input;
    use super::*;

    fn read(text: &str) -> String {
        with_input(text, |input| {
            let (rest, ty) = type_name(input).expect(text);
            assert!(rest.is_empty(), "{text}");
            let schema = ty.name.schema.map(|s| s + ".").unwrap_or_default();
            let array = if ty.array { "[]" } else { "" };
            format!("{schema}{}{:?}{array}", ty.name.name, ty.modifiers)
        })
    }

    #[test]
    fn spellings() {
        for (text, expected) in [
            ("integer", "pg_catalog.int4[]"),
            ("INT", "pg_catalog.int4[]"),
            ("character varying(32)", "pg_catalog.varchar[32]"),
            ("character varying", "pg_catalog.varchar[]"),
            ("character(4)", "pg_catalog.bpchar[4]"),
            ("char", "pg_catalog.bpchar[1]"),
            ("\"char\"", "char[]"),
            ("national character varying (3)", "pg_catalog.varchar[3]"),
            ("timestamp(3) with time zone", "pg_catalog.timestamptz[3]"),
            ("timestamp without time zone", "pg_catalog.timestamp[]"),
            ("time(2) without time zone", "pg_catalog.time[2]"),
            ("time with time zone", "pg_catalog.timetz[]"),
            ("interval(3)", "pg_catalog.interval[3]"),
            ("interval year to month", "pg_catalog.interval[]"),
            ("interval day to second(3)", "pg_catalog.interval[]"),
            ("numeric(11,2)", "pg_catalog.numeric[11, 2]"),
            ("numeric(3,-2)", "pg_catalog.numeric[3, -2]"),
            ("decimal", "pg_catalog.numeric[]"),
            ("bit", "pg_catalog.bit[1]"),
            ("bit varying(5)", "pg_catalog.varbit[5]"),
            ("double precision", "pg_catalog.float8[]"),
            ("float(24)", "pg_catalog.float4[]"),
            ("float", "pg_catalog.float8[]"),
            ("public.geometry(Point,4326)", "public.geometry[]"),
            ("app.email[]", "app.email[][]"),
            ("integer[3][]", "pg_catalog.int4[][]"),
            ("text ARRAY[4]", "text[][]"),
            ("\"app\".\"Mood\"", "app.Mood[]"),
            ("db.app.t", "app.t[]"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn arguments_lose_names_modes_and_defaults() {
        for (text, expected) in [
            ("", ""),
            ("a integer, b integer DEFAULT 1", "integer, integer"),
            ("integer, double precision", "integer, double precision"),
            ("INOUT a integer, OUT b text", "integer"),
            (
                "x character varying = 'a,b', VARIADIC y text[]",
                "character varying, text[]",
            ),
            ("app.mood", "app.mood"),
            ("m app.mood", "app.mood"),
            ("a timestamp with time zone", "timestamp with time zone"),
        ] {
            with_input(text, |input| {
                let types = argument_types(input).expect(text).join(", ");
                assert_eq!(types, expected, "{text}");
            });
        }
    }
}
