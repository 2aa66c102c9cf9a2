//! What rules say about other tables' rows that came to nothing.

use super::Relations;

impl Relations {
    /// At the end of the data: subqueries that had no effect, though nothing about them is wrong.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for (node, subquery, negated, resolved) in self.lookups.answers() {
            let place = subquery.place();
            let over = self.name(node);
            if negated && resolved.met_null() {
                warnings.push(format!(
                    "{place}: NOT IN met a NULL in {over}, so it is true for no row; add `WHERE {} IS \
                     NOT NULL` to the subquery",
                    subquery.selected().join(" IS NOT NULL AND ")
                ));
            }
            let loses = self.loses.get(node).copied().unwrap_or_default();
            if loses && !subquery.input && resolved.matched_nothing() {
                warnings.push(format!(
                    "{place}: the subquery matched nothing: it sees the rows of {over} that stay, \
                     and others leave; for all rows of the input write `FROM input({over})`"
                ));
            }
        }
        warnings
    }
}
