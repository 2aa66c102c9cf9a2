//! `ssh -L`, as the user's own ssh: its configuration, agents and jump hosts count.

use std::path::Path;

use super::{Tunnel, free_port, start};
use crate::error::{Error, Result};
use crate::refresh::child::{Hidden, Program};
use crate::refresh::config::Ssh;
use crate::refresh::failed;
use crate::refresh::guardian::Guardian;

/// Times that another port is tried where somebody took the first one in between.
const TRIES: usize = 3;

/// Forwards a local port to `host`:`port` as seen from the ssh host.
///
/// # Errors
/// Exit 7 where ssh can't connect, or no server answers at the far end.
pub async fn open(
    ssh: &Ssh,
    host: &str,
    port: u16,
    guardian: &Guardian,
    hidden: &Hidden,
) -> Result<Tunnel> {
    let mut tries = 0;
    loop {
        tries += 1;
        let local = free_port().await?;
        let program = program(ssh, local, host, port, hidden)?;
        match start(program, local, meaning, guardian).await {
            Err(error) if tries < TRIES && error.message() == PORT_TAKEN => {}
            result => return result,
        }
    }
}

fn program(ssh: &Ssh, local: u16, host: &str, port: u16, hidden: &Hidden) -> Result<Program> {
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let mut program = Program::new("ssh", hidden)
        .env("LC_ALL", "C")
        .args(["-N", "-T", "-a", "-x", "-L"])
        .args([format!("127.0.0.1:{local}:{host}:{port}")]);
    for option in [
        "ExitOnForwardFailure=yes",
        // Nobody is there to be asked.
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        "ConnectTimeout=20",
        "ServerAliveInterval=15",
        "ServerAliveCountMax=3",
        // The forwarding must live and die with this process.
        "ControlMaster=no",
        "ControlPath=none",
        "PermitLocalCommand=no",
    ] {
        program = program.args(["-o", option]);
    }
    if let Some(file) = &ssh.known_hosts {
        let file = quoted(file)?;
        program = program.args(["-o".to_owned(), format!("UserKnownHostsFile={file}")]);
        program = program.args(["-o", "GlobalKnownHostsFile=/dev/null"]);
    }
    if let Some(file) = &ssh.identity {
        let file = quoted(file)?;
        program = program.args(["-o".to_owned(), format!("IdentityFile={file}")]);
        program = program.args(["-o", "IdentitiesOnly=yes"]);
    }
    if let Some(port) = ssh.port {
        program = program.args(["-p".to_owned(), port.to_string()]);
    }
    if let Some(user) = &ssh.user {
        program = program.args(["-l", user]);
    }
    Ok(program.args(["--", ssh.host.as_str()]))
}

/// A path as ssh's configuration takes it.
fn quoted(path: &Path) -> Result<String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match path.to_str() {
        Some(text) if !text.contains('"') => Ok(format!("\"{}\"", text.replace('%', "%%"))),
        _ => Err(failed(
            "ssh takes no path with a quotation mark or of odd bytes",
        )),
    }
}

const PORT_TAKEN: &str = "ssh: the local port was taken";

/// What ssh's messages mean, the most telling first.
fn meaning(said: &str) -> Option<Error> {
    let has = |words: &str| said.contains(words);
    let (message, hint) = if has("REMOTE HOST IDENTIFICATION HAS CHANGED") {
        (
            "ssh: the host's key is another one than known_hosts has",
            "find out why before you change known_hosts: somebody may stand in between",
        )
    } else if has("Host key verification failed") {
        (
            "ssh: the host's key is not known",
            "add it to known_hosts: ssh-keyscan HOST, and compare its fingerprint",
        )
    } else if has("UNPROTECTED PRIVATE KEY FILE") || has("bad permissions") {
        (
            "ssh: others can read the private key",
            "chmod 600 the file that `identity` names",
        )
    } else if has("Permission denied") || has("Too many authentication failures") {
        (
            "ssh: the host does not let this user in",
            "check `user` and `identity`; a key with a passphrase needs an agent",
        )
    } else if has("Could not resolve hostname") {
        (
            "ssh: the host's name is not known",
            "check `ssh: {host: …}`",
        )
    } else if has("Address already in use") || has("cannot listen to port") {
        (PORT_TAKEN, "run it again")
    } else if has("administratively prohibited") {
        (
            "ssh: the host forwards no connections",
            "AllowTcpForwarding in its sshd_config",
        )
    } else if has("open failed") {
        (
            "ssh: the database can't be reached from the ssh host",
            "check the host and port in the database's URL",
        )
    } else if has("Connection refused") {
        (
            "ssh: nobody listens at the host",
            "check `ssh: {host: …, port: …}`",
        )
    } else if ["timed out", "No route to host", "unreachable"]
        .iter()
        .any(|words| has(words))
    {
        (
            "ssh: the host can't be reached",
            "check `ssh: {host: …, port: …}` and firewalls",
        )
    } else if has("not responding") {
        ("ssh: the host does not answer any more", "run it again")
    } else {
        return None;
    };
    Some(failed(message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_and_not_quoted() {
        for (said, words) in [
            (
                "No ED25519 host key is known for CANARY\r\nHost key verification failed.\r\n",
                "not known",
            ),
            (
                "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\n",
                "another one",
            ),
            (
                "CANARY@h: Permission denied (publickey).\r\n",
                "let this user in",
            ),
            (
                "ssh: connect to host CANARY port 22: Connection refused\r\n",
                "nobody listens",
            ),
            (
                "channel 2: open failed: connect failed: Connection refused\r\n",
                "from the ssh host",
            ),
            ("bind [127.0.0.1]:5: Address already in use\r\n", PORT_TAKEN),
        ] {
            let error = meaning(said).unwrap();
            assert!(error.message().contains(words), "{said}");
            assert!(!error.message().contains("CANARY"));
            assert_eq!(error.exit().code(), 7);
        }
        assert!(meaning("Warning: Permanently added\n").is_none());
    }

    #[test]
    fn paths_are_quoted_for_sshs_configuration() {
        assert_eq!(quoted(Path::new("/a b/100%")).unwrap(), "\"/a b/100%%\"");
        assert!(quoted(Path::new("/a\"b")).is_err());
    }
}
