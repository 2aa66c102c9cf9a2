//! `date.shift` and `date.noise`: dates near the original.

use std::sync::Arc;

use super::calendar::{DAY, SECOND};
use super::stamp::Stamp;
use super::{Shape, TYPES, TYPES_AND_TIMES, no_date, parse};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::node::Node;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::number::draw;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const SHIFT: Kind = Kind {
    name: "date.shift",
    about: "the date moved by whole days, never by none; with `seed_from` all dates of one person move alike, and stay in their order. Infinities and empty text stay",
    params: &[
        ("max_days", "at most this many days earlier or later (365)"),
        (
            "days",
            "instead: {min: DAYS, max: DAYS}, negative for earlier",
        ),
    ],
    types: TYPES,
    example: "{use: date.shift, max_days: 30, seed_from: user_id}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: load_shift,
};

pub(super) const NOISE: Kind = Kind {
    name: "date.noise",
    about: "the date or time moved by a keyed amount, never by none, down to the last unit it shows. Infinities and empty text stay",
    params: &[
        ("days", "at most this many days earlier or later (30)"),
        ("hours", "instead: in hours"),
        ("minutes", "instead: in minutes (60 for times of day)"),
        ("seconds", "instead: in seconds"),
    ],
    types: TYPES_AND_TIMES,
    example: "{use: date.noise, days: 7}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: load_noise,
};

/// More days than PostgreSQL's calendar has are surely a mistake.
const MOST_DAYS: i64 = 3_650_000;

#[derive(Clone, Copy, Debug)]
struct Shift {
    min: i64,
    max: i64,
}

fn load_shift(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let max_days = params.integer("max_days")?;
    let (min, max) = match (params.node("days")?, max_days) {
        (Some(_), Some(_)) => {
            return Err(Error::rules(
                params.position(),
                "`days` and `max_days` exclude each other",
            ));
        }
        (Some(node), None) => days_range(node)?,
        (None, max_days) => {
            let days = max_days.unwrap_or(365);
            if !(1..=MOST_DAYS).contains(&days) {
                return Err(Error::rules(
                    params.position(),
                    format!("`max_days` must be from 1 to {MOST_DAYS}"),
                ));
            }
            (-days, days)
        }
    };
    Ok(Arc::new(Shift { min, max }))
}

/// `{min: …, max: …}`
fn days_range(node: &Node) -> Result<(i64, i64)> {
    let wrong = || {
        Error::rules(
            &node.position,
            format!("`days` must be {{min: DAYS, max: DAYS}}, from -{MOST_DAYS} to {MOST_DAYS}"),
        )
    };
    let entries = node.map().ok_or_else(wrong)?;
    let params = Params::new(&node.position, entries, &[]);
    let both = params.integer("min")?.zip(params.integer("max")?);
    params.finish("days")?;
    let (min, max) = both.ok_or_else(wrong)?;
    if min > max || min < -MOST_DAYS || max > MOST_DAYS {
        return Err(wrong());
    }
    if min == 0 && max == 0 {
        return Err(Error::rules(&node.position, "`days` must not be 0 only"));
    }
    Ok((min, max))
}

impl Spec for Shift {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let shape = Shape::of(binder, SHIFT.name)?.dated(SHIFT.name)?;
        Ok(Box::new(Shifted {
            shape,
            shift: *self,
        }))
    }
}

struct Shifted {
    shape: Shape,
    shift: Shift,
}

impl Transform for Shifted {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(mut stamp) = parse(value)? else {
            return Ok(Outcome::Keep);
        };
        if !stamp.form.date {
            return Err(no_date(value));
        }
        let Shift { min, max } = self.shift;
        // Without 0 in between there is one number less to draw from.
        let spans_zero = min <= 0 && max >= 0;
        let rng = &mut cx.seed.rng();
        // Both bounds are within ±MOST_DAYS.
        let drawn = draw::between(rng, min.into(), (max - i64::from(spans_zero)).into()) as i64;
        let days = drawn + i64::from(spans_zero && drawn >= 0);
        let (first, last) = self.shape.limits(stamp.days);
        let moved = stamp.days + days;
        stamp.days = if (first..=last).contains(&moved) {
            moved
        } else {
            stamp.days - days
        };
        stamp.write(self.shape.trims(), out);
        Ok(Outcome::Value)
    }
}

