//! A draft of rules passes on the dump it was made from, keeps nothing that shows to be personal, and
//! what comes out loads.

use std::collections::BTreeMap;
use std::path::Path;

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

mod odd;
mod recall;
mod update;

/// The draft of a dump, in a folder of the run; its files by name.
fn draft(dump: &[u8]) -> (Dmscrub, BTreeMap<String, String>) {
    let run = Dmscrub::new();
    let output = crate::env::process::run(run.command().args(["init", "-o", "drafted"]), dump);
    output.assert_exit(0);
    assert!(output.stdout.is_empty());
    let files = files(&run.dir().join("drafted"));
    (run, files)
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in std::fs::read_dir(&open).expect("a readable folder") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below it");
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            files.insert(name.display().to_string(), text);
        }
    }
    files
}

/// Drafts from one dump, cleans another by the draft, and loads that.
#[track_caller]
fn drafted_and_loaded(server: &Postgres, of: &[u8], dump: &[u8]) -> String {
    let (run, files) = draft(of);
    let rules = run.dir().join("drafted");
    for held in [of, dump] {
        let mut check = run.command();
        check.arg("check").arg("--rules").arg(&rules);
        let output = crate::env::process::run(&mut check, held);
        assert_eq!(
            output.code,
            0,
            "check: {}\n{files:#?}",
            output.stderr_text()
        );
    }
    let clean = run.args(["--strict", "--rules"]).args([rules]);
    // Names of the schema may stand in a draft, whatever they are.
    let output = crate::env::process::run(&mut clean.command(), dump);
    assert_eq!(output.code, 0, "{}\n{files:#?}", output.stderr_text());
    let db = server.fresh_db("drafted");
    let psql = server.psql_stdin(&db, &output.stdout, &[]);
    assert_eq!(psql.code, 0, "{}\n{files:#?}", psql.stderr_text());
    db
}
