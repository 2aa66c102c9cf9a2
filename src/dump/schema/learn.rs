//! From statements to the schema.

use std::sync::Arc;

use super::resolve::{is_builtin, may_be_long};
use super::{
    Check, Column, Domain, Expression, ForeignKey, KeyPart, Learnt, Schema, Table, UniqueKey,
    UserType, created_name, path_schemas,
};
use crate::dump::name::TableName;
use crate::dump::statement::change::{
    Change, ColumnDefinition, ConstraintKind, CreateTable, DomainConditions, Identity,
    IndexDefinition, QualifiedName, TableAction, TableConstraint, TableElement, TypeName,
};
use crate::dump::statement::{Class, LargeObjectOperation, Statement};
use crate::dump::types::EnumType;

/// What a statement's names resolve by, and what it added.
struct Cx {
    path: Vec<String>,
    learnt: Vec<Learnt>,
}

impl Cx {
    /// The name of what a statement creates.
    fn created(&self, name: &QualifiedName) -> TableName {
        created_name(name, &self.path)
    }
}

impl Schema {
    /// Learns from one statement, in the order of the dump; says what it added. `search_path`: the
    /// setting's value, which unqualified names resolve by.
    pub fn learn(&mut self, statement: &Statement, search_path: &str) -> Vec<Learnt> {
        let mut cx = Cx {
            path: Vec::new(),
            learnt: Vec::new(),
        };
        match &statement.class {
            Class::TableChange(change) => {
                cx.path = path_schemas(search_path);
                self.change(change, search_path, &mut cx);
            }
            Class::LargeObject(call) if call.operation == LargeObjectOperation::Create => {
                self.relations += 1;
            }
            _ => {}
        }
        cx.learnt
    }

    fn change(&mut self, change: &Change, search_path: &str, cx: &mut Cx) {
        match change {
            Change::CreateTable(table) => self.create_table(table, search_path, cx),
            Change::AlterTable { table, actions } => {
                let mut name = self.table_name(table, search_path);
                for action in actions {
                    name = self.alter_table(name, action, search_path, cx);
                }
            }
            Change::CreateIndex { table, index } => {
                let name = self.table_name(table, search_path);
                self.create_index(name, index, cx);
            }
            Change::CreateEnum { name, labels } => {
                let name = cx.created(name);
                let labels = labels.clone();
                let declared = UserType::Enum(Arc::new(EnumType {
                    name: name.clone(),
                    labels,
                }));
                self.types.insert(name, declared);
            }
            Change::AddLabel { name, label, place } => {
                if let Some(UserType::Enum(declared)) = self.types.get_mut(&cx.created(name)) {
                    add_label(&mut Arc::make_mut(declared).labels, label, place.as_ref());
                }
            }
            Change::CreateComposite { name, fields } => {
                self.relations += 1;
                let fields = fields
                    .iter()
                    .map(|(field, ty)| (field.clone(), self.qualified(ty, &cx.path)))
                    .collect();
                self.types
                    .insert(cx.created(name), UserType::Composite(fields));
            }
            // A base type is declared as a shell first, and then again.
            Change::CreateOpaqueType { name } => {
                self.types.insert(cx.created(name), UserType::Opaque);
            }
            Change::CreateDomain {
                name,
                base,
                conditions,
            } => {
                let mut domain = Domain {
                    base: self.qualified(base, &cx.path),
                    not_null: false,
                    checks: Vec::new(),
                    collation: None,
                };
                domain.add(conditions);
                self.types
                    .insert(cx.created(name), UserType::Domain(domain));
            }
            Change::AlterDomain { name, conditions } => {
                if let Some(UserType::Domain(domain)) = self.types.get_mut(&cx.created(name)) {
                    domain.add(conditions);
                }
            }
            Change::CreateCollation {
                name,
                nondeterministic,
            } => {
                let name = cx.created(name);
                if *nondeterministic {
                    self.nondeterministic.insert(name);
                } else {
                    self.nondeterministic.remove(&name);
                }
            }
            Change::CreateSchema { .. } => {}
            Change::CreateRelation => self.relations += 1,
            Change::OwnSequence {
                sequence,
                table,
                column,
            } => {
                let sequence = self.table_name(sequence, search_path);
                let table = self.table_name(table, search_path);
                self.with_column(&table, column, |column| {
                    column.sequence = Some(sequence);
                });
            }
        }
    }

