//! What the user can type.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::dump::archive::toc::{Algorithm, Compression};
use crate::pipe::input::Kind;

/// Cleans a pg_dump in one pass: purges rows and replaces values by rules, while the dump streams
/// by.
#[derive(Debug, Parser)]
#[command(
    name = "dmscrub",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  set -o pipefail
  pg_dump app | dmscrub --rules rules/ -k key | psql staging
  aws s3 cp s3://… - | gpg -d | gunzip | dmscrub --rules rules/ -k key | psql staging
  dmscrub --rules rules/ -k key dump.sql.gz -o clean.sql
  pg_dump -Fc app | dmscrub --rules rules/ -k key | pg_restore -1 -d staging

Always `set -o pipefail`: when dmscrub stops, psql rolls back, and the pipe must say so.

Exit codes: 0 whole and clean, 1 unexpected, 2 usage, 3 rules invalid, 4 rules and dump disagree
(something is not decided), 5 input malformed or cut off, 6 output failed, 7 a step of the weekly
job failed, 8 the audit found a survivor, 128+N on signal N."
)]
pub struct Cli {
    /// The filter's own arguments.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// A subcommand instead of the filter.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Arguments of the filter.
#[derive(Args, Debug)]
pub struct FilterArgs {
    /// A rule file, or a folder of them (`*.yaml`, `*.yml`, read recursively); repeatable
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules: a file or folder whose tables and columns replace theirs one by one;
    /// repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
    /// The dump: a file, or `-` for stdin; archives, gzip, zstd and lz4 are recognised
    pub input: Option<PathBuf>,
    /// Write here instead of stdout (`-`); a file appears only when it is whole, with the
    /// permissions of one that it replaces; a FIFO or device is written to as stdout is.
    /// For a directory archive, a new directory
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub to_file: Option<PathBuf>,
    /// What is shared with other commands.
    #[command(flatten)]
    pub run: RunArgs,
    /// Leave out the one transaction that makes the output loadable only as a whole
    #[arg(long)]
    pub no_transaction: bool,
    /// Add IF EXISTS to the dump's DROP part
    #[arg(long)]
    pub if_exists: bool,
    /// Leave out who owns what
    #[arg(long)]
    pub no_owner: bool,
    /// Leave out GRANT and REVOKE
    #[arg(long)]
    pub no_acl: bool,
    /// A rule for a table or column that the dump lacks is an error
    #[arg(long)]
    pub strict: bool,
    /// Memory for tables that wait for others; past it they go to an encrypted temporary file
    /// without a name, in TMPDIR. A number of bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    pub hold_memory: usize,
    /// What the input is
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub from: Format,
    /// What an archive becomes: an archive of the same format, or a script
    #[arg(long, value_enum, default_value_t = To::Same)]
    pub to: To,
    /// Begin a script made of an archive with a DROP part
    #[arg(long)]
    pub clean: bool,
    /// Let a script made of an archive create the database
    #[arg(long)]
    pub create: bool,
    /// Compress the output: none, gzip, zstd or lz4, with a level after a colon (default: an archive as
    /// it was, plain output not)
    #[arg(short = 'Z', long, value_name = "METHOD[:LEVEL]", value_parser = compression)]
    pub compress: Option<Compression>,
    /// Threads that replace and compress (default: one for each core); the output is the same for any
    /// number of them
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Write what was done to every table and column here, as JSON, also where the run fails; see
    /// `dmscrub report`
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Sign the report with this private key: Ed25519, PKCS#8 in PEM (`dmscrub keygen --signing`)
    #[arg(long, value_name = "KEY", requires = "report")]
    pub sign_key: Option<PathBuf>,
    /// Show progress on stderr
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub progress: When,
    /// How messages are printed.
    #[command(flatten)]
    pub output: MessageArgs,
}

/// A number of bytes: `4096`, `512K`, `64M`, `2G`.
fn size(text: &str) -> Result<usize, String> {
    let (number, shift) = match text.strip_suffix(['K', 'k']) {
        Some(number) => (number, 10),
        None => match text.strip_suffix(['M', 'm']) {
            Some(number) => (number, 20),
            None => match text.strip_suffix(['G', 'g']) {
                Some(number) => (number, 30),
                None => (text, 0),
            },
        },
    };
    let number: Option<usize> = number.parse().ok();
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| "a number of bytes is needed, such as 512K, 64M or 2G".to_owned())
}

