//! A backup that is an archive: its script takes the place of a plain dump, for the scrub and for
//! the load.

use bytes::Bytes;
use tokio::sync::mpsc;

use super::failed;
use crate::dump::archive::reader::Chunks;
use crate::error::Result;
use crate::pipe::archive::{CustomSource, Source, TarSource};
use crate::pipe::input::{Event, Kind};

/// A queue of events, read on a thread that may wait. What the input is, its first bytes tell.
pub struct Queue {
    first: Option<Bytes>,
    events: mpsc::Receiver<Event>,
    /// How the input ended: nothing more is waited for.
    ended: bool,
}

impl Queue {
    /// Of events of which none has been taken.
    ///
    /// # Errors
    /// Where the input fails before its first byte.
    pub fn new(events: mpsc::Receiver<Event>) -> Result<Self> {
        let mut queue = Self {
            first: None,
            events,
            ended: false,
        };
        queue.first = queue.next_chunk()?;
        Ok(queue)
    }

    /// What comes.
    pub fn kind(&self) -> Kind {
        Kind::of(self.first.as_deref().unwrap_or_default())
    }

    /// What comes, where it is an archive; else the queue itself.
    pub fn archive(self) -> std::result::Result<Box<dyn Source>, Self> {
        match self.kind() {
            Kind::Custom => Ok(Box::new(CustomSource::new(self))),
            Kind::Tar => Ok(Box::new(TarSource::new(self))),
            Kind::Plain | Kind::Directory => Err(self),
        }
    }
}

impl Chunks for Queue {
    fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        if self.ended {
            return Ok(None);
        }
        match self.events.blocking_recv() {
            Some(Event::Chunk(chunk)) => Ok(Some(chunk)),
            Some(Event::End) => {
                self.ended = true;
                Ok(None)
            }
            Some(Event::Failed(error)) => Err(error),
            Some(Event::Signal(_)) | None => Err(failed("the job was stopped")),
        }
    }
}
