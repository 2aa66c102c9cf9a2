//! One key: the values of its columns in a form that is equal where PostgreSQL's values are.

use std::fmt;

use super::table::Salt;

/// Random numbers of this run, behind the hashes of keys. They never leave memory; nothing that is
/// written depends on them.
#[derive(Clone)]
pub struct KeySecret {
    hash: [u8; 32],
    salt: Salt,
}

impl KeySecret {
    /// From 32 random bytes of the operating system.
    pub fn new(random: [u8; 32]) -> Self {
        let salt = blake3::derive_key("dmscrub 2026 key set salt", &random);
        let number = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&salt[at..at + 8]);
            u64::from_le_bytes(bytes)
        };
        Self {
            hash: blake3::derive_key("dmscrub 2026 key set hash", &random),
            salt: Salt::new([number(0), number(8)]),
        }
    }

    pub(crate) fn salt(&self) -> Salt {
        self.salt
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret")
    }
}

/// A key as sets hold it. `Debug` shows nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// One column whose canonical form is an integer.
    Int(i64),
    /// Two integers side by side (see [`pair`]), or else 128 bits of a keyed BLAKE3 over the columns;
    /// never 0.
    Hash(u128),
}

impl Key {
    /// The key as one nonzero number. An integer takes the 64 low bits with bit 64 set alone above, where
    /// a hash lies with a chance of 2⁻⁶⁴ only.
    pub(crate) fn number(self) -> u128 {
        match self {
            Self::Int(int) => (1 << 64) | u128::from(int as u64),
            Self::Hash(hash) => hash,
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// What a row's columns make as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// All columns have a value.
    Key(Key),
    /// A column is NULL: it refers to nothing and is equal to nothing.
    Null,
    /// A column's text is none that the other side's type could have (`abc` beside an integer): it
    /// is equal to no key, and is not NULL.
    Nowhere,
}

impl Keyed {
    /// The key, where it is one.
    pub fn key(self) -> Option<Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Null | Self::Nowhere => None,
        }
    }
}

/// Puts a key together, column by column. Reused between rows, so that no row allocates.
///
/// Canonical forms are byte strings; one that reads as a decimal integer of 64 bits without superfluous
/// characters is the same part as that integer, so that integers of unknown type stay small too.
#[derive(Default)]
pub struct KeyBuilder {
    /// `i` and 8 bytes, or `b`, 8 bytes of length and the bytes, for each part.
    bytes: Vec<u8>,
    parts: usize,
    /// The last part, where it is an integer, and the one before.
    int: Option<i64>,
    int_before: Option<i64>,
    null: bool,
    nowhere: bool,
}

impl KeyBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all parts.
    pub fn start(&mut self) {
        self.bytes.clear();
        self.parts = 0;
        self.int = None;
        self.int_before = None;
        self.null = false;
        self.nowhere = false;
    }

    /// An integer.
    pub fn int(&mut self, int: i64) {
        self.part(Some(int));
        self.bytes.push(b'i');
        self.bytes.extend_from_slice(&int.to_le_bytes());
    }

    fn part(&mut self, int: Option<i64>) {
        self.parts += 1;
        self.int_before = std::mem::replace(&mut self.int, int);
    }

    /// A canonical byte string.
    pub fn bytes(&mut self, bytes: &[u8]) {
        match canonical_int(bytes) {
            Some(int) => self.int(int),
            None => {
                self.part(None);
                self.bytes.push(b'b');
                self.bytes
                    .extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                self.bytes.extend_from_slice(bytes);
            }
        }
    }

    /// A canonical byte string that `write` appends.
    pub fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let head = self.bytes.len();
        self.bytes.extend_from_slice(b"b\0\0\0\0\0\0\0\0");
        let start = self.bytes.len();
        write(&mut self.bytes);
        let written = self.bytes.get(start..).unwrap_or_default();
        let length = written.len() as u64;
        if let Some(int) = canonical_int(written) {
            self.bytes.truncate(head);
            return self.int(int);
        }
        self.part(None);
        self.bytes[head + 1..start].copy_from_slice(&length.to_le_bytes());
    }

    /// NULL.
    pub fn null(&mut self) {
        self.null = true;
    }

    /// A text that the other side's type does not have.
    pub fn nowhere(&mut self) {
        self.nowhere = true;
    }

    /// The key of the parts since [`start`](Self::start).
    pub fn finish(&self, secret: &KeySecret) -> Keyed {
        if self.null {
            return Keyed::Null;
        }
        if self.nowhere {
            return Keyed::Nowhere;
        }
        match (self.parts, self.int_before, self.int) {
            (1, _, Some(int)) => return Keyed::Key(Key::Int(int)),
            (2, Some(first), Some(second)) => {
                if let Some(pair) = pair(first, second) {
                    return Keyed::Key(Key::Hash(pair));
                }
            }
            _ => {}
        }
        let hash = blake3::keyed_hash(&secret.hash, &self.bytes);
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        // 0 marks an empty slot.
        Keyed::Key(Key::Hash(u128::from_le_bytes(half).max(1)))
    }
}

