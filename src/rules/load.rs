//! Rule files → one [`RuleSet`]. Every finding of every file is reported at once (exit 3), each
//! with its place and the nearest right name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::expr::Expr;
use super::model::{ColumnRule, RuleSet};
use super::nearest::nearest;
use super::node::{Key, Node};
use super::params::Params;
use super::yaml;
use crate::error::{Error, Position, Result};
use crate::transform::service::{Commands, NoCommands};

use column::Place;

mod alias;
mod circle;
mod column;
mod generate;
mod settings;
mod table;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(super) use circle::circle;
pub(super) use column::{COMMON, FORMS, is_form_only};
pub use settings::LOCALES;
pub(super) use table::circle_error;

/// What rules may read besides their own text: the layers above bring files and environment in.
pub trait Outside {
    /// A file's content, by a path relative to the rule file that names it.
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>>;
    /// An environment variable.
    fn env(&self, name: &str) -> Option<String>;
    /// What starts the programs of `command` rules; by default nothing does.
    fn commands(&self) -> Arc<dyn Commands> {
        Arc::new(NoCommands)
    }
}

/// What a kind's `load` may ask.
pub struct LoadCx<'a> {
    /// Files and environment.
    pub outside: &'a dyn Outside,
    /// `aliases:` by name, already read.
    pub aliases: &'a BTreeMap<String, ColumnRule>,
}

impl LoadCx<'_> {
    /// Reads the rule of a place inside a value: a name, a map, or a list of cases. `follow` is
    /// refused here: it stands at a column only.
    pub fn rule(&self, node: &Node) -> Result<ColumnRule> {
        let rule = column::read(self, node, Place::Inside)?;
        column::refuse_follow(&rule)?;
        Ok(rule)
    }

    /// Reads an SQL boolean expression.
    pub fn expr(&self, node: &Node) -> Result<Expr> {
        match node.scalar() {
            Some(source) if !source.trim().is_empty() => Expr::parse(source, &node.position),
            Some(_) => Err(Error::rules(&node.position, "the expression is empty")),
            None => Err(Error::rules(
                &node.position,
                format!("an SQL expression is a text, not {}", node.shape()),
            )
            .hint("quote it: \"…\"")),
        }
    }
}

/// A file of this name holds rules: `*.yaml` or `*.yml`, but no rule tests (`*.test.yaml`).
pub fn is_rule_file(name: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| {
        name.strip_suffix(end)
            .is_some_and(|stem| !stem.is_empty() && !stem.ends_with(".test"))
    })
}

/// A file's path, as it was given or found, and its content.
pub type File = (Arc<str>, Vec<u8>);

/// Reads rule files, given with their paths in the order in which they count.
pub fn load(files: &[File], outside: &dyn Outside) -> Result<RuleSet> {
    load_with_overlays(files, &[], outside)
}

/// [`load`] with the files of each `--overlay`: their tables and columns replace those of the
/// rules one by one, a later overlay's those of an earlier one.
pub fn load_with_overlays(
    files: &[File],
    overlays: &[Vec<File>],
    outside: &dyn Outside,
) -> Result<RuleSet> {
    let outside = Recording {
        inner: outside,
        read: RefCell::default(),
        variables: RefCell::default(),
    };
    let mut findings = Findings::default();
    let mut parse = |files: &[File]| -> Vec<Node> {
        files
            .iter()
            .filter_map(|(file, content)| findings.keep(yaml::parse(file, content)))
            .collect()
    };
    let documents = parse(files);
    let overlays_documents: Vec<Vec<Node>> = overlays.iter().map(|files| parse(files)).collect();
    let mut sections = Sections::default();
    for document in &documents {
        sections.add(document, &mut findings);
    }
    let overlays_tables: Vec<_> = overlays_documents
        .iter()
        .map(|documents| sections.add_overlay(documents, &mut findings))
        .collect();
    let aliases = alias::read(&sections.aliases, &outside, &mut findings);
    let cx = LoadCx {
        outside: &outside,
        aliases: &aliases,
    };
    let mut rules = RuleSet {
        files: files.iter().map(|(file, _)| Arc::clone(file)).collect(),
        ..RuleSet::default()
    };
    if let Some((key, node)) = sections.defaults
        && let Some(defaults) = findings.keep(settings::defaults(&key.position, node))
    {
        rules.defaults = defaults;
    }
    settings::namespaces(
        &sections.namespaces,
        &cx,
        &mut rules.namespaces,
        &mut findings,
    );
    rules.classes = sections
        .classes
        .iter()
        .filter_map(|node| findings.keep(settings::class(node, &cx)))
        .collect();
    rules.tables = table::read(&sections.tables, &cx, &mut findings);
    table::check_likes(&rules.tables, &rules.tables, &mut findings);
    for entries in &overlays_tables {
        let tables = table::read(entries, &cx, &mut findings);
        table::check_likes(&tables, &rules.tables, &mut findings);
        table::check_weaken(&tables, &mut findings);
        rules.overlays.push(tables);
    }
    rules.variables = outside.variables.into_inner();
    rules.digest = digest(files, overlays, &outside.read.into_inner());
    findings.finish(rules)
}

