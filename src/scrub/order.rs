//! The order of tables: which one's rows must be decided before which, and which tables cannot
//! stream because what they need comes later in the dump.
//!
//! Two graphs over the same tables. The *declared* one has an edge for every read and reference of
//! the rules; a circle in it that holds a read has no meaning and is refused. The *effective* one
//! leaves out references to tables that cannot lose rows: it alone decides what is held back, so that
//! a complete list of foreign keys costs nothing where no row leaves.

mod holding;
mod strong;

pub use holding::{Admission, Holding};

use std::collections::VecDeque;

use crate::dump::name::TableName;
use crate::error::{Error, Position, Result};

/// What one table wants of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// A subquery of its purge (or `where`) over final rows, however deeply nested.
    Read,
    /// A subquery `FROM input(…)`: all rows, whatever becomes of them; or one in a column's condition,
    /// which has no part in which rows stay.
    Input,
    /// A reference with `on_purge: cascade`.
    Cascade,
    /// A reference with `on_purge: set_null`.
    SetNull,
    /// A reference with `on_purge: keep`.
    Keep,
    /// What a subquery over this table's rows asks of another in its turn: its rows cannot be told
    /// before, though their own fate does not hang on it.
    Nested,
    /// A query of `generate`: final rows, for rows that no other table's decision sees.
    Generate,
}

/// One want. Tables are numbered as in [`Graph::tables`].
#[derive(Clone, Debug)]
pub struct Edge {
    /// Who wants.
    pub from: usize,
    /// Of whom; may be the same.
    pub to: usize,
    /// What.
    pub kind: EdgeKind,
    /// Where the rules say so.
    pub position: Position,
}

/// Tables and what they want of each other.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The names, for messages.
    pub tables: Vec<TableName>,
    /// Whether a table's own rule may remove rows: `purge`, `where`, `sample` or `limit`.
    pub removes: Vec<bool>,
    /// In the order of the rules.
    pub edges: Vec<Edge>,
}

/// Tables whose rows are decided together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// In the order of [`Graph::tables`].
    pub tables: Vec<usize>,
    /// They depend on each other (or the one table on itself): rows leave by least closure.
    pub circular: bool,
}

impl Graph {
    /// Adds a table.
    pub fn add_table(&mut self, name: TableName, removes: bool) -> usize {
        self.tables.push(name);
        self.removes.push(removes);
        self.tables.len() - 1
    }

    /// The groups in which rows are decided, what others need first. Edges that cannot matter, since
    /// no row leaves, make no group.
    ///
    /// Exit 3 where a table reads another that depends on it; every such read is named with its
    /// circle.
    pub fn order(&self) -> Result<Vec<Group>> {
        self.refuse_circular_reads()?;
        let loses = self.loses_rows();
        let edges = self
            .edges
            .iter()
            .filter(|edge| decides(edge.kind) && matters(edge, &loses));
        let adjacent = self.adjacent(edges);
        let groups = strong::components(&adjacent).into_iter().map(|tables| {
            let to_itself = |table: &usize| adjacent[*table].contains(table);
            Group {
                circular: tables.len() > 1 || tables.iter().any(to_itself),
                tables,
            }
        });
        Ok(groups.collect())
    }

    /// Which tables may lose rows: by their own rule, or by cascades from those that do.
    pub fn loses_rows(&self) -> Vec<bool> {
        let mut loses = self.removes.clone();
        let mut cascades = vec![Vec::new(); self.tables.len()];
        for edge in &self.edges {
            if edge.kind == EdgeKind::Cascade {
                cascades[edge.to].push(edge.from);
            }
        }
        let mut waiting: Vec<usize> = (0..loses.len()).filter(|table| loses[*table]).collect();
        while let Some(parent) = waiting.pop() {
            for &child in &cascades[parent] {
                if !std::mem::replace(&mut loses[child], true) {
                    waiting.push(child);
                }
            }
        }
        loses
    }

    fn refuse_circular_reads(&self) -> Result<()> {
        let adjacent = self.adjacent(self.edges.iter().filter(|edge| decides(edge.kind)));
        let mut group_of = vec![0; self.tables.len()];
        for (number, group) in strong::components(&adjacent).iter().enumerate() {
            for &table in group {
                group_of[table] = number;
            }
        }
        let circular =
            |edge: &&Edge| edge.kind == EdgeKind::Read && group_of[edge.from] == group_of[edge.to];
        let findings = self.edges.iter().filter(circular).map(|edge| {
            let message = if edge.from == edge.to {
                let table = &self.tables[edge.from];
                format!("the purge of {table} reads {table} itself, whose final rows it decides")
            } else {
                format!(
                    "the purge of {} reads {}, which depends on it: {}",
                    self.tables[edge.from],
                    self.tables[edge.to],
                    self.circle(edge, &adjacent)
                )
            };
            Error::rules(&edge.position, message).hint(format!(
                "read all rows of the input with `FROM input({})`, or let rows follow by \
                 `references`",
                self.tables[edge.to]
            ))
        });
        Error::all(findings.collect()).map_or(Ok(()), Err)
    }

    /// The shortest way that begins with an edge and leads back to its start.
    fn circle(&self, edge: &Edge, adjacent: &[Vec<usize>]) -> String {
        let mut came_from = vec![None; self.tables.len()];
        let mut waiting = VecDeque::from([edge.to]);
        while let Some(table) = waiting.pop_front() {
            for &next in &adjacent[table] {
                if came_from[next].is_none() {
                    came_from[next] = Some(table);
                    waiting.push_back(next);
                }
            }
        }
        let mut way = vec![edge.from];
        let mut at = edge.from;
        while let Some(before) = came_from[at] {
            way.push(before);
            at = before;
            // The way back ends where it began; each table stands on it once.
            if at == edge.to || way.len() > self.tables.len() {
                break;
            }
        }
        way.push(edge.from);
        let names: Vec<String> = way
            .iter()
            .rev()
            .map(|table| self.tables[*table].to_string())
            .collect();
        names.join(" → ")
    }

