//! The common shape of kinds that invent a text from the seed and the locale.

use std::sync::Arc;

use super::fit::Fit;
use super::index;
use super::locale::{self, Locale};
use super::{Draw, Stream, number};
use crate::error::Result;
use crate::transform::bind::Binder;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Spec, Transform};

/// One such kind.
#[derive(Debug)]
pub(in crate::transform) struct TextKind {
    /// Its name.
    pub(in crate::transform) name: &'static str,
    /// What it makes, for messages.
    pub(in crate::transform) wants: &'static str,
    /// The text is a number of so many digits that never begins with 0: number columns and JSON
    /// numbers take it too.
    pub(in crate::transform) digits: Option<usize>,
    /// The fewest characters that make sense; 1 where any cut does.
    pub(in crate::transform) least: fn(&Locale) -> usize,
    /// Appends the text; what is too long is cut at a word's end.
    pub(in crate::transform) write: fn(&Inventor<'_>, &mut Vec<u8>),
}

/// Any cut of the text makes sense.
pub(in crate::transform) fn any(_: &Locale) -> usize {
    1
}

/// What a [`TextKind`] writes from.
pub(in crate::transform) struct Inventor<'a> {
    /// The value's seed.
    pub(in crate::transform) seed: &'a Seed,
    /// The rule's locale.
    pub(in crate::transform) locale: &'static Locale,
    /// The room there is.
    pub(in crate::transform) fit: Fit,
    /// The original: its *form* may choose a format, nothing of it may be written.
    pub(in crate::transform) value: &'a [u8],
}

impl Inventor<'_> {
    /// Draws of the value's seed.
    pub(in crate::transform) fn draw(&self, stream: Stream) -> Draw {
        Draw::new(self.seed, stream)
    }

    /// Appends the first form that fits.
    pub(in crate::transform) fn first_form(&self, forms: &[&[&str]], out: &mut Vec<u8>) {
        self.fit.first_form(forms, out);
    }

    /// Appends one of the words, one that fits where there is one.
    pub(in crate::transform) fn word(
        &self,
        draw: &mut Draw,
        words: &[&'static str],
        out: &mut Vec<u8>,
    ) {
        let room = self.fit.room();
        // Draw a few times before looking for those that fit: nearly always the first one does.
        for _ in 0..4 {
            let word = draw.word(words);
            if self.fit.measure(word) <= room {
                out.extend_from_slice(word.as_bytes());
                return;
            }
        }
        let fitting = || words.iter().filter(|word| self.fit.measure(word) <= room);
        let at = draw.below(fitting().count() as u64) as usize;
        let word = fitting().nth(at).copied();
        let word = word.unwrap_or_else(|| draw.word(words));
        out.extend_from_slice(word.as_bytes());
    }
}

impl TextKind {
    /// The kind's parameters: it has none.
    pub(in crate::transform) fn load(&'static self) -> Result<Arc<dyn Spec>> {
        Ok(Arc::new(TextSpec(self)))
    }
}

#[derive(Debug)]
struct TextSpec(&'static TextKind);

struct Text {
    kind: &'static TextKind,
    locale: &'static Locale,
    fit: Fit,
}

impl Spec for TextSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let kind = self.0;
        let locale = locale::of(binder)?;
        let least = if binder.unique {
            index::CHARS
        } else {
            (kind.least)(locale)
        };
        let fit = match kind.digits {
            Some(digits) if binder.target.ty.is_number() => {
                number::needs_digits(binder, kind.name, digits)?;
                Fit::UNLIMITED
            }
            _ => Fit::new(binder, kind.name, kind.wants, least)?,
        };
        Ok(Box::new(Text { kind, locale, fit }))
    }
}

impl Transform for Text {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let start = out.len();
        let inventor = Inventor {
            seed: &cx.seed,
            locale: self.locale,
            fit: self.fit,
            value,
        };
        (self.kind.write)(&inventor, out);
        self.fit.close(&cx.seed, out, start);
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        match self.kind.digits {
            Some(_) => JsonKind::Number,
            None => JsonKind::Text,
        }
    }
}

/// Appends a template, each `{name}` in it filled by `fill`.
pub(in crate::transform) fn expand(
    template: &str,
    out: &mut Vec<u8>,
    mut fill: impl FnMut(&str, &mut Vec<u8>),
) {
    // By bytes: a search for a character takes longer than a short template has bytes.
    let find = |text: &str, brace: u8| text.bytes().position(|byte| byte == brace);
    let mut rest = template;
    while let Some(open) = find(rest, b'{') {
        let (before, after) = (&rest[..open], &rest[open + 1..]);
        out.extend_from_slice(before.as_bytes());
        let Some(close) = find(after, b'}') else {
            rest = after;
            break;
        };
        fill(&after[..close], out);
        rest = &after[close + 1..];
    }
    out.extend_from_slice(rest.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_templates() {
        let mut out = Vec::new();
        expand("a {x}, {y}!", &mut out, |name, out| {
            out.extend(name.bytes().chain(*b"1"));
        });
        assert_eq!(out, b"a x1, y1!");
        expand("{open", &mut out, |_, _| {});
        assert_eq!(out, b"a x1, y1!open");
    }
}
