//! YAML text → a [`Node`] tree with positions.
//!
//! Built from parser events with a stack of our own, so that no input can exhaust the machine's:
//! depth, node count and text are bounded, aliases included. What YAML itself would misread
//! without a word (a key that begins with `*`, a second document, a tag, a `{{` without quotes)
//! is an error that says what to write instead.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use self::source::{Source, starred_key, too_deep};
use super::node::{Key, Node, NodeKind};
use crate::error::{Error, Position, Result};

mod source;
#[cfg(test)]
mod tests;

/// How deep maps and lists may nest, aliases expanded. Keeps every recursive reader of the tree
/// (and its drop) far from the end of a thread's stack.
const MAX_DEPTH: usize = 100;
/// How many nodes a file may hold, aliases expanded.
const MAX_NODES: usize = 1_000_000;
/// How many bytes of scalar text a file may hold, aliases expanded.
const MAX_TEXT: usize = 64 << 20;

/// Parses one file that holds one document; an empty one is an empty map. Exit 3 with the
/// position of each finding.
pub fn parse(file: &Arc<str>, content: &[u8]) -> Result<Node> {
    let source = Source::new(file, content)?;
    let mut builder = Builder::new(&source);
    let mut parser = Parser::new_from_str(source.text);
    let mut line = 1;
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                line = span.start.line();
                builder.event(event, &span.start, &mut parser)?;
            }
            Err(error) => {
                let error = source.syntax(&error, line);
                builder.errors.push(error);
                break;
            }
        }
    }
    builder.finish()
}

/// Turns events into a tree.
struct Builder<'t> {
    source: &'t Source<'t>,
    /// Open maps and lists, the innermost last.
    open: Vec<Open>,
    /// The finished document.
    root: Option<Node>,
    documents: usize,
    anchors: HashMap<usize, Anchored>,
    /// Everything made so far, aliases expanded.
    made: Size,
    errors: Vec<Error>,
}

/// A map or list whose end has not come yet.
struct Open {
    position: Position,
    anchor: usize,
    size: Size,
    shape: Shape,
}

enum Shape {
    List(Vec<Node>),
    Map {
        entries: Vec<(Key, Node)>,
        /// Where each key stands in `entries`.
        index: HashMap<String, usize>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// Values of `<<`.
        merges: Vec<Node>,
    },
}

/// An anchored node, kept for its aliases.
struct Anchored {
    node: Node,
    size: Size,
}

/// How much a subtree holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    text: usize,
    depth: usize,
}

impl Size {
    fn scalar(text: &str) -> Self {
        Self {
            nodes: 1,
            text: text.len(),
            depth: 1,
        }
    }

    /// Adds a child.
    fn add(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.text = self.text.saturating_add(child.text);
        self.depth = self.depth.max(child.depth.saturating_add(1));
    }
}

type Yaml<'t> = Parser<'t, StrInput<'t>>;

