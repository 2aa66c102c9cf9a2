//! The rule language as a JSON Schema, for editors.
//!
//! It helps with writing: names, words, parameters with their meaning. Loading checks more
//! than a schema can.

use serde_json::{Map, Value, json};

use super::load::{COMMON, FORMS, LOCALES, is_form_only};
use crate::dump::types::SHORT_NAMES;
use crate::transform::{self, Kind};

/// The schema of a rule file (JSON Schema draft 2020-12), as JSON text.
pub fn rules_schema() -> String {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dmscrub rules",
        "type": "object",
        "properties": {
            "defaults": defaults(),
            "namespaces": described(
                "one for each kind of value",
                json!({"type": "object", "additionalProperties": namespace()}),
            ),
            "aliases": described(
                "names for complete column rules",
                json!({"type": "object", "additionalProperties": rule()}),
            ),
            "classes": described(
                "decide columns that no table names; the first that matches wins",
                json!({"type": "array", "items": class()}),
            ),
            "tables": described(
                "which rows of a table stay, and what becomes of each column",
                json!({"type": "object", "additionalProperties": table()}),
            ),
        },
        "patternProperties": {"^x-": true},
        "additionalProperties": false,
        "$defs": {
            "rule": {"anyOf": [
                name(),
                {"type": "null"},
                {"$ref": "#/$defs/rule_map"},
                {"$ref": "#/$defs/cases"},
            ]},
            "rule_map": {"anyOf": rule_maps(&[])},
            "cases": {
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": cases()},
            },
            "text": text(),
            "texts": {"anyOf": [text(), {"type": "array", "items": text()}]},
        },
    });
    // A `Value` made of literals always has a text.
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

pub(crate) fn described(about: &str, mut schema: Value) -> Value {
    if let Some(map) = schema.as_object_mut() {
        map.insert("description".to_owned(), about.into());
    }
    schema
}

fn rule() -> Value {
    json!({"$ref": "#/$defs/rule"})
}

fn rules() -> Value {
    json!({"type": "object", "additionalProperties": rule()})
}

/// Any scalar: YAML has no other way to tell a text from a number.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean", "null"]})
}

fn texts() -> Value {
    json!({"$ref": "#/$defs/texts"})
}

pub(crate) fn words(words: &[&str]) -> Value {
    json!({"enum": words})
}

