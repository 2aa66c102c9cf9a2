//! Rows that are not of the dump but made by `generate`: what their rules see.
//!
//! Such a row has no originals. Rules see its own columns as far as they are made already, and the
//! row it was made for. In place of an original each of its values has a token: digits that belong to
//! this value alone, so that whatever is keyed by an original differs from row to row and from column
//! to column.

use std::sync::Arc;

use super::bind::Columns;
use super::bound::BoundRule;
use super::row::RowBuf;
use super::seed::Seed;
use super::{Cx, Misfit, Role};
use crate::dump::types::{ColumnType, PgType};
use crate::rules::model::ColumnRule;
use crate::transform::bind::Binder;

/// The column that holds the token: a name that no column has.
pub const TOKEN: &str = "";

/// What a made row has besides its columns; see [`Columns::made`].
#[derive(Clone, Debug)]
pub struct Made {
    /// The index of the token.
    pub token: usize,
    /// The row it is made for, where templates can name it.
    pub driver: Option<Driver>,
}

/// The row that another is made for.
#[derive(Clone, Debug)]
pub struct Driver {
    /// What templates call it.
    pub name: String,
    /// Where it stands among the columns.
    pub index: usize,
    /// Its columns' names and types.
    pub fields: Arc<[(String, PgType)]>,
}

impl Columns {
    /// Makes these the columns of a made row.
    pub fn make(&mut self, driver: Option<(String, Arc<[(String, PgType)]>)>) {
        let token = self.list.len();
        self.list
            .push((TOKEN.to_owned(), ColumnType::from(PgType::Text)));
        let driver = driver.map(|(name, fields)| {
            let index = self.list.len();
            self.list
                .push((name.clone(), ColumnType::from(PgType::Unknown)));
            Driver {
                name,
                index,
                fields,
            }
        });
        self.made = Some(Made { token, driver });
    }
}

/// A name that templates can use for a row.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(word)
    {
        return Err("a name of letters, digits and `_` is needed".to_owned());
    }
    if super::plain::TEMPLATE_NAMES.contains(&name)
        || ["self", "loop", "range", "dict", "namespace"].contains(&name)
    {
        return Err(format!("`{name}` means something else in templates"));
    }
    Ok(())
}

/// Binds a rule that makes values for rows that have none.
///
/// # Errors
/// It does not fit the column, or needs an original after all.
pub fn bind(rule: &ColumnRule, binder: &Binder<'_>) -> Result<BoundRule, Misfit> {
    let mut rule = rule.clone();
    // Whoever makes the rows sees to it, for any kind.
    rule.options.unique = false;
    if rule.kind.role == Role::Keyed && rule.options.seed_from.is_empty() {
        rule.options.seed_from = vec![TOKEN.to_owned()];
    }
    let bound = BoundRule::bind(&rule, binder)?;
    try_out(&rule, &bound, binder)?;
    for (_, inner) in rule.spec.nested() {
        let bound = BoundRule::bind(inner, binder)?;
        try_out(inner, &bound, binder)?;
    }
    Ok(bound)
}

/// A rule that needs an original finds none at the first try.
fn try_out(rule: &ColumnRule, bound: &BoundRule, binder: &Binder<'_>) -> Result<(), Misfit> {
    // What these make depends on the row.
    let depends = !binder.needs.borrow().replaced.is_empty();
    if rule.kind.role != Role::Keyed || depends || ["template", "choice"].contains(&rule.kind.name)
    {
        return Ok(());
    }
    let mut row = RowBuf::default();
    row.reset(binder.columns.list.len());
    let token = token(&Seed([7; 32]));
    if let Some(made) = &binder.columns.made {
        row.set_with(made.token, |out| out.extend_from_slice(token.as_bytes()));
    }
    let cx = Cx {
        row: row.row(&[]),
        replaced: row.row(&[]),
        this: None,
        seed: Seed([0; 32]),
    };
    match bound.apply(&cx, Some(token.as_bytes()), &mut Vec::new()) {
        Ok(_) => Ok(()),
        Err(failure) => Err(Misfit::new(format!(
            "`{}` can't make a value for a generated row: {}",
            rule.kind.name, failure.0
        ))),
    }
}

/// The text that stands for a value's original.
pub fn token(seed: &Seed) -> String {
    let mut number = [0; 16];
    number.copy_from_slice(&seed.0[..16]);
    u128::from_le_bytes(number).to_string()
}