impl<'t> Builder<'t> {
    fn new(source: &'t Source<'t>) -> Self {
        Self {
            source,
            open: Vec::new(),
            root: None,
            documents: 0,
            anchors: HashMap::new(),
            made: Size::default(),
            errors: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'t>, start: &Marker, parser: &mut Yaml<'t>) -> Result<()> {
        let position = self.source.position(start);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(&position),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(&position, tag.is_some());
                self.scalar(position, text, style, anchor)
            }
            Event::Alias(id) => self.alias(&position, id),
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(&position, tag.is_some());
                self.begin(position, anchor, Shape::List(Vec::new()), parser)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(&position, tag.is_some());
                let shape = Shape::Map {
                    entries: Vec::new(),
                    index: HashMap::new(),
                    key: None,
                    merges: Vec::new(),
                };
                self.begin(position, anchor, shape, parser)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
        }
    }

    fn document(&mut self, position: &Position) -> Result<()> {
        self.documents += 1;
        if self.documents > 1 {
            self.errors.push(
                Error::rules(
                    position,
                    "a rule file holds one YAML document; a second one begins",
                )
                .hint("put it in a file of its own, or remove the `---` or `...` line"),
            );
            return Err(self.failed());
        }
        Ok(())
    }

    fn refuse_tag(&mut self, position: &Position, tagged: bool) {
        if tagged {
            self.errors.push(
                Error::rules(position, "YAML tags (`!name`) have no meaning in rules")
                    .hint("quote a text that begins with `!`"),
            );
        }
    }

    fn scalar(
        &mut self,
        position: Position,
        text: Cow<'t, str>,
        style: ScalarStyle,
        anchor: usize,
    ) -> Result<()> {
        let plain = style == ScalarStyle::Plain;
        if self.key_expected() {
            let size = Size::scalar(&text);
            let key = Key {
                position: position.clone(),
                text: text.into_owned(),
                quoted: !plain,
            };
            if anchor != 0 {
                let node = Node {
                    position,
                    kind: scalar_kind(key.text.clone(), plain),
                };
                self.anchors.insert(anchor, Anchored { node, size });
            }
            self.made.add(size);
            self.within_bounds(&key.position)?;
            return self.key(key);
        }
        let size = Size::scalar(&text);
        let node = Node {
            position,
            kind: scalar_kind(text.into_owned(), plain),
        };
        self.made.add(size);
        self.place(node, size, anchor)
    }

    /// A key of the innermost map comes next.
    fn key_expected(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                shape: Shape::Map { key: None, .. },
                ..
            })
        )
    }

    fn key(&mut self, new: Key) -> Result<()> {
        if new.text.is_empty() && !new.quoted {
            self.errors.push(Error::rules(
                &new.position,
                "there is no key before the `:`",
            ));
            return Err(self.failed());
        }
        if let Some(Open {
            shape: Shape::Map { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(new);
        }
        Ok(())
    }

    fn begin(
        &mut self,
        position: Position,
        anchor: usize,
        shape: Shape,
        parser: &mut Yaml<'t>,
    ) -> Result<()> {
        if self.key_expected() {
            // `{{ name }}` without quotes is a map whose key is a map.
            let template = matches!(
                parser.peek(),
                Some(Ok((Event::MappingStart(..) | Event::Scalar(..), _)))
            ) && self.source.text.contains("{{");
            let error = Error::rules(&position, "a key must be a scalar, not a map or a list");
            self.errors.push(if template {
                error.hint("a text that begins with `{{` needs quotes: \"{{ … }}\"")
            } else {
                error
            });
            return Err(self.failed());
        }
        if self.open.len() >= MAX_DEPTH {
            self.errors.push(too_deep(&position));
            return Err(self.failed());
        }
        self.open.push(Open {
            position,
            anchor,
            size: Size {
                nodes: 1,
                text: 0,
                depth: 1,
            },
            shape,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        // The parser sends an end only for a begin.
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let mut size = open.size;
        let kind = match open.shape {
            Shape::List(items) => NodeKind::List(items),
            Shape::Map {
                mut entries,
                mut index,
                merges,
                ..
            } => {
                for source in merges {
                    self.merge(source, &mut entries, &mut index, &mut size);
                }
                NodeKind::Map(entries)
            }
        };
        let node = Node {
            position: open.position,
            kind,
        };
        self.made.nodes = self.made.nodes.saturating_add(1);
        self.place(node, size, open.anchor)
    }

    /// Adds the entries of a `<<` that the map does not have itself.
    fn merge(
        &mut self,
        source: Node,
        entries: &mut Vec<(Key, Node)>,
        index: &mut HashMap<String, usize>,
        size: &mut Size,
    ) {
        let position = source.position;
        let maps = match source.kind {
            NodeKind::List(maps) => maps,
            kind => vec![Node {
                position: position.clone(),
                kind,
            }],
        };
        for map in maps {
            let NodeKind::Map(more) = map.kind else {
                self.errors.push(Error::rules(
                    &map.position,
                    "`<<` takes a map or a list of maps, such as `<<: *anchor`",
                ));
                continue;
            };
            for (key, node) in more {
                if !index.contains_key(&key.text) {
                    index.insert(key.text.clone(), entries.len());
                    size.text = size.text.saturating_add(key.text.len());
                    entries.push((key, node));
                }
            }
        }
    }

    fn alias(&mut self, position: &Position, id: usize) -> Result<()> {
        if self.key_expected() {
            self.errors.push(starred_key(position));
            return Err(self.failed());
        }
        let Some(anchored) = self.anchors.get(&id) else {
            // The parser knows the anchor, so it is one of those still open.
            self.errors.push(Error::rules(
                position,
                "this alias stands inside what it refers to",
            ));
            return Err(self.failed());
        };
        let size = anchored.size;
        self.made.nodes = self.made.nodes.saturating_add(size.nodes);
        self.made.text = self.made.text.saturating_add(size.text);
        if self.open.len().saturating_add(size.depth) > MAX_DEPTH {
            self.errors.push(too_deep(position));
            return Err(self.failed());
        }
        self.within_bounds(position)?;
        // Cloned after the bounds are checked.
        let node = match self.anchors.get(&id) {
            Some(anchored) => anchored.node.clone(),
            None => return Ok(()),
        };
        self.place(node, size, 0)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, size: Size, anchor: usize) -> Result<()> {
        if anchor != 0 {
            self.made.nodes = self.made.nodes.saturating_add(size.nodes);
            self.made.text = self.made.text.saturating_add(size.text);
        }
        self.within_bounds(&node.position)?;
        if anchor != 0 {
            let node = node.clone();
            self.anchors.insert(anchor, Anchored { node, size });
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size.add(size);
        match &mut open.shape {
            Shape::List(items) => items.push(node),
            Shape::Map {
                entries,
                index,
                key,
                merges,
            } => {
                // A value never comes before its key.
                let Some(key) = key.take() else {
                    return Ok(());
                };
                open.size.text = open.size.text.saturating_add(key.text.len());
                let merge = key.text == "<<" && !key.quoted;
                match index.get(&key.text).and_then(|at| entries.get(*at)) {
                    Some((first, _)) => {
                        let error = twice(&key, &first.position);
                        self.errors.push(error);
                    }
                    None if merge && !merges.is_empty() => self.errors.push(
                        Error::rules(&key.position, "`<<` is given twice")
                            .hint("merge several maps with a list: `<<: [*a, *b]`"),
                    ),
                    None if merge => merges.push(node),
                    None => {
                        index.insert(key.text.clone(), entries.len());
                        entries.push((key, node));
                    }
                }
            }
        }
        Ok(())
    }

    fn within_bounds(&mut self, position: &Position) -> Result<()> {
        if self.made.nodes <= MAX_NODES && self.made.text <= MAX_TEXT {
            return Ok(());
        }
        self.errors.push(
            Error::rules(
                position,
                format!(
                    "the file is too large: more than {MAX_NODES} values or {} MiB of text, \
                     aliases expanded",
                    MAX_TEXT >> 20
                ),
            )
            .hint("split it, or use fewer aliases"),
        );
        Err(self.failed())
    }

    /// All findings so far as one error.
    fn failed(&mut self) -> Error {
        Error::all(std::mem::take(&mut self.errors))
            .unwrap_or_else(|| Error::unexpected("YAML failed without a finding"))
    }

    fn finish(mut self) -> Result<Node> {
        if !self.errors.is_empty() {
            return Err(self.failed());
        }
        Ok(match self.root {
            Some(node) if node.shape() != "nothing" => node,
            _ => Node {
                position: self.source.start(),
                kind: NodeKind::Map(Vec::new()),
            },
        })
    }
}

fn scalar_kind(text: String, plain: bool) -> NodeKind {
    NodeKind::Scalar {
        empty: plain && text.is_empty(),
        text,
        plain,
    }
}

fn twice(key: &Key, first: &Position) -> Error {
    Error::rules(
        &key.position,
        format!("the key `{}` is given twice, first at {first}", key.text),
    )
    .hint("remove one of the two")
}
