//! fetch | decrypt | decompress | scrub → spool and database at once.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::{Step, load};
use crate::error::{Error, Result};
use crate::pipe::digest::{Digested, Reading};
use crate::pipe::workers::Workers;
use crate::prove::report::build::captured;
use crate::refresh::failed;
use crate::refresh::gpg::Decryption;
use crate::refresh::job::Context;
use crate::refresh::report;
use crate::refresh::s3::Bucket;
use crate::refresh::spool::SpoolWriter;
use crate::refresh::state::{Scrubbed, SourceFacts};
use crate::refresh::stream::{self, Cleaned, Cleaner, Reader};
use crate::refresh::voice::watched;
use crate::scrub::scrubber::Options;
use crate::scrub::stats::TableStats;
use crate::transform::bind::Run;

/// The step.
pub const STEP: Step = Step {
    name: "scrub",
    needless: |_| None,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn plan(context: &Context) -> Vec<String> {
    let config = &context.config;
    let mut lines = Vec::new();
    let decrypt = config
        .source
        .as_ref()
        .and_then(|source| source.decrypt.as_ref());
    if let Some(gpg) = decrypt.filter(|_| decrypts(context)) {
        lines.push(match &gpg.private_key {
            Some(key) => format!("decrypt with gpg in a throwaway keyring, key from {key}"),
            None => "decrypt with gpg and the user's own keyring".to_owned(),
        });
    }
    lines.push(format!(
        "decompress and clean by {} rule files into the spool `{}`",
        context.cleaning.rules.files.len(),
        config.spool.display()
    ));
    lines
}

/// A local dump is decrypted where its name says that it is encrypted.
fn decrypts(context: &Context) -> bool {
    let chosen = context.state.source.as_ref();
    let path = match chosen {
        Some(source) => source.local.then(|| Path::new(&source.name)),
        None => context.dump.as_deref(),
    };
    match path {
        Some(path) => path
            .extension()
            .is_some_and(|end| ["gpg", "pgp", "asc"].iter().any(|known| end == *known)),
        None => true,
    }
}

async fn run(context: &mut Context) -> Result<String> {
    if let Some(scrubbed) = &context.state.scrubbed {
        return Ok(says(scrubbed));
    }
    let source = context.state.source.clone();
    let source = source.ok_or_else(|| Error::unexpected("no backup has been chosen"))?;
    let reader = open(context, &source).await?;
    let (loader, load) = load::beside(context)?.unzip();
    let read = Arc::new(AtomicU64::new(0));
    let work = clean(context, reader, load, Arc::clone(&read));
    let voice = context.voice.as_ref();
    let cleaned = watched(voice, "scrub", Some(source.size), &read, work).await;
    context.summary().stored = read.load(Ordering::Relaxed);
    // Where the scrub failed, the load must not be waited for.
    let cleaned = match cleaned {
        Ok(cleaned) => cleaned,
        Err(error) => {
            if let Some(loader) = loader {
                loader.abandon().await;
            }
            return Err(error);
        }
    };
    let scrubbed = scrubbed(context, cleaned);
    let says = says(&scrubbed);
    // The spool is whole: from here on a job that is stopped need not fetch again.
    context.state.scrubbed = Some(scrubbed);
    if context.digests.is_some() {
        context.state.report = Some(report::cleaned(context, &Ok(())));
    }
    context.spool()?.save(&context.state)?;
    if let Some(loader) = loader {
        context.loaded = Some(loader.finish().await);
    }
    Ok(says)
}

fn says(scrubbed: &Scrubbed) -> String {
    let (rows_in, rows_out) = scrubbed.rows;
    let size = scrubbed.size;
    format!("{rows_in} rows in, {rows_out} out; {size} bytes in the spool")
}

/// The backup's bytes, as they are stored.
pub(super) async fn open(context: &Context, source: &SourceFacts) -> Result<Reader> {
    if !source.local {
        let config = &context.config;
        let from = config.source.as_ref();
        let from = from.ok_or_else(|| failed("the configuration names no `source` any more"))?;
        let bucket = Bucket::connect(&config.s3, &from.bucket).await?;
        return Ok(Box::new(
            bucket
                .download(&source.name, source.etag.as_deref())
                .await?,
        ));
    }
    let file = tokio::fs::File::open(&source.name)
        .await
        .map_err(|error| failed(format!("`{}` can't be read: {}", source.name, error.kind())))?;
    Ok(Box::new(file))
}

/// What decrypts the backup, where it is encrypted.
pub(super) async fn decryption(context: &Context) -> Result<Option<Decryption>> {
    let source = context.config.source.as_ref();
    let gpg = source.and_then(|source| source.decrypt.as_ref());
    match gpg.filter(|_| decrypts(context)) {
        Some(gpg) => Decryption::start(gpg, context.guardian()?, &context.hidden)
            .await
            .map(Some),
        None => Ok(None),
    }
}

async fn clean(
    context: &Context,
    reader: Reader,
    load: Option<mpsc::Sender<Bytes>>,
    read: Arc<AtomicU64>,
) -> Result<Cleaned> {
    let config = &context.config;
    let reader = match &context.digests {
        Some(digests) => Box::new(Digested {
            inner: reader,
            reading: Some(Reading::new(digests.input.clone())),
        }),
        None => reader,
    };
    let decryption = decryption(context).await?;
    let cleaning = &context.cleaning;
    let run = Run::new(&cleaning.rules, cleaning.key.clone(), context.state.started)?;
    let cleaner = Cleaner {
        rules: Arc::clone(&cleaning.rules),
        run: Arc::new(run),
        options: Options {
            no_owner: config.no_owner,
            no_acl: config.no_acl,
            report: context.digests.is_some(),
            ..Options::default()
        },
        summary: Arc::clone(&context.summary),
    };
    let spool = context.spool()?;
    let workers = Workers::start(Workers::cores())?;
    let writer = SpoolWriter::new(spool.partial()?, spool.dump("gz"), &workers);
    stream::clean(reader, decryption, cleaner, writer, load, read, workers).await
}

fn scrubbed(context: &Context, cleaned: Cleaned) -> Scrubbed {
    let summary = context.summary();
    let account = &summary.account;
    for warning in &account.warnings {
        context.voice.warning(warning);
    }
    for note in &account.notes {
        context.voice.note(note);
    }
    let sum = |count: fn(&TableStats) -> u64| account.tables.iter().map(count).sum();
    Scrubbed {
        file: cleaned.file,
        size: cleaned.size,
        blake3: cleaned.blake3,
        rules: context.cleaning.rules.digest.clone(),
        captured: captured(&account.tables),
        rows: (
            sum(|table| table.rows_in),
            sum(|table| table.rows_out + table.generated),
        ),
    }
}
