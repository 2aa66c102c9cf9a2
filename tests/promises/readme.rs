//! What the README shows works as it is shown.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process;

const README: &str = include_str!("../../README.md");

/// The tables that the README's rules are about.
const DATABASE: &str = r#"
CREATE SCHEMA tenant_a;
CREATE TABLE users (
    id integer PRIMARY KEY, name text, username varchar(60), email_address text UNIQUE NOT NULL,
    password text NOT NULL, work_phone text, role text, active boolean, logged_in_at timestamptz,
    about text, notes text, tags text[], settings jsonb);
CREATE TABLE log (session text, at timestamptz, line text);
CREATE TABLE audit_events (id integer, data json);
INSERT INTO users VALUES
    (1, 'Canary One', 'canary1', 'canary1@real-company.example', 'canary', '07313 000001', 'user',
     true, '2024-02-03 04:05:06+00', 'canary', 'ask canary2@real-company.example', '{canary,"a canary"}',
     '{"theme": "dark", "contact": {"email": "canary1@real-company.example"}, "secret": "canary",
       "addresses": [{"postcode": "SW1A 1AA"}]}'),
    (2, 'Canary Two', 'canary2', 'canary2@real-company.example', 'canary', NULL, 'admin', false,
     '2001-01-01 00:00:00+00', NULL, NULL, NULL, NULL),
    (3, 'Staff', 'canary3', 'jo@staff.example.gov.uk', 'canary', NULL, 'admin', true, now(), NULL, NULL,
     NULL, NULL);
INSERT INTO log SELECT 'session ' || n / 10, now(), 'canary' || n || '@real-company.example did it'
    FROM generate_series(1, 400) AS n;
INSERT INTO audit_events VALUES (1, '{"who": "canary"}');
CREATE TABLE tenant_a.users (LIKE users);
INSERT INTO tenant_a.users SELECT * FROM users;
"#;

/// The README's code blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let after = README.split(fence.as_str()).skip(1);
    after
        .map(|text| text.split("```").next().unwrap_or_default())
        .collect()
}

/// A database with these tables.
fn database(server: &Postgres) -> String {
    let db = server.fresh_db("readme");
    server.psql(&db, DATABASE);
    db
}

fn rules() -> &'static str {
    let blocks = blocks("yaml");
    assert_eq!(blocks.len(), 1, "one page of rules");
    blocks[0]
}

#[test]
fn the_rules_do_what_their_comments_say() {
    let server = Postgres::shared();
    let db = database(server);
    let clean = Dmscrub::with_rules(rules()).clean(&server.pg_dump(&db, &[]));
    let target = server.fresh_db("readme_clean");
    server.psql_stdin(&target, &clean, &[]).assert_exit(0);
    let ask = |sql: &str| server.psql(&target, sql);
    assert_eq!(
        ask("SELECT string_agg(id::text, ',' ORDER BY id) FROM users"),
        "1,3"
    );
    assert_eq!(
        ask("SELECT email_address FROM users WHERE id = 3"),
        "jo@staff.example.gov.uk"
    );
    assert_eq!(
        ask("SELECT email_address = settings #>> '{contact,email}' FROM users WHERE id = 1"),
        "t",
        "the same address is the same pseudonym"
    );
    assert_eq!(
        ask(
            "SELECT string_agg(key, ',' ORDER BY key) FROM users, jsonb_object_keys(settings) AS key"
        ),
        "addresses,contact,theme"
    );
    assert_eq!(
        ask("SELECT string_agg(DISTINCT password, ',') FROM users"),
        "!"
    );
    assert_eq!(
        ask("SELECT work_phone ~ '^[0-9 ]+$' FROM users WHERE id = 1"),
        "t"
    );
    assert_eq!(ask("SELECT count(*) FROM audit_events"), "0");
    assert_eq!(
        ask("SELECT array_length(tags, 1) FROM users WHERE id = 1"),
        "2"
    );
    // Sessions are sampled whole: 10 rows, or the 9 and 1 at the ends.
    let sampled = ask("SELECT count(*) > 0 AND count(*) < 200 FROM log \
         UNION ALL SELECT bool_and(n IN (1, 9, 10)) FROM (SELECT count(*) AS n FROM log GROUP BY session) s");
    assert_eq!(sampled, "t\nt");
    assert_eq!(
        ask(
            "SELECT u.name = t.name AND u.email_address = t.email_address \
             FROM users u JOIN tenant_a.users t USING (id) WHERE id = 1"
        ),
        "t"
    );
}

