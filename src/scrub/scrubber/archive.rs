//! An archive: all of its table of contents is decided before any data; then comes the data, block by
//! block.
//!
//! The order in which tables are written is part of the table of contents, so what waits is known
//! from the start, and so are all keys: whatever is undecided ends the run before the first byte.

mod blocks;
mod growing;

use std::collections::HashSet;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

pub(super) use self::blocks::Block;
pub use self::blocks::BlockFate;
use super::Scrubber;
use super::plans::PlanKey;
use crate::dump::archive::script::large_objects;
use crate::dump::archive::toc::{Entry, NOT_SET, Place, Toc};
use crate::dump::encoding::Encoding;
use crate::dump::lexer::{Lexer, Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::rewrite::EntryHeader;
use crate::dump::schema::Learnt;
use crate::dump::statement::{self, Class, LargeObjectCall, LargeObjectOperation, Statement};
use crate::error::{Error, Result};
use crate::rules::model::LargeObjects;
use crate::scrub::plan::{DataBlock, Planned};
use crate::scrub::policy::{Context, Fate};

/// What is left of a table of contents, in the order of the output.
pub struct Contents {
    /// Header and entries.
    pub toc: Toc,
    /// Numbers of entries whose data comes after that of all other tables.
    pub waiting: HashSet<i64>,
    /// Large objects lose their content.
    pub empty_large_objects: bool,
    /// Numbers of entries that get more rows than they have. When those are written, some texts may
    /// have changed: [`Scrubber::amend`].
    pub growing: HashSet<i64>,
}

impl Scrubber {
    /// Decides all of a table of contents.
    ///
    /// # Errors
    /// Exit 4 for everything that is undecided, foreign keys and unique constraints included; exit 5
    /// for what pg_dump does not write.
    pub fn contents(&mut self, toc: &Toc) -> Result<Contents> {
        self.decide_contents(toc)
            .map_err(Error::without_input_place)
    }

    fn decide_contents(&mut self, toc: &Toc) -> Result<Contents> {
        self.fresh = false;
        self.is_archive = true;
        self.options.transaction = false;
        self.database.entries = true;
        self.read_settings(toc)?;
        let mut kept: Vec<Entry> = Vec::with_capacity(toc.entries.len());
        let mut learnt = Vec::new();
        for entry in &toc.entries {
            kept.extend(self.entry(entry, &mut learnt)?);
        }
        let nowhere = nowhere(Bytes::new());
        self.check_schema(&nowhere)?;
        let waiting = self.foresee(&kept, &learnt)?;
        let growing = self.find_places(&mut kept, &toc.header)?;
        self.policies.require_met()?;
        let mut toc = Toc {
            header: toc.header.clone(),
            entries: in_order(kept, &waiting),
        };
        let ids: HashSet<String> = toc
            .entries
            .iter()
            .map(|entry| entry.id.to_string())
            .collect();
        for entry in &mut toc.entries {
            entry
                .dependencies
                .retain(|id| std::str::from_utf8(id).is_ok_and(|id| ids.contains(id)));
        }
        Ok(Contents {
            toc,
            waiting,
            growing,
            empty_large_objects: self.rules.defaults.large_objects == LargeObjects::Empty,
        })
    }

    /// The settings that all other text is read by.
    fn read_settings(&mut self, toc: &Toc) -> Result<()> {
        for (desc, name) in [
            (&b"ENCODING"[..], "client_encoding"),
            (b"STDSTRINGS", "standard_conforming_strings"),
            (b"SEARCHPATH", "search_path"),
        ] {
            let mut entries = toc.entries.iter().filter(|entry| entry.desc() == desc);
            let defn = entries.next().and_then(|entry| entry.defn.clone());
            let unclear = || Error::input(format!("the archive does not say what {name} is"));
            if entries.next().is_some() {
                return Err(unclear());
            }
            let Some(defn) = defn else {
                // Archives of old have a schema for each entry instead.
                if name == "search_path" {
                    continue;
                }
                return Err(unclear());
            };
            self.lexer.push(defn);
            self.lexer.end();
            let mut found = false;
            while let Some(piece) = self.lexer.next()? {
                match piece.kind {
                    PieceKind::Blank => {}
                    PieceKind::Statement if !found => {
                        let dialect = self.lexer.dialect();
                        match statement::parse(&piece.bytes, dialect).class {
                            Class::Set(setting) if setting.name == name => {
                                found = true;
                                if name == "search_path" {
                                    self.database.search_path = setting.value;
                                }
                            }
                            _ => return Err(unclear()),
                        }
                    }
                    _ => return Err(unclear()),
                }
            }
            self.lexer.next_text();
        }
        Ok(())
    }

    /// What is left of an entry; `None` where it goes.
    fn entry(&mut self, entry: &Entry, learnt: &mut Vec<Learnt>) -> Result<Option<Entry>> {
        if entry.is_setting() {
            return Ok(Some(entry.clone()));
        }
        if entry.has_data && !matches!(entry.desc(), b"TABLE DATA" | b"BLOBS") {
            return Err(Error::input("an entry with data that is no table's")
                .hint(format!("entry {}", entry.id)));
        }
        let header = header(entry, self.lexer.dialect().encoding);
        let name = header.name.clone();
        let named =
            |error: Error| error.hint(format!("entry {}: {} {name}", entry.id, header.type_name));
        let drop_entry = self.policies.drops_entry(&header) && !entry.has_data;
        if drop_entry {
            self.policies.leaves_out(&header);
            return Ok(None);
        }
        if entry.is_acl() && self.options.no_acl {
            return Ok(None);
        }
        let mut entry = entry.clone();
        if self.options.no_owner {
            entry.owner = None;
        }
        self.database.entry = Some(header.clone());
        if entry.desc() == b"BLOB METADATA" || entry.desc() == b"BLOBS" {
            self.large_objects(&entry)?;
            return Ok(Some(entry));
        }
        for (text, drop_part) in [(&mut entry.defn, false), (&mut entry.drop, true)] {
            let Some(whole) = text.clone() else {
                continue;
            };
            let left = self.entry_text(&whole, drop_part, learnt).map_err(named)?;
            match left {
                Some(left) => *text = Some(left),
                None if drop_part => *text = Some(Bytes::new()),
                None => return Ok(None),
            }
        }
        Ok(Some(entry))
    }

    /// Statements about large objects that an archive does not hold as text.
    fn large_objects(&mut self, entry: &Entry) -> Result<()> {
        let operation = if entry.has_data {
            LargeObjectOperation::Open
        } else {
            LargeObjectOperation::Create
        };
        if !entry.has_data && !large_objects(entry).all(|oid| oid.iter().all(u8::is_ascii_digit)) {
            return Err(Error::input("a list of large objects that can't be read"));
        }
        let call = Statement::large_object(LargeObjectCall {
            operation,
            oid: None,
        });
        let context = self.context(false);
        self.policies.statement(&call, b"", &context).map(drop)
    }

    fn context(&self, drop_part: bool) -> Context {
        Context {
            drop_part,
            drop_entry: false,
            cleaned: false,
            dialect: self.lexer.dialect(),
        }
    }

    /// What is left of an entry's statements; `None` where all of them go.
    fn entry_text(
        &mut self,
        text: &Bytes,
        drop_part: bool,
        learnt: &mut Vec<Learnt>,
    ) -> Result<Option<Bytes>> {
        let dialect = self.lexer.dialect();
        let mut lexer = Lexer::reading(dialect);
        lexer.push(text.clone());
        lexer.end();
        let context = self.context(drop_part);
        let (mut out, mut before) = (BytesMut::new(), BytesMut::new());
        let (mut stay, mut go, mut changed) = (0, 0, false);
        while let Some(piece) = lexer.next()? {
            match piece.kind {
                PieceKind::Blank | PieceKind::LineComment | PieceKind::BlockComment => {
                    before.extend_from_slice(&piece.bytes);
                    continue;
                }
                PieceKind::Statement => {}
                _ => {
                    return Err(Error::input(
                        "an entry's statements hold table data or a psql command",
                    ));
                }
            }
            let statement = statement::parse(&piece.bytes, dialect);
            let unexpected = match &statement.class {
                Class::Begin | Class::Commit => true,
                Class::Set(setting) => matches!(
                    setting.name.as_str(),
                    "client_encoding" | "standard_conforming_strings" | "search_path"
                ),
                _ => false,
            };
            if unexpected {
                return Err(Error::input(
                    "an entry's statements change how the others are read",
                ));
            }
            let fate = self
                .policies
                .statement(&statement, &piece.bytes, &context)?;
            if !drop_part {
                let new = self
                    .database
                    .schema
                    .learn(&statement, &self.database.search_path);
                if fate != Fate::Drop {
                    self.declare_keys(&new, &piece);
                    learnt.extend(new);
                }
            }
            match fate {
                Fate::Drop => {
                    go += 1;
                    before.clear();
                    continue;
                }
                Fate::Pass => {
                    out.unsplit(std::mem::take(&mut before));
                    out.extend_from_slice(&piece.bytes);
                }
                Fate::Rewrite(text) => {
                    changed = true;
                    out.unsplit(std::mem::take(&mut before));
                    out.extend_from_slice(&text);
                }
            }
            stay += 1;
        }
        self.warn_relations();
        if go == 0 && !changed {
            return Ok(Some(text.clone()));
        }
        if stay == 0 {
            return Ok(None);
        }
        out.unsplit(before);
        Ok(Some(out.freeze()))
    }

    /// Binds all data, holds the keys to what may become of it, and says which tables wait.
    fn foresee(&mut self, entries: &[Entry], learnt: &[Learnt]) -> Result<HashSet<i64>> {
        let mut blocks = Vec::new();
        let mut errors = Vec::new();
        let mut foreseen = Vec::new();
        for entry in entries.iter().filter(|entry| entry.holds_data()) {
            if entry.desc() == b"BLOBS" {
                continue;
            }
            self.enter_entry(entry);
            let bound = match &entry.copy {
                Some(copy) => self.plan_copy(copy),
                None => self.plan_inserts(entry, &mut foreseen),
            };
            match bound {
                Ok(table) => blocks.push((entry.id, table)),
                Err(error) => errors.extend(error.into_findings()),
            }
        }
        if let Some(error) = Error::all(errors) {
            return Err(error);
        }
        self.foresees = true;
        self.check_unique_keys(learnt, &nowhere(Bytes::new()));
        let checked = self.check_findings();
        self.foresees = false;
        for key in foreseen {
            self.database.plans.remove(&key);
        }
        checked?;
        let Some(relations) = self.database.relations.as_mut() else {
            return Ok(HashSet::new());
        };
        let schema = &self.database.schema;
        let nodes: Vec<usize> = blocks
            .iter()
            .map(|(_, table)| relations.node(table, schema))
            .collect();
        for ((id, table), node) in blocks.iter().zip(&nodes) {
            *self.blocks_left.entry(*node).or_default() += 1;
            self.block_tables.insert(*id, (*node, table.clone()));
        }
        let held = relations.foresee(&nodes);
        let waiting = blocks.iter().zip(&nodes).filter(|(_, node)| held[**node]);
        Ok(waiting.map(|((id, _), _)| *id).collect())
    }

    fn enter_entry(&mut self, entry: &Entry) {
        let defn = entry.defn.as_deref().unwrap_or_default();
        self.database.entry = Some(header(entry, self.lexer.dialect().encoding));
        self.database.via_root = defn.starts_with(b"-- load via partition root ");
        self.database.last = None;
    }

    fn plan_copy(&mut self, copy: &Bytes) -> Result<TableName> {
        let mut lexer = Lexer::reading(self.lexer.dialect());
        lexer.push(copy.clone());
        let piece = lexer.next()?.filter(|piece| {
            piece.kind == PieceKind::CopyStart
                && piece.bytes.len() == copy.len()
                && piece.bytes[lexer.copy_statement_len()..] == *b"\n"
        });
        let Some(piece) = piece else {
            return Err(Error::input(
                "an entry's COPY statement is none that pg_dump writes",
            ));
        };
        let head = &piece.bytes[..lexer.copy_statement_len()];
        let planned = self.plan_of(&piece, head)?;
        Ok(planned.plan.table.clone())
    }

    /// INSERT statements name their columns only when they come: until then the table's own stand
    /// for them.
    fn plan_inserts(&mut self, entry: &Entry, foreseen: &mut Vec<PlanKey>) -> Result<TableName> {
        let header = header(entry, self.lexer.dialect().encoding);
        let schema = header.schema.unwrap_or_else(|| "public".to_owned());
        let table = TableName::new(schema, header.name);
        let Some(known) = self.database.schema.tables.get(&table) else {
            return Ok(table);
        };
        let block = DataBlock {
            table: table.clone(),
            leaf: None,
            columns: Some(known.columns.iter().map(|c| c.name.clone()).collect()),
            insert: true,
            dialect: self.lexer.dialect(),
        };
        let plan = self.bind(&block)?;
        let key = (Bytes::new(), table.clone(), None);
        let planned = Planned {
            head: Bytes::new(),
            stats: usize::MAX,
            default_values: false,
            plan,
        };
        self.database.plans.insert(key.clone(), Arc::new(planned));
        foreseen.push(key);
        Ok(table)
    }
}

/// Entries that wait come after the last table's data.
fn in_order(entries: Vec<Entry>, waiting: &HashSet<i64>) -> Vec<Entry> {
    let is_data = |entry: &Entry| entry.desc() == b"TABLE DATA" && entry.has_data;
    let last = entries.iter().rposition(is_data);
    let mut out = Vec::with_capacity(entries.len());
    let mut moved = Vec::new();
    for (at, mut entry) in entries.into_iter().enumerate() {
        if let Place::Offset { flag, at } = &mut entry.place
            && entry.has_data
            && matches!(flag, 1 | 2)
        {
            (*flag, *at) = (NOT_SET, 0);
        }
        if waiting.contains(&entry.id) {
            moved.push(entry);
        } else {
            out.push(entry);
        }
        if Some(at) == last {
            out.append(&mut moved);
        }
    }
    out
}

/// The header comment that the entry has in a script.
fn header(entry: &Entry, encoding: Encoding) -> EntryHeader {
    let text = |bytes: &[u8]| encoding.identifier(bytes).replace(['\n', '\r'], " ");
    let present = |bytes: &Option<Bytes>| {
        let bytes = bytes.as_deref().filter(|bytes| !bytes.is_empty());
        bytes.map(text)
    };
    EntryHeader {
        name: text(entry.tag()),
        type_name: text(entry.desc()),
        schema: present(&entry.namespace),
        owner: present(&entry.owner),
        data: entry.has_data,
        statistics: entry.desc() == b"STATISTICS DATA",
    }
}

/// Stands for a piece that has no place in the input.
pub(super) fn nowhere(bytes: Bytes) -> Piece {
    Piece {
        kind: PieceKind::Blank,
        bytes,
        offset: 0,
        line: 0,
        newlines: 0,
        rows: 0,
    }
}
