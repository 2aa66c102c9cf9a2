//! What tables know of each other while a database streams by: which keys are gone, what subqueries
//! have collected, and which tables have to wait.

mod lookups;
mod warnings;

use std::collections::HashMap;
use std::sync::Arc;

use self::lookups::{BoundFeed, Lookups};
use super::generate::{Final, Generating, Growth, Output, Sources, Told};
use super::order::{Edge, EdgeKind, Graph, Holding};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::{Error, Position, Result};
use crate::rules::decide::{DecidedReference, Decision, decide, key};
use crate::rules::expr::{Expr, LookupRequest, Predicate};
use crate::rules::keys::{Key, KeyBuilder, KeyKind, KeySecret, KeyShape, ParentKeys};
use crate::rules::model::{OnPurge, RuleSet};
use crate::transform::bind::Binder;
use crate::transform::row::Row;
use crate::transform::{Cx, Failure, Misfit};

/// Tables, their order, and what has been learnt from rows so far.
pub struct Relations {
    secret: Arc<KeySecret>,
    graph: Graph,
    holding: Holding,
    nodes: HashMap<TableName, usize>,
    /// Tables that may lose rows.
    loses: Vec<bool>,
    sets: Vec<ParentSet>,
    lookups: Lookups,
    builder: KeyBuilder,
    generating: Generating,
}

/// Keys of one table that rows of others refer to.
struct ParentSet {
    node: usize,
    columns: Vec<String>,
    /// The columns, as their types and those of who refers to them allow them to be compared.
    parent: KeyShape,
    keys: ParentKeys,
}

/// A plan's part in it all: what its rows are asked, and what they tell.
#[derive(Default)]
pub struct Links {
    references: Vec<BoundReference>,
    carries: Vec<(usize, Vec<usize>)>,
    feeds: Vec<BoundFeed>,
    growth: Growth,
}

struct BoundReference {
    set: usize,
    /// Its own columns: of other types than those of another reference, they may be read in another
    /// way though they are compared in the same.
    child: KeyShape,
    columns: Vec<usize>,
    when: Option<Predicate>,
    /// Columns that become NULL; `None`: the row leaves.
    nulls: Option<Vec<usize>>,
}

impl Links {
    /// Nothing is asked of the rows, and nothing is to be told of them.
    pub fn is_empty(&self) -> bool {
        self.references.is_empty()
            && self.carries.is_empty()
            && self.feeds.is_empty()
            && !self.gathers()
    }

    /// Rows that stay are told with their replaced values.
    pub fn gathers(&self) -> bool {
        !self.growth.is_empty()
    }

    /// Notes what a row that stays tells, for [`Relations::hear`].
    ///
    /// # Errors
    /// Exit 4 where a value is not what the rules take it for.
    pub fn tell(&self, row: &Final<'_>, told: &mut Told) -> Result<()> {
        self.growth.tell(row, told)
    }

    /// A reference may set columns to NULL.
    pub fn nulls(&self) -> bool {
        self.references
            .iter()
            .any(|reference| reference.nulls.is_some())
    }

    /// Columns that a reference may set to NULL.
    pub fn nulled(&self) -> impl Iterator<Item = usize> {
        self.references
            .iter()
            .flat_map(|reference| reference.nulls.iter().flatten().copied())
    }
}

impl Relations {
    /// Of tables that have nothing to do with each other.
    pub fn none() -> Self {
        Self::empty(KeySecret::new([0; 32]), None)
    }

    fn empty(secret: KeySecret, sources: Option<Sources>) -> Self {
        let secret = Arc::new(secret);
        Self {
            generating: Generating::new(sources, Arc::clone(&secret)),
            secret,
            graph: Graph::default(),
            holding: Holding::new(&Graph::default(), true),
            nodes: HashMap::new(),
            loses: Vec::new(),
            sets: Vec::new(),
            lookups: Lookups::new(true),
            builder: KeyBuilder::new(),
        }
    }

