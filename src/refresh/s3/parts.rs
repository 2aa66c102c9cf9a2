//! A file, part by part, with the sums of each part and of the whole.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::http::HttpChecksum;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use md5::{Digest, Md5};

use crate::error::{Error, Result};
use crate::refresh::failed;

/// Bytes of a part, but for files that would have too many of them.
const PART: u64 = 8 << 20;
/// Parts that an upload may have.
const PARTS: u64 = 10_000;
/// One part, with its sums.
pub(super) struct Part {
    pub(super) number: i32,
    pub(super) bytes: Bytes,
    pub(super) md5: [u8; 16],
    /// In base64.
    pub(super) crc32: String,
}

/// Reads a file part by part, with the sums of the whole.
pub(super) struct Parts {
    file: Arc<File>,
    number: i32,
    left: u64,
    length: u64,
    pub(super) crc32: Box<dyn HttpChecksum>,
    pub(super) blake3: blake3::Hasher,
}

impl Parts {
    /// The file must have this size.
    pub(super) fn open(path: &Path, size: u64) -> Result<Self> {
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let found = file.metadata().map_err(|error| unreadable(&error))?.len();
        if found != size {
            return Err(
                failed("the cleaned dump in the spool has another size than was written")
                    .hint("begin anew: leave --resume out"),
            );
        }
        Ok(Self {
            file: Arc::new(file),
            number: 0,
            left: size,
            length: part_length(size),
            crc32: ChecksumAlgorithm::Crc32.into_impl(),
            blake3: blake3::Hasher::new(),
        })
    }

    /// The next part, and what reads those after it.
    pub(super) fn next(mut self) -> (Self, Result<Option<Part>>) {
        let part = self.read();
        (self, part)
    }

    fn read(&mut self) -> Result<Option<Part>> {
        // An empty file is one empty part.
        if self.left == 0 && self.number > 0 {
            return Ok(None);
        }
        let length = self.left.min(self.length);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        (&*self.file)
            .read_exact(&mut bytes)
            .map_err(|error| unreadable(&error))?;
        self.left -= length;
        self.number += 1;
        self.crc32.update(&bytes);
        self.blake3.update(&bytes);
        let mut crc32 = ChecksumAlgorithm::Crc32.into_impl();
        crc32.update(&bytes);
        Ok(Some(Part {
            number: self.number,
            md5: Md5::digest(&bytes).into(),
            crc32: BASE64_STANDARD.encode(crc32.finalize()),
            bytes: bytes.into(),
        }))
    }
}

fn part_length(size: u64) -> u64 {
    PART.max(size.div_ceil(PARTS))
}

fn unreadable(error: &std::io::Error) -> Error {
    failed(format!(
        "the cleaned dump in the spool can't be read: {}",
        error.kind()
    ))
    .hint("begin anew: leave --resume out")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_too_many_parts() {
        assert_eq!(part_length(0), PART);
        assert_eq!(part_length(PART * PARTS), PART);
        let most = 5 << 40;
        for size in [PART * PARTS + 1, 1 << 40, most - 1, most] {
            let length = part_length(size);
            assert!(length > PART && size.div_ceil(length) <= PARTS, "{size}");
        }
    }
}
