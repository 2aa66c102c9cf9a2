//! Progress on stderr: bytes, rows, rate, the current table, time left where the size is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::scrub::scrubber::Scrubber;

/// A progress line, or nothing where it is turned off.
pub struct Progress {
    bar: Option<ProgressBar>,
    read: Arc<AtomicU64>,
}

impl Progress {
    /// Shown or not; the caller knows whether stderr is a terminal.
    pub fn new(shown: bool) -> Self {
        Self {
            bar: shown.then(ProgressBar::hidden),
            read: Arc::default(),
        }
    }

    /// Begins. `size`: bytes of the input as stored; `read` counts up to it.
    pub fn start(&mut self, size: Option<u64>, read: Arc<AtomicU64>) {
        self.read = read;
        let Some(bar) = &self.bar else { return };
        let template = match size {
            Some(size) => {
                bar.set_length(size);
                "{bar:20} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left {msg}"
            }
            None => "{spinner} {bytes} {binary_bytes_per_sec} {elapsed} {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        bar.enable_steady_tick(Duration::from_millis(250));
    }

    /// Takes note of how many bytes have passed.
    pub fn passed(&self, bytes: u64) {
        let Some(bar) = &self.bar else { return };
        let position = match bar.length() {
            Some(_) => self.read.load(Ordering::Relaxed),
            None => bytes,
        };
        bar.set_position(position);
    }

    /// Takes note of where the run stands.
    pub fn update(&mut self, bytes_in: u64, scrubber: &Scrubber) {
        self.passed(bytes_in);
        let Some(bar) = &self.bar else { return };
        let table = scrubber
            .current_table()
            .map(ToString::to_string)
            .unwrap_or_default();
        bar.set_message(format!("{} rows {table}", scrubber.rows()));
    }

    /// Takes the line away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
