use bytes::Bytes;

use super::*;
use crate::rules::load::testing::load_files;

/// What is found, a line each: severity, code, place and message.
fn found(rules: &str, dump: &str) -> Vec<String> {
    let rules = Arc::new(load_files(&[("r.yaml", rules)]).unwrap());
    let key = crate::transform::seed::SecretKey::new(b"a key of the tests, known").unwrap();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let run = Arc::new(Run::new(&rules, key, now).unwrap());
    let mut checker = Checker::new(&rules, &run);
    let mut chunks = std::iter::once(Ok(Bytes::copy_from_slice(dump.as_bytes())));
    reading::read_chunks(&mut chunks, &mut checker).unwrap();
    let findings = checker.finish().findings;
    let line = |finding: &Finding| {
        let (table, column) = finding.error.subject();
        format!(
            "{} {} {}.{}: {}",
            finding.severity.name(),
            finding.code,
            table.unwrap_or("-"),
            column.unwrap_or("-"),
            finding.error.message()
        )
    };
    findings.iter().map(line).collect()
}

fn dump(body: &str) -> String {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\n\n{body}\n\
         --\n-- PostgreSQL database dump complete\n--\n\n"
    )
}

#[test]
fn a_dump_of_data_alone_is_checked_at_its_headers() {
    let body =
        "COPY public.a (x, y) FROM stdin;\n1\tCANARY\n\\.\nCOPY public.b (x) FROM stdin;\n\\.\n";
    let rules = "tables: {a: {columns: {x: keep}}, c: {columns: {x: keep}}}";
    assert_eq!(
        found(rules, &dump(body)),
        [
            "error decision public.a.y: public.a.y is not decided",
            "error decision public.b.-: public.b is not decided",
        ]
    );
}

#[test]
fn every_database_of_a_dump_is_checked_by_itself() {
    let one = dump("CREATE TABLE public.a (x integer);\n");
    let two = dump("CREATE TABLE public.a (x integer, y text);\n");
    let cluster = "-- PostgreSQL database cluster dump";
    let both =
        format!("{cluster}\n\\connect one\n\n{one}\\connect two\n\n{two}{cluster} complete\n");
    let lines = found("tables: {a: {columns: {x: keep, z: keep}}}", &both);
    assert_eq!(
        lines,
        [
            "error stale public.a.z: the dump has no column public.a.z",
            "error decision public.a.y: public.a.y is not decided",
        ]
    );
}

#[test]
fn what_a_default_refuses_is_said_once() {
    let body = "SELECT pg_catalog.lo_create('1');\nSELECT pg_catalog.lo_create('2');\n\
                SELECT * FROM pg_catalog.pg_restore_relation_stats('relname', 'a');\n";
    let rules = "defaults: {statistics: fail}\ntables: {}";
    assert_eq!(
        found(rules, &dump(body)),
        [
            "error statement -.-: the dump holds large objects, and nothing decides them",
            "error statement -.-: the dump holds planner statistics, which hold values of the data",
        ]
    );
}

#[test]
fn rows_that_rules_ask_for_must_be_in_a_dump_that_has_some() {
    let tables =
        "CREATE TABLE public.a (x integer);\nCREATE TABLE public.b (x integer NOT NULL);\n";
    let rules = "tables:\n  a: {purge: \"x IN (SELECT x FROM b)\", columns: {x: {use: keep, reason: key}}}\n  \
                 b: {columns: {x: {use: keep, reason: key}}}\n";
    assert!(found(rules, &dump(tables)).is_empty());
    let data = format!("{tables}COPY public.a (x) FROM stdin;\n1\n\\.\n");
    assert_eq!(
        found(rules, &dump(&data)),
        [
            "error key -.-: the rules of public.a need the rows of public.b, but the dump has no data of it"
        ]
    );
}

#[test]
fn a_number_is_no_document_that_holds_a_key() {
    let body = "CREATE TABLE public.a (\n    owner integer,\n    open boolean,\n    data jsonb\n);\n\
                COPY public.a (owner, open, data) FROM stdin;\n1\tt\t{\"email\": \"jo@corp.test\"}\n\\.\n";
    let keep = "{use: keep, reason: review}";
    let rules =
        format!("tables: {{a: {{columns: {{owner: {keep}, open: {keep}, data: {keep}}}}}}}");
    assert_eq!(
        found(&rules, &dump(body)),
        [
            "warning personal public.a.data: it is kept, and looks personal: a key inside it that does"
        ]
    );
}

#[test]
fn a_check_is_broken_by_proof_only() {
    let body = "CREATE TABLE public.a (\n    x text,\n    y text,\n    z integer,\n    \
                CONSTRAINT upper CHECK ((x ~ '^[A-Z]+$'::text)),\n    \
                CONSTRAINT one_of CHECK ((y = ANY (ARRAY['a'::text, 'b'::text]))),\n    \
                CONSTRAINT kept CHECK ((z > 0))\n);\n";
    let check = |x: &str, y: &str| {
        let rules = format!(
            "tables: {{a: {{columns: {{x: {x}, y: {y}, z: {{use: keep, reason: a number}}}}}}}}"
        );
        found(&rules, &dump(body))
    };
    assert_eq!(
        check(
            "{use: generate_regex, pattern: '[A-Z]{4}'}",
            "{choice: [a, b]}"
        ),
        [""; 0]
    );
    assert_eq!(
        check("person.name", "{choice: [a, c]}"),
        [
            "error check public.a.x: what the rule makes breaks CHECK upper",
            "error check public.a.y: what the rule makes breaks CHECK one_of",
        ]
    );
    assert_eq!(
        check("shape", "{use: keep, reason: a state}"),
        [
            "warning constraint public.a.x: CHECK upper names this column: whether what the rule makes \
             meets it can't be told"
        ]
    );
}

