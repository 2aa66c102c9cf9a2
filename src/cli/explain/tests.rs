use bytes::Bytes;
use insta::assert_snapshot;

use super::*;
use crate::rules::load::testing::{load_files, show};

const DUMP: &str = "\
--\n-- PostgreSQL database dump\n--\n
CREATE DOMAIN public.email AS text NOT NULL;
CREATE TABLE public.users (\n    id integer NOT NULL,\n    \"firstName\" character varying(40),\n    \
email public.email,\n    full_name text GENERATED ALWAYS AS (lower(\"firstName\")) STORED,\n    \
data jsonb\n);
CREATE TABLE public.events (\n    at date NOT NULL,\n    who text\n)\nPARTITION BY RANGE (at);
CREATE TABLE public.events_2024 (\n    at date NOT NULL,\n    who text\n);
ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO \
('2025-01-01');
COPY public.users (id, \"firstName\", email, data) FROM stdin;
1\tCANARY\tcanary@example.org\t{}
\\.
--\n-- PostgreSQL database dump complete\n--\n
";

fn schema_of(dump: &str, table: &str) -> Schema {
    let table = TableName::parse(table).unwrap();
    let mut chunks = std::iter::once(Ok(Bytes::copy_from_slice(dump.as_bytes())));
    let mut wanted = schema::Wanted { table: &table };
    let read = crate::prove::reading::read_chunks(&mut chunks, &mut wanted);
    read.unwrap().schema
}

/// The page for a column, or the findings with their hints.
fn page(rules_text: &str, dump: Option<&str>, column: &str) -> String {
    let rules = load_files(&[("r.yaml", rules_text)]).unwrap();
    let name = Name::parse(column).unwrap();
    let schema = dump.map_or_else(Schema::default, |dump| {
        schema_of(dump, &name.table.to_string())
    });
    let read = |file: &str| (file == "r.yaml").then(|| rules_text.as_bytes().to_vec());
    let sources = Sources::read(&rules, read);
    match explain(&rules, &schema, &sources, &name) {
        Ok(page) => page,
        Err(error) => {
            assert_eq!(error.exit(), ExitCode::Undecided);
            show(error.findings())
        }
    }
}

const RULES: &str = r#"
namespaces:
  internet.email: {keep: ["*@staff.example.org"]}
aliases:
  login: {use: internet.email, unique: true, reason: the login name}
classes:
  - {columns: "*phone*", use: phone.number, owner: privacy team}
tables:
  users:
    purge: "id < 0"
    sample: {share: 5%, by: id}
    limit: 100
    reason: people who log in
    columns:
      id: keep
      firstName: {use: person.first_name, seed_from: id, locale: de_DE}
      email: login
      data:
        json:
          contact.email: internet.email
          contact.name: {use: person.name, seed_from: id}
          note: [{when: "id = 1", use: text.redact}, {set: "none"}]
        others: remove
  admins: {like: users}
  events:
    columns:
      at: keep
      who: {use: mask, keep_first: 2, class: contact}
  "log_*": {columns: {email: internet.email}}
  secrets: {purge: all}
"#;

#[test]
fn a_column_with_alias_and_shared_namespace() {
    assert_snapshot!(page(RULES, Some(DUMP), "users.email"));
}

#[test]
fn without_a_dump_the_rules_say_who_shares() {
    assert_snapshot!(page(RULES, None, "public.admins.email"));
}

#[test]
fn what_fills_generated_rows() {
    let rules = r#"
tables:
  users:
    purge: all
    generate:
      - {rows: 20, columns: {id: next, email: {use: internet.email, unique: true}}}
      - {for_each: "SELECT id FROM admins", count: {min: 0, max: 2}, columns: {id: next}}
  admins: {columns: {id: keep, email: internet.email}}
"#;
    assert_snapshot!(page(rules, None, "users.email"));
}

#[test]
fn json_with_rules_inside() {
    assert_snapshot!(page(RULES, Some(DUMP), "users.data"));
}

#[test]
fn names_are_folded_quoted_or_as_the_rules_have_them() {
    let quoted = page(RULES, Some(DUMP), "public.\"users\".\"firstName\"");
    assert_snapshot!(quoted);
    assert_eq!(page(RULES, Some(DUMP), "USERS.firstName"), quoted);
    assert!(page(RULES, None, "users.firstName").starts_with("public.users.\"firstName\"\n"));
}

#[test]
fn a_partition_is_decided_by_its_parent() {
    assert_snapshot!(page(RULES, Some(DUMP), "events_2024.who"));
}

#[test]
fn classes_generated_columns_and_emptied_tables() {
    let decided = |rules: &str, column: &str| {
        let page = page(rules, Some(DUMP), column);
        let lines = page.lines().filter(|line| line.contains("decided"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(
        decided(RULES, "users.full_name"),
        @"  decided    by itself: a generated column, which PostgreSQL computes"
    );
    assert!(page(RULES, None, "secrets.x").contains("every row of the table leaves"));
    let defaults = "defaults: {unlisted_columns: keep, unlisted_tables: keep}\n\
                    classes: [{columns: \"*mail\", use: internet.email}]\ntables: {users: {limit: 1}}\n";
    assert_snapshot!(
        decided(defaults, "users.email"),
        @"  decided    at r.yaml:2:11, by classes[0]"
    );
    assert_snapshot!(
        decided(defaults, "users.id"),
        @"  decided    by defaults.unlisted_columns: no rule and no class names the column"
    );
    assert_snapshot!(
        decided(defaults, "events.at"),
        @"  decided    by defaults.unlisted_tables: no rule names the table"
    );
}

#[test]
fn what_does_not_exist_or_is_not_decided_says_what_to_do() {
    let answers = [
        page(RULES, None, "users.emial"),
        page(RULES, None, "user.email"),
        page(RULES, Some(DUMP), "users.emial"),
        page(RULES, Some(DUMP), "user.email"),
        page(
            "tables: {users: {columns: {id: keep}}}\n",
            Some(DUMP),
            "users.email",
        ),
    ];
    assert_snapshot!(answers.join("\n\n"));
}

#[test]
fn what_is_no_column_is_refused() {
    for text in ["users", "a.b.c.d", "", "users.", "\"a.b", ".x"] {
        let error = Name::parse(text).unwrap_err();
        assert_eq!(error.exit(), ExitCode::Usage, "{text}");
    }
    let odd = Name::parse(r#""Odd.Schema"."a ""b""".C"#).unwrap();
    assert_eq!(odd.table, TableName::new("Odd.Schema", "a \"b\""));
    assert_eq!((odd.column.as_str(), odd.typed.as_str()), ("c", "C"));
    assert_eq!(Name::parse("users.ÄB").unwrap().typed, "ÄB");
}

#[test]
fn the_database_that_has_the_table_is_read() {
    let schema = schema_of(DUMP, "users");
    assert_eq!(schema.tables.len(), 3);
    let cluster = "-- PostgreSQL database cluster dump";
    let several = format!(
        "{cluster}\n\\connect one\n\n{DUMP_ONE}\n\\connect two\n\n{DUMP}\n{cluster} complete\n"
    );
    assert!(
        schema_of(&several, "users")
            .tables
            .contains_key(&TableName::new("public", "users"))
    );
    assert_eq!(schema_of(&several, "one").tables.len(), 1);
}

const DUMP_ONE: &str = "CREATE TABLE public.one (\n    id integer\n);\n\nCOPY public.one (id) FROM stdin;\n1\n\\.\n\
    -- PostgreSQL database dump complete\n";

#[test]
fn no_data_reaches_the_page() {
    for column in ["users.email", "users.data", "users.id"] {
        assert!(
            !page(RULES, Some(DUMP), column)
                .to_lowercase()
                .contains("canary")
        );
    }
}

#[test]
fn rules_that_are_gone_are_explained_all_the_same() {
    let rules = load_files(&[("r.yaml", RULES)]).unwrap();
    let sources = Sources::read(&rules, |_| None);
    let name = Name::parse("events.who").unwrap();
    let page = explain(&rules, &Schema::default(), &sources, &name).unwrap();
    assert!(
        page.contains("mask") && !page.contains("keep_first"),
        "{page}"
    );
}
