//! Ways to a database: a real sshd, and a stand-in for cf.

use std::process::Command;

use crate::real::cf::Cf;
use crate::real::run::Refresh;
use crate::real::sshd::Sshd;
use crate::real::target::{PASSWORD, RUN, Target, refresh};

/// A run by way of sshd.
fn by_ssh(target: &Target, host_key: &str, user_key: &str, more: &str) -> Refresh {
    let made = refresh("{}", "");
    let database = Sshd::shared().database(&made, host_key, user_key);
    let config = std::fs::read_to_string(made.dir().join("refresh.yaml")).expect("it was written");
    let config = config.replace("database: {}", &format!("database: {database}"));
    let mut refresh = made;
    refresh.file("refresh.yaml", format!("{config}{more}").as_bytes());
    refresh.env("DATABASE_URL", &target.url());
    refresh.secret("PGPASSWORD", PASSWORD);
    refresh
}

#[track_caller]
fn fails(refresh: &Refresh, target: &Target, before: &str, words: &[&str]) {
    let output = refresh.run(RUN);
    let said = output.stderr_text();
    output.assert_exit(7);
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
    target.assert_as_before(&said, before);
}

/// Kills the processes of a run whose command line holds `words`.
fn kill(run: &Refresh, words: &str) {
    let mark = format!("DMSCRUB_TEST_RUN={}", run.dir().display()).into_bytes();
    let mut killed = 0;
    for entry in std::fs::read_dir("/proc").expect("Linux").flatten() {
        let read = |name: &str| std::fs::read(entry.path().join(name)).unwrap_or_default();
        let ours = read("environ")
            .split(|byte| *byte == 0)
            .any(|pair| pair == mark);
        let line = String::from_utf8_lossy(&read("cmdline")).replace('\0', " ");
        if ours && line.contains(words) {
            let id = entry.file_name().into_string().expect("a number");
            let sent = Command::new("kill").args(["-s", "KILL", &id]).status();
            assert!(sent.expect("kill can be started").success());
            killed += 1;
        }
    }
    assert!(killed > 0, "no process with {words}");
}

#[test]
fn ssh_leads_to_the_database_and_nothing_else_does() {
    let target = Target::new();
    let guard = "    guard: {require: 'SELECT inet_server_port() IS NOT NULL'}\n";
    let refresh = by_ssh(&target, "host", "user", guard);
    refresh.run(RUN).assert_exit(0);
    target.assert_loaded();
}

#[test]
fn what_ssh_refuses_is_said_in_words_of_ones_own() {
    let target = Target::new();
    let before = target.snapshot();
    let unknown = by_ssh(&target, "host", "user", "");
    unknown.file("known hosts", b"");
    fails(
        &unknown,
        &target,
        &before,
        &["host's key is not known", "step guard"],
    );
    let changed = by_ssh(&target, "stranger", "user", "");
    fails(
        &changed,
        &target,
        &before,
        &["another one than known_hosts has"],
    );
    let denied = by_ssh(&target, "host", "stranger", "");
    fails(&denied, &target, &before, &["does not let this user in"]);
    let mut beyond = by_ssh(&target, "host", "user", "");
    beyond.env("DATABASE_URL", &target.url_at(1));
    fails(
        &beyond,
        &target,
        &before,
        &["can't be reached from the ssh host"],
    );
    let refused = by_ssh(
        &target,
        "host",
        "user",
        "    guard: {refuse_hosts: ['127.0.0.1']}\n",
    );
    fails(&refused, &target, &before, &["refuse_hosts"]);
    let mut password = by_ssh(&target, "host", "user", "");
    password.secret("PGPASSWORD", "CANARY700001");
    fails(&password, &target, &before, &["28P01"]);
}

