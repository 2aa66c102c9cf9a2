use super::*;
use crate::rules::node::Node;
use crate::transform::pseudonym::fixture::{Fixture, Rule, map, quoted};

fn node(source: &str) -> Node {
    map(&[("template", quoted(source))])
}

fn rule(fixture: &Fixture, source: &str) -> Rule {
    fixture.rule("template", node(source))
}

fn fixture() -> Fixture {
    Fixture::new().columns(&[
        ("name", PgType::Text, Some("Jane Smith"), Some("Zoë \"Q\"")),
        ("age", PgType::Int4, Some("40"), Some("41")),
        ("active", PgType::Bool, Some("t"), Some("f")),
        (
            "data",
            PgType::Jsonb,
            None,
            Some("{\"b\":1,  \"tags\":[\"x\",\"y\"]}"),
        ),
        ("gone", PgType::Text, Some("was"), None),
    ])
}

fn render(source: &str, value: &str) -> String {
    let fixture = fixture();
    let bound = fixture.bind(&rule(&fixture, source), PgType::Text);
    fixture.value(&bound, value)
}

#[test]
fn columns_are_seen_with_their_replaced_values() {
    assert_eq!(
        render("{{ name }} is {{ age + 1 }}", "secret"),
        "Zoë \"Q\" is 42"
    );
    assert_eq!(
        render("{% if active %}on{% else %}off{% endif %}", "x"),
        "off"
    );
    assert_eq!(
        render("{{ data }}", "x"),
        "{\"b\":1,  \"tags\":[\"x\",\"y\"]}"
    );
    assert_eq!(
        render(
            "{{ data.b + 1 }}{% for t in data.tags %}<{{ t }}>{% endfor %}",
            "x"
        ),
        "2<x><y>"
    );
    assert_eq!(render("[{{ gone }}]{{ gone or 'none' }}", "x"), "[]none");
    assert_eq!(render("{{ name|upper|tojson }}", "x"), "\"ZOË \\\"Q\\\"\"");
    assert_eq!(
        render("{{ \"é\\n\\\"\\\\\"|tojson }}{{ \"<&'>\"|tojson }}", "x"),
        r#""é\n\"\\""\u003c\u0026\u0027\u003e""#
    );
    assert_eq!(
        render("{{ name|tojson(indent=2) }}", "x"),
        "\"Zoë \\\"Q\\\"\""
    );
    assert_eq!(render("<b>&'é\\", "x"), "<b>&'é\\");
    assert_eq!(render("{{ now }}", "x"), "2024-06-01 12:30:00+00:00");
    assert_eq!(
        render("{{ data|tojson }}", "x"),
        "{\"b\":1,\"tags\":[\"x\",\"y\"]}"
    );
}

#[test]
fn the_original_decides_but_is_never_printed() {
    for (source, value, text) in [
        (
            "{% if value == 'Jane' %}a{% else %}b{% endif %}",
            "Jane",
            "a",
        ),
        (
            "{% if value == 'Jane' %}a{% else %}b{% endif %}",
            "John",
            "b",
        ),
        (
            "{{ 'long' if value|length > 3 else 'short' }}",
            "Jane",
            "long",
        ),
        (
            "{% if value is startingwith('J') and not value == 'x' %}J{% endif %}",
            "Jane",
            "J",
        ),
        (
            "{% for n in range(3) if value %}{{ n }}{% endfor %}",
            "Jane",
            "012",
        ),
        ("{% if value %}full{% else %}empty{% endif %}", "", "empty"),
    ] {
        assert_eq!(render(source, value), text, "{source}");
    }
    let hashed = render("{{ hash(value) }}", "Jane");
    assert_eq!(hashed.len(), 32);
    assert_eq!(
        render("{{ hash(value|lower) }}", "jane"),
        render("{{ hash(value) }}", "jane")
    );
    assert_ne!(hashed, render("{{ hash(value) }}", "John"));
}

