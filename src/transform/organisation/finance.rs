//! Cards, accounts, money. All numbers have valid check digits and reach no account: cards are the
//! networks' published test numbers, bank codes are assigned to nobody, BICs are test BICs.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::invent::fit::Fit;
use crate::transform::invent::locale::{Iban, IbanCheck, Locale};
use crate::transform::invent::number::{Decimals, push_decimal, push_digits};
use crate::transform::invent::text::{Inventor, TextKind};
use crate::transform::invent::{Draw, Stream};
use crate::transform::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};

const TEXT: &str = "text types that hold it whole; JSON strings";

pub(super) const CARD: Kind = Kind {
    name: "finance.card",
    about: "one of the card networks' test numbers, with a valid Luhn digit (some forty: many \
            originals share one; `shape` with `checksum: luhn` tells them apart)",
    params: &[],
    types: "text types of at least 13 characters; int8, numeric; JSON strings and numbers",
    example: "finance.card",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| CARD_TEXT.load(),
};

pub(super) const IBAN: Kind = Kind {
    name: "finance.iban",
    about: "an IBAN of the locale's country (British where it has none) with valid check digits and \
            a bank code that no bank has",
    params: &[],
    types: "text types of at least the country's length (22 for GB, 34 at most); JSON strings",
    example: "finance.iban",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| IBAN_TEXT.load(),
};

pub(super) const BIC: Kind = Kind {
    name: "finance.bic",
    about: "a test BIC: ISO 9362 sets those apart by a 0 in the eighth place",
    params: &[],
    types: TEXT,
    example: "finance.bic",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| BIC_TEXT.load(),
};

pub(super) const ACCOUNT: Kind = Kind {
    name: "finance.account",
    about: "an account number of 8 digits",
    params: &[],
    types: "text types of at least 8 characters; int4, int8, numeric; JSON strings and numbers",
    example: "finance.account",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| ACCOUNT_TEXT.load(),
};

pub(super) const SORT_CODE: Kind = Kind {
    name: "finance.sort_code",
    about: "a British sort code that no bank has: 00-12-34, or 001234 where the original is digits",
    params: &[],
    types: "text types of at least 6 characters; JSON strings",
    example: "finance.sort_code",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| SORT_CODE_TEXT.load(),
};

pub(super) const CURRENCY: Kind = Kind {
    name: "finance.currency",
    about: "the ISO 4217 code of a currency",
    params: &[],
    types: "text types of at least 3 characters; JSON strings",
    example: "finance.currency",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| CURRENCY_TEXT.load(),
};

pub(super) const AMOUNT: Kind = Kind {
    name: "finance.amount",
    about: "an amount of money",
    params: &[
        ("min", "the least amount (0)"),
        (
            "max",
            "the greatest amount (1000, or what the column takes)",
        ),
        (
            "decimals",
            "digits after the point, 0 to 6, as far as the column has them (2)",
        ),
    ],
    types: "numeric, whole numbers, float4, float8, money; text types; JSON numbers",
    example: "{use: finance.amount, min: 10, max: 500}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: load_amount,
};

static CARD_TEXT: TextKind = TextKind {
    name: "finance.card",
    wants: "a card number",
    digits: Some(16),
    least: |_| 13,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Card);
        inventor.word(&mut draw, CARDS, out);
    },
};

/// Numbers that payment providers publish for tests (PayPal, Stripe, Braintree, Authorize.Net): no
/// card has them.
const CARDS: &[&str] = &[
    // Visa
    "4111111111111111",
    "4012888888881881",
    "4242424242424242",
    "4000056655665556",
    "4005519200000004",
    "4009348888881881",
    "4012000033330026",
    "4012000077777777",
    "4217651111111119",
    "4500600000000061",
    "4222222222222",
    "4007000000027",
    // Mastercard
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "5454545454545454",
    "5500000000000004",
    "5111111111111118",
    "2223003122003222",
    "2223000048400011",
    // American Express
    "378282246310005",
    "371449635398431",
    "378734493671000",
    "370000000000002",
    "343434343434343",
    "340000000000009",
    // Discover
    "6011111111111117",
    "6011000990139424",
    "6011000991300009",
    "6011981111111113",
    "6011000000000004",
    "6011000000000012",
    "6011601160116611",
    // Diners Club
    "30569309025904",
    "38520000023237",
    "36227206271667",
    "36259600000004",
    "3056930009020004",
    "38000000000006",
    // JCB
    "3530111333300000",
    "3566002020360505",
    "3088000000000017",
    // UnionPay
    "6200000000000005",
    "6200000000000047",
];

