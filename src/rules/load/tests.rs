//! The sentences of the rule language, one by one.

use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::testing::{Beside, fail, fails, load_overlay, load_text, rules, show};
use super::{Outside, is_rule_file, load};
use crate::rules::model::*;
use crate::transform::bind::Normalise;

#[test]
fn rule_files_are_yaml_without_tests() {
    for (name, is) in [
        ("users.yaml", true),
        ("users.yml", true),
        ("users.test.yaml", false),
        ("users.test.yml", false),
        ("users.json", false),
        ("a.test.b.yaml", true),
        (".yaml", false),
        ("yaml", false),
    ] {
        assert_eq!(is_rule_file(name), is, "{name}");
    }
}

#[test]
fn no_rules_are_rules() {
    let rules = rules("# nothing\n");
    assert_eq!(rules.defaults.unlisted_tables, UnlistedTables::Fail);
    assert_eq!(rules.defaults.unlisted_columns, UnlistedColumns::Fail);
    assert_eq!(rules.defaults.statistics, Policy::Drop);
    assert_eq!(rules.defaults.large_objects, LargeObjects::Fail);
    assert_eq!(rules.defaults.comments, Policy::Keep);
    assert_eq!(rules.defaults.secrets, Policy::Drop);
    assert_eq!(rules.defaults.subscriptions, Policy::Drop);
    assert_eq!(rules.defaults.security_labels, Policy::Drop);
    assert_eq!(rules.defaults.locale, "en_GB");
    assert_eq!(rules.defaults.email_domain, "example.com");
    assert_eq!(rules.defaults.time_zone, "UTC");
}

#[test]
fn defaults_are_read() {
    let defaults = rules(
        "defaults:\n  unlisted_tables: purge\n  unlisted_columns: ~\n  statistics: keep\n  \
         large_objects: empty\n  comments: drop\n  secrets: fail\n  subscriptions: keep\n  \
         security_labels: keep\n  statements: {drop: [\"EVENT TRIGGER x*\"], require: TABLE *}\n  \
         locale: en\n  email_domain: Test.Example\n  time_zone: Europe/London\n",
    )
    .defaults;
    assert_eq!(defaults.unlisted_tables, UnlistedTables::Purge);
    assert_eq!(defaults.unlisted_columns, UnlistedColumns::Null);
    assert_eq!(defaults.statistics, Policy::Keep);
    assert_eq!(defaults.large_objects, LargeObjects::Empty);
    assert_eq!(defaults.comments, Policy::Drop);
    assert_eq!(defaults.secrets, Policy::Fail);
    assert_eq!(defaults.subscriptions, Policy::Keep);
    assert_eq!(defaults.security_labels, Policy::Keep);
    assert_eq!(defaults.drop_statements[0].0, "EVENT TRIGGER x*");
    assert_eq!(defaults.drop_statements[0].1.to_string(), "r.yaml:10:23");
    assert_eq!(defaults.require_statements[0].0, "TABLE *");
    assert_eq!(defaults.locale, "en_US");
    assert_eq!(defaults.email_domain, "test.example");
    for word in ["null", "\"null\"", "'null'"] {
        let text = format!("defaults: {{unlisted_columns: {word}}}");
        let columns = rules(&text).defaults.unlisted_columns;
        assert_eq!(columns, UnlistedColumns::Null);
    }
}

#[test]
fn wrong_defaults_are_all_named() {
    assert_snapshot!(fail(
        "defaults:\n  unlisted_tables: drop\n  unlisted_columns: kepe\n  comments: fail\n  \
         security_labels: fail\n  statistik: drop\n  statements: {dorp: x}\n  locale: en_UK\n  \
         email_domain: jo@example.com\n  time_zone: Europe/Lodon\n  secrets:\n"
    ));
}

#[test]
fn defaults_stand_once_over_all_files() {
    assert_snapshot!(fails(&[
        ("a.yaml", "defaults: {comments: drop}"),
        ("b.yaml", "x-a: 1\ndefaults: {comments: keep}"),
    ]));
}

