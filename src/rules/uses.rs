//! Which namespaces a rule uses, and where inside it.

use super::model::ColumnRule;
use crate::transform::Role;
use crate::transform::bound::SHARED_NAMESPACE;

/// A namespace in use at one place of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    /// Where inside the value: a path, a case; empty for the value itself.
    pub path: String,
    /// The namespace.
    pub namespace: String,
    /// What the result depends on instead of the value.
    pub seed_from: Vec<String>,
}

/// The namespaces that a rule uses, the rules inside it included.
pub fn uses(rule: &ColumnRule) -> Vec<Use> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), rule)];
    while let Some((path, rule)) = waiting.pop() {
        let options = &rule.options;
        let own = match rule.kind.role {
            // Only the values that an explicit namespace keeps matter to them.
            Role::Value => options.namespace.as_deref(),
            Role::Keyed => Some(match &options.namespace {
                Some(namespace) => namespace.as_str(),
                None if !options.seed_from.is_empty() => SHARED_NAMESPACE,
                None => rule.kind.name,
            }),
            Role::Keep | Role::Constant | Role::Container => None,
        };
        let drawn = rule.spec.draws_from();
        for (namespace, seed_from) in own
            .map(|name| (name, options.seed_from.clone()))
            .into_iter()
            .chain(drawn.into_iter().map(|name| (name, Vec::new())))
        {
            found.push(Use {
                path: path.clone(),
                namespace: namespace.to_owned(),
                seed_from,
            });
        }
        let inside = rule.spec.nested();
        waiting.extend(inside.into_iter().rev().map(|(name, inner)| {
            let path = if path.is_empty() {
                name
            } else {
                format!("{path}, {name}")
            };
            (path, inner)
        }));
    }
    found
}
