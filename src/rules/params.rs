//! Reading a rule's parameters: typed, positioned, and none left over unread.

use std::cell::RefCell;

use super::nearest::nearest;
use super::node::{Key, Node};
use crate::error::{Error, Position, Result};

/// The parameters of one transformer, taken one by one; [`Params::finish`] refuses what is left.
pub struct Params<'a> {
    position: Position,
    entries: &'a [(Key, Node)],
    ignored: &'a [&'a str],
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Params<'a> {
    /// Over a map's entries; `ignored` keys have been read by the caller (common options, `use`).
    pub fn new(position: &Position, entries: &'a [(Key, Node)], ignored: &'a [&'a str]) -> Self {
        Self {
            position: position.clone(),
            entries,
            ignored,
            known: RefCell::default(),
        }
    }

    /// Where the rule begins.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// The parameter's node, where it is given. An empty value (`min:`) is an error.
    pub fn node(&self, name: &'static str) -> Result<Option<&'a Node>> {
        self.known.borrow_mut().push(name);
        let found = self.entries.iter().find(|(key, _)| key.text == name);
        match found {
            Some((key, node)) if node.shape() == "nothing" => Err(Error::rules(
                &key.position,
                format!("`{name}` has no value"),
            )
            .hint("write the value behind the colon, or remove the line")),
            Some((_, node)) => Ok(Some(node)),
            None => Ok(None),
        }
    }

    /// The parameter's node; an error where it is missing.
    pub fn required(&self, name: &'static str) -> Result<&'a Node> {
        self.node(name)?
            .ok_or_else(|| Error::rules(&self.position, format!("`{name}` is required")))
    }

    /// A scalar's source text.
    pub fn string(&self, name: &'static str) -> Result<Option<&'a str>> {
        self.node(name)?
            .map(|node| scalar(node, name, "a scalar"))
            .transpose()
    }

    /// A whole number.
    pub fn integer(&self, name: &'static str) -> Result<Option<i64>> {
        self.parsed(name, "a whole number")
    }

    /// A number.
    pub fn float(&self, name: &'static str) -> Result<Option<f64>> {
        let value: Option<f64> = self.parsed(name, "a number")?;
        match (value, self.node(name)?) {
            (Some(number), Some(node)) if !number.is_finite() => Err(Error::rules(
                &node.position,
                format!("`{name}` must be a finite number"),
            )),
            (value, _) => Ok(value),
        }
    }

    /// `true` or `false`.
    pub fn bool(&self, name: &'static str) -> Result<Option<bool>> {
        self.parsed(name, "true or false")
    }

    /// One of a few words; the index of the one given.
    pub fn one_of(&self, name: &'static str, words: &[&'static str]) -> Result<Option<usize>> {
        let Some(node) = self.node(name)? else {
            return Ok(None);
        };
        let text = scalar(node, name, "a word")?;
        match words.iter().position(|word| *word == text) {
            Some(index) => Ok(Some(index)),
            None => {
                let error = Error::rules(
                    &node.position,
                    format!("`{name}` must be one of: {}", words.join(", ")),
                );
                Err(match nearest(text, words.iter().copied()) {
                    Some(word) => error.hint(format!("did you mean `{word}`?")),
                    None => error,
                })
            }
        }
    }

    /// A list of scalars, or one scalar for a list of one.
    pub fn strings(&self, name: &'static str) -> Result<Option<Vec<&'a str>>> {
        let Some(node) = self.node(name)? else {
            return Ok(None);
        };
        match node.list() {
            Some(items) => items
                .iter()
                .map(|item| scalar(item, name, "a list of scalars"))
                .collect::<Result<Vec<_>>>()
                .map(Some),
            None => Ok(Some(vec![scalar(
                node,
                name,
                "a scalar or a list of scalars",
            )?])),
        }
    }

    /// Takes a parameter for known though nobody has asked for it.
    pub(super) fn know(&self, name: &'static str) {
        self.known.borrow_mut().push(name);
    }

    /// Refuses parameters that nobody asked for, each with the nearest known one.
    pub fn finish(self, what: &str) -> Result<()> {
        self.finish_as(&format!("`{what}` has no parameter"))
    }

    /// Like [`Params::finish`], with the message's words before the key.
    pub(super) fn finish_as(self, has_no: &str) -> Result<()> {
        let known = self.known.into_inner();
        let unknown = self
            .entries
            .iter()
            .map(|(key, _)| key)
            .filter(|key| {
                let name = key.text.as_str();
                !known.contains(&name) && !self.ignored.contains(&name)
            })
            .map(|key| {
                let error = Error::rules(&key.position, format!("{has_no} `{}`", key.text));
                let candidates = known.iter().copied().chain(self.ignored.iter().copied());
                match nearest(&key.text, candidates) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error,
                }
            })
            .collect();
        Error::all(unknown).map_or(Ok(()), Err)
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        name: &'static str,
        expected: &str,
    ) -> Result<Option<T>> {
        let Some(node) = self.node(name)? else {
            return Ok(None);
        };
        let text = scalar(node, name, expected)?;
        text.parse()
            .map(Some)
            .map_err(|_| Error::rules(&node.position, format!("`{name}` must be {expected}")))
    }
}

fn scalar<'a>(node: &'a Node, name: &str, expected: &str) -> Result<&'a str> {
    node.scalar().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`{name}` must be {expected}, not {}", node.shape()),
        )
    })
}
