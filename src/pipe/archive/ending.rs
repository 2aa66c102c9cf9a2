//! Files that have got all their data, and are still being compressed and written while the next one
//! is filled: so the files of a directory are worked on side by side, and small ones as well as large.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use bytes::BytesMut;

use crate::error::Result;
use crate::pipe::encode::Encoder;
use crate::pipe::target::write_error;
use crate::pipe::workers::{Pending, Workers};

/// So many files are open at once at most, whatever there is to do.
const MOST: usize = 64;

/// The files, in the order in which their data ended.
pub(super) struct Endings {
    workers: Arc<Workers>,
    files: VecDeque<Ending>,
    encoded: BytesMut,
    written: u64,
}

enum Ending {
    /// Compression goes on.
    Encoded(Box<Encoder>, File),
    /// All is written, and goes to the disk.
    Synced(Pending<io::Result<()>>),
}

impl Endings {
    pub(super) fn new(workers: &Arc<Workers>) -> Self {
        Self {
            workers: Arc::clone(workers),
            files: VecDeque::new(),
            encoded: BytesMut::new(),
            written: 0,
        }
    }

    /// A file whose last data was given to be compressed.
    pub(super) fn push(&mut self, encoder: Encoder, file: File) -> Result<()> {
        let ending = Ending::Encoded(Box::new(encoder), file);
        self.files.push_back(ending);
        self.make_room()
    }

    /// A file that is written, but for the disk.
    pub(super) fn sync(&mut self, file: File) -> Result<()> {
        let ending = self.synced(file);
        self.files.push_back(ending);
        self.make_room()
    }

    /// All files are whole and on the disk. How many bytes were written to them here.
    pub(super) fn settle(&mut self) -> Result<u64> {
        while self.step(true)? {}
        Ok(self.written)
    }

    /// Takes what is done, and waits where too much is not.
    fn make_room(&mut self) -> Result<()> {
        while self.step(false)? {}
        while self.files.len() > MOST || self.workers.has_plenty() && !self.files.is_empty() {
            self.step(true)?;
        }
        Ok(())
    }

    fn synced(&self, file: File) -> Ending {
        Ending::Synced(self.workers.start_work(move |_| file.sync_data()))
    }

    /// Goes on with the oldest file; false where there is nothing to do, or nothing done yet and
    /// that is not waited for.
    fn step(&mut self, wait: bool) -> Result<bool> {
        match self.files.pop_front() {
            None => Ok(false),
            Some(Ending::Encoded(mut encoder, mut file)) => {
                let ended = encoder.ended(wait, &mut self.encoded)?;
                let result = file.write_all(&self.encoded);
                result.map_err(|error| write_error(&error))?;
                self.written += self.encoded.len() as u64;
                self.encoded.clear();
                let ending = match ended {
                    true => self.synced(file),
                    false => Ending::Encoded(encoder, file),
                };
                self.files.push_front(ending);
                Ok(ended)
            }
            Some(Ending::Synced(pending)) => {
                let done = match wait {
                    true => Some(pending.wait()?),
                    false => pending.ready()?,
                };
                match done {
                    Some(result) => result.map(|()| true).map_err(|error| write_error(&error)),
                    None => {
                        self.files.push_front(Ending::Synced(pending));
                        Ok(false)
                    }
                }
            }
        }
    }
}
