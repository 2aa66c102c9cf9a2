//! The scrubber: pieces of a dump in, the cleaned dump out.
//!
//! Order of one database's output: what stays outside the transaction, `BEGIN` with the commit
//! guard, entries, `COMMIT`, trailer. White space and comments before a statement are held until
//! the statement's fate is known, so that what goes takes its header with it; from the trailer on
//! everything is held until the end of the input proves that the dump was whole.

mod release;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;

use super::Sink;
use super::hold::{DEFAULT_MEMORY, Spill, Store};
use super::plan::{Action, DataBlock, Planned, PlannedColumn, TablePlan};
use super::policy::{self, Context, Fate, Policies, Side};
use super::reading::Reading;
use super::relations::Relations;
use super::rows::{Origin, RowPath};
use super::stats::TableStats;
use super::transaction::{BEGIN, COMMIT, DEFAULT_SESSION, ON_ERROR_STOP, OpenOutput, poison};
use super::waiting::Waiting;
use crate::dump::encoding::Dialect;
use crate::dump::lexer::{DataMode, Lexer, Piece, PieceKind};
use crate::dump::name::{Quoted, TableName};
use crate::dump::rewrite::{self, EntryHeader};
use crate::dump::schema::{Learnt, Schema, UniqueKey};
use crate::dump::statement::{self, Class, Statement};
use crate::error::{Error, Result};
use crate::rules::decide;
use crate::rules::model::RuleSet;
use crate::transform::bind::Run;

/// What the command line asks of the output.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// One transaction around each database (`--no-transaction` turns it off).
    pub transaction: bool,
    /// `--if-exists`
    pub if_exists: bool,
    /// `--no-owner`
    pub no_owner: bool,
    /// `--no-acl`
    pub no_acl: bool,
    /// `--strict`: a rule that the dump has nothing for is an error.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            transaction: true,
            if_exists: false,
            no_owner: false,
            no_acl: false,
            strict: false,
        }
    }
}

/// Relations past which a transaction may need more locks than the server has by default.
const MANY_RELATIONS: u64 = 5_000;

/// Held white space and comments are let go past this size, when no trailer is among them.
const MAX_HELD: usize = 1 << 20;

/// The state of one run.
pub struct Scrubber {
    rules: Arc<RuleSet>,
    run: Arc<Run>,
    options: Options,
    policies: Policies,
    lexer: Lexer,
    /// Nothing has been written yet.
    fresh: bool,
    /// White space, comments and, after the trailer, commands that wait for what comes next.
    held: Vec<Piece>,
    held_bytes: usize,
    database: Database,
    /// Names of the databases that have been committed, for the message of a later failure.
    committed: Vec<String>,
    open: OpenOutput,
    rows: RowPath,
    out: Vec<u8>,
    tables: Vec<TableStats>,
    warnings: Vec<String>,
    data: Data,
    /// Entries that are held back.
    waiting: Waiting,
    /// pg_dumpall's header was seen and its trailer was not.
    cluster_open: bool,
}

/// What is known of the database whose dump is being read.
#[derive(Default)]
struct Database {
    name: Option<String>,
    schema: Schema,
    search_path: String,
    /// In pg_dumpall's part for roles and tablespaces: nothing there goes into a transaction.
    globals: bool,
    /// The transaction is open.
    begun: bool,
    /// The transaction holds more than statements about the database itself.
    substance: bool,
    /// A COMMIT was written.
    committed: bool,
    /// The statement that made another role the session's, where one did.
    session: Option<Bytes>,
    /// `PostgreSQL database dump complete` was seen.
    trailer: bool,
    /// An entry header was seen: the DROP part is over.
    entries: bool,
    entry: Option<EntryHeader>,
    /// The entry says that its rows are loaded through another table.
    via_root: bool,
    /// The entry's statements are to be dropped.
    drop_entry: bool,
    /// Rules were held against the schema.
    checked: bool,
    plans: HashMap<PlanKey, Arc<Planned>>,
    /// The plan of the block before, while nothing has come that may give its head another meaning.
    last: Option<Arc<Planned>>,
    warned_relations: bool,
    /// What tables know of each other; made when data begins.
    relations: Option<Relations>,
    /// Data has come.
    data: bool,
    /// The table whose data came last.
    node: Option<usize>,
    /// Tables of each node of which no block of data has come.
    pending: HashMap<usize, HashSet<TableName>>,
    /// Tables whose data has a header.
    data_entries: HashSet<TableName>,
    /// `SET SESSION AUTHORIZATION` in force.
    authorization: Option<Bytes>,
}

