//! What becomes of statements that are no table data: kept, dropped, rewritten or refused, and on
//! which side of `BEGIN` they stand.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::scrubber::Options;
use crate::dump::encoding::Dialect;
use crate::dump::rewrite::{self, EntryHeader};
use crate::dump::statement::{
    Class, LargeObjectOperation, Placement, Secret, Statement, is_drop_part_statement,
};
use crate::error::{Error, Result};
use crate::rules::model::{LargeObjects, Policy, RuleSet};
use crate::transform::bound::glob_matches;

/// What becomes of a statement.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// As it is.
    Pass,
    /// It goes, with the comments before it.
    Drop,
    /// Other text.
    Rewrite(Vec<u8>),
}

/// On which side of `BEGIN` a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Wherever it comes: it does not open the transaction.
    Either,
    /// Outside: the server refuses it inside, or what follows needs it committed.
    Outside,
    /// The server refuses it inside, and a dump has no place for it outside.
    Refused(&'static str),
    /// Inside: it opens the transaction.
    Inside,
}

/// On which side of `BEGIN` the statement stands.
pub fn side(statement: &Statement) -> Side {
    match (&statement.class, statement.placement) {
        (Class::Empty | Class::Set(_) | Class::Reset(_) | Class::SetSessionAuthorization(_), _)
        | (_, Placement::Either) => Side::Either,

        (_, Placement::Inside) => Side::Inside,
        (_, Placement::Outside) => Side::Outside,
        (_, Placement::Refused(what)) => Side::Refused(what),
    }
}

/// Where a statement stands in the dump.
pub struct Context {
    /// In the DROP part, before the first entry.
    pub drop_part: bool,
    /// The input is output of this program.
    pub cleaned: bool,
    /// The entry's header says that it is to be dropped.
    pub drop_entry: bool,
    /// How the text is to be read.
    pub dialect: Dialect,
}

/// Statements that were left out of the output, or lost a part of it, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// What they are, such as `planner statistics` or `EVENT TRIGGER reassign_owned`.
    pub what: String,
    /// The setting or option that says so.
    pub by: &'static str,
    /// How many.
    pub count: u64,
}

/// `defaults:` and the options, applied statement by statement.
pub struct Policies {
    rules: Arc<RuleSet>,
    options: Options,
    /// Which globs of `statements.drop` have matched.
    dropped: RefCell<Vec<bool>>,
    /// Which globs of `statements.require` have matched.
    required: RefCell<Vec<bool>>,
    /// What was left out: how many, by what and by which setting.
    left_out: RefCell<BTreeMap<(String, &'static str), u64>>,
}

impl Policies {
    /// Over a rule set.
    pub fn new(rules: Arc<RuleSet>, options: Options) -> Self {
        Self {
            dropped: RefCell::new(vec![false; rules.defaults.drop_statements.len()]),
            required: RefCell::new(vec![false; rules.defaults.require_statements.len()]),
            rules,
            options,
            left_out: RefCell::default(),
        }
    }

    /// What was left out so far.
    pub fn into_dropped(self) -> Vec<Dropped> {
        let left_out = self.left_out.into_inner().into_iter();
        left_out
            .map(|((what, by), count)| Dropped { what, by, count })
            .collect()
    }

    /// An entry of an archive is left out as a whole, statements and comments.
    pub fn leaves_out(&self, header: &EntryHeader) {
        let what = format!("{} {}", header.type_name, header.name);
        self.leave_out(what, "statements.drop");
    }

    fn leave_out(&self, what: String, by: &'static str) {
        *self.left_out.borrow_mut().entry((what, by)).or_default() += 1;
    }

    /// The entry is named by `statements.drop`.
    pub fn drops_entry(&self, header: &EntryHeader) -> bool {
        self.named(&header.type_name, &header.name)
    }

