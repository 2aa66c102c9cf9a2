//! Jenkins' remote API: crumb, build, queue item, result, console.
//!
//! Only numbers are taken from what Jenkins answers, those of queue items and builds; the addresses
//! it names are not used. So credentials go to the configured address alone, and a Jenkins that
//! knows itself by another name (behind a proxy, without TLS) works all the same.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use serde::Deserialize;
use url::Url;

use super::config::Config;
use super::failed;
use super::http::{Answer, Call, Credentials, Http, Trouble};
use crate::error::{Error, Result};

pub mod console;
pub mod follow;

use console::Mask;

const FORM: &str = "application/x-www-form-urlencoded";
/// Jenkins may be slow to answer while it has much to do.
const SLOW: Duration = Duration::from_secs(60);
/// Bytes of a console's end that are read.
const CONSOLE: usize = 64 << 10;
/// Of what Jenkins answers; builds list all that changed.
const ANSWER: usize = 8 << 20;

/// A Jenkins and who asks it.
#[derive(Clone)]
pub struct Jenkins {
    http: Http,
    base: Url,
    who: Credentials,
    mask: Arc<Mask>,
    timeout: Duration,
    poll: Duration,
}

/// Why an answer can't be used.
enum Snag {
    /// It may pass: Jenkins restarts, the network.
    Passing(String),
    /// It does not pass.
    Final(Error),
}

impl Snag {
    fn into_error(self, what: &str) -> Error {
        match self {
            Self::Passing(why) => failed(format!("{what}: Jenkins {why}")),
            Self::Final(error) => error,
        }
    }
}

#[derive(Deserialize)]
struct Crumb {
    #[serde(rename = "crumbRequestField")]
    field: String,
    crumb: String,
}

#[derive(Deserialize)]
struct QueueItem {
    #[serde(default)]
    cancelled: bool,
    why: Option<String>,
    executable: Option<Executable>,
}

#[derive(Deserialize)]
struct Executable {
    number: u64,
}

#[derive(Deserialize)]
struct BuildPage {
    #[serde(default)]
    building: bool,
    result: Option<String>,
}

impl Jenkins {
    /// The Jenkins of `config`.
    ///
    /// # Errors
    /// Exit 2 where user or token are not supplied.
    pub fn new(config: &Config) -> Result<Self> {
        // The configuration's reader makes sure of the section wherever there is a job.
        let section = config.jenkins.as_ref();
        let section = section.ok_or_else(|| Error::unexpected("there is no section `jenkins`"))?;
        Ok(Self {
            who: Credentials {
                user: section.user.reveal()?,
                token: section.token.reveal()?,
            },
            http: Http::new()?,
            base: section.url.clone(),
            mask: Arc::new(Mask::new(config.secrets())),
            timeout: section.timeout,
            poll: section.poll,
        })
    }

    /// Asks for a build; the number of its item in the queue. Asked once: a build too many may do
    /// harm.
    ///
    /// # Errors
    /// Exit 7 where Jenkins does not take it.
    pub async fn trigger(&self, job: &str, parameters: &[(String, String)]) -> Result<u64> {
        let end = if parameters.is_empty() {
            "build"
        } else {
            "buildWithParameters"
        };
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let what = format!("job `{job}`");
        let answer = self
            .post(self.job(job, &[end]), form.as_bytes(), &what)
            .await?;
        if answer.status != 201 {
            return Err(refused(&what, &answer));
        }
        let location = answer.headers.get(LOCATION).and_then(|it| it.to_str().ok());
        location.and_then(queue_number).ok_or_else(|| {
            failed(format!(
                "{what}: Jenkins took it, but does not say which queue item it is"
            ))
            .hint("look at the job in Jenkins: a build may be on its way")
        })
    }

    /// Takes an item from the queue; one that has left it stays as it is.
    async fn cancel(&self, job: &str, item: u64) -> Result<()> {
        let mut url = self.at(&["queue", "cancelItem"]);
        url.query_pairs_mut().append_pair("id", &item.to_string());
        self.stop_by(url, job).await
    }

    /// Stops a build; one that has ended stays as it is.
    async fn stop(&self, job: &str, number: u64) -> Result<()> {
        self.stop_by(self.build(job, number, &["stop"]), job).await
    }

