//! Equality of jsonb values.

use super::json::{
    Malformed, Result, Shape, expect, shape, skip_blanks, skip_string, skip_value, unescape,
    validate,
};

/// A form that is equal exactly where jsonb values are: keys unique (the last wins) and sorted,
/// strings without escapes, numbers without trailing zeros. Not JSON; only for comparing.
pub(super) fn canonical(value: &[u8]) -> Result<Vec<u8>> {
    enum Frame {
        Array(Vec<Vec<u8>>),
        Object(Vec<(Vec<u8>, Vec<u8>)>, Vec<u8>),
    }
    let text = validate(value)?;
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    loop {
        // A value begins here; `text` is valid JSON, so that what follows needs no more checks.
        let mut done = match shape(&text[at..])? {
            Shape::Object => {
                let next = skip_blanks(text, at + 1);
                if text.get(next) == Some(&b'}') {
                    at = next + 1;
                    b"{0;".to_vec()
                } else {
                    let end = skip_string(text, next)?;
                    let key = unescape(&text[next..end])?.into_owned();
                    frames.push(Frame::Object(Vec::new(), key));
                    at = expect(text, end, b':')?;
                    continue;
                }
            }
            Shape::Array => {
                let next = skip_blanks(text, at + 1);
                if text.get(next) == Some(&b']') {
                    at = next + 1;
                    b"[0;".to_vec()
                } else {
                    frames.push(Frame::Array(Vec::new()));
                    at = next;
                    continue;
                }
            }
            _ => {
                let end = skip_value(text, at)?;
                let scalar = canonical_scalar(&text[at..end])?;
                at = end;
                scalar
            }
        };
        loop {
            let next = skip_blanks(text, at);
            let more = text.get(next) == Some(&b',');
            match frames.pop() {
                None => return Ok(done),
                Some(Frame::Array(mut items)) => {
                    items.push(done);
                    if more {
                        frames.push(Frame::Array(items));
                        at = skip_blanks(text, next + 1);
                        break;
                    }
                    done = format!("[{};", items.len()).into_bytes();
                    done.extend(items.into_iter().flatten());
                }
                Some(Frame::Object(mut members, key)) => {
                    members.push((key, done));
                    if more {
                        let key = skip_blanks(text, next + 1);
                        let end = skip_string(text, key)?;
                        let name = unescape(&text[key..end])?.into_owned();
                        frames.push(Frame::Object(members, name));
                        at = expect(text, end, b':')?;
                        break;
                    }
                    // Stable, so that the last of equal keys stays the last.
                    members.sort_by(|a, b| a.0.cmp(&b.0));
                    members.reverse();
                    members.dedup_by(|later, kept| later.0 == kept.0);
                    done = format!("{{{};", members.len()).into_bytes();
                    for (key, value) in members {
                        done.extend_from_slice(format!("{};", key.len()).as_bytes());
                        done.extend_from_slice(&key);
                        done.extend_from_slice(&value);
                    }
                }
            }
            at = next + 1;
        }
    }
}

fn canonical_scalar(scalar: &[u8]) -> Result<Vec<u8>> {
    match shape(scalar)? {
        Shape::String => {
            let text = unescape(scalar)?;
            let mut out = format!("s{};", text.len()).into_bytes();
            out.extend_from_slice(&text);
            Ok(out)
        }
        Shape::Number => canonical_number(scalar),
        _ => Ok(scalar[..1].to_vec()), // t, f, n
    }
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit.
fn canonical_number(number: &[u8]) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(number).map_err(|_| Malformed)?;
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => ("-", text),
        None => ("", text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().map_err(|_| Malformed)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let stripped = digits.trim_end_matches('0');
    let significant = stripped.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(b"#0;".to_vec());
    }
    let dropped = (digits.len() - stripped.len()) as i64;
    let power = exponent
        .checked_add(dropped - fraction.len() as i64)
        .ok_or(Malformed)?;
    Ok(format!("#{negative}{significant}e{power};").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_forms_are_equal_where_jsonb_is() {
        let same =
            |a: &str, b: &str| canonical(a.as_bytes()).unwrap() == canonical(b.as_bytes()).unwrap();
        assert!(same("1", "1.0"));
        assert!(same("1e2", "100"));
        assert!(same("-0", "0.00"));
        assert!(same(
            r#"{"a":1,"b":[true,null]}"#,
            r#"{ "b":[true, null], "a":9, "\u0061":1.0 }"#
        ));
        assert!(same("[]", "[ ]"));
        for (a, b) in [
            ("1", "10"),
            ("1", "\"1\""),
            ("[]", "{}"),
            ("[1,2]", "[2,1]"),
            ("[[1],2]", "[[1,2]]"),
            ("true", "false"),
            ("{\"a\":1}", "{\"a\":1,\"b\":1}"),
            ("0.1", "0.01"),
            ("1", "-1"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }
}