static IBAN_TEXT: TextKind = TextKind {
    name: "finance.iban",
    wants: "an IBAN",
    digits: None,
    least: |locale| iban_chars(locale.iban),
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Iban);
        push_iban(inventor.locale.iban, &mut draw, out);
    },
};

/// Characters of a country's IBANs.
fn iban_chars(iban: &Iban) -> usize {
    let check = match iban.check {
        IbanCheck::None => 0,
        IbanCheck::Cin => 1,
        IbanCheck::Rib | IbanCheck::Nib => 2,
    };
    4 + iban.account.len() + check
}

fn push_iban(iban: &Iban, draw: &mut Draw, out: &mut Vec<u8>) {
    out.extend_from_slice(iban.country.as_bytes());
    let check = out.len();
    out.extend_from_slice(b"00");
    let account = out.len();
    if matches!(iban.check, IbanCheck::Cin) {
        out.push(b'A');
    }
    draw.pattern(iban.account, out);
    match iban.check {
        IbanCheck::None => {}
        IbanCheck::Cin => out[account] = cin(&out[account + 1..]),
        IbanCheck::Rib => push_digits(97 - mod97(&out[account..], b"00"), 2, out),
        IbanCheck::Nib => push_digits(98 - mod97(&out[account..], b"00"), 2, out),
    }
    // ISO 13616: the account, then country and 00, letters as 10 to 35; 98 less the remainder.
    let remainder = mod97_of([&out[account..], iban.country.as_bytes(), b"00"]);
    let digits = 98 - remainder;
    out[check] = b'0' + (digits / 10) as u8;
    out[check + 1] = b'0' + (digits % 10) as u8;
}

/// The remainder of `account` and `end`, written one after the other, by 97.
fn mod97(account: &[u8], end: &[u8]) -> u64 {
    mod97_of([account, end, &[]])
}

/// The remainder of the parts, written one after the other with letters as 10 to 35, by 97.
fn mod97_of(parts: [&[u8]; 3]) -> u64 {
    parts.into_iter().flatten().fold(0, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u64::from(byte - b'0')) % 97,
        letter => {
            let letter = letter.to_ascii_uppercase().wrapping_sub(b'A') % 26;
            (sum * 100 + 10 + u64::from(letter)) % 97
        }
    })
}

/// The Italian check letter of 22 digits: odd places by a table, even ones as they are.
fn cin(digits: &[u8]) -> u8 {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(at, digit)| {
            let digit = usize::from(digit.wrapping_sub(b'0') % 10);
            if at % 2 == 0 {
                ODD[digit]
            } else {
                digit as u32
            }
        })
        .sum();
    b'A' + (sum % 26) as u8
}

static BIC_TEXT: TextKind = TextKind {
    name: "finance.bic",
    wants: "a BIC",
    digits: None,
    least: |_| 8,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Bic);
        for _ in 0..4 {
            out.push(draw.pick(LETTERS));
        }
        out.extend_from_slice(inventor.locale.country.as_bytes());
        out.push(draw.pick(LETTERS));
        out.push(b'0');
        // A column of exactly eleven characters holds BICs with a branch.
        if inventor.fit.limit() == 11 {
            out.extend_from_slice(b"XXX");
        }
    },
};

const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static ACCOUNT_TEXT: TextKind = TextKind {
    name: "finance.account",
    wants: "an account number",
    digits: Some(8),
    least: |_| 8,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Account);
        push_digits(10_000_000 + draw.below(90_000_000), 8, out);
    },
};

static SORT_CODE_TEXT: TextKind = TextKind {
    name: "finance.sort_code",
    wants: "a sort code",
    digits: None,
    least: |_| 6,
    write: write_sort_code,
};

fn write_sort_code(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let mut draw = inventor.draw(Stream::SortCode);
    let digits_only = !inventor.value.is_empty() && inventor.value.iter().all(u8::is_ascii_digit);
    let dashes = inventor.fit.limit() >= 8 && !digits_only;
    draw.pattern(if dashes { "00-##-##" } else { "00####" }, out);
}

static CURRENCY_TEXT: TextKind = TextKind {
    name: "finance.currency",
    wants: "a currency",
    digits: None,
    least: |_: &Locale| 3,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Currency);
        inventor.word(&mut draw, CURRENCIES, out);
    },
};

