//! Bringing the types of operands together, and the casts that does: the table of operator × type.

use super::arithmetic::Domain;
use super::ast::{At, Comparison, Operator};
use super::bind::{Binding, Result, Typed, input, no_operator, wider_number, width};
use super::cast::{Cast, Width};
use super::collate::Collation;
use super::compare::{By, Moment};
use super::fold::Letters;
use super::node::Node;
use super::types::{TextKind, Ty};
use super::value::Val;
use crate::transform::Misfit;

impl Binding<'_> {
    /// Two operands of a comparison in one type, and how that compares.
    pub(super) fn unify(
        &self,
        at: At,
        op: Comparison,
        left: Typed,
        right: Typed,
    ) -> Result<(Node, Node, By)> {
        let (left, right) = match (&left.ty, &right.ty) {
            (Ty::Literal, Ty::Literal) => {
                let text = Ty::Text(TextKind::Text);
                (
                    self.literal_as(at, left, &text)?,
                    self.literal_as(at, right, &text)?,
                )
            }
            (Ty::Untyped, Ty::Literal) | (Ty::Literal, Ty::Untyped) if !op.needs_order() => {
                return Ok((left.node, right.node, By::Bytes));
            }
            (Ty::Untyped, _) | (_, Ty::Untyped) => return Err(self.untyped(at)),
            (Ty::Literal, ty) => {
                let ty = ty.clone();
                (self.literal_as(at, left, &ty)?, right)
            }
            (ty, Ty::Literal) => {
                let ty = ty.clone();
                (left, self.literal_as(at, right, &ty)?)
            }
            _ => (left, right),
        };
        let refuse = |left: &Ty, right: &Ty| {
            Err(self
                .refuse(at, no_operator(op.symbol(), left, right))
                .hint("cast one side with `::type`"))
        };
        let by = match (&left.ty, &right.ty) {
            (Ty::Text(a), Ty::Text(b)) => return self.unify_texts(at, op, *a, *b, left, right),
            (a, b) if a.is_number() && b.is_number() => {
                let ty = wider_number(a, b).clone();
                let by = match ty {
                    Ty::Numeric => By::Num,
                    Ty::Float4 | Ty::Float8 => By::Float,
                    _ => By::Int,
                };
                // A real is widened, never read anew: both are doubles from here on.
                let ty = if by == By::Float { Ty::Float8 } else { ty };
                let left = self.implicit(at, left, &ty)?;
                let right = self.implicit(at, right, &ty)?;
                return Ok((left.node, right.node, by));
            }
            (Ty::Oid, Ty::Oid) => By::Int,
            (Ty::Oid, ty) | (ty, Ty::Oid) if ty.is_integer() => {
                let left = self.implicit(at, left, &Ty::Oid)?;
                let right = self.implicit(at, right, &Ty::Oid)?;
                return Ok((left.node, right.node, By::Int));
            }
            (a, b) if a.is_moment() && b.is_moment() && a != b => By::Moments(moment(a), moment(b)),
            (a, b) if a != b => return refuse(a, b),
            (Ty::Bool, _) => By::Bool,
            (Ty::Date | Ty::Timestamp | Ty::TimestampTz | Ty::Time | Ty::Enum(_), _) => By::Plain,
            (Ty::Interval, _) => By::Interval,
            (ty @ (Ty::Uuid | Ty::Inet | Ty::MacAddr | Ty::MacAddr8), _) => {
                self.equality_only(at, op, ty)?;
                By::Plain
            }
            (ty @ Ty::Bytea, _) => {
                self.equality_only(at, op, ty)?;
                By::Bytea
            }
            (ty @ Ty::Jsonb, _) => {
                self.equality_only(at, op, ty)?;
                By::Jsonb
            }
            (Ty::Json, _) => {
                return Err(self
                    .refuse(at, "json values do not compare")
                    .hint("compare a part of it with `->>`, or write `::jsonb`"));
            }
            (ty, _) => return Err(self.only_null(at, ty)),
        };
        Ok((left.node, right.node, by))
    }

    fn unify_texts(
        &self,
        at: At,
        op: Comparison,
        a: TextKind,
        b: TextKind,
        left: Typed,
        right: Typed,
    ) -> Result<(Node, Node, By)> {
        use TextKind::{Char, Citext, Varchar};
        let collation = left.collation.combine(&right.collation);
        if let Some(name) = collation.maybe_nondeterministic() {
            return Err(self.nondeterministic(at, name));
        }
        let by = match (a, b) {
            (Citext, Citext) => By::Folded,
            (Char, Char | Varchar) | (Varchar, Char) => By::Padded,
            _ => By::Bytes,
        };
        if op.needs_order() && (by == By::Folded || !collation.orders_by_bytes()) {
            let what = if by == By::Folded {
                "the order of citext depends on a collation".to_owned()
            } else {
                format!(
                    "what `{}` means for text depends on a collation the dump does not hold",
                    op.symbol()
                )
            };
            return Err(self
                .refuse(at, what)
                .hint("write `column COLLATE \"C\"` to order by bytes"));
        }
        if by == By::Bytes {
            let text = Ty::Text(TextKind::Text);
            let left = self.implicit(at, left, &text)?;
            let right = self.implicit(at, right, &text)?;
            return Ok((left.node, right.node, by));
        }
        Ok((left.node, right.node, by))
    }

    fn equality_only(&self, at: At, op: Comparison, ty: &Ty) -> Result<()> {
        if op.needs_order() {
            return Err(self.refuse(at, format!("{} compares with `=` and `<>` only", ty.name())));
        }
        Ok(())
    }

    pub(super) fn only_null(&self, at: At, ty: &Ty) -> Misfit {
        self.refuse(
            at,
            format!("of {} only IS [NOT] NULL can be asked", ty.name()),
        )
    }

    pub(super) fn untyped(&self, at: At) -> Misfit {
        self.refuse(
            at,
            "the dump does not tell this column's type (it holds data only), so only IS NULL, and \
             = and IN with a quoted text, are safe",
        )
        .hint("name the type: `column::integer`")
    }

    /// A quoted literal, or NULL, in the type its surroundings have.
    pub(super) fn literal_as(&self, at: At, literal: Typed, ty: &Ty) -> Result<Typed> {
        let text = match literal.node {
            Node::Const(Val::Text(text)) => text,
            node => return Ok(Typed::new(node, ty.clone())), // NULL
        };
        let Some(input) = input(ty) else {
            return Err(self.only_null(at, ty));
        };
        if *ty == Ty::Json {
            return Err(self
                .refuse(at, "json values do not compare")
                .hint("compare a part of it with `->>`, or write `::jsonb`"));
        }
        match input.read(&text, self.zone) {
            Some(value) => Ok(Typed::new(Node::Const(value.into_owned()), ty.clone())),
            None => {
                let shown = String::from_utf8_lossy(&text);
                let misfit = self.refuse(at, format!("`{shown}` is not {}", input.expects()));
                Err(match ty {
                    Ty::Enum(ty) => {
                        misfit.hint(format!("the labels are: {}", ty.labels.join(", ")))
                    }
                    _ => misfit,
                })
            }
        }
    }

    /// The type that all of these become (`select_common_type`).
    pub(super) fn common_type<'t>(
        &self,
        at: At,
        types: impl IntoIterator<Item = &'t Ty>,
    ) -> Result<Ty> {
        use TextKind::{Char, Citext, Text, Varchar};
        let mut common: Option<&Ty> = None;
        for ty in types {
            common = Some(match (common, ty) {
                (None | Some(Ty::Literal), ty) => ty,
                (Some(own), Ty::Literal) => own,
                (Some(own), ty) if own == ty => own,
                (Some(own), ty) if own.is_number() && ty.is_number() => wider_number(own, ty),
                (Some(own @ Ty::Text(a)), Ty::Text(b)) => match (a, b) {
                    // The first stays where casts go both ways; from citext they go one way.
                    (Text | Varchar | Char, Text | Varchar | Char) => own,
                    (Text | Varchar, Citext) => own,
                    (Citext, Text | Varchar) => ty,
                    _ => return Err(self.no_common_type(at, own, ty)),
                },
                (Some(own), ty) if own.is_moment() && ty.is_moment() => {
                    if moment(own) > moment(ty) { own } else { ty }
                }
                (Some(own), ty) => return Err(self.no_common_type(at, own, ty)),
            });
        }
        match common {
            Some(Ty::Untyped) => Err(self.untyped(at)),
            Some(Ty::Literal) | None => Ok(Ty::Text(TextKind::Text)),
            Some(ty) => Ok(ty.clone()),
        }
    }

    fn no_common_type(&self, at: At, a: &Ty, b: &Ty) -> Misfit {
        self.refuse(
            at,
            format!("{} and {} have no common type", a.name(), b.name()),
        )
        .hint("cast one of them with `::type`")
    }

    /// An implicit conversion; the types are known to allow it.
    pub(super) fn implicit(&self, at: At, typed: Typed, ty: &Ty) -> Result<Typed> {
        if typed.ty == *ty {
            return Ok(typed);
        }
        let cast = match (&typed.ty, ty) {
            (Ty::Literal, ty) => return self.literal_as(at, typed, &ty.clone()),
            (Ty::Int2 | Ty::Int4 | Ty::Int8, Ty::Int4 | Ty::Int8) => None,
            (Ty::Int2 | Ty::Int4, Ty::Oid) => Some(Cast::IntToOid),
            (Ty::Int8, Ty::Oid) => Some(Cast::Int(Width::Oid)),
            (Ty::Int2 | Ty::Int4 | Ty::Int8, Ty::Numeric) => Some(Cast::IntToNum),
            (Ty::Int2 | Ty::Int4 | Ty::Int8, Ty::Float4) => Some(Cast::IntToReal),
            (Ty::Int2 | Ty::Int4 | Ty::Int8, Ty::Float8) => Some(Cast::IntToFloat),
            (Ty::Numeric, Ty::Float4) => Some(Cast::NumToReal),
            (Ty::Numeric, Ty::Float8) => Some(Cast::NumToFloat),
            (Ty::Float4, Ty::Float8) => None,
            (Ty::Text(TextKind::Char), Ty::Text(_)) => Some(Cast::Unpad),
            (Ty::Text(_), Ty::Text(_)) => None,
            (Ty::Date, Ty::Timestamp) => Some(Cast::DateToTimestamp),
            (Ty::Date, Ty::TimestampTz) => Some(Cast::DateToTimestampTz),
            (Ty::Timestamp, Ty::TimestampTz) => Some(Cast::TimestampToTimestampTz),
            (from, to) => {
                return Err(self.refuse(
                    at,
                    format!("{} does not become {} by itself", from.name(), to.name()),
                ));
            }
        };
        let node = match cast {
            Some(cast) => self.cast_node(at, cast, typed.node)?,
            None => typed.node,
        };
        Ok(Typed {
            node,
            ty: ty.clone(),
            collation: typed.collation,
        })
    }

    /// The letters a text's collation gives a case.
    pub(super) fn letters(&self, at: At, collation: &Collation) -> Result<Letters> {
        match collation {
            Collation::None | Collation::Default => Ok(Letters::Unicode),
            Collation::C | Collation::Explicit => Ok(Letters::Ascii),
            Collation::Other { name, .. } => Err(self.refuse(
                at,
                format!("upper and lower case depend on the column's collation {name}"),
            )),
        }
    }

    /// `left op right`.
    pub(super) fn arithmetic(
        &self,
        at: At,
        op: Operator,
        left: Typed,
        right: Typed,
    ) -> Result<Typed> {
        if left.ty == Ty::Untyped || right.ty == Ty::Untyped {
            return Err(self.untyped(at));
        }
        let (left, right) = match (&left.ty, &right.ty) {
            (Ty::Literal, Ty::Literal) => {
                return Err(self.refuse(at, no_operator(op.symbol(), &left.ty, &right.ty)));
            }
            // PostgreSQL takes the other side's type: `now() - '1 day'` is an error there too.
            (Ty::Literal, ty) if self.literal_follows(op, ty) => {
                let ty = ty.clone();
                (self.literal_as(at, left, &ty)?, right)
            }
            (ty, Ty::Literal) if self.literal_follows(op, ty) => {
                let ty = ty.clone();
                (left, self.literal_as(at, right, &ty)?)
            }
            (Ty::Timestamp | Ty::TimestampTz, Ty::Literal) => {
                (left, self.literal_as(at, right, &Ty::Interval)?)
            }
            (Ty::Literal, Ty::Timestamp | Ty::TimestampTz) => {
                (self.literal_as(at, left, &Ty::Interval)?, right)
            }
            _ => (left, right),
        };
        let refusal = no_operator(op.symbol(), &left.ty, &right.ty);
        let Some((swap, left_ty, right_ty, domain, ty)) = signature(op, &left.ty, &right.ty) else {
            return Err(self
                .refuse(at, refusal)
                .hint("name the types: `interval '1 day'`, `column::date`"));
        };
        let (left, right) = if swap { (right, left) } else { (left, right) };
        let left = self.implicit(at, left, &left_ty)?;
        let right = self.implicit(at, right, &right_ty)?;
        let node = self.fold(
            at,
            Node::Arithmetic {
                op,
                domain,
                left: Box::new(left.node),
                right: Box::new(right.node),
            },
        )?;
        Ok(Typed::new(node, ty))
    }

    /// A literal beside this type is of this type.
    fn literal_follows(&self, op: Operator, ty: &Ty) -> bool {
        ty.is_number()
            || *ty == Ty::Interval && op.is_sum()
            || (ty.is_moment() || *ty == Ty::Time) && op == Operator::Sub
    }

    /// `- value`
    pub(super) fn negative(&self, at: At, operand: Typed) -> Result<Typed> {
        let domain = match &operand.ty {
            Ty::Numeric => Domain::Num,
            Ty::Float4 => Domain::Real,
            Ty::Float8 => Domain::Float,
            Ty::Interval => Domain::Intervals,
            ty => match width(ty) {
                Some(width) if width != Width::Oid => Domain::Int(width),
                _ => {
                    return Err(self.refuse(at, format!("there is no operator `- {}`", ty.name())));
                }
            },
        };
        let node = self.fold(
            at,
            Node::Negate {
                domain,
                operand: Box::new(operand.node),
            },
        )?;
        Ok(Typed::new(node, operand.ty))
    }
}

