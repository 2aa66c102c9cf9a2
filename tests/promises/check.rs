//! `check` names every problem at once, in each form, whatever the format of the dump; `lock` writes
//! what classes keep.

use std::path::Path;

use serde_json::Value;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::{Dmscrub, marketplace_rules};
use crate::env::marketplace::Job;
use crate::env::postgres::Postgres;
use crate::env::process::{Output, run};

const SCHEMA: &str = "
CREATE TYPE role AS ENUM ('admin', 'buyer');
CREATE DOMAIN code AS text CONSTRAINT code_form CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE TABLE suppliers (supplier_id bigint PRIMARY KEY, name varchar(40) NOT NULL, code code);
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, active boolean, phone varchar(6),
    role role, supplier_id bigint REFERENCES suppliers, age int CONSTRAINT adult CHECK (age > 17),
    born text, born_on date NOT NULL, undecided text);
CREATE INDEX users_born ON users (((born)::int));
CREATE TABLE notes (id int, body text);
CREATE TABLE events (at date, who text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO suppliers VALUES (1, 'CANARY700001', 'ABC');
INSERT INTO users VALUES (1, 'canary700002@real-company.example', true, '123456', 'admin', 1, 20,
    '1990', '1990-01-01', 'CANARY700003');
INSERT INTO notes VALUES (1, 'CANARY700004');
INSERT INTO events VALUES ('2024-02-03', 'CANARY700005');
";

/// One mistake of each kind.
const WRONG: &str = r#"
defaults: {email_domain: test.example.com, statements: {require: ["TABLE nowhere"]}}
classes:
  - {columns: "*active*", types: [bool], use: keep}
namespaces:
  internet.email: {keep: ["jane.doe@gov.uk", "*@staff.gov.uk"]}
tables:
  suppliers:
    purge: "supplier_id NOT IN (SELECT supplier_id FROM users)"
    columns:
      supplier_id: {use: id.integer, unique: true, min: 1, max: 100000}
      name: {use: company.name, namespace: firms, seed_from: supplier_id}
      code: {set: "abc"}
  users:
    columns:
      id: keep
      email: internet.email
      phone: phone.number
      role: {set: king}
      supplier_id: keep
      age: {set: "12"}
      born: {use: person.name, namespace: firms}
      born_on: "null"
      gone: keep
  events:
    columns: {at: date.shift, who: person.name}
  ghosts: {purge: all}
"#;

/// What each of them is called, with a part of its message.
const FOUND: &[(&str, &str, &str)] = &[
    ("error", "decision", "public.notes is not decided"),
    ("error", "decision", "public.users.undecided is not decided"),
    (
        "error",
        "decision",
        "public.users.active is kept by classes[0], but dmscrub.lock does not name it",
    ),
    (
        "error",
        "decision",
        "`phone.number` needs 11 characters, but the column takes 6",
    ),
    ("error", "decision", "enum takes one of: admin, buyer"),
    ("error", "decision", "NOT NULL"),
    (
        "error",
        "decision",
        "public.events.at is part of a partition key",
    ),
    (
        "error",
        "key",
        "unique key users_email_key covers this column",
    ),
    (
        "error",
        "key",
        "refers to public.suppliers, which lost rows, and no reference names it",
    ),
    (
        "error",
        "foreign-key-sides",
        "joins it to public.suppliers.supplier_id, which is replaced",
    ),
    ("error", "check", "breaks CHECK adult"),
    ("error", "check", "breaks CHECK ((VALUE ~"),
    ("error", "stale", "the dump has no column public.users.gone"),
    ("error", "stale", "the dump has no table public.ghosts"),
    (
        "error",
        "statement",
        "statements.require `TABLE nowhere` matches nothing",
    ),
    (
        "warning",
        "constraint",
        "index users_born computes an expression",
    ),
    (
        "warning",
        "namespace",
        "namespace `firms` is used by seed here",
    ),
    (
        "warning",
        "not-in",
        "NOT IN over public.users.supplier_id, which may be NULL",
    ),
    ("warning", "address", "looks like somebody's e-mail address"),
];

/// The database, dumped.
fn dump(options: &[&str]) -> Vec<u8> {
    let server = Postgres::shared();
    let db = server.fresh_db("check");
    server.psql(&db, SCHEMA);
    server.pg_dump(&db, options)
}

/// Checks rules; nothing of the data may be on any output.
#[track_caller]
fn check(rules: &str, args: &[&str], input: &[u8]) -> Output {
    let mut run = Dmscrub::new();
    let path = run.file("rules.yaml", rules.as_bytes());
    let output = run
        .args(["check".as_ref(), "--rules".as_ref(), path.as_os_str()])
        .args(args)
        .run(input);
    assert_no_canary("stdout", &output.stdout);
    assert_no_canary("stderr", &output.stderr);
    output
}

/// Severity, code and message of what was found.
#[track_caller]
fn findings(output: &Output) -> Vec<(String, String, String)> {
    let whole: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let findings = whole["findings"].as_array().expect("a list").iter();
    findings
        .map(|finding| {
            let [severity, code, message] =
                ["severity", "code", "message"].map(|key| text(&finding[key]));
            (severity, code, message)
        })
        .collect()
}

#[track_caller]
fn assert_all_found(output: &Output) {
    output.assert_exit(4);
    let found = findings(output);
    for (severity, code, message) in FOUND {
        let count = found
            .iter()
            .filter(|(s, c, m)| s == severity && c == code && m.contains(message));
        assert_eq!(
            count.count(),
            1,
            "{severity} {code} {message} in {found:#?}"
        );
    }
    assert_eq!(found.len(), FOUND.len(), "{found:#?}");
}

#[test]
fn every_mistake_is_named_at_once_with_or_without_data() {
    for options in [&[][..], &["--schema-only"], &["--inserts"], &["--clean"]] {
        assert_all_found(&check(WRONG, &["--format", "json", "-"], &dump(options)));
    }
}

#[test]
fn archives_are_checked_as_plain_dumps_are() {
    for format in ["-Fc", "-Ft"] {
        assert_all_found(&check(WRONG, &["--format", "json"], &dump(&[format])));
    }
    let server = Postgres::shared();
    let db = server.fresh_db("check");
    server.psql(&db, SCHEMA);
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let archive = folder.path().join("archive");
    let mut command = server.client("pg_dump");
    command.args(["-Fd", "-d", &db, "-f"]).arg(&archive);
    assert_eq!(run(&mut command, b"").code, 0);
    let archive = archive.to_str().expect("a path");
    assert_all_found(&check(WRONG, &["--format", "json", archive], b""));
}

#[test]
fn people_see_the_line_of_the_rule() {
    let output = check(WRONG, &[], &dump(&["--schema-only"]));
    let text = String::from_utf8(output.stdout).expect("text");
    let line = WRONG
        .lines()
        .position(|line| line.contains("{set: king}"))
        .expect("a line")
        + 1;
    for part in [
        format!("rules.yaml:{line}:13"),
        format!("{line} |       role: {{set: king}}"),
        "^^^^^^^^^^^".to_owned(),
        "add to `tables:`: `notes: {columns: {id: keep, body: keep}}`".to_owned(),
        "dmscrub init --update --rules".to_owned(),
    ] {
        assert!(text.contains(&part), "{part} in\n{text}");
    }
}

#[test]
fn github_and_junit_have_their_forms() {
    let dump = dump(&["--schema-only"]);
    let github = check(WRONG, &["--format", "github"], &dump);
    let text = String::from_utf8(github.stdout).expect("text");
    assert_eq!(text.lines().count(), FOUND.len());
    assert!(
        text.lines()
            .all(|line| { line.starts_with("::error ") || line.starts_with("::warning ") })
    );
    assert!(
        text.contains(",title=dmscrub decision::public.users column \"role\": enum"),
        "{text}"
    );

    let junit = check(WRONG, &["--format", "junit"], &dump);
    let text = String::from_utf8(junit.stdout).expect("text");
    assert!(text.starts_with("<?xml"), "{text}");
    // Five tables, one that is not there, and what is about none.
    for part in [
        "tests=\"7\"",
        "name=\"public.events_1\"",
        "failures=\"6\"",
        "enum takes one of: admin, buyer",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

/// Everything decided well.
const RIGHT: &str = r#"
tables:
  suppliers:
    columns: {supplier_id: keep, name: company.name, code: {use: generate_regex, pattern: "[A-Z]{3}"}}
  users:
    columns:
      id: keep
      email: {use: internet.email, unique: true}
      active: keep
      phone: {use: hash, length: 6}
      role: keep
      supplier_id: keep
      age: {use: number.between, min: 18, max: 90}
      born: {use: keep, reason: a year}
      born_on: date.shift
      undecided: lorem.sentence
  notes: {columns: {id: keep, body: lorem.sentence}}
  events: {columns: {at: keep, who: person.name}}
"#;

#[test]
fn rules_without_a_mistake_pass_and_warnings_count_only_if_strict() {
    let dump = dump(&[]);
    let output = check(RIGHT, &["--format", "json", "--strict"], &dump);
    assert_eq!(findings(&output), []);
    output.assert_exit(0);
    let doubtful = RIGHT.replace(
        "age: {use: number.between, min: 18, max: 90}",
        "age: keep\n      #",
    ) + "x-note: 1\nnamespaces: {a: {keep: [jane@gov.uk]}}\n";
    check(&doubtful, &[], &dump).assert_exit(0);
    check(&doubtful, &["--strict"], &dump).assert_exit(4);
}

#[test]
fn wrong_rules_and_damaged_dumps_are_no_findings() {
    let whole = dump(&[]);
    check("tables: {users: {colums: {}}}", &[], &whole).assert_exit(3);
    check(RIGHT, &[], &whole[..whole.len() / 2]).assert_exit(5);
    check(RIGHT, &[], b"").assert_exit(5);
}

#[test]
fn the_marketplaces_rules_pass() {
    let run = Dmscrub::new().args([
        "check".as_ref(),
        "--rules".as_ref(),
        marketplace_rules().as_os_str(),
    ]);
    let run = run.args(["--format", "json"]);
    let output = run.run(&Job::shared().dump);
    output.assert_exit(0);
    let errors: Vec<_> = findings(&output)
        .into_iter()
        .filter(|(severity, ..)| severity != "note")
        .collect();
    assert_eq!(errors, []);
}

const CLASSES: &str = "
classes:
  - {columns: '*email*', use: internet.email}
  - {types: [int4, bool, enum, date], use: keep, reason: flags and times}
tables:
  '*': {columns: {body: lorem.sentence, undecided: lorem.sentence, name: person.name, who: person.name,
    code: {use: generate_regex, pattern: '[A-Z]{3}'}, phone: {use: hash, length: 6}, born: {use: keep, reason: a year},
    supplier_id: keep, email: {use: internet.email, unique: true}}}
";

fn classes() -> (Dmscrub, std::path::PathBuf) {
    let mut run = Dmscrub::new();
    let path = run.file("rules.yaml", CLASSES.as_bytes());
    (run, path)
}

fn command(args: &[&str], rules: &Path, dir: &Path, input: &[u8]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dmscrub"));
    command
        .args(args)
        .arg("--rules")
        .arg(rules)
        .current_dir(dir);
    command.env("DMSCRUB_KEY", crate::env::dmscrub::KEY);
    run(&mut command, input)
}

#[test]
fn a_class_keeps_what_the_lock_names() {
    let whole = dump(&[]);
    let (run, rules) = classes();
    let clean = |input: &[u8]| command(&[], &rules, run.dir(), input);

    // Nothing is locked yet: the line to add is named, and no data gets out.
    let refused = clean(&whole);
    refused.assert_exit(4);
    assert_no_canary("stdout", &refused.stdout);
    let line = "public.users.active boolean keep classes[1]";
    assert!(
        refused
            .stderr_text()
            .contains(&format!("add to dmscrub.lock: `{line}`"))
    );

    command(&["lock"], &rules, run.dir(), &whole).assert_exit(0);
    let path = run.dir().join("dmscrub.lock");
    let lock = std::fs::read_to_string(&path).expect("the lock is there");
    let lines: Vec<&str> = lock.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "public.events.at date keep classes[1]",
            "public.notes.id integer keep classes[1]",
            "public.users.active boolean keep classes[1]",
            "public.users.age integer keep classes[1]",
            "public.users.born_on date keep classes[1]",
            "public.users.id integer keep classes[1]",
            "public.users.role public.role keep classes[1]",
        ]
    );
    clean(&whole).assert_exit(0);
    command(&["check", "--strict"], &rules, run.dir(), &whole).assert_exit(0);

    // Another type, and a line for nothing.
    let other =
        lock.replace("active boolean", "active text") + "public.gone.x date keep classes[1]\n";
    std::fs::write(&path, other).expect("a writable folder");
    let refused = clean(&whole);
    refused.assert_exit(4);
    assert!(
        refused
            .stderr_text()
            .contains("dmscrub.lock:5:1 has it with another type")
    );
    let checked = command(&["check"], &rules, run.dir(), &whole);
    checked.assert_exit(4);
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        text.contains("no class keeps public.gone.x any more"),
        "{text}"
    );

    // Written anew, and the same again from an archive.
    let again = command(&["lock"], &rules, run.dir(), &dump(&["-Fc"]));
    again.assert_exit(0);
    assert!(
        again.stderr_text().contains("1 new, 2 gone")
            || again.stderr_text().contains("gone: public.gone.x")
    );
    assert_eq!(
        std::fs::read_to_string(&path).expect("the lock is there"),
        lock
    );
    std::fs::write(&path, "no line\n").expect("a writable folder");
    clean(&whole).assert_exit(3);
}

