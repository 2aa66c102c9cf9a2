//! `number.noise` and `number.round`: numbers near the original.

use std::sync::Arc;

use rand_chacha::ChaCha8Rng;

use super::decimal::{Decimal, Fit, Long, MAX_DIGITS, Number, write_float};
use super::{decimal_param, draw};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const NOISE: Kind = Kind {
    name: "number.noise",
    about: "the number with keyed noise, in as many decimals; at least one unit of its last digit off, but for 0 under a ratio; NaN, infinities and empty text stay",
    params: &[
        (
            "ratio",
            "at most this share of the number more or less, from 0 to 1 (0.1)",
        ),
        ("absolute", "at most this much more or less"),
    ],
    types: "numbers, text, JSON",
    example: "{use: number.noise, ratio: 0.2}",
    role: Role::Keyed,
    partial: true,
    unique: false,
    load: load_noise,
};

pub(super) const ROUND: Kind = Kind {
    name: "number.round",
    about: "the number rounded to a multiple, halves away from zero; NaN, infinities and empty text stay",
    params: &[("to", "multiples of this (10)")],
    types: "numbers, text, JSON",
    example: "{use: number.round, to: 1000}",
    role: Role::Value,
    partial: true,
    unique: false,
    load: load_round,
};

#[derive(Clone, Copy, Debug)]
enum Noise {
    Ratio(f64),
    Absolute(Decimal),
}

fn load_noise(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let ratio = params.float("ratio")?;
    let absolute = decimal_param(params, "absolute")?;
    let noise = match (ratio, absolute) {
        (Some(_), Some(_)) => {
            return Err(Error::rules(
                params.position(),
                "`ratio` and `absolute` exclude each other",
            ));
        }
        (None, Some(absolute)) if absolute.units > 0 => Noise::Absolute(absolute.trimmed()),
        (None, Some(_)) => {
            return Err(Error::rules(
                params.position(),
                "`absolute` must be greater than 0",
            ));
        }
        (ratio, None) => {
            let ratio = ratio.unwrap_or(0.1);
            if ratio <= 0.0 || ratio > 1.0 {
                return Err(Error::rules(
                    params.position(),
                    "`ratio` must be above 0 and at most 1",
                ));
            }
            Noise::Ratio(ratio)
        }
    };
    Ok(Arc::new(noise))
}

impl Spec for Noise {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let fit = Fit::of(binder).ok_or_else(|| binder.wrong_type(NOISE.name, "numbers"))?;
        if let (Self::Absolute(most), Some(scale)) = (self, fit.scale)
            && most.floor_at(scale).is_none_or(|units| units < 1)
        {
            return Err(Misfit::new(format!(
                "`absolute` is less than one unit of the column ({})",
                binder.target.ty.short_name()
            )));
        }
        Ok(Box::new(Noisy {
            noise: *self,
            fit,
            single: binder.target.ty == PgType::Float4,
        }))
    }
}

struct Noisy {
    noise: Noise,
    fit: Fit,
    single: bool,
}

impl Transform for Noisy {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(number) = parse(value)? else {
            return Ok(Outcome::Keep);
        };
        let rng = &mut cx.seed.rng();
        match number {
            Number::Special => return Ok(Outcome::Keep),
            Number::Decimal(number) => self.decimal(number, rng, out),
            Number::Long(number) => self.long(number, rng, out),
            Number::Float(number) => self.float(number, rng, out),
        }
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }
}

impl Noisy {
    fn decimal(&self, number: Decimal, rng: &mut ChaCha8Rng, out: &mut Vec<u8>) {
        let mut number = number;
        let most = match self.noise {
            Noise::Ratio(ratio) => share(number.units, ratio),
            Noise::Absolute(most) => {
                // A whole number in a column of any scale takes noise of less than one.
                if self.fit.scale.is_none()
                    && most.scale > number.scale
                    && let Some(units) = number.at_scale(most.scale)
                {
                    number = Decimal {
                        units,
                        scale: most.scale,
                    };
                }
                let units = most.floor_at(number.scale).unwrap_or(i128::MAX);
                units.clamp(1, LARGEST)
            }
        };
        let mut noise = draw::nonzero(rng, most.unsigned_abs());
        // Outside of the type: the other way, or less.
        loop {
            for noise in [noise, -noise] {
                let units = number.units.saturating_add(noise);
                let noisy = Decimal { units, ..number };
                if noise == 0 || self.fit.holds(noisy) {
                    noisy.write(out);
                    return;
                }
            }
            noise /= 2;
        }
    }

