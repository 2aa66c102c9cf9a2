//! The dump's version: captured on its way through the scrubber, then held against the target's.

use dmscrub::error::Error;
use dmscrub::refresh::state::{SourceFacts, StatusFacts};
use dmscrub::refresh::step::{migrate, scrub, versions};

use crate::env::dmscrub::marketplace_rules;
use crate::env::postgres::Postgres;
use crate::real::part::{Part, rules};

const CAPTURE: &str =
    "tables: {alembic_version: {columns: {version_num: {use: keep, capture: true}}}}";

/// A dump of the table, as the Digital Marketplace has it, with these versions.
fn dump(versions: &[&str], args: &[&str]) -> Vec<u8> {
    let server = Postgres::shared();
    let db = server.fresh_db("versions");
    server.psql(
        &db,
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
    );
    for version in versions {
        server.psql(
            &db,
            &format!("INSERT INTO alembic_version VALUES ('{version}')"),
        );
    }
    server.pg_dump(&db, args)
}

/// After the dump was cleaned; the target says 1460.
async fn cleaned(dump: &[u8], files: &[(&str, &str)], column: &str) -> Part {
    let config = format!(
        "jenkins: {{url: 'http://127.0.0.1:9', user: {{env: U}}, token: {{env: T}}}}\n\
         targets:\n  t:\n    status: {{url: 'http://127.0.0.1:9', version: /v{column}}}\n    \
         database: {{url: {{env: D}}}}\n    migrate: {{job: m}}\n"
    );
    let mut part = Part::new(&config, &[]);
    part.context.cleaning.rules = rules(files);
    let path = part.dir().join("dump.sql");
    std::fs::write(&path, dump).expect("the folder is writable");
    let state = &mut part.context.state;
    state.status = Some(StatusFacts {
        version: "1460".to_owned(),
        release: None,
    });
    state.source = Some(SourceFacts {
        name: path.display().to_string(),
        local: true,
        size: dump.len() as u64,
        etag: None,
        stamp: "202601310300".to_owned(),
    });
    (scrub::STEP.run)(&mut part.context)
        .await
        .expect("a clean dump");
    part
}

async fn compared(part: &mut Part) -> Result<String, Error> {
    (versions::STEP.run)(&mut part.context).await
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_captured_from_copy_and_from_inserts_and_compared_as_text() {
    for args in [
        &[][..],
        &["--inserts"],
        &["--column-inserts", "--rows-per-insert=2"],
    ] {
        for (version, differs, says) in [
            ("1460", false, "both have 1460"),
            ("01460", true, "the dump has 01460, the target 1460"),
            ("1459", true, "the dump has 1459, the target 1460"),
        ] {
            let mut part = cleaned(&dump(&[version], args), &[("r.yaml", CAPTURE)], "").await;
            assert_eq!(compared(&mut part).await.expect("a comparison"), says);
            assert_eq!(part.context.state.differs, Some(differs));
            assert_eq!((migrate::STEP.needless)(&part.context).is_none(), differs);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_leave_are_not_captured() {
    let rules = "tables: {alembic_version: {purge: \"version_num LIKE 'old%'\", \
                 columns: {version_num: {use: keep, capture: true}}}}";
    for args in [&[][..], &["--inserts"]] {
        let dump = dump(&["old1", "1460", "old2"], args);
        let mut part = cleaned(&dump, &[("r.yaml", rules)], "").await;
        assert_eq!(
            compared(&mut part).await.expect("one version"),
            "both have 1460"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_version_and_several_are_no_version() {
    for (versions, says) in [
        (&[][..], "the dump holds no version in any column"),
        (
            &["1459", "1460"],
            "the dump holds 2 versions in public.alembic_version.version_num",
        ),
    ] {
        let mut part = cleaned(&dump(versions, &[]), &[("r.yaml", CAPTURE)], "").await;
        let error = compared(&mut part).await.expect_err("no version");
        assert_eq!(error.exit().code(), 7);
        assert!(error.message().contains(says), "{error}");
        assert!(!error.message().contains("1459"));
    }
    let column = ", column: alembic_version.version";
    let mut part = cleaned(&dump(&["1460"], &[]), &[("r.yaml", CAPTURE)], column).await;
    let error = compared(&mut part).await.expect_err("another column");
    assert!(
        error
            .message()
            .contains("no version in public.alembic_version.version"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_columns_the_configuration_names_one() {
    let server = Postgres::shared();
    let db = server.fresh_db("versions");
    server.psql(
        &db,
        "CREATE SCHEMA \"Odd\"; CREATE TABLE \"Odd\".v (v text); INSERT INTO \"Odd\".v VALUES ('1460');
         CREATE TABLE w (v text); INSERT INTO w VALUES ('7')",
    );
    let dump = server.pg_dump(&db, &[]);
    let rules = "tables:\n  '\"Odd\".v': {columns: {v: {use: keep, capture: true}}}\n  \
                 w: {columns: {v: {use: keep, capture: true}}}\n";
    let mut part = cleaned(&dump, &[("r.yaml", rules)], ", column: '\"Odd\".v.v'").await;
    assert_eq!(
        compared(&mut part).await.expect("one column"),
        "both have 1460"
    );
    let mut part = cleaned(&dump, &[("r.yaml", rules)], "").await;
    let error = compared(&mut part).await.expect_err("two columns");
    assert!(error.message().contains("several columns"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_the_marketplace_capture_its_version() {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(marketplace_rules()).expect("the rules") {
        let path = entry.expect("a file").path();
        if !dmscrub::rules::load::is_rule_file(&path.to_string_lossy()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        files.push((path.display().to_string(), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let mut part = cleaned(&dump(&["1460"], &[]), &files, "").await;
    assert_eq!(
        compared(&mut part).await.expect("a version"),
        "both have 1460"
    );
}
