//! The loop: chunks from the input, through the scrubber, to the output.

use std::path::Path;
use std::sync::Arc;

use super::input::{Event, Input};
use super::output::Output;
use super::progress::Progress;
use super::spill::SpillFile;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::rules::model::RuleSet;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::scrub::stats::TableStats;
use crate::transform::bind::Run;

/// What a run came to.
#[derive(Debug)]
pub struct Summary {
    /// Bytes of the (decompressed) dump.
    pub bytes_in: u64,
    /// Bytes written.
    pub bytes_out: u64,
    /// Counts by table, in the order of the dump.
    pub tables: Vec<TableStats>,
    /// What the user should know though the run went well.
    pub warnings: Vec<String>,
}

/// Cleans one dump.
///
/// # Errors
/// Exit 3 to 6, or 128 + N. What was written before is then made unloadable (stdout) or removed (a
/// file).
pub fn filter(
    rules: Arc<RuleSet>,
    run: Arc<Run>,
    options: Options,
    input: Option<&Path>,
    output: Option<&Path>,
    mut progress: Progress,
) -> Result<Summary> {
    // A FIFO waits for its reader; until the input is open, a signal ends that.
    let mut output = Output::open(output)?;
    let mut input = Input::open(input)?;
    progress.start(input.size, Arc::clone(&input.read));
    let mut scrubber = Scrubber::new(rules, run, options).with_spills(SpillFile::temporary)?;
    let result = pump(&mut input, &mut scrubber, &mut output, &mut progress);
    progress.finish();
    match result {
        Ok(bytes_in) => {
            let bytes_out = output.finish()?;
            let (tables, warnings) = scrubber.into_summary();
            Ok(Summary {
                bytes_in,
                bytes_out,
                tables,
                warnings,
            })
        }
        Err(error) => {
            let file = output.is_file();
            output.abandon(&scrubber.poison());
            let committed = scrubber.committed();
            // A file is gone with all that was in it.
            Err(if file || committed.is_empty() {
                error
            } else {
                error.hint(format!(
                    "committed before, each on its own: {}",
                    committed.join(", ")
                ))
            })
        }
    }
}

fn pump(
    input: &mut Input,
    scrubber: &mut Scrubber,
    output: &mut Output,
    progress: &mut Progress,
) -> Result<u64> {
    let mut bytes_in = 0;
    loop {
        match input.wait() {
            Event::Chunk(chunk) => {
                bytes_in += chunk.len() as u64;
                scrubber.push(chunk, output)?;
                // The reader sees what is done before the next wait for input.
                output.flush()?;
                progress.update(bytes_in, scrubber);
            }
            Event::End => {
                scrubber.finish(output)?;
                return Ok(bytes_in);
            }
            Event::Failed(error) => return Err(error),
            Event::Signal(number) => {
                let name = if number == 2 { "SIGINT" } else { "SIGTERM" };
                return Err(
                    Error::new(ExitCode::Signal(number), format!("stopped by {name}"))
                        .hint("the output is marked as incomplete and can't be loaded"),
                );
            }
        }
    }
}
