//! Column rules: a name, a map of one of several forms, or a list of cases.

use std::sync::Arc;

use super::super::model::{ColumnRule, Notes, Options};
use super::super::nearest::nearest;
use super::super::node::{Key, Node, NodeKind};
use super::super::params::Params;
use super::{Findings, LoadCx, settings};
use crate::error::{Error, Position, Result};
use crate::transform::cases::{self, Case};
use crate::transform::{self, Kind, Role};

/// Options that every rule map may have.
pub(crate) const COMMON: &[&str] = &[
    "namespace",
    "unique",
    "seed_from",
    "nulls",
    "locale",
    "capture",
    "allow_partition_key",
    "reason",
    "owner",
    "class",
    "weaken",
];

/// Keys that say, instead of `use`, what kind a rule map is; the kind has the same name.
pub(crate) const FORMS: &[&str] = &[
    "set", "set_from", "template", "json", "elements", "fields", "keys", "split", "follow",
    "choice", "map",
];

/// Forms whose kinds can be named with `use` too.
const NAMED_FORMS: &[&str] = &["choice", "map"];

/// The kind of this name is written as a form, never named.
pub(crate) fn is_form_only(name: &str) -> bool {
    name == "cases" || (FORMS.contains(&name) && !NAMED_FORMS.contains(&name))
}

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A column.
    Column,
    /// A place inside a value: `keep` may be `deep`.
    Inside,
}

/// Reads a column rule of any form.
pub(super) fn read(cx: &LoadCx<'_>, node: &Node, place: Place) -> Result<ColumnRule> {
    match &node.kind {
        NodeKind::Scalar { text, .. } if text.trim().is_empty() => Err(Error::rules(
            &node.position,
            "a rule is missing: name a transformer",
        )),
        NodeKind::Scalar { text, .. } => by_name(cx, text, &node.position),
        NodeKind::Map(entries) => read_map(cx, &node.position, entries, place.keys()),
        NodeKind::List(items) => read_cases(cx, &node.position, items, place),
    }
}

impl Place {
    /// Keys that a rule map may have for the place's sake.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Column => &[],
            Self::Inside => &[DEEP],
        }
    }
}

/// With `keep` inside a value: containers stay too. The rule around it reads it.
const DEEP: &str = "deep";

/// Reads a rule map; the caller has read the keys in `beside`.
pub(super) fn read_map(
    cx: &LoadCx<'_>,
    position: &Position,
    entries: &[(Key, Node)],
    beside: &[&str],
) -> Result<ColumnRule> {
    let mut findings = Findings::default();
    let given = findings.keep(Given::read(position, entries));
    let rule = findings.keep(read_form(cx, position, entries, beside));
    let rule = given.zip(rule).and_then(|(given, mut rule)| {
        findings.keep(given.apply(&mut rule))?;
        Some(rule)
    });
    findings.finish_some(rule)
}

/// The kind and its parameters; common options are left alone.
fn read_form(
    cx: &LoadCx<'_>,
    position: &Position,
    entries: &[(Key, Node)],
    beside: &[&str],
) -> Result<ColumnRule> {
    if let Some((key, _)) = entries
        .iter()
        .find(|(key, _)| key.text == "when" && !beside.contains(&"when"))
    {
        return Err(
            Error::rules(&key.position, "`when` stands only in cases").hint(
                "a list of cases is: [{when: \"…\", use: …}, {use: …}]; the last one has no `when`",
            ),
        );
    }
    let by_use = entries.iter().find(|(key, _)| key.text == "use");
    let used = match by_use {
        Some((key, node)) => Some(used_name(key, node)?),
        None => None,
    };
    // A form's key beside `use` may be a parameter of the transformer used.
    let own_param = |name: &str| {
        used.and_then(transform::kind)
            .is_some_and(|kind| kind.params.iter().any(|(param, _)| *param == name))
    };
    let mut forms = entries
        .iter()
        .filter(|(key, _)| FORMS.contains(&key.text.as_str()) && !own_param(&key.text))
        .map(|(key, _)| key);
    match (used, forms.next(), forms.next()) {
        (None, Some(form), None) => {
            let kind = form_kind(form)?;
            load(cx, kind, position, entries, beside)
        }
        (Some(name), None, _) => match cx.aliases.get(name) {
            Some(alias) => use_alias(name, alias, position, entries, beside),
            None => {
                let place = by_use.map_or(position, |(_, node)| &node.position);
                let kind = kind(cx, name, place)?;
                load(cx, kind, position, entries, beside)
            }
        },
        (None, None, _) => Err(no_form(position, entries)),
        (Some(_), Some(second), _) => Err(two_forms("use", second)),
        (None, Some(first), Some(second)) => Err(two_forms(&first.text, second)),
    }
}

