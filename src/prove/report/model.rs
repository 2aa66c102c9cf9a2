//! What a report says. Numbers are integers, so that they are the same in every reader's eyes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of this format.
pub const FORMAT: u32 = 1;

/// What one run of dmscrub did to a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "dmscrub report")]
pub struct Report {
    /// The version of this format: 1.
    pub report: u32,
    /// The version of dmscrub that wrote it.
    pub version: String,
    /// How the run ended.
    pub outcome: Outcome,
    /// Where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The exit code.
    pub exit: i32,
    /// Why it failed: all that was found at once.
    pub errors: Vec<Failure>,
    /// Columns that nothing decides.
    pub undecided: Vec<ColumnName>,
    /// When the run began, in UTC.
    pub started: String,
    /// When it ended, in UTC.
    pub finished: String,
    /// How long it took.
    pub milliseconds: u64,
    /// What `now` meant in the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// The rules; absent where they could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
    /// The key, by its fingerprint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// What was read.
    pub input: Stream,
    /// What was written.
    pub output: Stream,
    /// Sums over all tables.
    pub totals: Totals,
    /// Every table of the dump.
    pub tables: Vec<Table>,
    /// Statements that were left out, or lost a part of their text.
    pub dropped: Vec<Dropped>,
    /// Finds in free text by kind, over all columns.
    pub free_text: BTreeMap<String, u64>,
    /// Values of columns with `capture: true`: the only values of the data here.
    pub captured: BTreeMap<String, Vec<String>>,
    /// What the user should know though the run went well.
    pub warnings: Vec<String>,
    /// What an audit of the output came to, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audit>,
    /// Of a refresh: its steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// The signature over all that stands before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

impl Report {
    /// Where it failed, by name.
    pub fn failed_in(&self) -> Option<&str> {
        Some(match self.step? {
            Step::Rules => "rules",
            Step::Schema => "schema",
            Step::Data => "data",
            Step::Output => "output",
            Step::Job => match &self.job {
                Some(job) => job.stopped_in().unwrap_or("clean up"),
                None => "job",
            },
        })
    }
}

impl Job {
    /// The step that failed, or in which the job was stopped; `None` where all are done.
    pub fn stopped_in(&self) -> Option<&str> {
        let stopped =
            |step: &&JobStep| matches!(step.outcome, StepOutcome::Failed | StepOutcome::NotReached);
        let step = self.steps.iter().find(stopped)?;
        Some(&step.step)
    }
}

impl StepOutcome {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DoneBefore => "done before",
            Self::NothingToDo => "nothing to do",
            Self::Failed => "failed",
            Self::NotReached => "not reached",
        }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The input was whole, every rule held, and the output is whole.
    Whole,
    /// It failed; the output can't be taken for a whole one.
    Failed,
}

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Rules, key and options are read.
    Rules,
    /// The rules are held against the dump's schema.
    Schema,
    /// Rows pass.
    Data,
    /// The output is written.
    Output,
    /// A step of the refresh around it: the first of `job.steps` that failed or was not reached.
    Job,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Failure {
    /// What failed, without its place.
    pub message: String,
    /// The exit code that it has by itself.
    pub exit: i32,
    /// The place in the rules: file:line:column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The row within the table, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The line of the dump, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The byte of the dump, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// What to do next.
    pub hints: Vec<String>,
}

/// A column by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ColumnName {
    /// The database, where the dump names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The table, with its schema.
    pub table: String,
    /// The column.
    pub column: String,
}

/// The rules of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Rules {
    /// BLAKE3 of the files' names and contents, and of the files they read.
    pub digest: String,
    /// The files.
    pub files: Vec<String>,
}

/// The key of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Key {
    /// The same key has the same fingerprint; the key can't be had from it.
    pub fingerprint: String,
    /// It was made for this run alone: another run gives other pseudonyms.
    pub random: bool,
}

/// What was read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Stream {
    /// The file as it was named; `-` is stdin or stdout.
    pub name: String,
    /// plain, custom, directory or tar, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Bytes as they are stored.
    pub bytes: u64,
    /// BLAKE3 of those bytes, as `b3sum FILE` prints it; absent where the stream was not read or
    /// written to its end. Of a directory: of what `b3sum *` prints in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blake3: Option<String>,
}

/// Sums over all tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Totals {
    /// Tables.
    pub tables: u64,
    /// Columns.
    pub columns: u64,
    /// Columns whose values are replaced as a whole.
    pub replaced: u64,
    /// Columns whose rule may leave a part of a value.
    pub partial: u64,
    /// Columns that are replaced but for what their rules keep by name.
    pub mixed: u64,
    /// Columns that stay as they are.
    pub kept: u64,
    /// Columns of tables that lose all rows.
    pub emptied: u64,
    /// Columns that nothing decides.
    pub undecided: u64,
    /// Rows.
    pub rows: Rows,
    /// Values replaced.
    pub values_replaced: u64,
}

