//! What `ALTER TABLE` changes.

use super::learn::Cx;
use super::{Learnt, Schema};
use crate::dump::name::TableName;
use crate::dump::statement::change::TableAction;

impl Schema {
    /// Applies one action; the table's name after it.
    pub(super) fn alter_table(
        &mut self,
        name: TableName,
        action: &TableAction,
        search_path: &str,
        cx: &mut Cx,
    ) -> TableName {
        match action {
            TableAction::AddColumn {
                if_not_exists,
                column,
                constraints,
            } => {
                if let Some(mut table) = self.tables.remove(&name) {
                    let known = *if_not_exists && table.column(&column.name).is_some();
                    if !known {
                        self.add_column(&mut table, column, search_path);
                        table.settle_generated(&name);
                        cx.learnt
                            .push(Learnt::Column(name.clone(), column.name.clone()));
                    }
                    self.tables.insert(name.clone(), table);
                }
                for constraint in constraints {
                    self.add_constraint(&name, constraint, search_path, cx);
                }
            }
            TableAction::DropColumn(column) => {
                if let Some(table) = self.tables.get_mut(&name) {
                    table.columns.retain(|own| own.name != *column);
                }
            }
            TableAction::AddConstraint(constraint) => {
                self.add_constraint(&name, constraint, search_path, cx);
            }
            TableAction::SetType(column, ty) => {
                let ty = self.qualified(ty, &cx.path);
                self.with_column(&name, column, |column| column.written = ty);
            }
            TableAction::SetNotNull(column) => self.set_not_null(&name, column, cx),
            TableAction::SetDefault(column, sequence) => {
                let sequence = sequence
                    .as_ref()
                    .map(|sequence| self.table_name(sequence, search_path));
                self.with_column(&name, column, |column| {
                    column.has_default = true;
                    column.sequence = sequence.or(column.sequence.take());
                });
            }
            TableAction::AddIdentity(column, identity) => {
                self.relations += 1;
                let sequence = identity
                    .sequence
                    .as_ref()
                    .map(|sequence| self.table_name(sequence, search_path));
                self.with_column(&name, column, |column| {
                    column.identity = Some(identity.always);
                    column.has_default = true;
                    column.not_null = true;
                    column.sequence = sequence;
                });
            }
            TableAction::DropExpression(column) => {
                self.with_column(&name, column, |column| {
                    column.generated = false;
                    column.generated_from.clear();
                });
            }
            TableAction::AttachPartition(child, bound) => {
                let child = self.table_name(child, search_path);
                if let Some(table) = self.tables.get_mut(&child) {
                    table.is_partition = true;
                    table.bound = Some(bound.clone());
                }
                self.attach(&name, child, cx);
            }
            TableAction::Inherit(parent) => {
                let parent = self.table_name(parent, search_path);
                self.attach(&parent, name.clone(), cx);
            }
            TableAction::DetachPartition(child) => {
                let child = self.table_name(child, search_path);
                self.detach(&name, &child);
            }
            TableAction::NoInherit(parent) => {
                let parent = self.table_name(parent, search_path);
                self.detach(&parent, &name);
            }
            TableAction::RenameColumn(from, to) => {
                self.with_column(&name, from, |column| column.name.clone_from(to));
            }
            TableAction::Rename(to) => {
                return self.rename(&name, TableName::new(name.schema.clone(), to.clone()));
            }
            TableAction::SetSchema(schema) => {
                return self.rename(&name, TableName::new(schema.clone(), name.name.clone()));
            }
        }
        name
    }

    fn attach(&mut self, parent: &TableName, child: TableName, cx: &mut Cx) {
        self.add_child(parent, &child);
        if let Some(table) = self.tables.get_mut(&child)
            && !table.parents.contains(parent)
        {
            table.parents.push(parent.clone());
        }
        cx.learnt.push(Learnt::Child(child, parent.clone()));
    }

    fn detach(&mut self, parent: &TableName, child: &TableName) {
        if let Some(children) = self.children.get_mut(parent) {
            children.remove(child);
        }
        if let Some(table) = self.tables.get_mut(child) {
            table.parents.retain(|known| known != parent);
            table.is_partition = false;
            table.bound = None;
        }
    }

    fn rename(&mut self, from: &TableName, to: TableName) -> TableName {
        let Some(table) = self.tables.remove(from) else {
            return to;
        };
        for parent in &table.parents {
            if let Some(children) = self.children.get_mut(parent) {
                children.rename(from, &to);
            }
        }
        if let Some(children) = self.children.remove(from) {
            for child in children.list() {
                for parent in self
                    .tables
                    .get_mut(child)
                    .into_iter()
                    .flat_map(|table| &mut table.parents)
                {
                    if parent == from {
                        parent.clone_from(&to);
                    }
                }
            }
            self.children.insert(to.clone(), children);
        }
        self.tables.insert(to.clone(), table);
        to
    }

    pub(super) fn set_not_null(&mut self, table: &TableName, column: &str, cx: &mut Cx) {
        let mut changed = false;
        self.with_column(table, column, |column| {
            changed = !std::mem::replace(&mut column.not_null, true);
        });
        if changed {
            cx.learnt
                .push(Learnt::NotNull(table.clone(), column.to_owned()));
        }
    }
}
