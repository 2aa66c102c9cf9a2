//! `text.redact`: personal data in free text becomes something else, the text around it stays.
//!
//! What is found becomes what a column of that kind would become, so that an address in a comment
//! and the same address in its own column stay the same. In a column of limited length a
//! replacement that has no room gives way to a tag or a mask; text between finds is never cut.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::find::dictionary::Dictionary;
use super::find::email::{self, Spelling};
use super::find::{Find, Finder, What};
use super::lorem;
use crate::dump::types::PgType;
use crate::error::{Error, Position, Result};
use crate::rules::load::{LoadCx, Outside};
use crate::rules::model::{ColumnRule, Notes, Options};
use crate::rules::nearest::nearest;
use crate::rules::node::Node;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::BoundRule;
use crate::transform::container::with_scratch;
use crate::transform::seed::DerivedKey;
use crate::transform::serialised::refuse_serialised;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Target, Transform, tally};

pub(super) const KIND: Kind = Kind {
    name: "text.redact",
    about: "replaces e-mail addresses, phone numbers and the like within free text; what no scanner knows, such as names, stays unless a dictionary has it",
    params: &[
        (
            "kinds",
            "what to look for: email, phone, postcode, url, ip, card, iban, nino, token (all of them)",
        ),
        (
            "dictionary",
            "words to look for besides, whole and in any case: a list, or a file with one a line",
        ),
        (
            "with",
            "fake: what a column of that kind would become; mask: asterisks; tag: [email] and so on (fake)",
        ),
    ],
    types: "text types, xml, JSON strings",
    example: "{use: text.redact, kinds: [email, phone], with: tag}",
    role: Role::Value,
    partial: true,
    unique: false,
    load,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Fake,
    Mask,
    Tag,
}

#[derive(Debug)]
struct Redact {
    position: Position,
    kinds: Vec<What>,
    dictionary: Option<Arc<Dictionary>>,
    with: With,
}

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let with = match params.one_of("with", &["fake", "mask", "tag"])? {
        Some(1) => With::Mask,
        Some(2) => With::Tag,
        _ => With::Fake,
    };
    let dictionary = params
        .node("dictionary")?
        .map(|node| dictionary(node, cx))
        .transpose()?;
    let kinds = match params.strings("kinds")? {
        Some(names) => names
            .into_iter()
            .map(|name| kind_of_find(name, params, dictionary.is_some()))
            .collect::<Result<Vec<_>>>()?,
        None => What::ALL.map(|(_, what)| what).to_vec(),
    };
    if kinds.is_empty() && dictionary.is_none() {
        return Err(
            Error::rules(params.position(), "`kinds` names nothing to look for")
                .hint("leave it out to look for all of them"),
        );
    }
    Ok(Arc::new(Redact {
        position: params.position().clone(),
        kinds,
        dictionary,
        with,
    }))
}

fn kind_of_find(name: &str, params: &Params<'_>, has_dictionary: bool) -> Result<What> {
    let position = match params.node("kinds") {
        Ok(Some(node)) => &node.position,
        _ => params.position(),
    };
    let names = What::ALL.map(|(name, _)| name);
    let Some((_, what)) = What::ALL.iter().find(|(known, _)| *known == name) else {
        let error = Error::rules(
            position,
            format!("`kinds` knows no `{name}`, but: {}", names.join(", ")),
        );
        return Err(match nearest(name, names) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error,
        });
    };
    if *what == What::Dictionary && !has_dictionary {
        return Err(Error::rules(position, "`dictionary` has no words")
            .hint("add `dictionary: FILE` or `dictionary: [WORD, …]`"));
    }
    Ok(*what)
}

