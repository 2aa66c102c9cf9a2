//! References that rules lack: foreign keys of the dump towards tables that lose rows, or of columns
//! that are drafted.

use std::collections::BTreeSet;

use super::tables::{ReferenceDraft, TableDraft};
use super::update::{Update, Updater};
use crate::dump::name::Quoted;
use crate::dump::schema::Schema;
use crate::error::{Position, Result};
use crate::rules::decide::decide;
use crate::rules::decide::key::{Coverage, coverage};
use crate::rules::keys::KeySecret;
use crate::rules::model::{RuleSet, TableRule};
use crate::scrub::relations::Relations;

/// What a rule lacks.
struct Missing<'d> {
    draft: &'d TableDraft,
    /// The rule; that of a glob or a parent is one for many tables.
    rule: Position,
    own: bool,
    reference: &'d ReferenceDraft,
    /// Rows would refer to none any more.
    needed: bool,
}

/// Adds them to `updater`, which has all else already; as text where that can't be done safely. `before`
/// are the rules as they were, `after` those with what was added.
pub(super) fn add(
    updater: &mut Updater,
    update: &mut Update,
    drafts: &[TableDraft],
    databases: &[Schema],
    (before, after): (&RuleSet, &RuleSet),
    related: impl Fn(&Updater) -> bool,
) {
    let mut said = BTreeSet::new();
    for schema in databases {
        let Ok(relations) = relations(after, schema) else {
            // What is wrong with the rules comes first.
            return;
        };
        for missing in missing(drafts, schema, before, &relations, &update.added) {
            let Missing {
                draft, reference, ..
            } = &missing;
            let name = format!(
                "the reference of {} ({}) to {}",
                draft.table,
                reference.key.columns.join(", "),
                reference.key.table
            );
            if !said.insert(name.clone()) {
                continue;
            }
            let mut with = updater.clone();
            // Rows that read each other in a circle have no order in which they could leave.
            if missing.own && with.reference(&missing.rule, &reference.line) && related(&with) {
                *updater = with;
                update.added.push(name);
            } else if missing.needed {
                let how = format!(
                    "{}: add to `references:`: `- {}`",
                    missing.rule, reference.line
                );
                update.by_hand.push((name, how));
            }
        }
    }
}

/// What tables have to do with each other.
pub(super) fn relations(rules: &RuleSet, schema: &Schema) -> Result<Relations> {
    Relations::new(rules, schema, KeySecret::new([0; 32]), None)
}

fn missing<'d>(
    drafts: &'d [TableDraft],
    schema: &Schema,
    rules: &RuleSet,
    relations: &Relations,
    added: &[String],
) -> Vec<Missing<'d>> {
    let mut missing = Vec::new();
    for draft in drafts {
        if !schema.tables.contains_key(&draft.table) {
            continue;
        }
        // Of what is not listed, or new, nothing is missing.
        let Ok(decision) = decide(rules, &draft.table, &[], schema) else {
            continue;
        };
        let (Some(rule), false) = (decision.position, decision.purge_all) else {
            continue;
        };
        let exact = |table: &TableRule| {
            table.position == *rule && table.pattern.exact().as_ref() == Some(&draft.table)
        };
        let own = rules.tables.iter().any(exact);
        let drafted = |column: &String| {
            let name = format!("{}.{}", draft.table, Quoted(column));
            added.contains(&name)
        };
        for reference in &draft.references {
            let key = &reference.key;
            let needed = relations.loses(&key.table);
            if (needed || key.columns.iter().any(drafted))
                && matches!(
                    coverage(&decision.references, key, schema),
                    Coverage::Missing
                )
            {
                missing.push(Missing {
                    draft,
                    rule: rule.clone(),
                    own,
                    reference,
                    needed,
                });
            }
        }
    }
    missing
}
