//! `regex` and `truncate`: edits that leave a part of the text.

use std::sync::Arc;

use regex::bytes::Regex;

use super::characters::characters;
use super::not_seeded;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::node::Node;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::serialised::refuse_serialised;
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// What becomes of a value that the pattern does not match.
#[derive(Clone, Copy, Debug)]
enum NoMatch {
    Fail,
    Null,
    /// Masked whole.
    Redact,
}

#[derive(Clone, Debug)]
struct Replace {
    pattern: Regex,
    replacement: String,
    no_match: NoMatch,
}

pub(super) fn load_regex(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let pattern = pattern(params.required("pattern")?)?;
    let node = params.required("replacement")?;
    let replacement = node.scalar().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`replacement` must be a scalar, not {}", node.shape()),
        )
    })?;
    check_groups(&pattern, replacement, node)?;
    let no_match = match params.one_of("no_match", &["fail", "null", "redact"])? {
        Some(1) => NoMatch::Null,
        Some(2) => NoMatch::Redact,
        _ => NoMatch::Fail,
    };
    Ok(Arc::new(Replace {
        pattern,
        replacement: replacement.to_owned(),
        no_match,
    }))
}

fn pattern(node: &Node) -> Result<Regex> {
    let text = node.scalar().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`pattern` must be a scalar, not {}", node.shape()),
        )
    })?;
    Regex::new(text).map_err(|error| Error::rules(&node.position, error.to_string()))
}

/// Refuses references to groups that the pattern does not have: they would expand to nothing.
fn check_groups(pattern: &Regex, replacement: &str, node: &Node) -> Result<()> {
    let mut rest = replacement;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            rest = after;
            continue;
        }
        let name = match rest.strip_prefix('{') {
            Some(braced) => braced.split_once('}').map_or("", |(name, _)| name),
            None => {
                let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                &rest[..rest.find(|c| !word(c)).unwrap_or(rest.len())]
            }
        };
        let known = match name.parse::<usize>() {
            Ok(number) => number < pattern.captures_len(),
            Err(_) => pattern.capture_names().flatten().any(|known| known == name),
        };
        if !name.is_empty() && !known {
            return Err(
                Error::rules(&node.position, format!("the pattern has no group `{name}`")).hint(
                    "write ${1} where letters, digits or `_` follow, and $$ for a dollar sign",
                ),
            );
        }
    }
    Ok(())
}

impl Spec for Replace {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            return Err(binder.wrong_type("regex", "text"));
        }
        if matches!(self.no_match, NoMatch::Null) && binder.target.not_null {
            return Err(Misfit::new(
                "`no_match: null` makes NULL, but the column is NOT NULL",
            ));
        }
        Ok(Box::new(self.clone()))
    }
}

impl Transform for Replace {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        refuse_serialised(value)?;
        let mut end = 0;
        let mut matched = false;
        for captures in self.pattern.captures_iter(value) {
            matched = true;
            if let Some(whole) = captures.get(0) {
                out.extend_from_slice(&value[end..whole.start()]);
                captures.expand(self.replacement.as_bytes(), out);
                end = whole.end();
            }
        }
        if matched {
            out.extend_from_slice(&value[end..]);
            return Ok(Outcome::Value);
        }
        match self.no_match {
            NoMatch::Fail => Err(Failure::new(format!(
                "the pattern does not match a value of {} bytes; `no_match` says what then",
                value.len()
            ))),
            NoMatch::Null => Ok(Outcome::Null),
            NoMatch::Redact => {
                out.extend(characters(value).map(|_| b'*'));
                Ok(Outcome::Value)
            }
        }
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("regex"))
    }
}

#[derive(Clone, Debug)]
struct Truncate {
    length: usize,
}

pub(super) fn load_truncate(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("length")?;
    let length = params
        .integer("length")?
        .and_then(|length| usize::try_from(length).ok());
    let length =
        length.ok_or_else(|| Error::rules(&node.position, "`length` can't be negative"))?;
    Ok(Arc::new(Truncate { length }))
}

