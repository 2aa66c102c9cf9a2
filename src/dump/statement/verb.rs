//! What a statement does, by its first words.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{Change, ConstraintKind, QualifiedName, TableAction, TableConstraint};
use super::data;
use super::define;
use super::grammar::{Input, any_kw, any_literal, group, ident, if_exists, kw, kws, op, qualified};
use super::object::{Named, default_privileges, kind_of, named, named_of, privilege_object};
use super::table::{Created, alter_table, create_table};
use super::{Class, Object, Placement, Secret, Statement};
use crate::dump::token::{Token, TokenKind};

/// Classifies a statement, its `;` left out.
pub(super) fn statement(input: Input<'_>) -> Statement {
    let Some(verb) = input.word() else {
        return Statement::new(Class::Other);
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
        _ => plain(Class::Other),
    }
}

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
                    let secret = has_options(rest).then_some(Secret::Options);
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
            created().secret(has_options(after).then_some(Secret::Options))
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

fn alter(input: Input<'_>) -> Statement {
    if let Ok((rest, ())) = kws(&["default", "privileges"]).parse(input) {
        return Statement::new(Class::DefaultPrivileges).about(Some(default_privileges(rest)));
    }
    if input.word_at(0, "system") {
        return Statement::new(Class::Alter)
            .placed(Placement::Outside)
            .secret(Some(Secret::Setting));
    }
    let Some(Named {
        kind, object, rest, ..
    }) = named(input, false)
    else {
        return Statement::new(Class::Alter);
    };
    let owner = matches!(
        input.tokens,
        [.., owner, to, _] if input.is_word(owner, "owner") && input.is_word(to, "to")
    );
    let class = if owner { Class::Owner } else { Class::Alter };
    let altered = |object| {
        Statement::new(class.clone())
            .about(Some(object))
            .topic(Some(kind.type_name))
    };
    if owner && !matches!(kind.type_name, "DATABASE" | "TABLESPACE") {
        return altered(object);
    }
    match kind.type_name {
        "TABLE" | "FOREIGN TABLE" | "VIEW" | "MATERIALIZED VIEW" => {
            let secret =
                (kind.type_name == "FOREIGN TABLE" && has_options(rest)).then_some(Secret::Options);
            alter_relation(input, object, rest).secret(secret)
        }
        "ROLE" => alter_role(object, rest),
        "DATABASE" => {
            let setting = rest.word_at(0, "set") && !rest.word_at(1, "tablespace");
            let moved = rest.word_at(0, "set") && rest.word_at(1, "tablespace");
            let class = if owner { Class::Owner } else { Class::Database };
            Statement::new(class)
                .about(Some(object))
                .placed(if moved {
                    Placement::Outside
                } else {
                    Placement::Either
                })
                .secret(setting.then_some(Secret::Setting))
        }
        "TABLESPACE" => altered(object).placed(Placement::Either),
        "SUBSCRIPTION" => {
            let secret = rest.word_at(0, "connection").then_some(Secret::Connection);
            let refreshes = (rest.word_at(0, "refresh")
                || ["set", "add", "drop"]
                    .iter()
                    .any(|verb| rest.word_at(0, verb) && rest.word_at(1, "publication")))
                && !refresh_is_off(rest);
            Statement::new(Class::AlterSubscription)
                .about(Some(object))
                .topic(Some(kind.type_name))
                .secret(secret)
                .placed(if refreshes {
                    Placement::Refused("ALTER SUBSCRIPTION … REFRESH")
                } else {
                    Placement::Inside
                })
        }
        "SERVER" | "USER MAPPING" | "FOREIGN DATA WRAPPER" => {
            altered(object).secret(has_options(rest).then_some(Secret::Options))
        }
        "DOMAIN" if rest.word_at(0, "drop") && rest.word_at(1, "constraint") => {
            Statement::new(Class::Drop).about(Some(object)).drop_part()
        }
        "TYPE" | "DOMAIN" | "SEQUENCE" => {
            let after = kind_of(input).map_or(input, |(_, after)| after);
            let change = match kind.type_name {
                "TYPE" => define::alter_type(after),
                "DOMAIN" => define::alter_domain(after),
                _ => define::own_sequence(after),
            };
            match change {
                Ok((_, change)) => {
                    let object = match change {
                        Change::OwnSequence { .. } => Object {
                            type_name: "SEQUENCE OWNED BY",
                            ..object
                        },
                        _ => object,
                    };
                    Statement::new(Class::TableChange(Box::new(change))).about(Some(object))
                }
                Err(_) => altered(object),
            }
        }
        "INDEX" if rest.word_at(0, "attach") => {
            let child = preceded(kws(&["attach", "partition"]), qualified).parse(rest);
            altered(child.map_or(object, |(_, child)| child.object("INDEX ATTACH")))
        }
        "PUBLICATION" => altered(publication_member(object, rest)),
        _ => altered(object),
    }
}

