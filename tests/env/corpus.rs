//! Dumps to try things on: of a database with everything in it, of other encodings, and recorded
//! ones of PostgreSQL releases that are not installed.

use std::io::Read;
use std::sync::OnceLock;

use super::postgres::Postgres;

/// A dump and what it is called in messages.
pub(crate) struct Dump {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Dump {
    fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            bytes,
        }
    }
}

const EVERYTHING: &str = include_str!("../data/everything.sql");

/// The roles that `everything.sql` names.
const ROLES: &str = "CREATE ROLE everything_owner; CREATE ROLE everything_reader;";

/// The modes of pg_dump that write the same database in another way.
const MODES: &[&[&str]] = &[
    &[],
    &["--inserts"],
    &["--column-inserts"],
    &["--rows-per-insert=3"],
    &["--column-inserts", "--rows-per-insert=3"],
    &["--inserts", "--on-conflict-do-nothing"],
    &["--clean", "--if-exists"],
    &["--create"],
    &["--data-only"],
    &["--data-only", "--disable-triggers"],
    &["--schema-only"],
    &["--quote-all-identifiers", "--inserts"],
    &["--quote-all-identifiers"],
    &["--load-via-partition-root"],
    &["--use-set-session-authorization"],
    &["--disable-dollar-quoting"],
    &["--verbose"],
];

/// Fills a database with an object of every kind.
pub(crate) fn load_everything(server: &Postgres, db: &str) {
    let strict = &["-v", "ON_ERROR_STOP=1"];
    let output = server.psql_stdin(db, EVERYTHING.as_bytes(), strict);
    assert_eq!(output.code, 0, "{}", output.stderr_text());
}

/// The shared database with everything in it.
pub(crate) fn everything_db() -> &'static str {
    static DB: OnceLock<String> = OnceLock::new();
    DB.get_or_init(|| {
        let server = Postgres::shared();
        server.psql("postgres", ROLES);
        let db = server.fresh_db("everything");
        load_everything(server, &db);
        db
    })
}

/// The database with everything in it, dumped in each mode.
pub(crate) fn everything() -> Vec<Dump> {
    let server = Postgres::shared();
    let db = everything_db();
    MODES
        .iter()
        .map(|mode| {
            Dump::new(
                format!("pg_dump {}", mode.join(" ")),
                server.pg_dump(db, mode),
            )
        })
        .collect()
}

/// A whole cluster: roles with passwords and settings, and two databases that have a table of the
/// same name.
pub(crate) fn cluster() -> Vec<Dump> {
    let server = Postgres::start();
    server.psql(
        "postgres",
        &format!(
            "{ROLES}
             ALTER ROLE everything_owner LOGIN PASSWORD 'CANARY200001' VALID UNTIL '2030-01-01';
             ALTER ROLE everything_reader SET \"app.secret\" TO 'CANARY200002';
             CREATE ROLE \"odd; role\";
             GRANT everything_owner TO \"odd; role\" WITH ADMIN OPTION;
             COMMENT ON ROLE \"odd; role\" IS 'CANARY200003';"
        ),
    );
    server.create_db("\"we ird'db\\x\"", "UTF8");
    server.create_db("everything", "UTF8");
    load_everything(&server, "everything");
    server.psql(
        "postgres",
        "ALTER DATABASE everything SET app.api_key TO 'CANARY200004'",
    );
    let script = "CREATE TABLE texts (a text); INSERT INTO texts VALUES ('CANARY200005')";
    server.psql("we ird'db\\x", script);
    [
        &[][..],
        &["--clean", "--if-exists"],
        &["--globals-only"],
        &["--column-inserts"],
    ]
    .into_iter()
    .map(|mode| {
        let name = format!("pg_dumpall {}", mode.join(" "));
        Dump::new(name, server.pg_dumpall(mode))
    })
    .collect()
}

/// Client encodings, with a text that has characters whose second byte is ASCII: a backslash
/// where the encoding has such, a letter or a bracket else.
const CLIENT_ENCODINGS: &[(&str, &str)] = &[
    ("LATIN1", "naïve £ ÿ"),
    ("WIN1252", "naïve € ÿ"),
    ("EUC_JP", "ソ表能十予"),
    ("EUC_KR", "갸걔과"),
    ("EUC_CN", "你好世界"),
    ("SJIS", "ソ表能十予"),
    ("BIG5", "么功吒"),
    ("GBK", "乗亅丂誠"),
    ("GB18030", "乗亅丂ä㐀🦀"),
    ("UHC", "갢걆괤긏"),
];

