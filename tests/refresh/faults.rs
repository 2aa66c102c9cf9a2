//! Fault by fault: what each leaves behind, its exit code, and that `--resume` finishes the job.

use crate::env::marketplace;
use crate::env::postgres::Postgres;
use crate::env::process::Output;
use crate::real::gpg::{Gpg, PASSPHRASE};
use crate::real::jenkins::Script;
use crate::real::s3::{NOBODY, S3};
use crate::real::world::{Setting, World, backup, gzip};

/// After this failure nothing has changed at the target or in the bucket.
#[track_caller]
fn assert_unchanged(world: &World, output: &Output, code: i32, says: &str) {
    assert_says(output, code, says);
    world.assert_target_as_before();
    world.assert_nothing_published();
}

#[track_caller]
fn assert_says(output: &Output, code: i32, says: &str) {
    output.assert_exit(code);
    let said = output.stderr_text();
    assert!(said.contains(says), "no `{says}` in\n{said}");
}

fn with_backup(packed: Vec<u8>) -> World {
    World::new(Setting {
        packed,
        ..Setting::default()
    })
}

#[test]
fn a_backup_cut_off() {
    let whole = &backup().packed;
    for end in [whole.len() / 2, whole.len() - 1] {
        let world = with_backup(whole[..end].to_vec());
        assert_unchanged(&world, &world.run(&[]), 7, "cut off or damaged");
        // A whole one under the same key is another object: the job begins anew.
        let key = format!("production-{}.sql.gz.gpg", world.stamp);
        S3::shared().put(&world.backups, &key, whole);
        world.run(&["--resume"]).assert_exit(7);
        world.assert_target_as_before();
        world.run(&[]).assert_exit(0);
        world.assert_done();
    }
}

#[test]
fn a_wrong_passphrase_and_a_wrong_key() {
    let mut world = World::usual();
    world.refresh.secret("GPG_PASSPHRASE", "another-passphrase");
    assert_unchanged(&world, &world.run(&[]), 7, "the passphrase is wrong");
    world.refresh.secret("GPG_PASSPHRASE", PASSPHRASE);
    world.refresh.file("key.asc", b"no key at all");
    assert_unchanged(&world, &world.run(&[]), 7, "does not take the private key");
    world.refresh.file("key.asc", &Gpg::shared().private_key());
    world.assert_resumes();
}

#[test]
fn a_damaged_gzip_stream() {
    let mut gzipped = gzip(&backup().plain);
    let middle = gzipped.len() / 2;
    for byte in &mut gzipped[middle..middle + 64] {
        *byte ^= 0x55;
    }
    let world = with_backup(Gpg::shared().encrypt(&gzipped));
    let output = world.run(&[]);
    assert_eq!(output.code, 5, "{}", output.stderr_text());
    world.assert_target_as_before();
    world.assert_nothing_published();
}

#[test]
fn a_dump_that_was_cut_off_before_it_was_packed() {
    let plain = &backup().plain;
    let world = with_backup(Gpg::shared().encrypt(&gzip(&plain[..plain.len() * 9 / 10])));
    let output = world.run(&[]);
    assert_eq!(output.code, 5, "{}", output.stderr_text());
    world.assert_target_as_before();
    world.assert_nothing_published();
}

#[test]
fn an_undecided_column() {
    let new_column = "ALTER TABLE public.users ADD COLUMN shoe_size text;";
    let server = Postgres::shared();
    let db = server.fresh_db("drifted");
    server
        .psql_stdin(
            &db,
            marketplace::SCHEMA.as_bytes(),
            &["-v", "ON_ERROR_STOP=1"],
        )
        .assert_exit(0);
    server.psql(&db, new_column);
    let plain = server.pg_dump(&db, &["--no-acl", "--no-owner", "--clean", "--if-exists"]);
    let world = with_backup(Gpg::shared().encrypt(&gzip(&plain)));
    assert_unchanged(&world, &world.run(&[]), 4, "shoe_size");
}

/// The last statement fails for a reason that lies at the target: it can be mended there.
#[test]
fn an_error_of_psql_at_the_last_statement() {
    let role = "dmscrub_test_reader";
    let server = Postgres::shared();
    let text = String::from_utf8(backup().plain.clone()).expect("UTF-8");
    let (dump, trailer) = text.split_at(
        text.rfind("--\n-- PostgreSQL database dump complete")
            .expect("a trailer"),
    );
    let plain = format!("{dump}GRANT SELECT ON TABLE public.users TO {role};\n\n\n{trailer}");
    let world = World::new(Setting {
        packed: Gpg::shared().encrypt(&gzip(plain.as_bytes())),
        config: vec!["no_acl: false".to_owned()],
        ..Setting::default()
    });
    assert_unchanged(&world, &world.run(&[]), 7, "42704");
    // The cleaned dump is whole: it is loaded from the spool, and the backup is not asked for.
    S3::shared().remove(
        &world.backups,
        &format!("production-{}.sql.gz.gpg", world.stamp),
    );
    server.psql("postgres", &format!("CREATE ROLE {role}"));
    world.assert_resumes();
    server.psql(&world.db, &format!("DROP OWNED BY {role}"));
    server.psql("postgres", &format!("DROP ROLE {role}"));
}

