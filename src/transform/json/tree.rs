//! The paths of a `json` rule, bound and merged into one automaton.
//!
//! Each `json` rule (the column's, and those nested in it) is a scope with a trie of its own. The
//! state at a value is a short list of nodes; a step along a key or element maps it to the next.
//! `**` is a node that stays in the list at every step.

use super::keys::Keys;
use super::path::{Path, Segment, fold_into, folded};
use super::spec::{Invalid, JsonSpec, OthersSpec, PathRule, nested};
use super::string;
use crate::dump::types::PgType;
use crate::rules::model::ColumnRule;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::{JsonKind, Misfit, Target};

/// A node's number.
pub(super) type NodeId = u32;

/// A scope's number; 0 is the column's own rule.
pub(super) type ScopeId = u32;

/// The bound rules of one column.
pub(super) struct Tree {
    nodes: Vec<Node>,
    ends: Vec<End>,
    scopes: Vec<Scope>,
    /// Some scope ignores case.
    folds: bool,
}

/// A place in a path.
struct Node {
    scope: ScopeId,
    keys: Keys,
    any_key: Option<NodeId>,
    indices: Vec<(u32, NodeId)>,
    any_element: Option<NodeId>,
    /// The `**` that begins here.
    levels: Option<NodeId>,
    /// Is a `**`: matches at every level from here on.
    is_levels: bool,
    /// Was reached by a name or in a list, so that a container here stays whatever it holds.
    steady: bool,
    /// A path ends here: its number. What it decides stands apart, so that the nodes, of which each
    /// key of a document takes one, lie close together.
    end: Option<u32>,
    /// Of two ends, the greater wins.
    priority: u32,
}

/// What a path's end decides.
pub(super) struct End {
    /// The path as the rules write it.
    pub(super) text: String,
    pub(super) action: Action,
    /// The path ends with `**`: a rule is for the scalars below, not for the containers.
    pub(super) leaves_only: bool,
}

/// What happens to a value at a path's end.
pub(super) enum Action {
    /// A scalar stays.
    Keep,
    /// Anything stays.
    KeepDeep,
    Rule(Leaf),
    Nested(ScopeId),
    /// Cases: what each one's rule means here.
    Cases(Leaf, Vec<Action>),
}

/// A rule for one value, with what the writer must know of it.
pub(super) struct Leaf {
    pub(super) rule: BoundRule,
    pub(super) kind: JsonKind,
    /// The result is a document in the place of the original: in a string, where that was one.
    pub(super) document: bool,
}

/// One `json` rule.
pub(super) struct Scope {
    root: NodeId,
    pub(super) others: Others,
    pub(super) key: Option<Leaf>,
    pub(super) add: Vec<Add>,
    pub(super) invalid: Invalid,
    fold: bool,
}

/// What happens to values that no path names.
pub(super) enum Others {
    Keep,
    Remove,
    Fail,
    Redact(Leaf),
    Rule(Leaf),
}

/// A member to add.
pub(super) struct Add {
    /// The key, folded where the scope ignores case.
    pub(super) key: Vec<u8>,
    /// The key as JSON writes it.
    pub(super) json_key: Vec<u8>,
    /// The key as the rules write it.
    pub(super) text: String,
    pub(super) leaf: Leaf,
}

/// A key of the document, as the scopes compare it.
pub(super) struct Key<'a> {
    pub(super) exact: &'a [u8],
    /// With `ignore_case`; empty where no scope asks for it.
    pub(super) folded: &'a [u8],
}

/// What a value's state says of what may lie below it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Onward {
    /// A path goes on from here by a step that fits the container, other than inside a `**`.
    pub(super) named: bool,
    /// The same, and the container was reached by name or in a list.
    pub(super) steady: bool,
    /// Something below may be named.
    pub(super) possible: bool,
}

/// The one place from which paths go on in an object, if any, each by a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain(Option<NodeId>);

/// What becomes of a value is told by its states.
pub(super) struct ByStates;

