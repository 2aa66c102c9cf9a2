//! Which object a statement is about, in the words of pg_dump's `Type:` and `Name:`.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::Object;
use super::change::QualifiedName;
use super::grammar::{Input, any_kw, group, ident, if_exists, kw, kws, qualified};
use super::type_name::argument_types;
use crate::dump::token::TokenKind;

/// A kind of object: the words SQL uses for it, pg_dump's TYPE, and how it is named.
pub(crate) struct Kind {
    pub words: &'static [&'static str],
    pub type_name: &'static str,
    pub form: Form,
}

/// How an object is named after its type words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `schema.name`
    Qualified,
    /// `name`
    Simple,
    /// `schema.name(arguments)`
    Routine,
    /// `schema.@+@ (types)`
    Operator,
    /// `schema.name USING method`
    OfMethod,
    /// `name ON schema.table`
    OnTable,
    /// `(type AS type)`
    Cast,
    /// `FOR type LANGUAGE name`
    Transform,
    /// `FOR role SERVER name`
    UserMapping,
    /// `schema.table.column`
    Column,
    /// `name ON [DOMAIN] schema.table`
    Constraint,
    /// An OID.
    Number,
}

const fn kind(words: &'static [&'static str], type_name: &'static str, form: Form) -> Kind {
    Kind {
        words,
        type_name,
        form,
    }
}

/// All kinds; those of more words before those they begin with.
pub(crate) const KINDS: &[Kind] = &[
    kind(
        &["text", "search", "configuration"],
        "TEXT SEARCH CONFIGURATION",
        Form::Qualified,
    ),
    kind(
        &["text", "search", "dictionary"],
        "TEXT SEARCH DICTIONARY",
        Form::Qualified,
    ),
    kind(
        &["text", "search", "parser"],
        "TEXT SEARCH PARSER",
        Form::Qualified,
    ),
    kind(
        &["text", "search", "template"],
        "TEXT SEARCH TEMPLATE",
        Form::Qualified,
    ),
    kind(
        &["foreign", "data", "wrapper"],
        "FOREIGN DATA WRAPPER",
        Form::Simple,
    ),
    kind(&["foreign", "table"], "FOREIGN TABLE", Form::Qualified),
    kind(&["foreign", "server"], "SERVER", Form::Simple),
    kind(
        &["materialized", "view"],
        "MATERIALIZED VIEW",
        Form::Qualified,
    ),
    kind(&["operator", "class"], "OPERATOR CLASS", Form::OfMethod),
    kind(&["operator", "family"], "OPERATOR FAMILY", Form::OfMethod),
    kind(&["operator"], "OPERATOR", Form::Operator),
    kind(
        &["procedural", "language"],
        "PROCEDURAL LANGUAGE",
        Form::Simple,
    ),
    kind(&["language"], "PROCEDURAL LANGUAGE", Form::Simple),
    kind(&["access", "method"], "ACCESS METHOD", Form::Simple),
    kind(&["event", "trigger"], "EVENT TRIGGER", Form::Simple),
    kind(&["user", "mapping"], "USER MAPPING", Form::UserMapping),
    kind(&["large", "object"], "BLOB", Form::Number),
    kind(&["table"], "TABLE", Form::Qualified),
    kind(&["view"], "VIEW", Form::Qualified),
    kind(&["sequence"], "SEQUENCE", Form::Qualified),
    kind(&["index"], "INDEX", Form::Qualified),
    kind(&["statistics"], "STATISTICS", Form::Qualified),
    kind(&["type"], "TYPE", Form::Qualified),
    kind(&["domain"], "DOMAIN", Form::Qualified),
    kind(&["collation"], "COLLATION", Form::Qualified),
    kind(&["conversion"], "CONVERSION", Form::Qualified),
    kind(&["schema"], "SCHEMA", Form::Simple),
    kind(&["extension"], "EXTENSION", Form::Simple),
    kind(&["function"], "FUNCTION", Form::Routine),
    kind(&["procedure"], "PROCEDURE", Form::Routine),
    kind(&["routine"], "FUNCTION", Form::Routine),
    kind(&["aggregate"], "AGGREGATE", Form::Routine),
    kind(&["cast"], "CAST", Form::Cast),
    kind(&["transform"], "TRANSFORM", Form::Transform),
    kind(&["server"], "SERVER", Form::Simple),
    kind(&["publication"], "PUBLICATION", Form::Simple),
    kind(&["subscription"], "SUBSCRIPTION", Form::Simple),
    kind(&["trigger"], "TRIGGER", Form::OnTable),
    kind(&["rule"], "RULE", Form::OnTable),
    kind(&["policy"], "POLICY", Form::OnTable),
    kind(&["column"], "COLUMN", Form::Column),
    kind(&["constraint"], "CONSTRAINT", Form::Constraint),
    kind(&["database"], "DATABASE", Form::Simple),
    kind(&["tablespace"], "TABLESPACE", Form::Simple),
    kind(&["role"], "ROLE", Form::Simple),
    kind(&["user"], "ROLE", Form::Simple),
    kind(&["group"], "ROLE", Form::Simple),
    kind(&["parameter"], "PARAMETER", Form::Simple),
];

