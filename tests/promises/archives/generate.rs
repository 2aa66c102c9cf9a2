//! Rows that tables get within an archive: the same as in a plain dump, in their table's own entry.

use std::path::Path;

use tempfile::TempDir;

use super::super::generate::{RULES, SCHEMA};
use super::{clean_to, dump_to, pg_restore, script};
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::on_all_cores;

const FORMATS: &[&[&str]] = &[
    &["-Fc"],
    &["-Fc", "-Z0"],
    &["-Fc", "--inserts"],
    &["-Fc", "--column-inserts"],
    &["-Fc", "--rows-per-insert=7"],
    &["-Fd"],
    &["-Fd", "-Z0", "--inserts"],
    &["-Ft"],
    &["-Ft", "--column-inserts"],
];

/// A database whose table `children` has rows already, or none.
fn source(filled: bool) -> String {
    let server = Postgres::shared();
    let db = server.fresh_db("grow");
    server.psql(&db, SCHEMA);
    if filled {
        server.psql(
            &db,
            "INSERT INTO children (parent_id, code) SELECT 1 + i % 40, 'c' || i FROM generate_series(1, 30) i",
        );
    }
    db
}

/// What the plain route makes of a database.
fn plain_route(rules: &str, db: &str, args: &[&str]) -> String {
    let server = Postgres::shared();
    let cleaned = Dmscrub::with_rules(rules).clean(&server.pg_dump(db, args));
    let target = server.fresh_db("grown");
    let psql = server.psql_stdin(&target, &cleaned, &["-v", "ON_ERROR_STOP=1"]);
    assert_eq!(psql.code, 0, "{}", psql.stderr_text());
    server.snapshot(&target)
}

#[track_caller]
fn assert_restores(what: &str, args: &[&str], archive: Option<&Path>, input: &[u8], same: &str) {
    let server = Postgres::shared();
    let db = server.fresh_db("grown");
    let output = pg_restore(&[args, &["-d", &db]].concat(), archive, input);
    assert_eq!(output.code, 0, "{what}: {}", output.stderr_text());
    server.assert_unchanged(what, &db, same);
}

/// Keeps rows where they are, and adds to them.
fn adds() -> String {
    RULES.replace("    purge: all\n", "    columns: {id: keep, parent_id: keep, code: keep, mood: keep, at: keep, Odd name: keep, flag: keep}\n")
        .replace("purge: gone, columns: {id: {use: id.integer, unique: true}", "columns: {id: keep")
}

#[test]
fn every_format_gets_the_rows_that_a_script_gets() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let mut cases = Vec::new();
    for (name, rules, filled) in [
        ("empty", RULES.to_owned(), false),
        ("purged", RULES.to_owned(), true),
        ("added", adds(), true),
    ] {
        let db = source(filled);
        let expected = plain_route(&rules, &db, &[]);
        for format in FORMATS {
            cases.push((name, rules.clone(), db.clone(), expected.clone(), *format));
        }
    }
    on_all_cores(&cases, |(name, rules, db, expected, format)| {
        let what = format!("{name} {}", format.concat());
        let input = folder.path().join(&what);
        dump_to(&input, db, format);
        let (run, output) = clean_to(Dmscrub::with_rules(rules), &input, "out");
        assert_restores(&what, &["-1"], Some(&output), b"", expected);
        if format[0] != "-Ft" {
            assert_restores(&what, &["-j", "2"], Some(&output), b"", expected);
        }
        if format[0] != "-Fd" {
            let bytes = std::fs::read(&output).expect("the output is there");
            assert_restores(&what, &["-1"], None, &bytes, expected);
        }
        let list = pg_restore(&["-l"], Some(&output), b"");
        let path = run.dir().join("list");
        std::fs::write(&path, &list.stdout).expect("the directory is writable");
        let path = path.to_str().expect("a plain path");
        assert_restores(&what, &["-L", path], Some(&output), b"", expected);
        // As a script it loads, too, and what ends the rows stands behind all of them.
        let text = script(&output, &[]);
        if !what.contains("insert") {
            let (_, rows) = text.split_once("COPY public.children").expect("a COPY");
            let (rows, _) = rows.split_once("\n\\.\n\n\n").expect("its end");
            let count = if *name == "added" { 80 } else { 40 };
            assert_eq!(rows.lines().count() - 1, count, "{what}");
        }
    });
}

/// Where the dump has schema or data alone, and where it leaves the table's data out.
#[test]
fn parts_of_a_dump_get_what_the_same_parts_of_a_script_get() {
    let server = Postgres::shared();
    let db = source(true);
    let folder = TempDir::new().expect("a temporary directory can be made");
    for args in [&["--exclude-table-data=children"][..], &["--schema-only"]] {
        let expected = plain_route(RULES, &db, args);
        for format in ["-Fc", "-Fd", "-Ft"] {
            for insert in [&[][..], &["--inserts"]] {
                let args = [&[format], insert, args].concat();
                let what = args.concat();
                let input = folder.path().join(&what);
                dump_to(&input, &db, &args);
                let (_run, output) = clean_to(Dmscrub::with_rules(RULES), &input, "out");
                assert_restores(&what, &["-1"], Some(&output), b"", &expected);
                if format == "-Fd" {
                    assert_restores(&what, &["-j", "2"], Some(&output), b"", &expected);
                }
            }
        }
    }
    // Without the schema columns are text, and the sequence is told by its name.
    let rules = RULES
        .replace("purge: gone", "purge: 'gone::boolean'")
        .replace("(doc->>'n')::int", "(doc::jsonb->>'n')::int")
        .replace("{use: id.integer, unique: true}", "keep");
    let filled = |load: &dyn Fn(&str)| {
        let target = server.fresh_db("grown");
        server.psql(&target, SCHEMA);
        server.psql(&target, "TRUNCATE parents, children");
        load(&target);
        server.snapshot(&target)
    };
    for insert in [&[][..], &["--column-inserts"]] {
        let args = [&["--data-only"], insert].concat();
        let script = Dmscrub::with_rules(&rules).clean(&server.pg_dump(&db, &args));
        let expected = filled(&|target| {
            assert_eq!(server.psql_stdin(target, &script, &[]).code, 0);
        });
        let archive = server.pg_dump(&db, &[&args[..], &["-Fc"]].concat());
        let cleaned = Dmscrub::with_rules(&rules).clean(&archive);
        let restored = filled(&|target| {
            pg_restore(&["-1", "-d", target], None, &cleaned).assert_exit(0);
        });
        assert!(restored == expected, "{args:?}");
    }
}

