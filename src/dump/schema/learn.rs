//! From statements to the schema.

use std::sync::Arc;

use super::resolve::{is_builtin, may_be_long};
use super::{
    Column, Domain, Learnt, Schema, Table, UserType, check_columns, created_name, path_schemas,
};
use crate::dump::name::TableName;
use crate::dump::statement::change::{
    Change, ColumnDefinition, CreateTable, DomainConditions, Identity, QualifiedName, TableElement,
    TypeName,
};
use crate::dump::statement::{Class, LargeObjectOperation, Statement};
use crate::dump::types::EnumType;

/// What a statement's names resolve by, and what it added.
pub(super) struct Cx {
    /// The schemas of `search_path`.
    pub path: Vec<String>,
    pub learnt: Vec<Learnt>,
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
    pub(super) fn add_column(
        &self,
        table: &mut Table,
        defined: &ColumnDefinition,
        search_path: &str,
    ) {
        let sequence = |name: &QualifiedName| self.table_name(name, search_path);
        let index = table
            .columns
            .iter()
            .position(|column| column.name == defined.name);
        let index = match (index, &defined.ty) {
            (Some(index), _) => index,
            // The table is refused already.
            (None, _) if check_columns(table.columns.len()).is_err() => return,
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

    pub(super) fn add_child(&mut self, parent: &TableName, child: &TableName) {
        match self.children.get_mut(parent) {
            Some(children) => children.add(child),
            None => self.children.entry(parent.clone()).or_default().add(child),
        }
    }

    pub(super) fn with_column(
        &mut self,
        table: &TableName,
        name: &str,
        set: impl FnOnce(&mut Column),
    ) {
        if let Some(column) = self.tables.get_mut(table).and_then(|t| t.column_mut(name)) {
            set(column);
        }
    }

    /// A type with the schema that an unqualified name means here, where that can be told yet.
    pub(super) fn qualified(&self, ty: &TypeName, path: &[String]) -> TypeName {
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
            ..Self::default()
        }
    }
}
