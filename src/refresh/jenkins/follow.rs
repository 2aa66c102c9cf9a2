//! A build from its trigger to its result.
//!
//! What is under way stands in the state, so that a resumed job goes on with it instead of building
//! twice; and on the job's list of what is called off when it fails or is stopped.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout};

use super::console::plain;
use super::{Jenkins, Snag};
use crate::error::{Error, Result};
use crate::refresh::config::JobCall;
use crate::refresh::failed;
use crate::refresh::job::{Context, Undo};
use crate::refresh::voice::Voice;

/// The longest pause after a failed look.
const PATIENCE: Duration = Duration::from_secs(30);
/// A job that was stopped must come to its end.
const CALL_OFF: Duration = Duration::from_secs(30);
/// After so many looks at the queue it is said what the item waits for.
const WAITS_LONG: u32 = 6;

/// How far a build has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Its item in the queue.
    Queued(u64),
    /// The build's number.
    Running(u64),
    /// It has succeeded; its address.
    Done(String),
}

/// What is called off when the job ends early.
enum Under {
    Nothing,
    /// The request is on its way.
    Asking,
    Way(Progress),
}

/// Builds `call` and waits for its success; the build's address. `key` names it in the state: one
/// that has been built is not built again.
///
/// # Errors
/// Exit 7 where it can't be built, does not succeed, or takes too long.
pub async fn build(context: &mut Context, key: &str, call: &JobCall) -> Result<String> {
    let known = context.state.builds.get(key).cloned();
    if let Some(Progress::Done(address)) = known {
        return Ok(address);
    }
    let jenkins = Jenkins::new(&context.config)?;
    let voice = Arc::clone(&context.voice);
    let follower = Follower {
        jenkins: &jenkins,
        job: &call.job,
        voice: &*voice,
    };
    let parameters = parameters(context, call)?;
    let under = Arc::new(Mutex::new(Under::Nothing));
    let undos = context.undo.len();
    context.undo.push(undo(&jenkins, &call.job, &under, &voice));

    let whole = follower.follow(context, key, &parameters, known, &under);
    let address = match timeout(jenkins.timeout, whole).await {
        Ok(result) => result?,
        Err(_) => {
            let limit = jenkins.timeout.as_secs();
            return Err(
                failed(format!("job `{}` has not ended within {limit} s", call.job))
                    .hint("see what it waits for in Jenkins, or set `jenkins: timeout:` higher"),
            );
        }
    };
    context.undo.truncate(undos);
    note(context, key, Progress::Done(address.clone()))?;
    Ok(address)
}

/// The job's parameters, filled in.
///
/// # Errors
/// Exit 7 where one names what is not known.
pub fn parameters(context: &Context, call: &JobCall) -> Result<Vec<(String, String)>> {
    let value = |name: &str| match name {
        "target" => Some(context.target.clone()),
        name => context.state.placeholder(name),
    };
    let filled = call.parameters.iter().map(|(name, template)| {
        let text = template.fill(value).map_err(|unknown| {
            failed(format!(
                "job `{}`: {{{unknown}}} in parameter {name} is not known",
                call.job
            ))
            .at_rule(&call.position)
        })?;
        Ok((name.clone(), text))
    });
    filled.collect()
}

/// How often is looked again.
struct Pace {
    pause: Duration,
    told: bool,
}

struct Follower<'a> {
    jenkins: &'a Jenkins,
    job: &'a str,
    voice: &'a dyn Voice,
}

