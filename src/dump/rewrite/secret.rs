//! Secrets taken out of statements that are kept: role passwords, whatever their form (hashes can be
//! cracked), and options of foreign-data objects.

use std::ops::Range;

use super::{dropped, edited, with_tokens};
use crate::dump::encoding::Dialect;
use crate::dump::statement::object::kind_of;
use crate::dump::statement::options::secret_options;
use crate::dump::token::TokenKind;

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
        let found = secret_options(input, kind.type_name);
        if found.is_empty() {
            return None;
        }
        if altering && found.iter().any(|clause| clause.kept.is_empty()) {
            return Some(dropped(input));
        }
        let lists: Vec<Vec<u8>> = found
            .iter()
            .map(|clause| match clause.kept.as_slice() {
                [] => Vec::new(),
                kept => [b" OPTIONS (", kept.join(&b", "[..]).as_slice(), b")"].concat(),
            })
            .collect();
        let edits: Vec<(Range<usize>, &[u8])> = found
            .iter()
            .zip(&lists)
            .map(|(clause, list)| (clause.clause.clone(), list.as_slice()))
            .collect();
        Some(edited(text, &edits))
    })
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
