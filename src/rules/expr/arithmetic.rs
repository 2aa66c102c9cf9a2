//! `+ - * / %` on values of types the binder has brought together.

use super::ast::Operator;
use super::cast::Width;
use super::decimal::Decimal;
use super::interval::Interval;
use super::moment::{self, DATE_INFINITY, DATE_NEG_INFINITY, DAY};
use super::value::{Val, fault, misbound};
use super::zone::Zone;
use crate::transform::Failure;

/// What is calculated with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    Int(Width),
    Num,
    /// Rounded to a real after each step.
    Real,
    Float,
    /// date ± integer
    DateDays,
    /// date - date: days
    Dates,
    /// timestamp ± interval
    LocalInterval,
    /// timestamptz ± interval: its calendar part in the run's zone
    InstantInterval,
    /// timestamp - timestamp
    Moments,
    Intervals,
    /// interval * or / number
    IntervalFactor,
    /// time ± interval
    TimeInterval,
    /// time - time
    Times,
}

/// Calculates; NULL with anything is NULL.
pub(super) fn calculate<'v>(
    op: Operator,
    domain: Domain,
    left: Val<'v>,
    right: Val<'v>,
    zone: &Zone,
) -> Result<Val<'v>, Failure> {
    if left.is_null() || right.is_null() {
        return Ok(Val::Null);
    }
    let negative = op == Operator::Sub;
    Ok(match (domain, left, right) {
        (Domain::Int(width), Val::Int(a), Val::Int(b)) => Val::Int(integers(op, width, a, b)?),
        (Domain::Num, Val::Num(a), Val::Num(b)) => Val::Num(decimals(op, &a, &b)?),
        (Domain::Real, Val::Float(a), Val::Float(b)) => {
            // Both are reals, and a double's result rounds to the real that their own operation
            // has: a double has more than twice a real's digits.
            let exact = floats(op, a, b)?;
            let real = exact as f32;
            if (real.is_infinite() && !exact.is_infinite()) || (real == 0.0 && exact != 0.0) {
                return Err(Failure::new("real out of range"));
            }
            Val::Float(real.into())
        }
        (Domain::Float, Val::Float(a), Val::Float(b)) => Val::Float(floats(op, a, b)?),
        (Domain::DateDays, Val::Date(date), Val::Int(days)) => match date {
            DATE_INFINITY | DATE_NEG_INFINITY => Val::Date(date),
            date => {
                let days = if negative { -days } else { days }; // an integer's range
                moment::checked_days(i64::from(date) + days)
                    .map(Val::Date)
                    .ok_or_else(|| Failure::new("date out of range"))?
            }
        },
        (Domain::Dates, Val::Date(a), Val::Date(b)) => {
            let infinite = |date| date == DATE_INFINITY || date == DATE_NEG_INFINITY;
            if infinite(a) || infinite(b) {
                return Err(Failure::new("cannot subtract infinite dates"));
            }
            Val::Int(i64::from(a) - i64::from(b))
        }
        (Domain::LocalInterval, Val::Micros(at), Val::Interval(by)) => {
            micros(signed(by, negative).and_then(|by| by.after(at)))?
        }
        (Domain::InstantInterval, Val::Micros(at), Val::Interval(by)) => {
            micros(signed(by, negative).and_then(|by| instant_after(at, by, zone)))?
        }
        (Domain::Moments, Val::Micros(a), Val::Micros(b)) => Val::Interval(
            Interval::between(a, b)
                .ok_or_else(|| Failure::new("cannot subtract infinite timestamps"))?,
        ),
        (Domain::Intervals, Val::Interval(a), Val::Interval(b)) => {
            interval(signed(b, negative).and_then(|b| a.add(b)))?
        }
        (Domain::IntervalFactor, Val::Interval(a), Val::Float(factor)) => match op {
            Operator::Div if factor == 0.0 => return Err(Failure::new("division by zero")),
            Operator::Div => interval(a.div(factor))?,
            _ => interval(a.mul(factor))?,
        },
        (Domain::TimeInterval, Val::Time(time), Val::Interval(by)) => {
            let by = signed(by, negative).map_or(0, |by| by.micros % DAY);
            Val::Time((time + by).rem_euclid(DAY))
        }
        (Domain::Times, Val::Time(a), Val::Time(b)) => Val::Interval(Interval {
            micros: a - b,
            ..Interval::default()
        }),
        _ => return Err(misbound()),
    })
}

/// Months, then days, each by the local calendar, then time (`timestamptz_pl_interval`).
fn instant_after(at: moment::Micros, by: Interval, zone: &Zone) -> Option<moment::Micros> {
    let by_calendar = |at, by: Interval| zone.instant(by.days_after(zone.local(at)?)?);
    let mut at = at;
    if by.months != 0 {
        at = by_calendar(at, Interval { days: 0, ..by })?;
    }
    if by.days != 0 {
        at = by_calendar(at, Interval { months: 0, ..by })?;
    }
    by.time_after(at)
}

