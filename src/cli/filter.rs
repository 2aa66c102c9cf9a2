//! The filter: what the user typed → what the program runs on → a summary.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{FilterArgs, RunArgs, To, When};
use super::diagnostic::Printer;
use super::outside::load_rules;
use crate::error::{Error, Result};
use crate::pipe::digest::Digests;
use crate::pipe::progress::Progress;
use crate::pipe::run::{Job, Summary, filter};
use crate::pipe::target::same_file;
use crate::pipe::workers::Workers;
use crate::prove::report::build::Facts;
use crate::prove::report::file::{self, ReportFile};
use crate::prove::report::sign::Signer;
use crate::rules::model::RuleSet;
use crate::scrub::scrubber::Options;
use crate::transform::bind::Run;
use crate::transform::seed::{MIN_KEY_BYTES, SecretKey};

/// What is known of a run while it goes on, and stays known where it fails.
#[derive(Default)]
struct Known {
    rules: Option<Arc<RuleSet>>,
    run: Option<Arc<Run>>,
    summary: Summary,
    /// Where a report is asked for.
    digests: Option<Digests>,
}

/// Runs the filter.
pub fn run(args: &FilterArgs, printer: &Printer) -> Result<()> {
    match &args.report {
        None => clean(args, printer, &mut Known::default()),
        Some(path) => reported(args, path, printer),
    }
}

/// Runs the filter and writes its report, whatever came of it.
fn reported(args: &FilterArgs, path: &Path, printer: &Printer) -> Result<()> {
    // What could fail of the report fails before the run.
    for (other, what) in [(&args.input, "input"), (&args.to_file, "output")] {
        if other.as_deref().is_some_and(|other| same_file(other, path)) {
            return Err(Error::usage(format!(
                "the report would take the place of the {what}: both are `{}`",
                path.display()
            ))
            .hint("name another file"));
        }
    }
    let signer = args.sign_key.as_deref().map(Signer::read).transpose()?;
    let file = ReportFile::create(path)?;
    let started = jiff::Timestamp::now();
    let digests = Digests::default();
    let mut known = Known {
        digests: Some(digests.clone()),
        ..Known::default()
    };
    let result = catch_unwind(AssertUnwindSafe(|| clean(args, printer, &mut known)));
    let result = result.unwrap_or_else(|_| Err(Error::unexpected("the run was given up")));
    let name = |path: &Option<PathBuf>| match path {
        Some(path) => path.to_string_lossy().into_owned(),
        None => "-".to_owned(),
    };
    let facts = Facts {
        started,
        rules: known.rules.as_deref(),
        run: known.run.as_deref(),
        random_key: no_key(&args.run),
        input: name(&args.input),
        output: name(&args.to_file),
        to_plain: args.to == To::Plain,
        digests: &digests,
        summary: &known.summary,
    };
    let mut report = facts.report(&result);
    let text = match &signer {
        Some(signer) => signer.sign(&mut report),
        None => file::text(&report),
    };
    let written = text.and_then(|text| file.write(&text));
    // A failed run is the graver news of the two.
    result.and(written)
}

/// Runs the filter; what is known of it goes to `known`.
fn clean(args: &FilterArgs, printer: &Printer, known: &mut Known) -> Result<()> {
    let rules = Arc::new(load_rules(&args.rules, &args.overlays)?);
    known.rules = Some(Arc::clone(&rules));
    let run = Arc::new(settings(&rules, &args.run, printer)?);
    known.run = Some(Arc::clone(&run));
    let options = Options {
        transaction: !args.no_transaction,
        if_exists: args.if_exists,
        no_owner: args.no_owner,
        no_acl: args.no_acl,
        strict: args.strict,
        hold_memory: args.hold_memory,
        report: known.digests.is_some(),
        ..Options::default()
    };
    let shown = match args.progress {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            std::io::stderr().is_terminal()
                && !std::io::stdout().is_terminal()
                && !args.output.quiet
        }
    };
    let input = args.input.as_deref().filter(|path| *path != Path::new("-"));
    let job = Job {
        rules,
        run,
        options,
        input,
        from: args.from.kind(),
        output: args
            .to_file
            .as_deref()
            .filter(|path| *path != Path::new("-")),
        to_plain: args.to == To::Plain,
        clean: args.clean,
        create: args.create,
        compress: args.compress,
        workers: Workers::start(args.jobs.map_or_else(Workers::cores, NonZeroUsize::get))?,
        digests: known.digests.clone(),
        watcher: None,
    };
    filter(&job, Progress::new(shown), &mut known.summary)?;
    tell(&known.summary, printer);
    Ok(())
}