/// Programs of the README that are not dmscrub: they read a dump from, and load into, databases of
/// the test.
fn stand_ins(folder: &Path, dump: &Path, psql: &Command) {
    let psql_env: String = psql
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)))
        .map(|(name, value)| format!("export {name}='{value}'\n"))
        .collect();
    let psql_path = psql.get_program().display();
    let write = |name: &str, script: String| {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}")).expect("the folder is writable");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, mode).expect("the file is ours");
    };
    let dump = dump.display();
    write(
        "pg_dump",
        format!("case \"$*\" in *-Fc*) cat '{dump}.custom' ;; *) cat '{dump}' ;; esac\n"),
    );
    let restore = psql
        .get_program()
        .to_string_lossy()
        .replace("psql", "pg_restore");
    write(
        "pg_restore",
        format!("{psql_env}exec '{restore}' $(echo \"$*\" | sed \"s/-d staging/-d $TARGET/\")\n"),
    );
    write("aws", format!("gzip -c '{dump}'\n"));
    write("gpg", "cat\n".to_owned());
    write(
        "psql",
        format!("{psql_env}exec '{psql_path}' -q -X -d \"$TARGET\" >/dev/null\n"),
    );
    let program = env!("CARGO_BIN_EXE_dmscrub");
    write("dmscrub", format!("exec '{program}' \"$@\"\n"));
}

/// Commands that build something, which this test stands on.
fn builds(line: &str) -> bool {
    line.starts_with("make ") || line.starts_with("cargo ")
}

/// A part of dmscrub that this build lacks: there it says so.
fn lacks(command: &str) -> bool {
    let of_the_job = ["refresh", "import", "cat"].iter().any(|name| {
        let command = command.split_whitespace().collect::<Vec<_>>();
        command.windows(2).any(|words| words == ["dmscrub", *name])
    });
    of_the_job && !cfg!(feature = "refresh")
}

/// The weekly job needs more than there is here; its plan does not.
fn planned(command: &str) -> String {
    if command.starts_with("dmscrub refresh") && !command.contains("--plan") {
        return format!("{} --plan", command.replace(" --resume", ""));
    }
    command.to_owned()
}

#[test]
fn every_command_runs() {
    let server = Postgres::shared();
    let db = database(server);
    let mut home = Dmscrub::new();
    let dump = home.file("dump.sql", &server.pg_dump(&db, &[]));
    let bin = home.dir().join("bin");
    std::fs::create_dir(&bin).expect("the directory is writable");
    stand_ins(&bin, &dump, &server.client("psql"));
    std::fs::create_dir(home.dir().join("my-rules")).expect("the directory is writable");
    home.file("key", b"a key of sixteen bytes or more");
    home.file("dump.sql.zst", &server.pg_dump(&db, &[]));
    home.file("dump.sql.custom", &server.pg_dump(&db, &["-Fc"]));
    let archive = home.dir().join("dump.dir").display().to_string();
    server.pg_dump(&db, &["-Fd", "-f", &archive]);
    for folder in ["rules", "examples", "demo"] {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        std::os::unix::fs::symlink(ours, home.dir().join(folder)).expect("a fresh folder");
    }
    let mut commands = 0;
    for line in blocks("sh").into_iter().flat_map(str::lines) {
        // Comments, also those that stand alone below a long one.
        let command = line.split(" #").next().unwrap_or_default().trim();
        if command.is_empty() || command.starts_with('#') || builds(command) {
            continue;
        }
        commands += 1;
        let _ = std::fs::remove_file(home.dir().join("new-key"));
        let _ = std::fs::remove_dir_all(home.dir().join("new-rules"));
        // Steps that come before others in the README are done already here.
        let command = planned(command)
            .replace("keygen -o key", "keygen -o new-key")
            .replace("init -o my-rules", "init -o new-rules")
            .replace("last.json", "report.json");
        let undecided = command.contains("--schema-only");
        let all = home.dir().join("my-rules/all.yaml");
        let text = if undecided { "tables: {}" } else { rules() };
        std::fs::write(all, text).expect("the directory is writable");
        let target = server.fresh_db("readme_pipe");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut bash = Command::new("bash");
        bash.args(["-c", &format!("set -o pipefail\n{command}")])
            .current_dir(home.dir())
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("TARGET", &target)
            .env_remove("DMSCRUB_KEY");
        let output = process::run(&mut bash, b"");
        let lacks = lacks(&command);
        let expected = match (undecided, lacks) {
            (_, true) => 2,
            (true, _) => 4,
            _ => 0,
        };
        assert_eq!(
            output.code,
            expected,
            "{command}:\n{}",
            output.stderr_text()
        );
        let said = output.stderr_text();
        if lacks {
            assert!(
                said.contains("are not part of this build"),
                "{command}:\n{said}"
            );
            continue;
        }
        if undecided {
            for table in [
                "public.users",
                "public.log",
                "public.audit_events",
                "tenant_a.users",
            ] {
                assert!(said.contains(&format!("{table} is not decided")), "{said}");
            }
        }
        if command.ends_with("psql staging") {
            assert_eq!(
                server.psql(&target, "SELECT count(*) FROM users"),
                "2",
                "{command}"
            );
        }
    }
    assert!(commands >= 10, "only {commands} commands were found");
}