fn refresh_is_off(input: Input<'_>) -> bool {
    let Some(at) = input.find_word(&["with"]) else {
        return false;
    };
    group(input.around(at).1).is_ok_and(|(_, options)| {
        options.split_commas().into_iter().any(|option| {
            matches!((kw("refresh"), op("=")).parse(option),
                Ok((value, _)) if value.word_at(0, "false") || value.word_at(0, "off"))
        })
    })
}

/// `ADD TABLE …` and `ADD TABLES IN SCHEMA …` of a publication, which pg_dump writes as entries of
/// their own.
fn publication_member(publication: Object, rest: Input<'_>) -> Object {
    let table = (kws(&["add", "table"]), opt(kw("only")));
    if let Ok((_, table)) = preceded(table, qualified).parse(rest) {
        return Object {
            type_name: "PUBLICATION TABLE",
            schema: table.schema,
            name: format!("{} {}", publication.name, table.name),
        };
    }
    let tables = preceded(kws(&["add", "tables", "in", "schema"]), ident).parse(rest);
    match tables {
        Ok((_, schema)) => Object {
            type_name: "PUBLICATION TABLES IN SCHEMA",
            name: format!("{} {schema}", publication.name),
            schema: Some(schema),
        },
        Err(_) => publication,
    }
}

fn alter_role(object: Object, rest: Input<'_>) -> Statement {
    // `ALTER ROLE x [IN DATABASE d] SET y TO z`
    let in_database = rest.word_at(0, "in");
    let setting = rest.find_word(&["set"]).is_some();
    let secret = if setting {
        Some(Secret::Setting)
    } else {
        has_password(rest).then_some(Secret::RolePassword)
    };
    let object = if in_database {
        Object {
            type_name: "DATABASE PROPERTIES",
            schema: None,
            name: rest.tokens.get(2).map_or_else(String::new, |token| {
                crate::dump::token::decode::identifier(token, rest.text, rest.dialect)
                    .unwrap_or_default()
            }),
        }
    } else {
        object
    };
    Statement::new(Class::Role)
        .about(Some(object))
        .secret(secret)
        .placed(if in_database {
            Placement::Either
        } else {
            Placement::Outside
        })
}