#[test]
fn a_tunnel_that_breaks_fails_the_load() {
    let target = Target::new();
    let before = target.snapshot();
    let refresh = by_ssh(&target, "host", "user", "");
    let held = target.hold();
    let run = refresh.start(RUN);
    held.wait_for_load();
    kill(&refresh, "ExitOnForwardFailure");
    let output = run.end();
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(
        said.contains("the tunnel (ssh) ended during the load"),
        "{said}"
    );
    drop(held);
    target.assert_as_before(&said, &before);
    // The spool is whole: the load is done again from there.
    refresh.run(&[RUN, &["--resume"]].concat()).assert_exit(0);
    target.assert_loaded();
}

#[test]
fn psql_that_is_killed_fails_the_load() {
    let target = Target::new();
    let before = target.snapshot();
    let refresh = by_ssh(&target, "host", "user", "");
    let held = target.hold();
    let run = refresh.start(RUN);
    held.wait_for_load();
    kill(&refresh, "VERBOSITY=sqlstate");
    run.end().assert_exit(7);
    drop(held);
    target.assert_as_before("psql killed", &before);
}

fn by_cf(target: &Target, more: &str) -> (Refresh, Cf) {
    let mut refresh = refresh(Cf::DATABASE, more);
    refresh.hide(PASSWORD);
    let cf = Cf::install(&mut refresh, target);
    (refresh, cf)
}

#[test]
fn cf_leads_to_the_database_and_is_logged_out() {
    let target = Target::new();
    let (refresh, cf) = by_cf(&target, "");
    refresh.run(RUN).assert_exit(0);
    target.assert_loaded();
    let calls = cf.calls();
    let expected = [
        "api https://api.cloud.example",
        "auth",
        "target -o dm -s staging",
        "app api --guid",
        "curl /v3/apps/GUID/env",
        "ssh api -N -L …",
        "logout",
    ];
    assert_eq!(calls, expected);
}

#[test]
fn what_cf_refuses_is_said_and_it_is_logged_out() {
    let target = Target::new();
    let before = target.snapshot();
    let (mut denied, cf) = by_cf(&target, "");
    denied.secret("CF_PASS", "CANARY700001");
    fails(&denied, &target, &before, &["cf auth", "CF_PASS"]);
    assert_eq!(cf.calls().last().map(String::as_str), Some("logout"));
    let (unbound, cf) = by_cf(&target, "");
    cf.answer(&serde_json::json!({"system_env_json": {"VCAP_SERVICES": {}}}));
    fails(
        &unbound,
        &target,
        &before,
        &["bound to no `postgres` service"],
    );
    assert_eq!(cf.calls().last().map(String::as_str), Some("logout"));
    let (forbidden, cf) = by_cf(&target, "");
    cf.answer(&serde_json::json!({"errors": [{"detail": "CANARY700002", "code": 10003}]}));
    fails(
        &forbidden,
        &target,
        &before,
        &["environment of app `api` can't be read"],
    );
    let (refused, cf_refused) = by_cf(&target, "    guard: {refuse_hosts: ['127.*']}\n");
    fails(&refused, &target, &before, &["refuse_hosts"]);
    assert!(
        !cf_refused
            .calls()
            .iter()
            .any(|call| call.starts_with("ssh"))
    );
    let (space, cf_space) = by_cf(&target, "    guard: {refuse_hosts: ['stag*']}\n");
    fails(&space, &target, &before, &["refuse_hosts"]);
    assert!(cf_space.calls().is_empty());
    let (mut missing, _) = by_cf(&target, "");
    missing.env("PATH", "/usr/bin:/bin");
    fails(
        &missing,
        &target,
        &before,
        &["`cf` can't be started", "install cf"],
    );
    drop(cf);
}

#[test]
fn cf_is_logged_out_however_the_job_ends() {
    let target = Target::new();
    let before = target.snapshot();
    for (signal, code) in [("TERM", 143), ("KILL", 137)] {
        let (refresh, cf) = by_cf(&target, "");
        let held = target.hold();
        let run = refresh.start(RUN);
        held.wait_for_load();
        run.signal(signal);
        run.end().assert_exit(code);
        assert_eq!(
            cf.calls().last().map(String::as_str),
            Some("logout"),
            "{signal}"
        );
        drop(held);
        target.assert_as_before(signal, &before);
    }
}
