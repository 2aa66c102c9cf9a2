//! What a report counts, and what it says of a run that failed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{blake3, column, reported, table};
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Job;
use crate::env::postgres::Postgres;

pub(crate) const RULES: &str = r#"
namespaces:
  internet.email: {keep: ["*@staff.example"]}
classes:
  - {columns: "*mail*", types: [text], use: internet.email, reason: an address}
tables:
  people:
    reason: who they are
    where: "id::integer <> 6"
    columns:
      id: keep
      team_id: keep
      mail_address: {use: internet.email, unique: true}
      notes: {use: text.redact, kinds: [email, phone], class: contact}
      data: {json: {user: internet.email, shown: keep}, others: remove}
      version: {use: keep, capture: true}
    references: [{columns: team_id, table: teams, to: id}]
  teams: {purge: "name = 'CANARY980001'", columns: {id: keep, name: company.name}}
  log: {limit: 4, columns: {id: keep, mail: internet.email}}
  visits: {sample: 50%, columns: {id: keep, ip: internet.ip}}
  spare: {purge: all}
  plain: {columns: {a: keep, b: keep}}
"#;

const SCHEMA: &str = "
CREATE TABLE public.people (id integer, team_id integer, mail_address text, notes text, data jsonb, version text);
CREATE TABLE public.teams (id integer, name text);
CREATE TABLE public.log (id integer, mail text);
CREATE TABLE public.visits (id integer, ip inet);
CREATE TABLE public.spare (id integer, mail text);
CREATE TABLE public.plain (a integer, b text);
";

/// A dump in which rows leave in every way. People come before the teams they refer to.
pub(crate) fn dump() -> String {
    let mut dump = format!("--\n-- PostgreSQL database dump\n--\n{SCHEMA}");
    let mut block = |head: &str, rows: Vec<String>| {
        dump += &format!("\nCOPY public.{head} FROM stdin;\n{}\\.\n\n", rows.concat());
    };
    let teams = [1, 2, 3, 4, 1, 3];
    let people = teams.iter().enumerate().map(|(at, team)| {
        let id = at + 1;
        let mail = match id {
            1 => "jo@staff.example".to_owned(),
            5 => "\\N".to_owned(),
            _ => format!("canary98{id:04}@real-company.example"),
        };
        let notes = match id {
            3 => "call 07313 980003 or canary980013@real-company.example now",
            _ => "nothing here",
        };
        format!(
            "{id}\t{team}\t{mail}\t{notes}\t{{\"user\": \"al@staff.example\", \"x\": \"CANARY98002{id}\"}}\t1460\n"
        )
    });
    block(
        "people (id, team_id, mail_address, notes, data, version)",
        people.collect(),
    );
    let teams = (1..=4).map(|id| match id % 2 {
        0 => format!("{id}\tCANARY980001\n"),
        _ => format!("{id}\tCANARY98003{id}\n"),
    });
    block("teams (id, name)", teams.collect());
    let log = (0..10).map(|id| format!("{id}\tcanary98004{}@real-company.example\n", id % 2));
    block("log (id, mail)", log.collect());
    let visits = (0..40).map(|id| format!("{id}\t203.0.113.{id}\n"));
    block("visits (id, ip)", visits.collect());
    block(
        "spare (id, mail)",
        (0..3)
            .map(|id| format!("{id}\tCANARY98005{id}\n"))
            .collect(),
    );
    block(
        "plain (a, b)",
        (0..7).map(|id| format!("{id}\tkept\n")).collect(),
    );
    dump + "--\n-- PostgreSQL database dump complete\n--\n\n"
}

#[track_caller]
fn rows(report: &Value, name: &str) -> [u64; 7] {
    let rows = &table(report, name)["rows"];
    let count = |key: &str| rows[key].as_u64().expect("a count");
    let counts = [
        "in",
        "out",
        "purged",
        "cascaded",
        "sampled_out",
        "limited",
        "generated",
    ]
    .map(count);
    let [read, written, left @ .., _] = counts;
    assert_eq!(read, written + left.iter().sum::<u64>(), "{name} adds up");
    counts
}

