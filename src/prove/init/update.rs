//! Rules that are there get what the dump has and they lack; the rest stays byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::edit::{Edits, Spot};
use super::references::{self, relations};
use super::tables::{ColumnDraft, TableDraft};
use super::{all, group, sample, write};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::{Error, Position, Result};
use crate::pipe::input::Kind;
use crate::rules::decide::{self, Decision};
use crate::rules::load::{self, File, Outside};
use crate::rules::model::RuleSet;
use crate::rules::node::{Key, Node};
use crate::rules::yaml;

/// What becomes of the files.
#[derive(Debug, Default)]
pub struct Update {
    /// Files that change or are new, with their whole content.
    pub files: Vec<(Arc<str>, String)>,
    /// What was added, as `table` or `table.column`.
    pub added: Vec<String>,
    /// What has to be added by hand, and how: its place is not safe to edit.
    pub by_hand: Vec<(String, String)>,
    /// Rules for what the dump does not have.
    pub stale: Vec<String>,
}

/// Drafts what rules lack. `folder`: where a new file may be put.
///
/// # Errors
/// Those of the draft and of the rules.
pub fn update(
    files: &[File],
    outside: &dyn Outside,
    folder: Option<&Path>,
    input: Option<&Path>,
    from: Option<Kind>,
) -> Result<Update> {
    let rules = load::load(files, outside)?;
    let sample = sample(input, from)?;
    let drafts = all(&sample)?;
    let mut updater = Updater::new(files)?;
    let mut update = Update::default();
    for schema in &sample.databases {
        let stale = decide::stale(&rules, schema);
        update.stale.extend(stale.iter().map(ToString::to_string));
    }
    // What another database of the dump has is not stale.
    if sample.databases.len() > 1 {
        let all: Vec<String> = std::mem::take(&mut update.stale);
        let number = |text: &String| all.iter().filter(|other| *other == text).count();
        let everywhere: BTreeSet<&String> = all
            .iter()
            .filter(|text| number(text) == sample.databases.len())
            .collect();
        update.stale = everywhere.into_iter().cloned().collect();
    }
    let mut new_tables = Vec::new();
    let mut said = BTreeSet::new();
    for draft in &drafts {
        match missing(&rules, &sample.databases, draft)? {
            Missing::Nothing => {}
            Missing::Table => new_tables.push(draft),
            Missing::Columns(position, columns) => {
                // A glob's rule, or a parent's, is one for many tables.
                let mut columns = columns;
                columns.retain(|column| said.insert((position.to_string(), column.name.clone())));
                if columns.is_empty() {
                    continue;
                }
                let placed = updater.columns(&position, &columns);
                for column in columns {
                    let name = format!("{}.{}", draft.table, Quoted(&column.name));
                    if placed {
                        update.added.push(name);
                    } else {
                        let how = format!(
                            "{position}: add to `columns:`: `{}`",
                            write::flow_column(column)
                        );
                        update.by_hand.push((name, how));
                    }
                }
            }
        }
    }
    updater.tables(&rules, &drafts, &new_tables, folder, &mut update)?;
    let after = verify(files, &updater, &update, outside, &sample.databases)?;
    let related = |updater: &Updater| {
        let files = updater.with(files);
        load::load(&files, outside).is_ok_and(|rules| {
            let mut databases = sample.databases.iter();
            databases.all(|schema| relations(&rules, schema).is_ok())
        })
    };
    references::add(
        &mut updater,
        &mut update,
        &drafts,
        &sample.databases,
        (&rules, &after),
        related,
    );
    update.files = updater.changed();
    Ok(update)
}

enum Missing<'d> {
    Nothing,
    Table,
    Columns(Position, Vec<&'d ColumnDraft>),
}

/// What the rules lack of a table.
fn missing<'d>(
    rules: &RuleSet,
    databases: &[Schema],
    draft: &'d TableDraft,
) -> Result<Missing<'d>> {
    let mut columns: Vec<&ColumnDraft> = Vec::new();
    let mut place = None;
    for schema in databases
        .iter()
        .filter(|schema| schema.tables.contains_key(&draft.table))
    {
        let decided = |names: &[String]| decide::decide(rules, &draft.table, names, schema);
        let position = match decided(&[]) {
            // Rules for unlisted tables decide it.
            Ok(Decision { position: None, .. }) => return Ok(Missing::Nothing),
            Ok(Decision {
                purge_all: true, ..
            }) => return Ok(Missing::Nothing),
            Ok(Decision {
                position: Some(position),
                ..
            }) => position.clone(),
            Err(errors) if is_open(&errors) => return Ok(Missing::Table),
            Err(errors) => {
                return Err(Error::all(errors).unwrap_or_else(|| Error::unexpected("no finding")));
            }
        };
        for column in &draft.columns {
            let known = schema.tables.get(&draft.table);
            let has = known.is_some_and(|table| table.column(&column.name).is_some());
            let known = columns.iter().any(|other| other.name == column.name);
            if has
                && !known
                && decided(std::slice::from_ref(&column.name)).is_err_and(|errors| is_open(&errors))
            {
                columns.push(column);
            }
        }
        place.get_or_insert(position);
    }
    Ok(match place {
        Some(position) if !columns.is_empty() => Missing::Columns(position, columns),
        _ => Missing::Nothing,
    })
}

