//! Rules and targets for the tests of transformers.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::dump::types::PgType;
use crate::error::{Position, Result};
use crate::rules::load::{LoadCx, Outside};
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::node::{Key, Node, NodeKind};
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Columns, Needs, Run};
use crate::transform::bound::BoundRule;
use crate::transform::row::RowBuf;
use crate::transform::seed::{SecretKey, Seed};
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Target, Transform};

/// What became of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    Keep,
    Null,
    Bytes(Vec<u8>),
}

/// The new value's text.
pub fn text(replaced: Replaced) -> String {
    match replaced {
        Replaced::Bytes(bytes) => String::from_utf8(bytes).expect("UTF-8"),
        other => panic!("expected a value, got {other:?}"),
    }
}

pub fn position() -> Position {
    Position {
        file: "rules.yaml".into(),
        line: 1,
        column: 1,
    }
}

pub fn scalar(text: &str) -> Node {
    Node {
        position: position(),
        kind: NodeKind::Scalar {
            text: text.to_owned(),
            plain: true,
            empty: false,
        },
    }
}

pub fn list(items: &[&str]) -> Node {
    Node {
        position: position(),
        kind: NodeKind::List(items.iter().map(|item| scalar(item)).collect()),
    }
}

pub fn map(entries: &[(&str, Node)]) -> Node {
    Node {
        position: position(),
        kind: NodeKind::Map(
            entries
                .iter()
                .map(|(key, value)| {
                    let key = Key {
                        position: position(),
                        text: (*key).to_owned(),
                        quoted: false,
                    };
                    (key, value.clone())
                })
                .collect(),
        ),
    }
}

/// Files by name.
#[derive(Default)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Outside for Files {
    fn read(&self, _from: &str, path: &str) -> std::io::Result<Vec<u8>> {
        let found = self.0.get(path).cloned();
        found.ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _name: &str) -> Option<String> {
        None
    }
}

/// Loads a rule of this kind with these parameters.
pub fn load(kind: &'static Kind, params: &[(&str, Node)]) -> Result<ColumnRule> {
    load_with(kind, params, &Files::default())
}

pub fn load_with(
    kind: &'static Kind,
    params: &[(&str, Node)],
    files: &Files,
) -> Result<ColumnRule> {
    let node = map(params);
    let params = Params::new(&node.position, node.map().expect("a map"), &[]);
    let cx = LoadCx {
        outside: files,
        aliases: &BTreeMap::new(),
    };
    Ok(container(kind, (kind.load)(&params, &cx)?))
}

/// Loads a rule with scalar parameters, which must be right.
pub fn rule(kind: &'static Kind, params: &[(&str, &str)]) -> ColumnRule {
    let params: Vec<(&str, Node)> = params
        .iter()
        .map(|(key, value)| (*key, scalar(value)))
        .collect();
    load(kind, &params).expect("right parameters")
}

/// A rule of a spec made by hand.
pub fn container(kind: &'static Kind, spec: Arc<dyn Spec>) -> ColumnRule {
    ColumnRule {
        position: position(),
        kind,
        spec,
        options: Options::default(),
        notes: Notes::default(),
    }
}

pub fn run() -> Run {
    Run {
        key: SecretKey::new(b"0123456789abcdef").expect("16 bytes"),
        locale: "en_GB".into(),
        email_domain: "example.com".into(),
        time_zone: jiff::tz::TimeZone::UTC,
        now: "2026-11-24T12:00:00Z".parse().expect("a time"),
        namespaces: HashMap::new(),
    }
}