/// `ALTER TABLE`, `ALTER FOREIGN TABLE` and the same of views, whose DEFAULTs pg_dump sets so.
fn alter_relation(input: Input<'_>, object: Object, rest: Input<'_>) -> Statement {
    let entry = |type_name, part: &str| Object {
        type_name,
        schema: object.schema.clone(),
        name: if part.is_empty() {
            object.name.clone()
        } else {
            format!("{} {part}", object.name)
        },
    };
    let table = QualifiedName {
        schema: object.schema.clone(),
        name: object.name.clone(),
    };
    let triggers = (
        any_kw(&["enable", "disable"]),
        kw("trigger"),
        any_kw(&["all", "user"]),
    )
        .parse(rest);
    if let Ok((_, (verb, ..))) = triggers {
        return Statement::new(Class::TableTriggers {
            table,
            enable: verb == "enable",
        })
        .about(Some(object));
    }
    if let Ok((after, ())) = kws(&["drop", "constraint"]).parse(rest) {
        let name = if_exists(after).and_then(|(after, _)| ident(after));
        let name = name.map_or_else(|_| String::new(), |(_, name)| name);
        return Statement::new(Class::Drop)
            .about(Some(entry("CONSTRAINT", &name)))
            .drop_part();
    }
    let column = preceded((kw("alter"), opt(kw("column"))), ident).parse(rest);
    if let Ok((after, column)) = &column
        && kws(&["drop", "default"]).parse(*after).is_ok()
    {
        return Statement::new(Class::Drop)
            .about(Some(entry("DEFAULT", column)))
            .drop_part();
    }
    if rest.tokens.iter().any(|token| rest.is_word(token, "level")) {
        return Statement::new(Class::Alter).about(Some(entry("ROW SECURITY", "")));
    }
    let named_trigger = (
        any_kw(&["enable", "disable"]),
        opt(any_kw(&["always", "replica"])),
        any_kw(&["trigger", "rule"]),
    );
    if let Ok((_, name)) = preceded(named_trigger, ident).parse(rest) {
        let rule = rest.tokens.iter().any(|token| rest.is_word(token, "rule"));
        let type_name = if rule { "RULE" } else { "TRIGGER" };
        return Statement::new(Class::Alter).about(Some(entry(type_name, &name)));
    }
    let after = kind_of(input).map_or(input, |(_, after)| after);
    let after = if_exists(after).map_or(after, |(after, _)| after);
    let after = kw("only").parse(after).map_or(after, |(after, _)| after);
    let statement = match alter_table(after) {
        Ok((_, Change::AlterTable { table, actions })) if !actions.is_empty() => {
            let object = match actions.as_slice() {
                [action] => action_object(action, &entry, &object),
                _ => object.clone(),
            };
            let change = Change::AlterTable { table, actions };
            Statement::new(Class::TableChange(Box::new(change))).about(Some(object))
        }
        _ => Statement::new(Class::Alter).about(Some(object)),
    };
    let detaches = rest.word_at(0, "detach")
        && rest
            .tokens
            .iter()
            .any(|token| rest.is_word(token, "concurrently"));
    if detaches {
        statement.placed(Placement::Refused("DETACH PARTITION CONCURRENTLY"))
    } else {
        statement
    }
}

/// The entry that pg_dump makes of an action.
fn action_object(
    action: &TableAction,
    entry: &dyn Fn(&'static str, &str) -> Object,
    table: &Object,
) -> Object {
    match action {
        TableAction::AddConstraint(TableConstraint { name, kind, .. }) => {
            let type_name = match kind {
                ConstraintKind::Check(_) | ConstraintKind::NotNull(_) => "CHECK CONSTRAINT",
                ConstraintKind::ForeignKey { .. } => "FK CONSTRAINT",
                _ => "CONSTRAINT",
            };
            entry(type_name, name.as_deref().unwrap_or_default())
        }
        TableAction::SetDefault(column, _) => entry("DEFAULT", column),
        TableAction::AttachPartition(child, _) => child.object("TABLE ATTACH"),
        TableAction::AddIdentity(_, identity) => match &identity.sequence {
            Some(sequence) => sequence.object("SEQUENCE"),
            None => table.clone(),
        },
        _ => table.clone(),
    }
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
fn has_password(input: Input<'_>) -> bool {
    let literal = |token: &Token| matches!(token.kind, TokenKind::Literal(_));
    input
        .tokens
        .windows(2)
        .any(|pair| input.is_word(&pair[0], "password") && literal(&pair[1]))
}

/// `OPTIONS (` somewhere.
fn has_options(input: Input<'_>) -> bool {
    input
        .tokens
        .windows(2)
        .any(|pair| input.is_word(&pair[0], "options") && pair[1].kind == TokenKind::Symbol(b'('))
}
