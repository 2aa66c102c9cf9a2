//! The row path and what surrounds it: which statements pass, how rows change, and the transaction
//! that makes the output loadable only as a whole. Knows no format's framing and does no I/O.

pub mod again;
pub mod batch;
pub mod block;
pub mod closure;
pub mod distinct;
pub mod generate;
pub mod hold;
pub mod order;
pub mod plan;
pub mod policy;
pub mod reading;
pub mod relations;
pub mod rows;
pub mod scrubber;
pub mod stats;
pub mod transaction;
mod waiting;
pub mod watch;

use bytes::Bytes;

use crate::error::Result;

/// Where the cleaned dump goes.
pub trait Sink {
    /// Bytes of the input, unchanged: handed on without a copy.
    fn pass(&mut self, bytes: Bytes) -> Result<()>;
    /// New bytes.
    fn write(&mut self, bytes: &[u8]) -> Result<()>;

    /// A COPY statement, whose rows follow. In an archive it stands in the table of contents.
    fn head(&mut self, head: Bytes) -> Result<()> {
        self.pass(head)
    }

    /// The line that ends the rows of a COPY.
    fn end(&mut self, line: &[u8]) -> Result<()> {
        self.write(line)
    }

    /// What stands between entries that waited: there is no such place in an archive.
    fn between(&mut self, bytes: &[u8]) -> Result<()> {
        self.write(bytes)
    }

    /// Data follows that waited: that of the archive's entry of this number.
    fn entry(&mut self, _id: i64) -> Result<()> {
        Ok(())
    }

    /// Rows follow that the archive's entry of this number gets, behind those that it has: before the
    /// line that ends them, which is not written again.
    fn more(&mut self, _id: i64) -> Result<()> {
        Ok(())
    }
}
