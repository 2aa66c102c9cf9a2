//! Text for people: lines that fit, beside labels.

use std::io::{ErrorKind, Write};

use crate::error::{Error, Result};

/// Columns that every page fits.
pub const WIDTH: usize = 100;

/// Writes to stdout. A reader who has seen enough (`| head`) is no failure.
///
/// # Errors
/// Exit 6 where stdout can't be written for another reason.
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::output(format!("stdout: {}", error.kind())))
        }
        _ => Ok(()),
    }
}

/// Appends `text` behind `lead`, broken at blanks; the lines that follow stand below its begin.
/// Control characters (names may hold them) are written as escapes.
pub fn item(out: &mut String, lead: &str, text: &str) {
    let lead = safe(lead);
    let indent = lead.chars().count();
    out.push_str(&lead);
    let mut column = indent;
    for word in text.split_ascii_whitespace().map(safe) {
        let length = word.chars().count();
        if column > indent {
            if column + 1 + length > WIDTH {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(&word);
        column += length;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

/// Rows as columns beside each other; the last one is broken where it is too long.
pub fn table<const N: usize>(out: &mut String, indent: &str, rows: &[[String; N]]) {
    let width = |column: usize| {
        let lengths = rows.iter().map(|row| safe(&row[column]).chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let mut lead = indent.to_owned();
        for (cell, width) in row.iter().zip(&widths).take(N.saturating_sub(1)) {
            let cell = safe(cell);
            let width = *width;
            lead.push_str(&format!("{cell:width$}  "));
        }
        item(out, &lead, row.last().map_or("", String::as_str));
    }
}

/// At most `width` characters; what is cut ends in `…`.
pub fn cut(text: &str, width: usize) -> String {
    let text = safe(text);
    if text.chars().count() <= width {
        return text;
    }
    let kept = text.chars().take(width.saturating_sub(1));
    kept.chain(['…']).collect()
}

/// Control characters must not reach a terminal.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_goes_on_below_its_begin() {
        let mut out = String::new();
        item(&mut out, "label  ", &"word ".repeat(30));
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("label  word") && lines[1].starts_with("       word"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert!(lines.iter().all(|line| !line.ends_with(' ')));
    }

    #[test]
    fn a_word_longer_than_the_page_stays_whole() {
        let mut out = String::new();
        item(&mut out, "x ", &"y".repeat(WIDTH));
        assert_eq!(out, format!("x {}\n", "y".repeat(WIDTH)));
    }

    #[test]
    fn names_cannot_draw_on_the_terminal() {
        let mut out = String::new();
        item(&mut out, "a\u{1b}[2J ", "b\u{7}");
        assert_eq!(out, "a\\u{1b}[2J b\\u{7}\n");
        assert_eq!(cut("a\nb", 10), "a\\nb");
    }

    #[test]
    fn columns_are_aligned() {
        let mut out = String::new();
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        table(&mut out, "  ", &[row("a", "one"), row("long", "")]);
        assert_eq!(out, "  a     one\n  long\n");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("äbcd", 3), "äb…");
    }
}
