//! What is nested deeper than any stack: in the dump it passes or is refused, in rules too.

use super::growth::{Shape, assert_orderly, dump, value};
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};

/// As deep as the issue of a promise: JSON a hundred thousand levels deep.
const DEEP: usize = 100_000;

fn nested(open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP))
}

#[test]
fn statements_nested_deeper_than_a_stack() {
    let kept = |name, statement: String| Shape {
        name,
        rules: KEEP_ALL,
        dump: dump(&statement),
        codes: &[0],
    };
    assert_orderly(&[
        kept("parentheses", format!("SELECT {};", nested("(", "1", ")"))),
        kept(
            "brackets",
            format!("SELECT {};", nested("ARRAY[", "1", "]")),
        ),
        kept("comments", format!("SELECT 1 {};", nested("/*", "", "*/"))),
        kept("comments between statements", nested("/*", "", "*/")),
        kept(
            "CASE",
            format!(
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT {}; END;",
                nested("CASE WHEN true THEN ", "1", " END")
            ),
        ),
        kept(
            "a condition",
            format!(
                "CREATE TABLE t (a int, CHECK ({}));",
                nested("(NOT ", "true", ")")
            ),
        ),
        kept(
            "a default",
            format!(
                "CREATE TABLE t (a int DEFAULT {});",
                nested("(- ", "1", ")")
            ),
        ),
        kept(
            "a type",
            format!("CREATE TABLE t (a int{});", "[]".repeat(DEEP)),
        ),
        kept(
            "a type's modifiers",
            format!("CREATE TABLE t (a numeric{});", nested("(", "1", ")")),
        ),
        kept(
            "an index",
            format!(
                "CREATE UNIQUE INDEX i ON t USING btree ({}) WHERE {};",
                nested("(", "a", ")"),
                nested("(", "a", ")")
            ),
        ),
        kept(
            "a partition's bounds",
            format!(
                "CREATE TABLE t PARTITION OF u FOR VALUES IN ({});",
                nested("(", "1", ")")
            ),
        ),
        kept(
            "a name",
            format!("COMMENT ON TABLE {}t IS 'x';", "a.".repeat(DEEP)),
        ),
        kept(
            "a query",
            format!(
                "CREATE VIEW v AS {};",
                nested("SELECT * FROM (", "t", ") x")
            ),
        ),
        kept(
            "an INSERT",
            format!(
                "CREATE TABLE t (a int);\nINSERT INTO t VALUES ({});",
                nested("(", "1", ")")
            ),
        ),
    ]);
}

#[test]
fn values_nested_deeper_than_a_stack() {
    let mut shapes = Vec::new();
    let lists = nested("[", "", "]");
    let objects = nested("{\"a\":", "1", "}");
    let both = nested("[{\"b\":", "\"x\"", "}]");
    for rule in [
        "{json: {\"**.a\": hash}, others: redact}",
        "{json: {\"**.b\": {use: keep, deep: true}, a.a.a: hash}, others: remove}",
        "{json: {\"**.zz\": hash}, others: keep, add: {q: hash}}",
    ] {
        let rules = &*format!("tables: {{t: {{columns: {{x: {rule}}}}}}}").leak();
        for (name, field) in [("lists", &lists), ("objects", &objects), ("both", &both)] {
            for ty in ["json", "text"] {
                let dump = value(ty, field);
                shapes.push(Shape {
                    name,
                    rules,
                    dump,
                    codes: &[0],
                });
            }
            let dump = dump(&format!(
                "CREATE TABLE public.t (x jsonb);\nINSERT INTO public.t VALUES ('{field}');\n"
            ));
            shapes.push(Shape {
                name,
                rules,
                dump,
                codes: &[0],
            });
        }
    }
    for (name, rule, ty, field) in [
        (
            "arrays",
            "{elements: hash}",
            "text[]",
            nested("{", "a", "}"),
        ),
        (
            "composites",
            "{fields: {a: hash}}",
            "public.c",
            nested("(", "a", ")"),
        ),
        (
            "serialised",
            "text.redact",
            "text",
            format!("a:1:{}", nested("{i:0;a:1:", "N;", "}")),
        ),
        (
            "cases inside JSON",
            "{json: {\"**.b\": [{when: \"this->>'c' = 'd'\", use: keep}, {use: hash}]}, others: redact}",
            "jsonb",
            both.clone(),
        ),
        (
            "cases over JSON",
            "[{when: \"x->'a'->'a' IS NULL\", use: keep}, {use: hash}]",
            "jsonb",
            objects.clone(),
        ),
        (
            "a comparison of JSON",
            "[{when: \"x = '1'\", use: \"null\"}, {use: hash}]",
            "jsonb",
            lists.clone(),
        ),
    ] {
        let rules = &*format!("tables: {{t: {{columns: {{x: {rule}}}}}}}").leak();
        let dump = value(ty, &field).replace(
            "CREATE TABLE",
            "CREATE TYPE public.c AS (a text);\nCREATE TABLE",
        );
        shapes.push(Shape {
            name,
            rules,
            dump,
            codes: &[0, 3, 4, 5],
        });
    }
    assert_orderly(&shapes);
}

