//! What rules say about other tables' rows that came to nothing.

use super::Relations;

impl Relations {
    /// At the end of the data: subqueries that had no effect, though nothing about them is wrong.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for lookup in &self.lookups {
            let Some(resolved) = &lookup.resolved else {
                continue;
            };
            let place = lookup.subquery.place();
            let over = self.name(lookup.node);
            if lookup.negated && resolved.met_null() {
                warnings.push(format!(
                    "{place}: NOT IN met a NULL in {over}, so it is true for no row; add `WHERE {} IS \
                     NOT NULL` to the subquery",
                    lookup.subquery.selected().join(" IS NOT NULL AND ")
                ));
            }
            let loses = self.loses.get(lookup.node).copied().unwrap_or_default();
            if loses && !lookup.subquery.input && resolved.matched_nothing() {
                warnings.push(format!(
                    "{place}: the subquery matched nothing: it sees the rows of {over} that stay, \
                     and others leave; for all rows of the input write `FROM input({over})`"
                ));
            }
        }
        warnings
    }
}
