//! `dmscrub init`: rules drafted from a dump.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::InitArgs;
use super::diagnostic::Printer;
use super::outside::{System, read_all};
use crate::error::{Error, Result};
use crate::pipe::target::Target;
use crate::prove::init::{self, Draft};

/// Runs `init`.
pub fn run(args: &InitArgs, printer: &Printer) -> Result<()> {
    let input = args.input.as_deref().filter(|path| *path != Path::new("-"));
    if args.input.is_none() && io::stdin().is_terminal() {
        let options = if args.update {
            "init --update --rules my-rules"
        } else {
            "init -o my-rules"
        };
        return Err(Error::usage("no dump is given")
            .hint(format!("pg_dump app | dmscrub {options}"))
            .hint(format!("dmscrub {options} app.sql.gz")));
    }
    if args.update {
        return update(args, input, printer);
    }
    let Some(folder) = &args.output else {
        return Err(Error::usage("where to? no folder is given").hint("dmscrub init -o my-rules"));
    };
    // Before the dump is read, which may take long.
    refuse_full(folder)?;
    let draft = init::draft(input, args.from.kind())?;
    write(folder, &draft)?;
    report(folder, &draft, printer);
    Ok(())
}

/// Adds to rules what the dump has and they lack.
fn update(args: &InitArgs, input: Option<&Path>, printer: &Printer) -> Result<()> {
    let files = read_all(&args.rules)?;
    let folder = args.rules.iter().find(|path| path.is_dir());
    let from = args.from.kind();
    let update = init::update(&files, &System, folder.map(PathBuf::as_path), input, from)?;
    for (path, text) in &update.files {
        replace(Path::new(&**path), text)?;
    }
    for stale in &update.stale {
        printer.warning(stale);
    }
    if update.added.is_empty() && update.by_hand.is_empty() {
        printer.note("nothing is missing; no file was changed");
    }
    for (path, _) in &update.files {
        printer.note(&format!("wrote `{path}`"));
    }
    for name in &update.added {
        printer.note(&format!("drafted {name}"));
    }
    let by_hand: Vec<Error> = update
        .by_hand
        .iter()
        .map(|(name, how)| {
            Error::undecided(format!(
                "{name} is missing, where a file can't be added to without risk"
            ))
            .hint(how.clone())
        })
        .collect();
    Error::all(by_hand).map_or(Ok(()), Err)
}

/// Writes a whole file beside its name, then renames it: it never stands there half.
fn replace(path: &Path, text: &str) -> Result<()> {
    let failed =
        |error: &io::Error| Error::output(format!("`{}`: {}", path.display(), error.kind()));
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut target = Target::of_path(path)?;
    let written = target.file().write_all(text.as_bytes());
    written
        .and_then(|()| target.finish())
        .map_err(|error| failed(&error))
}

/// A folder that holds something is somebody's.
fn refuse_full(folder: &Path) -> Result<()> {
    let full = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => {
            return Err(Error::usage(format!(
                "`{}`: {}",
                folder.display(),
                error.kind()
            )));
        }
    };
    if !full {
        return Ok(());
    }
    Err(Error::usage(format!("`{}` is not empty", folder.display()))
        .hint("give another folder, or remove this one: init writes over nothing"))
}

fn write(folder: &Path, draft: &Draft) -> Result<()> {
    for (path, text) in &draft.files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| Error::output(format!("`{}`: {}", path.display(), error.kind())))?;
    }
    Ok(())
}

fn report(folder: &Path, draft: &Draft, printer: &Printer) {
    let folder = folder.display();
    let counts = &draft.counts;
    printer.note(&format!(
        "`{folder}` decides {} tables with {} columns: {} are replaced, {} are kept with `reason: review`",
        counts.tables, counts.columns, counts.replaced, counts.review
    ));
    if counts.rows == 0 {
        printer.warning(
            "the dump has no rows, so only names and types were looked at; with data init sees more, \
             inside JSON above all",
        );
    }
    for (table, reason) in &draft.purged {
        printer.warning(&format!("{table} loses all rows: {reason}"));
    }
    printer.note(&format!(
        "a draft is a beginning, not a decision. Next:\n\
         1. read it, what is kept above all: grep -rn review {folder}\n\
         2. dmscrub check --rules {folder} DUMP      (and dmscrub lock, once classes keep columns)\n\
         3. dmscrub keygen -o key                    (pseudonyms depend on it: keep it secret)\n\
         4. pg_dump app | dmscrub --rules {folder} -k key | psql staging"
    ));
}
