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

#[cfg(test)]
mod tests {
    use super::*;

    fn position() -> Position {
        Position {
            file: "r.yaml".into(),
            line: 4,
            column: 2,
        }
    }

    #[test]
    fn columns_names_and_condition_are_read() {
        let source =
            "SELECT b.id, Data AS doc FROM s.briefs b WHERE b.x IN (SELECT y FROM t) AND z > 1";
        let query = RowQuery::parse(source, &position()).unwrap();
        assert_eq!(query.table.name.to_string(), "s.briefs");
        let names: Vec<_> = query
            .columns
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(names, [("id", "id"), ("data", "doc")]);
        let filter = query.filter.unwrap();
        assert_eq!(filter.columns().collect::<Vec<_>>(), ["x", "z"]);
        assert_eq!(filter.subqueries().len(), 1);
        assert!(
            RowQuery::parse("SELECT id FROM t", &position())
                .unwrap()
                .filter
                .is_none()
        );
    }

    #[test]
    fn what_is_more_is_refused_at_its_place() {
        for (source, says) in [
            ("SELECT * FROM t", "by their names"),
            ("SELECT id + 1 FROM t", "by their names"),
            ("SELECT DISTINCT id FROM t", "DISTINCT"),
            ("SELECT id FROM t ORDER BY id", "ORDER BY"),
            ("SELECT id FROM t LIMIT 3", "LIMIT"),
            ("SELECT id FROM t, u", "several tables"),
            (
                "SELECT id FROM t WHERE u.x = 1",
                "reads columns of `t` only (character 24",
            ),
            ("SELECT id FROM input(t)", "not from all of the input"),
            ("DELETE FROM t", "other than a plain SELECT"),
            ("SELECT id FROM t; SELECT 1", "`;` is not supported"),
        ] {
            let error = RowQuery::parse(source, &position()).unwrap_err();
            let text = error.to_string();
            assert!(
                text.starts_with("r.yaml:4:2: ") && text.contains(says),
                "{source}: {text}"
            );
        }
    }
}
