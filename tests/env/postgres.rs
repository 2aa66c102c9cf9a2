//! A throwaway PostgreSQL: its own data directory, a Unix socket, and a port on loopback only where
//! a test asks for one.
//!
//! The server runs under a small shell that waits for the end of its stdin. The other end of that
//! pipe belongs to the test process alone, so the server stops and its directory goes however the
//! tests end: finished, panicked, interrupted, killed.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::process::{Output, PATIENCE, run};

/// A running server. Dropping it stops the server and removes its directory.
pub(crate) struct Postgres {
    binaries: PathBuf,
    dir: PathBuf,
    port: Option<u16>,
    stop: Option<ChildStdin>,
    watchdog: Child,
}

/// Runs the server as `$1 DIR`, and ends it once stdin does.
const WATCHDOG: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

/// Fast, and without what would differ between machines.
const SETTINGS: &str = "
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 500
max_parallel_workers = 0
shared_buffers = 64MB
timezone = 'UTC'
log_min_messages = fatal
log_min_error_statement = panic
";

impl Postgres {
    /// The server that all tests of this process share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of one's own, for what concerns a whole cluster.
    pub(crate) fn start() -> Self {
        Self::start_at(None).expect("a server without a port needs none")
    }

    /// A server that also listens at a port of 127.0.0.1, where it asks for passwords.
    #[allow(dead_code)] // The refresh tests do.
    pub(crate) fn start_with_port() -> Self {
        // Somebody may take a port between its choice and its use.
        (0..20)
            .find_map(|_| {
                let free = std::net::TcpListener::bind(("127.0.0.1", 0));
                let free = free.and_then(|it| it.local_addr());
                Self::start_at(Some(free.expect("a free port").port()))
            })
            .expect("PostgreSQL finds a free port")
    }

    /// `None` where another program has the port.
    fn start_at(port: Option<u16>) -> Option<Self> {
        let binaries = find_binaries();
        let owner = unprivileged_user();
        let dir = tempfile::Builder::new()
            .prefix("dmscrub-pg-")
            .tempdir_in("/tmp")
            .expect("a temporary directory can be made")
            .keep();
        if let Some((uid, gid)) = owner {
            std::os::unix::fs::chown(&dir, Some(uid), Some(gid)).expect("root can chown");
        }
        std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755))
            .expect("the directory is ours");
        let as_owner = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(&dir).env_clear().env("LC_ALL", "C");
            command.env("PATH", "/usr/bin:/bin");
            if let Some((uid, gid)) = owner {
                command.uid(uid).gid(gid);
            }
            command
        };
        let init = as_owner(&binaries.join("initdb"))
            .args(["--no-sync", "-A", "trust", "-U", "postgres"])
            .args(["-E", "UTF8", "--locale=C", "-D"])
            .arg(dir.join("data"))
            .output()
            .expect("initdb can be started");
        assert!(
            init.status.success(),
            "initdb failed:\n{}",
            String::from_utf8_lossy(&init.stderr)
        );
        let settings = dir.join("data/postgresql.auto.conf");
        let mut text = SETTINGS.to_owned();
        if let Some(port) = port {
            text += &format!("listen_addresses = '127.0.0.1'\nport = {port}\n");
            let access = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
            std::fs::write(dir.join("data/pg_hba.conf"), access).expect("a writable folder");
        }
        std::fs::write(&settings, text).expect("the data directory is writable");
        let mut watchdog = as_owner(Path::new("/bin/sh"))
            .args(["-c", WATCHDOG, "watchdog"])
            .args([&binaries, &dir])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let server = Self {
            binaries,
            dir,
            port,
            stop: watchdog.stdin.take(),
            watchdog,
        };
        server.wait_until_ready().then_some(server)
    }

    /// False where another program has the port. The line 8 of `postmaster.pid` says `ready` once connections are taken (see
    /// `pg_ctl`'s `wait_for_postmaster_start`).
    fn wait_until_ready(&self) -> bool {
        let read = |name: &str| std::fs::read_to_string(self.dir.join(name)).unwrap_or_default();
        let (mut taken, mut ready) = (false, false);
        let deadline = Instant::now() + PATIENCE;
        while !taken && !ready {
            let log = read("log");
            assert!(
                Instant::now() < deadline,
                "PostgreSQL did not start:\n{log}"
            );
            taken = log.contains("could not create any TCP/IP sockets");
            let state = read("data/postmaster.pid");
            ready = state.lines().nth(7).map(str::trim) == Some("ready");
            std::thread::sleep(Duration::from_millis(10));
        }
        ready
    }

    /// A client program of the server's own version, set to connect to it.
    pub(crate) fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        if let Some(port) = self.port {
            command.env("PGPORT", port.to_string());
        }
        command
            .env("PGHOST", &self.dir)
            .env("PGUSER", "postgres")
            .env("PGTZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .current_dir("/");
        command
    }

    /// The folder of its Unix socket.
    #[allow(dead_code)] // The refresh tests do.
    pub(crate) fn socket(&self) -> &Path {
        &self.dir
    }

    /// Its port.
    #[allow(dead_code)] // The refresh tests do.
    pub(crate) fn port(&self) -> u16 {
        self.port.expect("a server that was started with a port")
    }

    /// An empty database with a name of its own, in UTF-8.
    pub(crate) fn fresh_db(&self, prefix: &str) -> String {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{prefix}_{}", COUNTER.fetch_add(1, Ordering::Relaxed));
        self.create_db(&name, "UTF8");
        name
    }

    /// An empty database in `encoding`, with the C locale (which goes with every encoding).
    pub(crate) fn create_db(&self, name: &str, encoding: &str) {
        self.psql(
            "postgres",
            &format!("CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"),
        );
    }

    /// What a query prints, unaligned and without headers, the last newline cut off. Fails the
    /// test on an error.
    #[track_caller]
    pub(crate) fn psql(&self, db: &str, sql: &str) -> String {
        let output = self.psql_stdin(db, sql.as_bytes(), &["-At", "-v", "ON_ERROR_STOP=1"]);
        assert_eq!(output.code, 0, "psql failed:\n{}", output.stderr_text());
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.truncate(text.trim_end_matches('\n').len());
        text
    }

    /// psql, with the script on stdin and nothing set but what `args` set.
    pub(crate) fn psql_stdin(&self, db: &str, script: &[u8], args: &[&str]) -> Output {
        let mut command = self.client("psql");
        command.args(["-Xq", "-d", db, "-f", "-"]).args(args);
        run(&mut command, script)
    }

    /// What pg_dump writes. Fails the test on an error.
    #[track_caller]
    pub(crate) fn pg_dump(&self, db: &str, args: &[&str]) -> Vec<u8> {
        self.dump_with("pg_dump", &[args, &["-d", db]].concat())
    }

    /// What pg_dumpall writes. Fails the test on an error.
    #[track_caller]
    pub(crate) fn pg_dumpall(&self, args: &[&str]) -> Vec<u8> {
        self.dump_with("pg_dumpall", args)
    }

    #[track_caller]
    fn dump_with(&self, program: &str, args: &[&str]) -> Vec<u8> {
        let output = run(self.client(program).args(args), b"");
        assert_eq!(
            output.code,
            0,
            "{program} {args:?} failed:\n{}",
            output.stderr_text()
        );
        output.stdout
    }

    /// Fails the test unless the database is as `snapshot` has it; names what differs.
    #[track_caller]
    pub(crate) fn assert_unchanged(&self, what: &str, db: &str, snapshot: &str) {
        let now = self.snapshot(db);
        let lines = |from: &str, other: &str| -> String {
            let other: BTreeSet<&str> = other.lines().collect();
            let gone = from.lines().filter(|line| !other.contains(line));
            gone.map(|line| format!("  {line}\n")).collect()
        };
        assert!(
            now == snapshot,
            "{what}: database {db} differs\nonly before:\n{}only now:\n{}",
            lines(snapshot, &now),
            lines(&now, snapshot)
        );
    }

    /// Everything that tells whether a database changed: relations with their rows' digests,
    /// columns, constraints, functions, types, large objects. Rows of partitions count under their
    /// root: by a hash of an enum they land in other ones in each database.
    #[track_caller]
    pub(crate) fn snapshot(&self, db: &str) -> String {
        self.psql(db, SNAPSHOT)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.watchdog.wait();
    }
}

