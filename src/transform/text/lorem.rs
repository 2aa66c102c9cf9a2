//! `lorem.*`: meaningless text.

use std::sync::{Arc, LazyLock};

use fake::locales::{Data, EN, ZH_CN};

use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::mix::Mix;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

const PARAMS_OF_WORDS: &[(&str, &str)] = &[
    ("count", "how many words"),
    ("min", "at least this many"),
    ("max", "at most this many"),
    (
        "same_length",
        "true: exactly as many characters as the original (false)",
    ),
];

const PARAMS_OF_SENTENCES: &[(&str, &str)] = &[
    ("count", "how many sentences"),
    ("min", "at least this many"),
    ("max", "at most this many"),
    (
        "same_length",
        "true: exactly as many characters as the original (false)",
    ),
];

pub(super) const WORDS: Kind = Kind {
    name: "lorem.words",
    about: "meaningless words (3)",
    params: PARAMS_OF_WORDS,
    types: "text types, tsvector, xml, JSON",
    example: "{use: lorem.words, min: 2, max: 5}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |params, _| load(params, Unit::Words),
};

pub(super) const SENTENCE: Kind = Kind {
    name: "lorem.sentence",
    about: "a meaningless sentence of 6 to 12 words",
    params: PARAMS_OF_WORDS,
    types: "text types, xml, JSON",
    example: "{use: lorem.sentence, same_length: true}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |params, _| load(params, Unit::Sentence),
};

pub(super) const PARAGRAPH: Kind = Kind {
    name: "lorem.paragraph",
    about: "a meaningless paragraph of 3 to 6 sentences",
    params: PARAMS_OF_SENTENCES,
    types: "text types, xml, JSON",
    example: "{use: lorem.paragraph, same_length: true}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |params, _| load(params, Unit::Paragraph),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Words,
    Sentence,
    Paragraph,
}

/// Words of a sentence.
const SENTENCE_WORDS: (usize, usize) = (6, 12);

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Words => WORDS.name,
            Self::Sentence => SENTENCE.name,
            Self::Paragraph => PARAGRAPH.name,
        }
    }

    fn default_count(self) -> (usize, usize) {
        match self {
            Self::Words => (3, 3),
            Self::Sentence => SENTENCE_WORDS,
            Self::Paragraph => (3, 6),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Spelled {
    unit: Unit,
    count: (usize, usize),
    same_length: bool,
}

/// More are surely a mistake.
const MOST: i64 = 10_000;

fn load(params: &Params<'_>, unit: Unit) -> Result<Arc<dyn Spec>> {
    let count = params.integer("count")?;
    let (min, max) = (params.integer("min")?, params.integer("max")?);
    let same_length = params.bool("same_length")?.unwrap_or(false);
    let error = |message: String| Err(Error::rules(params.position(), message));
    if count.is_some() && (min.is_some() || max.is_some()) {
        return error("`count` excludes `min` and `max`".to_owned());
    }
    if same_length && (count.or(min).or(max)).is_some() {
        return error("`same_length` excludes `count`, `min` and `max`".to_owned());
    }
    for (name, given) in [("count", count), ("min", min), ("max", max)] {
        if given.is_some_and(|given| !(1..=MOST).contains(&given)) {
            return error(format!("`{name}` must be from 1 to {MOST}"));
        }
    }
    let given = |value: Option<i64>| value.and_then(|value| usize::try_from(value).ok());
    let count = match (given(count), given(min), given(max)) {
        (Some(count), ..) => (count, count),
        (None, None, None) => unit.default_count(),
        (None, Some(min), None) => (min, min.max(unit.default_count().1)),
        (None, None, Some(max)) => (max.min(unit.default_count().0), max),
        (None, Some(min), Some(max)) => (min, max),
    };
    if count.0 > count.1 {
        return error("`min` is greater than `max`".to_owned());
    }
    Ok(Arc::new(Spelled {
        unit,
        count,
        same_length,
    }))
}

impl Spec for Spelled {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let ty = &binder.target.ty;
        let fits = binder.takes_text()
            || *ty == PgType::Xml
            || (*ty == PgType::TsVector && self.unit == Unit::Words);
        if !fits {
            return Err(binder.wrong_type(self.unit.name(), "text"));
        }
        // `name` counts bytes, and words of a tsvector are parted by blanks.
        let ascii = matches!(ty, PgType::Name | PgType::TsVector);
        Ok(Box::new(Lorem {
            spelled: *self,
            language: if ascii {
                Language::latin()
            } else {
                Language::of(binder.locale)
            },
            limit: ty.max_chars().map_or(usize::MAX, |limit| limit as usize),
        }))
    }
}

/// All words.
pub(in crate::transform) fn words(take: &mut dyn FnMut(&str)) {
    for words in [EN::LOREM_WORD, ZH_CN::LOREM_WORD] {
        words.iter().for_each(|word| take(word));
    }
}

/// Words and how they are put together.
#[derive(Clone, Copy)]
struct Language {
    words: &'static [Word],
    /// Blanks stand between words.
    blanks: bool,
    stop: &'static str,
}

impl Language {
    fn latin() -> Self {
        static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| Word::all(EN::LOREM_WORD));
        Self {
            words: &WORDS,
            blanks: true,
            stop: ".",
        }
    }

    fn of(locale: &str) -> Self {
        static CHINESE: LazyLock<Vec<Word>> = LazyLock::new(|| Word::all(ZH_CN::LOREM_WORD));
        if locale.starts_with("zh") {
            return Self {
                words: &CHINESE,
                blanks: false,
                stop: "。",
            };
        }
        Self::latin()
    }
}

