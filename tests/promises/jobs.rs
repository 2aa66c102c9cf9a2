//! The output, and how a run fails, do not depend on how many threads work on it, nor on where reads
//! happened to end.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;
use dmscrub::pipe::workers::{RowCrew, Workers};
use dmscrub::rules::load;
use dmscrub::scrub::scrubber::{Options, Scrubber};
use dmscrub::transform::bind::Run;
use dmscrub::transform::seed::SecretKey;

use super::chunks::{Memory, Nothing};
use crate::env::dmscrub::{Dmscrub, KEY};
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::process;
use crate::env::voice::Flavour;

const JOBS: [usize; 4] = [1, 2, 3, 8];

/// `people` lose rows that others refer to, and are decided in their order; `letters` come before
/// those they wait for; `notes` have to do with nobody; `few` are counted; `states` are told.
const RULES: &str = r#"
tables:
  letters:
    references:
      - {columns: person, table: people, to: id}
      - {columns: carer, table: people, to: id, on_purge: set_null}
    columns: {id: keep, person: keep, carer: keep, text: lorem.sentence}
  notes:
    purge: "100 / (id + 1) = 7"
    columns: {id: keep, name: [{when: "name = 'stop'", use: fail}, {use: person.name}], text: {use: mask, keep_first: 1}}
  people:
    purge: "100 / (id + 1) = 3"
    columns: {id: keep, name: [{when: "name = 'stop'", use: fail}, {use: person.name}]}
  cares:
    references: [{columns: person, table: people, to: id, on_purge: set_null}]
    columns: {person: keep, name: person.name}
  few: {limit: 700, columns: {id: keep, name: person.name}}
  states: {columns: {id: keep, name: {use: keep, capture: true}}}
"#;

const HEAD: &str = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
     SET standard_conforming_strings = on;\n\n\
     CREATE TABLE public.letters (id integer, person integer, carer integer, text text);\n\n\
     CREATE TABLE public.notes (id integer, name text, text text);\n\n\
     CREATE TABLE public.people (id integer, name text);\n\n\
     CREATE TABLE public.cares (person integer, name text);\n\n\
     CREATE TABLE public.few (id integer, name text);\n\n\
     CREATE TABLE public.states (id integer, name text);\n\n";

const END: &str = "--\n-- PostgreSQL database dump complete\n--\n\n";

fn block(head: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    let mut block = format!("COPY public.{head} FROM stdin;\n");
    for number in 0..rows {
        // Writing to a String does not fail.
        let _ = writeln!(block, "{}", row(number));
    }
    block + "\\.\n\n"
}

/// A dump with so many rows a table; `stop` changes a row's text.
fn dump(rows: usize, change: impl Fn(&str, usize, String) -> String) -> Vec<u8> {
    let change = &change;
    let row = |table: &'static str, make: fn(usize) -> String| {
        move |number| change(table, number, make(number))
    };
    let blocks = [
        block(
            "letters (id, person, carer, text)",
            rows,
            row("letters", |n| {
                format!("{n}\t{}\t{}\ttext \\\\ of {n}", n % 97, n % 41)
            }),
        ),
        block(
            "notes (id, name, text)",
            rows,
            row("notes", |n| {
                format!("{n}\tJane {n}\tsome\\ttext that is longer, {n}")
            }),
        ),
        block(
            "people (id, name)",
            rows,
            row("people", |n| format!("{n}\tJane {n}")),
        ),
        block(
            "cares (person, name)",
            rows,
            row("cares", |n| format!("{}\tJane {n}", n % 53)),
        ),
        block(
            "few (id, name)",
            rows,
            row("few", |n| format!("{n}\tJane {n}")),
        ),
        block(
            "states (id, name)",
            rows,
            row("states", |n| format!("{n}\tstate {}", n % 300)),
        ),
    ];
    [HEAD, &blocks.concat(), END].concat().into_bytes()
}

