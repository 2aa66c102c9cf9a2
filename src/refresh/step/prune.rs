//! Removes cleaned dumps that are too many, once the new one is verified.

use regex::Regex;

use super::Step;
use crate::error::{Error, Result};
use crate::refresh::backups::Order;
use crate::refresh::config::Publish;
use crate::refresh::failed;
use crate::refresh::job::Context;
use crate::refresh::s3::Bucket;

/// The step.
pub const STEP: Step = Step {
    name: "prune",
    needless,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn needless(context: &Context) -> Option<String> {
    if let Some(why) = (super::publish::STEP.needless)(context) {
        return Some(why);
    }
    match &context.config.publish {
        Some(Publish { keep: None, .. }) => Some("no `keep` is configured".to_owned()),
        _ => None,
    }
}

fn plan(context: &Context) -> Vec<String> {
    let publish = context.config.publish.as_ref();
    let Some((publish, keep)) = publish.and_then(|it| it.keep.map(|keep| (it, keep))) else {
        return Vec::new();
    };
    vec![format!(
        "keep the newest {keep} in bucket `{}` of keys that match `{}`, remove older ones",
        publish.bucket,
        ours(publish, &context.target)
    )]
}

/// Keys that this target publishes.
fn ours(publish: &Publish, target: &str) -> String {
    publish.key.pattern(|name| match name {
        "stamp" => "[0-9]+".to_owned(),
        "date" => "[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned(),
        _ => regex::escape(target),
    })
}

/// What a listing of the bucket comes to.
struct Listed {
    pattern: Regex,
    /// The group of the pattern that is the stamp.
    group: usize,
    published: String,
    there: bool,
    /// Stamp and key.
    old: Vec<(String, String)>,
}

impl Listed {
    fn new(publish: &Publish, target: &str, published: &str) -> Result<Self> {
        let no_pattern = || Error::unexpected("the pattern of published keys");
        let position = publish.key.names().position(|name| name == "stamp");
        Ok(Self {
            pattern: Regex::new(&ours(publish, target)).map_err(|_| no_pattern())?,
            group: position.ok_or_else(no_pattern)? + 1,
            published: published.to_owned(),
            there: false,
            old: Vec::new(),
        })
    }

    fn consider(&mut self, key: String) {
        if key == self.published {
            self.there = true;
        } else if let Some(found) = self.pattern.captures(&key)
            && let Some(stamp) = found.get(self.group)
        {
            self.old.push((stamp.as_str().to_owned(), key));
        }
    }

    /// What is to go: all but the newest `keep`, among which the one just published counts where it
    /// is one of them.
    fn superfluous(self, keep: usize) -> Vec<String> {
        let just = self.pattern.captures(&self.published);
        let just = just
            .and_then(|found| found.get(self.group))
            .map(|it| it.as_str());
        let mut all: Vec<(&str, Option<&String>)> = self
            .old
            .iter()
            .map(|(stamp, key)| (stamp.as_str(), Some(key)))
            .collect();
        all.extend(just.map(|stamp| (stamp, None)));
        all.sort_by_key(|(stamp, key)| (Order::of(stamp), *key));
        all.truncate(all.len().saturating_sub(keep));
        all.into_iter()
            .filter_map(|(_, key)| key.cloned())
            .collect()
    }
}

async fn run(context: &mut Context) -> Result<String> {
    let config = &context.config;
    let publish = config.publish.as_ref();
    let Some((publish, keep)) = publish.and_then(|it| it.keep.map(|keep| (it, keep))) else {
        return Err(Error::unexpected("nothing to prune"));
    };
    let published = context.state.published.as_ref();
    let published = published.ok_or_else(|| Error::unexpected("nothing has been published"))?;
    let mut listed = Listed::new(publish, &context.target, published)?;
    let bucket = Bucket::connect(&config.s3, &publish.bucket).await?;
    let prefix = publish.key.prefix();
    bucket
        .list(prefix, |object| listed.consider(object.key))
        .await?;
    if !listed.there {
        return Err(failed(format!(
            "`{published}` is not in bucket `{}` any more: nothing is removed",
            publish.bucket
        ))
        .hint("see who else writes to this bucket"));
    }
    let superfluous = listed.superfluous(keep);
    for key in &superfluous {
        bucket.remove(key).await?;
        context
            .voice
            .note(&format!("removed `{key}` from bucket `{}`", publish.bucket));
    }
    Ok(match superfluous.len() {
        0 => format!("nothing to remove: no more than {keep} are there"),
        count => format!("{count} removed, the newest {keep} kept"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Position;
    use crate::refresh::config::KEY_PLACEHOLDERS;
    use crate::refresh::template::Template;

    fn superfluous(template: &str, published: &str, keys: &[&str], keep: usize) -> Vec<String> {
        let position = Position {
            file: "refresh.yaml".into(),
            line: 1,
            column: 1,
        };
        let publish = Publish {
            key: Template::parse(template, &position, KEY_PLACEHOLDERS).unwrap(),
            position,
            bucket: "cleaned".to_owned(),
            keep: Some(keep),
            acl: None,
            sse: None,
            sse_kms_key_id: None,
        };
        let mut listed = Listed::new(&publish, "staging", published).unwrap();
        for key in keys {
            listed.consider((*key).to_owned());
        }
        assert_eq!(listed.there, keys.contains(&published));
        listed.superfluous(keep)
    }

    #[test]
    fn the_newest_stay_and_foreign_keys_are_left_alone() {
        let keys = [
            "c-202601010300.gz",
            "c-202601080300.gz",
            "c-202601150300.gz",
            "c-202601220300.gz",
            "c-202512310300.gz.bak",
            "c-2025.12.31.gz",
            "c-old.gz",
            "old/c-202512310300.gz",
            "README",
        ];
        let gone = |published, keep| superfluous("c-{stamp}.gz", published, &keys, keep);
        assert_eq!(gone(keys[3], 3), [keys[0]]);
        assert_eq!(gone(keys[3], 1), [keys[0], keys[1], keys[2]]);
        assert!(gone(keys[3], 4).is_empty());
    }

    #[test]
    fn the_one_just_published_stays_though_it_is_older() {
        let keys = ["c-1.gz", "c-2.gz", "c-3.gz", "c-10.gz"];
        assert_eq!(superfluous("c-{stamp}.gz", "c-1.gz", &keys, 2), ["c-2.gz"]);
        assert_eq!(
            superfluous("c-{stamp}.gz", "c-3.gz", &keys, 1),
            ["c-1.gz", "c-2.gz"]
        );
    }

    #[test]
    fn only_this_targets_dumps_are_its_own() {
        let keys = [
            "staging/2026-01-01/1.gz",
            "staging/2026-01-02/2.gz",
            "preview/2026-01-01/1.gz",
            "staging/today/1.gz",
        ];
        let template = "{target}/{date}/{stamp}.gz";
        assert_eq!(superfluous(template, keys[1], &keys, 1), [keys[0]]);
    }
}
