//! Keys by prefix.

use aws_sdk_s3::types::Object as Listed;

use super::Bucket;
use crate::error::Result;

/// An object as a listing shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its entity tag.
    pub etag: Option<String>,
    /// When it was written.
    pub modified: Option<jiff::Timestamp>,
}

impl Bucket {
    /// Hands every object whose key begins with `prefix` to `each`, page by page.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn list(&self, prefix: &str, mut each: impl FnMut(Object)) -> Result<()> {
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.name)
            .prefix(prefix)
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.asked("s3:ListBucket", None).failed(&error))?;
            for listed in page.contents.unwrap_or_default() {
                if let Some(object) = object(listed) {
                    each(object);
                }
            }
        }
        Ok(())
    }
}

fn object(listed: Listed) -> Option<Object> {
    let modified = listed
        .last_modified
        .and_then(|time| jiff::Timestamp::from_second(time.secs()).ok());
    Some(Object {
        key: listed.key?,
        size: listed
            .size
            .and_then(|size| u64::try_from(size).ok())
            .unwrap_or(0),
        etag: listed.e_tag,
        modified,
    })
}