    /// Noise on the first digits decides the size, the digits after them are drawn.
    fn long(&self, number: Long, rng: &mut ChaCha8Rng, out: &mut Vec<u8>) {
        let mut noisy = number.clone();
        match self.noise {
            Noise::Absolute(most) => {
                let units = most.floor_at(number.scale).unwrap_or(i128::MAX);
                let noise = draw::nonzero(rng, units.clamp(1, LARGEST).unsigned_abs());
                noisy.add(noise);
                if !self.fit.holds_long(&noisy) {
                    noisy.clone_from(&number);
                    noisy.add(-noise);
                }
            }
            Noise::Ratio(ratio) => {
                let head = MAX_DIGITS - 6;
                let tail = noisy.digits.split_off(head);
                let units = noisy
                    .digits
                    .iter()
                    .fold(0, |units, digit| units * 10 + i128::from(*digit));
                let noise = draw::nonzero(rng, share(units, ratio).unsigned_abs());
                let first = noisy.digits.clone();
                noisy.add(noise);
                if noisy.precision() > head && !self.fit.holds_long(&number_of(&noisy, &tail)) {
                    noisy.digits = first;
                    noisy.add(-noise);
                }
                let drawn = tail.iter().map(|_| draw::index(rng, 10) as u8);
                noisy.digits.extend(drawn);
            }
        }
        noisy.write(out);
    }

    fn float(&self, number: f64, rng: &mut ChaCha8Rng, out: &mut Vec<u8>) {
        let most = match self.noise {
            Noise::Ratio(ratio) => number.abs() * ratio,
            Noise::Absolute(most) => most.units as f64 / 10_f64.powi(most.scale.cast_signed()),
        };
        // Never 0: from a hundredth of the most to the most.
        let noise = most * (0.01 + 0.99 * draw::unit(rng));
        let noise = if draw::below(rng, 2) == 0 {
            noise
        } else {
            -noise
        };
        let limit = if self.single {
            f64::from(f32::MAX)
        } else {
            f64::MAX
        };
        let noisy = if (number + noise).abs() > limit {
            number - noise
        } else {
            number + noise
        };
        write_rounded(noisy, self.single, out);
    }
}

fn number_of(head: &Long, tail: &[u8]) -> Long {
    let mut whole = head.clone();
    whole.digits.extend_from_slice(tail);
    whole
}

/// Sums of two numbers below this stay within `i128`.
const LARGEST: i128 = 10_i128.pow(36);

/// The share of a number, at least one unit unless the number is 0.
fn share(units: i128, ratio: f64) -> i128 {
    if units == 0 {
        return 0;
    }
    // Saturates; a float's 53 bits are plenty for the size of a noise.
    let most = (units.unsigned_abs() as f64 * ratio) as i128;
    most.clamp(1, LARGEST)
}

fn write_rounded(number: f64, single: bool, out: &mut Vec<u8>) {
    if single {
        // The digits that `real` holds: seven are always right.
        let rounded = format!("{number:.6e}").parse().unwrap_or(number);
        write_float(rounded, out);
    } else {
        write_float(number, out);
    }
}

#[derive(Clone, Copy, Debug)]
struct Round(Decimal);

fn load_round(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let to = decimal_param(params, "to")?.unwrap_or(Decimal {
        units: 10,
        scale: 0,
    });
    if to.units <= 0 {
        return Err(Error::rules(
            params.position(),
            "`to` must be greater than 0",
        ));
    }
    Ok(Arc::new(Round(to.trimmed())))
}

impl Spec for Round {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let fit = Fit::of(binder).ok_or_else(|| binder.wrong_type(ROUND.name, "numbers"))?;
        if fit.scale.is_some_and(|scale| self.0.scale > scale) {
            return Err(Misfit::new(format!(
                "`to` has more decimals than the column ({})",
                binder.target.ty.short_name()
            )));
        }
        Ok(Box::new(Rounded { to: self.0, fit }))
    }
}

struct Rounded {
    to: Decimal,
    fit: Fit,
}

