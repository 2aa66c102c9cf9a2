//! What a dump tells a draft: its schema, and what a part of its rows show.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::dump::name::TableName;
use crate::dump::schema::Schema;
use crate::dump::types::PgType;
use crate::error::Result;
use crate::prove::personal::{Documents, Evidence};
use crate::prove::reading::{Block, Flow, SeenRow, Visitor};

/// All of the first rows of a table are looked at, then one in [`STEP`], and none after [`LAST`].
const FIRST: u64 = 2_000;
const STEP: u64 = 32;
const LAST: u64 = 200_000;

/// What was read.
#[derive(Default)]
pub struct Sample {
    /// One a database, in the order of the dump.
    pub databases: Vec<Schema>,
    columns: HashMap<TableName, HashMap<String, Values>>,
    /// Tables whose data the dump has, though it be no row.
    pub with_data: HashSet<TableName>,
    /// Tables whose data stands in the dump without their definition.
    pub undeclared: bool,
    /// Rows looked at.
    pub rows: u64,
}

/// What the values of a column show.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Of texts and numbers, elements of arrays included.
    pub evidence: Evidence,
    /// Of JSON, and of text that looks like it.
    pub documents: Documents,
    /// Of an hstore, by key.
    pub keys: BTreeMap<String, Evidence>,
}

impl Sample {
    /// What is known of a column, over all these tables.
    pub fn values<'t>(
        &self,
        tables: impl IntoIterator<Item = &'t TableName>,
        column: &str,
    ) -> Values {
        let mut all: Option<Values> = None;
        for table in tables {
            let Some(values) = self
                .columns
                .get(table)
                .and_then(|columns| columns.get(column))
            else {
                continue;
            };
            match &mut all {
                None => all = Some(values.clone()),
                Some(all) => all.merge(values),
            }
        }
        all.unwrap_or_default()
    }
}

impl Values {
    fn merge(&mut self, other: &Self) {
        self.evidence.merge(&other.evidence);
        self.documents.merge(&other.documents);
        for (key, evidence) in &other.keys {
            self.keys.entry(key.clone()).or_default().merge(evidence);
        }
    }

    fn observe(&mut self, value: &[u8], ty: &PgType) {
        match ty {
            PgType::Json | PgType::Jsonb => self.documents.observe(value),
            PgType::Hstore => {
                for (key, value) in pairs(&String::from_utf8_lossy(value)) {
                    if self.keys.len() < 500 || self.keys.contains_key(&key) {
                        let evidence = self.keys.entry(key).or_default();
                        evidence.observe(value.unwrap_or_default().as_bytes());
                    }
                }
            }
            PgType::Array(element) => {
                for value in elements(&String::from_utf8_lossy(value)) {
                    self.observe(value.as_bytes(), element);
                }
            }
            ty if ty.is_text() || *ty == PgType::Unknown => {
                self.evidence.observe(value);
                if matches!(value.trim_ascii_start().first(), Some(b'{' | b'[')) {
                    self.documents.observe(value);
                }
            }
            ty if ty.is_number() => self.evidence.observe(value),
            _ => {}
        }
    }
}

impl Visitor for Sample {
    fn table(&mut self, block: &Block, schema: &Schema) -> Result<Flow> {
        for table in [Some(&block.table), block.leaf.as_ref()]
            .into_iter()
            .flatten()
        {
            self.undeclared |= !schema.tables.contains_key(table);
            self.with_data.insert(table.clone());
        }
        Ok(Flow::On)
    }

    fn row(&mut self, block: &Block, row: &SeenRow<'_>) -> Result<Flow> {
        if row.number > LAST {
            return Ok(Flow::Skip);
        }
        if row.number > FIRST && !row.number.is_multiple_of(STEP) {
            return Ok(Flow::On);
        }
        self.rows += 1;
        let table = block.leaf.as_ref().unwrap_or(&block.table);
        if !self.columns.contains_key(table) {
            self.columns.insert(table.clone(), HashMap::new());
        }
        let Some(columns) = self.columns.get_mut(table) else {
            return Ok(Flow::On);
        };
        for (index, (name, ty)) in block.columns.list.iter().enumerate() {
            let Some(value) = row.values.get(index) else {
                continue;
            };
            if !columns.contains_key(name) {
                columns.insert(name.clone(), Values::default());
            }
            if let Some(values) = columns.get_mut(name) {
                values.observe(value, &ty.base);
            }
        }
        Ok(Flow::On)
    }

    fn database(&mut self, _name: Option<&str>, schema: &Schema) -> Result<Flow> {
        if !schema.tables.is_empty() {
            self.databases.push(schema.clone());
        }
        Ok(Flow::On)
    }
}

/// The elements of an array's text, of all dimensions alike, without NULLs.
fn elements(text: &str) -> Vec<String> {
    let mut elements = Vec::new();
    let mut chars = text.chars().peekable();
    let mut element = String::new();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = true;
                loop {
                    match chars.next() {
                        Some('\\') => element.extend(chars.next()),
                        Some('"') | None => break,
                        Some(c) => element.push(c),
                    }
                }
            }
            '{' | '}' | ',' => {
                let value = std::mem::take(&mut element);
                if quoted || !(value.is_empty() || value.eq_ignore_ascii_case("null")) {
                    elements.push(value);
                }
                quoted = false;
            }
            '\\' => element.extend(chars.next()),
            c => element.push(c),
        }
    }
    elements
}

/// The keys and values of an hstore's text.
fn pairs(text: &str) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    let mut chars = text.chars().peekable();
    let string = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| -> Option<String> {
        chars.next_if_eq(&'"')?;
        let mut out = String::new();
        loop {
            match chars.next()? {
                '\\' => out.extend(chars.next()),
                '"' => return Some(out),
                c => out.push(c),
            }
        }
    };
    loop {
        while chars.next_if(|c| matches!(c, ',' | ' ')).is_some() {}
        let Some(key) = string(&mut chars) else {
            return pairs;
        };
        while chars.next_if(|c| matches!(c, '=' | '>' | ' ')).is_some() {}
        let value = string(&mut chars);
        if value.is_none() {
            while chars.next_if(|c| *c != ',').is_some() {}
        }
        pairs.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_and_hstores_are_taken_apart() {
        assert_eq!(
            elements(r#"{a,"b, \"c\"",NULL,"NULL",{d,e}}"#),
            ["a", "b, \"c\"", "NULL", "d", "e"]
        );
        assert_eq!(elements("{}"), [""; 0]);
        let found = pairs(r#""a"=>"1", "b \"c\""=>NULL, "d"=>"""#);
        let found: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_deref()))
            .collect();
        assert_eq!(
            found,
            [("a", Some("1")), ("b \"c\"", None), ("d", Some(""))]
        );
        assert_eq!(pairs("no hstore").len(), 0);
    }
}
