//! Foreign keys of the dump, and the references of the rules that hold rows to them.

use super::super::model::{OnPurge, Reference};
use super::hint::{column_key, table_key};
use super::{DecidedReference, Decision};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::{ForeignKey, Schema};
use crate::error::Error;

/// What `references` do for the rows of a table that a foreign key is declared for.
#[derive(Clone, Copy, Debug)]
pub enum Coverage<'r> {
    /// No row is left that refers to one that left.
    Covered,
    /// This one would, but for its `on_purge: keep`.
    Kept(&'r Reference),
    /// This one would, but for its `when`.
    Conditional(&'r Reference),
    /// None names it.
    Missing,
}

/// Whether rows that refer by `key` to rows that leave are dealt with.
///
/// A reference does it that names the same columns, or a part of them that is unique in the table
/// referred to: what is left of that part then is the very row.
pub fn coverage<'r>(
    references: &[DecidedReference<'r>],
    key: &ForeignKey,
    schema: &Schema,
) -> Coverage<'r> {
    let to = referred(key, schema);
    let mut coverage = Coverage::Missing;
    for DecidedReference { table, reference } in references {
        let reference: &'r Reference = reference;
        let within = pairs(&reference.columns, &reference.to)
            .all(|pair| pairs(&key.columns, &to).any(|known| known == pair));
        let whole = reference.columns.len() >= key.columns.len();
        if *table != key.table || !within || !(whole || is_unique(&reference.to, table, schema)) {
            continue;
        }
        match (&reference.when, &reference.on_purge) {
            // It is added without a look at the rows, and the rules say that they may dangle.
            (None, OnPurge::Keep) if !key.validated => return Coverage::Covered,
            (_, OnPurge::Keep) => coverage = Coverage::Kept(reference),
            (None, _) => return Coverage::Covered,
            (Some(_), _) => coverage = Coverage::Conditional(reference),
        }
    }
    coverage
}

/// A foreign key whose table may hold rows that refer to none any more; `None` where it is covered.
pub fn uncovered(
    table: &TableName,
    key: &ForeignKey,
    decision: &Decision<'_>,
    schema: &Schema,
) -> Option<Error> {
    let named = if key.name.is_empty() {
        String::new()
    } else {
        format!(" {}", Quoted(&key.name))
    };
    let problem = format!(
        "foreign key{named} refers to {}, which lost rows",
        key.table
    );
    let line = line(key, schema);
    let error = match coverage(&decision.references, key, schema) {
        Coverage::Covered => return None,
        Coverage::Kept(reference) => Error::undecided(format!(
            "{problem}, and the reference says `on_purge: keep`"
        ))
        .at_rule(&reference.position)
        .hint("say `on_purge: cascade`, or `set_null` where the columns may be NULL"),
        Coverage::Conditional(reference) => Error::undecided(format!(
            "{problem}, and the reference is for some rows only"
        ))
        .at_rule(&reference.position)
        .hint(format!(
            "take `when` out, or add one for all rows: `{line}`"
        )),
        Coverage::Missing => {
            let add = match decision.position {
                Some(position) => {
                    format!("add to `references:` of the rule at {position}: `{line}`")
                }
                None => format!(
                    "give `{}` a rule, with `references: [{}]`",
                    table_key(table),
                    line.trim_start_matches("- ")
                ),
            };
            Error::undecided(format!("{problem}, and no reference names it")).hint(add)
        }
    };
    Some(error.at_table(table))
}

/// The columns that a key refers to.
fn referred(key: &ForeignKey, schema: &Schema) -> Vec<String> {
    if !key.to.is_empty() {
        return key.to.clone();
    }
    let primary = schema
        .tables
        .get(&key.table)
        .and_then(|table| table.primary_key())
        .and_then(|key| key.plain_columns());
    let columns = primary.unwrap_or_default();
    columns.into_iter().map(str::to_owned).collect()
}

fn pairs<'a>(
    columns: &'a [String],
    to: &'a [String],
) -> impl Iterator<Item = (&'a String, &'a String)> {
    columns.iter().zip(to)
}

/// No two rows of the table, its partitions included, have the same values in these columns, as far as
/// the dump has said so yet.
pub fn is_unique(columns: &[String], table: &TableName, schema: &Schema) -> bool {
    // Keys are each table's own where it inherits.
    let inherits = |name: &TableName| schema.tables.get(name).is_some_and(|t| !t.is_partition);
    if schema.descendants(table).iter().any(inherits) {
        return false;
    }
    let keys = schema.tables.get(table).map(|table| table.unique.iter());
    keys.into_iter().flatten().any(|key| {
        let of_key = key.plain_columns().unwrap_or_default();
        !of_key.is_empty()
            && of_key
                .iter()
                .all(|name| columns.iter().any(|column| column == name))
    })
}

/// The YAML of a reference that covers the key.
fn line(key: &ForeignKey, schema: &Schema) -> String {
    let list = |columns: &[String]| match columns {
        [one] => column_key(one),
        many => {
            let many: Vec<String> = many.iter().map(|column| column_key(column)).collect();
            format!("[{}]", many.join(", "))
        }
    };
    format!(
        "- {{columns: {}, table: {}, to: {}}}",
        list(&key.columns),
        table_key(&key.table),
        list(&referred(key, schema))
    )
}
