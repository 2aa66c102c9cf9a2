//! `fields`: a rule for each field of a composite.
//!
//! The syntax is that of `record_out` and `record_in` (src/backend/utils/adt/rowtypes.c).

use std::sync::Arc;

use super::{
    Content, Form, Part, Rewrite, any_partial, bind_inside, is_blank, quote_in_place,
    reads_replaced, wrong_container,
};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::{ColumnName, ColumnRule};
use crate::rules::nearest::nearest;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "fields",
    about: "applies a rule to each field of a composite; every field must be named",
    params: &[("fields", "a rule for each field, by name")],
    types: "composites",
    example: "{fields: {street: address.street, city: address.city, country: keep}}",
    role: Role::Container,
    partial: false,
    unique: false,
    load,
};

const FORM: Form = Form {
    null: b"",
    quote,
    unescape,
};

#[derive(Debug)]
struct Fields(Vec<(String, ColumnRule)>);

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("fields")?;
    let entries = node.map().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`fields` must be a map, not {}", node.shape()),
        )
    })?;
    let mut rules: Vec<(String, ColumnRule)> = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        let name = ColumnName::parse(&key.text).map_or_else(|_| key.text.clone(), |name| name.text);
        if rules.iter().any(|(other, _)| *other == name) {
            return Err(Error::rules(
                &key.position,
                format!("the field `{name}` is given twice"),
            ));
        }
        rules.push((name, cx.rule(node)?));
    }
    Ok(Arc::new(Fields(rules)))
}

impl Spec for Fields {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let ty = match &binder.target.ty {
            PgType::Composite(ty) if !binder.target.in_json => ty,
            PgType::Unknown => {
                return Err(Misfit::new(
                    "`fields` needs the composite's definition, which a data-only dump lacks",
                )
                .hint("use a dump with its schema"));
            }
            _ => return Err(wrong_container(binder, KIND.name, "composites")),
        };
        for (name, _) in &self.0 {
            if !ty.fields.iter().any(|(field, _)| field == name) {
                let misfit = Misfit::new(format!("type {} has no field \"{name}\"", ty.name));
                let fields = ty.fields.iter().map(|(field, _)| field.as_str());
                return Err(match nearest(name, fields) {
                    Some(near) => misfit.hint(format!("did you mean \"{near}\"?")),
                    None => misfit,
                });
            }
        }
        let rule_of = |field: &str| self.0.iter().find(|(name, _)| name == field);
        let missing: Vec<&str> = ty
            .fields
            .iter()
            .map(|(field, _)| field.as_str())
            .filter(|field| rule_of(field).is_none())
            .collect();
        if !missing.is_empty() {
            return Err(Misfit::new(format!(
                "fields of type {} are not decided: {}",
                ty.name,
                missing.join(", ")
            ))
            .hint(format!(
                "add to `fields`, where they hold nothing personal: {}: keep",
                missing.join(": keep, ")
            )));
        }
        let rules = ty
            .fields
            .iter()
            .filter_map(|(field, ty)| rule_of(field).map(|(_, rule)| (field, rule, ty)))
            .map(|(field, rule, ty)| {
                bind_inside(rule, binder, ty).map_err(|misfit| Misfit {
                    message: format!("field \"{field}\": {}", misfit.message),
                    ..misfit
                })
            })
            .collect::<Result<Vec<_>, Misfit>>()?;
        Ok(Box::new(Composite { rules }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        reads_replaced(self.0.iter().map(|(_, rule)| rule))
    }

    fn partial(&self) -> bool {
        any_partial(self.0.iter().map(|(_, rule)| rule))
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        self.0
            .iter()
            .map(|(name, rule)| (name.clone(), rule))
            .collect()
    }
}

/// The rules in the order of the type's fields.
struct Composite {
    rules: Vec<BoundRule>,
}

impl Transform for Composite {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let malformed = || {
            Failure::new(format!(
                "expected a composite of {} fields, got {} bytes",
                self.rules.len(),
                value.len()
            ))
        };
        let mut parser = Parser::new(value).ok_or_else(malformed)?;
        let mut rewrite = Rewrite::new(value, out);
        for rule in &self.rules {
            let part = parser.next().ok_or_else(malformed)?;
            rewrite.apply(rule, cx, &part, &FORM)?;
        }
        if !parser.is_at_end() {
            return Err(malformed());
        }
        Ok(rewrite.finish())
    }
}

