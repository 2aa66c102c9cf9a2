//! Rows that tables of an archive get: each within the data of its table's own entry.

use std::collections::HashSet;

use bytes::{Bytes, BytesMut};

use crate::dump::archive::toc::{Entry, Format, Header, NOT_SET, Place as At, Toc};
use crate::dump::lexer::{Lexer, PieceKind};
use crate::dump::name::TableName;
use crate::dump::statement;
use crate::error::{Error, Result};
use crate::scrub::generate::Place;
use crate::scrub::policy::Fate;
use crate::scrub::scrubber::Scrubber;

impl Scrubber {
    /// Finds the entry for the rows of each table that gets some. A table whose data the archive leaves
    /// out, or one that has none but that of its partitions, gets an entry after those of the others;
    /// an archive without data gets no rows. The numbers of the entries.
    pub(super) fn find_places(
        &mut self,
        entries: &mut Vec<Entry>,
        header: &Header,
    ) -> Result<HashSet<i64>> {
        let relations = self.database.relations.as_mut();
        let tables: Vec<TableName> = relations.map_or(Vec::new(), |relations| {
            relations.generating().tables().cloned().collect()
        });
        let is_data = |entry: &Entry| entry.desc() == b"TABLE DATA" && entry.holds_data();
        let Some(last) = entries.iter().rposition(is_data) else {
            return Ok(HashSet::new());
        };
        let inserts = entries[last].copy.is_none();
        let mut made = Vec::new();
        for table in tables {
            let takes = |entry: &&Entry| {
                let known = self.block_tables.get(&entry.id);
                known.is_some_and(|(_, known)| *known == table)
            };
            let place = match entries.iter().find(takes) {
                Some(entry) => Place {
                    id: entry.id,
                    insert: entry.copy.is_none(),
                },
                None if !self.database.schema.tables.contains_key(&table) => continue,
                None => {
                    let ids = entries.iter().chain(&made).map(|entry: &Entry| entry.id);
                    let id = ids.max().unwrap_or(0) + 1;
                    made.push(self.data_entry(id, &table, inserts, entries, header)?);
                    let insert = inserts;
                    Place { id, insert }
                }
            };
            self.places.insert(table, place);
        }
        entries.splice(last + 1..last + 1, made);
        Ok(self.places.values().map(|place| place.id).collect())
    }

    /// An entry as pg_dump writes it for a table's data.
    fn data_entry(
        &mut self,
        id: i64,
        table: &TableName,
        inserts: bool,
        entries: &[Entry],
        header: &Header,
    ) -> Result<Entry> {
        let unclear = || Error::unexpected("rows for a table whose columns are not known");
        let schema = &self.database.schema;
        let known = schema.tables.get(table).ok_or_else(unclear)?;
        let relations = self.database.relations.as_mut().ok_or_else(unclear)?;
        let copy = match inserts {
            true => None,
            false => Some(relations.generating().copy_line(table, schema)),
        };
        let copy = copy.map(|line| line.ok_or_else(unclear)).transpose()?;
        let encoding = self.lexer.dialect().encoding;
        let is = |text: &Option<Bytes>, name: &str| {
            let text = text.as_deref();
            text.is_some_and(|text| encoding.identifier(text) == name)
        };
        let own = entries.iter().find(|entry| {
            entry.desc() == b"TABLE"
                && is(&entry.namespace, &table.schema)
                && is(&entry.tag, &table.name)
        });
        let own = own.ok_or_else(|| {
            Error::input("no entry of the archive is the table's").at_table(table)
        })?;
        // Its rows are those of its partitions, too: `pg_restore -j` empties each before it loads
        // it, and does not empty this table.
        let line = table.to_string().replace(['\n', '\r'], " ");
        let root = format!("-- load via partition root {line}");
        let root = (!known.partition_key.is_empty()).then_some(root);
        let node = relations.node(table, schema);
        let parts = entries.iter().filter(|entry| {
            let known = self.block_tables.get(&entry.id);
            known.is_some_and(|(known, _)| *known == node)
        });
        let needed = std::iter::once(own).chain(parts);
        Ok(Entry {
            id,
            has_data: true,
            catalog: Some(Bytes::from_static(b"0")),
            oid: own.oid.clone(),
            tag: own.tag.clone(),
            desc: Some(Bytes::from_static(b"TABLE DATA")),
            section: 3,
            defn: root.map(Bytes::from),
            drop: None,
            copy,
            namespace: own.namespace.clone(),
            tablespace: None,
            access_method: None,
            relkind: 0,
            owner: own.owner.clone(),
            with_oids: Some(Bytes::from_static(b"false")),
            dependencies: needed.map(|entry| entry.id.to_string().into()).collect(),
            place: match header.format {
                Format::Custom => At::Offset {
                    flag: NOT_SET,
                    at: 0,
                },
                Format::Files => At::File(Some(format!("{id}.dat").into())),
            },
        })
    }

    /// What the rows change that tables got in the meantime: sequences move along with the numbers that
    /// were handed out.
    ///
    /// # Errors
    /// None but those that [`Scrubber::contents`] would have had.
    pub fn amend(&mut self, toc: &mut Toc) -> Result<()> {
        for entry in &mut toc.entries {
            if entry.desc() == b"SEQUENCE SET"
                && let Some(text) = &entry.defn
                && let Some(moved) = self.moved_text(text)?
            {
                entry.defn = Some(moved);
            }
        }
        Ok(())
    }

    /// The statements of a sequence, moved along; `None` where it is far enough.
    fn moved_text(&mut self, text: &Bytes) -> Result<Option<Bytes>> {
        let dialect = self.lexer.dialect();
        let mut lexer = Lexer::reading(dialect);
        lexer.push(text.clone());
        lexer.end();
        let (mut out, mut changed) = (BytesMut::new(), false);
        while let Some(piece) = lexer.next()? {
            let fate = match piece.kind {
                PieceKind::Statement => {
                    let statement = statement::parse(&piece.bytes, dialect);
                    self.moved(&statement, &piece, Fate::Pass)
                }
                _ => Fate::Pass,
            };
            match fate {
                Fate::Rewrite(moved) => {
                    changed = true;
                    out.extend_from_slice(&moved);
                }
                Fate::Pass | Fate::Drop => out.extend_from_slice(&piece.bytes),
            }
        }
        Ok(changed.then(|| out.freeze()))
    }
}
