//! Output never depends on where a read happened to end.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use dmscrub::error::Result;
use dmscrub::rules::load::{self, Outside};
use dmscrub::scrub::Sink;
use dmscrub::scrub::scrubber::{Options, Scrubber};
use dmscrub::transform::bind::Run;
use dmscrub::transform::seed::SecretKey;

use crate::env::corpus;
use crate::env::dmscrub::{KEEP_ALL, KEY, marketplace_rules};
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

const SIZES: [usize; 5] = [1, 2, 3, 7, 4096];

#[derive(Default)]
pub(super) struct Memory(pub(super) Vec<u8>);

impl Sink for Memory {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// Nothing but the rules' own text.
pub(super) struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

fn clean(rules: &[(Arc<str>, Vec<u8>)], transaction: bool, dump: &[u8], size: usize) -> Vec<u8> {
    let rules = Arc::new(load::load(rules, &Nothing).expect("the rules are valid"));
    let key = SecretKey::new(KEY.as_bytes()).expect("the key is long enough");
    let run = Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH).expect("the settings are valid");
    let options = Options {
        transaction,
        ..Options::default()
    };
    let mut scrubber = Scrubber::new(rules, Arc::new(run), options);
    let mut out = Memory::default();
    for chunk in dump.chunks(size) {
        scrubber
            .push(Bytes::copy_from_slice(chunk), &mut out)
            .expect("the dump is whole");
    }
    scrubber.finish(&mut out).expect("the dump is whole");
    out.0
}

#[test]
fn kept_dumps_are_identical_whatever_the_reads() {
    let rules = [(Arc::from("keep.yaml"), KEEP_ALL.as_bytes().to_vec())];
    for dump in corpus::everything().into_iter().chain(corpus::handmade()) {
        for size in SIZES {
            let out = clean(&rules, false, &dump.bytes, size);
            assert!(out == dump.bytes, "{} in reads of {size}", dump.name);
        }
    }
}

#[test]
fn output_is_recognised_as_such_whatever_the_reads() {
    let rules = [(Arc::from("keep.yaml"), KEEP_ALL.as_bytes().to_vec())];
    for dump in corpus::handmade().into_iter().chain(corpus::recorded()) {
        let once = clean(&rules, true, &dump.bytes, dump.bytes.len());
        for size in SIZES {
            let twice = clean(&rules, true, &once, size);
            assert!(once == twice, "{} in reads of {size}", dump.name);
        }
    }
}

#[test]
fn cleaned_dumps_are_the_same_whatever_the_reads() {
    let server = Postgres::shared();
    let source = server.fresh_db("chunks");
    Marketplace::generate(Flavour::Canaries, 11, 1).load(server, &source);
    let rules = rule_files(&marketplace_rules());
    for mode in [&[][..], &["--inserts"], &["--rows-per-insert=3"]] {
        let dump = server.pg_dump(&source, mode);
        let whole = clean(&rules, true, &dump, dump.len());
        for size in SIZES {
            let out = clean(&rules, true, &dump, size);
            assert!(out == whole, "{mode:?} in reads of {size}");
        }
    }
}

#[test]
fn generated_rows_are_the_same_whatever_the_reads() {
    let server = Postgres::shared();
    let source = server.fresh_db("chunks_generate");
    server.psql(&source, super::generate::SCHEMA);
    let rules = super::generate::RULES.as_bytes().to_vec();
    let rules = [(Arc::from("generate.yaml"), rules)];
    for mode in [&[][..], &["--inserts"], &["--rows-per-insert=3"]] {
        let dump = server.pg_dump(&source, mode);
        let whole = clean(&rules, true, &dump, dump.len());
        for size in SIZES {
            let out = clean(&rules, true, &dump, size);
            assert!(out == whole, "{mode:?} in reads of {size}");
        }
    }
}

fn rule_files(folder: &Path) -> Vec<(Arc<str>, Vec<u8>)> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the rules are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| load::is_rule_file(&path.to_string_lossy()))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let content = std::fs::read(&path).expect("a rule file can be read");
            (Arc::from(path.to_string_lossy().as_ref()), content)
        })
        .collect()
}
