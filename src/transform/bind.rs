//! Fitting rules to the columns of one dump.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::made::Made;
use super::seed::{DerivedKey, SecretKey};
use super::{Misfit, Target};
use crate::dump::types::{ColumnType, PgType};
use crate::error::Error;
use crate::exit::ExitCode;
use crate::rules::expr::LookupRequest;
use crate::rules::model::{ColumnName, RuleSet};

/// What is fixed for a whole run.
#[derive(Debug)]
pub struct Run {
    /// The secret key.
    pub key: SecretKey,
    /// `defaults.locale`.
    pub locale: String,
    /// `defaults.email_domain`.
    pub email_domain: String,
    /// `defaults.time_zone`.
    pub time_zone: jiff::tz::TimeZone,
    /// `--now`, or the run's start.
    pub now: jiff::Timestamp,
    /// `namespaces:` of the rules; others get the defaults of their kind.
    pub namespaces: HashMap<String, Arc<Namespace>>,
}

/// One kind of value: its key and how originals are compared.
#[derive(Debug)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: DerivedKey,
    /// How originals are brought to one form before they are keyed.
    pub normalise: Normalise,
    /// Globs of values that stay as they are (already normalised).
    pub keep: Vec<String>,
    /// Exact values that stay as they are (already normalised).
    pub keep_values: BTreeSet<Vec<u8>>,
}

/// How originals are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalise {
    /// Byte by byte.
    None,
    /// After Unicode lower-casing and trimming of blanks.
    Lower,
    /// After trimming of blanks.
    Trim,
    /// Digits only.
    Digits,
}

/// The columns of one table's data block: index and type by name.
#[derive(Debug, Default)]
pub struct Columns {
    /// Names in the order of the data block, with types ([`PgType::Unknown`] in data-only dumps).
    pub list: Vec<(String, ColumnType)>,
    /// Declared collation by column name, where it is not the default.
    pub collations: BTreeMap<String, String>,
    /// What expressions may call the table before a column's name (`users.id`): its own name without
    /// the schema, and that of the table whose rule it has. Empty: not known, anything.
    pub qualifiers: Vec<String>,
    /// The rows are made, not of the dump.
    pub made: Option<Made>,
}

impl Columns {
    /// The index of a column, named as it stands or in SQL's double quotes.
    pub fn index(&self, name: &str) -> Option<usize> {
        let find = |name: &str| self.list.iter().position(|(column, _)| column == name);
        find(name).or_else(|| {
            let parsed = ColumnName::parse(name).ok();
            parsed.and_then(|name| find(&name.text))
        })
    }
}

/// Which columns' values the bound rules of a table read.
#[derive(Debug, Default)]
pub struct Needs {
    /// Original values, by index.
    pub originals: BTreeSet<usize>,
    /// Replaced values, by index: those columns are computed first.
    pub replaced: BTreeSet<usize>,
    /// What expressions ask other tables' rows.
    pub lookups: Vec<LookupRequest>,
    /// A rule must see the rows one after the other, in their order.
    pub in_turn: bool,
}

/// Everything a [`Spec`](super::Spec) may ask while it binds.
pub struct Binder<'a> {
    /// What is fixed for the run.
    pub run: &'a Run,
    /// The place the result goes to.
    pub target: Target,
    /// The table's columns.
    pub columns: &'a Columns,
    /// Collects what the rule reads.
    pub needs: &'a RefCell<Needs>,
    /// The rule asks for `unique: true`.
    pub unique: bool,
    /// The rule's locale.
    pub locale: &'a str,
    /// The namespace the rule's values live in.
    pub namespace: Arc<Namespace>,
}

impl<'a> Binder<'a> {
    /// Asks for the original values of a column of the row; its index.
    pub fn original(&self, column: &str) -> Result<usize, Misfit> {
        let index = self.index(column)?;
        self.needs.borrow_mut().originals.insert(index);
        Ok(index)
    }

