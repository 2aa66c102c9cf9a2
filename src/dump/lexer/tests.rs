use super::*;

const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc1\n\n\
    SET client_encoding = 'UTF8';\n/* a /* b */ ; */\n\
    CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT 'COPY t (a) FROM stdin;\n1\n\\.\n' $_$;\n\n\
    COPY public.t (a, b) FROM stdin;\n1\tx\\\\.\n2\t\\N\n\\.\n\n\n\
    INSERT INTO public.u VALUES (1, 'a;''\n\\.\n');\nINSERT INTO v DEFAULT VALUES;\n\
    COPY public.empty (a) FROM stdin;\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc1\n\n";

fn pieces(input: &[u8], size: usize, mode: DataMode) -> Result<Vec<(PieceKind, Vec<u8>)>> {
    let mut lexer = Lexer::new();
    let mut pieces: Vec<(PieceKind, Vec<u8>)> = Vec::new();
    let mut chunks = input.chunks(size);
    loop {
        while let Some(piece) = lexer.next()? {
            lexer.take_data(mode);
            // Portions of data, rows and white space are as long as chunks allow.
            match pieces.last_mut() {
                Some((kind, bytes))
                    if *kind == piece.kind
                        && matches!(kind, PieceKind::Data | PieceKind::Rows | PieceKind::Blank) =>
                {
                    bytes.extend_from_slice(&piece.bytes);
                }
                _ => pieces.push((piece.kind, piece.bytes.to_vec())),
            }
        }
        match chunks.next() {
            Some(chunk) => lexer.push(Bytes::copy_from_slice(chunk)),
            None if lexer.ended => return Ok(pieces),
            None => lexer.end(),
        }
    }
}

#[test]
fn pieces_are_the_input_whatever_the_chunks() {
    for mode in [DataMode::Rows, DataMode::Untouched] {
        let whole = pieces(DUMP.as_bytes(), DUMP.len(), mode).expect("a dump");
        let joined: Vec<u8> = whole.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
        assert_eq!(joined, DUMP.as_bytes());
        let kinds: Vec<PieceKind> = whole.iter().map(|(kind, _)| *kind).collect();
        for kind in [
            PieceKind::Command,
            PieceKind::BlockComment,
            PieceKind::CopyStart,
            PieceKind::InsertStart,
            PieceKind::CopyEnd,
        ] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        for size in 1..40 {
            let chunked = pieces(DUMP.as_bytes(), size, mode).expect("a dump");
            let plain: Vec<u8> = chunked
                .iter()
                .flat_map(|(_, bytes)| bytes.clone())
                .collect();
            assert_eq!(plain, DUMP.as_bytes());
            if mode == DataMode::Rows {
                assert_eq!(chunked, whole, "chunks of {size}");
            }
        }
    }
}

/// psql runs what stands after a carriage return: as a comment it would pass unseen.
#[test]
fn a_carriage_return_ends_a_comment() {
    let input = b"-- a\r\n-- b\r\rSELECT 1;-- c\n-- d\r";
    let comments = |size| -> Vec<Vec<u8>> {
        let all = pieces(input, size, DataMode::Rows).expect("a dump");
        all.into_iter()
            .filter(|(kind, _)| *kind == PieceKind::LineComment)
            .map(|(_, bytes)| bytes)
            .collect()
    };
    for size in 1..=input.len() {
        let found = comments(size);
        assert_eq!(
            found,
            [&b"-- a\r\n"[..], b"-- b\r", b"-- c\n", b"-- d\r"],
            "{size}"
        );
    }
}

#[test]
fn errors_name_the_line_they_are_in() {
    let input = b"COPY t (a) FROM stdin;\n1\n2\n\\.x\n\\.\n";
    for mode in [DataMode::Rows, DataMode::Untouched] {
        for size in 1..=input.len() {
            let error = pieces(input, size, mode).expect_err("not alone on its line");
            assert_eq!(error.location().line, Some(4), "{mode:?} {size}");
            assert_eq!(error.location().byte, Some(27), "{mode:?} {size}");
        }
    }
}

#[test]
fn a_cut_inside_a_construct_is_an_error() {
    for end in 1..DUMP.len() {
        let Err(error) = pieces(&DUMP.as_bytes()[..end], 7, DataMode::Rows) else {
            continue;
        };
        assert_eq!(error.exit(), crate::exit::ExitCode::Input);
    }
    assert!(pieces(b"COPY t (a) FROM stdin;\n1\n", 5, DataMode::Rows).is_err());
    assert!(pieces(b"SELECT 'x", 5, DataMode::Rows).is_err());
}

