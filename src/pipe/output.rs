//! The output: vectored writes of unchanged slices and new bytes; a file appears only when whole.

use std::fs::File;
use std::io::{self, IoSlice, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::buffers::widen;
use super::digest::{Digest, Writing};
use super::encode::Encoder;
use super::stop;
use super::target::{Target, write_error};
use super::workers::Workers;
use crate::dump::archive::toc::{Algorithm, Compression};
use crate::error::Result;
use crate::scrub::Sink;

/// Bytes gathered before they are written.
const GATHER: usize = 128 << 10;

/// Unchanged pieces shorter than this are cheaper to copy than to hand over one by one.
const COPY_BELOW: usize = 2048;

/// Slices in one write (`IOV_MAX` is 1024).
const SLICES: usize = 256;

/// Where the cleaned dump is written.
pub struct Output {
    target: Target,
    queue: Vec<Bytes>,
    queued: usize,
    new: BytesMut,
    encoder: Option<Encoder>,
    digest: Option<Writing>,
    /// Bytes written so far.
    pub written: u64,
    /// A write has failed: nothing more can be said to the reader.
    pub broken: bool,
    /// What is written now ends the output, whatever signal comes.
    ends: bool,
}

impl Output {
    /// Stdout (`-`, or no path), a FIFO or device, or a file beside whose name a temporary one is
    /// written.
    ///
    /// # Errors
    /// Exit 2 where it is a directory; exit 6 where it can't be opened.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let mut target = match path.filter(|path| *path != Path::new("-")) {
            None => Target::stdout()?,
            Some(path) => Target::of_path(path)?,
        };
        if !target.is_whole_or_absent() {
            widen(target.file());
        }
        Ok(Self {
            target,
            queue: Vec::with_capacity(SLICES),
            queued: 0,
            new: BytesMut::with_capacity(GATHER),
            encoder: None,
            digest: None,
            written: 0,
            broken: false,
            ends: false,
        })
    }

    /// Compresses all that is written from here on.
    #[must_use]
    pub fn compressed(mut self, compression: Compression, workers: &Arc<Workers>) -> Self {
        if compression.algorithm != Algorithm::None {
            self.encoder = Some(Encoder::of_file(compression, workers));
        }
        self
    }

    /// Digests all that is written from here on.
    ///
    /// # Errors
    /// Exit 1 where no thread can be started.
    pub fn digested(mut self, digest: Option<Digest>) -> Result<Self> {
        self.digest = digest.map(Writing::start).transpose()?;
        Ok(self)
    }

    /// Writes all that is gathered.
    pub fn flush(&mut self) -> Result<()> {
        self.write_through(&[])
    }

    /// Writes all that is gathered, and these bytes without gathering them.
    fn write_through(&mut self, bytes: &[u8]) -> Result<()> {
        self.queue_new();
        if let Some(digest) = &self.digest
            && !self.queue.is_empty()
        {
            digest.update(&self.queue);
        }
        let result = write_all_vectored(self.target.file(), &self.queue, bytes);
        self.written += (self.queued + bytes.len()) as u64;
        self.queue.clear();
        self.queued = 0;
        result.map_err(|error| {
            self.broken = true;
            write_error(&error)
        })
    }

    /// The output is whole: a file gets its name.
    pub fn finish(mut self) -> Result<u64> {
        self.ends = true;
        self.end_stream()?;
        self.flush()?;
        if let Some(digest) = self.digest.take() {
            digest.finish();
        }
        self.target.finish().map_err(|error| write_error(&error))?;
        Ok(self.written)
    }

    /// What is written appears under a file's name at the end, or not at all.
    pub fn is_file(&self) -> bool {
        self.target.is_whole_or_absent()
    }

    /// The run has failed: `tail` makes what a reader has got invalid; a file is removed.
    pub fn abandon(mut self, tail: &[u8]) {
        if self.broken || self.is_file() {
            return;
        }
        self.ends = true;
        // The run's own error is reported; one more from here would hide it.
        let _ = self
            .write(tail)
            .and_then(|()| self.end_stream())
            .and_then(|()| self.flush());
    }

    fn end_stream(&mut self) -> Result<()> {
        let Some(mut encoder) = self.encoder.take() else {
            return Ok(());
        };
        let before = self.new.len();
        encoder.finish(&mut self.new)?;
        self.queued += self.new.len() - before;
        Ok(())
    }

    fn queue_new(&mut self) {
        if !self.new.is_empty() {
            self.queue.push(self.new.split().freeze());
        }
    }

    fn flush_when_full(&mut self) -> Result<()> {
        if self.queued >= GATHER || self.queue.len() >= SLICES {
            self.flush()?;
            self.check_signal()
        } else {
            Ok(())
        }
    }

    /// Data that waited may take long to write, and no input is asked for meanwhile. Whatever was to
    /// be written has been, so that what ends the output fits.
    fn check_signal(&self) -> Result<()> {
        match self.ends {
            true => Ok(()),
            false => stop::check(),
        }
    }
}

impl Sink for Output {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        if bytes.len() < COPY_BELOW || self.encoder.is_some() {
            return self.write(&bytes);
        }
        self.queue_new();
        self.queued += bytes.len();
        self.queue.push(bytes);
        self.flush_when_full()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() >= GATHER && self.encoder.is_none() && self.digest.is_none() {
            self.write_through(bytes)?;
            return self.check_signal();
        }
        let before = self.new.len();
        match &mut self.encoder {
            Some(encoder) => encoder.encode(bytes, &mut self.new)?,
            None => self.new.extend_from_slice(bytes),
        }
        self.queued += self.new.len() - before;
        self.flush_when_full()
    }
}

fn write_all_vectored(file: &mut File, queue: &[Bytes], last: &[u8]) -> io::Result<()> {
    let queue = queue.iter().map(|bytes| &bytes[..]).chain([last]);
    let mut slices: Vec<IoSlice<'_>> = queue
        .filter(|bytes| !bytes.is_empty())
        .map(IoSlice::new)
        .collect();
    let mut rest = &mut slices[..];
    while !rest.is_empty() {
        match file.write_vectored(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => IoSlice::advance_slices(&mut rest, count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
