//! `dmscrub preview`: what each rule does to a few rows, before and after side by side.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use super::args::PreviewArgs;
use super::diagnostic::Printer;
use super::outside::load_rules;
use super::{filter, page};
use crate::dump::name::{TableName, split_name};
use crate::error::{Error, Result};
use crate::prove::preview::{After, Pair, Previewed, Request, preview};
use crate::prove::report::model::{Column, Treatment};

/// Runs the preview.
pub fn run(args: &PreviewArgs, printer: &Printer) -> Result<()> {
    if args.show_originals && !std::io::stdout().is_terminal() {
        return Err(Error::usage(
            "--show-originals shows data of the dump, and stdout is no terminal",
        )
        .hint("leave it out: originals are then shown by their shape"));
    }
    let table = args.table.as_deref().map(table).transpose()?;
    let rules = Arc::new(load_rules(&args.rules, &args.overlays)?);
    let run = Arc::new(filter::settings(&rules, &args.run, printer)?);
    let tables = preview(Request {
        rules,
        run,
        input: args.input.as_deref().filter(|path| *path != Path::new("-")),
        from: args.from.kind(),
        table,
        rows: args.rows,
        originals: args.show_originals,
    })?;
    let mut text = String::new();
    for table in &tables {
        show(table, &mut text);
    }
    page::item(
        &mut text,
        "",
        match args.show_originals {
            true => {
                "The first line of each column is of one row, the second of the next, and so on."
            }
            false => {
                "Originals are shown by their shape (x a letter, 9 a digit), and so is a result in which a \
                 part of one may stay. The first line of each \
                 column is of one row, the second of the next, and so on."
            }
        },
    );
    page::print(text.as_bytes())
}

fn table(text: &str) -> Result<TableName> {
    let wrong =
        || Error::usage(format!("`{text}` is no table")).hint("such as users, or crm.people");
    let mut parts = split_name(text).ok_or_else(wrong)?;
    let name = parts.pop().ok_or_else(wrong)?;
    let schema = parts.pop().unwrap_or_else(|| "public".to_owned());
    match parts.is_empty() {
        true => Ok(TableName::new(schema, name)),
        false => Err(wrong()),
    }
}

fn show(previewed: &Previewed, text: &mut String) {
    let table = &previewed.table;
    let rows = previewed.rows.len();
    let what = match (previewed.unseen, rows, previewed.left) {
        (true, ..) => "values can't be told apart: it passes as it is, or leaves".to_owned(),
        (_, 0, 0) => "no rows".to_owned(),
        (_, 0, left) => format!("all {left} rows leave"),
        (_, rows, 0) => format!("{rows} rows"),
        (_, rows, left) => format!("{rows} rows that stay, {left} others leave"),
    };
    page::item(text, "", &format!("{}: {what}", table.table));
    let mut kept = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let pairs: Vec<&Pair> = previewed
            .rows
            .iter()
            .filter_map(|row| row.get(index))
            .collect();
        if matches!(column.treatment, Treatment::Kept | Treatment::Generated) {
            kept.push(column.column.as_str());
            continue;
        }
        if column.treatment == Treatment::Emptied || pairs.is_empty() {
            continue;
        }
        page::item(text, "  ", &head(column));
        let pairs: Vec<[String; 3]> = pairs
            .into_iter()
            .map(|pair| {
                let before = pair.before.clone();
                [
                    before.unwrap_or_else(|| "NULL".to_owned()),
                    "→".to_owned(),
                    after(&pair.after),
                ]
            })
            .collect();
        page::table(text, "      ", &pairs);
    }
    if !kept.is_empty() && rows > 0 {
        page::item(text, "  kept: ", &kept.join(", "));
    }
    text.push('\n');
}

fn head(column: &Column) -> String {
    let rule = column.rule.as_deref().unwrap_or("");
    let place = column.place.as_deref().map(|it| format!("  ({it})"));
    format!("{}: {rule}{}", column.column, place.unwrap_or_default())
}

fn after(after: &After) -> String {
    match after {
        After::Same => "the same".to_owned(),
        After::Null => "NULL".to_owned(),
        After::Default => "the column's default".to_owned(),
        After::Value(value) => value.clone(),
        After::Shape(shape) => format!("(shape) {shape}"),
    }
}
