//! Buckets: one client, one bucket, and what is done with its objects.
//!
//! ```text
//! list       keys by prefix, page by page          download   parallel ranges, in order, checked
//! upload     parts; appears whole or not at all    checksum   which sum of an object can be checked
//! failure    the SDK's errors in words, without what they must not hold
//! ```

mod checksum;
mod download;
mod failure;
mod list;
mod parts;
mod upload;

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{
    Region, RequestChecksumCalculation, ResponseChecksumValidation, StalledStreamProtectionConfig,
};
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::ChecksumMode;
use aws_smithy_http_client::tls;

use super::config::S3;
use super::failed;
use crate::error::Result;
use failure::Asked;

pub use download::Download;
pub use list::Object;
pub use upload::{Terms, Upload};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// Attempts of one request, the first included.
const ATTEMPTS: u32 = 4;
/// The pause before the second attempt; it doubles from then on.
const PAUSE: Duration = Duration::from_millis(500);

/// One bucket.
#[derive(Clone)]
pub struct Bucket {
    client: Client,
    name: String,
    /// For messages.
    endpoint: String,
    /// How long a connection may be silent.
    timeout: Duration,
    /// The store takes checksums newer than MD5.
    sums: bool,
}

impl Bucket {
    /// A client for `name`, by the configuration and the SDK's usual environment. Nothing is asked
    /// yet.
    ///
    /// # Errors
    /// Exit 7 where no region is known.
    pub async fn connect(config: &S3, name: &str) -> Result<Self> {
        let crypto = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(crypto)
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .read_timeout(config.timeout);
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(PAUSE);
        // The download's own clock sees to its connections; this one sees to uploads.
        let stalled = StalledStreamProtectionConfig::enabled()
            .download_enabled(false)
            .grace_period(config.timeout);
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .timeout_config(timeouts.build())
            .retry_config(retries)
            .stalled_stream_protection(stalled.build());
        if let Some(region) = &config.region {
            loader = loader.region(Region::new(region.clone()));
        }
        let shared = loader.load().await;
        let sums =
            shared.request_checksum_calculation() != Some(RequestChecksumCalculation::WhenRequired);
        let mut builder = aws_sdk_s3::config::Builder::from(&shared)
            .force_path_style(config.path_style)
            // The SDK checks whole responses only; the download checks the object.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        if let Some(endpoint) = &config.endpoint {
            builder = builder.endpoint_url(endpoint);
        }
        let endpoint = endpoint(config, &shared);
        if shared.region().is_none() {
            // A store with an address of its own seldom cares.
            if endpoint.is_none() {
                return Err(failed("S3: no region is configured")
                    .hint("`s3: {region: eu-west-2}` in refresh.yaml, or AWS_REGION"));
            }
            builder = builder.region(Region::new("us-east-1"));
        }
        Ok(Self {
            client: Client::from_conf(builder.build()),
            name: name.to_owned(),
            endpoint: endpoint.unwrap_or_else(|| "Amazon S3".to_owned()),
            timeout: config.timeout,
            sums,
        })
    }

    /// The bucket's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes an object; one that is not there is as good as removed.
    ///
    /// # Errors
    /// Exit 7.
    pub async fn remove(&self, key: &str) -> Result<()> {
        let request = self.client.delete_object().bucket(&self.name).key(key);
        let answer = request.send().await;
        answer
            .map(|_| ())
            .map_err(|error| self.asked("s3:DeleteObject", Some(key)).failed(&error))
    }

    /// What the store says of an object; of the version with this entity tag, where one is given.
    async fn head(&self, key: &str, etag: Option<&str>) -> Result<HeadObjectOutput> {
        let answer = self
            .client
            .head_object()
            .bucket(&self.name)
            .key(key)
            .set_if_match(etag.map(str::to_owned))
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await;
        let error = match answer {
            Ok(facts) => return Ok(facts),
            Err(error) => error,
        };
        let asked = self.asked("s3:GetObject", Some(key));
        if error.raw_response().is_none() {
            return Err(asked.failed(&error));
        }
        // An answer to HEAD has no body, so it does not say why: a GET does.
        let told = self
            .client
            .get_object()
            .bucket(&self.name)
            .key(key)
            .set_if_match(etag.map(str::to_owned))
            .range("bytes=0-0");
        Err(match told.send().await {
            Err(told) if told.raw_response().is_some() => asked.failed(&told),
            _ => asked.failed(&error),
        })
    }

    fn asked<'a>(&'a self, action: &'static str, key: Option<&'a str>) -> Asked<'a> {
        Asked {
            bucket: self,
            action,
            key,
        }
    }
}

/// Host and port of a store that has an address of its own; a password in it is not for messages.
fn endpoint(config: &S3, shared: &aws_config::SdkConfig) -> Option<String> {
    let of_service = std::env::var("AWS_ENDPOINT_URL_S3").ok();
    let url = config
        .endpoint
        .as_deref()
        .or(of_service.as_deref())
        .or(shared.endpoint_url())?;
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