#[test]
fn rows_that_leave_are_counted_by_what_took_them() {
    let (output, report, _) = reported(Dmscrub::with_rules(RULES), dump().as_bytes());
    output.assert_exit(0);
    assert_eq!(rows(&report, "public.people"), [6, 3, 1, 2, 0, 0, 0]);
    assert_eq!(rows(&report, "public.teams"), [4, 2, 2, 0, 0, 0, 0]);
    assert_eq!(rows(&report, "public.log"), [10, 4, 0, 0, 0, 6, 0]);
    assert_eq!(rows(&report, "public.spare"), [3, 0, 3, 0, 0, 0, 0]);
    assert_eq!(rows(&report, "public.plain"), [7, 7, 0, 0, 0, 0, 0]);
    let [read, written, _, _, sampled, ..] = rows(&report, "public.visits");
    assert_eq!((read, written + sampled), (40, 40));
    assert!(sampled > 0 && written > 0);
    assert_eq!(report["totals"]["rows"]["in"], 70);
    assert_eq!(report["totals"]["tables"], 6);
    assert_eq!(report["totals"]["emptied"], 2);
}

#[test]
fn values_are_counted_where_a_rule_looks_at_them() {
    let (_, report, _) = reported(Dmscrub::with_rules(RULES), dump().as_bytes());
    let mail = column(&report, "public.people", "mail_address");
    assert_eq!(
        mail["values"],
        json!({
            "seen": 2, "nulls": 1, "replaced": 1, "kept": 1, "kept_by_namespace": 1, "unchanged": 0,
            "distinct_in": {"count": 2, "exact": true}, "distinct_out": {"count": 2, "exact": true},
        })
    );
    assert_eq!(mail["treatment"], "replaced");
    assert_eq!(
        (&mail["unique"], &mail["namespace"]),
        (&json!(true), &json!("internet.email"))
    );
    let notes = column(&report, "public.people", "notes");
    assert_eq!(notes["values"]["found"], json!({"email": 1, "phone": 1}));
    assert_eq!(notes["values"]["kept"], 2, "nothing is found in the others");
    let told = [
        &notes["treatment"],
        &notes["partial"],
        &notes["free_text"],
        &notes["class"],
    ];
    assert_eq!(
        told,
        [
            &json!("partial"),
            &json!(true),
            &json!(true),
            &json!("contact")
        ]
    );
    assert_eq!(report["free_text"], json!({"email": 1, "phone": 1}));
    let data = column(&report, "public.people", "data");
    assert_eq!(data["values"]["kept_by_namespace"], 3, "within JSON too");
    assert_eq!(data["treatment"], "mixed");
    assert_eq!(data["inside"][1]["path"], "shown");
    // Two addresses in ten rows, of which four are written.
    let log = column(&report, "public.log", "mail");
    assert_eq!(
        log["values"]["distinct_in"],
        json!({"count": 2, "exact": true})
    );
    assert_eq!(
        log["values"]["distinct_out"],
        json!({"count": 2, "exact": true})
    );
    // What is kept passes unread, and what is emptied has no rule of its own.
    let kept = column(&report, "public.plain", "b");
    assert_eq!(
        (&kept["treatment"], kept.get("values")),
        (&json!("kept"), None)
    );
    assert_eq!(
        column(&report, "public.spare", "mail")["treatment"],
        "emptied"
    );
    assert_eq!(
        report["captured"],
        json!({"public.people.version": ["1460"]})
    );
    assert_eq!(table(&report, "public.people")["reason"], "who they are");
}

