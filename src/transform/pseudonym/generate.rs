//! `generate_regex`: text that matches a pattern.

use std::sync::Arc;

use rand_core::Rng;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use super::draw::below;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::fit::{check_literal, check_result};
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// More repetitions than the least that `*`, `+` and `{n,}` may draw.
const OPEN_REPEATS: u32 = 8;
/// Longer texts are refused at load.
const MAX_CHARS: u64 = 10_000;
/// How deep a pattern may nest.
const MAX_DEPTH: u32 = 50;
/// Draws before a text equal to the original is let be.
const ATTEMPTS: usize = 16;

#[derive(Debug)]
struct Pattern {
    part: Arc<Part>,
    /// The most characters it makes.
    max_chars: u64,
}

/// A pattern, reduced to what can be written.
#[derive(Debug)]
enum Part {
    Text(String),
    /// One character of these ranges, with how many there are.
    One(Vec<(char, char)>, u64),
    Repeat(Box<Part>, u32, u32),
    All(Vec<Part>),
    Any(Vec<Part>),
}

pub(super) fn load(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("pattern")?;
    let source = params.string("pattern")?.unwrap_or_default();
    let at = |message: String| Error::rules(&node.position, message);
    let hir = ParserBuilder::new()
        .nest_limit(MAX_DEPTH)
        .build()
        .parse(source)
        .map_err(|error| at(error.to_string()))?;
    let part = Part::of(&hir).map_err(|what| at(format!("`generate_regex` can't make {what}")))?;
    let max_chars = part.max_chars();
    if max_chars > MAX_CHARS {
        return Err(at(format!(
            "the pattern makes up to {max_chars} characters; the limit is {MAX_CHARS}"
        )));
    }
    Ok(Arc::new(Pattern {
        part: Arc::new(part),
        max_chars,
    }))
}

impl Part {
    /// Reduces a parsed pattern; what can't be made, in words.
    fn of(hir: &Hir) -> Result<Self, &'static str> {
        Ok(match hir.kind() {
            HirKind::Empty => Self::Text(String::new()),
            HirKind::Literal(literal) => Self::Text(
                std::str::from_utf8(&literal.0)
                    .map_err(|_| "bytes that are no UTF-8")?
                    .to_owned(),
            ),
            HirKind::Class(Class::Unicode(class)) => Self::class(class)?,
            HirKind::Class(Class::Bytes(class)) => {
                let class = class.to_unicode_class().ok_or("bytes that are no UTF-8")?;
                Self::class(&class)?
            }
            // Anchors hold at the ends of a text that is made whole, which `check` sees to.
            HirKind::Look(Look::Start | Look::End) => Self::Text(String::new()),
            HirKind::Look(_) => return Err("line or word boundaries"),
            HirKind::Repetition(repetition) => {
                let most = repetition
                    .max
                    .unwrap_or_else(|| repetition.min.saturating_add(OPEN_REPEATS));
                Self::Repeat(Box::new(Self::of(&repetition.sub)?), repetition.min, most)
            }
            HirKind::Capture(capture) => Self::of(&capture.sub)?,
            HirKind::Concat(parts) => Self::All(Self::each(parts)?),
            HirKind::Alternation(parts) => Self::Any(Self::each(parts)?),
        })
    }

    fn each(parts: &[Hir]) -> Result<Vec<Self>, &'static str> {
        parts.iter().map(Self::of).collect()
    }

    /// Printable ASCII where the class has any, so that `.` and `\w` make readable text.
    fn class(class: &ClassUnicode) -> Result<Self, &'static str> {
        let printable = ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]);
        let mut ascii = class.clone();
        ascii.intersect(&printable);
        let chosen = if ascii.ranges().is_empty() {
            class
        } else {
            &ascii
        };
        let ranges: Vec<_> = chosen
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect();
        let count = ranges.iter().map(|range| size(*range)).sum();
        if count == 0 {
            return Err("a character of an empty class");
        }
        Ok(Self::One(ranges, count))
    }

    fn max_chars(&self) -> u64 {
        match self {
            Self::Text(text) => text.chars().count() as u64,
            Self::One(..) => 1,
            Self::Repeat(part, _, most) => part.max_chars().saturating_mul(u64::from(*most)),
            Self::All(parts) => parts
                .iter()
                .fold(0, |sum, part| sum.saturating_add(part.max_chars())),
            Self::Any(parts) => parts.iter().map(Self::max_chars).max().unwrap_or(0),
        }
    }

    fn write(&self, rng: &mut impl Rng, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => out.extend_from_slice(text.as_bytes()),
            Self::One(ranges, count) => {
                let mut at = below(rng, *count);
                for range in ranges {
                    if let Some(c) = nth(*range, at) {
                        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                        return;
                    }
                    at = at.saturating_sub(size(*range));
                }
            }
            Self::Repeat(part, least, most) => {
                let span = u64::from(most.saturating_sub(*least)) + 1;
                let count = u64::from(*least) + below(rng, span);
                for _ in 0..count {
                    part.write(rng, out);
                }
            }
            Self::All(parts) => parts.iter().for_each(|part| part.write(rng, out)),
            Self::Any(parts) => {
                let at = usize::try_from(below(rng, parts.len() as u64)).unwrap_or(0);
                if let Some(part) = parts.get(at) {
                    part.write(rng, out);
                }
            }
        }
    }
}

/// Surrogates lie between these and are no characters.
const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);

/// How many characters a range has.
fn size((start, end): (char, char)) -> u64 {
    let (start, end) = (u32::from(start), u32::from(end));
    let surrogates = if start < SURROGATES.0 && end > SURROGATES.1 {
        SURROGATES.1 - SURROGATES.0 + 1
    } else {
        0
    };
    u64::from(end - start + 1 - surrogates)
}

