//! `id.integer`: whole numbers, permuted.

use std::io::Write as _;
use std::sync::Arc;

use super::permutation::{Permutation, PermutationKey};
use super::{kept, not_seeded};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Namespace};
use crate::transform::fit::check_literal;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Spec, Transform};

#[derive(Debug)]
struct IntegerSpec {
    min: Option<i64>,
    max: Option<i64>,
}

pub(super) fn load(params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let (min, max) = (params.integer("min")?, params.integer("max")?);
    let (low, high) = (min.unwrap_or(0), max.unwrap_or(i64::MAX));
    if low >= high {
        return Err(Error::rules(
            params.position(),
            format!("`min` ({low}) must be smaller than `max` ({high})"),
        ));
    }
    Ok(Arc::new(IntegerSpec { min, max }))
}

/// Numbers up to here are permuted among themselves in every type that holds them, so that an int4
/// and an int8 column, text and JSON agree.
const FIRST_BAND: i64 = i32::MAX as i64;

impl Spec for IntegerSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let limits = limits(binder)?;
        let ranges = if self.min.is_none() && self.max.is_none() {
            default_ranges(&limits)
        } else {
            let max = self.max.unwrap_or(limits.most);
            vec![(self.min.unwrap_or(0), max)]
        };
        let key = PermutationKey::of(&binder.namespace.key);
        let mut bands = Vec::with_capacity(ranges.len());
        for (min, max) in ranges {
            if min >= max {
                return Err(Misfit::new("a range of one number can't be permuted"));
            }
            for end in [min, max] {
                check_literal(&binder.target.ty, &end.to_string())?;
            }
            bands.push(Band::new(&key, min, max));
        }
        Ok(Box::new(Integer {
            bands,
            namespace: Arc::clone(&binder.namespace),
        }))
    }
}

/// What a type can hold.
struct Limits {
    least: i64,
    most: i64,
}

fn limits(binder: &Binder<'_>) -> Result<Limits, Misfit> {
    let ty = &binder.target.ty;
    let binary = |most: i64| Limits {
        least: -1 - most,
        most,
    };
    Ok(match ty {
        _ if binder.target.in_json => binary(i64::MAX),
        PgType::Int2 => binary(i64::from(i16::MAX)),
        PgType::Int4 => binary(i64::from(i32::MAX)),
        PgType::Int8 | PgType::Unknown | PgType::Numeric(None) => binary(i64::MAX),
        PgType::Oid => Limits {
            least: 0,
            most: i64::from(u32::MAX),
        },
        PgType::Numeric(Some((precision, scale))) => {
            let most = nines(i64::from(*precision) - i64::from(*scale));
            Limits { least: -most, most }
        }
        ty if ty.is_text() => match ty.max_chars() {
            // A sign takes a place of its own; a column that has none to spare holds ids.
            Some(limit) if limit < 20 => Limits {
                least: 0,
                most: nines(i64::from(limit)),
            },
            _ => binary(i64::MAX),
        },
        _ => return Err(binder.wrong_type("id.integer", "whole numbers")),
    })
}

/// The largest number of `digits` decimal digits that fits 64 bits.
fn nines(digits: i64) -> i64 {
    u32::try_from(digits)
        .ok()
        .and_then(|digits| 10i64.checked_pow(digits))
        .map_or(if digits < 0 { 0 } else { i64::MAX }, |power| power - 1)
}

fn default_ranges(limits: &Limits) -> Vec<(i64, i64)> {
    let mut ranges = vec![(0, limits.most.min(FIRST_BAND))];
    if limits.most > FIRST_BAND {
        ranges.push((FIRST_BAND + 1, limits.most));
    }
    if limits.least < 0 {
        let mirrored = |(min, max): &(i64, i64)| ((-1 - max).max(limits.least), -1 - min);
        let negative: Vec<_> = ranges.iter().map(mirrored).collect();
        ranges.extend(negative);
    }
    ranges
}

/// A range that is permuted within itself.
struct Band {
    min: i64,
    max: i64,
    permutation: Permutation,
}

