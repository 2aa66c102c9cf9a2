//! The load beside the scrub: the guard before it, all or nothing, what is said where it fails.

use crate::env::process::Output;
use crate::real::run::{Refresh, gunzip};
use crate::real::target::{PASSWORD, RUN, Target, dump, refresh};

const URL: &str = "{url: {env: DATABASE_URL}}";

/// A run against `target` with more lines for it.
fn run_at(target: &Target, more: &str) -> Refresh {
    let mut refresh = refresh(URL, more);
    refresh.env("DATABASE_URL", &target.url());
    refresh.secret("PGPASSWORD", PASSWORD);
    refresh
}

#[track_caller]
fn fails(refresh: &Refresh, target: &Target, before: &str, words: &[&str]) -> Output {
    let output = refresh.run(RUN);
    output.assert_exit(7);
    let said = output.stderr_text();
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
    target.assert_as_before(&said, before);
    output
}

#[test]
fn a_target_with_old_content_holds_the_new_one_and_nothing_else() {
    let target = Target::new();
    let more = "    guard: {refuse_hosts: ['*production*'], require: 'SELECT count(*) = 1 FROM alembic_version'}\n";
    let refresh = run_at(&target, more);
    refresh.run(RUN).assert_exit(0);
    target.assert_loaded();
    let first = target.snapshot();
    // Once more, over what was loaded: the same, as the key is the same.
    refresh.run(RUN).assert_exit(0);
    target.assert_as_before("the second run", &first);
}

#[test]
fn the_url_may_hold_the_password_and_schemas_may_go() {
    let target = Target::new();
    target.sql("CREATE SCHEMA other; CREATE TABLE other.t (a int)");
    let mut refresh = run_at(&target, "    reset: drop_schemas\n");
    refresh.env("PGPASSWORD", "");
    refresh.secret("DATABASE_URL", &target.full_url());
    refresh.run(RUN).assert_exit(0);
    target.assert_loaded();
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'other'";
    assert_eq!(Target::server().psql(&target.db, schemas), "0");
}

#[test]
fn the_guard_refuses_before_anything_changes() {
    let target = Target::new();
    let before = target.snapshot();
    for host in ["127.0.*", "*.0.0.1", "LOCALHOST"] {
        let more = format!("    guard: {{refuse_hosts: ['{host}']}}\n");
        let mut refresh = run_at(&target, &more);
        if host == "LOCALHOST" {
            refresh.env(
                "DATABASE_URL",
                &target.url().replace("127.0.0.1", "localhost"),
            );
        }
        fails(
            &refresh,
            &target,
            &before,
            &["refuse_hosts", host, "step guard"],
        );
        assert!(!refresh.spool().join("staging.sql.gz").exists());
    }
    // By another name: it is what it resolves to.
    let mut named = run_at(&target, "    guard: {refuse_hosts: ['127.*', '::1']}\n");
    named.env(
        "DATABASE_URL",
        &target.url().replace("127.0.0.1", "localhost"),
    );
    fails(&named, &target, &before, &["refuse_hosts"]);
    for require in [
        "SELECT false",
        "SELECT NULL",
        "SELECT true WHERE false",
        "SELECT true UNION ALL SELECT true",
        "SELECT true, true",
        "SELECT 'some text'",
        "SELECT count(*) = 2 FROM alembic_version",
    ] {
        let more = format!("    guard: {{require: \"{require}\"}}\n");
        let refresh = run_at(&target, &more);
        fails(
            &refresh,
            &target,
            &before,
            &["require", "does not give true"],
        );
    }
    let wrong = run_at(
        &target,
        "    guard: {require: \"SELECT version_num::date = now() FROM alembic_version\"}\n",
    );
    fails(&wrong, &target, &before, &["SQLSTATE 22007", "require"]);
}

#[test]
fn a_server_that_can_not_be_reached_is_named() {
    let target = Target::new();
    let before = target.snapshot();
    let mut password = run_at(&target, "");
    password.secret("PGPASSWORD", "CANARY700001");
    fails(&password, &target, &before, &["28P01", "step guard"]);
    let mut none = run_at(&target, "");
    none.env("PGPASSWORD", "");
    fails(&none, &target, &before, &["28P01", "none is given"]);
    let mut database = run_at(&target, "");
    database.env(
        "DATABASE_URL",
        &target.url().replace(&target.db, "no_such_db"),
    );
    fails(
        &database,
        &target,
        &before,
        &["3D000", "no_such_db", "createdb"],
    );
    let mut nobody = run_at(&target, "");
    nobody.env("DATABASE_URL", &target.url_at(1));
    fails(&nobody, &target, &before, &["no server listens"]);
    let mut elsewhere = run_at(&target, "");
    elsewhere.env("PATH", "/nowhere");
    fails(
        &elsewhere,
        &target,
        &before,
        &["`psql` can't be started", "install psql"],
    );
    let mut unset = run_at(&target, "");
    unset.env("DATABASE_URL", "");
    let output = unset.run(RUN);
    output.assert_exit(2);
    target.assert_as_before("no URL", &before);
}