/// Counts of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Rows {
    /// Read.
    pub r#in: u64,
    /// Written, of those.
    pub out: u64,
    /// Left by `purge` or `where`.
    pub purged: u64,
    /// Left with a row that they refer to.
    pub cascaded: u64,
    /// Left out by `sample`.
    pub sampled_out: u64,
    /// Past `limit`.
    pub limited: u64,
    /// Generated, written besides those.
    pub generated: u64,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Table {
    /// The database, where the dump names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The table, with its schema.
    pub table: String,
    /// What decides it.
    pub decision: Decision,
    /// Where that stands: file:line:column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Why, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The privacy class, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Counts of rows. Of a table that passes unread in a dump of INSERTs a statement counts for one.
    pub rows: Rows,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// What decides a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A rule of its own, a glob's or a parent's.
    Rule,
    /// All rows leave, by `purge: all` or `unlisted_tables: purge`.
    Emptied,
    /// `unlisted_tables: keep`
    UnlistedKept,
    /// It has no rows of its own (a partitioned or foreign table).
    Rowless,
    /// Nothing decides it, or not all of it.
    Undecided,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub column: String,
    /// Its type, where the dump says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// What becomes of its values.
    pub treatment: Treatment,
    /// The transformer, with those inside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// A part of a value may stay.
    pub partial: bool,
    /// It is searched as free text, as a whole or inside.
    pub free_text: bool,
    /// What decides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<DecidedBy>,
    /// Where that stands: file:line:column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The class of the rules that decides it, such as `classes[3]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_class: Option<String>,
    /// Why, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The privacy class, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Where its pseudonyms live: the same values become the same in all columns of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Different values become different values.
    pub unique: bool,
    /// Rules inside: of JSON paths, elements, fields, cases.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inside: Vec<Inside>,
    /// What was counted; absent where values pass unread, or no row came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
}

/// What becomes of a column's values.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Nothing decides them.
    Undecided,
    /// They are replaced by a transformer that may leave a part of a value, as nobody can say
    /// beforehand which.
    Partial,
    /// They are replaced, but for values or places inside that the rules keep by name.
    Mixed,
    /// They are replaced.
    Replaced,
    /// They stay.
    Kept,
    /// PostgreSQL computes them from the others.
    Generated,
    /// All rows of the table leave.
    Emptied,
}

/// What decides a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// A table's `columns:`.
    Rule,
    /// `classes:`
    Class,
    /// `defaults.unlisted_columns`
    UnlistedColumns,
    /// `defaults.unlisted_tables`
    UnlistedTables,
    /// It is a generated column and needs no rule.
    Generated,
}

/// A rule inside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Inside {
    /// What it applies to.
    pub path: String,
    /// The transformer.
    pub rule: String,
    /// A part of a value may stay.
    pub partial: bool,
    /// The values stay.
    pub kept: bool,
    /// Why, as the rules say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Counts of a column's values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Values {
    /// Values that are not NULL, of rows that are written.
    pub seen: u64,
    /// NULLs.
    pub nulls: u64,
    /// Replaced, by another value or NULL.
    pub replaced: u64,
    /// Kept as a whole: by a case, by a namespace, or as nothing was found in them.
    pub kept: u64,
    /// Kept by a namespace's `keep`, within JSON, lists and text too.
    pub kept_by_namespace: u64,
    /// Replaced by themselves, by chance.
    pub unchanged: u64,
    /// Different values before.
    pub distinct_in: Distinct,
    /// Different values after.
    pub distinct_out: Distinct,
    /// Finds in free text, by kind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub found: BTreeMap<String, u64>,
}

/// How many different values there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Distinct {
    /// The number.
    pub count: u64,
    /// It is exact; else an estimate whose standard error is 1.6 %.
    pub exact: bool,
}

/// Statements that were left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Dropped {
    /// What they are.
    pub what: String,
    /// The setting or option that says so.
    pub by: String,
    /// How many.
    pub count: u64,
}

/// What an audit came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Audit {
    /// Nothing that was replaced or purged is left.
    pub clean: bool,
    /// Values that were looked for.
    pub checked: u64,
    /// Places where one was found.
    pub survivors: u64,
    /// Values that a rule keeps somewhere, or that are too short or too common to prove anything.
    pub not_checkable: u64,
    /// The first of the places.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub places: Vec<String>,
}

/// A refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Job {
    /// The target's name.
    pub target: String,
    /// All steps, in order.
    pub steps: Vec<JobStep>,
}

/// A step of a refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct JobStep {
    /// Its name.
    pub step: String,
    /// How it went.
    pub outcome: StepOutcome,
    /// What it came to.
    pub says: String,
    /// How long it took.
    pub milliseconds: u64,
}

/// How a step of a refresh went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    /// It did what it had to do.
    Done,
    /// A run before this one did it (`--resume`).
    DoneBefore,
    /// This target has nothing to do here.
    NothingToDo,
    /// It failed.
    Failed,
    /// The job ended before it, or within it by a signal.
    NotReached,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Signature {
    /// `Ed25519`
    pub algorithm: String,
    /// The public key, in base64.
    pub public_key: String,
    /// The signature, in base64, over the bytes of the file without this member.
    pub value: String,
}
