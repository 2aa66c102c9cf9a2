//! Cloud Foundry: the database's credentials from an app's environment, and the way to it by
//! `cf ssh`, in a session of its own.

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tempfile::TempDir;

use super::{Tunnel, free_port, start};
use crate::error::{Error, Result};
use crate::refresh::child::{Hidden, Program};
use crate::refresh::config::CloudFoundry;
use crate::refresh::failed;
use crate::refresh::guardian::{Guardian, Ticket};
use crate::refresh::postgres::Address;

/// A login in a folder of its own (`CF_HOME`). Dropping it logs out and removes the folder; the
/// guardian does so where the job is killed.
pub struct Session {
    home: TempDir,
    hidden: Hidden,
    _tickets: [Ticket; 2],
}

impl Session {
    async fn login(cf: &CloudFoundry, guardian: &Guardian, hidden: &Hidden) -> Result<Self> {
        let home = tempfile::Builder::new()
            .prefix("dms-cf-")
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir()
            .map_err(|error| failed(format!("no folder for cf: {}", error.kind())))?;
        let tickets = [
            guardian.remove(home.path())?,
            guardian.call(&["cf", "logout"], &[("CF_HOME", home.path())])?,
        ];
        let session = Self {
            home,
            hidden: hidden.clone(),
            _tickets: tickets,
        };
        let program = session.cf().args(["api", &cf.api]);
        run(program, guardian, "cf api: the API can't be reached")
            .await
            .map_err(|error| error.hint("check `cloud_foundry: {api: …}`"))?;
        let auth = session
            .cf()
            .args(["auth"])
            .env("CF_USERNAME", cf.username.reveal()?.expose_secret())
            .env("CF_PASSWORD", cf.password.reveal()?.expose_secret());
        run(
            auth,
            guardian,
            "cf auth: user name and password are not accepted",
        )
        .await
        .map_err(|error| error.hint(format!("check {} and {}", cf.username, cf.password)))?;
        let target = session
            .cf()
            .args(["target", "-o", &cf.org, "-s", &cf.space]);
        let what = format!(
            "cf target: no org `{}` with a space `{}` for this user",
            cf.org, cf.space
        );
        run(target, guardian, &what).await?;
        Ok(session)
    }

    /// Logs out, in the background of whatever else runs.
    pub(super) async fn end(self) {
        // Dropping waits for cf.
        let _ = tokio::task::spawn_blocking(move || drop(self)).await;
    }

    fn cf(&self) -> Program {
        Program::new("cf", &self.hidden)
            .env("CF_HOME", self.home.path())
            .env("CF_COLOR", "false")
            .env("LC_ALL", "C")
            // It would print tokens and passwords.
            .without("CF_TRACE")
    }

    /// The credentials of the first `postgres` service that the app is bound to.
    async fn credentials(&self, cf: &CloudFoundry, guardian: &Guardian) -> Result<Address> {
        let app = &cf.app;
        let what = format!("cf app: no app `{app}` in this space");
        let guid = run(self.cf().args(["app", app, "--guid"]), guardian, &what).await?;
        let guid = std::str::from_utf8(&guid)
            .map(str::trim)
            .unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if guid.is_empty() || !guid.bytes().all(plain) {
            return Err(failed(format!("cf app: `{app}` has no GUID")));
        }
        let path = format!("/v3/apps/{guid}/env");
        let what = format!("cf curl: the environment of app `{app}` can't be read");
        let answer = run(self.cf().args(["curl", &path]), guardian, &what).await?;
        let answer: Value =
            serde_json::from_slice(&answer).map_err(|_| failed(format!("{what}: no JSON")))?;
        if answer.get("errors").is_some() {
            return Err(failed(what).hint("the user needs the role SpaceDeveloper"));
        }
        let credentials = answer
            .pointer("/system_env_json/VCAP_SERVICES/postgres/0/credentials")
            .ok_or_else(|| {
                failed(format!("app `{app}` is bound to no `postgres` service"))
                    .hint("name the app that uses the database: `cloud_foundry: {app: …}`")
            })?;
        address(credentials).ok_or_else(|| {
            failed(format!(
                "the `postgres` service of app `{app}` tells no host, name or password"
            ))
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Where it fails, the folder with the token goes all the same.
        let _ = std::process::Command::new("cf")
            .arg("logout")
            .env("CF_HOME", self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// Logs in, and reads where the app's database is. The way there is opened by [`open`].
///
/// # Errors
/// Exit 7 where a call of cf fails, or the app has no database.
pub(super) async fn login(
    cf: &CloudFoundry,
    guardian: &Guardian,
    hidden: &Hidden,
) -> Result<(Session, Address)> {
    let session = Session::login(cf, guardian, hidden).await?;
    let address = session.credentials(cf, guardian).await?;
    Ok((session, address))
}

/// Forwards a local port to the database by way of the app.
///
/// # Errors
/// Exit 7 where it can't be, or no server answers at the far end.
pub async fn open(
    session: Session,
    app: &str,
    address: &Address,
    guardian: &Guardian,
) -> Result<Tunnel> {
    let local = free_port().await?;
    let host = address.host.as_deref().unwrap_or_default();
    let forward = format!("127.0.0.1:{local}:{host}:{}", address.port());
    let program = session.cf().args(["ssh", app, "-N", "-L", &forward]);
    let mut tunnel = start(program, local, meaning, guardian).await?;
    tunnel.session = Some(session);
    Ok(tunnel)
}

/// What a call of cf prints. It may be a secret, and what it complains of may quote one: neither is
/// shown.
async fn run(program: Program, guardian: &Guardian, what: &str) -> Result<Vec<u8>> {
    let ended = program.output(guardian).await?;
    if ended.status.success() {
        Ok(ended.stdout)
    } else {
        Err(failed(what))
    }
}

/// Credentials as the service broker writes them: single parts, or one `uri`.
fn address(credentials: &Value) -> Option<Address> {
    let text = |name: &str| credentials.get(name)?.as_str();
    let parts = || {
        let port = match credentials.get("port") {
            None => 5432,
            Some(Value::String(text)) => text.parse().ok()?,
            Some(port) => u16::try_from(port.as_u64()?).ok()?,
        };
        let password = SecretString::from(text("password")?);
        Some(Address::from_parts(
            text("host")?,
            port,
            text("name")?,
            text("username")?,
            password,
        ))
    };
    let by_uri = || Address::parse(text("uri")?, |_| None).ok();
    parts()
        .or_else(by_uri)
        .filter(|address| address.host.is_some())
}

fn meaning(said: &str) -> Option<Error> {
    let has = |words: &str| said.contains(words);
    if has("SSH support is disabled") || has("not authorized") || has("ssh_disabled") {
        let hint = "cf allow-space-ssh SPACE; cf enable-ssh APP; cf restart APP";
        return Some(failed("cf ssh: the app lets nobody in").hint(hint));
    }
    let refused = has("open failed") || has("Connection refused");
    refused.then(|| failed("cf ssh: the database can't be reached from the app"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_parts_or_a_uri() {
        let parts: Value = serde_json::json!({
            "host": "h.example", "port": 5433, "username": "u", "password": "p", "name": "d"
        });
        let found = address(&parts).unwrap();
        assert_eq!(
            (found.host.as_deref(), found.port()),
            (Some("h.example"), 5433)
        );
        let uri: Value = serde_json::json!({"uri": "postgres://u:p@h.example/d", "port": "5432"});
        assert_eq!(address(&uri).unwrap().database, "d");
        assert!(address(&serde_json::json!({"host": "h"})).is_none());
    }
}
