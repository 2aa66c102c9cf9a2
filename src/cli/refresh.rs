//! `refresh`: the weekly job.

use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use secrecy::ExposeSecret;

use super::args::{MessageArgs, RefreshArgs, When};
use super::diagnostic::Printer;
use super::filter;
use super::outside::{System, load_rules_in};
use crate::error::{Error, Result};
use crate::pipe::command::Processes;
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
    shown: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Speaker {
    /// With a progress line where that is asked for, or stderr is a terminal.
    pub fn new(progress: When, messages: &MessageArgs) -> Self {
        Self {
            printer: Printer::new(messages),
            shown: match progress {
                When::Always => true,
                When::Never => false,
                When::Auto => std::io::stderr().is_terminal() && !messages.quiet,
            },
            bar: Mutex::new(None),
        }
    }

    fn beside_bar(&self, say: impl FnOnce()) {
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        match &*bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

impl Voice for Speaker {
    fn note(&self, message: &str) {
        self.beside_bar(|| self.printer.note(message));
    }

    fn warning(&self, message: &str) {
        self.beside_bar(|| self.printer.warning(message));
    }

    fn progress(&self, what: &str, done: u64, total: Option<u64>) {
        if !self.shown {
            return;
        }
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::hidden();
            let template = match total {
                Some(total) => {
                    bar.set_length(total);
                    "{msg} {bar:20} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left"
                }
                None => "{msg} {spinner} {bytes} {binary_bytes_per_sec} {elapsed}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
            bar
        });
        bar.set_message(what.to_owned());
        bar.set_position(done);
    }

    fn progress_done(&self) {
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = bar.take() {
            bar.finish_and_clear();
        }
    }
}