impl Follower<'_> {
    async fn follow(
        &self,
        context: &mut Context,
        key: &str,
        parameters: &[(String, String)],
        known: Option<Progress>,
        under: &Mutex<Under>,
    ) -> Result<String> {
        let begun = match known {
            Some(progress) => self.still(progress).await?,
            None => None,
        };
        let begun = match begun {
            Some(progress) => progress,
            None => {
                set(under, Under::Asking);
                let item = match self.jenkins.trigger(self.job, parameters).await {
                    Ok(item) => item,
                    Err(error) => {
                        set(under, Under::Nothing);
                        return Err(error);
                    }
                };
                Progress::Queued(item)
            }
        };
        set(under, Under::Way(begun.clone()));
        note(context, key, begun.clone())?;
        let number = match begun {
            Progress::Done(address) => return Ok(address),
            Progress::Running(number) => number,
            Progress::Queued(item) => {
                let number = match self.leave_queue(item).await {
                    Ok(number) => number,
                    Err(error) => {
                        set(under, Under::Nothing);
                        return Err(error);
                    }
                };
                set(under, Under::Way(Progress::Running(number)));
                note(context, key, Progress::Running(number))?;
                number
            }
        };
        let address = self.jenkins.build_address(self.job, number);
        self.voice
            .note(&format!("job `{}` builds: {address}", self.job));
        let result = self.result(number).await?;
        set(under, Under::Nothing);
        if result == "SUCCESS" {
            return Ok(address);
        }
        Err(self.red(number, &result, &address).await)
    }

    /// What an earlier run began, where it still goes on or has succeeded.
    async fn still(&self, progress: Progress) -> Result<Option<Progress>> {
        let what = format!("job `{}`", self.job);
        let number = match progress {
            Progress::Done(address) => return Ok(Some(Progress::Done(address))),
            Progress::Running(number) => number,
            Progress::Queued(item) => match self.jenkins.queue_item(self.job, item).await {
                Ok(page) if page.cancelled => return Ok(None),
                Ok(page) => match page.executable {
                    Some(build) => build.number,
                    None => return Ok(Some(Progress::Queued(item))),
                },
                Err(Snag::Passing(why)) => return Err(Snag::Passing(why).into_error(&what)),
                // Jenkins forgets items some minutes after they have left the queue.
                Err(Snag::Final(_)) => return Ok(None),
            },
        };
        let page = match self.jenkins.build_page(self.job, number).await {
            Ok(page) => page,
            Err(Snag::Passing(why)) => return Err(Snag::Passing(why).into_error(&what)),
            Err(Snag::Final(_)) => return Ok(None),
        };
        Ok(match page.result.as_deref() {
            _ if page.building => Some(Progress::Running(number)),
            None => Some(Progress::Running(number)),
            Some("SUCCESS") => Some(Progress::Done(self.jenkins.build_address(self.job, number))),
            Some(_) => None,
        })
    }

    async fn leave_queue(&self, item: u64) -> Result<u64> {
        let (began, mut told, mut pace) = (Instant::now(), String::new(), self.pace());
        loop {
            let page = match self.jenkins.queue_item(self.job, item).await {
                Ok(page) => page,
                Err(snag) => {
                    self.again(&mut pace, snag).await?;
                    continue;
                }
            };
            pace = self.pace();
            if page.cancelled {
                return Err(failed(format!(
                    "job `{}`: its item was taken from the queue",
                    self.job
                ))
                .hint("somebody cancelled it in Jenkins"));
            }
            if let Some(build) = page.executable {
                return Ok(build.number);
            }
            let why = page.why.unwrap_or_default();
            if began.elapsed() > WAITS_LONG * self.jenkins.poll && why != told {
                let shown = plain(&self.jenkins.mask.cover(&why), 200);
                self.voice
                    .note(&format!("job `{}` waits in the queue: {shown}", self.job));
                told = why;
            }
            sleep(self.jenkins.poll).await;
        }
    }

    async fn result(&self, number: u64) -> Result<String> {
        let mut pace = self.pace();
        loop {
            match self.jenkins.build_page(self.job, number).await {
                Ok(page) => {
                    // Pipelines may name their result before they end.
                    if let (false, Some(result)) = (page.building, page.result) {
                        return Ok(result);
                    }
                    pace = self.pace();
                    sleep(self.jenkins.poll).await;
                }
                Err(snag) => self.again(&mut pace, snag).await?,
            }
        }
    }

    fn pace(&self) -> Pace {
        Pace {
            pause: self.jenkins.poll,
            told: false,
        }
    }

    /// Waits before the next look, as long as what failed may pass; the time-out of the whole ends
    /// it.
    async fn again(&self, pace: &mut Pace, snag: Snag) -> Result<()> {
        let why = match snag {
            Snag::Final(error) => return Err(error),
            Snag::Passing(why) => why,
        };
        if !pace.told {
            pace.told = true;
            let job = self.job;
            self.voice
                .warning(&format!("job `{job}`: Jenkins {why}; looking again"));
        }
        sleep(pace.pause).await;
        pace.pause = (2 * pace.pause).min(PATIENCE.max(self.jenkins.poll));
        Ok(())
    }

    async fn red(&self, number: u64, result: &str, address: &str) -> Error {
        let result = plain(result, 40);
        let error = failed(format!(
            "job `{}`: build {number} ended with {result}",
            self.job
        ))
        .hint(format!("see {address}"));
        match self.jenkins.console(self.job, number).await {
            Ok(lines) if !lines.is_empty() => {
                error.hint(format!("the end of its console:\n{}", lines.join("\n")))
            }
            _ => error.hint("its console can't be read"),
        }
    }
}

/// Notes in the state how far a build has come.
fn note(context: &mut Context, key: &str, progress: Progress) -> Result<()> {
    context.state.builds.insert(key.to_owned(), progress);
    context.spool()?.save(&context.state)
}

fn set(under: &Mutex<Under>, now: Under) {
    *under.lock().unwrap_or_else(PoisonError::into_inner) = now;
}

fn undo(jenkins: &Jenkins, job: &str, under: &Arc<Mutex<Under>>, voice: &Arc<dyn Voice>) -> Undo {
    let (jenkins, job) = (jenkins.clone(), job.to_owned());
    let (under, voice) = (Arc::clone(under), Arc::clone(voice));
    Undo {
        what: format!("job `{job}`"),
        run: Box::new(move || {
            Box::pin(async move {
                let now = std::mem::replace(
                    &mut *under.lock().unwrap_or_else(PoisonError::into_inner),
                    Under::Nothing,
                );
                match timeout(CALL_OFF, call_off(&jenkins, &job, now, &*voice)).await {
                    Ok(result) => result,
                    Err(_) => Err(failed("Jenkins gave no answer in time")),
                }
            })
        }),
    }
}

async fn call_off(jenkins: &Jenkins, job: &str, under: Under, voice: &dyn Voice) -> Result<()> {
    let number = match under {
        Under::Nothing | Under::Way(Progress::Done(_)) => return Ok(()),
        Under::Asking => {
            return Err(failed("Jenkins had not answered yet").hint("a build may be on its way"));
        }
        Under::Way(Progress::Running(number)) => number,
        Under::Way(Progress::Queued(item)) => {
            jenkins.cancel(job, item).await?;
            // It may have left the queue just before.
            match jenkins.queue_item(job, item).await {
                Ok(super::QueueItem {
                    executable: Some(build),
                    ..
                }) => build.number,
                _ => {
                    voice.note(&format!("job `{job}` was taken from Jenkins' queue"));
                    return Ok(());
                }
            }
        }
    };
    jenkins.stop(job, number).await?;
    voice.note(&format!("job `{job}`: build {number} was stopped"));
    Ok(())
}