impl Transform for Rounded {
    fn apply(&self, _: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(number) = parse(value)? else {
            return Ok(Outcome::Keep);
        };
        match number {
            Number::Special => return Ok(Outcome::Keep),
            Number::Decimal(number) => self.decimal(number, out)?,
            Number::Long(number) => self.long(number, out)?,
            Number::Float(number) => {
                let to = self.to.units as f64 / 10_f64.powi(self.to.scale.cast_signed());
                let rounded = (number / to).round() * to;
                // A multiple of a number far below the last digit is the number itself.
                write_float(if rounded.is_finite() { rounded } else { number }, out);
            }
        }
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }
}

impl Rounded {
    fn decimal(&self, number: Decimal, out: &mut Vec<u8>) -> Result<(), Failure> {
        let scale = number.scale.max(self.to.scale);
        let both = number.at_scale(scale).zip(self.to.at_scale(scale));
        let (units, to) = both.ok_or_else(too_long)?;
        let rest = units % to;
        let down = Decimal {
            units: units - rest,
            scale,
        };
        let away = Decimal {
            units: down.units.saturating_add(to * units.signum()),
            scale,
        };
        let rounded =
            if rest.unsigned_abs() >= to.unsigned_abs().div_ceil(2) && self.fit.holds(away) {
                away
            } else {
                down
            };
        rounded.write(out);
        Ok(())
    }

    fn long(&self, mut number: Long, out: &mut Vec<u8>) -> Result<(), Failure> {
        let to = self.to.at_scale(number.scale);
        let to = to.filter(|to| *to < LARGEST).ok_or_else(too_long)?;
        let rest = number.remainder(to);
        let sign = if number.negative { -1 } else { 1 };
        number.add(-sign * rest);
        if rest >= (to + 1) / 2 {
            let down = number.clone();
            number.add(sign * to);
            if !self.fit.holds_long(&number) {
                number = down;
            }
        }
        number.write(out);
        Ok(())
    }
}

fn too_long() -> Failure {
    Failure::new("the number has too many digits to be rounded to `to`")
}

