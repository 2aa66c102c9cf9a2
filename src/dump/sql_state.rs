//! Where in an SQL statement a byte stands: the state machine that psql's own lexer runs
//! (`psqlscan.l`) to find the `;` that ends a statement.
//!
//! The machine is fed bytes of one statement in order and can stop at any byte, so that no token
//! depends on where a read happened to end.

use memchr::{memchr, memchr2};

use self::word::{Number, Word, in_word};
use super::encoding::{Character, Dialect, Role};

#[cfg(test)]
mod tests;
mod word;

/// The machine. One value serves one statement; [`SqlState::new`] for the next.
#[derive(Clone, Debug)]
pub struct SqlState {
    dialect: Dialect,
    mode: Mode,
    /// `(` minus `)`, never below zero.
    parens: u32,
    /// `(` that stand within no others: after VALUES, each begins a row.
    opened: u64,
    /// `BEGIN`/`CASE` minus `END` inside a CREATE FUNCTION or PROCEDURE.
    begins: u32,
    /// The unquoted word that ends at the current byte.
    word: Word,
    /// Which of the words CREATE, OR, REPLACE, FUNCTION, PROCEDURE the statement began with.
    leading: [u8; 4],
    words: u32,
    /// The statement is an INSERT whose VALUES has not been seen.
    insert: bool,
    /// After the closing quote of a literal that is not read as one without a prefix is: where the
    /// literal may go on.
    after: Option<After>,
    /// The byte before.
    before: Before,
    /// Where in a character the next byte stands, in encodings whose trail bytes may be ASCII.
    character: Character,
}

/// What the byte before was, where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Other,
    /// The `&` of `U&`.
    Unicode,
    /// The point after the digits of a number.
    Point,
    /// The `$` of `$1`.
    Dollar,
    /// The sign of an exponent: digits must follow.
    Sign,
}

/// What stands between a literal and a quote: directly after it a quote is `''`; after white space
/// with a newline (comments are white space) it goes on with the literal for the server, while
/// psql, which takes lines one by one, begins another; else it begins another.
#[derive(Clone, Copy, Debug, Default)]
struct After {
    escapes: bool,
    blank: bool,
    newline: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Normal,
    /// One `-` seen.
    Dash,
    /// One `/` seen.
    Slash,
    LineComment,
    /// Depth, and the last byte where it may begin `/*` or `*/`.
    BlockComment(u32, u8),
    /// `'…'`; `escapes`: a backslash escapes; `skip`: the next byte is taken as it is; `unclear`: psql
    /// and the server do not agree on what a backslash is.
    Quote {
        escapes: bool,
        skip: bool,
        unclear: bool,
    },
    /// `"…"`
    Identifier,
    /// `$` and the tag so far.
    DollarTag(Vec<u8>),
    /// The tag with both dollars, and the end of the text since that matches its beginning.
    Dollar {
        tag: Vec<u8>,
        tail: Vec<u8>,
    },
}

/// What stopped [`SqlState::advance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All bytes were taken.
    More,
    /// The byte before the returned position is the `;` that ends the statement.
    End,
    /// The bytes before the position end in the word VALUES of an INSERT, at depth 0.
    Values,
    /// A backslash outside quotes: a psql command inside a statement.
    Backslash,
    /// A byte that psql and the server, or versions of them, read otherwise.
    Unclear,
}

/// What is open at some point of a statement, for messages and for closing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What closes the innermost quote or comment.
    pub close: Vec<u8>,
    /// Open parentheses.
    pub parens: u32,
    /// Open `BEGIN`/`CASE` of an SQL-standard body.
    pub begins: u32,
    /// In words.
    pub what: &'static str,
}

