//! One survivor of each kind, planted in a clean dump: all are found, and named by place.

use super::{Case, RULES};
use crate::env::canary::assert_no_canary;

/// Each with a user of its own, so that the row tells them apart.
const PLANTED: &str = r#"
UPDATE notes SET title = 'xanthippe.1@corp1.example' WHERE id = 1;
UPDATE notes SET title = upper('Xanthippe2 Original2') WHERE id = 2;
UPDATE notes SET body = body || E'\nas Xanthippe3 Original3 said' WHERE id = 3;
UPDATE notes SET body = 'write to <Xanthippe.4@Corp4.Example>.' WHERE id = 4;
UPDATE notes SET body = 'call 07911 120006, or not' WHERE id = 6;
UPDATE notes SET body = 'call (07911) 12-0007, or not' WHERE id = 7;
UPDATE notes SET data = '{"deep": [{"who": "Xanthippe8 Original8"}]}' WHERE id = 8;
UPDATE notes SET data = '{"xanthippe.9@corp9.example": true}' WHERE id = 9;
UPDATE notes SET data = '{"who": "xanthippe.11\u0040corp11.example"}' WHERE id = 11;
UPDATE notes SET tags = ARRAY['a', 'Xanthippe12 "Original12"'] WHERE id = 12;
UPDATE notes SET link = 'https://example.com/?to=xanthippe.13%40corp13.example&x=1' WHERE id = 13;
UPDATE notes SET link = 'token ' || encode('xanthippe.14@corp14.example', 'base64') WHERE id = 14;
UPDATE notes SET scan = convert_to('scan of Xanthippe16 Original16', 'UTF8') WHERE id = 16;
UPDATE notes SET body = 'Zenobia17 Secretive17' WHERE id = 17;
UPDATE notes SET doc = '{"nested": "{\"who\": \"xanthippe.18@corp18.example\"}"}' WHERE id = 18;
UPDATE notes SET body = 'the profile of Yolanda19 Formerly19' WHERE id = 19;
UPDATE notes SET body = 'and bio.21@elsewhere.example' WHERE id = 21;
UPDATE notes SET body = 'ring +44 161 555 0022 please' WHERE id = 22;
UPDATE notes SET body = 'by logged.23@gone.example' WHERE id = 23;
UPDATE notes SET title = 'Vanished Partners 24' WHERE id = 24;
UPDATE notes SET title = '7000000026' WHERE id = 26;
UPDATE notes SET title = '1957-03-04' WHERE id = 27;
UPDATE notes SET body = 'alias Wilhelmina28 Alias28' WHERE id = 28;
UPDATE notes SET body = 'x&#97;nthippe.29&#64;corp29.example' WHERE id = 29;
UPDATE notes SET body = 'born of supplier xanthippe.5@corp5.example' WHERE id = 5;
UPDATE users SET email = 'xanthippe.31@corp31.example' WHERE id = 31;
UPDATE users SET name = 'Xanthippe32 Original32' WHERE id = 32;
UPDATE users SET bio = 'Reach me at bio.33@elsewhere.example, thanks' WHERE id = 33;
UPDATE users SET prefs = '{"theme": "dark", "contact": "Yolanda34 Formerly34"}' WHERE id = 34;
"#;

