//! Rules, a run, and an output in memory.

use std::sync::Arc;

use bytes::Bytes;
use dmscrub::dump::archive::reader::Chunks;
use dmscrub::error::{Error, Result};
use dmscrub::rules::load::{Outside, load};
use dmscrub::rules::model::RuleSet;
use dmscrub::scrub::Sink;
use dmscrub::scrub::scrubber::{Options, Scrubber};
use dmscrub::transform::bind::Run;
use dmscrub::transform::seed::SecretKey;

/// Rules that keep all there is.
pub const KEEP_ALL: &str = "
defaults: {unlisted_tables: keep, unlisted_columns: keep, statistics: keep, large_objects: keep,
  secrets: keep, subscriptions: keep, security_labels: keep}
";

/// Stands for what belongs to a person: nothing may tell it.
pub const SECRET: &str = "CANARY";

/// No files and no environment.
struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

/// Loads one file of rules.
pub fn load_rules(text: &[u8]) -> Result<RuleSet> {
    load(&[("rules.yaml".into(), text.to_vec())], &Nothing)
}

/// Rules and what is fixed for a run.
#[derive(Clone)]
pub struct Setup {
    pub rules: Arc<RuleSet>,
    pub run: Arc<Run>,
}

impl Setup {
    /// With rules that must be right.
    pub fn new(rules: &str) -> Self {
        let rules = load_rules(rules.as_bytes()).unwrap_or_else(|error| panic!("{}", told(&error)));
        let key = SecretKey::new(b"a key of the fuzz targets").expect("it is long enough");
        let run = Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH).expect("UTC is known");
        Self {
            rules: Arc::new(rules),
            run: Arc::new(run),
        }
    }

    pub fn scrubber(&self, transaction: bool) -> Scrubber {
        let options = Options {
            transaction,
            ..Options::default()
        };
        Scrubber::new(Arc::clone(&self.rules), Arc::clone(&self.run), options)
    }

    /// Cleans a plain dump that comes in parts of one size. What was written, with the tail that a
    /// failed run adds; and how it ended.
    pub fn clean(&self, dump: &[u8], part: usize, transaction: bool) -> (Vec<u8>, Result<()>) {
        let mut scrubber = self.scrubber(transaction);
        let mut out = Memory::default();
        let whole = Bytes::copy_from_slice(dump);
        let mut parts = Parts::new(whole, part);
        let result = loop {
            match parts.next_chunk() {
                Ok(Some(chunk)) => {
                    if let Err(error) = scrubber.push(chunk, &mut out) {
                        break Err(error);
                    }
                }
                _ => break scrubber.finish(&mut out),
            }
        };
        if result.is_err() {
            out.0.extend(scrubber.poison());
        }
        (out.0, result)
    }
}

/// An output in memory.
#[derive(Default)]
pub struct Memory(pub Vec<u8>);

impl Sink for Memory {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// Bytes in parts of one size.
pub struct Parts {
    rest: Bytes,
    size: usize,
}

impl Parts {
    pub fn new(bytes: Bytes, size: usize) -> Self {
        Self {
            rest: bytes,
            size: size.max(1),
        }
    }
}

impl Chunks for Parts {
    fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        let part = self.rest.split_to(self.size.min(self.rest.len()));
        Ok((!part.is_empty()).then_some(part))
    }
}

/// All that an error says.
pub fn told(error: &Error) -> String {
    let findings = error.findings();
    let lines = findings.map(|finding| format!("{finding}\n{}", finding.hints().join("\n")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Fails where an error tells what only data can have said.
#[track_caller]
pub fn assert_tells_nothing(error: &Error) {
    let told = told(error);
    assert!(!told.contains(SECRET), "an error tells data: {told}");
}

/// The first byte is a choice, the rest the text.
pub fn choice(data: &[u8]) -> (usize, &[u8]) {
    match data.split_first() {
        Some((first, rest)) => (usize::from(*first), rest),
        None => (0, data),
    }
}
