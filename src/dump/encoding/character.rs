//! Characters of which all bytes but the first may be ASCII, told byte by byte.
//!
//! In an encoding with such characters psql's lexer sees a byte of 0xFF in place of each byte that
//! the first one takes with it, whatever stands there (`psqlscan_prepare_buffer`), from one newline
//! to the next: a quote after a lone first byte ends no string.

use super::Encoding;

/// Where in a character the next byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Character {
    /// At its beginning.
    #[default]
    First,
    /// After its first byte.
    Second,
    /// At the third of four.
    Third,
    /// At the last of four.
    Fourth,
}

/// What a byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A character, or the first byte of one.
    First,
    /// A byte that goes with the first one.
    Trail,
    /// A byte that would go with the first one, and can't: the text is broken.
    Broken,
}

impl Character {
    /// The first byte takes the next one with it.
    pub fn is_open(self) -> bool {
        self != Self::First
    }

    /// Takes in the next byte.
    pub fn take(&mut self, encoding: Encoding, byte: u8) -> Role {
        let (next, is_trail) = match *self {
            Self::First => {
                let open = byte >= 0x80 && encoding.char_len(&[byte, 0x80]) > 1;
                *self = if open { Self::Second } else { Self::First };
                return Role::First;
            }
            Self::Second if encoding == Encoding::Gb18030 && byte.is_ascii_digit() => {
                (Self::Third, true)
            }
            Self::Second => (Self::First, byte >= 0x40),
            Self::Third => (Self::Fourth, byte >= 0x80),
            Self::Fourth => (Self::First, byte.is_ascii_digit()),
        };
        // psql takes lines one by one.
        *self = if byte == b'\n' { Self::First } else { next };
        if is_trail { Role::Trail } else { Role::Broken }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_characters() {
        use Role::{Broken as B, First as F, Trail as T};
        for (encoding, text, roles) in [
            (Encoding::Sjis, &b"a\x83\x5c\xb1'"[..], &[F, F, T, F, F][..]),
            (Encoding::Sjis, b"\x83\x83\x83'a", &[F, T, F, B, F]),
            (Encoding::Big5, b"\x83\n'", &[F, B, F]),
            (Encoding::Gb18030, b"\x810\x810'", &[F, T, T, T, F]),
            (Encoding::Gb18030, b"\x810';-", &[F, T, B, B, F]),
            (Encoding::Gb18030, b"\x810\n'", &[F, T, B, F]),
            (Encoding::Gbk, b"\x8100", &[F, B, F]),
            (Encoding::Utf8, b"\xc3'", &[F, F]),
        ] {
            let mut character = Character::default();
            let found: Vec<Role> = text
                .iter()
                .map(|byte| character.take(encoding, *byte))
                .collect();
            assert_eq!(found, roles, "{encoding:?}");
        }
    }
}
