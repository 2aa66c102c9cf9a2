//! Words without quotes, and numbers.

/// A word of at most 15 bytes, lower case; longer ones are no keyword.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) bytes: [u8; 15],
    pub(super) len: u8,
    /// It is a number so far.
    pub(super) number: Option<Number>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// Digits.
    Integer,
    /// Digits after a `$`.
    Parameter,
    /// Digits and an `e`.
    Exponent,
    /// The same with digits after it.
    Real,
}

impl Word {
    /// Adds bytes to a word that is no number.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        let from = usize::from(self.len).min(self.bytes.len());
        let taken = bytes.len().min(self.bytes.len() - from);
        let place = &mut self.bytes[from..from + taken];
        place.copy_from_slice(&bytes[..taken]);
        place.make_ascii_lowercase();
        self.len = (usize::from(self.len) + bytes.len()).min(16) as u8;
    }

    pub(super) fn push(&mut self, byte: u8, parameter: bool) {
        self.number = match (self.len, self.number, byte) {
            (0, _, b'0'..=b'9') if parameter => Some(Number::Parameter),
            (0, _, b'0'..=b'9') | (_, Some(Number::Integer), b'0'..=b'9') => Some(Number::Integer),
            (_, Some(Number::Parameter), b'0'..=b'9') => Some(Number::Parameter),
            (_, Some(Number::Integer), b'e' | b'E') => Some(Number::Exponent),
            (_, Some(Number::Exponent | Number::Real), b'0'..=b'9') => Some(Number::Real),
            _ => None,
        };
        if let Some(slot) = self.bytes.get_mut(usize::from(self.len)) {
            *slot = byte.to_ascii_lowercase();
        }
        // One past the buffer means "too long to be a keyword", however long it is.
        self.len = (self.len + 1).min(16);
    }

    pub(super) fn text(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// A byte of a keyword, a name without quotes, or a number.
pub(super) fn in_word(byte: u8) -> bool {
    // Asked of each byte outside quotes.
    static IN_WORD: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            let c = byte as u8;
            table[byte] = c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80;
            byte += 1;
        }
        table
    };
    IN_WORD[usize::from(byte)]
}