/// The scrub goes on to its end where the load fails, and the load can be done again from the spool.
#[test]
fn a_failed_load_is_resumed_from_the_spool() {
    let target = Target::new();
    let server = Target::server();
    server.psql(
        &target.db,
        "CREATE VIEW of_another_role AS SELECT * FROM people",
    );
    let before = target.snapshot();
    let refresh = run_at(&target, "");
    let words = [
        "SQLSTATE 2BP01",
        "of what psql was sent",
        "step load",
        "--resume",
    ];
    let output = fails(&refresh, &target, &before, &words);
    assert!(output.stderr_text().contains("warning: "));
    let spooled = std::fs::read(refresh.spool().join("staging.sql.gz")).expect("a whole spool");
    let text = gunzip(&spooled);
    assert!(
        text.ends_with(b"complete\n--\n\n") || text.ends_with(b"\n\n"),
        "the end is there"
    );
    // Once more with the same obstacle, then without. The dump itself is gone.
    std::fs::remove_file(refresh.dir().join("dump.sql")).expect("it was there");
    let resume = [RUN, &["--resume"]].concat();
    let again = refresh.run(&resume);
    again.assert_exit(7);
    assert!(
        again.stderr_text().contains("2BP01"),
        "{}",
        again.stderr_text()
    );
    target.assert_as_before("resumed", &before);
    server.psql(&target.db, "DROP VIEW of_another_role");
    refresh.run(&resume).assert_exit(0);
    target.assert_loaded();
}

#[test]
fn a_changed_spool_is_not_loaded() {
    let target = Target::new();
    let server = Target::server();
    server.psql(
        &target.db,
        "CREATE VIEW of_another_role AS SELECT * FROM people",
    );
    let before = target.snapshot();
    let refresh = run_at(&target, "");
    fails(&refresh, &target, &before, &["2BP01"]);
    server.psql(&target.db, "DROP VIEW of_another_role");
    let before = target.snapshot();
    let path = refresh.spool().join("staging.sql.gz");
    let mut spooled = std::fs::read(&path).expect("a whole spool");
    // Another member: whole gzip, other content.
    let copy = spooled.clone();
    spooled.extend_from_slice(&copy);
    std::fs::write(&path, spooled).expect("it can be written");
    let output = refresh.run(&[RUN, &["--resume"]].concat());
    output.assert_exit(7);
    assert!(output.stderr_text().contains("not what was written there"));
    target.assert_as_before("another spool", &before);
}

/// The last statement fails: everything before it has been done by then.
#[test]
fn an_error_at_the_very_end_leaves_the_target_as_it_was() {
    let target = Target::new();
    let before = target.snapshot();
    let refresh = run_at(&target, "");
    let text = String::from_utf8(dump().to_vec()).expect("a dump in UTF-8");
    let end = "--\n-- PostgreSQL database dump complete";
    let check = "ALTER TABLE public.orders ADD CONSTRAINT late CHECK (id < 2000);\n\n";
    let text = text.replace(end, &format!("{check}{end}"));
    refresh.file("dump.sql", text.as_bytes());
    fails(
        &refresh,
        &target,
        &before,
        &["SQLSTATE 23514 (check_violation)"],
    );
}

/// The scrub's own failure is what is said, and nothing of the load stays.
#[test]
fn a_dump_that_fails_late_leaves_the_target_as_it_was() {
    let target = Target::new();
    let before = target.snapshot();
    let refresh = run_at(&target, "");
    let text = dump();
    refresh.file("dump.sql", &text[..text.len() - 400]);
    let output = refresh.run(RUN);
    output.assert_exit(5);
    let said = output.stderr_text();
    assert!(said.contains("cut off"), "{said}");
    assert!(!said.contains("SQLSTATE"), "{said}");
    target.assert_as_before("cut off", &before);
    assert!(!refresh.spool().join("staging.sql.gz").exists());
}

#[test]
fn a_signal_ends_the_load_and_the_server_rolls_back() {
    let target = Target::new();
    let before = target.snapshot();
    for (signal, code) in [("TERM", 143), ("INT", 130), ("KILL", 137)] {
        let refresh = run_at(&target, "");
        let held = target.hold();
        let run = refresh.start(RUN);
        held.wait_for_load();
        run.signal(signal);
        run.end().assert_exit(code);
        drop(held);
        target.assert_as_before(signal, &before);
    }
}

/// A session that holds what is to be dropped does not keep the job waiting for ever.
#[test]
fn a_lock_that_does_not_come_is_an_error() {
    let target = Target::new();
    let before = target.snapshot();
    let mut refresh = run_at(&target, "");
    refresh.env(
        "DATABASE_URL",
        &format!("{}?options=-c%20lock_timeout%3D300", target.url()),
    );
    let held = target.hold();
    fails(&refresh, &target, &before, &["55P03", "another session"]);
    drop(held);
    refresh.run(RUN).assert_exit(0);
    target.assert_loaded();
}
