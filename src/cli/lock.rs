//! `dmscrub lock`: writes `dmscrub.lock`, the columns that classes keep.

use std::collections::BTreeSet;
use std::io::Write;

use super::args::LockArgs;
use super::check::input;
use super::diagnostic::Printer;
use super::outside::{load_rules, lock_path};
use crate::error::{Error, Result};
use crate::pipe::target::Target;
use crate::prove::check::lock;
use crate::rules::lock::KeptColumn;

/// Runs `lock`.
pub fn run(args: &LockArgs, printer: &Printer) -> Result<()> {
    let input = input(args.input.as_deref(), "lock")?;
    let mut rules = load_rules(&args.rules, &[])?;
    let before: BTreeSet<KeptColumn> = rules
        .lock
        .lines()
        .map(|(column, _)| column.clone())
        .collect();
    let kept = lock(&mut rules, input, args.from.kind())?;
    let path = args.rules.first().map(|path| lock_path(path));
    let path = path.ok_or_else(|| Error::usage("no rules are given"))?;
    let shown = path.display();
    let mut text = String::from(
        "# The columns that classes keep, written by `dmscrub lock`. A column that is not here, or is\n\
         # of another type, is not kept: review each new line as the decision that it is.\n",
    );
    for column in &kept {
        text.push_str(&format!("{column}\n"));
    }
    let mut target = Target::of_path(&path)?;
    let written = target.file().write_all(text.as_bytes());
    written
        .and_then(|()| target.finish())
        .map_err(|error| Error::output(format!("`{shown}`: {}", error.kind())))?;
    let added: Vec<&KeptColumn> = kept.difference(&before).collect();
    let gone: Vec<&KeptColumn> = before.difference(&kept).collect();
    for column in &added {
        printer.note(&format!("new: {column}"));
    }
    for column in &gone {
        printer.note(&format!("gone: {column}"));
    }
    printer.note(&format!(
        "wrote `{shown}`: {} columns, {} new, {} gone; review what is new, and commit it",
        kept.len(),
        added.len(),
        gone.len()
    ));
    Ok(())
}
