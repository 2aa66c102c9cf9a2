//! The psql commands that may pass.

use memchr::memchr;

use super::Lexer;
use crate::error::Result;

impl Lexer {
    /// Only the psql commands that pg_dump writes may pass, with arguments that are no expansion.
    pub(super) fn check_command(&self, line: &[u8]) -> Result<()> {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let word_end = text
            .iter()
            .position(|b| b.is_ascii_whitespace())
            .unwrap_or(text.len());
        let (word, argument) = (&text[..word_end], text[word_end..].trim_ascii());
        let key = || !argument.is_empty() && argument.iter().all(u8::is_ascii_alphanumeric);
        match word {
            b"\\restrict" | b"\\unrestrict" if key() => Ok(()),
            b"\\restrict" | b"\\unrestrict" => {
                Err(self.error(&[], "a \\restrict or \\unrestrict without a plain key"))
            }
            // Before \encoding a character may hide what ends the name.
            b"\\connect"
                if !self.connect_next
                    && self.dialect.encoding.has_ascii_trail_bytes()
                    && !argument.is_ascii() =>
            {
                Err(self.error(&[], "a \\connect in a form that pg_dump does not write"))
            }
            b"\\connect" if connect_argument(argument) => Ok(()),
            _ if self.connect_next => {
                Err(self.error(&[], "\\encoding without a \\connect after it"))
            }
            // pg_dump's own, before a `\connect` whose name is no plain word
            // (`appendPsqlMetaConnect`): the name's bytes are to be taken as they are.
            b"\\encoding" if argument == b"SQL_ASCII" => Ok(()),
            b"\\connect" => {
                Err(self.error(&[], "a \\connect in a form that pg_dump does not write"))
            }
            _ => Err(self
                .error(&[], "a psql command that pg_dump does not write")
                .hint("dmscrub passes \\restrict, \\unrestrict and \\connect only")),
        }
    }
}

/// `name`, or `-reuse-previous=on "dbname='…'"`, as pg_dump writes them (`appendPsqlMetaConnect`).
fn connect_argument(argument: &[u8]) -> bool {
    let plain = |text: &[u8]| {
        !text.is_empty()
            && text
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-') || *b >= 0x80)
            && text[0] != b'-'
    };
    // psql doubles `"` inside, and the text itself may hold no command substitution outside quotes.
    let quoted = |text: &[u8]| {
        let Some(inner) = text
            .strip_prefix(b"\"")
            .and_then(|text| text.strip_suffix(b"\""))
        else {
            return false;
        };
        let mut rest = inner;
        while let Some(at) = memchr(b'"', rest) {
            if rest.get(at + 1) != Some(&b'"') {
                return false;
            }
            rest = &rest[at + 2..];
        }
        !inner.is_empty()
    };
    match argument.strip_prefix(b"-reuse-previous=on ") {
        Some(rest) => quoted(rest) && rest.starts_with(b"\"dbname='"),
        None => plain(argument) || quoted(argument),
    }
}
