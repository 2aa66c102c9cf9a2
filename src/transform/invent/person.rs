//! The record of a person's names.

use super::locale::{Locale, NameOrder};
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

impl Person {
    /// The person of a seed.
    pub(in crate::transform) fn draw(seed: &Seed, locale: &Locale) -> Self {
        let mut draw = Draw::new(seed, Stream::Person);
        let first = draw.word(locale.lists.first);
        let last = draw.word(locale.lists.last);
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
