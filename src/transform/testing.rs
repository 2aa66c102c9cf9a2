//! Binding a kind to a column without rule files, for the tests of transformers.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::bind::{Binder, Columns, Needs, Run};
use super::bound::BoundRule;
use super::row::RowBuf;
use super::seed::{SecretKey, Seed};
use super::{Cx, Failure, JsonKind, Misfit, Outcome, Target, kind};
use crate::dump::types::PgType;
use crate::error::{Position, Result};
use crate::rules::load::{LoadCx, Outside};
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::node::{Key, Node, NodeKind};
use crate::rules::params::Params;

/// A rule under test: a kind with parameters and options.
pub(super) struct Rule {
    kind: &'static str,
    params: Vec<(String, String)>,
    options: Options,
    key: &'static [u8],
    now: &'static str,
}

/// The rule's `seed_from` column in [`Bound::seeded`].
const SEED: &str = "seed";

pub(super) fn rule(kind: &'static str) -> Rule {
    Rule {
        kind,
        params: Vec::new(),
        options: Options::default(),
        key: b"0123456789abcdef",
        now: "2026-11-24T12:00:00Z",
    }
}

impl Rule {
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn unique(mut self) -> Self {
        self.options.unique = true;
        self
    }

    pub(super) fn locale(mut self, locale: &str) -> Self {
        self.options.locale = Some(locale.to_owned());
        self
    }

    pub(super) fn seed_from(mut self) -> Self {
        self.options.seed_from = vec![SEED.to_owned()];
        self
    }

    pub(super) fn namespace(mut self, namespace: &str) -> Self {
        self.options.namespace = Some(namespace.to_owned());
        self
    }

    pub(super) fn key(mut self, key: &'static [u8]) -> Self {
        self.key = key;
        self
    }

    pub(super) fn now(mut self, now: &'static str) -> Self {
        self.now = now;
        self
    }

    pub(super) fn load(&self) -> Result<ColumnRule> {
        let position = position();
        let entries: Vec<(Key, Node)> = self
            .params
            .iter()
            .map(|(name, value)| {
                let key = Key {
                    position: position.clone(),
                    text: name.clone(),
                    quoted: false,
                };
                let node = Node {
                    position: position.clone(),
                    kind: NodeKind::Scalar {
                        text: value.clone(),
                        plain: true,
                        empty: false,
                    },
                };
                (key, node)
            })
            .collect();
        let kind = kind(self.kind).expect("a registered kind");
        let params = Params::new(&position, &entries, &[]);
        let cx = LoadCx {
            outside: &Nothing,
            aliases: &BTreeMap::new(),
        };
        let spec = (kind.load)(&params, &cx)?;
        params.finish(self.kind)?;
        Ok(ColumnRule {
            position,
            kind,
            spec,
            options: self.options.clone(),
            notes: Notes::default(),
        })
    }

    pub(super) fn bind(&self, ty: PgType) -> Result<Bound, Misfit> {
        let rule = self.load().expect("loads");
        let run = Run {
            key: SecretKey::new(self.key).expect("long enough"),
            locale: "en_GB".to_owned(),
            email_domain: "example.com".to_owned(),
            time_zone: jiff::tz::TimeZone::UTC,
            now: self.now.parse().expect("a timestamp"),
            namespaces: HashMap::new(),
        };
        let columns = Columns {
            list: vec![
                (SEED.to_owned(), PgType::Text.into()),
                ("value".to_owned(), ty.clone().into()),
            ],
            ..Columns::default()
        };
        let needs = RefCell::new(Needs::default());
        let binder = Binder {
            run: &run,
            target: Target {
                ty,
                not_null: true,
                in_json: false,
            },
            columns: &columns,
            needs: &needs,
            unique: false,
            locale: &run.locale,
            namespace: run.namespace(self.kind),
        };
        BoundRule::bind(&rule, &binder).map(|rule| Bound { rule })
    }

    /// Bound to `text`.
    pub(super) fn text(&self) -> Bound {
        self.bind(PgType::Text).expect("fits text")
    }

    /// Bound to `varchar(limit)`.
    pub(super) fn varchar(&self, limit: u32) -> Result<Bound, Misfit> {
        self.bind(PgType::Varchar(Some(limit)))
    }
}

/// A rule bound to a column.
pub(super) struct Bound {
    pub(super) rule: BoundRule,
}

impl Bound {
    /// The replacement of a value.
    pub(super) fn run(&self, value: impl AsRef<[u8]>) -> String {
        self.seeded("", value)
    }

    /// The replacement where the `seed_from` column holds `seed`.
    pub(super) fn seeded(&self, seed: &str, value: impl AsRef<[u8]>) -> String {
        self.try_seeded(seed, value.as_ref()).expect("replaced")
    }

