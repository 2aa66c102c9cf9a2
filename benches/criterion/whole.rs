//! End to end: a process reads a file and writes one, plain and compressed, and archives. The program
//! is that of `DMSCRUB`, which `make bench-criterion` builds and names.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dmscrub_benches::data::{self, Table};
use dmscrub_benches::workload::USERS;

/// Runs the program over a file.
fn clean(rules: &Path, input: &Path, arguments: &[&str]) {
    let program = std::env::var_os("DMSCRUB").unwrap_or_else(|| "dmscrub".into());
    let status = Command::new(program)
        .arg("--rules")
        .arg(rules)
        .args(["-q", "--now", "2026-01-01T00:00:00Z"])
        .args(arguments)
        .arg(input)
        .env("DMSCRUB_KEY", "a key for benchmarks")
        .stdout(Stdio::null())
        .status()
        .expect("DMSCRUB names the program");
    assert!(status.success(), "dmscrub failed");
}

fn whole(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rules = folder.path().join("rules.yaml");
    std::fs::write(&rules, format!("tables:\n{USERS}")).expect("written");
    let dump = folder.path().join("users.sql");
    let users = data::dump(&[(Table::Users, 100_000)], 1);
    std::fs::write(&dump, &users).expect("written");
    let mut group = c.benchmark_group("whole");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(users.len() as u64));
    for (name, arguments) in [
        ("plain", &[][..]),
        ("one job", &["-j", "1"]),
        ("gzip", &["-Z", "gzip"]),
        ("zstd", &["-Z", "zstd"]),
    ] {
        group.bench_function(name, |b| b.iter(|| clean(&rules, &dump, arguments)));
    }
    group.finish();
}

/// The recorded archives of the tests, kept whole: reading, checking and writing the format.
fn archives(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rules = folder.path().join("rules.yaml");
    let keep =
        "defaults: {unlisted_tables: keep, large_objects: keep, secrets: keep}\ntables: {}\n";
    std::fs::write(&rules, keep).expect("written");
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/archives");
    let mut group = c.benchmark_group("archives");
    group.sample_size(20);
    for name in [
        "pg16-zlib.dump",
        "pg18-lz4.dump",
        "pg18-zstd.dump",
        "pg18.tar",
    ] {
        let archive: PathBuf = folder.path().join(name);
        let gzipped = std::fs::read(recorded.join(format!("{name}.gz"))).expect("recorded");
        std::fs::write(folder.path().join("in.gz"), gzipped).expect("written");
        let out = std::fs::File::create(&archive).expect("a file");
        let status = Command::new("gzip")
            .arg("-dc")
            .arg(folder.path().join("in.gz"))
            .stdout(out)
            .status();
        assert!(status.is_ok_and(|status| status.success()), "gzip");
        group.bench_function(name, |b| b.iter(|| clean(&rules, &archive, &[])));
    }
    group.finish();
}

criterion_group!(end_to_end, whole, archives);
criterion_main!(end_to_end);
