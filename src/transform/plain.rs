//! Transformers: values that stand in the rules, templates, and programs.

use super::{Kind, Role};

mod choice;
mod command;
mod constant;
mod literal;
mod map;
mod member;
mod template;

pub(super) use template::BUILTINS as TEMPLATE_NAMES;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "keep",
        about: "the original, byte for byte",
        params: &[(
            "deep",
            "inside JSON only: maps and lists stay too, not just scalars (false)",
        )],
        types: "any",
        example: "{use: keep, reason: surrogate key}",
        role: Role::Keep,
        partial: false,
        unique: true,
        load: constant::load_keep,
    },
    Kind {
        name: "null",
        about: "NULL",
        params: &[],
        types: "any that is not NOT NULL",
        example: "null",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: constant::load_null,
    },
    Kind {
        name: "empty",
        about: "the type's empty value: '' for text, {} for JSON and arrays",
        params: &[],
        types: "text, json, jsonb, arrays, bytea, hstore, tsvector, xml, varbit, ranges",
        example: "empty",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: constant::load_empty,
    },
    Kind {
        name: "set",
        about: "a fixed value, as the rules write it",
        params: &[(
            "set",
            "the value (required). Inside JSON, numbers, true and false without quotes are JSON",
        )],
        types: "any that takes the value",
        example: "{set: \"n/a\"}",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: literal::load_set,
    },
    Kind {
        name: "set_from",
        about: "the value of an environment variable",
        params: &[
            (
                "env",
                "the variable (required; `set_from: X` is short for it)",
            ),
            ("else", "the value where the variable is not set (exit 3)"),
        ],
        types: "any that takes the value",
        example: "{set_from: DMSCRUB_PASSWORD_HASH, else: \"!\"}",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: literal::load_set_from,
    },
    Kind {
        name: "default",
        about: "the column's DEFAULT",
        params: &[],
        types: "any",
        example: "default",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: constant::load_default,
    },
    Kind {
        name: "fail",
        about: "stops the run with exit 4 and the row's position",
        params: &[],
        types: "any",
        example: "[{when: \"role = 'admin'\", use: fail}, {use: person.name}]",
        role: Role::Constant,
        partial: false,
        unique: false,
        load: constant::load_fail,
    },
    Kind {
        name: "choice",
        about: "one of several values or rules",
        params: &[
            (
                "values",
                "values, or maps: `{value: X, weight: N}`, or a rule with `weight` (`choice: [..]` is \
                 short for it)",
            ),
            (
                "weights",
                "how often each value comes, relative to the others (1 each)",
            ),
            ("file", "a file with a value a line, instead of `values`"),
        ],
        types: "any that takes the values",
        example: "{choice: [{value: null, weight: 1}, {set: \"yes\", weight: 4}]}",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: choice::load,
    },
    Kind {
        name: "map",
        about: "given values to given values",
        params: &[
            (
                "values",
                "from value to value or rule (required; `map: {..}` is short for it)",
            ),
            ("other", "the rule for all other values (required)"),
        ],
        types: "any that takes the values",
        example: "{use: map, values: {\"1\": a, \"2\": b}, other: fail}",
        role: Role::Value,
        partial: true,
        unique: false,
        load: map::load,
    },
    Kind {
        name: "template",
        about: "text made from the row's replaced values (MiniJinja)",
        params: &[(
            "template",
            "the template (required). Columns stand by name with their replaced values; `value` is the \
             original, for hash(value), fake(kind, value) and conditions only; hash(x), fake(kind), now",
        )],
        types: "any that takes the text",
        example: "{template: \"{{ first_name }} {{ last_name }}\"}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: template::load,
    },
    Kind {
        name: "command",
        about: "a program that answers each value with another, one JSON line each way: \
                {\"value\", \"seed\"} in; a string, null or {\"value\"} out",
        params: &[
            ("run", "the program and its arguments (required)"),
            (
                "timeout",
                "how long an answer may take: 500ms, 5s, 1m (10s)",
            ),
        ],
        types: "any that takes the answers",
        example: "{use: command, run: [python3, names.py], timeout: 5s}",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: command::load,
    },
];
