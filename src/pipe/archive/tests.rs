//! Archives in memory: whatever is cut off, changed or added, nothing passes for whole, and nothing
//! panics.

use std::sync::{Arc, Mutex};

use super::*;
use crate::dump::archive::reader::Chunks;
use crate::exit::ExitCode;
use crate::pipe::meter::Shown;
use crate::rules::load::testing::rules;
use crate::scrub::scrubber::Options;
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

const CUSTOM: &[u8] = include_bytes!("../../../tests/data/archives/pg15-small.dump");
const UNCOMPRESSED: &[u8] = include_bytes!("../../../tests/data/archives/pg15-small-none.dump");
const TAR: &[u8] = include_bytes!("../../../tests/data/archives/pg15-small.tar");

const KEEP: &str = "defaults: {unlisted_tables: keep, unlisted_columns: keep, large_objects: keep}";
const CHANGE: &str = "
defaults: {large_objects: empty, comments: drop}
tables:
  people: {purge: id = 2, columns: {id: keep, email: internet.email}}
  visits: {columns: {id: keep, person: keep, note: lorem.words},
    references: [{columns: person, table: people, to: id}]}
";

/// Bytes in parts of one size.
struct Parts(Bytes, usize);

impl Chunks for Parts {
    fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        let part = self.0.split_to(self.1.min(self.0.len()));
        Ok((!part.is_empty()).then_some(part))
    }
}

/// What was written.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap().extend_from_slice(bytes);
    }
}

impl Target for Memory {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        self.add(&toc.write());
        Ok(())
    }

    fn open(&mut self, block: Block) -> Result<()> {
        self.add(format!("{block:?}").as_bytes());
        Ok(())
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        self.add(&oid.to_le_bytes());
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        self.add(bytes);
        Ok(())
    }

    fn end_stream(&mut self) -> Result<()> {
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<u64> {
        Ok(0)
    }

    fn abandon(self: Box<Self>) {}

    fn wrapper(&self) -> Wrapper {
        Wrapper::Zlib
    }
}

fn source(bytes: &[u8], part: usize) -> Box<dyn Source> {
    let parts = Parts(Bytes::copy_from_slice(bytes), part);
    match bytes.starts_with(b"PGDMP") {
        true => Box::new(CustomSource::new(parts)),
        false => Box::new(TarSource::new(parts)),
    }
}

fn cleaned(text: &str, bytes: &[u8], part: usize) -> Result<Vec<u8>> {
    let rules = Arc::new(rules(text));
    let key = SecretKey::new(b"a key for tests, long enough").expect("it is");
    let run = Arc::new(Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH)?);
    let mut scrubber = Scrubber::new(rules, run, Options::default());
    let mut source = source(bytes, part);
    let target = Memory::default();
    let toc = source.contents()?;
    let mut progress = Progress::new(Shown::No);
    to_archive(
        source.as_mut(),
        &toc,
        &Means {
            compression: None,
            workers: &Workers::start(2)?,
            store: &|| {
                let spill = crate::pipe::spill::SpillFile::temporary()?;
                Ok(Store::new(1 << 20, spill))
            },
        },
        &mut scrubber,
        Box::new(target.clone()),
        &mut progress,
    )?;
    let written = target.0.lock().unwrap();
    Ok(written.clone())
}

#[test]
fn parts_make_no_difference() {
    for archive in [CUSTOM, UNCOMPRESSED, TAR] {
        for text in [KEEP, CHANGE] {
            let whole = cleaned(text, archive, archive.len()).unwrap();
            for part in [1, 7, 1000] {
                assert!(cleaned(text, archive, part).unwrap() == whole, "{part}");
            }
        }
    }
}

#[test]
fn every_cut_is_found() {
    for archive in [CUSTOM, UNCOMPRESSED, TAR] {
        for text in [KEEP, CHANGE] {
            // Of a tar archive everything counts but the zeros at its end.
            let end = match archive.starts_with(b"PGDMP") {
                true => archive.len(),
                false => archive.len() - 512,
            };
            for cut in (0..end).step_by(if end > 10_000 { 7 } else { 1 }) {
                let error = cleaned(text, &archive[..cut], 4096).expect_err("it is cut off");
                assert_eq!(error.exit(), ExitCode::Input, "{cut}: {error}");
            }
        }
    }
}

#[test]
fn changed_bytes_neither_panic_nor_leak() {
    for archive in [CUSTOM, UNCOMPRESSED, TAR] {
        let step = archive.len() / 400 + 1;
        for at in (0..archive.len()).step_by(step) {
            for change in [0x01, 0x80] {
                let mut changed = archive.to_vec();
                changed[at] ^= change;
                if let Err(error) = cleaned(CHANGE, &changed, 4096) {
                    assert!(!format!("{error} {:?}", error.hints()).contains("CANARY"));
                    assert_ne!(error.exit(), ExitCode::Unexpected, "{at}: {error}");
                }
            }
        }
    }
}

/// The place of the number of entries, after the header.
fn count_at(archive: &[u8]) -> usize {
    let mut reader =
        crate::dump::archive::reader::Reader::new(Some(Bytes::copy_from_slice(archive)));
    let header = Toc::read(&mut reader).unwrap();
    let empty = Toc {
        entries: Vec::new(),
        ..header
    };
    empty.write().len() - 4
}

