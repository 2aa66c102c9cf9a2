//! Where something is written: a file, which appears under its name when it is whole or not at all; or
//! a stream, whose reader gets what is written at once.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// What is written to. Dropped before it is finished, a file is removed.
#[derive(Debug)]
pub struct Target(Kind);

#[derive(Debug)]
enum Kind {
    /// Stdout, a FIFO or a device.
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
#[derive(Debug)]
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

impl Target {
    /// This process's stdout.
    ///
    /// # Errors
    /// Exit 6 where there is none.
    pub fn stdout() -> Result<Self> {
        use std::os::fd::AsFd;
        io::stdout()
            .as_fd()
            .try_clone_to_owned()
            .map(|fd| Self(Kind::Stream(File::from(fd))))
            .map_err(|error| write_error(&error))
    }

    /// A FIFO or device, or a file beside whose name a temporary one is written.
    ///
    /// # Errors
    /// Exit 2 where it is a directory; exit 6 where it can't be opened.
    pub fn of_path(path: &Path) -> Result<Self> {
        let unusable =
            |error: &io::Error| Error::output(format!("`{}`: {}", path.display(), error.kind()));
        let known = match std::fs::metadata(path) {
            Ok(known) => Some(known),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(&error)),
        };
        match &known {
            Some(known) if known.is_dir() => Err(Error::usage(format!(
                "`{}`: is a directory",
                path.display()
            ))),
            // By the name that was given: what the links below /dev/fd say is no path.
            Some(known) if !known.is_file() => File::options()
                .write(true)
                .open(path)
                .map(|file| Self(Kind::Stream(file)))
                .map_err(|error| unusable(&error)),
            _ => {
                // A link stays: it is what it leads to that is replaced.
                let path = followed(path).map_err(|error| unusable(&error))?;
                Ok(Self(Kind::File {
                    temporary: temporary_beside(&path)?,
                    path,
                    replaces: known.as_ref().map(Owned::from),
                }))
            }
        }
    }

    /// What is written appears under a file's name at the end, or not at all.
    pub fn is_whole_or_absent(&self) -> bool {
        matches!(self.0, Kind::File { .. })
    }

    /// What to write into.
    pub fn file(&mut self) -> &mut File {
        match &mut self.0 {
            Kind::Stream(file) => file,
            Kind::File { temporary, .. } => temporary.as_file_mut(),
        }
    }

    /// All is written: a file gets its name.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(self) -> io::Result<()> {
        let Kind::File {
            temporary,
            path,
            replaces,
        } = self.0
        else {
            return Ok(());
        };
        share(&temporary, replaces.as_ref())?;
        temporary.as_file().sync_all()?;
        temporary.persist(&path).map_err(|error| error.error)?;
        // The rename itself must reach the disk; a file system that can't say so is no failure.
        if let Some(folder) = folder_of(&path).and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
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

/// Two names lead to one file, which need not exist yet. Devices and FIFOs are nobody's.
pub fn same_file(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let path = followed(path).ok()?;
        let folder = folder_of(&path)?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    match (std::fs::metadata(one), std::fs::metadata(other)) {
        (Ok(one), Ok(other)) => {
            one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino())
        }
        (Err(_), Err(_)) => place(one).is_some_and(|one| place(other) == Some(one)),
        _ => false,
    }
}

/// A write has failed.
pub(super) fn write_error(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::output("the reader of the output is gone")
            .hint("see what it says itself; nothing was committed"),
        io::ErrorKind::StorageFull => Error::output("no space left for the output"),
        kind => Error::output(format!("the output can't be written: {kind}")),
    }
}
