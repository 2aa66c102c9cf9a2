//! `refresh.yaml`, read and checked. Every finding is reported at once (exit 3) with its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use regex::Regex;

use super::secret::Secret;
use super::template::Template;
use crate::error::{Error, Position, Result};
use crate::rules::node::Node;
use crate::rules::params::Params;
use crate::rules::yaml;

mod jobs;
mod read;
mod source;
mod target;

/// Placeholders known in parameters of Jenkins jobs.
pub const JOB_PLACEHOLDERS: &[&str] = &["target", "stamp", "date", "release", "version"];
/// Placeholders known in parameters of jobs that notify: `{status}` is the moment, as `on` names it.
pub const NOTIFY_PLACEHOLDERS: &[&str] =
    &["status", "target", "stamp", "date", "release", "version"];
/// Placeholders known in the key of what is published.
pub const KEY_PLACEHOLDERS: &[&str] = &["stamp", "date", "target"];

/// The whole file. Relative paths in it are relative to its folder.
#[derive(Debug)]
pub struct Config {
    /// The file.
    pub file: PathBuf,
    /// `source`
    pub source: Option<Source>,
    /// `rules`
    pub rules: Vec<PathBuf>,
    /// `overlays`
    pub overlays: Vec<PathBuf>,
    /// `key`: the secret key of the pseudonyms.
    pub key: Option<Secret>,
    /// `spool`: the folder for what is cleaned and compressed, the state and the locks.
    pub spool: PathBuf,
    /// `audit`: the leak proof before anything is published
    pub audit: bool,
    /// `no_owner` (default true)
    pub no_owner: bool,
    /// `no_acl` (default true)
    pub no_acl: bool,
    /// `targets` by name.
    pub targets: BTreeMap<String, Target>,
    /// `publish`
    pub publish: Option<Publish>,
    /// `jenkins`
    pub jenkins: Option<Jenkins>,
    /// `s3`
    pub s3: S3,
    /// `notify`
    pub notify: Vec<Notify>,
    /// `import`
    pub import: Option<Import>,
}

/// `source`: where the backups are.
#[derive(Debug)]
pub struct Source {
    /// Where it stands.
    pub position: Position,
    /// `bucket`
    pub bucket: String,
    /// `key`: which keys are backups, with a group `stamp`.
    pub key: Regex,
    /// The longest text that all such keys begin with.
    pub prefix: String,
    /// `max_age`: an older backup fails.
    pub max_age: Option<Duration>,
    /// `decrypt`
    pub decrypt: Option<Gpg>,
}

/// `decrypt: {gpg: …}`
#[derive(Clone, Debug)]
pub struct Gpg {
    /// A private key for a throwaway keyring; without it the user's own keyring is used.
    pub private_key: Option<Secret>,
    /// The key's passphrase.
    pub passphrase: Option<Secret>,
}

/// One of `targets`.
#[derive(Debug)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub position: Position,
    /// `status`
    pub status: Option<Status>,
    /// `database`; without one the job cleans and publishes only.
    pub database: Option<Database>,
    /// `reset`
    pub reset: Reset,
    /// `guard`
    pub guard: Guard,
    /// `migrate`
    pub migrate: Option<JobCall>,
    /// `after`
    pub after: Vec<JobCall>,
    /// `publish: false` leaves publishing to another target.
    pub publish: bool,
}

/// `status`: the page that says what runs at the target.
#[derive(Clone, Debug)]
pub struct Status {
    /// `url`
    pub url: url::Url,
    /// `version`: JSON pointer to the version of the database's schema.
    pub version: String,
    /// `release`: JSON pointer to the release that runs.
    pub release: Option<String>,
    /// `column`: the column (`schema.table.column`) with `capture: true` that holds the dump's
    /// version; needed only where the rules capture several.
    pub column: Option<String>,
}

/// `database`: how the target's database is reached.
#[derive(Clone, Debug)]
pub enum Database {
    /// `{url: …}`
    Url(Secret),
    /// `{ssh: …, url: …}`
    Ssh(Ssh, Secret),
    /// `{cloud_foundry: …}`
    CloudFoundry(CloudFoundry),
}

