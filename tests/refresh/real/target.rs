//! A target: a database with old content at a server that has a port and asks for passwords; and
//! what is loaded into it.

use std::process::{Child, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::env::postgres::Postgres;
use crate::env::process::wait_until;

use super::run::Refresh;

/// The role's password: nothing may show it.
pub(crate) const PASSWORD: &str = "the target's pässword: %/@?";

/// Rules for [`dump`].
pub(crate) const RULES: &str = "
tables:
  people: {columns: {id: keep, name: person.name}}
  orders: {columns: {id: keep, person_id: keep}}
  alembic_version: {columns: {version_num: {use: keep, capture: true}}}
";

/// What the source holds. The names must not get anywhere.
const SOURCE: &str = "
CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO people SELECT n, 'CANARY' || 700000 + n FROM generate_series(1, 500) n;
CREATE TABLE orders (id int PRIMARY KEY, person_id int REFERENCES people);
INSERT INTO orders SELECT n, n % 500 + 1 FROM generate_series(1, 2000) n;
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('1460');
";

/// What the target held before: other tables, and one of the same name.
const OLD: &str = "
CREATE TYPE old_kind AS ENUM ('a', 'b');
CREATE TABLE people (id serial PRIMARY KEY, kind old_kind);
INSERT INTO people (kind) SELECT 'a' FROM generate_series(1, 10);
CREATE VIEW old_view AS SELECT * FROM people;
CREATE TABLE old_table (a text);
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('1459');
";

/// A database of a role of its own.
pub(crate) struct Target {
    pub(crate) db: String,
    pub(crate) role: String,
}

impl Target {
    /// The server that all targets of this process share.
    pub(crate) fn server() -> &'static Postgres {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(Postgres::start_with_port)
    }

    /// With old content, which an ordinary role owns.
    pub(crate) fn new() -> Self {
        let target = Self::empty();
        target.sql(OLD);
        target
    }

    /// With nothing in it.
    pub(crate) fn empty() -> Self {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let (db, role) = (format!("target_{number}"), format!("app_{number}"));
        let server = Self::server();
        let quoted = PASSWORD.replace('\'', "''");
        server.psql(
            "postgres",
            &format!("CREATE ROLE {role} LOGIN PASSWORD '{quoted}'"),
        );
        server.psql("postgres", &format!("CREATE DATABASE {db} OWNER {role}"));
        Self { db, role }
    }

    /// Runs a script as the target's role.
    #[track_caller]
    pub(crate) fn sql(&self, script: &str) -> String {
        let role = &self.role;
        Self::server().psql(
            &self.db,
            &format!("SET SESSION AUTHORIZATION {role};{script}"),
        )
    }

    /// Its URL, the password left out.
    pub(crate) fn url(&self) -> String {
        self.url_at(Self::server().port())
    }

    /// Its URL at another port, the password left out.
    pub(crate) fn url_at(&self, port: u16) -> String {
        format!("postgresql://{}@127.0.0.1:{port}/{}", self.role, self.db)
    }

    /// Its URL, the password in it.
    pub(crate) fn full_url(&self) -> String {
        let encoded: String = PASSWORD
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect();
        self.url().replace('@', &format!(":{encoded}@"))
    }

    /// All that can be known of its content.
    #[track_caller]
    pub(crate) fn snapshot(&self) -> String {
        Self::server().snapshot(&self.db)
    }

    /// Fails the test unless its content is what it was.
    #[track_caller]
    pub(crate) fn assert_as_before(&self, what: &str, before: &str) {
        Self::server().assert_unchanged(what, &self.db, before);
    }

    /// Fails the test unless it holds the cleaned dump and nothing else.
    #[track_caller]
    pub(crate) fn assert_loaded(&self) {
        let ask = |query| Self::server().psql(&self.db, query);
        let tables = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
             WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace";
        assert_eq!(ask(tables), "alembic_version orders people");
        assert_eq!(
            ask("SELECT count(*), count(DISTINCT person_id) FROM orders"),
            "2000|500"
        );
        assert_eq!(
            ask("SELECT count(*) FROM people WHERE name LIKE '%CANARY%'"),
            "0"
        );
        assert_eq!(ask("SELECT version_num FROM alembic_version"), "1460");
        let owner = "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relname = 'people'";
        assert_eq!(ask(owner), self.role);
    }

    /// Has another session hold a table, so that a load waits in its transaction.
    pub(crate) fn hold(&self) -> Held<'_> {
        let mut command = Self::server().client("psql");
        let script = "BEGIN; LOCK TABLE people IN ACCESS SHARE MODE; SELECT pg_sleep(600)";
        let session = command
            .args(["-Xq", "-d", &self.db, "-c", script])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("psql can be started");
        let held = Held {
            target: self,
            session,
        };
        // A load before this one may still hold or want the table, until the server notices its end.
        held.wait(
            "SELECT count(*) > 0 AND bool_and(granted AND mode = 'AccessShareLock')
             FROM pg_locks WHERE relation = 'people'::regclass",
        );
        held
    }
}

/// A table is held.
pub(crate) struct Held<'a> {
    target: &'a Target,
    session: Child,
}

impl Held<'_> {
    /// Waits until a load waits for the table.
    #[track_caller]
    pub(crate) fn wait_for_load(&self) {
        self.wait(
            "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'people'::regclass",
        );
    }

    #[track_caller]
    fn wait(&self, query: &str) {
        wait_until(query, || {
            Target::server().psql(&self.target.db, query) == "t"
        });
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let _ = self.session.kill();
        let _ = self.session.wait();
        // The server notices only when the sleep ends.
        Target::server().psql(
            &self.target.db,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE '%pg_sleep(600)' AND pid <> pg_backend_pid()",
        );
        // A load that waited gets the table, and goes when the server notices that its client has.
        let gone = "SELECT count(*) = 0 FROM pg_locks
                    WHERE mode = 'AccessExclusiveLock' AND locktype = 'relation' AND database =
                    (SELECT oid FROM pg_database WHERE datname = current_database())";
        if !std::thread::panicking() {
            wait_until(gone, || Target::server().psql(&self.target.db, gone) == "t");
        }
    }
}

/// The source's dump, as the backups are made.
pub(crate) fn dump() -> &'static [u8] {
    static DUMP: OnceLock<Vec<u8>> = OnceLock::new();
    DUMP.get_or_init(|| Postgres::shared().pg_dump(source(), &["--clean", "--if-exists"]))
}

/// The source's database.
pub(crate) fn source() -> &'static str {
    static DB: OnceLock<String> = OnceLock::new();
    DB.get_or_init(|| {
        let server = Postgres::shared();
        let db = server.fresh_db("refresh_source");
        server.psql(&db, SOURCE);
        db
    })
}

/// A run with [`RULES`] and [`dump`], the target `staging` configured with `database` and what else is
/// given.
pub(crate) fn refresh(database: &str, more: &str) -> Refresh {
    let config = format!(
        "rules: [rules.yaml]\nkey: {{env: DMSCRUB_KEY}}\nspool: spool\n\
         targets:\n  staging:\n    database: {database}\n{more}"
    );
    let mut refresh = Refresh::new(&config);
    refresh.file("rules.yaml", RULES.as_bytes());
    refresh.file("dump.sql", dump());
    refresh.hide(PASSWORD);
    refresh
}

/// The command line of such a run.
pub(crate) const RUN: &[&str] = &["refresh", "staging", "--dump", "dump.sql"];
