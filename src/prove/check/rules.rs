//! What the rules themselves make doubtful.

use std::collections::BTreeMap;

use super::Subject;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::UniqueKey;
use crate::error::{Error, Position};
use crate::rules::expr::Expr;
use crate::rules::model::ColumnRule;
use crate::rules::node::{Node, NodeKind};
use crate::rules::uses::uses;

/// Namespaces whose values are replaced by themselves in one place and by a seed in another: the
/// same original then becomes two things.
pub(super) fn namespaces(subject: &Subject<'_>) -> Vec<Error> {
    #[derive(Default)]
    struct Users<'r> {
        by_value: Option<(String, &'r ColumnRule)>,
        by_seed: Option<(String, &'r ColumnRule)>,
    }
    let mut namespaces: BTreeMap<String, Users<'_>> = BTreeMap::new();
    for (table, decision) in subject.decisions {
        for column in &decision.columns {
            let Some(rule) = column.rule.rule() else {
                continue;
            };
            for used in uses(rule) {
                let seeded = !used.seed_from.is_empty();
                // Without a namespace of its own a seeded rule would have been of its kind's.
                let name = if seeded && rule.options.namespace.is_none() {
                    rule.kind.name.to_owned()
                } else {
                    used.namespace
                };
                let users = namespaces.entry(name).or_default();
                let slot = if seeded {
                    &mut users.by_seed
                } else {
                    &mut users.by_value
                };
                slot.get_or_insert_with(|| (format!("{table}.{}", column.name), rule));
            }
        }
    }
    let mixed = namespaces.into_iter().filter_map(|(name, users)| {
        let ((by_value, _), (by_seed, rule)) = (users.by_value?, users.by_seed?);
        Some(
            Error::undecided(format!(
                "namespace `{name}` is used by seed here ({by_seed}) and by value elsewhere \
                 ({by_value}): one original becomes two different values"
            ))
            .at_rule(&rule.position)
            .hint("use one way, or give one of them a `namespace:` of its own"),
        )
    });
    mixed.collect()
}

/// `unique` with `seed_from`: a value for each seed, so two rows of one seed get one value. A unique
/// key needs seeds of which a key says that no two rows share them.
pub(super) fn seeds(subject: &Subject<'_>) -> Vec<Error> {
    let mut errors = Vec::new();
    for (table, decision) in subject.decisions {
        let Some(known) = subject.schema.tables.get(table) else {
            continue;
        };
        let whole = |key: &UniqueKey| key.predicate.is_none();
        let keys = || known.unique.iter().filter(|key| whole(key));
        for column in &decision.columns {
            let seeded = column.rule.rule().filter(|rule| {
                rule.options.unique && !rule.options.seed_from.is_empty() && !decision.purge_all
            });
            let Some(rule) = seeded else {
                continue;
            };
            let seeds: Vec<&str> = (rule.options.seed_from.iter())
                .filter_map(|seed| Some(known.column(seed)?.name.as_str()))
                .collect();
            let told_apart = |key: &UniqueKey| {
                let columns = key.plain_columns();
                columns.is_some_and(|key| key.iter().all(|column| seeds.contains(column)))
            };
            let covering = (known.unique.iter()).find(|key| key.mentions.contains(&column.name));
            if let Some(key) = covering.filter(|_| !keys().any(told_apart)) {
                errors.push(
                    Error::undecided(format!(
                        "unique key {} covers this column, whose values are as many as its \
                         seeds, and no key says that these are unique",
                        Quoted(&key.name)
                    ))
                    .at_table(table)
                    .at_column(&column.name)
                    .at_rule(&rule.position)
                    .hint("take a key for `seed_from`, or leave it out"),
                );
            }
        }
    }
    errors
}

/// `NOT IN (SELECT …)` over columns that may be NULL: one NULL, and it is true for no row.
pub(super) fn not_in(subject: &Subject<'_>) -> Vec<Error> {
    let mut errors = Vec::new();
    for (table, decision) in subject.decisions {
        let rows = &decision.rows;
        let whens = decision.references.iter();
        let whens = whens.filter_map(|reference| reference.reference.when.as_ref());
        for expr in rows.purge.iter().chain(&rows.keep_where).chain(whens) {
            nullable(expr, table, &decision.default_schema, subject, &mut errors);
        }
    }
    errors
}

fn nullable(
    expr: &Expr,
    table: &TableName,
    default_schema: &str,
    subject: &Subject<'_>,
    errors: &mut Vec<Error>,
) {
    for query in expr.not_in() {
        let over = query.table.within(default_schema);
        let Some(known) = subject.schema.tables.get(&over) else {
            continue;
        };
        let may_be_null = |name: &&String| {
            let column = known.column(name);
            let domain = subject.schema.type_of(&over, name).domain_not_null;
            let primary = known.primary_key().and_then(|key| key.plain_columns());
            !column.is_some_and(|column| column.not_null)
                && !domain
                && !primary.is_some_and(|key| key.contains(&name.as_str()))
        };
        let excluded = |name: &str| {
            let text = query
                .filter
                .as_ref()
                .map(|filter| filter.source.to_lowercase());
            text.is_some_and(|text| text.contains(&format!("{} is not null", name.to_lowercase())))
        };
        let selected = query.selected().iter().filter(may_be_null);
        for name in selected.filter(|name| !excluded(name)) {
            errors.push(
                Error::undecided(format!(
                    "NOT IN over {over}.{name}, which may be NULL: one NULL in it, and it is true \
                     for no row"
                ))
                .at_rule(&query.position)
                .at_table(table)
                .hint(format!(
                    "add `WHERE {name} IS NOT NULL` to the subquery, or write NOT EXISTS"
                )),
            );
        }
    }
    for query in expr.subqueries() {
        if let Some(filter) = &query.filter {
            nullable(filter, table, default_schema, subject, errors);
        }
    }
}

/// Texts in rule files that look like the address of somebody: rule files are read by many, and what
/// a rule sets is in every cleaned dump.
pub(super) fn addresses(document: &Node, own_domain: &str) -> Vec<Error> {
    let mut found = Vec::new();
    walk(document, own_domain, &mut found);
    found
}

fn walk(node: &Node, own_domain: &str, found: &mut Vec<Error>) {
    match &node.kind {
        NodeKind::Scalar { text, .. } => {
            if has_address(text, own_domain) {
                found.push(address_error(&node.position));
            }
        }
        NodeKind::List(items) => items.iter().for_each(|item| walk(item, own_domain, found)),
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                if matches!(key.text.as_str(), "reason" | "owner" | "class") {
                    continue;
                }
                if has_address(&key.text, own_domain) {
                    found.push(address_error(&key.position));
                }
                walk(value, own_domain, found);
            }
        }
    }
}

