//! Who is told when the job begins, is done, or fails.
//!
//! Nobody's absence changes the job's outcome: what can't be told is a warning, after
//! [`LONGEST`] at the latest. A job of Jenkins is started and not waited for.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::config::{JobCall, Moment, Notify, Whom};
use super::failed;
use super::http::{Call, Http};
use super::jenkins::Jenkins;
use super::job::Context;
use super::secret::Secret;
use crate::error::Result;

/// All notifications of a moment together take no longer.
const LONGEST: Duration = Duration::from_secs(10);

/// What there is to tell.
pub enum Outcome {
    /// Nothing has been refused; the work begins.
    Begun,
    /// All steps have finished.
    Done,
    /// A step failed, or the job was stopped.
    Failed {
        /// Its name.
        step: &'static str,
        /// Why; no value of a row.
        error: String,
        /// The exit code.
        exit: i32,
    },
}

impl Outcome {
    /// How the job ended; `step` is where it stands.
    pub fn of(result: &Result<()>, step: &'static str) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(error) => Self::Failed {
                step,
                error: error.to_string(),
                exit: error.exit().code(),
            },
        }
    }

    fn moment(&self) -> Moment {
        match self {
            Self::Begun => Moment::Start,
            Self::Done => Moment::Success,
            Self::Failed { .. } => Moment::Failure,
        }
    }

    fn text(&self, context: &Context) -> String {
        let what = match context.state.placeholder("stamp") {
            Some(stamp) => format!("dmscrub: refresh of {} with dump {stamp}", context.target),
            None => format!("dmscrub: refresh of {}", context.target),
        };
        match self {
            Self::Begun => format!("{what} has begun"),
            Self::Done => format!("{what} is done"),
            Self::Failed { step, error, exit } => {
                format!("{what} failed in step {step} (exit {exit}): {error}")
            }
        }
    }
}

/// A moment's name in `on` and for `{status}`.
fn name(moment: Moment) -> &'static str {
    match moment {
        Moment::Start => "start",
        Moment::Success => "success",
        Moment::Failure => "failure",
    }
}

/// Tells everybody who wants to know.
pub async fn tell(context: &Context, outcome: &Outcome) {
    let moment = outcome.moment();
    let listeners = context
        .config
        .notify
        .iter()
        .filter(|it| it.on.contains(&moment));
    let told = listeners.map(async |notify| {
        let told = tokio::time::timeout(LONGEST, one(context, notify, outcome)).await;
        let why = match told {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it gave no whole answer in time".to_owned(),
        };
        let (moment, whom) = (name(moment), whom(notify));
        context
            .voice
            .warning(&format!("{whom} was not told of {moment}: {why}"));
    });
    futures_util::future::join_all(told).await;
}

/// What `--plan` says.
pub fn plan(context: &Context) -> Vec<String> {
    let line = |notify: &Notify| {
        let on: Vec<&str> = notify.on.iter().map(|moment| name(*moment)).collect();
        format!("{} on {}", whom(notify), on.join(", "))
    };
    context.config.notify.iter().map(line).collect()
}

fn whom(notify: &Notify) -> String {
    match &notify.whom {
        Whom::Webhook(url) => format!("the webhook of {url}"),
        Whom::Job(call) => format!("the job `{}`", call.job),
    }
}

async fn one(context: &Context, notify: &Notify, outcome: &Outcome) -> Result<()> {
    match &notify.whom {
        Whom::Webhook(url) => webhook(url, &outcome.text(context)).await,
        Whom::Job(call) => {
            let jenkins = Jenkins::new(&context.config)?;
            let parameters = parameters(context, call, outcome);
            jenkins.trigger(&call.job, &parameters).await.map(|_| ())
        }
    }
}

async fn webhook(secret: &Secret, text: &str) -> Result<()> {
    let url = secret.reveal()?;
    let url = url::Url::parse(url.expose_secret()).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url.ok_or_else(|| failed("it is no http or https address"))?;
    let body = serde_json::json!({ "text": text }).to_string();
    let call = Call {
        timeout: LONGEST,
        cut: true,
        ..Call::new(url)
    };
    let answer = Http::new()?
        .post(&call, "application/json", body.as_bytes())
        .await;
    let answer = answer.map_err(|trouble| failed(format!("it {trouble}")))?;
    if answer.is_success() {
        return Ok(());
    }
    Err(failed(format!("it answers with HTTP {}", answer.status)))
}

/// What is not known yet, or never will be, is no reason not to tell.
fn parameters(context: &Context, call: &JobCall, outcome: &Outcome) -> Vec<(String, String)> {
    let value = |placeholder: &str| {
        let known = match placeholder {
            "status" => Some(name(outcome.moment()).to_owned()),
            "target" => Some(context.target.clone()),
            other => context.state.placeholder(other),
        };
        Some(known.unwrap_or_else(|| "unknown".to_owned()))
    };
    let filled = call.parameters.iter().map(|(name, template)| {
        let text = template.fill(value).unwrap_or_else(str::to_owned);
        (name.clone(), text)
    });
    filled.collect()
}
