//! The form in which values are compared: case folded, cut into runs of letters and digits, each run
//! hashed with a key that is drawn for the audit and never leaves memory.
//!
//! A value is the sequence of its runs, so that it is found again whatever stands around it, between
//! its words, or how it is quoted. Of a text longer than [`MAX_RUNS`] runs the beginning stands for
//! the whole.

use std::hash::{BuildHasher, RandomState};

/// So many runs of a value are compared.
pub(super) const MAX_RUNS: usize = 64;

/// So many runs are looked up before longer sequences are tried.
pub(super) const PREFIX_RUNS: usize = 3;

/// Numbers of so many digits come up by chance anywhere.
pub(super) const SHORT_NUMBER: u32 = 4;

/// Bytes of a text that are looked at together.
const PIECE: usize = 1 << 20;

/// So many of them once more with the next.
const OVERLAP: usize = 4 << 10;

/// A run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// The keyed hash of its folded characters.
    pub(super) hash: (u64, u64),
    /// Where it begins in the text.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Characters.
    pub(super) chars: u32,
    /// What it is made of.
    pub(super) shape: Shape,
}

impl Run {
    /// It is a word, or too long to come up by chance anywhere.
    pub(super) fn tells(&self) -> bool {
        self.shape == Shape::Letters || self.chars > SHORT_NUMBER
    }
}

/// What a run is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// Letters.
    Letters,
    /// Digits.
    Digits,
    /// Both.
    Mixed,
}

/// The hash of a sequence of runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sequence(u64, u64);

impl Sequence {
    /// Of no run.
    pub(super) const EMPTY: Self = Self(0, 0);

    /// With one run more.
    #[must_use]
    pub(super) fn push(self, run: &Run) -> Self {
        Self(
            (self.0 ^ run.hash.0)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(29),
            (self.1.rotate_left(23) ^ run.hash.1).wrapping_mul(0xC2B2_AE3D_27D4_EB4F),
        )
    }

    /// Of these runs, or the first of them.
    pub(super) fn of(runs: &[Run]) -> Self {
        runs.iter().take(MAX_RUNS).fold(Self::EMPTY, Self::push)
    }

    /// As one number.
    pub(super) fn number(self) -> u128 {
        u128::from(self.0) << 64 | u128::from(self.1)
    }

    /// Of what stands before longer sequences.
    pub(super) fn short(self) -> u64 {
        self.0 ^ self.1.rotate_left(32)
    }
}

/// The keys of one audit.
pub(super) struct Keyed {
    first: RandomState,
    second: RandomState,
    folded: Vec<u8>,
}

impl Keyed {
    /// Fresh keys of the operating system's.
    pub(super) fn new() -> Self {
        Self {
            first: RandomState::new(),
            second: RandomState::new(),
            folded: Vec::new(),
        }
    }

    /// Hashes other than those of runs, kept apart from them by `what`.
    pub(super) fn hash(&self, what: &str, bytes: &[u8]) -> (u64, u64) {
        (
            self.first.hash_one((what, bytes)),
            self.second.hash_one((what, bytes)),
        )
    }

    /// Replaces `runs` by those of the text. Bytes that are no UTF-8 count as letters.
    pub(super) fn runs(&mut self, text: &[u8], runs: &mut Vec<Run>) {
        runs.clear();
        let mut run = Open::default();
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    self.folded.push(byte.to_ascii_lowercase());
                    run.grow(at, at + 1, byte.is_ascii_digit());
                } else {
                    self.close(&mut run, runs);
                }
                at += 1;
                continue;
            }
            let (c, length) = decode(&text[at..]);
            match c {
                Some(c) if !c.is_alphanumeric() => self.close(&mut run, runs),
                Some(c) => {
                    for c in c.to_lowercase() {
                        let mut buffer = [0; 4];
                        self.folded
                            .extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
                    }
                    run.grow(at, at + length, c.is_numeric());
                }
                None => {
                    self.folded.extend_from_slice(&text[at..at + length]);
                    run.grow(at, at + length, false);
                }
            }
            at += length;
        }
        self.close(&mut run, runs);
    }

    fn close(&mut self, open: &mut Open, runs: &mut Vec<Run>) {
        if open.chars == 0 {
            return;
        }
        let folded = self.folded.as_slice();
        runs.push(Run {
            hash: (self.first.hash_one(folded), self.second.hash_one(folded)),
            start: open.start,
            end: open.end,
            chars: open.chars,
            shape: match (open.letters, open.digits) {
                (_, false) => Shape::Letters,
                (false, true) => Shape::Digits,
                (true, true) => Shape::Mixed,
            },
        });
        self.folded.clear();
        *open = Open::default();
    }
}