/// Dumps in other encodings than UTF-8: the client's, the server's, and no encoding at all.
pub(crate) fn encodings() -> Vec<Dump> {
    let server = Postgres::shared();
    let mut dumps = Vec::new();
    for (encoding, text) in CLIENT_ENCODINGS {
        let db = server.fresh_db("encoding");
        server.psql(&db, &text_tables(text));
        for mode in [&["-E", encoding][..], &["-E", encoding, "--inserts"]] {
            dumps.push(Dump::new(mode.join(" "), server.pg_dump(&db, mode)));
        }
    }
    server.create_db("latin1", "LATIN1");
    server.psql("latin1", &text_tables("naïve £ ÿ"));
    server.create_db("raw", "SQL_ASCII");
    server.psql("raw", &text_tables("plain"));
    let invalid: &[u8] =
        b"COPY named (id, value) FROM stdin;\n50\tCANARY \xff\xfe \xc3\x28 \x83\\\\\n\\.\n";
    server.psql_stdin("raw", invalid, &[]).assert_exit(0);
    for db in ["latin1", "raw"] {
        for mode in [&[][..], &["--inserts"]] {
            let name = format!("database {db} {}", mode.join(" "));
            dumps.push(Dump::new(name, server.pg_dump(db, mode)));
        }
    }
    dumps.push(backslashes_escape_in_strings(server));
    dumps
}

/// A table, with texts and names that end in the encoding's odd characters, before what a reader
/// that loses its place would take for an end.
fn text_tables(text: &str) -> String {
    format!(
        "SET client_encoding = 'UTF8';
         CREATE TABLE named (id int, value text);
         CREATE TABLE \"{text}\" (\"{text}\" text);
         COMMENT ON TABLE named IS '{text}';
         CREATE FUNCTION \"f{text}\"() RETURNS text LANGUAGE sql AS $$ SELECT '{text}' $$;
         INSERT INTO \"{text}\" VALUES ('{text}');
         INSERT INTO named VALUES (1, 'CANARY300001 {text}'), (2, E'{text}\\t{text}\\n{text}\\\\{text}'),
           (3, '{text}\\'), (4, E'{text}\\nN'), (5, '{text}''{text}'), (6, '{text};{text}'), (7, NULL);"
    )
}

/// `standard_conforming_strings = off`: the same bytes mean other values.
fn backslashes_escape_in_strings(server: &Postgres) -> Dump {
    let db = server.fresh_db("scs");
    server.psql(&db, &text_tables("plain"));
    server.psql(
        "postgres",
        &format!("ALTER DATABASE {db} SET standard_conforming_strings = off"),
    );
    let dump = server.pg_dump(&db, &["--inserts"]);
    let sets_it_off = b"standard_conforming_strings = off";
    assert!(
        dump.windows(sets_it_off.len())
            .any(|window| window == sets_it_off)
    );
    Dump::new("standard_conforming_strings = off", dump)
}

/// Recorded dumps of one small database by PostgreSQL 16.14 and 18.6.
pub(crate) fn recorded() -> Vec<Dump> {
    [
        ("PostgreSQL 16", &include_bytes!("../data/pg16.sql.gz")[..]),
        ("PostgreSQL 18", include_bytes!("../data/pg18.sql.gz")),
        (
            "PostgreSQL 18 --inserts",
            include_bytes!("../data/pg18-inserts.sql.gz"),
        ),
        (
            "PostgreSQL 18 --statistics",
            include_bytes!("../data/pg18-statistics.sql.gz"),
        ),
    ]
    .into_iter()
    .map(|(name, packed)| {
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(packed)
            .read_to_end(&mut bytes)
            .expect("a recorded dump is whole");
        Dump::new(name, bytes)
    })
    .collect()
}

/// What no current pg_dump writes but psql takes: older releases, other tools, hand-made scripts.
pub(crate) fn handmade() -> Vec<Dump> {
    let unix = include_bytes!("../data/handmade.sql").to_vec();
    let text = String::from_utf8(unix.clone()).expect("handmade.sql is UTF-8");
    // A backslash before CRLF would make the CR data and the LF an error.
    let text = text.replace("two\\\nlines", "two lines");
    let with_bom = [b"\xEF\xBB\xBF", &unix[..]].concat();
    vec![
        Dump::new("handmade", unix),
        Dump::new("handmade, with a byte order mark", with_bom),
        Dump::new("handmade, CRLF", text.replace('\n', "\r\n").into_bytes()),
    ]
}
