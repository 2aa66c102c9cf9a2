//! A plain dump, piece by piece.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::rows::{Portion, Rows};
use super::{Block, Flow, Place, Read, Seen, Visitor};
use crate::dump::lexer::{DataMode, Lexer, Piece, PieceKind};
use crate::dump::name::TableName;
use crate::dump::rewrite::{Comment, EntryHeader};
use crate::dump::schema::Schema;
use crate::dump::statement::{self, Class, LargeObjectOperation};
use crate::dump::token::{self, decode};
use crate::error::{Error, Result};
use crate::rules::model::RuleSet;
use crate::scrub::block::DataBlock;
use crate::scrub::policy::{Context, Policies};
use crate::scrub::scrubber::{Options, after_trailer, check_after_trailer, cut_off};
use crate::scrub::transaction::{self, MARKS};

/// The state of one reading.
pub(super) struct Stream<'v> {
    visitor: &'v mut dyn Visitor,
    lexer: Lexer,
    /// Refuses what the filter refuses whatever the rules.
    policies: Policies,
    /// The text is made of an archive: places in it are nobody's.
    archive: bool,
    empty: bool,
    database: Database,
    /// The input is output of this program.
    cleaned: bool,
    /// Within the transaction that this program wrote.
    own: bool,
    cluster_open: bool,
    /// The key of the `\restrict` that no `\unrestrict` has ended yet.
    restricted: Option<Bytes>,
    data: Option<Current>,
    /// The large object whose content comes.
    large_object: Option<u32>,
    rows: Rows,
    stopped: bool,
}

#[derive(Default)]
struct Database {
    name: Option<String>,
    schema: Schema,
    search_path: String,
    globals: bool,
    entries: bool,
    entry: Option<EntryHeader>,
    via_root: bool,
    trailer: bool,
    /// Rows by table so far.
    counts: HashMap<TableName, u64>,
    /// The block before, by its head: INSERTs repeat theirs.
    last: Option<(Bytes, Arc<Block>, bool)>,
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

/// The data at hand.
#[derive(Clone)]
struct Current {
    block: Arc<Block>,
    count: u64,
    wanted: bool,
    default_values: bool,
}

impl<'v> Stream<'v> {
    pub(super) fn new(visitor: &'v mut dyn Visitor, archive: bool) -> Self {
        Self {
            visitor,
            lexer: Lexer::new().with_marks(&MARKS),
            policies: Policies::new(Arc::new(RuleSet::keep_all()), Options::default()),
            archive,
            empty: true,
            database: Database::new(None),
            cleaned: false,
            own: false,
            cluster_open: false,
            restricted: None,
            data: None,
            large_object: None,
            rows: Rows::default(),
            stopped: false,
        }
    }

    /// The visitor wants no more.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    pub(super) fn push(&mut self, chunk: Bytes) -> Result<()> {
        self.lexer.push(chunk);
        self.drain()
    }

