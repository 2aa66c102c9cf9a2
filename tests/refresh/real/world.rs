//! Everything around one weekly job: a bucket with backups, one with cleaned dumps, a target that is
//! in use, its status page, Jenkins; and what must be true of it all afterwards.

use std::io::Write;
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;

use tokio::runtime::Runtime;
use wiremock::MockServer;

use super::gpg::{Gpg, PASSPHRASE};
use super::jenkins::{Jenkins, Script, TOKEN, USER, page};
use super::proxy::{Fault, Proxy, Trouble, Way};
use super::run::{Refresh, gunzip};
use super::s3::S3;
use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::marketplace_rules;
use crate::env::marketplace::Marketplace;
use crate::env::postgres::Postgres;
use crate::env::process::Output;
use crate::env::voice::Flavour;

/// Runs the stand-ins.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// The version that the backup's database has.
const DUMPED: &str = "1460";

/// A production database as it is backed up.
pub(crate) struct Backup {
    /// Its name.
    pub(crate) db: String,
    /// `pg_dump --no-acl --no-owner --clean --if-exists`, as plain text.
    pub(crate) plain: Vec<u8>,
    /// Through gzip and gpg.
    pub(crate) packed: Vec<u8>,
}

/// The backup that most tests use.
pub(crate) fn backup() -> &'static Backup {
    static BACKUP: OnceLock<Backup> = OnceLock::new();
    BACKUP.get_or_init(|| {
        let server = Postgres::shared();
        let db = server.fresh_db("production");
        Marketplace::generate(Flavour::Canaries, 5, 2).load(server, &db);
        let options = ["--no-acl", "--no-owner", "--clean", "--if-exists"];
        let plain = server.pg_dump(&db, &options);
        let packed = Gpg::shared().encrypt(&gzip(&plain));
        Backup { db, plain, packed }
    })
}

pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(plain).expect("memory takes it all");
    encoder.finish().expect("memory takes it all")
}

/// All of it.
pub(crate) struct World {
    pub(crate) refresh: Refresh,
    /// The target's database.
    pub(crate) db: String,
    /// The bucket of backups.
    pub(crate) backups: String,
    /// The bucket of cleaned dumps.
    pub(crate) cleaned: String,
    /// The newest backup's stamp.
    pub(crate) stamp: String,
    pub(crate) jenkins: Jenkins,
    /// Stands before the status page.
    pub(crate) status: Proxy,
    _page: MockServer,
    before: String,
    old: Vec<String>,
}

/// What a test has otherwise.
pub(crate) struct Setting {
    /// The newest backup.
    pub(crate) packed: Vec<u8>,
    /// The port at which S3 is reached.
    pub(crate) s3: Option<u16>,
    /// The status page: HTTP status, the target's version.
    pub(crate) status: (u16, &'static str),
    /// The status page does not answer until nothing goes wrong with [`World::status`] any more.
    pub(crate) held: bool,
    /// Top-level lines of refresh.yaml in place of those with the same key.
    pub(crate) config: Vec<String>,
    /// Lines of the target.
    pub(crate) target: Vec<String>,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            packed: backup().packed.clone(),
            s3: None,
            status: (200, "1461"),
            held: false,
            config: Vec::new(),
            target: Vec::new(),
        }
    }
}

impl World {
    /// As usual: the versions differ, every job is green.
    pub(crate) fn usual() -> Self {
        Self::new(Setting::default())
    }

