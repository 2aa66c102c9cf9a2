//! `keys`: a rule for each key of an hstore.
//!
//! The syntax is that of `hstore_out` and `hstore_in` (contrib/hstore/hstore_io.c).

use std::ops::Range;
use std::sync::Arc;

use super::{
    Content, Form, Part, Rewrite, any_partial, bind_inside, is_blank, quote_in_place,
    reads_replaced, with_scratch, wrong_container,
};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::ColumnRule;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::text::redact_rule;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "keys",
    about: "applies a rule to the value of each key of an hstore; keys stay as they are",
    params: &[
        ("keys", "a rule for the values of each key"),
        (
            "others",
            "keep, remove, redact, fail or a rule: what becomes of the keys not named (required)",
        ),
    ],
    types: "hstore",
    example: "{keys: {email: internet.email, theme: keep}, others: remove}",
    role: Role::Container,
    partial: false,
    unique: false,
    load,
};

const FORM: Form = Form {
    null: b"NULL",
    quote,
    unescape,
};

#[derive(Debug)]
struct Keys {
    rules: Vec<(String, ColumnRule)>,
    others: Others<ColumnRule>,
}

/// What becomes of the keys that are not named.
#[derive(Debug)]
enum Others<R> {
    Remove,
    Apply(R),
}

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("keys")?;
    let entries = node.map().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`keys` must be a map, not {}", node.shape()),
        )
    })?;
    let rules = entries
        .iter()
        .map(|(key, node)| Ok((key.text.clone(), cx.rule(node)?)))
        .collect::<Result<Vec<_>>>()?;
    let others = params.required("others")?;
    let others = match others.scalar() {
        Some("remove") => Others::Remove,
        Some("redact") => Others::Apply(redact_rule(&others.position)),
        _ => Others::Apply(cx.rule(others)?),
    };
    Ok(Arc::new(Keys { rules, others }))
}

impl Keys {
    fn all(&self) -> impl Iterator<Item = &ColumnRule> {
        let others = match &self.others {
            Others::Remove => None,
            Others::Apply(rule) => Some(rule),
        };
        self.rules.iter().map(|(_, rule)| rule).chain(others)
    }
}

impl Spec for Keys {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let fits = matches!(binder.target.ty, PgType::Hstore | PgType::Unknown);
        if !fits || binder.target.in_json {
            return Err(wrong_container(binder, KIND.name, "hstore"));
        }
        let text = PgType::Text.into();
        let rules = self
            .rules
            .iter()
            .map(|(key, rule)| {
                let rule = bind_inside(rule, binder, &text).map_err(|misfit| Misfit {
                    message: format!("key \"{key}\": {}", misfit.message),
                    ..misfit
                })?;
                Ok((key.clone().into_bytes(), rule))
            })
            .collect::<Result<Vec<_>, Misfit>>()?;
        let others = match &self.others {
            Others::Remove => Others::Remove,
            Others::Apply(rule) => Others::Apply(bind_inside(rule, binder, &text)?),
        };
        Ok(Box::new(Hstore { rules, others }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        reads_replaced(self.all())
    }

    fn partial(&self) -> bool {
        any_partial(self.all())
    }

    fn keeps_others(&self) -> bool {
        matches!(&self.others, Others::Apply(rule) if rule.kind.role == Role::Keep)
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        let named = self.rules.iter().map(|(key, rule)| (key.clone(), rule));
        let others = match &self.others {
            Others::Remove => None,
            Others::Apply(rule) => Some(("others".to_owned(), rule)),
        };
        named.chain(others).collect()
    }
}

struct Hstore {
    rules: Vec<(Vec<u8>, BoundRule)>,
    others: Others<BoundRule>,
}

impl Hstore {
    fn rule(&self, key: &[u8]) -> Option<&BoundRule> {
        match self.rules.iter().find(|(name, _)| name == key) {
            Some((_, rule)) => Some(rule),
            None => match &self.others {
                Others::Remove => None,
                Others::Apply(rule) => Some(rule),
            },
        }
    }
}

impl Transform for Hstore {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let malformed = || Failure::new(format!("expected an hstore, got {} bytes", value.len()));
        let mut rewrite = Rewrite::new(value, out);
        let mut parser = Parser {
            text: value,
            pos: 0,
        };
        // A removed pair takes the separator before it along, the first pair the one after it.
        let mut kept_one = false;
        let mut end = 0;
        while let Some(pair) = parser.next().ok_or_else(malformed)? {
            let rule = match &pair.key.content {
                Content::Plain(range) => self.rule(&value[range.clone()]),
                Content::Escaped(range) => with_scratch(|key| {
                    unescape(&value[range.clone()], key);
                    self.rule(key)
                }),
                Content::Null => return Err(malformed()),
            };
            match rule {
                Some(rule) => {
                    if !kept_one && end > 0 {
                        rewrite.remove(end..pair.key.span.start);
                    }
                    kept_one = true;
                    rewrite.apply(rule, cx, &pair.value, &FORM)?;
                }
                None => rewrite.remove(end..pair.value.span.end),
            }
            end = pair.value.span.end;
        }
        Ok(rewrite.finish())
    }
}

