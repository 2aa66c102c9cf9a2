//! Archives that are damaged, undecided or cut off: the right exit code, nothing that loads.

use std::collections::BTreeSet;

use dmscrub::dump::archive::reader::Reader;
use dmscrub::dump::archive::toc::{Place, Toc};
use tempfile::TempDir;

use super::{dump_to, pg_restore, script};
use crate::env::canary::assert_no_canary;
use crate::env::corpus::everything_db;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;
use crate::env::process::on_all_cores;

const SMALL: &[u8] = include_bytes!("../../data/archives/pg15-small.dump");
const TAR: &[u8] = include_bytes!("../../data/archives/pg15-small.tar");

const CLEAN: &str = "
defaults: {large_objects: empty, comments: drop}
tables:
  people: {columns: {id: keep, email: internet.email}}
  visits: {columns: {id: keep, person: keep, note: lorem.words}}
";

/// Everything is known before the data: nothing is written at all.
#[test]
fn what_is_undecided_stops_the_run_before_any_output() {
    for (rules, said) in [
        (
            "tables: {people: {columns: {id: keep, email: keep}}, visits: {purge: all}}",
            "large objects",
        ),
        (
            "defaults: {large_objects: keep}\ntables: {people: {columns: {id: keep}}}",
            "email",
        ),
        (
            "defaults: {large_objects: keep}\ntables:\n  people: {purge: id = 1, columns: {id: keep, email: keep}}\n  \
             visits: {columns: {id: keep, person: keep, note: keep}}",
            "visits_person_fkey",
        ),
        (
            "defaults: {large_objects: keep}\ntables:\n  people: {columns: {id: {use: number.between, min: 1, max: 9}, email: keep}}\n  \
             visits: {purge: all}",
            "people_pkey",
        ),
    ] {
        for archive in [SMALL, TAR] {
            for to in [&[][..], &["--to", "plain"]] {
                let output = Dmscrub::with_rules(rules).args(to.to_vec()).run(archive);
                output.assert_exit(4);
                assert!(
                    output.stderr_text().contains(said),
                    "{}",
                    output.stderr_text()
                );
                assert_eq!(output.stdout, b"", "{said} {to:?}");
            }
        }
    }
}

#[test]
fn what_rules_drop_is_gone_from_the_table_of_contents() {
    for archive in [SMALL, TAR] {
        let mut run = Dmscrub::with_rules(CLEAN);
        let output = run.clean(archive);
        assert_no_canary("the archive", &output);
        let path = run.file("clean", &output);
        let text = script(&path, &[]);
        assert_no_canary("its script", text.as_bytes());
        assert!(!text.contains("COMMENT ON"));
        let list = pg_restore(&["-l"], Some(&path), b"");
        assert!(!String::from_utf8_lossy(&list.stdout).contains("COMMENT"));
    }
}

/// The texts of the contents, and the script of a tar archive, hold nothing that the cleaned plain dump
/// does not: no secret, no comment, no row.
#[test]
fn no_text_of_an_archive_holds_more_than_the_script() {
    let rules = "defaults: {unlisted_tables: purge, comments: drop, large_objects: empty}";
    let canary = regex::bytes::Regex::new("(?i)canary[0-9]{6}").expect("a valid pattern");
    let found = |bytes: &[u8]| -> BTreeSet<Vec<u8>> {
        let found = canary.find_iter(bytes);
        found.map(|found| found.as_bytes().to_vec()).collect()
    };
    let server = Postgres::shared();
    let dump = server.pg_dump(everything_db(), &["--create", "--clean"]);
    let script = Dmscrub::with_rules(rules).clean(&dump);
    let (before, left) = (found(&dump), found(&script));
    assert!(!left.is_empty() && before.len() > left.len() + 20);
    for format in [&["-Fc", "-Z0"][..], &["-Ft"]] {
        let archive = server.pg_dump(everything_db(), format);
        assert!(found(&archive).len() >= before.len(), "{format:?}");
        let output = Dmscrub::with_rules(rules).clean(&archive);
        assert_eq!(found(&output), left, "{format:?}");
    }
}

