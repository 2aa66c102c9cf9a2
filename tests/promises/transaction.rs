//! The transaction around a dump: what stands in it, what outside, and who owns its guard.

use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;

use super::cutoff::MODES;

const HEAD: &str = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
    SET standard_conforming_strings = on;\n\n";
const TRAILER: &str = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

/// The order of lines that matter.
fn outline(output: &[u8]) -> Vec<String> {
    let telling = [
        "\\",
        "BEGIN",
        "COMMIT",
        "CREATE",
        "DROP",
        "ALTER",
        "SET SESSION",
    ];
    String::from_utf8_lossy(output)
        .lines()
        .filter(|line| telling.iter().any(|start| line.starts_with(start)))
        .filter(|line| *line != "\\.")
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn the_transaction_stands_where_the_contract_says() {
    let dump = format!(
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET client_encoding = 'UTF8';\n\n\
         --\n-- Name: t; Type: TABLE; Schema: public; Owner: x\n--\n\nCREATE TABLE t (a int);\n\
         {TRAILER}\\unrestrict abc\n\n"
    );
    let output = Dmscrub::with_rules(KEEP_ALL).clean(dump.as_bytes());
    let output = String::from_utf8(output).expect("text");
    let begin = "BEGIN;\nCREATE TEMP TABLE dmscrub_commit_guard (";
    let at = |what: &str| output.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(output.starts_with("\\set ON_ERROR_STOP on\n--\n"));
    assert!(at("Owner: x") < at(begin), "{output}");
    assert!(at(begin) < at("CREATE TABLE t"), "{output}");
    assert!(
        output.contains("VALUES (1, 2);\nCREATE TABLE t"),
        "{output}"
    );
    assert!(output.contains("VALUES (2, 2);\nCOMMIT;\n"), "{output}");
    assert!(at("COMMIT;") < at("dump complete"), "{output}");
    assert!(at("COMMIT;") < at("\\unrestrict"), "{output}");
}

#[test]
fn roles_of_the_dump_need_not_reach_the_guard() {
    let server = Postgres::shared();
    let source = server.fresh_db("session");
    server.psql(
        &source,
        &format!(
            "CREATE ROLE session_a; CREATE ROLE session_b;
             GRANT CREATE ON DATABASE {source} TO session_a;
             CREATE SCHEMA one AUTHORIZATION session_a;
             SET SESSION AUTHORIZATION session_a;
             CREATE TABLE one.t (a int PRIMARY KEY); INSERT INTO one.t VALUES (1);
             RESET SESSION AUTHORIZATION;
             GRANT CREATE ON SCHEMA public TO session_b;
             SET SESSION AUTHORIZATION session_b;
             CREATE TABLE public.u (a int PRIMARY KEY); INSERT INTO public.u VALUES (1)"
        ),
    );
    let dump = server.pg_dump(&source, &["--use-set-session-authorization"]);
    let output = Dmscrub::with_rules(KEEP_ALL).clean(&dump);
    let plain = Dmscrub::with_rules(KEEP_ALL).args(["--no-transaction"]);
    assert_eq!(plain.clean(&dump), dump);
    for mode in MODES {
        let db = server.fresh_db("session_target");
        server.psql(
            &db,
            &format!(
                "GRANT CREATE ON DATABASE {db} TO session_a; GRANT CREATE ON SCHEMA public TO session_b"
            ),
        );
        let psql = server.psql_stdin(&db, &output, mode);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        assert_eq!(server.psql(&db, "SELECT count(*) FROM one.t, u"), "1");
        server.psql("postgres", &format!("DROP DATABASE {db}"));
    }
}

/// The role is set between an entry's header and what the entry says: the header stays.
#[test]
fn no_owner_leaves_headers_as_pg_dump_does() {
    let server = Postgres::shared();
    let source = server.fresh_db("headers");
    server.psql(
        &source,
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE TABLE u (a int)",
    );
    let lines = |dump: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(dump);
        let lines = text.lines().filter(|line| {
            // pg_dump sets the role back even with --no-owner.
            !line.is_empty() && !line.starts_with('\\') && !line.starts_with("SET SESSION")
        });
        lines.map(str::to_owned).collect()
    };
    for mode in [
        &[][..],
        &["--data-only", "--disable-triggers"],
        &["--inserts"],
    ] {
        let with = [mode, &["--use-set-session-authorization"]].concat();
        let without = [mode, &["--no-owner"]].concat();
        let run = Dmscrub::with_rules(KEEP_ALL).args(["--no-transaction", "--no-owner"]);
        let output = run.clean(&server.pg_dump(&source, &with));
        assert_eq!(
            lines(&output),
            lines(&server.pg_dump(&source, &without)),
            "{mode:?}"
        );
    }
}

#[test]
fn a_statement_that_refuses_a_block_is_named() {
    for statement in [
        "VACUUM",
        "CREATE INDEX CONCURRENTLY",
        "CREATE DATABASE",
        "ALTER SYSTEM",
        "CREATE ROLE",
        "DROP TABLESPACE",
        "DISCARD ALL",
        "COMMIT PREPARED",
    ] {
        let rest = match statement {
            "CREATE INDEX CONCURRENTLY" => " i ON t (a)",
            "ALTER SYSTEM" => " SET work_mem = '4MB'",
            "COMMIT PREPARED" => " 'x'",
            "VACUUM" | "DISCARD ALL" => "",
            _ => " x",
        };
        let dump = format!("{HEAD}CREATE TABLE t (a int);\n{statement}{rest};\n{TRAILER}");
        let output = Dmscrub::with_rules(KEEP_ALL).run(dump.as_bytes());
        let stderr = output.stderr_text();
        assert_eq!(output.code, 4, "{statement}: {stderr}");
        assert!(stderr.contains(statement), "{statement}: {stderr}");
        assert!(stderr.contains("--no-transaction"), "{statement}: {stderr}");
        let run = Dmscrub::with_rules(KEEP_ALL).args(["--no-transaction"]);
        assert_eq!(run.clean(dump.as_bytes()), dump.as_bytes());
    }
}

#[test]
fn a_failure_in_a_later_database_names_those_before() {
    let first = format!("{HEAD}CREATE TABLE t (a int);\n{TRAILER}");
    let dump = format!("\\connect one\n\n{first}\\connect two\n\n{HEAD}CREATE TABLE u (a int);\n");
    let output = Dmscrub::with_rules(KEEP_ALL).run(dump.as_bytes());
    output.assert_exit(5);
    let stderr = output.stderr_text();
    assert!(stderr.contains("one"), "{stderr}");
    assert!(!stderr.contains("two"), "{stderr}");
    let lines = outline(&output.stdout);
    assert_eq!(
        lines,
        [
            "\\set ON_ERROR_STOP",
            "\\connect one",
            "BEGIN;",
            "CREATE TEMP",
            "CREATE TABLE",
            "COMMIT;",
            "\\connect two",
            "BEGIN;",
            "CREATE TEMP",
            "CREATE TABLE",
        ]
    );
}

#[test]
fn many_relations_are_warned_of() {
    let tables = |count: usize| -> String {
        (0..count)
            .map(|number| format!("CREATE TABLE t{number} (a int);\n"))
            .collect()
    };
    for (count, warned) in [(100, false), (5_001, true)] {
        let dump = format!("{HEAD}{}{TRAILER}", tables(count));
        let output = Dmscrub::with_rules(KEEP_ALL).run(dump.as_bytes());
        output.assert_exit(0);
        let stderr = output.stderr_text();
        assert_eq!(
            stderr.contains("max_locks_per_transaction"),
            warned,
            "{stderr}"
        );
    }
}
