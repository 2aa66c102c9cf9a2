//! Rules for what stands inside values: JSON, hstores, composites.

use super::sample::Values;
use crate::dump::types::PgType;
use crate::prove::personal::{
    self, Evidence, Finding, Kind, Leaf, Place, Rule, Shape, candidates, is_safe_key, words,
};

/// What a key's name says to be harmless, where its values do not say otherwise.
const HARMLESS: &[&str] = &[
    "id",
    "uuid",
    "status",
    "state",
    "type",
    "kind",
    "version",
    "slug",
    "locale",
    "language",
    "currency",
    "unit",
    "format",
    "mode",
    "level",
    "lot",
    "at",
    "created",
    "updated",
    "timestamp",
    "enabled",
    "count",
    "index",
    "role",
    "category",
    "date",
    "time",
    "colour",
    "color",
    "theme",
    "timezone",
    "stage",
    "phase",
    "priority",
];

/// The rule for JSON of which these documents were seen.
pub(super) fn json(table: &str, column: &str, values: &Values) -> Rule {
    let paths = values
        .documents
        .leaves()
        .into_iter()
        .map(|leaf| {
            let (rule, reason) = of_leaf(table, column, &leaf);
            (leaf.path, rule, reason)
        })
        .collect();
    Rule::Json(paths, vec![("others".to_owned(), "remove".to_owned())])
}

/// Only whole documents are kept where nothing was seen of them: none.
pub(super) fn unseen_json() -> Rule {
    Rule::Json(Vec::new(), vec![("others".to_owned(), "remove".to_owned())])
}

fn of_leaf(table: &str, column: &str, leaf: &Leaf) -> (Rule, String) {
    let place = Place {
        table,
        column,
        keys: &leaf.keys,
    };
    let finding = if leaf.keys.is_empty() {
        // The root, and lists of lists: the column's own name counts.
        personal::column(place, &PgType::Text, Some(&leaf.evidence))
    } else {
        personal::key(place, &leaf.evidence)
    };
    let own = leaf.keys.last().map_or(column, String::as_str);
    of_place(own, finding, &leaf.evidence)
}

/// The rule for scalars of a place inside a value, and why.
fn of_place(own: &str, finding: Option<Finding>, evidence: &Evidence) -> (Rule, String) {
    let shape = evidence.shape();
    if let Some(finding) = finding {
        return (scalar(finding.kind, shape), finding.reason);
    }
    let harmless = words(own)
        .last()
        .is_some_and(|word| HARMLESS.contains(&word.as_str()));
    let keeps = match shape {
        Shape::Text => {
            evidence.seen() > 0 && (evidence.is_enumeration() || evidence.is_uuids() || harmless)
        }
        _ => true,
    };
    if keeps {
        (Rule::keep(), "review".to_owned())
    } else if evidence.is_prose() && evidence.seen() > 0 {
        (
            scalar(Kind::FreeText, shape),
            "text that nothing is known of".to_owned(),
        )
    } else if evidence.is_digits() {
        (
            Rule::of("shape"),
            "numbers that nothing is known of".to_owned(),
        )
    } else {
        (
            scalar(Kind::Opaque, shape),
            "text that nothing is known of".to_owned(),
        )
    }
}

/// The first choice for a scalar inside a value.
fn scalar(kind: Kind, shape: Shape) -> Rule {
    match (shape, kind) {
        (Shape::Flag, _) => Rule::of("bool"),
        (Shape::Number, Kind::Latitude) => Rule::of("address.latitude"),
        (Shape::Number, Kind::Longitude) => Rule::of("address.longitude"),
        (Shape::Number, Kind::Money) => Rule::of("finance.amount"),
        (Shape::Number, Kind::Age) => Rule::with("number.between", &[("min", "18"), ("max", "90")]),
        (Shape::Number, Kind::Account) => Rule::of("finance.account"),
        (Shape::Number, _) => Rule::with(
            "number.between",
            &[("min", "100000000"), ("max", "999999999")],
        ),
        // A part would stay: within JSON nobody looks at it again.
        (_, Kind::Mixed | Kind::Sensitive) => {
            Rule::with("lorem.paragraph", &[("same_length", "true")])
        }
        (_, Kind::Password) => Rule::Plain(vec![("set".to_owned(), "\"!\"".to_owned())]),
        (_, kind) => candidates(kind, &PgType::Text)
            .into_iter()
            .next()
            .unwrap_or_else(|| Rule::of("lorem.words")),
    }
}

/// The rule for an hstore of which these keys were seen.
pub(super) fn hstore(table: &str, column: &str, values: &Values) -> Rule {
    let keys = values
        .keys
        .iter()
        .filter(|(key, _)| is_safe_key(key))
        .map(|(key, evidence)| {
            let path = [key.clone()];
            let place = Place {
                table,
                column,
                keys: &path,
            };
            let (rule, _) = of_place(key, personal::key(place, evidence), evidence);
            (key.clone(), rule)
        })
        .collect();
    Rule::Keys(keys)
}

/// The rule for a composite: each field by its name and type.
pub(super) fn composite(table: &str, column: &str, ty: &PgType) -> Rule {
    let PgType::Composite(composite) = ty else {
        return Rule::keep();
    };
    let fields = composite
        .fields
        .iter()
        .map(|(name, field)| {
            let path = [name.clone()];
            let place = Place {
                table,
                column,
                keys: &path,
            };
            let rule = match &field.base {
                inner @ PgType::Composite(_) => composite_or_empty(table, name, inner),
                PgType::Json | PgType::Jsonb => unseen_json(),
                PgType::Hstore => Rule::Keys(Vec::new()),
                base => {
                    let kind = personal::column(place, base, None).map(|finding| finding.kind);
                    match kind {
                        Some(kind) => first(kind, base),
                        None if base.is_text() => first(Kind::Opaque, base),
                        None => Rule::keep(),
                    }
                }
            };
            (name.clone(), rule)
        })
        .collect();
    Rule::Fields(fields)
}

fn composite_or_empty(table: &str, column: &str, ty: &PgType) -> Rule {
    match composite(table, column, ty) {
        Rule::Fields(fields) if fields.is_empty() => Rule::keep(),
        rule => rule,
    }
}

fn first(kind: Kind, ty: &PgType) -> Rule {
    // In a short field the first choice may have no room.
    let short = ty.max_chars().is_some_and(|limit| limit < 40);
    if short && !matches!(kind, Kind::Postcode | Kind::Country | Kind::FirstName) {
        return Rule::with("lorem.paragraph", &[("same_length", "true")]);
    }
    candidates(kind, ty)
        .into_iter()
        .next()
        .unwrap_or_else(|| Rule::of("null"))
}
