//! What a statement does, by its first words.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::alter::alter;
use super::change::Change;
use super::data;
use super::define;
use super::grammar::{Input, any_kw, any_literal, group, ident, kw, op, qualified};
use super::object::{kind_of, named, named_of, privilege_object};
use super::options::secret_options;
use super::table::{Created, create_table};
use super::{Class, Object, Placement, Secret, Statement};
use crate::dump::token::{Token, TokenKind};

/// Classifies a statement, its `;` left out.
pub(super) fn statement(input: Input<'_>) -> Statement {
    let Some(verb) = input.word() else {
        return Statement::new(Class::Unknown);
    };
    let rest = input.rest();
    let plain = Statement::new;
    match verb.as_ref() {
        "copy" => data::copy(input),
        "set" => plain(data::set(rest)),
        "reset" => plain(data::reset(rest)),
        "select" => data::select(input),
        "values" | "table" => plain(Class::Query),
        "begin" | "start" => plain(Class::Begin),
        "commit" | "end" | "rollback" | "abort" | "savepoint" | "release" | "prepare" => {
            transaction(&verb, rest)
        }
        "create" => create(rest),
        "alter" => alter(rest),
        "drop" => drop_statement(rest),
        "comment" => comment(rest),
        "security" => security_label(rest),
        "grant" | "revoke" => grant(rest),
        "refresh" => {
            let object = named(rest, false).map(|named| Object {
                type_name: "MATERIALIZED VIEW DATA",
                ..named.object
            });
            plain(Class::RefreshMaterializedView).about(object)
        }
        "update" => update(rest),
        "delete" => plain(Class::DataChange("DELETE")),
        "merge" => plain(Class::DataChange("MERGE")),
        "truncate" => plain(Class::DataChange("TRUNCATE")),
        "with" => plain(Class::DataChange("WITH")),
        "do" | "call" | "execute" => plain(Class::Code),
        "vacuum" => refused("VACUUM"),
        "reindex" => reindex(rest),
        "cluster"
            if rest
                .tokens
                .iter()
                .all(|token| rest.is_word(token, "verbose")) =>
        {
            refused("CLUSTER without a table")
        }
        "discard" if rest.word_at(0, "all") => refused("DISCARD ALL"),
        verb if OTHER_VERBS.contains(&verb) => plain(Class::Other),
        _ => plain(Class::Unknown),
    }
}

/// Words that begin a statement and are not told apart above (`gram.y`, `stmt`).
const OTHER_VERBS: &[&str] = &[
    "analyse",
    "analyze",
    "checkpoint",
    "close",
    "cluster",
    "deallocate",
    "declare",
    "discard",
    "explain",
    "fetch",
    "import",
    "listen",
    "load",
    "lock",
    "move",
    "notify",
    "reassign",
    "show",
    "unlisten",
];

fn refused(what: &'static str) -> Statement {
    Statement::new(Class::Other).placed(Placement::Refused(what))
}

fn transaction(verb: &str, rest: Input<'_>) -> Statement {
    let prepared = rest.word_at(0, "prepared");
    match verb {
        "commit" | "end" if prepared => refused("COMMIT PREPARED"),
        "commit" | "end" => Statement::new(Class::Commit),
        "rollback" if prepared => refused("ROLLBACK PREPARED"),
        "rollback" if rest.find_word(&["to"]).is_some() => Statement::new(Class::Savepoint),
        "rollback" | "abort" => Statement::new(Class::Rollback),
        "prepare" if rest.word_at(0, "transaction") => refused("PREPARE TRANSACTION"),
        "prepare" => Statement::new(Class::Code),
        _ => Statement::new(Class::Savepoint),
    }
}

fn reindex(rest: Input<'_>) -> Statement {
    let concurrently = rest
        .tokens
        .iter()
        .any(|token| rest.is_word(token, "concurrently"));
    let rest = group(rest).map_or(rest, |(rest, _)| rest);
    if concurrently {
        refused("REINDEX CONCURRENTLY")
    } else if ["database", "system", "schema"]
        .iter()
        .any(|what| rest.word_at(0, what))
    {
        refused("REINDEX of more than a table")
    } else {
        Statement::new(Class::Other)
    }
}

