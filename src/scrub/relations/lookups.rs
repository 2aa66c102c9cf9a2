//! Subqueries of the rules: over which table's rows each is, when these can be told, and who waits
//! for the answer.
//!
//! Rows are told to a subquery once: while they stream by, or, of tables that are held, in the
//! reading that decides them if all that its own condition asks is known by then, and otherwise in a
//! reading for its sake before the first table that wants its answer.

use std::sync::Arc;

use crate::error::{Error, Position, Result};
use crate::rules::expr::{Collector, LookupHandle, LookupRequest, Predicate, Resolved, Subquery};
use crate::rules::keys::KeySecret;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Misfit};

/// All subqueries.
#[derive(Default)]
pub(super) struct Lookups {
    all: Vec<Lookup>,
    /// All rules have been bound once: whoever asks has asked.
    all_asked: bool,
}

/// One subquery of one table's rule.
struct Lookup {
    /// Whose rule it is part of; within another subquery, the table that one is over.
    reader: usize,
    /// Whose rows it is over.
    node: usize,
    subquery: Arc<Subquery>,
    /// It stands after NOT.
    negated: bool,
    request: Option<LookupRequest>,
    handles: Vec<LookupHandle>,
    collector: Option<Collector>,
    /// It takes rows in the present reading.
    open: bool,
    done: bool,
    resolved: Option<Arc<Resolved>>,
}

/// A plan's part in one subquery.
pub(super) struct BoundFeed {
    lookup: usize,
    columns: Vec<usize>,
    filter: Option<Predicate>,
    /// All rows of the input, not only those that stay.
    input: bool,
}

impl Lookups {
    /// `all_asked` where nothing is known before data comes.
    pub(super) fn new(all_asked: bool) -> Self {
        Self {
            all: Vec::new(),
            all_asked,
        }
    }

    /// Adds a subquery, once.
    pub(super) fn add(
        &mut self,
        reader: usize,
        node: usize,
        subquery: &Arc<Subquery>,
        negated: bool,
    ) {
        if self.find(reader, subquery).is_none() {
            self.all.push(Lookup {
                reader,
                node,
                subquery: Arc::clone(subquery),
                negated,
                request: None,
                handles: Vec::new(),
                collector: None,
                open: true,
                done: false,
                resolved: None,
            });
        }
    }

    fn find(&self, reader: usize, subquery: &Arc<Subquery>) -> Option<usize> {
        self.all
            .iter()
            .position(|known| known.reader == reader && Arc::ptr_eq(&known.subquery, subquery))
    }

    /// What a subquery's own condition asks in its turn.
    fn nested(&self, lookup: usize) -> impl Iterator<Item = usize> {
        let Lookup { node, subquery, .. } = &self.all[lookup];
        let filter = subquery.filter.iter();
        filter
            .flat_map(|filter| filter.subqueries())
            .filter_map(|inner| self.find(*node, inner))
    }

    fn is_ready(&self, lookup: usize) -> bool {
        self.nested(lookup).all(|inner| self.all[inner].done)
    }

    /// Binds the subqueries over a node to a data block of it.
    pub(super) fn link(
        &mut self,
        node: usize,
        binder: &Binder<'_>,
        secret: &Arc<KeySecret>,
    ) -> Result<Vec<BoundFeed>, (Misfit, Option<Position>)> {
        let mut feeds = Vec::new();
        for (index, lookup) in self.all.iter_mut().enumerate() {
            if lookup.node != node {
                continue;
            }
            let subquery = Arc::clone(&lookup.subquery);
            let at = |misfit| (misfit, Some(subquery.position.clone()));
            let columns = subquery.bind_columns(binder).map_err(at)?;
            if self.all_asked && lookup.collector.is_none() && !lookup.done {
                let inner: Vec<_> = columns
                    .iter()
                    .map(|at| binder.columns.list[*at].1.base.clone())
                    .collect();
                let outer = match &lookup.request {
                    Some(request) => request.outer.clone(),
                    // Whoever reads it has not been seen: types are not known on either side.
                    None => inner.clone(),
                };
                let secret = Arc::clone(secret);
                let collector = Collector::new(&subquery, &outer, &inner, secret).map_err(at)?;
                lookup.collector = Some(collector);
            }
            feeds.push(BoundFeed {
                lookup: index,
                columns,
                filter: subquery
                    .filter
                    .as_ref()
                    .map(|filter| filter.bind(binder))
                    .transpose()
                    .map_err(at)?,
                input: subquery.input,
            });
        }
        Ok(feeds)
    }