/// No provider of labels is here, so the entry is made.
#[test]
fn security_labels_go_unless_they_are_kept() {
    let mut reader = Reader::new(Some(bytes::Bytes::from_static(SMALL)));
    let mut toc = Toc::read(&mut reader).expect("an archive of pg_dump's");
    let data = usize::try_from(reader.offset()).expect("it fits");
    for entry in &mut toc.entries {
        if let Place::Offset { flag, at } = &mut entry.place
            && *flag == 2
        {
            (*flag, *at) = (1, 0);
        }
        if entry.desc() == b"COMMENT" {
            entry.desc = Some("SECURITY LABEL".into());
            entry.tag = Some("COLUMN people.email".into());
            entry.defn = Some(
                "SECURITY LABEL FOR anon ON COLUMN public.people.email IS 'CANARY400012';\n".into(),
            );
        }
    }
    let archive = [&toc.write()[..], &SMALL[data..]].concat();
    let output = Dmscrub::with_rules(CLEAN).clean(&archive);
    assert_no_canary("the archive", &output);
    assert!(memchr::memmem::find(&output, b"SECURITY LABEL").is_none());
    assert_eq!(pg_restore(&["-l"], None, &output).code, 0);
    let kept = CLEAN.replace("comments: drop", "security_labels: keep");
    let output = Dmscrub::with_rules(&kept).clean(&archive);
    assert!(memchr::memmem::find(&output, b"CANARY400012").is_some());
}

/// Wherever the input is cut off, what comes out is nothing that pg_restore takes for whole.
#[test]
fn a_cut_off_run_leaves_nothing_that_restores() {
    let server = Postgres::shared();
    let db = server.fresh_db("cut");
    server.psql(&db, "CREATE TABLE witness AS SELECT 1 AS a");
    let before = server.snapshot(&db);
    for archive in [SMALL, TAR] {
        let cuts: Vec<usize> = (1..20)
            .map(|part| archive.len() * part / 20)
            .chain(match archive.starts_with(b"PGDMP") {
                true => [archive.len() - 600, archive.len() - 1],
                // At the end of a tar archive are zeros.
                false => [archive.len() - 1025, archive.len() - 600],
            })
            .collect();
        on_all_cores(&cuts, |cut| {
            let output = Dmscrub::with_rules(CLEAN).run(&archive[..*cut]);
            assert_eq!(output.code, 5, "{cut}: {}", output.stderr_text());
            assert_no_canary("the output", &output.stdout);
            let restored = pg_restore(&["-1", "-d", &db], None, &output.stdout);
            assert_ne!(restored.code, 0, "cut at {cut}");
        });
        assert!(server.snapshot(&db) == before);
    }
}

/// What dmscrub has written when it is killed is a beginning of its output: no such beginning
/// restores. (Of a tar archive on a pipe pg_restore 15 waits for ever for the rest of a member.)
#[test]
fn no_beginning_of_an_output_restores() {
    let server = Postgres::shared();
    let db = server.fresh_db("killed");
    let before = server.snapshot(&db);
    let whole = Dmscrub::with_rules(CLEAN).clean(SMALL);
    let cuts: Vec<usize> = (0..whole.len())
        .step_by(whole.len() / 40)
        .chain([whole.len() - 1])
        .collect();
    on_all_cores(&cuts, |cut| {
        let restored = pg_restore(&["-1", "-d", &db], None, &whole[..*cut]);
        assert_ne!(restored.code, 0, "cut at {cut}");
    });
    assert!(server.snapshot(&db) == before);
}

#[test]
fn a_directory_is_new_or_not_written() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let server = Postgres::shared();
    let db = server.fresh_db("small");
    pg_restore(&["-d", &db], None, SMALL).assert_exit(0);
    let input = folder.path().join("in");
    dump_to(&input, &db, &["-Fd"]);
    let clean = |target: &std::path::Path| {
        Dmscrub::with_rules(CLEAN)
            .args([input.as_os_str(), "-o".as_ref(), target.as_os_str()])
            .run(b"")
    };
    // A file that the table of contents does not name stays where it is.
    std::fs::write(input.join("9999.dat"), "CANARY400009").expect("the directory is writable");
    let target = folder.path().join("out");
    clean(&target).assert_exit(0);
    assert!(target.join("toc.dat").exists() && !target.join("9999.dat").exists());
    assert_no_canary("the script", script(&target, &[]).as_bytes());
    // Not over another one, and not to stdout.
    clean(&target).assert_exit(2);
    Dmscrub::with_rules(CLEAN)
        .args([input.as_os_str()])
        .run(b"")
        .assert_exit(2);
    // A file that is cut off, or missing: there is no new directory.
    let data = std::fs::read_dir(&input)
        .expect("a readable folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().ends_with(".dat.gz"))
        .expect("a compressed table");
    let bytes = std::fs::read(&data).expect("a readable file");
    std::fs::write(&data, &bytes[..bytes.len() - 4]).expect("the directory is writable");
    let target = folder.path().join("cut");
    clean(&target).assert_exit(5);
    assert!(!target.exists());
    std::fs::remove_file(&data).expect("the directory is writable");
    clean(&target).assert_exit(5);
    assert!(!target.exists());
    std::fs::remove_file(input.join("toc.dat")).expect("the directory is writable");
    clean(&target).assert_exit(5);
}

