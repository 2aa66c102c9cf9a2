//! Transformers: pseudonyms of values whose content does not matter, and edits that leave a part.

use super::{Kind, Misfit, Role};

mod characters;
mod digits;
mod draw;
mod edit;
mod generate;
mod hash;
mod integer;
mod kept;
mod mask;
mod permutation;
mod shape;
mod uuid;

#[cfg(test)]
pub(in crate::transform) mod fixture;

pub(in crate::transform) use hash::hex;

/// Why `seed_from` can't stand beside a kind that makes its result from the value itself.
fn not_seeded(kind: &str) -> Misfit {
    Misfit::new(format!(
        "`{kind}` makes its result from the value itself, so `seed_from` can't decide it"
    ))
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "hash",
        about: "a keyed hash; unique from 80 bits on",
        params: &[
            ("format", "hex, base32 (lower case) or digits (hex)"),
            (
                "length",
                "characters, at most 64 hex, 51 base32, 77 digits (32, 26, 38; less in a shorter column)",
            ),
        ],
        types: "text",
        example: "{use: hash, format: base32, length: 20}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: hash::load,
    },
    Kind {
        name: "id.integer",
        about: "another whole number by a keyed permutation: unique, and joined wherever the namespace is used",
        params: &[
            ("min", "smallest number (0)"),
            (
                "max",
                "largest number (what the type holds; without `min` and `max` every number of the type is \
                 permuted: those that fit an int4 among themselves, so that int4, int8, text and JSON agree)",
            ),
        ],
        types: "integers, numeric, oid, text, JSON numbers",
        example: "{use: id.integer, unique: true}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: integer::load,
    },
    Kind {
        name: "id.uuid",
        about: "another UUID by a keyed permutation: unique, of the same version, variant and spelling",
        params: &[],
        types: "uuid, text",
        example: "{use: id.uuid, unique: true}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: uuid::load,
    },
    Kind {
        name: "id.digits",
        about: "as many other digits by a keyed permutation: unique; separators stay at their place",
        params: &[],
        types: "text of digits and separators",
        example: "{use: id.digits}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: digits::load,
    },
    Kind {
        name: "shape",
        about: "random text of the same length and character classes; punctuation stays",
        params: &[(
            "checksum",
            "none, luhn (last digit, as on cards) or mod97 (third and fourth character, as in IBANs) (none)",
        )],
        types: "text",
        example: "{use: shape, checksum: luhn}",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: shape::load,
    },
    Kind {
        name: "mask",
        about: "the text behind a mask character; at most half of the characters stay",
        params: &[
            ("char", "the mask character (*)"),
            ("keep_first", "characters that stay at the beginning (0)"),
            ("keep_last", "characters that stay at the end (0)"),
            (
                "kind",
                "email (first letter, top-level domain), phone (last two digits), card (last four digits) \
                 or name (initials), instead of keep_first and keep_last",
            ),
        ],
        types: "text",
        example: "{use: mask, kind: card}",
        role: Role::Value,
        partial: true,
        unique: false,
        load: mask::load,
    },
    Kind {
        name: "regex",
        about: "replaces every match of a pattern",
        params: &[
            (
                "pattern",
                "a regular expression of the regex crate (required)",
            ),
            (
                "replacement",
                "text with $1, ${name}, $$ for a dollar sign (required)",
            ),
            (
                "no_match",
                "what becomes of other values: fail, null or redact (each character *) (fail)",
            ),
        ],
        types: "text",
        example: r#"{use: regex, pattern: '\d+', replacement: "0", no_match: redact}"#,
        role: Role::Value,
        partial: true,
        unique: false,
        load: edit::load_regex,
    },
    Kind {
        name: "truncate",
        about: "the first characters of the text; shorter text stays whole",
        params: &[("length", "characters that stay (required)")],
        types: "text",
        example: "{use: truncate, length: 3}",
        role: Role::Value,
        partial: true,
        unique: false,
        load: edit::load_truncate,
    },
    Kind {
        name: "generate_regex",
        about: "text that matches a pattern",
        params: &[(
            "pattern",
            "a regular expression without word and line boundaries; * and + draw up to 8 more than \
             the least (required)",
        )],
        types: "text, and what the pattern's texts fit",
        example: "{use: generate_regex, pattern: '[A-Z]{2}[0-9]{6}'}",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: generate::load,
    },
];