const EXPECTED: &[&str] = &[
    "public.notes.title [1] value: public.users.email replaced",
    "public.notes.title [2] value: public.users.name replaced",
    "public.notes.body [3] text: public.users.name replaced",
    "public.notes.body [4] text: public.users.email replaced",
    "public.notes.body [6] phone: public.users.phone replaced",
    "public.notes.body [7] phone: public.users.phone replaced",
    "public.notes.data [8] json: public.users.name replaced",
    "public.notes.data [9] key: public.users.email replaced",
    "public.notes.data [11] json: public.users.email replaced",
    "public.notes.tags [12] json: public.users.name replaced",
    "public.notes.link [13] url-encoded: public.users.email replaced",
    "public.notes.link [14] base64: public.users.email replaced",
    "public.notes.scan [16] hex: public.users.name replaced",
    "public.notes.body [17] value: public.users.secret replaced",
    "public.notes.doc [18] json: public.users.email replaced",
    "public.notes.body [19] text: public.users.prefs replaced",
    "public.notes.body [21] text: public.users.bio replaced",
    "public.notes.body [22] phone: public.users.bio replaced",
    "public.notes.body [23] text: public.log.actor purged",
    "public.notes.title [24] value: public.log.payload purged",
    "public.notes.title [26] value: public.log.id purged",
    "public.notes.title [27] value: public.users.born replaced",
    "public.notes.body [28] text: public.users.aliases replaced",
    "public.notes.body [29] escaped: public.users.email replaced",
    "public.notes.body [5] text: public.users.email purged",
    "public.users.email [25] value: public.users.email replaced",
    "public.users.name [26] value: public.users.name replaced",
    "public.users.bio [27] text: public.users.bio replaced",
    "public.users.prefs [28] json: public.users.prefs replaced",
];

/// One line for each row: what is in one place and form of one column is said together.
fn by_row(found: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for line in found {
        match line.split_once('[').zip(line.split_once(']')) {
            Some(((head, _), (rows, tail))) if !head.is_empty() => {
                let rows = &rows[head.len() + 1..];
                lines.extend(rows.split(' ').map(|row| format!("{head}[{row}]{tail}")));
            }
            _ => lines.push(line.clone()),
        }
    }
    lines.sort();
    lines
}

#[test]
fn each_kind_in_table_data_is_found() {
    let case = Case::new("", RULES);
    case.audit(&case.after, &[]).assert_clean("nothing planted");
    // A few at a time: of one place no more than three rows are named.
    let planted: Vec<&str> = PLANTED.trim().lines().collect();
    assert_eq!(planted.len(), EXPECTED.len());
    for (sql, expected) in planted.chunks(3).zip(EXPECTED.chunks(3)) {
        let sql = sql.join("\n");
        for (format, args) in [("COPY", &[][..]), ("INSERT", &["--inserts"])] {
            let verdict = case.audit(&case.changed(&sql, args), &[]);
            assert_eq!(verdict.code, 8, "{format}: {sql}");
            let found: Vec<String> = by_row(&verdict.survivors());
            for line in expected {
                assert!(
                    found.iter().any(|found| found == line),
                    "{format}: not found: {line}\nplanted: {sql}\nfound: {found:#?}"
                );
            }
        }
    }
}

#[test]
fn each_kind_in_the_schema_is_found() {
    let case = Case::new("", RULES);
    for (sql, object) in [
        (
            "COMMENT ON COLUMN notes.body IS 'ask xanthippe.1@corp1.example'",
            "COMMENT",
        ),
        (
            "ALTER TABLE notes ALTER title SET DEFAULT 'Xanthippe1 Original1'",
            "TABLE",
        ),
        (
            "ALTER TABLE notes ADD CHECK (title <> 'xanthippe.1@corp1.example')",
            "TABLE",
        ),
        ("CREATE TABLE xanthippe1_original1 (id integer)", "TABLE"),
        (
            "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$SELECT 'key of Xanthippe1 Original1'$$",
            "FUNCTION",
        ),
        (
            "CREATE TYPE customer AS ENUM ('Vanished Partners 1', 'other')",
            "TYPE",
        ),
        (
            "CREATE INDEX vip ON notes (id) WHERE title = 'logged.1@gone.example'",
            "INDEX",
        ),
        (
            "CREATE VIEW one AS SELECT 1 AS id WHERE 'a' <> 'Wilhelmina1 Alias1'",
            "VIEW",
        ),
        (
            "CREATE TABLE part (a text) PARTITION BY LIST (a); \
             CREATE TABLE part_1 PARTITION OF part FOR VALUES IN ('Yolanda1 Formerly1')",
            "TABLE",
        ),
        (
            "CREATE POLICY own ON notes USING (title = 'xanthippe.1@corp1.example')",
            "POLICY",
        ),
    ] {
        let verdict = case.audit(&case.changed(sql, &[]), &[]);
        let found = verdict.survivors();
        assert_eq!(verdict.code, 8, "{sql}");
        assert!(
            found
                .iter()
                .any(|line| line.starts_with("definition ") && line.contains(object)),
            "{sql}: {found:#?}"
        );
        assert!(
            !verdict
                .json
                .to_string()
                .to_lowercase()
                .contains("xanthippe1"),
            "{sql}: the verdict holds the value"
        );
    }
}

