//! One rule file's text: decoding it, places in it, and syntax errors in the words of what was
//! most likely meant.

use std::sync::Arc;

use saphyr_parser::{Marker, ScanError};

use super::MAX_DEPTH;
use crate::error::{Error, Position, Result};

/// A file's name and text.
pub(super) struct Source<'t> {
    pub(super) file: &'t Arc<str>,
    pub(super) text: &'t str,
}

impl<'t> Source<'t> {
    /// The content as text.
    pub(super) fn new(file: &'t Arc<str>, content: &'t [u8]) -> Result<Self> {
        decode(file, content).map(|text| Self { file, text })
    }

    /// Where the document begins.
    pub(super) fn start(&self) -> Position {
        end_of(self.file, "")
    }

    pub(super) fn position(&self, marker: &Marker) -> Position {
        Position {
            file: Arc::clone(self.file),
            line: u32::try_from(marker.line()).unwrap_or(u32::MAX),
            column: u32::try_from(marker.col())
                .unwrap_or(u32::MAX)
                .saturating_add(1),
        }
    }

    /// A syntax error, in the words of what was most likely meant. `line` is that of the last
    /// event before it.
    pub(super) fn syntax(&self, error: &ScanError, line: usize) -> Error {
        let position = self.position(error.marker());
        let here = self.star_at(position.line, Some(position.column));
        if let Some(star) = &here
            && star.is_key
        {
            return starred_key(&star.position);
        }
        if error.info().contains("unknown anchor") {
            return Error::rules(&position, "there is no anchor of this name")
                .hint("quote a text that begins with `*`");
        }
        if error.info().contains("simple key expect") {
            let first = u32::try_from(line).unwrap_or(u32::MAX);
            let star = (first..=position.line)
                .filter_map(|line| self.star_at(line, None))
                .find(|star| star.is_key);
            if let Some(star) = star {
                return starred_key(&star.position);
            }
        }
        if error.info().contains("recursion limit") {
            return too_deep(&position);
        }
        Error::rules(&position, format!("YAML syntax: {}", error.info()))
    }

    /// The text that begins with `*` at a column of a line, or (without a column) as the line's
    /// first text.
    fn star_at(&self, line: u32, column: Option<u32>) -> Option<Star> {
        let text = self
            .text
            .split('\n')
            .nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let skip = match column {
            Some(column) => usize::try_from(column).ok()?.checked_sub(1)?,
            None => text.chars().take_while(|c| *c == ' ').count(),
        };
        let rest: String = text.chars().skip(skip).collect();
        if !rest.starts_with('*') {
            return None;
        }
        let end = rest.find([' ', '\t', '\r', ',', '[', ']', '{', '}']);
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        Some(Star {
            position: Position {
                file: Arc::clone(self.file),
                line,
                column: u32::try_from(skip).unwrap_or(u32::MAX).saturating_add(1),
            },
            is_key: token.ends_with(':') || after.trim_start().starts_with(':'),
        })
    }
}

/// The content as text, without its byte order mark and without characters that YAML forbids
/// (a NUL would end the file early).
fn decode<'t>(file: &Arc<str>, content: &'t [u8]) -> Result<&'t str> {
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) => {
            let valid = content.get(..error.valid_up_to()).unwrap_or_default();
            let position = end_of(file, &String::from_utf8_lossy(valid));
            return Err(Error::rules(&position, "the file is not UTF-8").hint(
                "save it as UTF-8; bytes of other encodings are written as \"\\x..\" escapes",
            ));
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || c == '\u{FEFF}'
    };
    match text.find(forbidden) {
        None => Ok(text),
        Some(at) => {
            let (before, after) = text.split_at(at);
            let code = after.chars().next().map_or(0, u32::from);
            Err(Error::rules(
                &end_of(file, before),
                format!("the control character U+{code:04X} can't stand in a rule file"),
            )
            .hint(format!("write it as \"\\u{code:04x}\" in double quotes")))
        }
    }
}

/// The position just after a text that begins the file.
fn end_of(file: &Arc<str>, text: &str) -> Position {
    let (mut line, mut column) = (1u32, 1u32);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' || (c == '\r' && chars.peek() != Some(&'\n')) {
            line = line.saturating_add(1);
            column = 1;
        } else {
            column = column.saturating_add(1);
        }
    }
    Position {
        file: Arc::clone(file),
        line,
        column,
    }
}

/// A text that begins with an unquoted `*`.
struct Star {
    position: Position,
    is_key: bool,
}

pub(super) fn starred_key(position: &Position) -> Error {
    Error::rules(
        position,
        "a key that begins with `*` is an alias to YAML, not a text",
    )
    .hint("quote it: \"*…\":")
}

pub(super) fn too_deep(position: &Position) -> Error {
    Error::rules(
        position,
        format!("maps and lists nest deeper than {MAX_DEPTH}"),
    )
}
