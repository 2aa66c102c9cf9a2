use std::fmt::Write as _;

use super::*;
use crate::dump::encoding::Dialect;
use crate::dump::statement::parse;
use crate::dump::statement::tests::{gunzip, statements};

const EVERY_OBJECT: &str = include_str!("../../../tests/data/pg15-every-object.sql");
const MARKETPLACE: &str = include_str!("../../../tests/data/dm-schema.sql");

fn learn(dump: &str) -> Schema {
    learn_with(dump, "").0
}

fn learn_with(dump: &str, search_path: &str) -> (Schema, Vec<Learnt>) {
    let mut schema = Schema::default();
    let mut learnt = Vec::new();
    for statement in statements(dump) {
        let statement = parse(statement.as_bytes(), Dialect::default());
        learnt.extend(schema.learn(&statement, search_path));
    }
    (schema, learnt)
}

fn table(name: &str) -> TableName {
    TableName::parse(name).expect(name)
}

/// A line a column and a line a constraint.
fn show(schema: &Schema, name: &TableName) -> String {
    let table = &schema.tables[name];
    let mut out = format!("{name}");
    for parent in &table.parents {
        let _ = write!(out, " < {parent}");
    }
    if let Some(bound) = &table.bound {
        let _ = write!(out, " {bound}");
    }
    if let Some(strategy) = &table.partition_strategy {
        let keys = key_text(&table.partition_key);
        let columns = table.partition_columns(name).join(", ");
        let _ = write!(out, " {strategy} ({keys}) of {columns}");
    }
    for (set, note) in [
        (table.is_partition, " partition"),
        (table.is_foreign, " foreign"),
        (table.incomplete, " incomplete"),
    ] {
        out.push_str(if set { note } else { "" });
    }
    out.push('\n');
    for column in &table.columns {
        let _ = write!(
            out,
            "  {}: {}",
            column.name.replace('\n', "\\n"),
            type_text(&schema.resolve(&column.written))
        );
        if let Some(collation) = schema.collation(column) {
            let _ = write!(out, " collate {collation}");
        }
        for (set, note) in [
            (column.not_null, " not null"),
            (column.has_default, " default"),
            (column.identity == Some(true), " always"),
            (column.identity == Some(false), " by default"),
        ] {
            out.push_str(if set { note } else { "" });
        }
        if column.generated {
            let _ = write!(out, " generated from {}", column.generated_from.join(", "));
        }
        if let Some(sequence) = &column.sequence {
            let _ = write!(out, " by {sequence}");
        }
        out.push('\n');
    }
    for check in &table.checks {
        let _ = writeln!(
            out,
            "  check {} of {}",
            check.text,
            check.columns.join(", ")
        );
    }
    for exclusion in &table.exclusions {
        let _ = writeln!(out, "  exclude {}", exclusion.columns.join(", "));
    }
    for (keys, kind) in [(&table.unique, "unique"), (&table.indexes, "index")] {
        for key in keys {
            let kind = if key.primary { "primary" } else { kind };
            let _ = write!(out, "  {kind} {} ({})", key.name, key_text(&key.keys));
            if let Some(predicate) = &key.predicate {
                let _ = write!(out, " where {predicate}");
            }
            let _ = writeln!(out, " of {}", key.mentions.join(", "));
        }
    }
    for key in &table.foreign_keys {
        let _ = writeln!(
            out,
            "  foreign {} ({}) -> {} ({})",
            key.name,
            key.columns.join(", "),
            key.table,
            key.to.join(", ")
        );
    }
    out
}

fn key_text(keys: &[KeyPart]) -> String {
    let texts: Vec<&str> = keys
        .iter()
        .map(|key| match key {
            KeyPart::Column(column) => column.as_str(),
            KeyPart::Expression(expression) => expression.text.as_str(),
        })
        .collect();
    texts.join(", ")
}

fn type_text(ty: &ColumnType) -> String {
    let mut text = match &ty.base {
        PgType::Enum(declared) => format!("enum {}", declared.name),
        PgType::Composite(declared) => {
            let fields: Vec<String> = declared
                .fields
                .iter()
                .map(|(name, ty)| format!("{name} {}", type_text(ty)))
                .collect();
            format!("{}({})", declared.name, fields.join(", "))
        }
        PgType::Array(element) => format!("{}[]", type_text(&(**element).clone().into())),
        base => format!("{base:?}"),
    };
    if let Some(domain) = &ty.domain {
        let not_null = if ty.domain_not_null { " not null" } else { "" };
        let _ = write!(text, " domain {domain}{not_null} {:?}", ty.domain_checks);
    }
    text
}