#[test]
fn text_is_never_kept_by_a_class() {
    let whole = dump(&["--schema-only"]);
    let mut run = Dmscrub::new();
    let rules = "classes: [{columns: '*', use: keep}]\ntables: {'*': {columns: {}}}\n";
    let rules = run.file("rules.yaml", rules.as_bytes());
    let refused = command(&["lock"], &rules, run.dir(), &whole);
    refused.assert_exit(4);
    for column in [
        "public.users.email",
        "public.notes.body",
        "public.suppliers.code",
    ] {
        let message = format!("{column} is text, which a class can't keep");
        assert!(
            refused.stderr_text().contains(&message),
            "{}",
            refused.stderr_text()
        );
    }
    assert!(!run.dir().join("dmscrub.lock").exists());
}

#[test]
fn no_rule_of_a_class_keeps_text_by_a_detour() {
    const DUMP: &str = "\
        CREATE TABLE public.t (\n    c text,\n    d json,\n    e text[]\n);\n\
        COPY public.t (c, d, e) FROM stdin;\n\
        Ann Lee\t{\"a\": \"Ann Lee\"}\t{\"Ann Lee\"}\n\\.\n\
        --\n-- PostgreSQL database dump complete\n--\n\n";
    let refused = |rule: &str, may_not: bool| {
        let column = &rule[..1];
        let others = ["c", "d", "e"].map(|other| format!("{other}: null"));
        let others: Vec<_> = others.into_iter().filter(|o| &o[..1] != column).collect();
        let rules = format!(
            "classes: [{{columns: {rule}}}]\ntables: {{t: {{columns: {{{}}}}}}}\n",
            others.join(", ")
        );
        let output = Dmscrub::with_rules(&rules).run(DUMP.as_bytes());
        output.assert_exit(if may_not { 4 } else { 0 });
        let message = format!("public.t.{column} is ");
        assert_eq!(
            output.stderr_text().contains(&message),
            may_not,
            "{rule}: {}",
            output.stderr_text()
        );
    };
    for rule in [
        "c, map: {x: y}, other: keep",
        "c, choice: [{use: keep}, {set: x}]",
        "c, split: {by: ',', use: keep}",
        "e, elements: keep",
        "d, json: {a: null}, others: keep",
        "d, json: {'*': keep}, others: remove",
        "d, json: {'**': keep}, others: remove",
        "d, json: {$: keep}, others: remove",
        "d, json: {a: {use: keep, deep: true}}, others: remove",
        "d, json: {a: {map: {x: y}, other: keep}}, others: remove",
        "d, json: {a: {json: {b: null}, others: keep}}, others: remove",
    ] {
        refused(rule, true);
    }
    for rule in [
        "d, json: {a: person.name, 'b[*].c': keep, 'd[*]': keep, '**.e': keep}, others: redact",
        "c, split: {by: ',', use: person.name}",
        "e, elements: hash",
    ] {
        refused(rule, false);
    }
}

#[test]
fn explain_reads_archives_and_what_comes_after_the_data() {
    let rules = RIGHT.replace(
        "supplier_id: keep\n      age",
        "supplier_id: {follow: true}\n      age",
    );
    for format in ["-Fp", "-Fc", "-Ft"] {
        let mut run = Dmscrub::new();
        let path = run.file("rules.yaml", rules.as_bytes());
        let run = run
            .args(["explain", "users.supplier_id", "--rules"])
            .args([path.as_os_str(), "-".as_ref()]);
        let output = run.run(&dump(&[format]));
        output.assert_exit(0);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains("public.suppliers.supplier_id"),
            "{format}: {text}"
        );
    }
}
