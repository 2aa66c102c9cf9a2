//! The one error type that crosses layers.
//!
//! Invariant: no error holds a byte of row data. Messages are made from names (of tables, columns,
//! types, rules), numbers, lengths and fixed text only; [`Value`](crate::value::Value) has no
//! `Display` so that a field cannot be formatted into one by accident.

use std::fmt;

use crate::exit::ExitCode;

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What failed, where, and what to do next. One pointer wide.
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    exit: ExitCode,
    message: String,
    location: Location,
    hints: Vec<String>,
    also: Vec<Error>,
    /// Table and column that the message names itself.
    about: Option<(String, Option<String>)>,
}

/// Where an error was found. Every part is optional; the parts that are known are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// A rule file with 1-based line and column (in characters).
    pub rule: Option<Position>,
    /// The table, as `schema.name`.
    pub table: Option<String>,
    /// The 1-based row number within the table.
    pub row: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
    /// The 1-based line of the dump.
    pub line: Option<u64>,
    /// The 0-based byte offset in the (decompressed) dump.
    pub byte: Option<u64>,
}

/// A place in a rule file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The path as it was given or found.
    pub file: std::sync::Arc<str>,
    /// 1-based.
    pub line: u32,
    /// 1-based, in characters.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Error {
    /// An error that ends the run with `exit`. `message` must not hold row data.
    pub fn new(exit: ExitCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            exit,
            message: message.into(),
            location: Location::default(),
            hints: Vec::new(),
            also: Vec::new(),
            about: None,
        }))
    }

    /// Exit 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Usage, message)
    }

    /// Exit 3, at a place in a rule file.
    pub fn rules(position: &Position, message: impl Into<String>) -> Self {
        Self::new(ExitCode::Rules, message).at_rule(position)
    }

    /// Exit 4.
    pub fn undecided(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Undecided, message)
    }

    /// Exit 5.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Input, message)
    }

    /// Exit 6.
    pub fn output(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Output, message)
    }

    /// Exit 1.
    pub fn unexpected(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Unexpected, message)
    }

    /// Several findings as one error: the first one's exit code, all of them printed.
    /// `None` where there are none.
    pub fn all(findings: Vec<Error>) -> Option<Self> {
        let mut findings = findings.into_iter().flat_map(|mut finding| {
            let also = std::mem::take(&mut finding.0.also);
            std::iter::once(finding).chain(also)
        });
        let mut first = findings.next()?;
        first.0.also.extend(findings);
        Some(first)
    }

    /// Adds the line that says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// Sets the place in a rule file.
    #[must_use]
    pub fn at_rule(mut self, position: &Position) -> Self {
        self.0.location.rule = Some(position.clone());
        self
    }

    /// Sets the table, where none is set yet.
    #[must_use]
    pub fn at_table(mut self, table: impl fmt::Display) -> Self {
        self.0
            .location
            .table
            .get_or_insert_with(|| table.to_string());
        self
    }

    /// Sets the column, where none is set yet.
    #[must_use]
    pub fn at_column(mut self, column: &str) -> Self {
        self.0
            .location
            .column
            .get_or_insert_with(|| column.to_owned());
        self
    }

    /// Says which table, and perhaps column, the message names.
    #[must_use]
    pub fn about(mut self, table: impl fmt::Display, column: Option<&str>) -> Self {
        self.0.about = Some((table.to_string(), column.map(str::to_owned)));
        self
    }

    /// The table and column it is about, whether they are its place or named by its message.
    pub fn subject(&self) -> (Option<&str>, Option<&str>) {
        let place = &self.0.location;
        match (&place.table, &self.0.about) {
            (None, Some((table, column))) => (Some(table), column.as_deref()),
            (table, _) => (table.as_deref(), place.column.as_deref()),
        }
    }

    /// Sets the 1-based row number.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.0.location.row = Some(row);
        self
    }

    /// So many rows came before those that its row number counts.
    #[must_use]
    pub fn after_rows(mut self, rows: u64) -> Self {
        if let Some(row) = &mut self.0.location.row {
            *row += rows;
        }
        self
    }

    /// Sets 1-based line and 0-based byte offset in the dump, where they are not set yet.
    #[must_use]
    pub fn at_input(mut self, line: u64, byte: u64) -> Self {
        self.0.location.line.get_or_insert(line);
        self.0.location.byte.get_or_insert(byte);
        self
    }

    /// Sets the 0-based byte offset in the dump, where it is not set yet.
    #[must_use]
    pub fn at_byte(mut self, byte: u64) -> Self {
        self.0.location.byte.get_or_insert(byte);
        self
    }

    /// Takes line and byte away: they count in a text that nobody but the program sees.
    #[must_use]
    pub fn without_input_place(mut self) -> Self {
        for error in std::iter::once(&mut self.0.location)
            .chain(self.0.also.iter_mut().map(|error| &mut error.0.location))
        {
            error.line = None;
            error.byte = None;
        }
        self
    }

    /// How the process should end.
    pub fn exit(&self) -> ExitCode {
        self.0.exit
    }

    /// The message without its place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it was found.
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// What to do next, a line each.
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }

    /// This error and those that were found with it, each on its own.
    pub fn into_findings(mut self) -> Vec<Error> {
        let also = std::mem::take(&mut self.0.also);
        std::iter::once(self).chain(also).collect()
    }

    /// This error and those that were found with it.
    pub fn findings(&self) -> impl Iterator<Item = &Error> {
        std::iter::once(self).chain(&self.0.also)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sep = "";
        if let Some(rule) = &self.rule {
            write!(f, "{rule}")?;
            sep = ": ";
        }
        if let Some(table) = &self.table {
            write!(f, "{sep}{table}")?;
            sep = " ";
        }
        if let Some(row) = self.row {
            write!(f, "{sep}row {row}")?;
            sep = " ";
        }
        if let Some(column) = &self.column {
            write!(f, "{sep}column \"{column}\"")?;
            sep = " ";
        }
        match (self.line, self.byte) {
            (Some(line), Some(byte)) => write!(f, "{sep}(line {line}, byte {byte})"),
            (Some(line), None) => write!(f, "{sep}(line {line})"),
            (None, Some(byte)) => write!(f, "{sep}(byte {byte})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.0.location.to_string();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_flat_however_they_were_collected() {
        let two = Error::all(vec![Error::input("a"), Error::input("b")]);
        let all = Error::all(vec![Error::usage("c"), two.unwrap()]).unwrap();
        let messages: Vec<_> = all.findings().map(Error::message).collect();
        assert_eq!(messages, ["c", "a", "b"]);
        assert_eq!(all.exit(), ExitCode::Usage);
        assert_eq!(all.into_findings().len(), 3);
    }

    #[test]
    fn a_message_names_every_known_part_of_its_place() {
        let error = Error::input("expected a date, got 11 bytes")
            .at_table("public.users")
            .at_row(1042)
            .at_column("birth_date")
            .at_input(98811, 73_400_127);
        assert_eq!(
            error.to_string(),
            "public.users row 1042 column \"birth_date\" (line 98811, byte 73400127): \
             expected a date, got 11 bytes"
        );
    }
}
