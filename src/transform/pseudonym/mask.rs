//! `mask`: a part of the text behind a mask character.

use std::sync::Arc;

use super::characters::characters;
use super::not_seeded;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::serialised::refuse_serialised;
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// What a mask leaves, as far as half of the characters allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaves {
    /// So many characters at the beginning and at the end.
    Ends { first: usize, last: usize },
    /// `@`, the dots and the last label of the domain, the first letter.
    Email,
    /// Separators and the last two digits.
    Phone,
    /// The last four digits and separators.
    Card,
    /// Separators and the first letter of each word.
    Name,
}

#[derive(Clone, Debug)]
struct Mask {
    mask: char,
    leaves: Leaves,
}

pub(super) fn load(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let mask = match (params.string("char")?, params.node("char")?) {
        (Some(text), Some(node)) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => return Err(Error::rules(&node.position, "`char` must be one character")),
            }
        }
        _ => '*',
    };
    let count = |name: &'static str| -> Result<Option<usize>> {
        let (Some(number), Some(node)) = (params.integer(name)?, params.node(name)?) else {
            return Ok(None);
        };
        usize::try_from(number)
            .map(Some)
            .map_err(|_| Error::rules(&node.position, format!("`{name}` can't be negative")))
    };
    let (first, last) = (count("keep_first")?, count("keep_last")?);
    let kind = params.one_of("kind", &["email", "phone", "card", "name"])?;
    if kind.is_some() && (first.is_some() || last.is_some()) {
        return Err(Error::rules(
            params.position(),
            "`kind` says what stays; leave out `keep_first` and `keep_last`",
        ));
    }
    let leaves = match kind {
        Some(0) => Leaves::Email,
        Some(1) => Leaves::Phone,
        Some(2) => Leaves::Card,
        Some(_) => Leaves::Name,
        None => Leaves::Ends {
            first: first.unwrap_or(0),
            last: last.unwrap_or(0),
        },
    };
    Ok(Arc::new(Mask { mask, leaves }))
}

impl Spec for Mask {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            return Err(binder.wrong_type("mask", "text"));
        }
        Ok(Box::new(self.clone()))
    }
}

impl Transform for Mask {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        refuse_serialised(value)?;
        let layout = Layout::of(value);
        let mut wanted = [0usize; CLASSES];
        let mut places = Places::new(self.leaves, &layout);
        for (c, _) in characters(value) {
            if let Some(class) = places.next(c).and_then(|class| wanted.get_mut(class)) {
                *class += 1;
            }
        }
        // Half of the characters, to the more important classes first.
        let mut left = layout.chars / 2;
        let mut granted = wanted.map(|wanted| {
            let granted = wanted.min(left);
            left -= granted;
            granted
        });
        let mut places = Places::new(self.leaves, &layout);
        let mut encoded = [0; 4];
        let mask = self.mask.encode_utf8(&mut encoded).as_bytes();
        for (c, bytes) in characters(value) {
            let class = places.next(c).and_then(|class| granted.get_mut(class));
            match class {
                Some(granted @ 1..) => {
                    *granted -= 1;
                    out.extend_from_slice(bytes);
                }
                _ => out.extend_from_slice(mask),
            }
        }
        Ok(Outcome::Value)
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("mask"))
    }
}

/// Classes of characters that may stay, the more important first.
const CLASSES: usize = 4;

/// Where things stand in a value, counted in characters.
#[derive(Default)]
struct Layout {
    chars: usize,
    digits: usize,
    at: Option<usize>,
    dot: Option<usize>,
}

impl Layout {
    fn of(value: &[u8]) -> Self {
        let mut layout = Self::default();
        for (place, (c, _)) in characters(value).enumerate() {
            layout.chars += 1;
            match c {
                Some('@') => {
                    layout.at = Some(place);
                    layout.dot = None;
                }
                Some('.') => layout.dot = Some(place),
                Some(c) if c.is_ascii_digit() => layout.digits += 1,
                _ => {}
            }
        }
        layout
    }
}

/// Gives each character its class, one after the other.
struct Places<'a> {
    leaves: Leaves,
    layout: &'a Layout,
    place: usize,
    digits: usize,
    in_word: bool,
}

impl<'a> Places<'a> {
    fn new(leaves: Leaves, layout: &'a Layout) -> Self {
        Self {
            leaves,
            layout,
            place: 0,
            digits: 0,
            in_word: false,
        }
    }

