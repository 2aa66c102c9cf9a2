//! Numbers and truth values.

use std::sync::Arc;

use super::bind::Binder;
use super::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use decimal::{Decimal, Fit};

mod boolean;
mod decimal;
pub(super) mod draw;
mod near;

pub(super) const KINDS: &[Kind] = &[BETWEEN, near::NOISE, near::ROUND, boolean::KIND];

const BETWEEN: Kind = Kind {
    name: "number.between",
    about: "a number between two bounds, both included, each equally likely",
    params: &[
        ("min", "the least (0)"),
        ("max", "the greatest (100)"),
        (
            "decimals",
            "digits after the point (as the column has; else as the bounds have)",
        ),
    ],
    types: "numbers, text, JSON",
    example: "{use: number.between, min: 1, max: 500}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load,
};

#[derive(Debug)]
struct Between {
    min: Option<Decimal>,
    max: Option<Decimal>,
    decimals: Option<u32>,
}

fn load(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let min = decimal_param(params, "min")?;
    let max = decimal_param(params, "max")?;
    let decimals = match params.integer("decimals")? {
        None => None,
        Some(decimals @ 0..=18) => Some(decimals as u32),
        Some(_) => {
            return Err(Error::rules(
                params.position(),
                "`decimals` must be from 0 to 18",
            ));
        }
    };
    let spec = Between { min, max, decimals };
    let (min, max) = (spec.min(), spec.max());
    if min.at_scale(18) > max.at_scale(18) {
        return Err(Error::rules(
            params.position(),
            "`min` is greater than `max`",
        ));
    }
    Ok(Arc::new(spec))
}

/// A number of at most 18 digits.
fn decimal_param(params: &Params<'_>, name: &'static str) -> Result<Option<Decimal>> {
    let Some(text) = params.string(name)? else {
        return Ok(None);
    };
    Decimal::parse_rule(text).map(Some).ok_or_else(|| {
        let place = match params.node(name) {
            Ok(Some(node)) => &node.position,
            _ => params.position(),
        };
        Error::rules(
            place,
            format!("`{name}` must be a number of at most 18 digits"),
        )
    })
}

const ZERO: Decimal = Decimal { units: 0, scale: 0 };
const HUNDRED: Decimal = Decimal {
    units: 100,
    scale: 0,
};

impl Between {
    fn min(&self) -> Decimal {
        match (self.min, self.max) {
            (Some(min), _) => min,
            // Only a `max`, and a negative one.
            (None, Some(max)) if max.units < 0 => Decimal {
                units: max.units - 100 * 10_i128.pow(max.scale),
                ..max
            },
            _ => ZERO,
        }
    }

    fn max(&self) -> Decimal {
        match (self.min, self.max) {
            (_, Some(max)) => max,
            (Some(min), None) if min.at_scale(18) > HUNDRED.at_scale(18) => Decimal {
                units: min.units + 100 * 10_i128.pow(min.scale),
                ..min
            },
            _ => HUNDRED,
        }
    }
}

impl Spec for Between {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let fit = Fit::of(binder).ok_or_else(|| binder.wrong_type(BETWEEN.name, "numbers"))?;
        let min = self.min();
        let mut max = self.max();
        if let (None, Some(largest)) = (self.max, fit.largest())
            && largest
                .at_scale(18)
                .is_some_and(|most| Some(most) < max.at_scale(18))
        {
            max = largest;
        }
        let name = binder.target.ty.short_name();
        let scale = match (self.decimals, fit.scale) {
            (Some(decimals), Some(scale)) if decimals > scale => {
                return Err(Misfit::new(format!(
                    "`number.between` makes {decimals} decimals, but the column ({name}) takes {scale}"
                )));
            }
            (Some(decimals), _) => decimals,
            // The bounds' decimals would be plenty for a column of 30.
            (None, Some(scale)) => scale.min(18),
            (None, None) => min.scale.max(max.scale),
        };
        let bounds = min.ceil_at(scale).zip(max.floor_at(scale));
        let (low, high) = bounds.filter(|(low, high)| low <= high).ok_or_else(|| {
            Misfit::new(format!(
                "there is no number with {scale} decimals between `min` and `max`"
            ))
        })?;
        for units in [low, high] {
            if !fit.holds(Decimal { units, scale }) {
                return Err(Misfit::new(format!(
                    "`min` and `max` go beyond what the column ({name}) takes"
                )));
            }
        }
        Ok(Box::new(Uniform { low, high, scale }))
    }
}