    pub(super) fn try_seeded(&self, seed: &str, value: &[u8]) -> Result<String, Failure> {
        let row = RowBuf::of(&[Some(seed.as_bytes()), Some(value)]);
        let empty = RowBuf::default();
        let cx = Cx {
            row: row.row(&[]),
            replaced: empty.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        let mut out = b"before".to_vec();
        let outcome = self.rule.apply(&cx, Some(value), &mut out)?;
        assert_eq!(outcome, Outcome::Value);
        let text = String::from_utf8(out).expect("UTF-8");
        Ok(text
            .strip_prefix("before")
            .expect("appends only")
            .to_owned())
    }
}

/// Awkward originals: empty, blanks, other scripts, escapes, long, looks like a format.
pub(super) fn originals() -> Vec<Vec<u8>> {
    let mut list: Vec<Vec<u8>> = [
        "",
        " ",
        "Zebediah Quartzwhistle",
        "zebediah.quartzwhistle@Quartz.Example.Org",
        "+44 20 7999 1234",
        "Ünïcødé 佐藤 🦓",
        "a\tb\\n\r\n'\"{}",
        "@@@",
        "::ffff:10.1.2.3/129",
        "192.168.77.88/8",
        "4929-1234-5678-9012",
        "QuartzZebra",
        "2001-02-30",
        "-",
        "0",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    list.push(b"\xFF\xFE not UTF-8".to_vec());
    list.push("zebra ".repeat(5000).into_bytes());
    list.push(vec![b'7'; 5000]);
    list
}

/// Runs a kind through what holds for all kinds that invent text: deterministic, keyed, within every
/// length down to its misfit, nothing of the original, unique where it says so.
pub(super) fn check_text_kind(make: impl Fn() -> Rule) {
    let name = make().kind;
    let bound = make().text();
    let again = make().text();
    let mut differs = false;
    for original in originals() {
        let text = bound.run(&original);
        assert_eq!(text, again.run(&original), "{name} repeats");
        assert!(!text.is_empty(), "{name} makes something");
        assert_eq!(text, text.trim(), "{name} has no blanks at its ends");
        let lower = text.to_lowercase();
        for part in [
            "zebediah",
            "quartz",
            "7999 1234",
            "79991234",
            "佐藤",
            "77.88",
            "4929",
        ] {
            assert!(!lower.contains(part), "{name} leaves {part}");
        }
        differs |= text != make().key(b"another key, 16+").text().run(&original);
    }
    assert!(differs, "{name} depends on the key");
    check_types(&make);
    for unique in [false, true] {
        if unique && !kind(name).expect("registered").unique {
            assert!(make().unique().bind(PgType::Text).is_err());
            continue;
        }
        for limit in 1..=80 {
            let rule = if unique { make().unique() } else { make() };
            match rule.varchar(limit) {
                Ok(bound) => {
                    for original in originals() {
                        let text = bound.run(&original);
                        assert!(!text.is_empty(), "{name} in varchar({limit})");
                        assert!(text.chars().count() <= limit as usize, "{name}: {text}");
                    }
                }
                Err(misfit) => assert!(misfit.message.contains(name), "{}", misfit.message),
            }
        }
    }
}

/// Every type that a kind binds to takes its results, and JSON numbers are numbers.
fn check_types(make: &impl Fn() -> Rule) {
    let types = [
        PgType::Bool,
        PgType::Int2,
        PgType::Int4,
        PgType::Int8,
        PgType::Numeric(None),
        PgType::Numeric(Some((5, 2))),
        PgType::Numeric(Some((16, 0))),
        PgType::Float4,
        PgType::Float8,
        PgType::Money,
        PgType::Text,
        PgType::Char(20),
        PgType::Name,
        PgType::Citext,
        PgType::Unknown,
        PgType::Bytea,
        PgType::Date,
        PgType::Time,
        PgType::Timestamp,
        PgType::TimestampTz,
        PgType::Interval,
        PgType::Uuid,
        PgType::Jsonb,
        PgType::Inet,
        PgType::Cidr,
        PgType::MacAddr,
        PgType::MacAddr8,
        PgType::Array(Box::new(PgType::Text)),
    ];
    for ty in types {
        let Ok(bound) = make().bind(ty.clone()) else {
            continue;
        };
        for original in originals() {
            let text = bound.run(&original);
            let misfit = super::fit::check_literal(&ty, &text).err();
            assert!(misfit.is_none(), "{}: {text}: {misfit:?}", make().kind);
            if ty == PgType::Name {
                assert!(text.len() <= 63, "{text}");
            }
            if bound.rule.json_kind() == JsonKind::Number {
                let number: Result<serde_json::Number, serde_json::Error> =
                    serde_json::from_str(&text);
                assert!(number.is_ok(), "{}: {text}", make().kind);
            }
        }
    }
}

/// Holds a unique kind to its promise over many inputs, compared without case.
pub(super) fn check_unique(rule: Rule, ty: PgType, values: impl Iterator<Item = String>) {
    let bound = rule.unique().bind(ty).expect("fits");
    let mut seen = std::collections::HashSet::new();
    for value in values {
        let text = bound.run(&value);
        assert!(seen.insert(text.to_lowercase()), "{text} twice");
    }
}

fn position() -> Position {
    Position {
        file: Arc::from("test.yaml"),
        line: 1,
        column: 1,
    }
}

struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}
