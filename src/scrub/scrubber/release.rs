//! Tables that wait for others: which do, and how they are decided and written when all that they
//! need has passed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Scrubber;
use super::crew::{Back, Known};
use crate::dump::lexer::{Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::statement::{Class, Statement};
use crate::error::{Error, Result};
use crate::rules::keys::KeySecret;
use crate::scrub::Sink;
use crate::scrub::closure::Referring;
use crate::scrub::hold::{Spill, Store, Ticket};
use crate::scrub::order::Admission;
use crate::scrub::plan::{Action, Planned};
use crate::scrub::reading::{Reading, Stays};
use crate::scrub::relations::Relations;
use crate::scrub::rows::place_row;
use crate::scrub::stats::TableStats;
use crate::scrub::transaction::OpenOutput;
use crate::scrub::waiting::{Entry, Segment};

/// Where no spill is given, what waits must fit in memory.
pub(super) struct NoSpill;

impl Spill for NoSpill {
    fn store(&mut self, _: &mut Vec<u8>) -> Result<Ticket> {
        Err(Error::output(
            "tables that wait for others outgrow the memory for them",
        ))
    }

    fn load(&mut self, _: Ticket) -> Result<Vec<u8>> {
        Err(Error::unexpected("nothing was spilled"))
    }

    fn clear(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Scrubber {
    /// What tables know of each other, from the rules and the schema as it stands.
    pub(super) fn relate(&self) -> Result<Relations> {
        let secret = KeySecret::new(*self.run.key.derive("keys of rows").bytes());
        Relations::new(&self.rules, &self.database.schema, secret, self.sources())
    }

    /// A statement in or after the data: true where it is part of an entry that waits. Any that is
    /// not part of an entry ends the data.
    pub(super) fn waits(
        &mut self,
        statement: &Statement,
        piece: &Piece,
        sink: &mut dyn Sink,
    ) -> Result<bool> {
        match &statement.class {
            Class::TableTriggers { table, enable } => {
                let table = self
                    .database
                    .schema
                    .table_name(table, &self.database.search_path);
                let waits = if *enable {
                    let node = self.node(&table);
                    node.is_some_and(|node| self.waiting.is_open_for(node))
                } else {
                    self.check_schema(piece)?;
                    self.enter(&table)?
                };
                self.frame(&table, *enable, piece);
                if waits {
                    self.hold_text()?;
                    self.waiting.text(&piece.bytes)?;
                }
                Ok(waits)
            }
            Class::SetSessionAuthorization(_) => {
                self.waiting.close()?;
                // Left out with `--no-owner`, it must not come back around what waited.
                if !self.options.no_owner {
                    self.database.authorization = Some(piece.bytes.clone());
                }
                Ok(false)
            }
            Class::Empty | Class::Set(_) | Class::Reset(_) => Ok(false),
            _ => {
                if self.database.data {
                    self.check_schema(piece)?;
                }
                self.data_is_over(sink)?;
                Ok(false)
            }
        }
    }

    fn node(&mut self, table: &TableName) -> Option<usize> {
        let relations = self.database.relations.as_mut()?;
        Some(relations.node(table, &self.database.schema))
    }

    /// Tables whose headers came without rows are empty in a dump of INSERTs, of which an empty table
    /// has none. One of COPY has a block all the same: who took it out may have meant that the rows
    /// are not known.
    pub(super) fn pass_empty(&mut self, inserts: bool) -> Result<()> {
        for table in std::mem::take(&mut self.database.announced) {
            let tables = &self.database.schema.tables;
            // A header is a comment: one that names no table says nothing.
            if inserts && (tables.is_empty() || tables.contains_key(&table)) {
                self.arrive(&table)?;
            }
        }
        self.database.inserts = inserts;
        Ok(())
    }

    /// Data of a table begins: true where it has to wait.
    pub(super) fn enter(&mut self, table: &TableName) -> Result<bool> {
        let Some((node, admission)) = self.arrive(table)? else {
            return Ok(false);
        };
        self.admit(node, admission, table)
    }

    /// Whether the data of a table may pass, or has to wait.
    pub(super) fn admit(
        &mut self,
        node: usize,
        admission: Admission,
        table: &TableName,
    ) -> Result<bool> {
        match admission {
            Admission::Stream => Ok(false),
            Admission::TooLate { relied } => {
                let relied = self.database.relations.as_ref().map(|r| r.name(relied));
                Err(Error::undecided(format!(
                    "more data of this table, after rows of {} were decided by what it had",
                    relied.unwrap_or(table)
                ))
                .at_table(table)
                .hint("use a dump as pg_dump writes it: a table's data in one place"))
            }
            Admission::Hold => {
                if !self.waiting.is_open_for(node) {
                    self.waiting.begin(
                        node,
                        self.block_id(),
                        self.database.authorization.clone(),
                    )?;
                }
                Ok(true)
            }
        }
    }

    /// A table's data is here, though it may have no rows: how it must be taken.
    fn arrive(&mut self, table: &TableName) -> Result<Option<(usize, Admission)>> {
        self.database.data = true;
        let Some(relations) = self.database.relations.as_mut() else {
            return Ok(None);
        };
        let node = relations.node(table, &self.database.schema);
        if self.block.is_some() {
            self.check_block_table(node, table)?;
            return Ok(self.admission(node).map(|admission| (node, admission)));
        }
        if let Some(before) = self.database.node.replace(node)
            && before != node
        {
            self.left(before)?;
        }
        let Some(relations) = self.database.relations.as_mut() else {
            return Ok(None);
        };
        let schema = &self.database.schema;
        let pending = self.database.pending.entry(node);
        let pending = pending.or_insert_with(|| leaves(relations.name(node), schema));
        pending.remove(table);
        Ok(self.admission(node).map(|admission| (node, admission)))
    }

    /// How data of a table must be taken; `None` where no table has to do with another.
    pub(super) fn admission(&mut self, node: usize) -> Option<Admission> {
        let relations = self.database.relations.as_mut()?;
        Some(match relations.answered(node) {
            Some(relied) => Admission::TooLate { relied },
            None => relations.holding().start(node),
        })
    }

    /// The data of another table begins: that of this one is complete, where the dump says which
    /// tables belong to it and all have passed.
    fn left(&mut self, node: usize) -> Result<()> {
        let known = !self.database.schema.tables.is_empty();
        let entries = &self.database.data_entries;
        let pending = self.database.pending.get(&node);
        if !known || !pending.is_some_and(|pending| pending.is_subset(entries)) {
            return Ok(());
        }
        match self.database.relations.as_mut() {
            Some(relations) => passed(relations, node),
            None => Ok(()),
        }
    }

    /// White space and comments before a part of an entry that waits wait with it.
    pub(super) fn hold_text(&mut self) -> Result<()> {
        self.held_bytes = 0;
        for piece in self.held.drain(..) {
            let owner = self.options.no_owner && piece.kind == PieceKind::LineComment;
            match owner
                .then(|| super::rewrite::header_without_owner(&piece.bytes))
                .flatten()
            {
                Some(line) => self.waiting.text(&line)?,
                None => self.waiting.text(&piece.bytes)?,
            }
        }
        Ok(())
    }

    /// The head of data that waits.
    pub(super) fn wait_for_data(&mut self, planned: &Arc<Planned>, piece: &Piece) -> Result<()> {
        self.hold_text()?;
        if piece.kind == PieceKind::CopyStart {
            self.waiting.head(planned)?;
        }
        Ok(())
    }

    /// Data that waits.
    pub(super) fn keep_waiting(&mut self, planned: &Arc<Planned>, piece: &Piece) -> Result<()> {
        if piece.kind == PieceKind::CopyEnd {
            return self.waiting.end(&piece.bytes);
        }
        self.out.clear();
        let plan = &planned.plan;
        let projected = match plan.action {
            Action::Rows => {
                self.waiting.is_projected() && self.rows.project(plan, &piece.bytes, &mut self.out)
            }
            // They are not decided.
            Action::Pass | Action::Empty => true,
        };
        let deciding = projected.then_some(&self.out[..]);
        self.waiting.rows(planned, piece, deciding)
    }

    /// The last table's data has passed: what waits is decided and written.
    pub(super) fn data_is_over(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if !std::mem::take(&mut self.database.data) {
            return Ok(());
        }
        self.pass_empty(self.database.inserts)?;
        self.waiting.close()?;
        let Some(mut relations) = self.database.relations.take() else {
            return Ok(());
        };
        let result = self
            .finish_data(&mut relations, sink)
            .and_then(|()| self.grow(&mut relations, sink));
        self.database.relations = Some(relations);
        result
    }

    fn finish_data(&mut self, relations: &mut Relations, sink: &mut dyn Sink) -> Result<()> {
        relations.check_absent()?;
        for node in 0..relations.nodes() {
            passed(relations, node)?;
        }
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut fates: HashMap<usize, Stays> = HashMap::new();
        let mut all_held = Vec::new();
        for group in relations.groups()? {
            let held: Vec<usize> = group
                .tables
                .iter()
                .copied()
                .filter(|node| relations.holding().is_held(*node))
                .collect();
            self.answer(relations, &held, &fates)?;
            all_held.extend(&held);
            if group.circular {
                self.decide_circle(relations, &held, &mut fates)?;
            } else {
                for node in held {
                    relations.tell(node);
                    let mut stays = Stays::default();
                    self.read(
                        node,
                        &mut Reading::Decide {
                            relations,
                            stays: &mut stays,
                        },
                    )?;
                    relations.told(node)?;
                    fates.insert(node, stays);
                }
            }
        }
        // Conditions of columns may ask rows that were decided after their own.
        self.answer(relations, &all_held, &fates)?;
        self.write_waiting(relations, &fates, sink)?;
        self.waiting.clear()
    }

    /// Answers the subqueries of some held tables that can be by now.
    fn answer(
        &mut self,
        relations: &mut Relations,
        readers: &[usize],
        fates: &HashMap<usize, Stays>,
    ) -> Result<()> {
        while let Some(node) = relations.wanted(readers, |node| fates.contains_key(&node)) {
            self.read(
                node,
                &mut Reading::Tell {
                    relations,
                    stays: fates.get(&node),
                    next: 0,
                },
            )?;
            relations.told(node)?;
        }
        Ok(())
    }

    /// Tables that depend on each other: rows leave by least closure.
    fn decide_circle(
        &mut self,
        relations: &mut Relations,
        group: &[usize],
        fates: &mut HashMap<usize, Stays>,
    ) -> Result<()> {
        let mut referring = Referring::new(relations.sets(), relations.secret());
        for &node in group {
            referring.table();
            self.read(
                node,
                &mut Reading::Refer {
                    relations,
                    group,
                    referring: &mut referring,
                },
            )?;
        }
        let mut carrying = referring.carrying();
        for &node in group {
            carrying.table();
            self.read(
                node,
                &mut Reading::Carry {
                    relations,
                    carrying: &mut carrying,
                },
            )?;
        }
        let closed = carrying.close()?;
        for (table, &node) in group.iter().enumerate() {
            let mut stays = Stays::default();
            relations.tell(node);
            self.read(
                node,
                &mut Reading::Settle {
                    relations,
                    fates: &closed,
                    table,
                    stays: &mut stays,
                },
            )?;
            fates.insert(node, stays);
        }
        for &node in group {
            relations.told(node)?;
        }
        Ok(())
    }

    /// Reads the rows of one table that waits; nothing is written.
    fn read(&mut self, node: usize, reading: &mut Reading<'_>) -> Result<()> {
        let mut counts: HashMap<usize, TableStats> = HashMap::new();
        let rows = &mut self.rows;
        let out = &mut self.out;
        let (entries, store) = self.waiting.entries();
        for entry in entries.iter().filter(|entry| entry.node == node) {
            // A row of a projection that can't be decided, to be found in the input.
            let mut failed = None;
            let result = entry.replay_deciding(store, |segment| {
                let Segment::Rows(planned, held) = segment else {
                    return Ok(());
                };
                if planned.plan.action != Action::Rows || planned.default_values {
                    return Ok(());
                }
                let stats = counts
                    .entry(planned.stats)
                    .or_insert_with(|| planned.plan.stats());
                let plan = &planned.plan;
                let (origin, bytes) = (held.origin, held.bytes.read()?);
                if plan.insert {
                    out.clear();
                    return rows
                        .insert_rows(plan, &bytes, origin, stats, reading, out)
                        .map(drop);
                }
                let before = stats.rows_in;
                let ahead = if entry.is_projected() {
                    let ahead = rows.decide_projected(plan, &bytes, stats, reading);
                    failed = ahead.result.is_err().then_some((origin.byte, ahead.rows));
                    ahead
                } else {
                    rows.decide_ahead(plan, &bytes, origin, stats, reading, &mut |_| ())
                };
                stats.rows_in += ahead.rows;
                ahead.result.map_err(|error| error.after_rows(before))
            });
            match (result, failed) {
                (Err(error), Some((byte, row))) => {
                    return Err(placed(entry, store, error, byte, row));
                }
                (result, _) => result?,
            }
        }
        for (stats, counted) in counts {
            self.tables[stats].own.add(&counted.own);
        }
        Ok(())
    }

    /// Writes all entries that wait, in their order.
    fn write_waiting(
        &mut self,
        relations: &mut Relations,
        fates: &HashMap<usize, Stays>,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        self.begin(sink)?;
        self.database.substance = true;
        let mut next: HashMap<usize, usize> = HashMap::new();
        let mut authorization = self.database.authorization.clone();
        let none = Stays::default();
        let rows = &mut self.rows;
        let beside = &mut self.beside;
        let out = &mut self.out;
        let tables = &mut self.tables;
        let open = &mut self.open;
        let (entries, store) = self.waiting.entries();
        for entry in entries {
            sink.between(b"\n")?;
            sink.entry(entry.id)?;
            if let Some(wanted) = &entry.authorization
                && authorization.as_ref() != Some(wanted)
            {
                sink.write(wanted)?;
                sink.write(b"\n\n")?;
                authorization = Some(wanted.clone());
            }
            let at = next.entry(entry.node).or_default();
            let stays = fates.get(&entry.node).unwrap_or(&none);
            entry.replay(store, |segment| match segment {
                Segment::Text(text) => sink.write(text),
                Segment::Head(planned) => {
                    sink.head(planned.head.clone())?;
                    *open = OpenOutput::Copy {
                        columns: planned.plan.columns.len(),
                    };
                    Ok(())
                }
                Segment::End(line) => {
                    let relations = Some(&mut *relations);
                    beside.settle(&mut Back {
                        tables,
                        relations,
                        sink,
                    })?;
                    *open = OpenOutput::Nothing;
                    sink.end(line)
                }
                Segment::Rows(planned, held)
                    if planned.plan.action == Action::Rows
                        && !planned.plan.insert
                        && beside.takes(planned) =>
                {
                    let mut reading = Reading::Write {
                        relations,
                        stays,
                        next: *at,
                    };
                    if reading.asked(&planned.plan).is_empty() {
                        let fates = Known {
                            stays,
                            next: at,
                            rows: held.count,
                        };
                        let back = &mut Back {
                            tables,
                            relations: reading.relations(),
                            sink,
                        };
                        return beside.push_known(planned, held.bytes, held.origin, fates, back);
                    }
                    beside.push_decided(
                        planned,
                        held.bytes.read()?,
                        held.origin,
                        rows,
                        &mut reading,
                        tables,
                        sink,
                    )?;
                    if let Reading::Write { next, .. } = reading {
                        *at = next;
                    }
                    Ok(())
                }
                Segment::Rows(planned, held) => {
                    let stats = &mut tables[planned.stats];
                    let plan = &planned.plan;
                    out.clear();
                    let mut reading = Reading::Write {
                        relations,
                        stays,
                        next: *at,
                    };
                    let count = held.count;
                    if plan.action == Action::Empty {
                        stats.rows_in += count;
                        return Ok(());
                    }
                    let (origin, bytes) = (held.origin, held.bytes.read()?);
                    let stay = match (plan.action, plan.insert) {
                        (Action::Pass, false) => {
                            stats.rows_in += count;
                            stats.rows_out += count;
                            return sink.pass(bytes);
                        }
                        (Action::Pass | Action::Empty, _) => {
                            stats.rows_in += count;
                            stats.rows_out += count;
                            out.extend_from_slice(&bytes);
                            true
                        }
                        (Action::Rows, true) if planned.default_values => {
                            stats.rows_in += 1;
                            stats.rows_out += 1;
                            out.extend_from_slice(&bytes);
                            true
                        }
                        (Action::Rows, true) => {
                            rows.insert_rows(plan, &bytes, origin, stats, &mut reading, out)?
                        }
                        (Action::Rows, false) => {
                            rows.copy_rows(plan, &bytes, origin, stats, &mut reading, out)?;
                            true
                        }
                    };
                    if let Reading::Write { next, .. } = reading {
                        *at = next;
                    }
                    if plan.insert && stay {
                        sink.write(&planned.head)?;
                    }
                    if stay { sink.write(out) } else { Ok(()) }
                }
            })?;
        }
        sink.between(b"\n")?;
        if authorization != self.database.authorization
            && let Some(now) = &self.database.authorization
        {
            sink.write(now)?;
            sink.write(b"\n\n")?;
        }
        Ok(())
    }
}

/// An error with the place in the input of its row, which is so many rows after the one that begins at
/// `byte`.
fn placed(entry: &Entry, store: &mut Store, error: Error, byte: u64, row: u64) -> Error {
    let mut found = None;
    let result = entry.replay(store, |segment| {
        if let Segment::Rows(planned, held) = segment
            && held.origin.byte == byte
        {
            found = Some((Arc::clone(planned), held.origin, held.bytes.read()?));
        }
        Ok(())
    });
    match (result, found) {
        (Err(error), _) => error,
        (Ok(()), Some((planned, origin, bytes))) => {
            place_row(error, &planned.plan, &bytes, row, origin)
        }
        (Ok(()), None) => error,
    }
}

/// All data of a table has passed.
pub(super) fn passed(relations: &mut Relations, node: usize) -> Result<()> {
    if relations.holding().is_held(node) {
        // Its rows are told once they are decided.
        relations.holding().complete(node);
        Ok(())
    } else {
        relations.complete(node)
    }
}

/// The tables of a tree that have rows of their own in a dump.
fn leaves(root: &TableName, schema: &crate::dump::schema::Schema) -> HashSet<TableName> {
    std::iter::once(root.clone())
        .chain(schema.descendants(root))
        .filter(|table| {
            schema
                .tables
                .get(table)
                .is_some_and(|table| table.partition_key.is_empty())
        })
        .collect()
}
