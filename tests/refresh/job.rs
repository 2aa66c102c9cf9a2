//! The job as a whole, cleaning a local dump into the spool: order, plan, state, lock, clean-up.

use crate::real::run::Refresh;

const CONFIG: &str = "
rules: [rules.yaml]
key: {env: DMSCRUB_KEY}
spool: spool
targets: {s3: {}}
";

#[test]
fn a_plan_changes_nothing_and_needs_no_secret() {
    let refresh = Refresh::new(CONFIG);
    refresh.file("rules.yaml", crate::env::dmscrub::KEEP_ALL.as_bytes());
    let output = refresh.run(&["refresh", "s3", "--plan", "--dump", "dump.sql"]);
    output.assert_exit(0);
    assert!(String::from_utf8_lossy(&output.stdout).contains("scrub "));
    assert!(!refresh.spool().exists());
}

#[test]
fn an_unknown_target_is_a_usage_error() {
    let refresh = Refresh::new(CONFIG);
    let output = refresh.run(&["refresh", "staging"]);
    output.assert_exit(2);
    assert!(output.stderr_text().contains("hint: there are: s3"));
}

#[test]
fn there_must_be_something_to_resume() {
    let refresh = Refresh::new(CONFIG);
    refresh.file("rules.yaml", crate::env::dmscrub::KEEP_ALL.as_bytes());
    let output = refresh.run(&["refresh", "s3", "--resume", "--dump", "dump.sql"]);
    output.assert_exit(7);
    assert!(output.stderr_text().contains("left to resume"));
}

/// Programs that the job starts see neither its secrets nor those of the rules, but for what they are
/// given; those that rules start have no part in the job's.
#[test]
fn programs_see_no_secrets_that_are_not_theirs() {
    use std::os::unix::fs::PermissionsExt;

    let mut refresh = Refresh::new(
        "rules: [rules.yaml]
key: {env: DMSCRUB_KEY}
spool: spool
source: {bucket: b, key: '^x(?<stamp>\\d+)$', decrypt: {gpg: {}}}
jenkins: {url: 'http://127.0.0.1:9', user: {env: OF_JENKINS}, token: {env: OF_JENKINS}}
targets: {s3: {}}
",
    );
    let rules = "
tables:
  t:
    columns:
      id: {use: command, run: [sh, -c, 'env > program; while read -r line; do echo null; done']}
      hash: {set_from: OF_THE_RULES}
      home: {set_from: HOME}
";
    let dump = "--\n-- PostgreSQL database dump\n--\n\n\
                CREATE TABLE public.t (id text, hash text, home text);\n\n\
                COPY public.t (id, hash, home) FROM stdin;\n1\ta\tb\n\\.\n\n\
                --\n-- PostgreSQL database dump complete\n--\n\n";
    refresh.file("rules.yaml", rules.as_bytes());
    refresh.file("dump.sql.gpg", dump.as_bytes());
    let gpg = refresh.file("gpg", b"#!/bin/sh\nenv > gpg-sees\ncat\n");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(gpg, mode).expect("the file is ours");
    let path = std::env::var("PATH").expect("a PATH");
    refresh.env("PATH", &format!("{}:{path}", refresh.dir().display()));
    for name in ["OF_THE_RULES", "OF_JENKINS"] {
        refresh.secret(name, &format!("secret {name}"));
    }
    // This gpg says nothing of how it went.
    let output = refresh.run(&["refresh", "s3", "--dump", "dump.sql.gpg"]);
    output.assert_exit(7);
    for (file, hidden) in [
        (
            "gpg-sees",
            &["DMSCRUB_KEY", "OF_JENKINS", "OF_THE_RULES"][..],
        ),
        ("program", &["DMSCRUB_KEY", "OF_JENKINS"]),
    ] {
        let seen = std::fs::read_to_string(refresh.dir().join(file)).expect("it was started");
        assert!(
            seen.contains("\nHOME=") || seen.starts_with("HOME="),
            "{file}"
        );
        for name in hidden {
            assert!(!seen.contains(&format!("{name}=")), "{file} sees {name}");
        }
    }
}
