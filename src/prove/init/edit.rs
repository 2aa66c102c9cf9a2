//! Text put into YAML that a person wrote: nothing around it changes by a byte.

use crate::error::Position;
use crate::rules::node::{Key, Node, NodeKind};

/// What is to be put where.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    /// By byte offset, in the order in which they came.
    inserts: Vec<(usize, String)>,
}

impl Edits {
    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.inserts.push((at, text));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inserts.is_empty()
    }

    /// The text with all of them.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut inserts: Vec<&(usize, String)> = self.inserts.iter().collect();
        inserts.sort_by_key(|(at, _)| *at);
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (at, insert) in inserts {
            let at = (*at).clamp(from, text.len());
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(insert);
            from = at;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }
}

/// How a map or list is written, and where one more entry goes.
pub(super) enum Spot {
    /// A line each: after this offset, with this indentation. `ends`: the text before it ends its
    /// line.
    Block {
        at: usize,
        indent: usize,
        ends: bool,
    },
    /// In braces or brackets: before this offset. `first`: there is none yet.
    Flow { at: usize, first: bool },
}

impl Spot {
    /// Where one more entry of the map or list goes that is the value of `key`. `None`: it stands
    /// elsewhere (an alias, a merge), or in a form that is not known to be safe.
    pub(super) fn of(text: &str, key: &Key, value: &Node) -> Option<Self> {
        let start = own_start(text, key, value)?;
        let flow = |first| {
            Some(Self::Flow {
                at: closing(text, start)?,
                first,
            })
        };
        match &value.kind {
            NodeKind::Map(entries) if text.get(start..)?.starts_with('{') => {
                flow(entries.is_empty())
            }
            NodeKind::List(items) if text.get(start..)?.starts_with('[') => flow(items.is_empty()),
            NodeKind::Map(entries) => {
                // All of its keys stand below each other, so none came by a merge.
                let (first, _) = entries.first()?;
                let below = |(key, _): &(Key, Node)| key.position.column == first.position.column;
                let (last, _) = entries.iter().max_by_key(|(key, _)| key.position.line)?;
                let indent = (first.position.column as usize).checked_sub(1)?;
                let last = offset(text, &last.position)?;
                entries
                    .iter()
                    .all(below)
                    .then(|| Self::block(text, last, indent))
            }
            NodeKind::List(items) => {
                // Each of its items stands on a line of its own, behind a dash.
                let dash = |item: &Node| {
                    let at = offset(text, &item.position)?;
                    let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
                    let before = text.get(line..at)?;
                    let indent = before.find('-')?;
                    let blank = before.get(indent + 1..)?.trim().is_empty();
                    (blank && before.get(..indent)?.trim().is_empty()).then_some((line, indent))
                };
                let (_, indent) = dash(items.first()?)?;
                let (last, _) = dash(items.last()?)?;
                let below = |item: &Node| dash(item).is_some_and(|(_, other)| other == indent);
                items
                    .iter()
                    .all(below)
                    .then(|| Self::block(text, last, indent))
            }
            _ => None,
        }
    }

    /// After the entry that begins at `last`.
    fn block(text: &str, last: usize, indent: usize) -> Self {
        let at = entry_end(text, last, indent);
        let ends = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
        Self::Block { at, indent, ends }
    }
}

/// Where the value of `key` begins. `None`: it stands elsewhere, or is that of others too.
fn own_start(text: &str, key: &Key, value: &Node) -> Option<usize> {
    let start = offset(text, &value.position)?;
    let key_at = offset(text, &key.position)?;
    if start <= key_at {
        return None;
    }
    // Between key and value nothing stands but the colon, blanks and comments.
    let between = text.get(key_at..start)?;
    let between = between
        .get(quoted_len(between)?..)?
        .trim_start()
        .strip_prefix(':')?;
    if between
        .lines()
        .any(|line| !matches!(line.trim_start().chars().next(), None | Some('#')))
    {
        return None;
    }
    // What is anchored is that of others too.
    let own = !text.get(start..)?.starts_with(['&', '*', '!']);
    own.then_some(start)
}

/// The length of a key at the begin of `text`.
fn quoted_len(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let Some(quote) = quote else {
        return text.find(':');
    };
    let mut escaped = false;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' && !escaped => escaped = true,
            c if c == quote && !escaped => {
                if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                    chars.next();
                } else {
                    return Some(at + 1);
                }
            }
            _ => escaped = false,
        }
    }
    None
}

