//! Statements that carry or move data, and those that change how text is read: `COPY`, `INSERT`,
//! `SET`, and the functions pg_dump calls.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::QualifiedName;
use super::constraint::regclass;
use super::grammar::{
    Input, Parsed, any_kw, group, ident, ident_list, integer, kw, kws, literal, literal_text, op,
    qualified, sym,
};
use super::{
    Class, CopyHeader, InsertHeader, LargeObjectCall, LargeObjectOperation, Object, SetVal,
    Setting, Statement,
};
use crate::dump::encoding::Dialect;
use crate::dump::name::Quoted;
use crate::dump::token::{Token, TokenKind, mismatch, tokens};

/// `COPY …`
pub(super) fn copy(input: Input<'_>) -> Statement {
    let parsed = (
        preceded(kw("copy"), qualified),
        opt(ident_list),
        kws(&["from", "stdin"]),
    )
        .parse(input);
    match parsed {
        Ok((rest, (table, columns, ()))) if rest.is_empty() => {
            let object = table.object("TABLE DATA");
            Statement::new(Class::Copy(CopyHeader { table, columns })).about(Some(object))
        }
        _ => Statement::new(Class::UnsupportedCopy),
    }
}

/// `INSERT …`, read up to `VALUES` only.
pub(super) fn insert(text: &[u8], dialect: Dialect) -> Statement {
    /// Tokens of the longest header: 1,600 columns with their commas.
    const LONGEST: usize = 8192;
    let mut head: Vec<Token> = Vec::new();
    let mut after_values = 0;
    for token in tokens(text, dialect).take(LONGEST) {
        let is_values = token.kind == TokenKind::Word
            && token.text(text).eq_ignore_ascii_case(b"values")
            // A column of that name would be listed in parentheses.
            && !matches!(
                head.last().map(|last| last.kind),
                Some(TokenKind::Symbol(b'(' | b',' | b'.'))
            );
        head.push(token);
        if is_values {
            after_values = token.end as usize;
            break;
        }
    }
    let input = Input {
        tokens: &head,
        text,
        dialect,
    };
    match insert_header(input) {
        Ok((rest, mut header)) if rest.is_empty() => {
            header.values_at = after_values;
            let object = header.table.object("TABLE DATA");
            Statement::new(Class::Insert(header)).about(Some(object))
        }
        _ => Statement::new(Class::InsertOther),
    }
}