fn is_open(errors: &[Error]) -> bool {
    errors
        .iter()
        .any(|error| error.message().ends_with("is not decided"))
}

/// The files, with what is put into them.
#[derive(Clone)]
pub(super) struct Updater {
    files: Vec<Open>,
}

#[derive(Clone)]
struct Open {
    name: Arc<str>,
    text: String,
    root: Node,
    edits: Edits,
    /// Where something was put so far: the first entry there may need a line's end before it, or no
    /// comma.
    opened: BTreeSet<usize>,
    new: bool,
}

impl Updater {
    fn new(files: &[File]) -> Result<Self> {
        let files = files
            .iter()
            .map(|(name, content)| {
                Ok(Open {
                    name: Arc::clone(name),
                    text: String::from_utf8(content.clone())
                        .map_err(|_| Error::usage(format!("`{name}` is not UTF-8")))?,
                    root: yaml::parse(name, content)?,
                    edits: Edits::default(),
                    opened: BTreeSet::new(),
                    new: false,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self { files })
    }

    /// Adds columns to the rule at a place; false where that can't be done safely.
    fn columns(&mut self, position: &Position, columns: &[&ColumnDraft]) -> bool {
        let Some((file, key, table)) = self.rule(position) else {
            return false;
        };
        let block = |indent| -> String {
            columns
                .iter()
                .map(|column| write::column(column, indent))
                .collect()
        };
        let flow = || {
            let columns: Vec<String> = columns
                .iter()
                .map(|column| write::flow_column(column))
                .collect();
            columns.join(", ")
        };
        match table
            .map()
            .into_iter()
            .flatten()
            .find(|(key, _)| key.text == "columns")
        {
            Some((key, columns)) => file.add(key, columns, block, flow),
            None => file.add(
                &key,
                &table,
                |indent| format!("{}columns:\n{}", " ".repeat(indent), block(indent + 2)),
                || format!("columns: {{{}}}", flow()),
            ),
        }
    }

    /// Puts new tables beside those they belong to.
    fn tables(
        &mut self,
        rules: &RuleSet,
        drafts: &[TableDraft],
        new: &[&TableDraft],
        folder: Option<&Path>,
        update: &mut Update,
    ) -> Result<()> {
        let names: Vec<&TableName> = drafts.iter().map(|draft| &draft.table).collect();
        let groups = group::files(&names);
        let mut fresh: BTreeMap<String, Vec<&TableDraft>> = BTreeMap::new();
        for draft in new {
            let near = self.near(rules, &draft.table);
            let placed =
                near.is_some_and(|at| self.files.get_mut(at).is_some_and(|file| file.table(draft)));
            if placed {
                update.added.push(draft.table.to_string());
                continue;
            }
            let group = groups.get(&draft.table).cloned().unwrap_or_default();
            fresh.entry(group).or_default().push(draft);
        }
        for (group, drafts) in fresh {
            let lines = drafts.iter().map(|draft| draft.table.to_string());
            let Some(folder) = folder else {
                for draft in drafts {
                    let how = format!("add to `tables:`: `{}`", write::flow_table(draft));
                    update.by_hand.push((draft.table.to_string(), how));
                }
                continue;
            };
            update.added.extend(lines);
            let mut number = 1;
            let name = loop {
                let suffix = if number == 1 {
                    String::new()
                } else {
                    format!("-{number}")
                };
                let path = folder.join(format!("{group}{suffix}.yaml"));
                let name: Arc<str> = Arc::from(path.to_string_lossy().as_ref());
                if !path.exists() && self.files.iter().all(|file| file.name != name) {
                    break name;
                }
                number += 1;
            };
            let mut text = write::head(&super::title(&drafts));
            for (at, draft) in drafts.iter().enumerate() {
                if at > 0 {
                    text.push('\n');
                }
                text.push_str(&write::table(draft, 2));
            }
            let root = yaml::parse(&name, text.as_bytes())?;
            self.files.push(Open {
                name,
                text,
                root,
                edits: Edits::default(),
                opened: BTreeSet::new(),
                new: true,
            });
        }
        Ok(())
    }

    /// The file of the tables that the name is most like, else the one with the most of its schema.
    fn near(&self, rules: &RuleSet, table: &TableName) -> Option<usize> {
        let own = group::parts(&table.name);
        let votes = |like: &dyn Fn(&TableName) -> usize| {
            let mut votes = vec![0_usize; self.files.len()];
            for rule in &rules.tables {
                let file = self
                    .files
                    .iter()
                    .position(|file| file.name == rule.position.file);
                let vote = file.and_then(|at| votes.get_mut(at));
                if let (Some(vote), Some(name)) = (vote, rule.pattern.exact())
                    && name.schema == table.schema
                {
                    *vote += like(&name);
                }
            }
            let most = votes.iter().copied().max().filter(|most| *most > 0)?;
            votes.iter().position(|vote| *vote == most)
        };
        let alike = |name: &TableName| {
            let other = group::parts(&name.name);
            2 * usize::from(own.first() == other.first()) + usize::from(own.last() == other.last())
        };
        votes(&alike).or_else(|| votes(&|_| 1)).or_else(|| {
            // Rules without any table yet: the first file that has a place for them.
            let none = rules.tables.is_empty();
            let mut files = self.files.iter();
            files.position(|file| none && file.root.get("tables").is_some())
        })
    }

    /// Adds an entry to the `references:` of the rule at a place; false where that can't be done
    /// safely.
    pub(super) fn reference(&mut self, position: &Position, line: &str) -> bool {
        let Some((file, key, table)) = self.rule(position) else {
            return false;
        };
        let known = table.map().into_iter().flatten();
        match known.clone().find(|(key, _)| key.text == "references") {
            Some((key, references)) => file.add(
                key,
                references,
                |indent| format!("{}- {line}\n", " ".repeat(indent)),
                || line.to_owned(),
            ),
            None => file.add(
                &key,
                &table,
                |indent| {
                    let pad = " ".repeat(indent);
                    format!("{pad}references:\n{pad}  - {line}\n")
                },
                || format!("references: [{line}]"),
            ),
        }
    }

    /// The rule at a place, with its file.
    fn rule(&mut self, position: &Position) -> Option<(&mut Open, Key, Node)> {
        let mut files = self.files.iter_mut();
        let file = files.find(|file| file.name == position.file)?;
        let (key, table) = table_at(&file.root, position)?;
        let (key, table) = (key.clone(), table.clone());
        Some((file, key, table))
    }

    /// The files that changed.
    fn changed(&self) -> Vec<(Arc<str>, String)> {
        self.files
            .iter()
            .filter(|file| file.new || !file.edits.is_empty())
            .map(|file| (Arc::clone(&file.name), file.edits.apply(&file.text)))
            .collect()
    }

    /// All files, with what changed.
    fn with(&self, files: &[File]) -> Vec<File> {
        let mut after: Vec<File> = files.to_vec();
        for (name, text) in self.changed() {
            match after.iter_mut().find(|(known, _)| *known == name) {
                Some((_, content)) => *content = text.into_bytes(),
                None => after.push((name, text.into_bytes())),
            }
        }
        after
    }
}

impl Open {
    /// Adds an entry to a map; false where that can't be done safely.
    fn add(
        &mut self,
        key: &Key,
        map: &Node,
        block: impl FnOnce(usize) -> String,
        flow: impl FnOnce() -> String,
    ) -> bool {
        match Spot::of(&self.text, key, map) {
            None => false,
            Some(Spot::Block { at, indent, ends }) => {
                let open = !ends && self.opened.insert(at);
                let begin = if open { "\n" } else { "" };
                self.edits.insert(at, format!("{begin}{}", block(indent)));
                true
            }
            Some(Spot::Flow { at, first }) => {
                let comma = if first && self.opened.insert(at) {
                    ""
                } else {
                    ", "
                };
                self.edits.insert(at, format!("{comma}{}", flow()));
                true
            }
        }
    }

    /// Adds a table to `tables:`.
    fn table(&mut self, draft: &TableDraft) -> bool {
        let root = self.root.clone();
        let Some((key, tables)) = root
            .map()
            .into_iter()
            .flatten()
            .find(|(key, _)| key.text == "tables")
        else {
            return false;
        };
        self.add(
            key,
            tables,
            |indent| format!("\n{}", write::table(draft, indent)),
            || write::flow_table(draft),
        )
    }
}

/// The table's rule whose key stands at a place.
fn table_at<'n>(root: &'n Node, position: &Position) -> Option<(&'n Key, &'n Node)> {
    let tables = root.get("tables")?.map()?;
    let found = tables.iter().find(|(key, _)| key.position == *position)?;
    Some((&found.0, &found.1))
}

/// The new rules must be rules, and decide all but what is to be done by hand.
fn verify(
    files: &[File],
    updater: &Updater,
    update: &Update,
    outside: &dyn Outside,
    databases: &[Schema],
) -> Result<RuleSet> {
    let after = updater.with(files);
    let defect = |why: &str| {
        Error::unexpected(format!(
            "the rules with what is missing {why}; nothing was written"
        ))
    };
    let rules = load::load(&after, outside).map_err(|_| defect("could not be read again"))?;
    let open = databases
        .iter()
        .flat_map(|schema| decide::undecided(&rules, schema));
    if update.by_hand.is_empty() && open.into_iter().any(|error| is_open(&[error])) {
        return Err(defect("would not decide everything"));
    }
    Ok(rules)
}
