//! Reading a `json` rule: its paths, what becomes of the others, and what can be said against them
//! before any dump is seen.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use super::apply::Json;
use super::path::Path;
use super::tree::Tree;
use crate::error::{Error, Position, Result};
use crate::rules::load::LoadCx;
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::nearest::nearest;
use crate::rules::node::{Key, Node};
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Misfit, Role, Spec, Transform, kind};

/// A `json` rule, read and checked.
#[derive(Debug)]
pub(super) struct JsonSpec {
    pub(super) paths: Vec<PathRule>,
    pub(super) others: OthersSpec,
    pub(super) add: Vec<AddRule>,
    pub(super) key: Option<ColumnRule>,
    pub(super) invalid: Invalid,
    /// `None`: as the enclosing `json`, else false.
    pub(super) ignore_case: Option<bool>,
}

/// One entry of `json:`.
#[derive(Debug)]
pub(super) struct PathRule {
    /// As the rules write it, for messages.
    pub(super) text: String,
    /// Where its key stands.
    pub(super) position: Position,
    pub(super) path: Path,
    pub(super) rule: ColumnRule,
    /// `{use: keep, deep: true}`: containers are kept too. One for each case, else just one.
    pub(super) deep: Vec<bool>,
}

/// One entry of `add:`.
#[derive(Debug)]
pub(super) struct AddRule {
    pub(super) key: Vec<u8>,
    pub(super) text: String,
    pub(super) rule: ColumnRule,
}

/// What becomes of values that no path names.
#[derive(Debug)]
pub(super) enum OthersSpec {
    Keep,
    Remove,
    Fail,
    /// `text.redact` for strings, 0 and false for the rest.
    Redact(ColumnRule),
    Rule(ColumnRule),
}

/// Text that is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Invalid {
    Fail,
    Null,
}

/// Reads the parameters of a `json` rule.
pub(super) fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let json = params.required("json")?;
    let Some(entries) = json.map() else {
        return Err(Error::rules(
            &json.position,
            format!(
                "`json` must be a map of paths to rules, not {}",
                json.shape()
            ),
        ));
    };
    let mut findings = Vec::new();
    let mut paths = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match path_rule(key, value, cx) {
            Ok(path) => paths.push(path),
            Err(error) => findings.push(error),
        }
    }
    if let Some(error) = Error::all(findings) {
        return Err(error);
    }
    let Some(others) = params.node("others")? else {
        return Err(
            Error::rules(params.position(), "`json` needs `others`").hint(
                "add `others: remove` (or keep, redact, fail, or a rule for every other value)",
            ),
        );
    };
    let others = others_rule(others, cx)?;
    let add = match params.node("add")? {
        Some(node) => add_rules(node, cx)?,
        None => Vec::new(),
    };
    let key = params.node("key")?.map(|node| cx.rule(node)).transpose()?;
    let invalid = match params.one_of("invalid", &["fail", "null"])? {
        Some(1) => Invalid::Null,
        _ => Invalid::Fail,
    };
    let spec = JsonSpec {
        paths,
        others,
        add,
        key,
        invalid,
        ignore_case: params.bool("ignore_case")?,
    };
    spec.check(spec.ignore_case.unwrap_or(false))?;
    Ok(Arc::new(spec))
}

fn path_rule(key: &Key, value: &Node, cx: &LoadCx<'_>) -> Result<PathRule> {
    let path = Path::parse(&key.text).map_err(|wrong| {
        Error::rules(&key.position, format!("JSON path `{}`: {wrong}", key.text))
    })?;
    Ok(PathRule {
        text: key.text.clone(),
        position: key.position.clone(),
        path,
        rule: cx.rule(value)?,
        deep: deep_keeps(value),
    })
}

