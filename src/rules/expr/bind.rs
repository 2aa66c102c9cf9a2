//! [`Ast`] + a table's columns → [`Node`]: names resolved, types brought together, literals read.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Expr;
use super::ast::{Ast, At, Comparison, Kind, Operator};
use super::cast::{Cast, Width};
use super::collate::Collation;
use super::compare::By;
use super::node::{Document, Env, Node};
use super::types::{TextKind, Ty};
use super::value::{Input, Val};
use super::zone::Zone;
use crate::transform::Misfit;
use crate::transform::bind::Binder;
use crate::transform::row::RowBuf;

/// A bound node with its type.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) ty: Ty,
    pub(super) collation: Collation,
}

pub(super) type Result<T> = std::result::Result<T, Misfit>;

/// Longer lists of constants are looked up by hash.
const SHORT_LIST: usize = 4;

/// Binding one expression to one table.
pub(super) struct Binding<'b> {
    pub(super) expr: &'b Expr,
    pub(super) binder: &'b Binder<'b>,
    pub(super) zone: &'b Zone,
}

impl Typed {
    pub(super) fn new(node: Node, ty: Ty) -> Self {
        Self {
            node,
            ty,
            collation: Collation::None,
        }
    }
}

impl Binding<'_> {
    /// The expression is wrong for these columns: exit 3, at its place.
    pub(super) fn refuse(&self, at: At, message: impl Into<String>) -> Misfit {
        let message = self.expr.with_place(&message.into(), at);
        Misfit::new(message).in_rules(&self.expr.position)
    }

    /// A node that must be boolean.
    pub(super) fn boolean(&self, ast: &Ast) -> Result<Node> {
        let typed = self.bind(ast)?;
        match typed.ty {
            Ty::Bool => Ok(typed.node),
            Ty::Literal => Ok(self.literal_as(ast.at, typed, &Ty::Bool)?.node),
            Ty::Untyped => Err(self
                .refuse(ast.at, "the dump does not tell the type of this column")
                .hint("write `column::boolean`")),
            ty => Err(self.refuse(
                ast.at,
                format!("a condition must be boolean, not {}", ty.name()),
            )),
        }
    }

    fn booleans(&self, terms: &[Ast]) -> Result<Box<[Node]>> {
        terms.iter().map(|term| self.boolean(term)).collect()
    }

    /// Binds a node of any type.
    pub(super) fn bind(&self, ast: &Ast) -> Result<Typed> {
        let at = ast.at;
        let done = |node| self.fold(at, node).map(|node| Typed::new(node, Ty::Bool));
        match &ast.kind {
            Kind::Null => Ok(Typed::new(Node::Const(Val::Null), Ty::Literal)),
            Kind::Bool(value) => Ok(Typed::new(Node::Const(Val::Bool(*value)), Ty::Bool)),
            Kind::Number(number) => self.number(at, number),
            Kind::Text(text) => Ok(Typed::new(text_node(text), Ty::Literal)),
            Kind::Column {
                table,
                name,
                quoted,
            } => {
                self.check_table(at, table.as_deref())?;
                self.column(at, name, *quoted)
            }
            Kind::And(terms) => done(Node::And(self.booleans(terms)?)),
            Kind::Or(terms) => done(Node::Or(self.booleans(terms)?)),
            Kind::Not(operand) => done(Node::Not(Box::new(self.boolean(operand)?))),
            Kind::IsNull { operand, negated } => done(self.is_null(operand, *negated)?),
            Kind::IsTruth {
                operand,
                truth,
                negated,
            } => done(Node::IsTruth {
                operand: Box::new(self.boolean(operand)?),
                truth: *truth,
                negated: *negated,
            }),
            Kind::IsDistinct {
                left,
                right,
                negated,
            } => {
                let (left, right) = (self.bind(left)?, self.bind(right)?);
                let (left, right, by) = self.unify(at, Comparison::Eq, left, right)?;
                done(Node::IsDistinct {
                    by,
                    left: Box::new(left),
                    right: Box::new(right),
                    negated: *negated,
                })
            }
            Kind::Compare { op, left, right } => done(self.compare(at, *op, left, right)?),
            Kind::In {
                operand,
                list,
                negated,
            } => done(negate(self.is_in(at, operand, list)?, *negated)),
            Kind::Subquery {
                query,
                outer,
                negated,
            } => done(negate(self.subquery(query, outer)?, *negated)),
            Kind::Between {
                operand,
                low,
                high,
                negated,
            } => {
                let both = [
                    self.compare(at, Comparison::Ge, operand, low)?,
                    self.compare(at, Comparison::Le, operand, high)?,
                ];
                done(negate(Node::And(both.into()), *negated))
            }
            Kind::Like {
                operand,
                pattern,
                escape,
                ignore_case,
                negated,
            } => {
                let matched = self.like(at, operand, pattern, *escape, *ignore_case)?;
                done(negate(matched, *negated))
            }
            Kind::Regex {
                operand,
                pattern,
                ignore_case,
                negated,
            } => {
                let matched = self.regex(at, operand, pattern, *ignore_case)?;
                done(negate(matched, *negated))
            }
            Kind::Json {
                operand,
                path,
                as_text,
            } => self.json(at, operand, path, *as_text),
            Kind::Arithmetic { op, left, right } => {
                let (left, right) = (self.bind(left)?, self.bind(right)?);
                self.arithmetic(at, *op, left, right)
            }
            Kind::Concat { left, right } => {
                let (left, right) = (self.as_text(left, "||")?, self.as_text(right, "||")?);
                let collation = left.collation.combine(&right.collation);
                let node = self.fold(
                    at,
                    Node::Concat {
                        left: Box::new(left.node),
                        right: Box::new(right.node),
                    },
                )?;
                Ok(Typed {
                    node,
                    ty: Ty::Text(TextKind::Text),
                    collation,
                })
            }
            Kind::Negate(operand) => {
                let operand = self.bind(operand)?;
                self.negative(at, operand)
            }
            Kind::Cast { operand, to } => {
                let operand = self.bind(operand)?;
                self.cast(at, operand, to)
            }
            Kind::Call { function, args } => self.call(at, *function, args),
            Kind::Extract { field, operand } => {
                let operand = self.bind(operand)?;
                self.extract(at, *field, operand)
            }
            Kind::CollateC(operand) => {
                let typed = self.bind(operand)?;
                let typed = match typed.ty {
                    Ty::Text(_) => typed,
                    Ty::Literal => self.literal_as(at, typed, &Ty::Text(TextKind::Text))?,
                    ty => {
                        return Err(
                            self.refuse(at, format!("COLLATE is for text, not {}", ty.name()))
                        );
                    }
                };
                Ok(Typed {
                    collation: Collation::Explicit,
                    ..typed
                })
            }
        }
    }

    /// A node of constants is run once, now. Nothing else is decided early: a division by zero
    /// beside `AND false` fails here where the server's planner may leave it out.
    pub(super) fn fold(&self, at: At, node: Node) -> Result<Node> {
        if matches!(node, Node::Const(_)) || !node.is_constant() {
            return Ok(node);
        }
        let row = RowBuf::default();
        let env = Env {
            row: row.row(&[]),
            this: None,
            zone: self.zone,
        };
        match node.eval(&env) {
            Ok(value) => Ok(Node::Const(value.into_owned())),
            Err(failure) => Err(self.refuse(at, failure.0)),
        }
    }

    /// As PostgreSQL types numbers: integer, bigint or numeric, whichever holds it.
    fn number(&self, at: At, text: &str) -> Result<Typed> {
        if let Ok(value) = text.parse::<i64>() {
            let ty = if i32::try_from(value).is_ok() {
                Ty::Int4
            } else {
                Ty::Int8
            };
            return Ok(Typed::new(Node::Const(Val::Int(value)), ty));
        }
        let value = Input::Numeric
            .read(text.as_bytes(), self.zone)
            .ok_or_else(|| self.refuse(at, "this number is out of range"))?;
        Ok(Typed::new(Node::Const(value.into_owned()), Ty::Numeric))
    }

    fn column(&self, at: At, name: &str, quoted: bool) -> Result<Typed> {
        if name == "this" && !quoted && self.binder.target.in_json {
            return Ok(Typed::new(Node::This, Ty::Jsonb));
        }
        let index = self.binder.original(name).map_err(|misfit| Misfit {
            message: self.expr.with_place(&misfit.message, at),
            position: Some(self.expr.position.clone()),
            hint: misfit.hint.or_else(|| {
                self.expr.inner.then(|| {
                    "a column of the table around a subquery needs that table's name before it"
                        .to_owned()
                })
            }),
            ..misfit
        })?;
        let columns = self.binder.columns;
        let Some((name, ty)) = columns.list.get(index) else {
            return Err(self.refuse(at, "there is no such column"));
        };
        let ty = Ty::of(&ty.base);
        let collation = match ty {
            Ty::Text(kind) => Collation::of_column(kind, columns.collations.get(name)),
            _ => Collation::None,
        };
        Ok(Typed {
            node: Node::Column {
                index,
                name: name.as_str().into(),
                input: input_of(&ty),
            },
            ty,
            collation,
        })
    }

    fn is_null(&self, operand: &Ast, negated: bool) -> Result<Node> {
        let typed = self.bind(operand)?;
        let operand = Box::new(typed.node);
        Ok(match typed.ty {
            Ty::Composite(fields) => Node::RowIsNull {
                operand,
                fields,
                negated,
            },
            _ => Node::IsNull { operand, negated },
        })
    }

    fn compare(&self, at: At, op: Comparison, left: &Ast, right: &Ast) -> Result<Node> {
        let (left, right) = (self.bind(left)?, self.bind(right)?);
        let (left, right, by) = self.unify(at, op, left, right)?;
        self.fold(
            at,
            Node::Compare {
                op,
                by,
                left: Box::new(left),
                right: Box::new(right),
            },
        )
    }

    /// As PostgreSQL reads IN (`transformAExprIn`): two or more constants become one type together
    /// with the operand, so that `real IN (0.1, 0.2)` compares reals; all else is `=` and OR.
    fn is_in(&self, at: At, operand: &Ast, list: &[Ast]) -> Result<Node> {
        let mut constants = Vec::new();
        let mut others = Vec::new();
        for item in list {
            if item.is_constant() {
                constants.push((item.at, self.bind(item)?));
            } else {
                others.push(item);
            }
        }
        let left = self.bind(operand)?;
        let types = std::iter::once(&left.ty).chain(constants.iter().map(|(_, item)| &item.ty));
        let common = match left.ty {
            // What the dump does not type is compared with quoted texts, or refused below.
            Ty::Untyped if constants.iter().all(|(_, item)| item.ty == Ty::Literal) => {
                Some(Ty::Literal)
            }
            Ty::Untyped => None,
            _ => self.common_type(at, types).ok(),
        };
        let mut terms = Vec::new();
        if constants.len() > 1
            && let Some(common) = common
        {
            let constants = constants
                .into_iter()
                .map(|(at, item)| self.implicit(at, item, &common))
                .collect::<Result<_>>()?;
            terms.push(self.in_constants(at, operand, constants)?);
        } else {
            others = list.iter().collect();
        }
        for item in others {
            terms.push(self.compare(item.at, Comparison::Eq, operand, item)?);
        }
        self.fold(at, Node::Or(terms.into()))
    }

    /// The operand is one of these constants of one type.
    fn in_constants(&self, at: At, operand: &Ast, constants: Vec<Typed>) -> Result<Node> {
        let mut shared = None;
        let mut list = Vec::with_capacity(constants.len());
        for item in constants {
            // Each comparison is of the same two types, so the operand is the same in all.
            let (left, item, by) = self.unify(at, Comparison::Eq, self.bind(operand)?, item)?;
            shared.get_or_insert((left, by));
            list.push(item);
        }
        let Some((left, by)) = shared else {
            return Err(self.refuse(at, "IN needs at least one value"));
        };
        let operand = Box::new(left);
        let constant = |node: &Node| matches!(node, Node::Const(Val::Text(_) | Val::Null));
        if by != By::Bytes || list.len() <= SHORT_LIST || !list.iter().all(constant) {
            let list = list.into();
            return Ok(Node::In { operand, by, list });
        }
        let has_null = list
            .iter()
            .any(|item| matches!(item, Node::Const(Val::Null)));
        let texts: HashSet<Box<[u8]>> = list
            .into_iter()
            .filter_map(|item| match item {
                Node::Const(Val::Text(text)) => Some(text.into_owned().into()),
                _ => None,
            })
            .collect();
        Ok(Node::InTexts {
            operand,
            texts,
            has_null,
        })
    }

    /// A value as text for a function or operator of text: char(n) loses its padding.
    pub(super) fn as_text(&self, ast: &Ast, operator: &str) -> Result<Typed> {
        let typed = self.bind(ast)?;
        match typed.ty {
            Ty::Text(TextKind::Char) => Ok(Typed {
                node: self.cast_node(ast.at, Cast::Unpad, typed.node)?,
                ty: Ty::Text(TextKind::Text),
                collation: typed.collation,
            }),
            Ty::Text(_) => Ok(typed),
            Ty::Literal => self.literal_as(ast.at, typed, &Ty::Text(TextKind::Text)),
            _ => Err(self.not_text(ast.at, operator, &typed.ty)),
        }
    }

    pub(super) fn not_text(&self, at: At, operator: &str, ty: &Ty) -> Misfit {
        self.refuse(at, format!("`{operator}` is for text, not {}", ty.name()))
            .hint("write `column::text` if its text is meant")
    }

    pub(super) fn nondeterministic(&self, at: At, collation: &str) -> Misfit {
        self.refuse(
            at,
            format!("what is equal depends on the column's collation {collation}"),
        )
        .hint("write `column COLLATE \"C\"` to compare byte by byte")
    }

    /// A cast of a node, folded.
    pub(super) fn cast_node(&self, at: At, cast: Cast, operand: Node) -> Result<Node> {
        self.fold(
            at,
            Node::Cast {
                cast,
                operand: Box::new(operand),
            },
        )
    }
}

