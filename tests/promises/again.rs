//! Output of dmscrub as its input: the transaction is taken out and written anew, and nothing else is
//! taken for it.

use crate::env::corpus::{self, Dump};
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::process::on_all_cores;

const HEAD: &str = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
    SET standard_conforming_strings = on;\n\n";
const TRAILER: &str = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

fn keep_all() -> Dmscrub {
    Dmscrub::with_rules(KEEP_ALL)
}

/// A small cleaned dump.
fn cleaned() -> String {
    let dump = format!(
        "{HEAD}--\n-- Name: t; Type: TABLE; Schema: public; Owner: x\n--\n\n\
         CREATE TABLE public.t (\n    a integer,\n    b text\n);\n\n\
         --\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: x\n--\n\n\
         COPY public.t (a, b) FROM stdin;\n1\tCANARY100001\n\\.\n\n{TRAILER}"
    );
    String::from_utf8(keep_all().clean(dump.as_bytes())).expect("text")
}

#[test]
fn cleaning_twice_changes_nothing() {
    let all = [
        corpus::everything(),
        corpus::recorded(),
        corpus::handmade(),
        corpus::cluster(),
    ];
    let dumps: Vec<Dump> = all.into_iter().flatten().collect();
    on_all_cores(&dumps, |dump| {
        for args in [&[][..], &["--if-exists"], &["--no-owner", "--no-acl"]] {
            // No transaction takes the DROP of one.
            let rules = KEEP_ALL.replace("subscriptions: keep", "subscriptions: drop");
            let once = Dmscrub::with_rules(&rules).args(args).clean(&dump.bytes);
            let twice = keep_all().clean(&once);
            assert!(once == twice, "{} {args:?}", dump.name);
            let plain = keep_all().args(["--no-transaction"]).clean(&once);
            assert!(once == plain, "{} {args:?} --no-transaction", dump.name);
        }
    });
}

#[test]
fn a_part_of_a_cleaned_dump_is_refused() {
    let whole = cleaned();
    // The line that says so is the proof; what follows it is decoration.
    let proof = whole.find(" complete\n").expect("a trailer") + " complete".len();
    for end in 0..proof {
        let output = keep_all().run(&whole.as_bytes()[..end]);
        assert_eq!(output.code, 5, "cut at {end}: {}", output.stderr_text());
        assert!(!output.stdout.ends_with(b"COMMIT;\n\n"), "cut at {end}");
    }
}

#[test]
fn marks_stand_nowhere_but_where_they_were_written() {
    let whole = cleaned();
    let first = "\\set ON_ERROR_STOP on\n";
    let begin = {
        let from = whole.find("BEGIN;\n").expect("a beginning");
        let to = whole.find("(1, 2);\n").expect("a guard") + "(1, 2);\n".len();
        whole[from..to].to_owned()
    };
    let commit = {
        let from = whole.find("INSERT INTO pg_temp.dmscrub_commit_guard VALUES (2, 2)");
        let from = from.expect("a repair");
        let to = whole[from..].find("COMMIT;\n\n").expect("an end") + "COMMIT;\n\n".len();
        whole[from..from + to].to_owned()
    };
    let without_first = &whole[first.len()..];
    let broken = [
        ("no COMMIT", whole.replace(&commit, "")),
        ("no BEGIN", whole.replace(&begin, "")),
        (
            "BEGIN twice",
            whole.replace(&begin, &format!("{begin}{begin}")),
        ),
        (
            "COMMIT twice",
            whole.replace(&commit, &format!("{commit}{commit}")),
        ),
        ("COMMIT before the data", {
            let moved = whole.replace(&commit, "");
            moved.replace("COPY public", &format!("{commit}COPY public"))
        }),
        ("a statement after COMMIT", {
            whole.replace(
                &commit,
                &format!("{commit}CREATE TABLE public.u (a int);\n"),
            )
        }),
        ("the first line twice", format!("{first}{whole}")),
        (
            "the first line later",
            without_first.replacen("SET", &format!("{first}SET"), 1),
        ),
        (
            "another setting",
            whole.replace("ON_ERROR_STOP on", "ON_ERROR_STOP off"),
        ),
        ("a blank before", format!("\n{whole}")),
        ("something after the trailer", format!("{whole}{begin}")),
        ("marked as incomplete", {
            let poison = "SELECT CAST('dmscrub: output is incomplete' AS pg_catalog.int4);\n";
            whole.replace(&commit, &format!("{poison}{commit}"))
        }),
    ];
    for (what, text) in broken {
        assert_ne!(text, whole, "{what}");
        let output = keep_all().run(text.as_bytes());
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
    }
}

#[test]
fn a_guard_that_no_first_line_announces_is_a_table_like_any_other() {
    let whole = cleaned();
    let text = whole
        .strip_prefix("\\set ON_ERROR_STOP on\n")
        .expect("a first line");
    let rules = "tables: {t: {columns: {a: keep, b: keep}}}";
    let output = Dmscrub::with_rules(rules).run(text.as_bytes());
    assert_eq!(output.code, 4, "{}", output.stderr_text());
}
