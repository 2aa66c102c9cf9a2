//! Progress on stderr: bytes, rows, rate, the current table, time left where the size is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::meter::{At, Meter, Shown};
use crate::scrub::scrubber::Scrubber;

/// Progress of a run, or nothing where it is turned off.
pub struct Progress {
    shown: Shown,
    meter: Option<Meter>,
    /// Bytes read of the input as it is stored, where its size is known.
    read: Option<Arc<AtomicU64>>,
}

impl Progress {
    /// Shown like this; the caller knows what stderr is.
    pub fn new(shown: Shown) -> Self {
        Self {
            shown,
            meter: None,
            read: None,
        }
    }

    /// Begins. `size`: bytes of the input as stored; `read` counts up to it.
    pub fn start(&mut self, size: Option<u64>, read: Arc<AtomicU64>) {
        if self.shown != Shown::No {
            self.meter = Some(Meter::start(self.shown, size));
            self.read = size.map(|_| read);
        }
    }

    /// Takes note of how many bytes have passed.
    pub fn passed(&mut self, bytes: u64) {
        self.is_at(bytes, None, String::new);
    }

    /// Takes note of where the run stands.
    pub fn update(&mut self, bytes_in: u64, scrubber: &Scrubber) {
        self.is_at(bytes_in, Some(scrubber), || {
            let table = scrubber.current_table();
            table.map(ToString::to_string).unwrap_or_default()
        });
    }

    fn is_at(&mut self, bytes: u64, scrubber: Option<&Scrubber>, what: impl FnOnce() -> String) {
        let Some(meter) = &mut self.meter else { return };
        let read = self.read.as_ref();
        meter.is_at(At {
            bytes: read.map_or(bytes, |read| read.load(Ordering::Relaxed)),
            rows: scrubber.map(Scrubber::rows),
            what: what(),
        });
    }

    /// It is over.
    pub fn finish(&mut self) {
        if let Some(meter) = self.meter.take() {
            meter.finish();
        }
    }
}