/// Reads of a column of the type; text for types of which only NULL is asked.
fn input_of(ty: &Ty) -> Input {
    input(ty).unwrap_or(Input::Text)
}

/// How text becomes the type; `None` for types with no values here.
pub(super) fn input(ty: &Ty) -> Option<Input> {
    Some(match ty {
        Ty::Bool => Input::Bool,
        Ty::Int2 => Input::Int2,
        Ty::Int4 => Input::Int4,
        Ty::Int8 => Input::Int8,
        Ty::Oid => Input::Oid,
        Ty::Numeric => Input::Numeric,
        Ty::Float4 => Input::Float4,
        Ty::Float8 => Input::Float8,
        Ty::Text(_) => Input::Text,
        Ty::Bytea => Input::Bytea,
        Ty::Date => Input::Date,
        Ty::Time => Input::Time,
        Ty::Timestamp => Input::Timestamp,
        Ty::TimestampTz => Input::TimestampTz,
        Ty::Interval => Input::Interval,
        Ty::Uuid => Input::Uuid,
        Ty::Inet => Input::Inet,
        Ty::MacAddr => Input::Mac,
        Ty::MacAddr8 => Input::Mac8,
        Ty::Json | Ty::Jsonb => Input::Json,
        Ty::Enum(ty) => Input::Enum(std::sync::Arc::clone(ty)),
        Ty::Literal | Ty::Untyped | Ty::Composite(_) | Ty::Opaque(_) => return None,
    })
}

