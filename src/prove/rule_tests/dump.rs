//! A test as a dump: the schema's statements, with a COPY block for each row between those that come
//! before the data and those that come after it.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;

use super::Values;
use super::file::{Case, Expect, RowCase, unknown};
use crate::dump::copy_text;
use crate::dump::name::TableName;
use crate::dump::schema::{Schema, Table};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::prove::check::comes_after_data;
use crate::prove::reading::{self, Block, Flow, Seen, Visitor};
use crate::rules::node::{Node, NodeKind};

/// The end of a dump.
const TRAILER: &[u8] = b"\n--\n-- PostgreSQL database dump complete\n--\n\n";

/// A schema, and where its data goes.
pub(super) struct Layout {
    text: Vec<u8>,
    /// Byte offset of the first statement that comes after the data.
    data_at: usize,
    schema: Schema,
}

/// A test's dump, with the values of its rows.
pub(super) struct Input {
    pub(super) text: Vec<u8>,
    pub(super) rows: HashMap<TableName, Vec<Values>>,
}

struct Finder {
    data_at: Option<u64>,
    schema: Schema,
}

impl Visitor for Finder {
    fn statement(&mut self, seen: &Seen<'_>, _: &Schema) -> Result<()> {
        if comes_after_data(seen.statement) && self.data_at.is_none() {
            self.data_at = seen.place.map(|place| place.byte);
        }
        Ok(())
    }

    fn table(&mut self, block: &Block, _: &Schema) -> Result<Flow> {
        Err(Error::input("the schema of a test holds data")
            .at_table(&block.table)
            .hint("pg_dump --schema-only"))
    }

    fn database(&mut self, _: Option<&str>, schema: &Schema) -> Result<Flow> {
        self.schema = schema.clone();
        Ok(Flow::Stop)
    }
}

impl Layout {
    /// Reads the statements of a schema; the trailer of a dump may be missing.
    pub(super) fn read(schema: &[u8]) -> Result<Self> {
        let mut text = schema.to_vec();
        if memchr::memmem::find(&text, b"-- PostgreSQL database dump complete").is_none() {
            text.extend_from_slice(TRAILER);
        }
        let mut finder = Finder {
            data_at: None,
            schema: Schema::default(),
        };
        let mut chunks = std::iter::once(Ok(Bytes::from(text.clone())));
        reading::read_chunks(&mut chunks, &mut finder)?;
        let trailer = memchr::memmem::rfind(&text, b"--\n-- PostgreSQL database dump complete");
        let data_at = finder.data_at.map(|at| at as usize).or(trailer);
        Ok(Self {
            data_at: data_at.unwrap_or(text.len()),
            text,
            schema: finder.schema,
        })
    }

    /// The dump of a test: every table of the schema has data, if only none.
    pub(super) fn dump(&self, case: &Case) -> Result<Input> {
        let mut tables: BTreeMap<&TableName, Vec<Values>> = BTreeMap::new();
        for (name, table) in &self.schema.tables {
            if table.partition_key.is_empty() && !table.is_foreign {
                tables.insert(name, Vec::new());
            }
        }
        for given in &case.tables {
            let Some((name, table)) = self.schema.tables.get_key_value(&given.name) else {
                return Err(Error::rules(
                    &given.position,
                    format!("the schema has no table {}", given.name),
                ));
            };
            let rows = tables.entry(name).or_default();
            for row in &given.rows {
                rows.push(self.values(name, table, row)?);
            }
        }
        let mut text = self.text[..self.data_at].to_vec();
        for (name, rows) in &tables {
            self.blocks(name, rows, &mut text);
        }
        text.extend_from_slice(&self.text[self.data_at..]);
        Ok(Input {
            text,
            rows: tables
                .into_iter()
                .map(|(name, rows)| (name.clone(), rows))
                .collect(),
        })
    }

    fn values(&self, name: &TableName, table: &Table, row: &RowCase) -> Result<Values> {
        let known: Vec<&str> = table
            .data_columns()
            .map(|column| column.name.as_str())
            .collect();
        // An expectation of a column that is not there would hold whatever the rules do.
        let expected = match &row.expect {
            Some(Expect::Stays(columns)) => columns.as_slice(),
            _ => &[],
        };
        for (key, _) in row.values.iter().chain(expected) {
            if !known.contains(&key.text.as_str()) {
                return Err(unknown(key, "column", &known));
            }
        }
        table
            .data_columns()
            .map(|column| {
                let ty = self.schema.column_type(table, &column.name);
                let given = row.values.iter().find(|(key, _)| key.text == column.name);
                let value = match given {
                    Some((_, node)) => value(node, &ty.base)
                        .map_err(|error| error.at_table(name).at_column(&column.name))?,
                    None if column.not_null || ty.domain_not_null => Some(neutral(&ty.base)),
                    None => None,
                };
                Ok((column.name.clone(), value))
            })
            .collect()
    }