/// Arguments that decide what values become.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// A file that holds the secret key, at least 16 bytes; or set DMSCRUB_KEY to the key itself
    #[arg(short, long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// What `now` means in rules (default: the time of the run)
    #[arg(long, value_name = "TIMESTAMP")]
    pub now: Option<String>,
}

/// How messages are printed.
#[derive(Args, Debug)]
pub struct MessageArgs {
    /// Messages as text or as JSON lines
    #[arg(long, value_enum, default_value_t = LogFormat::Text, global = true)]
    pub log_format: LogFormat,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print what happened to each table
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// `--from`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Told by the first bytes.
    Auto,
    /// Plain SQL.
    Plain,
    /// `pg_dump -Fc`
    Custom,
    /// `pg_dump -Fd`
    Directory,
    /// `pg_dump -Ft`
    Tar,
}

impl Format {
    /// What the input must be; `None`: whatever it is.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Auto => None,
            Self::Plain => Some(Kind::Plain),
            Self::Custom => Some(Kind::Custom),
            Self::Directory => Some(Kind::Directory),
            Self::Tar => Some(Kind::Tar),
        }
    }
}

/// `--to`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// The input's format.
    Same,
    /// Plain SQL.
    Plain,
}

/// Reads `--compress`.
fn compression(text: &str) -> Result<Compression, String> {
    let (name, level) = match text.split_once(':') {
        Some((name, level)) => (name, Some(level)),
        None => (text, None),
    };
    let (algorithm, levels) = match name {
        "none" => (Algorithm::None, 0..=0),
        "gzip" => (Algorithm::Gzip, 1..=9),
        "zstd" => (Algorithm::Zstd, 1..=22),
        "lz4" => (Algorithm::Lz4, 1..=12),
        _ => return Err("it is one of none, gzip, zstd, lz4".to_owned()),
    };
    let level = match level {
        None => None,
        Some(level) => Some(
            level
                .parse()
                .ok()
                .filter(|level| levels.contains(level) && algorithm != Algorithm::None)
                .ok_or_else(|| match algorithm {
                    Algorithm::None => "none has no level".to_owned(),
                    _ => format!(
                        "levels of {name} are {} to {}",
                        levels.start(),
                        levels.end()
                    ),
                })?,
        ),
    };
    Ok(Compression { algorithm, level })
}

/// `--progress`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where stderr is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `--log-format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The main job on an embedded sample dump: before and after, the counts, how to go on
    Demo(DemoArgs),
    /// Hold rules against a dump, and name every problem at once
    Check(CheckArgs),
    /// Write dmscrub.lock: the columns that classes of the rules keep
    Lock(LockArgs),
    /// Run the rules' own tests (*.test.yaml beside the rules)
    Test(TestArgs),
    /// Draft rules from a dump: every table and column decided, what looks personal replaced
    Init(InitArgs),
    /// Which rule decides a column, and where it stands
    Explain(ExplainArgs),
    /// The leak proof: no value that rules take away from a dump stands anywhere in the cleaned one
    Audit(AuditArgs),
    /// The weekly job: newest backup, cleaned, into the target, published
    #[cfg(feature = "refresh")]
    Refresh(RefreshArgs),
    /// A backup from S3 on stdout: downloaded in parallel, checked to its last byte
    #[cfg(feature = "refresh")]
    Cat(CatArgs),
    /// Load a cleaned dump into a database, whole or not at all, then run the configured commands
    #[cfg(feature = "refresh")]
    Import(ImportArgs),
    /// Cleans up after another process of this program
    #[cfg(feature = "refresh")]
    #[command(hide = true, name = crate::refresh::guardian::SUBCOMMAND)]
    Guardian,
    /// Parts of the weekly job, which this build lacks
    #[cfg(not(feature = "refresh"))]
    #[command(hide = true, name = "refresh", aliases = ["import", "cat"])]
    Lacking(LackingArgs),
    /// What each rule does to a few rows: originals by their shape, and what they become
    Preview(PreviewArgs),
    /// Show a report, as text or as a page; compare it with another; verify its signature
    Report(ReportArgs),
    /// Make a new secret key
    Keygen(KeygenArgs),
    /// The list of transformers, or one of them documented
    Transformers(TransformersArgs),
    /// A JSON Schema, for editors
    Schema(SchemaArgs),
    /// Shell completions
    Completions(CompletionsArgs),
    /// The manual page
    Man,
}

