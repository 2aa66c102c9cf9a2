//! The walk along one document.
//!
//! Untouched bytes are copied in stretches: `copied` is the offset up to which the input is in the
//! output (or was left out on purpose); a replaced value flushes up to its start and moves `copied`
//! to its end. A member that must go rolls both back to where they were at its start. So a
//! container of which nobody can know beforehand whether it holds a named value (`**`) is written
//! on trial, and the whole stays linear.

use std::ops::Range;

use super::failure::{at_place, defect, not_json, not_named};
use super::scan::{Ended, Span};
use super::scratch::{Ambient, Frame, Scratch};
use super::spec::Invalid;
use super::tree::{Action, End, Key, Leaf, NodeId, Others, ScopeId, Tree};
use super::write::{Form, write};
use super::{path, scan, string};
use crate::transform::{Cx, Failure, JsonKind, Outcome, Transform};

/// Documents in strings in documents in strings: more levels than this are taken for no JSON.
const MAX_EMBEDDED: u32 = 16;

/// A bound `json` rule.
pub(super) struct Json {
    tree: Tree,
}

impl Json {
    pub(super) fn new(tree: Tree) -> Self {
        Self { tree }
    }
}

impl Transform for Json {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut scratch = Scratch::take();
        scratch.states.clear();
        self.tree.enter(0, &mut scratch.states, 0);
        let outcome = walk(&self.tree, cx, value, out, &mut scratch, 0, 0);
        scratch.give_back();
        outcome
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Json
    }
}

/// Walks one document whose root has the states in `scratch`.
fn walk(
    tree: &Tree,
    cx: &Cx<'_>,
    text: &[u8],
    out: &mut Vec<u8>,
    scratch: &mut Scratch,
    scope: ScopeId,
    embedded: u32,
) -> Result<Outcome, Failure> {
    if let Err(scan::Malformed(at)) = scan::index(text, &mut scratch.index) {
        return match tree.scope(scope).invalid {
            Invalid::Null => Ok(Outcome::Null),
            Invalid::Fail => Err(not_json(at, text.len())),
        };
    }
    scratch.frames.clear();
    scratch.present.clear();
    let start = out.len();
    let walk = Walk {
        tree,
        cx: *cx,
        text,
        out,
        scratch,
        scope,
        embedded,
        pos: 0,
        next_span: 0,
        next_string: 0,
        copied: 0,
        changed: false,
    };
    let outcome = walk.run();
    if !matches!(outcome, Ok(Outcome::Value)) {
        out.truncate(start);
    }
    outcome
}

struct Walk<'a> {
    tree: &'a Tree,
    /// `this` is the object around the document, where it stands in another.
    cx: Cx<'a>,
    text: &'a [u8],
    out: &'a mut Vec<u8>,
    scratch: &'a mut Scratch,
    /// The scope of the root.
    scope: ScopeId,
    embedded: u32,
    pos: usize,
    /// The number of the next container to open.
    next_span: u32,
    /// The number of the next string, key or value.
    next_string: u32,
    copied: usize,
    changed: bool,
}

/// A value is behind us.
struct Done {
    end: usize,
    /// It stays in the document, replaced or not.
    kept: bool,
    /// A path names it or something in it.
    named: bool,
}

/// The path that decides a value.
#[derive(Clone, Copy)]
struct Decided<'a> {
    node: NodeId,
    end: &'a End,
    /// The path's, or that of the case that applies.
    action: &'a Action,
}

/// What becomes of a value that no path names.
#[derive(Clone, Copy)]
enum Treat<'a> {
    Keep,
    Remove,
    Fail,
    Redact(&'a Leaf),
    /// With the place that has the rule, for messages.
    Rule(&'a Leaf, &'a str),
}

impl<'a> Walk<'a> {
    fn run(mut self) -> Result<Outcome, Failure> {
        self.pos = scan::skip_blanks(self.text, 0);
        let mut done = self.value(self.pos)?;
        loop {
            match done {
                Some(_) if self.scratch.frames.is_empty() => break,
                Some(member) => self.end_member(&member),
                None => {}
            }
            done = self.next()?;
        }
        if !self.changed {
            return Ok(Outcome::Keep);
        }
        self.flush(self.text.len());
        Ok(Outcome::Value)
    }

