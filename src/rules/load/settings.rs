//! `defaults:`, `namespaces:` and `classes:`.

use std::collections::BTreeMap;

use super::super::model::{
    Class, Defaults, LargeObjects, NamespaceRule, Policy, UnlistedColumns, UnlistedTables,
};
use super::super::nearest::nearest;
use super::super::node::{Key, Node};
use super::super::params::Params;
use super::{Findings, LoadCx, column, no_value, params, twice};
use crate::dump::types::SHORT_NAMES;
use crate::error::{Error, Position, Result};
use crate::transform::bind::Normalise;

/// The locales of the fake crate, and the British one that is built on its English lists.
pub const LOCALES: &[&str] = &[
    "en_GB", "en_US", "ar_SA", "cy_GB", "de_DE", "fa_IR", "fr_FR", "it_IT", "ja_JP", "nl_NL",
    "pt_BR", "pt_PT", "tr_TR", "zh_CN", "zh_TW",
];

/// The parameter `locale`, where it is given: one of [`LOCALES`]; `en` is `en_US`.
pub(super) fn locale(params: &Params<'_>) -> Result<Option<String>> {
    let Some(node) = params.node("locale")? else {
        return Ok(None);
    };
    match node.scalar() {
        Some("en") => Ok(Some("en_US".to_owned())),
        Some(name) if LOCALES.contains(&name) => Ok(Some(name.to_owned())),
        name => {
            let error = Error::rules(
                &node.position,
                format!("`locale` must be one of: {}", LOCALES.join(", ")),
            );
            Err(
                match nearest(name.unwrap_or_default(), LOCALES.iter().copied()) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error,
                },
            )
        }
    }
}

