//! What tests of transformers need: rules by hand, a run, a column.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use crate::dump::types::{ColumnType, PgType};
use crate::error::{Position, Result};
use crate::rules::load::{LoadCx, Outside};
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::node::{Key, Node, NodeKind};
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Columns, Namespace, Needs, Normalise, Run};
use crate::transform::bound::BoundRule;
use crate::transform::row::RowBuf;
use crate::transform::seed::{SecretKey, Seed};
use crate::transform::{self, Cx, Failure, Misfit, Outcome, Spec, Target};

pub(in crate::transform) fn position() -> Position {
    Position {
        file: "rules.yaml".into(),
        line: 1,
        column: 1,
    }
}

/// A plain scalar.
pub(in crate::transform) fn text(text: &str) -> Node {
    scalar(text, true)
}

/// A quoted scalar.
pub(in crate::transform) fn quoted(text: &str) -> Node {
    scalar(text, false)
}

fn scalar(text: &str, plain: bool) -> Node {
    Node {
        position: position(),
        kind: NodeKind::Scalar {
            text: text.to_owned(),
            plain,
            empty: plain && text.is_empty(),
        },
    }
}

pub(in crate::transform) fn list(items: &[Node]) -> Node {
    Node {
        position: position(),
        kind: NodeKind::List(items.to_vec()),
    }
}

pub(in crate::transform) fn map(entries: &[(&str, Node)]) -> Node {
    let entries = entries.iter().map(|(name, node)| {
        let key = Key {
            position: position(),
            text: (*name).to_owned(),
            quoted: false,
        };
        (key, node.clone())
    });
    Node {
        position: position(),
        kind: NodeKind::Map(entries.collect()),
    }
}

/// Files and environment of a test.
#[derive(Default)]
pub(in crate::transform) struct FakeOutside {
    pub(in crate::transform) files: HashMap<String, Vec<u8>>,
    pub(in crate::transform) variables: HashMap<String, String>,
}

