//! A developer's load of a cleaned dump: whole or not at all, then the configured commands.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use regex::Regex;
use secrecy::{ExposeSecret, SecretString};

use super::child::{Hidden, Program};
use super::config::{Config, Reset, S3, Source};
use super::guardian::Guardian;
use super::postgres::{Address, Load, Loader, UNSURE, feed, query};
use super::s3::Bucket;
use super::stream::Reader;
use super::voice::{Voice, watched};
use super::{backups, failed};
use crate::error::{Error, Result};
use crate::pipe::stop::{self, Signals};

/// What is asked for.
pub struct Request {
    /// The dump.
    pub dump: Dump,
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

/// Where the dump is.
pub enum Dump {
    /// A file.
    File(PathBuf),
    /// An object in S3.
    Object {
        /// Its bucket.
        bucket: String,
        /// Its key.
        key: String,
        /// How S3 is reached.
        s3: S3,
    },
    /// The newest of what a target publishes.
    Newest {
        /// Where, and which keys.
        source: Source,
        /// How S3 is reached.
        s3: S3,
    },
}

impl Dump {
    /// The newest of what `config` has published.
    ///
    /// # Errors
    /// Exit 2 where it publishes nothing.
    pub fn newest(config: &Config) -> Result<Self> {
        let publish = config.publish.as_ref().ok_or_else(|| {
            Error::usage(format!("`{}` publishes nothing", config.file.display()))
                .hint("name a dump: a file, or s3://BUCKET/KEY")
        })?;
        let key = publish.key.pattern(|name| match name {
            "stamp" => "?<stamp>[0-9]+".to_owned(),
            "date" => "[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned(),
            _ => "[A-Za-z0-9_-]+".to_owned(),
        });
        let key =
            Regex::new(&key).map_err(|_| Error::unexpected("the pattern of published keys"))?;
        Ok(Self::Newest {
            source: Source {
                position: publish.position.clone(),
                bucket: publish.bucket.clone(),
                prefix: publish.key.prefix().to_owned(),
                key,
                max_age: None,
                decrypt: None,
            },
            s3: config.s3.clone(),
        })
    }

    /// Its content, and its size where that is known.
    async fn open(&self, voice: &dyn Voice) -> Result<(Reader, Option<u64>)> {
        match self {
            Self::File(path) => open_file(path).await,
            Self::Object { bucket, key, s3 } => {
                let download = Bucket::connect(s3, bucket)
                    .await?
                    .download(key, None)
                    .await?;
                let size = download.size();
                Ok((Box::new(download), Some(size)))
            }
            Self::Newest { source, s3 } => {
                let bucket = Bucket::connect(s3, &source.bucket).await?;
                let choice = backups::newest(&bucket, source, jiff::Timestamp::now()).await?;
                let object = choice.backup.object;
                voice.note(&format!("`{}` in bucket `{}`", object.key, source.bucket));
                let download = bucket.download(&object.key, object.etag.as_deref()).await?;
                Ok((Box::new(download), Some(object.size)))
            }
        }
    }
}

async fn open_file(path: &Path) -> Result<(Reader, Option<u64>)> {
    let unreadable =
        |error: std::io::Error| Error::usage(format!("`{}`: {}", path.display(), error.kind()));
    let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
    let about = file.metadata().await.map_err(unreadable)?;
    if about.is_dir() {
        return Err(Error::usage(format!("`{}` is a directory", path.display()))
            .hint("make it a plain dump first: pg_restore -f - DIRECTORY"));
    }
    let size = about.is_file().then_some(about.len());
    Ok((Box::new(file), size))
}

/// Loads the dump and runs the commands.
///
/// # Errors
/// Exit 2 where the URL or the file is wrong, 5 where the dump is damaged or not of one database, 7
/// where load or a command fails, 128 + N on a signal. Where the load failed, the database is as it
/// was.
pub async fn run(request: Request, voice: Arc<dyn Voice>) -> Result<()> {
    let guardian = Guardian::start()?;
    let mut signals = Signals::listen()?;
    let result = tokio::select! {
        result = steps(&request, &guardian, &voice) => result,
        number = signals.next() => Err(stop::stopped(number, "")),
    };
    // It waits for processes.
    let _ = tokio::task::spawn_blocking(move || guardian.finish()).await;
    result
}

async fn steps(request: &Request, guardian: &Guardian, voice: &Arc<dyn Voice>) -> Result<()> {
    let address = Address::parse(request.url.expose_secret(), |name| std::env::var(name).ok())?;
    // Before a long dump is fetched.
    query(&address, "SELECT 1", guardian, &request.hidden).await?;
    let (reader, size) = request.dump.open(voice.as_ref()).await?;
    load(request, &address, reader, size, guardian, voice).await?;
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
    let feeding = feed(reader, Arc::clone(&read), to);
    let fed = watched(voice.as_ref(), "import", size, &read, feeding).await;
    if let Err(error) = fed {
        loader.abandon().await;
        return Err(error.hint("the database is as it was"));
    }
    loader.finish().await.map_err(|error| {
        if error.hints().iter().any(|hint| hint == UNSURE) {
            return error;
        }
        error.hint("the database is as it was")
    })
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
