//! What a reading of a table's rows is for. Rows of most tables are read once, as they pass; those of
//! a table that was held back are read to decide them, and again to write them.

use super::closure::{Carrying, Fate, Fates, Referring};
use super::generate::{Final, Told};
use super::plan::TablePlan;
use super::relations::{Links, Relations};
use super::rows::Decided;
use crate::error::{Error, Result};
use crate::transform::{Cx, Failure};

/// One reading.
pub enum Reading<'r> {
    /// Rows that no other table has to do with pass.
    Alone,
    /// Rows pass, and are decided as they come.
    Stream(&'r mut Relations),
    /// Held rows are decided, each by what is known already.
    Decide {
        /// What is known.
        relations: &'r mut Relations,
        /// Takes each row's fate.
        stays: &'r mut Stays,
    },
    /// Held rows of tables that depend on each other: what they refer to.
    Refer {
        /// What is known.
        relations: &'r mut Relations,
        /// The tables of the group.
        group: &'r [usize],
        /// Takes the references.
        referring: &'r mut Referring,
    },
    /// The same rows again: which keys they carry.
    Carry {
        /// What is known.
        relations: &'r mut Relations,
        /// Takes the keys.
        carrying: &'r mut Carrying,
    },
    /// The same rows again: their fates are known, and others learn them.
    Settle {
        /// What is known.
        relations: &'r mut Relations,
        /// The fates of the group.
        fates: &'r Fates,
        /// The table's place in the group.
        table: usize,
        /// Takes each row's fate.
        stays: &'r mut Stays,
    },
    /// Held rows are told to subqueries that could not take them before.
    Tell {
        /// What is known.
        relations: &'r mut Relations,
        /// Each row's fate, where it is known; only `input` takes rows whose fate is not.
        stays: Option<&'r Stays>,
        /// The next row.
        next: usize,
    },
    /// Held rows are written.
    Write {
        /// What is known.
        relations: &'r mut Relations,
        /// Each row's fate.
        stays: &'r Stays,
        /// The next row.
        next: usize,
    },
    /// Rows that were decided ahead are written.
    Given(Given<'r>),
}

/// What was decided of rows ahead, as it is taken row by row.
pub struct Given<'r> {
    stays: &'r Stays,
    /// Takes what rows that stay tell.
    told: &'r mut Told,
    next: usize,
    /// The next of the columns that become NULL.
    null: usize,
}

impl<'r> Given<'r> {
    /// At the first row.
    pub fn new(stays: &'r Stays, told: &'r mut Told) -> Self {
        Self {
            stays,
            told,
            next: 0,
            null: 0,
        }
    }

    fn next(&mut self, nulls: &mut Vec<usize>) -> Result<bool> {
        let row = self.next;
        let known = self.stays.nulls.get(self.null..).unwrap_or_default();
        let own = known.iter().take_while(|(of, _)| *of == row);
        let before = nulls.len();
        nulls.extend(own.map(|(_, column)| column));
        self.null += nulls.len() - before;
        self.stays.next(&mut self.next)
    }
}

/// Whether each row of a table stays, a bit a row.
#[derive(Debug, Default)]
pub struct Stays {
    bits: Vec<u64>,
    rows: usize,
    /// Columns that become NULL with a row they refer to, by row; only where rows are decided ahead.
    nulls: Vec<(usize, usize)>,
}

impl Stays {
    /// The next row's fate.
    pub(super) fn push(&mut self, row: Decided<'_>) {
        let number = self.rows;
        let nulls = row.nulls.iter().map(|column| (number, *column));
        self.nulls.extend(nulls);
        self.push_fate(row.stays);
    }

    pub(super) fn push_fate(&mut self, stays: bool) {
        if self.rows.is_multiple_of(64) {
            self.bits.push(0);
        }
        if let Some(last) = self.bits.last_mut() {
            *last |= u64::from(stays) << (self.rows % 64);
        }
        self.rows += 1;
    }

    /// The fate of the row `next`, which is then the one after.
    pub(super) fn next(&self, next: &mut usize) -> Result<bool> {
        let row = *next;
        *next += 1;
        match self.bits.get(row / 64) {
            Some(bits) if row < self.rows => Ok(bits >> (row % 64) & 1 == 1),
            _ => Err(Error::unexpected("a held row that was not decided")),
        }
    }
}

