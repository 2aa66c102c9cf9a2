//! The header and table of contents that every archive begins with (`ReadHead`, `ReadToc`,
//! `WriteHead`, `WriteToc`).

use bytes::Bytes;

use super::reader::{Chunks, Reader, put_int, put_string};
use crate::error::{Error, Result};

/// The first bytes of a custom archive and of `toc.dat`.
pub const MAGIC: &[u8] = b"PGDMP";

/// Newer archive versions than this are unknown.
const NEWEST: u8 = 16;
/// Older ones are of PostgreSQL 8 and before.
const OLDEST: u8 = 12;

/// Header and entries of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toc {
    /// The header.
    pub header: Header,
    /// The entries in their order.
    pub entries: Vec<Entry>,
}

/// What stands before the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The archive version's minor number; its major one is 1.
    pub minor: u8,
    /// Its revision.
    pub revision: u8,
    /// The format.
    pub format: Format,
    /// How data is compressed.
    pub compression: Compression,
    /// When it was made: seconds, minutes, hours, day, month, year, summer time.
    pub time: [i64; 7],
    /// The database's name.
    pub database: Option<Bytes>,
    /// The server's version.
    pub server: Option<Bytes>,
    /// pg_dump's version.
    pub dumper: Option<Bytes>,
}

/// What holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One file: the data follows the entries.
    Custom,
    /// `toc.dat` of a directory or tar archive: each entry's data is a file.
    Files,
}

/// How data is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The level, where one is known.
    pub level: Option<i32>,
}

/// A compression algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Not compressed.
    None,
    /// zlib in custom archives, gzip in files.
    Gzip,
    /// LZ4 frames.
    Lz4,
    /// Zstandard.
    Zstd,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// It has data.
    pub has_data: bool,
    /// OID of the catalogue, as text.
    pub catalog: Option<Bytes>,
    /// OID of the object, as text.
    pub oid: Option<Bytes>,
    /// The object's name.
    pub tag: Option<Bytes>,
    /// Its TYPE.
    pub desc: Option<Bytes>,
    /// The part of the dump it belongs to.
    pub section: i64,
    /// The statements that make it.
    pub defn: Option<Bytes>,
    /// The statement that drops it.
    pub drop: Option<Bytes>,
    /// `COPY … FROM stdin;`
    pub copy: Option<Bytes>,
    /// Its schema.
    pub namespace: Option<Bytes>,
    /// Its tablespace.
    pub tablespace: Option<Bytes>,
    /// Its table access method (1.14 on).
    pub access_method: Option<Bytes>,
    /// Its `relkind` (1.16 on).
    pub relkind: i64,
    /// Its owner.
    pub owner: Option<Bytes>,
    /// `false`, since 12.
    pub with_oids: Option<Bytes>,
    /// Numbers of the entries it needs, as text.
    pub dependencies: Vec<Bytes>,
    /// Where its data is.
    pub place: Place,
}

/// Where an entry's data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a custom archive.
    Offset {
        /// 1: somewhere after the entries; 2: at the offset; 3: there is none.
        flag: u8,
        /// From the beginning of the file.
        at: u64,
    },
    /// In a file of this name.
    File(Option<Bytes>),
}

/// The offset is not known.
pub const NOT_SET: u8 = 1;
/// There is no data.
pub const NO_DATA: u8 = 3;

impl Toc {
    /// Reads header and entries.
    ///
    /// # Errors
    /// Exit 5 where it is no archive of a known version, damaged or cut off.
    pub fn read<C: Chunks>(reader: &mut Reader<C>) -> Result<Self> {
        let header = Header::read(reader)?;
        let entries = Self::read_entries(reader, &header)?;
        Ok(Self { header, entries })
    }