/// What a run wrote, the tail of a failed one included, and how it ended.
fn clean(dump: &[u8], size: usize, jobs: usize) -> (Vec<u8>, String) {
    let rules = [(Arc::from("rules.yaml"), RULES.as_bytes().to_vec())];
    let rules = Arc::new(load::load(&rules, &Nothing).expect("the rules are valid"));
    let key = SecretKey::new(KEY.as_bytes()).expect("the key is long enough");
    let run = Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH).expect("the settings are valid");
    let workers = Workers::start(jobs).expect("threads can be started");
    let mut scrubber =
        Scrubber::new(rules, Arc::new(run), Options::default()).with_crew(RowCrew::of(&workers));
    let mut out = Memory::default();
    let mut pass = |out: &mut Memory| {
        for (number, chunk) in dump.chunks(size).enumerate() {
            scrubber.push(Bytes::copy_from_slice(chunk), out)?;
            if number % 3 != 0 {
                scrubber.idle(out)?;
            }
        }
        scrubber.finish(out)
    };
    let ended = match pass(&mut out) {
        Ok(()) => String::new(),
        Err(error) => {
            out.0.extend_from_slice(&scrubber.poison());
            format!("{:?} {error}", error.exit())
        }
    };
    let tables = scrubber.into_account().tables;
    // What a table had before a failure may be counted when the failure is seen.
    let counts = match ended.is_empty() {
        true => format!("{tables:?}"),
        false => String::new(),
    };
    (out.0, ended + &counts)
}

#[test]
fn rows_are_the_same_for_any_number_of_threads_and_any_reads() {
    let dump = dump(1500, |_, _, row| row);
    let (whole, ended) = clean(&dump, dump.len(), 1);
    assert!(whole.ends_with(b"dump complete\n--\n\n"), "{ended}");
    for jobs in JOBS {
        for size in [13, 777, 4096, 100_003] {
            let (out, counts) = clean(&dump, size, jobs);
            assert!(out == whole, "{jobs} threads, reads of {size}");
            assert_eq!(counts, ended, "{jobs} threads, reads of {size}");
        }
    }
}

/// A change to a dump that makes it fail: a row of a table, and what it becomes.
type Spoilt<'s> = &'s [(&'s str, usize, &'s str)];

