//! Rows that leave because of rows of other tables: the same as PostgreSQL's own DELETEs.

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

const SCHEMA: &str = "
CREATE TABLE suppliers (id int PRIMARY KEY, active bool, name text);
CREATE TABLE frameworks (id int PRIMARY KEY, status text);
CREATE TABLE drafts (id int PRIMARY KEY, supplier_id int REFERENCES suppliers, framework_id int REFERENCES frameworks, t text);
CREATE TABLE users (id int PRIMARY KEY, email text, supplier_id int REFERENCES suppliers, boss int REFERENCES users);
CREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL, draft_id int REFERENCES drafts);
INSERT INTO suppliers SELECT i, i % 3 <> 0, 'S' || i FROM generate_series(1, 30) i;
INSERT INTO frameworks VALUES (1, 'open'), (2, 'live'), (3, 'expired');
INSERT INTO drafts SELECT i, 1 + i % 30, 1 + i % 3, 't' FROM generate_series(1, 90) i;
INSERT INTO users SELECT i, 'CANARY' || 900000 + i || '@x.example', CASE WHEN i % 5 = 0 THEN NULL ELSE 1 + i % 30 END,
  CASE WHEN i > 10 THEN i - 10 END FROM generate_series(1, 200) i;
INSERT INTO notes SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 1 + i % 200 END, 1 + i % 90 FROM generate_series(1, 500) i;
";

const RULES: &str = "
tables:
  suppliers: {purge: 'NOT active', columns: {id: keep, active: keep, name: keep}}
  frameworks: {columns: {id: keep, status: keep}}
  drafts:
    purge: \"framework_id IN (SELECT id FROM frameworks WHERE status = 'open')\"
    columns: {id: keep, supplier_id: keep, framework_id: keep, t: keep}
    references:
      - {columns: supplier_id, table: suppliers, to: id}
      - {columns: framework_id, table: frameworks, to: id}
  users:
    columns: {id: keep, email: internet.email, supplier_id: keep, boss: keep}
    references:
      - {columns: supplier_id, table: suppliers, to: id}
      - {columns: boss, table: users, to: id}
  notes:
    columns: {id: keep, user_id: keep, draft_id: keep}
    references:
      - {columns: user_id, table: users, to: id, on_purge: set_null}
      - {columns: draft_id, table: drafts, to: id}
";

/// The rules' outcome, said in SQL.
const DELETES: &str = "
ALTER TABLE drafts DROP CONSTRAINT drafts_supplier_id_fkey, ADD FOREIGN KEY (supplier_id) REFERENCES suppliers ON DELETE CASCADE;
ALTER TABLE users DROP CONSTRAINT users_supplier_id_fkey, DROP CONSTRAINT users_boss_fkey,
  ADD FOREIGN KEY (supplier_id) REFERENCES suppliers ON DELETE CASCADE, ADD FOREIGN KEY (boss) REFERENCES users ON DELETE CASCADE;
ALTER TABLE notes DROP CONSTRAINT notes_draft_id_fkey, ADD FOREIGN KEY (draft_id) REFERENCES drafts ON DELETE CASCADE;
DELETE FROM suppliers WHERE NOT active;
DELETE FROM drafts WHERE framework_id IN (SELECT id FROM frameworks WHERE status = 'open');
";

fn rows(server: &Postgres, db: &str) -> Vec<String> {
    ["suppliers", "frameworks", "drafts", "users", "notes"]
        .iter()
        .map(|table| {
            let query = format!("SELECT to_jsonb(q) - 'email' FROM {table} q ORDER BY id");
            server.psql(db, &query)
        })
        .collect()
}

