//! A test file as it is written.

use std::sync::Arc;

use crate::dump::name::TableName;
use crate::error::{Error, Position, Result};
use crate::rules::nearest::nearest;
use crate::rules::node::{Key, Node, NodeKind};
use crate::rules::yaml;

/// The tests of one file.
#[derive(Debug)]
pub struct TestFile {
    /// The schema's SQL, or the path of a file that has it, relative to this one.
    pub schema: SchemaSource,
    /// Where that is said.
    pub schema_position: Position,
    /// What `now()` is.
    pub now: jiff::Timestamp,
    /// Environment variables that rules read.
    pub env: Vec<(String, String)>,
    pub(super) cases: Vec<Case>,
}

/// Where a test's tables are declared.
#[derive(Debug)]
pub enum SchemaSource {
    /// A file: what `pg_dump --schema-only` writes.
    File(String),
    /// Statements in the test file itself.
    Text(String),
}

/// One test.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) position: Position,
    pub(super) tables: Vec<TableRows>,
}

/// The rows of a table.
#[derive(Debug)]
pub(super) struct TableRows {
    pub(super) name: TableName,
    pub(super) position: Position,
    pub(super) rows: Vec<RowCase>,
    /// So many rows are added.
    pub(super) generated: Option<(u64, Position)>,
}

/// A row, and what is expected of it.
#[derive(Debug)]
pub(super) struct RowCase {
    pub(super) position: Position,
    pub(super) values: Vec<(Key, Node)>,
    /// `None`: it only stands beside others.
    pub(super) expect: Option<Expect>,
}

/// What becomes of a row.
#[derive(Debug)]
pub(super) enum Expect {
    /// It leaves.
    Purged,
    /// The run is stopped (exit 4).
    Stops,
    /// It stays, with these values.
    Stays(Vec<(Key, Node)>),
}

/// A file of this name holds rule tests.
pub fn is_test_file(name: &str) -> bool {
    [".test.yaml", ".test.yml"]
        .iter()
        .any(|end| name.strip_suffix(end).is_some_and(|stem| !stem.is_empty()))
}

const KEYS: &[&str] = &["schema", "sql", "now", "env", "tests"];

impl TestFile {
    /// Reads a test file.
    ///
    /// # Errors
    /// Exit 3, at the place of the mistake.
    pub fn parse(file: &Arc<str>, content: &[u8]) -> Result<Self> {
        let document = yaml::parse(file, content)?;
        let entries = document.map().unwrap_or_default();
        for (key, _) in entries {
            if !KEYS.contains(&key.text.as_str()) && !key.text.starts_with("x-") {
                return Err(unknown(key, "key", KEYS));
            }
        }
        let scalar = |key: &str| match document.get(key) {
            None => Ok(None),
            Some(node) => match node.scalar() {
                Some(text) => Ok(Some((text.to_owned(), node.position.clone()))),
                None => Err(Error::rules(&node.position, format!("`{key}` is a text"))),
            },
        };
        let (schema, schema_position) = match (scalar("schema")?, scalar("sql")?) {
            (Some((path, position)), None) => (SchemaSource::File(path), position),
            (None, Some((text, position))) => (SchemaSource::Text(text), position),
            _ => {
                return Err(Error::rules(
                    &document.position,
                    "a test file names its tables: by `schema` or by `sql`",
                )
                .hint("schema: schema.sql   # what `pg_dump --schema-only` writes")
                .hint("sql: \"CREATE TABLE users (id int, name text);\""));
            }
        };
        let now = match scalar("now")? {
            None => jiff::Timestamp::constant(1_767_225_600, 0),
            Some((text, position)) => text.parse().map_err(|_| {
                Error::rules(&position, "this is no timestamp").hint("now: 2026-01-31T12:00:00Z")
            })?,
        };
        let mut env = Vec::new();
        for (key, node) in document.get("env").and_then(Node::map).unwrap_or_default() {
            let value = node.scalar();
            let value = value.ok_or_else(|| Error::rules(&node.position, "a variable is a text"));
            env.push((key.text.clone(), value?.to_owned()));
        }
        let tests = document.get("tests").and_then(Node::map);
        let tests = tests.ok_or_else(|| {
            Error::rules(&document.position, "there is no map of `tests`")
                .hint("tests: {NAME: {TABLE: [{row: {…}, expect: {…}}]}}")
        })?;
        Ok(Self {
            schema,
            schema_position,
            now,
            env,
            cases: tests
                .iter()
                .map(|(key, node)| case(key, node))
                .collect::<Result<_>>()?,
        })
    }
}

pub(super) fn unknown(key: &Key, what: &str, known: &[&str]) -> Error {
    let error = Error::rules(&key.position, format!("there is no {what} `{}`", key.text));
    match nearest(&key.text, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint(format!("there are: {}", known.join(", "))),
    }
}

fn case(key: &Key, node: &Node) -> Result<Case> {
    let tables = node
        .map()
        .ok_or_else(|| Error::rules(&node.position, "a test is a map of tables with their rows"))?;
    Ok(Case {
        name: key.text.clone(),
        position: key.position.clone(),
        tables: tables
            .iter()
            .map(|(key, node)| table(key, node))
            .collect::<Result<_>>()?,
    })
}

fn table(key: &Key, node: &Node) -> Result<TableRows> {
    let name = TableName::parse(&key.text)
        .ok_or_else(|| Error::rules(&key.position, "this is no name of a table"))?;
    let items = node
        .list()
        .ok_or_else(|| Error::rules(&node.position, "the rows of a table are a list"))?;
    let mut table = TableRows {
        name,
        position: key.position.clone(),
        rows: Vec::new(),
        generated: None,
    };
    for item in items {
        let entries = item
            .map()
            .ok_or_else(|| Error::rules(&item.position, "a row is a map of columns"))?;
        if let [(key, count)] = entries
            && key.text == "generated"
        {
            let number = count.scalar().and_then(|text| text.parse().ok());
            let number = number
                .ok_or_else(|| Error::rules(&count.position, "`generated` is a number of rows"))?;
            table.generated = Some((number, count.position.clone()));
        } else {
            table.rows.push(row(item, entries)?);
        }
    }
    Ok(table)
}

fn row(item: &Node, entries: &[(Key, Node)]) -> Result<RowCase> {
    let Some(values) = item.get("row") else {
        return Ok(RowCase {
            position: item.position.clone(),
            values: entries.to_vec(),
            expect: None,
        });
    };
    for (key, _) in entries {
        if !matches!(key.text.as_str(), "row" | "expect") {
            return Err(unknown(key, "key beside `row`", &["row", "expect"]));
        }
    }
    let values = values
        .map()
        .ok_or_else(|| Error::rules(&values.position, "a row is a map of columns"))?;
    let expect = match item.get("expect") {
        None => None,
        Some(node) => Some(expected(node)?),
    };
    Ok(RowCase {
        position: item.position.clone(),
        values: values.to_vec(),
        expect,
    })
}

fn expected(node: &Node) -> Result<Expect> {
    match &node.kind {
        NodeKind::Scalar { text, .. } => match text.as_str() {
            "purged" => Ok(Expect::Purged),
            "stays" => Ok(Expect::Stays(Vec::new())),
            "stops" => Ok(Expect::Stops),
            _ => Err(Error::rules(
                &node.position,
                "what is expected of a row is `purged`, `stays`, `stops` or a map of columns",
            )),
        },
        NodeKind::Map(entries) => Ok(Expect::Stays(entries.clone())),
        NodeKind::List(_) => Err(Error::rules(
            &node.position,
            "what is expected of a row is a map of columns",
        )),
    }
}
