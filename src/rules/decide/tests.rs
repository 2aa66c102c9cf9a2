//! What decides tables and columns, sentence by sentence.

use insta::assert_snapshot;

use super::*;
use crate::dump::encoding::Dialect;
use crate::dump::statement::parse;
use crate::exit::ExitCode;
use crate::rules::load::testing::{load_overlay, rules, show};

/// A schema from lines such as `users(id int4, email text) < parent % key`.
fn schema(lines: &[&str]) -> Schema {
    let mut schema = Schema::default();
    for line in lines {
        let (line, key) = line.split_once(" % ").unwrap_or((line, ""));
        let (line, parents) = line.split_once(" < ").unwrap_or((line, ""));
        let (name, columns) = line.trim_end_matches(')').split_once('(').unwrap();
        let columns: Vec<String> = columns.split(", ").map(column).collect();
        let mut ddl = format!("CREATE TABLE {} ({})", table(name), columns.join(", "));
        if !parents.is_empty() {
            let parents: Vec<String> = parents
                .split(", ")
                .map(|name| table(name).to_string())
                .collect();
            ddl = format!("{ddl} INHERITS ({})", parents.join(", "));
        }
        if !key.is_empty() {
            ddl = format!("{ddl} PARTITION BY RANGE ({key})");
        }
        learn(&mut schema, &ddl);
        assert!(schema.tables.contains_key(&table(name)), "{ddl}");
    }
    schema
}

fn column(text: &str) -> String {
    let (name, ty) = text.split_once(' ').unwrap();
    let ty = match ty {
        "varchar5" => "character varying(5)",
        "generated" => "text GENERATED ALWAYS AS ('x') STORED",
        ty => ty,
    };
    format!("\"{name}\" {ty}")
}

fn learn(schema: &mut Schema, ddl: &str) {
    let statement = parse(format!("{ddl};\n").as_bytes(), Dialect::default());
    schema.learn(&statement, "");
}

fn table(name: &str) -> TableName {
    TableName::parse(name).unwrap()
}

/// The columns of a table's data block.
fn block(schema: &Schema, name: &str) -> Vec<String> {
    schema.tables[&table(name)]
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect()
}

fn decided<'r>(rules: &'r RuleSet, schema: &Schema, name: &str) -> Decision<'r> {
    let columns = block(schema, name);
    decide(rules, &table(name), &columns, schema)
        .unwrap_or_else(|errors| panic!("{}", show(&errors)))
}

/// Each column with what decides it.
fn said(decision: &Decision<'_>) -> String {
    let column = |column: &ColumnDecision<'_>| {
        let rule = match column.rule {
            Decided::Rule(rule) => rule.kind.name,
            Decided::Null => "NULL",
            Decided::Keep => "KEEP",
        };
        let place = match column.place {
            Place::Table(position) => format!("{}", position.line),
            Place::Class(index, _) => format!("classes[{index}]"),
            other => format!("{other:?}"),
        };
        format!("{}={rule}@{place}", column.name)
    };
    let columns: Vec<_> = decision.columns.iter().map(column).collect();
    columns.join(" ")
}

fn errors(rules: &RuleSet, schema: &Schema, name: &str, exit: ExitCode) -> String {
    let columns = block(schema, name);
    let errors = decide(rules, &table(name), &columns, schema).unwrap_err();
    for error in &errors {
        assert_eq!(error.exit(), exit, "{error}");
    }
    show(&errors)
}

