//! The leak proof: no value that rules take away from the dump before stands anywhere in the dump
//! after.
//!
//! **How.** The scrubber runs over the dump before, under a key of its own (always the same, so that
//! the verdict is), and writes nothing;
//! somebody [looks on](crate::scrub::watch) and notes, of every value, whether it is replaced, leaves
//! with its row, or is kept, and what rules write in its place. So what counts as removed is decided
//! by the code that removes it. Then every text of the dump after is cut into [runs](normal) of
//! letters and digits, and every stretch of runs is held against the values that were taken away.
//!
//! **Memory** is bounded, whatever the size of the dumps. Values are known by keyed hashes of 128 bits
//! only, gathered in memory and in [sorted files](runs) that are encrypted and have no name. A
//! [filter](bloom) in memory says of nearly every stretch at once that it is no value that was taken
//! away; what it lets through is written down with its place and held against the exact set in one
//! sweep at the end. So each dump is read once, and what is reported was compared in all of its bits.
//! (Where rules use `sample` or `now()` and the key or the time of the run is not given, the dump
//! after is read once more beforehand, to see [which rows](presence) stayed.)
//!
//! **What is looked for.** Values of at least [`Limits::min_chars`] characters, or that are as rare in
//! their column as [`Limits::min_bits`] says, and that no rule keeps anywhere. A rule keeps a value
//! where it is the whole value of a kept column, where a namespace keeps it, and where it is a part
//! (a leaf of JSON) that a rule left in place. Parts of columns that are kept whole count as kept as
//! well, but for such as reach somebody by themselves (e-mail addresses, long numbers): nobody
//! decided about those. The rest is counted by column, and is never a survivor:
//! - numbers, dates, and single words in lower case (`published`) are looked for as whole values;
//!   within other text they are counted as common;
//! - so are values that many rows of their only columns share (`London`);
//! - what a rule of the very column may have written by chance (a name of the same lists) is counted
//!   as such: the independent run shows which words, and which forms of values, its rules write.

mod after;
mod before;
mod bloom;
mod columns;
mod index;
mod leaves;
mod normal;
mod numbers;
mod presence;
mod runs;
mod say;
mod value;
mod veiled;
mod verdict;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use self::after::{After, Candidate};
use self::before::{Before, Shared};
use self::index::Index;
use self::presence::{Presence, PresenceReader};
use self::runs::Gathered;
pub use self::verdict::{Columned, Found, Survivor, Verdict};
use super::reading;
use crate::dump::archive::reader::Chunks;
use crate::dump::archive::script::ScriptOptions;
use crate::error::{Error, Result};
use crate::pipe::archive::{CustomSource, DirectorySource, Source, TarSource, as_script};
use crate::pipe::input::{Input, Kind};
use crate::pipe::spill::SpillFile;
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

/// The dump before.
pub enum Dump<'a> {
    /// A file or a directory archive.
    File(&'a Path),
    /// A script that comes in parts.
    Script(&'a mut dyn Chunks),
    /// An archive that comes in parts.
    Archive(&'a mut dyn Source),
}

/// What is to be compared.
pub struct Job<'a> {
    /// The dump before.
    pub before: Dump<'a>,
    /// The dump after.
    pub after: &'a Path,
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// The key of the run that cleaned the dump. It is needed for nothing but `sample`.
    pub key: Option<SecretKey>,
    /// What `now()` meant in that run.
    pub now: Option<jiff::Timestamp>,
    /// What is looked for.
    pub limits: Limits,
}

/// Which values are looked for, and how much memory that may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Values of at least so many characters,
    pub min_chars: u32,
    /// and shorter ones that are so rare in their column: the binary logarithm of one in how many.
    pub min_bits: f64,
    /// Values that come up ten times, and are less rare than this, are common. 0: none is.
    pub common_bits: f64,
    /// Bytes of the filter, at most.
    pub filter_bytes: u64,
    /// Values that are gathered in memory, before they go to a file.
    pub gathered: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_chars: 8,
            min_bits: 20.0,
            common_bits: 10.0,
            filter_bytes: 64 << 20,
            gathered: 1 << 19,
        }
    }
}