/// Bytes of a [`Word`].
const WIDTH: usize = 32;

/// A blank and a word. What is behind it is copied with it and cut off again: a copy of a fixed
/// length is two instructions, one of a word's own length a call.
#[derive(Clone, Copy)]
struct Word {
    text: [u8; WIDTH],
    bytes: u8,
    chars: u8,
}

impl Word {
    /// All that have room.
    fn all(words: &[&str]) -> Vec<Self> {
        let fitting = words.iter().filter(|word| word.len() < WIDTH);
        fitting
            .map(|word| {
                let mut text = [b' '; WIDTH];
                text[1..=word.len()].copy_from_slice(word.as_bytes());
                Self {
                    text,
                    bytes: word.len() as u8,
                    chars: word.chars().count() as u8,
                }
            })
            .collect()
    }

    fn chars(&self) -> usize {
        usize::from(self.chars)
    }

    /// Appends the word, after a blank or not; where it begins.
    fn push(&self, blank: bool, out: &mut Vec<u8>) -> usize {
        let at = out.len() + usize::from(blank);
        if blank {
            out.extend_from_slice(&self.text);
        } else {
            out.extend_from_slice(&self.text[1..]);
        }
        out.truncate(at + usize::from(self.bytes));
        at
    }

    /// Appends the first characters of the word, fewer than it has; where it begins.
    fn push_cut(&self, blank: bool, chars: usize, out: &mut Vec<u8>) -> usize {
        let at = self.push(blank, out);
        let mut begins = (at..out.len()).filter(|at| (out[*at] & 0xC0) != 0x80);
        let end = begins.nth(chars).unwrap_or(out.len());
        out.truncate(end);
        at
    }
}

/// Draws of a value's seed, sixteen bits each.
struct Draws {
    mix: Mix,
    bits: u64,
}

impl Draws {
    fn new(seed: &Seed) -> Self {
        Self {
            mix: Mix::new(seed, 0),
            bits: 0,
        }
    }

    /// A number below `n`, which is far below 2^16.
    fn below(&mut self, n: usize) -> usize {
        // The topmost bit marks where no bits are left: three draws for each number.
        if self.bits < 1 << 16 {
            self.bits = self.mix.next() | 1 << 63;
        }
        let drawn = (self.bits & 0xFFFF) as usize;
        self.bits >>= 16;
        (drawn * n) >> 16
    }

    /// A number from `range.0` to `range.1`.
    fn within(&mut self, range: (usize, usize)) -> usize {
        range.0 + self.below(range.1 - range.0 + 1)
    }

    fn word(&mut self, language: Language) -> &'static Word {
        &language.words[self.below(language.words.len())]
    }
}

struct Lorem {
    spelled: Spelled,
    language: Language,
    limit: usize,
}

impl Transform for Lorem {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let start = out.len();
        let mut seed = cx.seed;
        // A short text may come out as the original by chance.
        for _ in 0..8 {
            out.truncate(start);
            self.write(seed, value, out);
            if &out[start..] != value {
                break;
            }
            seed = seed.part(b"again");
        }
        Ok(Outcome::Value)
    }
}

