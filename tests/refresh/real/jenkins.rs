//! A stand-in for Jenkins: what its remote API answers, by a script for each job.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers};

/// Who may ask.
pub(crate) const USER: &str = "robot";
/// The token of [`USER`]. Nothing may show it.
pub(crate) const TOKEN: &str = "token-of-the-robot";
const BASIC: &str = "Basic cm9ib3Q6dG9rZW4tb2YtdGhlLXJvYm90";
const CRUMB: &str = "0123456789abcdef";
const SESSION: &str = "JSESSIONID.1=node0";

/// What a job does.
#[derive(Clone)]
pub(crate) struct Script {
    /// The answer to being asked for a build.
    pub(crate) status: u16,
    /// What stands before `/queue/item/N/` in its Location.
    pub(crate) location: &'static str,
    /// Looks at the queue item before it leaves the queue.
    pub(crate) queued: u32,
    /// Somebody takes it from the queue.
    pub(crate) cancelled: bool,
    /// Looks at the build before it ends.
    pub(crate) building: u32,
    pub(crate) result: &'static str,
    pub(crate) console: Vec<u8>,
    /// Looks that are answered with 503 before anything else.
    pub(crate) hiccups: u32,
}

impl Script {
    /// The build fails.
    pub(crate) fn red() -> Self {
        Self {
            result: "FAILURE",
            ..Self::default()
        }
    }
}

impl Default for Script {
    fn default() -> Self {
        Self {
            status: 201,
            location: "",
            queued: 2,
            cancelled: false,
            building: 2,
            result: "SUCCESS",
            console: Vec::new(),
            hiccups: 0,
        }
    }
}

/// Never.
pub(crate) const FOREVER: u32 = u32::MAX;

/// One that was asked for.
struct Item {
    job: String,
    script: Script,
    stopped: bool,
}

#[derive(Default)]
struct State {
    scripts: HashMap<String, Script>,
    items: Vec<Item>,
    log: Vec<String>,
}

/// The server.
pub(crate) struct Jenkins {
    server: MockServer,
    prefix: &'static str,
    state: Arc<Mutex<State>>,
}

struct Answers {
    prefix: &'static str,
    crumbs: bool,
    state: Arc<Mutex<State>>,
}

impl Jenkins {
    /// At `prefix` of its server's paths; with crumbs or without.
    pub(crate) async fn start(prefix: &'static str, crumbs: bool) -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        let answers = Answers {
            prefix,
            crumbs,
            state: Arc::clone(&state),
        };
        Mock::given(matchers::any())
            .respond_with(answers)
            .mount(&server)
            .await;
        Self {
            server,
            prefix,
            state,
        }
    }

    /// Adds a job (`folder/job`).
    pub(crate) fn job(&self, name: &str, script: Script) {
        let mut state = self.state.lock().expect("no test fails with it");
        state.scripts.insert(name.to_owned(), script);
    }

    /// From now on the job is green, and what hangs in queue or build ends.
    pub(crate) fn mend(&self, name: &str) {
        self.job(name, Script::default());
        let mut state = self.state.lock().expect("no test fails with it");
        for item in state.items.iter_mut().filter(|item| item.job == name) {
            (item.script.queued, item.script.building) = (0, 0);
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", self.server.uri(), self.prefix)
    }

    /// All that was asked, `METHOD path body` each, looks left out.
    pub(crate) fn posts(&self) -> Vec<String> {
        self.state
            .lock()
            .expect("no test fails with it")
            .log
            .clone()
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let header = |name: &str| {
            let value = request.headers.get(name);
            value.and_then(|value| value.to_str().ok()).unwrap_or("")
        };
        if header("authorization") != BASIC {
            return ResponseTemplate::new(401);
        }
        let Some(path) = request.url.path().strip_prefix(self.prefix) else {
            return ResponseTemplate::new(404);
        };
        let words: Vec<&str> = path.trim_matches('/').split('/').collect();
        let mut state = self.state.lock().expect("no test fails with it");
        if request.method.as_str() == "POST" {
            if self.crumbs && (header("jenkins-crumb") != CRUMB || header("cookie") != SESSION) {
                return ResponseTemplate::new(403);
            }
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let query = request.url.query().unwrap_or("").to_owned();
            state.log.push(format!("{path} {query}{body}"));
            return state.post(&words, &query);
        }
        match (words.as_slice(), self.crumbs) {
            (["crumbIssuer", "api", "json"], true) => ResponseTemplate::new(200)
                .append_header("set-cookie", format!("{SESSION};Path=/;HttpOnly").as_str())
                .set_body_json(serde_json::json!({
                    "crumb": CRUMB, "crumbRequestField": "Jenkins-Crumb",
                })),
            (["queue", "item", number, "api", "json"], _) => state.queue_item(number),
            ([.., number, "api", "json"], _) => state.build(number),
            ([.., number, "logText", "progressiveText"], _) => {
                state.console(number, request.url.query().unwrap_or(""))
            }
            _ => ResponseTemplate::new(404),
        }
    }
}

