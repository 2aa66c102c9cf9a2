//! Subqueries: what an expression asks of another table's rows.
//!
//! The text is read into a [`Subquery`] while rules load. When the expression is bound to its table,
//! it leaves a [`LookupRequest`] with the binder and keeps a handle. Whoever reads the other table
//! feeds its rows to a [`Collector`] and sets the handle before the first row is asked about.

mod answers;
mod bind;
pub(super) mod read;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use self::answers::Answers;
use super::Expr;
use super::ast::At;
use super::collate::Collation;
use super::types::Ty;
use super::with_place;
use crate::dump::types::PgType;
use crate::error::Position;
use crate::rules::keys::{KeyBuilder, KeyKind, KeyPart, KeySecret};
use crate::rules::pattern::TableRef;
use crate::transform::bind::Binder;
use crate::transform::row::Row;
use crate::transform::{Failure, Misfit};

/// The most columns a subquery compares: those it selects and those of its correlated equalities.
pub(super) const MAX_COLUMNS: usize = 8;

/// `IN (SELECT …)` or `EXISTS (SELECT …)`: whether rows of another table carry a key.
#[derive(Clone, Debug)]
pub struct Subquery {
    /// The table it reads; unqualified names resolve as in the rule around it.
    pub table: TableRef,
    /// `FROM input(table)`: all rows of the input, not only those that stay.
    pub input: bool,
    /// The columns of the table that are compared with the row around: for `IN` the selected ones,
    /// then those of the correlated equalities. Empty for `EXISTS` without one.
    pub columns: Vec<String>,
    /// Which of the table's rows count; it reads that table's columns only.
    pub filter: Option<Expr>,
    /// Where the expression around it stands.
    pub position: Position,
    /// How many of the columns are selected ones.
    selected: usize,
    at: At,
    source: Arc<str>,
}

impl Subquery {
    /// The columns that `IN` selects; none for `EXISTS`.
    pub fn selected(&self) -> &[String] {
        self.columns.get(..self.selected).unwrap_or_default()
    }

    /// Where its [`columns`](Self::columns) stand in its table, whose binder this is; asks for their
    /// originals.
    ///
    /// # Errors
    /// A column is not there (exit 4), or has a collation under which different texts may be equal
    /// (exit 3).
    pub fn bind_columns(&self, binder: &Binder<'_>) -> Result<Vec<usize>, Misfit> {
        let mut indices = Vec::with_capacity(self.columns.len());
        for name in &self.columns {
            let index = binder.original(name).map_err(|misfit| Misfit {
                message: with_place(&self.source, &misfit.message, self.at),
                position: Some(self.position.clone()),
                ..misfit
            })?;
            let ty = binder.columns.list.get(index).map(|(_, ty)| &ty.base);
            if let Some(Ty::Text(kind)) = ty.map(Ty::of) {
                let declared = binder.columns.collations.get(name);
                let collation = Collation::of_column(kind, declared);
                if let Some(collation) = collation.maybe_nondeterministic() {
                    return Err(self.refuse(format!(
                        "what is equal depends on the collation {collation} of the column \"{name}\""
                    )));
                }
            }
            indices.push(index);
        }
        Ok(indices)
    }

    /// Where it stands, for messages: the rule, and the place in its text.
    pub fn place(&self) -> String {
        with_place(&self.source, &self.position.to_string(), self.at)
    }

    /// It is wrong for these columns: exit 3, at its place.
    fn refuse(&self, message: impl AsRef<str>) -> Misfit {
        Misfit::new(with_place(&self.source, message.as_ref(), self.at)).in_rules(&self.position)
    }
}

/// A bound expression's question to another table.
#[derive(Clone, Debug)]
pub struct LookupRequest {
    /// What it asks.
    pub subquery: Arc<Subquery>,
    /// The types of what the subquery's [`columns`](Subquery::columns) are compared with, in their
    /// order.
    pub outer: Vec<PgType>,
    /// Takes the answer.
    pub handle: LookupHandle,
}

/// Where a bound expression finds what became of its [`LookupRequest`]. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct LookupHandle(Arc<OnceLock<Arc<Resolved>>>);

impl LookupHandle {
    /// Gives the answer; a second one is ignored.
    pub fn set(&self, resolved: Arc<Resolved>) {
        let _ = self.0.set(resolved);
    }

    /// The answer, where it is known.
    pub fn get(&self) -> Option<&Resolved> {
        self.0.get().map(Arc::as_ref)
    }

    /// The truth value for a row around the subquery; `values` in the order of the request's types.
    pub(super) fn contains<V: AsRef<[u8]>>(
        &self,
        values: &[Option<V>],
    ) -> Result<Option<bool>, Failure> {
        match self.get() {
            Some(resolved) => resolved.contains(values),
            None => Err(Failure::new("a subquery was not ready")),
        }
    }
}

