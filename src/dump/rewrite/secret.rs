//! Secrets taken out of statements that are kept.
//!
//! What counts as a secret, erring on the side of too much:
//! - of roles: `PASSWORD`, whatever its form (hashes can be cracked);
//! - of user mappings, servers and foreign-data wrappers: every option;
//! - of foreign tables and their columns: options that do not merely say what a table or column is
//!   called on the other side ([`HARMLESS`]).

use std::ops::Range;

use nom::Parser;
use nom::combinator::opt;

use super::{dropped, edited, with_tokens};
use crate::dump::encoding::Dialect;
use crate::dump::statement::grammar::{Input, any_kw, any_literal, group, ident};
use crate::dump::statement::object::kind_of;
use crate::dump::token::TokenKind;

/// Options of foreign tables and columns that say where rows are and how they are read.
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

/// Removes `[ENCRYPTED] PASSWORD '…'` from `CREATE ROLE` and `ALTER ROLE`, and so from `USER` and
/// `GROUP`. `PASSWORD NULL` stays.
pub fn without_password(text: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    with_tokens(text, dialect, |input| {
        if !(input.word_at(0, "create") || input.word_at(0, "alter")) {
            return None;
        }
        let (kind, _) = kind_of(input.rest())?;
        if kind.type_name != "ROLE" {
            return None;
        }
        let mut edits: Vec<(Range<usize>, &[u8])> = Vec::new();
        for (index, pair) in input.tokens.windows(2).enumerate() {
            let literal = matches!(pair[1].kind, TokenKind::Literal(_));
            if index == 0 || !literal || !input.is_word(&pair[0], "password") {
                continue;
            }
            let modified =
                input.word_at(index - 1, "encrypted") || input.word_at(index - 1, "unencrypted");
            let before = if modified {
                index.checked_sub(2)
            } else {
                index.checked_sub(1)
            };
            let start = input.tokens.get(before?)?.end as usize;
            edits.push((start..pair[1].end as usize, b""));
        }
        (!edits.is_empty()).then(|| edited(text, &edits))
    })
}

/// Removes secret options from `CREATE` and `ALTER` of a user mapping, server, foreign-data wrapper
/// or foreign table. An `ALTER` that sets nothing else goes.
pub fn without_options(text: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    with_tokens(text, dialect, |input| {
        let altering = input.word_at(0, "alter");
        if !altering && !input.word_at(0, "create") {
            return None;
        }
        let (kind, _) = kind_of(input.rest())?;
        let harmless: &[&str] = match kind.type_name {
            "USER MAPPING" | "SERVER" | "FOREIGN DATA WRAPPER" => &[],
            "FOREIGN TABLE" => HARMLESS,
            _ => return None,
        };
        let mut edits: Vec<(Range<usize>, Vec<u8>)> = Vec::new();
        let mut emptied = false;
        for index in 1..input.tokens.len() {
            if !input.word_at(index, "options") {
                continue;
            }
            let after = input.with(&input.tokens[index + 1..]);
            let Ok((rest, content)) = group(after) else {
                continue;
            };
            let Some(options) = options(content) else {
                continue;
            };
            let kept: Vec<&[u8]> = options
                .iter()
                .filter(|(name, _)| harmless.contains(&name.as_str()))
                .map(|(_, option)| option.span())
                .collect();
            if kept.len() == options.len() {
                continue;
            }
            let end = after.until(rest).tokens.last()?.end as usize;
            if kept.is_empty() {
                emptied = true;
                edits.push((input.tokens[index - 1].end as usize..end, Vec::new()));
            } else {
                let start = input.tokens[index].end as usize;
                let mut list = b" (".to_vec();
                list.extend(kept.join(&b", "[..]));
                list.push(b')');
                edits.push((start..end, list));
            }
        }
        if edits.is_empty() {
            return None;
        }
        if altering && emptied {
            return Some(dropped(input));
        }
        let edits: Vec<(Range<usize>, &[u8])> = edits
            .iter()
            .map(|(range, new)| (range.clone(), new.as_slice()))
            .collect();
        Some(edited(text, &edits))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(out: Option<Vec<u8>>) -> Option<String> {
        out.map(|out| String::from_utf8(out).unwrap())
    }

    #[test]
    fn roles_lose_their_passwords() {
        for (statement, expected) in [
            (
                "ALTER ROLE a WITH LOGIN PASSWORD 'SCRAM-SHA-256$x' VALID UNTIL 'infinity';",
                Some("ALTER ROLE a WITH LOGIN VALID UNTIL 'infinity';"),
            ),
            (
                "CREATE USER a ENCRYPTED PASSWORD E'x\\'y';",
                Some("CREATE USER a;"),
            ),
            (
                "ALTER USER password PASSWORD $$x$$;",
                Some("ALTER USER password;"),
            ),
            (
                "ALTER ROLE a WITH PASSWORD 'x'\n'y';",
                Some("ALTER ROLE a WITH;"),
            ),
            ("ALTER ROLE a PASSWORD NULL;", None),
            ("COMMENT ON ROLE password IS 'x';", None),
            ("CREATE FUNCTION f() AS 'x';", None),
        ] {
            let out = without_password(statement.as_bytes(), Dialect::default());
            assert_eq!(text(out).as_deref(), expected, "{statement}");
        }
    }

    #[test]
    fn options_go_unless_they_only_name_things() {
        for (statement, expected) in [
            (
                "CREATE USER MAPPING FOR alice SERVER srv OPTIONS (\n    password E'um\\\\et''q',\n    \"user\" 'u'\n);",
                Some("CREATE USER MAPPING FOR alice SERVER srv;"),
            ),
            ("CREATE USER MAPPING FOR public SERVER srv;", None),
            (
                "CREATE SERVER srv FOREIGN DATA WRAPPER fdw OPTIONS (host 'h');",
                Some("CREATE SERVER srv FOREIGN DATA WRAPPER fdw;"),
            ),
            (
                "CREATE FOREIGN DATA WRAPPER fdw1 OPTIONS (opt 's');",
                Some("CREATE FOREIGN DATA WRAPPER fdw1;"),
            ),
            (
                "CREATE FOREIGN TABLE t (a int OPTIONS (column_name 'x') NOT NULL, options text CHECK (options('a'))) SERVER s OPTIONS (table_name 't', password 'p', schema_name 's');",
                Some(
                    "CREATE FOREIGN TABLE t (a int OPTIONS (column_name 'x') NOT NULL, options text CHECK (options('a'))) SERVER s OPTIONS (table_name 't', schema_name 's');",
                ),
            ),
            (
                "-- c\nALTER SERVER s OPTIONS (SET password 'x');",
                Some("-- c\n"),
            ),
            (
                "ALTER USER MAPPING FOR a SERVER s OPTIONS (DROP x);",
                Some(""),
            ),
            (
                "ALTER FOREIGN TABLE t ALTER COLUMN a OPTIONS (\n    column_name 'aa'\n);",
                None,
            ),
            ("CREATE TABLE t (options text);", None),
        ] {
            let out = without_options(statement.as_bytes(), Dialect::default());
            assert_eq!(text(out).as_deref(), expected, "{statement}");
        }
    }

    #[test]
    fn nothing_of_a_secret_is_left() {
        let statement = b"CREATE SERVER s OPTIONS (a $x$ 'canary' $x$, b U&'can\\0061ry');";
        let out = without_options(statement, Dialect::default()).unwrap();
        assert_eq!(out, b"CREATE SERVER s;");
    }
}
