//! The record of a person's names.

use super::locale::{Lists, Locale, NameOrder};
use super::{Draw, Stream};
use crate::transform::seed::Seed;

/// First and last name; the first two draws of [`Stream::Person`].
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) struct Person {
    /// The given name.
    pub(in crate::transform) first: &'static str,
    /// The family name.
    pub(in crate::transform) last: &'static str,
}

/// A locale's names.
#[derive(Debug)]
pub(in crate::transform) struct Names {
    first: Words,
    last: Words,
}

/// Words of a list, one after the other. The list itself is three thousand strings somewhere in memory,
/// each with a place and a length: to draw from it, half of which a core's nearest cache does not hold,
/// took twice as long.
#[derive(Debug)]
struct Words {
    text: String,
    /// Where each begins, and where the last one ends.
    bounds: Vec<u32>,
}

impl Names {
    fn of(lists: &Lists) -> Self {
        Self {
            first: Words::of(lists.first),
            last: Words::of(lists.last),
        }
    }
}

impl Words {
    fn of(list: &[&str]) -> Self {
        let mut words = Self {
            text: String::new(),
            bounds: vec![0],
        };
        for word in list {
            // Some lists have blanks at their ends.
            words.text.push_str(word.trim());
            words.bounds.push(words.text.len() as u32);
        }
        words
    }

    /// One of the words; no text where there are none.
    fn draw(&self, draw: &mut Draw) -> &str {
        let at = draw.below(self.bounds.len() as u64 - 1) as usize;
        match self.bounds.get(at..) {
            Some([begin, end, ..]) => &self.text[*begin as usize..*end as usize],
            _ => "",
        }
    }
}

impl Person {
    /// The person of a seed.
    pub(in crate::transform) fn draw(seed: &Seed, locale: &'static Locale) -> Self {
        let names = locale.names.get_or_init(|| Names::of(&locale.lists));
        let mut draw = Draw::new(seed, Stream::Person);
        let first = names.first.draw(&mut draw);
        let last = names.last.draw(&mut draw);
        Self { first, last }
    }

    /// The parts of the full name in the locale's order.
    pub(in crate::transform) fn full(&self, locale: &Locale) -> [&'static str; 3] {
        match locale.name_order {
            NameOrder::FirstLast => [self.first, " ", self.last],
            NameOrder::LastFirst => [self.last, " ", self.first],
            NameOrder::LastFirstJoined => [self.last, "", self.first],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::locale;
    use super::*;

    #[test]
    fn names_are_those_of_the_lists() {
        for locale in locale::all() {
            for byte in 0..=255 {
                let seed = Seed([byte; 32]);
                let mut draw = Draw::new(&seed, Stream::Person);
                let person = Person::draw(&seed, locale);
                assert_eq!(person.first, draw.word(locale.lists.first));
                assert_eq!(person.last, draw.word(locale.lists.last));
            }
        }
        let mut draw = Draw::new(&Seed([7; 32]), Stream::Person);
        assert_eq!(Words::of(&[]).draw(&mut draw), "");
    }
}
