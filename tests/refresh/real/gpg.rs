//! The real gpg, with a key made for the tests.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::env::process::{Output, run};

/// The key's passphrase. Nothing may show it.
pub(crate) const PASSPHRASE: &str = "passphrase-of-the-backups";

/// A keyring with one protected key.
pub(crate) struct Gpg {
    home: TempDir,
    fingerprint: String,
    private_key: Vec<u8>,
}

impl Gpg {
    /// The keyring that all tests of this process share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Gpg> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        // A short path: the agent's socket in it must fit into about 100 bytes.
        let home = tempfile::Builder::new()
            .prefix("dmt-")
            .tempdir_in("/tmp")
            .expect("a temporary directory can be made");
        let mut gpg = Self {
            home,
            fingerprint: String::new(),
            private_key: Vec::new(),
        };
        let user = "Backups <backups@example.com>";
        gpg.ok(&["--quick-gen-key", user, "rsa2048"], b"");
        let listed = gpg.ok(&["--list-keys", "--with-colons"], b"");
        let listed = String::from_utf8(listed).expect("gpg lists in ASCII here");
        gpg.fingerprint = listed
            .lines()
            .find_map(|line| line.strip_prefix("fpr:::::::::"))
            .expect("a fingerprint")
            .trim_end_matches(':')
            .to_owned();
        gpg.ok(
            &["--quick-add-key", &gpg.fingerprint, "rsa2048", "encr"],
            b"",
        );
        gpg.private_key = gpg.ok(&["--armor", "--export-secret-keys"], b"");
        // Encrypting needs no agent, and nobody would end this one.
        gpg.end_agent();
        gpg
    }

    /// The private key, armoured.
    pub(crate) fn private_key(&self) -> Vec<u8> {
        self.private_key.clone()
    }

    /// Encrypts for the key.
    pub(crate) fn encrypt(&self, plaintext: &[u8]) -> Vec<u8> {
        let to = self.fingerprint.as_str();
        self.ok(
            &["--trust-model", "always", "-z", "0", "-r", to, "--encrypt"],
            plaintext,
        )
    }

    fn ok(&self, args: &[&str], input: &[u8]) -> Vec<u8> {
        let output = self.gpg(args, input);
        assert_eq!(output.code, 0, "gpg {args:?}: {}", output.stderr_text());
        output.stdout
    }

    fn gpg(&self, args: &[&str], input: &[u8]) -> Output {
        let common = [
            "--batch",
            "--quiet",
            "--no-tty",
            "--pinentry-mode",
            "loopback",
        ];
        let mut command = Command::new("gpg");
        command
            .env("GNUPGHOME", self.home.path())
            .args(common)
            .args(["--passphrase", PASSPHRASE])
            .args(args);
        run(&mut command, input)
    }

    fn end_agent(&self) {
        let _ = Command::new("gpgconf")
            .args(["--kill", "all"])
            .env("GNUPGHOME", self.home.path())
            .stderr(Stdio::null())
            .status();
    }
}
