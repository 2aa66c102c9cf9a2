//! The sample that `dmscrub demo` cleans: nobody real in it, and made by the generator.

use std::path::Path;

use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

/// `make demo-sample` sets it: write the sample instead of comparing it.
const WRITE: &str = "WRITE_DEMO_SAMPLE";

const SAMPLE: &str = include_str!("../../demo/sample.sql");

/// `make bench` sets them: write a dump of this scale to this file, for measuring, and compare
/// nothing.
const LARGE: [&str; 2] = ["MARKETPLACE_DUMP", "MARKETPLACE_SCALE"];

fn generate(scale: u64) -> String {
    let server = Postgres::shared();
    let market = Marketplace::generate(Flavour::Demo, 1, scale);
    let db = server.fresh_db("demo");
    market.load(server, &db);
    let options = ["--clean", "--if-exists", "--no-owner", "--no-acl"];
    let dump = String::from_utf8(server.pg_dump(&db, &options)).expect("the dump is UTF-8");
    // Releases of psql before these lines came would refuse them, and the demo is for everybody.
    dump.lines()
        .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// What does not depend on pg_dump's release: the data, and where the sequences stand.
fn data(dump: &str) -> Vec<&str> {
    let mut inside = false;
    dump.lines()
        .filter(|line| {
            inside |= line.starts_with("COPY ");
            let keep = inside || line.starts_with("SELECT pg_catalog.setval");
            inside &= *line != "\\.";
            keep
        })
        .collect()
}

#[test]
fn the_demo_sample_is_what_the_generator_makes() {
    if let [Some(path), Some(scale)] = LARGE.map(std::env::var_os) {
        let scale = scale.to_str().and_then(|scale| scale.parse().ok());
        let dump = generate(scale.expect("a number"));
        std::fs::write(path, dump).expect("the file is writable");
        return;
    }
    let generated = generate(1);
    if std::env::var_os(WRITE).is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/sample.sql");
        std::fs::write(path, generated).expect("demo/sample.sql is writable");
        return;
    }
    assert_eq!(
        data(SAMPLE),
        data(&generated),
        "demo/sample.sql is stale: run `make demo-sample`"
    );
}
