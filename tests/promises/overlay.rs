//! `--overlay` replaces rules one by one, and weakens none unsaid.

use std::ffi::OsString;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::process::Output;

const RULES: &str = "
tables:
  people:
    purge: 'id > 2'
    columns: {id: keep, name: {set: base}, mail: {set: base@example.com}}
";

const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.people (id integer, name text, mail text);\n\n\
    COPY public.people (id, name, mail) FROM stdin;\n1\tCANARY930001\tCANARY930002\n3\tCANARY930003\tCANARY930004\n\\.\n\n\
    --\n-- PostgreSQL database dump complete\n--\n\n";

fn run(before: &[&str], overlays: &[&str], after: &[&str], input: &[u8]) -> Output {
    let mut run = Dmscrub::new();
    let rules = run.file("rules.yaml", RULES.as_bytes());
    let mut args: Vec<OsString> = before.iter().map(Into::into).collect();
    args.extend(["--rules".into(), rules.into()]);
    for (index, overlay) in overlays.iter().enumerate() {
        let path = run.file(&format!("overlay{index}.yaml"), overlay.as_bytes());
        args.extend(["--overlay".into(), path.into()]);
    }
    args.extend(after.iter().map(Into::into));
    run.args(args).run(input)
}

fn rows(output: &Output) -> Vec<String> {
    output.assert_exit(0);
    let text = String::from_utf8_lossy(&output.stdout);
    let rows = text.lines().filter(|line| line.contains('\t'));
    rows.map(str::to_owned).collect()
}

#[test]
fn the_last_overlay_counts() {
    let name = "tables: {people: {columns: {name: {set: first}}}}\n";
    let both = "tables: {people: {purge: 'id > 0 AND id < 3 OR id > 2', columns: {name: {set: second}, mail: {set: second}}}}\n";
    let cleaned = |overlays: &[&str]| {
        let output = run(&[], overlays, &[], DUMP.as_bytes());
        assert_no_canary("stdout", &output.stdout);
        rows(&output)
    };
    assert_eq!(cleaned(&[]), ["1\tbase\tbase@example.com"]);
    assert_eq!(cleaned(&[name]), ["1\tfirst\tbase@example.com"]);
    let also = "tables: {people: {columns: {mail: {set: also}}}}\n";
    assert_eq!(cleaned(&[name, also]), ["1\tfirst\talso"]);
    assert_eq!(
        cleaned(&[
            also,
            name,
            "tables: {people: {columns: {name: {set: last}}}}\n"
        ]),
        ["1\tlast\talso"]
    );
    let weaker = run(&[], &[both], &[], DUMP.as_bytes());
    weaker.assert_exit(3);
}

#[test]
fn what_weakens_the_rules_must_say_so() {
    let keep = "tables: {people: {columns: {name: keep}}}\n";
    let output = run(&[], &[keep], &[], DUMP.as_bytes());
    output.assert_exit(3);
    let stderr = output.stderr_text();
    assert!(
        stderr.contains("overlay0.yaml:1:") && stderr.contains("weaken: true"),
        "{stderr}"
    );
    assert_no_canary("stdout", &output.stdout);
    let rows_stay = "tables: {people: {where: 'true'}}\n";
    let output = run(&[], &[rows_stay], &[], DUMP.as_bytes());
    output.assert_exit(3);
    assert!(
        output.stderr_text().contains("overlay0.yaml:1:"),
        "{}",
        output.stderr_text()
    );
    let said =
        "tables: {people: {columns: {name: {use: keep, weaken: true, reason: no names in it}}}}\n";
    let output = run(&[], &[said], &[], DUMP.as_bytes());
    assert_eq!(rows(&output), ["1\tCANARY930001\tbase@example.com"]);
    let unsaid = "tables: {people: {columns: {name: {use: keep, weaken: true}}}}\n";
    run(&[], &[unsaid], &[], DUMP.as_bytes()).assert_exit(3);
}

#[test]
fn explain_names_the_overlay_that_decides() {
    let name = "tables: {people: {columns: {name: {set: first}}}}\n";
    let page = |overlays: &[&str], column: &str| {
        let output = run(&["explain", column], overlays, &["-"], DUMP.as_bytes());
        output.assert_exit(0);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(page(&[name], "people.name").contains("overlay0.yaml:1:"));
    assert!(page(&[name], "people.mail").contains("rules.yaml:5:"));
    assert!(page(&[], "people.name").contains("rules.yaml:5:"));
    let keep = "tables: {people: {columns: {name: keep}}}\n";
    run(
        &["explain", "people.name"],
        &[keep],
        &["-"],
        DUMP.as_bytes(),
    )
    .assert_exit(3);
}

#[test]
fn an_overlay_that_holds_no_rules_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("it can be made");
    std::fs::write(empty.join("notes.txt"), "").expect("it is writable");
    for path in [empty, folder.path().join("missing.yaml")] {
        let run = Dmscrub::with_rules(RULES).args(["--overlay".as_ref(), path.as_os_str()]);
        run.run(DUMP.as_bytes()).assert_exit(2);
    }
}