struct Uniform {
    low: i128,
    high: i128,
    scale: u32,
}

impl Transform for Uniform {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let units = draw::between(&mut cx.seed.rng(), self.low, self.high);
        let scale = self.scale;
        Decimal { units, scale }.write(out);
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::fixture::{self, apply, bind, rule, text};
    use super::*;
    use crate::dump::types::PgType;

    fn draw(params: &[(&str, &str)], ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(&BETWEEN, params), ty).expect("a fit");
        text(apply(&bound, value).expect("a number"))
    }

    #[test]
    fn results_stay_between_the_bounds_and_depend_on_the_value() {
        let params = [("min", "-2"), ("max", "3")];
        let mut seen = std::collections::BTreeSet::new();
        for value in 0..100 {
            let drawn = draw(&params, &PgType::Int4, &value.to_string());
            assert_eq!(drawn, draw(&params, &PgType::Int4, &value.to_string()));
            seen.insert(drawn.parse::<i32>().expect("a number"));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2, 3]);
    }

    #[test]
    fn any_original_will_do() {
        for value in ["", "é", "\\n", "NaN", &"9".repeat(1000)] {
            draw(&[], &PgType::Text, value)
                .parse::<u8>()
                .expect("0 to 100");
        }
    }

    #[test]
    fn decimals_follow_the_column_the_rule_or_the_bounds() {
        let decimals = |params: &[(&str, &str)], ty: PgType| {
            let drawn = draw(params, &ty, "x");
            drawn
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len())
        };
        let two = PgType::Numeric(Some((7, 2)));
        assert_eq!(decimals(&[], two.clone()), 2);
        assert_eq!(decimals(&[("decimals", "1")], two), 1);
        assert_eq!(decimals(&[], PgType::Numeric(None)), 0);
        assert_eq!(decimals(&[("min", "0.005")], PgType::Float8), 3);
        assert_eq!(decimals(&[("decimals", "4")], PgType::Unknown), 4);
    }

    #[test]
    fn bounds_fit_the_column() {
        let misfit = |params: &[(&str, &str)], ty: PgType| {
            bind(&rule(&BETWEEN, params), &ty)
                .err()
                .map(|misfit| misfit.message)
        };
        assert!(misfit(&[("max", "40000")], PgType::Int2).is_some());
        assert!(misfit(&[("max", "1000")], PgType::Numeric(Some((5, 2)))).is_some());
        assert!(misfit(&[("min", "0.1"), ("max", "0.9")], PgType::Int4).is_some());
        assert!(misfit(&[("decimals", "1")], PgType::Int4).is_some());
        assert!(misfit(&[("max", "100")], PgType::Varchar(Some(2))).is_some());
        assert!(misfit(&[], PgType::Date).is_some());
        // Without a rule's word the bounds shrink to the column.
        let drawn = draw(&[], &PgType::Numeric(Some((2, 2))), "x");
        assert!((0.0..1.0).contains(&drawn.parse::<f64>().expect("a number")));
    }

    #[test]
    fn one_bound_is_enough() {
        let low: i32 = draw(&[("max", "-5")], &PgType::Int4, "x")
            .parse()
            .expect("a number");
        assert!((-105..=-5).contains(&low));
        let high: i32 = draw(&[("min", "500")], &PgType::Int4, "x")
            .parse()
            .expect("a number");
        assert!((500..=600).contains(&high));
    }

    #[test]
    fn wrong_parameters_are_refused() {
        for (min, max) in [("2", "1"), ("x", "1"), ("NaN", "1"), ("1e5", "1e6")] {
            let params = [("min", fixture::scalar(min)), ("max", fixture::scalar(max))];
            assert!(fixture::load(&BETWEEN, &params).is_err());
        }
    }
}