impl fmt::Debug for KeyBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyBuilder({} parts)", self.parts)
    }
}

/// Two integers as one number, where the first has a bit to spare: that says that it is no hash, of which
/// one has a chance of 2⁻¹²⁸ to be the same. Most keys of two columns are so, and to hash them took ten
/// times as long as all else about them.
fn pair(first: i64, second: i64) -> Option<u128> {
    let spare = (-1 << 62..1 << 62).contains(&first);
    let [first, second] = [first, second].map(|int| u128::from(int as u64));
    spare.then_some(1 << 127 | first << 64 | second)
}

/// The integer that is written exactly so by PostgreSQL.
fn canonical_int(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    match digits {
        [b'0'] if !negative => return Some(0),
        [b'1'..=b'9', ..] if digits.len() <= 19 => {}
        _ => return None,
    }
    // Downwards, as the least number has no positive counterpart.
    let value = digits.iter().try_fold(0_i64, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        value.checked_mul(10)?.checked_sub(digit)
    })?;
    if negative {
        Some(value)
    } else {
        value.checked_neg()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn secret() -> KeySecret {
        KeySecret::new([7; 32])
    }

    #[test]
    fn pairs_of_integers_are_apart() {
        let ends = [
            i64::MIN,
            -1 << 62,
            -2,
            -1,
            0,
            1,
            2,
            (1 << 62) - 1,
            1 << 62,
            i64::MAX,
        ];
        let mut seen = std::collections::HashSet::new();
        for first in ends {
            for second in ends {
                let parts = [first.to_string(), second.to_string()];
                let key = key(&[&parts[0], &parts[1]]);
                assert!(matches!(key, Key::Hash(hash) if hash != 0));
                assert!(seen.insert(key), "{parts:?}");
            }
            assert!(seen.insert(key(&[&first.to_string()])));
        }
    }

    fn key(parts: &[&str]) -> Key {
        let mut builder = KeyBuilder::new();
        builder.start();
        for part in parts {
            builder.bytes(part.as_bytes());
        }
        builder.finish(&secret()).key().unwrap()
    }

    #[test]
    fn exactly_written_integers_are_integers() {
        for int in [0, 7, -7, i64::MAX, i64::MIN, 1_000_000] {
            assert_eq!(key(&[&int.to_string()]), Key::Int(int));
        }
        for text in [
            "",
            "-",
            "-0",
            "00",
            "07",
            "+7",
            " 7",
            "7 ",
            "1.0",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
        ] {
            assert!(matches!(key(&[text]), Key::Hash(_)), "{text}");
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let keys = [
            key(&["a", "b"]),
            key(&["ab", ""]),
            key(&["", "ab"]),
            key(&["ab"]),
            key(&["1", "2"]),
            key(&["12", ""]),
            key(&["2", "1"]),
        ];
        for (at, one) in keys.iter().enumerate() {
            assert!(keys[at + 1..].iter().all(|other| other != one));
        }
    }

    #[test]
    fn written_parts_are_those_that_are_handed_in() {
        let mut builder = KeyBuilder::new();
        builder.start();
        builder.write(|out| out.extend_from_slice(b"42"));
        assert_eq!(builder.finish(&secret()), Keyed::Key(Key::Int(42)));
        builder.write(|out| out.extend_from_slice(b"ab"));
        assert_eq!(builder.finish(&secret()).key(), Some(key(&["42", "ab"])));
    }

    #[test]
    fn null_wins_and_is_forgotten() {
        let mut builder = KeyBuilder::new();
        builder.nowhere();
        builder.int(1);
        assert_eq!(builder.finish(&secret()), Keyed::Nowhere);
        builder.null();
        assert_eq!(builder.finish(&secret()), Keyed::Null);
        builder.start();
        builder.int(1);
        assert_eq!(builder.finish(&secret()), Keyed::Key(Key::Int(1)));
    }

    #[test]
    fn debug_shows_nothing() {
        let mut builder = KeyBuilder::new();
        builder.bytes(b"jane");
        let shown = format!("{builder:?} {:?} {:?}", Key::Int(4711), secret());
        assert_eq!(shown, "KeyBuilder(1 parts) Key KeySecret");
    }
}
