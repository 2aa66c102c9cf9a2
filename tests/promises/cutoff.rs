//! Whole or nothing: whatever stops a run, and whatever psql is told, the target database is as it
//! was before.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::process::{Output, exit_code, on_all_cores, run, wait_until};
use crate::env::voice::Flavour;

const SMALL: &str = include_str!("../data/small.sql");

const RULES: &str = r#"
defaults: {large_objects: keep}
tables:
  people: {columns: {id: keep, name: person.name, 'odd ; " name': lorem.words}}
"#;

/// How people call psql.
pub(super) const MODES: &[&[&str]] = &[
    &[],
    &["-v", "ON_ERROR_STOP=1"],
    &["-1"],
    &["-1", "-v", "ON_ERROR_STOP=1"],
];

/// A database with something in it that a load must not touch.
fn target() -> String {
    let server = Postgres::shared();
    let db = server.fresh_db("target");
    server.psql(&db, "CREATE TABLE witness AS SELECT 1 AS a");
    db
}

/// Runs psql in each mode over each script; the database must be as before. A change would stay,
/// so it is looked for once; if there is one, it is looked for after each script.
#[track_caller]
pub(super) fn assert_nothing_loads(scripts: &[(String, Vec<u8>)], exit: Option<i32>) {
    let server = Postgres::shared();
    let jobs: Vec<_> = MODES
        .iter()
        .flat_map(|mode| {
            scripts
                .iter()
                .map(move |(name, script)| (mode, name, script))
        })
        .collect();
    let db = target();
    let before = server.snapshot(&db);
    let codes = on_all_cores(&jobs, |(mode, _, script)| {
        server.psql_stdin(&db, script, mode).code
    });
    if server.snapshot(&db) != before {
        for (mode, name, script) in &jobs {
            let db = target();
            server.psql_stdin(&db, script, mode);
            server.assert_unchanged(&format!("{name}, psql {mode:?}"), &db, &before);
        }
    }
    for ((mode, name, _), code) in jobs.iter().zip(codes) {
        if let Some(exit) = exit {
            assert_eq!(code, exit, "{name}, psql {mode:?}");
        }
    }
}

/// Cuts that find every construct open: the beginning, the inside and the end of each line.
fn telling_cuts(text: &[u8]) -> BTreeSet<usize> {
    let mut cuts = BTreeSet::new();
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        cuts.extend([
            start,
            start + 1,
            start + line.len() / 2,
            start + line.len() - 1,
        ]);
        start += line.len();
    }
    cuts.retain(|cut| *cut < text.len());
    cuts
}

/// The cleaned whole dump; it loads.
fn whole() -> Vec<u8> {
    let output = Dmscrub::with_rules(RULES).clean(SMALL.as_bytes());
    let server = Postgres::shared();
    for mode in MODES {
        let db = target();
        let psql = server.psql_stdin(&db, &output, mode);
        assert_eq!(psql.code, 0, "psql {mode:?}: {}", psql.stderr_text());
        assert_eq!(server.psql(&db, "SELECT count(*) FROM people"), "4");
    }
    output
}

#[test]
fn input_cut_at_any_byte_loads_nothing() {
    whole();
    // From here on the trailer is there, and what is missing is blank or `\unrestrict`.
    let trailer = SMALL.find("dump complete").expect("a trailer") + "dump complete".len();
    let cuts: Vec<usize> = (0..SMALL.len()).collect();
    let outputs = on_all_cores(&cuts, |cut| {
        Dmscrub::with_rules(RULES).run(&SMALL.as_bytes()[..*cut])
    });
    let mut failed = Vec::new();
    let telling = telling_cuts(SMALL.as_bytes());
    for (cut, output) in cuts.into_iter().zip(outputs) {
        assert_no_canary(&format!("the output cut at {cut}"), &output.stdout);
        if output.code == 0 && cut >= trailer {
            continue;
        }
        assert_eq!(output.code, 5, "cut at {cut}: {}", output.stderr_text());
        if telling.contains(&cut) && !output.stdout.is_empty() {
            failed.push((format!("cut at {cut}"), output.stdout));
        }
    }
    assert!(failed.len() > 100);
    assert_nothing_loads(&failed, Some(3));
}

/// As when dmscrub is killed, or the disk or the network between it and psql fails.
#[test]
fn output_cut_at_any_line_loads_nothing() {
    let output = whole();
    // The line before COMMIT repairs the guard: with it all is there.
    let commit = position_before(&output, b"\nCOMMIT;\n");
    let end = position_before(&output[..commit], b"\n") + 1;
    let scripts: Vec<_> = telling_cuts(&output[..end])
        .into_iter()
        .map(|cut| (format!("output cut at {cut}"), output[..cut].to_vec()))
        .collect();
    assert_nothing_loads(&scripts, None);
}

/// Where the last `needle` begins.
fn position_before(text: &[u8], needle: &[u8]) -> usize {
    text.windows(needle.len())
        .rposition(|window| window == needle)
        .expect("the output has it")
}

