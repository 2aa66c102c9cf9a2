//! Rules that choose among rules: a list of cases, and the rule of another column.

use std::sync::Arc;

use super::bind::Binder;
use super::bound::BoundRule;
use super::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};
use crate::error::{Error, Result};
use crate::rules::expr::{Expr, Predicate};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::params::Params;

/// The index of `cases` in [`KINDS`].
pub(crate) const CASES: usize = 0;

pub(crate) static KINDS: &[Kind] = &[
    Kind {
        name: "cases",
        about: "the rule of the first case whose condition is true; the last case has none",
        params: &[(
            "when",
            "in each case but the last: an SQL condition over the row's original values",
        )],
        types: "any, as the rules inside; NULL is not matched and stays",
        example: "[{when: \"role = 'admin'\", use: keep}, {use: person.name}]",
        role: Role::Container,
        partial: false,
        unique: false,
        load: load_cases,
    },
    Kind {
        name: "follow",
        about: "the rule of the column that a foreign key or `references` names",
        params: &[("follow", "true")],
        types: "the type of the column followed",
        example: "{follow: true}",
        role: Role::Container,
        partial: false,
        unique: false,
        load: load_follow,
    },
];

/// Cases are a list; a map never gets here by a name of its own.
fn load_cases(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Err(Error::rules(
        params.position(),
        "cases are written as a list, not by name",
    ))
}

fn load_follow(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("follow")?;
    if params.bool("follow")? != Some(true) {
        return Err(Error::rules(
            &node.position,
            "`follow` is `true` or is left out",
        ));
    }
    Ok(Arc::new(Follow))
}

/// Stands for the rule of another column; deciding the column replaces it.
#[derive(Debug)]
struct Follow;

impl Spec for Follow {
    fn bind(&self, _: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Err(Misfit::new(
            "`follow` stands at a column only, not inside another rule",
        ))
    }
}

/// A list of cases.
#[derive(Debug)]
pub(crate) struct Cases {
    list: Vec<Case>,
}

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    /// `None` in the last one.
    pub(crate) when: Option<Expr>,
    pub(crate) rule: ColumnRule,
}

impl Cases {
    /// The last of the cases, and only it, is without a condition.
    pub(crate) fn new(list: Vec<Case>) -> Self {
        Self { list }
    }
}

impl Spec for Cases {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let list = self
            .list
            .iter()
            .map(|case| {
                let when = case
                    .when
                    .as_ref()
                    .map(|when| when.bind(binder))
                    .transpose()?;
                Ok((when, BoundRule::bind(&case.rule, binder)?))
            })
            .collect::<Result<Vec<_>, Misfit>>()?;
        // How JSON holds the result has one answer for all rows.
        let mut json_kinds = self
            .list
            .iter()
            .zip(&list)
            .filter(|(case, _)| writes(&case.rule))
            .map(|(_, (_, rule))| rule.json_kind());
        let first = json_kinds.next().unwrap_or(JsonKind::Text);
        let json_kind = if json_kinds.all(|kind| kind == first) {
            first
        } else {
            JsonKind::Text
        };
        Ok(Box::new(BoundCases {
            list,
            json_kind,
            replaces_null: self.list.iter().any(|case| case.rule.replaces_null()),
        }))
    }

    fn partial(&self) -> bool {
        self.list
            .iter()
            .any(|case| case.rule.kind.partial || case.rule.spec.partial())
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        self.list
            .iter()
            .enumerate()
            .map(|(index, case)| {
                let name = match &case.when {
                    Some(when) => format!("when {}", when.source),
                    None if index == 0 => "always".to_owned(),
                    None => "otherwise".to_owned(),
                };
                (name, &case.rule)
            })
            .collect()
    }

    fn conditions(&self) -> Vec<&Expr> {
        self.list
            .iter()
            .filter_map(|case| case.when.as_ref())
            .collect()
    }
}

/// The rule may write a value of its own.
fn writes(rule: &ColumnRule) -> bool {
    rule.kind.role != Role::Keep && !matches!(rule.kind.name, "null" | "fail")
}

struct BoundCases {
    list: Vec<(Option<Predicate>, BoundRule)>,
    json_kind: JsonKind,
    /// A case says `nulls: replace`.
    replaces_null: bool,
}