/// What a plan depends on: the head as it is written, the table it means, and the partition whose
/// rows are loaded through that one. The head alone does not tell: search_path may have changed, and
/// all partitions loaded via their root have the same.
type PlanKey = (Bytes, TableName, Option<TableName>);

/// What the data at hand belongs to.
enum Data {
    None,
    Copy(Arc<Planned>),
    /// Held back.
    Waits(Arc<Planned>),
    Insert {
        planned: Arc<Planned>,
        head: Bytes,
    },
}

impl Scrubber {
    /// At the beginning of a dump.
    pub fn new(rules: Arc<RuleSet>, run: Arc<Run>, options: Options) -> Self {
        Self {
            policies: Policies::new(Arc::clone(&rules), options),
            rules,
            run,
            options,
            lexer: Lexer::new(),
            fresh: true,
            held: Vec::new(),
            held_bytes: 0,
            database: Database::new(None),
            committed: Vec::new(),
            open: OpenOutput::Nothing,
            rows: RowPath::default(),
            out: Vec::new(),
            tables: Vec::new(),
            warnings: Vec::new(),
            data: Data::None,
            waiting: Waiting::new(Store::new(DEFAULT_MEMORY, Box::new(release::NoSpill))),
            cluster_open: false,
        }
    }

    /// Lets held-back tables go to `spill` when they outgrow the memory for them; without it they
    /// must fit.
    #[must_use]
    pub fn with_spill(mut self, spill: Box<dyn Spill>) -> Self {
        self.waiting = Waiting::new(Store::new(DEFAULT_MEMORY, spill));
        self
    }

    /// Takes the next bytes of the dump.
    ///
    /// # Errors
    /// Exit 4 to 6; the run is over then, and [`Scrubber::poison`] says how the output must end.
    pub fn push(&mut self, chunk: Bytes, sink: &mut dyn Sink) -> Result<()> {
        self.lexer.push(chunk);
        self.drain(sink)
    }

