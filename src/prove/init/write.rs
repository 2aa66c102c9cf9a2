//! Drafts as YAML that people read and edit.

use std::fmt::Write as _;

use super::tables::{ColumnDraft, TableDraft};
use crate::prove::personal::{Rule, yaml};
use crate::rules::decide::{column_key, table_key};

/// What stands in `defaults.yaml`.
pub(super) const DEFAULTS: &str = "\
# What holds for all tables. Drafted by `dmscrub init`; the files here are yours to edit.
#
# What no rule decides stops the run, so a new table or column can't slip through:
# `dmscrub init --update` drafts what is missing then.

defaults:
  unlisted_tables: fail     # fail, purge or keep
  unlisted_columns: fail    # fail, null or keep
  statistics: drop          # planner statistics hold values of the data
  large_objects: empty      # fail, empty or keep: nobody looks into them
  comments: keep            # keep or drop: COMMENT ON, which the schema's authors wrote
  secrets: drop             # passwords of roles, of user mappings and servers
  subscriptions: drop       # they would connect the copy to production
  security_labels: drop
  locale: en_GB             # names, addresses, phone numbers; see `dmscrub transformers`
  email_domain: example.com # reserved: no mail reaches anybody

# Values that stay wherever they stand, such as the addresses of test accounts:
# namespaces:
#   internet.email: {keep: ['*@staff.example.org']}
";

/// The head of a file of tables.
pub(super) fn head(title: &str) -> String {
    format!(
        "# {title}\n\
         #\n\
         # `reason: review` marks what nothing spoke against keeping: please look, and give it a reason\n\
         # of your own. All other reasons say why something was taken for personal.\n\
         \n\
         tables:\n"
    )
}

/// An entry of `tables:`, indented, with a blank line before it unless it is the first.
pub(super) fn table(draft: &TableDraft, indent: usize) -> String {
    let mut out = String::new();
    let pad = " ".repeat(indent);
    let _ = writeln!(out, "{pad}{}:", table_key(&draft.table));
    let inner = indent + 2;
    let pad = " ".repeat(inner);
    if let Some(reason) = &draft.purge {
        let _ = writeln!(out, "{pad}purge: all");
        let _ = writeln!(out, "{pad}reason: {}", yaml(reason));
    }
    if !draft.references.is_empty() {
        let _ = writeln!(out, "{pad}references:");
        for reference in &draft.references {
            let _ = writeln!(out, "{pad}  - {}", reference.line);
        }
    }
    if draft.columns.is_empty() {
        if draft.references.is_empty() && draft.purge.is_none() {
            let _ = writeln!(out, "{pad}columns: {{}}");
        }
        return out;
    }
    if draft.inherits {
        let _ = writeln!(out, "{pad}# The columns that its parent does not have.");
    }
    let _ = writeln!(out, "{pad}columns:");
    for draft in &draft.columns {
        out.push_str(&column(draft, inner + 2));
    }
    out
}

/// An entry of `columns:`, indented.
pub(super) fn column(draft: &ColumnDraft, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let key = column_key(&draft.name);
    let mut out = String::new();
    let inner = " ".repeat(indent + 2);
    match &draft.rule {
        Rule::Json(paths, entries) if !paths.is_empty() => {
            let _ = writeln!(out, "{pad}{key}:");
            let _ = writeln!(out, "{inner}json:");
            for (path, rule, reason) in paths {
                let _ = writeln!(out, "{inner}  {}: {rule}  # {reason}", yaml(path));
            }
            for (key, value) in entries {
                let _ = writeln!(out, "{inner}{key}: {value}");
            }
            let _ = writeln!(out, "{inner}reason: {}", yaml(&draft.reason));
        }
        Rule::Fields(rules) | Rule::Keys(rules) if !rules.is_empty() => {
            let form = draft.rule.name();
            let _ = writeln!(out, "{pad}{key}:");
            let _ = writeln!(out, "{inner}{form}:");
            for (name, rule) in rules {
                let _ = writeln!(out, "{inner}  {}: {rule}", yaml(name));
            }
            if form == "keys" {
                let _ = writeln!(out, "{inner}others: remove");
            }
            let _ = writeln!(out, "{inner}reason: {}", yaml(&draft.reason));
        }
        _ => {
            let _ = writeln!(out, "{pad}{}", flow_column(draft));
        }
    }
    out
}

/// An entry of `columns:` in one line.
pub(super) fn flow_column(draft: &ColumnDraft) -> String {
    let rule = draft.rule.to_string();
    let reason = yaml(&draft.reason);
    match rule.strip_suffix('}') {
        Some(rule) => format!("{}: {rule}, reason: {reason}}}", column_key(&draft.name)),
        None => format!(
            "{}: {{use: {rule}, reason: {reason}}}",
            column_key(&draft.name)
        ),
    }
}

/// An entry of `tables:` in one line.
pub(super) fn flow_table(draft: &TableDraft) -> String {
    let mut parts = Vec::new();
    if let Some(reason) = &draft.purge {
        parts.push(format!("purge: all, reason: {}", yaml(reason)));
    }
    if !draft.references.is_empty() {
        let lines: Vec<&str> = draft.references.iter().map(|it| it.line.as_str()).collect();
        parts.push(format!("references: [{}]", lines.join(", ")));
    }
    let columns: Vec<String> = draft.columns.iter().map(flow_column).collect();
    if !columns.is_empty() || parts.is_empty() {
        parts.push(format!("columns: {{{}}}", columns.join(", ")));
    }
    format!("{}: {{{}}}", table_key(&draft.table), parts.join(", "))
}
