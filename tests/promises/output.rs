//! Where the cleaned dump goes: stdout, FIFOs and devices as it comes, files when they are whole.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::process::{self, Output, wait_until};

const RULES: &str = "tables: {people: {columns: {id: keep, name: person.name}}}\n";

const WHOLE: &str = "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.people (\n    id integer,\n    name text\n);\n\n\
    COPY public.people (id, name) FROM stdin;\n1\tCANARY920001\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";

/// A failing one: its end is missing.
fn cut() -> &'static [u8] {
    &WHOLE.as_bytes()[..WHOLE.len() - 50]
}

fn to(path: &Path) -> Dmscrub {
    Dmscrub::with_rules(RULES).args(["-o".as_ref(), path.as_os_str()])
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary directory can be made")
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut names: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    names.sort();
    names
}

/// It ended like a whole one.
#[track_caller]
fn assert_whole(path: &Path) {
    let content = fs::read(path).expect("it is there");
    assert_no_canary("the file", &content);
    assert!(content.ends_with(b"-- PostgreSQL database dump complete\n--\n\n"));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").mode() & 0o777
}

#[test]
fn a_dash_is_stdout() {
    let run = Dmscrub::with_rules(RULES);
    let stdout = run.clean(WHOLE.as_bytes());
    let run = run.args(["-o", "-"]);
    assert_eq!(run.clean(WHOLE.as_bytes()), stdout);
    assert!(!run.dir().join("-").exists());
}

#[test]
fn a_fifo_is_written_to_and_stays() {
    let folder = folder();
    let fifo = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo can be started").success());
    let link = folder.path().join("link");
    symlink("pipe", &link).expect("a link can be made");
    for (path, input, code) in [
        (&fifo, WHOLE.as_bytes(), 0),
        (&fifo, cut(), 5),
        (&link, WHOLE.as_bytes(), 0),
    ] {
        let (read, output) = std::thread::scope(|scope| {
            let reader = scope.spawn(|| fs::read(&fifo).expect("the FIFO can be read"));
            let output = to(path).run(input);
            (reader.join().expect("it was read"), output)
        });
        output.assert_exit(code);
        assert_no_canary("the FIFO", &read);
        assert!(output.stdout.is_empty());
        // What was read of a failed run can't be taken for a whole one.
        let text = String::from_utf8_lossy(&read);
        assert_eq!(text.contains("COMMIT;"), code == 0, "{text}");
        assert_eq!(text.contains("output is incomplete"), code != 0, "{text}");
        assert!(
            fs::symlink_metadata(&fifo)
                .expect("it stays")
                .file_type()
                .is_fifo()
        );
        assert_eq!(names(folder.path()), [link.clone(), fifo.clone()]);
    }
}

/// The names of what is open, of which the links below say no path.
#[test]
fn a_pipe_is_written_to_by_any_name() {
    let stdout = Dmscrub::with_rules(RULES).clean(WHOLE.as_bytes());
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        assert_eq!(
            to(Path::new(name)).clean(WHOLE.as_bytes()),
            stdout,
            "{name}"
        );
    }
}

/// A report, a page, a lock: they too replace what a link leads to, and no device.
#[test]
fn what_else_is_written_replaces_neither_links_nor_streams() {
    let mut run = Dmscrub::with_rules(
        "classes: [{types: [int4], use: keep}, {types: [text], use: person.name}]\n\
         tables: {people: {}}\n",
    );
    let dump = run.file("dump.sql", WHOLE.as_bytes());
    let folder = run.dir().to_owned();
    let dmscrub = |args: &[&str]| {
        let mut command = run.command();
        process::run(command.args(args), b"")
    };
    let linked = |name: &str| {
        let link = folder.join(name);
        symlink(format!("real-{name}"), &link).expect("a link can be made");
    };
    let lands = |name: &str| {
        assert_eq!(
            fs::read_link(folder.join(name)).expect("still a link"),
            Path::new(&format!("real-{name}"))
        );
        fs::read(folder.join(format!("real-{name}"))).expect("it is there")
    };
    for name in ["dmscrub.lock", "report.json", "page.html"] {
        linked(name);
    }
    let other = Dmscrub::new();
    let mut lock = other.command();
    lock.args(["lock", "--rules"])
        .arg(folder.join("rules.yaml"))
        .arg(&dump);
    process::run(&mut lock, b"").assert_exit(0);
    assert!(!lands("dmscrub.lock").is_empty());
    let report = ["--report", "report.json", "dump.sql", "-o", "out.sql"];
    dmscrub(&report).assert_exit(0);
    let report = lands("report.json");
    let mut page = other.command();
    page.current_dir(&folder)
        .args(["report", "report.json", "--html", "page.html"]);
    process::run(&mut page, b"").assert_exit(0);
    assert!(lands("page.html").starts_with(b"<!"));
    // What stands on stderr is the report, but for its times.
    let shown = dmscrub(&["--report", "/dev/stderr", "-q", "dump.sql", "-o", "out.sql"]);
    shown.assert_exit(0);
    let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines(&shown.stderr), lines(&report));
    dmscrub(&["--report", "/dev/full", "dump.sql"]).assert_exit(6);
    let full = fs::metadata("/dev/full").expect("it stays");
    assert!(full.file_type().is_char_device());
}

