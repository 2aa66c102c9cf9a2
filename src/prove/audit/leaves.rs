//! Values inside values: leaves and keys of JSON, elements of arrays, fields of composites, pairs of
//! hstore.
//!
//! The scanners rather find a leaf too much than refuse a text: they use no recursion over the text
//! itself, and do not mind what does not match.

use crate::dump::types::PgType;

/// JSON in strings in JSON: so deep it is looked into.
const MAX_EMBEDDED: u32 = 4;

/// What a column's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text of any kind, which may hold JSON.
    Text,
    /// A number, date, flag or the like.
    Typed,
    /// An array, composite or hstore; its parts are typed or text.
    Parts {
        /// They are numbers, dates and the like.
        typed: bool,
    },
    /// Bytes in hexadecimal digits.
    Bytes,
}

impl Form {
    /// Of a column's type.
    pub(super) fn of(ty: &PgType) -> Self {
        match ty {
            PgType::Bool
            | PgType::Int2
            | PgType::Int4
            | PgType::Int8
            | PgType::Numeric(_)
            | PgType::Float4
            | PgType::Float8
            | PgType::Date
            | PgType::Time
            | PgType::TimeTz
            | PgType::Timestamp
            | PgType::TimestampTz
            | PgType::Interval
            | PgType::Money
            | PgType::Oid
            | PgType::Bit(_)
            | PgType::VarBit(_)
            | PgType::Enum(_) => Self::Typed,
            PgType::Array(of) => Self::Parts {
                typed: Self::of(of) == Self::Typed,
            },
            PgType::Composite(_) | PgType::Hstore => Self::Parts { typed: false },
            PgType::Bytea => Self::Bytes,
            _ => Self::Text,
        }
    }
}

/// A value inside a value.
pub(super) struct Leaf<'a> {
    /// Without quotes and escapes.
    pub(super) text: &'a [u8],
    /// A number, date or the like.
    pub(super) typed: bool,
    /// A key of an object.
    pub(super) key: bool,
}

/// Hands out what is inside the value; nothing where it is not made of parts.
pub(super) fn each(text: &[u8], form: Form, take: &mut dyn FnMut(Leaf<'_>)) {
    match form {
        Form::Typed | Form::Bytes => {}
        Form::Text if is_json(text) => json(text, 0, take),
        Form::Text => {}
        Form::Parts { typed } => parts(text, typed, 0, take),
    }
}

/// It may be a JSON object or array.
pub(super) fn is_json(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    matches!(
        (text.first(), text.last()),
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
    )
}

fn json(text: &[u8], depth: u32, take: &mut dyn FnMut(Leaf<'_>)) {
    let mut unescaped = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => {
                let end = string_end(text, at + 1);
                let body = &text[at + 1..end];
                let content = if memchr::memchr(b'\\', body).is_some() {
                    unescaped.clear();
                    unescape(body, &mut unescaped);
                    unescaped.as_slice()
                } else {
                    body
                };
                at = end + 1;
                let blanks = text[at.min(text.len())..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_whitespace());
                let key = text.get(at + blanks.count()) == Some(&b':');
                take(Leaf {
                    text: content,
                    typed: false,
                    key,
                });
                if !key && depth < MAX_EMBEDDED && is_json(content) {
                    json(content, depth + 1, take);
                }
            }
            b'-' | b'0'..=b'9' => {
                let end = text[at..]
                    .iter()
                    .position(|byte| {
                        !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
                    })
                    .map_or(text.len(), |length| at + length);
                take(Leaf {
                    text: &text[at..end],
                    typed: true,
                    key: false,
                });
                at = end;
            }
            _ => at += 1,
        }
    }
}

/// Where the string's closing quote stands, or the text ends.
fn string_end(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(step) = memchr::memchr2(b'"', b'\\', text.get(at..).unwrap_or_default()) {
        at += step;
        if text[at] == b'"' {
            return at;
        }
        at += 2;
    }
    text.len()
}