#[test]
fn cascades_and_subqueries_equal_deletes_in_sql() {
    let server = Postgres::shared();
    let source = server.fresh_db("relations");
    server.psql(&source, SCHEMA);
    let modes = [&[][..], &["--inserts"], &["--rows-per-insert=4"]];
    let dumps: Vec<_> = modes
        .iter()
        .map(|mode| server.pg_dump(&source, mode))
        .collect();
    let data_only = server.pg_dump(&source, &["--data-only"]);
    server.psql(&source, DELETES);
    let wanted = rows(server, &source);
    for (mode, dump) in modes.iter().zip(&dumps) {
        let target = server.fresh_db("relations_clean");
        let cleaned = Dmscrub::with_rules(RULES).clean(dump);
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        assert_eq!(rows(server, &target), wanted, "{mode:?}");
    }
    let target = server.fresh_db("relations_data");
    server.psql(&target, SCHEMA);
    server.psql(
        &target,
        "TRUNCATE suppliers, frameworks, drafts, users, notes",
    );
    // Nothing tells types there: rules say them.
    let typed = RULES.replace("NOT active", "NOT active::boolean");
    let cleaned = Dmscrub::with_rules(&typed).clean(&data_only);
    let psql = server.psql_stdin(&target, &cleaned, &[]);
    assert_eq!(psql.code, 0, "data only: {}", psql.stderr_text());
    assert_eq!(rows(server, &target), wanted, "data only");
}

#[test]
fn a_circle_of_reads_is_refused_by_name() {
    let rules = "
tables:
  a: {purge: 'x IN (SELECT x FROM b)', columns: {x: keep}}
  b: {purge: 'x IN (SELECT x FROM a)', columns: {x: keep}}
";
    let dump = b"--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.a (x integer);\n\
        CREATE TABLE public.b (x integer);\n\nCOPY public.a (x) FROM stdin;\n1\n\\.\n\n\
        COPY public.b (x) FROM stdin;\n1\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
    let output = Dmscrub::with_rules(rules).run(dump);
    assert_eq!(output.code, 3, "{}", output.stderr_text());
}

#[test]
fn a_table_whose_data_is_absent_stops_the_run() {
    let rules = "
tables:
  a: {purge: 'x NOT IN (SELECT x FROM b)', columns: {x: keep}}
  b: {columns: {x: keep}}
";
    let dump = b"--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.a (x integer);\n\
        CREATE TABLE public.b (x integer);\n\nCOPY public.a (x) FROM stdin;\n1\n\\.\n\n\
        --\n-- PostgreSQL database dump complete\n--\n\n";
    let output = Dmscrub::with_rules(rules).run(dump);
    assert_eq!(output.code, 4, "{}", output.stderr_text());
}

/// A dump of these statements and blocks.
fn dump_of(parts: &[&str]) -> String {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\n{}\n--\n-- PostgreSQL database dump complete\n--\n\n",
        parts.concat()
    )
}

/// The rows of a table in a cleaned dump, without their ends.
fn rows_of<'d>(cleaned: &'d str, table: &str) -> Vec<&'d str> {
    let head = format!("COPY public.{table} ");
    let start = cleaned.find(&head).expect("the table is there");
    let rows = cleaned[start..].lines().skip(1);
    rows.take_while(|line| *line != "\\.").collect()
}

fn clean(rules: &str, dump: &str) -> String {
    let cleaned = Dmscrub::with_rules(rules).clean(dump.as_bytes());
    String::from_utf8(cleaned).expect("UTF-8")
}

#[test]
fn a_nested_subquery_may_read_what_depends_on_the_outer_one() {
    let dump = dump_of(&[
        "CREATE TABLE public.frameworks (id integer);\n",
        "CREATE TABLE public.drafts (framework_id integer, gone boolean);\n",
        "CREATE TABLE public.suppliers (id integer, framework_id integer);\n\n",
        "COPY public.frameworks (id) FROM stdin;\n1\n2\n3\n\\.\n\n",
        "COPY public.suppliers (id, framework_id) FROM stdin;\n1\t1\n2\t2\n3\t3\n\\.\n\n",
        "COPY public.drafts (framework_id, gone) FROM stdin;\n1\tf\n2\tt\n3\tf\n\\.\n\n",
    ]);
    let rules = "
tables:
  frameworks: {purge: id = 3, columns: {id: keep}}
  drafts:
    purge: gone
    columns: {framework_id: keep, gone: keep}
    references: [{columns: framework_id, table: frameworks, to: id}]
  suppliers:
    purge: framework_id IN (SELECT id FROM frameworks WHERE id NOT IN (SELECT framework_id FROM drafts))
    columns: {id: keep, framework_id: keep}
";
    let cleaned = clean(rules, &dump);
    assert_eq!(rows_of(&cleaned, "frameworks"), ["1", "2"]);
    assert_eq!(rows_of(&cleaned, "drafts"), ["1\tf"]);
    assert_eq!(rows_of(&cleaned, "suppliers"), ["1\t1", "3\t3"]);
}