#[test]
fn a_report_takes_nothings_place() {
    let mut run = Dmscrub::with_rules(RULES);
    let dump = run.file("dump.sql", WHOLE.as_bytes());
    symlink("dump.sql", run.dir().join("link.sql")).expect("a link can be made");
    for (report, output) in [
        ("out.sql", "out.sql"),
        ("./out.sql", "out.sql"),
        ("dump.sql", "out.sql"),
        ("link.sql", "out.sql"),
        ("-", "out.sql"),
        (".", "out.sql"),
    ] {
        let mut command = run.command();
        command.args(["dump.sql", "--report", report, "-o", output]);
        process::run(&mut command, b"").assert_exit(2);
        assert!(!run.dir().join("out.sql").exists(), "{report}");
        assert!(!run.dir().join("-").exists());
        assert_eq!(
            fs::read(&dump).expect("it stays"),
            WHOLE.as_bytes(),
            "{report}"
        );
    }
}

#[test]
fn a_link_stays_and_its_target_is_replaced() {
    let folder = folder();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder can be made");
    let target = inner.join("old.sql");
    let link = folder.path().join("link.sql");
    symlink("inner/old.sql", &link).expect("a link can be made");
    // Before its target is there, and again over it.
    for _ in 0..2 {
        to(&link).clean(WHOLE.as_bytes());
        assert_whole(&target);
        assert_eq!(
            fs::read_link(&link).expect("still a link"),
            Path::new("inner/old.sql")
        );
        assert_eq!(names(&inner), std::slice::from_ref(&target));
        fs::write(&target, "old").expect("it is writable");
        to(&link).run(cut()).assert_exit(5);
        assert_eq!(fs::read(&target).expect("it stays"), b"old");
        assert_eq!(names(&inner), std::slice::from_ref(&target));
    }
    let round = folder.path().join("round");
    symlink("round", &round).expect("a link can be made");
    to(&round).run(WHOLE.as_bytes()).assert_exit(6);
    to(&inner).run(WHOLE.as_bytes()).assert_exit(2);
}

#[test]
fn a_file_keeps_the_permissions_of_the_one_it_replaces() {
    let folder = folder();
    let path = folder.path().join("out.sql");
    for kept in [0o600, 0o640, 0o664] {
        fs::write(&path, "old").expect("it is writable");
        fs::set_permissions(&path, Permissions::from_mode(kept)).expect("it is ours");
        let before = fs::metadata(&path).expect("it is there");
        to(&path).clean(WHOLE.as_bytes());
        assert_whole(&path);
        let after = fs::metadata(&path).expect("it is there");
        assert_eq!(mode(&path), kept, "{kept:o}");
        assert_ne!(before.ino(), after.ino(), "it is another file");
    }
}

/// Runs it by a shell with this umask.
fn with_umask(umask: &str, run: &Dmscrub, input: &[u8]) -> Output {
    let command = run.command();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
        .arg(command.get_program())
        .args(command.get_args())
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(run.dir());
    process::run(&mut shell, input)
}

#[test]
fn a_new_file_gets_what_the_umask_leaves() {
    for (umask, expected) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let folder = folder();
        let path = folder.path().join("out.sql");
        with_umask(umask, &to(&path), WHOLE.as_bytes()).assert_exit(0);
        assert_whole(&path);
        assert_eq!(mode(&path), expected, "umask {umask}");
        assert_eq!(names(folder.path()), [path]);
    }
}

#[test]
fn what_is_not_whole_yet_is_its_owners_alone() {
    let folder = folder();
    let path = folder.path().join("out.sql");
    fs::write(&path, "old").expect("it is writable");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("it is ours");
    let run = to(&path);
    let mut child = run
        .command()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary can be started");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(cut()).expect("it reads");
    let partial = |path: &PathBuf| path.extension() == Some(OsStr::new("partial"));
    let mut temporary = None;
    // Once something is in it, that may be seen by nobody else.
    wait_until("a temporary file", || {
        temporary = names(folder.path()).into_iter().find(partial);
        let known = temporary.as_ref().and_then(|path| fs::metadata(path).ok());
        known.is_some_and(|known| known.len() > 0)
    });
    let temporary = temporary.expect("it was found");
    assert_eq!(mode(&temporary), 0o600);
    assert_eq!(fs::read(&path).expect("it is there"), b"old");
    drop(stdin);
    let status = child.wait().expect("a child can be waited for");
    assert_eq!(process::exit_code(status), 5);
    assert_eq!(names(folder.path()), std::slice::from_ref(&path));
    assert_eq!(fs::read(&path).expect("it is there"), b"old");
}
