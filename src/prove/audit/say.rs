//! What an audit found, for people: places and counts, no value.

use std::fmt;

use super::verdict::{Found, Survivor, Verdict};
use crate::error::Error;
use crate::exit::ExitCode;

impl Verdict {
    /// What it means that values survive.
    pub fn error(&self) -> Error {
        let places = self.survivors.len() as u64 + self.survivors_not_listed;
        let message = format!("values that the rules take away survive, in {places} places");
        Error::new(ExitCode::Survivor, message)
            .hint("give the columns and keys that hold them a rule (text: `text.redact`, or replace all of it)")
            .hint("what may stay: `keep` it in its column, or in its namespace")
    }
}

impl fmt::Display for Survivor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            found,
            rows,
            form,
            of,
            why,
        } = self;
        write!(
            f,
            "{}{}: {} of {of} ({why}), {}{}",
            Place(found),
            numbered(rows),
            values(found.values),
            in_form(form),
            times(found)
        )
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}{}", Place(self), values(self.values), times(self))
    }
}

struct Place<'a>(&'a Found);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(found) = self;
        match (&found.table, &found.column) {
            (Some(table), Some(column)) => write!(f, "{table} column \"{column}\"")?,
            _ => {
                f.write_str(found.kind)?;
                if let Some(object) = &found.object {
                    write!(f, " ({object})")?;
                }
            }
        }
        match found.line {
            Some(line) => write!(f, " (line {line})"),
            None => Ok(()),
        }
    }
}

fn numbered(rows: &[u64]) -> String {
    let numbers: Vec<String> = rows.iter().map(ToString::to_string).collect();
    match &numbers[..] {
        [] => String::new(),
        [number] => format!(" row {number}"),
        _ => format!(" rows {}", numbers.join(", ")),
    }
}

fn in_form(form: &str) -> &str {
    match form {
        "value" => "as the whole value",
        "json" => "as a leaf of JSON or an element",
        "key" => "as a key of JSON",
        "text" => "within text",
        "phone" => "as a phone number, however spelled",
        other => other,
    }
}

fn times(found: &Found) -> String {
    match found.times > found.values {
        true => format!(", {} times", found.times),
        false => String::new(),
    }
}

fn values(number: u64) -> String {
    match number {
        1 => "1 value".to_owned(),
        _ => format!("{number} values"),
    }
}
