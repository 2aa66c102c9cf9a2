//! Register numbers of companies, mapped one to one by a keyed permutation.
//!
//! A number in its proper form goes to another number, always the same one, and no two to one: the
//! same in columns with and without `unique`, so that both stay joined. What is no such number
//! (blanks, words, another length) becomes an index of 16 letters, which is never a number; columns
//! too short for that get a drawn number instead, but with `unique` they are refused, and number
//! columns end the run at such a value.
//!
//! With `seed_from` the number is drawn from the seed; that can't be `unique`.

use std::sync::Arc;

use crate::dump::types::PgType;
use crate::transform::bind::{Binder, Normalise};
use crate::transform::invent::fit::Fit;
use crate::transform::invent::index;
use crate::transform::invent::number::{needs_digits, push_digits, strip_zeros};
use crate::transform::invent::permute::Permutation;
use crate::transform::invent::{Draw, Stream};
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const DUNS: Kind = Kind {
    name: "gb.duns",
    about: "a D-U-N-S number: nine digits go to nine others, one to one. No range is kept free, so \
            the number may be another company's",
    params: &[],
    types: "text types of at least 9 characters (16 with `unique`); int4, int8, numeric",
    example: "{use: gb.duns, unique: true}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| Ok(Arc::new(Register::Duns)),
};

pub(super) const COMPANY_NUMBER: Kind = Kind {
    name: "gb.company_number",
    about: "a company number that Companies House has not given out (40000000 and above), one to \
            one",
    params: &[],
    types: "text types of at least 8 characters (16 with `unique`); int4, int8, numeric",
    example: "{use: gb.company_number, unique: true}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| Ok(Arc::new(Register::CompanyNumber)),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Register {
    Duns,
    CompanyNumber,
}

/// Company numbers of digits alone are below this: some 700,000 are given out a year, and the
/// 17,000,000th is not reached.
const COMPANY_DIGITS: u64 = 20_000_000;

/// Prefixes of company numbers, each before six digits (Companies House, "URI customer guide").
const COMPANY_PREFIXES: &[[u8; 2]] = &[
    *b"AC", *b"BR", *b"CE", *b"CS", *b"FC", *b"FE", *b"GE", *b"GN", *b"GS", *b"IC", *b"IP", *b"LP",
    *b"NA", *b"NC", *b"NF", *b"NI", *b"NL", *b"NO", *b"NP", *b"NR", *b"NV", *b"NZ", *b"OC", *b"OE",
    *b"PC", *b"RC", *b"RS", *b"SA", *b"SC", *b"SE", *b"SF", *b"SG", *b"SI", *b"SL", *b"SO", *b"SP",
    *b"SR", *b"SZ", *b"ZC",
];

/// Replacements are this plus a number below [`COMPANY_FORMS`]: eight digits, not given out.
const COMPANY_FIRST: u64 = 40_000_000;

/// As many as replacements have room for; more than there are originals.
const COMPANY_FORMS: u64 = 60_000_000;

impl Register {
    fn name(self) -> &'static str {
        match self {
            Self::Duns => DUNS.name,
            Self::CompanyNumber => COMPANY_NUMBER.name,
        }
    }

    fn digits(self) -> usize {
        match self {
            Self::Duns => 9,
            Self::CompanyNumber => 8,
        }
    }

    /// The place of a number among all numbers in proper form; number columns hold no leading zeros.
    fn parse(self, value: &[u8], in_numbers: bool) -> Option<u64> {
        let proper = value.len() == self.digits() || (in_numbers && value.len() < self.digits());
        if !proper || value.is_empty() {
            return None;
        }
        match self {
            Self::Duns => number_of(value),
            Self::CompanyNumber if value[0].is_ascii_digit() => {
                number_of(value).filter(|number| *number < COMPANY_DIGITS)
            }
            Self::CompanyNumber => {
                let (prefix, digits) = value.split_at_checked(2)?;
                let known = |known: &[u8; 2]| known.eq_ignore_ascii_case(prefix);
                let at = COMPANY_PREFIXES.iter().position(known)?;
                Some(COMPANY_DIGITS + at as u64 * 1_000_000 + number_of(digits)?)
            }
        }
    }
}

/// At most nine digits as a number.
fn number_of(digits: &[u8]) -> Option<u64> {
    let all = digits.len() <= 9 && digits.iter().all(u8::is_ascii_digit);
    all.then(|| {
        digits
            .iter()
            .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
    })
}