    /// The next member, or the end, of the innermost container; `None` where one was opened.
    fn next(&mut self) -> Result<Option<Done>, Failure> {
        self.pos = scan::skip_blanks(self.text, self.pos);
        if self.text.get(self.pos) == Some(&b',') {
            self.pos = scan::skip_blanks(self.text, self.pos + 1);
        }
        match self.text.get(self.pos) {
            Some(b'}' | b']') => self.close().map(Some),
            Some(_) => self.member(),
            None => Err(defect()),
        }
    }

    fn member(&mut self) -> Result<Option<Done>, Failure> {
        let at = self.pos;
        let scratch = &mut *self.scratch;
        let frame = scratch.frames.last_mut().ok_or_else(defect)?;
        if frame.skip_lead && !frame.kept_any {
            self.copied = at;
        }
        frame.member = at;
        frame.out_before = self.out.len();
        frame.copied_before = self.copied;
        let (from, to) = (frame.states_from, frame.states_to);
        if !frame.object {
            let index = frame.index;
            frame.index = index.saturating_add(1);
            (self.tree).step_index(&mut scratch.states, from, to, index);
            return self.value(at);
        }
        let scope = frame.scope.map(|id| self.tree.scope(id));
        let ended = *(scratch.index.strings)
            .get(self.next_string as usize)
            .ok_or_else(defect)?;
        self.next_string += 1;
        let key_end = ended.end();
        let body = self.text.get(at + 1..key_end - 1).ok_or_else(defect)?;
        let exact = match ended.is_escaped() {
            true => string::decode(body, &mut scratch.key),
            false => body,
        };
        scratch.folded.clear();
        if self.tree.folds() {
            path::fold_into(exact, &mut scratch.folded);
        }
        let key = Key {
            exact,
            folded: &scratch.folded,
        };
        if from < to {
            self.tree.step_key(&mut scratch.states, from, to, &key);
        }
        frame.added = scope.and_then(|scope| scope.added(&key));
        if let Some(leaf) = scope.and_then(|scope| scope.key.as_ref()) {
            let this = frame.this.clone().map(|span| &self.text[span]);
            let cx = Cx {
                this: this.or(self.cx.this),
                ..self.cx
            };
            self.out.extend_from_slice(&self.text[self.copied..at]);
            self.copied = at;
            let form = Form::Key;
            match write(leaf, &cx, Some(exact), form, self.out, &mut scratch.raw)
                .map_err(|failure| at_place("key", failure))?
            {
                Outcome::Keep => {}
                Outcome::Value => {
                    self.copied = key_end;
                    self.changed = true;
                }
                Outcome::Null | Outcome::Default => {
                    return Err(Failure::new(
                        "the rule for keys makes NULL, and a key can't be",
                    ));
                }
            }
        }
        let colon = scan::skip_blanks(self.text, key_end);
        self.value(scan::skip_blanks(self.text, colon + 1))
    }

