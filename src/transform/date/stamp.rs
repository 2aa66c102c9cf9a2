//! Dates and times in the ISO forms that dumps, JSON and text hold, read and written alike.

use super::calendar::{DAY, SECOND, date_of, days_of, month_length};

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parsed<'a> {
    Stamp(Stamp<'a>),
    /// `infinity` and `-infinity`
    Infinite,
}

/// A date, a time, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// Days since 1970-01-01; 0 for a time of day.
    pub(super) days: i64,
    /// Nanoseconds since midnight, up to 24:00:00; 0 for a date.
    pub(super) nanos: i64,
    pub(super) form: Form<'a>,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'a> {
    pub(super) date: bool,
    pub(super) time: Option<TimeForm<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeForm<'a> {
    /// Between date and time: a blank or `T`.
    pub(super) separator: u8,
    pub(super) seconds: bool,
    /// Digits of the fraction of a second, up to 9.
    pub(super) fraction: u8,
    /// The offset from UTC as it is written, such as `+01`, `Z` or ` UTC`.
    pub(super) suffix: &'a [u8],
    /// That offset in seconds.
    pub(super) offset: Option<i32>,
}

impl<'a> Parsed<'a> {
    /// Blanks around it are ignored; `None` where it is no ISO date or time.
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let text = text.trim_ascii();
        let unsigned = text.strip_prefix(b"-").unwrap_or(text);
        if unsigned.eq_ignore_ascii_case(b"infinity") {
            return Some(Self::Infinite);
        }
        let (text, bc) = match text.strip_suffix(b" BC") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let mut reader = Reader(text);
        let days = match text.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(4..=7) if text.contains(&b'-') => Some(reader.date(bc)?),
            _ if bc => return None,
            _ => None,
        };
        let separator = match (days, reader.0.first()) {
            (Some(_), None) => None,
            (Some(_), Some(byte @ (b' ' | b'T' | b't'))) => {
                reader.0 = &reader.0[1..];
                Some(*byte)
            }
            (Some(_), Some(_)) => return None,
            (None, _) => Some(b' '),
        };
        let (nanos, time) = match separator {
            None => (0, None),
            Some(separator) => {
                let (nanos, time) = reader.time(separator)?;
                (nanos, Some(time))
            }
        };
        Some(Self::Stamp(Stamp {
            days: days.unwrap_or(0),
            nanos,
            form: Form {
                date: days.is_some(),
                time,
            },
        }))
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn date(&mut self, bc: bool) -> Option<i64> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
        let year = self.number(digits.count())?;
        self.take(b'-')?;
        let month = self.number(2)?;
        self.take(b'-')?;
        let day = self.number(2)?;
        if year == 0 {
            return None;
        }
        let year = if bc { 1 - year } else { year };
        let valid = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        valid.then(|| days_of(year, month, day))
    }

    fn time(&mut self, separator: u8) -> Option<(i64, TimeForm<'a>)> {
        let hour = self.number(2)?;
        self.take(b':')?;
        let minute = self.number(2)?;
        let seconds = self.take(b':').is_some();
        let second = if seconds { self.number(2)? } else { 0 };
        let mut fraction = 0;
        let mut part = 0;
        if seconds && self.take(b'.').is_some() {
            let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
            fraction = u8::try_from(digits.count())
                .ok()
                .filter(|digits| (1..=9).contains(digits))?;
            part = self.number(usize::from(fraction))? * unit(fraction);
        }
        let nanos = (hour * 3600 + minute * 60 + second) * SECOND + part;
        if hour > 24 || minute > 59 || second > 59 || nanos > DAY {
            return None;
        }
        let suffix = self.0;
        let offset = self.offset()?;
        let form = TimeForm {
            separator,
            seconds,
            fraction,
            suffix,
            offset,
        };
        Some((nanos, form))
    }

    /// `Some(None)` where there is none; takes all that is left.
    fn offset(&mut self) -> Option<Option<i32>> {
        if self.0.is_empty() {
            return Some(None);
        }
        if self.0[0] == b' ' {
            self.0 = &self.0[1..];
        }
        if [&b"Z"[..], b"z", b"UTC", b"GMT"].contains(&self.0) {
            return Some(Some(0));
        }
        let sign = match self.0.first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.0 = &self.0[1..];
        let mut seconds = self.number(2)? * 3600;
        for unit in [60, 1] {
            if self.0.is_empty() {
                break;
            }
            let _ = self.take(b':');
            let part = self.number(2)?;
            seconds += part * unit;
            if part > 59 {
                return None;
            }
        }
        let seconds = i32::try_from(seconds).ok()?;
        (self.0.is_empty() && seconds < 24 * 3600).then_some(Some(sign * seconds))
    }

    /// Exactly this many digits, at most 9.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        if number.len() > 9 || !number.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        Some(
            number
                .iter()
                .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')),
        )
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }
}

/// One unit of the last of `fraction` digits, in nanoseconds.
fn unit(fraction: u8) -> i64 {
    10_i64.pow(9 - u32::from(fraction.min(9)))
}

impl TimeForm<'_> {
    /// The smallest step that the form shows, in nanoseconds.
    pub(super) fn step(&self) -> i64 {
        if self.seconds {
            unit(self.fraction)
        } else {
            60 * SECOND
        }
    }
}

