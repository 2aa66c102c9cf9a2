//! Messages on stderr, for people or as JSON lines.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use super::args::{LogFormat, MessageArgs, When};
use crate::error::Error;
use crate::pipe::meter::Shown;

/// Prints messages as the user asked for them.
pub struct Printer {
    json: bool,
    quiet: bool,
    /// `-v`
    pub verbose: bool,
    colour: bool,
}

impl Printer {
    /// Colour where stderr is a terminal and `NO_COLOR` is not set.
    pub fn new(args: &MessageArgs) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            json: args.log_format == LogFormat::Json,
            quiet: args.quiet,
            verbose: args.verbose && !args.quiet,
            colour: std::io::stderr().is_terminal() && !no_color,
        }
    }

    /// An error with all that was found with it.
    pub fn error(&self, error: &Error) {
        let mut text = String::new();
        let mut said = HashSet::new();
        for finding in error.findings() {
            // A YAML alias brings one mistake to many places.
            if !said.insert(finding.to_string()) {
                continue;
            }
            if self.json {
                let location = finding.location();
                let object = serde_json::json!({
                    "level": "error",
                    "message": finding.message(),
                    "rule": location.rule.as_ref().map(ToString::to_string),
                    "table": location.table,
                    "row": location.row,
                    "column": location.column,
                    "line": location.line,
                    "byte": location.byte,
                    "hints": finding.hints(),
                    "exit": finding.exit().code(),
                });
                let _ = writeln!(text, "{object}");
                continue;
            }
            let _ = writeln!(
                text,
                "{} {}",
                self.label("error:", "31"),
                safe(&finding.to_string())
            );
            for hint in finding.hints() {
                let _ = writeln!(text, "{} {}", self.label("hint:", "36"), safe(hint));
            }
        }
        print(&text);
    }

    /// Something the user should know though the run goes on.
    pub fn warning(&self, message: &str) {
        if !self.quiet {
            self.line("warning", "33", message);
        }
    }

    /// What went well.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            self.line("note", "32", message);
        }
    }

    fn line(&self, level: &str, colour: &str, message: &str) {
        print(&if self.json {
            format!(
                "{}\n",
                serde_json::json!({"level": level, "message": message})
            )
        } else {
            format!(
                "{} {}\n",
                self.label(&format!("{level}:"), colour),
                safe(message)
            )
        });
    }

    fn label(&self, label: &str, colour: &str) -> String {
        if self.colour {
            format!("\x1b[1;{colour}m{label}\x1b[0m")
        } else {
            label.to_owned()
        }
    }
}

/// How progress is shown: by itself on a terminal only, and not where `output` goes to one too.
pub fn shown(progress: When, messages: &MessageArgs, output: bool) -> Shown {
    let terminal = std::io::stderr().is_terminal();
    let other = output && std::io::stdout().is_terminal();
    match progress {
        When::Never => Shown::No,
        When::Auto if !terminal || other || messages.quiet => Shown::No,
        _ if messages.log_format == LogFormat::Json => Shown::Json,
        _ if terminal => Shown::Bar,
        _ => Shown::Lines,
    }
}

/// Names come from the dump: control characters in them must not reach a terminal.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\n' {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    // A line break in a name must not look like a message of its own.
    out.replace('\n', "\n  ")
}

fn print(text: &str) {
    // Where stderr is closed there is nobody to tell; the exit code still says it.
    let _ = std::io::stderr().write_all(text.as_bytes());
}
