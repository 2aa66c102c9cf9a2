//! Documents through rules.

use proptest::prelude::*;

use super::super::spec::{AddRule, Invalid, OthersSpec};
use super::super::testing::*;
use super::*;
use crate::dump::types::PgType;
use crate::transform::Spec;

#[test]
fn named_values_change_and_others_stay_byte_for_byte() {
    let rule = spec(
        OthersSpec::Keep,
        vec![
            ("user", email()),
            ("update.mail", email()),
            ("l[*].e", text("x")),
        ],
    );
    check(
        &rule,
        " {\"user\" : \"Jo\\u0040x.test\" ,\n \"n\": 1.50e3, \"update\":{ \"mail\":\"jo@x.test\"},\"l\":[1,{\"e\" :[]},{}]} ",
        &format!(
            " {{\"user\" : \"{0}\" ,\n \"n\": 1.50e3, \"update\":{{ \"mail\":\"{0}\"}},\"l\":[1,{{\"e\" :\"x\"}},{{}}]}} ",
            mail("jo@x.test")
        ),
    );
    assert_eq!(
        run(&*bind(&rule, PgType::Json).unwrap(), b"{\"u\": [1]}")
            .unwrap()
            .0,
        Outcome::Keep
    );
}

#[test]
fn the_most_specific_path_wins() {
    let rule = spec(
        OthersSpec::Keep,
        vec![
            ("**.k", text("deep")),
            ("*.k", text("star")),
            ("a.k", text("literal")),
            ("l[*]", text("any")),
            ("l[1]", text("one")),
            ("**.x.k", text("longer")),
            ("**.s", keep()),
        ],
    );
    check(
        &rule,
        r#"{"k":0,"a":{"k":0},"b":{"k":0,"b":{"k":0},"x":{"k":0}},"l":[0,0,0],"s":0}"#,
        r#"{"k":"deep","a":{"k":"literal"},"b":{"k":"star","b":{"k":"deep"},"x":{"k":"longer"}},"l":["any","one","any"],"s":0}"#,
    );
}

