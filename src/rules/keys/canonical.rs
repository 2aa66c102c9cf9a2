//! Canonical forms: equal values of a type have the same one. Each names the input routine whose
//! spellings it reads.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::key::KeyBuilder;
use crate::transform::Failure;

/// The text is none of the type's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// What would be.
    pub(super) expected: &'static str,
}

const fn expected<T>(expected: &'static str) -> Result<T, Spelling> {
    Err(Spelling { expected })
}

/// A char(n) as its operators see it (`bcTruelen`).
pub(super) fn unpadded(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|b| *b != b' ').map_or(0, |at| at + 1);
    text.get(..end).unwrap_or_default()
}

/// Decimal digits with a sign, blanks around (`pg_strtoint64`).
pub(super) fn int(text: &[u8]) -> Result<i64, Spelling> {
    let (negative, digits) = signed(text.trim_ascii());
    let value = digits.iter().try_fold(0_i64, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        // Downwards, as the least number has no positive counterpart.
        value.checked_mul(10)?.checked_sub(digit)
    });
    let value = match value {
        Some(value) if negative => Some(value),
        Some(value) => value.checked_neg(),
        None => None,
    };
    match value {
        Some(value) if !digits.is_empty() => Ok(value),
        _ => expected("an integer"),
    }
}

fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// A decimal without superfluous zeros (`numeric_in`, without exponents: `numeric_out` writes none).
pub(super) fn numeric(text: &[u8], key: &mut KeyBuilder) -> Result<(), Spelling> {
    let (negative, unsigned) = signed(text.trim_ascii());
    if unsigned.eq_ignore_ascii_case(b"nan") {
        key.bytes(b"NaN");
        return Ok(());
    }
    if unsigned.eq_ignore_ascii_case(b"infinity") || unsigned.eq_ignore_ascii_case(b"inf") {
        key.bytes(if negative { b"-Infinity" } else { b"Infinity" });
        return Ok(());
    }
    let mut halves = unsigned.splitn(2, |byte| *byte == b'.');
    let whole = halves.next().unwrap_or_default();
    let fraction = halves.next().unwrap_or_default();
    let all_digits = whole.iter().chain(fraction).all(u8::is_ascii_digit);
    if !all_digits || whole.is_empty() && fraction.is_empty() {
        return expected("a number");
    }
    let zeros = whole.iter().take_while(|digit| **digit == b'0').count();
    let whole = whole.get(zeros..).unwrap_or_default();
    let end = fraction.iter().rposition(|digit| *digit != b'0');
    let fraction = fraction
        .get(..end.map_or(0, |at| at + 1))
        .unwrap_or_default();
    let is_zero = whole.is_empty() && fraction.is_empty();
    key.write(|out| {
        if negative && !is_zero {
            out.push(b'-');
        }
        out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
        if !fraction.is_empty() {
            out.push(b'.');
            out.extend_from_slice(fraction);
        }
    });
    Ok(())
}

/// The bits of a double precision number, with one zero and one NaN (`float8in`, or `float4in` and
/// widened).
pub(super) fn float(text: &[u8], real: bool) -> Result<u64, Spelling> {
    let (negative, unsigned) = signed(text.trim_ascii());
    let special = if unsigned.eq_ignore_ascii_case(b"nan") {
        Some(f64::NAN)
    } else if unsigned.eq_ignore_ascii_case(b"infinity") || unsigned.eq_ignore_ascii_case(b"inf") {
        Some(f64::INFINITY)
    } else {
        None
    };
    let magnitude = match special {
        Some(special) => Some(special),
        // Rust's own syntax is wider: words and a second sign are no numbers here.
        None if is_float(unsigned) => std::str::from_utf8(unsigned)
            .ok()
            .and_then(|text| {
                if real {
                    text.parse::<f32>().ok().map(f64::from)
                } else {
                    text.parse::<f64>().ok()
                }
            })
            .filter(|number| number.is_finite()),
        None => None,
    };
    match magnitude {
        None => expected("a floating-point number"),
        Some(number) if number.is_nan() => Ok(f64::NAN.to_bits()),
        // Zero has no sign.
        Some(number) if negative && number != 0.0 => Ok((-number).to_bits()),
        Some(number) => Ok(number.to_bits()),
    }
}

fn is_float(unsigned: &[u8]) -> bool {
    let known = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    matches!(unsigned, [b'0'..=b'9' | b'.', ..]) && unsigned.iter().all(known)
}

/// Lower case, one character to one, as citext compares in a UTF-8 database.
pub(super) fn folded(text: &[u8], key: &mut KeyBuilder) -> Result<(), Failure> {
    if text.is_ascii() {
        key.write(|out| out.extend(text.iter().map(u8::to_ascii_lowercase)));
        return Ok(());
    }
    let text = std::str::from_utf8(text)
        .map_err(|_| Failure::new("the text is not valid UTF-8, so letters can't be told"))?;
    key.write(|out| {
        for c in text.chars() {
            // U+0130 alone has a longer mapping; its simple one is the first of it.
            let lower = c.to_lowercase().next().unwrap_or(c);
            out.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
        }
    });
    Ok(())
}

