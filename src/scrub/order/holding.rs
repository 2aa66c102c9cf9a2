//! Which tables must be held back, found out as their data arrives.

use super::{EdgeKind, Graph, matters};

/// Decides at each table's first data whether it may stream.
///
/// A table is held if it needs rows of a table that is not complete or itself held (rows that wait
/// are told to nobody before the end of the data, not even to `input`); and in a dump that creates no tables, where foreign keys are in
/// force while data loads, if it refers to a held table that came before it. All data of a table is
/// held, or none.
#[derive(Clone, Debug)]
pub struct Holding {
    wants: Vec<Wants>,
    tables: Vec<State>,
    data_only: bool,
}

/// Edges of one table, by what they ask for.
#[derive(Clone, Debug, Default)]
struct Wants {
    /// Tables whose rows must be known before its own are decided.
    needs: Vec<usize>,
    /// Tables whose rows must be known before subqueries over its own are answered.
    nested: Vec<usize>,
    /// Tables referred to, whatever `on_purge` says.
    refers: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Its first data has come, and whether it is held.
    held: Option<bool>,
    complete: bool,
    /// A table that streamed because this one was complete.
    relied_on_by: Option<usize>,
}

/// What is to become of data that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// All that the table needs is there.
    Stream,
    /// It has to wait.
    Hold,
    /// The table was taken to be complete, and this one's rows were decided by it: they may be
    /// wrong. The run must fail.
    TooLate {
        /// The table that relied on it.
        relied: usize,
    },
}

impl Holding {
    /// `data_only` is whether the dump creates no tables itself.
    pub fn new(graph: &Graph, data_only: bool) -> Self {
        let loses = graph.loses_rows();
        let mut wants = vec![Wants::default(); graph.tables.len()];
        for edge in &graph.edges {
            let own = &mut wants[edge.from];
            match edge.kind {
                EdgeKind::Nested => own.nested.push(edge.to),
                // Rows are added when all data has passed: no table waits for the sake of them.
                EdgeKind::Generate => {}
                EdgeKind::Read | EdgeKind::Input => own.needs.push(edge.to),
                EdgeKind::Cascade | EdgeKind::SetNull | EdgeKind::Keep => {
                    own.refers.push(edge.to);
                    if edge.kind != EdgeKind::Keep && matters(edge, &loses) {
                        own.needs.push(edge.to);
                    }
                }
            }
        }
        Self {
            tables: vec![State::default(); wants.len()],
            wants,
            data_only,
        }
    }

    /// A table that nothing was said of: a data-only dump names it when its data comes.
    pub fn add_table(&mut self) {
        self.wants.push(Wants::default());
        self.tables.push(State::default());
    }

    /// Data of a table begins (again, where it has several blocks).
    pub fn start(&mut self, table: usize) -> Admission {
        let state = &mut self.tables[table];
        if state.complete {
            if let Some(relied) = state.relied_on_by {
                return Admission::TooLate { relied };
            }
            state.complete = false;
        }
        let held = match state.held {
            Some(held) => held,
            None => self.decide(table),
        };
        if held {
            Admission::Hold
        } else {
            Admission::Stream
        }
    }

    /// All data of a table has passed: no further block will write to it or to its partitions and
    /// children.
    pub fn complete(&mut self, table: usize) {
        self.tables[table].complete = true;
    }

    /// Whether the dump has data of a table.
    pub fn has_data(&self, table: usize) -> bool {
        self.tables
            .get(table)
            .is_some_and(|state| state.held.is_some())
    }

    /// Whether a table's data is being held.
    pub fn is_held(&self, table: usize) -> bool {
        self.tables[table].held == Some(true)
    }

    /// Whether a table's data is complete.
    pub fn is_complete(&self, table: usize) -> bool {
        self.tables[table].complete
    }

