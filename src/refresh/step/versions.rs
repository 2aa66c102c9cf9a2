//! The dump's version against the target's.

use std::collections::BTreeSet;

use super::Step;
use crate::dump::name::{TableName, split_name};
use crate::error::{Error, Result};
use crate::refresh::config::Target;
use crate::refresh::failed;
use crate::refresh::job::Context;
use crate::rules::model::RuleSet;

/// The step.
pub const STEP: Step = Step {
    name: "versions",
    needless: |context| match context
        .target()
        .is_ok_and(|target| target.migrate.is_some())
    {
        true => None,
        false => Some("no migration depends on it".to_owned()),
    },
    plan: |context| {
        let column = context.target().ok().and_then(column);
        let column = column.unwrap_or_else(|| "the column that the rules capture".to_owned());
        vec![format!(
            "compare the dump's version ({column}) with the target's, as text"
        )]
    },
    run: |context| Box::pin(async { run(context) }),
    every_time: false,
};

fn run(context: &mut Context) -> Result<String> {
    let dumps = dumps(context)?;
    let status = context.state.status.as_ref();
    let status = status.ok_or_else(|| Error::unexpected("the status page was not read"))?;
    let differs = dumps != status.version;
    let says = if differs {
        format!("the dump has {dumps}, the target {}", status.version)
    } else {
        format!("both have {dumps}")
    };
    context.state.differs = Some(differs);
    Ok(says)
}

/// The dump's version: the one value of the one column.
fn dumps(context: &Context) -> Result<String> {
    let scrubbed = context.state.scrubbed.as_ref();
    let scrubbed = scrubbed.ok_or_else(|| Error::unexpected("no dump was cleaned"))?;
    let captured = &scrubbed.captured;
    let named = column(context.target()?);
    let (name, values) = match &named {
        Some(name) => (name, captured.get(name)),
        None if captured.len() > 1 => {
            return Err(
                failed("the rules captured several columns: which holds the version?")
                    .hint("name it: `column: schema.table.column` beside `status: version:`"),
            );
        }
        None => match captured.iter().next() {
            Some((name, values)) => (name, Some(values)),
            None => return Err(none("any column with `capture: true`")),
        },
    };
    match values.map(Vec::as_slice) {
        None | Some([]) => Err(none(name)),
        Some([version]) => Ok(version.trim().to_owned()),
        Some(several) => Err(failed(format!(
            "the dump holds {} versions in {name}: nothing tells which counts",
            several.len()
        ))
        .hint("does another table belong there, or has a migration stopped half-way?")),
    }
}

fn none(place: &str) -> Error {
    failed(format!("the dump holds no version in {place}"))
        .hint("the table is empty in the dump, or its rows are purged")
}

/// `status: column:` as captured columns are named.
fn column(target: &Target) -> Option<String> {
    let text = target.status.as_ref()?.column.as_ref()?;
    Some(named(text).unwrap_or_else(|| text.clone()))
}

fn named(text: &str) -> Option<String> {
    let mut parts = split_name(text)?;
    let (column, table) = (parts.pop()?, parts.pop()?);
    let schema = parts.pop().unwrap_or_else(|| "public".to_owned());
    let table = TableName::new(schema, table);
    parts.is_empty().then(|| format!("{table}.{column}"))
}

/// Before anything else: do the rules capture what the comparison needs?
///
/// # Errors
/// Exit 3 where they can't.
pub fn check(target: &Target, rules: &RuleSet) -> Result<()> {
    let Some(migrate) = &target.migrate else {
        return Ok(());
    };
    let rules_of_tables = || rules.tables.iter().chain(rules.overlays.iter().flatten());
    let (mut exact, mut elsewhere) = (BTreeSet::new(), false);
    for table in rules_of_tables() {
        for column in table
            .columns
            .iter()
            .filter(|column| column.rule.options.capture)
        {
            match table.pattern.exact() {
                Some(table) => drop(exact.insert(format!("{table}.{}", column.name.text))),
                None => elsewhere = true,
            }
        }
    }
    elsewhere |= rules.classes.iter().any(|class| class.rule.options.capture);
    let wrong = |message: String| Error::rules(&migrate.position, message);
    if exact.is_empty() && !elsewhere {
        return Err(wrong(
            "`migrate` needs the dump's version, and no rule captures it".to_owned(),
        )
        .hint("tables: {alembic_version: {columns: {version_num: {use: keep, capture: true}}}}"));
    }
    // Another table may have the rule of one that is named.
    elsewhere |= rules_of_tables().any(|table| table.like.is_some());
    match column(target) {
        Some(name) if !exact.contains(&name) && !elsewhere => Err(wrong(format!(
            "no rule captures {name}, which `status: column:` names"
        ))
        .hint(format!("captured are: {}", list(&exact)))),
        None if exact.len() > 1 => Err(wrong(format!(
            "the rules capture several columns: {}",
            list(&exact)
        ))
        .hint(
            "say which holds the version: `column: schema.table.column` beside `status: version:`",
        )),
        _ => Ok(()),
    }
}

fn list(names: &BTreeSet<String>) -> String {
    names
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refresh::config::Config;
    use crate::rules::load::testing::load_text;

    fn target(status: &str) -> Config {
        let text = format!(
            "jenkins: {{url: 'http://ci', user: {{env: U}}, token: {{env: T}}}}\n\
             targets:\n  t:\n    status: {{url: 'http://t', version: /v{status}}}\n    \
             database: {{url: {{env: D}}}}\n    migrate: {{job: m}}\n"
        );
        Config::parse(std::path::Path::new("r.yaml"), text.as_bytes()).unwrap()
    }

    fn checked(status: &str, rules: &str) -> Result<()> {
        let rules = load_text(rules).unwrap();
        check(target(status).target("t").unwrap(), &rules)
    }

    const ONE: &str =
        "tables: {alembic_version: {columns: {version_num: {use: keep, capture: true}}}}";
    const TWO: &str = "tables: {a: {columns: {v: {use: keep, capture: true}}}, \
                       s.b: {columns: {v: {use: keep, capture: true}}}}";

    #[test]
    fn rules_that_capture_no_version_are_found_before_anything() {
        for (status, rules) in [
            ("", ONE),
            (", column: alembic_version.version_num", ONE),
            (", column: s.b.v", TWO),
            (
                ", column: x.a.v",
                "tables: {'*.a': {columns: {v: {use: keep, capture: true}}}}",
            ),
        ] {
            checked(status, rules).unwrap_or_else(|error| panic!("{rules}: {error}"));
        }
        for (status, rules, says) in [
            (
                "",
                "tables: {'a*': {columns: {v: keep}}}",
                "no rule captures it",
            ),
            (
                ", column: a.version",
                ONE,
                "no rule captures public.a.version",
            ),
            ("", TWO, "several columns: public.a.v, s.b.v"),
        ] {
            let error = checked(status, rules).unwrap_err();
            assert_eq!(error.exit().code(), 3);
            assert!(error.message().contains(says), "{error}");
            assert!(!error.hints().is_empty());
        }
    }
}
