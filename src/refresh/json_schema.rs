//! `refresh.yaml` as a JSON Schema, for editors. Loading checks more than a schema can.

use serde_json::{Value, json};

use super::config::{JOB_PLACEHOLDERS, KEY_PLACEHOLDERS, NOTIFY_PLACEHOLDERS};
use crate::rules::json_schema::{closed, described, object, words};

/// The schema of `refresh.yaml` (JSON Schema draft 2020-12), as JSON text.
pub fn refresh_schema() -> String {
    let mut schema = closed(
        object([
            ("source", described("where the backups are", source())),
            ("rules", described("rule files and folders", texts())),
            (
                "overlays",
                described("rules that replace some of those", texts()),
            ),
            (
                "key",
                described("the secret key of the pseudonyms", secret()),
            ),
            (
                "spool",
                text("a folder for the cleaned, compressed dump and the state"),
            ),
            (
                "audit",
                flag(
                    "before publishing, prove that no value the rules take away is in the cleaned dump",
                ),
            ),
            ("no_owner", flag("leave out who owns what (default true)")),
            ("no_acl", flag("leave out GRANT and REVOKE (default true)")),
            (
                "targets",
                described(
                    "where the cleaned dump goes, by name",
                    json!({"type": "object", "additionalProperties": target()}),
                ),
            ),
            (
                "publish",
                described("where the cleaned dump is kept", publish()),
            ),
            ("jenkins", described("where jobs are built", jenkins())),
            (
                "s3",
                described("what differs from the SDK's usual environment", s3()),
            ),
            (
                "notify",
                described(
                    "who is told of start, success and failure",
                    json!({"type": "array", "items": notify()}),
                ),
            ),
            (
                "import",
                described("a developer's load of a cleaned dump", import()),
            ),
        ]),
        &[],
    );
    if let Some(root) = schema.as_object_mut() {
        root.insert(
            "$schema".to_owned(),
            "https://json-schema.org/draft/2020-12/schema".into(),
        );
        root.insert("title".to_owned(), "dmscrub refresh".into());
        root.insert("patternProperties".to_owned(), json!({"^x-": true}));
        root.insert(
            "$defs".to_owned(),
            json!({
                "secret": {"anyOf": [
                    closed(object([("env", text("an environment variable"))]), &["env"]),
                    closed(object([("file", text("a file, relative to this one"))]), &["file"]),
                ]},
                "job": job(&[], JOB_PLACEHOLDERS),
            }),
        );
    }
    // A `Value` made of literals always has a text.
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

fn text(about: &str) -> Value {
    described(about, json!({"type": "string"}))
}

/// Any scalar: YAML has no other way to tell a text from a number.
fn scalar(about: &str) -> Value {
    described(about, json!({"type": ["string", "number", "boolean"]}))
}

fn flag(about: &str) -> Value {
    described(about, json!({"type": "boolean"}))
}

fn texts() -> Value {
    json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
}

fn duration(about: &str) -> Value {
    text(&format!("{about}, such as 45s, 30m, 12h or 3d"))
}

fn pointer(about: &str) -> Value {
    text(&format!("JSON pointer to {about}, such as /db_version"))
}

fn secret() -> Value {
    json!({"$ref": "#/$defs/secret"})
}

fn source() -> Value {
    let gpg = closed(
        object([
            (
                "private_key",
                described("for a throwaway keyring", secret()),
            ),
            ("passphrase", described("of the private key", secret())),
        ]),
        &[],
    );
    closed(
        object([
            ("bucket", text("the backups' bucket")),
            (
                "key",
                text(r"a regular expression with a group `stamp`: the newest by it is taken"),
            ),
            ("max_age", duration("an older backup fails")),
            (
                "decrypt",
                described(
                    "`gpg` alone means the user's own keyring",
                    json!({"anyOf": [{"const": "gpg"}, closed(object([("gpg", gpg)]), &["gpg"])]}),
                ),
            ),
        ]),
        &["bucket", "key"],
    )
}

fn target() -> Value {
    let status = closed(
        object([
            ("url", text("a page of JSON")),
            ("version", pointer("the version of the database's schema")),
            ("release", pointer("the release that runs")),
            (
                "column",
                text("schema.table.column with `capture: true` that holds the dump's version"),
            ),
        ]),
        &["url", "version"],
    );
    let guard = closed(
        object([
            ("refuse_hosts", described("globs over host names", texts())),
            ("require", text("a query whose one value must be true")),
        ]),
        &[],
    );
    let job = || json!({"$ref": "#/$defs/job"});
    closed(
        object([
            ("status", described("what says which version runs", status)),
            ("database", described("what is loaded", database())),
            ("reset", reset()),
            ("guard", described("what must never be loaded into", guard)),
            (
                "migrate",
                described("built only where the versions differ", job()),
            ),
            (
                "after",
                described(
                    "jobs that follow the load, in order",
                    json!({"type": "array", "items": job()}),
                ),
            ),
            ("publish", flag("false: this target's job does not publish")),
        ]),
        &[],
    )
}

fn database() -> Value {
    let path = |about: &str| {
        let file = closed(object([("file", text("a path"))]), &["file"]);
        described(about, json!({"anyOf": [{"type": "string"}, file]}))
    };
    let port = json!({"type": "integer", "minimum": 1, "maximum": 65535});
    let ssh = closed(
        object([
            ("host", text("the host in between")),
            ("port", described("its port", port)),
            ("user", text("its user")),
            ("identity", path("the private key's file")),
            ("known_hosts", path("keys of hosts; without it ssh's own")),
        ]),
        &["host"],
    );
    let names = ["api", "org", "space", "app", "username", "password"];
    let cloud_foundry = closed(
        object([
            ("api", text("the API's address")),
            ("org", text("the organisation")),
            ("space", text("the space")),
            ("app", text("the app that is bound to the database")),
            ("username", secret()),
            ("password", secret()),
        ]),
        &names,
    );
    json!({"anyOf": [
        closed(object([("url", secret())]), &["url"]),
        closed(object([("ssh", ssh), ("url", secret())]), &["ssh", "url"]),
        closed(object([("cloud_foundry", cloud_foundry)]), &["cloud_foundry"]),
    ]})
}

fn reset() -> Value {
    described(
        "how the target is emptied, in the load's own transaction",
        words(&["drop_owned", "drop_schemas", "none"]),
    )
}

/// A job, with more properties beside it.
fn job(more: &[(&str, Value)], placeholders: &[&str]) -> Value {
    let placeholders: Vec<String> = placeholders
        .iter()
        .map(|name| format!("{{{name}}}"))
        .collect();
    let about = format!("texts, with {}", placeholders.join(", "));
    let parameters = json!({"type": "object", "additionalProperties": scalar("a text")});
    let mut properties = object([
        ("job", text("the job's name, with `/` between folders")),
        ("parameters", described(&about, parameters)),
    ]);
    for (name, schema) in more {
        properties.insert((*name).to_owned(), schema.clone());
    }
    closed(properties, &["job"])
}

fn notify() -> Value {
    let moment = words(&["start", "success", "failure"]);
    let on = json!({"anyOf": [moment, {"type": "array", "items": moment}]});
    let on = described("when (default: always)", on);
    let webhook = closed(
        object([
            (
                "webhook",
                described("an address that takes {\"text\": …}", secret()),
            ),
            ("on", on.clone()),
        ]),
        &["webhook"],
    );
    json!({"anyOf": [webhook, job(&[("on", on)], NOTIFY_PLACEHOLDERS)]})
}

fn publish() -> Value {
    let placeholders: Vec<String> = KEY_PLACEHOLDERS
        .iter()
        .map(|name| format!("{{{name}}}"))
        .collect();
    closed(
        object([
            ("bucket", text("the bucket")),
            (
                "key",
                text(&format!("the key, with {}", placeholders.join(", "))),
            ),
            (
                "keep",
                described(
                    "how many stay, the newest by stamp",
                    json!({"type": "integer", "minimum": 1}),
                ),
            ),
            (
                "acl",
                text("a canned ACL, such as bucket-owner-full-control"),
            ),
            (
                "sse",
                described("encryption at rest", words(&["AES256", "aws:kms"])),
            ),
            ("sse_kms_key_id", text("the key of aws:kms")),
        ]),
        &["bucket", "key"],
    )
}

fn jenkins() -> Value {
    closed(
        object([
            ("url", text("its address")),
            ("user", described("the user's ID", secret())),
            ("token", described("an API token of that user", secret())),
            (
                "timeout",
                duration("how long a job may take, its wait included (default 30m)"),
            ),
            ("poll", duration("how often it is asked about (default 5s)")),
        ]),
        &["url", "user", "token"],
    )
}

fn s3() -> Value {
    closed(
        object([
            ("endpoint", text("the address of another S3 server")),
            ("region", text("the region")),
            ("path_style", flag("the bucket stands in the path")),
            (
                "timeout",
                duration("how long a connection may be silent (default 30s)"),
            ),
        ]),
        &[],
    )
}

fn import() -> Value {
    let command = || json!({"type": "array", "minItems": 1, "items": scalar("a word")});
    closed(
        object([
            ("database", described("a URL", secret())),
            ("reset", reset()),
            ("migrate", described("a command", command())),
            (
                "after",
                described("commands", json!({"type": "array", "items": command()})),
            ),
        ]),
        &[],
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use regex::Regex;

    use super::*;
    use crate::refresh::config::Config;
    use crate::refresh::config::tests::WHOLE;
    use crate::rules::json_schema::tests::{valid, value};
    use crate::rules::yaml;

    /// The keys that the contract's example has no use for.
    const REST: &str = r#"
x-note: [anything]
no_owner: false
no_acl: false
source: {bucket: b, key: '(?<stamp>.)', decrypt: gpg}
targets:
  t:
    status: {url: "http://t", version: /v, column: public.alembic_version.version_num}
    database: {url: {file: url}}
    after: []
    publish: false
  u: {database: {ssh: {host: h, identity: {file: id}}, url: {env: U}}, reset: none}
publish: {bucket: b, key: "{stamp}", sse: aws:kms, sse_kms_key_id: k}
jenkins: {url: "http://j", user: {file: u}, token: {file: t}, poll: 1s}
notify: [{job: j, on: failure}]
import: {reset: drop_schemas}
"#;

    fn document(text: &str) -> Value {
        value(&yaml::parse(&"r.yaml".into(), text.as_bytes()).unwrap())
    }

    fn example() -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/refresh.yaml");
        document(&std::fs::read_to_string(path).unwrap())
    }

    fn schema() -> Value {
        serde_json::from_str(&refresh_schema()).unwrap()
    }

    fn schema_accepts(document: &Value) -> bool {
        let schema = schema();
        valid(&schema, &schema, document)
    }

    /// JSON is YAML.
    fn reader_accepts(document: &Value) -> bool {
        Config::parse(Path::new("r.yaml"), document.to_string().as_bytes()).is_ok()
    }

    /// Pointers to all maps, and the keys of each.
    fn maps(value: &Value, at: &str, found: &mut Vec<(String, Vec<String>)>) {
        if let Some(map) = value.as_object() {
            found.push((at.to_owned(), map.keys().cloned().collect()));
            for (key, inner) in map {
                maps(inner, &format!("{at}/{}", key.replace('/', "~1")), found);
            }
        }
        for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
            maps(inner, &format!("{at}/{index}"), found);
        }
    }

    fn property_names(schema: &Value, found: &mut BTreeSet<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            found.extend(properties.keys().cloned());
        }
        let inner: Vec<&Value> = match schema {
            Value::Object(map) => map.values().collect(),
            Value::Array(list) => list.iter().collect(),
            _ => Vec::new(),
        };
        for schema in inner {
            property_names(schema, found);
        }
    }

    #[test]
    fn schema_and_reader_take_and_refuse_the_same() {
        for document in [document(WHOLE), document(REST), example()] {
            assert!(schema_accepts(&document) && reader_accepts(&document));
            let mut found = Vec::new();
            maps(&document, "", &mut found);
            for (at, _) in found {
                if at.ends_with("/parameters") || at.ends_with("/targets") {
                    continue;
                }
                let mut wrong = document.clone();
                let map = wrong.pointer_mut(&at).unwrap().as_object_mut().unwrap();
                map.insert("unknown".to_owned(), "x".into());
                assert!(!schema_accepts(&wrong), "{at}");
                assert!(!reader_accepts(&wrong), "{at}");
            }
        }
        for (from, to) in [
            ("reset: drop_owned", "reset: drop"),
            ("bucket: backups", "buckets: backups"),
            ("passphrase: {env: GPG_PASSPHRASE}", "passphrase: hunter2"),
            ("on: [start", "on: [begin"),
            ("keep: 3", "keep: many"),
        ] {
            let wrong = document(&WHOLE.replacen(from, to, 1));
            assert!(!schema_accepts(&wrong) && !reader_accepts(&wrong), "{to}");
        }
    }

    #[test]
    fn every_key_of_the_reader_is_in_the_schema_and_the_other_way_round() {
        let mut properties = BTreeSet::new();
        property_names(&schema(), &mut properties);
        // What is fed above has every key.
        let mut found = Vec::new();
        for document in [document(WHOLE), document(REST)] {
            maps(&document, "", &mut found);
        }
        let fed: BTreeSet<String> = found.into_iter().flat_map(|(_, keys)| keys).collect();
        let unfed: Vec<_> = properties.difference(&fed).collect();
        assert!(unfed.is_empty(), "{unfed:?}");
        // The reader asks for keys by name, with a call that ends in the name.
        let sources = [
            include_str!("config.rs"),
            include_str!("config/jobs.rs"),
            include_str!("config/read.rs"),
            include_str!("config/source.rs"),
            include_str!("config/target.rs"),
            include_str!("secret.rs"),
        ];
        let asked = Regex::new(
            r#"(?:\b(?:map|top|outer|params)\s*\.\w+|\b(?:words|text|duration|web_address|paths|section|secret|file|pointer|calls))\(\s*(?:&mut all, )?(?:&(?:map|top), |map, )?"([a-z0-9_]+)""#,
        )
        .unwrap();
        let mut read = BTreeSet::new();
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap();
            read.extend(asked.captures_iter(code).map(|found| found[1].to_owned()));
        }
        let missing: Vec<_> = read.difference(&properties).collect();
        assert!(missing.is_empty(), "the schema lacks {missing:?}");
        let idle: Vec<_> = properties.difference(&read).collect();
        assert!(idle.is_empty(), "nothing reads {idle:?}");
    }
}
