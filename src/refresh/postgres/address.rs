//! A database's URL, as libpq reads it, and the environment that says the same to psql.

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};
use crate::refresh::child::Program;

/// Where a database is, and who connects. Goes to psql through its environment, where other users
/// of the machine can't see it.
#[derive(Clone, Debug)]
pub struct Address {
    /// A name, an IP address or a folder of Unix sockets; `None`: the default folder.
    pub host: Option<String>,
    /// The IP address that is connected to in place of the host's.
    hostaddr: Option<String>,
    /// The port; `None`: 5432.
    port: Option<u16>,
    /// The database's name.
    pub database: String,
    user: Option<String>,
    password: Option<SecretString>,
    /// Other settings: variable and value.
    settings: Vec<(&'static str, String)>,
}

/// Parameters that have a variable of their own.
const SETTINGS: &[(&str, &str)] = &[
    ("application_name", "PGAPPNAME"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("gssencmode", "PGGSSENCMODE"),
    ("krbsrvname", "PGKRBSRVNAME"),
    ("options", "PGOPTIONS"),
    ("passfile", "PGPASSFILE"),
    ("require_auth", "PGREQUIREAUTH"),
    ("requirepeer", "PGREQUIREPEER"),
    ("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
    ("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    ("sslcert", "PGSSLCERT"),
    ("sslcrl", "PGSSLCRL"),
    ("sslkey", "PGSSLKEY"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslsni", "PGSSLSNI"),
];

/// What would lead the connection elsewhere than the address says.
const CLEARED: &[&str] = &[
    // Read by Debian's wrapper of psql.
    "PGCLUSTER",
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGDATABASE",
    "PGUSER",
    "PGSERVICE",
    "PGSERVICEFILE",
    "PGOPTIONS",
    "PGTARGETSESSIONATTRS",
];

/// Seconds that a connection may take to come about, unless the URL says otherwise.
const CONNECT_TIMEOUT: &str = "30";

impl Address {
    /// Reads a URL: `postgresql://user:password@host:port/database?parameter=value`. What it leaves
    /// out is taken from the variables that libpq knows, by `env`.
    ///
    /// # Errors
    /// Exit 2 where it is no such URL; nothing of it is quoted.
    pub fn parse(url: &str, env: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let wrong = |what: &str| {
            Error::usage(format!("the database's URL {what}")).hint(
                "postgresql://user@host:5432/database; percent-encode what is special in a part",
            )
        };
        let rest = ["postgresql://", "postgres://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme))
            .ok_or_else(|| wrong("begins with neither postgresql:// nor postgres://"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (user, host),
            None => ("", authority),
        };
        let text = |part: &str| {
            decode(part).ok_or_else(|| wrong("holds a percent sign that encodes nothing"))
        };
        let some = |part: &str| -> Result<Option<String>> {
            Ok(Some(text(part)?).filter(|part| !part.is_empty()))
        };
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let (host, port) = split_port(host).ok_or_else(|| wrong("has an odd host"))?;
        let mut parts = Parts {
            host: some(host)?,
            port: some(port)?,
            user: some(user)?,
            password: some(password)?,
            database: some(database)?,
            ..Parts::default()
        };
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = text(name)?;
            if !parts.set(&name, text(value)?) {
                // The name may be anything, a part of a password with a `?` in it above all.
                return Err(wrong("has a parameter that is not supported here"));
            }
        }
        parts.defaults(&env);
        if parts.host.as_ref().is_some_and(|host| host.contains(',')) {
            return Err(wrong("names several hosts"));
        }
        let port = match parts.port {
            None => None,
            Some(port) => match port.parse::<u16>() {
                Ok(port) if port > 0 => Some(port),
                _ => return Err(wrong("has a port that is no number from 1 to 65535")),
            },
        };
        Ok(Self {
            host: parts.host,
            hostaddr: parts.hostaddr,
            port,
            database: parts.database.ok_or_else(|| wrong("names no database"))?,
            user: parts.user,
            password: parts.password.map(SecretString::from),
            settings: parts.settings,
        })
    }

    /// From its parts, with nothing of the environment.
    pub fn from_parts(
        host: &str,
        port: u16,
        database: &str,
        user: &str,
        password: SecretString,
    ) -> Self {
        Self {
            host: Some(host.to_owned()),
            hostaddr: None,
            port: Some(port),
            database: database.to_owned(),
            user: Some(user.to_owned()),
            password: Some(password),
            settings: Vec::new(),
        }
    }

    /// The port that the server listens at.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(5432)
    }

    /// The same server by way of a tunnel's end on this machine. The host's name stays what
    /// certificates are held against.
    #[must_use]
    pub fn through(mut self, port: u16) -> Self {
        self.hostaddr = Some("127.0.0.1".to_owned());
        self.port = Some(port);
        self
    }

    /// A password stands in it.
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// All by which its host may be known: its name, and an address that the URL gives beside it.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.host.iter().chain(&self.hostaddr).map(String::as_str)
    }

    pub(super) fn apply(&self, mut program: Program) -> Program {
        for name in CLEARED {
            program = program.without(name);
        }
        let port = self.port.map(|port| port.to_string());
        let parts = [
            ("PGHOST", &self.host),
            ("PGHOSTADDR", &self.hostaddr),
            ("PGPORT", &port),
            ("PGUSER", &self.user),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                program = program.env(name, value);
            }
        }
        program = program
            .env("PGDATABASE", &self.database)
            .env("PGCONNECT_TIMEOUT", CONNECT_TIMEOUT);
        if let Some(password) = &self.password {
            program = program.env("PGPASSWORD", password.expose_secret());
        }
        for (name, value) in &self.settings {
            program = program.env(name, value);
        }
        program
    }
}

/// Who and where, for messages.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.host.as_deref().unwrap_or("this machine");
        write!(f, "database `{}` at {host}", self.database)
    }
}

#[derive(Default)]
struct Parts {
    host: Option<String>,
    hostaddr: Option<String>,
    port: Option<String>,
    user: Option<String>,
    password: Option<String>,
    database: Option<String>,
    settings: Vec<(&'static str, String)>,
}

impl Parts {
    /// Takes a parameter; false where it is none.
    fn set(&mut self, name: &str, value: String) -> bool {
        let part = match name {
            "host" => &mut self.host,
            "hostaddr" => &mut self.hostaddr,
            "port" => &mut self.port,
            "user" => &mut self.user,
            "password" => &mut self.password,
            "dbname" => &mut self.database,
            // As JDBC has it, and libpq too.
            "ssl" if value == "true" => {
                self.settings.push(("PGSSLMODE", "require".to_owned()));
                return true;
            }
            _ => {
                let known = SETTINGS.iter().find(|(known, _)| *known == name);
                if let Some((_, variable)) = known {
                    self.settings.push((variable, value));
                }
                return known.is_some();
            }
        };
        *part = Some(value);
        true
    }