impl Lorem {
    fn write(&self, seed: Seed, value: &[u8], out: &mut Vec<u8>) {
        let Spelled {
            unit,
            count,
            same_length,
        } = self.spelled;
        let mut draws = Draws::new(&seed);
        if same_length {
            write_exactly(self.language, unit, chars(value), &mut draws, out);
            return;
        }
        let mut writer = Writer::new(self.language, self.limit, out);
        match unit {
            Unit::Words => {
                let words = draws.within(count);
                writer.words(words, &mut draws);
            }
            Unit::Sentence => {
                let words = draws.within(count);
                writer.sentence(words, &mut draws);
            }
            Unit::Paragraph => {
                for _ in 0..draws.within(count) {
                    let words = draws.within(SENTENCE_WORDS);
                    if !writer.sentence(words, &mut draws) {
                        break;
                    }
                }
            }
        }
    }
}

/// Characters of UTF-8; bytes of anything else count too.
pub(super) fn chars(text: &[u8]) -> usize {
    text.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

/// Writes text of at most `left` characters.
struct Writer<'a> {
    language: Language,
    left: usize,
    out: &'a mut Vec<u8>,
    empty: bool,
}

impl<'a> Writer<'a> {
    fn new(language: Language, limit: usize, out: &'a mut Vec<u8>) -> Self {
        Self {
            language,
            left: limit,
            out,
            empty: true,
        }
    }

    /// Writes up to `count` words; whether all of them had room.
    fn words(&mut self, count: usize, draws: &mut Draws) -> bool {
        (0..count).all(|_| self.word(draws, 0, false))
    }

    /// Writes a sentence of up to `count` words; whether all of them had room.
    fn sentence(&mut self, count: usize, draws: &mut Draws) -> bool {
        let mut whole = true;
        for index in 0..count {
            if !self.word(draws, 1, index == 0) {
                if index == 0 && !self.empty {
                    return false;
                }
                whole = false;
                break;
            }
        }
        if self.left > 0 {
            self.out.extend_from_slice(self.language.stop.as_bytes());
            self.left -= 1;
            self.empty = false;
        }
        whole
    }

    /// Writes one word and leaves room for `reserve` characters. The very first word is cut where
    /// it has no room; later ones are left out then.
    fn word(&mut self, draws: &mut Draws, reserve: usize, capital: bool) -> bool {
        let word = draws.word(self.language);
        let blank = !self.empty && self.language.blanks;
        let length = usize::from(blank) + word.chars();
        let fits = length.saturating_add(reserve) <= self.left;
        let at = if fits {
            self.left -= length;
            word.push(blank, self.out)
        } else if self.empty {
            let room = self.left.saturating_sub(reserve).max(self.left.min(1));
            self.left -= room.min(word.chars());
            word.push_cut(blank, room, self.out)
        } else {
            return false;
        };
        self.empty = false;
        capitalise(self.out, at, capital);
        fits
    }
}

fn capitalise(out: &mut [u8], at: usize, capital: bool) {
    if let (true, Some(first)) = (capital, out.get_mut(at)) {
        first.make_ascii_uppercase();
    }
}

/// Appends what a word (or a few) could be replaced by: letters, with blanks and capitals where the
/// original has them.
pub(super) fn write_word_like(original: &str, seed: &Seed, out: &mut Vec<u8>) {
    let language = Language {
        blanks: false,
        ..Language::latin()
    };
    let start = out.len();
    let mut draws = Draws::new(seed);
    let length = original.chars().count();
    write_exactly(language, Unit::Words, length, &mut draws, out);
    for (byte, letter) in out[start..].iter_mut().zip(original.chars()) {
        if letter.is_whitespace() {
            *byte = b' ';
        } else if letter.is_uppercase() {
            byte.make_ascii_uppercase();
        }
    }
}