#[test]
fn every_decision_has_its_place() {
    let rules = RULES.replace("mail: internet.email}}\n  visits", "}}\n  visits");
    let (output, report, run) = reported(Dmscrub::with_rules(&rules), dump().as_bytes());
    output.assert_exit(0);
    let by_class = column(&report, "public.log", "mail");
    assert_eq!(by_class["decided_by"], "class");
    assert_eq!(by_class["by_class"], "classes[0]");
    assert_eq!(by_class["reason"], "an address");
    let file = run.dir().join("rules.yaml");
    let place = |line: &str| {
        let at = rules
            .lines()
            .position(|it| it.contains(line))
            .expect("a line");
        format!("{}:{}:", file.display(), at + 1)
    };
    let starts = |value: &Value, place: &str| {
        let text = value.as_str().unwrap_or("");
        assert!(text.starts_with(place), "{text} is not at {place}");
    };
    starts(&by_class["place"], &place("an address"));
    starts(
        &column(&report, "public.people", "notes")["place"],
        &place("notes:"),
    );
    starts(
        &table(&report, "public.teams")["place"],
        &place("teams: {purge"),
    );
}

/// The digests are those of the files, the sizes too; the same without a report.
#[test]
fn digests_and_sizes_are_those_of_the_files() {
    let dump = dump();
    let plain = Dmscrub::with_rules(RULES).clean(dump.as_bytes());
    let (output, report, _) = reported(Dmscrub::with_rules(RULES), dump.as_bytes());
    assert_eq!(output.stdout, plain, "a report changes nothing");
    assert_eq!(report["input"]["blake3"], blake3(dump.as_bytes()));
    assert_eq!(report["input"]["bytes"], dump.len());
    assert_eq!(report["output"]["blake3"], blake3(&plain));
    assert_eq!(report["output"]["bytes"], plain.len());
    // As they are stored: compressed on both sides.
    let mut run = Dmscrub::with_rules(RULES);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, dump.as_bytes()).expect("memory is writable");
    let packed = packer.finish().expect("memory is writable");
    let input = run.file("dump.sql.gz", &packed);
    let target = run.dir().join("clean.sql.zst");
    let run = run.args([
        input.as_os_str(),
        "-Z".as_ref(),
        "zstd".as_ref(),
        "-o".as_ref(),
        target.as_os_str(),
    ]);
    let (output, report, _run) = reported(run, b"");
    output.assert_exit(0);
    let cleaned = std::fs::read(&target).expect("the output is there");
    assert_eq!(report["input"]["blake3"], blake3(&packed));
    assert_eq!(report["input"]["bytes"], packed.len());
    assert_eq!(report["output"]["blake3"], blake3(&cleaned));
    assert_eq!(report["output"]["bytes"], cleaned.len());
}

/// The whole job's report, with everything personal planted; statements that were left out too.
#[test]
fn the_marketplace_has_a_report_without_anything_personal() {
    let run = Dmscrub::with_marketplace_rules().args(["--no-owner"]);
    let (output, report, _) = reported(run, &Job::shared().dump);
    output.assert_exit(0);
    assert_eq!(report["outcome"], "whole");
    assert_eq!(report["totals"]["tables"], 23);
    assert_eq!(report["totals"]["undecided"], 0);
    assert_eq!(
        report["captured"]["public.alembic_version.version_num"],
        json!(["1460"])
    );
    for table in report["tables"].as_array().expect("tables") {
        rows(&report, table["table"].as_str().expect("a name"));
    }
    let dropped = report["dropped"].as_array().expect("a list");
    assert!(
        dropped.iter().any(|it| it["by"] == "--no-owner"),
        "{dropped:?}"
    );
}

#[test]
fn a_failure_has_a_report_with_every_undecided_column() {
    let rules = RULES
        .replace("  plain: {columns: {a: keep, b: keep}}\n", "")
        .replace("id: keep, ip: internet.ip", "id: keep");
    let run = Dmscrub::with_rules(&rules);
    let target = run.dir().join("clean.sql");
    let run = run.args(["-o".as_ref(), target.as_os_str()]);
    let (output, report, _) = reported(run, dump().as_bytes());
    output.assert_exit(4);
    assert!(!target.exists());
    let told = [&report["outcome"], &report["step"], &report["exit"]];
    assert_eq!(told, [&json!("failed"), &json!("schema"), &json!(4)]);
    let name = |table: &str, column: &str| json!({"table": table, "column": column});
    assert_eq!(
        report["undecided"],
        json!([
            name("public.plain", "a"),
            name("public.plain", "b"),
            name("public.visits", "ip")
        ])
    );
    assert_eq!(report["totals"]["undecided"], 3);
    assert_eq!(report["output"].get("blake3"), None);
    assert!(report["errors"].as_array().is_some_and(|it| it.len() == 2));
}

