//! The tar format, from a stream and to a stream.
//!
//! A member's size stands before its content, so what is written waits until it is whole: in memory,
//! past a limit in an encrypted temporary file.

use bytes::Bytes;

use super::{Source, Target};
use crate::dump::archive::custom::Block;
use crate::dump::archive::files::{self, file_name, large_object_name};
use crate::dump::archive::reader::{Chunks, MAX_STRING, Reader};
use crate::dump::archive::script::{Script, ScriptOptions};
use crate::dump::archive::tar::{self, BLOCK, Member};
use crate::dump::archive::toc::{Algorithm, Entry, Format, Toc};
use crate::error::{Error, Result};
use crate::pipe::codec::Wrapper;
use crate::pipe::output::Output;
use crate::scrub::Sink;
use crate::scrub::hold::{Held, Store};

/// A tar archive that is read once from front to back.
pub struct TarSource<C> {
    reader: Reader<C>,
    minor: u8,
    /// Of the member that is open.
    left: u64,
    padding: usize,
    /// A member whose header was read before its time.
    next: Option<Member>,
    list: String,
    large_objects: Vec<u32>,
}

impl<C: Chunks> TarSource<C> {
    /// At its first byte.
    pub fn new(chunks: C) -> Self {
        Self {
            reader: Reader::new(chunks),
            minor: 0,
            left: 0,
            padding: 0,
            next: None,
            list: String::new(),
            large_objects: Vec::new(),
        }
    }

    /// The header of the next member.
    fn member(&mut self) -> Result<Member> {
        match self.next.take() {
            Some(member) => Ok(member),
            None => tar::next_member(&mut self.reader)?.ok_or_else(|| {
                self.reader
                    .error("the archive ends before the data of all entries")
                    .hint("make the dump again, or copy it again, and compare sizes")
            }),
        }
    }

    /// The content of a member follows.
    fn enter(&mut self, member: &Member) {
        self.left = member.size;
        self.padding = tar::padding(member.size);
    }

    fn enter_named(&mut self, name: &str) -> Result<()> {
        let member = self.member()?;
        if member.name != name {
            return Err(self.reader.error(format!(
                "the archive's members are in another order than its entries: `{name}` is expected"
            )));
        }
        self.enter(&member);
        Ok(())
    }

    /// All of the member's content.
    fn content(&mut self) -> Result<Bytes> {
        let size = usize::try_from(self.left)
            .ok()
            .filter(|size| *size <= MAX_STRING);
        let size = size.ok_or_else(|| self.reader.error("a member that is too long"))?;
        let content = self.reader.take(size, "a member")?;
        self.left = 0;
        self.skip_padding()?;
        Ok(content)
    }

    fn skip_padding(&mut self) -> Result<()> {
        let padding = std::mem::take(&mut self.padding);
        let bytes = self.reader.take(padding, "a member")?;
        match bytes.iter().all(|byte| *byte == 0) {
            true => Ok(()),
            false => Err(self.reader.error("a member is not padded with zeros")),
        }
    }
}

impl<C: Chunks> Source for TarSource<C> {
    fn contents(&mut self) -> Result<Toc> {
        self.enter_named("toc.dat")?;
        // Entries end before the member does, or it is cut off.
        let before = self.reader.offset();
        let toc = Toc::read(&mut self.reader)?;
        if self.reader.offset() - before != self.left {
            return Err(self
                .reader
                .error("the toc.dat has another length than its contents"));
        }
        self.left = 0;
        self.skip_padding()?;
        if toc.header.format != Format::Files || toc.header.compression.algorithm != Algorithm::None
        {
            return Err(self.reader.error("the toc.dat is none of a tar archive"));
        }
        self.minor = toc.header.minor;
        Ok(toc)
    }

