//! The real sshd on loopback, with keys of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::run::Refresh;
use crate::env::process::wait_until;

/// A server and a user's key.
pub(crate) struct Sshd {
    dir: PathBuf,
    port: u16,
    /// The server ends with its standard input, however the tests end.
    _watchdog: Child,
}

/// Runs the server, and ends it and removes its folder once stdin ends.
const WATCHDOG: &str = r#"
/usr/sbin/sshd -D -e -f "$1/config" 2>"$1/log" &
server=$!
cat >/dev/null
kill "$server"
rm -rf "$1"
"#;

/// Ports that are tried: somebody may take one between its choice and its use.
const TRIES: u32 = 20;

impl Sshd {
    /// The server that all tests of this process share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Sshd> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        // Where it gives up its rights; only root needs it.
        let _ = std::fs::create_dir_all("/run/sshd");
        assert!(
            Path::new("/usr/sbin/sshd").exists(),
            "these tests need the Debian package `openssh-server`"
        );
        (0..TRIES)
            .find_map(|_| Self::listen())
            .expect("sshd finds a free port")
    }

    /// At a port that was free a moment ago; `None` where it is not any more.
    fn listen() -> Option<Self> {
        let dir = tempfile::Builder::new()
            .prefix("dmt-sshd-")
            .tempdir_in("/tmp")
            .expect("a temporary directory can be made")
            .keep();
        for key in ["host", "user", "stranger"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(dir.join(key))
                .status()
                .expect("these tests need the Debian package `openssh-client`");
            assert!(made.success());
        }
        let free = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr());
        let port = free.expect("a free port").port();
        let at = dir.display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/user.pub\n\
             UsePAM no\nStrictModes no\nPidFile none\nPasswordAuthentication no\n\
             KbdInteractiveAuthentication no\nPermitRootLogin yes\n"
        );
        std::fs::write(dir.join("config"), config + &newer(&dir)).expect("a writable folder");
        std::fs::write(dir.join("log"), "").expect("a writable folder");
        let process = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let mut taken = false;
        wait_until("sshd listens", || {
            let log = std::fs::read_to_string(dir.join("log")).unwrap_or_default();
            taken = log.contains("Cannot bind any address");
            taken || log.contains(&format!("Server listening on 127.0.0.1 port {port}"))
        });
        (!taken).then(|| Self {
            dir,
            port,
            _watchdog: process,
        })
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.join(name)).expect("a key that was made")
    }

    /// A key's file; ssh takes none that others can read.
    pub(crate) fn key(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The configuration of a way through it; `host_key` is the one that is known, `user_key` the one
    /// that is shown.
    pub(crate) fn database(&self, refresh: &Refresh, host_key: &str, user_key: &str) -> String {
        let port = self.port;
        let known = self.read(&format!("{host_key}.pub"));
        refresh.file(
            "known hosts",
            format!("[127.0.0.1]:{port} {known}").as_bytes(),
        );
        let user = user();
        let identity = self.key(user_key);
        format!(
            "{{ssh: {{host: 127.0.0.1, port: {port}, user: {user}, identity: {}, \
             known_hosts: known hosts}}, url: {{env: DATABASE_URL}}}}",
            identity.display()
        )
    }
}

/// What servers from 9.8 on must be told: the tests fail to log in more often than people do.
fn newer(dir: &Path) -> String {
    const LENIENT: &str = "PerSourcePenalties no\n";
    let path = dir.join("newer");
    let config = format!("HostKey {}/host\n{LENIENT}", dir.display());
    std::fs::write(&path, config).expect("a writable folder");
    let knows = Command::new("/usr/sbin/sshd")
        .args(["-t", "-f"])
        .arg(&path)
        .stderr(Stdio::null())
        .status();
    match knows.is_ok_and(|status| status.success()) {
        true => LENIENT.to_owned(),
        false => String::new(),
    }
}

fn user() -> String {
    let output = Command::new("id").arg("-un").output();
    let output = output.expect("id can be started");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
