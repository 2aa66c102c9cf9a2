mod corpus;

use proptest::prelude::*;

pub(crate) use self::corpus::{gunzip, statements};
use super::*;

const OFF: Dialect = Dialect {
    standard_conforming_strings: false,
    encoding: crate::dump::encoding::Encoding::Utf8,
};

/// Runs `check` on the tokens of `text`.
pub(super) fn with_input<T>(text: &str, check: impl FnOnce(Input<'_>) -> T) -> T {
    let dialect = Dialect::default();
    let all: Vec<_> = tokens(text.as_bytes(), dialect).collect();
    check(Input {
        tokens: &all,
        text: text.as_bytes(),
        dialect,
    })
}

pub(super) fn read(text: &str) -> Statement {
    parse(text.as_bytes(), Dialect::default())
}

fn name(schema: Option<&str>, name: &str) -> QualifiedName {
    QualifiedName {
        schema: schema.map(str::to_owned),
        name: name.to_owned(),
    }
}

fn columns(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn copy_from_stdin_and_nothing_else() {
    for (text, schema, table, list) in [
        (
            "COPY public.t (a, \"B c\") FROM stdin;",
            Some("public"),
            "t",
            columns(&["a", "B c"]),
        ),
        ("copy /* x */ T\n from -- y\n STDIN;", None, "t", None),
        (
            "COPY public.zero_cols  FROM stdin;",
            Some("public"),
            "zero_cols",
            None,
        ),
        (
            "COPY \"Odd; Schema\".\"T\" (\"c\nd\") FROM stdin",
            Some("Odd; Schema"),
            "T",
            columns(&["c\nd"]),
        ),
    ] {
        let expected = Class::Copy(CopyHeader {
            table: name(schema, table),
            columns: list,
        });
        assert_eq!(read(text).class, expected, "{text}");
    }
    for text in [
        "COPY t (a) WITH OIDS FROM stdin;",
        "COPY t FROM stdin WITH (FORMAT csv);",
        "COPY t FROM stdin CSV;",
        "COPY t FROM '/tmp/x';",
        "COPY t FROM PROGRAM 'x';",
        "COPY t TO stdout;",
        "COPY (SELECT 1) TO stdout;",
        "COPY BINARY t FROM stdin;",
        "COPY t (a.b) FROM stdin;",
        "COPY t FROM \"stdin\";",
        "COPY U&\"x\" UESCAPE '!' FROM stdin;",
        "COPY",
    ] {
        assert_eq!(read(text).class, Class::UnsupportedCopy, "{text}");
    }
}

#[test]
fn inserts_are_read_up_to_their_rows() {
    let header = |text: &str| match read(text).class {
        Class::Insert(header) => header,
        other => panic!("{text}: {other:?}"),
    };
    let text = "INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE VALUES (1, 'x;'";
    let read_header = header(text);
    assert_eq!(read_header.table, name(Some("public"), "t"));
    assert_eq!(read_header.columns, columns(&["a", "b"]));
    assert!(read_header.overriding && !read_header.default_values);
    assert_eq!(&text[read_header.values_at..], " (1, 'x;'");
    assert_eq!(header("INSERT INTO t VALUES").columns, None);
    assert!(header("INSERT INTO t DEFAULT VALUES;").default_values);
    assert_eq!(
        header("insert into t (\"values\", values) values (1)").columns,
        columns(&["values", "values"])
    );
    for text in [
        "INSERT INTO t SELECT * FROM u;",
        "INSERT INTO t (a) SELECT 'VALUES' FROM u;",
        "INSERT INTO t AS x VALUES (1);",
        "INSERT INTO t (a[1]) VALUES (1);",
        "INSERT INTO t (a, b",
        "INSERT INTO t WITH x AS (VALUES (1)) SELECT 1;",
    ] {
        assert_eq!(read(text).class, Class::InsertOther, "{text}");
    }
}

#[test]
fn settings() {
    for (text, setting, value) in [
        ("SET statement_timeout = 0;", "statement_timeout", "0"),
        ("SET client_encoding = 'UTF8';", "client_encoding", "UTF8"),
        ("SET NAMES 'latin1'", "client_encoding", "latin1"),
        (
            "SET standard_conforming_strings TO off;",
            "standard_conforming_strings",
            "off",
        ),
        (
            "SET SESSION Standard_Conforming_Strings = 'off';",
            "standard_conforming_strings",
            "off",
        ),
        (
            "SET search_path = app, \"Odd, S\", pg_catalog;",
            "search_path",
            "app, \"Odd, S\", pg_catalog",
        ),
        ("SET SCHEMA 'a,b'", "search_path", "\"a,b\""),
        (
            "SELECT pg_catalog.set_config('search_path', '', false);",
            "search_path",
            "",
        ),
        (
            "SELECT set_config('search_path', 'a, b', false)",
            "search_path",
            "a, b",
        ),
        ("SET app.\"key\" = -1.5", "app.key", "-1.5"),
        ("SET default_tablespace = '';", "default_tablespace", ""),
        ("SET TIME ZONE 'UTC'", "timezone", "UTC"),
        ("SET ROLE alice", "role", "alice"),
    ] {
        let expected = Class::Set(Setting {
            name: setting.to_owned(),
            value: value.to_owned(),
            local: false,
        });
        assert_eq!(read(text).class, expected, "{text}");
    }
    assert!(matches!(
        read("SET LOCAL a = b").class,
        Class::Set(Setting { local: true, .. })
    ));
    assert_eq!(
        read("SET a TO DEFAULT").class,
        Class::Reset(Some("a".into()))
    );
    assert_eq!(read("RESET ALL;").class, Class::Reset(None));
    for (text, role) in [
        ("SET SESSION AUTHORIZATION 'alice';", Some("alice")),
        (
            "SET LOCAL SESSION AUTHORIZATION \"Bob O'Neil\"",
            Some("Bob O'Neil"),
        ),
        ("SET SESSION AUTHORIZATION DEFAULT;", None),
        ("RESET SESSION AUTHORIZATION", None),
    ] {
        let expected = Class::SetSessionAuthorization(role.map(str::to_owned));
        assert_eq!(read(text).class, expected, "{text}");
    }
    // What is no constant may be anything.
    assert_eq!(
        read("SELECT set_config('standard_' || 'x', 'off', false)").class,
        Class::Query
    );
    assert_eq!(
        read("SELECT pg_catalog.set_config('a', 'b', false), f()").class,
        Class::Query
    );
    assert_eq!(
        read("SELECT evil.set_config('a', 'b', false)").class,
        Class::Query
    );
}

#[test]
fn transactions() {
    for (text, class) in [
        ("BEGIN;", Class::Begin),
        (
            "START TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            Class::Begin,
        ),
        ("COMMIT;", Class::Commit),
        ("END;", Class::Commit),
        ("ROLLBACK;", Class::Rollback),
        ("ABORT", Class::Rollback),
        ("ROLLBACK TO SAVEPOINT a", Class::Savepoint),
        ("SAVEPOINT a", Class::Savepoint),
        ("RELEASE a", Class::Savepoint),
    ] {
        assert_eq!(read(text).class, class, "{text}");
    }
}

#[test]
fn placements() {
    use Placement::{Either, Inside, Outside};
    let is_refused = |text: &str| matches!(read(text).placement, Placement::Refused(_));
    for text in [
        "VACUUM t;",
        "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);",
        "DROP INDEX CONCURRENTLY i;",
        "REINDEX DATABASE d;",
        "REINDEX (VERBOSE) SCHEMA s;",
        "REINDEX TABLE CONCURRENTLY t;",
        "CLUSTER;",
        "CLUSTER VERBOSE",
        "DISCARD ALL;",
        "PREPARE TRANSACTION 'x'",
        "COMMIT PREPARED 'x'",
        "ROLLBACK PREPARED 'x'",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p;",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (enabled = false)",
        "DROP SUBSCRIPTION s;",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
        "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
    ] {
        assert!(is_refused(text), "{text}");
    }
    for (text, placement) in [
        ("CREATE DATABASE d WITH TEMPLATE = template0;", Outside),
        ("DROP DATABASE IF EXISTS d;", Outside),
        ("ALTER DATABASE d SET TABLESPACE t;", Outside),
        ("ALTER DATABASE d SET app.x TO 'y';", Either),
        ("ALTER DATABASE d OWNER TO r;", Either),
        ("CREATE TABLESPACE t OWNER r LOCATION '/x';", Outside),
        ("DROP TABLESPACE t;", Outside),
        ("ALTER SYSTEM SET a = b;", Outside),
        ("CREATE ROLE r;", Outside),
        ("ALTER ROLE r WITH NOLOGIN;", Outside),
        ("ALTER ROLE r IN DATABASE d SET a TO 'b';", Either),
        ("DROP USER r;", Outside),
        ("GRANT a TO b GRANTED BY c;", Outside),
        ("REVOKE ADMIN OPTION FOR a FROM b;", Outside),
        (
            "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x';",
            Outside,
        ),
        ("COMMENT ON ROLE r IS 'x';", Either),
        ("COMMENT ON DATABASE d IS 'x';", Either),
        ("GRANT ALL ON DATABASE d TO r;", Either),
        ("GRANT SELECT ON TABLE a TO b;", Inside),
        ("REINDEX TABLE t;", Inside),
        ("CLUSTER t USING i;", Inside),
        ("CREATE INDEX i ON t (a);", Inside),
        (
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
            Inside,
        ),
        ("ALTER SUBSCRIPTION s ENABLE", Inside),
        (
            "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
            Inside,
        ),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY v;", Inside),
    ] {
        assert_eq!(read(text).placement, placement, "{text}");
    }
}

#[test]
fn secrets() {
    for (text, secret) in [
        (
            "ALTER ROLE r WITH LOGIN PASSWORD 'md5x';",
            Some(Secret::RolePassword),
        ),
        ("CREATE ROLE r PASSWORD NULL;", None),
        (
            "ALTER ROLE r SET \"app.key\" TO 'x';",
            Some(Secret::Setting),
        ),
        ("ALTER DATABASE d SET a TO 'b'", Some(Secret::Setting)),
        ("ALTER SYSTEM SET a = 'b'", Some(Secret::Setting)),
        (
            "CREATE USER MAPPING FOR a SERVER s OPTIONS (\"user\" 'x');",
            Some(Secret::Options),
        ),
        ("CREATE USER MAPPING FOR a SERVER s;", None),
        (
            "ALTER SERVER s OPTIONS (SET host 'x')",
            Some(Secret::Options),
        ),
        (
            "CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (host 'x')",
            Some(Secret::Options),
        ),
        (
            "CREATE FOREIGN DATA WRAPPER f OPTIONS (a 'x')",
            Some(Secret::Options),
        ),
        (
            "CREATE FOREIGN TABLE t (a int) SERVER s OPTIONS (b 'x')",
            Some(Secret::Options),
        ),
        (
            "ALTER FOREIGN TABLE t ALTER COLUMN a OPTIONS (b 'x')",
            Some(Secret::Options),
        ),
        (
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
            Some(Secret::Connection),
        ),
        (
            "ALTER SUBSCRIPTION s CONNECTION 'x'",
            Some(Secret::Connection),
        ),
        (
            "CREATE FOREIGN TABLE t (a int) SERVER s OPTIONS (table_name 'x')",
            None,
        ),
        ("CREATE TABLE t (options text)", None),
    ] {
        assert_eq!(read(text).secret, secret, "{text}");
    }
}

#[test]
fn large_objects_and_statistics() {
    use LargeObjectOperation::{Close, Create, Open, Unlink, Write};
    for (text, operation, oid) in [
        (
            "SELECT pg_catalog.lo_create('4294967290');",
            Create,
            Some(4_294_967_290),
        ),
        ("SELECT lo_create(5)", Create, Some(5)),
        (
            "SELECT pg_catalog.lo_open('700001', 131072);",
            Open,
            Some(700_001),
        ),
        ("SELECT pg_catalog.lowrite(0, '\\x6c');", Write, None),
        ("SELECT pg_catalog.lo_close(0);", Close, None),
        ("SELECT pg_catalog.lo_unlink('7');", Unlink, Some(7)),
        ("SELECT pg_catalog.lo_from_bytea(0, '\\x41')", Write, None),
        (
            "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '7';",
            Unlink,
            None,
        ),
    ] {
        let statement = read(text);
        let expected = Class::LargeObject(LargeObjectCall { operation, oid });
        assert_eq!(statement.class, expected, "{text}");
        assert_eq!(statement.topic, Some(Topic::LargeObject), "{text}");
    }
    for text in [
        "ALTER LARGE OBJECT 7 OWNER TO a;",
        "COMMENT ON LARGE OBJECT 7 IS 'x';",
        "GRANT ALL ON LARGE OBJECT 7 TO a;",
        "SECURITY LABEL FOR x ON LARGE OBJECT 7 IS 'x';",
    ] {
        assert_eq!(read(text).topic, Some(Topic::LargeObject), "{text}");
    }
    for text in [
        "SELECT * FROM pg_catalog.pg_restore_relation_stats('schemaname', 'public', 'relname', 't');",
        "SELECT pg_catalog.pg_restore_attribute_stats('relname', 't')",
        "SELECT pg_catalog.pg_clear_extended_stats('a')",
    ] {
        assert_eq!(read(text).class, Class::Statistics, "{text}");
    }
    for text in [
        "SELECT lo_create('1'), lowrite(0, 'x');",
        "SELECT f()",
        "SELECT 1",
        "VALUES (1)",
    ] {
        assert_eq!(read(text).class, Class::Query, "{text}");
    }
}

#[test]
fn setval_tells_where_its_value_stands() {
    let text = "SELECT pg_catalog.setval('public.\"Seq \"\"q\"\"\"', -42, false);";
    let Class::SetVal(set) = read(text).class else {
        panic!("no setval");
    };
    assert_eq!(set.sequence, name(Some("public"), "Seq \"q\""));
    assert_eq!((set.value, set.is_called), (-42, false));
    assert_eq!(&text[set.value_at], "-42");
    assert_eq!(read("SELECT setval('a', f())").class, Class::Query);
}

#[test]
fn data_that_comes_from_nowhere() {
    for (text, what) in [
        ("CREATE TABLE t AS SELECT 'x';", "CREATE TABLE AS"),
        (
            "CREATE TEMP TABLE IF NOT EXISTS t (a, b) WITH (x = 1) AS VALUES (1, 2)",
            "CREATE TABLE AS",
        ),
        ("CREATE TABLE t AS EXECUTE q", "CREATE TABLE AS"),
        ("SELECT 1 AS a INTO t", "SELECT INTO"),
        ("UPDATE t SET a = 'x'", "UPDATE"),
        ("UPDATE pg_database SET a = 'x'", "UPDATE"),
        ("DELETE FROM t", "DELETE"),
        (
            "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE",
            "MERGE",
        ),
        ("TRUNCATE t", "TRUNCATE"),
        (
            "WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT 1",
            "WITH",
        ),
    ] {
        assert_eq!(read(text).class, Class::DataChange(what), "{text}");
    }
    for text in ["DO $$x$$", "CALL f()", "EXECUTE q", "PREPARE q AS SELECT 1"] {
        assert_eq!(read(text).class, Class::Code, "{text}");
    }
}

#[test]
fn what_is_no_statement() {
    for text in ["", "  \n", "-- x\n", "/* */;", ";"] {
        assert_eq!(read(text).class, Class::Empty, "{text}");
    }
    for text in [
        "SET a = 'b",
        "CREATE TABLE t (a int",
        "CREATE TABLE t (a int));",
        "DROP TABLE a; DROP TABLE b;",
        "ALTER TABLE $x$ a",
    ] {
        assert_eq!(read(text).class, Class::Malformed, "{text}");
    }
    assert_eq!(read("NOTIFY x;").class, Class::Other);
    for text in ["'x';", "Hello;", "(SELECT 1);", "PGDMP;", "\u{e9};"] {
        assert_eq!(read(text).class, Class::Unknown, "{text}");
    }
}

#[test]
fn the_drop_part_is_told_by_kind() {
    let cluster = "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x';";
    for text in statements(include_str!("../../../tests/data/pg15-drop.sql"))
        .into_iter()
        .chain(statements(include_str!(
            "../../../tests/data/pg15-drop-if-exists.sql"
        )))
        .chain([cluster, "ALTER DOMAIN d DROP CONSTRAINT c;", "DROP ROLE r;"])
    {
        assert!(is_drop_part_statement(&read(text)), "{text}");
    }
    for text in [
        "CREATE TABLE t (a int);",
        "ALTER TABLE t OWNER TO a;",
        "CREATE VIEW v AS SELECT 1;",
    ] {
        assert!(!is_drop_part_statement(&read(text)), "{text}");
    }
}

#[test]
fn triggers_around_data() {
    let text = "ALTER TABLE \"Odd; Schema\".\"T\" DISABLE TRIGGER ALL;";
    let expected = Class::TableTriggers {
        table: name(Some("Odd; Schema"), "T"),
        enable: false,
    };
    assert_eq!(read(text).class, expected);
    assert_eq!(
        read("ALTER TABLE app.t1 DISABLE TRIGGER trg2;").class,
        Class::Alter
    );
}

#[test]
fn hostile_statements_take_linear_time() {
    let many = 200_000;
    for text in [
        format!("CREATE TABLE t ({}", "(".repeat(many)),
        format!(
            "CREATE TABLE t (a int DEFAULT {}1{})",
            "(".repeat(many),
            ")".repeat(many)
        ),
        format!(
            "CREATE TABLE t ({})",
            "a text DEFAULT 1 NOT NULL,".repeat(many / 10)
        ),
        format!("CREATE TABLE t (a int {})", "CHECK (a) ".repeat(many)),
        format!("CREATE TABLE t (a int {})", "[".repeat(many)),
        format!(
            "ALTER TABLE t {}",
            "ADD CONSTRAINT c CHECK (x), ".repeat(many / 10)
        ),
        format!("CREATE TYPE t AS ENUM ({}'')", "'a', ".repeat(many)),
        format!("COPY {} FROM stdin", "a.".repeat(many)),
        format!("INSERT INTO t ({}", "a, ".repeat(many)),
        format!("GRANT {} TO x", "a, ".repeat(many)),
        format!("SELECT {}", "f(".repeat(many)),
        format!("DROP TABLE {}", "a.b, ".repeat(many)),
    ] {
        let _ = read(&text);
    }
}

fn sql_like() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "CREATE",
        "ALTER",
        "TABLE",
        "TYPE",
        "AS",
        "ENUM",
        "(",
        ")",
        ",",
        ";",
        "'x'",
        "a",
        "\"B\"",
        ".",
        "NOT",
        "NULL",
        "DEFAULT",
        "CHECK",
        "PRIMARY",
        "KEY",
        "FOREIGN",
        "REFERENCES",
        "UNIQUE",
        "INDEX",
        "ON",
        "USING",
        "WHERE",
        "ADD",
        "CONSTRAINT",
        "COLUMN",
        "SET",
        "GENERATED",
        "ALWAYS",
        "IDENTITY",
        "PARTITION",
        "OF",
        "FOR",
        "VALUES",
        "IN",
        "ATTACH",
        "DOMAIN",
        "GRANT",
        "TO",
        "REVOKE",
        "FROM",
        "COMMENT",
        "IS",
        "COPY",
        "stdin",
        "INSERT",
        "INTO",
        "SELECT",
        "setval",
        "set_config",
        "=",
        "::",
        "[",
        "]",
        "1",
        "-",
        "$$",
        "OPTIONS",
        "SERVER",
        "ROLE",
        "PASSWORD",
        "USER",
        "MAPPING",
        "FUNCTION",
        "TRIGGER",
        "RULE",
        "CAST",
        "OPERATOR",
        "DROP",
        "IF",
        "EXISTS",
        "ONLY",
        "OWNER",
        "SEQUENCE",
        "OWNED",
        "BY",
        "INHERITS",
        "LIKE",
        "RENAME",
        "COLLATE",
        "double",
        "precision",
        "timestamp",
        "with",
        "time",
        "zone",
        "character",
        "varying",
    ]);
    prop::collection::vec(words, 0..25).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&text, Dialect::default());
        let _ = parse(&text, OFF);
    }

    #[test]
    fn no_words_make_it_panic(text in sql_like()) {
        use crate::dump::rewrite;
        let statement = parse(text.as_bytes(), OFF);
        let mut schema = crate::dump::schema::Schema::default();
        schema.learn(&statement, "a, public");
        let _ = rewrite::if_exists(text.as_bytes(), OFF);
        let _ = rewrite::without_options(text.as_bytes(), OFF);
        let _ = rewrite::without_password(text.as_bytes(), OFF);
        let _ = rewrite::tablespace_without_owner(text.as_bytes(), OFF);
    }

    #[test]
    fn no_comment_makes_header_parsing_panic(text in "(-- )?(Data for )?(Name: |; Type: |; Schema: |; Owner: |x|\n|\r){0,12}") {
        let _ = crate::dump::rewrite::entry_header(text.as_bytes());
        let _ = crate::dump::rewrite::header_without_owner(text.as_bytes());
    }
}
