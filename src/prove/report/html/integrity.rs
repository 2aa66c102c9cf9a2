//! How the run went, and by what it can be known again: steps, digests, key, signature.

use serde::Serialize;

use super::super::model::{JobStep, Report, Stream};
use super::Signed;
use super::words::{duration, number};

pub(super) fn signature_text(signed: Signed) -> &'static str {
    match signed {
        Signed::No => "This report is not signed.",
        Signed::Unverified => {
            "This report is signed; the signature was not verified when this page was made (dmscrub \
             report FILE --verify KEY)."
        }
        Signed::Verified => {
            "This report is signed, and the signature was verified when this page was made: it is as \
             the run wrote it."
        }
    }
}

#[derive(Serialize)]
pub(super) struct Fact {
    label: &'static str,
    text: String,
    code: bool,
}

pub(super) fn facts(report: &Report) -> Vec<Fact> {
    let fact = |label, text: Option<String>, code| text.map(|text| Fact { label, text, code });
    let stream = |stream: &Stream| {
        let format = stream.format.as_deref().unwrap_or("unknown format");
        format!("{}, {format}, {} bytes", stream.name, number(stream.bytes))
    };
    let key = report.key.as_ref().map(|key| match key.random {
        true => format!("{}, made for this run alone", key.fingerprint),
        false => key.fingerprint.clone(),
    });
    [
        fact(
            "Rules",
            report.rules.as_ref().map(|it| it.digest.clone()),
            true,
        ),
        fact(
            "Rule files",
            report.rules.as_ref().map(|it| it.files.join(", ")),
            false,
        ),
        fact("Key fingerprint", key, true),
        fact("Input", Some(stream(&report.input)), false),
        fact("Input BLAKE3", report.input.blake3.clone(), true),
        fact("Output", Some(stream(&report.output)), false),
        fact("Output BLAKE3", report.output.blake3.clone(), true),
        fact(
            "Run",
            Some(format!("{} to {}", report.started, report.finished)),
            false,
        ),
        fact("“now” in rules", report.now.clone(), false),
        fact(
            "Signed by",
            report.signature.as_ref().map(|it| it.public_key.clone()),
            true,
        ),
        fact(
            "Signature",
            report.signature.as_ref().map(|it| it.value.clone()),
            true,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[derive(Serialize)]
pub(super) struct StepView<'r> {
    name: &'r str,
    outcome: &'static str,
    says: &'r str,
    took: String,
}

impl<'r> StepView<'r> {
    pub(super) fn of(step: &'r JobStep) -> Self {
        Self {
            name: &step.step,
            outcome: step.outcome.words(),
            says: &step.says,
            took: match step.milliseconds {
                0 => String::new(),
                milliseconds => duration(milliseconds),
            },
        }
    }
}