/// Reads `defaults:`.
pub(super) fn defaults(position: &Position, node: &Node) -> Result<Defaults> {
    let Some(entries) = node.map() else {
        return Err(Error::rules(
            &node.position,
            format!("`defaults` is a map, not {}", node.shape()),
        ));
    };
    let params = Params::new(position, entries, &[]);
    let mut findings = Findings::default();
    let mut defaults = Defaults::default();
    if let Some(word) = findings.keep(word(
        &params,
        "unlisted_tables",
        &[
            ("fail", UnlistedTables::Fail),
            ("purge", UnlistedTables::Purge),
            ("keep", UnlistedTables::Keep),
        ],
        defaults.unlisted_tables,
    )) {
        defaults.unlisted_tables = word;
    }
    if let Some(word) = findings.keep(word(
        &params,
        "unlisted_columns",
        &[
            ("fail", UnlistedColumns::Fail),
            ("null", UnlistedColumns::Null),
            ("keep", UnlistedColumns::Keep),
        ],
        defaults.unlisted_columns,
    )) {
        defaults.unlisted_columns = word;
    }
    if let Some(word) = findings.keep(word(
        &params,
        "large_objects",
        &[
            ("fail", LargeObjects::Fail),
            ("empty", LargeObjects::Empty),
            ("keep", LargeObjects::Keep),
        ],
        defaults.large_objects,
    )) {
        defaults.large_objects = word;
    }
    let three: &[(&'static str, Policy)] = &[
        ("drop", Policy::Drop),
        ("fail", Policy::Fail),
        ("keep", Policy::Keep),
    ];
    let two: &[(&'static str, Policy)] = &[("keep", Policy::Keep), ("drop", Policy::Drop)];
    for (name, words, policy) in [
        ("statistics", three, &mut defaults.statistics),
        ("comments", two, &mut defaults.comments),
        ("secrets", three, &mut defaults.secrets),
        ("subscriptions", three, &mut defaults.subscriptions),
        ("security_labels", two, &mut defaults.security_labels),
    ] {
        if let Some(word) = findings.keep(word(&params, name, words, *policy)) {
            *policy = word;
        }
    }
    if let Some(Some(node)) = findings.keep(params.node("statements")) {
        findings.keep(statements(node, &mut defaults));
    }
    if let Some(Some(locale)) = findings.keep(locale(&params)) {
        defaults.locale = locale;
    }
    if let Some(Some(domain)) = findings.keep(email_domain(&params)) {
        defaults.email_domain = domain;
    }
    if let Some(Some(zone)) = findings.keep(time_zone(&params)) {
        defaults.time_zone = zone;
    }
    findings.keep(params.finish_as("`defaults` has no setting"));
    findings.finish(defaults)
}

/// One of a setting's words; what it is by default where it is not given.
fn word<T: Copy>(
    params: &Params<'_>,
    name: &'static str,
    words: &[(&'static str, T)],
    default: T,
) -> Result<T> {
    // As everywhere, `~` is `null`.
    if let Some(node) = params.node(name)?
        && node.scalar() == Some("~")
        && let Some((_, value)) = words.iter().find(|(word, _)| *word == "null")
    {
        return Ok(*value);
    }
    let texts: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
    Ok(params
        .one_of(name, &texts)?
        .and_then(|index| words.get(index))
        .map_or(default, |(_, value)| *value))
}

/// Reads `statements: {drop: [GLOB], require: [GLOB]}`.
fn statements(node: &Node, defaults: &mut Defaults) -> Result<()> {
    let params = params("`statements`", node)?;
    let mut findings = Findings::default();
    if let Some(list) = findings.keep(globs(&params, "drop")) {
        defaults.drop_statements = list;
    }
    if let Some(list) = findings.keep(globs(&params, "require")) {
        defaults.require_statements = list;
    }
    findings.keep(params.finish_as("`statements` has no key"));
    findings.finish(())
}

fn globs(params: &Params<'_>, name: &'static str) -> Result<Vec<(String, Position)>> {
    let Some(node) = params.node(name)? else {
        return Ok(Vec::new());
    };
    let items = node.list().unwrap_or(std::slice::from_ref(node));
    let mut findings = Findings::default();
    let list = items
        .iter()
        .filter_map(|item| match item.scalar() {
            Some(text) if !text.trim().is_empty() => {
                Some((text.trim().to_owned(), item.position.clone()))
            }
            _ => {
                findings.push(Error::rules(
                    &item.position,
                    format!("`{name}` lists globs over the dump's TYPE and name"),
                ));
                None
            }
        })
        .collect();
    findings.finish(list)
}

fn email_domain(params: &Params<'_>) -> Result<Option<String>> {
    let Some(node) = params.node("email_domain")? else {
        return Ok(None);
    };
    match node.scalar() {
        Some(text) if is_domain(text) => Ok(Some(text.to_ascii_lowercase())),
        _ => Err(
            Error::rules(&node.position, "`email_domain` must be a plain domain name")
                .hint("such as example.com"),
        ),
    }
}

/// Letters, digits and inner hyphens in at least two labels; the last one is no number.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && text
            .rsplit('.')
            .next()
            .is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

fn time_zone(params: &Params<'_>) -> Result<Option<String>> {
    let Some(node) = params.node("time_zone")? else {
        return Ok(None);
    };
    match node.scalar() {
        Some(name) if jiff::tz::TimeZone::get(name).is_ok() => Ok(Some(name.to_owned())),
        name => {
            let error = Error::rules(
                &node.position,
                "`time_zone` must be the name of a time zone in the tz database",
            );
            let known: Vec<String> = jiff::tz::db()
                .available()
                .map(|known| known.to_string())
                .collect();
            let near = nearest(name.unwrap_or_default(), known.iter().map(String::as_str));
            Err(match near {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("such as UTC or Europe/London"),
            })
        }
    }
}

/// Reads `namespaces:` of all files.
pub(super) fn namespaces(
    entries: &[(&Key, &Node)],
    cx: &LoadCx<'_>,
    namespaces: &mut BTreeMap<String, NamespaceRule>,
    findings: &mut Findings,
) {
    for (key, node) in entries {
        if let Some(first) = namespaces.get(&key.text) {
            findings.push(twice(
                "the namespace",
                &key.text,
                &key.position,
                &first.position,
            ));
        } else if node.shape() == "nothing" {
            findings.push(no_value(key));
        } else if let Some(namespace) = findings.keep(namespace(key, node, cx)) {
            namespaces.insert(key.text.clone(), namespace);
        }
    }
}

fn namespace(key: &Key, node: &Node, cx: &LoadCx<'_>) -> Result<NamespaceRule> {
    let params = params("a namespace", node)?;
    let mut findings = Findings::default();
    let normalise = findings
        .keep(params.one_of("normalise", &["none", "lower", "trim", "digits"]))
        .flatten()
        .and_then(|index| {
            [
                Normalise::None,
                Normalise::Lower,
                Normalise::Trim,
                Normalise::Digits,
            ]
            .get(index)
            .copied()
        });
    let keep = findings.keep(params.strings("keep")).flatten();
    let keep = keep.unwrap_or_default().into_iter().map(str::to_owned);
    let mut rule = NamespaceRule {
        position: key.position.clone(),
        normalise,
        keep: keep.collect(),
        keep_values: Vec::new(),
    };
    if let Some(Some(path)) = findings.keep(params.string("keep_file"))
        && let Some(Some(node)) = findings.keep(params.node("keep_file"))
        && let Some(values) = findings.keep(keep_file(path, &node.position, cx))
    {
        rule.keep_values = values;
    }
    findings.keep(params.finish_as("a namespace has no setting"));
    findings.finish(rule)
}

/// One value a line; blank lines and lines that begin with `#` are skipped.
fn keep_file(path: &str, position: &Position, cx: &LoadCx<'_>) -> Result<Vec<String>> {
    let content = cx.outside.read(&position.file, path).map_err(|error| {
        Error::rules(
            position,
            format!("`keep_file` {path} can't be read: {}", error.kind()),
        )
        .hint("the path is relative to the rule file")
    })?;
    let text = String::from_utf8(content)
        .map_err(|_| Error::rules(position, format!("`keep_file` {path} is not UTF-8")))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}

/// Reads one entry of `classes:`.
pub(super) fn class(node: &Node, cx: &LoadCx<'_>) -> Result<Class> {
    let params = params("a class", node)?;
    let mut findings = Findings::default();
    let columns = findings.keep(params.strings("columns")).flatten();
    let types = findings.keep(class_types(&params));
    // Left out they mean all: a list from which the last one went must not.
    for name in ["columns", "types"] {
        let given = findings.keep(params.node(name)).flatten();
        if let Some(node) = given.filter(|node| node.list().is_some_and(<[Node]>::is_empty)) {
            findings.push(
                Error::rules(&node.position, format!("`{name}` names nothing"))
                    .hint("leave it out where the class is for all"),
            );
        }
    }
    let entries = node.map().unwrap_or_default();
    let rule = findings.keep(column::read_map(
        cx,
        &node.position,
        entries,
        &["columns", "types"],
    ));
    let columns = columns.unwrap_or_default();
    findings.finish_some(rule.map(|rule| Class {
        position: node.position.clone(),
        columns: columns.into_iter().map(str::to_owned).collect(),
        types: types.unwrap_or_default(),
        rule,
    }))
}

/// Other words for types, as SQL and people write them.
const TYPE_WORDS: &[(&str, &str)] = &[
    ("boolean", "bool"),
    ("smallint", "int2"),
    ("smallserial", "int2"),
    ("int", "int4"),
    ("integer", "int4"),
    ("serial", "int4"),
    ("bigint", "int8"),
    ("bigserial", "int8"),
    ("decimal", "numeric"),
    ("real", "float4"),
    ("float", "float8"),
    ("double", "float8"),
    ("double precision", "float8"),
    ("string", "text"),
    ("character varying", "varchar"),
    ("character", "char"),
    ("bpchar", "char"),
    ("time without time zone", "time"),
    ("time with time zone", "timetz"),
    ("timestamp without time zone", "timestamp"),
    ("timestamp with time zone", "timestamptz"),
    ("bit varying", "varbit"),
    ("record", "composite"),
];

fn class_types(params: &Params<'_>) -> Result<Vec<String>> {
    let Some(node) = params.node("types")? else {
        return Ok(Vec::new());
    };
    let items = node.list().unwrap_or(std::slice::from_ref(node));
    let mut findings = Findings::default();
    let types = items
        .iter()
        .filter_map(|item| {
            let name = item.scalar().unwrap_or_default();
            // A qualified name is an extension's or one's own type, as the dump writes it.
            if SHORT_NAMES.contains(&name) || (name.contains('.') && !name.ends_with('.')) {
                return Some(name.to_owned());
            }
            let error = Error::rules(&item.position, format!("unknown type `{name}`"));
            let word = TYPE_WORDS.iter().find(|(word, _)| *word == name);
            let near = match word {
                Some((_, short)) => Some(*short),
                None => nearest(name, SHORT_NAMES.iter().copied()),
            };
            findings.push(match near {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => {
                    error.hint("types are: text, varchar, int4, timestamptz, jsonb, enum, array, …")
                }
            });
            None
        })
        .collect();
    findings.finish(types)
}