/// The kind of object whose words `input` begins with, and what follows them.
pub(crate) fn kind_of(input: Input<'_>) -> Option<(&'static Kind, Input<'_>)> {
    KINDS.iter().find_map(|kind| {
        let found = kws(kind.words).parse(input).ok()?;
        Some((kind, found.0))
    })
}

/// An object with the text pg_dump uses for it in the tags of comments and privileges.
pub(super) struct Named<'t> {
    pub kind: &'static Kind,
    pub object: Object,
    /// Such as `TABLE t1` or `TRIGGER trg1 ON t1`.
    pub tag: String,
    /// What follows the name.
    pub rest: Input<'t>,
}

/// Reads type words and a name. `create`: in a `CREATE`, where some kinds are named differently.
pub(super) fn named(input: Input<'_>, create: bool) -> Option<Named<'_>> {
    let (kind, rest) = kind_of(input)?;
    named_of(kind, rest, create)
}

/// [`named`], after the type words.
pub(super) fn named_of<'t>(
    kind: &'static Kind,
    rest: Input<'t>,
    create: bool,
) -> Option<Named<'t>> {
    let (rest, _) = opt(kw("concurrently")).parse(rest).ok()?;
    let (rest, _) = if_exists(rest).ok()?;
    let (rest, _) = opt(kw("only")).parse(rest).ok()?;
    let words = kind.words.join(" ").to_uppercase();
    let done = |rest, schema, name: String, tag: String| {
        Some(Named {
            kind,
            object: Object {
                type_name: kind.type_name,
                schema,
                name,
            },
            tag: format!("{words} {tag}"),
            rest,
        })
    };
    match kind.form {
        Form::Simple => {
            let (after, name) = ident(rest).ok()?;
            done(after, None, name, rest.until(after).span_text())
        }
        Form::Qualified => {
            let (after, name, raw) = qualified_raw(rest)?;
            done(after, name.schema, name.name, raw)
        }
        Form::Routine => {
            let (after, name, raw) = qualified_raw(rest)?;
            let Ok((after, arguments)) = group(after) else {
                return done(after, name.schema, name.name, raw);
            };
            let written = arguments.span_text();
            let types =
                argument_types(arguments).map_or_else(|| written.clone(), |types| types.join(", "));
            done(
                after,
                name.schema,
                format!("{}({types})", name.name),
                format!("{raw}({written})"),
            )
        }
        Form::Operator => operator_name(rest).and_then(|(after, schema, sign)| {
            let tag = match group(after) {
                Ok((_, types)) => format!("{sign} ({})", types.span_text()),
                Err(_) => sign.clone(),
            };
            done(after, schema, sign, tag)
        }),
        Form::OfMethod => {
            let (after, name, raw) = qualified_raw(rest)?;
            let tag = match preceded(kw("using"), ident).parse(after) {
                Ok((left, _)) => {
                    let method = after.rest().until(left).span_text();
                    format!("{raw} USING {method}")
                }
                Err(_) => raw,
            };
            done(after, name.schema, name.name, tag)
        }
        Form::OnTable => {
            let (after, name) = ident(rest).ok()?;
            let raw = rest.until(after).span_text();
            let at = if create && kind.type_name == "RULE" {
                after.find_word(&["to"])?
            } else {
                after.find_word(&["on"])?
            };
            let (after, table, raw_table) = qualified_raw(after.around(at).1)?;
            done(
                after,
                table.schema,
                format!("{} {name}", table.name),
                format!("{raw} ON {raw_table}"),
            )
        }
        Form::Constraint => {
            let (after, name) = ident(rest).ok()?;
            let raw = rest.until(after).span_text();
            let (after, _) = kw("on").parse(after).ok()?;
            let (after, domain) = opt(kw("domain")).parse(after).ok()?;
            let (after, table, raw_table) = qualified_raw(after)?;
            let domain = if domain.is_some() { "DOMAIN " } else { "" };
            done(
                after,
                table.schema,
                format!("{} {name}", table.name),
                format!("{raw} ON {domain}{raw_table}"),
            )
        }
        Form::Column => {
            let mut parts = Vec::new();
            let mut after = rest;
            loop {
                let (next, _) = ident(after).ok()?;
                parts.push((after.until(next).span_text(), after));
                match super::grammar::sym(b'.').parse(next) {
                    Ok((next, _)) => after = next,
                    Err(_) => {
                        after = next;
                        break;
                    }
                }
            }
            let [.., (raw_table, table), (raw_column, column)] = parts.as_slice() else {
                return None;
            };
            let schema = parts.len().checked_sub(3).and_then(|at| parts.get(at));
            let schema = schema.and_then(|(_, schema)| ident(*schema).ok().map(|(_, name)| name));
            let name = format!("{} {}", ident(*table).ok()?.1, ident(*column).ok()?.1);
            done(after, schema, name, format!("{raw_table}.{raw_column}"))
        }
        Form::Cast => {
            let (after, types) = group(rest).ok()?;
            let name = format!("({})", types.span_text());
            done(after, None, format!("CAST {name}"), name)
        }
        Form::Transform => {
            let (after, _) = kw("for").parse(rest).ok()?;
            let (after, _) = super::type_name::type_name(after).ok()?;
            let (after, _) = preceded(kw("language"), ident).parse(after).ok()?;
            let name = rest.until(after).span_text();
            done(after, None, format!("TRANSFORM {name}"), name)
        }
        Form::UserMapping => {
            let (after, _) = kw("for").parse(rest).ok()?;
            let (after, role) = ident(after).ok()?;
            let (after, _) = kw("server").parse(after).ok()?;
            let (after, server) = ident(after).ok()?;
            let name = format!("{role} SERVER {server}");
            done(after, None, format!("USER MAPPING {name}"), name)
        }
        Form::Number => {
            let number = rest
                .first()
                .filter(|token| matches!(token.kind, TokenKind::Number | TokenKind::Literal(_)))?;
            let after = rest.rest();
            let name = rest.dialect.encoding.identifier(number.text(rest.text));
            let name = name.trim_matches('\'').to_owned();
            done(after, None, name.clone(), name)
        }
    }
}