    /// What becomes of a statement.
    ///
    /// # Errors
    /// Exit 4 where a default says `fail`; exit 5 where the dump holds what pg_dump does not write
    /// and nobody can judge.
    pub fn statement(&self, statement: &Statement, text: &[u8], context: &Context) -> Result<Fate> {
        let named = statement
            .object
            .as_ref()
            .is_some_and(|object| self.named(object.type_name, &object.name));
        let fate = self.judge(statement, text, context, named)?;
        let gone = match fate {
            Fate::Pass => None,
            Fate::Drop => self.reason(statement, context, named),
            Fate::Rewrite(_) => statement.secret.map(|_| SECRETS),
        };
        if let Some((what, by)) = gone {
            let what = match (what, &statement.object) {
                ("", Some(object)) => format!("{} {}", object.type_name, object.name),
                ("", None) => "statements".to_owned(),
                _ => what.to_owned(),
            };
            self.leave_out(what, by);
        }
        Ok(fate)
    }

    /// Why a statement is dropped: what it is called (nothing: by its object's name), and the setting
    /// that says so.
    fn reason(
        &self,
        statement: &Statement,
        context: &Context,
        named: bool,
    ) -> Option<(&'static str, &'static str)> {
        if named || context.drop_entry {
            return Some(("", "statements.drop"));
        }
        if about_subscription(statement) {
            return Some(("subscriptions", "defaults.subscriptions"));
        }
        Some(match statement.class {
            Class::Statistics => ("planner statistics", "defaults.statistics"),
            Class::SecurityLabel => ("security labels", "defaults.security_labels"),
            Class::CreateSubscription | Class::AlterSubscription | Class::DropSubscription => {
                ("subscriptions", "defaults.subscriptions")
            }
            Class::LargeObject(_) => ("contents of large objects", "defaults.large_objects"),
            Class::Owner | Class::SetSessionAuthorization(_) => ("owners", "--no-owner"),
            Class::Privileges | Class::DefaultPrivileges => ("privileges", "--no-acl"),
            Class::Comment if self.rules.defaults.comments == Policy::Drop => {
                ("comments", "defaults.comments")
            }
            _ if statement.secret.is_some() => SECRETS,
            // What the load itself makes needless.
            _ => return None,
        })
    }

    /// [`Policies::statement`], once it is known whether `statements.drop` names the object.
    fn judge(
        &self,
        statement: &Statement,
        text: &[u8],
        context: &Context,
        named: bool,
    ) -> Result<Fate> {
        let setting = matches!(
            statement.class,
            Class::Empty | Class::Set(_) | Class::Reset(_) | Class::SetSessionAuthorization(_)
        );
        if named || (context.drop_entry && !setting) {
            return Ok(Fate::Drop);
        }
        if self.options.reset.is_some()
            && let Some(fate) = after_reset(statement, text, context)
        {
            return Ok(fate);
        }
        if self.options.one_database && is_extension_comment(statement) {
            // CREATE EXTENSION has set it; who may load need not own an extension that was there.
            return Ok(Fate::Drop);
        }
        let defaults = &self.rules.defaults;
        match &statement.class {
            Class::Code
                if context.drop_part
                    && context.cleaned
                    && rewrite::is_guarded_view(text, context.dialect) =>
            {
                return Ok(Fate::Pass);
            }
            Class::Malformed => {
                return Err(Error::input(
                    "a statement that can't be read: its quotes or parentheses do not match",
                ));
            }
            Class::Unknown => {
                return Err(
                    Error::input("text that is no SQL statement where one should begin")
                        .hint("see that the input is a plain dump, and whole"),
                );
            }
            Class::DataChange(what) => return Err(unseen_rows(what)),
            Class::InsertOther => return Err(unseen_rows("INSERT … SELECT")),
            // Code may write rows or change settings that nobody here would see.
            Class::Code => {
                return Err(Error::input(
                    "a DO, CALL, PREPARE or EXECUTE: what it does can't be seen",
                )
                .hint("pg_dump writes none; take it out of the dump"));
            }
            Class::Query if mentions_set_config(text) => {
                return Err(Error::input(
                    "a set_config() whose arguments are no constants",
                ));
            }
            Class::Rollback | Class::Savepoint if self.options.transaction => {
                return Err(Error::input("a ROLLBACK or SAVEPOINT: pg_dump writes none")
                    .hint("use --no-transaction if the dump is meant to be like that"));
            }
            Class::Comment if defaults.comments == Policy::Drop => return Ok(Fate::Drop),
            Class::SecurityLabel if defaults.security_labels == Policy::Drop => {
                return Ok(Fate::Drop);
            }
            Class::Statistics => {
                let what = "planner statistics, which hold values of the data";
                return decide(defaults.statistics, "statistics", what, Fate::Drop);
            }
            Class::CreateSubscription | Class::AlterSubscription | Class::DropSubscription => {
                let fate = decide(
                    defaults.subscriptions,
                    "subscriptions",
                    "a subscription",
                    Fate::Drop,
                )?;
                if fate != Fate::Pass || statement.class != Class::DropSubscription {
                    return Ok(fate);
                }
            }
            Class::LargeObject(call) => match self.large_object(call.operation)? {
                Fate::Pass => {}
                fate => return Ok(fate),
            },
            Class::Owner | Class::SetSessionAuthorization(_) if self.options.no_owner => {
                return Ok(Fate::Drop);
            }
            Class::Privileges | Class::DefaultPrivileges if self.options.no_acl => {
                return Ok(Fate::Drop);
            }
            _ => {}
        }
        if about_subscription(statement) && defaults.subscriptions == Policy::Drop {
            return Ok(Fate::Drop);
        }
        if let Some(secret) = statement.secret
            && let Some(fate) = self.secret(secret, text, context.dialect)?
        {
            return Ok(fate);
        }
        if self.options.no_owner
            && let Some(text) = rewrite::tablespace_without_owner(text, context.dialect)
        {
            return Ok(Fate::Rewrite(text));
        }
        if self.options.if_exists && context.drop_part && is_drop_part_statement(statement) {
            return Ok(match rewrite::if_exists(text, context.dialect) {
                Some(text) if text.is_empty() => Fate::Drop,
                Some(text) => Fate::Rewrite(text),
                None => Fate::Pass,
            });
        }
        Ok(Fate::Pass)
    }