impl Stamp<'_> {
    /// Nanoseconds since 1970-01-01 00:00, as its clock shows them.
    pub(super) fn local(&self) -> i128 {
        i128::from(self.days) * i128::from(DAY) + i128::from(self.nanos)
    }

    /// The offset from UTC in seconds, where it has one.
    pub(super) fn offset(&self) -> Option<i32> {
        self.form.time.and_then(|time| time.offset)
    }

    /// The same form at another time of its clock.
    pub(super) fn at_local(mut self, local: i128) -> Self {
        let day = i128::from(DAY);
        // Any date of PostgreSQL's fits; others were refused before.
        self.days = i64::try_from(local.div_euclid(day)).unwrap_or(0);
        self.nanos = local.rem_euclid(day) as i64;
        self
    }

    /// Appends it. With `trim`, zeros at the end of a fraction go, as PostgreSQL writes.
    pub(super) fn write(&self, trim: bool, out: &mut Vec<u8>) {
        let mut bc = false;
        if self.form.date {
            let (year, month, day) = date_of(self.days);
            bc = year <= 0;
            digits(if bc { 1 - year } else { year }, 4, out);
            out.push(b'-');
            digits(month, 2, out);
            out.push(b'-');
            digits(day, 2, out);
        }
        if let Some(time) = &self.form.time {
            if self.form.date {
                out.push(time.separator);
            }
            let seconds = self.nanos / SECOND;
            digits(seconds / 3600, 2, out);
            out.push(b':');
            digits(seconds / 60 % 60, 2, out);
            if time.seconds {
                out.push(b':');
                digits(seconds % 60, 2, out);
            }
            let fraction = self.nanos % SECOND / unit(time.fraction);
            if time.fraction > 0 && !(trim && fraction == 0) {
                out.push(b'.');
                digits(fraction, usize::from(time.fraction), out);
                while trim && out.last() == Some(&b'0') {
                    out.pop();
                }
            }
            out.extend_from_slice(time.suffix);
        }
        if bc {
            out.extend_from_slice(b" BC");
        }
    }
}

/// A number that is not negative, with at least `width` digits.
fn digits(number: i64, width: usize, out: &mut Vec<u8>) {
    let mut buffer = [b'0'; 20];
    let mut at = buffer.len();
    let mut rest = number.unsigned_abs();
    while rest > 0 {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    at = at.min(buffer.len() - width.min(buffer.len()));
    out.extend_from_slice(&buffer[at..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round_trip(text: &str, trim: bool) -> Option<String> {
        let Parsed::Stamp(stamp) = Parsed::parse(text.as_bytes())? else {
            return None;
        };
        let mut out = Vec::new();
        stamp.write(trim, &mut out);
        Some(String::from_utf8(out).expect("ASCII"))
    }

    #[test]
    fn what_is_read_is_written_alike() {
        for text in [
            "2024-02-29",
            "0044-03-15 BC",
            "5874897-12-31",
            "2024-02-29 12:34:56",
            "2024-02-29 12:34:56.789",
            "2024-02-29 12:34:56.5+05:30",
            "2024-02-29 12:34:56-08",
            "0044-03-15 12:00:00-00:01:15 BC",
            "2024-02-29T12:34:56.000001Z",
            "2024-02-29T12:34",
            "2024-02-29 12:34:56 UTC",
            "2024-02-29 12:34:56 +0100",
            "12:34:56.5",
            "24:00:00",
            "12:34:56+02",
        ] {
            assert_eq!(round_trip(text, true).as_deref(), Some(text));
        }
        let padded = "2024-02-29T12:34:56.100Z";
        assert_eq!(round_trip(padded, false).as_deref(), Some(padded));
        assert_eq!(
            round_trip(padded, true).as_deref(),
            Some("2024-02-29T12:34:56.1Z")
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "0000-00-00",
            "2024-1-1",
            "01/02/2024",
            "2024-02-29x",
            "2024-02-29 25:00",
            "2024-02-29 24:00:01",
            "12",
            "12:60",
            "BC",
            "now",
            "2024-02-29 12:34:56.",
            "2024-02-29 12:34:56.1234567890",
            "2024-02-29 12:34:56+99",
            "12345678-01-01",
            "-2024-02-29",
            "12:00 BC",
            "2024-02-29 12:34:56 EST",
        ] {
            assert_eq!(Parsed::parse(text.as_bytes()), None, "{text}");
        }
        for text in ["infinity", "-infinity"] {
            assert_eq!(Parsed::parse(text.as_bytes()), Some(Parsed::Infinite));
        }
    }

    #[test]
    fn offsets_are_seconds() {
        let offset = |text: &str| match Parsed::parse(text.as_bytes()) {
            Some(Parsed::Stamp(stamp)) => stamp.offset(),
            _ => panic!("no stamp"),
        };
        assert_eq!(offset("2024-01-01 00:00:00+05:30"), Some(19_800));
        assert_eq!(offset("2024-01-01 00:00:00-0800"), Some(-28_800));
        assert_eq!(offset("2024-01-01T00:00:00Z"), Some(0));
        assert_eq!(offset("2024-01-01 00:00:00"), None);
        assert_eq!(offset("2024-01-01"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_parse_or_not(text in prop::collection::vec(any::<u8>(), 0..32)) {
            let _ = Parsed::parse(&text);
        }

        #[test]
        fn date_like_text_parses_or_not(text in "[0-9]{2,8}[-:T .+BCZ0-9]{0,24}") {
            let _ = round_trip(&text, true);
        }
    }
}