impl Tree {
    /// Binds a rule and all rules inside it.
    pub(super) fn bind(spec: &JsonSpec, binder: &Binder<'_>) -> Result<Self, Misfit> {
        let mut builder = Builder {
            nodes: Vec::new(),
            scopes: Vec::new(),
            ends: Vec::new(),
            ranks: Vec::new(),
            binder: binder.inside(Target {
                ty: PgType::Text,
                not_null: false,
                in_json: true,
            }),
        };
        builder.scope(spec, 0, false)?;
        let Builder {
            mut nodes,
            scopes,
            ends,
            mut ranks,
            ..
        } = builder;
        ranks.sort_by(|a, b| (a.depth.cmp(&b.depth)).then_with(|| a.path.specificity(b.path)));
        for (priority, end) in (1..).zip(&ranks) {
            nodes[end.node as usize].priority = priority;
        }
        let folds = scopes.iter().any(|scope| scope.fold);
        Ok(Self {
            nodes,
            ends,
            scopes,
            folds,
        })
    }

    /// A scope by its number.
    pub(super) fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id as usize]
    }

    /// Puts the states of the root of a scope's documents in place of those from `from` on. Where
    /// the scope keeps what it does not name, the paths around it still hold below.
    pub(super) fn enter(&self, id: ScopeId, states: &mut Vec<NodeId>, from: usize) {
        let scope = self.scope(id);
        if !matches!(scope.others, Others::Keep) {
            states.truncate(from);
        }
        self.push(scope.root, states, from);
    }

    /// The end that decides a value with these states.
    /// With a scope: only its own ends count.
    pub(super) fn best(&self, states: &[NodeId], scope: Option<ScopeId>) -> Option<(NodeId, &End)> {
        let mut best: Option<(u32, NodeId)> = None;
        for &id in states {
            let node = self.node(id);
            if node.end.is_some()
                && scope.is_none_or(|scope| node.scope == scope)
                && best.is_none_or(|(priority, _)| priority < node.priority)
            {
                best = Some((node.priority, id));
            }
        }
        let (_, id) = best?;
        Some((id, self.end(id)?))
    }

    /// What a path that ends at this node decides.
    pub(super) fn end(&self, id: NodeId) -> Option<&End> {
        self.ends.get(self.node(id).end? as usize)
    }

    /// What the states say of what may lie below a container.
    pub(super) fn onward(&self, states: &[NodeId], object: bool) -> Onward {
        let mut onward = Onward::default();
        for node in states.iter().map(|id| self.node(*id)) {
            let goes_on = if object {
                !node.keys.is_empty() || node.any_key.is_some()
            } else {
                !node.indices.is_empty() || node.any_element.is_some()
            } || node.levels.is_some();
            onward.possible |= goes_on || node.is_levels;
            onward.named |= goes_on && !node.is_levels;
            onward.steady |= goes_on && node.steady;
        }
        onward
    }

    /// Keys must be given folded too.
    pub(super) fn folds(&self) -> bool {
        self.folds
    }

    /// The only way on from an object with these states, where there is one at most, and by exact keys
    /// alone: then its members need no states.
    pub(super) fn plain(&self, states: &[NodeId]) -> Option<Plain> {
        match states {
            _ if self.folds => None,
            [] => Some(Plain(None)),
            [id] => {
                let node = self.node(*id);
                (node.any_key.is_none() && !node.is_levels).then_some(Plain(Some(*id)))
            }
            _ => None,
        }
    }

    /// What a path says of a member of such an object; `Err` where states tell.
    pub(super) fn plain_member(&self, on: Plain, key: &[u8]) -> Result<Option<&End>, ByStates> {
        let Some(next) = on.0.and_then(|id| self.node(id).keys.get(key)) else {
            return Ok(None);
        };
        let node = self.node(next);
        match (node.levels, node.end) {
            (Some(_), _) => Err(ByStates),
            (None, end) => Ok(end.and_then(|end| self.ends.get(end as usize))),
        }
    }

    /// Appends the states of a member to those of its object, which are `from..to`.
    pub(super) fn step_key(&self, states: &mut Vec<NodeId>, from: usize, to: usize, key: &Key<'_>) {
        for at in from..to {
            let id = states[at];
            let node = self.node(id);
            let key = self.scope(node.scope).compared(key);
            if let Some(next) = node.keys.get(key) {
                self.push(next, states, to);
            }
            if let Some(next) = node.any_key {
                self.push(next, states, to);
            }
            if node.is_levels {
                self.push(id, states, to);
            }
        }
    }

    /// Appends the states of an element to those of its list, which are `from..to`.
    pub(super) fn step_index(&self, states: &mut Vec<NodeId>, from: usize, to: usize, index: u32) {
        for at in from..to {
            let id = states[at];
            let node = self.node(id);
            for (number, next) in &node.indices {
                if *number == index {
                    self.push(*next, states, to);
                }
            }
            if let Some(next) = node.any_element {
                self.push(next, states, to);
            }
            if node.is_levels {
                self.push(id, states, to);
            }
        }
    }

    /// Adds a node, and the `**` that begins at it, to the set that begins at `from`.
    fn push(&self, id: NodeId, states: &mut Vec<NodeId>, from: usize) {
        let mut add = |id| {
            if !states[from..].contains(&id) {
                states.push(id);
            }
        };
        add(id);
        if let Some(levels) = self.node(id).levels {
            add(levels);
        }
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }
}

