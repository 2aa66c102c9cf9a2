//! Random schemas and rules: which rows stay is what DELETEs in PostgreSQL leave.
//!
//! `PROPTEST_CASES=500` tries more of them, `PROPTEST_RNG_SEED=2` others.

mod case;
mod draw;
mod expr;
mod graph;
mod rules;
mod sql;

use proptest::test_runner::{Config, RngSeed, TestRunner};

use case::{Case, Form};

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;

const CASES: u32 = 30;

/// Foreign keys reach across owners; nothing else does.
const OWNERS: &str = "
CREATE ROLE deletes_0;
CREATE ROLE deletes_1;
";

const GRANTS: &str = "
GRANT ALL ON SCHEMA public TO deletes_0, deletes_1;
ALTER DEFAULT PRIVILEGES FOR ROLE deletes_0 GRANT SELECT, REFERENCES ON TABLES TO deletes_1;
ALTER DEFAULT PRIVILEGES FOR ROLE deletes_1 GRANT SELECT, REFERENCES ON TABLES TO deletes_0;
";

#[test]
fn random_rules_leave_what_deletes_leave() {
    let mut config = Config {
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    let server = Postgres::shared();
    server.psql("postgres", OWNERS);
    let source = server.fresh_db("deletes");
    let target = server.fresh_db("deleted");
    server.psql(&target, GRANTS);
    let result = TestRunner::new(config).run(&case::cases(), |case| {
        check(&case, &source, &target);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn check(case: &Case, source: &str, target: &str) {
    let server = Postgres::shared();
    let (schema, rows) = (sql::schema(case), sql::rows_and_keys(case));
    server.psql(source, &format!("{}{schema}{rows}", sql::CLEAR));
    if case.graph.is_refused() {
        let dump = server.pg_dump(source, &[]);
        let output = Dmscrub::with_rules(&rules::yaml(case, false)).run(&dump);
        output.assert_exit(3);
        return;
    }
    let forms: Vec<(Form, Vec<u8>)> = case
        .forms
        .iter()
        .filter(|form| !form.data_only() || case.is_plain())
        .filter(|form| **form != Form::DataOnly || !case.graph.has_circular_keys())
        .map(|form| (*form, server.pg_dump(source, form.options())))
        .collect();
    let deletes = sql::deletes(case);
    let wanted = server.psql(source, &format!("{deletes}{}", sql::show(case, true)));
    for (form, dump) in forms {
        let rules = rules::yaml(case, form.data_only());
        let cleaned = Dmscrub::with_rules(&rules).clean(&dump);
        let mut script = sql::CLEAR.to_owned();
        if form.data_only() {
            script.push_str(&schema);
            script.push_str(&sql::foreign_keys(case));
        }
        let script = [
            script.as_bytes(),
            &cleaned,
            b"SET search_path = public;\n",
            sql::show(case, false).as_bytes(),
        ]
        .concat();
        let psql = server.psql_stdin(target, &script, &["-At"]);
        assert_eq!(psql.code, 0, "{form:?}: {}\n{deletes}", psql.stderr_text());
        let loaded = String::from_utf8_lossy(&psql.stdout);
        let loaded: Vec<&str> = loaded
            .lines()
            .filter(|line| line.starts_with('t'))
            .collect();
        let wanted: Vec<&str> = wanted
            .lines()
            .filter(|line| line.starts_with('t'))
            .collect();
        assert_eq!(loaded, wanted, "{form:?}\n{deletes}");
    }
}
