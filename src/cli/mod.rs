//! The command line: arguments, exit codes, printing. The only code that prints.

mod args;
mod audit;
#[cfg(feature = "refresh")]
mod cat;
mod check;
mod demo;
mod diagnostic;
mod explain;
mod filter;
#[cfg(feature = "refresh")]
mod import;
mod init;
mod keygen;
mod lock;
mod outside;
mod page;
mod preview;
mod reference;
#[cfg(feature = "refresh")]
mod refresh;
mod report;
mod test;

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{CommandFactory, Parser};

use crate::error::{Error, Result};
use crate::exit::ExitCode;
use args::{Cli, Command};
use diagnostic::Printer;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // A panic message can quote what it was about: only the place is printed.
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|at| format!(" at {}:{}", at.file(), at.line()));
        eprintln!("error: a defect in dmscrub{}", place.unwrap_or_default());
    }));
    // A file past the size that `ulimit -f` allows is an error of the write, and not the end of the
    // process, which could leave a core dump.
    let past_limit = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, past_limit);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let usage = error.use_stderr();
            // Where even that can't be printed there is nobody to tell.
            let _ = error.print();
            return if usage {
                ExitCode::Usage
            } else {
                ExitCode::Success
            };
        }
    };
    let printer = Printer::new(&cli.filter.output);
    match std::panic::catch_unwind(|| run(&cli, &printer)) {
        Ok(Ok(())) => ExitCode::Success,
        Ok(Err(error)) => {
            printer.error(&error);
            error.exit()
        }
        Err(_) => ExitCode::Unexpected,
    }
}

fn run(cli: &Cli, printer: &Printer) -> Result<()> {
    match &cli.command {
        Some(Command::Keygen(args)) => keygen::run(args, printer),
        Some(Command::Transformers(args)) => reference::transformers(args),
        Some(Command::Schema(args)) => reference::schema(args),
        Some(Command::Completions(args)) => reference::completions(args),
        Some(Command::Man) => reference::man(),
        Some(Command::Check(args)) => check::run(args, printer),
        Some(Command::Lock(args)) => lock::run(args, printer),
        Some(Command::Test(args)) => test::run(args, printer),
        Some(Command::Init(args)) => init::run(args, printer),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Audit(args)) => audit::run(args, printer),
        Some(Command::Demo(args)) => demo::run(args, printer),
        Some(Command::Preview(args)) => preview::run(args, printer),
        Some(Command::Report(args)) => report::run(args, printer),
        #[cfg(feature = "refresh")]
        Some(Command::Cat(args)) => cat::run(args, &cli.filter.output, printer),
        #[cfg(feature = "refresh")]
        Some(Command::Refresh(args)) => refresh::run(args, &cli.filter.output, printer),
        #[cfg(feature = "refresh")]
        Some(Command::Import(args)) => import::run(args, &cli.filter.output, printer),
        #[cfg(feature = "refresh")]
        Some(Command::Guardian) => {
            refresh::guardian();
            Ok(())
        }
        #[cfg(not(feature = "refresh"))]
        Some(Command::Lacking(_)) => Err(Error::usage(
            "`refresh`, `import` and `cat` are not part of this build",
        )
        .hint("build it with them: cargo build --release --locked, without --no-default-features")),
        None if cli.filter.rules.is_empty() => no_rules(cli),
        None => filter::run(&cli.filter, printer),
    }
}

fn no_rules(cli: &Cli) -> Result<()> {
    if cli.filter.input.is_none() && std::io::stdin().is_terminal() {
        eprintln!("{}", Cli::command().render_help());
    }
    Err(Error::usage("no rules are given")
        .hint("dmscrub --rules rules/ < dump.sql | psql staging")
        .hint("see how it works without any: dmscrub demo"))
}
