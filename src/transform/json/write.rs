//! Results as JSON writes them.

use super::tree::Leaf;
use super::{scan, string};
use crate::transform::{Cx, Failure, JsonKind, Outcome};

/// How a result may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The original was a string.
    String,
    /// The original was anything else: numbers and truth values stand without quotes.
    Bare,
    /// A key: always a string.
    Key,
}

/// Applies a rule and writes the result as JSON (`null` for NULL).
pub(super) fn write(
    leaf: &Leaf,
    cx: &Cx<'_>,
    value: Option<&[u8]>,
    form: Form,
    out: &mut Vec<u8>,
    raw: &mut Vec<u8>,
) -> Result<Outcome, Failure> {
    let start = out.len();
    // Most results are strings: the opening quote stands before it is known.
    out.push(b'"');
    let outcome = leaf.rule.apply(cx, value, out)?;
    if outcome != Outcome::Value {
        out.truncate(start);
    }
    match outcome {
        Outcome::Keep => {}
        Outcome::Null => out.extend_from_slice(b"null"),
        Outcome::Default => {
            return Err(Failure::new("inside JSON there is no DEFAULT"));
        }
        Outcome::Value => {
            let result = out.get(start + 1..).unwrap_or_default();
            if !result.is_ascii() && std::str::from_utf8(result).is_err() {
                return Err(Failure::new("the replacement is not UTF-8 text"));
            }
            let bare = match (leaf.document, leaf.kind, form) {
                // A key is a string, also where the rule writes JSON: as it is, or what it is in quotes.
                (false, JsonKind::Json, Form::Key) => {
                    result.starts_with(b"\"") && scan::is_json(result)
                }
                (_, _, Form::Key) => false,
                (true, _, form) => form == Form::Bare && scan::is_json(result),
                (_, JsonKind::Text, _) | (_, JsonKind::Number | JsonKind::Bool, Form::String) => {
                    false
                }
                (_, JsonKind::Number, Form::Bare) => scan::is_number(result),
                (_, JsonKind::Bool, Form::Bare) => matches!(result, b"true" | b"false"),
                (_, JsonKind::Json, _) => scan::is_json(result),
            };
            if bare {
                out.remove(start);
            } else if string::needs_escapes(result) {
                raw.clear();
                raw.extend_from_slice(result);
                out.truncate(start);
                string::encode(raw, out);
            } else {
                out.push(b'"');
            }
        }
    }
    Ok(outcome)
}
