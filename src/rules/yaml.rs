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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Node> {
        parse(&Arc::from("r.yaml"), text.as_bytes())
    }

    /// All findings with their hints, a line each.
    fn fails(text: &[u8]) -> String {
        match parse(&Arc::from("r.yaml"), text) {
            Ok(node) => panic!("no error in {node:?}"),
            Err(error) => error
                .findings()
                .map(|finding| {
                    assert_eq!(finding.exit(), crate::exit::ExitCode::Rules);
                    let mut line = finding.to_string();
                    for hint in finding.hints() {
                        line = format!("{line} ({hint})");
                    }
                    line
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    #[test]
    fn keys_and_values_know_their_places() {
        let node = read("é: \"ü\"  # x\r\nb:\r\n  - {c: ~, d: 'null'}\r\n").unwrap();
        let entries = node.map().unwrap();
        assert_eq!(entries[0].0.position.to_string(), "r.yaml:1:1");
        assert_eq!(entries[0].1.position.to_string(), "r.yaml:1:4");
        let inner = entries[1].1.list().unwrap()[0].map().unwrap();
        assert_eq!(inner[0].1.position.to_string(), "r.yaml:3:9");
        assert_eq!(inner[1].0.position.to_string(), "r.yaml:3:12");
        assert_eq!(inner[1].1.scalar(), Some("null"));
    }

    #[test]
    fn scalars_keep_their_source_text() {
        let node = read("{a: 1.10, b: 0123, c: no, d: \"é\\n\", e: 'it''s'}").unwrap();
        let texts: Vec<_> = node
            .map()
            .unwrap()
            .iter()
            .map(|(_, v)| v.scalar().unwrap())
            .collect();
        assert_eq!(texts, ["1.10", "0123", "no", "é\n", "it's"]);
        let node = read("a: |\n  x\n  y\nb: >-\n  p\n  q\n").unwrap();
        assert_eq!(node.get("a").unwrap().scalar(), Some("x\ny\n"));
        assert_eq!(node.get("b").unwrap().scalar(), Some("p q"));
    }

    #[test]
    fn nothing_is_not_an_empty_text() {
        let node = read("{a: , b: '', c}").unwrap();
        let shapes: Vec<_> = node.map().unwrap().iter().map(|(_, v)| v.shape()).collect();
        assert_eq!(shapes, ["nothing", "a scalar", "nothing"]);
        assert!(read("").unwrap().map().unwrap().is_empty());
        assert!(
            read("# only this\n---\n")
                .unwrap()
                .map()
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn keys_given_twice_name_both_places() {
        insta::assert_snapshot!(fails(b"a: 1\nb: {x: 1, x: 2}\na: 3\n"), @r#"
        r.yaml:2:11: the key `x` is given twice, first at r.yaml:2:5 (remove one of the two)
        r.yaml:3:1: the key `a` is given twice, first at r.yaml:1:1 (remove one of the two)
        "#);
    }

    #[test]
    fn a_starred_key_wants_quotes_wherever_it_stands() {
        for text in [
            "*email*: x\n",
            "a: 1\n*email*: x\n",
            "a:\n  b: c\n  *_id: keep\n  d: e\n",
            "a:\n  b: c\n  *_id:\n    use: keep\n",
            "a: {b: c, *email*: x}\n",
            "a: {*email*: {use: x}}\n",
            "a: {b: &q x, *q : b}\n",
            "a:\n- *a*: b\n",
            "a:\n  *a* : b\n",
            "a: {b: &q x, c: {*q : b}}\n",
            "a:\n  &q b: c\n  *q : d\n",
            "*: x\n",
            "a: 1\n* : x\n",
        ] {
            let message = fails(text.as_bytes());
            assert!(
                message.contains("a key that begins with `*`") && message.contains("quote it"),
                "{text:?}: {message}"
            );
        }
        insta::assert_snapshot!(fails(b"c:\n  a: b\n  *email*: x\n  d: e\n"), @r#"r.yaml:3:3: a key that begins with `*` is an alias to YAML, not a text (quote it: "*…":)"#);
        insta::assert_snapshot!(fails(b"columns: [*email*, b]"), @"r.yaml:1:11: there is no anchor of this name (quote a text that begins with `*`)");
    }

    #[test]
    fn anchors_aliases_and_merge_keys() {
        let node = read(
            "x-a: &a {p: 1, q: 2}\nx-b: &b {q: 3, r: 4}\nc: {<<: [*a, *b], p: 0}\nd: *a\n\
             e:\n  <<: *b\n  s: 5\n\"<<\": text\n",
        )
        .unwrap();
        let show = |key: &str| {
            node.get(key)
                .unwrap()
                .map()
                .unwrap()
                .iter()
                .map(|(k, v)| format!("{}={}", k.text, v.scalar().unwrap()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(show("c"), "p=0 q=2 r=4");
        assert_eq!(show("d"), "p=1 q=2");
        assert_eq!(show("e"), "s=5 q=3 r=4");
        assert_eq!(node.get("<<").unwrap().scalar(), Some("text"));
        insta::assert_snapshot!(fails(b"a: {<<: 1, b: 2}"), @"r.yaml:1:9: `<<` takes a map or a list of maps, such as `<<: *anchor`");
        insta::assert_snapshot!(fails(b"a: &a {b: *a}"), @"r.yaml:1:11: this alias stands inside what it refers to");
    }

    #[test]
    fn laughs_are_counted() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let alias = format!("*a{}", level - 1);
            text.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                [alias.as_str(); 10].join(", ")
            ));
        }
        assert!(fails(text.as_bytes()).contains("the file is too large"));
        let mut text = format!("a0: &a0 {}\n", "x".repeat(1 << 20));
        text.push_str(&format!("b: [{}]\n", ["*a0"; 100].join(", ")));
        assert!(fails(text.as_bytes()).contains("the file is too large"));
    }

    #[test]
    fn depth_is_bounded_without_recursion() {
        assert!(fails("[".repeat(200).as_bytes()).contains("nest deeper"));
        assert!(fails("[".repeat(100_000).as_bytes()).contains("nest deeper"));
        assert!(fails("- ".repeat(50_000).as_bytes()).contains("nest deeper"));
        let mut text = String::from("a0: &a0 [[[[[[[[[[[[x]]]]]]]]]]]]\n");
        for level in 1..20 {
            text.push_str(&format!(
                "a{level}: &a{level} [[[[[[*a{}]]]]]]\n",
                level - 1
            ));
        }
        assert!(fails(text.as_bytes()).contains("nest deeper"));
    }

    #[test]
    fn what_yaml_would_misread_is_refused() {
        insta::assert_snapshot!(fails(b"a: 1\n---\nb: 2\n"), @"r.yaml:2:1: a rule file holds one YAML document; a second one begins (put it in a file of its own, or remove the `---` or `...` line)");
        insta::assert_snapshot!(fails(b"a: !x y\n"), @"r.yaml:1:4: YAML tags (`!name`) have no meaning in rules (quote a text that begins with `!`)");
        insta::assert_snapshot!(fails(b"a: {template: {{ name }}}\n"), @r#"r.yaml:1:16: a key must be a scalar, not a map or a list (a text that begins with `{{` needs quotes: "{{ … }}")"#);
        insta::assert_snapshot!(fails(b"a: 1\n: 2\n"), @"r.yaml:2:1: there is no key before the `:`");
        insta::assert_snapshot!(fails(b"a:\n\tb: c\n"), @"r.yaml:2:2: YAML syntax: tabs disallowed within this context (block indentation)");
        insta::assert_snapshot!(fails(b"a: b: c\n"), @"r.yaml:1:5: YAML syntax: mapping values are not allowed in this context");
        insta::assert_snapshot!(fails(b"a: x\n\xE9: y\n"), @r#"r.yaml:2:1: the file is not UTF-8 (save it as UTF-8; bytes of other encodings are written as "\x.." escapes)"#);
        insta::assert_snapshot!(fails(b"a: x\nb: \0\nc: d\n"), @r#"r.yaml:2:4: the control character U+0000 can't stand in a rule file (write it as "\u0000" in double quotes)"#);
        assert!(read("\u{FEFF}a: b\n").unwrap().get("a").is_some());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = read(&text);
        }

        #[test]
        fn no_yaml_like_text_makes_it_panic(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", ":", ": ", "\n", "  ", "- ", "*", "&a ", "*a", "{", "}", "[", "]", ",",
                    "<<: ", "|\n", ">", "'", "\"", "#", "? ", "!!x ", "---\n", "...\n", "%", "\t",
                    "é", "\r\n", "\r", "\\", "\u{FEFF}",
                ]),
                0..60,
            )
        ) {
            let _ = read(&parts.concat());
        }
    }
}
