//! Runs that are stopped, killed or can't write: what they leave restores nothing.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::super::cutoff::assert_nothing_loads;
use super::dump_to;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;
use crate::env::process::{Output, exit_code, on_all_cores, run, wait_until};

const SMALL: &[u8] = include_bytes!("../../data/archives/pg15-small.dump");
const TAR: &[u8] = include_bytes!("../../data/archives/pg15-small.tar");

const CLEAN: &str = "
defaults: {large_objects: empty, comments: drop}
tables:
  people: {columns: {id: keep, email: internet.email}}
  visits: {columns: {id: keep, person: keep, note: lorem.words}}
";

/// A database with tables that are small, two that fill pipes, and one whose rows wait for an answer that
/// does not come.
fn source() -> String {
    let server = Postgres::shared();
    let db = server.fresh_db("stuck");
    server.psql(
        &db,
        "CREATE TABLE a (id int PRIMARY KEY);
         CREATE TABLE b (t text);
         CREATE TABLE c (t text);
         CREATE TABLE d (t text);
         INSERT INTO a SELECT generate_series(1, 100);
         INSERT INTO b SELECT md5(i::text) || md5((i + 7)::text) FROM generate_series(1, 40000) i;
         INSERT INTO c VALUES ('x');
         INSERT INTO d SELECT * FROM b",
    );
    db
}

/// The answers of `cat > /dev/null`: none, and it ends with dmscrub.
const STUCK: &str = "
tables:
  a: {columns: {id: keep}}
  b: {columns: {t: keep}}
  c: {columns: {t: {use: command, run: [sh, -c, 'cat > /dev/null'], timeout: 10m}}}
  d: {columns: {t: keep}}
";

/// Waits until `ready`, as long as the run lasts.
fn wait_for(child: &mut Child, mut ready: impl FnMut() -> bool) {
    wait_until("something comes out", || {
        assert!(child.try_wait().expect("it can be waited for").is_none());
        ready()
    });
}

/// Sends a signal; the exit code.
fn end(child: &mut Child, signal: &str) -> i32 {
    let command = format!("kill {signal} {}", child.id());
    run(Command::new("sh").args(["-c", &command]), b"").assert_exit(0);
    exit_code(child.wait().expect("a child can be waited for"))
}

fn start(scrub: &Dmscrub, stdin: Stdio, stdout: Stdio) -> Child {
    let mut command = scrub.command();
    command.stdin(stdin).stdout(stdout).stderr(Stdio::null());
    command.spawn().expect("dmscrub can be started")
}

/// Kills dmscrub in the middle of the data.
fn killed(input: &Path, to: &Path) -> i32 {
    let scrub = Dmscrub::with_rules(STUCK).args([input.as_os_str()]);
    if input.is_dir() {
        let scrub = scrub.args(["-o".as_ref(), to.as_os_str()]);
        let mut child = start(&scrub, Stdio::null(), Stdio::null());
        let files = || std::fs::read_dir(to).is_ok_and(|files| files.count() >= 2);
        wait_for(&mut child, files);
        return end(&mut child, "-KILL");
    }
    let out = File::create(to).expect("a new file");
    let mut child = start(&scrub, Stdio::null(), out.into());
    wait_for(&mut child, || written(to) > 100_000);
    end(&mut child, "-KILL")
}

/// pg_restore does not take it for whole. (Where a tar archive ends inside a member pg_restore 15 does
/// not end by itself.)
#[track_caller]
fn assert_refused(db: &str, archive: &Path) {
    let client = Postgres::shared().client("pg_restore");
    let mut command = Command::new("timeout");
    command.arg("3").arg(client.get_program());
    for (name, value) in client.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.args(["-1", "-d", db]).arg(archive);
    assert_ne!(run(&mut command, b"").code, 0, "{}", archive.display());
}

