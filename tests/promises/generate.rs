//! Rows that tables get in place of those they lose.

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::Output;

pub(super) const SCHEMA: &str = "
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE parents (id serial PRIMARY KEY, email text, doc jsonb, gone bool);
CREATE TABLE children (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id int REFERENCES parents, code varchar(8) NOT NULL, mood mood,
  at timestamptz, twice int GENERATED ALWAYS AS (id * 2) STORED, \"Odd name\" text, flag bool);
INSERT INTO parents (email, doc, gone) SELECT 'CANARY' || 700000 + i || '@x.example', jsonb_build_object('n', i), i % 4 = 0
  FROM generate_series(1, 40) i;
";

pub(super) const RULES: &str = r#"
tables:
  parents: {purge: gone, columns: {id: {use: id.integer, unique: true}, email: internet.email, doc: keep, gone: keep}}
  children:
    purge: all
    generate:
      - for_each: "SELECT id, doc, email AS mail FROM parents WHERE (doc->>'n')::int <= 20"
        as: parent
        count: 2
        columns:
          id: next
          parent_id: {template: "{{ parent.id }}"}
          code: {use: generate_regex, pattern: "[A-Z]{6}", unique: true}
          mood: {choice: [sad, happy]}
          Odd name: {template: "{{ parent.mail }} {{ parent.doc.n }} {{ id }} {{ parent.doc.nothing.there }}"}
      - rows: 10
        columns:
          id: next
          parent_id: {pick: "SELECT id FROM parents"}
          code: {use: generate_regex, pattern: '[0-9]{5}', seed_from: id}
          at: {use: date.between, from: "2024-01-01", to: "2024-06-30"}
          flag: bool
"#;

#[test]
fn rows_fit_their_table_in_every_form_of_dump() {
    let server = Postgres::shared();
    let source = server.fresh_db("generate_forms");
    server.psql(&source, SCHEMA);
    let mut outcomes = Vec::new();
    for filled in [false, true] {
        if filled {
            server.psql(
                &source,
                "INSERT INTO children (parent_id, code) SELECT 1 + i % 40, 'c' || i FROM generate_series(1, 30) i",
            );
        }
        for mode in [
            &[][..],
            &["--inserts"],
            &["--column-inserts"],
            &["--rows-per-insert=7"],
        ] {
            let dump = server.pg_dump(&source, mode);
            let cleaned = Dmscrub::with_rules(RULES).clean(&dump);
            let target = server.fresh_db("generate_form");
            let psql = server.psql_stdin(&target, &cleaned, &[]);
            assert_eq!(psql.code, 0, "{mode:?} {filled}: {}", psql.stderr_text());
            let ask = |query: &str| server.psql(&target, query);
            // Fifteen of twenty parents stay.
            assert_eq!(
                ask("SELECT count(*), count(mood), count(at), count(flag) FROM children"),
                "40|30|10|10"
            );
            let first = if filled { 31 } else { 1 };
            assert_eq!(
                ask(
                    "SELECT min(id), max(id), count(DISTINCT code), count(DISTINCT mood) FROM children"
                ),
                format!("{first}|{}|40|2", first + 39)
            );
            assert_eq!(
                ask(
                    "SELECT count(*) FROM children c JOIN parents p ON p.id = c.parent_id \
                     WHERE \"Odd name\" IS NULL OR \"Odd name\" = p.email || ' ' || (p.doc->>'n') || ' ' || c.id || ' '"
                ),
                "40"
            );
            ask("INSERT INTO children (code) VALUES ('next')");
            let rows = ask("SELECT to_jsonb(c) FROM children c ORDER BY id");
            outcomes.push((filled, rows));
        }
        outcomes.dedup();
    }
    assert_eq!(outcomes.len(), 2, "one outcome whatever the form");
}

#[test]
fn data_only_dumps_get_rows_too() {
    let server = Postgres::shared();
    let source = server.fresh_db("generate_data");
    server.psql(&source, SCHEMA);
    server.psql(
        &source,
        "INSERT INTO children (parent_id, code) VALUES (1, 'a')",
    );
    let rules = RULES
        .replace("purge: gone", "purge: 'gone::boolean'")
        .replace("(doc->>'n')::int", "(doc::jsonb->>'n')::int")
        .replace("{use: id.integer, unique: true}", "keep");
    for mode in [
        &["--data-only"][..],
        &["--data-only", "--disable-triggers"],
        &["--data-only", "--column-inserts"],
        &["--data-only", "--use-set-session-authorization"],
    ] {
        let cleaned = Dmscrub::with_rules(&rules).clean(&server.pg_dump(&source, mode));
        let target = server.fresh_db("generate_data_clean");
        server.psql(&target, SCHEMA);
        server.psql(&target, "TRUNCATE parents, children");
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        let ask = |query: &str| server.psql(&target, query);
        assert_eq!(
            ask("SELECT count(*), min(id), max(id) FROM children"),
            "40|2|41",
            "{mode:?}"
        );
        ask("INSERT INTO children (code) VALUES ('next')");
        assert_eq!(ask("SELECT max(id) FROM children"), "42", "{mode:?}");
    }
}

/// A dump with this between header and trailer.
fn dump(body: &str) -> Vec<u8> {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
         SET standard_conforming_strings = on;\n\n{body}\n\n\
         --\n-- PostgreSQL database dump complete\n--\n\n"
    )
    .into_bytes()
}

