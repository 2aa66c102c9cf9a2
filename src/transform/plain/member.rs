//! What `choice` and `map` choose from: values of the rules, and rules.

use super::literal::{BoundLiteral, Literal, is_json_scalar};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::node::{Node, NodeKind};
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Transform};

/// One thing to choose.
#[derive(Clone, Debug)]
pub(super) enum Member {
    Literal(Literal),
    Rule(Box<ColumnRule>),
}

impl Member {
    /// A scalar or a list is a value; a map is a rule, or `{value: X}`. Keys in `ignored` belong to
    /// the caller.
    pub(super) fn of(node: &Node, ignored: &[&str], cx: &LoadCx<'_>) -> Result<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            let items = node.list().unwrap_or_default();
            if let Some(when) = items.iter().find_map(|item| item.get("when")) {
                return Err(Error::rules(
                    &when.position,
                    "a list of cases is nothing to choose: it would be written as JSON",
                )
                .hint("choose within the cases; a list that is meant as it stands: {value: […]}"));
            }
            return Literal::of(node).map(Self::Literal);
        };
        let rest: Vec<_> = entries
            .iter()
            .filter(|(key, _)| !ignored.contains(&key.text.as_str()))
            .cloned()
            .collect();
        if let [(key, value)] = rest.as_slice()
            && key.text == "value"
        {
            return Literal::of(value).map(Self::Literal);
        }
        Self::rule(
            &Node {
                position: node.position.clone(),
                kind: NodeKind::Map(rest),
            },
            cx,
        )
    }

    /// A rule of any form.
    pub(super) fn rule(node: &Node, cx: &LoadCx<'_>) -> Result<Self> {
        Ok(Self::Rule(Box::new(cx.rule(node)?)))
    }

    pub(super) fn as_rule(&self) -> Option<&ColumnRule> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Literal(_) => None,
        }
    }
}

/// Members that fit a column.
pub(super) struct Members {
    list: Vec<BoundMember>,
    /// Inside JSON the members differ in kind, so that each is written as JSON here.
    encode: bool,
    kind: JsonKind,
}

enum BoundMember {
    Literal(BoundLiteral),
    Rule(BoundRule),
}

impl BoundMember {
    fn json_kind(&self) -> JsonKind {
        match self {
            Self::Literal(literal) => literal.json_kind(),
            Self::Rule(rule) => rule.json_kind(),
        }
    }
}

impl Members {
    /// Binds members, each with its name for messages.
    pub(super) fn bind<'m>(
        members: impl Iterator<Item = (String, &'m Member)>,
        binder: &Binder<'_>,
    ) -> Result<Self, Misfit> {
        let mut list = Vec::new();
        for (name, member) in members {
            let bound = match member {
                Member::Literal(literal) => literal.bind(binder).map(BoundMember::Literal),
                Member::Rule(rule) => BoundRule::bind(rule, binder).map(BoundMember::Rule),
            };
            list.push(bound.map_err(|misfit| Misfit {
                message: format!("{name}: {}", misfit.message),
                ..misfit
            })?);
        }
        let first = list.first().map_or(JsonKind::Text, BoundMember::json_kind);
        let encode = binder.target.in_json && list.iter().any(|member| member.json_kind() != first);
        Ok(Self {
            list,
            encode,
            kind: if encode { JsonKind::Json } else { first },
        })
    }

    pub(super) fn json_kind(&self) -> JsonKind {
        self.kind
    }

    /// Writes the member at `index`.
    pub(super) fn apply(
        &self,
        index: usize,
        cx: &Cx<'_>,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<Outcome, Failure> {
        // Indexes come from tables of the same length; one past them would be a defect.
        let Some(member) = self.list.get(index) else {
            return Err(Failure::new("nothing to choose from"));
        };
        let start = out.len();
        let outcome = match member {
            BoundMember::Literal(literal) => literal.apply(cx, value, out)?,
            BoundMember::Rule(rule) => rule.apply(cx, Some(value), out)?,
        };
        if self.encode && outcome == Outcome::Value {
            encode(member.json_kind(), start, out)?;
        }
        Ok(outcome)
    }
}

/// Turns the text from `start` on into JSON.
fn encode(kind: JsonKind, start: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    let is_string = {
        let text = std::str::from_utf8(&out[start..])
            .map_err(|_| Failure::new("the result is not UTF-8, so JSON can't hold it"))?;
        match kind {
            JsonKind::Json => false,
            JsonKind::Text => true,
            JsonKind::Number | JsonKind::Bool => !is_json_scalar(text),
        }
    };
    if is_string {
        let text = out.split_off(start);
        let json = serde_json::Value::from(String::from_utf8_lossy(&text)).to_string();
        out.extend_from_slice(json.as_bytes());
    }
    Ok(())
}
