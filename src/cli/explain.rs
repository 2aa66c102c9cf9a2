//! `dmscrub explain TABLE.COLUMN`: what decides a column, where that stands, and who shares it.
//!
//! Shows rules and schema only; the data of a dump is passed over.

use std::path::Path;

use super::args::ExplainArgs;
use super::outside::load_rules;
use super::page;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::rules::decide::{ColumnDecision, Decision, decide};
use crate::rules::model::RuleSet;
use crate::rules::nearest::nearest;

mod named;
mod parameters;
mod schema;
mod show;
#[cfg(test)]
mod tests;
mod uses;

use named::Named;
use parameters::Sources;

/// Runs `explain`.
pub fn run(args: &ExplainArgs) -> Result<()> {
    let name = Name::parse(&args.column)?;
    let rules = load_rules(&args.rules, &args.overlays)?;
    let schema = match args.input.as_deref() {
        None => Schema::default(),
        Some(path) => {
            let file = Some(path).filter(|path| *path != Path::new("-"));
            schema::read(file, &name.table)?
        }
    };
    let sources = Sources::read(&rules, |file| std::fs::read(file).ok());
    page::print(explain(&rules, &schema, &sources, &name)?.as_bytes())
}

/// What is asked about.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    table: TableName,
    /// As SQL reads it: folded unless quoted.
    column: String,
    /// As it was typed, without quotes.
    typed: String,
}

impl Name {
    /// Parses `table.column` or `schema.table.column`, each part quoted as SQL does.
    fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::usage(format!("`{text}` is no TABLE.COLUMN"))
                .hint("such as users.email_address or crm.people.name")
                .hint("in double quotes where SQL needs them: '\"Odd Table\".\"Odd Column\"'")
        };
        let mut parts = crate::dump::name::split_name(text).ok_or_else(wrong)?;
        let (Some(column), Some(table)) = (parts.pop(), parts.pop()) else {
            return Err(wrong());
        };
        let schema = parts.pop().unwrap_or_else(|| "public".to_owned());
        if !parts.is_empty() {
            return Err(wrong());
        }
        // Rules may name `firstName` without quotes; so may who asks about it.
        let typed = text
            .trim()
            .get(text.trim().len().saturating_sub(column.len())..)
            .filter(|typed| typed.eq_ignore_ascii_case(&column))
            .unwrap_or(&column)
            .to_owned();
        Ok(Self {
            table: TableName::new(schema, table),
            column,
            typed,
        })
    }
}

/// The whole answer.
///
/// # Errors
/// Exit 4 where rules or dump have no such column, or nothing decides it; exit 3 where the rules
/// contradict each other.
fn explain(rules: &RuleSet, schema: &Schema, sources: &Sources, name: &Name) -> Result<String> {
    let named = Named::new(rules, schema);
    let table = &name.table;
    if !schema.tables.is_empty() && !schema.tables.contains_key(table) {
        return Err(unknown(
            format!("the dump has no table {table}"),
            &table.to_string(),
            &schema
                .tables
                .keys()
                .map(TableName::to_string)
                .collect::<Vec<_>>(),
        ));
    }
    let columns = named.columns(table);
    let known = |text: &String| columns.contains(text);
    let column = [&name.column, &name.typed]
        .into_iter()
        .find(|text| known(text))
        .unwrap_or(&name.column)
        .clone();
    if !schema.tables.is_empty() && !known(&column) {
        let columns: Vec<String> = columns.iter().map(|c| Quoted(c).to_string()).collect();
        return Err(unknown(
            format!("the dump has no column {table}.{}", Quoted(&column)),
            &Quoted(&column).to_string(),
            &columns,
        ));
    }
    let decision = decide_one(rules, schema, table, &column, &columns)
        .map_err(|error| with_nearest(error, &named, table, &column, &columns))?;
    Ok(show::page(&show::Subject {
        rules,
        schema,
        sources,
        named: &named,
        table,
        column: &column,
        decision: &decision,
    }))
}

/// Decides the table with one column, beside which stand the others.
fn decide_one<'r>(
    rules: &'r RuleSet,
    schema: &Schema,
    table: &TableName,
    column: &str,
    columns: &[String],
) -> Result<Decision<'r>> {
    // With its neighbours, as the filter does; where one of them is wrong, alone.
    let whole = if columns.iter().any(|other| other == column) {
        decide(rules, table, columns, schema).ok()
    } else {
        None
    };
    if let Some(mut decision) = whole {
        decision.columns.retain(|decided| decided.name == column);
        return Ok(decision);
    }
    decide(rules, table, &[column.to_owned()], schema)
        .map_err(|errors| Error::all(errors).unwrap_or_else(|| Error::unexpected("no finding")))
}

/// The decided column, where rows of the table stay at all.
fn decided<'d, 'r>(decision: &'d Decision<'r>) -> Option<&'d ColumnDecision<'r>> {
    decision.columns.first()
}

/// An error for a name that the dump does not have.
fn unknown(message: String, name: &str, candidates: &[String]) -> Error {
    let error = Error::undecided(message);
    match nearest(name, candidates.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("names are SQL-style: schema.table.column, quoted where need be"),
    }
}

/// What is not decided may be a typing mistake.
fn with_nearest(
    error: Error,
    named: &Named<'_>,
    table: &TableName,
    column: &str,
    columns: &[String],
) -> Error {
    if error.exit() != ExitCode::Undecided {
        return error;
    }
    if columns.is_empty() {
        let tables = named.tables();
        return match nearest(&table.to_string(), tables.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("or did you mean {near}.{}?", Quoted(column))),
            None => error,
        };
    }
    match nearest(column, columns.iter().map(String::as_str)) {
        Some(near) if near != column => {
            error.hint(format!("or did you mean {table}.{}?", Quoted(near)))
        }
        _ => error,
    }
}