const PARTS: &str = "
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, who text) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 (who text, at date NOT NULL, id bigint NOT NULL);
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE events ADD PRIMARY KEY (id, at);
INSERT INTO events SELECT i, date '2023-01-01' + i, 'CANARY' || 740000 + i FROM generate_series(1, 600) i;
CREATE TABLE \"Ünder\" (id serial PRIMARY KEY, t text);
INSERT INTO \"Ünder\" (t) SELECT 'CANARY' || 750000 + i FROM generate_series(1, 9) i;
";

const PART_RULES: &str = r#"
tables:
  events:
    purge: id % 2 = 0
    columns: {id: keep, at: keep, who: person.name}
    generate: [{rows: 50, columns: {id: next, at: {use: date.between, from: "2023-02-01", to: "2024-10-01"}, who: person.name}}]
  '"Ünder"':
    columns: {id: keep, t: lorem.words}
    generate: [{rows: 5, columns: {id: next, t: lorem.words}}]
"#;

/// A partitioned table has no data but that of its partitions: its rows are an entry of their own,
/// which comes after theirs.
#[test]
fn partitioned_tables_and_other_encodings_are_seen_to() {
    let server = Postgres::shared();
    let db = server.fresh_db("parts");
    server.psql(&db, PARTS);
    let folder = TempDir::new().expect("a temporary directory can be made");
    let expected = plain_route(PART_RULES, &db, &[]);
    for (number, format) in [
        &["-Fc"][..],
        &["-Fc", "--column-inserts"],
        &["-Fc", "--load-via-partition-root"],
        &["-Fc", "--load-via-partition-root", "--column-inserts"],
        &["-Fd", "-E", "LATIN1"],
        &["-Fc", "-E", "LATIN1", "--column-inserts"],
        &["-Ft"],
    ]
    .iter()
    .enumerate()
    {
        let input = folder.path().join(number.to_string());
        dump_to(&input, &db, format);
        let (_run, output) = clean_to(Dmscrub::with_rules(PART_RULES), &input, "out");
        let what = format.concat();
        assert_restores(&what, &["-1"], Some(&output), b"", &expected);
        if format[0] != "-Ft" {
            assert_restores(&what, &["-j", "2"], Some(&output), b"", &expected);
        }
    }
}

/// Whether data waits in memory or in a file, and however it comes, the bytes are the same.
#[test]
fn where_data_waits_makes_no_difference() {
    let db = source(true);
    for format in ["-Fc", "-Ft"] {
        let dump = Postgres::shared().pg_dump(&db, &[format]);
        let usual = Dmscrub::with_rules(RULES).clean(&dump);
        let run = Dmscrub::with_rules(RULES).args(["--hold-memory", "0"]);
        assert!(run.clean(&dump) == usual, "{format}");
        run.assert_nothing_leaked(b"");
        for method in ["none", "gzip:9"] {
            if format == "-Fc" {
                let run = Dmscrub::with_rules(RULES).args(["-Z", method]);
                let restored = pg_restore(&["-f", "-"], None, &run.clean(&dump));
                let before = pg_restore(&["-f", "-"], None, &usual);
                assert_eq!(
                    super::without_keys(&restored.stdout),
                    super::without_keys(&before.stdout)
                );
            }
        }
    }
}

/// A row that can't be made is found after all data: nothing of it has been written then.
#[test]
fn what_fails_leaves_nothing() {
    let db = source(true);
    let folder = TempDir::new().expect("a temporary directory can be made");
    let dump = Postgres::shared().pg_dump(&db, &["-Fc"]);
    for (rules, said) in [
        (
            RULES.replace(
                "{use: generate_regex, pattern: '[0-9]{5}', seed_from: id}",
                "{pick: SELECT gone FROM parents WHERE id < 0}",
            ),
            "found no value",
        ),
        (RULES.replace("flag: bool", "flog: bool"), "no column"),
        (
            RULES.replace(
                "pattern: \"[A-Z]{6}\", unique: true",
                "pattern: \"[AB]\", unique: true",
            ),
            "unlike all others",
        ),
    ] {
        let output = Dmscrub::with_rules(&rules).run(&dump);
        output.assert_exit(4);
        let stderr = output.stderr_text();
        assert!(stderr.contains(said), "{stderr}");
        assert_eq!(output.stdout, b"", "{said}");
        let input = folder.path().join(said);
        dump_to(&input, &db, &["-Fd"]);
        let run = Dmscrub::with_rules(&rules);
        let target = run.dir().join("out");
        let run = run.args([input.as_os_str(), "-o".as_ref(), target.as_os_str()]);
        run.run(b"").assert_exit(4);
        assert!(!target.exists());
    }
    // So is a dump that was cut off in the last table's data.
    let output = Dmscrub::with_rules(RULES).run(&dump[..dump.len() - 7]);
    output.assert_exit(5);
    assert_eq!(output.stdout, b"");
}