fn two_forms(first: &str, second: &Key) -> Error {
    Error::rules(
        &second.position,
        format!(
            "a rule has one form, but here are `{first}` and `{}`",
            second.text
        ),
    )
    .hint("use a list of cases to choose between rules")
}

fn no_form(position: &Position, entries: &[(Key, Node)]) -> Error {
    let error = Error::rules(
        position,
        format!(
            "the rule does not say what to do: one of use, {} is needed",
            FORMS.join(", ")
        ),
    );
    for (key, _) in entries {
        let name = key.text.as_str();
        if COMMON.contains(&name) {
            continue;
        }
        if transform::kind(name).is_some() {
            return error.hint(format!("write `use: {name}`, parameters beside it"));
        }
        if let Some(near) = nearest(name, FORMS.iter().copied().chain(["use"])) {
            return error.hint(format!("did you mean `{near}` instead of `{name}`?"));
        }
    }
    error
}

/// The text behind `use:`.
fn used_name<'n>(key: &Key, node: &'n Node) -> Result<&'n str> {
    match &node.kind {
        NodeKind::Scalar { empty: true, .. } => Err(super::no_value(key)),
        NodeKind::Scalar { text, .. } => Ok(null_name(text)),
        _ => Err(Error::rules(
            &node.position,
            format!(
                "`use` names a transformer or an alias; it can't be {}",
                node.shape()
            ),
        )),
    }
}

/// `~` means the transformer `null`.
fn null_name(text: &str) -> &str {
    if text == "~" { "null" } else { text }
}

/// A rule without parameters.
fn by_name(cx: &LoadCx<'_>, text: &str, position: &Position) -> Result<ColumnRule> {
    let name = null_name(text);
    if let Some(alias) = cx.aliases.get(name) {
        return Ok(ColumnRule {
            position: position.clone(),
            ..alias.clone()
        });
    }
    let kind = kind(cx, name, position)?;
    load(cx, kind, position, &[], &[])
}

/// The transformer of this name; those that are forms of their own are refused.
fn kind(cx: &LoadCx<'_>, name: &str, position: &Position) -> Result<&'static Kind> {
    match transform::kind(name) {
        Some(kind) if is_form_only(name) => Err(Error::rules(
            position,
            format!("`{name}` is no transformer's name but a form of rule"),
        )
        .hint(format!("write it like this: {}", kind.example))),
        Some(kind) => Ok(kind),
        None => {
            let error = Error::rules(position, format!("unknown transformer `{name}`"));
            let names = transform::kinds()
                .map(|kind| kind.name)
                .filter(|name| !is_form_only(name))
                .chain(cx.aliases.keys().map(String::as_str));
            Err(match nearest(name, names) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("`dmscrub transformers` lists them all"),
            })
        }
    }
}

fn form_kind(form: &Key) -> Result<&'static Kind> {
    transform::kind(&form.text).ok_or_else(|| {
        Error::unexpected(format!("the form `{}` is not registered", form.text))
            .at_rule(&form.position)
    })
}