    async fn stop_by(&self, url: Url, job: &str) -> Result<()> {
        let what = format!("job `{job}`");
        let answer = self.post(url, b"", &what).await?;
        match answer.status {
            // It sends the browser on to another page.
            200..=399 | 404 => Ok(()),
            _ => Err(refused(&what, &answer)),
        }
    }

    async fn queue_item(&self, job: &str, item: u64) -> Result<QueueItem, Snag> {
        let url = self.at(&["queue", "item", &item.to_string(), "api", "json"]);
        self.json(url, job).await
    }

    async fn build_page(&self, job: &str, number: u64) -> Result<BuildPage, Snag> {
        self.json(self.build(job, number, &["api", "json"]), job)
            .await
    }

    /// The last lines of a build's console.
    ///
    /// # Errors
    /// Where it can't be read.
    async fn console(&self, job: &str, number: u64) -> Result<Vec<String>, Trouble> {
        let mut answer = self.console_from(job, number, 0).await?;
        // The console's length, which comes before the console itself.
        let size = answer.headers.get("x-text-size");
        let size: u64 = size
            .and_then(|it| it.to_str().ok()?.parse().ok())
            .unwrap_or(0);
        if size > CONSOLE as u64 {
            answer = self
                .console_from(job, number, size - CONSOLE as u64)
                .await?;
            // It begins in the middle of a line, perhaps of a secret.
            let line = answer.body.iter().position(|byte| *byte == b'\n');
            answer.body.drain(..line.unwrap_or(answer.body.len()));
        }
        if !answer.is_success() {
            answer.body.clear();
        }
        Ok(console::tail(&answer.body, &self.mask))
    }

    async fn console_from(&self, job: &str, number: u64, start: u64) -> Result<Answer, Trouble> {
        let mut url = self.build(job, number, &["logText", "progressiveText"]);
        url.query_pairs_mut()
            .append_pair("start", &start.to_string());
        let call = Call {
            limit: CONSOLE,
            cut: true,
            ..self.call(url)
        };
        self.http.get_patiently(&call).await
    }

    async fn json<T: for<'a> Deserialize<'a>>(&self, url: Url, job: &str) -> Result<T, Snag> {
        let answer = match self.http.get(&self.call(url)).await {
            Ok(answer) => answer,
            Err(trouble) if trouble.may_pass() => return Err(Snag::Passing(trouble.to_string())),
            Err(trouble) => {
                let error = failed(format!("job `{job}`: Jenkins {trouble}"));
                return Err(Snag::Final(error.hint(trouble.hint())));
            }
        };
        if answer.status == 429 || answer.status >= 500 {
            return Err(Snag::Passing(format!(
                "answers with HTTP {}",
                answer.status
            )));
        }
        if !answer.is_success() {
            return Err(Snag::Final(refused(&format!("job `{job}`"), &answer)));
        }
        serde_json::from_slice(&answer.body).map_err(|_| {
            Snag::Final(
                failed(format!(
                    "job `{job}`: what Jenkins answers is not what its API says"
                ))
                .hint("is `jenkins: url:` the address of Jenkins itself?"),
            )
        })
    }

    async fn post(&self, url: Url, form: &[u8], what: &str) -> Result<Answer> {
        let mut call = self.call(url);
        call.headers = self.crumb(what).await?;
        self.http.post(&call, FORM, form).await.map_err(|trouble| {
            let error = failed(format!("{what}: Jenkins {trouble}")).hint(trouble.hint());
            match trouble {
                Trouble::NotConnected(_) => error,
                _ => error.hint("it may have heard all the same: look before you go on"),
            }
        })
    }

