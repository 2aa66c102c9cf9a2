//! `generate:` — reading what rows a table gets.

use std::sync::Arc;

use super::super::expr::RowQuery;
use super::super::generate::{Drive, GeneratedColumn, Generator, Source};
use super::super::model::{ColumnName, ColumnRule};
use super::super::node::{Key, Node};
use super::super::params::Params;
use super::table::{bad_name, column_name};
use super::{Findings, LoadCx, column, params, twice};
use crate::error::{Error, Position, Result};
use crate::transform::Role;
use crate::transform::made::check_name;

/// Reads `generate`, where the table has it.
pub(super) fn read(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Option<Vec<Generator>>> {
    let Some(node) = params.node("generate")? else {
        return Ok(None);
    };
    let Some(items) = node.list() else {
        return Err(Error::rules(
            &node.position,
            format!("`generate` is a list, not {}", node.shape()),
        )
        .hint("- {rows: 100, columns: {id: next, name: person.name}}"));
    };
    let mut findings = Findings::default();
    let generators = items
        .iter()
        .filter_map(|item| findings.keep(generator(item, cx)))
        .collect();
    findings.finish(Some(generators))
}

fn generator(node: &Node, cx: &LoadCx<'_>) -> Result<Generator> {
    let params = params("a generator", node)?;
    let mut findings = Findings::default();
    let drive = findings.keep(drive(node, &params));
    let columns = findings.keep(
        params
            .required("columns")
            .and_then(|node| columns(node, cx)),
    );
    let unique = findings.keep(unique(&params)).unwrap_or_default();
    for (name, position) in &unique {
        let named = |columns: &Vec<GeneratedColumn>| {
            columns.iter().any(|column| column.name.text == name.text)
        };
        if !columns.as_ref().is_none_or(named) {
            findings.push(Error::rules(
                position,
                format!(
                    "`unique` names \"{}\", which the generator does not fill",
                    name.text
                ),
            ));
        }
    }
    findings.keep(params.finish_as("a generator has no key"));
    let generator = drive.zip(columns).map(|(drive, columns)| Generator {
        position: node.position.clone(),
        drive,
        columns,
        unique: unique.into_iter().map(|(name, _)| name).collect(),
    });
    findings.finish_some(generator)
}

/// `rows`, or `for_each` with `as` and `count`.
fn drive(node: &Node, params: &Params<'_>) -> Result<Drive> {
    let mut findings = Findings::default();
    let rows = findings.keep(params.node("rows")).flatten();
    let for_each = findings.keep(params.node("for_each")).flatten();
    let name = findings.keep(params.node("as")).flatten();
    let count = findings.keep(params.node("count")).flatten();
    let drive = match (rows, for_each) {
        (Some(_), Some(second)) => {
            findings.push(Error::rules(
                &second.position,
                "a generator has `rows` or `for_each`, not both",
            ));
            None
        }
        (None, None) => {
            findings.push(
                Error::rules(
                    &node.position,
                    "the generator does not say how many rows: `rows` or `for_each` is needed",
                )
                .hint("rows: 1000, or for_each: \"SELECT id FROM table\""),
            );
            None
        }
        (Some(rows), None) => {
            for (given, what) in [(name, "as"), (count, "count")] {
                if let Some(given) = given {
                    findings.push(Error::rules(
                        &given.position,
                        format!("`{what}` goes with `for_each`"),
                    ));
                }
            }
            findings.keep(number(rows, "rows")).map(Drive::Rows)
        }
        (None, Some(for_each)) => {
            let query = findings.keep(query(for_each, "for_each"));
            let name = name.and_then(|name| findings.keep(driver_name(name)));
            let count = match count {
                Some(count) => findings.keep(range(count)),
                None => Some((1, 1)),
            };
            query.zip(count).map(|(query, (min, max))| Drive::Each {
                query,
                name,
                min,
                max,
            })
        }
    };
    findings.finish_some(drive)
}

fn number(node: &Node, what: &str) -> Result<u64> {
    match node.scalar().map(str::parse) {
        Some(Ok(number)) => Ok(number),
        _ => Err(Error::rules(
            &node.position,
            format!("`{what}` must be a number of rows"),
        )),
    }
}

/// A number, or `{min: …, max: …}`.
fn range(node: &Node) -> Result<(u64, u64)> {
    if node.map().is_none() {
        let number = number(node, "count")?;
        return Ok((number, number));
    }
    let params = params("`count`", node)?;
    let mut findings = Findings::default();
    let mut bound = |name| {
        let node = findings.keep(params.required(name))?;
        findings.keep(number(node, name))
    };
    let range = bound("min").zip(bound("max"));
    if let Some((min, max)) = range
        && min > max
    {
        findings.push(Error::rules(&node.position, "`min` is greater than `max`"));
    }
    findings.keep(params.finish_as("`count` has no key"));
    findings.finish_some(range)
}

/// What templates call the row: a name that they can write and that means nothing else.
fn driver_name(node: &Node) -> Result<String> {
    let text = node.scalar().unwrap_or_default();
    match check_name(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(says) => {
            Err(Error::rules(&node.position, format!("`as`: {says}"))
                .hint("a word such as `brief`"))
        }
    }
}

fn query(node: &Node, what: &str) -> Result<Arc<RowQuery>> {
    match node.scalar() {
        Some(source) if !source.trim().is_empty() => {
            RowQuery::parse(source, &node.position).map(Arc::new)
        }
        _ => Err(Error::rules(
            &node.position,
            format!("`{what}` is a query: \"SELECT columns FROM table WHERE condition\""),
        )),
    }
}

/// `unique`: columns that together have no two values alike.
fn unique(params: &Params<'_>) -> Result<Vec<(ColumnName, Position)>> {
    let Some(node) = params.node("unique")? else {
        return Ok(Vec::new());
    };
    let items = node.list().unwrap_or(std::slice::from_ref(node));
    let mut findings = Findings::default();
    let names = items
        .iter()
        .filter_map(|item| {
            findings.keep(column_name(item))?;
            let name = findings.keep(name(item.scalar().unwrap_or_default(), &item.position))?;
            Some((name, item.position.clone()))
        })
        .collect();
    findings.finish(names)
}

fn name(text: &str, position: &Position) -> Result<ColumnName> {
    ColumnName::parse(text).map_err(|says| bad_name(position, "column", text, &says))
}

fn columns(node: &Node, cx: &LoadCx<'_>) -> Result<Vec<GeneratedColumn>> {
    let Some(entries) = node.map() else {
        return Err(Error::rules(
            &node.position,
            format!(
                "`columns` is a map from columns to what fills them, not {}",
                node.shape()
            ),
        ));
    };
    let mut findings = Findings::default();
    let mut seen = std::collections::HashMap::new();
    let mut columns = Vec::new();
    for (key, node) in entries {
        let Some(name) = findings.keep(name(&key.text, &key.position)) else {
            continue;
        };
        if let Some(first) = seen.insert(name.text.clone(), &key.position) {
            findings.push(twice("the column", &name.text, &key.position, first));
            continue;
        }
        columns.extend(findings.keep(generated(key, node, name, cx)));
    }
    findings.finish(columns)
}

/// `next`, `{pick: QUERY}`, or a rule that needs no original.
fn generated(key: &Key, node: &Node, name: ColumnName, cx: &LoadCx<'_>) -> Result<GeneratedColumn> {
    if node.shape() == "nothing" {
        return Err(Error::rules(
            &key.position,
            format!("nothing fills the column `{}`", name.text),
        )
        .hint("write `next`, a transformer, or {pick: \"SELECT …\"} behind the colon"));
    }
    let (source, unique) = if node.scalar() == Some("next") {
        (Source::Next, true)
    } else if node.get("pick").is_some() {
        let params = params("`pick`", node)?;
        let mut findings = Findings::default();
        let query = findings.keep(params.required("pick").and_then(picked));
        let unique = findings.keep(params.bool("unique")).flatten();
        findings.keep(params.finish_as("`pick` has no key"));
        let query = findings.finish_some(query)?;
        (Source::Pick(query), unique.unwrap_or_default())
    } else {
        let rule = column::read(cx, node, column::Place::Column)?;
        column::refuse_follow(&rule)?;
        invents(&rule)?;
        let unique = rule.options.unique;
        (Source::Rule(rule), unique)
    };
    Ok(GeneratedColumn {
        position: key.position.clone(),
        name,
        source,
        unique,
    })
}

fn picked(node: &Node) -> Result<Arc<RowQuery>> {
    let query = query(node, "pick")?;
    if query.columns.len() != 1 {
        return Err(Error::rules(&node.position, "`pick` takes one column")
            .hint("SELECT column FROM table WHERE condition"));
    }
    Ok(query)
}

/// The rule, and those it chooses from, make a value of nothing.
fn invents(rule: &ColumnRule) -> Result<()> {
    let nested = rule.spec.nested();
    if rule.kind.name == "choice" {
        return nested.iter().try_for_each(|(_, inner)| invents(inner));
    }
    let invents = match rule.kind.role {
        Role::Constant => true,
        Role::Keyed => rule.kind.name != "command" && !rule.kind.partial && !rule.spec.partial(),
        Role::Keep | Role::Value | Role::Container => false,
    };
    if invents {
        return Ok(());
    }
    let refused = |what: &str| {
        Error::rules(
            &rule.position,
            format!("{what} by an original value, and a generated row has none"),
        )
    };
    if rule.kind.name == "cases" {
        return Err(refused("a list of cases goes").hint(
            "use `choice`, or `if` in a template; what hangs on other rows: a `for_each` or `pick` with \
             that condition",
        ));
    }
    Err(refused(&format!("`{}` goes", rule.kind.name))
        .hint("use a transformer that invents, `set`, `choice`, `template`, `pick` or `next`"))
}
