//! `split`: a rule for each part of a list that is kept in text.

use std::sync::Arc;

use memchr::memmem;

use super::{any_partial, reads_replaced, wrong_container};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::node::{Node, NodeKind};
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Target, Transform};

pub(super) const KIND: Kind = Kind {
    name: "split",
    about: "applies a rule to each part of a list in text; blanks around parts and empty parts stay as they are",
    params: &[(
        "split",
        "a map of `by`, the separator, and a column rule's keys (`use` and so on)",
    )],
    types: "text types, JSON strings",
    example: "{split: {by: \",\", use: internet.email}}",
    role: Role::Container,
    partial: false,
    unique: false,
    load,
};

#[derive(Debug)]
struct Split {
    by: String,
    rule: ColumnRule,
}

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("split")?;
    let entries = node.map().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`split` must be a map, not {}", node.shape()),
        )
        .hint("write it as {by: \",\", use: RULE}")
    })?;
    let by = node
        .get("by")
        .ok_or_else(|| Error::rules(&node.position, "`split` needs `by`, the separator"))?;
    let separator = by.scalar().filter(|by| !by.is_empty()).ok_or_else(|| {
        Error::rules(&by.position, "`by` must be a text of one character or more")
    })?;
    let rest = entries
        .iter()
        .filter(|(key, _)| key.text != "by")
        .cloned()
        .collect();
    let rule = cx.rule(&Node {
        position: node.position.clone(),
        kind: NodeKind::Map(rest),
    })?;
    Ok(Arc::new(Split {
        by: separator.to_owned(),
        rule,
    }))
}

impl Spec for Split {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if !binder.takes_text() {
            return Err(wrong_container(binder, KIND.name, "lists in text"));
        }
        let part = Target {
            // A part is no longer than the whole; padding and folding are the column's own.
            ty: match &binder.target.ty {
                PgType::Char(limit) => PgType::Varchar(Some(*limit)),
                ty => ty.clone(),
            },
            not_null: false,
            in_json: binder.target.in_json,
        };
        Ok(Box::new(List {
            by: memmem::Finder::new(self.by.as_bytes()).into_owned(),
            rule: BoundRule::bind(&self.rule, &binder.inside(part))?,
        }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        reads_replaced([&self.rule])
    }

    fn partial(&self) -> bool {
        any_partial([&self.rule])
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        vec![("split".to_owned(), &self.rule)]
    }
}

struct List {
    by: memmem::Finder<'static>,
    rule: BoundRule,
}

impl Transform for List {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let start = out.len();
        let mut changed = false;
        let mut from = 0;
        loop {
            let end = self
                .by
                .find(&value[from..])
                .map_or(value.len(), |offset| from + offset);
            changed |= self.part(cx, &value[from..end], out)?;
            if end == value.len() {
                break;
            }
            from = end + self.by.needle().len();
            out.extend_from_slice(self.by.needle());
        }
        if !changed {
            out.truncate(start);
            return Ok(Outcome::Keep);
        }
        Ok(Outcome::Value)
    }
}

impl List {
    /// Writes one part; whether it was replaced.
    fn part(&self, cx: &Cx<'_>, part: &[u8], out: &mut Vec<u8>) -> Result<bool, Failure> {
        let core = part.trim_ascii();
        if core.is_empty() {
            out.extend_from_slice(part);
            return Ok(false);
        }
        let before = part.len() - part.trim_ascii_start().len();
        let after = before + core.len();
        out.extend_from_slice(&part[..before]);
        let at = out.len();
        let replaced = match self.rule.apply(cx, Some(core), out)? {
            Outcome::Keep => {
                out.extend_from_slice(core);
                false
            }
            Outcome::Value => {
                self.without_separator(out, at);
                true
            }
            Outcome::Null => true,
            Outcome::Default => {
                return Err(Failure::new(
                    "`default` has no meaning for a part of a value",
                ));
            }
        };
        out.extend_from_slice(&part[after..]);
        Ok(replaced)
    }

