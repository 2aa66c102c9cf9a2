//! Calendar arithmetic on PostgreSQL's whole range, in the proleptic Gregorian calendar.
//!
//! Days are counted from 1970-01-01; year 0 is 1 BC.

/// A day in nanoseconds.
pub(super) const DAY: i64 = 86_400_000_000_000;
/// A second in nanoseconds.
pub(super) const SECOND: i64 = 1_000_000_000;

/// The least `date` and `timestamp`: 4714-11-24 BC.
pub(super) const FIRST: i64 = -2_440_588;
/// The greatest `date`: 5874897-12-31.
pub(super) const LAST_DATE: i64 = days_of(5_874_897, 12, 31);
/// The greatest `timestamp`: 294276-12-31.
pub(super) const LAST_TIMESTAMP: i64 = days_of(294_276, 12, 31);

/// Days of a date, which must be valid. Years up to ±10⁷.
pub(super) const fn days_of(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last; 400 years are one era.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day.
pub(super) const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// The number of days of a month.
pub(super) const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0
            && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) =>
        {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(days_of(1970, 1, 1), 0);
        assert_eq!(days_of(2000, 2, 29), 11_016);
        assert_eq!(date_of(11_016), (2000, 2, 29));
        assert_eq!(date_of(FIRST), (-4713, 11, 24));
        assert_eq!(date_of(-719_528), (0, 1, 1));
    }

    #[test]
    fn days_and_dates_agree() {
        let mut expected = date_of(-1_000_000);
        for days in -1_000_000..1_000_000 {
            assert_eq!(date_of(days), expected);
            assert_eq!(days_of(expected.0, expected.1, expected.2), days);
            let (year, month, day) = expected;
            expected = if day < month_length(year, month) {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
        }
        assert_eq!(date_of(LAST_DATE), (5_874_897, 12, 31));
    }
}
