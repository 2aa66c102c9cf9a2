//! The whole weekly job, with a backup in S3 and a target that is in use.

use crate::env::postgres::Postgres;
use crate::real::s3::S3;
use crate::real::world::{Setting, World, backup, gzip};
use crate::report::{report, steps};

#[test]
fn the_whole_job_where_the_versions_differ() {
    let world = World::new(Setting {
        config: vec!["audit: true".to_owned()],
        ..Setting::default()
    });
    let today = || jiff::Timestamp::now().to_string()[..10].to_owned();
    let before = today();
    let output = world.run(&["--report", "report.json"]);
    output.assert_exit(0);
    world.assert_done();
    assert_eq!(world.builds("migration"), 1);
    assert_eq!(world.builds("index"), 1);
    let posts = world.jenkins.posts().join("\n");
    assert!(posts.contains("RELEASE_NAME=release-42"), "{posts}");
    // It may have been midnight in between.
    let dated = |date: String| posts.contains(&format!("g-cloud-12-{date}"));
    assert!(dated(before) || dated(today()), "{posts}");

    let report = report(&world.refresh);
    let expected = [
        "status", "guard", "select", "scrub", "load", "versions", "migrate", "after", "audit",
        "publish", "prune",
    ];
    assert_eq!(steps(&report), expected.map(|step| (step, "done")));
}

#[test]
fn the_same_versions_need_no_migration() {
    let world = World::new(Setting {
        status: (200, "1460"),
        ..Setting::default()
    });
    world.run(&[]).assert_exit(0);
    world.assert_done();
    assert_eq!(world.builds("migration"), 0);
    assert_eq!(world.builds("index"), 1);
}

#[test]
fn a_second_refresh_replaces_the_first() {
    let world = World::usual();
    world.run(&[]).assert_exit(0);
    let first = Postgres::shared().snapshot(&world.db);
    let published = S3::shared().get(&world.cleaned, &world.key());
    world.run(&["--log-format", "json"]).assert_exit(0);
    world.assert_done();
    Postgres::shared().assert_unchanged("the same backup again", &world.db, &first);
    assert!(published == S3::shared().get(&world.cleaned, &world.key()));
}

#[test]
fn clean_and_publish_only() {
    let world = World::usual();
    world.refresh.run(&["refresh", "s3"]).assert_exit(0);
    world.assert_target_as_before();
    world.assert_published();
    assert_eq!(world.builds("index"), 0);
}

#[test]
fn a_local_dump_in_place_of_the_newest_backup() {
    let world = World::usual();
    for (name, content) in [
        (".sql.gz.gpg", &backup().packed),
        (".sql.gz", &gzip(&backup().plain)),
    ] {
        let name = format!("production-{}{name}", world.stamp);
        let path = world.refresh.file(&name, content);
        let path = path.to_str().expect("a plain path");
        world.run(&["--dump", path]).assert_exit(0);
        world.assert_done();
        std::fs::remove_file(path).expect("the file is ours");
    }
}

#[test]
fn a_plan_names_every_step_and_changes_nothing() {
    let world = World::usual();
    let output = world.run(&["--plan"]);
    output.assert_exit(0);
    let plan = String::from_utf8(output.stdout).expect("text");
    for words in [
        "status ",
        "guard ",
        "select ",
        &world.backups,
        "scrub ",
        "throwaway keyring",
        "load ",
        "drop all that the role owns",
        "versions ",
        "migrate ",
        "after ",
        "index",
        "publish ",
        &world.cleaned,
        "prune ",
    ] {
        assert!(plan.contains(words), "no {words} in\n{plan}");
    }
    world.assert_target_as_before();
    world.assert_nothing_published();
    assert_eq!(world.jenkins.posts().len(), 0);
    assert!(!world.refresh.spool().exists());
}

#[test]
fn one_refresh_of_a_target_at_a_time() {
    let world = World::new(Setting {
        status: (200, "1460"),
        held: true,
        ..Setting::default()
    });
    let mut first = world.refresh.start(&["refresh", "staging"]);
    first.wait_for("its first step", |_| world.status.has_stalled());
    let second = world.refresh.command(&["refresh", "staging"]).output();
    let second = second.expect("dmscrub can be started");
    assert_eq!(second.status.code(), Some(7));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        said.contains("another refresh of `staging` is running"),
        "{said}"
    );
    world.status.set(None);
    first.end().assert_exit(0);
    world.assert_done();
}