/// Whatever file of a directory is cut off, and wherever, there is no new directory.
#[test]
fn no_cut_file_of_a_directory_passes() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let db = Postgres::shared().fresh_db("files");
    pg_restore(&["-d", &db], None, SMALL).assert_exit(0);
    let input = folder.path().join("in");
    dump_to(&input, &db, &["-Fd"]);
    let files = std::fs::read_dir(&input).expect("a readable folder");
    let files: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
    assert!(files.len() > 4);
    let target = folder.path().join("out");
    let clean = || {
        Dmscrub::with_rules(CLEAN)
            .args([input.as_os_str(), "-o".as_ref(), target.as_os_str()])
            .run(b"")
    };
    for path in files {
        let whole = std::fs::read(&path).expect("a readable file");
        let step = (whole.len() / 12).max(1);
        for cut in (0..whole.len()).step_by(step).chain([whole.len() - 1]) {
            std::fs::write(&path, &whole[..cut]).expect("the directory is writable");
            let output = clean();
            assert_eq!(
                output.code,
                5,
                "{} {cut}: {}",
                path.display(),
                output.stderr_text()
            );
            assert!(!target.exists(), "{} {cut}", path.display());
        }
        std::fs::write(&path, &whole).expect("the directory is writable");
    }
    clean().assert_exit(0);
}

/// A large object that is emptied is there still: columns may refer to it.
#[test]
fn large_objects_lose_their_content_only() {
    let server = Postgres::shared();
    for archive in [SMALL, TAR] {
        let db = server.fresh_db("objects");
        let output = Dmscrub::with_rules(CLEAN).clean(archive);
        pg_restore(&["-1", "-d", &db], None, &output).assert_exit(0);
        let objects = "SELECT count(*), sum(length(lo_get(oid))) FROM pg_largeobject_metadata";
        let source = server.fresh_db("objects");
        pg_restore(&["-d", &source], None, archive).assert_exit(0);
        let before = server.psql(&source, objects);
        let (count, size) = before.split_once('|').expect("two columns");
        assert_ne!(size, "0");
        assert_eq!(server.psql(&db, objects), format!("{count}|0"));
    }
}

/// A second table of contents, which pg_dump leaves there at times, does not come out; anything else
/// is no archive of pg_dump's.
#[test]
fn what_follows_the_data_is_left_out_or_refused() {
    let more = [SMALL, b"CANARY400010"].concat();
    Dmscrub::with_rules(KEEP_ALL).run(&more).assert_exit(5);
    let appended = include_bytes!("../../data/archives/pg16-zlib.dump.gz");
    let output = Dmscrub::with_rules(KEEP_ALL).run(appended);
    output.assert_exit(0);
    let said = output.stderr_text();
    assert!(said.contains("second table of contents"), "{said}");
    let again = Dmscrub::with_rules(KEEP_ALL).run(&output.stdout);
    again.assert_exit(0);
    assert!(!again.stderr_text().contains("second"));
    assert!(again.stdout == output.stdout);
}

#[test]
fn options_that_do_not_fit_are_refused() {
    for (args, archive) in [
        (&["--clean"][..], SMALL),
        (&["--create"], SMALL),
        (&["--if-exists"], SMALL),
        (&["-Z", "gzip"], TAR),
        (&["--clean"], &b"-- PostgreSQL database dump\n"[..]),
    ] {
        Dmscrub::with_rules(CLEAN)
            .args(args.to_vec())
            .run(archive)
            .assert_exit(2);
    }
    for (from, archive) in [("custom", TAR), ("plain", SMALL), ("tar", SMALL)] {
        Dmscrub::with_rules(CLEAN)
            .args(["--from", from])
            .run(archive)
            .assert_exit(5);
    }
    Dmscrub::with_rules(CLEAN)
        .args(["--from", "custom"])
        .run(SMALL)
        .assert_exit(0);
}