/// `ssh`: the host through which the database is reached.
#[derive(Clone, Debug)]
pub struct Ssh {
    /// `host`
    pub host: String,
    /// `port`, where it is not what ssh's own configuration says.
    pub port: Option<u16>,
    /// `user`
    pub user: Option<String>,
    /// `identity`: the private key's file.
    pub identity: Option<PathBuf>,
    /// `known_hosts`; without it ssh's own.
    pub known_hosts: Option<PathBuf>,
}

/// `cloud_foundry`: the app through which the database is reached.
#[derive(Clone, Debug)]
pub struct CloudFoundry {
    /// `api`
    pub api: String,
    /// `org`
    pub org: String,
    /// `space`
    pub space: String,
    /// `app`
    pub app: String,
    /// `username`
    pub username: Secret,
    /// `password`
    pub password: Secret,
}

/// `reset`: how the target is emptied in the load's transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Everything that the role owns goes.
    DropOwned,
    /// Every schema but the system's goes.
    DropSchemas,
    /// Nothing: the dump's own DROP part does it, or the database is empty.
    None,
}

/// `guard`: what must never be loaded into.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// `refuse_hosts`: globs.
    pub refuse_hosts: Vec<String>,
    /// `require`: a query whose one value must be true.
    pub require: Option<String>,
}

/// A Jenkins job and its parameters.
#[derive(Clone, Debug)]
pub struct JobCall {
    /// Where it stands.
    pub position: Position,
    /// `job`: the name, with `/` between folders.
    pub job: String,
    /// `parameters` in the order of the file.
    pub parameters: Vec<(String, Template)>,
}

/// `publish`
#[derive(Debug)]
pub struct Publish {
    /// Where it stands.
    pub position: Position,
    /// `bucket`
    pub bucket: String,
    /// `key`
    pub key: Template,
    /// `keep`: how many stay, the newest by stamp; without it nothing is removed.
    pub keep: Option<usize>,
    /// `acl`: a canned ACL.
    pub acl: Option<String>,
    /// `sse`: `AES256` or `aws:kms`.
    pub sse: Option<String>,
    /// `sse_kms_key_id`
    pub sse_kms_key_id: Option<String>,
}

/// `jenkins`
#[derive(Clone, Debug)]
pub struct Jenkins {
    /// `url`
    pub url: url::Url,
    /// `user`
    pub user: Secret,
    /// `token`
    pub token: Secret,
    /// `timeout`: how long one job may take, waiting in the queue included (default 30m).
    pub timeout: Duration,
    /// `poll`: how often it is asked about (default 5s).
    pub poll: Duration,
}

/// `s3`: what differs from the SDK's usual environment.
#[derive(Clone, Debug)]
pub struct S3 {
    /// `endpoint`
    pub endpoint: Option<String>,
    /// `region`
    pub region: Option<String>,
    /// `path_style`
    pub path_style: bool,
    /// `timeout`: how long a connection may be silent (default 30s).
    pub timeout: Duration,
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            endpoint: None,
            region: None,
            path_style: false,
            timeout: Duration::from_secs(30),
        }
    }
}

/// When somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Moment {
    Start,
    Success,
    Failure,
}

/// One of `notify`.
#[derive(Clone, Debug)]
pub struct Notify {
    /// Who is told.
    pub whom: Whom,
    /// `on` (default: all three).
    pub on: Vec<Moment>,
}

/// Who is told.
#[derive(Clone, Debug)]
pub enum Whom {
    /// `webhook`: a URL that takes `{"text": …}`.
    Webhook(Secret),
    /// A Jenkins job.
    Job(JobCall),
}

/// `import`
#[derive(Debug)]
pub struct Import {
    /// `database`: a URL.
    pub database: Option<Secret>,
    /// `reset` (default `drop_owned`).
    pub reset: Reset,
    /// `migrate`: a command.
    pub migrate: Option<Vec<String>>,
    /// `after`: commands.
    pub after: Vec<Vec<String>>,
}