/// The most traded currencies (ISO 4217).
const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP",
    "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MAD", "MXN", "MYR", "NGN",
    "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD",
    "UAH", "USD", "VND", "ZAR",
];

/// Amounts beyond this are refused: they could not be counted in units of 10^-6.
const LARGEST_AMOUNT: f64 = 1e12;

fn load_amount(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let min = params.float("min")?.unwrap_or(0.0);
    let max = params.float("max")?;
    let decimals = params.integer("decimals")?.unwrap_or(2);
    let wrong = |message: String| Err(Error::rules(params.position(), message));
    if !(0..=6).contains(&decimals) {
        return wrong("`decimals` must be 0 to 6".to_owned());
    }
    if min > max.unwrap_or(f64::INFINITY) {
        return wrong("`min` must be at most `max`".to_owned());
    }
    if min.abs().max(max.unwrap_or(0.0).abs()) > LARGEST_AMOUNT {
        return wrong(format!("`min` and `max` must be within ±{LARGEST_AMOUNT}"));
    }
    Ok(Arc::new(Amount {
        min,
        max,
        decimals: decimals.unsigned_abs() as u32,
    }))
}

#[derive(Debug)]
struct Amount {
    min: f64,
    max: Option<f64>,
    decimals: u32,
}

struct BoundAmount {
    /// In units of 10^-scale.
    min: i64,
    max: i64,
    scale: u32,
}

impl Spec for Amount {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let kind = AMOUNT.name;
        if binder.takes_text() {
            // Text columns must hold at least one digit and a sign.
            Fit::new(binder, kind, "an amount", 2)?;
        }
        let fit = Decimals::new(binder, kind, "amounts", self.decimals)?;
        // Load keeps amounts within 10^12, so that they fit i64 even in millionths.
        let units = |amount: f64| (amount * fit.unit() as f64).round() as i64;
        let min = units(self.min);
        let max = match self.max {
            Some(max) => units(max),
            None => units(self.min.max(0.0) + 1000.0).min(fit.largest),
        };
        if max > fit.largest || min < -fit.largest || min > max {
            return Err(Misfit::new(format!(
                "`{kind}`: amounts from `min` to `max` do not fit the column's {}",
                binder.target.ty.short_name()
            ))
            .hint("set `min` and `max` to what the column takes"));
        }
        Ok(Box::new(BoundAmount {
            min,
            max,
            scale: fit.scale,
        }))
    }
}

impl Transform for BoundAmount {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut draw = Draw::new(&cx.seed, Stream::Amount);
        push_decimal(draw.between(self.min, self.max), self.scale, out);
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::invent::locale;
    use crate::transform::testing::rule;