    /// From the rules and what is known of the tables; nothing is known in a data-only dump, where
    /// the tables that the rules name exactly stand for all.
    ///
    /// # Errors
    /// Exit 3 for reads in a circle; exit 4 for references whose two sides can't be compared.
    pub fn new(
        rules: &RuleSet,
        schema: &Schema,
        secret: KeySecret,
        sources: impl Into<Option<Sources>>,
    ) -> Result<Self> {
        let mut relations = Self {
            lookups: Lookups::new(schema.tables.is_empty()),
            ..Self::empty(secret, sources.into())
        };
        let tables = tables(rules, schema);
        let decisions: Vec<(TableName, Decision<'_>)> = tables
            .into_iter()
            .filter_map(|(table, columns)| {
                // What is undecided is said where all findings are.
                let decision = decide(rules, &table, &columns, schema).ok()?;
                Some((table, decision))
            })
            .collect();
        for (table, decision) in &decisions {
            let node = relations.node(table, schema);
            let rows = &decision.rows;
            relations.graph.removes[node] |= decision.purge_all
                || rows.purge.is_some()
                || rows.keep_where.is_some()
                || rows.sample.is_some()
                || rows.limit.is_some();
        }
        for (table, decision) in &decisions {
            relations.add_edges(table, decision, schema);
            let node = relations.node(table, schema);
            relations.generating.add(table, node, decision);
        }
        relations.add_generate_edges(schema);
        relations.graph.order()?;
        relations.loses = relations.graph.loses_rows();
        relations.holding = Holding::new(&relations.graph, schema.tables.is_empty());
        for (table, decision) in &decisions {
            for reference in &decision.references {
                relations.set_of(table, reference, schema)?;
            }
        }
        Ok(relations)
    }

    /// The table that stands for a table with its partitions and inheritance children.
    pub fn node(&mut self, table: &TableName, schema: &Schema) -> usize {
        if let Some(&node) = self.nodes.get(table) {
            return node;
        }
        let root = schema
            .ancestors(table)
            .pop()
            .unwrap_or_else(|| table.clone());
        let node = match self.nodes.get(&root) {
            Some(&node) => node,
            None => {
                let node = self.graph.add_table(root.clone(), false);
                self.holding.add_table();
                self.nodes.insert(root, node);
                node
            }
        };
        self.nodes.insert(table.clone(), node);
        node
    }

    fn add_edges(&mut self, table: &TableName, decision: &Decision<'_>, schema: &Schema) {
        let from = self.node(table, schema);
        for DecidedReference { table, reference } in &decision.references {
            let to = self.node(table, schema);
            let kind = match reference.on_purge {
                OnPurge::Cascade => EdgeKind::Cascade,
                OnPurge::SetNull(_) => EdgeKind::SetNull,
                OnPurge::Keep => EdgeKind::Keep,
            };
            self.graph.edges.push(Edge {
                from,
                to,
                kind,
                position: reference.position.clone(),
            });
        }
        let rows = &decision.rows;
        let default_schema = &decision.default_schema;
        let when = decision.references.iter();
        let when = when.filter_map(|decided| decided.reference.when.as_ref());
        for expr in rows.purge.iter().chain(&rows.keep_where).chain(when) {
            self.add_lookups(from, from, EdgeKind::Read, expr, default_schema, schema);
        }
        for column in &decision.columns {
            let Some(rule) = column.rule.rule() else {
                continue;
            };
            // What becomes of a value has no part in which rows stay.
            rule.each_condition(&mut |expr| {
                self.add_lookups(from, from, EdgeKind::Input, expr, default_schema, schema);
            });
        }
    }

    /// What generated rows go by: rows are asked while they pass, so what their condition asks of
    /// other tables must be known before them.
    fn add_generate_edges(&mut self, schema: &Schema) {
        for (from, table, query, default_schema) in self.generating.wants() {
            let to = self.node(&table, schema);
            self.graph.edges.push(Edge {
                from,
                to,
                kind: EdgeKind::Generate,
                position: query.position.clone(),
            });
            if let Some(filter) = &query.filter {
                self.add_lookups(to, to, EdgeKind::Read, filter, &default_schema, schema);
            }
        }
    }

    /// The subqueries of an expression, and those inside them; `final_rows` is what the reader wants
    /// with those that are not over the input.
    fn add_lookups(
        &mut self,
        reader: usize,
        owner: usize,
        final_rows: EdgeKind,
        expr: &Expr,
        default_schema: &str,
        schema: &Schema,
    ) {
        let not_in = expr.not_in();
        for subquery in expr.subqueries() {
            let negated = not_in.iter().any(|other| Arc::ptr_eq(other, subquery));
            let node = self.node(&subquery.table.within(default_schema), schema);
            let kind = if subquery.input {
                EdgeKind::Input
            } else {
                final_rows
            };
            let position = subquery.position.clone();
            self.graph.edges.push(Edge {
                from: reader,
                to: node,
                kind,
                position,
            });
            if owner != reader {
                // What the rows that a subquery is over are asked in their turn.
                self.graph.edges.push(Edge {
                    from: owner,
                    to: node,
                    kind: EdgeKind::Nested,
                    position: subquery.position.clone(),
                });
            }
            self.lookups.add(owner, node, subquery, negated);
            if let Some(filter) = &subquery.filter {
                self.add_lookups(reader, node, final_rows, filter, default_schema, schema);
            }
        }
    }

    /// The set of keys that a reference asks, and how its own columns are read; `None` where the table referred to loses no rows.
    fn set_of(
        &mut self,
        table: &TableName,
        reference: &DecidedReference<'_>,
        schema: &Schema,
    ) -> Result<Option<(usize, KeyShape)>> {
        let node = self.node(&reference.table, schema);
        if !self.loses.get(node).copied().unwrap_or(false)
            || reference.reference.on_purge == OnPurge::Keep
        {
            return Ok(None);
        }
        let rule = reference.reference;
        let types = |table: &TableName, columns: &[String]| -> Vec<_> {
            columns
                .iter()
                .map(|column| schema.type_of(table, column).base)
                .collect()
        };
        let ours = types(table, &rule.columns);
        let theirs = types(&reference.table, &rule.to);
        let (child, parent) = KeyShape::pair(&ours, &theirs).map_err(|at| {
            Error::undecided(format!(
                "a reference to {} whose columns can't be compared: {} with {}",
                reference.table,
                ours[at].short_name(),
                theirs[at].short_name()
            ))
            .at_rule(&rule.position)
            .at_table(table)
        })?;
        let known = self.sets.iter().position(|set| {
            set.node == node && set.columns == rule.to && set.parent.kinds().eq(parent.kinds())
        });
        if let Some(known) = known {
            return Ok(Some((known, child)));
        }
        // Where keys are equal just when values of the type are, so that a unique key tells them apart.
        let exact = child
            .kinds()
            .zip(&theirs)
            .all(|(kind, ty)| KeyKind::of(ty) == Some(kind));
        let is_root = schema.ancestors(&reference.table).is_empty();
        let unique = exact && is_root && key::is_unique(&rule.to, &reference.table, schema);
        self.sets.push(ParentSet {
            node,
            columns: rule.to.clone(),
            keys: ParentKeys::new(&self.secret, unique),
            parent,
        });
        Ok(Some((self.sets.len() - 1, child)))
    }

    /// Binds a data block's part: its references, the keys it carries, the subqueries over it.
    ///
    /// # Errors
    /// Where a column is not there or a condition does not bind.
    pub fn link(
        &mut self,
        table: &TableName,
        decision: &Decision<'_>,
        schema: &Schema,
        binder: &Binder<'_>,
    ) -> Result<Links, (Misfit, Option<Position>)> {
        let node = self.node(table, schema);
        let mut links = Links::default();
        for reference in &decision.references {
            let rule = reference.reference;
            let at = |misfit| (misfit, Some(rule.position.clone()));
            let set = self
                .set_of(table, reference, schema)
                .map_err(|error| at(Misfit::new(error.message())))?;
            let Some((set, child)) = set else { continue };
            let when = rule
                .when
                .as_ref()
                .map(|when| when.bind(binder))
                .transpose()
                .map_err(at)?;
            let nulls = match &rule.on_purge {
                OnPurge::SetNull(columns) => Some(indexes(columns, binder).map_err(at)?),
                _ => None,
            };
            links.references.push(BoundReference {
                set,
                child,
                columns: indexes(&rule.columns, binder).map_err(at)?,
                when,
                nulls,
            });
        }
        for (index, set) in self
            .sets
            .iter()
            .enumerate()
            .filter(|(_, set)| set.node == node)
        {
            links
                .carries
                .push((index, indexes(&set.columns, binder).map_err(|m| (m, None))?));
        }
        links.feeds = self.lookups.link(node, binder, &self.secret)?;
        let mut tables = schema.ancestors(table);
        tables.push(table.clone());
        links.growth = self.generating.link(&tables, node, decision, binder)?;
        Ok(links)
    }
}

impl Relations {
    /// How the data of a table that begins must be taken.
    pub fn holding(&mut self) -> &mut Holding {
        &mut self.holding
    }