struct Parser<'a> {
    text: &'a [u8],
    /// At a field, or past the closing parenthesis.
    pos: usize,
    closed: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8]) -> Option<Self> {
        let open = text.iter().position(|byte| !is_blank(*byte))?;
        (text[open] == b'(').then_some(Self {
            text,
            pos: open + 1,
            closed: false,
        })
    }

    /// The next field; `None` where there is none or it is malformed.
    fn next(&mut self) -> Option<Part> {
        if self.closed {
            return None;
        }
        let start = self.pos;
        let mut quoted = false;
        let mut escapes = 0_usize;
        loop {
            match *self.text.get(self.pos)? {
                b',' | b')' if !quoted => break,
                b'"' => {
                    quoted = !quoted;
                    escapes += 1;
                }
                b'\\' => {
                    escapes += 1;
                    self.pos += 1;
                }
                b'(' if !quoted => return None,
                _ => {}
            }
            self.pos += 1;
        }
        let span = start..self.pos;
        self.closed = self.text[self.pos] == b')';
        self.pos += 1;
        let raw = &self.text[span.clone()];
        let content = if raw.is_empty() {
            Content::Null
        } else if escapes == 0 {
            Content::Plain(span.clone())
        } else if escapes == 2 && raw.len() >= 2 && raw[0] == b'"' && raw[raw.len() - 1] == b'"' {
            Content::Plain(span.start + 1..span.end - 1)
        } else {
            Content::Escaped(span.clone())
        };
        Some(Part { span, content })
    }

    fn is_at_end(&self) -> bool {
        self.closed && self.text[self.pos..].iter().copied().all(is_blank)
    }
}

fn quote(out: &mut Vec<u8>, start: usize) {
    let field = &out[start..];
    let plain = !field.is_empty()
        && !field
            .iter()
            .any(|byte| matches!(byte, b'"' | b'\\' | b'(' | b')' | b',') || is_blank(*byte));
    if !plain {
        quote_in_place(out, start, |byte| {
            matches!(byte, b'"' | b'\\').then_some(byte)
        });
    }
}

fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut quoted = false;
    let mut bytes = raw.iter().peekable();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => out.extend(bytes.next()),
            b'"' if quoted && bytes.peek() == Some(&&b'"') => {
                bytes.next();
                out.push(b'"');
            }
            b'"' => quoted = !quoted,
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{self, Replaced};
    use super::*;
    use crate::dump::name::TableName;
    use crate::dump::types::CompositeType;

    fn ty(fields: &[&str]) -> PgType {
        PgType::Composite(Arc::new(CompositeType {
            name: TableName::new("public", "address"),
            fields: fields
                .iter()
                .map(|field| ((*field).to_owned(), PgType::Text.into()))
                .collect(),
        }))
    }

    fn fields(rules: &[(&str, ColumnRule)]) -> ColumnRule {
        let rules = rules
            .iter()
            .map(|(name, rule)| ((*name).to_owned(), rule.clone()))
            .collect();
        fixture::container(&KIND, Arc::new(Fields(rules)))
    }

    fn run(value: &str) -> Result<Replaced, String> {
        let rule = fields(&[
            ("b", fixture::keep()),
            ("a", fixture::upper()),
            ("c", fixture::upper()),
        ]);
        fixture::replace(&rule, &ty(&["a", "b", "c"]), Some(value.as_bytes()))
    }

    #[test]
    fn fields_are_replaced_and_quoted() {
        let run = |value| run(value).map(fixture::text);
        assert_eq!(run("(a,b,c)"), Ok("(A,b,C)".into()));
        assert_eq!(
            run(r#"("12 ""Quote"" St","0,1",)"#),
            Ok(r#"("12 ""QUOTE"" ST","0,1",)"#.into())
        );
        assert_eq!(
            run(r#"("a\\b","b ""q""",x)"#),
            Ok(r#"("A\\B","b ""q""",X)"#.into())
        );
        assert_eq!(run(r#"("",,é)"#), Ok(r#"("",,é)"#.into()));
        assert_eq!(run(r#"(a"b c"d,,"x")"#), Ok(r#"("AB CD",,X)"#.into()));
        assert_eq!(run(r"(a\,b,,x)"), Ok(r#"("A,B",,X)"#.into()));
    }

    #[test]
    fn null_fields_and_null_results() {
        assert_eq!(run("(,,)"), Ok(Replaced::Keep));
        let rule = fields(&[("a", fixture::null())]);
        let replaced = fixture::replace(&rule, &ty(&["a"]), Some(b"(\"x y\")"));
        assert_eq!(replaced.map(fixture::text), Ok("()".into()));
    }

    #[test]
    fn malformed_composites_fail_without_their_bytes() {
        for value in [
            "",
            "canary",
            "(a,b)",
            "(a,b,c,d)",
            "(a,b,c",
            "a,b,c)",
            "(a,b,c)d",
            "(a,b,\"c)",
            "(a,b,c\\",
            "((a,b,c)",
        ] {
            let error = run(value).unwrap_err();
            assert!(error.starts_with("expected a composite of 3 fields, got "));
        }
    }

    #[test]
    fn every_field_must_be_decided() {
        let error = |names: &[(&str, ColumnRule)], ty: &PgType| {
            fixture::bind(&fields(names), ty).err().expect("a misfit")
        };
        let misfit = error(&[("a", fixture::keep())], &ty(&["a", "b", "c"]));
        assert_eq!(
            misfit.message,
            "fields of type public.address are not decided: b, c"
        );
        assert!(misfit.hint.expect("a hint").ends_with("b: keep, c: keep"));
        let misfit = error(&[("streeet", fixture::keep())], &ty(&["street"]));
        assert_eq!(misfit.hint.as_deref(), Some("did you mean \"street\"?"));
        assert!(error(&[], &PgType::Unknown).message.contains("data-only"));
        error(&[], &PgType::Text);
    }

    #[test]
    fn composites_nest_in_arrays_and_in_each_other() {
        let inner = ty(&["a", "b"]);
        let outer = PgType::Composite(Arc::new(CompositeType {
            name: TableName::new("public", "outer"),
            fields: vec![("list".into(), PgType::Array(Box::new(inner)).into())],
        }));
        let address = fields(&[("a", fixture::upper()), ("b", fixture::keep())]);
        let rule = fields(&[(
            "list",
            fixture::container(
                &super::super::array::KIND,
                Arc::new(super::super::array::Elements(address)),
            ),
        )]);
        // As PostgreSQL 15 writes ROW(ARRAY[ROW('x "y"', 'z,'), ROW('k', NULL)]::address[])::outer.
        let value = br#"("{""(\\""x \\""\\""y\\""\\""\\"",\\""z,\\"")"",""(k,)""}")"#;
        let replaced = fixture::replace(&rule, &outer, Some(value));
        assert_eq!(
            replaced.map(fixture::text),
            Ok(r#"("{""(\\""X \\""\\""Y\\""\\""\\"",\\""z,\\"")"",""(K,)""}")"#.into())
        );
    }

    /// A composite as `record_out` writes it.
    fn written(fields: &[Option<String>]) -> String {
        let mut out = b"(".to_vec();
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let start = out.len();
            if let Some(text) = field {
                out.extend_from_slice(text.as_bytes());
                quote(&mut out, start);
            }
        }
        out.push(b')');
        String::from_utf8(out).expect("text")
    }

    proptest! {
        #[test]
        fn rewriting_to_the_same_gives_the_same_bytes(
            values in prop::collection::vec(prop::option::of(r#"[a-zé"\\,(){} ]{0,6}"#), 3)
        ) {
            let text = written(&values);
            let rule = fields(&[
                ("a", fixture::rewrite()), ("b", fixture::rewrite()), ("c", fixture::rewrite()),
            ]);
            match fixture::replace(&rule, &ty(&["a", "b", "c"]), Some(text.as_bytes())) {
                Ok(Replaced::Keep) => {}
                Ok(replaced) => prop_assert_eq!(fixture::text(replaced), text),
                Err(error) => prop_assert!(false, "{}", error),
            }
        }

        #[test]
        fn any_syntax_parses_or_fails(value in r#"[()"\\,a é]{0,16}"#) {
            let _ = run(&value);
        }
    }
}