    fn luhn(digits: &str) -> bool {
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(at, digit)| {
                let digit = u32::from(digit - b'0') << (at % 2);
                digit / 10 + digit % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn cards_are_valid_test_numbers() {
        for card in CARDS {
            assert!(luhn(card), "{card}");
            assert!((13..=16).contains(&card.len()), "{card}");
        }
        let bound = rule("finance.card").varchar(15).expect("fits");
        for n in 0..100 {
            let card = bound.run(n.to_string());
            assert!(luhn(&card) && card.len() <= 15);
        }
        assert!(rule("finance.card").varchar(12).is_err());
        assert!(rule("finance.card").bind(PgType::Int8).is_ok());
        assert!(rule("finance.card").bind(PgType::Int4).is_err());
        assert!(rule("finance.card").bind(PgType::Bool).is_err());
    }

    #[test]
    fn ibans_are_valid() {
        let lengths = [
            ("GB", 22),
            ("FR", 27),
            ("DE", 22),
            ("IT", 27),
            ("NL", 18),
            ("BR", 29),
            ("PT", 25),
            ("SA", 24),
            ("TR", 26),
        ];
        for locale in locale::all() {
            let bound = rule("finance.iban").locale(locale.name).text();
            for n in 0..200 {
                let iban = bound.run(n.to_string());
                let expected = lengths
                    .iter()
                    .find(|(country, _)| iban.starts_with(country));
                assert_eq!(
                    Some(iban.len()),
                    expected.map(|(_, length)| *length),
                    "{iban}"
                );
                let (head, account) = iban.as_bytes().split_at(4);
                assert_eq!(mod97_of([account, head, &[]]), 1, "{iban}");
                let check: u32 = iban[2..4].parse().expect("digits");
                assert!((2..=98).contains(&check), "{iban}");
                match locale.country {
                    "FR" => assert_eq!(mod97(account, &[]), 0, "{iban}"),
                    "PT" => assert_eq!(mod97(account, &[]), 1, "{iban}"),
                    _ => {}
                }
            }
        }
        assert!(rule("finance.iban").varchar(21).is_err());
        assert!(rule("finance.iban").locale("de_DE").varchar(22).is_ok());
    }

    #[test]
    fn check_letters_and_digits_match_published_examples() {
        // The registry's examples: IT60X0542811101000000123456, FR1420041010050500013M02606.
        assert_eq!(cin(b"0542811101000000123456"), b'X');
        // PT50000201231234567890154: NIB 0002 0123 12345678901 54.
        assert_eq!(98 - mod97(b"0002012312345678901", b"00"), 54);
        // GB29NWBK60161331926819.
        assert_eq!(98 - mod97_of([b"NWBK60161331926819", b"GB", b"00"]), 29);
    }

    #[test]
    fn bics_are_for_tests() {
        let bic = rule("finance.bic").text().run("x");
        assert_eq!((bic.len(), &bic[4..6], &bic[7..]), (8, "GB", "0"));
        let bic = rule("finance.bic").bind(PgType::Char(11)).expect("fits");
        assert!(bic.run("x").ends_with("0XXX"));
        assert!(rule("finance.bic").varchar(7).is_err());
    }

    #[test]
    fn accounts_and_sort_codes() {
        let account = rule("finance.account").bind(PgType::Int4).expect("fits");
        assert_eq!(account.run("1").len(), 8);
        assert!(rule("finance.account").bind(PgType::Int2).is_err());
        let sort_code = rule("finance.sort_code").text();
        assert!(sort_code.run("20-00-00").starts_with("00-"));
        assert_eq!(sort_code.run("200000").len(), 6);
        let short = rule("finance.sort_code").varchar(6).expect("fits");
        assert_eq!(short.run("20-00-00").len(), 6);
        assert_eq!(
            rule("finance.currency")
                .varchar(3)
                .expect("fits")
                .run("x")
                .len(),
            3
        );
        assert!(rule("finance.currency").varchar(2).is_err());
    }

    #[test]
    fn amounts_stay_in_range_and_fit() {
        let types = [
            PgType::Numeric(Some((4, 2))),
            PgType::Numeric(Some((3, 1))),
            PgType::Numeric(Some((2, 2))),
            PgType::Numeric(Some((10, 4))),
            PgType::Numeric(None),
            PgType::Int2,
            PgType::Int8,
            PgType::Float8,
            PgType::Money,
            PgType::Text,
        ];
        for ty in types {
            let bound = rule("finance.amount").bind(ty.clone()).expect("fits");
            for n in 0..200 {
                let text = bound.run(n.to_string());
                let amount: f64 = text.parse().expect("a number");
                assert!((0.0..=1000.0).contains(&amount), "{text}");
                if let PgType::Numeric(Some((precision, scale))) = ty {
                    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
                    assert!(fraction.len() <= scale as usize, "{text}");
                    let whole = whole.trim_start_matches('0');
                    assert!(whole.len() <= (precision as i32 - scale) as usize, "{text}");
                }
            }
        }
        for (ty, scale, largest) in [
            ((2, 4), "4", 0.0099),
            ((2, 4), "2", 0.0),
            ((2, -1), "2", 990.0),
        ] {
            let rule = rule("finance.amount").with("decimals", scale);
            let bound = rule.bind(PgType::Numeric(Some(ty))).expect("fits");
            for n in 0..200 {
                let amount: f64 = bound.run(n.to_string()).parse().expect("a number");
                assert!((0.0..=largest).contains(&amount), "{ty:?}: {amount}");
            }
        }
        let make = |min, max| rule("finance.amount").with("min", min).with("max", max);
        let bound = make("-5.5", "5.5").bind(PgType::Numeric(Some((3, 1))));
        let bound = bound.expect("fits");
        let below = (0..100).filter(|n| bound.run(n.to_string()).starts_with('-'));
        assert!((20..80).contains(&below.count()));
        assert!(
            make("0", "100")
                .bind(PgType::Numeric(Some((3, 1))))
                .is_err()
        );
        assert!(make("2", "1").load().is_err());
        assert!(make("0", "1e13").load().is_err());
        assert!(rule("finance.amount").with("decimals", "7").load().is_err());
        assert!(rule("finance.amount").bind(PgType::Bool).is_err());
        assert!(
            rule("finance.amount")
                .with("min", "5000")
                .text()
                .run("x")
                .len()
                > 4
        );
    }
}
