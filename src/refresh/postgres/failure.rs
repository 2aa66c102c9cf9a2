//! What psql says of a failure: a SQLSTATE and a line, or one of libpq's fixed texts. Nothing else of
//! it is passed on, as the server quotes values.

use super::Address;
use crate::error::Error;
use crate::refresh::failed;

/// What psql said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The first error's SQLSTATE.
    state: Option<String>,
    /// The line of the script that it came at.
    line: Option<u64>,
    /// The connection broke.
    pub lost: bool,
    /// Why no connection came about.
    refused: Option<&'static Refusal>,
}

/// Why no connection came about: what psql says then, and what is to be said of it.
#[derive(Debug, PartialEq, Eq)]
struct Refusal {
    /// All of these stand in the message.
    words: &'static [&'static str],
    state: Option<&'static str>,
    says: &'static str,
    hint: &'static str,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        words: &["password authentication failed"],
        state: Some("28P01"),
        says: "the password is not accepted",
        hint: "check user and password",
    },
    Refusal {
        words: &["no password supplied"],
        state: Some("28P01"),
        says: "a password is asked for and none is given",
        hint: "give one by PGPASSWORD, a .pgpass file or the configured secret",
    },
    Refusal {
        words: &["database \"", "does not exist"],
        state: Some("3D000"),
        says: "there is no such database",
        hint: "make it first: createdb NAME",
    },
    Refusal {
        words: &["role \"", "does not exist"],
        state: Some("28000"),
        says: "there is no such role",
        hint: "check the user's name",
    },
    Refusal {
        words: &["is not permitted to log in"],
        state: Some("28000"),
        says: "the role may not log in",
        hint: "check the user's name",
    },
    Refusal {
        words: &["no pg_hba.conf entry"],
        state: Some("28000"),
        says: "the server takes no such connection from here",
        hint: "check user, host and sslmode against the server's pg_hba.conf",
    },
    Refusal {
        words: &["too many"],
        state: Some("53300"),
        says: "the server has no connection left",
        hint: "close some, or raise the limit",
    },
    Refusal {
        words: &["remaining connection slots"],
        state: Some("53300"),
        says: "the server has no connection left",
        hint: "close some, or raise the limit",
    },
    Refusal {
        words: &["the database system is"],
        state: Some("57P03"),
        says: "the server is starting up or shutting down",
        hint: "try again in a while",
    },
    Refusal {
        words: &["could not translate host name"],
        state: None,
        says: "the host's name is not known",
        hint: "check the host in the URL",
    },
    Refusal {
        words: &["Connection refused"],
        state: None,
        says: "no server listens there",
        hint: "start it, or check host and port",
    },
    Refusal {
        words: &["No such file or directory"],
        state: None,
        says: "no server listens there",
        hint: "start it, or check the socket's folder and the port",
    },
    Refusal {
        words: &["timeout expired"],
        state: None,
        says: "the server does not answer",
        hint: "check host, port and firewalls",
    },
    Refusal {
        words: &["certificate"],
        state: None,
        says: "the server's certificate is not accepted",
        hint: "check sslrootcert and the host's name",
    },
    Refusal {
        words: &["SSL"],
        state: None,
        says: "no encrypted connection comes about",
        hint: "check sslmode",
    },
    Refusal {
        words: &["connection to server", "failed"],
        state: None,
        says: "no connection comes about",
        hint: "try by hand: psql URL",
    },
    Refusal {
        words: &["connection to server", "error"],
        state: None,
        says: "no connection comes about",
        hint: "try by hand: psql URL",
    },
];

/// Likely SQLSTATEs: the name in PostgreSQL's manual, and what to do.
const STATES: &[(&str, &str, &str)] = &[
    (
        "08006",
        "connection_failure",
        "the connection broke; run it again",
    ),
    ("22P02", "invalid_text_representation", ""),
    ("23502", "not_null_violation", ""),
    (
        "23503",
        "foreign_key_violation",
        "add what is missing to `references` of the rules",
    ),
    (
        "23505",
        "unique_violation",
        "add `unique: true` to the column's rule",
    ),
    ("23514", "check_violation", ""),
    (
        "25006",
        "read_only_sql_transaction",
        "the server is a replica, or the role's default is read-only",
    ),
    ("25P02", "in_failed_sql_transaction", ""),
    ("28P01", "invalid_password", "check user and password"),
    (
        "2BP01",
        "dependent_objects_still_exist",
        "what other roles own depends on what is to be dropped: drop that first, or `reset: drop_schemas`",
    ),
    (
        "3D000",
        "invalid_catalog_name",
        "make the database first: createdb NAME",
    ),
    ("40P01", "deadlock_detected", "run it again"),
    (
        "42501",
        "insufficient_privilege",
        "the role may not do all that the dump asks for; check what it owns, and `no_owner` and `no_acl`",
    ),
    (
        "42601",
        "syntax_error",
        "the dump may come from a newer PostgreSQL than the target",
    ),
    (
        "42704",
        "undefined_object",
        "a role, type or extension that the target lacks",
    ),
    (
        "42710",
        "duplicate_object",
        "the target is not empty: see `reset`",
    ),
    (
        "42723",
        "duplicate_function",
        "the target is not empty: see `reset`",
    ),
    ("42883", "undefined_function", ""),
    (
        "42P01",
        "undefined_table",
        "a table that a statement names is not there; where that is the dump's DROP part, use `reset`",
    ),
    (
        "42P06",
        "duplicate_schema",
        "the target is not empty: see `reset`",
    ),
    (
        "42P07",
        "duplicate_table",
        "the target is not empty: see `reset`",
    ),
    ("53100", "disk_full", "make room at the server"),
    (
        "53200",
        "out_of_memory",
        "raise max_locks_per_transaction at the server",
    ),
    (
        "53300",
        "too_many_connections",
        "close some, or raise the limit",
    ),
    (
        "55006",
        "object_in_use",
        "close other sessions of the database",
    ),
    (
        "55P03",
        "lock_not_available",
        "another session holds what is to be dropped: close it, and try again",
    ),
    ("57014", "query_canceled", ""),
    (
        "57P01",
        "admin_shutdown",
        "the server was shut down; run it again",
    ),
    (
        "58P01",
        "undefined_file",
        "an extension that is not installed at the server",
    ),
    (
        "0A000",
        "feature_not_supported",
        "an extension that is not installed at the server, or a newer dump",
    ),
];