fn show_all(schema: &Schema) -> String {
    let mut names: Vec<_> = schema.tables.keys().collect();
    names.sort();
    names.into_iter().map(|name| show(schema, name)).collect()
}

#[test]
fn every_object_of_postgresql_15() {
    insta::assert_snapshot!(show_all(&learn(EVERY_OBJECT)));
}

#[test]
fn the_marketplace() {
    let schema = learn(MARKETPLACE);
    assert_eq!(
        schema.tables.len(),
        MARKETPLACE.matches("\nCREATE TABLE ").count()
    );
    let keys: usize = schema.tables.values().map(|t| t.foreign_keys.len()).sum();
    assert_eq!(keys, MARKETPLACE.matches("FOREIGN KEY").count());
    let unique: usize = schema.tables.values().map(|t| t.unique.len()).sum();
    let written = ["PRIMARY KEY (", " UNIQUE (", "CREATE UNIQUE INDEX"];
    assert_eq!(
        unique,
        written
            .iter()
            .map(|w| MARKETPLACE.matches(w).count())
            .sum::<usize>()
    );
    let indexes: usize = schema.tables.values().map(|t| t.indexes.len()).sum();
    assert_eq!(indexes, MARKETPLACE.matches("\nCREATE INDEX").count());
    let columns: usize = schema.tables.values().map(|t| t.columns.len()).sum();
    let written: usize = MARKETPLACE
        .split("\nCREATE TABLE ")
        .skip(1)
        .map(|table| {
            let body = &table[..table.find("\n);").expect("end of table")];
            let is_column = |line: &&str| {
                let other = ["    CONSTRAINT ", "    WHEN ", "    ELSE "];
                line.starts_with("    ") && !other.iter().any(|word| line.starts_with(word))
            };
            body.lines().skip(1).filter(is_column).count()
        })
        .sum();
    assert_eq!(columns, written);
    assert!(schema.tables.values().all(|table| !table.incomplete));
    insta::assert_snapshot!(show_all(&schema));
}

#[test]
fn recorded_dumps_are_learnt_alike() {
    let pg16 = learn(&gunzip(include_bytes!("../../../tests/data/pg16.sql.gz")));
    let pg18 = learn(&gunzip(include_bytes!("../../../tests/data/pg18.sql.gz")));
    assert_eq!(show_all(&pg16), show_all(&pg18));
    insta::assert_snapshot!(show_all(&pg18));
    assert_eq!(
        pg18.descendants(&table("orders")),
        [table("orders_2023"), table("orders_2024")]
    );
    assert_eq!(pg18.ancestors(&table("orders_2024")), [table("orders")]);
}

#[test]
fn names_without_a_schema_go_by_the_search_path() {
    let path = "app, \"Odd, S\", pg_catalog";
    let (schema, _) = learn_with(
        "CREATE TYPE mood AS ENUM ('b', 'a');
         CREATE TABLE \"T\" (m mood, c public.citext, n name);
         CREATE TABLE other.t (a int);
         ALTER TYPE mood ADD VALUE 'c' BEFORE 'a';",
        path,
    );
    let name = TableName::new("app", "T");
    let PgType::Enum(mood) = schema.type_of(&name, "m").base else {
        panic!("no enum");
    };
    assert_eq!(mood.name, TableName::new("app", "mood"));
    assert_eq!(mood.labels, ["b", "c", "a"]);
    assert_eq!(schema.type_of(&name, "c").base, PgType::Citext);
    assert_eq!(schema.type_of(&name, "n").base, PgType::Name);
    let unqualified = |name: &str| QualifiedName {
        schema: None,
        name: name.to_owned(),
    };
    assert_eq!(schema.table_name(&unqualified("T"), path), name);
    assert_eq!(
        schema.table_name(&unqualified("x"), path),
        TableName::new("app", "x")
    );
    assert_eq!(schema.table_name(&unqualified("T"), "x, app"), name);
    assert_eq!(schema.table_name(&unqualified("x"), ""), table("public.x"));
    assert_eq!(
        schema.table_name(&unqualified("x"), "\"$user\", public"),
        table("public.x")
    );
    assert_eq!(
        schema.table_name(&unqualified("x"), "\"Odd, S\""),
        TableName::new("Odd, S", "x")
    );
}