    /// The input has ended, or the visitor has stopped.
    pub(super) fn finish(&mut self) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.lexer.end();
        self.drain()?;
        if !self.stopped
            && (!self.database.trailer || self.cluster_open || self.restricted.is_some())
        {
            return Err(cut_off(&self.lexer, self.empty));
        }
        Ok(())
    }

    pub(super) fn into_read(self, bytes: u64) -> Read {
        Read {
            bytes,
            schema: self.database.schema,
            warning: None,
            stopped: self.stopped,
        }
    }

    fn drain(&mut self) -> Result<()> {
        let archive = self.archive;
        let place = |error: Error| {
            if archive {
                error.without_input_place()
            } else {
                error
            }
        };
        while !self.stopped {
            let piece = match self.lexer.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => return Ok(()),
                Err(error) => {
                    let error = match &self.data {
                        Some(data) => error.at_table(&data.block.table),
                        None => error,
                    };
                    return Err(place(error));
                }
            };
            self.piece(&piece).map_err(place)?;
        }
        Ok(())
    }

    fn place(&self, piece: &Piece) -> Option<Place> {
        (!self.archive).then_some(Place {
            line: piece.line,
            byte: piece.offset,
        })
    }

    fn piece(&mut self, piece: &Piece) -> Result<()> {
        self.empty = false;
        match piece.kind {
            PieceKind::ByteOrderMark => Ok(()),
            PieceKind::OwnFirst => {
                self.cleaned = true;
                Ok(())
            }
            PieceKind::OwnBegin => {
                self.own = true;
                Ok(())
            }
            PieceKind::OwnCommit => {
                self.own = false;
                Ok(())
            }
            PieceKind::Blank => Ok(()),
            PieceKind::LineComment => {
                self.comment_line(piece)?;
                self.visitor.text(&piece.bytes, self.place(piece))
            }
            PieceKind::BlockComment if self.database.trailer => Err(after_trailer(piece)),
            PieceKind::BlockComment => self.visitor.text(&piece.bytes, self.place(piece)),
            PieceKind::Command => self.command(piece),
            PieceKind::Statement => self.statement(piece),
            PieceKind::CopyStart | PieceKind::InsertStart => self.data_start(piece),
            PieceKind::Data | PieceKind::Rows | PieceKind::CopyEnd | PieceKind::InsertEnd => {
                self.data(piece)
            }
        }
    }

    fn comment_line(&mut self, piece: &Piece) -> Result<()> {
        match Comment::of(&piece.bytes) {
            Comment::DumpComplete => {
                if self.own {
                    return Err(Error::input("a cleaned dump without its COMMIT")
                        .at_input(piece.line, piece.offset)
                        .hint("take the file as dmscrub wrote it"));
                }
                self.database.trailer = true;
                let (name, schema) = (self.database.name.as_deref(), &self.database.schema);
                self.stopped |= self.visitor.database(name, schema)? == Flow::Stop;
            }
            Comment::ClusterComplete => {
                self.cluster_open = false;
                self.database.trailer |= self.database.globals;
            }
            Comment::Cluster => {
                self.next_dump();
                self.cluster_open = true;
                self.database.globals = true;
            }
            Comment::Dump => {
                self.next_dump();
                self.database.globals = false;
            }
            _ if self.database.trailer => {
                check_after_trailer(piece)?;
            }
            Comment::ViaRoot => self.database.via_root = true,
            Comment::Entry(header) => {
                self.database.entries = true;
                self.database.entry = Some(header);
                self.database.last = None;
                self.database.via_root = false;
            }
            Comment::Other => {}
        }
        Ok(())
    }

    /// Another dump may follow a whole one.
    fn next_dump(&mut self) {
        if self.database.trailer {
            self.database = Database::new(self.database.name.take());
        }
    }

    fn command(&mut self, piece: &Piece) -> Result<()> {
        let connect = piece.bytes.strip_prefix(b"\\connect");
        let encoding = piece.bytes.starts_with(b"\\encoding");
        let unrestrict = piece.bytes.strip_prefix(b"\\unrestrict");
        if let Some(key) = piece.bytes.strip_prefix(b"\\restrict") {
            self.restricted = Some(Bytes::copy_from_slice(key.trim_ascii()));
        } else if let Some(key) = unrestrict
            && self.restricted.take().as_deref() != Some(key.trim_ascii())
        {
            return Err(Error::input(
                "an \\unrestrict with another key than the \\restrict before it",
            )
            .at_input(piece.line, piece.offset)
            .hint("the dump may be cut off within its last line; copy it again"));
        }
        if self.database.trailer && unrestrict.is_none() && connect.is_none() && !encoding {
            return Err(after_trailer(piece));
        }
        self.visitor.text(&piece.bytes, self.place(piece))?;
        if let Some(name) = connect {
            let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
            self.database = Database::new(Some(name));
        }
        Ok(())
    }

    fn statement(&mut self, piece: &Piece) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(piece));
        }
        self.database.last = None;
        let dialect = self.lexer.dialect();
        let statement = statement::parse(&piece.bytes, dialect);
        let located = |error: Error| error.at_input(piece.line, piece.offset);
        if transaction::is_poison(&piece.bytes) {
            return Err(located(Error::input(
                "the dump is marked as incomplete: the run of dmscrub that wrote it failed",
            )));
        }
        let context = Context {
            drop_part: !self.database.entries,
            cleaned: self.cleaned,
            drop_entry: false,
            dialect,
        };
        self.policies
            .statement(&statement, &piece.bytes, &context)
            .map_err(located)?;
        match &statement.class {
            Class::Set(setting) if setting.name == "search_path" => {
                self.database.search_path.clone_from(&setting.value);
            }
            Class::LargeObject(call) => {
                if let Some(oid) = call.oid {
                    self.large_object = Some(oid);
                }
                if call.operation == LargeObjectOperation::Write && self.visitor.reads_data() {
                    self.large_object_part(&piece.bytes)?;
                }
            }
            _ => {}
        }
        let database = &mut self.database;
        database.schema.learn(&statement, &database.search_path);
        let seen = Seen {
            statement: &statement,
            text: &piece.bytes,
            entry: self.database.entry.as_ref(),
            dialect,
            place: self.place(piece),
        };
        self.visitor.statement(&seen, &self.database.schema)
    }

    /// The content in a statement that writes to a large object.
    fn large_object_part(&mut self, text: &[u8]) -> Result<()> {
        let dialect = self.lexer.dialect();
        for token in token::tokens(text, dialect) {
            let Some(literal) = decode::literal(&token, text, dialect) else {
                continue;
            };
            let content = literal.strip_prefix(b"\\x").and_then(hex);
            self.visitor
                .large_object(self.large_object, content.as_deref().unwrap_or(&literal))?;
        }
        Ok(())
    }

    fn data_start(&mut self, piece: &Piece) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(piece));
        }
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let (length, copy) = match piece.kind {
            PieceKind::CopyStart => (self.lexer.copy_statement_len(), true),
            _ => (piece.bytes.len(), false),
        };
        let dialect = self.lexer.dialect();
        let head = &piece.bytes[..length];
        let (block, wanted, default_values) = match &self.database.last {
            Some((last, block, wanted)) if *last == piece.bytes => {
                (Arc::clone(block), *wanted, false)
            }
            _ => {
                let statement = statement::parse(head, dialect);
                let default_values =
                    matches!(&statement.class, Class::Insert(header) if header.default_values);
                let (block, wanted) = self.block(piece, &statement).map_err(place)?;
                // Each COPY is told; INSERTs repeat their head.
                if !default_values && !copy {
                    self.database.last = Some((piece.bytes.clone(), Arc::clone(&block), wanted));
                }
                (block, wanted, default_values)
            }
        };
        if self.stopped {
            return Ok(());
        }
        self.lexer.take_data(if wanted {
            DataMode::Rows
        } else {
            DataMode::Untouched
        });
        let rest = &piece.bytes[length..];
        if copy && !rest.trim_ascii().is_empty() {
            self.visitor.text(rest, self.place(piece))?;
        }
        let count = self.database.counts.get(&block.table).copied();
        self.data = Some(Current {
            block,
            count: count.unwrap_or(0),
            wanted,
            default_values,
        });
        Ok(())
    }

    /// The block that a head begins, and whether its rows are wanted.
    fn block(
        &mut self,
        piece: &Piece,
        statement: &statement::Statement,
    ) -> Result<(Arc<Block>, bool)> {
        let database = &self.database;
        let data = DataBlock::of(
            statement,
            &database.schema,
            &database.search_path,
            database.entry.as_ref(),
            database.via_root,
            self.lexer.dialect(),
        )?;
        let Some(names) = &data.columns else {
            return Err(data.without_columns());
        };
        let block = Arc::new(Block {
            columns: data.column_types(&database.schema, names),
            table: data.table,
            leaf: data.leaf,
            insert: data.insert,
            dialect: data.dialect,
            place: self.place(piece),
        });
        let flow = match self.visitor.reads_data() {
            true => self.visitor.table(&block, &self.database.schema)?,
            false => Flow::Skip,
        };
        self.stopped |= flow == Flow::Stop;
        Ok((block, flow == Flow::On))
    }

    fn data(&mut self, piece: &Piece) -> Result<()> {
        let Some(mut current) = self.data.take() else {
            return Err(Error::unexpected("data outside a table"));
        };
        let block = Arc::clone(&current.block);
        let portion = Portion {
            block: &block,
            data: &piece.bytes,
            place: Place {
                line: piece.line,
                byte: piece.offset,
            },
            placed: !self.archive,
        };
        let ended = matches!(piece.kind, PieceKind::CopyEnd | PieceKind::InsertEnd);
        let flow = match piece.kind {
            _ if !current.wanted || current.default_values => Flow::On,
            PieceKind::Rows => self.rows.copy(&portion, &mut current.count, self.visitor)?,
            PieceKind::InsertEnd => self
                .rows
                .insert(&portion, &mut current.count, self.visitor)?,
            _ => Flow::On,
        };
        self.stopped |= flow == Flow::Stop;
        if flow == Flow::Skip {
            current.wanted = false;
            if let Some((_, last, wanted)) = &mut self.database.last
                && Arc::ptr_eq(last, &block)
            {
                *wanted = false;
            }
        }
        if ended {
            *self.database.counts.entry(block.table.clone()).or_default() = current.count;
        } else {
            self.data = Some(current);
        }
        Ok(())
    }
}

/// What hex digits stand for; `None` where there is anything else.
fn hex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect()).flatten()
}
