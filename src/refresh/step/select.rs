//! Chooses the backup: the newest in the source's bucket, or a local dump.

use super::Step;
use crate::error::{Error, Result};
use crate::refresh::backups::{self, rough};
use crate::refresh::failed;
use crate::refresh::job::Context;
use crate::refresh::s3::Bucket;
use crate::refresh::state::SourceFacts;

/// The step.
pub const STEP: Step = Step {
    name: "select",
    needless: |_| None,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn plan(context: &Context) -> Vec<String> {
    if let Some(path) = &context.dump {
        return vec![format!("take the local dump `{}`", path.display())];
    }
    let Some(source) = &context.config.source else {
        return vec!["nothing to take: no `source` is configured, and no --dump given".to_owned()];
    };
    let age = source
        .max_age
        .map(|age| format!(", at most {} old", rough(age)))
        .unwrap_or_default();
    vec![format!(
        "take the newest backup in bucket `{}` by the stamp of keys that match `{}`{age}",
        source.bucket,
        source.key.as_str()
    )]
}

async fn run(context: &mut Context) -> Result<String> {
    let (facts, says) = match &context.dump {
        Some(path) => local(context, path)?,
        None => newest(context).await?,
    };
    context.state.source = Some(facts);
    Ok(says)
}

fn local(context: &Context, path: &std::path::Path) -> Result<(SourceFacts, String)> {
    let unusable = |why: String| Error::usage(format!("`{}`: {why}", path.display()));
    // A resumed job may run in another folder.
    let path = std::path::absolute(path).map_err(|error| unusable(error.kind().to_string()))?;
    let meta = std::fs::metadata(&path).map_err(|error| unusable(error.kind().to_string()))?;
    if !meta.is_file() {
        return Err(unusable("is no file".to_owned()));
    }
    let modified = meta
        .modified()
        .ok()
        .and_then(|time| jiff::Timestamp::try_from(time).ok());
    let modified = modified.unwrap_or(context.state.started);
    let name = path
        .to_str()
        .ok_or_else(|| unusable("its path is no text".to_owned()))?;
    let stamp = backups::stamp_of_file(context.config.source.as_ref(), &path, modified);
    let says = format!("`{name}`, {} bytes, stamp {stamp}", meta.len());
    let facts = SourceFacts {
        name: name.to_owned(),
        local: true,
        size: meta.len(),
        etag: None,
        stamp,
    };
    Ok((facts, says))
}

async fn newest(context: &Context) -> Result<(SourceFacts, String)> {
    let config = &context.config;
    let source = config.source.as_ref().ok_or_else(|| {
        failed(format!("`{}` names no `source`", config.file.display()))
            .hint("add it, or give a dump: --dump FILE")
    })?;
    let bucket = Bucket::connect(&config.s3, &source.bucket).await?;
    let choice = backups::newest(&bucket, source, jiff::Timestamp::now()).await?;
    let backup = choice.backup;
    let says = format!(
        "`{}`, {} bytes, the newest of {} backups in bucket `{}` ({} other keys)",
        backup.object.key, backup.object.size, choice.of, source.bucket, choice.others
    );
    let facts = SourceFacts {
        name: backup.object.key,
        local: false,
        size: backup.object.size,
        etag: backup.object.etag,
        stamp: backup.stamp,
    };
    Ok((facts, says))
}
