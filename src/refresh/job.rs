//! Runs the steps in order, records what is done, and cleans up whatever happens.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::child::Hidden;
use super::config::{Config, Target};
use super::failed;
use super::guardian::Guardian;
use super::jenkins::Jenkins;
use super::notify::{self, Outcome};
use super::report;
use super::state::{Spool, State};
use super::step::{STEPS, Step, versions};
use super::tunnel::Reached;
use super::voice::Voice;
use crate::error::{Error, Result};
use crate::pipe::digest::Digests;
use crate::pipe::run::Summary;
use crate::pipe::stop::{self, Signals};
use crate::prove::report::model::{JobStep, Report, StepOutcome};
use crate::rules::model::RuleSet;
use crate::transform::seed::SecretKey;

/// What is asked for.
pub struct Request {
    /// The configuration.
    pub config: Arc<Config>,
    /// The target's name.
    pub target: String,
    /// A local dump in place of the source's newest backup.
    pub dump: Option<PathBuf>,
    /// Go on at the first step that has not finished.
    pub resume: bool,
    /// A report is asked for.
    pub report: bool,
    /// How values are replaced.
    pub cleaning: Cleaning,
}

/// How values are replaced.
#[derive(Clone)]
pub struct Cleaning {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// The key of the pseudonyms.
    pub key: SecretKey,
}

/// What steps work with.
pub struct Context {
    /// The configuration.
    pub config: Arc<Config>,
    /// The target's name.
    pub target: String,
    /// A local dump in place of the source's newest backup.
    pub dump: Option<PathBuf>,
    /// How values are replaced.
    pub cleaning: Cleaning,
    /// What is known and done.
    pub state: State,
    /// Where the cleaned dump goes; `None` in a plan.
    pub spool: Option<Spool>,
    /// Cleans up; `None` in a plan.
    pub guardian: Option<Guardian>,
    /// What children do not see.
    pub hidden: Hidden,
    /// How the job speaks.
    pub voice: Arc<dyn Voice>,
    /// The way to the target's database, from the guard to the load.
    pub reached: Option<Reached>,
    /// How the load went that ran beside the scrub.
    pub loaded: Option<Result<()>>,
    /// Of the backup, where a report is asked for.
    pub digests: Option<Digests>,
    /// What the scrub came to, whether it went well or not.
    pub summary: Arc<Mutex<Summary>>,
    /// What is called off when the job fails or is stopped: builds under way, uploads.
    pub undo: Vec<Undo>,
}

/// Something to call off, and its name for messages.
pub struct Undo {
    /// What it is.
    pub what: String,
    /// Calls it off.
    pub run: Box<dyn FnOnce() -> BoxFuture<'static, Result<()>> + Send + Sync>,
}

impl Context {
    /// The target's configuration.
    ///
    /// # Errors
    /// Exit 2 where there is none of this name.
    pub fn target(&self) -> Result<&Target> {
        self.config.target(&self.target)
    }

    /// The spool.
    ///
    /// # Errors
    /// Exit 1 in a plan, where no step runs.
    pub fn spool(&self) -> Result<&Spool> {
        let none = || Error::unexpected("a plan has no spool");
        self.spool.as_ref().ok_or_else(none)
    }

    /// The guardian.
    ///
    /// # Errors
    /// Exit 1 in a plan, where no step runs.
    pub fn guardian(&self) -> Result<&Guardian> {
        let none = || Error::unexpected("a plan has no guardian");
        self.guardian.as_ref().ok_or_else(none)
    }

    /// What the scrub came to.
    pub fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn new(request: Request, voice: Arc<dyn Voice>) -> Result<Self> {
        let target = request.config.target(&request.target)?;
        versions::check(target, &request.cleaning.rules)?;
        Ok(Self {
            hidden: Hidden::new(request.config.secrets())
                .and_of_rules(&request.cleaning.rules.variables),
            config: request.config,
            target: request.target,
            dump: request.dump,
            cleaning: request.cleaning,
            state: State::new(),
            spool: None,
            guardian: None,
            voice,
            reached: None,
            loaded: None,
            digests: request.report.then(Digests::default),
            summary: Arc::default(),
            undo: Vec::new(),
        })
    }
}

/// What each step would do, for `--plan`.
///
/// # Errors
/// Exit 2 where there is no such target.
pub fn plan(request: Request, voice: Arc<dyn Voice>) -> Result<String> {
    let context = Context::new(request, voice)?;
    let mut text = String::new();
    for step in STEPS {
        let lines = match (step.needless)(&context) {
            Some(why) => vec![format!("nothing: {why}")],
            None => (step.plan)(&context),
        };
        for (index, line) in lines.iter().enumerate() {
            let name = if index == 0 { step.name } else { "" };
            text.push_str(&format!("{name:10} {line}\n"));
        }
    }
    for line in notify::plan(&context) {
        text.push_str(&format!("{:10} {line}\n", "notify"));
    }
    Ok(text)
}