const SNAPSHOT: &str = r#"
WITH relation AS (
  SELECT c.oid, n.nspname, c.relname, c.relkind,
    c.relkind IN ('r', 'p', 'm', 'S') AND c.relispopulated AND NOT c.relispartition AS has_rows
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
)
SELECT format('%s %I.%I %s', relkind, nspname, relname, CASE WHEN has_rows THEN
    (xpath('/row/d/text()', query_to_xml(format(
      'SELECT count(*) || '' '' || md5(coalesce(string_agg(%1$s::text, E''\n'' ORDER BY %1$s::text COLLATE "C"), '''')) AS d FROM %4$s %2$I.%3$I t',
      CASE relkind WHEN 'S' THEN 'ROW(t.last_value, t.is_called)' ELSE 't' END,
      nspname, relname, CASE relkind WHEN 'p' THEN '' ELSE 'ONLY' END), false, true, '')))[1]::text END)
  || coalesce((SELECT ' (' || string_agg(attname || ' ' || atttypid::regtype || ' ' || attnotnull, ', ' ORDER BY attnum) || ')'
       FROM pg_attribute WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped), '')
  FROM relation
UNION ALL SELECT 'n ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)_'
UNION ALL SELECT 'c ' || conrelid::regclass || ' ' || conname FROM pg_constraint WHERE oid >= 16384 AND connamespace::regnamespace::text !~ '^pg_temp'
UNION ALL SELECT 'f ' || p.oid::regprocedure || ' ' || md5(prosrc) FROM pg_proc p WHERE p.oid >= 16384
UNION ALL SELECT 't ' || t.oid::regtype FROM pg_type t WHERE t.oid >= 16384 AND typnamespace::regnamespace::text !~ '^pg_(toast|temp)'
UNION ALL SELECT 'l ' || oid || ' ' || md5(lo_get(oid)) FROM pg_largeobject_metadata
ORDER BY 1"#;

/// The newest installed server's programs: Debian keeps them out of PATH.
fn find_binaries() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("postgres").exists() && bin.join("psql").exists())
        .collect();
    found.sort();
    let on_path = || {
        std::env::split_paths(&std::env::var_os("PATH")?)
            .find(|dir| dir.join("initdb").exists() && dir.join("postgres").exists())
    };
    found
        .pop()
        .map(|(_, bin)| bin)
        .or_else(on_path)
        .unwrap_or_else(|| {
            panic!(
                "these tests need a PostgreSQL server: install the Debian package `postgresql` \
                 (apt-get install postgresql), or put initdb, postgres and psql on PATH"
            )
        })
}

/// Whom to run the server as where we are root, which PostgreSQL refuses: the packages' own
/// user, else `nobody`. `None`: as ourselves.
fn unprivileged_user() -> Option<(u32, u32)> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    if uid.split_whitespace().nth(1) != Some("0") {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"].into_iter().find_map(|wanted| {
        let mut fields = passwd
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.first() == Some(&wanted))?
            .into_iter()
            .skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