const SMALL: &str = "
CREATE TABLE public.a (id integer NOT NULL, n smallint, t text NOT NULL, v character varying(3));
CREATE TABLE public.b (id integer NOT NULL, t text, x integer);
COPY public.a (id, n, t, v) FROM stdin;
7\t1\tCANARY720001\tx
\\.
COPY public.b (id, t, x) FROM stdin;
1\tCANARY720002\t7
2\t\\N\t8
\\.
";

fn run(generate: &str, body: &str) -> Output {
    let rules = format!(
        "tables:\n  a: {{columns: {{id: keep, n: keep, t: lorem.words, v: keep}}, generate: {generate}}}\n  \
         b: {{purge: x = 8, columns: {{id: keep, t: lorem.words, x: keep}}}}\n"
    );
    Dmscrub::with_rules(&rules).run(&dump(body))
}

#[test]
fn what_does_not_fit_is_refused_before_any_data() {
    let cases = [
        (
            3,
            "[{rows: 1, columns: {t: keep}}]",
            "`keep` goes by an original value",
        ),
        (
            3,
            "[{rows: 1, columns: {t: {use: mask}}}]",
            "`mask` goes by an original value",
        ),
        (
            3,
            "[{rows: 1, columns: {t: {use: internet.email, keep_domain: true}}}]",
            "original value",
        ),
        (
            3,
            "[{rows: 1, for_each: SELECT id FROM b, columns: {t: empty}}]",
            "not both",
        ),
        (
            3,
            "[{columns: {t: empty}}]",
            "`rows` or `for_each` is needed",
        ),
        (
            3,
            "[{rows: 1, as: x, columns: {t: empty}}]",
            "`as` goes with `for_each`",
        ),
        (
            3,
            "[{rows: 1, colums: {t: empty}}]",
            "did you mean `columns`?",
        ),
        (
            3,
            "[{for_each: SELECT id FROM b, as: hash, columns: {t: empty}}]",
            "means something else",
        ),
        (
            3,
            "[{for_each: SELECT id + 1 FROM b, columns: {t: empty}}]",
            "by their names",
        ),
        (
            3,
            "[{for_each: SELECT id FROM input(b), columns: {t: empty}}]",
            "not from all of the input",
        ),
        (
            3,
            "[{rows: 1, columns: {t: {pick: 'SELECT id, t FROM b'}}}]",
            "`pick` takes one column",
        ),
        (
            3,
            "[{for_each: SELECT id FROM b, count: {min: 3, max: 1}, columns: {t: empty}}]",
            "greater than",
        ),
        (
            3,
            "[{rows: 1, columns: {t: {template: '{{ id }}'}, id: {template: '{{ t }}'}}}]",
            "in a circle",
        ),
        (
            4,
            "[{rows: 1, columns: {t: empty}}]",
            "nothing fills it, and it is NOT NULL",
        ),
        (
            4,
            "[{rows: 1, columns: {id: next, t: empty, z: empty}}]",
            "the table has no column \"z\"",
        ),
        (
            4,
            "[{rows: 1, columns: {id: next, t: next}}]",
            "`next` makes integers, but the column is text",
        ),
        (
            4,
            "[{rows: 1, columns: {id: next, t: empty, v: {set: long}}}]",
            "3 characters",
        ),
        (
            4,
            "[{rows: 1, columns: {id: next, t: {use: date.shift}}}]",
            "date.shift",
        ),
        (
            4,
            "[{for_each: SELECT z FROM b, columns: {id: next, t: empty}}]",
            "no column \"z\"",
        ),
        (
            4,
            "[{for_each: SELECT id FROM c, columns: {id: next, t: empty}}]",
            "the dump has no table public.c",
        ),
        (
            4,
            "[{for_each: SELECT id FROM b, as: n, columns: {id: next, t: empty}}]",
            "is the name of a column",
        ),
    ];
    for (code, generate, says) in cases {
        let output = run(generate, SMALL);
        output.assert_exit(code);
        let stderr = output.stderr_text();
        assert!(
            stderr.contains(says),
            "{generate}: `{says}` is not in:\n{stderr}"
        );
        assert!(stderr.contains("rules.yaml:2:"), "{generate}:\n{stderr}");
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(!stdout.contains("COPY public"), "{generate}:\n{stdout}");
    }
}

