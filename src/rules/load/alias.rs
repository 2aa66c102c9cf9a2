//! `aliases:` — names for complete column rules, which may use one another but not in circles.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::model::{ColumnRule, Notes, Options};
use super::super::node::{Key, Node};
use super::super::params::Params;
use super::{Findings, LoadCx, Outside, column, no_value, twice};
use crate::error::{Error, Position, Result};
use crate::transform::bind::Binder;
use crate::transform::{self, Kind, Misfit, Role, Spec, Transform};

/// Reads all aliases. One that is wrong is noted, and stands for some rule from then on, so that
/// its uses are no findings of their own.
pub(super) fn read(
    entries: &[(&Key, &Node)],
    outside: &dyn Outside,
    findings: &mut Findings,
) -> BTreeMap<String, ColumnRule> {
    let mut nodes: BTreeMap<&str, (&Key, &Node)> = BTreeMap::new();
    for (key, node) in entries {
        let name = key.text.as_str();
        if transform::kind(name).is_some() || matches!(name, "~" | "use") {
            findings.push(
                Error::rules(
                    &key.position,
                    format!("the alias `{name}` would hide the transformer of that name"),
                )
                .hint("give the alias another name"),
            );
        } else if let Some((first, _)) = nodes.get(name) {
            findings.push(twice("the alias", name, &key.position, &first.position));
        } else if node.shape() == "nothing" {
            findings.push(no_value(key));
        } else {
            nodes.insert(name, (key, node));
        }
    }
    let mut reader = Reader {
        waiting: BTreeMap::new(),
        aliases: BTreeMap::new(),
    };
    for (name, (key, _)) in &nodes {
        reader.wait(name, &key.position);
    }
    for name in nodes.keys() {
        reader.resolve(name, &nodes, outside, findings);
    }
    reader.aliases
}

/// Reads aliases depth first. Those not read yet stand in the map as stand-ins; a rule that was
/// read while it holds one is read again once that one is known.
struct Reader<'n> {
    /// The stand-ins by name.
    waiting: BTreeMap<&'n str, Arc<StandIn>>,
    aliases: BTreeMap<String, ColumnRule>,
}

impl<'n> Reader<'n> {
    fn wait(&mut self, name: &'n str, position: &Position) {
        let spec = Arc::new(StandIn);
        let rule = ColumnRule {
            position: position.clone(),
            kind: &STAND_IN,
            spec: Arc::clone(&spec) as Arc<dyn Spec>,
            options: Options::default(),
            notes: Notes::default(),
        };
        self.waiting.insert(name, spec);
        self.aliases.insert(name.to_owned(), rule);
    }

    fn resolve(
        &mut self,
        name: &'n str,
        nodes: &BTreeMap<&'n str, (&Key, &'n Node)>,
        outside: &dyn Outside,
        findings: &mut Findings,
    ) {
        let mut path = vec![name];
        while let Some(&name) = path.last() {
            let (true, Some((key, node))) = (self.waiting.contains_key(name), nodes.get(name))
            else {
                path.pop();
                continue;
            };
            let cx = LoadCx {
                outside,
                aliases: &self.aliases,
            };
            match column::read(&cx, node, column::Place::Column) {
                // The stand-in stays, and nobody waits for it any more.
                Err(error) => {
                    findings.push(error);
                    self.waiting.remove(name);
                }
                Ok(rule) => {
                    let held = self.held();
                    match held.iter().find(|held| path.contains(*held)) {
                        Some(held) => {
                            findings.push(circle(&path, held, &key.position));
                            self.waiting.remove(name);
                        }
                        None => match held.first() {
                            Some(first) => path.push(first),
                            None => {
                                self.waiting.remove(name);
                                self.aliases.insert(name.to_owned(), rule);
                            }
                        },
                    }
                }
            }
        }
    }

    /// The stand-ins that something besides this reader holds: the rule just read.
    fn held(&self) -> Vec<&'n str> {
        self.waiting
            .iter()
            .filter(|(_, spec)| Arc::strong_count(spec) > 2)
            .map(|(name, _)| *name)
            .collect()
    }
}

fn circle(path: &[&str], back_to: &str, position: &Position) -> Error {
    let from = path
        .iter()
        .position(|name| *name == back_to)
        .unwrap_or_default();
    let names: Vec<_> = path.iter().skip(from).copied().chain([back_to]).collect();
    Error::rules(
        position,
        format!("aliases use each other in a circle: {}", names.join(" → ")),
    )
}

/// Stands for an alias that is not read yet, or is wrong. It never gets out of a load that
/// succeeds.
#[derive(Debug)]
struct StandIn;

static STAND_IN: Kind = Kind {
    name: "alias",
    about: "an alias that is not read yet",
    params: &[],
    types: "",
    example: "",
    role: Role::Constant,
    partial: false,
    unique: false,
    load: stand_in,
};

fn stand_in(_: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(StandIn))
}

impl Spec for StandIn {
    fn bind(&self, _: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Err(Misfit::new("the alias is not read yet"))
    }
}
