//! A place in a rule file, with its line underlined. Rule files are no secret; of a dump nothing is
//! ever shown.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::cli::diagnostic::safe;
use crate::error::{Error, Position};

/// The texts of files, read when they are asked for.
#[derive(Default)]
pub struct Sources {
    files: HashMap<Arc<str>, Option<String>>,
}

impl Sources {
    /// The text of a file; `None` where it can't be read any more.
    pub fn text(&mut self, file: &Arc<str>) -> Option<&str> {
        let read = || {
            let content = std::fs::read(&**file).ok()?;
            let text = String::from_utf8(content).ok()?;
            // The reader of rules does not count it.
            Some(match text.strip_prefix('\u{FEFF}') {
                Some(rest) => rest.to_owned(),
                None => text,
            })
        };
        self.files
            .entry(Arc::clone(file))
            .or_insert_with(read)
            .as_deref()
    }
}

/// An error as people read it, with the source line it points at.
pub fn render(
    error: &Error,
    level: Level<'static>,
    code: &str,
    sources: &mut Sources,
    colour: bool,
) -> String {
    let location = error.location();
    let mut place = String::new();
    if let Some(table) = &location.table {
        place.push_str(table);
    }
    if let Some(column) = &location.column {
        let dot = if place.is_empty() { "" } else { "." };
        place.push_str(&format!("{dot}{}", crate::dump::name::Quoted(column)));
    }
    let mut title = error.message().to_owned();
    if !place.is_empty() && !title.starts_with(place.as_str()) {
        title = format!("{place}: {title}");
    }
    if let Some(line) = location.line {
        title.push_str(&format!(" (line {line} of the dump)"));
    }
    let title = level.primary_title(safe(&title)).id(code.to_owned());
    let mut group = Group::with_title(title);
    if let Some(position) = &location.rule {
        match sources
            .text(&position.file)
            .and_then(|text| span(text, position))
        {
            Some((line, span)) => {
                let snippet = Snippet::source(line.to_owned())
                    .line_start(position.line as usize)
                    .path(position.file.to_string())
                    .annotation(AnnotationKind::Primary.span(span));
                group = group.element(snippet);
            }
            None => group = group.element(Level::NOTE.message(format!("at {position}"))),
        }
    }
    for hint in error.hints() {
        group = group.element(Level::HELP.message(safe(hint)));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// The line of a position, and the bytes in it that are meant: the word or value that begins there.
fn span<'t>(text: &'t str, position: &Position) -> Option<(&'t str, Range<usize>)> {
    let line = text.lines().nth((position.line as usize).checked_sub(1)?)?;
    let skip = (position.column as usize).checked_sub(1)?;
    let start = line
        .char_indices()
        .map(|(at, _)| at)
        .chain([line.len()])
        .nth(skip)?;
    let rest = &line[start..];
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map(|at| at + 2),
        Some('{' | '[') => closing(rest),
        _ => rest.find([':', ',', '}', ']']).or_else(|| rest.find(" #")),
    };
    let length = length.unwrap_or(rest.len());
    let meant = rest[..length].trim_end();
    Some((
        line,
        start..start + meant.len().max(usize::from(!rest.is_empty())),
    ))
}

/// Behind the bracket that closes the first one, where it is on the line.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => open += 1,
            '}' | ']' => {
                open -= 1;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str, line: u32, column: u32) -> Option<&str> {
        let position = Position {
            file: "r.yaml".into(),
            line,
            column,
        };
        span(text, &position).map(|(line, span)| &line[span])
    }

    #[test]
    fn what_begins_at_a_place_is_underlined() {
        let text = "tables:\n  users:\n    columns: {id: keep, ümläut: {use: hash, length: 8}}\n    \
                    purge: \"a = 'b: c'\"  # why\n    x: keep # why\n";
        assert_eq!(meant(text, 2, 3), Some("users"));
        assert_eq!(meant(text, 3, 15), Some("id"));
        assert_eq!(meant(text, 3, 33), Some("{use: hash, length: 8}"));
        assert_eq!(meant(text, 4, 12), Some("\"a = 'b: c'\""));
        assert_eq!(meant(text, 5, 8), Some("keep"));
        assert_eq!(meant(text, 9, 1), None);
    }
}