#[test]
fn sections_are_known_or_begin_with_x() {
    rules("x-anchors: [{a: b}]\nx-: 1\n");
    assert_snapshot!(fail(
        "table: {}\nrules: {}\ntables:\nclasses: {}\nnamespaces: []\n"
    ));
    assert_snapshot!(fail("- a"));
}

#[test]
fn findings_of_all_files_come_at_once() {
    assert_snapshot!(fails(&[
        ("a.yaml", "tables: {a: {colums: {}}}"),
        ("b.yaml", "tables: {b: \"x}"),
        (
            "c.yaml",
            "tables: {c: {columns: {d: person.nam, e: , f: {use: person.name, lenght: 3}}}}"
        ),
    ]));
}

#[test]
fn a_column_takes_a_name_a_map_or_cases() {
    let rules = rules(
        "aliases: {mail: {use: internet.email, unique: true}}\n\
         tables:\n  t:\n    columns:\n      a: keep\n      b: mail\n      c: {use: person.name}\n      \
         d: ~\n      e: null\n      f: 'null'\n      g: {use: null}\n      h: {set: 1.10}\n      \
         i: {json: {\"a.b\": keep}, others: remove}\n      j: {elements: person.name}\n      \
         k: {fields: {x: person.name}}\n      l: {keys: {x: person.name}, others: remove}\n      \
         m: {split: {by: \",\", use: person.name}}\n      n: {follow: true}\n      \
         o: [{when: a = 1, use: keep}, {use: person.name}]\n      p: {set_from: X, else: \"!\"}\n      \
         q: {template: \"x\"}\n",
    );
    let kinds: Vec<_> = rules.tables[0]
        .columns
        .iter()
        .map(|column| column.rule.kind.name)
        .collect();
    assert_eq!(
        kinds,
        [
            "keep",
            "internet.email",
            "person.name",
            "null",
            "null",
            "null",
            "null",
            "set",
            "json",
            "elements",
            "fields",
            "keys",
            "split",
            "follow",
            "cases",
            "set_from",
            "template"
        ]
    );
    let column = &rules.tables[0].columns[1];
    assert!(column.rule.options.unique);
    assert_eq!(column.position.to_string(), "r.yaml:6:7");
    assert_eq!(column.rule.position.to_string(), "r.yaml:6:10");
}

#[test]
fn a_rule_has_exactly_one_form() {
    assert_snapshot!(fail(
        "tables:\n  t:\n    columns:\n      a: {set: x, template: y}\n      b: {use: keep, set: x}\n      \
         c: {reason: none}\n      d: {person.name: {}}\n      e: {usw: keep}\n      f: {}\n      \
         g: json\n      h: {use: template}\n      i: {use: [a]}\n      j: []\n      k: {use: }\n      \
         l: cases\n      m: {follow: false}\n"
    ));
}

#[test]
fn names_are_known() {
    assert_snapshot!(fail(
        "tables:\n  t:\n    columns:\n      a: person.nmae\n      b: {use: qqqqqq}\n      \
         c: {use: internet.email, keepdomain: true}\n      d: {use: keep, namespaec: x}\n      \
         e: Keep\n"
    ));
}

#[test]
fn common_options_are_read() {
    let rules = rules(
        "tables:\n  t:\n    columns:\n      a: {use: person.name, namespace: n, unique: true, \
         seed_from: id, nulls: replace, locale: fr_FR, allow_partition_key: true, reason: why, \
         owner: me, class: contact, weaken: true}\n      b: {use: keep, capture: true}\n      \
         c: {use: person.name, seed_from: [x, y]}\n",
    );
    let rule = &rules.tables[0].columns[0].rule;
    assert_eq!(rule.options.namespace.as_deref(), Some("n"));
    assert!(rule.options.unique && rule.options.replace_nulls);
    assert!(rule.options.allow_partition_key && rule.options.weaken);
    assert_eq!(rule.options.seed_from, ["id"]);
    assert_eq!(rule.options.locale.as_deref(), Some("fr_FR"));
    assert_eq!(rule.notes.reason.as_deref(), Some("why"));
    assert_eq!(rule.notes.owner.as_deref(), Some("me"));
    assert_eq!(rule.notes.class.as_deref(), Some("contact"));
    assert!(rules.tables[0].columns[1].rule.options.capture);
    assert_eq!(
        rules.tables[0].columns[2].rule.options.seed_from,
        ["x", "y"]
    );
}

