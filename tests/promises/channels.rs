//! Every way out of a database besides the rows of its tables: what goes, what goes where rules say
//! so, and what passes and is the owner's to review. The README's table of channels names these tests.

use std::path::Path;

use tempfile::TempDir;

use crate::env::canary::assert_no_canary;
use crate::env::corpus::{self, everything_db};
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::run;

/// No row stays, so that whatever is left came another way.
const NO_ROWS: &str = "
defaults:
  unlisted_tables: purge
  large_objects: empty
";

/// What goes without being named.
const GOES: &[(&str, &[&str])] = &[
    (
        "rows",
        &[
            "CANARY100002",
            "CANARY100010",
            "CANARY100022",
            "CANARY100029",
            "CANARY100039",
        ],
    ),
    ("unlogged tables", &["CANARY100027"]),
    ("subscriptions", &["CANARY100053", "odd_subscription"]),
    (
        "options of servers, user mappings, wrappers and foreign tables",
        &["CANARY100049", "CANARY100051"],
    ),
    (
        "large objects",
        &["CANARY100054", "43414e4152593130303035342043414e"],
    ),
];

/// What goes where `comments: drop` says so.
const COMMENTS: &[&str] = &[
    "CANARY100001",
    "CANARY100009",
    "CANARY100055",
    "CANARY100056",
];

/// What passes, and goes where `statements: {drop: […]}` names it by its TYPE.
const DEFINITIONS: &[(&str, &[&str])] = &[
    (
        "FUNCTION",
        &["CANARY100034", "CANARY100035", "CANARY100036"],
    ),
    ("PROCEDURE", &["CANARY100037"]),
    ("AGGREGATE", &["CANARY100038"]),
    ("VIEW", &["CANARY100040"]),
    ("MATERIALIZED VIEW", &["CANARY100041"]),
    ("INDEX", &["CANARY100043"]),
    ("RULE", &["CANARY100044"]),
    ("POLICY", &["CANARY100045"]),
    ("TRIGGER", &["CANARY100046", "CANARY100047"]),
    ("PUBLICATION TABLE", &["CANARY100052"]),
    ("EVENT TRIGGER", &["odd_event"]),
];

/// What passes as it is: part of what makes a table, or a name.
const PASSES: &[(&str, &[&str])] = &[
    ("defaults of columns", &["CANARY100025"]),
    (
        "defaults and conditions of domains",
        &["CANARY100007", "CANARY100008"],
    ),
    ("conditions of tables", &["CANARY100021"]),
    ("labels of enums", &["CANARY100006"]),
    ("bounds of partitions", &["CANARY100028"]),
    ("names", &["CANARY100003"]),
    ("sequences", &["setval"]),
];

/// The database with everything in it, cleaned in every format, each as text: a plain dump as it is,
/// of an archive the script that pg_restore makes. Of a tar archive its bytes too, with the script
/// that lies in it.
fn cleaned(rules: &str) -> Vec<(String, Vec<u8>)> {
    let server = Postgres::shared();
    let folder = TempDir::new().expect("a temporary directory can be made");
    let mut texts = Vec::new();
    for mode in [&[][..], &["--inserts"], &["--create"]] {
        let dump = server.pg_dump(everything_db(), mode);
        let name = format!("plain {}", mode.join(" "));
        texts.push((name, Dmscrub::with_rules(rules).clean(&dump)));
    }
    for format in ["-Fc", "-Fd", "-Ft"] {
        let input = folder.path().join(format);
        let mut dump = server.client("pg_dump");
        dump.args([format, "-d", everything_db(), "-f"]).arg(&input);
        run(&mut dump, b"").assert_exit(0);
        let scrub = Dmscrub::with_rules(rules);
        let output = scrub.dir().join("cleaned");
        let paths = [input.as_os_str(), "-o".as_ref(), output.as_os_str()];
        let scrub = scrub.args(paths);
        scrub.clean(b"");
        texts.push((format.to_owned(), script(&output)));
        if format == "-Ft" {
            let bytes = std::fs::read(&output).expect("a readable file");
            texts.push(("the bytes of -Ft".to_owned(), bytes));
        }
    }
    texts
}

