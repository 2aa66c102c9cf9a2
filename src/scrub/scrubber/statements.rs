//! Statements and commands: learnt from, judged by policy, written on the right side of the
//! transaction.

use bytes::Bytes;

use super::{MANY_RELATIONS, Scrubber, after_trailer};
use crate::dump::lexer::{Piece, PieceKind};
use crate::dump::statement::{self, Class, Statement};
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::policy::{self, Context, Fate, Side};
use crate::scrub::transaction;

impl Scrubber {
    /// A line for psql.
    pub(super) fn command(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        let connect = piece.bytes.starts_with(b"\\connect");
        // Stands before a `\connect` to a database of an odd name, and nowhere else.
        let encoding = piece.bytes.starts_with(b"\\encoding");
        let unrestrict = piece.bytes.starts_with(b"\\unrestrict");
        if let Some(key) = piece.bytes.strip_prefix(b"\\restrict") {
            self.restricted = Some(Bytes::copy_from_slice(key.trim_ascii()));
        } else if let Some(key) = piece.bytes.strip_prefix(b"\\unrestrict") {
            // psql would refuse it, after the COMMIT.
            if self.restricted.take().as_deref() != Some(key.trim_ascii()) {
                return Err(Error::input(
                    "an \\unrestrict with another key than the \\restrict before it",
                )
                .at_input(piece.line, piece.offset)
                .hint("the dump may be cut off within its last line; copy it again"));
            }
        }
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
        if connect && self.options.one_database {
            return Err(names_databases("\\connect", &piece));
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
            let name = name.into_owned();
            self.leave_database(Some(name));
        }
        sink.pass(piece.bytes)
    }

    /// A statement outside data: what it tells is learnt, what policy leaves of it is written.
    pub(super) fn statement(&mut self, piece: Piece, sink: &mut dyn Sink) -> Result<()> {
        if self.database.trailer {
            return Err(after_trailer(&piece));
        }
        self.database.last = None;
        let dialect = self.lexer.dialect();
        let statement = statement::parse(&piece.bytes, dialect);
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        if transaction::is_poison(&piece.bytes) {
            return Err(place(Error::input(
                "the dump is marked as incomplete: the run of dmscrub that wrote it failed",
            )));
        }
        let context = Context {
            drop_part: !self.database.entries,
            cleaned: self.cleaned,
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
        if fate != Fate::Drop {
            self.check_unique_keys(&learnt, &piece);
            self.check_generated(&learnt, &piece);
            self.declare_keys(&learnt, &piece);
        }
        if !self.database.findings.is_empty() {
            return Ok(());
        }
        self.warn_relations();
        match self.moved(&statement, &piece, fate) {
            // It may stand between an entry's header and what the entry says.
            Fate::Drop if matches!(statement.class, Class::SetSessionAuthorization(_)) => {
                self.held.pop_if(|held| held.kind == PieceKind::Blank);
                Ok(())
            }
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
            side if self.options.one_database
                && (side == Side::Outside || self.database.globals) =>
            {
                return Err(names_databases(&first_words(&piece.bytes), piece));
            }
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

    pub(super) fn warn_relations(&mut self) {
        let many = self.database.schema.relations > MANY_RELATIONS;
        if many && self.options.transaction && !self.database.warned_relations {
            self.database.warned_relations = true;
            self.warnings.push(format!(
                "more than {MANY_RELATIONS} relations are created in one transaction: the server may \
                 need a higher max_locks_per_transaction, or use --no-transaction"
            ));
        }
    }
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

fn names_databases(what: &str, piece: &Piece) -> Error {
    Error::input(format!("{what}: the dump is not of one database alone"))
        .at_input(piece.line, piece.offset)
        .hint("load a dump of one database, made by pg_dump without --create")
}

fn refused(what: &str, piece: &Piece) -> Error {
    Error::undecided(format!("{what} can't run inside a transaction"))
        .at_input(piece.line, piece.offset)
        .hint("take it out of the dump, drop it by `statements: {drop: […]}`, or use --no-transaction")
}