#[test]
fn columns_are_named_or_of_a_class_or_unlisted() {
    let schema = schema(&["users(id int4, email text, note text, flag bool)"]);
    let with = |unlisted: &str| {
        rules(&format!(
            "defaults: {{unlisted_columns: {unlisted}}}\nclasses:\n  - {{columns: \"*mail\", types: [text], \
             use: internet.email}}\n  - {{columns: \"*\", types: [bool], set: x}}\n  \
             - {{columns: flag, use: fail}}\ntables:\n  users:\n    columns:\n      id: keep\n"
        ))
    };
    let rules = with("null");
    let decision = decided(&rules, &schema, "users");
    assert_eq!(
        said(&decision),
        "id=keep@9 email=internet.email@classes[0] note=NULL@UnlistedColumns flag=set@classes[1]"
    );
    assert!(!decision.keep_all && !decision.purge_all);
    assert_eq!(decision.position.unwrap().line, 7);
    let rules = with("keep");
    assert!(said(&decided(&rules, &schema, "users")).contains("note=KEEP@UnlistedColumns"));
    let rules = with("fail");
    assert_snapshot!(errors(&rules, &schema, "users", ExitCode::Undecided));
}

#[test]
fn tables_are_listed_or_unlisted() {
    let schema = schema(&["audit(id int4, email text, odd:name text)"]);
    let fail = rules("tables: {x: {purge: all}}");
    assert_snapshot!(errors(&fail, &schema, "audit", ExitCode::Undecided));
    let purge = rules("defaults: {unlisted_tables: purge}");
    let decision = decided(&purge, &schema, "audit");
    assert!(decision.purge_all && decision.rows.purge_all && decision.columns.is_empty());
    assert!(decision.position.is_none());
    let keep = rules("defaults: {unlisted_tables: keep}");
    let decision = decided(&keep, &schema, "audit");
    assert!(decision.keep_all && !decision.purge_all);
    assert!(said(&decision).starts_with("id=KEEP@UnlistedTables"));
}

#[test]
fn purge_all_needs_no_columns() {
    let schema = schema(&["audit(id int4, email text)"]);
    let rules = rules("tables: {audit: {purge: all}}");
    assert!(decided(&rules, &schema, "audit").purge_all);
    assert!(undecided(&rules, &schema).is_empty());
}

#[test]
fn an_exact_name_beats_a_glob_and_two_globs_are_an_error() {
    let schema = schema(&["a.users(id int4)", "b.users(id int4)", "c.users(id int4)"]);
    let rules = rules(
        "tables:\n  '*.users': {columns: {id: keep}}\n  a.users: {columns: {id: fail}}\n  \
         'c*.users': {columns: {id: keep}}\n",
    );
    assert_eq!(said(&decided(&rules, &schema, "a.users")), "id=fail@3");
    assert_eq!(said(&decided(&rules, &schema, "b.users")), "id=keep@2");
    assert_snapshot!(errors(&rules, &schema, "c.users", ExitCode::Rules));
}

#[test]
fn unqualified_names_in_a_glob_mean_the_matched_schema() {
    let schema = schema(&["tenant_a.users(id int4)", "tenant_a.staff(id int4)"]);
    let rules = rules(
        "tables:\n  'tenant_*.users':\n    purge: id = 1\n    columns: {id: keep}\n    \
         references:\n      - {columns: id, table: suppliers, to: id}\n      \
         - {columns: x, table: public.y, to: id}\n  'tenant_*.staff': {like: users}\n",
    );
    let decision = decided(&rules, &schema, "tenant_a.users");
    assert_eq!(decision.default_schema, "tenant_a");
    assert_eq!(
        decision.references[0].table.to_string(),
        "tenant_a.suppliers"
    );
    assert_eq!(decision.references[1].table.to_string(), "public.y");
    let decision = decided(&rules, &schema, "tenant_a.staff");
    assert_eq!(said(&decision), "id=keep@4");
    assert_eq!(decision.default_schema, "tenant_a");
}

