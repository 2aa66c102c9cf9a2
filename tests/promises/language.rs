//! What stands between the sentences of the rule language: combinations that none of them names.

use crate::env::dmscrub::Dmscrub;

/// A dump of one table with one row.
fn dump(before: &str, columns: &str, row: &str) -> String {
    let names = columns
        .split(", ")
        .map(|column| match column.split_once("\" ") {
            Some((name, _)) => format!("{name}\""),
            None => column.split(' ').next().unwrap_or_default().to_owned(),
        });
    let names: Vec<String> = names.collect();
    format!(
        "{before}CREATE TABLE public.t (\n    {}\n);\nCOPY public.t ({}) FROM stdin;\n{row}\n\\.\n\
         --\n-- PostgreSQL database dump complete\n--\n\n",
        columns.replace(", ", ",\n    "),
        names.join(", ")
    )
}

/// The rows of the table, cleaned by rules for its columns.
fn rows(columns: &str, dump: &str) -> String {
    let rules = format!("tables:\n  t:\n    columns:\n      {columns}\n");
    let cleaned = Dmscrub::with_rules(&rules).clean(dump.as_bytes());
    let cleaned = String::from_utf8(cleaned).expect("UTF-8");
    let (_, rows) = cleaned.split_once("FROM stdin;\n").expect("a table");
    let (rows, _) = rows.split_once("\\.\n").expect("its end");
    rows.to_owned()
}

#[test]
fn keys_of_json_are_strings_whatever_makes_them() {
    let dump = dump("", "d json", r#"{"ann@real.example": 1, "5": 2}"#);
    let key = |rule: &str| {
        let columns = format!("d: {{json: {{}}, others: keep, key: {rule}}}");
        rows(&columns, &dump)
    };
    assert_eq!(
        key("{map: {'5': 6, ann@real.example: x}, other: fail}"),
        "{\"x\": 1, \"6\": 2}\n"
    );
    let mixed = key("{map: {'5': 6}, other: {set: y}}");
    assert_eq!(mixed, "{\"y\": 1, \"6\": 2}\n");
    let hashed = key("{map: {'5': 6}, other: hash}");
    assert!(
        !hashed.contains("\\\\") && !hashed.contains("ann"),
        "{hashed}"
    );
}

#[test]
fn names_are_quoted_as_sql_quotes_them_wherever_they_stand() {
    let before = "CREATE TYPE public.place AS (\n\t\"Street\" text,\n\tn integer\n);\n";
    let columns = "\"Full Name\" text, \"ID\" integer, p public.place, born date, died date";
    let row = "Ann Lee\t7\t(High St,1)\t1950-01-01\t1990-01-01";
    let dump = dump(before, columns, row);
    let with = |seed: &str, field: &str, column: &str| {
        rows(
            &format!(
                "'\"Full Name\"': {{use: person.name, seed_from: {seed}}}\n      '\"ID\"': keep\n      \
                 p: {{fields: {{{field}: {{set: x}}, n: keep}}}}\n      died: keep\n      \
                 born: {{use: date.between, from: '1940-01-01', to: {{column: {column}}}}}"
            ),
            &dump,
        )
    };
    let quoted = with("'\"ID\"'", "'\"Street\"'", "'\"died\"'");
    assert_eq!(quoted, with("ID", "Street", "died"));
    assert!(
        quoted.contains("\t7\t(x,1)\t") && !quoted.contains("Ann"),
        "{quoted}"
    );
}

#[test]
fn classes_know_the_dumps_own_types_by_name() {
    let before = "CREATE TYPE public.mood AS ENUM (\n    'sad',\n    'ok'\n);\n\
                  CREATE DOMAIN public.code AS text;\n\
                  CREATE TYPE public.place AS (\n\tstreet text\n);\n";
    let dump = dump(
        before,
        "a public.mood, b public.code, c public.place",
        "sad\tAnn Lee\t(High St)",
    );
    let clean = |types: &str| {
        let rules = format!(
            "classes: [{{types: {types}, use: null}}, {{columns: '*', use: fail}}]\n\
             tables: {{t: {{columns: {{}}}}}}\n"
        );
        Dmscrub::with_rules(&rules).run(dump.as_bytes())
    };
    clean("[public.mood, public.code, public.place]").assert_exit(0);
    clean("[enum, text, composite]").assert_exit(0);
    clean("[public.mood, public.code]").assert_exit(4);
    // A class for nothing would be one for all.
    for nothing in ["[]", "[enum], columns: []"] {
        let refused = clean(nothing);
        refused.assert_exit(3);
        assert!(refused.stderr_text().contains("names nothing"), "{nothing}");
    }
}

/// Of column `a` these values are kept, or not; of what is not, nothing of `gone` is left.
fn assert_kept(rules: &str, gone: [&str; 2], cases: &[(&str, bool)]) {
    for &(value, kept) in cases {
        let output = Dmscrub::with_rules(rules).clean(dump("", "a text", value).as_bytes());
        let output = String::from_utf8(output).expect("UTF-8");
        assert_eq!(output.contains(value), kept, "{output}");
        assert!(!gone.iter().any(|part| output.contains(part)), "{output}");
    }
}

#[test]
fn a_glob_of_addresses_keeps_one_address() {
    let rules = "namespaces: {internet.email: {keep: ['*@staff.example']}}\n\
                 tables: {t: {columns: {a: internet.email}}}\n";
    let cases = [
        ("jo@staff.example", true),
        ("ann@real.example, jo@staff.example", false),
        ("Ann Lee jo@staff.example", false),
    ];
    assert_kept(rules, ["real.example", "Ann"], &cases);
}

#[test]
fn a_kept_number_is_kept_only_by_itself() {
    let rules = "namespaces: {phone.number: {keep: ['0800*', 020 7946 0000, n/a]}}\n\
                 tables: {t: {columns: {a: phone.number}}}\n";
    let cases = [
        ("0800 1111", true),
        ("(020) 7946-0000", true),
        ("n/a", true),
        ("0800 1111 or 07700 900456", false),
        ("0800 1111 07700 900456", false),
        ("Ann Lee 020 7946 0000", false),
    ];
    assert_kept(rules, ["Ann", "900456"], &cases);
}

#[test]
fn seeds_are_equal_where_their_types_say_so() {
    let before = "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;\n";
    let columns = "a integer, b numeric(6,2), c text, d character(8), e public.citext, \
                   u text, v text, w text, x text, y text";
    let row = "7\t7.00\tann\tann     \tANN\t1\t2\t3\t4\t5";
    let rules: Vec<String> = (["a", "b", "c", "d", "e"]
        .iter()
        .zip(["u", "v", "w", "x", "y"]))
    .map(|(seed, name)| format!("{name}: {{use: person.name, seed_from: {seed}}}, {seed}: keep"))
    .collect();
    let rules = format!("tables: {{t: {{columns: {{{}}}}}}}\n", rules.join(", "));
    let dump = dump(before, columns, row);
    let cleaned = Dmscrub::with_rules(&rules).clean(dump.as_bytes());
    let cleaned = String::from_utf8(cleaned).expect("UTF-8");
    let kept = "7\t7.00\tann\tann     \tANN\t";
    let (_, names) = cleaned.split_once(kept).expect("the row");
    let names: Vec<&str> = names
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let [u, v, w, x, y] = names[..] else {
        panic!("five names: {names:?}")
    };
    assert_eq!(u, v);
    assert_eq!([w, w], [x, y]);
    assert_ne!(u, w);
}
