//! Columns of which no two rows of a table may have the same values, generated or not.
//!
//! The keys of all rows that stay are kept, at 4 bits to 30 bytes each (see
//! [`keys`](crate::rules::keys)).

use super::bind::place;
use crate::error::Position;
use crate::rules::keys::{Key, KeyBuilder, KeySecret, KeySet, KeyShape};
use crate::rules::pattern::ColumnName;
use crate::transform::Failure;
use crate::transform::bind::Columns;

/// One such set of columns.
pub struct UniqueSet {
    pub columns: Vec<ColumnName>,
    pub position: Position,
    /// How the values compare, once the columns' types are known.
    shape: Option<KeyShape>,
    keys: KeySet,
    builder: KeyBuilder,
}

impl UniqueSet {
    /// No rows yet.
    pub fn new(columns: Vec<ColumnName>, position: &Position, secret: &KeySecret) -> Self {
        Self {
            columns,
            position: position.clone(),
            shape: None,
            keys: KeySet::new(secret),
            builder: KeyBuilder::new(),
        }
    }

    /// Takes the columns' types from a data block or the schema; false where they can't be compared.
    pub fn fit(&mut self, columns: &Columns) -> bool {
        if self.shape.is_some() {
            return true;
        }
        let types: Option<Vec<_>> = self
            .columns
            .iter()
            .map(|name| Some(columns.list.get(place(columns, name)?)?.1.base.clone()))
            .collect();
        // Where a column is not there, binding says so.
        let Some(types) = types else { return true };
        match KeyShape::pair(&types, &types) {
            Ok((shape, _)) => {
                self.shape = Some(shape);
                true
            }
            Err(_) => false,
        }
    }

    /// How the values compare; `None` where that is not known.
    pub fn shape(&self) -> Option<&KeyShape> {
        self.shape.as_ref()
    }

    /// Takes a row's key.
    pub fn take(&mut self, key: Key) {
        self.keys.insert(key);
    }

    /// Takes a row's values; whether no row before has them. NULL is not equal to itself.
    pub fn insert<'v>(
        &mut self,
        values: impl Iterator<Item = Option<&'v [u8]>>,
        secret: &KeySecret,
    ) -> Result<bool, Failure> {
        let key = self.key(values, secret)?;
        Ok(key.is_none_or(|key| self.keys.insert(key)))
    }

    /// Whether no row has these values.
    pub fn is_free<'v>(
        &mut self,
        values: impl Iterator<Item = Option<&'v [u8]>>,
        secret: &KeySecret,
    ) -> Result<bool, Failure> {
        let key = self.key(values, secret)?;
        Ok(key.is_none_or(|key| !self.keys.contains(key)))
    }

    /// A row's key; none where it can equal no other.
    fn key<'v>(
        &mut self,
        values: impl Iterator<Item = Option<&'v [u8]>>,
        secret: &KeySecret,
    ) -> Result<Option<Key>, Failure> {
        match &self.shape {
            Some(shape) => Ok(shape.key(values, &mut self.builder, secret)?.key()),
            None => Ok(None),
        }
    }
}
