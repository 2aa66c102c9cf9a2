//! What the rules say about every table and column of a dump, as the report tells it.

use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::rules::decide::{self, ColumnDecision, Decided, Place};
use crate::rules::model::{ColumnRule, Notes, RuleSet};
use crate::transform::Role;

use super::model::{Column, DecidedBy, Decision, Inside, Rows, Table, Treatment};

/// Decides one table of these columns (those of the schema, or of the data where there is none).
pub(crate) fn table(
    rules: &RuleSet,
    schema: &Schema,
    database: Option<&str>,
    name: &TableName,
    columns: &[String],
) -> Table {
    let mut table = Table {
        database: database.map(str::to_owned),
        table: name.to_string(),
        decision: Decision::Rule,
        place: None,
        reason: None,
        owner: None,
        class: None,
        rows: Rows::default(),
        columns: Vec::new(),
    };
    let known = schema.tables.get(name);
    let rowless = known.is_some_and(|known| known.is_foreign || !known.partition_key.is_empty());
    let column = |decided: Option<&ColumnDecision<'_>>, column: &String, other| {
        let mut column = match decided {
            Some(decided) => self::column(decided),
            None => empty(column, other),
        };
        if known.is_some_and(|known| known.column(&column.column).is_some()) {
            let ty = schema.type_of(name, &column.column).base;
            column.r#type = Some(ty.short_name().to_owned());
        }
        column
    };
    match decide::decide(rules, name, columns, schema) {
        Ok(decision) => {
            table.place = decision.position.map(ToString::to_string);
            if let Some(notes) = decision.notes {
                table.note(notes);
            }
            table.decision = match decision {
                _ if decision.purge_all => Decision::Emptied,
                _ if decision.keep_all => Decision::UnlistedKept,
                _ if rowless => Decision::Rowless,
                _ => Decision::Rule,
            };
            let decided = |name: &String| decision.columns.iter().find(|it| it.name == *name);
            table.columns = columns
                .iter()
                .map(|name| column(decided(name), name, Treatment::Emptied))
                .collect();
        }
        // Its rows are those of its partitions, or elsewhere.
        Err(_) if rowless => table.decision = Decision::Rowless,
        Err(_) => {
            // What is decided though wrongly is decided all the same: the errors say so.
            let decision = decide::decide_partly(rules, name, columns, schema);
            let decided = |name: &String| {
                let columns = &decision.as_ref()?.columns;
                columns.iter().find(|it| it.name == *name)
            };
            let others = match &decision {
                Some(decision) if decision.purge_all => Treatment::Emptied,
                _ => Treatment::Undecided,
            };
            table.columns = columns
                .iter()
                .map(|name| column(decided(name), name, others))
                .collect();
            let mut columns = table.columns.iter();
            if columns.any(|it| it.treatment == Treatment::Undecided) {
                table.decision = Decision::Undecided;
            }
        }
    }
    table
}

impl Table {
    fn note(&mut self, notes: &Notes) {
        self.reason.clone_from(&notes.reason);
        self.owner.clone_from(&notes.owner);
        self.class.clone_from(&notes.class);
    }
}

fn empty(name: &str, treatment: Treatment) -> Column {
    Column {
        column: name.to_owned(),
        r#type: None,
        treatment,
        rule: None,
        partial: false,
        free_text: false,
        decided_by: None,
        place: None,
        by_class: None,
        reason: None,
        owner: None,
        class: None,
        namespace: None,
        unique: false,
        inside: Vec::new(),
        values: None,
    }
}

