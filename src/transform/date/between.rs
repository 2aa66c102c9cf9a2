//! `date.between`: dates between two bounds.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::calendar::{DAY, LAST_TIMESTAMP, SECOND, date_of};
use super::stamp::{Form, Parsed, Stamp, TimeForm};
use super::{Shape, TYPES_AND_TIMES};
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnName;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::number::draw;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "date.between",
    about: "a date or time between two bounds, both included; text and JSON keep the original's form",
    params: &[
        (
            "from",
            "the earliest: an ISO date or time, `now`, or {column: NAME} for that column's replaced value",
        ),
        (
            "to",
            "the latest, likewise; where one column is NULL or infinite, it is taken as a year from the other bound, where both are, the result is NULL",
        ),
    ],
    types: TYPES_AND_TIMES,
    example: "{use: date.between, from: \"2020-01-01\", to: {column: closed_at}}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load,
};

#[derive(Clone, Debug)]
enum Bound {
    Literal(String),
    Now,
    Column(String),
}

#[derive(Debug)]
struct Between {
    from: Bound,
    to: Bound,
}

fn load(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let from = bound(params, "from")?;
    let to = bound(params, "to")?;
    if let (Bound::Literal(from), Bound::Literal(to)) = (&from, &to) {
        let (from, to) = (literal(from), literal(to));
        if let (Some(from), Some(to)) = (from, to) {
            if from.form.date != to.form.date {
                return Err(Error::rules(
                    params.position(),
                    "`from` and `to` must both be dates, or both times of day",
                ));
            }
            if from.local() > to.local() {
                return Err(Error::rules(params.position(), "`from` is after `to`"));
            }
        }
    }
    Ok(Arc::new(Between { from, to }))
}

fn bound(params: &Params<'_>, name: &'static str) -> Result<Bound> {
    let node = params.required(name)?;
    if let Some(entries) = node.map() {
        let inner = Params::new(&node.position, entries, &[]);
        let column = inner.string("column")?;
        inner.finish(name)?;
        let column = column.and_then(|column| ColumnName::parse(column).ok());
        let column = column.ok_or_else(|| {
            Error::rules(&node.position, format!("`{name}` must name a `column`"))
        })?;
        return Ok(Bound::Column(column.text));
    }
    match node.scalar() {
        Some("now") => Ok(Bound::Now),
        Some(text) if literal(text).is_some() => Ok(Bound::Literal(text.to_owned())),
        _ => Err(Error::rules(
            &node.position,
            format!("`{name}` must be a date or time such as \"2024-01-31\", or {{column: NAME}}"),
        )),
    }
}

fn literal(text: &str) -> Option<Stamp<'_>> {
    match Parsed::parse(text.as_bytes())? {
        Parsed::Stamp(stamp) if stamp.days <= LAST_TIMESTAMP => Some(stamp),
        _ => None,
    }
}

impl Spec for Between {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let shape = Shape::of(binder, KIND.name)?;
        let time_zone = &binder.run.time_zone;
        let limit = |bound: &Bound| -> Result<Limit, Misfit> {
            Ok(match bound {
                Bound::Column(column) => Limit::Column(binder.replaced(column)?),
                Bound::Now => Limit::Fixed(Instant::now(binder.run.now, time_zone), true),
                Bound::Literal(text) => {
                    let stamp =
                        literal(text).ok_or_else(|| Misfit::new("the bound is no date or time"))?;
                    Limit::Fixed(Instant::of(&stamp, time_zone), stamp.form.time.is_some())
                }
            })
        };
        let dated = |bound: &Bound| match bound {
            Bound::Literal(text) => literal(text).map(|stamp| stamp.form.date),
            Bound::Now => Some(true),
            Bound::Column(_) => None,
        };
        let is_dated = [dated(&self.from), dated(&self.to)];
        let wrong = match shape {
            Shape::Time => Some(true),
            Shape::Text | Shape::Json => None,
            _ => Some(false),
        };
        if wrong.is_some() && is_dated.contains(&wrong) {
            return Err(Misfit::new(format!(
                "`from` and `to` don't fit the column ({})",
                binder.target.ty.short_name()
            )));
        }
        if binder.target.ty.max_chars().is_some_and(|limit| limit < 10) {
            return Err(Misfit::new(format!(
                "a date has 10 characters, the column ({}) takes fewer",
                binder.target.ty.short_name()
            )));
        }
        let (from, to) = (limit(&self.from)?, limit(&self.to)?);
        let timed = [&from, &to]
            .iter()
            .any(|limit| matches!(limit, Limit::Fixed(_, true)));
        let times_only = shape == Shape::Time || is_dated.contains(&Some(false));
        Ok(Box::new(Drawn {
            shape,
            from,
            to,
            default: default_form(shape, timed, times_only),
            times_only,
            time_zone: time_zone.clone(),
        }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        [&self.from, &self.to]
            .into_iter()
            .filter_map(|bound| match bound {
                Bound::Column(column) => Some(column.clone()),
                _ => None,
            })
            .collect()
    }
}

/// The form of a result where the original shows none.
fn default_form(shape: Shape, timed: bool, times_only: bool) -> Form<'static> {
    let (separator, suffix): (u8, &[u8]) = match shape {
        Shape::Json if !times_only => (b'T', b"Z"),
        Shape::TimestampTz => (b' ', b"+00"),
        _ => (b' ', b""),
    };
    let has_time = match shape {
        Shape::Date => false,
        Shape::Text | Shape::Json => timed,
        _ => true,
    };
    Form {
        date: !times_only,
        time: has_time.then_some(TimeForm {
            separator,
            seconds: true,
            fraction: 0,
            suffix,
            offset: (!suffix.is_empty()).then_some(0),
        }),
    }
}

