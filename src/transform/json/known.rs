//! Documents of a row that were gone through already.
//!
//! Conditions ask columns that hold JSON, often the same one more than once, and it may be edited then:
//! what one pass notes of it serves all. Measured with the Digital Marketplace's rules: an application's
//! declaration was read four times over, which was a tenth of all that was computed.

use std::cell::{Ref, RefCell};

use super::scan::{self, Index};

/// Buffers larger than this are not kept for the next row.
const MAX_KEPT_BYTES: usize = 1 << 20;
/// Expressions take deeper nesting for no JSON; see `rules::expr`.
const MAX_DEPTH: usize = 10_000;

/// The documents that a row's columns hold, as far as they were asked for.
#[derive(Default)]
pub(in crate::transform) struct Documents(RefCell<List>);

#[derive(Default)]
struct List {
    documents: Vec<Document>,
    /// So many of them are of this row.
    count: usize,
    /// Nothing is to be known of this row's.
    off: bool,
}

#[derive(Default)]
struct Document {
    column: usize,
    /// It is JSON, and its notes are here.
    here: bool,
    index: Index,
}

/// What is known of a text that is JSON.
pub struct Known<'r>(Ref<'r, Index>);

impl Documents {
    /// Forgets all.
    pub(in crate::transform) fn clear(&mut self) {
        let list = self.0.get_mut();
        for document in &mut list.documents[..list.count] {
            if document.index.bytes() > MAX_KEPT_BYTES {
                document.index = Index::default();
            }
        }
        list.count = 0;
        list.off = false;
    }

    /// Nothing is to be known of the row's documents.
    pub(in crate::transform) fn asked_once(&mut self) {
        self.0.get_mut().off = true;
    }

    /// What is known of a column's text; `None` where it is no JSON, or nests very deeply.
    pub(in crate::transform) fn of(&self, column: usize, text: &[u8]) -> Option<Known<'_>> {
        if self.0.borrow().off {
            return None;
        }
        let found = self.0.borrow().position(column);
        let at = match found {
            Some(at) => at,
            None => self.0.borrow_mut().note(column, text),
        };
        let index = Ref::filter_map(self.0.borrow(), |list| {
            let document = list.documents.get(at)?;
            document.here.then_some(&document.index)
        });
        index.ok().map(Known)
    }

    /// Puts what is known of a column into `index`, until it is [given back](Self::give_back) by the
    /// number returned.
    pub(super) fn lend(&self, column: impl Fn(usize) -> bool, index: &mut Index) -> Option<usize> {
        let mut list = self.0.borrow_mut();
        let count = list.count;
        let lent = |document: &Document| document.here && column(document.column);
        let at = list.documents[..count].iter().position(lent)?;
        let document = &mut list.documents[at];
        document.here = false;
        std::mem::swap(&mut document.index, index);
        Some(at)
    }

    /// Takes back what was lent.
    pub(super) fn give_back(&self, lent: usize, index: &mut Index) {
        if let Some(document) = self.0.borrow_mut().documents.get_mut(lent) {
            std::mem::swap(&mut document.index, index);
            document.here = true;
        }
    }
}

impl List {
    fn position(&self, column: usize) -> Option<usize> {
        let documents = &self.documents[..self.count];
        documents.iter().position(|known| known.column == column)
    }

    fn note(&mut self, column: usize, text: &[u8]) -> usize {
        let at = self.count;
        if at == self.documents.len() {
            self.documents.push(Document::default());
        }
        let document = &mut self.documents[at];
        document.column = column;
        document.here =
            scan::index(text, &mut document.index).is_ok() && document.index.deepest() < MAX_DEPTH;
        self.count += 1;
        at
    }
}

impl Known<'_> {
    /// The value without the blanks around it.
    pub fn value<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let start = scan::skip_blanks(text, 0);
        let end = match self.0.spans.first() {
            Some(root) => root.end as usize,
            None => {
                let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
                let last = text.iter().rposition(|byte| !blank(byte));
                last.map_or(0, |last| last + 1)
            }
        };
        text.get(start..end).unwrap_or_default()
    }

    /// The value of a member; see [`Index::member`].
    pub fn member<'t>(&self, text: &'t [u8], key: &[u8], first: bool) -> Option<Option<&'t [u8]>> {
        self.0.member(text, key, first)
    }
}

