//! Phone numbers: only those that regulators keep for films and examples (the sources stand at
//! [`phones`](crate::transform::invent::phones)).

use std::sync::Arc;

use crate::dump::types::PgType;
use crate::transform::bind::Binder;
use crate::transform::invent::fit::Fit;
use crate::transform::invent::locale;
use crate::transform::invent::number::needs_digits;
use crate::transform::invent::phones::Phones;
use crate::transform::invent::{Draw, Stream};
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const NUMBER: Kind = Kind {
    name: "phone.number",
    about: "a phone number that the country's regulator keeps for films and examples; British with \
            +44 where a country keeps none",
    params: &[(
        "format",
        "national (020 7946 0123) or e164 (+442079460123); by default e164 where the original \
         begins with +, else national",
    )],
    types: "text types of at least 13 characters (11 with `format: national`); int8 and numeric \
            (digits with the calling code)",
    example: "{use: phone.number, format: e164}",
    role: Role::Keyed,
    partial: false,
    // The reserved ranges hold some ten thousand numbers: too few.
    unique: false,
    load: |params, _| {
        let format = params.one_of("format", &["national", "e164"])?;
        Ok(Arc::new(Phone {
            format: format.map(|at| [Format::National, Format::E164][at]),
        }))
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    National,
    E164,
    /// Calling code and number, for number columns.
    Digits,
}

#[derive(Debug)]
struct Phone {
    format: Option<Format>,
}

struct BoundPhone {
    /// `None`: as the original has it.
    format: Option<Format>,
    phones: &'static Phones,
    /// There is no room for the blanks of national numbers.
    compact: bool,
}

impl Spec for Phone {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let kind = NUMBER.name;
        let phones = locale::of(binder)?.phones;
        let longest = |length: fn(&Phones, &str) -> usize| {
            let lengths = phones.national.iter().map(|text| length(phones, text));
            lengths.max().unwrap_or(0)
        };
        let spaced = longest(|_, text| text.len());
        let compact = longest(|_, text| digits_of(text).count());
        let e164 = longest(|phones, text| {
            1 + phones.calling_code.len() + digits_of(text).count() - phones.trunk.len()
        });
        let ty = &binder.target.ty;
        if matches!(ty, PgType::Int8 | PgType::Numeric(_)) {
            needs_digits(binder, kind, e164 - 1)?;
            return Ok(Box::new(BoundPhone {
                format: Some(Format::Digits),
                phones,
                compact: true,
            }));
        }
        // Another country's numbers make sense with their calling code only.
        let format = if phones.foreign {
            Some(Format::E164)
        } else {
            self.format
        };
        let least = match format {
            Some(Format::National) => compact,
            Some(_) => e164,
            None => compact,
        };
        let fit = Fit::new(binder, kind, "a phone number", least)?;
        // Where only national numbers fit, all are.
        let format = match format {
            None if fit.limit() < e164 => Some(Format::National),
            format => format,
        };
        Ok(Box::new(BoundPhone {
            format,
            phones,
            compact: fit.limit() < spaced,
        }))
    }
}

impl Transform for BoundPhone {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut draw = Draw::new(&cx.seed, Stream::Phone);
        let pattern = draw.word(self.phones.national);
        let format = self.format.unwrap_or_else(|| {
            if value.trim_ascii_start().starts_with(b"+") {
                Format::E164
            } else {
                Format::National
            }
        });
        match format {
            Format::National if self.compact => push_digits(pattern, &mut draw, out),
            Format::National => draw.pattern(pattern, out),
            Format::E164 | Format::Digits => {
                if format == Format::E164 {
                    out.push(b'+');
                }
                out.extend_from_slice(self.phones.calling_code.as_bytes());
                let number = pattern.strip_prefix(self.phones.trunk).unwrap_or(pattern);
                push_digits(number, &mut draw, out);
            }
        }
        Ok(Outcome::Value)
    }
}

/// A pattern's digits and places for digits.
fn digits_of(pattern: &str) -> impl Iterator<Item = u8> {
    pattern
        .bytes()
        .filter(|byte| byte.is_ascii_digit() || *byte == b'#')
}