/// A point in time in nanoseconds since 1970-01-01 00:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Instant {
    /// As a clock without a zone shows it.
    local: i128,
    utc: i128,
}

enum Limit {
    /// With whether it has a time of day.
    Fixed(Instant, bool),
    Column(usize),
}

impl Instant {
    fn of(stamp: &Stamp<'_>, time_zone: &TimeZone) -> Self {
        let local = stamp.local();
        let utc = match stamp.offset() {
            Some(offset) => local - i128::from(offset) * i128::from(SECOND),
            None => to_utc(local, time_zone),
        };
        Self { local, utc }
    }

    fn now(now: jiff::Timestamp, time_zone: &TimeZone) -> Self {
        let utc = now.as_nanosecond();
        let offset = time_zone.to_offset(now).seconds();
        Self {
            local: utc + i128::from(offset) * i128::from(SECOND),
            utc,
        }
    }

    fn plus(self, nanos: i128) -> Self {
        Self {
            local: self.local + nanos,
            utc: self.utc + nanos,
        }
    }
}

/// Of a clock in this zone. Outside of the years that jiff knows (±9999) the zone counts as UTC.
fn to_utc(local: i128, time_zone: &TimeZone) -> i128 {
    let day = i128::from(DAY);
    let civil = || {
        let (year, month, date) = date_of(i64::try_from(local.div_euclid(day)).ok()?);
        let date = jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(date).ok()?,
        );
        let since_midnight = i64::try_from(local.rem_euclid(day)).ok()?;
        let clock = date
            .ok()?
            .at(0, 0, 0, 0)
            .checked_add(jiff::SignedDuration::from_nanos(since_midnight));
        Some(time_zone.to_timestamp(clock.ok()?).ok()?.as_nanosecond())
    };
    civil().unwrap_or(local)
}

struct Drawn {
    shape: Shape,
    from: Limit,
    to: Limit,
    default: Form<'static>,
    times_only: bool,
    time_zone: TimeZone,
}

const YEAR: i128 = 365 * DAY as i128;

impl Transform for Drawn {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let (from, to) = match (self.limit(&self.from, cx)?, self.limit(&self.to, cx)?) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, from.plus(self.span())),
            (None, Some(to)) => (to.plus(-self.span()), to),
            (None, None) => return Ok(Outcome::Null),
        };
        let form = self.form(value);
        let offset = form.time.and_then(|time| time.offset);
        let (from, to) = match offset {
            Some(offset) if form.date => {
                let offset = i128::from(offset) * i128::from(SECOND);
                (from.utc + offset, to.utc + offset)
            }
            _ => (from.local, to.local),
        };
        if from > to {
            return Err(Failure::new("`from` is after `to` in this row"));
        }
        let step = i128::from(form.time.map_or(DAY, |time| time.step()));
        // To whole steps, inwards.
        let first = -(-from).div_euclid(step);
        let last = to.div_euclid(step);
        if first > last {
            return Err(Failure::new(
                "there is no date or time between `from` and `to` in this row",
            ));
        }
        let local = draw::between(&mut cx.seed.rng(), first, last) * step;
        let days = local.div_euclid(i128::from(DAY));
        let (earliest, latest) = self.shape.limits(i64::try_from(days).unwrap_or(i64::MAX));
        if !(i128::from(earliest)..=i128::from(latest)).contains(&days) {
            return Err(Failure::new(
                "`from` and `to` go beyond what the column takes in this row",
            ));
        }
        let stamp = Stamp {
            days: 0,
            nanos: 0,
            form,
        };
        stamp.at_local(local).write(self.shape.trims(), out);
        Ok(Outcome::Value)
    }
}

