//! `date.truncate`: dates without their finer parts.

use std::sync::Arc;

use super::calendar::{DAY, SECOND, date_of, days_of};
use super::stamp::Stamp;
use super::{Shape, TYPES_AND_TIMES, no_date, parse};
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "date.truncate",
    about: "the begin of the year, month or other unit that the date is in. Infinities and empty text stay",
    params: &[(
        "to",
        "year, quarter, month, week, day, hour, minute or second (month; hour for times of day)",
    )],
    types: TYPES_AND_TIMES,
    example: "{use: date.truncate, to: year}",
    role: Role::Value,
    partial: true,
    unique: false,
    load,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

const UNITS: [(&str, Unit); 8] = [
    ("year", Unit::Year),
    ("quarter", Unit::Quarter),
    ("month", Unit::Month),
    ("week", Unit::Week),
    ("day", Unit::Day),
    ("hour", Unit::Hour),
    ("minute", Unit::Minute),
    ("second", Unit::Second),
];

#[derive(Debug)]
struct Truncate(Option<Unit>);

fn load(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let to = params.one_of("to", &UNITS.map(|(name, _)| name))?;
    Ok(Arc::new(Truncate(to.map(|index| UNITS[index].1))))
}

impl Spec for Truncate {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let shape = Shape::of(binder, KIND.name)?;
        let unit = self.0.unwrap_or(match shape {
            Shape::Time => Unit::Hour,
            _ => Unit::Month,
        });
        if shape == Shape::Date && unit >= Unit::Day {
            return Err(Misfit::new(
                "`date.truncate` to a day or less leaves a date column as it is",
            )
            .hint("truncate to a month or a year, or say `keep`"));
        }
        if shape == Shape::Time && unit <= Unit::Day {
            return Err(Misfit::new(
                "the column holds times of day: truncate them to an hour, minute or second",
            ));
        }
        Ok(Box::new(Truncated { shape, unit }))
    }
}

struct Truncated {
    shape: Shape,
    unit: Unit,
}

impl Transform for Truncated {
    fn apply(&self, _: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(stamp) = parse(value)? else {
            return Ok(Outcome::Keep);
        };
        if !stamp.form.date && self.unit <= Unit::Day {
            return Err(no_date(value));
        }
        self.truncated(stamp).write(self.shape.trims(), out);
        Ok(Outcome::Value)
    }
}

impl Truncated {
    fn truncated<'a>(&self, mut stamp: Stamp<'a>) -> Stamp<'a> {
        let (year, month, _) = date_of(stamp.days);
        let days = match self.unit {
            Unit::Year => days_of(year, 1, 1),
            Unit::Quarter => days_of(year, month - (month - 1) % 3, 1),
            Unit::Month => days_of(year, month, 1),
            // 1970-01-01 was a Thursday; weeks begin on Monday.
            Unit::Week => stamp.days - (stamp.days + 3).rem_euclid(7),
            _ => stamp.days,
        };
        stamp.days = days.max(self.shape.limits(days).0);
        let step = match self.unit {
            Unit::Hour => 3600 * SECOND,
            Unit::Minute => 60 * SECOND,
            Unit::Second => SECOND,
            _ => DAY,
        };
        stamp.nanos -= stamp.nanos % step;
        if self.unit <= Unit::Day {
            stamp.nanos = 0;
        }
        stamp
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::container::fixture::{self, Replaced, apply, bind, rule, text};

    fn run(to: &str, ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(&KIND, &[("to", to)]), ty).expect("a fit");
        text(apply(&bound, value).expect("a date"))
    }

    #[test]
    fn every_unit() {
        let truncate = |to| run(to, &PgType::TimestampTz, "2024-08-15 12:34:56.789+01");
        assert_eq!(truncate("year"), "2024-01-01 00:00:00+01");
        assert_eq!(truncate("quarter"), "2024-07-01 00:00:00+01");
        assert_eq!(truncate("month"), "2024-08-01 00:00:00+01");
        assert_eq!(truncate("week"), "2024-08-12 00:00:00+01");
        assert_eq!(truncate("day"), "2024-08-15 00:00:00+01");
        assert_eq!(truncate("hour"), "2024-08-15 12:00:00+01");
        assert_eq!(truncate("minute"), "2024-08-15 12:34:00+01");
        assert_eq!(truncate("second"), "2024-08-15 12:34:56+01");
    }

    #[test]
    fn forms_are_kept() {
        assert_eq!(
            run("month", &PgType::Date, "0044-03-15 BC"),
            "0044-03-01 BC"
        );
        assert_eq!(run("hour", &PgType::Time, "12:34:56.5"), "12:00:00");
        assert_eq!(
            run("hour", &PgType::Text, "2024-08-15T12:34:56.789Z"),
            "2024-08-15T12:00:00.000Z"
        );
        assert_eq!(run("year", &PgType::Text, "2024-08-15"), "2024-01-01");
        assert_eq!(run("year", &PgType::Date, "4714-12-01 BC"), "4714-11-24 BC");
    }

    #[test]
    fn what_has_no_date_stays_or_fails() {
        let bound = bind(&rule(&KIND, &[]), &PgType::Text).expect("a fit");
        assert_eq!(apply(&bound, "infinity"), Ok(Replaced::Keep));
        assert_eq!(apply(&bound, ""), Ok(Replaced::Keep));
        let error = apply(&bound, "canary").unwrap_err();
        assert_eq!(error, "expected a date, got 6 bytes");
        assert!(apply(&bound, "12:00").is_err());
    }

    #[test]
    fn what_would_change_nothing_is_refused() {
        assert!(bind(&rule(&KIND, &[("to", "day")]), &PgType::Date).is_err());
        assert!(bind(&rule(&KIND, &[("to", "month")]), &PgType::Time).is_err());
        assert!(bind(&rule(&KIND, &[]), &PgType::Time).is_ok());
        assert!(bind(&rule(&KIND, &[]), &PgType::Uuid).is_err());
        let params = [("to", fixture::scalar("moth"))];
        let error = fixture::load(&KIND, &params).unwrap_err();
        assert_eq!(error.hints(), ["did you mean `month`?"]);
    }
}
