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
    for (mode, counted) in [(&[][..], 9), (&["--column-inserts"], 9), (many, 1)] {
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
        let line = format!("public.notes kept: {counted} rows in, {counted} out");
        assert!(
            output.stderr_text().contains(&line),
            "{}",
            output.stderr_text()
        );
    }
}