/// A dump of a few megabytes.
fn large() -> Vec<u8> {
    let server = Postgres::shared();
    let db = server.fresh_db("large");
    Marketplace::generate(Flavour::Canaries, 7, 12).load(server, &db);
    let dump = server.pg_dump(&db, &[]);
    assert!(dump.len() > 2_000_000, "{}", dump.len());
    dump
}

/// Feeds the first part of `dump`, waits until something of it has come out, sends `signal`, and
/// gives what stood on stdout.
fn interrupted(dump: &[u8], part: usize, signal: &str) -> Output {
    let mut scrub = Dmscrub::with_marketplace_rules();
    let out = scrub.file("out.sql", b"");
    let err = scrub.file("err.txt", b"");
    let create = |path| File::create(path).expect("the directory is writable");
    let mut child = scrub
        .command()
        .stdin(Stdio::piped())
        .stdout(create(&out))
        .stderr(create(&err))
        .spawn()
        .expect("dmscrub can be started");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(&dump[..part]).expect("dmscrub reads");
    let written = || std::fs::metadata(&out).map_or(0, |file| file.len());
    // Most tables wait for others, so of the data hardly any has to come before its end.
    wait_until("something comes out", || written() >= 10_000);
    let command = format!("kill {signal} {}", child.id());
    let kill = run(Command::new("sh").args(["-c", &command]), b"");
    assert_eq!(kill.code, 0, "{}", kill.stderr_text());
    let status = child.wait().expect("a child can be waited for");
    drop(stdin);
    let read = |path| std::fs::read(path).expect("a readable file");
    let output = Output {
        code: exit_code(status),
        stdout: read(&out),
        stderr: read(&err),
    };
    scrub.assert_nothing_leaked(&output.stderr);
    assert_no_canary("the output", &output.stdout);
    output
}

#[test]
fn a_signal_in_the_middle_loads_nothing() {
    let dump = large();
    let mut killed = Vec::new();
    let mut asked = Vec::new();
    for part in [dump.len() / 3, dump.len() / 2, dump.len() - 10_000] {
        let output = interrupted(&dump, part, "-KILL");
        assert_eq!(output.code, 137);
        killed.push((format!("killed after {part} bytes"), output.stdout));
        for (signal, code) in [("-TERM", 143), ("-INT", 130), ("-HUP", 129), ("-QUIT", 131)] {
            let output = interrupted(&dump, part, signal);
            assert_eq!(output.code, code, "{signal}: {}", output.stderr_text());
            asked.push((format!("{signal} after {part} bytes"), output.stdout));
        }
    }
    assert_nothing_loads(&killed, None);
    assert_nothing_loads(&asked, Some(3));
}

