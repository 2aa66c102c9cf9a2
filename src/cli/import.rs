//! `import`: a cleaned dump into a developer's database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::SecretString;

use super::args::{ImportArgs, MessageArgs, ResetArg};
use super::cat;
use super::diagnostic::Printer;
use super::refresh::{Speaker, runtime};
use crate::error::{Error, Result};
use crate::refresh::child::Hidden;
use crate::refresh::config::{Config, Reset, S3};
use crate::refresh::import::{self, Dump, Request};
use crate::refresh::postgres::Address;

/// Where the database's URL may stand, beside option and configuration.
const DATABASE_URL: &str = "DATABASE_URL";

/// Loads the dump and runs the commands.
pub fn run(args: &ImportArgs, messages: &MessageArgs, printer: &Printer) -> Result<()> {
    let config = config(args)?;
    let config = config.as_ref();
    let configured = config.and_then(|config| config.import.as_ref());
    let reset = match args.reset {
        Some(ResetArg::DropOwned) => Reset::DropOwned,
        Some(ResetArg::DropSchemas) => Reset::DropSchemas,
        Some(ResetArg::None) => Reset::None,
        None => configured.map_or(Reset::DropOwned, |import| import.reset),
    };
    let commands = configured.filter(|_| !args.no_commands);
    let commands = commands.map(|import| {
        import
            .migrate
            .iter()
            .chain(&import.after)
            .cloned()
            .collect()
    });
    let request = Request {
        dump: dump(args, config)?,
        url: url(args, config, printer)?,
        reset,
        no_owner: config.is_none_or(|config| config.no_owner),
        no_acl: config.is_none_or(|config| config.no_acl),
        commands: commands.unwrap_or_default(),
        hidden: Hidden::new(config.map(Config::secrets).unwrap_or_default()),
    };
    let voice = Arc::new(Speaker::new(args.progress, messages));
    runtime()?.block_on(import::run(request, voice))
}

/// The configuration that is named, or that is there.
fn config(args: &ImportArgs) -> Result<Option<Config>> {
    let usual = Path::new("refresh.yaml");
    match &args.config {
        Some(path) => Config::load(path).map(Some),
        None if usual.exists() => Config::load(usual).map(Some),
        None => Ok(None),
    }
}

fn dump(args: &ImportArgs, config: Option<&Config>) -> Result<Dump> {
    let s3 = || config.map_or_else(S3::default, |config| config.s3.clone());
    match (args.source.as_deref(), config) {
        (Some(object), _) if object.starts_with("s3://") => {
            let (bucket, key) = cat::address(object)?;
            Ok(Dump::Object {
                bucket: bucket.to_owned(),
                key: key.to_owned(),
                s3: s3(),
            })
        }
        (Some(file), _) => Ok(Dump::File(PathBuf::from(file))),
        (None, Some(config)) => Dump::newest(config),
        (None, None) => Err(Error::usage("nothing says which dump")
            .hint("name a file or s3://BUCKET/KEY, or have a refresh.yaml with `publish`")),
    }
}

fn url(args: &ImportArgs, config: Option<&Config>, printer: &Printer) -> Result<SecretString> {
    if let Some(url) = &args.database {
        if Address::parse(url, |_| None).is_ok_and(|address| address.has_password()) {
            printer.warning(
                "the password in --database can be seen by every user of this machine; give it by \
                 PGPASSWORD, a .pgpass file or DATABASE_URL",
            );
        }
        return Ok(SecretString::from(url.clone()));
    }
    let configured = config.and_then(|config| config.import.as_ref());
    if let Some(secret) = configured.and_then(|import| import.database.as_ref()) {
        return secret.reveal();
    }
    match std::env::var(DATABASE_URL) {
        Ok(url) if !url.is_empty() => Ok(SecretString::from(url)),
        _ => Err(Error::usage("nothing says which database")
            .hint("--database postgresql://localhost/app, or set DATABASE_URL")),
    }
}