/// Runs the job; its report, where one is asked for, comes with a failure too.
pub async fn run(request: Request, voice: Arc<dyn Voice>) -> (Option<Report>, Result<()>) {
    let (began, resume, asked) = (Timestamp::now(), request.resume, request.report);
    let target = request.target.clone();
    let mut steps = Vec::new();
    match begin(request, voice, resume) {
        Ok(mut context) => {
            let result = stoppable(&mut context, &mut steps).await;
            let step = stopped_in(&steps);
            let result = end(&mut context, result).await;
            notify::tell(&context, &Outcome::of(&result, step)).await;
            let report = asked.then(|| {
                let job = report::whole(&target, steps);
                report::of(&context, began, job, &result)
            });
            (report, result)
        }
        Err(error) => {
            let result = Err(error);
            let report = asked.then(|| report::not_begun(&target, began, &result));
            (report, result)
        }
    }
}

/// The step that failed, or in which the job was stopped.
fn stopped_in(done: &[JobStep]) -> &'static str {
    let failed = done
        .last()
        .is_some_and(|last| last.outcome == StepOutcome::Failed);
    let at = done.len() - usize::from(failed);
    STEPS.get(at).map_or("the end", |step| step.name)
}

fn begin(request: Request, voice: Arc<dyn Voice>, resume: bool) -> Result<Context> {
    let mut context = Context::new(request, voice)?;
    let target = context.target()?;
    if target.migrate.is_some() || !target.after.is_empty() {
        // What Jenkins needs must not be found missing when the dump is loaded.
        Jenkins::new(&context.config)?;
    }
    let spool = Spool::open(&context.config.spool, &context.target)?;
    if resume {
        context.state = resumed(&spool, &context)?;
    } else {
        spool.clear()?;
    }
    spool.save(&context.state)?;
    context.spool = Some(spool);
    context.guardian = Some(Guardian::start()?);
    Ok(context)
}

fn resumed(spool: &Spool, context: &Context) -> Result<State> {
    let state = spool.load()?.ok_or_else(|| {
        failed(format!(
            "no refresh of `{}` is left to resume",
            context.target
        ))
        .hint("begin anew: leave --resume out")
    })?;
    let cleaned = &state.scrubbed;
    if cleaned
        .as_ref()
        .is_some_and(|it| it.rules != context.cleaning.rules.digest)
    {
        return Err(failed("the rules have changed since the dump was cleaned")
            .hint("begin anew: leave --resume out"));
    }
    Ok(state)
}

/// Runs the steps until they end or a signal comes.
async fn stoppable(context: &mut Context, done: &mut Vec<JobStep>) -> Result<()> {
    let mut signals = Signals::listen()?;
    let number = tokio::select! {
        result = steps(context, done) => return result,
        number = signals.next() => number,
    };
    let step = stopped_in(done);
    Err(stop::stopped(number, &format!(" in step {step}"))
        .hint("go on where it stopped: add --resume"))
}

/// Steps that only look: what they refuse has not begun.
const BEFORE: &[&str] = &["status", "guard"];

async fn steps(context: &mut Context, done: &mut Vec<JobStep>) -> Result<()> {
    let mut told = false;
    for step in STEPS {
        if !told && !BEFORE.contains(&step.name) {
            notify::tell(context, &Outcome::Begun).await;
            told = true;
        }
        let began = Instant::now();
        let (outcome, result) = one(step, context).await;
        let took = began.elapsed();
        let (says, result) = match result {
            Ok(says) => (says, Ok(())),
            Err(error) => (error.to_string(), Err(error)),
        };
        if outcome == StepOutcome::Done && result.is_ok() {
            let seconds = took.as_secs_f64();
            context
                .voice
                .note(&format!("{}: {says} ({seconds:.1} s)", step.name));
        }
        done.push(JobStep {
            step: step.name.to_owned(),
            outcome: match &result {
                Ok(()) => outcome,
                Err(_) => StepOutcome::Failed,
            },
            says,
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        });
        result.map_err(|error| {
            error.hint(format!(
                "step {} failed; when it is mended: --resume",
                step.name
            ))
        })?;
    }
    Ok(())
}

async fn one(step: &Step, context: &mut Context) -> (StepOutcome, Result<String>) {
    if let Some(why) = (step.needless)(context) {
        return (StepOutcome::NothingToDo, Ok(why));
    }
    if let Some(says) = context.state.finished.get(step.name)
        && !step.every_time
    {
        return (StepOutcome::DoneBefore, Ok(says.clone()));
    }
    let result = async {
        let says = (step.run)(context).await?;
        let finished = &mut context.state.finished;
        finished.insert(step.name.to_owned(), says.clone());
        context.spool()?.save(&context.state)?;
        Ok(says)
    };
    (StepOutcome::Done, result.await)
}

/// Always: what is under way is called off after a failure, and nothing is left behind.
async fn end(context: &mut Context, result: Result<()>) -> Result<()> {
    if result.is_err() {
        for undo in std::mem::take(&mut context.undo).into_iter().rev() {
            if let Err(error) = (undo.run)().await {
                context
                    .voice
                    .warning(&format!("{} can't be called off: {error}", undo.what));
            }
        }
    }
    if let Some(tunnel) = context.reached.take().and_then(|reached| reached.tunnel) {
        tunnel.close().await;
    }
    if let Some(guardian) = context.guardian.take() {
        // It waits for processes.
        let _ = tokio::task::spawn_blocking(move || guardian.finish()).await;
    }
    if result.is_ok() {
        context.spool()?.clear()?;
    }
    result
}
