//! The plans of a database's blocks of data, found by head and by table: there may be thousands.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use crate::dump::name::TableName;
use crate::scrub::plan::Planned;

/// What a plan depends on: the head as it is written, the table it means, and the partition whose
/// rows are loaded through that one. The head alone does not tell: search_path may have changed, and
/// all partitions loaded via their root have the same.
pub(super) type PlanKey = (Bytes, TableName, Option<TableName>);

/// All plans.
#[derive(Default)]
pub(super) struct Plans {
    by_key: HashMap<PlanKey, Arc<Planned>>,
    /// Of each table: blocks that are written to it, and those of its rows that are written to another.
    by_table: HashMap<TableName, Vec<PlanKey>>,
}

impl Plans {
    pub(super) fn get(&self, key: &PlanKey) -> Option<&Arc<Planned>> {
        self.by_key.get(key)
    }

    pub(super) fn insert(&mut self, key: PlanKey, planned: Arc<Planned>) {
        for table in std::iter::once(&key.1).chain(&key.2) {
            let of = self.by_table.entry(table.clone()).or_default();
            if !of.contains(&key) {
                of.push(key.clone());
            }
        }
        self.by_key.insert(key, planned);
    }

    pub(super) fn remove(&mut self, key: &PlanKey) {
        self.by_key.remove(key);
        for table in std::iter::once(&key.1).chain(&key.2) {
            if let Some(of) = self.by_table.get_mut(table) {
                of.retain(|other| other != key);
            }
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Planned> {
        self.by_key.values().map(|planned| &**planned)
    }

    /// Those of a table: the table that they are written to, the partition whose rows they are where
    /// that is another, and the plan.
    pub(super) fn of(
        &self,
        table: &TableName,
    ) -> impl Iterator<Item = (&TableName, Option<&TableName>, &Planned)> {
        let keys = self.by_table.get(table).into_iter().flatten();
        keys.filter_map(|key| Some((&key.1, key.2.as_ref(), &**self.by_key.get(key)?)))
    }
}