impl JobCall {
    /// The placeholders in its parameters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters
            .iter()
            .flat_map(|(_, template)| template.names())
    }
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// Exit 2 where it can't be read; exit 3 with all that is wrong in it.
    pub fn load(path: &Path) -> Result<Self> {
        let content = std::fs::read(path).map_err(|error| {
            Error::usage(format!("`{}`: {}", path.display(), error.kind()))
                .hint("name the configuration: --config refresh.yaml")
        })?;
        Self::parse(path, &content)
    }

    /// Reads `content`, which stands in the file at `path`.
    ///
    /// # Errors
    /// Exit 3 with all that is wrong in it.
    pub fn parse(path: &Path, content: &[u8]) -> Result<Self> {
        let file: Arc<str> = Arc::from(path.to_string_lossy().as_ref());
        let root = yaml::parse(&file, content)?;
        read::config(path, &root)
    }

    /// The target of this name.
    ///
    /// # Errors
    /// Exit 2 with the names that there are.
    pub fn target(&self, name: &str) -> Result<&Target> {
        self.targets.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.targets.keys().map(String::as_str).collect();
            Error::usage(format!("no target `{name}` in `{}`", self.file.display()))
                .hint(format!("there are: {}", names.join(", ")))
        })
    }

    /// Every secret that is named, for taking variables out of children's environments.
    pub fn secrets(&self) -> Vec<&Secret> {
        let gpg = self.source.iter().flat_map(|source| &source.decrypt);
        let gpg = gpg.flat_map(|gpg| gpg.private_key.iter().chain(&gpg.passphrase));
        let targets = self.targets.values().flat_map(|target| &target.database);
        let targets = targets.flat_map(|database| match database {
            Database::Url(url) | Database::Ssh(_, url) => vec![url],
            Database::CloudFoundry(cf) => vec![&cf.username, &cf.password],
        });
        let jenkins = self.jenkins.iter().flat_map(|it| [&it.user, &it.token]);
        let notify = self.notify.iter().filter_map(|notify| match &notify.whom {
            Whom::Webhook(url) => Some(url),
            Whom::Job(_) => None,
        });
        let import = self.import.iter().flat_map(|import| &import.database);
        self.key
            .iter()
            .chain(gpg)
            .chain(targets)
            .chain(jenkins)
            .chain(notify)
            .chain(import)
            .collect()
    }
}

/// The entries of a node that must be a map.
fn params<'a>(node: &'a Node, what: &str) -> Result<Params<'a>> {
    match node.map() {
        Some(entries) => Ok(Params::new(&node.position, entries, &[])),
        None => Err(Error::rules(
            &node.position,
            format!("`{what}` is a map, not {}", node.shape()),
        )),
    }
}

/// A required scalar.
fn text(params: &Params<'_>, name: &'static str) -> Result<String> {
    params.required(name)?;
    Ok(params.string(name)?.unwrap_or_default().to_owned())
}

/// A duration such as `30m`, `3d` or `1h 30m`.
fn duration(params: &Params<'_>, name: &'static str) -> Result<Option<Duration>> {
    let (Some(text), Some(node)) = (params.string(name)?, params.node(name)?) else {
        return Ok(None);
    };
    let parsed = text.parse::<jiff::Span>().ok().and_then(|span| {
        let relative = jiff::SpanRelativeTo::days_are_24_hours();
        span.to_duration(relative).ok()?.try_into().ok()
    });
    parsed.map(Some).ok_or_else(|| {
        Error::rules(&node.position, format!("`{name}` is no duration"))
            .hint("such as 45s, 30m, 12h or 3d")
    })
}

fn web_address(params: &Params<'_>, name: &'static str) -> Result<url::Url> {
    let node = params.required(name)?;
    let text = text(params, name)?;
    url::Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| {
            Error::rules(
                &node.position,
                format!("`{name}` is no http or https address without a password in it"),
            )
        })
}

#[cfg(test)]
pub(crate) mod tests;