#[test]
fn like_gives_another_tables_rule() {
    let schema = schema(&["a(id int4, x text)", "b(id int4, x text)", "c(id int4)"]);
    let rules = rules(
        "tables:\n  a: {columns: {id: keep, x: fail}, limit: 3, purge: x = 1}\n  \
         b: {like: a, columns: {x: keep}}\n  '*': {like: b}\n",
    );
    let decision = decided(&rules, &schema, "b");
    assert_eq!(said(&decision), "id=keep@2 x=keep@3");
    assert_eq!(decision.rows.limit, Some(3));
    assert_eq!(decision.limited_by, Some(table("b")));
    assert_eq!(decision.rows.purge.as_ref().unwrap().source, "x = 1");
    assert_eq!(said(&decided(&rules, &schema, "c")), "id=keep@2");
}

#[test]
fn like_in_circles_is_an_error() {
    let schema = schema(&["a(id int4)", "t.x(id int4)"]);
    let rules = rules("tables: {a: {like: b}, b: {like: a}, 't*.x': {like: x}, x: {purge: all}}");
    assert_snapshot!(errors(&rules, &schema, "a", ExitCode::Rules));
    assert_snapshot!(errors(&rules, &schema, "t.x", ExitCode::Rules));
}

#[test]
fn a_parents_rule_covers_its_children_over_several_levels() {
    let schema = schema(&[
        "root(id int4, x text, y text) % id",
        "mid(id int4, x text, y text) < root % lower(x)",
        "leaf(id int4, x text, y text, own text) < mid",
    ]);
    let text = "tables:\n  root:\n    purge: x = 1\n    limit: 5\n    references:\n      \
         - {columns: id, table: far, to: id}\n      - {columns: x, table: far, to: x}\n    \
         columns:\n      id: keep\n      x: keep\n      y: keep\n  mid:\n    columns: {y: fail}\n  \
         leaf:\n    where: y = 2\n    references: [{columns: id, table: near, to: id}]\n";
    let short = rules(text);
    assert_snapshot!(errors(&short, &schema, "leaf", ExitCode::Undecided));
    let full = rules(&format!("{text}    columns: {{own: null}}\n"));
    let decision = decided(&full, &schema, "leaf");
    assert_eq!(said(&decision), "id=keep@9 x=keep@10 y=fail@13 own=null@17");
    assert!(decision.rows.purge.is_none());
    assert_eq!(decision.rows.keep_where.as_ref().unwrap().source, "y = 2");
    assert_eq!(decision.rows.limit, Some(5));
    assert_eq!(decision.limited_by, Some(table("root")));
    let references: Vec<_> = decision
        .references
        .iter()
        .map(|decided| decided.table.to_string())
        .collect();
    assert_eq!(references, ["public.near", "public.far"]);
    assert_eq!(decision.position.unwrap().line, 14);
}

#[test]
fn rows_loaded_through_the_root_obey_both_rules() {
    let none = Schema::default();
    let rules = rules("tables: {root: {columns: {a: keep, b: keep}}, leaf: {columns: {b: fail}}}");
    let columns = ["b".to_owned(), "a".to_owned()];
    let decision = decide_via_root(
        &rules,
        &table("leaf"),
        Some(&table("root")),
        &columns,
        &none,
    )
    .unwrap();
    assert_eq!(said(&decision), "b=fail@1 a=keep@1");
    assert!(decide(&rules, &table("leaf"), &columns, &none).is_err());
}

#[test]
fn two_parents_that_disagree_are_an_error() {
    let schema = schema(&[
        "a(id int4, x text)",
        "b(id int4, x text)",
        "c(id int4, x text) < a, b",
    ]);
    let disagree = "tables:\n  a: {columns: {id: keep, x: keep}, limit: 1}\n  \
                    b: {columns: {x: fail}, limit: 2}\n";
    let rules_ = rules(disagree);
    assert_snapshot!(errors(&rules_, &schema, "c", ExitCode::Rules));
    let rules_ = rules(&format!(
        "{disagree}  c: {{columns: {{x: null}}, limit: 3}}\n"
    ));
    assert_eq!(said(&decided(&rules_, &schema, "c")), "id=keep@2 x=null@4");
}

