//! `import`: a developer's load, whole or not at all, of dumps cleaned or not.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::env::corpus;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::process::Output;
use crate::env::voice::Flavour;
use crate::real::run::Refresh;
use crate::real::target::{PASSWORD, RULES, Target, dump};

const TRAILER: &str = "--\n-- PostgreSQL database dump complete";

/// The cleaned dump, as it is published.
fn cleaned() -> Vec<u8> {
    Dmscrub::with_rules(RULES).clean(dump())
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// A folder without refresh.yaml, with the password of `target` in the environment.
fn developer() -> Refresh {
    let mut refresh = Refresh::new("");
    std::fs::remove_file(refresh.dir().join("refresh.yaml")).expect("it was made");
    refresh.secret("PGPASSWORD", PASSWORD);
    refresh
}

fn import(refresh: &Refresh, target: &Target, args: &[&str]) -> Output {
    let url = target.url();
    refresh.run(&[&["import", "--database", &url], args].concat())
}

#[track_caller]
fn fails(output: &Output, code: i32, words: &[&str]) {
    let said = output.stderr_text();
    output.assert_exit(code);
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_cleaned_dump_replaces_what_was_there() {
    let refresh = developer();
    refresh.file("clean.sql", &cleaned());
    refresh.file("clean.sql.gz", &gzip(&cleaned()));
    for (file, reset) in [
        ("clean.sql.gz", "drop-owned"),
        ("clean.sql", "drop_schemas"),
    ] {
        let target = Target::new();
        let output = import(&refresh, &target, &[file, "--reset", reset]);
        output.assert_exit(0);
        target.assert_loaded();
        let first = target.snapshot();
        import(&refresh, &target, &[file]).assert_exit(0);
        target.assert_as_before("once more", &first);
    }
    let target = Target::empty();
    import(&refresh, &target, &["clean.sql", "--reset", "none"]).assert_exit(0);
    target.assert_loaded();
}

/// Dumps that have no transaction get one.
#[test]
fn a_dump_as_pg_dump_makes_it_loads_whole_or_not_at_all() {
    let server = Postgres::shared();
    let source = server.fresh_db("import_source");
    server.psql(
        &source,
        "CREATE TABLE people (id int PRIMARY KEY); INSERT INTO people VALUES (1), (2)",
    );
    let target = Target::new();
    for mode in [
        &[][..],
        &["--clean"],
        &["--clean", "--if-exists"],
        &["--inserts"],
    ] {
        let text = String::from_utf8(server.pg_dump(&source, mode)).expect("UTF-8");
        let broken = text.replace(TRAILER, &format!("SELECT 1/0;\n\n{TRAILER}"));
        let refresh = developer();
        refresh.file("dump.sql", text.as_bytes());
        refresh.file("broken.sql", broken.as_bytes());
        let before = target.snapshot();
        let output = import(&refresh, &target, &["broken.sql"]);
        fails(&output, 7, &["SQLSTATE 22012", "the database is as it was"]);
        target.assert_as_before("broken", &before);
        import(&refresh, &target, &["dump.sql"]).assert_exit(0);
        assert_eq!(
            Target::server().psql(&target.db, "SELECT sum(id) FROM people"),
            "3"
        );
    }
}

#[test]
fn a_damaged_dump_changes_nothing() {
    let target = Target::new();
    let before = target.snapshot();
    let refresh = developer();
    let whole = cleaned();
    let packed = gzip(&whole);
    let middle = whole.len() / 2;
    let poison = b"SELECT CAST('dmscrub: output is incomplete' AS pg_catalog.int4);\n";
    let mut wrong_sum = packed.clone();
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    let dumps: [(&str, Vec<u8>); 6] = [
        ("cut", whole[..middle].to_vec()),
        ("cut at the very end", whole[..whole.len() - 40].to_vec()),
        ("cut, compressed", packed[..packed.len() / 2].to_vec()),
        ("another sum", wrong_sum),
        (
            "failed when it was cleaned",
            [&whole[..middle], b"\n\t\t\t\t\n\\.\n\n", poison].concat(),
        ),
        ("two dumps", [&whole[..], &whole[..]].concat()),
    ];
    for (what, content) in dumps {
        refresh.file("dump", &content);
        let output = import(&refresh, &target, &["dump"]);
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
        target.assert_as_before(what, &before);
    }
    // What would lead elsewhere, or change more than one database.
    let create = Postgres::shared();
    let source = create.fresh_db("created");
    refresh.file("dump", &create.pg_dump(&source, &["--create"]));
    fails(
        &import(&refresh, &target, &["dump"]),
        5,
        &["not of one database alone"],
    );
    target.assert_as_before("--create", &before);
    fails(
        &import(&refresh, &target, &["no such file"]),
        2,
        &["no such file"],
    );
    fails(&import(&refresh, &target, &[]), 2, &["which dump"]);
}

#[test]
fn what_is_wrong_with_the_database_is_said() {
    let target = Target::new();
    let before = target.snapshot();
    let mut refresh = developer();
    refresh.file("dump.sql", &cleaned());
    let at = |refresh: &Refresh, url: &str| refresh.run(&["import", "dump.sql", "--database", url]);
    let missing = target.url().replace(&target.db, "not_there");
    fails(&at(&refresh, &missing), 7, &["3D000", "createdb"]);
    fails(&at(&refresh, &target.url_at(1)), 7, &["no server listens"]);
    fails(&at(&refresh, "mysql://x/y"), 2, &["postgresql://"]);
    fails(
        &refresh.run(&["import", "dump.sql"]),
        2,
        &["which database", "DATABASE_URL"],
    );
    let held = target.hold();
    let impatient = format!("{}?options=-c%20lock_timeout%3D300", target.url());
    fails(&at(&refresh, &impatient), 7, &["55P03", "another session"]);
    drop(held);
    refresh.env("PGPASSWORD", "");
    fails(&at(&refresh, &target.url()), 7, &["28P01", "none is given"]);
    target.assert_as_before("after all of them", &before);
    // By the environment, with the password in it; then with a warning, as others can see it.
    refresh.secret("DATABASE_URL", &target.full_url());
    refresh.run(&["import", "dump.sql"]).assert_exit(0);
    target.assert_loaded();
}

#[test]
fn a_password_on_the_command_line_is_warned_of() {
    let target = Target::empty();
    let mut refresh = Refresh::new("");
    std::fs::remove_file(refresh.dir().join("refresh.yaml")).expect("it was made");
    refresh.file("dump.sql", &cleaned());
    refresh.env("PGPASSWORD", "");
    let url = target.full_url();
    let output = refresh.run(&["import", "dump.sql", "--database", &url]);
    output.assert_exit(0);
    assert!(output.stderr_text().contains("can be seen by every user"));
    target.assert_loaded();
}

#[test]
fn configured_commands_run_after_the_load_with_the_database_in_their_environment() {
    let target = Target::new();
    let config = |after: &str| {
        format!(
            "import:\n  database: {{env: APP_DB}}\n  reset: drop_owned\n  \
             migrate: [sh, -c, 'psql \"$DATABASE_URL\" -Xqc \"CREATE TABLE migrated (a int)\"; echo migrating']\n  \
             after: [[sh, -c, 'test -n \"$DATABASE_URL\" && test -z \"$APP_DB\" && echo indexing'], {after}]\n"
        )
    };
    let mut refresh = Refresh::new(&config("['true']"));
    refresh.file("dump.sql", &cleaned());
    // A Unix socket needs no password, so that `psql URL` in the command shows none either.
    let socket = Target::server().socket().display().to_string();
    let port = Target::server().port();
    let (role, db) = (&target.role, &target.db);
    refresh.env(
        "APP_DB",
        &format!("postgresql:///{db}?host={socket}&port={port}&user={role}"),
    );
    let output = refresh.run(&["import", "dump.sql"]);
    output.assert_exit(0);
    let said = output.stderr_text();
    assert!(
        said.contains("\nmigrating\n") && said.contains("\nindexing\n"),
        "{said}"
    );
    assert!(output.stdout.is_empty());
    let migrated = "SELECT count(*) FROM pg_class WHERE relname = 'migrated'";
    assert_eq!(Target::server().psql(db, migrated), "1");
    // One that fails is named.
    refresh.file("refresh.yaml", config("[sh, -c, 'exit 3']").as_bytes());
    let output = refresh.run(&["import", "dump.sql"]);
    fails(
        &output,
        7,
        &["`sh -c exit 3` ended with", "the database is loaded"],
    );
    let output = refresh.run(&["import", "dump.sql", "--no-commands"]);
    output.assert_exit(0);
    target.assert_loaded();
}

/// Everything that pg_dump knows, loaded over itself: the reset takes all of it.
#[test]
fn an_object_of_every_kind_goes_and_comes_back() {
    let server = Postgres::shared();
    let source = corpus::everything_db();
    // Subscriptions stay: no transaction may drop them.
    let rules = KEEP_ALL.replace("subscriptions: keep", "subscriptions: drop");
    let clean = Dmscrub::with_rules(&rules).clean(&server.pg_dump(source, &[]));
    let refresh = developer();
    refresh.file("dump.sql", &clean);
    let db = server.fresh_db("reset");
    let socket = server.socket().display().to_string();
    let url = format!("postgresql:///{db}?host={socket}&user=postgres");
    let run = |reset: &str| {
        let output = refresh.run(&["import", "dump.sql", "--database", &url, "--reset", reset]);
        output.assert_exit(0);
    };
    run("none");
    let loaded = server.snapshot(&db);
    for reset in ["drop-schemas", "drop-owned", "drop-schemas"] {
        run(reset);
        server.assert_unchanged(reset, &db, &loaded);
    }
}

/// An ordinary role, with extensions that it may create, and what a platform and others have beside.
#[test]
fn an_ordinary_role_empties_what_is_its_own() {
    let target = Target::empty();
    let server = Target::server();
    let role = &target.role;
    server.psql(
        &target.db,
        &format!(
            "CREATE EXTENSION pg_trgm; CREATE SCHEMA platform; CREATE TABLE platform.t (a int);
             CREATE ROLE manager_{role}; GRANT manager_{role} TO {role};
             GRANT ALL ON SCHEMA public TO manager_{role};
             CREATE TABLE of_manager (a int); ALTER TABLE of_manager OWNER TO manager_{role};
             CREATE TABLE of_others (a int);
             CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
             CREATE EVENT TRIGGER of_platform ON ddl_command_end EXECUTE FUNCTION on_ddl();
             COMMENT ON SCHEMA public IS 'kept'; GRANT USAGE ON SCHEMA public TO PUBLIC"
        ),
    );
    target.sql(
        "CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION pgcrypto;
         CREATE SCHEMA app; CREATE TABLE app.t (a citext, b hstore, c text DEFAULT gen_random_uuid());
         CREATE INDEX ON app.t USING gin (c gin_trgm_ops);
         CREATE TYPE kind AS ENUM ('x'); CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);
         CREATE TABLE t (id serial, k kind, s short, n int GENERATED ALWAYS AS IDENTITY);
         CREATE FUNCTION f(kind) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
         CREATE VIEW v AS SELECT f(k) FROM t; CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
         CREATE TABLE parts (a int) PARTITION BY RANGE (a); CREATE TABLE part PARTITION OF parts DEFAULT;
         CREATE AGGREGATE joined(text) (SFUNC = textcat, STYPE = text);
         CREATE FUNCTION same(kind, kind) RETURNS bool LANGUAGE sql AS 'SELECT true';
         CREATE OPERATOR === (LEFTARG = kind, RIGHTARG = kind, FUNCTION = same);
         CREATE COLLATION c FROM \"C\"; CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple);
         CREATE TYPE r AS RANGE (subtype = float8); SELECT lo_from_bytea(4711, 'x');
         ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
    );
    let market = Marketplace::generate(Flavour::Demo, 7, 1);
    let source = Postgres::shared().fresh_db("market");
    market.load(Postgres::shared(), &source);
    let mut refresh = developer();
    refresh.env("DMSCRUB_PASSWORD_HASH", "!");
    refresh.file(
        "dump.sql",
        &Postgres::shared().pg_dump(&source, &["--clean"]),
    );
    import(&refresh, &target, &["dump.sql"]).assert_exit(0);
    let left = "SELECT string_agg(format('%s %s', relkind, oid::regclass), ', ' ORDER BY 1) FROM pg_class
         WHERE relkind IN ('r', 'v', 'm', 'p') AND relowner::regrole::text <> 'postgres' AND oid >= 16384";
    let tables = server.psql(&target.db, left);
    for gone in ["app.t", " v", " m", "parts", "of_manager"] {
        assert!(!tables.contains(&format!("{gone},")), "{gone}: {tables}");
    }
    assert!(tables.contains("r users"), "{tables}");
    let ask = |query| server.psql(&target.db, query);
    let others = "SELECT count(*) FROM pg_class WHERE oid IN (to_regclass('of_others'), to_regclass('platform.t'))";
    assert_eq!(ask(others), "2");
    let extensions = "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension";
    assert_eq!(ask(extensions), "pg_trgm plpgsql");
    assert_eq!(ask("SELECT count(*) FROM pg_largeobject_metadata"), "0");
    assert_eq!(ask("SELECT count(*) FROM pg_event_trigger"), "1");
    assert_eq!(
        ask("SELECT obj_description('public'::regnamespace)"),
        "kept"
    );
    let types = "SELECT count(*) FROM pg_type WHERE typname IN ('kind', 'short', 'r')";
    assert_eq!(ask(types), "0");
    let first = target.snapshot();
    import(&refresh, &target, &["dump.sql"]).assert_exit(0);
    target.assert_as_before("once more", &first);
}

/// What other roles have is not taken along by what hangs on it.
#[test]
fn what_others_own_is_not_dropped_along() {
    let target = Target::new();
    let refresh = developer();
    refresh.file("dump.sql", &cleaned());
    let server = Target::server();
    for (what, make, unmake) in [
        (
            "a view",
            "CREATE VIEW others AS SELECT * FROM people",
            "DROP VIEW others",
        ),
        (
            "a key",
            "CREATE TABLE others (a int REFERENCES people)",
            "DROP TABLE others",
        ),
        (
            "a column of a type",
            "CREATE TABLE others (a int, b old_kind)",
            "DROP TABLE others",
        ),
        (
            "a function",
            "CREATE FUNCTION others(old_kind) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "DROP FUNCTION others",
        ),
    ] {
        server.psql(&target.db, make);
        let before = target.snapshot();
        let output = import(&refresh, &target, &["dump.sql"]);
        fails(&output, 7, &["2BP01", "drop_schemas"]);
        target.assert_as_before(what, &before);
        server.psql(&target.db, unmake);
    }
    import(&refresh, &target, &["dump.sql"]).assert_exit(0);
    target.assert_loaded();
}