/// BLAKE3 over names, lengths and contents, then over the files that rules read.
fn digest(
    files: &[File],
    overlays: &[Vec<File>],
    read: &BTreeMap<(String, String), blake3::Hash>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |name: &[u8], content: &[u8]| {
        for part in [name, content] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    };
    for (file, content) in files {
        add(file.as_bytes(), content);
    }
    for overlay in overlays {
        add(b"--overlay", b"");
        for (file, content) in overlay {
            add(file.as_bytes(), content);
        }
    }
    for ((_, path), content) in read {
        add(path.as_bytes(), content.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Notes what rules read, for the digest.
struct Recording<'a> {
    inner: &'a dyn Outside,
    read: RefCell<BTreeMap<(String, String), blake3::Hash>>,
    variables: RefCell<BTreeSet<String>>,
}

impl Outside for Recording<'_> {
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>> {
        let content = self.inner.read(from, path)?;
        let place = (from.to_owned(), path.to_owned());
        self.read.borrow_mut().insert(place, blake3::hash(&content));
        Ok(content)
    }

    fn env(&self, name: &str) -> Option<String> {
        self.variables.borrow_mut().insert(name.to_owned());
        self.inner.env(name)
    }

    fn commands(&self) -> Arc<dyn Commands> {
        self.inner.commands()
    }
}

/// Everything that is wrong, collected.
#[derive(Default)]
pub(super) struct Findings(Vec<Error>);

impl Findings {
    /// The value, or the error is noted.
    pub(super) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    /// Notes an error.
    pub(super) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// The value, which is missing only where something was noted; else all findings.
    pub(super) fn finish_some<T>(self, value: Option<T>) -> Result<T> {
        match self.finish(value)? {
            Some(value) => Ok(value),
            None => Err(Error::unexpected("a rule failed without a finding")),
        }
    }

    /// The value, where nothing was noted; else all findings in the order of their places.
    pub(super) fn finish<T>(self, value: T) -> Result<T> {
        let Some(all) = Error::all(self.0) else {
            return Ok(value);
        };
        let mut findings = all.into_findings();
        // What stands behind an anchor is read, and found wrong, once for each alias.
        let key = |error: &Error| (error.location().rule.clone(), error.message().to_owned());
        findings.sort_by_cached_key(key);
        findings.dedup_by_key(|error| key(error));
        Error::all(findings).map_or(Ok(value), Err)
    }
}

/// The top-level sections of all files, still as nodes.
#[derive(Default)]
struct Sections<'n> {
    defaults: Option<(&'n Key, &'n Node)>,
    namespaces: Vec<(&'n Key, &'n Node)>,
    aliases: Vec<(&'n Key, &'n Node)>,
    classes: Vec<&'n Node>,
    tables: Vec<(&'n Key, &'n Node)>,
}

