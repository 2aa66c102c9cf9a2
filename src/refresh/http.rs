//! The one HTTP client.
//!
//! Every call has time-outs and a limit to what it reads. A GET is repeated where its failure may
//! pass; a POST only where no connection was made, so that nothing was sent. Redirects are followed
//! for GETs alone, and never take credentials to another origin. TLS trusts the system's
//! authorities, or those of `SSL_CERT_FILE`. Addresses stand in no message of this module: that of
//! a webhook is a secret.

use std::fmt;
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{HeaderMap, LOCATION};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::failed;
use crate::error::Result;

const CONNECT: Duration = Duration::from_secs(5);
const REDIRECTS: usize = 5;
/// Waits between the attempts at a call that may be repeated.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// The client; clones share its connections.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
}

/// Who asks.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: SecretString,
    /// The password or token.
    pub token: SecretString,
}

/// One call.
#[derive(Clone)]
pub struct Call {
    /// Where to.
    pub url: Url,
    /// Who asks.
    pub credentials: Option<Credentials>,
    /// More headers; as secret as the credentials.
    pub headers: HeaderMap,
    /// How long it may take, from the connection to the body's end.
    pub timeout: Duration,
    /// The most bytes of the body that are taken.
    pub limit: usize,
    /// A longer body is cut off; else it is a failure.
    pub cut: bool,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, up to the limit. Not for messages.
    pub body: Vec<u8>,
}

impl Answer {
    /// 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A failure that may pass by itself.
    pub fn may_pass(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504)
    }
}

/// Why nothing came back; reads on after a name ("the status page …").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No connection, so nothing was sent.
    NotConnected(&'static str),
    /// The connection broke.
    Broken,
    /// The time was over.
    TimedOut,
    /// The body is longer than the limit.
    TooLarge(usize),
    /// A redirect that is not followed.
    Redirected,
}

impl Trouble {
    /// It may pass by itself.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NotConnected(_) | Self::Broken | Self::TimedOut)
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotConnected(UNTRUSTED) => {
                "name the authority's certificate in a file: SSL_CERT_FILE=ca.pem"
            }
            Self::NotConnected(_) | Self::Broken | Self::TimedOut => {
                "is its address in refresh.yaml right, is it up, does a firewall stand between?"
            }
            Self::TooLarge(_) => "is its address in refresh.yaml right?",
            Self::Redirected => {
                "credentials go to no other host, and nothing from https to http: write the final \
                 address into refresh.yaml"
            }
        }
    }
}

const UNTRUSTED: &str = "its certificate is not trusted";

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConnected(why) => write!(f, "can't be reached: {why}"),
            Self::Broken => f.write_str("broke the connection off"),
            Self::TimedOut => f.write_str("gave no whole answer in time"),
            Self::TooLarge(limit) => write!(f, "answered with more than {limit} bytes"),
            Self::Redirected => f.write_str("redirects to where dmscrub does not follow"),
        }
    }
}

impl Call {
    /// A call without credentials.
    pub fn new(url: Url) -> Self {
        Self {
            url,
            credentials: None,
            headers: HeaderMap::new(),
            timeout: Duration::from_secs(10),
            limit: 1 << 20,
            cut: false,
        }
    }
}

