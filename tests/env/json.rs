//! JSON text as applications and people write it: spacing, escapes and duplicate keys are kept by
//! PostgreSQL's `json` type, so they have to be met.

use std::fmt::Write;

use super::prng::Prng;

/// A JSON value. Objects are lists, so a key can stand twice.
#[derive(Clone)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(value.to_string())
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}

impl Json {
    /// An object, its keys in the order given.
    pub(crate) fn object<const N: usize>(entries: [(&str, Json); N]) -> Self {
        Self::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// As Python's `json.dumps` writes it by default.
    pub(crate) fn plain(&self) -> String {
        let mut out = String::new();
        self.write(&mut Style::Python, &mut out);
        out
    }

    /// In one of several ways, some of them odd but all of them valid.
    pub(crate) fn odd(&self, prng: &mut Prng) -> String {
        let mut out = String::new();
        match prng.below(4) {
            0 => self.write(&mut Style::Python, &mut out),
            1 => self.write(&mut Style::Compact, &mut out),
            _ => self.write(&mut Style::Odd(prng), &mut out),
        }
        out
    }

    fn write(&self, style: &mut Style<'_>, out: &mut String) {
        style.space(out);
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => write!(out, "{value}").expect("a String takes all"),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => style.text(text, out),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        style.comma(out);
                    }
                    item.write(style, out);
                }
                style.space(out);
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        style.comma(out);
                    }
                    style.space(out);
                    style.text(key, out);
                    style.space(out);
                    out.push_str(if matches!(style, Style::Compact) {
                        ":"
                    } else {
                        ": "
                    });
                    value.write(style, out);
                }
                style.space(out);
                out.push('}');
            }
        }
    }
}

enum Style<'a> {
    Python,
    Compact,
    Odd(&'a mut Prng),
}

impl Style<'_> {
    fn comma(&self, out: &mut String) {
        out.push_str(if matches!(self, Self::Compact) {
            ","
        } else {
            ", "
        });
    }

    fn space(&mut self, out: &mut String) {
        if let Self::Odd(prng) = self {
            out.push_str(prng.pick(&["", "", "", " ", "\t", "\n", "\r\n  "]));
        }
    }

    /// A character that needs no escape may have one.
    fn escapes_at_will(&mut self) -> bool {
        match self {
            Self::Odd(prng) => prng.one_in(12),
            Self::Python | Self::Compact => false,
        }
    }

    fn text(&mut self, text: &str, out: &mut String) {
        out.push('"');
        for character in text.chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\0'..='\x1f' => escape(character, out),
                '/' if matches!(self, Self::Odd(_)) => out.push_str("\\/"),
                _ if !character.is_ascii() && matches!(self, Self::Python) => {
                    escape(character, out);
                }
                _ if self.escapes_at_will() => escape(character, out),
                _ => out.push(character),
            }
        }
        out.push('"');
    }
}

fn escape(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        write!(out, "\\u{unit:04x}").expect("a String takes all");
    }
}
