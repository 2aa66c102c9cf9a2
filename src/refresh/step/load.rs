//! The load into the target's database: beside the scrub, or from the spool when it is resumed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::Step;
use crate::error::{Error, Result};
use crate::refresh::config::{Database, Reset};
use crate::refresh::failed;
use crate::refresh::job::Context;
use crate::refresh::postgres::{Load, Loader, feed};
use crate::refresh::state::Scrubbed;
use crate::refresh::stream::Reader;
use crate::refresh::voice::{Voice, watched};

/// The step.
pub const STEP: Step = Step {
    name: "load",
    needless,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn needless(context: &Context) -> Option<String> {
    let none = context.target().ok()?.database.is_none();
    none.then(|| "the target has no database".to_owned())
}

fn plan(context: &Context) -> Vec<String> {
    let Ok(target) = context.target() else {
        return Vec::new();
    };
    let way = match &target.database {
        None => return Vec::new(),
        Some(Database::Url(_)) => "psql",
        Some(Database::Ssh(..)) => "psql and ssh",
        Some(Database::CloudFoundry(_)) => "psql and cf ssh",
    };
    let reset = match target.reset {
        Reset::DropOwned => "drop all that the role owns there, and load",
        Reset::DropSchemas => "drop all schemas there, and load",
        Reset::None => "load",
    };
    vec![format!(
        "{reset}, by {way}, in one transaction, beside the scrub"
    )]
}

/// Starts the load that takes what the scrub gives at once; none where nothing is to be loaded, or
/// was loaded before.
pub fn beside(context: &mut Context) -> Result<Option<(Loader, mpsc::Sender<Bytes>)>> {
    let voice = Arc::clone(&context.voice);
    start(context, Some(voice))
}

fn start(
    context: &mut Context,
    voice: Option<Arc<dyn Voice>>,
) -> Result<Option<(Loader, mpsc::Sender<Bytes>)>> {
    if context.state.finished.contains_key(STEP.name) {
        return Ok(None);
    }
    let Some(reached) = context.reached.take() else {
        return Ok(None);
    };
    let config = &context.config;
    let load = Load {
        address: reached.address,
        tunnel: reached.tunnel,
        reset: context.target()?.reset,
        no_owner: config.no_owner,
        no_acl: config.no_acl,
    };
    Loader::start(load, context.guardian()?, &context.hidden, voice).map(Some)
}

async fn run(context: &mut Context) -> Result<String> {
    match context.loaded.take() {
        Some(result) => result.map(|()| "loaded beside the scrub".to_owned()),
        None => from_spool(context).await,
    }
}

async fn from_spool(context: &mut Context) -> Result<String> {
    let scrubbed = context.state.scrubbed.clone();
    let scrubbed = scrubbed.ok_or_else(|| Error::unexpected("no cleaned dump in the spool"))?;
    let (loader, to) =
        start(context, None)?.ok_or_else(|| Error::unexpected("the database was not reached"))?;
    let read = Arc::new(AtomicU64::new(0));
    let feeding = feed_spool(&scrubbed, to, Arc::clone(&read));
    let voice = context.voice.as_ref();
    let fed = watched(voice, "load", Some(scrubbed.size), &read, feeding).await;
    if let Err(error) = fed {
        loader.abandon().await;
        return Err(error.hint("begin anew: leave --resume out"));
    }
    loader.finish().await?;
    Ok("loaded from the spool".to_owned())
}

async fn feed_spool(
    scrubbed: &Scrubbed,
    to: mpsc::Sender<Bytes>,
    read: Arc<AtomicU64>,
) -> Result<()> {
    same(&scrubbed.file, &scrubbed.blake3).await?;
    let file = tokio::fs::File::open(&scrubbed.file).await;
    let file: Reader = Box::new(file.map_err(|error| unreadable(&scrubbed.file, error.kind()))?);
    feed(file, read, to).await
}

/// The spool's file is the one that was written.
async fn same(path: &Path, digest: &str) -> Result<()> {
    let (path, digest) = (path.to_owned(), digest.to_owned());
    let checked = tokio::task::spawn_blocking(move || {
        let mut hasher = blake3::Hasher::new();
        let file = std::fs::File::open(&path).map_err(|error| unreadable(&path, error.kind()))?;
        hasher
            .update_reader(file)
            .map_err(|error| unreadable(&path, error.kind()))?;
        if hasher.finalize().to_hex().as_str() == digest {
            Ok(())
        } else {
            Err(failed(format!(
                "`{}` is not what was written there",
                path.display()
            )))
        }
    });
    checked
        .await
        .map_err(|_| Error::unexpected("the spool's reader stopped without a word"))?
}

fn unreadable(path: &Path, kind: std::io::ErrorKind) -> Error {
    failed(format!("`{}` can't be read: {kind}", path.display()))
}