/// Unary minus.
pub(super) fn negate<'v>(domain: Domain, value: Val<'v>) -> Result<Val<'v>, Failure> {
    Ok(match (domain, value) {
        (_, Val::Null) => Val::Null,
        (Domain::Int(width), Val::Int(v)) => Val::Int(
            v.checked_neg()
                .and_then(|v| width.check(v))
                .ok_or_else(|| width.out_of_range())?,
        ),
        (Domain::Num, Val::Num(v)) => Val::Num(v.neg()),
        (Domain::Float | Domain::Real, Val::Float(v)) => Val::Float(-v),
        (Domain::Intervals, Val::Interval(v)) => interval(v.neg())?,
        _ => return Err(misbound()),
    })
}

fn integers(op: Operator, width: Width, a: i64, b: i64) -> Result<i64, Failure> {
    if b == 0 && matches!(op, Operator::Div | Operator::Rem) {
        return Err(Failure::new("division by zero"));
    }
    match op {
        Operator::Add => a.checked_add(b),
        Operator::Sub => a.checked_sub(b),
        Operator::Mul => a.checked_mul(b),
        Operator::Div => a.checked_div(b),
        // The least number % -1 is 0, not an overflow.
        Operator::Rem => Some(a.wrapping_rem(b)),
    }
    .and_then(|value| width.check(value))
    .ok_or_else(|| width.out_of_range())
}

fn decimals(op: Operator, a: &Decimal, b: &Decimal) -> Result<Decimal, Failure> {
    match op {
        Operator::Add => a.add(b),
        Operator::Sub => a.sub(b),
        Operator::Mul => a.mul(b),
        Operator::Div => a.div(b),
        Operator::Rem => a.rem(b),
    }
    .map_err(|f| fault(f, "numeric"))
}

/// With PostgreSQL's errors where a finite result overflows or a product vanishes (`float.h`).
fn floats(op: Operator, a: f64, b: f64) -> Result<f64, Failure> {
    let (result, may_vanish) = match op {
        Operator::Add => (a + b, true),
        Operator::Sub => (a - b, true),
        Operator::Mul => (a * b, a == 0.0 || b == 0.0),
        Operator::Div if b == 0.0 && !a.is_nan() => {
            return Err(Failure::new("division by zero"));
        }
        Operator::Div => (a / b, a == 0.0 || b.is_infinite()),
        Operator::Rem => return Err(misbound()),
    };
    if result.is_infinite() && !a.is_infinite() && !b.is_infinite() {
        return Err(Failure::new("value out of range: overflow"));
    }
    if result == 0.0 && !may_vanish {
        return Err(Failure::new("value out of range: underflow"));
    }
    Ok(result)
}

fn signed(by: Interval, negative: bool) -> Option<Interval> {
    if negative { by.neg() } else { Some(by) }
}

fn micros(value: Option<moment::Micros>) -> Result<Val<'static>, Failure> {
    value
        .map(Val::Micros)
        .ok_or_else(|| Failure::new("timestamp out of range"))
}

fn interval(value: Option<Interval>) -> Result<Val<'static>, Failure> {
    value
        .map(Val::Interval)
        .ok_or_else(|| Failure::new("interval out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(op: Operator, width: Width, a: i64, b: i64) -> Result<i64, String> {
        integers(op, width, a, b).map_err(|failure| failure.0.into_owned())
    }

    #[test]
    fn integers_truncate_and_never_wrap() {
        assert_eq!(int(Operator::Div, Width::Four, -7, 2), Ok(-3));
        assert_eq!(int(Operator::Rem, Width::Four, -7, 2), Ok(-1));
        assert_eq!(int(Operator::Rem, Width::Eight, i64::MIN, -1), Ok(0));
        for (op, width, a, b) in [
            (Operator::Add, Width::Two, 32_767, 1),
            (Operator::Mul, Width::Four, 65_536, 65_536),
            (Operator::Div, Width::Eight, i64::MIN, -1),
            (Operator::Div, Width::Four, 1, 0),
            (Operator::Rem, Width::Four, 1, 0),
        ] {
            assert!(int(op, width, a, b).is_err());
        }
    }

    #[test]
    fn floats_fail_as_the_server_does() {
        assert!(floats(Operator::Mul, 1e300, 1e300).is_err());
        assert!(floats(Operator::Mul, 1e-300, 1e-300).is_err());
        assert!(floats(Operator::Div, 1.0, 0.0).is_err());
        assert!(floats(Operator::Div, f64::NAN, 0.0).is_ok_and(f64::is_nan));
        assert_eq!(floats(Operator::Div, 1.0, f64::INFINITY).ok(), Some(0.0));
    }
}