#[test]
fn what_can_t_be_made_stops_the_run() {
    let cases = [
        (
            "[{rows: 1, columns: {id: next, t: {pick: SELECT t FROM b WHERE id = 3}}}]",
            "`pick` found no value",
        ),
        (
            "[{rows: 3, columns: {id: next, t: {choice: [x, y], unique: true}}}]",
            "unlike all others",
        ),
        (
            "[{rows: 40000, columns: {id: next, n: next, t: empty}}]",
            "the largest number of the column's type",
        ),
        (
            "[{for_each: SELECT t FROM b, as: r, columns: {id: {template: '{{ r.t }}'}, t: empty}}]",
            "does not fit",
        ),
    ];
    for (generate, says) in cases {
        let output = run(generate, SMALL);
        output.assert_exit(4);
        let stderr = output.stderr_text();
        assert!(
            stderr.contains(says),
            "{generate}: `{says}` is not in:\n{stderr}"
        );
        assert!(
            !String::from_utf8_lossy(&output.stdout).contains("COMMIT;"),
            "{generate}"
        );
    }
    let without = SMALL.replace(
        "COPY public.b (id, t, x) FROM stdin;\n1\tCANARY720002\t7\n2\t\\N\t8\n\\.\n",
        "",
    );
    let output = run(
        "[{for_each: SELECT id FROM b, columns: {id: next, t: empty}}]",
        &without,
    );
    output.assert_exit(4);
    assert!(
        output.stderr_text().contains("the dump has no data of it"),
        "{}",
        output.stderr_text()
    );
}

#[test]
fn unique_keys_are_seen_to() {
    let key = |columns: &str| {
        format!("{SMALL}\nALTER TABLE ONLY public.a ADD CONSTRAINT k UNIQUE ({columns});\n")
    };
    let output = run(
        "[{rows: 2, columns: {id: next, t: {choice: [x, y]}}}]",
        &key("t"),
    );
    output.assert_exit(4);
    assert!(
        output.stderr_text().contains("unique: [t]"),
        "{}",
        output.stderr_text()
    );
    for (generate, columns) in [
        (
            "[{rows: 2, columns: {id: next, t: {choice: [x, y]}}}]",
            "t, id",
        ),
        ("[{rows: 2, columns: {id: next, t: {choice: [x, y]}}}]", "v"),
        (
            "[{rows: 4, unique: [t, n], columns: {id: next, t: {choice: [x, y]}, n: {choice: [1, 2]}}}]",
            "n, t",
        ),
    ] {
        run(generate, &key(columns)).assert_exit(0);
    }
}