fn load(
    cx: &LoadCx<'_>,
    kind: &'static Kind,
    position: &Position,
    entries: &[(Key, Node)],
    beside: &[&str],
) -> Result<ColumnRule> {
    let ignored: Vec<&str> = COMMON
        .iter()
        .chain(beside.iter().filter(|key| **key != DEEP))
        .copied()
        .chain(["use"])
        .collect();
    let params = Params::new(position, entries, &ignored);
    let mut findings = Findings::default();
    if kind.role == Role::Keep && beside.contains(&DEEP) {
        findings.keep(params.bool(DEEP));
    }
    let spec = findings.keep((kind.load)(&params, cx));
    if spec.is_none() {
        // Loading stopped before it asked for all of them.
        kind.params.iter().for_each(|(name, _)| params.know(name));
        params.know(kind.name);
    }
    findings.keep(params.finish(kind.name));
    findings.finish_some(spec.map(|spec| ColumnRule {
        position: position.clone(),
        kind,
        spec,
        options: Options::default(),
        notes: Notes::default(),
    }))
}

/// An alias is a complete rule: beside it stand common options only.
fn use_alias(
    name: &str,
    alias: &ColumnRule,
    position: &Position,
    entries: &[(Key, Node)],
    beside: &[&str],
) -> Result<ColumnRule> {
    let parameters = entries
        .iter()
        .map(|(key, _)| key)
        .filter(|key| {
            let name = key.text.as_str();
            let beside = name != DEEP && beside.contains(&name);
            name != "use" && !COMMON.contains(&name) && !beside
        })
        .map(|key| {
            Error::rules(
                &key.position,
                format!("the alias `{name}` takes no parameter `{}`", key.text),
            )
            .hint("beside an alias stand common options only: namespace, unique, seed_from, …")
        })
        .collect();
    match Error::all(parameters) {
        Some(error) => Err(error),
        None => Ok(ColumnRule {
            position: position.clone(),
            ..alias.clone()
        }),
    }
}

/// Reads a list of cases.
fn read_cases(
    cx: &LoadCx<'_>,
    position: &Position,
    items: &[Node],
    place: Place,
) -> Result<ColumnRule> {
    let Some(last) = items.len().checked_sub(1) else {
        return Err(Error::rules(position, "a list of cases is empty"));
    };
    let mut findings = Findings::default();
    let list: Vec<Case> = items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| findings.keep(read_case(cx, item, index == last, place)))
        .collect();
    findings.finish(ColumnRule {
        position: position.clone(),
        kind: &cases::KINDS[cases::CASES],
        spec: Arc::new(cases::Cases::new(list)),
        options: Options::default(),
        notes: Notes::default(),
    })
}

fn read_case(cx: &LoadCx<'_>, item: &Node, last: bool, place: Place) -> Result<Case> {
    let when = item.get("when");
    match (when, last) {
        (Some(when), true) => Err(Error::rules(
            &when.position,
            "the last case has no `when`: it decides what no case before it matches",
        )
        .hint("add a last case, such as `- {use: fail}`")),
        (None, false) => Err(Error::rules(
            &item.position,
            "a case without `when` must be the last: those behind it would never apply",
        )),
        (None, true) => {
            if item.list().is_some() {
                return Err(Error::rules(&item.position, "a case can't be a list"));
            }
            let rule = read(cx, item, place)?;
            refuse_follow(&rule)?;
            Ok(Case { when: None, rule })
        }
        (Some(when), false) => {
            let mut findings = Findings::default();
            let when = findings.keep(cx.expr(when));
            let entries = item.map().unwrap_or_default();
            let keys = [&["when"], place.keys()].concat();
            let rule = findings.keep(read_map(cx, &item.position, entries, &keys));
            if let Some(rule) = &rule {
                findings.keep(refuse_follow(rule));
            }
            findings.finish_some(rule.map(|rule| Case { when, rule }))
        }
    }
}

/// `follow` is resolved where a column is decided, so it can't stand inside another rule.
pub(super) fn refuse_follow(rule: &ColumnRule) -> Result<()> {
    if rule.kind.name == "follow" {
        return Err(Error::rules(
            &rule.position,
            "`follow` stands at a column only, not inside another rule",
        ));
    }
    Ok(())
}