/// `None` where the value is empty.
fn parse(value: &[u8]) -> Result<Option<Number>, Failure> {
    if value.trim_ascii().is_empty() {
        return Ok(None);
    }
    Number::parse(value)
        .map(Some)
        .ok_or_else(|| Failure::new(format!("expected a number, got {} bytes", value.len())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transform::container::fixture::{self, Replaced, apply, bind, rule, text};

    fn run(kind: &'static Kind, params: &[(&str, &str)], ty: &PgType, value: &str) -> String {
        let bound = bind(&rule(kind, params), ty).expect("a fit");
        text(apply(&bound, value).expect("a number"))
    }

    #[test]
    fn noise_stays_within_its_share_and_keeps_decimals() {
        let noisy = run(
            &NOISE,
            &[("ratio", "0.1")],
            &PgType::Numeric(Some((10, 2))),
            "52000.00",
        );
        let number: f64 = noisy.parse().expect("a number");
        assert!((46800.0..=57200.0).contains(&number) && number != 52000.0);
        assert_eq!(noisy.len(), "52000.00".len());
        assert_eq!(
            noisy,
            run(&NOISE, &[], &PgType::Numeric(Some((10, 2))), "52000.00")
        );
        let near = run(&NOISE, &[("absolute", "0.5")], &PgType::Float8, "12");
        assert!((11.5..=12.5).contains(&near.parse::<f64>().expect("a number")));
        let big = run(&NOISE, &[], &PgType::Float4, "1.5e+20");
        assert!(big.len() <= 13 && big != "1.5e+20", "{big}");
    }

    #[test]
    fn noise_gives_way_at_the_ends_of_the_type() {
        for value in ["32767", "-32768", "1", "0"] {
            let noisy = run(&NOISE, &[("absolute", "60000")], &PgType::Int2, value);
            assert!(noisy.parse::<i16>().is_ok() && noisy != value, "{noisy}");
        }
        assert_eq!(run(&NOISE, &[], &PgType::Int4, "0"), "0");
        let narrow = PgType::Varchar(Some(2));
        for value in ["99", "95", "-9"] {
            assert!(run(&NOISE, &[("ratio", "1")], &narrow, value).len() <= 2);
        }
    }

    #[test]
    fn numbers_longer_than_an_i128_are_exact_too() {
        let wei = PgType::Numeric(Some((78, 0)));
        let value = "9".repeat(78);
        let noisy = run(&NOISE, &[], &wei, &value);
        assert!(noisy.len() <= 78 && noisy != value);
        assert!(noisy[60..] != value[60..]);
        let near = run(&NOISE, &[("absolute", "5")], &wei, &value);
        assert_eq!(near[..77], value[..77]);
        assert_ne!(near, value);
        let up = run(&ROUND, &[], &PgType::Numeric(None), &value);
        assert_eq!(up, format!("1{}", "0".repeat(78)));
        assert_eq!(
            run(&ROUND, &[], &wei, &value),
            format!("{}0", "9".repeat(77))
        );
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let round = |to, value| run(&ROUND, &[("to", to)], &PgType::Text, value);
        assert_eq!(round("10", "15"), "20");
        assert_eq!(round("10", "-15"), "-20");
        assert_eq!(round("10", "14.99"), "10.00");
        assert_eq!(round("0.05", "1.37"), "1.35");
        assert_eq!(round("0.25", "1"), "1.00");
        assert_eq!(
            round("1000", "1.2345e+17"),
            "123450000000000000"
                .parse::<f64>()
                .map(|n| {
                    let mut out = Vec::new();
                    write_float(n, &mut out);
                    String::from_utf8(out).expect("ASCII")
                })
                .expect("a number")
        );
        assert_eq!(run(&ROUND, &[], &PgType::Int2, "32767"), "32760");
        assert_eq!(run(&ROUND, &[], &PgType::Numeric(Some((2, 0))), "99"), "90");
    }

    #[test]
    fn what_has_no_magnitude_stays() {
        for kind in [&NOISE, &ROUND] {
            let bound = bind(&rule(kind, &[]), &PgType::Text).expect("a fit");
            for value in ["NaN", "-Infinity", "", " "] {
                assert_eq!(apply(&bound, value), Ok(Replaced::Keep));
            }
            let error = apply(&bound, "canary é").unwrap_err();
            assert_eq!(error, "expected a number, got 9 bytes");
        }
    }

    #[test]
    fn parameters_and_columns_are_checked() {
        let wrong = |kind, params: &[(&str, &str)]| {
            let params: Vec<_> = params
                .iter()
                .map(|(key, value)| (*key, fixture::scalar(value)))
                .collect();
            assert!(fixture::load(kind, &params).is_err());
        };
        wrong(&NOISE, &[("ratio", "0")]);
        wrong(&NOISE, &[("ratio", "1.5")]);
        wrong(&NOISE, &[("absolute", "0")]);
        wrong(&NOISE, &[("ratio", "0.1"), ("absolute", "1")]);
        wrong(&ROUND, &[("to", "-1")]);
        assert!(bind(&rule(&NOISE, &[("absolute", "0.5")]), &PgType::Int4).is_err());
        assert!(bind(&rule(&ROUND, &[("to", "0.5")]), &PgType::Int4).is_err());
        assert!(bind(&rule(&ROUND, &[]), &PgType::Bool).is_err());
    }

    proptest! {
        #[test]
        fn noise_fits_the_column_and_moves(value in any::<i64>(), ratio in 0.01_f64..1.0) {
            let params = [("ratio", ratio.to_string())];
            let params: Vec<_> = params.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let noisy = run(&NOISE, &params, &PgType::Int8, &value.to_string());
            let noisy: i64 = noisy.parse().expect("it fits");
            prop_assert!(value == 0 || noisy != value);
            let most = (value.unsigned_abs() as f64 * ratio).max(1.0) * 1.000_001;
            prop_assert!(noisy.abs_diff(value) as f64 <= most);
        }

        #[test]
        fn rounded_numbers_are_multiples(value in -1_000_000_i64..1_000_000, to in 1_i64..5000) {
            let rounded = run(&ROUND, &[("to", &to.to_string())], &PgType::Int8, &value.to_string());
            let rounded: i64 = rounded.parse().expect("a number");
            prop_assert_eq!(rounded % to, 0);
            prop_assert!(rounded.abs_diff(value) * 2 <= to.unsigned_abs());
        }

        #[test]
        fn any_number_goes_through(value in "-?[0-9]{0,60}(\\.[0-9]{0,40})?(e[-+]?[0-9]{1,3})?") {
            for kind in [&NOISE, &ROUND] {
                let bound = bind(&rule(kind, &[]), &PgType::Text).expect("a fit");
                let _ = apply(&bound, &value);
            }
        }
    }
}