/// Arguments of `demo`.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Write the sample dump, the rules and the cleaned dump to this new folder
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// A rule file or folder; repeatable
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules; repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
    /// The dump, of any format; schema-only will do. A file, a directory archive, or `-` for stdin
    pub input: Option<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub from: Format,
    /// How the findings are written, on stdout
    #[arg(long, value_enum, default_value_t = Style::Text)]
    pub format: Style,
    /// Warnings count as errors
    #[arg(long)]
    pub strict: bool,
}

/// `check --format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// For people: with the line of the rule.
    Text,
    /// One object.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
    /// A test case for each table.
    Junit,
}

/// Arguments of `lock`.
#[derive(Args, Debug)]
pub struct LockArgs {
    /// A rule file or folder; repeatable. The lock is written beside the first
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// The dump, of any format; schema-only will do. A file, a directory archive, or `-` for stdin
    pub input: Option<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub from: Format,
}

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// The dump, schema-only or (better) with data: a file, a directory archive, or `-` for stdin
    pub input: Option<PathBuf>,
    /// The folder to write the rules to; it must be new or empty
    #[arg(
        short,
        long,
        value_name = "DIR",
        required_unless_present = "update",
        conflicts_with = "update"
    )]
    pub output: Option<PathBuf>,
    /// Add to the rules at --rules what the dump has and they lack
    #[arg(long, requires = "rules")]
    pub update: bool,
    /// With --update: a rule file or folder; repeatable
    #[arg(long, value_name = "PATH", requires = "update")]
    pub rules: Vec<PathBuf>,
    /// What the input is
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub from: Format,
}

/// Arguments of `test`.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// A rule file or folder; repeatable. Tests are the files *.test.yaml in the same folders
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules; repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// TABLE.COLUMN, quoted as SQL does
    pub column: String,
    /// A rule file or folder; repeatable
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules; repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
    /// A dump of any format, for types, parents and classes; schema-only will do. A file, a directory
    /// archive, or `-` for stdin
    pub input: Option<PathBuf>,
}

/// Arguments of `audit`.
#[derive(Args, Debug)]
pub struct AuditArgs {
    /// A rule file or folder; repeatable
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules; repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
    /// The dump as it was: a file of any format, or a directory archive
    #[arg(long, value_name = "DUMP")]
    pub before: PathBuf,
    /// The dump that was cleaned
    #[arg(long, value_name = "DUMP")]
    pub after: PathBuf,
    /// Key and time of the run that cleaned it: wanted only where rules say `sample` or `now()`;
    /// without them, rows found in the dump after are taken to have stayed by rule
    #[command(flatten)]
    pub run: RunArgs,
    /// Look for values of at least so many characters, letters, digits and what stands between them
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub min_length: u32,
    /// Look for shorter ones that are as rare in their column: 20 is one in 2^20
    #[arg(long, value_name = "BITS", default_value_t = 20.0)]
    pub min_bits: f64,
    /// Count values apart that come up ten times or more and are less rare than this; 0: none
    #[arg(long, value_name = "BITS", default_value_t = 10.0)]
    pub common_bits: f64,
    /// Memory for the filter. A number of bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    pub memory: usize,
    /// The verdict for people, or as JSON
    #[arg(long, value_enum, default_value_t = VerdictFormat::Text)]
    pub format: VerdictFormat,
}

/// `audit --format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerdictFormat {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

/// Arguments of what this build lacks.
#[cfg(not(feature = "refresh"))]
#[derive(Args, Debug)]
pub struct LackingArgs {
    /// Whatever they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub rest: Vec<std::ffi::OsString>,
}

