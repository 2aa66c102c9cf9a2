//! What is read, what is refused, and where.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Node> {
    parse(&Arc::from("r.yaml"), text.as_bytes())
}

/// All findings with their hints, a line each.
fn fails(text: &[u8]) -> String {
    match parse(&Arc::from("r.yaml"), text) {
        Ok(node) => panic!("no error in {node:?}"),
        Err(error) => error
            .findings()
            .map(|finding| {
                assert_eq!(finding.exit(), crate::exit::ExitCode::Rules);
                let mut line = finding.to_string();
                for hint in finding.hints() {
                    line = format!("{line} ({hint})");
                }
                line
            })
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn keys_and_values_know_their_places() {
    let node = read("é: \"ü\"  # x\r\nb:\r\n  - {c: ~, d: 'null'}\r\n").unwrap();
    let entries = node.map().unwrap();
    assert_eq!(entries[0].0.position.to_string(), "r.yaml:1:1");
    assert_eq!(entries[0].1.position.to_string(), "r.yaml:1:4");
    let inner = entries[1].1.list().unwrap()[0].map().unwrap();
    assert_eq!(inner[0].1.position.to_string(), "r.yaml:3:9");
    assert_eq!(inner[1].0.position.to_string(), "r.yaml:3:12");
    assert_eq!(inner[1].1.scalar(), Some("null"));
}

#[test]
fn scalars_keep_their_source_text() {
    let node = read("{a: 1.10, b: 0123, c: no, d: \"é\\n\", e: 'it''s'}").unwrap();
    let texts: Vec<_> = node
        .map()
        .unwrap()
        .iter()
        .map(|(_, v)| v.scalar().unwrap())
        .collect();
    assert_eq!(texts, ["1.10", "0123", "no", "é\n", "it's"]);
    let node = read("a: |\n  x\n  y\nb: >-\n  p\n  q\n").unwrap();
    assert_eq!(node.get("a").unwrap().scalar(), Some("x\ny\n"));
    assert_eq!(node.get("b").unwrap().scalar(), Some("p q"));
}

#[test]
fn nothing_is_not_an_empty_text() {
    let node = read("{a: , b: '', c}").unwrap();
    let shapes: Vec<_> = node.map().unwrap().iter().map(|(_, v)| v.shape()).collect();
    assert_eq!(shapes, ["nothing", "a scalar", "nothing"]);
    assert!(read("").unwrap().map().unwrap().is_empty());
    assert!(
        read("# only this\n---\n")
            .unwrap()
            .map()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn keys_given_twice_name_both_places() {
    insta::assert_snapshot!(fails(b"a: 1\nb: {x: 1, x: 2}\na: 3\n"), @r#"
    r.yaml:2:11: the key `x` is given twice, first at r.yaml:2:5 (remove one of the two)
    r.yaml:3:1: the key `a` is given twice, first at r.yaml:1:1 (remove one of the two)
    "#);
}

#[test]
fn a_starred_key_wants_quotes_wherever_it_stands() {
    for text in [
        "*email*: x\n",
        "a: 1\n*email*: x\n",
        "a:\n  b: c\n  *_id: keep\n  d: e\n",
        "a:\n  b: c\n  *_id:\n    use: keep\n",
        "a: {b: c, *email*: x}\n",
        "a: {*email*: {use: x}}\n",
        "a: {b: &q x, *q : b}\n",
        "a:\n- *a*: b\n",
        "a:\n  *a* : b\n",
        "a: {b: &q x, c: {*q : b}}\n",
        "a:\n  &q b: c\n  *q : d\n",
        "*: x\n",
        "a: 1\n* : x\n",
    ] {
        let message = fails(text.as_bytes());
        assert!(
            message.contains("a key that begins with `*`") && message.contains("quote it"),
            "{text:?}: {message}"
        );
    }
    insta::assert_snapshot!(fails(b"c:\n  a: b\n  *email*: x\n  d: e\n"), @r#"r.yaml:3:3: a key that begins with `*` is an alias to YAML, not a text (quote it: "*…":)"#);
    insta::assert_snapshot!(fails(b"columns: [*email*, b]"), @"r.yaml:1:11: there is no anchor of this name (quote a text that begins with `*`)");
}

#[test]
fn anchors_aliases_and_merge_keys() {
    let node = read(
        "x-a: &a {p: 1, q: 2}\nx-b: &b {q: 3, r: 4}\nc: {<<: [*a, *b], p: 0}\nd: *a\n\
         e:\n  <<: *b\n  s: 5\n\"<<\": text\n",
    )
    .unwrap();
    let show = |key: &str| {
        node.get(key)
            .unwrap()
            .map()
            .unwrap()
            .iter()
            .map(|(k, v)| format!("{}={}", k.text, v.scalar().unwrap()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(show("c"), "p=0 q=2 r=4");
    assert_eq!(show("d"), "p=1 q=2");
    assert_eq!(show("e"), "s=5 q=3 r=4");
    assert_eq!(node.get("<<").unwrap().scalar(), Some("text"));
    insta::assert_snapshot!(fails(b"a: {<<: 1, b: 2}"), @"r.yaml:1:9: `<<` takes a map or a list of maps, such as `<<: *anchor`");
    insta::assert_snapshot!(fails(b"a: &a {b: *a}"), @"r.yaml:1:11: this alias stands inside what it refers to");
}

#[test]
fn laughs_are_counted() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        text.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            [alias.as_str(); 10].join(", ")
        ));
    }
    assert!(fails(text.as_bytes()).contains("the file is too large"));
    let mut text = format!("a0: &a0 {}\n", "x".repeat(1 << 20));
    text.push_str(&format!("b: [{}]\n", ["*a0"; 100].join(", ")));
    assert!(fails(text.as_bytes()).contains("the file is too large"));
}

#[test]
fn depth_is_bounded_without_recursion() {
    assert!(fails("[".repeat(200).as_bytes()).contains("nest deeper"));
    assert!(fails("[".repeat(100_000).as_bytes()).contains("nest deeper"));
    assert!(fails("- ".repeat(50_000).as_bytes()).contains("nest deeper"));
    let mut text = String::from("a0: &a0 [[[[[[[[[[[[x]]]]]]]]]]]]\n");
    for level in 1..20 {
        text.push_str(&format!(
            "a{level}: &a{level} [[[[[[*a{}]]]]]]\n",
            level - 1
        ));
    }
    assert!(fails(text.as_bytes()).contains("nest deeper"));
}

#[test]
fn what_yaml_would_misread_is_refused() {
    insta::assert_snapshot!(fails(b"a: 1\n---\nb: 2\n"), @"r.yaml:2:1: a rule file holds one YAML document; a second one begins (put it in a file of its own, or remove the `---` or `...` line)");
    insta::assert_snapshot!(fails(b"a: !x y\n"), @"r.yaml:1:4: YAML tags (`!name`) have no meaning in rules (quote a text that begins with `!`)");
    insta::assert_snapshot!(fails(b"a: {template: {{ name }}}\n"), @r#"r.yaml:1:16: a key must be a scalar, not a map or a list (a text that begins with `{{` needs quotes: "{{ … }}")"#);
    insta::assert_snapshot!(fails(b"a: 1\n: 2\n"), @"r.yaml:2:1: there is no key before the `:`");
    insta::assert_snapshot!(fails(b"a:\n\tb: c\n"), @"r.yaml:2:2: YAML syntax: tabs disallowed within this context (block indentation)");
    insta::assert_snapshot!(fails(b"a: b: c\n"), @"r.yaml:1:5: YAML syntax: mapping values are not allowed in this context");
    insta::assert_snapshot!(fails(b"a: x\n\xE9: y\n"), @r#"r.yaml:2:1: the file is not UTF-8 (save it as UTF-8; bytes of other encodings are written as "\x.." escapes)"#);
    insta::assert_snapshot!(fails(b"a: x\nb: \0\nc: d\n"), @r#"r.yaml:2:4: the control character U+0000 can't stand in a rule file (write it as "\u0000" in double quotes)"#);
    assert!(read("\u{FEFF}a: b\n").unwrap().get("a").is_some());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = read(&text);
    }

    #[test]
    fn no_yaml_like_text_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "a", ":", ": ", "\n", "  ", "- ", "*", "&a ", "*a", "{", "}", "[", "]", ",",
                "<<: ", "|\n", ">", "'", "\"", "#", "? ", "!!x ", "---\n", "...\n", "%", "\t",
                "é", "\r\n", "\r", "\\", "\u{FEFF}",
            ]),
            0..60,
        )
    ) {
        let _ = read(&parts.concat());
    }
}
