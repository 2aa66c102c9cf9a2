//! Backups that are archives: their script is cleaned and loaded in their place.

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::real::gpg::Gpg;
use crate::real::run::{Refresh, gunzip};
use crate::real::s3::S3;
use crate::real::target::{PASSWORD, RULES, RUN, Target, refresh, source};
use crate::real::world::{Setting, World, backup, gzip};

fn archive(args: &[&str]) -> Vec<u8> {
    Postgres::shared().pg_dump(&backup().db, args)
}

#[test]
fn the_whole_job_with_an_archive_for_a_backup() {
    let mut published = Vec::new();
    for packed in [
        archive(&["-Fc"]),
        gzip(&archive(&["-Fc", "-Z0"])),
        gzip(&archive(&["-Ft"])),
    ] {
        let world = World::new(Setting {
            packed: Gpg::shared().encrypt(&packed),
            ..Setting::default()
        });
        world.run(&[]).assert_exit(0);
        world.assert_done();
        // What developers get is a script, whatever the backup was: with the same rows each time, as
        // far as they do not hang on the time of the run.
        let script = gunzip(&S3::shared().get(&world.cleaned, &world.key()));
        assert!(script.starts_with(b"\\set ON_ERROR_STOP on\n"));
        let text = String::from_utf8(script).expect("UTF-8");
        let (_, rows) = text.split_once("\nCOPY public.users ").expect("users");
        let (rows, _) = rows.split_once("\n\\.\n").expect("their end");
        published.push(rows.to_owned());
    }
    published.dedup();
    assert_eq!(published.len(), 1);
}

#[test]
fn a_damaged_archive_changes_nothing() {
    let whole = archive(&["-Fc"]);
    let tar = archive(&["-Ft"]);
    let mut wrong_sum = gzip(&tar);
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    for (what, packed) in [
        ("cut in the contents", whole[..2000].to_vec()),
        ("cut at the end", whole[..whole.len() - 1].to_vec()),
        ("more than an archive", [&whole[..], b"x"].concat()),
        ("a tar archive cut off", tar[..tar.len() * 2 / 3].to_vec()),
        ("another sum", wrong_sum),
    ] {
        let world = World::new(Setting {
            packed: Gpg::shared().encrypt(&packed),
            ..Setting::default()
        });
        let output = world.run(&[]);
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
        world.assert_target_as_before();
        world.assert_nothing_published();
    }
}

/// Everything is known before the data, so the target is not even begun with.
#[test]
fn what_is_undecided_stops_the_job() {
    let target = Target::new();
    let before = target.snapshot();
    let mut run = refresh("{url: {env: DATABASE_URL}}", "");
    run.env("DATABASE_URL", &target.url());
    run.secret("PGPASSWORD", PASSWORD);
    run.file("dump.sql", &Postgres::shared().pg_dump(source(), &["-Fc"]));
    run.file(
        "rules.yaml",
        RULES.replace("name: person.name", "").as_bytes(),
    );
    let output = run.run(RUN);
    output.assert_exit(4);
    let said = output.stderr_text();
    assert!(said.contains("people") && said.contains("name"), "{said}");
    target.assert_as_before("undecided", &before);
    run.file("rules.yaml", RULES.as_bytes());
    run.run(RUN).assert_exit(0);
    target.assert_loaded();
}

#[test]
fn a_cleaned_archive_is_imported_whole_or_not_at_all() {
    let mut refresh = Refresh::new("");
    std::fs::remove_file(refresh.dir().join("refresh.yaml")).expect("it was made");
    refresh.secret("PGPASSWORD", PASSWORD);
    let target = Target::new();
    let url = target.url();
    let import = || refresh.run(&["import", "dump", "--database", &url]);
    let clean = |format: &[&str]| {
        Dmscrub::with_rules(RULES).clean(&Postgres::shared().pg_dump(source(), format))
    };
    let (custom, tar) = (clean(&["-Fc"]), clean(&["-Ft"]));
    let packed = gzip(&clean(&["-Fc", "-Z0"]));
    let mut wrong_sum = packed.clone();
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    let before = target.snapshot();
    for (what, dump) in [
        ("cut in the contents", custom[..500].to_vec()),
        ("cut in the middle", custom[..custom.len() / 2].to_vec()),
        ("cut at the end", custom[..custom.len() - 1].to_vec()),
        ("a tar archive cut off", tar[..tar.len() - 1500].to_vec()),
        ("cut when compressed", packed[..packed.len() / 2].to_vec()),
        ("another sum", wrong_sum),
        ("two archives", [&custom[..], &custom[..]].concat()),
    ] {
        refresh.file("dump", &dump);
        let output = import();
        assert_eq!(output.code, 5, "{what}: {}", output.stderr_text());
        target.assert_as_before(what, &before);
    }
    for dump in [custom, tar, packed] {
        refresh.file("dump", &dump);
        import().assert_exit(0);
        target.assert_loaded();
    }
}
