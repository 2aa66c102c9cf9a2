//! Writes the cleaned dump into the spool, compressed.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::BytesMut;
use tempfile::NamedTempFile;

use crate::dump::archive::toc::{Algorithm, Compression};
use crate::error::{Error, Result};
use crate::pipe::encode::Encoder;
use crate::pipe::workers::Workers;

/// What the file is.
const GZIP: Compression = Compression {
    algorithm: Algorithm::Gzip,
    level: None,
};

/// Takes plaintext, writes gzip. Dropped before [`SpoolWriter::finish`], its file is removed.
pub struct SpoolWriter {
    encoder: Encoder,
    encoded: BytesMut,
    file: NamedTempFile,
    path: PathBuf,
    size: u64,
    digest: blake3::Hasher,
}

impl SpoolWriter {
    /// Writes into `file`, which becomes `path` when it is whole.
    pub fn new(file: NamedTempFile, path: PathBuf, workers: &Arc<Workers>) -> Self {
        Self {
            encoder: Encoder::of_file(GZIP, workers),
            encoded: BytesMut::new(),
            file,
            path,
            size: 0,
            digest: blake3::Hasher::new(),
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// Exit 6 where the spool can't be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.encoder.encode(bytes, &mut self.encoded)?;
        self.drain()
    }

    /// Ends the file and puts it in its place; its path, size and BLAKE3 digest.
    ///
    /// # Errors
    /// Exit 6 where the spool can't be written.
    pub fn finish(mut self) -> Result<(PathBuf, u64, String)> {
        self.encoder.finish(&mut self.encoded)?;
        self.drain()?;
        self.file
            .as_file()
            .sync_all()
            .map_err(|error| write_error(&error))?;
        self.file
            .persist(&self.path)
            .map_err(|error| write_error(&error.error))?;
        let digest = self.digest.finalize().to_hex().to_string();
        Ok((self.path, self.size, digest))
    }

    fn drain(&mut self) -> Result<()> {
        self.file
            .write_all(&self.encoded)
            .map_err(|error| write_error(&error))?;
        self.digest.update(&self.encoded);
        self.size += self.encoded.len() as u64;
        self.encoded.clear();
        Ok(())
    }
}

fn write_error(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::output("no space left in the spool"),
        kind => Error::output(format!("the spool can't be written: {kind}")),
    }
    .hint("make room, or name another folder: `spool:` in refresh.yaml")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn many_blocks_come_back_as_one_text_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sql.gz");
        let file = NamedTempFile::new_in(folder.path()).unwrap();
        let workers = Workers::start(2).unwrap();
        let mut writer = SpoolWriter::new(file, path.clone(), &workers);
        let mut text = Vec::new();
        for number in 0..500_000 {
            let line = format!("{number}\trow\n");
            text.extend_from_slice(line.as_bytes());
            writer.write(line.as_bytes()).unwrap();
        }
        assert!(!path.exists());
        let (_, size, digest) = writer.finish().unwrap();
        let packed = std::fs::read(&path).unwrap();
        assert_eq!(size, packed.len() as u64);
        assert_eq!(digest, blake3::hash(&packed).to_hex().as_str());
        let mut back = Vec::new();
        flate2::read::MultiGzDecoder::new(&packed[..])
            .read_to_end(&mut back)
            .unwrap();
        assert!(back == text);
    }

    #[test]
    fn an_unfinished_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = NamedTempFile::new_in(folder.path()).unwrap();
        let path = folder.path().join("x.sql.gz");
        let workers = Workers::start(2).unwrap();
        let mut writer = SpoolWriter::new(file, path, &workers);
        writer.write(&vec![b'x'; 3 << 20]).unwrap();
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