    /// `statements.require` that nothing in the dump met.
    ///
    /// # Errors
    /// Exit 4, all of them at once.
    pub fn require_met(&self) -> Result<()> {
        let met = self.required.borrow();
        let missing = self
            .rules
            .defaults
            .require_statements
            .iter()
            .zip(met.iter());
        let errors = missing
            .filter(|(_, met)| !**met)
            .map(|((glob, position), _)| {
                Error::undecided(format!(
                    "statements.require `{glob}` matches nothing in this dump"
                ))
                .at_rule(position)
            })
            .collect();
        Error::all(errors).map_or(Ok(()), Err)
    }

    /// Globs of `statements.drop` that matched nothing.
    pub fn unused_drops(&self) -> Vec<String> {
        let used = self.dropped.borrow();
        let globs = self.rules.defaults.drop_statements.iter().zip(used.iter());
        globs
            .filter(|(_, used)| !**used)
            .map(|((glob, _), _)| glob.clone())
            .collect()
    }

    /// Takes note of an object, and says whether `statements.drop` names it.
    fn named(&self, type_name: &str, name: &str) -> bool {
        let matches = |globs: &[(String, crate::error::Position)], met: &RefCell<Vec<bool>>| {
            if globs.is_empty() {
                return false;
            }
            let object = format!("{type_name} {name}");
            let mut any = false;
            for ((glob, _), met) in globs.iter().zip(met.borrow_mut().iter_mut()) {
                if glob_matches(glob.as_bytes(), object.as_bytes()) {
                    *met = true;
                    any = true;
                }
            }
            any
        };
        let defaults = &self.rules.defaults;
        matches(&defaults.require_statements, &self.required);
        matches(&defaults.drop_statements, &self.dropped)
    }