    /// All rules have been bound once: what is collected from now on has its types.
    pub fn all_asked(&mut self) {
        self.lookups.all_asked();
    }

    /// `None` where no table has to do with another.
    pub fn into_needed(self) -> Option<Self> {
        (!self.graph.edges.is_empty() || !self.generating.is_empty()).then_some(self)
    }

    /// The rows of a block come too late for rows that were generated by them.
    ///
    /// # Errors
    /// Exit 4.
    pub fn check_late(&self, links: &Links) -> Result<()> {
        self.generating.check_late(&links.growth)
    }

    /// Makes and writes the rows that tables get; how many each.
    pub fn generate(
        &mut self,
        schema: &Schema,
        output: &mut Output<'_>,
    ) -> Result<Vec<(TableName, u64)>> {
        let (nodes, holding) = (&self.nodes, &self.holding);
        let has_data =
            |table: &TableName| nodes.get(table).is_some_and(|node| holding.has_data(*node));
        self.generating.write(schema, has_data, output)
    }

    /// The rows that tables get.
    pub fn generating(&mut self) -> &mut Generating {
        &mut self.generating
    }

    /// What rows that are written told ([`Links::tell`]).
    ///
    /// # Errors
    /// Where it can't be kept.
    pub fn hear(&mut self, told: &Told) -> Result<()> {
        self.generating.hear(told)
    }

