use super::*;
use crate::dump::encoding::Encoding;

fn end(sql: &str) -> usize {
    let mut state = SqlState::new(Dialect::default());
    let mut total = 0;
    for byte in sql.as_bytes() {
        let (taken, stop) = state.advance(std::slice::from_ref(byte));
        total += taken;
        match stop {
            Stop::End => {
                // The same in one read.
                let whole = SqlState::new(Dialect::default()).advance(sql.as_bytes());
                assert_eq!(whole, (total, Stop::End));
                return total;
            }
            Stop::More => {}
            other => panic!("{other:?}"),
        }
    }
    panic!("no end: {sql}");
}

#[test]
fn finds_the_semicolon_that_ends_a_statement() {
    for sql in [
        "SELECT ';', 'it''s ;', E'\\';', \"a;\"\"b\";",
        "SELECT $$;$$, $a$ ; $$ ; $b$ $a$, a$b$c;",
        "SELECT 1 /* ; /* ; */ ; */ -- ;\n;",
        "SELECT (1;2);",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;",
        "CREATE OR REPLACE PROCEDURE f() BEGIN ATOMIC SELECT 2; END;",
        "SELECT E'a'\n'b;c';",
        "SELECT U&'\\';",
        "SELECT 1.5e10, 1e-5, 1E5, 2., $1.a, a1.b, t.1;",
        "x'1' CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END;",
        "U&'1' 1 N'a' CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END;",
        "SELECT 'a\\';",
        "SELECT $1, $é$ ; $é$;",
        "SELECT $a$ $a $a$;",
        "SELECT E'a'';';",
        "SELECT E'a' -- ;'\n 'b;c';",
        "SELECT E'a' 'b\\';",
    ] {
        assert_eq!(end(sql), sql.len(), "{sql}");
    }
    assert_eq!(end("SELECT begin; x"), "SELECT begin;".len());
}

#[test]
fn strings_follow_the_dialect() {
    let off = Dialect {
        standard_conforming_strings: false,
        ..Dialect::default()
    };
    let sql = b"SELECT 'a\\';';";
    assert_eq!(SqlState::new(off).advance(sql), (sql.len(), Stop::End));
    let bits = b"SELECT B'0\\';";
    assert_eq!(SqlState::new(off).advance(bits), (bits.len(), Stop::End));
}

/// psql takes the second line's quote for the beginning of another string.
#[test]
fn stops_where_psql_and_the_server_disagree() {
    let on = Dialect::default();
    let off = Dialect {
        standard_conforming_strings: false,
        ..on
    };
    for (sql, dialect) in [
        ("SELECT E'a'\n'\\", on),
        ("SELECT E'a' -- ;'\n 'b\\", on),
        ("SELECT B'0'\n'\\", off),
        ("SELECT 1$", on),
        ("SELECT $1$", on),
        ("SELECT 1a", on),
        ("SELECT 1_", on),
        ("SELECT $1a", on),
        ("SELECT 1.a", on),
        ("SELECT 1e ", on),
        ("SELECT 1e--", on),
        ("SELECT 1e+a", on),
        ("SELECT 1e+-", on),
    ] {
        let found = SqlState::new(dialect).advance(sql.as_bytes());
        assert_eq!(found, (sql.len(), Stop::Unclear), "{sql}");
        // What stands before it can be closed, so that all read what follows alike.
        let mut state = SqlState::new(dialect);
        let before = &sql[..sql.len() - 1];
        state.advance(before.as_bytes());
        for state in [state.clone(), {
            state.advance(&sql.as_bytes()[sql.len() - 1..]);
            state
        }] {
            let closed = [before.as_bytes(), &state.open().close, b";"].concat();
            if !closed.contains(&b'\'') {
                let read = SqlState::new(dialect).advance(&closed);
                assert_eq!(read, (closed.len(), Stop::End), "{sql}");
            }
        }
    }
    let same = b"SELECT 'a'\n'b\\', E'c' 'd\\';";
    let found = SqlState::new(on).advance(same);
    assert_eq!(found, (same.len(), Stop::End));
    let unicode = b"SELECT U&'\\';";
    let found = SqlState::new(off).advance(unicode);
    assert_eq!(found, (unicode.len(), Stop::End));
}