#[test]
fn generated_columns_need_no_rule() {
    let schema = schema(&["t(id int4, full generated)"]);
    let rules_ = rules("tables: {t: {columns: {id: keep}}}");
    assert_eq!(
        said(&decided(&rules_, &schema, "t")),
        "id=keep@1 full=KEEP@Generated"
    );
    let rules_ = rules("tables: {t: {columns: {id: keep, full: keep}}}");
    assert_eq!(
        said(&decided(&rules_, &schema, "t")),
        "id=keep@1 full=keep@1"
    );
    let rules_ = rules("tables: {t: {columns: {id: keep, full: null}}}");
    assert_snapshot!(errors(&rules_, &schema, "t", ExitCode::Rules));
    let rules_ = rules("classes: [{columns: '*', use: fail}]\ntables: {t: {}}");
    assert_eq!(
        said(&decided(&rules_, &schema, "t")),
        "id=fail@classes[0] full=KEEP@Generated"
    );
}

#[test]
fn replaced_partition_keys_are_an_error() {
    let schema = schema(&[
        "root(id int4, at text, Odd text) % at, lower(\"Odd\" || ID)",
        "leaf(id int4, at text, Odd text) < root",
    ]);
    let rules_ = rules("tables: {root: {columns: {id: person.name, at: null, Odd: {set: x}}}}");
    assert_snapshot!(errors(&rules_, &schema, "leaf", ExitCode::Undecided));
    assert_eq!(undecided(&rules_, &schema).len(), 3);
    let rules_ = rules(
        "tables: {root: {columns: {id: keep, at: {use: null, allow_partition_key: true}, \
         Odd: [{when: id = 1, use: fail}, keep]}}}",
    );
    assert!(undecided(&rules_, &schema).is_empty());
    let rules_ = rules("defaults: {unlisted_columns: null}\ntables: {root: {columns: {id: keep}}}");
    assert!(errors(&rules_, &schema, "leaf", ExitCode::Undecided).contains("root.at"));
}

#[test]
fn names_of_columns_fold_only_where_no_other_is_meant() {
    let one = schema(&["t(email text, x text)"]);
    let rules_ = rules("tables: {t: {columns: {Email: keep, x: keep}}}");
    assert_eq!(said(&decided(&rules_, &one, "t")), "email=keep@1 x=keep@1");
    let both = schema(&["t(email text, Email text)"]);
    assert!(
        errors(&rules_, &both, "t", ExitCode::Undecided).contains("public.t.email is not decided")
    );
    let rules_ = rules("tables: {t: {columns: {'\"Email\"': keep, email: fail}}}");
    assert_eq!(
        said(&decided(&rules_, &both, "t")),
        "email=fail@1 Email=keep@1"
    );
}

#[test]
fn circles_of_templates_across_rules_are_named() {
    let schema = schema(&["a(x text, y text)", "b(x text, y text) < a"]);
    let rules = rules(
        "tables:\n  a: {columns: {x: {template: \"{{ y }}\"}, y: keep}}\n  \
         b: {columns: {y: {template: \"{{ x }}\"}}}\n",
    );
    assert_snapshot!(errors(&rules, &schema, "b", ExitCode::Rules));
}

#[test]
fn everything_undecided_is_named_at_once_and_once() {
    let schema = schema(&[
        "users(id int4, email_address text, phone varchar5)",
        "logs(id int4, x text) % id",
        "logs_1(id int4, x text, own text) < logs",
        "logs_2(id int4, x text) < logs",
        "other(id int4)",
        "parted(id int4) % id",
        "parted_1(id int4) < parted",
    ]);
    let rules =
        rules("tables:\n  users:\n    columns: {id: keep}\n  logs: {columns: {id: keep}}\n");
    let errors = undecided(&rules, &schema);
    assert!(
        errors
            .iter()
            .all(|error| error.exit() == ExitCode::Undecided)
    );
    assert_snapshot!(show(&errors));
}

