//! Commands planted where psql would run them: in names, comments, arguments of the dump's own
//! commands, and in every text of an archive. The witness is a file that they would make.

use bytes::Bytes;
use dmscrub::dump::archive::reader::Reader;
use dmscrub::dump::archive::toc::{Entry, Toc};

use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;

const ARCHIVE: &[u8] = include_bytes!("../../data/archives/pg15-small-none.dump");

/// Cleans a dump, gives psql whatever came out, and looks for the witness; the exit code.
fn cleaned(what: &str, args: &[&str], dump: &dyn Fn(&str) -> Vec<u8>) -> i32 {
    let server = Postgres::shared();
    let db = server.fresh_db("planted");
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let witness = folder.path().join("witness");
    let dump = dump(witness.to_str().expect("a plain path"));
    for more in [&[][..], &["--no-transaction"]] {
        let output = Dmscrub::with_rules(KEEP_ALL)
            .args(args.to_vec())
            .args(more.to_vec())
            .run(&dump);
        server.psql_stdin(&db, &output.stdout, &[]);
        assert!(!witness.exists(), "{what}: a planted command ran");
        if !more.is_empty() {
            return output.code;
        }
    }
    unreachable!("the last run has more arguments")
}

#[test]
fn commands_in_a_plain_dump_are_refused() {
    for (what, planted) in [
        (
            "a name in a header",
            "--\n-- Name: x\n\\! touch WITNESS\n; Type: TABLE; Schema: public; Owner: -\n--\n",
        ),
        (
            "a name in a header, after a carriage return",
            "--\n-- Name: x\r\\! touch WITNESS\r-- ; Type: TABLE\n--\n",
        ),
        ("after a comment", "/* x */ \\! touch WITNESS\n"),
        ("in a statement", "SELECT 1\n\\! touch WITNESS\n;\n"),
        ("a pipe", "SELECT 1 \\g | touch WITNESS\n"),
        ("a pipe of its own", "\\o | touch WITNESS\n"),
        (
            "a copy to a program",
            "\\copy (SELECT 1) TO PROGRAM 'touch WITNESS'\n",
        ),
        ("a file", "\\i WITNESS\n"),
        (
            "in an argument of \\restrict",
            "\\restrict `touch WITNESS`\n",
        ),
        (
            "after the argument of \\restrict",
            "\\restrict a \\! touch WITNESS\n",
        ),
        (
            "on the line after \\restrict",
            "\\restrict a\r\\! touch WITNESS\n",
        ),
        (
            "in an argument of \\unrestrict",
            "\\unrestrict `touch WITNESS`\n",
        ),
        ("in an argument of \\connect", "\\connect `touch WITNESS`\n"),
        (
            "in a quoted argument of \\connect",
            "\\connect -reuse-previous=on \"dbname='x'\" `touch WITNESS`\n",
        ),
        (
            "after an empty block of data",
            "CREATE TABLE t (a text);\nCOPY t (a) FROM stdin;\n\\.\n\\! touch WITNESS\n",
        ),
        (
            "on the line of a COPY",
            "CREATE TABLE t (a text);\nCOPY t (a) FROM stdin; \\! touch WITNESS\n\\.\n",
        ),
        (
            "after a name that seems to go on",
            "COMMENT ON TABLE \"a\"\"\" IS '\"'; \\! touch WITNESS\n",
        ),
        (
            "after a string that seems to go on",
            "SELECT E'a'\n'\\'; -- '\n\\! touch WITNESS\n",
        ),
        (
            "after a quote behind a number",
            "SELECT 1$x$ ; $x$;\n\\! touch WITNESS\n-- $x$;\n",
        ),
        (
            "in what only psql takes for a body",
            "(1) CREATE FUNCTION f() BEGIN; COPY t (a) FROM stdin;\n\\! touch WITNESS\n\\.\nEND;\n",
        ),
        ("behind a NUL byte", "-- \0\n\\! touch WITNESS\n"),
        (
            "behind a NUL byte in a string",
            "SELECT '\0'; COPY t (a) FROM stdin;\n';\n\\! touch WITNESS\n\\.\n",
        ),
    ] {
        let code = cleaned(what, &[], &|witness| {
            let planted = planted.replace("WITNESS", witness);
            format!(
                "--\n-- PostgreSQL database dump\n--\n\n{planted}\n\n\
                 --\n-- PostgreSQL database dump complete\n--\n\n"
            )
            .into_bytes()
        });
        assert_eq!(code, 5, "{what}");
    }
}

/// What stands in quotes is a value: it passes, and psql does nothing with it.
#[test]
fn commands_in_values_and_names_are_values_and_names() {
    let code = cleaned("quoted", &[], &|witness| {
        format!(
            "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE \"t\n\\! touch {witness}\n\" (a text);\n\
             COMMENT ON TABLE \"t\n\\! touch {witness}\n\" IS 'x\n\\! touch {witness}\n';\n\
             COPY \"t\n\\! touch {witness}\n\" (a) FROM stdin;\n\\\\! touch {witness}\n\\! touch {witness}\n\\.\n\
             INSERT INTO \"t\n\\! touch {witness}\n\" VALUES ('\n\\! touch {witness}\n\\.\n\\g | touch {witness}\n');\n\n\
             --\n-- PostgreSQL database dump complete\n--\n\n"
        )
        .into_bytes()
    });
    assert_eq!(code, 0);
}

/// A way to put a text into an entry.
type Plant = fn(&mut Entry, Bytes);

#[test]
fn commands_in_an_archive_do_not_run() {
    let plants: &[(&str, Plant)] = &[
        ("a name", |entry, text| entry.tag = Some(text)),
        ("a schema", |entry, text| entry.namespace = Some(text)),
        ("an owner", |entry, text| entry.owner = Some(text)),
        ("a tablespace", |entry, text| entry.tablespace = Some(text)),
        ("an access method", |entry, text| {
            entry.access_method = Some(text)
        }),
        ("a type", |entry, text| entry.desc = Some(text)),
        ("a definition", |entry, text| entry.defn = Some(text)),
        ("a definition after a statement", |entry, text| {
            entry.defn = Some([b"SELECT 1;\n", &text[..]].concat().into());
        }),
        ("a definition that drops", |entry, text| {
            entry.drop = Some(text)
        }),
        ("a COPY", |entry, text| {
            if entry.copy.is_some() {
                entry.copy = Some(
                    [b"COPY public.people (id, email) FROM stdin;\n", &text[..]]
                        .concat()
                        .into(),
                );
            }
        }),
    ];
    for (what, plant) in plants {
        let archive = |witness: &str| {
            let mut reader = Reader::new(Some(Bytes::from_static(ARCHIVE)));
            let mut toc = Toc::read(&mut reader).expect("a recorded archive");
            let data = &ARCHIVE[usize::try_from(reader.offset()).expect("a small archive")..];
            let text = Bytes::from(format!("x\n\\! touch {witness}\n"));
            let tables = |entry: &&mut Entry| matches!(entry.desc(), b"TABLE" | b"TABLE DATA");
            for entry in toc.entries.iter_mut().filter(tables) {
                plant(entry, text.clone());
            }
            toc.header.server = Some(text.clone());
            toc.header.dumper = Some(text);
            [&toc.write()[..], data].concat()
        };
        for args in [
            &["--to", "plain"][..],
            &["--to", "plain", "--clean", "--create"],
        ] {
            let code = cleaned(what, args, &archive);
            assert!(matches!(code, 0 | 3..=5), "{what}: {code}");
        }
    }
}
