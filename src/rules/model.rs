//! What the rules say, read and checked, not yet held against a dump.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::decide::Lookup;
use super::expr::Expr;
pub use super::generate::{Drive, GeneratedColumn, Generator, Source};
use super::load::File;
use super::lock::Lock;
pub use super::pattern::{ColumnName, TablePattern, TableRef};
use crate::error::{Position, Result};
use crate::transform::bind::Normalise;
use crate::transform::{Kind, Spec};

/// All rule files together.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// `defaults:`
    pub defaults: Defaults,
    /// `namespaces:` by name.
    pub namespaces: BTreeMap<String, NamespaceRule>,
    /// `classes:` in order.
    pub classes: Vec<Class>,
    /// `tables:` in the order of the files.
    pub tables: Vec<TableRule>,
    /// `tables:` of each `--overlay`; the last one counts first, and all of them before `tables`.
    pub overlays: Vec<Vec<TableRule>>,
    /// BLAKE3 of the files' names and contents (and of the files they read), hex.
    pub digest: String,
    /// The files' paths, in order.
    pub files: Vec<Arc<str>>,
    /// Environment variables that they name (`set_from`).
    pub variables: BTreeSet<String>,
    /// `dmscrub.lock`: the columns that classes may keep.
    pub lock: Lock,
    /// Finds tables by name; made when the first table is decided.
    pub(crate) lookups: OnceLock<Vec<Lookup>>,
}

impl RuleSet {
    /// With the lock files that stand beside the rules.
    ///
    /// # Errors
    /// Exit 3 where a line of them is none.
    pub fn with_lock(mut self, files: &[File]) -> Result<Self> {
        self.lock = Lock::parse(files)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.digest.as_bytes());
        for (_, content) in files {
            hasher.update(&(content.len() as u64).to_le_bytes());
            hasher.update(content);
        }
        if !files.is_empty() {
            self.digest = hasher.finalize().to_hex().to_string();
        }
        Ok(self)
    }

    /// Rules that keep everything: for what is clean already.
    pub fn keep_all() -> Self {
        Self {
            defaults: Defaults {
                unlisted_tables: UnlistedTables::Keep,
                unlisted_columns: UnlistedColumns::Keep,
                statistics: Policy::Keep,
                large_objects: LargeObjects::Keep,
                comments: Policy::Keep,
                secrets: Policy::Keep,
                subscriptions: Policy::Keep,
                security_labels: Policy::Keep,
                ..Defaults::default()
            },
            ..Self::default()
        }
    }
}

/// `defaults:`
#[derive(Clone, Debug)]
pub struct Defaults {
    /// `unlisted_tables`
    pub unlisted_tables: UnlistedTables,
    /// `unlisted_columns`
    pub unlisted_columns: UnlistedColumns,
    /// `statistics`
    pub statistics: Policy,
    /// `large_objects`
    pub large_objects: LargeObjects,
    /// `comments`: keep or drop
    pub comments: Policy,
    /// `secrets`
    pub secrets: Policy,
    /// `subscriptions`
    pub subscriptions: Policy,
    /// `security_labels`: keep or drop
    pub security_labels: Policy,
    /// `statements.drop`: globs over `TYPE name`.
    pub drop_statements: Vec<(String, Position)>,
    /// `statements.require`: globs over `TYPE name` that the dump must hold.
    pub require_statements: Vec<(String, Position)>,
    /// `locale`
    pub locale: String,
    /// `email_domain`
    pub email_domain: String,
    /// `time_zone`
    pub time_zone: String,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            unlisted_tables: UnlistedTables::Fail,
            unlisted_columns: UnlistedColumns::Fail,
            statistics: Policy::Drop,
            large_objects: LargeObjects::Fail,
            comments: Policy::Keep,
            secrets: Policy::Drop,
            subscriptions: Policy::Drop,
            security_labels: Policy::Drop,
            drop_statements: Vec::new(),
            require_statements: Vec::new(),
            locale: "en_GB".to_owned(),
            email_domain: "example.com".to_owned(),
            time_zone: "UTC".to_owned(),
        }
    }
}

/// `unlisted_tables`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UnlistedTables {
    Fail,
    Purge,
    Keep,
}

/// `unlisted_columns`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UnlistedColumns {
    Fail,
    Null,
    Keep,
}

/// What to do with statements of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Policy {
    Drop,
    Fail,
    Keep,
}

/// `large_objects`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LargeObjects {
    Fail,
    Empty,
    Keep,
}