fn address_error(position: &Position) -> Error {
    Error::undecided("this text holds what looks like somebody's e-mail address")
        .at_rule(position)
        .hint("use an address at example.com, or read it from a file that is not shared")
}

/// Domains that nobody has (RFC 2606, RFC 6761).
fn is_reserved(domain: &str, own: &str) -> bool {
    let within = |of: &str| domain == of || domain.ends_with(&format!(".{of}"));
    let reserved = [
        "example.com",
        "example.net",
        "example.org",
        "example",
        "test",
        "invalid",
        "localhost",
    ];
    reserved.into_iter().any(within) || within(own)
}

fn has_address(text: &str, own_domain: &str) -> bool {
    let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-' | '\'');
    let host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let domain: String = text[at + 1..].chars().take_while(|c| host(*c)).collect();
        let domain = domain.trim_matches(['.', '-']).to_lowercase();
        let top = domain.rsplit_once('.').map(|(_, top)| top);
        before.is_some_and(local)
            && top.is_some_and(|top| top.len() > 1 && top.chars().all(char::is_alphabetic))
            && !is_reserved(&domain, own_domain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_somebody_are_told_from_those_of_nobody() {
        for text in ["jane.doe@gov.uk", "x <jane@company.co.uk>", "'a@b.com'"] {
            assert!(has_address(text, "example.com"), "{text}");
        }
        for text in [
            "jane@example.com",
            "jane@mail.example.org",
            "{{ hash(value) }}@users.test",
            "*@staff.digital.gov.uk",
            "@u{{ value }}:matrix.org",
            "LIKE '%@gov.uk'",
            "a@b",
            "jane@our.own",
        ] {
            assert!(!has_address(text, "our.own"), "{text}");
        }
    }
}