#[test]
fn a_schema_without_data_gets_no_rows() {
    let schema = SMALL.split("COPY").next().unwrap();
    let output = run("[{rows: 3, columns: {id: next, t: empty}}]", schema);
    output.assert_exit(0);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("COPY"));
}

#[test]
fn rows_that_wait_and_conditions_over_other_tables_count_as_they_end() {
    let server = Postgres::shared();
    let source = server.fresh_db("generate_waits");
    server.psql(
        &source,
        "CREATE TABLE a (id serial PRIMARY KEY, b_id int, other int, x text);
         CREATE TABLE b (id int PRIMARY KEY, x text);
         CREATE TABLE c (b_id int);
         CREATE TABLE d (b_id int, gone bool);
         INSERT INTO a (x) VALUES ('CANARY730001');
         INSERT INTO b SELECT i, 'CANARY73' || 1000 + i FROM generate_series(1, 60) i;
         INSERT INTO c SELECT i FROM generate_series(1, 60, 2) i;
         INSERT INTO d SELECT i, i > 30 FROM generate_series(1, 60, 3) i;",
    );
    let rules = r#"
tables:
  a:
    columns: {id: keep, b_id: keep, other: keep, x: person.name}
    generate:
      - for_each: "SELECT id, x FROM b WHERE id IN (SELECT b_id FROM d)"
        as: b
        columns:
          id: next
          b_id: {template: "{{ b.id }}"}
          x: {template: "{{ b.x }}"}
          other: {pick: "SELECT id FROM b WHERE id > 40", unique: true}
  b: {purge: "id IN (SELECT b_id FROM c)", columns: {id: keep, x: internet.email}}
  c: {columns: {b_id: keep}}
  d: {purge: gone, columns: {b_id: keep, gone: keep}}
"#;
    for mode in [&[][..], &["--inserts"], &["--data-only"]] {
        let dump = server.pg_dump(&source, mode);
        let rules = if mode == ["--data-only"] {
            let typed = rules.replace("purge: gone", "purge: 'gone::boolean'");
            typed.replace("id > 40", "id::int > 40")
        } else {
            rules.to_owned()
        };
        let cleaned = Dmscrub::with_rules(&rules).clean(&dump);
        let target = server.fresh_db("generate_waited");
        if mode == ["--data-only"] {
            let schema = server.pg_dump(&source, &["--schema-only"]);
            assert_eq!(server.psql_stdin(&target, &schema, &[]).code, 0);
        }
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        let ask = |query: &str| server.psql(&target, query);
        // Even ids stay in b, one in three up to 30 in d.
        assert_eq!(
            ask("SELECT string_agg(b_id::text, ' ' ORDER BY id) FROM a WHERE id > 1"),
            "4 10 16 22 28",
            "{mode:?}"
        );
        assert_eq!(
            ask(
                "SELECT count(*), count(DISTINCT other), bool_and(other > 40 AND other % 2 = 0), \
                 bool_and(x = (SELECT x FROM b WHERE b.id = b_id)) FROM a WHERE id > 1"
            ),
            "5|5|t|t",
            "{mode:?}"
        );
    }
}

#[test]
fn all_databases_of_a_cluster_get_their_rows() {
    let one = String::from_utf8_lossy(&dump(SMALL)).into_owned();
    let both = format!("{one}\\connect second\n\n{one}");
    let rules = "tables:\n  a: {columns: {id: keep, n: keep, t: empty, v: keep}, generate: [{for_each: SELECT id FROM b, \
                 as: b, columns: {id: next, t: {template: 'for {{ b.id }}'}}}]}\n  \
                 b: {purge: x = 8, columns: {id: keep, t: empty, x: keep}}\n";
    let cleaned = Dmscrub::with_rules(rules).clean(both.as_bytes());
    let text = String::from_utf8_lossy(&cleaned);
    assert_eq!(
        text.matches("8\t\\N\tfor 1\t\\N\n\\.\n").count(),
        2,
        "{text}"
    );
}
