//! What can happen to a value: the trait, and the one table of all kinds.
//!
//! Three steps, each earlier than the next:
//! 1. **load**: [`Kind::load`] reads a rule's parameters into a [`Spec`] (wrong ones: exit 3);
//! 2. **bind**: [`Spec::bind`] fits it to one column of one dump (type, length, NOT NULL; where it
//!    can't fit: exit 4, before the table's first row);
//! 3. **apply**: [`Transform::apply`] runs for each value, with no state between rows.
//!
//! To add a transformer: its spec, code and tests in its group's file, and one row in that group's
//! `KINDS`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub mod bind;
pub mod bound;
pub(crate) mod cases;
pub mod fit;
pub mod made;
pub mod row;
pub mod seed;
pub mod service;
pub mod tally;

mod contact;
mod container;
mod date;
mod ff1;
mod invent;
mod json;
mod mix;
mod number;
mod organisation;
mod person;
mod plain;
mod pseudonym;
mod serialised;
#[cfg(test)]
mod testing;
pub(crate) mod text;

use crate::dump::types::PgType;
use crate::error::{Position, Result};
use crate::rules::load::{LoadCx, Outside};
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::params::Params;
use bind::Binder;
use row::Row;
use seed::Seed;

/// A group of kinds, in the order of the manual.
pub struct Group {
    /// Its title in the manual.
    pub title: &'static str,
    /// Its members.
    pub kinds: &'static [Kind],
}

/// The one table of all transformers.
pub const GROUPS: &[Group] = &[
    Group {
        title: "plain",
        kinds: plain::KINDS,
    },
    Group {
        title: "pseudonyms",
        kinds: pseudonym::KINDS,
    },
    Group {
        title: "person",
        kinds: person::KINDS,
    },
    Group {
        title: "contact",
        kinds: contact::KINDS,
    },
    Group {
        title: "organisation and money",
        kinds: organisation::KINDS,
    },
    Group {
        title: "numbers",
        kinds: number::KINDS,
    },
    Group {
        title: "dates",
        kinds: date::KINDS,
    },
    Group {
        title: "text and binary",
        kinds: text::KINDS,
    },
    Group {
        title: "inside values",
        kinds: container::KINDS,
    },
    Group {
        title: "JSON",
        kinds: json::KINDS,
    },
    Group {
        title: "rules of other rules",
        kinds: cases::KINDS,
    },
];

/// All kinds.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    GROUPS.iter().flat_map(|group| group.kinds)
}

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

/// The words that replacements are drawn from, in every locale: names, places, companies, lorem ipsum.
/// An original may hold the same by chance.
pub fn drawn_words(take: &mut dyn FnMut(&str)) {
    invent::locale::words(take);
    text::words(take);
}

/// A registered transformer.
pub struct Kind {
    /// As rules write it, such as `internet.email`.
    pub name: &'static str,
    /// One line: what it does.
    pub about: &'static str,
    /// Parameters with a line each: `name: what it means (default)`.
    pub params: &'static [(&'static str, &'static str)],
    /// Column types it can fill, in words.
    pub types: &'static str,
    /// A rule as one would write it, in YAML flow style.
    pub example: &'static str,
    /// What it needs from the row; decides how NULL, namespace and seed are handled around it.
    pub role: Role,
    /// It may leave a part of the original value.
    pub partial: bool,
    /// It can be injective (`unique: true`); its `bind` still refuses columns too small for that.
    pub unique: bool,
    /// Reads the parameters.
    pub load: Load,
}

/// The function behind [`Kind::load`].
pub type Load = fn(&Params<'_>, &LoadCx<'_>) -> Result<Arc<dyn Spec>>;

impl Kind {
    /// The rule that is this kind's bare name, without parameters.
    ///
    /// # Errors
    /// Exit 3 where it needs parameters.
    pub fn bare(&'static self) -> Result<ColumnRule> {
        struct Nothing;
        impl Outside for Nothing {
            fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
                Err(std::io::ErrorKind::NotFound.into())
            }
            fn env(&self, _: &str) -> Option<String> {
                None
            }
        }
        let position = Position {
            file: Arc::from("built in"),
            line: 1,
            column: 1,
        };
        let cx = LoadCx {
            outside: &Nothing,
            aliases: &BTreeMap::new(),
        };
        let spec = (self.load)(&Params::new(&position, &[], &[]), &cx)?;
        Ok(ColumnRule {
            position,
            kind: self,
            spec,
            options: Options::default(),
            notes: Notes::default(),
        })
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// How the wrapper around a transformer treats NULL, namespace and seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `keep`: nothing to do.
    Keep,
    /// The result does not depend on the value (`null`, `set`, `fail`). No namespace.
    Constant,
    /// The result depends on the value but not on the key (`mask`, `truncate`). The namespace's
    /// kept values stay.
    Value,
    /// The result depends on the seed of the value in its namespace.
    Keyed,
    /// Rules inside decide (json, arrays); NULL stays NULL.
    Container,
}

/// A rule's parameters, read and checked, not yet bound to a column.
pub trait Spec: fmt::Debug + Send + Sync {
    /// Fits the transformer to a column. The error says why it can't; the caller adds where.
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit>;

