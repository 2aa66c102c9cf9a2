//! Before and after, the counts, and how to go on.

use serde_json::Value;

use super::super::page;
use super::rows::Rows;
use crate::error::Result;
use crate::scrub::stats::TableStats;

/// A table, and how many of its rows to show.
const EXAMPLES: &[(&str, usize)] = &[
    ("users", 2),
    ("suppliers", 1),
    ("brief_clarification_questions", 1),
];

/// A table with a JSON column.
const JSON_EXAMPLE: (&str, &str) = ("supplier_frameworks", "declaration");

/// Keys of it to show.
const KEYS: &[&str] = &[
    "primaryContact",
    "primaryContactEmail",
    "supplierRegisteredName",
    "supplierRegisteredPostcode",
    "dunsNumber",
    "mitigatingFactors",
];

/// Room for a column's name, and for a value before and after.
const NAME: usize = 26;
const BEFORE: usize = 28;
const AFTER: usize = 40;

/// A few rows before and after.
pub(super) fn examples(before: &[u8], after: &[u8], out: &mut String) -> Result<()> {
    out.push('\n');
    out.push_str(&line("", "before", "after"));
    for (table, count) in EXAMPLES {
        let (old, new) = (Rows::of(before, table)?, Rows::of(after, table)?);
        for row in new.rows.iter().take(*count) {
            let Some(was) = row.first().and_then(|key| old.row(key)) else {
                continue;
            };
            let key = row.first().and_then(Option::as_deref).unwrap_or("NULL");
            let column = old.columns.first().map_or("", String::as_str);
            out.push_str(&format!("\n{table}, row with {column} {key}\n"));
            changed(&old.columns, was, row, out);
        }
    }
    let (table, column) = JSON_EXAMPLE;
    let (old, new) = (Rows::of(before, table)?, Rows::of(after, table)?);
    let index = old.columns.iter().position(|name| name == column);
    // Two columns are the key of this table.
    let same = |row: &Vec<_>| old.rows.iter().find(|was| was.get(..2) == row.get(..2));
    let mut pairs = new.rows.iter().filter_map(|row| Some((same(row)?, row)));
    if let (Some(index), Some((was, row))) = (index, pairs.next()) {
        out.push_str(&format!("\n{table}.{column}, a JSON document\n"));
        document(&was[index], &row[index], out);
    }
    Ok(())
}

/// The columns of a row that changed.
fn changed(columns: &[String], was: &[Option<String>], row: &[Option<String>], out: &mut String) {
    let mut same = 0;
    for ((column, was), now) in columns.iter().zip(was).zip(row) {
        if was == now {
            same += 1;
        } else {
            out.push_str(&line(column, shown(was), shown(now)));
        }
    }
    out.push_str(&format!("  and {same} columns as they were\n"));
}

fn shown(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("NULL")
}

/// The keys of a JSON document that changed.
fn document(was: &Option<String>, now: &Option<String>, out: &mut String) {
    let parse = |text: &Option<String>| match serde_json::from_str(shown(text)) {
        Ok(Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    };
    let (was, now) = (parse(was), parse(now));
    let (mut changed, mut removed, mut same) = (0, 0, 0);
    for (key, old) in &was {
        match now.get(key) {
            None => removed += 1,
            Some(new) if new == old => same += 1,
            Some(_) => changed += 1,
        }
    }
    for key in KEYS {
        if let (Some(old), Some(new)) = (was.get(*key), now.get(*key)) {
            out.push_str(&line(key, &text(old), &text(new)));
            changed -= i32::from(old != new);
        }
    }
    out.push_str(&format!(
        "  and {changed} more keys replaced, {removed} removed, {same} as they were\n"
    ));
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One value before and after.
fn line(name: &str, before: &str, after: &str) -> String {
    let (name, before) = (page::cut(name, NAME), page::cut(before, BEFORE));
    let after = page::cut(after, AFTER);
    format!("  {name:NAME$}  {before:BEFORE$}  {after}\n")
}

/// Rows and values by table.
pub(super) fn counts(tables: &[TableStats], out: &mut String) {
    let row = |name: &str, rows_in: &str, rows_out: &str, replaced: &str| {
        format!("  {name:40} {rows_in:>8} {rows_out:>9} {replaced:>16}\n")
    };
    out.push('\n');
    out.push_str(&row("table", "rows in", "rows out", "values replaced"));
    let mut total = (0, 0, 0);
    for table in tables {
        let replaced: u64 = table.columns.iter().map(|column| column.replaced).sum();
        total.0 += table.rows_in;
        total.1 += table.rows_out;
        total.2 += replaced;
        out.push_str(&row(
            &page::cut(&table.table.to_string(), 40),
            &table.rows_in.to_string(),
            &table.rows_out.to_string(),
            &replaced.to_string(),
        ));
    }
    out.push_str(&row(
        "all",
        &total.0.to_string(),
        &total.1.to_string(),
        &total.2.to_string(),
    ));
}

/// What to type next; `program` is how this one was called.
pub(super) fn next(program: &str, out: &mut String) {
    out.push_str(&format!(
        "
Three commands to try next:

  {program} demo -o demo-files
    writes the sample, its rules and the result to a new folder, to look at and to change

  {program} explain users.email_address --rules demo-files/rules demo-files/sample.sql
    says which rule decides a column, where it stands, and which columns share its pseudonyms

  pg_dump --schema-only YOUR_DATABASE | {program} --rules demo-files/rules > /dev/null
    stops, and names all tables and columns of yours that rules must decide, with lines to add
"
    ));
}