    fn open(&mut self, entry: &Entry) -> Result<()> {
        if entry.desc() == b"BLOBS" {
            // The list of the objects comes after them.
            self.list = match self.minor {
                16.. => format!("blobs_{}.toc", entry.id),
                _ => "blobs.toc".to_owned(),
            };
            self.large_objects.clear();
            return Ok(());
        }
        let name = file_name(entry, self.minor)?;
        self.enter_named(&name)
    }

    fn large_object(&mut self) -> Result<Option<u32>> {
        let member = self.member()?;
        self.enter(&member);
        let oid = member
            .name
            .strip_prefix("blob_")
            .and_then(|rest| rest.strip_suffix(".dat"))
            .and_then(|oid| oid.parse().ok())
            .filter(|oid| member.name == large_object_name(*oid));
        if let Some(oid) = oid {
            self.large_objects.push(oid);
            return Ok(Some(oid));
        }
        if member.name != self.list || files::read_list(&self.content()?)? != self.large_objects {
            return Err(self
                .reader
                .error("the large objects of the archive are not those of their list"));
        }
        Ok(None)
    }

    fn data(&mut self) -> Result<Option<Bytes>> {
        if self.left == 0 {
            self.skip_padding()?;
            return Ok(None);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let part = self.reader.some(most, "a member")?;
        self.left -= part.len() as u64;
        Ok(Some(part))
    }

    fn finish(&mut self) -> Result<Option<String>> {
        // A second copy of the statements, which nothing reads: a new one is written.
        self.enter_named("restore.sql")?;
        while self.data()?.is_some() {}
        match tar::next_member(&mut self.reader)? {
            None => Ok(None),
            Some(_) => Err(self.reader.error("a member that no entry names")),
        }
    }

    fn algorithm(&self) -> Algorithm {
        Algorithm::None
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Gzip
    }

    fn bytes_read(&self) -> u64 {
        self.reader.offset()
    }
}

/// A tar archive that is written once from front to back.
///
/// The last table's member, and what follows it, is written only when the run is known to be good: what
/// was written of a run that fails lacks at least that, and `pg_restore` refuses it. Large objects that
/// are missing it would not miss.
pub struct TarTarget {
    output: Output,
    store: Store,
    /// When the archive was made.
    time: u64,
    toc: Option<Toc>,
    restrict_key: String,
    open: Option<Spooled>,
    withheld: Vec<Spooled>,
    /// The list of large objects, and what is in it.
    list: Option<(String, String)>,
}

/// A member that waits until it is whole.
struct Spooled {
    member: Member,
    held: Held,
}

impl TarTarget {
    /// Into an output; members wait in `store`.
    pub fn new(output: Output, store: Store, restrict_key: String) -> Self {
        Self {
            output,
            store,
            time: 0,
            toc: None,
            restrict_key,
            open: None,
            withheld: Vec::new(),
            list: None,
        }
    }

    fn begin(&mut self, name: String) {
        self.open = Some(Spooled {
            member: Member { name, size: 0 },
            held: Held::new(),
        });
    }

    /// The open member is whole.
    fn end(&mut self) -> Result<()> {
        if let Some(mut spooled) = self.open.take() {
            spooled.held.seal(&mut self.store)?;
            self.withheld.push(spooled);
        }
        Ok(())
    }

    fn write_withheld(&mut self) -> Result<()> {
        for spooled in std::mem::take(&mut self.withheld) {
            self.output
                .write(&tar::header(&spooled.member, self.time))?;
            for segment in spooled.held.read(&mut self.store) {
                self.output.pass(segment?)?;
            }
            let padding = [0; BLOCK];
            self.output
                .write(&padding[..tar::padding(spooled.member.size)])?;
            spooled.held.release(&mut self.store)?;
        }
        Ok(())
    }

    fn member(&mut self, name: &str, content: &[u8]) -> Result<()> {
        self.begin(name.to_owned());
        self.data(content)?;
        self.end()
    }