struct BoundRegister {
    register: Register,
    permutation: Permutation,
    /// The column holds numbers, not text.
    in_numbers: bool,
    /// There is room for an index.
    index_fits: bool,
    unique: bool,
    /// The column ignores blanks at the end.
    padded: bool,
    /// The column compares without case.
    folded: bool,
    normalise: Normalise,
    /// The result comes from the seed alone.
    seeded: bool,
}

impl Spec for Register {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let in_numbers = binder.target.ty.is_number();
        let index_fits = if in_numbers {
            needs_digits(binder, self.name(), self.digits())?;
            false
        } else {
            let least = if binder.unique {
                index::CHARS
            } else {
                self.digits()
            };
            let fit = Fit::new(binder, self.name(), "a register number", least)?;
            fit.limit() >= index::CHARS
        };
        let permutation =
            Permutation::new(&binder.namespace.key, self.digits() as u32, self.name())
                .ok_or_else(|| Misfit::new(format!("`{}` has no permutation", self.name())))?;
        Ok(Box::new(BoundRegister {
            register: *self,
            permutation,
            in_numbers,
            index_fits,
            unique: binder.unique,
            padded: matches!(binder.target.ty, PgType::Char(_)),
            folded: binder.target.ty == PgType::Citext,
            normalise: binder.namespace.normalise,
            seeded: false,
        }))
    }
}

impl BoundRegister {
    /// The place of the original among all numbers in proper form.
    fn place(&self, value: &[u8]) -> Option<u64> {
        let value = if self.padded {
            value.trim_ascii_end()
        } else {
            value
        };
        let canonical = self.normalise.apply(value);
        // Another spelling in a unique column is another value; the proper spelling has the number.
        if self.unique && !self.same(&canonical, value) {
            return None;
        }
        let any_case = self.folded || self.normalise == Normalise::Lower;
        if !any_case && canonical.iter().any(u8::is_ascii_lowercase) {
            return None;
        }
        self.register.parse(&canonical, self.in_numbers)
    }

    fn same(&self, canonical: &[u8], value: &[u8]) -> bool {
        if self.folded {
            canonical.eq_ignore_ascii_case(value)
        } else {
            canonical == value
        }
    }

    /// Where a place goes; `None` only outside of the permutation.
    fn permuted(&self, place: u64) -> Option<u64> {
        match self.register {
            Register::Duns => self.permutation.apply(place),
            Register::CompanyNumber => {
                let form = self.permutation.apply_below(place, COMPANY_FORMS)?;
                Some(COMPANY_FIRST + form)
            }
        }
    }

    fn push(&self, number: u64, out: &mut Vec<u8>) {
        let start = out.len();
        push_digits(number, self.register.digits(), out);
        if self.in_numbers {
            strip_zeros(out, start);
        }
    }
}

