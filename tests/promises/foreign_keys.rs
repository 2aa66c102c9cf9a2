//! Foreign keys of the dump that rows which left would break: the run ends before the load does.

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

const SCHEMA: &str = "
CREATE TABLE teams (id int PRIMARY KEY, region int, open bool, UNIQUE (region, id));
CREATE TABLE members (id int PRIMARY KEY, team_id int REFERENCES teams, region int, name text,
  CONSTRAINT in_region FOREIGN KEY (region, team_id) REFERENCES teams (region, id));
CREATE TABLE notes (id int PRIMARY KEY, member_id int REFERENCES members, team_id int REFERENCES teams);
INSERT INTO teams SELECT i, i % 3, i % 4 <> 0 FROM generate_series(1, 20) i;
INSERT INTO members SELECT i, 1 + i % 20, (1 + i % 20) % 3, 'CANARY' || 910000 + i FROM generate_series(1, 60) i;
INSERT INTO notes SELECT i, CASE WHEN i % 2 = 0 THEN 1 + i % 60 END, 1 + i % 20 FROM generate_series(1, 90) i;
";

/// Rules for the tables above: how teams leave, and more of members and notes.
fn rules(teams: &str, members: &str, notes: &str) -> String {
    format!(
        "tables:
  teams: {{{teams}columns: {{id: keep, region: keep, open: keep}}}}
  members:
    columns: {{id: keep, team_id: keep, region: keep, name: person.name}}
    {members}
  notes:
    columns: {{id: keep, member_id: keep, team_id: keep}}
    {notes}
"
    )
}

const PURGE: &str = "purge: 'NOT open', ";
const MEMBERS: &str = "references: [{columns: team_id, table: teams, to: id}]";
const NOTES: &str = "references:
      - {columns: member_id, table: members, to: id, on_purge: set_null}
      - {columns: team_id, table: teams, to: id}";

fn dump() -> Vec<u8> {
    let server = Postgres::shared();
    let source = server.fresh_db("foreign_keys");
    server.psql(&source, SCHEMA);
    server.pg_dump(&source, &[])
}

/// Cleans and loads; what is not there twice.
#[track_caller]
fn loads(dump: &[u8], rules: &str) -> String {
    let server = Postgres::shared();
    let target = server.fresh_db("foreign_keys_clean");
    let cleaned = Dmscrub::with_rules(rules).clean(dump);
    let psql = server.psql_stdin(&target, &cleaned, &[]);
    assert_eq!(psql.code, 0, "{}", psql.stderr_text());
    target
}

/// Exit 4, each of these named; the output is no whole one.
#[track_caller]
fn refused(dump: &[u8], rules: &str, named: &[&str]) -> String {
    let run = Dmscrub::with_rules(rules);
    let output = run.run(dump);
    output.assert_exit(4);
    let stderr = output.stderr_text();
    for named in named {
        assert!(stderr.contains(named), "`{named}` is not in:\n{stderr}");
    }
    assert!(!output.stdout.windows(7).any(|at| at == b"COMMIT;"));
    let server = Postgres::shared();
    let target = server.fresh_db("foreign_keys_refused");
    let psql = server.psql_stdin(&target, &output.stdout, &[]);
    assert_eq!(psql.code, 3, "{}", psql.stderr_text());
    // The reader fails by the mark at the end, not by a constraint that rows break.
    let message = psql.stderr_text();
    assert!(message.contains("output is incomplete"), "{message}");
    assert_eq!(
        server
            .psql(
                &target,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            )
            .trim(),
        "0"
    );
    stderr
}

#[test]
fn keys_that_references_name_hold() {
    let target = loads(&dump(), &rules(PURGE, MEMBERS, NOTES));
    let count = "SELECT (SELECT count(*) FROM teams), (SELECT count(*) FROM members), (SELECT count(*) FROM notes)";
    let counts = Postgres::shared().psql(&target, count);
    assert_eq!(counts.trim(), "15|45|68");
}

#[test]
fn all_keys_that_no_reference_names_are_named_at_once() {
    let dump = dump();
    let stderr = refused(
        &dump,
        &rules(PURGE, "", ""),
        &[
            "public.members",
            "foreign key members_team_id_fkey refers",
            "`- {columns: team_id, table: teams, to: id}`",
            "foreign key in_region refers",
            "`- {columns: [region, team_id], table: teams, to: [region, id]}`",
            "public.notes",
            "foreign key notes_team_id_fkey refers",
            "rules.yaml:6:3",
        ],
    );
    // Members lost none: the key towards them holds.
    assert!(!stderr.contains("notes_member_id_fkey"), "{stderr}");
    // What the hint says is what helps.
    let added = "references: [{columns: [region, team_id], table: teams, to: [region, id]}]";
    let stderr = refused(
        &dump,
        &rules(PURGE, added, NOTES),
        &["members_team_id_fkey"],
    );
    assert!(!stderr.contains("in_region"), "{stderr}");
}

