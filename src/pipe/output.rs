//! The output: vectored writes of unchanged slices and new bytes; a file appears only when whole.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, IoSlice, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tempfile::NamedTempFile;

use super::buffers::widen;
use super::digest::{Digest, Writing};
use super::encode::Encoder;
use super::stop;
use super::workers::Workers;
use crate::dump::archive::toc::{Algorithm, Compression};
use crate::error::{Error, Result};
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

enum Target {
    /// Stdout, a FIFO or a device: what is written is read at once.
    Stream(File),
    File {
        /// Readable by its owner only, until it is whole.
        temporary: NamedTempFile,
        path: PathBuf,
        /// Of the file that it takes the place of.
        replaces: Option<Owned>,
    },
}

/// Whose a file is, and who may do what with it.
struct Owned {
    mode: u32,
    user: u32,
    group: u32,
}

impl From<&Metadata> for Owned {
    fn from(known: &Metadata) -> Self {
        Self {
            mode: known.mode() & 0o777,
            user: known.uid(),
            group: known.gid(),
        }
    }
}

impl Output {
    /// Stdout (`-`, or no path), a FIFO or device, or a file beside whose name a temporary one is
    /// written.
    ///
    /// # Errors
    /// Exit 2 where it is a directory; exit 6 where it can't be opened.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let target = match path {
            None => Target::Stream(stdout()?),
            Some(path) if path == Path::new("-") => Target::Stream(stdout()?),
            Some(path) => Target::of_path(path)?,
        };
        if let Target::Stream(file) = &target {
            widen(file);
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
        let file = match &mut self.target {
            Target::Stream(file) => file,
            Target::File { temporary, .. } => temporary.as_file_mut(),
        };
        let result = write_all_vectored(file, &self.queue, bytes);
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
        if let Target::File {
            temporary,
            path,
            replaces,
        } = self.target
        {
            let failed = |error| write_error(&error);
            share(&temporary, replaces.as_ref()).map_err(failed)?;
            temporary.as_file().sync_all().map_err(failed)?;
            temporary
                .persist(&path)
                .map_err(|error| write_error(&error.error))?;
            // The rename itself must reach the disk; a file system that can't say so is no failure.
            if let Some(folder) = folder_of(&path).and_then(|folder| File::open(folder).ok()) {
                let _ = folder.sync_all();
            }
        }
        Ok(self.written)
    }

    /// What is written appears under a file's name at the end, or not at all.
    pub fn is_file(&self) -> bool {
        matches!(self.target, Target::File { .. })
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

fn stdout() -> Result<File> {
    use std::os::fd::AsFd;
    io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .map(File::from)
        .map_err(|error| write_error(&error))
}

fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().map(|parent| {
        if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        }
    })
}

impl Target {
    fn of_path(path: &Path) -> Result<Self> {
        let unusable =
            |error: &io::Error| Error::output(format!("`{}`: {}", path.display(), error.kind()));
        // A link stays: it is what it leads to that is replaced.
        let path = followed(path).map_err(|error| unusable(&error))?;
        let known = match std::fs::metadata(&path) {
            Ok(known) => Some(known),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(&error)),
        };
        match &known {
            Some(known) if known.is_dir() => Err(Error::usage(format!(
                "`{}`: is a directory",
                path.display()
            ))),
            Some(known) if !known.is_file() => File::options()
                .write(true)
                .open(&path)
                .map(Self::Stream)
                .map_err(|error| unusable(&error)),
            _ => Ok(Self::File {
                temporary: temporary_beside(&path)?,
                path,
                replaces: known.as_ref().map(Owned::from),
            }),
        }
    }
}

/// Where a path leads to, through links whose end need not exist.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux itself follows.
    for _ in 0..40 {
        match std::fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).unwrap_or(Path::new("/")).join(target),
            // No link, or nothing at all.
            Err(_) => return Ok(path),
        }
    }
    Err(io::ErrorKind::InvalidInput.into())
}

fn temporary_beside(path: &Path) -> Result<NamedTempFile> {
    let usage = |message: &str| Error::usage(format!("`{}`: {message}", path.display()));
    let name = path.file_name().ok_or_else(|| usage("is no file name"))?;
    let folder = folder_of(path).ok_or_else(|| usage("is no file name"))?;
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(".partial")
        .tempfile_in(folder)
        .map_err(|error| Error::output(format!("`{}`: {}", folder.display(), error.kind())))
}

/// Gives the whole file the permissions of the one that it replaces, or those of a new one.
fn share(temporary: &NamedTempFile, replaces: Option<&Owned>) -> io::Result<()> {
    let file = temporary.as_file();
    let mode = match replaces {
        Some(known) => {
            // Only root may give files away, and a group that one is not in.
            let group = std::os::unix::fs::fchown(file, None, Some(known.group));
            let _ = std::os::unix::fs::fchown(file, Some(known.user), None);
            // What was the group's to read is not another group's.
            let hidden = if group.is_err() { 0o070 } else { 0 };
            known.mode & !hidden
        }
        None => new_mode(temporary)?,
    };
    file.set_permissions(Permissions::from_mode(mode))
}

/// The permissions that a new file gets here: the process's umask and the folder's defaults.
fn new_mode(beside: &NamedTempFile) -> io::Result<u32> {
    let folder = beside.path().parent().unwrap_or(Path::new("."));
    let probe = tempfile::Builder::new()
        .prefix(".dmscrub.")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)?;
    Ok(probe.as_file().metadata()?.mode() & 0o777)
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

pub(super) fn write_error(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::output("the reader of the output is gone")
            .hint("see what it says itself; nothing was committed"),
        io::ErrorKind::StorageFull => Error::output("no space left for the output"),
        kind => Error::output(format!("the output can't be written: {kind}")),
    }
}
