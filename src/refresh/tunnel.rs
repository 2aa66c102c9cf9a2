//! Ways to a database that can't be reached directly: a local port, forwarded by a program that
//! runs as long as it is needed.

mod cloud_foundry;
mod ssh;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::child::{Hidden, Program, Running};
use super::config::Database;
use super::failed;
use super::guardian::Guardian;
use super::postgres::Address;
use crate::error::{Error, Result};
use cloud_foundry::Session;
use secrecy::ExposeSecret;

/// How long a tunnel may take to come about.
const OPENING: Duration = Duration::from_secs(60);
/// Between two looks whether it stands.
const PAUSE: Duration = Duration::from_millis(50);
/// How long one look may take.
const ANSWER: Duration = Duration::from_secs(10);
/// The bytes of its messages that are kept.
const SAID: usize = 64 << 10;

/// An open tunnel. Dropping it closes it.
pub struct Tunnel {
    /// The port on this machine.
    pub port: u16,
    process: Process,
    /// Logs out when the tunnel is closed.
    session: Option<Session>,
}

/// A database, and the way to it.
pub struct Reached {
    /// Where psql connects to.
    pub address: Address,
    /// What must stay open for that.
    pub tunnel: Option<Tunnel>,
}

/// Finds the way to a database, and opens it. Every name by which a host on it is known is first held
/// against `allowed`; where a tunnel is needed, before it is opened.
///
/// # Errors
/// What `allowed` fails with; exit 2 where a secret or the URL is missing or wrong; exit 7 where the
/// database can't be reached.
pub async fn reach(
    database: &Database,
    allowed: &(dyn Fn(&str) -> Result<()> + Sync),
    guardian: &Guardian,
    hidden: &Hidden,
) -> Result<Reached> {
    let parse = |url: &super::secret::Secret| -> Result<Address> {
        let url_text = url.reveal()?;
        let address = Address::parse(url_text.expose_secret(), |name| std::env::var(name).ok());
        let address = address.map_err(|error| error.at_rule(&url.position))?;
        address.hosts().try_for_each(allowed)?;
        Ok(address)
    };
    match database {
        Database::Url(url) => {
            let address = parse(url)?;
            for host in address.hosts().filter(|host| !host.starts_with('/')) {
                // Another name of a refused server: its address may be on the list.
                let found = tokio::net::lookup_host((host, address.port())).await;
                // Where it is not known, psql says so.
                for found in found.into_iter().flatten() {
                    allowed(&found.ip().to_string())?;
                }
            }
            Ok(Reached {
                address,
                tunnel: None,
            })
        }
        Database::Ssh(config, url) => {
            allowed(&config.host)?;
            let address = parse(url)?;
            let host = address
                .host
                .as_deref()
                .filter(|host| !host.starts_with('/'));
            let host = host.ok_or_else(|| {
                Error::usage("the database's URL names no host to forward to")
                    .at_rule(&url.position)
                    .hint("the host as it is seen from the ssh host, such as localhost")
            })?;
            let tunnel = ssh::open(config, host, address.port(), guardian, hidden).await?;
            Ok(Reached {
                address: address.through(tunnel.port),
                tunnel: Some(tunnel),
            })
        }
        Database::CloudFoundry(config) => {
            allowed(&config.space)?;
            let (session, address) = cloud_foundry::login(config, guardian, hidden).await?;
            address.hosts().try_for_each(allowed)?;
            let tunnel = cloud_foundry::open(session, &config.app, &address, guardian).await?;
            Ok(Reached {
                address: address.through(tunnel.port),
                tunnel: Some(tunnel),
            })
        }
    }
}

/// What the program's messages mean; they are not passed on themselves, as they name hosts, keys
/// and people.
type Meaning = fn(&str) -> Option<Error>;

struct Process {
    running: Running,
    said: Arc<Mutex<String>>,
    meaning: Meaning,
}

impl Tunnel {
    /// Waits until it ends by itself, and says why.
    pub async fn died(&mut self) -> Error {
        self.process.died("ended during the load").await
    }

    /// Closes it.
    pub async fn close(self) {
        self.process.running.kill().await;
        if let Some(session) = self.session {
            session.end().await;
        }
    }
}

impl Process {
    async fn died(&mut self, what: &str) -> Error {
        // How it ended its messages tell better than its status.
        let _ = self.running.wait().await;
        // What it said last may still be on its way.
        tokio::time::sleep(PAUSE).await;
        self.why().unwrap_or_else(|| {
            failed(format!("the tunnel ({}) {what}", self.running.name))
                .hint("nothing of the load stays; run it again")
        })
    }

    fn why(&self) -> Option<Error> {
        (self.meaning)(&self.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until a PostgreSQL server answers through the tunnel.
    async fn answers(&mut self, port: u16) -> Result<()> {
        let began = Instant::now();
        let mut unanswered = 0;
        while began.elapsed() < OPENING {
            let look = tokio::time::timeout(ANSWER, probe(port));
            let look = look.await.unwrap_or(Look::NoAnswer);
            // A refused look is over before the program's end is looked into.
            if matches!(self.running.child.try_wait(), Ok(Some(_))) {
                return Err(self.died("ended before it stood").await);
            }
            match look {
                Look::Server => return Ok(()),
                Look::NoListener => {}
                Look::NoAnswer => unanswered += 1,
            }
            // The listener is there, and what it connects to closes the connection.
            if unanswered >= 3 {
                return Err(self.why().unwrap_or_else(unreached));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(self.why().unwrap_or_else(|| {
            failed(format!(
                "the tunnel ({}) did not come about in {} s",
                self.running.name,
                OPENING.as_secs()
            ))
        }))
    }
}

fn unreached() -> Error {
    failed("the tunnel stands, but no PostgreSQL server answers at its far end")
        .hint("check the database's host and port as they are seen from there")
}

/// Starts the program that forwards `port`, and waits until the far end answers.
async fn start(
    program: Program,
    port: u16,
    meaning: Meaning,
    guardian: &Guardian,
) -> Result<Tunnel> {
    let mut running = program.start(guardian)?;
    let said = Arc::new(Mutex::new(String::new()));
    if let Some(mut stderr) = running.child.stderr.take() {
        let said = Arc::clone(&said);
        tokio::spawn(async move {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = stderr.read(&mut buffer).await {
                let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                if said.len() < SAID {
                    said.push_str(&String::from_utf8_lossy(&buffer[..count]));
                }
            }
        });
    }
    let mut process = Process {
        running,
        said,
        meaning,
    };
    process.answers(port).await?;
    Ok(Tunnel {
        port,
        process,
        session: None,
    })
}

/// A port that is free now.
async fn free_port() -> Result<u16> {
    let port = async { TcpListener::bind(("127.0.0.1", 0)).await?.local_addr() };
    match port.await {
        Ok(address) => Ok(address.port()),
        Err(error) => Err(failed(format!("no free port: {}", error.kind()))),
    }
}

enum Look {
    /// A PostgreSQL server answered.
    Server,
    /// Nobody listens at the port.
    NoListener,
    /// The connection was closed, or something else answered.
    NoAnswer,
}

/// Asks whether encryption is to be had (SSLRequest): every server answers with one letter, and asks
/// for no password before it does.
async fn probe(port: u16) -> Look {
    const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else {
        return Look::NoListener;
    };
    let mut answer = [0];
    let asked = stream.write_all(&SSL_REQUEST).await;
    match (asked, stream.read(&mut answer).await) {
        (Ok(()), Ok(1)) if matches!(answer[0], b'S' | b'N' | b'E') => Look::Server,
        _ => Look::NoAnswer,
    }
}