/// The run at hand.
#[derive(Default)]
struct Open {
    start: usize,
    end: usize,
    chars: u32,
    letters: bool,
    digits: bool,
}

impl Open {
    fn grow(&mut self, start: usize, end: usize, digit: bool) {
        if self.chars == 0 {
            self.start = start;
        }
        self.end = end;
        self.chars = self.chars.saturating_add(1);
        self.letters |= !digit;
        self.digits |= digit;
    }
}

/// The character that the bytes begin with, and its length; `None` where they begin with no UTF-8.
fn decode(bytes: &[u8]) -> (Option<char>, usize) {
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok(),
    };
    match valid.and_then(|text| text.chars().next()) {
        Some(c) => (Some(c), c.len_utf8()),
        None => (None, 1),
    }
}

/// A text of any length in pieces that are looked at one by one, so that memory is bounded; each begins
/// before the last one ends, so that no short value is cut in two.
pub(super) fn pieces(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start.take()?;
        let rest = &text[from..];
        if rest.len() <= PIECE {
            return Some(rest);
        }
        let is_between = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
        let tail = &rest[PIECE - OVERLAP..PIECE];
        let cut = match tail.iter().rposition(is_between) {
            // The next one begins where a run does.
            Some(last) => {
                let first = tail.iter().position(is_between).unwrap_or(last);
                start = Some(from + PIECE - OVERLAP + first);
                PIECE - OVERLAP + last
            }
            None => {
                start = Some(from + PIECE);
                PIECE
            }
        };
        Some(&rest[..cut])
    })
}

/// Characters of the normal form: those of the runs, and one between each two.
pub(super) fn length(runs: &[Run]) -> u64 {
    let chars: u64 = runs.iter().map(|run| u64::from(run.chars)).sum();
    chars + (runs.len() as u64).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(keyed: &mut Keyed, text: &str) -> Sequence {
        let mut runs = Vec::new();
        keyed.runs(text.as_bytes(), &mut runs);
        Sequence::of(&runs)
    }

    #[test]
    fn case_and_what_stands_between_do_not_count() {
        let mut keyed = Keyed::new();
        let plain = sequence(&mut keyed, "jane.doe@corp.example");
        assert_eq!(plain, sequence(&mut keyed, "<JANE.Doe@Corp.Example>"));
        assert_ne!(plain, sequence(&mut keyed, "doe.jane@corp.example"));
        assert_ne!(plain, sequence(&mut keyed, "janedoe@corp.example"));
        assert_eq!(
            sequence(&mut keyed, "ÀB Straße"),
            sequence(&mut keyed, "àb_straße")
        );
        assert_ne!(plain.number(), Sequence::EMPTY.number());
    }

    #[test]
    fn runs_know_their_place_and_shape() {
        let mut runs = Vec::new();
        let text = "é1 22,x\u{2019}\u{fffd}";
        Keyed::new().runs(text.as_bytes(), &mut runs);
        let seen: Vec<_> = runs
            .iter()
            .map(|run| (&text[run.start..run.end], run.chars, run.shape))
            .collect();
        assert_eq!(
            seen,
            [
                ("é1", 2, Shape::Mixed),
                ("22", 2, Shape::Digits),
                ("x", 1, Shape::Letters)
            ]
        );
        assert_eq!(length(&runs), 7);
        Keyed::new().runs(b"a\xFFb \xC3", &mut runs);
        assert_eq!(runs.len(), 2);
    }

    #[test]
    fn pieces_of_a_long_text_overlap_and_cover_it() {
        for text in [
            b"some words, ".repeat(400_000),
            vec![b'x'; 3 * PIECE + 17],
            Vec::new(),
        ] {
            let mut covered = 0;
            for piece in pieces(&text) {
                let start = piece.as_ptr() as usize - text.as_ptr() as usize;
                assert!(start <= covered && piece.len() <= PIECE);
                assert_eq!(piece, &text[start..start + piece.len()]);
                covered = start + piece.len();
            }
            assert_eq!(covered, text.len());
        }
    }

    #[test]
    fn two_audits_hash_differently() {
        let one = sequence(&mut Keyed::new(), "jane");
        assert_ne!(one, sequence(&mut Keyed::new(), "jane"));
    }
}
