//! Exact decimal numbers in the forms PostgreSQL writes them.

use crate::dump::types::PgType;
use crate::transform::bind::Binder;

/// Numbers of up to this many digits are held in an `i128`, with room for sums and one factor 10.
pub(super) const MAX_DIGITS: usize = 36;

/// `units` × 10⁻ˢᶜᵃˡᵉ; `|units|` is below 10³⁶ when parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) units: i128,
    pub(super) scale: u32,
}

/// A number as a value holds it.
#[derive(Debug, PartialEq)]
pub(super) enum Number {
    Decimal(Decimal),
    /// More digits than a [`Decimal`] holds.
    Long(Long),
    /// Written with an exponent.
    Float(f64),
    /// `NaN` and the infinities: no magnitude to change.
    Special,
}

impl Number {
    /// Blanks around it are ignored; `None` where it is no number.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii();
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        if [&b"nan"[..], b"infinity", b"inf"]
            .iter()
            .any(|special| unsigned.eq_ignore_ascii_case(special))
        {
            return Some(Self::Special);
        }
        let point = unsigned.iter().position(|byte| *byte == b'.');
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let (whole, fraction) = match point {
            Some(at) => (&unsigned[..at], &unsigned[at + 1..]),
            None => (unsigned, &unsigned[unsigned.len()..]),
        };
        if !digits(whole) || !digits(fraction) {
            return Self::float(text, unsigned);
        }
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        let mut significant = whole
            .iter()
            .chain(fraction)
            .map(|byte| byte - b'0')
            .skip_while(|digit| *digit == 0);
        if significant.clone().count() > MAX_DIGITS {
            return Some(Self::Long(Long {
                negative,
                digits: significant.collect(),
                scale,
            }));
        }
        // At most 36 digits: below 10^36.
        let units = significant.try_fold(0_i128, |units, digit| {
            units.checked_mul(10)?.checked_add(i128::from(digit))
        })?;
        Some(Self::Decimal(Decimal {
            units: if negative { -units } else { units },
            scale,
        }))
    }

    /// Rust's own syntax is wider than PostgreSQL's, so the bytes are checked before.
    fn float(text: &[u8], unsigned: &[u8]) -> Option<Self> {
        let plain = unsigned.first()?.is_ascii_digit() || unsigned[0] == b'.';
        let known = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        if !plain || !unsigned.iter().all(known) {
            return None;
        }
        let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
        number.is_finite().then_some(Self::Float(number))
    }
}

impl Decimal {
    /// Parses a rule's number, of at most 18 digits and 18 decimals.
    pub(super) fn parse_rule(text: &str) -> Option<Self> {
        match Number::parse(text.as_bytes())? {
            Number::Decimal(number)
                if number.units.unsigned_abs() < 10_u128.pow(18) && number.scale <= 18 =>
            {
                Some(number)
            }
            _ => None,
        }
    }

    /// The same number at a larger or equal scale; `None` where it has too many digits for that.
    pub(super) fn at_scale(self, scale: u32) -> Option<i128> {
        let factor = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        self.units.checked_mul(factor)
    }

    /// The largest whole number of 10⁻ˢᶜᵃˡᵉ that is not above this.
    pub(super) fn floor_at(self, scale: u32) -> Option<i128> {
        if scale >= self.scale {
            return self.at_scale(scale);
        }
        Some(
            self.units
                .div_euclid(10_i128.checked_pow(self.scale - scale)?),
        )
    }

    /// The smallest whole number of 10⁻ˢᶜᵃˡᵉ that is not below this.
    pub(super) fn ceil_at(self, scale: u32) -> Option<i128> {
        let negated = Self {
            units: self.units.checked_neg()?,
            ..self
        };
        negated.floor_at(scale)?.checked_neg()
    }

    /// Without zeros at the end of the fraction.
    pub(super) fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.scale -= 1;
        }
        self
    }

    /// Appends it with exactly `scale` decimals.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        let mut digits = [0_u8; 40];
        let mut at = digits.len();
        let mut rest = self.units.unsigned_abs();
        while rest > 0 {
            at -= 1;
            digits[at] = (rest % 10) as u8;
            rest /= 10;
        }
        write_digits(self.units < 0, &digits[at..], self.scale, out);
    }
}

/// A number of any length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Long {
    pub(super) negative: bool,
    /// 0 to 9 each, most significant first, the last ones behind the point.
    pub(super) digits: Vec<u8>,
    pub(super) scale: u32,
}

