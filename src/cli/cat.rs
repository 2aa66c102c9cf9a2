//! `cat`: a backup from S3 on stdout.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::args::{CatArgs, MessageArgs, When};
use super::diagnostic::Printer;
use super::refresh::runtime;
use crate::error::{Error, Result};
use crate::pipe::input::{Content, Event, Input};
use crate::pipe::output::Output;
use crate::pipe::progress::Progress;
use crate::pipe::stop;
use crate::refresh::child::Hidden;
use crate::refresh::config::{Config, Gpg, S3};
use crate::refresh::failed;
use crate::refresh::gpg::Decryption;
use crate::refresh::guardian::Guardian;
use crate::refresh::s3::{Bucket, Download};
use crate::refresh::{backups, stream};
use crate::scrub::Sink;

/// Runs the command.
pub fn run(args: &CatArgs, messages: &MessageArgs, printer: &Printer) -> Result<()> {
    let config = match (&args.config, args.newest) {
        (Some(path), _) => Some(Config::load(path)?),
        (None, true) => Some(Config::load(Path::new("refresh.yaml"))?),
        (None, false) => None,
    };
    let guardian = args.decrypt.then(Guardian::start).transpose()?;
    let result = stream(args, messages, config.as_ref(), guardian.as_ref(), printer);
    if let Some(guardian) = guardian {
        guardian.finish();
    }
    result
}

fn stream(
    args: &CatArgs,
    messages: &MessageArgs,
    config: Option<&Config>,
    guardian: Option<&Guardian>,
    printer: &Printer,
) -> Result<()> {
    let runtime = runtime()?;
    let (download, decryption) = runtime.block_on(async {
        let download = open(args, config, printer).await?;
        let decryption = match guardian {
            Some(guardian) => Some(decryption(config, guardian).await?),
            None => None,
        };
        Ok::<_, Error>((download, decryption))
    })?;
    let content = match args.decompress {
        true => Content::Compressed,
        false => Content::Bytes,
    };
    let size = download.size();
    let read = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&read);
    let mut progress = Progress::new(shown(args, messages));
    progress.start(Some(size), Arc::clone(&read));
    let mut input = Input::on(runtime, Some(size), read, |sender| async move {
        stream::feed(Box::new(download), counted, decryption, content, &sender).await
    })?;
    let result = pump(&mut input, &progress);
    progress.finish();
    let written = result?;
    printer.note(&format!("whole: {size} bytes read, {written} written"));
    Ok(())
}

async fn open(args: &CatArgs, config: Option<&Config>, printer: &Printer) -> Result<Download> {
    let plain = S3::default();
    let s3 = config.map_or(&plain, |config| &config.s3);
    if let Some(object) = &args.object {
        let (bucket, key) = address(object)?;
        return Bucket::connect(s3, bucket).await?.download(key, None).await;
    }
    let source = config.and_then(|config| config.source.as_ref());
    let source = source.ok_or_else(|| {
        failed("the configuration names no `source`")
            .hint("add it, or name an object: s3://BUCKET/KEY")
    })?;
    let bucket = Bucket::connect(s3, &source.bucket).await?;
    let choice = backups::newest(&bucket, source, jiff::Timestamp::now()).await?;
    let object = choice.backup.object;
    printer.note(&format!(
        "`{}`, {} bytes, the newest of {} backups in bucket `{}`",
        object.key, object.size, choice.of, source.bucket
    ));
    bucket.download(&object.key, object.etag.as_deref()).await
}

pub(super) fn address(object: &str) -> Result<(&str, &str)> {
    let parts = object
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'));
    parts
        .filter(|(bucket, key)| !bucket.is_empty() && !key.is_empty())
        .ok_or_else(|| {
            Error::usage(format!("`{object}` is no object in S3"))
                .hint("such as s3://my-backups/production-202601310300.sql.gz.gpg")
        })
}

async fn decryption(config: Option<&Config>, guardian: &Guardian) -> Result<Decryption> {
    let own_keyring = Gpg {
        private_key: None,
        passphrase: None,
    };
    let source = config.and_then(|config| config.source.as_ref());
    let gpg = source
        .and_then(|source| source.decrypt.as_ref())
        .unwrap_or(&own_keyring);
    let secrets = config.map(Config::secrets).unwrap_or_default();
    Decryption::start(gpg, guardian, &Hidden::new(secrets)).await
}

fn shown(args: &CatArgs, messages: &MessageArgs) -> bool {
    match args.progress {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            std::io::stderr().is_terminal() && !std::io::stdout().is_terminal() && !messages.quiet
        }
    }
}

/// Writes what comes; how many bytes.
fn pump(input: &mut Input, progress: &Progress) -> Result<u64> {
    let mut output = Output::open(None)?;
    let terminal = std::io::stdout().is_terminal();
    loop {
        let error = match input.wait() {
            Event::Chunk(chunk) if terminal && output.written == 0 && binary(&chunk) => {
                return Err(Error::usage("binary data is not written to a terminal")
                    .hint("write it to a file or a pipe, or add --decrypt and --decompress"));
            }
            Event::Chunk(chunk) => {
                let written = output.pass(chunk).and_then(|()| output.flush());
                // What the output says of a commit goes for the filter.
                written.map_err(|error| {
                    Error::output(error.message()).hint("what was written is not whole")
                })?;
                progress.passed(output.written);
                continue;
            }
            Event::End => return output.finish(),
            Event::Failed(error) => error,
            Event::Signal(number) => stop::stopped(number, ""),
        };
        return Err(match output.written {
            0 => error,
            count => error.hint(format!(
                "the {count} bytes that were written are not whole, or not what they should be: \
                 discard them"
            )),
        });
    }
}

/// Not text that a terminal can show.
fn binary(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // Cut off within a character.
        Err(error) => error.error_len().is_none(),
    };
    let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    !text || bytes.iter().any(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_bucket_and_key() {
        assert_eq!(address("s3://b/a/c.gz").unwrap(), ("b", "a/c.gz"));
        for wrong in ["s3://b", "s3://b/", "s3:///k", "b/k", "https://b/k", ""] {
            assert_eq!(address(wrong).unwrap_err().exit().code(), 2, "{wrong}");
        }
    }

    #[test]
    fn text_is_told_from_what_a_terminal_should_not_get() {
        assert!(!binary("--\n-- PostgreSQL\tdänisch\r\n".as_bytes()));
        assert!(!binary(&"ä".as_bytes()[..1]));
        for bytes in [
            &b"PGDMP\x01\x0e"[..],
            b"\x1f\x8b\x08",
            b"\x85\x01",
            b"a\x1b[2J",
        ] {
            assert!(binary(bytes), "{bytes:?}");
        }
    }
}
