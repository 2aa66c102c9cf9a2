//! Progress: on a terminal by itself, elsewhere where it is asked for, and never a value.

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;

const RULES: &str = "tables: {people: {columns: {id: keep, name: person.name}}}\n";

fn dump() -> Vec<u8> {
    let rows: Vec<String> = (0..500)
        .map(|id| format!("{id}\tCANARY{id:06}\n"))
        .collect();
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.people (\n    id integer,\n    name text\n);\n\n\
         COPY public.people (id, name) FROM stdin;\n{}\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n",
        rows.concat()
    )
    .into_bytes()
}

#[test]
fn progress_goes_to_a_log_where_it_is_asked_for() {
    let dump = dump();
    for (args, shown) in [
        (&[][..], false),
        (&["--progress", "auto"], false),
        (&["--progress", "never"], false),
        (&["--progress", "always"], true),
        (&["--progress", "always", "-q"], true),
    ] {
        for stdin in [true, false] {
            let mut run = Dmscrub::with_rules(RULES);
            let path = run.file("dump.sql", &dump);
            let run = run.args(args.iter().copied());
            let (run, input) = match stdin {
                true => (run, &dump[..]),
                false => (run.args([path]), &b""[..]),
            };
            let output = run.run(input);
            output.assert_exit(0);
            let stderr = output.stderr_text();
            assert_no_canary("progress", stderr.as_bytes());
            let lines = stderr.lines().filter(|line| line.starts_with("progress: "));
            let lines: Vec<&str> = lines.collect();
            assert_eq!(lines.len(), usize::from(shown), "{args:?}: {stderr}");
            let Some(line) = lines.first() else { continue };
            assert!(line.contains(" KiB") && line.contains("/s"), "{line}");
            assert!(line.contains("500 rows"), "{line}");
            // What is left can be told where the size is known.
            assert_eq!(line.contains(" of "), !stdin, "{line}");
            assert_eq!(line.contains(" left"), !stdin, "{line}");
        }
    }
}

#[test]
fn progress_is_json_beside_messages_in_json() {
    let dump = dump();
    let run = Dmscrub::with_rules(RULES).args(["--progress", "always", "--log-format", "json"]);
    let output = run.run(&dump);
    output.assert_exit(0);
    let stderr = output.stderr_text();
    let objects = stderr.lines().map(|line| {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|_| panic!("JSON: {line}"))
    });
    let progress: Vec<_> = objects.filter(|it| it["level"] == "progress").collect();
    assert_eq!(progress.len(), 1, "{stderr}");
    assert_eq!(progress[0]["rows"], 500);
    assert_eq!(progress[0]["bytes"], dump.len());
    assert_eq!(progress[0]["total"], serde_json::Value::Null);
}
