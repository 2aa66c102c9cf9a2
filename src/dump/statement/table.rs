//! `CREATE TABLE` and `ALTER TABLE`.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::change::{Change, CreateTable, QualifiedName, TableAction, TableElement};
use super::constraint::{
    begins_constraint, column, identity, next_value, partition_by, table_constraint,
};
use super::grammar::{
    Input, Parsed, any_kw, group, ident, if_exists, kw, kws, op, qualified, skip,
};
use super::type_name::type_name;
use crate::dump::token::mismatch;

/// What a table is made from.
pub(super) enum Created {
    /// Definitions.
    Table(Box<CreateTable>),
    /// A query: its columns can't be told.
    FromQuery(QualifiedName),
}

/// The rest of `CREATE … TABLE`, from its name on.
pub(super) fn create_table(
    input: Input<'_>,
    foreign: bool,
    temporary: bool,
) -> Parsed<'_, Created> {
    let (rest, if_not_exists) = if_exists(input)?;
    let (mut rest, name) = qualified(rest)?;
    let mut table = CreateTable {
        if_not_exists,
        foreign,
        temporary,
        ..CreateTable::default()
    };
    let mut typed = false;
    if let Ok((after, ty)) = preceded(kw("of"), qualified).parse(rest) {
        table.of_type = Some(ty);
        typed = true;
        rest = after;
    } else if let Ok((after, parent)) = preceded(kws(&["partition", "of"]), qualified).parse(rest) {
        table.parents.push(parent);
        table.partition_bound = Some(String::new());
        typed = true;
        rest = after;
    }
    let query = |rest: Input<'_>| rest.find_word(&["as", "execute"]).is_some();
    if let Ok((after, content)) = group(rest) {
        if elements(content, typed, &mut table).is_none() {
            // `CREATE TABLE t (a, b) AS SELECT …` lists names only.
            return if query(after) {
                Ok((after.with(&[]), Created::FromQuery(name)))
            } else {
                mismatch()
            };
        }
        rest = after;
    } else if !typed {
        return if query(rest) {
            Ok((rest.with(&[]), Created::FromQuery(name)))
        } else {
            mismatch()
        };
    }
    if table.partition_bound.is_some() {
        let (after, bound) = partition_bound(rest)?;
        table.partition_bound = Some(bound);
        rest = after;
    }
    rest = clauses(rest, &mut table)?.0;
    if rest.word_at(0, "as") {
        return Ok((rest.with(&[]), Created::FromQuery(name)));
    }
    table.name = Some(name);
    Ok((rest, Created::Table(Box::new(table))))
}

/// The list of columns and constraints. `None` where a part of it is neither.
fn elements(content: Input<'_>, typed: bool, table: &mut CreateTable) -> Option<()> {
    for part in content.split_commas() {
        if begins_constraint(part) {
            if let Ok((_, constraint)) = table_constraint(part) {
                table.constraints.extend(constraint);
                continue;
            }
            return None;
        }
        if let Ok((_, source)) = preceded(kw("like"), qualified).parse(part) {
            table.elements.push(TableElement::Like(source));
            continue;
        }
        let (column, constraints) = column(part, typed)?;
        table.elements.push(TableElement::Column(Box::new(column)));
        table.constraints.extend(constraints);
    }
    Some(())
}

/// `FOR VALUES …` or `DEFAULT`: its text.
fn partition_bound(input: Input<'_>) -> Parsed<'_, String> {
    if let Ok((rest, _)) = kw("default").parse(input) {
        return Ok((rest, input.until(rest).span_text()));
    }
    let (mut rest, ()) = kws(&["for", "values"]).parse(input)?;
    while rest.word_at(0, "in")
        || rest.word_at(0, "from")
        || rest.word_at(0, "to")
        || rest.word_at(0, "with")
    {
        let (after, _) = group(rest.rest())?;
        rest = after;
    }
    Ok((rest, input.until(rest).span_text()))
}

/// What follows the list of columns, in any order.
fn clauses<'t>(mut input: Input<'t>, table: &mut CreateTable) -> Parsed<'t, ()> {
    while !input.is_empty() && !input.word_at(0, "as") {
        input = if let Ok((rest, content)) = preceded(kw("inherits"), group).parse(input) {
            for part in content.split_commas() {
                table.parents.push(qualified(part)?.1);
            }
            rest
        } else if let Ok((rest, by)) =
            preceded(kws(&["partition", "by"]), partition_by).parse(input)
        {
            table.partition_by = Some(by);
            rest
        } else {
            skip(input)?.0
        };
    }
    Ok((input, ()))
}

