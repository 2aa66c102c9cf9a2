//! The end of a console, made fit for a message.

use secrecy::ExposeSecret;

use crate::refresh::secret::Secret;

/// Lines that are shown.
const LINES: usize = 20;
/// Characters of a line that are shown.
const WIDTH: usize = 500;
/// Anything shorter would blot out half of every line, and is no secret.
const SHORTEST: usize = 3;

/// Takes the configuration's secrets out of a text.
#[derive(Clone, Default)]
pub struct Mask {
    needles: Vec<String>,
}

impl Mask {
    /// Of all secrets that are there to be read.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut needles = Vec::new();
        for secret in secrets {
            // One that can't be read can't have got anywhere.
            let Ok(text) = secret.reveal() else { continue };
            let text = text.expose_secret();
            let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            needles.extend([text.to_owned(), encoded]);
            // A console may be cut inside a key of many lines.
            needles.extend(
                text.lines()
                    .map(str::trim)
                    .filter(|line| line.len() >= 8)
                    .map(str::to_owned),
            );
        }
        needles.retain(|needle| needle.len() >= SHORTEST);
        // What is part of another one must not keep that from being found.
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        needles.dedup();
        Self { needles }
    }

    /// `text` without them.
    pub fn cover(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for needle in &self.needles {
            if out.contains(needle.as_str()) {
                out = out.replace(needle.as_str(), "***");
            }
        }
        out
    }
}

/// The last lines of a console: no secret, no control character, no end of length.
pub fn tail(console: &[u8], mask: &Mask) -> Vec<String> {
    let text = mask.cover(&String::from_utf8_lossy(console));
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    let from = lines.len().saturating_sub(LINES);
    lines[from..]
        .iter()
        .map(|line| plain(line, WIDTH))
        .collect()
}

/// One line without what could move a terminal's cursor or hide text, cut to `width` characters.
pub fn plain(text: &str, width: usize) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == width {
            out.push('…');
            break;
        }
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        match c {
            '\t' => out.push(' '),
            c if c.is_control() || hides => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(needles: &[&str]) -> Mask {
        Mask {
            needles: needles.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    #[test]
    fn the_end_is_shown_without_secrets_and_control_characters() {
        let mut console: String = (1..=40).map(|line| format!("line {line}\n")).collect();
        console.push_str("token=hunter22 \x1b[31mred\u{202e}\r\n\n");
        let lines = tail(console.as_bytes(), &mask(&["hunter22"]));
        assert_eq!(lines.len(), LINES);
        assert_eq!(lines[0], "line 22");
        assert_eq!(lines[19], r"token=*** \u{1b}[31mred\u{202e}");
    }

    #[test]
    fn a_line_has_an_end_and_any_bytes_are_taken() {
        let mut console = vec![b'x'; 2000];
        console.extend(b"\n\xff\xfe");
        let lines = tail(&console, &Mask::default());
        assert_eq!(lines[0].chars().count(), WIDTH + 1);
        assert_eq!(lines[1], "\u{fffd}\u{fffd}");
        assert!(tail(b"", &Mask::default()).is_empty());
    }

    #[test]
    fn secrets_are_covered_in_every_form() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "p&ss word/ö\nsecond line of it\n").unwrap();
        let secret = Secret {
            position: crate::error::Position {
                file: "r.yaml".into(),
                line: 1,
                column: 1,
            },
            from: crate::refresh::secret::From::File(file),
        };
        let mask = Mask::new([&secret]);
        let said = mask.cover(
            "a p&ss word/ö b second line of it c p%26ss+word%2F%C3%B6%0Asecond+line+of+it d",
        );
        assert_eq!(said, "a *** b *** c *** d");
    }
}