#[test]
fn rules_nested_deeper_than_a_stack() {
    let small = dump("CREATE TABLE public.t (y text);\n");
    let expression =
        |text: String| format!("tables: {{t: {{purge: \"{text}\", columns: {{y: keep}}}}}}");
    for (name, rules) in [
        ("lists", nested("[", "", "]")),
        ("maps", nested("{a: ", "1", "}")),
        ("lists on one line", format!("a: {}1", "- ".repeat(DEEP))),
        (
            "anchors",
            format!(
                "x-0: &a0 [1]\n{}",
                (0..60)
                    .map(|n| format!("x-{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1))
                    .collect::<String>()
            ),
        ),
        ("parentheses", expression(nested("(", "x = 1", ")"))),
        ("NOT", expression(format!("{} true", "NOT ".repeat(DEEP)))),
        ("minus", expression(format!("x = {}1", "- ".repeat(DEEP)))),
        (
            "OR",
            expression(format!("x = 1 {}", "OR x = 2 ".repeat(DEEP))),
        ),
        (
            "subqueries",
            expression(nested("x IN (SELECT x FROM t WHERE ", "true", ")")),
        ),
        (
            "casts",
            expression(format!("x{} = 1", "::int".repeat(DEEP))),
        ),
        (
            "arrows",
            expression(format!("y::jsonb{} = '1'", "->'a'".repeat(DEEP))),
        ),
        (
            "calls",
            expression(format!("{} = 'a'", nested("lower(", "y", ")"))),
        ),
        (
            "a pattern",
            format!(
                "tables: {{t: {{columns: {{y: {{use: regex, pattern: \"{}\", replacement: b}}}}}}}}",
                nested("(", "a", ")")
            ),
        ),
        (
            "a template",
            format!(
                "tables: {{t: {{columns: {{y: {{template: \"{}\"}}}}}}}}",
                nested("{% if x %}", "a", "{% endif %}")
            ),
        ),
        (
            "parentheses in a template",
            format!(
                "tables: {{t: {{columns: {{y: {{template: \"{{{{ {} }}}}\"}}}}}}}}",
                nested("(", "x", ")")
            ),
        ),
        (
            "a path",
            format!(
                "tables: {{t: {{columns: {{y: {{json: {{\"{}a\": hash}}, others: remove}}}}}}}}",
                "a.".repeat(DEEP)
            ),
        ),
        (
            "rules in rules",
            format!(
                "tables: {{t: {{columns: {{y: {}}}}}}}",
                nested("{elements: ", "hash", "}")
            ),
        ),
        (
            "cases in cases",
            format!(
                "tables: {{t: {{columns: {{y: {}}}}}}}",
                nested("[{use: ", "hash", "}]")
            ),
        ),
    ] {
        let output = Dmscrub::with_rules(&rules).run(small.as_bytes());
        // A path may be as long as it likes; the rest is refused.
        let code = if name == "a path" { 0 } else { 3 };
        assert_eq!(output.code, code, "{name}: {}", output.stderr_text());
    }
}