impl Scope {
    /// Objects at its documents' root are not only what their members are.
    pub(super) fn edits(&self) -> bool {
        self.key.is_some() || !self.add.is_empty()
    }

    /// The form of a key that this scope's paths are compared with.
    fn compared<'a>(&self, key: &Key<'a>) -> &'a [u8] {
        if self.fold { key.folded } else { key.exact }
    }

    /// The number of the added member that has this key.
    pub(super) fn added(&self, key: &Key<'_>) -> Option<usize> {
        let key = self.compared(key);
        self.add.iter().position(|add| add.key == key)
    }
}

struct Builder<'s, 'b> {
    nodes: Vec<Node>,
    scopes: Vec<Scope>,
    ends: Vec<End>,
    ranks: Vec<EndAt<'s>>,
    binder: Binder<'b>,
}

struct EndAt<'s> {
    node: NodeId,
    depth: u32,
    path: &'s Path,
}

impl<'s> Builder<'s, '_> {
    /// Scopes nest as deep as the rule files do.
    fn scope(&mut self, spec: &'s JsonSpec, depth: u32, fold: bool) -> Result<ScopeId, Misfit> {
        let fold = spec.ignore_case.unwrap_or(fold);
        let id = self.scopes.len() as ScopeId;
        let root = self.node(id);
        let others = match &spec.others {
            OthersSpec::Keep => Others::Keep,
            OthersSpec::Remove => Others::Remove,
            OthersSpec::Fail => Others::Fail,
            OthersSpec::Redact(rule) => Others::Redact(self.leaf(rule, "others")?),
            OthersSpec::Rule(rule) => Others::Rule(self.leaf(rule, "others")?),
        };
        let key = match &spec.key {
            Some(rule) => Some(self.leaf(rule, "key")?),
            None => None,
        };
        let mut add = Vec::with_capacity(spec.add.len());
        for entry in &spec.add {
            let mut json_key = Vec::new();
            string::encode(&entry.key, &mut json_key);
            add.push(Add {
                key: if fold {
                    folded(&entry.key)
                } else {
                    entry.key.clone()
                },
                json_key,
                text: entry.text.clone(),
                leaf: self.leaf(&entry.rule, &format!("add {}", entry.text))?,
            });
        }
        self.scopes.push(Scope {
            root,
            others,
            key,
            add,
            invalid: spec.invalid,
            fold,
        });
        for path in &spec.paths {
            self.path(path, id, depth, fold)?;
        }
        Ok(id)
    }

    fn path(
        &mut self,
        entry: &'s PathRule,
        scope: ScopeId,
        depth: u32,
        fold: bool,
    ) -> Result<(), Misfit> {
        let mut at = self.scopes[scope as usize].root;
        for segment in &entry.path.segments {
            at = self.step(at, segment, fold);
        }
        let action = self.action(&entry.rule, &entry.deep, &entry.text, depth, fold)?;
        let leaves_only = entry.path.segments.last() == Some(&Segment::AnyLevels);
        self.nodes[at as usize].end = Some(self.ends.len() as u32);
        self.ends.push(End {
            text: entry.text.clone(),
            action,
            leaves_only,
        });
        self.ranks.push(EndAt {
            node: at,
            depth,
            path: &entry.path,
        });
        Ok(())
    }

    fn action(
        &mut self,
        rule: &'s ColumnRule,
        deep: &[bool],
        place: &str,
        depth: u32,
        fold: bool,
    ) -> Result<Action, Misfit> {
        if let Some(inner) = nested(rule) {
            if rule.options.unique {
                let message = format!("at `{place}`: `json` can't make unique values");
                return Err(Misfit::new(message));
            }
            let scope = self.scope(inner, depth + 1, fold);
            return Ok(Action::Nested(
                scope.map_err(|misfit| within(place, misfit))?,
            ));
        }
        Ok(match rule.kind.name {
            "keep" if deep.first() == Some(&true) => Action::KeepDeep,
            "keep" => Action::Keep,
            "cases" => {
                let leaf = self.leaf(rule, place)?;
                let mut cases = Vec::new();
                for (number, (_, case)) in rule.spec.nested().into_iter().enumerate() {
                    let deep = deep.get(number..).unwrap_or_default();
                    cases.push(self.action(case, deep, place, depth, fold)?);
                }
                Action::Cases(leaf, cases)
            }
            _ => Action::Rule(self.leaf(rule, place)?),
        })
    }

    fn leaf(&self, rule: &ColumnRule, place: &str) -> Result<Leaf, Misfit> {
        let bound = BoundRule::bind(rule, &self.binder).map_err(|misfit| within(place, misfit))?;
        let mut cases = Vec::new();
        if rule.kind.name == "cases" {
            cases = rule.spec.nested();
        }
        let document =
            nested(rule).is_some() || cases.iter().any(|(_, case)| nested(case).is_some());
        Ok(Leaf {
            kind: bound.json_kind(),
            rule: bound,
            document,
        })
    }

    fn step(&mut self, at: NodeId, segment: &Segment, fold: bool) -> NodeId {
        let scope = self.nodes[at as usize].scope;
        let next = self.nodes.len() as NodeId;
        let node = &mut self.nodes[at as usize];
        let found = match segment {
            Segment::Key(key) => {
                let mut name = Vec::new();
                if fold {
                    fold_into(key, &mut name);
                } else {
                    name.extend_from_slice(key);
                }
                match node.keys.get(&name) {
                    Some(found) => found,
                    None => {
                        node.keys.insert(&name, next);
                        next
                    }
                }
            }
            Segment::AnyKey => *node.any_key.get_or_insert(next),
            Segment::Index(index) => match node.indices.iter().find(|(other, _)| other == index) {
                Some((_, found)) => *found,
                None => {
                    node.indices.push((*index, next));
                    next
                }
            },
            Segment::AnyElement => *node.any_element.get_or_insert(next),
            Segment::AnyLevels => *node.levels.get_or_insert(next),
        };
        if found == next {
            self.node(scope);
            let node = &mut self.nodes[next as usize];
            node.is_levels = *segment == Segment::AnyLevels;
            node.steady = !matches!(segment, Segment::AnyKey | Segment::AnyLevels);
        }
        found
    }

    fn node(&mut self, scope: ScopeId) -> NodeId {
        self.nodes.push(Node {
            scope,
            keys: Keys::default(),
            any_key: None,
            indices: Vec::new(),
            any_element: None,
            levels: None,
            is_levels: false,
            steady: true,
            end: None,
            priority: 0,
        });
        self.nodes.len() as NodeId - 1
    }
}

fn within(place: &str, misfit: Misfit) -> Misfit {
    Misfit {
        message: format!("at `{place}`: {}", misfit.message),
        ..misfit
    }
}
