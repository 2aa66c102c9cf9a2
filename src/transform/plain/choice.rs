//! `choice`: one of several values or rules.

use std::sync::Arc;

use rand_core::Rng;

use super::literal::Literal;
use super::member::{Member, Members};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::node::Node;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Role, Spec, Tossed, Transform};

#[derive(Debug)]
struct Choice {
    members: Vec<Member>,
    /// Upper bounds of each member's share of 2^53, ascending.
    bounds: Arc<[u64]>,
}

/// `choice: [..]`, `{use: choice, values: [..], weights: [..]}` or `{use: choice, file: F}`.
pub(super) fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let sources = [
        params.node("choice")?,
        params.node("values")?,
        params.node("file")?,
    ];
    if sources.iter().flatten().count() != 1 {
        return Err(Error::rules(
            params.position(),
            "`choice` takes either `values` or `file`",
        ));
    }
    let (members, mut weights) = match sources {
        [_, _, Some(_)] => from_file(params, cx)?,
        [listed, values, None] => match listed.or(values) {
            Some(node) => from_list(node, cx)?,
            None => (Vec::new(), Vec::new()),
        },
    };
    if let Some(node) = params.node("weights")? {
        let texts = params.strings("weights")?.unwrap_or_default();
        if texts.len() != members.len() {
            return Err(Error::rules(
                &node.position,
                format!("{} weights for {} values", texts.len(), members.len()),
            ));
        }
        weights = texts
            .iter()
            .map(|text| weight(text, node))
            .collect::<Result<_>>()?;
    }
    let bounds = bounds(&weights)
        .ok_or_else(|| Error::rules(params.position(), "`choice` has nothing to choose from"))?;
    Ok(Arc::new(Choice { members, bounds }))
}

type Weighted = (Vec<Member>, Vec<f64>);

fn from_list(node: &Node, cx: &LoadCx<'_>) -> Result<Weighted> {
    let items = node.list().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`choice` takes a list, not {}", node.shape()),
        )
    })?;
    let mut members = Vec::with_capacity(items.len());
    let mut weights = Vec::with_capacity(items.len());
    for item in items {
        weights.push(match item.get("weight") {
            Some(node) => weight(node.scalar().unwrap_or_default(), node)?,
            None => 1.0,
        });
        members.push(Member::of(item, &["weight"], cx)?);
    }
    Ok((members, weights))
}

fn from_file(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Weighted> {
    let node = params.required("file")?;
    let path = params.string("file")?.unwrap_or_default();
    let at = |message: String| Error::rules(&node.position, message);
    let bytes = cx
        .outside
        .read(&node.position.file, path)
        .map_err(|error| at(format!("can't read {path}: {}", error.kind())))?;
    let text = String::from_utf8(bytes).map_err(|_| at(format!("{path} is not UTF-8")))?;
    let members: Vec<_> = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| Member::Literal(Literal::text(line)))
        .collect();
    let weights = vec![1.0; members.len()];
    Ok((members, weights))
}

fn weight(text: &str, node: &Node) -> Result<f64> {
    match text.parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight >= 0.0 => Ok(weight),
        _ => Err(Error::rules(
            &node.position,
            "a weight must be a number that is not negative",
        )),
    }
}

/// Draws are numbers of 53 bits, which a double holds exactly.
const DRAW_BITS: u32 = 53;

/// Where each weight's share ends; `None` where there is no weight at all.
fn bounds(weights: &[f64]) -> Option<Arc<[u64]>> {
    let total: f64 = weights.iter().sum();
    if !total.is_finite() || total <= 0.0 {
        return None;
    }
    let whole = (1u64 << DRAW_BITS) as f64;
    let mut sum = 0.0;
    let mut bounds: Vec<u64> = weights
        .iter()
        .map(|weight| {
            sum += weight;
            (sum / total * whole) as u64
        })
        .collect();
    // Rounding must not leave a draw past the last member that has a weight.
    let last = weights.iter().rposition(|weight| *weight > 0.0)?;
    bounds[last..].fill(1 << DRAW_BITS);
    Some(bounds.into())
}