/// `UPDATE`: of `pg_database` it stands in the DROP part of a cluster's dump.
fn update(rest: Input<'_>) -> Statement {
    match qualified(rest) {
        Ok((_, table))
            if table.name == "pg_database" && table.schema.as_deref() == Some("pg_catalog") =>
        {
            Statement::new(Class::Database)
                .placed(Placement::Outside)
                .drop_part()
        }
        _ => Statement::new(Class::DataChange("UPDATE")),
    }
}

fn create(input: Input<'_>) -> Statement {
    let mut rest = input;
    let (mut temporary, mut unique, mut replace) = (false, false, false);
    while let Ok((after, word)) = any_kw(&[
        "or",
        "replace",
        "global",
        "local",
        "temporary",
        "temp",
        "unlogged",
        "recursive",
        "trusted",
        "constraint",
        "unique",
        "default",
    ])
    .parse(rest)
    {
        temporary |= matches!(word, "temporary" | "temp");
        unique |= word == "unique";
        replace |= word == "replace";
        rest = after;
    }
    let Some((kind, after)) = kind_of(rest) else {
        return Statement::new(Class::Other);
    };
    let about = || named_of(kind, after, true).map(|named| named.object);
    let created = || Statement::new(Class::Create).about(about());
    let change =
        |change: Change| Statement::new(Class::TableChange(Box::new(change))).about(about());
    match kind.type_name {
        "TABLE" | "FOREIGN TABLE" => {
            match create_table(after, kind.type_name == "FOREIGN TABLE", temporary) {
                Ok((_, Created::Table(table))) => {
                    let secret = options_secret(rest, kind.type_name);
                    change(Change::CreateTable(*table)).secret(secret)
                }
                Ok((_, Created::FromQuery(name))) => {
                    Statement::new(Class::DataChange("CREATE TABLE AS"))
                        .about(Some(name.object("TABLE")))
                }
                Err(_) => created(),
            }
        }
        "INDEX" => create_index(rest, input, unique),
        "TYPE" => define::create_type(after).map_or_else(|_| created(), |(_, c)| change(c)),
        "DOMAIN" => define::create_domain(after).map_or_else(|_| created(), |(_, c)| change(c)),
        "COLLATION" => {
            define::create_collation(after).map_or_else(|_| created(), |(_, c)| change(c))
        }
        "SCHEMA" => match about() {
            Some(object) => change(Change::CreateSchema { name: object.name }),
            None => created(),
        },
        "VIEW" => {
            let view = change(Change::CreateRelation);
            if replace { view.drop_part() } else { view }
        }
        "SEQUENCE" | "MATERIALIZED VIEW" => change(Change::CreateRelation),
        "ROLE" => {
            let secret = has_password(after).then_some(Secret::RolePassword);
            Statement::new(Class::Role)
                .about(about())
                .placed(Placement::Outside)
                .secret(secret)
        }
        "DATABASE" | "TABLESPACE" => Statement::new(Class::Database)
            .about(about())
            .placed(Placement::Outside),
        "SUBSCRIPTION" => Statement::new(Class::CreateSubscription)
            .about(about())
            .topic(Some(kind.type_name))
            .secret(Some(Secret::Connection))
            .placed(if connects(after) {
                Placement::Refused("CREATE SUBSCRIPTION")
            } else {
                Placement::Inside
            }),
        "SERVER" | "USER MAPPING" | "FOREIGN DATA WRAPPER" => {
            created().secret(options_secret(rest, kind.type_name))
        }
        _ => created(),
    }
}

fn create_index(rest: Input<'_>, input: Input<'_>, unique: bool) -> Statement {
    // `UNIQUE` was skipped; the grammar takes it from one token before `INDEX`.
    let skipped = input.tokens.len() - rest.tokens.len();
    let from = if unique { skipped - 1 } else { skipped };
    let whole = input.with(input.tokens.get(from..).unwrap_or_default());
    let concurrently = rest.word_at(1, "concurrently");
    let statement = match define::create_index(whole) {
        Ok((_, (table, index))) => {
            let object = Object {
                type_name: "INDEX",
                schema: table.schema.clone(),
                name: index.name.clone().unwrap_or_default(),
            };
            Statement::new(Class::TableChange(Box::new(Change::CreateIndex {
                table,
                index,
            })))
            .about(Some(object))
        }
        Err(_) => Statement::new(Class::Create),
    };
    if concurrently {
        statement.placed(Placement::Refused("CREATE INDEX CONCURRENTLY"))
    } else {
        statement
    }
}