/// The actions of `ALTER TABLE [IF EXISTS] [ONLY] name`, from the name on.
pub(super) fn alter_table(input: Input<'_>) -> Parsed<'_, Change> {
    let (rest, table) = qualified(input)?;
    let (rest, _) = opt(op("*")).parse(rest)?;
    let actions = rest
        .split_commas()
        .into_iter()
        .filter_map(|part| action(part).ok().and_then(|(_, action)| action))
        .collect();
    Ok((rest.with(&[]), Change::AlterTable { table, actions }))
}

fn action(input: Input<'_>) -> Parsed<'_, Option<TableAction>> {
    let (rest, verb) = any_kw(&[
        "add", "drop", "alter", "attach", "detach", "inherit", "no", "rename", "set",
    ])
    .parse(input)?;
    match verb {
        "add" => add(rest),
        "drop" => {
            if rest.word_at(0, "constraint") {
                return Ok((rest, None));
            }
            let (rest, _) = opt(kw("column")).parse(rest)?;
            let (rest, _) = if_exists(rest)?;
            let (rest, name) = ident(rest)?;
            Ok((rest, Some(TableAction::DropColumn(name))))
        }
        "alter" => {
            if rest.word_at(0, "constraint") {
                return Ok((rest, None));
            }
            let (rest, _) = opt(kw("column")).parse(rest)?;
            let (rest, name) = ident(rest)?;
            alter_column(rest, name)
        }
        "attach" => {
            let (rest, child) = preceded(kw("partition"), qualified).parse(rest)?;
            let (rest, bound) = partition_bound(rest)?;
            Ok((rest, Some(TableAction::AttachPartition(child, bound))))
        }
        "detach" => {
            let (rest, child) = preceded(kw("partition"), qualified).parse(rest)?;
            Ok((rest, Some(TableAction::DetachPartition(child))))
        }
        "inherit" => {
            let (rest, parent) = qualified(rest)?;
            Ok((rest, Some(TableAction::Inherit(parent))))
        }
        "no" => {
            let (rest, parent) = preceded(kw("inherit"), qualified).parse(rest)?;
            Ok((rest, Some(TableAction::NoInherit(parent))))
        }
        "rename" => rename(rest),
        _ => {
            let (rest, schema) = preceded(kw("schema"), ident).parse(rest)?;
            Ok((rest, Some(TableAction::SetSchema(schema))))
        }
    }
}

fn add(input: Input<'_>) -> Parsed<'_, Option<TableAction>> {
    if begins_constraint(input) {
        let (rest, constraint) = table_constraint(input)?;
        return Ok((rest, constraint.map(TableAction::AddConstraint)));
    }
    let (rest, _) = opt(kw("column")).parse(input)?;
    let (rest, if_not_exists) = if_exists(rest)?;
    match column(rest, false) {
        Some((column, constraints)) => Ok((
            rest.with(&[]),
            Some(TableAction::AddColumn {
                if_not_exists,
                column: Box::new(column),
                constraints,
            }),
        )),
        None => mismatch(),
    }
}

fn alter_column(input: Input<'_>, name: String) -> Parsed<'_, Option<TableAction>> {
    if let Ok((rest, ())) = kws(&["set", "not", "null"]).parse(input) {
        return Ok((rest, Some(TableAction::SetNotNull(name))));
    }
    if let Ok((rest, ())) = kws(&["set", "default"]).parse(input) {
        let sequence = next_value(rest);
        return Ok((
            rest.with(&[]),
            Some(TableAction::SetDefault(name, sequence)),
        ));
    }
    if let Ok((rest, identity)) = preceded(kws(&["add", "generated"]), identity).parse(input) {
        return Ok((rest, Some(TableAction::AddIdentity(name, identity))));
    }
    if let Ok((rest, ())) = kws(&["drop", "expression"]).parse(input) {
        return Ok((rest, Some(TableAction::DropExpression(name))));
    }
    let (rest, _) = opt(kws(&["set", "data"])).parse(input)?;
    if let Ok((rest, ty)) = preceded(kw("type"), type_name).parse(rest) {
        return Ok((rest, Some(TableAction::SetType(name, ty))));
    }
    Ok((rest, None))
}

fn rename(input: Input<'_>) -> Parsed<'_, Option<TableAction>> {
    if let Ok((rest, name)) = preceded(kw("to"), ident).parse(input) {
        return Ok((rest, Some(TableAction::Rename(name))));
    }
    if input.word_at(0, "constraint") {
        return Ok((input, None));
    }
    let (rest, _) = opt(kw("column")).parse(input)?;
    let (rest, from) = ident(rest)?;
    let (rest, to) = preceded(kw("to"), ident).parse(rest)?;
    Ok((rest, Some(TableAction::RenameColumn(from, to))))
}