    /// Asks for the replaced values of a column of the row; its index.
    pub fn replaced(&self, column: &str) -> Result<usize, Misfit> {
        let index = self.index(column)?;
        self.needs.borrow_mut().replaced.insert(index);
        Ok(index)
    }

    /// The namespace of this name, with the rules' settings or the defaults of its kind.
    pub fn namespace(&self, name: &str) -> Arc<Namespace> {
        self.run.namespace(name)
    }

    /// The same binder for a place inside the value (an element, a field, a JSON leaf).
    #[must_use]
    pub fn inside(&self, target: Target) -> Binder<'a> {
        Binder {
            target,
            namespace: Arc::clone(&self.namespace),
            ..*self
        }
    }

    /// Names a type that the transformer can't fill.
    pub fn wrong_type(&self, kind: &str, wants: &str) -> Misfit {
        Misfit::new(format!(
            "`{kind}` makes {wants}, but the column is {}",
            self.target.ty.short_name()
        ))
    }

    /// The target takes text of any form: a text type, JSON, or unknown (data-only dump).
    pub fn takes_text(&self) -> bool {
        self.target.in_json || self.target.ty.is_text() || self.target.ty == PgType::Unknown
    }

    fn index(&self, column: &str) -> Result<usize, Misfit> {
        self.columns.index(column).ok_or_else(|| {
            let near = crate::rules::nearest::nearest(
                column,
                self.columns.list.iter().map(|(name, _)| name.as_str()),
            );
            let misfit = Misfit::new(format!(
                "there is no column \"{column}\" in this table's data"
            ));
            match near {
                Some(near) => misfit.hint(format!("did you mean \"{near}\"?")),
                None => misfit,
            }
        })
    }
}

impl Run {
    /// The settings that a rule set, a key and a time make.
    ///
    /// # Errors
    /// Exit 3 where the time zone is unknown.
    pub fn new(rules: &RuleSet, key: SecretKey, now: jiff::Timestamp) -> Result<Self, Error> {
        let defaults = &rules.defaults;
        let time_zone = jiff::tz::TimeZone::get(&defaults.time_zone).map_err(|_| {
            Error::new(
                ExitCode::Rules,
                format!("time zone `{}` is unknown", defaults.time_zone),
            )
        })?;
        let namespaces = rules
            .namespaces
            .iter()
            .map(|(name, rule)| {
                let normalise = rule
                    .normalise
                    .unwrap_or_else(|| Normalise::default_of(name));
                let keep = |text: &String| normalise.apply(text.as_bytes()).into_owned();
                let namespace = Namespace {
                    name: name.clone(),
                    key: key.derive(name),
                    normalise,
                    keep: rule
                        .keep
                        .iter()
                        .map(|glob| normalise.apply_to_glob(glob))
                        .collect(),
                    keep_values: rule.keep_values.iter().map(keep).collect(),
                };
                (name.clone(), Arc::new(namespace))
            })
            .collect();
        Ok(Self {
            key,
            locale: defaults.locale.clone(),
            email_domain: defaults.email_domain.clone(),
            time_zone,
            now,
            namespaces,
        })
    }

    /// The namespace of this name, with the rules' settings or the defaults of its kind.
    pub fn namespace(&self, name: &str) -> Arc<Namespace> {
        self.namespaces.get(name).map_or_else(
            || {
                Arc::new(Namespace {
                    name: name.to_owned(),
                    key: self.key.derive(name),
                    normalise: Normalise::default_of(name),
                    keep: Vec::new(),
                    keep_values: BTreeSet::new(),
                })
            },
            Arc::clone,
        )
    }
}

impl Normalise {
    /// The default of a namespace: e-mail and account names compare without case, phones by their
    /// digits, all else as it is.
    pub fn default_of(namespace: &str) -> Self {
        match namespace {
            "internet.email" | "internet.username" => Self::Lower,
            "phone.number" => Self::Digits,
            _ => Self::None,
        }
    }
}
