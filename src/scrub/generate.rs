//! `generate`: rows that a table gets in place of those it loses.
//!
//! What they go by is collected while rows pass: of each row that stays the *replaced* values of the
//! columns that a `for_each` or `pick` selects, where its condition over the *original* values holds;
//! of the table itself the largest number that `next` must be above, and the keys of columns that
//! must stay unique. All generated rows are written at one place, where the data is over: by then all
//! that they need has passed, so no table has to wait for the sake of them.

mod bind;
mod collect;
mod gather;
mod lots;
mod make;
mod sequence;
mod unique;
mod write;

use std::sync::Arc;

use bytes::Bytes;

pub use collect::Shared;
pub use gather::{Final, Growth, Told};
pub use write::{Frame, Head, Output, Place};

use self::bind::BoundTable;
use self::collect::{Drivers, Sample};
use self::unique::UniqueSet;
use super::plan::DataBlock;
use crate::dump::encoding::Dialect;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::{Schema, UniqueKey};
use crate::error::{Error, Position, Result};
use crate::rules::decide::Decision;
use crate::rules::expr::RowQuery;
use crate::rules::generate::{Generator, Source};
use crate::rules::keys::KeySecret;
use crate::rules::pattern::ColumnName;
use crate::transform::bind::Run;
use crate::transform::seed::DerivedKey;

/// What rows are generated with.
#[derive(Clone)]
pub struct Sources {
    /// What all draws depend on.
    pub key: DerivedKey,
    /// Where the rows of `for_each` wait.
    pub store: Shared,
}

/// Tables that get rows, and what has been collected for them.
pub struct Generating {
    sources: Option<Sources>,
    secret: Arc<KeySecret>,
    collects: Vec<Collect>,
    growers: Vec<Grower>,
    /// The rows have been made.
    done: bool,
}

/// The rows of one query.
struct Collect {
    table: TableName,
    query: Arc<RowQuery>,
    into: Into,
}

enum Into {
    Drivers(Drivers),
    Sample(Box<Sample>),
}

/// One table that gets rows.
struct Grower {
    table: TableName,
    /// What unqualified table names in its rule mean.
    schema: String,
    node: usize,
    generators: Vec<Entry>,
    next: Vec<Next>,
    uniques: Vec<UniqueSet>,
    bound: Option<BoundTable>,
    /// Its own data's head, where it has come.
    head: Option<Head>,
    seen: bool,
    /// How many rows it got.
    rows: u64,
    frame: Frame,
}

/// One generator, with what is collected for it.
struct Entry {
    rule: Generator,
    driver: Option<usize>,
    /// By the generator's column.
    picks: Vec<Option<usize>>,
}

/// A column that `next` fills.
struct Next {
    column: ColumnName,
    position: Position,
    /// The largest number among originals and replaced ones.
    largest: Option<i64>,
    /// The last one handed out.
    handed: Option<i64>,
    /// The sequence has been moved, or was far enough.
    moved: bool,
}

impl Generating {
    /// Nothing yet; without sources there will be nothing.
    pub fn new(sources: Option<Sources>, secret: Arc<KeySecret>) -> Self {
        Self {
            sources,
            secret,
            collects: Vec::new(),
            growers: Vec::new(),
            done: false,
        }
    }

    /// No table gets rows.
    pub fn is_empty(&self) -> bool {
        self.growers.is_empty()
    }

    /// Takes what the rules say of one table.
    pub fn add(&mut self, table: &TableName, node: usize, decision: &Decision<'_>) {
        let Some(sources) = self
            .sources
            .clone()
            .filter(|_| !decision.generate.is_empty())
        else {
            return;
        };
        let mut grower = Grower {
            table: table.clone(),
            schema: decision.generate_schema.clone(),
            node,
            generators: Vec::new(),
            next: Vec::new(),
            uniques: Vec::new(),
            bound: None,
            head: None,
            seen: false,
            rows: 0,
            frame: Frame::default(),
        };
        for (index, rule) in decision.generate.iter().enumerate() {
            let mut collect = |query: &Arc<RowQuery>, into: Into| {
                self.collects.push(Collect {
                    table: query.table.within(&decision.generate_schema),
                    query: Arc::clone(query),
                    into,
                });
                self.collects.len() - 1
            };
            let driver = rule.driver().map(|query| {
                collect(
                    query,
                    Into::Drivers(Drivers::new(Arc::clone(&sources.store))),
                )
            });
            let mut picks = Vec::with_capacity(rule.columns.len());
            for column in &rule.columns {
                picks.push(match &column.source {
                    Source::Pick(query) => {
                        let name = format!("{table} {index} {}", column.name.text);
                        let seed = sources.key.seed(name.as_bytes());
                        Some(collect(query, Into::Sample(Box::new(Sample::new(&seed)))))
                    }
                    Source::Next | Source::Rule(_) => None,
                });
                let is_next = matches!(column.source, Source::Next);
                if is_next
                    && !grower
                        .next
                        .iter()
                        .any(|next| next.column.text == column.name.text)
                {
                    grower.next.push(Next {
                        column: column.name.clone(),
                        position: column.position.clone(),
                        largest: None,
                        handed: None,
                        moved: false,
                    });
                }
                if column.unique && !is_next {
                    let columns = vec![column.name.clone()];
                    grower.add_unique(columns, &column.position, &self.secret);
                }
            }
            if !rule.unique.is_empty() {
                grower.add_unique(rule.unique.clone(), &rule.position, &self.secret);
            }
            grower.generators.push(Entry {
                rule: rule.clone(),
                driver,
                picks,
            });
        }
        self.growers.push(grower);
    }

