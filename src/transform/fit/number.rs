//! Numbers as PostgreSQL's input functions read them.

/// A whole number within a range (utils/adt/numutils.c, without PostgreSQL 16's other radixes).
pub(super) fn integer(text: &str, min: i64, max: i64) -> Result<(), String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(number) if plain && (min..=max).contains(&number) => Ok(()),
        _ => Err(format!("whole numbers from {min} to {max}")),
    }
}

/// PostgreSQL's limit of digits before the point of an unlimited numeric.
const MAX_INTEGER_DIGITS: i64 = 131_072;

/// `numeric(precision, scale)`: rounded to the scale, no more digits before the point than the
/// precision leaves (`apply_typmod`, utils/adt/numeric.c).
pub(super) fn numeric(text: &str, limits: Option<(u32, i32)>) -> Result<(), String> {
    if text.eq_ignore_ascii_case("nan") {
        return Ok(());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if limits.is_none() && is_infinity(unsigned) {
        return Ok(());
    }
    let Some(decimal) = Decimal::parse(unsigned) else {
        return Err("a number".to_owned());
    };
    match limits {
        None if decimal.integer_digits() <= MAX_INTEGER_DIGITS => Ok(()),
        None => Err("a number of fewer digits".to_owned()),
        Some((precision, scale)) => {
            let room = i64::from(precision) - i64::from(scale);
            if decimal.integer_digits_rounded(i64::from(scale)) <= room {
                Ok(())
            } else {
                Err(format!("at most {room} digits before the decimal point"))
            }
        }
    }
}

/// A number's digits and where its point stands.
struct Decimal<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// Digits with at most one point and an exponent; no sign.
    fn parse(text: &'a str) -> Option<Self> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => {
                let digits = &text[at + 1..];
                let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
                if !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                let exponent: i64 = digits.parse().ok()?;
                // Far past any limit already; keeps the arithmetic below from overflowing.
                (&text[..at], exponent.clamp(-1_000_000_000, 1_000_000_000))
            }
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let valid = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
        valid.then_some(Self {
            whole: whole.as_bytes(),
            fraction: fraction.as_bytes(),
            exponent,
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.iter().chain(self.fraction).copied()
    }

    /// The point's place, counted in digits from the first one written.
    fn point(&self) -> i64 {
        i64::try_from(self.whole.len())
            .unwrap_or(i64::MAX / 2)
            .saturating_add(self.exponent)
    }

    /// The place of the first digit that is not 0.
    fn first(&self) -> Option<i64> {
        let at = self.digits().position(|digit| digit != b'0')?;
        i64::try_from(at).ok()
    }

    /// Digits before the point, without leading zeros; negative where zeros follow the point.
    fn integer_digits(&self) -> i64 {
        self.first().map_or(i64::MIN, |first| self.point() - first)
    }

    /// The same after rounding half up to `scale` digits behind the point.
    fn integer_digits_rounded(&self, scale: i64) -> i64 {
        let Some(first) = self.first() else {
            return i64::MIN;
        };
        let cut = self.point().saturating_add(scale);
        if cut < first {
            return i64::MIN;
        }
        let digit = |place: i64| {
            usize::try_from(place)
                .ok()
                .and_then(|at| self.digits().nth(at))
        };
        let rounds_up = digit(cut).is_some_and(|digit| digit >= b'5');
        let nines = self
            .digits()
            .zip(0i64..)
            .filter(|(_, place)| (first..cut).contains(place))
            .all(|(digit, _)| digit == b'9');
        let carries =
            rounds_up && nines && cut <= i64::try_from(self.digits().count()).unwrap_or(0);
        self.integer_digits() + i64::from(carries)
    }
}

fn is_infinity(unsigned: &str) -> bool {
    unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity")
}

fn is_not_finite(text: &str) -> bool {
    text.eq_ignore_ascii_case("nan") || is_infinity(text.strip_prefix(['+', '-']).unwrap_or(text))
}

fn is_zero(text: &str) -> bool {
    text.bytes()
        .take_while(|byte| !byte.eq_ignore_ascii_case(&b'e'))
        .all(|byte| !matches!(byte, b'1'..=b'9'))
}

fn is_decimal(text: &str) -> bool {
    Decimal::parse(text.strip_prefix(['+', '-']).unwrap_or(text)).is_some()
}

/// `float8in`: neither overflow nor underflow.
pub(super) fn is_float8(text: &str) -> bool {
    is_not_finite(text)
        || (is_decimal(text)
            && text
                .parse::<f64>()
                .is_ok_and(|number| number.is_finite() && (number != 0.0 || is_zero(text))))
}

/// `float4in`: neither overflow nor underflow.
pub(super) fn is_float4(text: &str) -> bool {
    is_not_finite(text)
        || (is_decimal(text)
            && text
                .parse::<f32>()
                .is_ok_and(|number| number.is_finite() && (number != 0.0 || is_zero(text))))
}

/// Digits with separators, a sign or parentheses, and a currency sign, each anywhere it may stand
/// in some locale: `lc_monetary` decides what the server takes.
pub(super) fn is_money(text: &str) -> bool {
    let inner = text.strip_prefix('-').or_else(|| text.strip_suffix('-'));
    let inner = inner.unwrap_or(text);
    let inner = inner
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(inner);
    inner.bytes().any(|byte| byte.is_ascii_digit())
        && inner
            .chars()
            .all(|c| c.is_ascii_digit() || ",. '$€£¥".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::check_literal;
    use crate::dump::types::PgType;

    fn takes(ty: &PgType, text: &str) -> bool {
        check_literal(ty, text).is_ok()
    }

    #[test]
    fn integers_have_their_range() {
        for (ty, min, max) in [
            (PgType::Int2, "-32768", "32767"),
            (PgType::Int4, "-2147483648", "2147483647"),
            (PgType::Int8, "-9223372036854775808", "9223372036854775807"),
            (PgType::Oid, "0", "4294967295"),
        ] {
            assert!(takes(&ty, min) && takes(&ty, max) && takes(&ty, " +7 "));
            for bad in [
                "",
                "1.0",
                "x",
                "-",
                "1e3",
                "--1",
                "9223372036854775808",
                "1 2",
            ] {
                assert!(!takes(&ty, bad), "{ty:?} {bad}");
            }
        }
        assert!(!takes(&PgType::Int2, "32768"));
        assert!(!takes(&PgType::Oid, "-1"));
    }

    #[test]
    fn numeric_rounds_to_its_scale_and_then_counts() {
        let ty = PgType::Numeric(Some((4, 2)));
        for good in [
            "99.99", "-99.994", "0", "0.001", "1e1", "NaN", "00012.5", ".5", "5.", "1e-90",
        ] {
            assert!(takes(&ty, good), "{good}");
        }
        for bad in [
            "100",
            "99.995",
            "1e2",
            "Infinity",
            "",
            ".",
            "1.2.3",
            "e5",
            "1e",
            "x",
            "1e99999999999999999999",
        ] {
            assert!(!takes(&ty, bad), "{bad}");
        }
        // numeric(2,5): below one thousandth only.
        let small = PgType::Numeric(Some((2, 5)));
        assert!(takes(&small, "0.00099"));
        assert!(!takes(&small, "0.000995") && !takes(&small, "0.001"));
        // numeric(2,-3): whole thousands.
        let thousands = PgType::Numeric(Some((2, -3)));
        assert!(takes(&thousands, "99000") && takes(&thousands, "99499") && takes(&thousands, "7"));
        assert!(!takes(&thousands, "99500"));
        assert!(takes(&PgType::Numeric(None), "1e1000") && takes(&PgType::Numeric(None), "-inf"));
        assert!(!takes(&PgType::Numeric(None), "1e200000"));
    }

    #[test]
    fn floats_neither_overflow_nor_underflow() {
        for ty in [PgType::Float4, PgType::Float8] {
            for good in ["1", "-1.5e3", "NaN", "-Infinity", "0e99", "0.0"] {
                assert!(takes(&ty, good), "{good}");
            }
            for bad in ["1e400", "1e-400", "", "x", "0x10"] {
                assert!(!takes(&ty, bad), "{bad}");
            }
        }
        assert!(takes(&PgType::Float8, "1e60") && !takes(&PgType::Float4, "1e60"));
    }

    #[test]
    fn money_is_loose() {
        assert!(takes(&PgType::Money, "£1,234.50") && takes(&PgType::Money, "-12"));
        for bad in ["abc", "", "2024-01-01", "12:00", "--1"] {
            assert!(!takes(&PgType::Money, bad), "{bad}");
        }
    }
}