#[test]
fn a_table_may_read_its_own_input() {
    let dump = dump_of(&[
        "CREATE TABLE public.users (id integer, boss integer, gone boolean);\n\n",
        "COPY public.users (id, boss, gone) FROM stdin;\n1\t3\tf\n2\t1\tf\n3\t\\N\tt\n\\.\n\n",
    ]);
    let rules = "
tables:
  users:
    purge: boss IN (SELECT id FROM input(users) WHERE gone)
    columns: {id: keep, boss: keep, gone: keep}
";
    assert_eq!(
        rows_of(&clean(rules, &dump), "users"),
        ["2\t1\tf", "3\t\\N\tt"]
    );
}

/// pg_dump writes no INSERT for a table without rows, only the header of its data.
#[test]
fn an_empty_table_is_not_an_absent_one() {
    let dump = dump_of(&[
        "CREATE TABLE public.a (x integer);\nCREATE TABLE public.b (x integer);\n",
        "\n--\n-- Data for Name: a; Type: TABLE DATA; Schema: public; Owner: -\n--\n\n",
        "INSERT INTO public.a VALUES (1);\nINSERT INTO public.a VALUES (2);\n\n",
        "\n--\n-- Data for Name: b; Type: TABLE DATA; Schema: public; Owner: -\n--\n\n\n",
    ]);
    for (operator, count) in [("IN", 2), ("NOT IN", 0)] {
        let rules = format!(
            "tables: {{a: {{purge: 'x {operator} (SELECT x FROM b)', columns: {{x: keep}}}}, \
             b: {{columns: {{x: keep}}}}}}"
        );
        let cleaned = clean(&rules, &dump);
        assert_eq!(
            cleaned.matches("INSERT INTO public.a").count(),
            count,
            "{cleaned}"
        );
    }
}

#[test]
fn references_to_one_key_may_be_of_several_types() {
    let dump = dump_of(&[
        "CREATE TABLE public.items (id integer, gone boolean);\n",
        "CREATE TABLE public.notes (item integer, about text);\n\n",
        "COPY public.items (id, gone) FROM stdin;\n1\tf\n2\tt\n\\.\n\n",
        "COPY public.notes (item, about) FROM stdin;\n1\tnone\n1\t02\n1\t1\n2\tnone\n\\.\n\n",
    ]);
    let rules = "
tables:
  items: {purge: gone, columns: {id: keep, gone: keep}}
  notes:
    columns: {item: keep, about: keep}
    references:
      - {columns: item, table: items, to: id}
      - {columns: about, table: items, to: id, on_purge: set_null}
";
    assert_eq!(
        rows_of(&clean(rules, &dump), "notes"),
        ["1\tnone", "1\t\\N", "1\t1"]
    );
}

