//! Which tables stand in one file: what a person would put together.

use std::collections::{BTreeMap, BTreeSet};

use crate::dump::name::TableName;

/// As many tables of a schema have room in one file.
const ONE_FILE: usize = 12;

/// The file's path below the rules folder, without its ending, for each table.
pub(super) fn files(tables: &[&TableName]) -> BTreeMap<TableName, String> {
    let mut schemas: BTreeMap<&str, Vec<&TableName>> = BTreeMap::new();
    for table in tables {
        schemas.entry(&table.schema).or_default().push(table);
    }
    let alone = schemas.len() == 1;
    let mut files = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::from(["defaults".to_owned()]);
    let mut paths: BTreeMap<(String, String), String> = BTreeMap::new();
    for (schema, tables) in schemas {
        let groups = groups(&tables);
        let several = groups.values().collect::<BTreeSet<_>>().len() > 1;
        for (table, group) in groups {
            let key = (schema.to_owned(), group.clone());
            let path = paths.entry(key).or_insert_with(|| {
                let group = if group.is_empty() { schema } else { &group };
                let path = if several && !alone {
                    format!("{}/{}", plain(schema), plain(group))
                } else {
                    plain(group)
                };
                free(path, &mut taken)
            });
            files.insert(table, path.clone());
        }
    }
    files
}

/// A path that no other has, on a file system without upper case either.
fn free(path: String, taken: &mut BTreeSet<String>) -> String {
    let mut number = 2;
    let mut free = path.clone();
    while !taken.insert(free.to_lowercase()) {
        free = format!("{path}-{number}");
        number += 1;
    }
    free
}

/// A name that every file system takes.
fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .take(60)
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    if plain.trim_matches('_').is_empty() {
        "tables".to_owned()
    } else {
        plain
    }
}

/// The group of each table of a schema; empty: the rest.
fn groups(tables: &[&TableName]) -> BTreeMap<TableName, String> {
    let whole = |table: &&TableName| ((*table).clone(), String::new());
    if tables.len() <= ONE_FILE {
        return tables.iter().map(whole).collect();
    }
    let mut words: Vec<Vec<String>> = tables.iter().map(|table| parts(&table.name)).collect();
    // A prefix that all have, such as an application's name, says nothing.
    let common = words.first().and_then(|words| words.first()).cloned();
    if let Some(common) = common
        && words
            .iter()
            .all(|words| words.len() > 1 && words.first() == Some(&common))
    {
        for words in &mut words {
            words.remove(0);
        }
    }
    let count = |word: &String, at: fn(&Vec<String>) -> Option<&String>| {
        words.iter().filter(|words| at(words) == Some(word)).count()
    };
    let keys: Vec<String> = words
        .iter()
        .map(|words| {
            let first = words
                .first()
                .filter(|word| count(word, |words| words.first()) > 1);
            let last = words
                .last()
                .filter(|word| count(word, |words| words.last()) > 1);
            first.or(last).cloned().unwrap_or_default()
        })
        .collect();
    let mut groups = BTreeMap::new();
    for (table, key) in tables.iter().zip(&keys) {
        let members: Vec<usize> = (0..keys.len())
            .filter(|at| keys.get(*at) == Some(key))
            .collect();
        let group = if key.is_empty() || members.len() < 2 {
            String::new()
        } else {
            let of = |at: &usize| tables.get(*at).zip(words.get(*at));
            let named = members
                .iter()
                .filter_map(of)
                .find(|(_, words)| words.as_slice() == std::slice::from_ref(key));
            named.map_or_else(|| key.clone(), |(table, _)| table.name.clone())
        };
        groups.insert((*table).clone(), group);
    }
    groups
}

/// The words of a table's name, each in the singular.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            lower = false;
            parts.push(String::new());
            continue;
        }
        if parts.is_empty() || (lower && c.is_uppercase()) {
            parts.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(part) = parts.last_mut() {
            part.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
        .into_iter()
        .map(|part| match part.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => part.strip_suffix('s').map_or(part.clone(), str::to_owned),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[(&str, &str)]) -> Vec<String> {
        let tables: Vec<TableName> = names
            .iter()
            .map(|(schema, name)| TableName::new(*schema, *name))
            .collect();
        let tables: Vec<&TableName> = tables.iter().collect();
        let files = files(&tables);
        files
            .iter()
            .map(|(table, file)| format!("{} {file}", table.name))
            .collect()
    }

    #[test]
    fn a_small_schema_is_one_file() {
        assert_eq!(
            paths(&[("public", "a"), ("public", "b")]),
            ["a public", "b public"]
        );
        assert_eq!(
            paths(&[("Odd Schema", "a"), ("crm", "defaults")]),
            ["a odd_schema", "defaults crm"]
        );
    }

    #[test]
    fn a_large_schema_is_a_file_a_group() {
        let names = [
            "alembic_version",
            "archived_services",
            "audit_events",
            "brief_responses",
            "brief_users",
            "briefs",
            "direct_award_projects",
            "direct_award_searches",
            "draft_services",
            "frameworks",
            "framework_lots",
            "services",
            "users",
        ];
        let names: Vec<(&str, &str)> = names.iter().map(|name| ("public", *name)).collect();
        assert_eq!(
            paths(&names),
            [
                "alembic_version public",
                "archived_services services",
                "audit_events public",
                "brief_responses briefs",
                "brief_users briefs",
                "briefs briefs",
                "direct_award_projects direct",
                "direct_award_searches direct",
                "draft_services services",
                "framework_lots frameworks",
                "frameworks frameworks",
                "services services",
                "users public"
            ]
        );
    }
}
