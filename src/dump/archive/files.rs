//! What directory and tar archives have in common: each entry's data is a file, whose name the table
//! of contents holds, and a list tells which files large objects are in.

use bytes::Bytes;

use super::toc::{Algorithm, Entry, Place};
use crate::error::{Error, Result};

/// The suffixes of compressed files. The table of contents leaves them out.
pub const SUFFIXES: [(Algorithm, &str); 4] = [
    (Algorithm::None, ""),
    (Algorithm::Gzip, ".gz"),
    (Algorithm::Lz4, ".lz4"),
    (Algorithm::Zstd, ".zst"),
];

/// The suffix of files that are compressed so.
pub fn suffix(algorithm: Algorithm) -> &'static str {
    let known = SUFFIXES.iter().find(|(known, _)| *known == algorithm);
    known.map_or("", |(_, suffix)| suffix)
}

/// The name of the file that an entry's data is in, or the list of its large objects.
///
/// # Errors
/// Exit 5 where it is none that pg_dump writes: it could lead anywhere.
pub fn file_name(entry: &Entry, minor: u8) -> Result<String> {
    // Until 1.15 there is one list, whatever the entry says.
    if entry.desc() == b"BLOBS" && minor < 16 {
        return Ok("blobs.toc".to_owned());
    }
    let named = match &entry.place {
        Place::File(Some(name)) => std::str::from_utf8(name).ok(),
        Place::File(None) | Place::Offset { .. } => None,
    };
    let plain = |name: &&str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        !name.is_empty()
            && !name.starts_with('.')
            && !name.starts_with("toc.dat")
            && !name.starts_with("blob_")
            && name.bytes().all(known)
    };
    named.filter(plain).map(str::to_owned).ok_or_else(|| {
        Error::input("an entry's data is in a file whose name pg_dump does not give")
    })
}

/// The name of a large object's file.
pub fn large_object_name(oid: u32) -> String {
    format!("blob_{oid}.dat")
}

/// The list of large objects, as `LoadLOs` reads it: `OID FILE`, one a line.
///
/// # Errors
/// Exit 5 where it is none.
pub fn read_list(text: &Bytes) -> Result<Vec<u32>> {
    let mut oids = Vec::new();
    let unclear = || Error::input("the list of large objects can't be read");
    if text.last().is_some_and(|last| *last != b'\n') {
        return Err(unclear());
    }
    for line in text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let oid = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.split_once(' '))
            .and_then(|(oid, name)| Some((oid.parse().ok()?, name)))
            .filter(|(oid, name)| *name == large_object_name(*oid))
            .map(|(oid, _)| oid)
            .ok_or_else(unclear)?;
        oids.push(oid);
    }
    Ok(oids)
}

/// A line of the list.
pub fn list_line(oid: u32) -> String {
    format!("{oid} {}\n", large_object_name(oid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back() {
        let text: String = [7, 4_294_967_295].into_iter().map(list_line).collect();
        assert_eq!(read_list(&text.into()).unwrap(), [7, 4_294_967_295]);
        for odd in [
            "7\n",
            "7 /etc/passwd\n",
            "x blob_x.dat\n",
            "7 blob_8.dat\n",
            "7 blob_7.dat",
        ] {
            assert!(read_list(&odd.into()).is_err(), "{odd}");
        }
    }
}
