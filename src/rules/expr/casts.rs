//! Explicit casts: which there are, and the steps each takes.

use std::sync::Arc;

use super::ast::At;
use super::bind::{Binding, Result, Typed, input, width};
use super::cast::Cast;
use super::collate::Collation;
use super::node::Node;
use super::types::{TextKind, Ty, TypeName};
use super::value::{Input, Val};
use crate::dump::types::PgType;

impl Binding<'_> {
    /// `operand::to`
    pub(super) fn cast(&self, at: At, operand: Typed, to: &TypeName) -> Result<Typed> {
        let (ty, fit) = self.target(at, to)?;
        // NULL is of any type.
        if matches!(operand.node, Node::Const(Val::Null)) {
            return Ok(Typed::new(operand.node, ty));
        }
        let steps = match &operand.ty {
            Ty::Literal if !matches!(ty, Ty::Json) => {
                let literal = self.literal_as(at, operand, &ty)?;
                return self.finish(at, literal.node, ty, fit, Collation::None);
            }
            // The column's text is what the type's input function would have read.
            Ty::Literal | Ty::Untyped => read(&ty),
            from => steps(from, &ty),
        };
        let Some(steps) = steps else {
            let mut misfit = self.refuse(
                at,
                format!(
                    "a cast from {} to {} is not supported",
                    operand.ty.name(),
                    ty.name()
                ),
            );
            if matches!(ty, Ty::Text(_)) {
                misfit = misfit.hint("how it prints depends on settings the dump does not hold");
            }
            return Err(misfit);
        };
        let collation = operand.collation;
        let mut node = operand.node;
        for step in steps {
            node = self.cast_node(at, step, node)?;
        }
        self.finish(at, node, ty, fit, collation)
    }

    fn finish(
        &self,
        at: At,
        node: Node,
        ty: Ty,
        fit: Option<Cast>,
        collation: Collation,
    ) -> Result<Typed> {
        let node = match fit {
            Some(fit) => self.cast_node(at, fit, node)?,
            None => node,
        };
        let collation = match collation {
            Collation::None => Collation::of_result(&ty),
            own => own,
        };
        Ok(Typed {
            node,
            ty,
            collation,
        })
    }

    /// The type, and what its modifier does.
    fn target(&self, at: At, to: &TypeName) -> Result<(Ty, Option<Cast>)> {
        let plain = |ty| Ok((ty, None));
        match to {
            TypeName::Bool => plain(Ty::Bool),
            TypeName::Int2 => plain(Ty::Int2),
            TypeName::Int4 => plain(Ty::Int4),
            TypeName::Int8 => plain(Ty::Int8),
            TypeName::Oid => plain(Ty::Oid),
            TypeName::Numeric(fit) => Ok((
                Ty::Numeric,
                fit.map(|(precision, scale)| Cast::Fit(precision, scale)),
            )),
            TypeName::Float4 => plain(Ty::Float4),
            TypeName::Float8 => plain(Ty::Float8),
            TypeName::Text => plain(Ty::Text(TextKind::Text)),
            TypeName::Varchar(limit) => Ok((Ty::Text(TextKind::Varchar), limit.map(Cast::Cut))),
            TypeName::Char(limit) => Ok((Ty::Text(TextKind::Char), limit.map(Cast::Pad))),
            TypeName::Name => plain(Ty::Text(TextKind::Name)),
            TypeName::Citext => plain(Ty::Text(TextKind::Citext)),
            TypeName::Bytea => plain(Ty::Bytea),
            TypeName::Date => plain(Ty::Date),
            TypeName::Time => plain(Ty::Time),
            TypeName::Timestamp => plain(Ty::Timestamp),
            TypeName::TimestampTz => plain(Ty::TimestampTz),
            TypeName::Interval => plain(Ty::Interval),
            TypeName::Uuid => plain(Ty::Uuid),
            TypeName::Inet => plain(Ty::Inet),
            TypeName::MacAddr => plain(Ty::MacAddr),
            TypeName::MacAddr8 => plain(Ty::MacAddr8),
            TypeName::Json => plain(Ty::Json),
            TypeName::Jsonb => plain(Ty::Jsonb),
            TypeName::Named(name) => {
                let columns = &self.binder.columns.list;
                let found = columns.iter().find_map(|(_, column)| match &column.base {
                    PgType::Enum(ty) if ty.name.name == *name => Some(Arc::clone(ty)),
                    _ => None,
                });
                match found {
                    Some(ty) => plain(Ty::Enum(ty)),
                    None => Err(self.refuse(at, format!("the type `{name}` is not known here"))),
                }
            }
        }
    }
}