#[test]
fn a_failure_is_the_same_for_any_number_of_threads_and_any_reads() {
    // Rows of `notes` and `people` whose number is -1 can't be decided.
    let spoilt: &[(&str, Spoilt<'_>)] = &[
        ("a rule that fails", &[("notes", 903, "903\tstop\tx")]),
        ("a field too few", &[("notes", 611, "611\tx")]),
        (
            "the first of two",
            &[("notes", 611, "611\tstop\tx"), ("notes", 613, "613\tx")],
        ),
        (
            "one, and then no end of data",
            &[
                ("notes", 700, "700\tstop\tx"),
                ("notes", 705, "705\tx\tx\\."),
            ],
        ),
        ("a row not decided", &[("people", 1201, "-1\tx")]),
        (
            "a row not decided after a rule that fails",
            &[("people", 1197, "1197\tstop"), ("people", 1201, "-1\tx")],
        ),
        (
            "a rule that fails after a row not decided",
            &[("people", 1201, "-1\tx"), ("people", 1202, "1202\tstop")],
        ),
        (
            "a key of a row that waits",
            &[("letters", 34, "34\t1\tx\tx")],
        ),
        ("a value that is no number", &[("cares", 1301, "x\tJane")]),
    ];
    for (what, spoilt) in spoilt {
        let dump = dump(1500, |table, number, row| {
            let spoilt = spoilt
                .iter()
                .find(|(of, at, _)| *of == table && *at == number);
            spoilt.map_or(row, |(_, _, spoilt)| (*spoilt).to_owned())
        });
        let (whole, ended) = clean(&dump, dump.len(), 1);
        assert!(!ended.is_empty(), "{what}");
        for jobs in JOBS {
            for size in [777, 4096, 100_003] {
                let (out, how) = clean(&dump, size, jobs);
                assert_eq!(how, ended, "{what}: {jobs} threads, reads of {size}");
                assert!(out == whole, "{what}: {jobs} threads, reads of {size}");
            }
        }
    }
}

/// The binary, with tables of several batches.
#[test]
fn long_tables_are_the_same_for_any_number_of_jobs() {
    let dump = dump(12_000, |_, _, row| row);
    let run = |jobs: usize| {
        let run = Dmscrub::with_rules(RULES).args(["-v", "--jobs", &jobs.to_string()]);
        let output = run.run(&dump);
        output.assert_exit(0);
        (output.stdout, output.stderr)
    };
    let first = run(1);
    for jobs in &JOBS[1..] {
        assert!(run(*jobs) == first, "{jobs} jobs");
    }
}

#[test]
fn every_format_is_the_same_for_any_number_of_jobs() {
    let server = Postgres::shared();
    let source = server.fresh_db("jobs");
    Marketplace::generate(Flavour::Canaries, 23, 2).load(server, &source);
    for mode in [&[][..], &["--rows-per-insert=3"], &["-Fc"], &["-Ft"]] {
        let dump = server.pg_dump(&source, mode);
        let archive = mode.iter().any(|mode| mode.starts_with("-F"));
        let plain: &[&[&str]] = &[&[], &["-Z", "gzip"], &["-Z", "zstd:1"], &["-Z", "lz4"]];
        let archives: &[&[&str]] = &[&["--to", "plain"], &["--to", "plain", "-Z", "gzip:1"]];
        for options in if archive { archives } else { plain } {
            let run = |jobs: usize| {
                let run = Dmscrub::with_marketplace_rules()
                    .args(["--now", "2026-01-31T12:00:00Z", "-j", &jobs.to_string()])
                    .args(options.iter().copied());
                run.clean(&dump)
            };
            let first = run(1);
            for jobs in &JOBS[1..] {
                assert!(run(*jobs) == first, "{mode:?} {options:?}: {jobs} jobs");
            }
        }
    }
}

/// Rules that change much and generate nothing.
const ARCHIVE_RULES: &str = r#"
defaults: {unlisted_tables: keep, unlisted_columns: keep}
tables:
  users: {columns: {name: person.name, email_address: {use: internet.email, unique: true}}}
  suppliers: {purge: "id % 3 = 0", columns: {name: company.name}}
  contact_information:
    references: [{columns: supplier_id, table: suppliers, to: supplier_id}]
    columns: {contact_name: person.name}
"#;

#[test]
fn archives_are_the_same_for_any_number_of_jobs() {
    let server = Postgres::shared();
    let source = server.fresh_db("jobs_archives");
    server.psql(
        &source,
        "CREATE TABLE users (id int, name text, email_address text UNIQUE);
         CREATE TABLE suppliers (id int, supplier_id int UNIQUE, name text);
         CREATE TABLE contact_information (
             supplier_id int REFERENCES suppliers (supplier_id), contact_name text);
         CREATE TABLE kept (id int, text text);
         INSERT INTO users SELECT n, 'Jane ' || n, 'jane' || n || '@example.org'
             FROM generate_series(1, 30000) n;
         INSERT INTO suppliers SELECT n, n, 'Firm ' || n FROM generate_series(1, 900) n;
         INSERT INTO contact_information SELECT 1 + n % 900, 'Joe ' || n
             FROM generate_series(1, 30000) n;
         INSERT INTO kept SELECT n, md5(n::text) FROM generate_series(1, 30000) n;",
    );
    for options in [&[][..], &["-Z", "gzip:1"], &["-Z", "none"]] {
        let custom = server.pg_dump(&source, &["-Fc", "-Z1"]);
        let run = |jobs: usize| {
            Dmscrub::with_rules(ARCHIVE_RULES)
                .args(["-j", &jobs.to_string()])
                .args(options.iter().copied())
                .clean(&custom)
        };
        let first = run(1);
        for jobs in &JOBS[1..] {
            assert!(run(*jobs) == first, "custom {options:?}: {jobs} jobs");
        }
        let folder = tempfile::tempdir().expect("a directory");
        let source_dir = folder.path().join("dump");
        let mut pg_dump: Command = server.client("pg_dump");
        pg_dump
            .args(["-Fd", "-Z1", "-f"])
            .arg(&source_dir)
            .arg(&source);
        process::run(&mut pg_dump, b"").assert_exit(0);
        let run = |jobs: usize| {
            let target = folder.path().join(format!("{jobs}{}", options.concat()));
            let run = Dmscrub::with_rules(ARCHIVE_RULES)
                .args(["-j", &jobs.to_string()])
                .args(options.iter().copied())
                .args([source_dir.as_os_str(), "-o".as_ref(), target.as_os_str()]);
            run.clean(b"");
            files(target)
        };
        let first = run(1);
        assert!(first.len() > 4);
        for jobs in &JOBS[1..] {
            assert!(run(*jobs) == first, "directory {options:?}: {jobs} jobs");
        }
    }
}

/// The files of a folder, by name.
fn files(folder: PathBuf) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| {
            let path = entry.expect("the folder can be read").path();
            let content = std::fs::read(&path).expect("the file can be read");
            (path.file_name().unwrap_or_default().into(), content)
        })
        .collect();
    files.sort();
    files
}

