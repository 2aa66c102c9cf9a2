//! The dump is not what the rules were written for: exit 4, and nothing of that table gets out.

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::Output;

const RULES: &str = "
tables:
  people:
    columns: {id: keep, name: person.name, email: {use: internet.email, unique: true}, born: date.shift}
  zebras:
    columns: {id: keep, name: person.name}
";

const SCHEMA: &str = "
CREATE TABLE people (id int, name text, email text, born date);
INSERT INTO people VALUES (1, 'CANARY600001', 'canary600002@real-company.example', '1970-01-01');
CREATE TABLE zebras (id int, name text);
INSERT INTO zebras VALUES (1, 'CANARY600003');
";

/// Dumps the schema after a migration, and cleans it with the rules from before.
fn after(migration: &str, options: &[&str]) -> Output {
    let server = Postgres::shared();
    let db = server.fresh_db("drift");
    server.psql(&db, SCHEMA);
    server.psql(&db, migration);
    Dmscrub::with_rules(RULES).run(&server.pg_dump(&db, options))
}

/// Exit 4; the messages name `names`, and none of the tables' data begins.
#[track_caller]
fn assert_refused(output: &Output, names: &[&str]) {
    output.assert_exit(4);
    let stderr = output.stderr_text();
    for name in names {
        assert!(stderr.contains(name), "`{name}` is not named in:\n{stderr}");
    }
    assert_no_canary("stdout", &output.stdout);
    let stdout = String::from_utf8_lossy(&output.stdout);
    for begin in ["COPY public.", "INSERT INTO public."] {
        assert!(!stdout.contains(begin), "data begins:\n{stdout}");
    }
}

const FORMATS: &[&[&str]] = &[&[], &["--inserts"], &["--column-inserts"], &["--clean"]];

#[test]
fn the_schema_as_it_was_passes() {
    for format in FORMATS {
        after("", format).assert_exit(0);
    }
}

#[test]
fn a_new_column_stops_the_run() {
    for format in FORMATS {
        let migration =
            "ALTER TABLE people ADD nickname text; UPDATE people SET nickname = 'CANARY600004'";
        let output = after(migration, format);
        assert_refused(&output, &["public.people", "nickname"]);
    }
}

#[test]
fn a_new_table_stops_the_run() {
    for format in FORMATS {
        let output = after(
            "CREATE TABLE aliases AS SELECT 'CANARY600005' AS alias",
            format,
        );
        assert_refused(&output, &["public.aliases"]);
    }
}

#[test]
fn a_renamed_column_stops_the_run() {
    for format in FORMATS {
        let output = after("ALTER TABLE people RENAME name TO full_name", format);
        assert_refused(&output, &["public.people", "full_name"]);
    }
}

#[test]
fn a_renamed_table_stops_the_run() {
    for format in FORMATS {
        let output = after("ALTER TABLE people RENAME TO persons", format);
        assert_refused(&output, &["public.persons"]);
    }
}

#[test]
fn a_changed_type_stops_the_run() {
    for format in FORMATS {
        let output = after(
            "ALTER TABLE people ALTER COLUMN email TYPE int USING 1",
            format,
        );
        assert_refused(&output, &["public.people", "email"]);
        let narrower = "ALTER TABLE people ALTER COLUMN email TYPE varchar(3) USING 'a@b'";
        assert_refused(&after(narrower, format), &["public.people", "email"]);
    }
}

/// One run tells all there is to decide, in whatever table.
#[test]
fn all_findings_are_listed_at_once() {
    let output = after(
        "ALTER TABLE people ADD COLUMN nickname text;
         ALTER TABLE zebras ADD COLUMN stripes int;
         CREATE TABLE aliases (alias text)",
        &[],
    );
    assert_refused(&output, &["nickname", "stripes", "public.aliases"]);
    assert!(output.stderr_text().contains("hint:"));
}

/// Without DDL the table's header tells: earlier tables may be out, that one is not.
#[test]
fn a_data_only_dump_stops_at_the_table() {
    for (migration, table) in [
        (
            "ALTER TABLE zebras ADD alias text; UPDATE zebras SET alias = 'CANARY600006'",
            "public.zebras",
        ),
        (
            "CREATE TABLE zz AS SELECT 'CANARY600007' AS alias",
            "public.zz",
        ),
        (
            "ALTER TABLE zebras RENAME name TO full_name",
            "public.zebras",
        ),
    ] {
        for format in [&["--data-only"][..], &["--data-only", "--column-inserts"]] {
            let output = after(migration, format);
            output.assert_exit(4);
            assert!(
                output.stderr_text().contains(table),
                "{}",
                output.stderr_text()
            );
            assert_no_canary("stdout", &output.stdout);
            let stdout = String::from_utf8_lossy(&output.stdout);
            for begin in ["COPY ", "INSERT INTO "] {
                assert!(!stdout.contains(&format!("{begin}{table}")), "{stdout}");
            }
        }
    }
}