    /// A separator inside a result would make two parts of one: it is left out.
    fn without_separator(&self, out: &mut Vec<u8>, start: usize) {
        let length = self.by.needle().len();
        while let Some(offset) = self.by.find(&out[start..]) {
            out.drain(start + offset..start + offset + length);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{self, Replaced};
    use super::*;

    fn split(by: &str, rule: ColumnRule) -> ColumnRule {
        let by = by.to_owned();
        fixture::container(&KIND, Arc::new(Split { by, rule }))
    }

    fn run(by: &str, rule: ColumnRule, value: &str) -> Result<Replaced, String> {
        fixture::replace(&split(by, rule), &PgType::Text, Some(value.as_bytes()))
    }

    #[test]
    fn parts_are_replaced_and_blanks_stay() {
        let run = |by, value| run(by, fixture::upper(), value).map(fixture::text);
        assert_eq!(run(",", "a, b ,,\tc\n,"), Ok("A, B ,,\tC\n,".into()));
        assert_eq!(run(",", "é, b"), Ok("é, B".into()));
        assert_eq!(run("||", "a||b|c"), Ok("A||B|C".into()));
        assert_eq!(run("; ", "a; b"), Ok("A; B".into()));
    }

    #[test]
    fn nothing_to_do_keeps_the_value() {
        assert_eq!(run(",", fixture::upper(), ""), Ok(Replaced::Keep));
        assert_eq!(run(",", fixture::upper(), " , "), Ok(Replaced::Keep));
        assert_eq!(run(",", fixture::keep(), "a,b"), Ok(Replaced::Keep));
    }

    #[test]
    fn a_result_does_not_split_again() {
        let rule = || fixture::constant("1, High Street");
        assert_eq!(
            run(",", rule(), "a,b").map(fixture::text),
            Ok("1 High Street,1 High Street".into())
        );
        assert_eq!(
            run(",", fixture::null(), "a,b").map(fixture::text),
            Ok(",".into())
        );
    }

    #[test]
    fn the_same_part_becomes_the_same() {
        let text = run(",", fixture::keyed(), "a,b,a").map(fixture::text);
        let text = text.expect("a value");
        let parts: Vec<&str> = text.split(',').collect();
        assert_eq!(parts[0], parts[2]);
        assert_ne!(parts[0], parts[1]);
    }

    #[test]
    fn only_text_fits_and_the_whole_must_fit() {
        let rule = split(",", fixture::constant("12345"));
        assert!(fixture::bind(&rule, &PgType::Int4).is_err());
        let ty = PgType::Varchar(Some(8));
        let error = fixture::replace(&rule, &ty, Some(b"a,b")).unwrap_err();
        assert_eq!(error, "the result has 11 characters, the column takes 8");
    }

    #[test]
    fn parameters_are_checked() {
        let error = |node| fixture::load(&KIND, &[("split", node)]).unwrap_err();
        let message = error(fixture::scalar(",")).message().to_owned();
        assert_eq!(message, "`split` must be a map, not a scalar");
        error(fixture::map(&[("use", fixture::scalar("keep"))]));
        error(fixture::map(&[("by", fixture::scalar(""))]));
    }

    #[test]
    fn the_rule_stands_beside_the_separator() {
        let node = fixture::map(&[
            ("by", fixture::scalar(";")),
            ("use", fixture::scalar("lorem.words")),
            ("same_length", fixture::scalar("true")),
        ]);
        let rule = fixture::load(&KIND, &[("split", node)]).expect("right parameters");
        let replaced = fixture::replace(&rule, &PgType::Text, Some(b"abc; de"));
        let text = replaced.map(fixture::text).expect("a value");
        assert_eq!((text.len(), &text[3..5]), (7, "; "));
        assert_ne!(text, "abc; de");
    }

    proptest! {
        #[test]
        fn rewriting_to_the_same_gives_the_same_bytes(value in "[a-zé, ]{0,16}") {
            match run(",", fixture::rewrite(), &value) {
                Ok(Replaced::Keep) => {}
                Ok(replaced) => prop_assert_eq!(fixture::text(replaced), value),
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
    }
}