/// The most in nanoseconds; `None` for the default of the column.
#[derive(Clone, Copy, Debug)]
struct Noise(Option<(i64, &'static str)>);

const UNITS: [(&str, i64); 4] = [
    ("days", DAY),
    ("hours", 3600 * SECOND),
    ("minutes", 60 * SECOND),
    ("seconds", SECOND),
];

fn load_noise(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let mut most = None;
    for (name, unit) in UNITS {
        let Some(number) = params.integer(name)? else {
            continue;
        };
        if most.is_some() {
            return Err(Error::rules(
                params.position(),
                "`days`, `hours`, `minutes` and `seconds` exclude each other",
            ));
        }
        let nanos = number
            .checked_mul(unit)
            .filter(|nanos| *nanos > 0 && nanos / DAY <= 100_000)
            .ok_or_else(|| {
                Error::rules(
                    params.position(),
                    format!("`{name}` must be greater than 0 and at most 100000 days"),
                )
            })?;
        most = Some((nanos, name));
    }
    Ok(Arc::new(Noise(most)))
}

impl Spec for Noise {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let shape = Shape::of(binder, NOISE.name)?;
        let default = match shape {
            Shape::Time => (3600 * SECOND, "minutes"),
            _ => (30 * DAY, "days"),
        };
        let (most, name) = self.0.unwrap_or(default);
        if shape == Shape::Date && most < DAY {
            return Err(Misfit::new(format!(
                "the column is date, and `{name}` is less than a day"
            ))
            .hint("give `days`"));
        }
        if shape == Shape::Time && most >= DAY {
            return Err(Misfit::new(format!(
                "the column holds times of day, and `{name}` is a day or more"
            ))
            .hint("give `minutes` or `seconds`"));
        }
        Ok(Box::new(Noisy { shape, most }))
    }
}

struct Noisy {
    shape: Shape,
    most: i64,
}

impl Transform for Noisy {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(mut stamp) = parse(value)? else {
            return Ok(Outcome::Keep);
        };
        if self.shape.trims() {
            // PostgreSQL left out zeros: the value is known to the microsecond.
            if let Some(time) = &mut stamp.form.time
                && time.fraction > 0
            {
                time.fraction = 6;
            }
        }
        let rng = &mut cx.seed.rng();
        self.moved(stamp, |most| draw::nonzero(rng, most))
            .write(self.shape.trims(), out);
        Ok(Outcome::Value)
    }
}

