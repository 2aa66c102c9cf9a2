//! Conditions of columns and of references that ask rows of other tables.

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

const SCHEMA: &str = "
CREATE TABLE admins (user_id int PRIMARY KEY, active bool);
CREATE TABLE users (id int PRIMARY KEY, name text, data jsonb);
CREATE TABLE zones (id int PRIMARY KEY, live bool);
CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users, zone int REFERENCES zones);
INSERT INTO users SELECT i, 'CANARY' || i, jsonb_build_object('nick', 'CANARY' || i) FROM generate_series(1, 20) i;
INSERT INTO zones SELECT i, i % 2 = 0 FROM generate_series(1, 4) i;
INSERT INTO posts SELECT i, 1 + i % 20, 1 + i % 4 FROM generate_series(1, 60) i;
INSERT INTO admins SELECT i, i % 2 = 0 FROM generate_series(1, 10) i;
";

/// `users` asks `posts`, which depends on it, and `admins`, whose rows come before: neither decides
/// which users stay.
const RULES: &str = "
tables:
  admins: {purge: 'user_id = 4', columns: {user_id: keep, active: keep}}
  users:
    purge: 'id > 15'
    columns:
      id: keep
      name:
        - {when: 'id IN (SELECT user_id FROM admins WHERE active)', set: admin}
        - {when: 'EXISTS (SELECT 1 FROM posts WHERE posts.user_id = users.id AND zone IN (SELECT id FROM zones WHERE live))', set: live}
        - {set: other}
      data:
        json:
          nick:
            - {when: 'id IN (SELECT user_id FROM admins WHERE active)', set: admin}
            - {set: other}
        others: fail
  zones: {columns: {id: keep, live: keep}}
  posts:
    columns: {id: keep, user_id: keep, zone: keep}
    references:
      - {columns: user_id, table: users, to: id, when: 'zone IN (SELECT id FROM zones WHERE live)', on_purge: set_null}
      - {columns: user_id, table: users, to: id, on_purge: set_null}
      - {columns: zone, table: zones, to: id}
";

const UPDATES: &str = "
UPDATE posts SET user_id = NULL WHERE user_id > 15;
DELETE FROM admins WHERE user_id = 4;
DELETE FROM users WHERE id > 15;
UPDATE users SET
  data = jsonb_build_object('nick', CASE WHEN id IN (SELECT user_id FROM admins WHERE active) THEN 'admin' ELSE 'other' END),
  name = CASE WHEN id IN (SELECT user_id FROM admins WHERE active) THEN 'admin'
    WHEN EXISTS (SELECT 1 FROM posts WHERE posts.user_id = users.id AND zone IN (SELECT id FROM zones WHERE live)) THEN 'live'
    ELSE 'other' END;
";

fn rows(server: &Postgres, db: &str) -> Vec<String> {
    let rows = |table: &&str| server.psql(db, &format!("SELECT * FROM {table} ORDER BY 1"));
    ["admins", "users", "zones", "posts"]
        .iter()
        .map(rows)
        .collect()
}

#[test]
fn conditions_of_columns_ask_final_rows_of_other_tables() {
    let server = Postgres::shared();
    let source = server.fresh_db("conditions");
    server.psql(&source, SCHEMA);
    let modes = [&[][..], &["--inserts"], &["-Fc"]];
    let dumps = modes.map(|mode| server.pg_dump(&source, mode));
    server.psql(&source, UPDATES);
    let wanted = rows(server, &source);
    for (mode, dump) in modes.iter().zip(&dumps) {
        let target = server.fresh_db("conditions_clean");
        let cleaned = Dmscrub::with_rules(RULES)
            .args(["--to", "plain"])
            .clean(dump);
        let psql = server.psql_stdin(&target, &cleaned, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        assert_eq!(rows(server, &target), wanted, "{mode:?}");
    }
}

#[test]
fn a_condition_of_a_reference_asks_rows_of_other_tables() {
    let server = Postgres::shared();
    let source = server.fresh_db("polymorphic");
    let schema = "
CREATE TABLE kinds (id int PRIMARY KEY, live bool);
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE items (id int PRIMARY KEY, kind int, owner int);
INSERT INTO kinds VALUES (1, true), (2, false);
INSERT INTO owners SELECT generate_series(1, 9);
INSERT INTO items SELECT i, 1 + i % 2, 1 + i % 9 FROM generate_series(1, 40) i;";
    server.psql(&source, schema);
    let dump = server.pg_dump(&source, &[]);
    let rules = "
tables:
  kinds: {columns: {id: keep, live: keep}}
  owners: {purge: 'id < 4', columns: {id: keep}}
  items:
    columns: {id: keep, kind: keep, owner: keep}
    references:
      - {columns: owner, table: owners, to: id, when: 'kind IN (SELECT id FROM kinds WHERE live)'}
";
    let target = server.fresh_db("polymorphic_clean");
    let cleaned = Dmscrub::with_rules(rules).clean(&dump);
    assert_eq!(server.psql_stdin(&target, &cleaned, &[]).code, 0);
    server.psql(
        &source,
        "DELETE FROM items WHERE owner < 4 AND kind IN (SELECT id FROM kinds WHERE live)",
    );
    let items = |db| server.psql(db, "SELECT * FROM items ORDER BY 1");
    assert_eq!(items(&target), items(&source));
}