impl Long {
    /// Adds `units` × 10⁻ˢᶜᵃˡᵉ, of a smaller magnitude than the number's own.
    pub(super) fn add(&mut self, units: i128) {
        let mut carry = if self.negative { -units } else { units };
        for digit in self.digits.iter_mut().rev() {
            if carry == 0 {
                return;
            }
            let sum = i128::from(*digit) + carry;
            // rem_euclid of 10 is 0 to 9.
            *digit = sum.rem_euclid(10) as u8;
            carry = sum.div_euclid(10);
        }
        while carry > 0 {
            self.digits.insert(0, (carry % 10) as u8);
            carry /= 10;
        }
    }

    /// The remainder of its magnitude after division by `units` (positive, below 10³⁶).
    pub(super) fn remainder(&self, units: i128) -> i128 {
        self.digits
            .iter()
            .fold(0, |rest, digit| (rest * 10 + i128::from(*digit)) % units)
    }

    /// How many digits it has, without zeros in front.
    pub(super) fn precision(&self) -> usize {
        self.digits.len() - self.digits.iter().take_while(|digit| **digit == 0).count()
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let zeros = self.digits.len() - self.precision();
        write_digits(self.negative, &self.digits[zeros..], self.scale, out);
    }
}

fn write_digits(negative: bool, digits: &[u8], scale: u32, out: &mut Vec<u8>) {
    let scale = scale as usize;
    if negative && !digits.is_empty() {
        out.push(b'-');
    }
    let whole = digits.len().saturating_sub(scale);
    if whole == 0 {
        out.push(b'0');
    }
    out.extend(digits[..whole].iter().map(|digit| b'0' + digit));
    if scale > 0 {
        out.push(b'.');
        out.resize(out.len() + scale.saturating_sub(digits.len()), b'0');
        out.extend(digits[whole..].iter().map(|digit| b'0' + digit));
    }
}

/// Appends a finite float as `float8out` does: the shortest digits that read back the same, with
/// an exponent below 1e-4 and from 1e15 on.
pub(super) fn write_float(number: f64, out: &mut Vec<u8>) {
    use std::io::Write;

    let magnitude = number.abs();
    // Writing to a Vec can't fail.
    if number == 0.0 || (1e-4..1e15).contains(&magnitude) {
        let _ = write!(out, "{number}");
        return;
    }
    let start = out.len();
    let _ = write!(out, "{number:e}");
    // Rust writes 1e20 and 1e-5, PostgreSQL 1e+20 and 1e-05.
    if let Some(at) = out[start..].iter().position(|byte| *byte == b'e') {
        let at = start + at + 1;
        if out[at] != b'-' {
            out.insert(at, b'+');
        }
        if out.len() - at == 2 {
            out.insert(at + 1, b'0');
        }
    }
}

/// What numbers a target takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// Decimals the type has; `None` where any number of them goes.
    pub(super) scale: Option<u32>,
    /// Smallest and largest number in units of the scale, where the type limits them.
    limits: Option<(i128, i128)>,
    /// Most digits of a [`Long`].
    precision: Option<u32>,
    /// Most characters.
    chars: Option<u32>,
}

impl Fit {
    /// `None` where the target takes no numbers.
    pub(super) fn of(binder: &Binder<'_>) -> Option<Self> {
        let any = Self {
            scale: None,
            limits: None,
            precision: None,
            chars: None,
        };
        let integer = |min, max| Self {
            scale: Some(0),
            limits: Some((i128::from(min), i128::from(max))),
            ..any
        };
        Some(match binder.target.ty {
            _ if binder.target.in_json => any,
            PgType::Int2 => integer(i64::from(i16::MIN), i64::from(i16::MAX)),
            PgType::Int4 => integer(i64::from(i32::MIN), i64::from(i32::MAX)),
            PgType::Int8 => integer(i64::MIN, i64::MAX),
            PgType::Numeric(Some((precision, scale))) => numeric(any, precision, scale),
            PgType::Numeric(None) | PgType::Float4 | PgType::Float8 | PgType::Unknown => any,
            ref ty if ty.is_text() => Self {
                chars: ty.max_chars(),
                ..any
            },
            _ => return None,
        })
    }

    /// The target holds this number.
    pub(super) fn holds(&self, number: Decimal) -> bool {
        let in_limits = match (self.limits, self.scale) {
            (Some((min, max)), Some(scale)) => number
                .trimmed()
                .at_scale(scale)
                .is_some_and(|units| (min..=max).contains(&units)),
            _ => true,
        };
        in_limits && self.chars.is_none_or(|limit| number.chars() <= limit)
    }

    /// The target holds this number.
    pub(super) fn holds_long(&self, number: &Long) -> bool {
        let digits = number.precision();
        let chars = digits + 2 + usize::from(number.negative);
        self.precision.is_none_or(|limit| digits <= limit as usize)
            && self.chars.is_none_or(|limit| chars <= limit as usize)
            && (self.limits.is_none() || self.precision.is_some())
    }

