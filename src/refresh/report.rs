//! The report of a refresh: what was done to every table and column, as the filter reports it, and the
//! job's steps.

use super::job::Context;
use super::step::STEPS;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::pipe::digest::{Digest, Digests};
use crate::pipe::run::Summary;
use crate::prove::report::build::Facts;
use crate::prove::report::model::{Job, JobStep, Report, Step, StepOutcome};
use crate::transform::bind::Run;

/// A dump that a run without `--report` cleaned can't be told of.
const CLEANED_BEFORE: &str =
    "the dump was cleaned by a run without --report: what was done to its tables is not known";

/// The report of a job that could not begin, as its configuration, rules or key can't be read.
pub fn not_begun(target: &str, began: jiff::Timestamp, result: &Result<()>) -> Report {
    let mut report = Facts {
        started: began,
        rules: None,
        run: None,
        random_key: false,
        input: String::new(),
        output: String::new(),
        to_plain: true,
        digests: &Digests::default(),
        summary: &Summary::default(),
    }
    .report(result);
    report.job = Some(whole(target, Vec::new()));
    report
}

/// A job with all its steps, in order, of which these were reached.
pub fn whole(target: &str, mut steps: Vec<JobStep>) -> Job {
    let left = &STEPS[steps.len()..];
    steps.extend(left.iter().map(|step| JobStep {
        step: step.name.to_owned(),
        outcome: StepOutcome::NotReached,
        says: String::new(),
        milliseconds: 0,
    }));
    Job {
        target: target.to_owned(),
        steps,
    }
}

/// The report of a job that has ended.
pub fn of(context: &Context, began: jiff::Timestamp, job: Job, result: &Result<()>) -> Report {
    let mut report = match &context.state.report {
        Some(cleaned) => cleaned.clone(),
        None => cleaned(context, result),
    };
    report.end(began, result);
    if let Err(error) = result
        && !is_of_the_scrub(&job, error)
    {
        report.step = Some(Step::Job);
    }
    report.audit = context.state.audit.clone();
    report.job = Some(job);
    report
}

/// The scrub's own failures name the part of it in which they were.
fn is_of_the_scrub(job: &Job, error: &Error) -> bool {
    job.stopped_in() == Some("scrub")
        && matches!(
            error.exit(),
            ExitCode::Rules | ExitCode::Undecided | ExitCode::Input | ExitCode::Output
        )
}

/// What the scrub came to, whether it went well or not.
pub fn cleaned(context: &Context, result: &Result<()>) -> Report {
    let cleaning = &context.cleaning;
    let state = &context.state;
    let run = Run::new(&cleaning.rules, cleaning.key.clone(), state.started).ok();
    let mut summary = std::mem::take(&mut *context.summary());
    let mut digests = context.digests.clone().unwrap_or_default();
    let (mut input, mut output) = (String::new(), String::new());
    if let Some(source) = &state.source {
        input = match (&context.config.source, source.local) {
            (Some(from), false) => format!("s3://{}/{}", from.bucket, source.name),
            _ => source.name.clone(),
        };
        if summary.stored == 0 {
            summary.stored = source.size;
        }
    }
    let known = state.scrubbed.as_ref();
    if let Some(scrubbed) = known {
        output = scrubbed.file.to_string_lossy().into_owned();
        summary.bytes_out = scrubbed.size;
        digests.output = Digest::of(&scrubbed.blake3);
    }
    if known.is_some() && summary.kind.is_none() {
        summary.account.warnings.push(CLEANED_BEFORE.to_owned());
    }
    Facts {
        started: state.started,
        rules: Some(&cleaning.rules),
        run: run.as_ref(),
        random_key: context.config.key.is_none(),
        input,
        output,
        to_plain: true,
        digests: &digests,
        summary: &summary,
    }
    .report(result)
}