    /// A table may lose rows, by its own rule or with the rows it refers to.
    pub fn loses(&self, table: &TableName) -> bool {
        let node = self.nodes.get(table);
        node.is_some_and(|node| self.loses.get(*node).copied().unwrap_or(false))
    }

    /// Which tables will be held back when their data comes in this order; by node.
    pub fn foresee(&self, blocks: &[usize]) -> Vec<bool> {
        self.holding.foresee(blocks)
    }

    /// How many tables there are.
    pub fn nodes(&self) -> usize {
        self.graph.tables.len()
    }

    /// The name that stands for a node, for messages.
    pub fn name(&self, node: usize) -> &TableName {
        &self.graph.tables[node]
    }

    /// Groups of tables in the order in which their rows are decided.
    pub fn groups(&self) -> Result<Vec<super::order::Group>> {
        self.graph.order()
    }

    /// Notes what a bound rule of a table asks.
    pub fn ask(&mut self, table: &TableName, schema: &Schema, requests: Vec<LookupRequest>) {
        let node = self.node(table, schema);
        self.lookups.ask(node, requests);
    }

    /// All rows of a table that was not held have passed: what was collected from them is ready.
    pub fn complete(&mut self, node: usize) -> Result<()> {
        self.holding.complete(node);
        self.told(node)
    }

    /// Rows of a held table are about to be decided.
    pub fn tell(&mut self, node: usize) {
        self.lookups.open(node);
    }

    /// A held table whose rows must be told before rules of `readers` can be asked; see
    /// [`Lookups::open_wanted`].
    pub fn wanted(&mut self, readers: &[usize], decided: impl Fn(usize) -> bool) -> Option<usize> {
        self.lookups.open_wanted(readers, decided)
    }

    /// A table that has the answer to a subquery over this one, which more rows would change.
    pub fn answered(&self, node: usize) -> Option<usize> {
        self.lookups.answered(node)
    }

    /// Rows of a table have been told: what was collected from them is ready.
    pub fn told(&mut self, node: usize) -> Result<()> {
        self.lookups.close(node, &self.secret)
    }

    /// A row's references: whether it leaves with a row it refers to, and which columns become NULL
    /// otherwise. Sets of `skip`ped nodes are not asked.
    pub fn refers(
        &mut self,
        links: &Links,
        cx: &Cx<'_>,
        skip: &[usize],
        nulls: &mut Vec<usize>,
    ) -> Result<bool, Failure> {
        for reference in &links.references {
            let set = &self.sets[reference.set];
            if skip.contains(&set.node) {
                continue;
            }
            let Some(key) = key_of(reference, cx, &mut self.builder, &self.secret)? else {
                continue;
            };
            if set.keys.is_gone(key) {
                match &reference.nulls {
                    None => return Ok(true),
                    Some(columns) => nulls.extend_from_slice(columns),
                }
            }
        }
        Ok(false)
    }

