//! The run's time zone: local times ↔ instants, by PostgreSQL's choices at gaps and overlaps.

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::moment::{
    self, DATE_INFINITY, DATE_NEG_INFINITY, DAY, Days, INFINITY, Micros, NEG_INFINITY, SECOND,
    Written,
};

/// A time zone, with the common case of a fixed offset taken out.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Fixed(i64),
    Named(TimeZone),
}

/// The Gregorian calendar repeats after so many days, weekdays included.
const CYCLE_DAYS: i64 = 146_097;
/// 9599-12-31: past it the time zone's rules are asked in an equal year of an earlier cycle, as the
/// calendar library ends at 9999.
const LAST_ASKED: i64 = 2_775_795;

impl Zone {
    pub(super) fn new(zone: &TimeZone) -> Self {
        match zone.to_fixed_offset() {
            Ok(offset) => Self::Fixed(offset.seconds().into()),
            Err(_) => Self::Named(zone.clone()),
        }
    }

    /// The instant of a local time. In a gap the offset before it holds, in an overlap the one
    /// after it (`DetermineTimeZoneOffset`).
    pub(super) fn instant(&self, local: Micros) -> Option<Micros> {
        if local == INFINITY || local == NEG_INFINITY {
            return Some(local);
        }
        let offset = match self {
            Self::Fixed(offset) => *offset,
            Self::Named(zone) => {
                let offset = match zone.to_ambiguous_timestamp(civil_time(local)?).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset,
                    AmbiguousOffset::Gap { before, .. } => before,
                    AmbiguousOffset::Fold { after, .. } => after,
                };
                offset.seconds().into()
            }
        };
        moment::checked_micros(local.checked_sub(offset * SECOND)?)
    }

    /// The local time of an instant.
    pub(super) fn local(&self, instant: Micros) -> Option<Micros> {
        if instant == INFINITY || instant == NEG_INFINITY {
            return Some(instant);
        }
        let offset = match self {
            Self::Fixed(offset) => *offset,
            Self::Named(zone) => {
                let utc = TimeZone::UTC.to_timestamp(civil_time(instant)?).ok()?;
                zone.to_offset(utc).seconds().into()
            }
        };
        moment::checked_micros(instant.checked_add(offset * SECOND)?)
    }

    /// A written date and time as an instant; without a zone it is a local time.
    pub(super) fn read(&self, written: Written) -> Option<Micros> {
        match written {
            Written::At {
                days,
                micros,
                offset: Some(offset),
            } => {
                let local = days.checked_mul(DAY)?.checked_add(micros)?;
                moment::checked_micros(local.checked_sub(i64::from(offset) * SECOND)?)
            }
            _ => self.instant(written.timestamp()?),
        }
    }

    /// The instant of a date's local midnight.
    pub(super) fn midnight(&self, date: Days) -> Option<Micros> {
        self.instant(date_timestamp(date)?)
    }
}

/// A date's midnight as a timestamp; `None` where timestamps do not reach.
pub(super) fn date_timestamp(date: Days) -> Option<Micros> {
    match date {
        DATE_INFINITY => Some(INFINITY),
        DATE_NEG_INFINITY => Some(NEG_INFINITY),
        days => moment::join(days.into(), 0),
    }
}

/// The timestamp as the calendar library knows it, in an equal year where it is past its range.
fn civil_time(local: Micros) -> Option<civil::DateTime> {
    let (mut days, micros) = moment::split(local);
    if days > LAST_ASKED {
        let cycles = (days - LAST_ASKED).div_euclid(CYCLE_DAYS) + 1;
        days -= cycles * CYCLE_DAYS;
    }
    let (year, month, day) = moment::civil_from_days(days);
    let second = micros / SECOND;
    civil::DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        (second / 3_600) as i8,           // 0 to 23
        (second / 60 % 60) as i8,         // 0 to 59
        (second % 60) as i8,              // 0 to 59
        (micros % SECOND * 1_000) as i32, // below 10^9
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london() -> Zone {
        Zone::new(&TimeZone::get("Europe/London").unwrap())
    }

    fn at(text: &str) -> Micros {
        moment::parse(text.as_bytes()).unwrap().timestamp().unwrap()
    }

    #[test]
    fn gaps_and_overlaps() {
        let zone = london();
        assert_eq!(
            zone.instant(at("2020-07-01 12:00")),
            Some(at("2020-07-01 11:00"))
        );
        assert_eq!(
            zone.instant(at("2020-03-29 01:30")),
            Some(at("2020-03-29 01:30"))
        );
        assert_eq!(
            zone.instant(at("2020-10-25 01:30")),
            Some(at("2020-10-25 01:30"))
        );
        assert_eq!(
            zone.local(at("2020-07-01 11:00")),
            Some(at("2020-07-01 12:00"))
        );
    }

    #[test]
    fn years_past_the_calendar_librarys_range() {
        let zone = london();
        for year in ["9999", "10000", "12345", "290000"] {
            let local = at(&format!("{year}-07-01 12:00"));
            let utc = at(&format!("{year}-07-01 11:00"));
            assert_eq!(zone.instant(local), Some(utc));
            assert_eq!(zone.local(utc), Some(local));
        }
        assert_eq!(zone.instant(INFINITY), Some(INFINITY));
        assert!(zone.instant(at("4713-01-01 BC")).is_some());
    }

    #[test]
    fn written_zones_win() {
        let written = moment::parse(b"2020-07-01 12:00+09").unwrap();
        assert_eq!(london().read(written), Some(at("2020-07-01 03:00")));
        assert_eq!(Zone::Fixed(0).read(written), Some(at("2020-07-01 03:00")));
    }
}
