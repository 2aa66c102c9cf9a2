//! The columns of the dump before, and what rules write into them.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::normal::{Run, SHORT_NUMBER, Shape};
use crate::dump::name::TableName;

/// More words of a column than these are not remembered: they are made up of random letters, so that
/// none comes up twice by chance.
const MAX_WORDS: usize = 1 << 18;

/// Values of more runs than these have no shape worth comparing.
const MAX_SHAPE: usize = 16;

/// Digits of a longer number that are compared.
const HEAD_DIGITS: usize = 3;

/// A column, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ColumnId(pub(super) u32);

impl ColumnId {
    /// All kept values are one column's.
    pub(super) const KEPT: Self = Self(u32::MAX);
}

/// The columns.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) list: Vec<Column>,
    by_name: HashMap<(TableName, String), ColumnId>,
    /// Words that rules draw from, whatever the column.
    pub(super) drawn: HashSet<u64>,
}

/// A column.
pub(super) struct Column {
    pub(super) table: TableName,
    pub(super) name: String,
    /// Values, parts of values counted each.
    pub(super) values: u64,
    /// A rule may write values into it.
    pub(super) written: bool,
    /// Its table gets rows that were not in the dump.
    pub(super) generated: bool,
    made: Made,
}

/// What a rule has made, in an independent run: what it may make by chance.
#[derive(Default)]
struct Made {
    words: HashSet<u64>,
    shapes: HashSet<u64>,
}

impl Columns {
    /// The column of this name.
    pub(super) fn of(&mut self, table: &TableName, name: &str) -> ColumnId {
        let key = (table.clone(), name.to_owned());
        if let Some(id) = self.by_name.get(&key) {
            return *id;
        }
        let id = ColumnId(u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1));
        self.by_name.insert(key, id);
        self.list.push(Column {
            table: table.clone(),
            name: name.to_owned(),
            values: 0,
            written: false,
            generated: false,
            made: Made::default(),
        });
        id
    }

    /// The column of this name, where the dump before has it.
    pub(super) fn find(&self, table: &TableName, name: &str) -> Option<ColumnId> {
        (self.by_name.get(&(table.clone(), name.to_owned()))).copied()
    }

    pub(super) fn get(&self, id: ColumnId) -> Option<&Column> {
        self.list.get(id.0 as usize)
    }

    pub(super) fn get_mut(&mut self, id: ColumnId) -> Option<&mut Column> {
        self.list.get_mut(id.0 as usize)
    }

    /// Takes note of a value that a rule has made. Runs for which `old` is true stood in the original
    /// and prove nothing.
    pub(super) fn made(
        &mut self,
        id: ColumnId,
        text: &[u8],
        runs: &[Run],
        old: impl Fn(&Run) -> bool,
    ) {
        let Some(column) = self.list.get_mut(id.0 as usize) else {
            return;
        };
        for run in runs.iter().filter(|run| !old(run)) {
            if column.made.words.len() < MAX_WORDS {
                column.made.words.extend(word(text, run));
            }
        }
        if column.made.shapes.len() < MAX_WORDS {
            column.made.shapes.extend(shape(text, runs));
        }
    }

    /// A rule of the column may have made this value by chance: all its words are such as the rule
    /// makes; and where it is a whole value, its form is.
    pub(super) fn may_be_made(&self, id: ColumnId, text: &[u8], runs: &[Run], whole: bool) -> bool {
        let Some(column) = self.get(id) else {
            return false;
        };
        if !column.written {
            return false;
        }
        let known = |word: u64| {
            column.made.words.contains(&word)
                || self.drawn.contains(&word)
                || column.generated && self.list.iter().any(|it| it.made.words.contains(&word))
        };
        let shaped = !whole
            || column.generated
            || shape(text, runs).is_none_or(|shape| column.made.shapes.contains(&shape));
        shaped && runs.iter().all(|run| word(text, run).is_none_or(known))
    }
}

/// What of a run is compared; `None`: numbers of few digits, and what mixes letters and digits, come
/// up by chance anywhere.
fn word(text: &[u8], run: &Run) -> Option<u64> {
    match run.shape {
        Shape::Letters => Some(run.hash.0),
        Shape::Digits if run.chars > SHORT_NUMBER => {
            let head = text.get(run.start..run.end)?.iter().take(HEAD_DIGITS);
            let mut hasher = DefaultHasher::new();
            head.for_each(|byte| byte.hash(&mut hasher));
            run.chars.hash(&mut hasher);
            Some(hasher.finish())
        }
        Shape::Digits | Shape::Mixed => None,
    }
}

/// What runs a value is made of; `None`: too many to compare. Words in a row count as one but in what
/// has the form of an e-mail address, short numbers are all alike.
fn shape(text: &[u8], runs: &[Run]) -> Option<u64> {
    if runs.len() > MAX_SHAPE {
        return None;
    }
    let exact = memchr::memchr(b'@', text).is_some();
    let mut hasher = DefaultHasher::new();
    let mut before = None;
    for run in runs {
        let least = match run.shape {
            Shape::Letters if exact || before != Some(Shape::Letters) => 0,
            Shape::Letters => continue,
            Shape::Digits => SHORT_NUMBER,
            Shape::Mixed => 8,
        };
        before = Some(run.shape);
        run.shape.hash(&mut hasher);
        if least > 0 {
            run.chars.max(least).hash(&mut hasher);
        }
    }
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::super::normal::Keyed;
    use super::*;

    /// A column with what a rule made of it, and whether it may make each of the values.
    fn chance(made: &[&str], asked: &[&str]) -> Vec<bool> {
        let mut keyed = Keyed::new();
        let mut runs = Vec::new();
        let mut columns = Columns::default();
        let id = columns.of(&TableName::new("public", "users"), "c");
        columns.list[0].written = true;
        for text in made {
            keyed.runs(text.as_bytes(), &mut runs);
            columns.made(id, text.as_bytes(), &runs, |_| false);
        }
        let mut may = |text: &&str| {
            keyed.runs(text.as_bytes(), &mut runs);
            columns.may_be_made(id, text.as_bytes(), &runs, true)
        };
        asked.iter().map(&mut may).collect()
    }

    #[test]
    fn names_of_the_same_lists_come_up_by_chance() {
        let made = ["Emma Smith", "John Doe", "Ann Mary Roe"];
        assert_eq!(
            chance(&made, &["Emma Doe", "Ann Smith", "Jane Doe", "Doe"]),
            [true, true, false, true]
        );
    }

    #[test]
    fn an_address_without_an_index_does_not() {
        let made = ["emma.smith.q3k5x2mfa7czr4vt@example.com"];
        assert_eq!(
            chance(
                &made,
                &[
                    "smith.emma.a2k5x2mfa7czr4vt@example.com",
                    "emma.smith@example.com",
                    "emma.smith.q3k5x2mfa7czr4vt@corp.example"
                ]
            ),
            [true, false, false]
        );
    }

    #[test]
    fn dates_come_up_by_chance_and_foreign_numbers_do_not() {
        assert_eq!(
            chance(
                &["1980-01-31", "07700 900123"],
                &["1999-12-01", "07700 900777", "07911 900456", "0770 0900777"]
            ),
            [true, true, false, false]
        );
        assert_eq!(
            chance(&["07700900123"], &["07700900777", "07911123456"]),
            [true, false]
        );
    }
}