    /// The input has ended: checks that it was whole, and commits.
    ///
    /// # Errors
    /// Exit 5 where it was not; exit 4 where a rule did not hold.
    pub fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.lexer.end();
        self.drain(sink)?;
        if !self.database.trailer || self.cluster_open {
            let what = if self.fresh && self.held.is_empty() {
                "the input is empty"
            } else {
                "the dump is cut off: it ends without the line that says it is complete"
            };
            return Err(Error::input(what)
                .at_input(self.lexer.line(), self.lexer.offset())
                .hint("make the dump again, or copy it again, and compare sizes"));
        }
        self.policies.require_met()?;
        self.close_database(sink)?;
        for glob in self.policies.unused_drops() {
            self.warnings.push(format!(
                "statements.drop `{glob}` matched nothing in this dump"
            ));
        }
        Ok(())
    }

    /// The tail that makes what was written unloadable.
    pub fn poison(&self) -> Vec<u8> {
        let open = match self.lexer.open_insert() {
            Some(open) if self.open != OpenOutput::Nothing => OpenOutput::Statement(open),
            _ => self.open.clone(),
        };
        let mut tail = poison(&open);
        if self.fresh && self.options.transaction {
            tail.splice(..0, ON_ERROR_STOP.iter().copied());
        }
        tail
    }

    /// The databases whose transactions have been committed, as the dump names them.
    pub fn committed(&self) -> &[String] {
        &self.committed
    }

    /// The table whose data is being read.
    pub fn current_table(&self) -> Option<&TableName> {
        self.data.planned().map(|planned| &planned.plan.table)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows_in).sum()
    }

    /// Counts by table, and warnings.
    pub fn into_summary(self) -> (Vec<TableStats>, Vec<String>) {
        (self.tables, self.warnings)
    }

    fn drain(&mut self, sink: &mut dyn Sink) -> Result<()> {
        while let Some(piece) = self.lexer.next().map_err(|error| self.in_table(error))? {
            self.piece(piece, sink)?;
        }
        Ok(())
    }

    fn in_table(&self, error: Error) -> Error {
        match self.data.planned() {
            Some(planned) => error.at_table(&planned.plan.table),
            None => error,
        }
    }

    fn piece(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if piece.kind == PieceKind::ByteOrderMark {
            return sink.pass(piece.bytes);
        }
        if self.fresh {
            self.fresh = false;
            if self.options.transaction {
                sink.write(ON_ERROR_STOP)?;
            }
        }
        match piece.kind {
            PieceKind::ByteOrderMark => Ok(()),
            PieceKind::Blank | PieceKind::LineComment | PieceKind::BlockComment => {
                self.hold(piece, sink)
            }
            PieceKind::Command => self.command(piece, sink),
            PieceKind::Statement => self.statement(piece, sink),
            PieceKind::CopyStart | PieceKind::InsertStart => self.data_start(piece, sink),
            PieceKind::Data | PieceKind::Rows | PieceKind::CopyEnd | PieceKind::InsertEnd => {
                self.data(piece, sink)
            }
        }
    }

    /// White space and comments wait for what follows them.
    fn hold(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if piece.kind == PieceKind::LineComment {
            self.comment_line(&piece, sink)?;
        } else if self.database.trailer && piece.kind == PieceKind::BlockComment {
            return Err(after_trailer(&piece));
        }
        self.held_bytes += piece.bytes.len();
        self.held.push(piece);
        if self.held_bytes > MAX_HELD && !self.database.trailer {
            self.release(sink)?;
        }
        Ok(())
    }

    fn comment_line(&mut self, piece: &Piece, sink: &mut dyn Sink) -> Result<()> {
        let line = piece.bytes.trim_ascii_end();
        match line {
            b"-- PostgreSQL database dump complete" => {
                self.check_schema(piece)?;
                self.data_is_over(sink)?;
                // The line `--` above belongs to the trailer; what stands before it does not.
                let frame = self
                    .held
                    .pop_if(|held| held.bytes.trim_ascii_end() == b"--");
                self.release(sink)?;
                self.held.extend(frame);
                self.database.trailer = true;
            }
            b"-- PostgreSQL database cluster dump complete" => {
                self.cluster_open = false;
                if self.database.globals {
                    self.database.trailer = true;
                }
            }
            b"-- PostgreSQL database cluster dump" => {
                if self.database.trailer {
                    self.next_dump(sink)?;
                }
                self.cluster_open = true;
                self.database.globals = true;
            }
            b"-- PostgreSQL database dump" => {
                if self.database.trailer {
                    self.next_dump(sink)?;
                }
                self.database.globals = false;
            }
            _ if self.database.trailer => {
                let known = line == b"--"
                    || line.starts_with(b"-- Completed on ")
                    || line == b"-- Databases"
                    || line.starts_with(b"-- Database ") && line.ends_with(b" dump");
                if !known {
                    return Err(after_trailer(piece));
                }
            }
            _ => {
                self.database.via_root |= line.starts_with(b"-- load via partition root ");
                if let Some(header) = rewrite::entry_header(line) {
                    self.waiting.close()?;
                    self.database.entries = true;
                    self.database.drop_entry = self.policies.drops_entry(&header);
                    if let Some(schema) = &header.schema
                        && header.data
                        && header.type_name == "TABLE DATA"
                    {
                        let table = TableName::new(schema.clone(), header.name.clone());
                        self.database.data_entries.insert(table);
                    }
                    self.database.entry = Some(header);
                    self.database.last = None;
                    self.database.via_root = false;
                }
            }
        }
        Ok(())
    }

    /// Writes what is held.
    fn release(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.held_bytes = 0;
        for piece in self.held.drain(..) {
            let owner = self.options.no_owner && piece.kind == PieceKind::LineComment;
            match owner
                .then(|| rewrite::header_without_owner(&piece.bytes))
                .flatten()
            {
                Some(line) => sink.write(&line)?,
                None => sink.pass(piece.bytes)?,
            }
        }
        Ok(())
    }

    /// What is held belongs to a statement that goes.
    fn discard(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
    }

    fn command(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        let connect = piece.bytes.starts_with(b"\\connect");
        // Stands before a `\connect` to a database of an odd name, and nowhere else.
        let encoding = piece.bytes.starts_with(b"\\encoding");
        let unrestrict = piece.bytes.starts_with(b"\\unrestrict");
        if self.database.trailer {
            if unrestrict {
                self.held.push(piece);
                return Ok(());
            }
            if !connect && !encoding {
                return Err(after_trailer(&piece));
            }
            self.next_dump(sink)?;
        }
        if self.database.begun && (connect || unrestrict || encoding) {
            if self.database.substance {
                return Err(Error::input(
                    "a database's dump ends without the line that says it is complete",
                )
                .at_input(piece.line, piece.offset));
            }
            self.commit(sink)?;
        }
        self.data_is_over(sink)?;
        self.release(sink)?;
        if connect {
            let name = String::from_utf8_lossy(piece.bytes[b"\\connect".len()..].trim_ascii());
            self.database = Database::new(Some(name.into_owned()));
        }
        sink.pass(piece.bytes)
    }

    /// Another dump follows: this database's transaction is done.
    fn next_dump(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.close_database(sink)?;
        let name = self.database.name.take();
        if self.database.committed {
            self.committed.push(
                name.clone()
                    .unwrap_or_else(|| "the first database".to_owned()),
            );
        }
        self.database = Database::new(name);
        Ok(())
    }

    fn close_database(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.commit(sink)?;
        self.release(sink)
    }

    fn statement(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        self.database.last = None;
        let dialect = self.lexer.dialect();
        let statement = statement::parse(&piece.bytes, dialect);
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let context = Context {
            drop_part: !self.database.entries,
            drop_entry: self.database.drop_entry,
            dialect,
        };
        let fate = self
            .policies
            .statement(&statement, &piece.bytes, &context)
            .map_err(place)?;
        if self.waits(&statement, &piece, sink).map_err(place)? {
            return Ok(());
        }
        match &statement.class {
            Class::Begin | Class::Commit if self.options.transaction => {
                self.release(sink)?;
                return Ok(());
            }
            Class::Set(setting) if setting.name == "search_path" => {
                self.database.search_path = setting.value.clone();
            }
            _ => {}
        }
        let learnt = self
            .database
            .schema
            .learn(&statement, &self.database.search_path);
        self.check_constraints(&learnt).map_err(place)?;
        self.warn_relations();
        match fate {
            Fate::Drop => {
                self.discard();
                Ok(())
            }
            Fate::Pass => self.emit(&statement, &piece, None, sink),
            Fate::Rewrite(text) => self.emit(&statement, &piece, Some(&text), sink),
        }
    }

    /// Writes a statement, and before it what belongs there.
    fn emit(
        &mut self,
        statement: &Statement,
        piece: &Piece,
        text: Option<&[u8]>,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        self.release(sink)?;
        match policy::side(statement) {
            Side::Either => {}
            // pg_dumpall's roles and tablespaces are a script of their own.
            _ if self.database.globals || !self.options.transaction => {}
            Side::Outside if self.database.begun && self.database.substance => {
                return Err(refused(&first_words(&piece.bytes), piece));
            }
            Side::Outside => {
                self.commit(sink)?;
                self.restore_session(sink)?;
            }
            Side::Refused(what) => return Err(refused(what, piece)),
            Side::Inside => {
                self.begin(sink)?;
                self.database.substance |= statement.class != Class::Database;
            }
        }
        if let Class::SetSessionAuthorization(role) = &statement.class {
            self.database.session = role.as_ref().map(|_| piece.bytes.clone());
        }
        match text {
            Some(text) => sink.write(text),
            None => sink.pass(piece.bytes.clone()),
        }
    }

    fn commit(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if std::mem::take(&mut self.database.begun) {
            self.leave_session(sink)?;
            sink.write(COMMIT)?;
            self.database.committed = true;
        }
        Ok(())
    }

    fn begin(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self.options.transaction && !self.database.begun && !self.database.globals {
            self.leave_session(sink)?;
            sink.write(BEGIN)?;
            self.restore_session(sink)?;
            self.database.begun = true;
        }
        Ok(())
    }

    /// The guard belongs to the user who loads: no role of the dump may have to reach it.
    fn leave_session(&mut self, sink: &mut dyn Sink) -> Result<()> {
        match &self.database.session {
            Some(_) => sink.write(DEFAULT_SESSION),
            None => Ok(()),
        }
    }

    /// Back to the role that the dump has set.
    fn restore_session(&mut self, sink: &mut dyn Sink) -> Result<()> {
        match &self.database.session {
            Some(session) => {
                sink.write(session)?;
                sink.write(b"\n")
            }
            None => Ok(()),
        }
    }

    /// The head of a COPY or INSERT: decides how the data is taken.
    fn data_start(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        self.check_schema(&piece)?;
        let planned = match &self.database.last {
            Some(last) if last.head == piece.bytes => Arc::clone(last),
            _ => self.plan(&piece)?,
        };
        self.database.last = Some(Arc::clone(&planned));
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let waits = self.enter(&planned.plan.table).map_err(place)?;
        let action = planned.plan.action;
        self.lexer.take_data(match action {
            Action::Rows => DataMode::Rows,
            Action::Pass | Action::Empty => DataMode::Untouched,
        });
        if piece.kind == PieceKind::CopyStart {
            self.check_rest_of_line(&piece)?;
        }
        if waits {
            self.wait_for_data(&planned, &piece)?;
            self.data = Data::Waits(planned);
            return Ok(());
        }
        if piece.kind == PieceKind::CopyStart {
            self.release(sink)?;
            self.begin(sink)?;
            self.database.substance = true;
            sink.pass(piece.bytes)?;
            self.open = OpenOutput::Copy {
                columns: planned.plan.columns.len(),
            };
            self.data = Data::Copy(planned);
            return Ok(());
        }
        match action {
            Action::Pass => self.insert_head(&piece.bytes, sink)?,
            Action::Empty => self.drop_insert(sink)?,
            Action::Rows => {}
        }
        self.data = Data::Insert {
            planned,
            head: piece.bytes,
        };
        Ok(())
    }

    /// SQL on the line of a COPY runs after it, but is written before its data: it must be whole
    /// there, and such as passes unchanged.
    fn check_rest_of_line(&mut self, piece: &Piece) -> Result<()> {
        let rest = piece.bytes.slice(self.lexer.copy_statement_len()..);
        if rest.trim_ascii().is_empty() {
            return Ok(());
        }
        let dialect = self.lexer.dialect();
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let unclear = || place(Error::input("text after a COPY statement on the same line"));
        if dialect != Dialect::default() {
            return Err(unclear());
        }
        let mut lexer = Lexer::new();
        lexer.push(rest);
        lexer.end();
        while let Some(inner) = lexer.next().map_err(|_| unclear())? {
            let passes = match inner.kind {
                PieceKind::Blank | PieceKind::LineComment | PieceKind::BlockComment => true,
                PieceKind::Statement => {
                    let statement = statement::parse(&inner.bytes, dialect);
                    let context = Context {
                        drop_part: false,
                        drop_entry: false,
                        dialect,
                    };
                    let fate = self
                        .policies
                        .statement(&statement, &inner.bytes, &context)
                        .map_err(place)?;
                    fate == Fate::Pass && statement.class == Class::Query
                }
                _ => false,
            };
            if !passes {
                return Err(unclear());
            }
        }
        Ok(())
    }

    fn insert_head(&mut self, head: &Bytes, sink: &mut dyn Sink) -> Result<()> {
        self.release(sink)?;
        self.begin(sink)?;
        self.database.substance = true;
        sink.pass(head.clone())?;
        self.open = OpenOutput::Insert;
        Ok(())
    }

    /// An INSERT goes; the entry's header, held before its first one, stays.
    fn drop_insert(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self
            .held
            .iter()
            .any(|held| held.kind == PieceKind::LineComment)
        {
            self.release(sink)
        } else {
            self.discard();
            Ok(())
        }
    }

    fn data(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        let ended = matches!(piece.kind, PieceKind::CopyEnd | PieceKind::InsertEnd);
        match std::mem::replace(&mut self.data, Data::None) {
            Data::None => return Err(Error::unexpected("data outside a table")),
            Data::Copy(planned) => {
                self.copy_data(&planned, &piece, sink)?;
                if !ended {
                    self.data = Data::Copy(planned);
                }
            }
            Data::Waits(planned) => {
                self.keep_waiting(&planned, &piece)?;
                if !ended {
                    self.data = Data::Waits(planned);
                }
            }
            Data::Insert { planned, head } => {
                self.insert_data(&planned, &head, &piece, sink)?;
                if !ended {
                    self.data = Data::Insert { planned, head };
                }
            }
        }
        if ended {
            self.open = OpenOutput::Nothing;
        }
        Ok(())
    }

    fn copy_data(&mut self, planned: &Planned, piece: &Piece, sink: &mut dyn Sink) -> Result<()> {
        if piece.kind == PieceKind::CopyEnd {
            return sink.pass(piece.bytes.clone());
        }
        let stats = &mut self.tables[planned.stats];
        match planned.plan.action {
            Action::Pass => {
                stats.rows_in += piece.newlines;
                stats.rows_out += piece.newlines;
                sink.pass(piece.bytes.clone())
            }
            Action::Empty => {
                stats.rows_in += piece.newlines;
                Ok(())
            }
            Action::Rows => {
                self.out.clear();
                let result = self.rows.copy_rows(
                    &planned.plan,
                    &piece.bytes,
                    Origin {
                        line: piece.line,
                        byte: piece.offset,
                    },
                    stats,
                    &mut reading(&planned.plan, &mut self.database.relations),
                    &mut self.out,
                );
                // What was done before a row failed is written: it is clean, and the poison
                // follows it.
                sink.write(&self.out)?;
                result
            }
        }
    }

    fn insert_data(
        &mut self,
        planned: &Planned,
        head: &Bytes,
        piece: &Piece,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let stats = &mut self.tables[planned.stats];
        match planned.plan.action {
            Action::Pass => {
                // Rows of an untouched INSERT are not told apart: a statement counts for one.
                let ended = u64::from(piece.kind == PieceKind::InsertEnd);
                stats.rows_in += ended;
                stats.rows_out += ended;
                sink.pass(piece.bytes.clone())
            }
            Action::Empty => {
                stats.rows_in += u64::from(piece.kind == PieceKind::InsertEnd);
                Ok(())
            }
            Action::Rows => {
                self.out.clear();
                let origin = Origin {
                    line: piece.line,
                    byte: piece.offset,
                };
                let stays = if planned.default_values {
                    // No value of the data is in it.
                    stats.rows_in += 1;
                    stats.rows_out += 1;
                    self.out.extend_from_slice(&piece.bytes);
                    true
                } else {
                    self.rows.insert_rows(
                        &planned.plan,
                        &piece.bytes,
                        origin,
                        stats,
                        &mut reading(&planned.plan, &mut self.database.relations),
                        &mut self.out,
                    )?
                };
                if !stays {
                    return self.drop_insert(sink);
                }
                self.insert_head(head, sink)?;
                sink.write(&self.out)?;
                self.open = OpenOutput::Nothing;
                Ok(())
            }
        }
    }

    /// Makes or finds the plan of a data block.
    fn plan(&mut self, piece: &Piece) -> Result<Arc<Planned>> {
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let dialect = self.lexer.dialect();
        let head = match piece.kind {
            PieceKind::CopyStart => &piece.bytes[..self.lexer.copy_statement_len()],
            _ => &piece.bytes[..],
        };
        let statement = statement::parse(head, dialect);
        let block = self.block(&statement).map_err(place)?;
        let key = (piece.bytes.clone(), block.table.clone(), block.leaf.clone());
        if let Some(planned) = self.database.plans.get(&key) {
            return Ok(Arc::clone(planned));
        }
        let default_values =
            matches!(&statement.class, Class::Insert(header) if header.default_values);
        let mut unrelated = Relations::none();
        let relations = self.database.relations.as_mut().unwrap_or(&mut unrelated);
        let plan = TablePlan::bind(
            &self.rules,
            &self.run,
            &self.database.schema,
            &block,
            relations,
        )
        .map_err(|errors| Error::all(errors).unwrap_or_else(|| Error::unexpected("no plan")))
        .map_err(place)?;
        let planned = Arc::new(Planned {
            head: piece.bytes.clone(),
            stats: self.tables.len(),
            default_values,
            plan,
        });
        self.tables.push(planned.plan.stats());
        self.database.plans.insert(key, Arc::clone(&planned));
        Ok(planned)
    }

    /// The block that a COPY or INSERT head begins.
    fn block(&self, statement: &Statement) -> Result<DataBlock> {
        let schema = &self.database.schema;
        let dialect = self.lexer.dialect();
        let resolve = |name| schema.table_name(name, &self.database.search_path);
        let (table, columns, insert) = match &statement.class {
            Class::Copy(header) => (resolve(&header.table), header.columns.clone(), false),
            Class::Insert(header) => (resolve(&header.table), header.columns.clone(), true),
            _ => {
                return Err(
                    Error::input("table data in a form that pg_dump does not write")
                        .hint("dump with COPY, or with --column-inserts"),
                );
            }
        };
        let columns = match columns {
            Some(columns) => Some(columns),
            // COPY without a list: a table without columns.
            None if !insert => Some(Vec::new()),
            None => schema.tables.get(&table).map(|known| {
                known
                    .columns
                    .iter()
                    .map(|column| column.name.clone())
                    .collect()
            }),
        };
        let leaf = self
            .database
            .entry
            .as_ref()
            .filter(|entry| entry.data)
            .and_then(|entry| {
                let leaf = TableName::new(entry.schema.clone()?, entry.name.clone());
                let below = schema.ancestors(&leaf).contains(&table)
                    || (schema.tables.is_empty() && self.database.via_root);
                below.then_some(leaf)
            });
        Ok(DataBlock {
            table,
            leaf,
            columns,
            insert,
            dialect,
        })
    }

    /// A unique key that covers a replaced column would fail at the load, or worse, hold by chance.
    fn check_constraints(&mut self, learnt: &[Learnt]) -> Result<()> {
        for learnt in learnt {
            let Learnt::UniqueKey(table, key) = learnt else {
                continue;
            };
            let schema = &self.database.schema;
            let children = schema.descendants(table);
            for planned in self.database.plans.values() {
                let plan = &planned.plan;
                let ours = plan.table == *table || children.contains(&plan.table);
                if !ours || self.tables[planned.stats].rows_out < 2 {
                    continue;
                }
                let covered = |rule: &&PlannedColumn| key.mentions.contains(&rule.name);
                if plan.rules.iter().filter(covered).any(|rule| rule.injective)
                    || has_kept_key(schema, table, key, plan)
                {
                    continue;
                }
                if let Some(rule) = plan.rules.iter().find(covered) {
                    return Err(Error::undecided(format!(
                        "unique key {} covers this column, whose rule may give two rows one value",
                        Quoted(&key.name)
                    ))
                    .at_table(table)
                    .at_column(&rule.name)
                    .hint("add `unique: true` to its rule"));
                }
            }
        }
        Ok(())
    }

    fn warn_relations(&mut self) {
        let many = self.database.schema.relations > MANY_RELATIONS;
        if many && self.options.transaction && !self.database.warned_relations {
            self.database.warned_relations = true;
            self.warnings.push(format!(
                "more than {MANY_RELATIONS} relations are created in one transaction: the server may \
                 need a higher max_locks_per_transaction, or use --no-transaction"
            ));
        }
    }

    /// Holds the rules against all that the DDL has told, once, before any data.
    fn check_schema(&mut self, piece: &Piece) -> Result<()> {
        if std::mem::replace(&mut self.database.checked, true) {
            return Ok(());
        }
        let mut relations = self.relate()?;
        let schema = &self.database.schema;
        if schema.tables.is_empty() {
            self.database.relations = relations.into_needed();
            return Ok(());
        }
        let mut errors = decide::undecided(&self.rules, schema);
        let all_decided = errors.is_empty();
        let mut names: Vec<&TableName> = schema.tables.keys().collect();
        names.sort();
        for name in names {
            let table = &schema.tables[name];
            if table.is_foreign {
                // Its data is elsewhere; where a dump holds it all the same, its header is checked.
                continue;
            }
            let columns: Vec<String> = table
                .data_columns()
                .map(|column| column.name.clone())
                .collect();
            // A partitioned table without a rule has no rows but those of its partitions.
            let rowless = !table.partition_key.is_empty();
            if (rowless || !all_decided)
                && decide::decide(&self.rules, name, &columns, schema).is_err()
            {
                continue;
            }
            let block = DataBlock {
                table: name.clone(),
                leaf: None,
                columns: Some(columns),
                insert: true,
                dialect: self.lexer.dialect(),
            };
            if let Err(found) =
                TablePlan::bind(&self.rules, &self.run, schema, &block, &mut relations)
            {
                errors.extend(found);
            }
        }
        relations.all_asked();
        self.database.relations = relations.into_needed();
        let stale = decide::stale(&self.rules, schema);
        if self.options.strict {
            errors.extend(stale);
        } else {
            self.warnings.extend(stale.iter().map(ToString::to_string));
        }
        Error::all(errors).map_or(
            Ok(()),
            |error| Err(error.at_input(piece.line, piece.offset)),
        )
    }
}

