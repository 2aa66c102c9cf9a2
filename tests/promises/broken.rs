//! A run that fails leaves an output that loads nothing, whatever was open in it.

use super::cutoff::assert_nothing_loads;
use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};

/// `people` is changed row by row, `kept` passes as it is, in the portions that were read.
const RULES: &str = r#"
tables:
  people:
    columns:
      id: keep
      name: [{when: "name = 'stop'", use: fail}, {set: x}]
  kept: {columns: {id: keep, note: keep}}
  nothing: {columns: {}}
"#;

fn head(encoding: &str, scs: &str) -> String {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = '{encoding}';\n\
         SET standard_conforming_strings = {scs};\n\n\
         --\n-- Name: people; Type: TABLE; Schema: public; Owner: -\n--\n\n\
         CREATE TABLE public.people (\n    id integer,\n    name text\n);\n\n\n\
         CREATE TABLE public.kept (\n    id integer,\n    note text\n);\n\n\n\
         CREATE TABLE public.nothing (\n);\n\n\n"
    )
}

/// More than one read of the input, so that the beginning is written before the end is seen.
fn long(what: &str) -> String {
    what.repeat(100_000 / what.len())
}

/// Runs over what follows the tables; the failed output.
#[track_caller]
fn broken(what: &str, dump: &[u8], exit: i32) -> (String, Vec<u8>) {
    let output = Dmscrub::with_rules(RULES).run(dump);
    assert_eq!(output.code, exit, "{what}: {}", output.stderr_text());
    assert_no_canary(what, &output.stdout);
    (what.to_owned(), output.stdout)
}

const PEOPLE: &str = "COPY public.people (id, name) FROM stdin;\n";
const KEPT: &str = "COPY public.kept (id, note) FROM stdin;\n";
const INSERT: &str = "INSERT INTO public.kept VALUES (1, ";

#[test]
fn a_failure_in_copy_data_loads_nothing() {
    let rows = long("1\tsome text\n");
    let scripts: Vec<_> = [
        (
            "a rule that fails",
            format!("{PEOPLE}{rows}2\tstop\n3\tx\n\\.\n"),
            4,
        ),
        (
            "a rule that fails at once",
            format!("{PEOPLE}2\tstop\n\\.\n"),
            4,
        ),
        ("a field too few", format!("{PEOPLE}{rows}2\n\\.\n"), 5),
        (
            "a field too many",
            format!("{PEOPLE}{rows}2\tCANARY800001\t\n\\.\n"),
            5,
        ),
        (
            "an end of data at the end of a row",
            format!("{PEOPLE}{rows}2\tx\\.\n\\.\n"),
            5,
        ),
        (
            "the same in a kept table",
            format!("{KEPT}{rows}2\tx\\.\n\\.\n"),
            5,
        ),
        (
            "an end of data with more on its line",
            format!("{KEPT}{rows}\\.x\n"),
            5,
        ),
        ("cut in a kept row", format!("{KEPT}{rows}2\tso"), 5),
        ("cut in its first field", format!("{KEPT}{rows}2"), 5),
        ("cut after a backslash", format!("{KEPT}{rows}2\tso\\"), 5),
        (
            "cut after two backslashes",
            format!("{KEPT}{rows}2\tso\\\\"),
            5,
        ),
        ("cut after a row", format!("{KEPT}{rows}"), 5),
        ("cut before the first row", KEPT.to_owned(), 5),
        (
            "cut in a changed row",
            format!("{PEOPLE}{rows}2\tCANARY800002"),
            5,
        ),
        (
            "cut in a row with CR LF",
            format!("{KEPT}1\ta\r\n2\tb\r"),
            5,
        ),
        (
            "cut in a table without columns",
            "COPY public.nothing  FROM stdin;\n\n\n".to_owned(),
            5,
        ),
    ]
    .into_iter()
    .map(|(what, rest, exit)| broken(what, (head("UTF8", "on") + &rest).as_bytes(), exit))
    .collect();
    assert_nothing_loads(&scripts, Some(3));
}

#[test]
fn a_cut_inside_an_insert_loads_nothing() {
    let text = long("some text ");
    let mut scripts = Vec::new();
    for scs in ["on", "off"] {
        for (what, rest) in [
            ("a string", format!("'{text}")),
            ("a string with a quote at the end", format!("'{text}''")),
            ("parentheses", format!("'{text}'")),
            ("nested parentheses", format!("'{text}' || ((('x'")),
            ("the row list", format!("'{text}'),")),
            ("the statement", format!("'{text}')")),
            ("a comment", format!("'{text}') -- so")),
            ("nested comments", format!("'{text}' /* so /* and")),
            ("what may become a comment", format!("'{text}' -")),
            ("what may become another comment", format!("'{text}' /")),
            ("an escape string", format!("E'{text}")),
            ("an escape", format!("E'{text}\\")),
            (
                "an escape string with an escaped quote",
                format!("E'{text}\\'"),
            ),
            ("a backslash in a string", format!("'{text}\\")),
            ("a dollar-quoted string", format!("$a${text}")),
            ("its end", format!("$a${text}$a")),
            ("a dollar tag", format!("'{text}'), (2, $a")),
            ("a quoted identifier", format!("'{text}'), (2, \"so")),
        ] {
            let dump = head("UTF8", scs) + INSERT + &rest;
            scripts.push(broken(&format!("{what}, {scs}"), dump.as_bytes(), 5));
        }
    }
    assert_nothing_loads(&scripts, Some(3));
}