impl SqlState {
    /// At the first byte of a statement.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            mode: Mode::Normal,
            parens: 0,
            opened: 0,
            begins: 0,
            word: Word::default(),
            leading: [0; 4],
            words: 0,
            insert: false,
            after: None,
            before: Before::Other,
            character: Character::default(),
        }
    }

    /// Takes bytes until the statement ends or something needs the caller; returns how many bytes
    /// were taken, with the reason for stopping.
    pub fn advance(&mut self, bytes: &[u8]) -> (usize, Stop) {
        if self.dialect.encoding.has_ascii_trail_bytes() {
            self.by_characters(bytes)
        } else {
            self.by_bytes(bytes)
        }
    }

    /// Takes what is beyond ASCII byte by byte.
    fn by_characters(&mut self, bytes: &[u8]) -> (usize, Stop) {
        /// So far at most is looked for the end of the ASCII: a stop may be near.
        const RUN: usize = 256;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte < 0x80 && !self.character.is_open() {
                let run = bytes[at..].iter().take(RUN);
                let run = run.take_while(|byte| byte.is_ascii()).count();
                let (taken, stop) = self.by_bytes(&bytes[at..at + run]);
                at += taken;
                if stop != Stop::More {
                    return (at, stop);
                }
                continue;
            }
            at += 1;
            if let Some(stop) = self.beyond_ascii(byte) {
                return (at, stop);
            }
        }
        (at, Stop::More)
    }

    /// Takes a byte beyond ASCII, or one that such a byte takes with it: to psql that is a letter,
    /// whatever it is, so the rest is refused if it would be something else to others.
    fn beyond_ascii(&mut self, byte: u8) -> Option<Stop> {
        // psql takes tags that differ in trail bytes for the same.
        if matches!(self.mode, Mode::DollarTag(_)) {
            return Some(Stop::Unclear);
        }
        const LETTER: u8 = 0xFF;
        let comment = matches!(self.mode, Mode::LineComment | Mode::BlockComment(..));
        let read = match (self.character.take(self.dialect.encoding, byte), byte) {
            (Role::First, _) => byte,
            (Role::Broken, b'\n') if comment => byte,
            (Role::Broken, b'\r' | b'*' | b'/') => return Some(Stop::Unclear),
            (Role::Broken, _) if !comment => return Some(Stop::Unclear),
            (Role::Trail | Role::Broken, _) => LETTER,
        };
        match self.by_bytes(&[read]) {
            (_, Stop::More) => None,
            (_, stop) => Some(stop),
        }
    }

    fn by_bytes(&mut self, bytes: &[u8]) -> (usize, Stop) {
        let mut at = 0;
        while at < bytes.len() {
            at += self.skip_ahead(&bytes[at..]);
            let Some(&byte) = bytes.get(at) else { break };
            if let Some(stop) = self.step(byte) {
                // VALUES is known at the byte after it; that byte is not taken.
                let taken = if stop == Stop::Values { at } else { at + 1 };
                return (taken, stop);
            }
            at += 1;
        }
        (bytes.len(), Stop::More)
    }

    /// What is open after the bytes taken so far.
    pub fn open(&self) -> Open {
        let (mut close, what): (Vec<u8>, _) = match &self.mode {
            Mode::Normal | Mode::Dash | Mode::Slash => (b"\n".to_vec(), "a statement"),
            Mode::LineComment => (b"\n".to_vec(), "a comment"),
            Mode::BlockComment(depth, _) => (b"*/".repeat(*depth as usize), "a comment"),
            // After a backslash, `''` is an escaped quote and the closing one; else an empty
            // continuation and the closing one would be needed: two quotes and one more close both.
            Mode::Quote {
                escapes: true,
                skip: true,
                ..
            } => (b"''".to_vec(), "a string"),
            Mode::Quote { .. } => (b"'".to_vec(), "a string"),
            Mode::Identifier => (b"\"".to_vec(), "a quoted identifier"),
            Mode::DollarTag(_) => (b"\n".to_vec(), "a statement"),
            Mode::Dollar { tag, .. } => {
                let mut close = b"\n".to_vec();
                close.extend_from_slice(tag);
                (close, "a dollar-quoted string")
            }
        };
        if self.before == Before::Sign || self.word.number == Some(Number::Exponent) {
            // Digits must follow, or it depends on who reads it what the number is.
            close.insert(0, b'0');
        }
        if self.character.is_open() && close.first() != Some(&b'\n') {
            // It would take the first byte with it.
            close.insert(0, b'\n');
        }
        Open {
            close,
            parens: self.parens,
            begins: self.begins,
            what,
        }
    }

    /// Inside a `/* … */`.
    pub fn in_comment(&self) -> bool {
        matches!(self.mode, Mode::BlockComment(..) | Mode::Slash)
    }

    /// How many bytes at the front cannot change the state.
    fn skip_ahead(&mut self, bytes: &[u8]) -> usize {
        let found = match &mut self.mode {
            Mode::Normal => return self.run_of_word(bytes),
            Mode::LineComment => memchr2(b'\n', b'\r', bytes),
            Mode::Quote {
                escapes: false,
                unclear: false,
                ..
            } => memchr(b'\'', bytes),
            Mode::Quote { skip: false, .. } => memchr2(b'\'', b'\\', bytes),
            Mode::Identifier => memchr(b'"', bytes),
            Mode::Dollar { tail, .. } if tail.is_empty() => memchr(b'$', bytes),
            _ => return 0,
        };
        found.unwrap_or(bytes.len())
    }

    /// Takes the bytes at the front that go on with a word or a number: they are most of what stands
    /// outside quotes. Where one begins, and what a number comes to, is told byte by byte.
    fn run_of_word(&mut self, bytes: &[u8]) -> usize {
        match self.word.number {
            // More of the same digits change nothing.
            Some(Number::Integer | Number::Real) => {
                let run = bytes.iter().position(|byte| !byte.is_ascii_digit());
                return run.unwrap_or(bytes.len());
            }
            Some(_) => return 0,
            None if self.word.len == 0 => return 0,
            None => {}
        }
        let run = bytes.iter().position(|byte| !in_word(*byte));
        let run = run.unwrap_or(bytes.len());
        self.word.extend(&bytes[..run]);
        run
    }

    fn step(&mut self, byte: u8) -> Option<Stop> {
        // What falls through ends what it stands in, and is read anew: in one place, as most of what
        // stands outside quotes comes here.
        match &mut self.mode {
            Mode::Normal => {}
            Mode::Dash => {
                if self.before == Before::Sign && !byte.is_ascii_digit() {
                    return Some(Stop::Unclear);
                }
                if byte == b'-' {
                    self.mode = Mode::LineComment;
                    return None;
                }
                self.mode = Mode::Normal;
                self.after = None;
            }
            Mode::Slash => {
                if byte == b'*' {
                    self.mode = Mode::BlockComment(1, 0);
                    return None;
                }
                self.mode = Mode::Normal;
            }
            Mode::LineComment => {
                if byte == b'\n' || byte == b'\r' {
                    self.mode = Mode::Normal;
                    self.white_space(byte);
                }
                return None;
            }
            Mode::BlockComment(depth, last) => {
                match (*last, byte) {
                    (b'/', b'*') => {
                        *depth += 1;
                        *last = 0;
                    }
                    (b'*', b'/') => {
                        *depth -= 1;
                        *last = 0;
                        if *depth == 0 {
                            self.mode = Mode::Normal;
                        }
                    }
                    _ => *last = byte,
                }
                return None;
            }
            Mode::Quote {
                escapes,
                skip,
                unclear,
            } => {
                if *skip {
                    *skip = false;
                } else if byte == b'\'' {
                    let escapes = *escapes;
                    self.after =
                        (escapes == self.dialect.standard_conforming_strings).then(|| After {
                            escapes,
                            ..After::default()
                        });
                    self.mode = Mode::Normal;
                } else if *unclear && byte == b'\\' {
                    return Some(Stop::Unclear);
                } else if *escapes {
                    *skip = byte == b'\\';
                }
                return None;
            }
            Mode::Identifier => {
                if byte == b'"' {
                    self.mode = Mode::Normal;
                }
                return None;
            }
            Mode::DollarTag(tag) => {
                let letter = byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80;
                if byte == b'$' {
                    tag.push(b'$');
                    let tag = std::mem::take(tag);
                    self.mode = Mode::Dollar {
                        tag,
                        tail: Vec::new(),
                    };
                    return None;
                }
                if letter || (byte.is_ascii_digit() && tag.len() > 1) {
                    tag.push(byte);
                    return None;
                }
                let tag = std::mem::take(tag);
                self.mode = Mode::Normal;
                if tag.len() == 1 && byte.is_ascii_digit() {
                    self.before = Before::Dollar;
                }
                // No tag: only the `$` is read, and what follows it may be any token, such as the E
                // of an escape string.
                let (_, stop) = self.by_bytes(&tag[1..]);
                if stop != Stop::More {
                    return Some(stop);
                }
            }
            Mode::Dollar { tag, tail, .. } => {
                // `tail` is the longest end of the text that begins the tag. A tag holds `$` only
                // at both ends, so a failed match can only begin anew at this `$`.
                if tag.get(tail.len()) == Some(&byte) {
                    tail.push(byte);
                } else {
                    tail.clear();
                    if byte == b'$' {
                        tail.push(byte);
                    }
                }
                if tail.len() == tag.len() {
                    self.mode = Mode::Normal;
                }
                return None;
            }
        }
        self.normal(byte)
    }

    fn normal(&mut self, byte: u8) -> Option<Stop> {
        if in_word(byte) || (byte == b'$' && self.word.len > 0) {
            self.after = None;
            let number = match self.word.len {
                0 => Some(byte.is_ascii_digit()),
                _ => self.word.number.map(|_| true),
            };
            let mut word = self.word;
            word.push(byte, self.before == Before::Dollar);
            // Where a number and a name touch, it depends on psql's version what is what.
            let joined = match number {
                Some(true) => word.number.is_none(),
                Some(false) => matches!(self.before, Before::Point | Before::Sign),
                None => false,
            };
            if joined {
                return Some(Stop::Unclear);
            }
            self.word = word;
            self.before = Before::Other;
            return None;
        }
        let sign = self.word.number == Some(Number::Exponent);
        if self.before == Before::Sign || (sign && !matches!(byte, b'+' | b'-')) {
            return Some(Stop::Unclear);
        }
        let word = std::mem::take(&mut self.word);
        let before = std::mem::replace(&mut self.before, Before::Other);
        if sign {
            self.before = Before::Sign;
        }
        let prefix = byte == b'\'' && word.len == 1;
        let prefix = prefix && matches!(word.bytes[0], b'e' | b'b' | b'x' | b'n');
        let identifier = word.len > 0 && word.number.is_none() && !prefix;
        if identifier && self.end_word(&word) {
            return Some(Stop::Values);
        }
        let unicode = before == Before::Unicode && matches!(byte, b'\'' | b'"');
        if unicode {
            // The U was no word.
            self.words -= 1;
        }
        let after = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => {
                self.white_space(byte);
                return None;
            }
            b'-' => None,
            _ => self.after.take(),
        };
        match byte {
            b'\'' => {
                let prefix = word.len == 1 && word.bytes[0] == b'e';
                let raw = unicode || (word.len == 1 && matches!(word.bytes[0], b'b' | b'x'));
                let fresh = prefix || (!raw && !self.dialect.standard_conforming_strings);
                self.mode = Mode::Quote {
                    escapes: match after {
                        Some(after) if !after.blank => after.escapes,
                        _ => fresh,
                    },
                    skip: false,
                    unclear: after.is_some_and(|after| after.newline),
                };
            }
            b'"' => self.mode = Mode::Identifier,
            b'$' => self.mode = Mode::DollarTag(b"$".to_vec()),
            b'&' if word.len == 1 && word.bytes[0] == b'u' => self.before = Before::Unicode,
            b'.' if matches!(word.number, Some(Number::Integer)) => self.before = Before::Point,
            b'-' => self.mode = Mode::Dash,
            b'/' => self.mode = Mode::Slash,
            b'(' => {
                self.opened += u64::from(self.parens == 0);
                self.parens += 1;
            }
            b')' => self.parens = self.parens.saturating_sub(1),
            b';' if self.parens == 0 && self.begins == 0 => return Some(Stop::End),
            b'\\' => return Some(Stop::Backslash),
            _ => {}
        }
        None
    }

    fn white_space(&mut self, byte: u8) {
        if let Some(after) = &mut self.after {
            after.blank = true;
            after.newline |= byte == b'\n' || byte == b'\r';
        }
    }

    /// Takes note of a whole word; true where it is the VALUES of an INSERT.
    fn end_word(&mut self, word: &Word) -> bool {
        let text = word.text();
        if self.words == 0 {
            self.insert = text == b"insert";
        }
        if self.words < 4 {
            self.leading[self.words as usize] = match text {
                b"create" => b'c',
                b"or" => b'o',
                b"replace" => b'r',
                b"function" => b'f',
                b"procedure" => b'p',
                _ => 0,
            };
        }
        self.words = self.words.saturating_add(1);
        let routine = matches!(
            self.leading,
            [b'c', b'f' | b'p', ..] | [b'c', b'o', b'r', b'f' | b'p']
        );
        if routine && self.parens == 0 {
            match text {
                b"begin" => self.begins += 1,
                b"case" if self.begins > 0 => self.begins += 1,
                b"end" => self.begins = self.begins.saturating_sub(1),
                _ => {}
            }
        }
        self.insert && self.parens == 0 && text == b"values"
    }

    /// The statement goes on after the VALUES of an INSERT: no further stop at that word.
    pub fn after_values(&mut self) {
        self.insert = false;
        self.words = self.words.max(1);
        self.opened = 0;
    }

    /// How many parentheses were opened within no others; those after VALUES alone, once
    /// [`SqlState::after_values`] was called.
    pub fn opened(&self) -> u64 {
        self.opened
    }
}
