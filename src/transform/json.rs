//! JSON: edits that keep every byte outside the replaced spans.
//!
//! A document is walked twice, never held as a tree: [`scan`] checks it against RFC 8259 and notes
//! where its containers end, [`apply`] goes along it with the set of places in the rules' paths
//! ([`tree`]) that the current value stands at, copies what stays, and skips whole what nothing can
//! match. Both use stacks of their own, so depth costs memory in proportion, never the thread's.

use super::{Kind, Misfit, Role};

mod apply;
mod failure;
mod keys;
pub(super) mod known;
pub(super) mod member;
mod path;
mod scan;
mod scratch;
mod spec;
pub(super) mod string;
#[cfg(test)]
mod testing;
mod tree;
mod write;

pub(super) const KINDS: &[Kind] = &[Kind {
    name: "json",
    about: "applies rules to values inside a JSON document, every other byte as it was",
    params: &[
        (
            "json",
            "paths and their rules: `key`, `\"odd key\"`, `*`, `[*]`, `[0]`, `**`, joined by `.`; the \
             root is `$`; the most specific path wins (required)",
        ),
        (
            "others",
            "what becomes of values that no path names: keep, remove, redact, fail, or a rule for \
             every leaf (required)",
        ),
        (
            "add",
            "keys and rules: added at the end of the root object, where absent",
        ),
        ("key", "a rule for the keys of the root object"),
        ("invalid", "text that is not JSON: fail or null (fail)"),
        (
            "ignore_case",
            "keys match without regard to case (false; inside another `json`: as there)",
        ),
    ],
    types: "json, jsonb, text",
    example: "{json: {user: internet.email, \"requirements[*].evidence\": lorem.sentence}, others: remove}",
    role: Role::Container,
    partial: false,
    unique: false,
    load: spec::load,
}];

/// A path from the enclosing object to a sibling value, for `seed_from`.
#[derive(Clone, Debug)]
pub struct Sibling {
    path: path::Path,
}

impl Sibling {
    /// Parses a path of keys and list positions, such as `name` or `address.city`.
    pub fn parse(path: &str) -> Result<Self, Misfit> {
        match path::Path::parse(path) {
            Ok(parsed) if parsed.is_literal() && !parsed.segments.is_empty() => {
                Ok(Self { path: parsed })
            }
            Ok(_) => Err(Misfit::new(format!(
                "the sibling path `{path}` must be keys and list positions only"
            ))),
            Err(wrong) => Err(Misfit::new(format!("the sibling path `{path}`: {wrong}"))),
        }
    }

    /// The sibling's JSON text within the object's text (which must be JSON): the first one where a
    /// key stands twice. A string comes without its quotes where it holds no escapes, so that it
    /// seeds what a column of the same value does; `null` counts as absent.
    pub fn find<'a>(&self, this: &'a [u8]) -> Option<&'a [u8]> {
        let mut buffer = Vec::new();
        let mut value = this.trim_ascii();
        for segment in &self.path.segments {
            value = child(value, segment, &mut buffer)?;
        }
        match value {
            b"null" => None,
            [b'"', body @ .., b'"'] if !body.contains(&b'\\') => Some(body),
            other => Some(other),
        }
    }
}

/// The text of one member or element of a container.
fn child<'a>(
    container: &'a [u8],
    segment: &path::Segment,
    buffer: &mut Vec<u8>,
) -> Option<&'a [u8]> {
    let opening = *container.first()?;
    let mut pos = 1;
    let mut position = 0;
    loop {
        while let Some(b' ' | b'\n' | b'\t' | b'\r' | b',') = container.get(pos) {
            pos += 1;
        }
        let found = match (segment, opening, container.get(pos)?) {
            (path::Segment::Key(wanted), b'{', b'"') => {
                let end = scan::string_end(container, pos);
                let key = string::decode(container.get(pos + 1..end - 1)?, buffer);
                let found = key == wanted.as_slice();
                pos = scan::skip_blanks(container, end);
                if container.get(pos) == Some(&b':') {
                    pos = scan::skip_blanks(container, pos + 1);
                }
                found
            }
            (path::Segment::Index(wanted), b'[', byte) if *byte != b']' => {
                position += 1;
                *wanted == position - 1
            }
            _ => return None,
        };
        let end = scan::value_end(container, pos);
        if found {
            return container.get(pos..end);
        }
        if end <= pos {
            return None;
        }
        pos = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(path: &str, this: &str) -> Option<String> {
        let found = Sibling::parse(path).unwrap().find(this.as_bytes())?;
        Some(String::from_utf8(found.to_vec()).unwrap())
    }

    #[test]
    fn siblings_are_found() {
        let this = r#"{"x": {"name": 1}, "n\u0061me" : "Jo", "l": [1, [2, {"a": "}"}]], "e": "a\nb", "z": null, "name": 2}"#;
        assert_eq!(find("name", this).as_deref(), Some("Jo"));
        assert_eq!(find("x.name", this).as_deref(), Some("1"));
        assert_eq!(find("l[1][1].a", this).as_deref(), Some("}"));
        assert_eq!(find("l[1]", this).as_deref(), Some(r#"[2, {"a": "}"}]"#));
        assert_eq!(find("e", this).as_deref(), Some(r#""a\nb""#));
        assert_eq!(find("z", this), None);
        assert_eq!(find("name.x", this), None);
        assert_eq!(find("l[2]", this), None);
        assert_eq!(find("none", this), None);
        assert_eq!(find("a", "{}"), None);
    }

    #[test]
    fn sibling_paths_are_literal() {
        for bad in ["*", "a.**", "a[*]", "$", "", "a b"] {
            assert!(Sibling::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_no_harm(text in r#"[\[\]{}",:01\\ua ]{0,24}"#) {
            let _ = Sibling::parse("a[0]").unwrap().find(text.as_bytes());
            let _ = Sibling::parse("[0].a").unwrap().find(text.as_bytes());
        }
    }
}