    /// All rules have been bound once: what is collected from now on has its types.
    pub(super) fn all_asked(&mut self) {
        self.all_asked = true;
        for lookup in &mut self.all {
            lookup.handles.clear();
        }
    }

    /// Notes what a bound rule of a node asks.
    pub(super) fn ask(&mut self, node: usize, requests: Vec<LookupRequest>) {
        for request in requests {
            let Some(known) = self.find(node, &request.subquery) else {
                continue;
            };
            let known = &mut self.all[known];
            if let Some(resolved) = &known.resolved {
                request.handle.set(Arc::clone(resolved));
            }
            known.handles.push(request.handle.clone());
            known.request.get_or_insert(request);
        }
    }

    /// A row's part in the subqueries over its table.
    pub(super) fn feed(
        &mut self,
        feeds: &[BoundFeed],
        cx: &Cx<'_>,
        stays: bool,
    ) -> Result<(), Failure> {
        for feed in feeds.iter().filter(|feed| stays || feed.input) {
            let lookup = &mut self.all[feed.lookup];
            if !lookup.open {
                continue;
            }
            let wanted = match &feed.filter {
                Some(filter) => filter.eval(cx)? == Some(true),
                None => true,
            };
            if wanted && let Some(collector) = &mut lookup.collector {
                collector.add(cx.row, &feed.columns)?;
            }
        }
        Ok(())
    }

    /// A reading that decides a held node's rows begins: those subqueries take them that can.
    pub(super) fn open(&mut self, node: usize) {
        for index in 0..self.all.len() {
            if self.all[index].node == node {
                self.all[index].open = !self.all[index].done && self.is_ready(index);
            }
        }
    }

    /// A node whose rows must be read before rules of `readers` can be asked, as subqueries wait for
    /// them; these take them now. Rows of nodes that are not `decided` can be told to `input` only.
    pub(super) fn open_wanted(
        &mut self,
        readers: &[usize],
        decided: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut wanted: Vec<usize> = (0..self.all.len())
            .filter(|lookup| readers.contains(&self.all[*lookup].reader))
            .collect();
        let mut next = 0;
        while let Some(&lookup) = wanted.get(next) {
            next += 1;
            let nested: Vec<usize> = self.nested(lookup).collect();
            wanted.extend(nested);
        }
        wanted.retain(|lookup| {
            let Lookup {
                done,
                node,
                subquery,
                ..
            } = &self.all[*lookup];
            !done && self.is_ready(*lookup) && (subquery.input || decided(*node))
        });
        let node = self.all[*wanted.first()?].node;
        for (index, lookup) in self.all.iter_mut().enumerate() {
            if lookup.node == node {
                lookup.open = wanted.contains(&index);
            }
        }
        Some(node)
    }

    /// Who has the answer to a subquery over a node.
    pub(super) fn answered(&self, node: usize) -> Option<usize> {
        let of_node = |lookup: &&Lookup| lookup.node == node && lookup.resolved.is_some();
        self.all.iter().find(of_node).map(|lookup| lookup.reader)
    }

    /// All answers: the node that each is over, the subquery, whether it stands after NOT.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, &Subquery, bool, &Resolved)> {
        self.all.iter().filter_map(|lookup| {
            let resolved = lookup.resolved.as_deref()?;
            Some((lookup.node, &*lookup.subquery, lookup.negated, resolved))
        })
    }

    /// The rows of a node have been read: the subqueries that took them are answered.
    pub(super) fn close(&mut self, node: usize, secret: &Arc<KeySecret>) -> Result<()> {
        for lookup in &mut self.all {
            if lookup.node != node || !lookup.open || lookup.done {
                continue;
            }
            lookup.done = true;
            if lookup.collector.is_none()
                && let Some(request) = &lookup.request
            {
                // No block of the table came, so that nothing told the types of its side.
                let outer = &request.outer;
                let empty = Collector::new(&lookup.subquery, outer, outer, Arc::clone(secret));
                lookup.collector = Some(empty.map_err(|misfit| {
                    Error::undecided(misfit.message).at_rule(&lookup.subquery.position)
                })?);
            }
            let Some(collector) = lookup.collector.take() else {
                continue;
            };
            let resolved = Arc::new(collector.finish());
            for handle in lookup.handles.drain(..) {
                handle.set(Arc::clone(&resolved));
            }
            lookup.resolved = Some(resolved);
        }
        Ok(())
    }
}
