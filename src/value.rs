//! A field's bytes, wrapped so that they cannot reach a message.

use std::fmt;

/// The decoded bytes of one field (no COPY escapes, no SQL quotes).
///
/// There is no `Display`, and `Debug` prints the length only: an error or a log line that formats
/// one shows nothing of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Value<'a>(pub &'a [u8]);

impl<'a> Value<'a> {
    /// The bytes.
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// The bytes as text, where they are valid UTF-8.
    pub fn text(self) -> Option<&'a str> {
        std::str::from_utf8(self.0).ok()
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_only() {
        assert_eq!(format!("{:?}", Value(b"jane")), "<4 bytes>");
    }
}
