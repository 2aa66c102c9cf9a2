//! Intervals: months, days and microseconds apart, as PostgreSQL keeps, reads, compares and
//! multiplies them (`timestamp.c`).

use std::cmp::Ordering;

use super::moment::{self, DAY, INFINITY, Micros, NEG_INFINITY, SECOND};

/// An interval.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Interval {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) micros: i64,
}

/// Prints nothing of the interval: it may be row data.
impl std::fmt::Debug for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interval")
    }
}

const DAYS_PER_MONTH: i64 = 30;
const SECONDS_PER_DAY: f64 = 86_400.0;

impl Interval {
    /// Reads `1 year 2 mons -3 days 04:05:06.789` and words like `2 weeks 1.5 hours`; fractions
    /// only of units that have no calendar in them. `None` for all else.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut total = Self::default();
        let mut seen = 0_u16;
        let mut rest = text.trim_ascii();
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let (negative, after) = match rest.split_first()? {
                (b'-', after) => (true, after),
                (b'+', after) => (false, after),
                _ => (false, rest),
            };
            let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
            if after.get(digits) == Some(&b':') {
                let (micros, after) = clock(after)?;
                once(&mut seen, HOUR | MINUTE | SECONDS)?;
                total.micros = total.micros.checked_add(sign(negative, micros))?;
                rest = after.trim_ascii_start();
                continue;
            }
            let whole: i64 = match digits {
                0 => 0,
                1..=18 => std::str::from_utf8(&after[..digits]).ok()?.parse().ok()?,
                _ => return None,
            };
            let fraction_digits = after[digits..]
                .strip_prefix(b".")
                .map(|f| f.iter().take_while(|b| b.is_ascii_digit()).count());
            let length = digits + fraction_digits.map_or(0, |count| count + 1);
            if digits == 0 && fraction_digits.unwrap_or(0) == 0 {
                return None;
            }
            let fraction: f64 = match fraction_digits {
                None | Some(0) => 0.0,
                Some(_) => std::str::from_utf8(&after[digits..length])
                    .ok()?
                    .parse()
                    .ok()?,
            };
            let after = after[length..].trim_ascii_start();
            let letters = after.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let (unit, after) = after.split_at(letters);
            rest = after.trim_ascii_start();
            if unit.is_empty() && !rest.is_empty() {
                return None; // only the last number may go without its unit
            }
            let field = total.add_unit(unit, negative, whole, fraction)?;
            once(&mut seen, field)?;
        }
        Some(total)
    }

    /// Adds so many of a unit; the unit's bit.
    fn add_unit(&mut self, unit: &[u8], negative: bool, whole: i64, fraction: f64) -> Option<u16> {
        let unit = unit.to_ascii_lowercase();
        let (field, size, part) = match unit.as_slice() {
            b"microsecond" | b"microseconds" | b"us" | b"usec" | b"usecs" => (1, 1, Part::Time),
            b"millisecond" | b"milliseconds" | b"ms" | b"msec" | b"msecs" => {
                (1 << 1, 1_000, Part::Time)
            }
            b"second" | b"seconds" | b"sec" | b"secs" | b"s" | b"" => (SECONDS, SECOND, Part::Time),
            b"minute" | b"minutes" | b"min" | b"mins" | b"m" => (MINUTE, 60 * SECOND, Part::Time),
            b"hour" | b"hours" | b"hr" | b"hrs" | b"h" => (HOUR, 3_600 * SECOND, Part::Time),
            b"day" | b"days" | b"d" => (1 << 5, 1, Part::Days),
            b"week" | b"weeks" | b"w" => (1 << 6, 7, Part::Days),
            b"month" | b"months" | b"mon" | b"mons" => (1 << 7, 1, Part::Months),
            b"year" | b"years" | b"yr" | b"yrs" | b"y" => (1 << 8, 12, Part::Months),
            b"decade" | b"decades" => (1 << 9, 120, Part::Months),
            b"century" | b"centuries" => (1 << 10, 1_200, Part::Months),
            b"millennium" | b"millennia" | b"mil" | b"mils" => (1 << 11, 12_000, Part::Months),
            _ => return None,
        };
        let amount = whole.checked_mul(size)?;
        match part {
            Part::Months if fraction != 0.0 => return None,
            Part::Months => {
                let months = i32::try_from(sign(negative, amount)).ok()?;
                self.months = self.months.checked_add(months)?;
            }
            Part::Days => {
                // AdjustFractDays: whole days of the fraction are days, the rest is time.
                let extra = fraction * size as f64;
                let days = sign(negative, amount.checked_add(extra as i64)?);
                self.days = self.days.checked_add(i32::try_from(days).ok()?)?;
                let micros = ((extra - extra.trunc()) * DAY as f64).round_ties_even() as i64;
                self.micros = self.micros.checked_add(sign(negative, micros))?;
            }
            Part::Time => {
                let extra = (fraction * size as f64).round_ties_even() as i64;
                let micros = sign(negative, amount.checked_add(extra)?);
                self.micros = self.micros.checked_add(micros)?;
            }
        }
        Some(field)
    }

    /// What comparisons see: a month is 30 days, a day 24 hours.
    fn span(self) -> i128 {
        let days = i128::from(self.months) * i128::from(DAYS_PER_MONTH) + i128::from(self.days);
        days * i128::from(DAY) + i128::from(self.micros)
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        self.span().cmp(&other.span())
    }

    pub(super) fn neg(self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_neg()?,
            days: self.days.checked_neg()?,
            micros: self.micros.checked_neg()?,
        })
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            micros: self.micros.checked_add(other.micros)?,
        })
    }

    /// `interval * factor` (`interval_mul`).
    pub(super) fn mul(self, factor: f64) -> Option<Self> {
        self.scaled(|part| part * factor)
    }

    /// `interval / factor` (`interval_div`); `factor` is not zero.
    pub(super) fn div(self, factor: f64) -> Option<Self> {
        self.scaled(|part| part / factor)
    }

    /// Fractions of a month become days of a 30-day month, fractions of days become time.
    fn scaled(self, scale: impl Fn(f64) -> f64) -> Option<Self> {
        let whole = |value: f64| {
            (value >= f64::from(i32::MIN) && value <= f64::from(i32::MAX)).then_some(value as i32)
        };
        let round = |value: f64| (value * 1e6).round_ties_even() / 1e6;
        let (exact_months, exact_days) =
            (scale(f64::from(self.months)), scale(f64::from(self.days)));
        let months = whole(exact_months)?;
        let mut days = whole(exact_days)?;
        let month_rest = round((exact_months - f64::from(months)) * DAYS_PER_MONTH as f64);
        let mut seconds = round(
            (exact_days - f64::from(days) + month_rest - month_rest.trunc()) * SECONDS_PER_DAY,
        );
        if seconds.abs() >= SECONDS_PER_DAY {
            let carried = (seconds / SECONDS_PER_DAY).trunc();
            days = days.checked_add(carried as i32)?;
            seconds -= carried * SECONDS_PER_DAY;
        }
        days = days.checked_add(month_rest as i32)?;
        let micros = (scale(self.micros as f64) + seconds * 1e6).round_ties_even();
        // i64::MAX as f64 is 2^63, the first double that does not fit.
        (micros >= i64::MIN as f64 && micros < i64::MAX as f64).then_some(Self {
            months,
            days,
            micros: micros as i64,
        })
    }

    /// `timestamp - timestamp`: days of 24 hours and time.
    pub(super) fn between(later: Micros, earlier: Micros) -> Option<Self> {
        let infinite = |t| t == INFINITY || t == NEG_INFINITY;
        if infinite(later) || infinite(earlier) {
            return None;
        }
        let micros = later.checked_sub(earlier)?;
        Some(Self {
            months: 0,
            days: i32::try_from(micros / DAY).ok()?,
            micros: micros % DAY,
        })
    }

    /// A local time so much later: months first, clamped to the month's last day, then days, then
    /// time (`timestamp_pl_interval`).
    pub(super) fn after(self, local: Micros) -> Option<Micros> {
        self.days_after(local)
            .and_then(|moved| self.time_after(moved))
    }

    /// The part of [`Interval::after`] that goes by the calendar.
    pub(super) fn days_after(self, local: Micros) -> Option<Micros> {
        if local == INFINITY || local == NEG_INFINITY || (self.months == 0 && self.days == 0) {
            return Some(local);
        }
        let (mut days, micros) = moment::split(local);
        if self.months != 0 {
            let (year, month, day) = moment::civil_from_days(days);
            let months = year * 12 + (month - 1) + i64::from(self.months);
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            let day = day.min(moment::days_in_month(year, month));
            days = moment::days_from_civil(year, month, day);
            moment::join(days, micros)?;
        }
        moment::join(days + i64::from(self.days), micros)
    }

    /// The part of [`Interval::after`] that goes by the clock.
    pub(super) fn time_after(self, moment: Micros) -> Option<Micros> {
        if moment == INFINITY || moment == NEG_INFINITY {
            return Some(moment);
        }
        moment::checked_micros(moment.checked_add(self.micros)?)
    }
}

