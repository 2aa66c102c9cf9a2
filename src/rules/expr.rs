//! SQL boolean expressions over a row (`purge`, `where`, `when`), with PostgreSQL's meaning.
//!
//! Three steps: [`Expr::parse`] reads the text and keeps the documented subset; [`Expr::bind`]
//! holds it against a table's columns and refuses what would depend on a setting, collation or type
//! that the dump does not hold; [`Predicate::eval`] runs it over the values of a row in the form
//! COPY writes them. Each rule follows the PostgreSQL routine named beside it; `tests/expr_oracle.rs`
//! holds the whole against a server.

mod arithmetic;
mod ast;
mod bind;
mod calls;
mod cast;
mod casts;
mod collate;
mod compare;
mod decimal;
mod decimal_math;
mod fold;
mod interval;
mod json;
mod jsonb;
mod leaves;
mod like;
mod lower;
mod matching;
mod moment;
mod node;
mod parse;
mod pattern;
mod query;
mod subquery;
mod tokens;
mod type_names;
mod types;
mod unify;
mod value;
mod zone;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::ast::{Ast, At, Kind};
use self::bind::Binding;
use self::node::{Env, Node};
pub use self::query::RowQuery;
pub use self::subquery::{Collector, LookupHandle, LookupRequest, Resolved, Subquery};
use self::zone::Zone;
use crate::error::{Error, Position, Result};
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Misfit};

/// A parsed expression, not yet bound to a table.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub position: Position,
    /// Its source text (rule text, not data).
    pub source: String,
    ast: Arc<Ast>,
    /// It is the condition of a subquery, in which the tables before columns' names are known.
    inner: bool,
}

impl Expr {
    /// Parses; anything outside the documented subset is exit 3 at its position.
    pub fn parse(source: &str, position: &Position) -> Result<Self> {
        match parse::parse(source, position) {
            Ok(ast) => Ok(Self {
                position: position.clone(),
                source: source.to_owned(),
                ast: Arc::new(ast),
                inner: false,
            }),
            Err(refusal) => {
                let message = with_place(source, &refusal.message, refusal.at);
                let error = Error::rules(position, message);
                Err(match refusal.hint {
                    Some(hint) => error.hint(hint),
                    None => error,
                })
            }
        }
    }

    /// The columns it reads, in the order of their names. In a case inside JSON, `this` among them
    /// means the enclosing object.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let mut names = BTreeSet::new();
        self.ast.walk(&mut |node| {
            if let Kind::Column { name, .. } = &node.kind {
                names.insert(name.as_str());
            }
        });
        names.into_iter()
    }

    /// Its subqueries, in the order of the source; those inside them are their
    /// [`filter`](Subquery::filter)'s.
    pub fn subqueries(&self) -> Vec<&Arc<Subquery>> {
        let mut found = Vec::new();
        self.ast.walk(&mut |node| {
            if let Kind::Subquery { query, .. } = &node.kind {
                found.push(query);
            }
        });
        found
    }

    /// The subqueries of `NOT IN`, and of `NOT (… IN …)`: a NULL among what they select makes them
    /// NULL, where it would be expected to change nothing.
    pub fn not_in(&self) -> Vec<&Arc<Subquery>> {
        let mut found = Vec::new();
        self.ast.walk(&mut |node| {
            let (node, outside) = match &node.kind {
                Kind::Not(inner) => (inner.as_ref(), true),
                _ => (node, false),
            };
            if let Kind::Subquery { query, negated, .. } = &node.kind
                && *negated != outside
                && !query.selected().is_empty()
            {
                found.push(query);
            }
        });
        found
    }

    /// Resolves columns and types; asks the binder for the originals it reads, and for an answer to
    /// each subquery ([`LookupRequest`]). A column that is not
    /// there is exit 4; what can't be decided outside the server is exit 3.
    pub fn bind(&self, binder: &Binder<'_>) -> Result<Predicate, Misfit> {
        let zone = Zone::new(&binder.run.time_zone);
        let root = Binding {
            expr: self,
            binder,
            zone: &zone,
        }
        .boolean(&self.ast)?;
        Ok(Predicate {
            root,
            zone,
            position: self.position.clone(),
        })
    }

    /// A message with the place in this expression's text.
    fn with_place(&self, message: &str, at: At) -> String {
        with_place(&self.source, message, at)
    }
}

fn with_place(source: &str, message: &str, at: At) -> String {
    if source.trim_end().contains('\n') {
        format!(
            "{message} (line {}, character {} of the expression)",
            at.line, at.column
        )
    } else {
        format!("{message} (character {} of the expression)", at.column)
    }
}

/// A bound expression.
#[derive(Debug)]
pub struct Predicate {
    root: Node,
    zone: Zone,
    position: Position,
}

impl Predicate {
    /// SQL's three values: `None` is NULL. A value that is not of its type, a division by zero and
    /// the like are failures of the row; they name the expression's place.
    pub fn eval(&self, cx: &Cx<'_>) -> Result<Option<bool>, Failure> {
        let env = Env {
            row: cx.row,
            this: cx.this,
            zone: &self.zone,
        };
        match self.root.eval(&env) {
            Ok(value) => Ok(value.truth()),
            Err(failure) => Err(Failure::new(format!(
                "{}, in the expression at {}",
                failure.0, self.position
            ))),
        }
    }
}

#[cfg(test)]
mod tests;
