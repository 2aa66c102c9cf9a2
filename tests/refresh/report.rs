//! `--report` of a refresh: what the filter's tells, and the steps, however the job ends.

use serde_json::Value;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::marketplace_rules;
use crate::env::postgres::Postgres;
use crate::env::schema::assert_valid;
use crate::real::jenkins::Script;
use crate::real::run::Refresh;
use crate::real::s3::S3;
use crate::real::world::{Setting, World, backup};

/// The report that a run wrote. It fits its schema, and tells nothing.
#[track_caller]
pub(crate) fn report(refresh: &Refresh) -> Value {
    let bytes = std::fs::read(refresh.dir().join("report.json")).expect("a report");
    refresh.assert_tells_nothing("the report", &bytes);
    let report = serde_json::from_slice(&bytes).expect("JSON");
    let schema = refresh.run(&["schema", "report"]);
    let schema = serde_json::from_slice(&schema.stdout).expect("JSON");
    assert_valid(&schema, &report);
    report
}

/// Each step with its outcome.
#[track_caller]
pub(crate) fn steps(report: &Value) -> Vec<(&str, &str)> {
    let steps = report["job"]["steps"].as_array().expect("a list");
    steps
        .iter()
        .map(|step| {
            let name = step["step"].as_str().expect("a name");
            (name, step["outcome"].as_str().expect("an outcome"))
        })
        .collect()
}

#[track_caller]
fn rows_out(report: &Value, name: &str) -> u64 {
    let tables = report["tables"].as_array().expect("tables");
    let table = tables.iter().find(|table| table["table"] == name);
    table.expect("the table")["rows"]["out"]
        .as_u64()
        .expect("a count")
}

fn blake3(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[test]
fn what_was_done_to_the_dump_is_told_with_the_steps() {
    let world = World::new(Setting {
        config: vec!["audit: true".to_owned()],
        ..Setting::default()
    });
    let keys = ["keygen", "--signing", "-o", "signing"];
    world.refresh.run(&keys).assert_exit(0);
    let signed = ["--report", "report.json", "--sign-key", "signing"];
    world.run(&signed).assert_exit(0);
    world.assert_done();
    let report = report(&world.refresh);
    assert_eq!(report["outcome"], "whole");
    assert_eq!(report["exit"], 0);
    assert!(report.get("step").is_none());
    let stored = &backup().packed;
    assert_eq!(report["input"]["bytes"], stored.len());
    assert_eq!(report["input"]["blake3"], blake3(stored));
    let published = S3::shared().get(&world.cleaned, &world.key());
    assert_eq!(report["output"]["bytes"], published.len());
    assert_eq!(report["output"]["blake3"], blake3(&published));
    let users = Postgres::shared().psql(&world.db, "SELECT count(*) FROM users");
    assert_eq!(rows_out(&report, "public.users").to_string(), users);
    let captured = &report["captured"]["public.alembic_version.version_num"];
    assert_eq!(captured.as_array().expect("a list").len(), 1);
    assert_eq!(report["audit"]["clean"], true);
    assert!(steps(&report).iter().all(|(_, outcome)| *outcome == "done"));
    assert_eq!(report["job"]["target"], "staging");

    // What shows and verifies other reports takes this one.
    let verified = ["report", "report.json", "--verify", "signing.pub"];
    let shown = world.refresh.run(&verified);
    shown.assert_exit(0);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("steps of the refresh of staging"), "{shown}");
    let html = ["report", "report.json", "--html", "report.html"];
    world.refresh.run(&html).assert_exit(0);
    let page = std::fs::read(world.refresh.dir().join("report.html")).expect("a page");
    assert_no_canary("the page", &page);
    let page = String::from_utf8_lossy(&page);
    for told in ["public.users", "The job’s steps", "publish"] {
        assert!(page.contains(told), "{told}");
    }
}

#[test]
fn a_later_failure_does_not_hide_what_was_done_nor_does_a_resumed_run() {
    let world = World::usual();
    world.jenkins.job("migration", Script::red());
    world.run(&["--report", "report.json"]).assert_exit(7);
    let failed = report(&world.refresh);
    assert_eq!(failed["outcome"], "failed");
    assert_eq!(
        (&failed["step"], &failed["exit"]),
        (&"job".into(), &7.into())
    );
    let outcomes = steps(&failed);
    assert!(outcomes.contains(&("scrub", "done")));
    assert!(outcomes.contains(&("migrate", "failed")));
    assert!(outcomes.contains(&("publish", "not_reached")));
    assert!(rows_out(&failed, "public.users") > 5);
    assert!(failed["output"]["blake3"].is_string());
    let shown = world.refresh.run(&["report", "report.json"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains("FAILED in step migrate, exit code 7"),
        "{shown}"
    );

    world.jenkins.job("migration", Script::default());
    let resumed = ["--resume", "--report", "report.json"];
    world.run(&resumed).assert_exit(0);
    world.assert_done();
    let whole = report(&world.refresh);
    assert_eq!(whole["outcome"], "whole");
    assert_eq!(whole["tables"], failed["tables"]);
    assert_eq!(whole["output"], failed["output"]);
    assert!(steps(&whole).contains(&("scrub", "done_before")));
}

#[test]
fn what_a_run_without_a_report_did_is_said_to_be_unknown() {
    let world = World::usual();
    world.jenkins.job("migration", Script::red());
    world.run(&[]).assert_exit(7);
    world.jenkins.job("migration", Script::default());
    let resumed = ["--resume", "--report", "report.json"];
    world.run(&resumed).assert_exit(0);
    let report = report(&world.refresh);
    assert_eq!(report["tables"], Value::Array(Vec::new()));
    let warning = report["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("without --report"), "{warning}");
    let published = S3::shared().get(&world.cleaned, &world.key());
    assert_eq!(report["output"]["blake3"], blake3(&published));
}

#[test]
fn a_dump_with_what_nobody_decided_is_told_of() {
    let plain = String::from_utf8_lossy(&backup().plain).into_owned();
    let open = "CREATE TABLE public.brand_new (secret text);\n\n";
    let dump = plain.replacen("CREATE TABLE ", &format!("{open}CREATE TABLE "), 1);
    let refresh = Refresh::new(&format!(
        "rules: ['{}']\nspool: spool\nkey: {{env: DMSCRUB_KEY}}\ntargets: {{s3: {{}}}}\n",
        marketplace_rules().display()
    ));
    refresh.file("dump.sql", dump.as_bytes());
    let args = [
        "refresh",
        "s3",
        "--dump",
        "dump.sql",
        "--report",
        "report.json",
    ];
    refresh.run(&args).assert_exit(4);
    let report = report(&refresh);
    assert_eq!(
        (&report["step"], &report["exit"]),
        (&"schema".into(), &4.into())
    );
    assert_eq!(report["undecided"][0]["table"], "public.brand_new");
    assert!(steps(&report).contains(&("scrub", "failed")));

    // So is a job that can't begin.
    refresh.file(
        "refresh.yaml",
        b"rules: [nowhere/]\nspool: spool\ntargets: {s3: {}}\n",
    );
    let output = refresh.run(&args);
    let report = self::report(&refresh);
    assert_eq!(report["exit"], output.code);
    assert_eq!(report["step"], "rules");
    assert!(steps(&report).iter().all(|(_, it)| *it == "not_reached"));
}
