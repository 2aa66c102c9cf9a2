//! The shape of an expression after parsing: the documented subset and nothing else.

use std::sync::Arc;

use super::subquery::Subquery;
use super::types::TypeName;

/// A node and where it begins in the source.
#[derive(Clone, Debug)]
pub(super) struct Ast {
    pub(super) at: At,
    pub(super) kind: Kind,
}

/// A place in an expression's source: 1-based line and character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// What a node is. Operators keep their SQL names; `NOT LIKE` and the like are `negated`.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// An unsigned or negated number, as written.
    Number(String),
    /// A quoted literal, whose type its surroundings decide.
    Text(String),
    Column {
        /// `table.` before it.
        table: Option<String>,
        name: String,
        /// Written with double quotes: never the word `this`.
        quoted: bool,
    },
    And(Vec<Ast>),
    Or(Vec<Ast>),
    Not(Box<Ast>),
    IsNull {
        operand: Box<Ast>,
        negated: bool,
    },
    /// `IS [NOT] TRUE | FALSE | UNKNOWN` (`None`).
    IsTruth {
        operand: Box<Ast>,
        truth: Option<bool>,
        negated: bool,
    },
    IsDistinct {
        left: Box<Ast>,
        right: Box<Ast>,
        negated: bool,
    },
    Compare {
        op: Comparison,
        left: Box<Ast>,
        right: Box<Ast>,
    },
    In {
        operand: Box<Ast>,
        list: Vec<Ast>,
        negated: bool,
    },
    /// `… IN (SELECT …)`, `EXISTS (SELECT …)`.
    Subquery {
        query: Arc<Subquery>,
        /// What the query's columns are compared with, in their order; of the scope around it.
        outer: Vec<Ast>,
        negated: bool,
    },
    Between {
        operand: Box<Ast>,
        low: Box<Ast>,
        high: Box<Ast>,
        negated: bool,
    },
    Like {
        operand: Box<Ast>,
        pattern: Box<Ast>,
        escape: Escape,
        ignore_case: bool,
        negated: bool,
    },
    Regex {
        operand: Box<Ast>,
        pattern: Box<Ast>,
        ignore_case: bool,
        negated: bool,
    },
    /// `->`, `->>`, `#>`, `#>>`.
    Json {
        operand: Box<Ast>,
        path: Vec<Step>,
        as_text: bool,
    },
    Arithmetic {
        op: Operator,
        left: Box<Ast>,
        right: Box<Ast>,
    },
    Concat {
        left: Box<Ast>,
        right: Box<Ast>,
    },
    Negate(Box<Ast>),
    Cast {
        operand: Box<Ast>,
        to: TypeName,
    },
    Call {
        function: Function,
        args: Vec<Ast>,
    },
    Extract {
        field: Field,
        operand: Box<Ast>,
    },
    /// `COLLATE "C"`; no other collation is known outside a server.
    CollateC(Box<Ast>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Lower,
    Upper,
    Length,
    Coalesce,
    NullIf,
    /// `now()`, `current_timestamp`, `transaction_timestamp()`.
    Now,
    CurrentDate,
    LocalTimestamp,
}

/// A field of `EXTRACT` whose value is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Year,
    Quarter,
    Month,
    Day,
    Hour,
    Minute,
    DayOfWeek,
    IsoDayOfWeek,
    DayOfYear,
}

/// What takes away a `LIKE` wildcard's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// This character; a backslash by default.
    Char(char),
    /// `ESCAPE ''`: nothing.
    Off,
}

/// One step into a JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `-> 'key'`: of an object.
    Key(String),
    /// `-> n`: of an array, from its end where negative.
    Index(i32),
    /// An item of a `#>` path: a key of an object, or an index of an array.
    Either(String, Option<i32>),
}

impl Ast {
    /// Calls `visit` for this node and all below it that read the same row, in the order of the
    /// source: of a subquery what it is compared with, not its own conditions.
    pub(super) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Ast)) {
        visit(self);
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Column { .. } => {}
            Kind::And(terms) | Kind::Or(terms) => terms.iter().for_each(|term| term.walk(visit)),
            Kind::Not(operand)
            | Kind::IsNull { operand, .. }
            | Kind::IsTruth { operand, .. }
            | Kind::Json { operand, .. }
            | Kind::Negate(operand)
            | Kind::Cast { operand, .. }
            | Kind::Extract { operand, .. }
            | Kind::CollateC(operand) => operand.walk(visit),
            Kind::IsDistinct { left, right, .. }
            | Kind::Compare { left, right, .. }
            | Kind::Arithmetic { left, right, .. }
            | Kind::Concat { left, right } => {
                left.walk(visit);
                right.walk(visit);
            }
            Kind::Like {
                operand, pattern, ..
            }
            | Kind::Regex {
                operand, pattern, ..
            } => {
                operand.walk(visit);
                pattern.walk(visit);
            }
            Kind::Between {
                operand, low, high, ..
            } => {
                operand.walk(visit);
                low.walk(visit);
                high.walk(visit);
            }
            Kind::In { operand, list, .. } => {
                operand.walk(visit);
                list.iter().for_each(|item| item.walk(visit));
            }
            Kind::Call { args, .. } => args.iter().for_each(|arg| arg.walk(visit)),
            Kind::Subquery { outer, .. } => outer.iter().for_each(|item| item.walk(visit)),
        }
    }

    /// Nothing in it depends on a row.
    pub(super) fn is_constant(&self) -> bool {
        let mut constant = true;
        self.walk(&mut |node| {
            constant &= !matches!(node.kind, Kind::Column { .. } | Kind::Subquery { .. });
        });
        constant
    }
}

impl Comparison {
    /// Whether an ordering of the operands satisfies it.
    pub(super) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Eq => ordering.is_eq(),
            Self::Ne => ordering.is_ne(),
            Self::Lt => ordering.is_lt(),
            Self::Le => ordering.is_le(),
            Self::Gt => ordering.is_gt(),
            Self::Ge => ordering.is_ge(),
        }
    }

    /// Needs an order, not only equality.
    pub(super) fn needs_order(self) -> bool {
        !matches!(self, Self::Eq | Self::Ne)
    }

    /// As SQL writes it.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "<>",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

impl Operator {
    /// As SQL writes it.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Rem => "%",
        }
    }
}

impl Function {
    /// As SQL writes it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Length => "length",
            Self::Coalesce => "coalesce",
            Self::NullIf => "nullif",
            Self::Now => "now",
            Self::CurrentDate => "current_date",
            Self::LocalTimestamp => "localtimestamp",
        }
    }
}
