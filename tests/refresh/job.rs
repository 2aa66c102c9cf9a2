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