/// The quote that closes must not become part of a character.
#[test]
fn a_cut_inside_a_character_loads_nothing() {
    let text = long("some text ");
    let mut scripts = Vec::new();
    for (encoding, character) in [
        ("UTF8", &b"\xE6\x9D"[..]),
        ("EUC_JP", b"\xA4"),
        ("SJIS", b"\x83"),
        ("BIG5", b"\xA5"),
        ("GBK", b"\x81"),
        ("GB18030", b"\x81\x30\x81"),
        ("UHC", b"\x81"),
    ] {
        let rules = RULES.replace("[{when: \"name = 'stop'\", use: fail}, {set: x}]", "keep");
        for scs in ["on", "off"] {
            for before in [
                format!("{KEPT}1\t{text}"),
                format!("{INSERT}'{text}"),
                format!("{INSERT}E'{text}"),
                format!("{INSERT}'{text}', \""),
            ] {
                let mut dump = (head(encoding, scs) + &before).into_bytes();
                dump.extend_from_slice(character);
                let output = Dmscrub::with_rules(&rules).run(&dump);
                output.assert_exit(5);
                let what = format!("{encoding}, {scs}, {:.40}", before);
                scripts.push((what, output.stdout));
            }
        }
    }
    assert_nothing_loads(&scripts, Some(3));
}

#[test]
fn a_failure_between_statements_loads_nothing() {
    let filled = format!("{KEPT}1\tx\n\\.\n\n\n");
    let trailer = "--\n-- PostgreSQL database dump complete\n--\n\n";
    let head = head("UTF8", "on");
    let mut scripts: Vec<_> = [
        (
            "a statement that refuses a block",
            format!("{filled}VACUUM;\n"),
            4,
        ),
        (
            "a role after the schema",
            format!("{filled}CREATE ROLE r;\n"),
            4,
        ),
        ("a command", format!("{filled}\\! CANARY800003\n"), 5),
        (
            "a command in a statement",
            format!("{filled}SELECT 1 \\g\n"),
            5,
        ),
        (
            "a statement cut in a string",
            format!("{filled}COMMENT ON TABLE kept IS 'so"),
            5,
        ),
        ("a statement cut", format!("{filled}ALTER TABLE kept"), 5),
        (
            "a comment cut",
            format!("{filled}--\n-- Name: CANARY800004"),
            5,
        ),
        (
            "a long comment cut",
            format!("{filled}/* so /* and */ on"),
            5,
        ),
        ("a cut after a statement", filled.clone(), 5),
        (
            "a connect without a trailer",
            format!("{filled}\\connect postgres\n"),
            5,
        ),
        (
            "an unrestrict without a trailer",
            format!("{filled}\\unrestrict x\n"),
            5,
        ),
        (
            "a statement after the trailer",
            format!("{filled}{trailer}SELECT 1;\n"),
            5,
        ),
        (
            "rows after the trailer",
            format!("{filled}{trailer}{KEPT}2\tx\n\\.\n"),
            5,
        ),
        (
            "text after the trailer",
            format!("{filled}{trailer}-- CANARY800005\n"),
            5,
        ),
    ]
    .into_iter()
    .map(|(what, rest, exit)| broken(what, (head.clone() + &rest).as_bytes(), exit))
    .collect();
    let before = &head[..head.find("CREATE").expect("a table")];
    for (what, dump, exit) in [
        ("cut before the first statement", before.to_owned(), 5),
        ("cut in the header", head[..30].to_owned(), 5),
        (
            "refused before the first statement",
            format!("{before}VACUUM;\n"),
            4,
        ),
        ("refused first of all", "\\! id\n".to_owned(), 5),
    ] {
        scripts.push(broken(what, dump.as_bytes(), exit));
    }
    assert_nothing_loads(&scripts, Some(3));
}

#[test]
fn a_large_kept_statement_is_not_part_of_the_failure_message() {
    // Rules that keep all look into nothing, and still nothing of it is said.
    let dump = head("UTF8", "on") + INSERT + "'CANARY800006', 'CANARY800007";
    let run = Dmscrub::with_rules(KEEP_ALL);
    let output = run.run(dump.as_bytes());
    output.assert_exit(5);
    run.assert_nothing_leaked(&output.stderr);
}