pub(crate) fn closed(properties: Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

pub(crate) fn object<const N: usize>(properties: [(&str, Value); N]) -> Map<String, Value> {
    properties
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

/// A transformer's name, or an alias.
fn name() -> Value {
    let names: Vec<&str> = by_name().map(|kind| kind.name).collect();
    json!({"anyOf": [{"enum": names}, {"type": "string"}]})
}

/// The kinds that `use` can name.
fn by_name() -> impl Iterator<Item = &'static Kind> {
    transform::kinds().filter(|kind| !is_form_only(kind.name))
}

fn defaults() -> Value {
    let three = || words(&["drop", "fail", "keep"]);
    let two = || words(&["keep", "drop"]);
    closed(
        object([
            (
                "unlisted_tables",
                described(
                    "tables that are not listed",
                    words(&["fail", "purge", "keep"]),
                ),
            ),
            (
                "unlisted_columns",
                described(
                    "columns of listed tables that nothing decides",
                    json!({"enum": ["fail", "null", null, "keep"]}),
                ),
            ),
            (
                "statistics",
                described("planner statistics, which hold raw values", three()),
            ),
            (
                "large_objects",
                described("large objects", words(&["fail", "empty", "keep"])),
            ),
            ("comments", described("COMMENT ON", two())),
            (
                "secrets",
                described("passwords, server options, settings", three()),
            ),
            ("subscriptions", described("CREATE SUBSCRIPTION", three())),
            ("security_labels", described("SECURITY LABEL", two())),
            (
                "statements",
                described(
                    "globs over the dump's TYPE and name",
                    closed(object([("drop", texts()), ("require", texts())]), &[]),
                ),
            ),
            ("locale", described("of names and addresses", locales())),
            (
                "email_domain",
                described("of invented e-mail addresses", json!({"type": "string"})),
            ),
            (
                "time_zone",
                described("such as Europe/London", json!({"type": "string"})),
            ),
        ]),
        &[],
    )
}

fn locales() -> Value {
    let names: Vec<&str> = LOCALES.iter().copied().chain(["en"]).collect();
    words(&names)
}

fn namespace() -> Value {
    closed(
        object([
            (
                "normalise",
                described(
                    "how originals are compared",
                    words(&["none", "lower", "trim", "digits"]),
                ),
            ),
            (
                "keep",
                described(
                    "globs of values that stay; one with an @ means one address",
                    texts(),
                ),
            ),
            (
                "keep_file",
                described("a file of values that stay, one a line", text()),
            ),
        ]),
        &[],
    )
}

fn class() -> Value {
    let types: Vec<&str> = SHORT_NAMES.to_vec();
    let one = json!({"anyOf": [{"enum": types}, {"type": "string", "pattern": "\\."}]});
    json!({"anyOf": rule_maps(&[
        ("columns", described("globs over column names", texts())),
        (
            "types",
            described(
                "short names of types",
                json!({"anyOf": [one, {"type": "array", "items": one}]}),
            ),
        ),
    ])})
}

fn cases() -> Vec<Value> {
    let when = described("an SQL condition over original values", text());
    let mut cases = rule_maps(&[("when", when)]);
    cases.extend([name(), json!({"type": "null"})]);
    cases
}

/// All forms of a rule map, with further properties.
fn rule_maps(beside: &[(&str, Value)]) -> Vec<Value> {
    let map = |kind: Option<&Kind>, form: &str, of_form: Value| {
        let mut properties = Map::new();
        for name in COMMON {
            properties.insert((*name).to_owned(), common(name));
        }
        for (name, schema) in beside {
            properties.insert((*name).to_owned(), schema.clone());
        }
        for (name, about) in kind.map_or(&[] as &[_], |kind| kind.params) {
            properties.insert((*name).to_owned(), param(name, about));
        }
        properties.insert(form.to_owned(), of_form);
        let map = closed(properties, &[form]);
        match kind {
            Some(kind) => described(kind.about, map),
            None => map,
        }
    };
    let used = by_name().map(|kind| map(Some(kind), "use", kind_name(kind.name)));
    let forms = FORMS.iter().filter_map(|form| {
        let kind = transform::kind(form)?;
        let about = kind.params.iter().find(|(name, _)| name == form);
        Some(map(
            Some(kind),
            form,
            param(form, about.map_or(kind.about, |(_, about)| about)),
        ))
    });
    let names: Vec<&str> = transform::kinds().map(|kind| kind.name).collect();
    let alias = map(
        None,
        "use",
        json!({"type": "string", "not": {"enum": names}}),
    );
    used.chain(forms).chain([alias]).collect()
}

/// `use: null` is a null to YAML.
fn kind_name(name: &str) -> Value {
    if name == "null" {
        json!({"enum": ["null", null]})
    } else {
        json!({"const": name})
    }
}

fn common(name: &str) -> Value {
    let flag = json!({"type": "boolean"});
    match name {
        "namespace" => described("whose pseudonyms it shares", text()),
        "unique" => described("different values get different results", flag),
        "seed_from" => described("columns that the result depends on instead", texts()),
        "nulls" => described("NULL stays or is replaced", words(&["keep", "replace"])),
        "locale" => described("of names and addresses", locales()),
        "capture" => described("with keep: the values go to the report", flag),
        "allow_partition_key" => described("a partition key may be replaced", flag),
        "weaken" => described("in an overlay: may keep what was replaced", flag),
        _ => described("free text for the report", text()),
    }
}

fn param(name: &str, about: &str) -> Value {
    let schema = match name {
        "elements" | "key" | "others" => rule(),
        "json" | "fields" | "keys" | "add" => rules(),
        "split" => json!({"type": "object", "required": ["by"]}),
        "follow" => json!({"const": true}),
        _ => json!({}),
    };
    described(about, schema)
}

fn table() -> Value {
    let share = || {
        json!({"anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": "^[0-9.]+ *%$"},
        ]})
    };
    let name = || json!({"type": "string"});
    let reference = closed(
        object([
            ("columns", texts()),
            ("table", name()),
            ("to", texts()),
            (
                "on_purge",
                json!({"anyOf": [
                    words(&["cascade", "set_null", "keep"]),
                    closed(object([("set_null", texts())]), &["set_null"]),
                ]}),
            ),
            ("when", described("an SQL condition over the row", name())),
        ]),
        &["columns", "table", "to"],
    );
    closed(
        object([
            (
                "purge",
                described(
                    "`all`, or an SQL condition: rows for which it is true leave",
                    text(),
                ),
            ),
            (
                "where",
                described(
                    "an SQL condition: only rows for which it is true stay",
                    text(),
                ),
            ),
            (
                "sample",
                described(
                    "the share of rows that stays",
                    json!({"anyOf": [
                        share(),
                        closed(object([("share", share()), ("by", name())]), &["share"]),
                    ]}),
                ),
            ),
            (
                "limit",
                described(
                    "how many rows stay",
                    json!({"type": "integer", "minimum": 0}),
                ),
            ),
            ("columns", described("what becomes of each column", rules())),
            (
                "references",
                described(
                    "what its rows refer to",
                    json!({"type": "array", "items": reference}),
                ),
            ),
            (
                "generate",
                described(
                    "rows that the table gets in place of those that leave",
                    json!({"type": "array", "items": generator()}),
                ),
            ),
            (
                "like",
                described("the table whose rule this one has", name()),
            ),
            ("reason", common("reason")),
            ("owner", common("owner")),
            ("class", common("class")),
            (
                "weaken",
                described(
                    "in an overlay: rows may stay that were purged",
                    json!({"type": "boolean"}),
                ),
            ),
        ]),
        &[],
    )
}