    fn blocks(&self, name: &TableName, rows: &[Values], out: &mut Vec<u8>) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let Some(table) = self.schema.tables.get(name) else {
            return;
        };
        let columns: Vec<&str> = table
            .data_columns()
            .map(|column| column.name.as_str())
            .collect();
        let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let header = format!(
            "\n--\n-- Data for Name: {}; Type: TABLE DATA; Schema: {}; Owner: -\n--\n\n",
            name.name, name.schema
        );
        out.extend_from_slice(header.as_bytes());
        let head = format!(
            "COPY {}.{} ({}) FROM stdin;\n",
            quoted(&name.schema),
            quoted(&name.name),
            list.join(", ")
        );
        let mut block = |row: Option<&Values>| {
            out.extend_from_slice(head.as_bytes());
            if let Some(row) = row {
                for (index, column) in columns.iter().enumerate() {
                    if index > 0 {
                        out.push(b'\t');
                    }
                    match row.get(*column).and_then(Option::as_ref) {
                        Some(value) => copy_text::encode_into(value, out),
                        None => out.extend_from_slice(b"\\N"),
                    }
                }
                out.push(b'\n');
            }
            out.extend_from_slice(b"\\.\n\n");
        };
        if rows.is_empty() {
            block(None);
        }
        for row in rows {
            block(Some(row));
        }
    }
}

/// The text of a value; `None` is NULL.
fn value(node: &Node, ty: &PgType) -> Result<Option<Vec<u8>>> {
    let text = match &node.kind {
        NodeKind::Scalar { text, plain, .. } if *plain && matches!(text.as_str(), "null" | "~") => {
            return Ok(None);
        }
        NodeKind::Scalar { text, .. } if *ty == PgType::Bool => match text.as_str() {
            "true" | "t" | "yes" => "t".to_owned(),
            "false" | "f" | "no" => "f".to_owned(),
            _ => {
                return Err(Error::rules(
                    &node.position,
                    "this is neither true nor false",
                ));
            }
        },
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::Map(_) | NodeKind::List(_) if ty.is_json() || ty.is_text() => {
            json(node).to_string()
        }
        NodeKind::Map(_) | NodeKind::List(_) => {
            return Err(Error::rules(
                &node.position,
                format!("a value of type {} is written as a text", ty.short_name()),
            )
            .hint("as PostgreSQL prints it: \"{a,b}\" for an array"));
        }
    };
    Ok(Some(text.into_bytes()))
}

/// A YAML value as JSON: plain scalars as JSON reads them, if it does, all others as strings.
pub(super) fn json(node: &Node) -> serde_json::Value {
    match &node.kind {
        NodeKind::Scalar { text, plain, .. } => {
            let bare = plain.then(|| serde_json::from_str(text).ok()).flatten();
            bare.unwrap_or_else(|| serde_json::Value::String(text.clone()))
        }
        NodeKind::List(items) => items.iter().map(json).collect(),
        NodeKind::Map(entries) => {
            let entries = entries.iter();
            let object: serde_json::Map<String, serde_json::Value> = entries
                .map(|(key, node)| (key.text.clone(), json(node)))
                .collect();
            serde_json::Value::Object(object)
        }
    }
}

/// What stands in a column that may not be NULL, where a test says nothing of it.
fn neutral(ty: &PgType) -> Vec<u8> {
    let text = match ty {
        PgType::Bool => "f",
        ty if ty.is_number() => "0",
        PgType::Money => "$0.00",
        PgType::Date => "2000-01-01",
        PgType::Timestamp => "2000-01-01 00:00:00",
        PgType::TimestampTz => "2000-01-01 00:00:00+00",
        PgType::Time | PgType::TimeTz => "00:00:00",
        PgType::Interval => "00:00:00",
        PgType::Uuid => "00000000-0000-4000-8000-000000000000",
        PgType::Json | PgType::Jsonb | PgType::Array(_) => "{}",
        PgType::Inet | PgType::Cidr => "192.0.2.1",
        PgType::MacAddr => "00:00:5e:00:53:00",
        PgType::Bytea => "\\x",
        PgType::Enum(labels) => labels.labels.first().map_or("", String::as_str),
        _ => "",
    };
    text.as_bytes().to_vec()
}
