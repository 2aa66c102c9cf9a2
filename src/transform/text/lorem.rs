//! `lorem.*`: meaningless text.

use std::sync::Arc;

use fake::locales::{Data, EN, ZH_CN};
use rand_chacha::ChaCha8Rng;

use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::number::draw;
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
                Language::LATIN
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
#[derive(Clone, Copy, Debug)]
struct Language {
    words: &'static [&'static str],
    blank: &'static str,
    stop: &'static str,
}

impl Language {
    const LATIN: Self = Self {
        words: EN::LOREM_WORD,
        blank: " ",
        stop: ".",
    };

    fn of(locale: &str) -> Self {
        if locale.starts_with("zh") {
            return Self {
                words: ZH_CN::LOREM_WORD,
                blank: "",
                stop: "。",
            };
        }
        Self::LATIN
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
        let mut rng = seed.rng();
        if same_length {
            write_exactly(self.language, unit, chars(value), &mut rng, out);
            return;
        }
        let mut writer = Writer::new(self.language, self.limit, out);
        let mut count_from =
            |count: (usize, usize)| count.0 + draw::index(&mut rng, count.1 - count.0 + 1);
        match unit {
            Unit::Words => {
                let words = count_from(count);
                writer.words(words, &mut rng);
            }
            Unit::Sentence => {
                let words = count_from(count);
                writer.sentence(words, &mut rng);
            }
            Unit::Paragraph => {
                for _ in 0..count_from(count) {
                    let words = SENTENCE_WORDS.0
                        + draw::index(&mut rng, SENTENCE_WORDS.1 - SENTENCE_WORDS.0 + 1);
                    if !writer.sentence(words, &mut rng) {
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
    fn words(&mut self, count: usize, rng: &mut ChaCha8Rng) -> bool {
        (0..count).all(|_| self.word(rng, 0, false))
    }

    /// Writes a sentence of up to `count` words; whether all of them had room.
    fn sentence(&mut self, count: usize, rng: &mut ChaCha8Rng) -> bool {
        let mut whole = true;
        for index in 0..count {
            if !self.word(rng, 1, index == 0) {
                if index == 0 && !self.empty {
                    return false;
                }
                whole = false;
                break;
            }
        }
        if self.left > 0 {
            self.push(self.language.stop);
        }
        whole
    }

    /// Writes one word and leaves room for `reserve` characters. The very first word is cut where
    /// it has no room; later ones are left out then.
    fn word(&mut self, rng: &mut ChaCha8Rng, reserve: usize, capital: bool) -> bool {
        let word = self.language.words[draw::index(rng, self.language.words.len())];
        let blank = if self.empty { "" } else { self.language.blank };
        let length = blank.len() + word.chars().count();
        let at = self.out.len() + blank.len();
        if length + reserve <= self.left {
            self.push(blank);
            self.push(word);
        } else if self.empty {
            let room = self.left.saturating_sub(reserve).max(self.left.min(1));
            for letter in word.chars().take(room) {
                self.push(letter.encode_utf8(&mut [0; 4]));
            }
            capitalise(self.out, at, capital);
            return false;
        } else {
            return false;
        }
        capitalise(self.out, at, capital);
        true
    }

    fn push(&mut self, text: &str) {
        self.left = self.left.saturating_sub(text.chars().count());
        self.out.extend_from_slice(text.as_bytes());
        self.empty = false;
    }
}

fn capitalise(out: &mut [u8], at: usize, capital: bool) {
    if let (true, Some(first)) = (capital, out.get_mut(at)) {
        first.make_ascii_uppercase();
    }
}

/// Appends what a word (or a few) could be replaced by: letters, with blanks and capitals where the
/// original has them.
pub(super) fn write_word_like(original: &str, rng: &mut ChaCha8Rng, out: &mut Vec<u8>) {
    let language = Language {
        blank: "",
        ..Language::LATIN
    };
    let start = out.len();
    write_exactly(language, Unit::Words, original.chars().count(), rng, out);
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
    rng: &mut ChaCha8Rng,
    out: &mut Vec<u8>,
) {
    let mut left = length;
    let has_stop = unit != Unit::Words && length > 1;
    if has_stop {
        left -= 1;
    }
    let sentence = |rng: &mut ChaCha8Rng| {
        SENTENCE_WORDS.0 + draw::index(rng, SENTENCE_WORDS.1 - SENTENCE_WORDS.0 + 1)
    };
    let mut in_sentence = 0;
    let mut sentence_words = sentence(rng);
    let mut first = true;
    while left > 0 {
        let word = language.words[draw::index(rng, language.words.len())];
        let mut blank = if first { "" } else { language.blank };
        let mut capital = first && unit != Unit::Words;
        if unit == Unit::Paragraph && in_sentence == sentence_words && left > 3 {
            out.extend_from_slice(language.stop.as_bytes());
            left -= 1;
            in_sentence = 0;
            sentence_words = sentence(rng);
            capital = true;
        }
        // A single character left is no room for a blank and a word.
        if left <= blank.len() {
            blank = "";
        }
        out.extend_from_slice(blank.as_bytes());
        left -= blank.len();
        let at = out.len();
        for letter in word.chars().take(left) {
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            left -= 1;
        }
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