/// 32 hex digits, a hyphen after any four, braces around (`string_to_uuid`).
pub(super) fn uuid(text: &[u8]) -> Result<u128, Spelling> {
    let bare = match text.strip_prefix(b"{") {
        Some(inner) => inner.strip_suffix(b"}"),
        None => Some(text),
    };
    let mut value: u128 = 0;
    let mut digits = 0;
    let mut hyphen_may_come = false;
    for &byte in bare.unwrap_or_default() {
        match char::from(byte).to_digit(16) {
            Some(digit) if digits < 32 => {
                value = value << 4 | u128::from(digit);
                digits += 1;
                hyphen_may_come = digits % 4 == 0 && digits < 32;
            }
            None if byte == b'-' && hyphen_may_come => hyphen_may_come = false,
            _ => return expected("a UUID"),
        }
    }
    if digits == 32 {
        Ok(value)
    } else {
        expected("a UUID")
    }
}

/// What `boolout` and SQL literals write.
pub(super) fn boolean(text: &[u8]) -> Result<bool, Spelling> {
    match text {
        b"t" => Ok(true),
        b"f" => Ok(false),
        _ if text.eq_ignore_ascii_case(b"true") => Ok(true),
        _ if text.eq_ignore_ascii_case(b"false") => Ok(false),
        _ => expected("a boolean"),
    }
}

/// Address and prefix length (`network_in`): `inet_out` leaves out the full length, `cidr_out` does not.
pub(super) fn address(text: &[u8], key: &mut KeyBuilder) -> Result<(), Spelling> {
    let read = || {
        let text = std::str::from_utf8(text).ok()?;
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let length = match length {
            Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(length.parse::<u8>().ok()?)
            }
            Some(_) => return None,
            None => None,
        };
        let mut form = [0_u8; 18];
        if address.contains(':') {
            let address: Ipv6Addr = address.parse().ok()?;
            form[..16].copy_from_slice(&address.octets());
            form[16] = length.unwrap_or(128);
            form[17] = 6;
        } else {
            let address: Ipv4Addr = address.parse().ok()?;
            form[..4].copy_from_slice(&address.octets());
            form[16] = length.unwrap_or(32);
            form[17] = 4;
        }
        Some(form)
    };
    match read() {
        Some(form) => {
            key.bytes(&form);
            Ok(())
        }
        None => expected("an IP address"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::key::{Keyed, tests::secret};
    use super::*;

    fn number(text: &str) -> Option<Keyed> {
        let mut key = KeyBuilder::new();
        numeric(text.as_bytes(), &mut key).ok()?;
        Some(key.finish(&secret()))
    }

    #[test]
    fn what_is_no_value_of_the_type_is_refused() {
        for text in ["", "-", "1.0", "1 2", "0x1", "9223372036854775808", "--1"] {
            assert!(int(text.as_bytes()).is_err(), "{text}");
        }
        for text in ["", ".", "-", "1e3", "1.2.3", "1,0", "--1"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["", "-", "1e", "1e999", "0x1", "--1", "-+1"] {
            assert!(float(text.as_bytes(), false).is_err(), "{text}");
        }
        for text in [
            "",
            "{}",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-",
            "-a0eebc999c0b4ef8bb6d6bb9bd380a11",
            "a0eebc99--9c0b4ef8bb6d6bb9bd380a11",
            "a0eeb-c999c0b4ef8bb6d6bb9bd380a11",
            "{a0eebc999c0b4ef8bb6d6bb9bd380a11",
            "a0eebc999c0b4ef8bb6d6bb9bd380a111",
        ] {
            assert!(uuid(text.as_bytes()).is_err(), "{text}");
        }
        for text in ["", "1.2.3", "1.2.3.4/", "1.2.3.4/+8", "::1/999", "x"] {
            assert!(address(text.as_bytes(), &mut KeyBuilder::new()).is_err());
        }
    }

    proptest! {
        #[test]
        fn zeros_at_either_end_change_nothing(
            units in any::<i32>(), scale in 0_usize..12, front in 0_usize..4, back in 0_usize..4,
        ) {
            let digits = format!("{:0width$}", units.unsigned_abs(), width = scale + 1);
            let (whole, fraction) = digits.split_at(digits.len() - scale);
            let sign = if units < 0 { "-" } else { "" };
            let plain = format!("{sign}{whole}.{fraction}");
            let padded = format!(
                "{sign}{}{whole}.{fraction}{}", "0".repeat(front), "0".repeat(back),
            );
            prop_assert_eq!(number(&plain), number(&padded));
            let other = format!("{sign}{whole}.{fraction}1");
            prop_assert_ne!(number(&plain), number(&other));
        }

        #[test]
        fn nothing_panics(text in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut key = KeyBuilder::new();
            let _ = int(&text);
            let _ = numeric(&text, &mut key);
            let _ = float(&text, true);
            let _ = folded(&text, &mut key);
            let _ = uuid(&text);
            let _ = address(&text, &mut key);
        }
    }
}