    /// Columns of the same row whose *replaced* values it reads, where known without a table
    /// (templates, `date.between` bounds); circles among them are refused at load.
    fn reads_replaced(&self) -> Vec<String> {
        Vec::new()
    }

    /// With these parameters, a part of the value may stay (such as `keep_domain`).
    fn partial(&self) -> bool {
        false
    }

    /// What no rule inside names stays (`others: keep`).
    fn keeps_others(&self) -> bool {
        false
    }

    /// Something may stay that no rule inside spells out: others, or what a pattern names.
    fn keeps_unnamed(&self) -> bool {
        self.keeps_others()
    }

    /// The rules inside, with what they apply to (a path, a field), for `explain` and checks.
    fn nested(&self) -> Vec<(String, &crate::rules::model::ColumnRule)> {
        Vec::new()
    }

    /// The conditions that choose among the rules inside.
    fn conditions(&self) -> Vec<&crate::rules::expr::Expr> {
        Vec::new()
    }

    /// Kinds whose namespaces it draws from besides its own: what `text.redact` finds becomes what a
    /// column of that kind would become.
    fn draws_from(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// What it writes by the toss of a coin, whatever the original is: another key shows only some of it.
    fn tosses(&self, take: &mut dyn FnMut(Tossed<'_>)) {
        let _ = take;
    }

    /// Itself, where another rule must look inside (`json` within `json`).
    fn as_any(&self) -> Option<&dyn std::any::Any> {
        None
    }
}

/// One side of the coin of a rule: see [`Spec::tosses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tossed<'r> {
    /// A text of the rules.
    Text(&'r str),
    /// The original.
    Original,
}

/// A transformer bound to one column. No state between rows; shared by threads.
pub trait Transform: Send + Sync {
    /// Replaces one value: `value` is the decoded original (UTF-8 in all but `SQL_ASCII` dumps;
    /// empty for a replaced NULL), the result is appended to `out`, decoded. On `Null` and `Keep`
    /// `out` must be as it was. Messages of failures never hold bytes of the value.
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure>;

    /// How JSON should hold the result.
    fn json_kind(&self) -> JsonKind {
        JsonKind::Text
    }

    /// Where this only chooses among rules inside: the one that applies, by its place in
    /// [`Spec::nested`].
    fn case(&self, cx: &Cx<'_>) -> Result<Option<usize>, Failure> {
        let _ = cx;
        Ok(None)
    }

    /// Decides NULL where the rule around this does not say `nulls: replace`: it stays, unless a
    /// rule inside that applies to the row says so. On any outcome but `Value` `out` must be as it
    /// was.
    fn apply_null(&self, cx: &Cx<'_>, out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let _ = (cx, out);
        Ok(Outcome::Keep)
    }

    /// Told once, after `bind`, where the rule has `seed_from`: results must then depend on
    /// [`Cx::seed`] instead of the value. A permutation of values can't be `unique` that way.
    fn seeded(&mut self, unique: bool) -> Result<(), Misfit> {
        let _ = unique;
        Ok(())
    }
}

/// What a transformer sees besides the value. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The row's original values, by column index (those asked for at bind).
    pub row: Row<'a>,
    /// The row's replaced values, by column index (those asked for at bind).
    pub replaced: Row<'a>,
    /// Inside JSON: the text of the object that encloses the value.
    pub this: Option<&'a [u8]>,
    /// The value's seed in its namespace ([`Role::Keyed`] only; else zero).
    pub seed: Seed,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `out` holds the new value.
    Value,
    /// The new value is NULL.
    Null,
    /// The original stays, byte for byte.
    Keep,
    /// The column's DEFAULT (INSERT dumps and plain COPY write it where they can; see `default`).
    Default,
}

/// How a result is written in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// As a string.
    Text,
    /// A number, where the original was not a string; else a string.
    Number,
    /// `true` or `false`, where the original was not a string; else a string.
    Bool,
    /// The result is JSON already.
    Json,
}

/// Why a rule does not fit a column: names, types and lengths only.
#[derive(Debug)]
pub struct Misfit {
    /// What does not fit.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The rule itself is wrong (exit 3), rather than rule and dump disagreeing (exit 4).
    pub wrong_rule: bool,
    /// Where in the rules, where it is known more exactly than by the rule as a whole.
    pub position: Option<Position>,
}

impl Misfit {
    /// Says what does not fit.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            wrong_rule: false,
            position: None,
        }
    }

    /// The rule itself is wrong, at this place: exit 3.
    #[must_use]
    pub fn in_rules(mut self, position: &Position) -> Self {
        self.wrong_rule = true;
        self.position = Some(position.clone());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Why a value could not be replaced: exit 4 at its row. Never holds bytes of the value.
#[derive(Debug)]
pub struct Failure(pub Cow<'static, str>);

impl Failure {
    /// With fixed text, lengths and names only.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(message.into())
    }
}

/// The place a value goes to.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its type; `Text` inside JSON.
    pub ty: PgType,
    /// NULL is not allowed (column or domain).
    pub not_null: bool,
    /// Inside a JSON document: any JSON value fits.
    pub in_json: bool,
}