fn script(archive: &Path) -> Vec<u8> {
    let mut restore = Postgres::shared().client("pg_restore");
    let output = run(restore.args(["--create", "-f", "-"]).arg(archive), b"");
    output.assert_exit(0);
    output.stdout
}

fn holds(text: &[u8], what: &str) -> bool {
    memchr::memmem::find(text, what.as_bytes()).is_some()
}

#[track_caller]
fn assert_gone(format: &str, text: &[u8], channel: &str, canaries: &[&str]) {
    for canary in canaries {
        assert!(
            !holds(text, canary),
            "{format}: {channel}: {canary} is left"
        );
    }
}

/// Rows, secrets, subscriptions, large objects.
#[test]
fn what_goes_by_default() {
    for (format, text) in cleaned(NO_ROWS) {
        for (channel, canaries) in GOES {
            assert_gone(&format, &text, channel, canaries);
        }
        // The rest is there, and so this test would see it.
        let definitions = DEFINITIONS.iter().chain(PASSES);
        for (channel, canaries) in definitions.chain(&[("COMMENT", COMMENTS)]) {
            for canary in *canaries {
                assert!(holds(&text, canary), "{format}: {channel}: no {canary}");
            }
        }
    }
}

/// Comments, and whole definitions by their TYPE.
#[test]
fn what_goes_where_rules_say_so() {
    let drops: Vec<String> = DEFINITIONS
        .iter()
        .map(|(kind, _)| format!("'{kind} *'"))
        .collect();
    let rules = format!(
        "{NO_ROWS}  comments: drop\n  statements: {{drop: [{}]}}\n",
        drops.join(", ")
    );
    for (format, text) in cleaned(&rules) {
        assert_gone(&format, &text, "comments", COMMENTS);
        for (channel, canaries) in DEFINITIONS {
            assert_gone(&format, &text, channel, canaries);
        }
        for (channel, canaries) in PASSES {
            for canary in *canaries {
                assert!(holds(&text, canary), "{format}: {channel}: no {canary}");
            }
        }
    }
}

/// A dump that holds large objects stops the run, unless rules say what becomes of them.
#[test]
fn large_objects_are_decided_or_stop_the_run() {
    let dump = Postgres::shared().pg_dump(everything_db(), &[]);
    let output = Dmscrub::with_rules("defaults: {unlisted_tables: purge}").run(&dump);
    output.assert_exit(4);
    assert!(output.stderr_text().contains("large objects"));
}

/// Role passwords and settings of roles and databases.
#[test]
fn secrets_of_a_cluster_go() {
    let rules = format!("{NO_ROWS}  comments: drop\n");
    for dump in corpus::cluster() {
        let output = Dmscrub::with_rules(&rules).clean(&dump.bytes);
        for canary in [
            "CANARY200001",
            "CANARY200002",
            "CANARY200003",
            "CANARY200004",
            "CANARY200005",
        ] {
            assert!(!holds(&output, canary), "{}: {canary} is left", dump.name);
        }
        assert!(!holds(&output, "SCRAM-SHA-256"), "{}", dump.name);
        assert!(holds(&output, "everything_owner"), "{}", dump.name);
    }
}

/// Planner statistics (PostgreSQL 18) hold values as they are; in archives see
/// `archives::identity::statistics_go`.
#[test]
fn planner_statistics_go() {
    let dumps = corpus::recorded();
    let dump = dumps
        .iter()
        .find(|dump| dump.name.contains("--statistics"))
        .expect("a dump with statistics");
    assert!(holds(&dump.bytes, "most_common_vals"));
    let output = Dmscrub::with_rules(NO_ROWS).clean(&dump.bytes);
    assert!(!holds(&output, "most_common_vals") && !holds(&output, "pg_restore_relation_stats"));
    let refuses = format!("{NO_ROWS}  statistics: fail\n");
    Dmscrub::with_rules(&refuses)
        .run(&dump.bytes)
        .assert_exit(4);
}

