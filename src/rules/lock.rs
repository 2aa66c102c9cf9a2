//! `dmscrub.lock`: the columns that classes may keep, one a line, reviewed like code.
//!
//! A class decides columns that nobody has looked at. What it replaces is safe; what it keeps must
//! stand here, so that a new column of the right name and type does not leave the house unseen.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::load::File;
use crate::dump::name::{Quoted, TableName};
use crate::error::{Error, Position, Result};

/// The file's name, beside the rules.
pub const FILE: &str = "dmscrub.lock";

/// What stands in the lock files.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// By the column's name as SQL writes it.
    lines: BTreeMap<String, (KeptColumn, Position)>,
    /// Everything counts as locked: for who writes the file.
    open: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptColumn {
    /// `schema.table.column`, quoted as SQL does.
    pub name: String,
    /// Its type as the dump writes it.
    pub ty: String,
    /// The class that keeps it, by its place in the rules.
    pub class: usize,
}

impl fmt::Display for KeptColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} keep classes[{}]", self.name, self.ty, self.class)
    }
}

impl KeptColumn {
    /// A column with its type as written.
    pub fn new(table: &TableName, column: &str, ty: &str, class: usize) -> Self {
        // One line a column, whatever its name.
        let name = format!("{table}.{}", Quoted(column));
        let ty: Vec<&str> = ty.split_whitespace().collect();
        Self {
            name: name.replace(['\n', '\r'], " "),
            ty: ty.join(" "),
            class,
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut quoted = false;
        let end = line.find(|c| {
            quoted ^= c == '"';
            c == ' ' && !quoted
        })?;
        let (name, rest) = line.split_at(end);
        let (ty, class) = rest
            .trim()
            .strip_suffix(']')?
            .rsplit_once(" keep classes[")?;
        Some(Self {
            name: name.to_owned(),
            ty: ty.trim().to_owned(),
            class: class.parse().ok()?,
        })
    }
}

impl Lock {
    /// Reads lock files.
    ///
    /// # Errors
    /// Exit 3 for lines that are none, all at once.
    pub fn parse(files: &[File]) -> Result<Self> {
        let mut lock = Self::default();
        let mut errors = Vec::new();
        for (file, content) in files {
            let text = String::from_utf8_lossy(content);
            for (index, line) in text.lines().enumerate() {
                let position = Position {
                    file: Arc::clone(file),
                    line: u32::try_from(index + 1).unwrap_or(u32::MAX),
                    column: 1,
                };
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let Some(column) = KeptColumn::parse(line) else {
                    errors.push(
                        Error::rules(&position, "this is no line of a lock file")
                            .hint("such as: public.users.active boolean keep classes[3]")
                            .hint("have it written anew: dmscrub lock --rules RULES DUMP"),
                    );
                    continue;
                };
                let before = lock
                    .lines
                    .insert(column.name.clone(), (column, position.clone()));
                if let Some((column, first)) = before {
                    errors.push(Error::rules(
                        &position,
                        format!("{} stands here twice, first at {first}", column.name),
                    ));
                }
            }
        }
        Error::all(errors).map_or(Ok(lock), Err)
    }

    /// In which everything stands: for who writes the file.
    pub fn open() -> Self {
        Self {
            open: true,
            ..Self::default()
        }
    }

    /// What there is for a column: `Ok` where it may be kept, else the line of another type, if any.
    pub(super) fn allows(&self, column: &KeptColumn, typed: bool) -> Result<(), Option<&Position>> {
        if self.open {
            return Ok(());
        }
        match self.lines.get(&column.name) {
            Some((locked, _)) if locked.ty == column.ty || !typed => Ok(()),
            Some((_, position)) => Err(Some(position)),
            None => Err(None),
        }
    }

    /// All lines with their places, in order.
    pub fn lines(&self) -> impl Iterator<Item = &(KeptColumn, Position)> {
        self.lines.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(text: &str) -> Result<Lock> {
        Lock::parse(&[("dmscrub.lock".into(), text.as_bytes().to_vec())])
    }

    #[test]
    fn lines_come_back_as_they_were() {
        let table = TableName::new("Odd schema", "a\"b");
        let columns = [
            KeptColumn::new(&table, "x y", "character varying(20)", 0),
            KeptColumn::new(&TableName::new("public", "users"), "active", "boolean", 3),
            KeptColumn::new(&table, "z", "timestamp  without\n time zone", 12),
        ];
        for column in columns {
            assert_eq!(KeptColumn::parse(&column.to_string()), Some(column));
        }
        let text = "# made by dmscrub lock\n\npublic.users.active boolean keep classes[3]\r\n";
        let lines = lock(text).unwrap();
        let found: Vec<String> = lines.lines().map(|(line, _)| line.to_string()).collect();
        assert_eq!(found, ["public.users.active boolean keep classes[3]"]);
    }

    #[test]
    fn what_is_no_line_is_named_with_its_place() {
        let error =
            lock("public.users.active boolean keep\nx y keep classes[1]\nx z keep classes[1]")
                .unwrap_err();
        let found: Vec<String> = error.findings().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "dmscrub.lock:1:1: this is no line of a lock file",
                "dmscrub.lock:3:1: x stands here twice, first at dmscrub.lock:2:1",
            ]
        );
    }
}