/// The byte offset of a place.
fn offset(text: &str, position: &Position) -> Option<usize> {
    let mut start = 0;
    for _ in 1..position.line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    let line = text.get(start..)?;
    let column = (position.column as usize).checked_sub(1)?;
    let within = line
        .char_indices()
        .map(|(at, _)| at)
        .chain([line.len()])
        .nth(column)?;
    Some(start + within)
}

/// After the last line of the entry that begins at `start`: those that follow and stand deeper than
/// `indent`, without blank lines and comments that belong to what comes next.
fn entry_end(text: &str, start: usize, indent: usize) -> usize {
    let line_end = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.find('\n').map_or(text.len(), |at| from + at + 1)
    };
    let mut end = line_end(start);
    let mut at = end;
    while at < text.len() {
        let next = line_end(at);
        let line = text.get(at..next).unwrap_or_default();
        let deep = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            at = next;
            continue;
        }
        if deep <= indent {
            break;
        }
        end = next;
        at = next;
    }
    end
}

/// The brace that closes the one at `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    let bytes = text.as_bytes();
    // Quotes begin a scalar only where one can begin: `it's` has none.
    let mut begins = true;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                begins = true;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
                begins = false;
            }
            b'\'' | b'"' if begins => {
                at += quoted_len(text.get(at..)?)?;
                begins = false;
                continue;
            }
            b'#' if at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) => {
                at += text.get(at..)?.find('\n')?;
                continue;
            }
            b',' | b':' => begins = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => begins = false,
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::rules::yaml;

    /// The text with an entry added to the map at a path of keys.
    fn added(text: &str, path: &[&str]) -> Option<String> {
        let root = yaml::parse(&Arc::from("f"), text.as_bytes()).expect("valid YAML");
        let mut node = &root;
        let mut key = None;
        for name in path {
            let (found, inner) = node.map()?.iter().find(|(key, _)| key.text == *name)?;
            (key, node) = (Some(found), inner);
        }
        let mut edits = Edits::default();
        match Spot::of(text, key?, node)? {
            Spot::Block { at, indent, ends } => {
                let line = format!(
                    "{}{}new: keep\n",
                    if ends { "" } else { "\n" },
                    " ".repeat(indent)
                );
                edits.insert(at, line);
            }
            Spot::Flow { at, first } => {
                edits.insert(at, format!("{}new: keep", if first { "" } else { ", " }));
            }
        }
        Some(edits.apply(text))
    }

    #[test]
    fn entries_go_to_the_end_of_their_map() {
        for (text, expected) in [
            ("t:\n  a: 1\nx: 2\n", "t:\n  a: 1\n  new: keep\nx: 2\n"),
            ("t:\n  a: 1", "t:\n  a: 1\n  new: keep\n"),
            (
                "t:  # why\n    a:\n      - 1\n\n      # deep\n      - 2\n\n  # about x\nx: 2\n",
                "t:  # why\n    a:\n      - 1\n\n      # deep\n      - 2\n    new: keep\n\n  # about x\nx: 2\n",
            ),
            ("t: {}\n", "t: {new: keep}\n"),
            (
                "t: {a: 'it''s }', b: [1, {c: \"\\\"}\"}]} # }\n",
                "t: {a: 'it''s }', b: [1, {c: \"\\\"}\"}], new: keep} # }\n",
            ),
            (
                "t: {\n  a: it's, # }\n  b: 2\n}\n",
                "t: {\n  a: it's, # }\n  b: 2\n, new: keep}\n",
            ),
            ("'t': {a: 1}\n", "'t': {a: 1, new: keep}\n"),
        ] {
            let out = added(text, &["t"]).unwrap_or_default();
            assert_eq!(out, expected, "{text}");
            let root = yaml::parse(&Arc::from("f"), out.as_bytes()).expect("still YAML");
            assert!(root.get("t").and_then(|t| t.get("new")).is_some(), "{out}");
        }
    }

    #[test]
    fn what_stands_elsewhere_is_left_alone() {
        for text in [
            "x: &m {a: 1}\nt: *m\n",
            "x: &m {a: 1}\nt:\n  <<: *m\n  b: 2\n",
            "t: &m\n  a: 1\n",
        ] {
            assert_eq!(added(text, &["t"]), None, "{text}");
        }
    }
}