    fn defaults(&mut self, env: &impl Fn(&str) -> Option<String>) {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        // An address of its own would win over the host that the URL names.
        if self.host.is_none() && self.hostaddr.is_none() {
            self.host = env("PGHOST");
            self.hostaddr = env("PGHOSTADDR");
        }
        let parts = [
            (&mut self.port, "PGPORT"),
            (&mut self.user, "PGUSER"),
            (&mut self.database, "PGDATABASE"),
        ];
        for (part, name) in parts {
            if part.is_none() {
                *part = env(name);
            }
        }
        let has_options = self.settings.iter().any(|(name, _)| *name == "PGOPTIONS");
        if let Some(options) = env("PGOPTIONS").filter(|_| !has_options) {
            self.settings.push(("PGOPTIONS", options));
        }
    }
}

/// Host and port of `host:port`, `[::1]:port`; the port may be missing.
fn split_port(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, port)),
            None => rest.is_empty().then_some((host, "")),
        };
    }
    Some(text.rsplit_once(':').unwrap_or((text, "")))
}

/// Undoes percent-encoding, where it is whole, UTF-8 and without NUL.
fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        out.push(u8::try_from(value).ok().filter(|value| *value != 0)?);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Address> {
        Address::parse(url, |_| None)
    }

    #[test]
    fn urls_are_read_as_libpq_reads_them() {
        let full = parse("postgres://jo%40x:p%3Aw%2F@db.example:5433/my%20db?sslmode=verify-full")
            .unwrap();
        assert_eq!(full.host.as_deref(), Some("db.example"));
        assert_eq!(full.port(), 5433);
        assert_eq!(full.user.as_deref(), Some("jo@x"));
        assert_eq!(full.password.as_ref().unwrap().expose_secret(), "p:w/");
        assert_eq!(full.database, "my db");
        assert_eq!(full.settings, [("PGSSLMODE", "verify-full".to_owned())]);
        let socket = parse("postgresql:///app?host=/var/run/postgresql&port=5444").unwrap();
        assert_eq!(socket.host.as_deref(), Some("/var/run/postgresql"));
        assert_eq!(socket.port(), 5444);
        let encoded = parse("postgresql://jo@%2Ftmp%2Fx/app").unwrap();
        assert_eq!(encoded.host.as_deref(), Some("/tmp/x"));
        let six = parse("postgresql://[::1]:5432/app").unwrap();
        assert_eq!((six.host.as_deref(), six.port()), (Some("::1"), 5432));
        assert_eq!(parse("postgresql://[::1]/app").unwrap().port(), 5432);
        let plus = parse("postgresql:///app?options=-c%20a%3D1+2").unwrap();
        assert_eq!(plus.settings, [("PGOPTIONS", "-c a=1+2".to_owned())]);
    }

    #[test]
    fn what_is_wrong_is_said_without_quoting_it() {
        for url in [
            "mysql://CANARY@h/d",
            "postgresql://CANARY:%zz@h/d",
            "postgresql://CANARY@h/",
            "postgresql://CANARY@h:0/d",
            "postgresql://h:CANARY@h:70000/d",
            "postgresql://CANARY@a,b/d",
            "postgresql://u:pass?CANARY=1@h/d",
            "postgresql://CANARY@h/d?sslpassword=CANARY",
            "postgresql://CANARY@[::1/d",
            "postgresql://CANARY@h/d%00",
        ] {
            let error = parse(url).unwrap_err();
            assert_eq!(error.exit().code(), 2, "{url}");
            assert!(!error.to_string().contains("CANARY"), "{url}: {error}");
        }
    }

    #[test]
    fn the_environment_fills_gaps_only() {
        let env = |name: &str| match name {
            "PGHOST" => Some("elsewhere".to_owned()),
            "PGHOSTADDR" => Some("192.0.2.1".to_owned()),
            "PGDATABASE" => Some("app".to_owned()),
            _ => None,
        };
        let named = Address::parse("postgresql://h/d", env).unwrap();
        assert_eq!(named.hosts().collect::<Vec<_>>(), ["h"]);
        assert_eq!(named.database, "d");
        let bare = Address::parse("postgresql://", env).unwrap();
        assert_eq!(bare.hosts().collect::<Vec<_>>(), ["elsewhere", "192.0.2.1"]);
        assert_eq!(bare.database, "app");
    }

    #[test]
    fn a_password_shows_nowhere() {
        let address = parse("postgresql://u:CANARY@h/d").unwrap();
        assert!(!format!("{address} {address:?}").contains("CANARY"));
        assert!(address.has_password());
    }
}