impl Drawn {
    /// `None` where the column is NULL, empty or infinite.
    fn limit(&self, limit: &Limit, cx: &Cx<'_>) -> Result<Option<Instant>, Failure> {
        let index = match limit {
            Limit::Fixed(instant, _) => return Ok(Some(*instant)),
            Limit::Column(index) => *index,
        };
        let Some(value) = cx.replaced.get(index) else {
            return Ok(None);
        };
        let Some(stamp) = super::parse(value)? else {
            return Ok(None);
        };
        if stamp.form.date == self.times_only {
            return Err(super::no_date(value));
        }
        Ok(Some(Instant::of(&stamp, &self.time_zone)))
    }

    /// How far a missing bound is from the other.
    fn span(&self) -> i128 {
        if self.times_only { 0 } else { YEAR }
    }

    /// The original's form, where it is one that fits.
    fn form<'a>(&self, value: &'a [u8]) -> Form<'a> {
        match Parsed::parse(value) {
            Some(Parsed::Stamp(mut stamp)) if stamp.form.date != self.times_only => {
                if let (true, Some(time)) = (self.shape.trims(), &mut stamp.form.time) {
                    // PostgreSQL left out zeros: the value is known to the microsecond.
                    time.fraction = if time.fraction > 0 { 6 } else { 0 };
                }
                stamp.form
            }
            _ => self.default,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::rules::model::ColumnRule;
    use crate::transform::bind::{Columns, Run};
    use crate::transform::bound::BoundRule;
    use crate::transform::container::fixture::{
        self, Replaced, apply, apply_in, bind, map, rule, scalar, text,
    };

    fn run(from: &str, to: &str, ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(&KIND, &[("from", from), ("to", to)]), ty).expect("a fit");
        text(apply(&bound, value).expect("a date"))
    }

    /// With columns `a` and `b` as bounds.
    fn between_columns(ty: &PgType, run: &Run) -> BoundRule {
        let column = |name| map(&[("column", scalar(name))]);
        let params = [("from", column("a")), ("to", column("b"))];
        let rule: ColumnRule = fixture::load(&KIND, &params).expect("right parameters");
        assert_eq!(rule.spec.reads_replaced(), ["a", "b"]);
        let columns = Columns {
            list: vec![
                ("a".into(), ty.clone().into()),
                ("b".into(), ty.clone().into()),
            ],
            ..Default::default()
        };
        fixture::with_binder(run, fixture::target(ty), &columns, |binder| {
            BoundRule::bind(&rule, binder)
        })
        .expect("a fit")
    }

    #[test]
    fn every_date_between_is_drawn() {
        let mut seen = std::collections::BTreeSet::new();
        for day in 1..=28 {
            let value = format!("1980-02-{day:02}");
            let drawn = run("2024-02-28", "2024-03-01", &PgType::Date, &value);
            assert_eq!(
                drawn,
                run("2024-02-28", "2024-03-01", &PgType::Date, &value)
            );
            seen.insert(drawn);
        }
        assert_eq!(
            seen.into_iter().collect::<Vec<_>>(),
            ["2024-02-28", "2024-02-29", "2024-03-01"]
        );
    }

    #[test]
    fn forms_follow_the_column_or_the_original() {
        let long = "x".repeat(1000);
        let run = |ty, value| run("2024-01-01", "2024-12-31", &ty, value);
        let length = |ty, value| run(ty, value).len();
        assert_eq!(length(PgType::Timestamp, "1980-01-01 12:00:00"), 19);
        assert!(run(PgType::TimestampTz, "").ends_with("+00"));
        assert!(run(PgType::TimestampTz, "1980-01-01 12:00:00+05:30").ends_with("+05:30"));
        assert!(run(PgType::Text, "1980-01-01T12:00:00.000Z").ends_with('Z'));
        assert_eq!(length(PgType::Text, "1980-01-01T12:00:00.000Z"), 24);
        for any in ["", "é", "infinity", "12:00", &long] {
            assert_eq!(length(PgType::Text, any), 10);
        }
        assert!(run(PgType::Timestamp, "1980-01-01 12:00:00.5").len() > 20);
    }

    #[test]
    fn times_of_day() {
        let drawn = run("09:00", "17:30", &PgType::Time, "23:12:13");
        assert!(
            ("09:00:00".."17:30:01").contains(&drawn.as_str()),
            "{drawn}"
        );
        let rule = rule(&KIND, &[("from", "2024-01-01"), ("to", "now")]);
        assert!(bind(&rule, &PgType::Time).is_err());
    }

    #[test]
    fn columns_as_bounds() {
        let bound = between_columns(&PgType::Date, &fixture::run());
        let drawn = |a: Option<&str>, b: Option<&str>| {
            let columns = [a.map(str::as_bytes), b.map(str::as_bytes)];
            apply_in(&bound, &columns, Some(b"1980-01-01"))
        };
        assert_eq!(
            drawn(Some("2024-02-28"), Some("2024-02-28")).map(text),
            Ok("2024-02-28".into())
        );
        let open = drawn(Some("2024-01-01"), None).map(text).expect("a date");
        assert!(("2024-01-01"..="2024-12-31").contains(&open.as_str()));
        let open = drawn(Some("-infinity"), Some("2024-12-31"))
            .map(text)
            .expect("a date");
        assert!(("2024-01-01"..="2024-12-31").contains(&open.as_str()));
        assert_eq!(drawn(None, None), Ok(Replaced::Null));
        let error = drawn(Some("2024-02-28"), Some("2024-02-27")).unwrap_err();
        assert_eq!(error, "`from` is after `to` in this row");
        assert!(drawn(Some("canary"), None).is_err());
    }

    #[test]
    fn literals_without_offset_are_in_the_runs_zone() {
        let mut run = fixture::run();
        run.time_zone = TimeZone::fixed(jiff::tz::offset(2));
        let params = [
            ("from", scalar("2024-06-01 00:00")),
            ("to", scalar("2024-06-01 00:00")),
        ];
        let rule = fixture::load(&KIND, &params).expect("right parameters");
        let drawn = |ty: &PgType, value| {
            let target = fixture::target(ty);
            let bound = fixture::with_binder(&run, target, &Columns::default(), |binder| {
                BoundRule::bind(&rule, binder)
            });
            text(apply(&bound.expect("a fit"), value).expect("a date"))
        };
        assert_eq!(drawn(&PgType::TimestampTz, ""), "2024-05-31 22:00:00+00");
        assert_eq!(
            drawn(&PgType::TimestampTz, "1980-01-01 00:00:00+02"),
            "2024-06-01 00:00:00+02"
        );
        assert_eq!(drawn(&PgType::Timestamp, ""), "2024-06-01 00:00:00");
        assert_eq!(drawn(&PgType::Date, ""), "2024-06-01");
    }

    #[test]
    fn now_is_the_runs() {
        let drawn = run("now", "now", &PgType::Timestamp, "");
        assert_eq!(drawn, "2026-11-24 12:00:00");
    }

    #[test]
    fn parameters_and_columns_are_checked() {
        for (from, to) in [
            ("2024-01-02", "2024-01-01"),
            ("yesterday", "2024-01-01"),
            ("12:00", "2024-01-01"),
            ("infinity", "2024-01-01"),
        ] {
            let params = [("from", scalar(from)), ("to", scalar(to))];
            assert!(fixture::load(&KIND, &params).is_err(), "{from}");
        }
        assert!(fixture::load(&KIND, &[("from", scalar("now"))]).is_err());
        let params = [
            ("from", map(&[("colum", scalar("a"))])),
            ("to", scalar("now")),
        ];
        assert!(fixture::load(&KIND, &params).is_err());
        let fit = |ty| bind(&rule(&KIND, &[("from", "2024-01-01"), ("to", "now")]), &ty);
        assert!(fit(PgType::Int4).is_err());
        assert!(fit(PgType::Varchar(Some(9))).is_err());
        assert!(fit(PgType::Unknown).is_ok());
    }
}
