//! `numeric`: exact decimals with PostgreSQL's scales and roundings (`numeric.c`).

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};

/// The most digits before the decimal point (NUMERIC_WEIGHT_MAX).
const MAX_WHOLE_DIGITS: i64 = 131_072;
/// The most digits after it (NUMERIC_DSCALE_MAX).
pub(super) const MAX_SCALE: i64 = 16_383;
/// A number that may also be an infinity or not a number.
#[derive(Clone)]
pub(super) enum Decimal {
    NegInfinity,
    /// `coefficient / 10^scale`
    Small {
        coefficient: i128,
        scale: u16,
    },
    Big(Box<Big>),
    Infinity,
    NaN,
}

/// A coefficient of more than 127 bits.
#[derive(Clone)]
pub(super) struct Big {
    pub(super) coefficient: BigInt,
    pub(super) scale: u16,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The text is no number.
    Malformed,
    /// The result does not fit the type.
    OutOfRange,
    DivisionByZero,
}

/// Prints nothing of the number: it may be row data.
impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal")
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::Small {
            coefficient: value.into(),
            scale: 0,
        }
    }
}

impl Decimal {
    /// Reads a number as `numeric` input does (`numeric_in`): blanks around, a sign, an exponent.
    pub(super) fn parse(text: &[u8]) -> Result<Self, Fault> {
        let text = text.trim_ascii();
        let (negative, body) = match text.split_first() {
            Some((b'-', rest)) => (true, rest),
            Some((b'+', rest)) => (false, rest),
            _ => (false, text),
        };
        if !body
            .first()
            .is_some_and(|b| b.is_ascii_digit() || *b == b'.')
        {
            if text.eq_ignore_ascii_case(b"nan") {
                return Ok(Self::NaN);
            }
            if body.eq_ignore_ascii_case(b"infinity") || body.eq_ignore_ascii_case(b"inf") {
                return Ok(if negative {
                    Self::NegInfinity
                } else {
                    Self::Infinity
                });
            }
            return Err(Fault::Malformed);
        }
        let (mantissa, exponent) = match body.iter().position(|b| matches!(b, b'e' | b'E')) {
            Some(at) => (&body[..at], parse_exponent(&body[at + 1..])?),
            None => (body, 0),
        };
        let (whole, fraction) = match mantissa.iter().position(|b| *b == b'.') {
            Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
            None => (mantissa, &[][..]),
        };
        let digits = || whole.iter().chain(fraction);
        if whole.is_empty() && fraction.is_empty() || !digits().all(u8::is_ascii_digit) {
            return Err(Fault::Malformed);
        }
        let significant = digits().skip_while(|b| **b == b'0').count() as i64;
        let scale = fraction.len() as i64 - exponent;
        if significant > 0 && significant - scale > MAX_WHOLE_DIGITS || scale > MAX_SCALE {
            return Err(Fault::OutOfRange);
        }
        let scale_up = (-scale).max(0);
        let scale = scale.max(0) as u16; // at most MAX_SCALE, checked above
        if significant == 0 {
            return Ok(Self::Small {
                coefficient: 0,
                scale,
            });
        }
        if significant + scale_up <= 38 {
            let mut coefficient: i128 = 0;
            for digit in digits() {
                coefficient = coefficient * 10 + i128::from(digit - b'0');
            }
            coefficient *= 10_i128.pow(scale_up as u32); // at most 38 digits: below 2^127
            return Ok(Self::Small {
                coefficient: if negative { -coefficient } else { coefficient },
                scale,
            });
        }
        let all: Vec<u8> = digits().copied().collect();
        let mut coefficient = BigInt::parse_bytes(&all, 10).ok_or(Fault::Malformed)?;
        coefficient *= power(scale_up);
        Self::big(
            if negative { -coefficient } else { coefficient },
            scale.into(),
        )
    }

    /// Rounds a double to 15 significant digits (a real: 6), as the cast does.
    pub(super) fn from_float(value: f64, digits: usize) -> Result<Self, Fault> {
        if value.is_nan() {
            return Ok(Self::NaN);
        }
        if value.is_infinite() {
            return Ok(if value > 0.0 {
                Self::Infinity
            } else {
                Self::NegInfinity
            });
        }
        let text = format!("{value:.*e}", digits - 1);
        let (mantissa, exponent) = text.split_once('e').ok_or(Fault::Malformed)?;
        let mantissa = match mantissa.contains('.') {
            true => mantissa.trim_end_matches('0').trim_end_matches('.'),
            false => mantissa,
        };
        Self::parse(format!("{mantissa}e{exponent}").as_bytes())
    }

