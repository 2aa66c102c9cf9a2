//! A plain dump in a file, read again: rows that wait stay where they are.
//!
//! What is read the second time must be what was read the first time: the file may not have changed in
//! between. Its size and time of change are compared each time, after reading.

use std::fs::File;
use std::io::{self, Seek};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;

use super::buffers::{Buffer, SIZE};
use super::input::HEAD;
use super::stop;
use crate::error::{Error, Result};
use crate::scrub::again::Again;

/// A file.
#[derive(Clone)]
pub struct Stored {
    file: Arc<File>,
    /// Where reading began.
    begin: u64,
    size: u64,
    changed: SystemTime,
}

impl Stored {
    /// A file that is going to be read from where it stands; `None` where it is none, or one that
    /// can't be read again.
    pub fn of(file: &File) -> Option<Self> {
        let meta = file.metadata().ok().filter(|meta| meta.is_file())?;
        let mut file = file.try_clone().ok()?;
        let begin = file.stream_position().ok()?;
        let stored = Self {
            begin,
            size: meta.len(),
            changed: meta.modified().ok()?,
            file: Arc::new(file),
        };
        // Files of the system's own have no size and may say something else each time.
        (begin < stored.size).then_some(stored)
    }

    /// How it begins.
    pub fn head(&self) -> Option<Vec<u8>> {
        let room = usize::try_from(self.size - self.begin).unwrap_or(HEAD);
        let mut head = vec![0; HEAD.min(room)];
        self.file.read_exact_at(&mut head, self.begin).ok()?;
        Some(head)
    }

    fn is_same(&self) -> io::Result<bool> {
        let meta = self.file.metadata()?;
        Ok(meta.len() == self.size && meta.modified()? == self.changed)
    }
}

impl Again for Stored {
    fn read(&self, byte: u64, length: usize) -> Result<Bytes> {
        stop::check()?;
        let failed = |error: io::Error| {
            Error::input(format!("the input can't be read again: {}", error.kind()))
                .hint("check the file and its disk; from a pipe it is read once")
        };
        let from = self.begin.saturating_add(byte);
        let bytes = if length <= SIZE {
            let mut buffer = Buffer::take();
            let room = &mut buffer.room()[..length];
            self.file.read_exact_at(room, from).map_err(failed)?;
            buffer.hand_on(length)
        } else {
            let mut room = vec![0; length];
            self.file.read_exact_at(&mut room, from).map_err(failed)?;
            room.into()
        };
        if self.is_same().map_err(failed)? {
            Ok(bytes)
        } else {
            Err(changed())
        }
    }
}

fn changed() -> Error {
    Error::input("the input was changed while it was read, and rows in it are still needed")
        .hint("clean a file that nothing writes to, or pipe it in: `cat FILE | dmscrub …`")
}
