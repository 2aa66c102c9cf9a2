//! Archives in every format: the same promises as for plain dumps, by pg_dump's and pg_restore's own
//! measure.

mod generate;
mod identity;
mod killed;
mod marketplace;
mod refused;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process::{Output, run};

/// An archive that pg_dump writes to `path`.
#[track_caller]
pub(crate) fn dump_to(path: &Path, db: &str, args: &[&str]) {
    let output = run(
        Postgres::shared()
            .client("pg_dump")
            .args(args)
            .args(["-d", db, "-f"])
            .arg(path),
        b"",
    );
    assert_eq!(output.code, 0, "{args:?}: {}", output.stderr_text());
}

fn pg_restore(args: &[&str], archive: Option<&Path>, input: &[u8]) -> Output {
    let mut command = Postgres::shared().client("pg_restore");
    command.args(args).args(archive);
    run(&mut command, input)
}

/// The script that pg_restore makes of an archive.
#[track_caller]
pub(crate) fn script(archive: &Path, args: &[&str]) -> String {
    let output = pg_restore(&[&["-f", "-"], args].concat(), Some(archive), b"");
    assert_eq!(output.code, 0, "{}", output.stderr_text());
    without_keys(&output.stdout)
}

/// A script without what is random in it, or depends on pg_restore's own version.
fn without_keys(script: &[u8]) -> String {
    let text = String::from_utf8_lossy(script);
    let varies = |line: &str| {
        ["\\restrict ", "\\unrestrict ", "SET transaction_timeout"]
            .iter()
            .any(|start| line.starts_with(start))
            && !line.ends_with("');")
    };
    text.split_inclusive('\n')
        .filter(|line| !varies(line))
        .collect()
}

#[track_caller]
fn assert_same(what: &str, expected: &str, got: &str) {
    if expected == got {
        return;
    }
    let mut lines = expected.lines().zip(got.lines()).enumerate();
    let differs = lines.find(|(_, (a, b))| a != b);
    panic!("{what}: the scripts differ: {differs:?}");
}

/// Cleans an archive at a path into a new one beside it.
#[track_caller]
pub(crate) fn clean_to(run: Dmscrub, input: &Path, name: &str) -> (Dmscrub, PathBuf) {
    let target = run.dir().join(name);
    let run = run.args([input.as_os_str(), "-o".as_ref(), target.as_os_str()]);
    assert_eq!(run.clean(b""), b"");
    (run, target)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes it all");
    encoder.finish().expect("memory takes it all")
}

fn gunzip(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed)
        .read_to_end(&mut bytes)
        .expect("a recorded dump is whole");
    bytes
}
