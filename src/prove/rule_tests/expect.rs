//! What is expected of a value, held against what became of it.

use regex::Regex;
use serde_json::Value;

use super::dump::json;
use crate::error::{Error, Position, Result};
use crate::rules::node::{Node, NodeKind};

/// Where an expectation stands, and why it is not met.
type Problem = (Position, String);

/// Holds a column's expectation against its value before and after.
///
/// # Errors
/// Exit 3 for an expectation that makes no sense.
pub(super) fn column(
    node: &Node,
    before: Option<&[u8]>,
    after: Option<&[u8]>,
) -> Result<Vec<Problem>> {
    let text =
        |value: Option<&[u8]>| value.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (before, after) = (text(before), text(after));
    if node.scalar().is_some() || special(node).is_some() {
        let problem = plain(node, before.as_deref(), after.as_deref())?;
        return Ok(problem
            .map(|problem| (node.position.clone(), problem))
            .into_iter()
            .collect());
    }
    let parse = |text: &Option<String>| -> Option<Value> {
        text.as_ref()
            .and_then(|text| serde_json::from_str(text).ok())
    };
    let Some(after) = parse(&after) else {
        let got = shown(after.as_deref());
        return Ok(vec![(
            node.position.clone(),
            format!("expected JSON, got {got}"),
        )]);
    };
    let mut problems = Vec::new();
    inside(
        node,
        parse(&before).as_ref(),
        Some(&after),
        "$",
        &mut problems,
    )?;
    Ok(problems)
}

/// `{is: …}`, `{matches: …}`, `{lacks: …}`
fn special(node: &Node) -> Option<(&str, &Node)> {
    match node.map()? {
        [(key, value)] if matches!(key.text.as_str(), "is" | "matches" | "lacks") => {
            Some((key.text.as_str(), value))
        }
        _ => None,
    }
}

fn shown(value: Option<&str>) -> String {
    match value {
        None => "NULL".to_owned(),
        Some(text) => {
            let short: String = text.chars().take(80).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            format!("`{}{more}`", short.escape_debug())
        }
    }
}

/// A scalar's expectation, or a special one.
fn plain(node: &Node, before: Option<&str>, after: Option<&str>) -> Result<Option<String>> {
    let got = || shown(after);
    let (how, text) = match special(node) {
        Some((how, inner)) => {
            let text = inner.scalar();
            let text = text.ok_or_else(|| Error::rules(&inner.position, "this is a text"))?;
            (how, text)
        }
        None => {
            let text = node.scalar().unwrap_or_default();
            match text {
                "same" if before == after => return Ok(None),
                "same" => return Ok(Some(format!("expected the same, got {}", got()))),
                "changed" if before != after && after.is_some() => return Ok(None),
                "changed" if after.is_none() => {
                    return Ok(Some("expected it changed, got NULL".to_owned()));
                }
                "changed" => return Ok(Some("expected it changed, but it is the same".to_owned())),
                "null" if after.is_none() => return Ok(None),
                "null" => return Ok(Some(format!("expected NULL, got {}", got()))),
                _ => match text
                    .strip_prefix('/')
                    .and_then(|rest| rest.strip_suffix('/'))
                {
                    Some(pattern) if text.len() > 2 => ("matches", pattern),
                    _ => ("is", text),
                },
            }
        }
    };
    if how == "is" {
        return Ok(match after {
            Some(after) if after == text => None,
            _ => Some(format!("expected {}, got {}", shown(Some(text)), got())),
        });
    }
    let pattern = Regex::new(text).map_err(|error| {
        Error::rules(
            &node.position,
            format!("this is no regular expression: {error}"),
        )
    })?;
    let found = after.is_some_and(|after| pattern.is_match(after));
    Ok(match (how, found) {
        ("matches", false) => Some(format!("expected a match of /{text}/, got {}", got())),
        ("lacks", true) => Some(format!("expected no match of /{text}/, got {}", got())),
        _ => None,
    })
}

/// A place inside JSON: what the expectation does not name may be anything.
fn inside(
    node: &Node,
    before: Option<&Value>,
    after: Option<&Value>,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Result<()> {
    let mut fail =
        |problem: String| problems.push((node.position.clone(), format!("{path}: {problem}")));
    let text = |value: Option<&Value>| {
        value.map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    };
    match &node.kind {
        _ if special(node).is_some() => {
            let problem = plain(node, text(before).as_deref(), text(after).as_deref())?;
            problem.into_iter().for_each(fail);
        }
        NodeKind::Scalar { text: wanted, .. } => match wanted.as_str() {
            "absent" if after.is_none() => {}
            "absent" => fail(format!(
                "expected nothing there, got {}",
                shown(text(after).as_deref())
            )),
            _ if after.is_none() => fail("there is nothing".to_owned()),
            "null" => {
                if after != Some(&Value::Null) {
                    fail(format!(
                        "expected null, got {}",
                        shown(text(after).as_deref())
                    ));
                }
            }
            "same" | "changed" => {
                if (before == after) != (wanted == "same") {
                    let got = shown(text(after).as_deref());
                    fail(format!("expected {wanted}, got {got}"));
                }
            }
            _ if after == Some(&json(node)) => {}
            _ => {
                let problem = plain(node, text(before).as_deref(), text(after).as_deref())?;
                problem.into_iter().for_each(fail);
            }
        },
        NodeKind::List(items) => {
            let found = after.and_then(Value::as_array);
            let count = found.map(Vec::len);
            if count != Some(items.len()) {
                fail(format!(
                    "expected a list of {}, got {}",
                    items.len(),
                    count.map_or("none".to_owned(), |count| format!("one of {count}"))
                ));
                return Ok(());
            }
            for (index, item) in items.iter().enumerate() {
                let at =
                    |value: Option<&'_ Value>| value.and_then(|value| value.get(index)).cloned();
                let (before, after) = (at(before), at(after));
                let path = format!("{path}[{index}]");
                inside(item, before.as_ref(), after.as_ref(), &path, problems)?;
            }
        }
        NodeKind::Map(entries) => {
            if !after.is_some_and(Value::is_object) {
                fail("expected an object".to_owned());
                return Ok(());
            }
            for (key, value) in entries {
                let name = key.text.as_str();
                let at =
                    |value: Option<&'_ Value>| value.and_then(|value| value.get(name)).cloned();
                let (before, after) = (at(before), at(after));
                let path = format!("{path}.{name}");
                inside(value, before.as_ref(), after.as_ref(), &path, problems)?;
            }
        }
    }
    Ok(())
}