/// The settings of a run: key, time, and what the rules say of locale and namespaces.
pub fn settings(rules: &RuleSet, args: &RunArgs, printer: &Printer) -> Result<Run> {
    let key = match key(args)? {
        Some(key) => key,
        None => {
            printer.note(
                "no key is given (-k FILE or DMSCRUB_KEY): a random one is used, so the next run \
                 gives other pseudonyms",
            );
            random_key()?
        }
    };
    let now = now(args)?.unwrap_or_else(jiff::Timestamp::now);
    Run::new(rules, key, now)
}

/// A key for this run alone.
pub fn random_key() -> Result<SecretKey> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
    SecretKey::new(&bytes).ok_or_else(|| Error::unexpected("the random key is too short"))
}

/// No key is given: one is made for the run.
fn no_key(args: &RunArgs) -> bool {
    args.key_file.is_none() && std::env::var_os("DMSCRUB_KEY").is_none()
}

/// The key that is given, if one is.
pub fn key(args: &RunArgs) -> Result<Option<SecretKey>> {
    let (material, source) = if let Some(path) = &args.key_file {
        let material = std::fs::read(path).map_err(|error| {
            Error::usage(format!("key file `{}`: {}", path.display(), error.kind()))
        })?;
        (material, format!("the key in `{}`", path.display()))
    } else if let Some(value) = std::env::var_os("DMSCRUB_KEY") {
        (
            std::os::unix::ffi::OsStringExt::into_vec(value),
            "the key in DMSCRUB_KEY".to_owned(),
        )
    } else {
        return Ok(None);
    };
    let trimmed = material.trim_ascii_end();
    SecretKey::new(trimmed).map(Some).ok_or_else(|| {
        Error::usage(format!(
            "{source} has {} bytes; at least {MIN_KEY_BYTES} are needed",
            trimmed.len()
        ))
        .hint("make one: dmscrub keygen -o key")
    })
}

/// The time that is given, if one is.
pub fn now(args: &RunArgs) -> Result<Option<jiff::Timestamp>> {
    args.now.as_deref().map(parse_now).transpose()
}

fn parse_now(text: &str) -> Result<jiff::Timestamp> {
    let zoned = || {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
    };
    text.parse().ok().or_else(zoned).ok_or_else(|| {
        Error::usage(format!("`--now {text}` is no timestamp")).hint("such as 2026-01-31T12:00:00Z")
    })
}

/// Rows that were generated, where there are any.
fn more(generated: u64) -> String {
    match generated {
        0 => String::new(),
        rows => format!(", {rows} generated"),
    }
}

fn tell(summary: &Summary, printer: &Printer) {
    for warning in &summary.account.warnings {
        printer.warning(warning);
    }
    for note in &summary.account.notes {
        printer.note(note);
    }
    let (mut rows_in, mut rows_out, mut replaced, mut generated) = (0, 0, 0, 0);
    for table in &summary.account.tables {
        rows_in += table.rows_in;
        rows_out += table.rows_out;
        generated += table.generated;
        let values: u64 = table.columns.iter().map(|column| column.replaced).sum();
        replaced += values;
        if printer.verbose {
            printer.note(&format!(
                "{} {}: {} rows in, {} out{}, {values} values replaced",
                table.table,
                table.action,
                table.rows_in,
                table.rows_out,
                more(table.generated)
            ));
        }
    }
    printer.note(&format!(
        "whole and clean: {} tables, {rows_in} rows in, {rows_out} out{}, {replaced} values \
         replaced, {} bytes in, {} out",
        summary.account.tables.len(),
        more(generated),
        summary.bytes_in,
        summary.bytes_out
    ));
}
