//! What stands where inside JSON: paths, and what their values show.

use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::dictionary::is_first_name;
use super::values::Evidence;

/// So many paths are told apart in one column; what comes after is known by `*`.
const MAX_NODES: usize = 5_000;
/// An object with more keys than this is a map from values to values.
const MAX_KEYS: usize = 400;

/// The documents of one column.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    root: Node,
    nodes: usize,
    /// Texts that are no JSON (or nested too deeply to be looked into).
    pub unread: u64,
    /// Documents read.
    pub read: u64,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// Of scalars.
    scalars: Evidence,
    nulls: u64,
    objects: u64,
    lists: u64,
    keys: BTreeMap<String, Node>,
    /// Of keys that are not told apart.
    any: Option<Box<Node>>,
    element: Option<Box<Node>>,
}

/// A place in documents that holds scalars.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// As rules write it.
    pub path: String,
    /// The keys on the way, without elements and `*`.
    pub keys: Vec<String>,
    /// What was seen there.
    pub evidence: Evidence,
}

impl Documents {
    /// Takes note of a document.
    pub fn observe(&mut self, text: &[u8]) {
        let mut reader = serde_json::Deserializer::from_slice(text);
        let look = Look {
            node: &mut self.root,
            nodes: &mut self.nodes,
        };
        match look.deserialize(&mut reader).and_then(|()| reader.end()) {
            Ok(()) => self.read += 1,
            Err(_) => self.unread += 1,
        }
    }

    /// As if it had read the other's documents too.
    pub fn merge(&mut self, other: &Self) {
        self.root.merge(&other.root);
        self.nodes += other.nodes;
        self.read += other.read;
        self.unread += other.unread;
    }

    /// The places that hold scalars, in the order of their paths. Keys that may be values of the
    /// data themselves are not told.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.root.leaves("", &mut Vec::new(), &mut leaves);
        leaves
    }
}

impl Node {
    fn leaves(&self, path: &str, keys: &mut Vec<String>, leaves: &mut Vec<Leaf>) {
        let empty = self.keys.is_empty() && self.any.is_none() && self.element.is_none();
        if self.scalars.seen() > 0 || (empty && self.objects == 0 && self.lists == 0) {
            leaves.push(Leaf {
                path: if path.is_empty() {
                    "$".to_owned()
                } else {
                    path.to_owned()
                },
                keys: keys.clone(),
                evidence: self.scalars.clone(),
            });
        }
        // What is empty keeps its place by a path to what it might hold.
        let nothing_in = |below: &str, keys: &[String]| Leaf {
            path: below.to_owned(),
            keys: keys.to_vec(),
            evidence: Evidence::default(),
        };
        let list = format!("{path}[*]");
        match &self.element {
            Some(element) => element.leaves(&list, keys, leaves),
            None if self.lists > 0 => leaves.push(nothing_in(&list, keys)),
            None => {}
        }
        let below = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        let (named, mut any) = self.named();
        for (key, node) in named {
            keys.push(key.clone());
            node.leaves(&below(&quoted(key)), keys, leaves);
            keys.pop();
        }
        if any.is_none() && self.objects > 0 && self.keys.is_empty() && !path.is_empty() {
            leaves.push(nothing_in(&below("*"), keys));
        }
        if let Some(any) = any.take() {
            any.leaves(&below("*"), keys, leaves);
        }
    }

    /// The children that are told by name, and the others as one.
    fn named(&self) -> (Vec<(&String, &Node)>, Option<Node>) {
        let mut any: Option<Node> = self.any.as_deref().cloned();
        let children = self.keys.len() as u64;
        let uses: u64 = self.keys.values().map(Node::uses).sum();
        // Many keys, each in few objects.
        let scattered = children >= 40 && self.objects >= 20 && uses < children * 2;
        let people = self.keys.keys().filter(|key| is_first_name(key)).count() as u64;
        let is_map = any.is_some() || scattered || (children >= 2 && people * 2 >= children);
        let mut named = Vec::new();
        for (key, node) in &self.keys {
            if is_map || !is_name(key) {
                any.get_or_insert_default().merge(node);
            } else {
                named.push((key, node));
            }
        }
        (named, any)
    }

    fn uses(&self) -> u64 {
        self.scalars.seen() + self.nulls + self.objects + self.lists
    }

    fn merge(&mut self, other: &Self) {
        self.scalars.merge(&other.scalars);
        self.nulls += other.nulls;
        self.objects += other.objects;
        self.lists += other.lists;
        for (key, node) in &other.keys {
            self.keys.entry(key.clone()).or_default().merge(node);
        }
        for (mine, theirs) in [
            (&mut self.any, &other.any),
            (&mut self.element, &other.element),
        ] {
            if let Some(theirs) = theirs {
                mine.get_or_insert_default().merge(theirs);
            }
        }
    }

    fn child(&mut self, key: &str, nodes: &mut usize) -> &mut Self {
        let known = self.keys.contains_key(key);
        if !known && (self.keys.len() >= MAX_KEYS || *nodes >= MAX_NODES || key.len() > 200) {
            return self.any.get_or_insert_default();
        }
        if !known {
            *nodes += 1;
        }
        self.keys.entry(key.to_owned()).or_default()
    }
}

/// A key may stand in a draft: [`is_name`], for keys of other things than JSON.
pub fn is_safe_key(key: &str) -> bool {
    is_name(key) && !is_first_name(key)
}

/// A name that a programmer gave, rather than a value: letters, digits and a few signs, beginning
/// with a letter; neither an address nor a code.
fn is_name(key: &str) -> bool {
    let plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | ' ' | '/' | ':' | '.'));
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let words = key.split(' ').count();
    let mut value = Evidence::default();
    value.observe(key.as_bytes());
    plain
        && key.len() <= 64
        && key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && digits * 2 < key.len()
        && digits <= 6
        && words <= 4
        && !is_hex(key)
        && !value.shows_somebody()
}

fn is_hex(key: &str) -> bool {
    key.len() >= 8
        && key
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && key.bytes().any(|byte| byte.is_ascii_digit())
}

/// A key as a path's segment.
fn quoted(key: &str) -> String {
    let bare = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$'));
    if bare && key != "$" {
        key.to_owned()
    } else {
        // A JSON string is what a quoted segment is.
        serde_json::Value::from(key).to_string()
    }
}

/// Looks at one value. Nothing of it is held but a key or a text at a time.
struct Look<'a> {
    node: &'a mut Node,
    nodes: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.node.nulls += 1;
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.node.scalars.observe_flag();
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.node.scalars.observe_number(&number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.node.scalars.observe_number(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.node.scalars.observe_number(&number.to_string());
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.node.scalars.observe_string(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.node.lists += 1;
        loop {
            // An empty list has no element to be known by.
            let mut element = self.node.element.take().unwrap_or_default();
            let more = list.next_element_seed(Look {
                node: &mut element,
                nodes: self.nodes,
            });
            let used = element.uses() > 0;
            if used {
                self.node.element = Some(element);
            }
            if more?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.node.objects += 1;
        while let Some(key) = map.next_key::<String>()? {
            let node = self.node.child(&key, self.nodes);
            map.next_value_seed(Look {
                node,
                nodes: self.nodes,
            })?;
        }
        Ok(())
    }
}