/// What a table's rows answer.
#[derive(Debug)]
pub struct Resolved {
    outer: Vec<KeyPart>,
    answers: Answers,
    secret: Arc<KeySecret>,
    asked: AtomicBool,
    matched: AtomicBool,
    met_null: AtomicBool,
}

thread_local! {
    static BUILDER: RefCell<KeyBuilder> = RefCell::default();
}

impl Resolved {
    fn contains<V: AsRef<[u8]>>(&self, values: &[Option<V>]) -> Result<Option<bool>, Failure> {
        let result = BUILDER.with_borrow_mut(|builder| {
            self.answers
                .contains(&self.outer, values, builder, &self.secret)
        })?;
        note(&self.asked);
        match result {
            Some(true) => note(&self.matched),
            None if values.iter().all(Option::is_some) => note(&self.met_null),
            _ => {}
        }
        Ok(result)
    }

    /// Rows asked, and it was true for none.
    pub fn matched_nothing(&self) -> bool {
        self.asked.load(Ordering::Relaxed) && !self.matched.load(Ordering::Relaxed)
    }

    /// It was NULL for some row because of a NULL in the table, not of one in the row.
    pub fn met_null(&self) -> bool {
        self.met_null.load(Ordering::Relaxed)
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.answers.memory()
    }
}

/// Rows come by the million; what is written once stays in every cache.
fn note(seen: &AtomicBool) {
    if !seen.load(Ordering::Relaxed) {
        seen.store(true, Ordering::Relaxed);
    }
}

/// Collects a table's rows into the answer of one subquery.
#[derive(Debug)]
pub struct Collector {
    outer: Vec<KeyPart>,
    inner: Vec<KeyPart>,
    answers: Answers,
    builder: KeyBuilder,
    secret: Arc<KeySecret>,
}

impl Collector {
    /// `outer` are the types of the [`LookupRequest`], `inner` those of the subquery's
    /// [`columns`](Subquery::columns) in its table.
    ///
    /// # Errors
    /// Two types that PostgreSQL does not compare, or not by what a dump shows of them (exit 3).
    pub fn new(
        subquery: &Subquery,
        outer: &[PgType],
        inner: &[PgType],
        secret: Arc<KeySecret>,
    ) -> Result<Self, Misfit> {
        let columns = &subquery.columns;
        if [outer.len(), inner.len()] != [columns.len(); 2] {
            return Err(Misfit::new("a subquery's columns are not all typed"));
        }
        let mut parts = (Vec::new(), Vec::new());
        for ((name, outer), inner) in columns.iter().zip(outer).zip(inner) {
            let Some(kind) = common(outer, inner) else {
                let message = format!(
                    "{} can't be compared with the subquery's column \"{name}\", which is {}",
                    Ty::of(outer).name(),
                    Ty::of(inner).name(),
                );
                return Err(subquery
                    .refuse(message)
                    .hint("cast the side outside the subquery with `::type`"));
            };
            parts.0.push(KeyPart::new(outer, kind));
            parts.1.push(KeyPart::new(inner, kind));
        }
        Ok(Self {
            outer: parts.0,
            inner: parts.1,
            answers: Answers::new(subquery.selected, &secret),
            builder: KeyBuilder::new(),
            secret,
        })
    }

    /// Adds a row that satisfies the subquery's [`filter`](Subquery::filter); `columns` are the
    /// places of its columns ([`Subquery::bind_columns`]).
    ///
    /// # Errors
    /// A value is none of its column's type.
    pub fn add(&mut self, row: Row<'_>, columns: &[usize]) -> Result<(), Failure> {
        let mut values = [None; MAX_COLUMNS];
        for (value, column) in values.iter_mut().zip(columns) {
            *value = row.get(*column);
        }
        let values = values
            .get(..self.inner.len())
            .filter(|_| columns.len() == self.inner.len())
            .ok_or_else(|| Failure::new("a subquery's columns are not those of its table"))?;
        self.answers
            .insert(&self.inner, values, &mut self.builder, &self.secret)
    }

    /// How many rows were added.
    pub fn rows(&self) -> u64 {
        self.answers.rows()
    }

    /// Allocated bytes.
    pub fn memory(&self) -> usize {
        self.answers.memory()
    }

    /// The table is complete.
    pub fn finish(self) -> Resolved {
        Resolved {
            outer: self.outer,
            answers: self.answers,
            secret: self.secret,
            asked: AtomicBool::new(false),
            matched: AtomicBool::new(false),
            met_null: AtomicBool::new(false),
        }
    }
}

/// How a value around a subquery compares with one of its columns: [`KeyKind::common`], without the
/// comparisons of text with other types, which references have and PostgreSQL has not.
fn common(outer: &PgType, inner: &PgType) -> Option<KeyKind> {
    let kind = KeyKind::common(outer, inner)?;
    let known = ![outer, inner].contains(&&PgType::Unknown);
    (!known || outer.is_text() == inner.is_text()).then_some(kind)
}