/// A qualified name and the text of its last part.
pub(super) fn qualified_raw(input: Input<'_>) -> Option<(Input<'_>, QualifiedName, String)> {
    let (rest, name) = qualified(input).ok()?;
    let written = input.until(rest);
    let last = written.with(written.tokens.last().map(std::slice::from_ref)?);
    Some((rest, name, last.span_text()))
}

fn operator_name(input: Input<'_>) -> Option<(Input<'_>, Option<String>, String)> {
    let mut rest = input;
    let mut schema = None;
    while let Ok((after, name)) = ident(rest) {
        schema = Some(name);
        (rest, _) = super::grammar::sym(b'.').parse(after).ok()?;
    }
    let sign = rest
        .first()
        .filter(|token| token.kind == TokenKind::Operator)?;
    let text = rest.dialect.encoding.identifier(sign.text(rest.text));
    Some((rest.rest(), schema, text))
}

/// The object whose privileges a `GRANT … ON` or `REVOKE … ON` changes, as the tag of pg_dump's ACL
/// entry. `privileges` stands before `ON`, `input` after it.
pub(super) fn privilege_object(privileges: Input<'_>, input: Input<'_>) -> Option<Object> {
    let table = &KINDS[KINDS.iter().position(|kind| kind.words == ["table"])?];
    let named = named(input, false).or_else(|| named_of(table, input, false))?;
    let tag = match (named.kind.type_name, column_privilege(privileges)) {
        ("TABLE", Some(column)) => {
            let table = named.tag.trim_start_matches("TABLE ");
            format!("COLUMN {table}.{column}")
        }
        _ => named.tag,
    };
    Some(Object {
        type_name: "ACL",
        schema: named.object.schema,
        name: tag,
    })
}

/// The first column of `SELECT(a, b)`.
fn column_privilege(privileges: Input<'_>) -> Option<String> {
    let at = privileges.find(|token| token.kind == TokenKind::Symbol(b'('))?;
    let (_, content) = group(privileges.with(privileges.tokens.get(at..)?)).ok()?;
    let first = content.split_commas().first().copied()?;
    Some(first.span_text())
}

/// `ALTER DEFAULT PRIVILEGES …`: its ACL entry.
pub(super) fn default_privileges(input: Input<'_>) -> Object {
    let schema = input
        .find_word(&["schema"])
        .and_then(|at| ident(input.around(at).1).ok())
        .map(|(_, schema)| schema);
    let what = input
        .find_word(&["on"])
        .and_then(|at| {
            any_kw(&[
                "tables",
                "sequences",
                "functions",
                "routines",
                "types",
                "schemas",
                "large",
            ])
            .parse(input.around(at).1)
            .ok()
        })
        .map_or("objects", |(_, what)| what);
    let what = if what == "large" {
        "large objects"
    } else {
        what
    };
    Object {
        type_name: "DEFAULT ACL",
        schema,
        name: format!("DEFAULT PRIVILEGES FOR {}", what.to_uppercase()),
    }
}
