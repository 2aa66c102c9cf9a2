//! `limit: N` keeps N rows of the rule's table, whatever its partitions and however the dump is made.

use tempfile::TempDir;

use crate::archives::{clean_to, dump_to, script};
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

/// Rows come partition by partition; `zones` come after all that refers to them.
const SCHEMA: &str = "
CREATE TABLE zones (id int PRIMARY KEY);
CREATE TABLE events (id int, part int, zone int) PARTITION BY LIST (part);
CREATE TABLE events_a PARTITION OF events FOR VALUES IN (1);
CREATE TABLE events_b PARTITION OF events FOR VALUES IN (2) PARTITION BY LIST (id);
CREATE TABLE events_b1 PARTITION OF events_b FOR VALUES IN (0, 1, 2, 3, 4);
CREATE TABLE events_b2 PARTITION OF events_b DEFAULT;
CREATE TABLE events_c PARTITION OF events FOR VALUES IN (3);
CREATE TABLE events_d PARTITION OF events FOR VALUES IN (4);
CREATE TABLE letters (id int, text text);
CREATE TABLE letters_old () INHERITS (letters);
INSERT INTO zones SELECT generate_series(0, 9);
INSERT INTO events SELECT i, part, i FROM generate_series(1, 4) part, generate_series(0, 9) i;
INSERT INTO letters SELECT i, 'new' FROM generate_series(1, 5) i;
INSERT INTO letters_old SELECT i, 'old' FROM generate_series(11, 15) i;
";

/// `events_c` has a limit of its own, whose rows the root's doesn't count.
const RULES: &str = "
tables:
  zones: {purge: id = 1, columns: {id: keep}}
  events:
    purge: id = 0
    limit: 13
    columns: {id: keep, part: keep, zone: {set: 0}}
    REFERENCES
  events_c: {limit: 2}
  letters: {limit: 7, columns: {id: keep, text: lorem.sentence}}
";

/// All of `events_a`, four of `events_b`, none of `events_d`; so many letters.
const STAY: &str = "1:9 2:4 3:2 letters:7";

const SHOW: &str = "
SELECT string_agg(part || ':' || n, ' ' ORDER BY part) || ' letters:' || (SELECT count(*) FROM letters)
FROM (SELECT part, count(*) AS n FROM events GROUP BY part) counts;
";

/// Which rows stay where some wait for `zones`, and go with theirs, counted all the same.
const REFERENCES: &str = "references: [{columns: zone, table: zones, to: id}]";
const STAY_HELD: &str = "1:8 2:3 3:1 letters:7";

fn loaded(script: &[u8], what: &str) -> String {
    let server = Postgres::shared();
    let db = server.fresh_db("limited");
    let psql = server.psql_stdin(&db, script, &["-v", "ON_ERROR_STOP=1"]);
    assert_eq!(psql.code, 0, "{what}: {}", psql.stderr_text());
    server.psql(&db, SHOW).trim().to_owned()
}

#[test]
fn a_limit_counts_the_rows_of_all_partitions_together() {
    let server = Postgres::shared();
    let db = server.fresh_db("limit");
    server.psql(&db, SCHEMA);
    let folder = TempDir::new().expect("a temporary directory can be made");
    for (references, stay) in [("", STAY), (REFERENCES, STAY_HELD)] {
        let rules = RULES.replace("REFERENCES", references);
        for args in [
            &[][..],
            &["--inserts"],
            &["--rows-per-insert=3"],
            &["--load-via-partition-root"],
            &["--load-via-partition-root", "--inserts"],
        ] {
            let dump = server.pg_dump(&db, args);
            for jobs in ["1", "4"] {
                let what = format!("{args:?}, {jobs} jobs");
                let run = Dmscrub::with_rules(&rules).args(["-j", jobs]);
                assert_eq!(loaded(&run.clean(&dump), &what), stay, "{what}");
            }
            for format in ["-Fc", "-Fd", "-Ft"] {
                let what = format!("{format} {}", args.concat());
                let input = folder.path().join(format!("{what}{}", references.len()));
                dump_to(&input, &db, &[&[format], args].concat());
                for jobs in ["1", "4"] {
                    let run = Dmscrub::with_rules(&rules).args(["-j", jobs]);
                    let (_run, output) = clean_to(run, &input, "out");
                    let script = script(&output, &[]);
                    assert_eq!(loaded(script.as_bytes(), &what), stay, "{what} {jobs}");
                }
            }
        }
    }
}

/// Statements that name their columns in different orders have plans of their own, and one limit.
#[test]
fn a_limit_counts_whatever_the_statements_look_like() {
    let mut dump = "--\n-- PostgreSQL database dump\n--\n\n\
                    CREATE TABLE public.notes (id integer, text text);\n\n"
        .to_owned();
    for id in 0..4 {
        dump += &format!("INSERT INTO public.notes (id, text) VALUES ({id}, 'x');\n");
        dump += &format!("INSERT INTO public.notes (text, id) VALUES ('y', {id});\n");
    }
    dump += "\n--\n-- PostgreSQL database dump complete\n--\n\n";
    let rules = "tables: {notes: {limit: 3, columns: {id: keep, text: {set: z}}}}";
    let out = Dmscrub::with_rules(rules).clean(dump.as_bytes());
    let out = String::from_utf8_lossy(&out);
    let rows: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with("INSERT INTO public.notes"))
        .collect();
    assert_eq!(
        rows,
        [
            "INSERT INTO public.notes (id, text) VALUES (0, 'z');",
            "INSERT INTO public.notes (text, id) VALUES ('z', 0);",
            "INSERT INTO public.notes (id, text) VALUES (1, 'z');",
        ]
    );
}