#[test]
fn each_failure_says_in_which_step_it_was() {
    let cut = dump().replace("--\n-- PostgreSQL database dump complete\n--\n\n", "");
    let (output, report, _) = reported(Dmscrub::with_rules(RULES), cut.as_bytes());
    output.assert_exit(5);
    assert_eq!(report["step"], "data");
    assert_eq!(report["input"]["blake3"], blake3(cut.as_bytes()));
    let (output, report, _) = reported(Dmscrub::with_rules("tables: {t: {colums: 1}}"), b"");
    output.assert_exit(3);
    let told = [
        report.get("rules"),
        report.get("key"),
        Some(&report["step"]),
    ];
    assert_eq!(told, [None, None, Some(&json!("rules"))]);
    // Where no report can be written nothing is begun.
    let run = Dmscrub::with_rules(RULES);
    let target = run.dir().join("clean.sql");
    let nowhere = run.dir().join("missing/report.json");
    let run = run.args([
        "--report".as_ref(),
        nowhere.as_os_str(),
        "-o".as_ref(),
        target.as_os_str(),
    ]);
    run.run(dump().as_bytes()).assert_exit(6);
    assert!(!target.exists());
}

/// INSERTs and archives go the same way, so their counts are the same; a data-only dump has them too.
#[test]
fn other_formats_have_the_same_counts() {
    let dump = dump();
    let (_, expected, _) = reported(Dmscrub::with_rules(RULES), dump.as_bytes());
    let data_only: String = dump
        .lines()
        .filter(|line| !line.starts_with("CREATE"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut inserts = String::new();
    let mut head = None;
    for line in dump.lines() {
        if let Some(copy) = line.strip_prefix("COPY ") {
            head = copy.strip_suffix(" FROM stdin;");
        } else if line == "\\." {
            head = None;
        } else if let Some(head) = head {
            let values = line.split('\t').map(|field| match field {
                "\\N" => "NULL".to_owned(),
                _ if field.bytes().all(|it| it.is_ascii_digit()) => field.to_owned(),
                _ => format!("'{field}'"),
            });
            let values = values.collect::<Vec<_>>().join(", ");
            inserts += &format!("INSERT INTO {head} VALUES ({values});\n");
        } else {
            inserts += &format!("{line}\n");
        }
    }
    for (what, dump) in [("INSERTs", inserts), ("data only", data_only)] {
        let (output, report, _) = reported(Dmscrub::with_rules(RULES), dump.as_bytes());
        assert_eq!(output.code, 0, "{what}: {}", output.stderr_text());
        assert_eq!(counts(&report), counts(&expected), "{what}");
    }
    let server = Postgres::shared();
    let db = server.fresh_db("report");
    server
        .psql_stdin(&db, dump.as_bytes(), &["-v", "ON_ERROR_STOP=1"])
        .assert_exit(0);
    for format in ["custom", "tar"] {
        let archive = server.pg_dump(&db, &["-F", format]);
        let (output, report, _) = reported(Dmscrub::with_rules(RULES), &archive);
        assert_eq!(output.code, 0, "{format}: {}", output.stderr_text());
        assert_eq!(counts(&report), counts(&expected), "{format}");
        assert_eq!(report["input"]["format"], format);
        assert_eq!(report["input"]["blake3"], blake3(&archive));
        assert_eq!(report["output"]["blake3"], blake3(&output.stdout));
    }
}

/// A directory's digest is that of the list of its files' digests.
#[test]
fn directories_have_digests_of_their_lists() {
    let server = Postgres::shared();
    let db = server.fresh_db("report_directory");
    let strict = &["-v", "ON_ERROR_STOP=1"];
    server
        .psql_stdin(&db, dump().as_bytes(), strict)
        .assert_exit(0);
    let run = Dmscrub::with_rules(RULES);
    let [archive, cleaned] = ["archive", "cleaned"].map(|name| run.dir().join(name));
    server.pg_dump(&db, &["-Fd", "-f", &archive.display().to_string()]);
    let run = run.args([archive.as_os_str(), "-o".as_ref(), cleaned.as_os_str()]);
    let (output, report, _run) = reported(run, b"");
    output.assert_exit(0);
    for (what, folder) in [("input", &archive), ("output", &cleaned)] {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut files: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
        files.sort();
        let lines: String = files
            .iter()
            .map(|path| {
                let name = path.file_name().expect("a name").to_string_lossy();
                let content = std::fs::read(path).expect("a readable file");
                format!("{}  {name}\n", blake3(&content))
            })
            .collect();
        assert_eq!(report[what]["blake3"], blake3(lines.as_bytes()), "{what}");
        assert_eq!(report[what]["format"], "directory");
    }
}

/// Counts of rows and values, by table and column.
fn counts(report: &Value) -> BTreeMap<String, Value> {
    let tables = report["tables"].as_array().expect("tables").iter();
    // Rows of a sample without `by` are drawn by their content, which is not the same everywhere.
    let tables = tables.filter(|table| table["table"] != "public.visits");
    tables
        .flat_map(|table| {
            let name = table["table"].as_str().expect("a name").to_owned();
            let columns = table["columns"].as_array().expect("columns").iter();
            let columns: Vec<(String, Value)> = columns
                .filter_map(|it| {
                    Some((
                        format!("{name}.{}", it["column"]),
                        it.get("values")?.clone(),
                    ))
                })
                .collect();
            [(name, table["rows"].clone())].into_iter().chain(columns)
        })
        .collect()
}

/// The rows of INSERTs are those of the same tables in COPY data, however many a statement has, and
/// whether anything looks into them, they go, or they wait.
#[test]
fn rows_of_inserts_are_counted_as_rows() {
    let server = Postgres::shared();
    let db = server.fresh_db("insert_counts");
    server.psql(
        &db,
        "CREATE TABLE first (a int, b text);
         INSERT INTO first SELECT n, '),(' || n || ';''(' FROM generate_series(1, 30) n;
         CREATE TABLE gone (a int DEFAULT (1 + 1) * 2, \"b,(\" text);
         INSERT INTO gone SELECT n, E'(\\n(' FROM generate_series(1, 20) n;
         CREATE TABLE held (a int, b text); INSERT INTO held SELECT n, 'x' FROM generate_series(1, 10) n;
         CREATE TABLE last (a int); INSERT INTO last SELECT n FROM generate_series(1, 5) n;
         CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES; INSERT INTO nothing DEFAULT VALUES",
    );
    let rules = "
tables:
  first: {columns: {a: keep, b: keep}}
  gone: {purge: all}
  held: {references: [{columns: a, table: last, to: a, on_purge: keep}], where: \"a NOT IN (SELECT a FROM last)\", columns: {a: keep, b: keep}}
  last: {columns: {a: keep}}
  nothing: {columns: {}}
";
    for args in [
        &[][..],
        &["--inserts"],
        &["--rows-per-insert=7"],
        &["--column-inserts", "--on-conflict-do-nothing"],
        &["--column-inserts", "--data-only"],
    ] {
        let dump = server.pg_dump(&db, args);
        let (output, report, _) = reported(Dmscrub::with_rules(rules), &dump);
        output.assert_exit(0);
        for (table, counts) in [
            ("public.first", [30, 30, 0, 0, 0, 0, 0]),
            ("public.gone", [20, 0, 20, 0, 0, 0, 0]),
            ("public.held", [10, 5, 5, 0, 0, 0, 0]),
            ("public.last", [5, 5, 0, 0, 0, 0, 0]),
            ("public.nothing", [2, 2, 0, 0, 0, 0, 0]),
        ] {
            assert_eq!(rows(&report, table), counts, "{table} {args:?}");
        }
    }
}
