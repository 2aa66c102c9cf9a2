//! An upload in parts: the object appears under its key whole, or not at all.
//!
//! Small files go the same way, as one part: what the store has taken is compared with what was
//! read before anything under the key changes, and an upload that fails leaves an older object of
//! this key as it was. The object gets a CRC32 of its whole content, which every client can check
//! (CRC64NVME, S3's own choice, is known to fewer).

use std::path::Path;
use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation::upload_part::UploadPartOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, MultipartUpload,
    ObjectCannedAcl, ServerSideEncryption,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::future::BoxFuture;
use md5::{Digest, Md5};
use tokio::task::{JoinSet, spawn_blocking};

use super::Bucket;
use super::checksum::md5_etag;
use super::parts::{Part, Parts};
use crate::error::{Error, Result};
use crate::refresh::failed;

/// Parts under way at once.
const ABREAST: usize = 4;
/// A line slower than this many bytes a second does not do for a part.
const SLOWEST: u64 = 64 << 10;
/// How long the store may take to put the parts together.
const ASSEMBLY: Duration = Duration::from_secs(600);

/// How an object is written.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// A canned ACL.
    pub acl: Option<String>,
    /// `AES256` or `aws:kms`.
    pub sse: Option<String>,
    /// The key of KMS.
    pub sse_kms_key_id: Option<String>,
    /// The content's media type.
    pub content_type: &'static str,
}

/// An upload that has begun.
#[derive(Clone)]
pub struct Upload {
    bucket: Bucket,
    key: String,
    id: String,
}

/// What has been sent, and what it must be.
pub struct Sent {
    parts: Vec<CompletedPart>,
    /// The entity tag, where the store makes it of MD5 sums.
    etag: Option<String>,
    crc32: String,
    size: u64,
}

impl Bucket {
    /// Begins to upload an object.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn upload(&self, key: &str, terms: &Terms) -> Result<Upload> {
        let answer = self
            .client
            .create_multipart_upload()
            .bucket(&self.name)
            .key(key)
            .content_type(terms.content_type)
            .set_acl(terms.acl.as_deref().map(ObjectCannedAcl::from))
            .set_server_side_encryption(terms.sse.as_deref().map(ServerSideEncryption::from))
            .set_ssekms_key_id(terms.sse_kms_key_id.clone())
            .set_checksum_algorithm(self.sums.then_some(ChecksumAlgorithm::Crc32))
            .set_checksum_type(self.sums.then_some(ChecksumType::FullObject))
            .send()
            .await
            .map_err(|error| self.asked("s3:PutObject", Some(key)).failed(&error))?;
        let id = answer
            .upload_id
            .ok_or_else(|| failed("S3 gives the upload no name"))?;
        Ok(Upload {
            bucket: self.clone(),
            key: key.to_owned(),
            id,
        })
    }

    /// Calls off uploads of exactly this key that somebody began and did not finish; how many.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn abort_uploads(&self, key: &str) -> Result<usize> {
        let mut stale = Vec::new();
        let (mut next_key, mut next_id) = (None, None);
        loop {
            let page = self
                .client
                .list_multipart_uploads()
                .bucket(&self.name)
                .prefix(key)
                .set_key_marker(next_key.take())
                .set_upload_id_marker(next_id.take())
                .send()
                .await
                .map_err(|error| {
                    self.asked("s3:ListBucketMultipartUploads", None)
                        .failed(&error)
                })?;
            let uploads = page.uploads.unwrap_or_default().into_iter();
            stale.extend(uploads.filter_map(|upload| self.stale(key, upload)));
            if page.is_truncated != Some(true) || page.next_key_marker.is_none() {
                break;
            }
            (next_key, next_id) = (page.next_key_marker, page.next_upload_id_marker);
        }
        for upload in &stale {
            upload.clone().abort().await?;
        }
        Ok(stale.len())
    }

    fn stale(&self, key: &str, upload: MultipartUpload) -> Option<Upload> {
        Some(Upload {
            bucket: self.clone(),
            key: upload.key.filter(|found| found == key)?,
            id: upload.upload_id?,
        })
    }

    /// Holds the object against what was sent.
    async fn verify(&self, key: &str, sent: &Sent, etag: Option<&str>) -> Result<()> {
        let facts = self.head(key, None).await?;
        let wrong = |what: &str| {
            failed(format!(
                "object `{key}` in bucket `{}` is not what was uploaded: {what} differs",
                self.name
            ))
            .hint("perhaps somebody else writes to this key; nothing older was removed")
        };
        if facts
            .content_length()
            .and_then(|size| u64::try_from(size).ok())
            != Some(sent.size)
        {
            return Err(wrong("its size"));
        }
        let etag = sent.etag.as_deref().or(etag);
        if etag.is_some_and(|etag| facts.e_tag().map(bare) != Some(bare(etag))) {
            return Err(wrong("its entity tag"));
        }
        let whole = facts.checksum_type() == Some(&ChecksumType::FullObject);
        let crc32 = facts.checksum_crc32().filter(|_| whole);
        if crc32.is_some_and(|sum| sum != sent.crc32) {
            return Err(wrong("its CRC32"));
        }
        match (etag, crc32) {
            (None, None) => Err(wrong("what could prove that it is,")),
            _ => Ok(()),
        }
    }
}