fn insert_header(input: Input<'_>) -> Parsed<'_, InsertHeader> {
    let (rest, table) = preceded(kws(&["insert", "into"]), qualified).parse(input)?;
    let (rest, columns) = opt(ident_list).parse(rest)?;
    let overriding = (kw("overriding"), any_kw(&["system", "user"]), kw("value"));
    let (rest, overriding) = opt(overriding).parse(rest)?;
    let (rest, default_values) = opt(kw("default")).parse(rest)?;
    let (rest, _) = kw("values").parse(rest)?;
    Ok((
        rest,
        InsertHeader {
            table,
            columns,
            overriding: overriding.is_some(),
            default_values: default_values.is_some(),
            values_at: 0,
        },
    ))
}

/// `SET …`, after the word.
pub(super) fn set(input: Input<'_>) -> Class {
    set_class(input).map_or(Class::Other, |(_, class)| class)
}

fn set_class(input: Input<'_>) -> Parsed<'_, Class> {
    if let Ok((rest, ())) = kws(&["session", "authorization"]).parse(input) {
        return session_authorization(rest);
    }
    let (rest, scope) = opt(any_kw(&["session", "local"])).parse(input)?;
    let local = scope == Some("local");
    if let Ok((rest, ())) = kws(&["session", "authorization"]).parse(rest) {
        return session_authorization(rest);
    }
    let (rest, name) = if let Ok((rest, ())) = kws(&["time", "zone"]).parse(rest) {
        (rest, "timezone".to_owned())
    } else if rest.word_at(0, "names") && rest.tokens.len() == 2 {
        (rest.rest(), "client_encoding".to_owned())
    } else if rest.word_at(0, "schema") && rest.tokens.len() == 2 {
        (rest.rest(), "search_path".to_owned())
    } else if rest.word_at(0, "role") && rest.tokens.len() == 2 {
        (rest.rest(), "role".to_owned())
    } else {
        let (rest, name) = setting_name(rest)?;
        let (rest, _) = match kw("to").parse(rest) {
            Ok((rest, _)) => (rest, ()),
            Err(_) => op("=").map(drop).parse(rest)?,
        };
        (rest, name)
    };
    if rest.tokens.len() == 1 && rest.word_at(0, "default") {
        return Ok((rest.rest(), Class::Reset(Some(name))));
    }
    match setting_value(&name, rest) {
        Some(value) => Ok((rest.with(&[]), Class::Set(Setting { name, value, local }))),
        None => mismatch(),
    }
}

fn session_authorization(input: Input<'_>) -> Parsed<'_, Class> {
    if input.word_at(0, "default") {
        return Ok((input.rest(), Class::SetSessionAuthorization(None)));
    }
    let (rest, role) = match literal_text(input) {
        Ok(found) => found,
        Err(_) => ident(input)?,
    };
    Ok((rest, Class::SetSessionAuthorization(Some(role))))
}

/// A setting's name: settings of extensions have dots.
fn setting_name(input: Input<'_>) -> Parsed<'_, String> {
    let (mut rest, mut name) = ident(input)?;
    while let Ok((after, part)) = preceded(sym(b'.'), ident).parse(rest) {
        name.push('.');
        name.push_str(&part);
        rest = after;
    }
    name.make_ascii_lowercase();
    Ok((rest, name))
}

/// The value as the server puts a list together (`guc.c`, `flatten_set_variable_args`).
fn setting_value(name: &str, input: Input<'_>) -> Option<String> {
    let mut values = Vec::new();
    for part in input.split_commas() {
        let value = if let Ok((rest, value)) = literal_text(part) {
            rest.is_empty().then_some(value)?
        } else if let Ok((rest, value)) = ident(part) {
            rest.is_empty().then_some(value)?
        } else {
            let plain = part
                .tokens
                .iter()
                .all(|token| matches!(token.kind, TokenKind::Number | TokenKind::Operator));
            (plain && !part.is_empty()).then(|| part.span_text())?
        };
        values.push(if name == "search_path" {
            Quoted(&value).to_string()
        } else {
            value
        });
    }
    (!values.is_empty()).then(|| values.join(", "))
}

/// `RESET …`, after the word.
pub(super) fn reset(input: Input<'_>) -> Class {
    if input.word_at(0, "all") {
        return Class::Reset(None);
    }
    if kws(&["session", "authorization"]).parse(input).is_ok() {
        return Class::SetSessionAuthorization(None);
    }
    match setting_name(input) {
        Ok((_, name)) => Class::Reset(Some(name)),
        Err(_) => Class::Other,
    }
}

/// `SELECT …`: one call of a function that pg_dump uses, or a query.
pub(super) fn select(input: Input<'_>) -> Statement {
    if input.find_word(&["into"]).is_some() {
        return Statement::new(Class::DataChange("SELECT INTO"));
    }
    call(input).unwrap_or_else(|| Statement::new(Class::Query))
}

fn call(input: Input<'_>) -> Option<Statement> {
    let (rest, _) = kw("select").parse(input).ok()?;
    let (rest, _) = opt((op("*"), kw("from"))).parse(rest).ok()?;
    let (rest, function) = qualified(rest).ok()?;
    if !matches!(function.schema.as_deref(), None | Some("pg_catalog")) {
        return None;
    }
    let (rest, arguments) = group(rest).ok()?;
    let name = function.name.as_str();
    if name == "lo_unlink" && unlinks_one(rest) {
        return Some(large_object(LargeObjectOperation::Unlink, None).drop_part());
    }
    if !rest.is_empty() {
        return None;
    }
    let oid = || {
        let first = *arguments.split_commas().first()?;
        let (left, text) = literal_text(first)
            .or_else(|_| integer(first).map(|(left, oid)| (left, oid.to_string())))
            .ok()?;
        left.is_empty().then(|| text.parse().ok())?
    };
    match name {
        "set_config" => set_config(arguments),
        "setval" => setval(arguments),
        "lo_create" | "lo_creat" => Some(large_object(LargeObjectOperation::Create, oid())),
        "lo_open" => Some(large_object(LargeObjectOperation::Open, oid())),
        "lo_close" => Some(large_object(LargeObjectOperation::Close, None)),
        "lo_unlink" => Some(large_object(LargeObjectOperation::Unlink, oid()).drop_part()),
        "lowrite" => Some(large_object(LargeObjectOperation::Write, None)),
        _ if name.starts_with("lo_") => Some(large_object(LargeObjectOperation::Write, None)),
        _ if ["pg_restore_", "pg_set_", "pg_clear_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            && name.ends_with("_stats") =>
        {
            Some(Statement::new(Class::Statistics).about(statistics_object(arguments)))
        }
        _ => None,
    }
}

fn large_object(operation: LargeObjectOperation, oid: Option<u32>) -> Statement {
    Statement::new(Class::LargeObject(LargeObjectCall { operation, oid }))
        .about(oid.map(|oid| Object {
            type_name: "BLOB",
            schema: None,
            name: oid.to_string(),
        }))
        .topic(Some("BLOB"))
}

/// `FROM pg_catalog.pg_largeobject_metadata WHERE oid = '…'`, as pg_dump's `--if-exists` writes it.
fn unlinks_one(input: Input<'_>) -> bool {
    let parsed = (
        preceded(kw("from"), qualified),
        kws(&["where", "oid"]),
        op("="),
        literal,
    )
        .parse(input);
    matches!(parsed, Ok((rest, (table, ..)))
        if rest.is_empty() && table.name == "pg_largeobject_metadata")
}

/// `set_config('name', 'value', is_local)` with constants only.
fn set_config(arguments: Input<'_>) -> Option<Statement> {
    let [name, value, local] = arguments.split_commas()[..] else {
        return None;
    };
    let constant = |part| match literal_text(part) {
        Ok((rest, text)) if rest.is_empty() => Some(text),
        _ => None,
    };
    let local = match local.word()?.as_ref() {
        "false" => false,
        "true" => true,
        _ => return None,
    };
    Some(Statement::new(Class::Set(Setting {
        name: constant(name)?.to_ascii_lowercase(),
        value: constant(value)?,
        local,
    })))
}

fn setval(arguments: Input<'_>) -> Option<Statement> {
    let parts = arguments.split_commas();
    let (sequence, value, is_called) = match parts[..] {
        [sequence, value] => (sequence, value, true),
        [sequence, value, called] => (sequence, value, !called.word_at(0, "false")),
        _ => return None,
    };
    let sequence: QualifiedName = regclass(&literal_text(sequence).ok()?.1)?;
    let (rest, number) = integer(value).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let (first, last) = (value.tokens.first()?, value.tokens.last()?);
    let object = sequence.object("SEQUENCE SET");
    Some(
        Statement::new(Class::SetVal(SetVal {
            sequence,
            value: number,
            value_at: first.start as usize..last.end as usize,
            is_called,
        }))
        .about(Some(object)),
    )
}

/// The relation of `'schemaname', '…', 'relname', '…'`.
fn statistics_object(arguments: Input<'_>) -> Option<Object> {
    let parts = arguments.split_commas();
    let argument = |name: &str| {
        let at = parts.iter().position(|part| {
            literal(*part).is_ok_and(|(rest, value)| rest.is_empty() && *value == *name.as_bytes())
        })?;
        literal_text(*parts.get(at + 1)?).ok().map(|(_, text)| text)
    };
    Some(Object {
        type_name: "STATISTICS DATA",
        schema: argument("schemaname"),
        name: argument("relname")?,
    })
}