    pub(crate) fn new(setting: Setting) -> Self {
        let (s3, server) = (S3::shared(), Postgres::shared());
        let stamp = stamp(1);
        let backups = s3.bucket();
        for (key, content) in [
            (
                format!("production-{}.sql.gz.gpg", self::stamp(30)),
                b"older".to_vec(),
            ),
            (format!("production-{stamp}.sql.gz.gpg"), setting.packed),
            (
                format!("staging-{}.sql.gz.gpg", self::stamp(0)),
                b"another".to_vec(),
            ),
        ] {
            s3.put(&backups, &key, &content);
        }
        let cleaned = s3.bucket();
        let mut old: Vec<String> = [200, 400, 600]
            .map(|age| format!("cleaned-production-{}.sql.gz", self::stamp(age)))
            .into();
        old.push("README".to_owned());
        for key in &old {
            s3.put(&cleaned, key, b"old");
        }
        old.sort();
        let db = server.fresh_db("target");
        server.psql(&db, OLD_TARGET);
        let jenkins = RUNTIME.block_on(Jenkins::start("/ci", true));
        for job in ["migration", "index", "tell"] {
            jenkins.job(job, Script::default());
        }
        let (code, version) = setting.status;
        let body =
            format!(r#"{{"status": "ok", "db_version": "{version}", "version": "release-42"}}"#);
        let page = RUNTIME.block_on(page(code, &body, Duration::ZERO));
        let hold = Trouble {
            fault: Fault::Hold,
            way: Way::Up,
            after: 0,
            times: u32::MAX,
        };
        let status = Proxy::before(page.address().port(), setting.held.then_some(hold));
        let mut lines = vec![
            format!(
                "source: {{bucket: {backups}, key: '^production-(?<stamp>\\d{{12}})\\.sql\\.gz\\.gpg$', \
                 max_age: 3d, decrypt: {{gpg: {{private_key: {{file: key.asc}}, \
                 passphrase: {{env: GPG_PASSPHRASE}}}}}}}}"
            ),
            format!("rules: ['{}']", marketplace_rules().display()),
            "key: {env: DMSCRUB_KEY}".to_owned(),
            "spool: spool".to_owned(),
            format!(
                "publish: {{bucket: {cleaned}, key: 'cleaned-production-{{stamp}}.sql.gz', keep: 2, \
                 acl: bucket-owner-full-control}}"
            ),
            format!(
                "jenkins: {{url: '{}', user: {{env: J_USER}}, token: {{env: J_TOKEN}}, poll: 50ms, \
                 timeout: 60s}}",
                jenkins.url()
            ),
            "s3: {region: us-east-1, path_style: true}".to_owned(),
            "notify: [{job: tell, parameters: {STATUS: '{status}'}, on: [success, failure]}]"
                .to_owned(),
        ];
        for line in &setting.config {
            let key = line.split(':').next().expect("a key");
            lines.retain(|old| !old.starts_with(&format!("{key}:")));
            lines.push(line.clone());
        }
        lines.push("targets:".to_owned());
        lines.push("  s3: {}".to_owned());
        lines.push("  staging:".to_owned());
        let mut target = vec![
            format!(
                "status: {{url: 'http://127.0.0.1:{}/_status', version: /db_version, release: /version}}",
                status.port()
            ),
            "database: {url: {env: DATABASE_URL}}".to_owned(),
            "reset: drop_owned".to_owned(),
            "guard: {refuse_hosts: ['*production*'], require: 'SELECT count(*) = 1 FROM alembic_version'}"
                .to_owned(),
            "migrate: {job: migration, parameters: {STAGE: staging, RELEASE_NAME: '{release}'}}".to_owned(),
            "after: [{job: index, parameters: {INDEX_NAME: 'g-cloud-12-{date}'}}]".to_owned(),
        ];
        for line in &setting.target {
            let key = line.split(':').next().expect("a key");
            target.retain(|old| !old.starts_with(&format!("{key}:")));
            target.push(line.clone());
        }
        lines.extend(target.iter().map(|line| format!("    {line}")));
        let mut refresh = Refresh::new(&(lines.join("\n") + "\n"));
        refresh.file("key.asc", &Gpg::shared().private_key());
        refresh.secret("GPG_PASSPHRASE", PASSPHRASE);
        refresh.secret("J_USER", USER);
        refresh.secret("J_TOKEN", TOKEN);
        refresh.env(
            "DATABASE_URL",
            &format!(
                "postgresql://postgres@/{db}?host={}",
                server.socket().display()
            ),
        );
        s3.given_to(&mut refresh, setting.s3);
        Self {
            refresh,
            before: server.snapshot(&db),
            db,
            backups,
            cleaned,
            stamp,
            jenkins,
            status,
            _page: page,
            old,
        }
    }

    /// `dmscrub refresh staging ARGS`.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.refresh.run(&[&["refresh", "staging"], args].concat())
    }

    /// The key under which the cleaned dump is published.
    pub(crate) fn key(&self) -> String {
        format!("cleaned-production-{}.sql.gz", self.stamp)
    }

    /// The target is as it was.
    #[track_caller]
    pub(crate) fn assert_target_as_before(&self) {
        Postgres::shared().assert_unchanged("the target", &self.db, &self.before);
    }

