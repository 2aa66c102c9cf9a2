//! The DROP part of a `--clean` dump, as `pg_restore --if-exists` writes it
//! (`pg_backup_archiver.c`, `RestoreArchive`), and two statements better than that: those that would
//! fail on an empty database, where one failure rolls the whole load back.

use memchr::memmem;
use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{dropped, edited, with_tokens};
use crate::dump::encoding::Dialect;
use crate::dump::statement::grammar::{Input, group, ident, kw, kws, qualified};
use crate::dump::statement::object::kind_of;
use crate::dump::token::TokenKind;

/// A statement of the DROP part that does not fail where its object is missing. Only for that part:
/// later in a dump the same words may be a rule's or a function's own.
///
/// `ALTER DOMAIN … DROP CONSTRAINT` goes: the DROP DOMAIN follows, and SQL has no form of it for a
/// missing domain. `CREATE OR REPLACE VIEW` is done only where the view is.
pub fn if_exists(text: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    with_tokens(text, dialect, |input| match input.word()?.as_ref() {
        "drop" => drop_object(input),
        "alter" => alter(input),
        "create" => replace_view(input),
        "select" => unlink(input),
        _ => None,
    })
}

/// The offset just after the last token that `rest` no longer holds.
fn end_of(input: Input<'_>, rest: Input<'_>) -> Option<usize> {
    Some(input.until(rest).tokens.last()?.end as usize)
}

fn drop_object(input: Input<'_>) -> Option<Vec<u8>> {
    let (_, rest) = kind_of(input.rest())?;
    if rest.word_at(0, "if") && rest.word_at(1, "exists") {
        return None;
    }
    let at = end_of(input, rest)?;
    Some(edited(input.text, &[(at..at, b" IF EXISTS")]))
}

fn alter(input: Input<'_>) -> Option<Vec<u8>> {
    let (kind, rest) = kind_of(input.rest())?;
    if kind.type_name == "DOMAIN" {
        let (rest, _) = qualified(rest).ok()?;
        kws(&["drop", "constraint"]).parse(rest).ok()?;
        return Some(dropped(input));
    }
    if !matches!(
        kind.type_name,
        "TABLE" | "FOREIGN TABLE" | "VIEW" | "MATERIALIZED VIEW"
    ) {
        return None;
    }
    let table_at = end_of(input, rest)?;
    let (after, exists) = opt(kws(&["if", "exists"])).parse(rest).ok()?;
    let (after, _) = opt(kw("only")).parse(after).ok()?;
    let (after, _) = qualified(after).ok()?;
    let mut edits: Vec<(std::ops::Range<usize>, &[u8])> = Vec::new();
    if exists.is_none() {
        edits.push((table_at..table_at, b" IF EXISTS"));
    }
    if let Ok((rest, ())) = kws(&["drop", "constraint"]).parse(after) {
        if !(rest.word_at(0, "if") && rest.word_at(1, "exists")) {
            let at = end_of(input, rest)?;
            edits.push((at..at, b" IF EXISTS"));
        }
    } else {
        (
            kw("alter"),
            opt(kw("column")),
            ident,
            kws(&["drop", "default"]),
        )
            .parse(after)
            .ok()?;
    }
    (!edits.is_empty()).then(|| edited(input.text, &edits))
}

/// `SELECT pg_catalog.lo_unlink('N');`
fn unlink(input: Input<'_>) -> Option<Vec<u8>> {
    let (rest, function) = preceded(kw("select"), qualified).parse(input).ok()?;
    let (rest, arguments) = group(rest).ok()?;
    let [oid] = arguments.tokens else {
        return None;
    };
    let plain = matches!(oid.kind, TokenKind::Literal(_) | TokenKind::Number);
    if function.name != "lo_unlink" || !rest.is_empty() || !plain {
        return None;
    }
    let start = input.first()?.start as usize;
    let end = end_of(input, rest)?;
    let mut call =
        b"SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = "
            .to_vec();
    call.extend_from_slice(arguments.span());
    Some(edited(input.text, &[(start..end, &call)]))
}

/// `CREATE OR REPLACE VIEW v AS …`, which breaks circles between views and keys.
fn replace_view(input: Input<'_>) -> Option<Vec<u8>> {
    let (rest, ()) = kws(&["create", "or", "replace", "view"])
        .parse(input)
        .ok()?;
    let (after, _) = qualified(rest).ok()?;
    let view = rest.until(after).span();
    let statement = input.span();
    let tag = free_tag(statement);
    let start = input.first()?.start as usize;
    let end = start + statement.len();
    let mut block = Vec::with_capacity(statement.len() + 128);
    for part in [
        b"DO ",
        &tag[..],
        b"BEGIN IF pg_catalog.to_regclass(",
        &quoted(view),
        b") IS NOT NULL THEN ",
        statement,
        b"; END IF; END",
        &tag,
    ] {
        block.extend_from_slice(part);
    }
    Some(edited(input.text, &[(start..end, &block)]))
}

