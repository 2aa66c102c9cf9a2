//! Fitting invented numbers to a column, and writing them.

use crate::dump::types::PgType;
use crate::transform::Misfit;
use crate::transform::bind::Binder;

/// A column that takes numbers with a fraction: how many digits each side of the point.
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) struct Decimals {
    /// Digits after the point, at most those asked for.
    pub(in crate::transform) scale: u32,
    /// The largest absolute value in units of 10^-scale.
    pub(in crate::transform) largest: i64,
}

impl Decimals {
    /// Fits numbers with up to `scale` (at most 9) digits after the point to the target.
    pub(in crate::transform) fn new(
        binder: &Binder<'_>,
        kind: &str,
        wants: &str,
        scale: u32,
    ) -> Result<Self, Misfit> {
        let ty = &binder.target.ty;
        let (scale, digits) = match ty {
            _ if binder.takes_text() => {
                // A sign, a point, and at least one digit each side of it.
                let room = ty.max_chars().unwrap_or(18).min(18);
                let scale = scale.min(room.saturating_sub(5));
                let point = u32::from(scale > 0);
                (scale, room.saturating_sub(scale + point + 1))
            }
            PgType::Int2 => (0, 4),
            PgType::Int4 => (0, 9),
            PgType::Int8 => (0, 17),
            // Whole numbers read the same in every lc_monetary.
            PgType::Money => (0, 15),
            PgType::Float4 | PgType::Float8 | PgType::Numeric(None) => (scale, 17 - scale.min(9)),
            PgType::Numeric(Some((precision, own))) => {
                let own = i64::from(*own);
                let scale = scale.min(own.clamp(0, 9) as u32);
                let digits = i64::from(*precision) - own;
                if digits < 0 || own < 0 {
                    return Ok(Self::odd_numeric(scale, digits, own));
                }
                (scale, digits.min(17 - i64::from(scale)) as u32)
            }
            _ => return Err(binder.wrong_type(kind, wants)),
        };
        let scale = scale.min(9);
        let largest = 10i64
            .checked_pow(digits + scale)
            .map_or(i64::MAX, |end| end - 1);
        Ok(Self { scale, largest })
    }

    /// `numeric` whose numbers are below 0.1 by their type (a scale above the precision), or rounded
    /// to tens and more (a negative scale).
    fn odd_numeric(scale: u32, digits: i64, own: i64) -> Self {
        let power = |exponent: i64| 10i64.pow(exponent.clamp(0, 17) as u32);
        let largest = power(digits + i64::from(scale)) - power(-own);
        Self {
            scale,
            largest: largest.max(0),
        }
    }

    /// 10^scale: units in one.
    pub(in crate::transform) fn unit(&self) -> i64 {
        10i64.pow(self.scale)
    }
}

/// An error where the target is no column of whole numbers with so many digits.
pub(in crate::transform) fn needs_digits(
    binder: &Binder<'_>,
    kind: &str,
    digits: usize,
) -> Result<(), Misfit> {
    let room = match &binder.target.ty {
        PgType::Int2 => 4,
        PgType::Int4 => 9,
        PgType::Int8 => 18,
        PgType::Numeric(None) => usize::MAX,
        PgType::Numeric(Some((precision, scale))) if *scale >= 0 => {
            precision.saturating_sub(scale.unsigned_abs()) as usize
        }
        _ => return Err(binder.wrong_type(kind, "whole numbers")),
    };
    if room >= digits {
        return Ok(());
    }
    Err(Misfit::new(format!(
        "`{kind}` needs {digits} digits, but the column takes {room}"
    )))
}

/// Appends a number of units of 10^-scale.
pub(in crate::transform) fn push_decimal(units: i64, scale: u32, out: &mut Vec<u8>) {
    if units < 0 {
        out.push(b'-');
    }
    let units = units.unsigned_abs();
    let unit = 10u64.checked_pow(scale).unwrap_or(u64::MAX);
    push_digits(units / unit, 1, out);
    if scale > 0 {
        out.push(b'.');
        push_digits(units % unit, scale as usize, out);
    }
}

/// Appends a number with at least `width` digits, padded with zeros.
pub(in crate::transform) fn push_digits(number: u64, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = number;
    while rest > 0 && at > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let from = at.min(digits.len().saturating_sub(width));
    out.extend_from_slice(&digits[from..]);
}

/// Removes leading zeros (but not the last digit) from what stands in `out` from `start`: number
/// columns and JSON take none.
pub(in crate::transform) fn strip_zeros(out: &mut Vec<u8>, start: usize) {
    let text = out.get(start..).unwrap_or_default();
    let zeros = text.iter().take_while(|byte| **byte == b'0').count();
    let zeros = zeros.min(text.len().saturating_sub(1));
    out.drain(start..start + zeros);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers() {
        let decimal = |units, scale| {
            let mut out = Vec::new();
            push_decimal(units, scale, &mut out);
            String::from_utf8(out).expect("ascii")
        };
        assert_eq!(decimal(0, 2), "0.00");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(12345, 2), "123.45");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(i64::MIN, 9), "-9223372036.854775808");
        let mut out = b"x".to_vec();
        push_digits(42, 5, &mut out);
        assert_eq!(out, b"x00042");
        strip_zeros(&mut out, 1);
        assert_eq!(out, b"x42");
        let mut out = b"000".to_vec();
        strip_zeros(&mut out, 0);
        assert_eq!(out, b"0");
    }
}