/// Arguments of `cat`.
#[cfg(feature = "refresh")]
#[derive(Args, Debug)]
pub struct CatArgs {
    /// The object: s3://BUCKET/KEY
    #[arg(value_name = "s3://BUCKET/KEY", required_unless_present = "newest")]
    pub object: Option<String>,
    /// The newest backup of the configuration's `source`
    #[arg(long, conflicts_with = "object")]
    pub newest: bool,
    /// The configuration: where the backups are, and how S3 and gpg are reached (with --newest:
    /// refresh.yaml)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Decrypt with gpg, as the configuration says, else with your own keyring
    #[arg(long)]
    pub decrypt: bool,
    /// Decompress; gzip, zstd and lz4 are recognised
    #[arg(long)]
    pub decompress: bool,
    /// Show progress on stderr
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub progress: When,
}

/// Arguments of `refresh`.
#[cfg(feature = "refresh")]
#[derive(Args, Debug)]
pub struct RefreshArgs {
    /// One of the configuration's targets
    pub target: String,
    /// The configuration
    #[arg(long, value_name = "FILE", default_value = "refresh.yaml")]
    pub config: PathBuf,
    /// Print what each step would do, and change nothing
    #[arg(long)]
    pub plan: bool,
    /// Go on at the first step that did not finish
    #[arg(long, conflicts_with = "plan")]
    pub resume: bool,
    /// A local dump in place of the newest backup in S3
    #[arg(long, value_name = "FILE")]
    pub dump: Option<PathBuf>,
    /// Write what was done to every table and column, and every step's time and outcome, here, as JSON,
    /// also where the job fails; see `dmscrub report`
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Sign the report with this private key: Ed25519, PKCS#8 in PEM (`dmscrub keygen --signing`)
    #[arg(long, value_name = "KEY", requires = "report")]
    pub sign_key: Option<PathBuf>,
    /// Show progress on stderr
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub progress: When,
}

/// Arguments of `import`.
#[cfg(feature = "refresh")]
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// A file, or s3://BUCKET/KEY; without it the newest dump that refresh.yaml publishes
    pub source: Option<String>,
    /// The database: postgresql://USER@HOST:PORT/NAME. Without it `import: {database: …}` of
    /// refresh.yaml, or the environment variable DATABASE_URL
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// What empties the database first (default: drop-owned, or what refresh.yaml says)
    #[arg(long, value_enum)]
    pub reset: Option<ResetArg>,
    /// The configuration (default: refresh.yaml where there is one; none is needed for a file)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Leave out the configured `migrate` and `after` commands
    #[arg(long)]
    pub no_commands: bool,
    /// Show progress on stderr
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub progress: When,
}

/// `--reset`
#[cfg(feature = "refresh")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResetArg {
    /// Everything that the role owns goes.
    #[value(alias = "drop_owned")]
    DropOwned,
    /// Every schema goes, whoever owns what is in it.
    #[value(alias = "drop_schemas")]
    DropSchemas,
    /// Nothing: the dump's own DROP part does it, or the database is empty.
    None,
}

/// Arguments of `preview`.
#[derive(Args, Debug)]
pub struct PreviewArgs {
    /// A rule file or folder; repeatable
    #[arg(long, value_name = "PATH", required = true)]
    pub rules: Vec<PathBuf>,
    /// Rules over the rules; repeatable
    #[arg(long = "overlay", value_name = "PATH")]
    pub overlays: Vec<PathBuf>,
    /// The dump: a file, or `-` for stdin; archives, gzip, zstd and lz4 are recognised
    pub input: Option<PathBuf>,
    /// One table only; the rest of the dump is then not read
    #[arg(short, long, value_name = "TABLE")]
    pub table: Option<String>,
    /// Rows of each table
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    pub rows: usize,
    /// Show originals as they are, on a terminal only
    #[arg(long)]
    pub show_originals: bool,
    /// What the input is
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub from: Format,
    /// What decides what values become.
    #[command(flatten)]
    pub run: RunArgs,
}

