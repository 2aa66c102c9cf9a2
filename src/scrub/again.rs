//! Rows that wait need no place of their own where the input can be read again: a plain dump in a file
//! that is not compressed. Of such rows only the place in the input is kept, and whoever works on them
//! reads them from there.
//!
//! Measured with the Digital Marketplace's rules, where 250 of 317 MB wait: copying, compressing and
//! encrypting them, and the same backwards, was a quarter of all the run computed.

use std::sync::Arc;

use bytes::Bytes;

use crate::error::Result;

/// An input that can be read again.
pub trait Again: Send + Sync {
    /// So many bytes from this one on.
    ///
    /// # Errors
    /// Exit 5 where they can't be read, or where the input is not what it was.
    fn read(&self, byte: u64, length: usize) -> Result<Bytes>;
}

/// Whole rows, or where they are.
#[derive(Clone)]
pub enum RowBytes {
    /// These.
    Here(Bytes),
    /// Those in the input.
    Again {
        /// The input.
        input: Arc<dyn Again>,
        /// The first of them.
        byte: u64,
        /// How many.
        length: usize,
    },
}

impl RowBytes {
    /// How many there are.
    pub fn length(&self) -> usize {
        match self {
            Self::Here(bytes) => bytes.len(),
            Self::Again { length, .. } => *length,
        }
    }

    /// The rows.
    ///
    /// # Errors
    /// As [`Again::read`].
    pub fn read(self) -> Result<Bytes> {
        match self {
            Self::Here(bytes) => Ok(bytes),
            Self::Again {
                input,
                byte,
                length,
            } => input.read(byte, length),
        }
    }
}
