//! The weekly job, done once for all tests that look at what came of it.

use std::sync::OnceLock;

use super::Marketplace;
use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

/// A filled Marketplace, its dump, and what became of it.
pub(crate) struct Job {
    /// What fills the source.
    pub(crate) market: Marketplace,
    /// The source's database.
    pub(crate) db: String,
    /// `pg_dump --clean --if-exists` of it.
    pub(crate) dump: Vec<u8>,
    /// The dump, cleaned with the Marketplace's rules.
    pub(crate) cleaned: Vec<u8>,
    judge: OnceLock<String>,
}

/// Which rows the old cleaning removed, in its own order, with all that refers to them.
const ROWS: &str = r"
DO $$
DECLARE
  key record;
BEGIN
  FOR key IN SELECT conname, conrelid::regclass AS child, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I %s', key.child, key.conname,
      regexp_replace(key.definition, '( DEFERRABLE.*)?$', ' ON DELETE CASCADE\1'));
  END LOOP;
END $$;
UPDATE supplier_frameworks SET prefill_declaration_from_framework_id = NULL
  WHERE prefill_declaration_from_framework_id IN (SELECT id FROM frameworks WHERE status = 'open');
DELETE FROM draft_services USING frameworks f WHERE f.id = framework_id AND f.status = 'open';
DELETE FROM supplier_frameworks USING frameworks f WHERE f.id = framework_id AND f.status = 'open';
DELETE FROM brief_responses WHERE awarded_at IS NULL;
DELETE FROM brief_users USING briefs b WHERE b.id = brief_id AND b.published_at IS NULL;
DELETE FROM briefs WHERE published_at IS NULL;
DELETE FROM suppliers s
  WHERE NOT EXISTS (SELECT FROM supplier_frameworks f WHERE f.supplier_id = s.supplier_id)
    AND NOT EXISTS (SELECT FROM services v WHERE v.supplier_id = s.supplier_id);
DELETE FROM audit_events;
";

impl Job {
    /// Done when first asked for.
    pub(crate) fn shared() -> &'static Self {
        static JOB: OnceLock<Job> = OnceLock::new();
        JOB.get_or_init(|| {
            let server = Postgres::shared();
            let market = Marketplace::generate(Flavour::Canaries, 2026, 3);
            let db = server.fresh_db("source");
            market.load(server, &db);
            let dump = server.pg_dump(&db, &["--clean", "--if-exists"]);
            let cleaned = Dmscrub::with_marketplace_rules().clean(&dump);
            Self {
                market,
                db,
                dump,
                cleaned,
                judge: OnceLock::new(),
            }
        })
    }

    /// What a query prints in a database that has the source in schema `original`, the source
    /// without the rows that should have gone in `expected`, and the cleaned dump in `public`.
    #[track_caller]
    pub(crate) fn ask(&self, schema: &str, query: &str) -> String {
        let server = Postgres::shared();
        let judge = self.judge.get_or_init(|| {
            let judge = server.fresh_db("judge");
            for (schema, change) in [("expected", ROWS), ("original", "")] {
                self.market.load(server, &judge);
                let aside =
                    format!("ALTER SCHEMA public RENAME TO {schema}; CREATE SCHEMA public;");
                server.psql(&judge, &format!("{change}{aside}"));
            }
            let strict = &["-v", "ON_ERROR_STOP=1"];
            let output = server.psql_stdin(&judge, &self.cleaned, strict);
            assert_eq!(output.code, 0, "{}", output.stderr_text());
            judge
        });
        server.psql(judge, &format!("SET search_path = {schema};\n{query}"))
    }
}
