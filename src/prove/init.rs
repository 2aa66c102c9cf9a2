//! Drafts rules from a dump.
//!
//! [`sample`] reads the dump, [`tables`] decides by what looks personal and what fits, [`group`] puts
//! tables into files, [`write`] makes YAML of them. [`update`](mod@update) adds to rules that are
//! there. A draft holds names of the schema and words of this program, never a value of the data.

use std::collections::BTreeMap;
use std::path::Path;

mod edit;
pub(super) mod fit;
mod group;
mod inside;
mod keys;
mod references;
mod sample;
mod tables;
mod update;
mod write;

pub use self::sample::Sample;
pub use self::tables::{ColumnDraft, TableDraft};
pub use self::update::{Update, update};
use crate::dump::name::TableName;
use crate::error::{Error, Result};
use crate::pipe::input::Kind;
use crate::prove::reading;

/// A drafted rules folder.
#[derive(Debug, Default)]
pub struct Draft {
    /// Paths below the folder, and contents, in order.
    pub files: Vec<(String, String)>,
    /// What was decided.
    pub counts: Counts,
    /// Tables whose rows all leave, with why.
    pub purged: Vec<(TableName, String)>,
}

/// How much was decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tables.
    pub tables: usize,
    /// Columns.
    pub columns: usize,
    /// Columns that are replaced.
    pub replaced: usize,
    /// Columns that are kept until somebody looks.
    pub review: usize,
    /// Rows that were looked at.
    pub rows: u64,
}

/// Reads a dump and drafts rules for it.
///
/// # Errors
/// Those of [`reading::read`]; exit 2 where the dump has data but no definitions.
pub fn draft(input: Option<&Path>, from: Option<Kind>) -> Result<Draft> {
    let sample = sample(input, from)?;
    Ok(arrange(&all(&sample)?, sample.rows))
}

fn sample(input: Option<&Path>, from: Option<Kind>) -> Result<Sample> {
    let mut sample = Sample::default();
    reading::read(input, from, &mut sample)?;
    if sample.undeclared {
        return Err(
            Error::usage("the dump has data of tables that it does not declare")
                .hint("draft from a dump with its schema: a whole one, or pg_dump --schema-only"),
        );
    }
    Ok(sample)
}

/// The drafts of all databases of the dump; tables of one name share a rule.
fn all(sample: &Sample) -> Result<Vec<TableDraft>> {
    let mut drafts: BTreeMap<TableName, TableDraft> = BTreeMap::new();
    for schema in &sample.databases {
        for draft in tables::draft(schema, sample)? {
            match drafts.get_mut(&draft.table) {
                None => {
                    drafts.insert(draft.table.clone(), draft);
                }
                Some(known) => known.join(draft),
            }
        }
    }
    Ok(drafts.into_values().collect())
}

impl TableDraft {
    /// What another database says of a table of the same name is added.
    fn join(&mut self, other: Self) {
        for column in other.columns {
            match self
                .columns
                .iter_mut()
                .find(|known| known.name == column.name)
            {
                Some(known) if known.rule.is_keep() => *known = column,
                Some(_) => {}
                None => self.columns.push(column),
            }
        }
        for reference in other.references {
            let known = self.references.iter();
            if !known.clone().any(|known| known.line == reference.line) {
                self.references.push(reference);
            }
        }
        self.purge = self.purge.take().or(other.purge);
    }
}

/// Tables put into files.
fn arrange(tables: &[TableDraft], rows: u64) -> Draft {
    let names: Vec<&TableName> = tables.iter().map(|draft| &draft.table).collect();
    let paths = group::files(&names);
    let mut files: BTreeMap<&str, Vec<&TableDraft>> = BTreeMap::new();
    for draft in tables {
        if let Some(path) = paths.get(&draft.table) {
            files.entry(path).or_default().push(draft);
        }
    }
    let mut draft = Draft {
        files: vec![("defaults.yaml".to_owned(), write::DEFAULTS.to_owned())],
        counts: counts(tables, rows),
        purged: Vec::new(),
    };
    for (path, tables) in files {
        let mut text = write::head(&title(&tables));
        for (at, table) in tables.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            text.push_str(&write::table(table, 2));
        }
        draft.files.push((format!("{path}.yaml"), text));
    }
    draft.purged = tables
        .iter()
        .filter_map(|table| Some((table.table.clone(), table.purge.clone()?)))
        .collect();
    draft
}

fn title(tables: &[&TableDraft]) -> String {
    let schema = tables.first().map_or("public", |draft| &draft.table.schema);
    let number = match tables.len() {
        1 => "One table".to_owned(),
        number => format!("{number} tables"),
    };
    let schema: String = schema.chars().filter(|c| !c.is_control()).collect();
    format!("{number} of schema {schema}.")
}

fn counts(tables: &[TableDraft], rows: u64) -> Counts {
    let columns = || tables.iter().flat_map(|draft| &draft.columns);
    Counts {
        tables: tables.len(),
        columns: columns().count(),
        replaced: columns().filter(|column| !column.rule.is_keep()).count(),
        review: columns()
            .filter(|column| column.rule.is_keep() && column.reason.starts_with("review"))
            .count(),
        rows,
    }
}
