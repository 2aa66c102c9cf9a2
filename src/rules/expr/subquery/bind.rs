//! Binding a subquery's side of the table around it.

use std::sync::Arc;

use super::{LookupHandle, LookupRequest, Subquery};
use crate::dump::types::PgType;
use crate::rules::expr::ast::{Ast, At};
use crate::rules::expr::bind::{Binding, Result, Typed};
use crate::rules::expr::cast::Cast;
use crate::rules::expr::node::Node;
use crate::rules::expr::types::{TextKind, Ty, TypeName};
use crate::rules::expr::value::Val;
use crate::rules::keys::KeyKind;

impl Binding<'_> {
    /// The node that asks a subquery, without its NOT.
    pub(in super::super) fn subquery(&self, query: &Arc<Subquery>, outer: &[Ast]) -> Result<Node> {
        let mut operands = Vec::with_capacity(outer.len());
        let mut types = Vec::with_capacity(outer.len());
        for ast in outer {
            let (node, ty) = self.key_operand(ast.at, self.bind(ast)?)?;
            operands.push(node);
            types.push(ty);
        }
        let handle = LookupHandle::default();
        self.binder.needs.borrow_mut().lookups.push(LookupRequest {
            subquery: Arc::clone(query),
            outer: types,
            handle: handle.clone(),
        });
        Ok(Node::Subquery {
            operands: operands.into(),
            lookup: handle,
        })
    }

    /// A name with a dot is of the table that the expression is for.
    pub(in super::super) fn check_table(&self, at: At, table: Option<&str>) -> Result<()> {
        let known = &self.binder.columns.qualifiers;
        match table {
            // Inside a subquery they were matched when it was read.
            Some(table) if !self.expr.inner && !known.is_empty() => {
                if known.iter().any(|name| name == table) {
                    return Ok(());
                }
                Err(self
                    .refuse(at, format!("`{table}` is not the table of this rule"))
                    .hint(format!("write `{}.column`, or the column alone", known[0])))
            }
            _ => Ok(()),
        }
    }

    /// What is compared with a subquery's column: its text, and the type that text is of.
    fn key_operand(&self, at: At, operand: Typed) -> Result<(Node, PgType)> {
        if let Some(name) = operand.collation.maybe_nondeterministic() {
            return Err(self.nondeterministic(at, name));
        }
        let columns = &self.binder.columns.list;
        let column = match &operand.node {
            Node::Column { index, .. } => columns.get(*index),
            _ => None,
        };
        if let Some((_, ty)) = column {
            let ty = ty.base.clone();
            if KeyKind::of(&ty).is_none() {
                return Err(self.refuse(
                    at,
                    format!("a subquery can't compare {}", operand.ty.name()),
                ));
            }
            return Ok((operand.node, ty));
        }
        let ty = match &operand.ty {
            Ty::Text(TextKind::Text) => PgType::Text,
            Ty::Text(TextKind::Varchar) => PgType::Varchar(None),
            Ty::Text(TextKind::Char) => PgType::Char(1),
            Ty::Text(TextKind::Name) => PgType::Name,
            Ty::Text(TextKind::Citext) => PgType::Citext,
            Ty::Bool => PgType::Bool,
            Ty::Int2 => PgType::Int2,
            Ty::Int4 => PgType::Int4,
            Ty::Int8 => PgType::Int8,
            Ty::Oid => PgType::Oid,
            Ty::Numeric => PgType::Numeric(None),
            Ty::Uuid => PgType::Uuid,
            Ty::Date => PgType::Date,
            Ty::Timestamp => PgType::Timestamp,
            Ty::Enum(ty) => PgType::Enum(Arc::clone(ty)),
            Ty::Literal if matches!(operand.node, Node::Const(Val::Null)) => {
                return Ok((operand.node, PgType::Unknown));
            }
            Ty::Literal => {
                return Err(self
                    .refuse(at, "the type of this literal is not known")
                    .hint("name it: `'…'::text`"));
            }
            ty => {
                return Err(self
                    .refuse(
                        at,
                        format!("a subquery can't compare a computed {}", ty.name()),
                    )
                    .hint("compare a column as it is"));
            }
        };
        // Of other types the expression holds the value; a set of keys reads text.
        let node = match operand.ty {
            Ty::Text(_) => operand.node,
            Ty::Date => self.cast_node(at, Cast::DateToIso, operand.node)?,
            Ty::Timestamp => self.cast_node(at, Cast::TimestampToIso, operand.node)?,
            _ => self.cast(at, operand, &TypeName::Text)?.node,
        };
        Ok((node, ty))
    }
}
