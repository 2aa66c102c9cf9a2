//! One member of a document, without a walk through all of it.

use super::{scan, string};

/// The text is a JSON object or array.
pub(in crate::transform) fn is_container(text: &[u8]) -> bool {
    let start = scan::skip_blanks(text, 0);
    matches!(text.get(start), Some(b'{' | b'[')) && scan::is_json(text)
}

/// The text of the value of a member of this (checked) object; the last one where a key stands
/// twice.
pub(in crate::transform) fn member<'t>(object: &'t [u8], key: &str) -> Option<&'t [u8]> {
    let mut at = scan::skip_blanks(object, 0) + 1;
    let mut found = None;
    let mut buffer = Vec::new();
    loop {
        at = scan::skip_blanks(object, at);
        match object.get(at)? {
            b'"' => {}
            b',' => {
                at += 1;
                continue;
            }
            _ => return found,
        }
        let key_end = scan::string_end(object, at);
        let name = string::decode(object.get(at + 1..key_end - 1)?, &mut buffer);
        let named = name == key.as_bytes();
        let colon = scan::skip_blanks(object, key_end);
        let start = scan::skip_blanks(object, colon + 1);
        at = scan::value_end(object, start);
        if named {
            found = object.get(start..at);
        }
    }
}

/// The text of an element of this (checked) list of scalars.
pub(in crate::transform) fn element(list: &[u8], wanted: usize) -> Option<&[u8]> {
    let mut start = scan::skip_blanks(list, scan::skip_blanks(list, 0) + 1);
    for _ in 0..wanted {
        let comma = scan::skip_blanks(list, scan::value_end(list, start));
        if list.get(comma) != Some(&b',') {
            return None;
        }
        start = scan::skip_blanks(list, comma + 1);
    }
    list.get(start..scan::value_end(list, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_by_key() {
        let object = br#" {"a": [1, {"b": "}"}] , "b":"x\"" ,"\u0063" : null, "a": 2.5}"#;
        let found =
            |key| member(object, key).map(|text| String::from_utf8_lossy(text).into_owned());
        assert_eq!(found("a").as_deref(), Some("2.5"));
        assert_eq!(found("b").as_deref(), Some("\"x\\\"\""));
        assert_eq!(found("c").as_deref(), Some("null"));
        assert_eq!(found("d"), None);
        assert_eq!(member(b"{}", "a"), None);
        assert_eq!(member(b"{ }", "a"), None);
    }

    #[test]
    fn elements_by_number() {
        let list = br#"["a,", null ,"b\""]"#;
        let found = |at| element(list, at).map(|text| String::from_utf8_lossy(text).into_owned());
        assert_eq!(found(0).as_deref(), Some("\"a,\""));
        assert_eq!(found(1).as_deref(), Some("null"));
        assert_eq!(found(2).as_deref(), Some("\"b\\\"\""));
        assert_eq!(found(3), None);
    }

    #[test]
    fn containers() {
        assert!(is_container(b" {\"a\": 1}") && is_container(b"[]"));
        assert!(!is_container(b"{\"a\": }") && !is_container(b"1") && !is_container(b""));
    }
}