impl Band {
    fn new(key: &PermutationKey, min: i64, max: i64) -> Self {
        let size = (i128::from(max) - i128::from(min) + 1).unsigned_abs();
        let mut label = b"id.integer".to_vec();
        label.extend_from_slice(&min.to_le_bytes());
        Self {
            min,
            max,
            permutation: Permutation::new(key, &label, size),
        }
    }

    fn apply(&self, number: i64) -> Option<i64> {
        let offset = u64::try_from(i128::from(number) - i128::from(self.min)).ok()?;
        let image = self.permutation.apply(offset)?;
        i64::try_from(i128::from(self.min) + i128::from(image)).ok()
    }
}

struct Integer {
    bands: Vec<Band>,
    namespace: Arc<Namespace>,
}

impl Transform for Integer {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let Some(number) = whole_number(value) else {
            return Err(Failure::new(format!(
                "expected a whole number, got {} bytes",
                value.len()
            )));
        };
        let band = self
            .bands
            .iter()
            .find(|band| (band.min..=band.max).contains(&number))
            .ok_or_else(|| self.outside())?;
        let start = out.len();
        let mut image = number;
        for _ in 0..kept::MAX_STEPS {
            image = band.apply(image).ok_or_else(|| self.outside())?;
            out.truncate(start);
            // Writing to a Vec never fails.
            let _ = write!(out, "{image}");
            if !kept::keeps(&self.namespace, &out[start..]) {
                return Ok(Outcome::Value);
            }
        }
        out.truncate(start);
        Err(kept::too_many())
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("id.integer"))
    }
}

impl Integer {
    fn outside(&self) -> Failure {
        let ranges: Vec<String> = self
            .bands
            .iter()
            .map(|band| format!("{} to {}", band.min, band.max))
            .collect();
        Failure::new(format!(
            "a number outside of what the rule permutes ({})",
            ranges.join(", ")
        ))
    }
}