    /// At the end of the data: tables without data that others read or refer to, as pairs of who
    /// wants and what is not there. Each is an error: `NOT IN` over nothing would remove everything.
    pub fn absent(&self) -> Vec<(usize, usize)> {
        let is_absent = |table: &usize| !self.has_data(*table);
        let mut pairs = Vec::new();
        for (from, own) in self.wants.iter().enumerate() {
            if is_absent(&from) {
                continue;
            }
            let wanted = own.needs.iter().chain(&own.refers);
            pairs.extend(wanted.copied().filter(is_absent).map(|to| (from, to)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Which tables are held when data comes in this order, a table's blocks complete after the last
    /// of them (archives know it beforehand).
    pub fn foresee(graph: &Graph, data_only: bool, blocks: &[usize]) -> Vec<bool> {
        let mut holding = Self::new(graph, data_only);
        let mut left = vec![0_usize; graph.tables.len()];
        for &table in blocks {
            left[table] += 1;
        }
        for &table in blocks {
            holding.start(table);
            left[table] -= 1;
            if left[table] == 0 {
                holding.complete(table);
            }
        }
        let held = holding.tables.iter().map(|state| state.held == Some(true));
        held.collect()
    }

    fn decide(&mut self, table: usize) -> bool {
        let own = &self.wants[table];
        let is_complete = |other: &usize| self.tables[*other].complete;
        let is_held = |other: &usize| self.tables[*other].held == Some(true);
        let mut needs = own.needs.iter().chain(&own.nested);
        let held = needs.any(|other| is_held(other) || !is_complete(other))
            || self.data_only && own.refers.iter().any(is_held);
        if !held {
            for &other in own.needs.iter().chain(&own.nested) {
                self.tables[other].relied_on_by.get_or_insert(table);
            }
        }
        self.tables[table].held = Some(held);
        held
    }
}

#[cfg(test)]
mod tests {
    use super::super::EdgeKind::*;
    use super::super::tests::graph;
    use super::*;

    /// The tables held when data comes in this order.
    fn held(tables: &str, edges: &[(char, EdgeKind, char)], data: &str, data_only: bool) -> String {
        let graph = graph(tables, edges);
        let number = |name: char| tables.to_lowercase().find(name).unwrap();
        let blocks: Vec<usize> = data.chars().map(number).collect();
        let held = Holding::foresee(&graph, data_only, &blocks);
        let names = tables.to_lowercase();
        let shown = names.chars().zip(held).filter(|(_, held)| *held);
        shown.map(|(name, _)| name).collect()
    }

    #[test]
    fn only_what_needs_later_tables_is_held() {
        let edges = [('a', Read, 'b'), ('c', Read, 'b'), ('b', Cascade, 'd')];
        assert_eq!(held("aBcd", &edges, "abcd", false), "a");
        assert_eq!(held("aBcD", &edges, "abcd", false), "abc");
        assert_eq!(held("aBcD", &edges, "dbca", false), "");
    }

    #[test]
    fn references_to_tables_that_keep_all_rows_hold_nothing() {
        let edges = [
            ('a', Cascade, 'b'),
            ('b', SetNull, 'a'),
            ('a', Cascade, 'a'),
        ];
        assert_eq!(held("ab", &edges, "ab", false), "");
        // a waits for itself, b for a.
        assert_eq!(held("Ab", &edges, "ab", false), "ab");
        assert_eq!(held("aB", &edges, "ba", false), "ab");
        assert_eq!(held("aB", &edges[..1], "ba", false), "");
    }

    #[test]
    fn a_table_that_needs_itself_is_held() {
        assert_eq!(held("A", &[('a', Cascade, 'a')], "a", false), "a");
        assert_eq!(held("A", &[('a', Input, 'a')], "a", false), "a");
        assert_eq!(held("A", &[('a', Generate, 'a')], "a", false), "");
    }

    #[test]
    fn who_needs_rows_that_wait_waits_too() {
        let edges = [('b', Read, 'd'), ('c', Input, 'b'), ('a', Input, 'b')];
        assert_eq!(held("aBcd", &edges, "abcd", false), "abc");
        let edges = [('c', Read, 'b'), ('c', Read, 'd'), ('b', Nested, 'd')];
        assert_eq!(held("abcD", &edges, "abdc", false), "bc");
        assert_eq!(held("abcD", &edges, "dbca", false), "");
        let edges = [('b', Read, 'd'), ('c', Generate, 'b')];
        assert_eq!(held("aBcd", &edges, "abcd", false), "b");
    }

    #[test]
    fn data_only_dumps_keep_referring_tables_behind_held_ones() {
        let edges = [('a', Read, 'c'), ('b', Keep, 'a'), ('d', Cascade, 'b')];
        assert_eq!(held("Abcd", &edges, "abcd", false), "a");
        assert_eq!(held("Abcd", &edges, "abcd", true), "abd");
        // Before a held table it stood before.
        assert_eq!(held("Abcd", &edges, "bacd", true), "a");
    }

    #[test]
    fn a_table_is_complete_after_its_last_block() {
        let edges = [('a', Read, 'b')];
        assert_eq!(held("Ab", &edges, "bba", false), "");
        assert_eq!(held("Ab", &edges, "bab", false), "a");
    }

    #[test]
    fn a_block_that_comes_after_its_table_was_relied_on_is_too_late() {
        let graph = graph("Abc", &[('a', Read, 'b')]);
        let mut holding = Holding::new(&graph, false);
        let (a, b) = (0, 1);
        assert_eq!(holding.start(b), Admission::Stream);
        holding.complete(b);
        // Nobody relied on it: it goes on.
        assert_eq!(holding.start(b), Admission::Stream);
        holding.complete(b);
        assert_eq!(holding.start(a), Admission::Stream);
        assert_eq!(holding.start(b), Admission::TooLate { relied: a });
    }

    #[test]
    fn wanted_tables_without_data_are_named() {
        let edges = [('a', Read, 'b'), ('c', Cascade, 'b'), ('c', Input, 'd')];
        let graph = graph("aBcd", &edges);
        let mut holding = Holding::new(&graph, false);
        assert_eq!(holding.start(0), Admission::Hold);
        assert_eq!(holding.absent(), [(0, 1)]);
        holding.start(2);
        assert_eq!(holding.absent(), [(0, 1), (2, 1), (2, 3)]);
        assert!(holding.has_data(2) && !holding.has_data(3));
    }
}