#[test]
fn the_line_that_is_printed_decides() {
    let schema = schema(&["odd(null text, y text, a:b text, star* text, ok text)"]);
    let columns = block(&schema, "odd");
    let none = rules("tables: {odd: {}}");
    let errors = decide(&none, &table("odd"), &columns, &schema).unwrap_err();
    let lines: String = errors
        .iter()
        .map(|error| {
            let line = error.hints()[0].split('`').nth(5).unwrap();
            format!("      {line}\n")
        })
        .collect();
    let some = rules(&format!("tables:\n  odd:\n    columns:\n{lines}"));
    assert_eq!(decided(&some, &schema, "odd").columns.len(), 5);
    let unlisted = decide(&some, &table("\"Odd Schema\".\"it's\""), &columns, &schema).unwrap_err();
    let line = unlisted[0].hints()[0].split('`').nth(3).unwrap().to_owned();
    rules(&format!("tables:\n  {line}\n"));
}

#[test]
fn stale_rules_are_named_with_their_places() {
    let schema = schema(&[
        "users(id int4, email text)",
        "child(id int4, email text, own text) < users",
    ]);
    let rules = rules(
        "tables:\n  users:\n    columns:\n      id: keep\n      emial: keep\n      EMAIL: keep\n      \
         own: keep\n      '\"Id\"': keep\n  user: {purge: all}\n  'x*': {purge: all}\n  \
         gone_for_good: {purge: all}\n",
    );
    let errors = stale(&rules, &schema);
    assert!(
        errors
            .iter()
            .all(|error| error.exit() == ExitCode::Undecided)
    );
    assert_snapshot!(show(&errors));
    assert!(stale(&rules, &Schema::default()).is_empty());
}

#[test]
fn stale_references_are_named_though_no_row_leaves_by_them() {
    let schema = schema(&[
        "suppliers(id int4)",
        "users(id int4, supplier_id int4)",
        "child(own int4) < users",
        "a.suppliers(id int4)",
        "a.users(supplier_id int4)",
    ]);
    let rules = rules(
        "tables:\n  users:\n    columns: {id: keep}\n    references:\n      \
         - {columns: suplier_id, table: suppliers, to: id}\n      \
         - {columns: [supplier_id, own], table: suppliers, to: [id, idd]}\n      \
         - {columns: supplier_id, table: supplier, to: id}\n  \
         'a.*':\n    references: [{columns: supplier_id, table: suppliers, to: id}]\n",
    );
    assert_snapshot!(show(&stale(&rules, &schema)));
}

#[test]
fn follow_takes_the_rule_of_the_column_referred_to() {
    let mut schema = schema(&[
        "suppliers(id int4, code text)",
        "users(supplier_id int4, code text)",
        "logs(user_code text)",
    ]);
    for ddl in [
        "ALTER TABLE ONLY public.suppliers ADD CONSTRAINT pk PRIMARY KEY (id)",
        "ALTER TABLE ONLY public.users ADD CONSTRAINT fk FOREIGN KEY (supplier_id) REFERENCES public.suppliers",
    ] {
        learn(&mut schema, ddl);
    }
    let rules_ = rules(
        "tables:\n  suppliers: {columns: {id: phone.number, code: person.name}}\n  users:\n    columns:\n      \
         supplier_id: {follow: true, reason: joined}\n      code: {follow: true}\n    references:\n      \
         - {columns: code, table: suppliers, to: code}\n  logs:\n    columns: {user_code: {follow: true}}\n    \
         references: [{columns: user_code, table: users, to: code}]\n",
    );
    let decision = decided(&rules_, &schema, "users");
    assert_eq!(
        said(&decision),
        "supplier_id=phone.number@5 code=person.name@6"
    );
    assert_eq!(
        decision.columns[0].follows,
        Some((table("suppliers"), "id".to_owned()))
    );
    let decision = decided(&rules_, &schema, "logs");
    assert_eq!(said(&decision), "user_code=person.name@10");

    let rules_ = rules(
        "tables:\n  suppliers: {columns: {id: {use: person.name, seed_from: code}, code: {follow: true}}}\n  \
         users:\n    columns:\n      supplier_id: {follow: true}\n      code: {follow: true}\n    references:\n      \
         - {columns: code, table: suppliers, to: id}\n      - {columns: code, table: logs, to: user_code}\n  \
         logs:\n    columns: {user_code: {follow: true}}\n    references: [{columns: user_code, table: users, to: code}]\n",
    );
    let mut findings = undecided(&rules_, &schema);
    findings.sort_by_key(|error| error.location().rule.clone());
    assert_snapshot!(show(&findings));
}