/// Whether the rule, or each of its cases, is `{use: keep, deep: true}`.
fn deep_keeps(node: &Node) -> Vec<bool> {
    let says = |node: &Node, key, word| node.get(key).and_then(Node::scalar) == Some(word);
    let cases = node.list().unwrap_or(std::slice::from_ref(node)).iter();
    cases
        .map(|case| says(case, "use", "keep") && says(case, "deep", "true"))
        .collect()
}

fn others_rule(node: &Node, cx: &LoadCx<'_>) -> Result<OthersSpec> {
    match node.scalar() {
        Some("keep") => return Ok(OthersSpec::Keep),
        Some("remove") => return Ok(OthersSpec::Remove),
        Some("fail") => return Ok(OthersSpec::Fail),
        Some("redact") => return redact(&node.position, cx).map(OthersSpec::Redact),
        _ => {}
    }
    let rule = cx.rule(node).map_err(|error| {
        let words = ["keep", "remove", "redact", "fail"];
        match node.scalar().and_then(|text| nearest(text, words)) {
            Some(word) => error.hint(format!("did you mean `others: {word}`?")),
            None => error
                .hint("`others` is keep, remove, redact, fail, or a rule for every other value"),
        }
    })?;
    Ok(match rule.kind.name {
        "keep" => OthersSpec::Keep,
        "fail" => OthersSpec::Fail,
        _ => OthersSpec::Rule(rule),
    })
}

/// `text.redact` with its defaults.
fn redact(position: &Position, cx: &LoadCx<'_>) -> Result<ColumnRule> {
    let kind = kind("text.redact")
        .ok_or_else(|| Error::unexpected("the transformer `text.redact` is missing"))?;
    Ok(ColumnRule {
        position: position.clone(),
        kind,
        spec: (kind.load)(&Params::new(position, &[], &[]), cx)?,
        options: Options::default(),
        notes: Notes::default(),
    })
}

fn add_rules(node: &Node, cx: &LoadCx<'_>) -> Result<Vec<AddRule>> {
    let Some(entries) = node.map() else {
        return Err(Error::rules(
            &node.position,
            format!("`add` must be a map of keys to rules, not {}", node.shape()),
        ));
    };
    let mut rules: Vec<AddRule> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let path = Path::parse(&key.text);
        let Some(name) = path.as_ref().ok().and_then(Path::single_key) else {
            return Err(Error::rules(
                &key.position,
                format!(
                    "`add` takes keys of the root object, and `{}` is none",
                    key.text
                ),
            )
            .hint("quote a key with other characters: '\"odd key\"'"));
        };
        let rule = cx.rule(value)?;
        if rule.kind.name == "keep" {
            return Err(Error::rules(
                &value.position,
                "`add` needs a rule that makes a value, and `keep` makes none",
            ));
        }
        if rules.iter().any(|other| other.key == name) {
            return Err(Error::rules(
                &key.position,
                format!("the key `{}` is added twice", key.text),
            ));
        }
        rules.push(AddRule {
            key: name.to_vec(),
            text: key.text.clone(),
            rule,
        });
    }
    Ok(rules)
}

impl JsonSpec {
    /// Paths that could decide one value with equal right, and paths that a nested rule hides.
    fn check(&self, fold: bool) -> Result<()> {
        for (later, b) in self.paths.iter().enumerate() {
            for a in &self.paths[..later] {
                if a.path.specificity(&b.path) == Ordering::Equal && a.path.overlaps(&b.path, fold)
                {
                    return Err(Error::rules(
                        &b.position,
                        format!(
                            "the JSON paths `{}` ({}) and `{}` decide the same values and none is \
                             the more specific",
                            a.text, a.position, b.text
                        ),
                    ));
                }
                for (outer, inner) in [(a, b), (b, a)] {
                    if nested(&outer.rule).is_some() && outer.path.is_parent_of(&inner.path) {
                        return Err(Error::rules(
                            &inner.position,
                            format!(
                                "the JSON path `{}` lies inside `{}` ({}), which has a `json` rule \
                                 of its own",
                                inner.text, outer.text, outer.position
                            ),
                        )
                        .hint(format!("move it into the rule of `{}`", outer.text)));
                    }
                }
            }
        }
        // Nested rules have been checked by themselves, but perhaps not without case.
        if fold {
            for inner in self.paths.iter().filter_map(|rule| nested(&rule.rule)) {
                inner.check(inner.ignore_case.unwrap_or(fold))?;
            }
        }
        Ok(())
    }