#[test]
fn numbers_that_lie_cost_nothing() {
    let at = count_at(UNCOMPRESSED);
    for count in [0_u32, 1, 5, 1000, u32::MAX] {
        let mut lying = UNCOMPRESSED.to_vec();
        lying[at..at + 4].copy_from_slice(&count.to_le_bytes());
        let error = cleaned(KEEP, &lying, 4096).err();
        assert_eq!(
            error.map(|error| error.exit()),
            Some(ExitCode::Input),
            "{count}"
        );
    }
    // The length of the first entry's first text, after its number and the mark of its data.
    let mut lying = UNCOMPRESSED.to_vec();
    lying[at + 4 + 11..at + 4 + 15].copy_from_slice(&2_000_000_000_u32.to_le_bytes());
    let error = cleaned(KEEP, &lying, 4096).unwrap_err();
    assert_eq!(error.exit(), ExitCode::Input);
    for version in [11, 17, 255] {
        let mut unknown = UNCOMPRESSED.to_vec();
        unknown[6] = version;
        assert_eq!(
            cleaned(KEEP, &unknown, 4096).unwrap_err().exit(),
            ExitCode::Input
        );
    }
}

/// Lengths of chunks that lie, in data that is not compressed and in data that is.
#[test]
fn chunks_that_lie_are_found() {
    for archive in [UNCOMPRESSED, CUSTOM] {
        let mut reader =
            crate::dump::archive::reader::Reader::new(Some(Bytes::copy_from_slice(archive)));
        Toc::read(&mut reader).unwrap();
        // After the kind of the first block and its number.
        let length = usize::try_from(reader.offset()).unwrap() + 6;
        let right = u32::from_le_bytes(archive[length + 1..length + 5].try_into().unwrap());
        for (sign, magnitude) in [
            (1, 1),
            (1, right),
            (2, right),
            (0, 0),
            (0, right - 1),
            (0, right + 1),
            (0, 2_000_000_000),
            (0, u32::MAX),
        ] {
            let mut lying = archive.to_vec();
            lying[length] = sign;
            lying[length + 1..length + 5].copy_from_slice(&u32::to_le_bytes(magnitude));
            for text in [KEEP, CHANGE] {
                let error = cleaned(text, &lying, 4096).expect_err("it lies");
                assert_eq!(error.exit(), ExitCode::Input, "{sign} {magnitude}: {error}");
            }
        }
    }
}

#[test]
fn a_table_of_contents_comes_back() {
    for archive in [CUSTOM, UNCOMPRESSED] {
        let mut reader =
            crate::dump::archive::reader::Reader::new(Some(Bytes::copy_from_slice(archive)));
        let written = Toc::read(&mut reader).unwrap().write();
        assert!(archive.starts_with(&written));
    }
}

/// An entry's statements can't bring rows or commands along, and data no statements.
#[test]
fn what_is_hidden_in_an_archive_is_refused() {
    let mut reader =
        crate::dump::archive::reader::Reader::new(Some(Bytes::from_static(UNCOMPRESSED)));
    let toc = Toc::read(&mut reader).unwrap();
    let data = &UNCOMPRESSED[usize::try_from(reader.offset()).unwrap()..];
    let table = toc
        .entries
        .iter()
        .position(|entry| entry.desc() == b"TABLE")
        .unwrap();
    let rows = toc.entries.iter().position(|entry| entry.has_data).unwrap();
    let with = |change: &dyn Fn(&mut Toc)| {
        let mut toc = toc.clone();
        change(&mut toc);
        cleaned(KEEP, &[&toc.write(), data].concat(), 4096)
    };
    assert!(with(&|_| {}).is_ok());
    for defn in [
        "COPY people (id) FROM stdin;\n1\n\\.\n",
        "INSERT INTO people VALUES (1);",
        "\\! id\n",
        "SELECT 1; UPDATE people SET id = 1;",
        "SET client_encoding = 'SJIS';",
        "SET standard_conforming_strings = off;",
        "BEGIN;",
        "SELECT 'x",
    ] {
        let result =
            with(&|toc| toc.entries[table].defn = Some(Bytes::from_static(defn.as_bytes())));
        assert_eq!(result.unwrap_err().exit(), ExitCode::Input, "{defn}");
    }
    for copy in [
        "COPY people (id) FROM stdin; SELECT 1;\n",
        "COPY people (id) FROM '/etc/passwd';\n",
        "SELECT 1;\n",
        "",
        "COPY people (id) FROM stdin;\n1\n",
    ] {
        let result =
            with(&|toc| toc.entries[rows].copy = Some(Bytes::from_static(copy.as_bytes())));
        assert_eq!(result.unwrap_err().exit(), ExitCode::Input, "{copy}");
    }
    assert!(with(&|toc| toc.entries[rows].desc = Some(Bytes::from_static(b"ODD"))).is_err());
    assert!(with(&|toc| toc.entries[table].has_data = true).is_err());
    // Statements where rows are expected, and after them.
    let end = memchr::memmem::find(data, b"\\.\n\n\n").unwrap();
    let mut more = data.to_vec();
    more.splice(end + 3..end + 5, *b"x;");
    let result = cleaned(KEEP, &[&toc.write()[..], &more].concat(), 4096);
    assert_eq!(result.unwrap_err().exit(), ExitCode::Input);
}
