//! A stand-in for a server that writes down, byte for byte, what psql sends: queries, and the data
//! of COPY. It answers no more than psql needs to go on.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use regex::bytes::Regex;
use tempfile::TempDir;

use crate::env::postgres::Postgres;
use crate::env::process::run;

/// What psql sends.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Sent {
    Query(Vec<u8>),
    /// The data of the COPY before it.
    Data(Vec<u8>),
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, bytes) = match self {
            Self::Query(bytes) => ("query", bytes),
            Self::Data(bytes) => ("data", bytes),
        };
        write!(f, "{what} {:?}", String::from_utf8_lossy(bytes))
    }
}

/// What psql sends to a server when it reads `script`.
pub(super) fn what_psql_sends(script: &[u8]) -> Vec<Sent> {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let address = folder.path().join(".s.PGSQL.5432");
    let listener = UnixListener::bind(&address).expect("a socket can be made");
    let sent = Arc::new(Mutex::new(Vec::new()));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // `\connect` opens a second connection before it closes the first.
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let stream = stream.expect("a connection");
                let sent = Arc::clone(&sent);
                scope.spawn(move || serve(stream, &sent));
            }
        });
        let mut psql = Postgres::shared().client("psql");
        psql.env("PGHOST", folder.path())
            .env("PGPORT", "5432")
            .env_remove("PGTZ")
            .args(["-Xq", "-d", "recorded", "-f", "-"]);
        run(&mut psql, script);
        over.store(true, Ordering::SeqCst);
        let _ = UnixStream::connect(&address);
    });
    let sent = Arc::into_inner(sent).expect("all threads have ended");
    sent.into_inner().expect("no thread has panicked")
}

/// One session, to its end.
fn serve(mut stream: UnixStream, sent: &Mutex<Vec<Sent>>) {
    let Some(_startup) = message(&mut stream) else {
        return;
    };
    let mut answer = reply(b'R', &0_u32.to_be_bytes());
    for (name, value) in [
        ("server_version", "15.0"),
        ("server_encoding", "UTF8"),
        ("client_encoding", "UTF8"),
        ("standard_conforming_strings", "on"),
    ] {
        answer.extend(status(name, value));
    }
    answer.extend(reply(b'K', &[0; 8]));
    answer.extend(ready());
    let mut data = Vec::new();
    loop {
        if stream.write_all(&answer).is_err() {
            return;
        }
        answer.clear();
        let mut kind = [0];
        if stream.read_exact(&mut kind).is_err() {
            return;
        }
        let Some(body) = message(&mut stream) else {
            return;
        };
        let mut sent = sent.lock().expect("no thread has panicked");
        match kind[0] {
            b'Q' => {
                let query = without_comments_before(&body[..body.len() - 1]);
                answer = answer_to(query);
                if !query.is_empty() {
                    sent.push(Sent::Query(query.to_vec()));
                }
            }
            b'd' => data.extend_from_slice(&body),
            b'c' => {
                // psql sends the line of the end mark too.
                let end = [&b"\\.\n"[..], b"\\.\r\n"];
                let end = end.iter().find(|end| data.ends_with(end));
                data.truncate(data.len() - end.map_or(0, |end| end.len()));
                sent.push(Sent::Data(std::mem::take(&mut data)));
                answer = reply(b'C', b"COPY 0\0");
                answer.extend(ready());
            }
            b'X' => return,
            other => panic!("psql sent a message of kind {other}"),
        }
    }
}

/// psql sends block comments before a statement with it.
fn without_comments_before(mut query: &[u8]) -> &[u8] {
    loop {
        query = query.trim_ascii_start();
        if query.starts_with(b"--") {
            let end = query.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            query = &query[end.unwrap_or(query.len())..];
        } else if query.starts_with(b"/*") {
            query = &query[comment(query)..];
        } else if query.starts_with(b"\x0b") {
            query = &query[1..];
        } else {
            return query;
        }
    }
}

/// Length of the comment at the front, with those in it.
fn comment(text: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < text.len() {
        match text[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

static COPY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)^copy\s+[a-z]+\s*(\([a-z, ]*\)\s*)?from\s+stdin\s*;?$").expect("valid")
});

static SET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^set (client_encoding|standard_conforming_strings) = '?(\w+)'?;$")
        .expect("valid")
});

/// What a server would answer, as far as psql reads on differently for it.
fn answer_to(query: &[u8]) -> Vec<u8> {
    if COPY.is_match(query) {
        return reply(b'G', &[0, 0, 0]);
    }
    let mut answer = Vec::new();
    if let Some(set) = SET.captures(query) {
        let text = |group: usize| String::from_utf8_lossy(&set[group]).into_owned();
        answer.extend(status(&text(1), &text(2)));
    }
    answer.extend(reply(b'C', b"SET\0"));
    answer.extend(ready());
    answer
}

/// A message's body, behind its length.
fn message(stream: &mut UnixStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut body = vec![
        0;
        usize::try_from(u32::from_be_bytes(length))
            .ok()?
            .checked_sub(4)?
    ];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}

fn reply(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).expect("a short answer");
    [&[kind][..], &length.to_be_bytes(), body].concat()
}

fn status(name: &str, value: &str) -> Vec<u8> {
    reply(b'S', format!("{name}\0{value}\0").as_bytes())
}

fn ready() -> Vec<u8> {
    reply(b'Z', b"I")
}
