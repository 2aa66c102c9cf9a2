//! Custom and tar archives from front to back, kept and changed.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use dmscrub::dump::archive::custom::{self, Block};
use dmscrub::dump::archive::toc::Toc;
use dmscrub::error::Result;
use dmscrub::pipe::archive::{CustomSource, Means, Source, TarSource, Target, to_archive};
use dmscrub::pipe::codec::Wrapper;
use dmscrub::pipe::meter::Shown;
use dmscrub::pipe::progress::Progress;
use dmscrub::pipe::spill::SpillFile;
use dmscrub::pipe::workers::Workers;
use dmscrub::scrub::hold::Store;

use super::support::{KEEP_ALL, Parts, Setup, assert_tells_nothing, choice};

/// Threads are not made anew for each input.
static WORKERS: LazyLock<Arc<Workers>> = LazyLock::new(|| Workers::start(1).expect("threads"));

static KEEPS: LazyLock<Setup> = LazyLock::new(|| Setup::new(KEEP_ALL));

/// For the archives in `tests/data`.
pub static CHANGES: LazyLock<Setup> = LazyLock::new(|| {
    Setup::new(
        "
defaults: {large_objects: empty, comments: drop, unlisted_tables: purge, unlisted_columns: null}
tables:
  people: {purge: id = 2, columns: {id: keep, email: internet.email}}
  visits: {columns: {id: keep, person: keep, note: lorem.words},
    references: [{columns: person, table: people, to: id}]}
",
    )
});

pub fn run(data: &[u8]) {
    let (choice, archive) = choice(data);
    let _ = cleaned(&CHANGES, archive, choice + 1);
    let Ok(kept) = cleaned(&KEEPS, archive, choice + 1) else {
        return;
    };
    let whole = cleaned(&KEEPS, archive, archive.len()).expect("the parts' sizes decide");
    assert!(kept == whole, "the parts' sizes matter");
    if archive.starts_with(b"PGDMP") {
        let again = cleaned(&KEEPS, &kept, kept.len()).expect("what was written can be read");
        assert!(again == kept, "keeping what was kept changes it");
    }
}

fn cleaned(setup: &Setup, archive: &[u8], part: usize) -> Result<Vec<u8>> {
    let parts = Parts::new(Bytes::copy_from_slice(archive), part);
    let mut source: Box<dyn Source> = match archive.starts_with(b"PGDMP") {
        true => Box::new(CustomSource::new(parts)),
        false => Box::new(TarSource::new(parts)),
    };
    clean_source(setup, source.as_mut())
}

/// Cleans an archive into a custom one in memory.
pub fn clean_source(setup: &Setup, source: &mut dyn Source) -> Result<Vec<u8>> {
    let bytes = Rc::default();
    let target = Custom {
        bytes: Rc::clone(&bytes),
        ..Custom::default()
    };
    let result = source.contents().and_then(|toc| {
        to_archive(
            source,
            &toc,
            &Means {
                compression: None,
                workers: &WORKERS,
                store: &|| Ok(Store::new(1 << 20, SpillFile::temporary()?)),
            },
            &mut setup.scrubber(true),
            Box::new(target),
            &mut Progress::new(Shown::No),
        )
    });
    match result {
        Ok(_) => Ok(bytes.take()),
        Err(error) => {
            assert_tells_nothing(&error);
            Err(error)
        }
    }
}

/// A custom archive in memory.
#[derive(Default)]
struct Custom {
    bytes: Rc<RefCell<Vec<u8>>>,
    /// Of the stream that is open: one chunk, however it comes.
    chunk: Vec<u8>,
    large_objects: bool,
}

impl Target for Custom {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        self.bytes.replace(toc.write());
        Ok(())
    }

    fn open(&mut self, block: Block) -> Result<()> {
        self.large_objects = matches!(block, Block::LargeObjects(_));
        self.bytes.borrow_mut().extend(custom::block_start(block));
        Ok(())
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        self.bytes
            .borrow_mut()
            .extend(custom::large_object_start(oid));
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        self.chunk.extend_from_slice(bytes);
        Ok(())
    }

    fn end_stream(&mut self) -> Result<()> {
        if !self.chunk.is_empty() {
            self.bytes
                .borrow_mut()
                .extend(custom::chunk_start(self.chunk.len()));
            self.bytes.borrow_mut().append(&mut self.chunk);
        }
        self.bytes.borrow_mut().extend(custom::END);
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        if self.large_objects {
            self.bytes.borrow_mut().extend(custom::END);
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<u64> {
        Ok(self.bytes.borrow().len() as u64)
    }

    fn abandon(self: Box<Self>) {}

    fn wrapper(&self) -> Wrapper {
        Wrapper::Zlib
    }
}