impl Collation {
    /// Of what is no column: text made by a cast or a function.
    pub(super) fn of_result(ty: &Ty) -> Self {
        match ty {
            Ty::Text(TextKind::Name) => Self::C,
            Ty::Text(_) => Self::Default,
            _ => Self::None,
        }
    }
}

fn moment(ty: &Ty) -> Moment {
    match ty {
        Ty::Date => Moment::Date,
        Ty::Timestamp => Moment::Timestamp,
        _ => Moment::TimestampTz,
    }
}

/// Whether the operands swap, what each becomes, how it is calculated, and the result's type.
fn signature(op: Operator, left: &Ty, right: &Ty) -> Option<(bool, Ty, Ty, Domain, Ty)> {
    use Operator::{Add, Div, Mul, Sub};
    let same = |ty: &Ty, domain, result: Ty| Some((false, ty.clone(), ty.clone(), domain, result));
    match (left, right) {
        (a, b) if a.is_number() && b.is_number() => {
            let ty = wider_number(a, b);
            // A real with another number is calculated in double precision.
            let ty = if *ty == Ty::Float4 && a != b {
                &Ty::Float8
            } else {
                ty
            };
            match ty {
                Ty::Float4 | Ty::Float8 if op == Operator::Rem => None,
                Ty::Float4 => same(ty, Domain::Real, Ty::Float4),
                Ty::Float8 => same(ty, Domain::Float, Ty::Float8),
                Ty::Numeric => same(ty, Domain::Num, Ty::Numeric),
                ty => same(ty, Domain::Int(width(ty)?), ty.clone()),
            }
        }
        (Ty::Date, Ty::Int2 | Ty::Int4) if op.is_sum() => {
            Some((false, Ty::Date, Ty::Int4, Domain::DateDays, Ty::Date))
        }
        (Ty::Int2 | Ty::Int4, Ty::Date) if op == Add => {
            Some((true, Ty::Date, Ty::Int4, Domain::DateDays, Ty::Date))
        }
        (Ty::Date, Ty::Date) if op == Sub => same(&Ty::Date, Domain::Dates, Ty::Int4),
        (a, b) if a.is_moment() && b.is_moment() && op == Sub => {
            let ty = if moment(a) > moment(b) { a } else { b };
            same(ty, Domain::Moments, Ty::Interval)
        }
        (a, Ty::Interval) if a.is_moment() && op.is_sum() => added(false, a),
        (Ty::Interval, b) if b.is_moment() && op == Add => added(true, b),
        (Ty::Interval, Ty::Interval) if op.is_sum() => {
            same(&Ty::Interval, Domain::Intervals, Ty::Interval)
        }
        (Ty::Interval, b) if b.is_number() && matches!(op, Mul | Div) => factor(false),
        (a, Ty::Interval) if a.is_number() && op == Mul => factor(true),
        (Ty::Time, Ty::Interval) if op.is_sum() => Some((
            false,
            Ty::Time,
            Ty::Interval,
            Domain::TimeInterval,
            Ty::Time,
        )),
        (Ty::Interval, Ty::Time) if op == Add => {
            Some((true, Ty::Time, Ty::Interval, Domain::TimeInterval, Ty::Time))
        }
        (Ty::Time, Ty::Time) if op == Sub => same(&Ty::Time, Domain::Times, Ty::Interval),
        _ => None,
    }
}

/// A date becomes a timestamp where an interval is added.
fn added(swap: bool, to: &Ty) -> Option<(bool, Ty, Ty, Domain, Ty)> {
    let (ty, domain) = match to {
        Ty::TimestampTz => (Ty::TimestampTz, Domain::InstantInterval),
        _ => (Ty::Timestamp, Domain::LocalInterval),
    };
    Some((swap, ty.clone(), Ty::Interval, domain, ty))
}

fn factor(swap: bool) -> Option<(bool, Ty, Ty, Domain, Ty)> {
    Some((
        swap,
        Ty::Interval,
        Ty::Float8,
        Domain::IntervalFactor,
        Ty::Interval,
    ))
}