    /// The class of the next character; `None` where it is masked always.
    fn next(&mut self, c: Option<char>) -> Option<usize> {
        let place = self.place;
        self.place += 1;
        let content = c.is_none_or(char::is_alphanumeric);
        let begins_word = content && !self.in_word;
        self.in_word = content;
        if c.is_some_and(|c| c.is_ascii_digit()) {
            self.digits += 1;
        }
        match self.leaves {
            Leaves::Ends { first, last } => {
                if place < first {
                    Some(0)
                } else {
                    (self.layout.chars - place <= last).then_some(1)
                }
            }
            Leaves::Email => {
                let at = self.layout.at?;
                let top_level = self.layout.dot.is_some_and(|dot| place > dot);
                match c {
                    _ if place == at => Some(0),
                    Some('.') if place > at => Some(1),
                    _ if place > at && top_level => Some(2),
                    _ if place == 0 => Some(3),
                    _ => None,
                }
            }
            Leaves::Phone if !content => Some(0),
            Leaves::Phone => self.is_last_digit(c, 2).then_some(1),
            Leaves::Card if !content => Some(1),
            Leaves::Card => self.is_last_digit(c, 4).then_some(0),
            Leaves::Name if !content => Some(0),
            Leaves::Name => begins_word.then_some(1),
        }
    }

    /// The character just counted is one of the last `count` digits.
    fn is_last_digit(&self, c: Option<char>, count: usize) -> bool {
        c.is_some_and(|c| c.is_ascii_digit()) && self.layout.digits - self.digits < count
    }
}

#[cfg(test)]
mod tests {
    use crate::dump::types::PgType;
    use crate::rules::node::Node;
    use crate::transform::pseudonym::fixture::{Fixture, map, quoted, text};

    fn mask(parameters: &Node, value: &str) -> String {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule("mask", parameters.clone()), PgType::Text);
        let image = fixture.value(&bound, value);
        let count = value.chars().count();
        assert_eq!(image.chars().count(), count);
        let kept = value
            .chars()
            .zip(image.chars())
            .filter(|(a, b)| a == b)
            .count();
        assert!(kept <= count / 2, "{value} {image}");
        image
    }

    #[test]
    fn ends_stay_up_to_half() {
        assert_eq!(mask(&map(&[]), "Jane Smith"), "**********");
        let ends = map(&[("keep_first", text("2")), ("keep_last", text("1"))]);
        assert_eq!(mask(&ends, "Jane Smith"), "Ja*******h");
        assert_eq!(mask(&ends, "Jane"), "Ja**");
        assert_eq!(mask(&ends, "J"), "*");
        assert_eq!(mask(&ends, ""), "");
        assert_eq!(mask(&ends, "éèà漢字x"), "éè***x");
        let greedy = map(&[("keep_last", text("999999999999"))]);
        assert_eq!(mask(&greedy, "abcdef"), "abc***");
        assert_eq!(mask(&map(&[("char", quoted("•"))]), "añ"), "••");
    }

    #[test]
    fn kinds_leave_what_they_say() {
        let kind = |kind: &str, value: &str| mask(&map(&[("kind", text(kind))]), value);
        assert_eq!(
            kind("email", "jane.smith@corp.co.uk"),
            "j*********@****.**.uk"
        );
        assert_eq!(kind("email", "a@b.uk"), "*@*.u*");
        assert_eq!(kind("email", "no address"), "**********");
        assert_eq!(kind("email", "a@b@localhost"), "a**@*********");
        assert_eq!(kind("phone", "+44 20 7946 0958"), "+** ** **** **58");
        assert_eq!(kind("phone", "999"), "*9*");
        assert_eq!(kind("card", "4111 1111 1111 1234"), "**** **** **** 1234");
        assert_eq!(kind("name", "Jane O'Neil-Smith"), "J*** O'N***-S****");
        assert_eq!(kind("name", "Li Na"), "L* **");
    }

    #[test]
    fn padding_is_no_part_of_the_value() {
        let fixture = Fixture::new();
        let rule = fixture.rule("mask", map(&[("keep_last", text("2"))]));
        let bound = fixture.bind(&rule, PgType::Char(10));
        assert_eq!(fixture.value(&bound, "abcdef    "), "****ef");
    }

    #[test]
    fn bytes_that_are_no_text_are_masked() {
        let fixture = Fixture::new();
        let bound = fixture.bind(
            &fixture.rule("mask", map(&[("kind", text("name"))])),
            PgType::Text,
        );
        let (_, image) = fixture
            .apply_bytes(&bound, Some(b"\xff\xfe\xfd"))
            .expect("masked");
        assert!(image.ends_with(b"**"));
        assert!(!image.is_empty());
    }

    #[test]
    fn serialised_text_and_wrong_parameters_are_refused() {
        let fixture = Fixture::new();
        let rule = fixture.rule("mask", map(&[]));
        let bound = fixture.bind(&rule, PgType::Text);
        assert!(fixture.apply(&bound, "a:1:{i:0;s:4:\"Jane\";}").is_err());
        assert!(fixture.try_bind(&rule, PgType::Date).is_err());
        for bad in [
            map(&[("char", quoted("ab"))]),
            map(&[("char", quoted(""))]),
            map(&[("keep_first", text("-1"))]),
            map(&[("kind", text("emial"))]),
            map(&[("kind", text("card")), ("keep_last", text("4"))]),
        ] {
            assert!(fixture.load("mask", &bad).is_err());
        }
    }
}