#[test]
fn a_type_may_be_declared_after_its_use() {
    let schema = learn(
        "CREATE TABLE public.t (a public.later, b public.row, c public.row[]);
         CREATE TYPE public.row AS (x public.later, y text);
         CREATE DOMAIN public.later AS public.later2 CHECK (VALUE <> '');
         CREATE DOMAIN public.later2 AS character varying(5) NOT NULL;",
    );
    let name = table("t");
    let a = schema.type_of(&name, "a");
    assert_eq!(a.base, PgType::Varchar(Some(5)));
    assert!(a.domain_not_null);
    assert_eq!(a.domain, Some(table("later")));
    assert_eq!(a.domain_checks, ["VALUE <> ''"]);
    let PgType::Composite(row) = schema.type_of(&name, "b").base else {
        panic!("no composite");
    };
    assert_eq!(row.fields[0].1.base, PgType::Varchar(Some(5)));
    assert!(matches!(schema.type_of(&name, "c").base, PgType::Array(_)));
    assert_eq!(schema.type_of(&name, "missing").base, PgType::Unknown);
    assert_eq!(schema.type_of(&table("missing"), "a").base, PgType::Unknown);
}

#[test]
fn circles_and_depth_of_types_are_no_danger() {
    let mut dump = String::from(
        "CREATE DOMAIN public.a AS public.b; CREATE DOMAIN public.b AS public.a;
         CREATE TYPE public.c0 AS (x text);",
    );
    for n in 1..300 {
        let before = n - 1;
        let _ = write!(
            dump,
            "CREATE TYPE public.c{n} AS (x public.c{before}, y public.c{before});"
        );
    }
    dump.push_str("CREATE TABLE public.t (a public.a, c public.c299, d public.c5, t public.t);");
    let schema = learn(&dump);
    let a = schema.type_of(&table("t"), "a");
    assert!(matches!(a.base, PgType::Other(_)));
    assert!(matches!(
        schema.type_of(&table("t"), "d").base,
        PgType::Composite(_)
    ));
}

