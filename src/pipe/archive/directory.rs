//! The directory format: `toc.dat`, and a file for each entry's data and each large object.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};

use super::{Source, Target};
use crate::dump::archive::custom::Block;
use crate::dump::archive::files::{self, SUFFIXES, file_name, large_object_name};
use crate::dump::archive::reader::{MAX_STRING, Reader};
use crate::dump::archive::toc::{Algorithm, Entry, Format, Toc};
use crate::error::{Error, Result};
use crate::pipe::codec::Wrapper;
use crate::pipe::input::Input;
use crate::pipe::stop;
use crate::pipe::target::write_error;

/// Bytes read at once.
const PART: usize = 1 << 20;

/// A folder that holds an archive. Files that its contents do not name are not looked at.
pub struct DirectorySource {
    folder: PathBuf,
    reader: Reader<Input>,
    minor: u8,
    file: Option<File>,
    algorithm: Algorithm,
    seen: HashSet<String>,
    large_objects: VecDeque<u32>,
    read: u64,
}

impl DirectorySource {
    /// # Errors
    /// Exit 5 where it has no table of contents.
    pub fn open(folder: &Path) -> Result<Self> {
        let contents = SUFFIXES
            .iter()
            .map(|(_, suffix)| folder.join(format!("toc.dat{suffix}")))
            .find(|path| path.is_file())
            .ok_or_else(|| {
                Error::input(format!(
                    "`{}` is no directory archive: it has no toc.dat",
                    folder.display()
                ))
                .hint("pg_dump writes it last: without it the archive is not whole")
            })?;
        Ok(Self {
            folder: folder.to_owned(),
            reader: Reader::new(Input::open(Some(&contents))?),
            minor: 0,
            file: None,
            algorithm: Algorithm::None,
            seen: HashSet::new(),
            large_objects: VecDeque::new(),
            read: 0,
        })
    }

    fn open_file(&mut self, name: String) -> Result<()> {
        let found = SUFFIXES
            .iter()
            .map(|(algorithm, suffix)| (*algorithm, self.folder.join(format!("{name}{suffix}"))))
            .find(|(_, path)| path.is_file());
        let Some((algorithm, path)) = found else {
            return Err(Error::input(format!("the archive has no file `{name}`"))
                .hint("copy the whole directory again"));
        };
        let file = File::open(&path).map_err(|error| unreadable(&name, &error))?;
        if !self.seen.insert(name) {
            return Err(Error::input("two entries have their data in one file"));
        }
        (self.file, self.algorithm) = (Some(file), algorithm);
        Ok(())
    }
}

impl Source for DirectorySource {
    fn contents(&mut self) -> Result<Toc> {
        let toc = Toc::read(&mut self.reader)?;
        if toc.header.format != Format::Files || !self.reader.at_end()? {
            return Err(Error::input("the toc.dat is none of a directory archive"));
        }
        self.minor = toc.header.minor;
        Ok(toc)
    }

    fn open(&mut self, entry: &Entry) -> Result<()> {
        let name = file_name(entry, self.minor)?;
        if entry.desc() != b"BLOBS" {
            return self.open_file(name);
        }
        let file =
            File::open(self.folder.join(&name)).map_err(|error| unreadable(&name, &error))?;
        let mut text = Vec::new();
        let limit = MAX_STRING as u64 + 1;
        file.take(limit)
            .read_to_end(&mut text)
            .map_err(|error| unreadable(&name, &error))?;
        if text.len() > MAX_STRING {
            return Err(Error::input("the list of large objects is too long"));
        }
        self.read += text.len() as u64;
        self.large_objects = files::read_list(&text.into())?.into();
        Ok(())
    }

    fn large_object(&mut self) -> Result<Option<u32>> {
        let Some(oid) = self.large_objects.pop_front() else {
            return Ok(None);
        };
        self.open_file(large_object_name(oid))?;
        Ok(Some(oid))
    }

    fn data(&mut self) -> Result<Option<Bytes>> {
        stop::check()?;
        let Some(file) = &mut self.file else {
            return Ok(None);
        };
        let mut part = BytesMut::zeroed(PART);
        let count = loop {
            match file.read(&mut part) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => {
                    break result.map_err(|error| unreadable("the data of an entry", &error))?;
                }
            }
        };
        if count == 0 {
            self.file = None;
            return Ok(None);
        }
        self.read += count as u64;
        part.truncate(count);
        Ok(Some(part.freeze()))
    }

    fn finish(&mut self) -> Result<Option<String>> {
        Ok(None)
    }

    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Gzip
    }

    fn bytes_read(&self) -> u64 {
        self.reader.offset() + self.read
    }
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    Error::input(format!(
        "`{name}` of the archive can't be read: {}",
        error.kind()
    ))
}