#[test]
fn every_other_use_of_the_original_is_refused_at_load() {
    let fixture = fixture();
    for source in [
        "{{ value }}",
        "{{ value|upper }}",
        "{{ [value] }}",
        "{{ {'a': value} }}",
        "{{ {value: 1} }}",
        "{{ value ~ \"\" }}",
        "{{ value + 'x' }}",
        "{{ -value }}",
        "{{ value[0] }}",
        "{{ value[:3] }}",
        "{{ name[value] }}",
        "{{ value.x }}",
        "{{ value.upper() }}",
        "{{ value == 'x' }}",
        "{{ value is string }}",
        "{{ name is eq(value) }}",
        "{{ name|default(value) }}",
        "{{ name|replace('x', value) }}",
        "{{ name if name else value }}",
        "{{ value if value }}",
        "{{ (hash if name else value)(value) }}",
        "{% set x = value %}{{ x }}",
        "{% set x %}{{ value }}{% endset %}{{ x }}",
        "{% set x, y = value, 1 %}{{ x }}",
        "{% set ns = namespace() %}{% set ns.x = value %}{{ ns.x }}",
        "{% set ns = namespace(x=value) %}{{ ns.x }}",
        "{% for c in value %}{{ c }}{% endfor %}",
        "{% for c in [value] %}{{ c }}{% endfor %}",
        "{% with x = value %}{{ x }}{% endwith %}",
        "{% filter replace('a', value) %}a{% endfilter %}",
        "{% if name %}{{ value }}{% endif %}",
        "{% if name %}a{% else %}{{ value }}{% endif %}",
        "{% if name %}a{% elif age %}{{ value }}{% endif %}",
        "{% for x in [] %}a{% else %}{{ value }}{% endfor %}",
        "{{ hash(name) ~ value }}",
        "{{ fake('hash') ~ value }}",
        "{{ dict(a=value) }}",
        "{{ range(value) }}",
        // Other meanings for the functions that may take it.
        "{% set hash = name %}{{ hash(value) }}",
        "{% for hash in [1] %}{{ hash(value) }}{% endfor %}",
        "{% with fake = 1 %}{{ fake('hash', value) }}{% endwith %}",
        "{% set value = 1 %}",
        "{% set (a, hash) = [1, 2] %}",
        "{% macro hash(x) %}{{ x }}{% endmacro %}{{ hash(value) }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(value) }}",
        "{% set f = hash %}{{ f(value) }}",
        "{{ hash }}",
        "{{ [fake] }}",
        // Kinds that would give it back.
        "{{ fake('keep', value) }}",
        "{{ fake('mask', value) }}",
        "{{ fake('truncate', value) }}",
        "{{ fake('template', value) }}",
        "{{ fake(name, value) }}",
        "{{ fake('ha' ~ 'sh', value) }}",
        "{{ fake(*['keep', value]) }}",
        "{{ fake() }}",
        "{% include 'x' %}",
        "{% import value as x %}",
        "{% do hash(value) %}",
        "{% autoescape value %}{% endautoescape %}",
    ] {
        let loaded = fixture.load("template", &node(source));
        assert!(loaded.is_err(), "{source}");
    }
    // What only looks like it.
    for source in [
        "{# value #}",
        "{% raw %}{{ value }}{% endraw %}",
        "{{ 'value' }}",
        "{{ data.value|default('x') }}",
        "{{ dict(value=1) }}",
        "value",
    ] {
        assert!(fixture.load("template", &node(source)).is_ok(), "{source}");
    }
}

#[test]
fn functions_cannot_reach_the_original_at_run_time() {
    let fixture = fixture();
    for source in ["{{ debug() }}", "{{ debug }}"] {
        match fixture.load("template", &node(source)) {
            Err(_) => {}
            Ok(spec) => {
                let misfit = fixture.try_bind(&Rule::new("template", spec), PgType::Text);
                assert!(misfit.is_err(), "{source}: debug is no column");
            }
        }
    }
}

#[test]
fn hash_is_what_the_transformer_hash_makes() {
    let fixture = fixture();
    let template = rule(&fixture, "@u{{ hash(value) }}:example.com").in_namespace("mxid");
    let hash = fixture.rule("hash", map(&[])).in_namespace("mxid");
    let template = fixture.bind(&template, PgType::Text);
    let hash = fixture.bind(&hash, PgType::Text);
    for value in ["Jane", "", "é\\"] {
        let expected = format!("@u{}:example.com", fixture.value(&hash, value));
        assert_eq!(fixture.value(&template, value), expected);
    }
    let of_column = fixture.bind(
        &rule(&fixture, "{{ hash(age) }}").in_namespace("mxid"),
        PgType::Text,
    );
    assert_eq!(fixture.value(&of_column, "x"), fixture.value(&hash, "41"));
}

#[test]
fn unique_wants_the_hash_of_the_original() {
    let fixture = fixture();
    let unique = |source| fixture.try_bind(&rule(&fixture, source).unique(), PgType::Text);
    assert!(unique("@{{ hash(value) }}:x").is_ok());
    for source in [
        "{{ name }}",
        "{{ hash(name) }}",
        "{% if name %}{{ hash(value) }}{% endif %}",
        "{{ hash(value)[:8] }}",
        "{{ hash(value|length) }}",
    ] {
        assert!(unique(source).is_err(), "{source}");
    }
}

#[test]
fn fakes_are_keyed_by_the_original_and_their_number() {
    let source = "{{ fake('hash') }} {{ fake('hash') }}";
    let text = render(source, "Jane");
    let (a, b) = text.split_once(' ').expect("two hashes");
    assert_ne!(a, b);
    assert_ne!(text, render(source, "John"));
    let fixture = fixture();
    let hash = fixture.bind(&fixture.rule("hash", map(&[])), PgType::Text);
    assert_eq!(
        render("{{ fake('hash', value) }}", "Jane"),
        fixture.value(&hash, "Jane")
    );
    let ids = fixture.bind(&fixture.rule("id.integer", map(&[])), PgType::Text);
    assert_eq!(
        render("{{ fake('id.integer', value) }}", "7"),
        fixture.value(&ids, "7")
    );
    let bound = fixture.bind(
        &rule(&fixture, "{{ fake('id.integer', value) }}"),
        PgType::Text,
    );
    let failure = fixture.apply(&bound, "Jane").expect_err("no number");
    assert!(failure.0.contains("whole number") && !failure.0.contains("Jane"));
    let error = fixture
        .load("template", &node("{{ fake('hsah') }}"))
        .expect_err("unknown");
    assert!(error.hints()[0].contains("`hash`"));
    assert!(
        fixture
            .load("template", &node("{{ fake('generate_regex') }}"))
            .is_err()
    );
}