/// A range's character by its place; `None` past its end.
fn nth((start, end): (char, char), at: u64) -> Option<char> {
    if at >= size((start, end)) {
        return None;
    }
    let code = u64::from(u32::from(start)) + at;
    let skips = u32::from(start) < SURROGATES.0 && code >= u64::from(SURROGATES.0);
    let code = if skips { code + 0x800 } else { code };
    char::from_u32(u32::try_from(code).ok()?)
}

impl Spec for Pattern {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let room = binder.target.ty.max_chars();
        if room.is_some_and(|room| self.max_chars > u64::from(room)) {
            return Err(Misfit::new(format!(
                "the pattern makes up to {} characters, but the column takes {}",
                self.max_chars,
                room.unwrap_or(0)
            ))
            .hint("write bounds, such as {2,5} for +"));
        }
        let ty = &binder.target.ty;
        if !binder.takes_text() {
            // One draw shows a pattern that has nothing to do with the type; every result is
            // checked again.
            let mut sample = Vec::new();
            self.part
                .write(&mut binder.namespace.key.seed(b"").rng(), &mut sample);
            check_literal(ty, &String::from_utf8_lossy(&sample))?;
        }
        Ok(Box::new(Generate {
            part: Arc::clone(&self.part),
            ty: ty.clone(),
        }))
    }
}

struct Generate {
    part: Arc<Part>,
    ty: crate::dump::types::PgType,
}

impl Transform for Generate {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut rng = cx.seed.rng();
        let start = out.len();
        for _ in 0..ATTEMPTS {
            out.truncate(start);
            self.part.write(&mut rng, out);
            if &out[start..] != value {
                break;
            }
        }
        if let Err(failure) = check_result(&self.ty, &out[start..]) {
            out.truncate(start);
            return Err(failure);
        }
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::pseudonym::fixture::{Fixture, map, quoted};

    #[test]
    fn the_text_matches_the_pattern() {
        let fixture = Fixture::new();
        for pattern in [
            "[A-Z]{2}[0-9]{6}",
            r"^\d{3}-\d{2,4}$",
            "(abc|d[ef]?|)x+",
            ".*",
            r"\w+@\w+\.example",
            "[^a-z]{5}",
            "[α-ω]{3}é",
            r"\p{Han}{2}",
            "(?i)hello",
            "[^\\x00-\\x7f]",
            "",
        ] {
            let rule = fixture.rule("generate_regex", map(&[("pattern", quoted(pattern))]));
            let bound = fixture.bind(&rule, PgType::Text);
            let whole = regex::Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
            for n in 0..50 {
                let text = fixture.value(&bound, &n.to_string());
                assert!(whole.is_match(&text), "{pattern}: {text:?}");
            }
        }
    }

    #[test]
    fn the_original_is_not_drawn_where_there_is_another() {
        let fixture = Fixture::new();
        let rule = fixture.rule("generate_regex", map(&[("pattern", quoted("[ab]"))]));
        let bound = fixture.bind(&rule, PgType::Text);
        assert_eq!(fixture.value(&bound, "a"), "b");
        assert_eq!(fixture.value(&bound, "b"), "a");
        let constant = fixture.rule("generate_regex", map(&[("pattern", quoted("a"))]));
        assert_eq!(
            fixture.value(&fixture.bind(&constant, PgType::Text), "a"),
            "a"
        );
    }

    #[test]
    fn it_is_held_against_the_column() {
        let fixture = Fixture::new();
        let rule = fixture.rule(
            "generate_regex",
            map(&[("pattern", quoted("[1-9][0-9]{0,3}"))]),
        );
        assert!(fixture.try_bind(&rule, PgType::Varchar(Some(3))).is_err());
        assert!(fixture.try_bind(&rule, PgType::Varchar(Some(4))).is_ok());
        assert!(fixture.try_bind(&rule, PgType::Date).is_err());
        let number = fixture.bind(&rule, PgType::Int2);
        assert!(fixture.value(&number, "5").parse::<i16>().is_ok());
        let wide = fixture.rule(
            "generate_regex",
            map(&[("pattern", quoted("[1-9][0-9]{0,9}"))]),
        );
        if let Ok(bound) = fixture.try_bind(&wide, PgType::Int2) {
            let results: Vec<_> = (0..50)
                .map(|n| fixture.apply(&bound, &n.to_string()))
                .collect();
            assert!(results.iter().any(Result::is_err));
        }
    }

    #[test]
    fn patterns_that_cannot_be_made_are_refused_at_load() {
        let fixture = Fixture::new();
        for pattern in [
            "(",
            r"\bword",
            "(?m)^a",
            "a{20000}",
            "(a{500}){500}",
            "[a&&b]",
            r"(?-u)\xff",
        ] {
            let loaded = fixture.load("generate_regex", &map(&[("pattern", quoted(pattern))]));
            assert!(loaded.is_err(), "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(300), ")".repeat(300));
        assert!(
            fixture
                .load("generate_regex", &map(&[("pattern", quoted(&deep))]))
                .is_err()
        );
    }

    #[test]
    fn ranges_count_without_surrogates() {
        let all = ('\0', char::MAX);
        assert_eq!(size(all), 0x11_0000 - 0x800);
        assert_eq!(nth(all, 0xD7FF), Some('\u{D7FF}'));
        assert_eq!(nth(all, 0xD800), Some('\u{E000}'));
        assert_eq!(nth(all, size(all) - 1), Some(char::MAX));
        assert_eq!(nth(all, size(all)), None);
    }
}
