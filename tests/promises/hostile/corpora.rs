//! The seeds of the fuzz targets (`make fuzz`), what they have found among them: each is run through
//! its target, which asserts what must hold.

use std::collections::BTreeSet;
use std::path::Path;

#[path = "../../../fuzz/src/lib.rs"]
mod fuzz;

#[test]
fn every_seed_does_no_harm() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let folders: BTreeSet<String> = names(&seeds).collect();
    let targets: BTreeSet<String> = fuzz::TARGETS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(folders, targets, "each target has its folder of seeds");
    for (name, run) in fuzz::TARGETS {
        let folder = seeds.join(name);
        let mut count = 0;
        for seed in names(&folder) {
            println!("{name}/{seed}");
            run(&std::fs::read(folder.join(seed)).expect("a readable file"));
            count += 1;
        }
        assert!(count > 2, "{name} has hardly any seeds");
    }
}

/// The archives of every release and format, through the targets that read them.
#[test]
fn recorded_archives_do_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/archives");
    let targets: Vec<_> = fuzz::TARGETS
        .iter()
        .filter(|(name, _)| matches!(*name, "archive" | "contents"))
        .collect();
    assert_eq!(targets.len(), 2);
    for name in names(&folder).filter(|name| name.starts_with("pg15-small")) {
        println!("{name}");
        let bytes = std::fs::read(folder.join(name)).expect("a readable file");
        for (_, run) in &targets {
            // The first byte says how large the parts are.
            run(&[&[99], &bytes[..]].concat());
        }
    }
}

fn names(folder: &Path) -> impl Iterator<Item = String> {
    std::fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| {
            let name = entry.expect("a readable folder").file_name();
            name.into_string().expect("a plain name")
        })
}