/// Labels tell which columns are sensitive.
#[test]
fn security_labels_go() {
    let dump = "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (a text);\n\n\
        SECURITY LABEL FOR anon ON COLUMN public.t.a IS 'MASKED WITH VALUE $$CANARY600001$$';\n\n\
        --\n-- PostgreSQL database dump complete\n--\n\n";
    let output = Dmscrub::with_rules(NO_ROWS).clean(dump.as_bytes());
    assert_no_canary("the output", &output);
    assert!(!holds(&output, "SECURITY LABEL") && holds(&output, "CREATE TABLE"));
}

/// The header tells versions and the time, never values: it passes.
#[test]
fn headers_pass() {
    let dump = Postgres::shared().pg_dump(everything_db(), &["--verbose"]);
    let output = Dmscrub::with_rules(NO_ROWS).clean(&dump);
    assert!(holds(&output, "-- Dumped from database version") && holds(&output, "-- Started on"));
}

/// Whatever fails, and however it is told: on stderr as text and as JSON, in the report, in files.
/// (Every failing run of these tests is searched so; here all ways of telling are on.)
#[test]
fn no_failure_tells_data() {
    let columns =
        |rule: &str| format!("tables: {{people: {{columns: {{id: keep, name: {rule}}}}}}}");
    let purge = |condition: &str| {
        format!("tables: {{people: {{purge: \"{condition}\", columns: {{id: keep, name: keep}}}}}}")
    };
    for (what, rules, row, code) in [
        (
            "an undecided table",
            "tables: {}".to_owned(),
            "1\tCANARY800001",
            4,
        ),
        (
            "an undecided column",
            "tables: {people: {columns: {id: keep}}}".to_owned(),
            "1\tCANARY800002",
            4,
        ),
        (
            "a field too many",
            columns("hash"),
            "1\tCANARY800003\tCANARY800004",
            5,
        ),
        (
            "a row that fails by rule",
            columns("[{when: \"id = '1'\", use: fail}, {use: keep}]"),
            "1\tCANARY800005",
            4,
        ),
        (
            "a pattern that does not match",
            columns("{use: regex, pattern: '^x', replacement: y}"),
            "1\tCANARY800006",
            4,
        ),
        (
            "no JSON",
            columns("{json: {a: hash}, others: remove}"),
            "1\tCANARY800007",
            4,
        ),
        (
            "JSON that nobody decided",
            columns("{json: {a: hash}, others: fail}"),
            "1\t{\"CANARY800008\": \"CANARY800009\"}",
            4,
        ),
        (
            "no array",
            columns("{elements: hash}"),
            "1\t{CANARY800010",
            4,
        ),
        (
            "no number in an expression",
            purge("id::int > 1"),
            "CANARY800011\tx",
            4,
        ),
        (
            "no date in an expression",
            purge("name::date > now()"),
            "1\tCANARY800012",
            4,
        ),
        (
            "no JSON in an expression",
            purge("name::json->>'a' = 'b'"),
            "1\tCANARY800013",
            4,
        ),
        (
            "serialised text",
            columns("{use: text.redact, kinds: [email]}"),
            "1\ta:1:{s:4:\"CANARY800014\";}",
            4,
        ),
        (
            "an end mark that is none",
            columns("hash"),
            "1\tCANARY800015\\.",
            5,
        ),
        (
            "a map without the value",
            columns("{use: map, values: {a: b}, other: fail}"),
            "1\tCANARY800016",
            4,
        ),
    ] {
        let dump = format!(
            "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.people (id text, name text);\n\n\
             COPY public.people (id, name) FROM stdin;\n{row}\n\\.\n\n\
             --\n-- PostgreSQL database dump complete\n--\n\n"
        );
        for format in ["text", "json"] {
            let scrub = Dmscrub::with_rules(&rules);
            let report = scrub.dir().join("report.json");
            let scrub = scrub
                .args(["--log-format", format, "-v", "--report"])
                .args([report.as_os_str()]);
            let output = scrub.run(dump.as_bytes());
            assert_eq!(output.code, code, "{what}: {}", output.stderr_text());
            assert!(report.exists(), "{what}: a failed run has a report");
            assert_no_canary(what, &output.stdout);
        }
    }
}