    /// What a POST must carry against cross-site request forgery, where Jenkins asks for it: a
    /// crumb, and the session for which it was made.
    async fn crumb(&self, what: &str) -> Result<HeaderMap> {
        let call = self.call(self.at(&["crumbIssuer", "api", "json"]));
        let answer =
            self.http.get_patiently(&call).await.map_err(|trouble| {
                failed(format!("{what}: Jenkins {trouble}")).hint(trouble.hint())
            })?;
        let mut headers = HeaderMap::new();
        if answer.status == 404 {
            return Ok(headers);
        }
        if !answer.is_success() {
            return Err(refused(what, &answer));
        }
        let header = serde_json::from_slice::<Crumb>(&answer.body)
            .ok()
            .and_then(|crumb| {
                let name: HeaderName = crumb.field.parse().ok()?;
                let value: HeaderValue = crumb.crumb.parse().ok()?;
                Some((name, value))
            });
        let (name, value) = header.ok_or_else(|| {
            failed(format!("{what}: Jenkins gives no crumb that can be read"))
                .hint("is `jenkins: url:` the address of Jenkins itself?")
        })?;
        headers.insert(name, value);
        let cookies: Vec<&str> = answer
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
            .collect();
        if let Ok(value) = cookies.join("; ").parse::<HeaderValue>()
            && !value.is_empty()
        {
            headers.insert(COOKIE, value);
        }
        Ok(headers)
    }

    fn call(&self, url: Url) -> Call {
        Call {
            credentials: Some(self.who.clone()),
            timeout: SLOW,
            limit: ANSWER,
            ..Call::new(url)
        }
    }

    /// An address below the configured one, whose own path stays.
    fn at(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        // Only addresses without a host have no path that can be changed; the configuration's
        // reader refuses those.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// An address of a job; `a/b` is job b in folder a.
    fn job(&self, job: &str, path: &[&str]) -> Url {
        let folders = job.split('/').flat_map(|name| ["job", name]);
        let whole: Vec<&str> = folders.chain(path.iter().copied()).collect();
        self.at(&whole)
    }

    fn build(&self, job: &str, number: u64, path: &[&str]) -> Url {
        let number = number.to_string();
        let whole: Vec<&str> = [number.as_str()]
            .into_iter()
            .chain(path.iter().copied())
            .collect();
        self.job(job, &whole)
    }

    /// A build's address for people.
    fn build_address(&self, job: &str, number: u64) -> String {
        self.build(job, number, &[""]).to_string()
    }
}

/// N of `…/queue/item/N/`, whatever stands before it.
fn queue_number(location: &str) -> Option<u64> {
    let path = location.split(['?', '#']).next()?;
    let (before, number) = path.trim_end_matches('/').rsplit_once('/')?;
    before
        .ends_with("queue/item")
        .then(|| number.parse().ok())?
}

/// Why Jenkins did not do what it was asked to.
fn refused(what: &str, answer: &Answer) -> Error {
    let location = answer.headers.get(LOCATION).and_then(|it| it.to_str().ok());
    let to_login = location.is_some_and(|it| it.contains("login"));
    let (says, hint) = match answer.status {
        300..=399 if !to_login => (
            "redirects".to_owned(),
            "write the address that it redirects to into `jenkins: url:`",
        ),
        401 | 300..=399 => (
            "does not accept user and token".to_owned(),
            "make a new token in Jenkins (the user's page, Security, API Token); the user is its ID, \
             not the full name",
        ),
        403 => (
            "does not let this user do that".to_owned(),
            "the user needs the permissions Overall/Read, Job/Read, Job/Build and Job/Cancel",
        ),
        404 => (
            "knows no such page".to_owned(),
            "is the job's name right (folder/job), is it parametrised, and may the user see it?",
        ),
        409 => ("does not build it now".to_owned(), "is the job disabled?"),
        400 | 500 => (
            format!("answers with HTTP {}", answer.status),
            "does the job know these parameters and values? A job without parameters takes none, \
             one with parameters wants some",
        ),
        status => (
            format!("answers with HTTP {status}"),
            "see Jenkins' own log",
        ),
    };
    failed(format!("{what}: Jenkins {says}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_of_a_queue_item_counts() {
        for location in [
            "https://ci.example/queue/item/17/",
            "http://10.0.0.1:8080/jenkins/queue/item/17",
            "/queue/item/17/?x=1",
            "queue/item/17",
        ] {
            assert_eq!(queue_number(location), Some(17), "{location}");
        }
        for location in [
            "",
            "/",
            "/login?from=/queue/item/17",
            "/queue/item/",
            "/job/17/",
            "/queue/item/x/",
        ] {
            assert_eq!(queue_number(location), None, "{location}");
        }
    }
}