#[test]
fn a_status_page_that_is_down() {
    let world = World::new(Setting {
        status: (500, "1461"),
        ..Setting::default()
    });
    assert_unchanged(&world, &world.run(&[]), 7, "HTTP 500");
    assert_eq!(world.builds("index"), 0);
}

#[test]
fn a_guard_that_says_no() {
    for (guard, says) in [
        (
            "guard: {require: 'SELECT count(*) = 2 FROM alembic_version'}",
            "require",
        ),
        ("guard: {require: 'SELECT nonsense'}", "42703"),
        ("guard: {refuse_hosts: ['*dmscrub-pg*']}", "refuse"),
    ] {
        let world = World::new(Setting {
            target: vec![guard.to_owned()],
            ..Setting::default()
        });
        assert_unchanged(&world, &world.run(&[]), 7, says);
    }
}

#[test]
fn a_red_job_and_its_mended_successor() {
    let world = World::usual();
    world.jenkins.job(
        "migration",
        Script {
            console: b"line one\nmigration 1461 failed\n".to_vec(),
            ..Script::red()
        },
    );
    let output = world.run(&[]);
    assert_says(&output, 7, "migration 1461 failed");
    world.assert_target_complete();
    world.assert_nothing_published();
    world.jenkins.job("migration", Script::default());
    world.assert_resumes();
    assert_eq!(world.builds("migration"), 2);
    assert_eq!(world.builds("index"), 1);
}

#[test]
fn a_jenkins_that_can_not_be_reached() {
    let world = World::new(Setting {
        config: vec![format!(
            "jenkins: {{url: 'http://127.0.0.1:{NOBODY}', user: {{env: J_USER}}, token: {{env: J_TOKEN}}}}"
        )],
        ..Setting::default()
    });
    assert_says(&world.run(&[]), 7, "Jenkins");
    world.assert_target_complete();
    world.assert_nothing_published();
}

#[test]
fn an_upload_that_is_refused() {
    let config =
        "publish: {bucket: not-there-yet, key: 'cleaned-production-{stamp}.sql.gz', keep: 2}";
    let world = World::new(Setting {
        config: vec![config.to_owned()],
        ..Setting::default()
    });
    assert_says(&world.run(&[]), 7, "not-there-yet");
    world.assert_target_complete();
    world.assert_nothing_published();
    S3::shared().make_bucket("not-there-yet");
    world.run(&["--resume"]).assert_exit(0);
    assert_eq!(S3::shared().keys("not-there-yet"), [world.key()]);
    assert_eq!(world.builds("migration"), 1);
}

#[test]
fn a_full_spool() {
    let world = World::usual();
    let refresh = world.refresh.command(&["refresh", "staging"]);
    // Files may not grow past 64 KiB: the write fails as on a full disk.
    let mut limited = std::process::Command::new("sh");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "sh"])
        .arg(refresh.get_program())
        .args(refresh.get_args())
        .current_dir(world.refresh.dir());
    for (name, value) in refresh.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = limited.output().expect("sh can be started");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(6), "{said}");
    assert!(said.contains("spool"), "{said}");
    world.refresh.assert_tells_nothing("stderr", &output.stderr);
    world.assert_target_as_before();
    world.assert_nothing_published();
    world.assert_resumes();
}

#[test]
fn changed_rules_are_not_resumed() {
    let world = World::usual();
    world.jenkins.job("migration", Script::red());
    world.run(&[]).assert_exit(7);
    let config = world.refresh.dir().join("refresh.yaml");
    let text = std::fs::read_to_string(&config).expect("readable");
    world
        .refresh
        .file("more.yaml", b"tables: {another: {purge: all}}\n");
    let rules = text.find("rules: [").expect("rules") + "rules: [".len();
    let changed = format!("{}more.yaml, {}", &text[..rules], &text[rules..]);
    world.refresh.file("refresh.yaml", changed.as_bytes());
    assert_says(&world.run(&["--resume"]), 7, "the rules have changed");
}