impl Transform for BoundRegister {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        if !self.seeded {
            if let Some(number) = self.place(value).and_then(|place| self.permuted(place)) {
                self.push(number, out);
                return Ok(Outcome::Value);
            }
            if self.index_fits {
                index::push(&cx.seed, index::CHARS, out);
                return Ok(Outcome::Value);
            }
            if self.unique {
                return Err(Failure::new(
                    "the value is not in the register's form, and the column has no room for a \
                     unique replacement of another form",
                ));
            }
        }
        let mut draw = Draw::new(&cx.seed, Stream::Register);
        let number = match self.register {
            Register::Duns => draw.below(1_000_000_000),
            Register::CompanyNumber => COMPANY_FIRST + draw.below(COMPANY_FORMS),
        };
        self.push(number, out);
        Ok(Outcome::Value)
    }

    fn seeded(&mut self, unique: bool) -> Result<(), Misfit> {
        if unique {
            return Err(Misfit::new(format!(
                "`{}` with `seed_from` can't make unique values",
                self.register.name()
            ))
            .hint("leave out `seed_from` or `unique`"));
        }
        self.seeded = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::testing::{check_unique, rule};

    #[test]
    fn there_is_room_for_every_original() {
        let originals = COMPANY_DIGITS + 1_000_000 * COMPANY_PREFIXES.len() as u64;
        assert!(originals <= COMPANY_FORMS);
        const { assert!(COMPANY_FIRST + COMPANY_FORMS <= 100_000_000) };
        let mut prefixes = COMPANY_PREFIXES.to_vec();
        prefixes.sort_unstable();
        prefixes.dedup();
        assert_eq!(prefixes.len(), COMPANY_PREFIXES.len());
    }

    #[test]
    fn duns_numbers_go_one_to_one() {
        check_unique(
            rule("gb.duns"),
            PgType::Text,
            (0..100_000u64).map(|n| format!("{:09}", n * 9973)),
        );
        // Proper numbers, and other spellings of them, side by side.
        let spellings = (0..500u64).flat_map(|n| {
            let text = format!("{n:09}");
            [
                format!("{}-{}", &text[..2], &text[2..]),
                n.to_string(),
                text,
            ]
        });
        let known: std::collections::BTreeSet<String> = spellings.collect();
        check_unique(rule("gb.duns"), PgType::Text, known.into_iter());
        check_unique(
            rule("gb.duns"),
            PgType::Int4,
            (0..20_000u64).map(|n| n.to_string()),
        );
    }

    #[test]
    fn company_numbers_go_one_to_one_and_out_of_the_register() {
        let values = || {
            (0..5000).flat_map(|n| {
                [
                    format!("{n:08}"),
                    format!("{:08}", 16_000_000 + n),
                    format!("{:08}", 90_000_000 + n),
                    format!("SC{n:06}"),
                    format!("sc{n:06}"),
                    format!("ZZ{n:06}"),
                    format!("{n}"),
                ]
            })
        };
        let distinct: std::collections::BTreeSet<String> = values().collect();
        check_unique(
            rule("gb.company_number"),
            PgType::Text,
            distinct.into_iter(),
        );
        let bound = rule("gb.company_number").text();
        for original in ["01234567", "SC123456"] {
            let text = bound.run(original);
            assert_eq!(text.len(), 8);
            assert!(text.as_bytes()[0] >= b'4', "{text}");
        }
        assert_eq!(bound.run("none").len(), 16);
    }

    #[test]
    fn unique_or_not_and_columns_of_any_type_agree() {
        let plain = rule("gb.duns").text();
        let unique = rule("gb.duns").unique().text();
        let char = rule("gb.duns")
            .unique()
            .bind(PgType::Char(16))
            .expect("fits");
        let int = rule("gb.duns").bind(PgType::Int8).expect("fits");
        let short = rule("gb.duns").varchar(9).expect("fits");
        for original in ["123456789", "987654321"] {
            let text = plain.run(original);
            assert_eq!(text, unique.run(original));
            assert_eq!(text, char.run(format!("{original}       ")));
            assert_eq!(text, short.run(original));
            assert_eq!(text.trim_start_matches('0'), int.run(original));
            assert_ne!(text, original);
        }
        assert_eq!(plain.run("unknown"), unique.run("unknown"));
        assert_eq!(short.run("unknown").len(), 9);
    }

    #[test]
    fn case_counts_as_the_column_says() {
        let citext = rule("gb.company_number").unique().bind(PgType::Citext);
        let citext = citext.expect("fits");
        assert_eq!(citext.run("sc123456"), citext.run("SC123456"));
        let text = rule("gb.company_number").unique().text();
        assert_eq!(text.run("SC123456"), citext.run("sc123456"));
        assert_ne!(text.run("sc123456"), text.run("SC123456"));
    }

    #[test]
    fn too_small_or_odd_values_are_refused() {
        assert!(rule("gb.duns").unique().varchar(15).is_err());
        assert!(rule("gb.duns").varchar(8).is_err());
        assert!(rule("gb.duns").bind(PgType::Int2).is_err());
        assert!(rule("gb.duns").bind(PgType::Bool).is_err());
        let int = rule("gb.duns").unique().bind(PgType::Int8).expect("fits");
        let failure = int.try_seeded("", b"77123456789").expect_err("too long");
        assert!(!failure.0.contains("77"));
    }

    #[test]
    fn seed_from_draws() {
        let bound = rule("gb.duns").seed_from().text();
        assert_eq!(bound.seeded("7", "123456789"), bound.seeded("7", "x"));
        assert_ne!(bound.seeded("7", "x"), bound.seeded("8", "x"));
        assert_eq!(bound.seeded("7", "x").len(), 9);
        assert!(
            rule("gb.duns")
                .seed_from()
                .unique()
                .bind(PgType::Text)
                .is_err()
        );
    }
}
