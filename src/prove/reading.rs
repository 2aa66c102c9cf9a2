//! Reads a dump of any format without writing anything: what it holds is handed to a [`Visitor`].
//!
//! The same lexer, archives, input and judgement of statements as the filter's, with its errors and
//! exit codes. An archive is read as the script that pg_restore would make of it. Memory is bounded:
//! nothing is kept but the schema.

mod rows;
mod stream;

use std::path::Path;

use bytes::Bytes;

use self::stream::Stream;
use crate::dump::archive::script::{Script, ScriptOptions};
use crate::dump::archive::toc::Toc;
use crate::dump::encoding::Dialect;
use crate::dump::name::TableName;
use crate::dump::rewrite::EntryHeader;
use crate::dump::schema::Schema;
use crate::dump::statement::Statement;
use crate::error::{Error, Result};
use crate::pipe::archive::{CustomSource, DirectorySource, Source, TarSource, as_script};
use crate::pipe::input::{Input, Kind};
use crate::transform::bind::Columns;
use crate::transform::row::Row;

/// Is told what a dump holds, in its order. What it does not ask for is read all the same, so that
/// the dump is known to be whole.
pub trait Visitor {
    /// It looks at table data and large objects. Otherwise no row is told apart, and of an archive
    /// nothing but the table of contents is read.
    fn reads_data(&self) -> bool {
        true
    }

    /// The table of contents of an archive, before all else. Its statements come once more, each on
    /// its own.
    fn contents(&mut self, _toc: &Toc) -> Result<()> {
        Ok(())
    }

    /// What stands between statements: comments, psql commands.
    fn text(&mut self, _text: &[u8], _place: Option<Place>) -> Result<()> {
        Ok(())
    }

    /// A statement that is no table data. `schema` knows it already.
    fn statement(&mut self, _seen: &Seen<'_>, _schema: &Schema) -> Result<()> {
        Ok(())
    }

    /// A COPY, or an INSERT of another table than before, begins. [`Flow::Skip`]: none of its rows is
    /// wanted.
    fn table(&mut self, _block: &Block, _schema: &Schema) -> Result<Flow> {
        Ok(Flow::Skip)
    }

    /// A row. [`Flow::Skip`]: no more rows of this block are wanted.
    fn row(&mut self, _block: &Block, _row: &SeenRow<'_>) -> Result<Flow> {
        Ok(Flow::Skip)
    }

    /// A part of a large object's content, in the order of the object.
    fn large_object(&mut self, _oid: Option<u32>, _part: &[u8]) -> Result<()> {
        Ok(())
    }

    /// A database's dump is whole: all of its schema, what comes after the data included. Its name
    /// is known where the dump connects to it.
    fn database(&mut self, _name: Option<&str>, _schema: &Schema) -> Result<Flow> {
        Ok(Flow::On)
    }
}

/// How to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// With what comes next.
    On,
    /// With what comes after the rows of this block.
    Skip,
    /// Not at all: enough is known.
    Stop,
}

/// Where something stands in the (decompressed) dump. There is none in an archive: it counts in a
/// text that nobody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1-based.
    pub line: u64,
    /// 0-based offset of the first byte.
    pub byte: u64,
}

/// A statement.
pub struct Seen<'a> {
    /// What it is.
    pub statement: &'a Statement,
    /// As it is written.
    pub text: &'a [u8],
    /// The header comment above it. It is only a comment.
    pub entry: Option<&'a EntryHeader>,
    /// How the text is to be read.
    pub dialect: Dialect,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Table data that has one head.
pub struct Block {
    /// The table that the rows are written to.
    pub table: TableName,
    /// The partition that they are of, where they are loaded through the root.
    pub leaf: Option<TableName>,
    /// Names and types in the order of the data.
    pub columns: Columns,
    /// INSERT, not COPY.
    pub insert: bool,
    /// How the text is to be read.
    pub dialect: Dialect,
    /// Where it begins.
    pub place: Option<Place>,
}