/// The common options that a map gives; others are left as they are.
#[derive(Default)]
struct Given {
    namespace: Option<(String, Position)>,
    unique: Option<bool>,
    seed_from: Option<(Vec<String>, Position)>,
    replace_nulls: Option<(bool, Position)>,
    locale: Option<String>,
    capture: Option<(bool, Position)>,
    allow_partition_key: Option<bool>,
    weaken: Option<bool>,
    notes: Notes,
}

impl Given {
    fn read(position: &Position, entries: &[(Key, Node)]) -> Result<Self> {
        let params = Params::new(position, entries, &[]);
        let mut findings = Findings::default();
        let mut given = Self::default();
        let at = |name: &'static str| {
            entries
                .iter()
                .find(|(key, _)| key.text == name)
                .map_or(position, |(_, node)| &node.position)
                .clone()
        };
        if let Some(Some(text)) = findings.keep(params.string("namespace")) {
            given.namespace = Some((text.to_owned(), at("namespace")));
        }
        given.unique = findings.keep(params.bool("unique")).flatten();
        if let Some(Some(list)) = findings.keep(params.strings("seed_from")) {
            let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
            if list.is_empty() {
                findings.push(Error::rules(
                    &at("seed_from"),
                    "`seed_from` names no column",
                ));
            }
            given.seed_from = Some((list, at("seed_from")));
        }
        if let Some(Some(word)) = findings.keep(params.one_of("nulls", &["keep", "replace"])) {
            given.replace_nulls = Some((word == 1, at("nulls")));
        }
        given.locale = findings.keep(settings::locale(&params)).flatten();
        if let Some(Some(capture)) = findings.keep(params.bool("capture")) {
            given.capture = Some((capture, at("capture")));
        }
        given.allow_partition_key = findings.keep(params.bool("allow_partition_key")).flatten();
        given.weaken = findings.keep(params.bool("weaken")).flatten();
        if let Some(notes) = findings.keep(notes(&params)) {
            given.notes = notes;
        }
        findings.finish(given)
    }

    /// Sets what is given; refuses what would have no effect.
    fn apply(self, rule: &mut ColumnRule) -> Result<()> {
        let mut findings = Findings::default();
        let mut no_effect = |name: &str, position: &Position| {
            findings.push(
                Error::rules(
                    position,
                    format!("`{name}` has no effect beside `{}`", rule.kind.name),
                )
                .hint("put it on the rules inside"),
            );
        };
        let container = rule.kind.role == Role::Container;
        let options = &mut rule.options;
        if let Some((namespace, position)) = self.namespace {
            if container {
                no_effect("namespace", &position);
            }
            options.namespace = Some(namespace);
        }
        if let Some((seed_from, position)) = self.seed_from {
            if container {
                no_effect("seed_from", &position);
            }
            options.seed_from = seed_from;
        }
        if let Some((replace, position)) = self.replace_nulls {
            if replace && container {
                no_effect("nulls: replace", &position);
            }
            options.replace_nulls = replace;
        }
        if let Some((capture, position)) = self.capture {
            if capture && rule.kind.role != Role::Keep {
                findings.push(Error::rules(
                    &position,
                    "`capture` goes with `keep` only: what is replaced does not go to the report",
                ));
            }
            options.capture = capture;
        }
        if let Some(unique) = self.unique {
            options.unique = unique;
        }
        if let Some(locale) = self.locale {
            options.locale = Some(locale);
        }
        if let Some(allow) = self.allow_partition_key {
            options.allow_partition_key = allow;
        }
        if let Some(weaken) = self.weaken {
            options.weaken = weaken;
        }
        let notes = &mut rule.notes;
        notes.reason = self.notes.reason.or(notes.reason.take());
        notes.owner = self.notes.owner.or(notes.owner.take());
        notes.class = self.notes.class.or(notes.class.take());
        findings.finish(())
    }
}

/// `reason`, `owner`, `class`.
pub(super) fn notes(params: &Params<'_>) -> Result<Notes> {
    let mut findings = Findings::default();
    let mut text = |name| {
        findings
            .keep(params.string(name))
            .flatten()
            .map(str::to_owned)
    };
    let notes = Notes {
        reason: text("reason"),
        owner: text("owner"),
        class: text("class"),
    };
    findings.finish(notes)
}