#[test]
fn sides_of_a_key_may_differ_in_place_but_not_in_what_they_make() {
    let body = "CREATE TABLE public.a (id text NOT NULL);\nCREATE TABLE public.b (a text);\n\
                ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n\
                ALTER TABLE ONLY public.b ADD CONSTRAINT b_fk FOREIGN KEY (a) REFERENCES public.a(id);\n";
    let check = |b: &str| {
        let rules = format!(
            "tables:\n  a: {{columns: {{id: {{use: hash, unique: true}}}}}}\n  b: {{columns: {{a: {b}}}, \
             references: [{{columns: a, table: a, to: id}}]}}\n"
        );
        found(&rules, &dump(body))
    };
    for same in [
        "hash",
        "{follow: true}",
        "{use: hash, unique: true}",
        "\"null\"",
    ] {
        assert_eq!(check(same), [""; 0], "{same}");
    }
    for other in [
        "keep",
        "{use: hash, length: 12}",
        "{use: hash, namespace: b}",
        "person.name",
    ] {
        let lines = check(other);
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("error foreign-key-sides public.b.a:")),
            "{other}: {lines:?}"
        );
    }
}

#[test]
fn sides_of_a_key_must_get_the_same_values_from_the_same_rule() {
    let check = |types: [&str; 2], rules: [&str; 2]| {
        let body = format!(
            "CREATE TABLE public.a (id {} NOT NULL);\nCREATE TABLE public.b (a {});\n\
             ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n\
             ALTER TABLE ONLY public.b ADD CONSTRAINT b_fk FOREIGN KEY (a) REFERENCES public.a(id);\n",
            types[0], types[1]
        );
        let rules = format!(
            "tables:\n  a: {{columns: {{id: {}}}}}\n  b: {{columns: {{a: {}}}, \
             references: [{{columns: a, table: a, to: id}}]}}\n",
            rules[0], rules[1]
        );
        let lines = found(&rules, &dump(&body));
        let lines = lines.iter();
        lines
            .filter(|line| line.contains("foreign-key-sides"))
            .count()
    };
    let unique = |kind: &str| format!("{{use: {kind}, unique: true}}");
    for kind in ["person.name", "internet.email"] {
        // Only the unique one tells spellings apart.
        assert_eq!(check(["text", "text"], [&unique(kind), kind]), 1, "{kind}");
        assert_eq!(check(["text", "text"], [&unique(kind), &unique(kind)]), 0);
        // What the shorter column takes is another value.
        let types = ["text", "character varying(30)"];
        assert_eq!(check(types, [&unique(kind), &unique(kind)]), 1, "{kind}");
    }
    for types in [
        ["bigint", "integer"],
        ["integer", "numeric(10,0)"],
        ["text", "integer"],
    ] {
        assert_eq!(
            check(types, [&unique("id.integer"), "id.integer"]),
            0,
            "{types:?}"
        );
    }
    assert_eq!(
        check(
            ["integer", "smallint"],
            [&unique("id.integer"), "id.integer"]
        ),
        1
    );
    for types in [["uuid", "uuid"], ["character(36)", "text"]] {
        assert_eq!(
            check(types, [&unique("id.uuid"), "{follow: true}"]),
            0,
            "{types:?}"
        );
    }
}

#[test]
fn a_unique_key_over_seeds_that_none_are_is_warned_of() {
    let body = "CREATE TABLE public.t (id integer NOT NULL, x text, team text);\n\
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_x UNIQUE (x);\n\
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n";
    let check = |seeds: &str| {
        let rules = format!(
            "tables: {{t: {{columns: {{id: {{use: keep, reason: key}}, team: hash, \
             x: {{use: internet.email, unique: true, seed_from: {seeds}}}}}}}}}"
        );
        found(&rules, &dump(body))
    };
    for key in ["id", "[team, id]", "x"] {
        assert_eq!(check(key), [""; 0], "{key}");
    }
    let [line] = check("team").try_into().expect("one line");
    assert!(
        line.starts_with("warning seed public.t.x: unique key t_x covers"),
        "{line}"
    );
}

#[test]
fn kept_values_that_prove_themselves_are_warned_of_whatever_the_reason() {
    let rows = |value: &str| -> String {
        (0..50)
            .map(|n| format!("{n}\t{}\n", value.replace('#', &n.to_string())))
            .collect()
    };
    let check = |value: &str, rule: &str| {
        let rules =
            format!("tables: {{t: {{columns: {{n: {{use: keep, reason: number}}, x: {rule}}}}}}}");
        let body = format!(
            "CREATE TABLE public.t (n integer, x text);\nCOPY public.t (n, x) FROM stdin;\n{}\\.\n",
            rows(value)
        );
        found(&rules, &dump(&body))
    };
    let address = "person#@canary.co.uk";
    for rule in ["keep", "{use: keep, reason: harmless}"] {
        let lines = check(address, rule);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].starts_with("warning personal public.t.x: it is kept, and looks personal")
        );
        assert!(!lines[0].contains("canary"));
    }
    assert!(check("state #", "{use: keep, reason: a state}").is_empty());
}