/// A row.
pub struct SeenRow<'a> {
    /// Decoded values, text as UTF-8 where the dump's encoding could be read. What is no plain
    /// literal in an INSERT, and `DEFAULT`, stand as they are written.
    pub values: Row<'a>,
    /// Its number in the table, from 1, over all blocks.
    pub number: u64,
    /// As it is written.
    pub raw: &'a [u8],
    /// Where it begins.
    pub place: Option<Place>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Read {
    /// Bytes of the dump: of an archive as it is stored, else decompressed.
    pub bytes: u64,
    /// The schema of the last database.
    pub schema: Schema,
    /// What the user should know of the archive.
    pub warning: Option<String>,
    /// The visitor stopped it.
    pub stopped: bool,
}

/// Reads a dump: a file, a directory archive, or stdin for `None`. `from`: what it must be.
///
/// # Errors
/// Exit 2 where it can't be opened; exit 5 where it is no dump, damaged or cut off; 128 + N where a
/// signal came; the visitor's own.
pub fn read(path: Option<&Path>, from: Option<Kind>, visitor: &mut dyn Visitor) -> Result<Read> {
    if let Some(folder) = path.filter(|path| path.is_dir()) {
        Kind::Directory.require(from)?;
        return read_archive(&mut DirectorySource::open(folder)?, visitor);
    }
    let mut input = Input::open(path)?;
    let kind = input.kind();
    kind.require(from)?;
    match kind {
        Kind::Plain => {
            let mut chunks = std::iter::from_fn(|| input.next_bytes().transpose());
            read_chunks(&mut chunks, visitor)
        }
        Kind::Custom => read_archive(&mut CustomSource::new(input), visitor),
        Kind::Tar | Kind::Directory => read_archive(&mut TarSource::new(input), visitor),
    }
}

/// Reads a plain dump that comes as chunks of any size.
///
/// # Errors
/// Those of the chunks; as [`read`].
pub fn read_chunks(
    chunks: &mut dyn Iterator<Item = Result<Bytes>>,
    visitor: &mut dyn Visitor,
) -> Result<Read> {
    let mut stream = Stream::new(visitor, false);
    let mut bytes = 0;
    for chunk in chunks {
        let chunk = chunk?;
        bytes += chunk.len() as u64;
        stream.push(chunk)?;
        if stream.stopped() {
            break;
        }
    }
    stream.finish()?;
    Ok(stream.into_read(bytes))
}

/// The statements of an archive alone.
///
/// # Errors
/// As [`read`].
pub fn read_contents(toc: &Toc, visitor: &mut dyn Visitor) -> Result<Read> {
    let mut script = Script::new(toc, script_options())?;
    let mut text = Vec::new();
    script.start(&mut text);
    for entry in script.entries() {
        script.entry(entry, &mut text);
    }
    script.end(&mut text);
    let mut stream = Stream::new(visitor, true);
    stream.push(text.into())?;
    stream.finish().map_err(Error::without_input_place)?;
    Ok(stream.into_read(0))
}

/// Nothing executes the script.
fn script_options() -> ScriptOptions {
    ScriptOptions {
        restrict_key: "reading".to_owned(),
        ..ScriptOptions::default()
    }
}

fn read_archive(source: &mut dyn Source, visitor: &mut dyn Visitor) -> Result<Read> {
    let toc = source.contents()?;
    visitor.contents(&toc)?;
    if !visitor.reads_data() {
        let mut read = read_contents(&toc, visitor)?;
        read.bytes = source.bytes_read();
        return Ok(read);
    }
    let mut stream = Stream::new(visitor, true);
    let result = as_script(source, &toc, script_options(), &mut |text, _| {
        stream.push(text)?;
        if stream.stopped() {
            // Ends the reading of the archive; it is no error of the run.
            return Err(Error::unexpected("enough was read"));
        }
        Ok(())
    });
    let warning = match result {
        Err(_) if stream.stopped() => None,
        other => other?,
    };
    stream.finish().map_err(Error::without_input_place)?;
    let mut read = stream.into_read(source.bytes_read());
    read.warning = warning;
    Ok(read)
}

#[cfg(test)]
mod tests;