impl Noisy {
    fn moved<'a>(&self, stamp: Stamp<'a>, draw: impl FnOnce(u128) -> i128) -> Stamp<'a> {
        let step = stamp.form.time.map_or(DAY, |time| time.step());
        // A time of day goes round at midnight; a whole day more would be none.
        let most = if stamp.form.date {
            self.most
        } else {
            self.most.min(DAY - step)
        };
        let steps = (most / step).max(1);
        let noise = draw(steps.unsigned_abs().into()) * i128::from(step);
        if !stamp.form.date {
            let nanos = (i128::from(stamp.nanos) + noise).rem_euclid(DAY.into());
            return stamp.at_local(nanos);
        }
        let (first, last) = self.shape.limits(stamp.days);
        let moved = stamp.at_local(stamp.local() + noise);
        if (first..=last).contains(&moved.days) {
            moved
        } else {
            stamp.at_local(stamp.local() - noise)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::calendar::days_of;
    use super::super::stamp::Parsed;
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::container::fixture::{self, Replaced, apply, bind, rule, text};

    fn run(kind: &'static Kind, params: &[(&str, &str)], ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(kind, params), ty).expect("a fit");
        text(apply(&bound, value).expect("a date"))
    }

    fn days(text: &str) -> i64 {
        match Parsed::parse(text.as_bytes()) {
            Some(Parsed::Stamp(stamp)) => stamp.days,
            _ => panic!("no date"),
        }
    }

    #[test]
    fn shifts_are_whole_days_within_the_bounds() {
        let mut seen = std::collections::BTreeSet::new();
        for day in 0..200 {
            let value = format!("2024-01-{:02} 12:34:56.{:03}", day % 28 + 1, day + 100);
            let moved = run(&SHIFT, &[("max_days", "2")], &PgType::Timestamp, &value);
            assert_eq!(moved[10..], *value[10..].trim_end_matches('0'));
            seen.insert(days(&moved) - days(&value));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [-2, -1, 1, 2]);
        let moved = run(&SHIFT, &[], &PgType::Date, "0001-01-01");
        assert!(days(&moved) != days("0001-01-01"));
        assert_eq!(moved, run(&SHIFT, &[], &PgType::Date, "0001-01-01"));
    }

    #[test]
    fn forms_are_kept() {
        for value in [
            "2024-06-01T12:00:00.000Z",
            "2024-06-01 12:00",
            "2024-06-01 12:00:00+01",
            "2024-06-01",
        ] {
            let moved = run(&SHIFT, &[("max_days", "20")], &PgType::Text, value);
            assert_eq!(moved.len(), value.len());
            assert_eq!(moved[10..], value[10..]);
            assert_ne!(moved, value);
        }
    }

    #[test]
    fn a_range_of_days() {
        let range = fixture::map(&[("min", fixture::scalar("5")), ("max", fixture::scalar("5"))]);
        let rule = fixture::load(&SHIFT, &[("days", range)]).expect("right parameters");
        let bound = bind(&rule, &PgType::Date).expect("a fit");
        assert_eq!(
            apply(&bound, "2024-02-27").map(text),
            Ok("2024-03-03".into())
        );
        // Past the end of the calendar it goes the other way.
        assert_eq!(
            apply(&bound, "5874897-12-31").map(text),
            Ok("5874897-12-26".into())
        );
        assert_eq!(
            apply(&bound, "0044-12-30 BC").map(text),
            Ok("0043-01-04 BC".into())
        );
    }

    #[test]
    fn the_same_person_moves_alike() {
        let mut rule = rule(&SHIFT, &[]);
        rule.options.seed_from = vec!["user_id".into()];
        let columns = crate::transform::bind::Columns {
            list: vec![("user_id".into(), PgType::Int4.into())],
            ..Default::default()
        };
        let bound = fixture::with_binder(
            &fixture::run(),
            fixture::target(&PgType::Date),
            &columns,
            |binder| crate::transform::bound::BoundRule::bind(&rule, binder),
        )
        .expect("a fit");
        let moved = |value: &str| days(&text(apply(&bound, value).expect("a date")));
        assert_eq!(
            moved("2024-06-01") - days("2024-06-01"),
            moved("1980-02-29") - days("1980-02-29")
        );
    }

    #[test]
    fn noise_moves_all_that_the_value_shows() {
        let value = "2024-06-01 12:34:56.5";
        let moved = run(&NOISE, &[("days", "3")], &PgType::Timestamp, value);
        assert!((days(&moved) - days(value)).abs() <= 3);
        assert_ne!(moved[11..], value[11..]);
        let moved = run(&NOISE, &[], &PgType::Date, "2024-06-01");
        assert!((1..=30).contains(&(days(&moved) - days("2024-06-01")).abs()));
        let moved = run(&NOISE, &[("seconds", "1")], &PgType::Time, "00:00:00");
        assert!(["23:59:59", "00:00:01"].contains(&moved.as_str()));
        let moved = run(&NOISE, &[("hours", "5")], &PgType::Text, "2024-06-01");
        assert_eq!((days(&moved) - days("2024-06-01")).abs(), 1);
    }

    #[test]
    fn what_has_no_date_stays_or_fails() {
        for kind in [&SHIFT, &NOISE] {
            let bound = bind(&rule(kind, &[]), &PgType::Text).expect("a fit");
            for value in ["infinity", "-infinity", ""] {
                assert_eq!(apply(&bound, value), Ok(Replaced::Keep));
            }
            for value in ["canary", "01/02/2024", "é", "12:00:00x"] {
                let error = apply(&bound, value).unwrap_err();
                assert_eq!(error, format!("expected a date, got {} bytes", value.len()));
            }
        }
        let bound = bind(&rule(&SHIFT, &[]), &PgType::Text).expect("a fit");
        assert!(apply(&bound, "12:00:00").is_err());
    }

    #[test]
    fn parameters_and_columns_are_checked() {
        let wrong = |kind, params: &[(&str, &str)]| {
            let params: Vec<_> = params
                .iter()
                .map(|(key, value)| (*key, fixture::scalar(value)))
                .collect();
            assert!(fixture::load(kind, &params).is_err());
        };
        wrong(&SHIFT, &[("max_days", "0")]);
        wrong(&SHIFT, &[("days", "5")]);
        wrong(&NOISE, &[("days", "1"), ("hours", "1")]);
        wrong(&NOISE, &[("days", "999999999999")]);
        assert!(bind(&rule(&SHIFT, &[]), &PgType::Time).is_err());
        assert!(bind(&rule(&SHIFT, &[]), &PgType::Int4).is_err());
        assert!(bind(&rule(&NOISE, &[("hours", "5")]), &PgType::Date).is_err());
        assert!(bind(&rule(&NOISE, &[("days", "5")]), &PgType::Time).is_err());
        assert!(bind(&rule(&NOISE, &[]), &PgType::Interval).is_err());
    }

    proptest! {
        #[test]
        fn moved_dates_are_other_dates_that_fit(day in -2_440_588_i64..2_145_000_000, nanos in 0..DAY) {
            let day = day.min(days_of(294_276, 12, 31));
            let stamp = Parsed::parse(b"2024-01-01 00:00:00.000000");
            let Some(Parsed::Stamp(stamp)) = stamp else {
                return Err(TestCaseError::fail("no stamp"));
            };
            let mut value = Vec::new();
            stamp.at_local(i128::from(day) * i128::from(DAY) + i128::from(nanos))
                .write(true, &mut value);
            let value = String::from_utf8(value).expect("ASCII");
            for kind in [&SHIFT, &NOISE] {
                let moved = run(kind, &[], &PgType::Timestamp, &value);
                prop_assert!(moved != value);
                let moved = days(&moved);
                prop_assert!((super::super::FIRST..=super::super::LAST_TIMESTAMP).contains(&moved));
            }
        }
    }
}
