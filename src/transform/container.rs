//! Rules inside values: arrays, composites, hstore, lists in text.
//!
//! Invariant: only replaced parts are written anew, quoted as PostgreSQL's output functions quote
//! them; every other byte of the value stays as it is. Parsing is one pass without recursion, and
//! a value that does not parse fails, for what is not understood can't be replaced.

use std::ops::Range;

use super::bind::Binder;
use super::bound::BoundRule;
use super::{Cx, Failure, Kind, Misfit, Outcome, Target};
use crate::dump::types::{ColumnType, PgType};
use crate::rules::model::ColumnRule;

mod array;
mod composite;
#[cfg(test)]
pub(super) mod fixture;
mod hstore;
mod scratch;
mod split;

pub(super) use scratch::with_scratch;

pub(super) const KINDS: &[Kind] = &[array::KIND, composite::KIND, hstore::KIND, split::KIND];

/// A part of a value as its syntax holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// Where it stands, quotes included.
    span: Range<usize>,
    /// What stands there.
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Null,
    /// The bytes of this range are the part.
    Plain(Range<usize>),
    /// They are once quotes and escapes are taken away.
    Escaped(Range<usize>),
}

/// How a syntax writes parts.
struct Form {
    /// NULL.
    null: &'static [u8],
    /// Quotes `out[start..]` in place, where it has to be quoted.
    quote: fn(out: &mut Vec<u8>, start: usize),
    /// Appends an [`Content::Escaped`] part without quotes and escapes.
    unescape: fn(raw: &[u8], out: &mut Vec<u8>),
}

/// Copies a value to `out` and replaces parts of it on the way.
struct Rewrite<'a> {
    value: &'a [u8],
    out: &'a mut Vec<u8>,
    start: usize,
    copied: usize,
    changed: bool,
}

impl<'a> Rewrite<'a> {
    fn new(value: &'a [u8], out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        Self {
            value,
            out,
            start,
            copied: 0,
            changed: false,
        }
    }

    /// Applies `rule` to a part; parts come in their order.
    fn apply(
        &mut self,
        rule: &BoundRule,
        cx: &Cx<'_>,
        part: &Part,
        form: &Form,
    ) -> Result<(), Failure> {
        if rule.is_keep() {
            return Ok(());
        }
        self.copy_to(part.span.start);
        let at = self.out.len();
        let outcome = match &part.content {
            Content::Null => rule.apply(cx, None, self.out),
            Content::Plain(range) => rule.apply(cx, Some(&self.value[range.clone()]), self.out),
            Content::Escaped(range) => with_scratch(|scratch| {
                (form.unescape)(&self.value[range.clone()], scratch);
                rule.apply(cx, Some(scratch), self.out)
            }),
        }?;
        match outcome {
            Outcome::Keep => return Ok(()),
            Outcome::Value => (form.quote)(self.out, at),
            Outcome::Null => self.out.extend_from_slice(form.null),
            Outcome::Default => {
                return Err(Failure::new(
                    "`default` has no meaning for a part of a value",
                ));
            }
        }
        self.changed = true;
        self.copied = part.span.end;
        Ok(())
    }

    /// Leaves a range out.
    fn remove(&mut self, range: Range<usize>) {
        self.copy_to(range.start);
        self.copied = self.copied.max(range.end);
        self.changed = true;
    }

    /// Copies what stands before `end` and is not yet copied.
    fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.out.extend_from_slice(&self.value[self.copied..end]);
            self.copied = end;
        }
    }

    fn finish(mut self) -> Outcome {
        if !self.changed {
            self.out.truncate(self.start);
            return Outcome::Keep;
        }
        self.copy_to(self.value.len());
        Outcome::Value
    }
}

/// Puts `out[start..]` in double quotes, in place; `escape` names the byte to put before a byte.
fn quote_in_place(out: &mut Vec<u8>, start: usize, escape: fn(u8) -> Option<u8>) {
    let end = out.len();
    let escapes = out[start..]
        .iter()
        .filter(|byte| escape(**byte).is_some())
        .count();
    out.resize(end + escapes + 2, b'"');
    let mut to = out.len() - 1;
    out[to] = b'"';
    for from in (start..end).rev() {
        let byte = out[from];
        to -= 1;
        out[to] = byte;
        if let Some(before) = escape(byte) {
            to -= 1;
            out[to] = before;
        }
    }
    out[start] = b'"';
}

/// Blanks as `array_isspace` and `isspace` in the C locale see them.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

/// Binds a rule to a place of this type inside the value.
fn bind_inside(
    rule: &ColumnRule,
    binder: &Binder<'_>,
    ty: &ColumnType,
) -> Result<BoundRule, Misfit> {
    BoundRule::bind(
        rule,
        &binder.inside(Target {
            ty: ty.base.clone(),
            not_null: ty.domain_not_null,
            in_json: false,
        }),
    )
}

/// The columns whose replaced values the rules read.
fn reads_replaced<'a>(rules: impl IntoIterator<Item = &'a ColumnRule>) -> Vec<String> {
    rules
        .into_iter()
        .flat_map(|rule| rule.spec.reads_replaced())
        .collect()
}

/// One of the rules may leave a part of a value.
fn any_partial<'a>(rules: impl IntoIterator<Item = &'a ColumnRule>) -> bool {
    rules
        .into_iter()
        .any(|rule| rule.kind.partial || rule.spec.partial())
}

/// A hint for a target that is no such container.
fn instead(ty: &PgType) -> Option<&'static str> {
    match ty {
        PgType::Array(_) => Some("use `elements: RULE` for an array"),
        PgType::Composite(_) => Some("use `fields: {NAME: RULE}` for a composite"),
        PgType::Hstore => Some("use `keys: {KEY: RULE}` for hstore"),
        PgType::Json | PgType::Jsonb => Some("use `json: {PATH: RULE}` for JSON"),
        ty if ty.is_text() => {
            Some("use `split: {by: \",\", use: …}` for a list in text, `json` for JSON in text")
        }
        _ => None,
    }
}

/// Says that the target is no container of the wanted kind.
fn wrong_container(binder: &Binder<'_>, kind: &str, wants: &str) -> Misfit {
    let misfit = Misfit::new(format!(
        "`{kind}` is for {wants}, but the column is {}",
        if binder.target.in_json {
            "JSON"
        } else {
            binder.target.ty.short_name()
        }
    ));
    match instead(&binder.target.ty) {
        Some(hint) if !binder.target.in_json => misfit.hint(hint),
        _ => misfit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_in_place_escapes_and_keeps_what_stands_before() {
        let mut out = b"x,a\"b\\".to_vec();
        quote_in_place(&mut out, 2, |byte| {
            matches!(byte, b'"' | b'\\').then_some(b'\\')
        });
        assert_eq!(out, br#"x,"a\"b\\""#);
        let mut out = b"x".to_vec();
        quote_in_place(&mut out, 1, |_| None);
        assert_eq!(out, b"x\"\"");
    }
}