/// jsonb that the server has printed: a column, or a part of one.
pub(super) fn is_stored(node: &Node) -> bool {
    match node {
        Node::Column { .. } => true,
        Node::Json { document, .. } => *document == Document::StoredJsonb,
        _ => false,
    }
}

pub(super) fn text_node(text: &str) -> Node {
    Node::Const(Val::Text(Cow::Owned(text.as_bytes().to_vec())))
}

fn negate(node: Node, negated: bool) -> Node {
    if negated {
        Node::Not(Box::new(node))
    } else {
        node
    }
}

/// The width of an integer type.
pub(super) fn width(ty: &Ty) -> Option<Width> {
    match ty {
        Ty::Int2 => Some(Width::Two),
        Ty::Int4 => Some(Width::Four),
        Ty::Int8 => Some(Width::Eight),
        Ty::Oid => Some(Width::Oid),
        _ => None,
    }
}

/// The wider of two integer types, or whichever arithmetic they are done in.
pub(super) fn wider_number<'t>(a: &'t Ty, b: &'t Ty) -> &'t Ty {
    let rank = |ty: &Ty| match ty {
        Ty::Int2 => 0,
        Ty::Int4 => 1,
        Ty::Int8 => 2,
        Ty::Numeric => 3,
        Ty::Float4 => 4,
        _ => 5,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// Names an operator that has no meaning for these types.
pub(super) fn no_operator(symbol: &str, left: &Ty, right: &Ty) -> String {
    format!(
        "there is no operator `{} {symbol} {}`",
        left.name(),
        right.name()
    )
}

impl Operator {
    /// Of numbers and times alike.
    pub(super) fn is_sum(self) -> bool {
        matches!(self, Self::Add | Self::Sub)
    }
}
