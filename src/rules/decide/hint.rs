//! What is not decided, with the YAML line that decides it.

use super::super::model::{RuleSet, TableRule};
use super::layers::{Layers, Resolver};
use crate::dump::name::{Quoted, TableName};
use crate::dump::types::PgType;
use crate::error::Error;

/// A column that nothing decides.
pub(super) fn column(
    resolver: &Resolver<'_, '_>,
    layers: &Layers<'_>,
    table: &TableName,
    name: &str,
) -> Error {
    let ty = resolver.schema.type_of(table, name).base;
    // A child's column that its parent lacks goes to a rule of the child.
    let in_overlay = |rule: &TableRule| {
        let mut overlays = resolver.rules.overlays.iter().flatten();
        overlays.any(|other| other.position == rule.position)
    };
    let base = layers.rules().find(|rule| !in_overlay(rule));
    let own = base.or(layers.first()).filter(|rule| {
        rule.pattern.matches(table) || {
            let mut parents = resolver.schema.tables.iter();
            parents
                .any(|(other, parent)| rule.pattern.matches(other) && parent.column(name).is_some())
        }
    });
    let add = match own {
        Some(rule) => format!(
            "add to `columns:` of `{}:` ({}): `{}`",
            yaml(&rule.pattern.to_string()),
            rule.position,
            line(name, &ty)
        ),
        None => format!(
            "add to `tables:`: `{}: {{columns: {{{}}}}}`",
            table_key(table),
            entry(name, &ty)
        ),
    };
    Error::undecided(format!("{table}.{} is not decided", Quoted(name)))
        .about(table, Some(name))
        .hint(add)
        .hint(update(resolver.rules))
}

/// A table that nothing decides.
pub(super) fn table(resolver: &Resolver<'_, '_>, table: &TableName, columns: &[String]) -> Error {
    let key = table_key(table);
    let lines: Vec<String> = columns
        .iter()
        .map(|name| entry(name, &resolver.schema.type_of(table, name).base))
        .collect();
    Error::undecided(format!("{table} is not decided"))
        .about(table, None)
        .hint(format!(
            "add to `tables:`: `{key}: {{columns: {{{}}}}}`, or `{key}: {{purge: all}}` to empty it",
            lines.join(", ")
        ))
        .hint(update(resolver.rules))
}

/// The command that drafts all that is missing.
fn update(rules: &RuleSet) -> String {
    let path = rules_path(rules);
    format!("or have all that is missing drafted: dmscrub init --update --rules {path}")
}

/// What was probably given as `--rules`.
pub(super) fn rules_path(rules: &RuleSet) -> String {
    match rules.files.as_slice() {
        [] => "RULES".to_owned(),
        [one] => one.to_string(),
        files => match common_folder(files) {
            "" => ".".to_owned(),
            folder => folder.to_owned(),
        },
    }
}

/// The folder that all the files are in, with a slash at its end.
fn common_folder(files: &[std::sync::Arc<str>]) -> &str {
    let folder = |file: &str| file.rfind('/').map_or(0, |at| at + 1);
    let Some(first) = files.first() else {
        return "";
    };
    let mut common = first.get(..folder(first)).unwrap_or_default();
    while !files.iter().all(|file| file.starts_with(common)) {
        let above = common.trim_end_matches('/');
        common = above.get(..folder(above)).unwrap_or_default();
    }
    common
}

/// The line for one column; `keep` says what it takes to be right.
fn line(name: &str, ty: &PgType) -> String {
    let entry = entry(name, ty);
    if entry.ends_with(": keep") {
        format!("{entry}  # if nothing personal is in it")
    } else {
        entry
    }
}

fn entry(name: &str, ty: &PgType) -> String {
    format!("{}: {}", column_key(name), suggestion(name, ty))
}

/// A draft by the column's name: only for text without a short limit, where it surely fits.
fn suggestion(name: &str, ty: &PgType) -> &'static str {
    let roomy = matches!(ty, PgType::Text | PgType::Citext | PgType::Varchar(None))
        || ty.max_chars().is_some_and(|limit| limit >= 64);
    if !roomy {
        return "keep";
    }
    let name = name.to_lowercase();
    let words: &[(&str, &str)] = &[
        ("email", "internet.email"),
        ("phone", "phone.number"),
        ("mobile", "phone.number"),
        ("first_name", "person.first_name"),
        ("forename", "person.first_name"),
        ("last_name", "person.last_name"),
        ("surname", "person.last_name"),
        ("company", "company.name"),
        ("username", "internet.username"),
        ("postcode", "address.postcode"),
        ("street", "address.street"),
        ("address", "address.full"),
        ("password", "{set: \"!\"}"),
        ("name", "person.name"),
        ("description", "lorem.paragraph"),
        ("comment", "lorem.paragraph"),
        ("notes", "lorem.paragraph"),
    ];
    words
        .iter()
        .find(|(word, _)| name.contains(word))
        .map_or("keep", |(_, rule)| rule)
}

/// A table's name as a rule's key.
pub fn table_key(table: &TableName) -> String {
    if table.schema == "public" {
        yaml(&Quoted(&table.name).to_string())
    } else {
        yaml(&table.to_string())
    }
}

/// A column's name as a rule's key. Columns need SQL quotes only where they would mean something.
pub fn column_key(name: &str) -> String {
    if name.starts_with('"') || name.contains('*') || name.trim() != name {
        yaml(&format!("\"{}\"", name.replace('"', "\"\"")))
    } else {
        yaml(name)
    }
}

/// A text as a YAML key: quoted unless it is plain in every reader's eyes.
fn yaml(text: &str) -> String {
    let plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let word = matches!(
        text.to_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if plain && !word {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        // A JSON string is a YAML one, in one line.
        serde_json::Value::from(text).to_string()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
