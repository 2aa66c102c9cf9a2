//! `--to plain`: the archive as a script, which is then cleaned like any other plain dump.

use std::fmt::Write;

use bytes::Bytes;

use super::Source;
use crate::dump::archive::script::{Script, ScriptOptions};
use crate::dump::archive::toc::{Entry, Toc};
use crate::error::{Error, Result};
use crate::pipe::codec::Decoder;
use crate::transform::bind::Run;

/// Content of a large object in one statement, as pg_restore cuts it.
const LARGE_OBJECT_PART: usize = 16 << 10;

/// Who takes a script while it is made.
pub trait Takes {
    /// Takes the next part of the script.
    ///
    /// # Errors
    /// The taker's own.
    fn take(&mut self, part: Bytes) -> Result<()>;

    /// So many bytes of the archive have been read, and what they were is taken.
    ///
    /// # Errors
    /// The taker's own.
    fn caught_up(&mut self, _read: u64) -> Result<()> {
        Ok(())
    }
}

/// Makes the script that `pg_restore -f -` would write. Returns what the user should know of the
/// archive; the script is whole then, and its end has been taken.
///
/// # Errors
/// Those of who takes it; exit 5 where the archive is damaged.
pub fn to_plain(
    source: &mut dyn Source,
    toc: &Toc,
    options: ScriptOptions,
    taker: &mut dyn Takes,
) -> Result<Option<String>> {
    let mut script = Script::new(toc, options)?;
    let strings = script.standard_conforming_strings();
    let mut text = Vec::new();
    script.start(&mut text);
    for entry in script.entries() {
        script.entry(entry, &mut text);
        if !entry.holds_data() {
            continue;
        }
        source.open(entry)?;
        script.data_start(entry, &mut text);
        taker.take(std::mem::take(&mut text).into())?;
        if entry.desc() == b"BLOBS" {
            large_objects(source, strings, taker)?;
        } else {
            data(source, entry, taker)?;
        }
    }
    let warning = source.finish()?;
    script.end(&mut text);
    taker.take(text.into())?;
    Ok(warning)
}

/// The key of `\restrict`: nobody who writes values into the source can know it.
pub fn restrict_key(run: &Run) -> String {
    hex(run.key.derive("restrict").bytes())
}

/// The same, for once.
///
/// # Errors
/// Exit 1 where the system has no random bytes.
pub fn random_restrict_key() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn data(source: &mut dyn Source, entry: &Entry, taker: &mut dyn Takes) -> Result<()> {
    let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
    let mut check = End::default();
    while let Some(raw) = source.data()? {
        decoder.decode(&raw, &mut |data| {
            check.see(&data);
            taker.take(data)
        })?;
        taker.caught_up(source.bytes_read())?;
    }
    decoder.finish()?;
    if entry.copy.is_some() && !check.is_copy_end() {
        return Err(Error::input(
            "the data of an entry is cut off: it has no end mark",
        ));
    }
    Ok(())
}

/// The last bytes of an entry's data.
#[derive(Default)]
struct End {
    last: Vec<u8>,
}

impl End {
    fn see(&mut self, data: &[u8]) {
        let keep = data.len().min(8);
        self.last.extend_from_slice(&data[data.len() - keep..]);
        let surplus = self.last.len().saturating_sub(8);
        self.last.drain(..surplus);
    }

    fn is_copy_end(&self) -> bool {
        self.last.trim_ascii_end().ends_with(b"\\.")
    }
}

/// `StartRestoreLO`, `dump_lo_buf`, `EndRestoreLO`
fn large_objects(
    source: &mut dyn Source,
    standard_conforming_strings: bool,
    taker: &mut dyn Takes,
) -> Result<()> {
    taker.take(Bytes::from_static(b"BEGIN;\n\n"))?;
    while let Some(oid) = source.large_object()? {
        let open = format!("SELECT pg_catalog.lo_open('{oid}', 131072);\n");
        taker.take(open.into())?;
        let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
        let mut part = Vec::new();
        let mut write = |content: &[u8]| {
            let escape = if standard_conforming_strings {
                "\\"
            } else {
                "\\\\"
            };
            let mut text = format!("SELECT pg_catalog.lowrite(0, '{escape}x");
            for byte in content {
                // Writing to a String does not fail.
                let _ = write!(text, "{byte:02x}");
            }
            text.push_str("');\n");
            taker.take(text.into())
        };
        while let Some(raw) = source.data()? {
            decoder.decode(&raw, &mut |data| {
                part.extend_from_slice(&data);
                let whole = part.len() - part.len() % LARGE_OBJECT_PART;
                for content in part[..whole].chunks(LARGE_OBJECT_PART) {
                    write(content)?;
                }
                part.drain(..whole);
                Ok(())
            })?;
        }
        decoder.finish()?;
        if !part.is_empty() {
            write(&part)?;
        }
        taker.take(Bytes::from_static(b"SELECT pg_catalog.lo_close(0);\n\n"))?;
        taker.caught_up(source.bytes_read())?;
    }
    taker.take(Bytes::from_static(b"COMMIT;\n\n"))
}
