//! What can't be read safely is refused, by name and with exit 5.

use std::io::Write;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};

const RULES: &str = "tables: {people: {columns: {id: keep, name: person.name}}}\n";

/// A dump with room for something between its statements and among its rows.
fn dump(set: &str, rows: &str, between: &str, after: &str) -> Vec<u8> {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
         SET standard_conforming_strings = on;\n{set}\n\
         CREATE TABLE public.people (\n    id integer,\n    name text\n);\n\n\n\
         COPY public.people (id, name) FROM stdin;\n1\tCANARY700001\n{rows}\\.\n\n\n{between}\n\
         --\n-- PostgreSQL database dump complete\n--\n\n{after}"
    )
    .into_bytes()
}

#[track_caller]
fn assert_refused(what: &str, dump: &[u8], named: &str) {
    let output = Dmscrub::with_rules(RULES).run(dump);
    assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
    assert_no_canary("stdout", &output.stdout);
    let stderr = output.stderr_text();
    assert!(
        stderr.contains(named),
        "{what}: `{named}` is not named in:\n{stderr}"
    );
}

#[test]
fn what_this_file_starts_from_passes() {
    Dmscrub::with_rules(RULES).clean(&dump("", "", "", ""));
}

#[test]
fn backslash_commands_are_refused() {
    for command in [
        "\\! touch CANARY700002",
        "\\copy people FROM '/etc/passwd'",
        "\\i /etc/passwd",
        "\\ir x",
        "\\o /tmp/x",
        "\\set ON_ERROR_STOP off",
        "\\gexec",
        "\\q",
        "\\unrestrict never",
        "\\connect -reuse-previous=on \"host=CANARY700003\"",
        "SELECT 1 \\gset",
        "SELECT 1 \\; SELECT 2;",
    ] {
        assert_refused(command, &dump("", "", &format!("{command}\n"), ""), "line");
    }
}

#[test]
fn rows_that_would_be_read_otherwise_are_refused() {
    for (what, row) in [
        ("a field too few", "2\n"),
        ("a field too many", "2\tCANARY700004\tmore\n"),
        ("an end mark at the end of a row", "2\tCANARY700005\\.\n"),
        (
            "a carriage return in a value",
            "2\tCANARY700017\rCANARY700018\n",
        ),
        (
            "an end mark before a carriage return",
            "2\tCANARY700019\\.\rx\n",
        ),
        ("an end mark with more on its line", "\\.CANARY700006\n"),
    ] {
        assert_refused(what, &dump("", row, "", ""), "public.people");
    }
}

#[test]
fn encodings_that_cannot_be_read_are_refused() {
    for encoding in ["JOHAB", "KLINGON"] {
        let set = format!("SET client_encoding = '{encoding}';");
        let output = Dmscrub::with_rules(RULES).run(&dump(&set, "", "", ""));
        assert_eq!(output.code, 5, "{encoding}: {}", output.stderr_text());
    }
}

/// psql takes a carriage return for the end of a comment.
#[test]
fn a_command_after_a_carriage_return_is_no_comment() {
    for line in [
        "-- so\rINSERT INTO public.people VALUES (1, 'CANARY700014');",
        "-- so\r\rCREATE TABLE x AS VALUES ('CANARY700015');",
        "--\r\\! touch CANARY700016",
    ] {
        let output = Dmscrub::with_rules(RULES).run(&dump("", "", &format!("{line}\n"), ""));
        assert_no_canary(line, &output.stdout);
        assert!(
            matches!(output.code, 0 | 5),
            "{line}: {}",
            output.stderr_text()
        );
    }
}

/// No statement reaches psql after the transaction has ended.
#[test]
fn text_after_the_trailer_is_refused() {
    for after in ["DROP TABLE people;\n", "CANARY700008\n", "\\! id\n"] {
        assert_refused(after, &dump("", "", "", after), "");
    }
}

#[test]
fn what_is_no_dump_is_refused() {
    for (what, input) in [
        ("nothing", &b""[..]),
        ("prose", b"CANARY700009 is not a dump\n"),
        ("OpenPGP", b"-----BEGIN PGP MESSAGE-----\n\nCANARY\n"),
        ("binary", &[0x85, 0x02, 0x0c, 0x03, 0xff, 0x00]),
        ("an encrypted packet", &[0xd2, 0xc1, 0x01, 0xff]),
    ] {
        let output = Dmscrub::with_rules(RULES).run(input);
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
    }
}

/// What is compressed is looked at again when it is decompressed.
#[test]
fn what_is_no_dump_inside_gzip_is_refused() {
    for (what, archive, named) in [
        (
            "custom",
            &b"PGDMP\x01\x0f\x00;\nCANARY700010;\n"[..],
            "sizes of numbers",
        ),
        (
            "tar",
            b"toc.dat\0\0\0\0\0\0\0\0\0\0\0;\nCANARY700011;\n",
            "inside a tar header",
        ),
        (
            "OpenPGP",
            b"-----BEGIN PGP MESSAGE-----\n\nCANARY\n",
            "OpenPGP",
        ),
        ("gzip", &gzip(&dump("", "", "", "")), "compressed twice"),
        (
            "prose",
            b"Dear CANARY700012; this is a letter;\n",
            "no SQL statement",
        ),
    ] {
        let output = Dmscrub::with_rules(KEEP_ALL).run(&gzip(archive));
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
        assert!(
            output.stderr_text().contains(named),
            "{what}: {}",
            output.stderr_text()
        );
        assert_no_canary(what, &output.stdout);
    }
}

#[test]
fn other_formats_are_named_with_the_pipe_to_use() {
    for (input, what, pipe) in [
        (&b"BZh91AY&SY"[..], "bzip2", "bunzip2"),
        (b"\x02\x21\x4C\x18\x04\0\0\0", "lz4", "lz4 -dc"),
        (b"\xFD7zXZ\0\0\x04", "xz", "xz -dc"),
        (b"PK\x03\x04\x14\0", "zip", "unzip -p"),
        (b"\xFF\xFE-\0-\0", "UTF-16", "iconv"),
        (b"\x85\x01\x8c\x03", "OpenPGP", "gpg -d"),
    ] {
        let output = Dmscrub::with_rules(KEEP_ALL).run(input);
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
        let stderr = output.stderr_text();
        assert!(stderr.contains(what) && stderr.contains(pipe), "{stderr}");
    }
}

#[test]
fn damaged_compressed_input_is_refused() {
    let plain = dump("", "", "", "");
    let whole = gzip(&plain);
    let mut two = gzip(&plain[..100]);
    two.extend(gzip(&plain[100..]));
    Dmscrub::with_rules(RULES).clean(&two);
    for cut in [3, 20, whole.len() / 2, whole.len() - 1] {
        Dmscrub::with_rules(RULES).run(&whole[..cut]).assert_exit(5);
    }
    for more in [&b"CANARY700013"[..], b"\n", &whole[..15]] {
        let followed = [&whole, more].concat();
        Dmscrub::with_rules(RULES).run(&followed).assert_exit(5);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
