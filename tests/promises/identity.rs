//! Rules that keep everything change nothing: the output is the input, byte for byte.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::env::corpus::{self, Dump};
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;
use crate::env::process::on_all_cores;

fn keep_all() -> Dmscrub {
    Dmscrub::with_rules(KEEP_ALL).args(["--no-transaction"])
}

#[track_caller]
fn assert_identical(name: &str, input: &[u8], output: &[u8]) {
    if input == output {
        return;
    }
    let at = input
        .iter()
        .zip(output)
        .position(|(before, after)| before != after)
        .unwrap_or(input.len().min(output.len()));
    let around = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60).min(bytes.len())..bytes.len().min(at + 60)];
        String::from_utf8_lossy(part).into_owned()
    };
    panic!(
        "{name}: differs from byte {at} on ({} bytes in, {} out)\nin:  {:?}\nout: {:?}",
        input.len(),
        output.len(),
        around(input),
        around(output)
    );
}

#[track_caller]
fn assert_kept(dumps: &[Dump]) {
    let outputs = on_all_cores(dumps, |dump| keep_all().run(&dump.bytes));
    for (dump, output) in dumps.iter().zip(outputs) {
        assert_eq!(output.code, 0, "{}:\n{}", dump.name, output.stderr_text());
        assert_identical(&dump.name, &dump.bytes, &output.stdout);
    }
}

#[test]
fn every_mode_of_pg_dump_passes_unchanged() {
    assert_kept(&corpus::everything());
}

#[test]
fn a_whole_cluster_passes_unchanged() {
    assert_kept(&corpus::cluster());
}

#[test]
fn every_encoding_passes_unchanged() {
    assert_kept(&corpus::encodings());
}

#[test]
fn dumps_of_other_releases_pass_unchanged() {
    assert_kept(&corpus::recorded());
}

#[test]
fn handmade_scripts_pass_unchanged() {
    assert_kept(&corpus::handmade());
}

/// Several members, as `cat a.gz b.gz` and parallel compressors make them.
#[test]
fn compressed_input_comes_out_as_the_plain_dump() {
    let dump = &corpus::recorded()[0].bytes;
    let (first, second) = dump.split_at(dump.len() / 3);
    for (name, packed) in [
        ("gzip", [gzip(first), gzip(second)].concat()),
        ("zstd", [zstd(first), zstd(second)].concat()),
        ("lz4", [lz4(first), lz4(second)].concat()),
        (
            "pzstd",
            [frame_to_skip(), zstd(first), frame_to_skip(), zstd(second)].concat(),
        ),
    ] {
        assert_identical(name, dump, &keep_all().clean(&packed));
    }
}

/// A compressed file that ends too early is cut off like any other.
#[test]
fn a_compressed_file_that_is_cut_off_fails() {
    let dump = &corpus::recorded()[0].bytes;
    for (name, packed) in [
        ("gzip", gzip(dump)),
        ("zstd", zstd(dump)),
        ("lz4", lz4(dump)),
    ] {
        for end in [packed.len() / 2, packed.len() - 1] {
            let output = keep_all().run(&packed[..end]);
            assert_eq!(
                output.code,
                5,
                "{name} cut at {end}: {}",
                output.stderr_text()
            );
        }
    }
}

/// With its transaction the same dump loads, empty or over what is there, and makes the same
/// database.
#[test]
fn a_kept_dump_loads_and_makes_the_same_database() {
    let server = Postgres::shared();
    let source = corpus::everything_db();
    let before = server.snapshot(source);
    let target = server.fresh_db("kept");
    for mode in [
        &[][..],
        &["--clean", "--if-exists"],
        &["--clean", "--if-exists", "--inserts"],
    ] {
        let dump = server.pg_dump(source, mode);
        // DROP SUBSCRIPTION can't run inside the transaction.
        let rules = KEEP_ALL.replace("subscriptions: keep", "subscriptions: drop");
        let output = Dmscrub::with_rules(&rules).clean(&dump);
        assert!(output.starts_with(b"\\set ON_ERROR_STOP on\n"));
        let psql = server.psql_stdin(&target, &output, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        server.assert_unchanged(&mode.join(" "), &target, &before);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    blocking(async_compression::tokio::bufread::ZstdEncoder::new(bytes))
}

/// pzstd writes one before each of its frames, which says how long that is.
fn frame_to_skip() -> Vec<u8> {
    b"\x50\x2A\x4D\x18\x04\0\0\0\x2A\0\0\0".to_vec()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    blocking(async_compression::tokio::bufread::Lz4Encoder::new(bytes))
}

fn blocking(encoder: impl tokio::io::AsyncRead + Unpin) -> Vec<u8> {
    let mut encoder = encoder;
    let mut packed = Vec::new();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime of one thread")
        .block_on(tokio::io::AsyncReadExt::read_to_end(
            &mut encoder,
            &mut packed,
        ))
        .expect("encoding from memory");
    packed
}