#[test]
fn wrong_common_options_are_all_named() {
    assert_snapshot!(fail(
        "tables:\n  t:\n    columns:\n      a: {use: person.name, unique: yes, nulls: drop, \
         locale: fr, capture: true, namespace: [], seed_from: []}\n      \
         b: {use: person.name, capture: true}\n      c: {elements: keep, namespace: n, seed_from: x, \
         nulls: replace}\n"
    ));
}

#[test]
fn cases_end_with_one_that_always_matches() {
    assert_snapshot!(fail(
        "tables:\n  t:\n    columns:\n      a: [{when: x = 1, use: keep}]\n      \
         b: [{use: keep}, {use: person.name}]\n      c: {when: x = 1, use: keep}\n      \
         d: [{when: , use: keep}, keep]\n      e: [{when: {}, use: keep}, [keep]]\n      \
         f: [{when: x = 1, follow: true}, {follow: true}]\n      g: [{when: x = 1}, keep]\n"
    ));
    let rules = rules("tables: {t: {columns: {a: [{when: x = 1, set: y}, person.name]}}}");
    let nested = rules.tables[0].columns[0].rule.spec.nested();
    assert_eq!(nested[0].0, "when x = 1");
    assert_eq!(nested[0].1.kind.name, "set");
    assert_eq!(nested[1].0, "otherwise");
}

#[test]
fn aliases_are_complete_rules() {
    let rules = rules(
        "aliases:\n  b: {use: a, namespace: m, reason: r}\n  a: {use: person.name, namespace: n, \
         seed_from: id}\n  c: [{when: x = 1, use: b}, a]\n  d: {elements: c}\n\
         tables: {t: {columns: {p: {use: b, unique: true}, q: d, r: c}}}\n",
    );
    let p = &rules.tables[0].columns[0].rule;
    assert_eq!(p.kind.name, "person.name");
    assert_eq!(p.options.namespace.as_deref(), Some("m"));
    assert_eq!(p.options.seed_from, ["id"]);
    assert!(p.options.unique);
    assert_eq!(p.notes.reason.as_deref(), Some("r"));
    assert_eq!(rules.tables[0].columns[1].rule.kind.name, "elements");
    assert_eq!(rules.tables[0].columns[2].rule.kind.name, "cases");
    // A name that is a value, not a rule, is no use of the alias.
    self::rules("aliases: {mxid: {template: \"@u{{ hash(value) }}\", namespace: mxid}}");
}

#[test]
fn wrong_aliases_are_named_once() {
    assert_snapshot!(fails(&[
        (
            "a.yaml",
            "aliases:\n  a: b\n  b: {elements: c}\n  c: [{when: x = 1, use: a}, keep]\n  d: a\n  \
             keep: person.name\n  e: e\n  f: {use: nonesuch}\n  g: f\n  h:\n"
        ),
        (
            "b.yaml",
            "aliases: {d: keep, i: person.name}\ntables: {t: {columns: {x: g, y: {use: i, length: 3}}}}"
        ),
    ]));
}

#[test]
fn tables_stand_once_over_all_files() {
    assert_snapshot!(fails(&[
        (
            "a.yaml",
            "tables: {users: {purge: all}, 'tenant_*.x': {purge: all}}"
        ),
        (
            "b.yaml",
            "tables:\n  public.\"users\": {purge: all}\n  Tenant_*.x: {purge: all}\n"
        ),
    ]));
    assert_snapshot!(fail("tables: {t: {columns: {a: keep, '\"a\"': keep}}}"));
}

