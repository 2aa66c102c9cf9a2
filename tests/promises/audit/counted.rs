//! What can't be checked is counted, and is no survivor.

use serde_json::Value;

use super::{Case, RULES};

fn counted(json: &Value, list: &str, column: &str) -> Value {
    (json[list].as_array().expect("a list"))
        .iter()
        .find(|it| it["column"] == column)
        .cloned()
        .unwrap_or_default()
}

#[test]
fn what_a_rule_keeps_is_no_survivor() {
    let rules = RULES.to_owned()
        + "
namespaces:
  internet.email: {keep: ['*@corp1.example', '*.3@gone.example']}
";
    // A kept column holds what another one has replaced.
    let more = "UPDATE notes SET title = 'xanthippe.2@corp2.example' WHERE id = 2;";
    let case = Case::new(more, &rules);
    let verdict = case.audit(&case.after, &[]);
    verdict.assert_clean("kept");
    let email = counted(&verdict.json, "not_checkable", "email");
    assert_eq!(email["kept"], 1, "{email}");
    // Where the namespace keeps it, it may stand anywhere, be its row purged or not.
    let dump = case.changed(
        "UPDATE notes SET body = 'by xanthippe.1@corp1.example and logged.3@gone.example'",
        &[],
    );
    case.audit(&dump, &[]).assert_clean("kept by the namespace");
}

#[test]
fn what_stands_in_text_that_is_kept_is_a_survivor() {
    let more = "UPDATE notes SET body = 'by xanthippe.2@corp2.example' WHERE id = 2;
                UPDATE notes SET doc = '{\"who\": \"xanthippe.3@corp3.example\"}' WHERE id = 3;";
    let case = Case::new(more, RULES);
    assert_eq!(
        case.audit(&case.after, &[]).survivors(),
        [
            "public.notes.body [2] text: public.users.email replaced",
            "public.notes.doc [3] json: public.users.email replaced",
        ]
    );
}

#[test]
fn short_and_common_values_are_counted_apart() {
    let more = "
CREATE TABLE public.places (id integer PRIMARY KEY, town text, code text, state text, since date);
INSERT INTO public.places
SELECT i, CASE WHEN i % 2 = 0 THEN 'Birmingham' ELSE 'Leeds' END, 'c' || i, 'archived', '2020-02-29'
FROM generate_series(1, 60) AS i;
UPDATE notes SET body = 'from Birmingham, Leeds, c7, archived since 2020-02-29' WHERE id = 1;
";
    let rules = RULES.to_owned()
        + "  places: {columns: {id: keep, town: {set: Elsewhere}, code: {set: x}, state: {set: y}, \
           since: {set: '2000-01-01'}}}\n";
    let case = Case::new(more, &rules);
    let verdict = case.audit(&case.after, &[]);
    verdict.assert_clean("common");
    let json = &verdict.json;
    assert_eq!(
        counted(json, "not_checkable", "town")["common"],
        1,
        "{json}"
    );
    assert_eq!(counted(json, "not_checkable", "town")["short"], 1, "{json}");
    assert_eq!(
        counted(json, "not_checkable", "code")["short"],
        60,
        "{json}"
    );
    // Birmingham, archived, the date.
    assert_eq!(counted(json, "common", "body")["values"], 3, "{json}");
    // Asked for, they are looked for.
    let verdict = case.audit(&case.after, &["--common-bits", "0", "--min-length", "5"]);
    assert_eq!(
        verdict.survivors(),
        ["public.notes.body [1] text: public.places.town replaced"]
    );
}

#[test]
fn errors_name_the_dump_and_keep_their_codes() {
    let case = Case::new("", RULES);
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let path = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("the directory is writable");
        path
    };
    let whole = path("whole.sql", &case.after);
    let before = path("before.sql", &case.before);
    let cut = path("cut.sql", &case.after[..case.after.len() / 2]);
    let rules = path("rules.yaml", b"tables: {users: {columns: {id: keep}}}\n");
    let given = case.run.dir().join("rules.yaml");
    for (rules, before, after, code, said) in [
        (&given, &before, &cut, 5, "the dump after"),
        (&given, &cut, &whole, 5, "the dump before"),
        (&rules, &before, &whole, 4, "the dump before"),
        (
            &given,
            &folder.path().join("none"),
            &whole,
            2,
            "the dump before",
        ),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dmscrub"));
        command.args(["audit", "--rules"]).arg(rules);
        command
            .arg("--before")
            .arg(before)
            .arg("--after")
            .arg(after);
        let output = crate::env::process::run(&mut command, b"");
        output.assert_exit(code);
        assert!(
            output.stderr_text().contains(said),
            "{}",
            output.stderr_text()
        );
        case.run.assert_nothing_leaked(&output.stderr);
    }
}