    /// Reads the entries alone.
    ///
    /// # Errors
    /// As [`Toc::read`].
    pub fn read_entries<C: Chunks>(reader: &mut Reader<C>, header: &Header) -> Result<Vec<Entry>> {
        let count = reader.int("the table of contents")?;
        let count = u32::try_from(count)
            .map_err(|_| reader.error("the table of contents has a negative length"))?;
        let mut entries = Vec::new();
        let mut ids = std::collections::HashSet::new();
        for _ in 0..count {
            let entry = Entry::read(reader, header)?;
            if entry.id <= 0 || !ids.insert(entry.id) {
                return Err(reader.error("the table of contents has an entry number twice"));
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The bytes that [`Toc::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.header.write(&mut out);
        put_int(&mut out, self.entries.len() as i64);
        for entry in &self.entries {
            entry.write(&self.header, &mut out);
        }
        out
    }
}

impl Header {
    fn read<C: Chunks>(reader: &mut Reader<C>) -> Result<Self> {
        let what = "the header";
        if reader.take(MAGIC.len(), what)? != MAGIC {
            return Err(reader.error("this is no archive of pg_dump"));
        }
        let (major, minor, revision) = (reader.byte(what)?, reader.byte(what)?, reader.byte(what)?);
        if major != 1 || !(OLDEST..=NEWEST).contains(&minor) {
            return Err(reader
                .error(format!("archive version {major}.{minor} is not known"))
                .hint(format!(
                    "1.{OLDEST} to 1.{NEWEST} are (pg_dump 9 to 18); or make it plain: `pg_restore \
                     -f - FILE | dmscrub …`"
                )));
        }
        let (int_size, offset_size) = (reader.byte(what)?, reader.byte(what)?);
        if (int_size, offset_size) != (4, 8) {
            return Err(reader.error("an archive of a machine with other sizes of numbers"));
        }
        let format = match reader.byte(what)? {
            1 => Format::Custom,
            3 => Format::Files,
            _ => return Err(reader.error("an archive in a format that is not known")),
        };
        let compression = if minor >= 15 {
            let algorithm = match reader.byte(what)? {
                0 => Algorithm::None,
                1 => Algorithm::Gzip,
                2 => Algorithm::Lz4,
                3 => Algorithm::Zstd,
                _ => return Err(reader.error("a compression that is not known")),
            };
            Compression {
                algorithm,
                level: None,
            }
        } else {
            match reader.int(what)? {
                0 => Compression {
                    algorithm: Algorithm::None,
                    level: None,
                },
                level @ (-1 | 1..=9) => Compression {
                    algorithm: Algorithm::Gzip,
                    level: Some(level as i32),
                },
                _ => return Err(reader.error("a compression level that is not known")),
            }
        };
        let mut time = [0; 7];
        for part in &mut time {
            *part = reader.int(what)?;
        }
        Ok(Self {
            minor,
            revision,
            format,
            compression,
            time,
            database: reader.string(what)?,
            server: reader.string(what)?,
            dumper: reader.string(what)?,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(MAGIC);
        let format = match self.format {
            Format::Custom => 1,
            Format::Files => 3,
        };
        out.extend_from_slice(&[1, self.minor, self.revision, 4, 8, format]);
        let Compression { algorithm, level } = self.compression;
        if self.minor >= 15 {
            out.push(match algorithm {
                Algorithm::None => 0,
                Algorithm::Gzip => 1,
                Algorithm::Lz4 => 2,
                Algorithm::Zstd => 3,
            });
        } else {
            let level = match algorithm {
                Algorithm::None => 0,
                _ => level.unwrap_or(-1),
            };
            put_int(out, level.into());
        }
        for part in self.time {
            put_int(out, part);
        }
        for text in [&self.database, &self.server, &self.dumper] {
            put_string(out, text.as_deref());
        }
    }

    /// Older archives know no other compression than zlib.
    ///
    /// # Errors
    /// Exit 2.
    pub fn compress_with(&mut self, compression: Compression) -> Result<()> {
        if self.minor < 15 && matches!(compression.algorithm, Algorithm::Lz4 | Algorithm::Zstd) {
            return Err(Error::usage(format!(
                "an archive of version 1.{} can be compressed with gzip only",
                self.minor
            ))
            .hint("-Z gzip or -Z none; or compress the whole: `dmscrub … | zstd`"));
        }
        self.compression = compression;
        Ok(())
    }
}

impl Entry {
    fn read<C: Chunks>(reader: &mut Reader<C>, header: &Header) -> Result<Self> {
        let what = "the table of contents";
        let id = reader.int(what)?;
        let has_data = match reader.int(what)? {
            0 => false,
            1 => true,
            _ => return Err(reader.error("an entry that neither has data nor has none")),
        };
        let catalog = reader.string(what)?;
        let oid = reader.string(what)?;
        let tag = reader.string(what)?;
        let desc = reader.string(what)?;
        let section = reader.int(what)?;
        let defn = reader.string(what)?;
        let drop = reader.string(what)?;
        let copy = reader.string(what)?;
        let namespace = reader.string(what)?;
        let tablespace = reader.string(what)?;
        let access_method = if header.minor >= 14 {
            reader.string(what)?
        } else {
            None
        };
        let relkind = if header.minor >= 16 {
            reader.int(what)?
        } else {
            0
        };
        let owner = reader.string(what)?;
        let with_oids = reader.string(what)?;
        let mut dependencies = Vec::new();
        while let Some(dependency) = reader.string(what)? {
            dependencies.push(dependency);
        }
        let place = match header.format {
            Format::Custom => {
                let flag = reader.byte(what)?;
                if !(1..=3).contains(&flag) {
                    return Err(reader.error("an entry whose data is at no known place"));
                }
                let mut at = [0; 8];
                for byte in &mut at {
                    *byte = reader.byte(what)?;
                }
                Place::Offset {
                    flag,
                    at: u64::from_le_bytes(at),
                }
            }
            Format::Files => Place::File(reader.string(what)?),
        };
        Ok(Self {
            id,
            has_data,
            catalog,
            oid,
            tag,
            desc,
            section,
            defn,
            drop,
            copy,
            namespace,
            tablespace,
            access_method,
            relkind,
            owner,
            with_oids,
            dependencies,
            place,
        })
    }

    fn write(&self, header: &Header, out: &mut Vec<u8>) {
        put_int(out, self.id);
        put_int(out, i64::from(self.has_data));
        for text in [&self.catalog, &self.oid, &self.tag, &self.desc] {
            put_string(out, text.as_deref());
        }
        put_int(out, self.section);
        for text in [
            &self.defn,
            &self.drop,
            &self.copy,
            &self.namespace,
            &self.tablespace,
        ] {
            put_string(out, text.as_deref());
        }
        if header.minor >= 14 {
            put_string(out, self.access_method.as_deref());
        }
        if header.minor >= 16 {
            put_int(out, self.relkind);
        }
        put_string(out, self.owner.as_deref());
        put_string(out, self.with_oids.as_deref());
        for dependency in &self.dependencies {
            put_string(out, Some(dependency));
        }
        put_string(out, None);
        match &self.place {
            Place::Offset { flag, at } => {
                out.push(*flag);
                out.extend_from_slice(&at.to_le_bytes());
            }
            Place::File(name) => put_string(out, name.as_deref()),
        }
    }

    /// The TYPE.
    pub fn desc(&self) -> &[u8] {
        self.desc.as_deref().unwrap_or_default()
    }

    /// The name.
    pub fn tag(&self) -> &[u8] {
        self.tag.as_deref().unwrap_or_default()
    }

    /// It has data that the archive holds.
    pub fn holds_data(&self) -> bool {
        self.has_data && !matches!(self.place, Place::Offset { flag: NO_DATA, .. })
    }

    /// `ENCODING`, `STDSTRINGS`, `SEARCHPATH`: settings, not objects.
    pub fn is_setting(&self) -> bool {
        matches!(self.desc(), b"ENCODING" | b"STDSTRINGS" | b"SEARCHPATH")
    }

    /// Of the database as a whole: left out unless it is to be created.
    pub fn is_database(&self) -> bool {
        matches!(self.desc(), b"DATABASE" | b"DATABASE PROPERTIES")
    }

    /// GRANT and REVOKE.
    pub fn is_acl(&self) -> bool {
        matches!(self.desc(), b"ACL" | b"ACL LANGUAGE" | b"DEFAULT ACL")
    }
}
