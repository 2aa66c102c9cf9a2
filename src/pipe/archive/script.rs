//! `--to plain`: the archive as a script, which is then cleaned like any other plain dump.

use std::fmt::Write;

use bytes::Bytes;

use super::Source;
use super::large_objects::Named;
use crate::dump::archive::script::{Script, ScriptOptions};
use crate::dump::archive::toc::{Entry, Toc};
use crate::error::{Error, Result};
use crate::pipe::codec::Decoder;
use crate::pipe::output::Output;
use crate::pipe::progress::Progress;
use crate::scrub::scrubber::Scrubber;
use crate::transform::bind::Run;

/// Content of a large object in one statement, as pg_restore cuts it.
const LARGE_OBJECT_PART: usize = 16 << 10;

/// Feeds the scrubber with the script that `pg_restore -f -` would write. The end of the input is for
/// the caller to tell.
///
/// # Errors
/// As [`Scrubber::push`]; exit 5 where the archive is damaged.
pub fn to_plain(
    source: &mut dyn Source,
    toc: &Toc,
    options: ScriptOptions,
    scrubber: &mut Scrubber,
    output: &mut Output,
    progress: &mut Progress,
) -> Result<()> {
    let result = as_script(source, toc, options, &mut |text, read| {
        scrubber.push(text, output)?;
        output.flush()?;
        progress.update(read, scrubber);
        Ok(())
    });
    let warning = result.map_err(|error| scrubber.cut_off(error, output))?;
    scrubber.warn(warning);
    Ok(())
}

/// Hands the script that `pg_restore -f -` would write to `push`, part by part, each with the bytes
/// of the archive read so far. What the user should know of the archive.
///
/// # Errors
/// Those of `push`; exit 5 where the archive is damaged.
pub fn as_script(
    source: &mut dyn Source,
    toc: &Toc,
    options: ScriptOptions,
    push: &mut dyn FnMut(Bytes, u64) -> Result<()>,
) -> Result<Option<String>> {
    let mut script = Script::new(toc, options)?;
    let strings = script.standard_conforming_strings();
    let mut named = Named::new(toc)?;
    let mut text = Vec::new();
    script.start(&mut text);
    for entry in script.entries() {
        script.entry(entry, &mut text);
        if !entry.holds_data() {
            continue;
        }
        source.open(entry)?;
        script.data_start(entry, &mut text);
        push(std::mem::take(&mut text).into(), source.bytes_read())?;
        if entry.desc() == b"BLOBS" {
            large_objects(source, strings, &mut named, push)?;
        } else {
            data(source, entry, push)?;
        }
    }
    named.all_came()?;
    let warning = source.finish()?;
    script.end(&mut text);
    push(text.into(), source.bytes_read())?;
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

fn data(
    source: &mut dyn Source,
    entry: &Entry,
    push: &mut dyn FnMut(Bytes, u64) -> Result<()>,
) -> Result<()> {
    let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
    let mut check = End::default();
    while let Some(raw) = source.data()? {
        let read = source.bytes_read();
        decoder.decode(raw, &mut |data| {
            check.see(&data);
            push(data, read)
        })?;
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
    named: &mut Named,
    push: &mut dyn FnMut(Bytes, u64) -> Result<()>,
) -> Result<()> {
    push(Bytes::from_static(b"BEGIN;\n\n"), source.bytes_read())?;
    while let Some(oid) = source.large_object()? {
        named.comes(oid)?;
        let open = format!("SELECT pg_catalog.lo_open('{oid}', 131072);\n");
        push(open.into(), source.bytes_read())?;
        let mut decoder = Decoder::new(source.algorithm(), source.wrapper());
        let mut part = Vec::new();
        let mut write = |content: &[u8], read: u64| {
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
            push(text.into(), read)
        };
        while let Some(raw) = source.data()? {
            let read = source.bytes_read();
            decoder.decode(raw, &mut |data| {
                part.extend_from_slice(&data);
                let whole = part.len() - part.len() % LARGE_OBJECT_PART;
                for content in part[..whole].chunks(LARGE_OBJECT_PART) {
                    write(content, read)?;
                }
                part.drain(..whole);
                Ok(())
            })?;
        }
        decoder.finish()?;
        if !part.is_empty() {
            write(&part, source.bytes_read())?;
        }
        push(
            Bytes::from_static(b"SELECT pg_catalog.lo_close(0);\n\n"),
            source.bytes_read(),
        )?;
    }
    push(Bytes::from_static(b"COMMIT;\n\n"), source.bytes_read())
}
