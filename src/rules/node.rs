//! A YAML document as a tree that remembers where everything stood and how scalars were quoted.
//!
//! Rules are read from this tree rather than through serde because the contract needs what serde
//! loses: the source text of scalars (`1.10`, `no`), whether `null` was quoted, empty values, and
//! the position of every key.

use crate::error::Position;

/// A node with the place where it begins.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it begins (for a value inside a map: the value, not the key).
    pub position: Position,
    /// What it is.
    pub kind: NodeKind,
}

/// The three shapes of YAML.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A scalar's source text, unquoted and unescaped.
    Scalar {
        /// The text.
        text: String,
        /// Written without quotes and not as a block scalar.
        plain: bool,
        /// Nothing stood there (`phone:`); `text` is empty then.
        empty: bool,
    },
    /// Key and value in the order of the file; keys are unique.
    Map(Vec<(Key, Node)>),
    /// Items in order.
    List(Vec<Node>),
}

/// A map's key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where it begins.
    pub position: Position,
    /// Its text, unquoted.
    pub text: String,
    /// Written with quotes.
    pub quoted: bool,
}

impl Node {
    /// The scalar's text, where it is one.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The map's entries, where it is one.
    pub fn map(&self) -> Option<&[(Key, Node)]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The list's items, where it is one.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?
            .iter()
            .find(|(k, _)| k.text == key)
            .map(|(_, v)| v)
    }

    /// What it is, for messages.
    pub fn shape(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { empty: true, .. } => "nothing",
            NodeKind::Scalar { .. } => "a scalar",
            NodeKind::Map(_) => "a map",
            NodeKind::List(_) => "a list",
        }
    }
}
