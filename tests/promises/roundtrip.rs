//! The main job on a full Digital Marketplace: it loads, nothing personal is left, the rest is as
//! it was.

use std::fmt::Write;
use std::sync::OnceLock;

use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::{Marketplace, SCHEMA};
use crate::env::personal::{Class, PLACES};
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

/// What a place with a canary matches, in SQL.
const CANARY: &str = "canary|7313";

/// The filled database, shared by the tests of this file.
struct Source {
    market: Marketplace,
    db: String,
    /// `pg_dump --clean --if-exists`.
    dump: Vec<u8>,
}

fn source() -> &'static Source {
    static SOURCE: OnceLock<Source> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let server = Postgres::shared();
        let market = Marketplace::generate(Flavour::Canaries, 2026, 3);
        let db = server.fresh_db("source");
        market.load(server, &db);
        let dump = server.pg_dump(&db, &["--clean", "--if-exists"]);
        Source { market, db, dump }
    })
}

fn cleaned() -> &'static [u8] {
    static CLEANED: OnceLock<Vec<u8>> = OnceLock::new();
    CLEANED.get_or_init(|| Dmscrub::with_marketplace_rules().clean(&source().dump))
}

/// A database with the cleaned dump in it.
fn cleaned_db() -> &'static str {
    static DB: OnceLock<String> = OnceLock::new();
    DB.get_or_init(|| {
        let server = Postgres::shared();
        let db = server.fresh_db("cleaned");
        let output = server.psql_stdin(&db, cleaned(), &["-v", "ON_ERROR_STOP=1"]);
        assert_eq!(output.code, 0, "{}", output.stderr_text());
        db
    })
}

/// The generator does what the other tests rely on.
#[test]
fn every_personal_place_holds_a_canary() {
    let mut sql = String::new();
    for place in PLACES {
        let (table, column) = (place.table, place.column);
        let found = match place.path {
            None => format!("SELECT 1 FROM public.{table} WHERE \"{column}\"::text ~* '{CANARY}'"),
            Some(path) => format!(
                "SELECT 1 FROM public.{table}, \
                 jsonb_path_query({column}::jsonb, 'lax {path}') AS found(value) \
                 WHERE found.value::text ~* '{CANARY}'"
            ),
        };
        let name = format!("{table}.{column} {}", place.path.unwrap_or_default());
        write!(sql, "SELECT $${name}$$ WHERE NOT EXISTS ({found});").expect("a String takes all");
    }
    let missing = Postgres::shared().psql(&source().db, &sql);
    assert!(missing.is_empty(), "no canary in:\n{missing}");
}
