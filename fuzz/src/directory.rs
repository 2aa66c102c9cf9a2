//! Directory archives. The bytes are files one after another, each behind its length in four bytes:
//! first the table of contents, then what it names, in its order.

use std::path::Path;
use std::sync::LazyLock;

use bytes::Bytes;
use dmscrub::dump::archive::files::file_name;
use dmscrub::dump::archive::reader::Reader;
use dmscrub::dump::archive::toc::Toc;
use dmscrub::pipe::archive::DirectorySource;

use super::archive::{CHANGES, clean_source};
use super::support::{KEEP_ALL, Setup, choice};

static KEEPS: LazyLock<Setup> = LazyLock::new(|| Setup::new(KEEP_ALL));

pub fn run(data: &[u8]) {
    let (choice, mut rest) = choice(data);
    let Some(contents) = next_file(&mut rest) else {
        return;
    };
    let Ok(toc) = Toc::read(&mut Reader::new(Some(Bytes::copy_from_slice(contents)))) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("the directory is writable");
    };
    write("toc.dat", contents);
    let suffix = ["", ".gz", ".lz4", ".zst"][choice % 4];
    for entry in toc.entries.iter().filter(|entry| entry.holds_data()) {
        let (Ok(name), Some(bytes)) = (file_name(entry, toc.header.minor), next_file(&mut rest))
        else {
            break;
        };
        if name.len() > 100 {
            break;
        }
        match entry.desc() {
            b"BLOBS" => write(&name, bytes),
            _ => write(&format!("{name}{suffix}"), bytes),
        }
    }
    // What is left is a large object.
    write(&format!("blob_1.dat{suffix}"), rest);
    for setup in [&KEEPS, &CHANGES] {
        clean(setup, folder.path());
    }
}

fn clean(setup: &Setup, folder: &Path) {
    if let Ok(mut source) = DirectorySource::open(folder) {
        let _ = clean_source(setup, &mut source);
    }
}

fn next_file<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (file, after) = after.split_at(length.min(after.len()));
    *rest = after;
    Some(file)
}