    fn create_table(&mut self, created: &CreateTable, search_path: &str, cx: &mut Cx) {
        let Some(written) = &created.name else {
            return;
        };
        let name = if created.temporary && written.schema.is_none() {
            TableName::new("pg_temp", written.name.clone())
        } else {
            cx.created(written)
        };
        if created.if_not_exists && self.tables.contains_key(&name) {
            return;
        }
        let mut table = Table {
            is_foreign: created.foreign,
            is_partition: created.partition_bound.is_some(),
            bound: created.partition_bound.clone(),
            ..Table::default()
        };
        for parent in &created.parents {
            let parent = self.table_name(parent, search_path);
            self.copy_columns(&parent, &mut table, true);
            table.parents.push(parent);
        }
        if let Some(ty) = &created.of_type {
            self.type_columns(&cx.created(ty), &mut table);
        }
        for element in &created.elements {
            match element {
                TableElement::Column(column) => {
                    self.add_column(&mut table, column, search_path);
                }
                TableElement::Like(source) => {
                    let source = self.table_name(source, search_path);
                    self.copy_columns(&source, &mut table, false);
                }
            }
        }
        table.settle_generated(&name);
        if let Some(by) = &created.partition_by {
            table.partition_strategy = Some(by.strategy.clone());
            table.partition_key.clone_from(&by.keys);
        }
        let stored = table.partition_strategy.is_none() && !table.is_foreign;
        let long = stored
            && table
                .columns
                .iter()
                .any(|column| may_be_long(&column.written));
        let identities = table
            .columns
            .iter()
            .filter(|column| column.identity.is_some());
        self.relations += if long { 3 } else { 1 } + identities.count() as u64;
        for parent in table.parents.clone() {
            self.add_child(&parent, &name);
        }
        self.tables.insert(name.clone(), table);
        cx.learnt.push(Learnt::Table(name.clone()));
        for constraint in &created.constraints {
            self.add_constraint(&name, constraint, search_path, cx);
        }
    }

    /// Copies the columns of a parent or of a table that is `LIKE`d.
    fn copy_columns(&self, source: &TableName, table: &mut Table, inherit: bool) {
        let Some(source) = self.tables.get(source) else {
            table.incomplete = true;
            return;
        };
        table.incomplete |= source.incomplete;
        for column in &source.columns {
            if let Some(own) = table.column_mut(&column.name) {
                own.not_null |= column.not_null;
                continue;
            }
            let mut column = column.clone();
            if !inherit {
                column.identity = None;
                column.sequence = None;
                column.has_default = false;
                column.generated = false;
                column.generated_from.clear();
            }
            table.columns.push(column);
        }
        if inherit {
            let checks = source.checks.iter().cloned();
            table.checks.extend(checks);
        }
    }

    /// The columns of a typed table.
    fn type_columns(&self, ty: &TableName, table: &mut Table) {
        let Some(UserType::Composite(fields)) = self.types.get(ty) else {
            table.incomplete = true;
            return;
        };
        table.columns.extend(
            fields
                .iter()
                .map(|(name, ty)| Column::new(name, ty.clone())),
        );
    }

    /// Adds a column, or merges what is said of one that the table has from elsewhere.
    fn add_column(&self, table: &mut Table, defined: &ColumnDefinition, search_path: &str) {
        let sequence = |name: &QualifiedName| self.table_name(name, search_path);
        let index = table
            .columns
            .iter()
            .position(|column| column.name == defined.name);
        let index = match (index, &defined.ty) {
            (Some(index), _) => index,
            (None, Some(ty)) => {
                let ty = self.qualified(ty, &path_schemas(search_path));
                table.columns.push(Column::new(&defined.name, ty));
                table.columns.len() - 1
            }
            (None, None) => {
                table.incomplete = true;
                return;
            }
        };
        let column = &mut table.columns[index];
        column.not_null |= defined.not_null || defined.identity.is_some();
        column.has_default |= defined.has_default;
        if let Some(expression) = &defined.generated {
            column.generated = true;
            column.generated_from.clone_from(&expression.names);
        }
        if let Some(collation) = &defined.collation {
            column.collation = Some(collation_name(collation));
        }
        if let Some(Identity {
            always,
            sequence: name,
        }) = &defined.identity
        {
            column.identity = Some(*always);
            column.sequence = name.as_ref().map(sequence);
        }
        if let Some(name) = &defined.sequence {
            column.sequence = Some(sequence(name));
        }
    }