impl Database {
    fn new(name: Option<String>) -> Self {
        Self {
            name,
            search_path: "public".to_owned(),
            ..Self::default()
        }
    }
}

impl Data {
    fn planned(&self) -> Option<&Planned> {
        match self {
            Self::None => None,
            Self::Copy(planned) | Self::Waits(planned) | Self::Insert { planned, .. } => {
                Some(planned)
            }
        }
    }
}

/// An untouched column of the key is unique by itself, so the others can't break it.
fn has_kept_key(schema: &Schema, table: &TableName, key: &UniqueKey, plan: &TablePlan) -> bool {
    let kept = |column: &str| !plan.rules.iter().any(|rule| rule.name == column);
    let Some(columns) = key.plain_columns() else {
        return false;
    };
    let known = schema
        .tables
        .get(table)
        .map_or(&[][..], |table| table.unique.as_slice());
    columns.iter().filter(|column| kept(column)).any(|column| {
        known
            .iter()
            .any(|other| other.plain_columns().is_some_and(|only| only == [*column]))
    })
}

/// The words that a statement begins with, as far as they say what it does: `CREATE DATABASE`.
fn first_words(statement: &[u8]) -> String {
    let words = statement.split(|byte| !byte.is_ascii_alphabetic()).take(2);
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| String::from_utf8_lossy(word).to_ascii_uppercase())
        .collect();
    words.join(" ")
}

/// Rows that other tables have to do with are decided with them.
fn reading<'r>(plan: &TablePlan, relations: &'r mut Option<Relations>) -> Reading<'r> {
    match relations {
        Some(relations) if !plan.links.is_empty() => Reading::Stream(relations),
        _ => Reading::Alone,
    }
}

fn refused(what: &str, piece: &Piece) -> Error {
    Error::undecided(format!("{what} can't run inside a transaction"))
        .at_input(piece.line, piece.offset)
        .hint("take it out of the dump, drop it by `statements: {drop: […]}`, or use --no-transaction")
}

fn after_trailer(piece: &Piece) -> Error {
    Error::input("text that is no dump after the line that says the dump is complete")
        .at_input(piece.line, piece.offset)
        .hint("remove what was appended to the dump")
}
