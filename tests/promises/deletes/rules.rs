//! A case's rules.

use std::fmt::Write as _;

use super::case::{Case, OnPurge, Purge};
use super::expr::For;

/// As YAML; for a dump that tells no types, with casts.
pub(super) fn yaml(case: &Case, untyped: bool) -> String {
    let reader = if untyped {
        For::UntypedRules
    } else {
        For::Rules
    };
    let mut text = "tables:\n".to_owned();
    for table in &case.tables {
        writeln!(text, "  {}:", table.name).expect("a string");
        let purge = match &table.purge {
            Purge::Nothing => None,
            Purge::All => Some(("purge", "all".to_owned())),
            Purge::If(expr) => Some(("purge", quoted(&expr.text(&table.name, reader)))),
            Purge::Unless(expr) => Some(("where", quoted(&expr.text(&table.name, reader)))),
        };
        if let Some((key, value)) = purge {
            writeln!(text, "    {key}: {value}").expect("a string");
        }
        if let Some(limit) = table.limit {
            writeln!(text, "    limit: {limit}").expect("a string");
        }
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| match column.name.as_str() {
                "note" if table.replaced => "note: {set: gone}".to_owned(),
                name => format!("{name}: keep"),
            })
            .collect();
        writeln!(text, "    columns: {{{}}}", columns.join(", ")).expect("a string");
        if !table.references.is_empty() {
            text.push_str("    references:\n");
        }
        for reference in &table.references {
            let on_purge = match reference.on_purge {
                OnPurge::Cascade => "cascade".to_owned(),
                OnPurge::SetNull => "set_null".to_owned(),
                OnPurge::SetLastNull => {
                    let last = reference.columns.last().expect("a reference has columns");
                    format!("{{set_null: [{last}]}}")
                }
                OnPurge::Keep => "keep".to_owned(),
            };
            let when = match &reference.when {
                Some(when) => format!(", when: {}", quoted(&when.text("", reader))),
                None => String::new(),
            };
            writeln!(
                text,
                "      - {{columns: [{}], table: t{}, to: [{}], on_purge: {on_purge}{when}}}",
                reference.columns.join(", "),
                reference.table,
                reference.to.join(", "),
            )
            .expect("a string");
        }
    }
    text
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
