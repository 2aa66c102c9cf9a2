//! `source` and `publish`: the buckets.

use std::path::Path;

use regex::Regex;

use super::read::words;
use super::{Gpg, KEY_PLACEHOLDERS, Publish, Source, duration, params};
use crate::error::{Error, Result};
use crate::refresh::secret::Secret;
use crate::refresh::template::Template;
use crate::rules::node::Node;

pub(super) fn source(node: &Node, folder: &Path) -> Result<Source> {
    let map = params(node, "source")?;
    let text = words(&map, "key")?;
    let at = &map.required("key")?.position;
    let key = Regex::new(&text).map_err(|_| Error::rules(at, "`key` is no regular expression"))?;
    if !key.capture_names().flatten().any(|name| name == "stamp") {
        return Err(Error::rules(at, "`key` has no group `stamp`")
            .hint(r"the part that orders the backups, such as (?<stamp>\d{12})"));
    }
    let source = Source {
        position: node.position.clone(),
        bucket: words(&map, "bucket")?,
        prefix: literal_prefix(&text),
        key,
        max_age: duration(&map, "max_age")?,
        decrypt: map
            .node("decrypt")?
            .map(|node| decrypt(node, folder))
            .transpose()?,
    };
    map.finish("source")?;
    Ok(source)
}

/// What every match of `pattern` begins with, as far as it is anchored and literal.
fn literal_prefix(pattern: &str) -> String {
    let Some(rest) = pattern.strip_prefix('^') else {
        return String::new();
    };
    let alternatives = rest.contains('|');
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | ' ')))
        .unwrap_or(rest.len());
    let quantified = rest[end..].starts_with(['?', '*', '{']);
    match (alternatives, quantified) {
        (true, _) => String::new(),
        // The last character may be absent.
        (false, true) => rest[..end.saturating_sub(1)].to_owned(),
        (false, false) => rest[..end].to_owned(),
    }
}

fn decrypt(node: &Node, folder: &Path) -> Result<Gpg> {
    let own_keyring = Gpg {
        private_key: None,
        passphrase: None,
    };
    if node.scalar() == Some("gpg") {
        return Ok(own_keyring);
    }
    let outer = params(node, "decrypt")?;
    let inner = outer.required("gpg")?;
    outer.finish("decrypt")?;
    let map = params(inner, "gpg")?;
    let secret = |name| -> Result<Option<Secret>> {
        map.node(name)?
            .map(|node| Secret::load(node, folder))
            .transpose()
    };
    let gpg = Gpg {
        private_key: secret("private_key")?,
        passphrase: secret("passphrase")?,
    };
    map.finish("gpg")?;
    Ok(gpg)
}

const SSE: &[&str] = &["AES256", "aws:kms"];

pub(super) fn publish(node: &Node) -> Result<Publish> {
    let map = params(node, "publish")?;
    let key = words(&map, "key")?;
    let at = &map.required("key")?.position;
    let key = Template::parse(&key, at, KEY_PLACEHOLDERS)?;
    let keep = match (map.integer("keep")?, map.node("keep")?) {
        (Some(keep), Some(node)) => Some(
            usize::try_from(keep)
                .ok()
                .filter(|keep| *keep > 0)
                .ok_or_else(|| {
                    Error::rules(
                        &node.position,
                        "`keep` must be at least 1: the dump just published stays",
                    )
                })?,
        ),
        _ => None,
    };
    if keep.is_some() && !key.names().any(|name| name == "stamp") {
        return Err(Error::rules(
            at,
            "with `keep`, `key` needs {stamp}: it says which dumps are old",
        ));
    }
    let publish = Publish {
        position: node.position.clone(),
        bucket: words(&map, "bucket")?,
        key,
        keep,
        acl: map.string("acl")?.map(str::to_owned),
        sse: map.one_of("sse", SSE)?.map(|index| SSE[index].to_owned()),
        sse_kms_key_id: map.string("sse_kms_key_id")?.map(str::to_owned),
    };
    map.finish("publish")?;
    Ok(publish)
}

#[cfg(test)]
mod tests {
    use super::literal_prefix;

    #[test]
    fn the_prefix_is_what_every_match_begins_with() {
        assert_eq!(
            literal_prefix(r"^production-(?<stamp>\d{12})\.sql"),
            "production-"
        );
        assert_eq!(literal_prefix(r"^ab?(?<stamp>.)"), "a");
        assert_eq!(literal_prefix(r"^a|b(?<stamp>.)"), "");
        assert_eq!(literal_prefix(r"production-(?<stamp>.)"), "");
        assert_eq!(literal_prefix(r"^db/a+"), "db/a");
    }
}
