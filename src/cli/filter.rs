//! The filter: what the user typed → what the program runs on → a summary.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use super::args::{FilterArgs, RunArgs, To, When};
use super::diagnostic::Printer;
use super::outside::load_rules;
use crate::error::{Error, Result};
use crate::pipe::progress::Progress;
use crate::pipe::run::{Job, Summary, filter};
use crate::rules::model::RuleSet;
use crate::scrub::scrubber::Options;
use crate::transform::bind::Run;
use crate::transform::seed::{MIN_KEY_BYTES, SecretKey};

/// Runs the filter.
pub fn run(args: &FilterArgs, printer: &Printer) -> Result<()> {
    let rules = Arc::new(load_rules(&args.rules, &args.overlays)?);
    let run = Arc::new(settings(&rules, &args.run, printer)?);
    let options = Options {
        transaction: !args.no_transaction,
        if_exists: args.if_exists,
        no_owner: args.no_owner,
        no_acl: args.no_acl,
        strict: args.strict,
        hold_memory: args.hold_memory,
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
        from: args.from.into(),
        output: args
            .to_file
            .as_deref()
            .filter(|path| *path != Path::new("-")),
        to_plain: args.to == To::Plain,
        clean: args.clean,
        create: args.create,
        compress: args.compress,
    };
    let summary = filter(&job, Progress::new(shown))?;
    report(&summary, printer);
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
    let now = match &args.now {
        None => jiff::Timestamp::now(),
        Some(text) => parse_now(text)?,
    };
    Run::new(rules, key, now)
}

/// A key for this run alone.
pub fn random_key() -> Result<SecretKey> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
    SecretKey::new(&bytes).ok_or_else(|| Error::unexpected("the random key is too short"))
}

fn key(args: &RunArgs) -> Result<Option<SecretKey>> {
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

fn report(summary: &Summary, printer: &Printer) {
    for warning in &summary.warnings {
        printer.warning(warning);
    }
    let (mut rows_in, mut rows_out, mut replaced, mut generated) = (0, 0, 0, 0);
    for table in &summary.tables {
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
        summary.tables.len(),
        more(generated),
        summary.bytes_in,
        summary.bytes_out
    ));
}
