//! Dates, times and intervals in ISO 8601 order.

/// A date: `YYYY-MM-DD`, with ` BC`; `infinity`, `epoch`; a timestamp, of which PostgreSQL takes the
/// date.
pub(super) fn is_date(text: &str) -> bool {
    is_timestamp(text) || {
        let (text, bc) = split_era(text);
        date(text, bc, MAX_DATE_YEAR).is_some_and(str::is_empty)
    }
}

/// A date with an optional time and offset.
pub(super) fn is_timestamp(text: &str) -> bool {
    if is_special(text) {
        return true;
    }
    let (text, bc) = split_era(text);
    let Some(rest) = date(text, bc, MAX_TIMESTAMP_YEAR) else {
        return false;
    };
    match rest.strip_prefix(['T', 't', ' ']) {
        Some(rest) => time(rest.trim_start()).is_some_and(is_offset),
        None => rest.is_empty(),
    }
}

/// `HH:MM[:SS[.ffffff]]` with an optional offset, which `time without time zone` ignores.
pub(super) fn is_time(text: &str) -> bool {
    time(text).is_some_and(is_offset)
}

/// Units of intervals (`deltatktbl`, utils/adt/datetime.c).
const UNITS: [&str; 53] = [
    "c",
    "cent",
    "centuries",
    "century",
    "d",
    "day",
    "days",
    "dec",
    "decade",
    "decades",
    "decs",
    "h",
    "hour",
    "hours",
    "hr",
    "hrs",
    "m",
    "microsecon",
    "microsecond",
    "microseconds",
    "mil",
    "millennia",
    "millennium",
    "mils",
    "millisecon",
    "millisecond",
    "milliseconds",
    "min",
    "mins",
    "minute",
    "minutes",
    "mon",
    "mons",
    "month",
    "months",
    "ms",
    "msec",
    "s",
    "sec",
    "second",
    "seconds",
    "secs",
    "us",
    "usec",
    "usecs",
    "w",
    "week",
    "weeks",
    "y",
    "year",
    "years",
    "yr",
    "yrs",
];

/// Numbers each with a unit, with at most one time of day among them (`1 day -02:03:04.5`), `@`
/// before and `ago` behind; or ISO 8601 with designators (`P1Y2DT3H`).
pub(super) fn is_interval(text: &str) -> bool {
    if let Some(iso) = text.strip_prefix('P') {
        return is_iso_interval(iso);
    }
    let lower = text.to_ascii_lowercase();
    let text = lower.strip_prefix('@').unwrap_or(&lower);
    let text = text.strip_suffix("ago").unwrap_or(text);
    let (mut parts, mut clock) = (0, false);
    let mut words = text.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        parts += 1;
        let unsigned = word.strip_prefix(['-', '+']).unwrap_or(word);
        if unsigned.contains(':') {
            // Hours may exceed a day here.
            let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
            let minutes = format!("00{}", &unsigned[digits..]);
            if clock || digits == 0 || digits > 7 || time(&minutes) != Some("") {
                return false;
            }
            clock = true;
            continue;
        }
        let Some(unit) = after_number(unsigned) else {
            return false;
        };
        // The unit may stand apart; without one, the last number is seconds.
        let unit = match unit {
            "" => match words.next() {
                Some(next) => next,
                None => return !clock,
            },
            unit => unit,
        };
        if !UNITS.contains(&unit) {
            return false;
        }
    }
    parts > 0
}

/// What follows at most nine digits, of which a fraction may follow.
fn after_number(text: &str) -> Option<&str> {
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = &text[whole..];
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        fraction = after.bytes().take_while(u8::is_ascii_digit).count();
        rest = &after[fraction..];
    }
    (whole + fraction > 0 && whole <= 9).then_some(rest)
}

/// Behind `P`: numbers each with a designator, `T` before those of the time.
fn is_iso_interval(text: &str) -> bool {
    let mut rest = text;
    let mut designators = "YMWD";
    let mut parts = 0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            if designators == "HMS" {
                return false;
            }
            designators = "HMS";
            rest = after;
        }
        let unsigned = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        let Some(after) = after_number(unsigned) else {
            return false;
        };
        match after.chars().next() {
            Some(designator) if designators.contains(designator) => rest = &after[1..],
            _ => return false,
        }
        parts += 1;
    }
    parts > 0
}

const MAX_DATE_YEAR: u32 = 5_874_897;
const MAX_TIMESTAMP_YEAR: u32 = 294_276;
/// 4713 BC is where PostgreSQL's calendar begins.
const MAX_BC_YEAR: u32 = 4_713;

