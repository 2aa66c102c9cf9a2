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