struct Pair {
    key: Part,
    value: Part,
}

struct Parser<'a> {
    text: &'a [u8],
    pos: usize,
}

impl Parser<'_> {
    /// `None` where it is malformed, `Some(None)` at the end.
    fn next(&mut self) -> Option<Option<Pair>> {
        self.blanks();
        if self.pos == self.text.len() {
            return Some(None);
        }
        let key = self.part(true)?;
        self.blanks();
        self.take(b'=')?;
        self.take(b'>')?;
        self.blanks();
        let value = self.part(false)?;
        self.blanks();
        if self.pos < self.text.len() {
            self.take(b',')?;
        }
        Some(Some(Pair { key, value }))
    }

    fn part(&mut self, key: bool) -> Option<Part> {
        let start = self.pos;
        if self.peek()? == b'"' {
            let mut escapes = false;
            self.pos += 1;
            loop {
                match self.peek()? {
                    b'"' => break,
                    b'\\' => {
                        escapes = true;
                        self.pos += 2;
                    }
                    _ => self.pos += 1,
                }
            }
            let inside = start + 1..self.pos;
            self.pos += 1;
            return Some(Part {
                span: start..self.pos,
                content: content(inside, escapes),
            });
        }
        let mut escapes = false;
        loop {
            match self.peek() {
                None | Some(b',') => break,
                Some(b'=') if key => break,
                Some(b'"') => return None,
                Some(b'\\') => {
                    escapes = true;
                    self.pos += 2;
                }
                Some(byte) if is_blank(byte) => break,
                Some(_) => self.pos += 1,
            }
        }
        let span = start..self.pos;
        let raw = self.text.get(span.clone())?;
        if raw.is_empty() {
            return None;
        }
        let content = if !key && raw.eq_ignore_ascii_case(b"null") {
            Content::Null
        } else {
            content(span.clone(), escapes)
        };
        Some(Part { span, content })
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.pos += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.pos += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.pos).copied()
    }
}

fn content(range: Range<usize>, escapes: bool) -> Content {
    if escapes {
        Content::Escaped(range)
    } else {
        Content::Plain(range)
    }
}

