//! A download: ranges side by side, handed out in order, checked at the end.
//!
//! Ranges are fetched by tasks of their own, so that a slow reader does not let connections go
//! stale; [`AHEAD`] of them and the one that is read are all that is kept in memory. A range that
//! breaks off goes on where it broke off. All ranges are of one version of the object, and an
//! object whose sum is wrong fails in place of its end.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, ReadBuf};
use tokio_util::task::AbortOnDropHandle;

use super::Bucket;
use super::checksum::Expected;
use crate::error::{Error, Result};
use crate::refresh::failed;

/// Bytes of one range.
const RANGE: u64 = 8 << 20;
/// Ranges that are fetched, or wait to be read.
const AHEAD: usize = 4;
/// How often a range may break off …
const BREAKS: u32 = 6;
/// … without having brought as much as this in between.
const PROGRESS: usize = 256 << 10;
/// The pause after a break; it doubles from then on.
const PAUSE: Duration = Duration::from_millis(250);

/// The content of an object. What is read is whole and unaltered only if the end is reached.
pub struct Download {
    object: Arc<Source>,
    /// Where the next range to fetch begins.
    next: u64,
    ranges: VecDeque<AbortOnDropHandle<Result<Bytes>>>,
    current: Bytes,
    /// `None` where the store knows no sum, and once it has been checked.
    expected: Option<Expected>,
    over: Option<Over>,
}

#[derive(Clone, Copy)]
enum Over {
    Whole,
    Failed,
}

/// One version of an object.
struct Source {
    bucket: Bucket,
    key: String,
    etag: Option<String>,
    size: u64,
}

impl Bucket {
    /// Begins to download an object, of the version with this entity tag where one is given.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn download(&self, key: &str, etag: Option<&str>) -> Result<Download> {
        let facts = self.head(key, etag).await?;
        let size = facts
            .content_length()
            .and_then(|size| u64::try_from(size).ok());
        let size = size.ok_or_else(|| failed(format!("S3 does not say how long `{key}` is")))?;
        Ok(Download {
            expected: Expected::of(&facts),
            object: Arc::new(Source {
                bucket: self.clone(),
                key: key.to_owned(),
                etag: facts.e_tag,
                size,
            }),
            next: 0,
            ranges: VecDeque::with_capacity(AHEAD),
            current: Bytes::new(),
            over: None,
        })
    }
}

impl Download {
    /// The object's size in bytes.
    pub fn size(&self) -> u64 {
        self.object.size
    }

    fn fetch_ahead(&mut self) {
        while self.ranges.len() < AHEAD && self.next < self.object.size {
            let start = self.next;
            let end = self.object.size.min(start + RANGE);
            self.next = end;
            let object = Arc::clone(&self.object);
            let task = tokio::spawn(async move { object.range(start, end).await });
            self.ranges.push_back(AbortOnDropHandle::new(task));
        }
    }

    /// All has been read: whether it was right.
    fn end(&mut self) -> io::Result<()> {
        if let Some(Over::Whole) = self.over {
            return Ok(());
        }
        match self.expected.take().and_then(Expected::mismatch) {
            None => {
                self.over = Some(Over::Whole);
                Ok(())
            }
            Some(sum) => {
                let Source { bucket, key, .. } = &*self.object;
                let says = format!(
                    "object `{key}` in bucket `{}` was altered on its way: its {sum} is wrong",
                    bucket.name
                );
                Err(self.fail(
                    failed(says).hint("try again; if it stays so, the object itself is damaged"),
                ))
            }
        }
    }

    fn fail(&mut self, error: Error) -> io::Error {
        self.over = Some(Over::Failed);
        self.ranges.clear();
        io::Error::other(error)
    }
}

impl AsyncRead for Download {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.current.is_empty() {
            if let Some(Over::Failed) = this.over {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
            this.fetch_ahead();
            let Some(first) = this.ranges.front_mut() else {
                return Poll::Ready(this.end());
            };
            let fetched = ready!(Pin::new(first).poll(cx));
            this.ranges.pop_front();
            this.current = match fetched {
                Ok(Ok(bytes)) => bytes,
                Ok(Err(error)) => return Poll::Ready(Err(this.fail(error))),
                Err(_) => {
                    let error = Error::unexpected("a download stopped without a word");
                    return Poll::Ready(Err(this.fail(error)));
                }
            };
            this.fetch_ahead();
        }
        let count = buf.remaining().min(this.current.len());
        let piece = &this.current[..count];
        if let Some(expected) = &mut this.expected {
            expected.update(piece);
        }
        buf.put_slice(piece);
        this.current.advance(count);
        Poll::Ready(Ok(()))
    }
}

/// Why an attempt at a range did not bring it to its end.
enum Stop {
    /// Once more.
    Broken(Error),
    /// Trying again is of no use.
    Final(Error),
}

impl Source {
    /// The bytes from `start` up to `end`.
    async fn range(&self, start: u64, end: u64) -> Result<Bytes> {
        // At most RANGE.
        let length = (end - start) as usize;
        let mut got = BytesMut::with_capacity(length);
        let mut breaks = 0;
        while got.len() < length {
            let before = got.len();
            match self.attempt(start + before as u64, end, &mut got).await {
                Ok(()) => {}
                Err(Stop::Final(error)) => return Err(error),
                Err(Stop::Broken(error)) => {
                    if got.len() - before >= PROGRESS {
                        breaks = 0;
                    }
                    breaks += 1;
                    if breaks == BREAKS {
                        return Err(error);
                    }
                    tokio::time::sleep(PAUSE * 2_u32.pow(breaks - 1)).await;
                }
            }
        }
        Ok(got.freeze())
    }

    /// Adds what one request brings.
    async fn attempt(&self, start: u64, end: u64, got: &mut BytesMut) -> Result<(), Stop> {
        let Self {
            bucket,
            key,
            etag,
            size,
        } = self;
        let answer = bucket
            .client
            .get_object()
            .bucket(&bucket.name)
            .key(key)
            .set_if_match(etag.clone())
            .range(format!("bytes={start}-{}", end - 1))
            .send()
            .await
            .map_err(|error| Stop::Final(bucket.asked("s3:GetObject", Some(key)).failed(&error)))?;
        let expected = format!("bytes {start}-{}/{size}", end - 1);
        let whole = answer.content_range.is_none() && (start, end) == (0, *size);
        if answer.content_range.as_deref() != Some(&expected) && !whole {
            return Err(Stop::Final(failed(format!(
                "S3: {} does not give the parts of an object that it is asked for",
                bucket.endpoint
            ))));
        }
        let broken = |how: &str| {
            Stop::Broken(
                failed(format!(
                    "S3: {} {how} while object `{key}` is read",
                    bucket.endpoint
                ))
                .hint("it was tried again, in vain; check the network"),
            )
        };
        let wanted = end - start;
        let mut came = 0;
        let mut body = answer.body;
        while came < wanted {
            let chunk = tokio::time::timeout(bucket.timeout, body.next())
                .await
                .map_err(|_| broken("falls silent"))?
                .ok_or_else(|| broken("ends too early"))?
                .map_err(|_| broken("cuts the connection"))?;
            came += chunk.len() as u64;
            if came > wanted {
                return Err(Stop::Final(failed(format!(
                    "S3: {} gives more than it is asked for",
                    bucket.endpoint
                ))));
            }
            got.extend_from_slice(&chunk);
        }
        Ok(())
    }
}
