//! Which table depends on which, as the rules' documentation has it.

use super::case::{OnPurge, Table};

/// Tables by their numbers.
pub(super) struct Graph {
    edges: Vec<Vec<bool>>,
    reads: Vec<(usize, usize)>,
    /// Foreign keys.
    keys: Vec<Vec<bool>>,
}

impl Graph {
    /// Of references alone.
    pub(super) fn new(tables: &[Table]) -> Self {
        let mut edges = vec![vec![false; tables.len()]; tables.len()];
        let mut keys = edges.clone();
        for (from, table) in tables.iter().enumerate() {
            for reference in &table.references {
                edges[from][reference.table] |= reference.on_purge != OnPurge::Keep;
                keys[from][reference.table] |= reference.backed;
            }
        }
        Self {
            edges,
            reads: Vec::new(),
            keys,
        }
    }

    /// A table's expression reads another's final rows.
    pub(super) fn read(&mut self, from: usize, to: usize) {
        self.edges[from][to] = true;
        self.reads.push((from, to));
    }

    /// What a table depends on, through others too.
    fn reach(&self, from: usize) -> Vec<bool> {
        reach(&self.edges, from)
    }

    /// Foreign keys of several tables make a circle: pg_dump finds no order to load the data in.
    pub(super) fn has_circular_keys(&self) -> bool {
        let tables = 0..self.keys.len();
        let others = |from: usize| tables.clone().filter(move |to| *to != from);
        tables.clone().any(|from| {
            others(from).any(|to| reach(&self.keys, from)[to] && reach(&self.keys, to)[from])
        })
    }

    /// A read of `to` by `from` would stand in a circle.
    pub(super) fn closes(&self, from: usize, to: usize) -> bool {
        from == to || self.reach(to)[from]
    }

    /// The rules must be refused.
    pub(super) fn is_refused(&self) -> bool {
        self.reads.iter().any(|(from, to)| self.closes(*from, *to))
    }

    /// Tables in dependency order. One that depends on another reaches all that the other does.
    pub(super) fn order(&self) -> Vec<usize> {
        let reached = |table: &usize| self.reach(*table).iter().filter(|is| **is).count();
        let mut tables: Vec<usize> = (0..self.edges.len()).collect();
        tables.sort_by_key(reached);
        tables
    }
}

fn reach(edges: &[Vec<bool>], from: usize) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut waiting = vec![from];
    while let Some(table) = waiting.pop() {
        for (next, edge) in edges[table].iter().enumerate() {
            if *edge && !std::mem::replace(&mut reached[next], true) {
                waiting.push(next);
            }
        }
    }
    reached
}
