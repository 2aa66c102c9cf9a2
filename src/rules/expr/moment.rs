//! Dates and timestamps: days and microseconds since 2000-01-01, as PostgreSQL counts them, with
//! its infinities, its range (4714-11-24 BC to 294276 AD; dates to 5874897 AD) and its ISO forms.

/// A date: days since 2000-01-01; the extremes are the infinities.
pub(super) type Days = i32;
/// A timestamp: microseconds since 2000-01-01; the extremes are the infinities.
pub(super) type Micros = i64;

pub(super) const DATE_INFINITY: Days = Days::MAX;
pub(super) const DATE_NEG_INFINITY: Days = Days::MIN;
pub(super) const INFINITY: Micros = Micros::MAX;
pub(super) const NEG_INFINITY: Micros = Micros::MIN;

pub(super) const SECOND: i64 = 1_000_000;
pub(super) const DAY: i64 = 86_400 * SECOND;

/// 4714-11-24 BC.
const MIN_DAYS: i64 = -2_451_545;
/// 5874898-01-01: the first day past the last date.
const END_DAYS: i64 = 2_145_031_949;
const MIN_MICROS: i64 = MIN_DAYS * DAY;
/// 294277-01-01: the first instant past the last timestamp.
const END_MICROS: i64 = 9_223_371_331_200_000_000;
/// Days from 1970-01-01 to 2000-01-01.
const UNIX_TO_2000: i64 = 10_957;

/// A date and time as written, before it is known which type is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Infinity,
    NegInfinity,
    At {
        /// Days since 2000-01-01.
        days: i64,
        /// Microseconds since midnight (24:00:00 included).
        micros: i64,
        /// Seconds east of UTC, where a zone is written.
        offset: Option<i32>,
    },
}

/// Reads the ISO forms: `2020-01-31`, `2020-01-31 10:00[:00[.000000]][+01[:00[:00]]]` with a blank
/// or `T` between, ` BC` after, `infinity`, `-infinity`, `epoch`. Forms whose meaning depends on
/// DateStyle, or on the day they are read, are not accepted: `None`.
pub(super) fn parse(text: &[u8]) -> Option<Written> {
    let text = text.trim_ascii();
    for (word, value) in [
        (&b"infinity"[..], Written::Infinity),
        (b"+infinity", Written::Infinity),
        (b"-infinity", Written::NegInfinity),
    ] {
        if text.eq_ignore_ascii_case(word) {
            return Some(value);
        }
    }
    if text.eq_ignore_ascii_case(b"epoch") {
        return Some(Written::At {
            days: -UNIX_TO_2000,
            micros: 0,
            offset: Some(0),
        });
    }
    let (text, before_christ) = match text.split_last_chunk::<3>() {
        Some((rest, end)) if end.eq_ignore_ascii_case(b" bc") => (rest.trim_ascii_end(), true),
        _ => (text, false),
    };
    let (year, rest) = number(text, 4..=7)?;
    let (month, rest) = number(rest.strip_prefix(b"-")?, 1..=2)?;
    let (day, rest) = number(rest.strip_prefix(b"-")?, 1..=2)?;
    if year == 0 {
        return None;
    }
    let year = if before_christ { 1 - year } else { year };
    if !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    if rest.is_empty() {
        return Some(Written::At {
            days,
            micros: 0,
            offset: None,
        });
    }
    let rest = match rest.split_first()? {
        (b' ' | b'T' | b't', rest) => rest,
        _ => return None,
    };
    let (micros, rest) = clock(rest)?;
    let offset = match rest.trim_ascii_start() {
        [] => None,
        zone => Some(offset(zone)?),
    };
    Some(Written::At {
        days,
        micros,
        offset,
    })
}

impl Written {
    /// As a date: time and zone do not count.
    pub(super) fn date(self) -> Option<Days> {
        match self {
            Self::Infinity => Some(DATE_INFINITY),
            Self::NegInfinity => Some(DATE_NEG_INFINITY),
            Self::At { days, .. } => checked_days(days),
        }
    }

    /// As a timestamp without time zone: a zone does not count.
    pub(super) fn timestamp(self) -> Option<Micros> {
        match self {
            Self::Infinity => Some(INFINITY),
            Self::NegInfinity => Some(NEG_INFINITY),
            Self::At { days, micros, .. } => join(days, micros),
        }
    }
}