    /// The nearest double.
    pub(super) fn to_f64(&self) -> Result<f64, Fault> {
        match self {
            Self::NaN => Ok(f64::NAN),
            Self::Infinity => Ok(f64::INFINITY),
            Self::NegInfinity => Ok(f64::NEG_INFINITY),
            // Both parts are exact doubles, so the one division rounds correctly.
            Self::Small { coefficient, scale }
                if coefficient.unsigned_abs() < 1 << 53 && *scale <= 22 =>
            {
                Ok(*coefficient as f64 / 10_f64.powi((*scale).into()))
            }
            _ => {
                let value: f64 = self.to_string().parse().map_err(|_| Fault::Malformed)?;
                if value.is_infinite() || (value == 0.0 && !self.is_zero()) {
                    return Err(Fault::OutOfRange);
                }
                Ok(value)
            }
        }
    }

    /// Rounded half away from zero to a whole number, where it fits.
    pub(super) fn to_i64(&self) -> Result<i64, Fault> {
        match self.round(0)? {
            Self::Small { coefficient, .. } => {
                i64::try_from(coefficient).map_err(|_| Fault::OutOfRange)
            }
            _ => Err(Fault::OutOfRange),
        }
    }

    /// Rounded half away from zero to `scale` digits after the point, which may be negative.
    pub(super) fn round(&self, scale: i32) -> Result<Self, Fault> {
        let Some((coefficient, own)) = self.parts() else {
            return Ok(self.clone());
        };
        let drop = i64::from(own) - i64::from(scale);
        if drop <= 0 {
            return Self::big(coefficient * power(-drop), scale.into());
        }
        let rounded = divide_rounding(&coefficient, &power(drop));
        if scale < 0 {
            return Self::big(rounded * power(-i64::from(scale)), 0);
        }
        Self::big(rounded, scale.into())
    }

    /// `numeric(precision, scale)` (`apply_typmod`).
    pub(super) fn fit(&self, precision: u32, scale: i32) -> Result<Self, Fault> {
        if matches!(self, Self::NaN) {
            return Ok(Self::NaN);
        }
        let rounded = self.round(scale)?;
        let Some((coefficient, own)) = rounded.parts() else {
            return Err(Fault::OutOfRange); // an infinity
        };
        let limit = power(i64::from(precision) - i64::from(scale) + i64::from(own));
        if coefficient.magnitude() >= limit.magnitude() {
            return Err(Fault::OutOfRange);
        }
        Ok(rounded)
    }

    pub(super) fn is_nan(&self) -> bool {
        matches!(self, Self::NaN)
    }

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Self::Small { coefficient: 0, .. })
    }

    /// 1, 0 or -1.
    pub(super) fn sign(&self) -> i8 {
        match self {
            Self::NaN => 0,
            Self::Infinity => 1,
            Self::NegInfinity => -1,
            Self::Small { coefficient, .. } => coefficient.signum() as i8,
            Self::Big(big) => match big.coefficient.sign() {
                Sign::Minus => -1,
                Sign::NoSign => 0,
                Sign::Plus => 1,
            },
        }
    }

    /// 1 or -1 for an infinity, else 0.
    pub(super) fn infinity(&self) -> i8 {
        match self {
            Self::Infinity => 1,
            Self::NegInfinity => -1,
            _ => 0,
        }
    }

    pub(super) fn signed_infinity(sign: i8) -> Self {
        match sign.cmp(&0) {
            Ordering::Greater => Self::Infinity,
            Ordering::Less => Self::NegInfinity,
            Ordering::Equal => Self::NaN,
        }
    }

    pub(super) fn parts(&self) -> Option<(BigInt, u16)> {
        match self {
            Self::Small { coefficient, scale } => Some((BigInt::from(*coefficient), *scale)),
            Self::Big(big) => Some((big.coefficient.clone(), big.scale)),
            _ => None,
        }
    }

    /// The most compact form; an error where it is past what `numeric` holds.
    pub(super) fn big(coefficient: BigInt, scale: i64) -> Result<Self, Fault> {
        let scale = u16::try_from(scale).map_err(|_| Fault::OutOfRange)?;
        Self::Big(Box::new(Big { coefficient, scale })).checked()
    }

    pub(super) fn checked(self) -> Result<Self, Fault> {
        let Self::Big(big) = self else {
            return Ok(self);
        };
        if let Ok(coefficient) = i128::try_from(&big.coefficient) {
            return Ok(Self::Small {
                coefficient,
                scale: big.scale,
            });
        }
        // log10(2) is more than 0.3: fewer bits than this can't be too many digits.
        let limit = (MAX_WHOLE_DIGITS + i64::from(big.scale)) as u64;
        if big.coefficient.bits() * 3 / 10 > limit && digit_count(&big.coefficient) as u64 > limit {
            return Err(Fault::OutOfRange);
        }
        Ok(Self::Big(big))
    }
}