    fn add_child(&mut self, parent: &TableName, child: &TableName) {
        let children = self.children.entry(parent.clone()).or_default();
        if !children.contains(child) {
            children.push(child.clone());
        }
    }

    fn with_column(&mut self, table: &TableName, name: &str, set: impl FnOnce(&mut Column)) {
        if let Some(column) = self.tables.get_mut(table).and_then(|t| t.column_mut(name)) {
            set(column);
        }
    }

    /// Applies one action; the table's name after it.
    fn alter_table(
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
            children.retain(|known| known != child);
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
            for child in self.children.get_mut(parent).into_iter().flatten() {
                if child == from {
                    child.clone_from(&to);
                }
            }
        }
        if let Some(children) = self.children.remove(from) {
            for child in &children {
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

    fn set_not_null(&mut self, table: &TableName, column: &str, cx: &mut Cx) {
        let mut changed = false;
        self.with_column(table, column, |column| {
            changed = !std::mem::replace(&mut column.not_null, true);
        });
        if changed {
            cx.learnt
                .push(Learnt::NotNull(table.clone(), column.to_owned()));
        }
    }

    fn add_constraint(
        &mut self,
        name: &TableName,
        constraint: &TableConstraint,
        search_path: &str,
        cx: &mut Cx,
    ) {
        let constraint_name = constraint.name.clone().unwrap_or_default();
        match &constraint.kind {
            ConstraintKind::NotNull(column) => self.set_not_null(name, column, cx),
            ConstraintKind::Check(expression) | ConstraintKind::Exclude { expression } => {
                let columns = self.mentions(name, expression);
                let check = Check {
                    name: constraint.name.clone(),
                    text: expression.text.clone(),
                    columns,
                    validated: constraint.validated,
                };
                let excludes = matches!(constraint.kind, ConstraintKind::Exclude { .. });
                self.relations += u64::from(excludes);
                if let Some(table) = self.tables.get_mut(name) {
                    if excludes {
                        table.exclusions.push(check.clone());
                    } else {
                        table.checks.push(check.clone());
                    }
                }
                cx.learnt.push(if excludes {
                    Learnt::Exclusion(name.clone(), check)
                } else {
                    Learnt::Check(name.clone(), check)
                });
            }
            ConstraintKind::Unique {
                primary,
                columns,
                using_index,
            } => {
                let key = match using_index {
                    Some(index) => self.claim_index(name, index, *primary),
                    None => {
                        self.relations += 1;
                        let key = UniqueKey {
                            name: constraint_name,
                            keys: columns.iter().cloned().map(KeyPart::Column).collect(),
                            predicate: None,
                            mentions: columns.clone(),
                            primary: *primary,
                        };
                        if let Some(table) = self.tables.get_mut(name) {
                            table.unique.push(key.clone());
                        }
                        Some(key)
                    }
                };
                let Some(key) = key else { return };
                if *primary {
                    for column in &key.mentions {
                        self.with_column(name, column, |column| column.not_null = true);
                    }
                }
                cx.learnt.push(Learnt::UniqueKey(name.clone(), key));
            }
            ConstraintKind::ForeignKey { columns, table, to } => {
                let key = ForeignKey {
                    name: constraint_name,
                    columns: columns.clone(),
                    table: self.table_name(table, search_path),
                    to: to.clone(),
                    validated: constraint.validated,
                };
                if let Some(table) = self.tables.get_mut(name) {
                    table.foreign_keys.push(key.clone());
                }
                cx.learnt.push(Learnt::ForeignKey(name.clone(), key));
            }
        }
    }

    /// `ADD PRIMARY KEY USING INDEX`: the index is known already.
    fn claim_index(&mut self, table: &TableName, index: &str, primary: bool) -> Option<UniqueKey> {
        let table = self.tables.get_mut(table)?;
        let key = table.unique.iter_mut().find(|key| key.name == index)?;
        key.primary |= primary;
        Some(key.clone())
    }

    fn create_index(&mut self, name: TableName, index: &IndexDefinition, cx: &mut Cx) {
        self.relations += 1;
        let names = all_names(&index.keys, index.predicate.as_ref());
        let mentions = match self.tables.get(&name) {
            Some(table) => table.named(&name, &names),
            None => names,
        };
        let key = UniqueKey {
            name: index.name.clone().unwrap_or_default(),
            keys: index.keys.clone(),
            predicate: index.predicate.as_ref().map(|p| p.text.clone()),
            mentions,
            primary: false,
        };
        if let Some(table) = self.tables.get_mut(&name) {
            if index.unique {
                table.unique.push(key.clone());
            } else {
                table.indexes.push(key.clone());
            }
        }
        cx.learnt.push(if index.unique {
            Learnt::UniqueKey(name, key)
        } else {
            Learnt::Index(name, key)
        });
    }

    /// The columns of a table that an expression names.
    fn mentions(&self, name: &TableName, expression: &Expression) -> Vec<String> {
        match self.tables.get(name) {
            Some(table) => table.named(name, &expression.names),
            None => expression.names.clone(),
        }
    }

    /// A type with the schema that an unqualified name means here, where that can be told yet.
    fn qualified(&self, ty: &TypeName, path: &[String]) -> TypeName {
        let mut ty = ty.clone();
        if ty.name.schema.is_none() && !is_builtin(&ty.name.name) {
            ty.name.schema = path
                .iter()
                .find(|schema| {
                    let name = TableName::new((*schema).clone(), ty.name.name.clone());
                    self.types.contains_key(&name)
                })
                .cloned();
        }
        ty
    }
}

impl Table {
    /// Those of `names`, which are sorted, that are columns. The table's own name stands for all of
    /// them (`f(t.*)`); where not all columns are known, any name may be one.
    pub(super) fn named(&self, own: &TableName, names: &[String]) -> Vec<String> {
        let has = |name: &String| names.binary_search(name).is_ok();
        if self.incomplete {
            return names.to_vec();
        }
        let all = has(&own.name) && self.column(&own.name).is_none();
        self.columns
            .iter()
            .filter(|column| all || has(&column.name))
            .map(|column| column.name.clone())
            .collect()
    }

    /// Cuts the names in generation expressions down to columns, now that all columns are known.
    fn settle_generated(&mut self, own: &TableName) {
        let known: Vec<(usize, Vec<String>)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.generated_from.is_empty())
            .map(|(index, column)| {
                let mut names = column.generated_from.clone();
                names.sort_unstable();
                (index, self.named(own, &names))
            })
            .collect();
        for (index, columns) in known {
            self.columns[index].generated_from = columns;
        }
    }
}

/// All names in key parts and a predicate, sorted.
pub(super) fn all_names(keys: &[KeyPart], predicate: Option<&Expression>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        match key {
            KeyPart::Column(column) => names.push(column.clone()),
            KeyPart::Expression(expression) => names.extend(expression.names.iter().cloned()),
        }
    }
    names.extend(predicate.into_iter().flat_map(|p| p.names.iter().cloned()));
    names.sort_unstable();
    names.dedup();
    names
}

fn add_label(labels: &mut Vec<String>, label: &str, place: Option<&(bool, String)>) {
    if labels.iter().any(|known| known == label) {
        return;
    }
    let at = place.and_then(|(before, other)| {
        let at = labels.iter().position(|known| known == other)?;
        Some(if *before { at } else { at + 1 })
    });
    labels.insert(at.unwrap_or(labels.len()), label.to_owned());
}

fn collation_name(name: &QualifiedName) -> TableName {
    TableName::new(
        name.schema
            .clone()
            .unwrap_or_else(|| "pg_catalog".to_owned()),
        name.name.clone(),
    )
}

impl Domain {
    fn add(&mut self, conditions: &DomainConditions) {
        self.not_null |= conditions.not_null;
        self.checks.extend(conditions.checks.iter().cloned());
        if conditions.collation.is_some() {
            self.collation.clone_from(&conditions.collation);
        }
    }
}

impl Column {
    fn new(name: &str, written: TypeName) -> Self {
        Self {
            name: name.to_owned(),
            written,
            not_null: false,
            generated: false,
            generated_from: Vec::new(),
            collation: None,
            has_default: false,
            identity: None,
            sequence: None,
        }
    }
}