    /// The tables that get rows, each with a table that it reads, the query, and what unqualified
    /// names in that mean.
    pub fn wants(&self) -> Vec<(usize, TableName, Arc<RowQuery>, String)> {
        let mut wants = Vec::new();
        for grower in &self.growers {
            for collect in grower.collects() {
                let collect = &self.collects[collect];
                let query = Arc::clone(&collect.query);
                let schema = grower.schema.clone();
                wants.push((grower.node, collect.table.clone(), query, schema));
            }
        }
        wants
    }

    /// Binds all tables whose columns the schema tells: what does not fit is found before any data.
    pub fn bind(&mut self, schema: &Schema, run: &Run, dialect: Dialect) -> Vec<Error> {
        let mut errors = Vec::new();
        for index in 0..self.growers.len() {
            let grower = &self.growers[index];
            let Some(known) = schema.tables.get(&grower.table) else {
                continue;
            };
            let columns = known.data_columns().map(|column| column.name.clone());
            let block = DataBlock {
                table: grower.table.clone(),
                leaf: None,
                columns: Some(columns.collect()),
                insert: true,
                dialect,
            };
            let absent = grower.collects().map(|collect| &self.collects[collect]);
            let absent = absent.filter(|collect| !schema.tables.contains_key(&collect.table));
            errors.extend(absent.map(|collect| {
                Error::undecided(format!("the dump has no table {}", collect.table))
                    .at_rule(&collect.query.position)
            }));
            errors.extend(known.unique.iter().filter_map(|key| grower.doubtful(key)));
            match self.bind_one(index, schema, run, &block) {
                Ok(bound) => self.growers[index].bound = Some(bound),
                Err(found) => errors.extend(found),
            }
        }
        errors
    }

    /// Data of a table begins: its own head is what generated rows are written with.
    pub fn saw(
        &mut self,
        schema: &Schema,
        run: &Run,
        block: &DataBlock,
        head: Option<Head>,
        authorization: Option<Bytes>,
    ) -> Result<(), Vec<Error>> {
        let own = |grower: &Grower| grower.table == block.table;
        let Some(index) = self.growers.iter().position(own) else {
            return Ok(());
        };
        if self.growers[index].seen {
            return Ok(());
        }
        // Its own order of columns goes with its own head.
        if head.is_some() || self.growers[index].bound.is_none() {
            let bound = self.bind_one(index, schema, run, block)?;
            self.growers[index].bound = Some(bound);
        }
        let grower = &mut self.growers[index];
        grower.head = head;
        grower.frame.authorization = authorization;
        grower.seen = true;
        Ok(())
    }

    /// A unique key that generated rows are held to, but may break.
    pub fn doubtful(&self, table: &TableName, key: &UniqueKey) -> Option<Error> {
        let own = |grower: &&Grower| grower.table == *table && grower.rows > 0;
        self.growers.iter().find(own)?.doubtful(key)
    }

    /// What stands around the data of a table, where the table gets rows.
    pub fn frame(&mut self, table: &TableName) -> Option<&mut Frame> {
        let grower = self
            .growers
            .iter_mut()
            .find(|grower| grower.table == *table);
        grower.map(|grower| &mut grower.frame)
    }
}

impl Grower {
    fn collects(&self) -> impl Iterator<Item = usize> {
        self.generators.iter().flat_map(|entry| {
            let picks = entry.picks.iter().flatten().copied();
            entry.driver.into_iter().chain(picks)
        })
    }

    /// A unique key that nothing in the rules makes the rows keep to. What a partial key or one of
    /// expressions covers only the server can tell.
    fn doubtful(&self, key: &UniqueKey) -> Option<Error> {
        let columns = key.plain_columns()?;
        let is = |name: &ColumnName, column: &str| name.is(column) || name.folds_to(column);
        let in_key = |name: &ColumnName| columns.iter().any(|column| is(name, column));
        let sets = || self.uniques.iter().map(|set| &set.columns);
        if sets().any(|set| set.iter().all(in_key)) {
            return None;
        }
        let keeps = |entry: &&Entry| {
            let filled = |column: &&str| {
                entry
                    .rule
                    .columns
                    .iter()
                    .find(|said| is(&said.name, column))
            };
            // NULL is unlike any other; so is the next number.
            columns
                .iter()
                .any(|column| filled(column).is_none_or(|said| matches!(said.source, Source::Next)))
        };
        let entry = self.generators.iter().find(|entry| !keeps(entry))?;
        let names: Vec<String> = columns
            .iter()
            .map(|name| Quoted(name).to_string())
            .collect();
        let names = names.join(", ");
        Some(
            Error::undecided(format!(
                "generated rows may have values alike in ({names}), which the unique key {} covers",
                Quoted(&key.name)
            ))
            .at_table(&self.table)
            .at_rule(&entry.rule.position)
            .hint(format!(
                "add `unique: [{names}]` to the generator, beside its `columns`"
            )),
        )
    }

    fn add_unique(&mut self, columns: Vec<ColumnName>, position: &Position, secret: &KeySecret) {
        let same = |set: &UniqueSet| {
            let texts = set.columns.iter().map(|name| &name.text);
            texts.eq(columns.iter().map(|name| &name.text))
        };
        if !self.uniques.iter().any(same) {
            self.uniques.push(UniqueSet::new(columns, position, secret));
        }
    }
}
