//! A stand-in for the Cloud Foundry CLI: it checks the order of calls and their arguments, prints
//! what the real one printed, and `cf ssh` forwards for real. The real one can't be had here.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::run::Refresh;
use super::target::{PASSWORD, Target};

/// The user's password: nothing may show it.
pub(crate) const CF_PASSWORD: &str = "the-password-of-the-cf-user";
/// What `cf auth` would leave in `CF_HOME`.
const TOKEN: &str = "bearer-token-of-the-cf-session";
const GUID: &str = "a6f2b1de-33a1-4d5a-8f4e-0123456789ab";

/// Labelled: STAND-IN. Reads `answer.json` beside it, appends its arguments to `calls`.
const SCRIPT: &str = r##"#!/usr/bin/env python3
import json, os, pathlib, select, socket, sys, threading
here = pathlib.Path(__file__).resolve().parent
home = pathlib.Path(os.environ["CF_HOME"])
words = sys.argv[1:]
with open(here / "calls", "a") as calls:
    calls.write(" ".join(words) + "\n")
def fail(text):
    print(text, "CANARY999999", file=sys.stderr)
    print("FAILED CANARY999999")
    sys.exit(1)
if home.stat().st_mode & 0o077:
    fail("CF_HOME is open to others")
token = home / "token"
def logged_in():
    if not token.exists():
        fail("Not logged in. Use 'cf login' or 'cf login --sso' to log in.")
def forward(listen, to):
    server = socket.create_server(listen)
    def pipe(one):
        other = socket.create_connection(to)
        peers = {one: other, other: one}
        while True:
            for ready in select.select(list(peers), [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    one.close(); other.close()
                    return
                peers[ready].sendall(data)
    while True:
        threading.Thread(target=pipe, args=(server.accept()[0],), daemon=True).start()
match words:
    case ["api", "https://api.cloud.example"]:
        pass
    case ["auth"]:
        if (os.environ.get("CF_USERNAME"), os.environ.get("CF_PASSWORD")) != ("robot", "the-password-of-the-cf-user"):
            fail("Credentials were rejected, please try again.")
        token.write_text("bearer-token-of-the-cf-session")
    case ["target", "-o", "dm", "-s", "staging"]:
        logged_in()
    case ["app", "api", "--guid"]:
        logged_in()
        print("a6f2b1de-33a1-4d5a-8f4e-0123456789ab")
    case ["curl", "/v3/apps/a6f2b1de-33a1-4d5a-8f4e-0123456789ab/env"]:
        logged_in()
        print((here / "answer.json").read_text())
    case ["ssh", "api", "-N", "-L", spec]:
        logged_in()
        address, port, host, far = spec.split(":")
        forward((address, int(port)), (host, int(far)))
    case ["logout"]:
        token.unlink(missing_ok=True)
        print("Logging out robot...")
    case _:
        fail("unexpected: " + " ".join(words))
"##;

/// The stand-in, first on a run's `PATH`.
pub(crate) struct Cf {
    folder: PathBuf,
}

impl Cf {
    /// The configuration that goes with it.
    pub(crate) const DATABASE: &str = "{cloud_foundry: {api: https://api.cloud.example, org: dm, \
         space: staging, app: api, username: {env: CF_USER}, password: {env: CF_PASS}}}";

    /// Puts it on the run's `PATH`, with the environment of an app that is bound to `target`.
    pub(crate) fn install(refresh: &mut Refresh, target: &Target) -> Self {
        let folder = refresh.dir().join("stand-in");
        std::fs::create_dir(&folder).expect("a new folder");
        let script = folder.join("cf");
        std::fs::write(&script, SCRIPT).expect("a writable folder");
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&script, open).expect("the script is ours");
        let path = std::env::var("PATH").expect("a PATH");
        refresh.env("PATH", &format!("{}:{path}", folder.display()));
        refresh.env("CF_USER", "robot");
        refresh.secret("CF_PASS", CF_PASSWORD);
        refresh.hide(TOKEN);
        let cf = Self { folder };
        cf.answer(&serde_json::json!({
            "environment_variables": {},
            "system_env_json": {"VCAP_SERVICES": {"postgres": [{
                "label": "postgres",
                "name": "digitalmarketplace_api_db",
                "credentials": {
                    "host": "127.0.0.1",
                    "port": Target::server().port(),
                    "name": target.db,
                    "username": target.role,
                    "password": PASSWORD,
                    "uri": "postgres://not.used.example/x",
                },
            }]}},
        }));
        cf
    }

    /// Sets what the app's environment is.
    pub(crate) fn answer(&self, json: &serde_json::Value) {
        let path = self.folder.join("answer.json");
        std::fs::write(path, json.to_string()).expect("a writable folder");
    }

    /// The calls so far, a line each; local ports left out.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = std::fs::read_to_string(self.folder.join("calls")).unwrap_or_default();
        let line = |line: &str| match line.split_once(" -L ") {
            Some((before, _)) => format!("{before} -L …"),
            None => line.replace(GUID, "GUID"),
        };
        calls.lines().map(line).collect()
    }
}