/// One entry of `generate`.
fn generator() -> Value {
    let number = || json!({"type": "integer", "minimum": 0});
    let query = |about: &str| described(about, json!({"type": "string"}));
    let pick = closed(
        object([
            ("pick", query("SELECT column FROM table WHERE condition")),
            (
                "unique",
                described("no value twice", json!({"type": "boolean"})),
            ),
        ]),
        &["pick"],
    );
    let value = json!({"anyOf": [{"const": "next"}, pick, rule()]});
    closed(
        object([
            ("rows", described("how many rows", number())),
            (
                "for_each",
                query("SELECT columns FROM table WHERE condition: rows for each of its rows"),
            ),
            (
                "as",
                described("what templates call that row", json!({"type": "string"})),
            ),
            (
                "count",
                described(
                    "how many rows for each",
                    json!({"anyOf": [
                        number(),
                        closed(object([("min", number()), ("max", number())]), &["min", "max"]),
                    ]}),
                ),
            ),
            (
                "unique",
                described("columns of which no two rows have the same values", texts()),
            ),
            (
                "columns",
                described(
                    "what fills each column: `next`, `pick`, or a rule that needs no original",
                    json!({"type": "object", "additionalProperties": value}),
                ),
            ),
        ]),
        &["columns"],
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::rules::node::{Node, NodeKind};

    /// A YAML node as an editor reads it.
    pub(crate) fn value(node: &Node) -> Value {
        match &node.kind {
            NodeKind::Scalar { text, plain, .. } => {
                if !plain {
                    return text.clone().into();
                }
                match text.as_str() {
                    "" | "~" | "null" => Value::Null,
                    "true" => true.into(),
                    "false" => false.into(),
                    text => serde_json::from_str::<serde_json::Number>(text)
                        .map_or_else(|_| text.into(), Value::Number),
                }
            }
            NodeKind::List(items) => items.iter().map(value).collect(),
            NodeKind::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(key, node)| (key.text.clone(), value(node)))
                    .collect(),
            ),
        }
    }

    /// The keywords that this schema uses.
    pub(crate) fn valid(root: &Value, schema: &Value, value: &Value) -> bool {
        let Some(schema) = schema.as_object() else {
            return schema == &Value::Bool(true);
        };
        schema.iter().all(|(keyword, says)| match keyword.as_str() {
            "$ref" => {
                let path = says.as_str().unwrap().strip_prefix('#').unwrap();
                valid(root, root.pointer(path).unwrap(), value)
            }
            "anyOf" => says
                .as_array()
                .unwrap()
                .iter()
                .any(|schema| valid(root, schema, value)),
            "not" => !valid(root, says, value),
            "enum" => says.as_array().unwrap().contains(value),
            "const" => says == value,
            "type" => {
                let is = |ty: &Value| match ty.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    other => panic!("{other}"),
                };
                says.as_array()
                    .map_or_else(|| is(says), |list| list.iter().any(is))
            }
            "required" => says.as_array().unwrap().iter().all(|key| {
                value
                    .as_object()
                    .is_none_or(|map| map.contains_key(key.as_str().unwrap()))
            }),
            "properties" => value.as_object().is_none_or(|map| {
                map.iter()
                    .all(|(key, value)| says.get(key).is_none_or(|s| valid(root, s, value)))
            }),
            "additionalProperties" => value.as_object().is_none_or(|map| {
                map.iter().all(|(key, value)| {
                    let known = schema.get("properties").and_then(|p| p.get(key)).is_some()
                        || (schema.contains_key("patternProperties") && key.starts_with("x-"));
                    known || valid(root, says, value)
                })
            }),
            "items" => value
                .as_array()
                .is_none_or(|list| list.iter().all(|item| valid(root, says, item))),
            "pattern" => {
                let text = value.as_str().unwrap_or(".");
                says.as_str() != Some("\\.") || text.contains('.')
            }
            "$schema" | "title" | "description" | "$defs" | "patternProperties" | "minimum"
            | "maximum" | "minItems" => true,
            other => panic!("{other}"),
        })
    }

    fn accepts(text: &str) -> bool {
        let schema: Value = serde_json::from_str(&rules_schema()).unwrap();
        let node = crate::rules::yaml::parse(&"r.yaml".into(), text.as_bytes()).unwrap();
        valid(&schema, &schema, &value(&node))
    }

    #[test]
    fn right_rules_are_valid() {
        assert!(accepts(
            "defaults: {unlisted_tables: fail, unlisted_columns: null, statements: {drop: [x]}, locale: fr_FR}\n\
             namespaces: {n: {normalise: lower, keep: [a], keep_file: f}}\n\
             x-any: [1]\n\
             aliases: {a: {use: person.name, namespace: n}}\n\
             classes: [{columns: '*x', types: [text, public.y], use: person.name, reason: r}]\n\
             tables:\n  t:\n    purge: all\n    sample: {share: 5%, by: id}\n    limit: 3\n    columns:\n      \
             a: person.name\n      b: ~\n      c: {use: a, unique: true}\n      d: {elements: person.name}\n      \
             e: {follow: true}\n      f: [{when: x = 1, use: person.name}, person.name]\n      \
             g: {json: {a: person.name}, others: remove}\n    \
             references: [{columns: [a], table: u, to: b, on_purge: {set_null: a}}]\n    generate:\n      \
             - {rows: 3, unique: [a, b], columns: {a: next, b: person.name, c: {pick: SELECT x FROM u}}}\n      \
             - {for_each: SELECT x FROM u, as: r, count: {min: 0, max: 2}, columns: {d: {template: x}}}\n  \
             u: {like: t}\n"
        ));
    }

    #[test]
    fn wrong_rules_are_not() {
        for text in [
            "table: {}",
            "defaults: {comments: fail}",
            "tables: {t: {colums: {}}}",
            "tables: {t: {columns: {a: {use: person.name, lenght: 3}}}}",
            "tables: {t: {columns: {a: {reason: r}}}}",
            "tables: {t: {references: [{columns: a}]}}",
            "tables: {t: {generate: [{rows: 3}]}}",
            "tables: {t: {generate: [{rows: x, columns: {}}]}}",
            "tables: {t: {generate: [{rows: 1, columns: {}, counts: 3}]}}",
            "classes: [{types: [integer], use: person.name}]",
            "namespaces: {n: {normalise: upper}}",
        ] {
            assert!(!accepts(text), "{text}");
        }
    }

    #[test]
    fn the_rules_of_the_repository_are_valid() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if !crate::rules::load::is_rule_file(&path.to_string_lossy()) {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(accepts(&text), "{}", path.display());
            seen += 1;
        }
        assert!(seen > 0);
    }

    #[test]
    fn the_examples_of_transformers_are_valid() {
        for kind in transform::kinds() {
            let rule = kind.example;
            let text = format!("tables: {{t: {{columns: {{c: {rule}}}}}}}");
            assert!(accepts(&text), "{}: {rule}", kind.name);
        }
    }

    #[test]
    fn every_transformer_and_parameter_is_in_it() {
        let schema = rules_schema();
        for kind in transform::kinds() {
            if kind.name != "cases" {
                assert!(
                    schema.contains(&format!("\"{}\"", kind.name)),
                    "{}",
                    kind.name
                );
            }
            for (name, _) in kind.params {
                assert!(
                    schema.contains(&format!("\"{name}\"")),
                    "{}: {name}",
                    kind.name
                );
            }
        }
    }
}