#[test]
fn tables_names_are_sql_style() {
    let rules =
        rules("tables: {'\"Odd Schema\".\"Odd Table\"': {purge: all}, Users: {purge: all}}");
    assert_eq!(
        rules.tables[0].pattern.exact().unwrap().to_string(),
        "\"Odd Schema\".\"Odd Table\""
    );
    assert_eq!(rules.tables[1].pattern.to_string(), "public.users");
    assert_snapshot!(fail(
        "tables: {my table: {purge: all}, a.b.c: {purge: all}, b: keep, c: , d: {columns: {'*_id': keep}}}"
    ));
}

#[test]
fn rows_are_read() {
    let rules = rules(
        "tables:\n  a: {purge: all, columns: {x: keep}}\n  b: {purge: \"x = 1\", sample: 5%, limit: 10}\n  \
         c: {where: x = 1, sample: {share: 12.5 %, by: id}, weaken: true, reason: r}\n  d: {sample: 0.05}\n",
    );
    let row = |index: usize| &rules.tables[index].rows;
    assert!(row(0).purge_all && row(0).purge.is_none());
    assert_eq!(row(1).purge.as_ref().unwrap().source, "x = 1");
    assert_eq!(
        row(1).purge.as_ref().unwrap().position.to_string(),
        "r.yaml:3:14"
    );
    assert_eq!(row(1).limit, Some(10));
    assert!((row(1).sample.as_ref().unwrap().share - 0.05).abs() < 1e-12);
    assert!((row(3).sample.as_ref().unwrap().share - 0.05).abs() < 1e-12);
    let sample = row(2).sample.as_ref().unwrap();
    assert!((sample.share - 0.125).abs() < 1e-12);
    assert_eq!(sample.by.as_deref(), Some("id"));
    assert!(row(2).keep_where.is_some() && rules.tables[2].weaken);
}

#[test]
fn wrong_rows_are_all_named() {
    assert_snapshot!(fail(
        "tables:\n  a: {purge: x = 1, where: y = 2}\n  b: {purge: , where: \"\", limit: -1}\n  \
         c: {sample: 5, limit: many}\n  d: {sample: 1}\n  e: {sample: 101%}\n  \
         f: {sample: {by: id, shrae: 5%}}\n  g: {sample: NaN%}\n  h: {generate: [{rows: many}]}\n  \
         i: {purge: {a: b}}\n"
    ));
}

#[test]
fn generators_are_read() {
    let rules = rules(
        "tables:\n  t:\n    generate:\n      - {rows: 12, unique: [a, \"B\"], columns: {a: next, \"B\": person.name}}\n      \
         - for_each: SELECT id, data AS doc FROM u WHERE id > 3\n        as: u_row\n        count: {min: 0, max: 2}\n        \
         columns: {a: next, c: {pick: SELECT x FROM s.v, unique: true}, d: {choice: [a, {template: x}]}}\n      \
         - {for_each: SELECT id FROM u, columns: {}}\n  v: {generate: []}\n  w: {columns: {}}\n",
    );
    let generators = rules.tables[0].generate.as_ref().unwrap();
    assert!(matches!(generators[0].drive, Drive::Rows(12)));
    assert_eq!(generators[0].unique.len(), 2);
    let Drive::Each {
        query,
        name,
        min,
        max,
    } = &generators[1].drive
    else {
        panic!("{:?}", generators[1]);
    };
    assert_eq!((name.as_deref(), *min, *max), (Some("u_row"), 0, 2));
    assert_eq!(query.columns[1], ("data".to_owned(), "doc".to_owned()));
    assert!(matches!(
        generators[2].drive,
        Drive::Each { min: 1, max: 1, .. }
    ));
    let columns = &generators[1].columns;
    assert!(
        matches!(&columns[1].source, Source::Pick(pick) if pick.table.name.to_string() == "s.v")
    );
    assert!(columns[1].unique && !columns[2].unique);
    assert_eq!(generators[1].queries().count(), 2);
    assert!(rules.tables[1].generate.as_ref().is_some_and(Vec::is_empty));
    assert!(rules.tables[2].generate.is_none());
}