fn dictionary(node: &Node, cx: &LoadCx<'_>) -> Result<Arc<Dictionary>> {
    let wrong = |message: String| Error::rules(&node.position, message);
    let file;
    let words: Vec<&str> = if let Some(items) = node.list() {
        let words: Option<Vec<&str>> = items.iter().map(Node::scalar).collect();
        words.ok_or_else(|| wrong("`dictionary` must be a list of words".to_owned()))?
    } else {
        let path = node
            .scalar()
            .ok_or_else(|| wrong("`dictionary` must be a file or a list of words".to_owned()))?;
        let bytes = cx
            .outside
            .read(&node.position.file, path)
            .map_err(|error| wrong(format!("can't read {path}: {}", error.kind())))?;
        file = String::from_utf8(bytes).map_err(|_| wrong(format!("{path} is not UTF-8")))?;
        file.strip_prefix('\u{feff}')
            .unwrap_or(&file)
            .lines()
            .collect()
    };
    let words = words
        .into_iter()
        .map(str::trim)
        .filter(|word| !word.is_empty());
    if words.clone().next().is_none() {
        return Err(wrong("`dictionary` has no words".to_owned()));
    }
    Dictionary::new(words)
        .map(Arc::new)
        .ok_or_else(|| wrong("`dictionary` has too many words".to_owned()))
}

/// `text.redact` with its defaults, where a rule says `redact`.
pub(in crate::transform) fn redact_rule(position: &Position) -> ColumnRule {
    rule_of(
        &KIND,
        Arc::new(Redact {
            position: position.clone(),
            kinds: What::ALL.map(|(_, what)| what).to_vec(),
            dictionary: None,
            with: With::Fake,
        }),
        position,
    )
}

fn rule_of(kind: &'static Kind, spec: Arc<dyn Spec>, position: &Position) -> ColumnRule {
    ColumnRule {
        position: position.clone(),
        kind,
        spec,
        options: Options::default(),
        notes: Notes::default(),
    }
}

impl Spec for Redact {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        self.bind_with(binder, crate::transform::kind)
    }

    fn draws_from(&self) -> Vec<&'static str> {
        let fakes = self.kinds.iter().filter(|_| self.with == With::Fake);
        fakes.filter_map(|what| column_kind(*what)).collect()
    }
}

/// The kind whose columns hold what is found.
fn column_kind(what: What) -> Option<&'static str> {
    Some(match what {
        What::Email => "internet.email",
        What::Url => "internet.url",
        What::Iban => "finance.iban",
        What::Card => "finance.card",
        What::Nino => "gb.nino",
        What::Ip => "internet.ip",
        What::Phone => "phone.number",
        What::Postcode => "address.postcode",
        What::Token => "hash",
        What::Dictionary => return None,
    })
}

/// Kinds without parameters read nothing from outside.
struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

impl Redact {
    /// Binds with kinds by name from `lookup`.
    fn bind_with(
        &self,
        binder: &Binder<'_>,
        lookup: fn(&str) -> Option<&'static Kind>,
    ) -> Result<Box<dyn Transform>, Misfit> {
        let ty = &binder.target.ty;
        if !binder.takes_text() && *ty != PgType::Xml {
            let misfit = binder.wrong_type(KIND.name, "text");
            return Err(match ty {
                PgType::Json | PgType::Jsonb => {
                    misfit.hint("use {json: {}, others: redact} for JSON")
                }
                PgType::Array(_) => misfit.hint("use {elements: text.redact} for an array"),
                PgType::Hstore => misfit.hint("use {keys: {}, others: redact} for hstore"),
                _ => misfit,
            });
        }
        let mut fakes = Vec::new();
        if self.with == With::Fake {
            for what in &self.kinds {
                if let Some(name) = column_kind(*what) {
                    fakes.push((*what, self.fake(name, binder, lookup)?));
                }
            }
        }
        Ok(Box::new(Redacted {
            finder: Finder::new(self.kinds.iter().copied(), self.dictionary.clone()),
            with: self.with,
            fakes,
            words: binder.namespace(KIND.name).key,
            limit: ty.max_chars().map(|limit| limit as usize),
        }))
    }

    /// The rule of a column of that kind, in its own namespace.
    fn fake(
        &self,
        name: &str,
        binder: &Binder<'_>,
        lookup: fn(&str) -> Option<&'static Kind>,
    ) -> Result<BoundRule, Misfit> {
        let kind =
            lookup(name).ok_or_else(|| Misfit::new(format!("there is no transformer `{name}`")))?;
        let params = Params::new(&self.position, &[], &[]);
        let cx = LoadCx {
            outside: &Nothing,
            aliases: &BTreeMap::new(),
        };
        let spec = (kind.load)(&params, &cx).map_err(|error| Misfit::new(error.message()))?;
        let text = Target {
            ty: PgType::Text,
            not_null: false,
            in_json: false,
        };
        BoundRule::bind(&rule_of(kind, spec, &self.position), &binder.inside(text))
    }
}