    fn secret(&self, secret: Secret, text: &[u8], dialect: Dialect) -> Result<Option<Fate>> {
        let policy = self.rules.defaults.secrets;
        let (what, without) = match secret {
            Secret::RolePassword => (
                "a role's password",
                rewrite::without_password(text, dialect),
            ),
            Secret::Options => (
                "options of a server or user mapping",
                rewrite::without_options(text, dialect),
            ),
            Secret::Setting => ("a setting of a database or role", None),
            Secret::Connection => ("the connection of a subscription", None),
        };
        // Where nothing of it is secret after all, the text stays.
        let dropped = match (secret, without) {
            (_, Some(text)) => Fate::Rewrite(text),
            (Secret::RolePassword | Secret::Options, None) => return Ok(None),
            (Secret::Setting | Secret::Connection, None) => Fate::Drop,
        };
        match decide(policy, "secrets", what, dropped)? {
            Fate::Pass => Ok(None),
            fate => Ok(Some(fate)),
        }
    }

    fn large_object(&self, operation: LargeObjectOperation) -> Result<Fate> {
        match (self.rules.defaults.large_objects, operation) {
            (LargeObjects::Keep, _) | (_, LargeObjectOperation::Unlink) => Ok(Fate::Pass),
            (LargeObjects::Empty, LargeObjectOperation::Write) => Ok(Fate::Drop),
            (LargeObjects::Empty, _) => Ok(Fate::Pass),
            (LargeObjects::Fail, _) => Err(Error::undecided(
                "the dump holds large objects, and nothing decides them",
            )
            .hint("defaults: {large_objects: empty}   # or keep")),
        }
    }
}

/// What holds secrets is called, and the setting that decides it.
const SECRETS: (&str, &str) = ("secrets: passwords, options, settings", "defaults.secrets");

/// The database was emptied just before: nothing is left to drop, and schema `public` is there.
fn after_reset(statement: &Statement, text: &[u8], context: &Context) -> Option<Fate> {
    let object = statement.object.as_ref();
    let public = object.is_some_and(|it| it.type_name == "SCHEMA" && it.name == "public");
    if public && matches!(statement.class, Class::TableChange(_) | Class::Create) {
        return Some(Fate::Rewrite(
            b"CREATE SCHEMA IF NOT EXISTS public;".to_vec(),
        ));
    }
    if !context.drop_part {
        return None;
    }
    let stand_in = |text: &[u8]| {
        // A view in a circle is replaced by one without its query, before it is dropped.
        text.windows(b"NULL::".len())
            .any(|window| window == b"NULL::")
    };
    let drops = match statement.class {
        Class::TableChange(_) => is_drop_part_statement(statement) && stand_in(text),
        Class::Code => context.cleaned && rewrite::is_guarded_view(text, context.dialect),
        _ => is_drop_part_statement(statement),
    };
    drops.then_some(Fate::Drop)
}

fn is_extension_comment(statement: &Statement) -> bool {
    statement.class == Class::Comment
        && statement
            .object
            .as_ref()
            .is_some_and(|object| object.name.starts_with("EXTENSION "))
}

fn decide(policy: Policy, setting: &str, what: &str, dropped: Fate) -> Result<Fate> {
    match policy {
        Policy::Keep => Ok(Fate::Pass),
        Policy::Drop => Ok(dropped),
        Policy::Fail => Err(Error::undecided(format!("the dump holds {what}"))
            .hint(format!("defaults: {{{setting}: drop}}   # or keep"))),
    }
}

/// Comments, labels and owners of subscriptions go with them.
fn about_subscription(statement: &Statement) -> bool {
    statement.object.as_ref().is_some_and(|object| {
        object.type_name == "SUBSCRIPTION"
            || (matches!(statement.class, Class::Comment | Class::SecurityLabel)
                && object.name.starts_with("SUBSCRIPTION "))
    })
}

/// A setting could change unseen, and with it how the dump is to be read.
fn mentions_set_config(text: &[u8]) -> bool {
    text.to_ascii_lowercase()
        .windows(b"set_config".len())
        .any(|word| word == b"set_config")
}

fn unseen_rows(what: &str) -> Error {
    Error::input(format!("{what}: rows that come from nowhere dmscrub sees"))
        .hint("pg_dump writes none; dump the table with COPY or INSERT … VALUES")
}