    /// The script that people read; see `_CloseArchive`.
    fn script(&self) -> Result<Vec<u8>> {
        let Some(toc) = &self.toc else {
            return Ok(Vec::new());
        };
        let mut text =
            b"--\n-- NOTE:\n--\n-- File paths need to be edited. Search for $$PATH$$ and\n\
            -- replace it with the path to the directory containing\n\
            -- the extracted data files.\n--\n"
                .to_vec();
        let options = ScriptOptions {
            clean: true,
            create: true,
            restrict_key: self.restrict_key.clone(),
            ..ScriptOptions::default()
        };
        let mut script = Script::new(toc, options)?;
        script.start(&mut text);
        for entry in script.entries() {
            script.entry(entry, &mut text);
            if entry.holds_data() && entry.desc() != b"BLOBS" {
                script.data_start(entry, &mut text);
                script.data_in_file(entry, &file_name(entry, toc.header.minor)?, &mut text);
            }
        }
        script.end(&mut text);
        Ok(text)
    }
}

impl Target for TarTarget {
    fn contents(&mut self, toc: &Toc) -> Result<()> {
        self.time = made_at(toc.header.time);
        self.toc = Some(toc.clone());
        self.member("toc.dat", &toc.write())
    }

    fn open(&mut self, block: Block) -> Result<()> {
        let (Block::Data(id) | Block::LargeObjects(id)) = block;
        let minor = self.toc.as_ref().map_or(0, |toc| toc.header.minor);
        let entries = self.toc.iter().flat_map(|toc| &toc.entries);
        let entry = entries.into_iter().find(|entry| entry.id == id);
        let entry = entry.ok_or_else(|| Error::unexpected("data of no entry"))?;
        match block {
            Block::Data(_) => {
                let name = file_name(entry, minor)?;
                self.write_withheld()?;
                self.begin(name);
            }
            Block::LargeObjects(_) => {
                let name = match minor {
                    16.. => format!("blobs_{id}.toc"),
                    _ => "blobs.toc".to_owned(),
                };
                self.list = Some((name, String::new()));
            }
        }
        Ok(())
    }

    fn large_object(&mut self, oid: u32) -> Result<()> {
        if let Some((_, list)) = &mut self.list {
            list.push_str(&files::list_line(oid));
        }
        self.begin(large_object_name(oid));
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(spooled) = &mut self.open
            && !bytes.is_empty()
        {
            spooled.member.size += bytes.len() as u64;
            spooled.held.push(&[bytes], &mut self.store)?;
        }
        Ok(())
    }

    fn end_stream(&mut self) -> Result<()> {
        self.end()
    }

    fn close(&mut self) -> Result<()> {
        match self.list.take() {
            Some((name, list)) => self.member(&name, list.as_bytes()),
            None => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<u64> {
        let script = self.script()?;
        self.member("restore.sql", &script)?;
        self.write_withheld()?;
        self.output.write(&[0; 2 * BLOCK])?;
        self.output.finish()
    }

    fn abandon(self: Box<Self>) {
        self.output.abandon(&[]);
    }

    fn wrapper(&self) -> Wrapper {
        Wrapper::Gzip
    }
}

/// The header's time as seconds since 1970, taken for UTC: the same archive gives the same bytes.
fn made_at(time: [i64; 7]) -> u64 {
    let part = |value: i64| i8::try_from(value).ok();
    let [second, minute, hour, day, month, year, _] = time;
    let civil = || {
        let year = i16::try_from(year.checked_add(1900)?).ok()?;
        let month = part(month.checked_add(1)?)?;
        let (day, hour) = (part(day)?, part(hour)?);
        let (minute, second) = (part(minute)?, part(second)?);
        jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()
    };
    let stamp = civil().and_then(|civil| jiff::tz::TimeZone::UTC.to_timestamp(civil).ok());
    stamp.map_or(0, |stamp| u64::try_from(stamp.as_second()).unwrap_or(0))
}