#[test]
fn remove_leaves_valid_json() {
    let rule = spec(
        OthersSpec::Remove,
        vec![("a", keep()), ("b.c", keep()), ("l[*].e", keep())],
    );
    for (document, expected) in [
        (r#"{"x": 1, "a": 2, "y": 3}"#, r#"{"a": 2}"#),
        (
            r#"{ "x": 1, "y": [1, {"a": 2}], "a": 2 , "z": 3 }"#,
            r#"{ "a": 2 }"#,
        ),
        (r#"{"x": 1}"#, "{}"),
        (r#"{ "x": 1 , "y": 2 }"#, "{  }"),
        (r#"{"a": 1, "x": 2, "a": 3, "x": 4}"#, r#"{"a": 1, "a": 3}"#),
        // Parents on the way to a named child stay, and their positions in lists.
        (
            r#"{"b": {"x": 1}, "l": [{"x": 1}, "s", {"e": 1}]}"#,
            r#"{"b": {}, "l": [{}, {"e": 1}]}"#,
        ),
        (r#"{"b": [1], "l": {"e": 1}}"#, "{}"),
        (r#"{"a": {"deep": 1}, "b": 1}"#, "{}"),
        ("[1, 2, {}]", "[]"),
        ("\"s\"", "null"),
        ("null", "null"),
        (" {} ", " {} "),
    ] {
        check(&rule, document, expected);
    }
}

#[test]
fn remove_keeps_wild_parents_only_where_they_hold_a_named_child() {
    let rule = spec(OthersSpec::Remove, vec![("**.phone", text("p"))]);
    check(
        &rule,
        r#"{"Jane": {"x": [{}]}, "a": [1, {"phone": 1, "y": 2}], "b": {"c": {"d": 1}}, "phone": {"x": 1}}"#,
        r#"{"a": [{"phone": "p"}], "phone": "p"}"#,
    );
    let rule = spec(OthersSpec::Remove, vec![("*.phone", keep())]);
    check(
        &rule,
        r#"{"Jane": {"x": 1}, "Jo": {"phone": 1}}"#,
        r#"{"Jo": {"phone": 1}}"#,
    );
}

#[test]
fn redact_keeps_structure() {
    let rule = spec(redact(), vec![("id", keep()), ("o.id", keep())]);
    check(
        &rule,
        r#"{"id": 5, "s": "Jane", "n": -1.5, "t": true, "f": false, "z": null, "o": {"id": 1, "l": ["x", [2]]}, "e": {}}"#,
        r#"{"id": 5, "s": "[redacted]", "n": 0, "t": false, "f": false, "z": null, "o": {"id": 1, "l": ["[redacted]", [0]]}, "e": {}}"#,
    );
    check(
        &rule,
        r#"{"id": {"x": "y"}}"#,
        r#"{"id": {"x": "[redacted]"}}"#,
    );
}

#[test]
fn others_may_fail() {
    let rule = spec(OthersSpec::Fail, vec![("a.b", keep()), ("**.p", keep())]);
    check(
        &rule,
        r#"{"a": {"b": 1}, "x": {"p": 1}}"#,
        r#"{"a": {"b": 1}, "x": {"p": 1}}"#,
    );
    for document in [
        r#"{"a": {"c": "CANARY"}}"#,
        r#"{"CANARY": {}}"#,
        r#"{"CANARY": null}"#,
        r#"["CANARY"]"#,
        "\"CANARY\"",
    ] {
        let message = try_apply(&rule, document).unwrap_err();
        assert!(message.contains("`others` is fail"), "{message}");
        assert!(!message.contains("CANARY"));
    }
    let exact = spec(OthersSpec::Fail, vec![("a.b", keep())]);
    assert!(try_apply(&exact, r#"{"x": {}}"#).is_err());
    check(&exact, r#"{"a": {}}"#, r#"{"a": {}}"#);
    check(&exact, "null", "null");
}

#[test]
fn a_rule_for_others_reaches_every_leaf() {
    let rule = spec(OthersSpec::Rule(text("x")), vec![("k", keep())]);
    check(
        &rule,
        r#"{"k": 1, "a": ["s", 1, true, null, {"k": 2}], "o": {}}"#,
        r#"{"k": 1, "a": ["x", "x", "x", null, {"k": "x"}], "o": {}}"#,
    );
}

#[test]
fn keep_is_for_scalars_unless_deep() {
    let document = r#"{"a": {"x": 1}, "b": [1]}"#;
    let rule = |path| spec(OthersSpec::Remove, vec![(path, keep())]);
    check(&rule("a"), document, "{}");
    check(&rule("a!"), document, r#"{"a": {"x": 1}}"#);
    check(&rule("a.**"), document, r#"{"a": {"x": 1}}"#);
    check(&rule("$"), "7", "7");
    check(&rule("$!"), document, document);
    // Named values inside a deep keep are still named.
    let rule = spec(
        OthersSpec::Remove,
        vec![("a!", keep()), ("**.x", text("y"))],
    );
    check(
        &rule,
        r#"{"a": {"x": 1, "z": 2}, "b": [1]}"#,
        r#"{"a": {"x": "y", "z": 2}}"#,
    );
    // A rule that keeps one thing and not another keeps no container either.
    let either = || cases("\"ok\"", keep(), text("x"));
    let rule = spec(OthersSpec::Remove, vec![("a", either())]);
    check(&rule, r#"{"a": {"p": 1}, "s": "ok"}"#, "{}");
    check(&rule, r#"{"a": {"p": 1}, "s": "no"}"#, r#"{"a": "x"}"#);
    let rule = spec(OthersSpec::Remove, vec![("a!", either())]);
    check(&rule, r#"{"a": {"p": 1}, "s": "ok"}"#, r#"{"a": {"p": 1}}"#);
}

#[test]
fn unexpected_kinds_are_replaced_too() {
    let rule = spec(OthersSpec::Keep, vec![("user", email())]);
    for value in [r#"{"name": "Jane"}"#, r#"["Jane", {}]"#, "17", "true"] {
        check(
            &rule,
            &format!(r#"{{"user": {value}, "l": [{{}}]}}"#),
            &format!(r#"{{"user": "{}", "l": [{{}}]}}"#, mail(value)),
        );
    }
    check(&rule, r#"{"user": null}"#, r#"{"user": null}"#);
}

#[test]
fn a_named_child_keeps_its_parent_but_nothing_else_passes() {
    let paths = || vec![("user", text("x")), ("user.name", text("y"))];
    let document = r#"{"user": {"name": "Jane", "z": ["CANARY"], "n": null}}"#;
    check(
        &spec(OthersSpec::Keep, paths()),
        document,
        r#"{"user": {"name": "y", "z": ["x"], "n": null}}"#,
    );
    check(
        &spec(OthersSpec::Remove, paths()),
        document,
        r#"{"user": {"name": "y"}}"#,
    );
    check(
        &spec(OthersSpec::Remove, paths()),
        r#"{"user": [1]}"#,
        r#"{"user": "x"}"#,
    );
    // The rule of the parent is nearer than `others`, and the nearest parent's than one above it.
    for others in [OthersSpec::Keep, OthersSpec::Rule(text("o"))] {
        let nearer = vec![("a", text("1")), ("a.b", text("2")), ("a.b.c", keep())];
        check(
            &spec(others, nearer),
            r#"{"a": {"b": {"c": 5, "z": "CANARY"}, "z": "CANARY"}}"#,
            r#"{"a": {"b": {"c": 5, "z": "2"}, "z": "1"}}"#,
        );
    }
    // A `**` path does not keep a container that a more specific path replaces.
    let rule = spec(
        OthersSpec::Keep,
        vec![("user", text("x")), ("**.name", text("y"))],
    );
    check(&rule, document, r#"{"user": "x"}"#);
}

#[test]
fn a_trailing_any_levels_is_for_every_scalar_below() {
    let rule = spec(OthersSpec::Remove, vec![("a.**", text("x"))]);
    check(
        &rule,
        r#"{"a": {"b": [1, {"c": "d"}], "e": {}}, "f": 1}"#,
        r#"{"a": {"b": ["x", {"c": "x"}]}}"#,
    );
    check(&rule, r#"{"a": 1}"#, r#"{"a": "x"}"#);
}

#[test]
fn nested_rules() {
    let inner = || {
        let mut inner = spec(OthersSpec::Remove, vec![("k", keep()), ("m", text("x"))]);
        inner.key = Some(rule_of(&CONSTANT, Fake::Text("key")));
        inner
    };
    let mut inner_plain = inner();
    inner_plain.key = None;
    let rule = spec(
        OthersSpec::Keep,
        vec![("d", nest(inner_plain)), ("**.p", text("phone"))],
    );
    check(
        &rule,
        r#"{"d": {"k": 1, "z": 2, "p": 3}, "p": 1, "z": {"p": 2}}"#,
        r#"{"d": {"k": 1}, "p": "phone", "z": {"p": "phone"}}"#,
    );
    // A string that holds JSON.
    check(
        &rule,
        r#"{"d": "{\"m\": \"Jane\", \"z\": 1}", "o": 1}"#,
        r#"{"d": "{\"m\": \"x\"}", "o": 1}"#,
    );
    check(&rule, r#"{"d": null}"#, r#"{"d": null}"#);
    check(&rule, r#"{"d": 5}"#, r#"{"d": null}"#);
    check(&rule, r#"{"d": "{\"k\":1}"}"#, r#"{"d": "{\"k\":1}"}"#);
    assert!(
        try_apply(&rule, r#"{"d": "CANARY"}"#)
            .unwrap_err()
            .contains("`d`: the value is not JSON")
    );
    let rule = spec(OthersSpec::Keep, vec![("d", nest(inner()))]);
    check(&rule, r#"{"d": {"z": 1, "k": 1}}"#, r#"{"d": {"key": 1}}"#);

    // Where the nested rule keeps what it does not name, the paths around it still hold.
    let open = spec(OthersSpec::Keep, vec![("k", text("x"))]);
    let rule = spec(
        OthersSpec::Remove,
        vec![("d", nest(open)), ("**.p", text("phone")), ("**.k", keep())],
    );
    check(
        &rule,
        r#"{"d": {"k": 1, "p": 2, "z": 3}, "z": 1}"#,
        r#"{"d": {"k": "x", "p": "phone", "z": 3}}"#,
    );
    check(
        &rule,
        r#"{"d": "{\"k\":1,\"p\":2}"}"#,
        r#"{"d": "{\"k\":\"x\",\"p\":\"phone\"}"}"#,
    );

    let mut lenient = spec(OthersSpec::Keep, vec![("$", text("root"))]);
    lenient.invalid = Invalid::Null;
    let rule = spec(OthersSpec::Keep, vec![("d", nest(lenient))]);
    check(&rule, r#"{"d": "no JSON"}"#, r#"{"d": null}"#);
    check(&rule, r#"{"d": 5}"#, r#"{"d": "root"}"#);
    check(&rule, r#"{"d": "5"}"#, r#"{"d": "\"root\""}"#);
    check(&rule, r#"{"d": [5]}"#, r#"{"d": "root"}"#);
}

#[test]
fn nested_rules_in_cases_keep_the_form_of_the_original() {
    let inner = spec(OthersSpec::Remove, vec![("m", text("x"))]);
    let rule = spec(
        OthersSpec::Keep,
        vec![("d", cases("\"t\"", nest(inner), text("no")))],
    );
    check(
        &rule,
        r#"{"d": {"m": 1, "z": 2}, "t": 1}"#,
        r#"{"d": {"m": "x"}, "t": 1}"#,
    );
    check(
        &rule,
        r#"{"d": "{\"m\": 1, \"z\": 2}", "t": 1}"#,
        r#"{"d": "{\"m\": \"x\"}", "t": 1}"#,
    );
    check(&rule, r#"{"d": {"m": 1}}"#, r#"{"d": "no"}"#);
}

#[test]
fn a_case_does_what_its_rule_would_do_alone() {
    let inner = || nest(spec(OthersSpec::Remove, vec![("m", keep())]));
    let rule = spec(
        OthersSpec::Remove,
        vec![("d", cases("\"t\"", inner(), fake(Fake::Number)))],
    );
    // Unchanged is not unnamed.
    check(&rule, r#"{"t": 1, "d": {"m": 1}}"#, r#"{"d": {"m": 1}}"#);
    check(&rule, r#"{"t": 1, "d": {"z": 1}}"#, r#"{"d": {}}"#);
    check(&rule, r#"{"t": 1, "d": null}"#, r#"{"d": null}"#);
    check(&rule, r#"{"d": 1, "d": "1"}"#, r#"{"d": 7, "d": "7"}"#);
    let rule = spec(
        OthersSpec::Rule(cases("\"t\"", inner(), text("x"))),
        vec![("k", keep())],
    );
    check(
        &rule,
        r#"{"k": 1, "a": {"t": 1, "b": "{\"z\":1}", "c": {"d": 1}}}"#,
        r#"{"k": 1, "a": {"t": null, "b": "{}", "c": {"d": "x"}}}"#,
    );
}

#[test]
fn documents_in_strings_end_somewhere() {
    let inner = spec(OthersSpec::Keep, vec![("a", email())]);
    let rule = spec(OthersSpec::Keep, vec![("**", nest(inner))]);
    let around = |document: &str| serde_json::json!({"x": document}).to_string();
    let mut document = "{\"a\":\"jo\"}".to_owned();
    let mut expected = format!("{{\"a\":\"{}\"}}", mail("jo"));
    for _ in 0..MAX_EMBEDDED {
        document = around(&document);
        expected = around(&expected);
    }
    check(&rule, &document, &expected);
    document = around(&document);
    assert!(
        try_apply(&rule, &document)
            .unwrap_err()
            .contains("not JSON")
    );
}

#[test]
fn members_are_added_where_absent() {
    let rule = |others| {
        let mut rule = spec(others, vec![("a", keep()), ("r", text("given"))]);
        for (key, fake_rule) in [("r", text("added")), ("odd \"k\"", fake(Fake::Number))] {
            rule.add.push(AddRule {
                key: key.as_bytes().to_vec(),
                text: key.to_owned(),
                rule: fake_rule,
            });
        }
        rule
    };
    for (document, expected) in [
        ("{}", r#"{"r": "added", "odd \"k\"": 7}"#),
        (r#"{"a":1}"#, r#"{"a":1, "r": "added", "odd \"k\"": 7}"#),
        (r#"{"a":1 }"#, r#"{"a":1, "r": "added", "odd \"k\"": 7 }"#),
        (
            r#"{"\u0072": 1, "a": {"r": 1}}"#,
            r#"{"\u0072": "given", "a": {"r": 1}, "odd \"k\"": 7}"#,
        ),
        (r#"[{}]"#, r#"[{}]"#),
        ("null", "null"),
    ] {
        check(&rule(OthersSpec::Keep), document, expected);
    }
    for (document, expected) in [
        (
            r#"{"x": 1, "odd \"k\"": "CANARY"}"#,
            r#"{"r": "added", "odd \"k\"": 7}"#,
        ),
        (
            r#"{"x": 1, "a": 2, "y": 3 }"#,
            r#"{"a": 2, "r": "added", "odd \"k\"": 7 }"#,
        ),
    ] {
        check(&rule(OthersSpec::Remove), document, expected);
    }
}

#[test]
fn keys_match_unescaped_every_time_and_without_case_on_request() {
    let paths = || vec![("email", text("x")), ("É.k", text("y"))];
    let mut rule = spec(OthersSpec::Keep, paths());
    check(
        &rule,
        r#"{"\u0065mail": 1, "email": 2, "Email": 3, "é": {"k": 1}}"#,
        r#"{"\u0065mail": "x", "email": "x", "Email": 3, "é": {"k": 1}}"#,
    );
    rule.ignore_case = Some(true);
    check(
        &rule,
        r#"{"EMAIL": 1, "\u00e9": {"K": 1}}"#,
        r#"{"EMAIL": "x", "\u00e9": {"K": "y"}}"#,
    );
}

#[test]
fn results_are_written_as_their_kind() {
    let rule = spec(
        OthersSpec::Keep,
        vec![
            ("n", fake(Fake::Number)),
            ("b", fake(Fake::Flag)),
            ("t", text("a\"\\\n\u{1}é")),
            ("z", fake(Fake::Null)),
        ],
    );
    check(
        &rule,
        r#"{"n": 1, "n": "1", "b": true, "b": "true", "t": 0, "z": [1]}"#,
        r#"{"n": 7, "n": "7", "b": false, "b": "false", "t": "a\"\\\n\u0001é", "z": null}"#,
    );
}

#[test]
fn rules_see_the_enclosing_object() {
    let rule = spec(OthersSpec::Keep, vec![("**.t", fake(Fake::This))]);
    check(
        &rule,
        r#"{"a": [[{"t":1}]], "l": {"x": 2, "t": [1]}}"#,
        r#"{"a": [[{"t":"{\"t\":1}"}]], "l": {"x": 2, "t": "{\"x\": 2, \"t\": [1]}"}}"#,
    );
    let rule = spec(
        OthersSpec::Keep,
        vec![("l[*]", fake(Fake::This)), ("$", fake(Fake::This))],
    );
    check(&rule, r#"{"l":[0]}"#, r#"{"l":["{\"l\":[0]}"]}"#);
    check(&rule, "[]", "\"none\"");
    // From inside a string, the object around the string where there is no nearer one.
    let inner = spec(OthersSpec::Keep, vec![("$", fake(Fake::This))]);
    let rule = spec(OthersSpec::Keep, vec![("d", nest(inner))]);
    check(
        &rule,
        r#"{"d":"1"}"#,
        r#"{"d":"\"{\\\"d\\\":\\\"1\\\"}\""}"#,
    );
    assert_eq!(
        spec(OthersSpec::Keep, vec![("a", fake(Fake::This))]).reads_replaced(),
        ["id"]
    );
}

#[test]
fn seeds_come_from_siblings_too() {
    let mut by_id = email();
    by_id.options.seed_from = vec!["id".to_owned()];
    let rule = spec(OthersSpec::Keep, vec![("[*].e", by_id)]);
    let made = try_apply(
        &rule,
        r#"[{"e":"a","id":1},{"id":1,"e":"b"},{"id":2,"e":"b"}]"#,
    )
    .unwrap();
    let made: Vec<serde_json::Value> = serde_json::from_str(&made).unwrap();
    assert_eq!(made[0]["e"], made[1]["e"]);
    assert_ne!(made[0]["e"], made[2]["e"]);
}

#[test]
fn text_that_is_no_json() {
    let mut rule = spec(OthersSpec::Keep, vec![]);
    for document in ["", "CANARY", "{\"a\": CANARY}", "{\"a\": 1", "[NaN]"] {
        let message = try_apply(&rule, document).unwrap_err();
        assert!(message.contains("not JSON") && !message.contains("CANARY"));
    }
    rule.invalid = Invalid::Null;
    check(&rule, "CANARY", "NULL");
}

#[test]
fn lone_surrogates_are_handled() {
    let rule = spec(
        OthersSpec::Keep,
        vec![("a", email()), ("\u{FFFD}", text("x"))],
    );
    check(
        &rule,
        r#"{"b": "\ud83d", "a": "\udead", "\ud83d": 1}"#,
        &format!(
            r#"{{"b": "\ud83d", "a": "{}", "\ud83d": "x"}}"#,
            mail("\u{FFFD}")
        ),
    );
}

#[test]
fn column_types() {
    let rule = spec(OthersSpec::Keep, vec![]);
    for ty in [
        PgType::Json,
        PgType::Jsonb,
        PgType::Text,
        PgType::Varchar(Some(9)),
        PgType::Unknown,
    ] {
        assert!(bind(&rule, ty).is_ok());
    }
    let misfit = bind(&rule, PgType::Int4).err().unwrap();
    assert_eq!(misfit.message, "`json` makes JSON, but the column is int4");
}

#[test]
fn depth_costs_no_stack() {
    let depth = 100_000;
    let lists = format!("{}\"CANARY\"{}", "[".repeat(depth), "]".repeat(depth));
    let objects = format!("{}\"CANARY\"{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    for document in [&lists, &objects] {
        for (others, paths) in [
            (OthersSpec::Keep, vec![("**.p", email())]),
            (
                OthersSpec::Remove,
                vec![("**.p", email()), ("**.a.**.b", keep())],
            ),
            (redact(), vec![]),
            (OthersSpec::Keep, vec![("**.a", keep()), ("**", text("x"))]),
        ] {
            let made = try_apply(&spec(others, paths), document).unwrap();
            assert!(made.len() <= document.len() + 10);
        }
    }
}

/// A random document as text: duplicate keys, escapes, blanks.
fn document() -> impl Strategy<Value = String> {
    let blank = || prop::sample::select(vec!["", " ", "\n\t", "  \r"]);
    let string = || {
        prop::collection::vec(
            prop::sample::select(vec![
                "a",
                "b",
                "p",
                "CANARY",
                "\\u0061",
                "\\\"",
                "\\\\",
                "\\n",
                "é",
                "\\ud83d\\ude00",
                "\\ud83d",
                "{",
                "]",
                ",",
            ]),
            0..4,
        )
        .prop_map(|parts| format!("\"{}\"", parts.concat()))
    };
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1.50E+2".to_owned()),
        Just("424242".to_owned()),
        string(),
    ];
    leaf.prop_recursive(5, 60, 5, move |inner| {
        let key = prop_oneof![
            Just("\"a\"".to_owned()),
            Just("\"p\"".to_owned()),
            Just("\"\\u0070\"".to_owned()),
            string()
        ];
        let member = (blank(), key, blank(), inner.clone(), blank())
            .prop_map(|(a, key, b, value, c)| format!("{a}{key}{b}:{b}{value}{c}"));
        let element = (blank(), inner, blank()).prop_map(|(a, value, b)| format!("{a}{value}{b}"));
        prop_oneof![
            (blank(), prop::collection::vec(member, 0..5)).prop_map(|(blank, members)| {
                format!(
                    "{{{}}}",
                    if members.is_empty() {
                        blank.to_owned()
                    } else {
                        members.join(",")
                    }
                )
            }),
            prop::collection::vec(element, 0..5)
                .prop_map(|elements| format!("[{}]", elements.join(","))),
        ]
    })
}

/// serde_json knows no lone surrogates.
fn paired(text: &str) -> String {
    text.replace("\\ud83d\\ude00", "#").replace("\\ud83d", "#")
}

fn assert_valid(text: &str) {
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(&paired(text));
    assert!(parsed.is_ok(), "{text}");
}

/// Every scalar and key of a document.
fn leaves(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => members.values().for_each(|v| leaves(v, found)),
        serde_json::Value::Array(elements) => elements.iter().for_each(|v| leaves(v, found)),
        leaf => found.push(leaf.to_string()),
    }
}

proptest! {
    #[test]
    fn keeping_everything_is_identity(document in document()) {
        for rule in [
            spec(OthersSpec::Keep, vec![]),
            spec(OthersSpec::Keep, vec![("**", keep()), ("a", keep())]),
            spec(OthersSpec::Remove, vec![("$!", keep())]),
            spec(OthersSpec::Fail, vec![("$!", keep()), ("**.p", keep())]),
        ] {
            let bound = bind(&rule, PgType::Text).unwrap();
            let (outcome, _) = run(&*bound, document.as_bytes()).unwrap();
            prop_assert_eq!(outcome, Outcome::Keep);
        }
    }

    #[test]
    fn results_are_json_and_nothing_survives(document in document()) {
        for others in [|| OthersSpec::Remove, redact, || OthersSpec::Rule(text("x"))] {
            for paths in [
                vec![],
                vec![("p", text("x")), ("a.a", email())],
                vec![("**.p", text("x"))],
                vec![("*.p", text("x")), ("**.a.**", text("x")), ("[*][0]", email())],
                vec![("a", nest(spec(OthersSpec::Remove, vec![("p", text("x"))])))],
            ] {
                let mut rule = spec(others(), paths);
                for path in &mut rule.paths {
                    path.rule.options.replace_nulls = false;
                }
                let Ok(made) = try_apply(&rule, &document) else {
                    continue;
                };
                assert_valid(&made);
                let value: serde_json::Value = serde_json::from_str(&paired(&made)).unwrap();
                let mut found = Vec::new();
                leaves(&value, &mut found);
                for leaf in found {
                    prop_assert!(!leaf.contains("CANARY") && !leaf.contains("424242"), "{made}");
                    prop_assert!(leaf != "true", "{made}");
                }
            }
        }
    }

    #[test]
    fn removal_leaves_what_a_tree_would(document in document()) {
        fn prune(value: serde_json::Value) -> Option<serde_json::Value> {
            // `**.p: keep`
            match value {
                serde_json::Value::Object(members) => {
                    let kept: serde_json::Map<_, _> = members
                        .into_iter()
                        .filter_map(|(key, value)| {
                            let scalar = !value.is_object() && !value.is_array();
                            if key == "p" && scalar { Some((key, value)) } else { Some((key, prune(value)?)) }
                        })
                        .collect();
                    (!kept.is_empty()).then_some(serde_json::Value::Object(kept))
                }
                serde_json::Value::Array(elements) => {
                    let kept: Vec<_> = elements.into_iter().filter_map(prune).collect();
                    (!kept.is_empty()).then_some(serde_json::Value::Array(kept))
                }
                _ => None,
            }
        }
        let document = paired(&document);
        let original: serde_json::Value = serde_json::from_str(&document).unwrap();
        // Duplicate keys are one in a tree: only documents that survive the round trip compare.
        let bare: String = document.split_whitespace().collect();
        prop_assume!(serde_json::to_string(&original).unwrap().len() >= bare.len());
        let empty = match &original {
            serde_json::Value::Object(_) => serde_json::json!({}),
            serde_json::Value::Array(_) => serde_json::json!([]),
            _ => serde_json::Value::Null,
        };
        let made = try_apply(&spec(OthersSpec::Remove, vec![("**.p", keep())]), &document).unwrap();
        let made: serde_json::Value = serde_json::from_str(&made).unwrap();
        prop_assert_eq!(made, prune(original).unwrap_or(empty));
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes: Vec<u8>, text in r#"[\[\]{}",:01ap\\ue ]{0,30}"#) {
        let mut rule = spec(OthersSpec::Remove, vec![("**.a", keep()), ("p[0]", email())]);
        rule.ignore_case = Some(true);
        let bound = bind(&rule, PgType::Text).unwrap();
        let _ = run(&*bound, &bytes);
        let _ = run(&*bound, text.as_bytes());
        let _ = run(&*bound, &[b"{\"a\":\"", &bytes[..], b"\"}"].concat());
    }
}
