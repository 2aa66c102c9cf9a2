//! What rules do to a few rows is shown without showing what they held.

use std::ffi::OsStr;
use std::process::Command;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::{Dmscrub, marketplace_rules};
use crate::env::marketplace::Job;
use crate::env::postgres::Postgres;
use crate::env::process::{self, Output};
use crate::report::counts::{RULES, dump};

fn preview(rules: &str, more: &[&str], input: &[u8]) -> Output {
    let mut run = Dmscrub::new();
    let path = run.file("rules.yaml", rules.as_bytes());
    let run = run.args(["preview".as_ref(), "--rules".as_ref(), path.as_os_str()]);
    run.args(more.iter().copied()).run(input)
}

#[track_caller]
fn text(output: &Output) -> String {
    output.assert_exit(0);
    assert_no_canary("the preview", &output.stdout);
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[track_caller]
fn assert_told(text: &str, told: &[&str]) {
    for told in told {
        assert!(text.contains(told), "`{told}` is not in\n{text}");
    }
}

#[test]
fn originals_are_shown_by_their_shape_and_results_as_they_are() {
    let text = text(&preview(RULES, &[], dump().as_bytes()));
    assert_told(
        &text,
        &[
            "public.people: 3 rows that stay, 3 others leave",
            "mail_address: internet.email",
            // Kept by its namespace.
            "xx@xxxxx.xxxxxxx",
            "the same",
            "xxxxxx999999@xxxx-xxxxxxx.xxxxxxx",
            "@example.com",
            // What a rule leaves of a text is the original's.
            "(shape) xxxx ",
            "kept: id, team_id, version",
            "public.teams: 2 rows that stay, 2 others leave",
            "public.spare: all 3 rows leave",
            "public.plain: 5 rows",
        ],
    );
    for original in ["staff.example", "nothing here", "1460"] {
        assert!(!text.contains(original), "`{original}` is in\n{text}");
    }
}

#[test]
fn originals_are_shown_on_a_terminal_only() {
    let output = preview(RULES, &["--show-originals"], dump().as_bytes());
    output.assert_exit(2);
    assert!(output.stdout.is_empty());
    // `script` gives it a terminal.
    let mut run = Dmscrub::new();
    let rules = run.file("rules.yaml", RULES.as_bytes());
    let input = run.file("dump.sql", dump().as_bytes());
    let program = env!("CARGO_BIN_EXE_dmscrub");
    let command = format!(
        "'{program}' preview --rules '{}' '{}' -t log --show-originals",
        rules.display(),
        input.display()
    );
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]);
    script.env("DMSCRUB_KEY", crate::env::dmscrub::KEY);
    let output = process::run(&mut script, b"");
    output.assert_exit(0);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_told(
        &shown,
        &["canary980040@real-company.example", "@example.com"],
    );
}

/// Of one table, a few rows; what comes after them is not read.
#[test]
fn one_table_and_a_few_rows() {
    let dump = dump();
    let cut = &dump[..dump.find("COPY public.visits").expect("it is there")];
    let output = preview(RULES, &["-t", "log", "-n", "2"], cut.as_bytes());
    let text = text(&output);
    assert_told(&text, &["public.log: 2 rows\n"]);
    assert_eq!(text.matches(" → ").count(), 2, "{text}");
    assert!(!text.contains("public.people"), "{text}");
    preview(RULES, &["-t", "missing"], dump.as_bytes()).assert_exit(4);
    preview(RULES, &[], cut.as_bytes()).assert_exit(5);
    let undecided = RULES.replace("  spare: {purge: all}\n", "");
    preview(&undecided, &[], dump.as_bytes()).assert_exit(4);
}

/// Archives too, and JSON, cases and templates of real rules.
#[test]
fn the_marketplace_shows_nothing_personal() {
    let rules = marketplace_rules();
    let show = |input: &[u8]| {
        let args = [
            "preview".as_ref(),
            "--rules".as_ref(),
            rules.as_os_str(),
            OsStr::new("-n1"),
        ];
        Dmscrub::new().args(args).run(input)
    };
    let plain = text(&show(&Job::shared().dump));
    assert_told(
        &plain,
        &["public.users: 1 rows", "public.audit_events: all "],
    );
    let server = Postgres::shared();
    let db = server.fresh_db("preview");
    server
        .psql_stdin(&db, dump().as_bytes(), &["-v", "ON_ERROR_STOP=1"])
        .assert_exit(0);
    for format in ["custom", "tar"] {
        let archive = server.pg_dump(&db, &["-F", format]);
        let shown = text(&preview(RULES, &[], &archive));
        assert_told(&shown, &["public.people: 3 rows that stay, 3 others leave"]);
    }
}