/// A number in plain form: no sign but `-`, no leading zeros, no fraction but zeros (numeric
/// columns pad to their scale). Other spellings would be two texts for one number.
fn whole_number(value: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(value).ok()?;
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        Some(_) => return None,
        None => text,
    };
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit())
        && (!digits.starts_with('0') || whole == "0");
    plain.then(|| whole.parse().ok())?
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::transform::pseudonym::fixture::{Fixture, map, text};

    #[test]
    fn ids_agree_between_types_and_are_unique() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.integer", map(&[])).unique();
        let int4 = fixture.bind(&rule, PgType::Int4);
        let int8 = fixture.bind(&rule, PgType::Int8);
        let words = fixture.bind(&rule, PgType::Text);
        let json = fixture.bind_json(&rule);
        let mut images = HashSet::new();
        for id in 0..1000 {
            let id = id.to_string();
            let image = fixture.value(&int4, &id);
            assert_eq!(image, fixture.value(&int8, &id));
            assert_eq!(image, fixture.value(&words, &id));
            assert_eq!(image, fixture.value(&json, &id));
            assert!((0..=i32::MAX).contains(&image.parse::<i32>().expect("an int4")));
            assert!(images.insert(image));
        }
        assert_eq!(json.json_kind(), JsonKind::Number);
    }

    #[test]
    fn the_whole_type_is_covered() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.integer", map(&[]));
        let int2 = fixture.bind(&rule, PgType::Int2);
        let images: HashSet<String> = (i16::MIN..=i16::MAX)
            .map(|id| fixture.value(&int2, &id.to_string()))
            .collect();
        assert_eq!(images.len(), 1 << 16);
        assert!(images.iter().all(|image| image.parse::<i16>().is_ok()));
        let int8 = fixture.bind(&rule, PgType::Int8);
        for id in [i64::MIN, i64::MIN + 1, -1, i64::MAX, 1 << 31, (1 << 31) - 1] {
            let image: i64 = fixture
                .value(&int8, &id.to_string())
                .parse()
                .expect("an int8");
            assert_eq!(image < 0, id < 0);
        }
        let numeric = fixture.bind(&rule, PgType::Numeric(Some((7, 2))));
        let image: i64 = fixture.value(&numeric, "12345.00").parse().expect("whole");
        assert!((0..=99_999).contains(&image));
        let short = fixture.bind(&rule, PgType::Varchar(Some(3)));
        assert!(fixture.value(&short, "999").len() <= 3);
        assert!(fixture.apply(&short, "-1").is_err());
        let padded = fixture.bind(&rule, PgType::Char(20));
        let plain = fixture.bind(&rule, PgType::Text);
        assert_eq!(
            fixture.value(&padded, "42                  "),
            fixture.value(&plain, "42")
        );
    }

    #[test]
    fn a_given_range_is_kept_to() {
        let fixture = Fixture::new();
        let rule = fixture.rule(
            "id.integer",
            map(&[("min", text("100")), ("max", text("199"))]),
        );
        let bound = fixture.bind(&rule, PgType::Int4);
        let images: HashSet<String> = (100..200)
            .map(|id| fixture.value(&bound, &id.to_string()))
            .collect();
        assert_eq!(images.len(), 100);
        assert!(
            images
                .iter()
                .all(|image| image.len() == 3 && image.starts_with('1'))
        );
        let failure = fixture.apply(&bound, "200").expect_err("outside");
        assert!(failure.0.contains("100 to 199") && !failure.0.contains("200"));
    }

    #[test]
    fn what_is_no_whole_number_in_plain_form_fails_without_showing_it() {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule("id.integer", map(&[])), PgType::Text);
        for bad in [
            "",
            "007",
            "-0",
            "+1",
            "1.5",
            "1.",
            "x",
            " 1",
            "é",
            "9223372036854775808",
            "1e3",
        ] {
            let failure = fixture.apply(&bound, bad).expect_err(bad);
            assert!(failure.0.contains("bytes"), "{}", failure.0);
        }
    }

    #[test]
    fn kept_values_are_nobodys_pseudonym() {
        let fixture = Fixture::new().namespace("id.integer", &["7"], &["3"]);
        let rule = fixture.rule("id.integer", map(&[("min", text("0")), ("max", text("9"))]));
        let bound = fixture.bind(&rule, PgType::Int4);
        let mut images = HashSet::new();
        for id in 0..10 {
            match fixture.apply(&bound, &id.to_string()) {
                Ok((Outcome::Keep, _)) => assert!(id == 7 || id == 3),
                Ok((_, image)) => assert!(images.insert(image)),
                Err(failure) => panic!("{}", failure.0),
            }
        }
        assert_eq!(images.len(), 8);
        assert!(!images.contains("7") && !images.contains("3"));
    }

    #[test]
    fn wrong_columns_and_ranges_are_refused() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.integer", map(&[]));
        for ty in [
            PgType::Date,
            PgType::Float8,
            PgType::Uuid,
            PgType::Numeric(Some((1, 1))),
        ] {
            assert!(fixture.try_bind(&rule, ty).is_err());
        }
        let wide = fixture.rule("id.integer", map(&[("max", text("40000"))]));
        assert!(fixture.try_bind(&wide, PgType::Int2).is_err());
        assert!(fixture.try_bind(&wide, PgType::Varchar(Some(4))).is_err());
        assert!(
            fixture
                .load(
                    "id.integer",
                    &map(&[("min", text("5")), ("max", text("5"))])
                )
                .is_err()
        );
        assert!(
            fixture
                .load("id.integer", &map(&[("mim", text("5"))]))
                .is_err()
        );
        let fixture = fixture.columns(&[("a", PgType::Text, None, None)]);
        let seeded = fixture.rule("id.integer", map(&[])).seed_from("a");
        assert!(fixture.try_bind(&seeded, PgType::Int4).is_err());
        let nulls = fixture.rule("id.integer", map(&[])).replace_nulls();
        let bound = fixture.bind(&nulls, PgType::Int4);
        assert!(fixture.apply_bytes(&bound, None).is_err());
    }
}
