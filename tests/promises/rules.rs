//! The rule language does what it says, and what it can't do it refuses.

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::Output;

/// A dump with this between header and trailer.
fn dump(body: &str) -> Vec<u8> {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
         SET standard_conforming_strings = on;\n\n{body}\n\n\
         --\n-- PostgreSQL database dump complete\n--\n\n"
    )
    .into_bytes()
}

fn run(rules: &str, body: &str) -> Output {
    Dmscrub::with_rules(rules).run(&dump(body))
}

/// Exit 0, and none of the canaries in the output.
#[track_caller]
fn assert_clean(output: &Output) -> String {
    output.assert_exit(0);
    assert_no_canary("stdout", &output.stdout);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// This exit code, and `named` in the messages.
#[track_caller]
fn assert_refused(output: &Output, code: i32, named: &str) {
    output.assert_exit(code);
    let stderr = output.stderr_text();
    assert!(stderr.contains(named), "`{named}` is not in:\n{stderr}");
    assert_no_canary("stderr", &output.stderr);
}

const PARTITIONED: &str = "
CREATE TABLE p (id int, day date, name text) PARTITION BY RANGE (day);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
INSERT INTO p VALUES (1, '2020-02-02', 'open'), (2, '2021-02-02', 'CANARY610001');
";

#[test]
fn a_partitions_own_rule_counts_when_it_is_loaded_via_the_root() {
    let server = Postgres::shared();
    let db = server.fresh_db("via_root");
    server.psql(&db, PARTITIONED);
    let rules = "
tables:
  p: {columns: {id: keep, day: keep, name: keep}}
  p2: {columns: {name: {set: replaced}}}
";
    for form in [&[][..], &["--column-inserts"], &["--data-only"]] {
        let options = [&["--load-via-partition-root"], form].concat();
        let output = Dmscrub::with_rules(rules).run(&server.pg_dump(&db, &options));
        let cleaned = assert_clean(&output);
        assert!(cleaned.contains("open"), "{form:?}:\n{cleaned}");
        assert!(cleaned.contains("replaced"), "{form:?}:\n{cleaned}");
    }
}

#[test]
fn a_partitioned_table_needs_no_rule_where_its_partitions_have_theirs() {
    let server = Postgres::shared();
    let db = server.fresh_db("leaves");
    server.psql(&db, PARTITIONED);
    let rules = "
tables:
  p1: {columns: {id: keep, day: keep, name: keep}}
  p2: {columns: {id: keep, day: keep, name: {set: replaced}}}
";
    for options in [&[][..], &["--load-via-partition-root"]] {
        assert_clean(&Dmscrub::with_rules(rules).run(&server.pg_dump(&db, options)));
    }
}

#[test]
fn the_same_copy_line_means_another_table_after_another_search_path() {
    let rules = "
tables:
  a.users: {columns: {id: keep, name: keep}}
  b.users: {columns: {id: keep, name: {set: replaced}}}
";
    let body = "CREATE TABLE a.users (id integer, name text);
CREATE TABLE b.users (id integer, name text);
SET search_path = a, pg_catalog;
COPY users (id, name) FROM stdin;
1\topen
\\.

SET search_path = b, pg_catalog;
COPY users (id, name) FROM stdin;
1\tCANARY610002
\\.
";
    let cleaned = assert_clean(&run(rules, body));
    assert!(cleaned.contains("open") && cleaned.contains("replaced"));
}

#[test]
fn a_rule_for_a_generated_column_is_refused_before_any_data() {
    let body = "CREATE TABLE public.users (
    name text,
    loud text GENERATED ALWAYS AS (upper(name)) STORED
);

COPY public.users (name) FROM stdin;
CANARY610003
\\.
";
    let output = run(
        "tables:\n  users: {columns: {name: person.name, loud: person.name}}\n",
        body,
    );
    assert_refused(&output, 3, "generated column");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("COPY"));
    assert_clean(&run(
        "tables:\n  users: {columns: {name: {set: x}, loud: keep}}\n",
        body,
    ));
}
