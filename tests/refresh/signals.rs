//! SIGTERM and SIGKILL in each step. After either the target is as before or complete, the bucket
//! has no half object and has lost none, nothing is left running, and `--resume` finishes the job.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::env::postgres::Postgres;
use crate::env::process::wait_until;
use crate::real::jenkins::{FOREVER, Script};
use crate::real::proxy::{Fault, Proxy, Trouble, Way};
use crate::real::run::Started;
use crate::real::s3::S3;
use crate::real::world::{Setting, World};

/// Stops a job where `reached` says it is, in both ways; `mend` lets it pass there afterwards.
fn stop(
    setting: impl Fn() -> Setting,
    prepare: impl Fn(&World),
    reached: impl Fn(&World, &mut Started<'_>),
    mend: impl Fn(&World),
    step: &str,
) {
    for (signal, code) in [("TERM", 143), ("KILL", 137)] {
        let world = World::new(setting());
        prepare(&world);
        let mut started = world.refresh.start(&["refresh", "staging"]);
        reached(&world, &mut started);
        started.signal(signal);
        let output = started.end();
        output.assert_exit(code);
        if signal == "TERM" {
            let said = output.stderr_text();
            assert!(said.contains(&format!("in step {step}")), "{said}");
        }
        mend(&world);
        world.assert_target_whole();
        world.assert_bucket_whole();
        world.assert_resumes();
    }
}

fn nothing(_: &World) {}

/// Where a connection falls silent, after the step before has said this.
fn silent<'a>(proxy: &'a Proxy, said: &'static str) -> impl Fn(&World, &mut Started<'_>) + 'a {
    move |_, started| {
        started.wait_for("a silent connection", |text| {
            text.contains(said) && proxy.has_stalled()
        });
    }
}

#[test]
fn in_step_status() {
    let silent = || Setting {
        held: true,
        ..Setting::default()
    };
    let reached = |world: &World, started: &mut Started<'_>| {
        started.wait_for("a question", |_| world.status.has_stalled());
    };
    let mend = |world: &World| world.status.set(None);
    stop(silent, nothing, reached, mend, "status");
}

#[test]
fn in_step_scrub_while_the_backup_is_fetched() {
    let proxy = Proxy::before(S3::shared().port(), None);
    let setting = || Setting {
        s3: Some(proxy.port()),
        ..Setting::default()
    };
    // What lists is short; what fetches is cut short here.
    let trouble = Trouble {
        fault: Fault::Stall,
        way: Way::Down,
        after: 30_000,
        times: u32::MAX,
    };
    let prepare = |_: &World| proxy.set(Some(trouble));
    stop(
        setting,
        prepare,
        silent(&proxy, "select: "),
        |_| proxy.set(None),
        "scrub",
    );
}

#[test]
fn in_step_load() {
    let locks = std::sync::Mutex::new(Vec::new());
    let prepare = |world: &World| {
        locks
            .lock()
            .expect("one at a time")
            .push(Lock::on(&world.db))
    };
    let reached = |world: &World, started: &mut Started<'_>| {
        started.wait_for("a wait for the lock", |_| {
            let waits = "SELECT count(*) > 0 FROM pg_locks l JOIN pg_database d ON d.oid = l.database \
                         WHERE NOT granted AND datname = current_database()";
            Postgres::shared().psql(&world.db, waits) == "t"
        });
    };
    let mend = |world: &World| {
        locks.lock().expect("one at a time").clear();
        // The server notices that its client is gone when it next writes to it.
        let server = Postgres::shared();
        server.psql(
            "postgres",
            &format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                world.db
            ),
        );
    };
    stop(Setting::default, prepare, reached, mend, "scrub");
}

/// Stops a job while a job of Jenkins hangs.
fn stop_in_build(job: &str, hanging: &Script, step: &str) {
    let hangs = |world: &World| world.jenkins.job(job, hanging.clone());
    let reached = |world: &World, started: &mut Started<'_>| {
        started.wait_for("a build", |_| world.builds(job) == 1);
        std::thread::sleep(Duration::from_millis(500));
    };
    let mend = |world: &World| world.jenkins.mend(job);
    stop(Setting::default, hangs, reached, mend, step);
}

#[test]
fn in_step_migrate() {
    let builds = Script {
        building: FOREVER,
        ..Script::default()
    };
    stop_in_build("migration", &builds, "migrate");
}

#[test]
fn in_step_after() {
    let waits = Script {
        queued: FOREVER,
        ..Script::default()
    };
    stop_in_build("index", &waits, "after");
}

#[test]
fn in_step_publish() {
    let proxy = Proxy::before(S3::shared().port(), None);
    let setting = || Setting {
        s3: Some(proxy.port()),
        ..Setting::default()
    };
    let trouble = Trouble {
        fault: Fault::Stall,
        way: Way::Up,
        after: 20_000,
        times: u32::MAX,
    };
    let prepare = |_: &World| proxy.set(Some(trouble));
    stop(
        setting,
        prepare,
        silent(&proxy, "after: "),
        |_| proxy.set(None),
        "publish",
    );
}

/// A session that holds a table of the target.
struct Lock(Child);

impl Lock {
    fn on(db: &str) -> Self {
        let mut session = Postgres::shared()
            .client("psql")
            .args(["-Xq", "-d", db])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("psql can be started");
        let stdin = session.stdin.as_mut().expect("stdin is piped");
        stdin
            .write_all(b"BEGIN; LOCK TABLE in_use IN ACCESS SHARE MODE;\n")
            .expect("psql reads");
        let held =
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'in_use'::regclass AND granted";
        wait_until(held, || Postgres::shared().psql(db, held) == "t");
        Self(session)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Its session rolls back.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
