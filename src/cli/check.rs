//! `dmscrub check`: every problem between rules and dump, in the form asked for.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use super::args::{CheckArgs, Style};
use super::diagnostic::Printer;
use super::outside::load_rules;
use super::page;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::prove::check::{Checked, Severity, check};
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

mod show;
pub(super) mod snippet;

use snippet::Sources;

/// Runs `check`.
pub fn run(args: &CheckArgs, printer: &Printer) -> Result<()> {
    let input = input(args.input.as_deref(), "check")?;
    let rules = Arc::new(load_rules(&args.rules, &args.overlays)?);
    let run = Arc::new(Run::new(&rules, known_key()?, jiff::Timestamp::now())?);
    let mut checked = check(&rules, &run, input, args.from.kind())?;
    let mut sources = Sources::default();
    let overlays = rules.overlays.iter().flatten();
    let mut files: Vec<Arc<str>> = rules.files.clone();
    files.extend(overlays.map(|rule| Arc::clone(&rule.position.file)));
    files.dedup();
    for file in &files {
        if let Some(text) = sources.text(file) {
            checked.look_at_file(file, text, &rules.defaults.email_domain);
        }
    }
    let text = match args.format {
        Style::Text => show::text(&checked, &mut sources, colour()),
        Style::Json => show::json(&checked),
        Style::Github => show::github(&checked),
        Style::Junit => show::junit(&checked, args.strict)?,
    };
    page::print(text.as_bytes())?;
    verdict(&checked, args.strict, printer)
}

/// The exit code, and one line that says how it went.
fn verdict(checked: &Checked, strict: bool, printer: &Printer) -> Result<()> {
    let count = |severity| {
        let findings = checked.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let found = format!(
        "{} and {} in {}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(checked.tables.len(), "table")
    );
    if errors == 0 && (warnings == 0 || !strict) {
        printer.note(&found);
        return Ok(());
    }
    let wrong = checked.findings.iter().any(|finding| {
        finding.severity == Severity::Error && finding.error.exit() == ExitCode::Rules
    });
    Err(if wrong {
        Error::new(ExitCode::Rules, format!("the rules are invalid: {found}"))
    } else {
        Error::undecided(format!("rules and dump disagree: {found}"))
    })
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// Where the dump comes from: stdin for `None`, which must not be a terminal.
pub(super) fn input<'p>(path: Option<&'p Path>, command: &str) -> Result<Option<&'p Path>> {
    let path = path.filter(|path| *path != Path::new("-"));
    if path.is_none() && std::io::stdin().is_terminal() {
        return Err(Error::usage("no dump is given").hint(format!(
            "pg_dump --schema-only app | dmscrub {command} --rules rules/"
        )));
    }
    Ok(path)
}

/// Nothing is written, so nothing need be secret; the same findings every time.
pub(super) fn known_key() -> Result<SecretKey> {
    SecretKey::new(b"this key keeps nothing secret")
        .ok_or_else(|| Error::unexpected("the key is too short"))
}

/// stdout shows colours.
pub(super) fn colour() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stdout().is_terminal() && !no_color
}
