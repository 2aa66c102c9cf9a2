//! A developer's load of a cleaned dump: whole or not at all, then the configured commands.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::signal::unix::{SignalKind, signal};

use super::child::{Hidden, Program};
use super::config::Reset;
use super::failed;
use super::guardian::Guardian;
use super::postgres::{Address, Load, Loader, feed, query};
use super::stream::{Counting, Reader};
use super::voice::Voice;
use crate::error::{Error, Result};
use crate::exit::ExitCode;

/// What is asked for.
pub struct Request {
    /// The dump's file.
    pub file: PathBuf,
    /// The database's URL.
    pub url: SecretString,
    /// What empties the database first.
    pub reset: Reset,
    /// Leave out who owns what.
    pub no_owner: bool,
    /// Leave out grants.
    pub no_acl: bool,
    /// Commands that run after the load, in order.
    pub commands: Vec<Vec<String>>,
    /// What children do not see.
    pub hidden: Hidden,
}

/// Loads the dump and runs the commands.
///
/// # Errors
/// Exit 2 where the URL or the file is wrong, 5 where the dump is damaged or not of one database, 7
/// where load or a command fails, 128 + N on a signal. Where the load failed, the database is as it
/// was.
pub async fn run(request: Request, voice: Arc<dyn Voice>) -> Result<()> {
    let guardian = Guardian::start()?;
    let handler = |kind| {
        signal(kind)
            .map_err(|error| Error::unexpected(format!("no signal handler: {}", error.kind())))
    };
    let mut interrupt = handler(SignalKind::interrupt())?;
    let mut terminate = handler(SignalKind::terminate())?;
    let stopped = |number, name| {
        Err(Error::new(
            ExitCode::Signal(number),
            format!("stopped by {name}"),
        ))
    };
    let result = tokio::select! {
        result = steps(&request, &guardian, &voice) => result,
        _ = interrupt.recv() => stopped(2, "SIGINT"),
        _ = terminate.recv() => stopped(15, "SIGTERM"),
    };
    // It waits for processes.
    let _ = tokio::task::spawn_blocking(move || guardian.finish()).await;
    result
}

async fn steps(request: &Request, guardian: &Guardian, voice: &Arc<dyn Voice>) -> Result<()> {
    let address = Address::parse(request.url.expose_secret(), |name| std::env::var(name).ok())?;
    let unreadable = |error: std::io::Error| {
        Error::usage(format!("`{}`: {}", request.file.display(), error.kind()))
    };
    let file = tokio::fs::File::open(&request.file)
        .await
        .map_err(unreadable)?;
    let about = file.metadata().await.map_err(unreadable)?;
    if about.is_dir() {
        return Err(
            Error::usage(format!("`{}` is a directory", request.file.display()))
                .hint("make it a plain dump first: pg_restore -f - DIRECTORY"),
        );
    }
    let size = about.is_file().then_some(about.len());
    // Before a long dump is read.
    query(&address, "SELECT 1", guardian, &request.hidden).await?;
    load(request, &address, Box::new(file), size, guardian, voice).await?;
    voice.note(&format!("{address} is loaded"));
    for command in &request.commands {
        after(request, command, guardian, voice).await?;
    }
    Ok(())
}

async fn load(
    request: &Request,
    address: &Address,
    reader: Reader,
    size: Option<u64>,
    guardian: &Guardian,
    voice: &Arc<dyn Voice>,
) -> Result<()> {
    let load = Load {
        address: address.clone(),
        tunnel: None,
        reset: request.reset,
        no_owner: request.no_owner,
        no_acl: request.no_acl,
    };
    let (loader, to) = Loader::start(load, guardian, &request.hidden, None)?;
    let read = Arc::new(AtomicU64::new(0));
    let fed = {
        let feeding = feed(Counting::new(reader, Arc::clone(&read)), to);
        let watched = watch(voice.as_ref(), size, &read);
        tokio::select! {
            fed = feeding => fed,
            never = watched => match never {},
        }
    };
    voice.progress_done();
    if let Err(error) = fed {
        loader.abandon().await;
        return Err(error.hint("the database is as it was"));
    }
    loader
        .finish()
        .await
        .map_err(|error| error.hint("the database is as it was"))
}

/// Says four times a second where the load stands; never ends by itself.
async fn watch(voice: &dyn Voice, size: Option<u64>, read: &AtomicU64) -> std::convert::Infallible {
    loop {
        tokio::time::sleep(Duration::from_millis(250)).await;
        voice.progress("import", read.load(Ordering::Relaxed), size);
    }
}

/// Runs a command in the current folder; what it prints goes to standard error.
async fn after(
    request: &Request,
    command: &[String],
    guardian: &Guardian,
    voice: &Arc<dyn Voice>,
) -> Result<()> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(());
    };
    voice.note(&format!("running `{}`", command.join(" ")));
    let program = Program::new(program, &request.hidden)
        .args(arguments)
        .env("DATABASE_URL", request.url.expose_secret())
        .loud()?;
    let status = program.start(guardian)?.wait().await?;
    if status.success() {
        return Ok(());
    }
    Err(
        failed(format!("`{}` ended with {status}", command.join(" ")))
            .hint("the database is loaded; run the command again by hand"),
    )
}