impl Reading<'_> {
    /// The row's own expression, sample and limit count in this reading.
    pub fn asks_the_rules(&self) -> bool {
        matches!(
            self,
            Self::Alone | Self::Stream(_) | Self::Decide { .. } | Self::Refer { .. }
        )
    }

    /// What it says of a row is what becomes of it.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Alone | Self::Stream(_) | Self::Write { .. })
    }

    /// The columns that decide a row, those that its own rule asks among them where it counts.
    pub fn asked<'p>(&self, plan: &'p TablePlan) -> &'p [usize] {
        match self {
            // What they refer to was asked before; but for that which becomes NULL with it.
            Self::Write { .. } if !plan.links.nulls() => &[],
            Self::Given(_) => &[],
            _ => &plan.asked,
        }
    }

    /// A row that is written, with its replaced values. `told` is a buffer.
    pub fn gather(&mut self, links: &Links, row: &Final<'_>, told: &mut Told) -> Result<()> {
        match self {
            Self::Stream(relations) | Self::Write { relations, .. } => {
                told.clear();
                links.tell(row, told)?;
                relations.hear(told)
            }
            Self::Given(given) => links.tell(row, given.told),
            _ => Ok(()),
        }
    }

    /// What tables know of each other, where rows ask it.
    pub fn relations(&mut self) -> Option<&mut Relations> {
        match self {
            Self::Alone | Self::Given(_) => None,
            Self::Stream(relations)
            | Self::Decide { relations, .. }
            | Self::Refer { relations, .. }
            | Self::Carry { relations, .. }
            | Self::Settle { relations, .. }
            | Self::Tell { relations, .. }
            | Self::Write { relations, .. } => Some(relations),
        }
    }

    /// Takes the row's part in this reading; true where it is to be written. `own`: it stays by
    /// itself. Columns that a reference sets to NULL are added to `nulls`.
    pub fn judge(
        &mut self,
        links: &Links,
        cx: &Cx<'_>,
        own: bool,
        nulls: &mut Vec<usize>,
    ) -> Result<bool> {
        match self {
            Self::Alone => Ok(own),
            Self::Stream(relations) => decide(relations, links, cx, own, nulls),
            Self::Decide { relations, stays } => {
                let stay = decide(relations, links, cx, own, nulls)?;
                stays.push_fate(stay);
                Ok(false)
            }
            Self::Refer {
                relations,
                group,
                referring,
            } => {
                let leaves = !own || relations.refers(links, cx, group, nulls).map_err(failed)?;
                referring.row(leaves)?;
                relations
                    .cascades_within(links, cx, group, |set, key| referring.cascades(set, key))?
                    .map_err(failed)?;
                Ok(false)
            }
            Self::Carry {
                relations,
                carrying,
            } => {
                carrying.row()?;
                relations
                    .carries(links, cx.row, |set, key| carrying.carries(set, key))?
                    .map_err(failed)?;
                Ok(false)
            }
            Self::Settle {
                relations,
                fates,
                table,
                stays,
            } => {
                let stay = fates.of(*table, stays.rows as u64)? == Fate::Stays;
                stays.push_fate(stay);
                relations.feed(links, cx, stay).map_err(failed)?;
                Ok(false)
            }
            Self::Tell {
                relations,
                stays,
                next,
            } => {
                let stay = match stays {
                    Some(stays) => stays.next(next)?,
                    None => false,
                };
                relations.answer(links, cx, stay).map_err(failed)?;
                Ok(false)
            }
            Self::Write {
                relations,
                stays,
                next,
            } => {
                let stay = stays.next(next)?;
                if stay && links.nulls() {
                    relations.refers(links, cx, &[], nulls).map_err(failed)?;
                }
                Ok(stay)
            }
            Self::Given(given) => given.next(nulls),
        }
    }
}

/// A row's fate by what is known: its own rule, then the rows it refers to; others learn it.
fn decide(
    relations: &mut Relations,
    links: &Links,
    cx: &Cx<'_>,
    own: bool,
    nulls: &mut Vec<usize>,
) -> Result<bool> {
    let stays = own && !relations.refers(links, cx, &[], nulls).map_err(failed)?;
    relations.feed(links, cx, stays).map_err(failed)?;
    Ok(stays)
}

fn failed(failure: Failure) -> Error {
    Error::undecided(failure.0).hint("a key or subquery of the rules could not be computed")
}
