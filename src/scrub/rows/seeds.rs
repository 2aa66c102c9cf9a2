//! Seeds of a group of rows, made at once: the processor hashes as many values of one column together
//! as it has lanes for ([`crate::transform::seed`]).

use super::copy::Held;
use crate::scrub::plan::TablePlan;
use crate::transform::seed::{BLOCK, Block, Seed};

/// As many rows as have their seeds made at once: twice what fills the widest registers, so that where
/// a column is NULL in some, few lanes stay empty. A block takes 12 ns of a full register, 15 where 21
/// of 32 rows have a value, and 65 by itself.
pub(super) const GROUP: usize = 32;

/// The seeds of a group.
#[derive(Default)]
pub(super) struct Seeds {
    /// By rule.
    columns: Vec<Column>,
    /// Column by column, those of its rows in their order.
    seeds: Vec<[u8; 32]>,
    blocks: Vec<Block>,
}

/// The seeds of one rule's column.
struct Column {
    /// A bit for each row that has one.
    rows: u32,
    /// Where the first one is.
    first: usize,
}

const _: () = assert!(GROUP <= u32::BITS as usize);

impl Seeds {
    /// Makes those that depend on a value alone, of all rows that stay.
    pub(super) fn make(&mut self, plan: &TablePlan, data: &[u8], rows: &[Held]) {
        self.columns.clear();
        self.seeds.clear();
        // One alone is no quicker here than where it is wanted.
        if rows.len() < 2 {
            return;
        }
        self.blocks.resize(GROUP, [0; BLOCK]);
        for column in &plan.rules {
            let (mut found, mut count) = (0, 0);
            if column.rule.hashes_values() {
                for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.stays) {
                    let value = row.originals.row(data).get(column.index);
                    if value.is_some_and(|value| column.rule.block(value, &mut self.blocks[count]))
                    {
                        found |= 1 << number;
                        count += 1;
                    }
                }
            }
            self.columns.push(Column {
                rows: found,
                first: self.seeds.len(),
            });
            column.rule.seeds(&self.blocks[..count], &mut self.seeds);
        }
    }

    /// The seed of a rule's value in a row of the group, where it was made.
    pub(super) fn of(&self, rule: usize, row: usize) -> Option<Seed> {
        let column = self.columns.get(rule)?;
        if column.rows >> row & 1 == 0 {
            return None;
        }
        let before = (column.rows & ((1 << row) - 1)).count_ones() as usize;
        self.seeds.get(column.first + before).copied().map(Seed)
    }
}