    /// The target holds the whole cleaned dump and nothing else.
    #[track_caller]
    pub(crate) fn assert_target_complete(&self) {
        let server = Postgres::shared();
        let version = server.psql(&self.db, "SELECT version_num FROM alembic_version");
        assert_eq!(version, DUMPED);
        let old = server.psql(&self.db, "SELECT to_regclass('in_use') IS NULL");
        assert_eq!(old, "t", "the old table is still there");
        let counts = "SELECT count(*) > 5 AND bool_and(email_address LIKE '%@example.com') FROM users \
                      UNION ALL SELECT count(*) = 0 FROM audit_events \
                      UNION ALL SELECT count(*) > 0 FROM pg_constraint WHERE contype = 'f'";
        assert_eq!(server.psql(&self.db, counts), "t\nt\nt");
        assert_no_canary("the target", &server.pg_dump(&self.db, &[]));
    }

    /// As before or complete, nothing in between.
    #[track_caller]
    pub(crate) fn assert_target_whole(&self) {
        let server = Postgres::shared();
        if server.psql(&self.db, "SELECT version_num FROM alembic_version") == DUMPED {
            self.assert_target_complete();
        } else {
            self.assert_target_as_before();
        }
    }

    /// The bucket of cleaned dumps is as it was.
    #[track_caller]
    pub(crate) fn assert_nothing_published(&self) {
        assert_eq!(S3::shared().keys(&self.cleaned), self.old);
    }

    /// Nothing half, nothing old lost: as it was, or with the new dump.
    #[track_caller]
    pub(crate) fn assert_bucket_whole(&self) {
        let keys = S3::shared().keys(&self.cleaned);
        if keys.contains(&self.key()) {
            self.assert_object_whole();
        } else {
            assert_eq!(keys, self.old);
        }
    }

    /// The new dump is there, whole, and the oldest have gone.
    #[track_caller]
    pub(crate) fn assert_published(&self) {
        let newest = self
            .old
            .iter()
            .filter(|key| key.starts_with("cleaned"))
            .max();
        let mut keys = vec![self.key(), "README".to_owned()];
        keys.extend(newest.cloned());
        keys.sort();
        assert_eq!(S3::shared().keys(&self.cleaned), keys);
        self.assert_object_whole();
    }

    #[track_caller]
    fn assert_object_whole(&self) {
        let dump = gunzip(&S3::shared().get(&self.cleaned, &self.key()));
        assert!(memchr::memmem::find(&dump, b"PostgreSQL database dump complete").is_some());
        self.refresh
            .assert_tells_nothing("the published dump", &dump);
        assert!(memchr::memmem::find(&dump, b"\nCOMMIT;").is_some());
    }

    /// The job is done in all its parts, and has left nothing in the spool.
    #[track_caller]
    pub(crate) fn assert_done(&self) {
        self.assert_target_complete();
        self.assert_published();
        let spool = std::fs::read_dir(self.refresh.spool()).expect("the spool is there");
        let left: Vec<_> = spool.flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["staging.lock"]);
    }

    /// `--resume` finishes the job.
    #[track_caller]
    pub(crate) fn assert_resumes(&self) -> Output {
        let output = self.run(&["--resume"]);
        output.assert_exit(0);
        self.assert_done();
        output
    }

    /// Builds asked for, by job.
    pub(crate) fn builds(&self, job: &str) -> usize {
        let posts = self.jenkins.posts();
        let wanted = format!("/job/{job}/build");
        posts.iter().filter(|post| post.contains(&wanted)).count()
    }
}

/// What the target holds before: less than the dump, and something else.
const OLD_TARGET: &str = "
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('1450');
CREATE TABLE in_use (id serial PRIMARY KEY, what text);
INSERT INTO in_use (what) VALUES ('a'), ('b');
CREATE TABLE users (id int, note text);
CREATE VIEW notes AS SELECT note FROM users;
CREATE TYPE user_roles_enum AS ENUM ('old');
";

/// So many hours ago, as backups are named.
fn stamp(hours: i64) -> String {
    let time = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(hours);
    let civil = jiff::tz::TimeZone::UTC.to_datetime(time);
    civil.strftime("%Y%m%d%H%M").to_string()
}