fn parts(text: &[u8], typed: bool, depth: u32, take: &mut dyn FnMut(Leaf<'_>)) {
    let mut content = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if matches!(byte, b'{' | b'}' | b'(' | b')' | b',' | b' ' | b'=' | b'>') {
            at += 1;
            continue;
        }
        content.clear();
        let quoted = byte == b'"';
        if quoted {
            at += 1;
            while let Some(&byte) = text.get(at) {
                at += 1;
                match byte {
                    b'\\' => {
                        content.extend(text.get(at));
                        at += 1;
                    }
                    // A quote within a composite's field is doubled.
                    b'"' if text.get(at) == Some(&b'"') => {
                        content.push(b'"');
                        at += 1;
                    }
                    b'"' => break,
                    byte => content.push(byte),
                }
            }
        } else {
            while let Some(&byte) = text.get(at) {
                if matches!(byte, b'}' | b')' | b',' | b'"') {
                    break;
                }
                content.push(byte);
                at += 1;
            }
        }
        let content = content.as_slice();
        if !quoted && content == b"NULL" {
            continue;
        }
        take(Leaf {
            text: content,
            typed,
            key: text.get(at..).is_some_and(|rest| rest.starts_with(b"=>")),
        });
        if depth < MAX_EMBEDDED {
            if matches!(content.first(), Some(b'(')) {
                parts(content, typed, depth + 1, take);
            } else if is_json(content) {
                json(content, depth + 1, take);
            }
        }
    }
}

/// Appends a JSON string's content without its escapes; such as are none stay.
pub(super) fn unescape(body: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < body.len() {
        let plain = memchr::memchr(b'\\', &body[at..]).map_or(body.len(), |step| at + step);
        out.extend_from_slice(&body[at..plain]);
        at = plain + 1;
        let Some(&escape) = body.get(at) else {
            out.extend_from_slice(&body[plain.min(body.len())..]);
            break;
        };
        at += 1;
        match escape {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'u' => match code_unit(body, at) {
                Some(unit) => {
                    at += 4;
                    let low = (0xD800..0xDC00)
                        .contains(&unit)
                        .then(|| body.get(at..at + 2).filter(|next| *next == b"\\u"))
                        .flatten()
                        .and_then(|_| code_unit(body, at + 2))
                        .filter(|low| (0xDC00..0xE000).contains(low));
                    let code = match low {
                        Some(low) => {
                            at += 6;
                            0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                        }
                        None => unit,
                    };
                    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                None => out.push(b'u'),
            },
            other => out.push(other),
        }
    }
}

fn code_unit(body: &[u8], at: usize) -> Option<u32> {
    let digits = body.get(at..at + 4)?;
    digits.iter().try_fold(0, |unit, digit| {
        Some(unit << 4 | char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, form: Form) -> Vec<String> {
        let mut found = Vec::new();
        each(text.as_bytes(), form, &mut |leaf| {
            let text = String::from_utf8_lossy(leaf.text);
            let mark = match (leaf.key, leaf.typed) {
                (true, _) => "key ",
                (_, true) => "typed ",
                _ => "",
            };
            found.push(format!("{mark}{text}"));
        });
        found
    }

    #[test]
    fn leaves_and_keys_of_json() {
        let text = r#" {"a" : ["x\u0040y\n", -1.5e3, true], "b\"": {"c": "\ud83d\ude00"}, "d": "{\"e\": \"f\"}"} "#;
        assert_eq!(
            all(text, Form::Text),
            [
                "key a",
                "x@y\n",
                "typed -1.5e3",
                "key b\"",
                "key c",
                "😀",
                "key d",
                "{\"e\": \"f\"}",
                "key e",
                "f"
            ]
        );
        assert!(all("no json", Form::Text).is_empty());
    }

    #[test]
    fn parts_of_arrays_composites_and_hstore() {
        let parts = Form::Parts { typed: false };
        assert_eq!(
            all(r#"{a b,"c,\"d",NULL,"NULL",{x}}"#, parts),
            ["a b", "c,\"d", "NULL", "x"]
        );
        assert_eq!(all(r#"(1,"a ""b""",)"#, parts), ["1", "a \"b\""]);
        assert_eq!(
            all(r#""k"=>"v w", "n"=>NULL"#, parts),
            ["key k", "v w", "key n"]
        );
        assert_eq!(
            all(r#"{"(1,\"x y\")"}"#, parts),
            ["(1,\"x y\")", "1", "x y"]
        );
    }

    #[test]
    fn deep_and_damaged_texts_end() {
        for text in [
            "[".repeat(1 << 20) + "]",
            "{\"".repeat(1 << 20) + "}",
            "{\\}".to_owned(),
            "[\"\\".to_owned() + "]",
            "[\"\\u12\"]".to_owned(),
        ] {
            each(text.as_bytes(), Form::Text, &mut |_| ());
            each(text.as_bytes(), Form::Parts { typed: false }, &mut |_| ());
        }
    }
}
