//! One member of a document, without a walk through all of it.

use super::scan::{self, Index};
use super::string;

/// What is known of a text that is a JSON object or array.
pub(in crate::transform) struct Container(Index);

impl Container {
    /// `None` where the text is none.
    pub(in crate::transform) fn of(text: &[u8]) -> Option<Self> {
        let start = scan::skip_blanks(text, 0);
        if !matches!(text.get(start), Some(b'{' | b'[')) {
            return None;
        }
        let mut index = Index::default();
        scan::index(text, &mut index).ok()?;
        Some(Self(index))
    }

    /// The text of the value of a member of the object; the last one where a key stands twice.
    pub(in crate::transform) fn member<'t>(&self, text: &'t [u8], key: &str) -> Option<&'t [u8]> {
        match self.0.member(text, key.as_bytes(), false) {
            Some(found) => found,
            None => member(text, key),
        }
    }
}

/// The text of the value of a member of this (checked) object; the last one where a key stands
/// twice.
fn member<'t>(object: &'t [u8], key: &str) -> Option<&'t [u8]> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_by_key() {
        let object = br#" {"a": [1, {"b": "}"}] , "b":"x\"" ,"\u0063" : null, "a": 2.5}"#;
        let container = Container::of(object).unwrap();
        let found = |key| {
            let found = container.member(object, key);
            found.map(|text| String::from_utf8_lossy(text).into_owned())
        };
        assert_eq!(found("a").as_deref(), Some("2.5"));
        assert_eq!(found("b").as_deref(), Some("\"x\\\"\""));
        assert_eq!(found("c").as_deref(), Some("null"));
        assert_eq!(found("d"), None);
        assert_eq!(member(b"{}", "a"), None);
        assert_eq!(member(b"{ }", "a"), None);
    }

    #[test]
    fn containers() {
        let is_container = |text: &str| Container::of(text.as_bytes()).is_some();
        assert!(is_container(" {\"a\": 1}") && is_container("[]"));
        assert!(!is_container("{\"a\": }") && !is_container("1") && !is_container(""));
    }
}
