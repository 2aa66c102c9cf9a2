//! Both sides of a foreign key must stay joined: replaced by the same rule, or kept.

use super::Subject;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::{ForeignKey, Schema};
use crate::error::{Error, Position};
use crate::rules::decide::{Decided, Place};
use crate::rules::model::ColumnRule;
use crate::transform::bound::BoundRule;
use crate::transform::row::RowBuf;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Role};

/// Foreign keys whose sides are replaced differently.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Error> {
    let mut errors = Vec::new();
    for (table, decision) in subject.decisions {
        if decision.purge_all {
            continue;
        }
        let known = &subject.schema.tables[table];
        for key in &known.foreign_keys {
            let Some(parent) = subject.decision(&key.table) else {
                continue;
            };
            // Rows towards an emptied table are the references' affair.
            if parent.purge_all {
                continue;
            }
            let to = referred(key, subject.schema);
            for (column, target) in key.columns.iter().zip(&to) {
                let of = |columns: &'_ [crate::rules::decide::ColumnDecision<'_>], name: &str| {
                    columns.iter().position(|column| column.name == *name)
                };
                let (Some(own), Some(other)) =
                    (of(&decision.columns, column), of(&parent.columns, target))
                else {
                    continue;
                };
                let (own, other) = (&decision.columns[own], &parent.columns[other]);
                if own.place == Place::Nowhere || other.place == Place::Nowhere {
                    continue;
                }
                let problem = differs(own.rule, other.rule).or_else(|| {
                    let tried = |decided: Decided<'_>| decided.rule().is_some_and(can_be_tried);
                    if !(tried(own.rule) && tried(other.rule)) {
                        return None;
                    }
                    let of = |table, name| planned(subject, table, name);
                    parted(of(table, column)?, of(&key.table, target)?)
                });
                if let Some(problem) = problem {
                    errors.push(error(table, key, column, target, problem, own.place));
                }
            }
        }
    }
    errors
}

fn error(
    table: &TableName,
    key: &ForeignKey,
    column: &str,
    target: &str,
    problem: String,
    place: Place<'_>,
) -> Error {
    let name = match key.name.as_str() {
        "" => String::new(),
        name => format!(" {}", Quoted(name)),
    };
    let error = Error::undecided(format!(
        "foreign key{name} joins it to {}.{}, {problem}",
        key.table,
        Quoted(target)
    ))
    .at_table(table)
    .at_column(column)
    .hint(format!(
        "have it follow: `{}: {{follow: true}}`",
        Quoted(column)
    ));
    match place {
        Place::Table(position) | Place::Class(_, position) => error.at_rule(position),
        _ => error,
    }
}

/// The columns that a key refers to.
fn referred(key: &ForeignKey, schema: &Schema) -> Vec<String> {
    if !key.to.is_empty() {
        return key.to.clone();
    }
    let table = schema.tables.get(&key.table);
    let primary = table.and_then(|table| table.primary_key()?.plain_columns());
    let columns = primary.unwrap_or_default();
    columns.into_iter().map(str::to_owned).collect()
}

/// Why a value and the one it refers to would not become the same.
fn differs(own: Decided<'_>, other: Decided<'_>) -> Option<String> {
    if matches!(own, Decided::Null) || own.rule().is_some_and(|rule| rule.kind.name == "null") {
        // It refers to nothing.
        return None;
    }
    match (own.replaces(), other.replaces()) {
        (false, false) => None,
        (false, true) => Some(format!(
            "which is replaced{}, and this is kept",
            at(other.rule().map(|rule| &rule.position))
        )),
        (true, false) => Some("which is kept, and this is replaced".to_owned()),
        (true, true) => {
            let (Some(own), Some(other)) = (own.rule(), other.rule()) else {
                return Some("which is made NULL, and this is not".to_owned());
            };
            if !own.options.seed_from.is_empty() || !other.options.seed_from.is_empty() {
                return Some(
                    "and what they become depends on other columns of their rows (`seed_from`)"
                        .to_owned(),
                );
            }
            let same = own.position == other.position || identity(own) == identity(other);
            (!same).then(|| format!("which another rule replaces{}", at(Some(&other.position))))
        }
    }
}

/// What it makes depends on the value alone, and no program is asked.
fn can_be_tried(rule: &ColumnRule) -> bool {
    let alone = !matches!(rule.kind.name, "command" | "template");
    rule.kind.role == Role::Keyed && alone && rule.spec.nested().is_empty()
}

/// The bound rule of a column, where it has one.
fn planned<'s>(subject: &'s Subject<'_>, table: &TableName, column: &str) -> Option<&'s BoundRule> {
    let plan = subject.plans.iter().find(|plan| plan.table == *table)?;
    let rule = plan.rules.iter().find(|rule| rule.name == column)?;
    Some(&rule.rule)
}

/// One rule makes different values of one original in two columns: they differ in type, in length or
/// in `unique`.
fn parted(own: &BoundRule, other: &BoundRule) -> Option<String> {
    const TRIALS: &[&str] = &[
        "value 1",
        "Person1@Mail.Example",
        "person2@mail.example",
        "0123456789",
        "40000",
        "7",
        "2001-02-03",
        "2001-02-03 04:05:06",
        "00000000-0000-4000-8000-000000000001",
    ];
    let nothing = RowBuf::default();
    let cx = Cx {
        row: nothing.row(&[]),
        replaced: nothing.row(&[]),
        this: None,
        seed: Seed([0; 32]),
    };
    let parts = |trial: &&str| {
        let of = |rule: &BoundRule| {
            let mut out = Vec::new();
            let outcome = rule.apply(&cx, Some(trial.as_bytes()), &mut out).ok()?;
            Some((outcome, out))
        };
        // What one of the two can't hold, or does not know, says nothing.
        of(own).is_some_and(|own| of(other).is_some_and(|other| own != other))
    };
    TRIALS.iter().any(parts).then(|| {
        "which the same rule gives other values: the columns differ in type, length or `unique`"
            .to_owned()
    })
}

fn at(position: Option<&Position>) -> String {
    position.map_or_else(String::new, |position| {
        format!(" (by the rule at {position})")
    })
}

/// What the results of a rule depend on: equal for rules that give equal results. Where a rule stands
/// makes no difference.
fn identity(rule: &ColumnRule) -> String {
    let spec = format!("{:?}", rule.spec);
    let mut bare = String::with_capacity(spec.len());
    let mut rest = spec.as_str();
    while let Some((before, after)) = rest.split_once("Position {") {
        bare.push_str(before);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    bare.push_str(rest);
    format!(
        "{} {:?} {:?} {} {bare}",
        rule.kind.name,
        rule.options.namespace.as_deref().unwrap_or(rule.kind.name),
        rule.options.locale,
        rule.options.replace_nulls,
    )
}