/// Reads `10:00[:00[.000000]]`.
pub(super) fn parse_time(text: &[u8]) -> Option<i64> {
    match clock(text.trim_ascii())? {
        (micros, []) => Some(micros),
        _ => None,
    }
}

/// A day and a time of day as a timestamp, where it is in range.
pub(super) fn join(days: i64, micros: i64) -> Option<Micros> {
    days.checked_mul(DAY)
        .and_then(|day| day.checked_add(micros))
        .and_then(checked_micros)
}

/// A timestamp's day and time of day; not for infinities.
pub(super) fn split(micros: Micros) -> (i64, i64) {
    (micros.div_euclid(DAY), micros.rem_euclid(DAY))
}

/// The date, where it is in range.
pub(super) fn checked_days(days: i64) -> Option<Days> {
    (MIN_DAYS..END_DAYS)
        .contains(&days)
        .then(|| i32::try_from(days).ok())
        .flatten()
}

/// The timestamp, where it is in range.
pub(super) fn checked_micros(micros: i64) -> Option<Micros> {
    (MIN_MICROS..END_MICROS).contains(&micros).then_some(micros)
}

/// A Unix timestamp in microseconds as ours.
pub(super) fn from_unix_micros(micros: i64) -> Option<Micros> {
    micros
        .checked_sub(UNIX_TO_2000 * DAY)
        .and_then(checked_micros)
}

/// Days since 2000-01-01 of a day in the proleptic Gregorian calendar (year 0 is 1 BC).
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month + 9) % 12; // March is 0
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468 - UNIX_TO_2000
}

/// The year (0 is 1 BC), month and day.
pub(super) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + UNIX_TO_2000 + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

/// A date as dumps write it (DateStyle ISO).
pub(super) fn date_text(date: Days) -> String {
    match date {
        DATE_INFINITY => "infinity".to_owned(),
        DATE_NEG_INFINITY => "-infinity".to_owned(),
        days => {
            let (date, era) = day_text(days.into());
            date + era
        }
    }
}

/// A timestamp without time zone as dumps write it (DateStyle ISO).
pub(super) fn timestamp_text(timestamp: Micros) -> String {
    match timestamp {
        INFINITY => "infinity".to_owned(),
        NEG_INFINITY => "-infinity".to_owned(),
        micros => {
            let (days, time) = split(micros);
            let (date, era) = day_text(days);
            let (seconds, fraction) = (time / SECOND, time % SECOND);
            let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            let mut text = format!("{date} {hour:02}:{minute:02}:{second:02}");
            if fraction != 0 {
                text += format!(".{fraction:06}").trim_end_matches('0');
            }
            text + era
        }
    }
}

fn day_text(days: i64) -> (String, &'static str) {
    let (year, month, day) = civil_from_days(days);
    let (year, era) = if year > 0 {
        (year, "")
    } else {
        (1 - year, " BC")
    };
    (format!("{year:04}-{month:02}-{day:02}"), era)
}

/// 28 to 31.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A number of so many digits, and what follows.
fn number(text: &[u8], digits: std::ops::RangeInclusive<usize>) -> Option<(i64, &[u8])> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if !digits.contains(&count) {
        return None;
    }
    let value = text[..count]
        .iter()
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some((value, &text[count..]))
}

/// Microseconds since midnight, and what follows.
fn clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let (hour, rest) = number(text, 1..=2)?;
    let (minute, mut rest) = number(rest.strip_prefix(b":")?, 2..=2)?;
    let (mut second, mut fraction) = (0, 0);
    if let Some(after) = rest.strip_prefix(b":") {
        (second, rest) = number(after, 2..=2)?;
        (fraction, rest) = parse_fraction(rest)?;
    }
    // A leap second, and 24:00:00, are read; they roll over.
    if minute > 59 || second > 60 || hour > 24 || (hour == 24 && minute + second + fraction > 0) {
        return None;
    }
    Some((
        ((hour * 60 + minute) * 60 + second) * SECOND + fraction,
        rest,
    ))
}

/// `.123456` as microseconds, rounded as PostgreSQL does it (through a double); 0 where there is
/// no point.
pub(super) fn parse_fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = text.strip_prefix(b".") else {
        return Some((0, text));
    };
    let count = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    if count <= 6 {
        let (value, rest) = number(digits, 0..=6)?;
        return Some((value * 10_i64.pow(6 - count as u32), rest));
    }
    let seconds: f64 = std::str::from_utf8(&text[..=count]).ok()?.parse().ok()?;
    Some(((seconds * 1e6).round_ties_even() as i64, &digits[count..]))
}

