//! Rules and documents for tests, built by hand: the rule loader is not needed here.

use std::cell::RefCell;
use std::sync::Arc;

use super::path::Path;
use super::scan;
use super::spec::{Invalid, JsonSpec, OthersSpec, PathRule};
use crate::dump::types::PgType;
use crate::error::{Error, Position};
use crate::rules::load::LoadCx;
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Columns, Needs, Run};
use crate::transform::bound::BoundRule;
use crate::transform::row::RowBuf;
use crate::transform::seed::{SecretKey, Seed};
use crate::transform::{
    Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Target, Transform,
};

/// A transformer of these tests.
#[derive(Clone, Debug)]
pub(super) enum Fake {
    Keep,
    Null,
    Email,
    Number,
    Flag,
    /// Writes `this`.
    This,
    /// Writes the value's length, or a fixed text with characters to escape.
    Text(&'static str),
    /// The first rule where `this` holds the text, else the second.
    Cases(&'static str, Box<ColumnRule>, Box<ColumnRule>),
}

struct BoundFake {
    fake: Fake,
    inner: Vec<BoundRule>,
}

impl Spec for Fake {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let rules = match self {
            Self::Cases(_, a, b) => vec![a, b],
            _ => Vec::new(),
        };
        let inner = rules.iter().map(|rule| BoundRule::bind(rule, binder));
        Ok(Box::new(BoundFake {
            fake: self.clone(),
            inner: inner.collect::<Result<_, _>>()?,
        }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        match self {
            Self::This => vec!["id".to_owned()],
            _ => Vec::new(),
        }
    }

    fn nested(&self) -> Vec<(String, &ColumnRule)> {
        match self {
            Self::Cases(_, a, b) => vec![("1".to_owned(), a), ("2".to_owned(), b)],
            _ => Vec::new(),
        }
    }
}

impl Transform for BoundFake {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        match &self.fake {
            Fake::Keep => return Ok(Outcome::Keep),
            Fake::Null => return Ok(Outcome::Null),
            Fake::Email => {
                let seed = u32::from_le_bytes([cx.seed.0[0], cx.seed.0[1], cx.seed.0[2], 0]);
                out.extend_from_slice(format!("u{seed:06x}@example.com").as_bytes());
            }
            Fake::Number => out.push(b'7'),
            Fake::Flag => out.extend_from_slice(b"false"),
            Fake::This => out.extend_from_slice(cx.this.unwrap_or(b"none")),
            Fake::Text(text) => out.extend_from_slice(text.as_bytes()),
            Fake::Cases(text, ..) => {
                let this = String::from_utf8_lossy(cx.this.unwrap_or_default()).into_owned();
                let rule = &self.inner[usize::from(!this.contains(text))];
                return rule.apply(cx, Some(value), out);
            }
        }
        Ok(Outcome::Value)
    }

    fn case(&self, cx: &Cx<'_>) -> Result<Option<usize>, Failure> {
        Ok(match &self.fake {
            Fake::Cases(text, ..) => {
                let this = String::from_utf8_lossy(cx.this.unwrap_or_default());
                Some(usize::from(!this.contains(text)))
            }
            _ => None,
        })
    }

    fn json_kind(&self) -> JsonKind {
        match self.fake {
            Fake::Number => JsonKind::Number,
            Fake::Flag => JsonKind::Bool,
            _ => JsonKind::Text,
        }
    }
}

const fn fake_kind(name: &'static str, role: Role) -> Kind {
    Kind {
        name,
        about: "",
        params: &[],
        types: "",
        example: "",
        role,
        partial: false,
        unique: false,
        load: no_load,
    }
}

fn no_load(params: &Params<'_>, _: &LoadCx<'_>) -> crate::error::Result<Arc<dyn Spec>> {
    Err(Error::rules(params.position(), "not for loading"))
}

pub(super) static KEEP: Kind = fake_kind("keep", Role::Keep);
pub(super) static CONSTANT: Kind = fake_kind("set", Role::Constant);
pub(super) static EMAIL: Kind = fake_kind("internet.email", Role::Keyed);
pub(super) static CASES: Kind = fake_kind("cases", Role::Container);
pub(super) static JSON: &Kind = &super::KINDS[0];

pub(super) fn position() -> Position {
    Position {
        file: "rules.yaml".into(),
        line: 1,
        column: 1,
    }
}

pub(super) fn rule_of(kind: &'static Kind, spec: impl Spec + 'static) -> ColumnRule {
    ColumnRule {
        position: position(),
        kind,
        spec: Arc::new(spec),
        options: Options::default(),
        notes: Notes::default(),
    }
}

pub(super) fn keep() -> ColumnRule {
    rule_of(&KEEP, Fake::Keep)
}

pub(super) fn email() -> ColumnRule {
    rule_of(&EMAIL, Fake::Email)
}

pub(super) fn text(text: &'static str) -> ColumnRule {
    rule_of(&CONSTANT, Fake::Text(text))
}

pub(super) fn fake(fake: Fake) -> ColumnRule {
    match fake {
        Fake::Cases(..) => rule_of(&CASES, fake),
        _ => rule_of(&CONSTANT, fake),
    }
}

pub(super) fn cases(holds: &'static str, then: ColumnRule, or: ColumnRule) -> ColumnRule {
    fake(Fake::Cases(holds, Box::new(then), Box::new(or)))
}

pub(super) fn redact() -> OthersSpec {
    OthersSpec::Redact(text("[redacted]"))
}

pub(super) fn spec(others: OthersSpec, paths: Vec<(&str, ColumnRule)>) -> JsonSpec {
    JsonSpec {
        paths: paths
            .into_iter()
            .map(|(path, rule)| PathRule {
                text: path.to_owned(),
                position: position(),
                path: Path::parse(path.trim_end_matches('!')).unwrap(),
                rule,
                deep: vec![path.ends_with('!'); 2],
            })
            .collect(),
        others,
        add: Vec::new(),
        key: None,
        invalid: Invalid::Fail,
        ignore_case: None,
    }
}

pub(super) fn nest(spec: JsonSpec) -> ColumnRule {
    rule_of(JSON, spec)
}

pub(super) fn bind(spec: &JsonSpec, ty: PgType) -> Result<Box<dyn Transform>, Misfit> {
    let run = Run {
        key: SecretKey::new(b"0123456789abcdef").unwrap(),
        locale: "en_GB".to_owned(),
        email_domain: "example.com".to_owned(),
        time_zone: jiff::tz::TimeZone::UTC,
        now: jiff::Timestamp::UNIX_EPOCH,
        namespaces: Default::default(),
    };
    let needs = RefCell::new(Needs::default());
    let columns = Columns::default();
    spec.bind(&Binder {
        run: &run,
        target: Target {
            ty,
            not_null: false,
            in_json: false,
        },
        columns: &columns,
        needs: &needs,
        unique: false,
        locale: "en_GB",
        namespace: run.namespace("json"),
    })
}

pub(super) fn run(bound: &dyn Transform, document: &[u8]) -> Result<(Outcome, Vec<u8>), String> {
    let row = RowBuf::default();
    let cx = Cx {
        row: row.row(b""),
        replaced: row.row(b""),
        this: None,
        seed: Seed([0; 32]),
    };
    let mut out = b"before".to_vec();
    match bound.apply(&cx, document, &mut out) {
        Ok(outcome) => {
            let out = out.strip_prefix(b"before").unwrap().to_vec();
            assert!(outcome == Outcome::Value || out.is_empty());
            Ok((outcome, out))
        }
        Err(failure) => Err(failure.0.into_owned()),
    }
}

/// The document after the rule.
pub(super) fn try_apply(spec: &JsonSpec, document: &str) -> Result<String, String> {
    let bound = bind(spec, PgType::Jsonb).unwrap();
    Ok(match run(&*bound, document.as_bytes())? {
        (Outcome::Keep, _) => document.to_owned(),
        (Outcome::Null, _) => "NULL".to_owned(),
        (_, out) => {
            assert!(scan::is_json(&out), "no JSON");
            String::from_utf8(out).unwrap()
        }
    })
}

#[track_caller]
pub(super) fn check(spec: &JsonSpec, document: &str, expected: &str) {
    assert_eq!(try_apply(spec, document).unwrap(), expected);
}

/// What `internet.email` makes of a value.
pub(super) fn mail(value: &str) -> String {
    let document = serde_json::to_string(value).unwrap();
    let made = try_apply(&spec(OthersSpec::Keep, vec![("$", email())]), &document).unwrap();
    made.trim_matches('"').to_owned()
}
