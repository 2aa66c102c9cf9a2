//! `OPTIONS (…)` of foreign-data objects, and which of them may be secret.
//!
//! Erring on the side of too much: every option of user mappings, servers and wrappers; of foreign
//! tables and their columns those that do not merely say where rows are and how they are read
//! ([`HARMLESS`]).

use std::ops::Range;

use nom::Parser;
use nom::combinator::opt;

use super::grammar::{Input, any_kw, any_literal, group, ident};
use crate::dump::token::TokenKind;

/// Options of foreign tables and columns that are kept.
const HARMLESS: &[&str] = &[
    "schema_name",
    "table_name",
    "column_name",
    "schema",
    "table",
    "column",
    "updatable",
    "truncatable",
    "fetch_size",
    "batch_size",
    "use_remote_estimate",
    "async_capable",
    "analyze_sampling",
    "format",
    "header",
    "delimiter",
    "quote",
    "escape",
    "null",
    "encoding",
    "force_not_null",
    "force_null",
    "filename",
    "key",
];

/// An `OPTIONS` clause that holds something secret.
pub(crate) struct SecretOptions<'t> {
    /// Where the clause stands, from the end of the token before it.
    pub clause: Range<usize>,
    /// The options that may stay.
    pub kept: Vec<&'t [u8]>,
}

/// The clauses of a statement about an object of this TYPE that hold something secret.
pub(crate) fn secret_options<'t>(input: Input<'t>, type_name: &str) -> Vec<SecretOptions<'t>> {
    let harmless: &[&str] = match type_name {
        "USER MAPPING" | "SERVER" | "FOREIGN DATA WRAPPER" => &[],
        "FOREIGN TABLE" => HARMLESS,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for index in 1..input.tokens.len() {
        if !input.word_at(index, "options") {
            continue;
        }
        let after = input.with(&input.tokens[index + 1..]);
        let Ok((rest, content)) = group(after) else {
            continue;
        };
        let (Some(options), Some(last)) = (options(content), after.until(rest).tokens.last())
        else {
            continue;
        };
        let kept: Vec<&[u8]> = options
            .iter()
            .filter(|(name, _)| harmless.contains(&name.as_str()))
            .map(|(_, option)| option.span())
            .collect();
        if kept.len() < options.len() {
            let clause = input.tokens[index - 1].end as usize..last.end as usize;
            found.push(SecretOptions { clause, kept });
        }
    }
    found
}

/// The options of a list, by name; `None` where it is no list of options.
fn options(content: Input<'_>) -> Option<Vec<(String, Input<'_>)>> {
    content
        .split_commas()
        .into_iter()
        .map(|part| {
            let (rest, verb) = opt(any_kw(&["add", "set", "drop"])).parse(part).ok()?;
            // An option may itself be called `add`.
            let (rest, verb) = match rest.first().map(|token| token.kind) {
                Some(TokenKind::Literal(_)) => (part, None),
                _ => (rest, verb),
            };
            let (rest, name) = ident(rest).ok()?;
            let (rest, value) = opt(any_literal).parse(rest).ok()?;
            let whole = rest.is_empty() && (value.is_some() || verb == Some("drop"));
            whole.then_some((name, part))
        })
        .collect::<Option<Vec<_>>>()
        .filter(|options| !options.is_empty())
}