/// The pipe of the README, with dmscrub killed while psql reads from it.
#[test]
fn a_pipe_whose_filter_is_killed_loads_nothing() {
    let server = Postgres::shared();
    let dump = large();
    let scrub = Dmscrub::with_marketplace_rules();
    for mode in MODES {
        let db = target();
        let before = server.snapshot(&db);
        let mut filter = scrub
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dmscrub can be started");
        let mut psql = server
            .client("psql")
            .args(["-Xq", "-d", &db, "-f", "-"])
            .args(*mode)
            .stdin(filter.stdout.take().expect("stdout is piped"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("psql can be started");
        let mut stdin = filter.stdin.take().expect("stdin is piped");
        stdin
            .write_all(&dump[..dump.len() / 2])
            .expect("dmscrub reads");
        filter.kill().expect("dmscrub runs");
        filter.wait().expect("a child can be waited for");
        psql.wait().expect("a child can be waited for");
        server.assert_unchanged(&format!("psql {mode:?}"), &db, &before);
    }
}

#[test]
fn a_full_disk_and_a_reader_that_left_are_named() {
    let dump = large();
    let scrub = Dmscrub::with_marketplace_rules();
    let full = File::options()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let mut reader_left = Command::new("true")
        .stdin(Stdio::piped())
        .spawn()
        .expect("true can be started");
    let gone = reader_left.stdin.take().expect("stdin is piped");
    reader_left.wait().expect("a child can be waited for");
    for (what, stdout) in [
        ("disk full", Stdio::from(full)),
        ("reader gone", Stdio::from(gone)),
    ] {
        let mut child = scrub
            .command()
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .expect("dmscrub can be started");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // It may stop before it has read all.
        let _ = stdin.write_all(&dump);
        drop(stdin);
        let output = child.wait_with_output().expect("a child can be waited for");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(6), "{what}: {stderr}");
        scrub.assert_nothing_leaked(&output.stderr);
    }
}

#[test]
fn an_output_file_appears_only_when_it_is_whole() {
    let mut scrub = Dmscrub::with_rules(RULES);
    let target = scrub.file("clean.sql", b"as it was");
    let scrub = scrub.args(["-o".as_ref(), target.as_os_str()]);
    let cut = &SMALL.as_bytes()[..SMALL.len() / 2];
    scrub.run(cut).assert_exit(5);
    assert_eq!(std::fs::read(&target).expect("it stays"), b"as it was");
    let files = std::fs::read_dir(scrub.dir())
        .expect("a readable folder")
        .count();
    assert_eq!(files, 2, "only the rules and the old output are left");
    scrub.run(SMALL.as_bytes()).assert_exit(0);
    assert_eq!(std::fs::read(&target).expect("it is there"), whole());
}

#[test]
fn a_missing_owner_loads_nothing_and_no_owner_loads_all() {
    let server = Postgres::shared();
    let source = server.fresh_db("owned");
    server.psql(
        &source,
        "CREATE ROLE owner_who_left;
         CREATE TABLE people (id int, name text, \"odd ; \"\" name\" text);
         INSERT INTO people VALUES (1, 'CANARY500004', NULL);
         CREATE TABLE owned () ; ALTER TABLE owned OWNER TO owner_who_left",
    );
    let dump = server.pg_dump(&source, &[]);
    server.psql(
        &source,
        "DROP OWNED BY owner_who_left; DROP ROLE owner_who_left",
    );
    let rules = format!("{RULES}  owned: {{columns: {{}}}}\n");
    let output = Dmscrub::with_rules(&rules).clean(&dump);
    assert_nothing_loads(&[("a missing owner".to_owned(), output)], Some(3));
    let output = Dmscrub::with_rules(&rules)
        .args(["--no-owner"])
        .clean(&dump);
    for mode in MODES {
        let db = target();
        let psql = server.psql_stdin(&db, &output, mode);
        assert_eq!(psql.code, 0, "psql {mode:?}: {}", psql.stderr_text());
        assert_eq!(server.psql(&db, "SELECT count(*) FROM people, owned"), "0");
    }
}

/// `nohup dmscrub …` outlives its terminal.
#[test]
fn a_hangup_that_is_ignored_ends_nothing() {
    let dump = large();
    let scrub = Dmscrub::with_marketplace_rules();
    let whole = scrub.clean(&dump);
    let command = scrub.command();
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args());
    let env = command.get_envs();
    shell.envs(env.filter_map(|(name, value)| Some((name, value?))));
    let out = scrub.dir().join("out.sql");
    let mut child = shell
        .current_dir(scrub.dir())
        .stdin(Stdio::piped())
        .stdout(File::create(&out).expect("the directory is writable"))
        .stderr(Stdio::null())
        .spawn()
        .expect("sh can be started");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let (part, rest) = dump.split_at(dump.len() / 2);
    stdin.write_all(part).expect("dmscrub reads");
    let command = format!("kill -HUP {}", child.id());
    assert_eq!(run(Command::new("sh").args(["-c", &command]), b"").code, 0);
    stdin.write_all(rest).expect("dmscrub reads on");
    drop(stdin);
    let status = child.wait().expect("a child can be waited for");
    assert_eq!(exit_code(status), 0);
    assert!(std::fs::read(&out).expect("a readable file") == whole);
}

/// Ctrl-C in a terminal ends what the input comes from as well.
#[test]
fn a_signal_counts_more_than_the_end_of_the_input() {
    let dump = large();
    for _ in 0..10 {
        let scrub = Dmscrub::with_marketplace_rules();
        let mut child = scrub
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dmscrub can be started");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // More than a pipe holds: it is at work.
        stdin.write_all(&dump[..500_000]).expect("dmscrub reads");
        let command = format!("kill -INT {}", child.id());
        assert_eq!(run(Command::new("sh").args(["-c", &command]), b"").code, 0);
        drop(stdin);
        let status = child.wait().expect("a child can be waited for");
        assert_eq!(exit_code(status), 130);
    }
}

/// A run that is over must not wait for an input that says nothing more.
#[test]
fn a_quiet_input_does_not_keep_a_run_that_is_over() {
    let dump = large();
    let wait = |child: &mut std::process::Child| {
        let mut code = None;
        wait_until("it does not wait for its input", || {
            let ended = child.try_wait().expect("a child can be waited for");
            code = ended.map(exit_code);
            code.is_some()
        });
        code.expect("it has ended")
    };
    let start = |scrub: &Dmscrub| {
        scrub
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dmscrub can be started")
    };
    // Told to stop while it waits.
    let scrub = Dmscrub::with_marketplace_rules();
    let mut child = start(&scrub);
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(&dump[..2000]).expect("dmscrub reads");
    std::thread::sleep(Duration::from_millis(500));
    let command = format!("kill -TERM {}", child.id());
    assert_eq!(run(Command::new("sh").args(["-c", &command]), b"").code, 0);
    assert_eq!(wait(&mut child), 143);
    drop(stdin);
    // A finding of its own while the writer goes on.
    let scrub = Dmscrub::with_rules("tables: {}");
    let mut child = start(&scrub);
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // It may stop before it has read all.
    let _ = stdin.write_all(&dump);
    assert_eq!(wait(&mut child), 4);
    drop(stdin);
}