fn is_special(text: &str) -> bool {
    ["infinity", "-infinity", "+infinity", "epoch"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

fn split_era(text: &str) -> (&str, bool) {
    let before = text.strip_suffix("BC").or_else(|| text.strip_suffix("bc"));
    match before.and_then(|before| before.strip_suffix(' ')) {
        Some(before) => (before.trim_end(), true),
        None => (text, false),
    }
}

/// Reads a date; what follows it.
fn date(text: &str, bc: bool, max_year: u32) -> Option<&str> {
    let (year, rest) = number(text, 4, 7)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 1, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 1, 2)?;
    let valid = year >= 1
        && year <= if bc { MAX_BC_YEAR } else { max_year }
        && (1..=12).contains(&month)
        && day >= 1
        && day <= days(year, bc, month);
    valid.then_some(rest)
}

fn days(year: u32, bc: bool, month: u32) -> u32 {
    // 1 BC is the astronomical year 0; leap years repeat every 400 years in either direction.
    let year = if bc { year - 1 } else { year };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads a time of day; what follows it.
fn time(text: &str) -> Option<&str> {
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, mut rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let mut second = 0;
    let mut fraction = false;
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = number(after, 2, 2)?;
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.bytes().take_while(u8::is_ascii_digit).count();
            fraction = after[..end].bytes().any(|byte| byte != b'0');
            rest = &after[end..];
        }
    }
    let midnight = hour == 24 && minute == 0 && second == 0 && !fraction;
    let valid = (hour <= 23 || midnight) && minute <= 59 && second <= 60;
    valid.then_some(rest)
}

/// Nothing, `Z`, `UTC`, or an offset of at most 15:59:59.
fn is_offset(text: &str) -> bool {
    let text = text.trim_start();
    if text.is_empty()
        || ["z", "utc", "gmt"]
            .iter()
            .any(|zone| text.eq_ignore_ascii_case(zone))
    {
        return true;
    }
    let Some(text) = text.strip_prefix(['+', '-']) else {
        return false;
    };
    // Hours, then minutes and seconds with or without colons.
    let hours = text.bytes().take_while(u8::is_ascii_digit).count().min(2);
    let Some((hour, _)) = number(&text[..hours], 1, 2) else {
        return false;
    };
    let mut rest = &text[hours..];
    for _ in 0..2 {
        let digits = rest.strip_prefix(':').unwrap_or(rest);
        match digits.as_bytes() {
            [b'0'..=b'5', b'0'..=b'9', ..] => rest = &digits[2..],
            _ => break,
        }
    }
    rest.is_empty() && hour <= 15
}

/// Reads `least` to `most` digits; the number and what follows.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    if end < least || end > most {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::super::check_literal;
    use crate::dump::types::PgType;

    fn check(ty: &PgType, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(check_literal(ty, text).is_ok(), "{ty:?} takes {text:?}");
        }
        for text in bad {
            assert!(check_literal(ty, text).is_err(), "{ty:?} refuses {text:?}");
        }
    }

    #[test]
    fn dates() {
        check(
            &PgType::Date,
            &[
                "2024-02-29",
                "0001-01-01",
                "4713-01-01 BC",
                "0001-02-29 BC",
                "infinity",
                " 2024-1-5 ",
                "5874897-12-31",
            ],
            &[
                "",
                "2023-02-29",
                "2024-13-01",
                "2024-00-10",
                "01/02/2024",
                "0000-01-01",
                "2024-01-01x",
                "5874898-01-01",
                "4714-01-01 BC",
                "2024-01-01 10",
            ],
        );
    }

    #[test]
    fn timestamps() {
        for ty in [PgType::Timestamp, PgType::TimestampTz] {
            check(
                &ty,
                &[
                    "2024-06-01",
                    "2024-06-01 12:30",
                    "2024-06-01T12:30:59.123456Z",
                    "2024-06-01 12:00:00+01",
                    "2024-06-01 12:00:00 -05:30",
                    "-infinity",
                    "0044-03-15 12:00:00 BC",
                    "2024-06-01 24:00:00",
                ],
                &[
                    "",
                    "12:00",
                    "2024-06-01 25:00",
                    "2024-06-01 24:00:01",
                    "2024-06-01 12:00:00+99",
                    "294277-01-01",
                    "2024-06-01 12:00 Mars/Base",
                ],
            );
        }
    }

    #[test]
    fn times_and_intervals() {
        check(
            &PgType::Time,
            &["00:00", "23:59:60", "24:00"],
            &["24:01", "12", "1é:00"],
        );
        check(
            &PgType::TimeTz,
            &["12:00:00+01", "12:00", "12:00:00.5-0330"],
            &["12:00 x", "12:00+16"],
        );
        check(
            &PgType::Interval,
            &[
                "3 days",
                "01:02:03",
                "P1Y2M",
                "P1DT2H3.5S",
                "-1 day",
                "@ 1 hour ago",
                "1 year 2 mons -3 days",
                "1 day -02:03:04.5",
                "100:00:00",
                "90",
                "1.5h",
                "1 week 2",
            ],
            &[
                "",
                "soon",
                "1 day; drop",
                "1 2 days",
                "1 fortnight",
                "2024-01-01",
                "1:00 2:00",
                "P",
                "P1",
                "PT",
                "1é",
                "day",
                "é1 day",
                "1 day é",
            ],
        );
    }
}
