//! A rule's parameters as its file has them, beside what the transformer's documentation says.

use std::collections::BTreeMap;

use crate::error::Position;
use crate::rules::model::{ColumnRule, RuleSet};
use crate::rules::node::{Node, NodeKind};
use crate::rules::yaml;

/// Parameters that are shown as rules inside the rule.
const RULES_INSIDE: &[&str] = &["json", "elements", "fields", "keys", "split", "add"];

/// Keys that are no parameters: what is done, and the options that every rule may have.
const NO_PARAMETERS: &[&str] = &[
    "use",
    "when",
    "namespace",
    "unique",
    "seed_from",
    "nulls",
    "locale",
    "capture",
    "allow_partition_key",
    "weaken",
    "reason",
    "owner",
    "class",
];

/// How deep aliases are followed: they may use one another.
const MAX_ALIASES: usize = 16;

/// The rule files as trees.
#[derive(Debug, Default)]
pub(super) struct Sources {
    documents: Vec<Node>,
    aliases: BTreeMap<String, Node>,
}

/// One parameter as given.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: String,
    /// Its value, in YAML's flow style.
    pub(super) value: String,
    /// What it means.
    pub(super) about: Option<&'static str>,
}

impl Sources {
    /// Reads the rules' files again, by the paths they were read from; what is gone since is not
    /// shown.
    pub(super) fn read(rules: &RuleSet, read: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        let mut sources = Self::default();
        for file in &rules.files {
            let Some(document) = read(file).and_then(|content| yaml::parse(file, &content).ok())
            else {
                continue;
            };
            if let Some(aliases) = document.get("aliases").and_then(Node::map) {
                for (key, node) in aliases {
                    sources.aliases.insert(key.text.clone(), node.clone());
                }
            }
            sources.documents.push(document);
        }
        sources
    }

    /// The node that begins at a place.
    fn node(&self, position: &Position) -> Option<&Node> {
        let mut waiting: Vec<&Node> = self.documents.iter().collect();
        while let Some(node) = waiting.pop() {
            if node.position == *position {
                return Some(node);
            }
            match &node.kind {
                NodeKind::Scalar { .. } => {}
                NodeKind::Map(entries) => waiting.extend(entries.iter().map(|(_, value)| value)),
                NodeKind::List(items) => waiting.extend(items),
            }
        }
        None
    }

    /// The parameters that a rule gives to its transformer, in their order.
    pub(super) fn parameters(&self, rule: &ColumnRule) -> Vec<Parameter> {
        let entries = self.rule(&rule.position).and_then(Node::map);
        entries
            .unwrap_or_default()
            .iter()
            .filter(|(key, _)| {
                let name = key.text.as_str();
                !NO_PARAMETERS.contains(&name) && !RULES_INSIDE.contains(&name)
            })
            .map(|(key, node)| {
                let mut params = rule.kind.params.iter();
                Parameter {
                    name: key.text.clone(),
                    value: flow(node),
                    about: params
                        .find(|(name, _)| *name == key.text)
                        .map(|(_, about)| *about),
                }
            })
            .collect()
    }

    /// The alias that a rule is, where it is one.
    pub(super) fn alias(&self, position: &Position) -> Option<(&str, &Position)> {
        let name = used(self.node(position)?)?;
        let (name, node) = self.aliases.get_key_value(name)?;
        Some((name, &node.position))
    }

    /// The rule's text, behind aliases.
    fn rule(&self, position: &Position) -> Option<&Node> {
        let mut node = self.node(position)?;
        for _ in 0..MAX_ALIASES {
            match used(node).and_then(|name| self.aliases.get(name)) {
                Some(behind) => node = behind,
                None => break,
            }
        }
        Some(node)
    }
}

/// The name behind `use`, or the name that the rule is.
fn used(node: &Node) -> Option<&str> {
    node.scalar().or_else(|| node.get("use")?.scalar())
}

/// A node on one line.
fn flow(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, plain, .. } => {
            if *plain {
                text.clone()
            } else {
                format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            }
        }
        NodeKind::Map(entries) => {
            let entry = |(key, value): &(_, _)| format!("{}: {}", key_text(key), flow(value));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        NodeKind::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

fn key_text(key: &crate::rules::node::Key) -> String {
    if key.quoted {
        format!("\"{}\"", key.text)
    } else {
        key.text.clone()
    }
}