/// `Z`, `UTC`, `+01`, `+01:30`, `+0130`, `+01:30:15`: seconds east of UTC.
fn offset(text: &[u8]) -> Option<i32> {
    if [&b"z"[..], b"utc", b"gmt"]
        .iter()
        .any(|zone| text.eq_ignore_ascii_case(zone))
    {
        return Some(0);
    }
    let (sign, rest) = match text.split_first()? {
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (hour, minute, second) = if digits == 4 && rest.len() == 4 {
        let (value, _) = number(rest, 4..=4)?;
        (value / 100, value % 100, 0)
    } else {
        let (hour, rest) = number(rest, 1..=2)?;
        let (minute, rest) = sixtieth(rest)?;
        let (second, rest) = sixtieth(rest)?;
        if !rest.is_empty() {
            return None;
        }
        (hour, minute, second)
    };
    if hour > 15 || minute > 59 || second > 59 {
        return None;
    }
    i32::try_from(sign * ((hour * 60 + minute) * 60 + second)).ok()
}

fn sixtieth(text: &[u8]) -> Option<(i64, &[u8])> {
    match text.strip_prefix(b":") {
        Some(rest) => number(rest, 2..=2),
        None => Some((0, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_and_back() {
        assert_eq!(days_from_civil(2000, 1, 1), 0);
        assert_eq!(days_from_civil(-4713, 11, 24), MIN_DAYS);
        assert_eq!(days_from_civil(5_874_898, 1, 1), END_DAYS);
        assert_eq!(days_from_civil(294_277, 1, 1) * DAY, END_MICROS);
        for days in (-2_451_545..3_000_000).step_by(37) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn texts_are_those_of_dumps() {
        for text in [
            "2020-01-31",
            "0044-03-15 BC",
            "4714-11-24 BC",
            "0999-12-31",
            "12345-01-01",
            "infinity",
            "-infinity",
        ] {
            let date = parse(text.as_bytes()).and_then(Written::date).unwrap();
            assert_eq!(date_text(date), text);
        }
        for text in [
            "2020-01-31 00:00:00",
            "2020-01-31 10:00:00.5",
            "1999-12-31 23:59:59.999999",
            "1999-12-31 23:50:10.00012",
            "0044-03-15 12:00:00 BC",
            "infinity",
            "-infinity",
        ] {
            let timestamp = parse(text.as_bytes()).and_then(Written::timestamp).unwrap();
            assert_eq!(timestamp_text(timestamp), text);
        }
    }

    fn at(text: &str) -> Option<Micros> {
        parse(text.as_bytes())?.timestamp()
    }

    #[test]
    fn iso_forms() {
        assert_eq!(at("2000-01-01 00:00:01.5"), Some(1_500_000));
        assert_eq!(at("2000-01-01T00:00:01.5Z"), Some(1_500_000));
        assert_eq!(at("1999-12-31 24:00:00"), Some(0));
        assert_eq!(at("2000-01-01 00:00:00.0000005"), Some(0));
        assert_eq!(at("2000-01-01 00:00:00.0000015"), Some(2));
        assert_eq!(at("infinity"), Some(INFINITY));
        assert_eq!(
            parse(b"0044-03-15 BC").unwrap().date(),
            Some(days_from_civil(-43, 3, 15) as i32)
        );
        assert_eq!(
            parse(b"10000-01-01 10:00:00+01:30"),
            Some(Written::At {
                days: days_from_civil(10_000, 1, 1),
                micros: 36_000 * SECOND,
                offset: Some(5_400),
            })
        );
    }

    #[test]
    fn forms_that_depend_on_settings_are_refused() {
        for text in [
            "",
            "01/02/2020",
            "2020-02-30",
            "2020-13-01",
            "0000-01-01",
            "20-01-01",
            "now",
            "today",
            "2020-01-01 10",
            "2020-01-01 25:00",
            "2020-01-01x",
            "2020-01-01 10:00 Europe/London",
            "Jan 1 2020",
            "2020-01-01 10:00 PM",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn out_of_range() {
        assert_eq!(at("294277-01-01"), None);
        assert!(parse(b"294277-01-01").unwrap().date().is_some());
        assert_eq!(parse(b"5874898-01-01").unwrap().date(), None);
        assert_eq!(at("4714-11-23 BC"), None);
    }
}