impl Spec for Choice {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let named = self.members.iter().zip(1..).map(|(member, number)| {
            let name = format!("value {number} of `choice`");
            (name, member)
        });
        Ok(Box::new(BoundChoice {
            members: Members::bind(named, binder)?,
            bounds: Arc::clone(&self.bounds),
        }))
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        self.members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| Some((format!("choice[{index}]"), member.as_rule()?)))
            .collect()
    }

    fn tosses(&self, take: &mut dyn FnMut(Tossed<'_>)) {
        for member in &self.members {
            match member {
                Member::Literal(literal) => literal.tossed(take),
                Member::Rule(rule) if rule.kind.role == Role::Keep => take(Tossed::Original),
                // Those of the rules inside are asked for themselves.
                Member::Rule(_) => {}
            }
        }
    }

    fn partial(&self) -> bool {
        self.members
            .iter()
            .filter_map(Member::as_rule)
            .any(|rule| rule.kind.partial || rule.spec.partial())
    }
}

struct BoundChoice {
    members: Members,
    bounds: Arc<[u64]>,
}

impl Transform for BoundChoice {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let draw = cx.seed.rng().next_u64() >> (u64::BITS - DRAW_BITS);
        let index = self.bounds.partition_point(|bound| *bound <= draw);
        self.members.apply(index, cx, value, out)
    }

    fn json_kind(&self) -> JsonKind {
        self.members.json_kind()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::pseudonym::fixture::{Fixture, Rule, list, map, quoted, text};

    fn counts(fixture: &Fixture, rule: &Rule, draws: u32) -> BTreeMap<String, u32> {
        let bound = fixture.bind(rule, PgType::Text);
        let mut counts = BTreeMap::new();
        for n in 0..draws {
            let (outcome, text) = fixture.apply(&bound, &format!("é{n}\\")).expect("a choice");
            let key = if outcome == Outcome::Null {
                "NULL".to_owned()
            } else {
                text
            };
            *counts.entry(key).or_default() += 1;
        }
        counts
    }

    #[test]
    fn values_are_drawn_by_their_weights() {
        let fixture = Fixture::new();
        let values = list(&[text("a"), quoted("b"), text("null")]);
        for key in ["choice", "values"] {
            let even = counts(
                &fixture,
                &fixture.rule("choice", map(&[(key, values.clone())])),
                3000,
            );
            assert_eq!(even.len(), 3);
            assert!(
                even.values().all(|count| (850..1150).contains(count)),
                "{even:?}"
            );
        }
        let weights = list(&[text("0"), text("3"), text("1")]);
        let rule = fixture.rule("choice", map(&[("values", values), ("weights", weights)]));
        let skewed = counts(&fixture, &rule, 4000);
        assert!(!skewed.contains_key("a"));
        assert!((2800..3200).contains(&skewed["b"]), "{skewed:?}");
        let cases = list(&[
            map(&[("value", text("x")), ("weight", text("9"))]),
            map(&[("value", text("null")), ("weight", text("1"))]),
        ]);
        let cased = counts(
            &fixture,
            &fixture.rule("choice", map(&[("choice", cases)])),
            2000,
        );
        assert!((150..250).contains(&cased["NULL"]), "{cased:?}");
    }

    #[test]
    fn the_last_draw_has_a_member() {
        for weights in [vec![0.1; 7], vec![1.0, 1e-300, 0.0], vec![1e-320]] {
            let bounds = bounds(&weights).expect("weights");
            let last = bounds.partition_point(|bound| *bound < 1 << DRAW_BITS);
            assert!(weights[last] > 0.0);
        }
        assert!(bounds(&[]).is_none() && bounds(&[0.0]).is_none());
        assert!(bounds(&[f64::MAX, f64::MAX]).is_none());
    }

    #[test]
    fn a_file_gives_a_value_a_line() {
        let mut fixture = Fixture::new();
        fixture
            .outside
            .files
            .insert("names.txt".into(), "Zoë\r\nAda\n\n".into());
        fixture
            .outside
            .files
            .insert("bytes".into(), b"\xff\n".to_vec());
        let rule = fixture.rule("choice", map(&[("file", text("names.txt"))]));
        let drawn = counts(&fixture, &rule, 200);
        assert_eq!(drawn.keys().collect::<Vec<_>>(), ["Ada", "Zoë"]);
        for bad in ["missing", "bytes"] {
            assert!(
                fixture
                    .load("choice", &map(&[("file", text(bad))]))
                    .is_err()
            );
        }
    }

    #[test]
    fn wrong_forms_are_refused() {
        let fixture = Fixture::new();
        let two = list(&[text("a"), text("b")]);
        for bad in [
            map(&[]),
            map(&[("values", list(&[]))]),
            map(&[("values", text("a"))]),
            map(&[("values", two.clone()), ("file", text("f"))]),
            map(&[("values", two.clone()), ("weights", list(&[text("1")]))]),
            map(&[
                ("values", two.clone()),
                ("weights", list(&[text("1"), text("-1")])),
            ]),
            map(&[
                ("values", two.clone()),
                ("weights", list(&[text("0"), text("0")])),
            ]),
            map(&[(
                "values",
                list(&[map(&[("value", text("a")), ("weight", text("x"))])]),
            )]),
        ] {
            assert!(fixture.load("choice", &bad).is_err());
        }
        let rule = fixture.rule("choice", map(&[("values", list(&[text("1"), text("x")]))]));
        let misfit = fixture
            .try_bind(&rule, PgType::Int4)
            .err()
            .expect("x is no number");
        assert!(misfit.message.starts_with("value 2 of `choice`"));
    }

    #[test]
    fn rules_inside_are_applied_and_json_holds_each_by_its_kind() {
        let fixture = Fixture::new();
        let hash = fixture.rule("hash", map(&[]));
        let ids = fixture.rule("id.integer", map(&[]));
        let members = vec![
            Member::Rule(Box::new(hash.0)),
            Member::Rule(Box::new(ids.0)),
            Member::Literal(Literal::of(&text("true")).expect("true")),
            Member::Literal(Literal::of(&quoted("é\"")).expect("text")),
        ];
        let bounds = bounds(&[1.0; 4]).expect("weights");
        let spec = Arc::new(Choice { members, bounds });
        assert_eq!(spec.nested().len(), 2);
        let bound = fixture.bind_json(&Rule::new("choice", spec));
        assert_eq!(bound.json_kind(), JsonKind::Json);
        let mut kinds = [0; 3];
        for n in 0..100 {
            let json = fixture.value(&bound, &n.to_string());
            match serde_json::from_str(&json).expect("JSON") {
                serde_json::Value::String(_) => kinds[0] += 1,
                serde_json::Value::Number(_) => kinds[1] += 1,
                serde_json::Value::Bool(true) => kinds[2] += 1,
                _ => panic!("{json}"),
            }
        }
        assert!(kinds.iter().all(|count| *count > 5), "{kinds:?}");
    }

    #[test]
    fn rule_files_give_values_cases_and_rules() {
        let rules = crate::rules::load::testing::rules(
            "tables:\n  t:\n    columns:\n      a: {use: choice, values: [{value: null, weight: 1}, \
             {use: date.between, from: \"2024-01-01\", to: \"2024-06-30\", weight: 4}]}\n",
        );
        let fixture = Fixture::new();
        let rule = Rule(rules.tables[0].columns[0].rule.clone());
        let bound = fixture.bind(&rule, PgType::Date);
        let (mut nulls, mut dates) = (0, 0);
        for n in 0..500 {
            match fixture
                .apply(&bound, &format!("2020-01-{n}"))
                .expect("a choice")
            {
                (Outcome::Null, _) => nulls += 1,
                (_, date) => {
                    assert!(("2024-01-01"..="2024-06-30").contains(&date.as_str()));
                    dates += 1;
                }
            }
        }
        assert!(nulls > 60 && dates > 300, "{nulls} {dates}");
        let wrong = crate::rules::load::testing::fail(
            "tables:\n  t:\n    columns:\n      a: {use: choice, values: [{use: persn.name, weight: 1}]}\n",
        );
        assert!(wrong.contains("persn.name"), "{wrong}");
    }
}