/// Appends a pattern without what is not a digit.
fn push_digits(pattern: &str, draw: &mut Draw, out: &mut Vec<u8>) {
    for byte in digits_of(pattern) {
        out.push(if byte == b'#' { draw.digit() } else { byte });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::testing::rule;

    /// The first digits, with calling code, of every reserved range.
    const RESERVED: &[&str] = &[
        "447700900",
        "4420794600",
        "4420794601",
        "4420794602",
        "4420794603",
        "4420794604",
        "4420794605",
        "4420794606",
        "4420794607",
        "4420794608",
        "4420794609",
        "441134960",
        "441144960",
        "441154960",
        "441164960",
        "441174960",
        "441184960",
        "441214960",
        "441314960",
        "441414960",
        "441514960",
        "441614960",
        "441914980",
        "4428964960",
        "442896496",
        "4429201800",
        "442920180",
        "441632960",
        "448081570",
        "443069990",
        "3319900",
        "3326191",
        "3335301",
        "3346571",
        "3353649",
        "3363998",
        "493023125",
        "494066969",
        "496990009",
        "498999998",
        "492214710",
    ];

    #[test]
    fn only_reserved_numbers() {
        for locale in locale::all() {
            let e164 = rule("phone.number")
                .locale(locale.name)
                .with("format", "e164");
            let national = rule("phone.number")
                .locale(locale.name)
                .with("format", "national");
            let (e164, national) = (e164.text(), national.text());
            for n in 0..500 {
                let n = n.to_string();
                let full = e164.run(&n);
                let digits = full.strip_prefix('+').expect("a plus");
                let fictional = digits.starts_with('1') && &digits[4..9] == "55501";
                assert!(
                    fictional || RESERVED.iter().any(|range| digits.starts_with(range)),
                    "{full}"
                );
                assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
                let short: String = national
                    .run(&n)
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect();
                let trunk = locale.phones.trunk;
                let bare = short.strip_prefix(trunk).unwrap_or(&short);
                assert!(digits.ends_with(bare), "{full} and {short}");
            }
        }
    }

    #[test]
    fn form_follows_the_original() {
        let bound = rule("phone.number").text();
        assert!(bound.run("+44 20 7999 1234").starts_with("+44"));
        assert!(bound.run("020 7999 1234").starts_with('0'));
        assert_eq!(bound.run("020 7999 1234"), bound.run("(020) 7999-1234"));
        let japan = rule("phone.number").locale("ja_JP").text();
        assert!(japan.run("03-1234-5678").starts_with("+44"));
    }

    #[test]
    fn lengths() {
        for limit in 11..20 {
            let bound = rule("phone.number").varchar(limit).expect("fits");
            for n in 0..200 {
                for text in [bound.run(format!("+{n}")), bound.run(n.to_string())] {
                    assert!(text.len() <= limit as usize, "{text} in {limit}");
                    let digits = text.bytes().filter(u8::is_ascii_digit).count();
                    assert!((11..=12).contains(&digits), "{text}");
                }
            }
        }
        assert!(rule("phone.number").varchar(10).is_err());
        assert!(rule("phone.number").locale("en_US").varchar(10).is_ok());
        assert!(
            rule("phone.number")
                .with("format", "e164")
                .varchar(12)
                .is_err()
        );
        assert!(rule("phone.number").unique().bind(PgType::Text).is_err());
    }

    #[test]
    fn number_columns_take_digits() {
        for ty in [
            PgType::Int8,
            PgType::Numeric(None),
            PgType::Numeric(Some((12, 0))),
        ] {
            let text = rule("phone.number")
                .bind(ty)
                .expect("fits")
                .run("441234567890");
            assert!(text.starts_with("44") && text.len() == 12, "{text}");
        }
        for ty in [PgType::Int4, PgType::Numeric(Some((10, 0))), PgType::Date] {
            assert!(rule("phone.number").bind(ty).is_err());
        }
        assert!(rule("phone.number").with("format", "local").load().is_err());
    }
}
