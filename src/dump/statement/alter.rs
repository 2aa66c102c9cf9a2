//! `ALTER …`.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{Change, ConstraintKind, QualifiedName, TableAction, TableConstraint};
use super::define;
use super::grammar::{Input, any_kw, group, ident, if_exists, kw, kws, op, qualified};
use super::object::{Named, default_privileges, kind_of, named};
use super::table::alter_table;
use super::verb::{has_password, options_secret};
use super::{Class, Object, Placement, Secret, Statement};

pub(super) fn alter(input: Input<'_>) -> Statement {
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
            let secret = options_secret(input, kind.type_name);
            alter_relation(input, object, rest).secret(secret)
        }
        "ROLE" => alter_role(object, rest),
        "DATABASE" => {
            let setting = rest.word_at(0, "set") && !rest.word_at(1, "tablespace");
            let moved = rest.word_at(0, "set") && rest.word_at(1, "tablespace");
            let class = if owner { Class::Owner } else { Class::Database };
            let object = Object {
                type_name: if setting {
                    "DATABASE PROPERTIES"
                } else {
                    object.type_name
                },
                ..object
            };
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
            altered(object).secret(options_secret(input, kind.type_name))
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
                ConstraintKind::Check(_) => "CHECK CONSTRAINT",
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
