//! The children of a table: there may be thousands, and each is added once.

use std::collections::HashSet;

use crate::dump::name::TableName;

/// Partitions or inheritance children.
#[derive(Clone, Debug, Default)]
pub(super) struct Children {
    /// In the order in which they became that.
    list: Vec<TableName>,
    known: HashSet<TableName>,
}

impl Children {
    /// All, in the order in which they became that.
    pub(super) fn list(&self) -> &[TableName] {
        &self.list
    }

    /// Adds one, where it is none yet.
    pub(super) fn add(&mut self, child: &TableName) {
        if self.known.insert(child.clone()) {
            self.list.push(child.clone());
        }
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, child: &TableName) {
        if self.known.remove(child) {
            self.list.retain(|known| known != child);
        }
    }

    /// One has another name from here on.
    pub(super) fn rename(&mut self, from: &TableName, to: &TableName) {
        if !self.known.remove(from) {
            return;
        }
        if !self.known.insert(to.clone()) {
            // It takes the place of one of that name.
            self.list.retain(|known| known != from);
            return;
        }
        for child in self.list.iter_mut().filter(|child| *child == from) {
            child.clone_from(to);
        }
    }
}