    /// Decides one value, whose states are the last of all; `None` where it is a container to go
    /// through.
    fn value(&mut self, at: usize) -> Result<Option<Done>, Failure> {
        let byte = *self.text.get(at).ok_or_else(defect)?;
        let (from, mut ambient) = match self.scratch.frames.last() {
            Some(frame) => (frame.states_to, frame.ambient),
            None => (0, Ambient::Scope(self.scope)),
        };
        let mut entered = self.scratch.frames.is_empty().then_some(self.scope);
        let tree = self.tree;
        let string = match byte {
            b'"' => {
                let strings = &self.scratch.index.strings;
                let ended = *strings.get(self.next_string as usize).ok_or_else(defect)?;
                self.next_string += 1;
                Some(ended)
            }
            _ => None,
        };
        let mut best = self.decide(from, entered, byte)?;
        while let Some(decided) = best
            && let Action::Nested(scope) = *decided.action
        {
            if let Some(ended) = string {
                let end = ended.end();
                return self
                    .embed(at, end, scope, from, &decided.end.text)
                    .map(Some);
            }
            tree.enter(scope, &mut self.scratch.states, from);
            ambient = Ambient::Scope(scope);
            entered = Some(scope);
            best = self.decide(from, entered, byte)?;
        }
        if matches!(byte, b'{' | b'[') {
            return self.container(at, from, ambient, entered, best);
        }
        let end = match string {
            Some(ended) => ended.end(),
            None => scan::word_end(self.text, at),
        };
        let escaped = string.is_some_and(Ended::is_escaped);
        let mut done = Done {
            end,
            kept: true,
            named: true,
        };
        match best.map(|decided| (decided.action, decided.end.text.as_str())) {
            Some((Action::Rule(leaf) | Action::Cases(leaf, _), place)) => {
                self.replace(leaf, place, at..end, escaped)?;
            }
            Some((Action::Keep | Action::KeepDeep | Action::Nested(_), _)) => {}
            // The whole document is null, which counts as NULL.
            None if entered.is_some() && byte == b'n' => {}
            None => match self.treat(ambient) {
                Treat::Keep => done.named = entered.is_some(),
                Treat::Remove if entered.is_some() => self.put(at, end, b"null"),
                Treat::Remove => {
                    done.kept = false;
                    done.named = false;
                }
                Treat::Fail => return Err(not_named(at)),
                Treat::Redact(leaf) => {
                    done.named = entered.is_some();
                    match byte {
                        b'"' => {
                            self.replace(leaf, "others", at..end, escaped)?;
                        }
                        b't' => self.put(at, end, b"false"),
                        b'f' | b'n' => {}
                        _ => self.put(at, end, b"0"),
                    }
                }
                Treat::Rule(leaf, place) => {
                    done.named = entered.is_some();
                    self.replace(leaf, place, at..end, escaped)?;
                }
            },
        }
        Ok(Some(done))
    }

