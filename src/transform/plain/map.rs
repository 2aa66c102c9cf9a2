//! `map`: given values to given values.

use std::collections::HashMap;
use std::sync::Arc;

use super::member::{Member, Members};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::Canon;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Spec, Transform};

#[derive(Debug)]
struct Map {
    /// From and to.
    entries: Vec<(String, Member)>,
    other: Member,
}

/// `{use: map, values: {from: to}, other: RULE}`, or `map: {from: to}` with `other`.
pub(super) fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = match params.node("map")? {
        Some(node) => node,
        None => params.required("values")?,
    };
    let values = node.map().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!(
                "`map` takes a map from value to value, not {}",
                node.shape()
            ),
        )
    })?;
    let other = params.node("other")?.ok_or_else(|| {
        Error::rules(
            params.position(),
            "`map` needs `other`: what becomes of all other values",
        )
        .hint("other: fail, other: null, other: {set: X}, or another transformer")
    })?;
    let entries = values
        .iter()
        .map(|(key, value)| Ok((key.text.clone(), Member::of(value, &[], cx)?)))
        .collect::<Result<_>>()?;
    let other = Member::rule(other, cx)?;
    Ok(Arc::new(Map { entries, other }))
}

impl Spec for Map {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let canon = Canon::of(&binder.target, binder.namespace.normalise);
        let mut index = HashMap::with_capacity(self.entries.len());
        for (at, (from, _)) in self.entries.iter().enumerate() {
            let canonical = canon.apply(from.as_bytes()).into_owned();
            if index.insert(canonical, at).is_some() {
                return Err(Misfit::new(format!(
                    "`map` has \"{from}\" twice: the column or its namespace takes two of the values for one"
                )));
            }
        }
        let named = self
            .entries
            .iter()
            .map(|(from, member)| (format!("`map` of \"{from}\""), member))
            .chain([("`other` of `map`".to_owned(), &self.other)]);
        Ok(Box::new(BoundMap {
            members: Members::bind(named, binder)?,
            other: index.len(),
            index,
            canon,
        }))
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        self.entries
            .iter()
            .map(|(from, member)| (format!("map[{from}]"), member))
            .chain([("map.other".to_owned(), &self.other)])
            .filter_map(|(name, member)| Some((name, member.as_rule()?)))
            .collect()
    }
}

struct BoundMap {
    /// Canonical originals to members.
    index: HashMap<Vec<u8>, usize>,
    canon: Canon,
    members: Members,
    other: usize,
}

impl Transform for BoundMap {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let found = self.index.get(self.canon.apply(value).as_ref());
        let at = found.copied().unwrap_or(self.other);
        self.members.apply(at, cx, value, out)
    }

    fn json_kind(&self) -> JsonKind {
        self.members.json_kind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::plain::literal::Literal;
    use crate::transform::pseudonym::fixture::{Fixture, Rule, map, quoted, text};

    fn rule(fixture: &Fixture, entries: &[(&str, crate::rules::node::Node)], other: &str) -> Rule {
        let entries = entries
            .iter()
            .map(|(from, to)| {
                let literal = Literal::of(to).expect("a literal");
                ((*from).to_owned(), Member::Literal(literal))
            })
            .collect();
        let other = Member::Rule(Box::new(fixture.rule(other, map(&[])).0));
        Rule::new("map", Arc::new(Map { entries, other }))
    }

    #[test]
    fn given_values_go_to_given_values_and_others_as_said() {
        let fixture = Fixture::new();
        let entries = [
            ("Zoë\\", text("a")),
            ("", quoted("was empty")),
            ("n", text("null")),
        ];
        let bound = fixture.bind(&rule(&fixture, &entries, "hash"), PgType::Text);
        assert_eq!(fixture.value(&bound, "Zoë\\"), "a");
        assert_eq!(fixture.value(&bound, ""), "was empty");
        assert_eq!(fixture.apply(&bound, "n").expect("null").0, Outcome::Null);
        assert_eq!(fixture.value(&bound, "zoë\\").len(), 32);
        let failing = fixture.bind(&rule(&fixture, &entries, "fail"), PgType::Text);
        let failure = fixture.apply(&failing, "Jane").expect_err("other");
        assert!(!failure.0.contains("Jane"));
    }

    #[test]
    fn originals_compare_by_the_column_s_equality() {
        let fixture = Fixture::new();
        let entries = [("ab", text("x"))];
        let padded = fixture.bind(&rule(&fixture, &entries, "fail"), PgType::Char(5));
        assert_eq!(fixture.value(&padded, "ab   "), "x");
        let folded = fixture.bind(&rule(&fixture, &entries, "fail"), PgType::Citext);
        assert_eq!(fixture.value(&folded, "AB"), "x");
        let twice = [("ab", text("x")), ("AB", text("y"))];
        assert!(
            fixture
                .try_bind(&rule(&fixture, &twice, "fail"), PgType::Citext)
                .is_err()
        );
        assert!(
            fixture
                .try_bind(&rule(&fixture, &twice, "fail"), PgType::Text)
                .is_ok()
        );
    }

    #[test]
    fn other_is_required_and_values_fit() {
        let fixture = Fixture::new();
        let values = map(&[("a", text("b"))]);
        let error = fixture
            .load("map", &map(&[("values", values)]))
            .expect_err("no `other`");
        assert!(error.message().contains("other"));
        assert!(fixture.load("map", &map(&[("map", text("a"))])).is_err());
        let wrong = rule(&fixture, &[("1", text("x"))], "keep");
        assert!(fixture.try_bind(&wrong, PgType::Int4).is_err());
        assert_eq!(wrong.0.spec.nested().len(), 1);
    }

    #[test]
    fn inside_json_values_are_json() {
        let fixture = Fixture::new();
        let entries = [("a", text("1")), ("b", quoted("1"))];
        let bound = fixture.bind_json(&rule(&fixture, &entries, "null"));
        assert_eq!(bound.json_kind(), JsonKind::Json);
        assert_eq!(fixture.value(&bound, "a"), "1");
        assert_eq!(fixture.value(&bound, "b"), "\"1\"");
    }

    #[test]
    fn rule_files_give_values_and_rules() {
        let rules = crate::rules::load::testing::rules(
            "tables:\n  t:\n    columns:\n      a: {use: map, values: {\"1\": one, null: none, x: {use: hash}}, \
             other: {set: rest}}\n      b: {use: map, values: {}, other: fail}\n",
        );
        let fixture = Fixture::new();
        let rule = |at: usize| Rule(rules.tables[0].columns[at].rule.clone());
        let bound = fixture.bind(&rule(0), PgType::Text);
        assert_eq!(fixture.value(&bound, "1"), "one");
        assert_eq!(fixture.value(&bound, "null"), "none");
        assert_eq!(fixture.value(&bound, "x").len(), 32);
        assert_eq!(fixture.value(&bound, "Jane"), "rest");
        assert!(
            fixture
                .apply(&fixture.bind(&rule(1), PgType::Text), "Jane")
                .is_err()
        );
    }
}
