//! SQL boolean expressions over a row.

use crate::error::{Position, Result};
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Misfit};

/// A parsed expression, not yet bound to a table.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub position: Position,
    /// Its source text (rule text, not data).
    pub source: String,
}

impl Expr {
    /// Parses; anything outside the documented subset is exit 3 at its position.
    pub fn parse(source: &str, position: &Position) -> Result<Self> {
        Ok(Self {
            position: position.clone(),
            source: source.to_owned(),
        })
    }

    /// Resolves columns and types; asks the binder for the originals it reads.
    pub fn bind(&self, binder: &Binder<'_>) -> Result<Predicate, Misfit> {
        let _ = binder;
        unimplemented!()
    }
}

/// A bound expression.
#[derive(Debug)]
pub struct Predicate {}

impl Predicate {
    /// SQL's three values: `None` is NULL.
    pub fn eval(&self, cx: &Cx<'_>) -> Result<Option<bool>, Failure> {
        let _ = cx;
        unimplemented!()
    }
}
