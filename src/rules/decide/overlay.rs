//! An overlay may not quietly keep what the rules replace, nor let rows stay that they purge.

use std::collections::BTreeSet;

use super::super::model::{ColumnRule, OnPurge, Reference, RowRules, TableRule, UnlistedTables};
use super::{ColumnDecision, Decided, Decider};
use crate::dump::name::Quoted;
use crate::error::{Error, Position};
use crate::transform::Role;

/// What of a column's values stays.
#[derive(Debug, Default)]
struct Kept {
    /// Every value, whole.
    all: bool,
    /// Where a rule keeps: inside the value a path, empty for a whole value that some rows keep.
    places: BTreeSet<String>,
}

impl Kept {
    fn of(decided: Decided<'_>) -> Self {
        match decided {
            Decided::Rule(rule) => Self::of_rule(rule),
            Decided::Null => Self::default(),
            Decided::Keep => Self {
                all: true,
                ..Self::default()
            },
        }
    }

    fn of_rule(rule: &ColumnRule) -> Self {
        let mut places = BTreeSet::new();
        let mut rules = vec![(String::new(), rule)];
        while let Some((place, rule)) = rules.pop() {
            if rule.spec.keeps_unnamed() {
                places.insert(format!("{place} › others"));
            }
            if rule.kind.role == Role::Keep {
                places.insert(place);
                continue;
            }
            // These choose among rules for the value itself; the others hold values inside it.
            let chooses = matches!(rule.kind.name, "cases" | "choice" | "map");
            rules.extend(rule.spec.nested().into_iter().map(|(name, inner)| {
                let inside = format!("{place} › {name}");
                (if chooses { place.clone() } else { inside }, inner)
            }));
        }
        Self {
            all: keeps_all(rule),
            places,
        }
    }

    /// Something stays here that does not stay there.
    fn is_more_than(&self, before: &Self) -> bool {
        !before.all && (self.all || !self.places.is_subset(&before.places))
    }
}

fn keeps_all(rule: &ColumnRule) -> bool {
    match rule.kind.name {
        "cases" | "elements" | "fields" | "split" => {
            let nested = rule.spec.nested();
            nested.iter().all(|(_, inner)| keeps_all(inner))
        }
        _ => rule.kind.role == Role::Keep,
    }
}

impl<'r> Decider<'_, 'r, '_> {
    /// What overlays weaken without `weaken: true`.
    pub(super) fn weakened(&self, rows: &RowRules, columns: &[ColumnDecision<'r>]) -> Vec<Error> {
        let overlays = &self.resolver.rules.overlays;
        let changed_by = |rule: &&TableRule| {
            let mut rules = overlays.iter().flatten();
            rules.any(|other| other.position == rule.position)
        };
        let over: Vec<&TableRule> = self.layers.rules().filter(changed_by).collect();
        let Some(first) = over.first() else {
            return Vec::new();
        };
        let below = match self.resolver.layers_below(self.table, self.root) {
            Ok(below) => below,
            Err(error) => return vec![error],
        };
        let mut errors = Vec::new();
        let unlisted = self.resolver.rules.defaults.unlisted_tables;
        let before = if below.is_empty() {
            RowRules {
                purge_all: unlisted == UnlistedTables::Purge,
                ..RowRules::default()
            }
        } else {
            match below.rows(self.table) {
                Ok(staying) => staying.rows,
                Err(errors) => return errors,
            }
        };
        let said = over.iter().any(|rule| rule.weaken);
        if !said && more_stay(&before, rows) {
            errors.push(weaker(
                &first.position,
                format!("rows of {} may stay that the rules remove", self.table),
            ));
        }
        if before.purge_all {
            return errors;
        }
        if let Some(looser) = self.looser(&below).filter(|_| !said) {
            errors.push(weaker(
                &looser.position,
                format!(
                    "rows of {} may stay that a reference of the rules takes along",
                    self.table
                ),
            ));
        }
        for column in columns {
            let Some(rule) = column.rule.rule() else {
                continue;
            };
            let before = match self.before(&below, unlisted, &column.name) {
                Some(before) => before,
                None => continue,
            };
            let now = Kept::of(column.rule);
            if now.is_more_than(&before) && !rule.options.weaken {
                let of_it = if now.all || now.places.contains("") {
                    ""
                } else {
                    "a part of "
                };
                errors.push(weaker(
                    &rule.position,
                    format!(
                        "{of_it}{}.{} is kept, but the rules replace it",
                        self.table,
                        Quoted(&column.name)
                    ),
                ));
            }
        }
        errors
    }

    /// A reference that takes the place of one by which more rows leave, or more columns become NULL.
    fn looser(&self, below: &super::Layers<'r>) -> Option<&'r Reference> {
        let severity = |on_purge: &OnPurge| match on_purge {
            OnPurge::Cascade => 2,
            OnPurge::SetNull(_) => 1,
            OnPurge::Keep => 0,
        };
        let now = self.layers.references();
        below.references().into_iter().find_map(|before| {
            let mut same = now.iter();
            let now = same.find(|now| now.reference.columns == before.reference.columns)?;
            let (old, new) = (before.reference, now.reference);
            let when =
                |reference: &Reference| reference.when.as_ref().map(|when| when.source.clone());
            let as_strict = now.table == before.table
                && new.to == old.to
                && severity(&new.on_purge) >= severity(&old.on_purge)
                && (new.when.is_none() || when(new) == when(old));
            let takes_nothing = old.on_purge == OnPurge::Keep;
            (!as_strict && !takes_nothing).then_some(new)
        })
    }

    /// What stays of a column without the overlays; `None` where nothing decides it.
    fn before(
        &self,
        below: &super::Layers<'r>,
        unlisted: UnlistedTables,
        column: &str,
    ) -> Option<Kept> {
        if below.is_empty() {
            return (unlisted == UnlistedTables::Keep).then(|| Kept::of(Decided::Keep));
        }
        let decided = self
            .resolver
            .column(below, self.table, column, self.columns);
        decided.ok().flatten().map(|column| Kept::of(column.rule))
    }
}

/// Rows may stay that did not before. Expressions are not compared: another one may let more stay.
fn more_stay(before: &RowRules, now: &RowRules) -> bool {
    if now.purge_all {
        return false;
    }
    let expression = |rows: &RowRules| {
        let expr = rows.purge.as_ref().or(rows.keep_where.as_ref());
        expr.map(|expr| expr.position.clone())
    };
    let removes = before.purge_all || expression(before).is_some();
    let changed = before.purge_all || expression(before) != expression(now);
    let share = |rows: &RowRules| rows.sample.as_ref().map_or(1.0, |sample| sample.share);
    let limit = |rows: &RowRules| rows.limit.unwrap_or(u64::MAX);
    (removes && changed) || share(now) > share(before) || limit(now) > limit(before)
}

fn weaker(position: &Position, says: String) -> Error {
    Error::rules(position, format!("in this overlay {says}"))
        .hint("if that is meant, add `weaken: true` and a `reason`")
}