#[test]
fn mistakes_in_the_rule_are_found_before_the_first_row() {
    let fixture = fixture();
    for (source, part) in [
        ("{{ name", "syntax"),
        ("a\n{{ name|uper }}", "line 2: there is no filter `uper`"),
        ("{{ name is foo }}", "no test `foo`"),
    ] {
        let error = fixture.load("template", &node(source)).expect_err(source);
        assert_eq!(error.exit(), crate::exit::ExitCode::Rules);
        assert!(error.message().contains(part), "{}", error.message());
    }
    let misfit = fixture
        .try_bind(&rule(&fixture, "{{ nmae }}"), PgType::Text)
        .err()
        .expect("no such column");
    assert!(misfit.hint.expect("a hint").contains("\"name\""));
    assert_eq!(
        rule(
            &fixture,
            "{{ name }}{{ hash(age) }}{% for x in range(2) %}{{ x }}{{ loop.index }}{% endfor %}"
        )
        .0
        .spec
        .reads_replaced(),
        ["age", "name"]
    );
}

#[test]
fn failures_show_nothing_of_the_row() {
    let fixture = fixture();
    for source in [
        "{{ name + 1 }}",
        "{{ data.missing }}",
        "{% if value + 1 %}{% endif %}",
        "{{ hash([value]) }}",
        "{{ name|int }}",
        "{% for x in range(100000) %}{% for y in range(100000) %}{% endfor %}{% endfor %}",
        "{{ name() }}",
    ] {
        let bound = fixture.bind(&rule(&fixture, source), PgType::Text);
        let failure = fixture.apply(&bound, "Jane").expect_err(source);
        for part in ["Jane", "Smith", "Zo"] {
            assert!(!failure.0.contains(part), "{source}: {}", failure.0);
        }
    }
    let bound = fixture.bind(&rule(&fixture, "{{ hash(value) }}"), PgType::Text);
    assert!(fixture.apply_bytes(&bound, Some(b"\xff")).is_err());
}

#[test]
fn results_fit_the_column() {
    let fixture = fixture();
    let number = fixture.bind(&rule(&fixture, "{{ age * 2 }}"), PgType::Int4);
    assert_eq!(fixture.value(&number, "1"), "82");
    let wrong = fixture.bind(&rule(&fixture, "{{ name }}"), PgType::Int4);
    let failure = fixture.apply(&wrong, "1").expect_err("no number");
    assert!(!failure.0.contains("Zo"));
    let json = fixture.bind(&rule(&fixture, "{\"a\": {{ name|tojson }}}"), PgType::Jsonb);
    assert!(fixture.value(&json, "{}").contains("Zo"));
    let short = fixture.bind(&rule(&fixture, "{{ name }}"), PgType::Varchar(Some(3)));
    assert!(fixture.apply(&short, "1").is_err());
}

#[test]
fn rule_files_fill_templates_with_generated_parts() {
    let rules = crate::rules::load::testing::rules(
        "aliases:\n  mxid: {template: \"@u{{ hash(value) }}:example.com\", namespace: mxid}\n\
         tables:\n  t:\n    columns:\n      id: {use: mxid, unique: true}\n      doc: {template: '{\"evidence\": \
         [{% for r in data.tags %}{{ fake(\"lorem.sentence\")|tojson }}{% if not loop.last %}, {% endif %}\
         {% endfor %}], \"by\": {{ fake(\"person.name\", value)|tojson }}}'}\n",
    );
    let fixture = fixture();
    let rule = |at: usize| Rule(rules.tables[0].columns[at].rule.clone());
    let id = fixture.value(&fixture.bind(&rule(0), PgType::Text), "@jane:corp.example");
    assert!(id.starts_with("@u") && id.ends_with(":example.com") && !id.contains("jane"));
    let json = fixture.value(
        &fixture.bind(&rule(1), PgType::Jsonb),
        "{\"name\":\"Jane\"}",
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let evidence = json["evidence"].as_array().expect("a list");
    assert_eq!(evidence.len(), 2);
    assert_ne!(evidence[0], evidence[1]);
    assert!(json["by"].as_str().is_some_and(|name| !name.is_empty()));
}

#[test]
fn a_column_may_be_called_self() {
    let fixture = Fixture::new().columns(&[("self", PgType::Text, None, Some("me"))]);
    let bound = fixture.bind(&rule(&fixture, "{{ self }}"), PgType::Text);
    assert_eq!(fixture.value(&bound, "x"), "me");
}