/// `CREATE SUBSCRIPTION` makes a slot, unless told not to.
fn connects(input: Input<'_>) -> bool {
    let Some(at) = input.find_word(&["with"]) else {
        return true;
    };
    let Ok((_, options)) = group(input.around(at).1) else {
        return true;
    };
    !options.split_commas().into_iter().any(|option| {
        let parsed = (any_kw(&["connect", "create_slot"]), op("=")).parse(option);
        matches!(parsed, Ok((value, _)) if value.word_at(0, "false") || value.word_at(0, "off"))
    })
}

fn drop_statement(input: Input<'_>) -> Statement {
    let Some((kind, rest)) = kind_of(input) else {
        return Statement::new(Class::Drop);
    };
    let object = named_of(kind, rest, false).map(|named| named.object);
    let (class, placement) = match kind.type_name {
        "ROLE" => (Class::Role, Placement::Outside),
        "DATABASE" | "TABLESPACE" => (Class::Database, Placement::Outside),
        "SUBSCRIPTION" => (
            Class::DropSubscription,
            Placement::Refused("DROP SUBSCRIPTION"),
        ),
        "INDEX" if rest.word_at(0, "concurrently") => {
            (Class::Drop, Placement::Refused("DROP INDEX CONCURRENTLY"))
        }
        _ => (Class::Drop, Placement::Inside),
    };
    Statement::new(class)
        .about(object)
        .topic(Some(kind.type_name))
        .placed(placement)
        .drop_part()
}

fn comment(input: Input<'_>) -> Statement {
    let Ok((rest, _)) = kw("on").parse(input) else {
        return Statement::new(Class::Other);
    };
    tagged(Class::Comment, "COMMENT", rest)
}

fn security_label(input: Input<'_>) -> Statement {
    let provider = preceded(kw("for"), |input| {
        any_literal(input)
            .map(|(rest, _)| (rest, ()))
            .or_else(|_| ident(input).map(|(rest, _)| (rest, ())))
    });
    let parsed = (kw("label"), opt(provider), kw("on")).parse(input);
    match parsed {
        Ok((rest, _)) => tagged(Class::SecurityLabel, "SECURITY LABEL", rest),
        Err(_) => Statement::new(Class::SecurityLabel),
    }
}

/// A statement whose entry is named after the object with its type.
fn tagged(class: Class, type_name: &'static str, input: Input<'_>) -> Statement {
    let named = named(input, false);
    let kind = named.as_ref().map(|named| named.kind.type_name);
    let object = named.map(|named| Object {
        type_name,
        schema: named.object.schema,
        name: named.tag,
    });
    Statement::new(class)
        .about(object)
        .topic(kind)
        .placed(match kind {
            Some("ROLE" | "DATABASE" | "TABLESPACE") => Placement::Either,
            _ => Placement::Inside,
        })
}

/// `GRANT` and `REVOKE`, of privileges or of roles.
fn grant(input: Input<'_>) -> Statement {
    match input.find_word(&["on", "to", "from"]) {
        Some(at) if input.word_at(at, "on") => {
            let (privileges, rest) = input.around(at);
            let kind = kind_of(rest).map(|(kind, _)| kind.type_name);
            Statement::new(Class::Privileges)
                .about(privilege_object(privileges, rest))
                .topic(kind)
                .placed(match kind {
                    Some("DATABASE" | "TABLESPACE" | "PARAMETER") => Placement::Either,
                    _ => Placement::Inside,
                })
        }
        _ => Statement::new(Class::Role).placed(Placement::Outside),
    }
}

/// `PASSWORD '…'` somewhere in a role's options.
pub(super) fn has_password(input: Input<'_>) -> bool {
    let literal = |token: &Token| matches!(token.kind, TokenKind::Literal(_));
    input
        .tokens
        .windows(2)
        .any(|pair| input.is_word(&pair[0], "password") && literal(&pair[1]))
}

pub(super) fn options_secret(input: Input<'_>, type_name: &str) -> Option<Secret> {
    (!secret_options(input, type_name).is_empty()).then_some(Secret::Options)
}