    /// The largest number the type takes, where it limits them.
    pub(super) fn largest(&self) -> Option<Decimal> {
        let (_, units) = self.limits?;
        let scale = self.scale?;
        Some(Decimal { units, scale })
    }
}

fn numeric(any: Fit, precision: u32, scale: i32) -> Fit {
    let digits = precision.min(1000) as usize;
    let limit = if digits <= MAX_DIGITS {
        10_i128.checked_pow(precision)
    } else {
        None
    };
    // A negative scale rounds to tens and more: its numbers are whole.
    let (decimals, factor) = match u32::try_from(scale) {
        Ok(scale) => (scale, Some(1)),
        Err(_) => (0, 10_i128.checked_pow(scale.unsigned_abs())),
    };
    let limits = limit
        .zip(factor)
        .and_then(|(limit, factor)| (limit - 1).checked_mul(factor))
        .map(|largest| (-largest, largest));
    Fit {
        scale: Some(decimals),
        limits,
        precision: Some(precision),
        ..any
    }
}

impl Decimal {
    fn chars(self) -> u32 {
        let digits = self.units.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
        let sign = u32::from(self.units < 0);
        match self.scale {
            0 => sign + digits,
            scale => sign + digits.max(scale.saturating_add(1)).saturating_add(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(number: &Number) -> String {
        let mut out = Vec::new();
        match number {
            Number::Decimal(number) => number.write(&mut out),
            Number::Long(number) => number.write(&mut out),
            Number::Float(number) => write_float(*number, &mut out),
            Number::Special => {}
        }
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn numbers_are_written_as_they_were() {
        for text in [
            "0",
            "1",
            "-1",
            "1.50",
            "0.05",
            "-0.5",
            "1e+20",
            "1.5e-07",
            "100.000",
            "123456789012345678901234567890123456789012345678901234567890.123",
        ] {
            let number = Number::parse(text.as_bytes()).expect(text);
            assert_eq!(written(&number), text);
            if let Number::Decimal(number) = number {
                assert_eq!(number.chars() as usize, text.len(), "{text}");
            }
        }
        assert_eq!(
            written(&Number::parse(b" +07.5 ").expect("a number")),
            "7.5"
        );
        assert_eq!(written(&Number::parse(b".5").expect("a number")), "0.5");
        assert_eq!(written(&Number::parse(b"-0").expect("a number")), "0");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", " ", ".", "-", "1,5", "1.2.3", "0x10", "e5", "1e", "one", "1_0", "1e999",
        ] {
            assert_eq!(Number::parse(text.as_bytes()), None, "{text}");
        }
        for text in ["NaN", "Infinity", "-Infinity", "inf"] {
            assert_eq!(Number::parse(text.as_bytes()), Some(Number::Special));
        }
    }

    #[test]
    fn floors_and_ceilings() {
        let number = |text: &str| Decimal::parse_rule(text).expect(text);
        assert_eq!(number("1.25").floor_at(1), Some(12));
        assert_eq!(number("1.25").ceil_at(1), Some(13));
        assert_eq!(number("-1.25").floor_at(1), Some(-13));
        assert_eq!(number("-1.25").ceil_at(1), Some(-12));
        assert_eq!(number("1.25").floor_at(3), Some(1250));
    }

    #[test]
    fn fits_follow_the_type() {
        let any = Fit {
            scale: None,
            limits: None,
            precision: None,
            chars: None,
        };
        let fit = numeric(any, 5, 2);
        let number = |text: &str| Decimal::parse_rule(text).expect(text);
        assert!(fit.holds(number("999.99")) && fit.holds(number("-999.990")));
        assert!(!fit.holds(number("1000")) && !fit.holds(number("0.001")));
        assert_eq!(fit.largest(), Some(number("999.99")));
        let fit = numeric(any, 2, -3);
        assert!(fit.holds(number("99000")) && !fit.holds(number("99001")));
        assert!(numeric(any, 78, 0).holds(number("5")));
    }

    proptest! {
        #[test]
        fn long_numbers_add_exactly(
            digits in "[1-9][0-9]{36,60}", units in -1_000_000_000_i128..1_000_000_000
        ) {
            let Some(Number::Long(mut number)) = Number::parse(digits.as_bytes()) else {
                return Err(TestCaseError::fail("not long"));
            };
            let before = number.remainder(1_000_000_007);
            number.add(units);
            let after = number.remainder(1_000_000_007);
            prop_assert_eq!((after - before - units).rem_euclid(1_000_000_007), 0);
        }

        #[test]
        fn anything_parses_or_not(text in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = Number::parse(&text);
        }

        #[test]
        fn number_like_text_parses_or_not(text in "[-+.0-9eE]{0,50}") {
            if let Some(number) = Number::parse(text.as_bytes()) {
                prop_assert!(!written(&number).is_empty());
            }
        }
    }
}
