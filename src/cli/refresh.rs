//! `refresh`: the weekly job.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::ExposeSecret;

use super::args::{MessageArgs, RefreshArgs, When};
use super::diagnostic::{Printer, shown};
use super::filter;
use super::outside::{System, load_rules_in};
use crate::error::{Error, Result};
use crate::pipe::command::Processes;
use crate::pipe::meter::{At, Meter, Shown};
use crate::prove::report::Report;
use crate::prove::report::file::{self, ReportFile};
use crate::prove::report::sign::Signer;
use crate::refresh::child::Hidden;
use crate::refresh::config::Config;
use crate::refresh::guardian;
use crate::refresh::job::{self, Cleaning, Request};
use crate::refresh::report;
use crate::refresh::voice::Voice;
use crate::rules::load::Outside;
use crate::transform::seed::{MIN_KEY_BYTES, SecretKey};
use crate::transform::service::Commands;

/// Runs the job, or says what it would do.
pub fn run(args: &RefreshArgs, messages: &MessageArgs, printer: &Printer) -> Result<()> {
    let Some(path) = args.report.as_deref().filter(|_| !args.plan) else {
        return job(args, messages, printer).1;
    };
    // What could fail of the report fails before the job.
    let signer = args.sign_key.as_deref().map(Signer::read).transpose()?;
    let file = ReportFile::create(path)?;
    let began = jiff::Timestamp::now();
    let (report, result) = job(args, messages, printer);
    let mut report = report.unwrap_or_else(|| report::not_begun(&args.target, began, &result));
    let text = match &signer {
        Some(signer) => signer.sign(&mut report),
        None => file::text(&report),
    };
    let written = text.and_then(|text| file.write(&text));
    // A failed job is the graver news of the two.
    result.and(written)
}

/// The job, and its report, where it could begin and one is asked for.
fn job(
    args: &RefreshArgs,
    messages: &MessageArgs,
    printer: &Printer,
) -> (Option<Report>, Result<()>) {
    let request = match request(args, printer) {
        Ok(request) => request,
        Err(error) => return (None, Err(error)),
    };
    let voice = Arc::new(Speaker::new(args.progress, messages));
    if args.plan {
        let written = job::plan(request, voice).and_then(|plan| {
            let written = std::io::stdout().write_all(plan.as_bytes());
            written.map_err(|error| {
                Error::output(format!("the plan can't be written: {}", error.kind()))
            })
        });
        return (None, written);
    }
    match runtime() {
        Ok(runtime) => runtime.block_on(job::run(request, voice)),
        Err(error) => (None, Err(error)),
    }
}

fn request(args: &RefreshArgs, printer: &Printer) -> Result<Request> {
    let config = Config::load(&args.config)?;
    config.target(&args.target)?;
    if config.rules.is_empty() {
        return Err(
            Error::usage(format!("`{}` names no rules", args.config.display()))
                .hint("add a line: rules: [rules/]"),
        );
    }
    let outside = OfJob {
        hidden: Hidden::new(config.secrets()),
    };
    let rules = load_rules_in(&config.rules, &config.overlays, &outside)?;
    let cleaning = Cleaning {
        key: key(&config, args.plan, printer)?,
        rules: Arc::new(rules),
    };
    Ok(Request {
        config: Arc::new(config),
        target: args.target.clone(),
        dump: args.dump.clone(),
        resume: args.resume,
        report: args.report.is_some(),
        cleaning,
    })
}

/// What rules may read: programs of their `command` rules do not get the job's secrets.
struct OfJob {
    hidden: Hidden,
}

impl Outside for OfJob {
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>> {
        System.read(from, path)
    }

    fn env(&self, name: &str) -> Option<String> {
        System.env(name)
    }

    fn commands(&self) -> Arc<dyn Commands> {
        Arc::new(Processes {
            hidden: self.hidden.names().to_vec(),
        })
    }
}

/// Runs as the clean-up of another process of this program.
pub fn guardian() {
    guardian::serve(std::io::stdin().lock());
}

/// The one runtime of a command.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Error::unexpected(format!("no runtime: {}", error.kind())))
}

/// A plan needs no secrets.
fn key(config: &Config, plan: bool, printer: &Printer) -> Result<SecretKey> {
    let Some(secret) = config.key.as_ref().filter(|_| !plan) else {
        if !plan {
            printer.note(
                "no key is given (`key:` in refresh.yaml): a random one is used, so the next run \
                 gives other pseudonyms",
            );
        }
        return filter::random_key();
    };
    SecretKey::new(secret.reveal()?.expose_secret().as_bytes()).ok_or_else(|| {
        Error::usage(format!("{secret} has less than {MIN_KEY_BYTES} bytes"))
            .hint("make one: dmscrub keygen -o key")
    })
}

/// Says on stderr what the job has to say.
pub struct Speaker {
    printer: Printer,
    shown: Shown,
    meter: Mutex<Option<Meter>>,
}

impl Speaker {
    /// With progress where that is asked for, or stderr is a terminal.
    pub fn new(progress: When, messages: &MessageArgs) -> Self {
        Self {
            printer: Printer::new(messages),
            shown: shown(progress, messages, false),
            meter: Mutex::new(None),
        }
    }

    fn meter(&self) -> MutexGuard<'_, Option<Meter>> {
        self.meter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn beside_meter(&self, say: impl FnOnce()) {
        match &*self.meter() {
            Some(meter) => meter.beside(say),
            None => say(),
        }
    }
}

impl Voice for Speaker {
    fn note(&self, message: &str) {
        self.beside_meter(|| self.printer.note(message));
    }

    fn warning(&self, message: &str) {
        self.beside_meter(|| self.printer.warning(message));
    }

    fn progress(&self, what: &str, done: u64, total: Option<u64>) {
        if self.shown == Shown::No {
            return;
        }
        let mut meter = self.meter();
        let meter = meter.get_or_insert_with(|| Meter::start(self.shown, total));
        meter.is_at(At {
            bytes: done,
            rows: None,
            what: what.to_owned(),
        });
    }

    fn progress_done(&self) {
        if let Some(meter) = self.meter().take() {
            meter.finish();
        }
    }
}