impl Spec for Truncate {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            let misfit = binder.wrong_type("truncate", "text");
            return Err(misfit.hint("use `date.truncate` for dates, `number.round` for numbers"));
        }
        Ok(Box::new(self.clone()))
    }
}

impl Transform for Truncate {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        refuse_serialised(value)?;
        for (_, bytes) in characters(value).take(self.length) {
            out.extend_from_slice(bytes);
        }
        Ok(Outcome::Value)
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("truncate"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::Target;
    use crate::transform::pseudonym::fixture::{Fixture, Rule, map, quoted, text};

    fn regex(fixture: &Fixture, pattern: &str, replacement: &str, no_match: &str) -> Rule {
        let parameters = [
            ("pattern", quoted(pattern)),
            ("replacement", quoted(replacement)),
            ("no_match", text(no_match)),
        ];
        fixture.rule("regex", map(&parameters))
    }

    #[test]
    fn every_match_is_replaced() {
        let fixture = Fixture::new();
        let rule = regex(&fixture, r"(\d)\d+", "${1}x$$", "fail");
        let bound = fixture.bind(&rule, PgType::Text);
        assert_eq!(fixture.value(&bound, "12 é 345\\"), "1x$ é 3x$\\");
        let failure = fixture.apply(&bound, "Jane").expect_err("no match");
        assert!(!failure.0.contains("Jane"));
        assert!(fixture.apply(&bound, "").is_err());
        assert!(fixture.apply(&bound, "s:2:\"12\";").is_err());
        let (_, bytes) = fixture.apply_bytes(&bound, Some(b"\xff12")).expect("bytes");
        assert_eq!(bytes, b"\xff1x$");
    }

    #[test]
    fn what_does_not_match_never_passes() {
        let fixture = Fixture::new();
        let null = fixture.bind(&regex(&fixture, "x", "y", "null"), PgType::Text);
        assert_eq!(fixture.apply(&null, "Jane").expect("null").0, Outcome::Null);
        let redact = fixture.bind(
            &regex(&fixture, "x", "y", "redact"),
            PgType::Varchar(Some(4)),
        );
        assert_eq!(fixture.value(&redact, "Jané"), "****");
        let target = Target {
            ty: PgType::Text,
            not_null: true,
            in_json: false,
        };
        assert!(
            fixture
                .bind_to(&regex(&fixture, "x", "y", "null"), target)
                .is_err()
        );
    }

    #[test]
    fn patterns_and_groups_are_checked_at_load() {
        let fixture = Fixture::new();
        let load = |pattern: &str, replacement: &str| {
            fixture.load(
                "regex",
                &map(&[
                    ("pattern", quoted(pattern)),
                    ("replacement", quoted(replacement)),
                ]),
            )
        };
        for (pattern, replacement) in [("(", ""), ("(a)", "$2"), ("(a)", "$1x"), ("(a)", "${name}")]
        {
            assert!(
                load(pattern, replacement).is_err(),
                "{pattern} {replacement}"
            );
        }
        assert!(load("(?P<name>a)", "$name $0 $ $$x").is_ok());
        assert!(
            fixture
                .load("regex", &map(&[("pattern", quoted("a"))]))
                .is_err()
        );
    }

    #[test]
    fn truncate_counts_characters() {
        let fixture = Fixture::new();
        let rule = fixture.rule("truncate", map(&[("length", text("2"))]));
        let bound = fixture.bind(&rule, PgType::Text);
        assert_eq!(fixture.value(&bound, "éàü"), "éà");
        assert_eq!(fixture.value(&bound, "x"), "x");
        assert_eq!(fixture.value(&bound, ""), "");
        assert!(fixture.apply(&bound, "---\nname: Jane").is_err());
        assert!(fixture.try_bind(&rule, PgType::Date).is_err());
        assert!(fixture.load("truncate", &map(&[])).is_err());
        assert!(
            fixture
                .load("truncate", &map(&[("length", text("-1"))]))
                .is_err()
        );
    }
}
