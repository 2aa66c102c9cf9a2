//! The main job with archives: restored, they are what the plain dump makes.

use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{clean_to, dump_to, pg_restore, script};
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Job;
use crate::env::postgres::Postgres;

/// What the plain route makes of the source.
fn expected() -> &'static str {
    static SNAPSHOT: OnceLock<String> = OnceLock::new();
    SNAPSHOT.get_or_init(|| snapshot(&Job::shared().cleaned))
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
    Dmscrub::with_marketplace_rules().clean(input)
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
        &["-Ft", "--rows-per-insert=50"],
    ] {
        let name = format.concat();
        let input = folder.path().join(&name);
        dump_to(&input, &Job::shared().db, format);
        let (_run, output) = clean_to(Dmscrub::with_marketplace_rules(), &input, "out");
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