    /// The keys of a row's cascading references to tables of its own group, by set.
    pub fn cascades_within(
        &mut self,
        links: &Links,
        cx: &Cx<'_>,
        group: &[usize],
        mut each: impl FnMut(usize, Key) -> Result<()>,
    ) -> Result<Result<(), Failure>> {
        for reference in &links.references {
            let set = &self.sets[reference.set];
            if reference.nulls.is_some() || !group.contains(&set.node) {
                continue;
            }
            match key_of(reference, cx, &mut self.builder, &self.secret) {
                Ok(Some(key)) => each(reference.set, key)?,
                Ok(None) => {}
                Err(failure) => return Ok(Err(failure)),
            }
        }
        Ok(Ok(()))
    }

    /// The keys that a row carries for others, by set.
    pub fn carries(
        &mut self,
        links: &Links,
        row: Row<'_>,
        mut each: impl FnMut(usize, Key) -> Result<()>,
    ) -> Result<Result<(), Failure>> {
        for (set, columns) in &links.carries {
            let values = columns.iter().map(|column| row.get(*column));
            match self.sets[*set]
                .parent
                .key(values, &mut self.builder, &self.secret)
            {
                Ok(keyed) => {
                    if let Some(key) = keyed.key() {
                        each(*set, key)?;
                    }
                }
                Err(failure) => return Ok(Err(failure)),
            }
        }
        Ok(Ok(()))
    }

    /// Tells what a decided row means for others.
    pub fn feed(&mut self, links: &Links, cx: &Cx<'_>, stays: bool) -> Result<(), Failure> {
        self.generating.note(&links.growth, cx.row)?;
        for (set, columns) in &links.carries {
            let set = &mut self.sets[*set];
            let values = columns.iter().map(|column| cx.row.get(*column));
            if let Some(key) = set
                .parent
                .key(values, &mut self.builder, &self.secret)?
                .key()
            {
                set.keys.insert(key, stays);
            }
        }
        self.answer(links, cx, stays)
    }

    /// Tells a decided row to the subqueries over its table alone.
    pub fn answer(&mut self, links: &Links, cx: &Cx<'_>, stays: bool) -> Result<(), Failure> {
        self.lookups.feed(&links.feeds, cx, stays)
    }

    /// How many sets of keys there are.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// What keys are made with.
    pub fn secret(&self) -> &KeySecret {
        &self.secret
    }

    /// At the end of the data: a table that others read or refer to has none.
    ///
    /// # Errors
    /// Exit 4, all of them.
    pub fn check_absent(&self) -> Result<()> {
        let errors = self
            .holding
            .absent()
            .into_iter()
            .map(|(wants, missing)| {
                Error::undecided(format!(
                    "the rules of {} need the rows of {}, but the dump has no data of it",
                    self.name(wants),
                    self.name(missing)
                ))
                .hint("dump it too, or take the subquery or reference out of the rules")
            })
            .collect();
        Error::all(errors).map_or(Ok(()), Err)
    }
}

/// The key that a row's reference names; `None` where it refers to nothing.
fn key_of(
    reference: &BoundReference,
    cx: &Cx<'_>,
    builder: &mut KeyBuilder,
    secret: &KeySecret,
) -> Result<Option<Key>, Failure> {
    if let Some(when) = &reference.when
        && when.eval(cx)? != Some(true)
    {
        return Ok(None);
    }
    let values = reference.columns.iter().map(|column| cx.row.get(*column));
    Ok(reference.child.key(values, builder, secret)?.key())
}

fn indexes(columns: &[String], binder: &Binder<'_>) -> Result<Vec<usize>, Misfit> {
    columns
        .iter()
        .map(|column| binder.original(column))
        .collect()
}

/// The tables whose rules count, with their data columns.
fn tables(rules: &RuleSet, schema: &Schema) -> Vec<(TableName, Vec<String>)> {
    if schema.tables.is_empty() {
        let exact = rules.tables.iter().filter_map(|rule| rule.pattern.exact());
        return exact.map(|table| (table, Vec::new())).collect();
    }
    let mut names: Vec<&TableName> = schema.tables.keys().collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let columns = schema.tables[name].data_columns();
            (
                name.clone(),
                columns.map(|column| column.name.clone()).collect(),
            )
        })
        .collect()
}