/// NaN equals itself and is greater than all else.
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |d: &Self| match d {
            Self::NegInfinity => 0,
            Self::Small { .. } | Self::Big(_) => 1,
            Self::Infinity => 2,
            Self::NaN => 3,
        };
        let (a, s, b, t) = match (self, other) {
            (
                Self::Small {
                    coefficient: a,
                    scale: s,
                },
                Self::Small {
                    coefficient: b,
                    scale: t,
                },
            ) => (*a, *s, *b, *t),
            _ => match (self.parts(), other.parts()) {
                (Some((a, s)), Some((b, t))) => return compare_big(a, s, b, t),
                _ => return rank(self).cmp(&rank(other)),
            },
        };
        if s == t || a.signum() != b.signum() {
            return a.cmp(&b);
        }
        let raise = |value: i128, by: u16| {
            10_i128
                .checked_pow(by.into())
                .and_then(|power| value.checked_mul(power))
        };
        match (raise(a, t.saturating_sub(s)), raise(b, s.saturating_sub(t))) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => compare_big(a.into(), s, b.into(), t),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

/// As `numeric_out` writes it: all digits of the scale, no exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, scale) = match self {
            Self::NaN => return f.write_str("NaN"),
            Self::Infinity => return f.write_str("Infinity"),
            Self::NegInfinity => return f.write_str("-Infinity"),
            Self::Small { coefficient, scale } => (coefficient.to_string(), usize::from(*scale)),
            Self::Big(big) => (big.coefficient.to_string(), usize::from(big.scale)),
        };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", digits.as_str()),
        };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

fn parse_exponent(text: &[u8]) -> Result<i64, Fault> {
    let digits = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Fault::Malformed);
    }
    // Any exponent this long is out of range; the bound keeps what follows from overflowing.
    let magnitude = digits.iter().fold(0_i64, |sum, digit| {
        (sum * 10 + i64::from(digit - b'0')).min(10_000_000)
    });
    Ok(if text.starts_with(b"-") {
        -magnitude
    } else {
        magnitude
    })
}

pub(super) fn power(exponent: i64) -> BigInt {
    BigInt::from(10_u8).pow(u32::try_from(exponent).unwrap_or(0))
}

/// The quotient rounded half away from zero. `divisor` is not zero.
pub(super) fn divide_rounding(dividend: &BigInt, divisor: &BigInt) -> BigInt {
    let quotient = dividend / divisor;
    let rest = dividend % divisor;
    if (rest.magnitude() * 2_u8) < *divisor.magnitude() {
        return quotient;
    }
    if (dividend.sign() == Sign::Minus) == (divisor.sign() == Sign::Minus) {
        quotient + 1
    } else {
        quotient - 1
    }
}

fn compare_big(a: BigInt, s: u16, b: BigInt, t: u16) -> Ordering {
    let scale = s.max(t);
    (a * power(i64::from(scale - s))).cmp(&(b * power(i64::from(scale - t))))
}

fn digit_count(value: &BigInt) -> usize {
    value.magnitude().to_str_radix(10).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        Decimal::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn reads_what_numeric_in_reads() {
        for (text, out) in [
            ("1.50", "1.50"),
            (" -0.00 ", "0.00"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e3", "1000"),
            ("1.5e-3", "0.0015"),
            ("nan", "NaN"),
            ("-inf", "-Infinity"),
            (
                "123456789012345678901234567890123456789012345.5",
                "123456789012345678901234567890123456789012345.5",
            ),
            ("-0012", "-12"),
        ] {
            assert_eq!(dec(text).to_string(), out, "{text}");
        }
        for text in ["", "-", ".", "1x", "1e", "0x10", "1 2", "+nan"] {
            assert_eq!(
                Decimal::parse(text.as_bytes()),
                Err(Fault::Malformed),
                "{text}"
            );
        }
        assert_eq!(Decimal::parse(b"1e200000"), Err(Fault::OutOfRange));
        assert_eq!(Decimal::parse(b"1e-99999999999999"), Err(Fault::OutOfRange));
    }

    #[test]
    fn compares_by_value() {
        assert_eq!(dec("1.5"), dec("1.500"));
        assert!(dec("2") > dec("1.999999999999999999999999999999999999999999"));
        assert!(dec("-1") < dec("0.1"));
        assert!(dec("NaN") > dec("Infinity"));
        assert_eq!(dec("NaN"), dec("nan"));
        assert!(dec("-Infinity") < dec("-1e100"));
        assert!(dec("1e100") > dec("1e99"));
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(dec("2.5").to_i64(), Ok(3));
        assert_eq!(dec("-2.5").to_i64(), Ok(-3));
        assert_eq!(dec("1e30").to_i64(), Err(Fault::OutOfRange));
        assert_eq!(dec("99.995").fit(5, 2).unwrap().to_string(), "100.00");
        assert_eq!(dec("999.995").fit(5, 2), Err(Fault::OutOfRange));
        assert_eq!(dec("1251").fit(3, -2).unwrap().to_string(), "1300");
    }

    #[test]
    fn floats() {
        assert_eq!(Decimal::from_float(0.1, 15).unwrap().to_string(), "0.1");
        assert_eq!(
            Decimal::from_float(1e20, 15).unwrap().to_string(),
            "100000000000000000000"
        );
        assert_eq!(dec("0.1").to_f64(), Ok(0.1));
        assert_eq!(dec("123456789.12345679").to_f64(), Ok(123456789.12345679));
    }
}