impl Transform for BoundCases {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        match self.case(cx)?.and_then(|case| self.list.get(case)) {
            Some((_, rule)) => rule.apply(cx, Some(value), out),
            // Not reached: the last case has no condition. Were it reached, nothing would get out.
            None => Err(Failure::new("no case matches")),
        }
    }

    fn apply_null(&self, cx: &Cx<'_>, out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        if !self.replaces_null {
            return Ok(Outcome::Keep);
        }
        match self.case(cx)?.and_then(|case| self.list.get(case)) {
            Some((_, rule)) => rule.apply(cx, None, out),
            None => Ok(Outcome::Keep),
        }
    }

    fn case(&self, cx: &Cx<'_>) -> Result<Option<usize>, Failure> {
        for (index, (when, _)) in self.list.iter().enumerate() {
            let matches = match when {
                Some(when) => when.eval(cx)? == Some(true),
                None => true,
            };
            if matches {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn json_kind(&self) -> JsonKind {
        self.json_kind
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use super::*;
    use crate::dump::types::PgType;
    use crate::rules::load::testing::rules;
    use crate::transform::Target;
    use crate::transform::bind::{Columns, Needs, Run};
    use crate::transform::row::RowBuf;
    use crate::transform::seed::{SecretKey, Seed};

    /// What a column's rule makes of a value in rows whose column `role` holds each of `roles`.
    fn run(rule: &str, value: Option<&str>, roles: &[Option<&str>]) -> Vec<String> {
        let rules = rules(&format!("tables: {{t: {{columns: {{c: {rule}}}}}}}"));
        let rule = &rules.tables[0].columns[0].rule;
        let run = Run {
            key: SecretKey::new(b"0123456789abcdef").unwrap(),
            locale: "en_GB".to_owned(),
            email_domain: "example.com".to_owned(),
            time_zone: jiff::tz::TimeZone::UTC,
            now: jiff::Timestamp::UNIX_EPOCH,
            namespaces: HashMap::new(),
        };
        let columns = Columns {
            list: vec![
                ("role".to_owned(), PgType::Text.into()),
                ("c".to_owned(), PgType::Text.into()),
            ],
            ..Columns::default()
        };
        let needs = RefCell::new(Needs::default());
        let binder = Binder {
            run: &run,
            target: Target {
                ty: PgType::Text,
                not_null: false,
                in_json: false,
            },
            columns: &columns,
            needs: &needs,
            unique: false,
            locale: &run.locale,
            namespace: run.namespace("cases"),
        };
        let bound = BoundRule::bind(rule, &binder).unwrap();
        assert!(needs.borrow().originals.contains(&0));
        let value = value.map(str::as_bytes);
        let apply = |role: &Option<&str>| {
            let row = RowBuf::of(&[role.map(str::as_bytes), value]);
            let none = RowBuf::default();
            let cx = Cx {
                row: row.row(&[]),
                replaced: none.row(&[]),
                this: None,
                seed: Seed([0; 32]),
            };
            let mut out = Vec::new();
            match bound.apply(&cx, value, &mut out) {
                Ok(Outcome::Value) => String::from_utf8(out).unwrap(),
                Ok(outcome) => format!("{outcome:?}"),
                Err(failure) => format!("fails: {}", failure.0),
            }
        };
        roles.iter().map(apply).collect()
    }

    const RULE: &str = "[{when: \"role = 'admin'\", use: keep}, {when: \"role = 'user'\", set: x}, \
                        {when: role IS NULL, use: null}, {use: fail}]";

    #[test]
    fn the_first_case_that_is_true_applies() {
        let roles = [Some("admin"), Some("user"), None, Some("other")];
        let made = run(RULE, Some("value"), &roles);
        assert_eq!(made[..3], ["Keep", "x", "Null"]);
        assert!(made[3].starts_with("fails: "), "{}", made[3]);
    }

    #[test]
    fn null_is_not_matched() {
        assert_eq!(
            run(RULE, None, &[Some("user"), Some("other")]),
            ["Keep", "Keep"]
        );
    }

    #[test]
    fn a_case_may_replace_null() {
        let rule = "[{when: role IS NULL, set: none, nulls: replace}, {use: keep}]";
        assert_eq!(run(rule, None, &[None, Some("x")]), ["none", "Keep"]);
    }

    #[test]
    fn a_condition_that_is_null_is_not_true() {
        let rule = "[{when: role <> 'x', set: a}, {set: b}]";
        assert_eq!(
            run(rule, Some("v"), &[Some("y"), Some("x"), None]),
            ["a", "b", "b"]
        );
    }
}
