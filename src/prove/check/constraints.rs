//! What the database demands of replaced values: CHECK and EXCLUDE constraints, and the expressions
//! of indexes, which run over every row.
//!
//! A CHECK is tried on what the rules make of made-up values: one failure is proof. Where it can't be
//! tried, people must look.

use std::cell::RefCell;
use std::sync::Arc;

use super::Subject;
use crate::dump::encoding::Dialect;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::{KeyPart, Table};
use crate::dump::types::PgType;
use crate::error::{Error, Position};
use crate::prove::init::fit::readable;
use crate::rules::expr::Expr;
use crate::rules::model::ColumnRule;
use crate::scrub::block::DataBlock;
use crate::scrub::plan::{PlannedColumn, TablePlan};
use crate::transform::bind::{Binder, Columns, Needs};
use crate::transform::row::RowBuf;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Outcome, Role, Target};

/// Rows that a CHECK is tried on.
const TRIALS: usize = 24;

/// What is known of a CHECK after the trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Holds,
    Broken,
    Unknown,
}

/// One CHECK that names a replaced column.
struct Tried<'c> {
    plan: &'c TablePlan,
    column: &'c PlannedColumn,
    /// As messages call it.
    name: String,
    verdict: Verdict,
}

/// CHECKs that what the rules make breaks, and what people must look at.
pub(super) fn check(subject: &Subject<'_>) -> (Vec<Error>, Vec<Error>) {
    let (mut broken, mut doubtful) = (Vec::new(), Vec::new());
    for plan in subject.plans {
        let Some(table) = subject.schema.tables.get(&plan.table) else {
            continue;
        };
        for tried in checks(subject, plan, table) {
            let name = &tried.name;
            match tried.verdict {
                Verdict::Holds => {}
                Verdict::Broken => broken.push(
                    at(subject, tried.plan, tried.column, format!("what the rule makes breaks {name}"))
                        .hint("choose a rule whose results it allows: `set`, `choice`, `map`, `generate_regex`"),
                ),
                Verdict::Unknown => doubtful.push(
                    at(subject, tried.plan, tried.column, format!(
                        "{name} names this column: whether what the rule makes meets it can't be told"
                    ))
                    .hint("see that it does: a value that breaks it stops the load"),
                ),
            }
        }
        doubtful.extend(expressions(subject, plan, table));
    }
    (broken, doubtful)
}

fn checks<'c>(subject: &Subject<'c>, plan: &'c TablePlan, table: &Table) -> Vec<Tried<'c>> {
    let replaced = |name: &str| {
        let mut rules = plan.rules.iter();
        rules.find(|rule| rule.name == name && rule.kind != "keep")
    };
    let types = types(subject, plan);
    let mut trials = None;
    let mut tried = Vec::new();
    for check in table.checks.iter().filter(|check| check.validated) {
        let Some(column) = check.columns.iter().find_map(|name| replaced(name)) else {
            continue;
        };
        let all = check.columns.iter().all(|name| replaced(name).is_some());
        let verdict = if all {
            let trials = trials.get_or_insert_with(|| trial_rows(subject, plan, &types));
            judge(subject, &check.text, &types, trials)
        } else {
            Verdict::Unknown
        };
        tried.push(Tried {
            plan,
            column,
            name: constraint(check.name.as_deref(), &check.text),
            verdict,
        });
    }
    for column in plan.rules.iter().filter(|column| column.kind != "keep") {
        let ty = subject.schema.type_of(&plan.table, &column.name);
        for text in &ty.domain_checks {
            let trials = trials.get_or_insert_with(|| trial_rows(subject, plan, &types));
            let mut value = Columns::default();
            value
                .list
                .push(("value".to_owned(), ty.base.clone().into()));
            let alone: Vec<Trial> = trials
                .iter()
                .filter(|trial| trial.made.contains(&column.index))
                .map(|trial| Trial {
                    row: RowBuf::of(&[trial.row.row(&[]).get(column.index)]),
                    made: vec![0],
                })
                .collect();
            let verdict = judge(subject, text, &value, &alone);
            tried.push(Tried {
                plan,
                column,
                name: constraint(None, text),
                verdict,
            });
        }
    }
    tried
}

fn constraint(name: Option<&str>, text: &str) -> String {
    match name {
        Some(name) => format!("CHECK {}", Quoted(name)),
        None => {
            let short: String = text.chars().take(60).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            format!("CHECK ({short}{more})")
        }
    }
}

/// A row that the rules made: its values, and the columns whose values are made.
struct Trial {
    row: RowBuf,
    made: Vec<usize>,
}

fn types(subject: &Subject<'_>, plan: &TablePlan) -> Columns {
    let block = DataBlock {
        table: plan.table.clone(),
        leaf: None,
        columns: Some(plan.columns.clone()),
        insert: plan.insert,
        dialect: Dialect::default(),
    };
    block.column_types(subject.schema, &plan.columns)
}