fn written(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

#[test]
fn a_run_that_is_killed_leaves_nothing_that_restores() {
    let server = Postgres::shared();
    let source = source();
    let db = server.fresh_db("killed");
    let before = server.snapshot(&db);
    let folder = TempDir::new().expect("a temporary directory can be made");
    let formats = [&["-Fc", "-Z0"][..], &["-Ft"], &["-Fd"]];
    on_all_cores(&formats, |format| {
        let input = folder.path().join(format[0]);
        dump_to(&input, &source, format);
        let to = folder.path().join(format!("{}.out", format[0]));
        assert_eq!(killed(&input, &to), 137);
        assert!(!to.join("toc.dat").exists());
        assert_refused(&db, &to);
    });
    server.assert_unchanged("killed", &db, &before);
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_that_restores() {
    let server = Postgres::shared();
    let source = source();
    let db = server.fresh_db("stopped");
    let before = server.snapshot(&db);
    let folder = TempDir::new().expect("a temporary directory can be made");
    let rules = STUCK.replace(
        "use: command, run: [sh, -c, 'cat > /dev/null'], timeout: 10m",
        "use: empty",
    );
    for (format, signal, code) in [
        ("-Fc", "-TERM", 143),
        ("-Fc", "-INT", 130),
        ("-Ft", "-TERM", 143),
        ("-Ft", "-INT", 130),
    ] {
        let uncompressed: &[&str] = if format == "-Fc" { &["-Z0"] } else { &[] };
        let dump = server.pg_dump(&source, &[&[format], uncompressed].concat());
        let to = folder.path().join(format!("{format}{signal}"));
        let out = File::create(&to).expect("a new file");
        let scrub = Dmscrub::with_rules(&rules);
        let mut child = start(&scrub, Stdio::piped(), out.into());
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // In the last table: of a tar archive nothing comes out of a member that is not whole.
        stdin
            .write_all(&dump[..dump.len() * 3 / 4])
            .expect("dmscrub reads");
        wait_for(&mut child, || written(&to) > 100_000);
        assert_eq!(end(&mut child, signal), code, "{format} {signal}");
        drop(stdin);
        assert_refused(&db, &to);
    }
    server.assert_unchanged("stopped", &db, &before);
}

/// Data of a custom or tar archive that gets rows is written when all of it is known, and nothing is read
/// meanwhile: a signal ends that, too.
#[test]
fn a_run_that_is_stopped_while_data_that_waited_is_written_ends() {
    const RULES: &str = "
tables:
  b: {columns: {t: keep}}
  n: {columns: {id: keep}, generate: [{rows: 3, columns: {id: next}}]}
";
    let server = Postgres::shared();
    let db = server.fresh_db("waited");
    server.psql(
        &db,
        "CREATE TABLE b (t text); CREATE TABLE n (id int PRIMARY KEY);
         INSERT INTO b SELECT repeat(md5(i::text), 8) FROM generate_series(1, 60000) i",
    );
    let empty = server.fresh_db("stopped");
    let before = server.snapshot(&empty);
    let folder = TempDir::new().expect("a temporary directory can be made");
    for (format, hold) in [
        (&["-Fc", "-Z0"][..], "64M"),
        (&["-Fc", "-Z0"], "1M"),
        (&["-Ft"], "64M"),
        (&["-Ft"], "1M"),
    ] {
        let input = folder.path().join(format!("{}{hold}", format[0]));
        dump_to(&input, &db, format);
        let scrub = Dmscrub::with_rules(RULES).args(["--hold-memory", hold]);
        let scrub = scrub.args([input.as_os_str()]);
        let whole = scrub.clean(b"");
        let mut child = start(&scrub, Stdio::null(), Stdio::piped());
        let mut stdout = child.stdout.take().expect("stdout is piped");
        let mut out = vec![0; 1000];
        stdout.read_exact(&mut out).expect("it writes");
        // It writes what waited, and nobody reads that.
        let kill = format!("kill -TERM {}", child.id());
        run(Command::new("sh").args(["-c", &kill]), b"").assert_exit(0);
        std::thread::sleep(Duration::from_secs(1));
        stdout.read_to_end(&mut out).expect("its end");
        let code = exit_code(child.wait().expect("a child can be waited for"));
        assert_eq!(code, 143, "{format:?} {hold}");
        assert!(out.len() < whole.len() / 2, "{format:?} {hold}");
        let to = folder.path().join(format!("{}{hold}.out", format[0]));
        std::fs::write(&to, &out).expect("the directory is writable");
        assert_refused(&empty, &to);
    }
    server.assert_unchanged("stopped", &empty, &before);
}

/// What dmscrub has written when it is killed is a beginning of its output.
#[test]
fn no_beginning_of_a_tar_archive_restores() {
    let server = Postgres::shared();
    let db = server.fresh_db("cut");
    let before = server.snapshot(&db);
    let folder = TempDir::new().expect("a temporary directory can be made");
    let whole = Dmscrub::with_rules(CLEAN).clean(TAR);
    // Between and within members, up to the end of the last table: no pg_restore up to 16 misses
    // large objects, which follow.
    let tables = memchr::memmem::find(&whole, b"blob_").expect("large objects");
    let mut cuts: Vec<usize> = memchr::memmem::find_iter(&whole, b"ustar\0")
        .map(|magic| magic - 257)
        .filter(|start| *start < tables)
        .flat_map(|start| [start, start + 100])
        .collect();
    cuts.extend([3_000, tables - 1]);
    assert!(cuts.len() > 6);
    on_all_cores(&cuts, |cut| {
        let path = folder.path().join(cut.to_string());
        std::fs::write(&path, &whole[..*cut]).expect("the directory is writable");
        assert_refused(&db, &path);
    });
    server.assert_unchanged("cut", &db, &before);
}

/// Made a script, an archive that is cut off loads as little as a plain dump that is.
#[test]
fn a_script_of_a_cut_archive_loads_nothing() {
    let mut scripts = Vec::new();
    for (name, archive) in [("custom", SMALL), ("tar", TAR)] {
        let end = archive.len() - if name == "tar" { 600 } else { 1 };
        for part in 1..=8 {
            let cut = end * part / 8;
            let output = Dmscrub::with_rules(CLEAN)
                .args(["--to", "plain"])
                .run(&archive[..cut]);
            assert_eq!(output.code, 5, "{name} {cut}: {}", output.stderr_text());
            scripts.push((format!("{name} cut at {cut}"), output.stdout));
        }
    }
    assert_nothing_loads(&scripts, None);
}

#[test]
fn an_output_that_can_not_be_written_is_named() {
    for archive in [SMALL, TAR] {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full");
        let mut gone = Command::new("true")
            .stdin(Stdio::piped())
            .spawn()
            .expect("true");
        let pipe = gone.stdin.take().expect("stdin is piped");
        gone.wait().expect("a child can be waited for");
        for stdout in [Stdio::from(full), Stdio::from(pipe)] {
            let scrub = Dmscrub::with_rules(CLEAN);
            let output = with_stdout(&scrub, archive, stdout);
            output.assert_exit(6);
            scrub.assert_nothing_leaked(&output.stderr);
        }
        // A file stays what it was until it is whole.
        let mut scrub = Dmscrub::with_rules(KEEP_ALL);
        let target = scrub.file("clean", b"as it was");
        let scrub = scrub.args(["-o".as_ref(), target.as_os_str()]);
        scrub.run(&archive[..archive.len() / 2]).assert_exit(5);
        assert_eq!(std::fs::read(&target).expect("it stays"), b"as it was");
        let left = std::fs::read_dir(scrub.dir())
            .expect("a readable folder")
            .count();
        assert_eq!(left, 2, "only the rules and the old output are left");
        scrub.clean(archive);
        assert_ne!(std::fs::read(&target).expect("it is there"), b"as it was");
    }
}

fn with_stdout(scrub: &Dmscrub, input: &[u8], stdout: Stdio) -> Output {
    let mut command = scrub.command();
    command
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("dmscrub can be started");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // It may stop before it has read all.
    let _ = stdin.write_all(input);
    drop(stdin);
    let ended = child.wait_with_output().expect("a child can be waited for");
    Output {
        code: exit_code(ended.status),
        stdout: ended.stdout,
        stderr: ended.stderr,
    }
}
