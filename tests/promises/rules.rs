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

#[test]
fn the_marketplaces_rules_pass_their_own_tests() {
    let run = Dmscrub::new().args([
        "test".as_ref(),
        "--rules".as_ref(),
        crate::env::dmscrub::marketplace_rules().as_os_str(),
    ]);
    let output = run.run(b"");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.code, 0, "{text}{}", output.stderr_text());
    assert!(
        text.lines().filter(|line| line.starts_with("ok ")).count() >= 20,
        "{text}"
    );
}

const TESTED: &str = "
tables:
  users:
    purge: \"gone AND id NOT IN (SELECT user_id FROM keepers WHERE user_id IS NOT NULL)\"
    columns:
      id: keep
      gone: keep
      name: [{when: \"name = 'stop'\", use: fail}, {use: person.name}]
      data: {json: {status: keep, who: person.name}, others: remove}
  keepers: {columns: {user_id: keep}}
";

/// Runs the tests of a file beside [`TESTED`].
fn tested(tests: &str) -> crate::env::process::Output {
    let mut run = Dmscrub::new();
    let rules = run.file("rules.yaml", TESTED.as_bytes());
    let sql = "sql: \"CREATE TABLE users (id int NOT NULL, gone boolean, name text, data jsonb); \
               CREATE TABLE keepers (user_id int);\"\n";
    run.file("rules.test.yaml", format!("{sql}{tests}").as_bytes());
    run.args(["test".as_ref(), "--rules".as_ref(), rules.as_os_str()])
        .run(b"")
}

#[test]
fn a_rule_test_says_what_was_not_as_expected_and_where() {
    let good = "
tests:
  who is gone and whom nobody keeps leaves:
    keepers: [{user_id: 2}]
    users:
      - row: {id: 1, gone: true, name: Jane}
        expect: purged
      - row: {id: 2, gone: true, name: Jane, data: {status: x, who: Jane, more: [1]}}
        expect: {id: same, name: changed, data: {status: x, who: {lacks: Jane}, more: absent}}
      - row: {id: 3, name: null}
        expect: {name: 'null', gone: 'null', data: 'null'}
  what no rule is for stops the run:
    users: [{row: {name: stop}, expect: stops}]
";
    let output = tested(good);
    output.assert_exit(0);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        text.lines().filter(|line| line.starts_with("ok ")).count(),
        2,
        "{text}"
    );

    let bad = good
        .replace("expect: purged", "expect: stays")
        .replace("id: same, name: changed", "id: '/^3$/', name: same")
        .replace("more: absent", "more: [2]")
        .replace("expect: stops", "expect: purged")
        .replace("name: 'null',", "name: x,");
    let output = tested(&bad);
    output.assert_exit(4);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in [
        "public.users: expected to stay, but it is purged",
        "public.users.id: expected a match of /^3$/, got `2`",
        "public.users.name: expected the same, got `",
        "public.users.data: $.more: expected a list of 1, got none",
        "public.users.name: expected `x`, got NULL",
        "FAILED  ",
        "rules.test.yaml:7:",
        " |       - row: {id: 1, gone: true, name: Jane}",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(output.stderr_text().contains("2 of 2 rule tests failed"));
}

#[test]
fn a_rule_test_that_makes_no_sense_is_refused_at_its_place() {
    for (tests, message) in [
        (
            "tests: {a: {nobody: []}}",
            "the schema has no table public.nobody",
        ),
        (
            "tests: {a: {users: [{nmae: x}]}}",
            "there is no column `nmae`",
        ),
        (
            "tests: {a: {users: [{row: {id: 1}, expect: {nmae: same}}]}}",
            "there is no column `nmae`",
        ),
        (
            "tests: {a: {users: [{row: {}, expcet: {}}]}}",
            "there is no key beside `row` `expcet`",
        ),
        (
            "tests: {a: {users: [{row: {}, expect: away}]}}",
            "what is expected of a row is",
        ),
        (
            "tests: {a: {users: [{row: {id: 1}, expect: {name: '/(/'}}]}}",
            "no regular expression",
        ),
        (
            "tests: {a: {users: [{gone: perhaps}]}}",
            "neither true nor false",
        ),
        ("test: {}", "there is no key `test`"),
    ] {
        let output = tested(tests);
        output.assert_exit(3);
        assert!(
            output.stderr_text().contains(message),
            "{}",
            output.stderr_text()
        );
        assert!(output.stderr_text().contains("rules.test.yaml:2:"));
    }
}

#[test]
fn a_drop_that_matches_nothing_is_a_note() {
    let rules = "defaults: {statements: {drop: ['EVENT TRIGGER nope']}}\n\
                 tables: {t: {columns: {a: keep}}}\n";
    let body =
        "CREATE TABLE public.t (\n    a integer\n);\n\nCOPY public.t (a) FROM stdin;\n1\n\\.\n";
    let output = run(rules, body);
    assert_clean(&output);
    let said = output.stderr_text();
    assert!(
        said.contains("note: statements.drop `EVENT TRIGGER nope` matched nothing"),
        "{said}"
    );
    assert!(!said.contains("warning"), "{said}");
}
