//! The SDK's errors in words.
//!
//! Of what the store answers only its code is passed on: messages may quote keys of credentials.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use super::Bucket;
use crate::error::Error;
use crate::refresh::failed;

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) bucket: &'a Bucket,
    /// The permission it needs.
    pub(super) action: &'static str,
    pub(super) key: Option<&'a str>,
}

impl Asked<'_> {
    /// Exit 7, in words.
    pub(super) fn failed<E>(&self, error: &SdkError<E>) -> Error
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        if credentials(error) {
            return failed("S3: no credentials are found, or they can't be had").hint(
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a \
                 role is given",
            );
        }
        let endpoint = &self.bucket.endpoint;
        match error {
            SdkError::TimeoutError(_) => self.silent(),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => self.silent(),
            SdkError::DispatchFailure(_) => failed(format!("S3: {endpoint} can't be reached"))
                .hint("check the network, and `s3: {endpoint: …}` or AWS_ENDPOINT_URL"),
            SdkError::ConstructionFailure(_) => {
                failed(format!("S3: no request can be made for {}", self.object()))
                    .hint("check the names of bucket and key, and `s3` in refresh.yaml")
            }
            _ => {
                let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
                let code = error.code().map(plain).filter(|code| !code.is_empty());
                self.answered(status, code.as_deref())
            }
        }
    }

    fn silent(&self) -> Error {
        failed(format!(
            "S3: {} does not answer in time",
            self.bucket.endpoint
        ))
        .hint("check the network; `s3: {timeout: 60s}` waits longer")
    }

    /// By the code of the answer, or its status where it has none.
    fn answered(&self, status: u16, code: Option<&str>) -> Error {
        let bucket = &self.bucket.name;
        let object = self.object();
        match (code.unwrap_or_default(), status) {
            ("NoSuchBucket", _) => failed(format!("there is no bucket `{bucket}`"))
                .hint("check its name, and that the credentials are of the right account"),
            ("NoSuchKey" | "NotFound", _) | ("", 404) => failed(format!("there is no {object}"))
                .hint(format!("look what there is: aws s3 ls s3://{bucket}/")),
            (
                "InvalidAccessKeyId"
                | "SignatureDoesNotMatch"
                | "ExpiredToken"
                | "InvalidToken"
                | "TokenRefreshRequired",
                _,
            ) => failed(format!(
                "S3 does not accept the credentials ({})",
                code.unwrap_or_default()
            ))
            .hint("renew them; temporary ones expire"),
            ("RequestTimeTooSkewed" | "RequestExpired", _) => {
                failed("S3 refuses: this machine's clock is wrong")
                    .hint("set the clock, by NTP for one; it may differ by 15 minutes at most")
            }
            (
                "PermanentRedirect"
                | "AuthorizationHeaderMalformed"
                | "IllegalLocationConstraintException",
                _,
            )
            | (_, 301 | 307) => failed(format!("bucket `{bucket}` is in another region"))
                .hint("name it: `s3: {region: …}` in refresh.yaml, or AWS_REGION"),
            ("PreconditionFailed", _) | (_, 412) => {
                failed(format!("{object} was replaced by another one meanwhile"))
                    .hint("begin anew: two versions must not be mixed")
            }
            ("InvalidObjectState", _) => failed(format!("{object} is archived"))
                .hint("restore it first: aws s3api restore-object"),
            ("AccessDenied" | "AllAccessDisabled" | "AccountProblem" | "Forbidden", _)
            | ("", 401 | 403) => failed(format!("S3 denies access to {object}"))
                .hint(format!("the credentials need {} on it", self.action)),
            (code, _) if code.starts_with("KMS") => {
                failed(format!("S3 can't use the key of KMS for {object} ({code})"))
                    .hint("the credentials need kms:Decrypt and kms:GenerateDataKey on that key")
            }
            (code, status) => {
                let says = match code {
                    "" => format!("S3 answers {status} for {object}"),
                    code => format!("S3 answers {status} {code} for {object}"),
                };
                failed(says).hint(format!("it was asked for {}", self.action))
            }
        }
    }

    fn object(&self) -> String {
        match self.key {
            Some(key) => format!("object `{key}` in bucket `{}`", self.bucket.name),
            None => format!("bucket `{}`", self.bucket.name),
        }
    }
}

/// A code is a word; what is none does not get into a message.
fn plain(code: &str) -> String {
    let good = code
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    if good && code.len() <= 60 {
        code.to_owned()
    } else {
        String::new()
    }
}

fn credentials(error: &(dyn StdError + 'static)) -> bool {
    source::<CredentialsError>(error).is_some()
}

/// The first cause of this type.
fn source<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