/// Which of an interval's parts a unit belongs to.
enum Part {
    Months,
    Days,
    Time,
}

/// Bits of the units seen: each may stand once (the clock form is three of them).
const SECONDS: u16 = 1 << 2;
const MINUTE: u16 = 1 << 3;
const HOUR: u16 = 1 << 4;

fn once(seen: &mut u16, fields: u16) -> Option<()> {
    if *seen & fields != 0 {
        return None;
    }
    *seen |= fields;
    Some(())
}

fn sign(negative: bool, value: i64) -> i64 {
    if negative { -value } else { value }
}

/// `04:05[:06[.789]]`, of any number of hours.
fn clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let mut parts = [0_i64; 3];
    let mut rest = text;
    for (place, part) in parts.iter_mut().enumerate() {
        if place > 0 {
            match rest.strip_prefix(b":") {
                Some(after) => rest = after,
                None if place == 2 => break,
                None => return None,
            }
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let limit = if place == 0 { 1..=12 } else { 2..=2 };
        if !limit.contains(&digits) {
            return None;
        }
        *part = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
        rest = &rest[digits..];
    }
    let [hours, minutes, seconds] = parts;
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let (fraction, rest) = moment::parse_fraction(rest)?;
    if !(rest.is_empty() || rest.starts_with(b" ")) {
        return None;
    }
    let seconds = hours
        .checked_mul(3_600)?
        .checked_add(minutes * 60 + seconds)?;
    Some((seconds.checked_mul(SECOND)?.checked_add(fraction)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str) -> Interval {
        Interval::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
    }

    fn parts(text: &str) -> (i32, i32, i64) {
        let i = interval(text);
        (i.months, i.days, i.micros)
    }

    #[test]
    fn reads_what_the_dump_writes_and_what_people_write() {
        assert_eq!(
            parts("1 year 2 mons -3 days +04:05:06.789"),
            (14, -3, 14_706_789_000)
        );
        assert_eq!(parts("-00:00:01"), (0, 0, -1_000_000));
        assert_eq!(parts("15 days"), (0, 15, 0));
        assert_eq!(parts("2 weeks 1.5 hours"), (0, 14, 5_400_000_000));
        assert_eq!(parts("1.5 days"), (0, 1, 43_200_000_000));
        assert_eq!(parts("5"), (0, 0, 5_000_000));
        for text in [
            "",
            "x",
            "1 fortnight",
            "1.5 months",
            "P1D",
            "1 day ago",
            "1:2",
            "1:60:00",
            "-",
            "1 day 2 days",
            "5 1 day",
            "1 hour 01:00",
        ] {
            assert!(Interval::parse(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn a_month_is_thirty_days_when_compared() {
        assert!(interval("1 month").compare(interval("30 days")).is_eq());
        assert!(interval("1 month").compare(interval("31 days")).is_lt());
        assert!(interval("1 day").compare(interval("24:00:00")).is_eq());
    }

    #[test]
    fn months_clamp_to_the_calendar() {
        let at = |text: &str| moment::parse(text.as_bytes()).unwrap().timestamp();
        let jan = at("2020-01-31 10:00").unwrap();
        assert_eq!(interval("1 month").after(jan), at("2020-02-29 10:00"));
        assert_eq!(interval("13 months").after(jan), at("2021-02-28 10:00"));
        assert_eq!(interval("1 month 1 day").after(jan), at("2020-03-01 10:00"));
        assert_eq!(
            interval("-1 months").after(at("2020-03-31 10:00").unwrap()),
            at("2020-02-29 10:00")
        );
        assert_eq!(interval("1 month").after(INFINITY), Some(INFINITY));
        assert_eq!(interval("300000 years").after(jan), None);
    }

    #[test]
    fn multiplies_with_cascading_fractions() {
        let half = interval("1 month 1 day").mul(0.5).unwrap();
        assert_eq!(
            (half.months, half.days, half.micros),
            (0, 15, 43_200_000_000)
        );
        let third = interval("1 month").div(3.0).unwrap();
        assert_eq!((third.months, third.days, third.micros), (0, 10, 0));
    }
}