/// The block is one that [`if_exists`] writes around `CREATE OR REPLACE VIEW`.
pub fn is_guarded_view(block: &[u8], dialect: Dialect) -> bool {
    let inner = || {
        let after = memmem::find(block, b" IS NOT NULL THEN ")? + b" IS NOT NULL THEN ".len();
        let end = memmem::rfind(block, b"; END IF; END$")?;
        // The statement with its semicolon.
        block.get(after..=end)
    };
    inner().is_some_and(|statement| if_exists(statement, dialect).as_deref() == Some(block))
}

/// A dollar-quote tag that does not occur in `body`.
fn free_tag(body: &[u8]) -> Vec<u8> {
    let mut tag = b"$dmscrub".to_vec();
    while memchr::memmem::find(body, &tag).is_some() {
        tag.push(b'_');
    }
    tag.push(b'$');
    tag
}

/// As a string constant that reads the same whatever `standard_conforming_strings` is.
fn quoted(text: &[u8]) -> Vec<u8> {
    let escape = text.contains(&b'\\');
    let mut out = Vec::with_capacity(text.len() + 4);
    if escape {
        out.push(b'E');
    }
    out.push(b'\'');
    for byte in text {
        if matches!(byte, b'\'') || (*byte == b'\\' && escape) {
            out.push(*byte);
        }
        out.push(*byte);
    }
    out.push(b'\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> Option<String> {
        if_exists(text.as_bytes(), Dialect::default()).map(|out| String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_statement_of_a_drop_part_reads_as_pg_dump_writes_it() {
        let plain = include_str!("../../../tests/data/pg15-drop.sql");
        let expected = include_str!("../../../tests/data/pg15-drop-if-exists.sql");
        let ours = plain
            .split_inclusive(";\n")
            .map(|statement| rewritten(statement).unwrap_or_else(|| statement.to_owned()))
            .collect::<String>();
        let ours = ours
            .replace(
                "DO $dmscrub$BEGIN IF pg_catalog.to_regclass('app.vcirc') IS NOT NULL THEN ",
                "",
            )
            .replace("; END IF; END$dmscrub$", "");
        assert_eq!(ours, expected);
    }

    #[test]
    fn single_forms() {
        for (text, expected) in [
            ("-- c\nDROP OWNED_THING x;", None),
            ("DROP TABLE IF EXISTS a;", None),
            (
                "drop /* x */ table a, b;",
                Some("drop /* x */ table IF EXISTS a, b;"),
            ),
            ("DROP DATABASE x;", Some("DROP DATABASE IF EXISTS x;")),
            ("DROP TABLESPACE x;", Some("DROP TABLESPACE IF EXISTS x;")),
            ("DROP ROLE x;", Some("DROP ROLE IF EXISTS x;")),
            (
                "ALTER TABLE IF EXISTS ONLY a DROP CONSTRAINT IF EXISTS c;",
                None,
            ),
            (
                "ALTER FOREIGN TABLE ONLY a ALTER COLUMN b DROP DEFAULT;",
                Some("ALTER FOREIGN TABLE IF EXISTS ONLY a ALTER COLUMN b DROP DEFAULT;"),
            ),
            ("ALTER TABLE a OWNER TO b;", None),
            ("\n\nALTER DOMAIN app.d DROP CONSTRAINT c;", Some("\n\n")),
            ("ALTER DOMAIN app.d ADD CONSTRAINT c CHECK (true);", None),
            (
                "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x';",
                None,
            ),
            (
                "CREATE OR REPLACE VIEW a.\"it's\" AS SELECT '$dmscrub'::text;",
                Some(
                    "DO $dmscrub_$BEGIN IF pg_catalog.to_regclass('a.\"it''s\"') IS NOT NULL THEN \
                     CREATE OR REPLACE VIEW a.\"it's\" AS SELECT '$dmscrub'::text; END IF; \
                     END$dmscrub_$;",
                ),
            ),
            ("DROP TABLE 'broken;", None),
        ] {
            assert_eq!(rewritten(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_backslash_in_a_name_reads_the_same_either_way() {
        assert_eq!(quoted(b"a\\'b"), b"E'a\\\\''b'");
    }
}
