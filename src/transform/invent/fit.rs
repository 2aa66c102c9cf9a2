//! Fitting invented text to a column.

use super::index;
use crate::dump::types::PgType;
use crate::transform::Misfit;
use crate::transform::bind::Binder;
use crate::transform::seed::Seed;

/// How much text a place takes. Lengths are characters, but bytes for the type `name`.
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) struct Fit {
    limit: usize,
    in_bytes: bool,
    unique: bool,
}

impl Fit {
    /// Anything fits.
    pub(in crate::transform) const UNLIMITED: Self = Self {
        limit: usize::MAX,
        in_bytes: false,
        unique: false,
    };

    /// Fits text of at least `least` characters (of any length cut shorter where 1) to the target;
    /// `kind` makes `wants`.
    pub(in crate::transform) fn new(
        binder: &Binder<'_>,
        kind: &str,
        wants: &str,
        least: usize,
    ) -> Result<Self, Misfit> {
        if !binder.takes_text() {
            return Err(binder.wrong_type(kind, wants));
        }
        let fit = Self {
            limit: binder
                .target
                .ty
                .max_chars()
                .map_or(usize::MAX, |limit| limit as usize),
            in_bytes: binder.target.ty == PgType::Name,
            unique: binder.unique,
        };
        fit.needs(kind, least)?;
        Ok(fit)
    }

    /// An error that names the size needed, where the column takes fewer characters.
    pub(in crate::transform) fn needs(&self, kind: &str, least: usize) -> Result<(), Misfit> {
        if self.limit >= least {
            return Ok(());
        }
        Err(Misfit::new(format!(
            "`{kind}`{} needs {least} characters, but the column takes {}",
            if self.unique { " with `unique`" } else { "" },
            self.limit
        ))
        .hint("use another transformer for this column (`hash` with `length`, `null`, `empty`)"))
    }

    /// The most characters the column takes.
    pub(in crate::transform) fn limit(&self) -> usize {
        self.limit
    }

    /// Values must be unique.
    pub(in crate::transform) fn unique(&self) -> bool {
        self.unique
    }

    /// The most characters beside the index that `unique` appends (with a blank before it).
    pub(in crate::transform) fn room(&self) -> usize {
        if self.unique {
            self.limit.saturating_sub(index::CHARS + 1)
        } else {
            self.limit
        }
    }

    /// The text's length as the column counts it.
    pub(in crate::transform) fn measure(&self, text: &str) -> usize {
        if self.in_bytes {
            text.len()
        } else {
            text.chars().count()
        }
    }

    /// Appends the first of the forms (each a list of parts) that fits, else the last one, which
    /// [`Fit::close`] cuts.
    pub(in crate::transform) fn first_form(&self, forms: &[&[&str]], out: &mut Vec<u8>) {
        let room = self.room();
        let fits = |form: &&&[&str]| {
            // No text has more characters than bytes.
            let bytes: usize = form.iter().map(|part| part.len()).sum();
            bytes <= room || form.iter().map(|part| self.measure(part)).sum::<usize>() <= room
        };
        if let Some(form) = forms.iter().find(fits).or(forms.last()) {
            for part in *form {
                out.extend_from_slice(part.as_bytes());
            }
        }
    }

    /// Whether what stands in `out` from `start` fits beside the index.
    pub(in crate::transform) fn holds(&self, out: &[u8], start: usize) -> bool {
        let text = out.get(start..).unwrap_or_default();
        text.len() <= self.room() || (!self.in_bytes && count(text) <= self.room())
    }

    /// Cuts what stands in `out` from `start` at a word's end where it is too long, and appends the
    /// index where values must be unique.
    pub(in crate::transform) fn close(&self, seed: &Seed, out: &mut Vec<u8>, start: usize) {
        cut(out, start, self.room(), self.in_bytes);
        if self.unique {
            if out.len() > start {
                out.push(b' ');
            }
            index::push(seed, index::CHARS, out);
        }
    }
}

/// Characters of UTF-8 text.
fn count(text: &[u8]) -> usize {
    text.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

/// Cuts UTF-8 text from `start` to at most `room` characters (or bytes): at the last blank, or
/// between characters where the first word alone is too long. Separators at the new end go.
pub(in crate::transform) fn cut(out: &mut Vec<u8>, start: usize, room: usize, in_bytes: bool) {
    let text = out.get(start..).unwrap_or_default();
    if text.len() <= room || (!in_bytes && count(text) <= room) {
        return;
    }
    // The longest prefix of whole characters that fits.
    let starts = |at: &usize| text.get(*at).is_none_or(|byte| (byte & 0xC0) != 0x80);
    let mut end = (0..=text.len())
        .filter(starts)
        .enumerate()
        .take_while(|(chars, bytes)| if in_bytes { *bytes } else { *chars } <= room)
        .last()
        .map_or(0, |(_, bytes)| bytes);
    let at_word_end = text.get(end).is_none_or(|byte| *byte == b' ');
    if !at_word_end && let Some(blank) = text[..end].iter().rposition(|byte| *byte == b' ') {
        end = blank;
    }
    while end > 0 && matches!(text[end - 1], b' ' | b',' | b'-' | b'&' | b'.') {
        end -= 1;
    }
    out.truncate(start + end);
}

#[cfg(test)]
mod tests {
    #[test]
    fn cuts_at_words_and_never_inside_a_character() {
        let cut = |text: &str, room, in_bytes| {
            let mut out = format!("+{text}").into_bytes();
            super::cut(&mut out, 1, room, in_bytes);
            String::from_utf8(out).expect("whole characters")
        };
        assert_eq!(cut("Anna Weiss", 20, false), "+Anna Weiss");
        assert_eq!(cut("Anna Weiss", 10, false), "+Anna Weiss");
        assert_eq!(cut("Anna Weiss", 9, false), "+Anna");
        assert_eq!(cut("Anna Weiss", 4, false), "+Anna");
        assert_eq!(cut("Anna Weiss", 5, false), "+Anna");
        assert_eq!(cut("Anna Weiss", 3, false), "+Ann");
        assert_eq!(cut("Anna Weiss", 0, false), "+");
        assert_eq!(cut("Ännä", 3, false), "+Änn");
        assert_eq!(cut("Ännä", 3, true), "+Än");
        assert_eq!(cut("Ännä", 1, true), "+");
        assert_eq!(cut("佐藤 一郎", 2, false), "+佐藤");
        assert_eq!(cut("1 High Street, Leeds", 15, false), "+1 High Street");
    }
}
