//! Signed reports: Ed25519 (RFC 8032).
//!
//! What is signed are the bytes of the file without its last member, the signature: all up to the
//! comma before it, then a newline, `}` and a newline, which is the file as it would be unsigned. So a
//! report that was changed in any byte, be it a blank, does not verify, and other programs can check
//! one: `openssl pkeyutl -verify -rawin -pubin -inkey KEY.pub -in BYTES -sigfile SIGNATURE`.

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use super::file;
use super::model::{Report, Signature};
use crate::error::{Error, Result};

/// The algorithm's name in reports.
const ALGORITHM: &str = "Ed25519";

/// What an unsigned report ends with.
const END: &[u8] = b"\n}\n";

/// Signs reports. `Debug` prints nothing of the key.
pub struct Signer(SigningKey);

impl Signer {
    /// Reads a private key: PKCS#8 in PEM, as `dmscrub keygen --signing` and
    /// `openssl genpkey -algorithm ed25519` write it.
    ///
    /// # Errors
    /// Exit 2 where it is none.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_key(path)?;
        SigningKey::from_pkcs8_pem(&text).map(Self).map_err(|_| {
            Error::usage(format!(
                "`{}` is no private Ed25519 key in PEM (PKCS#8)",
                path.display()
            ))
            .hint("make one: dmscrub keygen --signing -o signing.pem")
        })
    }

    /// A new key: the private one and the public one, both in PEM.
    ///
    /// # Errors
    /// Exit 1 where the system gives no random bytes.
    pub fn generate() -> Result<(String, String)> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)
            .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
        let unwritable = |_| Error::unexpected("the key can't be written in PEM");
        let public = SigningKey::from_bytes(&secret).verifying_key();
        // Without the public key in it, which not all programs read.
        let private = KeypairBytes {
            secret_key: secret,
            public_key: None,
        };
        let private = private.to_pkcs8_pem(LineEnding::LF).map_err(unwritable)?;
        let public = public.to_public_key_pem(LineEnding::LF);
        let public = public.map_err(|_| Error::unexpected("the key can't be written in PEM"))?;
        Ok((private.to_string(), public))
    }

    /// The text of a report with its signature.
    ///
    /// # Errors
    /// Exit 1.
    pub fn sign(&self, report: &mut Report) -> Result<Vec<u8>> {
        report.signature = None;
        let unsigned = file::text(report)?;
        report.signature = Some(Signature {
            algorithm: ALGORITHM.to_owned(),
            public_key: BASE64.encode(self.0.verifying_key().as_bytes()),
            value: BASE64.encode(self.0.sign(&unsigned).to_bytes()),
        });
        file::text(report)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

/// Reads a public key in PEM.
///
/// # Errors
/// Exit 2 where it is none.
pub fn read_public(path: &Path) -> Result<VerifyingKey> {
    VerifyingKey::from_public_key_pem(&read_key(path)?).map_err(|_| {
        Error::usage(format!(
            "`{}` is no public Ed25519 key in PEM",
            path.display()
        ))
        .hint("dmscrub keygen --signing -o signing.pem writes it to signing.pem.pub")
    })
}

fn read_key(path: &Path) -> Result<String> {
    let failed =
        |kind: std::io::ErrorKind| Error::usage(format!("key `{}`: {kind}", path.display()));
    std::fs::read_to_string(path).map_err(|error| failed(error.kind()))
}

/// Verifies the bytes of a file that holds a report.
///
/// # Errors
/// Exit 5: it has no signature, was signed with another key, or was changed since.
pub fn verify(report: &Report, bytes: &[u8], key: &VerifyingKey) -> Result<()> {
    let Some(signature) = &report.signature else {
        return Err(Error::input("the report is not signed")
            .hint("sign reports when they are written: `dmscrub … --report FILE --sign-key KEY`"));
    };
    if signature.public_key != BASE64.encode(key.as_bytes()) {
        return Err(Error::input(
            "the report was signed with another key than the one to verify it with",
        ));
    }
    let changed = || {
        Error::input("the report was changed after it was signed").hint(
            "don't trust it: have the run repeated, or take the report from where it was written",
        )
    };
    let unsigned = without(signature, bytes).ok_or_else(changed)?;
    let value = BASE64.decode(&signature.value).map_err(|_| changed())?;
    let value = ed25519_dalek::Signature::from_slice(&value).map_err(|_| changed())?;
    key.verify_strict(&unsigned, &value).map_err(|_| changed())
}

/// What was signed; `None` where the file does not end as a signed one does.
fn without(signature: &Signature, bytes: &[u8]) -> Option<Vec<u8>> {
    if signature.algorithm != ALGORITHM {
        return None;
    }
    let member = serde_json::to_string_pretty(signature).ok()?;
    let member = member.replace('\n', "\n  ");
    let end = format!(",\n  \"signature\": {member}\n}}\n");
    let mut unsigned = bytes.strip_suffix(end.as_bytes())?.to_vec();
    unsigned.extend_from_slice(END);
    Some(unsigned)
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn signer() -> (Signer, VerifyingKey) {
        let (private, public) = Signer::generate().unwrap();
        let signer = Signer(SigningKey::from_pkcs8_pem(&private).unwrap());
        (signer, VerifyingKey::from_public_key_pem(&public).unwrap())
    }

    #[test]
    fn a_signed_report_verifies_with_its_key_alone() {
        let (signer, key) = signer();
        let mut report = testing::report();
        let unsigned = file::text(&report).unwrap();
        let bytes = signer.sign(&mut report).unwrap();
        verify(&report, &bytes, &key).unwrap();
        let read = file::parse(&bytes).unwrap();
        assert_eq!(read, report);
        verify(&read, &bytes, &key).unwrap();
        assert_eq!(
            without(read.signature.as_ref().unwrap(), &bytes),
            Some(unsigned.clone())
        );
        let (_, other) = self::signer();
        assert!(verify(&read, &bytes, &other).is_err());
        assert!(verify(&testing::report(), &unsigned, &key).is_err());
    }

    #[test]
    fn no_changed_byte_verifies() {
        let (signer, key) = signer();
        let mut report = testing::report();
        let bytes = signer.sign(&mut report).unwrap();
        let verifies = |bytes: &[u8]| {
            file::parse(bytes).is_ok_and(|report| verify(&report, bytes, &key).is_ok())
        };
        assert!(verifies(&bytes));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(!verifies(&changed), "byte {at}");
            changed[at] = b' ';
            assert!(changed == bytes || !verifies(&changed), "a blank at {at}");
        }
        for (from, to) in [
            ("\n}\n", "\n}\n\n"),
            ("\n}\n", "\n}"),
            ("  \"exit\"", "  \"exit\": 5,\n  \"exit\""),
            (
                ",\n  \"signature\"",
                ",\n  \"audit\": null,\n  \"signature\"",
            ),
            (
                "\"algorithm\": \"Ed25519\",",
                "\"algorithm\": \"Ed25519\", \"x\": 1,",
            ),
        ] {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(!verifies(changed.as_bytes()), "{to}");
        }
    }
}
