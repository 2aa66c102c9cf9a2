//! Bytes in, bytes out.

pub mod spill;