#[test]
fn overlays_replace_one_by_one() {
    let schema = schema(&["t(a int4, b text)", "u(a int4, b text) < t"]);
    let base = "tables: {t: {columns: {a: keep, b: person.name}, purge: a = 1, limit: 5}}";
    let rules = load_overlay(base, "tables: {t: {columns: {a: null}, limit: 3}}").unwrap();
    let decision = decided(&rules, &schema, "u");
    assert_eq!(said(&decision), "a=null@1 b=person.name@1");
    let Place::Table(position) = decision.columns[0].place else {
        panic!("a table's column");
    };
    assert_eq!(position.to_string(), "o.yaml:1:24");
    assert_eq!(decision.rows.limit, Some(3));
    assert_eq!(decision.rows.purge.unwrap().source, "a = 1");
}

#[test]
fn overlays_weaken_only_where_they_say_so() {
    let schema = schema(&[
        "t(a int4, b text, c text, d text)",
        "gone(a int4)",
        "other(a int4)",
    ]);
    let base = "defaults: {unlisted_tables: purge}\nclasses: [{columns: b, use: person.name}]\n\
                tables:\n  t:\n    columns:\n      a: person.name\n      \
                c: [{when: a = 1, use: keep}, person.name]\n      d: keep\n    purge: a = 1\n    \
                limit: 5\n  gone: {purge: all}\n";
    let quiet = load_overlay(
        base,
        "tables:\n  t:\n    columns:\n      a: [{when: a = 2, use: keep}, fail]\n      b: keep\n      \
         c: keep\n      d: null\n    limit: 6\n  gone: {columns: {a: keep}, where: a = 1}\n  \
         other: {columns: {a: person.name}}\n",
    )
    .unwrap();
    let findings = undecided(&quiet, &schema);
    assert!(findings.iter().all(|error| error.exit() == ExitCode::Rules));
    assert_snapshot!(show(&findings));
    let loud = load_overlay(
        base,
        "tables:\n  t:\n    columns:\n      a: {use: keep, weaken: true, reason: r}\n    \
         purge: a = 2\n    weaken: true\n    reason: r\n  \
         gone: {columns: {a: keep}, where: a = 1, weaken: true, reason: r}\n  \
         other: {purge: all}\n",
    )
    .unwrap();
    assert_eq!(show(&undecided(&loud, &schema)), "");
    let stricter = load_overlay(base, "tables: {t: {purge: all, columns: {a: keep}}}").unwrap();
    assert_eq!(show(&undecided(&stricter, &schema)), "");
}

