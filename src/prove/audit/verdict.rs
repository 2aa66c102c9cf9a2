//! What an audit came to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::after::{Candidate, How, Kind, NAMED_ROWS, Where, add_row};
use super::columns::Columns;
use super::index::{COMMON, Counts, Index};
use super::runs::Gathered;
use super::value::flag;
use super::veiled::Veil;
use crate::error::Result;

/// Places of survivors that are told apart; the rest is counted.
const MAX_PLACES: usize = 10_000;

/// What an audit came to. Holds no value of either dump.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// No value that rules take away survives.
    pub clean: bool,
    /// Distinct values that were looked for.
    pub checked: u64,
    /// Rows of the dump before.
    pub rows_before: u64,
    /// Rows of the dump after.
    pub rows_after: u64,
    /// Values that survive, by place.
    pub survivors: Vec<Survivor>,
    /// Places of survivors beyond those that are listed.
    pub survivors_not_listed: u64,
    /// Distinct values that could not be looked for, by column of the dump before.
    pub not_checkable: Vec<Columned>,
    /// Values found that prove nothing: numbers, dates and words within other text, and values that
    /// many rows share.
    pub common: Vec<Found>,
    /// Values found where a rule may have written them by chance.
    pub by_chance: Vec<Found>,
    /// What the audit could not look at.
    pub notes: Vec<String>,
}

/// Values of one column that survive in one place, in one form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Survivor {
    /// Where.
    #[serde(flatten)]
    pub found: Found,
    /// The first rows, by their number in the table of the dump after.
    pub rows: Vec<u64>,
    /// In which form: `value`, `json`, `key`, `text`, `url-encoded`, `base64`, `hex`, `escaped`,
    /// `phone`.
    pub form: &'static str,
    /// The column of the dump before that they are of.
    pub of: String,
    /// `replaced` or `purged`
    pub why: &'static str,
}

/// Values found in one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Found {
    /// `column`, `definition`, `statistics`, `comment`, `large object`
    pub kind: &'static str,
    /// The table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the statement is about, as pg_dump calls it; or the large object's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The line of the dump after, where it is a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Distinct values.
    pub values: u64,
    /// How often they stand there.
    pub times: u64,
}

/// Distinct values that rules take away from a column and that were not looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Columned {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// A rule keeps them somewhere.
    pub kept: u64,
    /// Too short, and not rare enough.
    pub short: u64,
    /// Many rows share them: looked for, and counted apart.
    pub common: u64,
}

/// Survivors of one place, form and column.
struct Group {
    values: u64,
    times: u64,
    rows: [u64; NAMED_ROWS],
    why: u8,
}

impl Verdict {
    pub(super) fn new(columns: &Columns, index: &Index) -> Self {
        let mut not_checkable = Vec::new();
        for (column, counts) in columns.list.iter().zip(&index.counts) {
            let Counts {
                kept,
                short,
                common,
                ..
            } = *counts;
            if kept + short + common > 0 {
                not_checkable.push(Columned {
                    table: column.table.to_string(),
                    column: column.name.clone(),
                    kept,
                    short,
                    common,
                });
            }
        }
        not_checkable.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
        Self {
            clean: true,
            checked: index.values,
            rows_before: 0,
            rows_after: 0,
            survivors: Vec::new(),
            survivors_not_listed: 0,
            not_checkable,
            common: Vec::new(),
            by_chance: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Holds what the filter let through against the exact set.
    pub(super) fn judge(
        &mut self,
        index: &mut Index,
        candidates: Gathered<Candidate>,
        places: &[Where],
        columns: &Columns,
    ) -> Result<()> {
        let mut survivors: BTreeMap<(u32, How, u32), Group> = BTreeMap::new();
        let mut common: BTreeMap<u32, Found> = BTreeMap::new();
        let mut by_chance: BTreeMap<u32, Found> = BTreeMap::new();
        let mut join = index.join();
        candidates.merged(|candidate: Candidate| {
            let Some(entry) = join.find(candidate.hash)? else {
                return Ok(());
            };
            let in_column = matches!(
                places.get(candidate.place as usize),
                Some(Where::Column(..))
            );
            let flags = entry.value.flags;
            let proves = flags & flag::TELLS != 0 || (candidate.whole && in_column);
            let apart = if flags & COMMON != 0 || !proves {
                Some(&mut common)
            } else if candidate.chance {
                Some(&mut by_chance)
            } else {
                None
            };
            let times = u64::from(candidate.count);
            if let Some(apart) = apart {
                let found = apart.entry(candidate.place).or_default();
                found.values += 1;
                found.times += times;
                return Ok(());
            }
            self.clean = false;
            let key = (candidate.place, candidate.how, entry.column.0);
            if survivors.len() >= MAX_PLACES && !survivors.contains_key(&key) {
                self.survivors_not_listed += 1;
                return Ok(());
            }
            let group = survivors.entry(key).or_insert(Group {
                values: 0,
                times: 0,
                rows: [0; NAMED_ROWS],
                why: 0,
            });
            group.values += 1;
            group.times += times;
            group.why |= flags;
            for row in candidate.rows {
                add_row(&mut group.rows, row);
            }
            Ok(())
        })?;
        let place = |place: u32, found: Found| match places.get(place as usize) {
            Some(place) => place.describe(found),
            None => found,
        };
        self.survivors = survivors
            .into_iter()
            .map(|((at, how, column), group)| Survivor {
                found: place(
                    at,
                    Found {
                        values: group.values,
                        times: group.times,
                        ..Found::default()
                    },
                ),
                rows: group.rows.into_iter().filter(|row| *row > 0).collect(),
                form: how.name(),
                of: columns
                    .list
                    .get(column as usize)
                    .map(|column| format!("{}.{}", column.table, column.name))
                    .unwrap_or_default(),
                why: if group.why & flag::REPLACED != 0 {
                    "replaced"
                } else {
                    "purged"
                },
            })
            .collect();
        self.survivors.sort();
        let list = |apart: BTreeMap<u32, Found>| {
            let mut list: Vec<Found> = apart
                .into_iter()
                .map(|(at, found)| place(at, found))
                .collect();
            list.sort();
            list
        };
        self.common = list(common);
        self.by_chance = list(by_chance);
        Ok(())
    }
}

impl How {
    fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Leaf => "json",
            Self::Key => "key",
            Self::Text => "text",
            Self::Phone => "phone",
            Self::Veiled(Veil::Url) => "url-encoded",
            Self::Veiled(Veil::Base64) => "base64",
            Self::Veiled(Veil::Hex) => "hex",
            Self::Veiled(Veil::Escaped) => "escaped",
        }
    }
}

impl Where {
    /// The names of things in the schema are no values; but where a value stands in a statement, its
    /// name may be what holds it, so that the line stands for it.
    fn describe(&self, found: Found) -> Found {
        match self {
            Self::Column(table, column) => Found {
                kind: "column",
                table: Some(table.to_string()),
                column: Some(column.clone()),
                ..found
            },
            Self::Statement {
                what, kind, line, ..
            } => Found {
                kind: match kind {
                    Kind::Definition => "definition",
                    Kind::Statistics => "statistics",
                },
                object: Some((*what).to_owned()),
                line: *line,
                ..found
            },
            Self::Comment { line, .. } => Found {
                kind: "comment",
                line: *line,
                ..found
            },
            Self::LargeObject(oid) => Found {
                kind: "large object",
                object: oid.map(|oid| oid.to_string()),
                ..found
            },
        }
    }
}
