//! Decryption by the real gpg: in a throwaway keyring for a key that the configuration names, or in
//! the user's own.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{ChildStderr, ChildStdin, ChildStdout};

use super::child::{Hidden, Program, Running};
use super::config::Gpg;
use super::failed;
use super::guardian::{Guardian, Ticket};
use crate::error::{Error, Result};

/// A gpg that decrypts its standard input.
pub struct Decryption {
    running: Running,
    /// Where the encrypted backup goes; the passphrase has gone before it.
    pub input: ChildStdin,
    /// Where the plaintext comes from. It may be cut off or damaged until
    /// [`Decryption::finish`] says that it is not.
    pub output: ChildStdout,
    status: ChildStderr,
    _keyring: Option<Keyring>,
}

/// A folder for one key, which goes with this value, and with the job if that goes first.
struct Keyring {
    folder: tempfile::TempDir,
    _tickets: [Ticket; 2],
}

impl Decryption {
    /// Starts gpg, after it has been given the key.
    ///
    /// # Errors
    /// Exit 2 where a secret is missing; exit 7 where gpg can't be started or refuses the key.
    pub async fn start(config: &Gpg, guardian: &Guardian, hidden: &Hidden) -> Result<Self> {
        let passphrase = config
            .passphrase
            .as_ref()
            .map(|it| it.reveal())
            .transpose()?;
        let keyring = match &config.private_key {
            Some(key) => Some(Keyring::new(&key.reveal()?, guardian, hidden).await?),
            None => None,
        };
        let mut program = gpg(keyring.as_ref(), hidden).args(["--status-fd", "2"]);
        if passphrase.is_some() {
            // gpg takes the passphrase's line off its input, byte by byte, and leaves the rest.
            program = program.args(["--pinentry-mode", "loopback", "--passphrase-fd", "0"]);
        }
        let mut running = program
            .args(["--decrypt"])
            .pipes(Stdio::piped(), Stdio::piped())
            .start(guardian)?;
        let no_pipe = || Error::unexpected("gpg has no pipe");
        let mut input = running.child.stdin.take().ok_or_else(no_pipe)?;
        let output = running.child.stdout.take().ok_or_else(no_pipe)?;
        let status = running.child.stderr.take().ok_or_else(no_pipe)?;
        if let Some(passphrase) = passphrase {
            let line = SecretString::from(format!("{}\n", passphrase.expose_secret()));
            // Where gpg has gone already, its status says why.
            let _ = input.write_all(line.expose_secret().as_bytes()).await;
        }
        Ok(Self {
            running,
            input,
            output,
            status,
            _keyring: keyring,
        })
    }

    /// Takes the pipes out, for tasks of their own.
    pub fn split(self) -> (ChildStdin, ChildStdout, Ending) {
        let ending = Ending {
            running: self.running,
            status: self.status,
            _keyring: self._keyring,
        };
        (self.input, self.output, ending)
    }
}

/// What is left of a decryption once its pipes are in use.
pub struct Ending {
    running: Running,
    status: ChildStderr,
    _keyring: Option<Keyring>,
}

impl Ending {
    /// Waits for gpg's end, its input having been closed: only now is the plaintext known to be
    /// whole and unaltered.
    ///
    /// # Errors
    /// Exit 7 where it is not.
    pub async fn finish(mut self) -> Result<()> {
        let mut said = Vec::new();
        // What can't be read is missing below.
        let _ = self.status.read_to_end(&mut said).await;
        let status = self.running.wait().await?;
        let said = String::from_utf8_lossy(&said);
        let has = |word: &str| {
            said.lines()
                .filter_map(|line| line.strip_prefix("[GNUPG:] "))
                .any(|line| line == word || line.starts_with(&format!("{word} ")))
        };
        if status.success() && has("DECRYPTION_OKAY") {
            return Ok(());
        }
        // gpg's own text names keys and people: only its status words are passed on.
        // It has no status word of its own for either of the first two.
        Err(if has("BEGIN_DECRYPTION") && !has("KEY_CONSIDERED") {
            failed("gpg: the backup is encrypted for another key")
                .hint("check what `decrypt: {gpg: {private_key: …}}` names")
        } else if has("BEGIN_DECRYPTION") && !has("DECRYPTION_KEY") {
            failed("gpg: the passphrase is wrong or missing")
                .hint("check what `decrypt: {gpg: {passphrase: …}}` names")
        } else if has("NODATA") {
            failed("gpg: the backup is not encrypted with OpenPGP, or is cut off at its beginning")
        } else if has("BEGIN_DECRYPTION") {
            failed("gpg: the backup is cut off or damaged")
                .hint("nothing of it was loaded; check the backup itself")
        } else {
            failed(format!("gpg ended with {status}"))
                .hint("try it by hand: gpg --decrypt BACKUP > /dev/null")
        })
    }
}

impl Keyring {
    async fn new(key: &SecretString, guardian: &Guardian, hidden: &Hidden) -> Result<Self> {
        // A short path: the agent's socket in it must fit into about 100 bytes.
        let usual = std::env::temp_dir();
        let short = usual.as_os_str().len() <= 60;
        let folder = tempfile::Builder::new()
            .prefix("dms-")
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir_in(if short { &usual } else { Path::new("/tmp") })
            .map_err(|error| failed(format!("no folder for the keyring: {}", error.kind())))?;
        let tickets = [
            guardian.remove(folder.path())?,
            guardian.call(
                &["gpgconf", "--kill", "all"],
                &[("GNUPGHOME", folder.path())],
            )?,
        ];
        let keyring = Self {
            folder,
            _tickets: tickets,
        };
        let mut running = gpg(Some(&keyring), hidden)
            .args(["--import"])
            .pipes(Stdio::piped(), Stdio::null())
            .quiet()
            .start(guardian)?;
        if let Some(mut input) = running.child.stdin.take() {
            // Where gpg has gone already, its exit status says so.
            let _ = input.write_all(key.expose_secret().as_bytes()).await;
        }
        if running.wait().await?.success() {
            Ok(keyring)
        } else {
            Err(failed("gpg does not take the private key")
                .hint("`private_key` is an armoured export: gpg --armor --export-secret-keys ID"))
        }
    }
}

impl Drop for Keyring {
    /// The agent first: it holds the key.
    fn drop(&mut self) {
        let _ = std::process::Command::new("gpgconf")
            .args(["--kill", "all"])
            .env("GNUPGHOME", self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

fn gpg(keyring: Option<&Keyring>, hidden: &Hidden) -> Program {
    let program = Program::new("gpg", hidden).args(["--batch", "--no-tty", "--quiet"]);
    match keyring {
        Some(keyring) => program.env("GNUPGHOME", keyring.folder.path()),
        None => program,
    }
}