fn write_exactly(
    language: Language,
    unit: Unit,
    length: usize,
    draws: &mut Draws,
    out: &mut Vec<u8>,
) {
    let mut left = length;
    let has_stop = unit != Unit::Words && length > 1;
    if has_stop {
        left -= 1;
    }
    let mut in_sentence = 0;
    let mut sentence_words = draws.within(SENTENCE_WORDS);
    let mut first = true;
    while left > 0 {
        let word = draws.word(language);
        let mut capital = first && unit != Unit::Words;
        if unit == Unit::Paragraph && in_sentence == sentence_words && left > 3 {
            out.extend_from_slice(language.stop.as_bytes());
            left -= 1;
            in_sentence = 0;
            sentence_words = draws.within(SENTENCE_WORDS);
            capital = true;
        }
        // A single character left is no room for a blank and a word.
        let blank = !first && language.blanks && left > 1;
        left -= usize::from(blank);
        let at = if word.chars() <= left {
            left -= word.chars();
            word.push(blank, out)
        } else {
            word.push_cut(blank, std::mem::take(&mut left), out)
        };
        capitalise(out, at, capital);
        first = false;
        in_sentence += 1;
    }
    if has_stop {
        out.extend_from_slice(language.stop.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transform::container::fixture::{self, apply, bind, rule, text};

    const KINDS: [&Kind; 3] = [&WORDS, &SENTENCE, &PARAGRAPH];

    fn run(kind: &'static Kind, params: &[(&str, &str)], ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(kind, params), ty).expect("a fit");
        text(apply(&bound, value).expect("a text"))
    }

    #[test]
    fn counts_are_kept() {
        let words = run(&WORDS, &[("count", "5")], &PgType::Text, "é\\n");
        assert_eq!(words.split(' ').count(), 5);
        let sentence = run(&SENTENCE, &[], &PgType::Text, "x");
        assert!(sentence.ends_with('.') && sentence.starts_with(|c: char| c.is_ascii_uppercase()));
        assert!((6..=12).contains(&sentence.split(' ').count()));
        let paragraph = run(
            &PARAGRAPH,
            &[("min", "2"), ("max", "2")],
            &PgType::Text,
            "x",
        );
        assert_eq!(paragraph.matches('.').count(), 2);
        assert_eq!(
            run(&WORDS, &[], &PgType::TsVector, "'x':1")
                .split(' ')
                .count(),
            3
        );
    }

    #[test]
    fn every_word_has_room_and_is_drawn() {
        for (words, language) in [
            (EN::LOREM_WORD, Language::latin()),
            (ZH_CN::LOREM_WORD, Language::of("zh_CN")),
        ] {
            assert_eq!(words.len(), language.words.len());
            let mut draws = Draws::new(&Seed([7; 32]));
            let mut drawn = std::collections::HashSet::new();
            for _ in 0..100 * words.len() {
                let word = draws.word(language);
                let mut out = Vec::new();
                word.push(false, &mut out);
                let text = String::from_utf8(out).expect("a word");
                assert!(words.contains(&text.as_str()) && text.chars().count() == word.chars());
                drawn.insert(text);
            }
            let distinct: std::collections::HashSet<_> = words.iter().collect();
            assert_eq!(drawn.len(), distinct.len());
        }
    }

    #[test]
    fn results_are_repeatable_and_differ() {
        for kind in KINDS {
            let run = |value| run(kind, &[], &PgType::Text, value);
            assert_eq!(run("a"), run("a"));
            assert_ne!(run("a"), run("b"));
        }
    }

    #[test]
    fn short_columns_get_less() {
        for kind in KINDS {
            for limit in 1..60 {
                let value = run(kind, &[], &PgType::Varchar(Some(limit)), "x");
                assert!(!value.is_empty() && value.chars().count() <= limit as usize);
                assert!(!value.ends_with(' '));
            }
        }
    }

    #[test]
    fn other_locales_have_their_words() {
        let mut words = rule(&SENTENCE, &[("same_length", "true")]);
        words.options.locale = Some("zh_CN".into());
        let drawn = fixture::replace(&words, &PgType::Text, Some(b"0123456789")).map(text);
        let drawn = drawn.expect("a text");
        assert_eq!(drawn.chars().count(), 10);
        assert!(!drawn.is_ascii());
        let name = fixture::replace(&words, &PgType::Name, Some(b"0123456789")).map(text);
        assert!(name.expect("a text").is_ascii());
    }

    #[test]
    fn parameters_and_columns_are_checked() {
        for params in [
            &[("count", "0")][..],
            &[("count", "3"), ("min", "1")],
            &[("same_length", "true"), ("count", "1")],
            &[("min", "5"), ("max", "4")],
            &[("max", "99999999")],
        ] {
            let params: Vec<_> = params
                .iter()
                .map(|(key, value)| (*key, fixture::scalar(value)))
                .collect();
            assert!(fixture::load(&WORDS, &params).is_err());
        }
        assert!(bind(&rule(&WORDS, &[]), &PgType::Int4).is_err());
        assert!(bind(&rule(&SENTENCE, &[]), &PgType::TsVector).is_err());
    }

    proptest! {
        #[test]
        fn the_same_length_is_exact(value in ".{0,300}") {
            for kind in KINDS {
                let drawn = run(kind, &[("same_length", "true")], &PgType::Text, &value);
                prop_assert_eq!(drawn.chars().count(), value.chars().count());
                prop_assert!(!drawn.ends_with(' '));
                prop_assert!(value.chars().count() < 3 || drawn != value);
            }
        }
    }
}
