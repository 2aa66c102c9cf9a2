//! `dmscrub keygen`: a new secret key.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use super::args::KeygenArgs;
use super::diagnostic::Printer;
use crate::error::{Error, Result};
use crate::transform::seed::SecretKey;

/// Writes 256 random bits as hex, for its owner only; never over an existing file.
pub fn run(args: &KeygenArgs, printer: &Printer) -> Result<()> {
    let path = args.output.display();
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::unexpected("the system gives no random bytes"))?;
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&args.output)
        .map_err(|error| Error::output(format!("`{path}`: {}", error.kind())))?;
    let fingerprint = SecretKey::new(text.as_bytes()).map(|key| key.fingerprint());
    text.push('\n');
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| Error::output(format!("`{path}`: {}", error.kind())))?;
    printer.note(&format!(
        "wrote `{path}`, fingerprint {}; keep it secret and safe: the same key gives the same \
         pseudonyms",
        fingerprint.unwrap_or_default()
    ));
    Ok(())
}
