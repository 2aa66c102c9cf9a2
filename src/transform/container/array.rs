//! `elements`: a rule for every element of an array.
//!
//! The syntax is that of `array_out` and `array_in` (src/backend/utils/adt/arrayfuncs.c).

use std::sync::Arc;

use super::{
    Content, Form, Part, Rewrite, any_partial, bind_inside, is_blank, quote_in_place,
    reads_replaced, wrong_container,
};
use crate::dump::types::PgType;
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "elements",
    about: "applies a rule to every element of an array, of any number of dimensions; NULL elements stay NULL unless the rule says `nulls: replace`",
    params: &[("elements", "the rule for each element")],
    types: "arrays",
    example: "{elements: internet.email}",
    role: Role::Container,
    partial: false,
    unique: false,
    load,
};

/// PostgreSQL's MAXDIM.
const MAX_DEPTH: usize = 6;

const FORM: Form = Form {
    null: b"NULL",
    quote,
    unescape,
};

#[derive(Debug)]
pub(super) struct Elements(pub(super) ColumnRule);

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Elements(cx.rule(params.required("elements")?)?)))
}

impl Spec for Elements {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let element = match &binder.target.ty {
            _ if binder.target.in_json => None,
            // `box` is the one type whose arrays are not separated by commas.
            PgType::Array(element) if **element == PgType::Other("box".into()) => {
                return Err(Misfit::new("`elements` does not read arrays of box"));
            }
            PgType::Array(element) => Some((**element).clone()),
            PgType::Unknown => Some(PgType::Unknown),
            _ => None,
        };
        let element = element.ok_or_else(|| wrong_container(binder, KIND.name, "arrays"))?;
        let rule = bind_inside(&self.0, binder, &element.into())?;
        Ok(Box::new(Array { rule }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        reads_replaced([&self.0])
    }

    fn partial(&self) -> bool {
        any_partial([&self.0])
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        vec![("elements".to_owned(), &self.0)]
    }
}

struct Array {
    rule: BoundRule,
}

impl Transform for Array {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut rewrite = Rewrite::new(value, out);
        let mut parser = Parser::new(value);
        while let Some(part) = parser.next()? {
            rewrite.apply(&self.rule, cx, &part, &FORM)?;
        }
        Ok(rewrite.finish())
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The dimensions or the outermost brace.
    Start,
    /// Just after an opening brace.
    ItemOrClose,
    Item,
    Delimiter,
}

struct Parser<'a> {
    text: &'a [u8],
    pos: usize,
    depth: usize,
    expect: Expect,
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            pos: 0,
            depth: 0,
            expect: Expect::Start,
        }
    }

    fn next(&mut self) -> Result<Option<Part>, Failure> {
        if self.expect == Expect::Start {
            self.dimensions()?;
        }
        loop {
            self.blanks();
            let byte = self.peek().ok_or_else(|| self.malformed())?;
            match (byte, self.expect) {
                (b'{', Expect::Start | Expect::ItemOrClose | Expect::Item)
                    if self.depth < MAX_DEPTH =>
                {
                    self.depth += 1;
                    self.pos += 1;
                    self.expect = Expect::ItemOrClose;
                }
                (b'}', Expect::ItemOrClose | Expect::Delimiter) => {
                    self.depth -= 1;
                    self.pos += 1;
                    self.expect = Expect::Delimiter;
                    if self.depth == 0 {
                        self.blanks();
                        return if self.pos == self.text.len() {
                            Ok(None)
                        } else {
                            Err(self.malformed())
                        };
                    }
                }
                (b',', Expect::Delimiter) => {
                    self.pos += 1;
                    self.expect = Expect::Item;
                }
                (b'{' | b'}' | b',', _) | (_, Expect::Start | Expect::Delimiter) => {
                    return Err(self.malformed());
                }
                (b'"', _) => return self.quoted().map(Some),
                _ => return self.unquoted().map(Some),
            }
        }
    }

    /// Skips `[2:4][1:2]=`.
    fn dimensions(&mut self) -> Result<(), Failure> {
        self.blanks();
        if self.peek() != Some(b'[') {
            return Ok(());
        }
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'=' => return Ok(()),
                b'[' | b']' | b':' | b'+' | b'-' | b'0'..=b'9' => {}
                byte if is_blank(byte) => {}
                _ => break,
            }
        }
        Err(self.malformed())
    }

    fn quoted(&mut self) -> Result<Part, Failure> {
        let start = self.pos;
        let mut escapes = false;
        self.pos += 1;
        loop {
            match self.peek() {
                None => return Err(self.malformed()),
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.pos += 2;
                }
                Some(_) => self.pos += 1,
            }
        }
        let inside = start + 1..self.pos;
        self.pos += 1;
        self.expect = Expect::Delimiter;
        Ok(Part {
            span: start..self.pos,
            content: if escapes {
                Content::Escaped(inside)
            } else {
                Content::Plain(inside)
            },
        })
    }

    fn unquoted(&mut self) -> Result<Part, Failure> {
        let start = self.pos;
        let mut escapes = false;
        // Blanks at the end are no part of the element.
        let mut end = start;
        loop {
            match self.peek() {
                None | Some(b'"' | b'{') => return Err(self.malformed()),
                Some(b',' | b'}') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.pos += 2;
                    end = self.pos;
                }
                Some(byte) => {
                    self.pos += 1;
                    if !is_blank(byte) {
                        end = self.pos;
                    }
                }
            }
        }
        let span = start..end;
        self.expect = Expect::Delimiter;
        Ok(Part {
            content: if escapes {
                Content::Escaped(span.clone())
            } else if self.text[span.clone()].eq_ignore_ascii_case(b"null") {
                Content::Null
            } else {
                Content::Plain(span.clone())
            },
            span,
        })
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.pos += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.pos).copied()
    }

    fn malformed(&self) -> Failure {
        Failure::new(format!("expected an array, got {} bytes", self.text.len()))
    }
}