/// In a data-only dump foreign keys are in force while data loads: what refers to a table that waits
/// waits too, though nothing of it changes.
#[test]
fn an_unchanged_table_waits_whole() {
    let schema = "
CREATE TABLE bosses (id int PRIMARY KEY, boss int REFERENCES bosses);
CREATE TABLE notes (id int PRIMARY KEY, boss int REFERENCES bosses, t text);
";
    let rules = "
tables:
  bosses: {purge: 'id::int > 20', columns: {id: keep, boss: keep}, references: [{columns: boss, table: bosses, to: id}]}
  notes: {columns: {id: keep, boss: keep, t: keep}, references: [{columns: boss, table: bosses, to: id, on_purge: keep}]}
";
    let server = Postgres::shared();
    let source = server.fresh_db("relations_unchanged");
    server.psql(&source, schema);
    server.psql(
        &source,
        "INSERT INTO bosses SELECT i, nullif(i - 1, 0) FROM generate_series(1, 30) i;
         INSERT INTO notes SELECT i, 1 + i % 20, repeat(i || E'\\n', 200000) FROM generate_series(1, 9) i;",
    );
    let many = &["--column-inserts", "--rows-per-insert=10"][..];
    for mode in [&[][..], &["--column-inserts"], many] {
        let mut flags = vec!["--data-only"];
        flags.extend_from_slice(mode);
        let dump = server.pg_dump(&source, &flags);
        let target = server.fresh_db("relations_unchanged_clean");
        server.psql(&target, schema);
        let run = Dmscrub::with_rules(rules).args(["-v"]);
        let output = run.run(&dump);
        output.assert_exit(0);
        let psql = server.psql_stdin(&target, &output.stdout, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        let notes = "SELECT md5(string_agg(n::text, '' ORDER BY id)) FROM notes n";
        assert_eq!(server.psql(&target, notes), server.psql(&source, notes));
        let line = "public.notes kept: 9 rows in, 9 out";
        assert!(
            output.stderr_text().contains(line),
            "{}",
            output.stderr_text()
        );
    }
}

/// What SQL allows and is hardly meant.
#[test]
fn subqueries_that_came_to_nothing_are_warned_of() {
    let server = Postgres::shared();
    let source = server.fresh_db("relations_warned");
    server.psql(
        &source,
        "CREATE TABLE teams (id int PRIMARY KEY, open bool, boss int);
         CREATE TABLE people (id int PRIMARY KEY, team int);
         INSERT INTO teams SELECT i, i % 2 = 0, nullif(i, 3) FROM generate_series(1, 10) i;
         INSERT INTO people SELECT i, i FROM generate_series(1, 12) i;",
    );
    let dump = server.pg_dump(&source, &[]);
    let empty = "the subquery matched nothing: it sees the rows of public.teams that stay";
    let null = "NOT IN met a NULL in public.teams";
    for (teams, people, stay, warned) in [
        // The very teams that are asked for have left.
        (
            "NOT open",
            "team IN (SELECT id FROM teams WHERE NOT open)",
            12,
            &[empty][..],
        ),
        (
            "NOT open",
            "team IN (SELECT id FROM input(teams) WHERE NOT open)",
            7,
            &[],
        ),
        (
            "NOT open",
            "EXISTS (SELECT 1 FROM teams WHERE teams.id = people.team)",
            7,
            &[],
        ),
        (
            "NOT open",
            "NOT EXISTS (SELECT 1 FROM teams WHERE id = people.team AND id > 10)",
            0,
            &[empty],
        ),
        // Teams lose none.
        ("", "team IN (SELECT id FROM teams WHERE id > 10)", 12, &[]),
        ("", "team NOT IN (SELECT boss FROM teams)", 12, &[null]),
        ("", "NOT team IN (SELECT boss FROM teams)", 12, &[null]),
        (
            "",
            "team NOT IN (SELECT boss FROM teams WHERE boss IS NOT NULL)",
            9,
            &[],
        ),
        ("", "team IN (SELECT boss FROM teams)", 3, &[]),
        // The NULL leaves with its row.
        (
            "boss IS NULL",
            "team NOT IN (SELECT boss FROM teams)",
            9,
            &[],
        ),
    ] {
        let purge = match teams {
            "" => String::new(),
            teams => format!("purge: '{teams}', "),
        };
        let rules = format!(
            "tables:
  teams: {{{purge}columns: {{id: keep, open: keep, boss: keep}}}}
  people: {{purge: '{people}', columns: {{id: keep, team: keep}}}}
"
        );
        let output = Dmscrub::with_rules(&rules).args(["-v"]).run(&dump);
        output.assert_exit(0);
        let stderr = output.stderr_text();
        let counts = format!("public.people changed: 12 rows in, {stay} out");
        assert!(stderr.contains(&counts), "{people}:\n{stderr}");
        let warnings: Vec<&str> = stderr
            .lines()
            .filter(|line| line.starts_with("warning: "))
            .collect();
        assert_eq!(warnings.len(), warned.len(), "{people}:\n{stderr}");
        for (warning, wanted) in warnings.iter().zip(warned) {
            assert!(
                warning.contains("rules.yaml:3:19 (character") && warning.contains(wanted),
                "{people}: {warning}"
            );
        }
    }
}

/// Dates that are computed, on either side of a subquery.
#[test]
fn computed_dates_decide_as_in_sql() {
    const NOW: &str = "2026-03-01T12:00:00Z";
    let server = Postgres::shared();
    let source = server.fresh_db("relations_dates");
    server.psql(
        &source,
        "CREATE TABLE days (id int PRIMARY KEY, d date, t timestamp, z timestamptz);
         CREATE TABLE visits (id int PRIMARY KEY, d date, t timestamp, z timestamptz, note text);
         INSERT INTO days SELECT i, x::date, x, x AT TIME ZONE 'UTC'
           FROM generate_series(0, 60) i, LATERAL (SELECT timestamp '2026-01-10 00:00' + i * interval '1 day 30 minutes' AS x) x;
         INSERT INTO visits SELECT i, x::date, x, x AT TIME ZONE 'UTC', 'n'
           FROM generate_series(0, 90) i, LATERAL (SELECT timestamp '2026-01-01 00:00' + i * interval '1 day 15 minutes' AS x) x;",
    );
    let dump = server.pg_dump(&source, &[]);
    let columns = "id: keep, d: keep, t: keep, z: keep";
    for purge in [
        "t < now() - interval '15 days'",
        "z < now() - interval '15 days'",
        "d < now() - interval '1 month'",
        "now() - z > interval '20 days 10:00'",
        "d + 15 < now()::date",
        "d IN (SELECT d FROM days WHERE t < now() - interval '15 days')",
        "EXISTS (SELECT 1 FROM days WHERE days.d = visits.d AND days.z < now() - interval '15 days')",
        "d + 2 IN (SELECT d FROM days)",
        "(t - interval '9 days')::date IN (SELECT d FROM days)",
        "t + interval '9 days 01:00' IN (SELECT t FROM days)",
        "(now() - interval '15 days')::date IN (SELECT d FROM days) AND id > 10",
        "EXISTS (SELECT 1 FROM days WHERE days.d = (visits.z - interval '3 days')::date AND id IN (SELECT id FROM input(days) WHERE t > now() - interval '30 days'))",
    ] {
        let sql = purge
            .replace("now()", &format!("timestamptz '{NOW}'"))
            .replace("input(days)", "days");
        let query = format!(
            "SET TimeZone = 'UTC'; SELECT count(*), sum(id) FROM visits WHERE ({sql}) IS NOT TRUE"
        );
        let wanted = server.psql(&source, &query);
        let count: u32 = wanted
            .lines()
            .last()
            .and_then(|line| line.split('|').next()?.parse().ok())
            .expect("a count");
        assert!((1..91).contains(&count), "{purge} decides nothing");
        let rules = format!(
            "tables:
  days: {{columns: {{{columns}}}}}
  visits:
    purge: \"{purge}\"
    columns: {{{columns}, note: [{{when: \"{}\", set: old}}, {{set: new}}]}}
",
            if purge.contains("SELECT") {
                "t < now() - interval '15 days'"
            } else {
                purge
            }
        );
        let cleaned = Dmscrub::with_rules(&rules)
            .args(["--now", NOW])
            .clean(&dump);
        let target = server.fresh_db("relations_dates_clean");
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{purge}: {}", psql.stderr_text());
        let query = query.replace(&format!("({sql}) IS NOT TRUE"), "true");
        assert_eq!(server.psql(&target, &query), wanted, "{purge}");
        let cases = format!(
            "SET TimeZone = 'UTC'; SELECT count(*) FROM visits WHERE (note = 'old') <> (t < timestamptz '{NOW}' - interval '15 days')"
        );
        if purge.contains("SELECT") {
            assert_eq!(
                server.psql(&target, &cases).lines().last(),
                Some("0"),
                "{purge}"
            );
        }
    }
}

/// What a subquery inside another asks need not be known when the rows of the table between pass,
/// nor when these are decided.
#[test]
fn subqueries_inside_subqueries_equal_sql_in_any_order_of_tables() {
    let server = Postgres::shared();
    let source = server.fresh_db("relations_nested");
    server.psql(
        &source,
        "CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE b (id int PRIMARY KEY, x int); CREATE TABLE c (id int PRIMARY KEY, x int);
         INSERT INTO a SELECT i, 1 + i * 7 % 40 FROM generate_series(1, 40) i;
         INSERT INTO b SELECT i, 1 + i * 11 % 40 FROM generate_series(1, 40) i;
         INSERT INTO c SELECT i, 1 + i * 13 % 40 FROM generate_series(1, 40) i;",
    );
    let dump = server.pg_dump(&source, &["--inserts"]);
    let nested = |outer: &str, middle: &str, inner: &str| {
        format!(
            "x IN (SELECT id FROM {outer} WHERE x IN (SELECT x FROM {middle} WHERE id > 9 AND x {inner}))"
        )
    };
    for (a, b, c) in [
        (
            nested("b", "c", "< 30"),
            "id % 3 = 0".to_owned(),
            "id % 5 = 0".to_owned(),
        ),
        (
            "id % 3 = 0".to_owned(),
            nested("a", "c", "< 35"),
            "id % 5 = 0".to_owned(),
        ),
        // The table between reads what the one inside decides, and the other way round.
        (
            nested("b", "c", "< 30"),
            "id % 3 = 0".to_owned(),
            "x IN (SELECT x FROM b WHERE id < 20)".to_owned(),
        ),
        (
            nested("b", "c", "< 30"),
            "x IN (SELECT id FROM c WHERE x < 9)".to_owned(),
            "id % 5 = 0".to_owned(),
        ),
        // The same table twice.
        (
            nested("c", "c", "> 7"),
            "id % 3 = 0".to_owned(),
            "id % 5 = 0".to_owned(),
        ),
        (
            nested("b", "input(b)", "< 30"),
            "id % 3 = 0".to_owned(),
            "false".to_owned(),
        ),
        (
            nested("input(b)", "c", "IN (SELECT x FROM b)"),
            "id % 3 = 0".to_owned(),
            "x < 5".to_owned(),
        ),
        (
            nested("b", "input(a)", "< 30"),
            "x IN (SELECT x FROM input(c) WHERE id < 15)".to_owned(),
            "id % 5 = 0".to_owned(),
        ),
        // Circles that only all rows of the input make.
        (
            "x IN (SELECT x FROM b WHERE id < 20)".to_owned(),
            "x IN (SELECT id FROM input(a) WHERE x > 10)".to_owned(),
            "false".to_owned(),
        ),
    ] {
        let rules = format!(
            "tables:
  a: {{purge: '{a}', columns: {{id: keep, x: keep}}}}
  b: {{purge: '{b}', columns: {{id: keep, x: keep}}}}
  c: {{purge: '{c}', columns: {{id: keep, x: keep}}}}
"
        );
        let cleaned = Dmscrub::with_rules(&rules).clean(&dump);
        let target = server.fresh_db("relations_nested_clean");
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{psql:?}", psql = psql.stderr_text());
        // Final rows by definition: each table after those it reads.
        let mut order = vec![("a", &a), ("b", &b), ("c", &c)];
        let reads = |purge: &str, table: &str| purge.contains(&format!("FROM {table} "));
        let mut views = String::new();
        while !order.is_empty() {
            let at = order
                .iter()
                .position(|(_, purge)| !order.iter().any(|(other, _)| reads(purge, other)))
                .expect("no circle of reads");
            let (table, purge) = order.remove(at);
            let mut sql = purge.clone();
            for other in ["a", "b", "c"] {
                sql = sql
                    .replace(&format!("FROM {other} "), &format!("FROM final_{other} "))
                    .replace(&format!("FROM {other})"), &format!("FROM final_{other})"))
                    .replace(&format!("FROM input({other}) "), &format!("FROM {other} "));
            }
            views += &format!(
                "CREATE TEMP TABLE final_{table} AS SELECT * FROM {table} WHERE ({sql}) IS NOT TRUE;"
            );
        }
        let ids = |prefix: &str| {
            ["a", "b", "c"]
                .map(|table| {
                    format!("(SELECT string_agg(id::text, ',' ORDER BY id) FROM {prefix}{table})")
                })
                .join(", ")
        };
        let wanted = server.psql(&source, &format!("{views} SELECT {}", ids("final_")));
        let got = server.psql(&target, &format!("SELECT {}", ids("")));
        assert_eq!(Some(got.trim()), wanted.lines().last(), "{rules}");
        assert_ne!(
            got.trim(),
            server.psql(&source, &format!("SELECT {}", ids(""))).trim(),
            "{rules}"
        );
    }
}

#[test]
fn more_rows_of_a_table_that_was_taken_for_complete_stop_the_run() {
    let rules = "
tables:
  a: {purge: 'x NOT IN (SELECT x FROM b)', columns: {x: keep}}
  b: {columns: {x: keep}}
  c: {columns: {x: keep}}
";
    let dump = |tables: &[&str]| {
        let blocks: String = tables
            .iter()
            .map(|table| format!("COPY public.{table} (x) FROM stdin;\n1\n\\.\n\n"))
            .collect();
        format!(
            "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.a (x integer);\nCREATE TABLE public.b (x integer);\n\
             CREATE TABLE public.c (x integer);\n\n{blocks}--\n-- PostgreSQL database dump complete\n--\n\n"
        )
        .into_bytes()
    };
    for (tables, code) in [
        (&["b", "c", "a"][..], 0),
        (&["a", "b", "b", "c"], 0),
        (&["a", "b", "c", "a"], 0),
        (&["b", "c", "b", "a"], 4),
        (&["b", "a", "b"], 4),
    ] {
        let output = Dmscrub::with_rules(rules).run(&dump(tables));
        assert_eq!(output.code, code, "{tables:?}: {}", output.stderr_text());
    }
}

/// Before it is written, only the columns that decide a row that waits are read.
#[test]
fn a_row_that_waits_and_cannot_be_decided_is_placed() {
    // The table that drafts depend on comes after them.
    let dump = |bad: usize, bad_line: &str| {
        let rows: Vec<String> = (1..=3000)
            .map(|number| match number == bad {
                true => bad_line.to_owned(),
                false => format!("{number}\ta\\tb\t{}\n", 1 + number % 3),
            })
            .collect();
        let before = [
            "CREATE TABLE public.drafts (id integer, t text, framework_id integer);\n",
            "CREATE TABLE public.frameworks (id integer);\n\n",
            "COPY public.drafts (id, t, framework_id) FROM stdin;\n",
        ]
        .concat();
        let after = "\\.\n\nCOPY public.frameworks (id) FROM stdin;\n1\n2\n3\n\\.\n\n";
        dump_of(&[&before, &rows.concat(), after])
    };
    let rules = "
tables:
  drafts:
    columns: {id: keep, t: keep, framework_id: keep}
    references: [{columns: framework_id, table: frameworks, to: id}]
  frameworks: {purge: id = 3, columns: {id: keep}}
";
    for (bad, code) in [("7\tCANARY1\tCANARY2\n", 4), ("7\tCANARY1\n", 5)] {
        let dump = dump(1234, bad);
        let line = 1 + dump
            .lines()
            .position(|line| line.contains("CANARY1"))
            .expect("it is there");
        let byte = dump.find("7\tCANARY1").expect("it is there");
        for memory in ["0", "64M"] {
            let output = Dmscrub::with_rules(rules)
                .args(["--hold-memory", memory])
                .run(dump.as_bytes());
            let stderr = output.stderr_text();
            assert_eq!(output.code, code, "{stderr}");
            let places = [
                "row 1234".to_owned(),
                format!("line {line}"),
                format!("byte {byte}"),
            ];
            for place in places {
                assert!(stderr.contains(&place), "{place}: {stderr}");
            }
            assert!(!stderr.contains("CANARY"), "{stderr}");
        }
    }
}

/// pg_dump writes no INSERT for an empty table, only its header.
#[test]
fn empty_tables_count_as_empty_in_dumps_of_inserts_too() {
    let server = Postgres::shared();
    let source = server.fresh_db("relations_empty");
    server.psql(
        &source,
        "CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int) PARTITION BY LIST (x);
         CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2);
         CREATE TABLE d (x int); CREATE TABLE e (x int);
         INSERT INTO a VALUES (1); INSERT INTO c VALUES (1); INSERT INTO d VALUES (1), (2), (3);",
    );
    let rules = "
tables:
  a: {columns: {x: keep}}
  b: {purge: 'x = 1', columns: {x: keep}}
  c: {columns: {x: keep}}
  d: {purge: 'x NOT IN (SELECT x FROM b) AND x IN (SELECT x FROM c)', columns: {x: keep}}
  e: {purge: 'x = 1', columns: {x: keep}}
";
    for mode in [&[][..], &["--inserts"]] {
        let cleaned = Dmscrub::with_rules(rules).clean(&server.pg_dump(&source, mode));
        let text = String::from_utf8_lossy(&cleaned);
        let rows: Vec<&str> = text
            .lines()
            .filter(|line| matches!(*line, "2" | "3") || line.contains("INTO public.d "))
            .collect();
        assert_eq!(rows.len(), 2, "{mode:?}: {rows:?}");
        // All that it needs had passed: it did not wait.
        let (end, last) = (text.find("-- Data for Name: e;"), text.find(rows[1]));
        assert!(last < end, "{mode:?}");
    }
    // A block that was taken out of a dump of COPY is not an empty table.
    let dump = String::from_utf8(server.pg_dump(&source, &[])).expect("UTF-8");
    let block = "COPY public.b (x) FROM stdin;\n\\.\n";
    assert!(dump.contains(block));
    let output = Dmscrub::with_rules(rules).run(dump.replace(block, "").as_bytes());
    output.assert_exit(4);
    assert!(output.stderr_text().contains("no data of it"));
    // A later reader of an empty table at the end.
    let rules = rules.replace("FROM b", "FROM e");
    for mode in ["--inserts", "--rows-per-insert=5"] {
        let cleaned = Dmscrub::with_rules(&rules).clean(&server.pg_dump(&source, &[mode]));
        let target = server.fresh_db("relations_empty_clean");
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{}", psql.stderr_text());
        assert_eq!(
            server
                .psql(&target, "SELECT string_agg(x::text, ',') FROM d")
                .trim(),
            "2,3"
        );
    }
}

#[test]
fn a_data_only_dump_may_hold_tables_that_no_rule_names() {
    let rules = "
defaults: {unlisted_tables: keep}
tables:
  a: {purge: 'x::int NOT IN (SELECT x FROM b)', columns: {x: keep}}
  b: {columns: {x: keep}}
  'z*': {columns: {x: keep}}
";
    let blocks: String = ["z1", "other", "a", "b"]
        .iter()
        .map(|table| format!("COPY public.{table} (x) FROM stdin;\n1\n\\.\n\n"))
        .collect();
    let dump = format!(
        "--\n-- PostgreSQL database dump\n--\n\n{blocks}--\n-- PostgreSQL database dump complete\n--\n\n"
    );
    Dmscrub::with_rules(rules).clean(dump.as_bytes());
}
