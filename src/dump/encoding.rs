//! Client encodings: which are safe to scan, and how text is brought to UTF-8 and back.

use std::borrow::Cow;

/// The encoding a dump declares with `SET client_encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `UTF8`, and dumps that declare nothing.
    Utf8,
}

impl Encoding {
    /// Text as UTF-8; `None` where the bytes are not valid in the encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
    }

    /// An identifier as UTF-8; bytes that are not valid become `U+FFFD`.
    pub fn identifier(self, bytes: &[u8]) -> String {
        self.decode(bytes).map_or_else(
            || String::from_utf8_lossy(bytes).into_owned(),
            Cow::into_owned,
        )
    }
}

/// How SQL text is to be read at one point of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `standard_conforming_strings`: a backslash in `'…'` is an ordinary character.
    pub standard_conforming_strings: bool,
    /// `client_encoding`
    pub encoding: Encoding,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            standard_conforming_strings: true,
            encoding: Encoding::Utf8,
        }
    }
}
