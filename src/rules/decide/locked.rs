//! Classes that keep: only what the lock file names, and no free text.

use std::collections::BTreeSet;

use super::super::lock::KeptColumn;
use super::super::model::{Class, ColumnRule, RuleSet};
use super::layers::Resolver;
use super::{Place, hint};
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::transform::Role;

/// `keep`, or a rule that keeps something it does not name: in one of its cases or elements, or inside
/// JSON what no path spells out.
fn keeps(rule: &ColumnRule) -> bool {
    let mut rules = vec![rule];
    while let Some(rule) = rules.pop() {
        if rule.kind.role == Role::Keep || rule.spec.keeps_unnamed() {
            return true;
        }
        let named = matches!(rule.kind.name, "json" | "keys" | "fields");
        let inside = rule.spec.nested().into_iter().map(|(_, inner)| inner);
        rules.extend(inside.filter(|inner| !named || inner.kind.role != Role::Keep));
    }
    false
}

/// What about a type may hold anything that somebody typed.
fn free_form(ty: &PgType) -> Option<&'static str> {
    Some(match ty {
        _ if ty.is_text() => "text",
        PgType::Json | PgType::Jsonb => "JSON",
        PgType::Bytea => "bytea",
        PgType::TsVector => "tsvector",
        PgType::Xml => "XML",
        PgType::Hstore => "hstore",
        PgType::Array(element) => return free_form(element),
        PgType::Composite(composite) => {
            let mut fields = composite.fields.iter();
            return fields.find_map(|(_, field)| free_form(&field.base));
        }
        _ => return None,
    })
}

impl Resolver<'_, '_> {
    /// A class may keep this column.
    ///
    /// # Errors
    /// Exit 4 where it may not, with the line to add.
    pub(super) fn may_keep(
        &self,
        table: &TableName,
        name: &str,
        index: usize,
        class: &Class,
    ) -> Result<()> {
        if !keeps(&class.rule) {
            return Ok(());
        }
        let ty = self.schema.type_of(table, name).base;
        if let Some(what) = free_form(&ty) {
            return Err(Error::undecided(format!(
                "{table}.{} is {what}, which a class can't keep",
                Quoted(name)
            ))
            .about(table, Some(name))
            .at_rule(&class.position)
            .hint(format!(
                "narrow the class by `types:`; or name the column in its table: `{}: keep`",
                hint::column_key(name)
            )));
        }
        let column = self.kept(table, name, index);
        let Err(other) = self.rules.lock.allows(&column, ty != PgType::Unknown) else {
            return Ok(());
        };
        let found = match other {
            Some(position) => format!("{position} has it with another type"),
            None => "dmscrub.lock does not name it".to_owned(),
        };
        Err(Error::undecided(format!(
            "{} is kept by classes[{index}], but {found}",
            column.name
        ))
        .about(table, Some(name))
        .at_rule(&class.position)
        .hint(format!(
            "once it is known to hold nothing personal, add to dmscrub.lock: `{column}`"
        ))
        .hint(format!(
            "or have the file written, and review what is new: dmscrub lock --rules {} DUMP",
            hint::rules_path(self.rules)
        )))
    }

    /// The line for a column: that of the parent that all partitions and children have it from.
    fn kept(&self, table: &TableName, name: &str, class: usize) -> KeptColumn {
        let mut owner = table.clone();
        let has = |table: &TableName| {
            let known = self.schema.tables.get(table);
            known.is_some_and(|known| known.column(name).is_some())
        };
        if let Some(parent) = self.schema.ancestors(table).into_iter().rfind(has) {
            owner = parent;
        }
        let known = self.schema.tables.get(&owner);
        let written = known.and_then(|known| known.column(name));
        let ty = written.map_or("unknown", |column| column.written.text.as_str());
        KeptColumn::new(&owner, name, ty, class)
    }
}

/// All columns that classes keep, in the order of their names, and those that they may not. The rules'
/// lock must be [open](super::super::lock::Lock::open).
pub fn kept_by_classes(rules: &RuleSet, schema: &Schema) -> (BTreeSet<KeptColumn>, Vec<Error>) {
    let resolver = Resolver::new(rules, schema);
    let (mut kept, mut errors) = (BTreeSet::new(), Vec::new());
    for (name, table) in &schema.tables {
        let layers = match resolver.layers(name, None) {
            Ok(layers) if layers.is_empty() => continue,
            Ok(layers) => layers,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        if layers
            .rows(name)
            .is_ok_and(|staying| staying.rows.purge_all)
        {
            continue;
        }
        let columns: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        for column in &columns {
            match resolver.column(&layers, name, column, &columns) {
                Ok(Some(decision)) => {
                    if let Place::Class(index, _) = decision.place
                        && decision.rule.rule().is_some_and(keeps)
                        && decision.follows.is_none()
                    {
                        kept.insert(resolver.kept(name, column, index));
                    }
                }
                // What is not decided, `check` says.
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
    }
    errors.sort_by_key(ToString::to_string);
    errors.dedup_by_key(|error| error.to_string());
    (kept, errors)
}

/// Lines of the lock for columns that no class keeps any more.
pub fn unlocked(rules: &RuleSet, kept: &BTreeSet<KeptColumn>) -> Vec<Error> {
    let names: BTreeSet<&str> = kept.iter().map(|column| column.name.as_str()).collect();
    rules
        .lock
        .lines()
        .filter(|(column, _)| !names.contains(column.name.as_str()))
        .map(|(column, position)| {
            Error::undecided(format!("no class keeps {} any more", column.name))
                .at_rule(position)
                .hint("remove the line, or have the file written anew by `dmscrub lock`")
        })
        .collect()
}
