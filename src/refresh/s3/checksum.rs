//! Which sum of an object can be checked, and checking it.
//!
//! A store may know several: a checksum of the whole object, one of its parts' checksums, or an
//! entity tag that is the MD5 of the content (of objects written in one piece and not encrypted by
//! KMS). Only a sum of the whole content can be checked by whoever reads it.

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::{ChecksumType, ServerSideEncryption};
use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::http::HttpChecksum;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};

/// A sum under way and what it must come to.
pub(super) struct Expected {
    name: &'static str,
    hasher: Hasher,
    sum: Vec<u8>,
}

enum Hasher {
    Named(Box<dyn HttpChecksum>),
    Md5(Md5),
}

impl Expected {
    /// The cheapest that there is; `None` where the store knows no sum of the whole content.
    pub(super) fn of(object: &HeadObjectOutput) -> Option<Self> {
        Self::checksum(object).or_else(|| Self::etag(object))
    }

    fn checksum(object: &HeadObjectOutput) -> Option<Self> {
        let whole = match object.checksum_type() {
            Some(kind) => *kind == ChecksumType::FullObject,
            // Stores that don't say: a checksum of an object in parts may be one of its parts'.
            None => object.e_tag().is_some_and(|etag| !etag.contains('-')),
        };
        if !whole {
            return None;
        }
        let known = [
            (
                "CRC64NVME",
                ChecksumAlgorithm::Crc64Nvme,
                object.checksum_crc64_nvme(),
            ),
            (
                "CRC32C",
                ChecksumAlgorithm::Crc32c,
                object.checksum_crc32_c(),
            ),
            ("CRC32", ChecksumAlgorithm::Crc32, object.checksum_crc32()),
            (
                "SHA-256",
                ChecksumAlgorithm::Sha256,
                object.checksum_sha256(),
            ),
            ("SHA-1", ChecksumAlgorithm::Sha1, object.checksum_sha1()),
        ];
        known.into_iter().find_map(|(name, algorithm, text)| {
            let hasher = algorithm.into_impl();
            let sum = BASE64_STANDARD.decode(text?).ok()?;
            // Anything else under its name is none.
            (sum.len() as u64 == hasher.size_of_sum()).then_some(Self {
                name,
                hasher: Hasher::Named(hasher),
                sum,
            })
        })
    }

    fn etag(object: &HeadObjectOutput) -> Option<Self> {
        let sum = md5_etag(object.e_tag()?, object.server_side_encryption())?;
        // A customer's own key makes it something else too.
        object.sse_customer_algorithm().is_none().then(|| Self {
            name: "MD5",
            hasher: Hasher::Md5(Md5::new()),
            sum: sum.to_vec(),
        })
    }

    /// Takes the next bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.hasher {
            Hasher::Named(hasher) => hasher.update(bytes),
            Hasher::Md5(hasher) => hasher.update(bytes),
        }
    }

    /// The name of the sum, where it is not what it must be.
    pub(super) fn mismatch(self) -> Option<&'static str> {
        let sum = match self.hasher {
            Hasher::Named(hasher) => hasher.finalize().to_vec(),
            Hasher::Md5(hasher) => hasher.finalize().to_vec(),
        };
        (sum != self.sum).then_some(self.name)
    }
}

/// How many bytes a sum has: [`HttpChecksum`] has a method of this name with another meaning.
trait SizeOfSum {
    fn size_of_sum(&self) -> u64;
}

impl SizeOfSum for Box<dyn HttpChecksum> {
    fn size_of_sum(&self) -> u64 {
        aws_smithy_checksums::Checksum::size(&**self)
    }
}

/// The MD5 that an entity tag is, where it is one.
pub(super) fn md5_etag(etag: &str, sse: Option<&ServerSideEncryption>) -> Option<[u8; 16]> {
    if matches!(
        sse,
        Some(ServerSideEncryption::AwsKms | ServerSideEncryption::AwsKmsDsse)
    ) {
        return None;
    }
    let digits = etag.trim_matches('"').as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut sum = [0; 16];
    for (byte, pair) in sum.iter_mut().zip(digits.chunks(2)) {
        let text = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(text, 16).ok()?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"123456789";

    fn holds(object: HeadObjectOutput, text: &[u8]) -> Option<bool> {
        let mut expected = Expected::of(&object)?;
        for byte in text.chunks(2) {
            expected.update(byte);
        }
        Some(expected.mismatch().is_none())
    }

    fn head() -> aws_sdk_s3::operation::head_object::builders::HeadObjectOutputBuilder {
        HeadObjectOutput::builder()
    }

    /// The check values of the CRC catalogue, and MD5 and SHA of the same nine digits.
    #[test]
    fn every_sum_of_a_whole_object_is_checked() {
        let whole = || {
            head()
                .checksum_type(ChecksumType::FullObject)
                .e_tag("\"x-2\"")
        };
        let base64 = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
        let crc64 = base64(&0xAE8B_1486_0A79_9888_u64.to_be_bytes());
        let crc32c = base64(&0xE306_9283_u32.to_be_bytes());
        let crc32 = base64(&0xCBF4_3926_u32.to_be_bytes());
        let sha1 = "98O8HYCOBHMq32eZZczDTKeuNEE=";
        let sha256 = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=";
        for object in [
            whole().checksum_crc64_nvme(crc64).build(),
            whole().checksum_crc32_c(crc32c).build(),
            whole().checksum_crc32(crc32).build(),
            whole().checksum_sha1(sha1).build(),
            whole().checksum_sha256(sha256).build(),
            head().e_tag("\"25f9e794323b453885f5181f1b624d0b\"").build(),
        ] {
            assert_eq!(holds(object.clone(), TEXT), Some(true), "{object:?}");
            assert_eq!(
                holds(object.clone(), b"12345678"),
                Some(false),
                "{object:?}"
            );
            assert_eq!(holds(object, b""), Some(false));
        }
    }

    #[test]
    fn what_is_no_sum_of_the_whole_content_is_not_taken_for_one() {
        let crc32 = BASE64_STANDARD.encode(0xCBF4_3926_u32.to_be_bytes());
        for object in [
            head()
                .e_tag("\"25f9e794323b453885f5181f1b624d0b-3\"")
                .build(),
            head()
                .e_tag("\"25f9e794323b453885f5181f1b624d0b\"")
                .server_side_encryption(ServerSideEncryption::AwsKms)
                .build(),
            // Of parts, said or not.
            head()
                .e_tag("\"25f9e794323b453885f5181f1b624d0b-3\"")
                .checksum_type(ChecksumType::Composite)
                .checksum_crc32(&crc32)
                .build(),
            head()
                .e_tag("\"25f9e794323b453885f5181f1b624d0b-3\"")
                .checksum_crc32(&crc32)
                .build(),
            // Another sum under a wrong name.
            head()
                .e_tag("\"x-3\"")
                .checksum_type(ChecksumType::FullObject)
                .checksum_crc64_nvme(&crc32)
                .build(),
        ] {
            assert_eq!(holds(object.clone(), TEXT), None, "{object:?}");
        }
    }
}