impl Index {
    /// The value of a member, the first or else the last of its key; `None` where the text is no object
    /// or a key that must be looked at has escapes.
    pub(super) fn member<'t>(
        &self,
        text: &'t [u8],
        key: &[u8],
        first: bool,
    ) -> Option<Option<&'t [u8]>> {
        let Self { spans, strings, .. } = self;
        let mut at = scan::skip_blanks(text, 0);
        if text.get(at) != Some(&b'{') {
            return None;
        }
        // The numbers of the next container and the next string.
        let (mut span, mut string) = (1, 0);
        let mut found = None;
        loop {
            at = scan::skip_blanks(text, at + 1);
            if text.get(at) == Some(&b'}') {
                return Some(found);
            }
            let ended = strings.get(string)?;
            if ended.is_escaped() {
                return None;
            }
            let is_it = text.get(at + 1..ended.end() - 1)? == key;
            let colon = scan::skip_blanks(text, ended.end());
            let begin = scan::skip_blanks(text, colon + 1);
            string += 1;
            let end = match text.get(begin)? {
                b'{' | b'[' => {
                    let value = spans.get(span)?;
                    (span, string) = (value.next as usize, value.strings as usize);
                    value.end as usize
                }
                b'"' => {
                    string += 1;
                    strings.get(string - 1)?.end()
                }
                _ => scan::word_end(text, begin),
            };
            if is_it {
                found = text.get(begin..end);
                if first {
                    return Some(found);
                }
            }
            at = scan::skip_blanks(text, end);
            if text.get(at) == Some(&b'}') {
                return Some(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member<'t>(text: &'t str, key: &str, first: bool) -> Option<Option<&'t str>> {
        let documents = Documents::default();
        let found =
            documents
                .of(3, text.as_bytes())?
                .member(text.as_bytes(), key.as_bytes(), first)?;
        Some(found.map(|value| std::str::from_utf8(value).unwrap()))
    }

    #[test]
    fn members_are_found() {
        let text = " { \"a\" : [1, {\"b\": \"}\"}] , \"b\":\"x\\\"\" ,\"c\" : null, \"a\": 2.5 } ";
        assert_eq!(member(text, "a", false), Some(Some("2.5")));
        assert_eq!(member(text, "a", true), Some(Some("[1, {\"b\": \"}\"}]")));
        assert_eq!(member(text, "b", false), Some(Some("\"x\\\"\"")));
        assert_eq!(member(text, "c", true), Some(Some("null")));
        assert_eq!(member(text, "d", false), Some(None));
        assert_eq!(member("{ }", "d", false), Some(None));
        assert_eq!(member("{\"a\":1}", "a", false), Some(Some("1")));
        assert_eq!(
            member("{\"a\":{},\"b\":[[]],\"c\":7}", "c", false),
            Some(Some("7"))
        );
        for unknown in ["[1]", "1", "{\"\\u0061\": 1}", "{\"a\": }", ""] {
            assert_eq!(member(unknown, "a", false), None, "{unknown}");
        }
    }

    #[test]
    fn what_is_known_is_of_the_row() {
        let mut documents = Documents::default();
        let value = |documents: &Documents, column, text: &str| {
            let known = documents.of(column, text.as_bytes())?;
            Some(String::from_utf8_lossy(known.value(text.as_bytes())).into_owned())
        };
        assert_eq!(value(&documents, 0, " [1] ").as_deref(), Some("[1]"));
        assert_eq!(value(&documents, 1, "\n\"a\" ").as_deref(), Some("\"a\""));
        assert_eq!(value(&documents, 2, "[1"), None);
        let mut index = Index::default();
        assert_eq!(documents.lend(|column| column == 2, &mut index), None);
        let lent = documents.lend(|column| column == 0, &mut index).unwrap();
        assert_eq!(index.spans.len(), 1);
        assert_eq!(value(&documents, 0, " [1] "), None);
        documents.give_back(lent, &mut index);
        assert_eq!(value(&documents, 0, " [1] ").as_deref(), Some("[1]"));
        documents.clear();
        assert_eq!(value(&documents, 0, " {} ").as_deref(), Some("{}"));
        documents.asked_once();
        assert_eq!(value(&documents, 0, "{}"), None);
        documents.clear();
        let deep = "[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH);
        assert_eq!(value(&documents, 1, &deep), None);
    }
}