fn quote(out: &mut Vec<u8>, start: usize) {
    quote_in_place(out, start, |byte| {
        matches!(byte, b'"' | b'\\').then_some(b'\\')
    });
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

    fn keys(rules: &[(&str, ColumnRule)], others: Others<ColumnRule>) -> ColumnRule {
        let rules = rules
            .iter()
            .map(|(key, rule)| ((*key).to_owned(), rule.clone()))
            .collect();
        fixture::container(&KIND, Arc::new(Keys { rules, others }))
    }

    fn run(others: Others<ColumnRule>, value: &str) -> Result<Replaced, String> {
        let rule = keys(
            &[("k", fixture::upper()), ("q\"\\", fixture::upper())],
            others,
        );
        fixture::replace(&rule, &PgType::Hstore, Some(value.as_bytes()))
    }

    fn keep() -> Others<ColumnRule> {
        Others::Apply(fixture::keep())
    }

    #[test]
    fn values_are_replaced_by_key() {
        let run = |value| run(keep(), value).map(fixture::text);
        assert_eq!(
            run(r#""k"=>"v \"q\" \\", "z"=>"v""#),
            Ok(r#""k"=>"V \"Q\" \\", "z"=>"v""#.into())
        );
        assert_eq!(
            run(r#""z"=>NULL, "q\"\\"=>"é x""#),
            Ok(r#""z"=>NULL, "q\"\\"=>"é X""#.into())
        );
        assert_eq!(run("k=>v,z => w"), Ok("k=>\"V\",z => w".into()));
        assert_eq!(run(r#""k"=>"""#), Ok(r#""k"=>"""#.into()));
        assert_eq!(run(r#""k"=>"NULL""#), Ok(r#""k"=>"NULL""#.into()));
    }

    #[test]
    fn nothing_to_do_keeps_the_value() {
        assert_eq!(run(keep(), ""), Ok(Replaced::Keep));
        assert_eq!(run(keep(), r#""k"=>NULL"#), Ok(Replaced::Keep));
        assert_eq!(run(Others::Remove, r#""k"=>NULL"#), Ok(Replaced::Keep));
    }

    #[test]
    fn other_keys_can_be_removed() {
        let run = |value| run(Others::Remove, value).map(fixture::text);
        assert_eq!(run(r#""a"=>"1", "k"=>"v""#), Ok(r#""k"=>"V""#.into()));
        assert_eq!(
            run(r#""a"=>"1", "b"=>NULL, "k"=>"v", "c"=>"2", "q\"\\"=>"w", "d"=>"3""#),
            Ok(r#""k"=>"V", "q\"\\"=>"W""#.into())
        );
        assert_eq!(run(r#""a"=>"1", "b"=>"2""#), Ok(String::new()));
    }

    #[test]
    fn null_results() {
        let rule = keys(&[], Others::Apply(fixture::null()));
        let replaced = fixture::replace(&rule, &PgType::Hstore, Some(br#""a"=>"1", "b"=>NULL"#));
        assert_eq!(
            replaced.map(fixture::text),
            Ok(r#""a"=>NULL, "b"=>NULL"#.into())
        );
    }

    #[test]
    fn malformed_values_fail_without_their_bytes() {
        for value in [
            "canary",
            "\"k\"",
            "\"k\"=>",
            "\"k\"=\"v\"",
            "\"k\"=>\"v",
            "\"k\"=>\"v\" x",
            "\"k\"=>v\"w\"",
            "=>v",
            "\"k\"=>\"v\\",
            "k=>v\\",
        ] {
            let error = run(keep(), value).unwrap_err();
            assert!(error.starts_with("expected an hstore, got "), "{error}");
        }
    }

    #[test]
    fn what_becomes_of_others_must_be_said() {
        let keys = fixture::map(&[("k", fixture::scalar("lorem.words"))]);
        let load = |others| {
            let params = [("keys", keys.clone()), ("others", fixture::scalar(others))];
            fixture::load(&KIND, &params)
        };
        for others in ["remove", "redact", "bool"] {
            let rule = load(others).expect("right parameters");
            let expected = if others == "remove" { 1 } else { 2 };
            assert_eq!(rule.spec.nested().len(), expected);
        }
        assert!(load("redcat").is_err());
        assert!(fixture::load(&KIND, &[("keys", keys)]).is_err());
    }

    #[test]
    fn only_hstore_fits() {
        let rule = keys(&[], Others::Remove);
        assert!(fixture::bind(&rule, &PgType::Jsonb).is_err());
        assert!(fixture::bind(&rule, &PgType::Unknown).is_ok());
    }

    proptest! {
        #[test]
        fn rewriting_to_the_same_gives_the_same_bytes(
            pairs in prop::collection::vec(
                (r#"[a-zé"\\,=>]{1,4}"#, prop::option::of(r#"[a-zé"\\,=> NUL]{0,6}"#)), 0..5)
        ) {
            let mut out = Vec::new();
            for (index, (key, value)) in pairs.iter().enumerate() {
                if index > 0 {
                    out.extend_from_slice(b", ");
                }
                let start = out.len();
                out.extend_from_slice(key.as_bytes());
                quote(&mut out, start);
                out.extend_from_slice(b"=>");
                let start = out.len();
                match value {
                    None => out.extend_from_slice(b"NULL"),
                    Some(value) => {
                        out.extend_from_slice(value.as_bytes());
                        quote(&mut out, start);
                    }
                }
            }
            let rule = keys(&[], Others::Apply(fixture::rewrite()));
            match fixture::replace(&rule, &PgType::Hstore, Some(&out)) {
                Ok(Replaced::Keep) => {}
                Ok(Replaced::Bytes(bytes)) => prop_assert_eq!(bytes, out),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn any_syntax_parses_or_fails(value in r#"["\\,=>a Né]{0,16}"#) {
            let _ = run(Others::Remove, &value);
        }
    }
}