impl Http {
    /// Loads the trusted authorities.
    ///
    /// # Errors
    /// Exit 7 where there are none.
    pub fn new() -> Result<Self> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error means that one is installed already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let client = reqwest::Client::builder()
            .user_agent(concat!("dmscrub/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| {
                failed("no TLS: the system's certificate authorities can't be loaded")
                    .hint("install the package ca-certificates, or set SSL_CERT_FILE")
            })?;
        Ok(Self { client })
    }

    /// GET, once.
    ///
    /// # Errors
    /// Where no whole answer came.
    pub async fn get(&self, call: &Call) -> Result<Answer, Trouble> {
        let mut url = call.url.clone();
        for _ in 0..=REDIRECTS {
            let answer = self.send(self.client.get(url.clone()), call).await?;
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            url = redirected(&url, &answer, call).ok_or(Trouble::Redirected)?;
        }
        Err(Trouble::Redirected)
    }

    /// GET, repeated where the failure may pass.
    ///
    /// # Errors
    /// Where no whole answer came.
    pub async fn get_patiently(&self, call: &Call) -> Result<Answer, Trouble> {
        for wait in WAITS {
            match self.get(call).await {
                Ok(answer) if !answer.may_pass() => return Ok(answer),
                Err(trouble) if !trouble.may_pass() => return Err(trouble),
                _ => tokio::time::sleep(wait).await,
            }
        }
        self.get(call).await
    }

    /// POST; sent once.
    ///
    /// # Errors
    /// Where no whole answer came. But for [`Trouble::NotConnected`] it may have arrived.
    pub async fn post(
        &self,
        call: &Call,
        content_type: &str,
        body: &[u8],
    ) -> Result<Answer, Trouble> {
        let attempt = || {
            let request = self.client.post(call.url.clone());
            let request = request.header(reqwest::header::CONTENT_TYPE, content_type);
            self.send(request.body(body.to_vec()), call)
        };
        for wait in WAITS {
            match attempt().await {
                Err(Trouble::NotConnected(_)) => tokio::time::sleep(wait).await,
                outcome => return outcome,
            }
        }
        attempt().await
    }

    async fn send(&self, request: reqwest::RequestBuilder, call: &Call) -> Result<Answer, Trouble> {
        let mut request = request.headers(call.headers.clone()).timeout(call.timeout);
        if let Some(who) = &call.credentials {
            request = request.basic_auth(who.user.expose_secret(), Some(who.token.expose_secret()));
        }
        let mut response = request.send().await.map_err(|error| trouble(&error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        };
        // What an error page says is of no interest.
        let cut = call.cut || !answer.is_success();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
            let room = call.limit - answer.body.len();
            if chunk.len() > room && !cut {
                return Err(Trouble::TooLarge(call.limit));
            }
            answer
                .body
                .extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() >= room && cut {
                break;
            }
        }
        Ok(answer)
    }
}

/// Where to go on; `None` where that must not be.
fn redirected(from: &Url, answer: &Answer, call: &Call) -> Option<Url> {
    let location = answer.headers.get(LOCATION)?.to_str().ok()?;
    let to = from.join(location).ok()?;
    let public = call.credentials.is_none() && call.headers.is_empty();
    let upright = to.scheme() == "https" || (to.scheme() == "http" && from.scheme() == "http");
    (to.origin() == from.origin() || (public && upright)).then_some(to)
}

/// Fixed words only: an error's own text may hold the address.
fn trouble(error: &reqwest::Error) -> Trouble {
    if error.is_connect() {
        return Trouble::NotConnected(no_connection(error));
    }
    if error.is_timeout() {
        return Trouble::TimedOut;
    }
    if error.is_builder() {
        return Trouble::NotConnected("the request can't be made");
    }
    Trouble::Broken
}

fn no_connection(error: &reqwest::Error) -> &'static str {
    use std::io::ErrorKind;
    if error.is_timeout() {
        return "no answer";
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(this) = cause {
        if let Some(io) = this.downcast_ref::<std::io::Error>() {
            let (tls, kind) = innermost(io);
            match (tls, kind) {
                (Some(rustls::Error::InvalidCertificate(_)), _) => return UNTRUSTED,
                (Some(_), _) => return "no TLS connection",
                (None, ErrorKind::ConnectionRefused) => return "the connection is refused",
                (None, ErrorKind::TimedOut) => return "no answer",
                (None, ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) => {
                    return "no way to that network";
                }
                _ => {}
            }
        }
        if this.to_string() == "dns error" {
            return "its name is not known";
        }
        cause = this.source();
    }
    "no connection"
}

/// Errors of input and output stand inside each other, and TLS errors inside them; none of that is
/// their `source`.
fn innermost(error: &std::io::Error) -> (Option<&rustls::Error>, std::io::ErrorKind) {
    let inner = error.get_ref();
    if let Some(io) = inner.and_then(|inner| inner.downcast_ref::<std::io::Error>()) {
        return innermost(io);
    }
    let tls = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
    (tls, error.kind())
}
