//! `tables:` — which rows stay, what decides each column, what refers to what.

use super::super::model::{
    NamedColumn, OnPurge, Reference, RowRules, Sample, TablePattern, TableRef, TableRule,
};
use super::super::node::{Key, Node};
use super::super::params::Params;
use super::super::pattern::ColumnName;
use super::{Findings, LoadCx, circle, column, generate, no_value, params, twice};
use crate::error::{Error, Position, Result};

/// Reads the tables of all files.
pub(super) fn read(
    entries: &[(&Key, &Node)],
    cx: &LoadCx<'_>,
    findings: &mut Findings,
) -> Vec<TableRule> {
    let mut tables: Vec<TableRule> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (key, node) in entries {
        let pattern = match TablePattern::parse(&key.text) {
            Ok(pattern) => pattern,
            Err(says) => {
                findings.push(bad_name(&key.position, "table", &key.text, &says));
                continue;
            }
        };
        // Displayed, a name is the same with its schema written or left out.
        if let Some(first) = seen.insert(pattern.to_string(), &key.position) {
            findings.push(twice(
                "the table",
                &pattern.to_string(),
                &key.position,
                first,
            ));
            seen.insert(pattern.to_string(), first);
        } else if node.shape() == "nothing" {
            findings.push(no_value(key));
        } else if let Some(table) = findings.keep(table(key, node, pattern, cx)) {
            tables.push(table);
        }
    }
    tables
}

/// What `like` names in some tables must have a rule among all tables.
pub(super) fn check_likes(tables: &[TableRule], all: &[TableRule], findings: &mut Findings) {
    for table in tables {
        if let Some((like, position)) = &table.like {
            findings.keep(check_like(all, table, like, position));
        }
    }
}

/// In an overlay, who weakens says why.
pub(super) fn check_weaken(tables: &[TableRule], findings: &mut Findings) {
    for table in tables {
        let columns = table.columns.iter().map(|column| {
            let weaken = column.rule.options.weaken;
            (&column.rule.position, weaken, &column.rule.notes)
        });
        let own = (&table.position, table.weaken, &table.notes);
        for (position, weaken, notes) in columns.chain([own]) {
            if weaken && notes.reason.is_none() {
                findings.push(
                    Error::rules(position, "`weaken: true` needs a `reason`")
                        .hint("add a line such as `reason: …`; it goes to the report"),
                );
            }
        }
    }
}

pub(super) fn bad_name(position: &Position, what: &str, name: &str, says: &str) -> Error {
    Error::rules(position, format!("`{name}` is no {what}'s name: {says}"))
        .hint("quote names as SQL does, and the whole key for YAML: '\"Odd Schema\".\"Odd Table\"'")
}

/// The table that `like` names must have a rule; a glob's own schema is known only later.
fn check_like(
    tables: &[TableRule],
    table: &TableRule,
    like: &TableRef,
    position: &Position,
) -> Result<()> {
    if table.pattern.is_glob() && !like.qualified {
        return Ok(());
    }
    if table.pattern.exact().as_ref() == Some(&like.name) {
        return Err(Error::rules(
            position,
            format!(
                "`like: {}` stands in the rule of that table itself",
                like.name
            ),
        ));
    }
    if tables.iter().any(|other| other.pattern.matches(&like.name)) {
        return Ok(());
    }
    let name = like.name.to_string();
    let names: Vec<String> = tables
        .iter()
        .filter(|other| other.position != table.position)
        .map(|other| other.pattern.to_string())
        .collect();
    let error = Error::rules(position, format!("`like` names {name}, which has no rule"));
    Err(
        match super::nearest(&name, names.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error,
        },
    )
}

fn table(key: &Key, node: &Node, pattern: TablePattern, cx: &LoadCx<'_>) -> Result<TableRule> {
    let Some(entries) = node.map() else {
        return Err(Error::rules(
            &node.position,
            format!("a table's rule is a map, not {}", node.shape()),
        )
        .hint("write `columns:`, `purge:` or `like:` below the table's name"));
    };
    let params = Params::new(&key.position, entries, &[]);
    let mut findings = Findings::default();
    let rows = findings.keep(rows(&params, cx));
    let columns = findings.keep(columns(&params, cx));
    let references = findings.keep(references(&params, cx));
    let like = findings.keep(like(&params)).flatten();
    let notes = findings.keep(column::notes(&params));
    let weaken = findings.keep(params.bool("weaken")).flatten();
    let generate = findings.keep(generate::read(&params, cx)).flatten();
    findings.keep(params.finish_as("a table has no setting"));
    findings.finish(TableRule {
        position: key.position.clone(),
        pattern,
        like,
        rows: rows.unwrap_or_default(),
        columns: columns.unwrap_or_default(),
        references: references.unwrap_or_default(),
        generate,
        notes: notes.unwrap_or_default(),
        weaken: weaken.unwrap_or_default(),
    })
}