/// Compares two dumps.
///
/// # Errors
/// Those of reading either dump, and of the filter over the dump before. Survivors are no error: the
/// verdict holds them.
pub fn audit(mut job: Job<'_>) -> Result<Verdict> {
    let mut presence = Presence::new(job.key.is_some(), job.now.is_some());
    if presence.is_needed(&job.rules) {
        if !job.after.is_file() && !job.after.is_dir() {
            return Err(
                Error::usage("the dump after has to be read twice, and is no file")
                    .hint("give the run's key and time: -k FILE, --now TIMESTAMP"),
            );
        }
        let mut reader = PresenceReader::new(&mut presence, Arc::clone(&job.rules));
        reading::read(Some(job.after), None, &mut reader).map_err(|error| of(error, "after"))?;
    }
    let gathered = Gathered::new(job.limits.gathered, SpillFile::temporary()?);
    let key = match &job.key {
        Some(key) => key.clone(),
        None => known_key()?,
    };
    let now = job.now.unwrap_or_else(jiff::Timestamp::now);
    let run = Arc::new(Run::new(&job.rules, key, now)?);
    let before = Before::new(gathered, presence, &job.rules, &run);
    let before = Arc::new(Mutex::new(before));
    let rows_before = look_on(&mut job, run, &before).map_err(|error| of(error, "before"))?;
    let before = Arc::into_inner(before)
        .ok_or_else(|| Error::unexpected("the scrubber still looks on"))?
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let Before {
        mut values,
        columns,
        gathered,
        unseen,
        presence,
        ..
    } = before;
    let mut index = Index::build(gathered, &columns, &job.limits, SpillFile::temporary()?)?;
    let candidates: Gathered<Candidate> =
        Gathered::new(job.limits.gathered, SpillFile::temporary()?);
    let mut after = After::new(&mut values, &columns, &index, candidates);
    reading::read(Some(job.after), None, &mut after).map_err(|error| of(error, "after"))?;
    let After {
        candidates,
        places,
        rows,
        ..
    } = after;
    let mut verdict = Verdict::new(&columns, &index);
    verdict.rows_before = rows_before;
    verdict.rows_after = rows;
    verdict.judge(&mut index, candidates, &places, &columns)?;
    verdict.notes = notes(&unseen, &presence);
    Ok(verdict)
}

/// Runs the scrubber over the dump before; the rows that it has seen.
fn look_on(job: &mut Job<'_>, run: Arc<Run>, before: &Arc<Mutex<Before>>) -> Result<u64> {
    let options = Options {
        transaction: false,
        ..Options::default()
    };
    let mut scrubber = Scrubber::new(Arc::clone(&job.rules), run, options)
        .with_spills(SpillFile::temporary)?
        .watched_by(Box::new(Shared(Arc::clone(before))));
    match &mut job.before {
        Dump::Script(chunks) => script(*chunks, &mut scrubber)?,
        Dump::Archive(source) => archive(*source, &mut scrubber)?,
        Dump::File(path) if path.is_dir() => {
            archive(&mut DirectorySource::open(path)?, &mut scrubber)?;
        }
        Dump::File(path) => {
            let mut input = Input::open(Some(path))?;
            match input.kind() {
                Kind::Plain => script(&mut input, &mut scrubber)?,
                Kind::Custom => archive(&mut CustomSource::new(input), &mut scrubber)?,
                Kind::Tar | Kind::Directory => archive(&mut TarSource::new(input), &mut scrubber)?,
            }
        }
    }
    Ok(scrubber.rows())
}

fn script(chunks: &mut dyn Chunks, scrubber: &mut Scrubber) -> Result<()> {
    while let Some(chunk) = chunks.next_chunk()? {
        scrubber.push(chunk, &mut Nowhere)?;
    }
    scrubber.finish(&mut Nowhere)
}

fn archive(source: &mut dyn Source, scrubber: &mut Scrubber) -> Result<()> {
    let toc = source.contents()?;
    let options = ScriptOptions {
        // Nothing executes the script.
        restrict_key: "reading".to_owned(),
        ..ScriptOptions::default()
    };
    as_script(source, &toc, options, &mut |text, _| {
        scrubber.push(text, &mut Nowhere)
    })
    .and_then(|_| scrubber.finish(&mut Nowhere))
    .map_err(Error::without_input_place)
}

/// What is cleaned is not wanted.
struct Nowhere;

impl Sink for Nowhere {
    fn pass(&mut self, _: Bytes) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

/// Nothing that is written under it is seen; and the same dumps have the same verdict each time.
fn known_key() -> Result<SecretKey> {
    SecretKey::new(b"the key of audits, which keeps nothing secret")
        .ok_or_else(|| Error::unexpected("the key is too short"))
}

/// Says which of the dumps an error is about.
fn of(error: Error, which: &str) -> Error {
    error.hint(format!("this is about the dump {which}"))
}

/// What was not looked at as it should be.
fn notes(unseen: &[String], presence: &Presence) -> Vec<String> {
    let mut unseen = unseen.to_vec();
    unseen.sort();
    unseen.dedup();
    let unseen = unseen.into_iter().map(|table| {
        format!("{table}: the values before can't be told apart, so none of them was looked for")
    });
    let told = presence.tables().into_iter().map(|table| {
        format!(
            "{table}: rows of the dump after are taken to have stayed by rule, as `sample` needs \
             the key of the run (-k) and `now()` its time (--now)"
        )
    });
    unseen.chain(told).collect()
}
