//! One database of the dump: its transaction, and the role that the session has in it.

use super::Scrubber;
use super::own::Own;
use crate::error::{Error, Result};
use crate::scrub::Sink;
use crate::scrub::transaction::{BEGIN, COMMIT, DEFAULT_SESSION};

impl Scrubber {
    /// Another dump follows: this database's transaction is done.
    pub(super) fn next_dump(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self.options.one_database {
            return Err(
                Error::input("more than one dump in the input, and one database to load")
                    .at_input(self.lexer.line(), self.lexer.offset())
                    .hint("load them one by one"),
            );
        }
        self.close_database(sink)?;
        let name = self.database.name.clone();
        if self.database.committed {
            self.committed.push(
                name.clone()
                    .unwrap_or_else(|| "the first database".to_owned()),
            );
        }
        self.leave_database(name);
        Ok(())
    }

    pub(super) fn close_database(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.warn_of_generated();
        self.commit(sink)?;
        self.release(sink)
    }

    pub(super) fn commit(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if std::mem::take(&mut self.database.begun) {
            self.leave_session(sink)?;
            sink.write(COMMIT)?;
            self.database.committed = true;
            self.database.own = Own::None;
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if !self.options.transaction {
            return Ok(());
        }
        self.not_committed()?;
        if !self.database.begun && !self.database.globals {
            self.leave_session(sink)?;
            sink.write(BEGIN)?;
            if let Some(reset) = self.options.reset {
                sink.write(reset.as_bytes())?;
            }
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
    pub(super) fn restore_session(&mut self, sink: &mut dyn Sink) -> Result<()> {
        match &self.database.session {
            Some(session) => {
                sink.write(session)?;
                sink.write(b"\n")
            }
            None => Ok(()),
        }
    }
}
