//! Values that stand in the rules: `set`, `set_from`, the values of `choice` and `map`.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::node::{Node, NodeKind};
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::fit::check_literal;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Spec, Tossed, Transform};

/// A value as the rules write it.
#[derive(Clone)]
pub(super) enum Literal {
    /// `null` or `~` without quotes.
    Null,
    /// A scalar's source text.
    Text {
        text: String,
        /// Written without quotes and a number, `true` or `false`: inside JSON it is that.
        json: bool,
    },
    /// A list or a map, as JSON.
    Json(String),
}

/// The text may come from the environment, so that it is not shown.
impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Text { .. } => "Text",
            Self::Json(_) => "Json",
        })
    }
}

impl Literal {
    pub(super) fn of(node: &Node) -> Result<Self> {
        Ok(match &node.kind {
            NodeKind::Scalar { empty: true, .. } => {
                return Err(Error::rules(&node.position, "there is no value")
                    .hint("write \"\" for the empty text, null for NULL"));
            }
            NodeKind::Scalar { text, plain, .. } if *plain && is_null(text) => Self::Null,
            NodeKind::Scalar { text, plain, .. } => Self::Text {
                text: text.clone(),
                json: *plain && is_json_scalar(text),
            },
            NodeKind::List(_) | NodeKind::Map(_) => {
                let mut json = String::new();
                write_json(node, &mut json)?;
                Self::Json(json)
            }
        })
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            json: false,
        }
    }

    /// The text of a rule that may be chosen or not.
    pub(super) fn tossed(&self, take: &mut dyn FnMut(Tossed<'_>)) {
        match self {
            Self::Null => {}
            Self::Text { text, .. } | Self::Json(text) => take(Tossed::Text(text)),
        }
    }

    /// Holds it against a column.
    pub(super) fn bind(&self, binder: &Binder<'_>) -> Result<BoundLiteral, Misfit> {
        let target = &binder.target;
        let (text, kind) = match self {
            Self::Null if target.not_null => {
                return Err(Misfit::new("NULL does not fit a column that is NOT NULL"));
            }
            Self::Null => return Ok(BoundLiteral::Null),
            Self::Text { text, json } if target.in_json => (
                text,
                if *json {
                    JsonKind::Json
                } else {
                    JsonKind::Text
                },
            ),
            Self::Json(json) if target.in_json => (json, JsonKind::Json),
            Self::Json(_) if !target.ty.is_json() && !binder.takes_text() => {
                return Err(Misfit::new(format!(
                    "a list or map is JSON, but the column is {}",
                    target.ty.short_name()
                )));
            }
            Self::Text { text, .. } | Self::Json(text) => {
                check_literal(&target.ty, text)?;
                (text, JsonKind::Text)
            }
        };
        Ok(BoundLiteral::Text(text.clone().into_bytes(), kind))
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

/// A number, `true` or `false` by JSON's grammar: `1.10` is one, `0123` and `yes` are not.
pub(super) fn is_json_scalar(text: &str) -> bool {
    use serde_json::Value;
    text.trim().len() == text.len()
        && matches!(
            serde_json::from_str(text),
            Ok(Value::Bool(_) | Value::Number(_))
        )
}

fn write_json(node: &Node, out: &mut String) -> Result<()> {
    match &node.kind {
        NodeKind::Scalar { empty: true, .. } => {
            return Err(Error::rules(&node.position, "there is no value"));
        }
        NodeKind::Scalar { text, plain, .. } if *plain && is_null(text) => out.push_str("null"),
        NodeKind::Scalar { text, plain, .. } if *plain && is_json_scalar(text) => {
            out.push_str(text);
        }
        NodeKind::Scalar { text, .. } => out.push_str(&json_string(text)),
        NodeKind::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write_json(item, out)?;
            }
            out.push(']');
        }
        NodeKind::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                out.push_str(&json_string(&key.text));
                out.push(':');
                write_json(value, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A literal that fits its column.
pub(super) enum BoundLiteral {
    Null,
    Text(Vec<u8>, JsonKind),
}

impl Transform for BoundLiteral {
    fn apply(&self, _cx: &Cx<'_>, _value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        Ok(match self {
            Self::Null => Outcome::Null,
            Self::Text(text, _) => {
                out.extend_from_slice(text);
                Outcome::Value
            }
        })
    }

    fn json_kind(&self) -> JsonKind {
        match self {
            Self::Null => JsonKind::Json,
            Self::Text(_, kind) => *kind,
        }
    }
}

/// `set` and `set_from`.
#[derive(Debug)]
struct Set {
    literal: Literal,
}

impl Spec for Set {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Ok(Box::new(self.literal.bind(binder)?))
    }

    fn tosses(&self, take: &mut dyn FnMut(Tossed<'_>)) {
        self.literal.tossed(take);
    }
}

/// `set: X`
pub(super) fn load_set(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let literal = Literal::of(params.required("set")?)?;
    Ok(Arc::new(Set { literal }))
}

/// `set_from: ENV`, with `else:` for where the variable is not set.
pub(super) fn load_set_from(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("set_from")?;
    let name = params.string("set_from")?.unwrap_or_default();
    let otherwise = params.node("else")?.map(Literal::of).transpose()?;
    let literal = match (cx.outside.env(name), otherwise) {
        (Some(value), _) => Literal::text(value),
        (None, Some(literal)) => literal,
        (None, None) => {
            return Err(Error::rules(
                &node.position,
                format!("the environment variable {name} is not set"),
            )
            .hint(format!("set {name}, or give the rule an `else:`")));
        }
    };
    Ok(Arc::new(Set { literal }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::Target;
    use crate::transform::pseudonym::fixture::{Fixture, list, map, quoted, text};

    #[test]
    fn set_writes_the_source_text() {
        let fixture = Fixture::new();
        for (node, written) in [
            (text("1.10"), "1.10"),
            (text("0123"), "0123"),
            (text("no"), "no"),
            (quoted("null"), "null"),
            (quoted(""), ""),
            (quoted("é\\\t\n"), "é\\\t\n"),
        ] {
            let bound = fixture.bind(&fixture.rule("set", map(&[("set", node)])), PgType::Text);
            assert_eq!(fixture.value(&bound, "Jane"), written);
            assert!(matches!(
                fixture.apply_bytes(&bound, None),
                Ok((Outcome::Keep, _))
            ));
        }
        let null = fixture.rule("set", map(&[("set", text("null"))]));
        let bound = fixture.bind(&null, PgType::Text);
        assert_eq!(
            fixture.apply(&bound, "Jane").expect("null").0,
            Outcome::Null
        );
        let target = Target {
            ty: PgType::Text,
            not_null: true,
            in_json: false,
        };
        assert!(fixture.bind_to(&null, target).is_err());
        assert!(fixture.load("set", &map(&[])).is_err());
        assert!(fixture.load("set", &map(&[("set", text(""))])).is_err());
    }

    #[test]
    fn set_is_held_against_the_type() {
        let fixture = Fixture::new();
        let set = |node| fixture.rule("set", map(&[("set", node)]));
        assert!(fixture.try_bind(&set(text("12")), PgType::Int4).is_ok());
        let misfit = fixture
            .try_bind(&set(text("x")), PgType::Int4)
            .err()
            .expect("no number");
        assert!(misfit.message.contains("whole numbers"));
        assert!(
            fixture
                .try_bind(&set(quoted("abc")), PgType::Varchar(Some(2)))
                .is_err()
        );
        assert!(fixture.try_bind(&set(quoted("{}")), PgType::Jsonb).is_ok());
        assert!(
            fixture
                .try_bind(&set(quoted("abc")), PgType::Jsonb)
                .is_err()
        );
        let nested = map(&[(
            "a",
            list(&[text("1"), quoted("1"), text("null"), text("é\"")]),
        )]);
        let bound = fixture.bind(&set(nested.clone()), PgType::Jsonb);
        assert_eq!(
            fixture.value(&bound, "{}"),
            "{\"a\":[1,\"1\",null,\"é\\\"\"]}"
        );
        assert!(fixture.try_bind(&set(nested), PgType::Int4).is_err());
    }

    #[test]
    fn inside_json_plain_scalars_are_json() {
        let fixture = Fixture::new();
        for (node, kind) in [
            (text("1.10"), JsonKind::Json),
            (text("true"), JsonKind::Json),
            (text("-1e3"), JsonKind::Json),
            (list(&[]), JsonKind::Json),
            (quoted("1.10"), JsonKind::Text),
            (quoted("true"), JsonKind::Text),
            (text("0123"), JsonKind::Text),
            (text("yes"), JsonKind::Text),
            (quoted("{}"), JsonKind::Text),
        ] {
            let bound = fixture.bind_json(&fixture.rule("set", map(&[("set", node)])));
            assert_eq!(bound.json_kind(), kind);
        }
        let null = fixture.bind_json(&fixture.rule("set", map(&[("set", text("~"))])));
        assert_eq!(fixture.apply(&null, "x").expect("null").0, Outcome::Null);
    }

    #[test]
    fn set_from_reads_the_environment_and_shows_nothing_of_it() {
        let mut fixture = Fixture::new();
        fixture
            .outside
            .variables
            .insert("HASH".into(), "s3cret".into());
        let spec = fixture
            .load("set_from", &map(&[("set_from", text("HASH"))]))
            .expect("set");
        assert!(!format!("{spec:?}").contains("s3cret"));
        let rule = fixture.rule(
            "set_from",
            map(&[("set_from", text("HASH")), ("else", quoted("!"))]),
        );
        assert_eq!(
            fixture.value(&fixture.bind(&rule, PgType::Text), "Jane"),
            "s3cret"
        );
        let misfit = fixture
            .try_bind(&rule, PgType::Int4)
            .err()
            .expect("no number");
        assert!(!misfit.message.contains("s3cret"));
        let fallback = fixture.rule(
            "set_from",
            map(&[("set_from", text("NONE")), ("else", quoted("!"))]),
        );
        assert_eq!(
            fixture.value(&fixture.bind(&fallback, PgType::Text), "Jane"),
            "!"
        );
        let error = fixture
            .load("set_from", &map(&[("set_from", text("NONE"))]))
            .expect_err("not set");
        assert_eq!(error.exit(), crate::exit::ExitCode::Rules);
        assert!(error.message().contains("NONE"));
    }
}