/// Arguments of `report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// What `dmscrub … --report FILE` or `dmscrub refresh … --report FILE` wrote
    pub file: PathBuf,
    /// Write it as one page that needs nothing else, for a browser or to print
    #[arg(long, value_name = "OUT")]
    pub html: Option<PathBuf>,
    /// The verdict on this run's output, as `dmscrub audit --format json` printed it
    #[arg(long, value_name = "VERDICT")]
    pub audit: Option<PathBuf>,
    /// Say what changed since this report
    #[arg(long, value_name = "OLD")]
    pub against: Option<PathBuf>,
    /// Verify the signature with this public key (PEM), and fail where it does not hold (exit 5)
    #[arg(long, value_name = "KEY")]
    pub verify: Option<PathBuf>,
}

/// Arguments of `keygen`.
#[derive(Args, Debug)]
pub struct KeygenArgs {
    /// The new file; readable by its owner only
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// A key that signs reports: the private key goes to FILE, the public one to FILE.pub
    #[arg(long)]
    pub signing: bool,
}

/// Arguments of `transformers`.
#[derive(Args, Debug)]
pub struct TransformersArgs {
    /// One transformer's name
    pub name: Option<String>,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What `schema` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The rule language.
    Rules,
    /// refresh.yaml.
    #[cfg(feature = "refresh")]
    Refresh,
    /// Reports.
    Report,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// Parses the part of a shell command that calls dmscrub.
    fn parses(command: &str) -> Result<(), clap::Error> {
        let start = command.find("dmscrub").expect("it calls dmscrub");
        let rest = &command[start..];
        let end = rest.find(['|', '<', '>', '#']).unwrap_or(rest.len());
        let words = rest[..end].split_whitespace();
        Cli::try_parse_from(words).map(|_| ())
    }

    #[test]
    fn commands_in_the_help_are_accepted() {
        let help = Cli::command().get_after_help().unwrap().to_string();
        let commands: Vec<&str> = help
            .lines()
            .filter(|line| line.starts_with("  ") && line.contains("dmscrub"))
            .collect();
        assert!(commands.len() >= 3);
        for command in commands {
            parses(command).unwrap_or_else(|error| panic!("{command}: {error}"));
        }
    }

    #[test]
    fn options_have_the_letters_of_the_contract() {
        let all = "dmscrub --rules a --rules b --overlay c --overlay d -k key dump.sql -o out.sql --now 2026-01-31T12:00:00Z \
                   --no-transaction --if-exists --no-owner --no-acl --strict --hold-memory 1G --from plain --to plain \
                   --clean --create -Z zstd:3 --progress never --log-format json -q -v";
        let cli = Cli::try_parse_from(all.split_whitespace()).unwrap();
        assert_eq!((cli.filter.rules.len(), cli.filter.overlays.len()), (2, 2));
        assert_eq!(cli.filter.to_file.as_deref(), Some("out.sql".as_ref()));
        for command in [
            "dmscrub demo -o folder",
            "dmscrub explain users.email --rules rules --overlay small.yaml -",
            "dmscrub check --rules a --rules b --overlay c --format junit --strict --from custom dump",
            "dmscrub lock --rules rules -",
            "dmscrub test --rules rules --overlay c",
            "dmscrub keygen -o key",
            "dmscrub init -o rules",
            "dmscrub init dump.sql -o rules",
            "dmscrub init --update --rules rules dump.sql",
            #[cfg(feature = "refresh")]
            "dmscrub cat s3://bucket/key --decrypt --decompress",
            #[cfg(feature = "refresh")]
            "dmscrub cat --newest --config refresh.yaml",
            "dmscrub transformers",
            "dmscrub transformers mask",
            "dmscrub schema rules",
            #[cfg(feature = "refresh")]
            "dmscrub schema refresh",
            "dmscrub completions bash",
            "dmscrub man",
            "dmscrub man --log-format json -q",
        ] {
            parses(command).unwrap_or_else(|error| panic!("{command}: {error}"));
        }
        assert!(parses("dmscrub explain users.email").is_err());
        #[cfg(feature = "refresh")]
        {
            assert!(parses("dmscrub cat").is_err());
            assert!(parses("dmscrub cat --newest s3://bucket/key").is_err());
        }
    }
}