#[test]
fn inheritance_puts_the_parents_columns_first() {
    let schema = learn(
        "CREATE TABLE public.a (x integer, y text NOT NULL, CHECK (x > 0));
         CREATE TABLE public.b (z date, y text DEFAULT 'b') INHERITS (public.a);
         CREATE TABLE public.c (LIKE public.b INCLUDING ALL, w int);
         CREATE TABLE public.d () INHERITS (public.unknown);
         ALTER TABLE public.a INHERIT public.e;
         ALTER TABLE public.b NO INHERIT public.a;
         ALTER TABLE public.d ADD COLUMN q uuid, DROP COLUMN nothing;",
    );
    let columns = |name: &str| {
        let table = &schema.tables[&table(name)];
        table
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(columns("b"), "x y z");
    assert_eq!(columns("c"), "x y z w");
    let b = &schema.tables[&table("b")];
    assert!(b.column("y").is_some_and(|y| y.not_null && y.has_default));
    assert_eq!(b.checks.len(), 1);
    assert!(b.parents.is_empty() && schema.children(&table("a")).is_empty());
    assert_eq!(schema.ancestors(&table("a")), [table("e")]);
    assert!(schema.tables[&table("d")].incomplete);
    assert_eq!(columns("d"), "q");
}

#[test]
fn what_a_statement_added_is_told() {
    let (_, learnt) = learn_with(
        "CREATE TABLE a (id serial PRIMARY KEY, e text UNIQUE, b int REFERENCES b (x) NOT VALID);
         ALTER TABLE ONLY a ADD CONSTRAINT u UNIQUE (e, b), ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES b;
         CREATE UNIQUE INDEX i ON a USING btree (lower(e) text_pattern_ops, b DESC) WHERE (id > 3);
         CREATE INDEX j ON a (((e)::integer));
         ALTER TABLE a ALTER e SET NOT NULL;
         ALTER TABLE a ADD CONSTRAINT n NOT NULL b NO INHERIT;
         ALTER TABLE a ADD PRIMARY KEY USING INDEX i;
         ALTER TABLE a ATTACH PARTITION c FOR VALUES IN ('x');",
        "public",
    );
    let lines: Vec<String> = learnt
        .iter()
        .map(|learnt| match learnt {
            Learnt::Table(t) => format!("table {t}"),
            Learnt::Column(t, c) => format!("column {t} {c}"),
            Learnt::UniqueKey(t, k) => format!(
                "unique {t} {} ({}) of {} {:?} {}",
                k.name,
                key_text(&k.keys),
                k.mentions.join(", "),
                k.plain_columns().is_some(),
                k.primary
            ),
            Learnt::ForeignKey(t, k) => format!(
                "foreign {t} {} ({}) -> {} ({}) {}",
                k.name,
                k.columns.join(", "),
                k.table,
                k.to.join(", "),
                k.validated
            ),
            Learnt::Check(t, c) => format!("check {t} {}", c.text),
            Learnt::Exclusion(t, c) => format!("exclusion {t} {}", c.text),
            Learnt::Index(t, k) => format!("index {t} {} ({})", k.name, key_text(&k.keys)),
            Learnt::NotNull(t, c) => format!("not null {t} {c}"),
            Learnt::Child(c, p) => format!("child {c} {p}"),
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn tables_are_renamed_with_their_relatives() {
    let schema = learn(
        "CREATE TABLE public.p (a int); CREATE TABLE public.c () INHERITS (public.p);
         ALTER TABLE public.p RENAME COLUMN a TO b; ALTER TABLE public.p RENAME TO q;
         ALTER TABLE public.q SET SCHEMA app; ALTER TABLE public.c RENAME TO d;",
    );
    assert_eq!(schema.children(&table("app.q")), [table("d")]);
    assert_eq!(schema.tables[&table("d")].parents, [table("app.q")]);
    assert!(schema.tables[&table("app.q")].column("b").is_some());
}

#[test]
fn children_are_told_once_however_many_there_are() {
    let mut dump = "CREATE TABLE public.p (a int) PARTITION BY LIST (a);".to_owned();
    for n in 0..60_000 {
        let _ = write!(
            dump,
            "CREATE TABLE public.c{n} PARTITION OF public.p DEFAULT;"
        );
    }
    dump += "ALTER TABLE public.p ATTACH PARTITION public.c7 DEFAULT;
             ALTER TABLE public.p DETACH PARTITION public.c8;
             ALTER TABLE public.c9 RENAME TO c10;";
    let schema = learn(&dump);
    let children = schema.children(&table("p"));
    assert_eq!(children.len(), 59_998);
    assert_eq!(children[7], table("c7"));
    assert_eq!(children[8], table("c10"));
}

#[test]
fn relations_are_counted() {
    let relations = |dump| learn(dump).relations;
    assert_eq!(relations("CREATE TABLE public.a (x int);"), 1);
    // With its TOAST table, that one's index, the sequence and the key's index.
    assert_eq!(
        relations(
            "CREATE TABLE public.a (x int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, y text);"
        ),
        5
    );
    assert_eq!(
        relations("SELECT pg_catalog.lo_create('1'); SELECT pg_catalog.lo_open('1', 1);"),
        1
    );
    assert_eq!(
        relations("CREATE VIEW public.v AS SELECT 1; CREATE SEQUENCE public.s;"),
        2
    );
}

#[test]
fn collations() {
    let schema = learn(EVERY_OBJECT);
    assert!(schema.is_nondeterministic(&table("app.nd")));
    assert!(!schema.is_nondeterministic(&TableName::new("pg_catalog", "C")));
}

#[test]
fn columns_and_constraints_of_every_form() {
    let schema = learn(
        "CREATE TABLE public.t (
            a text DEFAULT NULL::character varying NOT NULL,
            b text COLLATE \"C\" DEFAULT 'x' || 'NOT NULL' CHECK (b <> 'y') UNIQUE NULLS NOT DISTINCT,
            c integer[] DEFAULT ARRAY[1, 2] NOT NULL,
            d integer CONSTRAINT d_nn NOT NULL NO INHERIT,
            e integer GENERATED ALWAYS AS (d * c[1]) VIRTUAL,
            f bigint REFERENCES public.x ON DELETE SET NULL (f) ON UPDATE SET DEFAULT DEFERRABLE INITIALLY DEFERRED NOT NULL,
            exclude text DEFAULT -1 NULL,
            \"char\" \"char\" DEFAULT CURRENT_USER,
            g double precision DEFAULT '1'::double precision PRIMARY KEY WITH (fillfactor=70) USING INDEX TABLESPACE ts,
            h timestamp(6) without time zone DEFAULT (now() AT TIME ZONE 'utc'::text) NOT NULL,
            range tstzrange STORAGE EXTENDED COMPRESSION lz4,
            CONSTRAINT i_nn NOT NULL exclude,
            CONSTRAINT whole CHECK (public.f(t.*)),
            CONSTRAINT temporal UNIQUE (d, range WITHOUT OVERLAPS),
            CONSTRAINT period FOREIGN KEY (d, PERIOD range) REFERENCES public.y (d, PERIOD range) NOT ENFORCED,
            EXCLUDE USING gist (range WITH &&, lower(a) WITH =) WHERE (d > 0)
        ) PARTITION BY RANGE (lower(a) COLLATE \"C\", d) WITH (fillfactor = 1) TABLESPACE ts;",
    );
    insta::assert_snapshot!(show(&schema, &table("t")));
}