/// What the rules of a table make of made-up rows.
fn trial_rows(subject: &Subject<'_>, plan: &TablePlan, types: &Columns) -> Vec<Trial> {
    let decision = subject.decision(&plan.table);
    let tells_nothing = |column: &PlannedColumn| {
        let decided = decision.and_then(|decision| {
            let mut columns = decision.columns.iter();
            columns.find(|other| other.name == column.name)
        });
        decided
            .and_then(|decided| decided.rule.rule())
            .is_some_and(depends_on_form)
    };
    (0..TRIALS)
        .map(|number| {
            let values: Vec<Option<Vec<u8>>> = types
                .list
                .iter()
                .map(|(_, ty)| made_up(&ty.base, number))
                .collect();
            let values: Vec<Option<&[u8]>> = values.iter().map(Option::as_deref).collect();
            let originals = RowBuf::of(&values);
            let mut row = RowBuf::of(&vec![None; values.len()]);
            let mut made = Vec::new();
            for &position in &plan.order {
                let column = &plan.rules[position];
                if tells_nothing(column) {
                    continue;
                }
                let mut out = Vec::new();
                let cx = Cx {
                    row: originals.row(&[]),
                    replaced: row.row(&[]),
                    this: None,
                    seed: Seed([0; 32]),
                };
                // A made-up value may be none that the rule knows; that says nothing.
                match column.rule.apply(&cx, values[column.index], &mut out) {
                    Ok(Outcome::Value) => {
                        row.set_with(column.index, |arena| arena.extend_from_slice(&out));
                        made.push(column.index);
                    }
                    Ok(Outcome::Null) => made.push(column.index),
                    Ok(Outcome::Keep | Outcome::Default) | Err(_) => {}
                }
            }
            Trial { row, made }
        })
        .collect()
}

/// What the rule makes has the form of the original, or is for a program to say: made-up values tell
/// nothing of it.
fn depends_on_form(rule: &ColumnRule) -> bool {
    const BY_FORM: &[&str] = &[
        "command",
        "date.noise",
        "date.shift",
        "id.digits",
        "number.noise",
        "shape",
        "template",
    ];
    match rule.kind.role {
        Role::Keep | Role::Constant => false,
        Role::Value => true,
        Role::Keyed => BY_FORM.contains(&rule.kind.name),
        Role::Container if rule.kind.name == "cases" => {
            let nested = rule.spec.nested();
            nested.into_iter().any(|(_, inner)| depends_on_form(inner))
        }
        Role::Container => true,
    }
}

/// A value of a type, a different one for each number.
fn made_up(ty: &PgType, number: usize) -> Option<Vec<u8>> {
    let day = number % 28 + 1;
    let text = match ty {
        PgType::Bool => if number.is_multiple_of(2) { "t" } else { "f" }.to_owned(),
        ty if ty.is_integer() => (number + 1).to_string(),
        ty if ty.is_number() => format!("{number}.5"),
        PgType::Date => format!("1970-03-{day:02}"),
        PgType::Timestamp => format!("1970-03-{day:02} 12:00:00"),
        PgType::TimestampTz => format!("1970-03-{day:02} 12:00:00+00"),
        PgType::Time => format!("{:02}:30:00", number % 24),
        PgType::Uuid => format!("00000000-0000-4000-8000-{number:012}"),
        PgType::Json | PgType::Jsonb => format!("{{\"a\": \"value {number}\"}}"),
        PgType::Inet => format!("192.0.2.{number}"),
        PgType::Enum(labels) => {
            let count = labels.labels.len().max(1);
            labels.labels.get(number % count)?.clone()
        }
        ty if ty.is_text() => match number % 3 {
            0 => format!("value {number}"),
            1 => format!("person{number}@mail.example"),
            _ => format!("0123456789{number}"),
        },
        _ => return None,
    };
    Some(text.into_bytes())
}

