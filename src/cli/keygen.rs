//! `dmscrub keygen`: a new secret key, or a pair of keys that sign reports.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::args::KeygenArgs;
use super::diagnostic::Printer;
use crate::error::{Error, Result};
use crate::prove::report::sign::Signer;
use crate::transform::seed::SecretKey;

/// Makes a key, never over an existing file: 256 random bits as hex, or a pair of keys that sign.
pub fn run(args: &KeygenArgs, printer: &Printer) -> Result<()> {
    if args.signing {
        return signing(args, printer);
    }
    let path = args.output.display();
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let fingerprint = SecretKey::new(text.as_bytes()).map(|key| key.fingerprint());
    text.push('\n');
    write_new(&args.output, 0o600, &text)?;
    printer.note(&format!(
        "wrote `{path}`, fingerprint {}; keep it secret and safe: the same key gives the same \
         pseudonyms",
        fingerprint.unwrap_or_default()
    ));
    Ok(())
}

/// A private key for its owner only, and beside it the public one for whoever verifies.
fn signing(args: &KeygenArgs, printer: &Printer) -> Result<()> {
    let (private, public) = Signer::generate()?;
    let mut name = args.output.clone().into_os_string();
    name.push(".pub");
    let public_path = PathBuf::from(name);
    write_new(&args.output, 0o600, &private)?;
    write_new(&public_path, 0o666, &public)?;
    printer.note(&format!(
        "wrote `{}`, which signs reports: keep it secret; and `{}` for who verifies them: \
         `dmscrub report FILE --verify KEY`",
        args.output.display(),
        public_path.display()
    ));
    Ok(())
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, mode: u32, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| {
        let failed = Error::output(format!("`{}`: {}", path.display(), error.kind()));
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                failed.hint("give another name: a key is written over nothing")
            }
            _ => failed,
        }
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)
}