/// By the type's input function.
fn read(ty: &Ty) -> Option<Vec<Cast>> {
    match ty {
        Ty::Text(_) => Some(Vec::new()),
        ty => input(ty).map(|input| vec![Cast::Read(input)]),
    }
}

/// The steps between two types; `None` where there is no cast, or none whose result is certain.
fn steps(from: &Ty, to: &Ty) -> Option<Vec<Cast>> {
    if from == to {
        return Some(Vec::new());
    }
    let one = |cast| Some(vec![cast]);
    match (from, to) {
        (Ty::Text(TextKind::Char), Ty::Text(_)) => one(Cast::Unpad),
        (Ty::Text(_), Ty::Text(_)) => Some(Vec::new()),
        (Ty::Text(TextKind::Char), to) => {
            let mut steps = vec![Cast::Unpad];
            steps.extend(read(to)?);
            Some(steps)
        }
        (Ty::Text(_), to) => read(to),
        (from, Ty::Text(_)) => match from {
            Ty::Int2 | Ty::Int4 | Ty::Int8 | Ty::Oid => one(Cast::IntToText),
            Ty::Numeric => one(Cast::NumToText),
            Ty::Bool => one(Cast::BoolToText),
            Ty::Uuid => one(Cast::UuidToText),
            Ty::Enum(ty) => one(Cast::EnumToText(Arc::clone(ty))),
            Ty::Json => one(Cast::JsonToText),
            _ => None,
        },
        (Ty::Int2 | Ty::Int4, Ty::Oid) => one(Cast::IntToOid),
        (Ty::Int2 | Ty::Int4 | Ty::Int8 | Ty::Oid, to) => match to {
            Ty::Int2 | Ty::Int4 | Ty::Int8 | Ty::Oid => one(Cast::Int(width(to)?)),
            _ if *from == Ty::Oid => None,
            Ty::Numeric => one(Cast::IntToNum),
            Ty::Float8 => one(Cast::IntToFloat),
            Ty::Float4 => one(Cast::IntToReal),
            Ty::Bool if *from == Ty::Int4 => one(Cast::IntToBool),
            _ => None,
        },
        (Ty::Numeric, to) => match to {
            Ty::Int2 | Ty::Int4 | Ty::Int8 => one(Cast::NumToInt(width(to)?)),
            Ty::Float8 => one(Cast::NumToFloat),
            Ty::Float4 => one(Cast::NumToReal),
            _ => None,
        },
        (Ty::Float4 | Ty::Float8, to) => match to {
            Ty::Int2 | Ty::Int4 | Ty::Int8 => one(Cast::FloatToInt(width(to)?)),
            Ty::Numeric if *from == Ty::Float4 => one(Cast::FloatToNum(6)),
            Ty::Numeric => one(Cast::FloatToNum(15)),
            Ty::Float8 => Some(Vec::new()),
            Ty::Float4 => one(Cast::FloatToReal),
            _ => None,
        },
        (Ty::Bool, Ty::Int4) => one(Cast::BoolToInt),
        (Ty::Date, Ty::Timestamp) => one(Cast::DateToTimestamp),
        (Ty::Date, Ty::TimestampTz) => one(Cast::DateToTimestampTz),
        (Ty::Timestamp, Ty::Date) => one(Cast::TimestampToDate),
        (Ty::Timestamp, Ty::Time) => one(Cast::TimestampToTime),
        (Ty::Timestamp, Ty::TimestampTz) => one(Cast::TimestampToTimestampTz),
        (Ty::TimestampTz, Ty::Timestamp) => one(Cast::TimestampTzToTimestamp),
        (Ty::TimestampTz, Ty::Date) => {
            Some(vec![Cast::TimestampTzToTimestamp, Cast::TimestampToDate])
        }
        (Ty::TimestampTz, Ty::Time) => {
            Some(vec![Cast::TimestampTzToTimestamp, Cast::TimestampToTime])
        }
        // Through text, so that the result is no longer taken for what the server printed.
        (Ty::Json, Ty::Jsonb) => Some(vec![Cast::JsonToText, Cast::Read(Input::Json)]),
        (Ty::Jsonb, to) => match to {
            Ty::Int2 | Ty::Int4 | Ty::Int8 => {
                Some(vec![Cast::JsonToNum, Cast::NumToInt(width(to)?)])
            }
            Ty::Numeric => one(Cast::JsonToNum),
            Ty::Float8 => Some(vec![Cast::JsonToNum, Cast::NumToFloat]),
            Ty::Float4 => Some(vec![Cast::JsonToNum, Cast::NumToReal]),
            Ty::Bool => one(Cast::JsonToBool),
            _ => None,
        },
        _ => None,
    }
}
