//! The leak proof: reads the backup once more, and holds the cleaned dump in the spool against it.
//! Where a value survives, nothing is published.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::sync::mpsc;

use super::{Step, scrub};
use crate::error::{Error, Result};
use crate::pipe::input::Event;
use crate::prove::audit::{Dump, Job, Limits, Verdict, audit};
use crate::prove::report::file as report;
use crate::refresh::archive::Queue;
use crate::refresh::job::Context;
use crate::refresh::stream;
use crate::refresh::voice::watched;

/// The step.
pub const STEP: Step = Step {
    name: "audit",
    needless: |context| (!context.config.audit).then(|| "`audit` is not set".to_owned()),
    plan: |_| {
        vec![
            "read the backup once more, and look for every value that the rules take away in the \
             cleaned dump; nothing is published where one is found"
                .to_owned(),
        ]
    },
    run: |context| Box::pin(run(context)),
    every_time: false,
};

/// Survivors that are named one by one.
const NAMED: usize = 20;

async fn run(context: &mut Context) -> Result<String> {
    let missing = || Error::unexpected("there is no cleaned dump");
    let source = context.state.source.clone().ok_or_else(missing)?;
    let scrubbed = context.state.scrubbed.clone().ok_or_else(missing)?;
    let reader = scrub::open(context, &source).await?;
    let decryption = scrub::decryption(context).await?;
    let cleaning = context.cleaning.clone();
    let now = context.state.started;
    let work = move |queue: mpsc::Receiver<Event>| {
        let (mut plain, mut archive);
        let before = match Queue::new(queue)?.archive() {
            Err(script) => {
                plain = script;
                Dump::Script(&mut plain)
            }
            Ok(source) => {
                archive = source;
                Dump::Archive(archive.as_mut())
            }
        };
        audit(Job {
            before,
            after: &scrubbed.file,
            rules: cleaning.rules,
            key: Some(cleaning.key),
            now: Some(now),
            limits: Limits::default(),
        })
    };
    let read = Arc::new(AtomicU64::new(0));
    let streamed = stream::through(reader, decryption, Arc::clone(&read), work);
    let voice = context.voice.as_ref();
    let verdict = watched(voice, "audit", Some(source.size), &read, streamed).await?;
    judge(context, &verdict)
}

fn judge(context: &mut Context, verdict: &Verdict) -> Result<String> {
    for note in &verdict.notes {
        context.voice.warning(note);
    }
    for survivor in verdict.survivors.iter().take(NAMED) {
        context.voice.warning(&format!("survivor: {survivor}"));
    }
    context.state.audit = serde_json::to_value(verdict)
        .ok()
        .as_ref()
        .and_then(report::audit);
    if !verdict.clean {
        return Err(verdict
            .error()
            .hint("all of them: `dmscrub audit` with the dumps before and after"));
    }
    Ok(format!(
        "clean: {} values looked for in {} rows",
        verdict.checked, verdict.rows_after
    ))
}
