//! Strongly connected components (Tarjan), without recursion: rules may list any number of tables.

/// The components of a graph given as lists of successors. A component comes after all those that
/// it has edges to; its members are in order.
pub(super) fn components(adjacent: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        adjacent,
        visits: vec![None; adjacent.len()],
        open: Vec::new(),
        found: Vec::new(),
        next: 0,
    };
    for start in 0..adjacent.len() {
        if search.visits[start].is_none() {
            search.run(start);
        }
    }
    search.found
}

#[derive(Clone, Copy)]
struct Visit {
    /// When it was reached.
    index: usize,
    /// The earliest open vertex it is known to reach.
    low: usize,
    /// Its component is not complete yet.
    open: bool,
}

struct Search<'g> {
    adjacent: &'g [Vec<usize>],
    visits: Vec<Option<Visit>>,
    /// Vertices whose component is not complete, in the order they were reached.
    open: Vec<usize>,
    found: Vec<Vec<usize>>,
    next: usize,
}

impl Search<'_> {
    fn run(&mut self, start: usize) {
        // Vertices on the way from the start, each with how many of its successors are done.
        let mut way = vec![(start, 0)];
        self.reach(start);
        while let Some((vertex, done)) = way.last_mut() {
            let vertex = *vertex;
            if let Some(&successor) = self.adjacent[vertex].get(*done) {
                *done += 1;
                match self.visits[successor] {
                    None => {
                        self.reach(successor);
                        way.push((successor, 0));
                    }
                    Some(visit) if visit.open => self.lower(vertex, visit.index),
                    Some(_) => {}
                }
                continue;
            }
            way.pop();
            let Some(visit) = self.visits[vertex] else {
                continue;
            };
            if let Some((before, _)) = way.last() {
                self.lower(*before, visit.low);
            }
            if visit.low == visit.index {
                self.close(vertex);
            }
        }
    }

    fn reach(&mut self, vertex: usize) {
        self.visits[vertex] = Some(Visit {
            index: self.next,
            low: self.next,
            open: true,
        });
        self.next += 1;
        self.open.push(vertex);
    }

    fn lower(&mut self, vertex: usize, low: usize) {
        if let Some(visit) = &mut self.visits[vertex] {
            visit.low = visit.low.min(low);
        }
    }

    /// Takes the component whose first vertex this is.
    fn close(&mut self, first: usize) {
        let mut component = Vec::new();
        while let Some(vertex) = self.open.pop() {
            if let Some(visit) = &mut self.visits[vertex] {
                visit.open = false;
            }
            component.push(vertex);
            if vertex == first {
                break;
            }
        }
        component.sort_unstable();
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reachable(adjacent: &[Vec<usize>]) -> Vec<Vec<bool>> {
        let count = adjacent.len();
        let mut reach = vec![vec![false; count]; count];
        for (from, reach) in reach.iter_mut().enumerate() {
            let mut waiting = vec![from];
            while let Some(vertex) = waiting.pop() {
                if !std::mem::replace(&mut reach[vertex], true) {
                    waiting.extend(&adjacent[vertex]);
                }
            }
        }
        reach
    }

    proptest! {
        #[test]
        fn components_are_what_reaches_each_other(
            edges in prop::collection::vec((0_usize..9, 0_usize..9), 0..24)
        ) {
            let mut adjacent = vec![Vec::new(); 9];
            for (from, to) in edges {
                adjacent[from].push(to);
            }
            let reach = reachable(&adjacent);
            let found = components(&adjacent);
            let mut place = [usize::MAX; 9];
            for (number, component) in found.iter().enumerate() {
                for &vertex in component {
                    prop_assert_eq!(place[vertex], usize::MAX);
                    place[vertex] = number;
                }
            }
            for a in 0..9 {
                for b in 0..9 {
                    prop_assert_eq!(place[a] == place[b], reach[a][b] && reach[b][a]);
                    prop_assert!(!reach[a][b] || place[b] <= place[a]);
                }
            }
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let chain: Vec<Vec<usize>> = (0..200_000).map(|n| vec![(n + 1) % 200_000]).collect();
        assert_eq!(components(&chain).len(), 1);
    }
}