#[test]
fn overlays_keep_no_part_of_a_value_by_a_detour() {
    let schema = schema(&["t(a text, b json)"]);
    let base = "tables:\n  t:\n    columns:\n      a: person.name\n      \
                b: {json: {u: person.name, v: keep}, others: remove}\n";
    let weakened = |columns: &str| {
        let rules = load_overlay(base, &format!("tables: {{t: {{columns: {{{columns}}}}}}}"));
        show(&undecided(&rules.unwrap(), &schema))
    };
    for more in [
        "a: {split: {by: ',', use: keep}}",
        "a: {map: {x: y}, other: keep}",
        "a: {choice: [{use: keep}, {set: x}]}",
        "a: {json: {x: null}, others: keep}",
        "b: {json: {u: keep, v: keep}, others: remove}",
        "b: {json: {u: [{when: 'true', use: keep}, null], v: keep}, others: remove}",
        "b: {json: {u: null, v: {use: keep, deep: true}}, others: remove}",
        "b: {json: {u: null, v: keep}, others: keep}",
        "b: {json: {u: null, '*': keep}, others: remove}",
    ] {
        assert!(
            weakened(more).contains("is kept, but the rules replace it"),
            "{more}"
        );
    }
    for less in [
        "a: {split: {by: ',', use: hash}}, b: {json: {u: hash, v: keep}, others: redact}",
        "b: {json: {v: [{when: 'true', use: keep}, null]}, others: fail}",
    ] {
        assert_eq!(weakened(less), "", "{less}");
    }
}

#[test]
fn overlays_let_no_rows_stay_by_a_looser_reference() {
    let schema = schema(&["p(id int4)", "c(id int4, p int4, q int4)"]);
    let base = "tables:\n  p: {columns: {id: keep}, purge: id = 1}\n  c:\n    \
                columns: {id: keep, p: keep, q: keep}\n    references:\n      \
                - {columns: p, table: p, to: id}\n      \
                - {columns: q, table: p, to: id, on_purge: set_null, when: id > 1}\n";
    let weakened = |reference: &str, more: &str| {
        let overlay = format!("tables: {{c: {{references: [{{{reference}}}]{more}}}}}");
        let rules = load_overlay(base, &overlay).unwrap();
        show(&undecided(&rules, &schema))
    };
    for looser in [
        "columns: p, table: p, to: id, on_purge: keep",
        "columns: p, table: p, to: id, on_purge: set_null",
        "columns: p, table: p, to: id, when: id > 5",
        "columns: p, table: c, to: id",
        "columns: q, table: p, to: id, on_purge: keep",
        "columns: q, table: p, to: id, on_purge: set_null, when: id > 2",
    ] {
        assert!(weakened(looser, "").contains("may stay"), "{looser}");
        assert_eq!(
            weakened(looser, ", weaken: true, reason: r"),
            "",
            "{looser}"
        );
    }
    for strict in [
        "columns: [p], table: public.p, to: [id]",
        "columns: q, table: p, to: id",
        "columns: id, table: p, to: id, on_purge: keep",
    ] {
        assert_eq!(weakened(strict, ""), "", "{strict}");
    }
}

#[test]
fn a_data_only_dump_is_decided_by_names_alone() {
    let rules = rules(
        "classes: [{columns: '*mail', use: internet.email}, {types: [text], use: fail}]\n\
         tables: {t: {columns: {id: keep}}}\n",
    );
    let columns = ["id".to_owned(), "email".to_owned()];
    let decision = decide(&rules, &table("t"), &columns, &Schema::default()).unwrap();
    assert_eq!(said(&decision), "id=keep@2 email=internet.email@classes[0]");
    let columns = ["other".to_owned()];
    assert!(decide(&rules, &table("t"), &columns, &Schema::default()).is_err());
}

#[test]
fn a_column_given_in_two_spellings_is_given_twice() {
    let schema = schema(&["users(id int4, name text)", "odd(name text, NAME text)"]);
    let rules = rules(
        "tables:\n  users: {columns: {id: keep, name: keep, NAME: mask}}\n  odd: {columns: {name: keep, NAME: mask}}\n",
    );
    let said = errors(&rules, &schema, "users", ExitCode::Rules);
    assert!(said.contains("given twice, first at"), "{said}");
    assert!(decide(&rules, &table("odd"), &block(&schema, "odd"), &schema).is_ok());
}
