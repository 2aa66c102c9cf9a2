//! Queries that stand by themselves: the rows that `generate` goes by.

use super::{Expr, parse, with_place};
use crate::error::{Error, Position, Result};
use crate::rules::pattern::TableRef;

/// `SELECT columns FROM table [WHERE condition]`
#[derive(Clone, Debug)]
pub struct RowQuery {
    /// The table it reads; unqualified names resolve as in the rule around it.
    pub table: TableRef,
    /// The selected columns, each with the name it has in the result.
    pub columns: Vec<(String, String)>,
    /// Which of the table's rows count.
    pub filter: Option<Expr>,
    /// Where it stands.
    pub position: Position,
    /// Its source text (rule text, not data).
    pub source: String,
}

impl RowQuery {
    /// Parses; anything outside the documented subset is exit 3 at its position.
    pub fn parse(source: &str, position: &Position) -> Result<Self> {
        parse::parse_query(source, position).map_err(|refusal| {
            let message = with_place(source, &refusal.message, refusal.at);
            let error = Error::rules(position, message);
            match refusal.hint {
                Some(hint) => error.hint(hint),
                None => error,
            }
        })
    }
}