/// Rows of a table that gets some: by rows of others, by number, with values that clash, and a failure
/// after some lots of rows, in a row's own values or in the number it would get.
#[test]
fn generated_rows_are_the_same_for_any_number_of_jobs() {
    let dump = |id: &str| {
        [
            "--\n-- PostgreSQL database dump\n--\n\n",
            &format!(
                "CREATE TABLE public.visits (id {id}, person integer, code text, note text);\n\n"
            ),
            "CREATE TABLE public.people (id integer, name text);\n\n",
            "COPY public.visits (id, person, code, note) FROM stdin;\n5\t1\t1000\told\n\\.\n\n",
            &block("people (id, name)", 900, |n| format!("{n}\tJane {n}")),
            END,
        ]
        .concat()
    };
    let rules = |note: &str| {
        format!(
            "
tables:
  people: {{columns: {{id: keep, name: person.name}}}}
  visits:
    generate:
      - for_each: SELECT id, name FROM people
        as: who
        count: {{min: 0, max: 3}}
        unique: [code]
        columns:
          id: next
          person: {{template: \"{{{{ who.id }}}}\"}}
          code: {{use: number.between, min: 1000, max: 3000}}
          note: {note}
      - {{rows: 70, columns: {{id: next, note: {{template: \"after {{{{ id }}}}\"}}}}}}
    columns: {{id: keep, person: keep, code: keep, note: keep}}
"
        )
    };
    let plain = "{template: \"{{ who.name }} {{ fake('lorem.words') }}\"}";
    let late = "{template: \"{{ 100 // (who.id|int // 100 - 5) }}\"}";
    let few = dump("smallint").replace("\n5\t1\t", "\n32000\t1\t");
    for (name, dump, note, code) in [
        ("all rows", &dump("integer"), plain, 0),
        ("a value that fails", &dump("integer"), late, 4),
        ("too few numbers", &few, plain, 4),
        ("both", &few, late, 4),
    ] {
        let rules = rules(note);
        let run = |jobs: usize| {
            let run = Dmscrub::with_rules(&rules).args(["-v", "--jobs", &jobs.to_string()]);
            let output = run.run(dump.as_bytes());
            output.assert_exit(code);
            let folder = run.dir().display().to_string();
            let message = output.stderr_text().replace(&folder, "");
            (output.stdout, message)
        };
        let first = run(1);
        let rows = first.0.split(|byte| *byte == b'\n').count();
        assert!(rows > 900, "{name}: {rows} lines, {}", first.1);
        for jobs in &JOBS[1..] {
            assert!(run(*jobs) == first, "{name}: {jobs} jobs");
        }
    }
}

#[test]
fn more_threads_than_the_system_gives_are_not_asked_for() {
    let dump = dump(20, |_, _, row| row);
    let one = Dmscrub::with_rules(RULES).args(["-j", "1", "--now", "2026-01-31T12:00:00Z"]);
    let many = Dmscrub::with_rules(RULES).args(["-j", "1000000", "--now", "2026-01-31T12:00:00Z"]);
    assert_eq!(many.clean(&dump), one.clean(&dump));
}
