//! Whole dumps, statement by statement.

use std::fmt::Write as _;

use super::*;
use crate::dump::rewrite::entry_header;
use crate::dump::token::blank;

/// Cuts a dump into statements, each with the comments before it; COPY data and backslash commands
/// are left out. Good enough for dumps of pg_dump.
pub(crate) fn statements(dump: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut atomic) = (0, 0, 0);
    let mut skip_to = 0;
    let dialect = Dialect::default();
    loop {
        // Backslash commands stand between statements only.
        let mut at = start;
        loop {
            at += blank(&dump.as_bytes()[at..]);
            if !dump[at..].starts_with('\\') {
                break;
            }
            at += dump[at..].find('\n').unwrap_or(dump.len() - at);
            start = at;
        }
        let mut end = None;
        for token in tokens(&dump.as_bytes()[start..], dialect) {
            let text = token.text(&dump.as_bytes()[start..]);
            match text {
                b"(" => depth += 1,
                b")" => depth -= 1,
                b"ATOMIC" | b"CASE" if depth == 0 => atomic += 1,
                b"END" if atomic > 0 => atomic -= 1,
                b";" if depth == 0 && atomic == 0 => {
                    end = Some(start + token.end as usize);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else { return found };
        let statement = &dump[start..end];
        found.push(statement);
        start = end;
        if matches!(read(statement).class, Class::Copy(_)) {
            skip_to = dump[end..].find("\n\\.\n").expect("end of data") + end + 3;
        }
        start = start.max(skip_to);
    }
}

pub(crate) fn gunzip(data: &[u8]) -> String {
    let mut text = String::new();
    let mut reader = flate2::read::MultiGzDecoder::new(data);
    std::io::Read::read_to_string(&mut reader, &mut text).expect("a dump");
    text
}

/// A line a statement: class, object and the rest of what is known of it.
fn summary(statement: &Statement) -> String {
    let class = match &statement.class {
        Class::TableChange(change) => {
            let debug = format!("{change:?}");
            let kind: String = debug.chars().take_while(|c| c.is_alphanumeric()).collect();
            match change.as_ref() {
                Change::AlterTable { actions, .. } => {
                    let debug = format!("{actions:?}");
                    let action: String = debug
                        .chars()
                        .skip(1)
                        .take_while(|c| c.is_alphanumeric())
                        .collect();
                    format!("{kind}.{action}")
                }
                _ => kind,
            }
        }
        class => {
            let debug = format!("{class:?}");
            debug.chars().take_while(|c| c.is_alphanumeric()).collect()
        }
    };
    let mut line = class;
    if let Some(object) = &statement.object {
        let schema = object.schema.as_deref().unwrap_or("-");
        let _ = write!(line, " | {} | {schema} | {}", object.type_name, object.name);
    }
    if statement.placement != Placement::Inside {
        let _ = write!(line, " | {:?}", statement.placement);
    }
    if let Some(secret) = statement.secret {
        let _ = write!(line, " | {secret:?}");
    }
    if let Some(topic) = statement.topic {
        let _ = write!(line, " | {topic:?}");
    }
    line.replace('\n', "\\n")
}

fn summaries(dump: &str) -> String {
    statements(dump)
        .into_iter()
        .map(|statement| summary(&read(statement)) + "\n")
        .collect()
}

#[test]
fn every_object_of_postgresql_15() {
    let dump = include_str!("../../../../tests/data/pg15-every-object.sql");
    insta::assert_snapshot!(summaries(dump));
}

#[test]
fn recorded_dumps() {
    let dumps: [(&str, &[u8]); 4] = [
        ("pg16", include_bytes!("../../../../tests/data/pg16.sql.gz")),
        ("pg18", include_bytes!("../../../../tests/data/pg18.sql.gz")),
        (
            "pg18-inserts",
            include_bytes!("../../../../tests/data/pg18-inserts.sql.gz"),
        ),
        (
            "pg18-statistics",
            include_bytes!("../../../../tests/data/pg18-statistics.sql.gz"),
        ),
    ];
    for (name, dump) in dumps {
        let mut lines = String::new();
        for line in summaries(&gunzip(dump)).lines() {
            if !lines.ends_with(&format!("{line}\n")) {
                let _ = writeln!(lines, "{line}");
            }
        }
        insta::assert_snapshot!(name, lines);
    }
}

/// The first statement of each entry is about what the entry's header says.
#[test]
fn objects_are_named_as_in_the_headers_of_a_dump() {
    let pg18 = gunzip(include_bytes!(
        "../../../../tests/data/pg18-statistics.sql.gz"
    ));
    let pg16 = gunzip(include_bytes!("../../../../tests/data/pg16.sql.gz"));
    let pg15 = include_str!("../../../../tests/data/pg15-every-object.sql");
    let marketplace = include_str!("../../../../tests/data/dm-schema.sql");
    let mut compared = 0;
    for statement in [pg15, &pg16, &pg18, marketplace]
        .into_iter()
        .flat_map(statements)
    {
        let words = blank(statement.as_bytes());
        let Some(header) = entry_header(&statement.as_bytes()[..words]) else {
            continue;
        };
        let read = read(statement);
        let object = match read.object {
            Some(object) => object,
            None if matches!(header.type_name.as_str(), "BLOBS" | "TABLE DATA") => continue,
            None => panic!("{header:?}"),
        };
        // Names of entries that several objects share, and of relations shown as others.
        if matches!(
            header.type_name.as_str(),
            "DATABASE PROPERTIES" | "BLOB METADATA" | "STATISTICS DATA" | "TABLE DATA" | "BLOBS"
        ) {
            continue;
        }
        if header.type_name == "DEFAULT" || header.type_name == "RULE" {
            assert!(
                matches!(object.type_name, "DEFAULT" | "RULE" | "VIEW"),
                "{header:?}"
            );
            continue;
        }
        compared += 1;
        let name = object.name.replace('\n', " ");
        assert_eq!(
            (object.type_name, name.as_str()),
            (header.type_name.as_str(), header.name.as_str())
        );
        if object.type_name != "INDEX ATTACH" && object.schema.is_some() {
            assert_eq!(object.schema, header.schema, "{header:?}");
        }
    }
    assert!(compared > 400, "{compared}");
}