struct Redacted {
    finder: Finder,
    with: With,
    fakes: Vec<(What, BoundRule)>,
    /// Keys what stands in for words of the dictionary.
    words: DerivedKey,
    /// Most characters of the column.
    limit: Option<usize>,
}

thread_local! {
    /// The finds of a value, reused from value to value.
    static FINDS: Cell<Vec<Find>> = const { Cell::new(Vec::new()) };
}

impl Transform for Redacted {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        refuse_serialised(value)?;
        let mut finds = FINDS.take();
        self.finder.find(value, &mut finds);
        let outcome = self.replace(cx, value, &finds, out);
        FINDS.set(finds);
        Ok(outcome)
    }
}

impl Redacted {
    fn replace(&self, cx: &Cx<'_>, value: &[u8], finds: &[Find], out: &mut Vec<u8>) -> Outcome {
        if finds.is_empty() {
            return Outcome::Keep;
        }
        let mut room = self
            .limit
            .map(|limit| limit.saturating_sub(lorem::chars(value)));
        let mut done = 0;
        for find in finds {
            out.extend_from_slice(&value[done..find.start]);
            tally::found(find.what);
            self.replace_one(cx, &value[find.start..find.end], *find, &mut room, out);
            done = find.end;
        }
        out.extend_from_slice(&value[done..]);
        Outcome::Value
    }

    /// Writes what stands in for one find. `room` is how many characters more than the original
    /// there may be.
    fn replace_one(
        &self,
        cx: &Cx<'_>,
        original: &[u8],
        find: Find,
        room: &mut Option<usize>,
        out: &mut Vec<u8>,
    ) {
        let start = out.len();
        let before = lorem::chars(original);
        let written = match self.with {
            With::Fake => self.fake(cx, original, find, out),
            With::Tag | With::Mask => false,
        };
        if written && take_room(room, before, &out[start..]) {
            return;
        }
        out.truncate(start);
        if self.with != With::Mask {
            out.push(b'[');
            out.extend_from_slice(find.what.name().as_bytes());
            out.push(b']');
            if take_room(room, before, &out[start..]) {
                return;
            }
            out.truncate(start);
        }
        // As long as the original: it always fits.
        out.resize(start + before, b'*');
    }

    /// Writes what a column of that kind would hold; whether there is something.
    fn fake(&self, cx: &Cx<'_>, original: &[u8], find: Find, out: &mut Vec<u8>) -> bool {
        let Some((_, rule)) = self.fakes.iter().find(|(what, _)| *what == find.what) else {
            return self.word(original, out);
        };
        let start = out.len();
        let outcome = match find.spelling {
            Spelling::Plain => rule.apply(cx, Some(original), out),
            spelling => with_scratch(|plain| {
                email::plain(original, spelling, plain);
                rule.apply(cx, Some(plain), out)
            }),
        };
        match outcome {
            Ok(Outcome::Value) => {
                if find.spelling == Spelling::Percent {
                    with_scratch(|plain| {
                        plain.extend_from_slice(&out[start..]);
                        out.truncate(start);
                        email::encode_percent(plain, out);
                    });
                }
                true
            }
            // The namespace keeps it.
            Ok(Outcome::Keep) => {
                out.extend_from_slice(original);
                true
            }
            // Nothing that stays in the text: a tag or a mask will do.
            Ok(Outcome::Null | Outcome::Default) | Err(_) => false,
        }
    }

    /// A word of the dictionary becomes a meaningless one of its length.
    fn word(&self, original: &[u8], out: &mut Vec<u8>) -> bool {
        let Ok(original) = std::str::from_utf8(original) else {
            return false;
        };
        let mut seed = self.words.seed(original.to_lowercase().as_bytes());
        let start = out.len();
        for _ in 0..8 {
            out.truncate(start);
            lorem::write_word_like(original, &seed, out);
            if &out[start..] != original.as_bytes() {
                return true;
            }
            seed = seed.part(b"again");
        }
        false
    }
}

/// Takes what a replacement needs besides the original's characters; `false` where it has no room.
fn take_room(room: &mut Option<usize>, before: usize, replacement: &[u8]) -> bool {
    let Some(left) = room else {
        return true;
    };
    match (*left + before).checked_sub(lorem::chars(replacement)) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests;
