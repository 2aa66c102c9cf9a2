//! An overlay may not quietly keep what the rules replace, nor let rows stay that they purge.

use super::super::model::{ColumnRule, RowRules, TableRule, UnlistedTables};
use super::{ColumnDecision, Decided, Decider};
use crate::dump::name::Quoted;
use crate::error::{Error, Position};
use crate::transform::Role;

/// How much of a column's values stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    Nothing,
    Some,
    All,
}

impl Kept {
    fn of(decided: Decided<'_>) -> Self {
        match decided {
            Decided::Rule(rule) => Self::of_rule(rule),
            Decided::Null => Self::Nothing,
            Decided::Keep => Self::All,
        }
    }

    fn of_rule(rule: &ColumnRule) -> Self {
        let (mut keeps, mut others) = (false, false);
        let mut rules = vec![rule];
        while let Some(rule) = rules.pop() {
            if rule.kind.name == "cases" {
                rules.extend(rule.spec.nested().into_iter().map(|(_, inner)| inner));
            } else if rule.kind.role == Role::Keep {
                keeps = true;
            } else {
                others = true;
            }
        }
        match (keeps, others) {
            (true, false) => Self::All,
            (true, true) => Self::Some,
            (false, _) => Self::Nothing,
        }
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
        for column in columns {
            let Some(rule) = column.rule.rule() else {
                continue;
            };
            let before = match self.before(&below, unlisted, &column.name) {
                Some(before) => before,
                None => continue,
            };
            if Kept::of(column.rule) > before && !rule.options.weaken {
                errors.push(weaker(
                    &rule.position,
                    format!(
                        "{}.{} is kept, but the rules replace it",
                        self.table,
                        Quoted(&column.name)
                    ),
                ));
            }
        }
        errors
    }

    /// What stays of a column without the overlays; `None` where nothing decides it.
    fn before(
        &self,
        below: &super::Layers<'r>,
        unlisted: UnlistedTables,
        column: &str,
    ) -> Option<Kept> {
        if below.is_empty() {
            return (unlisted == UnlistedTables::Keep).then_some(Kept::All);
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