    /// All rules inside, with what they apply to.
    fn rules(&self) -> impl Iterator<Item = (String, &ColumnRule)> {
        let paths = self
            .paths
            .iter()
            .map(|path| (path.text.clone(), &path.rule));
        let others = match &self.others {
            OthersSpec::Redact(rule) | OthersSpec::Rule(rule) => Some(("others".to_owned(), rule)),
            OthersSpec::Keep | OthersSpec::Remove | OthersSpec::Fail => None,
        };
        let key = self.key.iter().map(|rule| ("key".to_owned(), rule));
        let add = self
            .add
            .iter()
            .map(|add| (format!("add {}", add.text), &add.rule));
        paths.chain(others).chain(key).chain(add)
    }
}

impl Spec for JsonSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let ty = &binder.target.ty;
        if !(ty.is_json() || binder.takes_text()) {
            return Err(binder.wrong_type("json", "JSON"));
        }
        if self.invalid == Invalid::Null && binder.target.not_null {
            return Err(
                Misfit::new("`invalid: null` can make NULL, but the column is NOT NULL")
                    .hint("use `invalid: fail`"),
            );
        }
        Ok(Box::new(Json::new(Tree::bind(self, binder)?)))
    }

    fn reads_replaced(&self) -> Vec<String> {
        let mut columns: Vec<String> = self
            .rules()
            .flat_map(|(_, rule)| rule.spec.reads_replaced())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn partial(&self) -> bool {
        self.rules()
            .any(|(_, rule)| rule.kind.partial || rule.spec.partial())
    }

    fn keeps_others(&self) -> bool {
        matches!(self.others, OthersSpec::Keep)
    }

    fn keeps_unnamed(&self) -> bool {
        self.keeps_others()
            || self.paths.iter().any(|entry| {
                let kept = entry.rule.kind.role == Role::Keep;
                entry.deep.contains(&true) || (kept && !entry.path.ends_in_key())
            })
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        self.rules().collect()
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

/// The rule's own `json` rule, where it is one.
pub(super) fn nested(rule: &ColumnRule) -> Option<&JsonSpec> {
    rule.spec.as_any()?.downcast_ref()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::testing::{Fake, cases, email, fake, keep, nest, position, spec};
    use super::*;
    use crate::rules::load::Outside;
    use crate::rules::node::NodeKind;

    struct Nowhere;

    impl Outside for Nowhere {
        fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
            Err(std::io::ErrorKind::NotFound.into())
        }

        fn env(&self, _: &str) -> Option<String> {
            None
        }
    }

    fn scalar(text: &str) -> Node {
        Node {
            position: position(),
            kind: NodeKind::Scalar {
                text: text.to_owned(),
                plain: true,
                empty: false,
            },
        }
    }

    fn map(entries: Vec<(&str, Node)>) -> Node {
        let entries = entries.into_iter().map(|(text, node)| {
            let mut position = position();
            position.line = 2;
            let key = Key {
                position,
                text: text.to_owned(),
                quoted: false,
            };
            (key, node)
        });
        Node {
            position: position(),
            kind: NodeKind::Map(entries.collect()),
        }
    }

    fn load_map(node: &Node) -> Result<Arc<dyn Spec>> {
        let aliases = BTreeMap::new();
        let cx = LoadCx {
            outside: &Nowhere,
            aliases: &aliases,
        };
        let params = Params::new(&node.position, node.map().unwrap_or_default(), &[]);
        let spec = load(&params, &cx)?;
        params.finish("json")?;
        Ok(spec)
    }

    #[test]
    fn others_is_required_and_unknown_parameters_are_refused() {
        let error = load_map(&map(vec![("json", map(vec![]))])).unwrap_err();
        assert_eq!(error.message(), "`json` needs `others`");
        let rest = |name, node| {
            map(vec![
                ("json", map(vec![])),
                ("others", scalar("keep")),
                (name, node),
            ])
        };
        assert!(load_map(&rest("invalid", scalar("null"))).is_ok());
        assert!(load_map(&rest("ignore_case", scalar("true"))).is_ok());
        assert!(load_map(&rest("add", map(vec![]))).is_ok());
        assert!(load_map(&rest("invalid", scalar("drop"))).is_err());
        assert!(load_map(&rest("add", map(vec![("a.b", scalar("null"))]))).is_err());
        assert!(load_map(&rest("add", scalar("x"))).is_err());
        assert!(load_map(&rest("invald", scalar("null"))).is_err());
        assert!(
            load_map(&map(vec![
                ("json", scalar("x")),
                ("others", scalar("keep"))
            ]))
            .is_err()
        );
    }

    #[test]
    fn a_bad_path_is_named_at_its_key() {
        let json = map(vec![("a b", scalar("keep"))]);
        let error = load_map(&map(vec![("json", json), ("others", scalar("keep"))])).unwrap_err();
        assert!(error.message().starts_with("JSON path `a b`: expected"));
        assert_eq!(
            error.location().rule.as_ref().map(|rule| rule.line),
            Some(2)
        );
        assert_eq!(error.exit(), crate::exit::ExitCode::Rules);
    }

    #[test]
    fn paths_of_equal_right_are_refused() {
        for (a, b, fold, refused) in [
            ("a", "\"\\u0061\"", false, true),
            ("a", "A", false, false),
            ("a", "A", true, true),
            ("**.a.**", "**.b.**", false, true),
            ("a.*", "*.a", false, false),
            ("a[0]", "a[1]", false, false),
        ] {
            let both = spec(OthersSpec::Keep, vec![(a, keep()), (b, email())]);
            assert_eq!(both.check(fold).is_err(), refused, "{a} {b}");
        }
        let inner = || nest(spec(OthersSpec::Keep, vec![("x", keep()), ("X", email())]));
        let outer = spec(OthersSpec::Keep, vec![("a", inner())]);
        assert!(outer.check(false).is_ok());
        assert!(outer.check(true).is_err());
        let outer = spec(OthersSpec::Keep, vec![("a.b", keep()), ("a", inner())]);
        let error = outer.check(false).unwrap_err();
        assert!(error.message().contains("`a.b` lies inside `a`"), "{error}");
    }

    #[test]
    fn deep_keep_is_recognised() {
        let deep = || map(vec![("use", scalar("keep")), ("deep", scalar("true"))]);
        let shallow = || map(vec![("when", scalar("x")), ("use", scalar("keep"))]);
        let list = Node {
            position: position(),
            kind: NodeKind::List(vec![deep(), shallow(), scalar("keep")]),
        };
        assert_eq!(deep_keeps(&deep()), [true]);
        assert_eq!(deep_keeps(&list), [true, false, false]);
        assert_eq!(deep_keeps(&scalar("keep")), [false]);
    }

    #[test]
    fn inner_rules_are_reported() {
        let inner = spec(OthersSpec::Keep, vec![("x", fake(Fake::This))]);
        let mut outer = spec(
            OthersSpec::Rule(email()),
            vec![("a", nest(inner)), ("b", cases("", keep(), email()))],
        );
        outer.key = Some(email());
        assert_eq!(outer.reads_replaced(), ["id"]);
        assert!(!outer.partial());
        let names: Vec<_> = outer.nested().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b", "others", "key"]);
    }
}
