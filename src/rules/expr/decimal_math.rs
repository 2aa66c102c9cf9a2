//! Arithmetic of `numeric`: its scales and roundings (`numeric.c`).

use num_bigint::{BigInt, Sign};

use super::decimal::{Big, Decimal, Fault, MAX_SCALE, divide_rounding, power};

/// The most digits after it that a division chooses (NUMERIC_MAX_DISPLAY_SCALE).
const MAX_CHOSEN_SCALE: i64 = 1_000;
/// The fewest significant digits of a quotient (NUMERIC_MIN_SIG_DIGITS).
const MIN_SIGNIFICANT: i64 = 16;
/// PostgreSQL's digits are base 10,000 (DEC_DIGITS).
const GROUP: i64 = 4;

impl Decimal {
    pub(super) fn neg(&self) -> Self {
        match self {
            Self::NaN => Self::NaN,
            Self::Infinity => Self::NegInfinity,
            Self::NegInfinity => Self::Infinity,
            Self::Small { coefficient, scale } => match coefficient.checked_neg() {
                Some(coefficient) => Self::Small {
                    coefficient,
                    scale: *scale,
                },
                None => Self::Big(Box::new(Big {
                    coefficient: -BigInt::from(*coefficient),
                    scale: *scale,
                })),
            },
            Self::Big(big) => Self::Big(Box::new(Big {
                coefficient: -&big.coefficient,
                scale: big.scale,
            })),
        }
    }

    pub(super) fn add(&self, other: &Self) -> Result<Self, Fault> {
        if let (
            Self::Small {
                coefficient: a,
                scale: s,
            },
            Self::Small {
                coefficient: b,
                scale: t,
            },
        ) = (self, other)
            && s == t
            && let Some(coefficient) = a.checked_add(*b)
        {
            return Ok(Self::Small {
                coefficient,
                scale: *s,
            });
        }
        match (self.parts(), other.parts()) {
            (Some((a, s)), Some((b, t))) => {
                let scale = s.max(t);
                let sum = a * power(i64::from(scale - s)) + b * power(i64::from(scale - t));
                Self::big(sum, scale.into())
            }
            _ => Ok(match (self.infinity(), other.infinity()) {
                _ if self.is_nan() || other.is_nan() => Self::NaN,
                (a, b) if a == -b => Self::NaN,
                (a, b) => Self::signed_infinity(a + b),
            }),
        }
    }

    pub(super) fn sub(&self, other: &Self) -> Result<Self, Fault> {
        self.add(&other.neg())
    }

    pub(super) fn mul(&self, other: &Self) -> Result<Self, Fault> {
        match (self.parts(), other.parts()) {
            (Some((a, s)), Some((b, t))) => {
                let scale = i64::from(s) + i64::from(t);
                let product = Self::Big(Box::new(Big {
                    coefficient: a * b,
                    scale: scale as u16, // at most twice MAX_SCALE
                }));
                if scale > MAX_SCALE {
                    return product.round(MAX_SCALE as i32);
                }
                product.checked()
            }
            _ if self.is_nan() || other.is_nan() => Ok(Self::NaN),
            _ => Ok(Self::signed_infinity(self.sign() * other.sign())),
        }
    }

    /// With the scale PostgreSQL chooses (`select_div_scale`).
    pub(super) fn div(&self, other: &Self) -> Result<Self, Fault> {
        if self.is_nan() || other.is_nan() {
            return Ok(Self::NaN);
        }
        if other.is_zero() {
            return Err(Fault::DivisionByZero);
        }
        let (Some((a, s)), Some((b, t))) = (self.parts(), other.parts()) else {
            return Ok(match (self.infinity(), other.infinity()) {
                (0, _) => Self::from(0),
                (_, 0) => Self::signed_infinity(self.sign() * other.sign()),
                _ => Self::NaN,
            });
        };
        let (weight_a, first_a) = leading_group(&a, s);
        let (weight_b, first_b) = leading_group(&b, t);
        let mut weight = weight_a - weight_b;
        if first_a <= first_b {
            weight -= 1;
        }
        let scale = (MIN_SIGNIFICANT - weight * GROUP)
            .max(s.into())
            .max(t.into())
            .clamp(0, MAX_CHOSEN_SCALE);
        let shift = scale + i64::from(t) - i64::from(s);
        let quotient = if shift >= 0 {
            divide_rounding(&(a * power(shift)), &b)
        } else {
            divide_rounding(&a, &(b * power(-shift)))
        };
        Self::big(quotient, scale)
    }

    /// The remainder with the dividend's sign.
    pub(super) fn rem(&self, other: &Self) -> Result<Self, Fault> {
        if self.is_nan() || other.is_nan() {
            return Ok(Self::NaN);
        }
        if other.is_zero() {
            return Err(Fault::DivisionByZero);
        }
        match (self.parts(), other.parts()) {
            (Some((a, s)), Some((b, t))) => {
                let scale = s.max(t);
                let rest = (a * power(i64::from(scale - s))) % (b * power(i64::from(scale - t)));
                Self::big(rest, scale.into())
            }
            (Some(_), None) => Ok(self.clone()),
            (None, _) => Ok(Self::NaN),
        }
    }
}

/// The weight and value of the first base-10,000 digit.
fn leading_group(coefficient: &BigInt, scale: u16) -> (i64, u32) {
    if coefficient.sign() == Sign::NoSign {
        return (0, 0);
    }
    let digits = coefficient.magnitude().to_str_radix(10);
    let exponent = digits.len() as i64 - i64::from(scale) - 1;
    let weight = exponent.div_euclid(GROUP);
    let take = (exponent - weight * GROUP + 1) as usize; // 1 to 4
    let first = digits
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(take)
        .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (weight, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        Decimal::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn divides_with_postgresqls_scale() {
        assert_eq!(
            dec("1").div(&dec("3")).unwrap().to_string(),
            "0.33333333333333333333"
        );
        assert_eq!(
            dec("10").div(&dec("4")).unwrap().to_string(),
            "2.5000000000000000"
        );
        assert_eq!(
            dec("2").div(&dec("3")).unwrap().to_string(),
            "0.66666666666666666667"
        );
        assert_eq!(dec("1").div(&dec("0")), Err(Fault::DivisionByZero));
        assert_eq!(dec("-7.5").rem(&dec("2")).unwrap().to_string(), "-1.5");
    }
}
