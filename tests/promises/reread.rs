//! Tables that are held back wait in the input itself, where it is a file: nothing is written
//! elsewhere, and a file that changes on the way fails the run.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::held::{HELD, before_users, dump, scrub_with};
use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::process::{exit_code, run};
use crate::env::voice::Flavour;

/// Memory for the columns that decide rows, and for little else.
const LIMIT: usize = 2 << 20;

/// A folder with a dump in it, and no place for a temporary file.
struct Stored {
    scrub: Dmscrub,
    folder: tempfile::TempDir,
}

impl Stored {
    fn new(dump: &[u8]) -> Self {
        Self::with_jobs(2, dump)
    }

    fn with_jobs(jobs: usize, dump: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory can be made");
        std::fs::write(folder.path().join("dump.sql"), dump).expect("the directory is writable");
        Self {
            scrub: scrub_with(jobs, LIMIT),
            folder,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("dump.sql")
    }

    fn command(&self) -> Command {
        let mut command = self.scrub.command();
        command.env("TMPDIR", self.folder.path().join("missing"));
        command
    }

    fn file(&self) -> File {
        File::open(self.path()).expect("the dump is there")
    }
}

#[test]
fn what_waits_in_a_file_needs_no_other_place() {
    let dump = dump(HELD, true);
    let expected = scrub_with(2, 64 << 20).clean(&dump);
    for jobs in [1, 2, 3] {
        let stored = Stored::with_jobs(jobs, &dump);
        // From a pipe it would need one.
        run(&mut stored.command(), &dump).assert_exit(6);
        let named = run(stored.command().arg(stored.path()), b"");
        named.assert_exit(0);
        assert!(named.stdout == expected, "{jobs} jobs");
        let output = stored.command().stdin(stored.file()).output();
        let output = output.expect("dmscrub can be started");
        assert_eq!(exit_code(output.status), 0);
        assert!(output.stdout == expected, "{jobs} jobs, as stdin");
    }
}

/// Others read rows ahead of who decides them: which row fails, and where it stands, is the same.
#[test]
fn a_row_that_fails_is_named_as_in_a_pipe() {
    let dump = dump(HELD, true);
    let stored = Stored::new(&dump);
    let rules = stored.folder.path().join("failing.yaml");
    for purge in ["100 / (id - 40000) = 7", "100 / (user_id - 999) = 7"] {
        let text = format!("tables: {{events: {{purge: \"{purge}\"}}}}\n");
        std::fs::write(&rules, text).expect("the directory is writable");
        let overlay = ["--overlay".to_owned(), rules.display().to_string()];
        let piped = scrub_with(1, 64 << 20).args(overlay.clone());
        let expected = piped.run(&dump);
        expected.assert_exit(4);
        for jobs in [1, 2, 3] {
            let again = scrub_with(jobs, LIMIT).args(overlay.clone());
            let output = run(again.command().arg(stored.path()), b"");
            output.assert_exit(4);
            assert_eq!(output.stderr_text(), expected.stderr_text(), "{jobs} jobs");
            assert!(output.stdout == expected.stdout, "{jobs} jobs");
        }
    }
}

#[test]
fn a_file_may_begin_with_a_mark_or_before_the_dump() {
    let dump = dump(HELD, true);
    let expected = scrub_with(2, 64 << 20).clean(&dump);
    let marked = Stored::new(&[b"\xEF\xBB\xBF", &dump[..]].concat());
    let output = run(marked.command().arg(marked.path()), b"");
    output.assert_exit(0);
    let cleaned = output.stdout.strip_prefix(b"\xEF\xBB\xBF");
    assert!(cleaned.unwrap_or(&output.stdout) == expected);
    let before = b"who reads this first leaves the rest\n";
    let after_a_line = Stored::new(&[before, &dump[..]].concat());
    let mut file = after_a_line.file();
    file.seek(SeekFrom::Start(before.len() as u64))
        .expect("a file can be sought in");
    let output = after_a_line.command().stdin(file).output();
    assert!(output.expect("dmscrub can be started").stdout == expected);
}

#[test]
fn what_is_compressed_is_not_read_again() {
    let dump = dump(HELD, true);
    let packed = run(Command::new("gzip").arg("-1"), &dump).stdout;
    let stored = Stored::new(&packed);
    run(stored.command().arg(stored.path()), b"").assert_exit(6);
    let elsewhere = run(stored.scrub.command().arg(stored.path()), b"");
    elsewhere.assert_exit(0);
    assert!(elsewhere.stdout == scrub_with(2, 64 << 20).clean(&dump));
}

/// The Marketplace's rules hold back nearly all there is, and ask for rows of every kind.
#[test]
fn a_marketplace_in_a_file_is_the_one_in_a_pipe() {
    let server = Postgres::shared();
    let source = server.fresh_db("reread");
    Marketplace::generate(Flavour::Canaries, 7, 30).load(server, &source);
    let dump = server.pg_dump(&source, &[]);
    let stored = Stored::new(&dump);
    let scrub = Dmscrub::with_marketplace_rules().args(["--now", "2026-01-31T12:00:00Z", "-v"]);
    let piped = scrub.run(&dump);
    piped.assert_exit(0);
    let read_again = run(scrub.command().arg(stored.path()), b"");
    read_again.assert_exit(0);
    assert!(read_again.stdout == piped.stdout);
    assert_eq!(read_again.stderr_text(), piped.stderr_text());
}

/// Rows of a table that nobody reads stand after those that wait: the output is full, and the run
/// waits, before they are read again.
fn changed_on_the_way(told: &str, change: impl Fn(&Path)) {
    let mut more = b"COPY public.kept (text) FROM stdin;\n".to_vec();
    let line = [&b"x".repeat(1000)[..], b"\n"].concat();
    more.extend(line.repeat(24_000));
    more.extend_from_slice(b"\\.\n\n");
    let dump = dump(HELD, true);
    let (first, rest) = dump.split_at(before_users(&dump));
    let stored = Stored::new(&[first, &more, rest].concat());
    let mut child = (stored.command().args(["--rules"]))
        .arg(rules_that_keep(stored.folder.path()))
        .arg(stored.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("dmscrub can be started");
    let mut stdout = child.stdout.take().expect("stdout is piped");
    let mut begun = [0];
    stdout.read_exact(&mut begun).expect("it writes");
    change(&stored.path());
    let mut rest = Vec::new();
    stdout.read_to_end(&mut rest).expect("it writes");
    let output = child.wait_with_output().expect("it ends");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(exit_code(output.status), 5, "{message}");
    assert!(message.contains(told), "{message}");
    assert_no_canary("the message", &output.stderr);
    assert_no_canary("the output", &rest);
    let tail = String::from_utf8_lossy(&rest[rest.len() - 400..]);
    assert!(tail.contains("output is incomplete"), "{tail}");
}

fn rules_that_keep(folder: &Path) -> PathBuf {
    let path = folder.join("kept.yaml");
    let rules = "tables: {kept: {columns: {text: keep}}}\n";
    std::fs::write(&path, rules).expect("the directory is writable");
    path
}

#[test]
fn a_file_that_is_written_to_fails_the_run() {
    changed_on_the_way("changed while it was read", |path| {
        let mut file = File::options().write(true).open(path).expect("it is there");
        file.write_all(b"--").expect("a file can be written to");
    });
}

#[test]
fn a_file_that_is_cut_fails_the_run() {
    changed_on_the_way("cut off", |path| {
        let file = File::options().write(true).open(path).expect("it is there");
        file.set_len(1000).expect("a file can be cut");
    });
}