/// One entry of `namespaces:`.
#[derive(Clone, Debug)]
pub struct NamespaceRule {
    /// Where it stands.
    pub position: Position,
    /// `normalise`, where given.
    pub normalise: Option<Normalise>,
    /// `keep`: globs.
    pub keep: Vec<String>,
    /// Lines of `keep_file`.
    pub keep_values: Vec<String>,
}

/// One entry of `classes:`.
#[derive(Debug)]
pub struct Class {
    /// Where it stands.
    pub position: Position,
    /// Globs over column names; empty: any.
    pub columns: Vec<String>,
    /// Short type names; empty: any.
    pub types: Vec<String>,
    /// What it decides.
    pub rule: ColumnRule,
}

/// One entry of `tables:`.
#[derive(Debug)]
pub struct TableRule {
    /// Where its key stands.
    pub position: Position,
    /// Which tables it is for.
    pub pattern: TablePattern,
    /// `like:`
    pub like: Option<(TableRef, Position)>,
    /// Which rows stay.
    pub rows: RowRules,
    /// Columns in the order of the file.
    pub columns: Vec<NamedColumn>,
    /// `references:`
    pub references: Vec<Reference>,
    /// `generate:`; an empty list takes away what a rule farther away says.
    pub generate: Option<Vec<Generator>>,
    /// `reason`, `owner`, `class`.
    pub notes: Notes,
    /// `weaken: true`: an overlay may let rows stay that the rules remove.
    pub weaken: bool,
}

/// One entry of a table's `columns:`.
#[derive(Clone, Debug)]
pub struct NamedColumn {
    /// Where its key stands.
    pub position: Position,
    /// The column it is for.
    pub name: ColumnName,
    /// What decides it.
    pub rule: ColumnRule,
}

/// Which rows stay.
#[derive(Clone, Debug, Default)]
pub struct RowRules {
    /// `purge: all`
    pub purge_all: bool,
    /// `purge: EXPR`: rows for which it is true leave.
    pub purge: Option<Expr>,
    /// `where: EXPR`: rows for which it is not true leave.
    pub keep_where: Option<Expr>,
    /// `sample`
    pub sample: Option<Sample>,
    /// `limit`
    pub limit: Option<u64>,
}

/// `sample: 5%` or `{share: 5%, by: COLUMN}`.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Where it stands.
    pub position: Position,
    /// Share of rows that stay, 0 to 1.
    pub share: f64,
    /// Rows with the same value here stay or leave together.
    pub by: Option<String>,
}

/// One entry of `references:`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where it stands.
    pub position: Position,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: TableRef,
    /// Its columns, as many as `columns`.
    pub to: Vec<String>,
    /// What becomes of a row whose referred row leaves.
    pub on_purge: OnPurge,
    /// The reference holds only for rows for which this is true.
    pub when: Option<Expr>,
}

/// `on_purge`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnPurge {
    /// The row leaves too.
    Cascade,
    /// These columns (all of the reference, or some) become NULL.
    SetNull(Vec<String>),
    /// Nothing: the reference dangles.
    Keep,
}

/// What decides one column (or one place inside a value).
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// Where it stands.
    pub position: Position,
    /// The registered kind (`json`, `cases` and the like are kinds too).
    pub kind: &'static Kind,
    /// Its parameters.
    pub spec: Arc<dyn Spec>,
    /// The common options.
    pub options: Options,
    /// `reason`, `owner`, `class`.
    pub notes: Notes,
}

impl ColumnRule {
    /// The rule may make a value of NULL: it, or one of its cases, says `nulls: replace`.
    pub fn replaces_null(&self) -> bool {
        self.options.replace_nulls
            || self
                .spec
                .nested()
                .iter()
                .any(|(_, inner)| self.kind.name == "cases" && inner.replaces_null())
    }

    /// Calls `each` with every condition of this rule's cases, at any depth.
    pub fn each_condition<'r>(&'r self, each: &mut impl FnMut(&'r Expr)) {
        self.spec.conditions().into_iter().for_each(&mut *each);
        for (_, inner) in self.spec.nested() {
            inner.each_condition(each);
        }
    }
}

/// Options every rule may have.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `namespace`; default: the kind's name.
    pub namespace: Option<String>,
    /// `unique: true`
    pub unique: bool,
    /// `seed_from`: columns of the row (inside JSON also paths of siblings).
    pub seed_from: Vec<String>,
    /// `nulls: replace`
    pub replace_nulls: bool,
    /// `locale`
    pub locale: Option<String>,
    /// `capture: true`
    pub capture: bool,
    /// `allow_partition_key: true`
    pub allow_partition_key: bool,
    /// `weaken: true`: an overlay may keep what the rules replace.
    pub weaken: bool,
}

/// Free text for the report.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub owner: Option<String>,
    /// The privacy class.
    pub class: Option<String>,
}
