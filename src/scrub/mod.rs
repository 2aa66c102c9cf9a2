//! The row path and what surrounds it.

pub mod keys;
pub mod order;