#[test]
fn large_objects_statistics_and_comments_are_looked_into() {
    let rules = format!("defaults: {{large_objects: keep, statistics: keep}}\n{RULES}");
    let case = Case::new("", &rules);
    let dump = case.changed(
        "SELECT lo_from_bytea(4711, repeat('x ', 8180)::bytea || 'Xanthippe1 Original1'::bytea)",
        &[],
    );
    let found = case.audit(&dump, &[]).survivors();
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("large object 4711 ")),
        "{found:#?}"
    );
    let text = String::from_utf8(case.after.clone()).expect("UTF-8");
    for (planted, kind) in [
        (
            "SELECT * FROM pg_catalog.pg_restore_attribute_stats('version', '180000'::integer, \
             'schemaname', 'public', 'relname', 'notes', 'attname', 'title', 'inherited', 'f'::boolean, \
             'most_common_vals', '{\"xanthippe.1@corp1.example\",b}'::text);\n",
            "statistics",
        ),
        ("-- a line about Xanthippe1 Original1\n", "comment"),
        ("/* Xanthippe1 Original1 */\n", "comment"),
    ] {
        let at = text.find("ALTER TABLE ONLY").expect("post-data");
        let dump = [&text[..at], planted, &text[at..]].concat();
        let found = case.audit(dump.as_bytes(), &[]).survivors();
        assert!(
            found.iter().any(|line| line.starts_with(kind)),
            "{planted}: {found:#?}"
        );
    }
}

#[test]
fn a_row_that_was_put_back_is_found() {
    let case = Case::new("", RULES);
    let dump = case.changed(
        "INSERT INTO users (id, name, role) VALUES (5, 'Xanthippe5 Original5', 'supplier');
         INSERT INTO log VALUES (7000000009, 'x', NULL, NULL, NULL)",
        &[],
    );
    let found = case.audit(&dump, &[]).survivors();
    for place in ["public.users.name [5]", "public.log.id [1]"] {
        assert!(
            found.iter().any(|line| line.starts_with(place)),
            "{place}: {found:#?}"
        );
    }
}

#[test]
fn what_a_person_reads_names_places_and_no_values() {
    let case = Case::new("", RULES);
    let mut run = crate::env::dmscrub::Dmscrub::with_rules(RULES);
    let dump = case.changed(
        "UPDATE notes SET body = 'xanthippe.1@corp1.example' WHERE id IN (1, 2)",
        &[],
    );
    let before = run.file("before.sql", &case.before);
    let after = run.file("after.sql", &dump);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dmscrub"));
    command
        .args(["audit", "--rules", "rules.yaml", "--before"])
        .arg(before)
        .arg("--after")
        .arg(after)
        .current_dir(run.dir());
    let output = crate::env::process::run(&mut command, b"");
    output.assert_exit(8);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &output.stderr_text();
    assert_no_canary("output", said.as_bytes());
    for part in [
        "survivor: public.notes column \"body\" rows 1, 2: 1 value of public.users.email (replaced), as",
        "not checkable, distinct values:",
        "error: values that the rules take away survive, in 1 places",
        "hint: give the columns",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    assert!(!said.to_lowercase().contains("xanthippe"), "{said}");
}