impl Outside for FakeOutside {
    fn read(&self, _from: &str, path: &str) -> io::Result<Vec<u8>> {
        self.files
            .get(path)
            .cloned()
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn env(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
}

/// A run over one table.
pub(in crate::transform) struct Fixture {
    pub(in crate::transform) run: Run,
    pub(in crate::transform) outside: FakeOutside,
    pub(in crate::transform) columns: Columns,
    pub(in crate::transform) needs: RefCell<Needs>,
    originals: RowBuf,
    replaced: RowBuf,
}

impl Fixture {
    pub(in crate::transform) fn new() -> Self {
        Self {
            run: Run {
                key: SecretKey::new(b"0123456789abcdef").expect("16 bytes"),
                locale: "en_GB".into(),
                email_domain: "example.com".into(),
                time_zone: jiff::tz::TimeZone::UTC,
                now: "2024-06-01T12:30:00Z".parse().expect("a timestamp"),
                namespaces: HashMap::new(),
            },
            outside: FakeOutside::default(),
            columns: Columns::default(),
            needs: RefCell::default(),
            originals: RowBuf::default(),
            replaced: RowBuf::default(),
        }
    }

    /// A namespace that keeps values.
    pub(in crate::transform) fn namespace(
        mut self,
        name: &str,
        globs: &[&str],
        values: &[&str],
    ) -> Self {
        let namespace = Namespace {
            name: name.to_owned(),
            key: self.run.key.derive(name),
            normalise: Normalise::default_of(name),
            keep: globs.iter().map(|glob| (*glob).to_owned()).collect(),
            keep_values: values
                .iter()
                .map(|value| value.as_bytes().to_vec())
                .collect::<BTreeSet<_>>(),
        };
        self.run
            .namespaces
            .insert(name.to_owned(), Arc::new(namespace));
        self
    }

    /// The table's columns with the row's original and replaced values.
    pub(in crate::transform) fn columns(
        mut self,
        columns: &[(&str, PgType, Option<&str>, Option<&str>)],
    ) -> Self {
        self.columns.list = columns
            .iter()
            .map(|(name, ty, ..)| ((*name).to_owned(), ColumnType::from(ty.clone())))
            .collect();
        let originals: Vec<_> = columns.iter().map(|c| c.2.map(str::as_bytes)).collect();
        let replaced: Vec<_> = columns.iter().map(|c| c.3.map(str::as_bytes)).collect();
        self.originals = RowBuf::of(&originals);
        self.replaced = RowBuf::of(&replaced);
        self
    }

    pub(in crate::transform) fn load(
        &self,
        kind: &str,
        parameters: &Node,
    ) -> Result<Arc<dyn Spec>> {
        let kind = transform::kind(kind).expect("a registered kind");
        let entries = parameters.map().expect("a map");
        let at = position();
        let aliases = BTreeMap::new();
        let cx = LoadCx {
            outside: &self.outside,
            aliases: &aliases,
        };
        let params = Params::new(&at, entries, &[]);
        let spec = (kind.load)(&params, &cx)?;
        params.finish(kind.name)?;
        Ok(spec)
    }

    pub(in crate::transform) fn rule(&self, kind: &str, parameters: Node) -> Rule {
        let spec = self.load(kind, &parameters).expect("valid parameters");
        Rule::new(kind, spec)
    }

    pub(in crate::transform) fn try_bind(
        &self,
        rule: &Rule,
        ty: PgType,
    ) -> Result<BoundRule, Misfit> {
        self.bind_to(
            rule,
            Target {
                ty,
                not_null: false,
                in_json: false,
            },
        )
    }

    pub(in crate::transform) fn bind_to(
        &self,
        rule: &Rule,
        target: Target,
    ) -> Result<BoundRule, Misfit> {
        let binder = Binder {
            run: &self.run,
            target,
            columns: &self.columns,
            needs: &self.needs,
            unique: false,
            locale: "en_GB",
            namespace: self.run.namespace("outer"),
        };
        BoundRule::bind(&rule.0, &binder)
    }

    pub(in crate::transform) fn bind(&self, rule: &Rule, ty: PgType) -> BoundRule {
        match self.try_bind(rule, ty) {
            Ok(bound) => bound,
            Err(misfit) => panic!("{}", misfit.message),
        }
    }

    pub(in crate::transform) fn bind_json(&self, rule: &Rule) -> BoundRule {
        let target = Target {
            ty: PgType::Text,
            not_null: false,
            in_json: true,
        };
        match self.bind_to(rule, target) {
            Ok(bound) => bound,
            Err(misfit) => panic!("{}", misfit.message),
        }
    }

    pub(in crate::transform) fn apply_bytes(
        &self,
        bound: &BoundRule,
        value: Option<&[u8]>,
    ) -> Result<(Outcome, Vec<u8>), Failure> {
        let cx = Cx {
            row: self.originals.row(&[]),
            replaced: self.replaced.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        let mut out = b"before".to_vec();
        let outcome = bound.apply(&cx, value, &mut out)?;
        let written = out.split_off(6);
        assert_eq!(out, b"before");
        assert!(outcome == Outcome::Value || written.is_empty());
        Ok((outcome, written))
    }

    pub(in crate::transform) fn apply(
        &self,
        bound: &BoundRule,
        value: &str,
    ) -> Result<(Outcome, String), Failure> {
        let (outcome, bytes) = self.apply_bytes(bound, Some(value.as_bytes()))?;
        Ok((outcome, String::from_utf8(bytes).expect("UTF-8")))
    }

    /// The replacement of a value that is replaced; the same twice.
    pub(in crate::transform) fn value(&self, bound: &BoundRule, value: &str) -> String {
        let once = |_| match self.apply(bound, value) {
            Ok((Outcome::Value, text)) => text,
            Ok((outcome, _)) => panic!("{value:?} became {outcome:?}"),
            Err(failure) => panic!("{value:?}: {}", failure.0),
        };
        let text = once(0);
        assert_eq!(text, once(1));
        text
    }
}

/// A column rule by hand.
pub(in crate::transform) struct Rule(pub(in crate::transform) ColumnRule);

impl Rule {
    pub(in crate::transform) fn new(kind: &str, spec: Arc<dyn Spec>) -> Self {
        Self(ColumnRule {
            position: position(),
            kind: transform::kind(kind).expect("a registered kind"),
            spec,
            options: Options::default(),
            notes: Notes::default(),
        })
    }

    pub(in crate::transform) fn unique(mut self) -> Self {
        self.0.options.unique = true;
        self
    }

    pub(in crate::transform) fn seed_from(mut self, column: &str) -> Self {
        self.0.options.seed_from.push(column.to_owned());
        self
    }

    pub(in crate::transform) fn replace_nulls(mut self) -> Self {
        self.0.options.replace_nulls = true;
        self
    }

    pub(in crate::transform) fn in_namespace(mut self, name: &str) -> Self {
        self.0.options.namespace = Some(name.to_owned());
        self
    }
}