/// A table's name without globs.
fn table_ref(params: &Params<'_>, name: &'static str) -> Result<Option<(TableRef, Position)>> {
    let (Some(node), Some(text)) = (params.node(name)?, params.string(name)?) else {
        return Ok(None);
    };
    match TableRef::parse(text) {
        Ok(table) => Ok(Some((table, node.position.clone()))),
        Err(says) => Err(bad_name(&node.position, "table", text, &says)),
    }
}

fn like(params: &Params<'_>) -> Result<Option<(TableRef, Position)>> {
    table_ref(params, "like")
}

fn rows(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<RowRules> {
    let mut findings = Findings::default();
    let mut rows = RowRules::default();
    let purge = findings.keep(params.node("purge")).flatten();
    let keep_where = findings.keep(params.node("where")).flatten();
    if let (Some(purge), Some(keep_where)) = (purge, keep_where) {
        findings.push(
            Error::rules(
                &keep_where.position,
                format!(
                    "a table has `purge` or `where`, not both; `purge` stands at {}",
                    purge.position
                ),
            )
            .hint("write both as one expression"),
        );
    }
    if let Some(node) = purge {
        if node.scalar().is_some_and(|text| text.trim() == "all") {
            rows.purge_all = true;
        } else {
            rows.purge = findings.keep(cx.expr(node));
        }
    }
    if let Some(node) = keep_where {
        rows.keep_where = findings.keep(cx.expr(node));
    }
    if let Some(Some(node)) = findings.keep(params.node("sample")) {
        rows.sample = findings.keep(sample(node));
    }
    if let Some(Some(node)) = findings.keep(params.node("limit")) {
        match node.scalar().map(str::parse) {
            Some(Ok(limit)) => rows.limit = Some(limit),
            _ => findings.push(Error::rules(
                &node.position,
                "`limit` must be a number of rows",
            )),
        }
    }
    findings.finish(rows)
}

/// `5%`, `0.05`, or `{share: 5%, by: COLUMN}`.
fn sample(node: &Node) -> Result<Sample> {
    if node.map().is_none() {
        return Ok(Sample {
            position: node.position.clone(),
            share: share(node)?,
            by: None,
        });
    }
    let params = params("`sample`", node)?;
    let mut findings = Findings::default();
    let share_of = findings.keep(params.required("share").and_then(share));
    let by = findings.keep(params.node("by")).flatten();
    let by = by.and_then(|node| findings.keep(column_name(node)));
    findings.keep(params.finish_as("`sample` has no key"));
    findings.finish(Sample {
        position: node.position.clone(),
        share: share_of.unwrap_or_default(),
        by,
    })
}

fn share(node: &Node) -> Result<f64> {
    let text = node.scalar().unwrap_or_default().trim();
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    // A bare `1` may be meant as one per cent or as all.
    let clear = percent || number.contains('.') || number == "0";
    let share = number
        .parse()
        .map(|share: f64| if percent { share / 100.0 } else { share });
    match share {
        Ok(share) if clear && (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(
            Error::rules(&node.position, "a sample is a share from 0% to 100%")
                .hint("write it as 5% or 0.05"),
        ),
    }
}

/// One column's name as it stands in a value.
pub(super) fn column_name(node: &Node) -> Result<String> {
    let Some(text) = node.scalar() else {
        return Err(Error::rules(
            &node.position,
            format!("a column's name is needed here, not {}", node.shape()),
        ));
    };
    match ColumnName::parse(text) {
        Ok(name) => Ok(name.text),
        Err(says) => Err(bad_name(&node.position, "column", text, &says)),
    }
}

/// A column's name, or a list of them.
fn column_names(node: &Node) -> Result<Vec<String>> {
    let items = node.list().unwrap_or(std::slice::from_ref(node));
    let mut findings = Findings::default();
    let names: Vec<String> = items
        .iter()
        .filter_map(|item| findings.keep(column_name(item)))
        .collect();
    if items.is_empty() {
        findings.push(Error::rules(&node.position, "the list names no column"));
    }
    findings.finish(names)
}

fn columns(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Vec<NamedColumn>> {
    let Some(node) = params.node("columns")? else {
        return Ok(Vec::new());
    };
    let Some(entries) = node.map() else {
        return Err(Error::rules(
            &node.position,
            format!(
                "`columns` is a map from columns to rules, not {}",
                node.shape()
            ),
        ));
    };
    let mut findings = Findings::default();
    let mut columns: Vec<NamedColumn> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (key, node) in entries {
        let name = match ColumnName::parse(&key.text) {
            Ok(name) => name,
            Err(says) => {
                findings.push(bad_name(&key.position, "column", &key.text, &says));
                continue;
            }
        };
        if !name.quoted && name.text.contains('*') {
            findings.push(
                Error::rules(
                    &key.position,
                    format!("`{}`: a table's columns are named one by one", key.text),
                )
                .hint("globs over columns stand in `classes`"),
            );
        } else if let Some(first) = seen.get(&name.text) {
            findings.push(twice("the column", &name.text, &key.position, first));
        } else if node.shape() == "nothing" {
            findings.push(
                Error::rules(
                    &key.position,
                    format!("the column `{}` has no rule", name.text),
                )
                .hint("write a transformer behind the colon; for NULL write `null`"),
            );
        } else if let Some(rule) = findings.keep(column::read(cx, node, column::Place::Column)) {
            seen.insert(name.text.clone(), key.position.clone());
            columns.push(NamedColumn {
                position: key.position.clone(),
                name,
                rule,
            });
        }
    }
    findings.keep(check_circle(&columns));
    findings.finish(columns)
}

fn check_circle(columns: &[NamedColumn]) -> Result<()> {
    let rules: Vec<_> = columns
        .iter()
        .map(|column| (column.name.text.as_str(), &column.rule))
        .collect();
    let find = |name: &str| columns.iter().position(|column| column.name.is(name));
    let Some(names) = circle(&rules, find) else {
        return Ok(());
    };
    let position = names
        .first()
        .and_then(|name| columns.iter().find(|column| column.name.is(name)))
        .map(|column| &column.position);
    Err(match position {
        Some(position) => circle_error(position, &names),
        None => Error::unexpected("a circle without a column"),
    })
}

/// Columns that read each other's replaced values.
pub(crate) fn circle_error(position: &Position, names: &[&str]) -> Error {
    Error::rules(
        position,
        format!(
            "columns read each other's replaced values in a circle: {}",
            names.join(" → ")
        ),
    )
    .hint("use `value` for the column's own original")
}

fn references(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Vec<Reference>> {
    let Some(node) = params.node("references")? else {
        return Ok(Vec::new());
    };
    let Some(items) = node.list() else {
        return Err(Error::rules(
            &node.position,
            format!("`references` is a list, not {}", node.shape()),
        )
        .hint("- {columns: supplier_id, table: suppliers, to: supplier_id}"));
    };
    let mut findings = Findings::default();
    let references = items
        .iter()
        .filter_map(|item| findings.keep(reference(item, cx)))
        .collect();
    findings.finish(references)
}

fn reference(node: &Node, cx: &LoadCx<'_>) -> Result<Reference> {
    let params = params("a reference", node)?;
    let mut findings = Findings::default();
    let columns = findings.keep(params.required("columns").and_then(column_names));
    let table = findings.keep(
        params
            .required("table")
            .and_then(|_| table_ref(&params, "table")),
    );
    let to = findings.keep(params.required("to").and_then(column_names));
    let columns = columns.unwrap_or_default();
    let to = to.unwrap_or_default();
    if !columns.is_empty() && !to.is_empty() && columns.len() != to.len() {
        findings.push(Error::rules(
            &node.position,
            format!(
                "`columns` and `to` must be of equal length, not {} and {}",
                columns.len(),
                to.len()
            ),
        ));
    }
    let on_purge = findings.keep(on_purge(&params, &columns));
    let when = findings.keep(params.node("when")).flatten();
    let when = when.and_then(|node| findings.keep(cx.expr(node)));
    findings.keep(params.finish_as("a reference has no key"));
    let reference = table
        .flatten()
        .zip(on_purge)
        .map(|((table, _), on_purge)| Reference {
            position: node.position.clone(),
            columns,
            table,
            to,
            on_purge,
            when,
        });
    findings.finish_some(reference)
}

fn on_purge(params: &Params<'_>, columns: &[String]) -> Result<OnPurge> {
    let Some(node) = params.node("on_purge")? else {
        return Ok(OnPurge::Cascade);
    };
    if node.map().is_none() {
        let word = params.one_of("on_purge", &["cascade", "set_null", "keep"])?;
        return Ok(match word {
            Some(1) => OnPurge::SetNull(columns.to_vec()),
            Some(2) => OnPurge::Keep,
            _ => OnPurge::Cascade,
        });
    }
    let inner = super::params("`on_purge`", node)?;
    let mut findings = Findings::default();
    let given = findings.keep(inner.required("set_null"));
    let names = given.and_then(|node| findings.keep(column_names(node)));
    for name in names.iter().flatten() {
        if !columns.contains(name) && !columns.is_empty() {
            findings.push(
                Error::rules(
                    &node.position,
                    format!("`set_null` names \"{name}\", which is no column of the reference"),
                )
                .hint(format!("its columns are: {}", columns.join(", "))),
            );
        }
    }
    findings.keep(inner.finish_as("`on_purge` has no key"));
    findings.finish(OnPurge::SetNull(names.unwrap_or_default()))
}