impl Said {
    /// Reads what psql wrote to standard error.
    pub fn read(stderr: &[u8]) -> Self {
        let text = String::from_utf8_lossy(stderr);
        let mut said = Self::default();
        for line in text.lines() {
            let lost = [
                "server closed the connection",
                "connection to server was lost",
            ];
            said.lost |= lost.iter().any(|words| line.contains(words))
                || line.contains("SSL connection has been closed")
                || line.contains("could not receive data from server")
                || line.contains("could not send data to server");
            if said.state.is_none()
                && let Some((before, state)) = state(line)
            {
                said.state = Some(state.to_owned());
                said.line = before
                    .trim_end_matches([':', ' '])
                    .rsplit(':')
                    .next()
                    .and_then(|number| number.parse().ok());
            }
        }
        let connecting = text.starts_with("psql: error: ") && said.state.is_none();
        said.refused = REFUSALS
            .iter()
            .filter(|_| connecting)
            .find(|refusal| refusal.words.iter().all(|words| text.contains(words)));
        said.lost &= !connecting;
        said
    }

    /// The error that it makes of `what`.
    pub fn error(&self, what: &str, address: &Address) -> Error {
        if let Some(refusal) = self.refused {
            let state = refusal.state.map(|state| format!(" (SQLSTATE {state})"));
            return failed(format!(
                "{address}: {}{}",
                refusal.says,
                state.unwrap_or_default()
            ))
            .hint(refusal.hint);
        }
        let line = self
            .line
            .map(|line| format!(", line {line} of what psql was sent"))
            .unwrap_or_default();
        match &self.state {
            Some(state) => {
                let known = STATES.iter().find(|(known, ..)| known == state);
                let (name, hint) = known.map_or(("", ""), |(_, name, hint)| (*name, *hint));
                let name = if name.is_empty() {
                    String::new()
                } else {
                    format!(" ({name})")
                };
                let error = failed(format!("{address}: {what}: SQLSTATE {state}{name}{line}"));
                if hint.is_empty() {
                    error
                } else {
                    error.hint(hint)
                }
            }
            None if self.lost => failed(format!("{address}: {what}: the connection was lost"))
                .hint("see whether the server runs, and run it again"),
            None => failed(format!(
                "{address}: {what}: psql failed for a reason it does not say"
            )),
        }
    }
}

/// The SQLSTATE of an error's line, and what stands before it.
fn state(line: &str) -> Option<(&str, &str)> {
    ["ERROR:  ", "FATAL:  ", "PANIC:  "]
        .iter()
        .find_map(|severity| {
            let (before, state) = line.split_once(severity)?;
            let alone = state.len() == 5
                && state
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
            alone.then_some((before, state))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address::parse("postgresql://u@db.example/app", |_| None).unwrap()
    }

    #[test]
    fn an_error_of_the_server_is_told_by_state_and_line() {
        let said = Said::read(
            b"psql:<stdin>:7: WARNING:  25001\npsql:<stdin>:4211: ERROR:  23505\npsql:<stdin>:4212: ERROR:  25P02\n",
        );
        let text = said.error("the load failed", &address()).to_string();
        assert_eq!(
            text,
            "database `app` at db.example: the load failed: SQLSTATE 23505 (unique_violation), line \
             4211 of what psql was sent"
        );
        assert!(!said.lost);
    }

    #[test]
    fn a_lost_connection_is_told_from_an_error() {
        let said = Said::read(
            b"psql:<stdin>:9: server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\npsql:<stdin>:9: error: connection to server was lost\n",
        );
        assert!(said.lost && said.state.is_none());
        let stopped = Said::read(
            b"psql:<stdin>:9: FATAL:  57P01\nserver closed the connection unexpectedly\n",
        );
        assert!(stopped.lost);
        assert_eq!(stopped.state.as_deref(), Some("57P01"));
    }

    #[test]
    fn a_refused_connection_says_why_and_quotes_nothing() {
        for (stderr, words) in [
            (
                "password authentication failed for user \"CANARY\"",
                "28P01",
            ),
            ("database \"CANARY\" does not exist", "3D000"),
            ("sorry, too many clients already", "53300"),
            ("CANARY", "no connection"),
        ] {
            let stderr = format!(
                "psql: error: connection to server at \"10.0.0.1\", port 5432 failed: FATAL:  {stderr}\n"
            );
            let text = Said::read(stderr.as_bytes())
                .error("x", &address())
                .to_string();
            assert!(text.contains(words), "{text}");
            assert!(!text.contains("CANARY"), "{text}");
        }
    }
}