/// Runs `use_it` with a binder for this target in a table of these columns.
pub fn with_binder<T>(
    run: &Run,
    target: Target,
    columns: &Columns,
    use_it: impl FnOnce(&Binder<'_>) -> T,
) -> T {
    use_it(&Binder {
        run,
        target,
        columns,
        needs: &RefCell::new(Needs::default()),
        unique: false,
        locale: &run.locale,
        namespace: run.namespace("test"),
    })
}

pub fn target(ty: &PgType) -> Target {
    Target {
        ty: ty.clone(),
        not_null: false,
        in_json: false,
    }
}

pub fn bind(rule: &ColumnRule, ty: &PgType) -> Result<BoundRule, Misfit> {
    with_binder(&run(), target(ty), &Columns::default(), |binder| {
        BoundRule::bind(rule, binder)
    })
}

/// Applies a bound rule to a value of a row.
pub fn apply_in(
    bound: &BoundRule,
    replaced: &[Option<&[u8]>],
    value: Option<&[u8]>,
) -> Result<Replaced, String> {
    let (row, replaced) = (RowBuf::default(), RowBuf::of(replaced));
    let cx = Cx {
        row: row.row(b""),
        replaced: replaced.row(b""),
        this: None,
        seed: Seed([0; 32]),
    };
    let mut out = b"before".to_vec();
    let outcome = bound
        .apply(&cx, value, &mut out)
        .map_err(|failure| failure.0.into_owned())?;
    let result = out.strip_prefix(b"before").expect("only appended to");
    Ok(match outcome {
        Outcome::Keep => Replaced::Keep,
        Outcome::Null => Replaced::Null,
        Outcome::Value => Replaced::Bytes(result.to_vec()),
        Outcome::Default => panic!("no DEFAULT expected"),
    })
}

pub fn apply(bound: &BoundRule, value: &str) -> Result<Replaced, String> {
    apply_in(bound, &[], Some(value.as_bytes()))
}

/// Binds and applies.
pub fn replace(rule: &ColumnRule, ty: &PgType, value: Option<&[u8]>) -> Result<Replaced, String> {
    let bound = bind(rule, ty).map_err(|misfit| misfit.message)?;
    apply_in(&bound, &[], value)
}

/// A transformer in three lines.
struct Double(fn(&Cx<'_>, &[u8], &mut Vec<u8>) -> Outcome);

impl std::fmt::Debug for Double {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Double")
    }
}

impl Spec for Double {
    fn bind(&self, _: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Ok(Box::new(Double(self.0)))
    }
}

impl Transform for Double {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        Ok(self.0(cx, value, out))
    }
}

const fn double(role: Role) -> Kind {
    Kind {
        name: "double",
        about: "",
        params: &[],
        types: "",
        example: "",
        role,
        partial: false,
        unique: false,
        load: |_, _| Ok(Arc::new(Double(|_, _, _| Outcome::Keep))),
    }
}

static VALUE: Kind = double(Role::Value);
static KEYED: Kind = double(Role::Keyed);
static CONSTANT: Kind = double(Role::Constant);
static KEEP: Kind = double(Role::Keep);

/// Writes the value in ASCII upper case.
pub fn upper() -> ColumnRule {
    container(
        &VALUE,
        Arc::new(Double(|_, value, out| {
            out.extend(value.to_ascii_uppercase());
            Outcome::Value
        })),
    )
}

/// Writes the value as it is.
pub fn rewrite() -> ColumnRule {
    container(
        &VALUE,
        Arc::new(Double(|_, value, out| {
            out.extend_from_slice(value);
            Outcome::Value
        })),
    )
}

/// Looks at the value and keeps it.
pub fn identity() -> ColumnRule {
    container(&VALUE, Arc::new(Double(|_, _, _| Outcome::Keep)))
}

/// `keep`
pub fn keep() -> ColumnRule {
    container(&KEEP, Arc::new(Double(|_, _, _| Outcome::Keep)))
}

/// `null`
pub fn null() -> ColumnRule {
    container(&CONSTANT, Arc::new(Double(|_, _, _| Outcome::Null)))
}

/// Ten letters that depend on the seed.
pub fn keyed() -> ColumnRule {
    container(
        &KEYED,
        Arc::new(Double(|cx, _, out| {
            out.extend(cx.seed.0[..10].iter().map(|byte| b'a' + byte % 26));
            Outcome::Value
        })),
    )
}

#[derive(Debug)]
struct Text(String);

impl Spec for Text {
    fn bind(&self, _: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Ok(Box::new(Text(self.0.clone())))
    }
}

impl Transform for Text {
    fn apply(&self, _: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(Outcome::Value)
    }
}

/// Writes this text.
pub fn constant(text: &str) -> ColumnRule {
    container(&CONSTANT, Arc::new(Text(text.to_owned())))
}
