//! Publishes the cleaned dump, and makes sure of it.

use std::sync::{Arc, OnceLock};

use super::Step;
use crate::error::{Error, Result};
use crate::refresh::config::Publish;
use crate::refresh::job::{Context, Undo};
use crate::refresh::s3::{Bucket, Terms, Upload};

/// The step.
pub const STEP: Step = Step {
    name: "publish",
    needless,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn needless(context: &Context) -> Option<String> {
    if context.config.publish.is_none() {
        return Some("no `publish` is configured".to_owned());
    }
    match context.target() {
        Ok(target) if !target.publish => Some("the target says `publish: false`".to_owned()),
        _ => None,
    }
}

fn plan(context: &Context) -> Vec<String> {
    let Some(publish) = &context.config.publish else {
        return Vec::new();
    };
    let with = [
        publish.acl.as_ref().map(|acl| format!("ACL {acl}")),
        publish.sse.as_ref().map(|sse| format!("encryption {sse}")),
    ];
    let with: String = with
        .into_iter()
        .flatten()
        .map(|it| format!(", {it}"))
        .collect();
    vec![
        format!(
            "upload the cleaned dump to bucket `{}` as `{}`{with}",
            publish.bucket,
            shown(context, publish)
        ),
        "compare size and checksum of what is there with the spool".to_owned(),
    ]
}

/// The key as far as it is known: the stamp is the backup's.
fn shown(context: &Context, publish: &Publish) -> String {
    let value = |name: &str| value(context, name).or_else(|| Some(format!("{{{name}}}")));
    publish.key.fill(value).unwrap_or_default()
}

fn value(context: &Context, name: &str) -> Option<String> {
    match name {
        "target" => Some(context.target.clone()),
        name => context.state.placeholder(name),
    }
}

async fn run(context: &mut Context) -> Result<String> {
    let config = Arc::clone(&context.config);
    let Some(publish) = &config.publish else {
        return Err(Error::unexpected("nothing to publish"));
    };
    let scrubbed = context.state.scrubbed.clone();
    let scrubbed = scrubbed.ok_or_else(|| Error::unexpected("there is no cleaned dump"))?;
    let key = publish
        .key
        .fill(|name| value(context, name))
        .map_err(|name| Error::unexpected(format!("{{{name}}} of the key is not known")))?;
    let bucket = Bucket::connect(&config.s3, &publish.bucket).await?;
    match bucket.abort_uploads(&key).await {
        Ok(0) => {}
        Ok(count) => context.voice.note(&format!(
            "called off {count} unfinished uploads of `{key}` that an earlier job left"
        )),
        Err(error) => context.voice.warning(&format!(
            "unfinished uploads of earlier jobs are not looked for: {error}"
        )),
    }
    let terms = Terms {
        acl: publish.acl.clone(),
        sse: publish.sse.clone(),
        sse_kms_key_id: publish.sse_kms_key_id.clone(),
        content_type: "application/gzip",
    };
    // Called off after a failure and after a signal alike; also where the signal comes before S3's answer
    // that says how the upload is called.
    let begun: Arc<OnceLock<Upload>> = Arc::default();
    let (known, place, of) = (Arc::clone(&begun), bucket.clone(), key.clone());
    context.undo.push(Undo {
        what: format!("the upload of `{key}`"),
        run: Box::new(move || match known.get() {
            Some(upload) => upload.clone().abort(),
            None => Box::pin(async move { place.abort_uploads(&of).await.map(drop) }),
        }),
    });
    let upload = match bucket.upload(&key, &terms).await {
        Ok(upload) => begun.get_or_init(|| upload).clone(),
        Err(error) => {
            context.undo.pop();
            return Err(error);
        }
    };
    let told = |done| context.voice.progress("publish", done, Some(scrubbed.size));
    let sent = upload
        .send(&scrubbed.file, scrubbed.size, &scrubbed.blake3, &told)
        .await;
    context.voice.progress_done();
    upload.complete(sent?).await?;
    context.undo.pop();
    let says = format!(
        "`{key}` in bucket `{}`, {} bytes, size and checksum verified",
        publish.bucket, scrubbed.size
    );
    context.state.published = Some(key);
    Ok(says)
}