const SECTIONS: &[&str] = &["defaults", "namespaces", "aliases", "classes", "tables"];

impl<'n> Sections<'n> {
    fn add(&mut self, document: &'n Node, findings: &mut Findings) {
        let Some(entries) = document.map() else {
            findings.push(
                Error::rules(
                    &document.position,
                    format!("a rule file is a map, not {}", document.shape()),
                )
                .hint("begin with `tables:`"),
            );
            return;
        };
        for (key, node) in entries {
            if key.text.starts_with("x-") {
                continue;
            }
            if SECTIONS.contains(&key.text.as_str()) && node.shape() == "nothing" {
                findings.push(no_value(key));
                continue;
            }
            match key.text.as_str() {
                "defaults" => self.defaults(key, node, findings),
                "namespaces" => self.namespaces.extend(named(key, node, findings)),
                "aliases" => self.aliases.extend(named(key, node, findings)),
                "tables" => self.tables.extend(named(key, node, findings)),
                "classes" => match node.list() {
                    Some(items) => self.classes.extend(items),
                    None => findings.push(Error::rules(
                        &node.position,
                        format!("`classes` is a list, not {}", node.shape()),
                    )),
                },
                _ => findings.push(unknown(
                    key,
                    "a rule file has no section",
                    SECTIONS.iter().copied(),
                )),
            }
        }
    }

    /// Takes an overlay's aliases to the others; its tables are returned.
    fn add_overlay(
        &mut self,
        documents: &'n [Node],
        findings: &mut Findings,
    ) -> Vec<(&'n Key, &'n Node)> {
        let mut overlay = Self::default();
        for document in documents {
            overlay.add(document, findings);
            for (key, _) in document.map().unwrap_or_default() {
                if ["defaults", "namespaces", "classes"].contains(&key.text.as_str()) {
                    findings.push(
                        Error::rules(
                            &key.position,
                            format!("an overlay has no section `{}`", key.text),
                        )
                        .hint("it changes tables and columns only"),
                    );
                }
            }
        }
        self.aliases.extend(overlay.aliases);
        overlay.tables
    }

    fn defaults(&mut self, key: &'n Key, node: &'n Node, findings: &mut Findings) {
        match self.defaults {
            None => self.defaults = Some((key, node)),
            Some((first, _)) => findings.push(
                Error::rules(
                    &key.position,
                    format!(
                        "`defaults` is given twice over all files, first at {}",
                        first.position
                    ),
                )
                .hint("put all defaults in one file"),
            ),
        }
    }
}

/// The entries of a section that is a map.
fn named<'n>(
    key: &Key,
    node: &'n Node,
    findings: &mut Findings,
) -> impl Iterator<Item = (&'n Key, &'n Node)> + use<'n> {
    if node.map().is_none() {
        findings.push(Error::rules(
            &node.position,
            format!("`{}` is a map, not {}", key.text, node.shape()),
        ));
    }
    node.map().unwrap_or_default().iter().map(|(k, v)| (k, v))
}

/// A key without a value.
fn no_value(key: &Key) -> Error {
    Error::rules(&key.position, format!("`{}` has no value", key.text))
        .hint("write the value behind the colon, or remove the line")
}

/// A key that means nothing here, with the nearest one that does.
fn unknown<'a>(key: &Key, has_no: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    let error = Error::rules(&key.position, format!("{has_no} `{}`", key.text));
    match nearest(&key.text, known) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error,
    }
}

/// A name that stands at two places.
fn twice(what: &str, name: &str, position: &Position, first: &Position) -> Error {
    Error::rules(
        position,
        format!("{what} `{name}` is given twice, first at {first}"),
    )
    .hint("merge the two")
}

/// A map's entries as parameters.
fn params<'n>(what: &str, node: &'n Node) -> Result<Params<'n>> {
    match node.map() {
        Some(entries) => Ok(Params::new(&node.position, entries, &[])),
        None => Err(Error::rules(
            &node.position,
            format!("{what} is a map, not {}", node.shape()),
        )),
    }
}