/// What stands there is a letter to psql; where it could be no letter, nothing is to follow.
#[test]
fn a_byte_of_a_character_is_a_letter() {
    let read = |encoding, sql: &[u8]| {
        let dialect = Dialect {
            encoding,
            ..Dialect::default()
        };
        let whole = SqlState::new(dialect).advance(sql);
        let mut state = SqlState::new(dialect);
        let mut stops = sql.iter().map(|byte| state.advance(&[*byte]).1);
        let stop = stops.position(|stop| stop != Stop::More);
        assert_eq!(whole.0, stop.map_or(sql.len(), |at| at + 1));
        whole
    };
    for (encoding, sql) in [
        (Encoding::Sjis, &b"SELECT \x83@e'\\';"[..]),
        (
            Encoding::Sjis,
            b"SELECT \x83\x5c, \"\x83\x5c\", '\x83\x5c';",
        ),
        (Encoding::Sjis, b"SELECT E'\x83\x5c', E'\\\x83\x5c';"),
        (
            Encoding::Sjis,
            b"SELECT $$\x83\x5c;$ $$ /* \x83; \x83\n */ -- \x83\n;",
        ),
        (Encoding::Sjis, b"SELECT '\xb1';"),
        (
            Encoding::Gb18030,
            b"SELECT '\x810\x810', \x810\x810e'\\', \x83\x5c;",
        ),
        (Encoding::Big5, b"SELECT \xa5\x5ce'\\';"),
    ] {
        assert_eq!(read(encoding, sql), (sql.len(), Stop::End), "{encoding:?}");
    }
    for (encoding, sql) in [
        (Encoding::Sjis, &b"SELECT \x83'"[..]),
        (Encoding::Sjis, b"SELECT \x83\n"),
        (Encoding::Sjis, b"SELECT '\x83'"),
        (Encoding::Big5, b"SELECT E'\\\x83'"),
        (Encoding::Uhc, b"SELECT \"\x83\""),
        (Encoding::Gbk, b"SELECT $$\x83$"),
        (Encoding::Gbk, b"SELECT $\x83"),
        (Encoding::Gbk, b"SELECT -- \x83\r"),
        (Encoding::Gbk, b"SELECT /* \x83*"),
        (Encoding::Gb18030, b"SELECT '\x810'"),
        (Encoding::Gb18030, b"SELECT '\x810\x81'"),
    ] {
        assert_eq!(
            read(encoding, sql),
            (sql.len(), Stop::Unclear),
            "{encoding:?}"
        );
    }
}

/// Where the output breaks off within a character, what closes the string is to be seen.
#[test]
fn what_closes_a_string_is_no_part_of_a_character() {
    let dialect = Dialect {
        encoding: Encoding::Sjis,
        ..Dialect::default()
    };
    for (sql, close) in [
        (&b"VALUES ('\x83"[..], &b"\n'"[..]),
        (b"VALUES ('\x83\x5c", b"'"),
        (b"VALUES (E'\\\x83", b"\n'"),
        (b"VALUES (E'\\", b"''"),
        (b"VALUES (\"\x83", b"\n\""),
        (b"VALUES (/* \x83", b"\n*/"),
        (b"VALUES ($a$ \x83", b"\n$a$"),
        (b"VALUES (\x83", b"\n"),
    ] {
        let mut state = SqlState::new(dialect);
        assert_eq!(state.advance(sql), (sql.len(), Stop::More));
        assert_eq!(state.open().close, close);
    }
}

#[test]
fn stops_at_values_and_backslashes() {
    let mut state = SqlState::new(Dialect::default());
    let sql = b"INSERT INTO \"values\" (\"a;\") VALUES (1, 'x');";
    let values = sql.len() - " (1, 'x');".len();
    assert_eq!(state.advance(sql), (values, Stop::Values));
    state.after_values();
    assert_eq!(
        state.advance(&sql[values..]),
        (sql.len() - values, Stop::End)
    );
    assert_eq!(
        SqlState::new(Dialect::default()).advance(b"SELECT 1 \\! x"),
        (10, Stop::Backslash)
    );
}
