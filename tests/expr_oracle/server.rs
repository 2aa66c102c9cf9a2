//! A PostgreSQL 15 of the test's own: started in a temporary folder, stopped and removed at the end.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const BIN: &str = "/usr/lib/postgresql/15/bin";

pub struct Server {
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts it; a test without its server has proved nothing, so any trouble panics.
    pub fn start() -> Self {
        assert!(
            Path::new(BIN).join("initdb").exists(),
            "this test needs PostgreSQL 15 in {BIN} (Debian: postgresql-15)"
        );
        // A short path: the socket in it must fit into about 100 bytes.
        let folder = tempfile::Builder::new()
            .prefix("dmscrub-pg-")
            .tempdir_in("/tmp")
            .expect("a temporary folder");
        if is_root() {
            let own = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status();
            assert!(own.is_ok_and(|status| status.success()), "chown postgres");
        } else {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("chmod");
        }
        let server = Self { folder };
        server.run(
            "initdb",
            &[
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
        );
        // A socket in the folder and no port: nothing else can meet it.
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off",
            folder_text(server.folder.path())
        );
        let log = server.folder.path().join("log");
        server.run(
            "pg_ctl",
            &["-o", &options, "-l", folder_text(&log), "-w", "start"],
        );
        server
    }

    /// Runs a script in one psql; its standard output.
    pub fn psql(&self, script: &str) -> String {
        let mut child = Command::new(PathBuf::from(BIN).join("psql"))
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(self.folder.path())
            .arg("postgres")
            .env("PGOPTIONS", "-c client_min_messages=warning")
            .env("PGCLIENTENCODING", "UTF8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("psql starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let script = script.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
        let output = child.wait_with_output().expect("psql ends");
        writer.join().expect("no panic").expect("psql reads all");
        assert!(output.status.success(), "psql: {}", output.status);
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn run(&self, program: &str, args: &[&str]) {
        let data = self.folder.path().join("data");
        let program = PathBuf::from(BIN).join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let output = command
            .arg("-D")
            .arg(data)
            .args(args)
            .current_dir("/")
            // Seconds that pg_ctl waits for the server: a busy machine may need more than the usual 60.
            .env("PGCTLTIMEOUT", "600")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .output()
            .expect("the program starts");
        assert!(
            output.status.success(),
            "{:?}: {}",
            command,
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.run("pg_ctl", &["-m", "immediate", "-w", "stop"]);
        }
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

fn folder_text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
