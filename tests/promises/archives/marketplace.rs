//! The main job with archives: restored, they are what the plain dump makes.

use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{clean_to, dump_to, pg_restore, script};
use crate::env::dmscrub::{Dmscrub, marketplace_rules};
use crate::env::marketplace::Job;
use crate::env::postgres::Postgres;

/// The Marketplace's rules without the rows that they add: those an archive can't take up.
fn scrub() -> Dmscrub {
    let mut run = Dmscrub::new();
    let files = std::fs::read_dir(marketplace_rules()).expect("the rules are there");
    for file in files {
        let path = file.expect("the rules are there").path();
        let name = path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        if !name.ends_with(".yaml") || name.ends_with(".test.yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let mut inside = false;
        let kept: String = text
            .split_inclusive('\n')
            .filter(|line| {
                let deep = line.starts_with("     ") || line.trim().is_empty();
                inside = line.trim_end() == "    generate:" || inside && deep;
                !inside
            })
            .collect();
        let copy = run.file(&name, kept.as_bytes());
        run = run.args(["--rules".as_ref(), copy.as_os_str()]);
    }
    run
}

/// What the plain route makes of the source.
fn expected() -> &'static str {
    static SNAPSHOT: OnceLock<String> = OnceLock::new();
    SNAPSHOT.get_or_init(|| snapshot(&scrub().clean(&Job::shared().dump)))
}

fn snapshot(script: &[u8]) -> String {
    let server = Postgres::shared();
    let db = server.fresh_db("plain");
    let output = server.psql_stdin(&db, script, &["-v", "ON_ERROR_STOP=1"]);
    assert_eq!(output.code, 0, "{}", output.stderr_text());
    server.snapshot(&db)
}

#[track_caller]
fn assert_restores(what: &str, args: &[&str], archive: Option<&Path>, input: &[u8]) {
    let server = Postgres::shared();
    let db = server.fresh_db("archive");
    let output = pg_restore(&[args, &["-d", &db]].concat(), archive, input);
    assert_eq!(output.code, 0, "{what}: {}", output.stderr_text());
    server.assert_unchanged(what, &db, expected());
}

fn clean(input: &[u8]) -> Vec<u8> {
    scrub().clean(input)
}

#[test]
fn every_format_makes_the_same_database() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    for format in [
        &["-Fc"][..],
        &["-Fc", "-Z0"],
        &["-Fc", "--inserts"],
        &["-Fd"],
        &["-Fd", "-Z0"],
        &["-Ft"],
    ] {
        let name = format.concat();
        let input = folder.path().join(&name);
        dump_to(&input, &Job::shared().db, format);
        let (_run, output) = clean_to(scrub(), &input, "out");
        let canaries = &Job::shared().market.canaries;
        canaries.assert_none(&name, script(&output, &[]).as_bytes());
        assert_restores(&name, &["-1"], Some(&output), b"");
        if format[0] != "-Ft" {
            assert_restores(&format!("{name} -j 2"), &["-j", "2"], Some(&output), b"");
        }
    }
}

#[test]
fn a_pipe_does_as_well_as_a_file() {
    let dump = Postgres::shared().pg_dump(&Job::shared().db, &["-Fc"]);
    let output = clean(&dump);
    assert!(clean(&dump) == output, "the same bytes every time");
    assert_restores("from a pipe", &["-1"], None, &output);
    // Recompressed on the way in, as people store them.
    let tar = Postgres::shared().pg_dump(&Job::shared().db, &["-Ft"]);
    assert_restores("tar from a pipe", &["-1"], None, &clean(&tar));
}

#[test]
fn a_list_of_entries_can_be_restored() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let archive = folder.path().join("clean.dump");
    let dump = Postgres::shared().pg_dump(&Job::shared().db, &["-Fc"]);
    std::fs::write(&archive, clean(&dump)).expect("the directory is writable");
    let list = pg_restore(&["-l"], Some(&archive), b"");
    assert_eq!(list.code, 0, "{}", list.stderr_text());
    let path = folder.path().join("list");
    std::fs::write(&path, &list.stdout).expect("the directory is writable");
    let path = path.to_str().expect("a plain path");
    assert_restores("the whole list", &["-L", path], Some(&archive), b"");
}

#[test]
fn a_script_of_an_archive_loads_as_a_whole() {
    let server = Postgres::shared();
    let expected = snapshot(&Job::shared().cleaned);
    for format in ["-Fc", "-Ft"] {
        let dump = server.pg_dump(&Job::shared().db, &[format]);
        let plain = Dmscrub::with_marketplace_rules()
            .args(["--to", "plain", "--clean", "--if-exists"])
            .clean(&dump);
        assert!(plain.starts_with(b"\\set ON_ERROR_STOP on\n"));
        Job::shared().market.canaries.assert_none(format, &plain);
        let db = server.fresh_db("script");
        for _ in 0..2 {
            let output = server.psql_stdin(&db, &plain, &[]);
            assert_eq!(output.code, 0, "{}", output.stderr_text());
            server.assert_unchanged(format, &db, &expected);
        }
    }
}

/// Rows that are added come after all others, when the table of contents is long written.
#[test]
fn rows_that_would_be_added_to_an_archive_are_refused() {
    let dump = Postgres::shared().pg_dump(&Job::shared().db, &["-Fc"]);
    let output = Dmscrub::with_marketplace_rules().run(&dump);
    output.assert_exit(4);
    assert!(
        output.stderr_text().contains("--to plain"),
        "{}",
        output.stderr_text()
    );
    assert_eq!(output.stdout, b"");
}
