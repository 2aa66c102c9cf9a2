//! Official numbers that were never given to anybody.

use crate::transform::invent::Stream;
use crate::transform::invent::number::push_digits;
use crate::transform::invent::text::{Inventor, TextKind};
use crate::transform::{Kind, Role};

pub(super) const VAT: Kind = Kind {
    name: "gb.vat",
    about: "a British VAT number with valid check digits, out of a range that is not given out; GB \
            before it where the original begins with letters",
    params: &[],
    types: "text types of at least 9 characters; JSON strings",
    example: "gb.vat",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| VAT_TEXT.load(),
};

pub(super) const NINO: Kind = Kind {
    name: "gb.nino",
    about: "a National Insurance number with the prefix QQ, which is never given out",
    params: &[],
    types: "text types of at least 9 characters; JSON strings",
    example: "gb.nino",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| NINO_TEXT.load(),
};

pub(super) const SSN: Kind = Kind {
    name: "us.ssn",
    about: "a social security number of area 900 to 999, which is never given out: 912-34-5678, or \
            912345678 where the original is digits",
    params: &[],
    types: "text types of at least 9 characters; JSON strings",
    example: "us.ssn",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| SSN_TEXT.load(),
};

static VAT_TEXT: TextKind = TextKind {
    name: "gb.vat",
    wants: "a VAT number",
    digits: None,
    least: |_| 9,
    write: write_vat,
};

/// The first seven digits of numbers that HMRC gives out are none of these: not with check digits
/// by the older rule (modulus 97), and those by the newer one (less 55) begin at 1000001.
const VAT_UNUSED: (u64, u64) = (100_000, 999_999);

fn write_vat(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let mut draw = inventor.draw(Stream::Vat);
    let (low, high) = VAT_UNUSED;
    let number = low + draw.below(high - low + 1);
    let prefixed = inventor.value.first().is_some_and(u8::is_ascii_alphabetic);
    if prefixed && inventor.fit.limit() >= 11 {
        out.extend_from_slice(b"GB");
    }
    push_digits(number, 7, out);
    push_digits(97 - vat_sum(number) % 97, 2, out);
}

/// Seven digits weighted 8 to 2.
fn vat_sum(number: u64) -> u64 {
    (2..=8)
        .scan(number, |rest, weight| {
            let digit = *rest % 10;
            *rest /= 10;
            Some(digit * weight)
        })
        .sum()
}

static NINO_TEXT: TextKind = TextKind {
    name: "gb.nino",
    wants: "a National Insurance number",
    digits: None,
    least: |_| 9,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Nino);
        // HMRC's manual NIM39110: Q is in neither of the two letters.
        draw.pattern("QQ######", out);
        out.push(draw.pick(b"ABCD"));
    },
};

static SSN_TEXT: TextKind = TextKind {
    name: "us.ssn",
    wants: "a social security number",
    digits: None,
    least: |_| 9,
    write: write_ssn,
};

fn write_ssn(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let mut draw = inventor.draw(Stream::Ssn);
    // The SSA gives out no area of 900 and more; taxpayer numbers (ITIN) of that area have groups
    // of 50 and more.
    let area = 900 + draw.below(100);
    let group = 1 + draw.below(49);
    let serial = 1 + draw.below(9999);
    let digits_only = !inventor.value.is_empty() && inventor.value.iter().all(u8::is_ascii_digit);
    let dashes = inventor.fit.limit() >= 11 && !digits_only;
    push_digits(area, 3, out);
    if dashes {
        out.push(b'-');
    }
    push_digits(group, 2, out);
    if dashes {
        out.push(b'-');
    }
    push_digits(serial, 4, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::testing::rule;

    #[test]
    fn vat_numbers_check_but_are_unused() {
        let bound = rule("gb.vat").text();
        for n in 0..500 {
            let text = bound.run(n.to_string());
            assert_eq!(text.len(), 9);
            let number: u64 = text[..7].parse().expect("digits");
            let check: u64 = text[7..].parse().expect("digits");
            assert!((VAT_UNUSED.0..=VAT_UNUSED.1).contains(&number), "{text}");
            assert_eq!((vat_sum(number) + check) % 97, 0, "{text}");
        }
        assert!(bound.run("GB123456789").starts_with("GB0"));
        assert_eq!(rule("gb.vat").varchar(9).expect("fits").run("GB1").len(), 9);
        assert!(rule("gb.vat").varchar(8).is_err());
    }

    #[test]
    fn weights() {
        // 8·1 + 7·2 + 6·3 + 5·4 + 4·5 + 3·6 + 2·7
        assert_eq!(vat_sum(1_234_567), 112);
    }

    #[test]
    fn ninos_have_the_prefix_that_is_never_issued() {
        let text = rule("gb.nino").text().run("AB123456C");
        assert!(text.starts_with("QQ") && text.len() == 9, "{text}");
        assert!(text[2..8].bytes().all(|byte| byte.is_ascii_digit()));
        assert!(text.ends_with(['A', 'B', 'C', 'D']));
        assert!(rule("gb.nino").varchar(8).is_err());
    }

    #[test]
    fn ssns_are_never_issued() {
        let bound = rule("us.ssn").text();
        for n in 0..500 {
            let text = bound.run(format!("{n}-"));
            let parts: Vec<u32> = text
                .split('-')
                .map(|p| p.parse().expect("digits"))
                .collect();
            assert!((900..=999).contains(&parts[0]), "{text}");
            assert!((1..=49).contains(&parts[1]) && parts[2] > 0, "{text}");
        }
        assert_eq!(bound.run("123456789").len(), 9);
        assert_eq!(
            rule("us.ssn").varchar(10).expect("fits").run("1-2").len(),
            9
        );
    }
}
