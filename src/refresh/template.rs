//! `{stamp}`, `{date}` and the like in keys and parameters.

use std::fmt::Write as _;

use crate::error::{Error, Position, Result};

/// A text with placeholders, checked when it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Name(String),
}

impl Template {
    /// Parses `text`; `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// Exit 3 for a placeholder that is not among `known`, or an open brace.
    pub fn parse(text: &str, position: &Position, known: &[&str]) -> Result<Self> {
        let mut parts = vec![Part::Text(String::new())];
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            push_text(&mut parts, before);
            if let Some(after) = from.strip_prefix("{{") {
                push_text(&mut parts, "{");
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                push_text(&mut parts, "}");
                rest = after;
            } else {
                let name = from
                    .strip_prefix('{')
                    .and_then(|inside| inside.split_once('}'));
                let Some((name, after)) = name.filter(|(name, _)| known.contains(name)) else {
                    return Err(
                        Error::rules(position, "a brace that begins no known placeholder").hint(
                            format!(
                                "known here: {}; write {{{{ or }}}} for a brace",
                                known
                                    .iter()
                                    .map(|name| format!("{{{name}}}"))
                                    .collect::<Vec<_>>()
                                    .join(", ")
                            ),
                        ),
                    );
                };
                parts.push(Part::Name(name.to_owned()));
                rest = after;
            }
        }
        push_text(&mut parts, rest);
        Ok(Self { parts })
    }

    /// The text with `value` of each name; the name of one that has no value is the error.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, &str> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Name(name) => out.push_str(&value(name).ok_or(name.as_str())?),
            }
        }
        Ok(out)
    }

    /// A regular expression that matches what `fill` can give, with a group for each name.
    pub fn pattern(&self, group: impl Fn(&str) -> String) -> String {
        let mut out = String::from("^");
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(&regex::escape(text)),
                Part::Name(name) => {
                    let _ = write!(out, "({})", group(name));
                }
            }
        }
        out.push('$');
        out
    }

    /// What everything that `fill` can give begins with.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// The names that stand in it, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Template> {
        let position = Position {
            file: "refresh.yaml".into(),
            line: 1,
            column: 1,
        };
        Template::parse(text, &position, &["stamp", "date"])
    }

    #[test]
    fn placeholders_are_filled_and_braces_escaped() {
        let template = parse("a-{stamp}-{{x}}-{date}").unwrap();
        let value = |name: &str| Some(format!("<{name}>"));
        assert_eq!(template.fill(value).unwrap(), "a-<stamp>-{x}-<date>");
        assert_eq!(template.fill(|_| None), Err("stamp"));
        assert_eq!(template.names().collect::<Vec<_>>(), ["stamp", "date"]);
    }

    #[test]
    fn what_it_gives_matches_its_pattern() {
        let template = parse("cleaned.{stamp}.gz").unwrap();
        assert_eq!(
            template.pattern(|_| "[0-9]+".to_owned()),
            r"^cleaned\.([0-9]+)\.gz$"
        );
    }

    #[test]
    fn unknown_placeholders_are_refused() {
        for text in ["{stemp}", "{stamp", "stamp}", "{}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
