//! What describes dmscrub itself: transformers, schemas, completions, the manual page.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, SchemaArgs, SchemaOf, TransformersArgs};
use super::page;
use crate::error::{Error, Result};
use crate::rules::{json_schema, nearest::nearest};
use crate::transform::{GROUPS, Kind, kind, kinds};

/// `dmscrub transformers [NAME]`
pub fn transformers(args: &TransformersArgs) -> Result<()> {
    match &args.name {
        None => page::print(list().as_bytes()),
        Some(name) => match kind(name) {
            Some(kind) => page::print(describe(kind).as_bytes()),
            None => Err(unknown(name)),
        },
    }
}

fn unknown(name: &str) -> Error {
    let error = Error::usage(format!("there is no transformer `{name}`"));
    match nearest(name, kinds().map(|kind| kind.name)) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint("the list: dmscrub transformers"),
    }
}

/// All of them, a line or two each.
fn list() -> String {
    let mut text = String::new();
    let width = kinds().map(|kind| kind.name.len()).max().unwrap_or(0);
    for group in GROUPS {
        text.push_str(&format!("{}\n", group.title));
        for kind in group.kinds {
            let partial = if kind.partial { " [partial]" } else { "" };
            let lead = format!("  {:width$}  ", kind.name);
            page::item(&mut text, &lead, &format!("{}{partial}", kind.about));
        }
    }
    text.push('\n');
    page::item(
        &mut text,
        "[partial]  ",
        "a part of the original may stay; the report lists such columns first",
    );
    text.push_str("One of them with its parameters and an example: dmscrub transformers NAME\n");
    text
}

/// One of them, with its parameters.
fn describe(kind: &Kind) -> String {
    let mut text = String::new();
    page::item(&mut text, &format!("{}: ", kind.name), kind.about);
    text.push('\n');
    page::item(&mut text, "fits     ", kind.types);
    let partial = if kind.partial {
        "yes: a part of the original may stay; the report lists such columns first"
    } else {
        "no"
    };
    page::item(&mut text, "partial  ", partial);
    let unique = if kind.unique {
        "possible: with `unique: true` different values become different values"
    } else {
        "not possible"
    };
    page::item(&mut text, "unique   ", unique);
    if !kind.params.is_empty() {
        text.push_str("\nparameters (default in brackets)\n");
        let rows: Vec<[String; 2]> = kind
            .params
            .iter()
            .map(|(name, about)| [(*name).to_owned(), (*about).to_owned()])
            .collect();
        page::table(&mut text, "  ", &rows);
    }
    text.push_str("\nexample\n");
    page::item(&mut text, "  ", &format!("column: {}", kind.example));
    text
}

/// `dmscrub schema rules|refresh|report`
pub fn schema(args: &SchemaArgs) -> Result<()> {
    match args.of {
        SchemaOf::Rules => page::print(json_schema::rules_schema().as_bytes()),
        #[cfg(feature = "refresh")]
        SchemaOf::Refresh => page::print(crate::refresh::json_schema::refresh_schema().as_bytes()),
        SchemaOf::Report => page::print(crate::prove::report::report_schema().as_bytes()),
    }
}

/// `dmscrub completions SHELL`
pub fn completions(args: &CompletionsArgs) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dmscrub", &mut text);
    page::print(&text)
}

/// `dmscrub man`
pub fn man() -> Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut text)
        .map_err(|error| Error::unexpected(format!("no manual page: {}", error.kind())))?;
    page::print(&text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::rules::load::{load, testing::Beside};

    /// What examples read besides the rules.
    fn beside() -> Beside {
        Beside(BTreeMap::from([("placeholder.pdf", "%PDF-1.4")]))
    }

    #[test]
    fn every_example_loads_and_is_of_its_kind() {
        for kind in kinds() {
            let text = format!("tables:\n  t:\n    columns:\n      c: {}\n", kind.example);
            let files = [(Arc::from("r.yaml"), text.into_bytes())];
            let rules =
                load(&files, &beside()).unwrap_or_else(|error| panic!("{}: {error}", kind.name));
            let rule = &rules.tables[0].columns[0].rule;
            let nested = rule.spec.nested();
            let mut kinds = nested.iter().map(|(_, inner)| inner.kind.name);
            assert!(
                rule.kind.name == kind.name || kinds.any(|name| name == kind.name),
                "the example of {} is {}",
                kind.name,
                rule.kind.name
            );
        }
    }

    #[test]
    fn documentation_is_complete_and_of_one_style() {
        for kind in kinds() {
            let name = kind.name;
            assert!(
                !kind.about.is_empty() && !kind.about.ends_with('.'),
                "{name}"
            );
            assert!(!kind.types.is_empty(), "{name}");
            let mut start = kind.about.chars();
            let (first, second) = (start.next().unwrap(), start.next().unwrap());
            assert!(
                first.is_lowercase() || second.is_uppercase(),
                "{name}: {first}{second}"
            );
            for (param, about) in kind.params {
                assert!(
                    !about.is_empty() && !about.ends_with('.'),
                    "{name}: {param}"
                );
            }
            let page = describe(kind);
            assert!(
                page.contains(kind.types.split(' ').next().unwrap()),
                "{name}"
            );
        }
    }

    #[test]
    fn pages_fit_a_terminal() {
        let pages = kinds().map(describe).chain([list()]);
        for page in pages {
            for line in page.lines() {
                assert!(line.chars().count() <= page::WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn a_mistyped_name_is_answered_with_the_nearest() {
        assert_eq!(
            unknown("internet.emial").hints(),
            ["did you mean `internet.email`?"]
        );
        assert_eq!(
            unknown("zzzzzzz").hints(),
            ["the list: dmscrub transformers"]
        );
    }

    #[test]
    fn the_manual_page_and_completions_name_every_option() {
        let mut man = Vec::new();
        clap_mangen::Man::new(Cli::command())
            .render(&mut man)
            .unwrap();
        let man = String::from_utf8(man).unwrap().replace("\\-", "-");
        let mut completions = Vec::new();
        clap_complete::generate(
            clap_complete::Shell::Bash,
            &mut Cli::command(),
            "dmscrub",
            &mut completions,
        );
        let completions = String::from_utf8(completions).unwrap();
        for argument in Cli::command().get_arguments() {
            if let Some(long) = argument.get_long() {
                assert!(man.contains(&format!("--{long}")), "{long}");
                assert!(completions.contains(&format!("--{long}")), "{long}");
            }
        }
        Cli::command().debug_assert();
    }
}