/// A new folder. `toc.dat` is written last: without it nobody takes the folder for an archive.
pub struct DirectoryTarget {
    folder: PathBuf,
    /// It was made by this run.
    made: bool,
    contents: Vec<u8>,
    names: Vec<(i64, String)>,
    suffix: &'static str,
    file: Option<File>,
    files: Vec<PathBuf>,
    /// The list of large objects, and what is in it.
    list: Option<(String, String)>,
    written: u64,
}

impl DirectoryTarget {
    /// # Errors
    /// Exit 2 where there is something in the folder; exit 6 where it can't be made.
    pub fn create(folder: &Path) -> Result<Self> {
        let shown = folder.display();
        let made = match std::fs::read_dir(folder) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(Error::usage(format!("`{shown}` is not empty"))
                        .hint("a directory archive is written to a new or empty directory"));
                }
                false
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut builder = std::fs::DirBuilder::new();
                std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
                builder
                    .create(folder)
                    .map_err(|error| Error::output(format!("`{shown}`: {}", error.kind())))?;
                true
            }
            Err(error) => return Err(Error::usage(format!("`{shown}`: {}", error.kind()))),
        };
        Ok(Self {
            folder: folder.to_owned(),
            made,
            contents: Vec::new(),
            names: Vec::new(),
            suffix: "",
            file: None,
            files: Vec::new(),
            list: None,
            written: 0,
        })
    }

    fn create_file(&mut self, name: &str) -> Result<File> {
        let path = self.folder.join(name);
        let file = File::create_new(&path).map_err(|error| write_error(&error))?;
        self.files.push(path);
        Ok(file)
    }

    fn write_file(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let mut file = self.create_file(name)?;
        file.write_all(content)
            .and_then(|()| file.sync_all())
            .map_err(|error| write_error(&error))?;
        self.written += content.len() as u64;
        Ok(())
    }
}

impl Target for DirectoryTarget {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        self.contents = toc.write();
        self.names.clear();
        self.suffix = files::suffix(toc.header.compression.algorithm);
        for entry in toc.entries.iter().filter(|entry| entry.has_data) {
            let name = file_name(entry, toc.header.minor)?;
            self.names.push((entry.id, name));
        }
        Ok(())
    }

    fn takes_amends(&self) -> bool {
        true
    }

    fn open(&mut self, block: Block) -> Result<()> {
        let (Block::Data(id) | Block::LargeObjects(id)) = block;
        let known = self.names.iter().find(|(known, _)| *known == id);
        let name = known
            .map(|(_, name)| name.clone())
            .ok_or_else(|| Error::unexpected("data of no entry"))?;
        if let Block::LargeObjects(_) = block {
            self.list = Some((name, String::new()));
        } else {
            self.file = Some(self.create_file(&format!("{name}{}", self.suffix))?);
        }
        Ok(())
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        if let Some((_, list)) = &mut self.list {
            list.push_str(&files::list_line(oid));
        }
        let name = format!("{}{}", large_object_name(oid), self.suffix);
        self.file = Some(self.create_file(&name)?);
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(bytes).map_err(|error| write_error(&error))?;
            self.written += bytes.len() as u64;
        }
        Ok(())
    }

    fn end_stream(&mut self) -> Result<()> {
        match self.file.take() {
            Some(file) => file.sync_data().map_err(|error| write_error(&error)),
            None => Ok(()),
        }
    }

    fn apart(&mut self) -> Option<File> {
        self.file.take()
    }

    fn close(&mut self) -> Result<()> {
        match self.list.take() {
            Some((name, list)) => self.write_file(&name, list.as_bytes()),
            None => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<u64> {
        const PARTIAL: &str = "toc.dat.partial";
        let contents = std::mem::take(&mut self.contents);
        self.write_file(PARTIAL, &contents)?;
        std::fs::rename(self.folder.join(PARTIAL), self.folder.join("toc.dat"))
            .map_err(|error| write_error(&error))?;
        // The names must reach the disk; a file system that can't say so is no failure.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        Ok(self.written)
    }

    fn abandon(self: Box<Self>) {
        // What can't be removed lacks its table of contents all the same.
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
        if self.made {
            let _ = std::fs::remove_dir(&self.folder);
        }
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Gzip
    }
}
