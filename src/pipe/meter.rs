//! Where a long piece of work stands: one line of a terminal, written over and over; or, where stderr
//! is none, lines one below the other.

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{BinaryBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Between two lines: seldom enough for the log of a build.
const PACE: Duration = Duration::from_secs(10);

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Not at all.
    No,
    /// On a line of the terminal that stderr is.
    Bar,
    /// As lines for people.
    Lines,
    /// As lines of JSON.
    Json,
}

/// Work that goes on. What is shown of it is numbers, and names of tables and steps.
pub struct Meter {
    bar: Option<ProgressBar>,
    lines: Option<Lines>,
}

struct Lines {
    json: bool,
    began: Instant,
    said: Instant,
    /// The first one comes soon, so that it can be seen that there are some.
    pace: Duration,
    total: Option<u64>,
    last: At,
}

/// Where the work stands.
#[derive(Clone, Debug, Default)]
pub struct At {
    /// Bytes that are done.
    pub bytes: u64,
    /// Rows that are, where there are any.
    pub rows: Option<u64>,
    /// What is being done: a table's name, or a step's.
    pub what: String,
}

impl Meter {
    /// Work of so many bytes begins, where it is known how many.
    pub fn start(shown: Shown, total: Option<u64>) -> Self {
        let now = Instant::now();
        let lines = matches!(shown, Shown::Lines | Shown::Json).then(|| Lines {
            json: shown == Shown::Json,
            began: now,
            said: now,
            pace: Duration::from_secs(1),
            total,
            last: At::default(),
        });
        Self {
            bar: (shown == Shown::Bar).then(|| bar(total)),
            lines,
        }
    }

    /// It has come so far.
    pub fn is_at(&mut self, at: At) {
        if let Some(bar) = &self.bar {
            bar.set_position(at.bytes);
            let rows = at.rows.map(|rows| format!("{rows} rows "));
            bar.set_message(rows.unwrap_or_default() + &shown_name(&at.what));
        } else if let Some(lines) = &mut self.lines {
            lines.last = at;
            if lines.said.elapsed() >= lines.pace {
                lines.said = Instant::now();
                lines.pace = PACE;
                lines.say();
            }
        }
    }

    /// Says something meanwhile.
    pub fn beside(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// It is over: a terminal's line goes, and lines end with where it stood.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        if let Some(lines) = self.lines {
            lines.say();
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::hidden();
    let template = match total {
        Some(total) => {
            bar.set_length(total);
            "{bar:20} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left {msg}"
        }
        None => "{spinner} {bytes} {binary_bytes_per_sec} {elapsed} {msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

impl Lines {
    fn say(&self) {
        let At { bytes, rows, what } = &self.last;
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = if seconds > 0.0 {
            *bytes as f64 / seconds
        } else {
            0.0
        };
        let left = self.total.map(|total| total.saturating_sub(*bytes));
        let left = left.filter(|_| rate > 0.0).map(|left| left as f64 / rate);
        let line = if self.json {
            let line = serde_json::json!({
                "level": "progress",
                "bytes": bytes,
                "total": self.total,
                "rows": rows,
                "bytes_per_second": rate as u64,
                "seconds": seconds as u64,
                "seconds_left": left.map(|left| left as u64),
                "what": what,
            });
            format!("{line}\n")
        } else {
            let mut line = format!("progress: {}", BinaryBytes(*bytes));
            if let Some(total) = self.total {
                line += &format!(" of {}", BinaryBytes(total));
            }
            if let Some(rows) = rows {
                line += &format!(", {rows} rows");
            }
            line += &format!(", {}/s", BinaryBytes(rate as u64));
            if let Some(left) = left {
                line += &format!(", {} left", HumanDuration(Duration::from_secs_f64(left)));
            }
            if !what.is_empty() {
                line += &format!(", {}", shown_name(what));
            }
            line + "\n"
        };
        // Where stderr is closed there is nobody to tell.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

/// Names come from the dump: control characters in them must not reach a terminal.
fn shown_name(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
