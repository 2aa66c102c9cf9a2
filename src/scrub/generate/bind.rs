//! Generators fitted to the columns of their table, before its first row.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Generating, Grower};
use crate::dump::encoding::Dialect;
use crate::dump::schema::Schema;
use crate::dump::types::{ColumnType, PgType};
use crate::error::{Error, Position};
use crate::rules::generate::{Drive, Source};
use crate::rules::pattern::ColumnName;
use crate::scrub::plan::{DataBlock, misfit_error};
use crate::transform::bind::{Binder, Columns, Needs, Run};
use crate::transform::bound::BoundRule;
use crate::transform::made;
use crate::transform::{Misfit, Target};

/// A table's generators, ready to run.
pub struct BoundTable {
    /// Columns in the order of the data, with their types.
    pub columns: Vec<(String, PgType)>,
    pub generators: Vec<BoundGenerator>,
    pub dialect: Dialect,
}

pub struct BoundGenerator {
    pub drive: BoundDrive,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// The cells that are made, so that what one reads is made before it.
    pub order: Vec<usize>,
    /// Where the token stands in the row, after its columns.
    pub token: usize,
    pub driver: Option<DriverAt>,
    pub position: Position,
}

/// Where the row stands that another is made for.
pub struct DriverAt {
    /// Packed.
    pub packed: usize,
    /// As JSON, where a rule asks for that.
    pub json: Option<usize>,
}

pub enum BoundDrive {
    Rows(u64),
    /// For each row collected, so many.
    Each {
        collect: usize,
        min: u64,
        max: u64,
    },
}

/// What fills a column.
pub enum Cell {
    Null,
    /// PostgreSQL computes it.
    Default,
    /// By index of the table's `next`; the largest number that the type takes.
    Next(usize, i64),
    /// What is picked; NULL is not allowed.
    Pick(usize, bool),
    Rule(BoundRule),
}

impl Generating {
    pub(super) fn bind_one(
        &mut self,
        index: usize,
        schema: &Schema,
        run: &Run,
        block: &DataBlock,
    ) -> Result<BoundTable, Vec<Error>> {
        let grower = &mut self.growers[index];
        let Some(names) = &block.columns else {
            return Err(vec![
                Error::undecided("nothing in the dump says which columns the table has")
                    .at_table(&block.table)
                    .hint("dump with `pg_dump --column-inserts`, or with the schema"),
            ]);
        };
        if block.dialect.encoding.has_ascii_trail_bytes() {
            return Err(vec![
                Error::undecided(format!(
                    "rows are generated, but text in the dump's client encoding {} can't be \
                     written safely",
                    block.dialect.encoding.name()
                ))
                .at_table(&block.table)
                .hint("dump again with `pg_dump --encoding=UTF8`"),
            ]);
        }
        let columns = block.column_types(schema, names);
        let mut errors = Vec::new();
        for set in &mut grower.uniques {
            if !set.fit(&columns) {
                let misfit = Misfit::new("`unique` can't tell values of these types apart");
                errors.push(misfit_error(misfit, &set.position, block, None));
            }
        }
        let mut bound = BoundTable {
            columns: columns
                .list
                .iter()
                .map(|(name, ty)| (name.clone(), ty.base.clone()))
                .collect(),
            generators: Vec::new(),
            dialect: block.dialect,
        };
        for at in 0..self.growers[index].generators.len() {
            let columns = block.column_types(schema, names);
            match self.bind_generator(index, at, schema, run, block, columns) {
                Ok(generator) => bound.generators.push(generator),
                Err(found) => errors.extend(found),
            }
        }
        if errors.is_empty() {
            Ok(bound)
        } else {
            Err(errors)
        }
    }