fn quote(out: &mut Vec<u8>, start: usize) {
    let element = &out[start..];
    let plain = !element.is_empty()
        && !element.eq_ignore_ascii_case(b"null")
        && !element
            .iter()
            .any(|byte| matches!(byte, b'"' | b'\\' | b'{' | b'}' | b',') || is_blank(*byte));
    if !plain {
        quote_in_place(out, start, |byte| {
            matches!(byte, b'"' | b'\\').then_some(b'\\')
        });
    }
}

fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut bytes = raw.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => out.extend(bytes.next()),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{self, Replaced};
    use super::*;

    fn elements(inner: ColumnRule) -> ColumnRule {
        fixture::container(&KIND, Arc::new(Elements(inner)))
    }

    fn run(inner: ColumnRule, value: &str) -> Result<Replaced, String> {
        let ty = PgType::Array(Box::new(PgType::Text));
        fixture::replace(&elements(inner), &ty, Some(value.as_bytes()))
    }

    #[test]
    fn elements_are_replaced_and_quoted() {
        let upper = |value| run(fixture::upper(), value).map(fixture::text);
        assert_eq!(upper("{a,b}"), Ok("{A,B}".into()));
        assert_eq!(upper("{a,NULL,null}"), Ok("{A,NULL,null}".into()));
        assert_eq!(upper(r#"{"null",nul}"#), Ok(r#"{"NULL",NUL}"#.into()));
        assert_eq!(
            upper(r#"{"a \"q\" \\ ,{}",""}"#),
            Ok(r#"{"A \"Q\" \\ ,{}",""}"#.into())
        );
        assert_eq!(
            upper("[2:3][1:2]={{a,b},{c,d}}"),
            Ok("[2:3][1:2]={{A,B},{C,D}}".into())
        );
        assert_eq!(upper("{ a b , \"c\" }"), Ok("{ \"A B\" , C }".into()));
        assert_eq!(upper("{\u{e9},\"\u{e9} x\"}"), Ok("{é,\"é X\"}".into()));
        assert_eq!(upper(r"{a\,b}"), Ok(r#"{"A,B"}"#.into()));
    }

    #[test]
    fn nothing_to_do_keeps_the_value() {
        assert_eq!(run(fixture::upper(), "{}"), Ok(Replaced::Keep));
        assert_eq!(run(fixture::identity(), "{a}"), Ok(Replaced::Keep));
        assert_eq!(run(fixture::keep(), "{a}"), Ok(Replaced::Keep));
        let ty = PgType::Array(Box::new(PgType::Text));
        let null = fixture::replace(&elements(fixture::upper()), &ty, None);
        assert_eq!(null, Ok(Replaced::Keep));
    }

    #[test]
    fn null_results_and_replaced_nulls() {
        assert_eq!(
            run(fixture::null(), r#"{a,"b c"}"#).map(fixture::text),
            Ok("{NULL,NULL}".into())
        );
        let mut filled = fixture::constant("x y");
        filled.options.replace_nulls = true;
        assert_eq!(
            run(filled, "{NULL,a}").map(fixture::text),
            Ok(r#"{"x y","x y"}"#.into())
        );
    }

    #[test]
    fn malformed_arrays_fail_without_their_bytes() {
        for value in [
            "",
            "canary",
            "{",
            "}",
            "{canary",
            "{\"canary",
            "{canary\\",
            "{a,}",
            "{,a}",
            "{a}x",
            "{{a}",
            "{a{b}}",
            "{a\"b\"}",
            "[1:2{a}",
            "{{{{{{{a}}}}}}}",
            "{\"a\"b}",
            "[1:2]=",
        ] {
            let error = run(fixture::upper(), value).unwrap_err();
            assert!(error.starts_with("expected an array, got "), "{error}");
        }
    }

    #[test]
    fn rules_are_read_inside_rules() {
        let fields = fixture::map(&[("fields", fixture::map(&[("a", fixture::scalar("bool"))]))]);
        let rule = fixture::load(&KIND, &[("elements", fields)]).expect("right parameters");
        let ty = PgType::Composite(Arc::new(crate::dump::types::CompositeType {
            name: crate::dump::name::TableName::new("public", "flags"),
            fields: vec![("a".into(), PgType::Bool.into())],
        }));
        let ty = PgType::Array(Box::new(ty));
        let replaced = fixture::replace(&rule, &ty, Some(b"{(t)}")).map(fixture::text);
        assert!(
            ["{(t)}", "{(f)}"]
                .map(Into::into)
                .map(Ok)
                .contains(&replaced)
        );
        let typo = [("elements", fixture::scalar("lorem.word"))];
        assert!(fixture::load(&KIND, &typo).is_err());
    }

    #[test]
    fn only_arrays_fit() {
        let rule = elements(fixture::upper());
        let error = fixture::bind(&rule, &PgType::Int4).err().expect("no array");
        assert_eq!(
            error.message,
            "`elements` is for arrays, but the column is int4"
        );
        assert!(fixture::bind(&rule, &PgType::Unknown).is_ok());
        let boxes = PgType::Array(Box::new(PgType::Other("box".into())));
        assert!(fixture::bind(&rule, &boxes).is_err());
    }

    /// An array as `array_out` writes it.
    fn written(elements: &[Option<String>]) -> String {
        let mut out = b"{".to_vec();
        for (index, element) in elements.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let start = out.len();
            match element {
                None => out.extend_from_slice(b"NULL"),
                Some(text) => {
                    out.extend_from_slice(text.as_bytes());
                    quote(&mut out, start);
                }
            }
        }
        out.push(b'}');
        String::from_utf8(out).expect("text")
    }

    proptest! {
        #[test]
        fn rewriting_to_the_same_gives_the_same_bytes(
            elements in prop::collection::vec(prop::option::of(r#"[a-zé"\\,{} NULLnull]{0,6}"#), 0..6)
        ) {
            let text = written(&elements);
            match run(fixture::rewrite(), &text) {
                Ok(Replaced::Keep) => {}
                Ok(replaced) => prop_assert_eq!(fixture::text(replaced), text),
                Err(error) => prop_assert!(false, "{}", error),
            }
        }

        #[test]
        fn any_bytes_parse_or_fail(value in prop::collection::vec(any::<u8>(), 0..40)) {
            let ty = PgType::Array(Box::new(PgType::Text));
            let _ = fixture::replace(&elements(fixture::upper()), &ty, Some(&value));
        }

        #[test]
        fn any_syntax_parses_or_fails(value in r#"[{}"\\,a \[\]=:1N]{0,16}"#) {
            let _ = run(fixture::upper(), &value);
        }
    }
}
