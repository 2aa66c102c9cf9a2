//! The row path and what surrounds it.

pub mod closure;
pub mod hold;
pub mod keys;
pub mod order;
