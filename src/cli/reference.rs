//! What describes dmscrub itself: transformers, schemas, completions, the manual page.

use std::io::Write;

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, SchemaArgs, SchemaOf, TransformersArgs};
use crate::error::{Error, Result};
use crate::rules::{json_schema, nearest::nearest};
use crate::transform::{GROUPS, Kind, kind, kinds};

/// `dmscrub transformers [NAME]`
pub fn transformers(args: &TransformersArgs) -> Result<()> {
    let Some(name) = &args.name else {
        let mut text = String::new();
        let width = kinds().map(|kind| kind.name.len()).max().unwrap_or(0);
        for group in GROUPS {
            text.push_str(&format!("{}\n", group.title));
            for kind in group.kinds {
                let partial = if kind.partial { " [partial]" } else { "" };
                text.push_str(&format!(
                    "  {:width$}  {}{partial}\n",
                    kind.name, kind.about
                ));
            }
        }
        text.push_str("\nOne of them documented: dmscrub transformers NAME\n");
        return print(text.as_bytes());
    };
    match kind(name) {
        Some(kind) => print(describe(kind).as_bytes()),
        None => {
            let error = Error::usage(format!("there is no transformer `{name}`"));
            Err(match nearest(name, kinds().map(|kind| kind.name)) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("the list: dmscrub transformers"),
            })
        }
    }
}

fn describe(kind: &Kind) -> String {
    let mut text = format!("{}: {}\n\nfits: {}\n", kind.name, kind.about, kind.types);
    if kind.partial {
        text.push_str(
            "partial: a part of the original may stay; the report lists such columns first\n",
        );
    }
    if kind.unique {
        text.push_str("unique: true is possible\n");
    }
    if !kind.params.is_empty() {
        text.push_str("\nparameters:\n");
        for (name, about) in kind.params {
            text.push_str(&format!("  {name}: {about}\n"));
        }
    }
    text.push_str(&format!("\nexample:\n  {}\n", kind.example));
    text
}

/// `dmscrub schema rules`
pub fn schema(args: &SchemaArgs) -> Result<()> {
    match args.of {
        SchemaOf::Rules => print(json_schema::rules_schema().as_bytes()),
    }
}

/// `dmscrub completions SHELL`
pub fn completions(args: &CompletionsArgs) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dmscrub", &mut text);
    print(&text)
}

/// `dmscrub man`
pub fn man() -> Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut text)
        .map_err(|error| Error::unexpected(format!("no manual page: {}", error.kind())))?;
    print(&text)
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(|error| Error::output(format!("stdout: {}", error.kind())))
}
