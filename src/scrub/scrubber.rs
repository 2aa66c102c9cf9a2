//! The scrubber: pieces of a dump in, the cleaned dump out.
//!
//! Order of one database's output: what stays outside the transaction, `BEGIN` with the commit
//! guard, entries, `COMMIT`, trailer. White space and comments before a statement are held until
//! the statement's fate is known, so that what goes takes its header with it; from the trailer on
//! everything is held until the end of the input proves that the dump was whole.

mod bind;
mod data;
mod database;
mod foreign_keys;
mod held;
mod own;
mod release;
mod statements;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;

use self::foreign_keys::DeclaredKey;
use super::Sink;
use super::hold::{DEFAULT_MEMORY, Spill, Store};
use super::plan::Planned;
use super::policy::Policies;
use super::relations::Relations;
use super::rows::RowPath;
use super::stats::TableStats;
use super::transaction::{MARKS, ON_ERROR_STOP, OpenOutput, poison};
use super::waiting::Waiting;
use crate::dump::lexer::{Lexer, Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::rewrite::{self, EntryHeader};
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
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
    /// SQL that empties the database, run first in the transaction. The dump's own DROP part is
    /// left out then.
    pub reset: Option<&'static str>,
    /// The output is loaded into one given database, whole or not at all: a dump that names
    /// databases itself, or changes what lies outside of one, is refused.
    pub one_database: bool,
    /// `--hold-memory`: bytes for tables that are held back, before they go to the spill.
    pub hold_memory: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            transaction: true,
            if_exists: false,
            no_owner: false,
            no_acl: false,
            strict: false,
            reset: None,
            one_database: false,
            hold_memory: DEFAULT_MEMORY,
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
    /// The input is output of this program.
    cleaned: bool,
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
    /// Where the input stands in a transaction that this program wrote before.
    own: own::Own,
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
    /// The last data were INSERTs.
    inserts: bool,
    /// Tables of which there have been headers of data, and no data since.
    announced: Vec<TableName>,
    /// The table whose data came last.
    node: Option<usize>,
    /// Tables of each node of which no block of data has come.
    pending: HashMap<usize, HashSet<TableName>>,
    /// Tables whose data has a header.
    data_entries: HashSet<TableName>,
    /// `SET SESSION AUTHORIZATION` in force.
    authorization: Option<Bytes>,
    /// Foreign keys so far.
    foreign_keys: Vec<DeclaredKey>,
    /// What keys after the data do not allow: said at the trailer, and nothing more is written.
    findings: Vec<Error>,
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
            lexer: Lexer::new().with_marks(&MARKS),
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
            waiting: Waiting::new(Store::new(options.hold_memory, Box::new(release::NoSpill))),
            cluster_open: false,
            cleaned: false,
        }
    }

    /// Lets held-back tables go to `spill` when they outgrow the memory for them; without it they
    /// must fit.
    #[must_use]
    pub fn with_spill(mut self, spill: Box<dyn Spill>) -> Self {
        self.waiting = Waiting::new(Store::new(self.options.hold_memory, spill));
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
        if self.options.reset.is_some() && !self.database.committed {
            // A dump of nothing empties the database too.
            self.begin(sink)?;
        }
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
            // The last thing written was a whole statement.
            _ if !self.database.findings.is_empty() => OpenOutput::Nothing,
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
            if self.database.findings.is_empty() {
                self.piece(piece, sink)?;
            } else {
                self.piece(piece, &mut Nowhere)?;
            }
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
            PieceKind::OwnFirst => self.own_first(piece, sink),
            PieceKind::OwnBegin => self.own_begin(piece, sink),
            PieceKind::OwnCommit => self.own_commit(piece, sink),
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

/// Takes what is not to be written any more.
struct Nowhere;

impl Sink for Nowhere {
    fn pass(&mut self, _: Bytes) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

fn after_trailer(piece: &Piece) -> Error {
    Error::input("text that is no dump after the line that says the dump is complete")
        .at_input(piece.line, piece.offset)
        .hint("remove what was appended to the dump")
}