fn column(decided: &ColumnDecision<'_>) -> Column {
    let mut column = empty(&decided.name, Treatment::Kept);
    match decided.rule {
        Decided::Keep => column.rule = Some("keep".to_owned()),
        Decided::Null => {
            column.treatment = Treatment::Replaced;
            column.rule = Some("null".to_owned());
        }
        Decided::Rule(rule) => {
            column.treatment = treatment(rule);
            column.rule = Some(name(rule));
            column.free_text = searches_text(rule);
            column.partial = column.treatment == Treatment::Partial;
            column.reason.clone_from(&rule.notes.reason);
            column.owner.clone_from(&rule.notes.owner);
            column.class.clone_from(&rule.notes.class);
            column.unique = rule.options.unique;
            if rule.kind.role == Role::Keyed {
                let own = rule.options.namespace.as_deref();
                column.namespace = Some(own.unwrap_or(rule.kind.name).to_owned());
            }
            inside("", rule, &mut column.inside);
        }
    }
    let (by, place) = match decided.place {
        Place::Table(position) => (DecidedBy::Rule, Some(position)),
        Place::Class(index, position) => {
            column.by_class = Some(format!("classes[{index}]"));
            (DecidedBy::Class, Some(position))
        }
        Place::UnlistedColumns => (DecidedBy::UnlistedColumns, None),
        Place::UnlistedTables => (DecidedBy::UnlistedTables, None),
        Place::Generated => {
            column.treatment = Treatment::Generated;
            (DecidedBy::Generated, None)
        }
        Place::Nowhere => {
            column.treatment = Treatment::Undecided;
            column.rule = None;
            return column;
        }
    };
    column.decided_by = Some(by);
    column.place = place.map(ToString::to_string);
    column
}

/// What becomes of values under a rule.
fn treatment(rule: &ColumnRule) -> Treatment {
    if rule.kind.role == Role::Keep || !decide::replaces(rule) {
        Treatment::Kept
    } else if partial(rule) {
        Treatment::Partial
    } else if keeps_inside(rule) {
        Treatment::Mixed
    } else {
        Treatment::Replaced
    }
}

/// A part of a value may stay, and nobody can say beforehand which.
fn partial(rule: &ColumnRule) -> bool {
    let own = rule.kind.partial || rule.spec.partial() || rule.spec.keeps_others();
    let nested = rule.spec.nested();
    own || nested.iter().any(|(_, inner)| partial(inner))
}

/// A rule inside keeps.
fn keeps_inside(rule: &ColumnRule) -> bool {
    let nested = rule.spec.nested();
    let mut nested = nested.iter().map(|(_, inner)| inner);
    nested.any(|inner| inner.kind.role == Role::Keep || keeps_inside(inner))
}

fn searches_text(rule: &ColumnRule) -> bool {
    let nested = rule.spec.nested();
    rule.kind.name == "text.redact" || nested.iter().any(|(_, inner)| searches_text(inner))
}

/// The transformer, with what is told best beside it.
fn name(rule: &ColumnRule) -> String {
    let name = match rule.kind.name {
        "cases" => {
            let mut kinds: Vec<&str> = Vec::new();
            for (_, inner) in rule.spec.nested() {
                if !kinds.contains(&inner.kind.name) {
                    kinds.push(inner.kind.name);
                }
            }
            format!("cases: {}", kinds.join(", "))
        }
        name => name.to_owned(),
    };
    let others = if rule.spec.keeps_others() {
        ", others: keep"
    } else {
        ""
    };
    match rule.options.seed_from.as_slice() {
        [] => name + others,
        seeds => format!("{name}, seed_from {}{others}", seeds.join(", ")),
    }
}

/// The rules inside, at any depth, by their paths.
fn inside(before: &str, rule: &ColumnRule, found: &mut Vec<Inside>) {
    for (path, inner) in rule.spec.nested() {
        let path = match before {
            "" => path,
            before => format!("{before} › {path}"),
        };
        found.push(Inside {
            rule: name(inner),
            partial: inner.kind.role != Role::Keep && partial(inner),
            kept: inner.kind.role == Role::Keep,
            reason: inner.notes.reason.clone(),
            path: path.clone(),
        });
        inside(&path, inner, found);
    }
}