#[test]
fn a_reference_that_keeps_or_is_for_some_rows_holds_no_key() {
    let dump = dump();
    let keep = "references: [{columns: team_id, table: teams, to: id, on_purge: keep}]";
    refused(
        &dump,
        &rules(PURGE, keep, "purge: all"),
        &[
            "`on_purge: keep`",
            "rules.yaml:5:18",
            "members_team_id_fkey",
        ],
    );
    let when = "references: [{columns: team_id, table: teams, to: id, when: 'id > 30'}]";
    refused(
        &dump,
        &rules(PURGE, when, "purge: all"),
        &["for some rows only", "members_team_id_fkey"],
    );
}

#[test]
fn keys_that_nothing_can_break_need_no_reference() {
    let dump = dump();
    // No team leaves.
    loads(&dump, &rules("purge: 'id > 1000', ", "", ""));
    loads(&dump, &rules("", "", ""));
    // No row refers to one.
    loads(&dump, &rules("purge: all, ", "purge: all", "purge: all"));
    loads(
        &dump,
        &rules(PURGE, "purge: 'id > 0'", "where: 'team_id IS NULL'"),
    );
    let null = rules(PURGE, MEMBERS, "").replace(
        "member_id: keep, team_id: keep",
        "member_id: 'null', team_id: 'null'",
    );
    loads(&dump, &null);
}

#[test]
fn a_key_that_policy_leaves_out_holds_no_rows() {
    let drop = "defaults: {statements: {drop: ['FK CONSTRAINT *']}}\n";
    loads(&dump(), &format!("{drop}{}", rules(PURGE, "", "")));
}

#[test]
fn a_key_not_valid_counts_where_no_rule_says_that_rows_may_dangle() {
    let server = Postgres::shared();
    let source = server.fresh_db("foreign_keys_not_valid");
    server.psql(&source, SCHEMA);
    server.psql(
        &source,
        "
ALTER TABLE members DROP CONSTRAINT in_region, DROP CONSTRAINT members_team_id_fkey,
  ADD CONSTRAINT late FOREIGN KEY (team_id) REFERENCES teams NOT VALID;
DROP TABLE notes;
",
    );
    let dump = server.pg_dump(&source, &[]);
    let rules = |members: &str| {
        let rules = rules(PURGE, members, "");
        let end = rules.find("  notes:").expect("it ends with notes");
        rules[..end].to_owned()
    };
    refused(&dump, &rules(""), &["foreign key late refers"]);
    loads(
        &dump,
        &rules("references: [{columns: team_id, table: teams, to: id, on_purge: keep}]"),
    );
}

#[test]
fn partitions_share_the_keys_of_their_root_and_children_do_not() {
    let server = Postgres::shared();
    let source = server.fresh_db("foreign_keys_partitions");
    server.psql(
        &source,
        "
CREATE TABLE months (m int PRIMARY KEY, open bool) PARTITION BY RANGE (m);
CREATE TABLE months_1 PARTITION OF months FOR VALUES FROM (0) TO (6);
CREATE TABLE months_2 PARTITION OF months FOR VALUES FROM (6) TO (12);
CREATE TABLE events (id int, m int REFERENCES months) PARTITION BY RANGE (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (50);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (50) TO (100);
CREATE TABLE base (id int, m int REFERENCES months);
CREATE TABLE child () INHERITS (base);
INSERT INTO months SELECT i, i <> 7 FROM generate_series(0, 11) i;
INSERT INTO events SELECT i, i % 12 FROM generate_series(0, 99) i;
INSERT INTO child VALUES (1, 7);
",
    );
    let rules = |events: &str| {
        format!(
            "tables:
  months: {{purge: 'NOT open', columns: {{m: keep, open: keep}}}}
  events: {{columns: {{id: keep, m: keep}}}}
  events_2: {{columns: {{}}{events}}}
  base: {{columns: {{id: keep, m: keep}}}}
"
        )
    };
    let covered = ", references: [{columns: m, table: months, to: m}]";
    for mode in [&[][..], &["--load-via-partition-root"]] {
        let dump = server.pg_dump(&source, mode);
        let stderr = refused(
            &dump,
            &rules(covered),
            &["events_m_fkey", "`- {columns: m, table: months, to: m}`"],
        );
        // Rows of an inheritance child are not held to its parent's key.
        assert!(!stderr.contains("base_m_fkey"), "{stderr}");
        let whole = rules("").replace(
            "m: keep}}\n  events_2",
            "m: keep}, references: [{columns: m, table: months, to: m}]}\n  events_2",
        );
        loads(&dump, &whole);
    }
}