    /// What the states from `from` on decide for a value that begins with `byte`; of cases, the one
    /// that applies.
    fn decide(
        &self,
        from: usize,
        scope: Option<ScopeId>,
        byte: u8,
    ) -> Result<Option<Decided<'a>>, Failure> {
        let Some((node, end)) = self.tree.best(&self.scratch.states[from..], scope) else {
            return Ok(None);
        };
        let mut action = &end.action;
        // NULL is not matched.
        while let Action::Cases(leaf, cases) = action
            && byte != b'n'
        {
            let cx = Cx {
                this: self.this(),
                ..self.cx
            };
            let case = leaf.rule.case(&cx);
            let case = case.map_err(|failure| at_place(&end.text, failure))?;
            match case.and_then(|case| cases.get(case)) {
                Some(chosen) => action = chosen,
                None => break,
            }
        }
        Ok(Some(Decided { node, end, action }))
    }

    /// Decides a container: kept, replaced or removed whole, or opened.
    fn container(
        &mut self,
        at: usize,
        from: usize,
        mut ambient: Ambient,
        entered: Option<ScopeId>,
        best: Option<Decided<'a>>,
    ) -> Result<Option<Done>, Failure> {
        let object = self.text.get(at) == Some(&b'{');
        let onward = self.tree.onward(&self.scratch.states[from..], object);
        let span = *(self.scratch.index.spans)
            .get(self.next_span as usize)
            .ok_or_else(defect)?;
        let whole = |kept, named| Done {
            end: span.end as usize,
            kept,
            named,
        };
        let mut named = entered.is_some();
        if let Some(Decided { node, end, action }) = best {
            match action {
                Action::Rule(leaf) | Action::Cases(leaf, _) if !end.leaves_only => {
                    if !onward.named {
                        if self.replace(leaf, &end.text, at..span.end as usize, false)? {
                            self.skip(span);
                            return Ok(Some(whole(true, true)));
                        }
                    } else {
                        // Its named children keep it; the others in it become what its rule says, for
                        // it is nearer than `others`: they must not pass all the same.
                        named = true;
                        if !matches!(self.treat(ambient), Treat::Remove | Treat::Fail) {
                            ambient = Ambient::Rule(node);
                        }
                    }
                }
                Action::KeepDeep => {
                    named = true;
                    ambient = Ambient::Keep;
                }
                Action::Rule(_) | Action::Cases(..) | Action::Keep | Action::Nested(_) => {}
            }
        }
        let skip = match self.treat(ambient) {
            Treat::Keep => {
                let edits = |id| {
                    let scope = self.tree.scope(id);
                    scope.key.is_some() || !scope.add.is_empty()
                };
                (!onward.possible && !entered.is_some_and(edits)).then_some(true)
            }
            Treat::Remove => (!onward.possible && !named).then_some(false),
            Treat::Fail if !onward.possible && !named => return Err(not_named(at)),
            Treat::Fail | Treat::Redact(_) | Treat::Rule(..) => None,
        };
        if let Some(kept) = skip {
            self.skip(span);
            return Ok(Some(whole(kept, named)));
        }
        let around = self.scratch.frames.last().and_then(|f| f.this.clone());
        let scratch = &mut *self.scratch;
        let present_from = scratch.present.len();
        if let Some(scope) = entered
            && object
        {
            let members = present_from + self.tree.scope(scope).add.len();
            scratch.present.resize(members, false);
        }
        scratch.frames.push(Frame {
            object,
            stays: named || onward.steady,
            this: if object {
                Some(at..span.end as usize)
            } else {
                around
            },
            ambient,
            scope: entered,
            states_from: from,
            states_to: scratch.states.len(),
            present_from,
            index: 0,
            named: false,
            kept_any: false,
            skip_lead: false,
            added: None,
            previous_end: at + 1,
            member: at + 1,
            out_before: 0,
            copied_before: 0,
        });
        self.next_span += 1;
        self.pos = at + 1;
        Ok(None)
    }

    /// Goes on behind a container.
    fn skip(&mut self, span: Span) {
        self.next_span = span.next;
        self.next_string = span.strings;
    }

    fn close(&mut self) -> Result<Done, Failure> {
        let frame = self.scratch.frames.pop().ok_or_else(defect)?;
        let end = self.pos + 1;
        if frame.object
            && let Some(scope) = frame.scope
        {
            self.add(scope, &frame)?;
        }
        self.scratch.present.truncate(frame.present_from);
        let named = frame.named || frame.stays;
        let kept = match self.treat(frame.ambient) {
            Treat::Remove => named,
            Treat::Fail if !named => return Err(not_named(self.pos)),
            _ => true,
        };
        Ok(Done { end, kept, named })
    }

    /// Writes the members that the object lacks.
    fn add(&mut self, scope: ScopeId, frame: &Frame) -> Result<(), Failure> {
        let mut first = !frame.kept_any;
        for (number, add) in self.tree.scope(scope).add.iter().enumerate() {
            if self.scratch.present.get(frame.present_from + number) == Some(&true) {
                continue;
            }
            self.flush(frame.previous_end);
            let before = self.out.len();
            if !first {
                self.out.extend_from_slice(b", ");
            }
            self.out.extend_from_slice(&add.json_key);
            self.out.extend_from_slice(b": ");
            let cx = Cx {
                this: frame.this.clone().map(|span| &self.text[span]),
                ..self.cx
            };
            let raw = &mut self.scratch.raw;
            match write(&add.leaf, &cx, Some(b""), Form::Bare, self.out, raw)
                .map_err(|failure| at_place(&add.text, failure))?
            {
                Outcome::Keep => self.out.truncate(before),
                _ => {
                    first = false;
                    self.changed = true;
                }
            }
        }
        Ok(())
    }

    fn end_member(&mut self, done: &Done) {
        self.pos = done.end;
        let Some(frame) = self.scratch.frames.last_mut() else {
            return;
        };
        self.scratch.states.truncate(frame.states_to);
        frame.named |= done.named;
        let previous_end = std::mem::replace(&mut frame.previous_end, done.end);
        if done.kept {
            frame.kept_any = true;
            if let Some(number) = frame.added.take()
                && let Some(present) = self.scratch.present.get_mut(frame.present_from + number)
            {
                *present = true;
            }
            return;
        }
        self.out.truncate(frame.out_before);
        self.copied = frame.copied_before;
        // A comma goes with it: the one before, or, while nothing is kept, the one behind.
        let up_to = if frame.kept_any {
            previous_end
        } else {
            frame.skip_lead = true;
            frame.member
        };
        self.flush(up_to);
        self.copied = done.end;
        self.changed = true;
    }

    /// Applies a rule to the value of this range, which may be a string that holds escapes; false
    /// where the original stays.
    fn replace(
        &mut self,
        leaf: &Leaf,
        place: &str,
        Range { start: at, end }: Range<usize>,
        escaped: bool,
    ) -> Result<bool, Failure> {
        let text = self.text;
        let raw = text.get(at..end).ok_or_else(defect)?;
        let cx = Cx {
            this: self.this(),
            ..self.cx
        };
        self.flush(at);
        let scratch = &mut *self.scratch;
        let (value, form) = match raw {
            b"null" => (None, Form::Bare),
            [b'"', body @ .., b'"'] if escaped => (
                Some(string::decode(body, &mut scratch.decoded)),
                Form::String,
            ),
            [b'"', body @ .., b'"'] => (Some(body), Form::String),
            _ => (Some(raw), Form::Bare),
        };
        match write(leaf, &cx, value, form, self.out, &mut scratch.raw)
            .map_err(|failure| at_place(place, failure))?
        {
            Outcome::Keep => Ok(false),
            _ => {
                self.copied = end;
                self.changed = true;
                Ok(true)
            }
        }
    }

    /// Walks the document that a string holds.
    fn embed(
        &mut self,
        at: usize,
        end: usize,
        scope: ScopeId,
        from: usize,
        place: &str,
    ) -> Result<Done, Failure> {
        let body = self.text.get(at + 1..end - 1).ok_or_else(defect)?;
        let mut inner = Scratch::take();
        inner.states.clear();
        inner.states.extend_from_slice(&self.scratch.states[from..]);
        self.tree.enter(scope, &mut inner.states, 0);
        let mut document = std::mem::take(&mut inner.document);
        let mut result = std::mem::take(&mut inner.result);
        document.clear();
        result.clear();
        string::decode_into(body, &mut document);
        let cx = Cx {
            this: self.this(),
            ..self.cx
        };
        let depth = self.embedded + 1;
        let outcome = if depth <= MAX_EMBEDDED {
            let (tree, result) = (self.tree, &mut result);
            walk(tree, &cx, &document, result, &mut inner, scope, depth)
        } else if self.tree.scope(scope).invalid == Invalid::Null {
            Ok(Outcome::Null)
        } else {
            Err(not_json(0, document.len()))
        };
        match outcome.map_err(|failure| at_place(place, failure))? {
            Outcome::Keep => {}
            Outcome::Null | Outcome::Default => self.put(at, end, b"null"),
            Outcome::Value => {
                self.flush(at);
                string::encode(&result, self.out);
                self.copied = end;
                self.changed = true;
            }
        }
        inner.document = document;
        inner.result = result;
        inner.give_back();
        Ok(Done {
            end,
            kept: true,
            named: true,
        })
    }

    /// Writes `new` for `at..end`.
    fn put(&mut self, at: usize, end: usize, new: &[u8]) {
        if self.text.get(at..end) != Some(new) {
            self.flush(at);
            self.out.extend_from_slice(new);
            self.copied = end;
            self.changed = true;
        }
    }

    /// Copies the input up to `to`, where it is not there yet.
    fn flush(&mut self, to: usize) {
        if let Some(stretch) = self.text.get(self.copied..to) {
            self.out.extend_from_slice(stretch);
            self.copied = to;
        }
    }

    /// The text of the object around the current value.
    fn this(&self) -> Option<&'a [u8]> {
        let span = self.scratch.frames.last().and_then(|f| f.this.clone());
        span.and_then(|span| self.text.get(span)).or(self.cx.this)
    }

    fn treat(&self, ambient: Ambient) -> Treat<'a> {
        match ambient {
            Ambient::Keep => Treat::Keep,
            Ambient::Scope(id) => match &self.tree.scope(id).others {
                Others::Keep => Treat::Keep,
                Others::Remove => Treat::Remove,
                Others::Fail => Treat::Fail,
                Others::Redact(leaf) => Treat::Redact(leaf),
                Others::Rule(leaf) => Treat::Rule(leaf, "others"),
            },
            Ambient::Rule(id) => match self.tree.end(id).map(|end| (&end.action, &end.text)) {
                Some((Action::Rule(leaf) | Action::Cases(leaf, _), text)) => {
                    Treat::Rule(leaf, text)
                }
                // Only ends with rules become ambient; anything else must not pass.
                _ => Treat::Fail,
            },
        }
    }
}

#[cfg(test)]
mod tests;
