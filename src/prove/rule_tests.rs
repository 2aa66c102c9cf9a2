//! The rules' own tests: rows in, and what is expected of them, in `NAME.test.yaml` beside the rules.
//!
//! A test becomes a small dump, with the schema's statements around its rows, and goes through the
//! same scrubber as any other. Each row has a COPY block of its own, so that what becomes of it can
//! be told whatever happens to the others.

mod dump;
mod expect;
mod file;

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use self::dump::Layout;
use self::file::{Case, Expect, TableRows};
pub use self::file::{SchemaSource, TestFile, is_test_file};
use super::reading::{self, Block, Flow, SeenRow, Visitor};
use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::rules::model::RuleSet;
use crate::scrub::Sink;
use crate::scrub::scrubber::{Options, Scrubber};
use crate::transform::bind::Run;
use crate::transform::seed::SecretKey;

/// How one test went.
#[derive(Debug)]
pub struct Outcome {
    /// The test's name.
    pub name: String,
    /// What was not as expected, each at its place in the file; empty where all was.
    pub failures: Vec<Error>,
}

/// Runs the tests of a file. `schema` is the SQL that the file names.
///
/// # Errors
/// Exit 3 where a test makes no sense: a table or column that the schema lacks; exit 5 where the
/// schema can't be read.
pub fn run(file: &TestFile, schema: &[u8], rules: &Arc<RuleSet>) -> Result<Vec<Outcome>> {
    let layout = Layout::read(schema).map_err(|error| error.at_rule(&file.schema_position))?;
    let key = SecretKey::new(b"the key of rule tests, which keeps nothing secret")
        .ok_or_else(|| Error::unexpected("the key is too short"))?;
    let run = Arc::new(Run::new(rules, key, file.now)?);
    file.cases
        .iter()
        .map(|case| {
            Ok(Outcome {
                name: case.name.clone(),
                failures: one(case, &layout, rules, &run)?,
            })
        })
        .collect()
}

/// What is wrong after one test.
fn one(case: &Case, layout: &Layout, rules: &Arc<RuleSet>, run: &Arc<Run>) -> Result<Vec<Error>> {
    let input = layout.dump(case)?;
    let stops = case
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .find(|row| matches!(row.expect, Some(Expect::Stops)));
    let options = Options {
        transaction: false,
        ..Options::default()
    };
    let mut output = Collect(Vec::new());
    let mut scrubber = Scrubber::new(Arc::clone(rules), Arc::clone(run), options);
    let result = scrubber
        .push(Bytes::from(input.text), &mut output)
        .and_then(|()| scrubber.finish(&mut output));
    match (result, stops) {
        (Err(error), Some(_)) if error.exit() == ExitCode::Undecided => return Ok(Vec::new()),
        (Ok(()), Some(row)) => {
            return Ok(vec![
                Error::undecided("expected to stop the run, which went through")
                    .at_rule(&row.position),
            ]);
        }
        (Err(error), _) => {
            // Its places are in a dump that nobody sees.
            let errors = error.without_input_place().into_findings();
            let at = |error: Error| match error.location().rule {
                Some(_) => error,
                None => error.at_rule(&case.position),
            };
            return Ok(errors.into_iter().map(at).collect());
        }
        (Ok(()), None) => {}
    }
    let mut blocks = Blocks::default();
    let mut chunks = std::iter::once(Ok(Bytes::from(output.0)));
    reading::read_chunks(&mut chunks, &mut blocks)?;
    let mut failures = Vec::new();
    for table in &case.tables {
        let found = blocks
            .tables
            .get(&table.name)
            .map_or(&[][..], Vec::as_slice);
        held_against(table, &input.rows[&table.name], found, &mut failures)?;
    }
    Ok(failures)
}

/// Holds a table's rows to what is expected of them. `found` has a list of rows for each block.
fn held_against(
    table: &TableRows,
    originals: &[Values],
    found: &[Vec<Values>],
    failures: &mut Vec<Error>,
) -> Result<()> {
    for (index, (row, original)) in table.rows.iter().zip(originals).enumerate() {
        let after = found.get(index).and_then(|block| block.first());
        let mut fail = |error: Error| {
            failures.push(error.at_table(&table.name).at_row(index as u64 + 1));
        };
        match (&row.expect, after) {
            (None | Some(Expect::Stops), _) | (Some(Expect::Purged), None) => {}
            (Some(Expect::Purged), Some(_)) => {
                fail(Error::undecided("expected purged, but it stays").at_rule(&row.position));
            }
            (Some(Expect::Stays(_)), None) => {
                fail(Error::undecided("expected to stay, but it is purged").at_rule(&row.position));
            }
            (Some(Expect::Stays(columns)), Some(after)) => {
                for (key, node) in columns {
                    let name = &key.text;
                    let value = |values: &Values| values.get(name).cloned().flatten();
                    for (position, problem) in
                        expect::column(node, value(original).as_deref(), value(after).as_deref())?
                    {
                        fail(Error::undecided(problem).at_rule(&position).at_column(name));
                    }
                }
            }
        }
    }
    if let Some((count, position)) = &table.generated {
        let more = found.iter().skip(originals.len().max(1));
        let rows: usize = more.map(Vec::len).sum();
        if rows as u64 != *count {
            failures.push(
                Error::undecided(format!("expected {count} generated rows, got {rows}"))
                    .at_rule(position)
                    .at_table(&table.name),
            );
        }
    }
    Ok(())
}

/// A row's values by column.
type Values = HashMap<String, Option<Vec<u8>>>;

/// The output, in memory: a test's is small.
struct Collect(Vec<u8>);

impl Sink for Collect {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// The rows of each block, by table.
#[derive(Default)]
struct Blocks {
    tables: HashMap<TableName, Vec<Vec<Values>>>,
}

impl Visitor for Blocks {
    fn table(&mut self, block: &Block, _: &Schema) -> Result<Flow> {
        let blocks = self.tables.entry(block.table.clone()).or_default();
        blocks.push(Vec::new());
        Ok(Flow::On)
    }

    fn row(&mut self, block: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        let columns = block.columns.list.iter().enumerate();
        let values = columns
            .map(|(index, (name, _))| (name.clone(), row.values.get(index).map(<[u8]>::to_vec)))
            .collect();
        let blocks = self.tables.entry(block.table.clone()).or_default();
        if let Some(last) = blocks.last_mut() {
            last.push(values);
        }
        Ok(Flow::On)
    }
}