/// Tries a condition on rows.
fn judge(subject: &Subject<'_>, text: &str, columns: &Columns, trials: &[Trial]) -> Verdict {
    let position = Position {
        file: Arc::from("CHECK"),
        line: 1,
        column: 1,
    };
    let Ok(expr) = Expr::parse(&readable(text), &position) else {
        return Verdict::Unknown;
    };
    let needs = RefCell::new(Needs::default());
    let binder = Binder {
        run: subject.run,
        target: Target {
            ty: PgType::Bool,
            not_null: false,
            in_json: false,
        },
        columns,
        needs: &needs,
        unique: false,
        locale: &subject.run.locale,
        namespace: subject.run.namespace(""),
    };
    let Ok(predicate) = expr.bind(&binder) else {
        return Verdict::Unknown;
    };
    let read = needs.borrow().originals.clone();
    let nothing = RowBuf::default();
    let mut seen = false;
    for trial in trials {
        if !read.iter().all(|index| trial.made.contains(index)) {
            continue;
        }
        let cx = Cx {
            row: trial.row.row(&[]),
            replaced: nothing.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        match predicate.eval(&cx) {
            Ok(Some(false)) => return Verdict::Broken,
            Ok(_) => seen = true,
            Err(_) => return Verdict::Unknown,
        }
    }
    if seen {
        Verdict::Holds
    } else {
        Verdict::Unknown
    }
}

/// EXCLUDE constraints over replaced columns, and index expressions that not every value survives.
fn expressions(subject: &Subject<'_>, plan: &TablePlan, table: &Table) -> Vec<Error> {
    let replaced = |names: &[String]| {
        let mut rules = plan.rules.iter();
        rules.find(|rule| rule.kind != "keep" && names.contains(&rule.name))
    };
    let mut found = Vec::new();
    for exclusion in &table.exclusions {
        if let Some(column) = replaced(&exclusion.columns) {
            let name = exclusion.name.as_deref().unwrap_or_default();
            found.push(
                at(subject, plan, column, format!(
                    "the EXCLUDE constraint {} covers this column: replaced values may break it",
                    Quoted(name)
                ))
                .hint("keep the column, or see that results can't overlap"),
            );
        }
    }
    for index in table.indexes.iter().chain(&table.unique) {
        for key in &index.keys {
            let KeyPart::Expression(expression) = key else {
                continue;
            };
            let Some(column) = replaced(&expression.names) else {
                continue;
            };
            if !takes_anything(&expression.text) {
                found.push(
                    at(
                        subject,
                        plan,
                        column,
                        format!(
                            "index {} computes an expression over this column, which may fail for \
                         replaced values",
                            Quoted(&index.name)
                        ),
                    )
                    .hint(
                        "see that it takes whatever the rule makes: an error in it stops the load",
                    ),
                );
            }
        }
    }
    found
}

/// The expression calls and casts to nothing that a text could be wrong for.
fn takes_anything(text: &str) -> bool {
    const CALLS: &[&str] = &[
        "lower",
        "upper",
        "btrim",
        "ltrim",
        "rtrim",
        "trim",
        "length",
        "char_length",
        "coalesce",
        "md5",
        "to_tsvector",
        "left",
        "right",
        "substr",
        "substring",
        "replace",
        "concat",
        "nullif",
        "and",
        "or",
        "not",
        "in",
        "is",
        "any",
        "array",
    ];
    const TYPES: &[&str] = &[
        "text",
        "character",
        "varying",
        "varchar",
        "bpchar",
        "citext",
        "regconfig",
    ];
    let word = |text: &str| -> String {
        let letters = text
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let word: String = letters.collect::<String>().to_lowercase();
        word.rsplit('.').next().unwrap_or_default().to_owned()
    };
    let casts = text
        .match_indices("::")
        .all(|(at, _)| TYPES.contains(&word(text[at + 2..].trim_start()).as_str()));
    let calls = text.match_indices('(').all(|(at, _)| {
        let before = text[..at].trim_end();
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
            .map_or(0, |at| at + 1);
        let called = word(&before[start..]);
        called.is_empty() || CALLS.contains(&called.as_str()) || TYPES.contains(&called.as_str())
    });
    casts && calls
}

/// An error at a column and its rule.
fn at(subject: &Subject<'_>, plan: &TablePlan, column: &PlannedColumn, message: String) -> Error {
    let error = Error::undecided(message)
        .at_table(&plan.table)
        .at_column(&column.name);
    match rule_position(subject, &plan.table, &column.name) {
        Some(position) => error.at_rule(position),
        None => error,
    }
}

fn rule_position<'c>(
    subject: &'c Subject<'_>,
    table: &TableName,
    column: &str,
) -> Option<&'c Position> {
    let decision = subject.decision(table)?;
    let decided = decision.columns.iter().find(|other| other.name == column)?;
    decided.rule.rule().map(|rule| &rule.position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_take_any_text_are_told_from_others() {
        for text in [
            "lower(email)",
            "lower((email)::text)",
            "(data ->> 'user'::text)",
            "to_tsvector('english'::regconfig, name)",
            "(lower((a)::text) || COALESCE(b, ''::character varying(20)))",
        ] {
            assert!(takes_anything(text), "{text}");
        }
        for text in [
            "((data ->> 'age'::text))::integer",
            "date_part('year', born)",
            "public.f(email)",
            "(email)::public.domain_of_mine",
        ] {
            assert!(!takes_anything(text), "{text}");
        }
    }
}
