//! Binding functions, and `->` into JSON.

use super::ast::{Ast, At, Comparison, Field, Function, Step};
use super::bind::{Binding, Result, Typed, is_stored};
use super::cast::Cast;
use super::collate::Collation;
use super::compare::{By, Moment};
use super::moment;
use super::node::{Document, Node};
use super::types::{TextKind, Ty};
use super::value::Val;

impl Binding<'_> {
    pub(super) fn json(
        &self,
        at: At,
        operand: &Ast,
        path: &[Step],
        as_text: bool,
    ) -> Result<Typed> {
        let typed = self.bind(operand)?;
        let document = match typed.ty {
            Ty::Json => Document::Json,
            Ty::Jsonb if is_stored(&typed.node) => Document::StoredJsonb,
            Ty::Jsonb => Document::OtherJsonb,
            ref ty => {
                return Err(self
                    .refuse(at, format!("`->` is for json and jsonb, not {}", ty.name()))
                    .hint("write `(column::jsonb)->…` if it holds JSON"));
            }
        };
        let ty = if as_text {
            Ty::Text(TextKind::Text)
        } else {
            typed.ty
        };
        let node = self.fold(
            at,
            Node::Json {
                operand: Box::new(typed.node),
                path: path.into(),
                as_text,
                document,
            },
        )?;
        Ok(Typed {
            node,
            ty,
            collation: if as_text {
                Collation::Default
            } else {
                Collation::None
            },
        })
    }

    pub(super) fn call(&self, at: At, function: Function, args: &[Ast]) -> Result<Typed> {
        match (function, args) {
            (Function::Lower | Function::Upper, [arg]) => {
                let text = self.as_text(arg, function.name())?;
                let letters = self.letters(at, &text.collation)?;
                let node = self.fold(
                    at,
                    Node::Case {
                        operand: Box::new(text.node),
                        letters,
                        upper: function == Function::Upper,
                    },
                )?;
                Ok(Typed {
                    node,
                    ty: Ty::Text(TextKind::Text),
                    collation: text.collation,
                })
            }
            (Function::Length, [arg]) => {
                let typed = self.bind(arg)?;
                let (node, bytea) = match typed.ty {
                    Ty::Bytea => (typed.node, true),
                    _ => (self.as_text(arg, "length")?.node, false),
                };
                let node = self.fold(
                    at,
                    Node::Length {
                        operand: Box::new(node),
                        bytea,
                    },
                )?;
                Ok(Typed::new(node, Ty::Int4))
            }
            (Function::Coalesce, args) => self.coalesce(at, args),
            (Function::NullIf, [left, right]) => {
                let (left, right) = (self.bind(left)?, self.bind(right)?);
                let (own, other) = (left.ty.clone(), right.ty.clone());
                let collation = left.collation.clone();
                let (left, right, by) = self.unify(at, Comparison::Eq, left, right)?;
                // It comes out as what it was compared as.
                let ty = match by {
                    By::Num => Ty::Numeric,
                    By::Float if own != Ty::Float4 => Ty::Float8,
                    By::Bytes => Ty::Text(TextKind::Text),
                    By::Padded => Ty::Text(TextKind::Char),
                    By::Folded => Ty::Text(TextKind::Citext),
                    _ if own == Ty::Literal => other,
                    _ => own,
                };
                let node = self.fold(
                    at,
                    Node::NullIf {
                        by,
                        left: Box::new(left),
                        right: Box::new(right),
                    },
                )?;
                Ok(Typed {
                    node,
                    ty,
                    collation,
                })
            }
            (Function::Now | Function::CurrentDate | Function::LocalTimestamp, _) => {
                self.now(at, function)
            }
            _ => Err(self.refuse(at, format!("`{}` is not supported so", function.name()))),
        }
    }

    fn now(&self, at: At, function: Function) -> Result<Typed> {
        let now = moment::from_unix_micros(self.binder.run.now.as_microsecond())
            .ok_or_else(|| self.refuse(at, "the run's time is out of range"))?;
        let node = Node::Const(Val::Micros(now));
        Ok(match function {
            Function::CurrentDate => {
                let local = self.cast_node(at, Cast::TimestampTzToTimestamp, node)?;
                Typed::new(self.cast_node(at, Cast::TimestampToDate, local)?, Ty::Date)
            }
            Function::LocalTimestamp => Typed::new(
                self.cast_node(at, Cast::TimestampTzToTimestamp, node)?,
                Ty::Timestamp,
            ),
            _ => Typed::new(node, Ty::TimestampTz),
        })
    }

    fn coalesce(&self, at: At, args: &[Ast]) -> Result<Typed> {
        let bound: Vec<(At, Typed)> = args
            .iter()
            .map(|arg| Ok((arg.at, self.bind(arg)?)))
            .collect::<Result<_>>()?;
        let ty = self.common_type(at, bound.iter().map(|(_, typed)| &typed.ty))?;
        let mut collation = Collation::None;
        let nodes = bound
            .into_iter()
            .map(|(at, typed)| {
                let typed = self.implicit(at, typed, &ty)?;
                collation = collation.combine(&typed.collation);
                Ok(typed.node)
            })
            .collect::<Result<_>>()?;
        Ok(Typed {
            node: self.fold(at, Node::Coalesce(nodes))?,
            ty,
            collation,
        })
    }

    pub(super) fn extract(&self, at: At, field: Field, operand: Typed) -> Result<Typed> {
        let from = match operand.ty {
            Ty::Date if matches!(field, Field::Hour | Field::Minute) => {
                return Err(self.refuse(at, "a date has no hours"));
            }
            Ty::Date => Moment::Date,
            Ty::Timestamp => Moment::Timestamp,
            Ty::TimestampTz => Moment::TimestampTz,
            ref ty => {
                return Err(self.refuse(
                    at,
                    format!("EXTRACT is for dates and timestamps, not {}", ty.name()),
                ));
            }
        };
        let node = self.fold(
            at,
            Node::Extract {
                field,
                from,
                operand: Box::new(operand.node),
            },
        )?;
        Ok(Typed::new(node, Ty::Numeric))
    }
}