impl State {
    fn post(&mut self, words: &[&str], query: &str) -> ResponseTemplate {
        match words {
            ["queue", "cancelItem"] => {
                let item = query.strip_prefix("id=").and_then(|id| self.item(id));
                let Some(item) = item else {
                    return ResponseTemplate::new(404);
                };
                item.script.cancelled = true;
                ResponseTemplate::new(302).append_header("location", "https://elsewhere.example/")
            }
            ["job", .., number, "stop"] => match self.item(number) {
                Some(item) => {
                    item.stopped = true;
                    ResponseTemplate::new(302).append_header("location", "../")
                }
                None => ResponseTemplate::new(404),
            },
            ["job", folders @ .., "buildWithParameters" | "build"] => {
                let names: Vec<&str> = folders.iter().copied().filter(|it| *it != "job").collect();
                let job = names.join("/");
                let Some(script) = self.scripts.get(&job).cloned() else {
                    return ResponseTemplate::new(404);
                };
                let number = self.items.len() + 1;
                let answer = ResponseTemplate::new(script.status);
                let location = format!("{}/queue/item/{number}/", script.location);
                if script.status == 201 {
                    self.items.push(Item {
                        job,
                        script,
                        stopped: false,
                    });
                }
                answer.append_header("location", location.as_str())
            }
            _ => ResponseTemplate::new(404),
        }
    }

    /// Queue item and build have the same number here.
    fn item(&mut self, number: &str) -> Option<&mut Item> {
        let number: usize = number.parse().ok()?;
        self.items.get_mut(number.checked_sub(1)?)
    }

    fn queue_item(&mut self, number: &str) -> ResponseTemplate {
        let name = number.parse::<u64>().unwrap_or(0);
        let Some(item) = self.item(number) else {
            return ResponseTemplate::new(404);
        };
        let script = &mut item.script;
        if script.hiccups > 0 {
            script.hiccups -= 1;
            return ResponseTemplate::new(503).set_body_string("<html>starting</html>");
        }
        if script.cancelled {
            return ResponseTemplate::new(200).set_body_json(serde_json::json!({
                "_class": "hudson.model.Queue$LeftItem", "cancelled": true, "executable": null,
            }));
        }
        if script.queued > 0 {
            script.queued = script
                .queued
                .saturating_sub(u32::from(script.queued != FOREVER));
            return ResponseTemplate::new(200).set_body_json(serde_json::json!({
                "why": format!("Waiting for {TOKEN}\u{1b}[2J"), "cancelled": false,
            }));
        }
        ResponseTemplate::new(200).set_body_json(serde_json::json!({
            "why": null, "cancelled": false,
            "executable": {"number": name, "url": format!("https://elsewhere.example/{}/{name}/", item.job)},
        }))
    }

    fn build(&mut self, number: &str) -> ResponseTemplate {
        let Some(item) = self.item(number) else {
            return ResponseTemplate::new(404);
        };
        let script = &mut item.script;
        let building = script.building > 0 && !item.stopped;
        if building && script.building != FOREVER {
            script.building -= 1;
        }
        let result = match (building, item.stopped) {
            // As pipelines do: before they end.
            (true, _) if script.result != "SUCCESS" => Some(script.result),
            (true, _) => None,
            (false, true) => Some("ABORTED"),
            (false, false) => Some(script.result),
        };
        ResponseTemplate::new(200)
            .set_body_json(serde_json::json!({"building": building, "result": result}))
    }

    fn console(&mut self, number: &str, query: &str) -> ResponseTemplate {
        let Some(item) = self.item(number) else {
            return ResponseTemplate::new(404);
        };
        let console = &item.script.console;
        let start: usize = query.trim_start_matches("start=").parse().unwrap_or(0);
        ResponseTemplate::new(200)
            .append_header("x-text-size", console.len().to_string().as_str())
            .set_body_bytes(&console[start.min(console.len())..])
    }
}

/// A stand-in for the target's status page, or for whoever listens to a webhook.
pub(crate) async fn page(status: u16, body: &str, delay: Duration) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status)
        .set_body_string(body)
        .set_delay(delay);
    Mock::given(matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

/// The bodies that a server was sent.
pub(crate) async fn bodies(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap_or_default();
    requests
        .iter()
        .map(|request| String::from_utf8_lossy(&request.body).into_owned())
        .collect()
}