impl Upload {
    /// Sends a file in parts. It must have this size and BLAKE3 digest (hex). `sent` is told how
    /// many bytes the store has taken.
    ///
    /// # Errors
    /// Exit 7, also where the store has taken something else than was sent, or the file is not the
    /// one that it must be.
    pub async fn send(
        &self,
        file: &Path,
        size: u64,
        blake3: &str,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<Sent> {
        let mut parts = Parts::open(file, size)?;
        let mut under_way = JoinSet::new();
        let (mut taken, mut done, mut md5s) = (Vec::new(), 0, Vec::new());
        loop {
            let read;
            (parts, read) = spawn_blocking(move || parts.next())
                .await
                .map_err(|_| Error::unexpected("the reader of the spool stopped without a word"))?;
            let part = read?;
            let last = part.is_none();
            while under_way.len() >= if last { 1 } else { ABREAST } {
                if let Some(answer) = under_way.join_next().await {
                    let stopped = |_| Error::unexpected("an upload stopped without a word");
                    let (part, length): (_, u64) = answer.map_err(stopped)??;
                    done += length;
                    told(done);
                    taken.push(part);
                }
            }
            let Some(part) = part else { break };
            md5s.push(part.md5);
            let upload = self.clone();
            under_way.spawn(async move { upload.part(part).await });
        }
        if parts.blake3.finalize().to_hex().as_str() != blake3 {
            return Err(
                failed("the cleaned dump in the spool is not the one that was written")
                    .hint("begin anew: leave --resume out"),
            );
        }
        taken.sort_by_key(CompletedPart::part_number);
        // The entity tag of an object in parts (where those are MD5 sums): the MD5 of them.
        let plain = taken
            .iter()
            .zip(&md5s)
            .all(|(part, md5)| part.e_tag().and_then(|etag| md5_etag(etag, None)) == Some(*md5));
        let etag = plain.then(|| {
            let all = Md5::digest(md5s.concat());
            format!("{}-{}", hex(&all), md5s.len())
        });
        Ok(Sent {
            parts: taken,
            etag,
            crc32: BASE64_STANDARD.encode(parts.crc32.finalize()),
            size,
        })
    }

    async fn part(&self, part: Part) -> Result<(CompletedPart, u64)> {
        let length = part.bytes.len() as u64;
        let slow = Duration::from_secs(length / SLOWEST);
        let answer = self
            .bucket
            .client
            .upload_part()
            .bucket(&self.bucket.name)
            .key(&self.key)
            .upload_id(&self.id)
            .part_number(part.number)
            .content_md5(BASE64_STANDARD.encode(part.md5))
            .set_checksum_crc32(self.bucket.sums.then(|| part.crc32.clone()))
            .body(ByteStream::from(part.bytes.clone()))
            .customize()
            .config_override(self.bucket.patient(slow))
            .send()
            .await
            .map_err(|error| {
                self.bucket
                    .asked("s3:PutObject", Some(&self.key))
                    .failed(&error)
            })?;
        if altered(&part, &answer) {
            return Err(failed(format!(
                "part {} of object `{}` was altered on its way to bucket `{}`",
                part.number, self.key, self.bucket.name
            ))
            .hint("try again: --resume"));
        }
        let completed = CompletedPart::builder()
            .part_number(part.number)
            .set_e_tag(answer.e_tag)
            .set_checksum_crc32(self.bucket.sums.then_some(part.crc32));
        Ok((completed.build(), length))
    }

    /// Makes the parts the object, and holds it against what was sent.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn complete(&self, sent: Sent) -> Result<()> {
        let Self { bucket, key, id } = self;
        let parts = CompletedMultipartUpload::builder().set_parts(Some(sent.parts.clone()));
        let answer = bucket
            .client
            .complete_multipart_upload()
            .bucket(&bucket.name)
            .key(key)
            .upload_id(id)
            .multipart_upload(parts.build())
            .customize()
            .config_override(bucket.patient(ASSEMBLY))
            .send()
            .await;
        match answer {
            Ok(answer) => bucket.verify(key, &sent, answer.e_tag()).await,
            // Only the answer may have been lost.
            Err(error) => match bucket.verify(key, &sent, None).await {
                Ok(()) => Ok(()),
                Err(_) => Err(bucket.asked("s3:PutObject", Some(key)).failed(&error)),
            },
        }
    }

    /// Calls the upload off; one that is over is as good as called off.
    pub fn abort(self) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let Self { bucket, key, id } = self;
            let request = bucket.client.abort_multipart_upload();
            let answer = request
                .bucket(&bucket.name)
                .key(&key)
                .upload_id(id)
                .send()
                .await;
            match answer {
                Err(error) if error.code() != Some("NoSuchUpload") => Err(bucket
                    .asked("s3:AbortMultipartUpload", Some(&key))
                    .failed(&error)),
                _ => Ok(()),
            }
        })
    }
}

impl Bucket {
    /// For requests whose answer may take longer.
    fn patient(&self, longer: Duration) -> Builder {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(super::CONNECT)
            .read_timeout(self.timeout + longer);
        aws_sdk_s3::config::Config::builder().timeout_config(timeouts.build())
    }
}

/// The store says that it has taken something else.
fn altered(part: &Part, answer: &UploadPartOutput) -> bool {
    let sse = answer.server_side_encryption();
    let etag = answer.e_tag().and_then(|etag| md5_etag(etag, sse));
    let crc32 = answer.checksum_crc32();
    etag.is_some_and(|sum| sum != part.md5) || crc32.is_some_and(|sum| sum != part.crc32)
}

fn bare(etag: &str) -> &str {
    etag.trim_matches('"')
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