    /// For each table those it has an edge to, each once, in order.
    fn adjacent<'e>(&self, edges: impl Iterator<Item = &'e Edge>) -> Vec<Vec<usize>> {
        let mut adjacent = vec![Vec::new(); self.tables.len()];
        for edge in edges {
            adjacent[edge.from].push(edge.to);
        }
        for list in &mut adjacent {
            list.sort_unstable();
            list.dedup();
        }
        adjacent
    }
}

/// Whether the rows that stay in one table depend on those of the other.
fn decides(kind: EdgeKind) -> bool {
    matches!(kind, EdgeKind::Read | EdgeKind::Cascade | EdgeKind::SetNull)
}

/// Whether an edge can change anything.
fn matters(edge: &Edge, loses: &[bool]) -> bool {
    match edge.kind {
        EdgeKind::Cascade | EdgeKind::SetNull => loses[edge.to],
        EdgeKind::Read
        | EdgeKind::Input
        | EdgeKind::Nested
        | EdgeKind::Keep
        | EdgeKind::Generate => true,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::EdgeKind::*;
    use super::*;

    /// A graph of tables `a`, `b`, …; capitals in `tables` remove rows.
    pub(super) fn graph(tables: &str, edges: &[(char, EdgeKind, char)]) -> Graph {
        let mut graph = Graph::default();
        for name in tables.chars() {
            let lower = name.to_ascii_lowercase().to_string();
            graph.add_table(TableName::new("public", lower), name.is_uppercase());
        }
        let number = |name: char| tables.to_lowercase().find(name).unwrap();
        for (line, (from, kind, to)) in (1..).zip(edges) {
            graph.edges.push(Edge {
                from: number(*from),
                to: number(*to),
                kind: *kind,
                position: Position {
                    file: "rules.yaml".into(),
                    line,
                    column: 1,
                },
            });
        }
        graph
    }

    fn order(tables: &str, edges: &[(char, EdgeKind, char)]) -> String {
        let groups = graph(tables, edges).order().unwrap();
        let name = |table: &usize| char::from(b'a' + *table as u8);
        let shown: Vec<String> = groups
            .iter()
            .map(|group| {
                let tables: String = group.tables.iter().map(name).collect();
                format!("{tables}{}", if group.circular { "*" } else { "" })
            })
            .collect();
        shown.join(" ")
    }

    fn refusals(tables: &str, edges: &[(char, EdgeKind, char)]) -> Vec<String> {
        let error = graph(tables, edges).order().unwrap_err();
        assert_eq!(error.exit(), crate::exit::ExitCode::Rules);
        error.findings().map(ToString::to_string).collect()
    }

    #[test]
    fn what_others_need_comes_first() {
        assert_eq!(
            order("abC", &[('a', Read, 'b'), ('b', Cascade, 'c')]),
            "c b a"
        );
        assert_eq!(order("abc", &[]), "a b c");
        assert_eq!(
            order("aBc", &[('a', SetNull, 'b'), ('c', Read, 'a')]),
            "b a c"
        );
    }

    #[test]
    fn circles_of_references_are_groups() {
        assert_eq!(
            order("Ab", &[('a', Cascade, 'b'), ('b', Cascade, 'a')]),
            "ab*"
        );
        assert_eq!(order("A", &[('a', Cascade, 'a')]), "a*");
        assert_eq!(
            order(
                "Abc",
                &[('a', SetNull, 'b'), ('b', Cascade, 'a'), ('c', Read, 'b')]
            ),
            "ab* c"
        );
    }

    #[test]
    fn references_to_tables_that_keep_all_rows_make_no_group() {
        let both = [('a', Cascade, 'b'), ('b', Cascade, 'a')];
        assert_eq!(order("ab", &both), "a b");
        // b refers to a by set_null only: it loses nothing, so a need not wait for it.
        let half = [('a', Cascade, 'b'), ('b', SetNull, 'a')];
        assert_eq!(order("Ab", &half), "a b");
    }

    #[test]
    fn a_read_within_a_circle_is_refused_by_name() {
        insta::assert_debug_snapshot!(refusals(
            "Abcd",
            &[
                ('a', Read, 'b'),
                ('b', Cascade, 'c'),
                ('c', SetNull, 'a'),
                ('b', Cascade, 'd'),
                ('d', Read, 'd'),
            ]
        ), @r#"
        [
            "rules.yaml:1:1: the purge of public.a reads public.b, which depends on it: public.a → public.b → public.c → public.a",
            "rules.yaml:5:1: the purge of public.d reads public.d itself, whose final rows it decides",
        ]
        "#);
    }

    #[test]
    fn input_nested_and_generate_make_no_circle() {
        let edges = [
            ('a', Read, 'b'),
            ('b', Input, 'a'),
            ('b', Generate, 'a'),
            ('b', Keep, 'a'),
            ('b', Nested, 'a'),
            ('a', Input, 'a'),
        ];
        assert_eq!(order("AB", &edges), "b a");
    }

    #[test]
    fn rows_are_lost_by_cascade_alone() {
        let edges = [
            ('b', Cascade, 'a'),
            ('c', SetNull, 'b'),
            ('d', Cascade, 'c'),
            ('e', Read, 'a'),
        ];
        assert_eq!(
            graph("Abcde", &edges).loses_rows(),
            [true, true, false, false, false]
        );
    }
}