#[test]
fn wrong_generators_are_all_named() {
    assert_snapshot!(fail(
        "tables:\n  a: {generate: next}\n  b:\n    generate:\n      - {columns: {a: next}}\n      - {rows: 1}\n      \
         - {rows: 1, for_each: SELECT a FROM t, columns: {a: next}}\n      \
         - {rows: 1, as: x, count: 2, columns: {a: keep, b: {pick: 'SELECT a, b FROM t'}, c: [{when: a, use: keep}, next]}}\n      \
         - {for_each: SELECT a, as: 1st, count: {min: 2, max: 1}, colums: {}}\n      \
         - {rows: 1, unique: z, columns: {a: , d: {elements: hash}, e: {choice: [{use: mask}, x]}}}\n      \
         - {for_each: '', count: -1, columns: [a]}\n      \
         - {rows: 1, columns: {a: [{when: 'a IN (SELECT a FROM t)', set: x}, {set: y}]}}\n      \
         - {rows: 1, columns: {a: {choice: [[{when: 'a IN (SELECT a FROM t)', set: x}, {set: y}], z]}}}\n"
    ));
}

#[test]
fn references_are_read() {
    let rules = rules(
        "tables:\n  t:\n    references:\n      - {columns: a, table: u, to: id}\n      \
         - {columns: [a, b], table: s.u, to: [x, y], on_purge: set_null, when: \"k = 'u'\"}\n      \
         - {columns: [a, b], table: s.u, to: [x, y], on_purge: {set_null: b}}\n      \
         - {columns: a, table: u, to: id, on_purge: keep}\n",
    );
    let references = &rules.tables[0].references;
    assert_eq!(references[0].on_purge, OnPurge::Cascade);
    assert_eq!(references[0].table.name.to_string(), "public.u");
    assert_eq!(
        references[1].on_purge,
        OnPurge::SetNull(vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(references[1].when.as_ref().unwrap().source, "k = 'u'");
    assert_eq!(
        references[2].on_purge,
        OnPurge::SetNull(vec!["b".to_owned()])
    );
    assert_eq!(references[3].on_purge, OnPurge::Keep);
}

#[test]
fn wrong_references_are_all_named() {
    assert_snapshot!(fail(
        "tables:\n  t:\n    references:\n      - {columns: [a, b], table: u, to: id}\n      \
         - {column: a, table: u, to: id}\n      - {columns: a, table: 'u*', to: id}\n      \
         - {columns: a, table: u, to: id, on_purge: cascad}\n      \
         - {columns: a, table: u, to: id, on_purge: {set_null: c}}\n      \
         - {columns: a, table: u, to: id, on_purge: {null: a}}\n      \
         - {columns: [], table: u, to: []}\n      - a\n  u: {references: {columns: a}}\n"
    ));
}

#[test]
fn like_names_a_table_with_a_rule() {
    assert_snapshot!(fail(
        "tables:\n  users: {purge: all}\n  a: {like: user}\n  b: {like: b}\n  c: {like: 'u*'}\n  \
         d: {like: users}\n  e: {like: nonesuch.at_all}\n"
    ));
}

#[test]
fn namespaces_are_read() {
    let files: Vec<(Arc<str>, Vec<u8>)> = vec![(
        Arc::from("rules/r.yaml"),
        b"namespaces:\n  internet.email: {normalise: lower, keep: [\"*@staff.example\"], keep_file: staff.txt}\n  \
          mxid: {normalise: none, keep: one}\n  x: {}\n"
            .to_vec(),
    )];
    let mut beside = Beside::default();
    beside.0.insert(
        "staff.txt",
        "jo@a.example\r\n\n# comment\n  al@a.example  \n",
    );
    let rules = load(&files, &beside).unwrap();
    let email = &rules.namespaces["internet.email"];
    assert_eq!(email.normalise, Some(Normalise::Lower));
    assert_eq!(email.keep, ["*@staff.example"]);
    assert_eq!(email.keep_values, ["jo@a.example", "al@a.example"]);
    assert_eq!(rules.namespaces["mxid"].normalise, Some(Normalise::None));
    assert_eq!(rules.namespaces["x"].normalise, None);
    let before = rules.digest;
    beside.0.insert("staff.txt", "al@a.example\n");
    assert_ne!(load(&files, &beside).unwrap().digest, before);
    let missing = load(&files, &Beside::default()).unwrap_err();
    assert_snapshot!(show(missing.findings()));
}

#[test]
fn wrong_namespaces_are_all_named() {
    assert_snapshot!(fails(&[
        (
            "a.yaml",
            "namespaces: {a: {normalise: upper, kep: x}, b: {keep: {}}, c: , d: lower}"
        ),
        ("b.yaml", "namespaces: {x: {}}"),
        ("c.yaml", "namespaces: {x: {}}"),
    ]));
}

#[test]
fn classes_are_read_in_order() {
    let rules = rules(
        "classes:\n  - {columns: \"*email*\", types: [text, citext], use: internet.email, reason: mail}\n  \
         - {columns: [a, b], set: x}\n  - {types: public.geometry, use: null}\n",
    );
    assert_eq!(rules.classes[0].columns, ["*email*"]);
    assert_eq!(rules.classes[0].types, ["text", "citext"]);
    assert_eq!(rules.classes[0].rule.kind.name, "internet.email");
    assert_eq!(rules.classes[0].rule.notes.reason.as_deref(), Some("mail"));
    assert_eq!(rules.classes[0].position.to_string(), "r.yaml:2:5");
    assert_eq!(rules.classes[1].columns, ["a", "b"]);
    assert_eq!(rules.classes[1].rule.kind.name, "set");
    assert_eq!(rules.classes[2].types, ["public.geometry"]);
}

#[test]
fn wrong_classes_are_all_named() {
    assert_snapshot!(fail(
        "classes:\n  - {columns: a, types: [integer, sting, \"double precision\", int5]}\n  \
         - {column: a, use: person.name}\n  - {types: [bool], use: keep, reason: flags}\n  - keep\n  \
         - {columns: a, set: x, use: y}\n"
    ));
}

#[test]
fn circular_templates_are_named() {
    assert_snapshot!(fail(
        "aliases: {t: {template: \"{{ a }}\"}}\ntables:\n  t:\n    columns:\n      a: {template: \"{{ b }}-{{ d }}\"}\n      \
         b: [{when: x = 1, template: \"{{ c }}\"}, keep]\n      c: t\n      d: keep\n  \
         u: {columns: {self: {template: \"{{ self }}\"}}}\n"
    ));
}

#[test]
fn the_digest_is_over_names_and_contents() {
    let digest = |files: &[(&str, &str)]| super::testing::load_files(files).unwrap().digest;
    let one = digest(&[("a.yaml", "x-a: 1"), ("b.yaml", "")]);
    assert_eq!(one.len(), 64);
    assert_eq!(one, digest(&[("a.yaml", "x-a: 1"), ("b.yaml", "")]));
    assert_ne!(one, digest(&[("a.yaml", "x-a: 2"), ("b.yaml", "")]));
    assert_ne!(one, digest(&[("a.yaml", "x-a: 1"), ("c.yaml", "")]));
    assert_ne!(
        digest(&[("a", "x-b: 1")]),
        digest(&[("a", ""), ("x", "x-b: 1")])
    );
}

#[test]
fn anchors_under_x_keys_serve_everywhere() {
    let rules = rules(
        "x-common: &common {namespace: n, reason: r}\ntables:\n  t:\n    columns:\n      \
         a: {<<: *common, use: person.name}\n",
    );
    let rule = &rules.tables[0].columns[0].rule;
    assert_eq!(rule.options.namespace.as_deref(), Some("n"));
    assert_eq!(rule.notes.reason.as_deref(), Some("r"));
}

/// Every file is there, and every variable is set.
struct AnyFile;

impl Outside for AnyFile {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Ok(b"one\ntwo\n".to_vec())
    }

    fn env(&self, _: &str) -> Option<String> {
        Some("set".to_owned())
    }
}

#[test]
fn the_marketplaces_rules_load() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut files: Vec<(Arc<str>, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| is_rule_file(path.file_name().unwrap().to_str().unwrap()))
        .map(|path| (path.to_str().unwrap().into(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    match load(&files, &AnyFile) {
        Ok(rules) => assert!(rules.tables.len() >= 20),
        Err(error) => panic!("{}", show(error.findings())),
    }
}

#[test]
fn every_transformers_example_is_a_rule() {
    let wrong: Vec<String> = crate::transform::kinds()
        .filter_map(|kind| {
            let text = format!("tables: {{t: {{columns: {{c: {}}}}}}}", kind.example);
            let error = load(&[("r.yaml".into(), text.into_bytes())], &AnyFile).err()?;
            Some(format!("{}: {}", kind.name, show(error.findings())))
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn keep_is_deep_inside_values_only() {
    rules(
        "tables: {t: {columns: {a: {json: {x: {use: keep, deep: true}, y: [{when: a = 1, use: keep, deep: true}, \
         keep]}, others: remove}}}}",
    );
    assert_snapshot!(fail(
        "x-a: &twice {use: keep, deep: true}\naliases: {d: *twice}\ntables:\n  t:\n    columns:\n      a: *twice\n      \
         b: {json: {x: {use: keep, deep: yes}, y: {use: person.name, deep: true}}, others: remove}\n"
    ));
}

#[test]
fn rules_nest_as_deep_as_yaml_may() {
    for (open, close) in [
        ("{elements: ", "}"),
        ("[{when: a = 1, use: keep}, {elements: ", "}]"),
        ("{json: {x: ", "}, others: remove}"),
        ("{split: {by: x, fields: {a: ", "}}}"),
    ] {
        for depth in 1..100 {
            let text = format!(
                "tables: {{t: {{columns: {{c: {}keep{}}}}}}}",
                open.repeat(depth),
                close.repeat(depth)
            );
            let _ = load_text(&text);
        }
    }
}

#[test]
fn overlays_change_tables_and_columns_only() {
    let rules = load_overlay(
        "tables: {a: {columns: {x: mine}}}",
        "x-a: 1\naliases: {mine: person.name}\ntables: {a: {columns: {x: {use: keep, weaken: true, reason: r}}}}",
    )
    .unwrap();
    assert_eq!(rules.tables.len(), 1);
    assert_eq!(rules.overlays[0].len(), 1);
    let error = load_overlay(
        "tables: {a: {purge: all}}",
        "defaults: {comments: drop}\nclasses: []\nnamespaces: {}\ntabels: {}\ntables:\n  b: {like: c}\n  \
         a: {weaken: true, columns: {x: {use: keep, weaken: true}}}\n",
    )
    .unwrap_err();
    assert_snapshot!(show(error.findings()));
}

fn yaml_like() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "tables",
        "columns",
        "use",
        "set",
        "template",
        "keep",
        "person.name",
        "when",
        "purge",
        "all",
        "where",
        "sample",
        "5%",
        "limit",
        "references",
        "to",
        "table",
        "on_purge",
        "set_null",
        "json",
        "others",
        "elements",
        "split",
        "by",
        "aliases",
        "a",
        "b",
        "classes",
        "types",
        "text",
        "defaults",
        "locale",
        "namespaces",
        "normalise",
        "follow",
        "true",
        "null",
        "like",
        "'*'",
        "unique",
        "seed_from",
        "generate",
        "x-a",
        "<<",
        "fields",
        "keys",
    ]);
    let leaf = words.clone().prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec((words.clone(), inner.clone()), 0..5).prop_map(|entries| {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| format!("{key}: {value}"))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }),
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(", "))),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_makes_loading_panic(text in "\\PC*") {
        let _ = load_text(&text);
    }

    #[test]
    fn no_rules_make_loading_panic(sections in prop::collection::vec(yaml_like(), 5)) {
        let names = ["defaults", "namespaces", "aliases", "classes", "tables"];
        let text: String = names
            .iter()
            .zip(&sections)
            .map(|(name, section)| format!("{name}: {section}\n"))
            .collect();
        if let Err(error) = load_text(&text) {
            for finding in error.findings() {
                prop_assert!(finding.location().rule.is_some(), "{finding}");
            }
        }
    }
}