    fn bind_generator(
        &self,
        index: usize,
        at: usize,
        schema: &Schema,
        run: &Run,
        block: &DataBlock,
        mut columns: Columns,
    ) -> Result<BoundGenerator, Vec<Error>> {
        let grower = &self.growers[index];
        let entry = &grower.generators[at];
        let rule = &entry.rule;
        let count = columns.list.len();
        let mut errors = Vec::new();
        let misfit = |misfit: Misfit, position: &Position, column: Option<&str>| {
            misfit_error(misfit, position, block, column)
        };
        let (drive, name) = match (&rule.drive, entry.driver) {
            (Drive::Each { name, min, max, .. }, Some(collect)) => (
                BoundDrive::Each {
                    collect,
                    min: *min,
                    max: *max,
                },
                name.as_ref()
                    .map(|name| (name.clone(), self.fields(collect, schema))),
            ),
            (Drive::Rows(rows), _) => (BoundDrive::Rows(*rows), None),
            (Drive::Each { .. }, None) => {
                return Err(vec![Error::unexpected(
                    "a `for_each` that nothing collects",
                )]);
            }
        };
        if let Some((name, _)) = &name
            && columns.index(name).is_some()
        {
            let message = format!("`as: {name}` is the name of a column of the table");
            errors.push(misfit(Misfit::new(message), &rule.position, None));
        }
        columns.make(name);
        let needs = RefCell::new(Needs::default());
        let mut cells: Vec<Cell> = Vec::new();
        let mut reads: Vec<BTreeSet<usize>> = Vec::new();
        let mut asked: BTreeSet<usize> = BTreeSet::new();
        for column in 0..count {
            let name = columns.list[column].0.clone();
            let target = block.target(schema, &columns, column);
            let known = schema
                .tables
                .get(&block.table)
                .and_then(|table| table.column(&name));
            let said = rule
                .columns
                .iter()
                .position(|said| place(&columns, &said.name) == Some(column));
            needs.borrow_mut().replaced.clear();
            needs.borrow_mut().originals.clear();
            let generated = known.is_some_and(|column| column.generated);
            let cell = match said.map(|said| (&rule.columns[said], entry.picks[said])) {
                None if generated => Ok(Cell::Default),
                Some((said, _)) if generated => Err((
                    Misfit::new("it is a generated column, which PostgreSQL computes"),
                    &said.position,
                )),
                None if target.not_null => Err((
                    Misfit::new("nothing fills it, and it is NOT NULL")
                        .hint(format!("add `{name}: …` to the generator's `columns`")),
                    &rule.position,
                )),
                None => Ok(Cell::Null),
                Some((said, pick)) => self
                    .bind_cell(grower, &said.source, &said.name, pick, target, |target| {
                        Binder {
                            run,
                            target,
                            columns: &columns,
                            needs: &needs,
                            unique: false,
                            locale: &run.locale,
                            namespace: run.namespace(""),
                        }
                    })
                    .map_err(|misfit| (misfit, &said.position)),
            };
            let needs = needs.borrow();
            reads.push(needs.replaced.union(&needs.originals).copied().collect());
            asked.extend(reads.last().into_iter().flatten());
            match cell {
                Ok(cell) => cells.push(cell),
                Err((found, position)) => errors.push(misfit(found, position, Some(&name))),
            }
        }
        for said in &rule.columns {
            if place(&columns, &said.name).is_none_or(|index| index >= count) {
                let names = columns.list[..count].iter().map(|(name, _)| name.as_str());
                let near = crate::rules::nearest::nearest(&said.name.text, names);
                let found = Misfit::new(format!("the table has no column \"{}\"", said.name.text));
                let found = match near {
                    Some(near) => found.hint(format!("did you mean \"{near}\"?")),
                    None => found,
                };
                errors.push(misfit(found, &said.position, None));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let order = order(&cells, &reads).ok_or_else(|| {
            let found = Misfit::new("columns of the generator read each other in a circle");
            vec![misfit(found.in_rules(&rule.position), &rule.position, None)]
        })?;
        let made = columns.made.as_ref();
        Ok(BoundGenerator {
            drive,
            cells,
            order,
            token: made.map_or(count, |made| made.token),
            driver: made.and_then(|made| made.driver.as_ref()).map(|driver| {
                let asked = asked.contains(&driver.index);
                DriverAt {
                    packed: driver.packed(),
                    json: asked.then_some(driver.index),
                }
            }),
            position: rule.position.clone(),
        })
    }

    fn bind_cell<'b>(
        &self,
        grower: &Grower,
        source: &Source,
        name: &ColumnName,
        pick: Option<usize>,
        target: Target,
        binder: impl FnOnce(Target) -> Binder<'b>,
    ) -> Result<Cell, Misfit> {
        match source {
            Source::Next => {
                let limit = match &target.ty {
                    PgType::Int2 => i64::from(i16::MAX),
                    PgType::Int4 => i64::from(i32::MAX),
                    PgType::Int8 | PgType::Unknown => i64::MAX,
                    ty => {
                        return Err(Misfit::new(format!(
                            "`next` makes integers, but the column is {}",
                            ty.short_name()
                        )));
                    }
                };
                let next = grower
                    .next
                    .iter()
                    .position(|next| next.column.text == name.text);
                let next = next.ok_or_else(|| Misfit::new("`next` of no column"))?;
                Ok(Cell::Next(next, limit))
            }
            Source::Pick(_) => {
                let pick = pick.ok_or_else(|| Misfit::new("a `pick` that nothing collects"))?;
                Ok(Cell::Pick(pick, target.not_null))
            }
            Source::Rule(rule) => made::bind(rule, &binder(target)).map(Cell::Rule),
        }
    }

    /// The columns of a query's rows.
    fn fields(&self, collect: usize, schema: &Schema) -> Arc<[(String, PgType)]> {
        let collect = &self.collects[collect];
        let fields = collect.query.columns.iter().map(|(column, name)| {
            let ty = schema.type_of(&collect.table, column).base;
            (name.clone(), ty)
        });
        fields.collect()
    }
}

/// The column that a name in the rules means.
pub fn place(columns: &Columns, name: &ColumnName) -> Option<usize> {
    let folds = |(column, _): &(String, ColumnType)| name.folds_to(column);
    columns
        .index(&name.text)
        .or_else(|| columns.list.iter().position(folds))
}

/// The cells that are made, so that what one reads is made before it; `None` for a circle.
fn order(cells: &[Cell], reads: &[BTreeSet<usize>]) -> Option<Vec<usize>> {
    let is_made =
        |index: usize| !matches!(cells.get(index), None | Some(Cell::Null | Cell::Default));
    let mut left: Vec<usize> = (0..cells.len()).filter(|index| is_made(*index)).collect();
    let mut order: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let ready = left.iter().position(|index| {
            reads[*index]
                .iter()
                .all(|read| !is_made(*read) || order.contains(read))
        })?;
        order.push(left.remove(ready));
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_reads_is_made_before_it() {
        let next = || Cell::Next(0, 9);
        let reads = |lists: &[&[usize]]| -> Vec<BTreeSet<usize>> {
            lists
                .iter()
                .map(|list| list.iter().copied().collect())
                .collect()
        };
        let cells = [next(), Cell::Null, next(), Cell::Default];
        // What is not made need not be; the token and the driver stand behind the cells.
        let found = order(&cells, &reads(&[&[2, 1, 4], &[], &[3, 5], &[]]));
        assert_eq!(found, Some(vec![2, 0]));
        assert_eq!(order(&cells, &reads(&[&[2], &[], &[0], &[]])), None);
        assert_eq!(order(&cells, &reads(&[&[0], &[], &[], &[]])), None);
    }

    #[test]
    fn names_fold_as_columns_do() {
        let mut columns = Columns::default();
        for name in ["id", "Odd"] {
            columns.list.push((name.to_owned(), PgType::Text.into()));
        }
        let at = |text: &str| place(&columns, &ColumnName::parse(text).unwrap());
        assert_eq!(
            [at("ID"), at("Odd"), at("odd"), at("\"ID\"")],
            [Some(0), Some(1), None, None]
        );
    }
}
