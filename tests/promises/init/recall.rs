//! How much of what the privacy survey of the Digital Marketplace names is found.

use std::collections::BTreeSet;
use std::sync::Arc;

use dmscrub::rules::decide::replaces;
use dmscrub::rules::load::{self, Outside};
use dmscrub::rules::model::RuleSet;

use super::{draft, drafted_and_loaded};
use crate::env::canary::assert_no_canary;
use crate::env::marketplace::Marketplace;
use crate::env::personal::{ALSO_REPLACED, places};
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

/// What a draft replaces by name, and what it keeps by name: `table.column` and `table.column path`.
fn decided(
    files: &std::collections::BTreeMap<String, String>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (Arc::from(name.as_str()), text.clone().into_bytes()))
        .collect();
    let rules: RuleSet = load::load(&files, &Nothing).expect("the draft is valid");
    let (mut replaced, mut kept) = (BTreeSet::new(), BTreeSet::new());
    for table in &rules.tables {
        let name = table.pattern.exact().expect("no glob").name;
        for column in &table.columns {
            let place = format!("{name}.{}", column.name.text);
            let nested = column.rule.spec.nested();
            if column.rule.kind.name != "json" {
                let set = if replaces(&column.rule) {
                    &mut replaced
                } else {
                    &mut kept
                };
                set.insert(place);
                continue;
            }
            for (path, rule) in nested {
                let set = if replaces(rule) {
                    &mut replaced
                } else {
                    &mut kept
                };
                set.insert(format!("{place} {path}"));
            }
        }
    }
    (replaced, kept)
}

/// A path of the draft covers a path of the survey.
fn covers(drafted: &str, surveyed: &str) -> bool {
    let segments = |path: &str| -> Vec<String> {
        path.replace('"', "")
            .replace("[*]", ".[*]")
            .split('.')
            .map(str::to_owned)
            .collect()
    };
    let (drafted, surveyed) = (segments(drafted), segments(surveyed));
    drafted.len() == surveyed.len()
        && drafted
            .iter()
            .zip(&surveyed)
            .all(|(a, b)| a == b || (a == "*" && b != "[*]"))
}

#[test]
fn what_the_survey_names_is_found() {
    let server = Postgres::shared();
    for (flavour, what) in [(Flavour::Demo, "readable"), (Flavour::Canaries, "canaries")] {
        let db = server.fresh_db("recall");
        let market = Marketplace::generate(flavour, 7, 4);
        market.load(server, &db);
        let dump = server.pg_dump(&db, &[]);
        let (_, files) = draft(&dump);
        let (replaced, kept) = decided(&files);
        let survey: Vec<(String, String)> = places()
            .map(|place| {
                let column = format!("{}.{}", place.table, place.column);
                (column, place.path.unwrap_or_default().to_owned())
            })
            .collect();
        let names = |place: &String, (column, path): &(String, String)| match place.split_once(' ')
        {
            None => path.is_empty() && place == column,
            Some((of, drafted)) => of == column && !path.is_empty() && covers(drafted, path),
        };
        let missed: Vec<_> = survey
            .iter()
            .filter(|entry| !replaced.iter().any(|place| names(place, entry)))
            .collect();
        let also = |place: &String| {
            ALSO_REPLACED
                .iter()
                .any(|(table, column)| *place == format!("{table}.{column}"))
        };
        let beyond: Vec<_> = replaced
            .iter()
            .filter(|place| !also(place) && !survey.iter().any(|entry| names(place, entry)))
            .collect();
        let recall = 1.0 - missed.len() as f64 / survey.len() as f64;
        let precision = 1.0 - beyond.len() as f64 / replaced.len() as f64;
        println!(
            "{what}: recall {:.1} % of {} places, precision {:.1} % of {} replaced ({} kept)\n\
             missed: {missed:?}\nbeyond the survey: {beyond:?}",
            recall * 100.0,
            survey.len(),
            precision * 100.0,
            replaced.len(),
            kept.len(),
        );
        assert!(recall >= 0.95, "{what}: {recall}");
        assert!(precision >= 0.6, "{what}: {precision}");
    }
}

#[test]
fn the_columns_are_found_without_data() {
    let (_, files) = draft(crate::env::marketplace::SCHEMA.as_bytes());
    let (replaced, _) = decided(&files);
    let survey: Vec<String> = places()
        .filter(|place| place.path.is_none())
        .map(|place| format!("{}.{}", place.table, place.column))
        .collect();
    let missed: Vec<_> = survey
        .iter()
        .filter(|place| !replaced.contains(*place))
        .collect();
    let recall = 1.0 - missed.len() as f64 / survey.len() as f64;
    println!(
        "schema only: recall {:.1} % of {}, missed: {missed:?}",
        recall * 100.0,
        survey.len()
    );
    assert!(recall >= 0.95, "{recall}");
}

/// Not one value that identifies somebody comes through a draft, nor stands in it.
#[test]
fn nothing_planted_comes_through() {
    let server = Postgres::shared();
    let db = server.fresh_db("planted");
    let market = Marketplace::generate(Flavour::Canaries, 8, 4);
    market.load(server, &db);
    let dump = server.pg_dump(&db, &[]);
    for of in [dump.clone(), server.pg_dump(&db, &["--schema-only"])] {
        let (run, files) = draft(&of);
        for (name, text) in &files {
            assert_no_canary(name, text.as_bytes());
        }
        let rules = run.dir().join("drafted");
        let clean = run.args(["--strict", "--rules"]).args([rules]).clean(&dump);
        market.canaries.assert_none("the output", &clean);
    }
    drafted_and_loaded(server, &dump, &dump);
}