/// psql reads the line of a SET to its end as before it.
#[test]
fn how_text_is_read_changes_with_the_line() {
    for rest in ["", "\n", " \r\n", " -- ;\n", "\t--;\r", " -- a\r -- b\n"] {
        let script = format!("SET standard_conforming_strings = off;{rest}");
        assert!(
            pieces(script.as_bytes(), 1, DataMode::Rows).is_ok(),
            "{rest:?}"
        );
        let script = format!("SET client_encoding = 'SJIS';{rest}\nSELECT 1;");
        assert!(
            pieces(script.as_bytes(), 1, DataMode::Rows).is_ok(),
            "{rest:?}"
        );
    }
    for rest in ["SELECT 1;", " /* */\n", " -- a\r;", "- -", "\\connect x\n"] {
        let script = format!("SET standard_conforming_strings = off;{rest}");
        for size in 1..script.len() {
            assert!(
                pieces(script.as_bytes(), size, DataMode::Rows).is_err(),
                "{rest:?}"
            );
        }
    }
    let same = b"SET standard_conforming_strings = TRUE; SET client_encoding TO utf8; SELECT 1;";
    assert!(pieces(same, 9, DataMode::Rows).is_ok());
}

/// What psql takes for a part of a character is none of what it looks like.
#[test]
fn a_character_hides_what_it_takes_with_it() {
    let set = b"SET client_encoding = 'SJIS';\n";
    for (text, passes) in [
        (&b"SELECT '\x83\x5c', E'\x83\x5c';"[..], true),
        (b"-- \x83\x5c\r-- \xb1\r-- \x83\x83\r-- \x83\n", true),
        (b"-- \x83\r\n/* \x83\x5c \x83; \x83\n */", true),
        (b"-- \x83\r-- ;\n", false),
        (b"/* \x83*/ */", false),
        (b"/* \x83/* */ */", false),
        (b"SELECT '\x83';';", false),
        (b"INSERT INTO t VALUES ('\x83');');", false),
        (b"SELECT 1;\n\\connect \"\x83\"\"`id`\"\n", false),
        (
            b"SELECT 1;\n\\encoding SQL_ASCII\n\\connect \"\x83\"\n",
            true,
        ),
    ] {
        let script = [&set[..], text].concat();
        for size in 1..=script.len() {
            for mode in [DataMode::Rows, DataMode::Untouched] {
                let found = pieces(&script, size, mode);
                let text = String::from_utf8_lossy(text);
                assert_eq!(found.is_ok(), passes, "{text} {size} {mode:?}");
                if let Ok(found) = found {
                    let joined: Vec<u8> = found.into_iter().flat_map(|(_, b)| b).collect();
                    assert_eq!(joined, script);
                }
            }
        }
    }
}

#[test]
fn what_pg_dump_does_not_write_is_refused() {
    for input in [
        "\\! id\n",
        "\\i file\n",
        "\\set x y\n",
        "\\restrict a`b`\n",
        "\\encoding\n",
        "\\encoding SJIS\n",
        "\\connect `id`\n",
        "\\encoding SQL_ASCII\nSELECT 1;\n",
        "\\encoding UTF8\n",
        "\\connect -reuse-previous=on \"dbname='x'\" y\n",
        "\\.\n",
        "SELECT 1 \\g x\n",
        "COPY t (a) FROM stdin;\nx\\.\n1\n\\.\n",
        "COPY t (a) FROM stdin;\nx\\.\r1\n\\.\n",
        "COPY t (a) FROM stdin;\n\\.\r1\n\\.\n",
        "COPY t (a) FROM stdin;\n1\0\n\\.\n",
        "SELECT '\0';\n",
        "COPY t (a) FROM stdin;\n\\.x\n",
        "COPY t (a) FROM stdin WITH (FORMAT csv);\n\\.\n",
        "COPY t (a) FROM '/etc/passwd';\n",
        "SET LOCAL client_encoding = 'SJIS';\n",
        "SET client_encoding TO DEFAULT;\n",
        "RESET standard_conforming_strings;\n",
        "SET standard_conforming_strings = maybe;\n",
        "reset all;\n",
    ] {
        let result = pieces(input.as_bytes(), 3, DataMode::Untouched);
        assert!(result.is_err(), "{input}");
    }
    assert!(
        pieces(
            b"\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='a b'\"\n",
            3,
            DataMode::Rows
        )
        .is_ok()
    );
    // A new session, in which strings are conforming.
    let discarded = b"SET standard_conforming_strings = off;\nDISCARD ALL;\nSELECT '\\';\n";
    assert!(pieces(discarded, 3, DataMode::Rows).is_ok());
}
